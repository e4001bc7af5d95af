"""Draws the pictures of a07_backprop: `python -m solutions.a07_backprop.images.draw` from the root.

Numbers are computed with the lesson's own answers where it has them, so a picture cannot disagree with the text.
"""

from pathlib import Path

import numpy as np
from matplotlib.patches import Circle

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
ANSWERS = definitions(lesson(HERE.parents[1], "a07_backprop"))


def node(axes, text, x, y, colour=BLUE):
    axes.add_patch(Circle((x, y), 0.75, facecolor=PAPER, edgecolor="none", zorder=2))
    axes.add_patch(Circle((x, y), 0.75, facecolor=colour + "22", edgecolor=colour, linewidth=1.6, zorder=3))
    axes.text(x, y, text, ha="center", va="center", size=13, color=INK, zorder=4)


def line(axes, start, end, above, below, at=0.5):
    """An arrow forwards, the value over it, the gradient under it."""
    arrow(axes, start, end)
    x, y = start[0] + at * (end[0] - start[0]), start[1] + at * (end[1] - start[1])
    label(axes, above, x, y - 0.45, size=11)
    label(axes, below, x, y + 0.5, size=11, colour=RED, weight="bold")


def graph():
    """The worked example: values over the lines, gradients in red under them."""
    figure, axes = canvas(26, 7.4)
    y = 2.6
    for text, x in (("·", 5), ("+", 9.8), ("ReLU", 14.6), ("½(r−2)²", 19.8)):
        if len(text) == 1:
            node(axes, text, x, y)
        else:
            width = 1.9 if text == "ReLU" else 2.6
            axes.add_patch(
                plt.Rectangle((x - width / 2, y - 0.75), width, 1.5, facecolor=BLUE + "22", edgecolor=BLUE, lw=1.6)
            )
            label(axes, text, x, y, size=12)
    line(axes, (0.8, 1.4), (4.3, 2.4), "x = 3", "6", at=0.3)
    line(axes, (0.8, 5.2), (4.4, 3.1), "w = 2", "9", at=0.3)
    line(axes, (5.8, y), (9.0, y), "u = 6", "3")
    line(axes, (8.2, 6), (9.6, 3.4), "", "", at=0.3)
    label(axes, "b = −1", 7.1, 5.6, size=11)
    label(axes, "3", 7.1, 6.5, size=11, colour=RED, weight="bold")
    line(axes, (10.6, y), (13.6, y), "v = 5", "3")
    line(axes, (15.6, y), (18.4, y), "r = 5", "3")
    line(axes, (21.2, y), (24.8, y), "L = 4.5", "1")
    axes.annotate(
        "",
        (12, 5.2),
        (24.6, 5.2),
        arrowprops={"arrowstyle": "-|>", "color": RED, "lw": 2, "mutation_scale": 16},
    )
    label(axes, "∂L / ∂ ⋯", 18.3, 5.9, size=13, colour=RED)
    save(figure, HERE / "graph.png")


def both_sides():
    """x³ at 1 with its tangent, a one-sided and a two-sided secant; h is large so that it can be seen."""
    figure, axes = plt.subplots(figsize=(6.6, 4), dpi=140)
    x, h = np.linspace(0.3, 1.75, 200), 0.5
    axes.plot(x, x**3, color=INK, lw=2)
    axes.plot(x, 1 + 3 * (x - 1), color=GREEN, lw=1.8, label="3")
    one, two = ((1 + h) ** 3 - 1) / h, ((1 + h) ** 3 - (1 - h) ** 3) / (2 * h)
    axes.plot([0.85, 1.65], [1 + one * -0.15, 1 + one * 0.65], color=RED, lw=1.8, ls="--", label=f"{one:g}")
    middle = ((1 + h) ** 3 + (1 - h) ** 3) / 2
    axes.plot([0.35, 1.65], [middle - two * 0.65, middle + two * 0.65], color=BLUE, lw=1.8, ls="-.", label=f"{two:g}")
    for at, text in ((1 - h, "x − h"), (1, "x"), (1 + h, "x + h")):
        axes.plot(at, at**3, "o", color=INK)
        axes.plot([at, at], [-1.2, at**3], color=GREY, lw=0.7, ls=":")
        axes.text(at, -1.5, text, ha="center", size=11)
    axes.set_ylim(-1.2, 4.6)
    axes.set_xticks([])
    axes.set_yticks([])
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.text(0.32, 4.1, "x³,  h = 0.5", size=12)
    axes.legend(loc="lower right", frameon=False, fontsize=12)
    figure.tight_layout()
    save(figure, HERE / "both_sides.png")


def runs():
    """How often the network runs for one step, on a logarithmic scale."""
    figure, axes = plt.subplots(figsize=(7.4, 2.9), dpi=140)
    counts = [1, 100, 61_706]
    places = np.arange(len(counts))
    axes.barh(places - 0.19, [2 * n for n in counts], 0.36, color=ORANGE)
    axes.barh(places + 0.19, [2] * 3, 0.36, color=BLUE)
    for place, n in zip(places, counts, strict=True):
        axes.text(2 * n * 1.15, place - 0.19, f"2 · {n:,} = {2 * n:,}", va="center", size=11, color=INK)
        axes.text(2.3, place + 0.19, "1 + 1", va="center", size=11, color=BLUE)
    axes.set_xscale("log")
    axes.set_xlim(1, 3e6)
    axes.set_yticks(places, [f"{n:,}" for n in counts], size=11)
    axes.invert_yaxis()
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.tight_layout()
    save(figure, HERE / "runs.png")


def relu():
    """Values above, gradients below; the mask is between them."""
    layer = ANSWERS["Relu"]()
    x, dout = np.array([[-1, 2, 0, 3]]), np.array([[5, 6, 7, -8]])
    out, dx = layer.forward(x), layer.backward(dout)
    mask = (x > 0).astype(int)
    passed = {(0, j): GREEN for j in np.flatnonzero(mask[0])}
    figure, axes = canvas(17.4, 6.6)
    for text, numbers, left, top, fill in (
        ("x", x, 1.4, 0.8, passed),
        ("out", out, 11.8, 0.8, passed),
        ("x > 0", mask, 6.6, 2.8, passed),
        ("dx", dx, 1.4, 4.8, passed),
        ("dout", dout, 11.8, 4.8, None),
    ):
        grid(axes, numbers, left, top, fill=fill)
        label(axes, text, left - 0.25, top + 0.5, size=12, weight="bold", align="right")
    arrow(axes, (5.7, 1.3), (10.7, 1.3))
    arrow(axes, (10.4, 5.3), (5.7, 5.3), RED)
    save(figure, HERE / "relu.png")


def affine():
    """A batch of two: what goes in, what comes out, and the three gradients with the shapes of their owners."""
    x, W, b = np.array([[1, 2], [3, 4]]), np.array([[1, 0, 2], [0, 1, 1]]), np.array([1, 0, 0])
    dout = np.array([[1, 0, 0], [0, 1, 2]])
    layer = ANSWERS["Affine"](W, b)
    out, dx = layer.forward(x), layer.backward(dout)
    figure, axes = canvas(23.6, 8.4)
    for top, numbers, colour in ((1.2, (x, W, b[None], out), BLUE), (5.2, (dx, layer.dW, layer.db[None], dout), RED)):
        names = ("x", "W", "b", "out") if colour == BLUE else ("dx", "dW", "db", "dout")
        for name, values, left in zip(names, numbers, (1, 6, 12.4, 19), strict=True):
            drop = 0.5 if len(values) == 1 else 0
            grid(axes, values, left, top + drop)
            frame(axes, left, top + drop, values.shape[1], len(values), colour)
            label(axes, name, left + values.shape[1] / 2, top - 0.5, size=12, weight="bold", colour=colour)
    for y, forward in ((2.2, True), (6.2, False)):
        if forward:
            label(axes, "·", 4.5, y, size=20)
            label(axes, "+", 10.7, y, size=16)
            arrow(axes, (15.9, y), (18.5, y))
        else:
            arrow(axes, (18.5, y), (15.9, y), RED)
    for text, left in (("dout · Wᵀ", 2), ("xᵀ · dout", 7.5), ("Σ dout", 13.9)):
        label(axes, text, left, 7.8, size=11, colour=GREY)
    save(figure, HERE / "affine.png")


def scatter():
    """Gathering and scattering with one filter."""
    image, filters, dout = np.arange(1, 10).reshape(3, 3), np.array([[1, 2], [3, 4]]), np.array([[1, 0], [0, 2]])
    layer = ANSWERS["Convolution"](filters[None, None], np.zeros(1))
    out = layer.forward(image[None, None])[0, 0]
    dx = layer.backward(dout[None, None])[0, 0]
    figure, axes = canvas(19.4, 9.6)
    window = {(i, j): BLUE for i in range(2) for j in range(2)}
    grid(axes, image, 1.6, 0.8, fill=window)
    frame(axes, 1.6, 0.8, 2, 2)
    label(axes, "∗", 6, 2.3, size=18)
    grid(axes, filters, 7.2, 1.3, fill=dict.fromkeys(window, ORANGE))
    arrow(axes, (10, 2.3), (12.8, 2.3))
    grid(axes, out, 13.6, 1.3, fill={(0, 0): BLUE})
    label(axes, "x", 1.1, 2.3, size=12, weight="bold")
    label(axes, "W", 8.2, 0.8, size=12, weight="bold")
    label(axes, "out", 16.4, 2.3, size=12, weight="bold")
    first, last = {(i, j) for i, j in window}, {(i + 1, j + 1) for i, j in window}
    colours = {at: PURPLE if at in first & last else (BLUE if at in first else GREEN) for at in first | last}
    grid(axes, dx.astype(int), 1.6, 5.6, fill=colours)
    frame(axes, 1.6, 5.6, 2, 2, BLUE)
    frame(axes, 2.6, 6.6, 2, 2, GREEN)
    label(axes, "dx", 1, 7.1, size=12, weight="bold")
    arrow(axes, (12.8, 7.1), (11.4, 7.1), RED)
    label(axes, "1·", 7.5, 6.2, size=12, colour=BLUE, weight="bold")
    grid(axes, filters, 8.1, 5.2, fill=dict.fromkeys(window, BLUE))
    label(axes, "2·", 7.5, 8.6, size=12, colour=GREEN, weight="bold")
    grid(axes, filters, 8.1, 7.6, fill=dict.fromkeys(window, GREEN))
    arrow(axes, (7, 7.1), (5.2, 7.1), RED)
    grid(axes, dout, 13.6, 6.1, fill={(0, 0): BLUE, (1, 1): GREEN})
    label(axes, "dout", 16.6, 7.1, size=12, weight="bold")
    label(axes, "4 + 2 = 6", 3.1, 9.15, size=11, colour=PURPLE, weight="bold")
    save(figure, HERE / "scatter.png")


NOTES = np.array([[1, 2, 1, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 4, 0, 1]])
QUARTERS = (BLUE, ORANGE, GREEN, PURPLE)


def winner():
    """The image of the notes in four windows: four winners, four gradients."""
    layer = ANSWERS["Pooling"](2, 2, 2)
    out = layer.forward(NOTES[None, None])[0, 0].astype(int)
    dout = np.array([[1, 2], [3, 4]])
    dx = layer.backward(dout[None, None])[0, 0].astype(int)
    won = {(int(i), int(j)): QUARTERS[2 * (i // 2) + j // 2] for i, j in np.argwhere(dx)}
    quarters = {(i, j): QUARTERS[2 * i + j] for i in range(2) for j in range(2)}
    figure, axes = canvas(22.6, 5.8)
    for left, numbers in ((1.4, NOTES), (17.2, dx)):
        grid(axes, numbers, left, 0.9, fill=won)
        for i, j in np.ndindex(2, 2):
            frame(axes, left + 2 * j, 0.9 + 2 * i, 2, 2, GREY)
    grid(axes, out, 8.2, 1.9, fill=quarters)
    grid(axes, dout, 12.6, 1.9, fill=quarters)
    arrow(axes, (5.8, 2.9), (7.8, 2.9))
    arrow(axes, (14.9, 2.9), (16.8, 2.9), RED)
    for text, x in (("x", 3.4), ("out", 9.2), ("dout", 13.6), ("dx", 19.2)):
        label(axes, text, x, 5.35, size=12, weight="bold")
    save(figure, HERE / "winner.png")


def tie():
    """Of two equal numbers the first one wins; both would be one too many."""
    window = np.array([[5, 5], [3, 1]])
    figure, axes = canvas(15.4, 4.6)
    grid(axes, window, 1, 1, fill={(0, 0): GREEN})
    frame(axes, 1, 1, 1, 1, GREEN)
    grid(axes, np.array([[1]]), 4.8, 1.5)
    label(axes, "dout", 5.3, 3.2, size=11, weight="bold")
    arrow(axes, (6.1, 2), (7.7, 2), RED)
    grid(axes, np.array([[1, 0], [0, 0]]), 8, 1, fill={(0, 0): GREEN})
    label(axes, "Σ = 1  ✓", 9, 3.7, size=11, colour=GREEN, weight="bold")
    grid(axes, np.array([[1, 1], [0, 0]]), 12, 1, fill={(0, 0): RED, (0, 1): RED})
    label(axes, "Σ = 2  ✗", 13, 3.7, size=11, colour=RED, weight="bold")
    save(figure, HERE / "tie.png")


def y_minus_t():
    """Scores, probabilities, target, and what is left of the subtraction."""
    last = ANSWERS["SoftmaxWithLoss"]()
    x = np.array([[2.2, 1.39, 0.85]])
    last.forward(x, np.array([0]))
    dx = last.backward()[0]
    figure, all_axes = plt.subplots(1, 4, figsize=(10, 2.7), dpi=140)
    columns = (("x", x[0], GREY, "{:g}"), ("y", last.y[0], BLUE, "{:.5f}"), ("t", [1, 0, 0], GREEN, "{:g}"))
    for axes, (name, numbers, colour, form) in zip(all_axes, (*columns, ("y − t", dx, RED, "{:.5f}")), strict=True):
        axes.bar(range(3), numbers, color=colour, width=0.7)
        top = max(1e-9, np.abs(numbers).max())
        for k, number in enumerate(numbers):
            text = form.format(number).replace("-", "−")
            axes.text(
                k,
                number + np.copysign(0.05 * top, number),
                text,
                ha="center",
                size=9.5,
                va="bottom" if number >= 0 else "top",
            )
        axes.axhline(0, color=INK, lw=0.8)
        low = -1.35 * top if min(numbers) < 0 else 0
        axes.set_ylim(low, 1.3 * top)
        axes.set_title(name, size=13, weight="bold")
        axes.set_xticks([])
        axes.set_yticks([])
        for side in ("top", "right", "left", "bottom"):
            axes.spines[side].set_visible(False)
    figure.tight_layout()
    save(figure, HERE / "y_minus_t.png")


def shortcut():
    """A residual block: two ways back, and their sum."""
    figure, axes = canvas(20, 7)
    y = 4.6
    axes.add_patch(plt.Rectangle((7.6, y - 1), 4.4, 2, facecolor=BLUE + "22", edgecolor=BLUE, lw=1.6))
    label(axes, "F", 9.8, y - 0.25, size=15)
    label(axes, "F′ = 0.1", 9.8, y + 0.55, size=10.5, colour=GREY)
    node(axes, "+", 15, y)
    axes.plot([4, 4, 15, 15], [y, 1.4, 1.4, y - 0.8], color=GREY, lw=1.6)
    arrow(axes, (1, y), (7.5, y))
    arrow(axes, (12.1, y), (14.2, y))
    arrow(axes, (15, 2.6), (15, y - 0.75))
    arrow(axes, (15.8, y), (19, y))
    axes.add_patch(Circle((4, y), 0.14, facecolor=INK, edgecolor="none", zorder=4))
    label(axes, "x", 2.2, y - 0.5, size=13, weight="bold")
    label(axes, "F(x) + x", 17.5, y - 0.5, size=13, weight="bold")
    for text, x, height in (("1", 17.5, y + 0.6), ("1", 13.1, y + 0.6), ("0.1", 5.8, y + 0.6), ("1", 9.8, 0.85)):
        label(axes, text, x, height, size=12, colour=RED, weight="bold")
    label(axes, "0.1 + 1 = 1.1", 2.2, y + 0.6, size=12, colour=RED, weight="bold")
    save(figure, HERE / "shortcut.png")


if __name__ == "__main__":
    for picture in (graph, both_sides, runs, relu, affine, scatter, winner, tie, y_minus_t, shortcut):
        picture()
