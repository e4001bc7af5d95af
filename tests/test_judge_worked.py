"""One cell worked out both ways: the sum that is told is the sum that was computed."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.judge.call import outcome_of
from autograder.judge.compare import judge
from autograder.judge.recognise import Answer
from autograder.judge.worked import MAX_LENGTH, Traced, cell
from autograder.lessons import CheckCode
from autograder.records import AspectFacts, Case, Outcome
from autograder.rubric import Aspect, Check

FACTS = AspectFacts("values", {}, 1)


def dot(x, w, b):
    return np.array([np.sum(x * w) + b[0]])


CHECK = Check([Aspect("values", 1, None, ko="값")])


@CHECK.mistake
def forgets_the_bias(dot, x, w, b):
    """Is the bias there?

    편향이 있나요?
    """
    return dot(x, w, 0 * b)


@CHECK.mistake
def flips_the_filter(dot, x, w, b):
    """Is it flipped?

    뒤집혔나요?
    """
    return dot(x, w[::-1], b)


CODE = CheckCode("dot", dot, CHECK)
ARGS = (np.array([1.0, 2.0, 4.0]), np.array([3.0, 0.0, 5.0]), np.array([7.0]))


def lines(wrong, mistake, args=ARGS, code=CODE):
    low = outcome_of(code.right, args)
    case = Case("values", args, "C", low, low, {}, 0)
    outcome = outcome_of(wrong, args)
    return cell(code, Answer(case, FACTS, outcome, judge(case, FACTS, outcome)), mistake)


def computed(line):
    """Work a line out with Python: '1·3 + 2·0 = 3' -> (3, 3)."""
    left, right = line.replace("·", "*").split(" = ")
    return eval(left, {"__builtins__": {}}), float(right)


def test_a_cell_is_worked_out_as_expected_and_as_the_mistake_has_it():
    found = lines(CODE.wrong(forgets_the_bias), "forgets_the_bias")
    assert computed(found["expected"]) == (30, 30)
    assert computed(found["got"]) == (23, 23)


def test_two_mistakes_at_once_are_worked_out_together():
    found = lines(CODE.both(forgets_the_bias, flips_the_filter), "flips_the_filter+forgets_the_bias")
    assert computed(found["got"])[1] == float(dot(ARGS[0], ARGS[1][::-1], 0 * ARGS[2])[0])


def test_without_a_named_mistake_only_the_right_sum_is_told():
    assert set(lines(lambda x, w, b: dot(x, w, b) + 1, None)) == {"expected"}


def test_a_sum_that_does_not_come_to_the_students_number_is_not_told():
    assert "got" not in lines(lambda x, w, b: dot(x, w, b) + 1, "forgets_the_bias")


def test_a_function_that_does_more_than_arithmetic_is_not_worked_out():
    code = CheckCode("root", lambda x: np.sqrt(x), Check([Aspect("values", 1, None, ko="값")]))
    assert lines(lambda x: x, None, (np.array([4.0]),), code) is None


def test_a_long_sum_is_not_told():
    args = (np.arange(1.0, 60), np.arange(1.0, 60), np.array([7.0]))
    assert lines(CODE.wrong(forgets_the_bias), "forgets_the_bias", args) is None


@pytest.mark.parametrize("wrong", [lambda *args: np.zeros(3), lambda *args: None, lambda *args: 5.0])
def test_another_difference_than_values_has_no_cell(wrong):
    assert lines(wrong, None) is None


def test_an_array_that_came_back_instead_of_a_tuple_does_no_harm():
    case = Case("values", ARGS, "C", Outcome("value", value=(3, 1)), Outcome("value", value=(3, 1)), {}, 0)
    outcome = Outcome("value", value=np.array([5, 1]))
    assert cell(CODE, Answer(case, FACTS, outcome, judge(case, FACTS, outcome)), None) is None


def test_a_range_of_right_answers_and_odd_outcomes_do_no_harm():
    case = Case("values", ARGS, "C", Outcome("value", value=np.array([1.0])), Outcome("value"), {}, 0)
    outcome = Outcome("raised", error="IndexError")
    assert cell(CODE, Answer(case, FACTS, outcome, judge(case, FACTS, outcome)), None) is None


NUMBERS = st.integers(-9, 9).map(float)
OPERATIONS = st.lists(st.tuples(st.sampled_from("+-*/"), NUMBERS), min_size=1, max_size=6)


@given(NUMBERS, OPERATIONS, st.booleans())
def test_whatever_is_told_comes_to_the_number_beside_it(first, operations, from_the_left):
    traced, number = Traced(first), first
    for sign, other in operations:
        if sign == "/" and other == 0:
            continue
        one, two = (traced, Traced(other)) if from_the_left or sign == "/" else (Traced(other), traced)
        left, right = (number, other) if from_the_left or sign == "/" else (other, number)
        traced = {"+": one.__add__, "-": one.__sub__, "*": one.__mul__, "/": one.__truediv__}[sign](two)
        number = {"+": left + right, "-": left - right, "*": left * right, "/": right and left / right}[sign]
    text = re.sub("·", "*", traced.text)
    assert traced.value == number
    assert eval(text, {"__builtins__": {}}) == pytest.approx(number, rel=1e-5, abs=1e-9)


def test_numbers_are_written_so_that_they_can_be_read():
    assert repr(Traced(1.5) * Traced(-2.0)) == "1.5·(-2) = -3"
    assert len(repr(sum((Traced(n) for n in range(3)), Traced(0)))) < MAX_LENGTH


def test_the_window_is_the_cells_of_the_first_array_that_the_right_answer_is_made_of():
    def first_two(x, w):
        return np.array([x[0] * w[0] + x[2] * w[1]])

    check = Check([Aspect("values", 1, None, ko="값")])
    args = np.array([1.0, 2.0, 4.0]), np.array([3.0, 5.0])
    found = lines(lambda x, w: np.array([0.0]), None, args, CheckCode("f", first_two, check))
    assert found == {"expected": "1·3 + 4·5 = 23", "window": {"x": [0, 2]}}


def test_one_number_alone_is_not_worked_out():
    check = Check([Aspect("values", 1, None, ko="값")])
    code = CheckCode("f", lambda x: np.array([x[0] * 1]), check)
    assert lines(lambda x: np.array([0.0]), None, (np.array([5.0, 2.0]),), code) is None
