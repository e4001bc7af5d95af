# kind: wrong
# what: the usual ones: a shared reduction, averages before dropout, ReLU before BN, the shortcut adds the main path, Flatten for averages
# %% inception_block
def inception_block(x, f1, f3r, f3, f5r, f5, fp):
    a = layers.Conv2D(f1, 1, activation="relu")(x)
    r = layers.Conv2D(f3r, 1, activation="relu")(x)
    b = layers.Conv2D(f3, 3, padding="same", activation="relu")(r)
    c = layers.Conv2D(f5, 5, padding="same", activation="relu")(r)
    d = layers.MaxPooling2D(3, strides=1, padding="same")(x)
    d = layers.Conv2D(fp, 1, activation="relu")(d)
    return layers.Concatenate()([a, b, c, d])
# %% auxiliary_head
def auxiliary_head(x, classes):
    x = layers.AveragePooling2D(5)(x)
    x = layers.Conv2D(128, 1, activation="relu")(x)
    x = layers.Dense(1024, activation="relu")(layers.Flatten()(x))
    return layers.Dense(classes, activation="softmax")(layers.Dropout(0.7)(x))
# %% googlenet
def googlenet(input_shape=(224, 224, 3), classes=1000, aux=True):
    def block(x, f1, f3r, f3, f5r, f5, fp):
        conv = lambda n, k: layers.Conv2D(n, k, padding="same", activation="relu")
        pool = layers.MaxPooling2D(3, 1, "same")
        return layers.Concatenate()([conv(f1, 1)(x), conv(f3, 3)(conv(f3r, 1)(x)), conv(f5, 5)(conv(f5r, 1)(x)), conv(fp, 1)(pool(x))])

    x = inp = keras.Input(input_shape)
    x = layers.Conv2D(64, 7, 2, padding="same", activation="relu")(x)
    x = layers.MaxPooling2D(3, 2, padding="same")(x)
    x = layers.Conv2D(64, 1, activation="relu")(x)
    x = layers.Conv2D(192, 3, padding="same", activation="relu")(x)
    x = layers.MaxPooling2D(3, 2, padding="same")(x)
    for six in ((64, 96, 128, 16, 32, 32), (128, 128, 192, 32, 96, 64), (192, 96, 208, 16, 48, 64), (160, 112, 224, 24, 64, 64),
                (128, 128, 256, 24, 64, 64), (112, 144, 288, 32, 64, 64), (256, 160, 320, 32, 128, 128)):
        x = block(x, *six)
    x = layers.MaxPooling2D(3, 2, padding="same")(x)
    x = block(x, 256, 160, 320, 32, 128, 128)
    x = block(x, 384, 192, 384, 48, 128, 128)
    x = layers.Flatten()(x)
    x = layers.Dropout(0.4)(x)
    return keras.Model(inp, layers.Dense(classes, activation="softmax")(x))
# %% identity_block
def identity_block(x, filters):
    f1, f2, f3 = filters
    y = layers.BatchNormalization()(layers.Conv2D(f1, 1, use_bias=False, activation="relu")(x))
    y = layers.BatchNormalization()(layers.Conv2D(f2, 3, padding="same", use_bias=False, activation="relu")(y))
    y = layers.BatchNormalization()(layers.Conv2D(f3, 1, use_bias=False)(y))
    return layers.ReLU()(layers.Add()([x, y]))
# %% projection_block
def projection_block(x, filters, stride=2):
    f1, f2, f3 = filters
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(f1, 1, stride, use_bias=False)(x)))
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(f2, 3, padding="same", use_bias=False)(y)))
    y = layers.BatchNormalization()(layers.Conv2D(f3, 1, use_bias=False)(y))
    x = layers.Conv2D(f3, 1, stride, use_bias=False)(x)
    return layers.ReLU()(layers.Add()([x, y]))
# %% basic_block
def basic_block(x, filters, stride=1):
    y = layers.Conv2D(filters, 3, stride, padding="same", use_bias=False)(x)
    y = layers.ReLU()(layers.BatchNormalization()(y))
    z = layers.Conv2D(filters, 3, padding="same", use_bias=False)(y)
    z = layers.BatchNormalization()(z)
    return layers.ReLU()(layers.Add()([y, z]))  # x가 아니라 y
# %% resnet_cifar
def resnet_cifar(n, input_shape=(32, 32, 3), classes=10):
    x = inp = keras.Input(input_shape)
    x = layers.Conv2D(16, 3, padding="same", use_bias=False)(x)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    for filters in (16, 32, 64):
        for i in range(n):
            stride = 2 if filters > 16 and i == 0 else 1
            y = layers.Conv2D(filters, 3, stride, padding="same", use_bias=False)(x)
            y = layers.ReLU()(layers.BatchNormalization()(y))
            y = layers.BatchNormalization()(layers.Conv2D(filters, 3, padding="same", use_bias=False)(y))
            if stride == 2:
                x = layers.BatchNormalization()(layers.Conv2D(filters, 1, 2, use_bias=False)(x))
            x = layers.ReLU()(layers.Add()([x, y]))
    x = layers.Flatten()(x)
    return keras.Model(inp, layers.Dense(classes, activation="softmax")(x))
