"""Stage 4: the curve of a training, as points to be drawn and as one line of text; and how an accuracy is written."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from autograder.judge.learnt import TOO_LARGE
from autograder.reports.text import score_text

BLOCKS = "▁▂▃▄▅▆▇█"
WIDE, HIGH = 260, 96  # of the drawn curve
MOST_EPOCHS = 200


@dataclass(frozen=True)
class Curve:
    """Accuracy by epoch, as the points of a line in a box of WIDE x HIGH, and as text."""

    points: str
    last: tuple[float, float]
    threshold: float | None  # how far down its line is
    low: str
    high: str
    epochs: int
    text: str
    ends: str  # "41.2% → 81.7%"


def number(value: Any) -> float | None:
    """An accuracy from 0 to 1."""
    known = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
    return float(value) if known else None


def percent(share: float, threshold: float | None = None) -> str:
    """A percentage that never rounds up to the threshold.

    >>> percent(0.8997, 0.9), percent(0.9)
    ('89.9%', '90%')
    """
    below = threshold is not None and share < threshold
    return score_text(100 * share, 100 * threshold if below and threshold is not None else 100) + "%"


def accuracy_curve(values: Sequence[float], threshold: float | None) -> Curve:
    seen = [*values, *([threshold] if threshold is not None else [])]
    low, high = math.floor(10 * min(seen)) / 10, math.ceil(10 * max(seen)) / 10
    span = max(high - low, 0.1)

    def down(value: float) -> float:
        return round((1 - (value - low) / span) * (HIGH - 12) + 6, 1)

    across = [round(i * (WIDE - 12) / (len(values) - 1) + 4, 1) for i in range(len(values))]
    points = list(zip(across, map(down, values), strict=True))
    return Curve(
        " ".join(f"{x},{y}" for x, y in points),
        points[-1],
        None if threshold is None else down(threshold),
        percent(low),
        percent(low + span),
        len(values),
        spark(values, low, span),
        f"{percent(values[0])} → {percent(values[-1])}",
    )


def losses_of(told: Any) -> list[float]:
    """The numbers among what was told of losses."""
    return [float(one) for one in list(told or ())[:MOST_EPOCHS] if _is_loss(one)]


def _is_loss(one: Any) -> bool:
    return isinstance(one, int | float) and not isinstance(one, bool) and abs(one) < TOO_LARGE


def losses_curve(values: Sequence[float]) -> Curve:
    """The losses of a training from 0 to the largest; an axis of its own, and no threshold."""
    low, high = min(0.0, *values), max(values)
    span = max(high - low, 1e-9)
    across = [round(i * (WIDE - 12) / (len(values) - 1) + 4, 1) for i in range(len(values))]
    down = [round((1 - (value - low) / span) * (HIGH - 12) + 6, 1) for value in values]
    points = list(zip(across, down, strict=True))
    more = 2 if high < 0.1 else 0  # decimals
    return Curve(
        " ".join(f"{x},{y}" for x, y in points),
        points[-1],
        None,
        f"{low:.1f}",
        f"{high:.{1 + more}f}",
        len(values),
        spark(values, low, span),
        f"{values[0]:.{2 + more}f} → {values[-1]:.{2 + more}f}",
    )


def spark(values: Sequence[float], low: float, span: float) -> str:
    """A curve in one line of text.

    >>> spark([0.1, 0.5, 0.9], 0.1, 0.8)
    '▁▅█'
    """
    step = max(1, math.ceil(len(values) / 40))
    return "".join(BLOCKS[min(7, round(7 * (value - low) / span))] for value in values[::step])
