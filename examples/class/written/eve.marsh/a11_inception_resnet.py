# kind: hostile
# what: a cyclic description, a layer whose description takes 4 MB, huge integers and NaN in arguments, subclasses of float and str
# language: en
# %% inception_block
class Huge(layers.ReLU):
    def get_config(self):
        return {"name": "x" * 2**22}

def inception_block(x, *filters):
    return Huge()(x)
# %% auxiliary_head
def auxiliary_head(x, classes):
    x = layers.Flatten()(x)
    layer = layers.Dense(classes)
    y = layer(x)
    layer.units = 10**400
    layer.name = layer._name = 5
    return y
# %% identity_block
def identity_block(x, filters):
    layer = layers.ReLU()
    y = layer(x)
    layer.negative_slope = float("nan")
    layer.max_value = float("inf")
    return y
# %% projection_block
def projection_block(x, filters, stride=2):
    layer = layers.Conv2D(filters[2], 1, stride)
    y = layer(x)
    node = layer._inbound_nodes[0]
    node.arguments.args = (y,)
    node.arguments.keras_tensors[:] = [y]
    return y
# %% basic_block
class One(int):
    def __eq__(self, other):
        return True
    __hash__ = int.__hash__

def basic_block(x, filters, stride=1):
    return layers.Conv2D(One(1), One(1), strides=One(1))(x)
# %% resnet50
def resnet50(input_shape=(224, 224, 3), classes=1000):
    x = inputs = keras.Input(input_shape)
    for _ in range(450):
        x = layers.Conv2D(2048, 3, padding="same")(x)
    return keras.Model(inputs, layers.Dense(classes, activation="softmax")(layers.Flatten()(x)))
# %% resnet_cifar
def resnet_cifar(n, input_shape=(32, 32, 3), classes=10):
    model = keras.Sequential([keras.Input(input_shape), layers.Flatten(), layers.Dense(classes)])
    model.layers.append(model)
    model._layers.append(model)
    return model
