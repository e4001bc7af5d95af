"""Drawing grids of numbers the way the lessons do: one look for every picture of the course.

Pictures hold numbers and symbols only, so that one file serves every language. Colours are Okabe and Ito's,
which colour-blind readers can tell apart. Needs Matplotlib; run `python -m solutions.aNN_name.images.draw`.
"""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import FancyArrowPatch, Rectangle

BLUE, ORANGE, GREEN, RED, PURPLE, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#8A929A"
INK, PAPER, EMPTY = "#1b1f24", "#ffffff", "#f5f7f9"


def canvas(width, height):
    """A white sheet of `width` x `height` cells; one cell is one unit, y grows downwards."""
    figure, axes = plt.subplots(figsize=(width * 0.42, height * 0.42), dpi=160)
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.set_aspect("equal")
    axes.axis("off")
    figure.subplots_adjust(0, 0, 1, 1)
    return figure, axes


def grid(axes, numbers, left, top, *, fill=None, dashed=None, size=11):
    """Draw a matrix with its upper left corner at (left, top).

    `fill` maps (row, column) to a colour, `dashed` is a set of (row, column) drawn as padding.
    """
    numbers = np.asarray(numbers)
    for (i, j), number in np.ndenumerate(numbers):
        padding = dashed is not None and (i, j) in dashed
        colour = (fill or {}).get((i, j))
        axes.add_patch(
            Rectangle(
                (left + j, top + i),
                1,
                1,
                facecolor=colour + "33" if colour else (PAPER if padding else EMPTY),
                edgecolor=GREY,
                linewidth=0.8,
                linestyle=(0, (2, 2)) if padding else "solid",
            )
        )
        text = f"{number:g}" if isinstance(number, int | float | np.number) else str(number)
        axes.text(
            left + j + 0.5, top + i + 0.53, text, ha="center", va="center", size=size, color=GREY if padding else INK
        )


def frame(axes, left, top, width, height, colour=BLUE):
    """Outline a window of cells."""
    axes.add_patch(Rectangle((left, top), width, height, fill=False, edgecolor=colour, linewidth=2.4, zorder=3))


def label(axes, text, x, y, *, size=11, colour=INK, weight="normal", align="center"):
    axes.text(x, y, text, ha=align, va="center", size=size, color=colour, weight=weight)


def arrow(axes, start, end, colour=GREY):
    axes.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=14, color=colour, linewidth=1.6))


def save(figure, path):
    """Write a PNG whose bytes depend on nothing but what is drawn."""
    figure.savefig(path, facecolor=PAPER, metadata={"Software": None})
    plt.close(figure)
