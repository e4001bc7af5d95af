"""Stage 3: the smallest readable input on which a function is wrong, found against the live function.

Hypothesis draws from the aspect's own strategy and shrinks; nothing is stored between runs, so that the same
submission always gets the same counterexample, unless its calls take too long to make many.

What Hypothesis asks for next depends on the answers so far and on nothing else. So within a run its questions are
remembered by these answers: of all students who made the same mistake only the first one needs Hypothesis.
"""

from __future__ import annotations

import math
import os
import pickle
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from autograder.judge.recognise import Answer
from autograder.records import Case
from autograder.rubric import Aspect

MAX_EXAMPLES = 60
MAX_CALLS = 300
MAX_SECONDS = 2.0  # of calls: the time of a submission must last for its other functions, too
MAX_REMEMBERED = 5000  # questions, of all strategies
SEED = 5
# Hypothesis keeps files in the folder that we were started in, and believes what it finds there. It does without.
NOWHERE = Path(os.devnull) / "hypothesis"

Examine = Callable[[Case], Answer]
"""Fills in what is right for a case, calls the student's function on it, and judges the answer."""

Weight = Callable[[Sequence[Any]], tuple[float, ...]]


def shrink(first: Answer, aspect: Aspect, examine: Examine, weight: Weight) -> Answer | None:
    """Look for a smaller case that is wrong in the same way as `first`.

    Args:
        first: the smallest frozen case that is wrong.
        aspect: its aspect, whose strategy draws the inputs.
        examine: calls the student's function.
        weight: how much there is to read in some arguments.

    Returns:
        the smaller answer, or None where there is none.
    """
    if first.outcome.kind in ("timeout", "died", "missing"):
        return None  # each further call would cost seconds
    n_calls, spent_s = 0, 0.0
    best: Answer | None = None

    def is_wrong_alike(args: tuple[Any, ...]) -> bool:
        nonlocal n_calls, spent_s, best
        n_calls += 1
        if n_calls > MAX_CALLS or spent_s > MAX_SECONDS:
            return False
        answer = examine(replace(first.case, args=args))
        spent_s += math.inf if answer.outcome.kind in ("timeout", "died") else answer.outcome.seconds
        if answer.verdict.difference != first.verdict.difference:
            return False
        if best is None or weight(args) < weight(best.case.args):
            best = answer
        return True

    _search(aspect.inputs, is_wrong_alike)
    return best if best is not None and weight(best.case.args) < weight(first.case.args) else None


Asked = Callable[[tuple[Any, ...]], bool]
Questions = dict[bytes, tuple[Any, ...] | None]  # the answers so far, a byte each -> what is asked next; None: the end

_questions: dict[Any, Questions] = {}  # of each strategy


def _search(inputs: Any, asked: Asked) -> None:
    """Ask for whatever Hypothesis would."""
    if sum(map(len, _questions.values())) > MAX_REMEMBERED:
        _questions.clear()
    questions = _questions.setdefault(inputs, {})
    answers = b""
    while (args := questions.get(answers)) is not None:
        answers += bytes([asked(args)])
    if answers not in questions:
        _search_anew(inputs, asked, questions, answers)


def _search_anew(inputs: Any, asked: Asked, questions: Questions, known: bytes) -> None:
    """Let Hypothesis ask, and remember it. The first answers are known; it hears them without asking anybody."""
    from hypothesis import HealthCheck, Phase, configuration, find, settings
    from hypothesis.errors import Flaky, NoSuchExample

    said = b""

    def answer(args: tuple[Any, ...]) -> bool:
        nonlocal said, known
        if said in questions and pickle.dumps(questions[said]) != pickle.dumps(args):
            questions.clear()  # it draws otherwise than before, as it may when more modules have been imported
            known = said
        questions[said] = args
        found = bool(known[len(said)]) if len(said) < len(known) else asked(args)
        said += bytes([found])
        return found

    configuration.set_hypothesis_home_dir(NOWHERE)
    with suppress(NoSuchExample, Flaky):  # Flaky: it is right when it is asked again; what was seen still holds
        find(
            inputs,
            answer,
            settings=settings(
                max_examples=MAX_EXAMPLES,
                phases=[Phase.generate, Phase.shrink],
                database=None,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
            random=Random(SEED),
        )
    configuration.set_hypothesis_home_dir(None)
    questions[said] = None
