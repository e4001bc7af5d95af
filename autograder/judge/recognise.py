"""Stage 3: which named mistake is it? Recognised from behaviour alone, never from the source text.

A mistake is recognised when the student's function agrees with it on every case: it answers what the
mistake answers, right cases included. Aspects that stand apart (errors, changed input) are explained by
themselves, each by its own slip where one does not explain all, so that a slip there does not hide another
mistake. Two mistakes at once are recognised where each explains the cases only it touches, and the two
combined explain the rest.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from autograder.judge.compare import Verdict, agree
from autograder.records import AspectFacts, Case, CheckFacts, Outcome

USUAL = 1000.0  # a tolerance is meant for numbers up to about this size


@dataclass(frozen=True)
class Answer:
    """One case with what the student's function came to."""

    case: Case
    aspect: AspectFacts
    outcome: Outcome
    verdict: Verdict


Combine = Callable[[str, str, Case], Sequence[Outcome]]
"""Outcomes of two mistakes at once on a case, in both orders; needs the course's code."""

Like = Callable[[str, Answer], bool]
"""Does the student answer this case as someone with this mistake would?"""


def recognise(facts: CheckFacts, answers: Sequence[Answer], *, combine: Combine | None = None) -> str | None:
    """Name the mistake behind some answers: "a", "a+b" for two at once, or None.

    Args:
        facts: the check.
        answers: every case that was called, in order.
        combine: computes two mistakes at once; without it, cases that both touch are not consulted.
    """
    main = [answer for answer in answers if answer.aspect.after is None]
    apart = [answer for answer in answers if answer.aspect.after is not None]
    names = [mistake.name for mistake in facts.mistakes]
    found: list[str] = []
    if _wrong(main):
        one = next((name for name in names if _explains(name, main)), None)
        found = [one] if one else _pair(names, main, combine) or _without_refusal(names, main, apart, combine)
        if not found:
            return None
    if _wrong(apart) and not _already_explained(found, apart):
        found = [*found, *_slips(names, found, apart, main)]
    return "+".join(found) or None


def _wrong(answers: Sequence[Answer]) -> bool:
    return any(not answer.verdict.right for answer in answers)


def _active(name: str, answer: Answer) -> bool:
    return name in answer.case.wrong


def _answers_like(name: str, answer: Answer) -> bool:
    """Does the student answer this case as someone with this mistake would?"""
    if not _active(name, answer):
        return answer.verdict.right
    mistaken = answer.case.wrong[name]
    if answer.aspect.judge == "unchanged":
        return bool(answer.outcome.changed) == bool(mistaken.changed)
    return not answer.verdict.right and _same(answer.outcome, mistaken, answer.case)


def _explains(name: str, answers: Sequence[Answer]) -> bool:
    return all(_answers_like(name, answer) for answer in answers)


def _slips(names: Sequence[str], found: Sequence[str], apart: Sequence[Answer], main: Sequence[Answer]) -> list[str]:
    """One slip that explains all cases apart, or else one for each aspect that has one.

    A mistake that spoils main cases too would have shown there, so it is no slip apart.
    """
    names = [name for name in names if not any(_active(name, answer) for answer in main)]
    clear = [answer for answer in apart if not any(_active(one, answer) for one in found)]
    if one := _slip(names, clear, clear, [_answers_like]):
        return [one]
    groups = [[a for a in clear if a.aspect.name == aspect] for aspect in dict.fromkeys(a.aspect.name for a in clear)]
    slips = [_slip(names, group, clear, [_answers_like, _lets_through_like]) for group in groups]
    return [name for name in dict.fromkeys(slips) if name]


def _slip(
    names: Sequence[str], answers: Sequence[Answer], others: Sequence[Answer], likes: Sequence[Like]
) -> str | None:
    """The slip behind some cases apart, against which none of the others speaks."""
    for like in likes:
        for name in names:
            shows = any(_active(name, answer) and not answer.verdict.right for answer in answers)
            if shows and all(like(name, a) for a in [*answers, *(a for a in others if _active(name, a))]):
                return name
    return None


def _lets_through_like(name: str, answer: Answer) -> bool:
    """Whatever comes back where an error was asked for, it is the same slip; one of them may still be refused."""
    if answer.case.low.kind != "raised":
        return _answers_like(name, answer) and not _active(name, answer)
    return answer.verdict.right or answer.verdict.difference == "no_error"


def _without_refusal(
    names: Sequence[str], main: Sequence[Answer], apart: Sequence[Answer], combine: Combine | None
) -> list[str]:
    """A mistake of one who also lets through what should be refused: that shows where the mistake makes it so."""
    if combine is None:
        return []
    everything = [*main, *apart]
    lax = [name for name in names if all(_lets_through_like(name, a) for a in everything if _active(name, a))]
    lax = [name for name in lax if any(_active(name, a) and not a.verdict.right for a in apart)]
    for one in names:
        if not all(answer.verdict.right or _active(one, answer) for answer in main) or not _explains_some(one, main):
            continue
        rest = [answer for answer in main if not _answers_like(one, answer)]
        for other in lax:
            if all(_combined(one, other, answer, combine) for answer in rest):
                return [one, other]
    return []


def _explains_some(name: str, answers: Sequence[Answer]) -> bool:
    return any(_active(name, answer) and _answers_like(name, answer) for answer in answers)


def _already_explained(found: Sequence[str], answers: Sequence[Answer]) -> bool:
    return bool(found) and all(any(_answers_like(one, answer) for one in found) for answer in answers)


def _pair(names: Sequence[str], answers: Sequence[Answer], combine: Combine | None) -> list[str]:
    """Two mistakes that explain the cases which only one of them touches, each its own, and both where both do."""
    active = {name: {i for i, answer in enumerate(answers) if _active(name, answer)} for name in names}
    wrong = {i for i, answer in enumerate(answers) if not answer.verdict.right}

    @functools.cache
    def like(name: str, i: int) -> bool:
        return _answers_like(name, answers[i])

    for one, other in combinations(names, 2):
        first, second = active[one] - active[other], active[other] - active[one]
        if not first or not second or not wrong <= active[one] | active[other]:
            continue
        if not all(like(one, i) for i in first) or not all(like(other, i) for i in second):
            continue
        both = sorted(active[one] & active[other])
        if combine is None or all(_combined(one, other, answers[i], combine) for i in both):
            return [one, other]
    return []


def _combined(one: str, other: str, answer: Answer, combine: Combine) -> bool:
    return any(_same(answer.outcome, outcome, answer.case) for outcome in combine(one, other, answer.case))


def _same(outcome: Outcome, mistaken: Outcome, case: Case) -> bool:
    """Did two programs come to the same? What is far too large differs by its rounding more than right answers do."""
    return agree(outcome, mistaken, case.atol, rtol=case.atol / USUAL)
