"""Call a student's function in their own kernel, and tell their own lines from everybody else's."""

from __future__ import annotations

import contextlib
import io
import linecache
import traceback
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from autograder.judge.call import changed_arguments, fresh, plain, raised
from autograder.records import Case, Outcome, TraceLine
from autograder.sandbox.inside import values

MAX_BYTES = 64 << 20
MAX_LINES = 8
HERE = str(Path(__file__).parent)
NUMPY = str(Path(np.__file__).parent)


def call(function: Callable[..., Any], case: Case) -> Outcome:
    """Call a function on a case. What it prints is swallowed: a check calls it dozens of times."""
    given = [fresh(arg, case.layout) for arg in case.args]
    silence = io.StringIO()
    with contextlib.redirect_stdout(silence), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            value = _through_the_wire(function(*given))
        except Exception as error:
            outcome = raised(error, changed=changed_arguments(case.args, given))
            return replace(outcome, trace=own_lines(error.__traceback__))
    return Outcome("value", value=plain(value), changed=changed_arguments(case.args, given))


def _through_the_wire(value: Any) -> Any:
    """The value as the grader would see it, so that both judge the same."""
    buffers: list[bytes] = []
    head = values.encode(value, buffers, max_bytes=MAX_BYTES)
    return values.decode(head, b"".join(buffers))


def own_lines(trace: TracebackType | None) -> tuple[TraceLine, ...]:
    """The student's own frames of a traceback, outermost first."""
    lines = []
    for frame, number in traceback.walk_tb(trace):
        filename = frame.f_code.co_filename
        if filename.startswith((HERE, NUMPY)) or "/autograder/" in filename:
            continue
        around = tuple(linecache.getline(filename, i).rstrip("\n") for i in range(max(1, number - 2), number + 3))
        lines.append(TraceLine(0, number, linecache.getline(filename, number).strip(), around))
    return tuple(lines[-MAX_LINES:])
