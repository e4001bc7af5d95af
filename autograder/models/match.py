"""Stage 3, models: two aligned graphs, and how to say in the student's own network where something is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.models.align import align
from autograder.models.graph import Graph
from autograder.models.nodes import Node
from autograder.models.phrase import Phrase, phrase
from autograder.models.places import NOUNS, is_landmark, names, noun
from autograder.models.regroup import by_role
from autograder.models.view import Pair, View, view


@dataclass(frozen=True)
class Match:
    """Which node is which. Built by `match`."""

    reference: View
    student: View
    pairs: tuple[Pair, ...]
    to_student: dict[int, int]
    to_reference: dict[int, int]
    reference_names: tuple[Phrase, ...]
    student_names: tuple[Phrase, ...]

    def ours(self, pair: Pair) -> Node:
        assert pair[0] is not None
        return self.reference.nodes[pair[0]]

    def theirs(self, pair: Pair) -> Node:
        assert pair[1] is not None
        return self.student.nodes[pair[1]]


def match(reference: Graph, student: Graph) -> Match:
    a, b = view(reference.nodes, reference.outputs), view(student.nodes, student.outputs)
    return _match(a, b, align(a, b))


def match_by_role(found: Match) -> Match:
    """Another answer to which node is which, for networks whose layers are connected in another way."""
    return _match(found.reference, found.student, by_role(found.reference, found.student))


def _match(a: View, b: View, pairs: Sequence[Pair]) -> Match:
    both = [(i, j) for i, j in pairs if i is not None and j is not None]
    return Match(a, b, tuple(pairs), dict(both), {j: i for i, j in both}, tuple(names(a)), tuple(names(b)))


@dataclass(frozen=True)
class Spot:
    """After what and before what some layers stand, in the student's words; before: None at the end."""

    after: Phrase
    before: Phrase | None

    @property
    def said(self) -> Phrase:
        """
        >>> str(Spot(phrase("the input"), phrase("the addition")).said), str(Spot(phrase("the input"), None).said)
        ('after the input and before the addition', 'after the input, at the end')
        """
        if self.before is None:
            return phrase("after {place}, at the end", place=self.after)
        return phrase("after {place} and before {next}", place=self.after, next=self.before)


def where(found: Match, nodes: Sequence[int], *, in_reference: bool) -> Spot:
    """
    nodes: in order, of the reference where they are missing, of the student's network otherwise.
    """
    return Spot(_before(found, nodes[0], in_reference), _after(found, nodes[-1], in_reference))


def _before(found: Match, i: int, in_reference: bool) -> Phrase:
    graph = found.reference if in_reference else found.student
    while graph.nodes[i].inputs:
        i = max(graph.nodes[i].inputs, key=lambda x: (graph.depth[x], x))
        name = _name(found, i, in_reference)
        if name:
            return name
    return phrase("the {thing}", thing=NOUNS["input"])


def _after(found: Match, i: int, in_reference: bool) -> Phrase | None:
    """The next landmark; at the end of a network the next layer that is there."""
    graph = found.reference if in_reference else found.student
    next_one: Phrase | None = None
    while graph.readers[i]:
        i = min(graph.readers[i])
        name = _name(found, i, in_reference)
        if name:
            return name
        j = found.to_student.get(i) if in_reference else i
        if next_one is None and j is not None:
            next_one = phrase("the {thing}", thing=noun(found.student.nodes[j]))
    return next_one


def _name(found: Match, i: int, in_reference: bool) -> Phrase | None:
    """What a node is called in the student's network; None for what is no landmark, or is not in it."""
    if not in_reference:
        return found.student_names[i] if is_landmark(found.student.nodes[i]) else None
    j = found.to_student.get(i)
    return found.student_names[j] if j is not None and is_landmark(found.student.nodes[j]) else None
