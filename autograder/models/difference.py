"""Stage 3, models, fifth step: a student's graph against the reference's: equal, or the smallest difference in words.

Facts come first, a sentence in English with them. Every place is told in the student's own network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from autograder.models.changes import changed, runs
from autograder.models.findings import ASPECTS, Aspect, Difference
from autograder.models.graph import Graph
from autograder.models.keys import graph_key
from autograder.models.match import Match, match
from autograder.models.order import moved
from autograder.models.places import joined
from autograder.models.wiring import output_differences, outputs_in_another_order, wiring_differences

MOST = 20  # differences that are told
MOST_OUTPUTS = 4  # of which every order is tried


@dataclass(frozen=True)
class Comparison:
    """How a student's network compares with the reference.

    Attributes:
        differences: from the input on; none where the networks are equal.
        aspects: for each aspect whether it is right.
        notes: what is as good as the reference and yet not the same, for those who want to know.
    """

    equal: bool
    differences: tuple[Difference, ...]
    aspects: dict[Aspect, bool]
    notes: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What to tell first: "" where the networks are equal."""
        if not self.differences:
            return ""
        first = self.differences[0].sentence
        n = len(self.differences)
        return first if n == 1 else f"{first} There {'is' if n == 2 else 'are'} {n - 1} more."


def compare(reference: Graph, student: Graph) -> Comparison:
    """Compare two canonical graphs; the answer is the same every time."""
    notes = _notes(reference, student)
    if reference.key == student.key:
        return Comparison(True, (), dict.fromkeys(ASPECTS, True), notes)
    if _same_outputs_in_another_order(reference, student):
        difference = outputs_in_another_order(student.outputs)
        return Comparison(False, (difference,), _aspects(reference, student, [difference]), notes)
    found = match(reference, student)
    outputs, folded = output_differences(found)
    orders, used = moved(found)
    local = sorted([*changed(found), *orders, *runs(found, used, folded)], key=lambda entry: entry[0])
    differences = [*outputs, *(difference for _, difference in local)]
    if not any(difference.kind in ("shortcut", "branch") for difference in differences):
        differences += wiring_differences(found)
    differences = _told_once(found, differences)
    if not differences:
        differences = [_only_connected_otherwise()]
    grouped = _grouped(differences)[:MOST]
    return Comparison(False, tuple(grouped), _aspects(reference, student, differences), notes)


def _same_outputs_in_another_order(reference: Graph, student: Graph) -> bool:
    n = len(student.outputs)
    if not 1 < n <= MOST_OUTPUTS or n != len(reference.outputs):
        return False
    return any(graph_key(student.nodes, turn) == reference.key for turn in permutations(student.outputs))


def _told_once(found: Match, differences: Sequence[Difference]) -> list[Difference]:
    """A merge with a branch too few and the layers of that branch are one difference."""
    missing = {found.reference.readers[one.reference_nodes[-1]]: one for one in differences if one.kind == "missing"}
    told: list[Difference] = []
    for one in differences:
        layers = missing.get(one.reference_nodes) if one.kind == "branch" else None
        if layers is not None:
            sentence = f"{one.sentence} The one with {layers.what} is missing."
            one = replace(one, sentence=sentence, reference_nodes=(*layers.reference_nodes, *one.reference_nodes))
            told = [other for other in told if other is not layers]
        told.append(one)
    return told


def _only_connected_otherwise() -> Difference:
    return Difference(
        "wiring",
        "wiring",
        "The layers are the right ones, but they are connected in another way: compare which layer reads which.",
    )


def _grouped(differences: Sequence[Difference]) -> list[Difference]:
    """The same difference in several places is told once, with how often it occurs."""
    groups: dict[tuple[str, ...], list[Difference]] = {}
    for one in differences:
        what = one.what if one.kind in ("extra", "missing", "order", "shortcut") else ""
        alone = "" if one.kind in ("extra", "missing", "order", "shortcut", "changed", "replaced") else one.sentence
        groups.setdefault((one.kind, one.aspect, what, one.expected, one.received, alone), []).append(one)
    told: list[Difference] = []
    for group in groups.values():
        first, n = group[0], len(group) - 1
        told.append(
            first
            if not n
            else replace(
                first,
                sentence=f"{first.sentence} The same {f'in {n} other places' if n > 1 else 'in one other place'}.",
                places=len(group),
                reference_nodes=tuple(i for one in group for i in one.reference_nodes),
                student_nodes=tuple(j for one in group for j in one.student_nodes),
            )
        )
    return told


def _aspects(reference: Graph, student: Graph, differences: Sequence[Difference]) -> dict[Aspect, bool]:
    wrong = {difference.aspect for difference in differences}
    if reference.sizes.outputs != student.sizes.outputs:
        wrong.add("output_shape")
    if reference.parameters != student.parameters:
        wrong.add("parameters")
    return {aspect: aspect not in wrong for aspect in ASPECTS}


def _notes(reference: Graph, student: Graph) -> tuple[str, ...]:
    notes: list[str] = []
    if reference.key == student.key and reference.key_in_order != student.key_in_order:
        notes.append("Branches are concatenated in another order than in the reference. It makes no difference here.")
    if len(student.idle_biases) > len(reference.idle_biases):
        notes.append(
            f"{len(student.idle_biases)} biases stand right before BatchNormalization, which subtracts them again: "
            "use_bias=False saves them."
        )
    if student.swapped:
        notes.append("Activations stand after max pooling; before it gives the same numbers, and costs more.")
    if student.unused:
        kinds = list(dict.fromkeys(student.kinds[i] for i in student.unused))
        notes.append(
            f"{len(student.unused)} layers with weights ({joined(kinds)}) have no influence on the output, and do not "
            "count."
        )
    return tuple(notes)
