"""Each format is what its reader expects, whatever a student chose as a name or a message."""

import csv
import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser

import junitparser
import pytest

from autograder.errors import GraderError
from autograder.i18n import LANGUAGES
from autograder.records import Item
from autograder.reports import FORMATS, as_json
from autograder.reports.course_text import NO_COURSE
from tests.report_samples import COURSE, HOSTILE, hostile, items, result, ungraded, wrong

CONTRACT = ["version", "assignment", "student", "status", "score", "max_score", "engine", "corpus", "items", "training"]
ITEM_CONTRACT = ["name", "points", "max_points", "status", "message", "aspects", "mistake", "counterexample", "seconds"]


def render(format, *results, language="en", course=COURSE):
    found = FORMATS[format].render(results, course, language)
    return found if isinstance(found, str) else found.decode("utf-8")


def table(*results):
    return list(csv.DictReader(io.StringIO(render("csv", *results).removeprefix("\ufeff"))))


def everything():
    return result("minjun", *(replace(item, name=f"f{i}") for i, item in enumerate(items().values())))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("course", [COURSE, NO_COURSE], ids=["course", "no course"])
@pytest.mark.parametrize("format", FORMATS)
def test_every_format_takes_every_state_with_and_without_the_course(format, course, language):
    text = render(format, everything(), ungraded(), hostile(), language=language, course=course)
    assert text and "{" not in re.sub(r"[{}]", "", text)


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_the_same_on_every_run(format):
    assert FORMATS[format].render([everything(), hostile()], COURSE, "en") == FORMATS[format].render(
        [everything(), hostile()], COURSE, "en"
    )


@pytest.mark.parametrize("format", sorted(set(FORMATS) - {"json"}))
def test_no_format_lets_a_control_character_through(format):
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e]", render(format, hostile()))


def test_no_format_is_loaded_before_it_is_used():
    code = "import sys, autograder.reports; print(*[m for m in sys.modules if m.startswith('autograder.reports.')])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""


# --- json ---------------------------------------------------------------------------------------------------------


def test_json_holds_the_keys_of_the_contract_in_order():
    document = json.loads(render("json", result()))
    assert list(document)[: len(CONTRACT)] == CONTRACT
    assert list(document["items"][0]) == ITEM_CONTRACT
    assert document["version"] == 1


def test_json_of_one_result_is_a_document_and_of_several_a_list():
    assert isinstance(json.loads(render("json", result())), dict)
    assert [one["student"] for one in json.loads(render("json", result("a"), result("b")))] == ["a", "b"]


@pytest.mark.parametrize("make", [result, ungraded, everything, hostile])
def test_a_stored_result_is_read_back_as_the_same_record(make):
    clean = as_json.from_json(as_json.to_json(make()))
    assert as_json.from_json(as_json.to_json(clean)) == clean
    if make is not hostile:  # half a surrogate pair cannot be stored
        assert clean == make()


def test_json_gives_a_message_to_items_that_have_none():
    english, korean = (json.loads(render("json", result(), language=one))["items"][0]["message"] for one in LANGUAGES)
    assert "Is it triples?" in english and "triples 아닌가요?" in korean


def test_json_holds_only_finite_numbers():
    example = wrong("values").counterexample | {"at": [float("nan"), float("inf")]}
    text = render("json", result("minjun", wrong("values", counterexample=example)))
    assert json.loads(text, parse_constant=lambda name: pytest.fail(name))["items"][0]["counterexample"]["at"] == [
        "nan",
        "inf",
    ]


@pytest.mark.parametrize("score", [float("nan"), float("inf"), -1.0, 1e9])
def test_points_that_cannot_be_are_never_written(score):
    with pytest.raises(GraderError):
        as_json.to_json(result(score=score))


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: "[]",
        lambda text: text.replace('"graded"', '"perfect"'),
        lambda text: text.replace('"version": 1', '"version": 2'),
        lambda text: text.replace('"score": 3', '"score": 1e999'),
        lambda text: text.replace('"score": 3', '"score": 11'),
        lambda text: text.replace('"items"', '"things"'),
    ],
)
def test_a_damaged_result_file_is_our_error_with_its_name_and_the_mend(damage):
    stored = as_json.to_json(result())
    assert damage(stored) != stored
    with pytest.raises(GraderError, match=r"minjun/a01\.json.*autograder grade"):
        as_json.from_json(damage(stored), source="minjun/a01.json")


# --- csv ----------------------------------------------------------------------------------------------------------


def test_csv_has_a_row_for_every_student_and_a_column_for_every_function():
    rows = table(result("minjun"), result("seoyeon"), result("minjun", assignment="a02_half"))
    assert [row["student"] for row in rows] == ["minjun", "seoyeon"]
    assert rows[0]["a01_double.half"] == "3" and rows[0]["a02_half"] == "3" and rows[0]["total"] == "6"
    assert rows[1]["a02_half.half"] == ""


def test_csv_opens_in_excel_with_korean_intact():
    assert FORMATS["csv"].render([result("김민준")], COURSE, "ko").startswith(b"\xef\xbb\xbf")
    assert table(result("김, 민준"))[0]["student"] == "김, 민준"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "＝", " ="])
def test_csv_never_holds_a_formula(start):
    row = table(result(f"{start}1+1"))[0]
    assert not re.match(r"\s*[=+\-@＝]", row["student"])


def test_what_is_ungraded_is_an_empty_cell_and_never_a_zero():
    row = table(ungraded())[0]
    assert row["a01_double"] == row["a01_double.double"] == row["total"] == ""
    assert "The file is empty" in row["remarks"]


def test_two_submissions_of_one_student_are_two_rows():
    assert len(table(result("minjun"), result("minjun"))) == 2


def test_csv_never_rounds_up_to_full_marks():
    item = Item("double", 6.99999999, 7, "partial")
    assert float(table(result("minjun", item))[0]["a01_double"]) < 7


# --- junit --------------------------------------------------------------------------------------------------------


def cases(*results):
    return [case for suite in junitparser.JUnitXml.fromstring(render("junit", *results).encode()) for case in suite]


def test_junit_names_the_recognised_mistake():
    failed, passed = cases(result())
    assert failed.result[0].type == "mistake.triples" and isinstance(failed.result[0], junitparser.Failure)
    assert passed.is_passed


def test_what_is_ungraded_is_an_error_in_junit():
    for one in (ungraded(), replace(ungraded(), items=())):
        assert [type(case.result[0]) for case in cases(one)] == [junitparser.Error]


def test_junit_parses_whatever_a_student_wrote():
    first = cases(hostile())[0]
    assert "<script>" in first.name and len(first.name) <= 100


# --- gradescope ---------------------------------------------------------------------------------------------------


def test_gradescope_adds_up_to_the_score():
    document = json.loads(render("gradescope", result()))
    assert sum(test["score"] for test in document["tests"]) == 3
    assert sum(test["max_score"] for test in document["tests"]) == 10


def test_gradescope_gets_no_score_at_all_where_anything_is_ungraded():
    partly = result("minjun", Item("double", 0, 7, "ungraded", message="died"), Item("half", 3, 3, "pass"), score=None)
    for one in (ungraded(), partly):
        document = json.loads(render("gradescope", one))
        assert "score" not in document and not any("score" in test for test in document["tests"])


def test_gradescope_shows_text_and_never_markup():
    document = json.loads(render("gradescope", hostile()))
    assert {test["output_format"] for test in document["tests"]} == {document["output_format"]} == {"text"}


# --- markdown and html --------------------------------------------------------------------------------------------


class Markup(HTMLParser):
    """Every tag, attribute and piece of text of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.texts = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.texts.append(data)


def test_markdown_shows_a_students_text_as_text():
    page = render("markdown", hostile())
    assert set(Markup(page).tags) <= {"details", "summary", "code", "pre"}
    outside = re.sub(r"<pre>.*?</pre>", "", page, flags=re.DOTALL)
    assert "](" not in outside and "@everyone" not in outside and "\n=" not in outside


def test_markdown_cannot_be_left_by_a_closing_tag():
    item = wrong("unsupported")
    example = item.counterexample | {"got": {"kind": "unsupported", "data": "</pre></details><img src=x>"}}
    page = render("markdown", result("minjun", replace(item, counterexample=example)))
    assert page.count("</pre>") == page.count("<pre>") and "<img" not in page


def test_markdown_has_a_row_for_each_function():
    page = render("markdown", result())
    assert "## Doubling · minjun · ⁠3 / 10 points" in page
    assert "| ❌ | <code>double</code> | 0 / 7 | Is it triples? |" in page
    assert "| ✅ | <code>half</code> | 3 / 3 |  |" in page


def test_the_feedback_page_has_no_script_and_fetches_nothing():
    page = Markup(render("html", everything(), hostile()))
    assert "script" not in page.tags and "img" not in page.tags
    assert not {name for name, _ in page.attributes} & {"src", "href", "action", "onload", "onclick", "onerror"}
    policy = next(value for name, value in page.attributes if name == "content" and "default-src" in value)
    assert "default-src 'none'" in policy and "script-src" not in policy


def test_the_feedback_page_escapes_and_caps_the_name():
    page = render("html", hostile())
    assert "<script" not in page and "&lt;script&gt;" in page
    assert HOSTILE[:20] * 5 not in "".join(Markup(page).texts)


def test_a_page_graded_without_a_sandbox_says_so():
    assert "Graded without a sandbox." in render("html", result(sandbox="none"))
    assert "without a sandbox" not in render("html", result())
