"""Draw the pictures of a06_losses: `python -m solutions.a06_losses.images.draw`, from the root of the repository."""

from pathlib import Path

import numpy as np

from solutions.drawing import BLUE, GREEN, GREY, INK, ORANGE, RED, arrow, canvas, frame, grid, label, plt, save

HERE = Path(__file__).parent
SCORES = np.array([2.2, 1.39, 0.85])
PROBABILITIES = np.exp(SCORES) / np.exp(SCORES).sum()


def pipeline():
    """Scores, exponentials, probabilities and the loss, in one row."""
    figure, axes = canvas(25, 8)
    columns = [
        (1, "x", [f"{x:g}" for x in SCORES]),
        (7.5, "$e^{\\,x}$", [f"{e:.4f}" for e in np.exp(SCORES)]),
        (14, "y", [f"{y:.5f}" for y in PROBABILITIES]),
    ]
    for left, name, numbers in columns:
        label(axes, name, left + 1.5, 1.2, size=14, weight="bold")
        for i, text in enumerate(numbers):
            right_class = i == 0
            colour = GREEN if right_class and left == 14 else BLUE
            axes.add_patch(plt.Rectangle((left, 2 + 1.4 * i), 3, 1.2, facecolor=colour + "22", edgecolor=GREY, lw=0.8))
            label(axes, text, left + 1.5, 2.6 + 1.4 * i, size=11)
    for start, operation in ((4.2, "exp"), (10.7, "÷ 15.3795")):
        arrow(axes, (start, 4), (start + 3.1, 4))
        label(axes, operation, start + 1.55, 3.4, size=9)
    frame(axes, 14, 2, 3, 1.2, GREEN)
    arrow(axes, (17.2, 2.6), (20.6, 2.6), GREEN)
    label(axes, "−log", 18.9, 2, size=10)
    axes.add_patch(plt.Rectangle((20.8, 2), 3.4, 1.2, facecolor=RED + "22", edgecolor=RED, lw=1.6))
    label(axes, "0.53304", 22.5, 2.6, size=12, weight="bold")
    label(axes, "L", 22.5, 1.2, size=14, weight="bold")
    label(axes, "Σ = 15.3795", 9, 6.9, size=10, colour=GREY)
    label(axes, "Σ = 1", 15.5, 6.9, size=10, colour=GREY)
    save(figure, HERE / "pipeline.png")


def one_hot():
    """Four labels and their rows; the columns are numbered."""
    labels = [0, 2, 1, 2]
    figure, axes = canvas(10, 6.4)
    grid(axes, np.array(labels)[:, None], 1, 1.4, fill={(i, 0): BLUE for i in range(4)})
    arrow(axes, (2.5, 3.4), (5.3, 3.4))
    rows = np.eye(3, dtype=int)[labels]
    grid(axes, rows, 5.7, 1.4, fill=dict.fromkeys(enumerate(labels), ORANGE))
    for k in range(3):
        label(axes, str(k), 6.2 + k, 0.85, size=10, colour=GREY)
    label(axes, "(4,)", 1.5, 5.75, size=10, colour=GREY)
    label(axes, "(4, 3)", 7.2, 5.75, size=10, colour=GREY)
    save(figure, HERE / "one_hot.png")


def plain(axes, x_label, y_label):
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.set_xlabel(x_label, size=12)
    axes.set_ylabel(y_label, size=12)
    axes.grid(alpha=0.25)


def dot(axes, x, y, text, *, offset, colour=RED):
    axes.plot([x], [y], "o", color=colour, zorder=4)
    axes.annotate(text, (x, y), xytext=offset, textcoords="offset points", size=11, color=INK)


def log_curve():
    """-log p, and -log(p + 1e-7) where p is tiny."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.8), dpi=130)
    p = np.linspace(0.003, 1, 500)
    left.plot(p, -np.log(p), color=BLUE, lw=2.2)
    dot(left, 1, 0, "0", offset=(5, 5))
    dot(left, PROBABILITIES[0], -np.log(PROBABILITIES[0]), "p = 0.58682:  0.53304", offset=(-4, 14))
    dot(left, 0.1, -np.log(0.1), "p = 0.1:  2.303", offset=(10, 4))
    left.set_xlim(-0.02, 1.05)
    left.set_ylim(-0.3, 6)
    plain(left, "p", "−log p")

    p = np.logspace(-12, 0, 300)
    right.plot(p, -np.log(p), color=GREY, lw=1.8, ls=(0, (4, 3)), label="−log p")
    right.plot(p, -np.log(p + 1e-7), color=BLUE, lw=2.4, label="−log (p + 10⁻⁷)")
    right.axhline(-np.log(1e-7), color=RED, lw=1, ls=":")
    right.text(1e-3, -np.log(1e-7) + 0.6, "16.118", color=RED, size=12)
    right.set_xscale("log")
    right.set_ylim(-1, 29)
    right.legend(frameon=False, loc="upper right", fontsize=11)
    plain(right, "p", "L")
    figure.tight_layout(w_pad=3)
    save(figure, HERE / "log_curve.png")


def square_or_log():
    """Both losses of the distribution (p, 1 - p) with the first class right."""
    figure, axes = plt.subplots(figsize=(6, 3.8), dpi=130)
    p = np.linspace(0.003, 1, 500)
    axes.plot(p, -np.log(p), color=BLUE, lw=2.4, label="−log p")
    axes.plot(p, (1 - p) ** 2, color=ORANGE, lw=2.4, label="½ ((p − 1)² + (1 − p)²) = (1 − p)²")
    dot(axes, 0.003, 0.994, "1", offset=(-3, 8), colour=ORANGE)
    axes.set_xlim(-0.02, 1.03)
    axes.set_ylim(-0.15, 5)
    axes.legend(frameon=False, fontsize=11)
    plain(axes, "p", "L")
    figure.tight_layout()
    save(figure, HERE / "square_or_log.png")


def bars(axes, heights, colour, title, *, limits, texts=None):
    axes.bar(range(len(heights)), heights, color=[colour + "cc"] * len(heights), width=0.62, edgecolor=colour)
    axes.axhline(0, color=INK, lw=0.8)
    room = (limits[1] - limits[0]) * 0.04
    for k, height in enumerate(heights):
        text = texts[k] if texts else f"{height:g}"
        above = height >= 0
        axes.text(k, height + (room if above else -room), text, ha="center", va="bottom" if above else "top", size=11)
    axes.set_title(title, size=14)
    axes.set_ylim(*limits)
    axes.set_xlim(-0.6, len(heights) - 0.4)
    axes.set_xticks([])
    axes.set_yticks([])
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)


def divergence():
    """Two distributions and the two terms of their divergence."""
    p, q = np.array([0.5, 0.5]), np.array([0.25, 0.75])
    terms = p * np.log(p / q)
    figure, axes = plt.subplots(1, 3, figsize=(9, 3.4), dpi=130)
    bars(axes[0], p, BLUE, "p", limits=(-0.35, 1))
    bars(axes[1], q, ORANGE, "q", limits=(-0.35, 1))
    texts = ["0.5 log 2 = 0.347", "0.5 log ⅔ = −0.203"]
    bars(axes[2], terms, GREEN, "p log (p / q)", limits=(-0.35, 1), texts=texts)
    axes[2].text(0.5, 0.72, f"Σ = {terms.sum():.4f}", ha="center", size=13, color=INK, weight="bold")
    figure.tight_layout(w_pad=2)
    save(figure, HERE / "divergence.png")


def gradient():
    """y - t = dx."""
    t = np.eye(3)[0]
    figure, axes = plt.subplots(1, 3, figsize=(9, 3.6), dpi=130)
    limits = (-0.6, 1.2)
    digits = [f"{y:.5f}" for y in PROBABILITIES]
    bars(axes[0], PROBABILITIES, BLUE, "y", limits=limits, texts=digits)
    bars(axes[1], t, ORANGE, "t", limits=limits)
    difference = PROBABILITIES - t
    bars(axes[2], difference, RED, "y − t", limits=limits, texts=[f"{d:.5f}".replace("-", "−") for d in difference])
    figure.tight_layout(w_pad=3)
    for x, text in ((0.345, "−"), (0.665, "=")):
        figure.text(x, 0.47, text, size=22, ha="center", va="center", color=INK)
    save(figure, HERE / "gradient.png")


if __name__ == "__main__":
    pipeline()
    one_hot()
    log_curve()
    square_or_log()
    divergence()
    gradient()
