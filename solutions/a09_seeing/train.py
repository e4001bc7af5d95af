"""Train the two networks that this lesson looks into: `python -m solutions.a09_seeing.train`, minutes on two cores.

They are written to cnnkit/trained. Other machines come to slightly other weights, so the files are kept: the text of
the lesson tells what these very networks do. No hidden case depends on them.
"""

import json
from pathlib import Path

import keras
import numpy as np
from safetensors.numpy import save

from autograder.models import data
from autograder.rubric import Network

TRAINED = Path(__file__).parents[2] / "cnnkit" / "trained"
N_TRAIN, EPOCHS, BATCH, RATE = 40_000, 10, 128, 2e-3

NETWORKS = {
    # a dense layer reads every place: saliency is sharp
    "fashion": (
        "fashion_mnist",
        [
            ("Conv2D", "conv1", 8, 5, "same", "relu"),
            ("MaxPooling2D", "pool1", 2),
            ("Conv2D", "conv2", 16, 3, "same", "relu"),
            ("MaxPooling2D", "pool2", 2),
            ("Flatten", "flat"),
            ("Dense", "scores", 10, "linear"),
        ],
    ),
    # only averages of maps reach the scores, so that Grad-CAM has something to find
    "colour": (
        "colour_fashion",
        [
            ("Conv2D", "conv1", 16, 5, "same", "relu"),
            ("BatchNormalization", "norm1"),
            ("MaxPooling2D", "pool1", 2),
            ("Conv2D", "conv2", 32, 3, "same", "relu"),
            ("BatchNormalization", "norm2"),
            ("MaxPooling2D", "pool2", 2),
            ("Conv2D", "conv3", 48, 3, "same", "relu"),
            ("BatchNormalization", "norm3"),
            ("Conv2D", "conv4", 48, 3, "same", "relu"),
            ("GlobalAveragePooling2D", "average"),
            ("Dense", "scores", 10, "linear"),
        ],
    ),
}


def untrained(shape, layers):
    """A network with random weights, and how it is written down."""
    x = image = keras.Input(shape)
    for kind, name, *settings in layers:
        names = {"Conv2D": ("filters", "kernel_size", "padding", "activation"), "MaxPooling2D": ("pool_size",)}
        named = dict(zip(names.get(kind, ("units", "activation")), settings, strict=False))
        x = getattr(keras.layers, kind)(**named, name=name)(x)
    return keras.Model(image, x)


def train(name):
    images, layers = NETWORKS[name]
    keras.utils.set_random_seed(9)
    x, y = data.load(images, "train", N_TRAIN)
    model = untrained(x.shape[1:], layers)
    steps = EPOCHS * (N_TRAIN // BATCH)
    falling = keras.optimizers.schedules.CosineDecay(RATE, steps)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.AdamW(falling, weight_decay=1e-3), loss, metrics=["accuracy"])
    model.fit(x / np.float32(255), y, batch_size=BATCH, epochs=EPOCHS, verbose=2)
    test_x, test_y = data.load(images, "test", 5000)
    _, accuracy = model.evaluate(test_x / np.float32(255), test_y, batch_size=500, verbose=0)
    print(f"{name}: {model.count_params():,} weights, test accuracy {accuracy:.3f}")
    network = Network(x.shape[1:], layers, model.get_weights())
    arrays = {f"{i:02}": array for i, array in enumerate(network.weights)}
    about = {"shape": network.shape, "layers": network.layers}
    TRAINED.mkdir(exist_ok=True)
    (TRAINED / f"{name}.safetensors").write_bytes(save(arrays, {"network": json.dumps(about)}))


if __name__ == "__main__":
    for one in NETWORKS:
        train(one)
