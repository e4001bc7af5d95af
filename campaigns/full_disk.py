"""A disk that is full at each 4 kB of a run: one clear line, exit code 3, nothing lost, and with room it goes on.

The disk is a tmpfs of limited size, and once more one of limited files, where we may mount; else writes are told that
the disk is full.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from campaigns import course, folders, record
from campaigns.course import Place
from campaigns.kill import hooked
from campaigns.record import Options, Telling
from campaigns.works import Work, by_chance, named, works

PAGE = 4096
LARGE = f"size={64 << 20},nr_inodes=100000"
BROKEN = 3


def may_mount(folder: Path) -> bool:
    """May we mount, and unmount, a file system?"""
    try:
        with disk(folder / "try"):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


@contextmanager
def disk(folder: Path) -> Iterator[None]:
    """A disk of its own."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", LARGE, "tmpfs", str(folder)], check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True, capture_output=True)


def resize(folder: Path, options: str) -> None:
    """Give a disk another size, in use as it is."""
    done = subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{folder} does not take {options}: {done.stderr.strip()}")


def used(folder: Path) -> tuple[int, int]:
    """Bytes and files that a disk holds."""
    found = os.statvfs(folder)
    return (found.f_blocks - found.f_bfree) * found.f_frsize, found.f_files - found.f_ffree


def fault_of(work: Work, ended: subprocess.CompletedProcess[str]) -> list[str]:
    """What is wrong with how a command ended for which there was too little room, or just enough."""
    lines = [line for line in ended.stderr.splitlines() if line.startswith("autograder: ")]
    if ended.returncode in work.codes and not any("No space" in line for line in lines):
        return []
    said = ended.stderr.strip()[-400:]
    faults = [] if ended.returncode == BROKEN else [f"exit code {ended.returncode}: {said}"]
    if len(lines) != 1 or "No space left" not in lines[0] or "Traceback" in ended.stderr:
        faults.append(f"no one clear line: {said}")
    return faults


def rooms(work: Work, at: Path, place: Place) -> tuple[list[str], dict[str, bytes], dict[str, bytes]]:
    """All the sizes of a disk that are too small for a command, what is there before it, and what after it."""
    work.before(at)
    old, (n_bytes, n_files) = folders.content(at), used(at)
    new = work.whole(at, place)
    return sizes((n_bytes, n_files), used(at)), old, new


def sizes(before: tuple[int, int], after: tuple[int, int]) -> list[str]:
    """The sizes of a disk between what it holds before a command and just more than what it holds after it.

    None is 0, which for a tmpfs is no limit, for good.
    """
    (n_bytes, n_files), (more_bytes, more_files) = before, after
    found = [f"size={size}" for size in range(max(n_bytes, PAGE), more_bytes + 2 * PAGE, PAGE)]
    return found + [f"nr_inodes={n}" for n in range(max(n_files, 1), more_files + 2)]


def on_a_small_disk(
    work: Work, at: Path, place: Place, size: str, old: dict[str, bytes], new: dict[str, bytes]
) -> list[str]:
    """Run a command on a disk that is too small, make room, and run it again. Returns: what was wrong."""
    resize(at, LARGE)
    work.before(at)
    resize(at, size)
    faults = fault_of(work, course.run(work.command(at), place))
    faults += after(work, at, old, new)
    resize(at, LARGE)
    faults += [work.finish(at, place), *folders.differences(folders.content(at), new)]
    return [fault for fault in faults if fault]


def after(work: Work, at: Path, old: dict[str, bytes], new: dict[str, bytes]) -> list[str]:
    """What must hold on the full disk: old or new, readable, and nothing half written under any name."""
    faults = folders.neither(folders.content(at), old, new)
    if folders.unfinished(at):
        faults.append("a half-written file takes room")
    return faults + (folders.unreadable(at) if work.on_results else [])


def mounted(
    folder: Path, telling: Telling, *, seconds: float, most: int | None = None, names: Sequence[str] = (), seed: int = 1
) -> None:
    """Each command on disks of each size that is too small."""
    place = course.make(folder)
    at = folder / "at"
    with disk(at):
        chosen = named(everything(place, folder), names)
        for work in chosen:
            resize(at, LARGE)
            each, old, new = rooms(work, at, place)
            faults: list[str] = []
            n_tried = 0
            for size in by_chance(each, seed=seed, most=most, seconds=seconds / len(chosen)):
                n_tried += 1
                faults += [f"{size}: {fault}" for fault in on_a_small_disk(work, at, place, size, old, new)]
            telling.done(f"{work.name}, on a full disk", n_tried, faults, sizes=len(each))


def everything(place: Place, folder: Path) -> list[Work]:
    """All commands that write, and grading with two workers."""
    found = works(place, folder)
    two = replace(found[0], name="grade with two jobs", command=lambda at: [*found[0].command(at)[:-1], "2"])
    return [*found, two]


def made_up(
    folder: Path, telling: Telling, *, seconds: float, most: int | None = None, names: Sequence[str] = (), seed: int = 1
) -> None:
    """The same without a disk: from some number of bytes on every write is told that there is no space left."""
    place = course.make(folder)
    at = folder / "at"
    chosen = named(works(place, folder), names)
    for work in chosen:
        work.before(at)
        old = folders.content(at)
        new = work.whole(at, place)
        n_bytes = sum(map(len, new.values()))
        sizes = list(range(0, n_bytes + PAGE, PAGE // 4))
        faults: list[str] = []
        n_tried = 0
        for size in by_chance(sizes, seed=seed, most=most, seconds=seconds / len(chosen)):
            n_tried += 1
            work.before(at)
            found = fault_of(work, course.run(hooked(work, at, "full", size), place))
            found += after(work, at, old, new)
            found += [work.finish(at, place), *folders.differences(folders.content(at), new)]
            faults += [f"{size} bytes: {fault}" for fault in found if fault]
        telling.done(f"{work.name}, told that the disk is full", n_tried, faults, sizes=len(sizes))


def main() -> None:
    def work(options: Options, telling: Telling) -> None:
        with tempfile.TemporaryDirectory(prefix="full-disk-") as name:
            folder = Path(name)
            folder.chmod(0o755)
            (folder / "a").mkdir()
            (folder / "b").mkdir()
            mounts = may_mount(folder)
            if mounts:
                mounted(folder / "a", telling, seconds=options.seconds, seed=options.seed)
            made_up(folder / "b", telling, seconds=options.seconds, most=5 if mounts else None, seed=options.seed)

    record.main("full_disk", str(__doc__), work)


if __name__ == "__main__":
    main()
