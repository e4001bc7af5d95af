"""The card: what the notebook, the class report and nbgrader's feedback show of one function."""

import re
import subprocess
import sys
from dataclasses import replace

import pytest

from autograder.i18n import LANGUAGES
from autograder.reports.card import card_html
from tests.report_samples import HOSTILE, array, facts, items, wrong
from tests.test_reports_formats import Markup

STATES = items()
KEPT_BY_NOTEBOOKS = set(
    re.findall(r"\w+", "section div span p b i ul li code small figure figcaption table tbody tr td sup dl dt dd")
) | {"details", "summary", "pre", "mark", "style"}


def card(item, language="en", **options):
    return card_html(item, facts(), language, **({"standalone_css": False} | options))


def text(item, language="en", **options):
    return re.sub(r"\s+", " ", " ".join(Markup(card(item, language, **options)).texts))


def cells(page):
    return re.findall(r"<td(.*?)>(.*?)</td>", page)


@pytest.mark.parametrize("language", [*LANGUAGES, "both"])
@pytest.mark.parametrize("state", STATES)
def test_every_state_has_a_card_in_every_language(state, language):
    found = text(STATES[state], language)
    assert "double" in found and "{" not in found
    assert bool(re.search("[가-힣]", found)) == (language != "en")


@pytest.mark.parametrize("state", STATES)
def test_a_card_is_made_of_what_a_notebook_keeps(state):
    page = Markup(card(STATES[state], standalone_css=True))
    assert set(page.tags) <= KEPT_BY_NOTEBOOKS
    assert {name for name, _ in page.attributes} <= {"class", "style", "lang", "aria-hidden"}


def test_without_its_style_sheet_the_card_still_says_which_part_is_right():
    stripped = re.sub(r"<style>.*?</style>", "", card(STATES["values"], standalone_css=True), flags=re.DOTALL)
    assert re.search(r"not right yet: +values 3/10", re.sub(r"<.*?>", "", stripped))


def test_the_cells_that_differ_are_marked_and_the_first_one_is_outlined():
    marked = [(attributes, content) for attributes, content in cells(card(STATES["values"])) if "≠" in content]
    assert [content for _, content in marked] == ["9.5<sup>≠</sup>"]
    assert 'class="ne first"' in marked[0][0]


def test_the_tint_is_an_inline_colour():
    assert re.search(r'<td style="background:rgba\([\d,.]+\)">8</td>', card(STATES["values"]))


def test_a_wrong_shape_shows_both_shapes_and_no_difference():
    found = text(STATES["shape"])
    assert "expected (1, 1, 2, 2) · yours (1, 1, 1, 2)" in found
    assert "stride=2" in found and "difference" not in found


def test_an_exception_shows_the_students_own_lines_with_the_one_marked():
    page = card(STATES["raised"])
    assert re.search(r"<mark>→ +2 +return x\[9\]</mark>", page)
    assert re.search(r"\n? +1 +def double\(x, stride\):\n", page)


def test_an_untouched_function_is_grey_and_shows_no_counterexample():
    page = card(STATES["not_started"])
    assert "ck-idle" in page and "<table" not in page and "– / 7" in page


def test_an_ungraded_function_shows_no_points():
    assert "– / 7" in text(STATES["ungraded"]) and "0 / 7" not in text(STATES["ungraded"])


def test_a_recognised_mistake_says_on_how_many_inputs_it_agrees():
    assert "Is it triples? agrees on all 10 inputs" in text(STATES["named"])
    assert "agrees on" not in text(STATES["two"])  # each explains only its share


@pytest.mark.parametrize(("hints", "offered"), [(None, 3), (0, 0), (1, 1), (9, 3)])
def test_hints_are_folded_and_as_many_as_asked_for(hints, offered):
    item = replace(STATES["named"], counterexample=None)
    page = card(item, hints=hints)
    assert page.count("<details>") == offered
    assert ("hint(double)" in page) == (offered < 3)


def test_worked_lines_are_shown_when_there_are_some():
    example = STATES["values"].counterexample | {"cell": {"expected": "4·2 = 8", "got": "4·2 + 1.5 = 9.5"}}
    found = text(wrong("values", counterexample=example))
    assert "expected [0, 0, 1, 1] 4·2 = 8" in found and "yours [0, 0, 1, 1] 4·2 + 1.5 = 9.5" in found


def test_the_call_can_be_run_again():
    assert "x = np.array([[[[1.0, 2.0], [3.0, 4.0]]]]) double(x, stride=2)" in text(STATES["values"])


def test_a_large_array_is_drawn_in_part_and_says_so():
    large = array(range(400), 10, 1, 5, 8)
    example = STATES["values"].counterexample | {"expected": large, "got": large, "at": [9, 0, 0, 0]}
    page = card(wrong("values", counterexample=example))
    assert "[9, 0]" in page and "4 more slices" in page
    assert len(cells(page)) <= 3 * 6 * 40 + 4


def test_what_a_student_chose_is_never_markup():
    got = {"kind": "raised", "error": HOSTILE, "message": HOSTILE, "trace": [{"cell": 1, "line": 1, "source": HOSTILE}]}
    arguments = [{"name": HOSTILE, "value": array([1.0], 1)}]
    example = STATES["raised"].counterexample | {"got": got, "call": HOSTILE, "arguments": arguments, "at": None}
    for language in (*LANGUAGES, "both"):
        page = Markup(card(wrong("raised", counterexample=example, name=HOSTILE), language))
        assert set(page.tags) <= KEPT_BY_NOTEBOOKS
        assert not re.search("[\x00-\x08\x0b-\x1f\u202e\ud800]", "".join(page.texts))


def test_a_card_loads_jinja_and_nothing_heavier():
    code = "import sys, autograder.reports.card; print(*{m.split('.')[0] for m in sys.modules})"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"numpy", "pydantic", "typer", "babel", "nbformat", "hypothesis", "junitparser", "safetensors"}
    assert "jinja2" in found.stdout.split() and not heavy & set(found.stdout.split())
