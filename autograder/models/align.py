"""Stage 3, models: which node of one graph is which of the other, found along a topological order.

Both graphs are written as a sequence, each branch in one piece, and the sequences are aligned at the smallest cost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from autograder.models.keys import from_inputs
from autograder.models.nodes import ANY_ORDER, Node

Pair = tuple[int | None, int | None]
"""A node of the reference and the student's; None where there is no such node."""

LEFT_OUT = 1.0
IMPOSSIBLE = 9.0
BAND = 80  # how far apart two long sequences may drift
LONG = 300
FAMILIES = (
    frozenset(("max_pool", "average_pool")),
    frozenset(("global_average", "global_max", "reshape", "max_pool", "average_pool")),
    frozenset(("sum", "concat", "multiply", "maximum")),
    frozenset(("batch_norm", "layer_norm")),
    frozenset(("dropout", "spatial_dropout", "noise")),
)
STARTERS = frozenset(("conv", "dense", "max_pool", "average_pool", "pad"))


@dataclass(frozen=True)
class View:
    """A graph with what alignment looks up."""

    nodes: tuple[Node, ...]
    outputs: tuple[int, ...]
    roles: tuple[str, ...]  # what each does, apart from sizes that only follow from what comes before
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
    return View(
        tuple(nodes),
        tuple(outputs),
        tuple(_role(node) for node in nodes),
        tuple(map(tuple, readers)),
        tuple(depth),
        tuple(from_inputs(nodes)),
    )


def _role(node: Node) -> str:
    if node.op == "sum":
        return f"sum{sorted(node['weights'])}{node['offset']}"
    if node.op in ("reshape", "constant"):
        return f"{node.op}{len(node.shape)}"
    if node.op == "concat":
        return f"concat{node['axis']}{len(node.inputs)}"
    return f"{node.op}{node.facts}"


def align(reference: View, student: View) -> list[Pair]:
    """Pair the nodes of two graphs, in order; every node of both is in exactly one pair."""
    ours = linear(reference, {})
    theirs = linear(student, _branch_order(reference, ours, student))
    costs = _Costs(reference, student)
    start = 0
    while start < min(len(ours), len(theirs)) and reference.before[ours[start]] == student.before[theirs[start]]:
        start += 1
    end = 0
    while (
        end < min(len(ours), len(theirs)) - start
        and reference.roles[ours[-1 - end]] == student.roles[theirs[-1 - end]]
    ):
        end += 1
    middle = cheapest(
        ours[start : len(ours) - end], theirs[start : len(theirs) - end], lambda a, b: costs.between(a, b)
    )
    pairs: list[Pair] = list(zip(ours[:start], theirs[:start], strict=True))
    pairs += middle
    pairs += zip(ours[len(ours) - end :], theirs[len(theirs) - end :], strict=True)
    return _slide(_slide(pairs, 0, reference), 1, student)


class _Costs:
    """What it costs to take one node for another; remembered by role."""

    def __init__(self, reference: View, student: View) -> None:
        self.reference, self.student = reference, student
        self.known: dict[tuple[str, str], float] = {}

    def between(self, a: int, b: int) -> float:
        key = self.reference.roles[a], self.student.roles[b]
        if key not in self.known:
            self.known[key] = _cost(self.reference.nodes[a], self.student.nodes[b], key[0] == key[1])
        return self.known[key]


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


def cheapest(ours: Sequence[int], theirs: Sequence[int], cost: Callable[[int, int], float]) -> list[Pair]:
    """Align two sequences at the smallest cost; the first such alignment, so that it is the same every time."""
    n, m = len(ours), len(theirs)
    band = max(n, m) if max(n, m) <= LONG else abs(n - m) + BAND
    infinite = float("inf")
    row = [j * LEFT_OUT if j <= band else infinite for j in range(m + 1)]
    steps: list[bytearray] = []
    for i in range(1, n + 1):
        step = bytearray(m + 1)  # 0: both, 1: ours is left out, 2: theirs is
        above, row = row, [infinite] * (m + 1)
        low, high = max(0, i - band), min(m, i + band)
        mine = ours[i - 1]
        if low == 0:
            row[0] = i * LEFT_OUT
            step[0] = 1
        for j in range(max(1, low), high + 1):
            best, choice = above[j - 1] + cost(mine, theirs[j - 1]), 0
            if above[j] + LEFT_OUT < best:
                best, choice = above[j] + LEFT_OUT, 1
            if row[j - 1] + LEFT_OUT < best:
                best, choice = row[j - 1] + LEFT_OUT, 2
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
    return sorted(inputs, key=lambda x: (-graph.depth[x], graph.before[x]))


def chain(graph: View, x: int) -> list[int]:
    """The nodes from x back to the place where the branch began, first node first."""
    found: list[int] = []
    while len(graph.nodes[x].inputs) == 1 and len(graph.readers[x]) == 1:
        found.append(x)
        x = graph.nodes[x].inputs[0]
    return found[::-1]


def _branch_order(reference: View, ours: Sequence[int], student: View) -> dict[int, list[int]]:
    """Put the branches of the student's merges in the order of the reference's, likest to likest."""
    costs = _Costs(reference, student)
    order: dict[int, list[int]] = {}
    theirs = linear(student, {})
    for op in sorted(ANY_ORDER):
        mine = [i for i in ours if reference.nodes[i].op == op and len(reference.nodes[i].inputs) > 1]
        its = [i for i in theirs if student.nodes[i].op == op and len(student.nodes[i].inputs) > 1]
        if len(mine) == len(its):
            for a, b in zip(mine, its, strict=True):
                order[b] = _match(reference, branches(reference, a), student, branches(student, b), costs)
    return order


def _match(reference: View, ours: list[int], student: View, theirs: list[int], costs: _Costs) -> list[int]:
    if len(theirs) > 5 or len(ours) > 5:
        return theirs
    distance = {(a, b): _distance(chain(reference, a), chain(student, b), costs) for a in ours for b in theirs}
    best = min(
        permutations(theirs),
        key=lambda turn: sum(distance[a, b] for a, b in zip(ours, turn, strict=False)),
    )
    return list(best)


def _distance(ours: Sequence[int], theirs: Sequence[int], costs: _Costs) -> float:
    pairs = cheapest(ours, theirs, costs.between)
    return sum(LEFT_OUT if a is None or b is None else costs.between(a, b) for a, b in pairs)


def _slide(pairs: list[Pair], side: int, graph: View) -> list[Pair]:
    """Move runs of left-out nodes within equal ones, to where a run is a block: it reads from one place, and starts
    with a convolution rather than in the middle."""
    k = 0
    while k < len(pairs):
        stop = k
        while stop < len(pairs) and pairs[stop][1 - side] is None:
            stop += 1
        if stop > k + 1:
            pairs = _best_slide(pairs, k, stop, side, graph)
        k = stop + 1
    return pairs


def _best_slide(pairs: list[Pair], start: int, stop: int, side: int, graph: View) -> list[Pair]:
    best, found = None, pairs
    now = pairs
    for shift in range(stop - start):
        run = [pair[side] for pair in now[start - shift : stop - shift]]
        score = (_read_from(run, graph), graph.nodes[run[0]].op not in STARTERS)  # type: ignore[index]
        if best is None or score < best:
            best, found = score, now
        before = start - shift - 1
        if before < 0 or None in now[before]:
            break
        last = run[-1]
        if graph.roles[last] != graph.roles[now[before][side]]:  # type: ignore[index]
            break
        # The node before the run is left out in place of the last one in it.
        partner = now[before][1 - side]
        freed: Pair = (now[before][0], None) if side == 0 else (None, now[before][1])
        taken: Pair = (last, partner) if side == 0 else (partner, last)
        now = [*now[:before], freed, *now[start - shift : stop - shift - 1], taken, *now[stop - shift :]]
    return found


def _read_from(run: Sequence[int | None], graph: View) -> int:
    inside = set(run)
    return len({x for i in run if i is not None for x in graph.nodes[i].inputs if x not in inside})
