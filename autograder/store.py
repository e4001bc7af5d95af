"""Results on disk: one file a submission, written atomically, and never judged twice.

A result is kept under a key of everything it depends on: the answers, the corpus and the engine. So an
interrupted run resumes, a second run of unchanged work is instant, and equal answers are judged once.

    DIR/<student>/<assignment>.json    what reports read
    DIR/.submitted/                    which file it came from, see submitted.py
    DIR/.cache/<key>.json              the same, without a name, by content; and a seal
    DIR/.cache/<key of file>.alias     which answers a submitted file came to
    DIR/.cache/<key of graph>.network  a network that is to be trained: once, however many submissions hold it
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import autograder
from autograder.errors import GraderError
from autograder.files import write_atomically
from autograder.records import Result
from autograder.reports import as_json

CACHE = ".cache"
KEY = r"[0-9a-f]{32}"
MAX_NAME_BYTES = 200  # of the 255 that a file name may have
_OURS = ("report.", "regrade.", "requests.", "deadlines.")
_HASHED = re.compile(r"-[0-9a-f]{8}$")  # how `folder_name` ends a name that had to be changed


class Store:
    """A folder of results; with no folder it remembers nothing."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._networks: dict[str, str] = {}  # where there is no folder
        if folder is None:
            return
        try:
            (folder / CACHE).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise GraderError(
                f"{folder} cannot hold results: {error.strerror}. Choose another folder with -o"
            ) from None

    def find(self, key: str) -> Result | None:
        """The result that was stored under this key; None where there is none, or where it is damaged."""
        if self.folder is None:
            return None
        try:
            text = _unsealed(key, (self.folder / CACHE / f"{key}.json").read_bytes())
            return None if text is None else as_json.from_json(text)
        except (OSError, GraderError):
            return None  # judged once more, and written anew

    def alias(self, file_key: str) -> str | None:
        """Which key the same file came to before, so that it need not be opened again."""
        if self.folder is None:
            return None
        try:
            key = (self.folder / CACHE / f"{file_key}.alias").read_text("ascii")
        except (OSError, UnicodeDecodeError):
            return None
        return key if re.fullmatch(KEY, key) else None  # it becomes part of a path

    def keep(self, result: Result, *, key: str | None = None, file_key: str | None = None) -> None:
        """Write a result, and remember it by content where it has a key.

        Raises:
            GraderError: the disk is full or not ours; what was stored before is still there.
        """
        if self.folder is None:
            return
        try:
            if key is not None:
                _write(self.folder / CACHE / f"{key}.json", _sealed(key, as_json.to_json(replace(result, student=""))))
                if file_key is not None:
                    _write(self.folder / CACHE / f"{file_key}.alias", key)
            path = self.folder / folder_name(result.student) / f"{folder_name(result.assignment)}.json"
            path.parent.mkdir(exist_ok=True)
            _write(path, as_json.to_json(result))
        except OSError as error:
            raise self._cannot_write(error) from error

    def keep_network(self, key: str, text: str) -> None:
        """Remember a network under the key of its canonical graph; `text` is a `model.to_json()` that was read.

        The first text stays: others of the same key compute the same, and the key alone decides what is trained.

        Raises:
            GraderError: the disk is full or not ours.
        """
        if self.folder is None:
            self._networks.setdefault(key, text)
            return
        path = self._network(key)
        try:
            if not path.is_file():
                write_atomically(path, text.encode())
        except OSError as error:
            raise self._cannot_write(error) from error

    def network(self, key: str) -> str | None:
        """The text of a network to be trained; None where it was never kept."""
        if self.folder is None:
            return self._networks.get(key)
        try:
            return self._network(key).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def _network(self, key: str) -> Path:
        assert self.folder is not None
        if not re.fullmatch(KEY, key):  # it may come from a file of results, and becomes part of a path
            raise GraderError(f"{key!r:.80} is no key of a network. Delete the damaged result and grade again.")
        return self.folder / CACHE / f"{key}.network"

    def _cannot_write(self, error: OSError) -> GraderError:
        return GraderError(
            f"{self.folder} cannot be written ({error.strerror}). Every result stored so far is safe; "
            "make room and type the same command again"
        )

    def results(self) -> Iterator[Result]:
        """Every stored result, in order of student and assignment."""
        if self.folder is not None:
            yield from results_in(self.folder)


def results_in(folder: Path) -> Iterator[Result]:
    """Every result that is stored in a folder, in order of student and assignment. Writes nothing into it."""
    for path in sorted(folder.glob("*/*.json")):
        if not path.parent.name.startswith("."):  # ours: no student's folder begins so
            yield as_json.from_json(path.read_bytes(), source=str(path))


def _sealed(key: str, text: str) -> str:
    """A result for the cache: a flipped bit, or the file of another key, may read as a result, too."""
    return f'{{"seal": "{_digest(key, text.encode())}", "result": {text}}}\n'


def _unsealed(key: str, data: bytes) -> bytes | None:
    """The text of a result; None where it is not the one that was kept under this key."""
    text = data[len('{"seal": "", "result": ') + 32 : -2]
    return text if data == _sealed(key, text.decode("utf-8", "replace")).encode() else None


def _digest(key: str, text: bytes) -> str:
    return hashlib.sha256(key.encode() + b"\0" + text).hexdigest()[:32]


def _write(path: Path, text: str) -> None:
    """Write what is not there yet: most of a run that is resumed changes nothing, and each write waits for the disk."""
    data = text.encode()
    if not path.is_file() or path.read_bytes() != data:
        write_atomically(path, data)


def folder_name(name: str) -> str:
    """A student's name as one harmless folder; different names stay different.

    >>> folder_name("김민준")
    '김민준'
    >>> folder_name("../../etc").startswith("etc-")
    True
    """
    safe = re.sub(r"[^\w.@ +-]+", "-", name).strip(".- ")[:80]
    safe = safe.encode()[:MAX_NAME_BYTES].decode(errors="ignore")
    ours = safe.startswith(_OURS) or _HASHED.search(safe)  # beside the students, or what another's name becomes
    if safe == name and safe and not ours:
        return safe
    return f"{safe or 'unnamed'}-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def key_of(parts: Sequence[Any]) -> str:
    """A digest of JSON values."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True, sort_keys=True).encode()).hexdigest()[:32]


@functools.cache
def engine() -> str:
    """The version of the engine, and a digest of its code: a changed engine judges anew."""
    root = Path(autograder.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{autograder.__version__}+{digest.hexdigest()[:8]}"
