"""Stage 5, training: colour-Fashion, garments in colour in front of a cluttered picture, made from a seed.

Grey garments on black can be told apart by their outline alone, and a network without any convolution does so
well that a broken one is hard to see. Here the colour, the place and what lies behind differ from image to image,
and the classes are still Fashion-MNIST's.

The picture behind is a "dead leaves" image: discs of all sizes and colours, each covering part of those before.
Such images have the edges and the statistics of photographs (Lee, Mumford and Huang 2001, "Occlusion models for
natural images"; Baradad et al. 2021 train networks on them), and need neither a photograph nor a library that
brings one.
"""

from __future__ import annotations

from functools import cache

import numpy as np

SIDE = 32
BLOCK = 2000  # images are made in blocks with a seed each, so that the first n are the same for every n
PICTURE = 768  # pixels, each side
N_DISCS = 5000
SMALLEST, LARGEST = 3.0, 160.0  # radii
SEEDS = {"train": 101, "test": 202}


@cache
def picture(split: str) -> np.ndarray:
    """The picture behind the garments: (PICTURE, PICTURE, 3) of uint8. Training and test have one each."""
    rng = np.random.default_rng(SEEDS[split])
    image = np.full((PICTURE, PICTURE, 3), 128, np.float32)
    # Radii with density r**-3 look the same at every scale: u -> (1/a^2 + u (1/b^2 - 1/a^2))**-1/2.
    share = rng.random(N_DISCS)
    radii = (SMALLEST**-2 + share * (LARGEST**-2 - SMALLEST**-2)) ** -0.5
    radii[: N_DISCS // 10] *= 6  # the first ones cover the ground
    centres = rng.random((N_DISCS, 2)) * PICTURE
    colours = rng.random((N_DISCS, 3)) * 255
    slopes = (rng.random((N_DISCS, 2)) - 0.5) * 80  # light falls off across a disc
    for radius, (cy, cx), colour, slope in zip(radii, centres, colours, slopes, strict=True):
        top, left = max(0, int(cy - radius)), max(0, int(cx - radius))
        rows = np.arange(top, min(PICTURE, int(cy + radius) + 1))[:, None] - cy
        columns = np.arange(left, min(PICTURE, int(cx + radius) + 1))[None, :] - cx
        inside = rows**2 + columns**2 <= radius**2
        shade = (rows * slope[0] + columns * slope[1]) / radius
        patch = image[top : top + rows.shape[0], left : left + columns.shape[1]]
        patch[inside] = colour + shade[inside][:, None]
    image += rng.random(image.shape, np.float32) * 24 - 12  # grain
    return np.clip(image, 0, 255).astype(np.uint8)


def colour_block(garments: np.ndarray, split: str, block: int) -> np.ndarray:
    """Some garments (N, 28, 28, 1) of uint8, tinted and pasted: (N, 32, 32, 3) of uint8. N is at most BLOCK."""
    rng = np.random.default_rng((SEEDS[split], block))
    n, high = len(garments), garments.shape[1]
    rows, columns = rng.integers(0, PICTURE - SIDE, (2, BLOCK))[:, :n]
    tints = rng.uniform(0.3, 1, (BLOCK, 1, 1, 3)).astype(np.float32)[:n]
    down, right = rng.integers(0, SIDE - high + 1, (2, BLOCK))[:, :n]

    crops = np.lib.stride_tricks.sliding_window_view(picture(split), (SIDE, SIDE), (0, 1))  # (rows, columns, 3, 32, 32)
    behind = crops[rows, columns].transpose(0, 2, 3, 1).astype(np.float32)  # (N, 32, 32, 3)
    grey = np.zeros((n, SIDE, SIDE, 1), np.float32)
    for dy, dx in set(zip(down.tolist(), right.tolist(), strict=True)):
        here = (down == dy) & (right == dx)
        grey[here, dy : dy + high, dx : dx + high] = garments[here]
    cover = np.minimum(grey / 40, 1)  # the rim of a garment is half transparent
    front = grey * tints * 0.9 + 25
    return (cover * front + (1 - cover) * behind).astype(np.uint8)
