"""What grading costs elsewhere: the same a03 submissions by stock nbgrader, by Otter-Grader and by us, in one run.

Writes results/elsewhere.json and results/elsewhere.md beside this file. Otter-Grader is installed into
build/bench/otter if it is not there; where that fails the rest is measured without it.
"""

import argparse
import contextlib
import functools
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import answers
from bench_grade import LESSON, ROOT, cpu_s, program
from elsewhere import nbgrader, otter
from elsewhere.assignment import Assignment, assignment
from machine import machine, warm_environment
from whole import adopt_orphans

OURS = "autograder grade"
TARGETS = {"nbgrader autograde": 20, "otter run": 60}  # times as dear as ours, a submission
# otter run has no class: it is the same command again and again. Ours starts once, so it takes longest to be seen
N_OURS, N_CLASS, N_OTTER = 200, 20, 6
MANY = """
import sys
from otter.api import grade_submission
for path in sys.argv[1:]:
    grade_submission(path, quiet=True)
"""


Row = dict[str, Any]


def students(n: int, first: str = "student") -> dict[str, str]:
    """Student -> answers, no two alike, every fifth wrong."""
    written = {number: answers.SEVEN_LOOPS if number % 5 else answers.FLIPPED for number in range(1, n + 1)}
    return {f"{first}{number:02}": source.replace("total", f"total_{number}") for number, source in written.items()}


def is_right(student: str) -> bool:
    return int(student[-2:]) % 5 != 0


def measured(tool: str, what: str, n: int, work: Callable[[], None]) -> Row:
    """CPU seconds, children included, and wall time of each of `n` submissions.

    busy_s is what all of the machine did meanwhile: far above cpu_s, something else was running, or escaped the count.
    """
    before, busy, start = cpu_s(), _busy_s(), time.perf_counter()
    work()
    wall = time.perf_counter() - start
    reap()
    cpu = cpu_s() - before
    found = {"cpu_s": cpu / n, "wall_s": wall / n, "busy_s": (_busy_s() - busy) / n}
    return {"tool": tool, "what": what, "submissions": n} | {name: round(value, 4) for name, value in found.items()}


def reap() -> None:
    """Wait for those that were adopted; a second at most."""
    end = time.monotonic() + 1
    with contextlib.suppress(ChildProcessError):
        while time.monotonic() < end:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.01)


def _busy_s() -> float:
    ticks = [int(word) for word in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    return (sum(ticks[:3]) + sum(ticks[5:7])) / 100


def run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed with {done.returncode}: {done.stderr[-2000:]}")


def in_ours(folder: Path, task: Assignment, n: int) -> Iterable[Row]:
    right = {student: source for student, source in students(n).items() if is_right(student)}
    classes = {"a class": students(n), "a class, all right": right, "a class, 2 jobs": students(n), "one": students(1)}
    for what, given in classes.items():
        jobs = "2" if "2 jobs" in what else "1"
        place = folder / f"ours-{what.replace(', ', '-').replace(' ', '-')}"
        for student, source in given.items():
            path = place / "submitted" / student / LESSON / f"{LESSON}.ipynb"
            path.parent.mkdir(parents=True)
            path.write_bytes(answers.notebook(ROOT, LESSON, source))
        words: list[str | Path] = ["grade", place / "submitted", "-o", place / "results", "--jobs", jobs]
        yield measured(OURS, what, len(given), functools.partial(program, words))
        graded = [json.loads(path.read_bytes()) for path in (place / "results").glob(f"*/{LESSON}.json")]
        points = {one["student"]: {item["name"]: item["points"] for item in one["items"]} for one in graded}
        check(points, given, task)


def in_nbgrader(folder: Path, task: Assignment, n: int) -> Iterable[Row]:
    course = nbgrader.course(folder / "nbgrader", task)
    environment = nbgrader.environment(course.folder) | warm()
    for what, given in (("one", students(1, "one")), ("a class", students(n))):
        for student, source in given.items():
            course.hand_in(student, in_first_cell(task, source))
        work = functools.partial(run, course.command(), course.folder, environment)
        yield measured("nbgrader autograde", what, len(given), work)
        check({student: course.points(student) for student in given}, given, task)


def in_otter(folder: Path, task: Assignment, n: int) -> Iterable[Row]:
    course = otter.course(folder / "otter", task)
    environment = otter.environment(course.folder) | warm()
    given = students(n)
    paths = [str(course.hand_in(student, in_first_cell(task, source))) for student, source in given.items()]

    def one_by_one() -> None:
        for student in given:
            run(course.command(student), course.folder, environment)

    yield measured("otter run", "a class", n, one_by_one)
    check({student: course.points(student) for student in given}, given, task)
    program_of_many = [str(otter.PLACE / "bin" / "python"), "-c", MANY, *paths]
    yield measured("otter.api in one process", "a class", n, lambda: run(program_of_many, course.folder, environment))


def warm() -> dict[str, str]:
    """Where bytecode is kept."""
    return {"PYTHONPYCACHEPREFIX": warm_environment()["PYTHONPYCACHEPREFIX"]}


def in_first_cell(task: Assignment, source: str) -> dict[str, str]:
    first = next(iter(task.answers))
    return dict.fromkeys(task.answers, "") | {first: source}


def check(points: dict[str, dict[str, float]], given: Iterable[str], task: Assignment) -> None:
    """Who is right has full marks, who is wrong has not: else what was measured was no grading."""
    whole = {function: sum(one.points for one in task.of(function)) for function in task.answers}
    for student in given:
        assert (points[student] == whole) is is_right(student), f"{student}: {points[student]}"


def least(rows: list[Row], tool: str, what: str) -> Row | None:
    """The better of both orders: noise only ever adds."""
    same = [row for row in rows if (row["tool"], row["what"]) == (tool, what)]
    return min(same, key=lambda row: row["cpu_s"]) | {"wall_s": min(row["wall_s"] for row in same)} if same else None


def as_markdown(found: Row) -> str:
    rows = found["rows"]
    lines = ["# The same submissions elsewhere", "", f"{found['date']}. {found['machine']}. {found['versions']}.", ""]
    lines += [
        f"Load while measuring: {found['load']}. Right answers and, every fifth, wrong ones to a03, all of them "
        "different. Seconds a submission, the better of both orders; CPU with all children. The assertions that "
        "nbgrader and Otter run are the course's public examples and hidden cases.",
        "",
        "| | submissions | CPU | beside ours | wall | a minute |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    names = list(dict.fromkeys((row["tool"], row["what"]) for row in rows))
    ours = {what: least(rows, OURS, what) for what in ("a class", "one")}
    for tool, what in sorted(names, key=lambda name: (name[1] == "one", name[0] != OURS, name[0])):
        row = least(rows, tool, what)
        own = ours["one" if what == "one" else "a class"]
        assert row and own
        times = "" if tool == OURS else f"{row['cpu_s'] / own['cpu_s']:.0f}x"
        wall = "" if what == "one" else f"{60 / row['wall_s']:.0f}"
        name = f"{tool}, {what}"
        lines.append(
            f"| {name} | {row['submissions']} | {row['cpu_s']:.3f} s | {times} | {row['wall_s']:.3f} s | {wall} |"
        )
    lines.append("")
    for tool, wanted in TARGETS.items():
        theirs = least(rows, tool, "a class")
        if theirs and (own := ours["a class"]):
            dearer = {unit: theirs[unit] / own[unit] for unit in ("cpu_s", "wall_s")}
            verdict = _verdict({unit: times >= wanted for unit, times in dearer.items()})
            said = f"{dearer['cpu_s']:.0f}x our CPU, {dearer['wall_s']:.0f}x our time"
            lines += [f"{tool}: {said}; wanted {wanted}x: {verdict}.", ""]
    lines += [f"{found['missing']}", ""] if found["missing"] else []
    return "\n".join(lines)


def _verdict(met: dict[str, bool]) -> str:
    if len(set(met.values())) == 1:
        return "met" if met["cpu_s"] else "**missed**"
    return "met in CPU, **missed** in time" if met["cpu_s"] else "met in time, **missed** in CPU"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller classes")
    quick = parser.parse_args().quick
    adopt_orphans()
    n_ours, n, n_otter = (5, 5, 2) if quick else (N_OURS, N_CLASS, N_OTTER)
    failed = otter.install()
    found = machine(("numpy", "nbgrader")) | {"rows": [], "missing": ""}
    found["versions"] += "" if failed else f", otter-grader {otter.VERSION}"
    found["missing"] = f"Otter-Grader could not be installed ({failed}) and is left out." if failed else ""
    task = assignment(ROOT / "solutions", ROOT / "assignments", LESSON)
    parts = [(in_ours, n_ours), (in_nbgrader, n)] + ([] if failed else [(in_otter, n_otter)])
    program(["grade", "--help"])  # compiles what is not compiled
    for order in (1, 2):
        with tempfile.TemporaryDirectory() as place:
            for part, size in parts:
                for row in part(Path(place), task, size):
                    found["rows"].append(row | {"order": order})
                    print(json.dumps(found["rows"][-1]), flush=True)
        parts.reverse()
    results = Path(__file__).with_name("results")
    (results / "elsewhere.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    (results / "elsewhere.md").write_text(as_markdown(found), "utf-8")
    print(as_markdown(found))


if __name__ == "__main__":
    main()
