"""Draws the pictures of a10_lenet_to_vgg beside this file: `python -m solutions.a10_lenet_to_vgg.images.draw`.

Pictures hold numbers, symbols and names of layers and networks only, so that one file serves every language.
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Polygon, Rectangle

from solutions.drawing import (
    BLUE,
    EMPTY,
    GREEN,
    GREY,
    INK,
    ORANGE,
    RED,
    arrow,
    canvas,
    frame,
    label,
    save,
)

HERE = Path(__file__).parent
OF = {"conv": BLUE, "pool": ORANGE, "dense": GREEN, "": GREY}


def network(name, maps, units, *, width, height, high, deep, gap=0.75):
    """Blocks as high as the maps are, as wide as they have channels; both on a root scale so that all are seen.

    maps: (side, channels, kind, what is written above). units: (units, what is written above).
    """
    figure, axes = canvas(width, height)
    left, middle, line = 0.6, height / 2 + 0.1, height - 1.3
    for side, channels, kind, above in maps:
        tall, wide, colour = high * side**0.5, deep * channels**0.5 + 0.28, OF[kind]
        slant = tall * 0.28
        top, right = middle - tall / 2, left + wide
        corners = [(right, top), (right + slant, top - slant), (right + slant, top - slant + tall), (right, top + tall)]
        roof = [(left, top), (left + slant, top - slant), (right + slant, top - slant), (right, top)]
        axes.add_patch(Rectangle((left, top), wide, tall, facecolor=colour + "55", edgecolor=colour))
        axes.add_patch(Polygon(corners, facecolor=colour + "33", edgecolor=colour))
        axes.add_patch(Polygon(roof, facecolor=colour + "33", edgecolor=colour))
        centre = (left + right + slant) / 2
        label(axes, str(side), centre, line, size=12, weight="bold")
        label(axes, f"× {channels}", centre, line + 0.75, size=9, colour=GREY)
        label(axes, above, centre, top - slant - 0.55, size=8.5, colour=colour if kind else GREY)
        left = right + slant + gap
    for n, (count, above) in enumerate(units):
        tall, colour = 0.068 * min(count, 12_000) ** 0.5, OF["dense" if n else ""]
        tall = max(tall, 0.5)
        axes.add_patch(Rectangle((left, middle - tall / 2), 0.32, tall, facecolor=colour + "55", edgecolor=colour))
        label(axes, str(count), left + 0.16, line, size=10, weight="bold")
        label(axes, above, left + 0.16, middle - tall / 2 - 0.5, size=8.5, colour=colour)
        left += 1.95
    save(figure, HERE / name)


def lenet5():
    maps = [
        (28, 1, "", ""),
        (28, 6, "conv", "5×5"),
        (14, 6, "pool", "2×2 /2"),
        (10, 16, "conv", "5×5"),
        (5, 16, "pool", "2×2 /2"),
    ]
    units = [(400, "Flatten"), (120, "Dense"), (84, "Dense"), (10, "softmax")]
    network("lenet5.png", maps, units, width=20.6, height=8.2, high=0.68, deep=0.22, gap=1)


def alexnet():
    maps = [
        (224, 3, "", ""),
        (55, 96, "conv", "11×11 /4"),
        (27, 96, "pool", "3×3 /2"),
        (27, 256, "conv", "5×5"),
        (13, 256, "pool", "3×3 /2"),
        (13, 384, "conv", "3×3"),
        (13, 384, "conv", "3×3"),
        (13, 256, "conv", "3×3"),
        (6, 256, "pool", "3×3 /2"),
    ]
    units = [(9216, "Flatten"), (4096, "Dense"), (4096, "Dense"), (1000, "softmax")]
    network("alexnet.png", maps, units, width=29.8, height=11.4, high=0.42, deep=0.055)


def zfnet():
    maps = [
        (224, 3, "", ""),
        (110, 96, "conv", "7×7 /2"),
        (55, 96, "pool", "3×3 /2"),
        (26, 256, "conv", "5×5 /2"),
        (13, 256, "pool", "3×3 /2"),
        (13, 384, "conv", "3×3"),
        (13, 384, "conv", "3×3"),
        (13, 256, "conv", "3×3"),
        (6, 256, "pool", "3×3 /2"),
    ]
    units = [(9216, "Flatten"), (4096, "Dense"), (4096, "Dense"), (1000, "softmax")]
    network("zfnet.png", maps, units, width=30.6, height=11.4, high=0.42, deep=0.055)


def vgg16():
    maps = [
        (224, 3, "", ""),
        (224, 64, "conv", "2 × 3×3"),
        (112, 128, "conv", "2 × 3×3"),
        (56, 256, "conv", "3 × 3×3"),
        (28, 512, "conv", "3 × 3×3"),
        (14, 512, "conv", "3 × 3×3"),
        (7, 512, "pool", "2×2 /2"),
    ]
    units = [(25088, "Flatten"), (4096, "Dense"), (4096, "Dense"), (1000, "softmax")]
    network("vgg16.png", maps, units, width=29.2, height=11.4, high=0.42, deep=0.055)


def chart(width, height):
    figure, axes = plt.subplots(figsize=(width, height), dpi=160)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(colors=INK)
    return figure, axes


def ilsvrc():
    figure, axes = chart(8.6, 4)
    rows = [
        ("2010\nNEC-UIUC", 28.2, GREY),
        ("2011\nXRCE", 25.8, GREY),
        ("2012\nAlexNet", 16.4, BLUE),
        ("2013\nClarifai", 11.7, BLUE),
        ("2014\nVGG", 7.3, BLUE),
        ("2014\nGoogLeNet", 6.67, BLUE),
        ("2015\nResNet", 3.57, BLUE),
    ]
    for i, (_, error, colour) in enumerate(rows):
        axes.bar(i, error, color=colour, width=0.62)
        inside = error < 5.1  # else the line would go through the number
        y, colour = (error - 1.4, "white") if inside else (error + 0.5, INK)
        axes.text(i, y, f"{error:g} %", ha="center", size=10, weight="bold", color=colour)
    axes.axhline(5.1, color=RED, linewidth=1.2, linestyle=(0, (4, 3)))
    axes.text(len(rows) - 0.55, 5.6, "5.1 %", color=RED, size=10, weight="bold")
    axes.set_xlim(-0.6, len(rows) - 0.05)
    axes.set_xticks(range(len(rows)), [name for name, *_ in rows], size=9)
    axes.set_ylim(0, 31)
    axes.set_ylabel("top-5 (%)", color=INK)
    figure.tight_layout()
    save(figure, HERE / "ilsvrc.png")


def relu():
    figure, axes = plt.subplots(2, 1, figsize=(6.4, 4.6), dpi=160, sharex=True)
    x = np.linspace(-4, 4, 401)
    axes[0].plot(x, np.maximum(x, 0), color=BLUE, linewidth=2.2, label="ReLU(x)")
    axes[0].plot(x, np.tanh(x), color=ORANGE, linewidth=2.2, label="tanh(x)")
    axes[1].plot(x, (x > 0) * 1.0, color=BLUE, linewidth=2.2, label="ReLU′(x)")
    axes[1].plot(x, 1 - np.tanh(x) ** 2, color=ORANGE, linewidth=2.2, label="tanh′(x)")
    for one in axes:
        one.legend(frameon=False, loc="upper left")
        one.grid(color="#e4e7ea")
        for side in ("top", "right"):
            one.spines[side].set_visible(False)
    axes[1].set_ylim(-0.1, 1.35)
    slope = 1 - np.tanh(3) ** 2
    axes[1].plot([3, 3], [slope, 1], "o", color=INK, markersize=5)
    axes[1].annotate(f"{slope:.4f}", (3, slope), (3.05, 0.2), color=ORANGE, weight="bold", ha="left")
    axes[1].annotate("1", (3, 1), (3.05, 1.1), color=BLUE, weight="bold", ha="left")
    axes[1].set_xlabel("x")
    figure.tight_layout()
    save(figure, HERE / "relu.png")


def parameters():
    """Every layer with weights of two networks, on one scale; Dense layers are green."""
    alexnet = [34_944, 614_656, 885_120, 1_327_488, 884_992, 37_752_832, 16_781_312, 4_097_000]
    vgg = [1_792, 36_928, 73_856, 147_584, 295_168, 590_080, 590_080, 1_180_160, *[2_359_808] * 5]
    vgg += [102_764_544, 16_781_312, 4_097_000]
    figure, axes = plt.subplots(1, 2, figsize=(9.6, 4.4), dpi=160, sharex=True)
    for one, (title, counts) in zip(axes, {"AlexNet": alexnet, "VGG16": vgg}.items(), strict=True):
        names = [f"Conv2D {i + 1}" for i in range(len(counts) - 3)] + [f"Dense {i + 1}" for i in range(3)]
        colours = [GREEN if name.startswith("Dense") else BLUE for name in names]
        one.barh(range(len(counts)), [count / 1e6 for count in counts], color=colours)
        for i, count in enumerate(counts):
            one.text(count / 1e6 + 1.5, i, f"{count:,}", va="center", size=8, color=INK)
        one.set_yticks(range(len(counts)), names, size=8)
        one.invert_yaxis()
        one.set_xlim(0, 148)
        one.set_title(f"{title}: {sum(counts):,}", size=11, weight="bold", color=INK)
        one.set_xlabel("× 10⁶")
        for side in ("top", "right"):
            one.spines[side].set_visible(False)
    figure.tight_layout()
    save(figure, HERE / "parameters.png")


def small_filters():
    """What one cell sees: through one large filter, and through two or three small ones in a row."""
    figure, axes = canvas(23.6, 11.2)
    in_a_row(axes, 0.8, 2.6, (5, 1), ORANGE, "5 × 5 = 25")
    in_a_row(axes, 8.6, 2.6, (5, 3, 1), BLUE, "2 × 3 × 3 = 18")
    in_a_row(axes, 0.8, 7.8, (7, 1), ORANGE, "7 × 7 = 49")
    in_a_row(axes, 8.6, 7.8, (7, 5, 3, 1), BLUE, "3 × 3 × 3 = 27")
    save(figure, HERE / "small_filters.png")


def in_a_row(axes, left, middle, sides, colour, weights):
    """Maps that shrink from layer to layer; the filter is framed where it starts."""
    cell = 0.5
    label(axes, weights, left, middle + sides[0] * cell / 2 + 0.65, size=13, weight="bold", colour=colour, align="left")
    for i, side in enumerate(sides):
        top = middle - side * cell / 2
        squares(axes, left, top, side, cell, colour if side > 1 else INK)
        label(axes, f"{side}×{side}", left + side * cell / 2, top - 0.4, size=9.5, colour=GREY)
        if i + 1 < len(sides):
            filter_side = (side - sides[i + 1] + 1) * cell
            frame(axes, left, top, filter_side, filter_side, RED)
            arrow(axes, (left + side * cell + 0.2, middle), (left + side * cell + 1.35, middle))
        left += side * cell + 1.55


def squares(axes, left, top, n, cell, colour):
    for i, j in np.ndindex(n, n):
        axes.add_patch(
            Rectangle((left + j * cell, top + i * cell), cell, cell, facecolor=colour + "33", edgecolor=colour, lw=0.8)
        )


def receptive_fields():
    """How many pixels across a cell sees, after each layer: (filter, stride) of convolutions and poolings."""
    block = [(3, 1), (3, 1)]
    vgg = [*block, (2, 2), *block, (2, 2), *[*block, (3, 1), (2, 2)] * 3]
    stacks = {
        "LeNet-5": ([(5, 1), (2, 2), (5, 1), (2, 2)], GREY),
        "ZFNet": ([(7, 2), (3, 2), (5, 2), (3, 2), (3, 1), (3, 1), (3, 1), (3, 2)], ORANGE),
        "AlexNet": ([(11, 4), (3, 2), (5, 1), (3, 2), (3, 1), (3, 1), (3, 1), (3, 2)], GREEN),
        "VGG16": (vgg, BLUE),
    }
    figure, axes = chart(7.6, 4.2)
    for name, (stack, colour) in stacks.items():
        sees, step, curve = 1, 1, [1]
        for size, stride in stack:
            sees += (size - 1) * step
            step *= stride
            curve.append(sees)
        axes.plot(range(len(curve)), curve, color=colour, linewidth=2, marker="o", markersize=4)
        x, y = (7.4, 7) if name == "LeNet-5" else (len(curve) - 0.75, sees + 1)  # else VGG16 would cross the name
        axes.text(x, y, f"{name}: {sees}", color=colour, weight="bold", va="center")
        axes.plot([len(curve) - 1, x - 0.1], [sees, y], color=colour, linewidth=0.7)
    axes.axhline(224, color=GREY, linewidth=0.9, linestyle=(0, (4, 3)))
    axes.text(0.1, 229, "224", color=GREY)
    axes.set_xlim(0, 21.5)
    axes.set_ylim(0, 245)
    axes.set_xticks(range(0, 19, 2))
    axes.grid(color=EMPTY)
    figure.tight_layout()
    save(figure, HERE / "receptive_fields.png")


if __name__ == "__main__":
    for draw in (ilsvrc, lenet5, relu, alexnet, parameters, zfnet, small_filters, receptive_fields, vgg16):
        draw()
