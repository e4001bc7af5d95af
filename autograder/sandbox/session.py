"""One submission in its box: read the notebook, load the cells, call the functions; promises an Outcome for every call.

A box that hangs, dies or breaks the protocol is killed and costs that one call. The next call gets a new box
with the same cells loaded again, as long as time and respawns last.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.errors import GraderError, SubmissionError
from autograder.records import Outcome
from autograder.sandbox import answers, levels, opening
from autograder.sandbox.boxes import Boxes, Limits
from autograder.sandbox.levels import Choice
from autograder.sandbox.opening import Way
from autograder.sandbox.packages import Packages
from autograder.sandbox.wire import MIN_BODY, Broken, Call, PackedArgs

MAX_HEAD_OF_READ = 4 << 20
AT_ONCE, AT_ONCE_BYTES = 32, 1 << 18  # calls that are sent together, and their arguments
QUICK_S = 0.02  # slower calls are sent one by one: the round trip is nothing beside them
MAX_MODEL = (1 << 20) + 1  # bytes of text; the reader of models refuses more than 1 MiB, in words


@dataclass
class _Loaded:
    """What a new box must be told before it can answer calls."""

    cells: list[dict[str, Any]]
    names: tuple[str, ...]
    lines: dict[int, list[str]]
    failures: list[Broken] = field(default_factory=list)  # of loading: the second one is the last
    defined: frozenset[str] = frozenset()


def _together(calls: Sequence[Call], n: int) -> Sequence[Call]:
    """The first n of them, or fewer where their arguments are large; at least one."""
    sizes = itertools.accumulate(len(call.packed.body) for call in calls[:n])
    return calls[: max(1, sum(size <= AT_ONCE_BYTES for size in sizes))]


class Session(Boxes):
    """A context manager; use it in the thread that made it.

    Args:
        isolation: what is asked for; see `levels`.
        packages: what may be imported beside the standard library: ("numpy",), or ("keras",) and what it needs.
        way: how its boxes come about, where that matters; see `opening`.
    """

    def __init__(
        self,
        *,
        isolation: Choice = "auto",
        limits: Limits | None = None,
        packages: Packages = ("numpy",),
        way: Way | None = None,
    ) -> None:
        limits = limits or (Limits.for_models() if "keras" in packages else Limits())
        super().__init__(levels.chosen(isolation), packages, limits, way)
        self._loaded: _Loaded | None = None

    def __enter__(self) -> Session:
        return self

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
        lines = {cell["number"]: cell["source"].split("\n") for cell in plain}
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
        one = Call(packed, max_body, return_args)
        return self._outcome(name, packed, one.request, answers.outcome, wall_s=wall_s, max_body=one.room)

    def calls(self, name: str, wanted: Sequence[Call]) -> Iterator[Outcome]:
        """Call one function many times, in order. The answers are those of `call`, one by one.

        A round trip costs as much as a small call. So while all goes well and quickly many are sent at once: the
        box then holds inputs that it is about to be asked for. Whoever takes no more of the answers ends a box that
        still works at the others: the next call gets a new one.
        """
        at, together = 0, 1
        well = False  # has a call come to a value?
        while at < len(wanted):
            batch = _together(wanted[at:], together) if self._ready else wanted[at : at + 1]
            outcomes = self._batch(name, batch) if len(batch) > 1 else iter([self._one(name, batch[0])])
            for outcome in outcomes:
                at += 1
                well = well or outcome.kind == "value"
                together = AT_ONCE if well and outcome.kind in ("value", "raised") and outcome.seconds < QUICK_S else 1
                yield outcome

    def _one(self, name: str, one: Call) -> Outcome:
        return self.call(name, one.packed, max_body=one.max_body, return_args=one.return_args)

    def _batch(self, name: str, batch: Sequence[Call]) -> Iterator[Outcome]:
        """Send some calls at once. Where the box ends before they are all answered, so do the answers."""
        assert self._loaded is not None
        started, unanswered = time.monotonic(), len(batch)
        try:
            self._check_budget()
            channel = self._channel or self._start()
            for i, one in enumerate(batch):
                deadline = started + min(self.limits.call_s, self.limits.total_s - self._spent_s)
                if i == 0:
                    number = channel.send_all(name, batch, deadline=deadline)
                reply, body = channel.reply(number + i, deadline=deadline, max_body=one.room)
                seconds = time.monotonic() - started
                outcome = answers.outcome(reply, body, one.packed, self._loaded.lines, seconds=seconds)
                unanswered -= 1
                if not unanswered:
                    channel.refuse_unasked()
                self._spent_s += seconds
                yield outcome
                started = time.monotonic()
        except Broken as broken:
            self._spent_s += time.monotonic() - started
            lost = broken.kind == "died" and self._box is not None and self._box.lost()
            message = broken.message or self._explain(broken.kind, self.limits.call_s)
            self._stop()
            unanswered = 0
            if not lost:
                self._last_fault = broken.kind
                yield Outcome(broken.kind, message=message, seconds=time.monotonic() - started)
        finally:
            if unanswered and self._box is not None:
                self._stop()

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
        request["name"] = name

        def ask() -> Outcome:
            nonlocal started
            if not self._ready:
                self._load(loaded)
                started = time.monotonic()
            if name in loaded.names and name not in loaded.defined:
                return Outcome("missing")
            reply, body = self._ask(request, packed.body, wall_s=wall_s, max_body=max_body, more=packed.text)
            return read(reply, body, packed, loaded.lines, seconds=time.monotonic() - started)

        try:
            return self._again_if_lost(ask)
        except Broken as broken:
            self._stop()
            return Outcome(broken.kind, message=broken.message, seconds=time.monotonic() - started)

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
        for _ in range(2):  # the first box may be short of memory, after reading
            self.start()
            try:
                self._ask({"op": "wall"}, opening.last_wall(self._box), wall_s=self.limits.start_s)
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
