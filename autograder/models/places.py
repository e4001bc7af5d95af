"""Stage 3, models: what a layer is called in a sentence: by role and place, never by a student's name for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from autograder.models.arguments import Activation
from autograder.models.nodes import Node
from autograder.models.view import View

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
NOUNS: Mapping[str, str] = {
    "input": "input",
    "dense": "Dense layer",
    "max_pool": "max pooling",
    "average_pool": "average pooling",
    "global_max": "global max pooling",
    "global_average": "global average pooling",
    "pad": "zero padding",
    "batch_norm": "BatchNormalization",
    "layer_norm": "LayerNormalization",
    "dropout": "Dropout",
    "spatial_dropout": "SpatialDropout2D",
    "noise": "GaussianNoise",
    "multiply": "multiplication",
    "maximum": "maximum",
    "concat": "concatenation",
    "constant": "branch that does not depend on the image",
}
# What a student can find in model.summary() without counting dozens of equal lines.
LANDMARKS = frozenset(
    ("input", "conv", "dense", "max_pool", "average_pool", "global_max", "global_average", "sum", "concat")
)


def ordinal(n: int) -> str:
    """
    >>> ordinal(3), ordinal(12), ordinal(22)
    ('third', '12th', '22nd')
    """
    if n <= len(ORDINALS):
        return ORDINALS[n - 1]
    return f"{n}{'th' if n % 100 in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


def noun(node: Node) -> str:
    if node.op == "conv":
        return "depthwise convolution" if node["groups"] > 1 else "convolution"
    if node.op == "reshape":
        return "Flatten" if len(node.shape) == 1 else "Reshape"
    if node.op == "activation":
        return activation_name(node["activation"])
    if node.op == "sum":
        if len(node.inputs) == 1:
            return "Rescaling"
        return "subtraction" if min(node["weights"]) < 0 else "addition" if set(node["weights"]) == {1.0} else "average"
    return NOUNS[node.op]


def activation_name(act: Activation) -> str:
    if act.name != "relu":
        return act.name
    name = "LeakyReLU" if act.negative_slope else "ReLU"
    limits = [f"slope {act.negative_slope:g}"] if act.negative_slope else []
    limits += [f"at most {act.max_value:g}"] if act.max_value is not None else []
    limits += [f"from {act.threshold:g}"] if act.threshold else []
    return f"{name} ({', '.join(limits)})" if limits else name


def size(pair: Sequence[int]) -> str:
    return "×".join(map(str, pair))


def described(node: Node) -> str:
    """With what one needs to find it: "convolution (64 filters, 3×3, stride 2)"."""
    details: list[str] = []
    if node.op == "conv":
        details = [f"{node['filters']} filters", size(node["kernel"])]
    elif node.op == "dense":
        details = [f"{node['units']} units"]
    elif node.op in ("max_pool", "average_pool"):
        details = [size(node["size"])]
    elif node.op in ("dropout", "spatial_dropout"):
        details = [f"{node['amount']:g}"]
    if node.op in ("conv", "max_pool", "average_pool") and node["stride"] != (1, 1):
        details.append(f"stride {stride(node['stride'])}")
    return f"{noun(node)} ({', '.join(details)})" if details else noun(node)


def stride(pair: Sequence[int]) -> str:
    return str(pair[0]) if pair[0] == pair[1] else size(pair)


def padding(value: Any) -> str:
    if isinstance(value, str):
        return f"padding '{value}'"
    top, bottom, left, right = value
    return f"a padding of {top} above, {bottom} below, {left} left, {right} right"


def names(graph: View) -> list[str]:
    """For each node "the third convolution", counted as model.summary() shows them."""
    total = Counter(noun(node) for node in graph.nodes)
    seen: Counter[str] = Counter()
    found = [""] * len(graph.nodes)
    for i in sorted(range(len(graph.nodes)), key=lambda i: (graph.nodes[i].source, i)):
        kind = noun(graph.nodes[i])
        seen[kind] += 1
        found[i] = f"the {kind}" if total[kind] == 1 else f"the {ordinal(seen[kind])} {kind}"
    return found


def is_landmark(node: Node) -> bool:
    return node.op in LANDMARKS and not (node.op == "sum" and len(node.inputs) == 1)


def counted(nodes: Sequence[Node]) -> str:
    """ "a convolution (64 filters, 3×3) and a ReLU", or only how many of each where there are many."""
    if len(nodes) <= 4:
        return joined([_a(described(node)) for node in nodes])
    kinds = Counter(noun(node) for node in nodes)
    return joined([_a(kind) if n == 1 else f"{n} × {kind}" for kind, n in kinds.items()])


def _a(text: str) -> str:
    return f"{'an' if text[0] in 'aeioAEIO' else 'a'} {text}"


def joined(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
