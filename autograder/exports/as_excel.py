"""Stage 5, Excel: one row a student, for people. Korean stays Korean, numbers are numbers, and nothing runs.

A byte order mark, since Excel takes CSV for the system's encoding otherwise. What Excel would change on opening, such
as the zeros in front of a student number, is wrapped as ="0012": the one formula here, and only around letters, digits
and signs that cannot be one. All other text that a person chose is made harmless.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from autograder.exports import tables
from autograder.exports.grades import ZERO, Grade, digits
from autograder.exports.sheet import Row, Sheet
from autograder.i18n import translator
from autograder.reports.as_csv import neutral
from autograder.reports.phrases import N_
from autograder.reports.text import MESSAGE_CAP, clean

_CHANGED = re.compile(
    r"0\d+|\d{12,}"  # zeros in front, or so long that it is shown as 1.2E+11
    r"|\d+[eE]\d+"  # taken for 10 to the power of
    r"|\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?"  # taken for a date
    r"|\d+[-/.]\d+[-/.]\d+"
)
_WHO = (("number", N_("student number")), ("login", N_("login")), ("email", N_("email")), ("section", N_("section")))


def render(sheet: Sheet) -> bytes:
    """The table as UTF-8 with a byte order mark."""
    words = translator(sheet.options.language)
    people = [row.person for row in sheet.rows if row.person]
    who = [(field, title) for field, title in _WHO if any(person.known.get(field) for person in people)]
    late = any(one.penalty for row in sheet.rows for one in row.grades.values())
    waiting = any(one.open_points for row in sheet.rows for one in row.grades.values())
    heading = [
        words("student"),
        *(words(title) for _, title in who),
        *(column.assignment for column in sheet.columns),
        words("total"),
        words("of"),
        *([words("late penalty")] if late else []),
        *([words("points not decided yet")] if waiting else []),
        words("remarks"),
    ]
    rows = []
    for row in sheet.rows:
        name = row.person.name if row.person else row.student
        known = row.person.known if row.person else {}
        graded = list(row.grades.values())
        rows.append(
            [
                as_text(name),
                *(as_text(known.get(field, "")) for field, _ in who),
                *(sheet.cell(row, column) for column in sheet.columns),
                *_total(graded),
                *([_sum(one.penalty for one in graded)] if late else []),
                *([_sum(one.open_points for one in graded)] if waiting else []),
                neutral(_remarks(row)),
            ]
        )
    return tables.write([heading], mark=True) + tables.write(rows, raw=frozenset(range(len(heading))))


def as_text(text: str) -> str:
    """Text that Excel shows as it is.

    >>> as_text("0012345"), as_text("=1+1"), as_text("2026-10427"), as_text("Kim")
    ('="0012345"', "'=1+1", '2026-10427', 'Kim')
    """
    text = tables.visible(text)
    return f'="{text}"' if _CHANGED.fullmatch(text) and text.isascii() else neutral(text)


def _total(grades: list[Grade]) -> tuple[str, str]:
    """The sum of all scores, where there is every one of them, and of what they are out of."""
    if not grades:
        return "", ""
    most = sum((one.max_score for one in grades), ZERO)
    scores = [one.score for one in grades]
    known = [score for score in scores if score is not None]
    whole = sum(known, ZERO) if len(known) == len(scores) else None
    return digits(whole, most), digits(most, most)


def _sum(points: Iterable[Decimal]) -> str:
    total = sum(points, ZERO)
    return digits(total, total)


def _remarks(row: Row) -> str:
    return clean("; ".join(f"{name}: {one.remark}" for name, one in row.grades.items() if one.remark), MESSAGE_CAP)
