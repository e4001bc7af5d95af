"""Stage 4: the aspects of one function as chips: right, not right, or waiting for another one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from autograder.i18n import Words
from autograder.records import AspectScore, CheckFacts, Item
from autograder.reports.model_words import is_model
from autograder.reports.sentences import aspect_label
from autograder.reports.text import score_text


@dataclass(frozen=True)
class Chip:
    label: str
    state: Literal["ok", "no", "waits"]
    points: str  # "5 / 5"
    passed: int
    cases: int


def chips(item: Item, facts: CheckFacts | None, words: Words) -> list[Chip]:
    """One chip an aspect, in the rubric's order. An untouched or ungraded function has none."""
    if item.status in ("not_started", "ungraded"):
        return []
    if is_model(item, facts) and "graphs" not in (item.counterexample or {"graphs": None}):
        return [
            Chip(aspect_label(facts, name, words), "waits", _points(score), score.passed, score.cases)
            for name, score in item.aspects.items()
        ]  # there was no network to look at
    return [
        Chip(aspect_label(facts, name, words), _state(score), _points(score), score.passed, score.cases)
        for name, score in item.aspects.items()
    ]


def _state(score: AspectScore) -> Literal["ok", "no", "waits"]:
    if score.points >= score.max_points and score.passed >= score.cases:
        return "ok"
    return "waits" if score.passed >= score.cases else "no"  # right or never called, but without its points


def _points(score: AspectScore) -> str:
    whole = score_text(score.max_points, score.max_points)
    return f"{score_text(score.points, score.max_points)} / {whole}"
