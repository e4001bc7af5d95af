"""Stage 3, models: who reads whom in a functional model, out of the JSON that Keras writes for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autograder.models.allowed import AUGMENTATIONS, WITH_WEIGHTS
from autograder.models.network import MAX_LAYERS, MODELS
from autograder.models.phrase import phrase
from autograder.models.refused import ModelRefused, shown, word

MAX_INPUTS = 64  # of one layer

Extra = tuple[int, Any]
"""What is no tensor among the arguments of a call, after how many tensors."""

Tensor = tuple[str, int, int]
"""A layer's name, which of its calls, and which of that call's outputs."""


def read_calls(entry: Mapping[str, Any]) -> list[Any]:
    """How often a layer is called, and on what. One with weights is called once: sharing them is another thing."""
    calls = entry.get("inbound_nodes")
    kind = entry["class_name"]
    if not isinstance(calls, list) or not calls or len(calls) > MAX_LAYERS:
        raise unconnected()
    if len(calls) > 1 and (kind in WITH_WEIGHTS or kind in MODELS):
        what = phrase("model") if kind in MODELS else phrase("{name} layer", name=word(kind))
        raise ModelRefused(
            "shared",
            phrase(
                "The same {layer} is called {n} times, so that the calls share their weights. Make a new one for each "
                "place.",
                layer=what,
                n=len(calls),
            ),
        )
    return calls


def read_arguments(node: Any, kind: Any) -> tuple[list[Tensor], list[Extra]]:
    """The tensors that a layer of some kind is called on, and what else it was given beside them."""
    if not isinstance(node, dict) or not isinstance(node.get("args"), list):
        raise unconnected()
    keywords = node.get("kwargs") or {}
    if not isinstance(keywords, dict):
        raise unconnected()
    for key, value in keywords.items():
        # Keras writes training=False for every Dropout by itself, and training=True for every augmentation. Both are
        # what its call() takes where nobody says; predict() and fit() pass over them. training=True stands in the code
        # of ResNets that a well-known course hands out; a Dropout that is always on is meant to be one.
        harmless = value is False or (value is True and kind in {*AUGMENTATIONS, "BatchNormalization"})
        nothing = value is None or (key == "training" and harmless)
        no_masks = key == "mask" and isinstance(value, list) and all(mask is None for mask in value)
        zeros = key == "constant_values" and type(value) in (int, float) and value == 0  # of keras.ops.pad
        if not (nothing or no_masks or zeros):
            raise ModelRefused(
                "call_argument",
                phrase(
                    "A layer is called with {name}={value}. Call layers on tensors alone: layer(x), or layer([x, y]) "
                    "to merge.",
                    name=word(key),
                    value=shown(value),
                ),
            )
    tensors: list[Tensor] = []
    extra: list[Extra] = []
    for argument in node["args"]:
        if argument is not None and argument is not False:
            _collect(argument, tensors, extra)
    if not tensors or len(tensors) > MAX_INPUTS:
        raise unconnected()
    return tensors, extra


def _collect(value: Any, tensors: list[Tensor], extra: list[Extra]) -> None:
    if isinstance(value, list):
        for inner in value:
            _collect(inner, tensors, extra)
    elif isinstance(value, dict) and value.get("class_name") == "__tuple__":
        _collect(value.get("items"), tensors, extra)
    elif isinstance(value, dict) and value.get("class_name") == "__keras_tensor__":
        config = value.get("config")
        tensors.append(_tensor(config.get("keras_history") if isinstance(config, dict) else None))
    else:
        extra.append((len(tensors), value))


def read_tensors(tree: Any) -> list[Tensor]:
    """The inputs or outputs of a model: one, a list, or a dict of them."""
    if isinstance(tree, dict):
        tree = tree.get("items") if tree.get("class_name") == "__tuple__" else list(tree.values())
    if isinstance(tree, list) and tree and isinstance(tree[0], str):
        tree = [tree]
    if not isinstance(tree, list) or not 1 <= len(tree) <= MAX_INPUTS:
        raise unconnected()
    return [_tensor(entry) for entry in tree]


def _tensor(history: Any) -> Tensor:
    match history:
        case [str(name), int(call), int(output)] if 0 <= call <= MAX_LAYERS and 0 <= output <= MAX_INPUTS:
            return name, int(call), int(output)
    raise unconnected()


def unconnected() -> ModelRefused:
    return ModelRefused(
        "unconnected",
        phrase("How the layers are connected cannot be read. Build the model with keras.Model(inputs, outputs)."),
    )
