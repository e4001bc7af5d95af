"""Stage 4, text: what `grade` prints where no format is asked for. A card for one submission, a table for a class."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from autograder.i18n import Words, translator
from autograder.messages import status_word
from autograder.records import Result
from autograder.reports.columns import pad, width
from autograder.reports.course_text import CourseText
from autograder.reports.text import clean, name, score_text
from autograder.reports.text_card import text_card
from autograder.reports.trained import with_training
from autograder.reports.walls import levels, warning

MAX_ROWS = 60  # a longer table scrolls away; the class report has them all


def render(results: Sequence[Result], course: CourseText, language: str | None = None) -> str:
    """One submission in full, or a class with a line for each submission."""
    words = translator(language)
    results = [with_training(result) for result in results]
    if len(results) == 1:
        return _submission(results[0], course, language, words)
    return _class(results, words)


def _submission(result: Result, course: CourseText, language: str | None, words: Words) -> str:
    head = f"{name(result.student)} · {name(result.assignment)}"
    if result.score is None:
        return f"{head} · {status_word('ungraded', language)}: {clean(result.message)}"
    lines = [
        f"{head} · {score_text(result.score, result.max_score)} / {score_text(result.max_score, result.max_score)}"
    ]
    lines += [f"  {clean(note)}" for note in result.notes]
    for item in result.items:
        lines += ["", text_card(item, course.check(result.assignment, item.name), language)]
    return "\n".join([*lines, *_walls([result], words)])


def _walls(results: Sequence[Result], words: Words) -> list[str]:
    """Nothing where they are as high as they can be."""
    said = [(warning(level, words), level) for level in levels(results)]
    return ["", *(f"! {one} ({level})" for one, level in said if one)] if any(one for one, _ in said) else []


def _class(results: Sequence[Result], words: Words) -> str:
    rows = [_row(result, words) for result in results]
    widths = [max(width(row[i]) for row in rows) for i in (0, 1)]
    shown = rows if len(rows) <= MAX_ROWS else rows[:MAX_ROWS]
    lines = [f"{pad(row[0], widths[0] + 2, left=True)}{pad(row[1], widths[1] + 2, left=True)}{row[2]}" for row in shown]
    if len(rows) > len(shown):
        lines.append(words.plural("… and {n} more", "… and {n} more", len(rows) - len(shown)))
    return "\n".join([*lines, "", *_totals(results, words), *_walls(results, words)])


def _row(result: Result, words: Words) -> tuple[str, str, str]:
    if result.score is None:
        why = clean(result.message)
        return name(result.student), name(result.assignment), f"{status_word('ungraded', words.language)}: {why}"
    score = f"{score_text(result.score, result.max_score):>5} / {score_text(result.max_score, result.max_score)}"
    mistakes = ", ".join(f"{item.name}: {item.mistake.replace('_', ' ')}" for item in result.items if item.mistake)
    return name(result.student), name(result.assignment), f"{score}  {mistakes}".rstrip()


def _totals(results: Sequence[Result], words: Words) -> list[str]:
    shares = [
        100 * result.score / result.max_score for result in results if result.score is not None and result.max_score
    ]
    n_ungraded = sum(result.score is None for result in results)
    lines = [words.plural("{n} submission graded", "{n} submissions graded", len(shares))]
    if shares:
        lines[0] += ", " + words("median {median}%", median=score_text(median(shares), 100))
    if n_ungraded:
        lines.append(words.plural("{n} ungraded, see above", "{n} ungraded, see above", n_ungraded))
    return lines
