"""Stage 4: submissions of a class that belong together; among them those that built the same network to be trained."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from autograder.records import Item, Result
from autograder.reports.trained import facts, function_of


@dataclass(frozen=True)
class Group:
    """Submissions that share something: a mistake, a wrong answer without a name, a thing to look at."""

    token: str  # what the page filters by
    assignment: str
    function: str
    what: str  # the mistake, or the kind of attention
    members: frozenset[int]  # positions in the list of results
    example: Item | None = None

    def within(self, chosen: frozenset[int]) -> int:
        return len(self.members & chosen)


@dataclass(frozen=True)
class TrainingFacts:
    """All trainings of one function. A network is trained once, however many submissions built it."""

    assignment: str
    function: str
    n: int  # submissions with a network to train
    networks: tuple[Group, ...]  # one for each distinct network, the most frequent first
    n_trained: int  # networks
    seconds: float


def trainings(rows: Sequence[Result]) -> tuple[TrainingFacts, ...]:
    """For each function whose network is trained: which distinct networks there are, and who built them."""
    found: dict[tuple[str, str], dict[str, dict[int, Item]]] = defaultdict(lambda: defaultdict(dict))
    for i, row in enumerate(rows):
        for item in row.items:
            key = facts(item).get("graph")
            if (function := function_of(item)) and isinstance(key, str) and key:
                found[row.assignment, function][key][i] = item
    numbers = count()
    return tuple(
        _training(assignment, function, networks, numbers) for (assignment, function), networks in sorted(found.items())
    )


def _training(
    assignment: str, function: str, networks: dict[str, dict[int, Item]], numbers: Iterator[int]
) -> TrainingFacts:
    ordered = sorted(networks.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    groups = tuple(
        Group(f"t{next(numbers)}", assignment, function, key, frozenset(items), next(iter(items.values())))
        for key, items in ordered
    )
    known = [facts(group.example) for group in groups if group.example]
    seconds = [one["seconds"] for one in known if isinstance(one.get("seconds"), int | float)]
    n_trained = sum(one.get("status") in ("trained", "failed") for one in known)
    return TrainingFacts(assignment, function, sum(map(len, networks.values())), groups, n_trained, sum(seconds))
