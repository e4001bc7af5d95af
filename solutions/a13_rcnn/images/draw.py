"""Draw the pictures of a13_rcnn: `python -m solutions.a13_rcnn.images.draw`."""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle

from autograder import lessons
from cnnkit.plates import plates
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
    save,
)

HERE = Path(__file__).parent
ANSWERS = lessons.definitions(lessons.lesson(HERE.parents[1], "a13_rcnn"))
STREET = plates(1, seed=43, texts=["48 오 4822"], most=1)[0]
MAP = np.arange(16).reshape(4, 4)


def photographs(n, width=3.6):
    figure, axes = plt.subplots(1, n, figsize=(width * n, width * 0.78), dpi=160, squeeze=False)
    figure.subplots_adjust(0.01, 0.01, 0.99, 0.99, 0.03)
    for one in axes[0]:
        one.imshow(STREET.image)
        one.set_xlim(-2, 130)
        one.set_ylim(98, -2)
        one.axis("off")
    return figure, axes[0]


def outline(axes, box, colour, width=2.0, style="solid"):
    x1, y1, x2, y2 = box
    axes.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, edgecolor=colour, lw=width, linestyle=style))


def block(axes, text, left, top, width, height, colour):
    axes.add_patch(Rectangle((left, top), width, height, facecolor=colour + "22", edgecolor=colour, linewidth=1.6))
    label(axes, text, left + width / 2, top + height / 2, size=10)


def image(axes, left, top, width=4.4, height=3.3):
    axes.imshow(STREET.image, extent=(left, left + width, top + height, top), interpolation="nearest")
    return left + width, top + height / 2


def four():
    """The four architectures, one below the other; what is done once for the image is blue, once a region orange."""
    figure, axes = canvas(35, 24)
    names = ("R-CNN", "Fast R-CNN", "Faster R-CNN", "Mask R-CNN")
    for row, name in enumerate(names):
        top = 1.6 + 5.7 * row
        middle = top + 1.65
        label(axes, name, 0.5, top - 0.8, size=12, weight="bold", align="left")
        end, _ = image(axes, 0.5, top)
        if row == 0:
            for k in (2, 1, 0):
                block(axes, "", 9.5 + 0.35 * k, top + 0.5 + 0.35 * k, 3.6, 1.9, ORANGE)
            label(axes, "crop × 2000", 11.3, top + 1.45, size=10)
            arrow(axes, (end + 0.2, middle), (9.2, middle))
            label(axes, "Selective Search", 7.1, top + 3.7, size=9, colour=GREY)
            for k in (2, 1, 0):
                block(axes, "", 16.5 + 0.35 * k, top + 0.2 + 0.35 * k, 5, 2.5, ORANGE)
            label(axes, "CNN × 2000", 19, top + 1.45, size=11, weight="bold")
            arrow(axes, (14.2, middle), (16.2, middle), ORANGE)
            arrow(axes, (22.6, middle), (27.6, middle), ORANGE)
        else:
            block(axes, "CNN × 1", 6.9, top + 0.3, 4, 2.7, BLUE)
            arrow(axes, (end + 0.2, middle), (6.8, middle), BLUE)
            block(axes, "C × H × W", 12.4, top + 0.3, 3.6, 2.7, BLUE)
            arrow(axes, (11, middle), (12.3, middle), BLUE)
            pooling = "RoI align" if row == 3 else "RoI pool"
            block(axes, pooling, 18.4, top + 0.3, 4.2, 2.7, ORANGE)
            label(axes, "× 2000" if row == 1 else "× 300", 20.5, top + 2.45, size=9)
            arrow(axes, (16.1, middle), (18.3, middle), ORANGE)
            if row == 1:
                label(axes, "Selective Search", 20.5, top + 4.1, size=9, colour=GREY)
                arrow(axes, (20.5, top + 3.85), (20.5, top + 3.05))
            else:
                block(axes, "RPN", 16.0, top + 3.4, 2.4, 1.2, GREEN)
                arrow(axes, (14.2, top + 3.05), (15.9, top + 4.0), GREEN)
                arrow(axes, (18.5, top + 4.0), (20.5, top + 3.05), GREEN)
            block(axes, "FC", 24.2, top + 0.7, 2.2, 1.9, ORANGE)
            arrow(axes, (22.7, middle), (24.1, middle), ORANGE)
            arrow(axes, (26.5, middle), (27.6, middle), ORANGE)
        label(axes, "class", 27.9, middle - 0.45, align="left")
        label(axes, "dx dy dw dh", 27.9, middle + 0.45, align="left")
        if row == 3:
            block(axes, "mask head", 24.2, top + 3.2, 4.2, 1.4, PURPLE)
            arrow(axes, (22.7, middle + 0.5), (24.1, top + 3.8), PURPLE)
            arrow(axes, (28.5, top + 3.9), (29.5, top + 3.9), PURPLE)
            label(axes, "28 × 28", 29.8, top + 3.9, align="left")
    save(figure, HERE / "four.png")


def pool():
    """A region of 3x3 cells in 2x2 bins."""
    figure, axes = canvas(25.5, 6.4)
    grid(axes, MAP, 0.8, 1.2)
    frame(axes, 0.8, 1.2, 3, 3, INK)
    arrow(axes, (5.2, 3.2), (6.6, 3.2))
    colours = (BLUE, ORANGE, GREEN, PURPLE)
    for k, (top, left) in enumerate(((0, 0), (0, 1), (1, 0), (1, 1))):
        at = 7.0 + 3.55 * k
        inside = {(i, j): colours[k] for i in (top, top + 1) for j in (left, left + 1)}
        grid(axes, MAP[:3, :3], at, 1.7, fill=inside)
        frame(axes, at + left, 1.7 + top, 2, 2, colours[k])
        label(axes, f"max = {MAP[top + 1, left + 1]}", at + 1.5, 5.3, colour=colours[k], weight="bold")
    arrow(axes, (21.2, 3.2), (22.5, 3.2))
    grid(axes, [[5, 6], [9, 10]], 22.8, 2.2, fill={(k // 2, k % 2): colours[k] for k in range(4)})
    save(figure, HERE / "pool.png")


def align():
    """The region (0.5, 1, 3.5, 3): its bins, samples, and the four weights of one of them."""
    figure, axes = canvas(26, 7.4)
    for k, left in enumerate((1.0, 9.2)):
        grid(axes, MAP, left, 1.6)
        if k == 0:
            label(axes, "roi_pool: 0, 1, 4, 3", left + 2, 0.8)
            frame(axes, left, 2.6, 4, 2, RED)
            axes.plot([left + 2] * 2, [2.6, 4.6], color=RED, lw=1.4)
            axes.plot([left, left + 4], [3.6, 3.6], color=RED, lw=1.4)
        else:
            label(axes, "roi_align: 0.5, 1, 3.5, 3", left + 2, 0.8)
            frame(axes, left + 0.5, 2.6, 3, 2, BLUE)
            axes.plot([left + 2] * 2, [2.6, 4.6], color=BLUE, lw=1.4)
            axes.plot([left + 0.5, left + 3.5], [3.6, 3.6], color=BLUE, lw=1.4)
            for x in (0.875, 1.625, 2.375, 3.125):
                for y in (1.25, 1.75, 2.25, 2.75):
                    axes.plot(left + x, 1.6 + y, "o", color=BLUE, ms=2.6)
    grid(axes, [[5, 7], [9, 11]], 5.5, 2.6, fill={(i, j): RED for i in (0, 1) for j in (0, 1)}, size=9)
    result = [["4.75", "6.25"], ["8.75", "10.25"]]
    grid(axes, result, 13.7, 2.6, fill={(i, j): BLUE for i in (0, 1) for j in (0, 1)}, size=7)
    # one sample: x = 1.625, y = 1.25, index 1.125, 0.75, between cells 1, 2, 5 and 6
    left, top, side = 18.6, 1.5, 3.6
    corners = ((0, 0, 1, ".25 × .875"), (side, 0, 2, ".25 × .125"), (0, side, 5, ".75 × .875"))
    for x, y, number, weight in (*corners, (side, side, 6, ".75 × .125")):
        axes.plot(left + x, top + y, "s", color=GREY, ms=12)
        label(axes, str(number), left + x, top + y, size=10, colour=PAPER, weight="bold")
        label(axes, weight, left + x + (0.4 if x else -0.1), top + y + (0.85 if y else -0.85), size=9, colour=GREY)
    x, y = left + side * 0.125, top + side * 0.75
    axes.plot([left, left + side, left + side, left, left], [top, top, top + side, top + side, top], color=GREY, lw=0.8)
    axes.plot([x, x], [top, top + side], color=BLUE, lw=1, linestyle=(0, (3, 2)))
    axes.plot([left, left + side], [y, y], color=BLUE, lw=1, linestyle=(0, (3, 2)))
    axes.plot(x, y, "o", color=BLUE, ms=8)
    label(axes, "4.125", x + 1.2, y - 0.45, colour=BLUE, weight="bold")
    save(figure, HERE / "align.png")


def anchors():
    """Nine anchors at one cell, and the plate."""
    figure, [axes] = photographs(1, 7)
    for k in range(9):
        axes.plot([16 * k] * 2, [0, 96], color="white", lw=0.6, alpha=0.7)
    for k in range(7):
        axes.plot([0, 128], [16 * k] * 2, color="white", lw=0.6, alpha=0.7)
    boxes = ANSWERS["generate_anchors"](6, 8, 16, [24, 36, 48], [0.25, 0.5, 1])
    axes.set_xlim(-16, 136)
    axes.set_ylim(102, -6)
    cell = 3 * 8 + 3  # in the middle of the plate
    for k, box in enumerate(boxes[9 * cell : 9 * cell + 9]):
        outline(axes, box, (BLUE, ORANGE, PURPLE)[k // 3], 2.2, ("solid", (0, (4, 2)), (0, (1, 1.5)))[k % 3])
    outline(axes, STREET.boxes[0], "white", 2.4)
    x, y = (boxes[9 * cell, :2] + boxes[9 * cell, 2:]) / 2
    axes.plot(x, y, "o", color=RED, ms=7)
    save(figure, HERE / "anchors.png")


def deltas():
    """The worked example: anchor (0, 0, 32, 16), box (8, 4, 72, 20)."""
    figure, axes = canvas(25, 9.4)
    scale = 0.25
    for box, colour in (((0, 0, 32, 16), ORANGE), ((8, 4, 72, 20), BLUE)):
        x1, y1, x2, y2 = (at * scale for at in box)
        axes.add_patch(
            Rectangle((1.2 + x1, 2 + y1), x2 - x1, y2 - y1, facecolor=colour + "22", edgecolor=colour, linewidth=2.2)
        )
        axes.plot(1.2 + (x1 + x2) / 2, 2 + (y1 + y2) / 2, "o", color=colour, ms=7)
    arrow(axes, (1.2 + 16 * scale, 2 + 8 * scale), (1.2 + 40 * scale, 2 + 12 * scale), INK)
    label(axes, "0, 0, 32, 16", 3.6, 1.3, colour=ORANGE, weight="bold")
    label(axes, "8, 4, 72, 20", 16, 7.6, colour=BLUE, weight="bold")
    label(axes, "dx = 24 / 32 = 0.75", 20, 2.2, align="left", size=10)
    label(axes, "dy = 4 / 16 = 0.25", 20, 3.4, align="left", size=10)
    label(axes, "dw = log 2 = 0.69", 20, 4.6, align="left", size=10)
    label(axes, "dh = log 1 = 0", 20, 5.8, align="left", size=10)
    save(figure, HERE / "deltas.png")


def targets():
    """Four anchors over two truths."""
    figure, axes = canvas(27, 11)
    scale = 0.42

    def place(box):
        x1, y1, x2, y2 = (at * scale for at in box)
        return 2 + x1, 1.6 + y1, x2 - x1, y2 - y1

    for name, box in (("A", (0, 0, 10, 10)), ("B", (40, 0, 50, 10))):
        x, y, w, h = place(box)
        axes.add_patch(Rectangle((x, y), w, h, facecolor=GREY + "33", edgecolor=GREY, linewidth=5))
        label(axes, name, x - 0.7, y + h / 2, size=14, weight="bold", colour=GREY)
    facts = (
        ((0, 0, 10, 10), GREEN, "IoU 1 → 1", (4.1, 0.8)),
        ((0, 0, 10, 5), ORANGE, "IoU 1/2 → -1", (9.0, 2.6)),
        ((20, 20, 30, 30), RED, "IoU 0 → 0", (17.4, 12.1 * 0.9)),
        ((45, 0, 55, 10), GREEN, "IoU 1/3 → 1", (23.2, 0.8)),
    )
    for box, colour, text, at in facts[:2] + facts[3:]:
        x, y, w, h = place(box)
        axes.add_patch(Rectangle((x, y), w, h, fill=False, edgecolor=colour, linewidth=2.2, linestyle=(0, (4, 2))))
        label(axes, text, *at, colour=colour, weight="bold")
    (_, colour, text, _) = facts[2]
    x, y, w, h = place((20, 11, 30, 21))
    axes.add_patch(Rectangle((x, y), w, h, fill=False, edgecolor=colour, linewidth=2.2, linestyle=(0, (4, 2))))
    label(axes, text, x + w + 2.4, y + h / 2, colour=colour, weight="bold")
    save(figure, HERE / "targets.png")


def smooth_l1():
    figure, axes = plt.subplots(figsize=(6.4, 3.8), dpi=160)
    d = np.linspace(-3, 3, 601)
    axes.plot(d, d * d / 2, color=RED, lw=1.6, linestyle=(0, (4, 2)), label="d² / 2")
    axes.plot(d, abs(d), color=ORANGE, lw=1.6, linestyle=(0, (1, 1.5)), label="|d|")
    axes.plot(d, np.where(abs(d) < 1, d * d / 2, abs(d) - 0.5), color=BLUE, lw=2.6, label="smooth L1")
    axes.plot([-1, 1], [0.5, 0.5], "o", color=BLUE, ms=6)
    axes.set_xlabel("d")
    axes.set_ylim(-0.1, 4.6)
    axes.grid(alpha=0.3)
    axes.legend(frameon=False, loc="upper center")
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    save(figure, HERE / "smooth_l1.png")


def proposals():
    """Boxes decoded, after the small ones went, after NMS."""
    boxes = ANSWERS["generate_anchors"](6, 8, 16, [24, 36, 48], [0.25, 0.5, 1])
    random = np.random.default_rng(4)
    guess = ANSWERS["iou"](boxes, STREET.boxes)[:, 0] + random.normal(0, 0.02, len(boxes))
    moved = random.normal(0, 0.04, (len(boxes), 4))
    figure, axes = photographs(3, 4.2)
    decoded = ANSWERS["clip_boxes"](ANSWERS["decode_boxes"](boxes, moved), 96, 128)
    for box in decoded[::3]:
        outline(axes[0], box, "white", 0.7)
    best = decoded[np.argsort(-guess)[:25]]
    for box in best:
        outline(axes[1], box, ORANGE, 1.1)
    kept, _ = ANSWERS["proposals"](boxes, moved, guess, 96, 128, 8, 25, 3, 0.3)
    for k, box in enumerate(kept):
        outline(axes[2], box, GREEN if k == 0 else BLUE, 2.4 if k == 0 else 1.4)
    save(figure, HERE / "proposals.png")


def mask():
    """A box in the photograph, its mask, and the mask in the frame of the box."""
    figure, axes = photographs(3, 4.2)
    x1, y1, x2, y2 = STREET.boxes[0]
    outline(axes[0], STREET.boxes[0], "white", 2)
    tinted = STREET.image.copy()
    inside = STREET.masks[0]
    tinted[inside] = tinted[inside] * 0.45 + np.array([0, 114, 178]) * 0.55
    axes[1].imshow(tinted)
    outline(axes[1], STREET.boxes[0], "white", 2)
    small = ANSWERS["roi_align"](inside[None].astype(float), (x1, y1, x2, y2), 28, 28)[0]
    axes[2].clear()
    axes[2].imshow(small, cmap="Blues", vmin=0, vmax=1.25)
    axes[2].set_xlim(-4, 32)
    axes[2].set_ylim(31, -4)
    axes[2].axis("off")
    outline(axes[2], (-0.5, -0.5, 27.5, 27.5), INK, 1.2)
    axes[2].text(13.5, -2.2, "28 × 28", ha="center", va="center")
    save(figure, HERE / "mask.png")


if __name__ == "__main__":
    for picture in (four, pool, align, anchors, deltas, targets, smooth_l1, proposals, mask):
        picture()
