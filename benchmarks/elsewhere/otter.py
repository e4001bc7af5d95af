"""Then, with Otter-Grader: tests in its exception-based form, `otter generate`, and `otter run` on each notebook.

It has no place among the course's requirements, so it lives in an environment of its own, made here through pip.
`otter run` is its grading without containers; `otter grade`, which runs one container a submission, needs Docker.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from .assignment import Assignment, Question, filled, notebook

VERSION = "7.0.0"
PLACE = Path(__file__).parents[2] / "build" / "bench" / "otter"
OTTER = str(PLACE / "bin" / "otter")
INSTALL_S = 600


@dataclass(frozen=True)
class Course:
    """A folder that `otter run` grades in."""

    folder: Path
    task: Assignment
    released: bytes

    def hand_in(self, student: str, answers: dict[str, str]) -> Path:
        path = self.folder / "submitted" / student / f"{self.task.name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(filled(self.released, answers))
        (self.folder / "graded" / student).mkdir(parents=True, exist_ok=True)
        return path

    def command(self, student: str) -> list[str]:
        """Grade one student; there is no command for several of them but the one that needs Docker."""
        given = f"submitted/{student}/{self.task.name}.ipynb"
        return [OTTER, "run", "-a", "autograder.zip", "-o", f"graded/{student}", "--no-logo", given]

    def points(self, student: str) -> dict[str, float]:
        """Function -> points, as the results file has them; nothing of whoever was not graded."""
        path = self.folder / "graded" / student / "results.json"
        if not path.is_file():
            return {}
        found: dict[str, float] = dict.fromkeys(self.task.answers, 0.0)
        for test in json.loads(path.read_bytes())["tests"]:
            function = test["name"].split(" - ")[0]
            if function in found:
                found[function] += test.get("score", 0)
        return found


def install() -> str:
    """Make the environment if there is none; what went wrong, or nothing."""
    python = PLACE / "bin" / "python"
    if (PLACE / "bin" / "otter").is_file():
        return ""
    same = f"numpy=={version('numpy')}"
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(PLACE)],
        [str(python), "-m", "pip", "install", "-q", f"otter-grader=={VERSION}", "ipykernel", same],
    ):
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_S, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)
        if done.returncode:
            return (done.stderr.strip().splitlines() or ["pip failed"])[-1]
    return ""


def course(folder: Path, task: Assignment) -> Course:
    """Make the folder and have Otter pack its tests."""
    tests = folder / "tests"
    tests.mkdir(parents=True)
    for function in task.answers:
        (tests / f"{function}.py").write_text(_tests(function, task.of(function)), "utf-8")
    command = [OTTER, "generate", "--no-requirements", "--no-environment", "-o", "autograder.zip"]
    subprocess.run(command, cwd=folder, env=environment(folder), check=True, capture_output=True)
    return Course(folder, task, notebook(_cells(task)))


def environment(folder: Path) -> dict[str, str]:
    """One thread, and no configuration of this machine's user."""
    places = {name: str(folder / "jupyter") for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    quiet = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | places | quiet | {"PATH": f"{PLACE / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}


def _tests(function: str, questions: tuple[Question, ...]) -> str:
    lines = ["import numpy as np", "from otter.test_files import test_case", "", "OK_FORMAT = False"]
    lines += [f"name = {function!r}", "points = None", ""]
    for one in questions:
        body = textwrap.indent(f"{one.public}\n{one.hidden}", "    ")
        lines += [f"@test_case(points={one.points!r}, hidden=True)", f"def test_{one.name}({function}):", body, ""]
    return "\n".join(lines)


def _cells(task: Assignment) -> list[tuple[str, str, dict[str, Any]]]:
    first = "import numpy as np\nimport otter\n\ngrader = otter.Notebook()"
    cells: list[tuple[str, str, dict[str, Any]]] = [("code", first, {})]
    cells += [("markdown", text, {}) for text in task.texts]
    for function in task.answers:
        cells.append(("code", f"def {function}(*args):\n    ...", {"otter_answer": {"grade_id": function}}))
        cells.append(("code", f"grader.check({function!r})", {}))
    return cells
