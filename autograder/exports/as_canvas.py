"""Stage 5, Canvas: the file that its gradebook imports, with its own columns for who somebody is.

Canvas reads the heading by position: Student, ID, SIS columns, Section, then one column an assignment, found by the
number in brackets behind its name or by the name. It finds a student by ID, else by SIS User ID, SIS Login ID, name.
The row `Points Possible` sets what an assignment is out of. An empty cell takes away a grade that Canvas has, so what
an exported gradebook holds stays wherever there is nothing to say.

Source: instructure/canvas-lms, lib/gradebook_importer.rb.
"""

from __future__ import annotations

from autograder.exports import tables
from autograder.exports.grades import digits
from autograder.exports.sheet import Column, Row, Sheet

HEADINGS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS_POSSIBLE = "    Points Possible"
EXCUSED = "EX"


def render(sheet: Sheet) -> bytes:
    """The import file: UTF-8 without a mark, as Canvas writes its own."""
    theirs = sheet.roster if sheet.roster and sheet.roster.kind == "canvas" else None
    headings = theirs.identity if theirs else HEADINGS
    most = [digits(one.max_score, one.max_score) for one in sheet.columns]
    rows = [
        [*headings, *(column.heading for column in sheet.columns)],
        [POINTS_POSSIBLE, *[""] * (len(headings) - 1), *most],
    ]
    for row in sheet.rows:
        who = _theirs(row, headings) if theirs else _who(row)
        rows.append([*who, *(cell(sheet, row, column) for column in sheet.columns)])
    numbers = range(len(headings), len(headings) + len(sheet.columns))
    heading, *rest = rows
    return tables.write([heading]) + tables.write(rest, raw=frozenset(numbers))


def cell(sheet: Sheet, row: Row, column: Column) -> str:
    """A score; where there is none, what the exported gradebook says."""
    before = row.person.cells.get(column.heading, "").strip() if row.person and column.known else ""
    return sheet.cell(row, column) or (before if before.upper() == EXCUSED else tables.number(before))


def _theirs(row: Row, headings: tuple[str, ...]) -> list[str]:
    """The cells that Canvas wrote; of a stranger the name alone, and Canvas asks who it is."""
    if row.person is not None:
        return [row.person.cells[one] for one in headings]
    return [row.student, *[""] * (len(headings) - 1)]


def _who(row: Row) -> list[str]:
    """Someone of whom Canvas' own columns are not at hand. No ID: that is a number of Canvas' own."""
    if row.person is None:
        return [row.student, "", "", row.student, ""]
    known = row.person.known
    return [
        row.person.name,
        known.get("canvas_id", ""),
        known.get("number", ""),
        known.get("login") or known.get("email", ""),
        known.get("section", ""),
    ]
