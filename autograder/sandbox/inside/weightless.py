"""Keras as grading needs it: weights have a shape and no values, nothing is trained; promises to run no operation.

In a `shapes_only` scope VGG16 takes 30 ms and Dense(10**9) no memory; wrong shapes still raise.
"""

import inspect
import types
import typing
from contextlib import contextmanager, suppress
from functools import lru_cache

import keras
import numpy as np
from keras.src.backend.common import global_state  # has no public name
from keras.src.utils.tracking import Tracker

PLAIN = frozenset((type(None), bool, int, float, str))  # neither a layer nor a weight, nor holding one
REFUSED = ("fit", "evaluate", "train_on_batch", "test_on_batch")
_state = {"shapes_only": False}
_Scope = keras.StatelessScope
_make_variable = keras.Variable.__init__


@contextmanager
def shapes_only():
    """Layers can be made and applied, and no weight takes memory until its value is looked at."""
    before = _state["shapes_only"]
    _state["shapes_only"] = True
    try:
        with _Scope(initialize_variables=False):
            yield
    finally:
        _state["shapes_only"] = before
        global_state.set_global_attribute("uninitialized_variables", [])  # or the next scope gave them all values


def prepare():
    """In the template: change what a box must not do, then build one network, so that no child pays for the first."""
    keras.Variable.__init__ = _variable
    for name in REFUSED:
        setattr(keras.Model, name, _refuse)
    _look_up_once()
    with shapes_only():
        layers = keras.layers
        x = image = keras.Input((8, 8, 1))
        x = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(2, 3, padding="same")(x)))
        x = layers.Concatenate()([layers.add([x, x]), layers.MaxPooling2D(1)(x), layers.AveragePooling2D(1)(x)])
        x = layers.Activation("relu")(layers.ZeroPadding2D(1)(layers.SeparableConv2D(2, 3, activation="relu")(x)))
        x = layers.Dropout(0.5)(layers.Dense(2, activation="softmax")(layers.Flatten()(x)))
        model = keras.Model(image, x)
        model.to_json()
        keras.Sequential([keras.Input((8, 8, 1)), layers.GlobalAveragePooling2D()]).to_json()
        model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    global_state.set_global_attribute("object_name_uids", None)  # a student's first layer is called conv2d, as at home


def _look_up_once():
    """Leave out half of what a layer costs: its signature read anew, and attributes kept for TensorFlow's files."""
    read_signature = vars(inspect)["_signature_from_callable"]

    @lru_cache(maxsize=4096)
    def of_function(function, options):
        return read_signature(function, **dict(options))

    def signature(of, **options):
        if type(of) is types.FunctionType:
            return of_function(of, tuple(options.items()))
        return read_signature(of, **options)

    vars(inspect)["_signature_from_callable"] = signature
    vars(typing)["_get_protocol_attrs"] = lru_cache(vars(typing)["_get_protocol_attrs"])
    track = Tracker.track
    Tracker.track = lambda tracker, value: value if type(value) in PLAIN else track(tracker, value)
    with suppress(ImportError):  # another backend keeps none
        from keras.src.backend.tensorflow.trackable import KerasAutoTrackable

        KerasAutoTrackable.__setattr__ = object.__setattr__


def _variable(self, initializer, shape=None, dtype=None, *args, **kwargs):
    """A variable that is made from a value, such as an optimizer's, is refused in Keras' own scope."""
    if _state["shapes_only"] and not callable(initializer) and not isinstance(initializer, str):
        value = np.asarray(initializer)
        dtype = dtype or (keras.config.floatx() if value.dtype.kind == "f" else value.dtype.name)
        shape = value.shape

        def initializer(shape, dtype=None):
            return keras.ops.convert_to_tensor(value, dtype)

    _make_variable(self, initializer, shape, dtype, *args, **kwargs)


def _refuse(self, *args, **kwargs):
    raise RuntimeError("Nothing is trained while this is graded.")
