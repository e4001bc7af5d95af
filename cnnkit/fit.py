"""`fit`: train a Keras model in a notebook by the very loop and the recipes that the grader uses."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import Any, Literal

from autograder.models import data
from autograder.models.data import Arrays
from autograder.models.rebuild import MOMENTUM
from autograder.models.recipes import RECIPES, Profile
from autograder.models.train import Epoch, Progress, train

BARS = "▁▂▃▄▅▆▇█"
WIDTH = 20


@dataclass(frozen=True)
class History:
    """What came of a training.

    Attributes:
        accuracy: share of the test images told right at the end; None where the loss became nan.
        epochs: loss, accuracy on the training images and on the test images, one for each epoch.
        seconds: of training.
    """

    accuracy: float | None
    epochs: tuple[Epoch, ...]
    seconds: float

    def __str__(self) -> str:
        if self.accuracy is None:
            return f"the loss became nan in epoch {len(self.epochs) + 1}"
        return f"{self.accuracy:.1%} of the test images right, in {self.seconds:.0f} s"


def fit(
    model: Any,
    recipe: str = "lenet_fashion",
    *,
    profile: Literal["auto", "quick", "full"] = "auto",
    train_data: Arrays | None = None,
    test_data: Arrays | None = None,
    epochs: int | None = None,
    seed: int = 0,
    verbose: bool = True,
) -> History:
    """Train a Keras model in place, as the grader does.

    The images go in as `x / 255.0`, so that `model.predict(x / 255.0)` asks the model later. The averages of every
    BatchNormalization move with momentum 0.9 from now on: Keras' 0.99 has not settled after a training this short.

    Args:
        model: takes such images; ends with a softmax over the classes, or with the numbers before it.
        recipe: "lenet_fashion", "small_vgg_fashion" or "resnet_colour_fashion": which images, how many, how fast.
        profile: "quick" takes less than a minute on a CPU, "full" takes all the images; "auto" is full where
            there is an accelerator.
        train_data, test_data: images (N, H, W, C) of uint8 and labels (N,) in the place of the recipe's.
        epochs: in the place of the recipe's.
        seed: of the order of the images.
        verbose: show a line for each epoch.

    Returns:
        the history; printed, it is one line.

    Raises:
        ValueError: the model takes other images than the recipe has, or tells fewer classes apart.
        ImportError: Keras is not installed.
    """
    if recipe not in RECIPES:
        raise KeyError(f"no recipe of the name {recipe!r}. There are: {', '.join(sorted(RECIPES))}")
    found = RECIPES[recipe]
    chosen = _profile(found.profiles, profile)
    train_data = train_data or data.load(found.data, "train", chosen.n_train)
    test_data = test_data or data.load(found.data, "test", chosen.n_test)
    chosen = replace(chosen, n_train=len(train_data[0]), epochs=epochs or chosen.epochs)
    _fits(model, train_data)
    _settle(model)
    lines = _Lines(chosen.epochs)
    run = train(model, train_data, test_data, chosen, seed=seed, told=lines.told if verbose else lambda _: None)
    if run.reason == "memory":
        raise MemoryError("the model and its images need more memory than there is; use a smaller model or batch")
    return History(run.accuracy, run.curve, run.seconds)


def _profile(profiles: Any, asked: str) -> Profile:
    """
    Raises:
        ImportError: Keras is not installed.
    """
    try:
        import keras  # noqa: F401
    except ImportError:
        raise ImportError("fit() needs Keras with a backend: pip install 'cnnkit[keras]'") from None
    if asked == "auto":
        from autograder.models.train_steps import accelerator

        asked = "full" if accelerator() and "full" in profiles else "quick"
    return profiles[asked]


def _fits(model: Any, train_data: Arrays) -> None:
    x, y = train_data
    takes = getattr(model, "input_shape", None)
    if not isinstance(takes, tuple):
        raise ValueError("fit() takes a model with one input: keras.Model(inputs, outputs) or keras.Sequential([...])")
    if (
        any(one is not None and one != side for one, side in zip(takes[1:], x.shape[1:], strict=False))
        or len(takes) != x.ndim
    ):
        raise ValueError(f"the model takes images of shape {takes[1:]}; the training images have shape {x.shape[1:]}")
    gives, classes = model.output_shape, int(y.max()) + 1
    if not isinstance(gives, tuple) or len(gives) != 2 or gives[1] < classes:
        raise ValueError(f"the model puts out {gives}; expected (None, {classes}): one number for each class")


def _settle(model: Any) -> None:
    import keras

    for layer in model._flatten_layers():
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.momentum = MOMENTUM


class _Lines:
    """A line for each epoch, rewritten while it lasts where the output can do that."""

    def __init__(self, epochs: int) -> None:
        self._epochs = epochs
        self._curve: list[float] = []

    def told(self, progress: Progress) -> None:
        if progress.done is None:
            done = round(WIDTH * progress.share)
            bar = "█" * done + "·" * (WIDTH - done)
            self._write(f"\repoch {progress.epoch + 1}/{self._epochs}  {bar}  loss {progress.loss:.3f}   ")
            return
        self._curve.append(progress.done.test_accuracy)
        self._write(
            f"\repoch {progress.epoch}/{self._epochs}  loss {progress.done.loss:.3f}  training "
            f"{progress.done.accuracy:.1%}  test {progress.done.test_accuracy:.1%}  {sparkline(self._curve)}     \n"
        )

    def _write(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()


def sparkline(shares: list[float]) -> str:
    """A curve of shares from 0 to 1 in one line of text.

    >>> sparkline([0.0, 0.5, 0.99])
    '▁▅█'
    """
    return "".join(BARS[min(len(BARS) - 1, int(share * len(BARS)))] for share in shares)
