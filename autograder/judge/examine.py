"""Stage 3: call a student's function on every frozen case, and judge each answer.

A function that hangs or dies is not called without end: after two time-outs or three deaths the rest counts
as the same, and after ten seconds in all (thirty with networks) as a time-out. What is not called is not right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from autograder.judge.compare import Verdict, agree, judge
from autograder.judge.recognise import Answer
from autograder.records import Case, CheckFacts, Outcome
from autograder.sandbox.inside.values import Network

Call = Callable[[Case, bool], Outcome]
"""Calls the student's function on a case; the flag asks for the arguments as they are afterwards."""

CallAll = Callable[[Sequence[tuple[Case, bool]]], Iterator[Outcome]]
"""The same for many cases in order. Each answer is taken before we decide whether to ask for the next."""

MAX_TIMEOUTS = 2
MAX_DEATHS = 3
MAX_SECONDS = 10.0  # for all calls of one function; plain loops need less than one
MAX_SECONDS_WITH_NETWORKS = 90.0  # `model.predict` makes a graph each time: 0.1 s, and more on a busy machine
N_AGAIN = 3  # about as many cases are called a second time
MAX_UNWRITTEN = 3  # calls that raise NotImplementedError before we take the function as not started


def examine(facts: CheckFacts, call: Call, *, call_all: CallAll | None = None) -> list[Answer]:
    """Call every case once, aspect by aspect, the smallest first; then a few of the first once more.

    Args:
        call_all: where many calls cost less than one after the other.

    Returns:
        the answers in the order of the cases. One is marked wrong where the second call of the same case came
        out otherwise: such a function depends on earlier calls.
    """
    planned = [(case, aspect) for aspect in facts.aspects for case in facts.cases if case.aspect == aspect.name]
    answers: list[Answer] = []
    spent_s = 0.0
    in_order = True  # so far: then there is no need to look back
    given_up: Outcome | None = None
    outcomes: Iterator[Outcome] | None = None  # of the cases from here on
    for i, (case, aspect) in enumerate(planned):
        if i and aspect is not planned[i - 1][1]:
            given_up = None
        outcome = given_up or (None if in_order else _hopeless(answers, spent_s))
        if outcome is None:
            if outcomes is None:
                wanted = [(case, aspect.judge == "unchanged") for case, aspect in planned[i:]]
                outcomes = call_all(wanted) if call_all else (call(*one) for one in wanted)
            outcome = next(outcomes)
            spent_s += outcome.seconds
            in_order = in_order and outcome.kind == "value" and spent_s <= MAX_SECONDS
        else:
            outcomes = None
        if outcome.kind in ("timeout", "missing"):
            given_up = outcome  # the other cases of this aspect would only cost the same again
        answers.append(Answer(case, aspect, outcome, judge(case, aspect, outcome)))
    return _called_again(answers, call)


def _hopeless(answers: Sequence[Answer], spent_s: float) -> Outcome | None:
    with_networks = any(isinstance(arg, Network) for answer in answers[:1] for arg in answer.case.args)
    max_s = MAX_SECONDS_WITH_NETWORKS if with_networks else MAX_SECONDS
    kinds = [answer.outcome.kind for answer in answers]
    if len({answer.aspect.name for answer in answers if answer.outcome.kind == "timeout"}) >= MAX_TIMEOUTS:
        return next(answer.outcome for answer in answers if answer.outcome.kind == "timeout")
    if spent_s > max_s:
        return Outcome("timeout", message=f"all its calls took over {max_s:g} s")
    if kinds.count("died") >= MAX_DEATHS:
        return next(answer.outcome for answer in answers if answer.outcome.kind == "died")
    if len(answers) >= MAX_UNWRITTEN and unwritten(answers):
        return answers[0].outcome
    return None


def unwritten(answers: Sequence[Answer]) -> bool:
    """Does the function still hold nothing but the stub it was released with?"""
    return bool(answers) and all(answer.outcome.unwritten for answer in answers)


def _called_again(answers: list[Answer], call: Call) -> list[Answer]:
    """Some of the first aspect's cases once more, now that many others came between."""
    main = [i for i, answer in enumerate(answers) if answer.aspect == answers[0].aspect]
    for i in main[:: max(1, len(main) // N_AGAIN)]:
        before = answers[i]
        if before.outcome.kind != "value":
            continue
        again = call(before.case, False)
        if again.kind in ("value", "raised") and not agree(again, before.outcome, before.case.atol):
            return [*answers[:i], replace(before, outcome=again, verdict=Verdict("depends")), *answers[i + 1 :]]
    return answers
