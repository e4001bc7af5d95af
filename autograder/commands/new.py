"""`autograder new A`: the folder of a new assignment, complete enough for the doctor."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from autograder.errors import CourseError


class Like(StrEnum):
    function = "function"
    model = "model"


def new(
    name: Annotated[str, typer.Argument(help="Of the assignment, such as a14_mine.")],
    title_en: Annotated[str | None, typer.Option("--title-en", help="The lesson's English title.")] = None,
    title_ko: Annotated[str | None, typer.Option("--title-ko", help="The lesson's Korean title.")] = None,
    like: Annotated[
        Like, typer.Option("--like", help="What students write: a function of numbers, or a Keras model.")
    ] = Like.function,
    course: Annotated[
        Path | None, typer.Option("--course", help="The lessons' folder. Found upwards from here as `solutions`.")
    ] = None,
) -> None:
    """Start an assignment of your own: a lesson, a rubric and two mistakes that build and pass the doctor."""
    from autograder.course.scaffold import new as scaffold

    folder = _course(course)
    for path in scaffold(folder, name, like=like.value, title_en=title_en, title_ko=title_ko):
        print(f"wrote {_shown(path)}")
    print(f"Next: autograder build {name} && autograder doctor {name}")


def _course(given: Path | None) -> Path:
    """The lessons' folder, which may be empty still."""
    here = Path.cwd()
    places = [given] if given is not None else [folder / "solutions" for folder in (here, *here.parents)]
    for place in places:
        if place.is_dir():
            return place.resolve()
    if given is not None:
        raise CourseError(f"{given} is no folder. --course names the folder that holds the lessons")
    raise CourseError(f"no folder `solutions` in {here} or above. Make one: mkdir solutions. Or name it: --course DIR")


def _shown(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
