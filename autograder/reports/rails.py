"""Stage 4: the lanes of a graph beside its rows, as `git log --graph` draws them: every connection has one of its own.

A layer stands in the leftmost of the lanes that end in it. Its first reader keeps that lane, the others get lanes to
the right of it, so that forks and merges never cross to the left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST_LANES = 8  # what would be further right is drawn on the last one


@dataclass(frozen=True)
class Rail:
    """One line of it.

    Attributes:
        at: lane of the layer on this line; None where there is none.
        up: does its own lane come from above? down: does it go on below?
        ends, starts: lanes to the right that end in the layer, that begin in it.
        through: lanes that pass.
    """

    at: int | None = None
    up: bool = False
    down: bool = False
    ends: tuple[int, ...] = ()
    starts: tuple[int, ...] = ()
    through: tuple[int, ...] = ()


def rails(rows: Sequence[Mapping[str, Any]], n_lines: int) -> tuple[list[Rail], int]:
    """One rail a line, and how many lanes they take.

    Args:
        rows: with "id", "line" and "inputs", as models/drawn.py makes them, from the top down.
    """
    readers: dict[int, list[int]] = {}
    for row in rows:
        for source in row["inputs"]:
            readers.setdefault(source, []).append(row["id"])
    by_line = {row["line"]: row for row in rows}
    lanes: dict[int, int] = {}  # lane -> the layer that it leads to
    drawn: list[Rail] = []
    width = 1
    for line in range(n_lines):
        if line not in by_line:
            drawn.append(Rail(through=_seen(lanes)))
            continue
        row = by_line[line]
        ends = sorted(lane for lane, target in lanes.items() if target == row["id"])
        for lane in ends:
            del lanes[lane]
        at = ends[0] if ends else _free(lanes, 0)
        through = _seen(lanes)
        taken: list[int] = []
        for target in readers.get(row["id"], []):
            lane = at if not taken else _free(lanes, at + 1)
            lanes[lane] = target
            taken.append(lane)
        width = max(width, at + 1, *(lane + 1 for lane in lanes))
        drawn.append(Rail(_capped(at), bool(ends), bool(taken), _right(ends[1:], at), _right(taken[1:], at), through))
    return drawn, min(width, MOST_LANES)


def _free(lanes: Mapping[int, int], start: int) -> int:
    lane = start
    while lane in lanes:
        lane += 1
    return lane


def _capped(lane: int) -> int:
    return min(lane, MOST_LANES - 1)


def _seen(lanes: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(sorted({_capped(lane) for lane in lanes}))


def _right(lanes: Sequence[int], at: int) -> tuple[int, ...]:
    return tuple(sorted({_capped(lane) for lane in lanes if _capped(lane) > _capped(at)}))


def rail_text(rail: Rail, width: int, *, folded: bool = False) -> str:
    """A rail in signs, two columns a lane.

    >>> rail_text(Rail(0, starts=(1, 2), down=True), 4), rail_text(Rail(0, True, ends=(2,), through=(1,)), 3)
    ('●─┬─╮  ', '●─┼─╯')
    """
    signs = [" "] * (2 * width - 1)
    for lane in rail.through:
        signs[2 * lane] = "│"
    if rail.at is None:
        return "".join(signs)
    last = max((*rail.ends, *rail.starts), default=rail.at)
    for column in range(2 * rail.at + 1, 2 * last):
        signs[column] = "┼" if signs[column] == "│" else "─"
    for lane in {*rail.ends, *rail.starts}:
        corners = "┴┬┼" if lane < last else "╯╮┤"
        signs[2 * lane] = corners[2 if lane in rail.ends and lane in rail.starts else lane in rail.starts]
    signs[2 * rail.at] = "┊" if folded else "●"
    return "".join(signs)
