"""Stage 4: what is said of a network that was trained, or waits for it: accuracy, threshold, curve, and what is beside.

The facts stand in `Result.training`; `with_training` hangs them onto the item that holds the points, so that
everything else is drawn from the item alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from autograder.i18n import Words
from autograder.records import Item, Result
from autograder.reports import model_words
from autograder.reports.phrases import FAILURES, N_, PROFILES
from autograder.reports.text import clean, name, score_text

SUFFIX = " (trained)"
WAITING = "not trained yet"
DENSE = N_("a single Dense layer")  # measured beside every reference
BLOCKS = "▁▂▃▄▅▆▇█"
WIDE, HIGH = 260, 96  # of the drawn curve
MOST_EPOCHS = 200


@dataclass(frozen=True)
class Bar:
    """One accuracy beside others."""

    label: str
    text: str
    share: float  # 0 to 100
    yours: bool


@dataclass(frozen=True)
class Curve:
    """Accuracy by epoch, as the points of a line in a box of WIDE x HIGH, and as text."""

    points: str
    last: tuple[float, float]
    threshold: float | None  # how far down its line is
    low: str
    high: str
    epochs: int
    text: str
    ends: str  # "41.2% → 81.7%"


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
    return function_of(item) is not None and item.status == "ungraded" and difference(item) == "untrained"


def difference(item: Item) -> str:
    """The key into the titles: "untrained", "learns", "learns_less", "no_training" and the like, or "not_started"."""
    if item.status == "not_started":
        return "not_started"
    known = facts(item).get("status")
    if known == "failed":
        return "no_training"
    if item.status == "pass":
        return "learns"
    if item.status == "ungraded":
        waiting = known == WAITING or (known is None and item.message in ("", WAITING))
        return "untrained" if waiting else "no_threshold" if known == "trained" else "no_training"
    return "learns_less" if known == "trained" else "no_network"


def facts(item: Item) -> Mapping[str, Any]:
    found = (item.counterexample or {}).get("training")
    return found if isinstance(found, Mapping) else {}


def lead(item: Item, words: Words) -> str:
    """The line under the verdict."""
    found, known = difference(item), facts(item)
    function = words.code(name(function_of(item) or item.name))
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
    losses = [float(one) for one in list(known.get("losses") or ())[:MOST_EPOCHS] if _is_loss(one)]
    if not bars and len(curve) < 2 and len(losses) < 2:
        return None
    return Trained(
        tuple(bars),
        100 * threshold if threshold is not None else None,
        percent(threshold) if threshold is not None else "",
        _curve(curve, threshold) if len(curve) > 1 else None,
        tuple(_how(known, words)),
        _seconds(known, words),
        _losses(losses) if len(losses) > 1 else None,
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


def number(value: Any) -> float | None:
    """An accuracy from 0 to 1."""
    known = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
    return float(value) if known else None


def _at_epoch(one: Any) -> float | None:
    if isinstance(one, Mapping):
        return next((number(one[key]) for key in ("accuracy", "val_accuracy") if key in one), None)
    return number(one)


def percent(share: float, threshold: float | None = None) -> str:
    """A percentage that never rounds up to the threshold.

    >>> percent(0.8997, 0.9), percent(0.9)
    ('89.9%', '90%')
    """
    below = threshold is not None and share < threshold
    return score_text(100 * share, 100 * threshold if below and threshold is not None else 100) + "%"


def _curve(values: Sequence[float], threshold: float | None) -> Curve:
    seen = [*values, *([threshold] if threshold is not None else [])]
    low, high = math.floor(10 * min(seen)) / 10, math.ceil(10 * max(seen)) / 10
    span = max(high - low, 0.1)

    def down(value: float) -> float:
        return round((1 - (value - low) / span) * (HIGH - 12) + 6, 1)

    across = [round(i * (WIDE - 12) / (len(values) - 1) + 4, 1) for i in range(len(values))]
    points = list(zip(across, map(down, values), strict=True))
    return Curve(
        " ".join(f"{x},{y}" for x, y in points),
        points[-1],
        None if threshold is None else down(threshold),
        percent(low),
        percent(low + span),
        len(values),
        spark(values, low, span),
        f"{percent(values[0])} → {percent(values[-1])}",
    )


def _is_loss(one: Any) -> bool:
    return isinstance(one, int | float) and not isinstance(one, bool) and math.isfinite(one)


def _losses(values: Sequence[float]) -> Curve:
    """The losses of a training from 0 to the largest; an axis of its own, and no threshold."""
    low, high = min(0.0, *values), max(values)
    span = max(high - low, 1e-9)
    across = [round(i * (WIDE - 12) / (len(values) - 1) + 4, 1) for i in range(len(values))]
    down = [round((1 - (value - low) / span) * (HIGH - 12) + 6, 1) for value in values]
    points = list(zip(across, down, strict=True))
    return Curve(
        " ".join(f"{x},{y}" for x, y in points),
        points[-1],
        None,
        f"{low:.1f}",
        f"{high:.1f}",
        len(values),
        spark(values, low, span),
        f"{values[0]:.2f} → {values[-1]:.2f}",
    )


def spark(values: Sequence[float], low: float, span: float) -> str:
    """A curve in one line of text.

    >>> spark([0.1, 0.5, 0.9], 0.1, 0.8)
    '▁▅█'
    """
    step = max(1, math.ceil(len(values) / 40))
    return "".join(BLOCKS[min(7, round(7 * (value - low) / span))] for value in values[::step])
