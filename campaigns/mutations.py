"""Documents that are nearly right: JSON with one to four things changed, as text that a reader has to survive."""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

TEXTS = ("", "\0", "‮김민준", "\ud800", "../../etc/passwd", "NaN", "1e999", "<script>", "x" * 5000, "0", "__class__")
NUMBERS = (0, -1, 1, 2**31, 2**63, -(2**64), 10**30, 10**400, 1e308, -1e308, 5e-324, 0.1, float("nan"), float("inf"))
ODD = st.one_of(
    st.sampled_from(TEXTS),
    st.sampled_from(NUMBERS),
    st.none() | st.booleans(),
    st.sampled_from([[], {}, [[]], [None], {"": {}}, {"k": "tuple", "v": []}, [0] * 300, {"class_name": "x"}]),
    st.integers(1, 600).map(lambda depth: _deep(depth)),
    st.text(max_size=20) | st.integers() | st.floats(),
)
DELETE, REPLACE, WRAP, COPY, RENAME, REPEAT = range(6)
CHANGES = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 5), ODD, st.integers(0, 10**6)), max_size=4)


def _deep(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


def places(document: Any) -> list[tuple[Any, Any]]:
    """Every place in a document as its container and the key or index there."""
    found: list[tuple[Any, Any]] = []
    waiting = [document]
    while waiting:
        container = waiting.pop()
        keys: Sequence[Any] = ()
        if isinstance(container, dict):
            keys = list(container)
        elif isinstance(container, list):
            keys = range(len(container))
        for key in keys:
            found.append((container, key))
            waiting.append(container[key])
    return found


def changed(document: Any, changes: Sequence[tuple[int, int, Any, int]]) -> Any:
    """A copy with some places changed."""
    root = [copy.deepcopy(document)]
    for at, what, odd, other in changes:
        there = places(root)
        container, key = there[at % len(there)]
        if what == DELETE and container is not root:
            del container[key]
        elif what == WRAP:
            container[key] = [container[key]]
        elif what == COPY:
            source, its_key = there[other % len(there)]
            container[key] = copy.deepcopy(source[its_key])
        elif what == RENAME and isinstance(container, dict):
            container[str(odd)[:40]] = container.pop(key)
        elif what == REPEAT and isinstance(container, list) and container is not root:
            container += [copy.deepcopy(container[key]) for _ in range(other % 50)]
        else:
            container[key] = copy.deepcopy(odd)
    return root[0]


def dumped(document: Any, *, twice: int = 0) -> bytes:
    """JSON as hostile as it comes: NaN, halves of characters, and one key written twice."""
    text = json.dumps(document, ensure_ascii=bool(twice % 2))
    if twice:
        places_of_keys = [i for i, letter in enumerate(text) if letter == "{"]
        if places_of_keys:
            at = places_of_keys[twice % len(places_of_keys)] + 1
            text = f'{text[:at]}"k": "none", "k": 1{"" if text[at] == "}" else ", "}{text[at:]}'
    return text.encode("utf-8", "surrogatepass")


def nearly(documents: Sequence[Any]) -> st.SearchStrategy[Any]:
    """Documents with something changed, as objects."""
    return st.builds(changed, st.sampled_from(documents), CHANGES)


def nearly_json(documents: Sequence[Any]) -> st.SearchStrategy[bytes]:
    """The same as bytes, some of them damaged on the way."""
    whole = st.builds(lambda one, twice: dumped(one, twice=twice), nearly(documents), st.just(0) | st.integers(0, 99))
    deep = st.sampled_from([b"[" * 100_000, b'{"a":' * 100_000, b"[" * 100_000 + b"]" * 100_000])
    return st.one_of(whole, whole, damaged(whole), deep)


def damaged(whole: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """Bytes cut short, or with some of them overwritten."""

    def hurt(data: bytes, patches: list[tuple[int, bytes]], keep: int | None) -> bytes:
        hurt = bytearray(data if keep is None else data[: keep % (len(data) + 1)])
        for at, patch in patches:
            at %= len(hurt) + 1
            hurt[at : at + len(patch)] = patch
        return bytes(hurt)

    patches = st.lists(st.tuples(st.integers(0, 10**6), st.binary(min_size=1, max_size=4)), max_size=3)
    return st.builds(hurt, whole, patches, st.none() | st.integers(0, 10**6))
