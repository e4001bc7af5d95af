"""Stage 3, models: which node of one graph is which of the other, found along a topological order.

Both graphs are written as a sequence, each branch in one piece, and the sequences are aligned at the smallest cost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, permutations

from autograder.models.nodes import ANY_ORDER, Node
from autograder.models.slide import slide
from autograder.models.view import Pair, View

LEFT_OUT = 1.0
WEIGHTY = 1.3  # what a network is made of; the rest is more easily left out
WEIGHTIEST = frozenset(("conv", "conv_transpose", "dense", "sum", "concat"))
IMPOSSIBLE = 9.0
STRANGE = 0.02  # between equal choices, the one among the same neighbours
BAND = 80  # how far apart two long sequences may drift
LONG = 300
FAMILIES = (
    frozenset(("conv", "conv_transpose")),
    frozenset(("max_pool", "average_pool")),
    frozenset(("global_average", "global_max", "reshape", "max_pool", "average_pool")),
    frozenset(("sum", "concat", "multiply", "maximum")),
    frozenset(("batch_norm", "layer_norm")),
    frozenset(("dropout", "spatial_dropout", "noise")),
)


def align(reference: View, student: View) -> list[Pair]:
    """Pair the nodes of two graphs, in order; every node of both is in exactly one pair."""
    ours = linear(reference, {})
    theirs = linear(student, _branch_order(reference, ours, student))
    costs = Costs(reference, student)
    start = 0
    while start < min(len(ours), len(theirs)) and reference.before[ours[start]] == student.before[theirs[start]]:
        start += 1
    end = 0
    while end < min(len(ours), len(theirs)) - start and _alike(reference, ours[-1 - end], student, theirs[-1 - end]):
        end += 1
    middle = cheapest(ours[start : len(ours) - end], theirs[start : len(theirs) - end], costs)
    pairs: list[Pair] = list(zip(ours[:start], theirs[:start], strict=True))
    pairs += middle
    pairs += zip(ours[len(ours) - end :], theirs[len(theirs) - end :], strict=True)
    return slide(slide(pairs, 0, reference), 1, student)


def _alike(reference: View, a: int, student: View, b: int) -> bool:
    return reference.roles[a] == student.roles[b] and reference.reads[a] == student.reads[b]


class Costs:
    """What it costs to take one node for another. Nodes alike among like neighbours are one sort, costed once."""

    def __init__(self, reference: View, student: View) -> None:
        self.reference, self.student = reference, student
        sorts: dict[tuple[str, str, str], int] = {}
        self.ours, self.theirs = (
            [sorts.setdefault(each, len(sorts)) for each in zip(graph.roles, graph.reads, graph.is_read, strict=True)]
            for graph in (reference, student)
        )
        self.known: dict[tuple[int, int], float] = {}

    def between(self, a: int, b: int) -> float:
        key = self.ours[a], self.theirs[b]
        if key not in self.known:
            ours, theirs = self.reference, self.student
            cost = _cost(ours.nodes[a], theirs.nodes[b], ours.roles[a] == theirs.roles[b])
            strange = 2 * (ours.reads[a] != theirs.reads[b]) + (ours.is_read[a] != theirs.is_read[b])
            self.known[key] = cost + STRANGE * strange
        return self.known[key]

    def alone(self, side: int, i: int) -> float:
        """What it costs to leave a node out: side 0 is the reference's, 1 the student's."""
        return WEIGHTY if (self.student if side else self.reference).nodes[i].op in WEIGHTIEST else LEFT_OUT


def _cost(one: Node, other: Node, same: bool) -> float:
    if same:
        return 0.0
    if one.op == other.op:
        if one.op in ("reshape", "concat", "sum", "input"):
            return 0.5
        mine, its = dict(one.facts), dict(other.facts)
        return min(0.3 + 0.2 * sum(mine.get(name) != its.get(name) for name in {*mine, *its}), 1.5)
    if any(one.op in family and other.op in family for family in FAMILIES):
        return 0.9
    return IMPOSSIBLE


def cheapest(ours: Sequence[int], theirs: Sequence[int], costs: Costs) -> list[Pair]:
    """Align two sequences at the smallest cost; the first such alignment, so that it is the same every time."""
    n, m = len(ours), len(theirs)
    band = max(n, m) if max(n, m) <= LONG else abs(n - m) + BAND
    infinite = float("inf")
    alone = [costs.alone(1, b) for b in theirs]
    row = [0.0, *accumulate(alone)]
    steps: list[bytearray] = []
    for i, mine in enumerate(ours, 1):
        step = bytearray(m + 1)  # 0: both, 1: ours is left out, 2: theirs is
        above, row = row, [infinite] * (m + 1)
        skip = costs.alone(0, mine)
        row[0], step[0] = above[0] + skip, 1
        for j in range(max(1, i - band), min(m, i + band) + 1):
            best, choice = above[j - 1] + costs.between(mine, theirs[j - 1]), 0
            if above[j] + skip < best:
                best, choice = above[j] + skip, 1
            if row[j - 1] + alone[j - 1] < best:
                best, choice = row[j - 1] + alone[j - 1], 2
            row[j], step[j] = best, choice
        steps.append(step)
    pairs: list[Pair] = []
    i, j = n, m
    while i or j:
        choice = steps[i - 1][j] if i and j else (1 if i else 2)
        i, j = i - (choice != 2), j - (choice != 1)
        pairs.append((ours[i] if choice != 2 else None, theirs[j] if choice != 1 else None))
    return pairs[::-1]


def linear(graph: View, order: Mapping[int, Sequence[int]]) -> list[int]:
    """All nodes, inputs first, each branch in one piece; a merge's longest branch first, where `order` says nothing."""
    done: set[int] = set()
    sequence: list[int] = []
    stack = [(i, False) for i in reversed(graph.outputs)]
    while stack:
        i, entered = stack.pop()
        if i in done:
            continue
        if entered:
            done.add(i)
            sequence.append(i)
            continue
        stack.append((i, True))
        inputs = order.get(i) or branches(graph, i)
        stack.extend((x, False) for x in reversed(inputs))
    return sequence


def branches(graph: View, i: int) -> list[int]:
    inputs = graph.nodes[i].inputs
    if graph.nodes[i].op not in ANY_ORDER:
        return list(inputs)
    return sorted(inputs, key=lambda x: (-graph.depth[x], _windows(graph, x), graph.before[x]))


def _windows(graph: View, x: int) -> list[tuple[str, str]]:
    """What a branch is made of but for the number of filters: the same in every block of a row, and in both graphs."""
    nodes = [graph.nodes[i] for i in chain(graph, x)]
    return [(node.op, f"{dict(node.facts).get('kernel', dict(node.facts).get('size', ''))}") for node in nodes]


def chain(graph: View, x: int) -> list[int]:
    """The nodes from x back to the place where the branch began, first node first."""
    found: list[int] = []
    while len(graph.nodes[x].inputs) == 1 and len(graph.readers[x]) == 1:
        found.append(x)
        x = graph.nodes[x].inputs[0]
    return found[::-1]


def _branch_order(reference: View, ours: Sequence[int], student: View) -> dict[int, list[int]]:
    """Put the branches of the student's merges in the order of the reference's, likest to likest."""
    costs = Costs(reference, student)
    order: dict[int, list[int]] = {}
    theirs = linear(student, {})
    for op in sorted(ANY_ORDER):
        mine = [i for i in ours if reference.nodes[i].op == op and len(reference.nodes[i].inputs) > 1]
        its = [i for i in theirs if student.nodes[i].op == op and len(student.nodes[i].inputs) > 1]
        if len(mine) == len(its):
            for a, b in zip(mine, its, strict=True):
                order[b] = _match(reference, branches(reference, a), student, branches(student, b), costs)
    return order


def _match(reference: View, ours: list[int], student: View, theirs: list[int], costs: Costs) -> list[int]:
    if max(len(theirs), len(ours)) > 5:
        return theirs
    nobody = [None] * (len(ours) - len(theirs))
    paths = {b: chain(student, b) for b in theirs}
    distance: dict[tuple[int, int | None], float] = {}
    for a in ours:
        path = chain(reference, a)
        distance |= {(a, b): _distance(path, paths[b], costs) for b in theirs}
        distance[a, None] = sum(costs.alone(0, i) for i in path)
    best = min(
        permutations([*theirs, *nobody]),
        key=lambda turn: sum(distance[pair] for pair in zip(ours, turn, strict=False)),
    )
    return [b for b in best if b is not None]


def _distance(ours: Sequence[int], theirs: Sequence[int], costs: Costs) -> float:
    total = 0.0
    for a, b in cheapest(ours, theirs, costs):
        if a is not None and b is not None:
            total += costs.between(a, b)
        else:
            total += costs.alone(0, a) if a is not None else costs.alone(1, b) if b is not None else 0.0
    return total
