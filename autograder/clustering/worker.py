"""What a Dask worker does for a grader. Each function here is called over the network, with text and bytes only.

`examine` asks what this machine grades with, `admit` takes the course, `grade` and `train` do one job, `dismiss` ends
all that was started. Students' code runs in the boxes of grading processes (member.py), never in the worker's own.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from pathlib import Path
from threading import Lock
from typing import Any

from autograder.clustering import parcel
from autograder.clustering.member import Member
from autograder.errors import GraderError
from autograder.models import train_child
from autograder.models.train_child import Heard

UNKNOWN = json.dumps({"unknown": True})  # a worker that was started anew under the same address
DIED_TWICE = "the grading process died twice. It stays ungraded"


class _Run:
    """What one grader's run has on this machine. Several threads of the worker use it."""

    def __init__(self, place: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="autograder-", dir=place)
        self.folder = Path(self._folder.name)
        self._lock = Lock()
        self._idle: list[Member] = []
        self._all: set[Member] = set()
        self.ended = False

    def ask(self, head: dict[str, Any], data: bytes) -> str:
        """Ask a grading process that has nothing to do, or a new one.

        Raises:
            EOFError, OSError: it has died.
        """
        member = self._take()
        try:
            said = member.ask(json.dumps(head), data)
        except BaseException:
            self._all.discard(member)
            member.close()
            raise
        with self._lock:
            self._idle.append(member)
        return said

    def _take(self) -> Member:
        with self._lock:
            if self._idle:
                return self._idle.pop()
            if self.ended:
                raise EOFError("the run has ended")
            member = Member()
            self._all.add(member)
            return member

    def end(self) -> None:
        with self._lock:
            self.ended = True
            members = [*self._all]
            self._idle.clear()
        for member in members:
            member.close()
        self._folder.cleanup()


_runs: dict[str, _Run] = {}


async def examine(token: str, isolation: str | None, dask_worker: Any) -> str:
    """What this machine grades with, as the grading processes of a run see it. Returns JSON; see parcel.facts."""
    run = _runs.get(token) or _runs.setdefault(token, _Run(dask_worker.local_directory))
    # not in the loop, where the worker says that it is alive
    return await asyncio.to_thread(run.ask, {"ask": "facts", "isolation": isolation}, b"")


async def admit(token: str, course: bytes) -> None:
    """Take the course that is to be graded."""
    await asyncio.to_thread(parcel.unpack, course, _runs[token].folder)


async def dismiss(token: str) -> None:
    """End a run and all of its processes, whatever they are doing."""
    run = _runs.pop(token, None)
    if run is not None:
        await asyncio.to_thread(run.end)


def grade(token: str, head: str, data: bytes) -> str:
    """Grade one submission. A process that dies of it is replaced once. Returns JSON; see parcel.answer."""
    run = _runs.get(token)
    if run is None:
        return UNKNOWN
    facts = json.loads(head) | {"folder": str(run.folder)}
    for _ in range(2):
        try:
            return run.ask(facts, data)
        except (EOFError, OSError):
            if run.ended:
                return UNKNOWN
    return json.dumps({"died": f"{facts['path']}: {DIED_TWICE}"})


def train(token: str, head: str) -> str:
    """Train one network in a process of its own. Returns JSON: the record, and whether it is to be kept."""
    run = _runs.get(token)
    if run is None:
        return UNKNOWN
    job = train_child.Job(**json.loads(head), folder=run.folder)
    try:
        record = train_child.run_job(job, heard=_while(run))
    except GraderError as error:
        return json.dumps({"fault": str(error)})
    except _Ended:
        return UNKNOWN
    return json.dumps({"record": record, "keep": train_child.known(job) is not None})


class _Ended(Exception):
    """Nobody waits for this training any more."""


def _while(run: _Run) -> Heard:
    def heard(done: float) -> None:
        if run.ended:
            raise _Ended

    return heard
