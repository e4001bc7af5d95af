"""Draw the pictures of a04_pooling: `python -m solutions.a04_pooling.images.draw`."""

from pathlib import Path

import numpy as np

from solutions.drawing import BLUE, GREEN, GREY, ORANGE, PURPLE, RED, arrow, canvas, frame, grid, label, save

HERE = Path(__file__).parent
IMAGE = np.array([[1, 2, 1, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 4, 0, 1]])
TILES = {(0, 0): BLUE, (0, 1): ORANGE, (1, 0): GREEN, (1, 1): PURPLE}


def tiled(axes, numbers, left, top):
    """A 4x4 image whose four tiles have a colour each."""
    fill = {(i, j): TILES[i // 2, j // 2] for i in range(4) for j in range(4)}
    grid(axes, numbers, left, top, fill=fill)
    for (i, j), colour in TILES.items():
        frame(axes, left + 2 * j, top + 2 * i, 2, 2, colour)


def pooled(name, reduce, sign):
    """The image, and what is left of each tile."""
    figure, axes = canvas(10, 5)
    tiled(axes, IMAGE, 0.5, 0.5)
    arrow(axes, (4.9, 2.5), (6.9, 2.5))
    label(axes, sign, 5.9, 1.9)
    tiles = IMAGE.reshape(2, 2, 2, 2).transpose(0, 2, 1, 3).reshape(2, 2, 4)
    grid(axes, reduce(tiles, axis=2), 7.2, 1.5, fill=TILES)
    save(figure, HERE / name)


def strides():
    """Seven pixels under windows of three."""
    figure, axes = canvas(15, 9.6)
    top = 0.6
    for stride, colour in ((1, BLUE), (2, GREEN), (3, ORANGE)):
        n = (7 - 3) // stride + 1
        used = {(0, j): colour for j in range((n - 1) * stride + 3)}
        grid(axes, np.arange(1, 8)[None], 3.4, top, fill=used)
        label(axes, f"S = {stride}", 1.6, top + 0.5, weight="bold", colour=colour)
        for k in range(n):
            y = top + 1.25 + 0.32 * k
            left = 3.4 + k * stride
            axes.plot([left + 0.12, left + 2.88], [y, y], color=colour, linewidth=3.2, solid_capstyle="butt")
        label(axes, f"{'(7−3)/' + str(stride)} + 1", 12.4, top + 0.15, size=10, colour=GREY)
        exact = (7 - 3) / stride + 1
        label(axes, f"= {exact:g}" if exact == n else f"= {exact:.2f} → {n}", 12.4, top + 0.95, weight="bold")
        top += 1.9 + 0.32 * n
    save(figure, HERE / "strides.png")


def padding():
    """Negative numbers in a frame of 0, and in a frame of minus infinity."""
    numbers = np.array([[-3, -5, -4], [-6, -8, -7], [-4, -9, -5]])
    figure, axes = canvas(19.5, 6.2)
    border = {(i, j) for i in range(5) for j in range(5) if i in (0, 4) or j in (0, 4)}
    for left, symbol, top_left, colour in ((0.5, "0", "0", RED), (10.5, "−∞", "−3", GREEN)):
        cells = np.full((5, 5), symbol, dtype=object)
        cells[1:4, 1:4] = [[str(number).replace("-", "−") for number in row] for row in numbers]
        grid(axes, cells, left, 0.6, dashed=border)
        frame(axes, left, 0.6, 2, 2, colour)
        arrow(axes, (left + 5.2, 3.1), (left + 6.6, 3.1))
        grid(axes, np.array([[top_left]], dtype=object), left + 6.9, 2.6, fill={(0, 0): colour})
        label(axes, "✗" if colour == RED else "✓", left + 7.4, 4.4, size=17, colour=colour, weight="bold")
    save(figure, HERE / "padding.png")


def real_pixels():
    """The corner window of a padded average."""
    figure, axes = canvas(13.5, 6.2)
    cells = np.full((5, 5), "", dtype=object)
    cells[1:4, 1:4] = [[3, 9, 1], [5, 7, 1], [1, 1, 1]]
    border = {(i, j) for i in range(5) for j in range(5) if i in (0, 4) or j in (0, 4)}
    grid(axes, cells, 0.5, 0.6, dashed=border, fill={(i, j): GREEN for i in (1, 2) for j in (1, 2)})
    frame(axes, 0.5, 0.6, 3, 3, BLUE)
    label(axes, "3 + 9 + 5 + 7 = 24", 6.4, 1.3, align="left", size=12)
    label(axes, "24 / 4 = 6", 6.4, 3.0, align="left", size=12, colour=GREEN, weight="bold")
    label(axes, "✓", 12.2, 3.0, size=16, colour=GREEN, weight="bold")
    label(axes, "24 / 9 = 2.67", 6.4, 4.6, align="left", size=12, colour=RED, weight="bold")
    label(axes, "✗", 12.2, 4.6, size=16, colour=RED, weight="bold")
    save(figure, HERE / "real_pixels.png")


def global_average():
    """Three maps, three numbers."""
    figure, axes = canvas(13.5, 9.2)
    maps = ([[1, 2], [3, 4]], [[0, 4], [0, 0]], [[6, 6], [6, 6]])
    for k, (numbers, colour, mean) in enumerate(zip(maps, (BLUE, ORANGE, GREEN), (2.5, 1, 6), strict=True)):
        top = 0.6 + 2.9 * k
        grid(axes, numbers, 1, top, fill={(i, j): colour for i in (0, 1) for j in (0, 1)})
        total = sum(map(sum, numbers))
        arrow(axes, (3.4, top + 1), (9.6, top + 1))
        label(axes, f"{total} / 4", 6.4, top + 0.4, colour=GREY)
        grid(axes, [[mean]], 10.2, top + 0.5, fill={(0, 0): colour})
    save(figure, HERE / "global_avg_pool.png")


def shift():
    """A pixel of 8 in columns 1, 2 and 3 of a wide image: within a tile nothing changes."""
    figure, axes = canvas(21.5, 8.6)
    for k, column in enumerate((2, 3, 4)):
        left = 0.5 + 7.2 * k
        cells = np.zeros((4, 6), int)
        cells[1, column] = 8
        grid(axes, cells, left, 0.5, fill={(1, column): ORANGE})
        for j in range(3):
            for i in range(2):
                frame(axes, left + 2 * j, 0.5 + 2 * i, 2, 2, GREY)
        small = np.zeros((2, 3), int)
        small[0, column // 2] = 8
        arrow(axes, (left + 3, 4.7), (left + 3, 5.9))
        grid(axes, small, left + 1.5, 6.1, fill={(0, column // 2): ORANGE})
        if k:
            same = k == 1
            label(axes, "=" if same else "≠", left - 0.6, 7.1, size=18, colour=GREEN if same else RED, weight="bold")
            label(axes, "≠", left - 0.6, 2.5, size=18, colour=RED, weight="bold")
    save(figure, HERE / "shift.png")


if __name__ == "__main__":
    pooled("max_pool.png", np.max, "max")
    pooled("avg_pool.png", np.mean, "Σ ÷ 4")
    strides()
    padding()
    real_pixels()
    global_average()
    shift()
