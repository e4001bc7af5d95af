"""Stage 3, models: what a layer is called in a sentence: by role and place, never by a student's name for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from autograder.models.arguments import Activation
from autograder.models.nodes import Node, summands
from autograder.models.phrase import Phrase, Value, joined, phrase, phrases, with_commas
from autograder.models.view import View

ORDINALS = (
    phrase("first"),
    phrase("second"),
    phrase("third"),
    phrase("fourth"),
    phrase("fifth"),
    phrase("sixth"),
    phrase("seventh"),
    phrase("eighth"),
    phrase("ninth"),
    phrase("tenth"),
)
NOUNS: Mapping[str, Value] = {
    "input": phrase("input"),
    "conv": phrase("convolution"),
    "conv_transpose": phrase("transposed convolution"),
    "dense": phrase("Dense layer"),
    "max_pool": phrase("max pooling"),
    "average_pool": phrase("average pooling"),
    "global_max": phrase("global max pooling"),
    "global_average": phrase("global average pooling"),
    "pad": phrase("zero padding"),
    "batch_norm": "BatchNormalization",
    "layer_norm": "LayerNormalization",
    "dropout": "Dropout",
    "spatial_dropout": "SpatialDropout2D",
    "noise": "GaussianNoise",
    "sum": phrase("addition"),
    "multiply": phrase("multiplication"),
    "maximum": phrase("maximum"),
    "concat": phrase("concatenation"),
    "constant": phrase("branch that does not depend on the image"),
}
# What a student can find in model.summary() without counting dozens of equal lines.
LANDMARKS = frozenset(
    (
        "input",
        "conv",
        "conv_transpose",
        "dense",
        "max_pool",
        "average_pool",
        "global_max",
        "global_average",
        "sum",
        "concat",
    )
)
MOST_KINDS = 6  # that are listed by name


def ordinal(n: int) -> Phrase:
    """
    >>> str(ordinal(3)), str(ordinal(12)), str(ordinal(22))
    ('third', '12th', '22nd')
    """
    if n <= len(ORDINALS):
        return ORDINALS[n - 1]
    if n % 100 not in (11, 12, 13):
        match n % 10:
            case 1:
                return phrase("{n}st", n=n)
            case 2:
                return phrase("{n}nd", n=n)
            case 3:
                return phrase("{n}rd", n=n)
    return phrase("{n}th", n=n)


def noun(node: Node) -> Value:
    if node.op == "conv" and node["groups"] > 1:
        return phrase("depthwise convolution") if node.depthwise else phrase("grouped convolution")
    if node.op == "reshape":
        return "Flatten" if len(node.shape) == 1 else "Reshape"
    if node.op == "activation":
        return activation_name(node["activation"])
    if node.op == "sum":
        if len(summands(node)) == 1:
            return "Rescaling"
        if len(node.inputs) == 1:
            return NOUNS["sum"]  # of something and itself
        if min(node["weights"]) < 0:
            return phrase("subtraction")
        weights = set(node["weights"])
        if len(weights) > 1:
            return phrase("weighted addition")
        return NOUNS["sum"] if weights == {1.0} else phrase("average")
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


def stride(pair: Sequence[int]) -> str:
    return str(pair[0]) if pair[0] == pair[1] else size(pair)


def described(node: Node) -> Value:
    """With what one needs to find it: "convolution (64 filters, 3×3, stride 2)"."""
    details: list[Value] = []
    if node.op in ("conv", "conv_transpose"):
        details = [filters(node["filters"]), k_by_k(node["kernel"])]
    elif node.op == "dense":
        details = [units(node["units"])]
    elif node.op in ("max_pool", "average_pool"):
        details = [k_by_k(node["size"])]
    elif node.op in ("dropout", "spatial_dropout"):
        details = [phrase("rate {n}", n=float(node["amount"]))]
    if node.op in ("conv", "conv_transpose", "max_pool", "average_pool") and node["stride"] != (1, 1):
        details.append(strides(node["stride"]))
    return phrase("{thing} ({details})", thing=noun(node), details=with_commas(details)) if details else noun(node)


def filters(n: int) -> Phrase:
    return phrases("{n} filter", "{n} filters", n)


def units(n: int) -> Phrase:
    return phrases("{n} unit", "{n} units", n)


def k_by_k(pair: Sequence[int]) -> Phrase:
    return phrase("{rows}×{columns}", rows=pair[0], columns=pair[1])


def strides(pair: Sequence[int]) -> Phrase:
    return phrase("stride {n}", n=pair[0] if pair[0] == pair[1] else k_by_k(pair))


def padding(value: Any) -> Value:
    return f"padding='{value}'" if isinstance(value, str) else phrase("a padding of {sides}", sides=sides(value))


def sides(value: Sequence[int]) -> Phrase:
    """How many rows and columns of zeros a padding adds."""
    top, bottom, left, right = value
    if top == bottom == left == right:
        return phrase("{n} on every side", n=top)
    if (top, bottom) != (left, right):
        return phrase(
            "{top} above, {bottom} below, {left} left, {right} right", top=top, bottom=bottom, left=left, right=right
        )
    if not bottom:
        return phrase("{n} above and left only", n=top)
    if not top:
        return phrase("{n} below and right only", n=bottom)
    return phrase("{before} above and left, {after} below and right", before=top, after=bottom)


def names(graph: View) -> list[Phrase]:
    """For each node "the third convolution", counted as model.summary() shows them."""
    nouns = [noun(node) for node in graph.nodes]
    total = Counter(nouns)
    seen: Counter[Value] = Counter()
    found = [phrase("the {thing}", thing=kind) for kind in nouns]
    for i in sorted(range(len(nouns)), key=lambda i: (graph.nodes[i].source, i)):
        kind = nouns[i]
        seen[kind] += 1
        if total[kind] > 1:
            found[i] = phrase("the {ordinal} {thing}", ordinal=ordinal(seen[kind]), thing=kind)
    return found


def capital(name: Phrase) -> Phrase:
    """ "the third convolution" at the beginning of a sentence."""
    return Phrase(CAPITALS[name.msgid], name.values)


CAPITALS: Mapping[str, str] = {
    found.msgid.lower(): found.msgid
    for found in (phrase("The {thing}"), phrase("The {ordinal} {thing}"), phrase("The {thing} after {place}"))
}


def is_landmark(node: Node) -> bool:
    return node.op in LANDMARKS and not (node.op == "sum" and len(summands(node)) == 1)


def counted(nodes: Sequence[Node]) -> Value:
    """ "a convolution (64 filters, 3×3) and a ReLU", or only how many of each where there are many."""
    if len(nodes) <= 4:
        return joined([one(described(node)) for node in nodes])
    kinds = Counter(noun(node) for node in nodes)
    parts: list[Value] = [
        one(kind) if n == 1 else phrase("{n} × {thing}", n=n, thing=kind) for kind, n in [*kinds.items()][:MOST_KINDS]
    ]
    rest = sum([*kinds.values()][MOST_KINDS:])
    layers = joined([*parts, phrases("{n} more layer", "{n} more layers", rest)] if rest else parts)
    ops = Counter(node.op for node in nodes if is_landmark(node))
    blocks = ops["sum"] + ops["concat"] or ops["max_pool"]
    if blocks and ops["conv"] >= 2 * blocks:
        return phrases("a block of {layers}", "{n} blocks of {layers} in all", blocks, layers=layers)
    return layers


def one(thing: Value) -> Phrase:
    """
    >>> str(one("ReLU")), str(one(phrase("addition")))
    ('a ReLU', 'an addition')
    """
    return phrase("an {thing}", thing=thing) if str(thing)[0] in "aeioAEIO" else phrase("a {thing}", thing=thing)
