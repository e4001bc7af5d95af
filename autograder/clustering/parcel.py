"""What travels between the grader and the machines of a cluster: promises plain bytes and JSON, never an object.

To a machine go the part of the course that grading needs (once a run), and for each submission its file and a few
facts; back comes the result as the JSON that is kept, read with the same care as a file of results. So nothing that
a student made is ever unpickled, and a machine needs none of our files: only the same engine.

Every answer says under which key it is to be kept. That key depends on the hidden cases, the released cells, the
engine, the language and Keras, and is compared with the grader's own.
"""

from __future__ import annotations

import io
import json
import os
import platform
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from autograder import lessons, pipeline, store
from autograder.errors import CourseError, GraderError
from autograder.intake.find import Submission
from autograder.jobs import Job, guarded
from autograder.ledger import submitted
from autograder.pipeline import Settings
from autograder.records import Result
from autograder.reports import as_json
from autograder.sandbox.levels import Choice
from autograder.sandbox.session import Limits
from autograder.store import Store

COURSE, RELEASE = "solutions", "assignments"  # where they lie on the other machine
SKIPPED = ("__pycache__", "images", ".ipynb_checkpoints")
SAME = ("engine", "python", "numpy", "hypothesis")  # what must be equal wherever a class is graded
EARLIEST = (1980, 1, 1, 0, 0, 0)  # that an archive can hold: the same course gives the same bytes

Facts = dict[str, Any]


class Unfit(GraderError):
    """A machine came to what this one would not have come to."""


def pack(course: Path, release: Path, assignments: Iterable[str]) -> bytes:
    """The part of a course that grading some assignments needs, as an archive.

    Raises:
        CourseError: a file of it cannot be read.
    """
    wanted = {lessons.lesson(course, name).name for name in assignments}
    known = {one.name for one in lessons.lessons(course)}
    files = {}
    for path in _files(course):
        parts = path.relative_to(course).parts
        if path.suffix == ".py" or parts[0] in wanted or parts[0] not in known:  # a rubric may import another's
            files["/".join((COURSE, *parts))] = path
    for name in wanted:
        for path in sorted(release.glob(f"*/{name}/{name}.ipynb")):
            files["/".join((RELEASE, *path.relative_to(release).parts))] = path
    packed = io.BytesIO()
    try:
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, path in sorted(files.items()):
                archive.writestr(zipfile.ZipInfo(name, EARLIEST), path.read_bytes(), zipfile.ZIP_DEFLATED)
    except OSError as error:
        raise CourseError(f"{error.filename} cannot be read ({error.strerror})") from None
    return packed.getvalue()


def _files(folder: Path) -> list[Path]:
    found = []
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in SKIPPED and not name.startswith("."))
        found += [Path(where, name) for name in sorted(names)]
    return found


def unpack(data: bytes, folder: Path) -> None:
    """Put a course into a folder of its own."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)


def order(job: Job) -> dict[str, Any]:
    """What a machine has to know of a job beside the submitted file. Fit for JSON."""
    one = job.submission
    return {
        "ask": "grade",
        "student": one.student,
        "assignment": one.assignment,
        "path": one.path,
        "filename": one.filename,
        "isolation": job.settings.isolation,
        "language": job.settings.language,
        "limits": asdict(job.settings.limits),
    }


def answer(head: Mapping[str, Any], data: bytes) -> str:
    """In a grading process of another machine: do what is asked for. Returns JSON, ASCII only.

    A fault of ours is an answer too: no exception travels.
    """
    if head["ask"] == "facts":
        return json.dumps(facts(isolation=head["isolation"]))
    job = Job(
        Submission(head["student"], head["assignment"], head["path"], head["filename"], None, Path(head["path"])),
        Path(head["folder"], COURSE),
        Path(head["folder"], RELEASE),
        Settings(head["isolation"], head["language"], Limits(**head["limits"])),
        None,
    )
    noted = _Noted()
    try:
        outcome = guarded(job, lambda: _grade(job, data, noted))
    except CourseError as error:
        return json.dumps({"course": str(error)})
    if isinstance(outcome, GraderError):
        return json.dumps({"fault": str(outcome)})
    return json.dumps(
        {
            "result": as_json.to_json(outcome),
            "key": noted.key,
            "file_key": noted.file_key,
            "networks": noted.networks,
        }
    )


def _grade(job: Job, data: bytes, noted: _Noted) -> Result:
    one = job.submission
    task = pipeline.assignment(job.course, job.release, one.assignment)
    return pipeline.grade_file(one.student, one.filename, data, task, job.settings, noted)


class _Noted(Store):
    """Keeps nothing, and notes what is to be kept elsewhere."""

    def __init__(self) -> None:
        super().__init__(None)
        self.key: str | None = None
        self.file_key: str | None = None
        self.networks: dict[str, str] = {}

    def keep(self, result: Result, *, key: str | None = None, file_key: str | None = None) -> None:
        self.key, self.file_key = key, file_key

    def keep_network(self, key: str, text: str) -> None:
        self.networks.setdefault(key, text)


def receive(job: Job, found: Mapping[str, Any], data: bytes, machine: str) -> Result:
    """On the grader: read what a machine answered, and keep it as if it had been graded here.

    Raises:
        Unfit: the machine graded with something else than we would.
        GraderError: the answer is damaged, or the disk is full or not ours.
    """
    one = job.submission
    result = as_json.from_json(found["result"], source=f"what {machine} answered for {one.path}")
    expected = file_key(job, data)
    if found["file_key"] != expected or (result.assignment, result.engine) != (one.assignment, store.engine()):
        raise Unfit(f"{machine} graded {one.path} with other hidden cases, another engine or another Keras than here")
    result = replace(result, student=one.student)
    kept = Store(job.results)
    for key, text in found["networks"].items():
        kept.keep_network(key, _at_home(text, job.course))
    kept.keep(result, key=found["key"], file_key=expected)
    if kept.folder is not None:
        submitted.remember(kept.folder, one, data, job.settings.language)
    return result


def _at_home(text: str, course: Path) -> str:
    """What is to be trained. The order for an assembly names the course's folder, which lies elsewhere here."""
    what = json.loads(text)
    return json.dumps(what | {"course": str(course)}) if "parts" in what and "course" in what else text


def file_key(job: Job, data: bytes) -> str:
    """All that the result of this very file depends on."""
    task = pipeline.assignment(job.course, job.release, job.submission.assignment)
    return pipeline.file_key(job.submission.filename, data, task, job.settings)


def facts(*, isolation: Choice | None = None) -> Facts:
    """What this machine grades with.

    Args:
        isolation: a box that has to start here: "sandbox" is why it does not, or empty.
    """
    from autograder.models.train_keys import versions

    found: Facts = {"engine": store.engine(), "python": ".".join(platform.python_version_tuple()[:2])}
    found |= {name: _version(name) for name in ("numpy", "hypothesis", "keras")}
    try:
        found["training"] = versions()
    except GraderError as error:
        found["training"] = str(error)
    if isolation is not None:
        from autograder.sandbox.probe import require_sandbox

        try:
            require_sandbox(isolation)
            found["sandbox"] = ""
        except GraderError as error:
            found["sandbox"] = str(error)
    return found


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def differences(here: Facts, there: Facts, *, keras: bool) -> list[str]:
    """Why a machine cannot grade with this one, a sentence each; none where it can.

    Args:
        keras: whether networks are to be graded.
    """
    names = (*SAME, "keras") if keras else SAME
    found = [
        f"it has {name} {there.get(name) or '(none)'}, and this machine {here[name] or '(none)'}"
        for name in names
        if there.get(name) != here[name]
    ]
    return [*found, str(there["sandbox"])] if there.get("sandbox") else found
