"""Stage 3, models: one entry of the JSON -> one layer of the allow-list, or a message that says what to do instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from autograder.models.allowed import AUGMENTATIONS, LAYERS, NO_LAYERS_OF_KERAS, NOT_READ, read_options
from autograder.models.network import Layer
from autograder.models.operations import operation
from autograder.models.phrase import phrase
from autograder.models.refused import ModelRefused, shown, word

MAX_SIDE = 4096


def class_and_config(entry: Any) -> tuple[str, Mapping[str, Any]]:
    if isinstance(entry, dict) and isinstance(entry.get("class_name"), str) and isinstance(entry.get("config"), dict):
        return entry["class_name"], entry["config"]
    raise ModelRefused(
        "not_model",
        phrase("What came back is not a Keras model. Return keras.Model(inputs, outputs) or keras.Sequential([...])."),
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
            phrase(
                "A layer class of your own ({name}) cannot be read from outside. Write the block as a function that "
                "takes a tensor and returns one, built from keras.layers.",
                name=word(kind),
            ),
        )
    elif kind in NO_LAYERS_OF_KERAS:
        raise _not_taken(kind)
    elif extra:
        raise ModelRefused(
            "call_argument", phrase("{layer} is called on something that is no tensor.", layer=word(kind))
        )
    trainable = config.get("trainable", True)
    if type(trainable) is not bool:
        expected = phrase("{layer}(trainable=...): expected True or False.", layer=word(kind))
        raise ModelRefused("argument", expected)
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
            phrase(
                "A Lambda layer holds code, which can be neither compared nor rebuilt. Use a layer of Keras: Add for a "
                "sum, Rescaling for a factor, Activation for a function, ZeroPadding2D for padding, MaxPooling2D(1, 2) "
                "for every second pixel, Concatenate with Rescaling(0.0)(x) for channels of zeros."
            ),
        )
    if kind == "Permute":
        return ModelRefused(
            "layer",
            phrase(
                "Permute is not taken here. For more channels in a shortcut without weights, join channels of zeros: "
                "Concatenate()([x, Rescaling(0.0)(x)])."
            ),
        )
    return ModelRefused(
        "layer",
        phrase(
            "There is a layer that is not taken here: {name}. These are: {names}.",
            name=word(kind),
            names=", ".join(sorted({*LAYERS, *AUGMENTATIONS} - NO_LAYERS_OF_KERAS)),
        ),
    )


def read_input(config: Mapping[str, Any]) -> Layer:
    shape = config.get("batch_shape", config.get("batch_input_shape"))
    sizes = shape[1:] if isinstance(shape, list) else []
    if config.get("sparse") or config.get("ragged") or not 1 <= len(sizes) <= 3:
        expected = phrase("The input has shape {shape}; expected (height, width, channels).", shape=shown(sizes))
        raise ModelRefused("input", expected)
    if not all(type(size) is int and 1 <= size <= MAX_SIDE for size in sizes):
        raise ModelRefused(
            "input",
            phrase(
                "The input has shape {shape}; every size must be a whole number from 1 to {most}.",
                shape=shown(sizes),
                most=MAX_SIDE,
            ),
        )
    return Layer("Input", (), {"shape": tuple(sizes)})
