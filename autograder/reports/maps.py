"""Stage 4: the same mistake on a picture, and the maps of a right function: ready to be drawn, or as a sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.i18n import Words
from autograder.reports import pixels
from autograder.reports.columns import indent
from autograder.reports.phrases import N_
from autograder.reports.text import clean
from autograder.reports.values import as_float, number_text

MAX_CELLS = 400

FINDINGS = {  # what explains every cell
    "reversed": N_("Every sign is reversed: what gets brighter and what gets darker have changed places."),
    "no_negatives": N_("What should be below zero is 0, the rest is right."),
    "zero": N_("Every cell is 0."),
    "left_right": N_("The map is mirrored: left and right have changed places."),
    "upside_down": N_("The map is mirrored: top and bottom have changed places."),
    "half_turn": N_("The map is upside down and mirrored: it is turned by half a turn."),
    "transposed": N_("Rows and columns have changed places."),
}
SHIFTS = {
    (-1, 0): N_("The whole map is shifted by one cell, upwards."),
    (1, 0): N_("The whole map is shifted by one cell, downwards."),
    (0, -1): N_("The whole map is shifted by one cell, to the left."),
    (0, 1): N_("The whole map is shifted by one cell, to the right."),
    (-1, -1): N_("The whole map is shifted by one cell, upwards and to the left."),
    (-1, 1): N_("The whole map is shifted by one cell, upwards and to the right."),
    (1, -1): N_("The whole map is shifted by one cell, downwards and to the left."),
    (1, 1): N_("The whole map is shifted by one cell, downwards and to the right."),
}


@dataclass(frozen=True)
class Drawn:
    """One picture with its caption."""

    uri: str
    width: int
    height: int
    caption: str
    bold: bool
    size: str  # beside the caption, where it is not the same everywhere
    alt: str  # in numbers, the same in every language


@dataclass(frozen=True)
class OnAPicture:
    """A mistake on a picture."""

    label: str  # what the right map shows
    drawn: tuple[Drawn, ...]
    finding: str
    legend: Drawn | None  # of the two colours; grey needs none
    low: str
    high: str


@dataclass(frozen=True)
class Plane:
    rows: tuple[tuple[float, ...], ...]

    @property
    def size(self) -> str:
        return f"{len(self.rows)}×{len(self.rows[0])}"

    @property
    def most(self) -> float:
        return max((abs(number) for row in self.rows for number in row if math.isfinite(number)), default=0.0)

    @property
    def signed(self) -> bool:
        return any(number < 0 for row in self.rows for number in row)


def on_a_picture(example: Mapping[str, Any] | None, words: Words) -> OnAPicture | None:
    """The picture of a counterexample; None where it holds none."""
    stored = (example or {}).get("picture")
    if not isinstance(stored, Mapping):
        return None
    given, expected, got = (_plane(stored.get(key)) for key in ("input", "expected", "got"))
    difference = _plane(stored.get("difference"))
    if given is None or expected is None or got is None:
        return None
    grey = not (expected.signed or got.signed)
    most = max(expected.most, got.most)
    off = difference.most if difference else 0.0
    gap = off if grey else most
    beyond = off > gap
    drawn = [_drawn(given, words("picture"), given.most, grey=not given.signed, size=True)]
    drawn += [_drawn(expected, words("expected"), most, grey=grey, bold=True, size=difference is None)]
    drawn += [_drawn(got, words("yours"), most, grey=grey, bold=True, size=difference is None)]
    if difference:
        drawn.append(_drawn(difference, words("difference"), gap))
    uri, width, height = pixels.legend()
    legend = Drawn(uri, width, height, "", False, "", "−…+")
    return OnAPicture(
        label=words.pick(stored.get("labels") or {"en": str(stored.get("name", ""))}),
        drawn=tuple(drawn),
        finding=finding(stored.get("finding") or {}, words),
        legend=legend if difference or not grey else None,
        low=f"{'≤ ' if beyond else ''}{number_text(-gap, digits=3).replace('-', '−')}",
        high=f"{'≥ ' if beyond else ''}{number_text(gap, digits=3)}",
    )


def finding(stored: Mapping[str, Any], words: Words) -> str:
    """What can be said of the two maps in one sentence; nothing where that is nothing."""
    kind, n, of = str(stored.get("kind", "")), int(stored.get("n", 0)), int(stored.get("of", 0))
    if kind in FINDINGS:
        return words(FINDINGS[kind])
    if kind == "shifted":
        where = SHIFTS.get((int(stored.get("down", 0)), int(stored.get("right", 0))))
        return words(where) if where else ""
    if kind == "offset":
        return words("Every cell is off by {by}.", by=_signed(stored.get("by")))
    if kind == "factor":
        return words("Every cell is {by} times what it should be.", by=number_text(stored.get("by"), digits=3))
    if kind == "edge":
        return words.plural("Only {n} cell at the edge differs.", "Only {n} cells at the edge differ.", n)
    if kind == "cells":
        return words.plural("{n} of {of} cells differs.", "{n} of {of} cells differ.", n, of=of)
    if kind == "not_finite":
        return words.plural("{n} of {of} cells is nan or inf.", "{n} of {of} cells are nan or inf.", n, of=of)
    if kind == "rows":
        return words.plural("{n} of {of} rows is missing.", "{n} of {of} rows are missing.", n, of=of)
    if kind == "columns":
        return words.plural("{n} of {of} columns is missing.", "{n} of {of} columns are missing.", n, of=of)
    if kind == "size":
        expected, got = ("×".join(clean(side, 12) for side in stored.get(key) or ()) for key in ("expected", "got"))
        return words("The map has another size: expected {expected}, yours {got}.", expected=expected, got=got)
    return ""


def feature_maps(found: Sequence[Mapping[str, Any]], words: Words) -> tuple[Drawn, ...]:
    """The maps that a right function has just made."""
    drawn = []
    for one in found:
        plane = _plane(one.get("map"))
        if plane is not None:
            drawn.append(_drawn(plane, words.pick(one.get("labels") or {}), plane.most, grey=not plane.signed))
    return tuple(drawn)


def picture_text(example: Mapping[str, Any] | None, words: Words) -> str:
    """The same as a sentence, for a terminal or a screen reader; nothing where there is nothing to say."""
    shown = on_a_picture(example, words)
    if shown is None or not shown.finding:
        return ""
    heading = words("The same mistake on a picture ({label}):", label=shown.label)
    return f"{heading}\n{indent(shown.finding)}"


def _drawn(
    plane: Plane, caption: str, most: float, *, grey: bool = False, bold: bool = False, size: bool = False
) -> Drawn:
    uri, width, height = pixels.data_uri(plane.rows, most, grey=grey)
    numbers = [number for row in plane.rows for number in row if math.isfinite(number)]
    ends = [number_text(end, digits=3) for end in (min(numbers), max(numbers))] if numbers else ["nan", "nan"]
    return Drawn(uri, width, height, caption, bold, plane.size if size else "", f"{plane.size}, {ends[0]} … {ends[1]}")


def _plane(stored: Any) -> Plane | None:
    if not isinstance(stored, Mapping):
        return None
    n_rows, n_columns, data = stored.get("rows"), stored.get("columns"), stored.get("data")
    if not (isinstance(n_rows, int) and isinstance(n_columns, int) and isinstance(data, list | tuple)):
        return None
    if not 0 < len(data) == n_rows * n_columns <= MAX_CELLS or n_rows < 1:
        return None
    numbers = [as_float(number) for number in data]
    return Plane(tuple(tuple(numbers[i : i + n_columns]) for i in range(0, len(numbers), n_columns)))


def _signed(by: Any) -> str:
    return f"{as_float(by):+.4g}"
