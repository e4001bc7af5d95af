"""The networks that are measured: the lessons' own, else the references below; and the arithmetic that each one does.

Needs Keras only where a model is built.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.errors import CourseError
from autograder.models.config import read_model
from autograder.models.graph import Graph, canonical
from autograder.models.network import Network
from autograder.models.shapes import measure

ROOT = Path(__file__).parents[2]
MODELS = ("lenet5", "small_vgg", "resnet_cifar")
LESSONS = {"lenet5": "a10_lenet_to_vgg", "small_vgg": "a10_lenet_to_vgg", "resnet_cifar": "a11_inception_resnet"}
N_BLOCKS = 3  # resnet_cifar(3) is the ResNet-20 of He et al. 2015


def graph_of(name: str, shape: tuple[int, int, int], *, classes: int = 10) -> tuple[Graph, str]:
    """One of MODELS, as the grader would have it from a submission.

    Returns: its canonical graph, and where it is written.
    """
    import keras

    function = from_lesson(name)
    with keras.StatelessScope(initialize_variables=False):  # no weights are made
        if function is None:
            model = REFERENCES[name](shape, classes)
        elif name == "resnet_cifar":
            model = function(N_BLOCKS, shape, classes)
        else:
            model = function(shape, classes)
    return canonical(network_of(model)), "benchmarks" if function is None else f"solutions/{LESSONS[name]}"


def from_lesson(name: str) -> Callable[..., Any] | None:
    """The lesson's own function, or None where this checkout has no such lesson, or this machine not what it needs."""
    folder = ROOT / "solutions" / LESSONS[name]
    if not (folder / "checks.py").is_file():
        return None
    try:
        from autograder import lessons

        return lessons.load(lessons.Lesson(folder.name, folder))[name].right
    except (ImportError, CourseError):
        return None


def network_of(model: Any) -> Network:
    """The model as the engine reads it."""
    import keras

    if keras.backend.backend() != "tensorflow":
        sys.modules.setdefault("tensorflow", None)  # type: ignore[arg-type]  # else to_json() imports it: 3 s
    return read_model(model.to_json())


def forward_flop(network: Network) -> int:
    """Floating-point operations of one image's way forward: two for each multiplication with a weight."""
    return 2 * measure(network).macs


def training_flop(network: Network) -> int:
    """Of one image's training step: forward, and as much again for the gradients of the inputs and of the weights.

    The usual count, slightly too high: the gradient of the first layer's input is never worked out.
    """
    return 3 * forward_flop(network)


# --- references, for a checkout without those lessons ---------------------------------------------------------------


def lenet5(shape: tuple[int, int, int], classes: int) -> Any:
    import keras
    from keras import layers

    return keras.Sequential(
        [
            keras.Input(shape),
            layers.Conv2D(6, 5, padding="same", activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(16, 5, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(120, activation="relu"),
            layers.Dense(84, activation="relu"),
            layers.Dense(classes, activation="softmax", dtype="float32"),
        ]
    )


def small_vgg(shape: tuple[int, int, int], classes: int) -> Any:
    import keras
    from keras import layers

    x = inputs = keras.Input(shape)
    for filters in (64, 128, 256):
        for _ in range(2):
            x = _conv_norm(x, filters)
            x = layers.ReLU()(x)
        x = layers.MaxPooling2D(2)(x)
    x = layers.Flatten()(x)
    x = layers.Dense(256, activation="relu")(x)
    x = layers.Dropout(0.3)(x)
    return keras.Model(inputs, layers.Dense(classes, activation="softmax", dtype="float32")(x))


def resnet(shape: tuple[int, int, int], classes: int, *, n: int = N_BLOCKS, shortcuts: bool = True) -> Any:
    """The CIFAR ResNet of depth 6 n + 2, option B; without shortcuts the plain network of the same depth."""
    import keras
    from keras import layers

    inputs = keras.Input(shape)
    x = layers.ReLU()(_conv_norm(inputs, 16))
    for stage, filters in enumerate((16, 32, 64)):
        for block in range(n):
            stride = 2 if stage and not block else 1
            y = layers.ReLU()(_conv_norm(x, filters, stride=stride))
            y = _conv_norm(y, filters)
            if shortcuts:
                x = _conv_norm(x, filters, size=1, stride=2) if stride == 2 else x
                y = layers.Add()([x, y])
            x = layers.ReLU()(y)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(classes, activation="softmax", dtype="float32")(x))


def _conv_norm(x: Any, filters: int, *, size: int = 3, stride: int = 1) -> Any:
    from keras import layers

    x = layers.Conv2D(filters, size, strides=stride, padding="same", use_bias=False, kernel_initializer="he_normal")(x)
    return layers.BatchNormalization(momentum=0.9)(x)  # 0.99 has not settled after a short training


REFERENCES: dict[str, Callable[..., Any]] = {"lenet5": lenet5, "small_vgg": small_vgg, "resnet_cifar": resnet}
