"""Stage 3, models: layers too many or too few, told in runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autograder.models.changes import is_head
from autograder.models.findings import Aspect, Difference, aspect_of
from autograder.models.match import Match, where
from autograder.models.phrase import phrase
from autograder.models.places import counted, noun
from autograder.models.view import View


def runs(found: Match, used: set[int], folded: set[int]) -> Iterator[tuple[int, Difference]]:
    """Layers too many or too few, those that follow each other as one.

    used: positions in the alignment that are explained already. folded: nodes of the reference that are.
    """
    position = 0
    while position < len(found.pairs):
        side = _lonely(found, position, used, folded)
        if side is None:
            position += 1
            continue
        stop = position
        while stop < len(found.pairs) and _lonely(found, stop, used, folded) == side:
            stop += 1
        lonely = [i for pair in found.pairs[position:stop] if (i := pair[side]) is not None]
        for run in _connected(found.student if side else found.reference, lonely):
            if side == 1:
                yield position, _extra(found, run)
                continue
            main, shortcut = _without_shortcut(found.reference, run)
            if main:
                yield position, _missing(found, main)
            if shortcut:
                yield position, _no_shortcut(found, shortcut)
        position = stop


def _connected(graph: View, run: Sequence[int]) -> list[list[int]]:
    """Split layers that follow each other in the alignment into those that really read each other."""
    groups: list[list[int]] = []
    for i in run:
        beside = [
            group for group in groups if any(x in graph.nodes[i].inputs or i in graph.nodes[x].inputs for x in group)
        ]
        rest = [group for group in groups if group not in beside]
        groups = [*rest, [*(x for group in beside for x in group), i]]
    return groups


def _lonely(found: Match, position: int, used: set[int], folded: set[int]) -> int | None:
    """0 for a node of the reference alone, 1 for one of the student's, None for what needs no telling."""
    ours, theirs = found.pairs[position]
    if position in used or (ours is not None and ours in folded):
        return None
    return 0 if theirs is None else 1 if ours is None else None


def _without_shortcut(graph: View, run: list[int]) -> tuple[list[int], list[int]]:
    """Split missing layers into those of the main path, and an addition with what is on its shortcut.

    Where a convolution of the main path is missing too, a whole block is: then all are of the main path.
    """
    for i in run:
        if graph.nodes[i].op == "sum" and len(graph.nodes[i].inputs) > 1:
            main: list[int] = []
            x = max(graph.nodes[i].inputs, key=lambda x: graph.depth[x])
            while x in run and graph.nodes[x].op != "conv" and len(graph.nodes[x].inputs) == 1:
                main.append(x)
                x = graph.nodes[x].inputs[0]
            if x not in run:
                return main[::-1], [j for j in run if j not in main]
    return run, []


def _no_shortcut(found: Match, run: list[int]) -> Difference:
    addition = next(i for i in run if found.reference.nodes[i].op == "sum")
    spot = where(found, [addition], in_reference=True).said
    said = phrase("The shortcut is missing: an addition is expected, {place}.", place=spot)
    return Difference(
        "shortcut", "wiring", said, noun(found.reference.nodes[addition]), spot, reference_nodes=tuple(run)
    )


def _missing(found: Match, run: list[int]) -> Difference:
    what = counted([found.reference.nodes[i] for i in run])
    spot = where(found, run, in_reference=True).said
    said = phrase("Missing: {layers}, {place}.", layers=what, place=spot)
    return Difference("missing", _run_aspect(found.reference, run), said, what, spot, reference_nodes=tuple(run))


def _extra(found: Match, run: list[int]) -> Difference:
    nodes = [found.student.nodes[j] for j in run]
    what = counted(nodes)
    spot = where(found, run, in_reference=False).said
    said = phrase("Too many: {layers}, {place}.", layers=what, place=spot)
    if len(run) == 1 and nodes[0].op == "reshape" and (dense := _dense_on_a_map(found, run[0])) is not None:
        said = phrase(
            "A map goes into {layer}, so a map comes out: a Flatten or GlobalAveragePooling2D is missing.",
            layer=found.student_names[dense],
        )
    elif len(run) == 1:
        said = phrase("One {thing} too many, {place}.", thing=noun(nodes[0]), place=spot)
    return Difference("extra", _run_aspect(found.student, run), said, what, spot, student_nodes=tuple(run))


def _dense_on_a_map(found: Match, i: int) -> int | None:
    """The Dense layer that a map of one pixel was given to: our form of it is a vector that is made a map again."""
    nodes = found.student.nodes
    if len(nodes[i].shape) != 3:
        return None
    (x,) = nodes[i].inputs
    while nodes[x].op in ("activation", "dropout"):
        (x,) = nodes[x].inputs
    return x if nodes[x].op == "dense" else None


def _run_aspect(graph: View, run: Sequence[int]) -> Aspect:
    """The aspect that a run counts for: its weightiest."""
    if any(is_head(graph, i) and graph.nodes[i].op in ("dense", "activation") for i in run):
        return "head"
    aspects = {aspect_of(graph.nodes[i]) for i in run}
    order: tuple[Aspect, ...] = ("wiring", "head", "normalisation", "activation", "strides_padding", "dropout")
    return next(aspect for aspect in order if aspect in aspects)
