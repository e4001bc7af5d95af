"""Boxes that are forked from a preloaded process instead of started; promises walls as high as `box`'s.

Importing NumPy takes most of what a box costs, and importing Keras takes seconds. So one process of ours does it once
and forks a child for each submission (`inside/template`). That template is in a box as any other, and holds two
capabilities there, to make namespaces with; it never runs a student's code and never hears of one. Each child is the
first process of its own process namespace, with its own mounts and an empty /tmp, network, IPC, host name and control
group; it has four pipes, no capability, the same two lists of system calls and the same limits. It sees neither the
template nor another child, and nothing that it does outlives it.

What children share with each other, and would not if they were started: the template's memory as it was when they
were forked. No submission, case or key was ever in there. So they lie at the same addresses, which helps nobody who
can run code of his own anyway; strings have the same hashes, as in every box; and chance would begin at the same
point, so it begins at the same point in every box (`inside/main`). A template has one child at a time, because the
kernel counts threads by user: two children could take them from each other.

The pipes travel over a socket; back comes a descriptor of the child, by which we kill it.
"""

from __future__ import annotations

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
from multiprocessing.util import Finalize
from typing import TypeVar

from autograder.errors import GraderError
from autograder.sandbox import diagnosis, packages, seccomp
from autograder.sandbox.box import Box, Isolation, Program, pipe, start
from autograder.sandbox.packages import Packages

IMPORT_S = 180.0  # from a cold disk
FORK_S = 20.0
THREADS, THREADS_WITH_KERAS = 16 + 1, 64  # the limit counts those of a user: the template's own too
KERAS_ENVIRONMENT = {
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
        """Kill the child, wait until it is gone, and free what it held.

        Args:
            gently: makes no difference: the template waits for it, and so its CPU time counts as ours.
        """
        try:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.init, signal.SIGKILL)
            if self.template.isolation == "none":  # with no process namespace, what it started lives on
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(self.pid, signal.SIGKILL)
            self.template.has_child = not _readable(self.init, 2.0)
        finally:
            for descriptor in (self.requests, self.replies, self.output, self.status, self.init):
                if descriptor >= 0:
                    os.close(descriptor)
            self.requests = self.replies = self.output = self.status = self.init = -1


class Template:
    """The process that has imported NumPy or Keras, and the thread that it lives as long as."""

    def __init__(self, isolation: Isolation, allowed: Packages) -> None:
        self.isolation, self.packages = isolation, allowed
        self.grader = os.getpid()
        self.has_child = False
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
        threads = THREADS_WITH_KERAS if "keras" in self.packages else THREADS
        processes = 0 if self.isolation == "none" else threads
        limits = {"memory_bytes": memory_bytes, "cpu_s": cpu_s, "processes": processes}
        with contextlib.ExitStack() as undo, contextlib.ExitStack() as lent:
            requests_in, requests = pipe(lent, undo)
            replies, replies_out = pipe(undo, lent)
            output, output_in = pipe(undo, lent)
            status, status_in = pipe(undo, lent)
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

    def usable(self) -> bool:
        """Whether it lives and is ours: a grader that was forked has its parent's, whose socket it must not use."""
        return self.grader == os.getpid() and self.box.process.poll() is None

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
                packages=self.packages,
                stage="template",
                environment=environment(self.packages),
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

        threading.Thread(target=run, daemon=True, name="template").start()
        result, error = results.get()
        if error is not None:
            raise error
        return result  # type: ignore[return-value]


_templates: list[Template] = []
_lock = threading.Lock()


def open_forked(isolation: Isolation, allowed: Packages, *, memory_bytes: int, cpu_s: int) -> Forked:
    """A child with these packages; it says hello when it is ready. The first one takes as long as importing them.

    Raises:
        GraderError: one of them or bubblewrap is missing, or the template does not start.
    """
    if not hasattr(os, "pidfd_open"):
        raise GraderError("Networks are graded on Linux only (WSL2 will do)")
    for _ in range(2):
        template = _take(isolation, allowed)
        try:
            return template.fork(memory_bytes=memory_bytes, cpu_s=cpu_s)
        except OSError:  # it has died, which is our fault: the next one is new
            template.close()
    raise GraderError(
        "A preloaded sandbox has ended twice before it could be used. Is there enough memory (1 GB with Keras)?"
    )


def close_templates() -> None:
    """End the preloaded processes now; without it they end with the grader."""
    with _lock:
        closing, _templates[:] = [*_templates], []
    for template in closing:
        template.close()


def _take(isolation: Isolation, allowed: Packages) -> Template:
    """A template without a child, which it will have; a new one where there is none."""
    with _lock:
        for template in [one for one in _templates if not one.usable()]:
            _templates.remove(template)
            template.close()
        for template in _templates:
            if not template.has_child and (template.isolation, template.packages) == (isolation, allowed):
                template.has_child = True
                return template
    template = Template(isolation, allowed)
    with _lock:
        Finalize(None, close_templates, exitpriority=0)  # also in workers of multiprocessing, which run no atexit
        template.has_child = True
        _templates.append(template)
    return template


def environment(allowed: Packages) -> dict[str, str]:
    return KERAS_ENVIRONMENT | {"KERAS_BACKEND": packages.backend()} if "keras" in allowed else {}


def _readable(descriptor: int, seconds: float) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(max(0.0, seconds) * 1000))
