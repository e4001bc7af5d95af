"""Draws the pictures of a03_convolution: `python -m solutions.a03_convolution.images.draw` from the root.

All numbers are computed with the lesson's own answers, so a picture cannot disagree with the text.
"""

from pathlib import Path

import numpy as np
from matplotlib.patches import Polygon, Rectangle

from autograder.lessons import definitions, lesson
from solutions.drawing import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PAPER,
    PURPLE,
    RED,
    arrow,
    canvas,
    frame,
    grid,
    label,
    plt,
    save,
)

HERE = Path(__file__).parent
ANSWERS = definitions(lesson(HERE.parents[1], "a03_convolution"))
conv2d, relu = ANSWERS["conv2d"], ANSWERS["relu"]
FILTER = np.array([[2, 0, 1], [0, 1, 2], [1, 0, 2]])


def circulant(side):
    """1 2 3 0 over and over; each row is the row above, moved by one."""
    rows, columns = np.indices((side, side))
    return (1 + columns - rows) % 4


def slide(image, kernel, **how):
    return conv2d(image[None, None], kernel[None, None], **how)[0, 0]


def cells(top, left, height, width, colour):
    return {(top + i, left + j): colour for i in range(height) for j in range(width)}


def window():
    """One window, its nine products, one number."""
    image, out = circulant(4), slide(circulant(4), FILTER)
    figure, axes = canvas(18.6, 6.6)
    grid(axes, image, 0.6, 0.6, fill=cells(0, 0, 3, 3, BLUE))
    frame(axes, 0.6, 0.6, 3, 3)
    label(axes, "∗", 5.7, 2.6, size=20)
    grid(axes, FILTER, 6.8, 1.1, fill=cells(0, 0, 3, 3, ORANGE))
    label(axes, "=", 11, 2.6, size=20)
    grid(axes, out, 12.2, 1.6, fill={(0, 0): GREEN})
    frame(axes, 12.2, 1.6, 1, 1, GREEN)
    products = " + ".join(f"{a}·{b}" for a, b in zip(image[:3, :3].flat, FILTER.flat, strict=True))
    label(axes, f"{products} = {out[0, 0]}", 9.3, 5.6, size=10.5)
    save(figure, HERE / "window.png")


def pad():
    """A frame of zeros: as many numbers come out as pixels went in."""
    image = np.pad(circulant(4), 1)
    border = {(i, j) for i, j in np.ndindex(6, 6) if i in (0, 5) or j in (0, 5)}
    figure, axes = canvas(18.2, 7.2)
    grid(axes, image, 0.6, 0.6, dashed=border, fill=cells(1, 1, 2, 2, BLUE))
    frame(axes, 0.6, 0.6, 3, 3)
    label(axes, "∗", 7.6, 3.6, size=20)
    grid(axes, FILTER, 8.6, 2.1, fill=cells(1, 1, 2, 2, ORANGE))
    label(axes, "=", 12.5, 3.6, size=20)
    grid(axes, slide(circulant(4), FILTER, pad=1), 13.4, 1.6, fill={(0, 0): GREEN})
    frame(axes, 13.4, 1.6, 1, 1, GREEN)
    save(figure, HERE / "pad.png")


def stride():
    """Windows of stride 2 and the cells they fill."""
    figure, axes = canvas(18.4, 8.2)
    left, top = 0.6, 0.6
    grid(axes, circulant(7), left, top)
    starts = [(0, 0, BLUE), (0, 2, ORANGE), (2, 0, PURPLE)]
    for i, j, colour in starts:
        nudge = 0.09 if (i, j) != (0, 0) else 0  # so that frames that overlap are told apart
        frame(axes, left + j + nudge, top + i + nudge, 3 - 2 * nudge, 3 - 2 * nudge, colour)
    arrow(axes, (left + 1.5, 0.32), (left + 3.7, 0.32), ORANGE)
    arrow(axes, (0.32, top + 1.5), (0.32, top + 3.7), PURPLE)
    label(axes, "∗", 8.6, 4.1, size=20)
    grid(axes, FILTER, 9.6, 2.6)
    label(axes, "=", 13.6, 4.1, size=20)
    fill = {(i // 2, j // 2): colour for i, j, colour in starts}
    grid(axes, slide(circulant(7), FILTER, stride=2), 14.6, 2.6, fill=fill)
    save(figure, HERE / "stride.png")


def channels():
    """32x32x3, ten filters of 5x5x3, ten maps of 28x28, and what there is to learn."""
    figure, axes = canvas(22.2, 8.4)
    sheets(axes, 0.8, 1.6, 4.2, 3, [RED, GREEN, BLUE])
    label(axes, "(3, 32, 32)", 3.2, 7.4, size=12)
    label(axes, "∗", 7.0, 4.1, size=20)
    for k in range(3):
        sheets(axes, 8.2 + 2.3 * k, 2.6, 1.1, 3, [RED, GREEN, BLUE], step=0.22)
        label(axes, "+", 9.0 + 2.3 * k, 4.75, size=12)
        axes.add_patch(Rectangle((8.7 + 2.3 * k, 5.1), 0.6, 0.6, facecolor=ORANGE + "55", edgecolor=INK, linewidth=0.9))
    label(axes, "⋯ ×10", 15.8, 3.3, size=12)
    label(axes, "10·(3·5·5 + 1) = 760", 11.9, 7.4, size=12, weight="bold")
    label(axes, "=", 17.3, 4.1, size=20)
    sheets(axes, 18.1, 1.7, 2.4, 10, [GREY] * 10, step=0.13)
    label(axes, "(10, 28, 28)", 19.8, 7.4, size=12)
    save(figure, HERE / "channels.png")


def sheets(axes, left, top, side, n, colours, step=0.4):
    """A stack of n square sheets, the first in front."""
    for k in reversed(range(n)):
        at = (left + k * step, top + (n - 1 - k) * step)
        axes.add_patch(Rectangle(at, side, side, facecolor=PAPER, edgecolor="none"))
        axes.add_patch(Rectangle(at, side, side, facecolor=colours[k] + "44", edgecolor=INK, linewidth=0.9))


def edge():
    """A step from 0 to 100 under the vertical edge filter."""
    image = np.zeros((5, 6), int)
    image[:, 3:] = 100
    kernel = np.array([[-1, 0, 1]] * 3)
    out = slide(image, kernel)
    figure, axes = canvas(19, 6.2)
    grid(axes, image, 0.6, 0.6, fill=cells(0, 3, 5, 3, ORANGE), size=10)
    frame(axes, 0.6 + 1, 0.6, 3, 3)
    label(axes, "∗", 7.6, 3.1, size=20)
    grid(axes, kernel, 8.6, 1.6)
    label(axes, "=", 12.7, 3.1, size=20)
    grid(axes, out, 13.8, 1.6, fill=cells(0, 1, 3, 2, GREEN), size=10)
    frame(axes, 13.8 + 1, 1.6, 1, 1, GREEN)
    save(figure, HERE / "edge.png")


def rectifier():
    """The graph of ReLU, and a map before and after."""
    figure, axes = canvas(19, 6.6)
    x0, y0, unit = 3.6, 5.3, 0.95
    arrow(axes, (0.4, y0), (7.4, y0), INK)
    arrow(axes, (x0, 6.1), (x0, 0.7), INK)
    axes.plot([0.5, x0, x0 + 3.6 * unit], [y0, y0, y0 - 3.6 * unit], color=BLUE, linewidth=3, zorder=3)
    for k in (-3, -2, -1, 1, 2, 3):
        axes.plot([x0 + k * unit] * 2, [y0 - 0.1, y0 + 0.1], color=INK, linewidth=1)
        label(axes, f"{k}".replace("-", "−"), x0 + k * unit, y0 + 0.5, size=9)
    for k in (1, 2, 3):
        axes.plot([x0 - 0.1, x0 + 0.1], [y0 - k * unit] * 2, color=INK, linewidth=1)
        label(axes, str(k), x0 - 0.4, y0 - k * unit, size=9)
    before = np.array([[0, 300, -200, 0], [-100, 200, 0, -300], [100, 0, -50, 250]])
    negative = {tuple(at): RED for at in np.argwhere(before < 0)}
    grid(axes, before, 8.8, 1.8, fill=negative, size=9)
    arrow(axes, (13.1, 3.3), (14.1, 3.3), INK)
    grid(axes, relu(before), 14.4, 1.8, fill=dict.fromkeys(negative, GREEN), size=9)
    save(figure, HERE / "relu.png")


def gallery():
    """One landscape, four filters with their numbers, four maps."""
    photo = ANSWERS["landscape"](144, 192)
    names = ["vertical", "horizontal", "outline", "blur"]
    figure, axes = plt.subplots(2, 5, figsize=(12, 3.4), dpi=90, height_ratios=(1, 2))
    for axis in axes.flat:
        axis.axis("off")
    axes[1, 0].imshow(photo, cmap="gray")
    for (upper, lower), name in zip(axes.T[1:], names, strict=True):
        numbers = np.array(ANSWERS["GALLERY"][name], float)
        small_grid(upper, numbers)
        made = slide(photo, numbers)
        limit = None if name == "blur" else np.percentile(np.abs(made), 99.5)
        lower.imshow(made, cmap="gray", vmin=None if limit is None else -limit, vmax=limit)
    figure.subplots_adjust(0.005, 0.01, 0.995, 0.98, wspace=0.03, hspace=0.06)
    save(figure, HERE / "gallery.png")


def small_grid(axes, numbers):
    axes.set_xlim(-2.2, 5.2)
    axes.set_ylim(3.1, -0.1)
    axes.set_aspect("equal")
    for (i, j), number in np.ndenumerate(numbers):
        corners = [(j, i), (j + 1, i), (j + 1, i + 1), (j, i + 1)]
        axes.add_patch(Polygon(corners, facecolor=BLUE + "18", edgecolor=GREY, linewidth=0.8))
        text = "⅑" if 0 < number < 1 else f"{number:g}".replace("-", "−")
        axes.text(j + 0.5, i + 0.53, text, ha="center", va="center", size=10.5, color=INK)


def main():
    for draw in (window, pad, stride, channels, edge, rectifier, gallery):
        draw()


if __name__ == "__main__":
    main()
