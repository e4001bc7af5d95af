"""What happens to notebooks on the way: each function does one kind of damage. Used by make.py.

CELLS change the notebook before it is saved, BYTES the file afterwards. Both are looked up by name.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from editors import plot

Notebook = dict[str, Any]


def _at(notebook: Notebook, grade_id: str) -> int:
    for i, cell in enumerate(notebook["cells"]):
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id:
            return i
    raise SystemExit(f"damage: no cell {grade_id!r}")


# --- cells ----------------------------------------------------------------------------------------------------------


def delete(notebook: Notebook, grade_id: str) -> None:
    del notebook["cells"][_at(notebook, grade_id)]


def delete_checks(notebook: Notebook) -> None:
    cells = notebook["cells"]
    notebook["cells"] = [cell for cell in cells if not cell["metadata"].get("nbgrader", {}).get("grade")]


def delete_setup(notebook: Notebook) -> None:
    """The cell with the imports is gone."""
    at = next(i for i, cell in enumerate(notebook["cells"]) if cell["cell_type"] == "code")
    del notebook["cells"][at]


def delete_defining(notebook: Notebook, name: str) -> None:
    """The cell with a helper that was handed out is gone."""
    defines = f"def {name}("
    notebook["cells"] = [cell for cell in notebook["cells"] if not "".join(cell["source"]).startswith(defines)]


def split(notebook: Notebook, grade_id: str, line: str) -> None:
    """Ctrl+Shift+Minus in front of a line, counted from 1: nbgrader's metadata goes to both halves."""
    at = _at(notebook, grade_id)
    cell = notebook["cells"][at]
    lines = "".join(cell["source"]).splitlines(keepends=True)
    first, second = lines[: int(line) - 1], lines[int(line) - 1 :]
    rest = json.loads(json.dumps(cell)) | {"id": f"{cell['id']}-b", "source": second, "outputs": []}
    cell["source"] = first
    notebook["cells"].insert(at + 1, rest)


def duplicate(notebook: Notebook, grade_id: str) -> None:
    """Copied and pasted below: the copy keeps the same metadata, and the same id."""
    at = _at(notebook, grade_id)
    notebook["cells"].insert(at + 1, json.loads(json.dumps(notebook["cells"][at])))


def move_to_end(notebook: Notebook, grade_id: str) -> None:
    notebook["cells"].append(notebook["cells"].pop(_at(notebook, grade_id)))


def reverse(notebook: Notebook) -> None:
    notebook["cells"].reverse()


def to_markdown(notebook: Notebook, grade_id: str) -> None:
    """Esc, M: nbgrader's metadata stays on what is text now."""
    cell = notebook["cells"][_at(notebook, grade_id)]
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]


def forget_nbgrader(notebook: Notebook) -> None:
    """Pasted cell by cell into a new notebook: no metadata, other ids."""
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for n, cell in enumerate(notebook["cells"]):
        cell["metadata"] = {}
        cell["id"] = f"{n:08x}"


# --- bytes ----------------------------------------------------------------------------------------------------------


def bom(name: str, data: bytes) -> tuple[str, bytes]:
    """As Notepad saves it."""
    return name, b"\xef\xbb\xbf" + data


def utf16(name: str, data: bytes) -> tuple[str, bytes]:
    return name, b"\xff\xfe" + data.decode().encode("utf-16-le")


def cp949(name: str, data: bytes) -> tuple[str, bytes]:
    return name, data.decode().encode("cp949", "replace")


def windows_lines(name: str, data: bytes) -> tuple[str, bytes]:
    return name, data.replace(b"\n", b"\r\n")


def wrong_kernel(name: str, data: bytes) -> tuple[str, bytes]:
    """Saved on a machine whose kernel speaks another language."""
    notebook = json.loads(data)
    notebook["metadata"]["kernelspec"] = {"display_name": "R", "language": "R", "name": "ir"}
    notebook["metadata"]["language_info"] = {"name": "R", "file_extension": ".r"}
    return name, _dumped(notebook)


def no_metadata(name: str, data: bytes) -> tuple[str, bytes]:
    """What a converter left: no metadata of the notebook, no format numbers, some keys of cells missing."""
    notebook = json.loads(data)
    cells = [{key: cell[key] for key in ("cell_type", "source")} for cell in notebook["cells"]]
    return name, _dumped({"cells": cells})


def nbformat3(name: str, data: bytes) -> tuple[str, bytes]:
    """The format of IPython notebooks before 2015: worksheets, and `input` for a code cell's text."""
    cells = []
    for cell in json.loads(data)["cells"]:
        if cell["cell_type"] == "code":
            new = {"cell_type": "code", "collapsed": False, "input": cell["source"], "language": "python"}
            cells.append(new | {"metadata": cell["metadata"], "outputs": []})
        else:
            cells.append({"cell_type": "markdown", "metadata": {}, "source": cell["source"]})
    sheet = {"cells": cells, "metadata": {}}
    return name, _dumped({"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [sheet]})


def cut_off(name: str, data: bytes, share: str) -> tuple[str, bytes]:
    """A download that stopped."""
    whole = data.decode()
    return name, whole[: int(len(whole) * float(share))].encode()


def merge_conflict(name: str, data: bytes) -> tuple[str, bytes]:
    lines = data.decode().splitlines(keepends=True)
    at = len(lines) // 2
    lines[at:at] = ["<<<<<<< HEAD\n", lines[at], "=======\n"]
    lines.insert(at + 4, ">>>>>>> 5f2c1e0\n")
    return name, "".join(lines).encode()


def empty(name: str, data: bytes) -> tuple[str, bytes]:
    return name, b""


def web_page(name: str, data: bytes) -> tuple[str, bytes]:
    """Saved with the browser's "save page as"."""
    return name, b"<!DOCTYPE html>\n<html><head><title>JupyterLab</title></head><body></body></html>\n"


def python_repr(name: str, data: bytes) -> tuple[str, bytes]:
    """Not JSON: someone's own script wrote `str(notebook)`."""
    return name, str(json.loads(data)).encode()


def png(name: str, data: bytes) -> tuple[str, bytes]:
    """A screenshot, renamed."""
    import base64

    return name, base64.b64decode(plot("")["data"]["image/png"])


def named(name: str, data: bytes, new: str) -> tuple[str, bytes]:
    return new, data


def zipped(name: str, data: bytes, inside: str = "") -> tuple[str, bytes]:
    """The notebook in an archive, with a fixed date so that the bytes stay the same."""
    stem = name.rpartition(".")[0]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        member = zipfile.ZipInfo(f"{inside}{name}", (2026, 3, 20, 9, 30, 0))
        member.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(member, data)
    return f"{stem}.zip", packed.getvalue()


def _dumped(notebook: Notebook) -> bytes:
    return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode()


CELLS: dict[str, Callable[..., None]] = {
    each.__name__: each
    for each in (
        delete,
        delete_checks,
        delete_setup,
        delete_defining,
        split,
        duplicate,
        move_to_end,
        reverse,
        to_markdown,
        forget_nbgrader,
    )
}
BYTES: dict[str, Callable[..., tuple[str, bytes]]] = {
    each.__name__: each
    for each in (
        bom,
        utf16,
        cp949,
        windows_lines,
        wrong_kernel,
        no_metadata,
        nbformat3,
        cut_off,
        merge_conflict,
        empty,
        web_page,
        python_repr,
        png,
        named,
        zipped,
    )
}
