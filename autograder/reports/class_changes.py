"""Stage 4: which scores a regrade changed, read from the file that it leaves beside the results.

    DIR/regrade.json   {"version": 1, "when": "2026-04-14T09:12:00+09:00",
                        "changes": [{"student", "assignment", "before", "after", "why"}],
                        "kept": [the same, of scores that would be lower and were kept]}

`before` and `after` are points, or null for ungraded; `why` is one sentence. What else stands there is left alone.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import GraderError
from autograder.ledger.republish import RECORD, VERSION
from autograder.records import Result
from autograder.reports.class_groups import Group
from autograder.reports.text import clean, name

MAX_BYTES = 20_000_000
_WAYS = {"up": "raised", "down": "lowered", "moved": "same", "graded": "raised"}


@dataclass(frozen=True)
class Change:
    """One submission whose score is another one than before."""

    student: str
    assignment: str
    before: float | None
    after: float | None
    why: str = ""
    way: str = ""  # "up", "down", "moved" or "graded", where the record says so: by shares, should the maximum change

    @property
    def direction(self) -> str:
        """ "raised", "lowered", or "same" where only an ungraded submission changed.

        >>> Change("kim", "a03", 4, 5).direction, Change("kim", "a03", 5, 4).direction
        ('raised', 'lowered')
        """
        if self.way in _WAYS:
            return _WAYS[self.way]
        if self.before is None or self.after is None:
            return "same" if self.before == self.after else "raised" if self.before is None else "lowered"
        return "raised" if self.after > self.before else "lowered" if self.after < self.before else "same"


@dataclass(frozen=True)
class Changes:
    """What one regrade did."""

    when: str
    changes: tuple[Change, ...]
    n_kept: int = 0  # would be lower, and were not taken over

    def groups(self, rows: Sequence[Result]) -> tuple[Group, ...]:
        """Who went up and who went down, to filter by."""
        known = {(name(one.student), name(one.assignment)): one.direction for one in self.changes}
        directions = [known.get((row.student, row.assignment)) for row in rows]
        groups = (
            Group(what, "", "", what, frozenset(i for i, seen in enumerate(directions) if seen == what))
            for what in ("lowered", "raised")
        )
        return tuple(group for group in groups if group.members)


def read_changes(results: Path) -> Changes | None:
    """What the last regrade of a folder of results changed; None where there was none.

    Raises:
        GraderError: the file is damaged.
    """
    path = results / RECORD
    if not path.is_file():
        return None
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ValueError("larger than 20 MB")
        found = json.loads(path.read_text("utf-8"))
        if found["version"] != VERSION:
            raise ValueError(f"version {found['version']!r:.40}; this program reads {VERSION}")
        return Changes(clean(found["when"], 40), tuple(map(_change, found["changes"])), len(found.get("kept", ())))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise GraderError(
            f"{path} is damaged ({type(error).__name__}: {clean(error, 120)}). "
            "Delete it, or run `autograder regrade` again."
        ) from None


def _change(one: dict[str, Any]) -> Change:
    before, after = _points(one["before"]), _points(one["after"])
    why, way = clean(one.get("why") or "", 200), clean(one.get("way") or "", 10)
    return Change(str(one["student"]), str(one["assignment"]), before, after, why, way)


def _points(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        raise ValueError(f"{value!r:.40} are no points")
    return float(value)
