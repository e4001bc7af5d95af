"""Stage 3, models, second step: `model.to_json()` text -> layers that are allowed, each after its inputs.

The text comes from a student's process and is hostile until read. Keras never sees it. Sequential and Functional
models are taken, nested ones are written out in place, and no name that a student chose goes any further.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from typing import Any

from autograder.models.calls import Tensor, read_arguments, read_calls, read_tensors, unconnected
from autograder.models.layers import class_and_config, read_input, read_layer
from autograder.models.network import MAX_LAYERS, MODELS, Layer, Network
from autograder.models.phrase import phrase, phrases
from autograder.models.refused import ModelRefused, word
from autograder.models.text import read_json

MAX_NESTED = 12

Call = tuple[str, int]
"""A layer's name and which of its calls."""


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
    kind, config = class_and_config(entry)
    if kind not in MODELS or not _of_keras(entry.get("module")):
        raise ModelRefused(
            "own_model",
            phrase(
                "A model class of your own ({name}) cannot be read from outside. Build the model with "
                "keras.Model(inputs, outputs) or keras.Sequential([...]).",
                name=word(kind),
            ),
        )
    if nested > MAX_NESTED:
        raise ModelRefused("too_deep", phrase("Models are nested more than {n} deep. Nest fewer.", n=MAX_NESTED))
    entries = config.get("layers")
    if not isinstance(entries, list) or not entries:
        raise _empty()
    if kind == "Sequential":
        return _sequential(entries, layers, given, nested)
    return _functional(config, entries, layers, given, nested)


def _sequential(entries: list[Any], layers: list[Layer], given: Sequence[int] | None, nested: int) -> list[int]:
    now = None if given is None else list(given)
    for position, entry in enumerate(entries):
        kind, config = class_and_config(entry)
        if kind == "InputLayer":
            if position:
                raise ModelRefused("input", phrase("An Input layer belongs at the beginning of a Sequential model."))
            now = [_append(layers, read_input(config))] if now is None else now
        elif now is None:
            raise ModelRefused(
                "input",
                phrase(
                    "The model does not know its input. Begin it with keras.Input(shape=(height, width, channels))."
                ),
            )
        elif kind in MODELS:
            now = _model(entry, layers, now, nested + 1)
        else:
            now = [_append(layers, read_layer(entry, tuple(now)))]
    if not now:
        raise _empty()
    return now


def _functional(
    config: Mapping[str, Any], entries: list[Any], layers: list[Layer], given: Sequence[int] | None, nested: int
) -> list[int]:
    named = _named(entries)
    made = _inputs(config, named, layers, given)
    calls = {
        (name, number): read_arguments(node, entry["class_name"])
        for name, entry in named.items()
        if entry["class_name"] != "InputLayer"
        for number, node in enumerate(read_calls(entry))
    }
    waiting = {key: {_call(tensor, named) for tensor in tensors} - made.keys() for key, (tensors, _) in calls.items()}
    followers: dict[Call, list[Call]] = {}
    for key, sources in waiting.items():
        for source in sources:
            followers.setdefault(source, []).append(key)
    order = {key: i for i, key in enumerate(calls)}
    ready = [(order[key], key) for key, sources in waiting.items() if not sources]  # smallest first: a heap already
    while ready:
        _, key = heapq.heappop(ready)
        tensors, extra = calls[key]
        inputs = [_output(made, tensor, named) for tensor in tensors]
        entry = named[key[0]]
        if entry["class_name"] in MODELS:
            made[key] = _model(entry, layers, inputs, nested + 1)
        else:
            made[key] = [_append(layers, read_layer(entry, tuple(inputs), extra))]
        for follower in followers.get(key, ()):
            waiting[follower].discard(key)
            if not waiting[follower]:
                heapq.heappush(ready, (order[follower], follower))
    if calls.keys() - made.keys():
        raise ModelRefused("cycle", phrase("The layers do not form a graph that can be followed from input to output."))
    return [_output(made, tensor, named) for tensor in read_tensors(config.get("output_layers"))]


def _inputs(
    config: Mapping[str, Any],
    named: Mapping[str, Mapping[str, Any]],
    layers: list[Layer],
    given: Sequence[int] | None,
) -> dict[Call, list[int]]:
    """The inputs of a functional model in their order: new layers, or those that it is called on."""
    names = [name for name, _, _ in read_tensors(config.get("input_layers"))]
    described = {name for name, entry in named.items() if entry["class_name"] == "InputLayer"}
    if described != set(names) or len(names) != len(described):
        raise ModelRefused("input", phrase("The inputs of a model must be its Input layers, each of them once."))
    if given is None:
        return {(name, 0): [_append(layers, read_input(named[name]["config"]))] for name in names}
    if len(given) != len(names):
        raise ModelRefused(
            "input",
            phrases(
                "A nested model with {n} input was called on {given}.",
                "A nested model with {n} inputs was called on {given}.",
                len(names),
                given=len(given),
            ),
        )
    return {(name, 0): [layer] for name, layer in zip(names, given, strict=True)}


def _named(entries: list[Any]) -> dict[str, Mapping[str, Any]]:
    named: dict[str, Mapping[str, Any]] = {}
    for entry in entries:
        _, config = class_and_config(entry)
        name = entry.get("name", config.get("name"))
        if not isinstance(name, str) or name in named:
            raise unconnected()
        named[name] = entry
    return named


def _call(tensor: Tensor, named: Mapping[str, Mapping[str, Any]]) -> Call:
    name, call, _ = tensor
    if name not in named:
        raise unconnected()
    # Keras counts the only call of a nested functional model as 0 or as 1, depending on where it writes it.
    return name, 0 if named[name]["class_name"] in MODELS and call == 1 else call


def _output(made: Mapping[Call, list[int]], tensor: Tensor, named: Mapping[str, Mapping[str, Any]]) -> int:
    outputs = made.get(_call(tensor, named), [])
    if tensor[2] >= len(outputs):
        raise unconnected()
    return outputs[tensor[2]]


def _append(layers: list[Layer], layer: Layer) -> int:
    if len(layers) >= MAX_LAYERS:
        raise ModelRefused("too_big", phrase("The model has more than {n} layers.", n=MAX_LAYERS))
    layers.append(layer)
    return len(layers) - 1


def _empty() -> ModelRefused:
    return ModelRefused("empty", phrase("The model has no layers."))


def _of_keras(module: Any) -> bool:
    return isinstance(module, str) and (module == "keras" or module.startswith("keras."))
