"""Stage 3, models: the record of one canonical node, and the table that gives equal ones the same number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.models.shape_rules import Shape
from autograder.models.signs import never_negative

Facts = tuple[tuple[str, Any], ...]

# Each one has weights or a mask of its own: two of them are never the same one.
OWN = frozenset(("conv", "conv_transpose", "dense", "batch_norm", "layer_norm", "dropout", "spatial_dropout", "noise"))
# Their inputs may come in any order. A concatenation's order is kept beside, as a note.
ANY_ORDER = frozenset(("sum", "multiply", "maximum", "concat"))


@dataclass(frozen=True)
class Node:
    """One operation. Neither names nor the way it was written are in it.

    op: "input", "conv", "conv_transpose", "dense", "max_pool", "average_pool", "global_max", "global_average",
    "reshape", "pad", "batch_norm", "layer_norm", "activation", "dropout", "spatial_dropout", "noise", "sum",
    "multiply", "maximum", "concat", "constant". facts: its arguments, by name.
    """

    op: str
    facts: Facts
    inputs: tuple[int, ...]
    shape: Shape
    source: int  # the layer of the network that it was made from
    depthwise: bool = False  # a convolution with as many groups as channels; it follows from the rest, for its name

    def __getitem__(self, name: str) -> Any:
        return dict(self.facts)[name]


def summands(node: Node) -> list[int]:
    """What a node reads; what an addition adds k times, k times.

    >>> summands(Node("sum", (("offset", 0.0), ("weights", (1.0, 2.0))), (3, 7), (4,), 9))
    [3, 7, 7]
    """
    if node.op != "sum" or any(weight not in (1.0, 2.0, 3.0, 4.0) for weight in node["weights"]):
        return list(node.inputs)
    return [x for weight, x in zip(node["weights"], node.inputs, strict=True) for _ in range(int(weight))]


@dataclass
class Table:
    """The nodes made so far, each after its inputs; and of each whether it is never negative, see signs.py.

    spread: look through merges: what comes after a concatenation goes in front of it, into each branch, and a sum of
    what is never negative is never negative. opened: how often that made a difference.
    """

    spread: bool = True
    opened: int = 0
    nodes: list[Node] = field(default_factory=list)
    never_negative: list[bool] = field(default_factory=list)
    known: dict[tuple[str, Facts, tuple[int, ...], Shape], int] = field(default_factory=dict)

    def __getitem__(self, i: int) -> Node:
        return self.nodes[i]

    def add(self, op: str, inputs: Sequence[int], shape: Shape, source: int, **facts: Any) -> int:
        """The number of such a node, a new one where there is none or where it must be its own."""
        key = (op, tuple(sorted(facts.items())), tuple(inputs), shape)
        if op not in OWN and key in self.known:
            return self.known[key]
        depthwise = op == "conv" and 1 < facts["groups"] == self.nodes[inputs[0]].shape[-1]
        self.nodes.append(Node(op, key[1], key[2], shape, source, depthwise))
        seen = self.spread or op not in ANY_ORDER
        self.never_negative.append(seen and never_negative(op, facts, [self.never_negative[x] for x in inputs]))
        self.known[key] = len(self.nodes) - 1
        return len(self.nodes) - 1
