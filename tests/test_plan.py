"""course.toml: none is needed; what it says is done, and what means nothing is refused with the mend."""

import json

import pytest

from autograder import lessons
from autograder.course import build
from autograder.errors import CourseError
from autograder.plan import NAME


def names(course, **options):
    return [one.name for one in lessons.lessons(course, **options)]


def plan(course, text):
    (course / NAME).write_text(text, "utf-8")


def test_the_order_is_that_of_course_toml_and_the_others_follow_by_name(own_course):
    plan(own_course, 'order = ["b02_steps"]')
    assert names(own_course) == ["b02_steps", "b01_scale"]


def test_a_notebook_knows_its_place_so_that_a_students_list_has_the_same_order(own_course):
    plan(own_course, 'order = ["b02_steps"]')
    found = []
    for one in lessons.lessons(own_course):
        notebook = json.loads(build.notebook(one, lessons.load(one), "en"))
        found.append((notebook["metadata"]["cnnkit"].get("place", 0), one.name))
    assert found == sorted(found) == [(-1, "b02_steps"), (0, "b01_scale")]


def test_a_hidden_assignment_is_found_by_its_name_only(own_course):
    plan(own_course, 'hidden = ["b02_steps"]')
    assert names(own_course) == ["b01_scale"] and names(own_course, hidden=True) == ["b01_scale", "b02_steps"]
    assert lessons.lesson(own_course, "b02").name == "b02_steps"


def test_a_title_stands_in_for_that_of_the_lesson_in_its_language_only(own_course):
    plan(own_course, '[titles.b01_scale]\nko = "새 제목"')
    assert lessons.titles(lessons.lesson(own_course, "b01")) == {"en": "Scaling", "ko": "새 제목"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ordre = []", "'ordre'.*is 'order' meant"),
        ('order = ["b01_scal"]', "no folder .*b01_scal with a lesson; is 'b01_scale' meant"),
        ('order = "b01_scale"', "list of names"),
        ('order = ["b01_scale", "b01_scale"]', "twice"),
        ('hidden = ["b09"]', "hidden names 'b09'"),
        ('[titles.b01_scale]\nfr = "titre"', "takes en"),
        ('titles = "x"', "tables such as"),
        ("order = [", "cannot be read"),
        ('seed = "mine"', "seed is a whole number"),
        ("seed = -1", "seed is a whole number"),
        ("seed = true", "seed is a whole number"),
    ],
)
def test_what_means_nothing_is_refused_with_the_file_and_the_mend(own_course, text, said):
    plan(own_course, text)
    with pytest.raises(CourseError, match=f"(?s){NAME}.*{said}"):
        names(own_course)
