"""`unfold`: every window of an image becomes a row of a matrix (im2col), with the same colour and number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.i18n import Words, translator
from cnnkit.show.drawing import CYCLE, EMPTY, GREY, INK, LINE, PAPER, Picture, Sheet, drawn, number_size, width_of
from cnnkit.show.fonts import label_words
from cnnkit.show.given import numbers, short, whole

CALL = "show.unfold"
MOST_WINDOWS = 16
MOST_COLUMNS = 128
MOST_CHANNELS = 4
WIDE = 26  # cells of paper for the matrix
SMALL = 16  # and for the small images beside it
NUMBERED = 0.6  # side of a cell that has room for a number


@dataclass(frozen=True)
class Unfolded:
    """image: padded, (C, H, W). outside: (H, W), True where it is padding. images: how many were given."""

    image: np.ndarray
    outside: np.ndarray
    window: tuple[int, int]
    stride: int
    images: int

    @property
    def places(self) -> tuple[int, int]:
        h, w = ((side - k) // self.stride + 1 for side, k in zip(self.image.shape[1:], self.window, strict=True))
        return h, w

    @property
    def columns(self) -> int:
        return len(self.image) * self.window[0] * self.window[1]

    @property
    def shown(self) -> int:
        return min(self.places[0] * self.places[1], MOST_WINDOWS)

    def corner(self, k: int) -> tuple[int, int]:
        return k // self.places[1] * self.stride, k % self.places[1] * self.stride


@drawn
def unfold(x: Any, filter_h: int, filter_w: int, stride: int = 1, pad: int = 0) -> Picture:
    """Draw which cells of an image go to which row and column of its matrix of windows (im2col).

    Row k of the matrix is window k, counted row by row. Its columns go by channel, then filter row, then filter
    column; a gap separates the channels.

    Args:
        x: an image (H, W), (C, H, W), or the first of (N, C, H, W), with at most 4 channels.
        filter_h, filter_w: rows and columns of a window, together with the channels at most 128 columns.
        stride: cells from one window to the next, along both axes.
        pad: zeros added on each side.

    Returns:
        a picture of at most 16 windows.

    Raises:
        TypeError: x holds something else than numbers.
        ValueError: an argument is out of range, or the window is larger than the padded image.

    Source: Chellapilla, Puri, Simard, High performance convolutional neural networks for document processing (2006).

    >>> unfold([[1, 2, 3], [4, 5, 6], [7, 8, 9]], 2, 2).description.splitlines()[:3]
    ['1 × 3 × 3 = 9 numbers become 4 × 4 = 16.', 'window 0: 1 2 4 5', 'window 1: 2 3 5 6']
    """
    found = _taken(x, filter_h, filter_w, stride, pad)
    c, h, w = found.image.shape
    words = label_words()
    side = min(1.0, WIDE / (found.columns + c - 1))
    arranged = _arranged(found)[1] * c * w
    mini = min(0.5, 4.0 / max(h, w), SMALL / arranged) if side < NUMBERED or max(h, w) > 5 else 0.62
    block_w, block_h = c * (w * mini + 0.3) + 0.5, h * mini + 1.0
    rows, columns = _arranged(found)
    left_w, left_h = columns * block_w, rows * block_h
    row_h = max(side, 0.5) if side < NUMBERED else 1.0
    matrix_h = found.shown * row_h
    matrix_w = (found.columns + 0.4 * (c - 1) / side) * side
    lines = [*_sums(found, words), *_notes(found, words)]
    width = max(0.7 + left_w + 2.6 + matrix_w + 0.7, *(width_of(line, 11, weight="bold") + 1.4 for line in lines))
    height = max(left_h, matrix_h + 1.6) + 0.6
    sheet = Sheet(width, height + 0.85 * len(lines) + 0.4)
    top = 0.4 + max(0.0, (matrix_h + 1.6 - left_h) / 2)
    for k in range(found.shown):
        i, j = divmod(k, columns)
        _window(sheet, found, k, 0.7 + j * block_w, top + 0.6 + i * block_h, mini)
    middle = 0.3 + height / 2
    sheet.arrow((0.7 + left_w - 0.1, middle), (0.7 + left_w + 1.2, middle))
    _matrix(sheet, found, 0.7 + left_w + 2.4, max(1.9, middle - matrix_h / 2 + 0.3), side, row_h)
    for k, line in enumerate(lines):
        bold = k < len(_sums(found, words))
        sheet.label(line, 0.7, height + 0.5 + 0.85 * k, align="left",
                    weight="bold" if bold else "normal", size=11 if bold else 9)  # fmt: skip
    return sheet.done(_told(found))


def _taken(x: Any, filter_h: Any, filter_w: Any, stride: Any, pad: Any) -> Unfolded:
    images = numbers(CALL, "x", x, "(H, W), (C, H, W) or (N, C, H, W)", (2, 3, 4))
    images = images.reshape((1,) * (4 - images.ndim) + images.shape)
    window = whole(CALL, "filter_h", filter_h, 1), whole(CALL, "filter_w", filter_w, 1)
    stride, pad = whole(CALL, "stride", stride, 1), whole(CALL, "pad", pad, 0)
    channels, h, w = images.shape[1:]
    if window[0] > h + 2 * pad or window[1] > w + 2 * pad:
        raise ValueError(
            f"{CALL}(...): the window of {window[0]} x {window[1]} is larger than the padded image of {h + 2 * pad} x "
            f"{w + 2 * pad}; no window fits"
        )
    if channels > MOST_CHANNELS or channels * window[0] * window[1] > MOST_COLUMNS:
        raise ValueError(
            f"{CALL}(...): {channels} channels of {window[0]} x {window[1]} are {channels * window[0] * window[1]} "
            f"columns; at most {MOST_CHANNELS} channels and {MOST_COLUMNS} columns can be drawn"
        )
    outside = np.pad(np.zeros((h, w), bool), pad, constant_values=True)
    return Unfolded(np.pad(images[0], ((0, 0), (pad, pad), (pad, pad))), outside, window, stride, len(images))


def _arranged(found: Unfolded) -> tuple[int, int]:
    """Rows and columns of the small images: as the windows lie in the image, where that fits."""
    columns = found.places[1] if found.places[1] <= 4 else 4
    return -(-found.shown // columns), columns


def _window(sheet: Sheet, found: Unfolded, k: int, left: float, top: float, mini: float) -> None:
    """The image once for each window, with that window in its colour."""
    colour, (i, j), (fh, fw) = CYCLE[k % len(CYCLE)], found.corner(k), found.window
    _, h, w = found.image.shape
    sheet.label(str(k), left - 0.28, top + h * mini / 2, size=9, weight="bold")
    for c, channel in enumerate(found.image):
        x = left + c * (w * mini + 0.3)
        sheet.axes.fill_between([x, x + w * mini], top, top + h * mini, color=EMPTY, lw=0)
        inside = np.argwhere(~found.outside)
        if found.outside.any():
            (y0, x0), (y1, x1) = inside.min(0), inside.max(0) + 1
            sheet.axes.fill_between([x, x + w * mini], top, top + h * mini, color=PAPER, lw=0)
            sheet.frame(x + x0 * mini, top + y0 * mini, (x1 - x0) * mini, (y1 - y0) * mini, LINE, line=1.1)
        sheet.axes.fill_between(
            [x + j * mini, x + (j + fw) * mini], top + i * mini, top + (i + fh) * mini, color=colour, alpha=0.3, lw=0
        )
        sheet.lattice(x, top, h, w, mini)
        sheet.frame(x + j * mini, top + i * mini, fw * mini, fh * mini, colour, line=2)
        if mini >= NUMBERED:
            for (a, b), value in np.ndenumerate(channel):
                grey = GREY if found.outside[a, b] else INK
                sheet.label(short(value), x + (b + 0.5) * mini, top + (a + 0.53) * mini, size=8, colour=grey)


def _matrix(sheet: Sheet, found: Unfolded, left: float, top: float, side: float, row_h: float) -> None:
    (fh, fw), per_channel = found.window, found.window[0] * found.window[1]
    size = number_size(short(value) for value in found.image.flat) * side
    for c in range(len(found.image)):
        x = left + c * (per_channel * side + 0.4)
        if len(found.image) > 1:
            text = sheet.words("channel {c}", c=c)
            sheet.label(text, x + per_channel * side / 2, top - (1.05 if side >= NUMBERED else 0.5), size=10)
        for column in range(per_channel):
            if side >= NUMBERED:
                sheet.label(
                    f"{column // fw},{column % fw}", x + (column + 0.5) * side, top - 0.35, size=8 * side, colour=GREY
                )
    for k in range(found.shown):
        i, j = found.corner(k)
        y = top + k * row_h
        sheet.label(str(k), left - 0.4, y + row_h / 2, size=9, weight="bold")
        for c, channel in enumerate(found.image):
            x = left + c * (per_channel * side + 0.4)
            for column, value in enumerate(channel[i : i + fh, j : j + fw].flat):
                sheet.cell(x + column * side, y, side, row_h, CYCLE[k % len(CYCLE)])
                if side >= NUMBERED:
                    sheet.label(short(value), x + (column + 0.5) * side, y + row_h * 0.53, size=size)


def _sums(found: Unfolded, words: Words) -> list[str]:
    c, h, w = found.image.shape[0], *(side for side in found.image.shape[1:])
    inside = np.argwhere(~found.outside)
    h, w = (inside.max(0) - inside.min(0) + 1).tolist()
    n = found.places[0] * found.places[1]
    return [
        words(
            "{before} numbers become {after}.",
            before=f"{c} × {h} × {w} = {c * h * w:,}",
            after=f"{n:,} × {found.columns} = {n * found.columns:,}",
        )
    ]


def _notes(found: Unfolded, words: Words) -> list[str]:
    notes, n = [], found.places[0] * found.places[1]
    if n > found.shown:
        notes.append(words("{n} of {all} windows are drawn.", n=found.shown, all=n))
    if found.images > 1:
        notes.append(words("Only the first of {n} images is drawn.", n=found.images))
    return notes


def _told(found: Unfolded) -> str:
    words = translator()
    lines = _sums(found, words)
    for k in range(found.shown):
        i, j = found.corner(k)
        seen = found.image[:, i : i + found.window[0], j : j + found.window[1]]
        lines.append(words("window {k}:", k=k) + " " + " ".join(short(value) for value in seen.flat))
    return "\n".join([*lines, *_notes(found, words)])
