"""nbgrader, the engine: one student's folder -> a result and the code that the box read. Promises an end to each.

Grades as `autograder grade submitted/` does and keeps results in the same folder, so that whichever is run second has
nothing to do. Knows nothing of nbgrader; where the grader itself fails, that is said and costs no points.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder import fleet, lessons, pipeline, training
from autograder.errors import GraderError, SubmissionError
from autograder.i18n import default_language, translator
from autograder.intake import files, reasons
from autograder.intake.find import Submission, find, read
from autograder.jobs import Job, needs_no_box
from autograder.nbgrading.cells import graded_notebook, released_notebook
from autograder.pipeline import Settings
from autograder.records import Result
from autograder.reports.text import clean
from autograder.sandbox.levels import Choice
from autograder.sandbox.session import Session
from autograder.store import Store

_LANGUAGE = re.compile(rb'"cnnkit"\s*:\s*\{[^{}]{0,400}?"language"\s*:\s*"(ko|en)"')


@dataclass(frozen=True)
class Engine:
    """A course, and how its submissions are graded. A language of "" is the system's."""

    course: Path
    results: Path
    language: str = ""
    isolation: Choice = "auto"
    n_workers: int = 0  # all cores

    @property
    def release(self) -> Path:
        return self.course.parent / "assignments"

    @property
    def settings(self) -> Settings:
        asked = self.language or default_language()
        return Settings(isolation=self.isolation, language="ko" if asked == "ko" else "en")

    def knows(self, assignment: str) -> bool:
        return assignment in self._names()

    def task(self, assignment: str) -> pipeline.Assignment:
        return pipeline.assignment(self.course, self.release, assignment)

    def submissions(self, submitted: Path, assignment: str, folders: Iterable[Path]) -> dict[Path, Submission]:
        """What each student's folder comes to. As `autograder grade` finds it, the whole class at once."""
        by_place: dict[Path, list[Submission]] = {}
        for one in find([submitted], None, known=self._names()) if submitted.is_dir() else ():
            by_place.setdefault(_student_folder(submitted, one), []).append(one)
        found = {}
        for folder in folders:
            theirs = by_place.get(_below(submitted, folder), [])
            named = [one for one in theirs if one.assignment == assignment] or find([folder], assignment)
            if _is_link(folder, submitted):
                named = [_with_problem(folder, assignment, "is_a_link")]
            found[folder] = next((one for one in named if one.problem is None), named[0])
        return found

    def job(self, submission: Submission) -> Job:
        return Job(submission, self.course, self.release, self.settings, self.results)

    def grade(self, submissions: Sequence[Submission]) -> list[Result | GraderError]:
        """Results in the same order; each was graded before, or is now. What was trained before counts.

        Raises:
            CourseError: the course cannot be read.
            GraderError: there is no sandbox, or results cannot be kept; nothing was graded.
        """
        jobs = [self.job(one) for one in submissions]
        Store(self.results)
        if self.isolation != "none" and not all(map(needs_no_box, jobs)):
            from autograder.sandbox.probe import require_sandbox

            require_sandbox(self.isolation)
        found = {job.submission: result for job, result in fleet.grade_all(jobs, n_workers=self._workers())}
        return [self._with_training(found[one]) for one in submissions]

    def notebook(self, submission: Submission, outcome: Result | GraderError) -> Any:
        """What nbgrader keeps of a submission.

        Raises:
            CourseError: the assignment was never built.
        """
        task = self.task(submission.assignment)
        settings, reading = self.settings, None
        try:
            data = read(submission)
            settings = replace(settings, language=language_of(data) or settings.language)
            with Session(isolation=self.isolation) as session:
                reading = session.read(task.cells, submission.filename, data)
        except SubmissionError as error:
            if isinstance(outcome, Result):  # the same reason, in the student's words
                code, detail = error.args
                why = reasons.sentence(code, settings.language, detail=detail)
                outcome = pipeline.ungraded(submission.student, task.name, task, why)
        except GraderError as error:
            outcome = error
        if isinstance(outcome, GraderError):
            outcome = _failed(submission, outcome, task, settings.language)
        result, language = outcome, settings.language
        released = released_notebook(self.release, task.name, language)
        return graded_notebook(released, reading, result, task.corpus.checks, language)

    def _with_training(self, outcome: Result | GraderError) -> Result | GraderError:
        if isinstance(outcome, GraderError) or not outcome.training:
            return outcome
        checks = {outcome.assignment: self.task(outcome.assignment).corpus.checks}
        language = self.settings.language
        (result,), _ = training.train_all([outcome], checks, Store(self.results), train=False, language=language)
        return result

    def _workers(self) -> int:
        return self.n_workers or os.cpu_count() or 1

    def _names(self) -> tuple[str, ...]:
        return _names(self.course)


def _failed(submission: Submission, error: GraderError, task: pipeline.Assignment, language: str) -> Result:
    words = translator(language)
    why = words(
        "The grader itself failed, so nothing is graded yet; the submission is not at fault. {why}",
        why=clean(error, 400),
    )
    return pipeline.ungraded(submission.student, task.name, task, why)


@functools.cache
def _names(course: Path) -> tuple[str, ...]:
    return tuple(one.name for one in lessons.lessons(course))


def language_of(data: bytes) -> reasons.Language | None:
    """The language of a released notebook, as its metadata says; None where they are lost.

    >>> language_of(b'{"cells": [], "metadata": {"cnnkit": {"assignment": "a03", "language": "ko"}}}')
    'ko'
    """
    found = _LANGUAGE.search(data)
    return None if found is None else "ko" if found[1] == b"ko" else "en"


def _student_folder(submitted: Path, submission: Submission) -> Path:
    return _below(submitted, submission.place)


def _below(submitted: Path, path: Path) -> Path:
    """The folder directly below `submitted` that a path lies in."""
    parts = Path(os.path.abspath(path)).parts[len(Path(os.path.abspath(submitted)).parts) :]
    return Path(parts[0]) if parts else Path()


def _is_link(folder: Path, submitted: Path) -> bool:
    around = [folder, *folder.parents]
    below = around[: around.index(submitted)] if submitted in around else around[:1]
    return any(files.problem_of(one) == "is_a_link" for one in below)


def _with_problem(folder: Path, assignment: str, problem: str) -> Submission:
    return Submission(folder.parent.name, assignment, str(folder), folder.name, problem, folder)
