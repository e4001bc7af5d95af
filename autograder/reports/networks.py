"""Stage 4: two networks side by side, ready to be drawn: rows with labels, shapes, lanes and signs, as HTML or as text.

What differs has a sign and a colour of its own, never a colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.i18n import Words
from autograder.reports.phrases import MARKS
from autograder.reports.rails import Rail, rails
from autograder.reports.text import clean

MOST_LINES = 60
LABEL_CAP = 60
SIDES = ("expected", "yours")


@dataclass(frozen=True)
class Layer:
    """One row of one network."""

    label: str
    shape: str
    params: str
    mark: str  # "", "missing", "extra", "changed" or "moved"
    said: str  # the mark in words
    folded: int
    other_shape: bool  # is the shape another one than that of its counterpart?
    other_params: bool


@dataclass(frozen=True)
class Line:
    """A line of the picture; None where a network has nothing there."""

    layers: tuple[Layer | None, Layer | None]
    rails: tuple[Rail, Rail]


@dataclass(frozen=True)
class Total:
    """What a whole network comes to."""

    shape: str
    params: str
    other_shape: bool
    other_params: bool


@dataclass(frozen=True)
class Networks:
    """Both networks, the reference's first."""

    lines: tuple[Line, ...]
    lanes: tuple[int, int]
    totals: tuple[Total, Total] | None
    legend: tuple[str, ...]  # the marks that occur


def networks(example: Mapping[str, Any], words: Words) -> Networks | None:
    """The picture of a model's counterexample; None where it holds none."""
    graphs = example.get("graphs")
    if not isinstance(graphs, Mapping) or not isinstance(graphs.get("lines"), int):
        return None
    n = min(graphs["lines"], MOST_LINES)
    both = [[row for row in graphs.get(side) or () if row["line"] < n] for side in SIDES]
    if not all(both):
        return None
    by_line = [{row["line"]: row for row in rows} for rows in both]
    drawn = [rails(rows, n) for rows in both]
    lines = []
    for i in range(n):
        ours, theirs = by_line[0].get(i), by_line[1].get(i)
        layers = _layer(ours, theirs, words), _layer(theirs, ours, words)
        lines.append(Line(layers, (drawn[0][0][i], drawn[1][0][i])))
    found = {layer.mark for line in lines for layer in line.layers if layer}
    legend = tuple(mark for mark in MARKS if mark in found)
    return Networks(tuple(lines), (drawn[0][1], drawn[1][1]), _totals(example, both), legend)


def _layer(row: Mapping[str, Any] | None, other: Mapping[str, Any] | None, words: Words) -> Layer | None:
    if row is None:
        return None
    mark, folded = str(row.get("mark", "")), int(row.get("folded", 0))
    mark = mark if mark in MARKS else ""
    return Layer(
        label=_folded(row, folded, words) if folded else clean(row["label"], LABEL_CAP),
        shape=shape_text(row["shape"]),
        params=f"{row['params']:,}" if row["params"] else "",
        mark=mark,
        said=words(MARKS[mark].name) if mark else "",
        folded=folded,
        other_shape=other is not None and other["shape"] != row["shape"],
        other_params=other is not None and other["params"] != row["params"],
    )


def _folded(row: Mapping[str, Any], n: int, words: Words) -> str:
    marked = int(row.get("marked", 0))
    if not marked and not row.get("same"):
        return words.plural("{n} layer", "{n} layers", n)
    if not marked:
        return words.plural("{n} layer, the same", "{n} layers, the same", n)
    return words.plural(
        "{n} layer, {marked} of them different", "{n} layers, {marked} of them different", n, marked=marked
    )


def shape_text(shape: Sequence[Any]) -> str:
    """
    >>> shape_text([28, 28, 64]), shape_text([10])
    ('28×28×64', '10')
    """
    return "×".join(str(int(side)) for side in shape)


def outputs_text(outputs: Any) -> str:
    """The shape of the output, or of several of them.

    >>> outputs_text([10]), outputs_text([[10], [3]])
    ('10', '10 + 3')
    """
    several = [one for one in outputs or () if isinstance(one, list | tuple)]
    return " + ".join(map(shape_text, several)) if several else shape_text(outputs or ())


def _totals(example: Mapping[str, Any], rows: Sequence[Sequence[Mapping[str, Any]]]) -> tuple[Total, Total] | None:
    """Of the whole networks. A bias that does nothing is counted, as Keras does, and makes no difference."""
    totals = example.get("totals") or {}
    ours, theirs = (totals.get(side) or {} for side in SIDES)
    if "parameters" not in ours or "parameters" not in theirs:
        return None
    counted = [sum(row["params"] for row in side) for side in rows]
    other = ours.get("output") != theirs.get("output"), counted[0] != counted[1]
    return _total(ours, other), _total(theirs, other)


def _total(one: Mapping[str, Any], other: tuple[bool, bool]) -> Total:
    return Total(outputs_text(one.get("output")), f"{one['parameters']:,}", *other)
