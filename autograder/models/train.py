"""Stage 5, training: the one loop, for the student's notebook and for the grader.

A network, images, a profile and a seed -> what came of it, a curve of one point for each epoch. The order of the
images and how they are moved come from the seed and the number of the epoch alone, so that a training that was
interrupted goes on as if it had not been. A loss that is no number and too little memory are results, not crashes.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from autograder.files import write_atomically
from autograder.models.data import Arrays
from autograder.models.recipes import Profile
from autograder.models.train_steps import engine, variables

Reason = Literal["", "nan", "memory"]


@dataclass(frozen=True)
class Epoch:
    """One pass over the training images.

    loss, accuracy: means over the pass, of a network that changed all the while. test_accuracy: afterwards.
    """

    loss: float
    accuracy: float
    test_accuracy: float


@dataclass(frozen=True)
class Run:
    """What a training came to.

    reason: why it did not come to its end; "" where it did. accuracy: share of the test images told right, after
    the last epoch; None where it did not come to its end. seconds: of training alone, in all attempts together.
    """

    reason: Reason
    accuracy: float | None
    curve: tuple[Epoch, ...]
    seconds: float


@dataclass(frozen=True)
class Progress:
    """Where a training is: epochs done, the share of the present one, and the mean loss in it so far."""

    epoch: int
    share: float
    loss: float
    done: Epoch | None = None  # the epoch that has just ended


Told = Callable[[Progress], None]


def train(
    model: Any,
    train_data: Arrays,
    test_data: Arrays,
    profile: Profile,
    *,
    seed: int = 0,
    checkpoint: Path | None = None,
    told: Told = lambda _: None,
    scan: bool | None = None,
) -> Run:
    """Train a Keras model in place.

    Args:
        model: takes images (N, H, W, C) from 0 to 1; puts out logits, or probabilities by a softmax at its end.
        train_data, test_data: images of uint8 and labels, as data.load gives them.
        checkpoint: a file that holds the state after each epoch; a later call with the same arguments goes on there.
            It is not deleted at the end.
        told: is called a few times a second at most, and after each epoch.
        scan: see train_steps.engine.
    """
    import keras

    (x, y), (test_x, test_y) = train_data, test_data
    curve: list[Epoch] = []
    seconds = 0.0
    started = time.perf_counter()
    try:
        optimizer = _optimizer(keras, profile)
        optimizer.build(model.trainable_variables)
        seconds, curve = _resumed(checkpoint, model, optimizer, profile, seed)
        run = engine(model, optimizer, x, y, shift=profile.shift, scan=scan)
        while len(curve) < profile.epochs:
            picks, moves = plan_epoch(len(x), profile, seed, len(curve))
            loss = right = done = 0.0
            for first in range(0, len(picks), run.at_once):
                part = slice(first, first + run.at_once)
                more_loss, more_right = run.steps(picks[part], moves[part])
                loss, right, done = loss + more_loss, right + more_right, done + len(picks[part])
                if not math.isfinite(loss):
                    return Run("nan", None, tuple(curve), seconds + time.perf_counter() - started)
                told(Progress(len(curve), done / len(picks), loss / done))
            test_accuracy = run.right(test_x, test_y) / len(test_y)
            curve.append(Epoch(round(loss / len(picks), 5), round(right / picks.size, 5), round(test_accuracy, 5)))
            _keep(checkpoint, model, optimizer, profile, seed, curve, seconds + time.perf_counter() - started)
            told(Progress(len(curve), 0.0, curve[-1].loss, curve[-1]))
    except Exception as error:
        if not out_of_memory(error):
            raise
        return Run("memory", None, tuple(curve), seconds + time.perf_counter() - started)
    return Run("", curve[-1].test_accuracy, tuple(curve), seconds + time.perf_counter() - started)


def plan_epoch(n: int, profile: Profile, seed: int, epoch: int) -> tuple[np.ndarray, np.ndarray]:
    """Which images each step of an epoch takes, and how they are moved; see train_steps.Engine.steps."""
    rng = np.random.default_rng((seed, epoch))
    batch = min(profile.batch, n)
    steps = n // batch
    picks = rng.permutation(n)[: steps * batch].reshape(steps, batch).astype(np.int32)
    moves = np.zeros((steps, batch, 3), np.int32)
    if profile.shift:
        moves[..., :2] = rng.integers(-profile.shift, profile.shift + 1, (steps, batch, 2))
    if profile.flip:
        moves[..., 2] = rng.integers(0, 2, (steps, batch))
    return picks, moves


def _optimizer(keras: Any, profile: Profile) -> Any:
    """AdamW on a rate that rises and falls. Biases and normalisations do not decay."""
    steps = profile.steps * profile.epochs
    rising = max(1, round(profile.warmup * steps))
    rate = keras.optimizers.schedules.CosineDecay(
        profile.rate / 10, max(1, steps - rising), alpha=0.01, warmup_target=profile.rate, warmup_steps=rising
    )
    optimizer = keras.optimizers.AdamW(rate, weight_decay=profile.decay)
    optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    return optimizer


def out_of_memory(error: BaseException) -> bool:
    """Does an exception of NumPy, TensorFlow or JAX say that memory has run out?"""
    said = f"{type(error).__name__}: {error}"
    return isinstance(error, MemoryError) or any(
        sign in said for sign in ("RESOURCE_EXHAUSTED", "ResourceExhausted", "out of memory", "bad_alloc")
    )


def _of(profile: Profile, seed: int, held: list[Any]) -> str:
    """What a checkpoint is a checkpoint of."""
    return json.dumps([asdict(profile), seed, [[list(one.shape), str(one.dtype)] for one in held]])


def _keep(
    path: Path | None, model: Any, optimizer: Any, profile: Profile, seed: int, curve: list[Epoch], seconds: float
) -> None:
    if path is None:
        return
    from keras import ops
    from safetensors.numpy import save

    held = variables(model, optimizer)
    arrays = {f"{i}": np.array(ops.convert_to_numpy(one.value), order="C") for i, one in enumerate(held)}
    facts = {
        "of": _of(profile, seed, held),
        "curve": json.dumps([asdict(epoch) for epoch in curve]),
        "seconds": repr(seconds),
    }
    write_atomically(path, save(arrays, facts))


def _resumed(path: Path | None, model: Any, optimizer: Any, profile: Profile, seed: int) -> tuple[float, list[Epoch]]:
    """Put back what a checkpoint holds. One that is missing, damaged or of something else is passed over."""
    if path is None or not path.is_file():
        return 0.0, []
    from safetensors import SafetensorError, safe_open

    held = variables(model, optimizer)
    try:
        with safe_open(path, "numpy") as file:
            facts = file.metadata() or {}
            if facts.get("of") != _of(profile, seed, held):
                return 0.0, []
            values = [file.get_tensor(f"{i}") for i in range(len(held))]
    except (SafetensorError, OSError):
        return 0.0, []
    for one, value in zip(held, values, strict=True):
        one.assign(value)
    return float(facts["seconds"]), [Epoch(**epoch) for epoch in json.loads(facts["curve"])]
