"""Regrade requests: what students asked, whether the receipt fits the file that was graded, and what was answered.

Promises that a request which cannot be is one line, and that nobody asks about a file without having it: the receipt
code is computed from the file. They are kept in `DIR/requests.json`, beside the results.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from autograder.errors import CourseError, GraderError, SubmissionError
from autograder.files import write_atomically
from autograder.intake import files
from autograder.ledger import submitted
from autograder.ledger.late import read_time
from autograder.ledger.receipts import read_code
from autograder.records import Item, Result
from autograder.reports.text import clean
from autograder.store import key_of

FILE = "requests.json"
VERSION = 1
MAX_BYTES = 64 << 10
MAX_FILES = 5_000
MAX_TEXT = 1_000  # characters of a question or an answer
MAX_DEPTH = 3  # folders, as learning platforms pack them


@dataclass(frozen=True)
class Request:
    """One question about one function of one graded file.

    student: as the result names them. asked_by: as they wrote it. asked, answered: ISO times; the first is told by the
    student's own clock. answer: "" while it is open.
    """

    id: str
    code: str
    student: str
    assignment: str
    function: str
    text: str
    asked_by: str = ""
    asked: str = ""
    answer: str = ""
    answered: str = ""

    @property
    def open(self) -> bool:
        return not self.answer


def requests(folder: Path) -> tuple[Request, ...]:
    """All requests of a folder of results, in the order in which they were taken in.

    Raises:
        GraderError: the file is damaged.
    """
    path = folder / FILE
    try:
        plain = json.loads(path.read_bytes())
        found = tuple(Request(**one) for one in plain["requests"])
        if plain["version"] != VERSION or not all(_is_whole(one) for one in found):
            raise ValueError
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        raise GraderError(f"{path} is damaged. Move it away, and take the requests in again") from None
    return found


def _is_whole(one: Request) -> bool:
    return all(isinstance(getattr(one, field.name), str) for field in fields(one))


def take_in(place: Path, folder: Path, results: Sequence[Result]) -> tuple[tuple[Request, ...], list[str]]:
    """Read request files, keep those whose receipt belongs to a graded file, and tell why the others are not kept.

    Args:
        place: a file, or a folder of files.
        folder: of the results.
        results: those of the folder.

    Returns: all requests that are kept now, and one line for each file that is refused.
    """
    known = {one.id: one for one in requests(folder)}
    by_code: dict[str, list[submitted.Source]] = {}
    for source in submitted.every(folder):
        by_code.setdefault(source.code, []).append(source)
    graded = {(one.student, one.assignment): one for one in results}
    refused: list[str] = []
    for path in _files(place):
        try:
            one = _verified(_read(path), by_code, graded)
            known.setdefault(one.id, one)
        except ValueError as error:
            refused.append(f"{clean(path, 200)}: {error}")
    kept = tuple(known.values())
    if kept != requests(folder):
        _write(folder, kept)
    return kept, refused


def answer(folder: Path, id: str, text: str) -> Request:
    """Keep an answer; an earlier one is replaced.

    Raises:
        CourseError: no request has this number.
    """
    kept = requests(folder)
    wanted = id.strip().upper()
    if not any(one.id == wanted for one in kept):
        raise CourseError(f"no request is called {clean(id, 40)}. See them: autograder requests FOLDER {folder}")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    said = clean(text.strip(), MAX_TEXT, lines=True)
    done = tuple(replace(one, answer=said, answered=now) if one.id == wanted else one for one in kept)
    _write(folder, done)
    return next(one for one in done if one.id == wanted)


def item_of(one: Request, result: Result) -> Item | None:
    """The function that was asked about."""
    return next((item for item in result.items if item.name == one.function), None)


def _write(folder: Path, kept: Sequence[Request]) -> None:
    text = json.dumps({"version": VERSION, "requests": [asdict(one) for one in kept]}, ensure_ascii=False, indent=1)
    try:
        write_atomically(folder / FILE, text.encode("utf-8", "replace") + b"\n")
    except OSError as error:
        raise GraderError(f"{folder} cannot be written ({error.strerror}). The requests are as they were") from error


def _files(place: Path) -> Iterator[Path]:
    """The JSON files at a place, receipts apart.

    Raises:
        CourseError: there is no such place.
    """
    problem = files.problem_of(place)
    if not problem:
        yield place
    elif problem == "is_a_folder":
        found = (path for depth in range(MAX_DEPTH) for path in sorted(place.glob("*/" * depth + "*.json")))
        yield from itertools.islice((path for path in found if path.name != submitted.RECEIPT), MAX_FILES)
    else:
        raise CourseError(f"{place} is no request and no folder of requests")


def _read(path: Path) -> dict[str, str]:
    """The fields of a request, each clean and short.

    Raises:
        ValueError: it is none; the text is fit to be shown.
    """
    try:
        if files.problem_of(path) or path.lstat().st_size > MAX_BYTES:
            raise ValueError("no request: it is larger than 64 kB, or no ordinary file")
        plain: Any = json.loads(files.read(path).decode("utf-8-sig"))
    except (SubmissionError, OSError, RecursionError, UnicodeDecodeError, json.JSONDecodeError):
        raise ValueError("no request: it is not JSON") from None
    if not isinstance(plain, dict) or plain.get("request") != VERSION:
        raise ValueError("no request: `cnnkit request` writes them")
    texts = {}
    for name in ("code", "assignment", "function", "text", "student", "time"):
        value = plain.get(name, "")
        if not isinstance(value, str):
            raise ValueError(f"no request: {name} is no text")
        texts[name] = clean(value.strip(), MAX_TEXT, lines=name == "text")
    code = read_code(texts["code"])
    if code is None:
        raise ValueError(f"{clean(texts['code'], 20)!r} is no receipt code; one looks like DXFV-67Q0")
    if not texts["text"] or not texts["function"]:
        raise ValueError("it says nothing: text and function are both needed")
    try:
        asked = read_time(texts["time"], None).isoformat(timespec="seconds")
    except ValueError:
        asked = ""
    return texts | {"code": code, "asked": asked}


def _verified(
    said: dict[str, str], by_code: dict[str, list[submitted.Source]], graded: dict[tuple[str, str], Result]
) -> Request:
    """The request with the result it is about.

    Raises:
        ValueError: its receipt belongs to no graded file, to several, or the function is not there.
    """
    fitting = [one for one in by_code.get(said["code"], []) if (one.student, one.assignment) in graded]
    if len(fitting) > 1:  # equal notebooks have equal codes
        fitting = [one for one in fitting if one.student == said["student"]]
        if len(fitting) != 1:
            raise ValueError(f"several graded files have the code {said['code']}, and none is of this student")
    if not fitting:
        raise ValueError(f"no file that was graded here has the code {said['code']}: the receipt is of another file")
    source = fitting[0]
    result = graded[source.student, source.assignment]
    names = [item.name for item in result.items]
    if said["function"] not in names:
        there = ", ".join(clean(one, 40) for one in names)
        raise ValueError(f"{clean(said['function'], 60)} is no function of {source.assignment}; there are {there}")
    return Request(
        id=key_of([said["code"], source.student, said["function"], said["text"]])[:6].upper(),
        code=said["code"],
        student=source.student,
        assignment=source.assignment,
        function=said["function"],
        text=said["text"],
        asked_by=clean(said["student"], 100),
        asked=said["asked"],
    )
