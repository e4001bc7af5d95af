"""The degradation experiment: without shortcuts deeper networks learn worse, even the images they are trained on.

`python -m benchmarks.degradation` trains resnet_cifar(n) with and without shortcuts, all by one recipe and one seed,
and writes results/degradation_<device>.json and .png. He et al. 2015, "Deep Residual Learning", figures 1 and 6.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from autograder.files import write_atomically
from autograder.models.data import DATA, Arrays, load
from autograder.models.recipes import RECIPES
from autograder.models.train_child import backend, may_have_accelerator
from benchmarks.machine import command, machine

RESULTS = Path(__file__).with_name("results")
RECIPE = RECIPES["resnet_colour_fashion"]
PACKAGES = ("keras", "jax", "tensorflow", "numpy")
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00")  # Okabe and Ito's, told apart by everybody


@dataclass(frozen=True)
class Setting:
    """blocks: n of resnet_cifar(n), 6 n + 2 layers. shrink: 2 halves the images' sides."""

    blocks: tuple[int, ...] = (3, 5, 9)
    images: int = 60_000
    test_images: int = 10_000
    epochs: int = 12
    batch: int = 256
    rate: float = 6e-3
    shrink: int = 1
    seed: int = 0


# the largest that ends in 8 minutes of one CPU core
SMALL = Setting(images=3_000, test_images=1_000, epochs=10, batch=32, rate=4e-3, shrink=2)


def read_arguments() -> tuple[Setting, Path, Path | None]:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.degradation", description=__doc__)
    parser.add_argument("--small", action="store_true", help="as on a CPU: small images, few of them")
    for name in ("images", "test-images", "epochs", "batch", "shrink", "seed"):
        parser.add_argument(f"--{name}", type=int)
    parser.add_argument("--rate", type=float)
    parser.add_argument("--blocks", type=lambda text: tuple(map(int, text.split(","))), metavar="3,5,9")
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--draw", type=Path, metavar="FILE.json", help="only draw what was measured before")
    words = vars(parser.parse_args())
    out, small, drawn = words.pop("out"), words.pop("small"), words.pop("draw")
    asked = {name: value for name, value in words.items() if value is not None}
    return replace(SMALL if small or not may_have_accelerator() else Setting(), **asked), out, drawn


def main() -> None:
    setting, out, drawn = read_arguments()
    if drawn:
        draw(json.loads(drawn.read_text("utf-8")), drawn.with_suffix(".png"))
        return
    os.environ["KERAS_BACKEND"] = backend()
    from autograder.models.train_steps import accelerator

    device = accelerator() or "CPU"
    asked_for = f"KERAS_BACKEND={backend()} {command('benchmarks.degradation')}"
    found = {**machine(PACKAGES), "device": device, "command": asked_for, "setting": asdict(setting), "curves": []}
    data = (
        shrunk(load(RECIPE.data, "train", setting.images), setting),
        shrunk(load(RECIPE.data, "test", setting.test_images), setting),
    )
    out.mkdir(parents=True, exist_ok=True)
    stem = out / f"degradation_{device.lower().replace(' ', '_')}"
    for n in setting.blocks:
        for shortcuts in (True, False):
            found["curves"].append(curve(n, shortcuts, data, setting, device))
            found["cpu_s"] = round(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
            write_atomically(stem.with_suffix(".json"), (json.dumps(found, indent=1) + "\n").encode())
            print(said(found["curves"][-1]), flush=True)
    draw(found, stem.with_suffix(".png"))


def curve(n: int, shortcuts: bool, data: tuple[Arrays, Arrays], setting: Setting, device: str) -> dict[str, Any]:
    """Train one network.

    Returns: its errors after each epoch, as shares; those of training are of the network as it was during the epoch.
    """
    import keras

    from autograder.models.graph import canonical
    from autograder.models.rebuild import rebuild
    from autograder.models.train import train
    from benchmarks.gpu_check import networks

    (x, _), _ = data
    shape, classes = x.shape[1:], DATA[RECIPE.data].classes
    with keras.StatelessScope(initialize_variables=False):
        written = networks.resnet(shape, classes, n=n, shortcuts=shortcuts)
    keras.config.set_dtype_policy("float32" if device == "CPU" else "mixed_bfloat16")
    model = rebuild(canonical(networks.network_of(written)), classes=classes, input_shape=shape, seed=setting.seed)
    own: dict[str, Any] = {"epochs": setting.epochs, "batch": setting.batch, "rate": setting.rate}
    profile = replace(RECIPE.profiles["full"], n_train=len(x), n_test=len(data[1][0]), **own, shift=3 // setting.shrink)
    started = time.perf_counter()
    run = train(model, *data, profile, seed=setting.seed)
    return {
        "n": n,
        "layers": 6 * n + 2,
        "shortcuts": shortcuts,
        "parameters": model.count_params(),
        "stopped": run.reason,
        "training_error": [round(1 - epoch.accuracy, 5) for epoch in run.curve],
        "test_error": [round(1 - epoch.test_accuracy, 5) for epoch in run.curve],
        "seconds": round(time.perf_counter() - started, 1),
    }


def shrunk(arrays: Arrays, setting: Setting) -> Arrays:
    """Images with sides `shrink` times shorter: means of squares of pixels."""
    (x, y), k = arrays, setting.shrink
    if k == 1:
        return arrays
    n, h, w, c = x.shape
    return x.reshape(n, h // k, k, w // k, k, c).mean((2, 4)).astype(np.uint8), y


def said(curve: dict[str, Any]) -> str:
    errors = ", ".join(f"{what} {curve[key][-1]:.1%}" for what, key in PANELS if curve[key])
    stopped = f", stopped: {curve['stopped']}" if curve["stopped"] else ""
    return f"{label(curve)}: {errors}, {curve['seconds']} s{stopped}"


def label(curve: dict[str, Any]) -> str:
    return f"{curve['layers']} layers, {'with' if curve['shortcuts'] else 'without'} shortcuts"


PANELS = (("training error", "training_error"), ("test error", "test_error"))


def draw(found: dict[str, Any], path: Path) -> None:
    """Both errors over the epochs: a colour for each depth, dashed without shortcuts, the last value as a number."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(1, 2, figsize=(11, 4.6), sharey=True, layout="constrained")
    depths = list(dict.fromkeys(curve["n"] for curve in found["curves"]))
    for axes, (title, key) in zip(panels, PANELS, strict=True):
        ends = []
        for one in found["curves"]:
            errors = [100 * error for error in one[key]]
            colour = COLOURS[depths.index(one["n"]) % len(COLOURS)]
            style = {"linestyle": "-", "marker": "o"} if one["shortcuts"] else {"linestyle": "--", "marker": "s"}
            epochs = range(1, len(errors) + 1)
            axes.plot(epochs, errors, color=colour, markersize=4, linewidth=2, label=label(one), **style)
            if errors:
                ends.append((errors[-1], len(errors), colour))
        _numbers(axes, ends)
        axes.set_title(title)
        axes.set_xlabel("epoch")
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.grid(alpha=0.25)
        axes.spines[["top", "right"]].set_visible(False)
    panels[0].set_ylabel("error in %")
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=len(depths), frameon=False)
    facts = found["setting"]
    side = DATA[RECIPE.data].shape[0] // facts["shrink"]
    where = "small settings on a CPU" if found["device"] == "CPU" else found["device"]
    figure.suptitle(f"resnet_cifar(n) on {facts['images']:,} images of {side}x{side}: {where}", fontsize=11)
    figure.savefig(path, dpi=130, metadata={"Software": None})
    plt.close(figure)


def _numbers(axes: Any, ends: list[tuple[float, int, str]]) -> None:
    """The last values, to the right of their curves and apart from each other."""
    low, high = axes.get_ylim()
    gap, place = (high - low) / 22, float("-inf")
    for value, epoch, colour in sorted(ends):
        place = max(value, place + gap)
        axes.annotate(
            f"{value:.1f}", (epoch, place), (8, 0), textcoords="offset points", color=colour, va="center", fontsize=9
        )


if __name__ == "__main__":
    main()
