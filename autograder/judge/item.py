"""Stage 3: one function of one submission, from its first call to its `Item`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any, Protocol

import numpy as np

from autograder.errors import CourseError
from autograder.judge import evidence, pictures, worked
from autograder.judge.call import answer_to
from autograder.judge.compare import judge
from autograder.judge.examine import examine, unwritten
from autograder.judge.recognise import Answer, recognise
from autograder.judge.reference import answered, weight
from autograder.judge.score import scores, status
from autograder.judge.shrink import shrink
from autograder.judge.speed import fast_enough
from autograder.lessons import CheckCode
from autograder.records import Case, CheckFacts, Item, Outcome
from autograder.rubric import Aspect, Speed

MIN_REPLY_BYTES = 64 << 10


class Ask(Protocol):
    """How a student's function is called, wherever it lives."""

    def __call__(
        self,
        args: Sequence[Any],
        layout: str,
        *,
        steps: Sequence[str] = (),
        max_body: int,
        wall_s: float | None = None,
        return_args: bool = False,
    ) -> Outcome: ...


AskAll = Callable[[Sequence[tuple[Case, int, bool]]], Iterator[Outcome]]
"""The same for many cases: each with the bytes that its answer may have, and whether the arguments are to come back."""


def judge_function(
    facts: CheckFacts, ask: Ask, load_code: Callable[[], CheckCode], *, ask_all: AskAll | None = None
) -> Item:
    """Grade one function.

    Args:
        facts: the frozen cases and mistakes.
        ask: calls the student's function.
        load_code: imports the course's own code, which only a wrong or a timed answer needs.
        ask_all: calls it many times, for less.
    """
    start = time.perf_counter()

    def call(case: Case, return_args: bool) -> Outcome:
        max_body = _reply_bytes(case.low)
        return ask(case.args, case.layout, steps=case.steps, max_body=max_body, return_args=return_args)

    def call_all(wanted: Sequence[tuple[Case, bool]]) -> Iterator[Outcome]:
        assert ask_all is not None
        return ask_all([(case, _reply_bytes(case.low), return_args) for case, return_args in wanted])

    answers = examine(facts, call, call_all=call_all if ask_all else None)
    fast = _fast(facts, ask, load_code) if _worth_timing(facts, answers) else None
    aspects = scores(facts, answers, fast=fast)
    points = sum(aspect.points for aspect in aspects.values())
    max_points = sum(aspect.max_points for aspect in aspects.values())
    found = status(points, max_points, answers)
    mistake = shown = None
    if found != "not_started" and _any_wrong(answers):
        mistake = _mistake(facts, answers, load_code)
        shown = _counterexample(facts, answers, call, load_code, mistake)
    elif fast is False:
        shown = {"aspect": _speed_name(facts), "difference": "slow"}
    return Item(
        name=facts.name,
        points=points,
        max_points=max_points,
        status=found,
        aspects=aspects,
        mistake=mistake,
        counterexample=shown,
        seconds=round(time.perf_counter() - start, 3),
    )


def _any_wrong(answers: Sequence[Answer]) -> bool:
    return any(not answer.verdict.right for answer in answers)


def _reply_bytes(expected: Outcome) -> int:
    return max(MIN_REPLY_BYTES, 8 * _n_bytes(expected.value))


def _n_bytes(value: Any) -> int:
    if isinstance(value, np.ndarray):
        return value.nbytes
    return sum(_n_bytes(item) for item in value) if isinstance(value, tuple | list) else 8


def _speed_name(facts: CheckFacts) -> str | None:
    return next((aspect.name for aspect in facts.aspects if aspect.judge == "speed"), None)


def _worth_timing(facts: CheckFacts, answers: Sequence[Answer]) -> bool:
    """Only what the timed aspect comes after has to be right: another slip must not cost its points as well."""
    name = _speed_name(facts)
    if name is None:
        return False
    before = facts.aspect(name).after
    return not _any_wrong([answer for answer in answers if before in (None, answer.aspect.name)])


def _fast(facts: CheckFacts, ask: Ask, load_code: Callable[[], CheckCode]) -> bool:
    name = _speed_name(facts)
    code = load_code()
    speed = next(aspect for aspect in code.check.aspects if aspect.name == name)
    assert isinstance(speed, Speed)
    reply_bytes = 2 * _n_bytes(code.right(*speed.example())) + MIN_REPLY_BYTES

    def timed(args: Sequence[Any], wall_s: float) -> Outcome:
        return ask(args, "C", max_body=reply_bytes, wall_s=wall_s)

    return fast_enough(speed, code, timed)


def _mistake(facts: CheckFacts, answers: Sequence[Answer], load_code: Callable[[], CheckCode]) -> str | None:
    if unwritten(answers):
        return None

    def combine(one: str, other: str, case: Case) -> list[Outcome]:
        code = load_code()
        orders = permutations([code.mistake(one), code.mistake(other)])
        return [answer_to(case, code.both(*order)) for order in orders]

    return recognise(facts, answers, combine=combine)


def _counterexample(
    facts: CheckFacts,
    answers: Sequence[Answer],
    call: Callable[[Case, bool], Outcome],
    load_code: Callable[[], CheckCode],
    mistake: str | None,
) -> dict[str, Any]:
    first = next(answer for answer in answers if not answer.verdict.right)
    if first.outcome.kind in ("missing", "timeout", "died") or first.verdict.difference == "depends":
        return evidence.counterexample(facts, first)  # nothing to be learnt from calling it more often
    code = load_code()
    aspect = next(aspect for aspect in code.check.aspects if aspect.name == first.case.aspect)
    assert isinstance(aspect, Aspect)

    def examine_again(case: Case) -> Answer:
        full = answered(code, case, mistakes=False)
        outcome = call(full, first.aspect.judge == "unchanged")
        return Answer(full, first.aspect, outcome, judge(full, first.aspect, outcome))

    if first.case.layout != "C":  # with plain arrays, which anybody can type in, unless those are right
        plain = examine_again(replace(first.case, layout="C"))
        first = plain if plain.verdict.difference == first.verdict.difference else first
    try:
        smaller = shrink(first, aspect, examine_again, weight)
    except CourseError:  # the reference cannot take an input that its rubric draws: no fault of this student's
        smaller = None
    shown = smaller or first
    found = evidence.counterexample(facts, shown, shrunk=smaller is not None)
    found |= {"cell": worked.cell(code, shown, mistake)}
    picture = pictures.seen(facts, mistake, call) if first.verdict.difference in pictures.VISIBLE else None
    return found | ({"picture": picture} if picture else {})
