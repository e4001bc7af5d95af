"""Grades leave us as they are: no one lost, nothing rounded over a line, and every reader gets back what was put in."""

import base64
import csv
import io
import json
import unicodedata
from dataclasses import replace
from decimal import Decimal

import pytest

from autograder import exports
from autograder.errors import CourseError
from autograder.exports import as_excel, tables
from autograder.exports.grades import from_results, rounded
from autograder.exports.roster import match, parse
from autograder.exports.sheet import Options, prepare
from autograder.records import Item, Result

A03, A10 = "a03_convolution", "a10_lenet_to_vgg"
CSV_TARGETS = ("canvas", "moodle", "excel")
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,A03 Convolution (4711),Current Score,Final Score\r\n"
    "    Points Possible,,,,,100,(read only),(read only)\r\n"
    '"Kim, Minjun",1001,0020261,minjun@x.ac.kr,CNN-01,,80,80\r\n'
    '"Lee, An",1002,0020262,an@x.ac.kr,CNN-01,55,80,80\r\n'
    '"Student, Test",1099,,test,CNN-01,,,\r\n'
)
MOODLE = (
    "First name,Last name,ID number,Email address,Assignment: A03 Convolution (Real),Last downloaded from this course\n"
    "Minjun,Kim,0020261,minjun@x.ac.kr,-,1784000000\n"
    "An,Lee,0020262,an@x.ac.kr,55.00,1784000000\n"
)


def result(student="minjun", score=66.0, assignment=A03, most=100.0, items=(), **more):
    return Result(assignment, student, "graded", score, most, "1", "c", tuple(items), **more)


def ungraded(student="minjun", **more):
    return replace(result(student, **more), status="ungraded", score=None, message="The file is empty")


def waiting(student="minjun", points=30.0, waits=10.0):
    items = (Item("lenet5", points, 50, "partial"), Item("lenet5 (trained)", 0, waits, "ungraded"))
    return result(student, points, A10, 50.0, items)


def made(to, results, roster=None, **options):
    roster = parse(roster.encode(), "roster.csv") if isinstance(roster, str) else roster
    return exports.export(from_results(results), to, roster, Options(language="en", **options))


def rows(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def table(to, results, roster=None, **options):
    return rows(made(to, results, roster, **options).data)


def plain_reader(data):
    """A reader of RFC 4180 that shares nothing with Python's csv: states, one character at a time."""
    text = data.decode("utf-8-sig")
    found, row, cell, quoted, i = [], [], "", False, 0
    while i < len(text):
        two = text[i : i + 2]
        if quoted and two == '""':
            cell, i = cell + '"', i + 1
        elif text[i] == '"':
            quoted = not quoted
        elif quoted:
            cell += text[i]
        elif text[i] == ",":
            row, cell = [*row, cell], ""
        elif two == "\r\n":
            found, row, cell, i = [*found, [*row, cell]], [], "", i + 1
        else:
            cell += text[i]
        i += 1
    assert not row and not cell and not quoted
    return found


# --- what every format keeps --------------------------------------------------------------------------------------

ODD_NAMES = [
    "Kim, Minjun",
    'O"Brien',
    "two\nlines",
    "김 민준",
    'all, "of"\n김',
    "trailing space ",
    "semi;colon",
    "tab\tin",
]


@pytest.mark.parametrize("to", CSV_TARGETS)
@pytest.mark.parametrize("name", ODD_NAMES)
def test_an_odd_name_is_read_back_as_it_was(name, to):
    data = made(to, [result(name)]).data
    seen = tables.visible(name)  # a tab is shown as spaces
    assert rows(data)[-1][0] == seen and plain_reader(data)[-1][0] == seen
    assert rows(data) == plain_reader(data)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_json_reads_an_odd_name_back_exactly(name):
    assert json.loads(made("json", [result(name)]).data)["students"][0]["student"] == name


@pytest.mark.parametrize("to", CSV_TARGETS)
@pytest.mark.parametrize("name", ["=1+1", "+1", "-1+1", "@SUM(A1)", "＝1+1", "\t=1", " =1", '=HYPERLINK("x")'])
def test_no_cell_of_a_student_is_a_formula(name, to):
    for row in table(to, [result(name)], feedback=True):
        for cell in row:
            assert cell in ("", "-") or cell.lstrip(" ")[0] not in "=+-@＝＋－＠\t\r\n"


@pytest.mark.parametrize("to", CSV_TARGETS)
def test_a_formula_in_a_roster_does_not_run_either(to):
    roster = CANVAS.replace("CNN-01", "=cmd()").replace(",55,", ",=1+1,")
    for row in table(to, [result("minjun@x.ac.kr")], roster):
        for cell in row:
            assert not cell.startswith("=") or as_excel._CHANGED.fullmatch(cell[2:-1])


@pytest.mark.parametrize("to", exports.TARGETS)
def test_every_format_is_the_same_on_every_run_and_in_any_order(to):
    some = [result("b"), result("a"), waiting("a"), ungraded("c")]
    assert made(to, some).data == made(to, some[::-1]).data


@pytest.mark.parametrize("to", exports.TARGETS)
def test_every_format_ends_with_a_newline_and_has_no_control_character(to):
    data = made(to, [result("a\x1b[31m\u202eb\x00")]).data
    assert data.endswith(b"\n") and not set(data) & (set(range(32)) - set(b"\r\n"))


# --- no score is no zero ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("to", "empty"), [("canvas", ""), ("moodle", "-"), ("excel", "")])
def test_what_is_ungraded_is_empty_and_never_zero(to, empty):
    heading, *_, last = table(to, [ungraded()])
    assert last[heading.index(A03)] == empty
    assert "0" not in last


def test_json_says_null_for_what_is_ungraded_and_why():
    grade = json.loads(made("json", [ungraded()]).data)["students"][0]["grades"][A03]
    assert (grade["score"], grade["open_points"], grade["remark"]) == (None, 100, "The file is empty")


def test_a_real_zero_is_a_zero():
    assert table("canvas", [result(score=0.0)])[-1][-1] == "0"


@pytest.mark.parametrize(("to", "empty"), [("canvas", ""), ("moodle", "-"), ("excel", "")])
def test_a_score_that_waits_for_a_training_is_empty_unless_it_is_asked_for(to, empty):
    cells = {options: table(to, [waiting()], provisional=options) for options in (False, True)}
    column = cells[False][0].index(A10)
    assert cells[False][-1][column] == empty
    assert cells[True][-1][column] == "30"


@pytest.mark.parametrize("to", exports.TARGETS)
@pytest.mark.parametrize("provisional", [False, True])
def test_points_that_wait_are_said(to, provisional):
    notes = made(to, [waiting("a"), waiting("b")], provisional=provisional).notes
    assert any("up to 10 points of 2 students" in note for note in notes)


def test_an_assignment_is_out_of_everything_although_some_points_wait():
    assert table("canvas", [waiting()])[1][-1] == "60"


def test_excel_has_a_column_of_what_waits_only_where_something_does():
    assert "points not decided yet" in table("excel", [waiting()])[0]
    assert "points not decided yet" not in table("excel", [result()])[0]


# --- rounding -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bit", ["-0.004", "-0.0001", "0", "0.0001", "0.005", "0.0099"])
def test_nobody_is_rounded_over_a_whole_point(bit):
    for hundredths in range(1, 10_000):
        score = Decimal(hundredths) / 100 + Decimal(bit)
        near = rounded(score, Decimal(100))
        assert near // 1 == score // 1 and abs(near - score) < Decimal("0.01")
        assert near > 0 and near < 100


def test_a_fail_stays_a_fail_and_adding_up_floats_does_not_make_one():
    assert table("canvas", [result(score=59.996)])[-1][-1] == "59.99"
    assert table("canvas", [result(score=sum([0.1] * 600))])[-1][-1] == "60"
    assert sum([0.1] * 600) != 60


def test_a_little_is_not_nothing():
    assert table("canvas", [result(score=0.001), result("b", score=0.0)])[2:] == [
        ["b", "", "", "b", "", "0"],
        ["minjun", "", "", "minjun", "", "0.01"],
    ]


def test_scores_can_be_said_out_of_another_number():
    heading, points, row = table("canvas", [result(score=66.0)], out_of=Decimal(10))
    assert (heading[-1], points[-1], row[-1]) == (A03, "10", "6.6")


def test_late_penalties_are_taken_off_once_and_never_below_zero():
    late = {("a", A03): 16.5, ("b", A03): 99.0}
    grades = from_results([result("a"), result("b"), result("c")], late)
    data = json.loads(exports.export(grades, "json").data)
    scores = [one["grades"][A03] for one in data["students"]]
    assert [one["score"] for one in scores] == [49.5, 0, 66]
    assert [one["before_penalty"] for one in scores] == [66, 66, 66]
    heading, *_ = rows(exports.export(grades, "excel", None, Options(language="en")).data)
    assert "late penalty" in heading


# --- canvas -------------------------------------------------------------------------------------------------------


def test_canvas_without_a_roster_has_the_headings_that_canvas_reads_by_position():
    heading, points, row = table("canvas", [result("kim")])
    assert heading == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", A03]
    assert points == ["    Points Possible", "", "", "", "", "100"]
    assert row == ["kim", "", "", "kim", "", "66"]


def test_canvas_gets_its_own_columns_rows_and_numbers_back():
    found = made("canvas", [result("minjun@x.ac.kr"), result("0020262", 70)], CANVAS)
    assert rows(found.data) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "A03 Convolution (4711)"],
        ["    Points Possible", "", "", "", "", "100"],
        ["Kim, Minjun", "1001", "0020261", "minjun@x.ac.kr", "CNN-01", "66"],
        ["Lee, An", "1002", "0020262", "an@x.ac.kr", "CNN-01", "70"],
    ]
    assert not found.faults and not found.notes


def test_canvas_keeps_what_a_person_typed_where_there_is_nothing_to_say():
    _, _, minjun, an = table("canvas", [ungraded("an"), result("minjun")], CANVAS)
    assert (minjun[-1], an[-1]) == ("66", "55")
    assert table("canvas", [result("minjun")], CANVAS.replace(",55,", ",EX,"))[-1][-1] == "EX"


def test_canvas_points_that_differ_are_a_fault_that_names_the_way_out():
    (fault,) = made("canvas", [result("minjun")], CANVAS.replace("100,(read", "10,(read")).faults
    assert "10 points" in fault and "--out-of 10" in fault
    again = made("canvas", [result("minjun")], CANVAS.replace("100,(read", "10,(read"), out_of=Decimal(10))
    assert not again.faults and rows(again.data)[2][-1] == "6.6"


def test_canvas_two_columns_that_fit_are_a_question_and_column_answers_it():
    roster = CANVAS.replace("Current Score", "A03 Bonus (12)")
    (fault,) = made("canvas", [result("minjun")], roster).faults
    assert "A03 Convolution (4711), A03 Bonus (12)" in fault
    asked = made("canvas", [result("minjun")], roster, columns={"a03": "A03 Bonus"})
    assert rows(asked.data)[0][-1] == "A03 Bonus (12)"


def test_canvas_finds_a_column_by_the_title_of_the_lesson():
    roster = CANVAS.replace("A03 Convolution (4711)", "합성곱 (4711)")
    found = made("canvas", [result("minjun")], roster, titles={A03: {"ko": "합성곱", "en": "Convolution"}})
    assert rows(found.data)[0][-1] == "합성곱 (4711)"


def test_canvas_a_column_that_is_not_there_is_a_note_or_where_it_was_asked_for_a_fault():
    roster = CANVAS.replace("A03 Convolution", "Homework 3")
    assert any("new assignment" in note for note in made("canvas", [result("minjun")], roster).notes)
    assert (
        "no column `Homework 4`" in made("canvas", [result("minjun")], roster, columns={"a03": "Homework 4"}).faults[0]
    )


def test_canvas_a_stranger_has_a_name_only_and_moves_no_column():
    roster = "Student,ID,SIS Login ID,Section,A03 (4711)\nKim,1001,kim,CNN-01,\n"
    *_, kim, stranger = table("canvas", [result("nobody"), result("kim")], roster, allow_missing=True)
    assert kim == ["Kim", "1001", "kim", "CNN-01", "66"]
    assert stranger == ["nobody", "", "", "", "66"]


# --- moodle -------------------------------------------------------------------------------------------------------


def test_moodle_gets_its_own_identity_and_its_item():
    found = table("moodle", [result("minjun@x.ac.kr")], MOODLE)
    assert found == [
        ["First name", "Last name", "ID number", "Email address", "Assignment: A03 Convolution (Real)"],
        ["Minjun", "Kim", "0020261", "minjun@x.ac.kr", "66"],
        ["An", "Lee", "0020262", "an@x.ac.kr", "55.00"],
    ]


def test_moodle_without_a_roster_says_what_is_known_of_a_student():
    people = table("moodle", [result("20261133"), result("kim@x.ac.kr"), result("minjun")])[1:]
    assert [one[:3] for one in people] == [
        ["20261133", "20261133", ""],
        ["kim@x.ac.kr", "", "kim@x.ac.kr"],
        ["minjun", "", ""],
    ]


def test_moodle_gets_no_row_it_cannot_find_since_one_refuses_the_file():
    found = made("moodle", [result("nobody"), result("An Lee")], MOODLE, allow_missing=True)
    assert [row[0] for row in rows(found.data)] == ["First name", "Minjun", "An"]
    assert any("`nobody`" in note for note in found.notes)


def test_moodle_feedback_stands_beside_the_grade_it_would_else_wipe_out():
    one = result(items=(Item("conv2d", 60.5, 78, "partial"), Item("relu", 0, 8, "ungraded")))
    heading, row = table("moodle", [one], feedback=True, provisional=True)
    assert heading[-2:] == [A03, f"{A03} (Feedback)"]
    assert row[-2:] == ["66", "conv2d 60.5 / 78 · relu not decided yet / 8"]


def test_moodle_is_warned_of_grades_that_it_refuses():
    assert any("--out-of 100" in note for note in made("moodle", [result(most=110.0)]).notes)
    assert not made("moodle", [result()]).notes


# --- excel --------------------------------------------------------------------------------------------------------


def test_excel_opens_with_a_mark_and_ends_its_lines_as_windows_does():
    data = made("excel", [result("김민준")]).data
    assert data.startswith(b"\xef\xbb\xbf") and data.count(b"\n") == data.count(b"\r\n") == 2


@pytest.mark.parametrize("to", ["canvas", "moodle"])
def test_what_a_platform_reads_has_no_mark(to):
    assert not made(to, [result()]).data.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("text", ["0012345", "123456789012", "1E5", "2026-03", "3/4", "1.2.3"])
def test_excel_shows_a_number_that_is_none_as_it_is(text):
    assert as_excel.as_text(text) == f'="{text}"'


@pytest.mark.parametrize("text", ["20261133", "kim", "2026-10427", "김민준", "a-1"])
def test_excel_leaves_text_alone_that_it_does_not_change(text):
    assert as_excel.as_text(text) == text


def test_excel_adds_up_only_what_is_all_there():
    both = table("excel", [result("a"), waiting("a"), result("b")])
    total = both[0].index("total")
    assert [row[total : total + 2] for row in both[1:]] == [["", "160"], ["66", "100"]]


def test_excel_speaks_korean():
    grades = from_results([ungraded()])
    assert rows(exports.export(grades, "excel", None, Options(language="ko")).data)[0][0] == "학생"


# --- json ---------------------------------------------------------------------------------------------------------


def test_json_is_versioned_and_in_one_order():
    found = json.loads(made("json", [result("minjun", items=[Item("conv2d", 66, 78, "partial")])], CANVAS).data)
    assert list(found) == ["version", "kind", "assignments", "students"] and found["version"] == 1
    assert list(found["students"][0]) == ["student", "name", "id", "number", "login", "email", "grades"]
    assert found["students"][0]["number"] == "0020261"
    assert found["students"][0]["grades"][A03]["functions"] == [{"name": "conv2d", "points": 66, "max_points": 78}]
    assert found["students"][1]["grades"] == {}


# --- who is whom --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "student",
    ["1001", "0020261", "minjun@x.ac.kr", "MINJUN@x.ac.kr", "minjun", "Kim, Minjun", "minjun kim", "0020261 김민준"],
)
def test_a_student_is_found_by_number_login_address_or_name(student):
    assert match([student], parse(CANVAS.encode())).people == {student: 0}


def test_a_korean_name_is_found_with_its_parts_the_other_way_round_and_as_macos_spells_it():
    roster = parse("이름,성,이메일 주소\n민준,김,a@x\n안,이,b@x\n".encode())
    assert match(["김민준", "이 안"], roster).people == {"김민준": 0, "이 안": 1}
    assert list(match([unicodedata.normalize("NFD", "김민준")], roster).people.values()) == [0]


def test_of_two_with_one_name_neither_is_guessed():
    roster = parse(b"Full name,Email address\nKim Minjun,a@x\nKim Minjun,b@x\n")
    found = match(["Kim Minjun", "a"], roster)
    assert found.people == {"a": 0}
    assert found.problems == {"Kim Minjun": "`Kim Minjun` may be any of 2 in the roster"}


def test_two_folders_of_one_student_are_a_question():
    found = match(["minjun", "0020261"], parse(CANVAS.encode()))
    assert not found.people and "are both `Kim, Minjun`" in found.problems["minjun"]


def test_who_is_not_in_the_roster_is_one_line_and_nothing_is_lost():
    results = [result("nobody", 5), result("stranger", 6), result("minjun")]
    found = made("canvas", results, CANVAS)
    assert found.faults == ("`nobody` is not in roster.csv", "`stranger` is not in roster.csv")
    assert [row[-1] for row in rows(found.data)[2:]] == ["66", "55", "5", "6"]


def test_who_handed_in_nothing_is_one_line_and_no_fault():
    found = made("canvas", [result("minjun")], CANVAS)
    assert found.notes == ("no submission of `Lee, An`",) and not found.faults


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_roster_is_read_however_a_spreadsheet_saved_it(encoding, delimiter):
    text = "이름,학번\n김민준,001\n이안,002\n".replace(",", delimiter)
    people = parse(text.encode(encoding)).people
    assert [(one.name, one.known["number"]) for one in people] == [("김민준", "001"), ("이안", "002")]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04", "Excel workbook"),
        (b"a,b\n1,2\n", "no column says who"),
        (b"Student,ID\n", "holds no student"),
        (b"Student,ID\n\xff\xff\x81,1\n", "encoding"),
        (b'Student,ID\n"never closed,1\n', "no table"),
        (b"Student,ID\nKim,1,2,3\n", "row 2 has 4 cells under 2"),
        (b"Student" + b"," * 3000, "3001 columns"),
    ],
)
def test_a_roster_that_cannot_be_read_says_what_to_do(data, why):
    with pytest.raises(CourseError, match=why):
        parse(data, "roster.csv")


def test_one_assignment_can_be_asked_for_by_its_first_word():
    sheet = prepare(from_results([result(), waiting()]), None, Options(assignments=("a10",)))
    assert [one.assignment for one in sheet.columns] == [A10] and not sheet.faults
    assert prepare(from_results([result()]), None, Options(assignments=("a99",))).faults == (
        "no result of `a99`; there are a03_convolution",
    )


# --- the buttons of the class report ------------------------------------------------------------------------------


def test_a_button_holds_its_whole_file():
    buttons = exports.downloads([result("김민준")], language="en")
    assert [one.label for one in buttons] == ["Canvas CSV", "Moodle CSV", "Excel CSV"]
    for one in buttons:
        head, _, body = one.href.partition(",")
        assert head == "data:text/csv;charset=utf-8;base64" and base64.b64decode(body) == one.data
