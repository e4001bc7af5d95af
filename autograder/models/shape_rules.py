"""Stage 3, models: for each kind of layer the shape, the parameters and the work that it comes to."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from autograder.models.network import Layer
from autograder.models.phrase import Phrase, phrase

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Field:
    """How many pixels of the input one place sees (rows, columns), and how far its neighbour's are away."""

    size: tuple[int, int]
    step: tuple[int, int]


@dataclass(frozen=True)
class Size:
    """What one layer comes to, for one image."""

    shape: Shape  # without the batch
    trainable: int = 0  # parameters that training changes
    fixed: int = 0  # and that it does not: moving averages, frozen layers
    macs: int = 0  # multiplications with a weight
    work: int = 0  # values read, where it is no multiplication: pooling windows
    field: Field | None = None  # None where places have no meaning, as after Flatten


class Misfit(Exception):
    """Shapes that do not fit; `how` says how."""

    def __init__(self, how: Phrase) -> None:
        super().__init__(how)
        self.how = how


def image(size: Size) -> tuple[int, int, int]:
    """Height, width, channels."""
    if len(size.shape) != 3:
        raise Misfit(phrase("it needs (height, width, channels) and was given {shape}", shape=str(size.shape)))
    return size.shape[0], size.shape[1], size.shape[2]


def window_out(side: int, k: int, stride: int, padding: str, *, dilation: int = 1) -> int:
    """Output size of a sliding window along one side.

    >>> window_out(28, 5, 1, "valid"), window_out(28, 5, 1, "same"), window_out(7, 3, 2, "same")
    (24, 28, 4)
    """
    if padding == "same":
        return -(-side // stride)
    return (side - dilation * (k - 1) - 1) // stride + 1


def strides_of(layer: Layer) -> tuple[int, int]:
    """A pooling layer without strides moves by its window."""
    return layer.options["strides"] or layer.options["pool_size"]


def spread_out(side: int, k: int, stride: int, padding: str, *, dilation: int = 1) -> int:
    """Output size of a transposed convolution along one side.

    >>> spread_out(14, 2, 2, "valid"), spread_out(14, 3, 2, "valid"), spread_out(14, 3, 2, "same")
    (28, 29, 28)
    """
    return side * stride + (0 if padding == "same" else max(dilation * (k - 1) + 1 - stride, 0))


def _slide(size: Size, layer: Layer, kernel: tuple[int, int]) -> tuple[int, int, Field | None]:
    """Output rows and columns of a window, and what its places see."""
    height, width, _ = image(size)
    strides, padding = strides_of(layer), layer.options["padding"]
    dilation = layer.options.get("dilation_rate", (1, 1))
    rows = window_out(height, kernel[0], strides[0], padding, dilation=dilation[0])
    columns = window_out(width, kernel[1], strides[1], padding, dilation=dilation[1])
    if size.field is None:
        return rows, columns, None
    (h, w), (step_h, step_w) = size.field.size, size.field.step
    sees = h + dilation[0] * (kernel[0] - 1) * step_h, w + dilation[1] * (kernel[1] - 1) * step_w
    return rows, columns, Field(sees, (step_h * strides[0], step_w * strides[1]))


def _input(layer: Layer, _: Sequence[Size]) -> Size:
    shape = layer.options["shape"]
    return Size(shape, field=Field((1, 1), (1, 1)) if len(shape) == 3 else None)


def _conv2d(layer: Layer, inputs: Sequence[Size]) -> Size:
    channels, filters, groups = image(inputs[0])[2], layer.options["filters"], layer.options["groups"]
    if channels % groups or filters % groups:
        raise Misfit(
            phrase(
                "{channels} channels and {filters} filters cannot be split into {groups} groups",
                channels=channels,
                filters=filters,
                groups=groups,
            )
        )
    rows, columns, field = _slide(inputs[0], layer, layer.options["kernel_size"])
    weights = math.prod(layer.options["kernel_size"]) * (channels // groups) * filters
    bias = filters if layer.options["use_bias"] else 0
    return Size((rows, columns, filters), weights + bias, macs=max(0, rows * columns) * weights, field=field)


def _conv2d_transpose(layer: Layer, inputs: Sequence[Size]) -> Size:
    height, width, channels = image(inputs[0])
    filters, padding, strides = layer.options["filters"], layer.options["padding"], layer.options["strides"]
    kernel, dilation = layer.options["kernel_size"], layer.options["dilation_rate"]
    rows = spread_out(height, kernel[0], strides[0], padding, dilation=dilation[0])
    columns = spread_out(width, kernel[1], strides[1], padding, dilation=dilation[1])
    weights = math.prod(kernel) * channels * filters
    bias = filters if layer.options["use_bias"] else 0
    # every place of what goes in meets the whole filter; how far the places that come out are apart is no whole number
    return Size((rows, columns, filters), weights + bias, macs=height * width * weights)


def _depthwise(layer: Layer, inputs: Sequence[Size]) -> Size:
    channels = image(inputs[0])[2] * layer.options["depth_multiplier"]
    rows, columns, field = _slide(inputs[0], layer, layer.options["kernel_size"])
    weights = math.prod(layer.options["kernel_size"]) * channels
    bias = channels if layer.options["use_bias"] else 0
    return Size((rows, columns, channels), weights + bias, macs=max(0, rows * columns) * weights, field=field)


def _separable(layer: Layer, inputs: Sequence[Size]) -> Size:
    filters = layer.options["filters"]
    between = image(inputs[0])[2] * layer.options["depth_multiplier"]
    rows, columns, field = _slide(inputs[0], layer, layer.options["kernel_size"])
    weights = (math.prod(layer.options["kernel_size"]) + filters) * between
    bias = filters if layer.options["use_bias"] else 0
    return Size((rows, columns, filters), weights + bias, macs=max(0, rows * columns) * weights, field=field)


def _dense(layer: Layer, inputs: Sequence[Size]) -> Size:
    shape, units = inputs[0].shape, layer.options["units"]
    weights = shape[-1] * units
    bias = units if layer.options["use_bias"] else 0
    return Size((*shape[:-1], units), weights + bias, macs=math.prod(shape) * units, field=inputs[0].field)


def _pool(layer: Layer, inputs: Sequence[Size]) -> Size:
    window = layer.options["pool_size"]
    rows, columns, field = _slide(inputs[0], layer, window)
    channels = inputs[0].shape[2]
    work = max(0, rows * columns) * channels * math.prod(window)
    return Size((rows, columns, channels), work=work, field=field)


def _global(layer: Layer, inputs: Sequence[Size]) -> Size:
    _, _, channels = image(inputs[0])
    shape = (1, 1, channels) if layer.options["keepdims"] else (channels,)
    return Size(shape, work=math.prod(inputs[0].shape))


def _batch_normalisation(layer: Layer, inputs: Sequence[Size]) -> Size:
    shape = inputs[0].shape
    length = math.prod(shape[axis - 1] for axis in axes_of(layer, shape))
    learned = (layer.options["center"] + layer.options["scale"]) * length
    return Size(shape, learned, 2 * length, field=inputs[0].field)


def _layer_normalisation(layer: Layer, inputs: Sequence[Size]) -> Size:
    shape = inputs[0].shape
    length = math.prod(shape[axis - 1] for axis in axes_of(layer, shape))
    return Size(shape, (layer.options["center"] + layer.options["scale"]) * length, field=inputs[0].field)


def axes_of(layer: Layer, shape: Shape) -> tuple[int, ...]:
    """The axes that a layer normalises, counted from the front with the batch as axis 0."""
    rank = len(shape) + 1
    axes = tuple(axis + rank if axis < 0 else axis for axis in layer.options["axis"])
    if any(not 1 <= axis < rank for axis in axes) or len(set(axes)) != len(axes):
        raise Misfit(phrase("there is no such axis in {shape}", shape=with_batch(shape)))
    return axes


def _flatten(_: Layer, inputs: Sequence[Size]) -> Size:
    return Size((math.prod(inputs[0].shape),))


def _reshape(layer: Layer, inputs: Sequence[Size]) -> Size:
    target, n = layer.options["target_shape"], math.prod(inputs[0].shape)
    known = math.prod(size for size in target if size != -1)
    if known == 0 or n % known or (-1 not in target and known != n):
        raise Misfit(phrase("{n} values do not go into {shape}", n=n, shape=str(target)))
    return Size(tuple(n // known if size == -1 else size for size in target))


def _pad(layer: Layer, inputs: Sequence[Size]) -> Size:
    height, width, channels = image(inputs[0])
    top, bottom, left, right = layer.options["padding"]
    return Size((height + top + bottom, width + left + right, channels), field=inputs[0].field)


def _zero_channels(layer: Layer, inputs: Sequence[Size]) -> Size:
    height, width, channels = image(inputs[0])
    return Size((height, width, channels + layer.options["channels"]), field=inputs[0].field)


def _same(_: Layer, inputs: Sequence[Size]) -> Size:
    return Size(inputs[0].shape, field=inputs[0].field)


def _merge(layer: Layer, inputs: Sequence[Size]) -> Size:
    shapes = [size.shape for size in inputs]
    if len(shapes) < 2 or (layer.kind == "Subtract" and len(shapes) != 2):
        least = phrase("it merges two inputs") if layer.kind == "Subtract" else phrase("it merges two or more inputs")
        raise Misfit(phrase("{rule} and was given {n}", rule=least, n=len(shapes)))
    if len({len(shape) for shape in shapes}) != 1:
        raise Misfit(_apart(shapes[0], next(shape for shape in shapes if len(shape) != len(shapes[0]))))
    shape = tuple(max(sides) for sides in zip(*shapes, strict=True))
    for other in shapes:
        if any(side not in (1, most) for side, most in zip(other, shape, strict=True)):
            raise Misfit(_apart(next(each for each in shapes if not _spread(each, other)), other))
    return Size(shape, field=_widest(inputs))


def _spread(one: Shape, other: Shape) -> bool:
    return all(a == b or 1 in (a, b) for a, b in zip(one, other, strict=True))


def _concatenate(layer: Layer, inputs: Sequence[Size]) -> Size:
    shapes = [size.shape for size in inputs]
    axis = concatenate_axis(layer, shapes[0])
    for shape in shapes:
        if len(shape) != len(shapes[0]) or any(
            side != other for i, (side, other) in enumerate(zip(shape, shapes[0], strict=True), 1) if i != axis
        ):
            raise Misfit(
                phrase(
                    "{first} and {other} cannot be joined along axis {axis}",
                    first=str(shapes[0]),
                    other=str(shape),
                    axis=axis,
                )
            )
    joined = sum(shape[axis - 1] for shape in shapes)
    return Size((*shapes[0][: axis - 1], joined, *shapes[0][axis:]), field=_widest(inputs))


def concatenate_axis(layer: Layer, shape: Shape) -> int:
    """The axis along which inputs are joined, counted from the front with the batch as axis 0."""
    rank = len(shape) + 1
    axis = layer.options["axis"] + rank if layer.options["axis"] < 0 else layer.options["axis"]
    if not 1 <= axis < rank:
        raise Misfit(phrase("there is no such axis in {shape}", shape=with_batch(shape)))
    return axis


def with_batch(shape: Shape) -> str:
    return f"(batch, {', '.join(map(str, shape))})"


def _apart(one: Shape, other: Shape) -> Phrase:
    return phrase("it was given {first} and {other}, which differ in size", first=str(one), other=str(other))


def _widest(inputs: Sequence[Size]) -> Field | None:
    fields = [size.field for size in inputs if size.field is not None]
    if len(fields) < len(inputs):
        return None
    sees = max(field.size[0] for field in fields), max(field.size[1] for field in fields)
    return Field(sees, (max(field.step[0] for field in fields), max(field.step[1] for field in fields)))


MANY = frozenset(("Input", "Add", "Subtract", "Multiply", "Average", "Maximum", "Concatenate"))


RULES: Mapping[str, Callable[[Layer, Sequence[Size]], Size]] = MappingProxyType(
    {
        "Input": _input,
        "Conv2D": _conv2d,
        "Conv2DTranspose": _conv2d_transpose,
        "DepthwiseConv2D": _depthwise,
        "SeparableConv2D": _separable,
        "Dense": _dense,
        "MaxPooling2D": _pool,
        "AveragePooling2D": _pool,
        "GlobalAveragePooling2D": _global,
        "GlobalMaxPooling2D": _global,
        "BatchNormalization": _batch_normalisation,
        "LayerNormalization": _layer_normalisation,
        "Flatten": _flatten,
        "Reshape": _reshape,
        "ZeroPadding2D": _pad,
        "ZeroChannels": _zero_channels,
        "Concatenate": _concatenate,
        **dict.fromkeys(("Add", "Subtract", "Multiply", "Average", "Maximum"), _merge),
        **dict.fromkeys(
            (
                "Activation",
                "ReLU",
                "LeakyReLU",
                "ELU",
                "Softmax",
                "Dropout",
                "SpatialDropout2D",
                "GaussianNoise",
                "Augmentation",
                "Rescaling",
                "Identity",
            ),
            _same,
        ),
    }
)
