"""Stage 3, models: what is written as an operator or with keras.ops, in the words of the layer that does the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from autograder.models.calls import Extra
from autograder.models.phrase import phrase
from autograder.models.refused import ModelRefused, word

MAX_STEP = 64

Config = Mapping[str, Any]
Same = Callable[[Config], tuple[str, Config]]


def operation(kind: str, config: Config, extra: Sequence[Extra]) -> tuple[str, Config]:
    """Say which layer does what an operation of keras.ops does, and with what arguments.

    `x + y` is keras.layers.Add, keras.ops.relu(x) is ReLU, `x[:, ::2, ::2, :]` is MaxPooling2D(1, 2).

    Args:
        kind: class name of the operation, such as "Add".
        config: its arguments.
        extra: what it was called on beside tensors, such as the 2 of `x * 2`.

    Raises:
        ModelRefused: an operation that no allowed layer does.
    """
    if kind == "GetItem":
        return _every(extra)
    if extra:
        return _with_a_number(kind, extra)
    if kind not in SAME:
        raise ModelRefused(
            "operation",
            phrase(
                "The operation {name} of keras.ops is not taken inside a model. Use the layer of keras.layers that "
                "does it.",
                name=word(kind),
            ),
        )
    return SAME[kind](config)


def _every(extra: Sequence[Extra]) -> tuple[str, Config]:
    """Every second row and column is max pooling with windows of one pixel."""
    match [_step(each) for _, each in extra]:
        case [1, int(rows), int(columns)] | [1, int(rows), int(columns), 1]:
            return "MaxPooling2D", {"pool_size": [1, 1], "strides": [rows, columns]}
    raise ModelRefused(
        "operation",
        phrase("A map is indexed only as in x[:, ::2, ::2, :], which is every second row and column."),
    )


def _step(value: Any) -> int | None:
    """The step of a slice from the beginning to the end; None for any other."""
    config = value.get("config") if isinstance(value, dict) and value.get("class_name") == "__slice__" else None
    if not isinstance(config, dict) or config.get("start") not in (None, 0) or config.get("stop") is not None:
        return None
    step = config.get("step")
    return 1 if step is None else step if type(step) is int and 1 <= step <= MAX_STEP else None


def _with_a_number(kind: str, extra: Sequence[Extra]) -> tuple[str, Config]:
    """`x * 2`, `x / 2`, `x + 2` and `x - 2` are Rescaling, and the larger of x and 0 is ReLU."""
    after, number = extra[0]
    if len(extra) == 1 and type(number) in (int, float):
        match kind:
            case "Multiply":
                return "Rescaling", {"scale": number}
            case "Divide" | "TrueDivide" if after and number:
                return "Rescaling", {"scale": 1 / number}
            case "Add":
                return "Rescaling", {"scale": 1.0, "offset": number}
            case "Subtract" if after:
                return "Rescaling", {"scale": 1.0, "offset": -number}
            case "Maximum" if number == 0:
                return "ReLU", {}
    raise ModelRefused(
        "operation",
        phrase(
            "{name} is called on a number or an array. Use keras.layers.Rescaling(factor, offset).", name=word(kind)
        ),
    )


def _merge(layer: str) -> Same:
    return lambda config: (layer, config)


def _named(name: str) -> Same:
    return lambda config: ("Activation", {"activation": name, **config})


def _over_the_image(layer: str) -> Same:
    def same(config: Config) -> tuple[str, Config]:
        if config.get("axis") not in ([1, 2], [-3, -2], [2, 1]) or config.get("initial") is not None:
            raise ModelRefused(
                "operation",
                phrase("Over an image it goes along axes (1, 2), as {layer} does. Use that layer.", layer=layer),
            )
        return layer, {key: value for key, value in config.items() if key not in ("axis", "initial")}

    return same


def _pad(config: Config) -> tuple[str, Config]:
    """Zeros around a map are ZeroPadding2D; option A of the CIFAR ResNets adds channels of zeros."""
    if config.get("mode") == "constant":
        match config.get("pad_width"):
            case [[0, 0], rows, columns, [0, 0]]:
                return "ZeroPadding2D", {"padding": [rows, columns]}
            case [[0, 0], [0, 0], [0, 0], channels]:
                return "ZeroChannels", {"channels": channels}
    raise ModelRefused(
        "operation",
        phrase(
            "keras.ops.pad is taken with zeros, either around the map or behind its channels. Use ZeroPadding2D around "
            "the map."
        ),
    )


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
        "Mean": _over_the_image("GlobalAveragePooling2D"),
        "Max": _over_the_image("GlobalMaxPooling2D"),
        "Negative": lambda _: ("Rescaling", {"scale": -1.0}),
        "ZerosLike": lambda _: ("Rescaling", {"scale": 0.0}),
        "Pad": _pad,
    }
)
