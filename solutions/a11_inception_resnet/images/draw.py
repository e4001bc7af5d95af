"""Draw the pictures of a11_inception_resnet: `python -m solutions.a11_inception_resnet.images.draw`."""

from pathlib import Path

from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch, Polygon

from solutions.drawing import BLUE, EMPTY, GREEN, GREY, INK, ORANGE, PAPER, PURPLE, RED, arrow, canvas, label, save

HERE = Path(__file__).parent


def box(axes, text, x, y, *, width=4.2, height=1.1, colour=GREY, size=10):
    """A layer, centred at (x, y)."""
    for paint in (PAPER, EMPTY if colour == GREY else colour + "26"):  # nothing behind it shines through
        axes.add_patch(
            FancyBboxPatch(
                (x - width / 2, y - height / 2),
                width,
                height,
                boxstyle="round,pad=0,rounding_size=0.18",
                facecolor=paint,
                edgecolor=colour,
                linewidth=1.4,
                zorder=3,
            )
        )
    axes.text(x, y + 0.02, text, ha="center", va="center", size=size, color=INK, zorder=4)


def plus(axes, x, y):
    axes.add_patch(Circle((x, y), 0.42, facecolor=PAPER, edgecolor=GREEN, linewidth=2, zorder=3))
    axes.text(x, y + 0.03, "+", ha="center", va="center", size=15, color=GREEN, weight="bold", zorder=4)


def bend(axes, start, end, rad, colour=GREEN):
    """A curved arrow: a shortcut."""
    axes.add_patch(
        FancyArrowPatch(
            start,
            end,
            arrowstyle="-|>",
            mutation_scale=14,
            color=colour,
            linewidth=2,
            connectionstyle=f"arc3,rad={rad}",
            zorder=2,
        )
    )


def slab(axes, x, y, side, depth, colour):
    """Feature maps in perspective: `side` of the map, `depth` as many channels as it has. Returns its right edge."""
    lean = 0.35 * side
    front = [(x, y - side / 2 + lean), (x, y + side / 2 + lean), (x + lean, y + side / 2), (x + lean, y - side / 2)]
    shifted = [(a + depth, b) for a, b in front]
    axes.add_patch(Polygon([front[3], shifted[3], shifted[0], front[0]], facecolor=colour + "44", edgecolor=colour))
    axes.add_patch(Polygon([front[0], shifted[0], shifted[1], front[1]], facecolor=colour + "22", edgecolor=colour))
    axes.add_patch(Polygon(shifted, facecolor=colour + "55", edgecolor=colour))
    return x + depth + lean


def ilsvrc():
    """Top-5 errors of seven years, and of a human."""
    bars = (
        ("2010", "NEC-UIUC", 28.2, GREY),
        ("2011", "XRCE", 25.8, GREY),
        ("2012", "AlexNet", 16.4, BLUE),
        ("2013", "Clarifai", 11.7, BLUE),
        ("2014", "VGG", 7.3, BLUE),
        ("2014", "GoogLeNet", 6.67, ORANGE),
        ("2015", "ResNet", 3.57, GREEN),
    )
    figure, axes = canvas(25.4, 11.4)
    floor, scale = 9.2, 0.29
    for k, (year, name, error, colour) in enumerate(bars):
        x = 2.2 + 3.1 * k
        axes.fill_between([x - 1, x + 1], floor - scale * error, floor, color=colour, alpha=0.75, linewidth=0)
        above = name != "ResNet"  # there the human's line is in the way
        y = floor - scale * error + (-0.45 if above else 0.55)
        label(axes, f"{error:g} %", x, y, weight="bold", colour=colour if above else PAPER)
        label(axes, name, x, floor + 0.6)
        label(axes, year, x, floor + 1.4, colour=GREY)
    human = floor - scale * 5.1
    axes.plot([0.6, 22.4], [human, human], color=RED, linewidth=1.4, linestyle=(0, (5, 4)))
    label(axes, "☺ 5.1 %", 22.7, human, colour=RED, weight="bold", align="left", size=12)
    axes.plot([0.6, 22.4], [floor, floor], color=INK, linewidth=1)
    save(figure, HERE / "ilsvrc.png")


def one_by_one():
    """192 channels to 32 by 5x5 filters: directly, and through 16 channels."""
    figure, axes = canvas(23, 11.6)
    for top, ways in ((0, ((32, "5×5", GREEN),)), (5.6, ((16, "1×1", ORANGE), (32, "5×5", GREEN)))):
        y = top + 2.6
        end = slab(axes, 0.7, y - 0.5, 2.6, 4.8, BLUE)
        label(axes, "28 × 28 × 192", 3.4, y + 2.25)
        for channels, size, colour in ways:
            distance = 6.4 if len(ways) == 1 else 2.5
            arrow(axes, (end + 0.3, y - 0.2), (end + distance, y - 0.2))
            label(axes, size, end + 0.15 + distance / 2, y - 0.8, weight="bold", size=12)
            start = end + distance + 0.3
            end = slab(axes, start, y - 0.5, 2.6, channels / 40, colour)
            label(axes, f"28 × 28 × {channels}", (start + end) / 2 - 0.3, y + 2.25)
        numbers = ("153,600", "120,422,400") if len(ways) == 1 else ("3,072 + 12,800 = 15,872", "12,443,648")
        label(axes, numbers[0], 22.6, y - 0.8, align="right")
        label(axes, f"× 28 × 28 = {numbers[1]}", 22.6, y + 0.4, align="right", weight="bold")
    save(figure, HERE / "one_by_one.png")


def inception():
    """Block 3a."""
    figure, axes = canvas(24, 12)
    box(axes, "28 × 28 × 192", 12, 10.9, width=6)
    branches = (
        (3, ("1×1   64",), BLUE, "64"),
        (9, ("1×1   96", "3×3   128"), ORANGE, "128"),
        (15, ("1×1   16", "5×5   32"), PURPLE, "32"),
        (21, ("max 3×3", "1×1   32"), GREEN, "32"),
    )
    for x, names, colour, channels in branches:
        below = (12 + (x - 12) * 0.22, 10.35)
        for name, y in zip(names, (7.9, 5.4) if len(names) == 2 else (6.65,), strict=True):
            arrow(axes, below, (x, y + 0.6))
            box(axes, name, x, y, colour=GREY if name.startswith("max") else colour, size=11)
            below = (x, y - 0.55)
        arrow(axes, below, (12 + (x - 12) * 0.5, 2.55))
        middle = (below[0] + 12 + (x - 12) * 0.5) / 2
        label(axes, channels, middle + (-1 if x < 12 else 1), (below[1] + 2.55) / 2, weight="bold", colour=colour)
    box(axes, "64 + 128 + 32 + 32 = 256", 12, 1.9, width=14, height=1.2, size=12)
    save(figure, HERE / "inception.png")


def gap():
    """7x7x1024 to 1000 classes, flattened and averaged."""
    figure, axes = canvas(23, 9)
    for y, middle, product, colour in (
        (2.2, "50,176", "50,176 × 1000 = 50,176,000", RED),
        (6.7, "1024", "1024 × 1000 = 1,024,000", GREEN),
    ):
        end = slab(axes, 0.8, y - 0.4, 1.5, 3.4, BLUE)
        label(axes, "7 × 7 × 1024", 2.8, y + 1.5)
        arrow(axes, (end + 0.3, y), (end + 3.6, y))
        label(axes, "Flatten" if colour == RED else "avg 7×7", end + 1.9, y - 0.6, size=11)
        height = 3.6 if colour == RED else 1.1
        x = end + 4.4
        axes.add_patch(
            Polygon(
                [(x, y - height / 2), (x + 0.4, y - height / 2), (x + 0.4, y + height / 2), (x, y + height / 2)],
                facecolor=colour + "55",
                edgecolor=colour,
            )
        )
        label(axes, middle, x + 0.2, y + height / 2 + 0.5)
        arrow(axes, (x + 0.8, y), (x + 10.6, y), colour)
        label(axes, product, x + 5.6, y - 0.7, weight="bold", colour=colour)
        box(axes, "1000", x + 11.9, y, width=2)
    save(figure, HERE / "gap.png")


def googlenet():
    """The way through the network, in three rows."""
    figure, axes = canvas(26.5, 14.8)
    rows = (
        (1.2, (("7×7 /2", "112", BLUE), ("max /2", "56", GREY), ("1×1, 3×3", "56", BLUE), ("max /2", "28", GREY),
               ("3a", "256", ORANGE), ("3b", "480", ORANGE), ("max /2", "14", GREY))),
        (5, (("4a", "512", ORANGE), ("4b", "512", ORANGE), ("4c", "512", ORANGE), ("4d", "528", ORANGE),
             ("4e", "832", ORANGE), ("max /2", "7", GREY))),
        (13.2, (("5a", "832", ORANGE), ("5b", "1024", ORANGE), ("avg", "1024", GREY), ("Dropout 0.4", "", GREY),
                ("Dense, softmax", "1000", GREEN))),
    )  # fmt: skip
    for y, steps in rows:
        wide = 4.1 if len(steps) == 5 else 2.7
        between = 0.85 if len(steps) == 5 else 0.8
        for k, (name, size, colour) in enumerate(steps):
            x = 1.6 + wide / 2 + k * (wide + between)
            box(axes, name, x, y, width=wide, colour=colour)
            label(axes, size, x + (0.8 if name in ("4a", "4d") else 0), y + 0.95, size=9, colour=GREY)
            if k:
                arrow(axes, (x - wide / 2 - between, y), (x - wide / 2, y))
            if name in ("4a", "4d"):
                above = y + 0.55
                for step, part in enumerate(("avg 5×5 /3", "1×1, Dense", "Dropout 0.7", "Dense, softmax")):
                    centre = y + 1.95 + 1.4 * step
                    arrow(axes, (x, above), (x, centre - 0.4), PURPLE)
                    box(axes, part, x, centre, width=4.3, height=0.8, colour=PURPLE, size=9)
                    above = centre + 0.4
    for y, following, right, middle in ((1.2, 5, 25.3, 3), (5, 13.2, 21.8, 12.1)):
        axes.plot([right, right + 0.5, right + 0.5, 0.5, 0.5], [y, y, middle, middle, following], color=GREY, lw=1.6)
        arrow(axes, (0.45, following), (1.6, following))
    save(figure, HERE / "googlenet.png")


def degradation():
    """What the paper states: ImageNet in table 2, CIFAR-10 in table 6."""
    figure, axes = canvas(24, 11.2)

    def panel(left, width, low, high, title):
        axes.plot([left, left, left + width], [1.6, 9.4, 9.4], color=INK, linewidth=1)
        label(axes, title, left + width / 2, 0.7, weight="bold")
        return lambda share, value: (left + share * width, 9.4 - (value - low) / (high - low) * 7.3)

    at = panel(1.8, 8.2, 24, 29, "ImageNet, top-1, %")
    for name, errors, colour, away in (("plain", (27.94, 28.54), RED, -0.5), ("ResNet", (27.88, 25.03), GREEN, 0.55)):
        points = [at(share, error) for share, error in zip((0.2, 0.75), errors, strict=True)]
        axes.plot(*zip(*points, strict=True), color=colour, linewidth=2.4, marker="o")
        for (x, y), error in zip(points, errors, strict=True):
            under = away > 0 and error > 27  # where the other line begins as well
            label(axes, f"{error:.2f}", x - (0.5 if under else 0), y + away, colour=colour, weight="bold")
        label(axes, name, points[1][0] + 0.5, points[1][1], colour=colour, align="left")
    for share, depth in ((0.2, 18), (0.75, 34)):
        label(axes, depth, at(share, 24)[0], 10)
    at = panel(13.6, 9.4, 6, 9, "CIFAR-10, ResNet, %")
    results = ((20, 8.75), (32, 7.51), (44, 7.17), (56, 6.97), (110, 6.43))
    points = [at(depth / 120, error) for depth, error in results]
    axes.plot(*zip(*points, strict=True), color=GREEN, linewidth=2.4, marker="o")
    for (x, y), (depth, error) in zip(points, results, strict=True):
        label(axes, f"{error:.2f}", x + 0.3, y - 0.5, colour=GREEN, weight="bold", size=10)
        label(axes, depth, x, 10)
    label(axes, "6n + 2", 23, 10.7, colour=GREY, align="right")
    save(figure, HERE / "degradation.png")


def gradient():
    """Gradients through three blocks, without and with shortcuts."""
    figure, axes = canvas(24, 9.6)
    for y, product, colour in ((2, "F₁′ · F₂′ · F₃′", RED), (6.7, "(1 + F₁′)(1 + F₂′)(1 + F₃′)", GREEN)):
        label(axes, "x", 0.8, y, size=13, weight="bold")
        for k in range(3):
            left = 1.3 + 5 * k
            box(axes, f"F{'₁₂₃'[k]}", left + 1.7, y, width=1.8, colour=BLUE, size=12)
            arrow(axes, (left - (0.28 if k and colour == GREEN else 0), y), (left + 0.8, y))
            if colour == GREEN:
                arrow(axes, (left + 2.6, y), (left + 3.85, y))
                plus(axes, left + 4.3, y)
                bend(axes, (left + 0.15, y + 0.1), (left + 4.25, y + 0.42), 0.5)
                label(axes, "1", left + 2.1, y + 1.75, colour=GREEN, weight="bold")
            else:
                axes.plot([left + 2.6, left + 5], [y, y], color=GREY, linewidth=1.6)
        arrow(axes, (16 if colour == RED else 16.02, y), (17, y))
        label(axes, "y", 17.5, y, size=13, weight="bold")
        label(axes, "dy/dx = " + product, 23.4, y - 1.35, align="right", size=12, weight="bold", colour=colour)
    save(figure, HERE / "gradient.png")


def blocks():
    """Four blocks as graphs: plain, identity, projection, basic."""
    figure, axes = canvas(26.5, 15.6)
    bottleneck = ("1×1   f1", "BN, ReLU", "3×3   f2", "BN, ReLU", "1×1   f3", "BN")
    small = ("3×3", "BN, ReLU", "3×3", "BN")
    drawings = (
        (2.4, "plain", small, None),
        (7.6, "identity_block", bottleneck, ()),
        (14.4, "projection_block", bottleneck, ("1×1   f3 /s", "BN")),
        (23, "basic_block", small, ()),
    )
    for x, name, steps, shortcut in drawings:
        label(axes, name, x, 0.8, weight="bold")
        label(axes, "x", x, 2, size=13, weight="bold")
        above = 2.4
        for k, step in enumerate(steps):
            y = 3.6 + 1.6 * k if len(steps) == 6 else 4.4 + 2.3 * k
            arrow(axes, (x, above), (x, y - 0.5))
            strided = k == 0 and name in ("projection_block", "basic_block")
            box(axes, step + " /s" * strided, x, y, width=3.4, height=1, colour=BLUE if "×" in step else GREY)
            above = y + 0.5
        if shortcut is None:
            arrow(axes, (x, above), (x, 14.35))
        else:
            arrow(axes, (x, above), (x, 12.75))
            plus(axes, x, 13.15)
            arrow(axes, (x, 13.55), (x, 14.35))
            side = x + (3.8 if shortcut else 2.6)
            axes.plot([x + 0.4, side, side, x + 1], [2, 2, 13.15, 13.15], color=GREEN, linewidth=2, zorder=1)
            arrow(axes, (x + 1.2, 13.15), (x + 0.4, 13.15), GREEN)
            for k, step in enumerate(shortcut):
                box(axes, step, side, 5.2 + 3.2 * k, width=3, height=1, colour=GREY if k else GREEN)
        box(axes, "ReLU", x, 14.85, width=2.4, height=0.9)
    save(figure, HERE / "blocks.png")


def resnet50():
    """Stem, four stages and head; the height of a stage is its map, its width what it has of blocks."""
    figure, axes = canvas(25.5, 11.1)
    box(axes, "7×7 /2\nBN, ReLU\nmax /2", 1.9, 4.3, width=2.7, height=2.6)
    label(axes, "224 → 56", 1.9, 6.3, size=10)
    x = 3.9
    stages = ((3, 56, 256, BLUE), (4, 28, 512, ORANGE), (6, 14, 1024, PURPLE), (3, 7, 2048, GREEN))
    for k, (repeat, pixels, channels, colour) in enumerate(stages):
        height = (5.4, 4.2, 3.2, 2.4)[k]
        left = x
        for block in range(repeat):
            box(axes, "P" if block == 0 else "I", x + 0.48, 4.3, width=0.78, height=height, colour=colour)
            x += 0.92
        middle = (left + x) / 2
        label(axes, f"{pixels} × {pixels} × {channels}", middle, 4.3 + height / 2 + 0.6, size=9)
        label(axes, f"× {repeat}", middle, 0.9, weight="bold", colour=colour)
        label(axes, f"({64 * 2**k}, {64 * 2**k}, {channels})", middle, 8.5, size=9, colour=colour)
        label(axes, f"s = {1 if k == 0 else 2}", middle, 9.2, size=9, colour=GREY)
        x += 0.45
    box(axes, "avg", x + 0.9, 4.3, width=1.5)
    box(axes, "1000", x + 3, 4.3, width=1.6, colour=GREEN)
    arrow(axes, (x + 1.65, 4.3), (x + 2.2, 4.3))
    label(axes, "2048", x + 0.9, 5.3, size=9)
    label(axes, "1 + 3 × (3 + 4 + 6 + 3) + 1 = 50", 12.7, 10.4, weight="bold", size=12)
    save(figure, HERE / "resnet50.png")


if __name__ == "__main__":
    ilsvrc()
    one_by_one()
    inception()
    gap()
    googlenet()
    degradation()
    gradient()
    blocks()
    resnet50()
