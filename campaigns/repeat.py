"""The same class again and again, with one worker and with four, on an idle machine and on a busy one: equal results.

Equal to the byte, durations apart. With --bigger the class bundled in examples/class is graded too.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from campaigns import course, folders, record, submissions
from campaigns.course import Place
from campaigns.record import ROOT, Options, Telling

N_CLASS = 40
WAYS = ((1, False), (4, False), (1, True), (4, True))  # workers, on a busy machine
BUSY = 4


@contextmanager
def busy(n: int) -> Iterator[None]:
    """Processes that do nothing but compute."""
    working = [subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"]) for _ in range(n)]
    try:
        yield
    finally:
        for process in working:
            process.kill()
            process.wait()


def graded(place: Place, submitted: Path, lessons: Path, jobs: int, *, loaded: bool) -> tuple[dict[str, bytes], str]:
    """Grade a class from nothing. Returns: its results without durations; what went wrong, or ""."""
    results = place.folder / "results"
    shutil.rmtree(results, ignore_errors=True)
    words = ["grade", submitted, "-o", results, "--course", lessons, "--no-train", "--jobs", jobs]
    with busy(BUSY if loaded else 0):
        ended = place.run(*words, seconds=3600)
    wrong = ended.returncode not in (0, 1) or "Traceback" in ended.stderr
    return folders.content(results), f"exit code {ended.returncode}: {ended.stderr[-300:]}" if wrong else ""


def repeat(
    name: str, place: Place, submitted: Path, lessons: Path, times: int, telling: Telling, *, ways: int = len(WAYS)
) -> None:
    """Grade one class many times; the first time is what all others must be equal to."""
    wanted, wrong = graded(place, submitted, lessons, 1, loaded=False)
    n_results = sum(1 for path in wanted if not path.startswith("."))
    telling.done(f"{name}, 1 worker: what all others must be", 1, [wrong] if wrong else [], results=n_results)
    for number in range(ways):
        jobs, loaded = WAYS[number]
        faults: list[str] = []
        n = len(range(number, times, ways))
        for _ in range(n):
            found, wrong = graded(place, submitted, lessons, jobs, loaded=loaded)
            faults += [*([wrong] if wrong else []), *folders.differences(found, wanted)]
        where = f"beside {BUSY} busy processes" if loaded else "alone"
        telling.done(f"{name}, {jobs} worker{'s' * (jobs > 1)}, {where}", n, faults)


def made_up(folder: Path, times: int, telling: Telling, *, seed: int, n: int = N_CLASS, ways: int = len(WAYS)) -> None:
    """The made-up class."""
    place = course.make(folder)
    declared = submissions.a_class(place.course, n, hostile_share=0.15, seed=seed, patient=False)
    submitted = submissions.hand_in(folder / "class", declared)
    repeat(f"{n} submissions", place, submitted, place.course, times, telling, ways=ways)


def bundled(folder: Path, times: int, telling: Telling) -> None:
    """The class of examples/class, networks and all, by a copy of the course."""
    place = course.make(folder)
    for name in ("solutions", "assignments"):
        shutil.copytree(ROOT / name, folder / "real" / name, ignore=shutil.ignore_patterns("__pycache__"))
    submitted = ROOT / "examples" / "class" / "submitted"
    n = sum(1 for student in submitted.iterdir() for _ in os.scandir(student))
    repeat(f"examples/class, {n} submissions", place, submitted, folder / "real" / "solutions", times, telling)


def main() -> None:
    def work(options: Options, telling: Telling) -> None:
        with tempfile.TemporaryDirectory(prefix="repeat-") as name:
            folder = Path(name)
            folder.chmod(0o755)
            made_up(folder / "a", options.times, telling, seed=options.seed)
            if options.bigger:
                bundled(folder / "b", options.bigger, telling)

    record.main("repeat", str(__doc__), work, times=20)


if __name__ == "__main__":
    main()
