"""Stage 4: students by assignments, in percent: who is where in the course. Facts in, one table out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.reports.class_facts import ClassFacts, is_ungraded, percent
from autograder.reports.class_rows import Row

HALF = 50.0


@dataclass(frozen=True)
class Place:
    """One student in one assignment.

    kind: "p" full marks, "h" half of them or more, "f" less, "n" nothing handed in, "u" needs a person.
    """

    kind: str
    text: str  # whole percent, never rounded up to 100 or down to 0; "" where there is none


@dataclass(frozen=True)
class Student:
    name: str
    number: int  # what the report calls a student whose name is hidden
    places: tuple[Place, ...]  # one an assignment
    n_handed_in: int


def class_map(facts: ClassFacts, rows: Sequence[Row]) -> tuple[Student, ...]:
    """One row a student, in the order of the table of submissions."""
    found: dict[str, dict[str, Place]] = {}
    numbers: dict[str, int] = {}
    for result, row in zip(facts.results, rows, strict=True):
        found.setdefault(row.student, {})[result.assignment] = _place(percent(result), is_ungraded(result))
        numbers.setdefault(row.student, row.number)
    none = Place("n", "")
    return tuple(
        Student(name, numbers[name], tuple(there.get(one, none) for one in facts.assignments), len(there))
        for name, there in found.items()
    )


def _place(share: float, ungraded: bool) -> Place:
    if ungraded:
        return Place("u", "")
    whole = 100 if share >= 100 else min(99, max(1, round(share))) if share > 0 else 0
    return Place("p" if share >= 100 else "h" if share >= HALF else "f", str(whole))
