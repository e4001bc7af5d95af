"""Stage 4: columns of text on a terminal, where a Korean letter takes two."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from autograder.reports.text import MESSAGE_CAP

WIDTH = 88


def join(blocks: Sequence[Sequence[str]]) -> list[str]:
    height = max(len(block) for block in blocks)
    padded = [[*block, *[""] * (height - len(block))] for block in blocks]
    widths = [max(map(width, block)) for block in blocks]
    return [
        "    ".join(pad(line, widest, left=True) for line, widest in zip(row, widths, strict=True)).rstrip()
        for row in zip(*padded, strict=True)
    ]


def indent(line: str) -> str:
    return "    " + line[:MESSAGE_CAP] if line else ""


def width(line: str) -> int:
    """Columns on a terminal; a Korean letter takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)


def pad(line: str, columns: int, *, left: bool = False) -> str:
    """Fill up with spaces to so many columns; `left` keeps the text on the left."""
    fill = " " * max(0, columns - width(line))
    return line + fill if left else fill + line
