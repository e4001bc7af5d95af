"""Stage 4, in a CI job: the points of everything that was graded, in one record that every host is told from.

What is ungraded has no points: then there is no score, and never a zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.records import Result
from autograder.reports.text import score_text


@dataclass(frozen=True)
class Score:
    """points is None where anything waits for a person."""

    points: float | None
    max_points: float

    @property
    def full(self) -> bool:
        return self.points is not None and self.points >= self.max_points

    @property
    def points_text(self) -> str:
        """Points with at most two decimals; never rounded up to full marks, "" where there are none."""
        return "" if self.points is None else score_text(self.points, self.max_points, digits=2)

    @property
    def max_text(self) -> str:
        return score_text(self.max_points, self.max_points, digits=2)


def score(results: Sequence[Result]) -> Score:
    """The sum over all results. A network that waits to be trained counts on neither side."""
    points = [result.score for result in results]
    known = [one for one in points if one is not None]
    whole = len(known) == len(points) > 0
    return Score(sum(known) if whole else None, sum(result.max_score for result in results))
