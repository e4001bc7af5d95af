# kind: wrong
# what: the activations and poolings of 1998; a small VGG with 512 units and without dropout; both can be trained all the same
# language: en
# %% lenet5
def lenet5(input_shape=(28, 28, 1), classes=10):
    return keras.Sequential([
        keras.Input(input_shape),
        layers.Conv2D(6, 5, padding="same", activation="tanh"), layers.AveragePooling2D(2),
        layers.Conv2D(16, 5, activation="tanh"), layers.AveragePooling2D(2), layers.Flatten(),
        layers.Dense(120, activation="tanh"), layers.Dense(84, activation="tanh"), layers.Dense(classes, activation="softmax"),
    ])
# %% vgg_block
def vgg_block(x, filters, repeats):
    for i in range(repeats):
        x = layers.Conv2D(filters * 2**i, 3, padding="same", activation="relu")(x)
    return layers.MaxPooling2D(2)(x)
# %% small_vgg
def small_vgg(input_shape, classes):
    model = keras.Sequential([keras.Input(input_shape)])
    for filters in (32, 64):
        model.add(layers.Conv2D(filters, 3, padding="same", activation="relu"))
        model.add(layers.Conv2D(filters, 3, padding="same", activation="relu"))
        model.add(layers.MaxPooling2D(2))
    model.add(layers.Flatten())
    model.add(layers.Dense(512, activation="relu"))
    model.add(layers.Dense(classes, activation="softmax"))
    return model
