"""What is computed: the same float32 numbers for everybody, and how often each contestant is asked."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Job:
    """One operator on one size.

    shape: of the input. filters: how many, and their side; pad and stride, where the operator has them.
    """

    operator: str
    shape: tuple[int, ...]
    filters: int = 0
    side: int = 0
    stride: int = 1
    pad: int = 0

    @property
    def name(self) -> str:
        size = "x".join(map(str, self.shape))
        how = f", {self.filters} filters" if self.filters else ""
        how += f" {self.side}x{self.side}" if self.side else ""
        return f"{self.operator}, {size}{how}{f' stride {self.stride}' if self.stride > 1 else ''}"

    @property
    def out(self) -> tuple[int, int]:
        rows, columns = self.shape[2:]
        return tuple((n + 2 * self.pad - self.side) // self.stride + 1 for n in (rows, columns))  # type: ignore

    @property
    def flop(self) -> int:
        """Multiplications and additions; 0 where memory is what counts. The way back is two convolutions."""
        if not self.filters:
            return 0
        n, channels = self.shape[:2]
        once = 2 * n * self.filters * self.out[0] * self.out[1] * channels * self.side**2
        return once * (2 if self.operator == "conv2d, way back" else 1)

    def x(self) -> np.ndarray:
        return np.random.default_rng(1).normal(size=self.shape).astype(np.float32)

    def W(self) -> np.ndarray:
        size = (self.filters, self.shape[1], self.side, self.side)
        return np.random.default_rng(2).normal(size=size).astype(np.float32)

    def b(self) -> np.ndarray:
        return np.random.default_rng(3).normal(size=self.filters).astype(np.float32)

    def dout(self) -> np.ndarray:
        size = (self.shape[0], self.filters, *self.out)
        return np.random.default_rng(4).normal(size=size).astype(np.float32)

    def columns(self) -> np.ndarray:
        size = (self.shape[0] * self.out[0] * self.out[1], self.shape[1] * self.side**2)
        return np.random.default_rng(5).normal(size=size).astype(np.float32)


SMALL, MIDDLE, LARGE = (32, 3, 32, 32), (32, 64, 32, 32), (8, 3, 224, 224)
JOBS = (
    Job("conv2d", SMALL, 16, 3, pad=1),
    Job("conv2d", MIDDLE, 64, 3, pad=1),
    Job("conv2d", LARGE, 64, 7, stride=2, pad=3),
    Job("conv2d, way back", SMALL, 16, 3, pad=1),
    Job("conv2d, way back", MIDDLE, 64, 3, pad=1),
    Job("im2col", MIDDLE, 0, 3, pad=1),
    Job("col2im", MIDDLE, 0, 3, pad=1),
    Job("max_pool", MIDDLE, 0, 2, stride=2),
    Job("avg_pool", MIDDLE, 0, 2, stride=2),
    Job("global_avg_pool", MIDDLE),
    Job("softmax", (1000, 1000)),
    Job("log_softmax", (1000, 1000)),
)
PEAK_SIDE = 2048


def peak(dtype: str, budget_s: float) -> float:
    """GFLOP/s of NumPy's matrix product of two square matrices."""
    a, b = (np.random.default_rng(n).normal(size=(PEAK_SIDE, PEAK_SIDE)).astype(dtype) for n in (1, 2))
    return 2 * PEAK_SIDE**3 / least_s(lambda: a @ b, budget_s)[0] / 1e9


def least_s(work: Callable[[], Any], budget_s: float) -> tuple[float, int]:
    """The least of as many runs as fit into the time, three at least; the first is not counted."""
    work()
    times: list[float] = []
    end = time.perf_counter() + budget_s
    while len(times) < 3 or time.perf_counter() < end:
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times), len(times)
