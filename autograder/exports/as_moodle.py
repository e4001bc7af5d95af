"""Stage 5, Moodle: the file for Grades > Import > CSV file.

Moodle asks which column says who a row is (address, ID number or username) and which grade item each other column
is. One row that it cannot find refuses the whole file, so students who are not in the roster are left out. "-" is no
grade, for a new grade item too; an empty cell there is not. With a column of feedback the grade must be in the file
as well, or Moodle drops it, so both are always side by side.

Source: moodle/moodle, grade/import/csv/classes/load_data.php; docs.moodle.org, Grade import.
"""

from __future__ import annotations

from autograder.exports import tables
from autograder.exports.grades import Grade, digits
from autograder.exports.sheet import Column, Row, Sheet, without_strangers
from autograder.i18n import Words, translator

HEADINGS = ("Full name", "ID number", "Email address")
NO_GRADE = "-"
USUAL_MOST = 100  # of a grade item; more is refused unless the administrator allows it


def render(sheet: Sheet) -> bytes:
    """The import file: UTF-8 without a mark, a comma between cells."""
    sheet = without_strangers(sheet)
    words = translator(sheet.options.language)
    theirs = sheet.roster if sheet.roster and sheet.roster.kind == "moodle" else None
    headings = theirs.identity if theirs else HEADINGS
    feedback = sheet.options.feedback
    first = [*headings]
    numbers = set()
    for column in sheet.columns:
        numbers.add(len(first))
        first += [column.heading, f"{column.heading} (Feedback)"] if feedback else [column.heading]
    rows = []
    for row in sheet.rows:
        cells = [row.person.cells[one] for one in headings] if theirs and row.person else _who(row)
        for column in sheet.columns:
            cells.append(sheet.cell(row, column) or _before(row, column) or NO_GRADE)
            cells += [_feedback(row.grades.get(column.assignment), words)] if feedback else []
        rows.append(cells)
    return tables.write([first]) + tables.write(rows, raw=frozenset(numbers))


def notes(sheet: Sheet) -> list[str]:
    """What Moodle would refuse."""
    over = [one for one in sheet.columns if one.max_score > USUAL_MOST]
    return [
        f"{one.assignment} counts {digits(one.max_score, one.max_score)} points; Moodle refuses a file with a grade "
        f"over {USUAL_MOST} unless its administrator allows more: --out-of {USUAL_MOST}"
        for one in over
    ]


def _before(row: Row, column: Column) -> str:
    """What Moodle has already: no grade would take it away."""
    return tables.number(row.person.cells.get(column.heading, "").strip()) if row.person and column.known else ""


def _who(row: Row) -> list[str]:
    if row.person is not None:
        known = row.person.known
        return [row.person.name, known.get("number", ""), known.get("email", "")]
    number = row.student if row.student.replace("-", "").isdecimal() else ""
    return [row.student, number, row.student if "@" in row.student else ""]


def _feedback(grade: Grade | None, words: Words) -> str:
    """The points of each function, for the student."""
    if grade is None:
        return ""
    parts = [
        f"{one.name} {digits(one.points, one.max_points) or words('not decided yet')} / "
        f"{digits(one.max_points, one.max_points)}"
        for one in grade.functions
    ]
    if grade.penalty:
        parts.append(words("late penalty: {points}", points=digits(grade.penalty, grade.penalty)))
    return " · ".join([*parts, *([grade.remark] if grade.remark else [])])
