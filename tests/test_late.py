"""Late submissions: nbgrader's own numbers through both doors, and a file of deadlines whose mistakes cost nobody."""

import hashlib
import io
import json
import math
import os
import shutil
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from autograder.i18n import translator
from autograder.intake.find import find
from autograder.ledger import deadlines, submitted
from autograder.ledger.late import Policy, lateness, read_time, told, told_fully
from autograder.records import Result
from tests import small_course

EN = translator("en")
NAME = "b01_scale"
DUE = datetime(2026, 3, 15, 14, 59, tzinfo=UTC)


def result(student="kim", score=8.0, assignment=NAME):
    return Result(assignment, student, "graded", score, 10.0, "e", "c", ())


# -------------------------------------------------------------------------------------------------------- policy


@pytest.mark.parametrize(
    ("late_s", "penalty"),
    # by hand: 10 % of 80 for each day begun, at least 40 % stay, 15 minutes forgiven
    [(0, 0), (1, 0), (900, 0), (901, 8), (86_400, 8), (86_401, 16), (5 * 86_400, 40), (6 * 86_400, 48), (1e9, 48)],
)
def test_a_penalty_is_so_many_percent_for_each_day_begun(late_s, penalty):
    assert Policy("percent", percent=10, grace_minutes=15, floor=40).penalty(80, late_s) == penalty


def test_zero_leaves_exactly_nothing_and_none_takes_nothing():
    assert Policy("zero").penalty(0.1 + 0.2, 1) == 0.1 + 0.2
    assert Policy("none").penalty(80, 1e9) == 0


@pytest.mark.parametrize("score", [0.0, 1e-9, 0.1, 7.0, 100.0])
@pytest.mark.parametrize("percent", [0, 0.1, 33.3, 100])
def test_a_penalty_is_never_more_than_the_score(score, percent):
    for late_s in (0.5, 86_401, 1e8):
        assert 0 <= Policy("percent", percent=percent).penalty(score, late_s) <= score


@pytest.mark.parametrize("wrong", [{"percent": -1}, {"percent": math.nan}, {"floor": 101}, {"grace_minutes": math.inf}])
def test_a_policy_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match="must be from 0"):
        Policy("percent", **wrong)


def test_what_nobody_knows_costs_nothing():
    strict = Policy("zero")
    assert lateness(8.0, strict, due=DUE, handed_in=None).final == 8
    assert lateness(8.0, strict, due=None, handed_in=DUE).final == 8
    assert lateness(None, strict, due=DUE, handed_in=DUE + timedelta(1)).final is None


def test_lateness_is_told_in_one_short_line_and_fully():
    late = lateness(80.0, Policy("percent", percent=10), due=DUE, handed_in=DUE + timedelta(days=1, hours=3))
    assert told(late, EN) == "late 1 d 3 h: -20 %"
    assert "16 points are deducted (20 %); 64 points remain" in told_fully(late, EN)
    graced = lateness(
        80.0, Policy("percent", percent=10, grace_minutes=60), due=DUE, handed_in=DUE + timedelta(0, 2400)
    )
    assert told(graced, EN) == "late 40 min: nothing deducted"
    assert told(lateness(80.0, Policy(), due=DUE, handed_in=DUE), EN) == ""


def test_the_students_own_clock_is_named():
    late = lateness(8.0, Policy("zero"), due=DUE, handed_in=DUE + timedelta(1), clock="receipt")
    assert "told by the clock of the computer that packed it" in told_fully(late, EN)


# ------------------------------------------------------------------------------------------------ as nbgrader does

TIMES = [
    "2026-03-15 23:59:00.948203 UTC",
    "2026-03-15 23:59:00 America/Los_Angeles",
    "2026-07-15 23:59:00 America/Los_Angeles",
    "2026-03-15 23:59 Asia/Seoul",
    "2026-03-15T23:59:00+09:00",
    "2026-03-15 23:59:00+0900",
    "2026-03-15 23:59:00",
    "2026-03-15T14:59:00Z",
    "2026-03-15 23:59:00 EST",
]


@pytest.mark.parametrize("text", TIMES)
def test_a_timestamp_is_read_as_nbgrader_reads_it(text):
    utils = pytest.importorskip("nbgrader.utils")
    assert read_time(text).replace(tzinfo=None) == utils.parse_utc(text)


@pytest.mark.parametrize("text", ["2026-03-15 23:59:00 KST", "2026-03-15 23:59:00 +0900"])
def test_two_zones_that_nbgrader_misreads_are_read_as_written(text):
    assert read_time(text) == DUE


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-02-30", "2026-03-15 23:59:00 PST8", "2026-03-15 23:59:00 Nowhere/Land", "9" * 200,
             "2026-03-15 23:59:00 ../../etc", "2026-03-15 23:59:00 Asia", "0001-01-01T00:00:00+14:00", "\0"]
)  # fmt: skip
def test_what_is_no_time_is_refused_and_not_guessed(text):
    with pytest.raises(ValueError, match=r"time|calendar"):
        read_time(text)


@pytest.fixture
def gradebook(tmp_path, monkeypatch):
    """nbgrader's gradebook with one assignment of one notebook worth ten points."""
    api = pytest.importorskip("nbgrader.api")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")  # it calls alembic
    book = api.Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}")
    book.add_assignment(NAME)
    book.add_notebook(NAME, NAME)
    book.add_grade_cell("g", NAME, NAME, max_score=10, cell_type="code")
    yield book
    book.close()


def hand_in(book, student, time, score):
    book.add_student(student)
    book.add_submission(NAME, student, timestamp=time)
    book.find_grade("g", NAME, NAME, student).auto_score = score
    book.db.commit()


def penalised(book, student, config):
    """The penalty that nbgrader's AssignLatePenalties writes into the gradebook."""
    from nbformat.v4 import new_notebook
    from nbgrader.preprocessors import AssignLatePenalties
    from traitlets.config import Config

    url = str(book.db.get_bind().url)
    told = {"nbgrader": {"notebook": NAME, "assignment": NAME, "student": student, "db_url": url}}
    AssignLatePenalties(config=Config(config)).preprocess(new_notebook(), told)
    book.db.expire_all()
    return book.find_submission(NAME, student).late_submission_penalty


OURS = "autograder.nbgrading.late.LatePolicy"
LATE = [timedelta(seconds=-1), timedelta(0), timedelta(seconds=1), timedelta(minutes=16), timedelta(days=1, seconds=1),
        timedelta(days=30)]  # fmt: skip


@pytest.mark.parametrize("method", ["none", "zero"])
def test_our_plugin_deducts_what_nbgraders_own_does(gradebook, method):
    gradebook.update_or_create_assignment(NAME, duedate=DUE)
    for n, late in enumerate(LATE):
        hand_in(gradebook, f"s{n}", DUE + late, 7.5)
        theirs = penalised(gradebook, f"s{n}", {"LateSubmissionPlugin": {"penalty_method": method}})
        config = {"AssignLatePenalties": {"plugin_class": OURS}, "LatePolicy": {"penalty_method": method}}
        assert penalised(gradebook, f"s{n}", config) == theirs


def test_nbgrader_and_our_own_results_come_to_the_same_penalties(gradebook, tmp_path):
    from autograder.nbgrading.late import fill_gradebook

    text = """
        time_zone = "Asia/Seoul"
        [late]
        percent_a_day = 10
        grace_minutes = 15
        floor_percent = 50
        [due]
        b01_scale = 2026-03-15T23:59:00
        [extensions.b01_scale]
        s4 = { days = 1 }
        absent = { hours = 2 }
        """
    path = tmp_path / deadlines.NAME
    path.write_text(text, "utf-8")
    said = deadlines.read(path, [NAME])
    for n, late in enumerate(LATE):
        hand_in(gradebook, f"s{n}", DUE + late, 7.5)
    assert [line.split()[0] for line in fill_gradebook(gradebook, said)] == ["absent"]
    config = {"AssignLatePenalties": {"plugin_class": OURS}, "LatePolicy": {"deadlines": str(path)}}
    theirs, ours = [], []
    for n, late in enumerate(LATE):
        theirs.append(penalised(gradebook, f"s{n}", config))
        extension = said.extensions.get((f"s{n}", NAME))
        policy, due = said.policy(NAME), said.due[NAME]
        ours.append(lateness(7.5, policy, due=due, extension=extension, handed_in=DUE + late).penalty)
        seconds = gradebook.find_submission(NAME, f"s{n}").total_seconds_late
        assert seconds == lateness(7.5, policy, due=due, extension=extension, handed_in=DUE + late).seconds_late
    assert ours == theirs == [0, 0, 0, 0.75, 0, 3.75]  # the last but one has a day more, and the grace


def test_a_policy_that_cannot_be_costs_nobody_the_grade_in_nbgrader(gradebook):
    gradebook.update_or_create_assignment(NAME, duedate=DUE)
    hand_in(gradebook, "kim", DUE + timedelta(1), 7.5)
    config = {"AssignLatePenalties": {"plugin_class": OURS},
              "LatePolicy": {"penalty_method": "percent", "percent_a_day": 400.0}}  # fmt: skip
    assert penalised(gradebook, "kim", config) == 0


# ---------------------------------------------------------------------------------------------- the file of deadlines


def said(tmp_path, text, students=("kim", "lee", "김민준")):
    path = tmp_path / deadlines.NAME
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return deadlines.read(path, [NAME, "b02_steps"], students)


def test_times_without_a_zone_are_those_of_the_file(tmp_path):
    read = said(
        tmp_path, 'time_zone = "Asia/Seoul"\n[due]\nb01 = 2026-03-15T23:59:00\nb02_steps = "2026-03-15 14:59 UTC"'
    )
    assert read.due == {NAME: DUE, "b02_steps": DUE}
    assert read.problems == read.strangers == ()


def test_an_extension_is_a_length_or_a_time(tmp_path):
    read = said(
        tmp_path,
        """
        [due]
        b01 = 2026-03-15T23:59:00+09:00
        [extensions.b01]
        kim = { weeks = 1, days = 2, hours = 3, minutes = 4 }
        "김민준" = 2026-03-16T23:59:00+09:00
        """,
    )
    assert read.extensions == {("kim", NAME): timedelta(9, 3 * 3600 + 240), ("김민준", NAME): timedelta(1)}


def test_an_assignments_own_policy_replaces_the_common_one(tmp_path):
    read = said(tmp_path, '[late]\npercent_a_day = 10\n[late.b02_steps]\npolicy = "zero"')
    assert (read.policy(NAME).method, read.policy("b02_steps").method) == ("percent", "zero")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[due\n", "is no TOML"),
        (b"\xff\xfe\x00", "is no TOML"),
        ("[due]\nb01 = 2026-03-15T23:59:00", 'due.b01: 2026-03-15 23:59:00 has no time zone. Name one'),
        ("[due]\nb01 = 2026-03-15", "due.b01: say the time of day, too: 2026-03-15T23:59:00"),
        ("[due]\nb01 = 7", "due.b01: this is no time"),
        ('[due]\nb01 = "soon"', "due.b01: 'soon' is no time"),
        ("[due]\nb7 = 2026-03-15T23:59:00Z", "due: no assignment is called b7"),
        ('time_zone = "Korea/Seoul"', "time_zone: 'Korea/Seoul' is no time zone"),
        ("[extensions.b01]\nkimm = { days = 1 }", "no result is of a student kimm; is kim meant?"),
        ("[extensions.b01]\nkim = 2", "extensions.b01.kim: this is no time"),
        ("[extensions.b01]\nkim = { day = 1 }", "extensions.b01.kim: write an extension as { days = 2, hours = 12 }"),
        ("[extensions.b01]\nkim = { days = -1 }", "an extension ends after the due date"),
        ("[extensions.b01]\nkim = { days = 1e300 }", "longer than any calendar"),
        ("[extensions.b01]\nkim = 2026-03-15T23:59:00Z", "this assignment has no due date to be extended"),
        ("[extensions]\nb01 = 3", "extensions.b01 must be a table of students"),
        ("[late]\npercent = 10", "late: percent means nothing here; there are policy, percent_a_day"),
        ("[late]\npercent_a_day = nan", "late: percent is nan; it must be from 0 to 100"),
        ("[late]\npercent_a_day = true", "late: percent_a_day must be a number"),
        ('[late]\npolicy = "harsh"', "late: policy is harsh; it must be none, zero or percent"),
        ('[late]\npolicy = "percent"', 'policy = "percent" needs percent_a_day'),
        ("duedates = 3", "duedates means nothing here"),
        ("due = 3", "due must be a table: [due]"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_file_is_one_line_that_names_the_place(tmp_path, text, line):
    read = said(tmp_path, text)
    (told_line,) = [*read.problems, *read.strangers]
    assert line in told_line and "\n" not in told_line


def test_a_policy_that_is_not_understood_deducts_nothing(tmp_path):
    assert said(tmp_path, "[late]\npercent_a_day = 10\nfloor = 3").policy(NAME) == Policy()


def test_a_name_in_hangul_is_the_same_however_it_is_spelled(tmp_path):
    import unicodedata

    spelled = unicodedata.normalize("NFD", "김민준")
    read = said(tmp_path, f'[extensions.b01]\n"{spelled}" = {{ days = 1 }}')
    assert read.strangers == () and ("김민준", NAME) in read.extensions


def test_the_results_own_file_comes_before_the_courses(tmp_path):
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / deadlines.NAME).touch()
    assert deadlines.find(tmp_path, tmp_path / "course") == tmp_path / "course" / deadlines.NAME
    (tmp_path / deadlines.NAME).touch()
    assert deadlines.find(tmp_path, tmp_path / "course") == tmp_path / deadlines.NAME


# --------------------------------------------------------------------------------------- when it was handed in


SHA256 = hashlib.sha256(b"{}").hexdigest()
RECEIPT = json.dumps({"time": "2026-03-14T10:00:00+09:00", "notebook": {"sha256": SHA256}})


def told_by(place):
    """When the one submission at a place, `{}`, was handed in, and who says so."""
    (one,) = find([place], NAME, known=[NAME])
    return submitted.handed_in(one, SHA256)


def test_the_files_own_date_is_never_taken_for_the_time(tmp_path):
    small_course.hand_in(tmp_path, {"kim": b"{}"})
    assert told_by(tmp_path) == ("", "")


def test_nbgraders_timestamp_is_believed_before_the_receipt(tmp_path):
    folder = small_course.hand_in(tmp_path, {"kim": b"{}"}) / "kim" / NAME
    (folder / "receipt.json").write_text(RECEIPT)
    assert told_by(tmp_path) == ("2026-03-14T10:00:00+09:00", "receipt")
    (folder / "timestamp.txt").write_text("2026-03-15 23:59:00.0 UTC\n")
    assert told_by(tmp_path) == ("2026-03-15 23:59:00.0 UTC", "timestamp.txt")


def test_the_receipt_in_a_zip_tells_the_time_and_a_timestamp_beside_the_zip_overrules_it(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(f"kim/{NAME}/{NAME}.ipynb", "{}")
        archive.writestr(f"kim/{NAME}/receipt.json", RECEIPT)
    (tmp_path / f"{NAME}_kim.zip").write_bytes(out.getvalue())
    assert told_by(tmp_path / f"{NAME}_kim.zip")[1] == "receipt"
    (tmp_path / "timestamp.txt").write_text("2026-03-15 23:59:00.0 UTC")
    assert told_by(tmp_path / f"{NAME}_kim.zip")[1] == "timestamp.txt"


def test_the_receipt_of_another_file_tells_no_time(tmp_path):
    folder = small_course.hand_in(tmp_path, {"kim": b"{} "}) / "kim" / NAME
    (folder / "receipt.json").write_text(RECEIPT.replace(SHA256, "0" * 64))
    assert told_by(tmp_path) == ("", "")


@pytest.mark.parametrize("receipt", [b"", b"{", b"[]", b'{"time": 3}', b'{"time": "now"}', b"[" * 9999, b"\xff" * 100])
def test_a_receipt_that_cannot_be_tells_no_time(tmp_path, receipt):
    folder = small_course.hand_in(tmp_path, {"kim": b"{}"}) / "kim" / NAME
    (folder / "receipt.json").write_bytes(receipt)
    assert told_by(tmp_path) == ("", "")


def test_a_timestamp_that_is_a_pipe_or_a_link_is_not_waited_for(tmp_path):
    folder = small_course.hand_in(tmp_path, {"kim": b"{}"}) / "kim" / NAME
    os.mkfifo(folder / "timestamp.txt")
    (folder / "receipt.json").symlink_to("/etc/passwd")
    assert told_by(tmp_path) == ("", "")


# ------------------------------------------------------------------------------------------- in the command line


@pytest.fixture
def late_class(course, tmp_path):
    """kim is a day and a bit late, lee has an extension, and of park nobody knows the time."""
    place = small_course.hand_in(tmp_path / "in", dict.fromkeys(["kim", "lee", "park"], small_course.right(course)))
    for student in ("kim", "lee"):
        (place / student / NAME / "timestamp.txt").write_text("2026-03-16 18:00:00.0 UTC")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / deadlines.NAME).write_text(
        'time_zone = "Asia/Seoul"\n[late]\npercent_a_day = 10\n[due]\nb01 = 2026-03-15T23:59:00\n'
        "[extensions.b01]\nlee = { days = 2 }\n"
    )
    return place, tmp_path / "out"


def test_grading_tells_who_was_late_and_keeps_the_raw_score(late_class, course, autograder):
    place, out = late_class
    run = autograder("grade", place, "-o", out, "--course", course, "--jobs", 1)
    assert run.code == 0
    assert "kim  b01_scale  late 1 d 3 h: -20 %  12 → 9.6" in run.out.decode()
    assert "lee  b01_scale  late" not in run.out.decode()
    assert "of 1 results nobody can tell when they were handed in" in run.err and "park" in run.err
    assert json.loads((out / "kim" / f"{NAME}.json").read_bytes())["score"] == 12


def test_a_mistake_in_the_deadlines_loses_no_grade_and_ends_with_1(late_class, course, autograder):
    place, out = late_class
    (out / deadlines.NAME).write_text("[due]\nb01 = tomorrow\n")
    run = autograder("grade", place, "-o", out, "--course", course, "--jobs", 1)
    lines = [line for line in run.err.splitlines() if "deadlines.toml" in line]
    assert run.code == 1 and len(lines) == 1 and "is no TOML" in lines[0]
    assert sorted(path.parent.name for path in out.glob("*/*.json") if path.parent.name != ".cache") == [
        "kim",
        "lee",
        "park",
    ]


def test_a_result_outlives_the_folder_it_was_handed_in_in(late_class, course, autograder):
    place, out = late_class
    autograder("grade", place, "-o", out, "--course", course, "--jobs", 1)
    shutil.rmtree(place)
    found = deadlines.lates(out, [result("kim", 12.0), result("lee", 12.0)], course)
    assert {who[0]: late.final for who, late in found.by.items()} == {"kim": 9.6, "lee": 12.0}


def test_a_time_that_is_typed_overrules_what_was_found(late_class, course, autograder):
    place, out = late_class
    autograder("grade", place, "-o", out, "--course", course, "--jobs", 1)
    with (out / deadlines.NAME).open("a") as file:
        file.write("[handed_in.b01]\nkim = 2026-03-15T23:00:00\npark = 2026-03-16T23:00:00\n")
    found = deadlines.lates(out, [result("kim"), result("lee"), result("park")], course)
    assert {who[0]: late.share for who, late in found.by.items()} == {"kim": 0, "lee": 0, "park": 10}
    assert found.by["kim", NAME].clock == deadlines.NAME and not found.timeless


def test_a_broken_timestamp_is_one_line_and_costs_nothing(late_class, course, autograder):
    place, out = late_class
    (place / "kim" / NAME / "timestamp.txt").write_text("2026-03-16 18:00 Mars/Olympus")
    run = autograder("grade", place, "-o", out, "--course", course, "--jobs", 1)
    (line,) = [line for line in run.err.splitlines() if "Mars" in line]
    assert run.code == 1 and "kim, b01_scale: timestamp.txt" in line and "nothing is deducted" in line
