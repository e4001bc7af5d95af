"""Turns a child's reply into an Outcome; promises that every field has its type and a length, or the call `died`."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from typing import Any

from autograder.records import Outcome, TraceLine
from autograder.sandbox.inside import values
from autograder.sandbox.wire import Broken, PackedArgs, clean

MAX_NAME, MAX_MESSAGE, MAX_TRACE, MAX_SOURCE, MAX_ERRORS = 80, 500, 8, 200, 20

Lines = Mapping[int, Sequence[str]]  # cell number -> its lines, as we sent them


def outcome(reply: dict[str, Any], body: bytes, sent: PackedArgs, lines: Lines, *, seconds: float) -> Outcome:
    """What one call came to.

    Raises:
        Broken: a reply that no child of ours would send.
    """
    if reply.get("missing") is True:
        return Outcome("missing", seconds=seconds)
    if reply["ok"] is not True:
        return Outcome(
            "raised",
            error=_text(reply.get("error"), MAX_NAME),
            bases=tuple(name for name in _list(reply.get("bases"), 64) if _is_exception(name)),
            message=_text(reply.get("message"), MAX_MESSAGE),
            trace=tuple(_trace_line(place, lines) for place in _list(reply.get("trace"), MAX_TRACE)),
            seconds=seconds,
        )
    sizes, heads = _list(reply.get("sizes"), 65), _list(reply.get("args"), 64)
    if not all(type(size) is int and size >= 0 for size in sizes) or sum(sizes) != len(body):
        raise Broken("died", "broke the protocol: sizes that do not add up")
    if len(sizes) != 1 + len(heads):
        raise Broken("died", "broke the protocol: not one size for each value")
    try:
        value = values.decode(_clean(reply.get("value")), body[: sizes[0]])
    except values.Malformed as problem:
        raise Broken("died", f"broke the protocol: {problem}") from None
    return Outcome("value", value=value, changed=_changed(heads, sizes, body, sent) if heads else (), seconds=seconds)


def built(reply: dict[str, Any], body: bytes, sent: PackedArgs, lines: Lines, *, seconds: float) -> Outcome:
    """What one call that builds a network came to: the text of its configuration, or the name of what came back.

    Raises:
        Broken: a reply that no child of ours would send.
    """
    if reply["ok"] is not True or reply.get("missing") is True:
        return outcome(reply, body, sent, lines, seconds=seconds)
    if reply.get("model") is not True:
        return Outcome("value", message=_text(reply.get("what"), MAX_NAME) or "something", seconds=seconds)
    return Outcome("value", value=body.decode("utf-8", "replace"), seconds=seconds)


def load_errors(reply: dict[str, Any]) -> list[dict[str, Any]]:
    """What the cells raised: [{"cell", "line", "error", "message"}]."""
    return [
        {
            "cell": _integer(error.get("cell")),
            "line": _integer(error.get("line")),
            "error": _text(error.get("error"), MAX_NAME),
            "message": _text(error.get("message"), MAX_MESSAGE),
        }
        for error in _list(reply.get("errors"), MAX_ERRORS)
        if type(error) is dict
    ]


def defined(reply: dict[str, Any], names: Sequence[str]) -> frozenset[str]:
    """Which of the wanted names the child says it has."""
    claimed = [name for name in _list(reply.get("defined"), len(names)) if type(name) is str]
    return frozenset(names) & frozenset(claimed)


def _changed(heads: list[Any], sizes: list[int], body: bytes, sent: PackedArgs) -> tuple[int, ...]:
    if len(heads) != len(sent.heads):
        raise Broken("died", "broke the protocol: other arguments than were sent")
    changed, before, after = [], 0, sizes[0]
    for position, head in enumerate(heads):
        n_before, n_after = sent.sizes[position], sizes[1 + position]
        was, now = sent.body[before : before + n_before], body[after : after + n_after]
        if head != sent.heads[position] or was != now:
            changed.append(position)
        before, after = before + n_before, after + n_after
    return tuple(changed)


def _trace_line(place: Any, lines: Lines) -> TraceLine:
    """The line itself comes from what we sent: a child cannot show the instructor another."""
    if type(place) is not dict:
        raise Broken("died", "broke the protocol: a trace that is none")
    cell, line = _integer(place.get("cell")), _integer(place.get("line"))
    source = lines.get(cell, ())
    if not 1 <= line <= len(source):
        return TraceLine(cell, line, "")
    around = source[max(0, line - 3) : line + 2]
    return TraceLine(cell, line, source[line - 1][:MAX_SOURCE], tuple(text[:MAX_SOURCE] for text in around))


def _clean(head: Any) -> Any:
    """A value's head with printable text in it; arrays and numbers carry none."""
    if type(head) is not dict or type(head.get("k")) is not str:  # a list cannot even be looked up among the kinds
        return head
    if type(head) is dict and head.get("k") in ("tuple", "list") and type(head.get("v")) is list:
        return head | {"v": [_clean(item) for item in head["v"]]}
    if type(head) is dict and head.get("k") in values.ARGUMENT_KINDS:
        return {"k": "unsupported", "v": f"type {head['k']}"}  # only arguments have names
    if type(head) is dict and head.get("k") in ("str", "unsupported") and type(head.get("v")) is str:
        return head | {"v": clean(head["v"])}
    return head


def _text(value: Any, limit: int) -> str:
    return clean(value)[:limit] if type(value) is str else ""


def _integer(value: Any) -> int:
    return value if type(value) is int and 0 <= value < 2**31 else 0


def _list(value: Any, limit: int) -> list[Any]:
    return value[:limit] if type(value) is list else []


def _is_exception(name: Any) -> bool:
    kind = getattr(builtins, name, None) if type(name) is str else None
    return isinstance(kind, type) and issubclass(kind, BaseException)
