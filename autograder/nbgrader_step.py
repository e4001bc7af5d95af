"""nbgrader with our engine in the place of its Execute: `nbgrader autograde` grades in the sandbox, with no kernel.

An `nbgrader_config.py` says `configure(get_config(), __file__)`. As far as nbgrader has options for it, all of this
is options: where things lie, what saves the grades, how the feedback looks. Three things have none. nbgrader passes
over a folder without a notebook, gives no grade where a notebook cannot be read, and copies whatever a student handed
in. So `CourseAutograde` stands in the place of nbgrader's own `Autograde`, in the two modules that use it: the command
line, the Python API and formgrader's button all come through there.

A submission ends graded as `autograder grade` grades it, or with no score and "needs manual grade" with the reason.
"""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
import warnings
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbgrader.apps.api
import nbgrader.apps.autogradeapp
import nbgrader.converters
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters.autograde import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties, CheckCellMetadata
from sqlalchemy.exc import SAWarning
from traitlets import Enum, Integer, List, Unicode
from traitlets.config import Config

from autograder.errors import CourseError, GraderError, SubmissionError
from autograder.intake import files
from autograder.intake.find import Submission
from autograder.ledger import deadlines
from autograder.ledger.late import read_time
from autograder.nbgrading.cells import max_points, released_notebook
from autograder.nbgrading.engine import Engine
from autograder.nbgrading.grades import SaveGrades
from autograder.nbgrading.late import fill_gradebook
from autograder.records import Result
from autograder.sandbox.levels import CHOICES


def configure(c: Config, config_file: str, *, course: str | Path = "solutions", results: str | Path = "") -> None:
    """Set every option that nbgrader needs for this course.

    Args:
        c: nbgrader's configuration, `get_config()`.
        config_file: `__file__` of the `nbgrader_config.py`; its folder becomes nbgrader's course folder, with
            `submitted/`, `autograded/`, `feedback/` and `gradebook.db`.
        course: the folder of lessons, from there.
        results: where results are kept, as with `autograder grade -o`; `build/results` beside the lessons where empty.
    """
    root = Path(config_file).resolve().parent
    lessons = (root / course).resolve()
    built = lessons.parent / ".build"
    c.CourseDirectory.root = str(root)
    c.CourseDirectory.course_id = "cnn"
    # relative, because nbgrader reads these as regular expressions, and a folder may be called "course (2)"
    c.CourseDirectory.source_directory = os.path.relpath(built / "source", root)
    c.CourseDirectory.release_directory = os.path.relpath(built / "release", root)
    c.CourseAutograde.course = str(lessons)
    c.CourseAutograde.results = str((root / results) if results else lessons.parent / "build" / "results")
    c.GenerateFeedback.preprocessors = ["autograder.nbgrading.grades.ShowGrades"]
    c.GenerateFeedback.exporter_class = "autograder.nbgrading.feedback.FeedbackExporter"
    if late := deadlines.find(root, lessons):
        c.CourseAutograde.deadlines = c.LatePolicy.deadlines = str(late)
        c.AssignLatePenalties.plugin_class = "autograder.nbgrading.late.LatePolicy"
    install()


def install() -> None:
    """Put `CourseAutograde` where nbgrader looks for its own, a reader of times, and `alembic` on the PATH."""
    for module in (nbgrader.apps.api, nbgrader.apps.autogradeapp, nbgrader.converters):
        module.Autograde = CourseAutograde
    # one student's timestamp.txt that is no time, and formgrader lists nobody
    CourseDirectory.get_existing_timestamp = lambda self, folder: timestamp_of(folder)
    nbgrader.apps.api.NbGraderAPI.get_submitted_timestamp = _submitted_timestamp
    if shutil.which("alembic") is None:  # an environment that is not activated is not on the PATH
        scripts = [os.environ.get("PATH", ""), os.path.dirname(sys.executable), sysconfig.get_path("scripts")]
        os.environ["PATH"] = os.pathsep.join(filter(None, scripts))


class CourseAutograde(Autograde):
    """nbgrader's Autograde with our engine. Every folder of a student comes to an end."""

    course = Unicode("solutions", help="The instructor's folder of lessons.").tag(config=True)
    results = Unicode("build/results", help="Where results are kept, as with `autograder grade -o`.").tag(config=True)
    language = Enum(["", "en", "ko"], "", help="Of reasons and messages; the system's where empty.").tag(config=True)
    deadlines = Unicode("", help="A deadlines.toml, whose dates and extensions go into the gradebook.").tag(config=True)
    sandbox = Enum(list(CHOICES), "auto", help="`none` runs students' code unprotected.").tag(config=True)
    jobs = Integer(0, help="How many submissions are graded at once; all cores where 0.").tag(config=True)
    autograde_preprocessors = List([SaveGrades, AssignLatePenalties, CheckCellMetadata]).tag(config=True)

    _submissions: Mapping[str, Submission]
    _outcomes: dict[str, Result | GraderError]

    @property
    def engine(self) -> Engine:
        course, results = Path(self.course).absolute(), Path(self.results).absolute()
        return Engine(course, results, language=self.language, isolation=self.sandbox, n_workers=self.jobs)

    def init_notebooks(self) -> None:
        """Every folder <student>/<assignment>, whatever is in it; the name of its notebook is the assignment's."""
        assignment = self.coursedir.assignment_id
        pattern = self._format_source(assignment, self.coursedir.student_id)
        wanted = Path(pattern)
        folders = [wanted] if wanted.is_dir() else sorted(wanted.parent.parent.glob(f"*/{assignment}"))
        if self.coursedir.student_id != "*" and folders != [wanted]:
            folders = [one for one in folders if one.match(pattern)]
        self.assignments = {str(one): [str(one / f"{assignment}.ipynb")] for one in folders if self._can_be_kept(one)}
        if not self.assignments:
            raise self._said(f"nobody has handed in {assignment!r}: there is no folder {pattern}")
        self._check_course(assignment)

    def _can_be_kept(self, folder: Path) -> bool:
        """Whether all of nbgrader can find this folder again; where not, nobody else's grade suffers."""
        student = folder.parent.name
        if student.startswith(".") or not folder.is_dir():
            return False
        if _fits(student):
            return True
        self.log.error("nbgrader cannot hold the name %r: rename that folder, then autograde again", student)
        return False

    def _check_course(self, assignment: str) -> None:
        """One clear line now rather than one for each student."""
        try:
            if not self.engine.knows(assignment):
                raise CourseError(f"{self.course} holds no assignment {assignment!r}")
            wanted = {f"check_{one.name}": max_points(one) for one in self._task(assignment).values()}
        except CourseError as error:
            raise self._said(error) from None
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                cells = gradebook.find_notebook(assignment, assignment).grade_cells
                known = {cell.name: cell.max_score for cell in cells}
            except MissingEntry:
                known = {}
        if known != wanted:
            mend = f"Run: autograder build {assignment}; nbgrader generate_assignment --force {assignment}"
            raise self._said(f"the gradebook does not have today's cells of {assignment}. {mend}")

    def _task(self, assignment: str) -> Mapping[str, Any]:
        return self.engine.task(assignment).corpus.checks

    def convert_notebooks(self) -> None:
        """First grade all that is to be graded, on every core; what follows only writes it down."""
        assignment = self.coursedir.assignment_id
        submitted = Path(self._format_source(assignment, "*")).parent.parent
        found = self.engine.submissions(submitted, assignment, map(Path, self.assignments))
        self._submissions = {str(folder): one for folder, one in found.items()}
        pending = [folder for folder in self.assignments if self._is_pending(folder)]
        self.log.info("Grading %d submissions of %s with the course's own engine", len(pending), assignment)
        try:
            outcomes = self.engine.grade([self._submissions[folder] for folder in pending])
        except (CourseError, GraderError) as error:
            raise self._said(error) from None
        self._outcomes = dict(zip(pending, outcomes, strict=True))
        super().convert_notebooks()

    def _is_pending(self, folder: str) -> bool:
        assignment, student = self.coursedir.assignment_id, Path(folder).parent.name
        dest = Path(self._format_dest(assignment, student))
        return self.force or not dest.exists() or self._newer(folder, str(dest))

    def _newer(self, folder: str, dest: str) -> bool:
        new, old = self._timestamp(folder), self._timestamp(dest)
        return new is not None and old is not None and new > old

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        """As nbgrader does, without its own reading of a timestamp that a student may have written."""
        source = str(Path(self._format_source(assignment_id, student_id)))
        dest = self._format_dest(assignment_id, student_id)
        if source not in self._outcomes:
            self.log.info("Skipping existing assignment: %s", dest)
            return False
        if student_id in self.coursedir.student_id_exclude.split(","):
            return False
        if os.path.exists(dest):
            utils.rmtree(dest)
        return True

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Enter the student and the submission. Other files that were handed in are no business of a gradebook."""
        folder = self._format_source(assignment_id, student_id)
        timestamp = self._timestamp(folder)
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                if self.create_student:
                    gradebook.update_or_create_student(student_id)
                gradebook.find_student(student_id)
            except MissingEntry:
                raise self._said(f"no student {student_id!r} in the gradebook") from None
            when = {"timestamp": timestamp} if timestamp is not None else {}
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SAWarning)  # nbgrader's own, for every new submission
                submission = gradebook.update_or_create_submission(assignment_id, student_id, **when)
            self._enter_deadline(gradebook, assignment_id, student_id)
            if timestamp is not None and submission.total_seconds_late > 0:
                self.log.warning("%s is %s seconds late", submission, submission.total_seconds_late)
        dest = Path(self._format_dest(assignment_id, student_id))
        dest.mkdir(parents=True, exist_ok=True)
        if timestamp is not None:
            (dest / "timestamp.txt").write_text(f"{timestamp} UTC\n", "utf-8")

    def _enter_deadline(self, gradebook: Gradebook, assignment: str, student: str) -> None:
        if not self.deadlines:
            return
        said = deadlines.read(Path(self.deadlines), [assignment])
        for problem in said.problems:
            self.log.warning("%s: %s", self.deadlines, problem)
        if told := said.handed_in.get((student, assignment)):
            gradebook.update_or_create_submission(
                assignment, student, timestamp=told.astimezone(UTC).replace(tzinfo=None)
            )
        due = {name: day for name, day in said.due.items() if name == assignment}
        theirs = {who: longer for who, longer in said.extensions.items() if who == (student, assignment)}
        fill_gradebook(gradebook, replace(said, due=due, extensions=theirs))

    def _timestamp(self, folder: str) -> datetime | None:
        found = timestamp_of(folder)
        if found is None and os.path.lexists(Path(folder) / "timestamp.txt"):
            self.log.warning("%s/timestamp.txt is no time: taken as handed in in time", folder)
        return found

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """The released notebook with the student's code, our cards and the points; then nbgrader's own steps."""
        folder = str(Path(notebook_filename).parent)
        submission, outcome = self._submissions[folder], self._outcomes[folder]
        if isinstance(outcome, GraderError):
            self.log.error("%s", outcome)
        elif outcome.status == "ungraded":
            self.log.warning("%s is left to a person: %s", folder, outcome.message)
        notebook = self.engine.notebook(submission, outcome)
        _add_checksums(notebook, released_notebook(self.engine.release, submission.assignment, ""))
        self.exporter._preprocessors = []
        for preprocessor in self.autograde_preprocessors:
            self.exporter.register_preprocessor(preprocessor)
        resources = self.init_single_notebook_resources(notebook_filename)
        output, resources = self.exporter.from_notebook_node(notebook, resources=resources)
        self.write_single_notebook(output, resources)

    def _said(self, why: object) -> NbGraderException:
        self.log.error("%s", why)
        return NbGraderException(str(why))


def _add_checksums(notebook: NotebookNode, released: NotebookNode) -> None:
    """By which SaveAutoGrades sees that an answer is still the empty one."""
    sums = {_grade_id(cell): utils.compute_checksum(cell) for cell in released.cells if _grade_id(cell)}
    for cell in notebook.cells:
        if _grade_id(cell):
            cell.metadata.nbgrader["checksum"] = sums[_grade_id(cell)]


def timestamp_of(folder: str) -> datetime | None:
    """When it was handed in, where a readable `timestamp.txt` says so: it may be a student's own."""
    try:
        text = files.read(Path(folder) / "timestamp.txt")[:100].decode("utf-8").strip()
        return read_time(text).replace(tzinfo=None)  # nbgrader keeps UTC without a zone
    except (SubmissionError, ValueError, OverflowError):
        return None


def _submitted_timestamp(api: nbgrader.apps.api.NbGraderAPI, assignment_id: str, student_id: str) -> datetime | None:
    submitted = api.coursedir.submitted_directory
    return timestamp_of(api.coursedir.format_path(submitted, student_id, assignment_id))


def _fits(student: str) -> bool:
    """A name that stays itself in a gradebook, and in the file patterns by which nbgrader's other commands look."""
    return not set(student) & set("\n[*?") and student.encode(errors="ignore").decode() == student


def _grade_id(cell: NotebookNode) -> str:
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
