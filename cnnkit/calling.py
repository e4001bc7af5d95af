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

from autograder.judge.call import carry_out, changed_arguments, fresh, plain, raised
from autograder.judge.call_model import call_model
from autograder.records import Case, Outcome, TraceLine
from autograder.sandbox.inside import values

MAX_BYTES = 64 << 20
MAX_LINES = 8
HERE = str(Path(__file__).parent)
INSTALLED = frozenset(("site-packages", "dist-packages"))


def call(function: Callable[..., Any], case: Case) -> Outcome:
    """Call a function on a case. What it prints is swallowed: a check calls it dozens of times."""
    given = [fresh(arg, case.layout) for arg in case.args]
    silence = io.StringIO()
    with contextlib.redirect_stdout(silence), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            value = _through_the_wire(carry_out(function, given, case.steps))
        except Exception as error:
            outcome = raised(error, changed=changed_arguments(case.args, given))
            return replace(outcome, trace=own_lines(error.__traceback__))
    return Outcome("value", value=plain(value), changed=changed_arguments(case.args, given))


def build(function: Callable[..., Any], case: Case) -> Outcome:
    """Call a function that builds a network, with the student's own Keras.

    Raises:
        ImportError: there is none.
    """

    def theirs(error: Exception) -> Outcome:
        return replace(raised(error), trace=own_lines(error.__traceback__))

    try:
        import keras  # noqa: F401
    except ImportError as error:
        raise ImportError(
            f"this check builds networks with Keras, which cannot be imported here ({error}). "
            "Type: pip install keras tensorflow"
        ) from None
    with contextlib.redirect_stdout(io.StringIO()):
        return call_model(function, case.args, raised=theirs)


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
        if filename.startswith(HERE) or "/autograder/" in filename or not INSTALLED.isdisjoint(Path(filename).parts):
            continue
        around = tuple(linecache.getline(filename, i).rstrip("\n") for i in range(max(1, number - 2), number + 3))
        lines.append(TraceLine(0, number, linecache.getline(filename, number).strip(), around))
    return tuple(lines[-MAX_LINES:])
