"""Stage 5: results -> grades that may be handed to others. Promises no number that is not the whole grade.

What is not decided (ungraded, or points that wait for a training) has no score here; what there is so far is in
`raw`. Scores are rounded once, by `rounded`, and every format writes the same digits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from autograder.records import Result
from autograder.reports.text import MESSAGE_CAP, clean

CENT = Decimal("0.01")
_NOISE = Decimal("0.000001")  # what adding up floats leaves: 0.1 + 0.2
ZERO = Decimal(0)


@dataclass(frozen=True)
class Function:
    """The points of one function; None where they are not decided."""

    name: str
    points: Decimal | None
    max_points: Decimal


@dataclass(frozen=True)
class Grade:
    """One student's grade for one assignment.

    score: of `max_score`, after the penalty; None where it is not decided. raw: what is decided so far, before the
    penalty. open_points: not decided. remark: why there is no score.
    """

    student: str
    assignment: str
    score: Decimal | None
    max_score: Decimal
    raw: Decimal | None
    penalty: Decimal = ZERO
    open_points: Decimal = ZERO
    remark: str = ""
    functions: tuple[Function, ...] = ()


def from_results(results: Iterable[Result], penalties: Mapping[tuple[str, str], float] | None = None) -> list[Grade]:
    """The grades of some results, in their order.

    Args:
        penalties: (student, assignment) -> points taken off for being late.
    """
    results = list(results)
    most: dict[str, Decimal] = {}
    for result in results:
        most[result.assignment] = max(most.get(result.assignment, ZERO), _whole(result))
    return [
        grade(result, most[result.assignment], (penalties or {}).get((result.student, result.assignment), 0.0))
        for result in results
    ]


def grade(result: Result, max_score: Decimal, penalty: float = 0.0) -> Grade:
    """The grade of one result.

    Args:
        max_score: of the assignment; `result.max_score` leaves out what waits for a training.
    """
    functions = tuple(
        Function(item.name, None if item.status == "ungraded" else exact(item.points), exact(item.max_points))
        for item in result.items
    )
    found = Grade(result.student, result.assignment, None, max_score, None, exact(penalty), functions=functions)
    if result.score is None:
        return replace(found, open_points=max_score, remark=clean(result.message, MESSAGE_CAP))
    waiting = sum((function.max_points for function in functions if function.points is None), ZERO)
    raw = exact(result.score)
    return replace(found, raw=raw, open_points=waiting, score=None if waiting else max(ZERO, raw - found.penalty))


def provisional(one: Grade) -> Grade:
    """The same with what is decided so far as its score, where anything is."""
    if one.score is not None or one.raw is None:
        return one
    return replace(one, score=max(ZERO, one.raw - one.penalty))


def scaled(one: Grade, out_of: Decimal) -> Grade:
    """The same as if the assignment counted so many points."""
    if not one.max_score:
        return one
    by = out_of / one.max_score

    def times(points: Decimal) -> Decimal:
        return (points * by).quantize(_NOISE)

    return replace(
        one,
        score=None if one.score is None else times(one.score),
        raw=None if one.raw is None else times(one.raw),
        penalty=times(one.penalty),
        open_points=times(one.open_points),
        max_score=out_of,
    )


def exact(points: float) -> Decimal:
    """A number of points without the noise of adding up floats.

    >>> exact(0.1 + 0.2)
    Decimal('0.3')
    """
    return Decimal(repr(float(points))).quantize(_NOISE).normalize()


def rounded(score: Decimal, most: Decimal) -> Decimal:
    """Two decimals, half up, but never up onto a whole point, nor up to full marks, nor down to zero.

    A whole point is where people draw the line between passing and failing, so nobody is carried over it.

    >>> [str(rounded(Decimal(score), Decimal(100))) for score in ("59.996", "59.994", "66.665", "0.001", "100")]
    ['59.99', '59.99', '66.67', '0.01', '100.00']
    """
    near = score.quantize(CENT, ROUND_HALF_UP)
    if near > score and (near == near.to_integral_value() or near >= most):
        near = score.quantize(CENT, ROUND_DOWN)
    return CENT if score > 0 and not near else near


def digits(score: Decimal | None, most: Decimal) -> str:
    """A score as every format writes it, a point as its decimal mark; nothing where there is none.

    >>> digits(Decimal("7.10"), Decimal(10)), digits(Decimal(7), Decimal(10)), digits(None, Decimal(10))
    ('7.1', '7', '')
    """
    return "" if score is None else f"{rounded(score, most).normalize():f}"


def _whole(result: Result) -> Decimal:
    return max(exact(result.max_score), sum((exact(item.max_points) for item in result.items), ZERO))
