"""What grading networks costs: classes of 100 different submissions of Keras models, compared as graphs, not trained.

Writes results/models.json and results/models.md beside this file.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import answers
from bench_grade import ROOT, program, taken
from machine import machine

TARGET_S = 30.0  # for 100 on 2 cores
N_CLASS = 100
SLIPS = {  # what every fifth student wrote otherwise, each with a number of his own
    "a10_lenet_to_vgg": ("layers.Dense(84,", "layers.Dense(84 + {number},"),
    "a11_inception_resnet": ("layers.Conv2D(128, 1,", "layers.Conv2D(128 + {number}, 1,"),
}


def submission(lesson: str, number: int) -> bytes:
    """The lesson's own answers with a line of the student's; every fifth builds another network."""
    text = answers.own(ROOT, lesson).decode()
    right, wrong = SLIPS[lesson]
    assert right in text, f"{lesson} no longer says {right}"
    if number % 5 == 0:
        text = text.replace(right, wrong.format(number=number + 1))
    return text.replace("import keras", f"import keras\\nSTUDENT = {number}", 1).encode()


def a_class(folder: Path, lesson: str, n: int, jobs: int) -> dict[str, Any]:
    """From the command to the last result on the disk."""
    submitted, results = folder / lesson / "submitted", folder / lesson / "results"
    for number in range(n):
        path = submitted / f"student{number:03}" / lesson / f"{lesson}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(submission(lesson, number))
    words = ["grade", submitted, "-o", results, "--no-train", "--jobs", str(jobs)]
    work: Callable[[], None] = lambda: program(words)  # noqa: E731
    wall = taken(work, time.perf_counter)
    graded = [json.loads(path.read_bytes()) for path in results.glob("student*/*.json")]
    assert [result["status"] for result in graded] == ["graded"] * n
    full = sum(result["score"] == result["max_score"] for result in graded)
    assert full == n - len(range(0, n, 5)), f"{full} of {n} are right"
    return {"submissions": n, "jobs": jobs, "wall_s": round(wall, 1), "each_ms": round(1000 * wall / n)}


def as_markdown(found: dict[str, Any]) -> str:
    lines = ["# What grading networks costs", "", f"{found['date']}. {found['machine']}. {found['versions']}.", ""]
    lines += [
        f"Load while measuring: {found['load']}. Wall time from the command to the last result, import of Keras and "
        f"all; every submission is different, and every fifth builds a wrong network. Target: {TARGET_S:g} s for "
        f"{N_CLASS} on 2 cores.",
        "",
        "| a class of | networks each | submissions | jobs | wall | each | |",
        "|---|--:|--:|--:|--:|--:|---|",
    ]
    for row in found["classes"]:
        reached = "met" if row["wall_s"] <= TARGET_S * row["submissions"] / N_CLASS else "**missed**"
        lines.append(
            f"| {row['lesson']} | {row['networks']} | {row['submissions']} | {row['jobs']} | {row['wall_s']} s | "
            f"{row['each_ms']} ms | {reached} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    from autograder import corpus, lessons

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a class of ten")
    n = 10 if parser.parse_args().quick else N_CLASS
    found = machine() | {"classes": []}
    with tempfile.TemporaryDirectory() as place:
        for lesson in SLIPS:
            checks = corpus.read(lessons.lesson(ROOT / "solutions", lesson).corpus).checks
            networks = sum(len(facts.cases) for facts in checks.values())
            found["classes"].append({"lesson": lesson, "networks": networks} | a_class(Path(place), lesson, n, 2))
    results = Path(__file__).with_name("results")
    (results / "models.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    (results / "models.md").write_text(as_markdown(found), "utf-8")
    print(as_markdown(found))


if __name__ == "__main__":
    main()
