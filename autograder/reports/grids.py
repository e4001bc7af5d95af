"""Stage 4: an array as a few small grids of numbers, with the cells that differ marked: for the card and its text."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from autograder.reports.values import as_array, as_float, digits_to_tell, number_text, shape_text

MOST_SLICES = 6
MOST_ROWS = 8
MOST_COLUMNS = 10
Value = Mapping[str, Any]


@dataclass(frozen=True)
class Cell:
    text: str
    strength: float = 0.0  # from -1 to 1: how far from zero, for the tint
    differs: bool = False
    first: bool = False  # the first cell that differs
    window: bool = False  # of an argument: the worked cell is made of it


@dataclass(frozen=True)
class Grid:
    """Two axes of an array, or the part of them that is shown."""

    label: str  # "[0, 1]": which slice, where there are several
    rows: tuple[tuple[Cell, ...], ...]
    part: str  # "rows 0-7, columns 2-11" as "0:8, 2:12", where it is a part


@dataclass(frozen=True)
class Picture:
    """An array as people see it; without grids where its numbers were too many to be kept."""

    shape: str
    grids: tuple[Grid, ...]
    n_slices: int

    @property
    def left_out(self) -> int:
        return self.n_slices - len(self.grids)


@dataclass(frozen=True)
class Pictures:
    """What was expected, what came back and the difference; the last only where the shapes are equal."""

    expected: Picture | None
    got: Picture | None
    difference: Picture | None

    @property
    def worth_drawing(self) -> bool:
        """Are both arrays with numbers at hand, and more than one number each?"""
        both = self.expected, self.got
        return all(one is not None and bool(one.grids) for one in both) and any(
            one and one.shape != "()" for one in both
        )


def picture(value: Value | None, *, window: Sequence[int] = ()) -> Picture | None:
    """One argument as grids, with some cells outlined; None for what is not numbers."""
    array = as_array(value)
    if array is None:
        return None
    data = array["data"]
    texts = [number_text(number) for number in data] if data else []
    return _picture(array, texts, _largest([data]), window=frozenset(window))


def pictures(expected: Value | None, got: Value | None, *, at: Sequence[int] | None, atol: float) -> Pictures:
    """Two arrays side by side, with every cell that differs marked and the first one outlined.

    Args:
        expected: what is right, or a range of right answers.
        got: what came back.
        at: index of the first cell that differs, if the shapes are equal.
        atol: differences up to this one are none.
    """
    is_range = (expected or {}).get("kind") == "range"
    low = as_array(expected["low"] if is_range and expected else expected)
    high = as_array(expected["high"]) if is_range and expected else low
    found = as_array(got)
    wanted = low["data"] if low else None
    top = high["data"] if high else None
    back = found["data"] if found else None
    same = low is not None and found is not None and low["shape"] == found["shape"]
    if not (same and low and found and wanted and top and back):
        return Pictures(picture(low), picture(found), None)
    digits = max(digits_to_tell(wanted, back), digits_to_tell(top, back))
    first = _flat(at, low["shape"])
    gaps = [_gap(*numbers) for numbers in zip(wanted, top, back, strict=True)]
    differs = [i == first or not abs(gap) <= atol for i, gap in enumerate(gaps)]
    most = _largest([wanted, back])
    texts = [_range(*ends, digits) for ends in zip(wanted, top, strict=True)]
    got_texts = [number_text(number, digits=digits) for number in back]
    signs = [_signed(gap) if wrong else "0" for gap, wrong in zip(gaps, differs, strict=True)]
    off = {**low, "data": [gap if wrong else 0 for gap, wrong in zip(gaps, differs, strict=True)]}
    return Pictures(
        _picture(low, texts, most, at=first),
        _picture(found, got_texts, most, at=first, differs=differs, outline=True),
        _picture(off, signs, _largest([off["data"]]), at=first) if low["shape"] else None,
    )


def _range(low: Any, high: Any, digits: int) -> str:
    texts = [number_text(end, digits=max(digits, digits_to_tell([low], [high]))) for end in (low, high)]
    return texts[0] if low == high else "…".join(texts)


def _gap(low: Any, high: Any, got: Any) -> float:
    """How far outside the accepted range; NaN where one of them is not a finite number and they are not the same."""
    if got in (low, high):
        return 0.0
    below, above = as_float(got) - as_float(low), as_float(got) - as_float(high)
    if math.isnan(below) or math.isinf(below) or math.isinf(above):
        return math.nan
    return below if below < 0 else max(above, 0.0)


def _signed(gap: float) -> str:
    return "≠" if math.isnan(gap) else f"{gap:+.4g}"


def _largest(rows: Sequence[Sequence[Any] | None]) -> float:
    sizes = [abs(as_float(number)) for row in rows for number in row or ()]
    return max((size for size in sizes if math.isfinite(size)), default=0.0)


def _flat(at: Sequence[int] | None, shape: Sequence[int]) -> int | None:
    if at is None or len(at) != len(shape) or not all(0 <= i < side for i, side in zip(at, shape, strict=True)):
        return None if shape else 0
    flat = 0
    for i, side in zip(at, shape, strict=True):
        flat = flat * side + i
    return flat


def _picture(
    array: Mapping[str, Any],
    texts: Sequence[str],
    most: float,
    *,
    at: int | None = None,
    differs: Sequence[bool] | None = None,
    outline: bool = False,
    window: Collection[int] = (),
) -> Picture:
    shape, data = list(array["shape"]), array["data"]
    *outer, n_rows, n_columns = [1, 1, *shape][-max(2, len(shape)) :]
    n_slices = math.prod(outer)
    if not data:
        return Picture(shape_text(shape), (), n_slices)
    size = n_rows * n_columns
    slice_at, cell_at = divmod(at or 0, size)
    rows, columns = (
        _window(n_rows, MOST_ROWS, cell_at // n_columns),
        _window(n_columns, MOST_COLUMNS, cell_at % n_columns),
    )
    part = "" if len(rows) == n_rows and len(columns) == n_columns else _part(rows, columns, n_rows)
    grids = []
    for s, index in list(enumerate(product(*map(range, outer))))[_window_slice(n_slices, slice_at)]:
        cells = tuple(
            tuple(_cell(s * size + r * n_columns + c, texts, data, most, at, differs, outline, window) for c in columns)
            for r in rows
        )
        grids.append(Grid(f"[{', '.join(map(str, index))}]" if n_slices > 1 else "", cells, part))
    return Picture(shape_text(shape), tuple(grids), n_slices)


def _cell(
    i: int,
    texts: Sequence[str],
    data: Sequence[Any],
    most: float,
    at: int | None,
    differs: Sequence[bool] | None,
    outline: bool,
    window: Collection[int],
) -> Cell:
    number = as_float(data[i])
    strength = number / most if most and math.isfinite(number) else 0.0
    return Cell(texts[i], strength, bool(differs and differs[i]), outline and i == at, i in window)


def _window(n: int, most: int, around: int) -> range:
    """At most `most` of `n` positions, with `around` among them."""
    start = 0 if n <= most or around < most else min(around - most // 2, n - most)
    return range(start, min(n, start + most))


def _window_slice(n: int, around: int) -> slice:
    window = _window(n, MOST_SLICES, around)
    return slice(window.start, window.stop)


def _part(rows: range, columns: range, n_rows: int) -> str:
    sides = [f"{side.start}:{side.stop}" for side in ((rows, columns) if n_rows > 1 else (columns,))]
    return f"[{', '.join(['…', *sides])}]"
