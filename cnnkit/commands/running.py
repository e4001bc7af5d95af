"""A student's notebook in a process of its own -> what each cell and each function came to, and where it hung."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from autograder.records import Outcome
from cnnkit.commands.console import OURS, Stop
from cnnkit.commands.judging import Checked, from_json, lost
from cnnkit.commands.notebooks import Notebook

START_S = 120.0  # to import NumPy from a slow disk
CELL_S = 60.0
MAX_LINE = 4 << 20
# -P and the end of the path: neither a json.py beside the notebook nor a package of ours is taken for Python's own
BOOT = "import sys; sys.path.append(sys.argv.pop()); from cnnkit.commands.child import main; main()"


@dataclass(frozen=True)
class Failure:
    """A cell that raised, hung or ended Python."""

    cell: int
    line: int
    source: str  # the line; the cell's first where it hung
    kind: Literal["raised", "timeout", "died"]
    error: str = ""
    message: str = ""


@dataclass(frozen=True)
class Ran:
    failures: tuple[Failure, ...] = ()
    checked: tuple[Checked, ...] = ()
    cut_short: bool = False  # the cells behind a hanging one were read for their definitions only
    fault: str = ""  # why nothing could be run at all: no fault of the notebook's


@dataclass(frozen=True)
class _Ended:
    how: Literal["end", "timeout", "died"]
    cell: int | None = None
    function: str | None = None
    last_words: str = ""


def run(notebook: Notebook, *, cell_s: float = CELL_S, language: str) -> Ran:
    """Run the cells from top to bottom and check every function of the assignment.

    Args:
        cell_s: seconds that a cell, or all the calls of one function, may take.

    Raises:
        Stop: the process cannot be started, or ends by our own fault.
    """
    done: dict[str, Checked] = {}
    result = Ran()
    first = True
    while left := [name for name in notebook.corpus.checks if name not in done]:
        failures: list[Failure] = []
        spec = {
            "cells": list(notebook.cells),
            "definitions_only": result.cut_short,
            "names": left,
            "examples": str(notebook.examples.resolve()),
            "language": language,
        }
        ended = _one(spec, notebook, cell_s, failures, done)
        if first:
            result = replace(result, failures=tuple(failures))
        if ended.how == "end":
            break
        if ended.function is not None:
            kind: Literal["timeout", "died"] = "died" if ended.how == "died" else "timeout"
            outcome = Outcome(kind, message=ended.last_words, seconds=cell_s)
            done[ended.function] = lost(notebook.corpus.checks[ended.function], outcome, language)
        elif ended.cell is not None and not result.cut_short:
            failure = Failure(ended.cell, 0, _line(notebook, ended.cell, 0), ended.how)
            result = replace(result, failures=(*result.failures, failure), cut_short=True)
        else:
            raise Stop(f"cnnkit: the notebook's process ended by itself ({ended.last_words or ended.how})", OURS)
        first = False
    return replace(result, checked=tuple(done[name] for name in notebook.corpus.checks if name in done))


def _one(
    spec: dict[str, Any], notebook: Notebook, cell_s: float, failures: list[Failure], done: dict[str, Checked]
) -> _Ended:
    """One process, as far as it comes."""
    cell: int | None = None
    function: str | None = None
    limit_s = max(START_S, cell_s)
    with _process(notebook.path.resolve().parent) as process:
        events = _events(process, spec)
        while True:
            try:
                event = events.get(timeout=limit_s)
            except queue.Empty:
                return _Ended("timeout", cell, function)
            limit_s = cell_s
            if event is None:
                return _Ended("died", cell, function, _why(process))
            match event["event"]:
                case "cell":
                    cell = event["number"]
                case "ran":
                    cell, limit_s = None, max(START_S, cell_s)
                    failures += [_failure(notebook, error) for error in event["errors"]]
                case "function":
                    function = event["name"]
                case "checked":
                    done[event["found"]["name"]], function = from_json(event["found"]), None
                case "fault":
                    raise Stop(event["text"], OURS)
                case "end":
                    return _Ended("end")


@contextmanager
def _process(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The child, and the end of it and of whatever it started."""
    own_group = {} if sys.platform == "win32" else {"start_new_session": True}
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", BOOT, str(Path(__file__).resolve().parents[2])],
        cwd=folder,
        env=os.environ | {"MPLBACKEND": "Agg"},  # a plot opens no window
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        **own_group,  # type: ignore[call-overload]
    )
    try:
        yield process
    finally:
        if sys.platform == "win32":
            process.kill()
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        with contextlib.suppress(OSError):
            process.stdin.close()


def _events(process: subprocess.Popen[bytes], spec: dict[str, Any]) -> queue.Queue[dict[str, Any] | None]:
    """The child's lines as they come; None behind the last one."""
    events: queue.Queue[dict[str, Any] | None] = queue.Queue()

    def feed() -> None:
        with contextlib.suppress(OSError):
            process.stdin.write(json.dumps(spec).encode() + b"\n")  # type: ignore[union-attr]  # it is a pipe
            process.stdin.flush()  # type: ignore[union-attr]  # and stays open: its end is the child's
        with contextlib.suppress(OSError, ValueError):
            while line := process.stdout.readline(MAX_LINE):  # type: ignore[union-attr]
                events.put(json.loads(line))
        events.put(None)

    threading.Thread(target=feed, daemon=True).start()
    return events


def _why(process: subprocess.Popen[bytes]) -> str:
    for _ in range(20):
        if (code := process.poll()) is not None:
            return f"exit code {code}"
        time.sleep(0.05)
    return ""


def _failure(notebook: Notebook, error: dict[str, Any]) -> Failure:
    source = _line(notebook, error["cell"], error["line"])
    return Failure(error["cell"], error["line"], source, "raised", error["error"], error["message"])


def _line(notebook: Notebook, cell: int, line: int) -> str:
    """A line of a cell; its first line of code for 0."""
    for one in notebook.cells:
        lines = one["source"].split("\n")
        if one["number"] == cell and line <= len(lines):
            return lines[line - 1].strip() if line else next(filter(None, map(str.strip, lines)), "")
    return ""
