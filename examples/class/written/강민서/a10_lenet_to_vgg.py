# kind: wrong
# what: ignores input_shape, then classes; returns None, the layer instead of the tensor, a summary, a list of layers
# %% lenet5
def lenet5(input_shape=(28, 28, 1), classes=10):
    모델 = keras.Sequential()
    모델.add(keras.Input((28, 28, 1)))
    모델.add(layers.Conv2D(6, (5, 5), padding="same", activation="relu"))
    모델.add(layers.MaxPooling2D((2, 2)))
    모델.add(layers.Conv2D(16, (5, 5), activation="relu"))
    모델.add(layers.MaxPooling2D((2, 2)))
    모델.add(layers.Flatten())
    모델.add(layers.Dense(120, activation="relu"))
    모델.add(layers.Dense(84, activation="relu"))
    모델.add(layers.Dense(classes, activation="softmax"))
    return 모델
# %% alexnet
def alexnet(input_shape=(224, 224, 3), classes=1000):
    x = inp = keras.Input(input_shape)
    x = layers.Conv2D(96, 11, strides=4, activation="relu")(layers.ZeroPadding2D(3)(x))
    x = layers.Conv2D(256, 5, padding="same", activation="relu")(layers.MaxPooling2D(3, 2)(x))
    x = layers.Conv2D(384, 3, padding="same", activation="relu")(layers.MaxPooling2D(3, 2)(x))
    x = layers.Conv2D(384, 3, padding="same", activation="relu")(x)
    x = layers.Conv2D(256, 3, padding="same", activation="relu")(x)
    x = layers.Flatten()(layers.MaxPooling2D(3, 2)(x))
    x = layers.Dropout(0.5)(layers.Dense(4096, activation="relu")(x))
    x = layers.Dropout(0.5)(layers.Dense(4096, activation="relu")(x))
    model = keras.Model(inp, layers.Dense(classes, activation="softmax")(x))
    print(model.count_params())
# %% zfnet
def zfnet(input_shape=(224, 224, 3), classes=1000):
    x = keras.Input(input_shape)
    x = layers.Conv2D(96, 7, strides=2, activation="relu")(x)
    return [layers.Flatten(), layers.Dense(4096, activation="relu"), layers.Dense(classes, activation="softmax")]
# %% vgg_block
def vgg_block(x, filters, repeats):
    for _ in range(repeats):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    return layers.MaxPooling2D(2)  # (x)를 잊었어요
# %% vgg16
def vgg16(input_shape=(224, 224, 3), classes=1000):
    x = inp = keras.Input(input_shape)
    for f, n in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        for _ in range(n):
            x = layers.Conv2D(f, 3, padding="same", activation="relu")(x)
        x = layers.MaxPooling2D(2)(x)
    x = layers.Dense(4096, activation="relu")(layers.Flatten()(x))
    x = layers.Dense(4096, activation="relu")(x)
    return keras.Model(inp, layers.Dense(1000, activation="softmax")(x))
# %% vgg19
def vgg19(input_shape=(224, 224, 3), classes=1000):
    return vgg16(input_shape, classes).summary()
# %% small_vgg
def small_vgg(input_shape, classes):
    x = inp = keras.Input(input_shape)
    x = vgg_block(vgg_block(x, 32, 2), 64, 2)
    x = layers.Dense(128, activation="relu")(layers.Flatten()(x))
    return keras.Model(inp, layers.Dense(classes, activation="softmax")(layers.Dropout(0.5)(x)))
