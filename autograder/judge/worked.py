"""Stage 3: one output cell worked out both ways: "1·1 + 2·0 + 4·0 + 5·0 = 1".

The reference is run once more on numbers that remember how they were made. It works for any function that
only adds, subtracts, multiplies and divides, and for every mistake built on it; the engine needs to know
nothing about convolution.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import permutations
from typing import Any

import numpy as np

from autograder.judge.call import carry_out, fresh
from autograder.judge.recognise import Answer
from autograder.lessons import CheckCode
from autograder.records import Case

MAX_LENGTH = 160
MAX_NUMBERS = 300  # beyond this nobody reads the sum, and objects are slow


class Traced:
    """A number with the expression that made it.

    >>> Traced(2) * Traced(3) + Traced(4) * 0
    2·3 + 4·0 = 6
    """

    def __init__(
        self, value: Any, text: str | None = None, level: int = 2, cells: frozenset[Any] = frozenset()
    ) -> None:
        self.value = value
        self.text = f"{value:g}" if text is None else text
        if text is None and value < 0:
            self.text = f"({self.text})"
        self.level = level  # 0 a sum, 1 a product, 2 a single number
        self.cells = cells  # which cells of the arguments are in it

    def __repr__(self) -> str:
        return f"{self.text} = {self.value:g}"

    def _inner(self, level: int) -> str:
        return self.text if self.level >= level else f"({self.text})"

    def __add__(self, other: Any) -> Traced:
        if _plain_zero(other):
            return self
        other = _traced(other)
        return Traced(self.value + other.value, f"{self.text} + {other.text}", 0, self.cells | other.cells)

    def __radd__(self, other: Any) -> Traced:
        return self if _plain_zero(other) else _traced(other) + self

    def __sub__(self, other: Any) -> Traced:
        other = _traced(other)
        return Traced(self.value - other.value, f"{self.text} - {other._inner(1)}", 0, self.cells | other.cells)

    def __rsub__(self, other: Any) -> Traced:
        return _traced(other) - self

    def __mul__(self, other: Any) -> Traced:
        other = _traced(other)
        return Traced(self.value * other.value, f"{self._inner(1)}·{other._inner(1)}", 1, self.cells | other.cells)

    def __rmul__(self, other: Any) -> Traced:
        return _traced(other) * self

    def __truediv__(self, other: Any) -> Traced:
        other = _traced(other)
        return Traced(self.value / other.value, f"{self._inner(1)} / {other._inner(2)}", 1, self.cells | other.cells)

    def __neg__(self) -> Traced:
        return Traced(-self.value, f"-{self._inner(1)}", 1, self.cells)

    def __lt__(self, other: Any) -> bool:
        return bool(self.value < _traced(other).value)

    def __gt__(self, other: Any) -> bool:
        return bool(self.value > _traced(other).value)

    def __le__(self, other: Any) -> bool:
        return bool(self.value <= _traced(other).value)

    def __ge__(self, other: Any) -> bool:
        return bool(self.value >= _traced(other).value)

    def __float__(self) -> float:
        return float(self.value)


def _plain_zero(value: Any) -> bool:
    return isinstance(value, int | float) and value == 0


def _traced(value: Any) -> Traced:
    return value if isinstance(value, Traced) else Traced(value)


def cell(code: CheckCode, answer: Answer, mistake: str | None) -> dict[str, Any] | None:
    """How the first differing cell comes about: in the reference, and in the recognised mistake.

    Returns:
        {"expected": "...", "got": "...", "window": {"x": [0, 1, 3, 4]}} without the parts that cannot be told, or
        None. The window is the cells of the first array that the right one is made of, where that is not all of it.
    """
    at, got, right = answer.verdict.at, answer.outcome.value, answer.case.low.value
    arrays = isinstance(got, np.ndarray) and isinstance(right, np.ndarray)  # either may be a tuple of numbers
    if answer.verdict.difference != "values" or not at or not arrays:
        return None
    args = answer.case.args
    if sum(arg.size for arg in args if isinstance(arg, np.ndarray)) > MAX_NUMBERS:
        return None
    expected = _expression(code.right, answer.case, at, right[at])
    if expected is None:
        return None
    candidates = (_expression(function, answer.case, at, got[at]) for function in _mistaken(code, mistake))
    received = next((str(found) for found in candidates if found), None)
    window = _window(code, answer.case, expected)
    return {"expected": str(expected)} | ({"got": received} if received else {}) | window


def _window(code: CheckCode, case: Case, expected: Traced) -> dict[str, Any]:
    first = next((i for i, arg in enumerate(case.args) if isinstance(arg, np.ndarray)), None)
    if first is None or case.steps or first >= len(code.parameters):
        return {}
    cells = sorted(cell for argument, cell in expected.cells if argument == first)
    return {"window": {code.parameters[first]: cells}} if 0 < len(cells) < case.args[first].size else {}


def _mistaken(code: CheckCode, mistake: str | None) -> Iterator[Callable[..., Any]]:
    """The recognised mistakes one by one, then two at a time: not each of them shows in every case."""
    found = [code.mistake(name) for name in (mistake or "").split("+") if name]
    yield from (code.wrong(one) for one in found)
    yield from (code.both(one, other) for one, other in permutations(found, 2))


def _expression(function: Callable[..., Any], case: Case, at: tuple[int, ...], value: Any) -> Traced | None:
    traced = [_trace(arg, i) for i, arg in enumerate(case.args)]
    try:
        result = carry_out(function, traced, case.steps)[at]
    except Exception:  # it takes no objects, or does more than arithmetic: then there is nothing to tell
        return None
    if not isinstance(result, Traced) or result.level == 2 or result.value != value:
        return None
    if len(result.cells) < 2:  # one number times 1 tells nothing
        return None
    return result if len(repr(result)) <= MAX_LENGTH else None


def _trace(arg: Any, position: Any) -> Any:
    """The argument with traced numbers; a copy of it in any case, for a talk may change what it is given."""
    if isinstance(arg, dict):
        return {key: _trace(item, (position, key)) for key, item in arg.items()}
    if not isinstance(arg, np.ndarray) or arg.dtype.kind not in "if":
        return fresh(arg, "C")
    objects = np.empty(arg.shape, object)
    for i, (index, number) in enumerate(np.ndenumerate(arg)):
        objects[index] = Traced(number.item(), cells=frozenset([(position, i)]))
    return objects
