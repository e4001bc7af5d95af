"""Stage 5: a network that was trained -> points for it, and what a result says of it."""

from __future__ import annotations

from dataclasses import replace
from math import floor
from typing import Any, Literal

from autograder.i18n import Words, translator
from autograder.judge import assembled
from autograder.models.phrase import from_json
from autograder.records import Item, Training

Record = dict[str, Any]
TOO_LARGE = 1e30  # for a loss: whoever gets there is on the way to infinity, and no curve of it can be drawn

FLOOR = "a single Dense layer"
"""Measured beside every reference: what a network reaches that looks at no pixel's neighbours."""

THEIR_OWN = ("nan", "too_dear", "stuck", "axes", "slow", "stopped", "scores", "not_finite")
"""Failures that are the network's, not the machine's or the course's: they are decided, with no points."""


def training_facts(record: Record, training: Training) -> dict[str, Any]:
    """What a result says of a network that was trained: the record, and what it is held against."""
    profile = record["profile"]
    if training.assembly is not None:
        return assembled.facts(record, training.assembly)
    beside = {name: found[profile] for name, found in training.beside.items() if profile in found}
    return {**record, "threshold": training.thresholds.get(profile), "beside": beside}


def decided(item: Item, record: Record, training: Training, language: str) -> Item:
    """The item with its points.

    The threshold earns all of them. Below it the share falls evenly, down to nothing at what a single Dense layer
    reaches by the same recipe: that, and not guessing, is what a network is worth whose convolutions add nothing.
    (From guessing on, a network without any activation would earn nine tenths on Fashion-MNIST.) Where nobody has
    measured that layer there is nothing between all and nothing.

    A training that came to nothing for a reason of the machine's or the course's decides nothing.
    """
    words = translator(language)
    profile = record["profile"]
    if training.assembly is not None and "measures" in record:
        return assembled.decided(item, record, training.assembly, words)
    if record["status"] == "failed":
        status: Literal["wrong", "ungraded"] = "wrong" if record["reason"] in THEIR_OWN else "ungraded"
        return replace(item, status=status, points=0.0, message=_why(record, words))
    accuracy, threshold = record["accuracy"], training.thresholds.get(profile)
    seconds = record.get("seconds", 0.0)
    if threshold is None:
        said = words(
            "Trained: {accuracy} % of the test images are told right. Nobody has measured yet what is to be expected "
            "with the profile {profile}, so the points stay open.",
            accuracy=_percent(accuracy),
            profile=profile,
        )
        return replace(item, status="ungraded", points=0.0, message=said, seconds=seconds)
    said = words(
        "Trained: {accuracy} % of the test images are told right; {threshold} % are asked for.",
        accuracy=_percent(accuracy),
        threshold=_percent(threshold),
    )
    if accuracy >= threshold:
        return replace(item, status="pass", points=item.max_points, message=said, seconds=seconds)
    points = _part(item.max_points, accuracy, training.beside.get(FLOOR, {}).get(profile), threshold)
    return replace(item, status="partial" if points else "wrong", points=points, message=said, seconds=seconds)


def _part(most: float, accuracy: float, bottom: float | None, threshold: float) -> float:
    if bottom is None or not bottom < accuracy < threshold:
        return 0.0
    hundredths = floor(round(100 * most * (accuracy - bottom) / (threshold - bottom), 6))
    return min(hundredths / 100, most - 0.01)  # never up to full marks


def _percent(share: float) -> str:
    """Two decimals, which is all that an accuracy over 10,000 images has; what lies between is cut off.

    >>> _percent(0.87159), _percent(0.9)
    ('87.15', '90.00')
    """
    return f"{floor(round(share * 1e6) / 100) / 100:.2f}"


def _why(record: Record, words: Words) -> str:
    if "said" in record:
        return from_json(record["said"]).say(words)
    match record["reason"]:
        case "nan":
            epoch = len(record["curve"]) + 1
            return words("The loss became nan in epoch {epoch}: the network does not learn.", epoch=epoch)
        case "memory":
            return words("The training needed more memory than there is. The points stay open.")
        case "time":
            return words(
                "The training was stopped at its time limit. The points stay open; the next run goes on with it."
            )
    return words("The training ended with an error. The points stay open.")
