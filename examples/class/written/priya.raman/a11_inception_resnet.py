# kind: right
# what: a plus sign between tensors, biases before BatchNormalization, keras.activations.relu, keras.ops, a class with __call__
# language: en
# %% inception_block
def inception_block(x, f1, f3r, f3, f5r, f5, fp):
    pooled = layers.MaxPooling2D(pool_size=(3, 3), strides=(1, 1), padding="same")(x)
    branches = [(x, [(f1, 1)]), (x, [(f3r, 1), (f3, 3)]), (x, [(f5r, 1), (f5, 5)]), (pooled, [(fp, 1)])]
    ends = []
    for y, convolutions in branches:
        for filters, size in convolutions:
            y = keras.activations.relu(layers.Conv2D(filters, size, padding="same")(y))
        ends.append(y)
    return keras.ops.concatenate(ends, axis=-1)
# %% auxiliary_head
def auxiliary_head(x, classes):
    x = layers.AvgPool2D(5, 3)(x)
    x = layers.ReLU()(layers.Convolution2D(128, 1)(x))
    x = layers.ReLU()(layers.Dense(1024)(layers.Flatten()(x)))
    return layers.Softmax()(layers.Dense(classes)(layers.Dropout(0.7)(x)))
# %% googlenet
TABLE = """64 96 128 16 32 32 | 128 128 192 32 96 64 | pool | 192 96 208 16 48 64 | head | 160 112 224 24 64 64 |
128 128 256 24 64 64 | 112 144 288 32 64 64 | head | 256 160 320 32 128 128 | pool | 256 160 320 32 128 128 |
384 192 384 48 128 128"""

def googlenet(input_shape=(224, 224, 3), classes=1000, aux=True):
    inputs = keras.Input(input_shape)
    pool = lambda x: layers.MaxPooling2D(3, 2, "same")(x)
    x = pool(layers.Conv2D(64, 7, 2, padding="same", activation="relu")(inputs))
    x = layers.Conv2D(64, 1, activation="relu")(x)
    x = pool(layers.Conv2D(192, 3, padding="same", activation="relu")(x))
    heads = []
    for line in TABLE.split("|"):
        match line.split():
            case ["pool"]:
                x = pool(x)
            case ["head"]:
                heads.append(x)
            case numbers:
                x = inception_block(x, *map(int, numbers))
    x = layers.Dropout(0.4)(keras.ops.mean(x, axis=(1, 2)))
    main = layers.Dense(classes, activation="softmax")(x)
    if not aux:
        return keras.Model(inputs, main)
    return keras.Model(inputs, [main] + [auxiliary_head(h, classes) for h in heads])
# %% identity_block
class Path:
    def __init__(self, *steps):
        self.steps = steps

    def __call__(self, x):
        for i, (filters, size, stride) in enumerate(self.steps):
            x = keras.activations.relu(x) if i else x
            x = layers.BatchNormalization()(layers.Conv2D(filters, size, stride, "same")(x))
        return x

def identity_block(x, filters):
    f1, f2, f3 = filters
    return keras.activations.relu(x + Path((f1, 1, 1), (f2, 3, 1), (f3, 1, 1))(x))
# %% projection_block
def projection_block(x, filters, stride=2):
    f1, f2, f3 = filters
    return keras.activations.relu(Path((f1, 1, stride), (f2, 3, 1), (f3, 1, 1))(x) + Path((f3, 1, stride))(x))
# %% basic_block
def basic_block(x, filters, stride=1):
    project = stride > 1 or x.shape[-1] != filters
    return keras.ops.relu(Path((filters, 3, stride), (filters, 3, 1))(x) + (Path((filters, 1, stride))(x) if project else x))
# %% resnet50
def resnet50(input_shape=(224, 224, 3), classes=1000):
    inputs = keras.Input(input_shape)
    x = layers.BatchNormalization()(layers.Conv2D(64, 7, 2)(layers.ZeroPadding2D(3)(inputs)))
    x = layers.MaxPooling2D(3, 2)(layers.ZeroPadding2D(1)(keras.activations.relu(x)))
    for i, blocks in enumerate([3, 4, 6, 3]):
        triple = [64 << i, 64 << i, 256 << i]
        x = projection_block(x, triple, stride=min(i + 1, 2))
        for _ in range(1, blocks):
            x = identity_block(x, triple)
    x = layers.Dense(classes)(layers.GlobalAvgPool2D()(x))
    return keras.Model(inputs, layers.Activation("softmax")(x))
# %% resnet_cifar
def resnet_cifar(n, input_shape=(32, 32, 3), classes=10):
    inputs = keras.Input(input_shape)
    x = keras.ops.relu(Path((16, 3, 1))(inputs))
    for filters in [16, 32, 64]:
        for i in range(n):
            x = basic_block(x, filters, stride=1 + (filters > 16 and i == 0))
    x = layers.AveragePooling2D(x.shape[1:3])(x)
    return keras.Model(inputs, layers.Dense(classes, "softmax")(layers.Flatten()(x)))
