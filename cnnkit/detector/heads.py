"""The three networks behind the backbone, and their training: the RPN, the head for boxes, the head for masks.

What they learn from is rounded first, so that whoever has the same answers to 1e-6 trains the same network, and weights
that were trained from the same numbers before are found again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

GRID = 1e-5
OFF_THE_GRID = 0.3717  # halves and quarters lie between no two places of the grid
REGION_WEIGHTS = np.array([10, 10, 5, 5], np.float32)  # of the deltas of a region, which are small
BOX_LOSS = 10  # times the sum over objects, which is divided by the number of all anchors


def settled(numbers: Any) -> np.ndarray:
    """Numbers on a grid, float32: equal where they differ by less than a rounding error."""
    return ((np.floor(np.asarray(numbers, float) / GRID + OFF_THE_GRID)) * GRID).astype(np.float32)


class Kept:
    """Weights that were trained before, by all that they depend on; with no folder nothing is kept."""

    def __init__(self, folder: Path | None = None, *, about: str = "") -> None:
        self.folder, self.about = folder, about

    def found(self, name: str, numbers: list[Any], make: Callable[[], list[np.ndarray]]) -> list[np.ndarray]:
        """What `make` gives for these numbers, or gave for them before."""
        if self.folder is None:
            return make()
        digest = hashlib.sha256(f"{name} {self.about}".encode())
        for one in numbers:
            array = np.ascontiguousarray(one)
            digest.update(f"{array.dtype} {array.shape}".encode() + array.tobytes())
        path = self.folder / f"{digest.hexdigest()[:32]}.{name}"
        try:
            with np.load(path, allow_pickle=False) as file:
                return [file[f"a{i}"] for i in range(len(file.files))]
        except (OSError, ValueError, EOFError, KeyError, BadZipFile):
            arrays = make()
        data = BytesIO()
        named: dict[str, Any] = {f"a{i}": array for i, array in enumerate(arrays)}
        np.savez(data, **named)
        from autograder.files import write_atomically

        write_atomically(path, data.getvalue())
        return arrays


def backend() -> str:
    """What trains: another one comes to other weights."""
    import keras

    return f"keras {keras.__version__} on {keras.backend.backend()}"


@dataclass(frozen=True, eq=False)
class Trained:
    """A network, its losses by epoch, and what it said of the probes after each: (epochs, ...)."""

    model: Any
    losses: list[float]
    probed: np.ndarray

    def said(self, x: np.ndarray) -> np.ndarray:
        return np.asarray(self.model.predict(x, batch_size=64, verbose=0), float) if len(x) else np.zeros((0, 5))


def rpn(
    maps: np.ndarray, labels: np.ndarray, deltas: np.ndarray, *, probes: int, epochs: int, seed: int, kept: Kept
) -> Trained:
    """The region proposal network: a score and four deltas for each anchor, (N, A, 5), the scores as logits.

    Args:
        maps: (N, H, W, C). labels: (N, A), 1, 0 or -1. deltas: (N, A, 4). probes: so many maps are asked each epoch.
    """
    import keras

    keras.utils.set_random_seed(seed)
    _, height, width, channels = maps.shape
    n_anchors = labels.shape[1]
    x = image = keras.Input((height, width, channels))
    x = keras.layers.Conv2D(64, 3, padding="same", activation="relu")(x)
    x = keras.layers.Conv2D(5 * n_anchors // (height * width), 1)(x)
    model = keras.Model(image, keras.layers.Reshape((n_anchors, 5))(x))
    y = np.concatenate([labels[..., None], settled(deltas)], axis=2).astype(np.float32)
    return _trained("rpn", model, (maps, y), _rpn_cost, epochs, 8, 2e-3, seed, kept, maps[:probes])


def regions(
    crops: np.ndarray, labels: np.ndarray, deltas: np.ndarray, *, epochs: int, seed: int, kept: Kept
) -> Trained:
    """Of each region a logit, "is it a plate?", and four deltas, (N, 5).

    Args:
        crops: (N, H, W, C). labels: (N,), 1 or 0. deltas: (N, 4), of regions with the label 1.
    """
    import keras

    keras.utils.set_random_seed(seed)
    x = crop = keras.Input(crops.shape[1:])
    x = keras.layers.Dense(96, activation="relu")(keras.layers.Flatten()(x))
    model = keras.Model(crop, keras.layers.Reshape((1, 5))(keras.layers.Dense(5)(x)))
    y = np.concatenate([labels[:, None], settled(deltas * REGION_WEIGHTS)], axis=1)[:, None].astype(np.float32)
    return _trained("regions", model, (settled(crops), y), _cost, epochs, 32, 1e-3, seed, kept)


def masks(
    make: Callable[..., Any], crops: np.ndarray, wanted: np.ndarray, *, epochs: int, seed: int, kept: Kept
) -> Trained:
    """The mask of a region from 0 to 1, (N, 2 H, 2 W, 1).

    Args:
        make: mask_head. crops: (N, H, W, C). wanted: (N, 2 H, 2 W), 1 on the plate.
    """
    import keras

    crop = keras.Input(crops.shape[1:])
    model = keras.Model(crop, make(crop, 1))
    keras.utils.set_random_seed(seed)
    model = keras.models.clone_model(model)  # whatever else `make` has drawn
    y = (wanted > 0.5)[..., None].astype(np.float32)
    return _trained("masks", model, (settled(crops), y), "binary_crossentropy", epochs, 16, 1e-3, seed, kept)


def _cost(true: Any, said: Any, box_loss: float = 1) -> Any:
    from keras import ops

    labels, logits = true[..., 0], said[..., 0]
    counted, objects = ops.cast(labels >= 0, "float32"), ops.cast(labels == 1, "float32")
    entropy = ops.relu(logits) - logits * objects + ops.log1p(ops.exp(-ops.abs(logits)))
    d = ops.abs(true[..., 1:] - said[..., 1:])
    smooth = ops.sum(ops.where(d < 1, d * d / 2, d - 0.5), axis=-1)
    n = ops.maximum(ops.sum(counted, axis=1), 1)
    return ops.sum(entropy * counted + box_loss * smooth * objects, axis=1) / n


def _rpn_cost(true: Any, said: Any) -> Any:
    return _cost(true, said, BOX_LOSS)


def _trained(
    name: str,
    model: Any,
    data: tuple[np.ndarray, np.ndarray],
    cost: Any,
    epochs: int,
    batch: int,
    rate: float,
    seed: int,
    kept: Kept,
    probes: np.ndarray | None = None,
) -> Trained:
    import keras

    def make() -> list[np.ndarray]:
        keras.utils.set_random_seed(seed)  # of the order of the examples
        steps = epochs * -(-len(data[0]) // batch)
        model.compile(keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(rate, steps)), cost)
        losses, probed = [], []
        for _ in range(epochs):
            losses.append(model.fit(*data, batch_size=batch, verbose=0).history["loss"][0])
            if probes is not None:
                probed.append(model.predict_on_batch(probes))
        return [np.array(losses), np.array(probed, np.float16), *model.get_weights()]

    losses, probed, *weights = kept.found(name, [*data, [seed, epochs, batch], [rate]], make)
    model.set_weights(weights)
    return Trained(model, [round(float(one), 4) for one in losses], probed)
