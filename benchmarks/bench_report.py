"""What the class report of 2,000 students costs: to write, to open, to search and sort; and to find similar code.

    python benchmarks/bench_report.py            the whole, and prints it
    python benchmarks/bench_report.py --keep DIR also leaves the results and the pages there

The students are made up: their mistakes are drawn from the real course's, in the shares that classes have.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from pathlib import Path

from autograder import corpus, lessons
from autograder.records import AspectScore, Item, Result
from autograder.reports import class_report, student_page
from autograder.reports.class_extras import Extras
from autograder.reports.course_text import CourseText
from autograder.similarity import sources
from autograder.similarity.similar import Source, look_alike
from autograder.store import Store

ROOT = Path(__file__).parents[1]
LESSON = "a03_convolution"
N_STUDENTS = 2000
SHARES = {"pass": 55, "mistake": 18, "unnamed": 12, "error": 6, "not_started": 9}  # percent, of each function
MINE = "my_rows", "out", "result", "patch", "value", "canvas"


def a_class(n: int = N_STUDENTS, *, seed: int = 7) -> tuple[list[Result], CourseText]:
    """Results of a made-up class, each wrong answer with numbers of its own, and the course's words."""
    lesson = lessons.lesson(ROOT / "solutions", LESSON)
    checks = corpus.read(lesson.corpus).checks
    draw = random.Random(seed)
    results = []
    for i in range(n):
        items = tuple(_item(facts, draw) for facts in checks.values())
        score, most = sum(item.points for item in items), sum(item.max_points for item in items)
        notes = ("a cell was put back",) if draw.random() < 0.05 else ()
        name = f"{2026_00000 + 37 * i} 학생{i:04}"
        results.append(
            Result(LESSON, name, "graded", score, most, "0.1.0", "0" * 16, items, None, "", notes, "namespaces+seccomp")
        )
    return results, CourseText(titles={LESSON: lessons.titles(lesson)}, facts={LESSON: checks})


def _item(facts, draw: random.Random) -> Item:
    kind = draw.choices(list(SHARES), list(SHARES.values()))[0]
    if kind in ("pass", "not_started"):
        return Item(facts.name, facts.points if kind == "pass" else 0, facts.points, kind)
    mistake = draw.choice(facts.mistakes).name if kind == "mistake" else None
    aspects = {
        one.name: AspectScore(one.points if draw.random() < 0.4 else 0, one.points, 3, 9) for one in facts.aspects
    }
    got = {
        "kind": "raised",
        "error": "IndexError",
        "message": f"index {draw.randrange(9)} is out of bounds",
        "trace": [],
    }
    right = {"kind": "array", "shape": [1, 1, 2, 2], "dtype": "float64", "data": [1.0, 2.0, 3.0, 4.0]}
    if kind != "error":
        got = right | {"data": [draw.randrange(6) * 1.0 for _ in range(4)]}
    example = {"aspect": "values", "difference": "values" if kind != "error" else "raised", "call": f"{facts.name}(x)"}
    example |= {"arguments": [{"name": "x", "value": right}], "expected": right, "got": got, "at": None, "cell": None}
    points = min(facts.points, sum(score.points for score in aspects.values()))
    status = "error" if kind == "error" else "partial" if points else "wrong"
    return Item(facts.name, points, facts.points, status, "", aspects, mistake, example | {"shrunk": True})


def answers(n: int, *, seed: int = 7) -> list[Source]:
    """The lesson's own answers and the bundled class's, with other names: what n students may have written."""
    task = sources.tasks_of([LESSON], ROOT / "solutions", ROOT / "assignments")
    from autograder.intake.find import find

    with tempfile.TemporaryDirectory() as kept:
        found = find([ROOT / "examples/class/submitted"], LESSON)
        real, _ = sources.sources(found, task, Path(kept), n_workers=2)
    draw, by_function = random.Random(seed), {}
    for one in real:
        by_function.setdefault(one.function, []).append(one.code)
    made = []
    for i in range(n):
        for function, codes in by_function.items():
            code = draw.choice(codes)
            for name in MINE:
                code = code.replace(name, f"{name}_{i}")
            extra = "".join(
                f"\n    note_{k} = {draw.randrange(99)} + x.ndim * {draw.randrange(99)}"
                for k in range(draw.randrange(6))
            )
            made.append(Source(f"s{i:04}", LESSON, function, f"{code}\n    # {i}{extra}"))
    return made


def timed(what: str, call):
    start = time.perf_counter()
    value = call()
    print(f"{what:<46}{time.perf_counter() - start:8.2f} s")
    return value


IN_THE_PAGE = """() => {
    const find = document.querySelector("#find"), took = {};
    const once = (name, act) => {
        const start = performance.now();
        act();
        document.body.offsetHeight;  // laid out
        took[name] = performance.now() - start;
    };
    for (const text of ["학생1234", "relu", "ignores", ""])
        once("search, " + (text || "nothing"), () => { find.value = text; find.oninput(); });
    for (const button of document.querySelectorAll("#rows thead button"))
        once("sort, " + button.innerText, () => button.click());
    once("a mistake", () => document.querySelector("[data-list] [data-g]").click());
    once("show all", () => document.querySelector("#clear").click());
    once("open cards", () => document.querySelector("#rows tbody button").click());
    return {took, nodes: document.querySelectorAll("*").length};
}"""


def in_a_browser(page: Path) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        opened = []
        for _ in range(3):
            tab = browser.new_page(viewport={"width": 1280, "height": 900})
            tab.goto(page.as_uri())
            opened.append(tab.evaluate("performance.getEntriesByType('navigation')[0].domComplete"))
            seen = tab.evaluate(IN_THE_PAGE)
            tab.close()
        browser.close()
    print(f"{'open, until complete':<46}{statistics.median(opened) / 1000:8.2f} s")
    for what, ms in seen["took"].items():
        print(f"{what:<46}{ms:8.0f} ms")
    print(f"{'elements':<46}{seen['nodes']:8}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--students", type=int, default=N_STUDENTS)
    asked.add_argument("--keep", type=Path)
    args = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.keep or Path(scratch)
        results, course = a_class(args.students)
        store = Store(folder / "results")
        timed(f"store {len(results)} results", lambda: [store.keep(result) for result in results])
        found = timed("read them", lambda: list(store.results()))
        pages = student_page.addresses(found, folder / "students", folder / "report.html")
        page = timed("class report", lambda: class_report.render(found, course, "en", extras=Extras(pages=pages)))
        (folder / "report.html").write_text(page, "utf-8")
        print(f"{'its size':<46}{os.path.getsize(folder / 'report.html') / 1e6:8.1f} MB")
        timed("100 students' pages", lambda: [student_page.render(one, course, "en") for one in found[:100]])
        in_a_browser(folder / "report.html")
        written = answers(args.students)
        task = sources.tasks_of([LESSON], ROOT / "solutions", ROOT / "assignments")
        alike = timed(f"compare {len(written)} answers", lambda: look_alike(written, sources.starters(task)))
        print(f"{'pairs that look alike':<46}{len(alike.pairs) + alike.n_more:8}")


if __name__ == "__main__":
    main()
