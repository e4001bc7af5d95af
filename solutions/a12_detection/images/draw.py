"""Draws the pictures of a12_detection: `python -m solutions.a12_detection.images.draw` from the root.

All numbers are computed with the lesson's own answers, so a picture cannot disagree with the text.
"""

from pathlib import Path

import numpy as np
from matplotlib import font_manager
from matplotlib.patches import Circle, FancyBboxPatch, Polygon, Rectangle

from autograder.lessons import definitions, lesson
from solutions.drawing import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PAPER,
    RED,
    arrow,
    canvas,
    frame,
    label,
    plt,
    save,
)

HERE = Path(__file__).parent
ANSWERS = definitions(lesson(HERE.parents[1], "a12_detection"))
iou, nms, match_detections = ANSWERS["iou"], ANSWERS["nms"], ANSWERS["match_detections"]
precision_recall, average_precision = ANSWERS["precision_recall"], ANSWERS["average_precision"]

PLATES = np.array([[24.0, 60, 68, 70], [126, 60, 170, 70]])
BOXES = np.array([[26.0, 60, 70, 70], [22, 58, 64, 69], [29, 61, 74, 72], [119, 62, 159, 73], [84, 26, 98, 34]])
SCORES = np.array([0.95, 0.83, 0.62, 0.74, 0.45])
FIFTEEN = np.array([1, 1, 1, 1, 1, 0, 1, 0, 1, 0]), 15
FOUR = np.array([0, 1, 0, 1, 1]), 4


def outline(axes, box, colour, *, width=2.0, dashed=False, fill=""):
    x1, y1, x2, y2 = box
    axes.add_patch(
        Rectangle(
            (x1, y1),
            x2 - x1,
            y2 - y1,
            facecolor=colour + fill if fill else "none",
            edgecolor=colour,
            linewidth=width,
            linestyle=(0, (4, 2)) if dashed else "solid",
            zorder=3,
        )
    )


def sheet(width, height, *, inches):
    """A white sheet in units of the picture; y grows downwards."""
    figure, axes = plt.subplots(figsize=(inches, inches * height / width), dpi=160)
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.set_aspect("equal")
    axes.axis("off")
    figure.subplots_adjust(0, 0, 1, 1)
    return figure, axes


def hangul():
    """A font with the letters of a number plate, where the system has one."""
    known = {font.name for font in font_manager.fontManager.ttflist}
    return next((name for name in ("NanumGothic", "NanumSquareRound", "Noto Sans CJK KR") if name in known), None)


def car(axes, left, top, plate, text, colour):
    """A car from behind, round its plate."""
    axes.add_patch(Polygon([[left + 12, top + 18], [left + 20, top], [left + 56, top], [left + 64, top + 18]],
                           facecolor=colour + "55", edgecolor=INK, lw=1))  # fmt: skip
    axes.add_patch(FancyBboxPatch((left + 3, top + 18), 70, 24, boxstyle="round,pad=0,rounding_size=5",
                                  facecolor=colour + "88", edgecolor=INK, lw=1))  # fmt: skip
    for x in (left + 6, left + 60):
        axes.add_patch(Rectangle((x, top + 21), 10, 5, facecolor="#ffb3a7", edgecolor=INK, lw=0.6))
        axes.add_patch(Rectangle((x, top + 42), 10, 6, facecolor="#333a41", edgecolor=INK, lw=0.6))
    x1, y1, x2, y2 = plate
    axes.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, facecolor="#f4fff8", edgecolor=INK, lw=0.8))
    font = hangul()
    axes.text((x1 + x2) / 2, (y1 + y2) / 2 + 0.3, text if font else text.replace(" 오 ", "-").replace(" 가 ", "-"),
              ha="center", va="center", size=11, color=INK, family=font or "DejaVu Sans")  # fmt: skip


def scene():
    """Two cars, their plates, and what the detector found."""
    figure, axes = sheet(192, 68, inches=10)
    axes.set_ylim(88, 20)
    axes.add_patch(Rectangle((0, 80), 192, 8, facecolor="#dfe3e7", edgecolor="none"))
    axes.plot([91, 91], [34, 80], color=GREY, lw=3)
    axes.add_patch(Circle((91, 30), 4.4, facecolor="#fff3bf", edgecolor=GREY, lw=1.2))
    car(axes, 8, 34, PLATES[0], "48 오 4822", BLUE)
    car(axes, 110, 34, PLATES[1], "15 가 1505", GREY)
    for plate in PLATES:
        outline(axes, plate, GREEN, width=2.6)
    places = [(26, 55.6, "left"), (20.6, 66, "right"), (72.5, 74.2, "right"), (120, 74.5, "left"), (100, 28, "left")]
    for box, score, (x, y, align) in zip(BOXES, SCORES, places, strict=True):
        outline(axes, box, ORANGE, width=1.8)
        axes.text(x, y, f"{score:.2f}", size=10, color="#9a6400", ha=align, va="center", weight="bold")
    save(figure, HERE / "scene.png")


def iou_picture():
    """The intersection and the union of the two boxes of the text, cell by cell."""
    a, b = np.array([1.0, 1, 7, 4]), np.array([3.0, 2, 9, 5])
    value = iou(a[None], b[None])[0, 0]
    figure, axes = canvas(26, 7.4)
    for left, mode in ((0.5, "both"), (10.2, "and"), (17.6, "or")):
        for i in range(1, 5):
            for j in range(1, 9):
                in_a, in_b = (box[0] <= j < box[2] and box[1] <= i < box[3] for box in (a, b))
                wanted = {"both": in_a or in_b, "and": in_a and in_b, "or": in_a or in_b}[mode]
                if not wanted:
                    continue
                scale = 1 if mode == "both" else 0.72
                colour = {"and": GREEN, "or": ORANGE}.get(mode, BLUE if in_a and not in_b else ORANGE)
                if mode == "both" and in_a and in_b:
                    colour = GREEN
                axes.add_patch(Rectangle((left + j * scale, 0.6 + i * scale + (0 if scale == 1 else 0.8)), scale, scale,
                                         facecolor=colour + "44", edgecolor=GREY, lw=0.6))  # fmt: skip
    frame(axes, 0.5 + 1, 0.6 + 1, 6, 3, BLUE)
    frame(axes, 0.5 + 3, 0.6 + 2, 6, 3, ORANGE)
    label(axes, "A  (1, 1, 7, 4)", 3.6, 1.0, size=10, colour=BLUE)
    label(axes, "B  (3, 2, 9, 5)", 7.4, 6.2, size=10, colour="#9a6400")
    label(axes, "A ∩ B", 14.4, 0.9, size=12)
    label(axes, "8", 14.4, 6.3, size=14, weight="bold")
    label(axes, "A ∪ B", 21.2, 0.9, size=12)
    label(axes, "18 + 18 − 8 = 28", 21.2, 6.3, size=13, weight="bold")
    label(axes, f"8 / 28 = {value:.4f}", 17.8, 7.0, size=11, colour=GREY)
    save(figure, HERE / "iou.png")


def nms_picture():
    """Before and after; the IoU of each pair that decides."""
    boxes = np.array([[0.0, 0, 10, 4], [1, 0, 11, 4], [4, 0, 14, 4], [17, 0, 27, 4]])
    scores = np.array([0.9, 0.8, 0.7, 0.6])
    kept = nms(boxes, scores)
    figure, axes = sheet(62, 16, inches=10)
    for left, chosen in ((1.5, range(4)), (33, kept)):
        for k in chosen:
            nudge = 0.35 * k  # so that edges of boxes that overlap are told apart
            x1, y1, x2, y2 = boxes[k] + np.array([left, 4 + nudge, left, 4 + nudge])
            outline(axes, (x1, y1, x2, y2), [BLUE, RED, ORANGE, GREEN][k], fill="22")
            label(axes, f"{scores[k]:g}", x1 + 1.3 if k != 2 else x2 - 1.3, [2.8, 10.6, 2.8, 3.8][k], size=12,
                  colour=[BLUE, RED, "#9a6400", GREEN][k], weight="bold")  # fmt: skip
    table = iou(boxes, boxes)
    label(axes, f"IoU {table[0, 1]:.3f} > 0.5", 7, 13.4, size=11, colour=RED)
    label(axes, f"IoU {table[0, 2]:.3f}", 40, 13.4, size=11, colour="#9a6400")
    arrow(axes, (29.6, 7), (32.4, 7))
    save(figure, HERE / "nms.png")


def match_picture():
    """Five detections, best first, on two plates."""
    truths = np.array([[0.0, 0, 10, 4], [15, 0, 25, 4]])
    boxes = np.array([[1.0, 0, 11, 4], [0, 0, 10, 5], [14, 0, 24, 4], [20, 0, 30, 4], [3, 7, 13, 11]])
    scores = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
    tp = match_detections(boxes, scores, truths)
    figure, axes = sheet(172, 26, inches=13)
    for k, (box, hit) in enumerate(zip(boxes, tp, strict=True)):
        left = 34 * k + 1.5
        for truth in truths:
            outline(axes, truth + np.array([left, 7, left, 7]), GREEN, width=1.6, fill="18")
        outline(axes, box + np.array([left, 7, left, 7]), BLUE if hit else RED, width=2.4, dashed=not hit)
        label(axes, f"{scores[k]:g}", left + 15, 3.2, size=11)
        best = iou(boxes[k : k + 1], truths).max()
        label(axes, f"IoU {best:.2f}", left + 15, 20.6, size=9, colour=GREY)
        label(axes, "✓" if hit else "✗", left + 15, 23.8, size=13, colour=BLUE if hit else RED, weight="bold")
    save(figure, HERE / "match.png")


def staircase(recall, precision):
    """Corners of the staircase of the best precision from each recall on."""
    best = np.maximum.accumulate(precision[::-1])[::-1]
    xs, ys = [0.0], [best[0]]
    for r, p in zip(recall, best, strict=True):
        xs += [xs[-1], r]
        ys += [p, p]
    return np.array([*xs, xs[-1]]), np.array([*ys, 0.0])


def plain(axes, limits=(-0.02, 1.02)):
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.set_xlim(*limits)
    axes.set_ylim(0, 1.1)
    axes.grid(alpha=0.2)


def measured(axes, recall, precision, *, numbers=True):
    axes.plot(recall, precision, color=ORANGE, marker="o", lw=1.4, ls=(0, (3, 2)), ms=6, mfc=PAPER, mew=1.6, zorder=4)
    if numbers:
        for k, (r, p) in enumerate(zip(recall, precision, strict=True), 1):
            below = k > 1 and p < precision[k - 2] and p < precision[k - 1 :].max()  # the staircase runs above it
            offset = (6, -11) if below else (6, 4)
            axes.annotate(str(k), (r, p), xytext=offset, textcoords="offset points", size=9, color=GREY)


def curve():
    """The saw of the fifteen plates and the staircase above it."""
    precision, recall = precision_recall(*FIFTEEN)
    figure, axes = plt.subplots(figsize=(8, 3.9), dpi=140)
    xs, ys = staircase(recall, precision)
    axes.fill_between(xs, ys, color=BLUE, alpha=0.18, lw=0)
    axes.plot(xs, ys, color=BLUE, lw=2.4)
    measured(axes, recall, precision)
    axes.set_xticks(np.arange(0, 16, 3) / 15, [f"{k}/15" for k in range(0, 16, 3)])
    axes.set_xlabel("recall", size=11)
    axes.set_ylabel("precision", size=11)
    axes.text(0.17, 0.45, "418 / 945 = .442328", ha="center", size=12, color=INK)
    plain(axes)
    figure.tight_layout()
    save(figure, HERE / "curve.png")


def conventions():
    """Four objects, five detections, four answers."""
    precision, recall = precision_recall(*FOUR)
    figure, panels = plt.subplots(1, 4, figsize=(13, 3.3), dpi=130, sharey=True)
    for axes, method in zip(panels, ("all", "11", "101", "raw"), strict=True):
        value = average_precision(recall, precision, method)
        if method == "all":
            xs, ys = staircase(recall, precision)
            axes.fill_between(xs, ys, color=BLUE, alpha=0.2, lw=0)
            axes.plot(xs, ys, color=BLUE, lw=2.2)
        elif method == "raw":
            axes.bar(np.concatenate([[0], recall[:-1]]), precision, np.diff(recall, prepend=0), align="edge",
                     color=BLUE + "33", edgecolor=BLUE, lw=2)  # fmt: skip
        else:
            levels = np.arange(int(method)) / (int(method) - 1)
            best = [precision[recall >= level].max(initial=0) for level in levels]
            axes.vlines(levels, 0, best, color=BLUE, alpha=0.45, lw=5 if method == "11" else 1.4)
            axes.plot(levels, best, "s", color=BLUE, ms=6 if method == "11" else 2)
        measured(axes, recall, precision, numbers=method in ("all", "raw"))
        axes.set_title(f"'{method}'   {value:.4f}", size=13)
        plain(axes, (-0.03, 1.03))
    figure.tight_layout(w_pad=1.5)
    save(figure, HERE / "conventions.png")


def chips(axes, left, top, rows):
    """Flags as coloured cells with their scores."""
    for k, (score, hit, image) in enumerate(rows):
        colour = GREEN if hit else RED
        axes.add_patch(Rectangle((left + 2.2 * k, top), 2, 1.2, facecolor=colour + "2e", edgecolor=colour, lw=1.4))
        label(axes, f"{score:g}", left + 2.2 * k + 1, top + 0.62, size=11)
        if image:
            label(axes, image, left + 2.2 * k + 1, top + 1.65, size=9, colour=GREY)


def map_picture():
    """The two images of the text, merged by score."""
    first, second = [(0.9, 1, ""), (0.3, 0, "")], [(0.8, 0, ""), (0.7, 1, "")]
    merged = sorted([(s, h, "1") for s, h, _ in first] + [(s, h, "2") for s, h, _ in second], reverse=True)
    precision, recall = precision_recall(np.array([hit for _, hit, _ in merged]), 2)
    value = average_precision(recall, precision)
    figure, axes = canvas(27, 7.6)
    for top, name, rows in ((0.8, "1", first), (3.6, "2", second)):
        axes.add_patch(Rectangle((0.6, top), 6.6, 2.2, facecolor="#f5f7f9", edgecolor=GREY, lw=0.8))
        label(axes, name, 1.2, top + 1.1, size=11, colour=GREY)
        chips(axes, 2.2, top + 0.5, rows)
        arrow(axes, (7.4, top + 1.1), (9.6, 3.3))
    chips(axes, 10, 2.6, merged)
    arrow(axes, (19, 3.2), (20.8, 3.2))
    label(axes, f"AP = ½·1 + ½·⅔ = {value:.4f}", 23.9, 3.2, size=11, weight="bold")
    label(axes, f"{value:.4f}  ≠  ½·(1 + ½) = .75", 17.6, 6.6, size=11, colour=GREY)
    save(figure, HERE / "map.png")


if __name__ == "__main__":
    scene()
    iou_picture()
    nms_picture()
    match_picture()
    curve()
    conventions()
    map_picture()
