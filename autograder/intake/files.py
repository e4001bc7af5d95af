"""Stage 1: which files are there, and their bytes. Promises a problem's code instead of an exception, and no surprise.

Regular files of at most 20 MB only: no link is followed, no pipe or device is opened. The zip format is parsed here,
in the trusted process, and therefore on a short leash: no single read is over 4 MB, so that is all that a central
directory may have; at most 5,000 members; stored or deflated only; bytes are counted while inflating; nothing is
unpacked to disk; an archive inside an archive is not opened. Notebooks themselves are parsed in the box.
"""

from __future__ import annotations

import itertools
import os
import stat
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from autograder.errors import SubmissionError

MAX_FILE_BYTES = 20 << 20
MAX_ZIP_READ_BYTES = 4 << 20
MAX_ZIP_BYTES = 4 << 30  # of all members together: a class of 200 with the largest notebooks
MAX_MEMBERS = 5_000
MAX_ENTRIES = 100_000  # in all folders together
MAX_ENTRIES_OF_FOLDER = 20_000
MAX_DEPTH = 6
SUFFIXES = (".ipynb", ".py", ".zip")

_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, OverflowError, NotImplementedError)


@dataclass(frozen=True)
class Entry:
    """A file that may be a submission, or an empty-handed folder."""

    parts: tuple[str, ...]  # its path below the folder or archive, a name each
    path: Path
    member: str = ""  # its name in the archive at `path`
    problem: str = ""
    is_folder: bool = False


def problem_of(path: Path) -> str:
    """Why this is not a readable regular file: a code, or "". Opens nothing."""
    try:
        found = os.lstat(path)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        return _code(error)
    if stat.S_ISLNK(found.st_mode):
        return "is_a_link"
    if stat.S_ISDIR(found.st_mode):
        return "is_a_folder"
    if not stat.S_ISREG(found.st_mode):
        return "not_a_file"
    return "too_big" if found.st_size > MAX_FILE_BYTES else ""


def read(path: Path, member: str = "") -> bytes:
    """The bytes of a file, or of a member of the archive at `path`.

    Raises:
        SubmissionError: with the arguments (code, detail).
    """
    if member:
        return _read_member(path, member)
    with _opened(path) as file:
        try:
            data = file.read(MAX_FILE_BYTES + 1)  # it may have grown since it was looked at
        except OSError as error:  # a bad disk, or one of the kernel's own files
            raise SubmissionError(_code(error), "") from None
    if len(data) > MAX_FILE_BYTES:
        raise SubmissionError("too_big", "")
    return data


def is_zip(path: Path) -> bool:
    """By content, for a name that does not say."""
    try:
        with _opened(path) as file:
            return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
    except (SubmissionError, OSError):
        return False  # `read` will say why


def in_folder(root: Path) -> Iterator[Entry]:
    """Everything below a folder that is named like a submission, links and pipes too, by name; and empty folders.

    What is nearer to the top comes first, so that one student's forest of folders hides nobody else's work.
    """
    pending: deque[tuple[str, ...]] = deque([()])
    seen = 0
    while pending:
        parts = pending.popleft()
        folder = root.joinpath(*parts)
        try:
            with os.scandir(folder) as scan:
                children = sorted(itertools.islice(scan, MAX_ENTRIES_OF_FOLDER + 1), key=lambda child: child.name)
        except OSError as error:
            yield Entry(parts, folder, problem=_code(error), is_folder=True)
            continue
        too_many = len(children) > MAX_ENTRIES_OF_FOLDER or seen + len(children) > MAX_ENTRIES
        if too_many or len(parts) > MAX_DEPTH:
            yield Entry(parts, folder, problem="too_many_files", is_folder=True)
            continue
        seen += len(children)
        yield Entry(parts, folder, is_folder=True)
        for child in children:
            below = (*parts, child.name)
            if _hidden(child.name):
                continue
            name = child.name.lower()
            if name.endswith(SUFFIXES):
                problem = problem_of(Path(child.path))
                whole_class = problem == "too_big" and name.endswith(".zip")
                yield Entry(below, Path(child.path), problem="" if whole_class else problem)
            elif child.is_dir(follow_symlinks=False):
                pending.append(below)
            elif child.is_symlink():
                yield Entry(below, Path(child.path), problem="is_a_link", is_folder=True)


def in_zip(path: Path) -> Iterator[Entry]:
    """The members of an archive that are named like a submission.

    Raises:
        SubmissionError: the archive as a whole is refused.
    """
    with _opened(path) as file:
        infos = _archive(file).infolist()
    if len(infos) > MAX_MEMBERS:
        raise SubmissionError("zip_too_many_members", str(len(infos)))
    if sum(info.file_size for info in infos if info.filename.lower().endswith(SUFFIXES)) > MAX_ZIP_BYTES:
        raise SubmissionError("zip_too_big", "")
    for info in infos:
        name = _decoded(info)
        parts = tuple(part for part in PurePosixPath(name).parts if part not in ("/", ".", ".."))
        if not parts or any(_hidden(part) for part in parts):
            continue
        if len(parts) > MAX_DEPTH + 1:  # a name may hold 30,000 folders
            folder = parts[:MAX_DEPTH]
            yield Entry(folder, path, member="/".join(folder), problem="too_many_files", is_folder=True)
            continue
        if name.endswith("/"):
            yield Entry(parts, path, member=info.filename, is_folder=True)
        elif name.lower().endswith(SUFFIXES):
            yield Entry(parts, path, member=info.filename, problem=_problem_of_member(info))


def _opened(path: Path) -> BinaryIO:
    """Open without following a link, waiting for a pipe's other end or becoming a terminal's owner."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise SubmissionError(_code(error), "") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise SubmissionError("not_a_file", "")
    return os.fdopen(descriptor, "rb")


def _code(error: OSError | ValueError) -> str:
    if isinstance(error, PermissionError):
        return "no_permission"
    if isinstance(error, (FileNotFoundError, NotADirectoryError, ValueError)):
        return "no_such_file"
    return "cannot_open"


def _hidden(name: str) -> bool:
    return name.startswith(".") or name == "__MACOSX"


class _ShortReads:
    """A file that refuses to give much at once: `zipfile` reads a whole central directory at its word."""

    def __init__(self, file: BinaryIO):
        self._file = file
        self.seek, self.tell, self.close = file.seek, file.tell, file.close
        self.seekable, self.closed = file.seekable, False

    def read(self, n_bytes: int = -1) -> bytes:
        if not 0 <= n_bytes <= MAX_ZIP_READ_BYTES:
            here = self._file.tell()
            n_bytes = self._file.seek(0, os.SEEK_END) - here if n_bytes < 0 else n_bytes
            self._file.seek(here)
            if n_bytes > MAX_ZIP_READ_BYTES:
                raise zipfile.BadZipFile("a read over the limit")
        return self._file.read(n_bytes)


def _archive(file: BinaryIO) -> zipfile.ZipFile:
    limited: Any = _ShortReads(file)  # as much of a file as zipfile asks for
    try:
        return zipfile.ZipFile(limited)
    except _ZIP_ERRORS:
        raise SubmissionError("bad_zip", "") from None


def _problem_of_member(info: zipfile.ZipInfo) -> str:
    name = _decoded(info)
    kind = stat.S_IFMT(info.external_attr >> 16)
    if ".." in name.split("/") or name.startswith("/") or name[1:2] == ":":
        return "zip_unsafe_name"
    if kind == stat.S_IFLNK:
        return "is_a_link"
    if kind not in (0, stat.S_IFREG):
        return "not_a_file"
    if name.lower().endswith(".zip"):
        return "zip_in_zip"
    if info.flag_bits & 1:
        return "zip_encrypted"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "zip_method"  # LZMA may ask for gigabytes of dictionary
    return "too_big" if info.file_size > MAX_FILE_BYTES else ""


def _read_member(path: Path, member: str) -> bytes:
    with _opened(path) as file:
        archive = _archive(file)
        try:
            info = archive.getinfo(member)
        except KeyError:
            raise SubmissionError("bad_zip", "") from None
        if problem := _problem_of_member(info):
            raise SubmissionError(problem, "")
        parts: list[bytes] = []
        n_bytes = 0
        try:
            with archive.open(info) as inflating:
                while part := inflating.read(1 << 16):
                    parts.append(part)
                    n_bytes += len(part)
                    if n_bytes > MAX_FILE_BYTES:  # the directory's own figure is only a claim
                        raise SubmissionError("too_big", "")
        except _ZIP_ERRORS:
            raise SubmissionError("bad_zip", "") from None
        return b"".join(parts)


def _decoded(info: zipfile.ZipInfo) -> str:
    """The name as typed: Windows in Korea packs it in CP949 and says nothing, which zipfile takes for CP437."""
    name = info.filename
    for encoding in ("utf-8", "cp949") if not info.flag_bits & 0x800 else ():
        try:
            name = info.filename.encode("cp437").decode(encoding)
            break
        except UnicodeError:
            continue
    return name.replace("\\", "/")
