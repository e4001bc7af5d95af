"""Stage 3, models: a canonical graph with what alignment looks up, and pairs of nodes of two graphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.models.keys import from_inputs
from autograder.models.nodes import Node

Pair = tuple[int | None, int | None]
"""A node of the reference and the student's; None where there is no such node."""


@dataclass(frozen=True)
class View:
    """A graph with what alignment looks up."""

    nodes: tuple[Node, ...]
    outputs: tuple[int, ...]
    roles: tuple[str, ...]  # what each does, apart from sizes that only follow from what comes before
    reads: tuple[str, ...]  # the roles of what it reads
    is_read: tuple[str, ...]  # the roles of what reads it
    readers: tuple[tuple[int, ...], ...]
    depth: tuple[int, ...]
    before: tuple[str, ...]  # a hash of each with all that comes before


def view(nodes: Sequence[Node], outputs: Sequence[int]) -> View:
    readers: list[list[int]] = [[] for _ in nodes]
    depth: list[int] = []
    for i, node in enumerate(nodes):
        for x in dict.fromkeys(node.inputs):
            readers[x].append(i)
        depth.append(1 + max((depth[x] for x in node.inputs), default=0))
    roles = tuple(role(node) for node in nodes)
    return View(
        tuple(nodes),
        tuple(outputs),
        roles,
        tuple(f"{sorted({roles[x] for x in node.inputs})}" for node in nodes),
        tuple(f"{sorted({roles[x] for x in those})}" for those in readers),
        tuple(map(tuple, readers)),
        tuple(depth),
        tuple(from_inputs(nodes)),
    )


def role(node: Node) -> str:
    if node.op == "input":
        return f"input{node.facts}{node.shape}"
    if node.op == "sum":
        return f"sum{sorted(node['weights'])}{node['offset']}"
    if node.op in ("reshape", "constant"):
        return f"{node.op}{len(node.shape)}"
    if node.op == "concat":
        return f"concat{node['axis']}{len(node.inputs)}"
    return f"{node.op}{node.facts}"
