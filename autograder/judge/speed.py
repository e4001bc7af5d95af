"""Stage 3: is a function fast enough? Timed from outside, as a ratio to a slow version in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from autograder.judge.compare import compare
from autograder.lessons import CheckCode
from autograder.records import Outcome
from autograder.rubric import Speed

N_CALLS = 3

TimedCall = Callable[[Sequence[Any], float], Outcome]
"""Calls the student's function on some arguments within so many seconds."""


def fast_enough(speed: Speed, code: CheckCode, call: TimedCall) -> bool:
    """Time the best of a few calls against the slow version, both on this machine, now.

    The answer must be right as well: what is fast and wrong is not fast.
    """
    start = time.perf_counter()
    speed.baseline(*speed.baseline_example())
    allowed_s = (time.perf_counter() - start) * speed.share / speed.at_least
    example = speed.example()
    expected = Outcome("value", value=code.right(*example))
    for _ in range(N_CALLS):
        outcome = call(example, max(1.0, 3 * allowed_s))
        if not compare(expected, expected, outcome, code.check.atol).right:
            return False
        if outcome.seconds <= allowed_s:
            return True
    return False
