"""Stage 4, html: a page of feedback for one student, or several: the cards in order, and no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from autograder.records import Result
from autograder.reports.card import card_css, card_html, template
from autograder.reports.course_text import CourseText
from autograder.reports.text import clean, name, score_text
from autograder.reports.trained import with_training
from autograder.reports.walls import level, warning
from autograder.reports.words import html_words


@dataclass(frozen=True)
class Page:
    """One submission, ready for the template."""

    title: str
    student: str
    score: str
    message: str
    notes: tuple[str, ...]
    cards: tuple[Markup, ...]
    warning: str
    sandbox: str


def render(results: Sequence[Result], course: CourseText, language: str | None = None) -> str:
    """One self-contained page in one language."""
    words = html_words(language)
    results = [with_training(result) for result in results]
    return template("feedback.html.j2").render(
        _=words,
        lang=words.language,
        css=card_css(),
        pages=[_page(result, course, words.language) for result in results],
    )


def _page(result: Result, course: CourseText, language: str) -> Page:
    score = "–" if result.score is None else score_text(result.score, result.max_score)
    cards = [
        Markup(card_html(item, course.check(result.assignment, item.name), language, standalone_css=False))
        for item in result.items
    ]
    return Page(
        title=course.title(result.assignment, html_words(language)),
        student=name(result.student),
        score=f"{score} / {score_text(result.max_score, result.max_score)}",
        message=clean(result.message),
        notes=tuple(clean(note) for note in result.notes[:20]),
        cards=tuple(cards),
        warning=warning(result.sandbox, html_words(language)),
        sandbox=level(result),
    )
