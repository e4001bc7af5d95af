"""Stage 3, models: a network that lacks only the step from a map to a vector, told as that and not as what follows.

A Dense layer on a map is a 1x1 convolution, so without its Flatten every layer of a head is another one. Here the
step is put in for the sake of the comparison.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from autograder.models.difference import Comparison, compare
from autograder.models.findings import Difference
from autograder.models.graph import Graph, canonical
from autograder.models.match import match
from autograder.models.network import Layer, Network
from autograder.models.nodes import Node
from autograder.models.phrase import Phrase, phrase
from autograder.models.places import names, noun
from autograder.models.refused import ModelRefused
from autograder.models.shape_rules import Shape
from autograder.models.view import Pair, view

STEPS = {"reshape": "Flatten", "global_average": "GlobalAveragePooling2D", "global_max": "GlobalMaxPooling2D"}


def as_if_flattened(
    reference: Graph, network: Network, student: Graph, told: Comparison
) -> tuple[Comparison, Graph] | None:
    """Compare once more with the missing step put in.

    Args:
        network: the student's, as read; student: in canonical form; told: how it compares as it is.

    Returns:
        a comparison that tells the missing step and what else there is, and the graph with the step; None where no
        Dense layer is given a map, or where this explains no more.
    """
    shapes = [size.shape for size in student.sizes.layers]
    dense = (i for i, layer in enumerate(network.layers) if layer.kind == "Dense" and _is_map(shapes[layer.inputs[0]]))
    at = next(dense, None)
    if at is None:
        return None
    ops = {node.op for node in reference.nodes}
    for kind in (kind for op, kind in STEPS.items() if op in ops):
        try:
            mended = canonical(_with_step(network, at, kind))
        except ModelRefused:
            continue
        found = compare(reference, mended)
        if len(found.differences) + 1 < len(told.differences):
            return _told(reference, student, found, at, shapes), mended
    return None


def _is_map(shape: Shape) -> bool:
    """Of more than one pixel; one alone is told otherwise."""
    return len(shape) == 3 and shape[0] * shape[1] > 1


def _with_step(network: Network, at: int, kind: str) -> Network:
    """The layer goes in front of layer `at`, which reads it; those behind move on by one."""

    def moved(layers: Sequence[int]) -> tuple[int, ...]:
        return tuple(i + (i >= at) for i in layers)

    rest = [replace(layer, inputs=moved(layer.inputs)) for layer in network.layers]
    step = Layer(kind, rest[at].inputs)
    rest[at] = replace(rest[at], inputs=(at,))
    layers = (*rest[:at], step, *rest[at:])
    return Network(layers, moved(network.inputs), moved(network.outputs))


def _told(reference: Graph, student: Graph, found: Comparison, at: int, shapes: Sequence[Shape]) -> Comparison:
    """The comparison in terms of what the student wrote: without the step, and with the shapes that came of that."""
    ours, mended = found.graphs
    pairs = found.pairs or match(ours, mended).pairs
    steps = [j for j, node in enumerate(mended.nodes) if node.source == at]
    shown = _without(mended, steps, at, shapes)
    new = {j: i for i, j in enumerate(j for j in range(len(mended.nodes)) if j not in steps)}
    missing = tuple(i for i, j in pairs if j in steps and i is not None)
    layer = next(i for i, node in enumerate(shown.nodes) if node.source == at)
    step = Difference(
        "missing",
        "head",
        _sentence(names(view(shown.nodes, shown.outputs))[layer]),
        noun(ours.nodes[missing[0]]) if missing else "",
        reference_nodes=missing,
    )
    rest = tuple(
        replace(one, student_nodes=tuple(new[j] for j in one.student_nodes if j in new)) for one in found.differences
    )
    aspects = {
        **found.aspects,
        "head": False,
        "output_shape": reference.sizes.outputs == student.sizes.outputs,
        "parameters": found.aspects["parameters"] and reference.sizes.parameters == student.sizes.parameters,
    }
    moved: list[Pair] = [(i, new.get(j) if j is not None else None) for i, j in pairs]
    aligned = tuple(pair for pair in moved if pair != (None, None))
    return Comparison(False, (step, *rest), aspects, found.notes, (ours, shown), aligned)


def _sentence(layer: Phrase) -> Phrase:
    return phrase(
        "A map goes into {layer}, so a map comes out: a Flatten or GlobalAveragePooling2D is missing.", layer=layer
    )


def _without(mended: Graph, steps: Sequence[int], at: int, shapes: Sequence[Shape]) -> Graph:
    kept = [j for j in range(len(mended.nodes)) if j not in steps]
    new = {j: i for i, j in enumerate(kept)}

    def read(j: int) -> int:
        while j in steps:
            (j,) = mended.nodes[j].inputs
        return new[j]

    def as_written(node: Node) -> Node:
        source = node.source - (node.source > at)
        shape = shapes[source] if node.source > at else node.shape
        return replace(node, inputs=tuple(map(read, node.inputs)), shape=shape, source=source)

    nodes = tuple(as_written(mended.nodes[j]) for j in kept)
    return replace(mended, nodes=nodes, outputs=tuple(map(read, mended.outputs)))
