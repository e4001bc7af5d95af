"""Regrade requests: what a student asks, whose file the receipt belongs to, and what an instructor sees and answers."""

import hashlib
import io
import json
import shutil
import sys

import pytest

from autograder.errors import GraderError
from autograder.intake.find import find
from autograder.jobs import Job, run
from autograder.ledger import regrade_requests
from autograder.ledger.receipts import LETTERS, read_code, receipt_code
from autograder.pipeline import Settings
from autograder.store import results_in
from cnnkit import cli as student_cli
from tests import small_course
from tests.small_course import SCALE, TOTAL

NAME = "b01_scale"
NO_SHIFT = "def scale(x, factor, shift):\n    return x * factor\n"


@pytest.fixture(scope="module")
def handed_in(course, tmp_path_factory):
    """kim's answer ignores the shift; lee and park handed in the same right notebook."""
    right = small_course.submission(course, scale=SCALE, total=TOTAL)
    students = {"kim": small_course.submission(course, scale=NO_SHIFT, total=TOTAL), "lee": right, "park": right}
    return small_course.hand_in(tmp_path_factory.mktemp("class") / "in", students)


@pytest.fixture(scope="module")
def graded(course, handed_in, tmp_path_factory):
    folder = tmp_path_factory.mktemp("graded") / "out"
    for one in find([handed_in], None, known=[NAME]):
        run(Job(one, course, course.parent / "assignments", Settings(), folder))
    return folder


@pytest.fixture
def results(graded, tmp_path):
    return shutil.copytree(graded, tmp_path / "out")


@pytest.fixture
def codes(handed_in):
    """The receipt codes of the submitted files, by student."""
    files = {path.parent.parent.name: path.read_bytes() for path in handed_in.rglob("*.ipynb")}
    return {student: receipt_code(NAME, hashlib.sha256(data).hexdigest()) for student, data in files.items()}


@pytest.fixture
def ask(tmp_path, codes):
    """Write a request: `ask(text="...")`. Whatever is not said is as it should be."""
    folder = tmp_path / "asked"
    folder.mkdir()

    def write(file="request.json", **said):
        whole = {"request": 1, "code": codes["kim"], "assignment": NAME, "function": "scale", "student": "kim",
                 "time": "2026-03-20T10:00:00+09:00", "text": "I think float32 caused it"}  # fmt: skip
        (folder / file).write_text(json.dumps(whole | said), "utf-8")
        return folder

    return write


def taken(folder, results):
    return regrade_requests.take_in(folder, results, list(results_in(results)))


# ------------------------------------------------------------------------------------------------ what a student types


@pytest.fixture
def mine(course, handed_in, tmp_path, monkeypatch):
    """kim's own folder, where kim is."""
    folder = tmp_path / "내 과제"
    shutil.copytree(course.parent / "assignments" / "en" / NAME, folder)
    shutil.copy(handed_in / "kim" / NAME / f"{NAME}.ipynb", folder)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("CNNKIT_NAME", raising=False)
    return folder


@pytest.fixture
def cnnkit(monkeypatch):
    def run(*words, language="en"):
        out, err = io.StringIO(), io.StringIO()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            patch.setenv("CNNKIT_LANG", language)
            code = student_cli.run([str(word) for word in words])
        return code, out.getvalue(), err.getvalue()

    return run


def test_what_a_student_asks_arrives_at_the_result_it_is_about(mine, results, cnnkit):
    code, out, _ = cnnkit("request", NAME, "scale", "I think float32 caused it", "--name", "kim")
    assert code == 0 and f"request_{NAME}_scale.json" in out
    (one,), refused = taken(mine / f"request_{NAME}_scale.json", results)
    assert (one.student, one.assignment, one.function, one.text) == ("kim", NAME, "scale", "I think float32 caused it")
    assert one.open and not refused


def test_a_notebook_that_changed_since_needs_the_code_of_the_receipt(mine, results, codes, cnnkit):
    notebook = mine / f"{NAME}.ipynb"
    notebook.write_bytes(notebook.read_bytes() + b"\n")
    cnnkit("request", NAME, "scale", "please look")
    assert "no file that was graded here has the code" in taken(mine / f"request_{NAME}_scale.json", results)[1][0]
    code, _, _ = cnnkit("request", NAME, "scale", "please look", "--code", codes["kim"].lower().replace("-", " "))
    assert code == 0 and not taken(mine / f"request_{NAME}_scale.json", results)[1]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("scall", "why"), "has no function scall. It has: scale, total"),
        (("scale", "  "), "Say in a sentence"),
        (("scale", "why", "--code", "12"), "12 is no receipt code; one looks like"),
        (("scale",), "This was not understood"),
    ],
)
def test_a_request_that_cannot_be_is_not_written(mine, cnnkit, words, line):
    code, _, err = cnnkit("request", NAME, *words)
    assert code == 2 and line in err and not list(mine.glob("request_*"))


def test_a_request_is_capped_and_clean(mine, cnnkit):
    cnnkit("request", NAME, "scale", "\x1b[2J" + "long " * 5000)
    said = json.loads((mine / f"request_{NAME}_scale.json").read_bytes())
    assert len(said["text"]) <= 1000 and "\x1b" not in said["text"]


def test_the_help_names_the_command(cnnkit):
    assert "cnnkit request a03" in cnnkit("--help")[1]
    assert "--code CODE" in cnnkit("request", "--help")[1]


# --------------------------------------------------------------------------------------------- whose file it is about


def test_the_receipt_says_whose_file_it_is_whatever_name_is_written(ask, results):
    (one,), _ = taken(ask(student="somebody else"), results)
    assert (one.student, one.asked_by) == ("kim", "somebody else")


def test_nobody_asks_about_a_file_without_having_it(ask, results):
    kept, refused = taken(ask(code="0000-0000", student="kim"), results)
    assert kept == () and "the receipt is of another file" in refused[0]


def test_equal_notebooks_are_told_apart_by_the_name(ask, results, codes):
    assert codes["lee"] == codes["park"]
    (one,), _ = taken(ask(code=codes["lee"], student="park"), results)
    assert one.student == "park"
    assert "several graded files" in taken(ask(code=codes["lee"], student="kim"), results)[1][0]


def test_the_same_request_twice_is_one(ask, results):
    ask("a.json")
    assert len(taken(ask("b.json"), results)[0]) == 1
    assert len(taken(ask("c.json", text="another question"), results)[0]) == 2


HOSTILE = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"[" * 100_000,
    b"\xff\xfe\x00",
    b'{"request": 2}',
    b'{"request": 1}',
    b'{"request": 1, "code": 7}',
    b'{"request": 1, "code": "../../etc/passwd", "function": "scale", "text": "x"}',
    b'{"request": 1, "code": "\xe2\x80\xae\\u0000", "function": "scale", "text": "x"}',
    b'{"request": 1, "code": "' + b"9" * 60_000 + b'", "function": "scale", "text": "x"}',
    b" " * 70_000,
]


@pytest.mark.parametrize("data", HOSTILE, ids=range(len(HOSTILE)))
def test_a_file_that_is_no_request_is_one_clean_line(tmp_path, results, data):
    (tmp_path / "asked").mkdir()
    (tmp_path / "asked" / "\u202evil\x1b.json").write_bytes(data)
    kept, (line,) = taken(tmp_path / "asked", results)
    assert kept == () and len(line) < 600
    assert line.isprintable() and "\u202e" not in line


@pytest.mark.parametrize("function", ["__import__", "../total", "scale\x00", "x" * 5000, "\u202escale"])
def test_a_function_that_is_not_there_is_one_line(ask, results, function):
    kept, (line,) = taken(ask(function=function), results)
    assert kept == () and "is no function of b01_scale; there are scale, total" in line and line.isprintable()


def test_a_text_keeps_no_control_character_and_is_capped(ask, results):
    (one,), _ = taken(ask(text="\x1b[31mred\u202e" + "가" * 5000), results)
    assert len(one.text) <= 1000 and "\x1b" not in one.text and "\u202e" not in one.text


def test_links_and_pipes_are_not_opened(ask, results, tmp_path):
    import os

    folder = ask()
    (folder / "link.json").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe.json")
    kept, refused = taken(folder, results)
    assert len(kept) == 1 and len(refused) == 2


def test_a_receipt_among_the_requests_is_passed_over(ask, results):
    folder = ask()
    (folder / "receipt.json").write_text("{}")
    assert taken(folder, results)[1] == []


# ------------------------------------------------------------------------------------------- what an instructor types


def test_a_request_is_listed_with_its_card_and_what_grading_again_changes(ask, results, course, autograder):
    told = autograder("requests", ask(), results, "--course", course)
    out = told.out.decode()
    assert told.code == 0
    assert "> I think float32 caused it" in out
    assert "it belongs to the file that was graded" in out
    assert "Is the shift used at all?" in out  # the card of scale, with its question
    assert "Graded again today, nothing changes." in out
    assert "1 open, 0 answered" in out


def test_what_a_changed_check_would_give_is_said(ask, results, tmp_path, autograder):
    kinder = small_course.write(tmp_path / "kinder")
    checks = kinder / NAME / "checks.py"
    checks.write_text(checks.read_text("utf-8").replace('Aspect("factor", 4,', 'Aspect("factor", 6,'), "utf-8")
    small_course.build_all(kinder)
    before = {path: path.read_bytes() for path in results.glob("*/*.json")}
    out = autograder("requests", ask(), results, "--course", kinder).out.decode()
    assert "Graded again today it gets 7/11 points instead of 5/9: autograder regrade" in out
    assert {path: path.read_bytes() for path in results.glob("*/*.json")} == before


def test_an_answer_is_kept_with_the_results(ask, results, course, autograder):
    folder = ask()
    autograder("requests", folder, results, "--course", course)
    (one,) = regrade_requests.requests(results)
    told = autograder("requests", folder, results, "--answer", one.id.lower(), "Look at the shift.", "--course", course)
    (one,) = regrade_requests.requests(results)
    assert told.code == 0 and (one.answer, one.open) == ("Look at the shift.", False) and one.answered
    assert "0 open, 1 answered" in autograder("requests", folder, results, "--course", course).out.decode()


def test_an_answer_to_nothing_is_one_line(ask, results, course, autograder):
    told = autograder("requests", ask(), results, "--answer", "FFFFFF", "yes", "--course", course)
    assert told.code == 1 and "no request is called FFFFFF" in told.err


def test_a_refused_request_is_told_and_the_others_are_listed(ask, results, course, autograder):
    folder = ask()
    (folder / "bad.json").write_text("{")
    told = autograder("requests", folder, results, "--course", course)
    assert told.code == 1 and "bad.json: no request: it is not JSON" in told.err and "1 open" in told.out.decode()


def test_a_place_that_is_not_there_is_one_line(results, tmp_path, course, autograder):
    told = autograder("requests", tmp_path / "nowhere", results, "--course", course)
    assert told.code == 1 and "is no request and no folder of requests" in told.err


def test_a_damaged_file_of_requests_is_not_written_over(ask, results):
    (results / "requests.json").write_bytes(b'{"version": 1')
    with pytest.raises(GraderError, match="is damaged"):
        taken(ask(), results)
    assert (results / "requests.json").read_bytes() == b'{"version": 1'


# ------------------------------------------------------------------------------------------------------ the code


def test_a_code_is_the_first_40_bits_in_crockfords_letters():
    sha256 = hashlib.sha256(b"a notebook").hexdigest()
    number = int(hashlib.sha256(f"a03\n{sha256}".encode()).hexdigest()[:10], 16)
    value = 0
    for letter in receipt_code("a03", sha256).replace("-", ""):
        value = value * 32 + LETTERS.index(letter)
    assert value == number


@pytest.mark.parametrize("typed", ["DXFV-67Q0", "dxfv67qo", " DXFV 67Q0 ", "DXFV-67QO"])
def test_a_code_is_read_however_it_is_typed(typed):
    assert read_code(typed) == "DXFV-67Q0"


@pytest.mark.parametrize("typed", ["", "DXFV-67Q", "DXFV-67Q00", "DXFV-67QU", "ÐXFV-67Q0", "D" * 1000])
def test_what_is_no_code_is_none(typed):
    assert read_code(typed) is None
