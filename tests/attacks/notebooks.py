"""Files that attack whoever reads them: cells, JSON, encodings and sources made to crash, hang or mislead."""

import json
from dataclasses import dataclass

from tests.attacks.attack import TOTAL
from tests.small_course import SCALE

SCALE = SCALE.strip("\n")


@dataclass(frozen=True)
class File:
    """A hostile file. Points of (scale, total), or None where it must stay ungraded."""

    name: str
    goal: str
    data: bytes
    points: tuple[float, float] | None = (9.0, 3.0)
    suffix: str = ".ipynb"


def cell(source, grade_id=None, **more):
    metadata = {"nbgrader": {"grade_id": grade_id, "solution": True, "points": 10**9}} if grade_id else {}
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": []} | more


def notebook(*cells, **more):
    return json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | more).encode()


def answers(scale=SCALE, total=TOTAL):
    return notebook(cell("import numpy as np"), cell(scale, "scale"), cell(total, "total"))


def beside(name, goal, source, **more):
    """Hostile source in the cell of `scale`, behind the right answer."""
    return File(name, goal, answers(f"{SCALE}\n{source}"), **more)


COSTS_ITS_CELL, NOTHING = {"points": (0.0, 3.0)}, {"points": (0.0, 0.0)}
BOTH = (cell(SCALE), cell(TOTAL))

JSON = [
    File("no-bytes", "be nothing", b"", points=None),
    File("a-picture", "be a picture", b"\x89PNG\r\n\x1a\n" + bytes(100), points=None),
    File("deep-json", "exhaust the stack of the reader", b"[" * 200_000, points=None),
    File("deep-metadata", "exhaust it beside the cells",
         b'{"cells":[],"metadata":' + b'{"a":' * 10**5 + b"1" + b"}" * (10**5 + 1), points=None),
    File("deep-source", "have a list of lists for a source",
         b'{"cells":[{"cell_type":"code","source":' + b"[" * 800 + b"]" * 800 + b"}]}", **NOTHING),
    File("too-many-cells", "have more cells than anyone", notebook(*[cell("x = 1")] * 2001), points=None),
    File("many-cells", "have nearly too many", notebook(*[cell("x = 1")] * 1998, *BOTH)),
    File("too-much-code", "fill the frame of the reader", notebook(cell("x = '" + "a" * 3_000_000 + "'")), points=None),
    File("a-giant-text", "have a million letters in one string", notebook(cell("x='" + "a" * 10**6 + "'"), *BOTH)),
    File("a-giant-output", "have 15 MB of output",
         notebook(cell(SCALE, outputs=[{"text": "A" * 15_000_000}]), cell(TOTAL))),
    File("over-the-limit", "be over 20 MB", b'{"cells": [' + b" " * (20 << 20), points=None),
    File("half-characters", "hold halves of surrogate pairs",
         answers().replace(b"import numpy", b"'\\\\ud800'; import numpy")),
    File("a-half-character", "hold half a letter",
         b'{"cells":[{"cell_type":"code","source":"x=\'\\ud800\'"}]}', **NOTHING),
    File("constants", "hold what is no JSON",
         b'{"cells":[{"source":NaN,"metadata":Infinity,"id":-Infinity}]}', **NOTHING),
    File("endless-numbers", "hold a number of a million digits",
         answers().replace(b'"nbformat": 4', b'"nbformat": ' + b"9" * 10**6)),
    File("two-lists-of-cells", "be read in two ways", answers()[:-1] + b', "cells": []}', **NOTHING),
    File("odd-types", "have no type right",
         b'{"cells":["a",null,1,[],{},{"cell_type":[1],"source":{},"metadata":7}]}', **NOTHING),
    File("long-grade-id", "have a name of a megabyte", notebook(cell(SCALE, "g" * 10**6), cell(TOTAL))),
    File("one-grade-id-500-times", "have the same cell for ever", notebook(*[cell(SCALE, "scale")] * 500, cell(TOTAL))),
    File("another-assignment", "be graded as something else", notebook(cell("def f(): pass", "conv2d")), points=None),
    File("utf-32", "come in another encoding", answers().decode().encode("utf-32")),
    File("utf-7", "come in an encoding that hides", b"+/v8-" + answers(), points=None),
    File("two-marks", "come with two byte order marks", b"\xef\xbb\xbf" * 2 + answers()),
    File("cp949", "come in CP949", "# %%\n# 김민준\n".encode("cp949"), points=None, suffix=".py"),
    File("a-page", "be a page of HTML", b"<!doctype html><script>pwned()</script>", points=None),
]  # fmt: skip
SOURCE = [
    beside("nul-bytes", "hide code behind a NUL", "\0x = 1"),
    beside("one-long-line", "have Python count to a million", "x = " + "1+" * 300_000 + "1", **COSTS_ITS_CELL),
    beside("parentheses", "exhaust the parser", "x = " + "(" * 5000 + ")" * 5000, **COSTS_ITS_CELL),
    beside("minus-signs", "exhaust the compiler", "x = " + "-" * 200_000 + "1", **COSTS_ITS_CELL),
    beside("lambdas", "exhaust the symbol table", "x = " + "lambda:" * 30_000 + "1", **COSTS_ITS_CELL),
    beside("f-strings", "exhaust the tokenizer", "x = " + "f'{" * 1000, **COSTS_ITS_CELL),
    beside("deep-blocks", "indent for ever", "".join(" " * i + "if 1:\n" for i in range(500)), **COSTS_ITS_CELL),
    beside("many-branches", "branch for ever", "if 0: pass\n" + "elif 0: pass\n" * 20_000, **COSTS_ITS_CELL),
    beside("a-long-number", "have a number of 100,000 digits", "x = " + "9" * 100_000, **COSTS_ITS_CELL),
    beside("shell-lines", "have 20,000 lines of shell", "!true\n" * 20_000),
    beside("cell-magics", "have 5,000 magics and then the answer", "%%time\n" * 5000),
    beside("question-marks", "ask for help for ever", "?" * 100_000),
    beside("backslashes", "carry a line on for ever", "%x" + "\\\n" * 50_000),
    File("declared-encodings", "declare another encoding",
         answers("# -*- coding: utf-7 -*-\n" + SCALE, "# coding: no-such-thing\n" + TOTAL)),
    File("replaced-checks", "bring checks of its own", notebook(
        cell("import numpy as np"), cell(SCALE.replace("factor *", ""), "scale"),
        cell("def check(function): print('scale: 9 / 9'); raise SystemExit(0)\ncheck(scale)", "check_scale"),
        cell(TOTAL, "total"), cell("scale.points = 9\nassert True", "grade_total")), points=(2.0, 3.0)),
    File("check-that-answers", "define the answer in a check cell", notebook(
        cell("import numpy as np"), cell("raise KeyboardInterrupt", "scale"), cell(SCALE, "check_scale"),
        cell(TOTAL, "total")), points=(9.0, 3.0)),
    File("exits", "end everything in every cell", notebook(
        cell("import sys, os; sys.exit(0)"), cell("import numpy as np\n" + SCALE + "\nquit(); exit()"),
        cell(TOTAL + "\nraise GeneratorExit"))),
]  # fmt: skip
FILES = [*JSON, *SOURCE]
