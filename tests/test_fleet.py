"""Many submissions at once: what one worker loses, another does; nobody pays for a neighbour."""

import multiprocessing
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from autograder import fleet, pipeline
from autograder.errors import CourseError, GraderError
from autograder.intake.find import Submission, find
from autograder.pipeline import Settings
from autograder.records import Result
from tests import small_course
from tests.deadly import grade_or_die


def job(student, notes):
    """A job whose grading `grade_or_die` makes up; it leaves a note for every try."""
    submission = Submission(student, "b01_scale", f"{student}.ipynb", f"{student}.ipynb", None, Path(student))
    return fleet.Job(submission, Path("course"), Path("release"), Settings(), notes)


def graded(students, notes, *, n_workers=2):
    """{student: what came back}, each of them exactly once."""
    found = list(fleet.grade_all([job(student, notes) for student in students], n_workers=n_workers))
    names = [one.submission.student for one, _ in found]
    assert sorted(names) == sorted(students)
    return {one.submission.student: outcome for one, outcome in found}


@pytest.fixture
def deadly(monkeypatch):
    monkeypatch.setattr(fleet, "run", grade_or_die)


MANY = [f"s{n:02}" for n in range(12)]


@pytest.mark.parametrize("n_workers", [2, 3])
def test_a_worker_that_dies_loses_no_submission(deadly, tmp_path, n_workers):
    found = graded([*MANY[:3], "unlucky", *MANY[3:]], tmp_path, n_workers=n_workers)
    assert all(isinstance(outcome, Result) for outcome in found.values())


def test_a_submission_that_kills_its_worker_twice_stays_ungraded_and_is_named(deadly, tmp_path):
    found = graded(["killer", *MANY[:2]], tmp_path)
    assert isinstance(found["killer"], GraderError)
    assert "killer.ipynb" in str(found["killer"])


def test_a_submission_that_kills_every_worker_costs_nobody_else(deadly, tmp_path):
    found = graded([*MANY[:4], "killer one", *MANY[4:8], "killer two", *MANY[8:]], tmp_path)
    assert {student for student, outcome in found.items() if isinstance(outcome, Result)} == set(MANY)


def test_a_submission_is_tried_twice_at_most(deadly, tmp_path):
    graded([*MANY[:6], "killer", *MANY[6:]], tmp_path)
    assert len(list(tmp_path.glob("killer *"))) == 2
    assert not list(tmp_path.glob("* 3"))


def test_what_had_not_begun_when_a_worker_died_is_begun_once(deadly, tmp_path):
    graded(["unlucky", *MANY], tmp_path)
    assert not list(tmp_path.glob(f"{MANY[-1]} 2"))


@pytest.fixture(scope="module")
def real_jobs(course, tmp_path_factory):
    """Eight submissions of different answers."""
    students = {
        f"s{n}": small_course.submission(course, scale=small_course.SCALE + f"# {n}\n", total=small_course.TOTAL)
        for n in range(6)
    }
    students["wrong"] = small_course.submission(course, scale=small_course.BOTH_MISTAKES)
    students["png"] = b"\x89PNG\r\n\x1a\n" + bytes(64)
    folder = small_course.hand_in(tmp_path_factory.mktemp("submitted"), students)
    found = find([folder], "b01_scale", known=["b01_scale"])
    return [fleet.Job(one, course, course.parent / "assignments", Settings(), None) for one in found]


def timeless(result):
    """Without how long it took, and without the engine's digest: its files may change while tests run."""
    return replace(result, engine="", items=tuple(replace(item, seconds=0.0) for item in result.items))


def results(jobs, n_workers):
    return {one.submission.student: timeless(outcome) for one, outcome in fleet.grade_all(jobs, n_workers=n_workers)}


def test_one_worker_and_two_come_to_the_same_results(real_jobs):
    assert results(real_jobs, 1) == results(real_jobs, 2)


def test_a_worker_killed_from_outside_loses_no_real_submission(real_jobs):
    run = fleet.grade_all(real_jobs, n_workers=2)
    found = [next(run)]
    os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)
    found += run
    assert sorted(one.submission.student for one, _ in found) == sorted(one.submission.student for one in real_jobs)
    assert all(isinstance(outcome, Result) for _, outcome in found)


def test_a_fault_of_ours_in_one_submission_does_not_stop_the_class(real_jobs, monkeypatch):
    healthy = pipeline.judge_function

    def with_a_bug(facts, ask, load_code):
        if facts.name == "total":
            raise ZeroDivisionError("a bug of the engine")
        return healthy(facts, ask, load_code)

    monkeypatch.setattr(pipeline, "judge_function", with_a_bug)
    found = {one.submission.student: outcome for one, outcome in fleet.grade_all(real_jobs)}
    assert isinstance(found["png"], Result)
    assert isinstance(found["s0"], GraderError)
    assert "ZeroDivisionError" in str(found["s0"]) and "\n" not in str(found["s0"])


@pytest.mark.parametrize("n_workers", [1, 2])
def test_a_course_that_cannot_be_read_stops_the_run(real_jobs, tmp_path, n_workers):
    broken = [replace(one, course=tmp_path) for one in real_jobs]
    with pytest.raises(CourseError):
        list(fleet.grade_all(broken, n_workers=n_workers))
