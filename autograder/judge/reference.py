"""Stage 3: what is right, from the course's live code: the answer to a case, and what each mistake answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.errors import CourseError
from autograder.judge import worked
from autograder.judge.call import answer_to, outcome_of
from autograder.judge.compare import agree, judge
from autograder.judge.recognise import Answer
from autograder.lessons import CheckCode
from autograder.records import AspectFacts, Case, CheckFacts, Outcome, Picture
from autograder.rubric import Check, aspect_facts, mistake_facts
from autograder.sandbox.inside.talk import parameters


def facts_of(one: CheckCode, cases: Sequence[Case], *, work_out: bool = False) -> CheckFacts:
    """Freeze a check.

    Args:
        work_out: also write down, for each mistake, how one cell of the first case that it spoils comes about;
            a notebook, which has no code of ours, shows it.
    """
    check = one.check
    facts = CheckFacts(
        name=one.name,
        parameters=one.parameters,
        aspects=tuple(aspect_facts(aspect) for aspect in check.aspects),
        cases=tuple(cases),
        mistakes=tuple(mistake_facts(mistake) for mistake in check.mistakes),
        pictures=pictures_of(one),
        sizes=tuple(check.sizes) if isinstance(check, Check) else (),
    )
    if not work_out:
        return facts
    return replace(facts, mistakes=tuple(replace(m, worked=_worked(one, facts, m.name)) for m in facts.mistakes))


def pictures_of(one: CheckCode) -> tuple[Picture, ...]:
    """What is right on the pictures of a check, and which mistakes can be seen there."""
    if not isinstance(one.check, Check):
        return ()
    plain = AspectFacts("", {}, 0)
    found = []
    for code in one.check.pictures:
        args = tuple(code.make())
        right = outcome_of(one.right, args)
        if not isinstance(right.value, np.ndarray):
            raise CourseError(f"the picture {code.name!r} of {one.name}: the right answer is no array: {right!r:.200}")
        case = Case(code.name, args, "C", right, right, {}, one.check.atol)
        answers = {wrong.__name__: outcome_of(one.wrong(wrong), args) for wrong in one.check.mistakes}
        seen = {name: Outcome("value") for name, answer in answers.items() if not judge(case, plain, answer).right}
        found.append(Picture(code.labels, replace(case, wrong=seen)))
    return tuple(found)


def _worked(one: CheckCode, facts: CheckFacts, mistake: str) -> dict[str, Any]:
    first = next((case for case in facts.cases if mistake in case.wrong), None)
    if first is None:
        return {}
    aspect, outcome = facts.aspect(first.aspect), first.wrong[mistake]
    return worked.cell(one, Answer(first, aspect, outcome, judge(first, aspect, outcome)), mistake) or {}


def answered(one: CheckCode, case: Case, *, mistakes: bool = True) -> Case:
    """Fill in what is right for a case, and what each mistake answers, from the course's code as it is now."""
    assert isinstance(one.check, Check)
    aspect = aspect_facts(next(aspect for aspect in one.check.aspects if aspect.name == case.aspect))
    if case.steps and len(case.args) != len(names := parameters(case.steps)):
        raise CourseError(
            f"{one.name}, aspect {case.aspect!r}: its inputs draw {len(case.args)} arguments, "
            f"but its steps name {len(names)}: {', '.join(names)}"
        )
    low = answer_to(case, one.right)
    high = low
    if low.kind == "raised" and low.error not in ("ValueError", "TypeError"):
        raise CourseError(f"{one.name}{case.args!r}: the right answer raises {low.error}: {low.message}")
    if low.changed and (not case.steps or aspect.judge == "unchanged"):  # a talk may be about just that
        raise CourseError(f"{one.name}: the right answer changes its own input {low.changed}")
    if one.check.accepted is not None and low.kind == "value":
        bounds = one.check.accepted(one.right, *case.args)
        low, high = (Outcome("value", value=_as_float64(bound)) for bound in bounds)
    right = replace(case, low=low, high=high)
    return replace(right, wrong=_wrong(one, right, aspect) if mistakes else {})


def _as_float64(bound: Any) -> Any:
    """One end of the accepted range; several outputs are a tuple."""
    return tuple(map(_as_float64, bound)) if isinstance(bound, tuple) else np.asarray(bound, dtype=np.float64)


def _wrong(one: CheckCode, case: Case, aspect: AspectFacts) -> dict[str, Outcome]:
    wrong = {}
    for mistake in one.check.mistakes:
        outcome = answer_to(case, one.wrong(mistake))
        if not judge(case, aspect, outcome).right:
            wrong[mistake.__name__] = _slim(outcome, aspect)
    return wrong


def _slim(outcome: Outcome, aspect: AspectFacts) -> Outcome:
    """Where only the arguments are judged, the value need not be stored."""
    return Outcome("value", changed=outcome.changed) if aspect.judge == "unchanged" else outcome


def weight(args: Sequence[Any]) -> tuple[float, ...]:
    """Smaller and more readable first: few numbers, then small numbers."""
    n_numbers, largest = 0, 0.0
    for array in _arrays(args):
        n_numbers += array.size
        finite = array[np.isfinite(array)] if array.dtype.kind in "iuf" else np.zeros(0)
        largest = max(largest, float(np.abs(finite).max(initial=0)))
    return n_numbers, largest


def _arrays(value: Any) -> Iterator[np.ndarray]:
    """Every number and array in some arguments, also inside lists."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from _arrays(item)
    elif isinstance(value, int | float | np.ndarray):
        yield np.asarray(value)


def same_answers(one: Case, other: Case) -> bool:
    """Do two cases with the same arguments hold the same answers? Last bits of a matrix product may differ."""
    pairs = [(one.low, other.low), (one.high, other.high)]
    if one.wrong.keys() != other.wrong.keys():
        return False
    pairs += [(one.wrong[name], other.wrong[name]) for name in one.wrong]
    return all(_same_outcome(a, b, one.atol / 10) for a, b in pairs)


def _same_outcome(one: Outcome, other: Outcome, atol: float) -> bool:
    if one.kind != other.kind or one.changed != other.changed or one.error != other.error:
        return False
    last_bit = 1e-6 if getattr(one.value, "dtype", None) == np.float32 else 1e-9
    return one.kind != "value" or agree(one, other, max(atol, last_bit * max(1.0, weight([one.value])[1])))
