"""The boxes of one submission, one after the other: what it may use in all, and why the last one ended.

Whose fault an end was is an exception: `Broken` is the submission's, `Lost` is ours.
"""

from __future__ import annotations

import contextlib
import math
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, TypeVar

from autograder.errors import GraderError
from autograder.sandbox import levels, opening
from autograder.sandbox.box import Box, Isolation
from autograder.sandbox.cgroup import Cage
from autograder.sandbox.opening import Way, open_ready
from autograder.sandbox.packages import Packages
from autograder.sandbox.template import Forked
from autograder.sandbox.wire import MAX_HEAD, Broken, Channel, Fault, Output

T = TypeVar("T")


@dataclass(frozen=True)
class Limits:
    """What one submission may use."""

    start_s: float = 10.0  # until hello: our own code
    read_s: float = 20.0
    load_s: float = 10.0
    call_s: float = 3.0
    total_s: float = 60.0  # of reading, loading and calls together
    respawns: int = 8
    memory_bytes: int = 2 << 30

    @classmethod
    def for_models(cls) -> Limits:
        """For networks: TensorFlow claims 1.5 GB of addresses before anything is built."""
        return cls(load_s=20.0, call_s=10.0, total_s=240.0, memory_bytes=4 << 30)

    @classmethod
    def for_training(cls, wall_s: float) -> Limits:
        """For one training by the student's own code, in a box of its own."""
        return cls(call_s=wall_s, total_s=wall_s + 20.0, respawns=2)


class Lost(Exception):
    """The box has ended by a fault of ours."""


class Boxes:
    """One box at a time, opened when it is needed."""

    def __init__(self, isolation: Isolation, packages: Packages, limits: Limits, way: Way | None) -> None:
        self._isolation = isolation
        self.level = levels.stamp(isolation)
        self.packages, self.limits, self.way = packages, limits, way
        self._output = Output()
        self._box: Box | Forked | None = None
        self._channel: Channel | None = None
        self._cage: Cage | None = None
        self._ready = False  # the box has loaded the cells
        self._spent_s = 0.0
        self._starts = 0
        self._last_fault: Fault = "died"

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def output(self) -> str:
        """What the submission printed: the first 64 KiB."""
        return self._output.text()

    def start(self) -> None:
        """Start the box now and not at the first request.

        Raises:
            GraderError: it does not start; the message says what to type.
        """
        if self._channel is None:
            self._start()

    def close(self) -> None:
        """End the box. What it printed is kept."""
        self._stop(gently=True)

    def _ask(
        self,
        request: dict[str, Any],
        body: bytes = b"",
        *,
        wall_s: float,
        max_head: int = MAX_HEAD,
        max_body: int = 0,
        more: str = "",
    ) -> tuple[dict[str, Any], bytes]:
        """One exchange, within its own time and what is left of the submission's."""
        self._check_budget()
        channel = self._channel or self._start()
        started = time.monotonic()
        deadline = started + min(wall_s, self.limits.total_s - self._spent_s)
        try:
            return channel.ask(request, body, deadline=deadline, max_head=max_head, max_body=max_body, more=more)
        except Broken as broken:
            if broken.kind == "died" and self._box and self._box.lost():
                raise Lost from None
            if not broken.message:
                broken.message = self._explain(broken.kind, wall_s)
            self._last_fault = broken.kind
            raise
        finally:
            self._spent_s += time.monotonic() - started

    def _explain(self, kind: Fault, wall_s: float) -> str:
        if kind == "timeout":
            return f"no answer within {wall_s:g} s"
        status = self._box.exit_status() if self._box else None
        if status is None:
            return "closed its pipes"
        number = -status if status < 0 else status - 128  # bubblewrap reports a signal as a shell does
        if number in {*signal.Signals}:
            return f"was ended by {signal.Signals(number).name}"
        return f"ended the process (exit code {status})"

    def _again_if_lost(self, work: Callable[[], T]) -> T:
        """Once more, in a new box, where the box was lost by a fault of ours."""
        for _ in range(2):
            try:
                return work()
            except Lost:
                self._stop()
        raise GraderError(
            "The sandbox was ended from outside twice during one submission. Is there enough memory? "
            "Grade with fewer workers: --jobs 1"
        )

    def _check_budget(self) -> None:
        if self._spent_s >= self.limits.total_s:
            raise Broken(self._last_fault, f"the {self.limits.total_s:g} s of this submission are used up")
        if self._channel is None and self._starts > self.limits.respawns:
            raise Broken(self._last_fault, f"the {self.limits.respawns} restarts of this submission are used up")

    def _start(self) -> Channel:
        limits = self.limits
        self._box, self._channel = open_ready(
            self._isolation,
            self.packages,
            memory_bytes=limits.memory_bytes,
            cpu_s=math.ceil(limits.total_s) + 5,
            start_s=limits.start_s,
            way=self.way,
        )
        self._cage = opening.cage(self._box, limits.memory_bytes)
        self._channel.output = self._output
        self._output.n_bytes = 0  # a function that floods costs the next one nothing
        self._starts += 1
        return self._channel

    def _stop(self, *, gently: bool = False) -> None:
        if self._channel is not None:
            with contextlib.suppress(Broken):
                self._channel.drain()
        if self._box is not None:
            self._box.close(gently=gently)
        if self._cage is not None:
            self._cage.close()
        self._box, self._channel, self._cage, self._ready = None, None, None, False
