"""Stage 4: the card of one function as HTML: the same in the notebook, in the class report and in nbgrader's feedback.

It imports jinja2 and nothing heavier. Everything that came from a student is capped, and escaped by jinja2.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from autograder.i18n import Words
from autograder.records import CheckFacts, Item
from autograder.reports import maps, model_words, phrases, sentences
from autograder.reports.beside import NOTHING, Beside
from autograder.reports.chips import chips
from autograder.reports.formula import size_rows
from autograder.reports.grids import Cell, Picture, Pictures, picture, pictures
from autograder.reports.networks import networks
from autograder.reports.rails import rail_text
from autograder.reports.text import clean, name, score_text
from autograder.reports.traces import frames, where
from autograder.reports.trained import trained, waits
from autograder.reports.values import CALL_CAP, inline, is_named, is_said, number_text, python_source, spread
from autograder.reports.words import html_words

TEMPLATES = Path(__file__).parent / "templates"

_FACES = {  # status -> tone and icon
    "pass": ("good", "✓"),
    "partial": ("bad", "✗"),
    "wrong": ("bad", "✗"),
    "error": ("warn", "!"),
    "timeout": ("warn", "!"),
    "not_started": ("idle", "○"),
    "ungraded": ("idle", "?"),
}
_BLUE, _VIOLET, _ORANGE = "11,87,183", "109,63,192", "224,123,29"


@dataclass(frozen=True)
class Example:
    """A counterexample, ready to be drawn."""

    call: str
    shrunk: bool
    arguments: tuple[tuple[str, Picture], ...]
    shown: Pictures | None  # expected, yours and difference as grids, where both are arrays
    rows: tuple[tuple[str, str], ...]  # what is said in words: worked lines, or answers that are no arrays
    source: str | None  # Python that makes the call again


def card_html(
    item: Item,
    facts: CheckFacts | None = None,
    language: str | None = None,
    *,
    hints: int | None = None,
    standalone_css: bool = True,
    beside: Beside = NOTHING,
) -> str:
    """One function's card.

    Args:
        item: the judged function.
        facts: what is frozen about it: labels, questions and hints; the card works without.
        language: "ko", "en", or "both" for a page that shows one of them; the reader's own where None.
        hints: how many hints to offer; all of them, folded, where None.
        standalone_css: bring the style sheet along; a page with many cards has it once.
        beside: what only the student's own notebook knows.

    Returns:
        a fragment of HTML that still reads well where <style>, class and aria are stripped.
    """
    words = html_words(language)
    tone, icon = ("idle", "◷") if waits(item) else _FACES[item.status]
    rows = chips(item, facts, words)
    recognised = sentences.mistakes(item, facts, words)
    done = item.status in ("pass", "not_started", "ungraded")
    is_model = model_words.is_model(item, facts)
    found = item.counterexample or {}
    told = model_words.differences(found, words)
    shown_frames = frames(item)
    return template("card.html.j2").render(
        _=words,
        plural=words.plural,
        classes=_classes,
        tint=_tint,
        bold=_bold,
        ticked=_ticked,
        css=card_css() if standalone_css else None,
        lang=None if words.language == "both" else words.language,
        tone=tone,
        icon=icon,
        title=sentences.title(item, words),
        lead=sentences.lead(item, words, facts),
        points=_points(item),
        chips=rows,
        n_right=sum(chip.state == "ok" for chip in rows),
        frames=shown_frames,
        where=where(shown_frames[-1], words) if shown_frames else "",
        example=None if done else _example(item, words),
        sizes=() if done else size_rows(found, words),
        picture=None if done else maps.on_a_picture(found, words),
        maps=maps.feature_maps(beside.maps, words) if item.status == "pass" else (),
        took=number_text(1000 * beside.seconds, digits=3) if beside.maps and beside.seconds else "",
        progress=beside.progress,
        next_call=words.code(f"check({name(beside.progress.next)})") if beside.progress else "",
        first=_first(item, beside, words),
        mistakes=recognised,
        is_model=is_model,
        networks=networks(found, words) if is_model else None,
        marks=phrases.MARKS,
        rail_text=rail_text,
        told=told if len(told) > 1 else (),
        n_more=model_words.n_more(found),
        notes=model_words.notes(found, words),
        trained=trained(item, words),
        n_explained=_n_explained(item, facts) if len(recognised) == 1 else 0,
        n_hints=hints if hints is not None else max((len(mistake.hints) for mistake in recognised), default=0),
        hint_call=words.code(f"hint({name(item.name)})"),
        advice="" if done or recognised else sentences.advice(item, words),
    )


@cache
def environment() -> Environment:
    """Autoescape is on for every template, whatever its file is called."""
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True)


@cache
def template(file: str) -> Template:
    return environment().get_template(file)


@cache
def card_css() -> Markup:
    return Markup((TEMPLATES / "card.css").read_text("utf-8"))


def _points(item: Item) -> str:
    shown = "–" if item.status in ("ungraded", "not_started") else score_text(item.points, item.max_points)
    return f"{shown} / {score_text(item.max_points, item.max_points)}"


def _n_explained(item: Item, facts: CheckFacts | None) -> int:
    """How many cases a recognised mistake explains: those of the aspects that do not stand apart.

    A network's aspects all look at the same calls.
    """
    if facts is not None and facts.kind == "model":
        return max((score.cases for score in item.aspects.values()), default=0)
    apart = {aspect.name for aspect in facts.aspects if aspect.after is not None} if facts else set()
    return sum(score.cases for name, score in item.aspects.items() if name not in apart)


def _example(item: Item, words: Words) -> Example | None:
    found, stored = sentences.difference(item), item.counterexample
    if not stored or not stored.get("call") or found == "missing":
        return None
    expected, got = stored.get("expected"), stored.get("got")
    arguments = [(clean(one.get("name", ""), 40), one.get("value") or {}) for one in stored.get("arguments") or ()]
    window = (stored.get("cell") or {}).get("window") or {}
    drawn = [
        (label, picture(value, window=window.get(label, ())))
        for argument in arguments
        for label, value in spread(*argument)
        if value.get("kind") in ("array", "sequence") and not is_said(value, stored["call"])
    ]
    pair = pictures(expected, got, at=stored.get("at"), atol=stored.get("atol") or 1e-8)
    rows = _worked(stored, words)
    if found in phrases.SAID_IN_WORDS:
        shown = None
    elif pair.worth_drawing:
        shown = pair
    elif found in ("raised", "nothing", "unsupported") and pair.expected and pair.expected.grids:
        shown = Pictures(pair.expected, None, None)
    else:
        shown, rows = None, _answers(item, words)
    told = [(label, inline(value)) for label, value in arguments if value.get("kind") == "code"]
    return Example(
        call=clean(stored.get("call", item.name), CALL_CAP),
        shrunk=bool(stored.get("shrunk")),
        arguments=tuple((label, one) for label, one in drawn if one is not None),
        shown=shown,
        rows=(*told, *rows),
        source=_source(arguments, clean(stored.get("call", ""), CALL_CAP)),
    )


def _first(item: Item, beside: Beside, words: Words) -> Example | None:
    """The first example of a function that is not written yet: what goes in, and what should come out."""
    if item.status != "not_started" or not beside.first:
        return None
    to_come = {**beside.first, "difference": "raised", "got": None}
    example = _example(replace(item, status="error", counterexample=to_come), words)
    if example is None or example.shown is not None:
        return example
    return replace(example, rows=((words("expected"), inline(beside.first.get("expected"))),))


def _worked(stored: Mapping[str, Any], words: Words) -> list[tuple[str, str]]:
    """One cell worked out both ways."""
    lines, labels = stored.get("cell") or {}, {"expected": words("expected"), "got": words("yours")}
    at = "[" + ", ".join(str(i) for i in stored.get("at") or ()) + "]"
    return [
        (Markup("{} {}").format(labels[key], at), clean(lines[key])) for key in ("expected", "got") if lines.get(key)
    ]


def _answers(item: Item, words: Words) -> list[tuple[str, str]]:
    """Answers that are no grids, as two lines; nothing where the line under the verdict has said it all."""
    stored = item.counterexample or {}
    if sentences.difference(item) not in ("values", "not_finite", "depends", "shape") or sentences.is_short(item):
        return []
    return [(words("expected"), inline(stored.get("expected"))), (words("yours"), inline(stored.get("got")))]


def _source(arguments: Sequence[tuple[str, Mapping[str, Any]]], call: str) -> str | None:
    lines = []
    for label, value in arguments:
        if is_named(value) and not is_said(value, call):
            made = python_source(value)
            if made is None or not label.isidentifier():
                return None
            lines.append(f"{label} = {made}")
    return "\n".join([*lines, *_typed(call)]) if lines else None


def _typed(call: str) -> list[str]:
    """The lines of a talk as Python has them: numbers are put into the arrays of a dictionary one after the other."""
    fills = r"^(\S+)\[\.\.\.\] = (\w+)$"
    return [re.sub(fills, r"for key in \2: \1[key][...] = \2[key]", line) for line in call.split("; ")]


def _bold(text: str) -> Markup:
    return Markup("<b>{}</b>").format(text)


def _ticked(text: str) -> Markup:
    """What stands between backticks as code."""
    escaped = str(escape(text))  # a plain string: Markup would escape what is put together from its parts
    return Markup(re.sub(r"`([^`<>]+)`", r"<code>\1</code>", escaped))


def _classes(cell: Cell) -> str:
    return " ".join(
        name
        for name, on in (("ne", cell.differs), ("first", cell.first), ("w", cell.window), ("z", cell.text == "0"))
        if on
    )


def _tint(cell: Cell) -> str:
    """How far from zero, for an inline background: the one style that a notebook's sanitiser keeps on a cell."""
    if not cell.strength:
        return ""
    signed = cell.text.startswith("+")  # a positive difference
    colour, most = (_ORANGE, 0.6) if signed else (_BLUE, 0.35) if cell.strength > 0 else (_VIOLET, 0.4)
    return f"{colour},{0.08 + (most - 0.08) * min(1.0, abs(cell.strength)):.2f}"
