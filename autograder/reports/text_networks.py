"""Stage 4: two networks, or a training, as plain text: lanes as box-drawing signs, one sign a layer that differs."""

from __future__ import annotations

from autograder.i18n import Words
from autograder.records import Item
from autograder.reports import model_words
from autograder.reports.assembled import Together
from autograder.reports.columns import WIDTH, indent, join, pad, width
from autograder.reports.networks import Layer, Networks, networks
from autograder.reports.phrases import MARKS
from autograder.reports.rails import Rail, rail_text
from autograder.reports.text import clean
from autograder.reports.trained import Trained, trained


def network_block(item: Item, words: Words) -> str:
    """Both networks, and all differences in words."""
    example = item.counterexample or {}
    lines: list[str] = []
    drawn = networks(example, words)
    if drawn is not None:
        heading = words("Both networks:")
        lines = [f"{heading} {clean(example.get('call', ''), 200)}", *map(indent, _picture(drawn, words))]
    told = model_words.differences(example, words)
    if len(told) > 1:
        lines += [indent(f"{i}. {sentence}") for i, sentence in enumerate(told, 1)]
    if more := model_words.n_more(example):
        lines.append(indent(words.plural("and {n} more difference", "and {n} more differences", more)))
    lines += [words("Good to know: {note}", note=note) for note in model_words.notes(example, words)]
    return "\n".join(lines)


def _picture(drawn: Networks, words: Words) -> list[str]:
    heads = words("expected network"), words("your network")
    columns = [[head, *_column(drawn, i)] for i, head in enumerate(heads)]
    if drawn.totals:
        for column, total in zip(columns, drawn.totals, strict=True):
            column.append(words("parameters: {n}", n=total.params))
    wide = sum(max(map(width, column)) for column in columns) + 4 > WIDTH
    lines = [line for column in columns for line in [*column, ""]] if wide else join(columns)
    signs = ", ".join(f"{MARKS[mark].plain} {words(MARKS[mark].name)}" for mark in drawn.legend)
    return [*(line.rstrip() for line in lines), *([signs] if signs else [])]


def _column(drawn: Networks, side: int) -> list[str]:
    rows = [(line.layers[side], line.rails[side]) for line in drawn.lines]
    lanes = drawn.lanes[side]
    widest = max(width(layer.label) for layer, _ in rows if layer and not layer.folded) if rows else 0
    return [_row(layer, rail, lanes, widest) for layer, rail in rows]


def _row(layer: Layer | None, rail: Rail, lanes: int, widest: int) -> str:
    if layer is None:
        return f"  {rail_text(rail, lanes)}".rstrip()
    sign = MARKS[layer.mark].plain if layer.mark else " "
    label = layer.label if layer.folded else f"{pad(layer.label, widest, left=True)}  {layer.shape}"
    return f"{sign} {rail_text(rail, lanes, folded=layer.folded > 0)} {label}"


def training_block(item: Item, words: Words) -> str:
    """Accuracies beside each other, and the curve in one line."""
    found = trained(item, words)
    if found is None:
        return ""
    if found.together is not None:
        return _together(found, found.together, words)
    rows = [(bar.label, bar.text) for bar in found.bars]
    rows += [(words("asked for"), found.threshold)] if found.threshold and rows else []
    widest = max((width(label) for label, _ in rows), default=0)
    lines = [": ".join(filter(None, [words("Test accuracy"), ", ".join(filter(None, [*found.how, found.seconds]))]))]
    lines += [indent(f"{pad(label, widest, left=True)}  {pad(value, 6)}") for label, value in rows]
    if curve := found.curve:
        epochs = words.plural("{n} epoch", "{n} epochs", curve.epochs)
        lines.append(indent(f"{curve.text}  {epochs}, {curve.ends}"))
    if curve := found.losses:
        lines.append(indent(f"{curve.text}  {words('loss, as your code told it')}, {curve.ends}"))
    return "\n".join(lines)


def _together(found: Trained, whole: Together, words: Words) -> str:
    """Measures, whose parts, what was found on the pictures, and the losses in a line each."""
    head = words("Put together") + ": " + ", ".join(filter(None, [*found.how, found.seconds]))
    widest = max((width(label) for label, *_ in whole.measures), default=0)
    lines = [
        f"{pad(label, widest, left=True)}  {pad(value, 6)}" + (f"  {words('asked for')} {asked}" if asked else "")
        for label, value, asked in whole.measures
    ]
    lines += [whole.own, *(f"- {part}" for part in whole.parts), *(scene.caption for scene in whole.scenes)]
    lines += [f"{curve.text}  {label}, {curve.ends}" for label, curve in whole.curves]
    return "\n".join([head, *map(indent, lines)])
