"""The grader's side of a box without namespaces: what it may open, and where it may write; promises to leave nothing.

Landlock allows by path: a rule for a folder is one for all below it, and nothing can be taken out again. So where the
view of a box (`mounts`) covers a folder, its neighbours are allowed one by one; their names can be listed all the
same. There is no tmpfs either: a box writes into a folder of the host, and a `Watch` ends it where it writes too much.
"""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import signal
import stat
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.util import Finalize
from pathlib import Path

from autograder.errors import GraderError
from autograder.sandbox import mounts, seccomp, staging
from autograder.sandbox.inside import landlock as inside
from autograder.sandbox.packages import Packages

FOLDER = "autograder-boxes-"
MOST_BYTES, MOST_ENTRIES, MOST_DEPTH = 32 << 20, 4096, 64  # of what a box has written
LOOK_EVERY_S = 0.2
THREADS = 64
LEFT_AFTER_S = 3600

Rule = tuple[str, str]  # what may be done (inside/landlock.RIGHTS), path


def why_not() -> str:
    """Why there can be no such box on this machine; empty where there can."""
    if platform.system() != "Linux" or platform.machine() not in seccomp.ARCHITECTURES:
        return f"there is no Landlock on {platform.system()} {platform.machine()}"
    version = inside.abi()
    if version == 0:
        return "this kernel has no Landlock, or it is switched off (lsm= on the kernel's command line, or a container)"
    if version < inside.MIN_ABI:
        return f"this kernel's Landlock is of version {version}; {inside.MIN_ABI} came with Linux 6.2"
    return ""


@dataclass(frozen=True)
class Common:
    """What the boxes of one grader process with the same packages share, to be read only."""

    folder: Path
    python: str
    environment: dict[str, str]
    rules: tuple[Rule, ...]


_roots: dict[int, Path] = {}  # process -> its folder: a forked grader makes its own
_commons: dict[tuple[int, Packages], Common] = {}
_lock = threading.Lock()


def common(allowed: Packages, modules: dict[str, bytes]) -> Common:
    """Lay out the child's modules and links to the packages, once per grader process.

    Args:
        modules: the files of `inside/`.

    Raises:
        GraderError: the interpreter lies where only root may enter.
    """
    view = mounts.view(allowed)
    places = staging.stage(host for host, _ in view.binds)  # of a thread: it must see the stage itself
    with _lock:
        key = os.getpid(), allowed
        if key not in _commons:
            _commons[key] = _lay_out(view, places, modules, Path(tempfile.mkdtemp(prefix="kind-", dir=_root())))
        return _commons[key]


def _lay_out(view: mounts.View, places: dict[Path, Path], modules: dict[str, bytes], folder: Path) -> Common:
    folder.chmod(0o755)
    for name, content in modules.items():
        path = folder / "w" / "inside" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "w").chmod(0o755)
    (folder / "w" / "inside").chmod(0o755)
    covered = frozenset(
        places[host] / folder_in_box.relative_to(place)
        for host, place in view.binds
        for folder_in_box in view.covered
        if folder_in_box.is_relative_to(place)
    )
    rules: list[Rule] = [("read", str(folder)), ("device", "/dev/null")]
    rules += [("read", f"/dev/{name}") for name in ("zero", "random", "urandom")]
    for host, place in view.binds:
        rules += _allowed(places[host], covered)
        if place.is_relative_to(mounts.PACKAGES) or place.is_relative_to(mounts.PRIVATE_PREFIX):
            link = folder / place.relative_to("/")
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(places[host])
    environment, python = {}, view.python
    if view.library_path:  # an interpreter of its own: it finds its prefix and libpython through the links
        prefix = folder / mounts.PRIVATE_PREFIX.name
        python = str(prefix / "bin" / Path(view.python).name)
        environment = {"PYTHONHOME": str(prefix), "LD_LIBRARY_PATH": str(prefix / "lib")}
    return Common(folder, python, environment, tuple(dict.fromkeys(rules)))


def _allowed(path: Path, covered: frozenset[Path]) -> Iterator[Rule]:
    """The rules for all of a folder but what is covered."""
    if path in covered:
        return
    if not any(one.is_relative_to(path) for one in covered):
        yield "read", str(path)
        return
    yield "list", str(path)  # an import lists the folder first
    for child in sorted(path.iterdir()):
        if child.exists():
            yield from _allowed(child, covered)


def settings(allowed: Packages, shared: Common, own: Path) -> dict[str, object]:
    """What the child needs to know to shut itself in."""
    found = mounts.view(allowed).packages
    packages = {name: str(shared.folder / Path(folder).relative_to("/")) for name, folder in found.items()}
    return {"rules": [*shared.rules, ("write", str(own))], "packages": packages, "grader": os.getpid()}


def busy_with() -> int:
    """How many processes and threads this user has: a limit on those of a box counts them all."""
    found = 0
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, StopIteration, ValueError):
            if process.stat().st_uid == os.geteuid():
                lines = (process / "status").read_text().splitlines()
                found += int(next(line for line in lines if line.startswith("Threads:")).split()[1])
    return found


class Watch:
    """A box's folder to write in, and the thread that ends the box where it writes too much into it."""

    def __init__(self, owner: int | None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="box-", dir=_root()))
        if owner is not None:
            os.chown(self.folder, owner, owner)
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, pid: int) -> None:
        """Watch the process, which is our child and stays one until `stop`."""
        descriptor = os.pidfd_open(pid)
        self._thread = threading.Thread(target=self._look, args=(descriptor,), daemon=True, name="box-watch")
        self._thread.start()

    def _look(self, process: int) -> None:
        while not self._over.wait(LOOK_EVERY_S):
            if too_much(self.folder):
                with contextlib.suppress(ProcessLookupError):
                    signal.pidfd_send_signal(process, signal.SIGKILL)
        os.close(process)

    def stop(self) -> None:
        """The process has ended: remove what it wrote."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()
        remove(self.folder)


def too_much(folder: Path) -> bool:
    """Has a box written more than a box with a tmpfs could? A tree deeper than any honest one counts as too much."""
    n_bytes = n_entries = 0
    waiting = [(str(folder), 0)]
    while waiting:
        path, depth = waiting.pop()
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    with contextlib.suppress(FileNotFoundError):  # it has gone in the meantime
                        found = entry.stat(follow_symlinks=False)
                        n_bytes += found.st_blocks * 512
                        if stat.S_ISDIR(found.st_mode):
                            waiting.append((entry.path, depth + 1))
                    n_entries += 1
                    if n_bytes > MOST_BYTES or n_entries > MOST_ENTRIES or depth >= MOST_DEPTH:
                        return True
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:  # made unreadable, or its path too long: nobody needs that
            return True
    return False


def remove(folder: Path) -> None:
    """Remove a folder that a hostile process has filled. It has ended; whatever it left, this raises nothing.

    Folders are moved to the top and emptied there: however deep the tree is, no path and no stack gets longer.
    """
    with contextlib.suppress(OSError):
        os.rmdir(folder)
        return
    with contextlib.suppress(OSError):
        top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            _empty(top)
        finally:
            os.close(top)
        os.rmdir(folder)


def _empty(top: int) -> None:
    number = 0
    while names := os.listdir(top):
        for name in names:
            if not stat.S_ISDIR(os.lstat(name, dir_fd=top).st_mode):
                os.unlink(name, dir_fd=top)
                continue
            os.chmod(name, 0o700, dir_fd=top)
            inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=top)
            try:
                for child in os.listdir(inner):
                    if stat.S_ISDIR(os.lstat(child, dir_fd=inner).st_mode):
                        os.chmod(child, 0o700, dir_fd=inner)  # or it could not be moved
                        number += 1
                        os.rename(child, f".moved-{os.getpid()}-{number}", src_dir_fd=inner, dst_dir_fd=top)
                    else:
                        os.unlink(child, dir_fd=inner)
            finally:
                os.close(inner)
            os.rmdir(name, dir_fd=top)


def _root() -> Path:
    """This grader process's folder, where everybody can find what is meant for him and list nothing."""
    pid = os.getpid()
    if pid not in _roots or not _roots[pid].is_dir():
        _sweep(Path(tempfile.gettempdir()))
        try:
            _roots[pid] = Path(tempfile.mkdtemp(prefix=f"{FOLDER}{pid}-"))
        except OSError as problem:
            raise GraderError(
                f"No sandbox: {tempfile.gettempdir()} cannot be written ({problem.strerror}). Set TMPDIR to a folder "
                "that can"
            ) from problem
        _roots[pid].chmod(0o711)
        Finalize(None, shutil.rmtree, (_roots[pid], True), exitpriority=0)  # workers of multiprocessing run no atexit
    return _roots[pid]


def _sweep(place: Path) -> None:
    """Remove what graders that were killed have left."""
    for left in place.glob(f"{FOLDER}*"):
        pid = left.name.removeprefix(FOLDER).partition("-")[0]
        with contextlib.suppress(OSError):
            found = left.lstat()
            old = time.time() - found.st_mtime > LEFT_AFTER_S  # its process may live in another container
            if old and pid.isdigit() and not Path("/proc", pid).exists() and found.st_uid == os.geteuid():
                remove(left)
