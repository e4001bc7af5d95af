"""Stage 3, models: the layers that are taken, and for each argument the values that are. All else is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from autograder.models.arguments import (
    ELU,
    LINEAR,
    NAMES,
    OTHER_NAMES,
    SOFTMAX,
    Activation,
    Check,
    NotAllowed,
    axes,
    channels,
    initializer_value,
    integer,
    kept,
    number,
    one_of,
    optional,
    padding,
    pair,
    target,
)
from autograder.models.phrase import phrase
from autograder.models.refused import ModelRefused, shown, word


@dataclass(frozen=True)
class Argument:
    """One argument of a layer.

    check: see `Check`. default: what it is where the description leaves it out. training: it changes how the
    layer starts or learns, not what it computes, so that two models that differ only in it are equal.
    """

    check: Check
    default: Any
    training: bool = False


class _Required:
    pass


REQUIRED: Final = _Required()


def activation(value: Any) -> Activation:
    """An activation's name, one of the activation layers in its place, or a function such as `tf.nn.softmax`."""
    if value is None:
        return LINEAR
    if isinstance(value, dict) and (value.get("module"), value.get("class_name")) == ("builtins", "function"):
        value = value.get("config")
        value = "softmax" if value == "softmax_v2" else value  # what TensorFlow calls its own
    if isinstance(value, str) and value in NAMES:
        return Activation(value)
    if isinstance(value, str) and value in OTHER_NAMES:
        return OTHER_NAMES[value]
    if isinstance(value, dict) and value.get("module") == "keras.layers":
        kind, config = value.get("class_name"), value.get("config")
        if isinstance(kind, str) and kind in ACTIVATION_LAYERS and isinstance(config, dict):
            return layer_activation(kind, read_options(kind, config)[0])
    raise NotAllowed(phrase("one of these names: {names}", names=", ".join((*NAMES, *OTHER_NAMES))))


def layer_activation(kind: str, options: Mapping[str, Any]) -> Activation:
    """What a layer of `ACTIVATION_LAYERS` does, as an activation."""
    if kind == "Softmax":
        return SOFTMAX
    if kind == "ELU":
        return ELU
    if kind == "Activation":
        return options["activation"]
    return Activation("relu", options["negative_slope"], options.get("max_value"), options.get("threshold", 0.0))


INITIALIZERS = frozenset(
    (
        "GlorotUniform",
        "GlorotNormal",
        "HeNormal",
        "HeUniform",
        "LecunNormal",
        "LecunUniform",
        "Zeros",
        "Ones",
        "Constant",
        "RandomNormal",
        "RandomUniform",
        "TruncatedNormal",
        "VarianceScaling",
        "Orthogonal",
    )
)
_INITIALIZER = Argument(kept(INITIALIZERS, "keras.initializers", initializer_value), None, training=True)
_REGULARIZER = Argument(kept(frozenset(("L1", "L2", "L1L2")), "keras.regularizers", number(0, 10)), None, training=True)
_NONE = Argument(one_of(None), None, training=True)
_NOTHING = Argument(one_of(None), None)
_CHANNELS_LAST = Argument(one_of("channels_last"), "channels_last", training=True)
_RATE = Argument(number(0, 0.99), REQUIRED)
_SIDE = pair(1, 1024)
_BIAS = {
    "activation": Argument(activation, LINEAR),
    "use_bias": Argument(one_of(True, False), True),
    "bias_initializer": _INITIALIZER,
    "bias_regularizer": _REGULARIZER,
    "activity_regularizer": _NONE,
    "bias_constraint": _NONE,
}


def _weights(*names: str) -> dict[str, Argument]:
    what = (("initializer", _INITIALIZER), ("regularizer", _REGULARIZER), ("constraint", _NONE))
    return {f"{name}_{suffix}": argument for name in names for suffix, argument in what}


_FILTERS = {"filters": Argument(integer(1, 65_536), REQUIRED)}
_WINDOW = {
    "kernel_size": Argument(_SIDE, REQUIRED),
    "strides": Argument(_SIDE, (1, 1)),
    "padding": Argument(one_of("valid", "same"), "valid"),
    "data_format": _CHANNELS_LAST,
    "dilation_rate": Argument(_SIDE, (1, 1)),
}
_MULTIPLIER = {"depth_multiplier": Argument(integer(1, 64), 1)}
_POOL = {
    "pool_size": Argument(_SIDE, (2, 2)),
    "strides": Argument(optional(_SIDE), None),
    "padding": Argument(one_of("valid", "same"), "valid"),
    "data_format": _CHANNELS_LAST,
}
_WHOLE = {"keepdims": Argument(one_of(False, True), False), "data_format": _CHANNELS_LAST}
_NORMALISATION = {
    "axis": Argument(axes, (-1,)),
    "epsilon": Argument(number(0, 1), 1e-3, training=True),
    "center": Argument(one_of(True, False), True),
    "scale": Argument(one_of(True, False), True),
    **_weights("beta", "gamma"),
}
_DROPOUT = {"rate": _RATE, "seed": Argument(lambda _: None, None, training=True), "noise_shape": _NONE}

LAYERS: Mapping[str, Mapping[str, Argument]] = MappingProxyType(
    {
        "Conv2D": {**_FILTERS, **_WINDOW, "groups": Argument(integer(1, 65_536), 1), **_weights("kernel"), **_BIAS},
        "Conv2DTranspose": {**_FILTERS, **_WINDOW, "output_padding": _NOTHING, **_weights("kernel"), **_BIAS},
        "DepthwiseConv2D": {**_WINDOW, **_MULTIPLIER, **_weights("depthwise"), **_BIAS},
        "SeparableConv2D": {**_FILTERS, **_WINDOW, **_MULTIPLIER, **_weights("depthwise", "pointwise"), **_BIAS},
        "Dense": {
            "units": Argument(integer(1, 1_000_000), REQUIRED),
            **_weights("kernel"),
            **_BIAS,
            "quantization_config": _NONE,
            "lora_rank": _NONE,
            "lora_alpha": _NONE,
        },
        "Flatten": {"data_format": _CHANNELS_LAST},
        "Reshape": {"target_shape": Argument(target, REQUIRED)},
        "MaxPooling2D": _POOL,
        "AveragePooling2D": _POOL,
        "GlobalAveragePooling2D": _WHOLE,
        "GlobalMaxPooling2D": _WHOLE,
        "BatchNormalization": {
            **_NORMALISATION,
            "momentum": Argument(number(0, 1), 0.99, training=True),
            "moving_mean_initializer": _INITIALIZER,
            "moving_variance_initializer": _INITIALIZER,
            "synchronized": Argument(one_of(False, True), False, training=True),
            "renorm": Argument(one_of(False), False, training=True),
            "renorm_clipping": _NONE,
            "renorm_momentum": Argument(number(0, 1), 0.99, training=True),
        },
        "LayerNormalization": {**_NORMALISATION, "rms_scaling": Argument(one_of(False), False, training=True)},
        "Activation": {"activation": Argument(activation, REQUIRED)},
        "ReLU": {
            "max_value": Argument(optional(number(0, 1e6)), None),
            "negative_slope": Argument(number(0, 1), 0.0),
            "threshold": Argument(number(0, 1e6), 0.0),
        },
        "ELU": {"alpha": Argument(one_of(1.0), 1.0)},
        "LeakyReLU": {"negative_slope": Argument(number(0, 1), 0.3)},
        "Softmax": {"axis": Argument(one_of(-1), -1)},
        "Dropout": _DROPOUT,
        "SpatialDropout2D": {**_DROPOUT, "data_format": _CHANNELS_LAST},
        "GaussianNoise": {"stddev": Argument(number(0, 10), REQUIRED), "seed": _DROPOUT["seed"]},
        "ZeroPadding2D": {"padding": Argument(padding, (1, 1, 1, 1)), "data_format": _CHANNELS_LAST},
        "ZeroChannels": {"channels": Argument(channels, REQUIRED)},  # what keras.ops.pad does along the channels
        "Rescaling": {
            "scale": Argument(number(-1e6, 1e6), REQUIRED),
            "offset": Argument(number(-1e6, 1e6), 0.0),
        },
        "Identity": {},
        "Add": {},
        "Subtract": {},
        "Multiply": {},
        "Average": {},
        "Maximum": {},
        "Concatenate": {"axis": Argument(integer(-4, 3), -1)},
    }
)
ACTIVATION_LAYERS = frozenset(("Activation", "ReLU", "LeakyReLU", "ELU", "Softmax"))
NO_LAYERS_OF_KERAS = frozenset(("ZeroChannels",))
MERGES = frozenset(("Add", "Subtract", "Multiply", "Average", "Maximum", "Concatenate"))
WITH_WEIGHTS = frozenset(
    (
        "Conv2D",
        "Conv2DTranspose",
        "DepthwiseConv2D",
        "SeparableConv2D",
        "Dense",
        "BatchNormalization",
        "LayerNormalization",
    )
)
# They pass an image through unchanged outside training, and the training recipe brings its own: arguments unread.
AUGMENTATIONS = frozenset(
    ("RandomFlip", "RandomRotation", "RandomZoom", "RandomTranslation", "RandomContrast", "RandomBrightness")
)
# Names, and types of numbers, are ours to give when a model is rebuilt.
NOT_READ = frozenset(("name", "trainable", "dtype", "batch_input_shape", "batch_shape"))


def read_options(kind: str, config: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read the arguments of a layer of `LAYERS`.

    Returns: what matters to what it computes, and what matters to training only.

    Raises:
        ModelRefused: an argument that is unknown, missing or out of range.
    """
    allowed = LAYERS[kind]
    unknown = [key for key in config if key not in allowed and key not in NOT_READ]
    if unknown:
        raise ModelRefused(
            "argument",
            phrase(
                "{layer} was given an argument that is not taken here ({name}). Leave it out.",
                layer=kind,
                name=word(unknown[0]),
            ),
        )
    options: dict[str, Any] = {}
    training: dict[str, Any] = {}
    for name, argument in allowed.items():
        value = config.get(name, REQUIRED)
        if value is REQUIRED:
            if argument.default is REQUIRED:
                raise ModelRefused(
                    "argument", phrase("{layer} is described without its {name}.", layer=kind, name=name)
                )
            checked = argument.default
        else:
            try:
                checked = argument.check(value)
            except NotAllowed as error:
                raise ModelRefused(
                    "argument",
                    phrase(
                        "{argument}: expected {expected}. Received: {value}.",
                        argument=f"{kind}({name}=...)",
                        expected=error.expected,
                        value=shown(value),
                    ),
                ) from None
        (training if argument.training else options)[name] = checked
    return options, training
