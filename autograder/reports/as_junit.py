"""Stage 4, junit: one suite a submission, one test case a function, as CI systems read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from autograder.i18n import Words, translator
from autograder.messages import message, text_card
from autograder.records import Item, Result
from autograder.reports.course_text import CourseText
from autograder.reports.sentences import difference
from autograder.reports.text import clean, name
from autograder.reports.trained import waits, with_training
from autograder.reports.walls import level

if TYPE_CHECKING:
    from junitparser import TestCase

_CARD_CAP = 6000
_MESSAGE_CAP = 1000  # a call, an exception and what to try


def render(results: Sequence[Result], course: CourseText, language: str | None = None) -> bytes:
    """The document in UTF-8. Not right is a failure, ungraded an error: the first is the student's, the second ours."""
    from junitparser import JUnitXml, TestSuite

    words = translator(language)
    results = [with_training(result) for result in results]
    document = JUnitXml()
    for result in results:
        suite = TestSuite(" ".join(filter(None, [name(result.assignment), name(result.student)])))
        if result.sandbox:
            suite.add_property("sandbox", level(result))
        for item in result.items:
            suite.add_testcase(_case(item, result, course, words))
        if not result.items:
            suite.add_testcase(_unreadable(result))
        document.add_testsuite(suite)
    return document.tostring()


def _case(item: Item, result: Result, course: CourseText, words: Words) -> TestCase:
    from junitparser import Error, Failure, Skipped, TestCase

    case = TestCase(name(item.name), name(result.assignment), round(item.seconds, 3))
    if item.status == "pass":
        return case
    facts = course.check(result.assignment, item.name)
    said = clean(message(item, facts, words.language), _MESSAGE_CAP)
    if waits(item):
        case.result = [Skipped(said)]  # neither right nor wrong yet
        return case
    if item.status == "ungraded":
        case.result = [Error(said, "ungraded")]
        return case
    kind = f"mistake.{name(item.mistake)}" if item.mistake else difference(item) or item.status
    failure = Failure(said, kind)
    failure.text = clean(text_card(item, facts, words.language), _CARD_CAP, lines=True)
    case.result = [failure]
    return case


def _unreadable(result: Result) -> TestCase:
    """A submission that could not be read has no functions; it must not look like a suite without a fault."""
    from junitparser import Error, TestCase

    case = TestCase("submission", name(result.assignment), 0.0)
    if result.score is None:
        case.result = [Error(clean(result.message), "ungraded")]
    return case
