"""Stage 5: grades and a roster -> one sheet that every format writes. Promises that nobody is lost without a line.

Notes are what the instructor should know; faults are why nothing should be written yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from autograder.exports import grades as money
from autograder.exports.grades import Grade, digits
from autograder.exports.roster import Person, Roster, match, plain
from autograder.reports.text import clean
from autograder.reports.text import name as shown


@dataclass(frozen=True)
class Options:
    """What an instructor may choose.

    assignments: only these. columns: assignment -> heading of its column. titles: assignment -> language -> title, to
    find its column. out_of: as if each assignment counted so many points. provisional: write what is decided so far.
    allow_missing: students who are not in the roster are no fault. feedback: a column of points by function.
    """

    assignments: Sequence[str] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    out_of: Decimal | None = None
    provisional: bool = False
    allow_missing: bool = False
    feedback: bool = False
    language: str | None = None


@dataclass(frozen=True)
class Column:
    """One assignment; `heading` is what the platform calls it, and `known` that it has such a column."""

    assignment: str
    heading: str
    max_score: Decimal
    known: bool = False


@dataclass(frozen=True)
class Row:
    """One student. person: in the roster; None who is in none. grades: assignment -> grade."""

    student: str
    person: Person | None
    grades: Mapping[str, Grade]


@dataclass(frozen=True)
class Sheet:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    roster: Roster | None
    options: Options
    notes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    def cell(self, row: Row, column: Column) -> str:
        """The digits of a score; nothing where there is none."""
        one = row.grades.get(column.assignment)
        return "" if one is None else digits(one.score, one.max_score)


def prepare(found: Iterable[Grade], roster: Roster | None = None, options: Options | None = None) -> Sheet:
    """Put grades into rows and columns, and say what does not fit."""
    options = options or Options()
    all_grades = list(found)
    wanted, faults = _wanted(all_grades, options)
    chosen = [_as_asked(one, options) for one in all_grades if one.assignment in wanted]
    columns, notes, wrong = _columns(chosen, roster, options)
    faults += wrong
    by_student: dict[str, dict[str, Grade]] = {}
    for one in chosen:
        by_student.setdefault(one.student, {})[one.assignment] = one
    students = sorted(by_student)
    if roster is None:
        rows = [Row(student, None, by_student[student]) for student in students]
    else:
        matched = match(students, roster)
        places = {position: student for student, position in matched.people.items()}
        rows = [
            Row(places.get(i) or person.name, person, by_student.get(places.get(i, ""), {}))
            for i, person in enumerate(roster.people)
        ]
        rows += [Row(student, None, by_student[student]) for student in students if student in matched.problems]
        (notes if options.allow_missing else faults).extend(matched.problems[one] for one in sorted(matched.problems))
        notes += [f"no submission of `{shown(row.student)}`" for row in rows if row.person and not row.grades]
    notes += _undecided(chosen, options)
    return Sheet(tuple(columns), tuple(rows), roster, options, tuple(notes), tuple(faults))


def _wanted(found: Sequence[Grade], options: Options) -> tuple[set[str], list[str]]:
    names = {one.assignment for one in found}
    if not options.assignments:
        return names, []
    wanted: set[str] = set()
    faults = []
    for asked in options.assignments:
        fits = {one for one in names if one == asked or one.startswith(asked + "_")}
        wanted |= fits
        if not fits:
            faults.append(f"no result of `{shown(asked)}`; there are {', '.join(sorted(names))}")
    return wanted, faults


def _as_asked(one: Grade, options: Options) -> Grade:
    if options.provisional:
        one = money.provisional(one)
    return one if options.out_of is None else money.scaled(one, options.out_of)


def _columns(
    chosen: Sequence[Grade], roster: Roster | None, options: Options
) -> tuple[list[Column], list[str], list[str]]:
    notes: list[str] = []
    faults: list[str] = []
    columns: list[Column] = []
    for assignment in sorted({one.assignment for one in chosen}):
        most = max(one.max_score for one in chosen if one.assignment == assignment)
        asked = next((name for one, name in options.columns.items() if _is_asked(assignment, one)), "")
        fits = _fitting(assignment, roster, options, asked) if roster else []
        if len(fits) > 1:
            faults.append(f"{assignment} may be any of the columns {', '.join(fits)}; say --column {assignment}=NAME")
        if roster and asked and not fits:
            faults.append(f"{roster.source} has no column `{shown(asked)}`; there are {', '.join(roster.columns)}")
        if roster and roster.kind == "canvas" and not asked and not fits:
            notes.append(f"{roster.source} has no column for {assignment}: Canvas will offer to make a new assignment")
        heading = fits[0] if fits else asked or assignment
        points = roster.points.get(heading) if roster and fits else None
        if points is not None and points != most:
            faults.append(
                f"Canvas counts {points:f} points for `{shown(heading)}`, and the scores of {assignment} are of "
                f"{digits(most, most)}; change it in Canvas, or say --out-of {points:f}"
            )
        columns.append(Column(assignment, heading, most, bool(fits)))
    twice = {one.heading for one in columns if [other.heading for other in columns].count(one.heading) > 1}
    faults += [f"two assignments would go into the column `{shown(one)}`; say --column A=NAME" for one in sorted(twice)]
    return columns, notes, faults


def _is_asked(assignment: str, asked: str) -> bool:
    return assignment == asked or assignment.startswith(asked + "_")


def _fitting(assignment: str, roster: Roster, options: Options, asked: str) -> list[str]:
    """The columns of a roster that are this assignment's: by name or title, else by a first word such as a03."""
    if asked:
        return [one for one in roster.columns if plain(asked) in (plain(one), title_of(one))]
    names = {plain(assignment), *(plain(title) for title in options.titles.get(assignment, {}).values())}
    exact = [one for one in roster.columns if title_of(one) in names]
    short = plain(assignment.partition("_")[0])
    return exact or [one for one in roster.columns if re.match(rf"{re.escape(short)}\b", title_of(one))]


def title_of(heading: str) -> str:
    """What an assignment is called in a heading of Canvas' or Moodle's.

    >>> title_of("A03 Convolution (4711)"), title_of("Assignment: A03 (Real)"), title_of("과제: 합성곱 (실점수)")
    ('a03 convolution', 'a03', '합성곱')
    """
    without = re.sub(r"\s*\((\d+|real|실점수|점수)\)\s*$", "", heading, flags=re.IGNORECASE)
    return plain(
        re.sub(r"^(assignment|quiz|과제|퀴즈|external tool|외부 도구)\s*:\s*", "", without, flags=re.IGNORECASE)
    )


def _undecided(chosen: Sequence[Grade], options: Options) -> list[str]:
    """A line for each student whose score is not whole; points that wait for a training are counted together."""
    notes = []
    for assignment in sorted({one.assignment for one in chosen}):
        open_ones = [one for one in chosen if one.assignment == assignment and one.open_points]
        waiting = [one for one in open_ones if one.raw is not None]
        for one in open_ones:
            if one.raw is None:
                notes.append(
                    f"{assignment}: `{shown(one.student)}` is ungraded, the cell is empty: {clean(one.remark)}"
                )
        if waiting:
            what = "hold what is decided so far" if options.provisional else "are empty (--provisional fills them)"
            most = max(one.open_points for one in waiting)
            notes.append(
                f"{assignment}: up to {digits(most, most)} points of {len(waiting)} students are not decided yet, as a "
                f"network is not trained or a function ungraded; these cells {what}"
            )
    return notes


def without_strangers(sheet: Sheet) -> Sheet:
    """The same without students who are not in the roster, for a reader that refuses a file with one."""
    if sheet.roster is None:
        return sheet
    return replace(sheet, rows=tuple(row for row in sheet.rows if row.person is not None))
