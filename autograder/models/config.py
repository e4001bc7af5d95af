"""Stage 3, models, second step: `model.to_json()` text -> layers that are allowed, each after its inputs.

The text comes from a student's process and is hostile until read. Keras never sees it. Sequential and Functional
models are taken, nested ones are written out in place, and no name that a student chose goes any further.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.models.allowed import AUGMENTATIONS, LAYERS, NOT_READ, WITH_WEIGHTS, read_options
from autograder.models.operations import operation
from autograder.models.refused import ModelRefused, shown, word
from autograder.models.text import read_json

MAX_LAYERS = 1000  # ResNet-152 has 517
MAX_NESTED = 12
MAX_INPUTS = 64  # of one layer
MODELS = ("Sequential", "Functional")

Call = tuple[str, int]
"""A layer's name and which of its calls."""

Tensor = tuple[str, int, int]
"""A layer's name, which of its calls, and which of that call's outputs."""


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


def read_model(text: str | bytes) -> Network:
    """Read the text of `model.to_json()`.

    Raises:
        ModelRefused: with what to do instead.
    """
    tree = read_json(text)
    layers: list[Layer] = []
    outputs = _model(tree, layers, None, 0)
    inputs = tuple(i for i, layer in enumerate(layers) if layer.kind == "Input")
    return Network(tuple(layers), inputs, tuple(outputs))


def _model(entry: Any, layers: list[Layer], given: Sequence[int] | None, nested: int) -> list[int]:
    """Append the layers of a model, and say which of them its outputs are.

    given: the layers that it is called on; None for the outermost model.
    """
    kind, config = _class_and_config(entry)
    if kind not in MODELS or not _of_keras(entry.get("module")):
        raise ModelRefused(
            "own_model",
            f"A model class of your own ({word(kind)}) cannot be read from outside. Build the model with "
            "keras.Model(inputs, outputs) or keras.Sequential([...]).",
        )
    if nested > MAX_NESTED:
        raise ModelRefused("too_deep", f"Models are nested more than {MAX_NESTED} deep. Nest fewer.")
    entries = config.get("layers")
    if not isinstance(entries, list) or not entries:
        raise ModelRefused("empty", "The model has no layers.")
    if kind == "Sequential":
        return _sequential(entries, layers, given, nested)
    return _functional(config, entries, layers, given, nested)


def _sequential(entries: list[Any], layers: list[Layer], given: Sequence[int] | None, nested: int) -> list[int]:
    now = None if given is None else list(given)
    for position, entry in enumerate(entries):
        kind, config = _class_and_config(entry)
        if kind == "InputLayer":
            if position:
                raise ModelRefused("input", "An Input layer belongs at the beginning of a Sequential model.")
            now = [_append(layers, _input(config))] if now is None else now
        elif now is None:
            raise ModelRefused(
                "input", "The model does not know its input. Begin it with keras.Input(shape=(height, width, channels))."
            )
        elif kind in MODELS:
            now = _model(entry, layers, now, nested + 1)
        else:
            now = [_append(layers, _layer(entry, tuple(now)))]
    if not now:
        raise ModelRefused("empty", "The model has no layers.")
    return now


def _functional(
    config: Mapping[str, Any], entries: list[Any], layers: list[Layer], given: Sequence[int] | None, nested: int
) -> list[int]:
    input_names = [name for name, _, _ in _tensors(config.get("input_layers"))]
    if given is not None and len(given) != len(input_names):
        raise ModelRefused("input", f"A nested model with {len(input_names)} inputs was called on {len(given)}.")
    named = _named(entries)
    made: dict[Call, list[int]] = {}
    waiting: dict[Call, set[Call]] = {}
    followers: dict[Call, list[Call]] = {}
    arguments: dict[Call, tuple[list[Tensor], list[Any]]] = {}
    order: dict[Call, int] = {}
    for name, entry in named.items():
        if entry["class_name"] == "InputLayer":
            if name not in input_names:
                raise ModelRefused("input", "The model holds an Input that is not among its inputs.")
            position = input_names.index(name)
            made[name, 0] = [_append(layers, _input(entry["config"]))] if given is None else [given[position]]
            continue
        for call, node in enumerate(_calls(entry)):
            key = name, call
            order[key] = len(order)
            arguments[key] = _arguments(node)
            sources = {_call(tensor, named) for tensor in arguments[key][0]}
            waiting[key] = {source for source in sources if source not in made}
            for source in waiting[key]:
                followers.setdefault(source, []).append(key)
    # Inputs may be described after the layers that use them.
    for key in waiting:
        waiting[key] -= made.keys()
    ready = [(order[key], key) for key, sources in waiting.items() if not sources]
    heapq.heapify(ready)
    while ready:
        _, key = heapq.heappop(ready)
        tensors, extra = arguments[key]
        inputs = [_output(made, tensor, named) for tensor in tensors]
        entry = named[key[0]]
        if entry["class_name"] in MODELS:
            made[key] = _model(entry, layers, inputs, nested + 1)
        else:
            made[key] = [_append(layers, _layer(entry, tuple(inputs), extra))]
        for follower in followers.get(key, ()):
            waiting[follower].discard(key)
            if not waiting[follower]:
                heapq.heappush(ready, (order[follower], follower))
    if any(key not in made for key in waiting):
        raise ModelRefused("cycle", "The layers do not form a graph that can be followed from input to output.")
    return [_output(made, tensor, named) for tensor in _tensors(config.get("output_layers"))]


def _named(entries: list[Any]) -> dict[str, Mapping[str, Any]]:
    named: dict[str, Mapping[str, Any]] = {}
    for entry in entries:
        _, config = _class_and_config(entry)
        name = entry.get("name", config.get("name"))
        if not isinstance(name, str) or name in named:
            raise _unconnected()
        named[name] = entry
    return named


def _calls(entry: Mapping[str, Any]) -> list[Any]:
    """How often a layer is called, and on what. One with weights is called once, for sharing them is another thing."""
    calls = entry.get("inbound_nodes")
    kind = entry["class_name"]
    if not isinstance(calls, list) or not calls or len(calls) > MAX_LAYERS:
        raise _unconnected()
    if len(calls) > 1 and (kind in WITH_WEIGHTS or kind in MODELS):
        what = "model" if kind in MODELS else f"{word(kind)} layer"
        raise ModelRefused(
            "shared",
            f"The same {what} is called {len(calls)} times, so that the calls share their weights. Make a new one "
            "for each place.",
        )
    return calls


def _arguments(node: Any) -> tuple[list[Tensor], list[Any]]:
    """The tensors that a layer is called on, and what else it was given."""
    if not isinstance(node, dict) or not isinstance(node.get("args"), list):
        raise _unconnected()
    keywords = node.get("kwargs") or {}
    if not isinstance(keywords, dict):
        raise _unconnected()
    for key, value in keywords.items():
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
        raise _unconnected()
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


def _tensor(history: Any) -> Tensor:
    match history:
        case [str(name), int(call), int(output)] if 0 <= call <= MAX_LAYERS and 0 <= output <= MAX_INPUTS:
            return name, int(call), int(output)
    raise _unconnected()


def _tensors(tree: Any) -> list[Tensor]:
    """The inputs or outputs of a model: one, a list, or a dict of them."""
    if isinstance(tree, dict):
        tree = tree.get("items") if tree.get("class_name") == "__tuple__" else list(tree.values())
    if isinstance(tree, list) and tree and isinstance(tree[0], str):
        tree = [tree]
    if not isinstance(tree, list) or not 1 <= len(tree) <= MAX_INPUTS:
        raise _unconnected()
    return [_tensor(entry) for entry in tree]


def _call(tensor: Tensor, named: Mapping[str, Mapping[str, Any]]) -> Call:
    name, call, _ = tensor
    if name not in named:
        raise _unconnected()
    # Keras counts the only call of a nested functional model as 0 or as 1, depending on where it writes it.
    return name, 0 if named[name]["class_name"] in MODELS and call == 1 else call


def _output(made: Mapping[Call, list[int]], tensor: Tensor, named: Mapping[str, Mapping[str, Any]]) -> int:
    outputs = made.get(_call(tensor, named), [])
    if tensor[2] >= len(outputs):
        raise _unconnected()
    return outputs[tensor[2]]


def _layer(entry: Mapping[str, Any], inputs: tuple[int, ...], extra: Sequence[Any] = ()) -> Layer:
    module, kind, config = entry.get("module"), entry["class_name"], entry["config"]
    if isinstance(module, str) and module.startswith(("keras.src.ops", "keras.src.activations")):
        kind, config = operation(kind, {key: value for key, value in config.items() if key not in NOT_READ}, extra)
    elif module != "keras.layers":
        raise ModelRefused(
            "own_layer",
            f"A layer class of your own ({word(kind)}) cannot be read from outside. Write the block as a function "
            "that takes a tensor and returns one, built from keras.layers.",
        )
    elif extra:
        raise ModelRefused("call_argument", f"{word(kind)} is called on something that is no tensor.")
    trainable = config.get("trainable", True)
    if type(trainable) is not bool:
        raise ModelRefused("argument", f"{word(kind)}(trainable=...): expected true or false.")
    if kind in AUGMENTATIONS:
        return Layer("Augmentation", inputs)
    if kind not in LAYERS:
        raise _not_taken(kind)
    options, training = read_options(kind, config)
    return Layer(kind, inputs, options, training, trainable)


def _not_taken(kind: Any) -> ModelRefused:
    if kind == "Lambda":
        return ModelRefused(
            "lambda",
            "A Lambda layer holds code, which can be neither compared nor rebuilt. Use a layer of Keras: Add for a "
            "sum, Rescaling for a factor, Activation for a function, ZeroPadding2D for padding.",
        )
    return ModelRefused(
        "layer", f"keras.layers.{word(kind)} is not taken here. These are: {', '.join(sorted((*LAYERS, *AUGMENTATIONS)))}."
    )


def _input(config: Mapping[str, Any]) -> Layer:
    shape = config.get("batch_shape", config.get("batch_input_shape"))
    sizes = shape[1:] if isinstance(shape, list) else []
    if config.get("sparse") or config.get("ragged") or not 1 <= len(sizes) <= 3:
        raise ModelRefused("input", f"The input has shape {shown(sizes)}; expected (height, width, channels).")
    if not all(type(size) is int and 1 <= size <= 4096 for size in sizes):
        raise ModelRefused(
            "input", f"The input has shape {shown(sizes)}; every size must be a whole number from 1 to 4096."
        )
    return Layer("Input", (), {"shape": tuple(sizes)})


def _append(layers: list[Layer], layer: Layer) -> int:
    if len(layers) >= MAX_LAYERS:
        raise ModelRefused("too_big", f"The model has more than {MAX_LAYERS} layers.")
    layers.append(layer)
    return len(layers) - 1


def _class_and_config(entry: Any) -> tuple[str, Mapping[str, Any]]:
    if isinstance(entry, dict) and isinstance(entry.get("class_name"), str) and isinstance(entry.get("config"), dict):
        return entry["class_name"], entry["config"]
    raise ModelRefused(
        "not_model", "What came back is not a Keras model. Return keras.Model(inputs, outputs) or keras.Sequential([...])."
    )


def _of_keras(module: Any) -> bool:
    return isinstance(module, str) and (module == "keras" or module.startswith("keras."))


def _unconnected() -> ModelRefused:
    return ModelRefused(
        "unconnected", "How the layers are connected cannot be read. Build the model with keras.Model(inputs, outputs)."
    )
