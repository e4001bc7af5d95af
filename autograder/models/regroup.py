"""Stage 3, models: a second opinion on which node is which, for layers that are all there and connected otherwise.

Alignment follows the order of layers. Where an arrow is drawn from the wrong place, that order changes, and the same
layers look like some too many and others too few. Here they are found again by what they do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from autograder.models.align import WEIGHTIEST, Costs, cheapest, linear
from autograder.models.view import Pair, View

HEADS = frozenset(("global_average", "global_max", "reshape"))


def by_role(reference: View, student: View) -> list[Pair]:
    """Pair nodes by what they do, wherever they stand; what is left is aligned."""
    partner = _anchors(reference, student)
    taken = set(partner.values())
    free: dict[str, list[int]] = defaultdict(list)
    for j, role in enumerate(student.roles):
        if j not in taken:
            free[role].append(j)
    for i, role in enumerate(reference.roles):
        if i in partner:
            continue
        read = {partner.get(x) for x in reference.nodes[i].inputs}
        readers = {partner.get(x) for x in reference.readers[i]}
        near = [j for j in free[role] if read & {*student.nodes[j].inputs} or readers & {*student.readers[j]}]
        if near or (free[role] and reference.nodes[i].op in WEIGHTIEST):
            partner[i] = (near or free[role])[0]
            free[role].remove(partner[i])
    return _in_order(partner, reference, student)


def _anchors(reference: View, student: View) -> dict[int, int]:
    """Nodes that are the only ones of their kind in both graphs, or the same with all that comes before them."""
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for mine, its in ((reference.before, student.before), (reference.roles, student.roles)):
        ours, theirs = _only(mine), _only(its)
        for key, i in ours.items():
            j = theirs.get(key)
            if j is not None and i not in partner and j not in taken:
                partner[i] = j
                taken.add(j)
    return partner


def _only(keys: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    again: set[str] = set()
    for i, key in enumerate(keys):
        if key in found:
            again.add(key)
        found[key] = i
    return {key: i for key, i in found.items() if key not in again}


def _in_order(partner: dict[int, int], reference: View, student: View) -> list[Pair]:
    """The pairs in the order of the reference, what is left aligned, and the student's own after what comes before."""
    ours, theirs = linear(reference, {}), linear(student, {})
    taken = set(partner.values())
    rest = cheapest(
        [i for i in ours if i not in partner], [j for j in theirs if j not in taken], Costs(reference, student)
    )
    partner = partner | {i: j for i, j in rest if i is not None and j is not None}
    back = {j: i for i, j in partner.items()}
    following: dict[int | None, list[int]] = defaultdict(list)
    last: int | None = None
    for j in theirs:
        if j in back:
            last = back[j]
        else:
            following[last].append(j)
    pairs: list[Pair] = [(None, j) for j in following[None]]
    for i in ours:
        pairs.append((i, partner.get(i)))
        pairs.extend((None, j) for j in following[i])
    return pairs
