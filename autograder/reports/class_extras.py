"""Stage 4: what the class report shows beside the results, where somebody has made it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from autograder.exports import Download
from autograder.ledger.late import Late
from autograder.reports.class_changes import Changes
from autograder.reports.class_health import Doctored
from autograder.similarity.similar import Similar


@dataclass(frozen=True)
class Extras:
    """Everything optional on the page.

    Args:
        downloads: tables for other programs, as buttons.
        changes: what a regrade did.
        similar: submissions whose code looks alike.
        doctored: assignment -> what `autograder doctor` saw of it.
        flags: "late" or "requested" -> (student, assignment) of those who handed in late or asked for a regrade.
        lates: (student, assignment) -> how late it was, and what that costs.
        pages: (student, assignment) -> the address of that student's own page, relative to the report.
        command: what to type to make the page again.
    """

    downloads: tuple[Download, ...] = ()
    changes: Changes | None = None
    similar: Similar | None = None
    doctored: Mapping[str, Doctored] = field(default_factory=dict)
    flags: Mapping[str, Collection[tuple[str, str]]] = field(default_factory=dict)
    lates: Mapping[tuple[str, str], Late] = field(default_factory=dict)
    pages: Mapping[tuple[str, str], str] = field(default_factory=dict)
    command: str = ""


NO_EXTRAS = Extras()
