"""Stage 4: one class in numbers, from which its page is drawn. Results in, frozen records out."""

from __future__ import annotations

import json
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.ledger.changes import is_kept_note
from autograder.records import Item, Result
from autograder.reports.class_groups import Group, TrainingFacts, trainings
from autograder.reports.class_health import Suspect, suspects
from autograder.reports.trained import waits

KINDS = {  # status -> the part of the bar it is counted in
    "pass": "p",
    "partial": "h",
    "wrong": "f",
    "error": "e",
    "timeout": "e",
    "not_started": "n",
    "ungraded": "u",
}
_ANSWERS = frozenset({"array", "number", "sequence", "none", "text", "raised", "unsupported"})


@dataclass(frozen=True)
class Scope:
    """A class in one assignment, or in all of them where `assignment` is empty."""

    assignment: str
    n: int  # submissions
    n_students: int
    n_graded: int
    n_full: int
    n_ungraded: int  # these need a person
    median: float | None  # percent
    mean: float | None
    seconds: float
    histogram: tuple[int, ...]  # ten bins of ten percent


@dataclass(frozen=True)
class FunctionFacts:
    assignment: str
    name: str
    max_points: float
    counts: dict[str, int]  # kind -> submissions
    common: tuple[str, int] | None  # the most frequent mistake

    @property
    def n(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class ClassFacts:
    results: tuple[Result, ...]
    assignments: tuple[str, ...]
    scopes: tuple[Scope, ...]  # all together first, then one an assignment
    functions: tuple[FunctionFacts, ...]
    mistakes: tuple[Group, ...]
    clusters: tuple[Group, ...]
    attention: tuple[Group, ...]
    trainings: tuple[TrainingFacts, ...]
    suspects: tuple[Suspect, ...]  # checks that strong students fail

    def members(self, assignment: str) -> frozenset[int]:
        return frozenset(i for i, one in enumerate(self.results) if assignment in ("", one.assignment))

    def tokens(self) -> list[list[str]]:
        """What each submission is filtered by, in the order of the results."""
        networks = (group for one in self.trainings for group in one.networks)
        suspected = (one.group for one in self.suspects)
        found: list[list[str]] = [[] for _ in self.results]
        for group in (*self.mistakes, *self.clusters, *self.attention, *suspected, *networks):
            for position in group.members:
                found[position].append(group.token)
        return found


def class_facts(results: Sequence[Result]) -> ClassFacts:
    """Count everything once, sorted by student and assignment."""
    rows = in_order(results)
    assignments = tuple(sorted({one.assignment for one in rows}))
    split = ("", *assignments) if len(assignments) > 1 else assignments
    clusters = _clusters(rows)
    return ClassFacts(
        results=rows,
        assignments=assignments,
        scopes=tuple(_scope(name, [one for one in rows if name in ("", one.assignment)]) for name in split),
        functions=_functions(rows),
        mistakes=_mistakes(rows),
        clusters=clusters,
        attention=_attention(rows, clusters),
        trainings=trainings(rows),
        suspects=suspects(rows),
    )


def in_order(results: Iterable[Result]) -> tuple[Result, ...]:
    """By student and assignment: positions in a group count in this order."""
    return tuple(sorted(results, key=lambda one: (one.student, one.assignment)))


def is_ungraded(result: Result) -> bool:
    """Does it need a person? What only waits for training does not."""
    return result.score is None or any(item.status == "ungraded" and not waits(item) for item in result.items)


def kind_of(item: Item) -> str:
    return "w" if waits(item) else KINDS[item.status]


def percent(result: Result) -> float:
    """0 to 100, of a graded result; an assignment without points counts as full."""
    return 100 * (result.score or 0) / result.max_score if result.max_score else 100.0


def _scope(assignment: str, rows: Sequence[Result]) -> Scope:
    graded = [percent(one) for one in rows if one.score is not None]
    bins = Counter(min(9, int(score // 10)) for score in graded)
    return Scope(
        assignment=assignment,
        n=len(rows),
        n_students=len({one.student for one in rows}),
        n_graded=len(graded),
        n_full=sum(one.score is not None and one.score >= one.max_score for one in rows),
        n_ungraded=sum(map(is_ungraded, rows)),
        median=statistics.median(graded) if graded else None,
        mean=statistics.fmean(graded) if graded else None,
        seconds=sum(item.seconds for one in rows for item in one.items),
        histogram=tuple(bins[i] for i in range(10)),
    )


def _functions(rows: Sequence[Result]) -> tuple[FunctionFacts, ...]:
    found: dict[tuple[str, str], list[Item]] = {}
    for row in sorted(rows, key=lambda one: one.assignment):
        for item in row.items:
            found.setdefault((row.assignment, item.name), []).append(item)
    return tuple(_function(assignment, name, items) for (assignment, name), items in found.items())


def _function(assignment: str, name: str, items: Sequence[Item]) -> FunctionFacts:
    counts = Counter(map(kind_of, items))
    named = Counter(one for item in items for one in _names(item))
    common = named.most_common(1)[0] if named else None
    every = {kind: counts[kind] for kind in (*KINDS.values(), "w")}
    return FunctionFacts(assignment, name, max(item.max_points for item in items), every, common)


def _names(item: Item) -> list[str]:
    return [part for part in (item.mistake or "").split("+") if part]


def _mistakes(rows: Sequence[Result]) -> tuple[Group, ...]:
    found: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    for i, row in enumerate(rows):
        for item in row.items:
            for one in _names(item):
                found[row.assignment, item.name, one].add(i)
    ordered = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return tuple(Group(f"m{n}", *key, frozenset(members)) for n, (key, members) in enumerate(ordered))


def _clusters(rows: Sequence[Result]) -> tuple[Group, ...]:
    """Students whose wrong answer is the same and has no name: a mistake that needs a hint, or shared code."""
    found: dict[tuple[str, str, str], dict[int, Item]] = defaultdict(dict)
    for i, row in enumerate(rows):
        for item in row.items:
            if not item.mistake and (answer := _answer(item)):
                found[row.assignment, item.name, answer][i] = item
    alike = [(key, items) for key, items in found.items() if len({rows[i].student for i in items}) > 1]
    ordered = sorted(alike, key=lambda pair: (-len(pair[1]), pair[0]))
    return tuple(
        Group(f"c{n}", assignment, name, "same answer", frozenset(items), next(iter(items.values())))
        for n, ((assignment, name, _), items) in enumerate(ordered)
    )


def _answer(item: Item) -> str | None:
    """What was asked and what came back, as one comparable text; None where nothing came back that can be compared.

    An exception's own lines are left out: the same error may stand on another line.
    """
    example = item.counterexample or {}
    if example.get("difference") == "model":  # networks are the same where all that differs is
        return json.dumps([example.get("differences"), example.get("more"), (example.get("totals") or {}).get("yours")])
    if example.get("difference") in ("refused", "not_a_model"):
        return json.dumps([example["difference"], example.get("refused"), example.get("got")], sort_keys=True)
    got = {key: value for key, value in (example.get("got") or {}).items() if key != "trace"}
    if got.get("kind") not in _ANSWERS or example.get("difference") == "changed":
        return None
    if got["kind"] == "array" and got.get("data") is None:  # too many numbers to be kept
        return None
    asked = [argument.get("value") for argument in example.get("arguments") or ()]
    return json.dumps([example.get("difference"), asked, got], sort_keys=True, default=str)


def _attention(rows: Sequence[Result], clusters: Iterable[Group]) -> tuple[Group, ...]:
    def group(what: str, members: Iterable[int]) -> Group:
        return Group(what, "", "", what, frozenset(members))

    numbered = list(enumerate(rows))
    groups = [
        group("ungraded", (i for i, row in numbered if is_ungraded(row))),
        group("unboxed", (i for i, row in numbered if row.sandbox == "none")),
        group("timeout", (i for i, row in numbered if any(item.status == "timeout" for item in row.items))),
        group("repaired", (i for i, row in numbered if not all(map(is_kept_note, row.notes)))),
        group("alike", (i for cluster in clusters for i in cluster.members)),
    ]
    return tuple(one for one in groups if one.members)
