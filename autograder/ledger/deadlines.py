"""`deadlines.toml`: due dates, extensions and what lateness costs, for the results of a class.

Promises that a mistake in the file is one line which names the place, and costs nobody a grade: what is not understood
deducts nothing. The file lies in the folder of results (extensions are personal), or else in the course.
"""

from __future__ import annotations

import difflib
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from autograder.ledger import submitted
from autograder.ledger.late import Late, Policy, in_utc, lateness, read_time, zone_named
from autograder.records import Result
from autograder.reports.text import clean

NAME = "deadlines.toml"
MAX_BYTES = 1 << 20
POLICY_KEYS = {
    "policy": "method",
    "percent_a_day": "percent",
    "grace_minutes": "grace_minutes",
    "floor_percent": "floor",
}
SPANS = ("minutes", "hours", "days", "weeks")  # the words of nbgrader's `grant_extension`

Who = tuple[str, str]
"""A student and an assignment."""


@dataclass(frozen=True)
class Deadlines:
    """What a file of deadlines says.

    policies: "" for the assignments that have none of their own. problems: a line for each thing that is not
    understood. strangers: a line for each assignment or student that nobody knows.
    """

    due: Mapping[str, datetime] = field(default_factory=dict)
    policies: Mapping[str, Policy] = field(default_factory=dict)
    extensions: Mapping[Who, timedelta] = field(default_factory=dict)
    handed_in: Mapping[Who, datetime] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()

    def policy(self, assignment: str) -> Policy:
        return self.policies.get(assignment) or self.policies.get("") or Policy()


@dataclass(frozen=True)
class Lates:
    """Lateness of a class: by student and assignment as the results name them, and what is wrong with the file.

    timeless: results with a due date of which nobody can tell when they were handed in.
    """

    by: Mapping[Who, Late] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    timeless: tuple[Who, ...] = ()


def find(folder: Path, course: Path | None = None) -> Path | None:
    """The file for a folder of results: its own, else the course's, else none."""
    return next((place / NAME for place in (folder, course) if place and (place / NAME).is_file()), None)


def lates(folder: Path, results: Sequence[Result], course: Path | None = None) -> Lates:
    """What the deadlines come to for these results; nothing where there is no file of deadlines.

    Args:
        folder: of the results, which also knows when their files were handed in.
        results: all of the folder, so that a student's name that none of them has is noticed.
        course: the folder of lessons.
    """
    path = find(folder, course)
    if path is None:
        return Lates()
    names = {result.assignment for result in results} | set(_lessons(course))
    deadlines = read(path, sorted(names), sorted({result.student for result in results}))
    by: dict[Who, Late] = {}
    problems, timeless = [*deadlines.problems, *deadlines.strangers], []
    for result in results:
        who = result.student, result.assignment
        due = deadlines.due.get(result.assignment)
        try:
            time, clock = _handed_in(folder, who, deadlines)
        except ValueError as error:
            time, clock = None, ""
            problems.append(f"{clean(who[0], 100)}, {clean(who[1], 100)}: {error}")
        if due is not None and time is None:
            timeless.append(who)
        extension = deadlines.extensions.get((_nfc(who[0]), who[1]))
        policy = deadlines.policy(result.assignment)
        by[who] = lateness(result.score, policy, due=due, extension=extension, handed_in=time, clock=clock)
    return Lates(by, tuple(problems), tuple(timeless))


def told(lates: Lates) -> list[str]:
    """Lines for a terminal on what is wrong or not known; none where all is well."""
    lines = [f"{NAME}: {clean(problem, 400)}" for problem in lates.problems]
    if lates.timeless:
        some = ", ".join(clean(student, 40) for student, _ in lates.timeless[:5])
        more = ", ..." if len(lates.timeless) > 5 else ""
        lines.append(
            f"{NAME}: of {len(lates.timeless)} results nobody can tell when they were handed in; nothing is deducted "
            f"({some}{more}). Put nbgrader's timestamp.txt beside the notebook and grade again, or name the time "
            "under [handed_in.<assignment>]"
        )
    return lines


def _handed_in(folder: Path, who: Who, deadlines: Deadlines) -> tuple[datetime | None, str]:
    typed = deadlines.handed_in.get((_nfc(who[0]), who[1]))
    if typed is not None:
        return typed, NAME
    source = submitted.recall(folder, *who)
    if source is None or not source.time:
        return None, ""
    try:
        return read_time(source.time), source.clock  # nbgrader takes a time without a zone for UTC
    except ValueError as error:
        raise ValueError(f"{source.clock}: {error}; nothing is deducted") from None


def _lessons(course: Path | None) -> list[str]:
    from autograder import lessons

    return [one.name for one in lessons.lessons(course)] if course else []


def _nfc(name: str) -> str:
    """Hangul as macOS spells it is the same name."""
    return unicodedata.normalize("NFC", name)


def read(path: Path, assignments: Sequence[str], students: Sequence[str] | None = None) -> Deadlines:
    """Read a file of deadlines. Never raises: what is wrong is in `problems` and `strangers`, one line each.

    Args:
        assignments: the names there are; a file may shorten them, as in `a03` for `a03_convolution`.
        students: the names there are; None where nobody knows them yet.
    """
    try:
        data = path.read_bytes()
        if len(data) > MAX_BYTES:
            return Deadlines(problems=(f"{path} is over 1 MB, and not read",))
        plain = tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except OSError as error:
        return Deadlines(problems=(f"{path} cannot be read: {error.strerror}",))
    except (ValueError, RecursionError) as error:
        return Deadlines(problems=(f"{path} is no TOML: {error}. Nothing is deducted until it is mended",))
    return _Reading(plain, tuple(assignments), None if students is None else tuple(map(_nfc, students))).deadlines()


@dataclass
class _Reading:
    """One pass over the file; problems gather, so that all of them are told at once."""

    plain: dict[str, Any]
    assignments: tuple[str, ...]
    students: tuple[str, ...] | None
    problems: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def deadlines(self) -> Deadlines:
        known = ("time_zone", "late", "due", "extensions", "handed_in")
        for key in self.plain:
            if key not in known:
                self.problems.append(f"{_shown(key)} means nothing here; there are {', '.join(known)}")
        zone = self._zone()
        due = dict(self._times("due", self._table("due"), zone, self._assignment))
        return Deadlines(
            due=due,
            policies=self._policies(),
            extensions=dict(self._extensions(due, zone)),
            handed_in=dict(self._handed_in(zone)),
            problems=tuple(self.problems),
            strangers=tuple(dict.fromkeys(self.strangers)),
        )

    def _table(self, key: str) -> dict[str, Any]:
        value = self.plain.get(key, {})
        if isinstance(value, dict):
            return value
        self.problems.append(f"{key} must be a table: [{key}]")
        return {}

    def _zone(self) -> tzinfo | None:
        name = self.plain.get("time_zone")
        if name is None:
            return None
        try:
            return zone_named(name if isinstance(name, str) else "")
        except ValueError as error:
            self.problems.append(f"time_zone: {error}")
            return None

    def _assignment(self, key: str, place: str) -> str | None:
        fitting = [name for name in self.assignments if name == key or name.startswith(f"{key}_")]
        if len(fitting) == 1 or key in fitting:
            return key if key in fitting else fitting[0]
        self.strangers.append(f"{place}: no assignment is called {_shown(key)}{_meant(key, self.assignments)}")
        return None

    def _student(self, key: str, place: str) -> str | None:
        name = _nfc(key)
        if self.students is None or name in self.students:
            return name
        self.strangers.append(f"{place}: no result is of a student {_shown(key)}{_meant(name, self.students)}")
        return None

    def _times(
        self, place: str, table: Mapping[str, Any], zone: tzinfo | None, named: Callable[[str, str], str | None]
    ) -> Iterator[tuple[str, datetime]]:
        for key, value in table.items():
            name = named(key, place)
            try:
                time = _time(value, zone)
            except ValueError as error:
                self.problems.append(f"{place}.{_shown(key)}: {error}")
                continue
            if name is not None:
                yield name, time

    def _each(self, key: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """The tables of a table, by assignment."""
        for name, table in self._table(key).items():
            place = f"{key}.{_shown(name)}"
            assignment = self._assignment(name, key)
            if not isinstance(table, dict):
                self.problems.append(f"{place} must be a table of students: [{place}]")
            elif assignment is not None:
                yield place, assignment, table

    def _handed_in(self, zone: tzinfo | None) -> Iterator[tuple[Who, datetime]]:
        for place, assignment, table in self._each("handed_in"):
            for student, time in self._times(place, table, zone, self._student):
                yield (student, assignment), time

    def _extensions(self, due: Mapping[str, datetime], zone: tzinfo | None) -> Iterator[tuple[Who, timedelta]]:
        for place, assignment, table in self._each("extensions"):
            for key, value in table.items():
                student = self._student(key, place)
                try:
                    extension = _extension(value, due.get(assignment), zone)
                except ValueError as error:
                    self.problems.append(f"{place}.{_shown(key)}: {error}")
                    continue
                if student is not None:
                    yield (student, assignment), extension

    def _policies(self) -> dict[str, Policy]:
        """The common policy and those of single assignments, which replace it as a whole."""
        table = self._table("late")
        own = {key: value for key, value in table.items() if isinstance(value, dict)}
        found: dict[str, Policy] = {}
        for place, key, plain in [
            ("late", "", {key: value for key, value in table.items() if key not in own}),
            *((f"late.{_shown(key)}", key, value) for key, value in own.items()),
        ]:
            name = self._assignment(key, "late") if key else ""
            try:
                policy = policy_of(plain)
            except ValueError as error:
                self.problems.append(f"{place}: {error}")
                policy = Policy()  # not the common one either: that is not what was meant
            if name is not None:
                found[name] = policy
        return found


def policy_of(plain: Mapping[str, Any]) -> Policy:
    """A policy in the file's words.

    Raises:
        ValueError: a word or a number that is none of them.

    >>> policy_of({"policy": "percent", "percent_a_day": 10, "floor_percent": 50}).share(3 * 86_400)
    30.0
    """
    for key, value in plain.items():
        if key not in POLICY_KEYS:
            raise ValueError(f"{_shown(key)} means nothing here; there are {', '.join(POLICY_KEYS)}")
        if key != "policy" and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise ValueError(f"{key} must be a number")
    numbers = {POLICY_KEYS[key]: float(value) for key, value in plain.items() if key != "policy"}
    method = plain.get("policy", "percent" if "percent" in numbers else "none")
    if method == "percent" and "percent" not in numbers:
        raise ValueError('policy = "percent" needs percent_a_day')
    if method not in ("none", "zero", "percent"):
        raise ValueError(f"policy is {_shown(str(method))}; it must be none, zero or percent")
    return Policy(method, **numbers)


def _time(value: Any, zone: tzinfo | None) -> datetime:
    if isinstance(value, str):
        return read_time(value, zone)
    if isinstance(value, datetime):
        return in_utc(value, zone)
    if isinstance(value, date):
        raise ValueError(f"say the time of day, too: {value}T23:59:00")
    raise ValueError("this is no time. Write it as 2026-03-15T23:59:00+09:00")


def _extension(value: Any, due: datetime | None, zone: tzinfo | None) -> timedelta:
    if isinstance(value, dict):
        if not value or not set(value) <= set(SPANS) or not all(type(n) in (int, float) for n in value.values()):
            raise ValueError("write an extension as { days = 2, hours = 12 } or as a time")
        try:
            extension = timedelta(**value)
        except (OverflowError, ValueError):
            raise ValueError("this is longer than any calendar") from None
    else:
        until = _time(value, zone)
        if due is None:
            raise ValueError("this assignment has no due date to be extended; add it under [due]")
        extension = until - due
    if not timedelta(0) <= extension < timedelta(days=3660):
        raise ValueError("an extension ends after the due date, and within ten years")
    return extension


def _shown(text: str) -> str:
    return clean(text, 60)


def _meant(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f"; is {clean(near[0], 60)} meant?" if near else ""
