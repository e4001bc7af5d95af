# kind: right
# what: loops over tables and a block that is used again; own cells with summary, plot_model, compile and fit on Fashion-MNIST
# %% lenet5
def lenet5(input_shape=(28, 28, 1), classes=10):
    x = inp = keras.Input(shape=input_shape)
    for filters, padding in [(6, "same"), (16, "valid")]:
        x = layers.Conv2D(filters, (5, 5), padding=padding, activation="relu")(x)
        x = layers.MaxPooling2D((2, 2))(x)
    x = layers.Flatten()(x)
    for units in (120, 84):
        x = layers.Dense(units, activation="relu")(x)
    return keras.Model(inp, layers.Dense(classes, activation="softmax")(x))
# %% after check_lenet5
model = lenet5()
model.summary()
keras.utils.plot_model(model, "lenet5.png", show_shapes=True)
# %% after check_lenet5
(x_train, t_train), (x_test, t_test) = keras.datasets.fashion_mnist.load_data()
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x_train[..., None] / 255, t_train, epochs=3, validation_split=0.1)
print("정확도:", history.history["val_accuracy"][-1])
# %% output
정확도: 0.8741666674613953
# %% alexnet
def alexnet(input_shape=(224, 224, 3), classes=1000):
    inp = keras.Input(input_shape)
    x = layers.ZeroPadding2D(3)(inp)
    x = layers.Conv2D(96, 11, strides=4, activation="relu")(x)
    x = layers.MaxPooling2D(3, 2)(x)
    x = layers.Conv2D(256, 5, padding="same", activation="relu")(x)
    x = layers.MaxPooling2D(3, 2)(x)
    for filters in (384, 384, 256):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    x = layers.MaxPooling2D(3, 2)(x)
    x = layers.Flatten()(x)
    for _ in range(2):
        x = layers.Dropout(0.5)(layers.Dense(4096, activation="relu")(x))
    return keras.Model(inp, layers.Dense(classes, activation="softmax")(x))
# %% zfnet
def zfnet(input_shape=(224, 224, 3), classes=1000):
    inp = keras.Input(input_shape)
    x = layers.ZeroPadding2D(1)(inp)
    for filters, size in ((96, 7), (256, 5)):
        x = layers.Conv2D(filters, size, strides=2, activation="relu")(x)
        x = layers.MaxPooling2D(3, 2, padding="same")(x)
    for filters in (384, 384, 256):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    x = layers.MaxPooling2D(3, 2)(x)
    x = layers.Flatten()(x)
    for _ in range(2):
        x = layers.Dropout(0.5)(layers.Dense(4096, activation="relu")(x))
    return keras.Model(inp, layers.Dense(classes, activation="softmax")(x))
# %% vgg_block
def vgg_block(x, filters, repeats):
    for _ in range(repeats):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    return layers.MaxPooling2D()(x)
# %% vgg16
def vgg(input_shape, classes, repeats):
    x = inp = keras.Input(input_shape)
    for filters, n in zip((64, 128, 256, 512, 512), repeats):
        x = vgg_block(x, filters, n)
    x = layers.Flatten()(x)
    x = layers.Dense(4096, activation="relu")(x)
    x = layers.Dense(4096, activation="relu")(x)
    return keras.Model(inp, layers.Dense(classes, activation="softmax")(x))


def vgg16(input_shape=(224, 224, 3), classes=1000):
    return vgg(input_shape, classes, (2, 2, 3, 3, 3))
# %% vgg19
def vgg19(input_shape=(224, 224, 3), classes=1000):
    return vgg(input_shape, classes, (2, 2, 4, 4, 4))
# %% small_vgg
def small_vgg(input_shape, classes):
    inp = keras.Input(input_shape)
    x = vgg_block(vgg_block(inp, 32, 2), 64, 2)
    x = layers.Dense(128, activation="relu")(layers.Flatten()(x))
    return keras.Model(inp, layers.Dense(classes, activation="softmax")(layers.Dropout(0.5)(x)))
