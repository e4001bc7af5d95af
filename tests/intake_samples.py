"""A made-up release of two answers, and ways to write down what a student hands in."""

import json

SETUP = "import numpy as np\nfrom cnnkit import check"
DEMO = 'image = np.eye(4)\nprint("look", image)'
ADD_STUB = 'def add(a, b):\n    """The sum."""\n    raise NotImplementedError("your turn")'
HALF_STUB = 'def half(a):\n    """One half."""\n    raise NotImplementedError("your turn")'
ADD = 'def add(a, b):\n    """The sum."""\n    return a + b'
HALF = 'def half(a):\n    """One half."""\n    return a / 2'


def code(source, grade_id=None, *, id=None, **more):
    """A code cell as a notebook file holds it."""
    metadata = {"nbgrader": {"grade_id": grade_id}} if grade_id else {}
    cell = {"cell_type": "code", "metadata": metadata, "source": source, "outputs": [], "execution_count": None}
    return cell | ({"id": id} if id else {}) | more


def text(source, grade_id=None, *, kind="markdown"):
    return code(source, grade_id, cell_type=kind)


def _row(id, kind, source, grade_id=None, names=()):
    return {"id": id, "kind": kind, "grade_id": grade_id, "names": list(names), "source": source}


SKELETON = {
    "cells": [
        _row("c0", "setup", SETUP),
        _row("c1", "demo", DEMO),
        _row("c2", "answer", ADD_STUB, "add", ["add"]),
        _row("c3", "check", "check(add)", "check_add"),
        _row("c4", "answer", HALF_STUB, "half", ["half"]),
        _row("c5", "check", "check(half)", "check_half"),
    ]
}


def cells(add=ADD, half=HALF):
    """The notebook of a student who filled in both answers and touched nothing else; None deletes a cell."""
    return [
        code(SETUP, id="c0"),
        code(DEMO, id="c1"),
        *([code(add, "add", id="c2")] if add is not None else []),
        code("check(add)", "check_add", id="c3"),
        *([code(half, "half", id="c4")] if half is not None else []),
        code("check(half)", "check_half", id="c5"),
    ]


def notebook(cells, **more):
    """The bytes of a notebook file."""
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | more).encode()
