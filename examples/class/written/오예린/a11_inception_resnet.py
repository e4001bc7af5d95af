# kind: unfinished
# what: two functions of eight: the projection before the pooling; resnet_cifar is right, on a block of its own, in a cell below
# %% inception_block
def inception_block(x, f1, f3r, f3, f5r, f5, fp):
    a = layers.Conv2D(f1, 1, activation="relu")(x)
    b = layers.Conv2D(f3, 3, padding="same", activation="relu")(layers.Conv2D(f3r, 1, activation="relu")(x))
    c = layers.Conv2D(f5, 5, padding="same", activation="relu")(layers.Conv2D(f5r, 1, activation="relu")(x))
    d = layers.MaxPooling2D(3, 1, padding="same")(layers.Conv2D(fp, 1, activation="relu")(x))
    return layers.Concatenate()([a, b, c, d])
# %% after check_resnet_cifar
def 블록(x, 필터, 보폭=1):
    y = layers.Conv2D(필터, 3, 보폭, padding="same", use_bias=False)(x)
    y = layers.BatchNormalization()(y)
    y = layers.ReLU()(y)
    y = layers.Conv2D(필터, 3, padding="same", use_bias=False)(y)
    y = layers.BatchNormalization()(y)
    if 보폭 == 2:
        x = layers.Conv2D(필터, 1, 보폭, use_bias=False)(x)
        x = layers.BatchNormalization()(x)
    return layers.ReLU()(x + y)


def resnet_cifar(n, input_shape=(32, 32, 3), classes=10):
    x = 시작 = layers.Input(input_shape)
    x = layers.Conv2D(16, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU()(x)
    for 단계 in range(3):
        for 번호 in range(n):
            x = 블록(x, 16 * 2**단계, 2 if 단계 and not 번호 else 1)
    x = layers.GlobalAvgPool2D()(x)
    return keras.models.Model(시작, layers.Dense(classes, "softmax")(x))
