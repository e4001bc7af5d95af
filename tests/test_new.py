"""`autograder new`: the folder it writes is a whole assignment, and what cannot be one is refused."""

import os

import pytest

from autograder.course import doctor, scaffold
from autograder.errors import CourseError
from tests import small_course


@pytest.fixture
def empty(tmp_path, monkeypatch):
    """A course without any assignment, where one stands."""
    (tmp_path / "solutions").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(doctor, "TIMES", 2)
    return tmp_path / "solutions"


@pytest.mark.parametrize("like", ["function", "model"])
def test_a_new_assignment_builds_and_passes_the_doctor(empty, autograder, like):
    if like == "model":
        pytest.importorskip("keras")
    told = autograder("new", "a14_mine", "--like", like)
    assert told.code == 0
    assert told.out.decode().splitlines() == [
        "wrote solutions/a14_mine/lesson.py",
        "wrote solutions/a14_mine/checks.py",
        "Next: autograder build a14_mine && autograder doctor a14_mine",
    ]
    assert autograder("build", "a14_mine").code == 0
    examined = autograder("doctor", "a14_mine")
    assert (examined.code, examined.err) == (0, "")
    assert "2 mistakes caught and told apart" in examined.out.decode()


def test_it_stands_beside_the_assignments_of_a_course_without_touching_them(own_course, autograder):
    before = {path: path.read_bytes() for path in own_course.rglob("*") if path.is_file()}
    assert autograder("new", "b03_mine", "--course", own_course).code == 0
    assert {path: path.read_bytes() for path in before} == before
    small_course.forget(own_course)


def test_titles_are_those_that_were_asked_for(empty, autograder):
    autograder("new", "a14_mine", "--title-en", "Dilated filters", "--title-ko", "성긴 필터")
    text = (empty / "a14_mine" / "lesson.py").read_text("utf-8")
    assert "# # Dilated filters\n" in text and "# # 성긴 필터\n" in text and "$" not in text


@pytest.mark.parametrize(
    "name", ["mine", "a14", "A14_mine", "a14-mine", "a1_mine", "14_mine", "a14_", "../a14_mine", "a14_내것", "a14_a b"]
)
def test_a_name_that_no_assignment_can_have_is_refused(empty, autograder, name):
    told = autograder("new", name)
    assert told.code == 1 and "cannot name an assignment" in told.err and "autograder new a14_mine" in told.err
    assert os.listdir(empty) == []


def test_a_folder_that_is_there_is_never_touched(empty, autograder):
    (empty / "a14_mine").mkdir()
    told = autograder("new", "a14_mine")
    assert told.code == 1 and "is there already" in told.err
    assert os.listdir(empty / "a14_mine") == []


def test_a_number_that_is_taken_is_refused_with_the_next_free_one(own_course, autograder):
    told = autograder("new", "b01_mine", "--course", own_course)
    assert told.code == 1 and "b01_scale begins with b01 too" in told.err and "free number is b03" in told.err


@pytest.mark.parametrize("title", ["", " ", "two\nlines"])
def test_a_title_of_more_or_less_than_a_line_is_refused(empty, title):
    with pytest.raises(CourseError, match="a title is one line"):
        scaffold.new(empty, "a14_mine", title_en=title)
    assert os.listdir(empty) == []


def test_without_a_course_it_says_how_to_begin_one(tmp_path, monkeypatch, autograder):
    monkeypatch.chdir(tmp_path)
    told = autograder("new", "a14_mine")
    assert told.code == 1 and "mkdir solutions" in told.err
