"""Pooling, losses, layers as classes and sizes, in ways that are right all the same."""

from tests.oddities.odd import A02, A04, A06, A07, odd

ODDITIES = [
    odd("sorted-windows", A04, max_pool="""
    def max_pool(x, pool_h, pool_w, stride=1, pad=0):
        N, C, H, W = x.shape
        if pool_h > H + 2 * pad or pool_w > W + 2 * pad:
            raise ValueError
        padded = np.full((N, C, H + 2 * pad, W + 2 * pad), -np.inf)
        padded[:, :, pad : pad + H, pad : pad + W] = x
        rows, columns = range(0, H + 2 * pad - pool_h + 1, stride), range(0, W + 2 * pad - pool_w + 1, stride)
        return np.array([[[[sorted(plane[i : i + pool_h, j : j + pool_w].ravel())[-1] for j in columns] for i in rows]
                          for plane in image] for image in padded])
    """),
    odd("shifted-pictures", A04, max_pool="""
    from functools import reduce
    from itertools import product

    def max_pool(x, pool_h, pool_w, stride=1, pad=0):
        H, W = x.shape[2:]
        OH, OW = (H + 2 * pad - pool_h) // stride + 1, (W + 2 * pad - pool_w) // stride + 1
        if min(OH, OW) < 1:
            raise ValueError
        x = np.pad(x.astype(float), ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=-np.inf)
        parts = (x[:, :, u : u + stride * OH : stride, v : v + stride * OW : stride]
                 for u, v in product(range(pool_h), range(pool_w)))
        return reduce(np.maximum, parts)
    """),
    odd("one-heap-a-window", A04, max_pool="""
    import heapq

    def max_pool(x, pool_h, pool_w, stride=1, pad=0):
        (N, C, H, W), inf = x.shape, float("inf")
        if pool_h - H > 2 * pad or pool_w - W > 2 * pad:
            raise ValueError("window")
        cells = {(n, c, i + pad, j + pad): float(x[n, c, i, j]) for n, c, i, j in np.ndindex(x.shape)}
        out = np.empty((N, C, (H + 2 * pad - pool_h) // stride + 1, (W + 2 * pad - pool_w) // stride + 1))
        for n, c, i, j in np.ndindex(out.shape):
            places = [(n, c, i * stride + u, j * stride + v) for u in range(pool_h) for v in range(pool_w)]
            out[n, c, i, j] = heapq.nlargest(1, [cells.get(place, -inf) for place in places])[0]
        return out
    """),
    odd("integral-image", A04, avg_pool="""
    def avg_pool(x, pool_h, pool_w, stride=1, pad=0):
        N, C, H, W = x.shape
        if pool_h > H + 2 * pad or pool_w > W + 2 * pad:
            raise ValueError
        def sums(values):
            table = np.pad(values, ((0, 0), (0, 0), (pad + 1, pad), (pad + 1, pad))).cumsum(2).cumsum(3)
            all_of_them = (table[:, :, pool_h:, pool_w:] - table[:, :, :-pool_h, pool_w:]
                           - table[:, :, pool_h:, :-pool_w] + table[:, :, :-pool_h, :-pool_w])
            return all_of_them[:, :, ::stride, ::stride]
        return sums(x.astype(float)) / np.rint(sums(np.ones_like(x, float)))
    """),
    odd("statistics", A04, global_avg_pool="""
    from statistics import fmean

    def global_avg_pool(x):
        return [[fmean(map(float, np.nditer(plane))) for plane in image] for image in x]
    """),
    odd("rolled", A04, shift_response="""
    def shift_response(image, dx, pool):
        moved = np.roll(np.float64(image), dx, axis=1)
        moved[:, :dx] = 0
        H, W = (side // pool * pool for side in image.shape)
        tiles = lambda one: one[:H, :W].reshape(H // pool, pool, W // pool, pool).max(axis=(1, 3))
        return np.array(np.abs(tiles(moved) - tiles(image)).mean())  # an array without an axis
    """),
    odd("softmax-along-an-axis", A06, softmax="""
    def softmax(x):
        def row(scores):
            powers = np.exp(scores.astype(float) - max(scores))
            return powers / sum(powers)
        return np.apply_along_axis(row, -1, x)
    """),
    odd("long-double", A06, softmax="""
    def softmax(x):
        powers = np.exp(np.asarray(x, np.longdouble) - np.max(x, axis=-1, keepdims=True))
        return powers / powers.sum(-1, keepdims=True)
    """, log_softmax="""
    def log_softmax(x):
        x = np.asarray(x, float)
        return x - np.logaddexp.reduce(x, axis=-1, keepdims=True)
    """),
    odd("one-hot-by-comparison", A06, one_hot="""
    def one_hot(labels, num_classes):
        return np.equal.outer(labels, range(num_classes)) * 1.0
    """),
    odd("dictionaries", A06, one_hot="""
    from collections import defaultdict

    def one_hot(labels, num_classes):
        rows = [defaultdict(float, {int(label): 1.0}) for label in labels]
        return [[row[k] for k in range(num_classes)] for row in rows]
    """),
    odd("plain-python", A06, cross_entropy_error="""
    import math

    def cross_entropy_error(y, t):
        if np.ndim(y) == 1:
            y, t = [y], [t]
        pairs = [(row, label if np.ndim(label) == 0 else list(label).index(max(label))) for row, label in zip(y, t)]
        return -math.fsum(math.log(row[int(label)] + 1e-7) for row, label in pairs) / len(pairs)
    """),
    odd("decimal", A06, kl_divergence="""
    from decimal import Decimal, getcontext

    def kl_divergence(p, q):
        getcontext().prec = 40
        rows = list(zip(np.atleast_2d(p).tolist(), np.atleast_2d(q).tolist()))
        total = sum(Decimal(a) * (Decimal(a) / Decimal(b)).ln() for one, two in rows for a, b in zip(one, two) if a)
        return float(total / len(rows))
    """),
    odd("gradient-in-a-named-pair", A06, softmax_cross_entropy="""
    from typing import NamedTuple

    class LossAndGradient(NamedTuple):
        loss: float
        dx: np.ndarray

    def softmax_cross_entropy(x, t):
        t = one_hot(t, x.shape[1]) if np.ndim(t) == 1 else t
        return LossAndGradient(-(t * log_softmax(x)).sum(1).mean(), (softmax(x) - t) / len(x))
    """),
    odd("slots", A07, Relu="""
    class Relu:
        __slots__ = ("positive", "__dict__")

        def forward(self, x):
            self.positive = np.greater(x, 0)
            return np.where(self.positive, x, 0)

        def backward(self, dout):
            return np.multiply(dout, self.positive)
    """),
    odd("a-base-class", A07, """
    from abc import ABC, abstractmethod

    class Layer(ABC):
        @abstractmethod
        def forward(self, x): ...
        @abstractmethod
        def backward(self, dout): ...
        def __call__(self, x): return self.forward(x)
    """, Relu="""
    class Relu(Layer):
        def forward(self, x):
            self.x = x.copy()
            return x.clip(min=0)
        def backward(self, dout):
            return dout * (self.x > 0)
    """, Affine="""
    class Affine(Layer):
        def __init__(self, W, b):
            super().__init__()
            self.W, self.b = W, b
        def forward(self, x):
            self.shape = x.shape
            self.rows = x.reshape(len(x), -1)
            return self.rows @ self.W + self.b
        def backward(self, dout):
            self.dW, self.db = np.einsum("ni,nj->ij", self.rows, dout), np.einsum("nj->j", dout)
            return (dout @ self.W.T).reshape(self.shape)
    """),
    odd("a-dataclass-layer", A07, Affine="""
    from dataclasses import dataclass, field

    @dataclass
    class Affine:
        W: np.ndarray
        b: np.ndarray
        dW: np.ndarray = field(default=None, init=False)
        db: np.ndarray = field(default=None, init=False)

        def forward(self, x):
            self._x = x
            return np.tensordot(x.reshape(x.shape[0], -1), self.W, 1) + self.b

        def backward(self, dout):
            self.db = dout.sum(0)
            self.dW = self._x.reshape(len(dout), -1).T.dot(dout)
            return dout.dot(self.W.T).reshape(self._x.shape)
    """),
    odd("properties", A07, Affine="""
    class Affine:
        def __init__(self, W, b):
            self.W, self.b = W, b
        def forward(self, x):
            self.x = x
            return x.reshape(len(x), -1) @ self.W + self.b
        def backward(self, dout):
            self.dout = np.array(dout)
            return (dout @ self.W.T).reshape(self.x.shape)
        @property
        def dW(self): return self.x.reshape(len(self.x), -1).T @ self.dout
        @property
        def db(self): return np.add.reduce(self.dout)
    """),
    odd("a-class-by-type", A07, Relu="""
    def forward(self, x):
        self.kept = x > 0
        return x * self.kept

    Relu = type("Relu", (), {"forward": forward, "backward": lambda self, dout: dout * self.kept})
    """),
    odd("a-factory", A07, Relu="""
    def Relu():
        class Inner:
            def forward(self, x):
                self.kept = x > 0
                return x * self.kept
            def backward(self, dout):
                return dout * self.kept
        return Inner()
    """),
    odd("closures-for-methods", A07, Relu="""
    class Relu:
        def __init__(self):
            kept = None
            def forward(x):
                nonlocal kept
                kept = x > 0
                return x * kept
            self.forward, self.backward = forward, lambda dout: dout * kept
    """),
    odd("a-metaclass", A07, Relu="""
    class Registered(type):
        known = {}
        def __new__(meta, name, bases, body):
            meta.known[name] = made = super().__new__(meta, name, bases, body)
            return made

    class Relu(metaclass=Registered):
        forward = lambda self, x: np.maximum(setattr(self, "x", np.array(x)) or x, 0)
        backward = lambda self, dout: np.where(self.x > 0, dout, 0)
    """),
    odd("bits-of-a-number", A02, conv_params="""
    def conv_params(in_channels, filter_h, filter_w, filters, bias=True):
        return sum(1 for _ in range(filters) for _ in range(in_channels * filter_h * filter_w + bool(bias)))
    """, keras_same_pad="""
    import math

    def keras_same_pad(size, filter_size, stride):
        total = max(0, (math.ceil(size / stride) - 1) * stride + filter_size - size)
        return list(divmod(total, 2)) and [total // 2, total - total // 2]
    """, zero_pad="""
    def zero_pad(x, pad):
        out = np.zeros((*x.shape[:2], x.shape[2] + 2 * pad, x.shape[3] + 2 * pad), x.dtype)
        out[..., slice(pad, -pad or None), slice(pad, -pad or None)] = x
        return out
    """),
]  # fmt: skip
