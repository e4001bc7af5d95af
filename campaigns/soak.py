"""A thousand submissions, one in seven hostile: every verdict as declared, nothing grows, nothing is left behind."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

from autograder import fleet
from autograder.errors import GraderError
from autograder.intake.find import find
from autograder.jobs import Job
from autograder.pipeline import Settings
from autograder.records import Result
from autograder.sandbox.session import Limits
from autograder.store import Store
from benchmarks import processes
from benchmarks.processes import Held
from campaigns import course, record, submissions
from campaigns.record import Options, Telling
from campaigns.submissions import Declared

LIMITS = Limits(read_s=20, load_s=4, call_s=2, total_s=20)  # on a machine that does other work too
HOSTILE = 0.15
SAMPLES = 20  # of what the grader holds, over a run
MOST_MEGABYTES = 12.0  # that a straight line through the samples may rise by; a leak of 16 kB each would be 16 MB


def grow(samples: list[Held]) -> list[str]:
    """What rose over a run. The first third is left out: that is when everything is loaded."""
    later = samples[len(samples) // 3 :]
    if len(later) < 3:
        return []
    faults = []
    rise = _slope([one.megabytes for one in later]) * SAMPLES
    if rise > MOST_MEGABYTES:
        faults.append(f"memory rises by {rise:.1f} MB over the run")
    for name in ("descriptors", "processes", "temporary", "mounts", "cgroups"):
        values = [getattr(one, name) for one in later]
        half = len(values) // 2
        if min(values[half:]) > max(values[:half]):  # a box more or less comes and goes
            faults.append(f"{name} rise from {values[:half]} to {values[half:]}")
    return faults


def _slope(values: list[float]) -> float:
    """Of a straight line through values at 0, 1, 2, ... by least squares."""
    mean_x, mean_y = (len(values) - 1) / 2, sum(values) / len(values)
    spread = sum((x - mean_x) ** 2 for x in range(len(values)))
    return sum((x - mean_x) * (y - mean_y) for x, y in enumerate(values)) / spread


def graded(
    declared: list[Declared], place: course.Place, folder: Path, *, n_workers: int
) -> tuple[dict[str, Result | GraderError], list[Held]]:
    """Grade a class as the command line does, in a process of its own, which then ends.

    Returns: what came of each student, and samples of what the grader holds.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_graded, declared, place, folder, n_workers=n_workers).result()


def _graded(
    declared: list[Declared], place: course.Place, folder: Path, *, n_workers: int
) -> tuple[dict[str, Result | GraderError], list[Held]]:
    os.environ["TMPDIR"] = str(place.temporary)
    submitted = submissions.hand_in(folder / "submitted", declared)
    jobs = [
        Job(one, place.course, place.release, Settings(limits=LIMITS, language="en"), folder / "results")
        for one in find([submitted], course.A, known=(course.A, "b02_steps"))
    ]
    outcomes: dict[str, Result | GraderError] = {}
    samples: list[Held] = []
    for job, outcome in fleet.grade_all(jobs, n_workers=n_workers):
        outcomes[Path(job.submission.path).parent.parent.name] = outcome
        if len(outcomes) % max(1, len(jobs) // SAMPLES) == 0:
            samples.append(processes.held(place.temporary))
    return outcomes, samples


def wrong(declared: list[Declared], outcomes: dict[str, Result | GraderError], results: Path) -> list[str]:
    """Verdicts that are not the declared ones, here or on the disk."""
    faults = []
    kept = {result.student: result for result in Store(results).results()}
    for one in declared:
        outcome = outcomes.get(one.student)
        if isinstance(outcome, GraderError):
            faults.append(f"{one.kind} {one.student!a:.60}: {outcome}")
        elif fault := one.fault(outcome):
            faults.append(fault)
        elif outcome is not None and kept.get(outcome.student) != outcome:
            faults.append(f"{one.kind} {one.student!a:.60} was stored otherwise than it was graded")
    return faults


def strangers() -> set[str]:
    """What lies in /tmp and is a grader's or a box's."""
    found = set()
    with os.scandir("/tmp") as scan:
        for entry in scan:
            try:
                boxes = entry.stat(follow_symlinks=False).st_uid == 60001
            except OSError:
                continue
            if boxes or entry.name.startswith(("autograder-", ".writing-", "cnnkit-was-here")):
                found.add(entry.name)
    return found


def run(folder: Path, n: int, telling: Telling, *, seed: int, patient: bool = True) -> None:
    """Grade half of a class in this process and half of it with two workers."""
    place = course.make(folder)
    before, known, each = strangers(), tuple(processes.below()), n // 2
    for number, n_workers in enumerate((1, 2)):
        declared = submissions.a_class(
            place.course,
            each,
            hostile_share=HOSTILE,
            seed=seed + number,
            patient=patient,
            attacks_before=number * round(each * HOSTILE),
        )
        if number and patient:
            declared += submissions.hostile_names(place.course)
        where = folder / f"jobs-{n_workers}"
        with processes.orphans_come_to_us():
            outcomes, samples = graded(declared, place, where, n_workers=n_workers)
            took, left = processes.gone_after(most_s=5.0, known=known)
        faults = wrong(declared, outcomes, where / "results") + grow(samples)
        faults += [f"left running: {line[:200]}" for line in left.values()]
        faults += [f"left in the temporary folder: {path.name}" for path in place.temporary.iterdir()]
        kinds = Counter(one.kind.split()[0] in ("attack", "file") for one in declared)
        counts = {"hostile": kinds[True], "last process gone after": f"{1000 * took:.0f} ms"}
        if samples:
            for name, first in asdict(samples[min(1, len(samples) - 1)]).items():
                counts[name] = f"{first:.4g}→{getattr(samples[-1], name):.4g}"
        telling.done(f"{n_workers} job{'s' * (n_workers > 1)}", len(declared), faults, **counts)
    faults = [f"new in /tmp: {name!a}" for name in sorted(strangers() - before)]
    telling.done("what is left in /tmp", 1, faults)


def main() -> None:
    def work(options: Options, telling: Telling) -> None:
        with tempfile.TemporaryDirectory(prefix="soak-") as folder:
            Path(folder).chmod(0o755)
            run(Path(folder), options.times, telling, seed=options.seed)

    record.main("soak", str(__doc__), work, times=1000)


if __name__ == "__main__":
    from campaigns import soak  # a worker knows its functions by this name

    soak.main()
