"""A test picture with what was found on it: masks blue, boxes orange with their scores, plates that are there green.

Okabe and Ito's colours on grey, which colour-blind readers can tell apart; every pixel is drawn four times, so that
lines are thin.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from cnnkit.detector.score import SURE
from cnnkit.plates import glyph

LARGER = 2
GREYS = 16
BLUE, ORANGE, GREEN, BLACK = (0, 114, 178), (230, 159, 0), (0, 158, 115), (0, 0, 0)
LINE, TRUTH, INK = 2 * GREYS, 2 * GREYS + 1, 2 * GREYS + 2  # places in the palette, behind greys and blues
TINT = 0.55


def painted(scene: Any) -> np.ndarray:
    """The picture, twice as large: (2 height, 2 width, 3) of uint8."""
    return _palette()[_places(scene)]


def png(scene: Any) -> bytes:
    """The same as a small file."""
    from autograder.reports.pixels import png as file

    return file([row.tobytes() for row in _places(scene).astype(np.uint8)], _palette().tobytes())


def _palette() -> np.ndarray:
    grey = np.linspace(0, 255, GREYS)[:, None] * np.ones(3)
    blue = (1 - TINT) * grey + TINT * np.array(BLUE)
    return np.concatenate([grey, blue, [ORANGE, GREEN, BLACK]]).round().astype(np.uint8)


def _places(scene: Any) -> np.ndarray:
    """For every pixel its place in the palette."""
    grey = scene.image.astype(float) @ (0.299, 0.587, 0.114)
    places = (grey / 256 * GREYS).astype(int)
    sure = np.flatnonzero(scene.scores >= SURE)
    places[scene.masks[sure].any(axis=0)] += GREYS
    places = places.repeat(LARGER, axis=0).repeat(LARGER, axis=1)
    for box in scene.truths:
        _frame(places, box, TRUTH, 1)
    for i in sure:
        _frame(places, scene.boxes[i], LINE, 2)
        _label(places, scene.boxes[i], scene.scores[i])
    return places


def _frame(places: np.ndarray, box: np.ndarray, colour: int, width: int) -> None:
    height, wide = places.shape
    x1, y1, x2, y2 = (LARGER * box).round().astype(int).clip(0, (wide, height, wide, height))
    for rows, columns in (
        (slice(y1, y1 + width), slice(x1, x2)),
        (slice(max(y2 - width, 0), y2), slice(x1, x2)),
        (slice(y1, y2), slice(x1, x1 + width)),
        (slice(y1, y2), slice(max(x2 - width, 0), x2)),
    ):
        places[rows, columns] = colour


def _label(places: np.ndarray, box: np.ndarray, score: float) -> None:
    """The score in percent, above the box or inside it where there is no room."""
    text = np.hstack([np.pad(glyph(digit), ((2, 2), (1, 1))) for digit in str(min(99, round(100 * score)))])
    text = np.where(np.pad(text, ((0, 0), (1, 1))) == 1, INK, LINE)
    x, y = int(LARGER * box[0]), int(LARGER * box[1])
    y = y - len(text) + 2 if y >= len(text) else y
    x = min(max(x, 0), places.shape[1] - text.shape[1])
    places[y : y + len(text), x : x + text.shape[1]] = text
