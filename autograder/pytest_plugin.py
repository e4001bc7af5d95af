"""A plugin of pytest: `pytest a03_convolution.ipynb` has a test for each function of a submission.

Promises to leave every other run alone: it acts on a notebook that is named on the command line and has public
examples beside it, or where `--autograder` or `--autograder-course` asks for it. The submission is never imported
here; it runs in the grader's box, once for all of its tests.

What a test comes to:
    passed   full points
    failed   anything less; the message is the failure, and the points are properties of the test
    error    ungraded, or no box: nobody's points, and not the student's fault
Not started is a failure too, although it is no mistake: most that read test results, GitHub Classroom's Python
runner among them, count a skipped test as a passed one, and an empty notebook would get full marks.

Aspects are no tests of their own: their names would be part of the test's, and a rubric that changes would rename the
tests that jobs and editors know. They are in the failure's text and in the test's properties.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from autograder.ci.checks import Graded
    from autograder.records import Item, Result

SUFFIXES = (".ipynb", ".py")


class NotRight(Exception):
    """Less than full points. Arguments: the verdict in one line, and the card."""


class NotGraded(Exception):
    """Nobody's mistake: the submission could not be read, or there is no box here."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("autograder", "checks of a course's submissions")
    group.addoption(
        "--autograder", action="store_true", help="every notebook here is a submission, and so is a .py that is named"
    )
    group.addoption("--autograder-course", metavar="DIR", help="grade with the hidden cases of the lessons in DIR")
    group.addoption("--autograder-assignment", metavar="A", help="which assignment it is, where no name says so")
    group.addoption(
        "--autograder-sandbox",
        choices=("auto", "namespaces", "landlock", "none"),
        default="auto",
        help="none: run submissions unprotected",
    )
    group.addoption("--autograder-lang", choices=("en", "ko"), help="the language of the messages")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix != ".ipynb" or ".ipynb_checkpoints" in file_path.parts:
        return None
    if not (parent.session.isinitpath(file_path) or parent.config.getoption("--autograder")):
        return None
    return Submission.from_parent(parent, path=file_path) if _is_ours(file_path, parent.config) else None


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A percent script is a submission in place of a module of tests, which would be imported outside of the box."""
    config = parent.config
    if not (config.getoption("--autograder") and parent.session.isinitpath(module_path)):
        return None
    return Submission.from_parent(parent, path=module_path)


def _is_ours(path: Path, config: pytest.Config) -> bool:
    if config.getoption("--autograder") or config.getoption("--autograder-course"):
        return True
    from autograder.ci.checks import EXAMPLES  # only now: most runs of pytest have nothing to do with us

    return (path.parent / EXAMPLES).is_file()


class Submission(pytest.File):
    """One notebook or percent script; graded when its first test runs."""

    _graded: Graded | Exception | None = None

    def collect(self) -> Iterator[pytest.Item]:
        from autograder.errors import CourseError

        try:
            names = self._functions()
        except CourseError as error:
            raise self.CollectError(str(error)) from None
        for name in names:
            yield Function.from_parent(self, name=name)

    def result(self) -> Result:
        """What the grader says of this file.

        Raises:
            NotGraded: it says nothing, and why.
        """
        if self._graded is None:
            self._graded = self._grade()
        if isinstance(self._graded, Exception):
            raise NotGraded(str(self._graded))
        if self._graded.faults:
            raise NotGraded(str(self._graded.faults[0]))
        return self._graded.results[0]

    def _grade(self) -> Graded | Exception:
        from autograder.ci import checks
        from autograder.errors import CourseError, GraderError
        from autograder.pipeline import Settings

        config = self.config
        settings = Settings(isolation=config.getoption("--autograder-sandbox"), language=_language(config))
        assignment = config.getoption("--autograder-assignment")
        try:
            if course := self._course():
                return checks.grade_hidden(self.path, assignment, course, settings, single=True)
            return checks.grade_public(self.path, assignment, settings)
        except (CourseError, GraderError) as error:
            return error

    def _functions(self) -> list[str]:
        """Known before anything runs, so that `--collect-only` and editors cost nothing."""
        from autograder import corpus, lessons
        from autograder.ci import checks
        from autograder.errors import CourseError
        from autograder.intake.find import find

        wanted = self.config.getoption("--autograder-assignment")
        if course := self._course():
            known = [one.name for one in lessons.lessons(course)]
            name = wanted or find([self.path], None, known=known)[0].assignment
            if not name:
                raise CourseError(f"no name says which assignment {self.path.name} is. --autograder-assignment does")
            return list(corpus.read(lessons.lesson(course, name).corpus).checks)
        found = [corpus.read(file) for file in checks.examples_at(self.path)]
        if not found:
            raise CourseError(
                f"no {checks.EXAMPLES} beside {self.path.name}: it comes with the assignment. "
                "--autograder-course grades with a course instead"
            )
        return [name for one in found for name in one.checks]

    def _course(self) -> Path | None:
        from autograder.ci.checks import course_at_hand

        given = self.config.getoption("--autograder-course")
        return course_at_hand(Path(given), self.path.parent) if given else None


class Function(pytest.Item):
    """One function of a submission."""

    judged: Item
    text: tuple[str, str] = ("", "")  # verdict, card

    def setup(self) -> None:
        """Grade here: what goes wrong in a set-up is an error of the test and not its failure."""
        submission = self.parent
        assert isinstance(submission, Submission)
        result = submission.result()
        found = next((item for item in result.items if item.name == self.name), None)
        if result.score is None or found is None or found.status == "ungraded":
            raise NotGraded(result.message or (found.message if found else "") or "not graded")
        self.judged = found
        self.user_properties.extend(_properties(found))
        if found.status != "pass":
            self.text = _text(found, submission, result)

    def runtest(self) -> None:
        if self.judged.status != "pass":
            raise NotRight(*self.text)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The message itself, without a line of ours; in the form that pytest's own reports and runners read."""
        if not isinstance(excinfo.value, NotRight | NotGraded):
            return super().repr_failure(excinfo, style)
        verdict, text = _harmless(excinfo.value.args[0]), _harmless(excinfo.value.args[-1])
        shown: Any = excinfo.getrepr(style="value")
        crash = type(shown.reprcrash)(str(self.path), self._line(), verdict.split("\n")[0])
        trace = type(shown.reprtraceback.reprentries[0])(text.split("\n"), None, None, None, "value")
        shown.reprtraceback.reprentries[:] = [trace]
        shown.reprcrash = crash
        shown.chain = [(shown.reprtraceback, crash, None)]
        return shown

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self._line() - 1, self.name

    def _line(self) -> int:
        from autograder.ci.github import defined_at

        return defined_at(self.path, self.name)


def _properties(item: Item) -> Iterator[tuple[str, object]]:
    yield "points", item.points
    yield "max_points", item.max_points
    yield "status", item.status
    if item.mistake:
        yield "mistake", item.mistake
    for name, score in item.aspects.items():
        yield f"aspect.{name}", f"{score.points:g}/{score.max_points:g}"


def _text(item: Item, submission: Submission, result: Result) -> tuple[str, str]:
    from autograder.messages import text_card, title

    language = _language(submission.config)
    assert submission._graded is not None and not isinstance(submission._graded, Exception)
    facts = submission._graded.course.check(result.assignment, item.name)
    return title(item, language), text_card(item, facts, language)


def _harmless(text: str) -> str:
    """A student's words are printed: they hold no command for a CI runner and no control character."""
    from autograder.ci.runner import harmless
    from autograder.reports.text import clean

    return harmless(clean(text, 8000, lines=True))


def _language(config: pytest.Config) -> Any:
    from autograder.i18n import default_language

    return "ko" if (config.getoption("--autograder-lang") or default_language()) == "ko" else "en"
