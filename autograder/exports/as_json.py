"""Stage 5, JSON: every grade with how it came about, versioned, in an order that never changes: docs/export.md."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from autograder.exports.grades import Grade, rounded
from autograder.exports.roster import SURE
from autograder.exports.sheet import Row, Sheet

VERSION = 1


def render(sheet: Sheet) -> bytes:
    """The document as UTF-8, one space an indent, with a newline at the end."""
    document = {
        "version": VERSION,
        "kind": "grades",
        "assignments": [{"name": one.assignment, "max_score": _number(one.max_score)} for one in sheet.columns],
        "students": [_student(sheet, row) for row in sheet.rows],
    }
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return text.encode("utf-8", "replace")


def _student(sheet: Sheet, row: Row) -> dict[str, Any]:
    known = row.person.known if row.person else {}
    return {
        "student": row.student,
        "name": row.person.name if row.person else None,
        **{by: known.get(by) for by in SURE},
        "grades": {
            column.assignment: _grade(row.grades[column.assignment])
            for column in sheet.columns
            if column.assignment in row.grades
        },
    }


def _grade(one: Grade) -> dict[str, Any]:
    return {
        "score": None if one.score is None else _number(rounded(one.score, one.max_score)),
        "max_score": _number(one.max_score),
        "before_penalty": None if one.raw is None else _number(rounded(one.raw, one.max_score)),
        "late_penalty": _number(one.penalty),
        "open_points": _number(one.open_points),
        "remark": one.remark,
        "functions": [
            {
                "name": function.name,
                "points": None if function.points is None else _number(function.points),
                "max_points": _number(function.max_points),
            }
            for function in one.functions
        ],
    }


def _number(points: Decimal) -> int | float:
    return int(points) if points == points.to_integral_value() else float(points)
