# kind: wrong
# what: two mistakes at once: no reductions and the pooling branch as it is; a ReLU too many and no shortcut; mistakes without a name
# %% inception_block
def inception_block(x, f1, f3r, f3, f5r, f5, fp):
    return layers.Concatenate()([
        layers.Conv2D(f1, 1, padding="same", activation="relu")(x),
        layers.Conv2D(f3, 3, padding="same", activation="relu")(layers.Conv2D(f3r, 1)(x)),
        layers.Conv2D(f5, 3, padding="same", activation="relu")(layers.Conv2D(f5r, 1)(x)),
        layers.Conv2D(fp, 1, activation="relu")(layers.AveragePooling2D(3, 1, "same")(x)),
    ])
# %% auxiliary_head
def auxiliary_head(x, classes):
    x = layers.AveragePooling2D(5, 3)(x)
    x = layers.Conv2D(64, 1, activation="relu")(x)
    x = layers.Dense(1024, activation="relu")(layers.Flatten()(x))
    return layers.Dense(classes)(layers.Dropout(0.3)(x))
# %% identity_block
def identity_block(x, filters):
    f1, f2, f3 = filters
    for f, k in ((f1, 1), (f2, 3), (f3, 1)):
        x = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(f, k, padding="same", use_bias=False)(x)))
    return x
# %% projection_block
def projection_block(x, filters, stride=2):
    f1, f2, f3 = filters
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(f1, 1, use_bias=False)(x)))
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(f2, 3, stride, padding="same", use_bias=False)(y)))
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(f3, 1, use_bias=False)(y)))
    x = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(f3, 1, stride, use_bias=False)(x)))
    return layers.Add()([x, y])
# %% basic_block
def basic_block(x, filters, stride=1):
    y = layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)(x)
    y = layers.LeakyReLU(0.1)(layers.BatchNormalization()(y))
    y = layers.Conv2D(filters, 3, padding="same", use_bias=False)(y)
    y = layers.BatchNormalization()(y)
    if stride != 1 or x.shape[-1] != filters:
        x = layers.BatchNormalization()(layers.Conv2D(filters, 1, strides=stride, use_bias=False)(x))
    return layers.LeakyReLU(0.1)(layers.Add()([x, y]))
# %% resnet50
def resnet50(input_shape=(224, 224, 3), classes=1000):
    x = inp = keras.Input(input_shape)
    x = layers.Conv2D(64, 7, 2, padding="same", use_bias=False)(x)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.MaxPooling2D(3, 2, padding="same")(x)
    def path(x, f, k, s=1):
        return layers.BatchNormalization()(layers.Conv2D(f, k, s, padding="same", use_bias=False)(x))
    for f, n, s in ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)):
        for i in range(n):
            s = s if i == 0 else 1
            y = path(layers.ReLU()(path(layers.ReLU()(path(x, f, 1, s)), f, 3)), 4 * f, 1)
            x = layers.ReLU()(layers.Add()([y, path(x, 4 * f, 1, s) if i == 0 else x]))
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inp, layers.Dense(classes)(x))
# %% resnet_cifar
def resnet_cifar(n, input_shape=(32, 32, 3), classes=10):
    x = inp = keras.Input(input_shape)
    x = layers.Conv2D(16, 3, padding="same", use_bias=False)(x)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    for filters in (16, 32, 64):
        for i in range(2 * n):
            x = layers.Conv2D(filters, 3, 2 if i == 0 else 1, padding="same", use_bias=False)(x)
            x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inp, layers.Dense(classes, activation="softmax")(x))
