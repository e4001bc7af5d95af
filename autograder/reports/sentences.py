"""Stage 4: every sentence about one judged function, made from its facts: as text or as HTML, in either language.

What was called, what came back, what was expected, one thing to try. Nobody is blamed, no answer is given away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autograder.i18n import Words
from autograder.records import CheckFacts, Hints, Item
from autograder.reports import model_words, text, trained
from autograder.reports.phrases import (
    ADVICE,
    LAYOUT,
    NO_NETWORK_ERRORS,
    NO_NETWORK_SAID,
    NOT_HERE,
    OUTSIDE,
    SEVERAL,
    TITLES,
)
from autograder.reports.values import CALL_CAP, as_array, digits_to_tell, inline, is_named, number_text, shape_text


@dataclass(frozen=True)
class MistakeText:
    """A recognised mistake in the reader's language."""

    name: str
    question: str
    explanation: str
    hints: tuple[str, ...]


def difference(item: Item) -> str:
    """In what an answer differs: the key into the tables above."""
    if trained.function_of(item) is not None:
        return trained.difference(item)
    if item.status in ("pass", "not_started", "ungraded"):
        return item.status
    found = str((item.counterexample or {}).get("difference") or "")
    if found in ADVICE and found:
        return found
    return {"error": "raised", "timeout": "timeout"}.get(item.status, "")


def title(item: Item, words: Words) -> str:
    """The verdict in one line: "conv2d returns different values"."""
    found = "unfinished" if _is_unfinished(item) else difference(item)
    return words(TITLES[found], name=words.code(text.name(trained.function_of(item) or item.name)))


def advice(item: Item, words: Words) -> str:
    """One thing to try."""
    found, example = difference(item), item.counterexample or {}
    if example.get("layout", "C") != "C" and found in ("values", "shape", "not_finite", "raised"):
        return words(LAYOUT)
    if _is_unfinished(item):
        found = "calls_unwritten" if len(example["got"].get("trace") or ()) > 1 else "unfinished"
    if found == "raised" and _is_shut_in(example.get("got") or {}):
        return words(NOT_HERE)
    if found == "raised" and not (example.get("got") or {}).get("trace"):
        return words(OUTSIDE)
    if found == "shape" and _is_several(example.get("got")) and not _is_several(example.get("expected")):
        return words(SEVERAL)
    if found == "refused" and (example.get("refused") or {}).get("reason") == "lambda":
        return words("If it is local response normalisation (LRN): leave it out, no network here has it.")
    if found == "not_a_model":
        return model_words.what_to_return(example, words) or words(ADVICE[found])
    return words(ADVICE[found]) if ADVICE.get(found) else ""


def _is_unfinished(item: Item) -> bool:
    """Did a call come to a place that is as it was handed out, while others are written?"""
    got = (item.counterexample or {}).get("got") or {}
    return difference(item) == "raised" and got.get("error") == "NotImplementedError"


def _is_shut_in(got: Mapping[str, Any]) -> bool:
    """Did a call stop because of what the box forbids?"""
    known = got.get("error") in ("PermissionError", "OSError", *NO_NETWORK_ERRORS)
    return known or NO_NETWORK_SAID.search(str(got.get("message", ""))[:1000]) is not None


def _is_several(value: Mapping[str, Any] | None) -> bool:
    return (value or {}).get("kind") == "sequence" and as_array(value) is None


def aspect_label(facts: CheckFacts | None, aspect: str, words: Words) -> str:
    """What people read for an aspect; its own name where the course is not at hand."""
    found = [one for one in facts.aspects if one.name == aspect] if facts else []
    return words.pick(found[0].labels) if found else words.pick({"en": text.name(aspect)})


def mistakes(item: Item, facts: CheckFacts | None, words: Words) -> list[MistakeText]:
    """The recognised mistakes, each a question with its explanation and hints."""
    names = [part for part in (item.mistake or "").split("+") if part]
    return [_mistake(one, facts, words) for one in names]


def _mistake(wanted: str, facts: CheckFacts | None, words: Words) -> MistakeText:
    found = [one for one in facts.mistakes if one.name == wanted] if facts else []
    hints: Mapping[str, Hints] = found[0].hints if found else {}
    if not hints:
        return MistakeText(wanted, words.pick({"en": text.name(wanted).replace("_", " ")}), "", ())
    n_hints = max(len(hint.hints) for hint in hints.values())
    return MistakeText(
        wanted,
        words.pick({language: hint.question for language, hint in hints.items()}),
        words.pick({language: hint.explanation for language, hint in hints.items()}),
        tuple(
            words.pick({language: hint.hints[i] for language, hint in hints.items() if i < len(hint.hints)})
            for i in range(n_hints)
        ),
    )


def lead(item: Item, words: Words, facts: CheckFacts | None = None) -> str:
    """The line under the verdict. facts: whether a network was asked for."""
    found, example = difference(item), item.counterexample or {}
    if trained.function_of(item) is not None and found != "not_started":
        return trained.lead(item, words)
    if found == "model":
        return model_words.first_difference(example, words)
    if found == "refused":
        return model_words.refusal(example, words)
    if found == "pass" and facts is not None and facts.kind == "model":
        n = max((score.cases for score in item.aspects.values()), default=0)
        return words.plural(
            "It is the network that is asked for.", "It is the network that is asked for, in all {n} calls.", n
        )
    if found == "pass":
        n = sum(score.cases for score in item.aspects.values())
        if not n:
            return ""
        return words.plural(
            "It agrees with the reference on {n} input.", "It agrees with the reference on all {n} inputs.", n
        )
    if found == "not_started":
        return words("Fill in the answer cell and run this cell again. Nothing is deducted.")
    if found == "ungraded":
        if not item.message:
            return words("No points are lost by this; a person will look at it.")
        reason = text.clean(item.message).rstrip(". ")
        return words("{reason}. No points are lost by this; a person will look at it.", reason=reason)
    if found in ("values", "not_finite", "depends") and "expected" in example and is_short(item):
        return words("expected {expected} · yours {got}", **_both(example, words))
    if found == "values":
        return words("The shape is right, the numbers are not.") if as_array(example.get("got")) else ""
    if found == "shape":
        return words("expected {expected} · yours {got}", **_shapes(example, words))
    if found == "kind" and "got" in example:
        return words("expected {expected} · yours {got}", **_types(example, words))
    if found == "other_error":
        return words("expected {expected} · yours {got}", **_both(example, words)) if "got" in example else ""
    if found == "not_a_model":
        return model_words.returned(example, words)
    if found in ("nothing", "unsupported"):
        return words("It returned {got}.", got=words.code(inline(example.get("got"))))
    if found == "not_finite":
        return ""
    if found == "raised":
        return words.code(inline(example["got"])) if "got" in example else ""
    return account(item, words)


def is_short(item: Item) -> bool:
    """Are the expected and the received value short enough for one line?"""
    example = item.counterexample or {}
    values = [example.get("expected") or {}, example.get("got") or {}]
    values += [value["low"] for value in values if value.get("kind") == "range"]
    return not any(value.get("kind") in ("array", "sequence", "named") for value in values)


def account(item: Item, words: Words) -> str:
    """What was called, what came back and what was expected, in one or two sentences."""
    found, example = difference(item), item.counterexample
    if trained.function_of(item) is not None:
        return lead(item, words)
    if example is None:
        return ""
    call = words.code(text.clean(example.get("call", item.name), CALL_CAP))
    got: Mapping[str, Any] = example.get("got") or {}
    both = _both(example, words)
    if found == "missing":
        return ""  # the title says it all
    if found in ("model", "refused", "not_a_model"):
        return words("Called: {call}. {said}", call=call, said=lead(item, words))
    if found == "nothing" and "expected" not in example:
        return words("{call} returned {got}.", call=call, got=both["got"])
    if found == "kind":
        both = _types(example, words)
    if found == "raised" and "expected" not in example:
        return words("{call} stopped with {got}.", call=call, got=both["got"])
    if found == "timeout":
        seconds = got.get("seconds")
        if seconds is None:
            return words("{call} was stopped after its time limit.", call=call)
        return words("{call} had not answered after {seconds} s.", call=call, seconds=number_text(seconds))
    if found == "died":
        reason = text.clean(got.get("message", "")).rstrip(". ")
        if not reason:
            return words("{call} ended the whole program.", call=call)
        return words("{call} ended the whole program ({reason}).", call=call, reason=reason)
    if found == "changed":
        names = ", ".join(text.clean(one, 40) for one in example.get("changed") or ())
        if not names:
            return words("After {call} the input was no longer what it had been.", call=call)
        return words("After {call} this input was no longer what it had been: {names}.", call=call, names=names)
    if found == "depends":
        return words("{call} answered differently when it was called again.", call=call)
    if found == "slow":
        return words("{call} answers as it should, but takes too long.", call=call)
    if found == "shape" and as_array(got):
        return words("{call} returned the shape {got}; expected {expected}.", call=call, **_shapes(example, words))
    if found == "no_error":
        return words("{call} returned {got}; it should raise {expected}.", call=call, **both)
    if found == "other_error":
        return words("{call} raised {got}; it should raise {expected}.", call=call, **both)
    if found == "raised":
        return words("{call} stopped with {got}; expected {expected}.", call=call, **both)
    return words("{call} returned {got}; expected {expected}.", call=call, **both)


def where(item: Item, words: Words) -> str:
    """The student's own line on which an exception was raised."""
    trace = ((item.counterexample or {}).get("got") or {}).get("trace") or ()
    if not trace:
        return ""
    if not trace[-1].get("cell"):
        return words("It stopped in line {line} of its cell.", line=trace[-1].get("line"))
    return words("It stopped in code cell {cell}, line {line}.", cell=trace[-1].get("cell"), line=trace[-1].get("line"))


def _both(example: Mapping[str, Any], words: Words) -> dict[str, str]:
    expected, got = example.get("expected"), example.get("got")
    digits = digits_to_tell(_numbers(expected), _numbers(got))
    return {"expected": words.code(inline(expected, digits=digits)), "got": words.code(inline(got, digits=digits))}


def _types(example: Mapping[str, Any], words: Words) -> dict[str, str]:
    """The types of numbers, where the values look alike: 25 and 25; both values where it is something else."""
    types = {key: str((example.get(key) or {}).get("dtype", "")) for key in ("expected", "got")}
    if not all(types.values()) or len(set(types.values())) == 1:
        return _both(example, words)
    return {key: words.code(name) for key, name in types.items()}


def _numbers(value: Mapping[str, Any] | None) -> list[Any]:
    """The numbers of an array, or of everything in a sequence, in order."""
    if not value or value.get("kind") not in ("number", "array", "sequence"):
        return []
    if value["kind"] == "sequence":
        return [number for item in value.get("data") or () for number in _numbers(item)]
    return list(value.get("data") or ()) if value["kind"] == "array" else [value.get("data")]


def _shapes(example: Mapping[str, Any], words: Words) -> dict[str, str]:
    """Both shapes; both values where what came back has none."""
    if not as_array(example.get("got")):
        return _both(example, words)
    return {key: words.code(_shape(example.get(key))) for key in ("expected", "got")}


def _shape(value: Mapping[str, Any] | None) -> str:
    if value and value.get("kind") == "range":
        return _shape(value.get("low"))
    array = as_array(value)
    return shape_text(array["shape"]) if array else inline(value)


def givens(item: Item, *, cap: int = 200) -> str:
    """The array arguments written out, "x = [[1 2] [3 4]]", where all of them fit."""
    texts = []
    example = item.counterexample or {}
    for argument in example.get("arguments") or ():
        value = argument.get("value") or {}
        if is_named(value) and f"{argument.get('name')}=" not in example.get("call", ""):
            shown = inline(value)
            if "array([...]" in shown or shown.startswith("array") or shown.endswith("…"):
                return ""
            texts.append(f"{text.clean(argument.get('name', ''), 40)} = {shown}")
    whole = ", ".join(texts)
    return whole if len(whole) <= cap else ""
