"""Beside the stages: submitted files -> what was written for each function. Files are taken apart in the box only.

What was read is kept beside the results, by content, so that a second report opens nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from autograder import pipeline, store
from autograder.errors import SubmissionError
from autograder.files import write_atomically
from autograder.intake.find import Submission, read
from autograder.pipeline import Assignment
from autograder.sandbox.levels import Choice
from autograder.sandbox.session import Session
from autograder.similarity.similar import MAX_CODE, Key, Source

MOST_AT_ONCE = 8


def sources(
    submissions: Sequence[Submission],
    tasks: dict[str, Assignment],
    kept: Path,
    *,
    n_workers: int = 1,
    isolation: Choice = "auto",
    advance: Callable[[str], None] = lambda name: None,
) -> tuple[list[Source], int]:
    """What every student wrote, and how many submissions could not be opened.

    Args:
        tasks: assignment -> its released cells; what is of no other assignment is left out.
        kept: the folder of results.

    Raises:
        GraderError: the box does not start.
    """
    wanted = [one for one in submissions if one.assignment in tasks]
    found: list[Source] = []
    n_unread = 0
    with ThreadPoolExecutor(min(max(1, n_workers), MOST_AT_ONCE)) as pool:
        work = pool.map(lambda one: _answers(one, tasks[one.assignment], kept, isolation), wanted)
        for submission, answers in zip(wanted, work, strict=True):
            n_unread += answers is None
            found += [
                Source(submission.student, submission.assignment, function, code)
                for function, code in (answers or {}).items()
            ]
            advance(submission.student)
    return found, n_unread


def starters(tasks: dict[str, Assignment]) -> dict[Key, str]:
    """The released code of every answer cell."""
    return {
        (name, cell["grade_id"]): cell["source"]
        for name, task in tasks.items()
        for cell in task.cells["cells"]
        if cell["kind"] == "answer"
    }


def tasks_of(assignments: Sequence[str], course: Path, release: Path) -> dict[str, Assignment]:
    return {name: pipeline.assignment(course, release, name) for name in assignments}


def _answers(submission: Submission, task: Assignment, kept: Path, isolation: Choice) -> dict[str, str] | None:
    """Function -> source; None where the file cannot be read."""
    try:
        data = read(submission)
        key = store.key_of([hashlib.sha256(data).hexdigest(), submission.filename, task.cells])
        path = kept / store.CACHE / f"{key}.answers"
        known = _read_back(path)
        if known is not None:
            return known
        with Session(isolation=isolation) as session:
            reading = session.read(task.cells, submission.filename, data)
    except SubmissionError:
        return None
    written = dict(_written(reading))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, json.dumps(written).encode())
    return written


def _written(reading: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for function, code in reading["answers"].items():
        if code and function not in reading["untouched"]:
            yield str(function), str(code)[:MAX_CODE]


def _read_back(path: Path) -> dict[str, str] | None:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    valid = isinstance(found, dict) and all(isinstance(code, str) for code in found.values())
    return found if valid else None
