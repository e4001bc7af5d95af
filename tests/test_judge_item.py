"""One function from its first call to its verdict: what is timed, and on which arrays a wrong answer is shown."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import strategies as st

from autograder.judge.call import outcome_of
from autograder.judge.evidence import value_json
from autograder.judge.item import judge_function
from autograder.judge.reference import answered, facts_of
from autograder.lessons import CheckCode
from autograder.records import Case, Outcome
from autograder.rubric import Aspect, Check, Speed

SQUARES = st.tuples(st.sampled_from([np.arange(4.0).reshape(2, 2), np.arange(9.0).reshape(3, 3)]))


def rows_of(x):
    """The numbers row by row, without the arrays that have none."""
    if not x.size:
        raise ValueError("nothing to read")
    return [number for row in x for number in row]


CHECK = Check(
    atol=0,
    aspects=[
        Aspect("values", 3, SQUARES, ko="값"),
        Aspect("transposed", 1, SQUARES, ko="뒤집힌 배열", layout="F"),
        Aspect("errors", 1, st.just((np.zeros((0, 2)),)), ko="오류", after="values"),
        Speed(
            "speed",
            2,
            ko="속도",
            example=lambda: (np.ones((2, 2)),),
            baseline=lambda x: None,
            baseline_example=lambda: (np.ones((2, 2)),),
            share=1,
            at_least=1,
            after="values",
        ),
    ],
)
CODE = CheckCode("rows_of", rows_of, CHECK)


@pytest.fixture
def judged(monkeypatch):
    """Judge a function in this process; every call takes no time."""

    def judge(function):
        def ask(args, layout, **_):
            return replace(outcome_of(function, args, layout=layout), seconds=0.0)

        empty = Outcome("value")
        given = [("values", np.arange(9.0).reshape(3, 3), "C"), ("transposed", np.arange(4.0).reshape(2, 2), "F")]
        given += [("errors", np.zeros((0, 2)), "C")]
        cases = [answered(CODE, Case(name, (x,), layout, empty, empty, {}, 0)) for name, x, layout in given]
        return judge_function(facts_of(CODE, cases), ask, lambda: CODE)

    return judge


def points(item):
    return {name: score.points for name, score in item.aspects.items()}


def test_the_right_function_has_every_point(judged):
    assert points(judged(rows_of)) == {"values": 3, "transposed": 1, "errors": 1, "speed": 2}


def test_a_slip_elsewhere_does_not_cost_the_points_of_speed(judged):
    lax = judged(lambda x: x.ravel())
    assert points(lax) == {"values": 3, "transposed": 1, "errors": 0, "speed": 2}


def test_what_the_timed_part_comes_after_has_to_be_right(judged):
    assert points(judged(lambda x: x.T.ravel()))["speed"] == 0


def test_a_wrong_answer_is_shown_on_arrays_that_anybody_can_type_in(judged):
    def wrong_for_two_rows(x):
        return (np.triu(x) if len(x) == 2 else x).ravel()

    shown = judged(wrong_for_two_rows).counterexample
    assert (shown["aspect"], shown["layout"]) == ("transposed", "C")


def test_where_only_the_layout_matters_the_layout_is_kept(judged):
    shown = judged(lambda x: x.ravel(order="K")).counterexample
    assert (shown["aspect"], shown["layout"]) == ("transposed", "F")


def with_a_picture(function):
    """Judge a function of maps that has a picture; and how often it was called on it."""
    check = Check(atol=0, aspects=[Aspect("values", 1, SQUARES, ko="값")])
    check.picture(ko="두 배")(lambda: (np.arange(12.0).reshape(3, 4),))
    code = CheckCode("double", lambda x: 2 * x, check)
    empty, called = Outcome("value"), []

    def ask(args, layout, **_):
        if args[0].shape == (3, 4):
            called.append(args)
        return replace(outcome_of(function, args, layout=layout), seconds=0.0)

    cases = [answered(code, Case("values", (np.arange(4.0).reshape(2, 2),), "C", empty, empty, {}, 0))]
    return judge_function(facts_of(code, cases), ask, lambda: code), len(called)


def test_a_wrong_function_is_called_once_more_on_a_picture():
    item, n = with_a_picture(lambda x: -2 * x)
    assert (item.counterexample["picture"]["finding"], n) == ({"kind": "reversed"}, 1)


def test_a_right_function_or_one_that_stops_is_not_called_on_a_picture():
    assert with_a_picture(lambda x: 2 * x)[1] == 0
    assert with_a_picture(lambda x: x[99])[1] == 0


def test_a_function_that_only_fails_on_the_picture_loses_nothing_by_it():
    item, n = with_a_picture(lambda x: -2 * x[: 2 if x.shape[1] < 4 else 99, : 1 / (4 - x.shape[1]) and None])
    assert (item.status, "picture" in item.counterexample, n) == ("wrong", False, 1)


@pytest.mark.parametrize(("loss", "points_given"), [(1.0, 1), (1.5, 1), (2.5, 0)])
def test_a_range_may_be_accepted_for_each_of_several_outputs(loss, points_given):
    check = Check(aspects=[Aspect("values", 1, st.just((np.ones(2),)), ko="값")])
    check.accepts(lambda right, x: ((1, x), (2, x)))
    code = CheckCode("loss_and_gradient", lambda x: (1.0, x), check)
    empty = Outcome("value")
    facts = facts_of(code, [answered(code, Case("values", (np.ones(2),), "C", empty, empty, {}, 1e-8))])
    item = judge_function(facts, lambda args, layout, **_: outcome_of(lambda x: (loss, x), args), lambda: code)
    assert points(item) == {"values": points_given}


def test_of_a_tuple_of_many_arrays_the_shapes_are_shown_and_no_numbers():
    few, many = (value_json((np.ones(400),) * n)["data"] for n in (3, 60))
    assert all(len(one["data"]) == 400 for one in few)
    assert {(tuple(one["shape"]), one["data"]) for one in many} == {((400,), None)}
