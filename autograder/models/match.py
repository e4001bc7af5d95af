"""Stage 3, models: two aligned graphs, and how to say in the student's own network where something is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.models.align import align
from autograder.models.graph import Graph
from autograder.models.nodes import Node
from autograder.models.places import is_landmark, names
from autograder.models.view import Pair, View, view


@dataclass(frozen=True)
class Match:
    """Which node is which. Built by `match`."""

    reference: View
    student: View
    pairs: tuple[Pair, ...]
    to_student: dict[int, int]
    to_reference: dict[int, int]
    reference_names: tuple[str, ...]
    student_names: tuple[str, ...]

    def ours(self, pair: Pair) -> Node:
        assert pair[0] is not None
        return self.reference.nodes[pair[0]]

    def theirs(self, pair: Pair) -> Node:
        assert pair[1] is not None
        return self.student.nodes[pair[1]]


def match(reference: Graph, student: Graph) -> Match:
    a, b = view(reference.nodes, reference.outputs), view(student.nodes, student.outputs)
    pairs = align(a, b)
    both = [(i, j) for i, j in pairs if i is not None and j is not None]
    return Match(a, b, tuple(pairs), dict(both), {j: i for i, j in both}, tuple(names(a)), tuple(names(b)))


def where(found: Match, nodes: Sequence[int], *, in_reference: bool) -> tuple[str, str]:
    """After what and before what some nodes stand, in the student's words: ("the third convolution", "the addition").

    nodes: in order, of the reference where they are missing, of the student's network otherwise.
    """
    return _before(found, nodes[0], in_reference), _after(found, nodes[-1], in_reference)


def told(after: str, before: str) -> str:
    """
    >>> told("the input", "the first convolution"), told("the Dense layer", "")
    (', after the input and before the first convolution', ', after the Dense layer, at the end')
    """
    return f", after {after} and before {before}" if before else f", after {after}, at the end"


def _before(found: Match, i: int, in_reference: bool) -> str:
    graph = found.reference if in_reference else found.student
    while graph.nodes[i].inputs:
        i = max(graph.nodes[i].inputs, key=lambda x: (graph.depth[x], x))
        name = _name(found, i, in_reference)
        if name:
            return name
    return "the input"


def _after(found: Match, i: int, in_reference: bool) -> str:
    graph = found.reference if in_reference else found.student
    while graph.readers[i]:
        i = min(graph.readers[i])
        name = _name(found, i, in_reference)
        if name:
            return name
    return ""


def _name(found: Match, i: int, in_reference: bool) -> str:
    """What a node is called in the student's network; "" for what is no landmark, or is not in it."""
    if not in_reference:
        return found.student_names[i] if is_landmark(found.student.nodes[i]) else ""
    j = found.to_student.get(i)
    return found.student_names[j] if j is not None and is_landmark(found.student.nodes[j]) else ""
