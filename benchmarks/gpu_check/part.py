"""One part, in a process of its own: `python -m benchmarks.gpu_check.part ASKED FOUND`; see run.py."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.gpu_check.settings import Part, Settings, settings_from

Row = dict[str, Any]


def measure(part: Part, settings: Settings) -> Row:
    """Measure one part, here and now."""
    if part.kind.startswith("torch"):
        if find_spec("torch") is None:
            return {"status": "not here", "said": "PyTorch is not installed"}
        # Keras only describes the network here: the accelerator and its memory are PyTorch's.
        os.environ |= {"JAX_PLATFORMS": "cpu", "TF_FORCE_GPU_ALLOW_GROWTH": "true"}
        from benchmarks.gpu_check import torch_part

        if part.kind == "torch-graphs" and not torch_part.has_gpu():
            return {"status": "not here", "said": "CUDA graphs need CUDA"}
        from benchmarks.gpu_check.networks import network_of
        from benchmarks.gpu_check.task import task_of

        task = task_of(part.model, settings)
        return torch_part.loop(task, network_of(_written(task)), part.kind)
    if part.kind == "processes":
        from benchmarks.gpu_check.pack_part import processes

        with tempfile.TemporaryDirectory() as folder:
            return processes(part, settings, Path(folder))
    if part.kind == "peak":
        from benchmarks.gpu_check import keras_part

        return keras_part.peak(settings) | device()
    from benchmarks.gpu_check.task import task_of

    task = task_of(part.model, settings, whole_recipe=part.kind == "recipe")
    if part.kind == "packed":
        from benchmarks.gpu_check.pack_part import packed

        return packed(task, part, settings)
    from benchmarks.gpu_check import keras_part

    return keras_part.fit(task) if part.kind == "fit" else keras_part.ours(task)


def _written(task: Any) -> Any:
    """The network as a Keras model without weights, for PyTorch's part: it must not take the device's memory."""
    import keras

    from autograder.models.rebuild import rebuild

    with keras.StatelessScope(initialize_variables=False):
        return rebuild(task.graph, classes=task.classes, input_shape=task.shape)


def device() -> Row:
    """What Keras trains on, and in which versions."""
    import keras

    from autograder.models.train_steps import accelerator

    backend = keras.backend.backend()
    own = __import__(backend).__version__
    return {"device": accelerator() or "CPU", "versions": {"keras": keras.__version__, backend: own}}


def main() -> None:
    question, answer = map(Path, sys.argv[1:])
    asked = json.loads(question.read_text("utf-8"))
    part, settings = Part(**asked["part"]), settings_from(asked["settings"])
    row = measure(part, settings)
    if part.kind == "peak" and find_spec("torch") is not None:
        from benchmarks.gpu_check import torch_part

        row |= torch_part.peak(settings.matrix)
    half_written = answer.with_suffix(".new")
    half_written.write_text(json.dumps(row), "utf-8")
    os.replace(half_written, answer)
    sys.stdout.flush()
    os._exit(0)  # TensorFlow's threads may take a while to end


if __name__ == "__main__":
    main()
