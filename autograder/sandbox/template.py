"""Boxes with Keras, forked from a preloaded process instead of started; promises walls as high as `box`'s.

Importing Keras takes seconds, so one process of ours does it once per grader and forks a child for each
submission (`inside/template`). That template is in a box as any other, and holds two capabilities there, to make
namespaces with; it never runs a student's code and never hears of one. Each child is the first process of its own
process namespace, with its own mounts and an empty /tmp, network, IPC, host name and control group; it has four
pipes, no capability, the same two lists of system calls and the same limits. It sees neither the template nor
another child, and nothing that it does outlives it.

The pipes travel over a socket; back comes a descriptor of the child, by which we kill it.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import queue
import select
import signal
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from autograder.errors import GraderError
from autograder.sandbox import diagnosis, packages, seccomp
from autograder.sandbox.box import Box, Isolation, Program, pipe, start

IMPORT_S = 180.0  # from a cold disk
FORK_S = 20.0
THREADS = 64  # of all children of a template together: the limit counts those of a user
ENVIRONMENT = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "CUDA_VISIBLE_DEVICES": "-1",
    "JAX_PLATFORMS": "cpu",
    "KERAS_HOME": "/tmp",
}

T = TypeVar("T")


@dataclass
class Forked:
    """A running child of a template. The descriptors do not block and belong to this record."""

    template: Template
    requests: int
    replies: int
    output: int
    status: int  # where the template writes, once, how the child ended
    pid: int
    init: int  # a descriptor of the child
    end: bytes | None = None  # what `status` said; nothing where the template has ended first

    def settle(self) -> None:
        """Nothing to do: there is a descriptor of the child from the beginning."""

    def lost(self) -> bool:
        """Whether it ended because the template did: that is our fault."""
        return self._end() == b""

    def exit_status(self) -> int | None:
        """How the child ended, if it has."""
        said = self._end()
        return int(struct.unpack("<i", said)[0]) if said else None

    def _end(self) -> bytes | None:
        if self.end is None and _readable(self.status, 0.3):
            self.end = os.read(self.status, 4)
        return self.end

    def close(self, *, gently: bool = False) -> None:
        """Kill the child, wait until it is gone, and free what it held. See `Box.close`."""
        try:
            if gently:
                os.close(self.requests)
                self.requests = -1
                _readable(self.init, 0.3)
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.init, signal.SIGKILL)
            if self.template.isolation == "none":  # with no process namespace, what it started lives on
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(self.pid, signal.SIGKILL)
            _readable(self.init, 2.0)
        finally:
            for descriptor in (self.requests, self.replies, self.output, self.status, self.init):
                if descriptor >= 0:
                    os.close(descriptor)
            self.requests = self.replies = self.output = self.status = self.init = -1


class Template:
    """The process that has imported Keras, and the thread that it lives as long as."""

    def __init__(self, isolation: Isolation) -> None:
        self.isolation = isolation
        self.grader = os.getpid()
        self.lock = threading.Lock()
        self.closed = threading.Event()
        self.box, self.control = self._on_a_thread_that_stays(self._start)
        if not _readable(self.control.fileno(), IMPORT_S) or self._receive(16)[0] != b"ready":
            said = b""
            with contextlib.suppress(BlockingIOError):
                said = os.read(self.box.output, 1 << 16)
            self.close()
            raise GraderError(diagnosis.explain(said.decode("utf-8", "replace")))
        self.box.settle()

    def fork(self, *, memory_bytes: int, cpu_s: int) -> Forked:
        """A child, which will say hello.

        Raises:
            OSError: the template is gone or does not answer.
        """
        processes = 0 if self.isolation == "none" else THREADS
        limits = {"memory_bytes": memory_bytes, "cpu_s": cpu_s, "processes": processes}
        with contextlib.ExitStack() as undo, contextlib.ExitStack() as lent:
            requests_in, requests = pipe(lent, undo)
            replies, replies_out = pipe(undo, lent)
            output, output_in = pipe(undo, lent)
            status, status_in = pipe(undo, lent)
            with self.lock:
                lends = [requests_in, replies_out, output_in, status_in]
                socket.send_fds(self.control, [json.dumps(limits).encode()], lends)
                if not _readable(self.control.fileno(), FORK_S):
                    raise TimeoutError("the template does not answer")
                said, received = self._receive(64)
            if not said:
                raise ConnectionError("the template has ended")
            undo.pop_all()
        for descriptor in (requests, replies, output, status):
            os.set_blocking(descriptor, False)
        return Forked(self, requests, replies, output, status, int(said), received[0])

    def alive(self) -> bool:
        return self.box.process.poll() is None

    def close(self) -> None:
        """End it and all its children."""
        self.control.close()
        if self.grader == os.getpid():  # a forked grader must not end the template of its parent
            self.box.close(gently=True)
        self.closed.set()

    def _start(self) -> tuple[Box, socket.socket]:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with contextlib.ExitStack() as undo, theirs:
            undo.callback(ours.close)
            walls = self.isolation != "none"
            program_of_calls = seccomp.build("start").hex() if walls else ""
            settings = {"control": theirs.fileno(), "walls": walls, "filter": program_of_calls}
            program = Program(
                "template",
                settings,
                (theirs.fileno(),),
                packages=("keras",),
                stage="template",
                environment=ENVIRONMENT | {"KERAS_BACKEND": packages.backend()},
                capabilities=("CAP_SYS_ADMIN", "CAP_SETPCAP"),
            )
            box = start(self.isolation, program)
            undo.pop_all()
            return box, ours

    def _receive(self, n_bytes: int) -> tuple[bytes, list[int]]:
        with contextlib.suppress(ConnectionResetError):
            said, received, _, _ = socket.recv_fds(self.control, n_bytes, 1, socket.MSG_CMSG_CLOEXEC)
            return said, received
        return b"", []

    def _on_a_thread_that_stays(self, work: Callable[[], T]) -> T:
        """bubblewrap ends with the thread that started it, and a worker's thread may end before the grader."""
        results: queue.SimpleQueue[tuple[T | None, BaseException | None]] = queue.SimpleQueue()

        def run() -> None:
            try:
                results.put((work(), None))
            except BaseException as error:
                results.put((None, error))
            else:
                self.closed.wait()

        threading.Thread(target=run, daemon=True, name="keras-template").start()
        result, error = results.get()
        if error is not None:
            raise error
        return result  # type: ignore[return-value]


_templates: dict[Isolation, Template] = {}
_lock = threading.Lock()


def open_forked(isolation: Isolation, *, memory_bytes: int, cpu_s: int) -> Forked:
    """A child with Keras; it says hello when it is ready. The first one takes as long as importing Keras.

    Raises:
        GraderError: Keras, its backend or bubblewrap is missing, or the template does not start.
    """
    if not hasattr(os, "pidfd_open"):
        raise GraderError("Networks are graded on Linux only (WSL2 will do)")
    for _ in range(2):
        template = _template(isolation)
        try:
            return template.fork(memory_bytes=memory_bytes, cpu_s=cpu_s)
        except OSError:  # it has died, which is our fault: the next one is new
            template.close()
    raise GraderError(
        "The sandbox with Keras has ended twice before it could be used. Is there enough memory (1 GB a worker)?"
    )


def close_templates() -> None:
    """End the preloaded processes now; without it they end with the grader."""
    with _lock:
        while _templates:
            _templates.popitem()[1].close()


atexit.register(close_templates)


def _template(isolation: Isolation) -> Template:
    with _lock:
        template = _templates.get(isolation)
        if template is None or template.grader != os.getpid() or not template.alive():
            if template is not None:
                template.close()
            template = _templates[isolation] = Template(isolation)
        return template


def _readable(descriptor: int, seconds: float) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(max(0.0, seconds) * 1000))
