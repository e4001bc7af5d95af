# kind: wrong
# what: two mistakes at once in most of them; VGG16 by the name of VGG19; small_vgg differs by one pixel of padding for odd sizes only
# language: en
# %% lenet5
def lenet5(input_shape=(28, 28, 1), classes=10):
    x = inp = keras.Input(input_shape)
    x = layers.AveragePooling2D(2)(layers.Conv2D(6, 5, padding="same", activation="relu")(x))
    x = layers.AveragePooling2D(2)(layers.Conv2D(16, 5, activation="relu")(x))
    x = layers.Dense(120, activation="relu")(layers.Flatten()(x))
    x = layers.Dense(84, activation="relu")(x)
    return keras.Model(inp, layers.Dense(classes)(x))
# %% alexnet
def alexnet(input_shape=(224, 224, 3), classes=1000):
    x = inp = keras.Input(input_shape)
    x = layers.MaxPooling2D(2)(layers.Conv2D(96, 11, strides=4, activation="relu")(layers.ZeroPadding2D(3)(x)))
    x = layers.MaxPooling2D(2)(layers.Conv2D(256, 5, padding="same", activation="relu")(x))
    for f in (384, 384, 256):
        x = layers.Conv2D(f, 3, padding="same", activation="relu")(x)
    x = layers.Flatten()(layers.MaxPooling2D(2)(x))
    x = layers.Dense(4096, activation="relu")(x)
    x = layers.Dense(4096, activation="relu")(x)
    return keras.Model(inp, layers.Dense(classes, activation="softmax")(x))
# %% vgg_block
def vgg_block(x, filters, repeats):
    for _ in range(repeats):
        x = layers.MaxPooling2D(2)(layers.Conv2D(filters, 3, padding="same", activation="relu")(x))
    return x
# %% vgg16
def vgg16(input_shape=(224, 224, 3), classes=1000, repeats=(2, 2, 3, 3, 3)):
    x = inp = keras.Input(input_shape)
    for filters, n in zip((64, 128, 256, 512, 512), repeats):
        if filters > 64:
            x = layers.MaxPooling2D(2)(x)
        for _ in range(n):
            x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    x = layers.Dense(4096, activation="relu")(layers.Flatten()(x))
    x = layers.Dense(4096, activation="relu")(x)
    return keras.Model(inp, layers.Dense(classes, activation="sigmoid")(x))
# %% vgg19
def vgg19(input_shape=(224, 224, 3), classes=1000):
    x = inp = keras.Input(input_shape)
    for filters, n in zip((64, 128, 256, 512, 512), (2, 2, 3, 3, 3)):
        for _ in range(n):
            x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
        x = layers.MaxPooling2D(2)(x)
    x = layers.Dense(4096, activation="relu")(layers.Flatten()(x))
    x = layers.Dense(4096, activation="relu")(x)
    return keras.Model(inp, layers.Dense(classes, activation="softmax")(x))
# %% small_vgg
def small_vgg(input_shape, classes):
    x = inp = keras.Input(input_shape)
    for f in 32, 64:
        x = layers.Conv2D(f, 3, padding="same", activation="relu")(x)
        x = layers.Conv2D(f, 3, padding="same", activation="relu")(x)
        x = layers.MaxPooling2D(2, padding="same")(x)
    x = layers.Dense(128, activation="relu")(layers.Flatten()(x))
    return keras.Model(inp, layers.Dense(classes, activation="softmax")(layers.Dropout(0.5)(x)))
