"""Stage 3: the size of an answer worked out with the numbers of one call: "(5 + 2·1 - 3) / 2 rounded down + 1 = 3".

The formula is the rubric's. It is read as arithmetic and never run as code: this is done in a student's kernel too.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autograder.records import Case, CheckFacts, Outcome, SizeRule

_DO = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.FloorDiv: operator.floordiv}


def explained(facts: CheckFacts, case: Case, outcome: Outcome) -> dict[str, Any] | None:
    """How the first side that came out wrong should have been worked out, as JSON.

    Returns:
        the formula, its numbers, both sizes, and the parameter without which the received size comes out, if there
        is one; None where no rule says so, or where the number of sides differs.
    """
    expected, got = case.low.value, outcome.value
    both = isinstance(expected, np.ndarray) and isinstance(got, np.ndarray)
    if not both or len(expected.shape) != len(got.shape):
        return None
    for rule in facts.sizes:
        numbers = _numbers(rule, facts.parameters, case.args)
        if numbers is None or rule.axis >= expected.ndim or expected.shape[rule.axis] == got.shape[rule.axis]:
            continue
        right, received = int(expected.shape[rule.axis]), int(got.shape[rule.axis])
        if worked_out(rule.formula, numbers) != right:
            return None  # the rule does not hold for this call
        return {
            "axis": rule.axis,
            "formula": rule.formula,
            "numbers": numbers,
            "expected": right,
            "got": received,
            "without": _without(rule, numbers, received),
        }
    return None


def _numbers(rule: SizeRule, parameters: Sequence[str], args: Sequence[Any]) -> dict[str, int] | None:
    """What each name of the formula stands for in this call."""
    given = dict(zip(parameters, args, strict=False))
    numbers: dict[str, int] = {}
    for node in ast.walk(ast.parse(rule.formula, mode="eval")):
        if not isinstance(node, ast.Name):
            continue
        parameter, axis = rule.sides.get(node.id, (node.id, None))
        value = given.get(parameter, rule.plain.get(parameter))
        if axis is not None:
            value = value.shape[axis] if isinstance(value, np.ndarray) and axis < value.ndim else None
        if not isinstance(value, int | np.integer):
            return None
        numbers[node.id] = int(value)
    return numbers


def _without(rule: SizeRule, numbers: Mapping[str, int], received: int) -> str | None:
    """The one parameter that, left out of the formula, gives the received size."""
    found = [
        name
        for name, plain in rule.plain.items()
        if numbers.get(name, plain) != plain and worked_out(rule.formula, {**numbers, name: plain}) == received
    ]
    return found[0] if len(found) == 1 else None


def worked_out(formula: str, numbers: Mapping[str, int]) -> int | None:
    """
    >>> worked_out("(H + 2 * pad - FH) // stride + 1", {"H": 5, "pad": 1, "FH": 3, "stride": 2})
    3
    """
    try:
        return _value(ast.parse(formula, mode="eval").body, numbers)
    except (KeyError, TypeError, ZeroDivisionError):  # no arithmetic, or a stride of 0
        return None


def _value(node: ast.expr, numbers: Mapping[str, int]) -> int:
    if isinstance(node, ast.Constant):
        return int(node.value)  # type: ignore[arg-type]
    if isinstance(node, ast.Name):
        return numbers[node.id]
    if isinstance(node, ast.BinOp):
        return int(_DO[type(node.op)](_value(node.left, numbers), _value(node.right, numbers)))
    raise TypeError(f"no arithmetic: {ast.dump(node)}")
