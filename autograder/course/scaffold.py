"""A new assignment's folder: the smallest lesson and rubric that are complete, to be changed into one's own.

What is written here passes `autograder build` and `autograder doctor` as it is, so that an author changes one thing at
a time and always knows which change the doctor speaks of.
"""

from __future__ import annotations

import re
from pathlib import Path
from string import Template
from typing import Literal

from autograder.course import scaffold_function, scaffold_model
from autograder.errors import CourseError
from autograder.files import write_atomically

NAME = re.compile(r"[a-z]\d\d(_[a-z0-9]+)+")
TEMPLATES = {
    "function": (scaffold_function.LESSON, scaffold_function.CHECKS),
    "model": (scaffold_model.LESSON, scaffold_model.CHECKS),
}


def new(
    course: Path,
    name: str,
    *,
    like: Literal["function", "model"] = "function",
    title_en: str | None = None,
    title_ko: str | None = None,
) -> list[Path]:
    """Write the folder of a new assignment.

    Args:
        course: the folder of lessons.
        name: of the assignment, such as "a14_mine".
        like: what students write in it: a function of numbers, or one that builds a network.
        title_en, title_ko: of the lesson; made from the name where None.

    Returns:
        the files that were written.

    Raises:
        CourseError: the name cannot be used, or a title is more than one line.
    """
    refuse_name(course, name)
    titles = {
        "title_en": _title(title_en, name.partition("_")[2].replace("_", " ").capitalize()),
        "title_ko": _title(title_ko, "새 과제"),
    }
    written = []
    for file, text in zip(("lesson.py", "checks.py"), TEMPLATES[like], strict=True):
        path = course / name / file
        path.parent.mkdir(exist_ok=True)
        write_atomically(path, Template(text).substitute(titles, name=name).lstrip("\n").encode())
        written.append(path)
    return written


def refuse_name(course: Path, name: str) -> None:
    """Refuse a name that could not be an assignment's, or that would be taken for another's.

    >>> refuse_name(Path("nowhere"), "Mine!")
    Traceback (most recent call last):
    autograder.errors.CourseError: 'Mine!' cannot name an assignment: ... Try: autograder new a14_mine
    """
    if NAME.fullmatch(name) is None:
        raise CourseError(
            f"{name!r} cannot name an assignment: it takes a small letter, two digits, and words of small letters and "
            "digits joined by _. Try: autograder new a14_mine"
        )
    if (course / name).exists():
        raise CourseError(f"{course / name} is there already, and nothing was changed. Choose another name")
    number = name[:3]
    taken = sorted(path.parent.name for path in course.glob(f"{number}*/lesson.py"))
    if taken:
        raise CourseError(
            f"{taken[0]} begins with {number} too, so that `autograder build {number}` could mean either. "
            f"The next free number is {_free(course, number[0])}"
        )


def _free(course: Path, letter: str) -> str:
    used = {path.parent.name[:3] for path in course.glob("*/lesson.py")}
    numbers = [f"{letter}{n:02}" for n in range(1, 100)]
    last = max((number for number in numbers if number in used), default="")
    return next((number for number in numbers if number > last), f"one of another letter than {letter}")


def _title(given: str | None, otherwise: str) -> str:
    title = otherwise if given is None else given.strip()
    if not title or not title.isprintable():
        raise CourseError(f"a title is one line of text, which {given!r} is not")
    return title
