"""Stage 3, models, last step: two compared graphs -> the facts of one picture of both, small enough to be read.

What is the same stands side by side, by the alignment that the differences are told by. What is far from any
difference is folded. Only facts: lanes, colours and words are the reports' business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from autograder.models.difference import Comparison
from autograder.models.labels import kind, label, parameters
from autograder.models.lines import Lines, lined
from autograder.models.match import match
from autograder.models.nodes import Node
from autograder.models.view import Pair

Mark = Literal["", "extra", "missing", "changed", "moved"]

MOST = 40  # lines
SHORT = 20  # lines that are shown whatever they hold
BLOCK = 24  # longer than the largest block that is shown whole: an Inception block takes 15
AROUND = 2  # lines before and after a difference, or before and after its block
FEW = 3  # to fold less than that saves nothing
FAR = 40  # lines that an edge may run past without making one block of all of them: an auxiliary head


def drawn(comparison: Comparison) -> dict[str, Any]:
    """Both graphs as rows on common lines.

    Returns:
        {"lines": how many, "expected": rows, "yours": rows}, all of it JSON. A row is {"id", "line", "label", "shape",
        "params", "inputs": [ids], "mark", "folded": n}. A folded row stands for n layers; its label counts their
        kinds, its shape is that of the last of them, "marked" says how many of them differ, and "same" whether
        none does on either side.
    """
    reference, student = comparison.graphs
    found = lined(reference, student, comparison.pairs or match(reference, student).pairs)
    pairs, n = found.pairs, len(found.pairs)
    sides = Side.of(found.nodes[0], pairs, 0), Side.of(found.nodes[1], pairs, 1)
    marks = _marks(sides, found, comparison)
    differ = {line for side in marks for line, mark in side.items() if mark}
    looks = [_look(pairs[line], sides, marks, line) for line in range(n)]
    shown = _shown(looks, differ, _blocks(sides, n))
    runs = list(_runs(n, shown))
    rows: list[list[dict[str, Any]]] = [[], []]
    for place, run in enumerate(runs):
        names, same = _facts_that_differ(pairs[run[0]], sides), differ.isdisjoint(run)
        for side, mark, made in zip(sides, marks, rows, strict=True):
            row = _row(side, run, place, mark, shown, names=names, same=same)
            made += [row] if row else []
    for side, made in zip(sides, rows, strict=True):
        _connect(side, made, runs)
    return {"lines": len(runs), "expected": rows[0], "yours": rows[1]}


@dataclass(frozen=True)
class Side:
    """One graph on the lines of the picture."""

    nodes: Sequence[Node]
    at: Mapping[int, int]  # line -> node, where there is one
    line: Mapping[int, int]  # node -> line
    weights: list[int] = field(default_factory=list)  # parameters of each node

    @classmethod
    def of(cls, nodes: Sequence[Node], pairs: Sequence[Pair], side: Literal[0, 1]) -> Side:
        at = {line: i for line, pair in enumerate(pairs) if (i := pair[side]) is not None}
        return cls(nodes, at, {i: line for line, i in at.items()}, [parameters(nodes, i) for i in range(len(nodes))])


def _marks(sides: tuple[Side, Side], found: Lines, comparison: Comparison) -> list[dict[int, Mark]]:
    """For both sides, line -> mark. A layer without a counterpart is marked whatever the differences tell."""
    pairs, marks = found.pairs, [dict[int, Mark](), dict[int, Mark]()]
    told = [(one, (one.reference_nodes, one.student_nodes)) for one in comparison.differences]
    for side, alone in ((0, "missing"), (1, "extra")):
        for line, pair in enumerate(pairs):
            if pair[side] is not None and pair[1 - side] is None:
                marks[side][line] = "moved" if pair[side] in found.parted[side] else alone  # type: ignore[assignment]
        for one, nodes in told:
            for line in (sides[side].line[i] for i in nodes[side]):
                if one.kind != "order":
                    marks[side].setdefault(line, "changed")
                elif line in marks[side]:  # what was crossed stays unmarked
                    marks[side][line] = "moved"
    for line, (i, j) in enumerate(pairs):
        if i is not None and j is not None and (marks[0].get(line) or marks[1].get(line)):
            marks[0][line] = marks[1][line] = "changed"
    if not any(marks) and not comparison.equal:
        _mark_connections(sides, pairs, marks)
    return marks


def _mark_connections(sides: tuple[Side, Side], pairs: Sequence[Pair], marks: list[dict[int, Mark]]) -> None:
    for line, (i, j) in enumerate(pairs):
        if i is not None and j is not None:
            reads = [sorted(side.line[x] for x in side.nodes[side.at[line]].inputs) for side in sides]
            if reads[0] != reads[1]:
                marks[0][line] = marks[1][line] = "changed"


def _blocks(sides: tuple[Side, Side], n: int) -> list[range]:
    """Lines split wherever a single value goes on, on both sides: between residual blocks, between Inception blocks."""
    open_values = [[0] * n, [0] * n]
    for side, counts in zip(sides, open_values, strict=True):
        last = dict(side.line)
        for i, node in enumerate(side.nodes):
            for x in node.inputs:
                last[x] = max(last[x], side.line[i])
        for x, end in last.items():
            if end - side.line[x] <= FAR:
                for line in range(side.line[x], end):
                    counts[line] += 1
    blocks, start = [], 0
    for line in range(n):
        if line == n - 1 or max(counts[line] for counts in open_values) <= 1:
            blocks.append(range(start, line + 1))
            start = line + 1
    return blocks


def _look(pair: Pair, sides: tuple[Side, Side], marks: Sequence[Mapping[int, Mark]], line: int) -> tuple[str, ...]:
    """What a line looks like, sizes aside."""
    kinds = [kind(side.nodes[i]) if i is not None else "" for side, i in zip(sides, pair, strict=True)]
    return (*kinds, *(mark.get(line, "") for mark in marks))


def _shown(looks: Sequence[tuple[str, ...]], differ: set[int], blocks: Sequence[range]) -> set[int]:
    """The lines to show: the ends, and the blocks that differ with what is around them, while there is room.

    Of blocks that look alike the first tells all; the others stay folded, and are counted.
    """
    n = len(looks)
    if n <= SHORT:
        return set(range(n))
    shown, seen = {0, n - 1}, set()
    for place, block in enumerate(blocks):
        hits = {line for line in block if line in differ}
        look = tuple(looks[line] for line in block)
        if len(block) > 1 and look in seen:
            continue
        seen.add(look)
        near = {line for hit in hits for line in range(hit - AROUND, hit + AROUND + 1)}
        whole = {*block, *_beside(blocks[:place][::-1]), *_beside(blocks[place + 1 :])}
        for want in (whole, near, hits)[len(block) > BLOCK :] if hits else ():
            more = shown | {line for line in want if 0 <= line < n}
            if sum(1 for _ in _runs(n, more)) <= MOST:
                shown = more
                break
    for run in sorted(_runs(n, shown), key=len):
        if 1 <= len(run) <= FEW and sum(1 for _ in _runs(n, shown | set(run))) <= MOST:
            shown |= set(run)
    return shown


def _beside(blocks: Sequence[range]) -> Iterator[int]:
    """The next lines, where they make whole blocks: half of a block would only be a riddle."""
    room = AROUND
    for block in blocks:
        if len(block) > room:
            return
        room -= len(block)
        yield from block


def _runs(n: int, shown: set[int]) -> Iterator[range]:
    """Every line that is shown, alone, and the stretches between them."""
    start = 0
    for line in [*sorted(shown), n]:
        if start < line:
            yield range(start, line)
        if line < n:
            yield range(line, line + 1)
        start = line + 1


def _facts_that_differ(pair: Pair, sides: tuple[Side, Side]) -> frozenset[str]:
    """The arguments to be spelled out, because they are not the same on both sides."""
    if pair[0] is None or pair[1] is None:
        return frozenset()
    one, other = sides[0].nodes[pair[0]], sides[1].nodes[pair[1]]
    ours, theirs = dict(one.facts), dict(other.facts)
    if one.op != other.op:
        return frozenset()  # their kinds say it
    return frozenset(name for name in {*ours, *theirs} if ours.get(name) != theirs.get(name))


def _row(
    side: Side, run: range, place: int, marks: Mapping[int, Mark], shown: set[int], *, names: frozenset[str], same: bool
) -> dict[str, Any] | None:
    inside = [(line, side.at[line]) for line in run if line in side.at]
    if not inside:
        return None
    row: dict[str, Any] = {"id": inside[-1][1], "line": place}
    nodes = [side.nodes[i] for _, i in inside]
    if run[0] in shown:
        row |= {"label": _label(nodes[0], names), "mark": marks.get(run[0], ""), "folded": 0}
    else:
        counted = Counter(map(kind, nodes)).most_common()
        row |= {"label": ", ".join(f"{n} {what}" for what, n in counted), "mark": "", "folded": len(nodes)}
        row["marked"] = sum(bool(marks.get(line)) for line, _ in inside)
        row["same"] = same
    row |= {"shape": list(nodes[-1].shape), "params": sum(side.weights[i] for _, i in inside), "inputs": []}
    return row


def _label(node: Node, names: frozenset[str]) -> str:
    axis = dict(node.facts).get("axis")
    if not isinstance(axis, int):
        return label(node, names)
    said = [f"axis {axis}"] if "axis" in names else []  # of a concatenation; a normalisation has several
    return ", ".join([label(node, names - {"axis"}), *said])


def _connect(side: Side, rows: Sequence[dict[str, Any]], runs: Sequence[range]) -> None:
    """Between the rows, what is between their layers; what is inside of a fold is not drawn."""
    home = {side.at[line]: row for row in rows for line in runs[row["line"]] if line in side.at}
    for i in sorted(home, key=lambda i: side.line[i]):
        for x in side.nodes[i].inputs:
            source, row = home[x]["id"], home[i]
            if source != row["id"] and source not in row["inputs"]:
                row["inputs"].append(source)
