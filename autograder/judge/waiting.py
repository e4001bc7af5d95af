"""Stage 3: points for a network that also learns. They wait until it is trained, and never count as zero before.

`to_train` finds the network, `waiting_item` holds its points, `settled` adds up what is decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from autograder.i18n import translator
from autograder.judge.models import Built, half_is_there, reference
from autograder.models.graph import Graph
from autograder.models.shape_rules import Shape
from autograder.records import CheckFacts, Item, Result

WAITING = "not trained yet"
NO_NETWORK = "no network"


@dataclass(frozen=True)
class Network:
    """One to be trained: `text` describes it and was read without complaint, `key` is that of its canonical graph."""

    key: str
    text: str


def to_train(facts: CheckFacts, found: Sequence[Built]) -> Network | None:
    """The network that a check has trained: one that takes and returns what the right one does, and is like it."""
    training = facts.training
    if training is None:
        return None
    one = next((one for one in found if one.case.args == training.args), None)
    if one is None or one.graph is None or one.difference == "depends" or not half_is_there(one):
        return None
    right = reference(one.case.low.value)
    if one.graph.sizes.outputs != right.sizes.outputs or _inputs(one.graph) != _inputs(right):
        return None
    return Network(one.graph.key, str(one.outcome.value))


def _inputs(graph: Graph) -> list[Shape]:
    return [node.shape for node in graph.nodes if node.op == "input"]


def training_name(function: str) -> str:
    return f"{function} (trained)"


def waiting_item(facts: CheckFacts, item: Item, network: Network | None, language: str) -> Item:
    """The item of a training that has not been run.

    Args:
        item: how the network itself was judged.
        network: what is to be trained; where there is none, nothing waits.
    """
    assert facts.training is not None
    words = translator(language)
    name, points = training_name(facts.name), facts.training.points
    if network is not None:
        return Item(name, 0.0, points, "ungraded", message=words("not trained yet"))
    if item.status == "not_started":
        return Item(name, 0.0, points, "not_started", message=item.message)
    status = item.status if item.status in ("error", "timeout") else "wrong"
    said = words("Nothing was trained, because {name} does not build the network that is asked for.", name=facts.name)
    return Item(name, 0.0, points, status, message=said)


def waiting_facts(facts: CheckFacts, network: Network | None) -> dict[str, Any]:
    """What `Result.training` says of one function before anything is trained."""
    assert facts.training is not None
    status = WAITING if network else NO_NETWORK
    return {"recipe": facts.training.recipe, "graph": network.key if network else None, "status": status}


def settled(result: Result, items: Iterable[Item], language: str) -> Result:
    """The result with these items: `score` and `max_score` of those that are decided, and a note on those that wait."""
    items = tuple(items)
    decided = [item for item in items if item.status != "ungraded"]
    before, now = (_note(some, language) for some in (result.items, items))
    notes = [note for note in result.notes if note != before]
    return replace(
        result,
        items=items,
        score=sum(item.points for item in decided),
        max_score=sum(item.max_points for item in decided),
        notes=(*notes, *([now] if now else [])),
    )


def _note(items: Iterable[Item], language: str) -> str:
    waiting = sum(item.max_points for item in items if item.status == "ungraded")
    if not waiting:
        return ""
    words = translator(language)
    return words("Points that wait for a network to be trained: {points}", points=f"{waiting:g}")
