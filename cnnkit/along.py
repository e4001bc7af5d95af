"""How far a student has come in the course: assignments and what was kept of their checks -> a table as text.

What an assignment holds is read from its released notebook: the title, the checks with their points, and what it
builds on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.i18n import Words
from autograder.reports.columns import pad, width
from autograder.reports.text import clean, score_text
from cnnkit import kept
from cnnkit.kept import Kept

MARKS = {"done": "✓", "begun": "◐", "untouched": "○"}


@dataclass(frozen=True)
class Stage:
    """One assignment of the course, and how far its owner has come with it."""

    name: str
    title: str
    place: int  # where the course says another order than that of the names
    tasks: dict[str, float]  # function -> points
    builds_on: tuple[str, ...]  # "a02_sizes.zero_pad", "a02_sizes"
    verdicts: dict[str, Kept]

    @property
    def points(self) -> float:
        return sum(min(one.points, self.tasks[name]) for name, one in self.verdicts.items() if name in self.tasks)

    @property
    def max_points(self) -> float:
        return sum(self.tasks.values())

    @property
    def right(self) -> list[str]:
        return [name for name in self.tasks if name in self.verdicts and self.verdicts[name].status == "pass"]

    @property
    def left(self) -> list[str]:
        return [name for name in self.tasks if name not in self.right]

    @property
    def state(self) -> str:
        return "done" if self.tasks and not self.left else "begun" if self.verdicts else "untouched"


def stage(notebook: bytes, verdicts: Mapping[str, Kept]) -> Stage | None:
    """An assignment from its notebook; None where that is not one of ours."""
    try:
        found = json.loads(notebook)
        about, cells = found["metadata"]["cnnkit"], found["cells"]
        tasks = {}
        for cell in cells:
            marks = cell["metadata"].get("nbgrader", {})
            if marks.get("grade") and str(marks.get("grade_id", "")).startswith("check_"):
                tasks[str(marks["grade_id"]).removeprefix("check_")] = float(marks["points"])
        heading = re.search(r"^# (.+)$", _text(cells[0]["source"]), re.M)
        needs = about.get("builds_on", [])
        return Stage(
            str(about["assignment"]),
            clean(heading[1], 80) if heading else "",
            int(about.get("place", 0)),
            tasks,
            tuple(map(str, needs)) if isinstance(needs, list) else (),
            dict(verdicts),
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def in_order(stages: Sequence[Stage]) -> list[Stage]:
    return sorted(stages, key=lambda one: (one.place, one.name))


def begun(folder: Path) -> dict[str, dict[str, Kept]]:
    """Assignment -> what was kept of it, in this folder and in those below it."""
    found: dict[str, dict[str, Kept]] = {}
    for place in (folder, *_folders(folder)):
        for name in kept.read(place):
            found.setdefault(name, {}).update(kept.verdicts(place, name))
    return found


def table(stages: Sequence[Stage], words: Words) -> str:
    """The course as a table, what comes next, and what that builds on."""
    stages = in_order(stages)
    wide = max((width(one.name) for one in stages), default=0)
    scores = [_score(one) for one in stages]
    wide_scores = max(map(len, scores), default=0)
    lines = [
        f"  {MARKS[one.state]} {pad(one.name, wide, left=True)}  {score:>{wide_scores}}  {one.title}"
        for one, score in zip(stages, scores, strict=True)
    ]
    points, max_points = sum(one.points for one in stages), sum(one.max_points for one in stages)
    n_done = sum(one.state == "done" for one in stages)
    lines += [
        "",
        words("{n} of {m} assignments complete", n=n_done, m=len(stages))
        + " · "
        + words(
            "{points} of {max_points} points by the checks",
            points=score_text(points, max_points),
            max_points=score_text(max_points, max_points),
        ),
    ]
    following = next_stage(stages)
    if following is not None:
        lines.append(words("next: {call}", call=f"{following.name}, check({following.left[0]})"))
        lines += builds_on(following, {one.name: one.verdicts for one in stages}, words)
    lines.append(words("It comes from the checks on this computer, and is no grade."))
    return "\n".join(lines)


def next_stage(stages: Sequence[Stage]) -> Stage | None:
    """The last assignment that was begun and is not complete, else the first that is not; None where all are."""
    left = [one for one in stages if one.left]
    started = [one for one in left if one.state == "begun"]
    return started[-1] if started else left[0] if left else None


def builds_on(one: Stage, verdicts: Mapping[str, Mapping[str, Kept]], words: Words) -> list[str]:
    """What an assignment builds on, as lines: each function with a mark for right or not yet.

    Args:
        verdicts: assignment -> what was kept of its checks.
    """
    lines: dict[str, list[str]] = {}
    for need in one.builds_on:
        assignment, _, function = need.partition(".")
        marks = lines.setdefault(assignment, [])
        if function:
            known = verdicts.get(assignment, {}).get(function)
            marks.append(f"{MARKS['done' if known and known.status == 'pass' else 'untouched']} {function}")
    if not lines:
        return []
    heading = words("{name} builds on:", name=one.name)
    return [heading, *(f"  {assignment}  {'  '.join(marks)}".rstrip() for assignment, marks in lines.items())]


def _score(one: Stage) -> str:
    reached = score_text(one.points, one.max_points) if one.verdicts else "–"
    return f"{reached} / {score_text(one.max_points, one.max_points)}"


def _text(source: Any) -> str:
    return source if isinstance(source, str) else "".join(source)


def _folders(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir())
    except OSError:
        return []
