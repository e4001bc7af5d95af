"""Where the course lies and what several commands say of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from autograder.commands.options import Language
from autograder.errors import CourseError

if TYPE_CHECKING:
    from autograder.intake.find import Submission
    from autograder.lessons import Lesson
    from autograder.records import Result
    from autograder.reports.course_text import CourseText

CourseOption = Annotated[
    Path | None,
    typer.Option("--course", help="The instructor's folder of lessons. Found upwards from here as `solutions`."),
]
LangOption = Annotated[Language | None, typer.Option("--lang", help="Language of messages. The system's by default.")]


def course_folder(given: Path | None) -> Path:
    """The course folder: the one named, or `solutions` here or in a folder above."""
    if given is not None:
        if not given.is_dir():
            raise CourseError(f"{given} is no folder. --course names the folder that holds the lessons")
        return given.resolve()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "solutions").is_dir():
            return folder / "solutions"
    raise CourseError(f"no folder `solutions` in {here} or above. Name the course: --course DIR")


def release_of(course: Path) -> Path:
    """Where the assignments of a course are released."""
    return course.parent / "assignments"


def chosen_lessons(course: Path, names: list[str] | None) -> list[Lesson]:
    """The assignments that are named, or all of a course."""
    from autograder import lessons

    return [lessons.lesson(course, name) for name in names or []] or lessons.lessons(course)


def find_submissions(paths: list[Path], assignment: str | None, course: Path) -> list[Submission]:
    """Every submission at some paths.

    Raises:
        CourseError: nothing is there to grade.
    """
    from autograder import lessons
    from autograder.intake.find import find

    known = [one.name for one in lessons.lessons(course)]
    name = lessons.lesson(course, assignment).name if assignment else None
    found = find(paths, name, known=known)
    if not found:
        raise CourseError(f"nothing to grade in {', '.join(map(str, paths))}: no notebook, script or zip is there")
    return found


def course_text(results: list[Result], course: Path) -> CourseText:
    """Titles and facts of the assignments that some results are of."""
    from autograder import corpus, lessons
    from autograder.reports.course_text import CourseText

    wanted = {result.assignment for result in results}
    found = [one for one in lessons.lessons(course) if one.name in wanted]
    return CourseText(
        titles={one.name: lessons.titles(one) for one in found},
        facts={one.name: corpus.read(one.corpus).checks for one in found},
    )


def language_of(given: Language | None) -> Literal["en", "ko"]:
    """The language asked for, or the system's."""
    from autograder.i18n import default_language

    return "ko" if (given or default_language()) == "ko" else "en"


def shown(path: Path) -> str:
    """A path as people read it: from where they are, where that is shorter."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
