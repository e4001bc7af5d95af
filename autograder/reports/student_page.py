"""Stage 4: one submission on one page, to be handed to its student: the cards exactly as the notebook shows them.

It holds nobody else's data, fetches nothing and runs no script; the language is switched by the style sheet.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from autograder.i18n import translator
from autograder.ledger.changes import is_kept_note
from autograder.ledger.late import Late, told_fully
from autograder.ledger.regrade_requests import Request
from autograder.records import Item, Result
from autograder.reports import phrases
from autograder.reports.card import card_html, template
from autograder.reports.class_facts import kind_of
from autograder.reports.class_report import page_css
from autograder.reports.class_rows import SYMBOLS
from autograder.reports.class_words import BOTH
from autograder.reports.course_text import CourseText
from autograder.reports.text import clean, name, score_text
from autograder.reports.trained import label, waits, with_training
from autograder.reports.walls import level, warning
from autograder.reports.words import in_both
from autograder.store import folder_name


@dataclass(frozen=True)
class Line:
    """One function in the overview."""

    kind: str
    name: str
    points: str
    status: str
    card: Markup


@dataclass(frozen=True)
class Known:
    """What is known of a submission beside its result: how late it was, and what its student asked about it."""

    late: Late | None = None
    asked: tuple[Request, ...] = ()


NOTHING = Known()


def render(result: Result, course: CourseText, language: str | None = None, known: Known = NOTHING) -> str:
    """A submission's page.

    Args:
        language: what the page opens in; the other one is a click away.
    """
    result = with_training(result)
    lang = translator(language).language
    graded = result.score is not None  # else the reason is all there is to say
    return template("student.html.j2").render(
        _=BOTH,
        plural=BOTH.plural,
        lang=lang,
        css=page_css("student.css"),
        student=name(result.student),
        title=course.title(result.assignment, BOTH),
        heading=course.title(result.assignment, translator(language)),
        score="–" if result.score is None else score_text(result.score, result.max_score),
        max_score=score_text(result.max_score, result.max_score),
        share=100 * (result.score or 0) / result.max_score if result.max_score else 0,
        message=clean(result.message),
        kept=[clean(note) for note in result.notes if is_kept_note(note)],
        notes=[clean(note) for note in result.notes[:20] if not is_kept_note(note)],
        late=_late(known.late) if known.late else "",
        asked=[(name(one.function), clean(one.text), clean(one.answer)) for one in known.asked],
        warning=warning(result.sandbox, BOTH),
        sandbox=level(result),
        lines=[_line(item, result.assignment, course) for item in result.items] if graded else [],
        marks=SYMBOLS,
        engine=name(result.engine),
        corpus=name(result.corpus)[:12],
    )


def _late(late: Late) -> Markup:
    return in_both(lambda words: told_fully(late, words))


def files(results: Sequence[Result], folder: Path) -> Iterator[tuple[Result, Path]]:
    """Where each submission's page belongs. No name becomes a path as it is."""
    for result in results:
        yield result, folder / folder_name(result.student) / f"{folder_name(result.assignment)}.html"


def addresses(results: Sequence[Result], folder: Path, report: Path) -> dict[tuple[str, str], str]:
    """(student, assignment), as the report calls them -> the page's address, relative to the report.

    Two that the report calls alike get none: a link must not lead to somebody else.
    """
    found = [
        ((name(result.student), name(result.assignment)), quote(Path(_beside(path, report)).as_posix()))
        for result, path in files(results, folder)
    ]
    times = Counter(key for key, _ in found)
    return {key: address for key, address in found if times[key] == 1}


def _beside(path: Path, report: Path) -> str:
    return os.path.relpath(path.resolve(), report.resolve().parent)


def _line(item: Item, assignment: str, course: CourseText) -> Line:
    shown = "–" if item.status in ("ungraded", "not_started") else score_text(item.points, item.max_points)
    facts = course.check(assignment, item.name)
    card = card_html(replace(item, message=clean(item.message)), facts, "both", standalone_css=False)
    return Line(
        kind=kind_of(item),
        name=label(item.name, BOTH),
        points=f"{shown} / {score_text(item.max_points, item.max_points)}",
        status=BOTH(_WAITS if waits(item) else phrases.STATUS[item.status]),
        card=Markup(card),
    )


_WAITS = phrases.N_("waits for training")
