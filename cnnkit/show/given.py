"""What a student gave to a picture: taken as arrays and whole numbers, or refused in words that name it."""

from __future__ import annotations

from typing import Any

import numpy as np

MINUS = "−"
MOST_LETTERS = 6  # of a number that fits in a cell


def whole(call: str, name: str, value: Any, least: int) -> int:
    """
    >>> whole("show.output_size", "stride", 0, 1)
    Traceback (most recent call last):
    ValueError: show.output_size(stride=0): expected a whole number of at least 1
    """
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | np.integer) or value < least:
        raise ValueError(f"{call}({name}={value!r:.60}): expected a whole number of at least {least}")
    return int(value)


def numbers(call: str, name: str, value: Any, shapes: str, ranks: tuple[int, ...]) -> np.ndarray:
    """An array of float64 with one of these numbers of axes. shapes: for the reader, such as "(C, H, W)".

    Raises:
        TypeError: it holds something else than numbers.
        ValueError: its shape is another, or it is empty.
    """
    try:
        array = np.asarray(value)
    except Exception as error:  # whatever a student's object raises when it is read as an array
        raise TypeError(f"{call}({name}=...): expected an array of numbers; reading it raised {error!r:.80}") from None
    if array.dtype.kind not in "buif":
        raise TypeError(f"{call}({name}=...): expected an array of numbers; it holds {array.dtype}")
    if array.ndim not in ranks:
        raise ValueError(f"{call}({name}=...): expected the shape {shapes}; it has the shape {array.shape}")
    if array.size == 0:
        raise ValueError(f"{call}({name}=...): it is empty, with the shape {array.shape}")
    return array.astype(np.float64)


def choice(call: str, name: str, value: Any, values: tuple[str, ...]) -> str:
    if value not in values:
        raise ValueError(f"{call}({name}={value!r:.60}): expected one of {', '.join(map(repr, values))}")
    return str(value)


def short(value: float) -> str:
    """A number in few letters, as it is written in a cell.

    >>> short(15.0), short(-3.0), short(0.33333), short(-0.00049817), short(float("-inf"))
    ('15', '−3', '0.333', '−5e−4', '−∞')
    """
    if np.isnan(value):
        return "nan"
    if np.isinf(value):
        return "∞" if value > 0 else MINUS + "∞"
    if value == int(value) and abs(value) < 1e6:
        return f"{int(value)}".replace("-", MINUS)
    digits = next((text for text in (f"{value:.3g}", f"{value:.2g}") if len(text) <= MOST_LETTERS), f"{value:.0e}")
    return digits.replace("e-0", "e-").replace("e+0", "e").replace("-", MINUS)


def exact(value: float) -> bool:
    """Whether `short` writes all of it.

    >>> exact(0.25), exact(1 / 3)
    (True, False)
    """
    return not np.isfinite(value) or float(short(value).replace(MINUS, "-")) == value


def size_formula(size: int, filter_size: int, stride: int, before: int, after: int) -> str:
    """How many windows fit, with the numbers put in.

    >>> size_formula(7, 3, 2, 0, 0), size_formula(7, 3, 3, 0, 0), size_formula(28, 5, 3, 2, 2)
    ('(7 − 3) / 2 + 1 = 3', '(7 − 3) / 3 + 1 = 2.33 → 2', '(28 + 2·2 − 5) / 3 + 1 = 10')
    """
    padding = f" + 2·{before}" if before == after else f" + {before} + {after}"
    room = size + before + after - filter_size
    left = f"({size}{padding if before or after else ''} {MINUS} {filter_size}) / {stride} + 1"
    fits = room // stride + 1
    return f"{left} = {fits}" if room % stride == 0 else f"{left} = {room / stride + 1:.2f} → {fits}"
