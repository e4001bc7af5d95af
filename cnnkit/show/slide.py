"""What `sliding_window` shows, as numbers: each window, what is made of it, and the sentence that works it out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from autograder.i18n import Words
from cnnkit.show.given import choice, exact, numbers, short, whole

CALL = "show.sliding_window"
REDUCE = ("sum", "max", "mean")
MOST_SIDE = 12  # cells of a padded image whose numbers can be read
MOST_FILTER = 11
IN_A_LINE = 9  # products
IN_LINES = 36  # beyond, only their sum
FEW_CHANNELS = 3


@dataclass(frozen=True)
class Slide:
    """One image and one window.

    Attributes:
        image: padded, (C, H, W), cut to what can be drawn.
        outside: (H, W), True where it is padding.
        weights: (C, FH, FW); None for pooling.
        window: its rows and columns.
        size: rows and columns of the image as it was given, without padding.
        notes: which part of what was given is not drawn.
    """

    image: np.ndarray
    outside: np.ndarray
    weights: np.ndarray | None
    window: tuple[int, int]
    bias: float | None
    stride: int
    pad: int
    reduce: str
    size: tuple[int, int]
    notes: tuple[tuple[str, dict[str, Any]], ...]

    @property
    def rows(self) -> int:
        return (self.image.shape[1] - self.window[0]) // self.stride + 1

    @property
    def columns(self) -> int:
        return (self.image.shape[2] - self.window[1]) // self.stride + 1

    @property
    def steps(self) -> int:
        return self.rows * self.columns

    @property
    def shown(self) -> int:
        """Channels that are drawn."""
        return min(len(self.image), FEW_CHANNELS)

    def corner(self, step: int) -> tuple[int, int]:
        """Row and column of the padded image where a window begins."""
        return step // self.columns * self.stride, step % self.columns * self.stride

    def seen(self, step: int) -> np.ndarray:
        """What the window shows, (C, FH, FW)."""
        i, j = self.corner(step)
        return self.image[:, i : i + self.window[0], j : j + self.window[1]]

    def real(self, step: int) -> np.ndarray:
        """Which cells of the window are no padding, (FH, FW)."""
        i, j = self.corner(step)
        return ~self.outside[i : i + self.window[0], j : j + self.window[1]]

    def of_channel(self, step: int, channel: int) -> float:
        """What one channel of the window comes to, without bias."""
        seen = self.seen(step)[channel]
        if self.weights is not None:
            return float((seen * self.weights[channel]).sum())
        return float(seen.max() if self.reduce == "max" else seen[self.real(step)].mean())

    @cached_property
    def output(self) -> np.ndarray:
        """(rows, columns), worked out window by window as it is drawn."""
        channels = range(len(self.image)) if self.weights is not None else range(1)
        worth = [sum(self.of_channel(step, c) for c in channels) + (self.bias or 0) for step in range(self.steps)]
        return np.array(worth).reshape(self.rows, self.columns)

    def worked(self, step: int, words: Words) -> list[str]:
        """How the number of one output cell comes about, in lines."""
        worth = float(self.output.flat[step])
        if self.weights is None:
            return [self._pooled(step, worth)]
        if len(self.image) == 1:
            lines = self._products(step, 0)
            if not lines:
                lines = [words("sum of {n} products", n=self.weights[0].size)]
            end = f" + {_signed(self.bias)}" if self.bias is not None else ""
            return [*lines[:-1], f"{lines[-1]}{end} {self._equals(step)} {short(worth)}"]
        parts = [self.of_channel(step, c) for c in range(len(self.image))]
        lines = []
        for c in range(self.shown):
            products = self._products(step, c)
            if len(products) == 1:
                title = words("channel {c}", c=c)
                lines.append(f"{title}:  {products[0]} {self._equals(step)} {short(parts[c])}")
        few = parts if len(parts) <= 8 else [*parts[:7], sum(parts[7:])]
        total = " + ".join(_signed(part) if k else short(part) for k, part in enumerate(few))
        bias, title = words("bias"), words("sum over channels")
        end = f" + {_signed(self.bias)} ({bias})" if self.bias is not None else ""
        return [*lines, f"{title}:  {total}{end} {self._equals(step)} {short(worth)}"]

    def _products(self, step: int, channel: int) -> list[str]:
        assert self.weights is not None
        seen, weights = self.seen(step)[channel], self.weights[channel]
        if seen.size > IN_LINES:
            return []
        rows = [
            " + ".join(f"{_signed(a)}·{_signed(w)}" for a, w in zip(one, other, strict=True))
            for one, other in zip(seen, weights, strict=True)
        ]
        return [" + ".join(rows)] if seen.size <= IN_A_LINE else [rows[0], *("+ " + row for row in rows[1:])]

    def _pooled(self, step: int, worth: float) -> str:
        seen = self.seen(step)[0]
        if self.reduce == "max":
            return f"max({', '.join(short(a) for a in seen.flat)}) {self._equals(step)} {short(worth)}"
        real = seen[self.real(step)]
        return f"({' + '.join(_signed(a) for a in real)}) / {real.size} {self._equals(step)} {short(worth)}"

    def _equals(self, step: int) -> str:
        given = [*self.seen(step).flat, *([] if self.weights is None else self.weights.flat), self.output.flat[step]]
        return "=" if all(exact(float(value)) for value in given) else "≈"


def slide(x: Any, W: Any, b: Any, stride: Any, pad: Any, reduce: Any) -> Slide:
    """Take what a student gave; raises as `sliding_window` says."""
    choice(CALL, "reduce", reduce, REDUCE)
    images = numbers(CALL, "x", x, "(H, W), (C, H, W) or (N, C, H, W)", (2, 3, 4))
    stride, pad = whole(CALL, "stride", stride, 1), whole(CALL, "pad", pad, 0)
    images = images.reshape((1,) * (4 - images.ndim) + images.shape)
    notes: list[tuple[str, dict[str, Any]]] = []
    weights, window = _filter(W, images.shape[1], notes) if reduce == "sum" else (None, _window(W))
    if len(images) > 1:
        notes.append((N_("Only the first of {n} images is drawn."), {"n": len(images)}))
    image, size = images[0], images.shape[2:]
    if reduce != "sum" and len(image) > 1:
        notes.append((N_("Only the first of {n} channels is drawn; pooling keeps them apart."), {"n": len(image)}))
        image = image[:1]
    if reduce != "sum" and pad >= min(window):
        raise ValueError(f"{CALL}(W={window}, pad={pad}): a window of padding alone has no {reduce}; use a smaller pad")
    ground = -np.inf if reduce == "max" else 0.0
    padded = np.pad(image, ((0, 0), (pad, pad), (pad, pad)), constant_values=ground)
    outside = np.pad(np.zeros(size, bool), pad, constant_values=True)
    if window[0] > padded.shape[1] or window[1] > padded.shape[2]:
        raise ValueError(
            f"{CALL}(...): the window of {window[0]} x {window[1]} is larger than the padded image of "
            f"{padded.shape[1]} x {padded.shape[2]}; no window fits"
        )
    if max(padded.shape[1:]) > MOST_SIDE:
        notes.append(
            (
                N_("Only the upper left corner of the image of {h} × {w} is drawn."),
                {"h": size[0], "w": size[1]},
            )
        )
    cut = np.s_[..., :MOST_SIDE, :MOST_SIDE]
    return Slide(
        padded[cut], outside[cut], weights, window, _bias(b, reduce, W), stride, pad, reduce, (size[0], size[1]),
        tuple(notes),
    )  # fmt: skip


def N_(msgid: str) -> str:
    """Marks a sentence for the catalogue; it is said when it is drawn."""
    return msgid


def _filter(W: Any, channels: int, notes: list[tuple[str, dict[str, Any]]]) -> tuple[np.ndarray, tuple[int, int]]:
    given = numbers(CALL, "W", W, "(FH, FW), (C, FH, FW) or (FN, C, FH, FW)", (2, 3, 4))
    filters = given.reshape((1,) * (4 - given.ndim) + given.shape)
    if filters.shape[1] != channels:
        raise ValueError(
            f"{CALL}(...): x has {channels} channels and W, of shape {given.shape}, has {filters.shape[1]}; a filter "
            "is as deep as its image"
        )
    _not_too_large(filters.shape[2], filters.shape[3])
    if len(filters) > 1:
        notes.append((N_("Only the first of {n} filters is drawn."), {"n": len(filters)}))
    return filters[0], (filters.shape[2], filters.shape[3])


def _window(W: Any) -> tuple[int, int]:
    if not isinstance(W, tuple | list) or len(W) != 2:
        raise ValueError(f"{CALL}(W={W!r:.60}): for pooling, expected (rows, columns) of the window, such as (2, 2)")
    rows, columns = whole(CALL, "W", W[0], 1), whole(CALL, "W", W[1], 1)
    _not_too_large(rows, columns)
    return rows, columns


def _not_too_large(rows: int, columns: int) -> None:
    if max(rows, columns) > MOST_FILTER:
        raise ValueError(f"{CALL}(...): a window of {rows} x {columns}; at most {MOST_FILTER} x {MOST_FILTER} is drawn")


def _bias(b: Any, reduce: str, W: Any) -> float | None:
    if b is None:
        return None
    if reduce != "sum":
        raise ValueError(f"{CALL}(b=..., reduce={reduce!r}): pooling has no bias")
    biases = numbers(CALL, "b", b, "(FN,)", (0, 1))
    filters = np.shape(W)[0] if np.ndim(W) == 4 else 1
    if biases.size != filters:
        raise ValueError(f"{CALL}(b=...): expected one bias for each of the {filters} filters; there are {biases.size}")
    return float(biases.flat[0])


def _signed(value: float) -> str:
    """In a sum or product: a negative number stands in brackets.

    >>> _signed(2.0), _signed(-1.0)
    ('2', '(−1)')
    """
    text = short(value)
    return f"({text})" if text.startswith("−") else text
