"""Stage 1: the code cells of a released notebook, by which a submission is recognised and rebuilt.

Promises the same skeleton for the same file. The release is ours and trusted, unlike what is compared with it.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

from autograder.errors import CourseError


def skeleton(notebook_path: Path) -> dict[str, Any]:
    """Read the released notebook.

    Returns:
        {"cells": [{"id", "kind", "grade_id", "names", "source"}, ...]}, plain JSON. kind is "answer" (nbgrader's
        solution), "check" (nbgrader's grade), "demo" (a tag) or "setup"; names are the functions and classes at the
        top of an answer's stub.

    Raises:
        CourseError: the file is missing, no notebook, or uses a grade_id twice.
    """
    mend = f"Build it again: autograder build {notebook_path.stem}"
    try:
        notebook = json.loads(notebook_path.read_text(encoding="utf-8"))
        cells = [_described(cell, i) for i, cell in enumerate(notebook["cells"]) if cell["cell_type"] == "code"]
    except (OSError, ValueError, KeyError, TypeError, SyntaxError) as error:
        raise CourseError(f"{notebook_path}: no released notebook ({type(error).__name__}: {error}). {mend}") from error
    grade_ids = [cell["grade_id"] for cell in cells if cell["grade_id"]]
    twice = sorted({grade_id for grade_id in grade_ids if grade_ids.count(grade_id) > 1})
    if twice:
        raise CourseError(f"{notebook_path}: two cells have the grade_id {twice[0]!r}. {mend}")
    nameless = [cell["id"] for cell in cells if cell["kind"] == "answer" and not (cell["grade_id"] and cell["names"])]
    if nameless:
        raise CourseError(f"{notebook_path}: the answer cell {nameless[0]!r} defines no function or class. {mend}")
    return {"cells": cells}


def _described(cell: dict[str, Any], i: int) -> dict[str, Any]:
    source = "".join(cell["source"])
    metadata = cell["metadata"]
    nbgrader = metadata.get("nbgrader", {})
    if nbgrader.get("solution"):
        kind = "answer"
    elif nbgrader.get("grade"):
        kind = "check"
    else:
        kind = "demo" if "demo" in metadata.get("tags", []) else "setup"
    return {
        "id": cell.get("id", f"cell-{i}"),
        "kind": kind,
        "grade_id": nbgrader.get("grade_id"),
        "names": _names(source) if kind == "answer" else [],
        "source": source,
    }


def _names(source: str) -> list[str]:
    """Functions and classes at the top of a cell.

    >>> _names("def f():\\n    def g(): pass\\nclass C: pass")
    ['f', 'C']
    """
    tree = ast.parse(source)
    return [node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))]
