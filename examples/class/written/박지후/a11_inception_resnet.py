# kind: right
# what: every block is a model of its own that is called; layers made in a dictionary first; heads that are models, too
# %% inception_block
def inception_block(x, f1, f3r, f3, f5r, f5, fp):
    conv = {
        이름: layers.Conv2D(필터, 크기, padding="same", activation="relu")
        for 이름, 필터, 크기 in [("1", f1, 1), ("3r", f3r, 1), ("3", f3, 3), ("5r", f5r, 1), ("5", f5, 5), ("p", fp, 1)]
    }
    풀링, 합치기 = layers.MaxPooling2D(3, 1, "same"), layers.Concatenate(axis=3)
    입력 = keras.Input(x.shape[1:])
    가지들 = [conv["p"](풀링(입력)), conv["5"](conv["5r"](입력)), conv["3"](conv["3r"](입력)), conv["1"](입력)]
    return keras.Model(입력, 합치기(가지들[::-1]))(x)
# %% auxiliary_head
def auxiliary_head(x, classes):
    return keras.Sequential([
        keras.Input(x.shape[1:]),
        layers.AveragePooling2D(5, 3),
        layers.Conv2D(128, 1, activation="relu"),
        layers.Flatten(),
        layers.Dense(1024, activation="relu"),
        layers.Dropout(0.7),
        layers.Dense(classes, activation="softmax"),
    ])(x)
# %% googlenet
def googlenet(input_shape=(224, 224, 3), classes=1000, aux=True):
    inp = keras.Input(input_shape)
    줄기 = keras.Sequential([
        layers.Conv2D(64, 7, 2, "same", activation="relu"), layers.MaxPooling2D(3, 2, "same"),
        layers.Conv2D(64, 1, activation="relu"), layers.Conv2D(192, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(3, 2, "same"),
    ])
    x = inception_block(줄기(inp), 64, 96, 128, 16, 32, 32)
    x = inception_block(x, 128, 128, 192, 32, 96, 64)
    x = a4 = inception_block(layers.MaxPooling2D(3, 2, "same")(x), 192, 96, 208, 16, 48, 64)
    x = inception_block(x, 160, 112, 224, 24, 64, 64)
    x = inception_block(x, 128, 128, 256, 24, 64, 64)
    x = d4 = inception_block(x, 112, 144, 288, 32, 64, 64)
    x = inception_block(x, 256, 160, 320, 32, 128, 128)
    x = inception_block(layers.MaxPooling2D(3, 2, "same")(x), 256, 160, 320, 32, 128, 128)
    x = inception_block(x, 384, 192, 384, 48, 128, 128)
    x = layers.Flatten()(layers.GlobalAveragePooling2D(keepdims=True)(x))
    outputs = [layers.Dense(classes, activation="softmax", name="main")(layers.Dropout(0.4)(x))]
    if aux:
        outputs += [auxiliary_head(a4, classes), auxiliary_head(d4, classes)]
    return keras.Model(inputs=inp, outputs=outputs)
# %% identity_block
def 경로(입력, filters, stride=1):
    f1, f2, f3 = filters
    return keras.Sequential([
        layers.Conv2D(f1, 1, stride, use_bias=False), layers.BatchNormalization(), layers.ReLU(),
        layers.Conv2D(f2, 3, padding="same", use_bias=False), layers.BatchNormalization(), layers.ReLU(),
        layers.Conv2D(f3, 1, use_bias=False), layers.BatchNormalization(),
    ])(입력)


def identity_block(x, filters):
    return layers.ReLU()(layers.add([경로(x, filters), x]))
# %% projection_block
def projection_block(x, filters, stride=2):
    투영 = keras.Sequential([layers.Conv2D(filters[-1], 1, stride, use_bias=False), layers.BatchNormalization()])
    return layers.ReLU()(layers.add([투영(x), 경로(x, filters, stride)]))
# %% basic_block
def basic_block(x, filters, stride=1):
    안 = keras.Input(x.shape[1:])
    y = layers.Conv2D(filters, 3, stride, "same", use_bias=False)(안)
    y = layers.ReLU()(layers.BatchNormalization()(y))
    y = layers.BatchNormalization()(layers.Conv2D(filters, 3, 1, "same", use_bias=False)(y))
    s = 안
    if (stride, filters) != (1, x.shape[-1]):
        s = layers.BatchNormalization()(layers.Conv2D(filters, 1, stride, use_bias=False)(안))
    return keras.Model(안, layers.ReLU()(layers.Add()([s, y])))(x)
# %% resnet50
def resnet50(input_shape=(224, 224, 3), classes=1000):
    inp = keras.Input(input_shape)
    x = keras.Sequential([
        layers.ZeroPadding2D(3), layers.Conv2D(64, 7, 2, use_bias=False), layers.BatchNormalization(), layers.ReLU(),
        layers.ZeroPadding2D(1), layers.MaxPooling2D(3, 2),
    ])(inp)
    for f, n, stride in ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)):
        for i in range(n):
            x = identity_block(x, (f, f, 4 * f)) if i else projection_block(x, (f, f, 4 * f), stride)
    끝 = keras.Sequential([layers.GlobalAveragePooling2D(), layers.Dense(classes, activation="softmax")])
    return keras.Model(inp, 끝(x))
# %% resnet_cifar
def resnet_cifar(n, input_shape=(32, 32, 3), classes=10):
    inp = keras.Input(input_shape)
    x = layers.ZeroPadding2D(1)(inp)
    x = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(16, 3, use_bias=False)(x)))
    for filters, stride in ((16, 1), (32, 2), (64, 2)):
        for i in range(n):
            x = basic_block(x, filters, stride if i == 0 else 1)
    x = layers.Reshape((64,))(layers.GlobalAveragePooling2D(keepdims=True)(x))
    return keras.Model(inp, layers.Dense(classes, activation="softmax")(x))
