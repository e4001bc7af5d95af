"""Stage 4, gradescope: results.json as Gradescope's autograder reads it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from autograder.i18n import Words, translator
from autograder.messages import text_card
from autograder.records import Item, Result
from autograder.reports.course_text import CourseText
from autograder.reports.text import MESSAGE_CAP, clean
from autograder.reports.trained import label, waits, with_training
from autograder.reports.walls import levels, warning

_CARD_CAP = 6000


def render(results: Sequence[Result], course: CourseText, language: str | None = None) -> str:
    """All results as one list of tests.

    Where anything is ungraded no score is given at all: Gradescope then asks for a person, and would otherwise
    count what is missing as zero.
    """
    words = translator(language)
    results = [with_training(result) for result in results]
    graded = all(result.score is not None and _whole(result) for result in results)
    pairs = [(result, item) for result in results for item in result.items]
    tests = [
        _test(i, item, result, course, words) | (_score(item) if graded else {})
        for i, (result, item) in enumerate(pairs, 1)
    ]
    document: dict[str, Any] = {
        "tests": tests,
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "output": " ".join([_output(results, words, graded), *_walls(results, words)]),
        "output_format": "text",
        "execution_time": round(sum(item.seconds for _, item in pairs), 3),
        "extra_data": {"sandbox": levels(results)},
    }
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    return text.encode("utf-8", "replace").decode("utf-8") + "\n"


def _test(number: int, item: Item, result: Result, course: CourseText, words: Words) -> dict[str, Any]:
    card = text_card(item, course.check(result.assignment, item.name), words.language)
    return {
        "name": f"{number}. {label(item.name, words)}",
        "number": str(number),
        "status": "passed" if item.status == "pass" else "failed",
        "output": clean(card, _CARD_CAP, lines=True),
        "output_format": "text",  # never HTML or Markdown: student text is in it
        "visibility": "visible",
    }


def _score(item: Item) -> dict[str, float]:
    return {"score": item.points, "max_score": item.max_points}


def _whole(result: Result) -> bool:
    return all(item.status != "ungraded" for item in result.items)


def _only_waits(results: Sequence[Result]) -> bool:
    open_items = [item for result in results for item in result.items if item.status == "ungraded"]
    return all(result.score is not None for result in results) and all(map(waits, open_items))


def _walls(results: Sequence[Result], words: Words) -> list[str]:
    return [one for one in (warning(level, words) for level in levels(results)) if one]


def _output(results: Sequence[Result], words: Words, graded: bool) -> str:
    if graded:
        return words("Graded. Each function has its own card below.")
    if _only_waits(results):
        return words("Not all of it is graded yet: a network waits to be trained. No points are lost by this.")
    reasons = [clean(result.message, MESSAGE_CAP) for result in results if result.message]
    return " ".join([words("Not graded yet: a person will look at it. No points are lost by this."), *reasons])
