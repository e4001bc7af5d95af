"""Draws the pictures of a02_sizes beside this file: `python -m solutions.a02_sizes.images.draw` from the root."""

from pathlib import Path

import numpy as np
from matplotlib.patches import Polygon, Rectangle

from solutions.drawing import (
    BLUE,
    EMPTY,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PURPLE,
    RED,
    arrow,
    canvas,
    frame,
    grid,
    label,
    save,
)

HERE = Path(__file__).parent
IMAGE = np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]])  # the one of the notes


def zero_pad():
    figure, axes = canvas(13.6, 6.8)
    grid(axes, IMAGE, 0.4, 1.4)
    arrow(axes, (4.8, 3.4), (6.6, 3.4))
    padded = np.pad(IMAGE, 1)
    rim = {(i, j) for i, j in np.ndindex(6, 6) if i in (0, 5) or j in (0, 5)}
    grid(axes, padded, 7, 0.4, dashed=rim)
    frame(axes, 8, 1.4, 4, 4, BLUE)
    save(figure, HERE / "zero_pad.png")


def windows():
    """One row of 7 cells for each stride, its windows as bars below; what is left over is red."""
    figure, axes = canvas(15, 10.7)
    top = 0.4
    for stride, colour in ((1, BLUE), (2, GREEN), (3, ORANGE)):
        starts = range(0, 7 - 3 + 1, stride)
        last = starts[-1] + 3
        fill = {(0, j): RED for j in range(last, 7)}
        label(axes, f"S = {stride}", 0.4, top + 0.5, size=12, weight="bold", align="left")
        grid(axes, [range(1, 8)], 3, top, fill=fill)
        height = 0.34
        for i, start in enumerate(starts):
            y = top + 1.2 + i * (height + 0.12)
            axes.add_patch(Rectangle((3 + start + 0.06, y), 2.88, height, facecolor=colour, edgecolor="none"))
        if last < 7:
            y = top + 1.2 + len(starts) * (height + 0.12)
            axes.add_patch(Rectangle((3 + 6.06, y), 2.88, height, fill=False, edgecolor=RED, linestyle=(0, (2, 2))))
        sign = f"4 / {stride} + 1 = {4 / stride + 1:.3g}"
        label(axes, sign if stride < 3 else f"{sign}  →  2", 10.7, top + 0.5, size=11, align="left")
        top += 1.2 + (len(starts) + (last < 7)) * 0.46 + 0.75
    save(figure, HERE / "windows.png")


def keras_same():
    """8 cells, filter 3, stride 2: Keras pads (0, 1), PyTorch's habit is (1, 1)."""
    figure, axes = canvas(14.2, 6.8)
    for top, before, after, colour in ((0.5, 0, 1, BLUE), (3.9, 1, 1, RED)):
        cells = [0] * before + list(range(1, 9)) + [0] * after
        zeros = {(0, 0)} if before else set()
        zeros |= {(0, len(cells) - 1)}
        left = 4.6 - before
        label(axes, f"({before}, {after})", 0.4, top + 0.5, size=13, weight="bold", align="left", colour=colour)
        label(axes, "F = 3, S = 2", 0.4, top + 1.6, size=9, align="left", colour=GREY)
        grid(axes, [cells], left, top, dashed=zeros)
        for i in range(4):
            start = left + 2 * i
            y = top + 1.2 + (i % 2) * 0.5
            axes.add_patch(Rectangle((start + 0.06, y), 2.88, 0.38, facecolor=colour, edgecolor="none"))
            label(axes, str(i + 1), start + 1.5, y + 0.2, size=8, colour="white", weight="bold")
    axes.plot([4.6, 4.6], [0.2, 6.4], color=GREY, linewidth=1, linestyle=(0, (2, 2)), zorder=0)
    save(figure, HERE / "keras_same.png")


def block(axes, left, top, n_wide, n_high, depth, colour):
    """A box of cells seen from the front left, `depth` cells deep."""
    cell, slant = 0.5, 0.26
    w, h, d = n_wide * cell, n_high * cell, depth * slant
    face = colour + "33"
    axes.add_patch(
        Polygon([(left, top), (left + d, top - d), (left + d + w, top - d), (left + w, top)], fc=face, ec=colour)
    )
    axes.add_patch(
        Polygon(
            [(left + w, top), (left + w + d, top - d), (left + w + d, top - d + h), (left + w, top + h)],
            fc=face,
            ec=colour,
        )
    )
    axes.add_patch(Rectangle((left, top), w, h, facecolor=EMPTY, edgecolor=colour, linewidth=1.4))
    for i in range(1, n_high):
        axes.plot([left, left + w], [top + i * cell] * 2, color=colour, linewidth=0.6)
    for j in range(1, n_wide):
        axes.plot([left + j * cell] * 2, [top, top + h], color=colour, linewidth=0.6)
    for k in range(1, depth):
        x, y = left + k * slant, top - k * slant
        axes.plot([x, x + w, x + w], [y, y, y + h], color=colour, linewidth=0.6)


def parameters():
    figure, axes = canvas(17.6, 5.4)
    top = 1.6
    label(axes, "5×5×3", 2.1, 0.4, size=11, colour=BLUE, weight="bold")
    for left, colour in ((0.5, BLUE), (4.8, GREEN), (10.6, PURPLE)):
        block(axes, left, top, 5, 5, 3, colour)
        label(axes, "75  +", left + 1, top + 3.1, size=12)
        axes.add_patch(Rectangle((left + 1.75, top + 2.8), 0.6, 0.6, facecolor=ORANGE + "55", edgecolor=ORANGE))
        label(axes, "1", left + 2.05, top + 3.12, size=12)
    label(axes, "· · ·", 9.4, top + 1.25, size=16, colour=GREY)
    label(axes, "× 10", 15.8, top + 0.85, size=14, weight="bold")
    label(axes, "= 760", 15.8, top + 1.95, size=14, weight="bold", colour=RED)
    save(figure, HERE / "parameters.png")


def receptive_field():
    """One cell, and what it sees one, two and three 3x3 layers below; a side view of one axis."""
    figure, axes = canvas(13.6, 8.6)
    colours = (RED, ORANGE, GREEN, BLUE)
    for depth, (seen, colour) in enumerate(zip((1, 3, 5, 7), colours, strict=True)):
        top = 0.5 + depth * 2.1
        edge = (9 - seen) // 2
        for j in range(9):
            inside = edge <= j < 9 - edge
            axes.add_patch(
                Rectangle(
                    (2 + j, top),
                    1,
                    1,
                    facecolor=colour + "55" if inside else EMPTY,
                    edgecolor=colour if inside else GREY,
                    linewidth=1.6 if inside else 0.6,
                    zorder=2 if inside else 1,
                )
            )
        label(axes, str(seen), 11.9, top + 0.5, size=14, weight="bold", colour=colour)
        if depth < 3:
            label(axes, "3×3", 0.9, top + 1.55, size=11)
            left, right = 2 + edge, 2 + 9 - edge
            for x, to in ((left, left - 1), (right, right + 1)):
                axes.plot([x, to], [top + 1, top + 2.1], color=INK, linewidth=0.9, linestyle=(0, (3, 2)))
    save(figure, HERE / "receptive_field.png")


def alexnet():
    """Squares as high as the maps are, as wide as they have channels; both on a root scale so that all are seen."""
    maps = ((224, 3), (55, 96), (27, 96), (27, 256), (13, 256), (13, 384), (13, 384), (13, 256), (6, 256))
    figure, axes = canvas(29.6, 10.6)
    left, middle = 0.6, 5.4
    for i, (side, channels) in enumerate(maps):
        high, wide = 0.42 * side**0.5, 0.055 * channels**0.5 + 0.28
        pooled = i in (2, 4, 8)
        colour = ORANGE if pooled else (GREY if i == 0 else BLUE)
        slant = high * 0.28
        top, right = middle - high / 2, left + wide
        corners = [(right, top), (right + slant, top - slant), (right + slant, top - slant + high), (right, top + high)]
        roof = [(left, top), (left + slant, top - slant), (right + slant, top - slant), (right, top)]
        axes.add_patch(Rectangle((left, top), wide, high, facecolor=colour + "55", edgecolor=colour))
        axes.add_patch(Polygon(corners, facecolor=colour + "33", edgecolor=colour))
        axes.add_patch(Polygon(roof, facecolor=colour + "33", edgecolor=colour))
        centre = (left + right + slant) / 2
        label(axes, str(side), centre, 9.3, size=12, weight="bold")
        label(axes, f"× {channels}", centre, 10, size=9, colour=GREY)
        left = right + slant + 0.75
    for units in (9216, 4096, 4096, 1000):
        high = 0.068 * units**0.5
        colour = GREY if units == 9216 else GREEN
        axes.add_patch(Rectangle((left, middle - high / 2), 0.32, high, facecolor=colour + "55", edgecolor=colour))
        label(axes, str(units), left + 0.16, 9.3, size=10, weight="bold")
        left += 1.95
    save(figure, HERE / "alexnet.png")


if __name__ == "__main__":
    for draw in (zero_pad, windows, keras_same, parameters, receptive_field, alexnet):
        draw()
