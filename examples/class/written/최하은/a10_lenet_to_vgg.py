# kind: right
# what: a class that builds, with a function in front of each; Activation layers; He's initial weights; layers made first and called later
# %% first
class Builder:
    """층을 차례로 쌓아요."""

    def __init__(self, input_shape):
        self.input = self.x = keras.Input(input_shape)

    def __getattr__(self, kind):
        def add(*args, **kwargs):
            self.x = getattr(layers, kind)(*args, **kwargs)(self.x)
            return self
        return add

    def conv(self, filters, size, strides=1, padding="same"):
        self.Conv2D(filters, size, strides, padding, kernel_initializer="he_normal")
        return self.Activation("relu")

    def dense(self, units, rate=0.0):
        self.Dense(units, kernel_initializer="he_normal").Activation("relu")
        return self.Dropout(rate) if rate else self

    def model(self, classes):
        return keras.Model(self.input, self.Dense(classes).Activation("softmax").x)
# %% lenet5
def lenet5(input_shape=(28, 28, 1), classes=10):
    b = Builder(input_shape).conv(6, 5).MaxPooling2D(2).conv(16, 5, padding="valid").MaxPooling2D(2)
    return b.Flatten().dense(120).dense(84).model(classes)
# %% alexnet
def alexnet(input_shape=(224, 224, 3), classes=1000):
    b = Builder(input_shape).ZeroPadding2D(3).conv(96, 11, 4, "valid").MaxPooling2D(3, 2).conv(256, 5).MaxPooling2D(3, 2)
    b.conv(384, 3).conv(384, 3).conv(256, 3).MaxPooling2D(3, 2)
    return b.Flatten().dense(4096, 0.5).dense(4096, 0.5).model(classes)
# %% zfnet
def zfnet(input_shape=(224, 224, 3), classes=1000):
    b = Builder(input_shape).ZeroPadding2D(1).conv(96, 7, 2, "valid").MaxPooling2D(3, 2, "same")
    b.conv(256, 5, 2, "valid").MaxPooling2D(3, 2, "same").conv(384, 3).conv(384, 3).conv(256, 3).MaxPooling2D(3, 2)
    return b.Flatten().dense(4096, 0.5).dense(4096, 0.5).model(classes)
# %% vgg_block
def vgg_block(x, filters, repeats):
    convolutions = [layers.Conv2D(filters, (3, 3), padding="same") for _ in range(repeats)]
    relus = [layers.Activation("relu") for _ in range(repeats)]
    pool = layers.MaxPooling2D((2, 2), strides=(2, 2))
    for convolution, relu in zip(convolutions, relus):
        x = relu(convolution(x))
    return pool(x)
# %% vgg16
def vgg(input_shape, classes, plan, *units):
    b = Builder(input_shape)
    for step in plan.split():
        b = b.MaxPooling2D(2) if step == "M" else b.conv(int(step), 3)
    b.Flatten()
    for n in units:
        b.dense(n)
    return b.model(classes)


def vgg16(input_shape=(224, 224, 3), classes=1000):
    return vgg(input_shape, classes, "64 64 M 128 128 M 256 256 256 M 512 512 512 M 512 512 512 M", 4096, 4096)
# %% vgg19
def vgg19(input_shape=(224, 224, 3), classes=1000):
    plan = "64 64 M 128 128 M 256 256 256 256 M 512 512 512 512 M 512 512 512 512 M"
    return vgg(input_shape, classes, plan, 4096, 4096)
# %% small_vgg
def small_vgg(input_shape, classes):
    b = Builder(input_shape).conv(32, 3).conv(32, 3).MaxPooling2D().conv(64, 3).conv(64, 3).MaxPooling2D()
    return b.Flatten().dense(128, 0.5).model(classes)
