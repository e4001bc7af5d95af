"""Grade many submissions at once on this machine: every core busy, memory flat, interruptible.

Each worker is a process of its own that grades one submission after the other. A worker that dies costs
nothing but a second try of the submissions it held; a submission that kills two workers stays ungraded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from autograder import pipeline
from autograder.errors import GraderError
from autograder.intake.find import Submission
from autograder.pipeline import Settings
from autograder.records import Result
from autograder.store import Store

MAX_TRIES = 2


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
    """
    if n_workers <= 1 or len(jobs) <= 1:
        for job in jobs:
            yield job, run(job)
        return
    waiting = [(job, 1) for job in jobs]
    while waiting:
        retry = []
        for job, tries, outcome in _round(waiting, min(n_workers, len(waiting))):
            if not isinstance(outcome, BrokenProcessPool):
                yield job, outcome
            elif tries < MAX_TRIES:
                retry.append((job, tries + 1))
            else:
                yield job, GraderError(f"{job.submission.path}: the grading process died {MAX_TRIES} times")
        waiting = retry


def _round(
    waiting: Sequence[tuple[Job, int]], n_workers: int
) -> Iterator[tuple[Job, int, Result | GraderError | BrokenProcessPool]]:
    n_workers = 1 if any(tries > 1 for _, tries in waiting) else n_workers  # one at a time tells who it is
    context = get_context("forkserver")
    context.set_forkserver_preload([pipeline.__name__])
    with ProcessPoolExecutor(n_workers, mp_context=context) as pool:
        todo = iter(waiting)
        running: dict[Future[Result | GraderError], tuple[Job, int]] = {}

        def fill() -> None:
            while len(running) < 2 * n_workers and (one := next(todo, None)) is not None:
                running[pool.submit(run, one[0])] = one

        try:
            fill()
            while running:
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    job, tries = running.pop(future)
                    try:
                        yield job, tries, future.result()
                    except BrokenProcessPool as broken:
                        yield job, tries, broken
                fill()
        except BrokenProcessPool as broken:  # no more can be handed out this round
            for job, tries in [*running.values(), *todo]:
                yield job, tries, broken
        finally:
            for future in running:
                future.cancel()


def run(job: Job) -> Result | GraderError:
    """Grade one job in this process."""
    try:
        name = job.submission.assignment
        task = pipeline.assignment(job.course, job.release, name) if name else None
        return pipeline.grade(job.submission, task, job.settings, Store(job.results))
    except GraderError as error:
        return error
