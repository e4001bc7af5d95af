"""Grade many submissions at once on this machine: every core busy, memory flat, interruptible.

Each worker is a process of its own that grades one submission after the other. When a worker dies, nobody can
tell which of the submissions that were handed out has killed it: each of them is graded once more, in a process
of its own, and only one that dies there too stays ungraded.

What manages processes is imported by those who need it: a single submission has no use for it.
"""

from __future__ import annotations

import os
import traceback
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from autograder import pipeline
from autograder.errors import CourseError, GraderError
from autograder.intake.find import Submission
from autograder.pipeline import Settings
from autograder.records import Result
from autograder.store import Store

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor


@dataclass(frozen=True)
class Job:
    """One submission, and where to find what grading it needs. Small, so that it travels cheaply."""

    submission: Submission
    course: Path
    release: Path
    settings: Settings
    results: Path | None


def grade_all(jobs: Sequence[Job], *, n_workers: int = 1) -> Iterator[tuple[Job, Result | GraderError]]:
    """Grade every job, in the order in which they finish.

    Yields:
        the job with its result, or with the error of ours that kept it from having one.

    Raises:
        CourseError: the course cannot be read; no other submission would fare better.
    """
    if n_workers <= 1 or len(jobs) <= 1:
        for job in jobs:
            yield job, run(job)
        return
    waiting, suspects = deque(jobs), deque[Job]()
    while waiting:
        yield from _until_a_worker_dies(waiting, suspects, min(n_workers, len(waiting)))
    for job in suspects:
        yield job, _alone(job)


def _until_a_worker_dies(
    waiting: deque[Job], suspects: deque[Job], n_workers: int
) -> Iterator[tuple[Job, Result | GraderError]]:
    """Grade what waits; what was handed out when a worker died becomes a suspect."""
    from concurrent.futures import FIRST_COMPLETED, wait
    from concurrent.futures.process import BrokenProcessPool

    with _pool(n_workers) as pool:
        running: dict[Future[Result | GraderError], Job] = {}
        try:
            while waiting or running:
                while waiting and len(running) < 2 * n_workers:
                    future = pool.submit(run, waiting[0])  # raises where the pool is broken: then it still waits
                    running[future] = waiting.popleft()
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    outcome = future.result()
                    yield running.pop(future), outcome
        except BrokenProcessPool:
            for future, job in running.items():
                if future.exception() is None:
                    yield job, future.result()
                else:
                    suspects.append(job)
        finally:
            for future in running:
                future.cancel()


def _alone(job: Job) -> Result | GraderError:
    from concurrent.futures.process import BrokenProcessPool

    with _pool(1) as pool:
        try:
            return pool.submit(run, job).result()
        except BrokenProcessPool:
            return GraderError(f"{job.submission.path}: the grading process died twice. It stays ungraded")


def _pool(n_workers: int) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    context = get_context("forkserver")
    context.set_forkserver_preload([pipeline.__name__])
    return ProcessPoolExecutor(n_workers, mp_context=context, initializer=_end_with_the_grader)


def _end_with_the_grader() -> None:
    """In a worker: a grader that is killed can tell nobody, and its workers would wait for work for ever."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait as wait_for_any

    grader = parent_process()
    assert grader is not None

    def watch() -> None:
        wait_for_any([grader.sentinel])
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _task(job: Job) -> pipeline.Assignment | None:
    name = job.submission.assignment
    return pipeline.assignment(job.course, job.release, name) if name else None


def needs_no_box(job: Job) -> bool:
    """Was this graded before, or is it no file that could be?"""
    task = _task(job)
    return task is None or pipeline.known(job.submission, task, job.settings, Store(job.results))


def run(job: Job) -> Result | GraderError:
    """Grade one job in this process."""
    try:
        return pipeline.grade(job.submission, _task(job), job.settings, Store(job.results))
    except GraderError as error:
        return error
    except CourseError:
        raise
    except Exception as error:  # a bug of ours: it must cost this submission's grade, neither its points nor the class
        at = traceback.extract_tb(error.__traceback__)[-1]
        said = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return GraderError(
            f"{job.submission.path} stays ungraded, because the grader has a bug: {said} "
            f"({Path(at.filename).name}, line {at.lineno})"
        )
