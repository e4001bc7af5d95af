"""Which file each result came from, so that it can be graded again: one small file a result, beside the results.

    DIR/.submitted/<student>/<assignment>.json

Promises that a file which has changed since is noticed. When it was handed in is told by nbgrader's timestamp.txt
beside it or by the receipt of `cnnkit submit`, never by the file's own date, which a copy changes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from autograder.errors import GraderError, SubmissionError
from autograder.files import write_atomically
from autograder.intake import files
from autograder.intake.find import Submission
from autograder.ledger.late import MAX_TEXT, read_time
from autograder.ledger.receipts import receipt_code
from autograder.store import folder_name

FOLDER = ".submitted"
VERSION = 1
TIMESTAMP, RECEIPT = "timestamp.txt", "receipt.json"
MAX_RECEIPT_BYTES = 1 << 20


@dataclass(frozen=True)
class Source:
    """Where one result came from."""

    student: str
    assignment: str
    place: str  # absolute
    member: str  # where `place` is an archive
    filename: str
    problem: str | None  # why it cannot be read: a code of intake/reasons.py
    sha256: str  # of the file; "" where it could not be read
    language: str  # in which its messages were written
    time: str = ""  # when it was handed in, as it was written there
    clock: str = ""  # who wrote that: "timestamp.txt" or "receipt"
    version: int = VERSION

    @property
    def code(self) -> str:
        """The code on the student's receipt; "" where there was no file to read."""
        return receipt_code(self.assignment, self.sha256) if self.sha256 else ""

    @property
    def submission(self) -> Submission:
        path = f"{self.place}/{self.member}" if self.member else self.place
        return Submission(
            self.student, self.assignment, path, self.filename, self.problem, Path(self.place), self.member
        )


def remember(folder: Path, submission: Submission, data: bytes | None, language: str) -> None:
    """Write down where a result came from, after the result itself is written.

    Args:
        folder: of the results.
        data: the file's bytes; None where it could not be read.

    Raises:
        GraderError: the disk is full or not ours.
    """
    sha256 = "" if data is None else hashlib.sha256(data).hexdigest()
    time, clock = handed_in(submission, sha256)
    source = Source(
        student=submission.student,
        assignment=submission.assignment,
        place=str(submission.place.absolute()),
        member=submission.member,
        filename=submission.filename,
        problem=submission.problem,
        sha256=sha256,
        language=language,
        time=time,
        clock=clock,
    )
    path = _path(folder, source.student, source.assignment)
    text = json.dumps(asdict(source), ensure_ascii=True, indent=1).encode() + b"\n"  # half a letter stays as it is
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != text:
            write_atomically(path, text)
    except OSError as error:
        raise GraderError(
            f"{folder} cannot be written ({error.strerror}). Every result stored so far is safe; "
            "make room and type the same command again"
        ) from error


def recall(folder: Path, student: str, assignment: str) -> Source | None:
    """Where a result came from; None where nobody wrote it down, or what was written is damaged."""
    found = _read(_path(folder, student, assignment))
    return found if found and (found.student, found.assignment) == (student, assignment) else None


def every(folder: Path) -> Iterator[Source]:
    """All that is known, in order of student and assignment."""
    for path in sorted(folder.glob(f"{FOLDER}/*/*.json")):
        if (found := _read(path)) is not None:
            yield found


def _path(folder: Path, student: str, assignment: str) -> Path:
    return folder / FOLDER / folder_name(student) / f"{folder_name(assignment)}.json"


def _read(path: Path) -> Source | None:
    try:
        plain = json.loads(path.read_bytes())
        source = Source(**plain)
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    texts = {name: value for name, value in plain.items() if name not in ("problem", "version")}
    whole = all(isinstance(text, str) for text in texts.values()) and source.version == VERSION
    return source if whole and (source.problem is None or isinstance(source.problem, str)) else None


def handed_in(submission: Submission, sha256: str) -> tuple[str, str]:
    """When a submission was handed in, as text, and who says so; two empty texts where nobody does.

    nbgrader's timestamp.txt is believed before the student's own receipt, and one that lies outside of the student's
    archive before one that was packed into it. A receipt of another file, by its sha256, tells nothing.
    """
    place, member = submission.place.absolute(), submission.member
    beside = [(place.parent, "")]
    inside = [(place, str(PurePosixPath(member).parent))] if member else []
    for folder, within in [*beside, *inside]:
        if text := _text(folder, within, TIMESTAMP, MAX_TEXT):
            return text, f"{TIMESTAMP} in the archive" if within else TIMESTAMP
    receipt = _text(*(inside or beside)[0], RECEIPT, MAX_RECEIPT_BYTES)
    time = _receipt_time(receipt, sha256)
    return (time, "receipt") if time else ("", "")


def _text(folder: Path, within: str, name: str, most: int) -> str:
    """The text of a small file in a folder, or in the archive `folder`; "" where there is none."""
    path, member = (folder, str(PurePosixPath(within, name))) if within else (folder / name, "")
    if not member and files.problem_of(path):
        return ""
    try:
        data = files.read(path, member)
    except SubmissionError:
        return ""
    return data.decode("utf-8-sig", "replace").strip() if len(data) <= most else ""


def _receipt_time(text: str, sha256: str) -> str:
    try:
        plain: Any = json.loads(text) if text else None
        time, of = plain["time"], plain["notebook"]["sha256"]
        read_time(time, None)  # `cnnkit submit` always writes the zone
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError):
        return ""
    return time if of == sha256 else ""
