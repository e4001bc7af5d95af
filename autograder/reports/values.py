"""Stage 4: the values of a counterexample as people read them. Plain dicts in, short text out; no NumPy.

A value is {"kind": "array" | "number" | "sequence" | "none" | "text" | "code" | "range" | "raised" | ...}; see `Item`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from autograder.reports.text import clean

Value = Mapping[str, Any]
Number = float | int | bool | str  # the strings are "nan", "inf" and "-inf"
INLINE_CAP = 160
CALL_CAP = 400  # a talk with an object is several lines
RAISED_CAP = 320  # Keras says at the end of a message what it was given
NUMBERS_INLINE = 24
CODE_CAP = 800  # a function that is an argument


def as_float(number: Any) -> float:
    try:
        return float(number)
    except (TypeError, ValueError, OverflowError):
        return math.nan


def number_text(number: Any, *, digits: int = 4, dtype: str = "") -> str:
    """A number with few digits; "3.0" only where the dtype asks to tell it from 3.

    >>> number_text(0.1 + 0.2), number_text(3.0), number_text(3.0, dtype="float"), number_text(-0.0)
    ('0.3', '3', '3.0', '0')
    >>> number_text(10000.0), number_text(12345.6), number_text(1e8)
    ('10000', '12345.6', '1e+08')
    """
    if isinstance(number, bool | str):
        return clean(number, 40)
    if isinstance(number, int) and dtype != "float":
        return str(number) if abs(number) < 10**15 else f"{as_float(number):.{digits}g}"
    value = as_float(number) + 0.0  # no -0
    if 10**digits <= abs(value) < 10**7:
        digits = 7 if value == int(value) else len(str(int(abs(value)))) + 1  # 10000, not 1e+04
    text = f"{value:.{digits}g}"
    return text + ".0" if dtype == "float" and text.lstrip("-").isdigit() else text


def digits_to_tell(expected: Sequence[Any], got: Sequence[Any]) -> int:
    """How many digits show every pair of different numbers as different: 4 unless they are close.

    >>> digits_to_tell([1.0], [1.0000001])
    9
    """
    pairs = [(a, b) for a, b in zip(expected, got, strict=False) if a != b]
    for digits in (4, 6, 9, 13):
        if all(number_text(a, digits=digits) != number_text(b, digits=digits) for a, b in pairs):
            return digits
    return 17


def as_array(value: Value | None) -> dict[str, Any] | None:
    """A number, an array or a regular nesting of numbers as one array value; None for anything else."""
    if value is None:
        return None
    kind = value.get("kind")
    if kind == "array":
        return dict(value)
    if kind == "number":
        return {"kind": "array", "shape": [], "dtype": str(value.get("dtype", "float")), "data": [value.get("data")]}
    if kind != "sequence":
        return None
    items = [as_array(item) for item in value.get("data") or ()]
    if not items or any(item is None or item["data"] is None for item in items):
        return None
    known = [item for item in items if item is not None]
    if any(item["shape"] != known[0]["shape"] for item in known):
        return None
    numbers = [number for item in known for number in item["data"]]
    return {"kind": "array", "shape": [len(known), *known[0]["shape"]], "dtype": known[0]["dtype"], "data": numbers}


def shape_text(shape: Sequence[int]) -> str:
    """A shape as Python writes it.

    >>> shape_text([3]), shape_text([2, 3]), shape_text([])
    ('(3,)', '(2, 3)', '()')
    """
    return "(" + ", ".join(str(int(side)) for side in shape) + ("," if len(shape) == 1 else "") + ")"


def inline(value: Value | None, *, digits: int = 4) -> str:
    """A value inside a sentence, the same in every language; a large or empty array is only its shape.

    >>> inline({"kind": "array", "shape": [1, 1, 2, 2], "dtype": "float64", "data": [1.0, 2.0, 3.0, 4.5]})
    '[[[[1 2] [3 4.5]]]]'
    >>> inline({"kind": "array", "shape": [40, 40], "dtype": "float64", "data": None})
    'array([...], shape=(40, 40))'
    """
    value = value or {"kind": "missing"}
    return clean(_inline(value, digits), RAISED_CAP if value.get("kind") == "raised" else INLINE_CAP)


def _inline(value: Value, digits: int) -> str:
    kind, data = value.get("kind"), value.get("data")
    if kind == "none":
        return "None"
    if kind == "text":
        return repr(str(data))
    if kind == "number":
        return number_text(data, digits=digits, dtype=str(value.get("dtype", "")))
    if kind == "array":
        return _array_text(value, digits)
    if kind == "sequence":
        items = [_inline(item, digits) for item in list(data or ())[:NUMBERS_INLINE]]
        return "(" + ", ".join(items) + ("…" if len(data or ()) > NUMBERS_INLINE else "") + ")"
    if kind == "named":
        return "{" + ", ".join(f"{name!r}: {_inline(item, digits)}" for name, item in (data or {}).items()) + "}"
    if kind == "range":
        return _range_text(value, digits)
    if kind == "raised":
        return ": ".join(part for part in (str(value.get("error", "")), str(value.get("message", ""))) if part)
    return str(data if data is not None else value.get("message") or kind)


def _array_text(value: Value, digits: int) -> str:
    shape, data = list(value.get("shape") or ()), value.get("data")
    if 0 in shape:  # as NumPy writes it
        return f"array([], shape={shape_text(shape)})"
    if data is None or len(data) > NUMBERS_INLINE:
        return f"array([...], shape={shape_text(shape)})"
    texts = [number_text(number, digits=digits) for number in data]
    for side in reversed(shape):
        texts = ["[" + " ".join(texts[i : i + side]) + "]" for i in range(0, len(texts), side)]
    return texts[0] if texts else "[]"


def _range_text(value: Value, digits: int) -> str:
    low, high = as_array(value.get("low")), as_array(value.get("high"))
    if low and high and low["data"] and high["data"]:
        digits = max(digits, digits_to_tell(low["data"], high["data"]))
    texts = [_inline(value.get(end) or {"kind": "missing"}, digits) for end in ("low", "high")]
    return texts[0] if texts[0] == texts[1] else " … ".join(texts)


def python_source(value: Value, *, most: int = 60) -> str | None:
    """The value as Python code that makes it, so that a student can call the function on it; None when too long.

    >>> python_source({"kind": "array", "shape": [2, 2], "dtype": "float32", "data": [1.0, 0.0, 0.0, "nan"]})
    'np.array([[1.0, 0.0], [0.0, np.nan]], dtype=np.float32)'
    """
    kind, data = value.get("kind"), value.get("data")
    if kind == "none":
        return "None"
    if kind == "number":
        return _literal(data)
    if kind == "text":
        return repr(clean(data))
    if kind == "code":  # written by us, about an argument of ours
        return str(data) if len(str(data)) <= CODE_CAP else None
    if kind == "sequence" and data is not None and len(data) <= most:
        items = [python_source(item, most=most) for item in data]
        if any(item is None for item in items):
            return None
        return "(" + ", ".join(item for item in items if item) + ("," if len(items) == 1 else "") + ")"
    if kind == "array":
        return _array_source(value, most)
    if kind == "named" and data is not None:
        parts = {name: python_source(item, most=most) for name, item in data.items()}
        if any(part is None for part in parts.values()):
            return None
        return "{" + ", ".join(f"{clean(name, 40)!r}: {part}" for name, part in parts.items()) + "}"
    return None


def spread(label: str, value: Value) -> list[tuple[str, Value]]:
    """An argument, or each of the values under names that it holds.

    >>> [label for label, _ in spread("params", {"kind": "named", "data": {"W1": {}, "b1": {}}})]
    ["params['W1']", "params['b1']"]
    """
    if value.get("kind") != "named":
        return [(label, value)]
    return [pair for name, item in (value.get("data") or {}).items() for pair in spread(f"{label}[{name!r}]", item)]


def is_said(value: Value, call: str) -> bool:
    """Does a talk hold a value already, such as the (1, 28, 28) of `net = Net((1, 28, 28)); net.predict(x)`?"""
    return "; " in call and value.get("kind") == "sequence" and inline(value) in call


def is_drawn(value: Value) -> bool:
    """Is a value, or what it holds under names, drawn as grids?"""
    return any(one.get("kind") in ("array", "sequence") for _, one in spread("", value))


def is_named(value: Value) -> bool:
    """Does a call give a value by its name alone, so that it must be told beside it?"""
    return is_drawn(value) or value.get("kind") == "code"


def _literal(number: Any) -> str:
    if isinstance(number, str):
        return {"nan": "np.nan", "inf": "np.inf", "-inf": "-np.inf"}.get(number, "np.nan")
    return repr(number)


def _array_source(value: Value, most: int) -> str | None:
    shape, data, dtype = list(value.get("shape") or ()), value.get("data"), clean(value.get("dtype", "float64"), 20)
    kind = f", dtype=np.{dtype}" if dtype not in ("float64", "int64", "bool") and dtype.isalnum() else ""
    if 0 in shape:
        return f"np.zeros({shape_text(shape)}{kind})"
    if data is None or len(data) > most:
        return None
    texts = [_literal(number) for number in data]
    for side in reversed(shape):
        texts = ["[" + ", ".join(texts[i : i + side]) + "]" for i in range(0, len(texts), side)]
    return f"np.array({texts[0] if texts else '[]'}{kind})"
