"""Stage 3: what the student is shown. Arguments, expected and received values as plain JSON, with caps."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.judge import sizes
from autograder.judge.recognise import Answer
from autograder.records import Case, CheckFacts, Outcome
from autograder.sandbox.inside.talk import parameters
from autograder.sandbox.inside.values import Bowl, Network, NumberFile, Unsupported

MAX_NUMBERS = 400  # of one array
MAX_IN_ALL = 4000  # of all arrays in a tuple
MAX_TEXT = 500
MAX_INLINE = 100  # characters of a few numbers with names, in a call


def counterexample(facts: CheckFacts, answer: Answer, *, shrunk: bool = False) -> dict[str, Any]:
    """Everything that shows one wrong answer."""
    case, verdict = answer.case, answer.verdict
    names = _parameters(facts, case)
    expected = value_json(case.low.value) if case.low.kind == "value" else outcome_json(case.low)
    if case.high is not case.low:
        expected = {"kind": "range", "low": expected, "high": value_json(case.high.value)}
    return {
        "aspect": case.aspect,
        "difference": verdict.difference,
        "call": _call(facts.name, names, case),
        "arguments": [{"name": name, "value": value_json(arg)} for name, arg in zip(names, case.args, strict=False)],
        "layout": case.layout,
        "expected": expected,
        "got": outcome_json(answer.outcome),
        "changed": [names[i] for i in answer.outcome.changed if i < len(names)],
        "at": list(verdict.at) if verdict.at is not None else None,
        "atol": case.atol,
        "cell": None,
        "shrunk": shrunk,
    } | ({"size": size} if (size := _size(facts, answer)) else {})


def _size(facts: CheckFacts, answer: Answer) -> dict[str, Any] | None:
    return sizes.explained(facts, answer.case, answer.outcome) if answer.verdict.difference == "shape" else None


def _parameters(facts: CheckFacts, case: Case) -> tuple[str, ...]:
    """A name for each argument of a call, or of a whole talk."""
    return tuple(parameters(case.steps)) if case.steps else facts.parameters[: len(case.args)]


def _call(name: str, names: Sequence[str], case: Case) -> str:
    """The call as a student would write it: arrays by name, everything else by value."""
    by_value = {name: repr(arg) for name, arg in zip(names, case.args, strict=False) if not _is_long(arg)}
    if not case.steps:
        shown = [f"{name}={by_value[name]}" if name in by_value else name for name in names]
        return f"{name}({', '.join(shown)})"
    lines = "; ".join(case.steps)
    for word, value in by_value.items():
        lines = re.sub(rf"(?<![\w.]){word}(?!\w)", lambda _, value=value: value, lines)  # type: ignore[misc]
    return _of_files(lines, case)


def _of_files(lines: str, case: Case) -> str:
    """What a talk does with a file, as anybody could type it."""
    for name in (repr(arg) for arg in case.args if isinstance(arg, NumberFile)):
        lines = lines.replace(f"{name}.put(", f"np.savez({name}, **").replace(f"{name}.arrays()", f"np.load({name})")
        lines = lines.replace(f"{name}.sizes()", f"sorted(array.size for array in np.load({name}).values())")
    return lines


def _is_long(arg: Any) -> bool:
    if isinstance(arg, dict):
        return len(repr(arg)) > MAX_INLINE or any(isinstance(one, np.ndarray) for one in arg.values())
    long = isinstance(arg, np.ndarray | Bowl | Network)
    return long or (isinstance(arg, tuple | list) and len(repr(arg)) > 60)


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    if outcome.kind == "value":
        return value_json(outcome.value)
    if outcome.kind == "timeout":
        return {"kind": "timeout"}
    if outcome.kind == "raised":
        trace = [
            {"cell": line.cell, "line": line.line, "source": line.source, "around": list(line.around)}
            for line in outcome.trace
        ]
        return {"kind": "raised", "error": outcome.error, "message": outcome.message[:MAX_TEXT], "trace": trace}
    return {"kind": outcome.kind, "message": outcome.message[:MAX_TEXT]}


def value_json(value: Any, *, most: int = MAX_NUMBERS) -> dict[str, Any]:
    """A value as JSON that holds no NaN and no more numbers than a person would read: of an array at most so many."""
    if value is None:
        return {"kind": "none"}
    if isinstance(value, Unsupported):
        return {"kind": "unsupported", "data": value.what}
    if isinstance(value, str):
        return {"kind": "text", "data": value.name if isinstance(value, NumberFile) else value}
    if isinstance(value, Bowl | Network):
        return {"kind": "code", "data": repr(value)}
    if isinstance(value, np.ndarray):
        small = value.size <= most
        data = [_number(number) for number in value.reshape(-1).tolist()] if small else None
        return {"kind": "array", "shape": list(value.shape), "dtype": value.dtype.name, "data": data}
    if isinstance(value, bool | int | float):
        return {"kind": "number", "data": _number(value), "dtype": type(value).__name__}
    most = most if _n_numbers(value) <= MAX_IN_ALL else 0
    if isinstance(value, dict):
        return {"kind": "named", "data": {name: value_json(item, most=most) for name, item in value.items()}}
    return {"kind": "sequence", "data": [value_json(item, most=most) for item in value]}


def _n_numbers(value: Any) -> int:
    """How many numbers the arrays in a value hold that one would show."""
    if isinstance(value, np.ndarray):
        return value.size if value.size <= MAX_NUMBERS else 0
    items = value.values() if isinstance(value, dict) else value if isinstance(value, tuple | list) else ()
    return sum(_n_numbers(item) for item in items)


def _number(value: bool | int | float) -> bool | int | float | str:
    return repr(value) if isinstance(value, float) and not math.isfinite(value) else value
