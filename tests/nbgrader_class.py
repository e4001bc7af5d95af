"""A slice of the bundled class in nbgrader's layout, with what students' folders also come to, graded by commands."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nbgrader.api import Gradebook

from autograder import lessons
from autograder.course.build import build

ROOT = Path(__file__).resolve().parents[1]
CLASS = ROOT / "examples" / "class"
NAME = "a03_convolution"
STUDENTS = (
    "2026-10427",
    "20261133 권나연",
    "=1+1 gustav.lind",
    "hana.novak",
    "liam.walsh",
    "김서윤",
    "남도현",
    "배현우",
    "서지안",
    "송다은",
    "신유나",
)
UNREADABLE = ("남도현", "서지안", "linked", "nothing")
UNKEPT = ("[a-z]", "bad\nname")
CONFIG = """from autograder.nbgrader_step import configure
c = get_config()
configure(c, __file__, course="../solutions", results="results")
"""


@dataclass(frozen=True)
class Handed:
    """The course folder after nbgrader's four commands, and what they said."""

    folder: Path
    said: dict[str, str]

    @property
    def gradebook(self):
        return Gradebook(f"sqlite:///{self.folder}/gradebook.db")

    def notebook(self, student):
        """What nbgrader knows of a submission: points, open questions, comments."""
        with self.gradebook as gradebook:
            found = gradebook.find_submission_notebook(NAME, NAME, student)
            return {
                "score": found.score,
                "max_score": found.max_score,
                "auto": {grade.name: grade.auto_score for grade in found.grades},
                "manual": {grade.name: grade.needs_manual_grade for grade in found.grades},
                "comments": {comment.name: comment.auto_comment for comment in found.comments},
                "id": found.id,
            }

    @cached_property
    def students(self):
        with self.gradebook as gradebook:
            return sorted(one.student.id for one in gradebook.assignment_submissions(NAME))

    def autograded(self, student):
        return json.loads((self.folder / "autograded" / student / NAME / f"{NAME}.ipynb").read_text("utf-8"))

    def feedback(self, student):
        return (self.folder / "feedback" / student / NAME / f"{NAME}.html").read_text("utf-8")


def course(folder):
    """One assignment of the course, built in a folder of its own."""
    shutil.copytree(ROOT / "solutions" / NAME, folder / "solutions" / NAME, ignore=shutil.ignore_patterns("__pyc*"))
    for path in (ROOT / "solutions").glob("*.py"):
        shutil.copy(path, folder / "solutions")
    for language in ("en", "ko"):
        shutil.copytree(ROOT / "assignments" / language / NAME, folder / "assignments" / language / NAME)
    build(lessons.lesson(folder / "solutions", NAME), folder / "assignments")
    return folder / "solutions"


def handed_in(folder):
    """The slice, and folders as no slice has them."""
    submitted = folder / "submitted"
    for student in STUDENTS:
        shutil.copytree(CLASS / "submitted" / student / NAME, submitted / student / NAME)
    right = CLASS / "submitted" / "김서윤" / NAME / f"{NAME}.ipynb"
    for student in ("kim (2)", "late", *UNKEPT):
        (submitted / student / NAME).mkdir(parents=True)
        shutil.copy(right, submitted / student / NAME)
    (submitted / "late" / NAME / "timestamp.txt").write_bytes(b"yesterday \xff")
    (submitted / "late" / NAME / "conftest.py").write_text("print('mine')\n")
    script = submitted / "script" / NAME / f"{NAME}.py"
    script.parent.mkdir(parents=True)
    code = [cell for cell in json.loads(right.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]
    script.write_text("\n\n".join("# %%\n" + "".join(cell["source"]) for cell in code), "utf-8")
    (submitted / "nothing" / NAME).mkdir(parents=True)
    (submitted / "linked").mkdir()
    (submitted / "linked" / NAME).symlink_to(submitted / "김서윤" / NAME)


def commands(folder):
    """Run what an instructor types, in an environment that nobody has activated."""
    said = {}
    for command in ("generate_assignment", "autograde", "generate_feedback"):
        said[command] = nbgrader(folder, command, NAME)
    said["export"] = nbgrader(folder, "export", "--to", "grades.csv")
    return said


def nbgrader(folder, *words):
    program = Path(sys.executable).with_name("nbgrader")
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8", "CNNKIT_LANG": "en"}
    environment |= {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    done = subprocess.run([program, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stderr


_RUN: list[Handed] = []  # several files of tests look at the same class


def run(factory):
    """Everything above, once, in a folder of pytest's `tmp_path_factory`."""
    if not _RUN:
        _RUN.append(_run(factory.mktemp("nbgrader")))
    return _RUN[0]


def _run(folder):
    course(folder)
    home = folder / "class (2026)"
    home.mkdir()
    (home / "nbgrader_config.py").write_text(CONFIG)
    handed_in(home)
    return Handed(home, commands(home))
