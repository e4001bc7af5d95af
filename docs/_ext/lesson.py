"""A page that is a released notebook: `a03_convolution en` in a file whose name ends with .lesson."""

import os
import re
from pathlib import Path

import nbformat


def read(text):
    """The notebook as students get it, its pictures as data so that they need no file beside it."""
    name, language = text.split()
    path = Path(os.environ["CNNKIT_ROOT"]) / "assignments" / language / name / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        pictures = cell.pop("attachments", {})

        def data(found, pictures=pictures):
            return f"(data:image/png;base64,{pictures[found[1]]['image/png']})"

        cell.source = re.sub(r"\(attachment:([\w.-]+)\)", data, cell.source)
    return notebook
