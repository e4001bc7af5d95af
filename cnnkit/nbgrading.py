"""What `check` tells nbgrader, which runs a notebook and looks at each check cell's output. Promises no flattering.

nbgrader calls a cell right that says nothing it can read, so a card alone would pass every answer. What it reads is
written down in its utils.determine_grade: anything on stderr is no credit, a number that is the cell's value is that
many points, all else is full marks. Standard library and what `check` has loaded already.
"""

from __future__ import annotations

import os
import sys
import textwrap

from autograder import messages
from autograder.records import CheckFacts, Item

WIDTH = 80  # nbgrader cuts what is longer, and its dialog does not wrap


def asked() -> str:
    """Who runs this notebook: "validate" (its Validate button), "autograde", or "" for a person."""
    if os.environ.get("NBGRADER_VALIDATING"):
        return "validate"
    return "autograde" if os.environ.get("NBGRADER_EXECUTION") == "autograde" else ""


def tell(item: Item, facts: CheckFacts, language: str | None = None) -> float | None:
    """Say a verdict so that nbgrader takes it as it is.

    Returns: nothing while validating, where a line on stderr is what the student gets to read; else the points, which
        the notebook shows as the value of the cell.
    """
    if asked() == "validate":
        if item.status != "pass":
            sys.stderr.write(_wrapped(messages.message(item, facts, language)) + "\n")
        return None
    return float(min(max(item.points, 0.0), facts.points))


def _wrapped(text: str) -> str:
    """Lines of at most WIDTH columns, a Korean letter taking two."""
    from autograder.reports.columns import width

    lines = [""]
    for word in text.split():
        if lines[-1] and width(f"{lines[-1]} {word}") > WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(piece for line in lines for piece in textwrap.wrap(line, WIDTH))
