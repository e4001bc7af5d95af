"""Fast enough is a ratio of two times in one run; what is fast and wrong is not fast."""

import time

import pytest

from autograder.judge import speed as timing
from autograder.judge.speed import N_CALLS, fast_enough
from autograder.lessons import CheckCode
from autograder.records import Outcome
from autograder.rubric import Aspect, Check, Speed

SPEED = Speed(
    "speed",
    5,
    "속도",
    example=lambda: (8,),
    baseline=lambda x: None,
    baseline_example=lambda: (2,),
    share=4,
    at_least=10,
    after="values",
)
CODE = CheckCode("double", lambda x: 2 * x, Check([Aspect("values", 1, None, ko="값"), SPEED], atol=0))


@pytest.fixture(autouse=True)
def baseline_of_one_second(monkeypatch):
    """The slow version takes exactly one second, so that 4 x more work at 10 x the speed has 0.4 s."""
    clock = iter([10.0, 11.0])
    monkeypatch.setattr(time, "perf_counter", lambda: next(clock))
    monkeypatch.setattr(timing, "time", time)


def calls(*outcomes):
    left = list(outcomes)
    asked = []

    def call(args, wall_s):
        asked.append((tuple(args), wall_s))
        return left.pop(0)

    return call, asked


def answer(seconds, value=16):
    return Outcome("value", value=value, seconds=seconds)


def test_a_call_within_the_share_of_the_slow_version_is_fast():
    call, asked = calls(answer(0.4))
    assert fast_enough(SPEED, CODE, call)
    assert asked == [((8,), pytest.approx(1.2))]


def test_a_call_beyond_it_is_not_however_often_it_is_tried():
    call, asked = calls(*[answer(0.401)] * 9)
    assert not fast_enough(SPEED, CODE, call)
    assert len(asked) == N_CALLS


def test_the_best_of_a_few_calls_counts():
    call, _ = calls(answer(5), answer(5), answer(0.1))
    assert fast_enough(SPEED, CODE, call)


def test_a_wrong_answer_is_not_fast():
    call, asked = calls(answer(0.1, value=17), answer(0.1))
    assert not fast_enough(SPEED, CODE, call)
    assert len(asked) == 1


@pytest.mark.parametrize("kind", ["timeout", "died", "missing", "raised"])
def test_no_answer_is_not_fast(kind):
    call, asked = calls(Outcome(kind))
    assert not fast_enough(SPEED, CODE, call)
    assert len(asked) == 1
