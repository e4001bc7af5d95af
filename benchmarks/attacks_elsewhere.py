"""The same attacks elsewhere: handed to stock nbgrader, to `otter run` and to us, each in a jail, and what came of it.

    python -m benchmarks.attacks_elsewhere                      both parts, half an hour; writes results/
    python -m benchmarks.attacks_elsewhere --goals all          the goals only; or some, by name
    python -m benchmarks.attacks_elsewhere --collection all     the collection only; or some kinds of it

Two parts: goals, each in the natural form for each tool (elsewhere/goals.py), and the collection of tests/attacks as it
is, but for forged frames of our own protocol, which mean nothing to others. Writes results/attacks_elsewhere.json and
.md. docs/security.md shows them; they are frozen, because nothing hostile should run whenever somebody builds the site.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from pathlib import Path

from benchmarks.elsewhere import jail, otter
from benchmarks.elsewhere.assignment import assignment
from benchmarks.elsewhere.goals import GOALS
from benchmarks.elsewhere.table import KINDS, TOOLS, Row, as_markdown, tables
from benchmarks.elsewhere.trials import LESSON, place, templates, try_attack, try_goal, try_ours
from benchmarks.machine import machine
from tests import small_course
from tests.attacks import answers, bombs, host, loot, patches

RESULTS = Path(__file__).with_name("results")
COLLECTION = dict(zip(KINDS, (answers, patches, loot, host, bombs), strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--goals", nargs="+", help="names of goals, or all")
    parser.add_argument("--collection", nargs="+", help=f"{', '.join(COLLECTION)}, or all")
    asked = parser.parse_args()
    if problem := otter.install():
        raise SystemExit(f"Otter-Grader could not be installed: {problem}")
    both = ["all"] if asked.goals is asked.collection is None else []
    goals = [goal for goal in GOALS if {"all", goal.name} & {*both, *(asked.goals or ())}]
    kinds = [kind for kind in COLLECTION if {"all", kind} & {*both, *(asked.collection or ())}]
    found: Row = {"goals": [], "collection": []}
    with tempfile.TemporaryDirectory(prefix="attacks-") as name:
        folder = Path(name)
        os.chmod(folder, 0o755)
        jail.holds(folder / "jail")
        lessons = small_course.write(folder / "small")
        small_course.build_all(lessons)
        task = assignment(lessons, lessons.parent / "assignments", LESSON)
        ready = templates(folder / "ready", task)
        for goal in goals:
            for tool, template in ready.items():
                where = place(folder / f"{goal.name}-{tool}", tool, template, task)
                found["goals"].append(try_goal(goal, tool, where))
                tell(found["goals"][-1])
            found["goals"] += try_ours([goal], folder / f"{goal.name}-ours", lessons)
            tell(found["goals"][-1])
        for kind, attack in ((one, attack) for one in kinds for attack in COLLECTION[one].ATTACKS):
            for tool, template in ready.items():
                where = place(folder / f"{kind}-{attack.name}-{tool}", tool, template, task)
                found["collection"].append(try_attack(kind, attack, tool, where))
                tell(found["collection"][-1])
                shutil.rmtree(where.folder, ignore_errors=True)  # a hostile tree may be deeper than anybody can go
    whole = written(found)
    print("\n".join(tables(whole)))


def written(found: Row) -> Row:
    """Put what was found into the results, in the place of what was known of the same attacks."""
    path = RESULTS / "attacks_elsewhere.json"
    known: Row = json.loads(path.read_text()) if path.is_file() else {"goals": [], "collection": []}
    head = machine(("nbgrader",))
    head["versions"] += f", otter-grader {otter.VERSION}"
    orders = {
        "goals": ("goal", [goal.name for goal in GOALS]),
        "collection": ("attack", [attack.name for module in COLLECTION.values() for attack in module.ATTACKS]),
    }
    for part, (key, order) in orders.items():
        names = {row[key] for row in found[part]}
        rows = [row for row in known[part] if row[key] not in names and row[key] in order] + found[part]
        head[part] = sorted(rows, key=lambda row: (order.index(row[key]), list(TOOLS).index(row["tool"])))
    path.write_text(json.dumps(head, indent=1) + "\n", "utf-8")
    path.with_suffix(".md").write_text(as_markdown(head), "utf-8")
    return head


def tell(row: Row) -> None:
    print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
