"""Stage 3, models: a network that was read, as a short text for the corpus: no names, no defaults, same bytes always.

Only what decides what the network computes is in it: the text reads back to the same canonical graph, and ResNet-50
takes 9 kB.
"""

from __future__ import annotations

import json
from typing import Any

from autograder.models.allowed import LAYERS
from autograder.models.arguments import Activation
from autograder.models.network import Layer, Network


def to_text(network: Network) -> str:
    """
    >>> to_text(Network((Layer("Input", (), {"shape": (4, 4, 1)}), Layer("Flatten", (0,))), (0,), (1,)))
    '{"layers":[["Input",[],{"shape":[4,4,1]}],["Flatten",[0]]],"outputs":[1]}'
    """
    layers = [_entry(layer) for layer in network.layers]
    return json.dumps({"layers": layers, "outputs": network.outputs}, separators=(",", ":"))


def from_text(text: str) -> Network:
    """Read a text of `to_text`, and of nobody else: it is not checked."""
    tree = json.loads(text)
    layers = tuple(_layer(*entry) for entry in tree["layers"])
    inputs = tuple(i for i, layer in enumerate(layers) if layer.kind == "Input")
    return Network(layers, inputs, tuple(tree["outputs"]))


def _entry(layer: Layer) -> list[Any]:
    defaults = LAYERS.get(layer.kind, {})
    options = {
        name: _plain(value)
        for name, value in layer.options.items()
        if name not in defaults or defaults[name].default != value
    }
    entry = [layer.kind, layer.inputs, options, layer.trainable]
    while len(entry) > 2 and entry[-1] in (True, {}):
        entry.pop()
    return entry


def _layer(kind: str, inputs: list[int], options: dict[str, Any] | None = None, trainable: bool = True) -> Layer:
    given = {name: _typed(value) for name, value in (options or {}).items()}
    known = {name: one.default for name, one in LAYERS.get(kind, {}).items() if not one.training and name not in given}
    return Layer(kind, tuple(inputs), known | given, trainable=trainable)


def _plain(value: Any) -> Any:
    if isinstance(value, Activation):
        return {"activation": [value.name, value.negative_slope, value.max_value, value.threshold]}
    return value


def _typed(value: Any) -> Any:
    if isinstance(value, dict):
        return Activation(*value["activation"])
    return tuple(map(_typed, value)) if isinstance(value, list) else value
