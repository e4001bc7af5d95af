"""Stage 3, models: differences in how layers are connected: outputs, merges, and inputs taken from another place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from autograder.models.align import WEIGHTIEST
from autograder.models.findings import Difference
from autograder.models.match import Match
from autograder.models.nodes import Node, summands
from autograder.models.phrase import Phrase, phrase, phrases
from autograder.models.places import capital, is_landmark, noun
from autograder.models.regroup import HEADS
from autograder.models.view import View


def output_differences(found: Match) -> tuple[list[Difference], set[int]]:
    """Outputs too many or too few, and the reference's nodes that only those outputs need."""
    ours, theirs = found.reference.outputs, found.student.outputs
    if len(ours) == len(theirs):
        return [], set()
    have = {found.to_reference.get(j) for j in theirs}
    without = [i for i in ours if i not in have]
    only = _only_for(found.reference, set(without)) if len(ours) > len(theirs) else set()
    received, expected = (phrases("{n} output", "{n} outputs", len(ends)) for ends in (theirs, ours))
    said = phrase("The network has {received}; expected: {expected}.", received=received, expected=expected)
    if only:
        said = phrase(
            "{sentence} An auxiliary head is a further output: keras.Model(inputs, [main, auxiliary]).", sentence=said
        )
    difference = Difference(
        "outputs",
        "head",
        said,
        expected=expected,
        received=received,
        reference_nodes=tuple(sorted(only)),
    )
    return [difference], only


def _only_for(graph: View, outputs: set[int]) -> set[int]:
    """Nodes that nothing but these outputs needs."""
    needed: set[int] = {i for i in graph.outputs if i not in outputs}
    for i in range(len(graph.nodes) - 1, -1, -1):
        if i in needed:
            needed.update(graph.nodes[i].inputs)
    return set(range(len(graph.nodes))) - needed


def wiring_differences(found: Match) -> Iterator[Difference]:
    """Layers that are in both networks and read from somewhere else."""
    heads = {j for i, j in found.pairs if i is not None and j is not None and _another_head(found, i, j)}
    for i, j in found.pairs:
        if i is None or j is None or j in heads:
            continue
        ours = _sources(found, i, in_reference=True)
        theirs = _sources(found, j, in_reference=False)
        if _doubles(found.student.nodes[j]) and not _doubles(found.reference.nodes[i]) and ours is None:
            yield _to_itself(found, i, j)
        if ours is None or theirs is None or heads & {*ours, *theirs}:
            continue
        missing = list((Counter(ours) - Counter(theirs)).elements())
        extra = list((Counter(theirs) - Counter(ours)).elements())
        if missing and extra:
            layer, received, expected = (_called(found, x) for x in (j, extra[0], missing[0]))
            said = phrase(
                "{layer} reads {received}; expected: {expected}.",
                layer=capital(layer),
                received=received,
                expected=expected,
            )
            if extra[0] in ours:
                said = phrase(
                    "{layer} reads {received} twice; expected: once, and {expected}.",
                    layer=capital(layer),
                    received=received,
                    expected=expected,
                )
            yield Difference(
                "wiring",
                "wiring",
                said,
                what=layer,
                expected=expected,
                received=received,
                reference_nodes=(i,),
                student_nodes=(j,),
            )


def _doubles(node: Node) -> bool:
    """Is a map added to itself, and nothing else?"""
    return node.op == "sum" and len(node.inputs) == 1 < len(summands(node))


def _to_itself(found: Match, i: int, j: int) -> Difference:
    """Where a whole branch is missing, what is expected instead is told with the branch."""
    layer, read = found.student_names[j], _called(found, found.student.nodes[j].inputs[0])
    said = phrase(
        "{layer} adds the same map to itself: it reads {received} twice.", layer=capital(layer), received=read
    )
    return Difference("wiring", "wiring", said, what=layer, received=read, reference_nodes=(i,), student_nodes=(j,))


def _another_head(found: Match, i: int, j: int) -> bool:
    """Flatten for global average pooling may well stand on the other side of a Dropout."""
    ours, theirs = found.reference.nodes[i].op, found.student.nodes[j].op
    return ours != theirs and {ours, theirs} <= HEADS


def outputs_in_another_order(outputs: tuple[int, ...]) -> Difference:
    return Difference(
        "wiring",
        "head",
        phrase(
            "The outputs are the right ones in another order. The main output comes first, then the auxiliary ones as "
            "they follow each other from the input on."
        ),
        student_nodes=outputs,
    )


def _sources(found: Match, i: int, *, in_reference: bool) -> list[int] | None:
    """What a node reads, as nodes of the student's network, seen through what only one of the networks has.

    None where a merge or a layer with weights that only one network has is on the way: that one is told by itself.
    """
    graph = found.reference if in_reference else found.student
    pairs = found.to_student if in_reference else found.to_reference
    sources: list[int] = []
    for x in summands(graph.nodes[i]):
        while x not in pairs:
            if len(graph.nodes[x].inputs) != 1 or graph.nodes[x].op in WEIGHTIEST:
                return None
            x = graph.nodes[x].inputs[0]
        sources.append(found.to_student[x] if in_reference else x)
    return sources


def _called(found: Match, j: int) -> Phrase:
    """A node of the student's: "the third convolution", "the ReLU after the third convolution"."""
    node: Node = found.student.nodes[j]
    if is_landmark(node):
        return found.student_names[j]
    x = j
    while found.student.nodes[x].inputs and not is_landmark(found.student.nodes[x]):
        x = found.student.nodes[x].inputs[0]
    return phrase("the {thing} after {place}", thing=noun(node), place=found.student_names[x])
