"""Stage 3, models: what belongs together is told once: a branch and its layers, an exchange, the same elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from autograder.models.changes import HAS
from autograder.models.findings import Difference
from autograder.models.match import Match
from autograder.models.phrase import Phrase, phrase, phrases
from autograder.models.places import capital

T = TypeVar("T")

FEW = 3  # values that are told one by one, where the same argument differs in several layers
REPEATED = frozenset(("extra", "missing", "order", "shortcut", "changed", "replaced"))


def grouped(found: Match, differences: Sequence[Difference]) -> list[Difference]:
    """
    differences: from the input on, and so are the grouped ones.
    """
    told = _exchanged(found, _with_their_branch(found, differences))
    groups = _by(told, lambda one: _kinds(found, one))
    many = [values for values in _by(groups, _argument) if len(values) > FEW]
    for values in many:
        at = groups.index(values[0])
        groups = [group for group in groups if group not in values]
        groups.insert(at, [one for group in values for one in group])
    return [_together(group) for group in groups]


def _with_their_branch(found: Match, differences: Sequence[Difference]) -> list[Difference]:
    """A merge with a branch too few or too many and the layers of that branch are one difference."""
    extra = {found.student.readers[one.student_nodes[-1]] for one in differences if one.kind == "extra"}
    missing = {found.reference.readers[one.reference_nodes[-1]]: one for one in differences if one.kind == "missing"}
    told: list[Difference] = []
    for one in differences:
        if one.kind == "branch" and one.student_nodes in extra:
            continue
        layers = missing.get(one.reference_nodes) if one.kind == "branch" else None
        if layers is not None:
            said = phrase("{sentence} The one with {layers} is missing.", sentence=one.said, layers=layers.what)
            one = replace(one, said=said, reference_nodes=(*layers.reference_nodes, *one.reference_nodes))
            told = [other for other in told if other is not layers]
        told.append(one)
    return told


def _exchanged(found: Match, differences: Sequence[Difference]) -> list[Difference]:
    """Two layers each of which has what the other should have: 84 and 120 units for 120 and 84."""
    told = list(differences)
    for pair in _by(differences, lambda one: (one.said.msgid, frozenset((one.expected, one.received)))):
        if len(pair) != 2 or pair[0].expected != pair[1].received or pair[0].said.msgid != HAS:
            continue
        one, other = sorted(pair, key=lambda each: found.student.nodes[each.student_nodes[0]].source)
        if not isinstance(one.what, Phrase) or not isinstance(other.what, Phrase):
            continue
        both = replace(
            one,
            said=phrase(
                "{layer} has {received}, and {other} has {expected}; expected: the other way round.",
                layer=capital(one.what),
                other=other.what,
                received=one.received,
                expected=one.expected,
            ),
            reference_nodes=(*one.reference_nodes, *other.reference_nodes),
            student_nodes=(*one.student_nodes, *other.student_nodes),
        )
        told = [both if each is pair[0] else each for each in told if each is not pair[1]]
    return told


def _by(entries: Sequence[T], key: Callable[[T], object]) -> list[list[T]]:
    groups: dict[object, list[T]] = {}
    for entry in entries:
        groups.setdefault(key(entry), []).append(entry)
    return [*groups.values()]


def _kinds(found: Match, one: Difference) -> object:
    """The same for differences that are told as one: layers of the same kinds, or an argument with the same values."""
    if one.kind not in REPEATED or (one.kind == "changed" and len(one.student_nodes) > 1):
        return one.said
    what: object = ""
    if one.kind in ("extra", "missing"):
        graph, nodes = (
            (found.reference, one.reference_nodes) if one.reference_nodes else (found.student, one.student_nodes)
        )
        what = tuple((graph.nodes[i].op, dict(graph.nodes[i].facts).get("kernel")) for i in nodes)
    elif one.kind in ("order", "shortcut"):
        what = one.what
    return one.kind, one.aspect, what, one.expected, one.received


def _argument(group: Sequence[Difference]) -> object:
    """The same for differences in one argument, whatever its values."""
    one = group[0]
    if one.kind != "changed" or not isinstance(one.expected, Phrase):
        return id(group)
    return one.aspect, one.said.msgid, one.expected.msgid


def _together(group: Sequence[Difference]) -> Difference:
    """The first of some differences, with in how many places the others are."""
    first, n = group[0], len(group) - 1
    if not n:
        return first
    layers = {one.what for one in group} if first.kind in ("extra", "missing") else {""}
    if len(layers) == 1 and len({(one.expected, one.received) for one in group}) == 1:
        said = phrases(
            "{sentence} The same in one other place.",
            "{sentence} The same in {n} other places.",
            n,
            sentence=first.said,
        )
    else:
        said = phrases(
            "{sentence} Likewise in one other place.",
            "{sentence} Likewise in {n} other places.",
            n,
            sentence=first.said,
        )
    return replace(
        first,
        said=said,
        places=n + 1,
        reference_nodes=tuple(i for one in group for i in one.reference_nodes),
        student_nodes=tuple(j for one in group for j in one.student_nodes),
    )
