"""What a student's own notebook adds to a card: maps that the function makes, how far one has come, a first example."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Any

from autograder.judge import pictures
from autograder.judge.compare import RIGHT
from autograder.judge.evidence import counterexample
from autograder.judge.examine import Call
from autograder.judge.recognise import Answer
from autograder.records import CheckFacts, Item, Outcome
from autograder.reports.beside import Beside, Progress


def beside(item: Item, facts: CheckFacts, tasks: Collection[str], right: Collection[str], call: Call | None) -> Beside:
    """Gather it.

    Args:
        tasks: the names of all tasks of the notebook, in order.
        right: those that are right so far, this one among them where it is.
        call: calls the function; None where that would take too long.
    """
    if item.status == "not_started":
        return Beside(first=_first(facts))
    if item.status != "pass":
        return Beside()
    start = time.perf_counter()
    maps = tuple(pictures.maps(facts, call)) if call else ()
    seconds = time.perf_counter() - start
    left = [name for name in tasks if name not in right]
    return Beside(maps, seconds if maps else 0.0, Progress(len(tasks) - len(left), len(tasks), left[0] if left else ""))


def _first(facts: CheckFacts) -> dict[str, Any] | None:
    """The smallest public example, without an answer of the student's."""
    case = next((case for case in facts.cases if case.low.kind == "value" and not case.steps), None)
    if case is None or facts.kind == "model":
        return None
    return counterexample(facts, Answer(case, facts.aspect(case.aspect), Outcome("value"), RIGHT))
