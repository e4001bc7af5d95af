"""Commands that write, each with what must be there before it; what a campaign kills or takes the disk away from."""

from __future__ import annotations

import atexit
import functools
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from campaigns import course, folders, submissions
from campaigns.course import Place
from tests import small_course
from tests.small_course import SCALE, TOTAL

FACTOR = 'Aspect("factor", 4,', 'Aspect("factor", 3,'  # what the new course does otherwise
SHIFT = 'Aspect("shift", 2,', 'Aspect("shift", 3,'
STEPS, VALUES = "b02_steps", ('Aspect("values", 2,', 'Aspect("values", 3,')
KINDS = ("right", "ignores the shift")

One = TypeVar("One")


@dataclass(frozen=True)
class Work:
    """A command that writes below one folder.

    before: lays out the folder. command: for that folder. codes: exit codes of a run that nobody disturbs. on_results:
    the folder is one of results.
    """

    name: str
    before: Callable[[Path], None]
    command: Callable[[Path], list[str]]
    codes: tuple[int, ...] = (0,)
    on_results: bool = True

    def whole(self, folder: Path, place: Place) -> dict[str, bytes]:
        """What the command comes to when nobody disturbs it."""
        self.before(folder)
        self.finish(folder, place)
        return folders.content(folder)

    def finish(self, folder: Path, place: Place) -> str:
        """Run it to its end. Returns: what is wrong with how it ended, or ""."""
        done = course.run(self.command(folder), place)
        if done.returncode in self.codes and "Traceback" not in done.stderr:
            return ""
        return f"{self.name} ended with {done.returncode}: {done.stderr.strip()[-300:]}"


def works(place: Place, scratch: Path) -> list[Work]:
    """Every command that writes what must not be lost: grade, regrade, report, export, requests, build."""
    old, new, graded = scratch / "old", scratch / "new", scratch / "graded"
    for number, kind in enumerate(KINDS):
        scale, total, _ = submissions.HONEST[kind]
        course.hand_in(old, {f"s{number}": submissions.written(place.course, number, scale, total)})
        again = (SCALE, TOTAL) if number == 1 else (scale, total)  # one hands in something else
        course.hand_in(new, {f"s{number}": submissions.written(place.course, number, *again)})
    course.hand_in(old, {"none": b"no notebook"})
    course.hand_in(new, {"none": b"no notebook"})
    other = scratch / "other" / "solutions"
    shutil.copytree(_other_course(), other.parent)
    grade = ["-o", graded, "--course", place.course, "--jobs", "1"]
    begun = place.run("grade", old, *grade)
    if begun.returncode != 1:  # "none" cannot be read
        raise RuntimeError(f"the class that everything begins with cannot be graded: {begun.stderr}")

    def results(folder: Path) -> None:
        emptied(folder)
        shutil.copytree(graded, folder, dirs_exist_ok=True)

    def sources(folder: Path) -> None:
        emptied(folder)
        shutil.copytree(place.course.parent, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        _change(folder / "solutions" / STEPS / "checks.py", VALUES)

    here = ["--course", place.course]
    return [
        Work("grade", emptied, lambda at: place.command("grade", old, "-o", at, *here, "--jobs", 1), (1,)),
        Work("grade again", results, lambda at: place.command("grade", new, "-o", at, *here, "--jobs", 1), (1,)),
        Work("regrade", results, lambda at: place.command("regrade", at, "--course", other, "--jobs", 1)),
        Work("report", results, lambda at: place.command("report", at, *here, "--students", at / "pages")),
        Work("export", results, lambda at: place.command("export", at, "--to", "excel", *here)),
        Work(
            "build",
            sources,
            lambda at: place.command("build", STEPS, "--course", at / "solutions"),
            on_results=False,
        ),
    ]


def named(works: Sequence[Work], names: Sequence[str]) -> list[Work]:
    """Those with these names; all where none is named."""
    return [work for work in works if not names or work.name in names]


def by_chance(items: Sequence[One], *, seed: int, most: int | None, seconds: float) -> Iterator[One]:
    """One after the other in an order of chance, until the time is up.

    Args:
        most: of them; all where it is None.
    """
    until = time.monotonic() + seconds
    for item in random.Random(seed).sample(list(items), len(items))[:most]:
        if time.monotonic() > until:
            return
        yield item


def emptied(folder: Path) -> None:
    """Have an empty folder, which may be where a disk is mounted."""
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


@functools.cache
def _other_course() -> Path:
    """The course as it is changed after grading, built once for all campaigns of this process."""
    folder = Path(tempfile.mkdtemp(prefix="other-course-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    lessons = small_course.write(folder)
    _change(lessons / course.A / "checks.py", FACTOR, SHIFT)
    small_course.forget(lessons)
    small_course.build_all(lessons)
    small_course.forget(lessons)
    return folder


def _change(checks: Path, *changes: tuple[str, str]) -> None:
    text = checks.read_text("utf-8")
    for before, after in changes:
        if before not in text:
            raise RuntimeError(f"the small course no longer says {before}")
        text = text.replace(before, after)
    checks.write_text(text, "utf-8")
