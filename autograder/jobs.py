"""One submission to grade, and how: what this machine's workers, a cluster's and a lone grader have in common.

Promises that whatever of ours goes wrong with one submission costs neither its points nor the class.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autograder import pipeline
from autograder.errors import CourseError, GraderError
from autograder.intake.find import Submission
from autograder.pipeline import Settings
from autograder.records import Result
from autograder.store import Store

Outcome = Result | GraderError


@dataclass(frozen=True)
class Job:
    """One submission, and where to find what grading it needs. Small, so that it travels cheaply."""

    submission: Submission
    course: Path
    release: Path
    settings: Settings
    results: Path | None


def needs_no_box(job: Job) -> bool:
    """Was this graded before, or is it no file that could be?"""
    task = _task(job)
    return task is None or pipeline.known(job.submission, task, job.settings, Store(job.results))


def run(job: Job) -> Outcome:
    """Grade one job in this process."""
    return guarded(job, lambda: pipeline.grade(job.submission, _task(job), job.settings, Store(job.results)))


def guarded(job: Job, work: Callable[[], Result]) -> Outcome:
    """Grade one job by `work`. Whatever of ours goes wrong costs its grade: neither its points nor the class.

    Raises:
        CourseError: no other submission would fare better.
    """
    try:
        return work()
    except GraderError as error:
        return error
    except CourseError:
        raise
    except Exception as error:
        at = traceback.extract_tb(error.__traceback__)[-1]
        said = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return GraderError(
            f"{job.submission.path} stays ungraded, because the grader has a bug: {said} "
            f"({Path(at.filename).name}, line {at.lineno})"
        )


def _task(job: Job) -> pipeline.Assignment | None:
    name = job.submission.assignment
    return pipeline.assignment(job.course, job.release, name) if name else None
