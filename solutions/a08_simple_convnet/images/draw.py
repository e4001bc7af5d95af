"""Draw the pictures of a08_simple_convnet: `python -m solutions.a08_simple_convnet.images.draw`.

`filters.png` and `loss.png` are of a real training, which takes a minute and needs Fashion-MNIST: --train draws them.
"""

import sys
from pathlib import Path

import numpy as np
from matplotlib.patches import Circle, Rectangle

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
    plt,
    save,
)

HERE = Path(__file__).parent


def stack(axes, left, top, side, n, colour):
    """Some maps of one size, one behind the other."""
    for k in reversed(range(n)):
        x, y = left + 0.3 * k, top - 0.3 * k
        axes.add_patch(Rectangle((x, y), side, side, facecolor=EMPTY, edgecolor=colour, linewidth=1.6))


def column(axes, left, top, n, colour):
    """A row of neurons, upright."""
    for k in range(n):
        axes.add_patch(Circle((left, top + 0.75 * k), 0.28, facecolor=EMPTY, edgecolor=colour, linewidth=1.6))


def network():
    """From 784 numbers to 10 scores."""
    figure, axes = canvas(32, 10.6)
    stack(axes, 0.8, 3.2, 4.2, 1, GREY)
    stack(axes, 8.4, 3.6, 3.6, 4, BLUE)
    stack(axes, 16.2, 4.4, 1.9, 4, BLUE)
    column(axes, 22.2, 1.9, 9, ORANGE)
    column(axes, 26.2, 2.6, 7, ORANGE)
    column(axes, 30.2, 3.4, 5, GREEN)
    frame(axes, 1.2, 3.8, 1.1, 1.1, BLUE)
    arrow(axes, (2.4, 4.4), (8.9, 5.2), BLUE)
    arrow(axes, (13.3, 5.3), (16.0, 5.3), GREY)
    arrow(axes, (19.3, 5.0), (21.6, 5.0), GREY)
    arrow(axes, (22.7, 5.0), (25.7, 5.0), GREY)
    arrow(axes, (26.7, 5.0), (29.7, 5.0), GREY)
    for text, x, colour in (
        ("1x28x28", 2.9, INK),
        ("30x24x24", 10.6, BLUE),
        ("30x12x12", 17.6, BLUE),
        ("4320", 22.2, ORANGE),
        ("100", 26.2, ORANGE),
        ("10", 30.2, GREEN),
    ):
        label(axes, text, x, 9.6, colour=colour, weight="bold")
    for text, x, y, colour in (
        ("W1 b1", 6.4, 3.7, BLUE),
        ("max 2x2", 14.6, 4.5, GREY),
        ("W2 b2", 24.2, 4.2, INK),
        ("W3 b3", 28.2, 4.2, INK),
    ):
        label(axes, text, x, y, size=10, colour=colour)
    save(figure, HERE / "network.png")


def parameters():
    """Where 433,890 numbers sit: bars as long as they are many."""
    figure, axes = canvas(26, 5.6)
    for k, (name, n, colour) in enumerate((("W1 b1", 780, BLUE), ("W2 b2", 432_100, ORANGE), ("W3 b3", 1_010, GREEN))):
        y = 0.8 + 1.6 * k
        length = max(0.06, 16 * n / 432_100)
        label(axes, name, 2.6, y + 0.5, align="right", colour=colour, weight="bold")
        axes.add_patch(Rectangle((3.2, y), length, 1, facecolor=colour))
        label(axes, f"{n:,}", 3.7 + length, y + 0.5, align="left")
    save(figure, HERE / "parameters.png")


def odd():
    """A map of 5x5 and what 2x2 windows reach."""
    figure, axes = canvas(17, 7)
    fill = {(i, j): (BLUE, ORANGE, GREEN, PURPLE)[i // 2 * 2 + j // 2] for i in range(4) for j in range(4)}
    numbers = np.array([[1, 0, 2, 1, 3], [4, 2, 0, 5, 1], [0, 1, 3, 2, 2], [6, 2, 1, 7, 0], [2, 8, 9, 1, 4]])
    grid(axes, numbers, 1, 1, fill=fill)
    for k, (i, j) in enumerate(((0, 0), (0, 2), (2, 0), (2, 2))):
        frame(axes, 1 + j, 1 + i, 2, 2, (BLUE, ORANGE, GREEN, PURPLE)[k])
    axes.plot([1, 6], [5.5, 5.5], color=RED, linewidth=2)
    axes.plot([5.5, 5.5], [1, 6], color=RED, linewidth=2)
    arrow(axes, (6.8, 3.4), (9, 3.4))
    maxima = numbers[:4, :4].reshape(2, 2, 2, 2).max(axis=(1, 3))
    colours = {(i, j): (BLUE, ORANGE, GREEN, PURPLE)[2 * i + j] for i in (0, 1) for j in (0, 1)}
    grid(axes, maxima, 9.8, 2.4, fill=colours)
    label(axes, "2 x 2", 10.8, 5.2, weight="bold")
    label(axes, "2.5 x 2.5", 14.6, 3.4, colour=RED, weight="bold")
    axes.plot([12.8, 16.4], [3.4, 3.4], color=RED, linewidth=2)
    save(figure, HERE / "odd.png")


def batches():
    """250 images in batches of 100."""
    figure, axes = canvas(28, 6)
    left = 0.8
    for k, n in enumerate((100, 100, 50)):
        dropped = k == 2
        colour = RED if dropped else BLUE
        width = 8 * n / 100
        axes.add_patch(
            Rectangle(
                (left, 1),
                width,
                1.6,
                facecolor="white" if dropped else BLUE + "22",
                edgecolor=colour,
                linewidth=2,
                linestyle=(0, (3, 2)) if dropped else "solid",
            )
        )
        label(axes, str(n), left + width / 2, 1.8, size=13, colour=colour, weight="bold")
        left += width + 0.5
    label(axes, "200 / 250 = 0.8", 8.8, 4.4, size=13, colour=RED, weight="bold")
    label(axes, "250 / 250 = 1", 18.4, 4.4, size=13, colour=GREEN, weight="bold")
    save(figure, HERE / "batches.png")


def shared():
    """One array with two owners, and two arrays."""
    figure, axes = canvas(30, 8)
    for left, copied in ((0.6, False), (15.8, True)):
        for k, (text, x) in enumerate((('params["W1"]', left), ("layer.W", left + 8.4))):
            axes.add_patch(Rectangle((x, 0.8), 5, 1.4, facecolor=EMPTY, edgecolor=GREY, linewidth=1.4))
            label(axes, text, x + 2.5, 1.5, size=10)
            target = left + 6.7 if not copied else x + 2.5
            aside = 0 if copied else (-0.6, 0.6)[k]
            arrow(axes, (x + 2.5, 2.3), (target + aside, 4.4), RED if copied else GREEN)
        if copied:
            grid(axes, [[0.9, 0.1]], left + 1.5, 4.6, fill={(0, 0): ORANGE}, size=9)
            grid(axes, [[1.0, 0.1]], left + 9.9, 4.6, size=9)
            label(axes, "≠", left + 6.7, 5.1, size=16, colour=RED, weight="bold")
        else:
            grid(axes, [[0.9, 0.1]], left + 5.7, 4.6, fill={(0, 0): ORANGE}, size=9)
        label(axes, "-= 0.1", left + (2.5 if copied else 6.7), 6.4, size=10, colour=ORANGE, weight="bold")
        sign, colour, x = ("✗", RED, 10.9) if copied else ("✓", GREEN, 10.4)
        label(axes, sign, left + x, 6.6, size=18, colour=colour)
    save(figure, HERE / "shared.png")


def valley():
    """SGD and Adam on x^2 / 20 + y^2, from the same place."""
    figure, axes = plt.subplots(figsize=(6.6, 2.9), dpi=160)
    x, y = np.meshgrid(np.linspace(-8.2, 2.2, 200), np.linspace(-2.6, 2.6, 200))
    axes.contour(x, y, np.sqrt(x**2 / 20 + y**2), levels=12, colors=GREY, linewidths=0.6)
    start = np.array([-7.0, 2.0])
    for colour, name, adam in ((BLUE, "SGD", False), (ORANGE, "Adam", True)):
        point, m, v, path = start.copy(), np.zeros(2), np.zeros(2), [start.copy()]
        for t in range(1, 31):
            g = np.array([point[0] / 10, 2 * point[1]])
            m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
            step = 0.3 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-7) if adam else 0.95 * g
            point = point - step
            path.append(point.copy())
        path = np.array(path)
        axes.plot(path[:, 0], path[:, 1], "o-", color=colour, markersize=3, linewidth=1.6, label=name)
    axes.plot(0, 0, "*", color=RED, markersize=13)
    axes.legend(loc="lower left", frameon=True)
    axes.set_xticks([])
    axes.set_yticks([])
    figure.tight_layout()
    save(figure, HERE / "valley.png")


def trained():
    """Eight filters before and after 1,200 steps, and the loss of each step."""
    from autograder import lessons
    from autograder.models import data

    answers = lessons.definitions(lessons.Lesson("a08_simple_convnet", HERE.parent))
    images, labels = data.load("fashion_mnist", "train", 12_000)
    x, t = images.transpose(0, 3, 1, 2) / 255.0, labels.astype(int)
    np.random.seed(3)
    conv_param = {"filter_num": 8, "filter_size": 5, "pad": 0, "stride": 1}
    net = answers["SimpleConvNet"](conv_param=conv_param, hidden_size=50)
    before, adam, losses = net.params["W1"].copy(), answers["Adam"](0.002), []
    for epoch in range(4):
        order = np.random.default_rng(epoch).permutation(len(x))
        for i in range(0, len(x), 40):
            losses.append(net.loss(x[order[i : i + 40]], t[order[i : i + 40]]))
            adam.update(net.params, net.gradient(x[order[i : i + 40]], t[order[i : i + 40]]))
    figure, axes = plt.subplots(2, 8, figsize=(8, 2.2), dpi=120)
    for row, filters in zip(axes, (before, net.params["W1"]), strict=True):
        for cell, one in zip(row, filters, strict=True):
            cell.imshow(one[0], cmap="gray")
            cell.axis("off")
    figure.tight_layout(pad=0.4)
    save(figure, HERE / "filters.png")
    figure, axes = plt.subplots(figsize=(6.4, 2.6), dpi=120)
    axes.plot(losses, color=BLUE, linewidth=0.7, alpha=0.5)
    smooth = np.convolve(losses, np.ones(30) / 30, "valid")
    axes.plot(np.arange(len(smooth)) + 15, smooth, color=RED, linewidth=1.8)
    axes.set_ylim(0, 2.5)
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    save(figure, HERE / "loss.png")
    print(f"{len(losses)} steps, loss {losses[0]:.2f} -> {np.mean(losses[-60:]):.2f}")


if __name__ == "__main__":
    for draw in (network, parameters, odd, batches, shared, valley):
        draw()
    if "--train" in sys.argv:
        trained()
