"""Stage 3, models: one entry of the JSON -> one layer of the allow-list, or a message that says what to do instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from autograder.models.allowed import AUGMENTATIONS, LAYERS, NOT_READ, read_options
from autograder.models.network import Layer
from autograder.models.operations import operation
from autograder.models.refused import ModelRefused, shown, word

MAX_SIDE = 4096


def class_and_config(entry: Any) -> tuple[str, Mapping[str, Any]]:
    if isinstance(entry, dict) and isinstance(entry.get("class_name"), str) and isinstance(entry.get("config"), dict):
        return entry["class_name"], entry["config"]
    raise ModelRefused(
        "not_model",
        "What came back is not a Keras model. Return keras.Model(inputs, outputs) or keras.Sequential([...]).",
    )


def read_layer(entry: Mapping[str, Any], inputs: tuple[int, ...], extra: Sequence[Any] = ()) -> Layer:
    """Read a layer, or an operation such as `x + y`, that is called on some inputs.

    extra: what it is called on beside tensors.
    """
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


def _not_taken(kind: str) -> ModelRefused:
    if kind == "Lambda":
        return ModelRefused(
            "lambda",
            "A Lambda layer holds code, which can be neither compared nor rebuilt. Use a layer of Keras: Add for a "
            "sum, Rescaling for a factor, Activation for a function, ZeroPadding2D for padding.",
        )
    taken = ", ".join(sorted((*LAYERS, *AUGMENTATIONS)))
    return ModelRefused("layer", f"keras.layers.{word(kind)} is not taken here. These are: {taken}.")


def read_input(config: Mapping[str, Any]) -> Layer:
    shape = config.get("batch_shape", config.get("batch_input_shape"))
    sizes = shape[1:] if isinstance(shape, list) else []
    if config.get("sparse") or config.get("ragged") or not 1 <= len(sizes) <= 3:
        raise ModelRefused("input", f"The input has shape {shown(sizes)}; expected (height, width, channels).")
    if not all(type(size) is int and 1 <= size <= MAX_SIDE for size in sizes):
        raise ModelRefused(
            "input", f"The input has shape {shown(sizes)}; every size must be a whole number from 1 to {MAX_SIDE}."
        )
    return Layer("Input", (), {"shape": tuple(sizes)})
