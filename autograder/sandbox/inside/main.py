"""The child's loop: one request in, one reply out, until the pipe closes.

Phases: hello; `read` takes the notebook apart (no NumPy yet, no student code); `wall` imports NumPy and puts up the
last wall; `load` runs the cells; `call` calls one function. From `load` on nothing that this process says is
trusted: it can only claim that its answer to call N is this value. What the loop needs after that it holds by
private names, so that a student who patches json or os harms nobody; if he does break it, he is told "died".
"""

import sys
from _struct import Struct
from contextlib import AbstractContextManager, nullcontext
from json.decoder import JSONDecoder
from json.encoder import JSONEncoder
from os import _exit as leave
from os import read, write

from . import harden

LENGTHS = Struct("<II")
MAX_HEAD = 16 << 10
MAX_HEAD_OF_READ = 4 << 20
CHUNK = 1 << 20

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
        answer, value = child.answer(head, body)
        _flush()
        _send(sink, _encode({"id": head["id"]} | answer).encode("utf-8", "replace"), value)


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
        import numpy  # noqa: F401

        from . import calls, run  # noqa: F401

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
    """In the template: import now what every child would import."""
    import numpy.linalg
    import numpy.random  # noqa: F401

    from . import calls, models, notebook, run, weightless  # noqa: F401

    weightless.prepare()


def _not_loaded(namespace, head, body):
    return {"ok": False, "missing": True}, b""


def _flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:  # a stream that the student put there, or closed
            continue


def _receive(source):
    n_head, n_body = LENGTHS.unpack(_read_exactly(source, LENGTHS.size))
    return _decode(_read_exactly(source, n_head).decode()), _read_exactly(source, n_body)


def _read_exactly(source, n_bytes):
    parts = []
    while n_bytes:
        part = read(source, min(n_bytes, CHUNK))
        if not part:
            leave(0)  # the grader has closed the box, or is gone
        parts.append(part)
        n_bytes -= len(part)
    return b"".join(parts)


def _send(sink, head, body):
    for part in (LENGTHS.pack(len(head), len(body)) + head, body):
        rest = memoryview(part)
        while rest:
            rest = rest[write(sink, rest) :]
