"""Stage 3, models: two aligned graphs -> the lines of one picture, in which every layer stands below what it reads.

A canonical graph has a Dropout in front of a Flatten and a ReLU in front of a max pooling, however they were written.
Here each network goes back to the order that it was written in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush

from autograder.models.align import WEIGHTIEST
from autograder.models.allowed import ACTIVATION_LAYERS
from autograder.models.graph import Graph
from autograder.models.nodes import Node
from autograder.models.view import Pair

# They put out as many numbers as they take, each where it was.
PER_VALUE = frozenset(("activation", "dropout", "spatial_dropout", "noise", "batch_norm"))
PASSED = frozenset((*ACTIVATION_LAYERS, "Dropout", "GaussianNoise", "BatchNormalization"))  # what may go before Flatten
REACH = 32  # layers in a row that are looked at


@dataclass(frozen=True)
class Lines:
    """What stands beside what.

    Attributes:
        nodes: of the reference and of the student, with the numbers they have in their graphs.
        pairs: line by line.
        parted: nodes of each that have a counterpart, on another line.
    """

    nodes: tuple[list[Node], list[Node]]
    pairs: list[Pair]
    parted: tuple[frozenset[int], frozenset[int]]


def lined(reference: Graph, student: Graph, pairs: Sequence[Pair]) -> Lines:
    """The student's layers in the order they were written in, the reference's in its own, or in the student's where
    that is as good.

    pairs: every node of both is in exactly one.
    """
    ours, theirs = _Written(reference), _Written(student)
    to_ours = {j: i for i, j in pairs if i is not None and j is not None}
    to_theirs = {i: j for j, i in to_ours.items()}
    for j in range(len(theirs.nodes)):
        run = theirs.written_later(j)
        as_in_reference = ours.above(to_ours[j]) if j in to_ours else []
        beside = [to_ours[x] for x in run if to_ours.get(x) in as_in_reference]
        if not beside:
            theirs.move_up(j, run)
        elif ours.can_pass(as_in_reference[: len(run)]) and beside == as_in_reference[: len(run)]:
            theirs.move_up(j, run)
            ours.move_up(to_ours[j], beside)
    for i in range(len(ours.nodes)):
        run = ours.written_later(i)
        as_in_student = theirs.above(to_theirs[i]) if i in to_theirs else []
        if not any(to_theirs.get(x) in as_in_student for x in run):
            ours.move_up(i, run)
    lines = _in_order(pairs, (ours, theirs))
    parted = [frozenset(pair[side] for pair in set(pairs).difference(lines) if None not in pair) for side in (0, 1)]
    return Lines((ours.nodes, theirs.nodes), lines, (parted[0], parted[1]))  # type: ignore[arg-type]


class _Written:
    """A graph that goes back to the order its layers were written in."""

    def __init__(self, graph: Graph) -> None:
        self.nodes = list(graph.nodes)
        self.kinds = graph.kinds
        self.outputs = frozenset(graph.outputs)
        self.readers: list[list[int]] = [[] for _ in self.nodes]
        for i, node in enumerate(self.nodes):
            for x in dict.fromkeys(node.inputs):
                self.readers[x].append(i)

    def above(self, i: int) -> list[int]:
        """What comes before a node as long as there is but one thing, the nearest first."""
        found: list[int] = []
        while len(self.nodes[i].inputs) == 1 and len(found) < REACH:
            i = self.nodes[i].inputs[0]
            found.append(i)
        return found

    def written_later(self, i: int) -> list[int]:
        """What stands right before a node and was written after it; nothing where the node cannot go in front."""
        run: list[int] = []
        for x in self.above(i):
            if self.nodes[x].source <= self.source(i):
                break
            run.append(x)
        return run if self.can_pass(run) else []

    def source(self, i: int) -> int:
        """The layer that a node was written as. A Flatten takes the number of the layer that went in front of it."""
        node = self.nodes[i]
        if node.op != "reshape" or self.kinds[node.source] not in PASSED:
            return node.source
        before = range(node.source - 1, -1, -1)
        return next((layer for layer in before if self.kinds[layer] in ("Flatten", "Reshape")), node.source)

    def can_pass(self, run: Sequence[int]) -> bool:
        return all(self.nodes[x].op in PER_VALUE and len(self.readers[x]) == 1 and x not in self.outputs for x in run)

    def move_up(self, i: int, run: Sequence[int]) -> None:
        """Put a node in front of those right before it, the nearest first."""
        if not run:
            return
        nearest, farthest = run[0], run[-1]
        (before,) = self.nodes[farthest].inputs
        for x in self.readers[i]:
            inputs = tuple(nearest if one == i else one for one in self.nodes[x].inputs)
            self.nodes[x] = replace(self.nodes[x], inputs=inputs)
        for x in run:
            self.nodes[x] = replace(self.nodes[x], shape=self.nodes[i].shape)
        self.nodes[farthest] = replace(self.nodes[farthest], inputs=(i,))
        self.nodes[i] = replace(self.nodes[i], inputs=(before,))
        self.readers[before] = [i if x == farthest else x for x in self.readers[before]]
        self.readers[nearest], self.readers[i] = self.readers[i], [farthest]


def _in_order(pairs: Sequence[Pair], sides: tuple[_Written, _Written]) -> list[Pair]:
    """The pairs as they follow each other, moved only as far as it takes for each node to come after what it reads.

    Where no order does so for both networks, the layers of a pair are put on lines of their own.
    """
    waiting = list(pairs)
    at = [{i: line for line, pair in enumerate(pairs) if (i := pair[side]) is not None} for side in (0, 1)]
    left = [[len(set(node.inputs)) for node in side.nodes] for side in sides]

    def is_free(pair: Pair) -> bool:
        return all(i is None or not left[side][i] for side, i in enumerate(pair))

    ready = [line for line, pair in enumerate(waiting) if is_free(pair)]
    heapify(ready)
    held = set(range(len(waiting))).difference(ready)
    lines: list[Pair] = []
    while ready or held:
        if ready:
            pair = waiting[heappop(ready)]
        else:
            line, side = min(_halves(waiting, held, left), key=lambda half: _weight(sides, waiting, *half))
            i, j = waiting[line]
            pair, waiting[line] = ((i, None), (None, j)) if side == 0 else ((None, j), (i, None))
        lines.append(pair)
        for side, i in enumerate(pair):
            for x in sides[side].readers[i] if i is not None else ():
                left[side][x] -= 1
                line = at[side][x]
                if line in held and is_free(waiting[line]):
                    held.remove(line)
                    heappush(ready, line)
    return lines


def _halves(pairs: Sequence[Pair], held: set[int], left: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """The pairs of which one node, and which, could stand already."""
    return [(line, side) for line in held for side, i in enumerate(pairs[line]) if i is not None and not left[side][i]]


def _weight(sides: tuple[_Written, _Written], pairs: Sequence[Pair], line: int, side: int) -> tuple[bool, int, int]:
    """What tears apart what is easily compared comes last: layers with weights."""
    i = pairs[line][side]
    return i is not None and sides[side].nodes[i].op in WEIGHTIEST, line, side
