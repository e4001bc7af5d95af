"""The child's loop: one request in, one reply out, until the pipe closes.

Phases: hello; `read` takes the notebook apart (no NumPy yet, no student code); `wall` imports NumPy and puts up the
last wall; `load` runs the cells; `call` calls one function. From `load` on nothing that this process says is
trusted: it can only claim that its answer to call N is this value. What the loop needs after that it holds by
private names, so that a student who patches json or os harms nobody; if he does break it, he is told "died".
"""

import sys
from _struct import Struct
from contextlib import AbstractContextManager, nullcontext
from itertools import accumulate
from json.decoder import JSONDecoder
from json.encoder import JSONEncoder
from os import _exit as leave
from os import read, write

from . import harden

LENGTHS = Struct("<II")
MAX_HEAD = 16 << 10
MAX_HEAD_OF_READ = 4 << 20
CHUNK = 1 << 16  # what a pipe holds; for more, malloc would ask the kernel each time

_encode = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_decode = JSONDecoder().decode


def serve() -> None:
    """Set the limits, say hello, answer requests for ever."""
    settings = _decode(sys.argv[2])
    harden.set_limits(
        memory_bytes=settings["memory_bytes"], cpu_s=settings["cpu_s"], processes=settings.get("processes", 0)
    )
    sys.argv = [""]
    attend(Child(settings["packages"]), settings["requests"], settings["replies"])


def attend(child, source, sink):
    """Say hello, answer requests for ever."""
    _send(sink, _encode({"hello": 1}).encode(), b"")
    while True:
        head, body = _receive(source)
        for number, one, part in _requests(head, body):
            answer, value = child.answer(one, part)
            _flush()
            _send(sink, _encode({"id": number} | answer).encode("utf-8", "replace"), value)


class Child:
    """What the process knows between requests: the student's namespace."""

    def __init__(self, packages):
        self.packages = packages
        self.namespace: dict = {}
        self.call = self.build = _not_loaded

    def answer(self, head, body):
        """The head and the body of the reply to one request."""
        if head["op"] == "read":
            return self.read(head, body), b""
        if head["op"] == "wall":
            return self.wall(body), b""
        if head["op"] == "load":
            return self.load(head), b""
        if head["op"] == "build":
            return self.build(self.namespace, head, body)
        return self.call(self.namespace, head, body)

    def read(self, head, body):
        from . import notebook

        try:
            return {"ok": True, "notebook": notebook.read_and_rebuild(head["skeleton"], head["filename"], body)}
        except (MemoryError, RecursionError) as error:
            return {"ok": False, "error": type(error).__name__, "message": ""}
        except Exception as error:  # a bug of the reader: the parent reports it as ours
            return {"ok": False, "error": type(error).__name__, "message": str(error)[:500]}

    def wall(self, program):
        from . import standins

        del sys.path[0]  # this folder: a student's `import report` must not find ours
        if "numpy" not in sys.modules:  # a forked box has it, and Keras too
            sys.meta_path.append(standins.Allowed(self.packages))
        sys.meta_path.append(standins.ShowNothing())
        preload()
        begin_chance()
        harden.wall_in(program)
        return {"ok": True}

    def load(self, head):
        from . import calls, run

        self.call = calls.call
        self.namespace = run.fresh_namespace()
        scope: AbstractContextManager = nullcontext()
        if "keras" in self.packages:
            from . import models

            self.build, scope = models.build, models.shapes_only()
        with scope:
            errors = run.run_cells(head["cells"], self.namespace, definitions_only=head["definitions_only"])
        defined = [name for name in head["names"] if calls.find(self.namespace, name) is not None]
        answer = {"ok": True, "errors": errors, "defined": defined}
        while len(_encode(answer).encode("utf-8", "replace")) > MAX_HEAD - 64:  # long messages in Korean
            errors.pop()
        return answer


def preload():
    """Import what every box has from its last wall on, whether it was started or forked.

    Both need the same list: `numpy.fft` that another box had to import itself would be a line of difference.
    """
    import numpy.fft
    import numpy.lib.stride_tricks
    import numpy.linalg
    import numpy.random  # noqa: F401

    from . import calls, notebook, run  # noqa: F401


def begin_chance():
    """Let whoever asks for random numbers without a seed get the same ones in every run, and in every box."""
    import random

    import numpy.random

    random.seed(0)
    numpy.random.seed(0)


def _requests(head, body):
    """Number, head and body of each request; `calls` holds many, each of which is answered before the next."""
    if head["op"] != "calls":
        return [(head["id"], head, body)]
    ends = [0, *accumulate(one["n"] for one in head["calls"])]
    return [
        (head["id"] + i, {"op": "call", "name": head["name"]} | one, body[ends[i] : ends[i + 1]])
        for i, one in enumerate(head["calls"])
    ]


def _not_loaded(namespace, head, body):
    return {"ok": False, "missing": True}, b""


def _flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:  # a stream that the student put there, or closed
            continue


def _receive(source):
    """One request. It mostly comes in one piece, and nothing follows it before our reply."""
    data = _read(source)
    while len(data) < LENGTHS.size:
        data += _read(source)
    n_head, n_body = LENGTHS.unpack_from(data)
    start = LENGTHS.size + n_head
    end = start + n_body
    if len(data) < end:
        parts = [data]
        missing = end - len(data)
        while missing > 0:
            parts.append(_read(source))
            missing -= len(parts[-1])
        data = b"".join(parts)
    return _decode(data[LENGTHS.size : start].decode()), data[start:]


def _read(source):
    data = read(source, CHUNK)
    if not data:
        leave(0)  # the grader has closed the box, or is gone
    return data


def _send(sink, head, body):
    rest = memoryview(b"".join((LENGTHS.pack(len(head), len(body)), head, body)))
    while rest:
        rest = rest[write(sink, rest) :]
