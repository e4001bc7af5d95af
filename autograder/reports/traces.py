"""Stage 4: the student's own lines on the way to an exception, capped and numbered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autograder.i18n import Words
from autograder.records import Item
from autograder.reports.text import LINE_CAP, clean

MOST_FRAMES = 5


@dataclass(frozen=True)
class Frame:
    cell: int
    line: int
    lines: tuple[tuple[int, str, bool], ...]  # number, source, is it the line


def frames(item: Item) -> list[Frame]:
    """Outermost first; the last one is where it stopped. Empty unless an exception came back."""
    got: Mapping[str, Any] = (item.counterexample or {}).get("got") or {}
    return [_frame(entry) for entry in list(got.get("trace") or ())[-MOST_FRAMES:]]


def where(frame: Frame, words: Words) -> str:
    """Which line it is: a notebook's own kernel counts its cells otherwise, and does not say."""
    if not frame.cell:
        return words("Line {line} of your cell", line=frame.line)
    return words("Code cell {cell}, line {line}", cell=frame.cell, line=frame.line)


def _frame(entry: Mapping[str, Any]) -> Frame:
    line, source = int(entry.get("line") or 0), str(entry.get("source", ""))
    around = [str(text) for text in list(entry.get("around") or ())[:9]] or [source]
    here = _position(around, source)
    shown = tuple((line - here + i, clean(_tabs(text), LINE_CAP), i == here) for i, text in enumerate(around))
    return Frame(int(entry.get("cell") or 0), line, shown)


def _position(around: list[str], source: str) -> int:
    """Where the line is among its neighbours: the equal one nearest to the middle, as a cell may begin or end there."""
    equal = [i for i, text in enumerate(around) if text.strip() == source.strip()]
    middle = len(around) // 2
    return min(equal, key=lambda i: abs(i - middle), default=middle)


def _tabs(line: str) -> str:
    return line.rstrip("\n").expandtabs(4)
