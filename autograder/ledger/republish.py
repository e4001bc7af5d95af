"""Put a regrade in the place of the results it replaces. Promises that a kill at any moment loses no result.

All new files lie ready in `DIR/.regrade`, under the names they will have. Then a journal says which of them replace
what. From there on each file is the old or the new one, and `finish`, which the next regrade begins with, completes it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from autograder.errors import GraderError
from autograder.files import write_atomically

SCRATCH, JOURNAL, RECORD = ".regrade", "journal", "regrade.json"
VERSION = 1
MAX_EARLIER = 50  # regrades that a record remembers


def publish(
    folder: Path, scratch: Path, results: Sequence[Path], beside: Sequence[Path], told: Sequence[Mapping[str, Any]]
) -> bool:
    """Publish files of the scratch folder, and write down whose score changed.

    Args:
        results: files of results, as paths below both folders.
        beside: other files that go with them.
        told: the changes, for DIR/regrade.json, those that were not taken over among them. Where no result is written,
            there is nothing to record.

    Returns: whether there was something to record.

    Raises:
        GraderError: the disk is full or not ours. The same command goes on from there.
    """
    entries = [entry for path in results if (entry := _entry(folder, scratch, path)) is not None]
    recorded = bool(entries and told)
    if recorded:
        text = json.dumps(_record(folder, told), ensure_ascii=False, indent=1, allow_nan=False)
        (scratch / RECORD).write_bytes(text.encode("utf-8", "replace") + b"\n")
        beside = [*beside, Path(RECORD)]
    entries += [entry for path in beside if (entry := _entry(folder, scratch, path)) is not None]
    if entries:
        write_atomically(scratch / JOURNAL, json.dumps(entries).encode())
        finish(folder)
    return recorded


def _entry(folder: Path, scratch: Path, path: Path) -> dict[str, str] | None:
    """One file to be published: what it holds now and what it will; None where both are the same."""
    now, then = _digest(folder / path), _digest(scratch / path)
    return None if now == then or not then else {"path": path.as_posix(), "before": now, "after": then}


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def _record(folder: Path, told: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The content of DIR/regrade.json: this regrade, and those before it."""
    when = datetime.now(UTC).isoformat(timespec="seconds")
    record: dict[str, Any] = {"version": VERSION, "when": when, "changes": [one for one in told if not one["kept"]]}
    if kept := [one for one in told if one["kept"]]:
        record["kept"] = kept
    last = read_record(folder)
    if not last:
        return record
    earlier = last.pop("earlier", [])
    return record | {"earlier": [last, *(earlier if isinstance(earlier, list) else [])][:MAX_EARLIER]}


def read_record(folder: Path) -> dict[str, Any] | None:
    """DIR/regrade.json, the last regrade that changed something; None where there is none, or it is damaged."""
    try:
        record = json.loads((folder / RECORD).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    whole = isinstance(record, dict) and isinstance(record.get("changes"), list)
    return record if whole else None


def _journal(path: Path) -> list[dict[str, str]]:
    """The entries of a journal; ValueError, TypeError or KeyError where it is damaged."""
    entries = [{name: one[name] for name in ("path", "before", "after")} for one in json.loads(path.read_bytes())]
    for one in entries:
        parts = PurePosixPath(one["path"]).parts
        if "\0" in one["path"] or not parts or ".." in parts or parts[0] == "/" or not one["path"].isprintable():
            raise ValueError(one["path"])
    return entries


def finish(folder: Path) -> bool:
    """Publish what a journal says, whoever wrote it; then nothing of a regrade is left over.

    A result that was graded anew in between is left alone: it is neither what it was nor what it would become.

    Returns: whether there was a journal.

    Raises:
        GraderError: the disk is full or not ours. The same command goes on from there.
    """
    scratch = folder / SCRATCH
    try:
        entries = _journal(scratch / JOURNAL)
    except FileNotFoundError:
        shutil.rmtree(scratch, ignore_errors=True)
        return False
    except (ValueError, TypeError, KeyError, RecursionError):
        raise GraderError(
            f"{scratch / JOURNAL} is damaged. Each result is the old or the new one: delete {scratch}, and type the "
            "same command again"
        ) from None
    try:
        for entry in entries:
            path = folder / entry["path"]
            if _digest(path) == entry["before"]:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(path, (scratch / entry["path"]).read_bytes())
        (scratch / JOURNAL).unlink()
    except OSError as error:
        raise GraderError(
            f"{folder} cannot be written ({error.strerror}). Each result is the old or the new one; "
            "make room and type the same command again"
        ) from error
    shutil.rmtree(scratch, ignore_errors=True)
    return True
