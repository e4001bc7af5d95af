"""What a folder holds when times of day and durations are left aside, and whether all of it can be read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.errors import GraderError
from autograder.ledger import submitted
from autograder.store import CACHE, results_in

UNFINISHED = ".writing-"  # what write_atomically has not renamed yet: nobody reads it
HELPERS = (".regrade", "__pycache__")
TIMES = ("seconds", "when", "seal")  # a seal is of a text with seconds in it
_IN_PAGES = re.compile(rb'("seconds": ?)[0-9.e+-]+|\d{4}-\d\d-\d\dT?[\d:+.Z]*|\d{4}-\d\d-\d\d \d\d:\d\d')


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a folder that somebody may read, by its path, without what differs from run to run."""
    found = {}
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_symlink() or not path.is_file() or parts[-1].startswith(UNFINISHED):
            continue
        if not any(part in HELPERS for part in parts):
            found["/".join(parts)] = timeless(path.read_bytes(), path.suffix)
    return found


def timeless(data: bytes, suffix: str) -> bytes:
    """A file's content without times; JSON that cannot be read stays as it is, and is then like nothing else."""
    if suffix == ".json":
        try:
            return json.dumps(_without_times(json.loads(data)), sort_keys=True).encode()
        except ValueError:
            return data
    return _IN_PAGES.sub(rb"\1", data)


def _without_times(document: Any) -> Any:
    if isinstance(document, dict):
        return {key: _without_times(value) for key, value in document.items() if key not in TIMES}
    return [_without_times(value) for value in document] if isinstance(document, list) else document


def unfinished(folder: Path) -> int:
    """Files that a kill has left behind on the way to their name."""
    return sum(1 for _ in folder.rglob(f"{UNFINISHED}*"))


def differences(found: Mapping[str, bytes], wanted: Mapping[str, bytes]) -> list[str]:
    """Names of files that are not as they must be."""
    faults = [f"{name} is missing" for name in sorted(wanted.keys() - found.keys())]
    faults += [f"{name} should not be there" for name in sorted(found.keys() - wanted.keys())]
    return faults + [f"{name} differs" for name in sorted(wanted.keys() & found.keys()) if found[name] != wanted[name]]


def neither(found: Mapping[str, bytes], old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[str]:
    """Files whose content is neither that before a run nor that after it."""
    return [
        f"{name} is neither old nor new" for name, data in found.items() if data not in (old.get(name), new.get(name))
    ]


def unreadable(results: Path) -> list[str]:
    """What of a folder of results cannot be read: of the results, of where they came from, of the cache."""
    faults = []
    try:
        n_results = sum(1 for _ in results_in(results))
    except GraderError as error:
        return [str(error)]
    if sum(1 for _ in submitted.every(results)) > n_results:
        faults.append("a file is remembered whose result is not there")
    for path in (results / CACHE).glob("*.json"):
        if not path.name.startswith(UNFINISHED) and not path.read_bytes().strip():
            faults.append(f"{path.name} is empty")
    return faults
