# kind: damaged
# what: the answer of lenet5 is split in two cells, all checks are deleted, vgg_block is there twice; then zipped
# damage: split lenet5 18; duplicate vgg_block; delete_checks; zipped
# %% lenet5
def lenet5(input_shape=(28, 28, 1), classes=10):
    inputs = keras.Input(input_shape)
    x = layers.Conv2D(6, 5, padding="same", activation="relu")(inputs)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(16, 5, activation="relu")(x)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Flatten()(x)
    x = layers.Dense(120, activation="relu")(x)
    x = layers.Dense(84, activation="relu")(x)
    outputs = layers.Dense(classes, activation="softmax")(x)
    return keras.Model(inputs, outputs)
# %% vgg_block
def vgg_block(x, filters, repeats):
    for i in range(repeats):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu", name=f"block{filters}_conv{i + 1}")(x)
    return layers.MaxPooling2D(2)(x)
