"""`autograder export` and nbgrader's exporters write the same files, and nothing where somebody would be lost."""

import csv
import io
import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from autograder.commands.export import To
from autograder.exports import TARGETS
from autograder.records import Item, Result
from autograder.store import Store

A03 = "a03_convolution"


@pytest.fixture
def graded(tmp_path, monkeypatch):
    """A folder of results, away from any course."""
    monkeypatch.chdir(tmp_path)
    store = Store(tmp_path / "results")
    for student, score in (("kim", 66.5), ("이 안", 70.0)):
        item = Item("conv2d", score, 100, "partial")
        store.keep(Result(A03, student, "graded", score, 100, "1", "c", (item,)))
    store.keep(Result(A03, "=1+1", "ungraded", None, 100, "1", "c", (), message="The file is empty"))
    return tmp_path / "results"


def rows(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    ("to", "name"),
    [
        ("canvas", "grades-canvas.csv"),
        ("moodle", "grades-moodle.csv"),
        ("excel", "grades-excel.csv"),
        ("json", "grades.json"),
    ],
)
def test_export_writes_a_file_into_the_folder_of_results(autograder, graded, to, name):
    told = autograder("export", graded, "--to", to)
    assert (told.code, told.out.decode()) == (0, f"wrote {graded / name}\n")
    assert b"66.5" in (graded / name).read_bytes()
    assert "`=1+1` is ungraded" in told.err


def test_every_target_can_be_asked_for():
    assert [one.value for one in To] == list(TARGETS)


def test_what_was_exported_is_no_result_for_the_next_run(autograder, graded):
    first = [autograder("export", graded, "--to", "json", "-o", "-").out for _ in range(2)]
    assert autograder("export", graded, "--to", "json").code == 0
    assert [*first, autograder("export", graded, "--to", "json", "-o", "-").out] == [first[0]] * 3


def test_export_to_a_dash_writes_nothing_else_there(autograder, graded):
    told = autograder("export", graded, "--to", "json", "-o", "-")
    assert [one["student"] for one in json.loads(told.out)["students"]] == ["=1+1", "kim", "이 안"]


def test_a_student_who_is_not_in_the_roster_stops_it_before_anything_is_written(autograder, graded, tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text("Student,ID,SIS Login ID,Section\n이안,7,an,1\nPark,8,park,1\n", "utf-8")
    told = autograder("export", graded, "--to", "canvas", "--roster", roster)
    assert told.code == 1 and not (graded / "grades-canvas.csv").exists()
    assert [line for line in told.err.splitlines() if "not in" in line] == [
        f"autograder: `=1+1` is not in {roster}",
        f"autograder: `kim` is not in {roster}",
        f"autograder: `이 안` is not in {roster}",
    ]
    assert "no submission of `Park`" in told.err and "--allow-missing" in told.err
    assert autograder("export", graded, "--to", "canvas", "--roster", roster, "--allow-missing").code == 0
    assert len(rows((graded / "grades-canvas.csv").read_bytes())) == 2 + 2 + 3


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("nowhere", "--to", "canvas"), 1, "is no folder of results"),
        (("results", "--to", "excel", "--roster", "none.csv"), 1, "none.csv cannot be read"),
        (("results", "--to", "canvas", "--column", "a03"), 2, "--column a03='Homework 3'"),
        (("results", "--to", "canvas", "--out-of", "ten"), 2, "number of points"),
        (("results", "--to", "canvas", "--out-of", "nan"), 2, "number of points"),
        (("results", "--to", "canvas", "-a", "a99"), 1, "no result of `a99`"),
        (("results", "--to", "blackboard"), 2, "blackboard"),
    ],
)
def test_what_cannot_be_is_a_line_and_a_code(autograder, graded, words, code, why):
    told = autograder("export", *words)
    assert told.code == code and why in told.err


def test_lateness_is_taken_off(autograder, graded):
    (graded / "deadlines.toml").write_text(
        'time_zone = "Asia/Seoul"\n[late]\npercent_a_day = 10\n[due]\na03 = 2026-03-15T23:59:00\n'
        "[handed_in.a03]\nkim = 2026-03-16T08:00:00\n",
        "utf-8",
    )
    told = autograder("export", graded, "--to", "canvas", "-o", "-")
    assert {row[0]: row[-1] for row in rows(told.out)[2:]} == {"'=1+1": "", "kim": "59.85", "이 안": "70"}


# --- nbgrader -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def class_of_four(tmp_path_factory):
    """A real gradebook: one right, one late, one that waits for a person, one who handed in nothing."""
    api = pytest.importorskip("nbgrader.api", reason="nbgrader is not installed")
    path = tmp_path_factory.mktemp("nbgrader") / "gradebook.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)  # it runs `alembic`
        book = api.Gradebook(f"sqlite:///{path}", "cnn")
    with book:
        book.add_assignment(A03)
        book.add_notebook(A03, A03)
        for name, points in (("check_conv2d", 90), ("check_relu", 10)):
            book.add_grade_cell(name, A03, A03, max_score=points, cell_type="code")
        people = (
            ("right", "민준", "김", 90, 10, 0, False),
            ("late", 'O"Brien, Jr.', "two\nlines", 45.678, 10, 5, False),
            ("waits", "=1+1", "", 90, None, 0, True),
        )
        for id, first, last, conv2d, relu, penalty, waits in people:
            book.add_student(id, first_name=first, last_name=last, email=f"{id}@x.ac.kr", lms_user_id=f"77{id[0]}")
            book.add_submission(A03, id)
            notebook = book.find_submission_notebook(A03, A03, id)
            notebook.late_submission_penalty = penalty
            for cell, score in (("check_conv2d", conv2d), ("check_relu", relu)):
                grade = book.find_grade(cell, A03, A03, id)
                grade.auto_score, grade.needs_manual_grade = score, waits and score is None
        book.add_student("absent", first_name="Never", last_name="Came")
        book.db.commit()
    return path


@pytest.fixture
def gradebook(class_of_four, tmp_path, monkeypatch):
    """A folder with that gradebook in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    shutil.copy(class_of_four, tmp_path / "gradebook.db")
    return tmp_path


def nbgrader_export(*words):
    from nbgrader.apps import ExportApp

    ExportApp.clear_instance()
    ExportApp.launch_instance(list(words))


def exported(gradebook, kind, *words):
    to = gradebook / "out"
    exporter = f"--exporter=autograder.nbgrading.export.{kind}"
    nbgrader_export(exporter, f"--db=sqlite:///{gradebook}/gradebook.db", "--to", str(to), *words)
    return to.read_bytes()


def test_nbgrader_exports_for_canvas_with_its_lms_ids_penalties_and_empty_cells(gradebook):
    found = rows(exported(gradebook, "CanvasExport"))
    assert found[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", A03]
    assert found[1][-1] == "100"
    assert {tuple(row[:2] + row[3:4]): row[-1] for row in found[2:]} == {
        ("김민준", "77r", "right"): "100",
        ('O"Brien, Jr. two\nlines', "77l", "late"): "50.68",
        ("'=1+1", "77w", "waits"): "",
        ("Never Came", "", "absent"): "",
    }


def test_nbgrader_exports_for_moodle_excel_and_programs(gradebook):
    moodle = rows(exported(gradebook, "MoodleExport"))
    assert {row[2]: row[-1] for row in moodle[1:]} == {
        "right@x.ac.kr": "100",
        "late@x.ac.kr": "50.68",
        "waits@x.ac.kr": "-",
        "": "-",
    }
    excel = exported(gradebook, "ExcelExport", "--ExcelExport.language=en")
    assert excel.startswith(b"\xef\xbb\xbf") and "김민준" in excel.decode("utf-8-sig")
    (late,) = (one for one in json.loads(exported(gradebook, "JsonExport"))["students"] if one["login"] == "late")
    assert late["grades"][A03]["score"] == 50.68 and late["grades"][A03]["before_penalty"] == 55.68
    assert [one["name"] for one in late["grades"][A03]["functions"]] == ["conv2d", "relu"]


def test_nbgrader_exports_only_what_is_asked_for(gradebook):
    found = rows(exported(gradebook, "CanvasExport", "--student", "['right']", "--assignment", f"['{A03}']"))
    assert [row[3] for row in found[2:]] == ["right"]


def test_nbgrader_export_with_a_roster_refuses_to_lose_a_student(gradebook):
    (gradebook / "roster.csv").write_text("Student,ID,SIS Login ID,Section,A03 (12)\nKim,1,right,1,\n", "utf-8")
    with pytest.raises(SystemExit, match="1"):
        exported(gradebook, "CanvasExport", "--CanvasExport.roster=roster.csv")
    assert not (gradebook / "out").exists()
    found = rows(
        exported(
            gradebook,
            "CanvasExport",
            "--CanvasExport.roster=roster.csv",
            "--CanvasExport.allow_missing=True",
        )
    )
    assert found[0][-1] == "A03 (12)" and found[2] == ["Kim", "1", "right", "1", "100"]


def test_nbgraders_own_exporter_breaks_the_same_names(gradebook):
    to = gradebook / "own.csv"
    nbgrader_export(f"--db=sqlite:///{gradebook}/gradebook.db", "--to", str(to))
    widths = {len(row) for row in csv.reader(io.StringIO(to.read_text("utf-8"), newline=""))}
    assert len(widths) > 1  # if this fails, nbgrader has begun to quote, and docs/export.md should say so
