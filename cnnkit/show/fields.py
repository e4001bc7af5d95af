"""`receptive_field`: how much of the image one cell sees, layer by layer, on a ruler or on an image."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.i18n import Words, translator
from cnnkit.show.drawing import BLUE, CYCLE, EMPTY, GREY, LINE, Picture, Sheet, drawn, width_of
from cnnkit.show.fonts import label_words
from cnnkit.show.given import numbers, whole
from cnnkit.show.views import CALL, View, of_layers, of_model

MOST_CELLS = 33  # of a pyramid whose cells can be told apart
MOST_STEPS = 5  # of a pyramid
MOST_BARS = 40
BAR = 15.0  # cells of paper for the widest bar
MOST_PIXELS = 1024


@drawn
def receptive_field(layers: Any, at: int | tuple[int, int] | None = None, *, image: Any = None) -> Picture:
    """Draw how the part of the image that one cell sees grows from layer to layer.

    Few small layers are drawn cell by cell, more of them as bars, and with an image as frames on it.

    Args:
        layers: pairs (window, stride), the first layer first, or triples (window, stride, pad), pooling included; or
            a Keras model, in which layers that see no further are left out.
        at: which output cell, (row, column), or one number for both; the middle one of a model, else (0, 0). Only an
            image shows where it lies.
        image: (H, W), (H, W, 1) or (H, W, 3), to draw the views of the cell on. Grey from its least to its greatest
            value; colours from 0 to 1, or to 255.

    Raises:
        TypeError: layers is neither, or image holds no numbers.
        ValueError: a layer or place that there is not, or a model that cannot be read; the message says why.

    Source: Araujo, Norris, Sim, Computing receptive fields of convolutional neural networks, Distill (2019).

    >>> print(receptive_field([(3, 1), (3, 1), (3, 1)]).description)
    One cell sees, layer by layer:
    3×3: 3 pixels, neighbours are 1 apart
    3×3: 5 pixels, neighbours are 1 apart
    3×3: 7 pixels, neighbours are 1 apart
    """
    views, side = of_layers(layers) if isinstance(layers, list | tuple) else of_model(layers)
    if image is not None:
        return _on_image(views, image, _place(at, views, side))
    if len(views) <= MOST_STEPS + 1 and views[-1].size[1] <= MOST_CELLS:
        return _pyramid(views)
    return _bars(views, side)


def _place(at: Any, views: list[View], side: tuple[int, int] | None) -> tuple[int, int]:
    if at is None:
        return (views[-1].places[0] // 2, views[-1].places[1] // 2) if side else (0, 0)
    row, column = at if isinstance(at, tuple | list) and len(at) == 2 else (at, at)
    row, column = whole(CALL, "at", row, 0), whole(CALL, "at", column, 0)
    if side and not (row < views[-1].places[0] and column < views[-1].places[1]):
        raise ValueError(f"{CALL}(at={at!r}): the last map has {views[-1].places[0]} x {views[-1].places[1]} cells")
    return row, column


def _pyramid(views: list[View]) -> Picture:
    """One cell at the top, what it sees of each layer below; each row is drawn to the scale of its own cells."""
    words, steps = label_words(), len(views) - 1
    spans = _spans(views)
    wide = views[-1].size[1] + 2
    names = max(width_of(view.name, 11) for view in views[1:])
    counts = width_of(_count(views[-1].size[1], words), 11, weight="bold")
    sheet = Sheet(0.7 + names + 0.6 + wide + 0.5 + counts + 0.7, 2.15 * (steps + 1) - 0.35)
    left = 0.7 + names + 0.6
    for k in range(steps, -1, -1):  # k = 0 is the image, at the bottom
        top, colour = 0.4 + 2.15 * (steps - k), CYCLE[(steps - k + 4) % len(CYCLE)]
        first, n, step = spans[k]
        x = left + (first + 1)
        for cell in range(n):
            sheet.cell(x + cell * step, top, 1, 1, colour)
            sheet.frame(x + cell * step, top, 1, 1, colour, line=1.8)
        if k == 0:
            for cell in (-1, views[-1].size[1]):
                sheet.cell(left + (cell + 1), top, 1, 1)
        else:
            sheet.label(views[k].name, 0.7, top + 1.6, align="left")
            below, m, below_step = spans[k - 1]
            last, below_last = x + (n - 1) * step + 1, left + below + 2 + (m - 1) * below_step
            for x0, x1 in ((x, left + below + 1), (last, below_last)):
                sheet.line([x0, x1], [top + 1, top + 2.15], dashed=True)
        sheet.label(_count(n, words), left + wide + 0.5, top + 0.53, weight="bold", align="left")
    return sheet.done(_told(views))


def _count(n: int, words: Words) -> str:
    return words.plural("{n} cell", "{n} cells", n)


def _spans(views: list[View]) -> list[tuple[float, int, int]]:
    """For each layer, the image first: where its first cell stands in pixels, how many are seen, how far apart."""
    n, spans = 1, []
    for k in range(len(views) - 1, -1, -1):
        step = views[k].step[1]
        first = (views[-1].size[1] - 1 - (n - 1) * step) / 2
        spans.append((first, n, step))
        if k:  # the window of this layer, in cells of the one below
            below = views[k - 1]
            seen = (views[k].size[1] - below.size[1]) // below.step[1] + 1
            n = (n - 1) * (step // below.step[1]) + seen
    return spans[::-1]


def _bars(views: list[View], side: tuple[int, int] | None) -> Picture:
    words = label_words()
    shown = views[1 : MOST_BARS + 1]
    widest = max(shown[-1].size[1], side[1] if side else 0)
    numbers_of = [_size(view, words) for view in shown]
    names = max(width_of(view.name, 10) for view in shown)
    told = max(width_of(text, 10) for text in numbers_of)
    notes = []
    if len(views) - 1 > MOST_BARS:
        notes.append(words("{n} of {all} layers are drawn.", n=len(shown), all=len(views) - 1))
    left = 0.7 + names + 0.5
    sheet = Sheet(left + BAR + 0.5 + told + 0.7, 1.5 + 0.72 * len(shown) + (1.0 if side else 0.3) + 0.75 * len(notes))
    scale, end = BAR / widest, 1.2 + 0.72 * len(shown)
    sheet.label(words("pixels that one cell sees"), left + BAR / 2, 0.6, size=10, colour=GREY)
    for k, view in enumerate(shown):
        y = 1.2 + 0.72 * k
        half = min(view.size[1], widest) * scale / 2
        sheet.axes.fill_between([left, left + BAR], y, y + 0.5, color=EMPTY, lw=0)
        sheet.axes.fill_between([left + BAR / 2 - half, left + BAR / 2 + half], y, y + 0.5, color=BLUE, lw=0)
        sheet.label(view.name, left - 0.4, y + 0.27, size=10, align="right")
        sheet.label(numbers_of[k], left + BAR + 0.5, y + 0.27, size=10, align="left")
    if side:
        half = side[1] * scale / 2
        for x in (left + BAR / 2 - half, left + BAR / 2 + half):
            sheet.line([x, x], [1.0, end], GREY, dashed=True)
        sheet.label(words("image: {n} pixels", n=side[1]), left + BAR / 2, end + 0.35, size=10, colour=GREY)
    sheet.notes(notes, 0.7, end + 1.0)
    return sheet.done(_told(views))


def _size(view: View, words: Words) -> str:
    """Rows, where they are not as many as columns."""

    def pair(both: tuple[int, int]) -> str:
        return f"{both[0]}" if both[0] == both[1] else f"{both[0]}×{both[1]}"

    return words("{size}, {step} apart", size=pair(view.size), step=pair(view.step))


@drawn
def _on_image(views: list[View], image: Any, at: tuple[int, int]) -> Picture:
    pixels = numbers(CALL, "image", image, "(H, W), (H, W, 1) or (H, W, 3)", (2, 3))
    if pixels.ndim == 3 and pixels.shape[2] not in (1, 3):
        raise ValueError(f"{CALL}(image=...): expected the shape (H, W), (H, W, 1) or (H, W, 3); it has {pixels.shape}")
    h, w = pixels.shape[:2]
    if max(h, w) > MOST_PIXELS:
        raise ValueError(f"{CALL}(image=...): {h} x {w} pixels; at most {MOST_PIXELS} x {MOST_PIXELS} are drawn")
    words = label_words()
    shown = views[1:] if len(views) <= 7 else [views[round(k)] for k in np.linspace(1, len(views) - 1, 6)]
    scale = 11 / max(h, w)
    lines = [f"{view.name}: {_size(view, words)}" for view in shown]
    if len(shown) < len(views) - 1:
        lines.append(words("{n} of {all} layers are drawn.", n=len(shown), all=len(views) - 1))
    key = 0.7 + w * scale + 1.6
    sheet = Sheet(key + max(width_of(line, 10) for line in lines) + 0.9, max(h * scale, 0.85 * len(lines)) + 1.4)
    colours = np.clip(pixels / (255.0 if pixels.max() > 1 else 1.0), 0, 1)
    sheet.axes.imshow(
        pixels.reshape(h, w) if pixels.size == h * w else colours, cmap="gray", interpolation="nearest", aspect="auto",
        extent=(0.7, 0.7 + w * scale, 0.7 + h * scale, 0.7),
    )  # fmt: skip
    sheet.axes.set_xlim(0, sheet.picture.get_figwidth() / 0.42)
    sheet.axes.set_ylim(sheet.picture.get_figheight() / 0.42, 0)
    sheet.frame(0.7, 0.7, w * scale, h * scale, LINE, line=1)
    seen_all = []
    for k, view in enumerate(shown):
        # Every layer's cell that lies under the middle of the last one's view.
        (y0, y1), (x0, x1) = _seen(views, view, at)
        seen_all.append((y0, y1, x0, x1))
        colour, dashes = CYCLE[k % len(CYCLE)], ("solid", (0, (5, 2)), (0, (2, 1.5)))[k % 3]
        ys, xs = np.clip([y0, y1], 0, h), np.clip([x0, x1], 0, w)
        for line, under in ((4.2, "#ffffff"), (2.2, colour)):
            sheet.axes.plot(
                [0.7 + x * scale for x in (xs[0], xs[1], xs[1], xs[0], xs[0])],
                [0.7 + y * scale for y in (ys[0], ys[0], ys[1], ys[1], ys[0])],
                color=under, linewidth=line, linestyle=dashes if under == colour else "solid", zorder=3,
            )  # fmt: skip
        y = 1.1 + 0.85 * k
        sheet.axes.plot([key - 1.0, key - 0.3], [y, y], color=colour, linewidth=2.4, linestyle=dashes)
        sheet.label(lines[k], key, y, size=10, align="left")
    sheet.notes(lines[len(shown) :], key - 1.0, 1.1 + 0.85 * len(shown))
    y0, y1, x0, x1 = seen_all[-1]
    words = translator()
    told = words(
        "Cell ({row}, {column}) of the last layer sees rows {y0} to {y1} and columns {x0} to {x1} of the image.",
        row=at[0], column=at[1], y0=y0, y1=y1 - 1, x0=x0, x1=x1 - 1,
    )  # fmt: skip
    return sheet.done(_told(views) + "\n" + told)


def _seen(views: list[View], view: View, at: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Rows and columns of the image that a layer's cell sees, the end not included; the cell is the one whose view
    lies nearest to the middle of the last layer's view."""
    spans = []
    for axis in (0, 1):
        last = views[-1]
        middle = at[axis] * last.step[axis] + last.first[axis] + last.size[axis] / 2
        cell = round((middle - view.first[axis] - view.size[axis] / 2) / view.step[axis])
        cell = at[axis] if view is last else max(0, cell)
        start = cell * view.step[axis] + view.first[axis]
        spans.append((start, start + view.size[axis]))
    return spans[0], spans[1]


def _told(views: list[View]) -> str:
    words = translator()
    lines = [words("One cell sees, layer by layer:")]
    for view in views[1:]:
        h, w = view.size
        size = f"{w}" if h == w else f"{h}×{w}"
        step = f"{view.step[1]}" if view.step[0] == view.step[1] else f"{view.step[0]}×{view.step[1]}"
        lines.append(f"{view.name}: " + words("{size} pixels, neighbours are {step} apart", size=size, step=step))
    return "\n".join(lines)
