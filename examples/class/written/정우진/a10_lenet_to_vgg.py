# kind: right
# what: models inside of models, functools.reduce, layers made first and called later, ZeroPadding2D instead of "same"
# %% lenet5
from functools import partial, reduce

Conv = partial(layers.Conv2D, activation="relu")


def 잇기(층들, 입력):
    return reduce(lambda 값, 층: 층(값), 층들, 입력)


def lenet5(input_shape=(28, 28, 1), classes=10):
    특징 = keras.Sequential([layers.ZeroPadding2D(2), Conv(6, 5), layers.MaxPool2D(), Conv(16, 5), layers.MaxPool2D()], name="특징")
    분류 = keras.Sequential([layers.Flatten(), layers.Dense(120, "relu"), layers.Dense(84, "relu"), layers.Dense(classes, "softmax")])
    입력 = keras.Input(input_shape, name="입력")
    return keras.Model(입력, 분류(특징(입력)), name="르넷")
# %% alexnet
def 끝(classes):
    dense1, dense2 = (layers.Dense(4096, activation="relu") for _ in range(2))
    return [layers.Flatten(), dense1, layers.Dropout(0.5), dense2, layers.Dropout(0.5), layers.Dense(classes, "softmax")]


def 가운데():
    return [Conv(n, 3, padding="same") for n in (384, 384, 256)] + [layers.MaxPool2D(3, 2)]


def alexnet(input_shape=(224, 224, 3), classes=1000):
    앞 = [layers.ZeroPadding2D(3), Conv(96, 11, strides=4), layers.MaxPool2D(3, 2), Conv(256, 5, padding="same"), layers.MaxPool2D(3, 2)]
    x = keras.Input(input_shape)
    return keras.Model(x, 잇기(앞 + 가운데() + 끝(classes), x))
# %% zfnet
def zfnet(input_shape=(224, 224, 3), classes=1000):
    pool = partial(layers.MaxPool2D, 3, 2, padding="same")
    앞 = [layers.ZeroPadding2D(1), Conv(96, 7, strides=2), pool(), Conv(256, 5, strides=2), pool()]
    x = keras.Input(input_shape)
    return keras.Model(x, 잇기(앞 + 가운데() + 끝(classes), x))
# %% vgg_block
def vgg_block(x, filters, repeats):
    층들 = []
    for _ in range(repeats):
        층들 += [layers.ZeroPadding2D(), Conv(filters, 3)]
    return 잇기([*층들, layers.MaxPool2D()], x)
# %% vgg16
def 몸통(input_shape, 반복):
    """몸통은 그 자체로 모델이에요."""
    x = 입력 = keras.Input(input_shape)
    for filters, n in zip((64, 128, 256, 512, 512), 반복):
        x = vgg_block(x, filters, n)
    return keras.Model(입력, x, name="몸통")


def 머리(몸통, classes, 유닛=(4096, 4096)):
    x = layers.Flatten()(몸통.output)
    for n in 유닛:
        x = layers.Dense(n, activation="relu")(x)
    return keras.Model(몸통.input, layers.Dense(classes, activation="softmax")(x))


def vgg16(input_shape=(224, 224, 3), classes=1000):
    return 머리(몸통(input_shape, (2, 2, 3, 3, 3)), classes)
# %% vgg19
def vgg19(input_shape=(224, 224, 3), classes=1000):
    body = 몸통(input_shape, (2, 2, 4, 4, 4))
    x = keras.Input(input_shape)
    y = keras.Sequential([layers.Flatten(), layers.Dense(4096, "relu"), layers.Dense(4096, "relu")])(body(x))
    return keras.Model(x, layers.Softmax()(layers.Dense(classes)(y)))
# %% small_vgg
def small_vgg(input_shape, classes):
    x = keras.Input(input_shape)
    블록1, 블록2 = (keras.Sequential([Conv(n, 3, padding="same"), Conv(n, 3, padding="same"), layers.MaxPool2D()]) for n in (32, 64))
    끝 = keras.Sequential([layers.Flatten(), layers.Dense(128, "relu"), layers.Dropout(0.5)])
    return keras.Model(x, layers.Dense(classes, "softmax")(끝(블록2(블록1(x)))))
