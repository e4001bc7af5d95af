"""The process that a student's notebook runs in: their own Python, their own packages, no box.

Reads one line of JSON from stdin, then tells what it does line by line, before it does it: so that the parent knows
where it hangs. What the notebook prints goes nowhere. It ends with its parent, whatever it is doing then.
"""

from __future__ import annotations

import ast
import json
import os
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

from autograder import corpus as corpora
from autograder.judge.call import raised
from autograder.records import Case, CheckFacts, Item, Outcome
from autograder.sandbox.inside import run
from autograder.sandbox.inside.standins import ShowNothing, StandIn
from cnnkit import calling
from cnnkit.commands.judging import judged, told


def main() -> None:
    """Run the cells, then check the functions; what goes wrong in our own code is told as that."""
    tell = _own_channel()
    try:
        _serve(tell)
    except Exception as error:
        at = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(at.filename).name}, line {at.lineno}"
        tell({"event": "fault", "text": f"cnnkit: {type(error).__name__}: {error} ({place})"})


def _serve(tell: Callable[[dict[str, Any]], None]) -> None:
    spec = json.loads(_line_from_the_parent())
    corpus = corpora.read(Path(spec["examples"]))
    _silence_checks()
    sys.meta_path.append(ShowNothing())  # only for what is not installed, as in the grader
    sys.path.insert(0, "")  # a module beside the notebook, as in Jupyter
    namespace = run.fresh_namespace()
    _run(spec["cells"], namespace, tell, definitions_only=spec["definitions_only"])
    for name in spec["names"]:
        tell({"event": "function", "name": name})
        facts = corpus.checks[name]
        item = _with_cells(judged(facts, _caller(facts, namespace.get(name))), spec["cells"])
        tell({"event": "checked", "found": asdict(told(item, facts, spec["language"]))})
    tell({"event": "end"})


def _line_from_the_parent() -> bytes:
    """What stdin says, once; then a notebook that reads finds nothing, and the end of stdin is our end."""
    source = os.fdopen(os.dup(0), "rb")
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    line = source.readline()

    def watch(leave: Callable[[int], Any] = os._exit) -> None:
        source.read()
        leave(1)  # a closed terminal must not leave an endless loop behind

    threading.Thread(target=watch, daemon=True).start()
    return line


def _own_channel() -> Callable[[dict[str, Any]], None]:
    """Keep stdout for ourselves; whatever is printed from now on is thrown away."""
    channel = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    write = os.write  # a notebook may put something else in its place

    def tell(event: dict[str, Any]) -> None:
        rest = json.dumps(event).encode() + b"\n"
        while rest:
            rest = rest[write(channel, rest) :]

    return tell


def _silence_checks() -> None:
    """A notebook's own checks and hints are left out: every function is checked afterwards anyway."""
    import cnnkit

    check, counterexample = cnnkit.check, cnnkit.counterexample

    def nothing(*_: Any, **__: Any) -> None:
        return None

    def checked_counterexample(function: Any) -> Any:
        if callable(function):
            check(function)  # the notebook's check cell was left out
        return counterexample(function)

    cnnkit.check = nothing
    cnnkit.hint = nothing
    cnnkit.counterexample = checked_counterexample


def _run(
    cells: list[dict[str, Any]],
    namespace: dict[str, Any],
    tell: Callable[[dict[str, Any]], None],
    *,
    definitions_only: bool,
) -> None:
    futures = ""  # `from __future__ import` holds for the cells that follow
    for cell in cells:
        tell({"event": "cell", "number": cell["number"]})
        errors = run.run_cells([{"number": 0, "source": futures}, cell], namespace, definitions_only=definitions_only)
        tell({"event": "ran", "number": cell["number"], "errors": errors})
        futures += _futures(cell["source"])


def _futures(source: str) -> str:
    if "__future__" not in source:
        return ""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    found = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == "__future__"]
    return "".join(ast.unparse(node) + "\n" for node in found)


def _caller(facts: CheckFacts, function: Any) -> Callable[[Case], Outcome]:
    if type(function) is StandIn or not callable(function):
        return lambda case: Outcome("missing")
    call = partial(calling.build if facts.kind == "model" else calling.call, function)

    def one(case: Case) -> Outcome:
        try:
            return call(case)
        except (SystemExit, KeyboardInterrupt, GeneratorExit) as error:  # of the function: it ends nothing here
            return raised(RuntimeError(f"{type(error).__name__}: {error}"))

    return one


def _with_cells(item: Item, cells: list[dict[str, Any]]) -> Item:
    """The lines of an exception with the number of the cell that they stand in."""
    got = (item.counterexample or {}).get("got") or {}
    if not got.get("trace"):
        return item
    trace = [line | {"cell": _cell_of(line, cells)} for line in got["trace"]]
    return replace(item, counterexample={**(item.counterexample or {}), "got": {**got, "trace": trace}})


def _cell_of(line: dict[str, Any], cells: list[dict[str, Any]]) -> int:
    for cell in reversed(cells):  # the later definition is the one that counts
        lines = cell["source"].split("\n")
        if 0 < line["line"] <= len(lines) and lines[line["line"] - 1].strip() == str(line["source"]).strip():
            return int(cell["number"])
    return 0
