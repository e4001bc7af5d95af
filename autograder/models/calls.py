"""Stage 3, models: who reads whom in a functional model, out of the JSON that Keras writes for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autograder.models.allowed import WITH_WEIGHTS
from autograder.models.network import MAX_LAYERS, MODELS
from autograder.models.refused import ModelRefused, shown, word

MAX_INPUTS = 64  # of one layer

Tensor = tuple[str, int, int]
"""A layer's name, which of its calls, and which of that call's outputs."""


def read_calls(entry: Mapping[str, Any]) -> list[Any]:
    """How often a layer is called, and on what. One with weights is called once: sharing them is another thing."""
    calls = entry.get("inbound_nodes")
    kind = entry["class_name"]
    if not isinstance(calls, list) or not calls or len(calls) > MAX_LAYERS:
        raise unconnected()
    if len(calls) > 1 and (kind in WITH_WEIGHTS or kind in MODELS):
        what = "model" if kind in MODELS else f"{word(kind)} layer"
        raise ModelRefused(
            "shared",
            f"The same {what} is called {len(calls)} times, so that the calls share their weights. Make a new one "
            "for each place.",
        )
    return calls


def read_arguments(node: Any) -> tuple[list[Tensor], list[Any]]:
    """The tensors that a layer is called on, and what else it was given beside them."""
    if not isinstance(node, dict) or not isinstance(node.get("args"), list):
        raise unconnected()
    keywords = node.get("kwargs") or {}
    if not isinstance(keywords, dict):
        raise unconnected()
    for key, value in keywords.items():
        # Keras writes training=False for every Dropout by itself; a model that is trained passes over it.
        nothing = value is None or (key == "training" and value is False)
        no_masks = key == "mask" and isinstance(value, list) and all(mask is None for mask in value)
        if key not in ("mask", "training") or not (nothing or no_masks):
            raise ModelRefused(
                "call_argument",
                f"A layer is called with {word(key)}={shown(value)}. Call layers on tensors alone: layer(x), or "
                "layer([x, y]) to merge.",
            )
    tensors: list[Tensor] = []
    extra: list[Any] = []
    _collect(node["args"], tensors, extra)
    if not tensors or len(tensors) > MAX_INPUTS:
        raise unconnected()
    return tensors, extra


def _collect(value: Any, tensors: list[Tensor], extra: list[Any]) -> None:
    if isinstance(value, list):
        for inner in value:
            _collect(inner, tensors, extra)
    elif isinstance(value, dict) and value.get("class_name") == "__tuple__":
        _collect(value.get("items"), tensors, extra)
    elif isinstance(value, dict) and value.get("class_name") == "__keras_tensor__":
        config = value.get("config")
        tensors.append(_tensor(config.get("keras_history") if isinstance(config, dict) else None))
    elif value is not None and value is not False:
        extra.append(value)


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
        "unconnected", "How the layers are connected cannot be read. Build the model with keras.Model(inputs, outputs)."
    )
