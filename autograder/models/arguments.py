"""Stage 3, models: what a single argument of a layer may be. Everything is typed and in range, or refused."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.models.phrase import Value, phrase
from autograder.models.refused import shown

Check = Callable[[Any], Any]
"""Takes a value out of JSON, returns it typed, or raises `NotAllowed` with what it should have been."""


class NotAllowed(Exception):
    """An argument out of range. `expected` says what it should be, and never repeats the value."""

    def __init__(self, expected: Value) -> None:
        super().__init__(expected)
        self.expected = expected


@dataclass(frozen=True)
class Activation:
    """An activation by name; "relu" carries its three numbers, as keras.layers.ReLU does."""

    name: str
    negative_slope: float = 0.0
    max_value: float | None = None
    threshold: float = 0.0


LINEAR = Activation("linear")
RELU = Activation("relu")
SOFTMAX = Activation("softmax")
ELU = Activation("elu")
OTHER_NAMES = {
    "relu6": Activation("relu", max_value=6.0),
    "leaky_relu": Activation("relu", negative_slope=0.2),
    "swish": Activation("silu"),
}


NAMES = (
    "linear",
    "relu",
    "softmax",
    "sigmoid",
    "tanh",
    "elu",
    "selu",
    "gelu",
    "silu",
    "softplus",
    "softsign",
    "hard_sigmoid",
    "mish",
)


def integer(low: int, high: int) -> Check:
    def check(value: Any) -> int:
        if type(value) is not int or not low <= value <= high:  # bool is an int too, and not meant
            raise NotAllowed(phrase("a whole number from {low} to {high}", low=low, high=high))
        return value

    return check


def number(low: float, high: float) -> Check:
    def check(value: Any) -> float:
        # written so that NaN is never accepted
        if type(value) not in (int, float) or not math.isfinite(value) or not low <= value <= high:
            raise NotAllowed(phrase("a number from {low} to {high}", low=float(low), high=float(high)))
        return float(value)

    return check


def one_of(*choices: Any) -> Check:
    def check(value: Any) -> Any:
        if not any(type(value) is type(choice) and value == choice for choice in choices):
            raise NotAllowed(either([shown(choice) for choice in choices]))
        return value

    return check


def either(choices: Sequence[Value]) -> Value:
    text = choices[-1]
    for choice in reversed(choices[:-1]):
        text = phrase("{first} or {rest}", first=choice, rest=text)
    return text


def optional(inner: Check) -> Check:
    return lambda value: None if value is None else inner(value)


def pair(low: int, high: int) -> Check:
    one = integer(low, high)

    def check(value: Any) -> tuple[int, int]:
        both = value if isinstance(value, list) else [value, value]
        if len(both) != 2:
            raise NotAllowed(phrase("two whole numbers from {low} to {high}", low=low, high=high))
        return one(both[0]), one(both[1])

    return check


def channels(value: Any) -> int:
    """Channels of zeros: before and behind come to the same, as far as later layers are concerned."""
    return sum(pair(0, 65_536)(value))


def padding(value: Any) -> tuple[int, int, int, int]:
    """Rows above and below, columns left and right."""
    sides = pair(0, 64)
    if not isinstance(value, list):
        value = [value, value]
    if len(value) != 2:
        raise NotAllowed(phrase("a number, a pair, or two pairs"))
    return (*sides(value[0]), *sides(value[1]))


def target(value: Any) -> tuple[int, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= 4 or value.count(-1) > 1:
        raise NotAllowed(phrase("one to four sizes, at most one of them -1"))
    return tuple(integer(-1, 10**7)(size) for size in value)


def axes(value: Any) -> tuple[int, ...]:
    several = value if isinstance(value, list) else [value]
    if not 1 <= len(several) <= 3:
        raise NotAllowed(phrase("an axis"))
    return tuple(integer(-4, 4)(axis) for axis in several)


def kept(allowed: frozenset[str], module: str, inner: Check) -> Check:
    """An initializer or a regularizer of Keras' own: its class and its numbers."""

    def check(value: Any) -> tuple[str, tuple[tuple[str, Any], ...]] | None:
        if value is None:
            return None
        kind = value.get("class_name") if isinstance(value, dict) and value.get("module") == module else None
        if not isinstance(kind, str) or kind not in allowed:
            raise NotAllowed(phrase("one of {module}: {names}", module=module, names=", ".join(sorted(allowed))))
        config = value.get("config")
        if not isinstance(config, dict) or len(config) > 8 or not all(len(key) < 20 for key in config):
            raise NotAllowed(phrase("an ordinary configuration"))
        return kind, tuple((key, inner(config[key])) for key in sorted(config))

    return check


def initializer_value(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return one_of("fan_in", "fan_out", "fan_avg", "normal", "uniform", "truncated_normal", "untruncated_normal")(
            value
        )
    return number(-(2**53), 2**53)(value)  # seeds are here too
