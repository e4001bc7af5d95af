"""`course.toml`, which a course may have and none needs: order, titles, assignments to keep back, a seed of its own.

    order = ["a06_losses", "a01_pixels"]     # the others follow, by name
    hidden = ["a14_plate_reader"]            # built and graded only where it is named
    seed = 58213907                          # any number of yours: hidden cases that nobody else has

    [titles.a01_pixels]
    en = "Images are numbers"
    ko = "이미지는 숫자예요"

It lies beside the folders of the lessons. What a lesson builds on stands in the lesson itself, and points in its
checks.py: each fact has one place.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from autograder.errors import CourseError

NAME = "course.toml"
KEYS = ("order", "hidden", "seed", "titles")
LANGUAGES = ("en", "ko")


@dataclass(frozen=True)
class Plan:
    order: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    seed: int = 0  # the published cases
    titles: dict[str, dict[str, str]] = field(default_factory=dict)


def plan_of(course: Path, names: Sequence[str]) -> Plan:
    """What course.toml says; an empty plan where there is none.

    Args:
        names: the assignments that are there; where course.toml names another one, a folder must exist for it too.

    Raises:
        CourseError: it cannot be read, or says something that we do not know; names the file and the mend.
    """
    path = course / NAME
    if not path.is_file():
        return Plan()
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CourseError(f"{path} cannot be read: {error}") from None
    known = sorted({*names, *(one.parent.name for one in course.glob("*/lesson.py"))})
    for key in found:
        if key not in KEYS:
            raise CourseError(f"{path} says {key!r}, which means nothing here{_nearest(key, KEYS)}: {', '.join(KEYS)}")
    order, hidden = (_names(path, key, found.get(key, []), known) for key in ("order", "hidden"))
    seed = found.get("seed", 0)
    if type(seed) is not int or seed < 0:  # not True, which is an integer to Python
        raise CourseError(f"{path}: seed is a whole number such as 58213907, got {seed!r}")
    titles = found.get("titles", {})
    if not isinstance(titles, dict):
        raise CourseError(f'{path}: titles are tables such as [titles.a01_pixels] with en = "..." and ko = "..."')
    _names(path, "titles", list(titles), known)
    for name, one in titles.items():
        if not isinstance(one, dict) or not all(key in LANGUAGES and isinstance(one[key], str) for key in one):
            raise CourseError(f'{path}: [titles.{name}] takes en = "..." and ko = "...", and nothing else')
    return Plan(order, hidden, seed, titles)


def _names(path: Path, key: str, given: Any, known: Sequence[str]) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise CourseError(f'{path}: {key} is a list of names such as ["a01_pixels"], got {given!r}')
    for one in given:
        if one not in known:
            raise CourseError(
                f"{path}: {key} names {one!r}, but there is no folder {path.parent / one} with a lesson"
                f"{_nearest(one, known)}"
            )
        if given.count(one) > 1:
            raise CourseError(f"{path}: {key} names {one!r} twice")
    return tuple(given)


def _nearest(word: str, known: Sequence[str]) -> str:
    near = get_close_matches(word, known, 1)
    return f"; is {near[0]!r} meant?" if near else ""
