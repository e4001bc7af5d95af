"""Many networks on one device: packed into one step, and as several processes; beside one after another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from autograder.models.pack import Pack, share_of_device
from benchmarks.gpu_check.settings import Part, Settings
from benchmarks.gpu_check.task import Clock, Task

Row = dict[str, Any]
EPOCHS = 3


def packed(task: Task, part: Part, settings: Settings) -> Row:
    """`n` networks of one graph in one form of autograder/models/pack.py; the first epoch compiles."""
    import keras

    from benchmarks.gpu_check.keras_part import set_types

    if keras.backend.backend() != "jax":
        return {"status": "not here", "said": "networks are packed on JAX only"}
    dtype = set_types(task)
    x, y = (values[: settings.pack_images] for values in task.train)
    profile = replace(task.profile, n_train=len(x))
    clock = Clock()
    pack = Pack(task.graph, (x, y), profile, classes=task.classes, seeds=range(part.n), form=part.form)  # type: ignore[arg-type]
    for epoch in range(EPOCHS):
        picks, moves = pack.plan(epoch)
        if epoch:
            clock.start()
        losses, _ = pack.steps(picks, moves)
        clock.stop()
    least = min(clock.epochs[1:])
    return {
        "first_epoch_s": round(clock.epochs[0], 2),
        "epoch_s": round(least, 4),
        "images_s": round(picks.size / least, 1),
        "losses": [round(float(loss) / picks.shape[1], 6) for loss in losses],
        "dtype": dtype,
        "images": len(x),
        "about": task.said,
    }


def processes(part: Part, settings: Settings, folder: Path) -> Row:
    """`n` processes that train a network each, at the same time and one after another, starts included."""
    few = replace(settings, epochs=2)
    walls = {}
    _together(part, few, folder, 1)  # compiles, and leaves the programs in the cache
    for name, at_once in (("one after another", 1), ("at the same time", part.n)):
        started = time.perf_counter()
        for first in range(0, part.n, at_once):
            _together(part, few, folder, at_once, first=first)
        walls[name] = round(time.perf_counter() - started, 2)
    faster = walls["one after another"] / walls["at the same time"]
    return {"walls_s": walls, "times_as_fast": round(faster, 2)}


def _together(part: Part, settings: Settings, folder: Path, n: int, *, first: int = 0) -> None:
    children = []
    for place in range(first, first + n):
        asked, found = folder / f"{place}.asked.json", folder / f"{place}.found.json"
        mine = replace(part, kind="ours", n=1)
        asked.write_text(json.dumps({"part": asdict(mine), "settings": asdict(settings)}), "utf-8")
        command = [sys.executable, "-m", "benchmarks.gpu_check.part", str(asked), str(found)]
        children.append(subprocess.Popen(command, env=os.environ | share_of_device(n)))
    codes = [child.wait() for child in children]
    if any(codes):
        raise SystemExit(f"{sum(map(bool, codes))} of {n} processes failed, with {codes}")
