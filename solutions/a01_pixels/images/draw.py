"""Draws the pictures of a01_pixels: `python -m solutions.a01_pixels.images.draw` from the root.

All numbers are computed with the lesson's own answers, so a picture cannot disagree with the text.
"""

from pathlib import Path

import numpy as np
from matplotlib.patches import Rectangle

from autograder.lessons import definitions, lesson
from solutions.drawing import (
    BLUE,
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
    plt,
    save,
)

HERE = Path(__file__).parent
ANSWERS = definitions(lesson(HERE.parents[1], "a01_pixels"), demos=True)
calculate, convolve = ANSWERS["calculate"], ANSWERS["convolve"]
FILTER, SOBEL = ANSWERS["FILTER"], ANSWERS["SOBEL"].astype(int)
NUMBERS = np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]])
CHANNELS = {"R": RED, "G": GREEN, "B": BLUE}
FOUR = """
    ........
    .....##.
    ....###.
    ...#.##.
    ..#..##.
    .#######
    .....##.
    .....##.
"""


def digit():
    """A 4 in 8x8 pixels on paper that is not quite white, with soft edges."""
    ink = np.array([[mark == "#" for mark in row.strip()] for row in FOUR.split()], float)
    soft = calculate(np.pad(ink, 1), np.array([[0, 1, 0], [1, 12, 1], [0, 1, 0]]) / 16)
    return (245 - 225 * soft).round().astype(int)


def cells(top, left, height, width, colour):
    return {(top + i, left + j): colour for i in range(height) for j in range(width)}


def pixels(axes, numbers, left, top, size=1.0):
    """Draw grey pixels as they look."""
    for (i, j), value in np.ndenumerate(numbers):
        at = (left + j * size, top + i * size)
        axes.add_patch(Rectangle(at, size, size, facecolor=str(value / 255), edgecolor=GREY, linewidth=0.4))


def numbers():
    """What you see, and what the computer is handed."""
    figure, axes = canvas(21, 9.2)
    pixels(axes, digit(), 0.6, 0.6)
    arrow(axes, (9.3, 4.6), (11.3, 4.6), INK)
    grid(axes, digit(), 12.2, 0.6, size=9)
    frame(axes, 0.6 + 5, 0.6 + 5, 1, 1, ORANGE)
    frame(axes, 12.2 + 5, 0.6 + 5, 1, 1, ORANGE)
    save(figure, HERE / "numbers.png")


def channels():
    """The boat, and its three channels as grey pictures."""
    picture = ANSWERS["boat"](120, 180)
    figure, axes = plt.subplots(1, 4, figsize=(12, 2.35), dpi=90)
    for axis in axes:
        axis.axis("off")
    axes[0].imshow(picture)
    axes[0].set_title("(120, 180, 3)", fontsize=11, color=INK)
    for c, (axis, (name, colour)) in enumerate(zip(axes[1:], CHANNELS.items(), strict=True)):
        axis.imshow(picture[:, :, c], cmap="gray", vmin=0, vmax=255)
        axis.set_title(f"{name}   [:, :, {c}]", fontsize=11, color=colour, weight="bold")
    figure.subplots_adjust(0.005, 0.01, 0.995, 0.88, wspace=0.04)
    save(figure, HERE / "channels.png")


def channels_first():
    """One 2x3 image in both orders, and how its 18 numbers lie in memory."""
    image = np.arange(18).reshape(2, 3, 3)
    colours = list(CHANNELS.values())
    figure, axes = canvas(24, 10.2)
    for top, array, name in ((0.9, image, "(H, W, C) = (2, 3, 3)"), (6.0, image.transpose(2, 0, 1), "(3, 2, 3)")):
        first = array is not image
        label(axes, name if not first else "(C, H, W) = (3, 2, 3)", 0.6, top - 0.35, align="left", size=10.5)
        if first:
            for c in range(3):
                grid(axes, array[c], 0.6 + 3.5 * c, top, fill=cells(0, 0, 2, 3, colours[c]))
        else:
            for i, j in np.ndindex(2, 3):
                fill = {(0, c): colours[c] for c in range(3)}
                grid(axes, array[i, j][None], 0.6 + 3.5 * j, top + 1.3 * i, fill=fill)
        flat = array.ravel()[None]
        grid(axes, flat, 3.0, top + 2.6, fill={(0, k): colours[n % 3] for k, n in enumerate(flat[0])}, size=9.5)
        arrow(axes, (1.5, top + 2.2 if first else top + 2.45), (2.8, top + 3.1), INK)
    save(figure, HERE / "channels_first.png")


def window():
    """One window, its nine products, one number."""
    image = NUMBERS
    out = calculate(image, FILTER)
    figure, axes = canvas(15.2, 6.6)
    grid(axes, image, 0.6, 0.6, fill=cells(0, 0, 3, 3, BLUE))
    frame(axes, 0.6, 0.6, 3, 3)
    label(axes, "⋆", 5.7, 2.6, size=20)
    grid(axes, FILTER, 6.8, 1.1, fill=cells(0, 0, 3, 3, ORANGE))
    label(axes, "=", 11, 2.6, size=20)
    grid(axes, out, 12.2, 1.6, fill={(0, 0): GREEN})
    frame(axes, 12.2, 1.6, 1, 1, GREEN)
    products = " + ".join(f"{a}·{b}" for a, b in zip(image[:3, :3].flat, FILTER.flat, strict=True))
    label(axes, f"{products} = {out[0, 0]:g}", 7.6, 5.6, size=10.5)
    save(figure, HERE / "window.png")


def flip():
    """What a single bright pixel shows of a filter: turned, or itself."""
    drop = np.zeros((5, 5), int)
    drop[2, 2] = 1
    figure, axes = canvas(22.4, 8.6)
    grid(axes, drop, 0.6, 1.8, fill={(2, 2): BLUE})
    grid(axes, FILTER, 7.2, 2.8, fill=filter_colours(FILTER))
    for top, sign, turned in ((0.6, "⋆", True), (4.8, "∗", False)):
        out = (calculate if turned else convolve)(drop, FILTER).astype(int)
        arrow(axes, (10.7, 4.3), (12.9, top + 1.5), INK)
        label(axes, sign, 11.6, 2.4 if turned else 6.3, size=22)
        grid(axes, out, 13.4, top, fill=filter_colours(out))
        label(axes, "↻ 180°" if turned else "= ", 17.0, top + 1.5, size=13, align="left")
        if not turned:
            grid(axes, FILTER, 18.3, top, fill=filter_colours(FILTER))
    save(figure, HERE / "flip.png")


def filter_colours(numbers):
    """The upper left corner of the filter and its right edge, wherever they went."""
    corner = {(0, 0): ORANGE} if np.array_equal(numbers, FILTER) else {(2, 2): ORANGE}
    edge = {(1, 2): PURPLE} if np.array_equal(numbers, FILTER) else {(1, 0): PURPLE}
    return corner | edge


def edge():
    """A step, the filter of two numbers, the spike; as numbers and as lines."""
    row = np.array([[0, 0, 0, 100, 100, 100]])
    out = ANSWERS["horizontal_difference"](row)
    figure, axes = canvas(20.6, 6.2)
    grid(axes, row, 1.4, 0.6, fill=cells(0, 3, 1, 3, ORANGE), size=10)
    frame(axes, 1.4 + 2, 0.6, 2, 1)
    label(axes, "⋆", 8.5, 1.05, size=20)
    grid(axes, [[-1, 1]], 9.6, 0.6)
    label(axes, "=", 12.8, 1.05, size=20)
    grid(axes, out, 14, 0.6, fill={(0, 2): GREEN}, size=10)
    frame(axes, 14 + 2, 0.6, 1, 1, GREEN)
    for left, values, colour in ((1.4, row[0], ORANGE), (14, out[0], GREEN)):
        heights = 5.4 - np.asarray(values) / 100 * 2.4
        axes.plot([left, left + len(values)], [5.4, 5.4], color=GREY, linewidth=0.8)
        axes.step(left + np.arange(len(values) + 1), [*heights, heights[-1]], where="post", color=colour, linewidth=2.4)
        label(axes, "100", left - 0.1, 3.0, size=8.5, colour=GREY, align="right")
        label(axes, "0", left - 0.1, 5.4, size=8.5, colour=GREY, align="right")
    save(figure, HERE / "edge.png")


def sparse():
    """All connections against those of a filter of two."""
    n_in, n_out = 6, 5
    figure, axes = canvas(22, 7.4)
    for left, dense in ((0.8, True), (12.2, False)):
        lower = [(left + 1.5 * m + 0.5, 5.1) for m in range(n_in)]
        upper = [(left + 1.5 * n + 1.25, 1.2) for n in range(n_out)]
        for n, (x1, y1) in enumerate(upper):
            for m, (x0, y0) in enumerate(lower):
                if dense or m - n in (0, 1):
                    colour = GREY if dense else (ORANGE, BLUE)[m - n]
                    axes.plot([x0, x1], [y0, y1], color=colour, linewidth=1.0 if dense else 2.4, zorder=1)
        for x, y in lower + upper:
            axes.add_patch(plt.Circle((x, y), 0.42, facecolor="white", edgecolor=INK, linewidth=1.2, zorder=2))
    mlp, cnn = ANSWERS["interaction_counts"](n_in, n_out, 2)
    label(axes, f"6 × 5 = {mlp}", 5.0, 6.6, size=13, weight="bold")
    label(axes, f"5 × 2 = {cnn}", 16.4, 6.6, size=13, weight="bold")
    save(figure, HERE / "sparse.png")


def learning():
    """A filter on its way from zeros to Sobel's, and the error that falls."""
    x = np.random.default_rng(1).normal(size=(12, 12))
    y = calculate(x, SOBEL)
    figure, axes = plt.subplots(1, 6, figsize=(12, 2.5), dpi=90, width_ratios=(1, 1, 1, 1, 0.12, 1.7))
    for axis, steps in zip(axes[:4], (0, 1, 5, 20), strict=True):
        kernel = ANSWERS["learn_kernel"](x, y, (3, 3), steps, 0.2)
        axis.imshow(kernel, cmap="RdBu", vmin=-3, vmax=3)
        for (i, j), number in np.ndenumerate(kernel):
            text = f"{number + 0.0:.1f}".replace("-0.0", "0.0").replace("-", "−")
            axis.text(j, i, text, ha="center", va="center", size=10, color=INK)
        axis.set_title(str(steps), fontsize=12, color=INK)
        axis.set_xticks([])
        axis.set_yticks([])
    errors = [((calculate(x, ANSWERS["learn_kernel"](x, y, (3, 3), n, 0.2)) - y) ** 2).mean() for n in range(26)]
    axes[4].axis("off")
    axes[5].semilogy(errors, color=BLUE, linewidth=2.2)
    axes[5].plot([0, 1, 5, 20], [errors[n] for n in (0, 1, 5, 20)], "o", color=ORANGE)
    axes[5].set_title("L", fontsize=12, style="italic", color=INK)
    for side in ("top", "right"):
        axes[5].spines[side].set_visible(False)
    figure.subplots_adjust(0.01, 0.12, 0.985, 0.87, wspace=0.2)
    save(figure, HERE / "learning.png")


def main():
    for draw in (numbers, channels, channels_first, window, flip, edge, sparse, learning):
        draw()


if __name__ == "__main__":
    main()
