"""A course folder as Python: found by name, loaded by path, and refused with file, name and mend."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder import lessons
from autograder.errors import CourseError
from tests import small_course

ROOT = Path(__file__).parents[1]


def test_the_lessons_of_a_course_come_in_order_of_their_names(course):
    assert [one.name for one in lessons.lessons(course)] == ["b01_scale", "b02_steps"]


@pytest.mark.parametrize("name", ["b01", "b01_", "b01_scale"])
def test_a_prefix_will_do_when_only_one_lesson_fits(course, name):
    assert lessons.lesson(course, name).name == "b01_scale"


@pytest.mark.parametrize("name", ["b", "b03", "../solutions/b01_scale", ""])
def test_a_name_that_fits_none_or_several_is_refused_with_those_there_are(course, name):
    with pytest.raises(CourseError, match="b01_scale, b02_steps"):
        lessons.lesson(course, name)


def test_a_folder_without_lessons_is_no_course(tmp_path):
    with pytest.raises(CourseError, match="holds no lesson"):
        lessons.lessons(tmp_path)


def test_a_lesson_loads_its_answers_and_its_rubric(course):
    code = lessons.load(lessons.lesson(course, "b01"))
    assert list(code) == ["scale", "total"]
    assert (code["total"].right([1, 2]), code["scale"].parameters) == (3, ("x", "factor", "shift"))


def test_a_lesson_is_titled_by_its_first_heading_in_each_language(course):
    assert lessons.titles(lessons.lesson(course, "b01")) == {"en": "Scaling", "ko": "늘이기"}


def test_two_courses_of_the_same_names_do_not_mix(course, own_course):
    path = own_course / "b02_steps" / "lesson.py"
    path.write_text(path.read_text().replace("range(n)]", "range(n, 2 * n)]"))
    theirs = lessons.load(lessons.lesson(own_course, "b02"))["steps"]
    ours = lessons.load(lessons.lesson(course, "b02"))["steps"]
    assert (theirs.right(2), ours.right(2)) == ([2, 3], [0, 1])


def test_demonstrations_of_a_lesson_do_not_run(own_course):
    path = own_course / "b02_steps" / "lesson.py"
    path.write_text(path.read_text() + "\n\n# %%\nimage = 1 / 0\nraise SystemExit\n")
    assert lessons.load(lessons.lesson(own_course, "b02"))["steps"].right(1) == [0]


def change(course, name, old, new):
    path = course / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("lesson.py", "def steps", "def step", r"checks\.py grades 'steps', but .*lesson\.py defines no function"),
        ("lesson.py", "return [", "return [[", r"lesson\.py cannot be read"),
        (
            "lesson.py",
            "from cnnkit import check",
            "import no_such_package",
            r"lesson\.py cannot be loaded.*no_such_package",
        ),
        ("checks.py", "steps = Check(", "steps = Chekc(", r"checks\.py cannot be imported: NameError"),
        ("checks.py", "steps = Check(", "steps = dict(", r"checks\.py cannot be imported"),
        ("checks.py", "\n\n    1부터", "\n    1부터", r"starts_at_one.*two halves"),
    ],
)
def test_a_lesson_that_cannot_be_loaded_is_named(own_course, name, old, new, said):
    change(own_course / "b02_steps", name, old, new)
    with pytest.raises(CourseError, match=said):
        lessons.load(lessons.lesson(own_course, "b02"))


def test_a_lesson_without_a_rubric_is_named(own_course):
    (own_course / "b02_steps" / "checks.py").unlink()
    with pytest.raises(CourseError, match=r"checks\.py is missing"):
        lessons.load(lessons.lesson(own_course, "b02"))


def test_an_argument_that_is_left_out_takes_the_mistakes_default_or_the_right_one():
    from autograder.rubric import Aspect, Check

    def right(x, factor=2, shift=3):
        return x * factor + shift

    def other_default(right, x, factor=5, shift=None):
        return right(x, factor, 3 if shift is None else shift)

    def no_default(right, x, factor, shift):
        return right(x, factor, shift) + 100

    code = lessons.CheckCode("right", right, Check([Aspect("values", 1, None, ko="값")]))
    assert code.wrong(other_default)(1) == 8
    assert code.wrong(no_default)(1) == 105
    assert code.wrong(no_default)(1, 4) == 107
    assert code.both(no_default, other_default)(1) == 105


def test_a_course_is_loaded_from_any_place_and_by_any_process(tmp_path):
    folder = small_course.write(tmp_path / "name with spaces 한글")
    shutil.rmtree(folder / "b01_scale")
    code = (
        "import sys; from pathlib import Path; from autograder import lessons;"
        "print(lessons.load(lessons.lesson(Path(sys.argv[1]), 'b02'))['steps'].right(2))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "[0, 1]\n", done.stderr
