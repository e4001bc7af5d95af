"""Frames between grader and child; promises that whatever the child sends becomes bytes or `Broken`, in time.

A frame is `u32 head length, u32 body length`, a JSON head, raw buffers. Nothing is allocated before its length
has been checked. What the student prints comes on another pipe and is drained while we wait.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import select
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NoReturn, Protocol

from autograder.sandbox.inside import values

MAX_HEAD = 16 << 10
MIN_BODY = 64 << 10
KEPT_OUTPUT, MAX_OUTPUT = 64 << 10, 64 << 20
CHUNK = 1 << 16  # what a pipe holds; for more, malloc would ask the kernel each time

# control characters other than newline and tab, those that turn the direction of writing round, and what nobody sees
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)

Fault = Literal["timeout", "died"]

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Broken(Exception):
    """The call failed and the child cannot be used any more. `kind` says whether it was silent or wrong."""

    def __init__(self, kind: Fault, message: str) -> None:
        super().__init__(message)
        self.kind: Fault = kind
        self.message = message


@dataclass(frozen=True)
class PackedArgs:
    """Arguments as they travel: one head each, the arrays' bytes, and the memory layout they get on arrival."""

    heads: list[dict[str, Any]]
    body: bytes
    layout: str
    sizes: tuple[int, ...]  # bytes of each argument in the body
    steps: tuple[str, ...] = ()  # of a talk with an object; see inside/talk.py

    @cached_property
    def text(self) -> str:
        """The part of a request that says all this, as JSON: a case is sent to everybody in the class."""
        return _encode({"args": self.heads, "layout": self.layout, "steps": self.steps})


def pack(args: Sequence[Any], layout: str = "C", steps: Sequence[str] = ()) -> PackedArgs:
    """Describe the arguments of one call, or of one talk. Pack once, send as often as you like.

    Raises:
        ValueError: an argument that has no form on the wire.

    >>> import numpy as np
    >>> pack((np.zeros((2, 3)), 1)).sizes
    (48, 0)
    """
    heads, bodies = [], []
    for arg in args:
        buffers: list[bytes] = []
        head = values.encode(arg, buffers, max_bytes=2**31, exact=True)
        if "unsupported" in json.dumps(head):
            raise ValueError(f"This argument cannot be sent to the sandbox: {head}. Use numbers, arrays and tuples.")
        heads.append(_as_it_arrives(head))
        bodies.append(b"".join(buffers))
    return PackedArgs(heads, b"".join(bodies), layout, tuple(len(body) for body in bodies), tuple(steps))


def _as_it_arrives(head: dict[str, Any]) -> dict[str, Any]:
    """The same head for a list of numbers and for the array that it becomes on the way."""
    if head["k"] in ("tuple", "list", "dict"):
        return head | {"v": [_as_it_arrives(item) for item in head["v"]]}
    return {key: value for key, value in head.items() if key != "was"}


@dataclass(frozen=True)
class Call:
    """One call of a function, and how many bytes its answer may have."""

    packed: PackedArgs
    max_body: int = MIN_BODY
    return_args: bool = False

    @property
    def room(self) -> int:
        """How many bytes may come back in all."""
        return self.max_body + (2 * len(self.packed.body) if self.return_args else 0)

    @property
    def request(self) -> dict[str, Any]:
        return {"op": "call", "max_bytes": self.max_body, "return_args": self.return_args}


class Output:
    """What the student printed, so far: the beginning is kept, what this box has printed is counted."""

    def __init__(self) -> None:
        self.kept = bytearray()
        self.n_bytes = 0

    def add(self, part: bytes) -> None:
        self.n_bytes += len(part)
        self.kept += part[: KEPT_OUTPUT - len(self.kept)]

    def text(self) -> str:
        """The kept part, without what could move a terminal's cursor."""
        return clean(self.kept.decode("utf-8", "replace"))


class Pipes(Protocol):
    """What a box is, from here. The descriptors do not block."""

    requests: int
    replies: int
    output: int


class Channel:
    """Requests to one box, one at a time."""

    def __init__(self, box: Pipes, output: Output) -> None:
        self.box = box
        self.output = output
        self.received = bytearray()
        self.poll = select.poll()
        self.poll.register(box.replies, select.POLLIN)
        self.poll.register(box.output, select.POLLIN)

    def hello(self, deadline: float) -> None:
        """Wait for the child's first frame."""
        head, body = self._frame(deadline, MAX_HEAD, 0)
        if head != {"hello": 1} or body:
            raise Broken("died", "did not start with hello")

    def ask(
        self,
        request: dict[str, Any],
        body: bytes = b"",
        *,
        deadline: float,
        max_head: int = MAX_HEAD,
        max_body: int = 0,
        more: str = "",
    ) -> tuple[dict[str, Any], bytes]:
        """Send one request and return its reply.

        Args:
            deadline: of the whole exchange, on time.monotonic()'s clock.
            more: members of the request that are JSON already: `PackedArgs.text`.

        Raises:
            Broken: too late, too long, ended, or anything but exactly one well-formed reply to this request.
        """
        number = self.send(request, body, deadline=deadline, more=more)
        reply, reply_body = self.reply(number, deadline=deadline, max_head=max_head, max_body=max_body)
        self.refuse_unasked()
        return reply, reply_body

    def send(self, request: dict[str, Any], body: bytes = b"", *, deadline: float, more: str = "") -> int:
        """Send a request; gives its number, which a frame that was made in advance cannot know."""
        self.refuse_unasked()
        number = secrets.randbits(62)
        text = _encode(request | {"id": number})
        head = (f"{more[:-1]},{text[1:]}" if more else text).encode("utf-8", "replace")
        self._send(struct.pack("<II", len(head), len(body)) + head + body, deadline)
        return number

    def send_all(self, name: str, calls: Sequence[Call], *, deadline: float) -> int:
        """Send many calls of one function; their replies have this number and those that follow it."""
        parts = []
        for call in calls:
            text = _encode(call.request | {"n": len(call.packed.body)})
            parts.append(f"{call.packed.text[:-1]},{text[1:]}")
        body = b"".join(call.packed.body for call in calls)
        return self.send(
            {"op": "calls", "name": name}, body, deadline=deadline, more=f'{{"calls":[{",".join(parts)}]}}'
        )

    def reply(
        self, number: int, *, deadline: float, max_head: int = MAX_HEAD, max_body: int = 0
    ) -> tuple[dict[str, Any], bytes]:
        """The next frame, which has to be the reply of that number."""
        reply, body = self._frame(deadline, max_head, max_body)
        if type(reply.get("id")) is not int or reply["id"] != number or type(reply.get("ok")) is not bool:
            _violation("a reply to something that was not asked")
        return reply, body

    def drain(self) -> None:
        """Take what the student printed last, without waiting."""
        while self._drain_output():
            pass

    def refuse_unasked(self) -> None:
        """Between two requests the pipe is empty."""
        if self.received:
            _violation("more than one reply")
        try:
            if os.read(self.box.replies, 1):
                _violation("a reply that was not asked for")
        except BlockingIOError:
            return
        raise Broken("died", "")

    def _frame(self, deadline: float, max_head: int, max_body: int) -> tuple[dict[str, Any], bytes]:
        n_head, n_body = struct.unpack("<II", self._read(8, deadline))
        if n_head > max_head or n_body > max_body:
            _violation(f"a frame of {n_head} + {n_body} bytes")
        return parse_head(self._read(n_head, deadline)), self._read(n_body, deadline)

    def _read(self, n_bytes: int, deadline: float) -> bytes:
        while len(self.received) < n_bytes:
            if self._wait(deadline, select.POLLIN, self.box.replies):
                try:
                    part = os.read(self.box.replies, CHUNK)
                except BlockingIOError:  # another reader inside took it: the student's own doing
                    continue
                if not part:
                    raise Broken("died", "")
                self.received += part
        result = bytes(self.received[:n_bytes])
        del self.received[:n_bytes]
        return result

    def _send(self, frame: bytes, deadline: float) -> None:
        rest = memoryview(frame)
        try:
            rest = rest[os.write(self.box.requests, rest[:CHUNK]) :]
            if not rest:  # nearly always
                return
        except BlockingIOError:
            pass
        except BrokenPipeError:
            raise Broken("died", "") from None
        self.poll.register(self.box.requests, select.POLLOUT)
        try:
            while rest:
                if self._wait(deadline, select.POLLOUT, self.box.requests):
                    rest = rest[os.write(self.box.requests, rest[:CHUNK]) :]
        except BrokenPipeError:
            raise Broken("died", "") from None
        finally:
            self.poll.unregister(self.box.requests)

    def _wait(self, deadline: float, event: int, descriptor: int) -> bool:
        """Drain the student's output while waiting; True when the descriptor is ready."""
        left = deadline - time.monotonic()
        ready = dict(self.poll.poll(left * 1000) if left > 0 else ())
        if not ready:
            raise Broken("timeout", "")
        if self.box.output in ready and not self._drain_output() and ready[self.box.output] & select.POLLHUP:
            self.poll.unregister(self.box.output)  # closed by the student: it would be ready for ever
        return bool(ready.get(descriptor, 0) & (event | select.POLLHUP | select.POLLERR))

    def _drain_output(self) -> bool:
        try:
            part = os.read(self.box.output, CHUNK)
        except BlockingIOError:
            return False
        self.output.add(part)
        if self.output.n_bytes > MAX_OUTPUT:
            raise Broken("died", f"printed more than {MAX_OUTPUT >> 20} MiB")
        return bool(part)


def parse_head(data: bytes) -> dict[str, Any]:
    """A head as a dict of JSON.

    Raises:
        Broken: anything else, however it is made.
    """
    try:
        head = _decode(data.decode("utf-8"))
    except (ValueError, RecursionError):
        _violation("a head that is not JSON")
    if type(head) is not dict:
        _violation("a head that is not an object")
    return head


def clean(text: str) -> str:
    """Text of a student's without control characters and half characters.

    >>> clean("a\\x1b[2Jb\\nc")
    'a[2Jb\\nc'
    """
    return _INVISIBLE.sub("", text).encode("utf-8", "replace").decode("utf-8")


def max_body(expected_bytes: int) -> int:
    """How long the answer may be where the right one has so many bytes."""
    return max(MIN_BODY, 8 * expected_bytes)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


_decode = json.JSONDecoder(parse_constant=_refuse_constant).decode


def _violation(what: str) -> NoReturn:
    raise Broken("died", f"broke the protocol: {what}")
