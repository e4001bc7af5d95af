"""Stage 5: who is in a class, as Canvas, Moodle or a spreadsheet says it; and which student is whom.

A student of ours is found by number, login, address or name, and only where exactly one person answers to it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from autograder.errors import CourseError
from autograder.exports import tables

FIELDS = {
    "student": "name",
    "full name": "name",
    "name": "name",
    "성명": "name",
    "이름": "first",
    "first name": "first",
    "firstname": "first",
    "last name": "last",
    "lastname": "last",
    "surname": "last",
    "성": "last",
    "id": "id",
    "sis user id": "number",
    "id number": "number",
    "student number": "number",
    "student id": "number",
    "학번": "number",
    "sis login id": "login",
    "username": "login",
    "사용자 아이디": "login",
    "아이디": "login",
    "email address": "email",
    "email": "email",
    "이메일 주소": "email",
    "이메일": "email",
    "메일 주소": "email",
    "section": "section",
    "분반": "section",
    "integration id": "other",
    "root account": "other",
}
"""Heading -> what is in the column. All other columns hold grades or what nobody asks for."""

SURE = ("id", "number", "login", "email")
BY = (*SURE, "name")  # a name counts only where nothing else fits
MOST_COLUMNS = 2000
_POINTS_POSSIBLE = "points possible"
_TEST_STUDENTS = frozenset(("student, test", "test student"))


@dataclass(frozen=True)
class Person:
    """One row of a roster; `cells` by heading, as they were."""

    cells: Mapping[str, str]
    known: Mapping[str, str]  # field -> text

    @property
    def name(self) -> str:
        """What people call them.

        >>> Person({}, {"first": "민준", "last": "김"}).name, Person({}, {"name": "Lee, An"}).name
        ('김민준', 'Lee, An')
        """
        first, last = self.known.get("first", ""), self.known.get("last", "")
        glue = "" if _korean(first + last) else " "
        whole = glue.join(filter(None, (last, first) if _korean(first + last) else (first, last)))
        return self.known.get("name") or whole or next((self.known[key] for key in BY if self.known.get(key)), "–")

    def answers_to(self) -> dict[str, set[str]]:
        """Field -> the ways to write it, as `plain` has them."""
        found = {by: {plain(self.known[by])} for by in BY if self.known.get(by)}
        for by in ("login", "email"):
            if "@" in (address := self.known.get(by, "")):
                found[by].add(plain(address.partition("@")[0]))
        names = {self.known.get("name", ""), self.name}
        first, last = self.known.get("first", ""), self.known.get("last", "")
        if "," in (name := self.known.get("name", "")):  # Canvas: "Lee, An"
            last, _, first = (part.strip() for part in name.partition(","))
        if first and last:
            names |= {f"{first} {last}", f"{last} {first}", f"{last}{first}", f"{last}, {first}"}
        found["name"] = {plain(one) for one in names if one}
        return found


@dataclass(frozen=True)
class Roster:
    """A list of students as a platform exported it.

    kind: whose list it is. headings: of all columns. identity: those that say who it is. points: heading -> the
    points that Canvas counts for that column, where it says so.
    """

    kind: str
    source: str
    headings: tuple[str, ...]
    identity: tuple[str, ...]
    people: tuple[Person, ...]
    points: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """Headings that may be a grade's."""
        return tuple(one for one in self.headings if one not in self.identity)


@dataclass(frozen=True)
class Matched:
    """Which student is whom. people: student -> position in the roster. problems: one line for each other student."""

    people: Mapping[str, int]
    problems: Mapping[str, str]


def parse(data: bytes, source: str = "the roster") -> Roster:
    """Read a roster: a gradebook that Canvas exported, Moodle's grades or participants, or a table with headings.

    Raises:
        CourseError: it is no table, or no column says who a row is.
    """
    rows = tables.read(data, source)
    if not rows:
        raise CourseError(f"{source} is empty. Export the gradebook again.")
    if len(rows[0]) > MOST_COLUMNS:
        raise CourseError(f"{source} has {len(rows[0])} columns. Is it the list of students?")
    headings = tuple(_told_apart(cell.strip() for cell in rows[0]))
    fields = _fields(headings)
    if not set(fields.values()) & {*BY, "first", "last"}:
        raise CourseError(
            f"{source}: no column says who a row is. Expected headings such as `Student`, `ID`, `SIS Login ID` "
            f"(Canvas) or `Email address`, `ID number` (Moodle); found: {', '.join(headings[:8])}"
        )
    points: dict[str, Decimal] = {}
    people = []
    for number, row in enumerate(rows[1:], 2):
        if len(row) > len(headings) and any(cell.strip() for cell in row[len(headings) :]):
            raise CourseError(f"{source}: row {number} has {len(row)} cells under {len(headings)} headings.")
        cells = dict(zip(headings, [*row, *[""] * len(headings)], strict=False))
        known = {what: cells[one].strip() for one, what in fields.items() if what != "other" and cells[one].strip()}
        if plain(row[0]) == _POINTS_POSSIBLE:
            points = {one: found for one, cell in cells.items() if (found := _points(cell)) is not None}
        elif any(known.get(what) for what in (*BY, "first", "last")) and plain(row[0]) not in _TEST_STUDENTS:
            people.append(Person(cells, known))  # what knows nobody is Canvas' row on posting
    if not people:
        raise CourseError(f"{source} holds no student. Export the gradebook again.")
    kind = _kind(fields)
    identity = _student_columns(headings, fields) if kind == "canvas" else tuple(fields)
    return Roster(kind, source, headings, identity, tuple(people), points)


def match(students: Sequence[str], roster: Roster) -> Matched:
    """Find every student in a roster; who is not found, or is not one person, has a line that says why."""
    index: dict[str, dict[str, set[int]]] = {by: {} for by in BY}
    for position, person in enumerate(roster.people):
        for by, ways in person.answers_to().items():
            for way in ways:
                index[by].setdefault(way, set()).add(position)
    people: dict[str, int] = {}
    problems: dict[str, str] = {}
    for student in students:
        found = _found(student, index)
        if len(found) == 1:
            people[student] = found.pop()
        elif found:
            problems[student] = f"{_said(student)} may be any of {len(found)} in {roster.source}"
        else:
            problems[student] = f"{_said(student)} is not in {roster.source}"
    return _each_once(people, problems, roster)


def plain(text: str) -> str:
    """Text as it is compared: one way to write a letter, no capitals, single spaces.

    >>> plain("  Kim   Min-Jun ") == plain("kim min-jun")
    True
    """
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _found(student: str, index: Mapping[str, Mapping[str, set[int]]]) -> set[int]:
    whole = plain(student)
    parts = re.split(r"[\s_,()]+", whole)  # "20261133 권나연": a number and a name in the name of a folder
    sure = {one for by in SURE for one in index[by].get(whole, ())}
    named = set(index["name"].get(whole, ()))
    return sure or named or {one for by in SURE for part in parts for one in index[by].get(part, ())}


def _each_once(people: dict[str, int], problems: dict[str, str], roster: Roster) -> Matched:
    """Two of ours that are the same person there are a question, and none of them is taken."""
    claims: dict[int, list[str]] = {}
    for student, position in people.items():
        claims.setdefault(position, []).append(student)
    for position, students in claims.items():
        for student in students if len(students) > 1 else ():
            others = ", ".join(_said(one) for one in students if one != student)
            problems[student] = f"{_said(student)} and {others} are both {_said(roster.people[position].name)}"
            del people[student]
    return Matched(people, problems)


def _said(name: str) -> str:
    from autograder.reports.text import name as shown

    return f"`{shown(name)}`"


def _fields(headings: Iterable[str]) -> dict[str, str]:
    found = {one: FIELDS[plain(one)] for one in headings if plain(one) in FIELDS}
    if "last" not in found.values():  # "이름" alone is the whole name
        found = {one: "name" if what == "first" else what for one, what in found.items()}
    return found


def _student_columns(headings: tuple[str, ...], fields: Mapping[str, str]) -> tuple[str, ...]:
    """Canvas': all up to the section. What a teacher added behind it is not read where we write it."""
    last = next(i for i, one in enumerate(headings) if fields.get(one) == "section")
    return headings[: last + 1]


def _kind(fields: Mapping[str, str]) -> str:
    headings = {plain(one) for one in fields}
    if "section" in headings and "id" in headings:
        return "canvas"
    return "moodle" if headings & {"email address", "id number", "이메일 주소"} else "table"


def _told_apart(headings: Iterable[str]) -> list[str]:
    """No two the same: the second one would hide the first."""
    found: list[str] = []
    for one in headings:
        name, n = one, 2
        while name in found:
            name, n = f"{one} [{n}]", n + 1
        found.append(name)
    return found


def _points(cell: str) -> Decimal | None:
    try:
        found = Decimal(cell.strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and found >= 0 else None


def _korean(text: str) -> bool:
    return bool(text) and all("가" <= letter <= "힣" for letter in text)
