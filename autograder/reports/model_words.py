"""Stage 4: what is said of a network beside its picture: the differences one by one, notes, and why it was refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autograder.i18n import Words
from autograder.models.allowed import LAYERS
from autograder.models.phrase import from_json
from autograder.records import CheckFacts, Item
from autograder.reports.phrases import MODEL
from autograder.reports.text import clean


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


NOT_FROM_THE_INPUT = "tensor that was not made from the input"  # as autograder/sandbox/inside/models.py says it
MODELS = frozenset(("Functional", "Sequential", "Model"))


def returned(example: Mapping[str, Any], words: Words) -> str:
    """What a function returned in the place of a model or a tensor."""
    what, holds = _what(example)
    if what == NOT_FROM_THE_INPUT:
        return words("It returned a tensor that was not made from what it was given.")
    if what == "KerasTensor":
        return words("It returned a tensor without its model.")
    things = words.code(clean(", ".join(holds), 120))
    if holds and what == "list":
        return words("It returned a list with these in it: {things}.", things=things)
    if holds and what == "tuple":
        return words("It returned a tuple with these in it: {things}.", things=things)
    return words("It returned a value of the type {type}.", type=words.code(clean(what, 120)))


def what_to_return(example: Mapping[str, Any], words: Words) -> str:
    """One thing to try, where more is known than that it is no model."""
    what, holds = _what(example)
    if what == NOT_FROM_THE_INPUT:
        return words("Begin with the argument x; do not make a keras.Input of your own inside a block.")
    if what == "KerasTensor":
        return words("Return keras.Model(inputs, outputs), with the keras.Input that you began with as inputs.")
    if set(holds) & MODELS:
        return words("Return the model alone.")
    if any(one in LAYERS for one in (what, *holds)):
        return words("Call each layer on a tensor, as in x = layers.Flatten()(x); return what the last one gives.")
    return ""


def _what(example: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The type of what was returned and, where it is told, the types of what is in it."""
    text = str((example.get("got") or {}).get("data") or "")
    if text == NOT_FROM_THE_INPUT:
        return text, []
    what, _, holds = text.partition(" of ")
    return what, holds.split(", ") if holds else []
