"""Stage 3, models: for each kind of layer the canonical operations that it comes to (rewrite.py does them)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from autograder.models import rewrite, rewrite_merges
from autograder.models.allowed import ACTIVATION_LAYERS, WITH_WEIGHTS, layer_activation
from autograder.models.arguments import LINEAR
from autograder.models.network import Layer, Network
from autograder.models.nodes import Node, Table
from autograder.models.shape_rules import Shape, axes_of, concatenate_axis, strides_of


@dataclass(frozen=True)
class Place:
    """What a rule needs to know beside the layer."""

    table: Table
    source: int
    shapes: tuple[Shape, ...]  # of the inputs, as written
    shape: Shape
    alone: frozenset[int]  # nodes among the inputs that only this layer reads


def _stuck(layer: Layer, read: Node) -> bool:
    """Does a layer put out the same for every image: by what it reads, or frozen with weights of zero?"""
    frozen = (layer.training.get(f"{name}_initializer") for name in ("kernel", "depthwise", "pointwise", "gamma"))
    return read.op == "constant" or (not layer.trainable and any(_zero(starts) for starts in frozen))


def _zero(initializer: Any) -> bool:
    return initializer is not None and (initializer[0] == "Zeros" or initializer == ("Constant", (("value", 0.0),)))


def _own(layer: Layer) -> dict[str, Any]:
    """Facts that layers with weights share."""
    facts: dict[str, Any] = {"bias": layer.options["use_bias"]} if "use_bias" in layer.options else {}
    return facts if layer.trainable else facts | {"frozen": True}


def _conv2d(layer: Layer, inputs: list[int], place: Place) -> int:
    options = layer.options
    return rewrite.conv(
        place.table,
        inputs[0],
        options["kernel_size"],
        options["padding"],
        place.source,
        filters=options["filters"],
        stride=options["strides"],
        dilation=options["dilation_rate"],
        groups=options["groups"],
        **_own(layer),
    )


def _conv2d_transpose(layer: Layer, inputs: list[int], place: Place) -> int:
    options = layer.options
    kernel, stride = options["kernel_size"], options["strides"]
    if kernel == stride == (1, 1):
        return _conv2d(replace(layer, options={**options, "groups": 1}), inputs, place)
    dilation = tuple(1 if k == 1 else d for k, d in zip(kernel, options["dilation_rate"], strict=True))
    reach = (d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True))
    # patches that do not overlap reach beyond no edge: then both paddings are the same
    apart = all(r <= s for r, s in zip(reach, stride, strict=True))
    return place.table.add(
        "conv_transpose",
        (inputs[0],),
        place.shape,
        place.source,
        kernel=kernel,
        padding="valid" if apart else options["padding"],
        filters=options["filters"],
        stride=stride,
        dilation=dilation,
        **_own(layer),
    )


def _depthwise(layer: Layer, inputs: list[int], place: Place, **own: Any) -> int:
    """A depthwise convolution is one with as many groups as channels."""
    options, channels = layer.options, place.shapes[0][2]
    return rewrite.conv(
        place.table,
        inputs[0],
        options["kernel_size"],
        options["padding"],
        place.source,
        filters=channels * options["depth_multiplier"],
        stride=options["strides"],
        dilation=options["dilation_rate"],
        groups=channels,
        **(own or _own(layer)),
    )


def _separable(layer: Layer, inputs: list[int], place: Place) -> int:
    own = _own(layer)
    between = _depthwise(layer, inputs, place, **(own | {"bias": False}))
    ones = {"stride": (1, 1), "dilation": (1, 1), "groups": 1}
    return rewrite.conv(
        place.table, between, (1, 1), "valid", place.source, filters=layer.options["filters"], **ones, **own
    )


def _dense(layer: Layer, inputs: list[int], place: Place) -> int:
    return rewrite.dense(place.table, inputs[0], layer.options["units"], place.source, **_own(layer))


def _pool(layer: Layer, inputs: list[int], place: Place) -> int:
    op = "max_pool" if layer.kind == "MaxPooling2D" else "average_pool"
    options = layer.options
    if place.table[inputs[0]].op == "constant":
        return rewrite.constant(place.table, place.table[inputs[0]]["value"], place.shape, place.source)
    return rewrite.pool(
        place.table, inputs[0], op, options["pool_size"], strides_of(layer), options["padding"], place.source
    )


def _global(layer: Layer, inputs: list[int], place: Place) -> int:
    op = "global_max" if layer.kind == "GlobalMaxPooling2D" else "global_average"
    return rewrite.reshape(
        place.table, rewrite.whole(place.table, inputs[0], op, place.source), place.shape, place.source
    )


def _normalisation(layer: Layer, inputs: list[int], place: Place) -> int:
    op = "batch_norm" if layer.kind == "BatchNormalization" else "layer_norm"
    facts = {"center": layer.options["center"], "scale": layer.options["scale"], **_own(layer)}
    axes = axes_of(layer, place.shapes[0])
    return rewrite.normalise(place.table, inputs[0], op, axes, place.source, alone=inputs[0] in place.alone, **facts)


def _reshape(_: Layer, inputs: list[int], place: Place) -> int:
    return rewrite.reshape(place.table, inputs[0], place.shape, place.source)


def _activation(layer: Layer, inputs: list[int], place: Place) -> int:
    act = layer_activation(layer.kind, layer.options)
    return rewrite.activation(place.table, inputs[0], act, place.source, alone=inputs[0] in place.alone)


def _dropout(layer: Layer, inputs: list[int], place: Place) -> int:
    op = "dropout" if layer.kind == "Dropout" else "spatial_dropout"
    return rewrite.randomise(place.table, inputs[0], op, layer.options["rate"], place.source)


def _noise(layer: Layer, inputs: list[int], place: Place) -> int:
    return rewrite.randomise(place.table, inputs[0], "noise", layer.options["stddev"], place.source)


def _pad(layer: Layer, inputs: list[int], place: Place) -> int:
    return rewrite.pad(place.table, inputs[0], layer.options["padding"], place.source)


def _zero_channels(layer: Layer, inputs: list[int], place: Place) -> int:
    more = (*place.shape[:2], layer.options["channels"])
    if not more[2]:
        return inputs[0]
    zeros = rewrite.constant(place.table, 0.0, more, place.source)
    return rewrite_merges.concat(place.table, [inputs[0], zeros], 3, place.shape, place.source, place.alone)


def _passed_on(_: Layer, inputs: list[int], __: Place) -> int:
    return inputs[0]


def _rescaling(layer: Layer, inputs: list[int], place: Place) -> int:
    terms = [(layer.options["scale"], inputs[0])]
    return rewrite_merges.weigh(place.table, terms, layer.options["offset"], place.shape, place.source, place.alone)


def _sum(layer: Layer, inputs: list[int], place: Place) -> int:
    weights = {"Add": (1.0,), "Subtract": (1.0, -1.0), "Average": (1.0 / len(inputs),)}[layer.kind]
    terms = [(weights[min(i, len(weights) - 1)], x) for i, x in enumerate(inputs)]
    return rewrite_merges.weigh(place.table, terms, 0.0, place.shape, place.source, place.alone)


def _multiply(_: Layer, inputs: list[int], place: Place) -> int:
    return rewrite_merges.multiply(place.table, inputs, place.shape, place.source)


def _maximum(_: Layer, inputs: list[int], place: Place) -> int:
    return rewrite_merges.maximum(place.table, inputs, place.shape, place.source)


def _concatenate(layer: Layer, inputs: list[int], place: Place) -> int:
    axis = concatenate_axis(layer, place.shapes[0])
    return rewrite_merges.concat(place.table, inputs, axis, place.shape, place.source, place.alone)


_RULES: Mapping[str, Callable[[Layer, list[int], Place], int]] = MappingProxyType(
    {
        "Conv2D": _conv2d,
        "Conv2DTranspose": _conv2d_transpose,
        "DepthwiseConv2D": _depthwise,
        "SeparableConv2D": _separable,
        "Dense": _dense,
        "MaxPooling2D": _pool,
        "AveragePooling2D": _pool,
        "GlobalAveragePooling2D": _global,
        "GlobalMaxPooling2D": _global,
        "BatchNormalization": _normalisation,
        "LayerNormalization": _normalisation,
        "Flatten": _reshape,
        "Reshape": _reshape,
        **dict.fromkeys(ACTIVATION_LAYERS, _activation),
        "Dropout": _dropout,
        "SpatialDropout2D": _dropout,
        "GaussianNoise": _noise,
        "ZeroPadding2D": _pad,
        "ZeroChannels": _zero_channels,
        "Augmentation": _passed_on,
        "Identity": _passed_on,
        "Rescaling": _rescaling,
        "Add": _sum,
        "Subtract": _sum,
        "Average": _sum,
        "Multiply": _multiply,
        "Maximum": _maximum,
        "Concatenate": _concatenate,
    }
)


def node_of(layer: Layer, inputs: list[int], place: Place, network: Network) -> int:
    table = place.table
    if layer.kind == "Input":
        return table.add("input", (), place.shape, place.source, number=network.inputs.index(place.source))
    if layer.kind in WITH_WEIGHTS:
        if _stuck(layer, table[inputs[0]]):
            made = rewrite.constant(table, None, place.shape, place.source)
        else:
            made = _RULES[layer.kind](layer, inputs, place)
        act = layer.options.get("activation", LINEAR)
        return rewrite.activation(table, made, act, place.source, alone=True)
    return _RULES[layer.kind](layer, inputs, place)
