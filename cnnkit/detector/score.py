"""How good a detector is: the IoU of boxes and of masks, which detection is which plate, and average precision."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

IOU = 0.5  # from which on a detection is that plate
SURE = 0.5  # a score from which on it counts as found


def overlaps(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The IoU of every box of the first list with every box of the second, (M, N).

    >>> overlaps(np.array([[0, 0, 2, 2]]), np.array([[1, 0, 3, 2], [5, 5, 6, 6]])).round(3)
    array([[0.333, 0.   ]])
    """
    low = np.maximum(boxes[:, None, :2], others[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], others[None, :, 2:])
    both = (high - low).clip(0).prod(axis=2)
    areas = [(one[:, 2:] - one[:, :2]).clip(0).prod(axis=1) for one in (boxes, others)]
    return both / np.maximum(areas[0][:, None] + areas[1][None] - both, 1e-12)


def best_apart(boxes: np.ndarray, scores: np.ndarray, *, iou: float = 0.5) -> np.ndarray:
    """Indices of the boxes that non-maximum suppression leaves, best first."""
    left, kept = np.argsort(-scores, kind="stable"), []
    while len(left):
        kept.append(left[0])
        left = left[1:][overlaps(boxes[left[:1]], boxes[left[1:]])[0] <= iou]
    return np.array(kept, int)


def matched(boxes: np.ndarray, truths: np.ndarray) -> np.ndarray:
    """For each detection, best first, which plate it is: the one it overlaps most, each plate once, -1 for none."""
    plate = np.full(len(boxes), -1)
    for i, row in enumerate(overlaps(boxes, truths)):
        if len(row) and row.max() >= IOU and row.argmax() not in plate:
            plate[i] = row.argmax()
    return plate


def average_precision(scores: np.ndarray, hits: np.ndarray, n_truths: int) -> float:
    """The mean, over all plates, of the best precision with which each is found; 0 for one that is not found.

    >>> average_precision(np.array([0.9, 0.8, 0.7]), np.array([True, False, True]), 3)  # 1, 2/3 and 0
    0.5555555555555555
    """
    order = np.argsort(-scores, kind="stable")
    right = hits[order].cumsum()
    precision = right / np.arange(1, len(right) + 1)
    best = np.maximum.accumulate(precision[::-1])[::-1]
    return float(best[hits[order]].sum() / max(n_truths, 1))


def pasted(mask: np.ndarray, box: Sequence[float], height: int, width: int) -> np.ndarray:
    """A mask of its box, (h, w) from 0 to 1, as pixels of the picture, (height, width) of bool."""
    x1, y1, x2, y2 = box
    rows = (np.arange(height) + 0.5 - y1) / max(y2 - y1, 1e-9) * len(mask) - 0.5
    columns = (np.arange(width) + 0.5 - x1) / max(x2 - x1, 1e-9) * len(mask[0]) - 0.5
    inside = np.outer((rows >= -0.5) & (rows < len(mask) - 0.5), (columns >= -0.5) & (columns < len(mask[0]) - 0.5))
    return inside & (_between(_between(mask, rows).T, columns).T > 0.5)


def _between(numbers: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Rows of an array at places between its rows; beyond the last one the last one."""
    places = places.clip(0, len(numbers) - 1)
    low = places.astype(int)
    part = (places - low)[:, None]
    return numbers[low] * (1 - part) + numbers[np.minimum(low + 1, len(numbers) - 1)] * part


def mask_iou(mask: np.ndarray, other: np.ndarray) -> float:
    return float((mask & other).sum() / max((mask | other).sum(), 1))
