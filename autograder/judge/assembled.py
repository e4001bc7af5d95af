"""Stage 5: what functions that were put together are measured by -> points, and what a result says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import floor
from typing import Any

from autograder.i18n import Words
from autograder.records import Assembly, Item, Measure

WORST = 0.5  # of the threshold: from there on a measure earns something

# why the course's function stood in for the student's; said by reports/assembled.py
NOT_YET = "points"  # it has not all its points
RAISED, SLOW, DIED, OTHER, MISSING = "raised", "slow", "died", "other", "missing"
TOGETHER = "together"  # the others could not go on with what it answered


def facts(record: Mapping[str, Any], assembly: Assembly) -> dict[str, Any]:
    """What a result says of an assembly: the record, and what its measures are held against."""
    profile, found = record["profile"], record.get("measures", {})
    measures = [
        {
            "labels": one.labels,
            "points": one.points,
            "value": found.get(one.name),
            "threshold": one.thresholds.get(profile),
        }
        for one in assembly.measures
    ]
    first = measures[0]
    return {**record, "accuracy": first["value"], "threshold": first["threshold"], "measures": measures}


def decided(item: Item, record: Mapping[str, Any], assembly: Assembly, words: Words) -> Item:
    """The item with its points.

    Each measure earns its points at its threshold, below it evenly less, and nothing at half of it. All of them are
    given in proportion to the parts that are the student's own.
    """
    profile, found = record["profile"], record["measures"]
    seconds = record.get("seconds", 0.0)
    told = ", ".join(f"{one.labels['en']} {_percent(found[one.name])} %" for one in assembly.measures)
    if any(profile not in one.thresholds for one in assembly.measures):
        said = words(
            "Put together and trained: {measures}. Nobody has measured yet what is to be expected with the profile "
            "{profile}, so the points stay open.",
            measures=told,
            profile=profile,
        )
        return replace(item, status="ungraded", points=0.0, message=said, seconds=seconds)
    asked = ", ".join(f"{one.labels['en']} {_percent(one.thresholds[profile])} %" for one in assembly.measures)
    said = words(
        "Put together and trained: {measures}; asked for: {asked}. {own} of {parts} parts are your own.",
        measures=told,
        asked=asked,
        own=len(record["own"]),
        parts=len(assembly.parts),
    )
    reached = sum(one.points * _share(found[one.name], one, profile) for one in assembly.measures)
    points = reached * len(record["own"]) / len(assembly.parts)
    if points >= item.max_points:
        return replace(item, status="pass", points=item.max_points, message=said, seconds=seconds)
    points = min(floor(round(100 * points, 6)) / 100, item.max_points - 0.01)
    return replace(item, status="partial" if points else "wrong", points=points, message=said, seconds=seconds)


def _share(value: float, measure: Measure, profile: str) -> float:
    threshold = measure.thresholds[profile]
    return min(1.0, max(0.0, (value / threshold - WORST) / (1 - WORST))) if threshold > 0 else 1.0


def _percent(share: float) -> str:
    """
    >>> _percent(0.98765)
    '98.7'
    """
    return f"{floor(round(share * 1e6) / 1000) / 10:.1f}"
