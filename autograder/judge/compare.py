"""Stage 3: is one outcome right? The same comparison for the grader and for a student's `check`.

An answer is right when it has exactly the expected shape and every number lies within the accepted range.
Lists, tuples, scalars and arrays of the same numbers are the same answer. Tolerances belong to the case and
never depend on what came back.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from autograder.records import AspectFacts, Case, Outcome
from autograder.sandbox.inside.values import Unsupported

UNKNOWN_NAMES = {"NameError", "UnboundLocalError", "ImportError", "ModuleNotFoundError"}

Difference = Literal[
    "",  # none: it is right
    "values",
    "shape",
    "kind",  # 3.0 where 3 is asked for
    "not_finite",
    "nothing",  # None came back
    "unsupported",
    "raised",
    "no_error",
    "other_error",
    "changed",
    "depends",  # on earlier calls: the same call came out otherwise
    "slow",
    "timeout",
    "died",
    "missing",
]


@dataclass(frozen=True)
class Verdict:
    """Whether an outcome is right and, if not, in what it differs and where it does so first."""

    difference: Difference = ""
    at: tuple[int, ...] | None = None

    @property
    def right(self) -> bool:
        return not self.difference


RIGHT = Verdict()


def judge(case: Case, aspect: AspectFacts, outcome: Outcome) -> Verdict:
    """Hold one outcome against what is right for this case, in the way its aspect asks for."""
    if aspect.judge == "unchanged":
        if outcome.kind in ("timeout", "died", "missing"):
            return Verdict(outcome.kind)
        return Verdict("changed") if outcome.changed else RIGHT
    low, high, part = case.low, case.high, aspect.part
    if part and low.kind == outcome.kind == "value":
        low, high, picked = (replace(one, value=pick(one.value, part)) for one in (low, high, outcome))
        if picked.value is None and outcome.value is not None:
            return Verdict("shape")
        outcome = picked
    verdict = compare(low, high, outcome, case.atol, strict_kind=aspect.judge == "kind")
    return replace(verdict, at=_in_whole(verdict.at, part)) if part and verdict.at is not None else verdict


def pick(value: Any, part: tuple[int | None, ...]) -> Any:
    """The part of an answer at some places; None where the answer has no such part.

    >>> pick([((3, 3), 10), ((1, 1), 0)], (None, 1))
    [10, 0]
    """
    if not part or value is None:
        return value
    first, *rest = part
    try:
        items = list(value) if first is None else [value[first]]
    except (TypeError, IndexError):
        return None
    picked = [pick(item, tuple(rest)) for item in items]
    if any(item is None for item in picked):
        return None
    return picked if first is None else picked[0]


def _in_whole(at: tuple[int, ...], part: tuple[int | None, ...]) -> tuple[int, ...]:
    """The place in the whole answer of a place in one part of it."""
    left = list(at)
    return (*((left.pop(0) if left else 0) if place is None else place for place in part), *left)


def compare(low: Outcome, high: Outcome, got: Outcome, atol: float, *, strict_kind: bool = False) -> Verdict:
    """Compare an outcome with a right one, or with a range of right ones."""
    if got.kind in ("timeout", "died", "missing"):
        return Verdict(got.kind)
    if low.kind == "raised":
        if got.kind != "raised":
            return Verdict("no_error")
        return RIGHT if low.error in (got.error, *got.bases) else Verdict("other_error")
    if got.kind == "raised":
        return Verdict("raised")
    return compare_values(low.value, high.value, got.value, atol, strict_kind=strict_kind)


def compare_values(low: Any, high: Any, got: Any, atol: float, *, strict_kind: bool = False) -> Verdict:
    """Compare two values, or a value with a range.

    >>> compare_values(3, 3, np.int64(3), 0).right
    True
    >>> compare_values(3, 3, 3.0, 0, strict_kind=True).difference
    'kind'
    >>> compare_values(np.eye(2), np.eye(2), [[1, 0], [0, 2]], 0)
    Verdict(difference='values', at=(1, 1))
    >>> compare_values((2, 3), (2, 3), np.array([2, 3]), 0).right
    True
    """
    if got is None:
        return RIGHT if low is None else Verdict("nothing")
    if isinstance(got, Unsupported):
        return Verdict("unsupported")
    if isinstance(low, str) or isinstance(got, str):
        return RIGHT if type(low) is type(got) and low == got else Verdict("values")  # an array == text is no bool
    wanted, top, found = _as_numbers(low), _as_numbers(high), _as_numbers(got)
    if wanted is None or top is None:
        return _compare_items(low, high, got, atol, strict_kind)
    if found is None:
        return Verdict("values" if isinstance(got, int) and not wanted.ndim else "shape")  # an int beyond 64 bits
    return _compare_arrays(wanted, top, found, atol, strict_kind)


def _as_numbers(value: Any) -> np.ndarray | None:
    """A scalar, an array or nested sequences of numbers as one array; None for anything less regular."""
    if isinstance(value, np.ndarray):
        return value
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return array if array.dtype.kind in "biuf" else None


def _compare_items(low: Any, high: Any, got: Any, atol: float, strict_kind: bool) -> Verdict:
    """Compare irregular tuples and lists, such as [((55, 55, 96), 34944), ...], item by item."""
    if not isinstance(low, tuple | list):  # nothing at all, or an integer beyond 64 bits
        return RIGHT if type(low) is type(got) and low == got else Verdict("values")
    if isinstance(got, np.ndarray) and got.ndim and len(got) == len(low):
        got = list(got)
    if not isinstance(got, tuple | list) or len(got) != len(low):
        return Verdict("shape")
    for i, items in enumerate(zip(low, high, got, strict=True)):
        verdict = compare_values(*items, atol, strict_kind=strict_kind)
        if not verdict.right:
            return Verdict(verdict.difference, (i, *(verdict.at or ())))
    return RIGHT


def _compare_arrays(low: np.ndarray, high: np.ndarray, got: np.ndarray, atol: float, strict_kind: bool) -> Verdict:
    if got.shape != low.shape:
        return Verdict("shape")
    if strict_kind and not _same_kind(low, got):
        return Verdict("kind")
    if low.dtype.kind == "b" or got.dtype.kind == "b":
        if low.dtype.kind != "b":
            return Verdict("kind")
        # flags may be written 1 and 0; a number that is asked for is not True
        low, high, got = low.astype(int), high.astype(int), got.astype(int) if got.dtype.kind == "b" else got
    # exact for integers beyond 2**53, which float64 would merge
    if all(array.dtype.kind in "iu" for array in (low, high, got)):
        atol = math.floor(atol)
    else:
        low, high, got = (np.asarray(array, np.float64) for array in (low, high, got))
    with np.errstate(invalid="ignore"):
        # the shortcut of right answers: with a finite tolerance, infinity is there only where it is the answer
        if np.isfinite(atol) and ((got >= low - atol) & (got <= high + atol)).all():
            return RIGHT
        # written so that NaN is never accepted, and infinity only where it is the right answer
        equal = (got == low) | (got == high)
        within = equal | ((got >= low - atol) & (got <= high + atol) & np.isfinite(got))
    if within.all():
        return RIGHT
    at = tuple(int(i) for i in np.argwhere(~within)[0])
    return Verdict("values" if np.isfinite(got[at]) else "not_finite", at)


def _same_kind(low: np.ndarray, got: np.ndarray) -> bool:
    kinds = {"i": "iu", "u": "iu"}
    return got.dtype.kind in kinds.get(low.dtype.kind, low.dtype.kind)


def agree(outcome: Outcome, other: Outcome, atol: float, *, rtol: float = 0.0) -> bool:
    """Do two functions behave alike on one call? All exceptions count as one, but for a name that is not there.

    Args:
        atol: by how much their numbers may differ.
        rtol: by which share of the other's number they may differ beyond that, where they are no integers.
    """
    if "raised" in (outcome.kind, other.kind):
        names = {outcome.error, other.error} & UNKNOWN_NAMES  # a slip of typing, wherever it stands
        return outcome.kind == other.kind and (not names or outcome.error == other.error)
    if outcome.kind != "value" or other.kind != "value":
        return False
    return _agree_values(outcome.value, other.value, atol, rtol)


def _agree_values(got: Any, wrong: Any, atol: float, rtol: float) -> bool:
    if got is None or wrong is None:
        return got is wrong
    if isinstance(got, Unsupported) or isinstance(wrong, Unsupported):
        return isinstance(got, Unsupported) and got == wrong
    if isinstance(got, tuple | list) and isinstance(wrong, tuple | list) and _as_numbers(wrong) is None:
        return len(got) == len(wrong) and all(_agree_values(*pair, atol, rtol) for pair in zip(got, wrong, strict=True))
    return _nearly_alike(got, wrong, atol, rtol) or compare_values(wrong, wrong, got, atol).right


def _nearly_alike(got: Any, wrong: Any, atol: float, rtol: float) -> bool:
    """A mistake may answer NaN, or far too large: two functions that answer NaN in the same cells behave alike."""
    first, second = _as_numbers(got), _as_numbers(wrong)
    if first is None or second is None or first.shape != second.shape:
        return False
    if second.dtype.kind in "iu":
        rtol = 0  # of counts every one matters, however large they are
    return bool(np.allclose(first, second, rtol=rtol, atol=atol, equal_nan=True))
