"""The smallest wrong input: it is wrong in the same way, it is smaller, and it is always the same one."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import strategies as st

from autograder.judge.call import outcome_of
from autograder.judge.compare import judge
from autograder.judge.recognise import Answer
from autograder.judge.reference import weight
from autograder.judge.shrink import MAX_CALLS, shrink
from autograder.records import AspectFacts, Case, Outcome
from autograder.rubric import Aspect

FACTS = AspectFacts("values", {}, 1)
LISTS = st.tuples(st.lists(st.integers(-50, 50), min_size=1, max_size=8))


def shrunk(right, wrong, first, inputs=LISTS):
    """The smaller answer, and on how many inputs the function was called."""
    calls = []

    def examine(case):
        calls.append(case.args)
        low = outcome_of(right, case.args)
        full = replace(case, low=low, high=low)
        outcome = outcome_of(wrong, case.args)
        outcome = outcome.value if isinstance(outcome.value, Outcome) else outcome
        return Answer(full, FACTS, outcome, judge(full, FACTS, outcome))

    answer = examine(Case("values", first, "C", Outcome("value"), Outcome("value"), {}, 0))
    assert not answer.verdict.right
    return shrink(answer, Aspect("values", 1, inputs, ko="값"), examine, weight), calls


def test_a_wrong_sum_is_shown_on_one_number():
    found, _ = shrunk(sum, lambda values: sum(values) + (sum(values) > 20), ([30, 40, -3, 2],))
    assert len(found.case.args[0]) == 1 and 21 <= found.case.args[0][0] <= 50


def test_what_is_found_is_wrong_and_carries_both_answers():
    found, _ = shrunk(max, min, ([5, 9, -3, 4],))
    assert (found.case.low.value, found.outcome.value) == (max(found.case.args[0]), min(found.case.args[0]))
    assert not found.verdict.right


def test_nothing_smaller_is_nothing():
    assert shrunk(sum, lambda values: sum(values) + 1, ([0],))[0] is None


def test_a_smaller_input_that_is_wrong_in_another_way_is_not_taken():
    def wrong(values):
        if len(values) < 3:
            raise IndexError
        return sum(values) + 1

    found, _ = shrunk(sum, wrong, ([5, 9, -3, 4],))
    assert found is None or (found.verdict.difference == "values" and len(found.case.args[0]) >= 3)


@pytest.mark.parametrize("kind", ["timeout", "died", "missing"])
def test_what_does_not_answer_is_not_called_again(kind):
    found, calls = shrunk(sum, lambda values: Outcome(kind), ([5, 9, -3, 4],))
    assert (found, len(calls)) == (None, 1)


def test_the_number_of_calls_is_limited():
    _, calls = shrunk(sum, lambda values: -sum(values) - 1, (list(range(1, 9)),), st.tuples(st.lists(st.integers())))
    assert len(calls) <= MAX_CALLS + 1


def test_the_same_function_gets_the_same_counterexample():
    one, other = (shrunk(max, lambda values: values[0], ([5, 9, -3, 4],))[0].case.args for _ in range(2))
    assert one == other


def test_nothing_is_left_on_the_disk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    inputs = st.tuples(st.lists(st.floats(allow_nan=False) | st.integers(), min_size=1))
    for n in range(5):
        shrunk(sum, lambda values, n=n: sum(values) + n + 1, ([5.5, 9.0 + n],), inputs)
    assert list(tmp_path.iterdir()) == []


def test_few_numbers_are_lighter_than_small_numbers():
    assert weight((np.array([90.0]), 5)) < weight((np.array([1.0, 1.0]), 5)) < weight((np.array([2.0, 1.0]), 6))
