"""One function on the public examples -> its item and its card. Both the child and its parent judge with this."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder import messages
from autograder.judge import public
from autograder.judge.examine import examine
from autograder.records import Case, CheckFacts, Item, Outcome


@dataclass(frozen=True)
class Checked:
    """What is told about one function."""

    name: str
    status: str
    points: float
    max_points: float
    card: str


def judged(facts: CheckFacts, call: Callable[[Case], Outcome]) -> Item:
    """The item, by the notebook's own `check`."""
    if facts.kind == "model":
        from autograder.judge import models

        return models.judged(facts, models.examine_models(facts, call))
    return public.judged(facts, examine(facts, lambda case, _: call(case)), call=lambda case, _: call(case))


def told(item: Item, facts: CheckFacts, language: str) -> Checked:
    card = messages.text_card(item, facts, language)
    return Checked(item.name, item.status, item.points, item.max_points, card)


def lost(facts: CheckFacts, outcome: Outcome, language: str) -> Checked:
    """The function did not come back, whatever it was called with."""
    return told(judged(facts, lambda _: outcome), facts, language)


def from_json(found: dict[str, Any]) -> Checked:
    return Checked(**found)
