"""Stage 4, markdown: a summary for a CI job's page. Text from a student is shown as text, whatever it spells."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from autograder.i18n import Words, translator
from autograder.messages import text_card
from autograder.records import Item, Result
from autograder.reports import sentences
from autograder.reports.course_text import CourseText
from autograder.reports.text import clean, name, score_text
from autograder.reports.trained import label, waits, with_training
from autograder.reports.walls import level, warning

_MARKS = {
    "pass": "✅",
    "partial": "🟡",
    "wrong": "❌",
    "error": "❌",
    "timeout": "⏰",
    "not_started": "⬜",
    "ungraded": "❔",
}
_CARD_CAP = 6000  # both networks, 40 lines of them, take 4500
_MOST_CARDS = 20  # a job's summary may hold a megabyte


def render(results: Sequence[Result], course: CourseText, language: str | None = None) -> str:
    """A heading, a table and the folded cards of what is not right, for each submission."""
    words = translator(language)
    results = [with_training(result) for result in results]
    return "\n".join(_submission(result, course, words, cards=len(results) <= _MOST_CARDS) for result in results)


def escape(text: str) -> str:
    """Text as it is, in Markdown: every sign that could mean something becomes an entity.

    >>> escape("a|b <i> [x](y) `c`")
    'a&#124;b &#60;i&#62; &#91;x&#93;&#40;y&#41; &#96;c&#96;'
    """
    text = re.sub(r"[^\w\s.,:;?%/·…'\"=-]|_", lambda sign: f"&#{ord(sign[0])};", text.replace("\n", " "))
    text = re.sub(r"^([-=\d])", "\u2060\\1", text)  # a word joiner keeps a line from becoming a list or a heading
    return text.replace("&#64;", "&#64;\u2060").replace("://", "&#58;//")  # mentions nobody, links nowhere


def _submission(result: Result, course: CourseText, words: Words, *, cards: bool) -> str:
    score = words("not graded") if result.score is None else score_text(result.score, result.max_score)
    title = course.title(result.assignment, words)
    points = words("{points} points", points=f"{score} / {score_text(result.max_score, result.max_score)}")
    head = " · ".join(escape(clean(part)) for part in (title, result.student, points) if part)
    lines = [f"## {head}", ""]
    if result.message:
        lines += [escape(clean(result.message)), ""]
    if result.items:
        heads = words("Function"), words("Points"), words("Next")  # not inside an f-string, where Babel finds nothing
        lines += [f"| | {' | '.join(heads)} |", "|:-:|---|--:|---|"]
        lines += [_row(item, course, result, words) for item in result.items]
        lines.append("")
    if result.sandbox:
        said = warning(result.sandbox, words)
        lines += [" ".join([*([escape(said)] if said else []), f"{words('sandbox')}: {_code(level(result))}"]), ""]
    for item in result.items if cards else ():
        if item.counterexample and not waits(item):
            lines += _card(item, course, result, words)
    return "\n".join(lines)


def _row(item: Item, course: CourseText, result: Result, words: Words) -> str:
    points = f"{score_text(item.points, item.max_points)} / {score_text(item.max_points, item.max_points)}"
    facts = course.check(result.assignment, item.name)
    asked = " ".join(mistake.question for mistake in sentences.mistakes(item, facts, words))
    then = "" if item.status == "pass" else asked or sentences.title(item, words)
    points = "–" if item.status == "ungraded" else points
    mark = "⏳" if waits(item) else _MARKS[item.status]
    return f"| {mark} | {_code(label(item.name, words))} | {points} | {escape(clean(then))} |"


def _card(item: Item, course: CourseText, result: Result, words: Words) -> list[str]:
    card = clean(text_card(item, course.check(result.assignment, item.name), words.language), _CARD_CAP, lines=True)
    # <pre>, not a fence: it ends only at its closing tag, which escaped text cannot spell
    block = f"<pre>{html.escape(card)}</pre>"
    return [f"<details><summary>{_code(label(item.name, words))}</summary>", "", block, "", "</details>", ""]


def _code(text: str) -> str:
    return f"<code>{escape(name(text))}</code>"
