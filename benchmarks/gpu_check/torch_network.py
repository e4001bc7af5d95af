"""A network as the engine reads it -> the same network in PyTorch, layer by layer, as one would write it by hand.

One liberty, as everybody takes it: a stride-2 'same' convolution pads both sides alike, where Keras pads the end
more. The shapes are the same and so is the work; a padding of its own would only slow PyTorch down.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from autograder.models.arguments import Activation
from autograder.models.network import Layer, Network
from autograder.models.shapes import measure

ACTIVATIONS: dict[str, Callable[[], nn.Module]] = {
    "relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "elu": nn.ELU, "gelu": nn.GELU, "silu": nn.SiLU,
}  # fmt: skip


class Translated(nn.Module):
    """The network, (N, C, H, W) -> logits (N, classes): a softmax at its end is left to the loss."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        shapes = [size.shape for size in measure(network).layers]
        self.steps = nn.ModuleList(
            _module(layer, [shapes[i] for i in layer.inputs], shapes[place], last=place in network.outputs)
            for place, layer in enumerate(network.layers)
        )
        self.inputs = [layer.inputs for layer in network.layers]
        [self.output] = network.outputs

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        made: list[torch.Tensor] = []
        for inputs, step in zip(self.inputs, self.steps, strict=True):
            made.append(step(*(made[i] for i in inputs)) if inputs else x)
        return made[self.output]


class Plus(nn.Module):
    def forward(self, *parts: torch.Tensor) -> torch.Tensor:
        return sum(parts[1:], start=parts[0])


class Join(nn.Module):
    def forward(self, *parts: torch.Tensor) -> torch.Tensor:
        return torch.cat(parts, 1)


class Mean(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.mean((2, 3))


class Flat(nn.Module):
    """In Keras' order of (H, W, C); with channels_last that is how the numbers lie already, so nothing moves."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.permute(0, 2, 3, 1).flatten(1)


class Pad(nn.Module):
    def __init__(self, pad: tuple[int, int, int, int]) -> None:
        super().__init__()
        self.pad = pad

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return functional.pad(x, self.pad)


def _module(layer: Layer, given: list[tuple[int, ...]], shape: tuple[int, ...], *, last: bool) -> nn.Module:
    """One layer. given, shape: of its inputs and its output, without the batch, in Keras' order.

    Raises:
        NotImplementedError: the course's networks have no such layer, so it has no counterpart here.
    """
    options = layer.options
    match layer.kind:
        case "Input" | "Identity":
            return nn.Identity()
        case "Conv2D":
            conv = nn.Conv2d(
                given[0][-1], options["filters"], options["kernel_size"], options["strides"],
                _pad(options, given[0], shape), options["dilation_rate"], options["groups"], options["use_bias"],
            )  # fmt: skip
            return nn.Sequential(conv, *_activation(options["activation"], last=last))
        case "Dense":
            dense = nn.Linear(given[0][-1], options["units"], options["use_bias"])
            return nn.Sequential(dense, *_activation(options["activation"], last=last))
        case "BatchNormalization":
            kind = nn.BatchNorm2d if len(given[0]) == 3 else nn.BatchNorm1d
            return kind(given[0][-1], layer.training["epsilon"], 1 - layer.training["momentum"])
        case "ReLU":
            return _activation(Activation("relu", options["negative_slope"], options["max_value"]), last=last)[0]
        case "Activation":
            return nn.Sequential(*_activation(options["activation"], last=last))
        case "Softmax" if last:
            return nn.Identity()
        case "MaxPooling2D" | "AveragePooling2D" if options["padding"] == "valid":
            pool = nn.MaxPool2d if layer.kind.startswith("Max") else nn.AvgPool2d
            return pool(options["pool_size"], options["strides"] or options["pool_size"])
        case "GlobalAveragePooling2D" if not options["keepdims"]:
            return Mean()
        case "Flatten":
            return Flat() if len(given[0]) == 3 else nn.Flatten()
        case "Dropout":
            return nn.Dropout(options["rate"])
        case "ZeroPadding2D":
            top, bottom, left, right = options["padding"]
            return Pad((left, right, top, bottom))
        case "Add":
            return Plus()
        case "Concatenate":
            return Join()
    raise NotImplementedError(f"{layer.kind} with {dict(options)} has no counterpart in torch_network.py")


def _pad(options: Any, given: tuple[int, ...], shape: tuple[int, ...]) -> tuple[int, int]:
    if options["padding"] == "valid":
        return 0, 0
    pads = []
    for side, out, k, stride, dilation in zip(
        given[:2], shape[:2], options["kernel_size"], options["strides"], options["dilation_rate"], strict=True
    ):
        pads.append(math.ceil(max(0, (out - 1) * stride + dilation * (k - 1) + 1 - side) / 2))
    return pads[0], pads[1]


def _activation(activation: Activation, *, last: bool) -> list[nn.Module]:
    if activation.name == "linear" or (last and activation.name == "softmax"):
        return []
    if activation.name == "relu" and (activation.negative_slope or activation.max_value is not None):
        return [nn.LeakyReLU(activation.negative_slope) if activation.max_value is None else nn.ReLU6()]
    if activation.name not in ACTIVATIONS:
        raise NotImplementedError(f"the activation {activation.name} has no counterpart in torch_network.py")
    return [ACTIVATIONS[activation.name]()]
