"""One form for every value that crosses a border: student's process, hidden corpus, public examples.

A value is a small JSON head plus raw little-endian buffers. There is no pickle, no eval and no object
array. `encode` meets hostile objects and answers `unsupported` instead of raising; `decode` trusts
nothing it is given and raises `Malformed`. Runs on both sides of the wire: standard library and NumPy.
"""

import math
import os

import numpy as np

from .loop import Loop
from .networks import Network

DTYPES = frozenset(["|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8"])
ARGUMENT_KINDS = frozenset(["bowl", "dict", "file", "loop", "map", "network"])  # no answer is one of these
MAX_DEPTH = 4
MAX_ITEMS = 64
MAX_DIGITS = 64
MAX_TEXT = 200
MAX_NDIM = 8
MAX_EMPTY = 1 << 12  # rows of an array without numbers: going through (2**31, 0) takes all memory


class Malformed(Exception):
    """The bytes are not one of our values."""


class FeatureMap:
    """An argument that stands for a symbolic `keras.Input` of this shape, the batch left out.

    >>> FeatureMap((28, 28, 192)) == FeatureMap((28, 28, 192)), FeatureMap((28, 28, 192))
    (True, Input(28, 28, 192))
    """

    def __init__(self, shape):
        self.shape = tuple(shape)

    def __repr__(self):
        return f"Input{self.shape}"

    def __eq__(self, other):
        return isinstance(other, FeatureMap) and self.shape == other.shape

    def __hash__(self):
        return hash(self.shape)


class Bowl:
    """An argument that is itself a function, whose slopes are known.

    f(x) = sum(a * x**2 + b * x) + c * sum(x)**2 + d * sum(x**3); its gradient is 2 * a * x + b + 2 * c * sum(x) +
    3 * d * x**2. No number of x goes without the others where c is not 0. With d = 0 two points give the slope halfway
    between them, however far apart they are.

    >>> f = Bowl(np.array([1.0, 2.0]), np.array([0.0, 1.0]), 0.5)
    >>> f(np.array([1.0, 1.0])), f
    (6.0, lambda x: float(np.sum(np.array([1.0, 2.0]) * x**2 + np.array([0.0, 1.0]) * x) + 0.5 * np.sum(x) ** 2))
    """

    def __init__(self, a, b, c, d=0.0):
        self.a, self.b, self.c, self.d = np.asarray(a, float), np.asarray(b, float), float(c), float(d)

    def __call__(self, x):
        bent = self.d * np.sum(x**3) if self.d else 0.0
        return float(np.sum(self.a * x**2 + self.b * x) + self.c * np.sum(x) ** 2 + bent)

    def __repr__(self):
        a, b = (f"np.array({numbers.tolist()})" for numbers in (self.a, self.b))
        tied = f" + {self.c} * np.sum(x) ** 2" if self.c else ""
        bent = f" + {self.d} * np.sum(x**3)" if self.d else ""
        return f"lambda x: float(np.sum({a} * x**2 + {b} * x){tied}{bent})"

    def __eq__(self, other):
        return isinstance(other, Bowl) and repr(self) == repr(other)

    def __hash__(self):
        return hash(repr(self))


class NumberFile(str):
    """An argument that is the name of a file, in a folder for temporary files, for arrays with names.

    Each process and thread has a file of its own; `remove` it when the talk is over. It has no method `read` or
    `write`: NumPy takes whatever has one for an open file.

    >>> file = NumberFile("params.npz")
    >>> file.put({"W": np.eye(2)})
    >>> file.arrays()["W"].tolist(), file
    ([[1.0, 0.0], [0.0, 1.0]], 'params.npz')
    >>> file.remove()
    """

    name: str  # without the folder

    def __new__(cls, name):
        import tempfile  # here, because every box reads this module and few have a file
        import threading

        whose = f"{os.getpid()}-{threading.get_ident()}"
        path = super().__new__(cls, os.path.join(tempfile.gettempdir(), f"cnnkit-{whose}-{name}"))
        path.name = name
        return path

    def put(self, arrays):
        """Put arrays into the file, for whoever loads it."""
        np.savez(self, **arrays)

    def arrays(self):
        """The arrays that somebody saved; what only pickle could read is refused."""
        with np.load(self, allow_pickle=False) as file:
            return dict(file)

    def sizes(self):
        """How many numbers each array has, the smallest first: what a file holds, whatever the names."""
        return sorted(array.size for array in self.arrays().values())

    def remove(self):
        """Delete the file, where there is one."""
        try:
            os.remove(self)
        except OSError:  # never written, or still open on a system that minds
            return

    def __repr__(self):
        return repr(self.name)


def encode(value, buffers, *, max_bytes, exact=False, depth=0):
    """Describe `value` as a JSON head and append its raw arrays to `buffers`.

    Args:
        value: anything at all, also an object made to do harm.
        buffers: a list of bytes-like objects that grows by one for every array.
        max_bytes: arrays larger than this are refused before they are copied.
        exact: keep lists of numbers as lists, as arguments must arrive; an answer of nested lists travels as
            one array.
        depth: how many tuples we are in.

    Returns:
        a dict that `json.dumps` takes.

    >>> buffers = []
    >>> encode((3, np.zeros((2, 2))), buffers, max_bytes=100)["v"][1]["shape"]
    [2, 2]
    >>> bytes(buffers[0]) == bytes(32)
    True
    """
    if value is None:
        return {"k": "none"}
    kind = type(value)
    if kind is bool:
        return {"k": "bool", "v": value}
    if kind is int:
        return _integer(value)
    if kind is float:
        return {"k": "float", "v": value.hex()}
    if kind is str:
        return {"k": "str", "v": value[:MAX_TEXT]}
    if kind is Loop and exact:
        return {"k": "loop", "v": [value.batch, value.epochs, value.seed]}
    if kind is NumberFile and exact:
        return {"k": "file", "v": value.name}
    if isinstance(value, np.ndarray):
        return _array(np.ndarray.view(value, np.ndarray), buffers, max_bytes)  # a subclass may lie about itself
    if isinstance(value, np.generic):
        return _array(np.asarray(value), buffers, max_bytes)
    if kind is FeatureMap:
        return {"k": "map", "v": list(value.shape)}
    if kind is dict and exact and all(type(key) is str for key in value):
        return _sequence(list(value.values()), buffers, max_bytes, exact, depth) | {"k": "dict", "keys": list(value)}
    if kind is Bowl and exact:
        shape = (value.a, value.b, value.c, value.d)
        return _sequence(shape, buffers, max_bytes, exact, depth) | {"k": "bowl"}
    if kind is Network and exact:
        parts = (value.shape, value.layers, value.weights)
        return _sequence(parts, buffers, max_bytes, exact, depth) | {"k": "network"}
    for plain in (tuple, list):
        if issubclass(kind, plain):  # also a namedtuple, as the plain tuple it is
            return _sequence(plain(plain.__iter__(value)), buffers, max_bytes, exact, depth)
    if not exact and hasattr(kind, "__array__") and (array := _as_array(value)) is not None:
        return _array(array, buffers, max_bytes)
    return {"k": "unsupported", "v": f"type {kind.__qualname__}"[:MAX_TEXT]}


def _integer(value):
    if value.bit_length() > 200:  # str() of a huge integer costs quadratic time
        return {"k": "unsupported", "v": "an integer of more than 60 digits"}
    return {"k": "int", "v": str(value)}


def _sequence(value, buffers, max_bytes, exact, depth):
    if not exact and type(value) is list and value and (rows := _as_rectangle(value)) is not None:
        return _array(rows, buffers, max_bytes) | {"was": "list"}
    if depth >= MAX_DEPTH:
        return {"k": "unsupported", "v": "nested too deeply"}
    if len(value) > MAX_ITEMS:
        return {"k": "unsupported", "v": f"{type(value).__name__} of {len(value)} items"}
    items = [encode(item, buffers, max_bytes=max_bytes, exact=exact, depth=depth + 1) for item in value]
    return {"k": "list" if type(value) is list else "tuple", "v": items}


def _as_rectangle(value):
    """Nested lists of numbers as one array, or None where they are anything else."""
    try:
        array = np.asarray(value)
    except Exception:  # whatever a student's own class raises when NumPy looks at it
        return None
    return array if array.dtype.kind in "biuf" else None


def _as_array(value):
    """What says of itself that it is an array, such as TensorFlow's or PyTorch's tensors; None where it is none."""
    try:
        return np.asarray(value)
    except Exception:  # a symbolic tensor has no numbers
        return None


def _array(array, buffers, max_bytes):
    if array.dtype.kind not in "biuf":
        return {"k": "unsupported", "v": f"array of {array.dtype.name}"[:MAX_TEXT]}
    if array.ndim > MAX_NDIM:
        return {"k": "unsupported", "v": f"array of {array.ndim} axes"}
    if array.nbytes > max_bytes:  # before any copy: a broadcast array claims petabytes and owns eight bytes
        return {"k": "unsupported", "v": f"array of shape {array.shape}"[:MAX_TEXT]}
    if _empty_rows(array.shape) > MAX_EMPTY:
        return {"k": "unsupported", "v": f"array of shape {array.shape}"[:MAX_TEXT]}
    dtype = array.dtype.newbyteorder("<")
    if dtype.kind == "f" and dtype.itemsize > 8:
        dtype = np.dtype("<f8")  # long double has no portable form
    plain = np.ascontiguousarray(array, dtype=dtype).reshape(array.shape)
    buffers.append(plain.tobytes())
    return {"k": "array", "dtype": plain.dtype.str, "shape": list(plain.shape), "n": plain.nbytes}


def decode(head, body):
    """Rebuild the value that `head` describes; raise `Malformed` unless `body` is used up exactly."""
    value, used = _decode(head, body, 0, 0)
    if used != len(body):
        raise Malformed("trailing bytes")
    return value


def _decode(head, body, at, depth):
    if type(head) is not dict or depth > MAX_DEPTH:
        raise Malformed("not a value")
    kind, stored = head.get("k"), head.get("v")
    if kind == "none":
        return None, at
    if kind == "bool" and type(stored) is bool:
        return stored, at
    if kind == "int" and type(stored) is str and len(stored) <= MAX_DIGITS:
        return _number(int, stored), at
    if kind == "float" and type(stored) is str and len(stored) <= MAX_DIGITS:
        return _number(float.fromhex, stored), at
    if kind == "str" and type(stored) is str and len(stored) <= MAX_TEXT:
        return stored, at
    if kind == "file" and type(stored) is str and len(stored) <= MAX_DIGITS and os.path.basename(stored) == stored:
        return NumberFile(stored), at
    if kind == "unsupported" and type(stored) is str:
        return Unsupported(stored[:MAX_TEXT]), at
    if kind in ("tuple", "list") and type(stored) is list and len(stored) <= MAX_ITEMS:
        items = []
        for item in stored:
            value, at = _decode(item, body, at, depth + 1)
            items.append(value)
        return (tuple(items) if kind == "tuple" else items), at
    if kind == "map" and type(stored) is list and len(stored) <= MAX_NDIM:
        return FeatureMap(_sides(stored)), at
    if kind == "loop" and type(stored) is list and len(stored) == 3:
        return Loop(*_sides(stored)), at
    if kind == "array":
        return _decode_array(head, body, at)
    if kind == "dict":
        items, at = _decode(head | {"k": "list"}, body, at, depth)
        return dict(zip(_keys(head.get("keys"), len(items)), items, strict=True)), at
    if kind == "bowl":
        parts, at = _decode(head | {"k": "tuple"}, body, at, depth)
        return _bowl(parts), at
    if kind == "network":
        parts, at = _decode(head | {"k": "tuple"}, body, at, depth)
        return _network(parts), at
    raise Malformed("unknown kind of value")


def _keys(keys, n_items):
    if type(keys) is not list or not all(type(key) is str and len(key) <= MAX_TEXT for key in keys):
        raise Malformed("not names")
    if not len(keys) == len(set(keys)) == n_items:
        raise Malformed("other names than values")
    return keys


def _bowl(parts):
    kinds = [type(part) for part in parts]
    if kinds != [np.ndarray, np.ndarray, float, float] or parts[0].shape != parts[1].shape or parts[0].size > MAX_ITEMS:
        raise Malformed("not a bowl")
    return Bowl(*parts)


def _network(parts):
    try:
        return Network(*parts)
    except (ValueError, TypeError):  # too few parts, or none that a network has
        raise Malformed("not a network") from None


def _number(parse, text):
    try:
        return parse(text)
    except (ValueError, OverflowError):
        raise Malformed("not a number") from None


def _decode_array(head, body, at):
    dtype, shape, n_bytes = head.get("dtype"), head.get("shape"), head.get("n")
    if type(dtype) is not str or dtype not in DTYPES or type(n_bytes) is not int:
        raise Malformed("array head")
    if type(shape) is not list or len(shape) > MAX_NDIM:
        raise Malformed("array shape")
    _sides(shape)
    if _empty_rows(shape) > MAX_EMPTY or math.prod(side or 1 for side in shape) >= 2**60:  # NumPy refuses the latter
        raise Malformed("array shape")
    if math.prod(shape) * np.dtype(dtype).itemsize != n_bytes or at + n_bytes > len(body):
        raise Malformed("array size")
    array = np.frombuffer(body, dtype, math.prod(shape), at).reshape(shape) if n_bytes else np.zeros(shape, dtype)
    return array, at + n_bytes


def _empty_rows(shape):
    """How many rows an array without numbers has nevertheless."""
    return math.prod(shape[: shape.index(0)]) if 0 in shape else 0


def _sides(shape):
    if not all(type(side) is int and 0 <= side < 2**31 for side in shape):
        raise Malformed("array shape")
    return shape


class Unsupported:
    """What stands where the student returned something that is no number, array or tuple of these."""

    def __init__(self, what):
        self.what = what

    def __repr__(self):
        return f"Unsupported({self.what!r})"

    def __eq__(self, other):
        return isinstance(other, Unsupported) and self.what == other.what

    def __hash__(self):
        return hash(self.what)


def arrange(value, layout):
    """Give an array the memory layout that a case asks for: the same numbers, laid out otherwise.

    >>> arrange(np.eye(2), "F").flags.f_contiguous
    True
    >>> arrange(np.eye(2), "strided").flags.c_contiguous
    False
    """
    if layout == "F":
        return np.array(value, order="F")  # asfortranarray would hand on the very same array where it can
    if layout == "strided":
        wide = np.zeros((*value.shape[:-1], 2 * value.shape[-1]), value.dtype)
        wide[..., ::2] = value
        return wide[..., ::2]
    return np.array(value)  # a fresh, writable copy
