"""Stage 3, models: a layer in as few signs as a picture has room for: "Conv 3×3, 64, /2", in every language alike."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from autograder.models.arguments import Activation
from autograder.models.nodes import Node

KINDS: Mapping[str, str] = {
    "input": "Input",
    "conv": "Conv",
    "conv_transpose": "ConvTranspose",
    "dense": "Dense",
    "max_pool": "MaxPool",
    "average_pool": "AvgPool",
    "global_max": "GlobalMaxPool",
    "global_average": "GlobalAvgPool",
    "pad": "ZeroPad",
    "batch_norm": "BatchNorm",
    "layer_norm": "LayerNorm",
    "dropout": "Dropout",
    "spatial_dropout": "SpatialDropout",
    "noise": "GaussianNoise",
    "multiply": "Multiply",
    "maximum": "Maximum",
    "concat": "Concatenate",
    "constant": "Constant",
}


def kind(node: Node) -> str:
    """What sort of layer it is, such as "Conv" or "ReLU"."""
    if node.op == "conv":
        return "Depthwise" if node.depthwise else "Conv"
    if node.op == "activation":
        return _activation(node["activation"])
    if node.op == "reshape":
        return "Flatten" if len(node.shape) == 1 else "Reshape"
    if node.op == "sum":
        weights = node["weights"]
        if len(weights) == 1:
            return "Rescale"
        return "Subtract" if min(weights) < 0 else "Add" if set(weights) == {1.0} else "Average"
    return KINDS[node.op]


def label(node: Node, differing: Collection[str] = ()) -> str:
    """A layer's kind and the arguments that matter; those named in `differing` are spelled out in any case."""
    facts = dict(node.facts)
    parts = [kind(node), *_main(node, facts)]
    details = [_detail(name, facts[name], name in differing, facts.get("filters")) for name in ORDER if name in facts]
    if "frozen" in differing:
        details.append("frozen" if "frozen" in facts else "trainable")
    return ", ".join([" ".join(parts), *(detail for detail in details if detail)])


def _main(node: Node, facts: Mapping[str, Any]) -> list[str]:
    """What stands right behind the kind."""
    if node.op in ("conv", "conv_transpose"):
        return [_size(facts["kernel"])]
    if node.op in ("max_pool", "average_pool"):
        return [_size(facts["size"])]
    if node.op == "dense":
        return [str(facts["units"])]
    if node.op in ("dropout", "spatial_dropout", "noise"):
        return [f"{facts['amount']:g}"]
    if node.op == "sum" and len(facts["weights"]) == 1:
        return [f"×{facts['weights'][0]:g}", *([f"{facts['offset']:+g}"] if facts["offset"] else [])]
    if node.op == "activation":
        act = facts["activation"]
        limits = [f"{act.negative_slope:g}"] if act.negative_slope else []
        limits += [f"≤ {act.max_value:g}"] if act.max_value is not None else []
        return limits + ([f"> {act.threshold:g}"] if act.threshold else [])
    return []


def _activation(act: Activation) -> str:
    if act.name == "relu":
        return "LeakyReLU" if act.negative_slope else "ReLU"
    return {"elu": "ELU", "selu": "SELU", "gelu": "GELU", "silu": "SiLU"}.get(act.name, act.name.capitalize())


ORDER = ("filters", "stride", "dilation", "groups", "padding", "bias", "center", "scale", "sides", "axis")


def _detail(name: str, value: Any, differs: bool, filters: int | None) -> str:
    match name:
        case "filters":
            return str(value)
        case "stride":
            return f"/{_stride(value)}" if differs or value != (1, 1) else ""
        case "dilation":
            return f"dilation {_stride(value)}" if differs or value != (1, 1) else ""
        case "groups":
            return f"groups {value}" if differs or value not in (1, filters) else ""
        case "sides":
            return _sides(value)
    if not differs:
        return ""
    if name == "padding":
        return value if isinstance(value, str) else _sides(value)
    if name == "axis":
        return f"axis {-1 if value == 'channels' else ' '.join(map(str, value))}"
    return name if value else f"no {name}"


def _size(pair: Sequence[int]) -> str:
    return "×".join(map(str, pair))


def _stride(pair: Sequence[int]) -> str:
    return str(pair[0]) if pair[0] == pair[1] else _size(pair)


def _sides(sides: Sequence[int]) -> str:
    return f"pad {sides[0]}" if len(set(sides)) == 1 else f"pad {' '.join(map(str, sides))}"


def parameters(nodes: Sequence[Node], i: int) -> int:
    """Parameters of one node, trainable or not, less a bias that does nothing."""
    node, facts = nodes[i], dict(nodes[i].facts)
    if node.op not in ("conv", "conv_transpose", "dense", "batch_norm", "layer_norm"):
        return 0
    before = nodes[node.inputs[0]].shape
    if node.op in ("conv", "conv_transpose"):
        each = math.prod(facts["kernel"]) * (before[-1] // facts.get("groups", 1))
        return facts["filters"] * (each + bool(facts["bias"]))
    if node.op == "dense":
        return int(facts["units"] * (before[-1] + bool(facts["bias"])))
    axes = (len(before),) if facts["axis"] == "channels" else facts["axis"]
    n = math.prod(before[axis - 1] for axis in axes if axis)
    return n * (2 * (node.op == "batch_norm") + bool(facts["center"]) + bool(facts["scale"]))
