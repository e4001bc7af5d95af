"""Then, with stock nbgrader: a course folder with a plain configuration, and `nbgrader autograde` on it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .assignment import Assignment, filled, notebook

PROGRAM = Path(sys.executable).with_name("nbgrader")
CONFIG = 'c = get_config()\nc.CourseDirectory.course_id = "course"\n'
POINTS = """
    select cell.name, coalesce(grade.manual_score, grade.auto_score, 0)
    from grade
    join submitted_notebook on grade.notebook_id = submitted_notebook.id
    join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
    join base_cell as cell on grade.cell_id = cell.id
    where submitted_assignment.student_id = ?
"""


@dataclass(frozen=True)
class Course:
    """A folder that nbgrader grades in."""

    folder: Path
    task: Assignment
    released: bytes

    def hand_in(self, student: str, answers: dict[str, str]) -> Path:
        path = self.folder / "submitted" / student / self.task.name / f"{self.task.name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(filled(self.released, answers))
        return path

    def command(self) -> list[str]:
        """Grade whatever is not graded yet."""
        return [str(PROGRAM), "autograde", self.task.name, "--log-level=ERROR"]

    def points(self, student: str) -> dict[str, float]:
        """Function -> points, as the gradebook has them; nothing of whoever was not graded."""
        path = self.folder / "gradebook.db"
        if not path.is_file():
            return {}
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as gradebook:
            found = dict(gradebook.execute(POINTS, (student,)).fetchall())
        graded = (self.folder / "autograded" / student / self.task.name / f"{self.task.name}.ipynb").is_file()
        return {
            function: sum(found.get(one.name, 0) for one in self.task.of(function))
            for function in (self.task.answers if found and graded else ())
        }


def course(folder: Path, task: Assignment) -> Course:
    """Make the folder and have nbgrader make the students' version."""
    source = folder / "source" / task.name / f"{task.name}.ipynb"
    source.parent.mkdir(parents=True)
    source.write_bytes(notebook(_cells(task)))
    (folder / "nbgrader_config.py").write_text(CONFIG)
    command = [str(PROGRAM), "generate_assignment", task.name, "--log-level=ERROR"]
    subprocess.run(command, cwd=folder, env=environment(folder), check=True, capture_output=True)
    return Course(folder, task, (folder / "release" / task.name / f"{task.name}.ipynb").read_bytes())


def environment(folder: Path) -> dict[str, str]:
    """One thread, and no configuration of this machine's user."""
    places = {name: str(folder / "jupyter") for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    quiet = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | places | quiet | {"PATH": f"{PROGRAM.parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def _cells(task: Assignment) -> list[tuple[str, str, dict[str, Any]]]:
    cells: list[tuple[str, str, dict[str, Any]]] = [("code", "import numpy as np", {})]
    cells += [("markdown", text, {}) for text in task.texts]
    for function, answer in task.answers.items():
        cells.append(("code", f"### BEGIN SOLUTION\n{answer}\n### END SOLUTION", _metadata(function, solution=True)))
        for one in task.of(function):
            tests = f"{one.public}\n### BEGIN HIDDEN TESTS\n{one.hidden}\n### END HIDDEN TESTS"
            cells.append(("code", f"# {one.aspect}\n{tests}", _metadata(one.name, points=one.points)))
    return cells


def _metadata(name: str, *, solution: bool = False, points: float | None = None) -> dict[str, Any]:
    grade = points is not None
    kind = {"grade": grade, "solution": solution, "locked": grade, "task": False}
    return {"nbgrader": {"grade_id": name, "schema_version": 3, **kind} | ({"points": points} if grade else {})}
