"""Stage 4: what is said of a network beside its picture: the differences one by one, notes, and why it was refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autograder.i18n import Words
from autograder.models.phrase import from_json
from autograder.records import CheckFacts, Item
from autograder.reports.phrases import MODEL


def is_model(item: Item, facts: CheckFacts | None) -> bool:
    """Was a network compared? Told by the course where it is at hand, else by what was found."""
    example = item.counterexample or {}
    return (facts is not None and facts.kind == "model") or example.get("difference") in MODEL or "graphs" in example


def said(tree: Any, words: Words) -> str:
    """A stored sentence in the reader's language; nothing where it is none of ours."""
    try:
        return from_json(tree).say(words)
    except ValueError:
        return ""


def differences(example: Mapping[str, Any], words: Words) -> list[str]:
    """From the input on."""
    told = (said(one.get("said"), words) for one in example.get("differences") or ())
    return [sentence for sentence in told if sentence]


def first_difference(example: Mapping[str, Any], words: Words) -> str:
    return next(iter(differences(example, words)), "")


def n_more(example: Mapping[str, Any]) -> int:
    """How many differences are not even listed."""
    return int(example.get("more") or 0)


def notes(example: Mapping[str, Any], words: Words) -> list[str]:
    """What is as good as the reference and yet not the same."""
    return [sentence for one in example.get("notes") or () if (sentence := said(one, words))]


def refusal(example: Mapping[str, Any], words: Words) -> str:
    """Why a model cannot be compared, and what to do instead."""
    return said((example.get("refused") or {}).get("said"), words)
