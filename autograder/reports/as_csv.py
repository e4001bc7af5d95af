"""Stage 4, csv: one row a student, one column a function. Opens in Excel with Korean intact and runs nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from autograder.i18n import translator
from autograder.records import Result
from autograder.reports.course_text import CourseText
from autograder.reports.text import MESSAGE_CAP, clean, name, score_text
from autograder.reports.trained import label
from autograder.reports.walls import levels

_FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
)  # a spreadsheet in Korean takes the wide ones too


def render(results: Sequence[Result], course: CourseText, language: str | None = None) -> bytes:
    """The table as UTF-8 with a byte order mark. What is ungraded is an empty cell with its reason, never a 0."""
    words = translator(language)
    columns = _columns(results)
    out = io.StringIO()
    writer = csv.writer(out)
    head = [words("student"), words("total"), words("of")]
    titles = [name(f"{a}.{label(one, words)}" if one else a) for a, one in columns]
    writer.writerow([*head, *map(neutral, titles), words("remarks"), words("sandbox")])
    for student, row in _rows(results):
        cells = [_cell(row.get(assignment), one) for assignment, one in columns]
        writer.writerow([neutral(name(student)), *_total(row), *cells, neutral(_remarks(row)), neutral(_levels(row))])
    return out.getvalue().encode("utf-8-sig", "replace")


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula.

    >>> neutral("=1+1"), neutral("minjun")
    ("'=1+1", 'minjun')
    """
    return "'" + text if text.lstrip(" ").startswith(_FORMULA) else text


def _columns(results: Sequence[Result]) -> list[tuple[str, str]]:
    """(assignment, "") for its score, then (assignment, function) in the order of the notebook."""
    functions: dict[str, dict[str, None]] = {}
    for result in results:
        functions.setdefault(result.assignment, {}).update(dict.fromkeys(item.name for item in result.items))
    return [(assignment, one) for assignment in sorted(functions) for one in ("", *functions[assignment])]


def _rows(results: Sequence[Result]) -> list[tuple[str, dict[str, Result]]]:
    """A student's assignments side by side; a second submission of the same one begins another row."""
    rows: list[tuple[str, dict[str, Result]]] = []
    for result in sorted(results, key=lambda one: (one.student, one.assignment)):
        free = [row for student, row in rows[-8:] if student == result.student and result.assignment not in row]
        if free:
            free[0][result.assignment] = result
        else:
            rows.append((result.student, {result.assignment: result}))
    return rows


def _cell(result: Result | None, function: str) -> str:
    if result is None:
        return ""
    if not function:
        return "" if result.score is None else _number(result.score, result.max_score)
    found = [item for item in result.items if item.name == function and item.status != "ungraded"]
    return _number(found[0].points, found[0].max_points) if found else ""


def _total(row: dict[str, Result]) -> tuple[str, str]:
    most = sum(result.max_score for result in row.values())
    scores = [result.score for result in row.values()]
    known = [score for score in scores if score is not None]
    return (_number(sum(known), most) if len(known) == len(scores) else "", _number(most, most))


def _number(score: float, most: float) -> str:
    return score_text(score, most, digits=4)


def _levels(row: dict[str, Result]) -> str:
    return ", ".join(levels([*row.values()]))


def _remarks(row: dict[str, Result]) -> str:
    texts = [f"{result.assignment}: {result.message}" for result in row.values() if result.score is None]
    return clean("; ".join(texts), MESSAGE_CAP)
