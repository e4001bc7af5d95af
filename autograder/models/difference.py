"""Stage 3, models, fifth step: a student's graph against the reference's: equal, or the smallest difference in words.

Facts come first, a sentence in English with them. Every place is told in the student's own network.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from autograder.models.changes import changed
from autograder.models.findings import ASPECTS, Aspect, Difference
from autograder.models.graph import Graph
from autograder.models.grouped import grouped
from autograder.models.keys import graph_key
from autograder.models.match import Match, match, match_by_role
from autograder.models.order import moved
from autograder.models.phrase import Phrase, joined, phrase, phrases
from autograder.models.runs import runs
from autograder.models.view import Pair
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
        graphs: the reference's and the student's that the differences are told of: as given, or as gathered.
        pairs: which node of these is which, as the differences are told; none where nothing was aligned.
    """

    equal: bool
    differences: tuple[Difference, ...]
    aspects: dict[Aspect, bool]
    notes: tuple[Phrase, ...]
    graphs: tuple[Graph, Graph]
    pairs: tuple[Pair, ...] = ()

    @property
    def said(self) -> Phrase | None:
        """What to tell first: None where the networks are equal."""
        if not self.differences:
            return None
        first, more = self.differences[0].said, len(self.differences) - 1
        if not more:
            return first
        return phrases("{sentence} There is {n} more.", "{sentence} There are {n} more.", more, sentence=first)

    @property
    def sentence(self) -> str:
        """The same in English: "" where the networks are equal."""
        return str(self.said or "")


def compare(reference: Graph, student: Graph) -> Comparison:
    """Compare two canonical graphs; the answer is the same every time."""
    notes, graphs = _notes(reference, student), (reference, student)
    if reference.key == student.key:
        return Comparison(True, (), dict.fromkeys(ASPECTS, True), notes, graphs)
    if _same_outputs_in_another_order(reference, student):
        difference = outputs_in_another_order(student.outputs)
        return Comparison(False, (difference,), _aspects(reference, student, [difference]), notes, graphs)
    told, pairs = _fewest(reference, student)
    if reference.gathered or student.gathered:
        gathered = reference.gathered or reference, student.gathered or student
        otherwise, others = _fewest(*gathered)
        if len(otherwise) <= len(told):  # it is closer to what the student wrote
            told, pairs, graphs = otherwise, others, gathered
    aspects = _aspects(reference, student, told)
    for one in told:
        aspects |= dict.fromkeys(_with_it(one, graphs[0]), False)
    return Comparison(False, tuple(told[:MOST]), aspects, notes, graphs, pairs)


def _fewest(reference: Graph, student: Graph) -> tuple[list[Difference], tuple[Pair, ...]]:
    """The differences, and the alignment that they are told by."""
    found = match(reference, student)
    told = _told(found)
    if len(told) > 1:  # an arrow from the wrong place looks like layers too many and too few
        by_role = match_by_role(found)
        otherwise = _told(by_role)
        if len(otherwise) < len(told):
            return otherwise, by_role.pairs
    return told, found.pairs


def _told(found: Match) -> list[Difference]:
    outputs, folded = output_differences(found)
    orders, used = moved(found)
    local = sorted([*changed(found), *orders, *runs(found, used, folded)], key=lambda entry: entry[0])
    differences = [*outputs, *(difference for _, difference in local)]
    if not any(difference.kind in ("shortcut", "branch") for difference in differences):
        differences += wiring_differences(found)
    return grouped(found, differences) or [_only_connected_otherwise()]


def _same_outputs_in_another_order(reference: Graph, student: Graph) -> bool:
    n = len(student.outputs)
    if not 1 < n <= MOST_OUTPUTS or n != len(reference.outputs):
        return False
    return any(graph_key(student.nodes, turn) == reference.key for turn in permutations(student.outputs))


def _only_connected_otherwise() -> Difference:
    return Difference(
        "wiring",
        "wiring",
        phrase(
            "The layers are the right ones, but they are connected in another way: compare which layer reads which."
        ),
    )


def _aspects(reference: Graph, student: Graph, differences: Sequence[Difference]) -> dict[Aspect, bool]:
    wrong = {difference.aspect for difference in differences}
    if reference.sizes.outputs != student.sizes.outputs:
        wrong.add("output_shape")
    # Without biases that do nothing, or as written: a bias may be idle in one of them only.
    if reference.parameters != student.parameters and reference.sizes.parameters != student.sizes.parameters:
        wrong.add("parameters")
    return {aspect: aspect not in wrong for aspect in ASPECTS}


def _with_it(difference: Difference, reference: Graph) -> set[Aspect]:
    """What else is gone with layers that are missing as one piece: nobody is paid for the dropout of a lost head.

    An activation or a normalisation goes with its layer, and costs nothing of its own.
    """
    if difference.kind != "missing":
        return set()
    gone = Counter(reference.nodes[i].op for i in difference.reference_nodes)
    with_it: set[Aspect] = set()
    if gone.keys() & {"conv", "conv_transpose", "max_pool", "average_pool", "sum", "concat"} or gone["dense"] > 1:
        with_it.add("wiring")
    if gone.keys() & {"dropout", "spatial_dropout"}:
        with_it.add("dropout")
    if gone.keys() & {"reshape", "global_average", "global_max"}:
        with_it.add("head")
    return with_it


def _notes(reference: Graph, student: Graph) -> tuple[Phrase, ...]:
    notes: list[Phrase] = []
    if reference.key == student.key and reference.key_in_order != student.key_in_order:
        notes.append(
            phrase("Branches are concatenated in another order than in the reference. It makes no difference here.")
        )
    if len(student.idle_biases) > len(reference.idle_biases):
        notes.append(
            phrases(
                "{n} bias stands right before BatchNormalization, which subtracts it again: use_bias=False saves it.",
                "{n} biases stand right before BatchNormalization, which subtracts them again: use_bias=False saves "
                "them.",
                len(student.idle_biases),
            )
        )
    if student.swapped:
        notes.append(phrase("Activations stand after max pooling; before it gives the same numbers, and costs more."))
    if student.unused:
        kinds = list(dict.fromkeys(student.kinds[i] for i in student.unused))
        notes.append(
            phrases(
                "{n} layer with weights ({layers}) has no influence on the output, and does not count.",
                "{n} layers with weights ({layers}) have no influence on the output, and do not count.",
                len(student.unused),
                layers=joined(kinds),
            )
        )
    return tuple(notes)
