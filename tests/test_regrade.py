"""Grading again: who goes up or down and why, nothing written in a dry run, and no published result lost to a kill."""

import fcntl
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from autograder import store
from autograder.files import write_atomically
from autograder.i18n import translator
from autograder.ledger import changes, republish
from autograder.records import AspectScore, Item, Result
from autograder.reports import as_html
from autograder.reports.course_text import NO_COURSE
from autograder.store import results_in
from tests import small_course
from tests.small_course import TOTAL

NAME = "b01_scale"
NO_SHIFT = "def scale(x, factor, shift):\n    return x * factor\n"
NO_FACTOR = "def scale(x, factor, shift):\n    return x + shift\n"
EN = translator("en")


@pytest.fixture(scope="module")
def new_course(tmp_path_factory):
    """The small course, where moving is worth as much as stretching: factor 3 and shift 3 points, not 4 and 2."""
    folder = small_course.write(tmp_path_factory.mktemp("new"))
    checks = folder / NAME / "checks.py"
    text = checks.read_text("utf-8")
    text = text.replace('Aspect("factor", 4,', 'Aspect("factor", 3,').replace(
        'Aspect("shift", 2,', 'Aspect("shift", 3,'
    )
    checks.write_text(text, "utf-8")
    small_course.build_all(folder)
    return folder


@pytest.fixture(scope="module")
def submitted(course, tmp_path_factory):
    students = {
        "kim": small_course.right(course),
        "lee": small_course.submission(course, scale=NO_SHIFT, total=TOTAL),
        "mina": small_course.submission(course, scale=NO_FACTOR, total=TOTAL),
        "none": b"no notebook",
    }
    return small_course.hand_in(tmp_path_factory.mktemp("class") / "submitted", students)


@pytest.fixture(scope="module")
def graded(course, submitted, tmp_path_factory):
    """Results of the old course. Not to be changed."""
    from autograder.intake.find import find
    from autograder.jobs import Job, run
    from autograder.pipeline import Settings

    folder = tmp_path_factory.mktemp("graded") / "results"
    for one in find([submitted], None, known=[NAME, "b02_steps"]):
        assert isinstance(run(Job(one, course, course.parent / "assignments", Settings(), folder)), Result)
    return folder


@pytest.fixture(scope="module")
def judged(graded, new_course, tmp_path_factory):
    """The same results, whose cache also knows what the new course says: regrading them starts no box."""
    from autograder.ledger.regrade import Order, regrade

    folder = shutil.copytree(graded, tmp_path_factory.mktemp("judged") / "results")
    trial = shutil.copytree(graded, tmp_path_factory.mktemp("trial") / "results")
    regrade(Order(trial, new_course, EN))
    shutil.rmtree(folder / store.CACHE)
    shutil.copytree(trial / store.CACHE, folder / store.CACHE)
    return folder


@pytest.fixture
def results(judged, tmp_path):
    return shutil.copytree(judged, tmp_path / "results")


@pytest.fixture
def regrade(autograder):
    """Run the command in this process alone: every worker would look at the grader's code anew."""
    return lambda *words: autograder("regrade", *words, "--jobs", 1)


def all_of(folder):
    """Every file below a folder with its content and its time."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.is_file() and path.read_bytes())
        for path in [folder, *folder.rglob("*")]
    }


def published(folder):
    return {f"{path.parent.name}/{path.name}": path.read_bytes() for path in folder.glob("*/*.json")
            if path.parent.name != store.CACHE}  # fmt: skip


def scores(folder):
    return {result.student: result.score for result in results_in(folder)}


OLD = {"kim": 12.0, "lee": 8.0, "mina": 5.0, "none": None}
NEW = {"kim": 12.0, "lee": 7.0, "mina": 6.0, "none": None}


def test_the_old_and_the_new_course_differ_as_this_file_says(graded, new_course, results, regrade):
    assert scores(graded) == OLD
    regrade(results, "--course", new_course)
    assert scores(results) == NEW


# ------------------------------------------------------------------------------------------------------- dry run


def test_a_dry_run_says_who_goes_up_or_down_and_for_which_aspect(results, new_course, regrade):
    told = regrade(results, "--dry-run", "--course", new_course)
    out = told.out.decode()
    assert told.code == 0
    assert "lee   b01_scale  8/12 → 7/12  goes down" in out
    assert "mina  b01_scale  5/12 → 6/12  goes up" in out
    assert "scale 5/9 → 4/9 (factor 4/4 → 3/3, shift 0/2 → 0/3)" in out
    assert "its checks changed (" in out and "the grader changed" not in out
    assert "4 graded again: 1 up, 1 down, 2 the same" in out


def test_a_dry_run_changes_no_byte_and_no_time(results, new_course, regrade):
    before = all_of(results)
    regrade(results, "--dry-run", "--course", new_course)
    assert all_of(results) == before


def test_a_dry_run_that_has_to_judge_changes_no_byte_either(graded, tmp_path, new_course, regrade):
    folder = shutil.copytree(graded, tmp_path / "results")
    shutil.rmtree(folder / store.CACHE)
    before = all_of(folder)
    told = regrade(folder, "--dry-run", "--course", new_course)
    assert "mina" in told.out.decode()
    assert all_of(folder) == before


def test_an_unchanged_course_changes_no_score_and_no_file(results, course, regrade):
    before = published(results)
    told = regrade(results, "--course", course)
    assert "No score changes." in told.out.decode()
    assert published(results) == before and not (results / "regrade.json").exists()


# ------------------------------------------------------------------------------------------------------ for real


def test_a_regrade_is_recorded_with_who_and_why(results, new_course, regrade):
    regrade(results, "--course", new_course)
    record = json.loads((results / "regrade.json").read_bytes())
    assert record["version"] == 1 and record["when"]
    told = {one["student"]: (one["assignment"], one["before"], one["after"]) for one in record["changes"]}
    assert told == {"lee": (NAME, 8, 7), "mina": (NAME, 5, 6)}
    assert "shift 2/2 → 3/3" in next(one["why"] for one in record["changes"] if one["student"] == "mina")


def test_a_second_regrade_finds_nothing_to_do(results, new_course, regrade):
    regrade(results, "--course", new_course)
    before = published(results), (results / "regrade.json").read_bytes()
    assert "No score changes." in regrade(results, "--course", new_course).out.decode()
    assert (published(results), (results / "regrade.json").read_bytes()) == before


def test_an_earlier_regrade_stays_on_record(results, new_course, course, regrade):
    regrade(results, "--course", new_course)
    regrade(results, "--course", course)
    record = json.loads((results / "regrade.json").read_bytes())
    assert {one["student"]: one["after"] for one in record["changes"]} == {"lee": 8, "mina": 5}
    assert {one["student"]: one["after"] for one in record["earlier"][0]["changes"]} == {"lee": 7, "mina": 6}


def test_nothing_of_a_regrade_is_left_over(results, new_course, regrade):
    regrade(results, "--course", new_course)
    assert {path.name for path in results.iterdir()} == {*OLD, store.CACHE, ".submitted", "regrade.json"}


def test_another_grader_is_named_as_a_reason(results, new_course, regrade, monkeypatch):
    monkeypatch.setattr(store, "engine", lambda: "9.9.9+feedbeef")
    told = regrade(results, "--dry-run", "--course", new_course)
    assert "to 9.9.9+feedbeef)" in told.out.decode()


def test_a_regrade_as_json_holds_the_same_changes(results, new_course, regrade):
    told = regrade(results, "--dry-run", "--format", "json", "--course", new_course)
    document = json.loads(told.out)
    assert {one["student"]: one["way"] for one in document["changes"]} == {"lee": "down", "mina": "up"}
    assert (document["dry_run"], document["unchanged"], document["left"]) == (True, 2, [])


def test_only_the_assignment_that_is_named_is_graded_again(results, new_course, regrade):
    told = regrade(results, "-a", "b02", "--course", new_course)
    assert told.code == 1 and "holds no result of b02_steps" in told.err


# ---------------------------------------------------------------------------------------------------- never lower


def test_with_never_lower_a_better_result_stays_as_a_whole(results, new_course, regrade):
    before = {result.student: result for result in results_in(results)}
    told = regrade(results, "--never-lower", "--course", new_course)
    after = {result.student: result for result in results_in(results)}
    assert scores(results) == NEW | {"lee": 8.0}
    assert after["lee"].items == before["lee"].items
    assert "goes down (kept from before)" in told.out.decode()


def test_a_kept_score_is_not_told_as_a_change(results, new_course, regrade):
    regrade(results, "--never-lower", "--course", new_course)
    record = json.loads((results / "regrade.json").read_bytes())
    assert [one["student"] for one in record["changes"]] == ["mina"]
    assert [(one["student"], one["before"], one["after"]) for one in record["kept"]] == [("lee", 8, 7)]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_page_says_that_a_score_was_kept_from_before(results, new_course, regrade, language):
    regrade(results, "--never-lower", "--course", new_course, "--lang", language)
    lee = next(result for result in results_in(results) if result.student == "lee")
    note = translator(language)(changes._KEPT, score="7", most="12")
    assert note in as_html.render([lee], NO_COURSE, language)
    assert changes.is_kept_note(note)


def test_keeping_twice_says_so_once(results, new_course, regrade):
    for _ in range(2):
        regrade(results, "--never-lower", "--course", new_course)
    lee = next(result for result in results_in(results) if result.student == "lee")
    assert len(lee.notes) == 1


def test_without_never_lower_a_kept_score_goes_down_after_all(results, new_course, regrade):
    regrade(results, "--never-lower", "--course", new_course)
    regrade(results, "--course", new_course)
    lee = next(result for result in results_in(results) if result.student == "lee")
    assert (lee.score, lee.notes) == (7, ())


# ------------------------------------------------------------------------------------------- the submitted files


@pytest.fixture
def moved(submitted, course, tmp_path):
    """The class handed in and graded once more, in a place where files may be changed."""
    from autograder.intake.find import find
    from autograder.jobs import Job, run
    from autograder.pipeline import Settings

    place = shutil.copytree(submitted, tmp_path / "in")
    for one in find([place], None, known=[NAME]):
        run(Job(one, course, course.parent / "assignments", Settings(), tmp_path / "out"))
    return place, tmp_path / "out"


def test_a_file_that_changed_keeps_its_result_and_is_told_in_one_line(moved, course, new_course, regrade):
    place, results = moved
    (place / "mina" / NAME / f"{NAME}.ipynb").write_bytes(small_course.right(course))
    told = regrade(results, "--course", new_course)
    lines = [line for line in told.out.decode().splitlines() if line.startswith("mina")]
    assert told.code == 1 and len(lines) == 1
    assert "keeps its result: its file changed since it was graded" in lines[0]
    assert scores(results) == NEW | {"mina": 5.0}


def test_a_file_that_is_gone_keeps_its_result_and_is_told_in_one_line(moved, new_course, regrade):
    place, results = moved
    shutil.rmtree(place / "mina")
    told = regrade(results, "--course", new_course)
    assert told.code == 1 and "There is no such file." in told.out.decode()
    assert scores(results) == NEW | {"mina": 5.0}


def test_submissions_that_lie_elsewhere_now_are_found_where_one_says(moved, new_course, regrade):
    place, results = moved
    elsewhere = place.rename(place.with_name("elsewhere"))
    told = regrade(results, elsewhere, "--course", new_course)
    assert (told.code, scores(results)) == (0, NEW)
    assert regrade(results, "--course", new_course).code == 0  # and is remembered


def test_results_whose_files_nobody_wrote_down_need_the_folder_named(results, submitted, new_course, regrade):
    shutil.rmtree(results / ".submitted")
    told = regrade(results, "--course", new_course)
    assert told.code == 1 and "is not known; name the folder: regrade DIR SUBMITTED" in told.out.decode()
    assert scores(results) == OLD
    assert regrade(results, submitted, "--course", new_course).code == 0
    assert scores(results) == NEW


def test_an_assignment_that_left_the_course_keeps_its_results(results, new_course, regrade):
    lee = next(result for result in results_in(results) if result.student == "lee")
    store.Store(results).keep(replace(lee, assignment="b09_gone"))
    told = regrade(results, "--course", new_course)
    assert told.code == 1 and "the course has no such assignment" in told.out.decode()


def test_a_regrade_needs_results(tmp_path, course, regrade):
    told = regrade(tmp_path, "--course", course)
    assert told.code == 1 and "holds no result. Make some: autograder grade" in told.err


# ---------------------------------------------------------------------------------------------------- kill and lock


def killed(n, folder, course):
    """Regrade in a process of its own that is gone at its nth change of the disk. Returns: whether it was killed."""
    from autograder.ledger.regrade import Order, regrade

    child = os.fork()
    if child == 0:
        left = n

        def counted(call):
            def change(*args, **kwargs):
                nonlocal left
                left -= 1
                if left < 0:
                    os._exit(9)
                return call(*args, **kwargs)

            return change

        for name in ("replace", "unlink", "rmdir", "mkdir", "symlink"):
            setattr(os, name, counted(getattr(os, name)))
        try:
            regrade(Order(folder, course, EN))
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def test_a_kill_at_any_change_of_the_disk_loses_no_result_and_no_record(judged, new_course, tmp_path, regrade):
    whole = shutil.copytree(judged, tmp_path / "whole")
    regrade(whole, "--course", new_course)
    old, new = published(judged), published(whole)
    mixed = n = 0
    while True:
        folder = shutil.copytree(judged, tmp_path / str(n))
        if not killed(n, folder, new_course):
            break
        now = published(folder)
        assert all(now[name] in (old[name], new[name]) for name in old), n
        mixed += now != old and now != new
        assert regrade(folder, "--course", new_course).code == 0
        assert published(folder) == new, n
        record = json.loads((folder / "regrade.json").read_bytes())
        assert {one["student"] for one in record["changes"]} == {"lee", "mina"}, n
        assert not (folder / republish.SCRATCH).exists()
        shutil.rmtree(folder)
        n += 1
    assert mixed and n > 10


def test_a_result_that_was_graded_anew_in_between_is_left_alone(tmp_path):
    scratch = tmp_path / republish.SCRATCH
    for folder, content in ((tmp_path, b"graded anew"), (scratch, b"regraded")):
        (folder / "kim").mkdir(parents=True)
        (folder / "kim" / "a.json").write_bytes(content)
    entry = {"path": "kim/a.json", "before": "0" * 64, "after": republish._digest(scratch / "kim" / "a.json")}
    write_atomically(scratch / republish.JOURNAL, json.dumps([entry]).encode())
    assert republish.finish(tmp_path)
    assert (tmp_path / "kim" / "a.json").read_bytes() == b"graded anew"
    assert not scratch.exists()


def test_two_regrades_of_one_folder_at_once_are_refused(results, new_course, regrade):
    descriptor = os.open(results, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    told = regrade(results, "--course", new_course)
    os.close(descriptor)
    assert told.code == 3 and "is being regraded by another process" in told.err
    assert scores(results) == OLD


# -------------------------------------------------------------------------------------------- comparing two results


def result(score, most=10.0, *, status="graded", **more):
    item = Item("f", score or 0.0, most, "partial", aspects={"values": AspectScore(score or 0.0, most, 1, 2)})
    return Result("a", "kim", status, score, most, "e1", "c1", (item,), **more)


def test_where_the_points_of_an_assignment_changed_shares_are_compared():
    assert changes.change(result(8.0), result(9.0, 12.0), EN).way == "down"
    assert changes.change(result(8.0), result(9.6, 12.0), EN).way == "moved"


def test_a_result_is_not_replaced_by_one_that_could_not_be_graded():
    lost = changes.change(result(8.0), result(None, status="ungraded", message="not read"), EN)
    assert (lost.way, lost.kept, lost.why) == ("lost", True, ("not read",))


def test_a_result_is_not_replaced_by_one_that_waits_for_training():
    waiting = result(5.0, training={"f": {"status": "not trained yet"}})
    assert changes.change(result(8.0), waiting, EN).kept


def test_a_submission_that_can_be_graded_now_is_graded():
    now = changes.change(result(None, status="ungraded"), result(8.0), EN, never_lower=True)
    assert (now.way, now.kept) == ("graded", False)


def test_sums_that_differ_by_rounding_are_the_same():
    assert changes.change(result(0.1 + 0.2), result(0.3), EN).way == "same"


def test_functions_that_came_and_went_are_named():
    then = replace(result(8.0), items=(Item("old", 8.0, 8.0, "pass"),))
    now = replace(result(9.0), items=(Item("new", 9.0, 9.0, "pass"),))
    assert changes.change(then, now, EN).why == ("new: new, 9 points", "old: no longer graded, 8 points")


def test_a_changed_verdict_is_named_where_no_aspect_tells():
    then = replace(result(8.0), items=(Item("f", 8.0, 8.0, "pass"),))
    now = replace(result(0.0), items=(Item("f", 0.0, 8.0, "timeout"),))
    assert changes.change(then, now, EN).why == ("f 8/8 → 0/8 (pass → took too long)",)


def test_a_hostile_name_cannot_move_the_table():
    wild = replace(result(8.0), student="\x1b[2J\u202ekim\n")
    table = changes.table([changes.change(wild, replace(wild, score=1.0), EN)], EN)
    assert "\x1b" not in table and "\u202e" not in table and len(table.splitlines()) == 1


def test_what_is_remembered_of_a_file_is_whole_or_nothing(tmp_path):
    from autograder.intake.find import Submission
    from autograder.ledger import submitted

    one = Submission("kim", "a", "x.ipynb", "x.ipynb", None, Path("x.ipynb"))
    submitted.remember(tmp_path, one, b"data", "en")
    path = tmp_path / ".submitted" / "kim" / "a.json"
    whole = path.read_bytes()
    assert submitted.recall(tmp_path, "kim", "a").place == str(Path("x.ipynb").absolute())
    for damaged in (b"", b"{", b"[]", b"null", b"[" * 9999, whole[:-9], whole.replace(b'"kim"', b"7"), b'{"place": 1}'):
        path.write_bytes(damaged)
        assert submitted.recall(tmp_path, "kim", "a") is None
