"""Draw the pictures of a09_seeing: `python -m solutions.a09_seeing.images.draw`.

They show what the answers of the lesson say of the two networks in cnnkit/trained.
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from autograder import lessons
from cnnkit import load
from cnnkit.networks import network
from solutions.drawing import BLUE, GREY, ORANGE, arrow, canvas, grid, label, save

HERE = Path(__file__).parent
ANSWERS = lessons.definitions(lessons.lesson(HERE.parents[1], "a09_seeing"))
SHOWN = 400  # test images that the pictures choose from


def sheet(rows, columns, *, wide=1.0, high=1.0):
    figure, axes = plt.subplots(rows, columns, figsize=(columns * wide, rows * high), dpi=110, squeeze=False)
    for one in axes.flat:
        one.axis("off")
    figure.subplots_adjust(0.01, 0.01, 0.99, 0.99, 0.05, 0.05)
    return figure, axes


def show(axes, image, **settings):
    image = np.asarray(image)
    axes.imshow(image[..., 0] if image.ndim == 3 and image.shape[2] == 1 else image, **{"cmap": "gray"} | settings)


def laid_over(axes, image, heat):
    """An image in grey with a map over it: the stronger, the more of its colour."""
    show(axes, image.mean(axis=-1), vmin=0, vmax=1)
    axes.imshow(heat, cmap="inferno", alpha=np.clip(0.25 + 0.6 * heat, 0, 1), vmin=0, vmax=1)


def well_known(model, images, labels, each=1):
    """Test images that the network is right about, the surest ones of every class."""
    scores = model(images, training=False).numpy()
    right = scores.argmax(axis=1) == labels
    sure = np.sort(scores, axis=1)[:, -1] - np.sort(scores, axis=1)[:, -2]
    return [i for c in range(10) for i in np.argsort(-np.where(right & (labels == c), sure, -np.inf))[:each]]


def filters(colour, fashion):
    figure, axes = sheet(1, 2, wide=4, high=2.2)
    for one, model, nx in ((axes[0, 0], colour, 8), (axes[0, 1], fashion, 4)):
        show(one, ANSWERS["filter_grid"](model.get_layer("conv1").get_weights()[0], nx=nx), vmin=0, vmax=1)
    save(figure, HERE / "filters.png")


def layers(model, image):
    """The image and the eight liveliest maps of each layer."""
    names = ["conv1", "conv2", "conv4"]
    figure, axes = sheet(len(names), 9)
    show(axes[1, 0], image)
    for row, name in zip(axes, names, strict=True):
        maps = ANSWERS["feature_maps"](model, image, name)
        lively = np.sort(np.argsort(-maps.std(axis=(0, 1)))[:8])
        for one, channel in zip(row[1:], lively, strict=True):
            show(one, maps[..., channel], cmap="viridis")
    save(figure, HERE / "layers.png")


def top(model, images, channels=(3, 11, 24, 40)):
    """In each row what one channel of conv3 answers to most strongly: 18 pixels of the image decide."""
    channels = liveliest(model, images, "conv3", 5)
    figure, axes = sheet(len(channels), 9)
    for row, channel in zip(axes, channels, strict=True):
        for one, (n, i, j) in zip(row, ANSWERS["top_patches"](model, "conv3", channel, images, 9), strict=True):
            show(one, patch_of(images[n], i, j))
    save(figure, HERE / "top.png")


def liveliest(model, images, layer, n):
    """The channels that tell images apart best: a few answer strongly, most do not."""
    maps = [ANSWERS["feature_maps"](model, image, layer).max(axis=(0, 1)) for image in images[:100]]
    peaks = np.array(maps)
    return np.sort(np.argsort(-(peaks.max(axis=0) - np.median(peaks, axis=0)) / (peaks.std(axis=0) + 1e-6))[:n])


def patch_of(image, i, j, cell=4, field=18):
    """The pixels around place (i, j) of a map whose cells are `cell` pixels apart; grey beyond the border."""
    half = field // 2
    padded = np.pad(image, ((half, half), (half, half), (0, 0)), constant_values=0.5)
    y, x = (int(place * cell + cell // 2) for place in (i, j))
    return padded[y : y + field, x : x + field]


def saliencies(model, images, chosen, labels):
    figure, axes = sheet(2, len(chosen))
    for column, i in enumerate(chosen):
        show(axes[0, column], images[i])
        show(axes[1, column], ANSWERS["saliency"](model, images[i], int(labels[i])), cmap="inferno")
    save(figure, HERE / "saliency.png")


def maximised(colour, fashion):
    """First row: eight channels of conv2 of the colour network; second: its ten classes; third: the grey one's."""
    figure, axes = sheet(3, 10)
    climb = ANSWERS["maximize_activation"]
    for channel in range(10):
        show(axes[0, channel], climb(colour, "conv2", channel, 80, 0.03, 9))
        show(axes[1, channel], climb(colour, "scores", channel, 120, 0.02, 9))
        show(axes[2, channel], climb(fashion, "scores", channel, 60, 0.03, 9))
    save(figure, HERE / "maximised.png")


def cams(model, images, chosen, labels):
    figure, axes = sheet(2, len(chosen))
    for column, i in enumerate(chosen):
        show(axes[0, column], images[i])
        laid_over(axes[1, column], images[i], ANSWERS["grad_cam"](model, images[i], int(labels[i]), "conv4"))
    save(figure, HERE / "grad_cam.png")


def occlusions(model, images, chosen, labels):
    figure, axes = sheet(2, len(chosen))
    for column, i in enumerate(chosen):
        show(axes[0, column], images[i])
        drop = ANSWERS["occlusion_map"](model, images[i], int(labels[i]), 4)
        most = np.abs(drop).max()
        axes[1, column].imshow(drop, cmap="RdBu_r", vmin=-most, vmax=most)
    save(figure, HERE / "occlusion.png")


def by_hand():
    """Grad-CAM of two maps: 2 times the one, -1 times the other, cut off below 0, divided by 6."""
    figure, axes = canvas(20.5, 4)
    one, other = np.array([[0, 2], [3, 1]]), np.array([[1, 0], [0, 4]])
    total = 2 * one - other
    for left, text, numbers, colour in (
        (1.4, "2 ·", one, BLUE),
        (5.6, "− 1 ·", other, ORANGE),
        (9.4, "=", total, None),
        (13.6, "≥ 0", np.maximum(total, 0), None),
        (17.8, "/ 6", [[0, "⅔"], [1, 0]], None),
    ):
        fill = {(i, j): colour for i in range(2) for j in range(2)} if colour else None
        grid(axes, np.asarray(numbers, object), left, 1, fill=fill)
        label(axes, text, left - 0.85, 2, size=11)
    arrow(axes, (11.6, 3.4), (13.4, 3.4), colour=GREY)
    arrow(axes, (15.8, 3.4), (17.6, 3.4), colour=GREY)
    save(figure, HERE / "by_hand.png")


def main():
    colour, fashion = network("colour"), network("fashion")
    x, labels = load("colour_fashion", "test", SHOWN)
    images = x / np.float32(255)
    grey, grey_labels = load("fashion_mnist", "test", SHOWN)
    grey = grey / np.float32(255)
    chosen = well_known(colour, images, labels)
    filters(colour, fashion)
    layers(colour, images[chosen[9]])
    top(colour, images)
    saliencies(fashion, grey, well_known(fashion, grey, grey_labels), grey_labels)
    maximised(colour, fashion)
    cams(colour, images, chosen, labels)
    occlusions(colour, images, chosen, labels)
    by_hand()


if __name__ == "__main__":
    main()
