"""Stage 3, models: layers that are all there, in another order."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.models.findings import Aspect, Difference, aspect_of
from autograder.models.match import Match, where
from autograder.models.nodes import Node
from autograder.models.phrase import Value, phrase
from autograder.models.places import noun
from autograder.models.view import Pair

NEAR = 3  # nodes that one may have moved by, to count as moved


def moved(found: Match) -> tuple[list[tuple[int, Difference]], set[int]]:
    """Layers in another order, and the positions in the alignment that this explains."""
    differences: list[tuple[int, Difference]] = []
    used: set[int] = set()
    for start, first in enumerate(found.pairs):
        if start in used or None not in first:
            continue
        for stop in range(start + 2, min(start + NEAR + 2, len(found.pairs))):
            last = found.pairs[stop]
            between = found.pairs[start + 1 : stop]
            if stop in used or any(None in pair for pair in between) or not _same(found, first, last):
                continue
            differences.append((start, _order(found, first, between, last)))
            used |= {start, stop}
            break
    return differences, used


def _same(found: Match, one: Pair, other: Pair) -> bool:
    """Is one the node that is missing, and the other the very same node in another place?"""
    if one[0] is None and one[1] is not None and other[0] is not None and other[1] is None:
        return found.student.roles[one[1]] == found.reference.roles[other[0]]
    if one[1] is None and one[0] is not None and other[1] is not None and other[0] is None:
        return found.reference.roles[one[0]] == found.student.roles[other[1]]
    return False


def _order(found: Match, first: Pair, between: Sequence[Pair], last: Pair) -> Difference:
    mover = _moved_node(found, first)
    crossed = [pair for pair in between if _on_the_way(found, first, pair)]
    run = [first, *crossed, last]
    theirs = [pair[1] for pair in run if pair[1] is not None]
    ours = [pair[0] for pair in run if pair[0] is not None]
    after = where(found, theirs, in_reference=False).after
    nodes = [found.student.nodes[j] for j in theirs]
    received = _one_after_another([noun(node) for node in nodes])
    expected = _one_after_another([noun(found.reference.nodes[i]) for i in ours])
    ops = {node.op for node in nodes}
    aspect: Aspect = "normalisation" if ops & {"batch_norm", "layer_norm"} else aspect_of(mover)
    return Difference(
        "order",
        aspect,
        phrase(
            "After {layer} comes {received}; expected: {expected}.", layer=after, received=received, expected=expected
        ),
        noun(mover),
        after,
        expected,
        received,
        1,
        tuple(ours),
        tuple(theirs),
    )


def _one_after_another(nouns: Sequence[Value]) -> Value:
    text = nouns[-1]
    for before in reversed(nouns[:-1]):
        text = phrase("{first}, then {rest}", first=before, rest=text)
    return text


def _on_the_way(found: Match, first: Pair, pair: Pair) -> bool:
    """Does a node come after the one that moved, rather than stand in a branch beside it?"""
    graph, mover, other = (
        (found.reference, first[0], pair[0]) if first[0] is not None else (found.student, first[1], pair[1])
    )
    after = {mover}
    for _ in range(NEAR):
        after |= {x for i in after if i is not None for x in graph.readers[i]}
    return other in after


def _moved_node(found: Match, pair: Pair) -> Node:
    return found.ours(pair) if pair[0] is not None else found.theirs(pair)
