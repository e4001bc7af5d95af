"""Stage 3, models: layers that stand in the right place and do something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from autograder.models.findings import FACT_ASPECTS, Aspect, Difference, Kind, aspect_of
from autograder.models.match import Match, where
from autograder.models.nodes import Node, summands
from autograder.models.phrase import Phrase, Value, joined, phrase, phrases
from autograder.models.places import (
    activation_name,
    capital,
    described,
    filters,
    k_by_k,
    noun,
    padding,
    sides,
    strides,
    units,
)
from autograder.models.view import Pair, View
from autograder.models.windows import Sides, window

# In all of them: the student's layer, what is expected, and what was received.
HAS = phrase("{layer} has {received}; expected: {expected}.").msgid
IS = phrase("The activation after {layer} is {received}; expected: {expected}.").msgid
JOINS = phrase("{layer} joins {received}; expected: {expected}.").msgid
ADDS = phrase("{layer} adds {received}; expected: {expected}.").msgid
COMES = phrase("After {layer} comes {received}; expected: {expected}.").msgid
MINOR = frozenset(("activation", "batch_norm", "layer_norm", "dropout", "spatial_dropout", "noise", "pad"))


def changed(found: Match) -> Iterator[tuple[int, Difference]]:
    """Layers with other arguments or of another kind; with their position in the alignment."""
    for position, pair in enumerate(found.pairs):
        if pair[0] is None or pair[1] is None or found.reference.roles[pair[0]] == found.student.roles[pair[1]]:
            continue
        ours, theirs = found.ours(pair), found.theirs(pair)
        if ours.op == theirs.op:
            yield from ((position, difference) for difference in _facts(found, pair, ours, theirs))
        else:
            yield position, _replaced(found, pair, ours, theirs)


def _replaced(found: Match, pair: Pair, ours: Node, theirs: Node) -> Difference:
    assert pair[0] is not None and pair[1] is not None
    spot = where(found, [pair[1]], in_reference=False)
    received, expected = described(theirs), described(ours)
    return Difference(
        "replaced",
        "head" if is_head(found.reference, pair[0]) else aspect_of(ours),
        phrase(
            "After {layer} comes {received}; expected: {expected}.",
            layer=spot.after,
            received=received,
            expected=expected,
        ),
        noun(theirs),
        spot.said,
        expected,
        received,
        reference_nodes=(pair[0],),
        student_nodes=(pair[1],),
    )


def _facts(found: Match, pair: Pair, ours: Node, theirs: Node) -> Iterator[Difference]:
    assert pair[0] is not None and pair[1] is not None
    head = is_head(found.reference, pair[0])
    if ours.op == "input":
        received, expected = (
            phrase("shape {shape}", shape=f"({', '.join(map(str, node.shape))})") for node in (theirs, ours)
        )
        yield _told(pair, "input", "output_shape", HAS, found.student_names[pair[1]], expected, received)
        return
    name = found.student_names[pair[1]]
    if ours.op in MINOR:
        after = where(found, [pair[1]], in_reference=False).after
        name = phrase("the {thing} after {place}", thing=noun(theirs), place=after)
    mine, its = dict(ours.facts), dict(theirs.facts)
    if ours.op == "sum" and 1 in (len(summands(ours)), len(summands(theirs))) and noun(ours) != noun(theirs):
        after = where(found, [pair[1]], in_reference=False).after
        yield _told(pair, "changed", "wiring", COMES, after, noun(ours), noun(theirs))
    elif ours.op in ("sum", "concat") and len(summands(ours)) != len(summands(theirs)):
        received, expected = (phrases("{n} branch", "{n} branches", len(summands(node))) for node in (theirs, ours))
        yield _told(pair, "branch", "wiring", JOINS if ours.op == "concat" else ADDS, name, expected, received)
    elif ours.op == "activation":
        was, should = (activation_name(node["activation"]) for node in (theirs, ours))
        yield _told(pair, "changed", "head" if head else "activation", IS, after, should, was)
    elif ours.op == "sum" and len(ours.inputs) != len(theirs.inputs):
        return  # something is added to itself: that is told by what it reads
    elif ours.op == "sum" and noun(ours) != noun(theirs):
        after = where(found, [pair[1]], in_reference=False).after
        yield _told(pair, "changed", "wiring", COMES, after, noun(ours), noun(theirs))
    elif ours.op == "sum":
        received, expected = (_factors(facts["weights"]) for facts in (its, mine))
        yield _told(pair, "changed", "wiring", HAS, name, expected, received)
    else:
        by_aspect: dict[Aspect, list[tuple[Value, Value]]] = {}
        for fact in sorted({*mine, *its}):
            if mine.get(fact) != its.get(fact) and not _follows(found, pair, fact):
                by_aspect.setdefault(_aspect(fact, ours, head=head), []).append(_both(found, pair, fact))
        for aspect, values in by_aspect.items():
            needed, found_there = (joined(list(each)) for each in zip(*values, strict=True))
            yield _told(pair, "changed", aspect, HAS, name, needed, found_there)


def _factors(weights: Sequence[float]) -> Phrase:
    return phrase("factors {values}", values=", ".join(f"{weight:g}" for weight in sorted(set(weights))[:4]))


def _follows(found: Match, pair: Pair, fact: str) -> bool:
    """Does a fact differ only because something else does, that is told by itself?

    A bias before a normalisation does nothing, and a window of one pixel needs no padding: there neither is known.
    """
    assert pair[0] is not None and pair[1] is not None
    windows = [
        dict(node.facts).get("kernel", dict(node.facts).get("size")) for node in (found.ours(pair), found.theirs(pair))
    ]
    if fact == "padding" and windows[0] != windows[1]:
        return (1, 1) in windows
    for graph, i in ((found.reference, pair[0]), (found.student, pair[1])):
        node = graph.nodes[i]
        if fact == "bias" and not node["bias"]:
            return bool(graph.readers[i]) and all(_normalises(graph.nodes[x]) for x in graph.readers[i])
    return False


def _normalises(node: Node) -> bool:
    return node.op == "batch_norm" and node["axis"] == "channels"


def _aspect(fact: str, ours: Node, *, head: bool) -> Aspect:
    if ours.op == "concat":
        return "wiring"
    return "head" if ours.op == "dense" and head else FACT_ASPECTS.get(fact, "parameters")


def _told(
    pair: Pair, kind: Kind, aspect: Aspect, sentence: str, layer: Phrase, expected: Value, received: Value
) -> Difference:
    assert pair[0] is not None and pair[1] is not None
    at = layer if sentence in (IS, COMES) else capital(layer)
    said = Phrase(sentence, (("expected", expected), ("layer", at), ("received", received)))
    return Difference(kind, aspect, said, layer, None, expected, received, 1, (pair[0],), (pair[1],))


def _both(found: Match, pair: Pair, fact: str) -> tuple[Value, Value]:
    """What is expected and what was received. 'same' is told with what it comes to, beside a padding in numbers."""
    assert pair[0] is not None and pair[1] is not None
    values = [dict(node.facts).get(fact) for node in (found.ours(pair), found.theirs(pair))]
    ours, theirs = (_worded(fact, value) for value in values)
    if fact == "padding" and any(isinstance(value, tuple) for value in values):
        if values[0] == "same":
            ours = phrase("{thing} ({details})", thing=ours, details=sides(_same(found.reference, pair[0])))
        if values[1] == "same":
            theirs = phrase("{thing} ({details})", thing=theirs, details=sides(_same(found.student, pair[1])))
    return ours, theirs


def _same(graph: View, i: int) -> Sides:
    """How far the windows of a layer with padding='same' reach beyond its map."""
    node = graph.nodes[i]
    side, facts = graph.nodes[node.inputs[0]].shape, dict(node.facts)
    kernel, dilation = facts["kernel" if "kernel" in facts else "size"], facts.get("dilation", (1, 1))
    _, top, bottom = window(side[0], (0, 0), kernel[0], facts["stride"][0], dilation[0], "same")
    _, left, right = window(side[1], (0, 0), kernel[1], facts["stride"][1], dilation[1], "same")
    return top, bottom, left, right


def _worded(fact: str, value: Any) -> Value:
    match fact:
        case "filters":
            return filters(value)
        case "units":
            return units(value)
        case "kernel":
            return phrase("a {size} kernel", size=k_by_k(value))
        case "size":
            return phrase("a {size} window", size=k_by_k(value))
        case "stride":
            return strides(value)
        case "dilation":
            return phrase("dilation {n}", n=value[0] if value[0] == value[1] else k_by_k(value))
        case "padding" | "sides":
            return padding(value)
        case "bias":
            return phrase("a bias") if value else phrase("no bias")
        case "frozen":
            return f"trainable={not value}"
        case "amount":
            return phrase("rate {n}", n=float(value))
        case "axis":
            return f"axis={-1 if value == 'channels' else value[0] if isinstance(value, tuple) else value}"
    return f"{fact}={value}"


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
        if graph.nodes[x].op in ("dense", "conv", "conv_transpose"):
            return False
        later.extend(y for y in graph.readers[x] if y not in seen)
        seen.update(graph.readers[x])
    return True
