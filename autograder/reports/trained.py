"""Stage 4: what is said of a network that was trained, or waits for it: accuracy, threshold, curve, and what is beside.

The facts stand in `Result.training`; `with_training` hangs them onto the item that holds the points, so that
everything else is drawn from the item alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from autograder.i18n import Words
from autograder.records import Item, Result
from autograder.reports import assembled, model_words
from autograder.reports.assembled import Together
from autograder.reports.curves import MOST_EPOCHS, Curve, accuracy_curve, losses_curve, losses_of, number, percent
from autograder.reports.phrases import FAILURES, N_, PROFILES
from autograder.reports.text import clean, name

SUFFIX = " (trained)"
WAITING = "not trained yet"
DENSE = N_("a single Dense layer")  # measured beside every reference


@dataclass(frozen=True)
class Bar:
    """One accuracy beside others."""

    label: str
    text: str
    share: float  # 0 to 100
    yours: bool


@dataclass(frozen=True)
class Trained:
    """A training, ready to be drawn."""

    bars: tuple[Bar, ...]
    mark: float | None  # where the threshold is on the bars, 0 to 100
    threshold: str
    curve: Curve | None
    how: tuple[str, ...]  # profile and device
    seconds: str
    losses: Curve | None = None  # as the student's own code told them
    together: Together | None = None  # of functions that were put together


def function_of(item: Item) -> str | None:
    """The function whose network an item is about to have trained; None for any other item."""
    return item.name.removesuffix(SUFFIX) if item.name.endswith(SUFFIX) else None


def label(full_name: str, words: Words) -> str:
    """What an item is called where its points stand.

    >>> from autograder.i18n import translator
    >>> label("resnet_cifar (trained)", translator("en")), label("conv2d", translator("ko"))
    ('resnet_cifar (trained)', 'conv2d')
    """
    shown = name(full_name)
    if not shown.endswith(SUFFIX):
        return shown
    return words("{name} (trained)", name=shown.removesuffix(SUFFIX))


def with_training(result: Result) -> Result:
    """The same, with what is known of a training in the item that it decides."""
    items = tuple(_with(item, (result.training or {}).get(function_of(item) or "")) for item in result.items)
    return replace(result, items=items)


def waits(item: Item) -> bool:
    """Is it ungraded only because nothing was trained yet? That needs no person."""
    return function_of(item) is not None and item.status == "ungraded" and difference(item) in ("untrained", "apart")


def difference(item: Item) -> str:
    """The key into the titles: "untrained", "learns", "learns_less", "no_training" and the like, or "not_started"."""
    if item.status == "not_started":
        return "not_started"
    known, assembled = facts(item).get("status"), "parts" in facts(item)
    if known == "failed":
        return "no_training"
    if item.status == "pass":
        return "together" if assembled else "learns"
    if item.status == "ungraded":
        waiting = known == WAITING or (known is None and item.message in ("", WAITING))
        untrained = "apart" if assembled else "untrained"
        return untrained if waiting else "no_threshold" if known == "trained" else "no_training"
    if assembled:
        return "less_together" if known == "trained" else "nothing_together"
    return "learns_less" if known == "trained" else "no_network"


def facts(item: Item) -> Mapping[str, Any]:
    found = (item.counterexample or {}).get("training")
    return found if isinstance(found, Mapping) else {}


def lead(item: Item, words: Words) -> str:
    """The line under the verdict."""
    found, known = difference(item), facts(item)
    function = words.code(name(function_of(item) or item.name))
    if found == "apart":
        return words(
            "Its points wait, and nothing is deducted. It is done after grading, once the whole class is graded."
        )
    if found == "nothing_together":
        return words("Each part that is right is put together with those of the course; none is right yet.")
    if found in ("together", "less_together") or (found == "no_threshold" and "parts" in known):
        return assembled.lead(known, words)
    if found == "untrained":
        return words(
            "Its points wait, and nothing is deducted. Networks are trained after grading, each distinct one once."
        )
    if found == "no_network":
        return words("Nothing was trained, because {name} does not build the network that is asked for.", name=function)
    if found == "no_training":
        why = model_words.said(known.get("said"), words) if "said" in known else ""
        reason = FAILURES.get(str(known.get("reason")), FAILURES["error"])
        return why or words(reason, epoch=len(known.get("curve") or ()) + 1)
    accuracy, threshold = number(known.get("accuracy")), number(known.get("threshold"))
    if accuracy is None:
        return ""
    if threshold is None:
        return words(
            "It recognises {accuracy} of the test pictures. Nobody has measured yet how many are to be expected.",
            accuracy=percent(accuracy),
        )
    return words(
        "It recognises {accuracy} of the test pictures; {threshold} are asked for.",
        accuracy=percent(accuracy, threshold),
        threshold=percent(threshold),
    )


def trained(item: Item, words: Words) -> Trained | None:
    """The picture of a training; None where there is nothing to draw."""
    known = facts(item)
    accuracy, threshold = number(known.get("accuracy")), number(known.get("threshold"))
    curve = [value for one in list(known.get("curve") or ())[:MOST_EPOCHS] if (value := _at_epoch(one)) is not None]
    bars: list[Bar] = []
    if accuracy is not None:
        bars.append(Bar(words("your network"), percent(accuracy, threshold), 100 * accuracy, True))
    for label, beside in (known.get("beside") or {}).items():
        if isinstance(beside, Mapping):
            beside = beside.get("accuracy", beside.get(known.get("profile")))
        other = number(beside)
        if other is not None and bars:
            named = words(DENSE) if label == DENSE else words.code(clean(label, 80))
            bars.append(Bar(named, percent(other), 100 * other, False))
    losses = [] if "parts" in known else losses_of(known.get("losses"))
    if "parts" in known and "measures" in known:
        return Trained(
            tuple(bars),
            100 * threshold if threshold is not None else None,
            percent(threshold) if threshold is not None else "",
            None,
            tuple(_how(known, words)),
            _seconds(known, words),
            together=assembled.together(known, words),
        )
    if not bars and len(curve) < 2 and len(losses) < 2:
        return None
    return Trained(
        tuple(bars),
        100 * threshold if threshold is not None else None,
        percent(threshold) if threshold is not None else "",
        accuracy_curve(curve, threshold) if len(curve) > 1 else None,
        tuple(_how(known, words)),
        _seconds(known, words),
        losses_curve(losses) if len(losses) > 1 else None,
    )


def _with(item: Item, known: Any) -> Item:
    if not isinstance(known, Mapping) or item.counterexample:
        return item
    return replace(item, counterexample={"training": dict(known)})


def _how(known: Mapping[str, Any], words: Words) -> list[str]:
    profile = str(known.get("profile", ""))
    parts = [words(PROFILES[profile])] if profile in PROFILES else []
    return [*parts, *([clean(known["device"], 40)] if known.get("device") else [])]


def _seconds(known: Mapping[str, Any], words: Words) -> str:
    seconds = known.get("seconds")
    if not isinstance(seconds, int | float) or not math.isfinite(seconds):
        return ""
    return words("{seconds} s of training", seconds=f"{seconds:.0f}")


def _at_epoch(one: Any) -> float | None:
    if isinstance(one, Mapping):
        return next((number(one[key]) for key in ("accuracy", "val_accuracy") if key in one), None)
    return number(one)
