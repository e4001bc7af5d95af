# kind: hostile
# what: model bombs: a billion units, 1240 layers, RepeatVector, an image of 10^12 pixels, 2^60 paths, a model in a model in ...
# language: en
# %% lenet5
def lenet5(input_shape=(28, 28, 1), classes=10):
    x = keras.Input(input_shape)
    return keras.Model(x, layers.Dense(10**9)(layers.Dense(10**9)(layers.Flatten()(x))))
# %% alexnet
def alexnet(input_shape=(224, 224, 3), classes=1000):
    x = inputs = keras.Input(input_shape)
    for _ in range(40):
        x = layers.Add()([layers.ReLU()(x) for _ in range(30)])
    return keras.Model(inputs, x)
# %% zfnet
def zfnet(input_shape=(224, 224, 3), classes=1000):
    x = inputs = keras.Input(input_shape)
    x = layers.Reshape((10**6, 10**6))(layers.RepeatVector(10**9)(layers.Dense(1000)(layers.Flatten()(x))))
    return keras.Model(inputs, x)
# %% vgg_block
def vgg_block(x, filters, repeats):
    for _ in range(60):
        x = layers.Add()([x, layers.ReLU()(x)])
    return layers.MaxPooling2D()(x)
# %% vgg16
def vgg16(input_shape=(224, 224, 3), classes=1000):
    inputs = keras.Input((10**6, 10**6, 1000))
    return keras.Model(inputs, layers.UpSampling2D(10**6)(layers.ZeroPadding2D(10**9)(inputs)))
# %% vgg19
def vgg19(input_shape=(224, 224, 3), classes=1000):
    x = keras.Input(input_shape)
    model = keras.Model(x, layers.Conv2D(3, 3, padding="same")(x))
    for _ in range(40):
        x = keras.Input(input_shape)
        model = keras.Model(x, model(x))
    return model
# %% small_vgg
def small_vgg(input_shape, classes):
    x = keras.Input(input_shape)
    return keras.Model(x, [layers.ReLU(name="x" * 10**6 + str(i))(x) for i in range(3)])
