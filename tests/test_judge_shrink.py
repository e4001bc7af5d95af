"""The smallest wrong input: it is wrong in the same way, it is smaller, and it is always the same one."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import strategies as st

from autograder.judge import shrink as shrinking
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


def times_searched(monkeypatch):
    searched = []
    anew = shrinking._search_anew
    monkeypatch.setattr(shrinking, "_search_anew", lambda *words: searched.append(1) or anew(*words))
    return searched


def test_of_the_same_mistakes_only_the_first_needs_a_search(monkeypatch):
    monkeypatch.setattr(shrinking, "_questions", {})
    searched = times_searched(monkeypatch)
    first, asked = shrunk(max, lambda values: values[0], ([5, 9, -3, 4],))
    second, asked_again = shrunk(max, lambda values: values[0], ([5, 9, -3, 4],))
    assert (first.case, first.outcome, asked) == (second.case, second.outcome, asked_again)
    assert len(searched) == 1


@pytest.mark.parametrize("limit", range(0, 60, 3))
def test_what_is_remembered_of_others_changes_nothing(limit, monkeypatch):
    """Functions that are wrong alike on some inputs and not on others."""

    def wrong(values):
        return max(values) if len(values) == 1 or max(values) > limit else values[0]

    first = ([-3, -2, 0],) if max([0]) <= limit else ([0],)
    for other in range(0, 60, 7):
        shrunk(max, lambda values, n=other: max(values) if max(values) > n else min(values) - 1, ([0],))
    shared, asked = shrunk(max, wrong, first)
    monkeypatch.setattr(shrinking, "_questions", {})
    alone, asked_alone = shrunk(max, wrong, first)
    assert asked == asked_alone
    assert shared is alone is None or shared.case.args == alone.case.args


def test_a_strategy_that_draws_otherwise_than_before_is_asked_for_real(monkeypatch):
    monkeypatch.setattr(shrinking, "_questions", {})
    expected, asked = shrunk(max, lambda values: values[0], ([5, 9, -3, 4],))
    questions = shrinking._questions[LISTS]
    for answers in [*questions][2:]:
        del questions[answers]
    questions[[*questions][1]] = ([7, 50],)  # as if other modules had been imported then
    found, asked_again = shrunk(max, lambda values: values[0], ([5, 9, -3, 4],))
    assert found.case.args == expected.case.args
    assert [args for args in asked_again if args != ([7, 50],)][2:] == asked[2:]


def test_what_is_remembered_does_not_grow_with_the_class(monkeypatch):
    monkeypatch.setattr(shrinking, "MAX_REMEMBERED", 50)
    for n in range(20):
        inputs = st.tuples(st.lists(st.integers(-50, 50 + n), min_size=1, max_size=8))
        shrunk(max, lambda values: values[0], ([5, 9, -3, 4 + n],), inputs)
    assert sum(map(len, shrinking._questions.values())) <= 50 + MAX_CALLS


def test_nothing_is_left_on_the_disk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    inputs = st.tuples(st.lists(st.floats(allow_nan=False) | st.integers(), min_size=1))
    for n in range(5):
        shrunk(sum, lambda values, n=n: sum(values) + n + 1, ([5.5, 9.0 + n],), inputs)
    assert list(tmp_path.iterdir()) == []


def test_few_numbers_are_lighter_than_small_numbers():
    assert weight((np.array([90.0]), 5)) < weight((np.array([1.0, 1.0]), 5)) < weight((np.array([2.0, 1.0]), 6))
