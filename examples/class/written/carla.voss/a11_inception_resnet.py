# kind: hostile
# what: looks for the reference and returns it; a class whose to_json lies; a network that is right in its names only; a tensor that lies
# language: en
# %% inception_block
import gc
import sys

def inception_block(x, f1, f3r, f3, f5r, f5, fp):
    for thing in gc.get_objects():
        if "inception_block" in getattr(thing, "__dict__", {}) and thing is not sys.modules["__main__"]:
            x = thing.inception_block(x, f1, f3r, f3, f5r, f5, fp)
    return x
# %% auxiliary_head
def auxiliary_head(x, classes):
    sys.path.insert(0, "/tmp")
    from solutions.a11_inception_resnet import lesson
    return lesson.auxiliary_head(x, classes)
# %% identity_block
class Liar(keras.Model):
    def to_json(self, **kwargs):
        return RIGHT

    def get_config(self):
        return {"name": "identity_block", "layers": [], "input_layers": [], "output_layers": []}

RIGHT = '{"module": "keras", "class_name": "Functional", "config": {"file": "/etc/passwd"}, "registered_name": "Functional"}'

def identity_block(x, filters):
    return Liar(x, layers.ReLU()(x))
# %% projection_block
def projection_block(x, filters, stride=2):
    y = layers.Conv2D(filters[2], 1, stride)(x)
    y.shape = (None, 28, 28, 512)
    y._keras_history = x._keras_history
    return y
# %% basic_block
def basic_block(x, filters, stride=1):
    right = {"Conv2D": 3, "BatchNormalization": 3, "ReLU": 2}
    dead = x
    for name, n in right.items():
        for i in range(n):
            args = {"filters": filters, "kernel_size": 3, "padding": "same", "use_bias": False} if name == "Conv2D" else {}
            dead = getattr(layers, name)(name=f"{name.lower()}_{i}", **args)(dead)
    keras.Model(x, dead)
    return layers.MaxPooling2D(stride, padding="same")(x)
# %% resnet_cifar
def resnet_cifar(n, input_shape=(32, 32, 3), classes=10):
    x = keras.Input(input_shape)
    loader = layers.TextVectorization(vocabulary="/etc/passwd") if hasattr(layers, "TextVectorization") else layers.Flatten()
    return keras.Model(x, layers.Dense(classes, activation="softmax")(layers.Flatten()(loader(x))))
