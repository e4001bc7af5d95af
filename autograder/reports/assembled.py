"""Stage 4: what is said of functions that were put together: measures, whose parts they were, losses, pictures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from autograder.i18n import Words
from autograder.judge import assembled as reasons
from autograder.reports.curves import Curve, losses_curve, losses_of, number, percent
from autograder.reports.phrases import N_
from autograder.reports.text import clean, name

MOST_SCENES, MOST_PNG = 6, 200_000
BASE64 = re.compile(r"[A-Za-z0-9+/=]+")

WHY = {
    reasons.NOT_YET: N_("{name}: the course's own, because yours has not all its points yet"),
    reasons.RAISED: N_("{name}: the course's own, because yours stopped. {said}"),
    reasons.SLOW: N_("{name}: the course's own, because a call of yours took too long"),
    reasons.DIED: N_("{name}: the course's own, because yours ended the program or used too much memory"),
    reasons.OTHER: N_("{name}: the course's own, because yours gave something else than its docstring says. {said}"),
    reasons.MISSING: N_("{name}: the course's own, because yours was not found"),
    reasons.TOGETHER: N_("{name}: the course's own, because the others could not go on with what yours answered"),
}
LATE = N_("{name}: yours for {asked} of {calls} calls; the others were answered for it to save time")


@dataclass(frozen=True)
class Scene:
    """A picture of a detection or the like. `uri` holds it all."""

    uri: str
    alt: str
    caption: str


@dataclass(frozen=True)
class Together:
    """Functions that were put together. measures: label, value, threshold. parts: which stood in, and why."""

    measures: tuple[tuple[str, str, str], ...]
    own: str
    parts: tuple[str, ...]
    curves: tuple[tuple[str, Curve], ...]
    scenes: tuple[Scene, ...]


def lead(known: Mapping[str, Any], words: Words) -> str:
    """The line under the verdict."""
    told = []
    for one in _measures(known):
        value, threshold = number(one.get("value")), number(one.get("threshold"))
        label = _picked(one.get("labels"), words, 40)
        if value is not None and threshold is not None:
            shown = {"value": percent(value, threshold), "threshold": percent(threshold)}
            told.append(words("{label} {value} ({threshold} asked for)", label=label, **shown))
        elif value is not None:
            told.append(words("{label} {value}", label=label, value=percent(value)))
    if not told:
        return ""
    measures = reduce(lambda one, more: words("{one}, {more}", one=one, more=more), told)
    return words("{measures}. {own}", measures=measures, own=_own(known, words))


def together(known: Mapping[str, Any], words: Words) -> Together:
    """The picture of it."""
    measures = [
        (
            _picked(one.get("labels"), words, 40),
            percent(value, number(one.get("threshold"))),
            "" if (threshold := number(one.get("threshold"))) is None else percent(threshold),
        )
        for one in _measures(known)
        if (value := number(one.get("value"))) is not None
    ]
    curves = [
        (_picked(one.get("labels"), words, 80), losses_curve(values))
        for one in _records(known.get("losses"))
        if len(values := losses_of(one.get("values"))) > 1
    ]
    return Together(
        tuple(measures), _own(known, words), tuple(_parts(known, words)), tuple(curves), _scenes(known, words)
    )


def _own(known: Mapping[str, Any], words: Words) -> str:
    own, parts = len(known.get("own") or ()), len(known.get("parts") or ())
    if own == parts:
        return words("All {parts} parts are your own.", parts=parts)
    return words("{own} of {parts} parts are your own.", own=own, parts=parts)


def _parts(known: Mapping[str, Any], words: Words) -> list[str]:
    told = []
    for part, why in (known.get("stood_in") or {}).items():
        reason, said = str(why[0]), clean(why[1], 160) if len(why) > 1 else ""
        told.append(
            words(WHY.get(reason, WHY[reasons.NOT_YET]), name=words.code(name(part)), said=words.code(said)).strip()
        )
    for part, (asked, calls) in (known.get("late") or {}).items():
        told.append(words(LATE, name=words.code(name(part)), asked=asked, calls=calls))
    return told


def _scenes(known: Mapping[str, Any], words: Words) -> tuple[Scene, ...]:
    found = []
    for one in _records(known.get("scenes"))[:MOST_SCENES]:
        png = str(one.get("png", ""))
        if len(png) <= MOST_PNG and BASE64.fullmatch(png):
            texts = _texts(one.get("alt"), 200)
            alt = texts.get(words.language) or texts.get("en", "")  # an attribute speaks one language
            found.append(Scene(f"data:image/png;base64,{png}", alt, words.pick(texts)))
    return tuple(found)


def _texts(told: Any, cap: int) -> dict[str, str]:
    """Texts by language."""
    return {str(key): clean(text, cap) for key, text in told.items()} if isinstance(told, Mapping) else {}


def _picked(told: Any, words: Words, cap: int) -> str:
    return words.pick(_texts(told, cap))


def _measures(known: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return _records(known.get("measures"))


def _records(told: Any) -> list[Mapping[str, Any]]:
    return [one for one in told if isinstance(one, Mapping)] if isinstance(told, list | tuple) else []
