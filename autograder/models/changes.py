"""Stage 3, models: layers too many, too few, in another order, or with other arguments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from autograder.models.findings import FACT_ASPECTS, Aspect, Difference, aspect_of
from autograder.models.match import Match, told, where
from autograder.models.nodes import Node
from autograder.models.places import activation_name, counted, described, noun, padding, size, stride
from autograder.models.view import Pair, View

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six")


def changed(found: Match) -> Iterator[tuple[int, Difference]]:
    """Layers that stand in the right place and do something else; with their position in the alignment."""
    for position, pair in enumerate(found.pairs):
        if pair[0] is None or pair[1] is None or found.reference.roles[pair[0]] == found.student.roles[pair[1]]:
            continue
        ours, theirs = found.ours(pair), found.theirs(pair)
        if ours.op == theirs.op:
            yield from ((position, difference) for difference in _facts(found, pair, ours, theirs))
        else:
            yield position, _replaced(found, pair, ours, theirs)


def _replaced(found: Match, pair: Pair, ours: Node, theirs: Node) -> Difference:
    assert pair[1] is not None
    after, before = where(found, [pair[1]], in_reference=False)
    head = is_head(found.reference, pair[0] or 0)
    return Difference(
        "replaced",
        "head" if head else aspect_of(ours),
        f"{_capital(described(theirs))} stands where {described(ours)} is expected{told(after, before)}.",
        noun(theirs),
        after,
        before,
        described(ours),
        described(theirs),
        reference_nodes=(pair[0],) if pair[0] is not None else (),
        student_nodes=(pair[1],),
    )


def _facts(found: Match, pair: Pair, ours: Node, theirs: Node) -> Iterator[Difference]:
    assert pair[0] is not None and pair[1] is not None
    if ours.op == "input":
        texts = [f"({', '.join(map(str, node.shape))})" for node in (ours, theirs)]
        yield _told(pair, "input", "output_shape", "The input", texts[0], texts[1], f"has shape {texts[1]}")
        return
    after, before = where(found, [pair[1]], in_reference=False)
    minor = ours.op in ("activation", "batch_norm", "layer_norm", "dropout", "spatial_dropout", "noise", "pad")
    name = f"The {noun(theirs)} after {after}" if minor else _capital(found.student_names[pair[1]])
    if ours.op in ("sum", "concat") and len(ours.inputs) != len(theirs.inputs):
        verb = "joins" if ours.op == "concat" else "adds"
        received, expected = (f"{len(node.inputs)} branches" for node in (theirs, ours))
        yield _told(pair, "branch", "wiring", name, expected, received, f"{verb} {received}")
        return
    if ours.op == "activation":
        expected, received = (activation_name(node["activation"]) for node in (ours, theirs))
        aspect: Aspect = "head" if is_head(found.reference, pair[0]) else "activation"
        sentence = f"The activation after {after} is {received}; expected: {expected}."
        yield Difference(
            "changed", aspect, sentence, "activation", after, before, expected, received, 1, (pair[0],), (pair[1],)
        )
        return
    mine, its = dict(ours.facts), dict(theirs.facts)
    for fact in sorted({*mine, *its}):
        if mine.get(fact) != its.get(fact) and fact != "weights":
            aspect = FACT_ASPECTS.get(fact, "parameters")
            if ours.op == "concat":
                aspect = "wiring"
            elif ours.op == "dense" and is_head(found.reference, pair[0]):
                aspect = "head"
            received, expected = _worded(fact, its.get(fact)), _worded(fact, mine.get(fact))
            yield _told(pair, "changed", aspect, name, expected, received, f"has {received}")
    if ours.op == "sum" and sorted(mine["weights"]) != sorted(its["weights"]):
        received, expected = described(theirs), described(ours)
        if received == expected:
            received, expected = f"factors {its['weights']}", f"factors {mine['weights']}"
        yield _told(pair, "changed", "wiring", name, expected, received, f"is with {received}")


def _told(pair: Pair, kind: Any, aspect: Aspect, name: str, expected: str, received: str, says: str) -> Difference:
    assert pair[0] is not None and pair[1] is not None
    sentence = f"{name} {says}; expected: {expected}."
    what = name[0].lower() + name[1:]
    return Difference(kind, aspect, sentence, what, "", "", expected, received, 1, (pair[0],), (pair[1],))


def _worded(fact: str, value: Any) -> str:
    match fact:
        case "filters":
            return f"{value} filters"
        case "units":
            return f"{value} units"
        case "kernel":
            return f"a {size(value)} kernel"
        case "size":
            return f"a {size(value)} window"
        case "stride":
            return f"stride {stride(value)}"
        case "dilation":
            return f"dilation {stride(value)}"
        case "padding":
            return padding(value)
        case "sides":
            return padding(value)
        case "bias":
            return "a bias" if value else "no bias"
        case "frozen":
            return "trainable=False" if value else "trainable=True"
        case "groups":
            return f"groups={value}"
        case "amount":
            return f"a rate of {value:g}"
        case "axis":
            return f"axis={-1 if value == 'channels' else value[0] if isinstance(value, tuple) else value}"
    return f"{fact}={value}"


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
        run = [i for pair in found.pairs[position:stop] if (i := pair[side]) is not None]
        if side == 1:
            yield position, _extra(found, run)
        else:
            main, shortcut = _without_shortcut(found.reference, run)
            if main:
                yield position, _missing(found, main)
            if shortcut:
                yield position, _no_shortcut(found, shortcut)
        position = stop


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
    after, before = where(found, [addition], in_reference=True)
    sentence = f"The shortcut is missing: an addition is expected{told(after, before)}."
    return Difference("shortcut", "wiring", sentence, "addition", after, before, reference_nodes=tuple(run))


def _missing(found: Match, run: list[int]) -> Difference:
    nodes = [found.reference.nodes[i] for i in run]
    after, before = where(found, run, in_reference=True)
    sentence = f"Missing: {counted(nodes)}{told(after, before)}."
    return Difference(
        "missing",
        _run_aspect(found.reference, run),
        sentence,
        counted(nodes),
        after,
        before,
        reference_nodes=tuple(run),
    )


def _extra(found: Match, run: list[int]) -> Difference:
    nodes = [found.student.nodes[j] for j in run]
    after, before = where(found, run, in_reference=False)
    kinds = {noun(node) for node in nodes}
    if len(kinds) == 1:
        number = NUMBERS[len(run)] if len(run) < len(NUMBERS) else str(len(run))
        sentence = f"{number} {noun(nodes[0])} too many{told(after, before)}."
    else:
        sentence = f"Too many: {counted(nodes)}{told(after, before)}."
    return Difference(
        "extra", _run_aspect(found.student, run), sentence, counted(nodes), after, before, student_nodes=tuple(run)
    )


def _run_aspect(graph: View, run: Sequence[int]) -> Aspect:
    """The aspect that a run counts for: its weightiest."""
    if any(is_head(graph, i) and graph.nodes[i].op in ("dense", "activation") for i in run):
        return "head"
    aspects = {aspect_of(graph.nodes[i]) for i in run}
    order: tuple[Aspect, ...] = ("wiring", "head", "normalisation", "activation", "strides_padding", "dropout")
    return next(aspect for aspect in order if aspect in aspects)


def is_head(graph: View, i: int) -> bool:
    """Does a node belong to the head: from a map to a vector, or the last Dense layer and what comes after it?"""
    if graph.nodes[i].op in ("global_average", "global_max", "reshape"):
        return True
    if len(graph.nodes[i].shape) != 1:
        return False
    later = list(graph.readers[i])
    seen = set(later)
    while later:
        x = later.pop()
        if graph.nodes[x].op in ("dense", "conv"):
            return False
        later.extend(y for y in graph.readers[x] if y not in seen)
        seen.update(graph.readers[x])
    return True


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
