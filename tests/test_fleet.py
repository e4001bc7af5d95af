"""Many submissions at once: what one worker loses, another does; nobody pays for a neighbour."""

import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from autograder import fleet, pipeline, progress
from autograder.errors import CourseError, GraderError
from autograder.intake.find import Submission, find
from autograder.jobs import Job
from autograder.pipeline import Settings
from autograder.progress import Lines
from autograder.records import Result
from tests import small_course
from tests.dask_cluster import ROOT, in_session, kill, until
from tests.deadly import grade_or_die


def job(student, notes):
    """A job whose grading `grade_or_die` makes up; it leaves a note for every try."""
    submission = Submission(student, "b01_scale", f"{student}.ipynb", f"{student}.ipynb", None, Path(student))
    return Job(submission, Path("course"), Path("release"), Settings(), notes)


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
    return [Job(one, course, course.parent / "assignments", Settings(), None) for one in found]


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

    def with_a_bug(facts, *words, **more):
        if facts.name == "total":
            raise ZeroDivisionError("a bug of the engine")
        return healthy(facts, *words, **more)

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


# ------------------------------------------------------------------------------------------- runs that are stopped


def begun(course, submitted, out, *words):
    """A real run in a session of its own, as a terminal starts it."""
    command = [sys.executable, "-P", "-m", "autograder", "grade", submitted, "-o", out, "--course", course, *words]
    with open(out.parent / "err", "wb") as err:
        return subprocess.Popen(
            list(map(str, command)),
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=err,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )


def n_results(out):
    return len(list(out.glob("s*/*.json")))


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=lambda how: how.name)
def test_a_run_that_is_stopped_says_how_far_it_came_and_goes_on_from_there(course, tmp_path, how, jobs):
    """Only the grader is told; nobody waits for the submissions that hang, and none is graded behind its back."""
    hang = "def total(values):\n    while True: pass\n"
    students = {"s0": small_course.right(course), "s1": small_course.submission(course, scale=small_course.SCALE)}
    students |= {f"t{n}": small_course.submission(course, total=f"{hang}# {n}") for n in range(4)}
    submitted = small_course.hand_in(tmp_path / "submitted", students)
    run = begun(course, submitted, tmp_path / "out", "--jobs", jobs)
    try:
        until(lambda: n_results(tmp_path / "out") == 2)
        time.sleep(0.3)  # into the middle of one that hangs
        run.send_signal(how)
        assert run.wait(30) == 130
        until(lambda: not in_session(run.pid))
    finally:
        for pid in in_session(run.pid):
            kill(pid)
    said = (tmp_path / "err").read_text()
    found = re.fullmatch(r"autograder: (\d) of 6 graded; the same command goes on from here\n", said)
    assert found and int(found[1]) == len(list((tmp_path / "out").glob("[st]*/*.json"))) < 6
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("s*/*.json")}
    shutil.rmtree(submitted)
    small_course.hand_in(submitted, {name: data for name, data in students.items() if name.startswith("s")})
    assert begun(course, submitted, tmp_path / "out", "--jobs", jobs).wait(60) == 0
    assert {path: path.stat().st_mtime_ns for path in before} == before


# -------------------------------------------------------------------------------------------------------- progress


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def lines(total, times, capsys):
    """What a log gets when one submission is done at each of these times."""
    clock = Clock()
    told = Lines(total, "en", clock=clock)
    for done, clock.now in enumerate(times, 1):
        told.reached(done)
    return capsys.readouterr().err.splitlines()


def test_a_log_gets_a_line_for_each_tenth_with_an_estimate(capsys):
    said = lines(1000, [0.5 * n for n in range(1, 1001)], capsys)
    assert said[0] == "autograder: 100 of 1,000 done, about 8 min left"  # 450 s
    assert said[-1] == "autograder: 900 of 1,000 done, about 50 s left"
    assert len(said) == 9


def test_a_short_run_writes_nothing_into_a_log(capsys):
    assert lines(30, [0.3 * n for n in range(1, 31)], capsys) == []


def test_a_log_is_not_flooded_by_a_fast_run(capsys):
    assert len(lines(1000, [0.03 * n for n in range(1, 1001)], capsys)) == 2


def test_a_few_submissions_write_nothing_into_a_log_however_slow_they_are(capsys, monkeypatch):
    clock = Clock()
    monkeypatch.setattr(Lines.__init__, "__kwdefaults__", {"clock": clock})
    for total in (progress.FEW - 1, progress.FEW):
        clock.now = 0
        with progress.progress(total, shown=True) as advance:
            for clock.now in range(0, 60 * total, 60):
                advance("somebody")
        assert bool(capsys.readouterr().err) == (total == progress.FEW)


def test_trainings_at_the_same_time_are_counted_together(capsys, monkeypatch):
    clock = Clock()
    monkeypatch.setattr(progress.time, "monotonic", clock)
    monkeypatch.setattr(Lines.__init__, "__kwdefaults__", {"clock": clock})
    with progress.training_progress({"a": 4, "b": 4}, shown=True) as heard:
        a, b = heard("a"), heard("b")
        clock.now = 60
        a(1.0)
        clock.now = 120
        b(3.0)
    assert capsys.readouterr().err.splitlines() == [
        "autograder: 0 of 2 done, about 7 min left",
        "autograder: 0 of 2 done, about 2 min left",
    ]
