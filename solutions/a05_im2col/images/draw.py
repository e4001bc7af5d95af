"""Draw the pictures of a05_im2col: `python -m solutions.a05_im2col.images.draw`."""

from pathlib import Path

import numpy as np
from matplotlib.patches import Rectangle

from solutions.drawing import BLUE, GREEN, GREY, ORANGE, PURPLE, arrow, canvas, frame, grid, label, save

HERE = Path(__file__).parent
COLOURS = (BLUE, ORANGE, GREEN, PURPLE)
IMAGE = np.arange(1, 10).reshape(3, 3)
COL = np.array([[1, 2, 4, 5], [2, 3, 5, 6], [4, 5, 7, 8], [5, 6, 8, 9]])
STARTS = ((0, 0), (0, 1), (1, 0), (1, 1))


def row_colours(columns=4):
    return {(i, j): COLOURS[i] for i in range(4) for j in range(columns)}


def unfolded():
    """Four windows of a 3x3 image, each beside the row it becomes."""
    figure, axes = canvas(19.6, 16.4)
    for k, (top, left) in enumerate(STARTS):
        y = 0.6 + 3.9 * k
        window = {(i, j): COLOURS[k] for i in (top, top + 1) for j in (left, left + 1)}
        grid(axes, IMAGE, 0.6, y, fill=window)
        frame(axes, 0.6 + left, y + top, 2, 2, COLOURS[k])
        arrow(axes, (4.2, y + 1.5), (6.9, y + 1.5), COLOURS[k])
        grid(axes, COL[k : k + 1], 7.3, y + 1, fill={(0, j): COLOURS[k] for j in range(4)})
    arrow(axes, (11.9, 8.0), (14.2, 8.0))
    grid(axes, COL, 14.7, 6.0, fill=row_colours())
    save(figure, HERE / "im2col.png")


def channels():
    """Two channels, one row."""
    figure, axes = canvas(16, 8.8)
    for k, (factor, colour) in enumerate(((1, BLUE), (10, ORANGE))):
        left = 1.6 + 8.2 * k
        window = {(i, j): colour for i in (0, 1) for j in (0, 1)}
        grid(axes, factor * IMAGE, left + 0.5, 1.5, fill=window)
        frame(axes, left + 0.5, 1.5, 2, 2, colour)
        label(axes, f"C = {k}", left + 2, 0.8, colour=colour, weight="bold")
        arrow(axes, (left + 2, 4.7), (6 + 4 * k, 6.9), colour)
    row = np.concatenate([COL[0], 10 * COL[0]])[None]
    grid(axes, row, 4, 7.2, fill={(0, j): BLUE if j < 4 else ORANGE for j in range(8)})
    frame(axes, 4, 7.2, 4, 1, BLUE)
    frame(axes, 8, 7.2, 4, 1, ORANGE)
    save(figure, HERE / "channels.png")


def cost():
    """147 numbers and 675 numbers, every cell of the same size."""
    figure, axes = canvas(22, 5.2)
    side = 0.2

    def sheet(left, top, rows, columns, colour):
        for i in range(rows):
            for j in range(columns):
                cell = (left + j * side, top + i * side)
                axes.add_patch(Rectangle(cell, side, side, facecolor="white"))
                axes.add_patch(Rectangle(cell, side, side, facecolor=colour + "55", edgecolor=GREY, linewidth=0.3))

    for k, colour in enumerate((BLUE, ORANGE, GREEN)):
        sheet(0.9 + 0.5 * k, 1.0 + 0.5 * k, 7, 7, colour)
    label(axes, "3 × 7 × 7 = 147", 2.3, 4.4, weight="bold")
    arrow(axes, (4.0, 2.4), (5.6, 2.4))
    for k, colour in enumerate((BLUE, ORANGE, GREEN)):
        sheet(6.1 + 25 * side * k, 1.5, 9, 25, colour)
        label(axes, "5 × 5", 8.6 + 25 * side * k, 0.9, colour=colour)
    label(axes, "9 × 75 = 675", 13.6, 4.4, weight="bold")
    save(figure, HERE / "cost.png")


def product():
    """The matrix times one filter."""
    figure, axes = canvas(20.4, 6.9)
    weights = np.array([1, 0, 0, 1])
    grid(axes, COL, 0.6, 1.6, fill=row_colours())
    label(axes, "@", 5.4, 3.6, size=15)
    grid(axes, weights[:, None], 6.2, 1.6)
    label(axes, "=", 8.0, 3.6, size=15)
    out = COL @ weights
    grid(axes, out[:, None], 8.8, 1.6, fill=row_colours(1))
    arrow(axes, (10.3, 3.6), (12.2, 3.6))
    grid(axes, out.reshape(2, 2), 12.6, 2.6, fill={start: COLOURS[k] for k, start in enumerate(STARTS)})
    label(axes, "W", 17.6, 0.9, colour=GREY, weight="bold")
    grid(axes, weights.reshape(2, 2), 16.6, 1.4)
    label(axes, "1 · 1 + 5 · 1 = 6", 17.6, 4.6, colour=BLUE, weight="bold", size=10)
    label(axes, "5 · 1 + 9 · 1 = 14", 17.6, 5.6, colour=PURPLE, weight="bold", size=10)
    save(figure, HERE / "product.png")


def pool_rows():
    """A row of two channels, cut in two before the maximum is taken."""
    figure, axes = canvas(21, 4.6)
    row = np.concatenate([COL[0], 10 * COL[0]])[None]
    grid(axes, row, 0.6, 1.7, fill={(0, j): BLUE if j < 4 else ORANGE for j in range(8)})
    arrow(axes, (9, 2.2), (10.6, 2.2))
    for k, colour in enumerate((BLUE, ORANGE)):
        top = 0.8 + 1.8 * k
        numbers = COL[0] * (1, 10)[k]
        grid(axes, numbers[None], 11, top, fill={(0, j): colour for j in range(4)})
        arrow(axes, (15.4, top + 0.5), (18.4, top + 0.5))
        label(axes, "max", 16.9, top + 0.05, size=10, colour=GREY)
        grid(axes, [[numbers.max()]], 18.9, top, fill={(0, 0): colour})
    save(figure, HERE / "pool_rows.png")


def folded():
    """Ones on their way back: each pixel counts its windows."""
    figure, axes = canvas(19.3, 6)
    grid(axes, np.ones((4, 4), int), 0.6, 1, fill=row_colours())
    for k, (top, left) in enumerate(STARTS):
        x, y = 6.9 + 3.2 * (k % 2), 0.5 + 2.7 * (k // 2)
        cells = np.full((3, 3), "", dtype=object)
        cells[top : top + 2, left : left + 2] = "1"
        window = {(i, j): COLOURS[k] for i in (top, top + 1) for j in (left, left + 1)}
        mini(axes, cells, x, y, window)
    arrow(axes, (5, 3), (6.5, 3))
    label(axes, "+", 9.6, 2.95, size=16)
    label(axes, "=", 14, 2.95, size=16)
    counts = np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]])
    grid(axes, counts, 15.5, 1.5, fill={(1, 1): GREY})
    save(figure, HERE / "col2im.png")


def mini(axes, cells, left, top, fill, side=0.78):
    """A grid of smaller cells."""
    for (i, j), text in np.ndenumerate(cells):
        colour = fill.get((i, j))
        corner = (left + j * side, top + i * side)
        axes.add_patch(
            Rectangle(corner, side, side, facecolor=colour + "33" if colour else "white", edgecolor=GREY, linewidth=0.8)
        )
        label(axes, text, left + (j + 0.5) * side, top + (i + 0.53) * side, size=9)


if __name__ == "__main__":
    unfolded()
    channels()
    cost()
    product()
    pool_rows()
    folded()
