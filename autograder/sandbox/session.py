"""One submission in its box: read the notebook, load the cells, call the functions; promises an Outcome for every call.

A box that hangs, dies or breaks the protocol is killed and costs that one call. The next call gets a new box
with the same cells loaded again, as long as time and respawns last.
"""

from __future__ import annotations

import contextlib
import math
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Literal, TypeVar

from autograder.errors import GraderError, SubmissionError
from autograder.records import Outcome
from autograder.sandbox import answers, diagnosis, seccomp
from autograder.sandbox.box import Box, Isolation, open_box
from autograder.sandbox.packages import Packages
from autograder.sandbox.template import Forked, open_forked
from autograder.sandbox.wire import MAX_HEAD, MIN_BODY, Broken, Channel, Fault, Output, PackedArgs

MAX_HEAD_OF_READ = 4 << 20
MAX_MODEL = (1 << 20) + 1  # bytes of text; the reader of models refuses more than 1 MiB, in words

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
        return cls(load_s=20.0, call_s=10.0, total_s=120.0, memory_bytes=4 << 30)

    @classmethod
    def for_training(cls, wall_s: float) -> Limits:
        """For one training by the student's own code, in a box of its own."""
        return cls(call_s=wall_s, total_s=wall_s + 20.0, respawns=2)


@dataclass
class _Loaded:
    """What a new box must be told before it can answer calls."""

    cells: list[dict[str, Any]]
    names: tuple[str, ...]
    lines: dict[int, list[str]]
    failures: list[Broken] = field(default_factory=list)  # of loading: the second one is the last
    defined: frozenset[str] = frozenset()


class _Lost(Exception):
    """The box has ended by a fault of ours."""


class Session:
    """A context manager; use it in the thread that made it.

    Args:
        packages: what may be imported beside the standard library: ("numpy",), or ("keras",) and what it needs.
    """

    def __init__(
        self,
        *,
        isolation: Literal["auto", "none"] = "auto",
        limits: Limits | None = None,
        packages: Packages = ("numpy",),
    ) -> None:
        self.level: Isolation = "none" if isolation == "none" else "namespaces+seccomp"
        self.packages = packages
        self.limits = limits or (Limits.for_models() if "keras" in packages else Limits())
        self._output = Output()
        self._box: Box | Forked | None = None
        self._channel: Channel | None = None
        self._loaded: _Loaded | None = None
        self._ready = False  # the box has loaded the cells
        self._spent_s = 0.0
        self._starts = 0
        self._last_fault: Fault = "died"

    def __enter__(self) -> Session:
        return self

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

    def read(self, skeleton: dict[str, Any], filename: str, data: bytes) -> dict[str, Any]:
        """Take a submitted file apart, in the box, before any student code runs.

        Raises:
            SubmissionError: with the arguments (code, detail): the file is no notebook, or reading it never ends.
            GraderError: the box did not start, or the reader has a bug.
        """
        request = {"op": "read", "skeleton": skeleton, "filename": filename}
        try:
            reply, _ = self._again_if_lost(
                lambda: self._ask(request, data, wall_s=self.limits.read_s, max_head=MAX_HEAD_OF_READ)
            )
        except Broken as broken:
            self._stop()
            code = "too_slow_to_read" if broken.kind == "timeout" else "too_big_to_read"
            raise SubmissionError(code, broken.message) from None
        if reply["ok"] is not True:
            if reply.get("error") in ("MemoryError", "RecursionError"):
                raise SubmissionError("too_big_to_read", str(reply["error"]))
            raise GraderError(f"The notebook reader failed: {reply.get('error')}: {reply.get('message')}")
        notebook: dict[str, Any] = reply["notebook"]
        if "unreadable" in notebook:
            reason = notebook["unreadable"]
            raise SubmissionError(str(reason.get("code", "unreadable")), str(reason.get("detail", "")))
        return notebook

    def load(self, cells: Sequence[dict[str, Any]], names: Sequence[str]) -> list[dict[str, Any]]:
        """Run the cells: [{"number", "source"}]. Returns what they raised: [{"cell", "line", "error", "message"}].

        Cells that hang or end the process are loaded once more without their loops and calls, so that the
        functions they define can still be graded; the list then says so with cell 0.
        """
        plain: list[dict[str, Any]] = [{"number": int(cell["number"]), "source": str(cell["source"])} for cell in cells]
        lines = {cell["number"]: cell["source"].splitlines() for cell in plain}
        self._loaded = loaded = _Loaded(plain, tuple(names), lines)
        errors: list[dict[str, Any]] = []
        while len(loaded.failures) < 2:
            known = len(loaded.failures)
            try:
                found = self._again_if_lost(lambda: self._load(loaded))
            except Broken as broken:
                errors.append({"cell": 0, "line": 0, "error": broken.kind, "message": broken.message})
                if len(loaded.failures) == known:  # not loading's fault: the budget is used up
                    break
            else:
                return errors + found
        return errors

    def call(
        self,
        name: str,
        packed: PackedArgs,
        *,
        wall_s: float | None = None,
        max_body: int = MIN_BODY,
        return_args: bool = False,
    ) -> Outcome:
        """Call one function, or talk once with what a class makes. Never raises for what a student's code does.

        Args:
            wall_s: for this call, the sending and the answer included; Limits.call_s where None.
            max_body: how many bytes the answer may have (`wire.max_body`).
            return_args: also find out which arguments the call changed.
        """
        request: dict[str, Any] = {"op": "call", "layout": packed.layout, "steps": packed.steps}
        request |= {"max_bytes": max_body, "return_args": return_args}
        room = max_body + (2 * len(packed.body) if return_args else 0)
        return self._outcome(name, packed, request, answers.outcome, wall_s=wall_s, max_body=room)

    def build(self, name: str, packed: PackedArgs, *, wall_s: float | None = None) -> Outcome:
        """Call one function that builds a network, once. Never raises for what a student's code does.

        Each `FeatureMap` among the arguments becomes a symbolic input.

        Returns:
            value: the text of `model.to_json()`, also of the model from the inputs to the tensors that came back;
            None where something else came back: `message` names it.
        """
        return self._outcome(name, packed, {"op": "build"}, answers.built, wall_s=wall_s, max_body=MAX_MODEL)

    def _outcome(
        self,
        name: str,
        packed: PackedArgs,
        request: dict[str, Any],
        read: Callable[..., Outcome],
        *,
        wall_s: float | None,
        max_body: int,
    ) -> Outcome:
        if self._loaded is None:
            raise GraderError("Session.call before Session.load: this is a bug of the grader.")
        loaded, started = self._loaded, time.monotonic()
        wall_s = self.limits.call_s if wall_s is None else wall_s
        request |= {"name": name, "args": packed.heads}

        def ask() -> Outcome:
            nonlocal started
            if not self._ready:
                self._load(loaded)
                started = time.monotonic()
            if name in loaded.names and name not in loaded.defined:
                return Outcome("missing")
            reply, body = self._ask(request, packed.body, wall_s=wall_s, max_body=max_body)
            return read(reply, body, packed, loaded.lines, seconds=time.monotonic() - started)

        try:
            return self._again_if_lost(ask)
        except Broken as broken:
            self._stop()
            return Outcome(broken.kind, message=broken.message, seconds=time.monotonic() - started)

    def close(self) -> None:
        """End the box. The session keeps its output."""
        self._stop(gently=True)

    def _load(self, loaded: _Loaded) -> list[dict[str, Any]]:
        if len(loaded.failures) >= 2:
            raise loaded.failures[-1]
        request: dict[str, Any] = {"op": "load", "cells": loaded.cells, "names": loaded.names}
        request["definitions_only"] = bool(loaded.failures)
        self._check_budget()
        try:
            if self._ready:  # a box takes one notebook in its life
                self._stop()
            self._put_up_the_last_wall()
            reply, _ = self._ask(request, wall_s=self.limits.load_s)
            if reply["ok"] is not True:  # nothing of ours says so: only a forged frame does
                raise Broken("died", "broke the protocol: a reply that no box of ours sends")
        except Broken as broken:
            loaded.failures.append(broken)
            self._stop()
            raise
        loaded.defined = answers.defined(reply, loaded.names)
        self._ready = True
        return answers.load_errors(reply)

    def _put_up_the_last_wall(self) -> None:
        """Before any of the student's code: a box that dies of it twice is our fault and not his."""
        program = seccomp.build("student") if self.level == "namespaces+seccomp" else b""
        for _ in range(2):  # the first box may be short of memory, after reading
            try:
                self._ask({"op": "wall"}, program, wall_s=self.limits.start_s)
                return
            except Broken as broken:
                if broken.kind == "timeout":
                    raise
                self._stop()
                self._check_budget()
                fault = broken
        raise GraderError(
            f"The sandbox could not put up its last wall: {fault.message}. Its memory limit may be too low"
        )

    def _ask(
        self,
        request: dict[str, Any],
        body: bytes = b"",
        *,
        wall_s: float,
        max_head: int = MAX_HEAD,
        max_body: int = 0,
    ) -> tuple[dict[str, Any], bytes]:
        """One exchange, within its own time and what is left of the submission's."""
        self._check_budget()
        channel = self._channel or self._start()
        started = time.monotonic()
        deadline = started + min(wall_s, self.limits.total_s - self._spent_s)
        try:
            return channel.ask(request, body, deadline=deadline, max_head=max_head, max_body=max_body)
        except Broken as broken:
            if broken.kind == "died" and self._box and self._box.lost():
                raise _Lost from None
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
            except _Lost:
                self._stop()
        raise GraderError(
            "The sandbox with Keras was ended from outside twice during one submission. Is there enough memory? "
            "Grade with fewer workers: --jobs 1"
        )

    def _check_budget(self) -> None:
        if self._spent_s >= self.limits.total_s:
            raise Broken(self._last_fault, f"the {self.limits.total_s:g} s of this submission are used up")
        if self._channel is None and self._starts > self.limits.respawns:
            raise Broken(self._last_fault, f"the {self.limits.respawns} restarts of this submission are used up")

    def _start(self) -> Channel:
        """A new box that has said hello. Not to say it is our fault, so it gets a second chance."""
        said = ""
        for _ in range(2):
            open_one = open_forked if "keras" in self.packages else open_box
            cpu_s = math.ceil(self.limits.total_s) + 5
            self._box = open_one(self.level, memory_bytes=self.limits.memory_bytes, cpu_s=cpu_s)
            before_hello = Output()
            channel = Channel(self._box, before_hello)
            try:
                channel.hello(time.monotonic() + self.limits.start_s)
            except Broken:
                with contextlib.suppress(Broken):
                    channel.drain()
                said = before_hello.text()
                self._stop()
                continue
            except BaseException:
                self._stop()
                raise
            self._box.settle()
            channel.output = self._output
            self._output.n_bytes = 0  # a function that floods costs the next one nothing
            self._channel = channel
            self._starts += 1
            return channel
        raise GraderError(diagnosis.explain(said))

    def _stop(self, *, gently: bool = False) -> None:
        if self._channel is not None:
            with contextlib.suppress(Broken):
                self._channel.drain()
        if self._box is not None:
            self._box.close(gently=gently)
        self._box, self._channel, self._ready = None, None, False
