"""Stage 3, models: what is written as an operator or with keras.ops, in the words of the layer that does the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from autograder.models.refused import ModelRefused, word

Config = Mapping[str, Any]
Same = Callable[[Config], tuple[str, Config]]


def operation(kind: str, config: Config, extra: Sequence[Any]) -> tuple[str, Config]:
    """Say which layer does what an operation of keras.ops does, and with what arguments.

    `x + y` is keras.layers.Add, keras.ops.relu(x) is ReLU.

    Args:
        kind: class name of the operation, such as "Add".
        config: its arguments.
        extra: what it was called on beside tensors, such as the 2 of `x * 2`.

    Raises:
        ModelRefused: an operation that no allowed layer does.
    """
    if extra:
        raise ModelRefused(
            "operation", f"{word(kind)} is called on a number or an array. Use keras.layers.Rescaling(factor, offset)."
        )
    if kind not in SAME:
        raise ModelRefused(
            "operation",
            f"The operation {word(kind)} of keras.ops is not taken inside a model. Use the layer of keras.layers that "
            "does it.",
        )
    return SAME[kind](config)


def _merge(layer: str) -> Same:
    return lambda config: (layer, config)


def _named(name: str) -> Same:
    return lambda config: ("Activation", {"activation": name, **config})


def _mean(config: Config) -> tuple[str, Config]:
    if config.get("axis") not in ([1, 2], [-3, -2], [2, 1]):
        raise ModelRefused("operation", "A mean over an image is taken over axes (1, 2). Use GlobalAveragePooling2D.")
    return "GlobalAveragePooling2D", {key: value for key, value in config.items() if key != "axis"}


SAME: Mapping[str, Same] = MappingProxyType(
    {
        **{name: _merge(name) for name in ("Add", "Subtract", "Multiply", "Maximum", "Concatenate")},
        "ReLU": lambda config: ("ReLU", config),
        "Relu": _named("relu"),
        "Relu6": _named("relu6"),
        "Sigmoid": _named("sigmoid"),
        "Tanh": _named("tanh"),
        "Softmax": lambda config: ("Softmax", config),
        "LeakyRelu": lambda config: ("LeakyReLU", config),
        "Mean": _mean,
    }
)
