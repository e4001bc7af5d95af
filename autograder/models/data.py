"""Stage 5, training: the images that networks are trained on, as arrays that lie on the disk.

Every set is read in the same way: `load(name, split)` gives images (N, H, W, C) of uint8 and labels (N,) of uint8.
What is read or made once is kept in the user's cache and mapped into memory from then on. A file there that is damaged
is made anew.

    fashion_mnist   28x28x1, ten kinds of garments (Xiao, Rasul and Vollgraf 2017, MIT licence)
    colour_fashion  32x32x3, the same garments, tinted and moved about in front of a cluttered picture
    cifar10         32x32x3, through keras.datasets: it needs a network once
    tiny            8x8x1, four classes a child could tell apart; for tests
"""

from __future__ import annotations

import gzip
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np

from autograder.errors import GraderError
from autograder.models.colour import BLOCK, colour_block

Split = Literal["train", "test"]
Arrays = tuple[np.ndarray, np.ndarray]

DEBIAN = Path("/usr/share/datasets/fashion-mnist")  # where Debian's package dataset-fashion-mnist puts it
IDX_TYPE_UINT8 = 8


@dataclass(frozen=True)
class Facts:
    """What is known of a set without reading it.

    version: counted up when the same name means other numbers, so that no stored accuracy is taken for theirs.
    """

    shape: tuple[int, int, int]
    classes: int
    n_train: int
    n_test: int
    version: int = 1


DATA = {
    "fashion_mnist": Facts((28, 28, 1), 10, 60_000, 10_000),
    "colour_fashion": Facts((32, 32, 3), 10, 60_000, 10_000),
    "cifar10": Facts((32, 32, 3), 10, 50_000, 10_000),
    "tiny": Facts((8, 8, 1), 4, 512, 256),
}


class DataMissing(GraderError):
    """The images are not on this machine. Says how to get them."""


def load(name: str, split: Split, n: int | None = None) -> Arrays:
    """The first `n` images of a set, or all of them, and their labels.

    Returns: images (N, H, W, C) of uint8, labels (N,) of uint8; read-only.

    Raises:
        KeyError: there is no such set.
        DataMissing: its files are not on this machine.
    """
    if name not in DATA:
        raise KeyError(f"no data of the name {name!r}. There are: {', '.join(sorted(DATA))}")
    if split not in ("train", "test"):
        raise KeyError(f"no part {split!r} of {name}: there are 'train' and 'test'")
    facts = DATA[name]
    most = facts.n_train if split == "train" else facts.n_test
    wanted = most if n is None else min(n, most)
    if name == "tiny":
        x, y = _tiny(split)
    elif name == "colour_fashion":
        made = min(-(-wanted // BLOCK) * BLOCK, most)
        x, y = _kept(f"{name}-{facts.version}-{split}-{made}", partial(_colour, split, made))
    else:
        x, y = _kept(f"{name}-{facts.version}-{split}", partial(READERS[name], split))
    return x[:wanted], y[:wanted]


def cache_folder() -> Path:
    """Where the arrays are kept: CNNKIT_CACHE, or the user's own cache."""
    asked = os.environ.get("CNNKIT_CACHE")
    if asked:
        return Path(asked)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cnnkit"


def _kept(stem: str, make: Callable[[], Arrays]) -> Arrays:
    """Both arrays from the cache, or made and put there. A disk that cannot be written costs time only."""
    paths = [cache_folder() / f"{stem}-{part}.npy" for part in ("images", "labels")]
    try:
        x, y = (np.load(path, mmap_mode="r", allow_pickle=False) for path in paths)
        return x, y
    except (OSError, ValueError, EOFError):
        arrays = make()
    try:
        for path, array in zip(paths, arrays, strict=True):
            _write(path, array)
    except OSError:
        for array in arrays:
            array.flags.writeable = False
        return arrays
    x, y = (np.load(path, mmap_mode="r", allow_pickle=False) for path in paths)
    return x, y


def _write(path: Path, array: np.ndarray) -> None:
    """In one step, so that whoever maps the file at the same time sees all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            np.save(file, array, allow_pickle=False)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _fashion(split: Split) -> Arrays:
    """The original files where they lie already, else through keras.datasets, which fetches them once."""
    stem = "train" if split == "train" else "t10k"
    keras_home = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras")
    for folder in (DEBIAN, keras_home / "datasets" / "fashion-mnist"):
        images, labels = folder / f"{stem}-images-idx3-ubyte.gz", folder / f"{stem}-labels-idx1-ubyte.gz"
        if images.is_file() and labels.is_file():
            return _read_idx(images)[..., None], _read_idx(labels)
    x, y = _through_keras("fashion_mnist", split, "or, on Debian and Ubuntu: apt install dataset-fashion-mnist")
    return x[..., None], y


def _cifar10(split: Split) -> Arrays:
    x, y = _through_keras("cifar10", split, "or put cifar-10-batches-py.tar.gz into ~/.keras/datasets")
    return x, y.reshape(-1)


def _through_keras(name: str, split: Split, otherwise: str) -> Arrays:
    how = f"connect once to the internet and run: python -c 'import keras; keras.datasets.{name}.load_data()'; "
    try:
        import keras
    except ImportError:
        raise DataMissing(
            f"{name} is not on this machine, and neither is Keras, which could fetch it: {how}{otherwise}"
        ) from None
    try:
        train, test = getattr(keras.datasets, name).load_data()
    except Exception as error:  # Keras raises plain Exception where a download fails
        raise DataMissing(f"{name} is not on this machine and could not be fetched: {how}{otherwise}") from error
    x, y = train if split == "train" else test
    return np.ascontiguousarray(x, np.uint8), np.ascontiguousarray(y, np.uint8)


def _read_idx(path: Path) -> np.ndarray:
    """A file of the IDX format: two zeros, the type, the number of axes, their sizes as big-endian u32, the values.

    Source: yann.lecun.com/exdb/mnist, "the IDX file format".
    """
    data = gzip.decompress(path.read_bytes())
    if data[:3] != bytes((0, 0, IDX_TYPE_UINT8)):
        raise DataMissing(f"{path} is damaged: it is no IDX file of bytes. Install it again")
    n_axes = data[3]
    shape = np.frombuffer(data, ">u4", n_axes, offset=4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * n_axes).reshape(shape).copy()


def _colour(split: Split, n: int) -> Arrays:
    """Our own picture in the background and garments of its own for each split."""
    x, y = load("fashion_mnist", split, n)
    blocks = [colour_block(x[i : i + BLOCK], split, i // BLOCK) for i in range(0, n, BLOCK)]
    return np.concatenate(blocks), np.array(y)


def _tiny(split: Split) -> Arrays:
    """A bright quarter in noise; which quarter is the class."""
    facts, rng = DATA["tiny"], np.random.default_rng(0 if split == "train" else 1)
    n = facts.n_train if split == "train" else facts.n_test
    y = rng.integers(0, 4, n).astype(np.uint8)
    x = rng.integers(0, 160, (n, *facts.shape)).astype(np.uint8)
    for label in range(4):
        row, column = 4 * (label // 2), 4 * (label % 2)
        x[y == label, row : row + 4, column : column + 4] += 80
    return x, y


READERS: dict[str, Callable[[Split], Arrays]] = {"fashion_mnist": _fashion, "cifar10": _cifar10}
