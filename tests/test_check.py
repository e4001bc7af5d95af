"""`check`, `hint` and `counterexample` as a student meets them: beside the notebook, instant, and without a secret."""

import html
import io
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import cnnkit
from cnnkit import cards, check, checking, counterexample, hint, public

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def notebook(course, tmp_path, monkeypatch):
    """We are in the folder of a student who took the English notebook home."""
    home = shutil.copytree(course.parent / "assignments" / "en" / "b01_scale", tmp_path / "home")
    monkeypatch.chdir(home)
    monkeypatch.delenv("CNNKIT_LANG", raising=False)
    monkeypatch.delenv("CNNKIT_EXAMPLES", raising=False)
    checking._last.clear()
    return home


@pytest.fixture
def told(capsys):
    """What was printed since the last time."""
    return lambda: capsys.readouterr().out


def scale(x, factor, shift):
    if x.size == 0:
        raise ValueError("nothing here")
    return x * factor + shift


def forgetful(x, factor, shift):
    return scale(x, 1, shift)


def item(name="scale"):
    return checking._last[name].item


def test_the_right_function_passes_with_all_its_points(told):
    check(scale)
    assert (item().status, item().points) == ("pass", 9)
    assert "9" in told() and "scale" in item().name


def test_a_mistake_is_named_in_words_and_never_by_its_answer(told):
    check(forgetful, "scale")
    text = told()
    assert item().mistake == "ignores_the_factor"
    assert "Is the factor used at all?" in text
    assert "ignores_the_factor" not in text


def test_points_of_a_check_are_those_of_the_grader(told):
    check(forgetful, "scale")
    assert {name: score.points for name, score in item().aspects.items()} == {
        "factor": 0,
        "shift": 2,
        "together": 0,
        "input unchanged": 0,
        "errors": 0,
    }


def test_two_mistakes_at_once_are_recognised(told):
    check(lambda x, factor, shift: x if not x.size else x * 1, "scale")
    assert item().mistake.split("+")[:2] == ["ignores_the_factor", "ignores_the_shift"]


def test_a_function_that_is_not_written_yet_is_not_started(told):
    def total(values):
        raise NotImplementedError

    check(total)
    assert item("total").status == "not_started"
    assert "wrong" not in told().lower()


def test_a_function_that_raises_shows_the_students_own_line(told):
    def total(values):
        return values[99]

    check(total)
    trace = item("total").counterexample["got"]["trace"]
    assert [line["source"] for line in trace] == ["return values[99]"]
    assert "IndexError" in told()


def test_a_function_that_depends_on_earlier_calls_is_found(told):
    seen = []

    def total(values):
        seen.append(values)
        return sum(values) + (values in seen[:-1])

    check(total)
    assert item("total").counterexample["difference"] == "depends"


def test_a_function_that_changes_its_input_loses_that_aspect_only(told):
    def in_place(x, factor, shift):
        x[:] = scale(x, factor, shift)
        return x.copy()

    check(in_place, "scale")
    assert (item().points, item().mistake) == (8, "works_in_place")


@pytest.mark.parametrize("answer", [None, "text", {1, 2}, object(), [[1], [2, 3]], np.array(["a"]), 10**100, 1j])
def test_an_answer_of_any_kind_is_judged_and_shown(told, answer):
    check(lambda values: answer, "total")
    assert item("total").points == 0
    assert told().strip()


def test_an_object_made_to_do_harm_does_none(told):
    class Hostile(list):
        def __len__(self):
            raise RuntimeError

        __iter__ = __getitem__ = __array__ = __repr__ = __eq__ = __len__

    check(lambda values: Hostile([1]), "total")
    assert item("total").points == 0


def test_prints_and_warnings_of_the_function_do_not_drown_the_verdict(told):
    def total(values):
        print("noise")
        np.log(np.zeros(1))
        return sum(values)

    check(total)
    assert "noise" not in told() and item("total").status == "pass"


def test_a_student_may_stop_a_check(told):
    def total(values):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(total)


@pytest.mark.parametrize("thing", [None, 3, "scale", np.ones(2)])
def test_a_result_instead_of_a_function_is_explained(thing):
    with pytest.raises(TypeError, match=r"check\(\) takes the function itself"):
        check(thing)


def test_a_function_of_another_name_is_told_the_tasks():
    with pytest.raises(LookupError, match=r"no task is called 'scael'. The tasks here: scale, total"):
        check(lambda x: x, "scael")


def test_a_notebook_without_its_examples_is_told_where_they_are(notebook, tmp_path, monkeypatch):
    monkeypatch.setattr(public, "PACKED", tmp_path / "none")
    (notebook / "examples.safetensors").unlink()
    with pytest.raises(LookupError, match=r"no examples\.safetensors beside this notebook.*copy it"):
        check(scale)


@pytest.mark.parametrize("data", [b"", b"\0" * 100, b"{}"])
def test_damaged_examples_are_told(notebook, data):
    (notebook / "examples.safetensors").write_bytes(data)
    with pytest.raises(LookupError, match="Copy it again"):
        check(scale)


def test_examples_that_were_replaced_are_read_anew(notebook, course, told):
    check(scale)
    other = course.parent / "assignments" / "en" / "b02_steps" / "examples.safetensors"
    shutil.copy(other, notebook / "examples.safetensors")
    with pytest.raises(LookupError, match="The tasks here: steps"):
        check(scale)


def test_the_language_is_the_notebooks_unless_the_reader_asks(course, told, monkeypatch):
    monkeypatch.chdir(course.parent / "assignments" / "ko" / "b01_scale")
    check(forgetful, "scale")
    assert "배율을 쓰고 있나요?" in told()
    monkeypatch.setenv("CNNKIT_LANG", "en")
    check(forgetful, "scale")
    assert "Is the factor used at all?" in told()


# --------------------------------------------------------------------------------------------------------- hints


def test_hints_come_one_by_one(told):
    check(forgetful, "scale")
    told()
    hint("scale")
    first = told()
    assert "Call scale with shift=0 and look." in first and "Where does" not in first
    hint("scale")
    assert "Where does `factor` stand in your code?" in told()


def test_more_hints_than_there_are_do_no_harm(told):
    check(forgetful, "scale")
    for _ in range(9):
        hint("scale")
    assert told().strip()


def test_a_new_check_begins_with_the_first_hint_again(told):
    check(forgetful, "scale")
    hint("scale")
    hint("scale")
    check(forgetful, "scale")
    told()
    hint("scale")
    assert "Where does" not in told()


def test_a_hint_for_the_function_itself_checks_it_first(told):
    hint(scale)
    assert "passes every public check" in told()


def test_a_hint_by_name_before_the_check_is_explained():
    with pytest.raises(LookupError, match="run the check first"):
        hint("scale")


@pytest.mark.parametrize("wrong", [lambda x, factor, shift: x * 17, lambda x, factor, shift: 1 / 0])
def test_a_hint_for_a_mistake_without_a_name_says_something(told, wrong):
    check(wrong, "scale")
    told()
    hint("scale")
    assert told().strip()


# ------------------------------------------------------------------------------------------------- counterexample


def test_a_counterexample_is_ready_to_call_with(told):
    check(forgetful, "scale")
    x, factor, shift = counterexample("scale")
    assert (forgetful(x, factor, shift) != scale(x, factor, shift)).any()


def test_a_counterexample_may_be_spoilt(told):
    check(forgetful, "scale")
    counterexample("scale")[0][:] = 0
    assert counterexample("scale")[0].any()


def test_where_nothing_is_wrong_there_is_no_counterexample(told):
    check(scale)
    with pytest.raises(LookupError, match="found no wrong answer"):
        counterexample(scale)
    with pytest.raises(LookupError, match=r"run check\(total\) first"):
        counterexample("total")


# --------------------------------------------------------------------------------------------- where it is shown


@pytest.mark.parametrize("encoding", ["ascii", "cp949", "utf-8"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_console_can_print_a_verdict(monkeypatch, encoding, language):
    monkeypatch.setenv("CNNKIT_LANG", language)
    console = io.TextIOWrapper(io.BytesIO(), encoding)
    monkeypatch.setattr(sys, "stdout", console)
    check(forgetful, "scale")
    hint("scale")
    console.flush()
    assert console.buffer.getvalue().decode(encoding).strip()


def test_a_notebook_gets_a_card_with_the_same_verdict_as_text(monkeypatch):
    shown = []
    monkeypatch.setattr(checking, "_in_notebook", lambda: True)
    monkeypatch.setattr(checking, "_display", lambda html, text: shown.append((html, text)))
    check(forgetful, "scale")
    [(html, text)] = shown
    assert "Is the factor used at all?" in html and "Is the factor used at all?" in text
    assert "<script" not in html


# ------------------------------------------------------------------------------------------ what a check hands back


def test_a_check_hands_back_its_complete_text(told):
    card = check(forgetful, "scale")
    assert told() == f"{card}\n"
    assert "Is the factor used at all?" in str(card) and "Parts:" in str(card)
    assert repr(card) == "<check of scale: 2 / 9 points>"


def test_a_card_is_offered_as_html_and_as_complete_text(told):
    card = check(forgetful, "scale")
    bundle = card._repr_mimebundle_()
    assert sorted(bundle) == ["text/html", "text/plain"]
    assert bundle["text/plain"] == str(card) and "ck-bad" in bundle["text/html"]


@pytest.mark.parametrize("encoding", ["ascii", "cp949"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_console_can_print_a_card(monkeypatch, encoding, language):
    monkeypatch.setenv("CNNKIT_LANG", language)
    console = io.TextIOWrapper(io.BytesIO(), encoding)
    monkeypatch.setattr(sys, "stdout", console)
    print(check(forgetful, "scale"))
    console.flush()
    assert console.buffer.getvalue().decode(encoding).strip()


def test_a_card_is_not_shown_twice_by_the_cell_that_made_it(monkeypatch):
    IPython = pytest.importorskip("IPython")
    shown, running = [], {"cell": 3}
    monkeypatch.setattr(cards, "cell_number", lambda: running["cell"])
    monkeypatch.setattr(checking, "_show", lambda card: None)
    monkeypatch.setattr(IPython.display, "display", lambda data, raw: shown.append(data))
    card = replace(check(scale), shown_in=3)
    card._ipython_display_()
    assert shown == []
    running["cell"] = 4
    card._ipython_display_()
    assert "text/html" in shown[0]


def source_in(card):
    """The code that a card offers to be copied."""
    [code] = re.findall(
        r"<details><summary>Run this in a cell of your own</summary><div><pre[^>]*>(.*?)</pre>", card, re.S
    )
    return html.unescape(code)


@pytest.mark.parametrize("other", [0, 1, np.nan])
def test_the_code_that_a_card_offers_runs_and_shows_the_same_wrong_answer(told, other):
    def wrong(x, factor, shift):
        return scale(x, other, shift)

    card = check(wrong, "scale")
    *lines, call = source_in(card.html).splitlines()
    names = {"np": np, "scale": wrong}
    exec("\n".join(lines), names)
    answer = eval(call, names)
    given = counterexample("scale")
    assert np.array_equal(answer, wrong(*given), equal_nan=True)
    assert not np.array_equal(answer, scale(*given), equal_nan=True)


def test_how_far_one_has_come_is_told_with_a_right_answer(told):
    check(scale)
    assert "1 of 2 tasks right so far" in told()
    check(sum, "total")
    assert "2 of 2 tasks right so far" in told()


def test_a_function_that_is_not_written_yet_gets_a_first_example(told):
    def total(values):
        raise NotImplementedError

    card = check(total)
    assert "Where to begin? A first example" in told()
    assert "Where to begin? A first example" in card.html and "yours" not in card.html


def test_what_a_student_imports_is_six_functions_and_the_pictures():
    assert sorted(cnnkit.__all__) == ["check", "counterexample", "fit", "hint", "load", "progress", "show"]


def test_public_examples_hold_no_hidden_case_and_no_answer_text(notebook):
    data = (notebook / "examples.safetensors").read_bytes()
    assert b"running_sum_so_far" not in data


IMPORTS = """
import json, sys
from cnnkit import check
import numpy
def scale(x, factor, shift):
    return x * factor
check(scale)
print(json.dumps(sorted(sys.modules)))
"""


def test_a_check_loads_nothing_of_the_grader_and_no_network(notebook):
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{IMPORTS}"],
        cwd=notebook,
        capture_output=True,
        text=True,
        check=True,
    )
    modules = json.loads(done.stdout.splitlines()[-1])
    heavy = {"typer", "pydantic", "hypothesis", "nbformat", "jupytext", "rich", "socket", "asyncio", "subprocess"}
    ours = {"autograder.pipeline", "autograder.sandbox.session", "autograder.lessons", "autograder.judge.item"}
    assert not (heavy | ours) & set(modules)
