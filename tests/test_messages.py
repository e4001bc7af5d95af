"""What a student reads as text, in both languages."""

import ast
import gettext
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from autograder.i18n import LANGUAGES, default_language, translator
from autograder.judge.compare import Difference
from autograder.locale import update
from autograder.messages import hint_text, message, status_word, text_card, title
from autograder.reports import phrases
from tests.report_samples import ANSWERS, HOSTILE, RIGHT, counterexample, facts, items, number, wrong

STATES = items()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_every_state_has_a_message_and_a_card(state, language):
    item = STATES[state]
    for text in (message(item, facts(), language), text_card(item, facts(), language), message(item, None, language)):
        assert "double" in text and "{" not in text and "None was" not in text
        assert bool(re.search("[가-힣]", text)) == (language == "ko")


def test_every_difference_that_the_judge_names_has_a_title_and_advice():
    for difference in Difference.__args__:
        assert difference in phrases.TITLES and difference in phrases.ADVICE


def test_a_message_says_what_was_called_what_came_back_and_what_was_expected():
    text = message(wrong("values"), facts(), "en")
    assert "double(x, stride=2)" in text
    assert "returned [[[[2 4] [6 9.5]]]]; expected [[[[2 4] [6 8]]]]" in text
    assert "x = [[[[1 2] [3 4]]]]" in text


def test_a_recognised_mistake_is_asked_as_a_question():
    assert message(STATES["named"], facts(), "en").endswith("Is it triples?")
    assert message(STATES["two"], facts(), "ko").endswith("혹시 triples 아닌가요? 혹시 drops_the_sign 아닌가요?")


def test_without_the_course_a_mistake_is_called_by_its_name():
    assert message(STATES["two"], None, "en").endswith("triples drops the sign")


def test_a_wrong_shape_is_told_by_both_shapes():
    assert "the shape (1, 1, 1, 2); expected (1, 1, 2, 2)" in message(STATES["shape"], None, "en")


def test_an_exception_is_told_with_the_students_own_line():
    assert "It stopped in code cell 3, line 2." in message(STATES["raised"], None, "en")
    card = text_card(STATES["raised"], None, "en")
    assert re.search(r"→ +2 +return x\[9\]", card)
    assert re.search(r"^ +1  def double", card, re.MULTILINE)


def test_the_line_is_found_where_the_cell_begins_with_it():
    first = STATES["raised"]
    example = first.counterexample
    trace = [{"cell": 1, "line": 1, "source": "boom()", "around": ["boom()", "x = 1", "y = 2"]}]
    changed = replace(first, counterexample=example | {"got": example["got"] | {"trace": trace}})
    assert "→    1  boom()" in text_card(changed, None, "en")


def test_numbers_that_differ_are_never_shown_alike():
    near = {"kind": "number", "data": 1.00000001, "dtype": "float"}
    example = STATES["kind"].counterexample | {"difference": "values", "expected": near | {"data": 1.0}, "got": near}
    assert "returned 1.00000001; expected 1" in message(wrong("values", counterexample=example), None, "en")


def test_numbers_that_differ_are_told_apart_inside_a_tuple_too():
    pair = {"kind": "sequence", "data": [{"kind": "number", "data": 1.0, "dtype": "float"}, ANSWERS["shape"]]}
    near = pair | {"data": [pair["data"][0] | {"data": 1.00001}, ANSWERS["shape"]]}
    item = wrong("values", counterexample=counterexample("values", pair, near))
    assert "returned (1.00001, " in message(item, None, "en")


def test_text_is_shown_in_quotes():
    item = wrong("values", counterexample=counterexample("values", RIGHT, {"kind": "text", "data": "[[1.]]"}))
    assert "returned '[[1.]]'; expected" in message(item, None, "en")


def test_what_has_no_shape_is_shown_itself():
    pair = {"kind": "sequence", "data": [RIGHT, {"kind": "none"}]}
    item = wrong("shape", counterexample=counterexample("shape", RIGHT, pair))
    assert "returned ([[[[2 4] [6 8]]]], None); expected [[[[2 4] [6 8]]]]" in message(item, None, "en")


def test_another_kind_of_number_is_told_by_its_type():
    """25.0 is written as 25, so that both values would look alike."""
    assert "returned float; expected int" in message(STATES["kind"], None, "en")
    assert "expected int · yours float" in text_card(STATES["kind"], None, "en")


def test_several_values_in_place_of_one_are_not_called_a_slip_of_the_shape():
    pair = {"kind": "sequence", "data": [RIGHT, ANSWERS["shape"]]}
    said = message(wrong("shape", counterexample=counterexample("shape", RIGHT, pair)), None, "en")
    assert "several came back" in said and "Print the shape" not in said
    assert "Print the shape" in message(STATES["shape"], None, "en")


def test_no_marked_line_is_spoken_of_where_none_is():
    stopped = STATES["raised"].counterexample
    outside = stopped | {"got": stopped["got"] | {"trace": []}}
    said = message(wrong("raised", counterexample=outside), None, "en")
    assert "marked line" not in said and "where your code is called" in said
    assert "marked line" in message(STATES["raised"], None, "en")


def test_an_argument_that_the_call_shows_is_not_repeated():
    layers = {"kind": "sequence", "data": [number(2), number(1)]}
    example = counterexample("values", RIGHT, ANSWERS["values"]) | {
        "call": "double(layers=[2, 1])",
        "arguments": [{"name": "layers", "value": layers}],
    }
    assert "Here" not in message(wrong("values", counterexample=example), None, "en")


@pytest.mark.parametrize("layout", ["F", "strided"])
def test_arrays_that_do_not_lie_row_by_row_are_told(layout):
    example = wrong("values").counterexample | {"layout": layout}
    assert "np.ascontiguousarray(x)" in message(wrong("values", counterexample=example), None, "en")
    assert "np.ascontiguousarray" not in message(wrong("values"), None, "en")


def test_what_the_box_forbids_is_not_called_a_mistake_of_the_code():
    refused = {"kind": "raised", "error": "PermissionError", "message": "Operation not permitted", "trace": []}
    item = wrong("raised", counterexample=counterexample("raised", RIGHT, refused))
    assert "no network" in message(item, None, "en")


def test_what_is_not_started_is_not_called_wrong():
    assert "not started" in title(STATES["not_started"], "en")
    assert "✗" not in text_card(STATES["not_started"], facts(), "en")


def test_an_ungraded_function_says_why_and_that_no_points_are_lost():
    text = message(STATES["ungraded"], facts(), "en")
    assert "The file is empty. No points are lost by this" in text


def test_the_card_shows_the_matrices_side_by_side_with_the_cells_that_differ():
    lines = text_card(wrong("values"), facts(), "en").splitlines()
    at = next(i for i, line in enumerate(lines) if "expected" in line and "difference" in line)
    assert lines[at + 2].split() == ["[", "6", "8", "]", "[", "6", "9.5*", "]", "[", "0", "+1.5", "]"]


def test_a_card_of_the_terminal_counts_a_korean_letter_as_two_columns():
    rows = [line for line in text_card(wrong("values"), facts(), "ko").splitlines() if re.search(r"0 / [25]", line)]
    ends = {sum(2 if "가" <= letter <= "힣" else 1 for letter in row[: row.index("0 /")]) for row in rows}
    assert len(rows) == 2 and len(ends) == 1


def test_hints_are_shown_only_as_far_as_asked():
    none, one = (text_card(STATES["named"], facts(), "en", hints=n) for n in (0, 1))
    assert "Look at the factor." not in none and "hint(double)" in none
    assert "Look at the factor." in one and "Count again." not in one
    assert "x + x" in hint_text(STATES["named"], facts(), "en", 3)


@pytest.mark.parametrize("state", STATES)
def test_the_plain_card_can_be_printed_on_a_cp949_console(state):
    text_card(STATES[state], facts(), "ko", plain=True).encode("cp949")
    assert text_card(STATES[state], facts(), "en", plain=True).isascii()


def test_what_a_student_wrote_cannot_move_the_cursor_or_turn_the_line():
    got = {"kind": "raised", "error": "E", "message": HOSTILE, "trace": []}
    item = wrong("raised", counterexample=STATES["raised"].counterexample | {"got": got})
    for text in (message(item, None, "en"), text_card(item, None, "en")):
        assert not re.search("[\x00-\x09\x0b-\x1f\u202e\ud800]", text)
        text.encode("utf-8")


def test_a_long_message_of_a_student_is_cut():
    got = {"kind": "raised", "error": "E", "message": "z" * 100_000, "trace": []}
    item = wrong("raised", counterexample=STATES["raised"].counterexample | {"got": got})
    assert len(text_card(item, None, "en")) < 2_000


def test_status_words_exist_in_both_languages():
    for status in phrases.STATUS:
        assert status_word(status, "en") != status_word(status, "ko")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"CNNKIT_LANG": "ko", "LANG": "en_US.UTF-8"}, "ko"),
        ({"CNNKIT_LANG": "en", "LANG": "ko_KR.UTF-8"}, "en"),
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LC_ALL": "C", "LANG": "ko_KR.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_the_reader_is_addressed_in_their_own_language(monkeypatch, environment, language):
    for name in ("CNNKIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert default_language() == language
    assert translator(None).language == language


def test_messages_load_nothing_beyond_the_standard_library():
    code = "import sys, autograder.messages; print(sorted({'numpy', 'jinja2', 'babel', 'pydantic'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ast.literal_eval(found.stdout) == []


# --- the catalogues -----------------------------------------------------------------------------------------------


def sentences(catalogue):
    return {entry.id: entry for entry in catalogue if entry.id}


@pytest.mark.parametrize("language", update.LANGUAGES)
def test_every_sentence_is_translated_and_none_is_stale(language):
    wanted, found = sentences(update.extract()), sentences(update.read(language))
    assert set(found) == set(wanted), "run: python autograder/locale/update.py"
    for entry in found.values():
        texts = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        assert all(texts) and not entry.fuzzy, entry.id


def test_the_catalogue_knows_the_sentences_of_the_code_and_of_the_templates():
    found = sentences(update.extract())
    assert "{name} returns different values" in found
    assert "Look at these first" in found
    assert ("{n} assignment", "{n} assignments") in found


@pytest.mark.parametrize("language", update.LANGUAGES)
def test_the_compiled_catalogue_says_what_the_source_says(language):
    file = update.po_file(language)
    with file.with_suffix(".mo").open("rb") as stored:
        spoken = gettext.GNUTranslations(stored)
    for msgid, entry in sentences(update.read(language)).items():
        if isinstance(msgid, tuple):
            assert spoken.ngettext(*msgid, 2) == entry.string[0]
        else:
            assert spoken.gettext(msgid) == entry.string, "run: python autograder/locale/update.py"


@pytest.mark.parametrize("language", update.LANGUAGES)
def test_placeholders_are_the_same_in_both_languages(language):
    for msgid, entry in sentences(update.read(language)).items():
        asked = set(re.findall(r"\{\w+\}", msgid[1] if isinstance(msgid, tuple) else msgid))
        for text in entry.string if isinstance(entry.string, tuple) else (entry.string,):
            assert set(re.findall(r"\{\w+\}", text)) == asked, msgid


def test_no_korean_particle_follows_a_placeholder():
    for msgid, entry in sentences(update.read("ko")).items():
        for text in entry.string if isinstance(entry.string, tuple) else (entry.string,):
            assert not re.search(r"\}(은|는|이|가|을|를|와|과|로|으로|의|에|에서|께|도)(?![가-힣])", text), msgid
