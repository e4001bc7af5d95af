"""Stage 5, training: the process that trains one network and ends. `python -P -m autograder.models.train_job`

A line of JSON comes in, lines of progress go out, and the record of what came of it is written in one step to the
file that was asked for. The process ends when its input does: a grader that is killed leaves none behind.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from threading import Thread
from typing import Any

from autograder.files import write_atomically
from autograder.models.config import read_model
from autograder.models.data import DATA, load
from autograder.models.graph import canonical
from autograder.models.rebuild import CannotRebuild, rebuild, require_trainable
from autograder.models.recipes import RECIPES
from autograder.models.train import Progress, out_of_memory, train

Record = dict[str, Any]
EVERY_S = 0.3  # a line of progress at most so often


def run(job: Record, told: Callable[[Progress], None]) -> Record:
    """Train one network.

    Args:
        job: "network" (the text of a `model.to_json()`), "recipe", "profile", "seed", "checkpoint".

    Returns: what Result.training says of a network, apart from thresholds.

    Raises:
        ModelRefused: the text is none that our reader takes.
        DataMissing: the images are not on this machine.
    """
    recipe = RECIPES[job["recipe"]]
    profile, facts = recipe.profiles[job["profile"]], DATA[recipe.data]
    graph = canonical(read_model(job["network"]))
    train_data = load(recipe.data, "train", profile.n_train)
    test_data = load(recipe.data, "test", profile.n_test)

    import keras

    from autograder.models.train_steps import accelerator

    device = accelerator()
    record: Record = {"profile": job["profile"], "device": device or "CPU", "backend": keras.backend.backend()}
    try:
        require_trainable(graph, classes=facts.classes, input_shape=facts.shape, macs=recipe.macs)
        keras.utils.set_random_seed(job["seed"])
        keras.config.set_dtype_policy("mixed_bfloat16" if profile.mixed and device else "float32")
        model = rebuild(graph, classes=facts.classes, input_shape=facts.shape, seed=job["seed"])
    except CannotRebuild as error:
        return record | {"status": "failed", "reason": error.reason, "said": error.said.to_json(), "curve": []}
    except Exception as error:
        if not out_of_memory(error):
            raise
        return record | {"status": "failed", "reason": "memory", "curve": []}
    checkpoint = Path(job["checkpoint"]) if job.get("checkpoint") else None
    outcome = train(model, train_data, test_data, profile, seed=job["seed"], checkpoint=checkpoint, told=told)
    record |= {
        "curve": [epoch.test_accuracy for epoch in outcome.curve],
        "epochs": [asdict(epoch) for epoch in outcome.curve],
        "seconds": round(outcome.seconds, 2),
    }
    if outcome.reason:
        return record | {"status": "failed", "reason": outcome.reason}
    return record | {"status": "trained", "accuracy": outcome.accuracy}


def describe_device() -> Record:
    """What Keras would train on."""
    import keras

    from autograder.models.train_steps import accelerator

    return {"backend": keras.backend.backend(), "accelerator": accelerator()}


def main(work: Callable[[Record, Callable[[Progress], None]], Record] = run) -> None:
    """Read the job from stdin, and keep reading to notice the grader's end."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print is none of our lines
    job = json.loads(sys.stdin.buffer.readline())
    Thread(target=_end_with_the_grader, daemon=True).start()
    if job.get("address_space"):
        _limit_memory(job["address_space"])
    record = describe_device() if job.get("describe") else work(job, _teller(out))
    write_atomically(Path(job["result"]), json.dumps(record).encode())
    out.flush()
    os._exit(0)  # TensorFlow's threads may take a while to end, or not end at all


def _teller(out: Any) -> Callable[[Progress], None]:
    last = 0.0

    def told(progress: Progress) -> None:
        nonlocal last
        now = time.monotonic()
        if progress.done is None and now - last < EVERY_S:
            return
        last = now
        print(json.dumps({"epoch": progress.epoch, "share": progress.share}), file=out, flush=True)

    return told


def _limit_memory(n_bytes: int) -> None:
    """Where there is an accelerator its driver maps far more than it uses, and no such limit is asked for."""
    import resource

    with contextlib.suppress(ValueError, OSError):  # the machine's own limit is lower
        resource.setrlimit(resource.RLIMIT_AS, (n_bytes, n_bytes))


def _end_with_the_grader() -> None:
    while os.read(0, 1 << 16):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
