"""Stage 4: how far the checks themselves can be trusted, from what is frozen about them and from what the class did."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from autograder.records import Item, Result
from autograder.reports.class_groups import Group
from autograder.reports.course_text import CourseText
from autograder.reports.trained import function_of, waits

MIN_STRONG = 4  # of fewer students nothing can be said
STRONG = 0.7  # of the other points: who is best in a class that is lost proves nothing about a check
MAY_BE_AT_FAULT = 0.3  # of the strong students fail


@dataclass(frozen=True)
class Suspect:
    """A check that many strong students fail."""

    group: Group  # those who fail it
    n_strong: int

    @property
    def n_failing(self) -> int:
        return len(self.group.members)


@dataclass(frozen=True)
class Doctored:
    """What `autograder doctor` saw of one assignment."""

    times: int  # the reference got full marks
    findings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Health:
    """The checks of one assignment, or of all of them where `assignment` is empty.

    n_times: how often every reference got full marks; None where nobody ran them.
    """

    assignment: str
    n_cases: int
    n_mistakes: int
    n_caught: int
    n_unnamed: int  # wrong answers that have no name
    n_clusters: int
    suspects: tuple[Suspect, ...]
    n_times: int | None = None
    findings: tuple[str, ...] = field(default=())


def suspects(rows: Sequence[Result]) -> tuple[Suspect, ...]:
    """Checks that a large share of the top quartile fails, the worst first.

    Who is strong in a function is told from the *other* functions of the assignment, so that a broken check cannot
    hide the students it breaks.
    """
    found: dict[tuple[str, str], list[tuple[int, Item, float]]] = defaultdict(list)
    for i, row in enumerate(rows):
        if row.score is None:
            continue
        judged = [item for item in row.items if item.status != "ungraded"]
        for item in judged:
            others = [other for other in judged if other is not item and function_of(other) != item.name]
            most = sum(other.max_points for other in others)
            if most and function_of(item) is None:
                found[row.assignment, item.name].append((i, item, sum(other.points for other in others) / most))
    seen = [_suspect(f"s{n}", *key, judged) for n, (key, judged) in enumerate(sorted(found.items()))]
    return tuple(sorted(filter(None, seen), key=lambda one: (-one.n_failing / one.n_strong, one.group.token)))


def health(
    rows: Sequence[Result],
    assignment: str,
    course: CourseText,
    clusters: Sequence[Group],
    suspected: Sequence[Suspect],
    doctored: dict[str, Doctored],
) -> Health:
    """Count what is known of an assignment's checks ("": of all in this class)."""
    within = {row.assignment for row in rows if assignment in ("", row.assignment)}
    checks = [facts for one in sorted(within) for facts in course.facts.get(one, {}).values()]
    caught = [{name for case in facts.cases for name in case.wrong} for facts in checks]
    seen = [doctored[one] for one in sorted(within) if one in doctored]
    return Health(
        assignment=assignment,
        n_cases=sum(len(facts.cases) for facts in checks),
        n_mistakes=sum(len(facts.mistakes) for facts in checks),
        n_caught=sum(
            mistake.name in known for facts, known in zip(checks, caught, strict=True) for mistake in facts.mistakes
        ),
        n_unnamed=sum(_is_unnamed(item) for row in rows if row.assignment in within for item in row.items),
        n_clusters=sum(group.assignment in within for group in clusters),
        suspects=tuple(one for one in suspected if one.group.assignment in within),
        n_times=min(one.times for one in seen) if seen and len(seen) == len(within) else None,
        findings=tuple(finding for one in seen for finding in one.findings),
    )


def _suspect(token: str, assignment: str, name: str, judged: Sequence[tuple[int, Item, float]]) -> Suspect | None:
    if not judged:
        return None
    ranked = sorted((share for _, _, share in judged), reverse=True)
    least = max(STRONG, ranked[math.ceil(len(ranked) / 4) - 1])
    strong = [(i, item) for i, item, share in judged if share >= least]
    failing = frozenset(i for i, item in strong if item.status != "pass" and not waits(item))
    if len(strong) < MIN_STRONG or len(failing) < MAY_BE_AT_FAULT * len(strong):
        return None
    return Suspect(Group(token, assignment, name, "suspect", failing), len(strong))


def _is_unnamed(item: Item) -> bool:
    return item.status in ("wrong", "partial", "error") and not item.mistake and function_of(item) is None
