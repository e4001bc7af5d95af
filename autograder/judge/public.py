"""Stage 3: a function judged by public examples alone, where no code of the course is at hand. Light: `check` uses it.

Nothing is made smaller and nothing is timed; a cell is worked out only where that was written down beforehand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograder.judge import evidence, pictures
from autograder.judge.examine import Call, unwritten
from autograder.judge.recognise import Answer, recognise
from autograder.judge.score import scores, status
from autograder.records import CheckFacts, Item


def judged(facts: CheckFacts, answers: Sequence[Answer], *, call: Call | None = None) -> Item:
    """The item of some answers; what is timed is not looked at.

    Args:
        call: calls the function on pictures until one shows its mistake; no picture where None.
    """
    timed = {aspect.name for aspect in facts.aspects if aspect.judge == "speed"}  # by the grader only
    aspects = {name: score for name, score in scores(facts, answers).items() if name not in timed}
    points = sum(score.points for score in aspects.values())
    max_points = sum(score.max_points for score in aspects.values())
    wrong = next((answer for answer in answers if not answer.verdict.right), None)
    told = wrong if wrong and not unwritten(answers) else None
    mistake = recognise(facts, answers) if told else None
    shown = evidence.counterexample(facts, told) if told else None
    if told and shown and mistake:
        shown["cell"] = _worked(facts, told, mistake)
    if told and shown and call and told.verdict.difference in pictures.VISIBLE:
        picture = pictures.seen(facts, mistake, call, tries=len(facts.pictures))
        shown |= {"picture": picture} if picture else {}
    return Item(
        name=facts.name,
        points=points,
        max_points=max_points,
        status=status(points, max_points, answers),
        aspects=aspects,
        mistake=mistake,
        counterexample=shown,
    )


def _worked(facts: CheckFacts, wrong: Answer, mistake: str) -> dict[str, Any] | None:
    """One cell worked out both ways, where that was written down for this case and this mistake."""
    for one in facts.mistakes:
        first = next((case for case in facts.cases if one.name in case.wrong), None)
        if one.name in mistake.split("+") and first is wrong.case and one.worked:
            return one.worked
    return None
