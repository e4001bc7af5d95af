"""Stage 4: behind which walls a submission ran, and a sentence where they were lower than they could be."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.i18n import Words
from autograder.records import Result
from autograder.reports.text import name


def level(result: Result) -> str:
    """The level as a report names it; empty for what no code was run of."""
    return name(result.sandbox)


def levels(results: Sequence[Result]) -> list[str]:
    """Each level once.

    >>> levels([])
    []
    """
    return sorted({level(result) for result in results} - {""})


def is_lower(level: str) -> bool:
    """Landlock in the place of namespaces: every wall but a view of its own, and no quota on the disk.

    >>> is_lower("landlock+seccomp"), is_lower("namespaces+seccomp+cgroup"), is_lower("none")
    (True, False, False)
    """
    return level.startswith("landlock")


def warning(level: str, words: Words) -> str:
    """What a person should know about how it was graded; empty where there is nothing to know."""
    if level == "none":
        return words("Graded without a sandbox.")
    if is_lower(level):
        return words("Graded behind lower walls, without namespaces.")
    return ""
