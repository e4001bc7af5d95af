"""Stage 3: call a student's function on every frozen case, and judge each answer.

A function that hangs or dies is not called without end: after two time-outs or three deaths the rest counts
as the same. What is not called is not right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from autograder.judge.compare import Verdict, agree, judge
from autograder.judge.recognise import Answer
from autograder.records import Case, CheckFacts, Outcome

Call = Callable[[Case, bool], Outcome]
"""Calls the student's function on a case; the flag asks for the arguments as they are afterwards."""

MAX_TIMEOUTS = 2
MAX_DEATHS = 3
MAX_UNWRITTEN = 3  # calls that raise NotImplementedError before we take the function as not started


def examine(facts: CheckFacts, call: Call) -> list[Answer]:
    """Call every case once, aspect by aspect, the smallest first; then the very first once more.

    Returns:
        the answers in the order of the cases. The first is marked wrong where the second call of the same
        case came out otherwise: such a function depends on earlier calls.
    """
    answers: list[Answer] = []
    for aspect in facts.aspects:
        given_up: Outcome | None = None
        for case in facts.cases:
            if case.aspect != aspect.name:
                continue
            outcome = given_up or _hopeless(answers) or call(case, aspect.judge == "unchanged")
            if outcome.kind in ("timeout", "missing"):
                given_up = outcome  # the other cases of this aspect would only cost the same again
            answers.append(Answer(case, aspect, outcome, judge(case, aspect, outcome)))
    return _called_again(answers, call)


def _hopeless(answers: Sequence[Answer]) -> Outcome | None:
    kinds = [answer.outcome.kind for answer in answers]
    if len({answer.aspect.name for answer in answers if answer.outcome.kind == "timeout"}) >= MAX_TIMEOUTS:
        return next(answer.outcome for answer in answers if answer.outcome.kind == "timeout")
    if kinds.count("died") >= MAX_DEATHS:
        return next(answer.outcome for answer in answers if answer.outcome.kind == "died")
    if len(answers) >= MAX_UNWRITTEN and unwritten(answers):
        return answers[0].outcome
    return None


def unwritten(answers: Sequence[Answer]) -> bool:
    """Does the function still hold nothing but the stub it was released with?"""
    return bool(answers) and all(answer.outcome.error == "NotImplementedError" for answer in answers)


def _called_again(answers: list[Answer], call: Call) -> list[Answer]:
    if not answers or answers[0].outcome.kind != "value":
        return answers
    first = answers[0]
    again = call(first.case, False)
    if again.kind in ("value", "raised") and not agree(again, first.outcome, first.case.atol):
        return [replace(first, outcome=again, verdict=Verdict("depends")), *answers[1:]]
    return answers
