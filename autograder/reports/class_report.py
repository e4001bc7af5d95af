"""Stage 4: one class on one page, for the instructor: a self-contained HTML file in both languages.

No address is fetched, no student's text is markup, and the one script is the one whose hash the page names.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from markupsafe import Markup

from autograder.i18n import LANGUAGES, translator
from autograder.records import Item, Result
from autograder.reports import phrases, sentences
from autograder.reports.card import TEMPLATES, card_css, card_html, template
from autograder.reports.class_facts import ClassFacts, class_facts, kind_of, percent
from autograder.reports.class_groups import Group
from autograder.reports.class_words import BOTH, question, trainings, wrong_answer
from autograder.reports.course_text import CourseText
from autograder.reports.text import clean, name, percent_text, score_text
from autograder.reports.trained import label, with_training

SYMBOLS = {"p": "✓", "h": "◐", "f": "✗", "e": "!", "n": "–", "u": "?", "w": "◷"}
MOST_GROUPS = 40


@dataclass(frozen=True)
class Chip:
    """One function in a student's row."""

    kind: str
    text: str  # "conv2d 5 / 10", in every language


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
    cards: str


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


def render(results: Sequence[Result], course: CourseText, language: str | None = None) -> str:
    """The class report.

    Args:
        results: every submission of the class, of one assignment or several.
        course: titles and facts; what is missing is called by its name.
        language: what the page opens in; the other one is a click away.
    """
    facts = class_facts([_cleaned(with_training(result)) for result in results])
    shelf = Shelf(course)
    rows = [_row(i, facts, course, shelf) for i in range(len(facts.results))]
    script = _script()
    return template("class.html.j2").render(
        _=BOTH,
        plural=BOTH.plural,
        lang=translator(language).language,
        csp_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        script=script,
        css=Markup((TEMPLATES / "class.css").read_text("utf-8")) + card_css(),
        facts=facts,
        rows=rows,
        fragments=[(id, Markup(html)) for html, id in shelf.fragments.items()],
        titles={assignment: course.title(assignment, BOTH) for assignment in facts.assignments},
        course_name=BOTH.pick(course.name) if course.name else "",
        wall_s=course.wall_s,
        kinds=[(kind, SYMBOLS[kind], BOTH(_KIND_NAMES[kind])) for kind in _kinds(facts)],
        status_mark=SYMBOLS,
        mistakes=[(group, question(group, course)) for group in facts.mistakes[:MOST_GROUPS]],
        clusters=[(group, *wrong_answer(group)) for group in facts.clusters[:MOST_GROUPS]],
        trainings=[(one, trainings(one)) for one in facts.trainings],
        common=_common(facts, course),
        label=lambda name: label(name, BOTH),
        heads={assignment: _heads(facts, assignment) for assignment in facts.assignments},
        unboxed=sum(result.sandbox == "none" for result in facts.results),
        engines=sorted({name(result.engine) for result in facts.results if result.engine}),
        corpora=sorted({f"{name(r.assignment)} {r.corpus[:12]}" for r in facts.results if r.corpus}),
        percent_text=percent_text,
        one_digit=lambda number: score_text(number, 100),
        duration=duration,
        points=lambda number: score_text(number, number),
    )


_KIND_NAMES = {
    "p": phrases.STATUS["pass"],
    "h": phrases.STATUS["partial"],
    "f": phrases.STATUS["wrong"],
    "e": phrases.N_("stopped or took too long"),
    "n": phrases.STATUS["not_started"],
    "u": phrases.STATUS["ungraded"],
    "w": phrases.N_("waits for training"),
}


def _kinds(facts: ClassFacts) -> list[str]:
    """Waiting for training is explained only to those who have it."""
    waiting = any(one.counts["w"] for one in facts.functions)
    return [kind for kind in SYMBOLS if kind != "w" or waiting]


def duration(seconds: float) -> str:
    """A time as a clock says it.

    >>> duration(761), duration(8.25), duration(4000)
    ('12:41', '8.2 s', '1:06:40')
    """
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _cleaned(result: Result) -> Result:
    """The same with every name short and visible; a name that was so already still finds its facts."""
    items = (replace(item, name=name(item.name), mistake=item.mistake and name(item.mistake)) for item in result.items)
    return replace(result, student=name(result.student) or "–", assignment=name(result.assignment), items=tuple(items))


@cache
def _script() -> Markup:
    return Markup((TEMPLATES / "class.js").read_text("utf-8"))


def _row(position: int, facts: ClassFacts, course: CourseText, shelf: Shelf) -> Row:
    result = facts.results[position]
    most = score_text(result.max_score, result.max_score)
    score = "–" if result.score is None else score_text(result.score, result.max_score)
    cards = [shelf.put(_notes(result))]
    if result.score is not None:  # else the reason is all there is to say
        cards += [shelf.card(item, result.assignment) for item in result.items]
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
        chips=tuple(_chip(item) for item in result.items),
        remarks=tuple(_remarks(result, course)),
        search=search,
        tokens=" ".join(facts.tokens(position)),
        cards=" ".join(filter(None, cards)),
    )


def _chip(item: Item) -> Chip:
    points = SYMBOLS[kind_of(item)] if item.status == "ungraded" else score_text(item.points, item.max_points)
    names = (label(item.name, translator(language)) for language in LANGUAGES)  # side by side: no markup goes there
    shown = " · ".join(dict.fromkeys(names))
    return Chip(kind_of(item), f"{shown} {points} / {score_text(item.max_points, item.max_points)}")


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


def _notes(result: Result) -> str:
    return template("class_notes.html.j2").render(
        _=BOTH,
        message=clean(result.message),
        notes=[clean(note) for note in result.notes[:20]],
        unboxed=result.sandbox == "none",
    )


def _common(facts: ClassFacts, course: CourseText) -> dict[tuple[str, str], str]:
    """The most frequent mistake of each function, with how often."""
    return {
        (one.assignment, one.name): Markup("{} ({})").format(
            question(Group("", one.assignment, one.name, one.common[0], frozenset()), course), one.common[1]
        )
        for one in facts.functions
        if one.common
    }


def _heads(facts: ClassFacts, assignment: str) -> list[str]:
    return [label(one.name, BOTH) for one in facts.functions if one.assignment == assignment]
