"""`output_size`: how many windows fit, as a ruler with its windows below and the formula beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.i18n import Words, translator
from cnnkit.show.drawing import BLUE, GREEN, GREY, ORANGE, PURPLE, RED, Picture, Sheet, drawn, width_of
from cnnkit.show.given import MINUS, size_formula, whole

CALL = "show.output_size"
MOST_CELLS = 512
MOST_RULERS = 4
WIDE = 22  # cells of paper that a ruler may take
NUMBERED = 0.62  # a cell must be so wide for its number


@dataclass(frozen=True)
class Row:
    """One ruler. `starts`: of the windows, counted from the first cell, padding before it being negative."""

    size: int
    filter_size: int
    stride: int
    before: int
    after: int

    @property
    def starts(self) -> range:
        fits = (self.before + self.size + self.after - self.filter_size) // self.stride + 1
        return range(-self.before, -self.before + fits * self.stride, self.stride)

    @property
    def uncovered(self) -> list[int]:
        """Cells that no window covers."""
        seen = {cell for start in self.starts for cell in range(start, start + self.filter_size)}
        return [cell for cell in range(self.size) if cell not in seen]

    @property
    def formula(self) -> str:
        return size_formula(self.size, self.filter_size, self.stride, self.before, self.after)


@drawn
def output_size(
    size: int, filter_size: int, stride: int | Sequence[int] = 1, pad: int | tuple[int, int] = 0
) -> Picture:
    """Draw one axis of an image, the windows that fit, the cells left over, and the formula with its numbers.

    A window that would hang over the edge is dropped, as in every framework; it is drawn dashed.

    Args:
        size: cells along the axis, without padding; with it at most 512.
        filter_size: cells of a window.
        stride: cells from one window to the next; several of them, at most 4, are drawn below each other.
        pad: cells added on both sides, or (before, after).

    Raises:
        ValueError: an argument is out of range, or the filter is larger than the padded axis.

    Source: Dumoulin and Visin, A guide to convolution arithmetic for deep learning (2016), relationship 5.

    >>> output_size(7, 3, stride=3).description
    '7 cells, filter 3, stride 3: (7 - 3) / 3 + 1 = 2.33 → 2 windows. No window covers cell 6.'
    """
    rows = [_row(size, filter_size, each, pad) for each in _several(stride)]
    words = translator()
    sheet, top = Sheet(*_paper(rows)), 0.5
    for k, row in enumerate(rows):
        _draw(sheet, row, top, (BLUE, GREEN, ORANGE, PURPLE)[k])
        top += _height(row) + 0.9
    return sheet.done(" ".join(_told(row, words) for row in rows))


def _several(stride: Any) -> list[Any]:
    strides = list(stride) if isinstance(stride, list | tuple | range | np.ndarray) else [stride]
    if not 1 <= len(strides) <= MOST_RULERS:
        raise ValueError(f"{CALL}(stride={stride!r:.60}): expected a stride, or 1 to {MOST_RULERS} of them")
    return strides


def _row(size: Any, filter_size: Any, stride: Any, pad: Any) -> Row:
    before, after = pad if isinstance(pad, tuple) and len(pad) == 2 else (pad, pad)
    row = Row(
        whole(CALL, "size", size, 1),
        whole(CALL, "filter_size", filter_size, 1),
        whole(CALL, "stride", stride, 1),
        whole(CALL, "pad", before, 0),
        whole(CALL, "pad", after, 0),
    )
    padded = row.before + row.size + row.after
    if padded > MOST_CELLS:
        raise ValueError(f"{CALL}(size={size}, pad={pad}): {padded} cells; at most {MOST_CELLS} can be drawn")
    if row.filter_size > padded:
        raise ValueError(
            f"{CALL}(size={size}, filter_size={filter_size}, pad={pad}): the filter is larger than the "
            f"{padded} cells that there are; no window fits"
        )
    return row


def _side(row: Row) -> float:
    return min(1.0, WIDE / _reach(row))


def _reach(row: Row) -> int:
    """Cells from the first to where the window that no longer fits would end."""
    hangs = len(row.starts) * row.stride + row.filter_size if _leaves(row) else 0
    return max(row.before + row.size + row.after, hangs)


def _leaves(row: Row) -> bool:
    """Whether the stride does not divide, so that one more window would hang over the edge."""
    return (row.before + row.size + row.after - row.filter_size) % row.stride != 0


def _bar(row: Row) -> float:
    """Height of a window and the gap below it: smaller where there are many."""
    return min(0.46, 7 / (len(row.starts) + 1))


def _height(row: Row) -> float:
    return 0.3 + max(min(1.0, 2 * _side(row)) + _bar(row) * (len(row.starts) + _leaves(row)), 1.9)


def _paper(rows: list[Row]) -> tuple[float, float]:
    words = Sheet(1, 1).words
    ruler = max(_reach(row) * _side(row) for row in rows)
    text = max(width_of(line, 11, weight="bold") for row in rows for line in (_name(row, words), row.formula))
    text = max([text, *(width_of(_left_over(row, words), 10) for row in rows)])
    return ruler + text + 2.2, 0.4 + sum(_height(row) + 0.9 for row in rows)


def _draw(sheet: Sheet, row: Row, top: float, colour: str) -> None:
    side, uncovered = _side(row), set(row.uncovered)
    height = min(1.0, 2 * side)
    left = 0.6 + row.before * side  # where cell 0 begins
    for cell in range(-row.before, row.size + row.after):
        inside = 0 <= cell < row.size
        sheet.cell(left + cell * side, top, side, height, dashed=not inside)
        if cell in uncovered:
            sheet.hatch(left + cell * side, top, side, height)
        if inside and side >= NUMBERED:
            sheet.label(str(cell), left + (cell + 0.5) * side, top + 0.53, size=11 * side, ground=cell in uncovered)
    if side < NUMBERED:
        for cell in (0, row.size - 1):
            sheet.label(str(cell), left + (cell + 0.5) * side, top - 0.3, size=8, colour=GREY)
    y = top + height + 0.2
    for start in row.starts:
        sheet.axes.fill_between(
            [left + start * side + 0.06 * side, left + (start + row.filter_size - 0.06) * side],
            y, y + 0.72 * _bar(row), color=colour, linewidth=0,
        )  # fmt: skip
        y += _bar(row)
    if _leaves(row):
        start = row.starts[-1] + row.stride
        sheet.axes.plot(
            [left + (start + end) * side for end in (0, row.filter_size, row.filter_size, 0, 0)],
            [y, y, y + 0.72 * _bar(row), y + 0.72 * _bar(row), y],
            color=RED, linewidth=1.2, linestyle=(0, (2, 2)),
        )  # fmt: skip
    beside = sheet.axes.get_xlim()[1] - 0.6
    sheet.label(_name(row, sheet.words), beside, top + 0.1, colour=GREY, size=10, align="right")
    sheet.label(row.formula, beside, top + 0.95, weight="bold", align="right")
    if uncovered:
        sheet.label(_left_over(row, sheet.words), beside, top + 1.8, size=10, colour=RED, align="right")


def _name(row: Row, words: Words) -> str:
    if row.before or row.after:
        pad = f"{row.before}" if row.before == row.after else f"({row.before}, {row.after})"
        return words("filter {filter}, stride {stride}, pad {pad}", filter=row.filter_size, stride=row.stride, pad=pad)
    return words("filter {filter}, stride {stride}", filter=row.filter_size, stride=row.stride)


def _left_over(row: Row, words: Words) -> str:
    n = len(row.uncovered)
    return words.plural("{n} cell is not covered", "{n} cells are not covered", n) if n else ""


def _told(row: Row, words: Words) -> str:
    text = words(
        "{size} cells, {name}: {formula} windows.",
        size=row.size,
        name=_name(row, words),
        formula=row.formula.replace(MINUS, "-"),
    )
    if row.uncovered:
        few = ", ".join(map(str, row.uncovered[:8])) + (", …" if len(row.uncovered) > 8 else "")
        text += " " + words.plural("No window covers cell {cells}.", "No window covers cells {cells}.",
                                   len(row.uncovered), cells=few)  # fmt: skip
    return text
