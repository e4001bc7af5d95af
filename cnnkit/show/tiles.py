"""`filters`: the weights of a layer as a grid of small pictures, with their numbers where there is room."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib import colormaps

from autograder.i18n import Words, translator
from cnnkit.show.drawing import GREY, INK, LINE, Picture, Sheet, drawn, number_size, width_of
from cnnkit.show.fonts import label_words
from cnnkit.show.given import MINUS, numbers, short, whole

CALL = "show.filters"
MOST = 256
MOST_SIDE = 64
MOST_CHANNELS = 16
NUMBERED = 200  # weights that are written out
SIGNED = 1000  # whose signs are
EACH_NAMED = 64  # filters that have their number above them
PALE = 0.35  # of a colour behind a number


@drawn
def filters(W: Any, nx: int = 8, margin: int = 1) -> Picture:
    """Draw the filters of a convolution.

    Filters of three channels are drawn in colour, others channel by channel: one row for each filter. Few weights are
    written out, or their signs; orange is negative, purple positive. Many are drawn in grey: black is negative, white
    positive.

    Args:
        W: filters (FN, C, FH, FW) or (C, FH, FW) or (FH, FW); or a Keras layer with such weights.
        nx: filters side by side, where each is one tile.
        margin: space between tiles, in cells of a filter.

    Returns:
        a picture of at most 256 filters, and of at most 16 channels of each.

    Raises:
        TypeError: W holds something else than numbers.
        ValueError: its shape is another, or nx or margin is out of range.

    Source: `filter_show` of Saito, Deep Learning from Scratch (2016), chapter 7.

    >>> filters([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]).description
    '1 filter of 1 × 3 × 3, weights from −2 to 2.'
    """
    nx, margin = whole(CALL, "nx", nx, 1), whole(CALL, "margin", margin, 0)
    weights = _taken(W)
    words = label_words()
    notes = []
    if len(weights) > MOST:
        notes.append(words("The first {n} of {all} filters are drawn.", n=MOST, all=len(weights)))
    channels = weights.shape[1]
    if channels not in (1, 3) and channels > MOST_CHANNELS:
        notes.append(words("The first {n} of {all} channels are drawn.", n=MOST_CHANNELS, all=channels))
    told = _told(weights, translator())
    shown = weights[:MOST]
    if channels in (1, 3):
        sheet = _in_a_grid(shown, nx, margin, notes)
    else:
        sheet = _channel_by_channel(shown[: MOST // min(channels, MOST_CHANNELS)], margin, notes, len(weights), words)
    return sheet.done(" ".join([told, *notes]))


def _taken(W: Any) -> np.ndarray:
    if callable(getattr(W, "get_weights", None)):
        kernels = [one for one in W.get_weights() if np.ndim(one) == 4]
        if not kernels:
            raise ValueError(f"{CALL}(layer): {getattr(W, 'name', type(W).__name__)!r} has no filters")
        W = np.transpose(kernels[0], (3, 2, 0, 1))  # Keras keeps (FH, FW, C, FN)
    weights = numbers(CALL, "W", W, "(FN, C, FH, FW), (C, FH, FW) or (FH, FW)", (2, 3, 4))
    weights = weights.reshape((1,) * (4 - weights.ndim) + weights.shape)
    if not np.isfinite(weights).all():
        raise ValueError(f"{CALL}(W=...): it holds nan or infinity")
    if max(weights.shape[2:]) > MOST_SIDE:
        raise ValueError(
            f"{CALL}(W=...): filters of {weights.shape[2]} x {weights.shape[3]}; at most {MOST_SIDE} a side"
        )
    return weights


def _in_a_grid(shown: np.ndarray, nx: int, margin: int, notes: list[str]) -> Sheet:
    n, channels, fh, fw = shown.shape
    columns, rows = min(nx, n), -(-n // min(nx, n))
    written = channels == 1 and shown.size <= NUMBERED
    side = min(1.0 if written else 0.62, 24 / (columns * (fw + margin)), 8 / max(fh, fw), 30 / (rows * (fh + margin)))
    named = n <= EACH_NAMED
    step_w, step_h = (fw + margin) * side, (fh + margin) * side + (0.62 if named else 0)
    left = 0.5 if named else 1.5
    sheet = _paper(left + 0.5 + columns * step_w, rows * step_h + 0.5, notes)
    limit = float(np.abs(shown).max()) or 1.0
    for k, one in enumerate(shown):
        i, j = divmod(k, columns)
        x, y = left + j * step_w, 0.7 + i * step_h
        if named:
            sheet.label(str(k), x + fw * side / 2, y - 0.3, size=8, colour=GREY)
        elif j == 0:
            sheet.label(str(k), x - 0.3, y + fh * side / 2, size=8, colour=GREY, align="right")
        if channels == 3:
            low, high = float(one.min()), float(one.max())
            _image(sheet, np.moveaxis((one - low) / ((high - low) or 1.0), 0, -1), x, y, side)
        else:
            _weights(sheet, one[0], x, y, side, limit, written, shown.size <= SIGNED)
    return _ended(sheet)


def _channel_by_channel(shown: np.ndarray, margin: int, notes: list[str], n: int, words: Words) -> Sheet:
    if len(shown) < n and not notes:
        notes.append(words("The first {n} of {all} filters are drawn.", n=len(shown), all=n))
    _, channels, fh, fw = shown.shape
    channels = min(channels, MOST_CHANNELS)
    written = shown.size <= NUMBERED
    side = min(1.0 if written else 0.5, 24 / (channels * (fw + margin)), 8 / max(fh, fw))
    step_w, step_h = (fw + margin) * side, (fh + margin) * side + (0.0 if margin * side >= 0.25 else 0.25)
    named = width_of(words("filter {k}", k=len(shown) - 1), 9) + 0.4
    sheet = _paper(0.5 + named + channels * step_w + 0.4, 1.0 + len(shown) * step_h, notes)
    limit = float(np.abs(shown).max()) or 1.0
    for c in range(channels):
        text = words("channel {c}", c=c)
        text = text if width_of(text, 9) < step_w else str(c)
        sheet.label(text, 0.5 + named + c * step_w + fw * side / 2, 0.55, size=9, colour=GREY)
    for k, one in enumerate(shown):
        y = 1.0 + k * step_h
        sheet.label(words("filter {k}", k=k), 0.5, y + fh * side / 2, size=9, colour=GREY, align="left")
        for c in range(channels):
            _weights(sheet, one[c], 0.5 + named + c * step_w, y, side, limit, written, shown.size <= SIGNED)
    return _ended(sheet)


def _paper(width: float, height: float, notes: list[str]) -> Sheet:
    wide = max(width, *(width_of(note, 9) + 1.4 for note in notes)) if notes else width
    sheet = Sheet(wide, height + 0.4 + 0.75 * len(notes))
    sheet.notes(notes, 0.5, height + 0.45)
    return sheet


def _weights(
    sheet: Sheet, one: np.ndarray, x: float, y: float, side: float, limit: float, written: bool, signed: bool
) -> None:
    # Orange below, purple above; both are dark in grey print, so that the signs stand in them.
    colours = colormaps["PuOr" if written or signed else "gray"](0.5 + 0.5 * one / limit)[..., :3]
    if written:
        colours = 1 - PALE * (1 - colours)
    _image(sheet, colours, x, y, side)
    if written:
        size = number_size(short(value) for value in one.flat) * min(1.0, side)
        for (i, j), value in np.ndenumerate(one):
            sheet.label(short(value), x + (j + 0.5) * side, y + (i + 0.53) * side, size=size, colour=INK)
    elif signed:
        for (i, j), value in np.ndenumerate(one):
            if abs(value) > 0.15 * limit:  # so that the sign is told in grey print
                sign = "+" if value > 0 else MINUS
                light = colours[i, j].mean() < 0.5
                sheet.label(sign, x + (j + 0.5) * side, y + (i + 0.5) * side, size=12 * side,
                            colour="#ffffff" if light else INK)  # fmt: skip


def _image(sheet: Sheet, pixels: np.ndarray, x: float, y: float, side: float) -> None:
    h, w = pixels.shape[:2]
    sheet.axes.imshow(pixels, interpolation="nearest", aspect="auto", extent=(x, x + w * side, y + h * side, y))
    sheet.frame(x, y, w * side, h * side, LINE, line=0.8)


def _ended(sheet: Sheet) -> Sheet:
    """Images move the limits of the paper; put them back."""
    sheet.axes.set_xlim(0, sheet.picture.get_figwidth() / 0.42)
    sheet.axes.set_ylim(sheet.picture.get_figheight() / 0.42, 0)
    return sheet


def _told(weights: np.ndarray, words: Words) -> str:
    n, channels, fh, fw = weights.shape
    return words.plural(
        "{n} filter of {shape}, weights from {low} to {high}.",
        "{n} filters of {shape}, weights from {low} to {high}.",
        n,
        shape=f"{channels} × {fh} × {fw}",
        low=short(float(weights.min())),
        high=short(float(weights.max())),
    )
