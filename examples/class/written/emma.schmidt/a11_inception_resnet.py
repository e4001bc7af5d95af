# kind: wrong
# what: what cannot be read: a block as a subclass of Layer, a Lambda that slices, convolutions called twice; a shared block alone is right
# language: en
# %% inception_block
class Inception(layers.Layer):
    def __init__(self, f1, f3r, f3, f5r, f5, fp):
        super().__init__()
        conv = lambda f, k: layers.Conv2D(f, k, padding="same", activation="relu")
        self.branches = [[conv(f1, 1)], [conv(f3r, 1), conv(f3, 3)], [conv(f5r, 1), conv(f5, 5)],
                         [layers.MaxPooling2D(3, 1, "same"), conv(fp, 1)]]

    def call(self, x):
        ends = []
        for branch in self.branches:
            y = x
            for layer in branch:
                y = layer(y)
            ends.append(y)
        return keras.ops.concatenate(ends, axis=-1)

def inception_block(x, *filters):
    return Inception(*filters)(x)
# %% basic_block
def basic_block(x, filters, stride=1):
    y = layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)(x)
    y = layers.ReLU()(layers.BatchNormalization()(y))
    y = layers.BatchNormalization()(layers.Conv2D(filters, 3, padding="same", use_bias=False)(y))
    if stride != 1 or x.shape[-1] != filters:
        missing = filters - x.shape[-1]
        x = layers.Lambda(lambda z: keras.ops.pad(z[:, ::stride, ::stride], ((0, 0), (0, 0), (0, 0), (0, missing))))(x)
    return layers.ReLU()(layers.Add()([x, y]))
# %% identity_block
blocks = {}

def identity_block(x, filters):
    f1, f2, f3 = filters
    if filters not in blocks:
        blocks[filters] = keras.Sequential([
            layers.Conv2D(f1, 1, use_bias=False), layers.BatchNormalization(), layers.ReLU(),
            layers.Conv2D(f2, 3, padding="same", use_bias=False), layers.BatchNormalization(), layers.ReLU(),
            layers.Conv2D(f3, 1, use_bias=False), layers.BatchNormalization()])
    return layers.ReLU()(layers.Add()([x, blocks[filters](x)]))
# %% resnet_cifar
def resnet_cifar(n, input_shape=(32, 32, 3), classes=10):
    x = inp = keras.Input(input_shape)
    x = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(16, 3, padding="same", use_bias=False)(x)))
    for filters in 16, 32, 64:
        if filters > 16:
            x = layers.Conv2D(filters, 1, 2, use_bias=False)(x)
        conv = layers.Conv2D(filters, 3, padding="same", use_bias=False)
        for _ in range(n):
            y = layers.ReLU()(layers.BatchNormalization()(conv(x)))
            x = layers.ReLU()(layers.Add()([x, layers.BatchNormalization()(conv(y))]))
    return keras.Model(inp, layers.Dense(classes, activation="softmax")(layers.GlobalAveragePooling2D()(x)))
