"""`autograder report`: the page, a page for each student, similar code, and what stands beside the results."""

import json
import re

import pytest

from tests import small_course

A = "b01_scale"

LONG = '''def total(values):
    """Add the values up."""
    best, rest, carried = 0.0, 0.0, []
    for position, value in enumerate(values):
        scaled = value * 3 + position * 7 - 2
        carried.append((scaled - position * 7 + 2) / 3)
    for one in carried:
        first = best + one
        rest += (best - first) + one
        best = first
    return best + rest'''


def renamed(code):
    for name in ("best", "rest", "carried", "position", "scaled", "first", "value"):
        code = re.sub(rf"\b{name}\b", f"my_{name}", code)
    return code


@pytest.fixture(scope="module")
def handed_in(course, tmp_path_factory):
    folder = tmp_path_factory.mktemp("handed") / "submitted"
    written = {"kim": {"total": LONG}, "lee <b>": {"total": renamed(LONG)}, "park": {}}
    students = {student: small_course.submission(course, **answers) for student, answers in written.items()}
    small_course.hand_in(folder, students)
    return folder


@pytest.fixture
def graded(autograder, course, handed_in, tmp_path):
    told = autograder("grade", handed_in, "-o", tmp_path / "results", "--course", course, "--jobs", 1)
    assert told.code == 0, told.err
    return tmp_path / "results"


def test_every_student_gets_a_page_and_the_report_links_to_it(autograder, course, graded, tmp_path):
    told = autograder(
        "report", graded, "-o", tmp_path / "report.html", "--students", tmp_path / "pages", "--course", course
    )
    assert told.code == 0 and b"wrote 3 pages" in told.out
    html = (tmp_path / "report.html").read_text("utf-8")
    links = re.findall(r'<a href="(pages/[^"]+)"', html)
    assert len(links) == 3 and all((tmp_path / link.replace("%20", " ")).is_file() for link in links)
    page = (tmp_path / "pages" / "kim" / f"{A}.html").read_text("utf-8")
    assert "kim" in page and "park" not in page and "lee" not in page


def test_similar_code_is_found_where_the_submissions_were_graded(autograder, course, graded, handed_in):
    pytest.importorskip("copydetect")
    told = autograder("report", graded, "--similar", "--course", course, "--jobs", 1)
    assert told.code == 0, told.err
    html = (graded / "report.html").read_text("utf-8")
    assert "Code that looks alike" in html and html.count('<details class="pair"') == 1
    assert "autograder report results --similar" in html


def test_a_second_comparison_opens_no_submission(autograder, course, graded, handed_in, monkeypatch):
    pytest.importorskip("copydetect")
    autograder("report", graded, "--similar", "--course", course, "--jobs", 1)
    first = (graded / "report.html").read_text("utf-8")
    monkeypatch.setattr("autograder.similarity.sources.Session", None)
    assert autograder("report", graded, "--similar", "--course", course, "--jobs", 1).code == 0
    assert (graded / "report.html").read_text("utf-8") == first


def test_without_copydetect_the_report_is_written_all_the_same(autograder, course, graded, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    told = autograder("report", graded, "--similar", "--course", course)
    assert told.code == 0 and b"needs copydetect" in told.out
    assert "Code that looks alike" not in (graded / "report.html").read_text("utf-8")


def test_a_comparison_needs_to_know_where_the_submissions_lie(autograder, course, graded):
    pytest.importorskip("copydetect")
    for path in (graded / ".submitted").rglob("*.json"):
        path.unlink()
    told = autograder("report", graded, "--similar", "--course", course)
    assert told.code == 1 and "--submitted DIR" in told.err


def test_the_buttons_hold_the_grades(autograder, course, graded):
    autograder("report", graded, "--course", course)
    html = (graded / "report.html").read_text("utf-8")
    assert re.findall(r'<a class="btn" download="([^"]+)" href="data:', html) == [
        "grades-canvas.csv",
        "grades-moodle.csv",
        "grades-excel.csv",
    ]


def test_the_doctor_s_word_is_on_the_page_where_it_was_asked(autograder, course, graded):
    autograder("report", graded, "--course", course)
    assert "not run here" in (graded / "report.html").read_text("utf-8")
    autograder("report", graded, "--doctor", "--course", course)
    assert "reference answers, run 10 times" in (graded / "report.html").read_text("utf-8")


def test_a_regrade_s_record_is_on_the_page(autograder, course, graded):
    change = {"student": "kim", "assignment": A, "before": 1, "after": 0.5, "why": "a wider check"}
    (graded / "regrade.json").write_text(json.dumps({"version": 1, "when": "2026-04-14", "changes": [change]}), "utf-8")
    autograder("report", graded, "--course", course)
    assert "a wider check" in (graded / "report.html").read_text("utf-8")
