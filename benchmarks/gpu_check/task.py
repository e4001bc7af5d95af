"""What one loop is given: a network, images and a profile, the same for every loop of a run."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autograder.models.data import DATA, Arrays, DataMissing, load
from autograder.models.graph import Graph
from autograder.models.recipes import RECIPES, Profile, Recipe
from benchmarks.gpu_check.networks import graph_of
from benchmarks.gpu_check.settings import Settings

RECIPE_OF = {"lenet5": "lenet_fashion", "small_vgg": "small_vgg_fashion", "resnet_cifar": "resnet_colour_fashion"}


@dataclass(frozen=True)
class Task:
    """said: what a reader must know, as that the images are noise."""

    graph: Graph
    recipe: Recipe
    profile: Profile
    train: Arrays
    test: Arrays
    said: str

    @property
    def shape(self) -> tuple[int, int, int]:
        return DATA[self.recipe.data].shape

    @property
    def classes(self) -> int:
        return DATA[self.recipe.data].classes


def task_of(model: str, settings: Settings, *, whole_recipe: bool = False) -> Task:
    """What is trained.

    whole_recipe: as the grader does it; else without moved images, so that every loop has the same to do, and
    with the settings' epochs.
    """
    recipe = RECIPES[RECIPE_OF[model]]
    facts = DATA[recipe.data]
    profile = recipe.profiles[settings.profile]
    graph, where = graph_of(model, facts.shape, classes=facts.classes)
    profile = replace(
        profile,
        n_train=min(profile.n_train, settings.images.get(model, profile.n_train)),
        n_test=min(profile.n_test, settings.test_images or profile.n_test),
    )
    if not whole_recipe:
        profile = replace(profile, epochs=settings.epochs, flip=False, shift=0)
    try:
        train, test = load(recipe.data, "train", profile.n_train), load(recipe.data, "test", profile.n_test)
        said = where
    except DataMissing as error:
        train, test = (_noise(facts.shape, facts.classes, n) for n in (profile.n_train, profile.n_test))
        said = f"{where}; noise in place of images, so that accuracies mean nothing: {error}"
    return Task(graph, recipe, profile, train, test, said)


def _noise(shape: tuple[int, int, int], classes: int, n: int) -> Arrays:
    rng = np.random.default_rng(0)
    return rng.integers(0, 256, (n, *shape), np.uint8), rng.integers(0, classes, n).astype(np.uint8)


def rate_at(profile: Profile, step: int) -> float:
    """The learning rate of a step, as our loop has it from Keras' CosineDecay: a rise from a tenth, then a cosine."""
    steps = profile.steps * profile.epochs
    rising = max(1, round(profile.warmup * steps))
    if step < rising:
        return profile.rate * (0.1 + 0.9 * step / rising)
    share = min(1.0, (step - rising) / max(1, steps - rising))
    return profile.rate * (0.01 + 0.99 * (1 + math.cos(math.pi * share)) / 2)


class Clock:
    """Seconds of each epoch's training. What is done between `stop` and the next `start` does not count."""

    def __init__(self) -> None:
        self.epochs: list[float] = []
        self.start()

    def start(self) -> None:
        self._started = time.perf_counter()

    def stop(self) -> None:
        self.epochs.append(time.perf_counter() - self._started)

    def row(self, task: Task) -> dict[str, Any]:
        """The first epoch compiles and is told apart; of the others the least, for noise only ever adds."""
        profile = task.profile
        seen = profile.steps * profile.batch
        epoch_s = min(self.epochs[1:] or self.epochs)
        return {
            "images": seen,
            "batch": profile.batch,
            "epochs": len(self.epochs),
            "first_epoch_s": round(self.epochs[0], 3),
            "epoch_s": round(epoch_s, 4),
            "images_s": round(seen / epoch_s, 1),
            "about": task.said,
        }
