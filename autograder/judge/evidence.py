"""Stage 3: what the student is shown. Arguments, expected and received values as plain JSON, with caps."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.judge.recognise import Answer
from autograder.records import Case, CheckFacts, Outcome
from autograder.sandbox.inside.values import Bowl, Unsupported

MAX_NUMBERS = 400
MAX_TEXT = 500


def counterexample(facts: CheckFacts, answer: Answer, *, shrunk: bool = False) -> dict[str, Any]:
    """Everything that shows one wrong answer."""
    case, verdict = answer.case, answer.verdict
    parameters = _parameters(facts, case)
    expected = value_json(case.low.value) if case.low.kind == "value" else outcome_json(case.low)
    if case.high is not case.low:
        expected = {"kind": "range", "low": expected, "high": value_json(case.high.value)}
    return {
        "aspect": case.aspect,
        "difference": verdict.difference,
        "call": _call(facts.name, parameters, case),
        "arguments": [
            {"name": name, "value": value_json(arg)} for name, arg in zip(parameters, case.args, strict=False)
        ],
        "layout": case.layout,
        "expected": expected,
        "got": outcome_json(answer.outcome),
        "changed": [parameters[i] for i in answer.outcome.changed if i < len(parameters)],
        "at": list(verdict.at) if verdict.at is not None else None,
        "atol": case.atol,
        "cell": None,
        "shrunk": shrunk,
    }


def _parameters(facts: CheckFacts, case: Case) -> tuple[str, ...]:
    """A name for each argument of a call, or of all steps of a talk."""
    steps = [name for step in case.steps for name in step.parameters or ()]
    return tuple(steps) if steps else facts.parameters[: len(case.args)]


def _call(name: str, parameters: Sequence[str], case: Case) -> str:
    """The call as a student would write it: arrays by name, everything else by value."""
    if not case.steps:
        return f"{name}({_shown(parameters, case.args)})"
    lines, at, thing = [], 0, re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    for i, (method, taken) in enumerate(case.steps):
        end = at + len(taken or ())
        inside = "" if taken is None else f"({_shown(parameters[at:end], case.args[at:end])})"
        lines.append(f"{thing}.{method}{inside}" if i else f"{thing} = {name}{inside}")
        at = end
    return "; ".join(lines)


def _shown(parameters: Sequence[str], args: Sequence[Any]) -> str:
    shown = []
    for parameter, arg in zip(parameters, args, strict=False):
        if isinstance(arg, np.ndarray | Bowl) or (isinstance(arg, tuple | list) and len(repr(arg)) > 60):
            shown.append(parameter)
        else:
            shown.append(f"{parameter}={arg!r}")
    return ", ".join(shown)


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


def value_json(value: Any) -> dict[str, Any]:
    """A value as JSON that holds no NaN and no more numbers than a person would read."""
    if value is None:
        return {"kind": "none"}
    if isinstance(value, Unsupported):
        return {"kind": "unsupported", "data": value.what}
    if isinstance(value, str):
        return {"kind": "text", "data": value}
    if isinstance(value, Bowl):
        return {"kind": "text", "data": repr(value)}
    if isinstance(value, np.ndarray):
        small = value.size <= MAX_NUMBERS
        data = [_number(number) for number in value.reshape(-1).tolist()] if small else None
        return {"kind": "array", "shape": list(value.shape), "dtype": value.dtype.name, "data": data}
    if isinstance(value, bool | int | float):
        return {"kind": "number", "data": _number(value), "dtype": type(value).__name__}
    return {"kind": "sequence", "data": [value_json(item) for item in value]}


def _number(value: bool | int | float) -> bool | int | float | str:
    return repr(value) if isinstance(value, float) and not math.isfinite(value) else value
