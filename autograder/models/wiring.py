"""Stage 3, models: differences in how layers are connected: outputs, merges, and inputs taken from another place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from autograder.models.findings import Difference
from autograder.models.match import Match
from autograder.models.nodes import Node
from autograder.models.places import is_landmark, noun
from autograder.models.view import View


def output_differences(found: Match) -> tuple[list[Difference], set[int]]:
    """Outputs too many or too few, and the reference's nodes that only those outputs need."""
    ours, theirs = found.reference.outputs, found.student.outputs
    if len(ours) == len(theirs):
        return [], set()
    have = {found.to_reference.get(j) for j in theirs}
    without = [i for i in ours if i not in have]
    only = _only_for(found.reference, set(without)) if len(ours) > len(theirs) else set()
    sentence = f"The network has {_outputs(len(theirs))}; {len(ours)} {'is' if len(ours) == 1 else 'are'} expected."
    if only:
        sentence += " An auxiliary head is a second output: keras.Model(inputs, [main, auxiliary])."
    difference = Difference(
        "outputs",
        "head",
        sentence,
        expected=str(len(ours)),
        received=str(len(theirs)),
        reference_nodes=tuple(sorted(only)),
    )
    return [difference], only


def _outputs(n: int) -> str:
    return f"{n} output" if n == 1 else f"{n} outputs"


def _only_for(graph: View, outputs: set[int]) -> set[int]:
    """Nodes that nothing but these outputs needs."""
    needed: set[int] = {i for i in graph.outputs if i not in outputs}
    for i in range(len(graph.nodes) - 1, -1, -1):
        if i in needed:
            needed.update(graph.nodes[i].inputs)
    return set(range(len(graph.nodes))) - needed


def wiring_differences(found: Match) -> Iterator[Difference]:
    """Layers that are in both networks and read from somewhere else."""
    for i, j in found.pairs:
        if i is None or j is None:
            continue
        expected = _sources(found, i, in_reference=True)
        received = _sources(found, j, in_reference=False)
        if expected is None or received is None:
            continue
        missing = list((Counter(expected) - Counter(received)).elements())
        extra = list((Counter(received) - Counter(expected)).elements())
        if missing and extra:
            yield Difference(
                "wiring",
                "wiring",
                f"{_capital(_called(found, j))} reads {_called(found, extra[0])}; expected: "
                f"{_called(found, missing[0])}.",
                what=_called(found, j),
                expected=_called(found, missing[0]),
                received=_called(found, extra[0]),
                reference_nodes=(i,),
                student_nodes=(j,),
            )


def outputs_in_another_order(outputs: tuple[int, ...]) -> Difference:
    return Difference(
        "wiring",
        "head",
        "The outputs are the right ones in another order. The main output comes first, then the auxiliary ones as they "
        "follow each other from the input on.",
        student_nodes=outputs,
    )


def _sources(found: Match, i: int, *, in_reference: bool) -> list[int] | None:
    """What a node reads, as nodes of the student's network, seen through what only one of the networks has.

    None where a merge that only one network has is on the way: that one is told by itself.
    """
    graph = found.reference if in_reference else found.student
    pairs = found.to_student if in_reference else found.to_reference
    sources: list[int] = []
    for x in graph.nodes[i].inputs:
        while x not in pairs:
            if len(graph.nodes[x].inputs) != 1:
                return None
            x = graph.nodes[x].inputs[0]
        sources.append(found.to_student[x] if in_reference else x)
    return sources


def _called(found: Match, j: int) -> str:
    """A node of the student's: "the third convolution", "the ReLU after the third convolution"."""
    node: Node = found.student.nodes[j]
    if is_landmark(node):
        return found.student_names[j]
    x = j
    while found.student.nodes[x].inputs and not is_landmark(found.student.nodes[x]):
        x = found.student.nodes[x].inputs[0]
    return f"the {noun(node)} after {found.student_names[x]}"


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
