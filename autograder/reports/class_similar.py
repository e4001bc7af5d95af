"""Stage 4: how two answers that look alike are laid side by side, for a person to judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.records import Result
from autograder.reports.class_groups import Group
from autograder.reports.text import clean, name, percent_text
from autograder.similarity.similar import Pair, Side, Similar

MOST_PAIRS = 60
MOST_LETTERS = 4_000  # of one answer


@dataclass(frozen=True)
class Column:
    """One student's answer in pieces: text, and whether the other has it too."""

    student: str
    number: int | None  # of the row in the table
    share: str
    pieces: tuple[tuple[str, bool], ...]
    cut: bool


@dataclass(frozen=True)
class AlikeFunction:
    name: str
    columns: tuple[Column, Column]


@dataclass(frozen=True)
class Alike:
    """One pair, ready for the template."""

    assignment: str
    students: tuple[tuple[str, int | None], ...]
    share: str
    functions: tuple[AlikeFunction, ...]


def alike(similar: Similar, rows: Sequence[Result]) -> list[Alike]:
    """The pairs that are shown, those with most in common first."""
    numbers = {(row.student, row.assignment): i + 1 for i, row in enumerate(rows)}
    return [_pair(pair, numbers) for pair in similar.pairs[:MOST_PAIRS]]


def similar_group(similar: Similar, rows: Sequence[Result]) -> Group:
    """Everybody who is in a pair."""
    there = {(name(student), name(pair.assignment)) for pair in similar.pairs for student in pair.students}
    members = frozenset(i for i, row in enumerate(rows) if (row.student, row.assignment) in there)
    return Group("similar", "", "", "similar", members)


def _pair(pair: Pair, numbers: Mapping[tuple[str, str], int]) -> Alike:
    assignment = name(pair.assignment)
    shown = [(name(student), numbers.get((name(student), assignment))) for student in pair.students]
    functions = [
        AlikeFunction(
            name(passage.function),
            (_column(passage.left, assignment, numbers), _column(passage.right, assignment, numbers)),
        )
        for passage in pair.passages
    ]
    return Alike(assignment, tuple(shown), percent_text(pair.share, 1), tuple(functions))


def _column(side: Side, assignment: str, numbers: Mapping[tuple[str, str], int]) -> Column:
    code, pieces, at = side.code[:MOST_LETTERS], [], 0
    for start, end in side.alike:
        pieces += [(code[at:start], False), (code[start:end], True)]
        at = end
    pieces.append((code[at:], False))
    visible = tuple((clean(text, 4 * len(text) + 1, lines=True), marked) for text, marked in pieces if text)
    student = name(side.student)
    number = numbers.get((student, assignment))
    return Column(student, number, percent_text(side.share, 1), visible, len(side.code) > MOST_LETTERS)
