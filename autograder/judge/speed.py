"""Stage 3: is a function fast enough? Timed from outside, as a ratio to a slow version in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.judge.compare import compare
from autograder.lessons import CheckCode
from autograder.records import Outcome
from autograder.rubric import Check, Speed

N_CALLS = 3

TimedCall = Callable[[Sequence[Any], float], Outcome]
"""Calls the student's function on some arguments within so many seconds."""


def fast_enough(speed: Speed, code: CheckCode, call: TimedCall) -> bool:
    """Time the best of a few calls against the slow version, both on this machine, now.

    The answer must be right as well: what is fast and wrong is not fast. Each call gets the example's numbers in an
    order of its own, so that no answer can be remembered, or brought along.
    """
    assert isinstance(code.check, Check)
    start = time.perf_counter()
    speed.baseline(*speed.baseline_example())
    allowed_s = (time.perf_counter() - start) * speed.share / speed.at_least
    example = speed.example()
    for _ in range(N_CALLS):
        args = [_shuffled(arg) for arg in example]
        expected = Outcome("value", value=code.right(*args))
        outcome = call(args, max(1.0, 3 * allowed_s))
        if not compare(expected, expected, outcome, code.check.atol).right:
            return False
        if outcome.seconds <= allowed_s:
            return True
    return False


def _shuffled(arg: Any) -> Any:
    if not isinstance(arg, np.ndarray) or not arg.ndim:
        return arg
    return np.random.default_rng().permutation(arg.reshape(-1)).reshape(arg.shape)
