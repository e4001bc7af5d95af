"""Calling a function on every case: how often, in which order, and when we give up."""

import pytest

from autograder.judge.examine import MAX_DEATHS, examine, unwritten
from autograder.records import AspectFacts, Case, CheckFacts, Outcome

ASPECTS = tuple(
    AspectFacts(name, {}, 1, "unchanged" if name == "input unchanged" else "answer")
    for name in ("values", "stride", "pad", "input unchanged")
)


def case(aspect, number):
    right = Outcome("value", value=number)
    return Case(aspect, (number,), "C", right, right, {}, 0)


FACTS = CheckFacts("f", ("x",), ASPECTS, tuple(case(aspect.name, n) for aspect in ASPECTS for n in range(1, 5)), ())


class Student:
    """A made-up function that remembers how it was called."""

    def __init__(self, answer):
        self.answer = answer
        self.calls = []

    def __call__(self, case, return_args):
        self.calls.append((case.aspect, case.args[0], return_args))
        found = self.answer(case.aspect, case.args[0], len(self.calls))
        return found if isinstance(found, Outcome) else Outcome("value", value=found)


def examined(answer):
    student = Student(answer)
    return examine(FACTS, student), student.calls


def test_every_case_is_called_once_in_order_and_the_first_aspect_once_more():
    answers, calls = examined(lambda aspect, x, n: x)
    assert [(answer.case.aspect, answer.case.args[0]) for answer in answers] == [call[:2] for call in calls[:16]]
    assert [call[:2] for call in calls[16:]] == [call[:2] for call in calls[:4]]
    assert all(answer.verdict.right for answer in answers)


def test_arguments_come_back_only_where_they_are_judged():
    _, calls = examined(lambda aspect, x, n: x)
    assert {(aspect == "input unchanged", return_args) for aspect, _, return_args in calls} == {
        (True, True),
        (False, False),
    }


def test_a_function_that_answers_otherwise_the_second_time_depends_on_earlier_calls():
    answers, _ = examined(lambda aspect, x, n: x if n < 17 else x + 1)
    assert (answers[0].verdict.difference, answers[0].outcome.value) == ("depends", 2)
    assert all(answer.verdict.right for answer in answers[1:])


def test_a_function_that_raises_the_second_time_depends_on_earlier_calls():
    answers, _ = examined(lambda aspect, x, n: x if n < 17 else Outcome("raised", error="IndexError"))
    assert answers[0].verdict.difference == "depends"


@pytest.mark.parametrize("kind", ["timeout", "died"])
def test_a_second_call_that_is_cut_off_proves_nothing(kind):
    answers, _ = examined(lambda aspect, x, n: x if n < 17 else Outcome(kind))
    assert answers[0].verdict.right


def test_after_a_time_out_the_rest_of_the_aspect_is_not_called():
    answers, calls = examined(lambda aspect, x, n: Outcome("timeout") if (aspect, x) == ("stride", 2) else x)
    assert [call[1] for call in calls if call[0] == "stride"] == [1, 2]
    found = [answer.outcome.kind for answer in answers if answer.case.aspect == "stride"]
    assert found == ["value", "timeout", "timeout", "timeout"]
    assert all(answer.verdict.right for answer in answers if answer.case.aspect == "pad")


def test_a_function_that_hangs_in_two_aspects_is_called_no_more():
    answers, calls = examined(lambda aspect, x, n: Outcome("timeout"))
    assert len(calls) == 2
    assert {answer.outcome.kind for answer in answers} == {"timeout"} and len(answers) == 16


def test_a_function_that_dies_again_and_again_is_called_no_more():
    answers, calls = examined(lambda aspect, x, n: Outcome("died"))
    assert len(calls) == MAX_DEATHS
    assert {answer.outcome.kind for answer in answers} == {"died"} and len(answers) == 16


def test_deaths_on_some_cases_cost_only_these():
    answers, _ = examined(lambda aspect, x, n: Outcome("died") if (aspect, x) in [("values", 2), ("pad", 1)] else x)
    assert sum(answer.verdict.right for answer in answers) == 14


def test_a_function_that_is_missing_is_asked_for_once_in_an_aspect():
    answers, calls = examined(lambda aspect, x, n: Outcome("missing"))
    assert len(calls) == len(ASPECTS)
    assert {answer.verdict.difference for answer in answers} == {"missing"}


def test_an_unwritten_function_is_called_three_times():
    answers, calls = examined(lambda aspect, x, n: Outcome("raised", error="NotImplementedError"))
    assert len(calls) == 3
    assert unwritten(answers)


def test_a_function_that_is_unwritten_for_some_cases_only_is_judged_on_all():
    unfinished = Outcome("raised", error="NotImplementedError")
    answers, calls = examined(lambda aspect, x, n: unfinished if aspect == "values" and x < 3 else x)
    assert not unwritten(answers)
    assert len(calls) == 18 and sum(answer.verdict.right for answer in answers) == 14  # two of them once more


def test_nothing_is_not_unwritten():
    assert not unwritten([])


def test_cases_that_are_asked_together_are_given_up_as_single_ones_are():
    """Whatever happens at whichever case: the same calls, the same answers."""
    kinds = [Outcome("timeout"), Outcome("died"), Outcome("missing"), Outcome("raised", error="IndexError"), None]
    for outcome in kinds:
        for bad in range(1, 17):
            alone = Student(lambda aspect, x, n, bad=bad, outcome=outcome: outcome if n >= bad and outcome else x)
            together = Student(alone.answer)
            asked = []

            def call_all(wanted, together=together, asked=asked):
                asked.append(len(wanted))
                return (together(*one) for one in wanted)

            assert examine(FACTS, alone) == examine(FACTS, together, call_all=call_all)
            assert alone.calls == together.calls
            assert asked[0] == 16
