"""Stage 3, models: labels and hashes of canonical nodes, without names, linear in the size of the graph."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from autograder.models.nodes import ANY_ORDER, Node


def digest(*parts: object) -> str:
    return blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def label(node: Node) -> str:
    """What a node does, without where it stands: equal for nodes that could stand for each other."""
    facts = node.facts
    if node.op == "sum":  # weights belong to the inputs
        facts = tuple((name, value) for name, value in facts if name != "weights")
    # A reshape or a constant is nothing but its shape; elsewhere the shape follows from the inputs.
    shape = node.shape if node.op in ("input", "reshape", "constant") else ()
    return f"{node.op}{facts}{shape}"


def edges(node: Node) -> list[tuple[object, int]]:
    """The inputs of a node, each with the part that it plays: its weight, its position, or none."""
    if node.op == "sum":
        return list(zip(node["weights"], node.inputs, strict=True))
    return [(None if node.op in ANY_ORDER else i, x) for i, x in enumerate(node.inputs)]


def from_inputs(nodes: Sequence[Node], *, in_order: bool = False) -> list[str]:
    """For each node a hash of itself and everything before it."""
    hashes: list[str] = []
    for node in nodes:
        before = [(str(part), hashes[x]) for part, x in edges(node)]
        if node.op in ANY_ORDER and not (in_order and node.op == "concat"):
            before.sort()
        hashes.append(digest(label(node), before))
    return hashes


def to_outputs(nodes: Sequence[Node], outputs: Sequence[int], own: Sequence[str]) -> list[str]:
    """For each node a hash of its `own` text and everything that comes of it."""
    after: list[list[tuple[str, str]]] = [[] for _ in nodes]
    for i in outputs:
        after[i].append(("output", ""))
    hashes = [""] * len(nodes)
    for i in range(len(nodes) - 1, -1, -1):
        hashes[i] = digest(own[i], sorted(after[i]))
        for part, x in edges(nodes[i]):
            after[x].append((str(part), hashes[i]))
    return hashes


def graph_key(nodes: Sequence[Node], outputs: Sequence[int], *, in_order: bool = False) -> str:
    """A hash of a whole graph. Counting the nodes tells one layer that is used twice from two equal ones."""
    own = from_inputs(nodes, in_order=in_order)
    both = to_outputs(nodes, outputs, own)
    return digest(sorted(both), [both[i] for i in outputs])
