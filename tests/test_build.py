"""Lessons to assignments: the same bytes every time, no answer, one language, and slips refused with their place."""

import ast
import base64
import json
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st

from autograder import corpus, lessons
from autograder.course import build as building
from autograder.course import draw as drawing
from autograder.course.build import build, notebook, source_notebook, without_answer
from autograder.course.draw import draw, fingerprint, key
from autograder.errors import CourseError
from autograder.judge.call import outcome_of
from autograder.judge.examine import examine
from autograder.nbgrading.cells import max_points
from autograder.records import Case, Outcome
from autograder.sandbox.inside import values
from autograder.sandbox.inside.values import Bowl
from tests import small_course

ROOT = Path(__file__).resolve().parents[1]
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def cells(course, language="en", name="b01_scale"):
    path = course.parent / "assignments" / language / name / f"{name}.ipynb"
    return json.loads(path.read_text("utf-8"))["cells"]


@pytest.mark.parametrize("lesson", lessons.lessons(ROOT / "solutions"), ids=lambda lesson: lesson.name)
def test_a_check_cell_is_worth_what_nbgrader_is_told_of_it(lesson):
    """Else `nbgrader autograde` refuses the assignment: its gradebook has other cells than today's."""
    released = ROOT / "assignments" / "en" / lesson.name / f"{lesson.name}.ipynb"
    marked = [cell["metadata"].get("nbgrader", {}) for cell in json.loads(released.read_text("utf-8"))["cells"]]
    worth = {mark["grade_id"]: mark["points"] for mark in marked if mark.get("grade")}
    assert worth == {f"check_{one.name}": max_points(one) for one in corpus.read(lesson.corpus).checks.values()}


@pytest.fixture
def scale(own_course):
    """Build the first lesson of one's own course: `scale()`; with one text replaced before: `scale(old, new)`."""

    def build_it(old="", new="", file="lesson.py"):
        path = own_course / "b01_scale" / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        small_course.forget(own_course)
        return build(lessons.lesson(own_course, "b01"), own_course.parent / "assignments")

    return build_it


def test_two_builds_give_the_same_bytes(course, own_course):
    small_course.build_all(own_course)
    assert files(course.parent / "assignments") == files(own_course.parent / "assignments")
    name = "b01_scale/reference.safetensors"
    assert (course / name).read_bytes() == (own_course / name).read_bytes()


def test_a_second_build_writes_nothing(course):
    for lesson in lessons.lessons(course):
        built = build(lesson, course.parent / "assignments")
        assert (built.written, built.redrawn) == ((), False)


def test_a_check_writes_nothing_and_says_what_would_change(own_course):
    built = build(lessons.lesson(own_course, "b02"), own_course.parent / "assignments", check=True)
    assert len(built.written) == 5
    assert not (own_course.parent / "assignments").exists()
    assert not (own_course / "b02_steps" / "reference.safetensors").exists()


def test_a_check_tells_code_that_answers_otherwise_than_what_was_frozen(scale, own_course):
    scale()
    answer = own_course / "b01_scale" / "lesson.py"
    changed = answer.read_text("utf-8").replace("return x * factor + shift", "return x * factor + 2 * shift")
    answer.write_text(changed, "utf-8")
    small_course.forget(own_course)
    built = build(lessons.lesson(own_course, "b01"), own_course.parent / "assignments", check=True)
    assert "reference.safetensors" in {path.name for path in built.written}


def test_the_notebook_is_one_language_with_the_common_code(course):
    english, korean = cells(course, "en"), cells(course, "ko")
    assert ["".join(cell["source"]) for cell in english if cell["cell_type"] == "code"] == [
        "".join(cell["source"]) for cell in korean if cell["cell_type"] == "code"
    ]
    texts = ["".join(cell["source"]) for cell in english + korean if cell["cell_type"] == "markdown"]
    assert len(texts) == 2 and "Stretch" in texts[0] and "배열" in texts[1]


def test_answers_become_stubs_that_are_python_and_raise(course):
    for cell in cells(course):
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            ast.parse("".join(cell["source"]))
            assert "raise NotImplementedError()" in "".join(cell["source"])
            assert "SOLUTION" not in "".join(cell["source"])


def test_nbgrader_finds_answers_and_checks_with_their_points(course):
    marks = [cell["metadata"]["nbgrader"] for cell in cells(course) if "nbgrader" in cell["metadata"]]
    assert [(mark["grade_id"], mark["solution"], mark.get("points")) for mark in marks] == [
        ("scale", True, None),
        ("check_scale", False, 9),
        ("total", True, None),
        ("check_total", False, 3),
    ]


def test_the_instructors_notebook_keeps_the_answers(course):
    lesson = lessons.lesson(course, "b01")
    assert b"running_sum_so_far" in source_notebook(lesson, lessons.load(lesson), "en")
    assert b"running_sum_so_far" not in notebook(lesson, lessons.load(lesson), "en")


def test_cell_ids_are_fixed_and_unlike(course):
    ids = [cell["id"] for cell in cells(course)]
    assert len(set(ids)) == len(ids) and ids == [cell["id"] for cell in cells(course)]


def test_pictures_travel_in_the_notebook(scale, own_course):
    (own_course / "b01_scale" / "images").mkdir()
    (own_course / "b01_scale" / "images" / "dot.png").write_bytes(PNG)
    scale("# Stretch an array", "# ![a dot](images/dot.png)\n#\n# Stretch an array")
    [cell] = [cell for cell in cells(own_course) if "attachments" in cell]
    assert base64.b64decode(cell["attachments"]["dot.png"]["image/png"]) == PNG
    assert "![a dot](attachment:dot.png)" in "".join(cell["source"])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("# Stretch an array", "# ![a dot](images/dot.png)\n#\n# Stretch an array", r"dot\.png"),
        ("check(total)", "check(totla)", r"check\(totla\)"),
        ("check(total)", "print(total)", r"no a cell `check\(total\)`"),
        ("    ### END SOLUTION\n", "", "do not pair up"),
        ("    ### BEGIN SOLUTION\n    running", "    running", "do not pair up|no an answer cell"),
    ],
)
def test_a_slip_in_a_lesson_is_refused_with_its_file(scale, old, new, said):
    with pytest.raises(CourseError, match=said) as refused:
        scale(old, new)
    assert "lesson.py" in str(refused.value)


def test_a_right_answer_that_changes_its_input_is_refused(scale):
    with pytest.raises(CourseError, match="changes its own input"):
        scale("    return x * factor + shift", "    x *= factor\n    return x + shift")


def test_a_right_answer_that_breaks_down_is_refused(scale):
    with pytest.raises(CourseError, match=r"scale.*raises ZeroDivisionError"):
        scale("    return x * factor + shift", "    return x * factor + shift / 0")


def test_an_aspect_without_inputs_is_refused(scale):
    with pytest.raises(CourseError, match="'values' of total: its strategy draws no input"):
        scale("st.lists(st.integers(1, 9), min_size=2, max_size=5)", "st.nothing()", "checks.py")


@pytest.mark.parametrize(
    ("source", "cleared"),
    [
        (
            "def f(x):\n    if x:\n        ### BEGIN SOLUTION\n        y\n        ### END SOLUTION\n    return 2",
            "def f(x):\n    if x:\n        # YOUR CODE HERE\n        raise NotImplementedError()\n    return 2",
        ),
        (
            "### BEGIN SOLUTION\nx\n### END SOLUTION\nif z:\n    ### BEGIN SOLUTION\n    y\n    ### END SOLUTION",
            f"{building.STUB}\nif z:\n    # YOUR CODE HERE\n    raise NotImplementedError()",
        ),
    ],
)
def test_each_marked_part_becomes_one_stub_at_its_own_indentation(source, cleared):
    assert without_answer(source) == cleared


@pytest.mark.parametrize(
    "source",
    [
        "x = 1",
        "### BEGIN SOLUTION\nx = 1",
        "x = 1\n### END SOLUTION",
        "### BEGIN SOLUTION\nx\n### BEGIN SOLUTION\ny\n### END SOLUTION\nz\n### END SOLUTION",
    ],
)
def test_marks_that_do_not_pair_up_never_let_an_answer_through(source):
    with pytest.raises(CourseError, match="do not pair up"):
        without_answer(source)


# ---------------------------------------------------------------------------------------------------- frozen inputs


def inputs(path):
    return {name: [key(case.args) for case in facts.cases] for name, facts in corpus.read(path).checks.items()}


def test_hidden_inputs_stay_when_an_answer_or_a_mistake_changes(scale, own_course):
    path = own_course / "b01_scale" / "reference.safetensors"
    scale()
    before = inputs(path)
    built = scale("return x * factor + shift", "return shift + factor * x + 0.5")
    assert (built.redrawn, inputs(path) == before) == (False, True)
    right = corpus.read(path).checks["scale"].cases[0]
    assert (right.low.value == right.args[0] * right.args[1] + right.args[2] + 0.5).all()
    built = scale("return scale(x, 1, shift)", "return scale(x, 7, shift)", "checks.py")
    assert (built.redrawn, inputs(path) == before) == (False, True)


def test_hidden_inputs_are_drawn_anew_when_the_rubric_changes(scale, own_course):
    path = own_course / "b01_scale" / "reference.safetensors"
    scale()
    before = inputs(path)
    assert scale("st.integers(2, 5), st.just(0)", "st.integers(6, 9), st.just(0)", "checks.py").redrawn
    assert inputs(path)["scale"] != before["scale"]


def test_a_comment_in_a_rubric_changes_nothing(own_course):
    lesson = lessons.lesson(own_course, "b01")
    before = fingerprint(lesson)
    lesson.checks.write_text(lesson.checks.read_text("utf-8") + "\n# a remark\n", "utf-8")
    assert fingerprint(lesson) == before


PICTURE = """

from course.pictures import ramp


@scale.picture(ko="두 배")
def twice_the_picture():
    return ramp(), 2, 0


scale.sized("n", axis=0, n=("x", 0))
"""


def test_a_picture_and_a_rule_of_size_are_frozen_and_draw_nothing_anew(scale, own_course):
    path = own_course / "b01_scale" / "reference.safetensors"
    scale()
    before = inputs(path)
    (own_course / "pictures.py").write_text(
        "import numpy as np\n\ndef ramp():\n    return np.arange(6.0).reshape(2, 3)\n"
    )
    checks = own_course / "b01_scale" / "checks.py"
    checks.write_text(checks.read_text("utf-8") + PICTURE, "utf-8")
    built = scale()
    assert (built.redrawn, inputs(path) == before) == (False, True)
    for file in (path, own_course.parent / "assignments" / "en" / "b01_scale" / "examples.safetensors"):
        facts = corpus.read(file).checks["scale"]
        [picture] = facts.pictures
        assert (picture.labels, picture.case.aspect) == (
            {"en": "twice the picture", "ko": "두 배"},
            "twice_the_picture",
        )
        assert picture.case.low.value.tolist() == [[0, 2, 4], [6, 8, 10]]
        assert "ignores_the_factor" in picture.case.wrong and "ignores_the_shift" not in picture.case.wrong
        assert [(size.formula, size.axis, size.sides) for size in facts.sizes] == [("n", 0, {"n": ("x", 0)})]


def test_public_examples_are_drawn_anew_with_the_hidden_ones(scale, own_course, monkeypatch):
    scale()
    (own_course / "b01_scale" / "reference.safetensors").unlink()
    # as another version of Hypothesis would: what was public is now drawn as hidden
    monkeypatch.setattr(drawing, "HIDDEN_SEED", drawing.PUBLIC_SEED)
    monkeypatch.setattr(drawing, "PUBLIC_SEED", 5)
    scale()
    hidden = inputs(own_course / "b01_scale" / "reference.safetensors")
    for language in ("en", "ko"):
        public = inputs(own_course.parent / "assignments" / language / "b01_scale" / "examples.safetensors")
        assert all(not set(hidden[name]) & set(public[name]) for name in hidden)


def test_small_cases_leave_room_for_a_large_one():
    """Each small case exposes a mistake of its own; a slip that shows in large arrays only has no name at all."""
    right = Outcome("value", 1)
    cases = [Case("a", (n,), "C", right, right, {f"slip {n}": Outcome("value", 0)}, 0) for n in range(30)]
    assert [case.args[0] for case in drawing._choose(cases, 3)] == [0, 1, 2]
    assert [case.args[0] for case in drawing._choose(cases, 3, large=1)] == [0, 1, 29]
    assert [case.args[0] for case in drawing._choose(cases[:1], 3, large=1)] == [0]


def test_what_loses_points_in_the_end_is_seen_by_the_students_own_check():
    lesson = lessons.lesson(ROOT / "solutions", "a12_detection")
    right = lessons.definitions(lesson)["mean_average_precision"]

    def always_half(detections, truths, iou_threshold=0.5, method="all"):
        return right(detections, truths, 0.5, method)

    facts = corpus.read(ROOT / "assignments" / "en" / lesson.name / "examples.safetensors")
    answers = examine(facts.checks["mean_average_precision"], lambda case, _: outcome_of(always_half, case.args))
    assert not all(answer.verdict.right for answer in answers)


def test_what_the_wire_refuses_is_not_drawn():
    """A corpus with a function of more numbers than may travel could be written, and never read again."""
    large, small = (Bowl(np.ones(n), np.ones(n), 0.0, 0.0) for n in (values.MAX_ITEMS + 1, 2))
    assert drawing._examples(st.sampled_from([(large,), (small,)]), 20, 1) == [(small,)]


def test_a_course_with_a_seed_of_its_own_has_other_hidden_cases_and_tells_nobody(scale, own_course):
    path = own_course / "b01_scale" / "reference.safetensors"
    example = own_course.parent / "assignments" / "en" / "b01_scale" / "examples.safetensors"
    scale()
    before, told = inputs(path)["scale"], corpus.read(example).fingerprint
    drawn = []
    for number in (58213907, 58213907, 4):
        (own_course / "course.toml").write_text(f"seed = {number}\n", "utf-8")
        drawn.append((scale().redrawn, inputs(path)["scale"], inputs(example)["scale"]))
    assert [redrawn for redrawn, _, _ in drawn] == [True, False, True]
    assert len({tuple(hidden) for hidden in (before, drawn[0][1], drawn[2][1])}) == 3 and drawn[0][1] == drawn[1][1]
    assert all(not set(hidden) & set(public) for _, hidden, public in drawn)
    assert corpus.read(example).fingerprint == told


def test_drawing_is_repeatable(course):
    lesson = lessons.lesson(course, "b02")
    code = lessons.load(lesson)
    one, other = (corpus.to_bytes(draw(lesson, code)) for _ in range(2))
    assert one == other == (lesson.folder / "reference.safetensors").read_bytes()


def test_nothing_half_written_is_left_where_the_disk_is_full(scale, own_course, monkeypatch):
    scale()
    before = files(own_course.parent)

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        scale("Stretch an array", "Stretch some array")
    changed = {name for name, data in files(own_course.parent).items() if before.get(name) != data}
    assert {name for name in changed if "__pycache__" not in name} == {"solutions/b01_scale/lesson.py"}
