"""Stage 3: from judged answers to points. Aspects are all or nothing; a score is the sum of its aspects."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.judge.examine import unwritten
from autograder.judge.recognise import Answer
from autograder.records import AspectScore, CheckFacts, ItemStatus


def scores(facts: CheckFacts, answers: Sequence[Answer], *, fast: bool | None = None) -> dict[str, AspectScore]:
    """Points by aspect.

    Args:
        fast: whether the timed aspect was met; None where there is none, or where it was not measured.
    """
    found: dict[str, AspectScore] = {}
    for aspect in facts.aspects:
        mine = [answer for answer in answers if answer.aspect.name == aspect.name]
        passed, n_cases = sum(answer.verdict.right for answer in mine), len(mine)
        if aspect.judge == "speed":
            passed, n_cases = int(fast is True), 1
        before = found.get(aspect.after) if aspect.after else None
        earned = passed == n_cases > 0 and (before is None or before.points == before.max_points)
        found[aspect.name] = AspectScore(aspect.points if earned else 0.0, aspect.points, passed, n_cases)
    return found


def status(points: float, max_points: float, answers: Sequence[Answer]) -> ItemStatus:
    """One word for a judged function."""
    if unwritten(answers):
        return "not_started"
    if points == max_points:
        return "pass"
    if points > 0:
        return "partial"
    main = [answer.outcome.kind for answer in answers if answer.aspect.after is None]
    if main and all(kind == "timeout" for kind in main):
        return "timeout"
    if main and all(kind in ("raised", "died", "missing", "timeout") for kind in main):
        return "error"
    return "wrong"
