"""Stages 1 to 3, in a CI job: what there is to check against, and every submission below a path graded with it.

With a course at hand that is its hidden cases: the real grade. In a student's repository it is the public examples
that lie beside the notebook, and nothing secret is needed. The two are never mixed in one run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from autograder import corpus as corpora
from autograder import fleet, lessons
from autograder.ci import public
from autograder.corpus import Corpus
from autograder.errors import CourseError, GraderError
from autograder.intake.find import Submission, clean_name, find
from autograder.jobs import Job
from autograder.pipeline import Settings
from autograder.records import Result
from autograder.reports.course_text import CourseText

EXAMPLES = "examples.safetensors"

Kind = Literal["hidden", "public"]


@dataclass(frozen=True)
class Graded:
    """What a job came to. `files`: where each result's submission lies; `faults`: ours, one for each lost result."""

    kind: Kind
    results: tuple[Result, ...]
    files: tuple[Path, ...]
    course: CourseText
    faults: tuple[GraderError, ...] = ()


def course_at_hand(given: Path | None, here: Path) -> Path | None:
    """The folder of lessons: the one given, else `solutions` here or above if it holds any.

    Raises:
        CourseError: the one given is no folder.
    """
    if given is not None:
        if not given.is_dir():
            raise CourseError(f"{given} is no folder. --course names the folder that holds the lessons")
        return given.resolve()
    folders = (folder / "solutions" for folder in (here, *here.parents))
    return next((folder for folder in folders if any(folder.glob("*/lesson.py"))), None)


def grade_hidden(
    path: Path, assignment: str | None, course: Path, settings: Settings, *, jobs: int = 1, single: bool = False
) -> Graded:
    """Grade with a course's hidden cases.

    Args:
        single: whatever lies at the path is one student's.

    Raises:
        CourseError: nothing is there to grade, or the course cannot be read.
    """
    known = [one.name for one in lessons.lessons(course)]
    name = lessons.lesson(course, assignment).name if assignment else None
    found = find([path], name, known=known)
    if single:
        found = [_the_one(found, path, name)]
    if not found:
        raise CourseError(f"nothing to grade in {path}: no notebook, script or zip is there")
    release = course.parent / "assignments"
    tasks = [Job(one, course, release, settings, None) for one in found]
    outcomes = {job.submission: outcome for job, outcome in fleet.grade_all(tasks, n_workers=jobs)}
    return _graded("hidden", outcomes, found, _told(course))


def examples_at(path: Path) -> list[Path]:
    """Public examples beside a notebook, or in a folder and those directly below."""
    folder = path if path.is_dir() else path.parent
    below = sorted(folder.glob(f"*/{EXAMPLES}")) if path.is_dir() else []
    return [file for file in (folder / EXAMPLES, *below) if file.is_file()]


def grade_public(path: Path, assignment: str | None, settings: Settings, *, examples: Path | None = None) -> Graded:
    """Grade with public examples.

    Args:
        examples: the file of examples; those beside each notebook where None.

    Raises:
        CourseError: no examples are there.
    """
    outcomes: dict[Submission, Result | GraderError] = {}
    facts = {}
    for file in [examples] if examples else examples_at(path):
        known = corpora.read(file)
        if assignment and not known.assignment.startswith(assignment):
            continue
        facts[known.assignment] = known.checks
        where = path if examples or not path.is_dir() else file.parent
        submission = submission_at(where, known.assignment)
        outcomes[submission] = _try(submission, known, settings)
    if not outcomes:
        raise CourseError(
            f"nothing to check with in {path}: no {EXAMPLES} lies beside the notebook. It comes with the assignment. "
            "--examples names it, --course names a course"
        )
    return _graded("public", outcomes, list(outcomes), CourseText(facts=facts))


def submission_at(path: Path, assignment: str) -> Submission:
    """One student's notebook: the file itself, or the assignment's in a folder.

    One that is not there, or that nobody can tell from others, has a problem and stays ungraded.
    """
    if path.is_dir():
        named = [file for file in (path / f"{assignment}.ipynb", path / f"{assignment}.py") if file.is_file()]
        found = find(named[:1] or sorted(path.glob("*.ipynb")) or sorted(path.glob("*.py")), assignment)
    else:
        found = find([path], assignment)
    return _the_one(found, path, assignment)


def _try(submission: Submission, examples: Corpus, settings: Settings) -> Result | GraderError:
    try:
        return public.grade(submission, examples, settings)
    except GraderError as error:
        return error


def _the_one(found: Sequence[Submission], path: Path, assignment: str | None) -> Submission:
    """One student's one notebook; where nobody can say which it is, it stays ungraded and nothing is lost."""
    whose = (path if path.is_dir() else path.absolute().parent).resolve().name  # the name of the repository's folder
    if not found:
        return Submission(clean_name(whose), assignment or "", str(path), path.name, "no_notebook", path)
    fitting = [one for one in found if Path(one.filename).stem == assignment] or list(found)
    one = fitting[0] if len(fitting) == 1 else replace(fitting[0], problem="several_notebooks")
    # a notebook of the assignment's name does not say whose it is
    return replace(one, student=clean_name(whose)) if one.student == one.assignment else one


def _told(course: Path) -> CourseText:
    known = lessons.lessons(course)
    facts = {one.name: corpora.read(one.corpus).checks for one in known if one.corpus.is_file()}
    return CourseText(titles={one.name: lessons.titles(one) for one in known}, facts=facts)


def _graded(
    kind: Kind, outcomes: dict[Submission, Result | GraderError], order: Sequence[Submission], course: CourseText
) -> Graded:
    pairs = [(outcomes[one], one.place) for one in order]
    done = [(outcome, file) for outcome, file in pairs if isinstance(outcome, Result)]
    return Graded(
        kind,
        results=tuple(result for result, _ in done),
        files=tuple(file for _, file in done),
        course=course,
        faults=tuple(outcome for outcome, _ in pairs if isinstance(outcome, GraderError)),
    )
