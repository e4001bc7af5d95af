"""a03, written as nobody would write it twice. SIZES in a source stands for the five lines that everybody needs."""

from tests.oddities.odd import A03, Odd, code, odd

SIZES = """
    N, C, H, width = x.shape
    FN, C, FH, FW = W.shape
    if FH > H + 2 * pad or FW > width + 2 * pad:
        raise ValueError
    OH, OW = (H + 2 * pad - FH) // stride + 1, (width + 2 * pad - FW) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
"""
CONVOLVE = f"""
def convolve(x, W, b=None, stride=1, pad=0):
    {SIZES.strip()}
    out = np.zeros((N, FN, OH, OW))
    for n, f, i, j in np.ndindex(*out.shape):
        window = padded[n, :, i * stride : i * stride + FH, j * stride : j * stride + FW]
        out[n, f, i, j] = (window * W[f]).sum() + (0 if b is None else b[f])
    return out
"""


def conv(name: str, source: str, first: str = "", **more: str) -> Odd:
    """An odd conv2d of a03. The text may use SIZES and, where it says so in `first`, convolve()."""
    return odd(name, A03, first, conv2d=code(source).replace("    SIZES\n", SIZES.lstrip("\n")), **more)


ODDITIES = [
    conv("recursion", """
    def add(cells):
        if len(cells) < 2:
            return cells[0] if len(cells) else 0
        middle = len(cells) // 2
        return add(cells[:middle]) + add(cells[middle:])

    def conv2d(x, W, b=None, stride=1, pad=0):
        SIZES
        out = np.empty((N, FN, OH, OW))
        for n, f, i, j in np.ndindex(out.shape):
            window = padded[n, :, i * stride : i * stride + FH, j * stride : j * stride + FW]
            out[n, f, i, j] = add((window * W[f]).ravel()) + (0 if b is None else b[f])
        return out
    """),
    conv("a-generator", """
    def numbers(x, W, b, stride, pad):
        SIZES
        yield N, FN, OH, OW
        for n, f, i, j in np.ndindex(N, FN, OH, OW):
            yield np.vdot(padded[n, :, i * stride : i * stride + FH, j * stride : j * stride + FW], W[f]) + b[f]

    def conv2d(x, W, b=None, stride=1, pad=0):
        found = numbers(x, W, np.zeros(len(W)) if b is None else b, stride, pad)
        shape = next(found)
        return np.fromiter(found, float).reshape(shape)
    """),
    conv("one-lambda", """
    conv2d = lambda x, W, b=None, stride=1, pad=0: (
        (_ for _ in ()).throw(ValueError("too large")) if min(np.array(x.shape[2:]) + 2 * pad - W.shape[2:]) < 0 else
        np.einsum("nchwij,fcij->nfhw", np.lib.stride_tricks.sliding_window_view(
            np.pad(x, [(0, 0)] * 2 + [(pad, pad)] * 2), W.shape[2:], (2, 3))[:, :, ::stride, ::stride], W)
        + (0 if b is None else b[None, :, None, None])
    )
    """),
    conv("a-decorator", """
    import functools

    def refuses_what_does_not_fit(function):
        @functools.wraps(function)
        def checked(x, W, b=None, stride=1, pad=0):
            if any(side + 2 * pad < size for side, size in zip(x.shape[2:], W.shape[2:])):
                raise ValueError("the filter does not fit")
            return function(x, W, b, stride, pad)
        return checked

    @refuses_what_does_not_fit
    def conv2d(x, W, b=None, stride=1, pad=0):
        return convolve(x, W, b, stride, pad)
    """, CONVOLVE),
    conv("a-callable-object", """
    class Convolver:
        def __init__(self): self.n_calls = 0
        def __call__(self, x, W, b=None, stride=1, pad=0):
            self.n_calls += 1
            return convolve(x, W, b, stride, pad)
        def __repr__(self): return f"<called {self.n_calls} times>"

    conv2d = Convolver()
    """, CONVOLVE),
    conv("a-partial", """
    from functools import partial

    def general(flip, x, W, b=None, stride=1, pad=0):
        return convolve(x, W[:, :, ::-1, ::-1] if flip else W, b, stride, pad)

    conv2d = partial(general, False)
    """, CONVOLVE),
    conv("a-global-cache", """
    CACHE = {}

    def conv2d(x, W, b=None, stride=1, pad=0):
        key = x.tobytes(), x.shape, x.dtype.str, W.tobytes(), W.shape, None if b is None else b.tobytes(), stride, pad
        if key not in CACHE:
            CACHE[key] = convolve(x, W, b, stride, pad)
        return CACHE[key].copy()
    """, CONVOLVE),
    conv("prints-everything", """
    import sys

    def conv2d(x, W, b=None, stride=1, pad=0):
        print("x =", x, "W =", W, "🔥" * 50)
        print("conv2d!", file=sys.stderr)
        return convolve(x, W, b, stride, pad)
    """, CONVOLVE),
    conv("float32-inside", """
    def conv2d(x, W, b=None, stride=1, pad=0):
        x, W = np.float32(x), np.float32(W)
        return np.float32(convolve(x, W, None if b is None else np.float32(b), stride, pad))
    """, CONVOLVE),
    conv("type-hints", """
    from __future__ import annotations
    from typing import Annotated, Optional, TypeAlias

    Images: TypeAlias = Annotated["np.ndarray", "N C H W"]

    def conv2d(x: Images, W: Images, b: Optional["NoSuchType"] = None, stride: int = 1, pad: int = 0, /) -> Images:
        result: Images = convolve(x, W, b, stride, pad)
        return result
    """, CONVOLVE),
    conv("functions-within", """
    def conv2d(x, W, b=None, stride=1, pad=0):
        SIZES
        def plane(n, f):
            def row(i):
                def cell(j):
                    nonlocal_window = padded[n, :, i * stride :, j * stride :][:, :FH, :FW]
                    return float((nonlocal_window * W[f]).sum()) + (0 if b is None else b[f])
                return [cell(j) for j in range(OW)]
            return [row(i) for i in range(OH)]
        return [[plane(n, f) for f in range(FN)] for n in range(N)]
    """),
    conv("other-names", """
    def conv2d(images, filters, bias=None, step=1, border=0):
        return convolve(images, filters, bias, step, border)
    """, CONVOLVE),
    conv("anything-goes", """
    def conv2d(*args, **kwargs):
        return convolve(*args, **kwargs)
    """, CONVOLVE),
    conv("more-arguments", """
    def conv2d(x, W, b=None, stride=1, pad=0, dilation=1, *, verbose=False, **future):
        assert dilation == 1 and not verbose and not future
        return convolve(x, W, b, stride, pad)
    """, CONVOLVE),
    conv("by-matrices", """
    def conv2d(x, W, b=None, stride=1, pad=0):
        SIZES
        windows = [np.matrix(padded[n, :, i * stride : i * stride + FH, j * stride : j * stride + FW].reshape(1, -1))
                   for n in range(N) for i in range(OH) for j in range(OW)]
        out = np.vstack(windows) * np.matrix(W.reshape(FN, -1)).T
        out = np.asarray(out) + (0 if b is None else b)
        return out.reshape(N, OH, OW, FN).swapaxes(1, 3).swapaxes(2, 3)
    """),
    conv("fortran-order", "def conv2d(*args):\n    return np.asfortranarray(convolve(*args))", CONVOLVE),
    conv("a-view-turned-twice", """
    def conv2d(*args):
        out = convolve(*args)
        return np.ascontiguousarray(out[::-1, :, ::-1])[::-1, :, ::-1].view()
    """, CONVOLVE),
    conv("a-masked-array", """
    def conv2d(*args):
        return np.ma.array(convolve(*args))
    """, CONVOLVE),
    conv("an-array-class-of-its-own", """
    class Maps(np.ndarray):
        unit = "brightness"

    def conv2d(*args):
        return convolve(*args).view(Maps)
    """, CONVOLVE),
    conv("nested-lists", "def conv2d(*args):\n    return convolve(*args).tolist()", CONVOLVE),
    conv("big-endian", "def conv2d(*args):\n    return convolve(*args).astype('>f8')", CONVOLVE),
    conv("star-import", """
    from numpy import *
    from numpy import sum as add, pad as frame

    def conv2d(x, W, b=None, stride=1, pad=0):
        if any(array(x.shape[2:]) + 2 * pad < W.shape[2:]):
            raise ValueError
        x = frame(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
        u, v = W.shape[2:]
        rows, columns = range(0, x.shape[2] - u + 1, stride), range(0, x.shape[3] - v + 1, stride)
        out = [[add(x[:, None, :, i : i + u, j : j + v] * W, axis=(2, 3, 4)) for j in columns] for i in rows]
        return moveaxis(array(out), (0, 1), (2, 3)) + (0 if b is None else b[:, newaxis, newaxis])
    """),
    conv("numpy-by-another-name", """
    import numpy as xp
    del np

    def conv2d(x, W, b=None, stride=1, pad=0):
        return convolve(x, W, b, stride, pad)
    """, "import numpy as npy\n" + CONVOLVE.replace("np.", "npy."),
        relu="def relu(x):\n    return xp.maximum(x, 0)"),
    conv("walrus", """
    def conv2d(x, W, b=None, stride=1, pad=0):
        if (room := min(side + 2 * pad - size for side, size in zip(x.shape[2:], W.shape[2:]))) < 0:
            raise ValueError(f"{-room} too large")
        return (out := convolve(x, W, None, stride, pad)) + (0 if b is None else (b := b[:, None, None]))
    """, CONVOLVE),
    conv("match", """
    def conv2d(x, W, b=None, stride=1, pad=0):
        match (x.shape, W.shape):
            case ((_, _, H, width), (_, _, FH, FW)) if FH > H + 2 * pad or FW > width + 2 * pad:
                raise ValueError
            case ((_, C, *_), (_, D, *_)) if C == D:
                return convolve(x, W, b, stride, pad)
            case _:
                raise TypeError
    """, CONVOLVE),
    conv("numba-if-there-is-one", """
    try:
        from numba import njit, prange
    except ImportError:
        prange = range
        def njit(*args, **kwargs):
            return args[0] if args and callable(args[0]) else lambda function: function

    @njit(parallel=True, fastmath=True)
    def inner(padded, W, out, stride):
        for n in prange(out.shape[0]):
            for f, i, j in np.ndindex(out.shape[1:]):
                for c, u, v in np.ndindex(W.shape[1:]):
                    out[n, f, i, j] += padded[n, c, i * stride + u, j * stride + v] * W[f, c, u, v]

    def conv2d(x, W, b=None, stride=1, pad=0):
        SIZES
        inner(padded, W, out := np.zeros((N, FN, OH, OW)), stride)
        return out if b is None else out + b.reshape(-1, 1, 1)
    """),
    conv("scipy-torch-and-others-unused", """
    try:
        import torch, pandas as pd
        from scipy.signal import correlate2d
    except ImportError as error:
        print("working without", error)
    import matplotlib.pyplot as plt
    from tqdm import tqdm

    plt.rcParams["figure.figsize"] = (4, 3)

    def conv2d(x, W, b=None, stride=1, pad=0):
        return convolve(x, W, b, stride, pad)
    """, CONVOLVE),
    conv("dataclasses", """
    from dataclasses import dataclass
    from enum import IntEnum

    class Axis(IntEnum):
        N, C, H, W = range(4)

    @dataclass(frozen=True, slots=True)
    class Side:
        size: int
        window: int
        stride: int
        pad: int

        def __post_init__(self):
            if self.window > self.size + 2 * self.pad:
                raise ValueError(self)

        @property
        def n(self): return (self.size + 2 * self.pad - self.window) // self.stride + 1

    def conv2d(x, W, b=None, stride=1, pad=0):
        rows, columns = (Side(x.shape[axis], W.shape[axis], stride, pad) for axis in (Axis.H, Axis.W))
        out = convolve(x, W, b, stride, pad)
        assert out.shape[2:] == (rows.n, columns.n)
        return out
    """, CONVOLVE),
    conv("stars", """
    def conv2d(x, W, *rest):
        b, stride, pad, *nothing = [*rest, *[None, 1, 0][len(rest):]]
        (N, *_), (first, *others) = x.shape, W
        return np.concatenate([*(convolve(x, one[None], None if b is None else b[[n]], *(stride, pad))
                                 for n, one in enumerate([first, *others]))], axis=1)
    """, CONVOLVE),
    conv("한글-이름", """
    def 합성곱(그림, 필터, 편향=None, 보폭=1, 여백=0):
        return convolve(그림, 필터, 편향, 보폭, 여백)

    conv2d = 합성곱  # 이름만 바꿨어요
    """, CONVOLVE),
    conv("magics", """
    %matplotlib inline
    %load_ext autoreload
    %time SIZE = 3
    !pip install numpy
    def conv2d(x, W, b=None, stride=1, pad=0):
        return convolve(x, W, b, stride, pad)
    %timeit -n1 -r1 conv2d(np.ones((1, 1, 3, 3)), np.ones((1, 1, 2, 2)))
    conv2d?
    """, CONVOLVE),
    conv("timed-cell", "%%time\n" + CONVOLVE.replace("convolve", "conv2d")),
    conv("a-coroutine-by-hand", """
    async def soon(*args):
        return convolve(*args)

    def conv2d(*args):
        waiting = soon(*args)
        try:
            waiting.send(None)
        except StopIteration as end:
            return end.value
    """, CONVOLVE),
    conv("threads", """
    from concurrent.futures import ThreadPoolExecutor

    def conv2d(x, W, b=None, stride=1, pad=0):
        with ThreadPoolExecutor(2) as pool:
            return np.concatenate(list(pool.map(lambda image: convolve(image[None], W, b, stride, pad), x)))
    """, CONVOLVE),
    conv("by-the-edge", """
    def pixel(x, n, c, i, j, pad):
        if i < pad or j < pad: return 0.0
        try:
            return x[n, c, i - pad, j - pad]
        except IndexError:
            return 0.0

    def conv2d(x, W, b=None, stride=1, pad=0):
        SIZES
        out = []
        for n in range(N):
            for f in range(FN):
                i = 0
                while True:
                    if i == OH: break
                    for j in range(OW):
                        total = 0 if b is None else b[f]
                        for c, u, v in np.ndindex(C, FH, FW):
                            total += pixel(x, n, c, i * stride + u, j * stride + v, pad) * W[f, c, u, v]
                        out += total,
                    else:
                        i += 1
        return np.reshape(out, (N, FN, OH, OW))
    """),
    conv("an-error-of-its-own", """
    class DoesNotFit(ValueError):
        def __init__(self, what): super().__init__(f"{what} 안 맞아요")

    def conv2d(x, W, b=None, stride=1, pad=0):
        try:
            return convolve(x, W, b, stride, pad)
        except ValueError as error:
            raise DoesNotFit(W.shape) from error
        finally:
            pass
    """, CONVOLVE),
    conv("made-by-exec", """
    exec('''
    def conv2d(x, W, b=None, stride=1, pad=0):
        return eval("convolve(x, W, b, stride, pad)")
    ''')
    """, CONVOLVE),
    conv("exact-fractions", """
    from fractions import Fraction
    from itertools import product

    def conv2d(x, W, b=None, stride=1, pad=0):
        SIZES
        exact, kernel = (np.vectorize(Fraction, otypes=[object])(values.astype(float)) for values in (padded, W))
        out = np.empty((N, FN, OH, OW))
        for n, f, i, j in product(*map(range, out.shape)):
            window = exact[n, :, i * stride : i * stride + FH, j * stride : j * stride + FW]
            out[n, f, i, j] = float((window * kernel[f]).sum()) + (0 if b is None else b[f])
        return out
    """),
    conv("fourier", """
    def conv2d(x, W, b=None, stride=1, pad=0):
        SIZES
        size = padded.shape[2:]
        product = np.fft.rfft2(padded)[:, None] * np.conj(np.fft.rfft2(W, size))
        out = np.fft.irfft2(product.sum(axis=2), size)[:, :, : size[0] - FH + 1, : size[1] - FW + 1]
        return out[:, :, ::stride, ::stride] + (0 if b is None else b[:, None, None])
    """),
    conv("written-twice", """
    def conv2d(x, W):
        return "first try"

    assert conv2d(1, 2) == "first try"

    def conv2d(x, W, b=None, stride=1, pad=0):
        return convolve(x, W, b, stride, pad)

    if __name__ == "__main__":
        print(conv2d(np.ones((1, 1, 3, 3)), np.ones((1, 1, 2, 2))))
    """, CONVOLVE),
    odd("element-by-element", A03, relu="relu = np.vectorize(lambda value: max(value, 0.0))"),
    odd("by-sorting-signs", A03, relu="""
    import operator
    from functools import reduce

    def relu(x):
        return reduce(operator.mul, [x, np.heaviside(x, 0)])
    """),
    odd("a-method-of-the-module", A03, conv_relu="""
    import sys

    def conv_relu(*args):
        here = sys.modules[__name__] if hasattr(sys.modules[__name__], "conv2d") else None
        inner = globals()["conv2d"] if here is None else here.conv2d
        return relu(inner(*args))
    """),
]  # fmt: skip
