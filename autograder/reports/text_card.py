"""Stage 4: the card as plain text, complete, for terminals, screen readers and text/plain in a notebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from autograder.i18n import Words, translator
from autograder.records import CheckFacts, Item
from autograder.reports import phrases, sentences
from autograder.reports.beside import NOTHING, Beside
from autograder.reports.chips import Chip, chips
from autograder.reports.columns import WIDTH, indent, join, pad, width
from autograder.reports.formula import size_rows
from autograder.reports.grids import Grid, Picture, picture, pictures
from autograder.reports.maps import picture_text
from autograder.reports.text import MESSAGE_CAP, clean, name, score_text
from autograder.reports.text_networks import network_block, training_block
from autograder.reports.traces import frames, where
from autograder.reports.trained import waits
from autograder.reports.values import CALL_CAP, inline, is_said, spread

_MARKS = {"pass": "✓", "partial": "◐", "wrong": "✗", "error": "!", "timeout": "!", "not_started": "○", "ungraded": "?"}
_PLAIN = str.maketrans(
    {"✓": "[OK]", "✗": "[X]", "◐": "[~]", "○": "[ ]", "·": "-", "≠": "!=", "→": "->", "…": "...", "×": "x", "–": "-"}
    | {"●": "o", "│": "|", "─": "-", "┬": "+", "┴": "+", "┼": "+", "┤": "+", "╮": ".", "╯": "'", "┊": ":", "◷": "."}
    | dict(zip("▁▂▃▄▅▆▇█", "_..--=##", strict=True))
    | {"—": "-", "−": "-", "⌊": "floor(", "⌋": ")", "“": '"', "”": '"', "’": "'", "\N{REPLACEMENT CHARACTER}": "?"}
)


def text_card(
    item: Item,
    facts: CheckFacts | None = None,
    language: str | None = None,
    *,
    hints: int = 0,
    plain: bool = False,
    beside: Beside = NOTHING,
) -> str:
    """The whole card as text, with some hints.

    Args:
        item: the judged function.
        facts: what is frozen about it: labels, questions and hints.
        language: "ko" or "en"; the reader's own where None.
        hints: how many hints to show; the rest are counted and how to get them is said.
        beside: what only the student's own notebook knows.
        plain: only characters that a cp949 console can show, and in English only ASCII of our own.
    """
    words = translator(language)
    blocks = [_head(item, facts, words), _chips(chips(item, facts, words), words), _trace(item, words)]
    blocks += [network_block(item, words), training_block(item, words), _example(item, words)]
    blocks += [_sizes(item, words), picture_text(item.counterexample, words), hints_block(item, facts, words, hints)]
    blocks += [_first(item, beside, words), _progress(beside, words)]
    card = "\n\n".join(block for block in blocks if block)
    return for_console(card) if plain else card


def for_console(card: str) -> str:
    """Punctuation that old consoles lack in letters they have; what is left over becomes a question mark."""
    return card.translate(_PLAIN).encode("cp949", "replace").decode("cp949")


def _head(item: Item, facts: CheckFacts | None, words: Words) -> str:
    mark = "○" if waits(item) else _MARKS[item.status]
    verdict = f"{mark} {sentences.title(item, words)}"
    points = words("{points} points", points=_points(item))
    return "\n".join(filter(None, [f"{verdict}   {points}", indent(sentences.lead(item, words, facts))]))


def _points(item: Item) -> str:
    shown = "-" if item.status == "ungraded" else score_text(item.points, item.max_points)
    return f"{shown} / {score_text(item.max_points, item.max_points)}"


def _chips(rows: Sequence[Chip], words: Words) -> str:
    widest = max((width(chip.label) for chip in rows), default=0)
    lines = []
    for chip in rows:
        mark = {"ok": "✓", "no": "✗", "waits": "·"}[chip.state]
        counted = "" if chip.state == "ok" or not chip.cases else f"  {chip.passed}/{chip.cases}"
        lines.append(indent(f"{mark} {pad(chip.label, widest, left=True)}  {chip.points}{counted}"))
    return "\n".join([words("Parts:"), *lines]) if lines else ""


def _example(item: Item, words: Words) -> str:
    example = item.counterexample
    if not example or not example.get("call") or sentences.difference(item) == "missing" or "graphs" in example:
        return ""
    heading = _heading(example, words)
    call = clean(example.get("call", ""), CALL_CAP)
    lines = [f"{heading} {call}", *_arguments(example.get("arguments") or (), call, words), *_answers(item, words)]
    cell = example.get("cell") or {}
    labels = dict(zip(("expected", "got"), _names(words), strict=True))
    at = "[" + ", ".join(str(i) for i in example.get("at") or ()) + "]"
    lines += [f"{labels[key]} {at}: {clean(cell[key])}" for key in ("expected", "got") if cell.get(key)]
    return "\n".join([lines[0], *map(indent, lines[1:])])


def _sizes(item: Item, words: Words) -> str:
    rows = size_rows(item.counterexample, words)
    widest = max((width(label) for label, _ in rows), default=0)
    lines = [indent(f"{pad(label, widest, left=True)}  {text}") for label, text in rows]
    return "\n".join([words("The size worked out with these numbers"), *lines]) if lines else ""


def _first(item: Item, beside: Beside, words: Words) -> str:
    if item.status != "not_started" or not beside.first:
        return ""
    call = clean(beside.first.get("call", ""), 200)
    lines = _arguments(beside.first.get("arguments") or (), call, words)
    expected = beside.first.get("expected")
    drawn = picture(expected)
    if drawn is not None and drawn.grids:
        lines += _side_by_side([(f"{words('expected')} {drawn.shape}", drawn)], words)
    else:
        lines.append(f"{words('expected')}: {inline(expected)}")
    return "\n".join([f"{words('Where to begin? A first example')}: {call}", *map(indent, lines)])


def _progress(beside: Beside, words: Words) -> str:
    if beside.progress is None:
        return ""
    text = words("{right} of {n} tasks right so far", right=beside.progress.right, n=beside.progress.of)
    call = f"check({name(beside.progress.next)})"
    return f"{text} · {words('next: {call}', call=call)}" if beside.progress.next else text


def _heading(example: Mapping[str, Any], words: Words) -> str:
    if "differences" in example:
        return words("What was called:")
    return words("Smallest counterexample:") if example.get("shrunk") else words("Counterexample:")


def _arguments(arguments: Sequence[Mapping[str, Any]], call: str, words: Words) -> list[str]:
    """Arrays as grids next to each other; other values as they are, unless the call already says them."""
    columns, lines = [], []
    for argument in arguments:
        for label, value in spread(clean(argument.get("name", ""), 40), argument.get("value") or {}):
            drawn = None if is_said(value, call) else picture(value)
            if drawn is not None and drawn.grids and drawn.shape != "()":
                columns.append((f"{label} {drawn.shape}", drawn))
            elif f"{label}=" not in call and not ("; " in call and value.get("kind") != "array"):  # a talk says it
                lines.append(f"{label} = {inline(value)}")
    return [*(_side_by_side(columns, words) if columns else []), *lines]


def _answers(item: Item, words: Words) -> list[str]:
    example, found = item.counterexample or {}, sentences.difference(item)
    if found in phrases.SAID_IN_WORDS:
        return []
    expected, got = example.get("expected"), example.get("got")
    if "differences" in example:
        return []  # of networks, and said under the verdict
    if found == "raised":
        got = None  # it stands under the title
    drawn = pictures(expected, got, at=example.get("at"), atol=example.get("atol") or 1e-8)
    if not drawn.worth_drawing:
        if found not in ("values", "not_finite", "depends", "shape", "raised", "nothing", "unsupported"):
            return []  # the line under the verdict has said it
        lines = [f"{words('expected')}: {inline(expected)}"] if expected else []
        return [*lines, f"{words('yours')}: {inline(got)}"] if got else lines
    columns = [(label, one) for label, one in zip(_names(words), (drawn.expected, drawn.got), strict=True) if one]
    if drawn.difference is None:
        return _side_by_side([(f"{label} {one.shape}", one) for label, one in columns], words)
    lines = _side_by_side([*columns, (words("difference"), drawn.difference)], words)
    return [*lines, words("* marks a cell that differs")]


def _names(words: Words) -> tuple[str, str]:
    return words("expected"), words("yours")


def _side_by_side(columns: Sequence[tuple[str, Picture]], words: Words) -> list[str]:
    """Grids of several pictures next to each other, slice by slice; below each other where they are too wide."""
    lines: list[str] = []
    for at in range(max(len(drawn.grids) for _, drawn in columns)):
        blocks = [_grid(label, drawn.grids[at]) for label, drawn in columns if at < len(drawn.grids)]
        wide = sum(max(map(width, block)) + 4 for block in blocks) > WIDTH
        for group in [[block] for block in blocks] if wide else [blocks]:
            lines += join(group)
    left_out = max(drawn.left_out for _, drawn in columns)
    if left_out:
        lines.append(words.plural("({n} more slice is not shown)", "({n} more slices are not shown)", left_out))
    return lines


def _grid(label: str, grid: Grid) -> list[str]:
    texts = [[cell.text + ("*" if cell.differs else "") for cell in row] for row in grid.rows]
    widest = max(width(text) for row in texts for text in row)
    head = " ".join(part for part in (label, grid.label, grid.part) if part)
    return [*([head] if head else []), *("[ " + " ".join(pad(text, widest) for text in row) + " ]" for row in texts)]


def _trace(item: Item, words: Words) -> str:
    shown = frames(item)[-1:]
    lines = []
    for frame in shown:
        lines.append(f"{where(frame, words)}:")
        lines += [f"{'→' if here else ' '} {number:>4}  {source}" for number, source, here in frame.lines]
    return "\n".join([lines[0], *map(indent, lines[1:])]) if lines else ""


def hints_block(item: Item, facts: CheckFacts | None, words: Words, hints: int) -> str:
    """The recognised mistakes as questions, each with some hints, or one thing to try."""
    lines: list[str] = []
    for mistake in sentences.mistakes(item, facts, words):
        lines.append(f"? {clean(mistake.question)}")
        lines += [indent(clean(mistake.explanation, MESSAGE_CAP))] if mistake.explanation else []
        for i, hint in enumerate(mistake.hints[:hints], 1):
            lines.append(indent(words("Hint {i}/{n}: {hint}", i=i, n=len(mistake.hints), hint=clean(hint))))
        if hints < len(mistake.hints):
            lines.append(indent(words("Next hint: hint({name})", name=name(item.name))))
    if not lines and (tip := sentences.advice(item, words)):
        lines.append(words("Try this: {tip}", tip=tip))
    return "\n".join(lines)
