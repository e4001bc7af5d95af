"""What an instructor writes in checks.py: hints are read from docstrings, and a slip is refused with its place."""

import pytest

from autograder.errors import CourseError
from autograder.records import Hints
from autograder.rubric import Aspect, Check, Speed, aspect_facts, hints_of, mistake_facts


def aspect(name, points=1, **more):
    return Aspect(name, points, None, ko="값", **more)


def flips_the_filter(conv, x):
    """Is the filter flipped?
    Every window meets the filter
    upside down.
    - Try an asymmetric filter.
    - Where do you index w,
      and in which order?

    필터를 뒤집었나요?
    창과 필터의 방향이 반대예요.
    - 비대칭 필터로 해 보세요.
    """


def test_a_docstring_holds_question_explanation_and_hints_in_both_languages():
    hints = hints_of(flips_the_filter)
    assert hints["en"] == Hints(
        "Is the filter flipped?",
        "Every window meets the filter upside down.",
        ("Try an asymmetric filter.", "Where do you index w, and in which order?"),
    )
    assert hints["ko"].question == "필터를 뒤집었나요?" and len(hints["ko"].hints) == 1


def test_a_mistake_is_known_by_the_name_of_its_function():
    assert mistake_facts(flips_the_filter).name == "flips_the_filter"


@pytest.mark.parametrize("text", [None, "", "Only English.", "One.\n\nTwo.\n\nThree."])
def test_a_mistake_without_its_two_halves_is_refused_by_name(text):
    def nameless(right, x):
        return x

    nameless.__doc__ = text
    with pytest.raises(CourseError, match=r"nameless.*two halves, English and Korean"):
        Check([aspect("values")]).mistake(nameless)


def test_points_are_the_sum_of_the_aspects():
    speed = Speed("speed", 2, "속도", tuple, print, tuple, share=1, at_least=1, after="values")
    assert Check([aspect("values", 2.5), aspect("stride"), speed]).points == 5.5


def test_two_aspects_of_one_name_are_refused():
    with pytest.raises(CourseError, match="share a name"):
        Check([aspect("values"), aspect("values")])


def test_an_aspect_after_one_that_does_not_exist_is_refused():
    with pytest.raises(CourseError, match="'vlaues'"):
        Check([aspect("values"), aspect("stride", after="vlaues")])


@pytest.mark.parametrize("aspects", [[aspect("stride", after="values"), aspect("values")], [aspect("a", after="a")]])
def test_an_aspect_must_stand_behind_the_one_it_comes_after(aspects):
    with pytest.raises(CourseError, match="comes after"):
        Check(aspects)


def test_mistakes_of_two_checks_do_not_mix():
    one, other = Check([aspect("values")]), Check([aspect("values")])
    one.mistake(flips_the_filter)
    assert (len(one.mistakes), len(other.mistakes)) == (1, 0)


def test_an_aspect_is_labelled_in_both_languages():
    facts = aspect_facts(aspect("values", judge="kind"))
    assert (facts.labels, facts.judge) == ({"en": "values", "ko": "값"}, "kind")
