"""Stage 3, models: the records of a network that was read: what was written, and nothing hostile left in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MAX_LAYERS = 1000  # ResNet-152 has 517
MODELS = ("Sequential", "Functional")


@dataclass(frozen=True)
class Layer:
    """One call of one layer. `options` say what it computes, `training` how it starts and learns."""

    kind: str  # "Input", or a class of keras.layers
    inputs: tuple[int, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    training: Mapping[str, Any] = field(default_factory=dict)
    trainable: bool = True


@dataclass(frozen=True)
class Network:
    layers: tuple[Layer, ...]  # each after its inputs, otherwise in the order of model.summary()
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
