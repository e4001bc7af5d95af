"""The parts that run on Keras: the device's ceilings, our loop, and `Model.fit` as it stands in Keras' tutorials."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import keras
import numpy as np
from keras import ops

from autograder.models.rebuild import rebuild
from autograder.models.train import Progress, train
from autograder.models.train_steps import accelerator
from benchmarks.gpu_check.networks import network_of, training_flop
from benchmarks.gpu_check.settings import Settings
from benchmarks.gpu_check.task import Clock, Task

Row = dict[str, Any]
COPY_BYTES = 1 << 30


def peak(settings: Settings) -> Row:
    """Matrix products and copies: nothing on this device is faster. Random numbers, for zeros draw less power."""
    side, repeats = (settings.matrix, 20) if accelerator() else (settings.matrix, 5)
    found = {}
    for dtype in ("bfloat16", "float32") if accelerator() else ("float32",):
        start = keras.random.normal((side, side), seed=1, dtype=dtype)
        factor = keras.random.normal((side, side), seed=2, dtype=dtype) / np.sqrt(side).astype("float32").item()
        each_s = _chain(partial(ops.matmul, factor), start, repeats)
        found[dtype] = round(2 * side**3 / each_s / 1e12, 4)
    n = COPY_BYTES // 4 if accelerator() else COPY_BYTES // 64
    each_s = _chain(lambda x: x + 1, ops.ones((n,), "float32"), repeats)
    return {"tflop_s": found, "matrix": side, "copied_gb_s": round(2 * 4 * n / each_s / 1e9, 1)}


def _chain(step: Callable[[Any], Any], x: Any, repeats: int) -> float:
    """Seconds of one step, each on the result of the one before. The device has ended when a number is read."""
    least = float("inf")
    for _ in range(3):
        x = step(x)
        _ended(x)
        started = time.perf_counter()
        for _ in range(repeats):
            x = step(x)
        _ended(x)
        least = min(least, time.perf_counter() - started)
    return least / repeats


def _ended(x: Any) -> float:
    return float(ops.convert_to_numpy(ops.reshape(x, (-1,))[:1])[0])


def ours(task: Task, *, seed: int = 0) -> Row:
    """autograder/models/train.py, which the grader and cnnkit.fit use."""
    model = _model(task, seed)
    clock = Clock()

    def told(progress: Progress) -> None:
        if progress.done is not None:
            clock.start()
        elif progress.share == 1:
            clock.stop()

    run = train(model, task.train, task.test, task.profile, seed=seed, told=told)
    said = {"said": f"stopped: {run.reason}", "status": "failed"} if run.reason else {}
    return (
        clock.row(task) | {"accuracy": run.accuracy, "all_s": round(run.seconds, 2)} | _work(model, clock, task) | said
    )


def fit(task: Task, *, seed: int = 0) -> Row:
    """The same model, optimizer, rates and types of numbers; everything else as Keras does it by default."""
    keras.utils.set_random_seed(seed)
    model = _model(task, seed)
    profile, clock = task.profile, Clock()
    model.compile(
        optimizer=keras.optimizers.AdamW(_rates(task), weight_decay=profile.decay),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )

    class Times(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
            clock.start()

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            clock.stop()

    n = profile.steps * profile.batch  # whole batches, as the other loops have them
    x, y = (np.asarray(part[:n]) for part in task.train)
    x = x.astype("float32") / 255
    model.fit(x, y, batch_size=profile.batch, epochs=profile.epochs, verbose=0, callbacks=[Times()])
    test_x, test_y = np.asarray(task.test[0], "float32") / 255, np.asarray(task.test[1])
    accuracy = model.evaluate(test_x, test_y, batch_size=500, verbose=0)[1]
    return clock.row(task) | {"accuracy": round(float(accuracy), 4)} | _work(model, clock, task)


def set_types(task: Task) -> str:
    """bfloat16 where the recipe and the device want it, as autograder/models/train_job.py has it."""
    policy = "mixed_bfloat16" if task.profile.mixed and accelerator() else "float32"
    keras.config.set_dtype_policy(policy)
    return policy


def _model(task: Task, seed: int) -> Any:
    set_types(task)
    return rebuild(task.graph, classes=task.classes, input_shape=task.shape, seed=seed)


def _rates(task: Task) -> Any:
    profile = task.profile
    steps = profile.steps * profile.epochs
    rising = max(1, round(profile.warmup * steps))
    return keras.optimizers.schedules.CosineDecay(
        profile.rate / 10, max(1, steps - rising), alpha=0.01, warmup_target=profile.rate, warmup_steps=rising
    )


def _work(model: Any, clock: Clock, task: Task) -> Row:
    flop = training_flop(network_of(model))
    policy = keras.config.dtype_policy().name
    images_s = clock.row(task)["images_s"]
    return {
        "flop_per_image": flop,
        "tflop_s": round(flop * images_s / 1e12, 5),
        "dtype": "bfloat16" if policy == "mixed_bfloat16" else policy,
    }
