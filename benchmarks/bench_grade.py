"""What grading costs: one right and one wrong a03 as a whole process and in a running grader, check(), classes.

Writes results/grade.json and results/grade.md beside this file.
"""

import argparse
import contextlib
import functools
import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import answers
from machine import machine, warm_environment

ROOT = Path(__file__).parents[1]
LESSON = "a03_convolution"
CLASS_S = 60.0  # for the largest, with two workers
CLASSES = (10, 100, 1000)  # submissions
PER_SAMPLE = 10  # submissions: a running process tells its time in hundredths of a second
TARGETS = {
    "grade, right, seven loops": 0.35,
    "grade, right, the lesson's own answer": 0.35,
    "grade, wrong, a mistake with a name": 2.0,
    "grade, wrong, a mistake without a name": 2.0,
    "one more, right, seven loops": 0.05,
    "one more, right, the lesson's own answer": 0.05,
    "one more, wrong, a mistake with a name": 2.0,
    "one more, wrong, a mistake without a name": 2.0,
    "--help, wall": 0.2,
    "check(), right, card": 0.05,
    "check(), wrong, card": 0.05,
}


def cpu_s() -> float:
    """User and system time of this process and of all below it, those that have ended and those that still run."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used) + _of_those_that_run()


def _of_those_that_run() -> float:
    stats = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has just ended
            fields = file.read_text().rpartition(")")[2].split()
            stats[int(file.parent.name)] = int(fields[1]), sum(map(int, fields[11:15]))
    below = {os.getpid()}
    while more := {pid for pid, (parent, _) in stats.items() if parent in below} - below:
        below |= more
    return sum(stats[pid][1] for pid in below - {os.getpid()}) / os.sysconf("SC_CLK_TCK")


def taken(work: Callable[[], object], clock: Callable[[], float]) -> float:
    before = clock()
    work()
    return clock() - before


def several(
    work: Callable[[], object], n: int, *, clock: Callable[[], float] = cpu_s, at_once: int = 1
) -> dict[str, float]:
    """The least and the median of `n` runs, in seconds; each of the mean of some at once."""

    def some() -> None:
        for _ in range(at_once):
            work()

    times = [taken(some, clock) / at_once for _ in range(n)]
    return {"least": round(min(times), 4), "median": round(statistics.median(times), 4), "runs": n}


def program(words: Sequence[str | Path]) -> None:
    """Run the command line as a user would; what is wrong with the submission is no failure."""
    command = [Path(sys.executable).with_name("autograder"), *words]
    done = subprocess.run(command, cwd=ROOT, env=warm_environment(), stdout=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(map(str, command))} failed with {done.returncode}")


def whole_process(notebooks: dict[str, bytes], folder: Path, n: int) -> dict[str, dict[str, float]]:
    """`autograder grade` from the start of Python to the last byte of JSON."""
    found = {}
    for name, data in notebooks.items():
        path = folder / f"{LESSON}.ipynb"
        path.write_bytes(data)
        words = ["grade", path, "-a", LESSON, "--format", "json"]
        found[f"grade, {name}"] = several(functools.partial(program, words), n)
    found["--help"] = several(lambda: program(["--help"]), n)
    found["--help, wall"] = several(lambda: program(["--help"]), n, clock=time.perf_counter)
    return found


def in_a_running_grader(notebooks: dict[str, bytes], folder: Path, n: int) -> dict[str, dict[str, float]]:
    """What one more submission costs a grader that runs already, from the file to its JSON, in a box of its own."""
    from autograder import pipeline
    from autograder.intake.find import find
    from autograder.pipeline import Settings
    from autograder.reports import as_json
    from autograder.store import Store

    task = pipeline.assignment(ROOT / "solutions", ROOT / "assignments", LESSON)
    path = folder / f"{LESSON}.ipynb"
    found = {}
    for name, data in notebooks.items():
        path.write_bytes(data)

        def one_more() -> None:
            [submission] = find([path], LESSON, known=[LESSON])
            as_json.to_json(pipeline.grade(submission, task, Settings(), Store(None)))

        for _ in range(3):  # the first box of a process is started, the second brings the template
            one_more()
        found[f"one more, {name}"] = several(one_more, n, at_once=PER_SAMPLE)
    return found


def checks(n: int) -> dict[str, dict[str, float]]:
    """`check(conv2d)` in a kernel that runs already, from the call to the verdict as text and as a card."""
    from cnnkit import checking

    os.chdir(ROOT / "assignments" / "en" / LESSON)
    found = {}
    for name, source in {"right": answers.SEVEN_LOOPS, "wrong": answers.FLIPPED}.items():
        names: dict[str, Any] = {}
        exec(source, names)
        for form in ("text", "card"):

            def look(names: dict[str, Any] = names) -> None:
                with contextlib.redirect_stdout(io.StringIO()):
                    checking.check(names["conv2d"])

            shown = checking._in_notebook, checking._display
            if form == "card":
                checking._in_notebook, checking._display = (lambda: True), (lambda html, text: None)
            look()
            found[f"check(), {name}, {form}"] = several(look, n, clock=time.perf_counter)
            checking._in_notebook, checking._display = shown
    os.chdir(ROOT)
    return found


def hand_in(folder: Path, n: int) -> None:
    """A class of distinct answers, four fifths of them right, the others wrong in mixed ways."""
    wrong = list(answers.WRONG.values())
    for number in range(n):
        source = answers.SEVEN_LOOPS if number % 5 else wrong[number // 5 % len(wrong)]
        path = folder / f"student{number:04}" / LESSON / f"{LESSON}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(answers.notebook(ROOT, LESSON, f"{source}\n# by student {number}"))


def a_class(submitted: Path, results: Path, n: int, n_jobs: int) -> dict[str, float]:
    """From the command to the last result on the disk, with every process that it starts."""
    helper = [sys.executable, Path(__file__).with_name("whole.py")]
    words = ["grade", submitted, "-o", results, "--jobs", str(n_jobs), "--no-train", "--lang", "en"]
    command = [*helper, Path(sys.executable).with_name("autograder"), *words]
    done = subprocess.run(command, cwd=ROOT, env=warm_environment(), stdout=subprocess.PIPE, check=True)
    took = json.loads(done.stdout)
    graded = [json.loads(path.read_bytes())["status"] for path in results.glob("student*/*.json")]
    assert took["code"] == 0 and graded == ["graded"] * n, (took, len(graded))
    cpu_ms = 1000 * took["cpu_s"] / n
    return {"wall_s": took["wall_s"], "cpu_ms_each": round(cpu_ms, 1), "peak_mb": took["peak_mb"]}


def classes(folder: Path, sizes: Sequence[int]) -> list[dict[str, float]]:
    """Every size with one worker and with two."""
    rows = []
    for n in sizes:
        hand_in(submitted := folder / f"submitted{n}", n)
        for jobs in (1, 2):
            took = a_class(submitted, folder / f"results{n}-{jobs}", n, jobs)
            rows.append({"submissions": n, "jobs": jobs, **took, "per_minute": round(60 * n / took["wall_s"])})
    return rows


def as_markdown(found: dict[str, Any]) -> str:
    lines = ["# What grading costs", "", f"{found['date']}. {found['machine']}. {found['versions']}.", ""]
    lines += [f"Load while measuring: {found['load']}. CPU seconds unless it says wall; see ../README.md.", ""]
    lines += ["| | least | median | runs | target | |", "|---|--:|--:|--:|--:|---|"]
    for name, row in found["seconds"].items():
        unit, factor = ("ms", 1000) if name.startswith("check()") else ("s", 1)
        target = TARGETS.get(name)
        least, median = (f"{row[key] * factor:.3g} {unit}" for key in ("least", "median"))
        verdict = "" if target is None else "met" if row["least"] <= target else "**missed**"
        wanted = "" if target is None else f"{target * factor:g} {unit}"
        lines.append(f"| {name} | {least} | {median} | {row['runs']} | {wanted} | {verdict} |")
    lines += ["", "Classes of distinct answers, four fifths of them right, from the command to the last result:", ""]
    lines += ["| submissions | workers | wall | CPU each | largest process | a minute |", "|--:|--:|--:|--:|--:|--:|"]
    for row in found["classes"]:
        took = f"{row['wall_s']:.1f} s | {row['cpu_ms_each']:.0f} ms | {row['peak_mb']} MB | {row['per_minute']}"
        lines.append(f"| {row['submissions']} | {row['jobs']} | {took} |")
    largest = found["classes"][-1]
    if largest["submissions"] == max(CLASSES):
        verdict = "met" if largest["wall_s"] <= CLASS_S else "**missed**"
        lines += ["", f"Target for {largest['submissions']} with two workers: {CLASS_S:g} s: {verdict}."]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, no class of a thousand")
    quick = parser.parse_args().quick
    n = 3 if quick else 10
    notebooks = {name: answers.notebook(ROOT, LESSON, source) for name, source in answers.ANSWERS.items()}
    notebooks["right, the lesson's own answer"] = answers.own(ROOT, LESSON)
    found = machine()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        program(["grade", "--help"])  # compiles what is not compiled
        found["seconds"] = whole_process(notebooks, folder, n)
        found["seconds"] |= in_a_running_grader(notebooks, folder, n)
        found["seconds"] |= checks(5 * n)
        found["classes"] = classes(folder, CLASSES[:-1] if quick else CLASSES)
    results = Path(__file__).with_name("results")
    results.mkdir(exist_ok=True)
    (results / "grade.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    (results / "grade.md").write_text(as_markdown(found), "utf-8")
    print(as_markdown(found))


if __name__ == "__main__":
    main()
