"""Stage 4: what a report needs to know of a course: titles and facts. Where they are missing, names stand in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.i18n import Words
from autograder.records import CheckFacts
from autograder.reports.text import name


@dataclass(frozen=True)
class CourseText:
    """A course in words.

    Args:
        titles: assignment -> language -> title.
        facts: assignment -> check -> what is frozen about it.
        name: language -> the course's own name.
        wall_s: how long grading the class took; the calls are added up where it is not known.
    """

    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, CheckFacts]] = field(default_factory=dict)
    name: Mapping[str, str] = field(default_factory=dict)
    wall_s: float | None = None

    def title(self, assignment: str, words: Words) -> str:
        """Its title; where it has none, its name, which may have come from a student's file."""
        return words.pick(self._titles(assignment))

    def subject(self, assignment: str, words: Words) -> str:
        """Its title as far as a colon, for where many stand in a row: "Pixels", of "Pixels: an image is a table"."""
        return words.pick({language: title.partition(": ")[0] for language, title in self._titles(assignment).items()})

    def check(self, assignment: str, name: str) -> CheckFacts | None:
        return self.facts.get(assignment, {}).get(name)

    def _titles(self, assignment: str) -> Mapping[str, str]:
        return self.titles.get(assignment) or {"en": name(assignment)}


NO_COURSE = CourseText()
