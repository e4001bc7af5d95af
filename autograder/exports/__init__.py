"""Stage 5: grades -> what a learning platform or a spreadsheet imports. One module a format, each `render(sheet)`.

Three doors lead here: `autograder export`, nbgrader's exporters (autograder/nbgrading/export.py), and the buttons of
the class report (`downloads`).
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.exports.grades import Grade
    from autograder.exports.roster import Roster
    from autograder.exports.sheet import Options, Sheet
    from autograder.records import Result


@dataclass(frozen=True)
class Target:
    """One place that grades go to: its module, what its file is called, and the label of its button."""

    module: str
    filename: str
    label: str
    mime: str = "text/csv"

    def render(self, sheet: Sheet) -> bytes:
        return bytes(import_module(f"autograder.exports.{self.module}").render(sheet))

    def notes(self, sheet: Sheet) -> list[str]:
        """What this reader would refuse."""
        told = getattr(import_module(f"autograder.exports.{self.module}"), "notes", None)
        return list(told(sheet)) if told else []


TARGETS = {
    "canvas": Target("as_canvas", "grades-canvas.csv", "Canvas CSV"),
    "moodle": Target("as_moodle", "grades-moodle.csv", "Moodle CSV"),
    "excel": Target("as_excel", "grades-excel.csv", "Excel CSV"),
    "json": Target("as_json", "grades.json", "JSON", "application/json"),
}


@dataclass(frozen=True)
class Exported:
    """A file that is ready to be written. notes: what to know. faults: why it should not be written yet."""

    data: bytes
    notes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Download:
    """A button of the class report; `href` holds the whole file, so that the page needs nobody."""

    label: str
    filename: str
    data: bytes
    mime: str

    @property
    def href(self) -> str:
        return f"data:{self.mime};charset=utf-8;base64,{base64.b64encode(self.data).decode()}"


def export(grades: Iterable[Grade], to: str, roster: Roster | None = None, options: Options | None = None) -> Exported:
    """Grades as a file for `to`, one of TARGETS."""
    from autograder.exports.sheet import prepare

    sheet = prepare(grades, roster, options)
    target = TARGETS[to]
    return Exported(target.render(sheet), (*sheet.notes, *target.notes(sheet)), sheet.faults)


def downloads(
    results: Sequence[Result],
    *,
    language: str | None = None,
    penalties: Mapping[tuple[str, str], float] | None = None,
    to: Sequence[str] = ("canvas", "moodle", "excel"),
) -> list[Download]:
    """Files for the buttons of the class report, with no roster: platforms match by what students are called here."""
    from autograder.exports.grades import from_results
    from autograder.exports.sheet import Options

    grades = from_results(results, penalties)
    options = Options(language=language)
    return [
        Download(TARGETS[one].label, TARGETS[one].filename, export(grades, one, None, options).data, TARGETS[one].mime)
        for one in to
    ]
