"""Stage 4: results -> what people and machines read. One module a format; each has `render(results, course, language)`.

Nothing is imported before it is used, so that a student's `check` loads the card and no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.records import Result
    from autograder.reports.course_text import CourseText


@dataclass(frozen=True)
class Format:
    """One way to write results: its module, and how its files end."""

    module: str
    suffix: str

    def render(self, results: Sequence[Result], course: CourseText, language: str | None = None) -> str | bytes:
        return import_module(f"autograder.reports.{self.module}").render(results, course, language)


FORMATS = {
    "json": Format("as_json", ".json"),
    "junit": Format("as_junit", ".xml"),
    "markdown": Format("as_markdown", ".md"),
    "html": Format("as_html", ".html"),
    "gradescope": Format("as_gradescope", ".json"),
    "csv": Format("as_csv", ".csv"),
}
