"""Answers to a07_backprop that differ from the lesson's: right ones written oddly, and wrong ones as people write them.

Each is a cell, or several, of a student's notebook; `np`, `im2col` and `col2im` are there already.
"""

NOTES = """
class Relu:
    def __init__(self):
        self.mask = None

    def forward(self, x):
        self.mask = x <= 0
        out = x.copy()
        out[self.mask] = 0
        return out

    def backward(self, dout):
        dout[self.mask] = 0
        return dout


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b
        self.x = self.original_x_shape = self.dW = self.db = None

    def forward(self, x):
        self.original_x_shape = x.shape
        self.x = x.reshape(x.shape[0], -1)
        return np.dot(self.x, self.W) + self.b

    def backward(self, dout):
        dx = np.dot(dout, self.W.T)
        self.dW = np.dot(self.x.T, dout)
        self.db = np.sum(dout, axis=0)
        return dx.reshape(*self.original_x_shape)


class Convolution:
    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b, self.stride, self.pad = W, b, stride, pad
        self.x = self.col = self.col_W = None

    def forward(self, x):
        FN, C, FH, FW = self.W.shape
        N, C, H, W = x.shape
        out_h = 1 + int((H + 2 * self.pad - FH) / self.stride)
        out_w = 1 + int((W + 2 * self.pad - FW) / self.stride)
        self.x, self.col = x, im2col(x, FH, FW, self.stride, self.pad)
        self.col_W = self.W.reshape(FN, -1).T
        out = np.dot(self.col, self.col_W) + self.b
        return out.reshape(N, out_h, out_w, -1).transpose(0, 3, 1, 2)

    def backward(self, dout):
        FN, C, FH, FW = self.W.shape
        dout = dout.transpose(0, 2, 3, 1).reshape(-1, FN)
        self.db = np.sum(dout, axis=0)
        self.dW = np.dot(self.col.T, dout).transpose(1, 0).reshape(FN, C, FH, FW)
        return col2im(np.dot(dout, self.col_W.T), self.x.shape, FH, FW, self.stride, self.pad)


class Pooling:
    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        self.pool_h, self.pool_w, self.stride, self.pad = pool_h, pool_w, stride, pad

    def forward(self, x):
        N, C, H, W = x.shape
        out_h = int(1 + (H - self.pool_h) / self.stride)
        out_w = int(1 + (W - self.pool_w) / self.stride)
        col = im2col(x, self.pool_h, self.pool_w, self.stride, self.pad).reshape(-1, self.pool_h * self.pool_w)
        self.x, self.arg_max = x, np.argmax(col, axis=1)
        return np.max(col, axis=1).reshape(N, out_h, out_w, C).transpose(0, 3, 1, 2)

    def backward(self, dout):
        dout = dout.transpose(0, 2, 3, 1)
        pool_size = self.pool_h * self.pool_w
        dmax = np.zeros((dout.size, pool_size))
        dmax[np.arange(self.arg_max.size), self.arg_max.flatten()] = dout.flatten()
        dmax = dmax.reshape(dout.shape + (pool_size,))
        dcol = dmax.reshape(dmax.shape[0] * dmax.shape[1] * dmax.shape[2], -1)
        return col2im(dcol, self.x.shape, self.pool_h, self.pool_w, self.stride, self.pad)


def softmax(x):
    x = x - np.max(x, axis=-1, keepdims=True)
    return np.exp(x) / np.sum(np.exp(x), axis=-1, keepdims=True)


def cross_entropy_error(y, t):
    if t.size == y.size:
        t = t.argmax(axis=1)
    return -np.sum(np.log(y[np.arange(y.shape[0]), t] + 1e-7)) / y.shape[0]


class SoftmaxWithLoss:
    def forward(self, x, t):
        self.t, self.y = t, softmax(x)
        self.loss = cross_entropy_error(self.y, self.t)
        return self.loss

    def backward(self, dout=1):
        batch_size = self.t.shape[0]
        if self.t.size == self.y.size:
            return (self.y - self.t) / batch_size
        dx = self.y.copy()
        dx[np.arange(batch_size), self.t] -= 1
        return dx / batch_size


def numerical_gradient(f, x):
    h = 1e-4
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
    while not it.finished:
        idx = it.multi_index
        tmp_val = x[idx]
        x[idx] = float(tmp_val) + h
        fxh1 = f(x)
        x[idx] = tmp_val - h
        fxh2 = f(x)
        grad[idx] = (fxh1 - fxh2) / (2 * h)
        x[idx] = tmp_val
        it.iternext()
    return grad
"""

# name: (what the cells define and is to be judged, the cells)
RIGHT = {
    "seven loops": """
class Convolution:
    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b, self.s, self.p = W, b, stride, pad

    def forward(self, x):
        p, s = self.p, self.s
        self.x = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        N, C, H, W = self.x.shape
        FN, _, FH, FW = self.W.shape
        out = np.zeros((N, FN, (H - FH) // s + 1, (W - FW) // s + 1))
        for n, f, i, j in np.ndindex(out.shape):
            out[n, f, i, j] = self.b[f]
            for c, u, v in np.ndindex(C, FH, FW):
                out[n, f, i, j] += self.x[n, c, i * s + u, j * s + v] * self.W[f, c, u, v]
        return out

    def backward(self, dout):
        p, s = self.p, self.s
        dx, self.dW, self.db = np.zeros(self.x.shape), np.zeros(self.W.shape), np.zeros(len(self.b))
        for n, f, i, j in np.ndindex(dout.shape):
            self.db[f] += dout[n, f, i, j]
            for c, u, v in np.ndindex(self.W.shape[1:]):
                self.dW[f, c, u, v] += dout[n, f, i, j] * self.x[n, c, i * s + u, j * s + v]
                dx[n, c, i * s + u, j * s + v] += dout[n, f, i, j] * self.W[f, c, u, v]
        return dx[:, :, p : dx.shape[2] - p, p : dx.shape[3] - p]


class Pooling:
    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        self.h, self.w, self.s, self.p = pool_h, pool_w, stride, pad

    def forward(self, x):
        N, C, H, W = x.shape
        self.shape, self.winners = x.shape, {}
        oh, ow = (H + 2 * self.p - self.h) // self.s + 1, (W + 2 * self.p - self.w) // self.s + 1
        out = np.zeros((N, C, oh, ow))
        for n, c, i, j in np.ndindex(out.shape):
            best = None
            for r in range(i * self.s - self.p, i * self.s - self.p + self.h):
                for q in range(j * self.s - self.p, j * self.s - self.p + self.w):
                    if 0 <= r < H and 0 <= q < W and (best is None or x[n, c, r, q] > x[n, c, best[0], best[1]]):
                        best = r, q
            self.winners[n, c, i, j] = best
            out[n, c, i, j] = x[n, c, best[0], best[1]]
        return out

    def backward(self, dout):
        dx = np.zeros(self.shape)
        for (n, c, i, j), (r, q) in self.winners.items():
            dx[n, c, r, q] += dout[n, c, i, j]
        return dx
""",
    "einsum": """
from numpy.lib.stride_tricks import sliding_window_view


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.x = x
        return np.einsum("nd,dm->nm", x.reshape(x.shape[0], -1), self.W) + self.b

    def backward(self, dout):
        self.dW = np.einsum("nd,nm->dm", self.x.reshape(len(self.x), -1), dout)
        self.db = np.einsum("nm->m", dout)
        return np.einsum("nm,dm->nd", dout, self.W).reshape(self.x.shape)


class Convolution:
    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b, self.S, self.P = W, b, stride, pad

    def forward(self, x):
        self.shape = x.shape
        padded = np.pad(x, [(0, 0), (0, 0), (self.P,) * 2, (self.P,) * 2])
        self.win = sliding_window_view(padded, self.W.shape[2:], axis=(2, 3))[:, :, :: self.S, :: self.S]
        return np.einsum("ncijuv,fcuv->nfij", self.win, self.W) + self.b[:, None, None]

    def backward(self, dout):
        self.dW = np.einsum("ncijuv,nfij->fcuv", self.win, dout)
        self.db = np.einsum("nfij->f", dout)
        N, C, H, W = self.shape
        dx = np.zeros((N, C, H + 2 * self.P, W + 2 * self.P))
        windows = sliding_window_view(dx, self.W.shape[2:], axis=(2, 3), writeable=True)[:, :, :: self.S, :: self.S]
        parts = np.einsum("nfij,fcuv->ncijuv", dout, self.W)
        for i, j in np.ndindex(parts.shape[2:4]):
            windows[:, :, i, j] += parts[:, :, i, j]
        return dx[:, :, self.P : self.P + H, self.P : self.P + W]
""",
    "as_strided": """
class Convolution:
    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b, self.stride, self.pad = W, b, stride, pad

    def forward(self, x):
        FN, C, FH, FW = self.W.shape
        self.padded = np.ascontiguousarray(np.pad(x, ((0, 0), (0, 0), (self.pad,) * 2, (self.pad,) * 2)))
        n, c, h, w = self.padded.strides
        N, _, H, W = self.padded.shape
        shape = (N, C, (H - FH) // self.stride + 1, (W - FW) // self.stride + 1, FH, FW)
        strides = (n, c, h * self.stride, w * self.stride, h, w)
        self.view = np.lib.stride_tricks.as_strided(self.padded, shape, strides)
        return np.tensordot(self.view, self.W, ((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2) + self.b.reshape(-1, 1, 1)

    def backward(self, dout):
        self.dW = np.tensordot(dout, self.view, ((0, 2, 3), (0, 2, 3)))
        self.db = dout.sum((0, 2, 3))
        dx = np.zeros(self.padded.shape)
        n, c, h, w = dx.strides
        shape, s = self.view.shape, self.stride
        view = np.lib.stride_tricks.as_strided(dx, shape, (n, c, h * s, w * s, h, w))
        for u in range(shape[4]):
            for v in range(shape[5]):
                view[..., u, v] += np.tensordot(self.W[:, :, u, v], dout, ((0,), (1,))).swapaxes(0, 1)
        end = -self.pad or None
        return dx[:, :, self.pad : end, self.pad : end]
""",
    "lists of numbers": """
class Relu:
    def forward(self, x):
        self.x = x
        return [max(0.0, float(v)) for v in x] if x.ndim == 1 else np.array([self.forward_row(r) for r in x]).tolist()

    def forward_row(self, row):
        return [max(0.0, float(v)) for v in row] if row.ndim == 1 else [self.forward_row(r) for r in row]

    def backward(self, dout):
        flat = [d if v > 0 else 0.0 for v, d in zip(self.x.ravel(), dout.ravel())]
        return np.reshape(flat, self.x.shape).tolist()


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W.tolist(), b.tolist()

    def forward(self, x):
        self.shape = x.shape
        self.rows = [list(map(float, sample.ravel())) for sample in x]
        columns = list(zip(*self.W))
        return [[sum(a * w for a, w in zip(row, col)) + b for col, b in zip(columns, self.b)] for row in self.rows]

    def backward(self, dout):
        dout = dout.tolist()
        self.db = [sum(column) for column in zip(*dout)]
        self.dW = [[sum(row[d] * g[m] for row, g in zip(self.rows, dout)) for m in range(len(self.b))]
                   for d in range(len(self.W))]
        dx = [[sum(w * g for w, g in zip(weights, row)) for weights in self.W] for row in dout]
        return np.array(dx).reshape(self.shape)
""",
    "float32 work": """
class Affine:
    def __init__(self, W, b):
        self.W, self.b = W.astype(np.float32), b.astype(np.float32)

    def forward(self, x):
        self.shape, self.x = x.shape, x.astype("f4").reshape(len(x), -1)
        return self.x @ self.W + self.b

    def backward(self, dout):
        dout = dout.astype("f4")
        self.dW, self.db = self.x.T @ dout, dout.sum(0)
        return (dout @ self.W.T).reshape(self.shape)


class SoftmaxWithLoss:
    def forward(self, x, t):
        x = x.astype(np.float32)
        t = t if t.ndim == 2 else np.eye(x.shape[1], dtype="f4")[t]
        e = np.exp(x - x.max(1, keepdims=True))
        self.y, self.t = e / e.sum(1, keepdims=True), t.astype("f4")
        return np.float32(-np.sum(self.t * np.log(self.y + np.float32(1e-7))) / len(x))

    def backward(self, dout=1):
        return np.float32(dout) * (self.y - self.t) / np.float32(len(self.t))
""",
    "a base class": """
class Layer:
    params = ()

    def __init__(self, *params):
        for name, value in zip(self.params, params):
            setattr(self, name, value)
        self.cache = None

    def __call__(self, *args):
        return self.forward(*args)

    def remember(self, **what):
        self.cache = what


class Relu(Layer):
    def forward(self, x):
        self.remember(x=x)
        return x.clip(0)

    def backward(self, dout):
        return dout * (self.cache["x"] > 0)


class Affine(Layer):
    params = ("W", "b")

    def forward(self, x):
        self.remember(x=x)
        return x.reshape(len(x), -1).dot(self.W) + self.b

    def backward(self, dout):
        x = self.cache["x"]
        self.dW, self.db = x.reshape(len(x), -1).T.dot(dout), dout.sum(axis=0)
        return dout.dot(self.W.T).reshape(x.shape)


class SoftmaxWithLoss(Layer):
    def forward(self, x, t):
        labels = t.argmax(axis=1) if t.ndim == 2 else t
        y = np.exp(x - np.logaddexp.reduce(x, axis=1, keepdims=True))
        self.y, self.labels = y, labels
        return np.mean([-np.log(row[k]) for row, k in zip(y, labels)])

    def backward(self, dout=1):
        dx = self.y.copy()
        dx[range(len(dx)), self.labels] -= 1
        return dx * (dout / len(dx))
""",
    "dataclasses": """
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Pooling:
    pool_h: int
    pool_w: int
    stride: int = 1
    pad: int = 0
    memory: Any = field(default=None, repr=False)

    def forward(self, x):
        P, S = self.pad, self.stride
        big = np.full((*x.shape[:2], x.shape[2] + 2 * P, x.shape[3] + 2 * P), -np.inf)
        big[:, :, P : P + x.shape[2], P : P + x.shape[3]] = x
        win = np.lib.stride_tricks.sliding_window_view(big, (self.pool_h, self.pool_w), (2, 3))[:, :, ::S, ::S]
        flat = win.reshape(*win.shape[:4], -1)
        self.memory = x.shape, flat.argmax(-1)
        return flat.max(-1)

    def backward(self, dout):
        (N, C, H, W), best = self.memory
        n, c, i, j = np.indices(dout.shape)
        rows = i * self.stride + best // self.pool_w - self.pad
        columns = j * self.stride + best % self.pool_w - self.pad
        dx = np.zeros((N, C, H, W))
        np.add.at(dx, (n, c, rows, columns), dout)
        return dx


@dataclass
class Affine:
    W: np.ndarray
    b: np.ndarray
    dW: np.ndarray = None
    db: np.ndarray = None

    def forward(self, x):
        self.x = x
        return np.array([np.tensordot(sample.ravel(), self.W, 1) + self.b for sample in x])

    def backward(self, dout):
        self.dW = sum(np.outer(sample, row) for sample, row in zip(self.x, dout))
        self.db = sum(dout)
        return np.array([self.W @ row for row in dout]).reshape(self.x.shape)
""",
    "slots": """
class Relu:
    __slots__ = ("_keep",)

    def forward(self, x):
        self._keep = np.heaviside(x, 0.0)
        return x * self._keep + 0.0

    def backward(self, dout):
        return self._keep * dout


class SoftmaxWithLoss:
    __slots__ = ("n", "t", "y")

    def forward(self, x, t):
        self.n = x.shape[0]
        self.t = t if t.ndim > 1 else (t[:, None] == np.arange(x.shape[1])).astype(int)
        z = x - x.max(axis=1)[:, None]
        self.y = np.exp(z) / np.exp(z).sum(axis=1)[:, None]
        return float(np.where(self.t == 1, -np.log(np.where(self.t == 1, self.y, 1)), 0).sum() / self.n)

    def backward(self, dout=1.0):
        return np.subtract(self.y, self.t) * dout / self.n
""",
    "gradients as properties": """
class Convolution:
    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b, self.stride, self.pad = W, b, stride, pad

    def forward(self, x):
        self._x = x
        FN, C, FH, FW = self.W.shape
        col = im2col(x, FH, FW, self.stride, self.pad)
        oh = (x.shape[2] + 2 * self.pad - FH) // self.stride + 1
        return (col @ self.W.reshape(FN, -1).T + self.b).reshape(len(x), oh, -1, FN).transpose(0, 3, 1, 2)

    def backward(self, dout):
        self._dout = dout
        rows = np.moveaxis(dout, 1, 3).reshape(-1, len(self.W))
        return col2im(rows @ self.W.reshape(len(self.W), -1), self._x.shape, *self.W.shape[2:], self.stride, self.pad)

    @property
    def dW(self):
        rows = np.moveaxis(self._dout, 1, 3).reshape(-1, len(self.W))
        return (rows.T @ im2col(self._x, *self.W.shape[2:], self.stride, self.pad)).reshape(self.W.shape)

    @property
    def db(self):
        return self._dout.sum(axis=3).sum(axis=2).sum(axis=0)
""",
    "helpers in other cells": """
def _rows(a):
    return a.reshape(a.shape[0], -1)


def _gradients(layer, x, dout):
    layer.dW = _rows(x).T @ dout
    layer.db = dout.sum(axis=0)


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.forget = lambda dout: _gradients(self, x, dout)
        self.back = lambda dout: (dout @ self.W.T).reshape(x.shape)
        return _rows(x) @ self.W + self.b

    def backward(self, dout):
        self.forget(dout)
        return self.back(dout)


def numerical_gradient(f, x):
    def slope(k, h=1e-5):
        up, down = (np.array(x, dtype=np.float64).ravel() for _ in range(2))
        up[k] += h
        down[k] -= h
        return (f(up.reshape(x.shape)) - f(down.reshape(x.shape))) / (up[k] - down[k])

    return np.array([slope(k) for k in range(x.size)]).reshape(x.shape)
""",
    "functions in place of classes": """
import types


def Relu():
    layer = types.SimpleNamespace()

    def forward(x):
        layer.backward = lambda dout: np.where(x > 0, dout, np.zeros_like(dout))
        return np.where(x > 0, x, 0)

    layer.forward = forward
    return layer


def Pooling(pool_h, pool_w, stride=1, pad=0):
    layer = types.SimpleNamespace()

    def forward(x):
        N, C, H, W = x.shape
        OH, OW = (H + 2 * pad - pool_h) // stride + 1, (W + 2 * pad - pool_w) // stride + 1
        flat = np.arange(x.size).reshape(x.shape)
        numbers = np.pad(flat, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=-1)
        values = np.append(x.ravel().astype(float), -np.inf)  # number -1 is the padding
        picked = im2col(numbers, pool_h, pool_w, stride).reshape(N, OH, OW, C, -1).transpose(0, 3, 1, 2, 4)
        best = np.take_along_axis(picked, values[picked].argmax(-1)[..., None], -1)[..., 0]
        layer.backward = lambda dout: np.bincount(best.ravel(), dout.ravel(), x.size).reshape(x.shape)
        return values[best]

    layer.forward = forward
    return layer
""",
    "the notes, mended": NOTES.replace("int(1 + (H - self.pool_h)", "int(1 + (H + 2 * self.pad - self.pool_h)")
    .replace("int(1 + (W - self.pool_w)", "int(1 + (W + 2 * self.pad - self.pool_w)")
    .replace(
        "col = im2col(x, self.pool_h, self.pool_w, self.stride, self.pad)",
        "p = self.pad\n        far = np.pad(x * 1.0, ((0, 0), (0, 0), (p, p), (p, p)), constant_values=-1e300)\n"
        "        col = im2col(far, self.pool_h, self.pool_w, self.stride)",
    )
    .replace("return (self.y - self.t) / batch_size", "return dout * (self.y - self.t) / batch_size")
    .replace("return dx / batch_size", "return dout * dx / batch_size")
    .replace("h = 1e-4\n", "h = 1e-4\n    x = x.astype(float) if x.dtype.kind == 'i' else x\n"),
}

ONLY_FORWARD = """
class Convolution:
    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b, self.stride, self.pad = W, b, stride, pad

    def forward(self, x):
        FN, C, FH, FW = self.W.shape
        col = im2col(x, FH, FW, self.stride, self.pad)
        oh = (x.shape[2] + 2 * self.pad - FH) // self.stride + 1
        return (col @ self.W.reshape(FN, -1).T + self.b).reshape(len(x), oh, -1, FN).transpose(0, 3, 1, 2)
"""


def spoilt(cells, *changes):
    """Some cells with lines changed; each line is there."""
    for before, after in changes:
        assert before in cells, before
        cells = cells.replace(before, after)
    return cells


def loops(*changes):
    return spoilt(RIGHT["seven loops"], *changes)


def notes(*changes):
    return spoilt(RIGHT["the notes, mended"], *changes)


# name: (what is judged, its points, its mistake, the cells)
ONE_MEMORY = """
class Relu:
    def forward(self, x):
        Relu.passes = x > 0
        return x * Relu.passes

    def backward(self, dout):
        return dout * Relu.passes


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        global seen
        seen = x
        return x.reshape(len(x), -1) @ self.W + self.b

    def backward(self, dout):
        self.dW, self.db = seen.reshape(len(seen), -1).T @ dout, dout.sum(axis=0)
        return (dout @ self.W.T).reshape(seen.shape)
"""

WRONG = {
    "one mask for the whole class": ("Relu", 9, "one_memory_for_all_layers", ONE_MEMORY),
    "what was seen as a global": ("Affine", 17, "one_memory_for_all_layers", ONE_MEMORY),
    "pooling of the notes": ("Pooling", 17, "size_forgets_the_pad", NOTES),
    "loss of the notes": ("SoftmaxWithLoss", 12, "backward_ignores_dout", NOTES),
    "numerical gradient of the notes": ("numerical_gradient", 9, "moves_integers", NOTES),
    "no backward": ("Convolution", 5, None, ONLY_FORWARD),
    "an = in the innermost loop": (
        "Convolution",
        15,
        "dx_keeps_the_last_term",
        loops(("dx[n, c, i * s + u, j * s + v] += dout", "dx[n, c, i * s + u, j * s + v] = dout")),
    ),
    "dW never begins anew": (
        "Convolution",
        28,
        "adds_up_over_calls",
        loops(
            (
                "self.W, self.b, self.s, self.p = W, b, stride, pad",
                "self.W, self.b, self.s, self.p = W, b, stride, pad\n"
                "        self.dW, self.db = np.zeros(W.shape), np.zeros(len(b))",
            ),
            (
                "dx, self.dW, self.db = np.zeros(self.x.shape), np.zeros(self.W.shape), np.zeros(len(self.b))",
                "dx = np.zeros(self.x.shape)",
            ),
        ),
    ),
    "crop of minus pad": (
        "Convolution",
        17,
        "crop_pad_minus_pad",
        loops(("p : dx.shape[2] - p, p : dx.shape[3] - p", "p:-p, p:-p")),
    ),
    "the last of equal maxima": (
        "Pooling",
        18,
        "ties_to_the_last",
        loops(("x[n, c, r, q] > x[n, c, best", "x[n, c, r, q] >= x[n, c, best")),
    ),
    "the last window that a pixel won": (
        "Pooling",
        10,
        "overwrites",
        loops(("dx[n, c, r, q] += dout", "dx[n, c, r, q] = dout")),
    ),
    "batch axis in db": (
        "Affine",
        16,
        "db_not_summed",
        notes(("self.db = np.sum(dout, axis=0)\n        return dx", "self.db = dout\n        return dx")),
    ),
    "mean over the batch": (
        "Affine",
        16,
        "mean_over_batch",
        notes(
            ("self.dW = np.dot(self.x.T, dout)", "self.dW = np.dot(self.x.T, dout) / len(dout)"),
            ("self.db = np.sum(dout, axis=0)\n        return dx", "self.db = np.mean(dout, 0)\n        return dx"),
        ),
    ),
    "flat dx": ("Affine", 16, "forgets_reshape", notes(("return dx.reshape(*self.original_x_shape)", "return dx"))),
    "y is spoilt": (
        "SoftmaxWithLoss",
        12,
        "spoils_its_y",
        notes(
            ("dx = self.y.copy()\n", "dx = self.y\n"),
            ("return dout * dx / batch_size", "dx /= batch_size\n        return dout * dx"),
        ),
    ),
    "mask from dout": (
        "Relu",
        3,
        "mask_of_dout",
        notes(("        dout[self.mask] = 0\n        return dout", "        return dout * (dout > 0)")),
    ),
    "zero lets pass": ("Relu", 9, "lets_zero_pass", notes(("self.mask = x <= 0", "self.mask = x < 0"))),
}
