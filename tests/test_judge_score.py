"""From judged answers to points and one word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.judge.compare import Verdict
from autograder.judge.recognise import Answer
from autograder.judge.score import scores, status
from autograder.records import AspectFacts, Case, CheckFacts, Outcome

ASPECTS = (
    AspectFacts("values", {}, 5),
    AspectFacts("stride", {}, 2.5),
    AspectFacts("input unchanged", {}, 1, "unchanged", "values"),
    AspectFacts("speed", {}, 1.5, "speed", "values"),
)
FACTS = CheckFacts("f", ("x",), ASPECTS, (), ())
RIGHT, WRONG = Verdict(), Verdict("values")


def answers(*, outcome=None, **verdicts):
    """Judged answers by the name of their aspect: values=[RIGHT, WRONG]."""
    outcome = outcome or Outcome("value")
    found = []
    for name, some in verdicts.items():
        aspect = FACTS.aspect(name.replace("_", " "))
        case = Case(aspect.name, (), "C", Outcome("value"), Outcome("value"), {}, 0)
        found += [Answer(case, aspect, outcome, verdict) for verdict in some]
    return found


def points(found, **more):
    return {name: score.points for name, score in scores(FACTS, found, **more).items()}


ALL_RIGHT = {"values": [RIGHT] * 3, "stride": [RIGHT], "input_unchanged": [RIGHT]}


def test_all_right_and_fast_is_worth_everything():
    assert sum(points(answers(**ALL_RIGHT), fast=True).values()) == FACTS.points == 10


def test_one_wrong_case_costs_its_aspect_and_no_other():
    found = answers(**ALL_RIGHT | {"stride": [RIGHT, WRONG]})
    assert points(found, fast=True) == {"values": 5, "stride": 0, "input unchanged": 1, "speed": 1.5}
    assert (scores(FACTS, found)["stride"].passed, scores(FACTS, found)["stride"].cases) == (1, 2)


def test_an_aspect_that_comes_after_another_earns_nothing_without_it():
    assert points(answers(**ALL_RIGHT | {"values": [WRONG]}), fast=True)["input unchanged"] == 0


@pytest.mark.parametrize("fast", [False, None])
def test_a_timed_aspect_earns_nothing_unless_it_was_measured_and_met(fast):
    assert points(answers(**ALL_RIGHT), fast=fast)["speed"] == 0


def test_an_aspect_without_a_case_earns_nothing():
    assert points(answers(values=[RIGHT]))["stride"] == 0


@given(st.lists(st.sampled_from([RIGHT, WRONG]), min_size=1), st.lists(st.sampled_from([RIGHT, WRONG]), min_size=1))
def test_points_are_never_negative_and_full_marks_need_every_case(values, stride):
    found = points(answers(values=values, stride=stride, input_unchanged=[RIGHT]), fast=True)
    assert all(0 <= found[aspect.name] <= aspect.points for aspect in ASPECTS)
    assert (sum(found.values()) == FACTS.points) == (WRONG not in values + stride)


@pytest.mark.parametrize(("earned", "word"), [(10, "pass"), (9.99, "partial"), (0.01, "partial"), (0, "wrong")])
def test_only_full_marks_pass_and_only_none_at_all_is_wrong(earned, word):
    assert status(earned, 10, answers(values=[WRONG])) == word


@pytest.mark.parametrize(
    ("outcome", "word"),
    [
        (Outcome("raised", error="NotImplementedError"), "not_started"),
        (Outcome("raised", error="IndexError"), "error"),
        (Outcome("died"), "error"),
        (Outcome("missing"), "error"),
        (Outcome("timeout"), "timeout"),
        (Outcome("value", value=3), "wrong"),
    ],
)
def test_no_points_are_told_apart_by_what_the_calls_came_to(outcome, word):
    assert status(0, 10, answers(outcome=outcome, values=[WRONG, WRONG])) == word


def test_an_error_and_a_wrong_answer_together_are_wrong():
    mixed = answers(outcome=Outcome("died"), values=[WRONG]) + answers(values=[WRONG])
    assert status(0, 10, mixed) == "wrong"
