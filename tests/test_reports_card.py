"""The card: what the notebook, the class report and nbgrader's feedback show of one function."""

import base64
import io
import re
import subprocess
import sys
from dataclasses import replace

import matplotlib.image as mpimg
import pytest

from autograder.i18n import LANGUAGES
from autograder.records import Hints
from autograder.reports.beside import Beside, Progress
from autograder.reports.card import card_html
from autograder.reports.text_card import text_card
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
    assert {name for name, _ in page.attributes} <= {"class", "style", "lang", "aria-hidden", "tabindex"}


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


# ---------------------------------------------------------------------------------------- pictures, sizes, progress


def plane(rows):
    return {"rows": len(rows), "columns": len(rows[0]), "data": [number for row in rows for number in row]}


def on_a_picture(expected, got, difference=None, **finding):
    picture = {
        "name": "edges",
        "labels": {"en": "edges", "ko": "경계"},
        "input": plane([[0, 9], [9, 0]]),
        "expected": plane(expected),
        "got": plane(got),
        "difference": plane(difference) if difference else None,
        "finding": finding or {"kind": "reversed"},
    }
    return wrong("values", counterexample=STATES["values"].counterexample | {"picture": picture})


def pictures_in(page):
    return [base64.b64decode(data) for data in re.findall(r'src="data:image/png;base64,([^"]+)"', page)]


def colours(png):
    """The colour in the middle of every block of a PNG of 2x2 blocks, decoded by another library."""
    image = mpimg.imread(io.BytesIO(png), format="png")
    half = len(image) // 2
    return [
        tuple(round(255 * part) for part in image[half // 2 + i * half, half // 2 + j * half][:3]) for i, j in CORNERS
    ]


CORNERS = [(0, 0), (0, 1), (1, 0), (1, 1)]
PURPLE, WHITE, ORANGE = (45, 0, 75), (247, 247, 247), (127, 59, 8)


def test_a_mistake_on_a_picture_is_drawn_in_two_colours_with_zero_white():
    page = card(on_a_picture([[1, 0], [-1, 0]], [[-1, 0], [1, 0]], [[-2, 0], [2, 0]]))
    given, expected, got, off, _legend = pictures_in(page)
    assert colours(given) == [(0, 0, 0), (255, 255, 255), (255, 255, 255), (0, 0, 0)]
    assert colours(expected) == [ORANGE, WHITE, PURPLE, WHITE]
    assert colours(got) == [PURPLE, WHITE, ORANGE, WHITE] == colours(off)
    assert "≤ −1" in page and "≥ 1" in page  # the difference goes further than the colours


def test_maps_without_a_negative_number_are_grey_like_the_picture():
    _, expected, got, off, _legend = pictures_in(
        card(on_a_picture([[9, 0], [0, 0]], [[0, 0], [0, 9]], [[-9, 0], [0, 9]]))
    )
    assert colours(expected)[0] == (255, 255, 255) == colours(got)[3]
    assert colours(off) == [PURPLE, WHITE, WHITE, ORANGE]


def test_a_cell_that_is_no_number_has_a_colour_of_its_own():
    _, _, got, *_ = pictures_in(card(on_a_picture([[1, 0], [-1, 0]], [["nan", 0], ["inf", 0]], None, kind="zero")))
    first, second, third, _ = colours(got)
    assert first == third and first not in (PURPLE, WHITE, ORANGE) and second == WHITE


def test_the_picture_comes_as_one_sentence_in_the_text():
    item = on_a_picture([[1, 0]], [[-1, 0]], [[-2, 0]], kind="shifted", down=0, right=-1)
    lines = text_card(item, facts(), "en").splitlines()
    assert "    The whole map is shifted by one cell, to the left." in lines
    assert "The same mistake on a picture (edges):" in lines


@pytest.mark.parametrize("kind", ["", "unheard of"])
def test_where_nothing_can_be_said_of_a_picture_the_text_leaves_it_out(kind):
    item = on_a_picture([[1, 0]], [[-1, 0]], [[-2, 0]], kind=kind)
    assert "picture" not in text_card(item, facts(), "en") and len(pictures_in(card(item))) == 5


@pytest.mark.parametrize(
    "broken",
    [
        "text",
        {},
        {"rows": 2, "columns": 2, "data": [1]},
        {"rows": 0, "columns": 0, "data": []},
        {"rows": -1, "columns": -1, "data": [1]},
        {"rows": 999, "columns": 999, "data": [0] * 999 * 999},
        {"rows": "2", "columns": 1, "data": [1, 1]},
        None,
    ],
)
def test_a_damaged_picture_is_left_out(broken):
    item = on_a_picture([[1]], [[2]], [[1]])
    item.counterexample["picture"]["got"] = broken
    assert "<img" not in card(item)


def test_a_hostile_number_in_a_picture_is_no_markup():
    item = on_a_picture([[1, 0]], [[HOSTILE, 0]], [[0, 0]])
    item.counterexample["picture"]["finding"] = {"kind": "size", "expected": [HOSTILE], "got": [HOSTILE]}
    page = Markup(card(item))
    assert set(page.tags) <= KEPT_BY_NOTEBOOKS | {"img"}


def test_a_wrong_size_shows_the_formula_with_the_numbers_of_the_call():
    size = {"axis": 2, "formula": "(H + 2 * pad - FH) // stride + 1", "expected": 3, "got": 2, "without": "pad"}
    size["numbers"] = {"H": 5, "pad": 1, "FH": 3, "stride": 2}
    item = replace(STATES["shape"], counterexample=STATES["shape"].counterexample | {"size": size})
    for found in (text(item), re.sub(r" +", " ", text_card(item, facts(), "en"))):
        assert "⌊(H + 2·pad − FH) / stride⌋ + 1" in found
        assert "⌊(5 + 2·1 − 3) / 2⌋ + 1 = 3" in found
        assert "2 · this comes out where pad is left out of ⌊(5 + 2·pad − 3) / 2⌋ + 1" in found


def test_the_window_of_the_worked_cell_is_outlined():
    example = STATES["values"].counterexample | {"cell": {"expected": "1·1 + 3·2 = 7", "window": {"x": [0, 2]}}}
    outlined = [
        content
        for attributes, content in cells(card(wrong("values", counterexample=example)))
        if "w" in classes(attributes)
    ]
    assert outlined == ["1", "3"]


def classes(attributes):
    found = re.search(r'class="([^"]*)"', attributes)
    return found[1].split() if found else []


def test_what_stands_between_backticks_is_code():
    known = facts()
    hints = {"en": Hints("Is `x` used?", "See `a < b`.", ()), "ko": Hints("`x`?", "", ())}
    known = replace(known, mistakes=(replace(known.mistakes[0], hints=hints),))
    page = card_html(STATES["named"], known, "en")
    assert "Is <code>x</code> used?" in page and "<code>a &lt; b</code>" in page


def test_a_right_answer_tells_how_far_one_has_come():
    page = card(STATES["pass"], beside=Beside(progress=Progress(4, 9, "half")))
    assert "4 of 9 tasks right so far" in page and "check(half)" in page and "width:44%" in page
    assert "so far" not in card(STATES["values"])


def test_a_line_without_a_cell_number_is_a_line_of_the_cell():
    got = STATES["raised"].counterexample["got"]
    example = STATES["raised"].counterexample | {"got": got | {"trace": [got["trace"][0] | {"cell": 0}]}}
    item = wrong("raised", counterexample=example)
    assert "Line 2 of your cell" in text(item) and "Line 2 of your cell:" in text_card(item, facts(), "en")
