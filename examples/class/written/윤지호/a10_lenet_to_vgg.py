# kind: wrong
# what: the usual ones: no padding, 2x2 pooling, forgotten ReLUs, averages instead of Flatten, BatchNormalization, no last pooling
# %% lenet5
def lenet5(input_shape=(28, 28, 1), classes=10):
    return keras.Sequential([
        keras.Input(input_shape),
        layers.Conv2D(6, 5, activation="relu"), layers.MaxPooling2D(),
        layers.Conv2D(16, 5, activation="relu"), layers.MaxPooling2D(),
        layers.Flatten(), layers.Dense(120, activation="relu"), layers.Dense(84, activation="relu"),
        layers.Dense(classes, activation="softmax"),
    ])
# %% alexnet
def alexnet(input_shape=(224, 224, 3), classes=1000):
    x = inp = keras.Input(input_shape)
    x = layers.Conv2D(96, 11, strides=4, activation="relu")(x)
    x = layers.MaxPooling2D(3, strides=2)(x)
    x = layers.Conv2D(256, 5, padding="same", activation="relu")(x)
    x = layers.MaxPooling2D(3, strides=2)(x)
    for f in (384, 384, 256):
        x = layers.Conv2D(f, 3, padding="same", activation="relu")(x)
    x = layers.Flatten()(layers.MaxPooling2D(3, strides=2)(x))
    for _ in range(2):
        x = layers.Dropout(0.5)(layers.Dense(4096, activation="relu")(x))
    return keras.Model(inp, layers.Dense(classes, activation="softmax")(x))
# %% zfnet
def zfnet(input_shape=(224, 224, 3), classes=1000):
    x = inp = keras.Input(input_shape)
    x = layers.ZeroPadding2D(1)(x)
    x = layers.Conv2D(96, 7, strides=2, activation="relu")(x)
    x = layers.MaxPooling2D(3, strides=2)(x)
    x = layers.Conv2D(256, 5, strides=2, activation="relu")(x)
    x = layers.MaxPooling2D(3, strides=2)(x)
    for f in (384, 384, 256):
        x = layers.Conv2D(f, 3, padding="same", activation="relu")(x)
    x = layers.Flatten()(layers.MaxPooling2D(3, strides=2)(x))
    for _ in range(2):
        x = layers.Dropout(0.5)(layers.Dense(4096, activation="relu")(x))
    return keras.Model(inp, layers.Dense(classes, activation="softmax")(x))
# %% vgg_block
def vgg_block(x, filters, repeats):
    for _ in range(repeats):
        x = layers.Conv2D(filters, 3, padding="same")(x)
    return layers.MaxPooling2D()(x)
# %% vgg16
def vgg16(input_shape=(224, 224, 3), classes=1000):
    x = inp = keras.Input(input_shape)
    for filters, repeats in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        for _ in range(repeats):
            x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
        x = layers.MaxPooling2D()(x)
    x = layers.GlobalAveragePooling2D()(x)
    for _ in range(2):
        x = layers.Dense(4096, activation="relu")(x)
    return keras.Model(inp, layers.Dense(classes, activation="softmax")(x))
# %% vgg19
def vgg19(input_shape=(224, 224, 3), classes=1000):
    x = inp = keras.Input(input_shape)
    for filters, repeats in ((64, 2), (128, 2), (256, 4), (512, 4), (512, 4)):
        for _ in range(repeats):
            x = layers.Conv2D(filters, 3, padding="same")(x)
            x = layers.BatchNormalization()(x)
            x = layers.ReLU()(x)
        x = layers.MaxPooling2D()(x)
    x = layers.Flatten()(x)
    for _ in range(2):
        x = layers.Dense(4096, activation="relu")(x)
    return keras.Model(inp, layers.Dense(classes, activation="softmax")(x))
# %% small_vgg
def small_vgg(input_shape, classes):
    x = inp = keras.Input(input_shape)
    x = vgg_block(x, 32, 2)  # ReLU가 빠진 블록
    x = vgg_block(x, 64, 2)
    x = layers.Dense(128, activation="relu")(layers.Flatten()(x))
    return keras.Model(inp, layers.Dense(classes, activation="softmax")(layers.Dropout(0.5)(x)))
