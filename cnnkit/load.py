"""The images of the course, for a student's notebook."""

from __future__ import annotations

from typing import Literal

import numpy as np

from autograder.models import data


def load(
    name: str = "fashion_mnist", split: Literal["train", "test"] = "train", n: int | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """The images of a set and their labels.

    Args:
        name: "fashion_mnist" (28x28x1), "colour_fashion" (32x32x3: the same garments in colour in front of a
            cluttered picture) or "cifar10" (32x32x3, fetched once through keras.datasets).
        split: "train" or "test".
        n: only the first n.

    Returns:
        images (N, H, W, C) of uint8 from 0 to 255, and labels (N,) of uint8. They are read-only and lie on the
        disk until they are used; `x / 255.0` is an array of your own.

    Raises:
        KeyError: there is no such set.
        DataMissing: its files are not on this machine; the message says how to get them.
    """
    return data.load(name, split, n)
