"""Grade many submissions at once: every core busy, memory flat, interruptible. `open_fleet` says where.

On this machine, each worker is a process of its own that grades one submission after the other. When a worker dies,
nobody can tell which of the submissions that were handed out has killed it: each of them is graded once more, in a
process of its own, and only one that dies there too stays ungraded.

What manages processes is imported by those who need it: a single submission has no use for it.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from threading import Thread
from typing import TYPE_CHECKING, Protocol

from autograder import pipeline
from autograder.errors import GraderError
from autograder.jobs import Job, Outcome, needs_no_box, run

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

    from autograder.training import Crew


class Fleet(Protocol):
    """What grades a class, wherever that is."""

    def grade(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, Outcome]]:
        """Grade every job, in the order in which they finish. What is graded is kept at once, here.

        Yields:
            the job with its result, or with the error of ours that kept it from having one.

        Raises:
            CourseError: the course cannot be read; no other submission would fare better.
            GraderError: nobody can grade any more; what was graded until then is kept.
        """

    @property
    def crew(self) -> Crew:
        """What trains networks."""


def open_fleet(
    *, n_workers: int, cluster: str | None = None, told: Callable[[str], None] = lambda line: None
) -> AbstractContextManager[Fleet]:
    """The grading processes of this machine, or those of a cluster. Leaving it leaves nothing running.

    Args:
        n_workers: how many submissions at once on this machine.
        cluster: the address of a Dask scheduler.
        told: is told what an instructor should know while the run goes on, a sentence at a time.
    """
    if cluster is None:
        return Local(n_workers)
    from autograder.cluster import Cluster

    return Cluster(cluster, told=told)


class Local(AbstractContextManager["Local"]):
    """The grading processes of this machine."""

    def __init__(self, n_workers: int) -> None:
        self.n_workers = n_workers
        self._run: Iterator[tuple[Job, Outcome]] | None = None

    def __exit__(self, *_: object) -> None:
        if self._run is not None:
            self._run.close()  # type: ignore[attr-defined]

    def grade(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, Outcome]]:
        isolated = any(job.settings.isolation != "none" for job in jobs)
        if isolated and len(jobs) > 1 and not all(map(needs_no_box, jobs)):
            from autograder.sandbox.probe import require_sandbox

            require_sandbox(jobs[0].settings.isolation)  # one line now rather than one for each student
        self._run = grade_all(jobs, n_workers=self.n_workers)
        return self._run

    @property
    def crew(self) -> Crew:
        from autograder.training import OneByOne

        return OneByOne()


def grade_all(jobs: Sequence[Job], *, n_workers: int = 1) -> Iterator[tuple[Job, Outcome]]:
    """Grade every job on this machine, in the order in which they finish.

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


def _until_a_worker_dies(waiting: deque[Job], suspects: deque[Job], n_workers: int) -> Iterator[tuple[Job, Outcome]]:
    """Grade what waits; what was handed out when a worker died becomes a suspect."""
    from concurrent.futures import FIRST_COMPLETED, wait
    from concurrent.futures.process import BrokenProcessPool

    with _pool(n_workers) as pool:
        running: dict[Future[Outcome], Job] = {}
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


def _alone(job: Job) -> Outcome:
    from concurrent.futures.process import BrokenProcessPool

    with _pool(1) as pool:
        try:
            return pool.submit(run, job).result()
        except BrokenProcessPool:
            return GraderError(f"{job.submission.path}: the grading process died twice. It stays ungraded")


@contextmanager
def _pool(n_workers: int) -> Iterator[ProcessPoolExecutor]:
    """Grading processes. Whoever leaves in the middle waits for none of them: they are killed, and their boxes too."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children, get_context

    context = get_context("forkserver")
    context.set_forkserver_preload([pipeline.__name__])
    others = active_children()
    with ProcessPoolExecutor(n_workers, mp_context=context, initializer=_begin) as pool:
        try:
            yield pool
        except BaseException:
            for process in active_children():
                if process not in others:
                    process.kill()
            raise


def _begin() -> None:
    """In a worker, before its first submission.

    Ctrl+C reaches every process of a terminal, and what to do about it is the grader's to decide. A handler that does
    nothing, because a signal that is ignored would be ignored by the student's process too.
    """
    signal.signal(signal.SIGINT, lambda number, frame: None)
    _end_with_the_grader()


def _end_with_the_grader() -> None:
    """A grader that is killed can tell nobody, and its workers would wait for work for ever."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait as wait_for_any

    grader = parent_process()
    assert grader is not None

    def watch() -> None:
        wait_for_any([grader.sentinel])
        os._exit(1)

    Thread(target=watch, daemon=True).start()
