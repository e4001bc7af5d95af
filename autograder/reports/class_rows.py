"""Stage 4: the table of the class report: one row a submission, and the cards that rows show on request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from autograder.i18n import LANGUAGES, translator
from autograder.ledger.late import told
from autograder.records import Item, Result
from autograder.reports import sentences
from autograder.reports.card import card_html, template
from autograder.reports.class_extras import Extras
from autograder.reports.class_facts import ClassFacts, kind_of, percent
from autograder.reports.class_groups import Group
from autograder.reports.class_words import BOTH
from autograder.reports.course_text import CourseText
from autograder.reports.text import clean, name, score_text
from autograder.reports.trained import label
from autograder.reports.walls import warning
from autograder.reports.words import in_both

SYMBOLS = {"p": "✓", "h": "◐", "f": "✗", "e": "!", "n": "–", "u": "?", "w": "◷"}


@dataclass(frozen=True)
class Chip:
    """One function in a student's row."""

    kind: str
    text: str  # "conv2d 5 / 10", in every language
    card: str  # the id of its card


@dataclass(frozen=True)
class Row:
    """One submission in the table."""

    number: int
    student: str
    assignment: str
    score: str
    points: str
    value: float  # to sort by; ungraded below zero
    chips: tuple[Chip, ...]
    remarks: tuple[str, ...]
    search: str
    tokens: str
    note: str  # the id of what is said above the cards
    cards: str  # ids of everything, in order
    page: str  # the address of the student's own page


class Shelf:
    """What rows show on request, kept once however many rows share it. Drawing a card is what takes the time."""

    def __init__(self, course: CourseText) -> None:
        self.course = course
        self.fragments: dict[str, str] = {}  # HTML -> id
        self.drawn: dict[tuple[str, str], str] = {}

    def card(self, item: Item, assignment: str) -> str:
        """The id of a card in both languages. How long the calls took is not on it."""
        item = replace(item, seconds=0.0, message=item.message if item.status == "ungraded" else "")
        key = assignment, repr(item)
        if key not in self.drawn:
            facts = self.course.check(assignment, item.name)
            self.drawn[key] = self.put(card_html(item, facts, "both", standalone_css=False))
        return self.drawn[key]

    def put(self, html: str) -> str:
        return self.fragments.setdefault(html, f"f{len(self.fragments)}") if html.strip() else ""


def rows_of(
    facts: ClassFacts, course: CourseText, extras: Extras, beside: Sequence[Group]
) -> tuple[list[Row], dict[str, str]]:
    """Every row, and HTML -> id of what they show on request.

    Args:
        beside: groups that are not of the results themselves.
    """
    shelf = Shelf(course)
    tokens = facts.tokens()
    for group in beside:
        for position in group.members:
            tokens[position].append(group.token)
    return [_row(i, facts, course, extras, shelf, tokens[i]) for i in range(len(facts.results))], shelf.fragments


def cleaned(result: Result) -> Result:
    """The same with every name short and visible; a name that was so already still finds its facts."""
    items = (replace(item, name=name(item.name), mistake=item.mistake and name(item.mistake)) for item in result.items)
    return replace(result, student=name(result.student) or "–", assignment=name(result.assignment), items=tuple(items))


def _row(
    position: int, facts: ClassFacts, course: CourseText, extras: Extras, shelf: Shelf, tokens: Sequence[str]
) -> Row:
    result = facts.results[position]
    most = score_text(result.max_score, result.max_score)
    score = "–" if result.score is None else score_text(result.score, result.max_score)
    note = shelf.put(notes_html(result))
    graded = result.score is not None  # else the reason is all there is to say
    cards = [shelf.card(item, result.assignment) if graded else note for item in result.items]
    title = " ".join(course.title(result.assignment, translator(language)) for language in LANGUAGES)
    named = [part for item in result.items for part in (item.name, item.mistake or "", item.status)]
    search = " ".join(clean(part) for part in (result.student, result.assignment, title, *named)).lower()
    return Row(
        number=position + 1,
        student=result.student,
        assignment=result.assignment,
        score=score,
        points=most,
        value=-1.0 if result.score is None else percent(result),
        chips=tuple(_chip(item, card) for item, card in zip(result.items, cards, strict=True)),
        remarks=(*_lateness(result, extras), *_remarks(result, course)),
        search=search,
        tokens=" ".join(tokens),
        note=note,
        cards=" ".join(dict.fromkeys(filter(None, [note, *cards]))),
        page=extras.pages.get((result.student, result.assignment), ""),
    )


def _chip(item: Item, card: str) -> Chip:
    points = SYMBOLS[kind_of(item)] if item.status == "ungraded" else score_text(item.points, item.max_points)
    names = (label(item.name, translator(language)) for language in LANGUAGES)  # side by side: no markup goes there
    shown = " · ".join(dict.fromkeys(names))
    return Chip(kind_of(item), f"{shown} {points} / {score_text(item.max_points, item.max_points)}", card)


def _lateness(result: Result, extras: Extras) -> list[str]:
    late = extras.lates.get((result.student, result.assignment))
    return [in_both(lambda words: told(late, words))] if late and late.seconds_late else []


def _remarks(result: Result, course: CourseText) -> list[str]:
    """Recognised mistakes as questions; for an ungraded submission the reason."""
    if result.score is None:
        return [clean(result.message, 160)]
    asked = [
        mistake.question
        for item in result.items
        for mistake in sentences.mistakes(item, course.check(result.assignment, item.name), BOTH)
    ]
    return [*asked[:2], f"+{len(asked) - 2}"] if len(asked) > 3 else asked


def notes_html(result: Result) -> str:
    """What is said above a submission's cards: why it is ungraded, and what was repaired."""
    return template("class_notes.html.j2").render(
        _=BOTH,
        message=clean(result.message),
        notes=[clean(note) for note in result.notes[:20]],
        warning=warning(result.sandbox, BOTH),
    )
