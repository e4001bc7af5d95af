"""Draws the pictures of a14_plate_reader: `python -m solutions.a14_plate_reader.images.draw` from the root.

All of them come out of the lesson's own answers, so a picture cannot disagree with the text.
"""

import itertools
from pathlib import Path

import numpy as np
from matplotlib import font_manager
from matplotlib.patches import Rectangle

from autograder.lessons import definitions, lesson
from cnnkit.plates import plates
from solutions.drawing import BLUE, GREEN, GREY, INK, ORANGE, RED, plt, save

HERE = Path(__file__).parent
ANSWERS = definitions(lesson(HERE.parents[1], "a14_plate_reader"))
ALPHABET = ANSWERS["ALPHABET"]
KOREAN = next((f.name for f in font_manager.fontManager.ttflist if "Nanum" in f.name and "Gothic" in f.name), None)


def camera(n, seed, *, tilted=False, texts=()):
    return plates(n, seed=seed, height=112, width=176, most=1, tilted=tilted, texts=texts)


SCENE = camera(1, 4, texts=["48 오 4822"])[0]


def bare(axes):
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_visible(False)


def outline(axes, box, colour, width=2.0, dashed=False):
    x1, y1, x2, y2 = (side - 0.5 for side in box)  # imshow centres a pixel on its index
    style = (0, (4, 2)) if dashed else "solid"
    axes.add_patch(
        Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, edgecolor=colour, linewidth=width, linestyle=style)
    )


def way():
    """Picture, box, plate, characters, text."""
    box = ANSWERS["find_plate"](SCENE.image)
    plate = ANSWERS["crop_plate"](SCENE.image, box)
    spans = ANSWERS["split_characters"](plate)
    figure = plt.figure(figsize=(9, 3.1), dpi=160)
    left = figure.add_axes((0.01, 0.02, 0.42, 0.96))
    left.imshow(SCENE.image)
    outline(left, box, GREEN, 2.6)
    top = figure.add_axes((0.47, 0.56, 0.52, 0.4))
    top.imshow(plate, cmap="gray", vmin=0, vmax=255)
    for start, end in spans:
        outline(top, (start, 6, end, 22), ORANGE, 1.6)
    for k, one in enumerate(ANSWERS["cut_out"](plate, spans)):
        axes = figure.add_axes((0.475 + 0.0745 * k, 0.28, 0.066, 0.22))
        axes.imshow(1 - one.reshape(8, 8), cmap="gray", vmin=0, vmax=1)
        bare(axes)
    figure.text(0.73, 0.08, SCENE.texts[0], ha="center", size=26, color=INK, family=KOREAN)
    bare(left)
    bare(top)
    save(figure, HERE / "way.png")


def strokes():
    """The picture, its strokes, their density."""
    figure, axes = plt.subplots(1, 3, figsize=(9, 2), dpi=160)
    axes[0].imshow(SCENE.image)
    axes[1].imshow(ANSWERS["stroke_map"](SCENE.image, 1, 1), cmap="gray_r", interpolation="nearest")
    density = ANSWERS["stroke_map"](SCENE.image, 16, 40, 4)
    axes[2].imshow(density, cmap="magma", extent=(20, 156, 104, 8))  # a number stands in the middle of its window
    axes[2].set_xlim(0, 176)
    axes[2].set_ylim(112, 0)
    for one in axes:
        outline(one, SCENE.boxes[0], GREEN, 1.6, dashed=True)
        bare(one)
    figure.subplots_adjust(0.01, 0.02, 0.99, 0.98, wspace=0.04)
    save(figure, HERE / "strokes.png")


def frame():
    """A window, the way up and down, then left and right."""
    x1, y1, x2, y2 = SCENE.boxes[0].astype(int)
    black = SCENE.image[y1 - 6 : y2 + 6, x1 - 8 : x2 + 8].max(axis=2) <= ANSWERS["BLACK"]
    window = (30, 11, 70, 27)
    box = ANSWERS["fit_frame"](black, window)
    figure, axes = plt.subplots(1, 2, figsize=(9, 1.75), dpi=160)
    for one in axes:
        one.imshow(black, cmap="gray_r", vmax=1.6, interpolation="nearest")
        outline(one, window, ORANGE, 1.8, dashed=True)
        bare(one)
    arrow = {"arrowstyle": "->", "color": BLUE, "linewidth": 2.2, "shrinkA": 0, "shrinkB": 0}
    middle_x, middle_y = 50, 19
    for y in (box[1] + 2.6, box[3] - 3.2):
        axes[0].annotate("", (middle_x, y), (middle_x, middle_y), arrowprops=arrow)
    for x in (box[0] + 2.6, box[2] - 3.2):
        axes[1].annotate("", (x, middle_y), (middle_x, middle_y), arrowprops=arrow)
    outline(axes[1], box, GREEN, 2.4)
    figure.subplots_adjust(0.01, 0.02, 0.99, 0.98, wspace=0.04)
    save(figure, HERE / "frame.png")


def split():
    """A plate, its ink, its runs and its characters."""
    [scene] = camera(1, 11, texts=["12 가 3456"])
    plate = ANSWERS["crop_plate"](scene.image, scene.boxes[0])
    spans = ANSWERS["split_characters"](plate)
    dark = plate < (plate.min() + plate.max()) / 2
    ink = np.zeros(plate.shape[1], bool)
    ink[4:-4] = dark[6:22, 4:-4].any(axis=0)
    figure, axes = plt.subplots(2, 1, figsize=(8, 3), dpi=160, height_ratios=(28, 12), sharex=True)
    axes[0].imshow(plate, cmap="gray", vmin=0, vmax=255, aspect="auto")
    for k, (start, end) in enumerate(spans):
        outline(axes[0], (start, 6, end, 22), RED if k == 2 else ORANGE, 2.4 if k == 2 else 1.6)
    axes[1].bar(np.arange(len(ink)), ink, width=1, color=[BLUE if one else GREY for one in ink])
    axes[1].set_ylim(-0.9, 1.05)
    for (_, end), (start, _) in itertools.pairwise(spans):
        wide = start - end >= 4
        colour = RED if wide else GREY
        axes[1].text((start + end - 1) / 2, -0.6, str(start - end), ha="center", size=12 if wide else 9, color=colour)
    for one in axes:
        bare(one)
    figure.subplots_adjust(0.01, 0.01, 0.99, 0.99, hspace=0.03)
    save(figure, HERE / "split.png")


def learned():
    """Weights from 300 plates, as in the lesson."""
    x, t = [], []
    for one in camera(300, 1):
        plate = ANSWERS["crop_plate"](one.image, one.boxes[0])
        spans = ANSWERS["split_characters"](plate)
        if len(spans) == 7:
            x.extend(ANSWERS["cut_out"](plate, spans))
            t.extend(ALPHABET.index(letter) for letter in one.texts[0].replace(" ", ""))
    return ANSWERS["train_classifier"](np.array(x), np.array(t), len(ALPHABET), 300, 20.0)


def accuracy(W, b):
    """Read right, by tilt."""
    scenes = [*camera(200, 2), *camera(1000, 2, tilted=True)]
    slopes, right = [], []
    for one in scenes:
        slopes.append(slope_of(one.masks[0]))
        text = "".join(ALPHABET[k] for k in ANSWERS["read_plate"](one.image, W, b))
        right.append(text == one.texts[0].replace(" ", ""))
    slopes, right = np.abs(slopes), np.array(right)
    edges = np.array([0, 0.5, 1, 2, 3, 13])
    shares = [right[(slopes >= low) & (slopes < high)].mean() for low, high in itertools.pairwise(edges)]
    figure, axes = plt.subplots(figsize=(7, 2.8), dpi=160)
    axes.bar(range(len(shares)), np.multiply(shares, 100), color=[GREEN] + [ORANGE] * (len(shares) - 1))
    for k, share in enumerate(shares):
        axes.text(k, 100 * share + 2, f"{100 * share:.0f} %", ha="center", size=10, color=INK)
    names = [f"{low:g}°–{high:g}°" for low, high in itertools.pairwise(edges)]
    axes.set_xticks(range(len(shares)), names)
    axes.set_ylim(0, 112)
    axes.set_yticks([0, 50, 100])
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.tight_layout()
    save(figure, HERE / "accuracy.png")
    return dict(zip(names, shares, strict=True))


def slope_of(mask):
    """Degrees by which a plate is tilted, from the pixels of its mask."""
    rows, columns = np.nonzero(mask)
    return np.degrees(np.arctan(np.cov(columns, rows)[0, 1] / columns.var()))


def templates(W):
    """What six classes are looking for."""
    figure, axes = plt.subplots(1, 6, figsize=(9, 1.8), dpi=160)
    for one, letter in zip(axes, "0148가오", strict=True):
        weights = W[:, ALPHABET.index(letter)].reshape(8, 8)
        most = np.abs(weights).max()
        one.imshow(weights, cmap="RdBu", vmin=-most, vmax=most)
        one.set_title(letter, size=13, color=INK, family=KOREAN)
        bare(one)
    figure.subplots_adjust(0.01, 0.02, 0.99, 0.84, wspace=0.08)
    save(figure, HERE / "templates.png")


if __name__ == "__main__":
    way()
    strokes()
    frame()
    split()
    W, b = learned()
    templates(W)
    print(accuracy(W, b))
