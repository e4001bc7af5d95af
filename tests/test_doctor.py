"""The doctor is tested on courses with an illness: each must be found, named with its place, and nothing else."""

import shutil

import pytest

from autograder import lessons, pipeline
from autograder.course import doctor
from autograder.course.build import build
from autograder.course.doctor import MistakeRow, examine, mistake_table
from autograder.errors import GraderError
from autograder.sandbox import probe
from tests import small_course


class Clinic:
    """A built course of one's own in which something can be changed."""

    def __init__(self, course):
        self.course = course
        self.release = course.parent / "assignments"

    def change(self, name, old, new, *, count=1):
        path = self.course / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, count), "utf-8")
        small_course.forget(self.course)

    def build(self):
        for lesson in lessons.lessons(self.course):
            build(lesson, self.release)
        return self

    def findings(self, *checks, name="b01"):
        """What some of the doctor's checks find; without any, what the whole examination finds."""
        lesson = lessons.lesson(self.course, name)
        if not checks:
            return list(doctor._examine_one(lesson, self.release, "auto").findings)
        task = pipeline.assignment(self.course, self.release, lesson.name)
        patient = doctor.Patient(lesson, self.release, lessons.load(lesson), task, "auto")
        return [finding for check in checks for finding in check(patient)]


@pytest.fixture
def clinic(course, tmp_path, monkeypatch):
    monkeypatch.setattr(doctor, "TIMES", 2)
    pipeline.assignment.cache_clear()
    pipeline._code.cache_clear()
    return Clinic(shutil.copytree(course.parent, tmp_path / "clinic") / course.name)


def one(findings):
    assert len(findings) == 1, findings
    return findings[0]


def test_a_healthy_course_has_no_finding(clinic):
    told = []
    examined = examine(lessons.lessons(clinic.course), clinic.release, report=told.append)
    assert [found.findings for found in examined] == [(), ()]
    assert told[0].startswith("✓ sandbox: namespaces+seccomp")
    assert told[1:] == [
        "✓ b01_scale: full marks 2 times over, 5 mistakes caught and told apart",
        "✓ b02_steps: full marks 2 times over, 1 mistakes caught and told apart",
    ]


def test_every_check_of_the_doctor_runs_in_an_examination(clinic, monkeypatch):
    ran = []
    monkeypatch.setattr(doctor, "CHECKS", tuple((lambda p, n=n: ran.append(n) or iter(())) for n in range(9)))
    clinic.findings()
    assert ran == list(range(9)) and len(doctor.CHECKS) == 9


def test_a_solution_that_is_wrong_in_the_sandbox_is_found(clinic):
    """Here SciPy is installed; students have NumPy only."""
    clinic.change(
        "b01_scale/lesson.py", "    return x * factor + shift", "    import scipy\n    return x * factor + shift"
    )
    clinic.build()
    findings = clinic.findings(doctor.solution_gets_full_marks)
    assert any("solution of scale gets 0 of 9" in finding for finding in findings)


def test_a_solution_that_depends_on_earlier_calls_is_found(clinic):
    clinic.change("b01_scale/lesson.py", "def total(values):", "def total(values, seen=[]):")
    clinic.change(
        "b01_scale/lesson.py", "    running_sum_so_far = 0", "    seen.append(1)\n    running_sum_so_far = len(seen)"
    )
    clinic.build()
    assert clinic.findings() != []


def test_an_unsolved_notebook_that_is_graded_as_wrong_is_found(clinic):
    clinic.change("b01_scale/lesson.py", "    ### BEGIN SOLUTION\n    running", "    running", count=1)
    clinic.change("b01_scale/lesson.py", "    for value in values:", "    ### BEGIN SOLUTION\n    for value in values:")
    clinic.change(
        "b01_scale/lesson.py",
        "    running_sum_so_far = 0",
        "    if len(values) == 2:\n        return -1\n    running_sum_so_far = 0",
    )
    clinic.build()
    found = one(clinic.findings(doctor.unsolved_notebook_gets_nothing)[:1])
    assert "total without an answer" in found and "not_started" in found


def test_a_mistake_that_no_case_is_wrong_for_is_found(clinic):
    clinic.change("b01_scale/checks.py", "return total(values[1:])", "return total(values) if len(values) < 99 else 0")
    clinic.build()
    assert "total: no hidden case is wrong for skips_the_first" in one(
        clinic.findings(doctor.mistakes_are_caught_and_told_apart)
    )


def test_two_mistakes_that_are_not_told_apart_are_found(clinic):
    clinic.change("b01_scale/checks.py", "return scale(x, factor, 0)", "return scale(x, 1, shift)")
    clinic.build()
    found = clinic.findings(doctor.mistakes_are_caught_and_told_apart)
    assert one(found).startswith("scale: ignores_the_shift is taken for ignores_the_factor")


def test_a_mistake_without_its_korean_half_is_found(clinic):
    clinic.change("b01_scale/checks.py", "\n\n    배율을 쓰고", "\n    배율을 쓰고")
    assert "two halves, English and Korean" in one(clinic.findings())


def test_a_hint_in_the_wrong_language_is_found(clinic):
    clinic.change("b01_scale/checks.py", "배율을 쓰고 있나요?", "Is the factor used?")
    clinic.build()
    assert "ignores_the_factor is not Korean" in one(clinic.findings(doctor.mistakes_have_hints))


@pytest.mark.parametrize("line", ["    - shift=0으로 불러 보세요.\n", "    수가 옮겨지지만 커지지는 않아요.\n"])
def test_a_mistake_with_too_few_words_is_found(clinic, line):
    clinic.change("b01_scale/checks.py", line, "")
    clinic.build()
    assert "ignores_the_factor lacks" in one(clinic.findings(doctor.mistakes_have_hints))


@pytest.mark.parametrize("name", ["notes.txt", "lesson.ipynb", "data"])
def test_a_stray_file_is_found(clinic, name):
    path = clinic.course / "b01_scale" / name
    path.mkdir() if name == "data" else path.touch()
    assert str(path) in one(clinic.findings(doctor.folder_holds_only_known_files))


def test_a_picture_that_is_shown_nowhere_is_found(clinic):
    (clinic.course / "b01_scale" / "images").mkdir()
    (clinic.course / "b01_scale" / "images" / "unused.png").touch()
    assert "unused.png is shown nowhere" in one(clinic.findings(doctor.folder_holds_only_known_files))


def test_an_answer_in_the_release_is_found(clinic):
    path = clinic.release / "ko" / "b01_scale" / "b01_scale.ipynb"
    path.write_text(path.read_text("utf-8").replace('"check(total)"', '"    running_sum_so_far += value"'), "utf-8")
    assert "gives an answer away: running_sum_so_far += value" in one(clinic.findings(doctor.release_holds_no_answer))


def test_an_answer_in_the_text_of_the_release_is_found(clinic):
    path = clinic.release / "en" / "b01_scale" / "b01_scale.ipynb"
    text = path.read_text("utf-8").replace("Stretch an array", "Write: running_sum_so_far += value")
    path.write_text(text, "utf-8")
    assert "gives an answer away" in one(clinic.findings(doctor.release_holds_no_answer))


@pytest.mark.parametrize("name", ["reference.safetensors", "lesson.py", "solution.ipynb"])
def test_a_file_that_must_not_be_released_is_found(clinic, name):
    (clinic.release / "en" / "b01_scale" / name).touch()
    assert f"{name} must not be released" in one(clinic.findings(doctor.release_holds_no_answer))


@pytest.mark.parametrize(
    "documented", ["TypeError: x is no array.", "ValueError: x is empty.\n        TypeError: no array."]
)
def test_a_documented_error_that_no_case_provokes_is_found(clinic, documented):
    clinic.change("b01_scale/lesson.py", "ValueError: x holds no number.", documented)
    clinic.build()
    assert "scale promises a TypeError" in one(clinic.findings(doctor.documented_errors_are_reached))


def test_assignments_that_are_out_of_date_are_found_with_the_mend(clinic):
    clinic.change("b01_scale/lesson.py", "Stretch an array", "Stretch some array")
    assert one(clinic.findings()) == "out of date: b01_scale.ipynb. Run: autograder build b01_scale"


def test_a_course_that_was_never_built_is_found(own_course):
    finding = one(Clinic(own_course).findings())
    assert "out of date" in finding and "reference.safetensors" in finding


def test_an_example_that_does_not_come_out_as_written_is_found(clinic):
    clinic.change("b01_scale/lesson.py", "array([4., 7.])", "array([4., 8.])")
    clinic.build()
    found = one(clinic.findings(doctor.examples_run))
    assert "docstring of scale" in found and "array([4., 8.])" in found


def test_a_text_without_its_twin_is_found(clinic):
    clinic.change(
        "b01_scale/lesson.py", "# %%\ncheck(total)", '# %% [markdown] lang="en"\n# More.\n\n# %%\ncheck(total)'
    )
    clinic.build()
    assert "each needs its twin" in one(clinic.findings(doctor.languages_say_the_same))


def test_a_lesson_that_cannot_be_loaded_does_not_stop_the_examination_of_the_others(clinic):
    clinic.change("b01_scale/checks.py", "scale = Check(", "scale = Chekc(")
    told = []
    examined = examine(lessons.lessons(clinic.course), clinic.release, report=told.append)
    assert [len(found.findings) for found in examined] == [1, 0]
    assert "✗ b01_scale: 1 findings" in told


def test_without_a_sandbox_there_is_no_examination(clinic, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GraderError, match="bubblewrap is not installed"):
        examine(lessons.lessons(clinic.course), clinic.release, report=print)


def test_a_wall_that_does_not_hold_is_told_and_ends_the_examination(clinic, monkeypatch):
    hole = probe.Probe("namespaces+seccomp", (probe.Finding("fork", False, "NOT TRUE: no process can be started"),))
    monkeypatch.setattr(probe, "probe", lambda **packages: hole)
    with pytest.raises(GraderError, match="NOT TRUE: no process can be started"):
        examine(lessons.lessons(clinic.course), clinic.release, report=print)


def test_an_examination_without_isolation_says_so():
    assert "unprotected" in doctor.sandbox_line("none")


def test_the_table_counts_what_is_killed_and_what_is_told_apart():
    rows = (MistakeRow("f", "a", 3, 9, "a"), MistakeRow("f", "b", 0, 9, None), MistakeRow("f", "c", 2, 9, "a"))
    text = mistake_table([doctor.Examined("b01", (), rows)])
    assert "**3 mistakes: 2 killed, 1 recognised and told apart.**" in text
    assert "| b01 | `f` | c | 2 | 9 | ✓ | ✗ (a) |" in text
