"""Stage 3, models: one rule for each canonical operation, so that what computes the same becomes the same.

Every function takes the numbers of nodes and returns the number of a node. Each equality that is used is exact, in
training as well; none is "nearly".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from autograder.models.arguments import LINEAR, RELU, SOFTMAX, Activation
from autograder.models.nodes import Table
from autograder.models.shape_rules import Shape
from autograder.models.windows import NONE, Sides, name_padding, plus, window

REACH = 16  # more layers in a row without weights are nobody's; it keeps hostile ones from taking long
WIDEST = 8  # a concatenation of more branches stays in front of what comes after it; for the same reason
OFTEN = 200  # and so does one after so many others; an Inception-v4 has some 20
MOVED_PAST = frozenset(("max_pool", "global_max", "average_pool", "pad", "reshape", "dropout"))  # by an activation


def reshape(table: Table, x: int, target: Shape, source: int) -> int:
    """Only the last of several reshapes counts, and none that changes nothing."""
    node = table[x]
    if node.op == "constant":
        return constant(table, node["value"], target, source)
    if node.op == "reshape":
        x = node.inputs[0]
    return x if table[x].shape == target else table.add("reshape", (x,), target, source)


def constant(table: Table, value: float | None, shape: Shape, source: int) -> int:
    """What does not depend on the image. value: None where it is learned, or differs from place to place."""
    return table.add("constant", (), shape, source, value=value)


def pad(table: Table, x: int, sides: Sides, source: int) -> int:
    node = table[x]
    if node.op == "pad":
        x, sides = node.inputs[0], plus(node["sides"], sides)
    if sides == NONE:
        return x
    height, width, channels = table[x].shape
    shape = (height + sides[0] + sides[1], width + sides[2] + sides[3], channels)
    if table[x].op == "constant":
        return constant(table, 0.0 if table[x]["value"] == 0 else None, shape, source)
    return table.add("pad", (x,), shape, source, sides=sides)


def activation(table: Table, x: int, act: Activation, source: int, *, alone: bool, reach: int = REACH) -> int:
    """An activation. alone: nothing else reads x. reach: how many nodes it may still be moved in front of."""
    node = table[x]
    if act == SOFTMAX:
        if node.shape[-1] == 1:
            return constant(table, 1.0, node.shape, source)  # the softmax of one number is 1, whatever it is
        if _same_channels(table, x):
            return reshape(
                table, activation(table, node.inputs[0], act, source, alone=alone, reach=reach - 1), node.shape, source
            )
        return _activate(table, x, act, source)
    if act == LINEAR or act == Activation("relu", negative_slope=1.0):
        return x
    if act.name == "relu" and act.negative_slope == 0 and act.max_value == 0:
        return constant(table, 0.0, node.shape, source)
    if reach == 0:
        return _activate(table, x, act, source)
    if node.op == "constant":
        stays = act == RELU and node["value"] is not None
        return constant(table, max(0.0, node["value"]) if stays else None, node.shape, source)
    if act.name == "relu" and table.never_negative[x] and (_no_limit(act) or act == _activation_of(table, x)):
        table.opened += node.op != "activation"
        return x
    if alone and _opens(table, x):
        each = [activation(table, y, act, source, alone=False, reach=reach - 1) for y in node.inputs]
        return _together(table, each, x)
    inner = node.inputs[0] if node.inputs else x
    if node.op == "reshape":
        below = activation(table, inner, act, source, alone=alone, reach=reach - 1)
        return reshape(table, below, node.shape, node.source)
    if node.op == "pad" and act.name in ("relu", "tanh") and act.threshold == 0:  # they leave 0 as it is
        return pad(table, activation(table, inner, act, source, alone=alone, reach=reach - 1), node["sides"], source)
    if node.op in ("max_pool", "global_max") and act.name in ("relu", "tanh", "sigmoid") and act.threshold == 0:
        # The largest value stays the largest under a function that never falls, so the order does not matter.
        below = activation(table, inner, act, source, alone=alone, reach=reach - 1)
        if node.op == "max_pool" and node["padding"] == "valid":
            return pool(table, below, "max_pool", node["size"], node["stride"], "valid", node.source)
        return table.add(node.op, (below,), node.shape, node.source, **dict(node.facts))
    if node.op == "dropout" and alone and act.name == "relu" and _no_limit(act):
        below = activation(table, inner, act, source, alone=alone, reach=reach - 1)
        return table.add("dropout", (below,), node.shape, node.source, **dict(node.facts))
    return _activate(table, x, act, source)


def _activate(table: Table, x: int, act: Activation, source: int) -> int:
    return table.add("activation", (x,), table[x].shape, source, activation=act)


def _activation_of(table: Table, x: int) -> Activation | None:
    return table[x]["activation"] if table[x].op == "activation" else None


def _no_limit(act: Activation) -> bool:
    """Does one of the ReLU family leave all that is not negative as it is?"""
    return act.max_value is None and act.threshold == 0


def _opens(table: Table, x: int) -> bool:
    """May what comes after a concatenation come before it, in each branch?

    Where a branch is itself joined maps that something else reads, as in a DenseNet, it stays in one piece.
    """
    node = table[x]
    narrow = table.spread and node.op == "concat" and len(node.inputs) <= WIDEST and table.opened < OFTEN
    return narrow and not any(_joined(table, y) for y in node.inputs)


def _together(table: Table, branches: Sequence[int], x: int) -> int:
    """Join branches as the concatenation x does."""
    table.opened += 1
    return table.add("concat", branches, table[x].shape, table[x].source, **dict(table[x].facts))


def _joined(table: Table, x: int) -> bool:
    """Is x a concatenation, or one behind what an activation may be moved in front of?"""
    while table[x].op in MOVED_PAST and not table.never_negative[x]:
        x = table[x].inputs[0]
    return table[x].op == "concat"


def conv(table: Table, x: int, kernel: tuple[int, int], padding: str, source: int, **facts: Any) -> int:
    """A convolution. facts: filters, stride, dilation, groups, bias, and frozen where it is not trained."""
    sides = NONE
    if table[x].op == "pad":
        x, sides = table[x].inputs[0], table[x]["sides"]
    elif kernel == (1, 1) and table[x].op == "max_pool" and table[x]["size"] == (1, 1):
        # Every second pixel, and of these every second: the stride may as well be here.
        node, stride = table[x], facts["stride"]
        facts |= {"stride": (node["stride"][0] * stride[0], node["stride"][1] * stride[1])}
        x = node.inputs[0]
    height, width, channels = table[x].shape
    stride = facts["stride"]
    dilation = tuple(1 if k == 1 else d for k, d in zip(kernel, facts["dilation"], strict=True))
    rows, top, bottom = window(height, sides[:2], kernel[0], stride[0], dilation[0], padding)
    columns, left, right = window(width, sides[2:], kernel[1], stride[1], dilation[1], padding)
    filters = facts["filters"]
    around = (top, bottom, left, right)
    if around == NONE and kernel == (height, width) and facts["groups"] == 1:
        # A window over the whole map is a Dense layer on the flattened map.
        extra = {"frozen": True} if "frozen" in facts else {}
        flat = reshape(table, x, (height * width * channels,), source)
        units = table.add("dense", (flat,), (filters,), source, units=filters, bias=facts["bias"], **extra)
        return reshape(table, units, (1, 1, filters), source)
    named = name_padding((height, width), (rows, columns), kernel, stride, dilation, around)
    facts |= {"kernel": kernel, "dilation": dilation, "padding": named}
    return table.add("conv", (x,), (rows, columns, filters), source, **facts)


def dense(table: Table, x: int, units: int, source: int, **facts: Any) -> int:
    """A Dense layer; on an image it is a 1x1 convolution. facts: bias, and frozen where it is not trained."""
    shape = table[x].shape
    if _same_channels(table, x):
        inner = dense(table, table[x].inputs[0], units, source, **facts)
        return reshape(table, inner, (*shape[:-1], units), source)
    if len(shape) == 3:
        ones = {"stride": (1, 1), "dilation": (1, 1), "groups": 1}
        return conv(table, x, (1, 1), "valid", source, filters=units, **ones, **facts)
    return table.add("dense", (x,), (*shape[:-1], units), source, units=units, **facts)


def pool(
    table: Table, x: int, op: str, size: tuple[int, int], stride: tuple[int, int], padding: str, source: int
) -> int:
    """Pooling: op is "max_pool" or "average_pool". Padding never counts as a value in either of them."""
    sides = NONE
    node = table[x]
    # The zeros of ZeroPadding2D never win over values that are at least 0, unless a window holds nothing else.
    may_win = op != "max_pool" or padding != "valid" or not table.never_negative[x]
    if node.op == "pad" and not may_win and max(node["sides"][:2]) < size[0] and max(node["sides"][2:]) < size[1]:
        x, sides = node.inputs[0], node["sides"]
    height, width, channels = table[x].shape
    rows, top, bottom = window(height, sides[:2], size[0], stride[0], 1, padding)
    columns, left, right = window(width, sides[2:], size[1], stride[1], 1, padding)
    if (rows, columns) == (1, 1) and size[0] - top >= height and size[1] - left >= width:
        name = {"max_pool": "global_max", "average_pool": "global_average"}[op]
        return reshape(table, whole(table, x, name, source), (1, 1, channels), source)
    if size == (1, 1) and stride == (1, 1):
        return x
    op = "max_pool" if size == (1, 1) else op  # of one value, largest and average are the same
    named = name_padding((height, width), (rows, columns), size, stride, (1, 1), (top, bottom, left, right))
    return table.add(op, (x,), (rows, columns, channels), source, size=size, stride=stride, padding=named)


def whole(table: Table, x: int, op: str, source: int) -> int:
    """Pooling over the whole map, to (channels,)."""
    height, width, channels = table[x].shape
    if (height, width) == (1, 1) or table[x].op == "constant":
        return reshape(table, x, (channels,), source)
    return table.add(op, (x,), (channels,), source)


def normalise(
    table: Table, x: int, op: str, axes: tuple[int, ...], source: int, *, alone: bool = False, **facts: Any
) -> int:
    """op is "batch_norm" or "layer_norm". axes: with the batch as axis 0. alone: nothing else reads x.

    What several branches are joined to is normalised in each of them: every channel has parameters of its own.
    """
    shape = table[x].shape
    channels = axes == (len(shape),)
    if channels and op == "batch_norm" and _same_channels(table, x):
        inside = table[x].inputs[0]
        inner = normalise(table, inside, op, (len(table[inside].shape),), source, alone=alone, **facts)
        return reshape(table, inner, shape, source)
    if channels and op == "batch_norm" and alone and _opens(table, x) and table[x]["axis"] == "channels":
        inputs = table[x].inputs
        if all(table[y].op != "constant" for y in inputs):  # the normalisation of zeros is learned
            each = [normalise(table, y, op, axes, source, **facts) for y in inputs]
            return _together(table, each, x)
    return table.add(op, (x,), shape, source, axis="channels" if channels else axes, **facts)


def randomise(table: Table, x: int, op: str, amount: float, source: int) -> int:
    """op is "dropout", "spatial_dropout" or "noise"."""
    node = table[x]
    if amount == 0:
        return x
    if node.op == "constant":
        return constant(table, 0.0 if node["value"] == 0 and op != "noise" else None, node.shape, source)
    if op == "spatial_dropout" and node.shape[:2] == (1, 1):
        op = "dropout"  # a channel of one pixel
    if node.op == "reshape" and op != "spatial_dropout":
        return reshape(table, randomise(table, node.inputs[0], op, amount, source), node.shape, node.source)
    return table.add(op, (x,), node.shape, source, amount=amount)


def without_bias(table_nodes: list[Any], i: int) -> None:
    """Drop the bias of node i, in place."""
    node = table_nodes[i]
    table_nodes[i] = replace(node, facts=tuple((k, False if k == "bias" else v) for k, v in node.facts))


def _same_channels(table: Table, x: int) -> bool:
    """Is x a reshape that leaves the last axis as it is?"""
    return table[x].op == "reshape" and table[table[x].inputs[0]].shape[-1] == table[x].shape[-1]
