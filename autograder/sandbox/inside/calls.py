"""Calls a student's function, or talks with what a class of his makes; promises a reply that fits the frame."""

from json.encoder import JSONEncoder

import numpy as np

from . import report, values
from .standins import StandIn
from .talk import classes, talk

MAX_HEADS = 15 << 10  # bytes, of the 16 KiB that a reply's head may have
_encode = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_Array, _Network = np.ndarray, values.Network
_TOO_MUCH = {"k": "unsupported", "v": "more parts than anyone can read"}


def find(namespace, name):
    """The function or class of that name, or None."""
    found = namespace.get(name)
    return None if type(found) is StandIn or not callable(found) else found


def call(namespace, head, body):
    """Head and body of the reply to one `call` request."""
    function = find(namespace, head["name"])
    if function is None:
        return {"ok": False, "missing": True}, b""
    if len(named := classes(head["steps"])) > 1:
        function = {name: find(namespace, name) for name in named}
    layout, steps, max_bytes = head["layout"], head["steps"], head["max_bytes"]
    given = values.decode({"k": "list", "v": head["args"]}, body)
    args = [lay_out(arg, layout) for arg in given]
    networks = [one if type(one) is _Network else None for one in given]
    del given  # a student's code that looks around finds its arguments, and nothing else
    try:
        value = talk(function, args, steps) if steps else function(*args)
    except BaseException as error:  # also sys.exit() and KeyboardInterrupt
        return report.of_call(error), b""
    described = [_describe(value, max_bytes)]
    if head["return_args"]:
        kept = [arg if one is None else one for one, arg in zip(networks, args, strict=True)]
        after = [_describe(arg, len(body), exact=True) for arg in kept]  # what became of a network is not looked at
        fits = sum(len(part) for _, part in after) <= 2 * len(body)
        described += after if fits else [(_TOO_MUCH, b"")] * len(after)
    if _may_be_long(described) and len(_encode([part for part, _ in described]).encode("utf-8", "replace")) > MAX_HEADS:
        described = [(_TOO_MUCH, b"")] * len(described)
    (answer, _), *after = described
    reply = {"ok": True, "value": answer, "args": [part for part, _ in after], "sizes": [len(b) for _, b in described]}
    return reply, b"".join(buffer for _, buffer in described)


def lay_out(value, layout):
    """The argument as the case wants it in memory, writable, also inside a list.

    >>> lay_out([np.eye(2)], "F")[0].flags.f_contiguous
    True
    """
    if type(value) in (list, tuple):
        return type(value)(lay_out(item, layout) for item in value)
    if type(value) is dict:
        return {key: lay_out(item, layout) for key, item in value.items()}
    if type(value) is _Network:
        return value.model()
    if type(value) is not _Array:
        return value
    return values.arrange(value, layout if value.ndim else "C")


def _may_be_long(described):
    """Whether the heads can be too long: one of a single array or number cannot."""
    return len(described) > 1 or described[0][0]["k"] in ("tuple", "list")


def _describe(value, max_bytes, *, exact=False):
    buffers: list[bytes] = []
    try:
        head = values.encode(value, buffers, max_bytes=max_bytes, exact=exact)
        body = b"".join(buffers)
    except BaseException:  # out of memory, or an array class of the student's own
        return {"k": "unsupported", "v": "a value that could not be copied"}, b""
    return (head, body) if len(body) <= max_bytes else (_TOO_MUCH, b"")
