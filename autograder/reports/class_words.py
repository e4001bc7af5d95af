"""Stage 4: what the class report says of a mistake, of a wrong answer without a name and of a trained network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from autograder.records import Item, Result
from autograder.reports import model_words, phrases, sentences
from autograder.reports.class_changes import Changes
from autograder.reports.class_facts import kind_of
from autograder.reports.class_groups import Group, TrainingFacts
from autograder.reports.course_text import CourseText
from autograder.reports.text import clean, name, score_text
from autograder.reports.trained import Trained, difference, trained
from autograder.reports.values import inline
from autograder.reports.words import html_words

BOTH = html_words("both")
MOST_NETWORKS = 40
MOST_CHANGES = 200


@dataclass(frozen=True)
class ChangeRow:
    """One changed score, as it is read."""

    student: str
    number: int | None  # of the row in the table
    assignment: str
    before: str
    after: str
    direction: str
    why: str


@dataclass(frozen=True)
class ChangeTable:
    when: str
    n_raised: int
    n_lowered: int
    n_same: int
    n_kept: int
    rows: tuple[ChangeRow, ...]
    n_more: int


def question(group: Group, course: CourseText) -> str:
    item = Item(group.function, 0, 0, "wrong", mistake=group.what)
    return sentences.mistakes(item, course.check(group.assignment, group.function), BOTH)[0].question


def wrong_answer(group: Group) -> tuple[str, str]:
    example = (group.example and group.example.counterexample) or {}
    if example.get("difference") in phrases.MODEL:
        said = sentences.lead(group.example, BOTH) if group.example else ""
        more = len(example.get("differences") or ()) + model_words.n_more(example) - 1
        others = f" (+{more})" if more > 0 else ""
        return clean(example.get("call", ""), 120), Markup("<b>{}{}</b>").format(said, others)
    return clean(example.get("call", ""), 120), clean(inline(example.get("got")), 90)


def change_table(changes: Changes, results: Sequence[Result]) -> ChangeTable:
    """What a regrade changed, lowered scores first."""
    directions = [one.direction for one in changes.changes]
    known = {(row.student, row.assignment): (i + 1, row.max_score) for i, row in enumerate(results)}
    rows = []
    for one in sorted(changes.changes, key=lambda one: (one.direction, one.student)):
        number, most = known.get(
            (name(one.student), name(one.assignment)), (None, max(one.before or 0, one.after or 0))
        )
        before, after = ("–" if points is None else score_text(points, most) for points in (one.before, one.after))
        row = ChangeRow(name(one.student), number, name(one.assignment), before, after, one.direction, clean(one.why))
        rows += [row] if one.direction != "same" else []
    return ChangeTable(
        when=clean(changes.when, 40),
        n_raised=directions.count("raised"),
        n_lowered=directions.count("lowered"),
        n_same=max(0, len(results) - directions.count("raised") - directions.count("lowered")),
        n_kept=changes.n_kept,
        rows=tuple(rows[:MOST_CHANGES]),
        n_more=max(0, len(rows) - MOST_CHANGES),
    )


def trainings(one: TrainingFacts) -> list[tuple[Group, Trained | None, str, str]]:
    """The networks of one function, and what became of them: in words, and as the kind of a bar."""
    shown = [(group, group.example) for group in one.networks[:MOST_NETWORKS] if group.example]
    return [(group, trained(item, BOTH), BOTH(_BECAME[difference(item)]), kind_of(item)) for group, item in shown]


_BECAME = {
    "untrained": phrases.N_("waits"),
    "learns": phrases.N_("learns"),
    "learns_less": phrases.N_("learns less than asked for"),
    "no_training": phrases.N_("could not be trained"),
    "no_threshold": phrases.N_("trained, points open"),
    "no_network": phrases.N_("no network"),
    "apart": phrases.N_("waits"),
    "together": phrases.N_("works"),
    "less_together": phrases.N_("works in part"),
    "nothing_together": phrases.N_("no part is right yet"),
    "not_started": phrases.STATUS["not_started"],
}
