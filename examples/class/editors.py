"""How editors save a notebook: the same cells, other metadata, other bytes. Used by make.py."""

from __future__ import annotations

import base64
import json
import re
import struct
import zlib
from typing import Any

Notebook = dict[str, Any]

_LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": "3.12.3",
}


def jupyter(notebook: Notebook) -> tuple[str, bytes]:
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook["metadata"] |= {"kernelspec": kernel, "language_info": _LANGUAGE}
    return ".ipynb", to_bytes(notebook)


def vscode(notebook: Notebook) -> tuple[str, bytes]:
    """VS Code names the virtual environment as the kernel and marks the language of every cell."""
    notebook["metadata"] |= {
        "kernelspec": {"display_name": ".venv", "language": "python", "name": "python3"},
        "language_info": {**_LANGUAGE, "version": "3.13.0"},
    }
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["metadata"]["vscode"] = {"languageId": "python"}
    return ".ipynb", to_bytes(notebook)


def colab(notebook: Notebook) -> tuple[str, bytes]:
    """Colab writes nbformat 4.0: a cell's id goes into its metadata, under a name of Colab's own."""
    notebook["metadata"] = {
        "colab": {"provenance": []},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python"},
    }
    notebook["nbformat_minor"] = 0
    for n, cell in enumerate(notebook["cells"]):
        del cell["id"]
        cell["metadata"] |= {"id": f"Qx{n:02d}vKbtR3Zw"}
        if cell["cell_type"] == "code" and cell["outputs"]:
            cell["metadata"]["outputId"] = f"7c1a2f{n:02d}-5b1e-4f0e-9a53-0d9a6c2f7e11"
            cell["metadata"]["colab"] = {"base_uri": "https://localhost:8080/"}
    return ".ipynb", to_bytes(notebook, indent=2)


def script(notebook: Notebook) -> tuple[str, bytes]:
    """A percent script, as Spyder and jupytext write it."""
    blocks = []
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            blocks.append("# %% [markdown]\n" + re.sub("^", "# ", source, flags=re.M))
        else:
            blocks.append("# %%\n" + source)
    return ".py", ("\n\n".join(blocks) + "\n").encode()


SAVED_BY = {"jupyter": jupyter, "vscode": vscode, "colab": colab, "script": script}


def to_bytes(notebook: Notebook, *, indent: int = 1) -> bytes:
    """JSON as Jupyter lays it out: a source is a list of lines."""
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).splitlines(keepends=True)
    return (json.dumps(notebook, ensure_ascii=False, indent=indent, sort_keys=True) + "\n").encode()


def printed(text: str) -> dict[str, Any]:
    return {"name": "stdout", "output_type": "stream", "text": f"{text}\n".splitlines(keepends=True)}


def error(text: str) -> dict[str, Any]:
    """A traceback; the last line is `Name: message`."""
    name, _, message = text.splitlines()[-1].partition(": ")
    coloured = [f"\x1b[31m{line}\x1b[39m" for line in text.splitlines()]
    return {"ename": name, "evalue": message, "output_type": "error", "traceback": coloured}


def plot(text: str) -> dict[str, Any]:
    """A picture: one grey pixel, and what Jupyter writes beside it."""
    picture = base64.b64encode(_grey_pixel()).decode()
    data = {"image/png": picture, "text/plain": [text or "<Figure size 640x480 with 1 Axes>"]}
    return {"data": data, "metadata": {}, "output_type": "display_data"}


OUTPUTS = {"output": printed, "error": error, "plot": plot}


def _grey_pixel() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\x80", 9)) + chunk(b"IEND", b"")
    )
