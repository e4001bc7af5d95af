"""Small Keras networks with known weights, as arguments of a student's function; promises that nothing else is built.

A network crosses a border as a few layers by name and its weights as arrays. No configuration of Keras' own travels,
so reading one can neither import nor call anything. Runs on both sides of the wire; Keras is imported by `model`.
"""

import numpy as np

# kind of layer -> the settings that are written behind its name
LAYERS = {
    "Conv2D": ("filters", "kernel_size", "padding", "activation"),
    "BatchNormalization": (),
    "MaxPooling2D": ("pool_size",),
    "GlobalAveragePooling2D": (),
    "Flatten": (),
    "Dense": ("units", "activation"),
}
WORDS = {"padding": ("valid", "same"), "activation": ("linear", "relu", "softmax")}
MAX_LAYERS = 32
MAX_SIDE = 1024


class Network:
    """An argument that is itself a network: a stack of layers, one behind the other, and their weights.

    Args:
        shape: (H, W, C) of one image.
        layers: (kind, name, settings...) each, with the settings of LAYERS in order.
        weights: float arrays, as `model.get_weights()` gives them.

    Raises:
        ValueError: a layer or a setting that is not in the table.

    >>> edge = np.array([[-1.0, 1.0]]).reshape(1, 2, 1, 1)
    >>> Network((4, 4, 1), [("Conv2D", "edges", 1, (1, 2), "valid", "relu")], [edge, np.zeros(1)])
    Network(4x4x1, edges: Conv2D(1, (1, 2), 'valid', 'relu'))
    """

    def __init__(self, shape, layers, weights):
        self.shape, self.layers = tuple(shape), tuple(_settled(layer) for layer in layers)
        self.weights = tuple(np.asarray(array, np.float32) for array in weights)
        names = [name for _, name, *_ in self.layers]
        if len(self.shape) != 3 or not all(_is_side(side) for side in self.shape):
            raise ValueError(f"an image of the shape {shape!r:.80}: it has to be (H, W, C)")
        if not 0 < len(names) <= MAX_LAYERS or len(set(names)) != len(names):
            raise ValueError(f"a network needs 1 to {MAX_LAYERS} layers with a name of its own each: {names!r:.200}")

    def model(self):
        """A new `keras.Model` of it, whose weights may be spoiled."""
        import keras

        x = image = keras.Input(self.shape, name="image")
        for kind, name, *settings in self.layers:
            named = dict(zip(LAYERS[kind], settings, strict=True))
            x = getattr(keras.layers, kind)(**named, name=name)(x)
        model = keras.Model(image, x, name="network")
        model.set_weights(self.weights)
        return model

    def __repr__(self):
        shown = [f"{name}: {kind}({', '.join(map(repr, settings))})" for kind, name, *settings in self.layers]
        return f"Network({'x'.join(map(str, self.shape))}, {', '.join(shown)})"

    def __eq__(self, other):
        if not isinstance(other, Network) or (self.shape, self.layers) != (other.shape, other.layers):
            return False
        pairs = zip(self.weights, other.weights, strict=False)
        return len(self.weights) == len(other.weights) and all(np.array_equal(*pair) for pair in pairs)

    def __hash__(self):
        return hash((self.shape, self.layers))


def _settled(layer):
    kind, name, *settings = layer
    if kind not in LAYERS or type(name) is not str or not name.isidentifier() or len(settings) != len(LAYERS[kind]):
        raise ValueError(f"no layer that a network here may have: {layer!r:.200}")
    settings = [tuple(one) if type(one) is list else one for one in settings]
    for setting, value in zip(LAYERS[kind], settings, strict=True):
        if value not in WORDS[setting] if setting in WORDS else not _is_size(value):
            raise ValueError(f"{name}: {setting}={value!r:.80} is not possible")
    return (kind, name, *settings)


def _is_size(value):
    return _is_side(value) or (type(value) is tuple and len(value) == 2 and all(_is_side(side) for side in value))


def _is_side(value):
    return type(value) is int and 0 < value <= MAX_SIDE
