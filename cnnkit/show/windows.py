"""`sliding_window`: a filter or a pooling window on its way over an image, one step or all of them."""

from __future__ import annotations

from typing import Any, Literal, overload

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg

from autograder.i18n import Words, translator
from cnnkit.show.animation import Animation
from cnnkit.show.drawing import (
    BLUE,
    EMPTY,
    GREEN,
    GREY,
    LINE,
    ORANGE,
    PAPER,
    Picture,
    Sheet,
    drawn,
    packed_frames,
    plain_style,
    width_of,
)
from cnnkit.show.fonts import label_words
from cnnkit.show.given import short, size_formula
from cnnkit.show.slide import CALL, Slide, slide

MOST_PANELS = 6  # along a side of the overview
MOST_FRAMES = 64
GAP = 2.1  # between image, filter and output, for the sign


@overload
def sliding_window(
    x: Any, W: Any, b: Any = None, stride: int = 1, pad: int = 0, *, reduce: str = ..., step: int | None = ...,
    animate: Literal[False] = ...,
) -> Picture: ...  # fmt: skip


@overload
def sliding_window(
    x: Any, W: Any, b: Any = None, stride: int = 1, pad: int = 0, *, reduce: str = ..., step: int | None = ...,
    animate: Literal[True],
) -> Animation: ...  # fmt: skip


@drawn
def sliding_window(
    x: Any,
    W: Any,
    b: Any = None,
    stride: int = 1,
    pad: int = 0,
    *,
    reduce: str = "sum",
    step: int | None = None,
    animate: bool = False,
) -> Picture | Animation:
    """Draw how a window slides over an image and what each place comes to.

    Padding is drawn dashed: zeros for a convolution, minus infinity for the maximum, nothing for the mean.

    Args:
        x: an image (H, W), (C, H, W), or the first of (N, C, H, W). Up to 12 x 12 with its padding; of a larger one
            the upper left corner is drawn.
        W: a filter (FH, FW), (C, FH, FW), or the first of (FN, C, FH, FW); for pooling (rows, columns). Up to 11 x 11.
        b: the bias, a number or (FN,).
        stride: cells from one window to the next, along both axes.
        pad: cells added on each side.
        reduce: "sum" of the products (convolution), "max" or "mean" (pooling).
        step: one window worked out, counted from 0 row by row; None for all of them at once.
        animate: an animation of all steps, with buttons, in place of a picture. At most 64.

    Raises:
        TypeError: x, W or b hold something else than numbers.
        ValueError: shapes that do not fit together, or no such step.

    Source: the figures of the course's notes; Dumoulin and Visin, A guide to convolution arithmetic (2016).

    >>> image = [[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]]
    >>> sliding_window(image, [[2, 0, 1], [0, 1, 2], [1, 0, 2]], step=0).description.splitlines()[1]
    '1·2 + 2·0 + 3·1 + 0·0 + 1·1 + 2·2 + 3·1 + 0·0 + 1·2 = 15'
    """
    found = slide(x, W, b, stride, pad, reduce)
    if animate:
        return _animated(found)
    if step is None:
        return _overview(found)
    if isinstance(step, bool) or not isinstance(step, int | np.integer) or not 0 <= step < found.steps:
        raise ValueError(f"{CALL}(step={step!r:.40}): expected a whole number from 0 to {found.steps - 1}, or None")
    sheet = _stage(found, [int(step)])
    _place(sheet, found, int(step))
    return sheet.done(_told(found, int(step)))


class _Layout:
    """Where image, filter and output stand, in cells."""

    def __init__(self, found: Slide) -> None:
        self.h, self.w = found.image.shape[1:]
        self.fh, self.fw = found.window
        self.each = max(self.h, self.fh if found.weights is not None else 0) + 1.3
        self.image = 0.7
        self.filter = self.image + self.w + GAP
        self.output = self.filter + (self.fw + GAP if found.weights is not None else 1.3)
        self.right = self.output + found.columns + 0.7
        self.bottom = max(found.shown * self.each, found.rows + 1.3)

    def top(self, channel: int) -> float:
        return channel * self.each + 1.3

    def filter_top(self, channel: int) -> float:
        return self.top(channel) + (self.each - 1.3 - self.fh) / 2

    def output_top(self, found: Slide) -> float:
        return 1.3 + (self.bottom - 1.3 - found.rows) / 2


def _stage(found: Slide, steps: list[int], *, below: float = 0.0, width: float = 0.0) -> Sheet:
    """Paper with what stays: image, filter, an empty output. steps: whose sentences must find room."""
    words, at = label_words(), _Layout(found)
    lines = [found.worked(step, words) for step in steps] or [[]]
    sentences = max((width_of(line, 11) for each in lines for line in each), default=0) + 1.4
    room = 0.85 * max(map(len, lines)) + (0.9 if steps else 0)
    notes = _notes(found, words)
    wide = max([at.right, sentences, width, *(width_of(note, 9) + 1.4 for note in notes)])
    sheet = Sheet(wide, at.bottom + room + below + 0.5 + 0.75 * len(notes))
    sheet.notes(notes, 0.7, at.bottom + room + below + 0.6)
    _headings(sheet, found, at)
    for c in range(found.shown):
        _grids(sheet, found, at, c)
    top = at.output_top(found)
    sign, y = ("=", top + found.rows / 2) if found.weights is not None else ("→", at.top(0) + at.h / 2)
    sheet.label(sign, at.output - (GAP if found.weights is not None else GAP + 1.3) / 2, y, size=20)
    return sheet


def _headings(sheet: Sheet, found: Slide, at: _Layout) -> None:
    words = sheet.words
    c = len(found.image)
    image = words("image") if c == 1 else words("image, channel {c}", c=0)
    sheet.label(image, at.image + at.w / 2, 0.75, size=10, colour=GREY)
    if found.weights is not None:
        sheet.label(words("filter"), at.filter + at.fw / 2, at.filter_top(0) - 0.55, size=10, colour=GREY)
    else:
        name = f"{found.reduce} {at.fh}×{at.fw}"
        sheet.label(name, at.output - (GAP + 1.3) / 2, at.top(0) + at.h / 2 - 0.9, size=10, colour=GREY)
    sheet.label(words("output"), at.output + found.columns / 2, at.output_top(found) - 0.55, size=10, colour=GREY)


def _grids(sheet: Sheet, found: Slide, at: _Layout, c: int) -> None:
    if c:
        text = sheet.words("channel {c}", c=c)
        if c == found.shown - 1 and len(found.image) > found.shown:
            text += "  " + sheet.words("({n} more are added too)", n=len(found.image) - found.shown)
        sheet.label(text, at.image + at.w / 2, at.top(c) - 0.5, size=10, colour=GREY)
    values: Any = found.image[c]
    if found.reduce == "mean":
        values = np.where(found.outside, "", np.vectorize(short, otypes=[object])(values))
    sheet.cells(values, at.image, at.top(c), padding=found.outside)
    if found.weights is not None:
        fill = dict.fromkeys(np.ndindex(found.window), ORANGE)
        sheet.label("∗", at.filter - GAP / 2, at.top(c) + at.h / 2 + 0.1, size=20)
        sheet.cells(found.weights[c], at.filter, at.filter_top(c), fill=fill)


def _place(sheet: Sheet, found: Slide, step: int) -> None:
    """The window at one place, the output so far, and the sentence."""
    at, words = _Layout(found), sheet.words
    i, j = found.corner(step)
    for c in range(found.shown):
        sheet.frame(at.image + j, at.top(c) + i, at.fw, at.fh)
        sheet.axes.fill_between(
            [at.image + j, at.image + j + at.fw], at.top(c) + i, at.top(c) + i + at.fh, color=BLUE, alpha=0.2, lw=0
        )
    texts = np.full(found.output.shape, "", dtype=object)
    texts.flat[: step + 1] = [short(value) for value in found.output.flat[: step + 1]]
    now = divmod(step, found.columns)
    top = at.output_top(found)
    sheet.cells(texts, at.output, top, fill={now: GREEN})
    sheet.frame(at.output + now[1], top + now[0], 1, 1, GREEN)
    for k, line in enumerate(found.worked(step, words)):
        sheet.label(line, 0.7, at.bottom + 1.0 + 0.85 * k, align="left")


def _overview(found: Slide) -> Picture:
    """Image, filter and the whole output; below, one small image for each output cell, where that cell is."""
    words, at = label_words(), _Layout(found)
    rows, columns = min(found.rows, MOST_PANELS), min(found.columns, MOST_PANELS)
    side = min(0.36, 3.2 / max(at.h, at.w))
    wide, high = max(at.w * side, 1.6) + 0.9, at.h * side + 1.25
    lines = _sizes(found)
    left_out = [] if (rows, columns) == (found.rows, found.columns) else [
        words("{n} of {all} steps are drawn.", n=rows * columns, all=found.steps)
    ]  # fmt: skip
    below = 1.3 + 0.85 * len(lines) + rows * high + 0.75 * len(left_out)
    sheet = _stage(found, [], below=below, width=max(columns * wide + 0.9, *(width_of(line) + 1.4 for line in lines)))
    sheet.cells(
        found.output, at.output, at.output_top(found), fill=dict.fromkeys(np.ndindex(found.output.shape), GREEN)
    )
    for k, line in enumerate(lines):
        sheet.label(line, 0.7, at.bottom + 0.9 + 0.85 * k, align="left", weight="bold")
    top = at.bottom + 1.2 + 0.85 * len(lines)
    for i, j in np.ndindex(rows, columns):
        _panel(sheet, found, i * found.columns + j, 0.7 + j * wide, top + i * high, side)
    sheet.notes(left_out, 0.7, top + rows * high + 0.3)
    return sheet.done(_told(found, None))


def _panel(sheet: Sheet, found: Slide, step: int, left: float, top: float, side: float) -> None:
    h, w = found.image.shape[1:]
    sheet.axes.fill_between([left, left + w * side], top, top + h * side, color=PAPER, lw=0)
    inside = np.argwhere(~found.outside)
    (y0, x0), (y1, x1) = inside.min(0), inside.max(0) + 1
    sheet.axes.fill_between([left + x0 * side, left + x1 * side], top + y0 * side, top + y1 * side, color=EMPTY, lw=0)
    sheet.lattice(left, top, h, w, side)
    i, j = found.corner(step)
    fh, fw = found.window
    sheet.axes.fill_between(
        [left + j * side, left + (j + fw) * side], top + i * side, top + (i + fh) * side, color=BLUE, alpha=0.35, lw=0
    )
    sheet.frame(left + j * side, top + i * side, fw * side, fh * side, line=1.8)
    if found.pad:
        sheet.frame(left + x0 * side, top + y0 * side, (x1 - x0) * side, (y1 - y0) * side, LINE, line=1.1)
    sheet.label(short(found.output.flat[step]), left + w * side / 2, top + h * side + 0.42, weight="bold")


def _sizes(found: Slide) -> list[str]:
    """The formula for rows and columns; one line where both are the same."""
    h, w = (
        size_formula(size, window, found.stride, found.pad, found.pad)
        for size, window in zip(found.size, found.window, strict=True)
    )
    words = label_words()
    return [h] if h == w else [words("rows: {formula}", formula=h), words("columns: {formula}", formula=w)]


def _notes(found: Slide, words: Words) -> list[str]:
    return [words(note, **values) for note, values in found.notes]


def _told(found: Slide, step: int | None) -> str:
    words = translator()
    lines = []
    if step is not None:
        row, column = divmod(step, found.columns)
        lines.append(
            words("Step {k} of {n}: output row {row}, column {column}.", k=step, n=found.steps, row=row, column=column)
        )
        lines += found.worked(step, words)
    lines.append(words("Output of {rows} rows and {columns} columns:", rows=found.rows, columns=found.columns))
    lines += [" ".join(short(value) for value in row) for row in found.output]
    return "\n".join([*lines, *_notes(found, words)])


def _animated(found: Slide) -> Animation:
    frames, words = min(found.steps, MOST_FRAMES), translator()
    with plain_style():
        sheet = _stage(found, list(range(frames)), below=0.75 if frames < found.steps else 0)
        if frames < found.steps:
            text = sheet.words("{n} of {all} steps are drawn.", n=frames, all=found.steps)
            sheet.notes([text], 0.7, sheet.axes.get_ylim()[0] - 0.5)
        pictures = _frames(sheet, found, frames)
    captions = [
        "\n".join([words("Step {k} of {n}", k=k, n=found.steps), *found.worked(k, words)]) for k in range(frames)
    ]
    return Animation(pictures, tuple(captions), _told(found, None), round(sheet.picture.get_figwidth() * 96))


def _frames(sheet: Sheet, found: Slide, frames: int) -> tuple[bytes, ...]:
    """What stays is drawn once, and on it for each step only what moves."""
    canvas = FigureCanvasAgg(sheet.picture)
    canvas.draw()
    ground, stays = canvas.copy_from_bbox(sheet.picture.bbox), set(sheet.axes.get_children())
    pixels = []
    for step in range(frames):
        _place(sheet, found, step)
        canvas.restore_region(ground)
        moves = [artist for artist in sheet.axes.get_children() if artist not in stays]
        for artist in sorted(moves, key=lambda artist: artist.get_zorder()):
            sheet.axes.draw_artist(artist)
        pixels.append(np.array(canvas.buffer_rgba())[..., :3])
        for artist in moves:
            artist.remove()
    return packed_frames(pixels)
