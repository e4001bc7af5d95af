"""Stage 3: one function of one submission that builds a network, from its first call to its `Item`.

Every call's network is read, put in canonical form and held against the right one. An aspect earns its points where
it is right in all calls, and nothing does unless at least half of the right network is there: what is empty or
another network has no dropout too many and no wrong stride, either.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from autograder.judge.evidence import outcome_json
from autograder.models import frozen
from autograder.models.config import read_model
from autograder.models.difference import Comparison, compare
from autograder.models.drawn import drawn
from autograder.models.graph import Graph, canonical
from autograder.models.match import match
from autograder.models.network import Network
from autograder.models.phrase import phrase
from autograder.models.refused import ModelRefused
from autograder.models.unflattened import as_if_flattened
from autograder.records import AspectScore, Case, CheckFacts, Item, ItemStatus, Outcome

Build = Callable[[Case], Outcome]
"""Calls the student's function; the outcome holds the text of its `model.to_json()`."""

SUBCLASSED = "subclassed model"  # what stands in the message of such an outcome
HOLDS_A_CLASS = "model with a class of its own in it"  # as autograder/sandbox/inside/models.py says it
MOST_TOLD = 6  # differences in one counterexample
WEIGHTY = ("conv", "conv_transpose", "dense")
MOST_TIMES = 3  # more steps than so many times the right number hold any network, and are another one


@dataclass(frozen=True)
class Built:
    """One call, and how its network compares with the right one.

    difference: "" where it is right; "model", "refused", "not_a_model", "nothing", "depends", or the outcome's kind.
    aspects: which are right; none where there is no network.
    likened: what the comparison was made with, where that is not the graph as it is; see models/unflattened.py.
    """

    case: Case
    outcome: Outcome
    difference: str
    graph: Graph | None = None
    comparison: Comparison | None = None
    refused: ModelRefused | None = None
    aspects: Mapping[str, bool] = field(default_factory=dict)
    likened: Graph | None = None


def judge_model(facts: CheckFacts, build: Build) -> Item:
    """Grade one function."""
    start = time.perf_counter()
    return judged(facts, examine_models(facts, build), seconds=time.perf_counter() - start)


def examine_models(facts: CheckFacts, build: Build) -> list[Built]:
    """Call every case, the smallest network first.

    A function that hangs, dies or is missing is not called again: every aspect must be right in all calls, so that
    there is nothing left to earn. Where some calls came out right and others wrong, or there is but one, the first
    is made once more: the function may depend on earlier calls. (Calling each twice would double what a class of
    ResNets costs; one that is right in call after call is right.)
    """
    found: list[Built] = []
    given_up: Outcome | None = None
    for case in sorted(facts.cases, key=lambda case: len(reference(case.low.value).nodes)):
        outcome = given_up or build(case)
        if outcome.kind in ("timeout", "died", "missing"):
            given_up = outcome
        found.append(_compared(case, outcome))
    mixed = len(found) == 1 or len({one.difference == "" for one in found}) == 2
    if mixed and found[0].graph is not None and given_up is None:
        found[0] = _called_again(found[0], build(found[0].case))
    return found


@lru_cache(maxsize=256)
def reference(text: str) -> Graph:
    """The canonical graph of a frozen network: worked out once, however many are held against it."""
    return canonical(frozen.from_text(text))


def _compared(case: Case, outcome: Outcome) -> Built:
    if outcome.kind != "value":
        return Built(case, outcome, outcome.kind)
    if not isinstance(outcome.value, str):
        if outcome.message == SUBCLASSED:
            return Built(case, outcome, "refused", refused=_own_class())
        if outcome.message == HOLDS_A_CLASS:
            return Built(case, outcome, "refused", refused=_holds_a_class())
        nothing = outcome.message in ("", "NoneType")
        return Built(case, outcome, "nothing" if nothing else "not_a_model")
    try:
        network, graph = _read(outcome.value)
    except ModelRefused as refused:
        return Built(case, outcome, "refused", refused=refused)
    right, likened = reference(case.low.value), None
    comparison = compare(right, graph)
    if not comparison.equal and (closer := as_if_flattened(right, network, graph, comparison)):
        comparison, likened = closer
    aspects = {str(name): right for name, right in comparison.aspects.items()}
    return Built(
        case, outcome, "" if comparison.equal else "model", graph, comparison, aspects=aspects, likened=likened
    )


@lru_cache(maxsize=64)
def _read(text: str) -> tuple[Network, Graph]:
    """A student's network. In a class many are the same to the letter, since Keras numbers layers in one way."""
    network = read_model(text)
    return network, canonical(network)


def _own_class() -> ModelRefused:
    return ModelRefused(
        "own_model",
        phrase(
            "A model class of your own cannot be read from outside. Build the model with keras.Model(inputs, outputs) "
            "or keras.Sequential([...])."
        ),
    )


def _holds_a_class() -> ModelRefused:
    return ModelRefused(
        "own_class",
        phrase(
            "It holds a layer or a model of a class of your own, which cannot be read from outside. Write that part as "
            "a function that takes a tensor and returns one, built from keras.layers."
        ),
    )


def _called_again(first: Built, outcome: Outcome) -> Built:
    """The same call, now that others came between: another network means that it depends on earlier calls."""
    again = _compared(first.case, outcome)
    if again.graph is not None and first.graph is not None and again.graph.key == first.graph.key:
        return first
    if outcome.kind in ("timeout", "died"):  # it was slow, or ran out of memory, this time
        return again
    aspects = {name: right and again.aspects.get(name, False) for name, right in first.aspects.items()}
    shown = again if first.difference == "" or again.graph is None else first
    return Built(first.case, outcome, "depends", shown.graph, shown.comparison, again.refused, aspects, shown.likened)


def judged(facts: CheckFacts, found: Sequence[Built], *, seconds: float = 0.0) -> Item:
    """The item of some calls that were made."""
    graded = [aspect.name for aspect in facts.aspects]
    counted = [_charged(one.aspects, graded) if half_is_there(one) else {} for one in found]
    aspects: dict[str, AspectScore] = {}
    for aspect in facts.aspects:
        passed = sum(right.get(aspect.name, False) for right in counted)
        earned = aspect.points if passed == len(found) > 0 else 0.0
        aspects[aspect.name] = AspectScore(earned, aspect.points, passed, len(found))
    points = sum(score.points for score in aspects.values())
    max_points = sum(score.max_points for score in aspects.values())
    wrong = next((one for one in found if one.difference), None)
    started = not unwritten(found)
    return Item(
        name=facts.name,
        points=points,
        max_points=max_points,
        status=_status(points, max_points, found),
        aspects=aspects,
        mistake=recognised(facts, found) if wrong and started else None,
        counterexample=counterexample(facts, wrong) if wrong and started else None,
        seconds=round(seconds, 3),
    )


def _charged(aspects: Mapping[str, bool], graded: Sequence[str]) -> Mapping[str, bool]:
    """What only differs in an aspect that no points are given for costs those of another: it is not right."""
    if all(aspects.values()) or not all(aspects.get(name, False) for name in graded):
        return aspects
    return {**aspects, "wiring" if "wiring" in graded else graded[0]: False}


def half_is_there(one: Built) -> bool:
    """Has at least half of the right network's layers with weights, and of its convolutions, a counterpart here?

    A network that has everything has these, too. It is another network.
    """
    if one.graph is None:
        return False
    if one.comparison is not None and one.comparison.equal:
        return True
    right, theirs = reference(one.case.low.value), one.likened or one.graph
    if len(theirs.nodes) > MOST_TIMES * len(right.nodes):
        return False
    kept = {i for i, j in match(right, theirs).pairs if i is not None and j is not None}
    for ops in (("conv",), WEIGHTY):
        wanted = [i for i, node in enumerate(right.nodes) if node.op in ops]
        if 2 * len(kept.intersection(wanted)) < len(wanted):
            return False
    return True


def unwritten(found: Sequence[Built]) -> bool:
    """Does the function still hold nothing but the stub it was released with?"""
    return bool(found) and all(one.outcome.unwritten for one in found)


def _status(points: float, max_points: float, found: Sequence[Built]) -> ItemStatus:
    if unwritten(found):
        return "not_started"
    if found and points == max_points and not any(one.difference for one in found):
        return "pass"
    if points > 0:
        return "partial"
    shown = next((one.outcome.kind for one in found if one.difference), "value")  # the call that is told about
    if shown == "timeout":
        return "timeout"
    return "wrong" if shown == "value" else "error"


def recognised(facts: CheckFacts, found: Sequence[Built]) -> str | None:
    """The named mistake whose networks these are, in every call. One that only raises shows nothing of its own."""
    for mistake in facts.mistakes:
        same = [_same(one, mistake.name) for one in found]
        shows = any(one.graph is not None and mistake.name in one.case.wrong for one in found)
        if shows and all(same):
            return mistake.name
    return None


def _same(one: Built, mistake: str) -> bool:
    expected = one.case.wrong.get(mistake)
    if expected is None:
        return not one.difference
    if expected.kind == "raised":
        return one.outcome.kind == "raised" and one.outcome.error == expected.error
    return one.graph is not None and one.difference == "model" and one.graph.key == expected.value


def counterexample(facts: CheckFacts, one: Built) -> dict[str, Any]:
    """Everything that shows one wrong network, as JSON."""
    right = reference(one.case.low.value)
    shown: dict[str, Any] = {
        "aspect": _aspect(facts, one),
        "difference": one.difference,
        "call": call_text(facts.name, one.case.args),
        "got": _got(one),
        "differences": [],
        "more": 0,
        "notes": [],
        "totals": {"expected": _totals(right), "yours": _totals(one.graph) if one.graph else None},
    }
    if one.refused:
        shown["refused"] = {"reason": one.refused.reason, "said": one.refused.said.to_json()}
    if one.graph is not None and one.comparison is not None:
        differences = [
            {"kind": each.kind, "aspect": each.aspect, "said": each.said.to_json(), "places": each.places}
            for each in one.comparison.differences
        ]
        shown |= {"differences": differences[:MOST_TOLD], "more": len(differences[MOST_TOLD:])}
        shown["notes"] = [note.to_json() for note in one.comparison.notes]
        shown["graphs"] = drawn(one.comparison)
    return shown


def _aspect(facts: CheckFacts, one: Built) -> str:
    """What the first difference is about, where that is graded; else the first aspect that is wrong."""
    told = [difference.aspect for difference in one.comparison.differences] if one.comparison else []
    graded = [aspect.name for aspect in facts.aspects]
    wrong = [name for name in graded if not one.aspects.get(name, False)]
    return next((name for name in [*told, *wrong] if name in graded), graded[0] if graded else "")


def _got(one: Built) -> dict[str, Any]:
    if one.outcome.kind != "value":
        return outcome_json(one.outcome)
    if isinstance(one.outcome.value, str):
        return {"kind": "model"}
    return {"kind": "none"} if one.difference == "nothing" else {"kind": "unsupported", "data": one.outcome.message}


def _totals(graph: Graph) -> dict[str, Any]:
    return {"parameters": graph.sizes.parameters, "output": [list(shape) for shape in graph.sizes.outputs]}


def call_text(name: str, args: Sequence[Any]) -> str:
    """
    >>> call_text("vgg16", ((224, 224, 3), 10))
    'vgg16((224, 224, 3), 10)'
    """
    return f"{name}({', '.join(map(repr, args))})"
