"""An optional wall: one account for the memory of all in a box, kernel memory too; promises to leave no group behind.

Limits of a process count addresses. What its files in a tmpfs take, and what the kernel keeps for it (a hundred
megabytes a second of empty files), only a control group counts. It needs a folder of control groups that this user may
write: root's own, or one that systemd has delegated (`systemd-run --user --scope -p Delegate=yes autograder ...`).

Asked for with the environment variable AUTOGRADER_CGROUP: `1` to look for such a folder, or the folder itself.
Where there is none the wall is missing, and a line says so.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import time
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "AUTOGRADER_CGROUP"
OFF = ("", "0", "off", "no")
LOOK = ("1", "on", "yes", "auto")
PREFIX = "autograder-"
OURS = "autograder-grader"  # where a delegated group's own processes go: a group with groups in it may hold none
MOUNTS, OWN = Path("/proc/self/mounts"), Path("/proc/self/cgroup")
GONE_S = 2.0
EXTRA_BYTES = 64 << 20  # beside the addresses of one process: the tmpfs, and what the kernel keeps

_numbers = itertools.count()


@dataclass(frozen=True)
class Parent:
    """A folder in which groups of memory can be made."""

    folder: Path
    version: int


def asked() -> str:
    """What AUTOGRADER_CGROUP says; empty where the wall is not wanted."""
    value = os.environ.get(VARIABLE, "").strip()
    return "" if value.lower() in OFF else value


def parent() -> Parent | None:
    """Where this process can make groups, if they are asked for and there is such a place."""
    return _found(asked(), os.getpid())[0] if asked() else None


def why_not() -> str:
    """A line for where the wall was asked for and is not to be had; else empty."""
    return _found(asked(), os.getpid())[1] if asked() else ""


@functools.cache
def _found(wanted: str, pid: int) -> tuple[Parent | None, str]:
    places = [Path(wanted)] if wanted.lower() not in LOOK else candidates(MOUNTS.read_text(), OWN.read_text())
    reasons = []
    for place in places:
        try:
            found = Parent(place, _version(place))
            _prepare(found, root=os.geteuid() == 0)
            Cage(found, 1 << 30).close()  # it works, or it is not offered
        except OSError as problem:
            reasons.append(f"{place}: {problem.strerror or problem}")
        else:
            return found, ""
    said = "; ".join(reasons) or "no file system of control groups is mounted"
    return None, (
        f"{VARIABLE} is set, but this user can make no control group for memory ({said}). Graded without one. Try: "
        "systemd-run --user --scope -p Delegate=yes autograder ..."
    )


def candidates(mounts: str, own: str) -> list[Path]:
    """Folders that may hold our groups, the best first: our own group's of either version, then that of all groups.

    Args:
        mounts, own: as /proc/self/mounts and /proc/self/cgroup have them.

    >>> candidates("cgroup2 /sys/fs/cgroup cgroup2 rw 0 0", "0::/user.slice/a.scope")
    [PosixPath('/sys/fs/cgroup/user.slice/a.scope'), PosixPath('/sys/fs/cgroup')]
    >>> candidates("cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0", "4:memory:/job")
    [PosixPath('/sys/fs/cgroup/memory/job'), PosixPath('/sys/fs/cgroup/memory')]
    """
    names = {}
    for line in own.splitlines():
        _, controllers, path = line.split(":", 2)
        names.update(dict.fromkeys(controllers.split(","), path))
    found = []
    for line in mounts.splitlines():
        _, place, kind, options, *_ = line.split(" ")
        if kind == "cgroup2" and "" in names:
            own_group = Path(place, names[""].strip("/"))
            found.append((2, own_group.parent if own_group.name == OURS else own_group))
            found.append((2, Path(place)))
        elif kind == "cgroup" and "memory" in options.split(",") and "memory" in names:
            found += [(1, Path(place, names["memory"].strip("/"))), (1, Path(place))]
    return list(dict.fromkeys(place for _, place in sorted(found, key=lambda one: -one[0])))


def _version(place: Path) -> int:
    return 2 if (place / "cgroup.controllers").exists() else 1


def _prepare(place: Parent, *, root: bool) -> None:
    """Let groups below this one count memory, and remove those that killed graders have left.

    Raises:
        OSError: it is not ours.
    """
    for left in place.folder.glob(f"{PREFIX}*-*"):
        pid = left.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdigit() and not Path("/proc", pid).exists():
            with contextlib.suppress(OSError):
                left.rmdir()
    if place.version == 1:
        return
    if "memory" not in (place.folder / "cgroup.controllers").read_text().split():
        raise OSError("memory is not counted there")
    switch = place.folder / "cgroup.subtree_control"
    if "memory" in switch.read_text().split():
        return
    processes = (place.folder / "cgroup.procs").read_text().split()
    if processes and not root:  # root may not know whose they are
        (place.folder / OURS).mkdir(exist_ok=True)
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                (place.folder / OURS / "cgroup.procs").write_text(process)
    switch.write_text("+memory")


class Cage:
    """The group of one box.

    Args:
        memory_bytes: the address space that one process of the box may have.
    """

    def __init__(self, place: Parent, memory_bytes: int) -> None:
        self.folder = place.folder / f"{PREFIX}{os.getpid()}-{next(_numbers)}"
        self.folder.mkdir()
        try:
            self._limit(place.version, memory_bytes + EXTRA_BYTES)
        except OSError:
            self.close()
            raise

    def _limit(self, version: int, n_bytes: int) -> None:
        if version == 2:
            (self.folder / "memory.max").write_text(str(n_bytes))
            self._optional("memory.swap.max", 0)
            self._optional("memory.oom.group", 1)
        else:
            (self.folder / "memory.limit_in_bytes").write_text(str(n_bytes))
            self._optional("memory.memsw.limit_in_bytes", n_bytes)

    def _optional(self, name: str, value: int) -> None:
        with contextlib.suppress(OSError):  # a kernel that counts no swap
            if (self.folder / name).exists():
                (self.folder / name).write_text(str(value))

    def take_in(self, process: int) -> None:
        """Count what this process takes from now on, and all that it starts.

        Raises:
            OSError: it is gone, or not to be moved.
        """
        (self.folder / "cgroup.procs").write_text(str(process))

    def close(self) -> None:
        """Remove the group. Its processes have ended, but the kernel may need a moment to notice."""
        end = time.monotonic() + GONE_S
        while self.folder.exists():
            try:
                self.folder.rmdir()
            except OSError:
                if time.monotonic() > end:
                    return  # the next grader removes it
                time.sleep(0.002)
