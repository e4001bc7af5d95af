# kind: unfinished
# what: LeNet-5 is right, AlexNet ends after the convolutions, vgg_block refers to what does not exist
# %% lenet5
def lenet5(input_shape=(28, 28, 1), classes=10):
    model = keras.models.Sequential()
    model.add(layers.InputLayer(shape=input_shape))
    model.add(layers.Conv2D(6, kernel_size=5, strides=1, padding="same", activation="relu"))
    model.add(layers.MaxPool2D(pool_size=2, strides=2, padding="valid"))
    model.add(layers.Conv2D(16, kernel_size=5, strides=1, padding="valid", activation="relu"))
    model.add(layers.MaxPool2D(pool_size=2, strides=2, padding="valid"))
    model.add(layers.Flatten())
    model.add(layers.Dense(120, activation="relu"))
    model.add(layers.Dense(84, activation="relu"))
    model.add(layers.Dense(classes, activation="softmax"))
    return model
# %% alexnet
def alexnet(input_shape=(224, 224, 3), classes=1000):
    x = inp = keras.Input(input_shape)
    x = layers.ZeroPadding2D(3)(x)
    x = layers.Conv2D(96, 11, strides=4, activation="relu")(x)
    x = layers.MaxPooling2D(3, 2)(x)
    x = layers.Conv2D(256, 5, padding="same", activation="relu")(x)
    x = layers.MaxPooling2D(3, 2)(x)
    for f in (384, 384, 256):
        x = layers.Conv2D(f, 3, padding="same", activation="relu")(x)
    return keras.Model(inp, x)  # TODO: 나머지
# %% vgg_block
def vgg_block(x, filters, repeats):
    for _ in range(repeats):
        x = layers.Conv2d(filters, 3, padding="same", activation="relu")(x)
    return layers.MaxPooling2D(2)(x)
