"""What handing in late costs. Promises nbgrader's own numbers: seconds after the due date, a penalty of 0 to the score.

One policy behind two doors: nbgrading/late.py is nbgrader's, deadlines.py is ours. Pure functions, standard library
only; no clock and no file is looked at.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from autograder.i18n import Words

Method = Literal["none", "zero", "percent"]
METHODS: tuple[Method, ...] = ("none", "zero", "percent")
DAY_S = 86_400
MAX_TEXT = 100  # characters of a time

_SPACED = re.compile(r"(\S+ \S+) (\S+)")  # "2026-03-15 23:59:00.000000 UTC", as nbgrader writes it
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")
_KOREA = "KST"  # what nbgrader's exchange writes where its time zone is Asia/Seoul; Python has no such zone


@dataclass(frozen=True)
class Policy:
    """What lateness costs.

    percent: of the student's own score, for each day that has begun since the due date. grace_minutes: as little
    lateness as this costs nothing; who is later is counted from the due date. floor: so many percent of the score
    stay however late it is.
    """

    method: Method = "none"
    percent: float = 0.0
    grace_minutes: float = 0.0
    floor: float = 0.0

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise ValueError(f"method is {self.method!r:.40}; it must be one of {', '.join(METHODS)}")
        for name, most in (("percent", 100.0), ("floor", 100.0), ("grace_minutes", 525_600.0)):
            if not 0 <= getattr(self, name) <= most:  # written so that NaN is never accepted
                raise ValueError(f"{name} is {getattr(self, name)!r:.40}; it must be from 0 to {most:g}")

    def share(self, seconds_late: float) -> float:
        """The percent of the score that so much lateness costs.

        >>> policy = Policy("percent", percent=10.0, grace_minutes=15, floor=75)
        >>> [policy.share(late) for late in (0, 900, 901, 86_400, 86_401, 10 * 86_400)]
        [0.0, 0.0, 10.0, 10.0, 20.0, 25.0]
        """
        if self.method == "none" or not seconds_late > 60 * self.grace_minutes:
            return 0.0
        if self.method == "zero":
            return 100.0
        return min(self.percent * math.ceil(seconds_late / DAY_S), 100.0 - self.floor)

    def penalty(self, score: float, seconds_late: float) -> float:
        """The points that so much lateness costs: from 0 to the score itself.

        >>> Policy("percent", percent=10).penalty(80, 3600)
        8.0
        """
        share = self.share(seconds_late)
        return score if share == 100 else score * share / 100  # all of it leaves exactly nothing


@dataclass(frozen=True)
class Late:
    """One result and its deadline. The raw score stays where it is; `final` is what is left of it."""

    seconds_late: float = 0.0
    share: float = 0.0  # percent of the score
    penalty: float = 0.0
    final: float | None = None  # None where the result is ungraded
    due: datetime | None = None  # with the extension
    handed_in: datetime | None = None  # None where nobody can tell
    clock: str = ""  # who told the time: "timestamp.txt", "receipt", "deadlines.toml"
    extension: timedelta | None = None
    method: Method = "none"


def lateness(
    score: float | None,
    policy: Policy,
    *,
    due: datetime | None,
    extension: timedelta | None = None,
    handed_in: datetime | None = None,
    clock: str = "",
) -> Late:
    """What a deadline comes to for one score. Where the due date or the time is not known, nothing is deducted.

    Args:
        due: with its zone, without the extension.
        handed_in: with its zone.
    """
    until = due + extension if due and extension else due
    seconds = max(0.0, (handed_in - until).total_seconds()) if handed_in and until else 0.0
    penalty = policy.penalty(score, seconds) if score is not None else 0.0
    final = None if score is None else score - penalty
    return Late(seconds, policy.share(seconds), penalty, final, until, handed_in, clock, extension, policy.method)


def read_time(text: str, zone: tzinfo | None = UTC) -> datetime:
    """A time as nbgrader's timestamp.txt, a receipt or an instructor writes it, in UTC.

    Args:
        text: ISO 8601, or "2026-03-15 23:59:00 ZONE" with an offset or a name of the time zone database.
        zone: of a time that names none; nbgrader takes those for UTC. None refuses them.

    Raises:
        ValueError: it is no time, or its zone is not known: nbgrader itself takes those for UTC, nine hours off in
            Seoul, and reads " +0900" as 900 seconds.

    >>> for text in ("2026-03-15 23:59:00.5 UTC", "2026-03-15 23:59 Asia/Seoul", "2026-03-15T23:59:00+09:00"):
    ...     print(read_time(text))
    2026-03-15 23:59:00.500000+00:00
    2026-03-15 14:59:00+00:00
    2026-03-15 14:59:00+00:00
    """
    text = text.strip()
    if len(text) > MAX_TEXT:
        raise ValueError("this is too long for a time")
    spaced = _SPACED.fullmatch(text)
    if spaced:
        text, zone = spaced[1], _zone(spaced[2])
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no time. Write it as 2026-03-15T23:59:00+09:00") from None
    return in_utc(time, zone)


def in_utc(time: datetime, zone: tzinfo | None) -> datetime:
    """A time in UTC; `zone` is that of a time which names none.

    Raises:
        ValueError: it names none, and `zone` is None; or it lies where no calendar reaches.
    """
    if time.tzinfo is None:
        if zone is None:
            raise ValueError(f'{time} has no time zone. Name one above: time_zone = "Asia/Seoul"')
        time = time.replace(tzinfo=zone)
    try:
        return time.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{time} is out of the calendar") from None


def _zone(name: str) -> tzinfo:
    if offset := _OFFSET.fullmatch(name):
        hours = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        if hours < timedelta(days=1):
            return timezone(hours if offset[1] == "+" else -hours)
    return zone_named(name)


def zone_named(name: str) -> tzinfo:
    """A zone of the time zone database.

    Raises:
        ValueError: there is none of this name.
    """
    try:
        return ZoneInfo("Asia/Seoul" if name == _KOREA else name)
    except (KeyError, ValueError, OSError):  # OSError: a folder of the database, such as "Asia"
        raise ValueError(f"{name!r:.60} is no time zone. Write it as Asia/Seoul or +09:00") from None


def told(late: Late, words: Words) -> str:
    """One short line for a table: how late, and what it costs. Empty where it is in time.

    >>> from autograder.i18n import translator
    >>> told(Late(97_500, 20.0, 16.0, 64.0), translator("en"))
    'late 1 d 3 h: -20 %'
    """
    if not late.seconds_late:
        return ""
    time = span(late.seconds_late, words)
    if not late.share:
        return words("late {time}: nothing deducted", time=time)
    return words("late {time}: -{share} %", time=time, share=f"{late.share:g}")


def told_fully(late: Late, words: Words) -> str:
    """For the student's own page: how late, by which clock, and what is left of the score."""
    if not late.seconds_late or late.final is None:
        return ""
    lines = [words("Handed in {time} after the deadline.", time=span(late.seconds_late, words))]
    if late.clock == "receipt":
        lines.append(words("The time is that of the receipt, told by the clock of the computer that packed it."))
    if late.share:
        points = {"penalty": f"{late.penalty:.4g}", "share": f"{late.share:g}", "final": f"{late.final:.4g}"}
        lines.append(words("{penalty} points are deducted ({share} %); {final} points remain.", **points))
    else:
        lines.append(words("Nothing is deducted for it."))
    return " ".join(lines)


def span(seconds: float, words: Words) -> str:
    """A length of time in its two largest units, rounded down; under a minute in seconds, and never as none.

    >>> from autograder.i18n import translator
    >>> [span(seconds, translator("en")) for seconds in (0.5, 59, 60, 3660, 90_000, 86_400)]
    ['1 s', '59 s', '1 min', '1 h 1 min', '1 d 1 h', '1 d']
    """
    if seconds < 60:
        return words("{n} s", n=max(1, int(seconds)))
    minutes, hours, days = int(seconds // 60 % 60), int(seconds // 3600 % 24), int(seconds // DAY_S)
    units = [
        words("{n} d", n=days) if days else "",
        words("{n} h", n=hours) if hours else "",
        words("{n} min", n=minutes) if minutes else "",
    ]
    return " ".join([unit for unit in units[0 if days else 1 :] if unit][:2])
