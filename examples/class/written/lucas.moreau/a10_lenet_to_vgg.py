# kind: wrong
# what: what cannot be read: a subclassed model, a Lambda, a layer of one's own (registered), a shared layer; a subclassed Sequential can
# language: en
# %% lenet5
class LeNet5(keras.Model):
    def __init__(self, classes):
        super().__init__()
        self.c1 = layers.Conv2D(6, 5, padding="same", activation="relu")
        self.c3 = layers.Conv2D(16, 5, activation="relu")
        self.pool = layers.MaxPooling2D(2)
        self.dense = [layers.Dense(n, activation="relu") for n in (120, 84)]
        self.out = layers.Dense(classes, activation="softmax")

    def call(self, x):
        x = layers.Flatten()(self.pool(self.c3(self.pool(self.c1(x)))))
        for dense in self.dense:
            x = dense(x)
        return self.out(x)

def lenet5(input_shape=(28, 28, 1), classes=10):
    model = LeNet5(classes)
    model.build((None, *input_shape))
    return model
# %% alexnet
def conv(x, *args, **kwargs):
    return layers.Lambda(lambda z: keras.ops.relu(z))(layers.Conv2D(*args, **kwargs)(x))

def alexnet(input_shape=(224, 224, 3), classes=1000):
    x = inp = keras.Input(input_shape)
    x = layers.MaxPooling2D(3, 2)(conv(layers.ZeroPadding2D(3)(x), 96, 11, strides=4))
    x = layers.MaxPooling2D(3, 2)(conv(x, 256, 5, padding="same"))
    for f in (384, 384, 256):
        x = conv(x, f, 3, padding="same")
    x = layers.Flatten()(layers.MaxPooling2D(3, 2)(x))
    for _ in range(2):
        x = layers.Dropout(0.5)(layers.Dense(4096, activation="relu")(x))
    return keras.Model(inp, layers.Dense(classes, activation="softmax")(x))
# %% vgg_block
@keras.saving.register_keras_serializable("mine")
class ConvRelu(layers.Layer):
    def __init__(self, filters, **kwargs):
        super().__init__(**kwargs)
        self.filters, self.conv = filters, layers.Conv2D(filters, 3, padding="same", activation="relu")

    def call(self, x):
        return self.conv(x)

    def get_config(self):
        return super().get_config() | {"filters": self.filters}

def vgg_block(x, filters, repeats):
    for _ in range(repeats):
        x = ConvRelu(filters)(x)
    return layers.MaxPooling2D(2)(x)
# %% vgg16
def vgg16(input_shape=(224, 224, 3), classes=1000):
    x = inp = keras.Input(input_shape)
    for filters, n in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
        again = layers.Conv2D(filters, 3, padding="same", activation="relu")
        for _ in range(n - 1):
            x = again(x)
        x = layers.MaxPooling2D(2)(x)
    x = layers.Dense(4096, activation="relu")(layers.Flatten()(x))
    x = layers.Dense(4096, activation="relu")(x)
    return keras.Model(inp, layers.Dense(classes, activation="softmax")(x))
# %% small_vgg
class Small(keras.Sequential):
    def __init__(self, input_shape, classes):
        super().__init__([keras.Input(input_shape)])
        for filters in (32, 32, 0, 64, 64, 0):
            self.add(layers.Conv2D(filters, 3, padding="same", activation="relu") if filters else layers.MaxPooling2D())
        for layer in (layers.Flatten(), layers.Dense(128, "relu"), layers.Dropout(0.5), layers.Dense(classes, "softmax")):
            self.add(layer)

small_vgg = Small
