"""Stage 3, models, third step: shapes, parameters, multiplications and receptive fields, without Keras.

Everything is worked out in whole numbers before anything is allocated, and held against a budget.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.models.network import Layer, Network
from autograder.models.phrase import Phrase, phrase
from autograder.models.refused import ModelRefused
from autograder.models.shape_rules import MANY, RULES, Misfit, Shape, Size


@dataclass(frozen=True)
class Sizes:
    layers: tuple[Size, ...]  # one for each layer of the network
    outputs: tuple[Shape, ...]

    @property
    def trainable(self) -> int:
        return sum(size.trainable for size in self.layers)

    @property
    def parameters(self) -> int:
        return sum(size.trainable + size.fixed for size in self.layers)

    @property
    def macs(self) -> int:
        return sum(size.macs for size in self.layers)

    @property
    def values(self) -> int:
        """Numbers that all layers together put out for one image."""
        return sum(math.prod(size.shape) for size in self.layers)


@dataclass(frozen=True)
class Budget:
    """The largest model that is taken, for one image. VGG19 and ResNet-152 are well within."""

    parameters: int = 1_000_000_000  # VGG16 without its last pooling has 446,639,912, and nothing is allocated here
    macs: int = 100_000_000_000  # VGG19 has 19.6e9, without its first pooling 78e9; nothing is run
    values: int = 150_000_000  # ResNet-152 has 90e6
    work: int = 10_000_000_000


def measure(network: Network, *, budget: Budget | None = None) -> Sizes:
    """Work out every layer.

    Raises:
        ModelRefused: shapes that do not fit, or more than the budget.
    """
    budget = budget or Budget()
    sizes: list[Size] = []
    spent = dict.fromkeys(("parameters", "macs", "values", "work"), 0)
    for place, layer in enumerate(network.layers):
        size = _size(layer, [sizes[i] for i in layer.inputs], place)
        sizes.append(size)
        for what, amount in (
            ("parameters", size.trainable + size.fixed),
            ("macs", size.macs),
            ("values", math.prod(size.shape)),
            ("work", size.work),
        ):
            spent[what] += amount
            if spent[what] > getattr(budget, what):
                raise ModelRefused("too_big", _too_much(what, getattr(budget, what), layer.kind, place))
    return Sizes(tuple(sizes), tuple(sizes[i].shape for i in network.outputs))


def _too_much(what: str, most: int, kind: str, place: int) -> Phrase:
    return phrase(
        "The model has more than {n} {what}; the limit is passed at layer {place} ({layer}). "
        "Check its units, filters and kernel_size, and the size of the map that it is applied to.",
        n=most,
        what={
            "parameters": phrase("parameters"),
            "macs": phrase("multiplications for one image"),
            "values": phrase("values between its layers"),
            "work": phrase("values read by its pooling windows"),
        }[what],
        place=place + 1,
        layer=kind,
    )


def _size(layer: Layer, inputs: Sequence[Size], place: int) -> Size:
    rule = RULES[layer.kind]
    if layer.kind not in MANY and len(inputs) != 1:
        raise _misfit(layer, place, phrase("it takes one input and was given {n}", n=len(inputs)))
    try:
        size = rule(layer, inputs)
    except Misfit as error:
        raise _misfit(layer, place, error.how) from None
    if not size.shape or min(size.shape) < 1:
        raise _misfit(layer, place, phrase("its window is larger than the map that it is given"))
    if not layer.trainable:
        size = Size(size.shape, 0, size.trainable + size.fixed, size.macs, size.work, size.field)
    return size


def _misfit(layer: Layer, place: int, why: Phrase) -> ModelRefused:
    return ModelRefused(
        "shape", phrase("Layer {place} ({layer}) does not fit: {why}.", place=place + 1, layer=layer.kind, why=why)
    )
