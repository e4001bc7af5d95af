"""Which named mistake is it? From behaviour alone, one at a time, two at once, and beside a slip that stands apart."""

import numpy as np
import pytest

from autograder import lessons
from autograder.judge.call import outcome_of
from autograder.judge.compare import judge
from autograder.judge.recognise import Answer, recognise
from autograder.judge.reference import answered, facts_of
from autograder.lessons import CheckCode
from autograder.records import Case, Outcome
from autograder.rubric import Aspect, Check

ARGS = [
    ("factor", (np.array([1.0, 2.0]), 3, 0)),
    ("factor", (np.array([2.0, 2.0]), 2, 0)),
    ("shift", (np.array([1.0, 2.0]), 1, 4)),
    ("shift", (np.array([3.0]), 1, 2)),
    ("together", (np.array([1.0, 2.0]), 3, 4)),
    ("together", (np.array([5.0]), 2, 1)),
    ("input unchanged", (np.array([1.0, 2.0]), 3, 4)),
    ("errors", (np.zeros(0), 3, 4)),
]


@pytest.fixture
def scale(course):
    return lessons.load(lessons.lesson(course, "b01"))["scale"]


def frozen(code, args=ARGS):
    empty = Outcome("value")
    return facts_of(code, [answered(code, Case(name, given, "C", empty, empty, {}, 1e-9)) for name, given in args])


def answers(facts, function):
    found = []
    for case in facts.cases:
        aspect = facts.aspect(case.aspect)
        outcome = outcome_of(function, case.args)
        found.append(Answer(case, aspect, outcome, judge(case, aspect, outcome)))
    return found


def named(code, function, args=ARGS):
    """What a student's function is called."""
    facts = frozen(code, args)
    mistakes = {mistake.__name__: mistake for mistake in code.check.mistakes}

    def combine(one, other, case):
        orders = ((mistakes[one], mistakes[other]), (mistakes[other], mistakes[one]))
        return [outcome_of(code.both(*order), case.args) for order in orders]

    return recognise(facts, answers(facts, function), combine=combine)


def test_the_right_answer_has_no_mistake(scale):
    assert named(scale, scale.right) is None


@pytest.mark.parametrize("name", ["ignores_the_factor", "ignores_the_shift", "works_in_place", "lets_nothing_through"])
def test_each_mistake_is_called_by_its_name(scale, name):
    mistake = next(mistake for mistake in scale.check.mistakes if mistake.__name__ == name)
    assert named(scale, scale.wrong(mistake)) == name


def test_a_mistake_is_not_named_where_one_case_speaks_against_it(scale):
    def nearly(x, factor, shift):
        if factor == 2:
            return scale.right(x, factor, shift)
        return scale.right(x, 1, shift)

    assert named(scale, nearly) is None


def test_another_wrong_answer_in_the_same_cases_is_no_mistake_with_a_name(scale):
    assert named(scale, lambda x, factor, shift: scale.right(x, factor + 1, shift)) is None


def test_two_mistakes_at_once_are_both_named(scale):
    assert named(scale, lambda x, factor, shift: scale.right(x, 1, 0)) == "ignores_the_factor+ignores_the_shift"


def test_two_mistakes_that_do_not_combine_as_computed_are_not_named(scale):
    def odd_together(x, factor, shift):
        return scale.right(x, 1, 0) if factor == 1 or shift == 0 else scale.right(x, 7, 7)

    assert named(scale, odd_together) is None


def test_two_mistakes_need_a_case_of_their_own_each(scale):
    together = [(name, args) for name, args in ARGS if name != "shift"]
    assert named(scale, lambda x, factor, shift: scale.right(x, 1, 0), together) is None


def test_a_mistake_and_a_slip_apart_are_both_named(scale):
    assert named(scale, lambda x, factor, shift: x + shift) == "ignores_the_factor+lets_nothing_through"


def test_a_slip_apart_does_not_hide_a_mistake(scale):
    def raises_too_often(x, factor, shift):
        if x.size == 0:
            return "nothing"
        return scale.right(x, 1, shift)

    assert named(scale, raises_too_often).startswith("ignores_the_factor")


def test_a_slip_apart_is_not_given_the_name_of_a_mistake_that_the_other_cases_rule_out(scale):
    """Written from scratch, a mistake may well forget the error too; who forgets only the error has not made it."""
    check = Check(scale.check.aspects, atol=1e-9)

    @check.mistake
    def adds_the_factor(scale, x, factor, shift):
        """Is it a sum?

        더했나요?
        """
        return x + factor + shift

    check.mistakes.append(next(m for m in scale.check.mistakes if m.__name__ == "lets_nothing_through"))
    code = CheckCode("scale", scale.right, check)
    assert named(code, lambda x, factor, shift: x * factor + shift) == "lets_nothing_through"
    assert named(code, lambda x, factor, shift: x + factor + shift) == "adds_the_factor"


@pytest.mark.parametrize("instead", [None, "nothing", np.zeros((2, 2)), 0])
def test_whatever_comes_back_where_an_error_was_asked_for_it_is_the_same_slip(scale, instead):
    assert named(scale, lambda x, f, s: scale.right(x, f, s) if x.size else instead) == "lets_nothing_through"


def test_another_error_than_the_one_asked_for_is_not_that_slip(scale):
    def stops(x, factor, shift):
        return scale.right(x, factor, shift) if x.size else {}["x"]

    assert named(scale, stops) is None


def test_slips_in_two_aspects_apart_are_both_named(scale):
    def careless(x, factor, shift):
        x *= factor
        x += shift
        return x.copy()

    assert named(scale, careless) == "works_in_place+lets_nothing_through"


def test_two_things_that_should_be_refused_are_two_slips(scale):
    refusals = [Aspect(name, 1, None, ko=name, after="factor") for name in ("negative", "zero")]
    check = Check([*scale.check.aspects, *refusals], atol=1e-9)

    def right(x, factor, shift):
        if factor <= 0:
            raise ValueError("the factor must be positive")
        return scale.right(x, factor, shift)

    @check.mistake
    def takes_negative_factors(right, x, factor, shift):
        """Negative?

        음수인가요?
        """
        return x * factor + shift if factor < 0 else right(x, factor, shift)

    @check.mistake
    def takes_zero(right, x, factor, shift):
        """Zero?

        0인가요?
        """
        return x * factor + shift if factor == 0 else right(x, factor, shift)

    args = [*ARGS, ("negative", (np.ones(2), -1, 0)), ("zero", (np.ones(2), 0, 0))]
    code = CheckCode("scale", right, check)
    assert named(code, lambda x, f, s: scale.right(x, f, s) if f else None, args) == "takes_negative_factors+takes_zero"


def test_a_mistake_is_named_where_it_makes_what_should_have_been_refused(scale):
    """The last number is forgotten: of one number nothing is left, and nobody refuses that."""
    check = Check(scale.check.aspects, atol=1e-9)

    @check.mistake
    def forgets_the_last(scale, x, factor, shift):
        """Is the last number missing?

        마지막 수가 없나요?
        """
        return scale(x[:-1], factor, shift)

    check.mistakes.append(next(m for m in scale.check.mistakes if m.__name__ == "lets_nothing_through"))
    code = CheckCode("scale", scale.right, check)
    assert named(code, lambda x, f, s: scale.right(x[:-1], f, s)) == "forgets_the_last"
    assert named(code, lambda x, f, s: x[:-1] * f + s) == "forgets_the_last+lets_nothing_through"


def test_without_the_course_two_mistakes_are_named_from_the_cases_that_tell_them_apart(scale):
    facts = frozen(scale)
    found = answers(facts, lambda x, factor, shift: scale.right(x, 1, 0))
    assert recognise(facts, found) == "ignores_the_factor+ignores_the_shift"


def test_a_call_that_dies_has_no_mistake(scale):
    facts = frozen(scale)
    dead = [
        Answer(
            case, facts.aspect(case.aspect), Outcome("died"), judge(case, facts.aspect(case.aspect), Outcome("died"))
        )
        for case in facts.cases
    ]
    assert recognise(facts, dead) is None


def test_a_mistake_with_the_same_answers_as_another_is_called_by_the_first_name():
    check = Check([Aspect("values", 1, None, ko="값")], atol=0)
    for name in ("first", "second"):

        def mistake(right, x):
            """Is it one too many?

            하나 더 많나요?
            """
            return x + 1

        mistake.__name__ = name
        check.mistake(mistake)
    code = CheckCode("same", lambda x: x, check)
    assert named(code, lambda x: x + 1, [("values", (1,)), ("values", (5,))]) == "first"


def diverging():
    """A function of whose one mistake the answers grow beyond all bounds."""
    check = Check([Aspect("values", 1, None, ko="값")], atol=1e-9)

    @check.mistake
    def grows(right, x):
        """Is the step too large?

        보폭이 너무 큰가요?
        """
        return x * 1.5**1000

    return CheckCode("learn", lambda x: x, check), [("values", (1.25,)), ("values", (3.75,))]


def test_two_programs_that_diverge_in_the_same_way_have_the_same_name_though_they_round_otherwise():
    code, args = diverging()

    def step_by_step(x):
        for _ in range(1000):
            x += 0.5 * x
        return x

    assert step_by_step(1.25) != 1.25 * 1.5**1000 > 1e176
    assert named(code, step_by_step, args) == "grows"


def test_a_program_that_diverges_in_another_way_has_not_that_name():
    code, args = diverging()
    assert named(code, lambda x: x * 1.5**1000 * (1 + 1e-9), args) is None
