"""`autograder ci PATH`: grade in a CI job, and write what its host reads."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.ci.places import Place, detect
from autograder.commands.options import Isolation
from autograder.errors import CourseError, GraderError

if TYPE_CHECKING:
    from autograder.ci.checks import Graded


class Languages(StrEnum):
    en = "en"
    ko = "ko"
    both = "both"


def ci(
    path: Annotated[Path, typer.Argument(help="A notebook, a percent script, a folder of submissions, a zip.")],
    assignment: Annotated[str | None, typer.Option("-a", "--assignment", help="Which assignment it is.")] = None,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Less than full marks is no failure of the job.")
    ] = False,
    course: Annotated[
        Path | None, typer.Option("--course", help="The lessons' folder, for the hidden cases; ./solutions if any.")
    ] = None,
    public: Annotated[
        bool, typer.Option("--public", help="Only the public examples beside the notebook, whatever is at hand.")
    ] = False,
    examples: Annotated[
        Path | None, typer.Option("--examples", help="The public examples, where they lie elsewhere.")
    ] = None,
    place: Annotated[
        Place | None, typer.Option("--on", help="Whose job this is; found out from the environment by default.")
    ] = None,
    junit: Annotated[Path | None, typer.Option("--junit", help="Also write JUnit XML here.")] = None,
    lang: Annotated[
        Languages | None, typer.Option("--lang", help="Language; `both` writes GitHub's summary twice.")
    ] = None,
    sandbox: Annotated[
        Isolation, typer.Option("--sandbox", help="`none` runs students' code unprotected.")
    ] = Isolation.auto,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="How many at once; all cores by default.")] = os.cpu_count()
    or 1,
) -> None:
    """Grade in a CI job: GitHub Actions, GitHub Classroom, GitLab, Gradescope.

    Exit code 0: full marks (or --exit-zero). 1: less than that, or something could not be read. 2: wrong usage. 3: the
    grader or its environment failed.
    """
    from autograder.ci import deliver

    here = place or detect(os.environ)
    languages = _languages(lang)
    try:
        graded = _grade(path, assignment, course, examples, public, here, sandbox, languages[0], jobs)
        deliver.deliver(graded, here, languages, junit=junit)
    except (CourseError, GraderError) as error:
        deliver.lost(here, error, assignment or "", languages[0])
        raise
    for fault in dict.fromkeys(map(str, graded.faults)):
        deliver.lost(here, GraderError(fault), assignment or "", languages[0])
        print(f"autograder: {_plain(fault)}", file=sys.stderr)
    if code := deliver.exit_code(graded, exit_zero=exit_zero):
        sys.exit(code)


def _grade(
    path: Path,
    assignment: str | None,
    course: Path | None,
    examples: Path | None,
    public: bool,
    here: Place,
    sandbox: Isolation,
    language: str,
    jobs: int,
) -> Graded:
    from autograder.ci import checks
    from autograder.pipeline import Settings

    settings = Settings(isolation=sandbox.value, language="ko" if language == "ko" else "en")
    at_hand = None if public or examples else checks.course_at_hand(course, Path.cwd())
    if at_hand is None:
        return checks.grade_public(path, assignment, settings, examples=examples)
    single = here is Place.gradescope
    return checks.grade_hidden(path, assignment, at_hand, settings, jobs=jobs, single=single)


def _languages(asked: Languages | None) -> tuple[str, ...]:
    from autograder.i18n import LANGUAGES, default_language

    own = default_language()
    if asked is Languages.both:
        return tuple(sorted(LANGUAGES, key=lambda language: language != own))  # the reader's own comes first
    return (asked.value if asked else own,)


def _plain(fault: str) -> str:
    from autograder.ci.runner import harmless
    from autograder.reports.text import clean

    return harmless(clean(fault, 2000))  # a student's path may be in it
