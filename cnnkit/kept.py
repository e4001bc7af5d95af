"""The last verdict of each check, kept in a small file beside the notebook: for its owner to look at, never a grade.

Where the folder cannot be written, nothing is kept and nothing is said. Anybody can change the file; it shows nothing
but what a check has shown already.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from autograder.files import write_atomically
from autograder.i18n import LANGUAGES

FILE = ".cnnkit.json"
VERSION = 1
MAX_BYTES = 1 << 20


@dataclass(frozen=True)
class Kept:
    """What the last check of one function came to, on the public examples."""

    status: str
    points: float


def keep(folder: Path, assignment: str, verdicts: Iterable[tuple[str, str, float]]) -> None:
    """Remember verdicts (name, status, points) of an assignment whose notebook lies in this folder.

    In the course itself, assignments/<language>/, nothing is kept: it is what everybody gets.
    """
    place = folder.resolve().parent
    if place.name in LANGUAGES and place.parent.name == "assignments":
        return
    found = read(folder)
    mine = found.setdefault(assignment, {})
    before = json.dumps(found, sort_keys=True)
    mine.update({name: {"status": status, "points": points} for name, status, points in verdicts})
    after = json.dumps(found, sort_keys=True)
    if after != before or not (folder / FILE).exists():
        data = json.dumps({"version": VERSION, "checks": found}, ensure_ascii=False, indent=1, sort_keys=True)
        with suppress(OSError):
            write_atomically(folder / FILE, data.encode() + b"\n")


def verdicts(folder: Path, assignment: str) -> dict[str, Kept]:
    """What is remembered of an assignment; nothing where there is no such file, or it is not ours."""
    found = {}
    for name, one in read(folder).get(assignment, {}).items():
        status, points = one.get("status"), one.get("points")
        if isinstance(status, str) and isinstance(points, int | float):
            found[name] = Kept(status, float(points))
    return found


def read(folder: Path) -> dict[str, dict[str, dict[str, object]]]:
    """Assignment -> function -> what was kept, as far as the file has that form."""
    try:
        with (folder / FILE).open("rb") as file:
            found = json.loads(file.read(MAX_BYTES))
        checks = found["checks"] if found["version"] == VERSION else {}
        return {
            name: {task: one for task, one in tasks.items() if isinstance(one, dict)}
            for name, tasks in checks.items()
            if isinstance(tasks, dict)
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}
