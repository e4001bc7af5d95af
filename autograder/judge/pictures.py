"""Stage 3: the same mistake on a small picture: one more call, worth nothing, and what can honestly be said of it.

Light: a student's own `check` uses it. What cannot be drawn is left out without a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np

from autograder.judge.examine import Call
from autograder.records import CheckFacts, Outcome, Picture

MAX_CELLS = 400
MAX_MAPS = 4  # beside each other
VISIBLE = ("values", "shape", "not_finite")  # differences that a picture can show


def seen(facts: CheckFacts, mistake: str | None, call: Call, *, tries: int = 1) -> dict[str, Any] | None:
    """Call the function on the first picture that shows its mistake.

    Args:
        mistake: the recognised one, "a" or "a+b"; it says which pictures can show it.
        tries: how many pictures are tried until one shows something.

    Returns:
        the picture, the expected and the received map, their difference and a finding, as JSON; None where
        nothing is to be seen: no picture, another kind of answer, or the right one.
    """
    tried = (_on_one(picture, call) for picture in _candidates(facts.pictures, mistake)[:tries])
    return next((found for found in tried if found), None)


def _on_one(picture: Picture, call: Call) -> dict[str, Any] | None:
    outcome = call(picture.case, False)
    shown, expected, got = _plane(picture.case.args[0]), _plane(picture.case.low.value), _answer(outcome)
    if shown is None or expected is None or got is None:
        return None
    same = expected.shape == got.shape
    if same and _equal(got, expected, picture.case.atol):
        return None
    finding = _finding(expected, got, picture.case.atol) if same else _sizes(expected.shape, got.shape)
    return {
        "name": picture.case.aspect,
        "labels": picture.labels,
        "input": _json(shown),
        "expected": _json(expected),
        "got": _json(got),
        "difference": _json(_difference(expected, got, picture.case.atol)) if same else None,
        "finding": finding,
    }


def maps(facts: CheckFacts, call: Call) -> list[dict[str, Any]]:
    """What a right function makes of the pictures."""
    found = []
    for picture in facts.pictures[:MAX_MAPS]:
        outcome = call(picture.case, False)
        got = _answer(outcome)
        if got is not None:
            found.append({"labels": picture.labels, "map": _json(got)})
    return found


def _candidates(pictures: Sequence[Picture], mistake: str | None) -> list[Picture]:
    names = set((mistake or "").split("+")) - {""}
    return [picture for picture in pictures if not names or names & picture.case.wrong.keys()]


def _answer(outcome: Outcome) -> np.ndarray | None:
    return _plane(outcome.value) if outcome.kind == "value" else None


def _plane(value: Any) -> np.ndarray | None:
    """The first map of an array, as floats; None for what is none, or too large to be looked at."""
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "biuf" or value.ndim < 2 or not value.size:
        return None
    plane = value[(0,) * (value.ndim - 2)]
    return plane.astype(np.float64) if plane.size <= MAX_CELLS else None


def _json(plane: np.ndarray) -> dict[str, Any]:
    """Four digits are more than a colour can show."""
    data = [float(f"{number:.4g}") if np.isfinite(number) else repr(float(number)) for number in plane.ravel()]
    return {"rows": plane.shape[0], "columns": plane.shape[1], "data": data}


def _equal(one: np.ndarray, other: np.ndarray, atol: float) -> bool:
    with np.errstate(invalid="ignore"):
        return bool((np.abs(one - other) <= atol).all())  # written so that NaN is never accepted


def _difference(expected: np.ndarray, got: np.ndarray, atol: float) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        gap = got - expected
        return np.where(np.abs(gap) <= atol, 0.0, gap)


def _sizes(expected: tuple[int, ...], got: tuple[int, ...]) -> dict[str, Any]:
    """What another size comes to."""
    (rows, columns), (got_rows, got_columns) = expected, got
    if got_columns == columns and got_rows < rows:
        return {"kind": "rows", "n": rows - got_rows, "of": rows}
    if got_rows == rows and got_columns < columns:
        return {"kind": "columns", "n": columns - got_columns, "of": columns}
    return {"kind": "size", "expected": [rows, columns], "got": [got_rows, got_columns]}


def _finding(expected: np.ndarray, got: np.ndarray, atol: float) -> dict[str, Any]:
    """One fact about two different maps of one size: the simplest that explains every cell, else how many differ."""
    atol = max(atol, 1e-9 * float(np.abs(expected).max()))
    n_odd = int((~np.isfinite(got)).sum())
    if n_odd:
        return {"kind": "not_finite", "n": n_odd, "of": got.size}
    if not got.any():
        return {"kind": "zero"}
    if np.ptp(expected) > atol:  # in a map of one colour, everything looks like everything
        found = _whole(expected, got, atol) or _moved(expected, got, atol)
        if found:
            return found
    differs = np.abs(got - expected) > atol
    if not differs[1:-1, 1:-1].any() and min(got.shape) > 2:
        return {"kind": "edge", "n": int(differs.sum())}
    return {"kind": "cells", "n": int(differs.sum()), "of": got.size}


def _whole(expected: np.ndarray, got: np.ndarray, atol: float) -> dict[str, Any] | None:
    """The same calculation makes every cell of one out of the other?"""
    if _equal(got, -expected, atol):
        return {"kind": "reversed"}
    if _equal(got, np.maximum(expected, 0), atol):
        return {"kind": "no_negatives"}
    if np.ptp(got - expected) <= atol:
        return {"kind": "offset", "by": float(f"{(got - expected).mean():.4g}")}
    largest = np.unravel_index(np.abs(expected).argmax(), expected.shape)
    factor = got[largest] / expected[largest]
    if factor and _equal(got, factor * expected, atol * max(1.0, abs(factor))):
        return {"kind": "factor", "by": float(f"{factor:.4g}")}
    return None


def _moved(expected: np.ndarray, got: np.ndarray, atol: float) -> dict[str, Any] | None:
    """The same cells, each in another place?"""
    for down, right in product((-1, 0, 1), repeat=2):
        if not (down or right):
            continue
        there, here = _overlap(got, down, right), _overlap(expected, -down, -right)
        if there.size and np.ptp(here) > atol and _equal(there, here, atol):
            return {"kind": "shifted", "down": down, "right": right}
    turned = {"left_right": expected[:, ::-1], "upside_down": expected[::-1], "half_turn": expected[::-1, ::-1]}
    if expected.shape[0] == expected.shape[1]:
        turned["transposed"] = expected.T
    return next(({"kind": kind} for kind, other in turned.items() if _equal(got, other, atol)), None)


def _overlap(plane: np.ndarray, down: int, right: int) -> np.ndarray:
    """What is left of a map without the rows and columns that a shift brings in from outside."""
    rows, columns = plane.shape
    return plane[max(0, down) : rows + min(0, down), max(0, right) : columns + min(0, right)]
