"""Then: one attack in one tool, in a course of its own within a jail, and in one word what came of it."""

from __future__ import annotations

import dataclasses
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks import processes
from benchmarks.elsewhere import jail, nbgrader, otter
from benchmarks.elsewhere.assignment import Assignment, filled
from benchmarks.elsewhere.goals import PORT, Goal
from benchmarks.elsewhere.table import LIMIT_S, SHORT_S
from benchmarks.machine import warm_environment
from benchmarks.whole import adopt_orphans
from tests.attacks.attack import RIGHT, Attack

ROOT = Path(__file__).parents[2]
LESSON = "b01_scale"
HONEST = f"{RIGHT}\nscale = right"
SECRETS = {"LMS_TOKEN": "token"}
KEPT = ("PATH", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")

BESIDE = ("other", "next", "ran")  # facts that only show when somebody else is graded next

Row = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Place:
    """A folder for one attack: course/ and home/ as its grader will see them."""

    folder: Path
    course: nbgrader.Course | otter.Course

    @property
    def home(self) -> Path:
        return self.folder / "home"


def place(folder: Path, tool: str, template: Path, task: Assignment) -> Place:
    """A copy of a course that is ready to grade, and the home of an instructor."""
    course = folder / "course"
    folder.mkdir(parents=True)
    subprocess.run(["cp", "-R", template, course], check=True)
    (folder / "home" / ".ssh").mkdir(parents=True)
    (folder / "home" / ".ssh" / "id_ed25519").write_text("key")
    (folder / "home" / ".bashrc").write_text("")
    module = {"nbgrader": nbgrader, "otter": otter}[tool]
    return Place(folder, module.Course(course, task, (template / "released.ipynb").read_bytes()))


def grade(where: Place, students: Iterable[str], limit_s: float) -> jail.Ran:
    """Grade one student after the other, each by a command of its own."""
    course = where.course
    if isinstance(course, nbgrader.Course):
        commands = [[*course.command(), "--student", student] for student in students]
        environment, see = nbgrader.environment(Path(jail.COURSE)), [Path(sys.prefix)]
    else:
        commands = [course.command(student) for student in students]
        environment, see = otter.environment(Path(jail.COURSE)), [otter.PLACE]
    kept = {name: environment[name] for name in KEPT if name in environment} | warm() | SECRETS | {"LANG": "C.UTF-8"}
    return jail.run(where.folder, commands, kept, limit_s=limit_s, see=[*see, Path(warm()["PYTHONPYCACHEPREFIX"])])


def warm() -> dict[str, str]:
    """Where bytecode is, compiled by honest runs outside; in the jail it can only be read."""
    return {"PYTHONPYCACHEPREFIX": warm_environment()["PYTHONPYCACHEPREFIX"]}


# --- goals ------------------------------------------------------------------------------------------------------------


def try_goal(goal: Goal, tool: str, where: Place) -> Row:
    """Hand it in, beside an honest student who is graded next where that matters, and look at what is left."""
    path = where.course.hand_in("attacker", {"scale": goal.source(tool), "total": "total = sum"})
    if goal.edit:
        notebook = json.loads(path.read_bytes())
        goal.edit(notebook)
        path.write_text(json.dumps(notebook))
    where.course.hand_in("zoe", {"scale": HONEST, "total": "total = sum"})
    students = ("attacker", "zoe") if goal.shows in BESIDE else ("attacker",)
    ran = grade(where, students, LIMIT_S)
    other = points(where, "zoe") if "zoe" in students else None
    return row(goal, tool, points(where, "attacker"), other, seen(where.home, ran))


def points(where: Place, student: str) -> dict[str, float]:
    try:
        return where.course.points(student)
    except (OSError, ValueError, LookupError, nbgrader.sqlite3.Error):
        return {}


def seen(home: Path, ran: jail.Ran) -> dict[str, bool]:
    """What is to be seen from outside."""
    return {
        "ran": (home / "ran").exists(),
        "next": (home / "next").exists(),
        "host": (home / ".bashrc").read_text() != "",
        "heard": ran.heard,
        "left": ran.left > 0,
        "killed": ran.codes[0] is not None and ran.codes[0] < 0,
        "endless": ran.codes[0] is None,
    }


def row(goal: Goal, tool: str, own: dict[str, float], other: dict[str, float] | None, facts: dict[str, bool]) -> Row:
    """Whether the goal was reached, and what else is known. other: of the honest student, where one was graded."""
    honest = None if other is None else sum(other.values())
    stopped = facts["killed"] or facts["endless"] or not own
    reached = {
        "points": own.get("scale", 0) > 0,
        "other": honest is not None and honest < 12,
        "stopped": stopped,
        **{name: facts[name] for name in ("ran", "next", "host", "heard", "left")},
    }[goal.shows]
    return {
        "goal": goal.name, "aim": goal.aim, "tool": tool, "reached": reached, "points": own.get("scale"),
        "total": own.get("total"), "other": honest, "stopped": stopped, **facts,
    }  # fmt: skip


def try_ours(goals: Iterable[Goal], folder: Path, lessons: Path) -> Iterator[Row]:
    """The same by us, outside of the jail: the box is what is tried. One class with one honest student."""
    home, submitted, results = folder / "home", folder / "submitted", folder / "results"
    (home / ".ssh").mkdir(parents=True)
    (home / ".ssh" / "id_ed25519").write_text("key")
    released = (lessons.parent / "assignments" / "en" / LESSON / f"{LESSON}.ipynb").read_bytes()
    for goal in goals:
        (home / ".bashrc").write_text("")
        for student, source in {"attacker": goal.source("ours"), "zoe": HONEST}.items():
            notebook = json.loads(filled(released, {"scale": source, "total": "total = sum"}))
            if goal.edit and student == "attacker":
                goal.edit(notebook)
            path = submitted / student / LESSON / f"{LESSON}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(notebook))
        command = [sys.executable, "-m", "autograder", "grade", str(submitted), "-o", str(results / goal.name)]
        command += ["--course", str(lessons), "--jobs", "1"]
        environment = os.environ | {"HOME": str(home), "PYTHONPATH": str(ROOT), "PWD": str(folder)} | SECRETS
        before = descendants()
        with listening() as heard:
            done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        found = {
            one["student"]: {item["name"]: item["points"] for item in one["items"]}
            for one in map(json.loads, (path.read_bytes() for path in (results / goal.name).glob(f"*/{LESSON}.json")))
        }
        facts = {
            "ran": (home / "ran").exists(), "next": (home / "next").exists(), "heard": bool(heard),
            "host": (home / ".bashrc").read_text() != "", "left": bool(descendants() - before),
            "killed": done.returncode < 0, "endless": False,
        }  # fmt: skip
        yield row(goal, "ours", found.get("attacker", {}), found.get("zoe", {}), facts)


def descendants() -> set[int]:
    """Every process below this one. Orphans come to us, too, so that none gets away."""
    adopt_orphans()
    return set(processes.below())


class listening:
    """Whoever calls while this is open is heard; a truthy list, then."""

    def __enter__(self) -> list[bool]:
        self.heard: list[bool] = []
        self.server = socket.create_server(("127.0.0.1", PORT))

        def listen() -> None:
            try:
                while True:
                    self.server.accept()[0].close()
                    self.heard.append(True)
            except OSError:
                return

        threading.Thread(target=listen, daemon=True).start()
        return self.heard

    def __exit__(self, *_: object) -> None:
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()


# --- the collection ---------------------------------------------------------------------------------------------------


def try_attack(kind: str, attack: Attack, tool: str, where: Place) -> Row:
    where.course.hand_in("attacker", {"scale": attack.scale, "total": attack.total})
    ran = grade(where, ("attacker",), SHORT_S)
    return came_to(kind, attack, tool, points(where, "attacker"), seen(where.home, ran))


def came_to(kind: str, attack: Attack, tool: str, own: dict[str, float], facts: dict[str, bool]) -> Row:
    """One word for it.

    found: it looked for something, and answered wrongly because it was there. gained: points that we do not give.
    stopped: no grade, or only after we ended it. cost: a function beside it lost its points. nothing: none of these.
    """
    scale, total = own.get("scale", 0.0), own.get("total", 0.0)
    looks = "def found(" in attack.scale
    most = 0.0 if attack.points is None else attack.points
    if not own or facts["killed"] or facts["endless"]:
        word = "stopped"
    elif looks and scale < 9:
        word = "found"
    elif scale > most and not looks and attack.points is not None:
        word = "gained"
    elif attack.total_points == 3 and total < 3:
        word = "cost"
    else:
        word = "nothing"
    return {"kind": kind, "attack": attack.name, "tool": tool, "came_to": word, "points": own.get("scale"), **facts}


# --- courses to try it in ---------------------------------------------------------------------------------------------


def templates(folder: Path, task: Assignment) -> dict[str, Path]:
    """The two courses, made once and copied for each attack."""
    made = {}
    for tool, module in (("nbgrader", nbgrader), ("otter", otter)):
        course = module.course(folder / tool, task)
        (folder / tool / "released.ipynb").write_bytes(course.released)
        made[tool] = folder / tool
    keys = folder / "otter" / "dist" / "autograder" / f"{LESSON}.ipynb"  # where `otter assign` leaves the instructor's
    keys.parent.mkdir(parents=True)
    keys.write_bytes((folder / "nbgrader" / "source" / LESSON / f"{LESSON}.ipynb").read_bytes())
    for tool, module in (("nbgrader", nbgrader), ("otter", otter)):
        subprocess.run(["cp", "-R", made[tool], folder / f"warm-{tool}"], check=True)
        course = module.Course(folder / f"warm-{tool}", task, (made[tool] / "released.ipynb").read_bytes())
        course.hand_in("zoe", {"scale": HONEST, "total": "total = sum"})
        words = course.command() if isinstance(course, nbgrader.Course) else course.command("zoe")
        environment = module.environment(course.folder) | warm()
        subprocess.run(words, cwd=course.folder, env=environment, check=True, capture_output=True)
        assert sum(course.points("zoe").values()) == 12
    os.chmod(warm()["PYTHONPYCACHEPREFIX"], 0o755)
    return made
