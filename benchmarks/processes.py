"""Processes below this one and what they hold; an orphan becomes our child here, so that none can hide."""

from __future__ import annotations

import contextlib
import os
import resource
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.whole import adopt_orphans


@contextmanager
def orphans_come_to_us() -> Iterator[None]:
    """A process whose parent has died becomes our child."""
    adopt_orphans()
    try:
        yield
    finally:
        adopt_orphans(False)


def below(pid: int | None = None) -> dict[int, str]:
    """Living descendants: number -> command line."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            if state not in "ZX":
                parents[int(stat.parent.name)] = int(parent)
    found = {pid or os.getpid()}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    found.discard(pid or os.getpid())
    lines = {}
    for child in found:
        with contextlib.suppress(OSError):
            lines[child] = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    return lines


def gone_after(*, most_s: float, known: Collection[int] = ()) -> tuple[float, dict[int, str]]:
    """Wait until no descendant is left but the known ones and Python's own, which keeps count of shared memory.

    Returns: how long that took, and who is still there when the time is up.
    """
    started = time.monotonic()
    while left := _ours(known):
        if time.monotonic() - started > most_s:
            break
        time.sleep(0.005)
        _bury(left)
    return time.monotonic() - started, left


def _ours(known: Collection[int]) -> dict[int, str]:
    return {pid: line for pid, line in below().items() if pid not in known and "resource_tracker" not in line}


def _bury(pids: dict[int, str]) -> None:
    """Orphans that came to us and died wait for us; those of `subprocess` have been waited for already."""
    for pid in pids:
        with contextlib.suppress(ChildProcessError, ProcessLookupError):
            os.waitpid(pid, os.WNOHANG)


@dataclass(frozen=True)
class Held:
    """What a grader and the workers below it hold, boxes apart."""

    megabytes: float  # of the largest process
    descriptors: int  # of all together
    processes: int
    temporary: int  # files in the folder for temporary ones
    mounts: int
    cgroups: int


def held(temporary: Path) -> Held:
    """Take stock. Boxes come and go, so only Python processes of ours are counted."""
    mine = [os.getpid(), *(pid for pid, line in below().items() if "multiprocessing" in line)]
    return Held(
        megabytes=max(_megabytes(pid) for pid in mine),
        descriptors=sum(_descriptors(pid) for pid in mine),
        processes=len(mine),
        temporary=sum(1 for _ in temporary.rglob("*")),
        mounts=len(Path("/proc/self/mountinfo").read_text().splitlines()),
        cgroups=sum(1 for path in Path("/sys/fs/cgroup").glob("**/") if f"{os.getpid()}" in path.name),
    )


def _megabytes(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize() / 2**20
    except OSError:
        return 0.0


def _descriptors(pid: int) -> int:
    try:
        return len(os.listdir(f"/proc/{pid}/fd"))
    except OSError:
        return 0
