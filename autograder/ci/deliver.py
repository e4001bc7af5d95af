"""Stage 4, in a CI job: what was graded, written where each host looks for it, and told in the job's log."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.ci import github
from autograder.ci.checks import Graded
from autograder.ci.places import Place, gradescope_root
from autograder.ci.runner import harmless
from autograder.ci.score import score
from autograder.ci.words import about_checks
from autograder.files import write_atomically
from autograder.i18n import translator
from autograder.pipeline import ungraded
from autograder.reports import as_gradescope, as_junit, as_text
from autograder.reports.course_text import NO_COURSE
from autograder.reports.text import clean

JUNIT = "autograder-junit.xml"


def deliver(graded: Graded, place: Place, languages: Sequence[str], *, junit: Path | None = None) -> None:
    """Print the log and write what the host reads.

    Args:
        languages: the first is that of the log; a summary on GitHub holds all of them.
        junit: where to write JUnit, at any host; at GitLab `autograder-junit.xml` in the project by default.
    """
    environment = os.environ
    language = languages[0]
    say(log(graded, language))
    if place is Place.github:
        for line in github.write(graded, languages, environment):
            print(line)
    if place is Place.gitlab and junit is None:
        junit = Path(environment.get("CI_PROJECT_DIR") or ".") / JUNIT
    if junit is not None:
        junit.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(junit, as_junit.render(graded.results, graded.course, language))
    if place is Place.gradescope:
        _gradescope(graded, language, environment)
    sys.stdout.flush()


def log(graded: Graded, language: str) -> str:
    """The cards as text, and what they were checked against."""
    parts = [as_text.render(graded.results, graded.course, language)] if graded.results else []
    return "\n\n".join([*parts, about_checks(graded.kind, translator(language))])


def say(text: str) -> None:
    """Print, so that no line of it is a command to whoever reads the log."""
    print(harmless(text))


def exit_code(graded: Graded, *, exit_zero: bool) -> int:
    """3 where we failed; 1 where something stayed ungraded, or has less than full marks unless `exit_zero`; else 0."""
    if graded.faults:
        return 3
    if any(result.score is None for result in graded.results):
        return 1
    return 0 if exit_zero or score(graded.results).full else 1


def lost(place: Place, error: Exception, assignment: str, language: str) -> None:
    """Nothing could be graded: say so where the host looks, without what only the instructor may read."""
    if place is Place.github:
        print(github.fault(error), flush=True)
    if place is Place.gradescope:
        _write_results(_nothing(assignment, language), os.environ)


def _gradescope(graded: Graded, language: str, environment: Mapping[str, str]) -> None:
    if graded.faults or not graded.results:
        assignment = graded.results[0].assignment if graded.results else ""
        _write_results(_nothing(assignment, language), environment)
    else:
        _write_results(as_gradescope.render(graded.results, graded.course, language), environment)


def _nothing(assignment: str, language: str) -> str:
    words = translator(language)
    why = words("The grader could not start. Your instructor finds the reason in the log.")
    return as_gradescope.render([ungraded("", clean(assignment), None, why)], NO_COURSE, language)


def _write_results(text: str, environment: Mapping[str, str]) -> None:
    folder = gradescope_root(environment) / "results"
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / "results.json", text.encode())
