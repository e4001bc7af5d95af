"""nbgrader's door to autograder/exports: its gradebook as Canvas, Moodle, Excel or a program reads it.

    nbgrader export --exporter=autograder.nbgrading.export.CanvasExport --to grades.csv

with --CanvasExport.roster=gradebook.csv for Canvas' own columns; MoodleExport, ExcelExport and JsonExport alike.
nbgrader's own exporter writes no quotes, and 0 for what was never handed in or still waits for a person; these write
an empty cell there.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path

from nbgrader.api import Assignment, Gradebook, Student, SubmittedAssignment
from nbgrader.plugins import ExportPlugin
from traitlets import Bool, Dict, Unicode

from autograder.errors import CourseError, GraderError
from autograder.exports import TARGETS, export
from autograder.exports.grades import ZERO, Function, Grade, exact
from autograder.exports.roster import Person, Roster, parse
from autograder.exports.sheet import Options
from autograder.files import write_atomically


class _Export(ExportPlugin):
    """What the four have in common; `target` is one of exports.TARGETS."""

    target = ""

    roster = Unicode("", help="the gradebook that Canvas or Moodle exported, as CSV").tag(config=True)
    columns = Dict(help="assignment -> the heading of its column there").tag(config=True)
    out_of = Unicode("", help="write scores as if each assignment counted so many points").tag(config=True)
    provisional = Bool(False, help="also scores that a person has still to look at").tag(config=True)
    allow_missing = Bool(False, help="write although students are not in the roster").tag(config=True)
    feedback = Bool(False, help="Moodle: the points of each cell, too").tag(config=True)
    language = Unicode("", help="ko or en; the system's where empty").tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Write the file.

        Raises:
            SystemExit: a student or a column does not fit the roster; nothing was written, and the log says each.
        """
        try:
            self._write(gradebook)
        except (CourseError, GraderError) as error:
            self.log.error("%s", error)
            raise SystemExit(1) from None

    def _write(self, gradebook: Gradebook) -> None:
        students = {str(one) for one in self.student}
        chosen = [one for one in gradebook.students if not students or one.id in students]
        grades = list(_grades(gradebook.assignments, {one.id for one in chosen}))
        made = export(grades, self.target, self._roster(chosen), self._options())
        for line in made.notes:
            self.log.warning("%s", line)
        for line in made.faults:
            self.log.error("%s", line)
        if made.faults:
            raise CourseError("nothing is written: see the lines above")
        path = Path(self.to or TARGETS[self.target].filename)
        try:
            write_atomically(path, made.data)
        except OSError as error:
            raise GraderError(f"{path} cannot be written: {error.strerror}") from None
        self.log.info("Exported grades to %s", path)

    def _roster(self, students: Iterable[Student]) -> Roster | None:
        if not self.roster:
            return roster_of(students)
        try:
            return parse(Path(self.roster).read_bytes(), self.roster)
        except OSError as error:
            raise CourseError(f"{self.roster} cannot be read: {error.strerror}") from None

    def _options(self) -> Options:
        return Options(
            assignments=tuple(str(one) for one in self.assignment),
            columns=dict(self.columns),
            out_of=_points(self.out_of),
            provisional=self.provisional,
            allow_missing=self.allow_missing,
            feedback=self.feedback,
            language=self.language or None,
        )


class CanvasExport(_Export):
    """Canvas' gradebook import."""

    target = "canvas"


class MoodleExport(_Export):
    """Moodle's grade import."""

    target = "moodle"


class ExcelExport(_Export):
    """A table for Excel, Korean intact."""

    target = "excel"


class JsonExport(_Export):
    """Every grade with how it came about."""

    target = "json"


def roster_of(students: Iterable[Student]) -> Roster | None:
    """The students that nbgrader knows, who need no file: its LMS user id is Canvas' ID."""
    people = []
    for one in students:
        said = {"canvas_id": one.lms_user_id, "login": one.id, "email": one.email, "first": one.first_name}
        said |= {"last": one.last_name, "number": one.id}
        known = {field: str(text) for field, text in said.items() if text}
        people.append(Person({}, known))
    return Roster("nbgrader", "nbgrader's gradebook", (), (), tuple(people)) if people else None


def _grades(assignments: Iterable[Assignment], students: set[str]) -> Iterable[Grade]:
    for assignment in assignments:
        most = exact(assignment.max_score or 0.0)
        for submission in assignment.submissions:
            if submission.student_id in students:
                yield _grade(assignment.name, most, submission)


def _grade(assignment: str, most: Decimal, submission: SubmittedAssignment) -> Grade:
    cells = [one for notebook in submission.notebooks for one in notebook.grades]
    functions = tuple(
        Function(
            one.name.removeprefix("check_"),
            None if one.needs_manual_grade else exact(one.score or 0.0),
            exact(one.max_score or 0.0),
        )
        for one in sorted(cells, key=lambda one: one.cell.name)
    )
    waiting = sum((one.max_points for one in functions if one.points is None), ZERO)
    whole = not waiting and bool(cells)
    raw, penalty = exact(submission.score or 0.0), exact(submission.late_submission_penalty or 0.0)
    return Grade(
        submission.student_id,
        assignment,
        max(ZERO, raw - penalty) if whole else None,
        most,
        raw if whole or (cells and waiting < most) else None,
        penalty,
        ZERO if whole else waiting or most,
        "" if whole else "nbgrader waits for a manual grade" if cells else "nothing of it was graded",
        functions,
    )


def _points(text: str) -> Decimal | None:
    try:
        points = Decimal(text) if text else None
    except InvalidOperation:
        raise CourseError(f"out_of is {text!r}; it must be a number of points, such as 100") from None
    return points
