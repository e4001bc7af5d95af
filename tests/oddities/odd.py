"""Honest submissions that nobody would write twice: right, however odd. Each must get full marks.

An Odd is one student's work on one lesson. `cells` go in the place of the answers: function -> source; what is not
named is the lesson's own answer. `first` is a cell of the student's own, before all answers.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

A03, A04, A06, A07, A02 = "a03_convolution", "a04_pooling", "a06_losses", "a07_backprop", "a02_sizes"


@dataclass(frozen=True)
class Odd:
    """One odd but right submission."""

    name: str
    lesson: str
    cells: dict[str, str]
    first: str = ""
    edit: Callable[[list[dict[str, Any]]], None] | None = field(default=None, repr=False)  # of the notebook's cells


def code(text: str) -> str:
    return textwrap.dedent(text).strip("\n")


def odd(name: str, lesson: str, first: str = "", /, **cells: str) -> Odd:
    return Odd(name, lesson, {function: code(text) for function, text in cells.items()}, code(first))
