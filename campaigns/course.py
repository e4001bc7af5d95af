"""The course and the engine that a campaign works with: made-up, small, and the same until it ends."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from campaigns.record import ROOT
from tests import small_course

A = "b01_scale"
FULL = 12.0


@dataclass(frozen=True)
class Place:
    """A scratch folder with a copy of the engine and a built course; what is edited meanwhile changes nothing.

    temporary: where commands put temporary files; empty in between.
    """

    folder: Path

    @property
    def course(self) -> Path:
        return self.folder / "course" / "solutions"

    @property
    def release(self) -> Path:
        return self.folder / "course" / "assignments"

    @property
    def temporary(self) -> Path:
        return self.folder / "tmp"

    @property
    def environment(self) -> dict[str, str]:
        """For commands: nothing of the user's, and nothing of theirs outside of this folder."""
        return {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "CNNKIT_LANG": "en",
            "PYTHONPATH": str(self.folder / "engine"),
            "TMPDIR": str(self.temporary),
            "HOME": str(self.folder / "home"),
        }

    def command(self, *words: object) -> list[str]:
        return [sys.executable, "-m", "autograder", *map(str, words)]

    def run(self, *words: object, seconds: float = 600.0) -> subprocess.CompletedProcess[str]:
        return run(self.command(*words), self, seconds=seconds)


def run(command: Sequence[str], place: Place, *, seconds: float = 600.0) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, in a folder of nobody's."""
    return subprocess.run(
        command,
        env=place.environment,
        cwd=place.folder / "cwd",
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=seconds,
        check=False,
    )


def make(folder: Path) -> Place:
    """Lay out a scratch folder. It must be for others to enter: boxes have a user of their own."""
    place = Place(folder)
    for name in ("tmp", "home", "cwd"):
        (folder / name).mkdir(parents=True)
    no_bytecode = shutil.ignore_patterns("__pycache__")
    for package in ("autograder", "campaigns"):
        shutil.copytree(ROOT / package, folder / "engine" / package, ignore=no_bytecode)
    shutil.copytree(_built(), folder / "course", ignore=no_bytecode)
    return place


@functools.cache
def _built() -> Path:
    """The course, built once for all campaigns of this process."""
    folder = Path(tempfile.mkdtemp(prefix="small-course-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    lessons = small_course.write(folder)
    small_course.forget(lessons)
    small_course.build_all(lessons)
    small_course.forget(lessons)
    return folder


def hand_in(folder: Path, students: Mapping[str, bytes], *, suffix: str = ".ipynb") -> Path:
    """Put files where nbgrader collects them; a name that no file system takes is refused by it, not by us."""
    for student, data in students.items():
        path = folder / student / A / f"{A}{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
