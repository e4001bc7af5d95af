"""A student's own page: the notebook's cards, nobody else's data, and a name that is no path."""

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from autograder.ledger.late import Late
from autograder.ledger.regrade_requests import Request
from autograder.records import Item
from autograder.reports import student_page
from autograder.reports.card import card_html
from autograder.reports.course_text import NO_COURSE
from autograder.reports.student_page import Known
from tests.report_samples import COURSE, HOSTILE, facts, hostile, items, result, ungraded, wrong
from tests.test_reports_formats import Markup

KEPT = "Kept from before: the checks of today would give 3 of 10 points."
NAMES = ["김민준", "../../etc/passwd", "=cmd()", "a b%20#?.html", ".hidden", "CON", "x" * 300, "a/b", "report.html"]


def page(judged=None, language="en", course=COURSE):
    return student_page.render(judged or result(), course, language)


def test_the_cards_are_those_of_the_notebook():
    judged = result("minjun", wrong("values", mistake="triples"))
    assert card_html(judged.items[0], facts(), "both", standalone_css=False) in page(judged)


def test_the_score_and_every_function_stand_on_top():
    html = page(result("minjun", wrong("values"), Item("half", 3, 3, "pass")))
    assert "<b>3</b> / 10" in html
    assert re.findall(r"<code>(\w+)</code><span>([^<]+)</span>", html) == [("double", "0 / 7"), ("half", "3 / 3")]


def test_what_was_repaired_is_told():
    assert "a cell was put back" in page(result(notes=("a cell was put back",)))


def test_a_score_that_was_kept_is_no_repair():
    html = page(result(notes=(KEPT,)))
    assert "Kept from before" in html and "Repaired before grading" not in html


@pytest.mark.parametrize(
    ("share", "said"), [(20.0, "16 points are deducted (20 %); 64 points remain."), (0.0, "Nothing is deducted")]
)
def test_lateness_and_its_cost_are_told_in_both_languages(share, said):
    late = Late(97_500, share, 80 * share / 100, 80 - 80 * share / 100, clock="receipt")
    html = student_page.render(result(), COURSE, "en", Known(late))
    assert said in html and "Handed in 1 d 3 h after the deadline" in html and "clock of the computer" in html
    assert '<span lang="ko">' in html[html.index('class="late"') :][:1500]


def test_questions_stand_beside_their_answers():
    asked = Request("1", "ABCD-EFGH", "minjun", "b01", "double", "Was it <float32>?", answer="No, the sign.")
    html = student_page.render(result(), COURSE, "en", Known(asked=(asked, replace(asked, answer=""))))
    assert "Was it &lt;float32&gt;?" in html and "No, the sign." in html and "Not answered yet." in html


def test_what_is_ungraded_says_why_and_has_no_score():
    html = page(ungraded())
    assert "The file is empty" in html and "<b>–</b> / 10" not in html and '<section class="ck' not in html


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_page_opens_in_its_language_and_holds_both(language):
    html = page(language=language)
    assert f'<html lang="{language}">' in html and f'id="{language}" checked' in html
    assert "Is it triples?" in html and "혹시 triples 아닌가요?" in html


def test_the_page_runs_nothing_and_fetches_nothing():
    markup = Markup(page(hostile()))
    assert not {"script", "img", "link", "iframe", "form", "object"} & set(markup.tags)
    assert all(value.startswith("#c") for name, value in markup.attributes if name in ("href", "src"))
    policy = next(value for name, value in markup.attributes if name == "content" and "default-src" in value)
    assert policy.startswith("default-src 'none'") and "script-src" not in policy
    assert not [name for name, _ in markup.attributes if name.startswith("on")]


def test_a_students_text_is_never_markup():
    html = page(hostile())
    assert "<script>" not in html and not re.search("[\x00-\x08\x0b-\x1f\u202e\ud800]", html)


@pytest.mark.parametrize("course", [COURSE, NO_COURSE], ids=["course", "no course"])
def test_every_state_fits_on_the_page(course):
    judged = [replace(item, name=f"f{i}") for i, item in enumerate(items().values())]
    assert page(result("a", *judged), course=course).count('<section class="ck') == len(judged)


# --- where it lies ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("student", [*NAMES, HOSTILE])
def test_a_name_is_never_a_path(student, tmp_path):
    ((_, path),) = student_page.files([result(student)], tmp_path)
    assert path.resolve().parent.parent == tmp_path.resolve() and path.name == "a01_double.html"
    path.parent.mkdir()
    path.write_text("page", "utf-8")


def test_names_that_differ_have_pages_that_differ(tmp_path):
    paths = [path for _, path in student_page.files([result(name) for name in NAMES], tmp_path)]
    assert len(set(paths)) == len(NAMES)


@pytest.mark.parametrize("folder", ["students", "학생 100%", "deep/er", "../beside"])
@pytest.mark.parametrize("student", NAMES)
def test_the_report_s_link_leads_to_the_page(folder, student, tmp_path):
    report = tmp_path / "out" / "report.html"
    students = tmp_path / "out" / folder
    (address,) = student_page.addresses([result(student)], students, report).values()
    ((_, path),) = student_page.files([result(student)], students)
    assert not re.match(r"[a-z]+:|/|#", address) and "#" not in address and "?" not in address
    assert (report.parent / Path(unquote(address))).resolve() == path.resolve()


def test_two_that_the_report_calls_alike_have_no_link(tmp_path):
    alike = [result("kim\x00"), result("kim\x01")]  # both are shown with a sign for what cannot be shown
    assert student_page.addresses(alike, tmp_path, tmp_path / "report.html") == {}
