"""Train the backbone of this lesson's detector: `python -m solutions.a13_rcnn.train`, two minutes on two cores.

It learns which cells of 8x8 pixels lie on a plate, on other pictures than the detector is trained and tested with.
The file is kept: other machines come to slightly other weights, and thresholds are measured with these.
"""

import json
from pathlib import Path

import keras
import numpy as np
from safetensors.numpy import save

from autograder.rubric import Network
from cnnkit.plates import plates

TRAINED = Path(__file__).parents[2] / "cnnkit" / "trained"
STRIDE, SEED, N_TRAIN, EPOCHS, BATCH, RATE = 8, 1300, 1500, 12, 32, 3e-3
LAYERS = [
    ("Conv2D", "conv1", 12, 3, "same", "relu"),
    ("MaxPooling2D", "pool1", 2),
    ("Conv2D", "conv2", 24, 3, "same", "relu"),
    ("MaxPooling2D", "pool2", 2),
    ("Conv2D", "conv3", 32, 3, "same", "relu"),
    ("MaxPooling2D", "pool3", 2),
    ("Conv2D", "conv4", 48, 3, "same", "relu"),
    ("Conv2D", "conv5", 48, 3, "same", "relu"),
]


def coverage(scene):
    """The share of each cell that plates cover, (12, 16)."""
    height, width = scene.image.shape[:2]
    on_a_plate = scene.masks.any(axis=0).astype(float)
    return on_a_plate.reshape(height // STRIDE, STRIDE, width // STRIDE, STRIDE).mean(axis=(1, 3))


def main():
    scenes = plates(N_TRAIN, seed=SEED)
    x = np.stack([scene.image for scene in scenes]) / np.float32(255)
    y = np.stack([coverage(scene) for scene in scenes])[..., None]
    keras.utils.set_random_seed(13)
    image = keras.Input(x.shape[1:])
    maps = image
    for kind, name, *settings in LAYERS:
        names = ("filters", "kernel_size", "padding", "activation") if kind == "Conv2D" else ("pool_size",)
        maps = getattr(keras.layers, kind)(**dict(zip(names, settings, strict=True)), name=name)(maps)
    model = keras.Model(image, keras.layers.Conv2D(1, 1, activation="sigmoid")(maps))
    rate = keras.optimizers.schedules.CosineDecay(RATE, EPOCHS * (N_TRAIN // BATCH))
    model.compile(keras.optimizers.AdamW(rate, weight_decay=1e-3), "binary_crossentropy")
    model.fit(x, y, batch_size=BATCH, epochs=EPOCHS, verbose=2)
    network = Network(x.shape[1:], LAYERS, keras.Model(image, maps).get_weights())
    arrays = {f"{i:02}": array for i, array in enumerate(network.weights)}
    about = {"shape": network.shape, "layers": network.layers}
    (TRAINED / "plates.safetensors").write_bytes(save(arrays, {"network": json.dumps(about)}))


if __name__ == "__main__":
    main()
