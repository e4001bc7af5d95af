# kind: right
# what: all of it by the tables, each step in a line of its own; own cells with summary, plot_model, compile and fit on CIFAR-10
# %% inception_block
def inception_block(x, f1, f3r, f3, f5r, f5, fp):
    a = layers.Conv2D(f1, 1, padding="same", activation="relu")(x)
    b = layers.Conv2D(f3r, 1, padding="same", activation="relu")(x)
    b = layers.Conv2D(f3, 3, padding="same", activation="relu")(b)
    c = layers.Conv2D(f5r, 1, padding="same", activation="relu")(x)
    c = layers.Conv2D(f5, 5, padding="same", activation="relu")(c)
    d = layers.MaxPooling2D(3, strides=1, padding="same")(x)
    d = layers.Conv2D(fp, 1, padding="same", activation="relu")(d)
    return layers.concatenate([a, b, c, d])
# %% after check_inception_block
keras.utils.plot_model(keras.Model(x, inception_block(x, 64, 96, 128, 16, 32, 32)), "3a.png", show_shapes=True)
# %% auxiliary_head
def auxiliary_head(x, classes):
    x = layers.AveragePooling2D((5, 5), strides=(3, 3))(x)
    x = layers.Conv2D(128, (1, 1), activation="relu")(x)
    x = layers.Flatten()(x)
    x = layers.Dense(1024, activation="relu")(x)
    x = layers.Dropout(0.7)(x)
    return layers.Dense(classes, activation="softmax")(x)
# %% googlenet
def googlenet(input_shape=(224, 224, 3), classes=1000, aux=True):
    숫자 = {
        "3a": (64, 96, 128, 16, 32, 32), "3b": (128, 128, 192, 32, 96, 64),
        "4a": (192, 96, 208, 16, 48, 64), "4b": (160, 112, 224, 24, 64, 64), "4c": (128, 128, 256, 24, 64, 64),
        "4d": (112, 144, 288, 32, 64, 64), "4e": (256, 160, 320, 32, 128, 128),
        "5a": (256, 160, 320, 32, 128, 128), "5b": (384, 192, 384, 48, 128, 128),
    }
    x = 입력 = keras.Input(input_shape)
    x = layers.Conv2D(64, 7, strides=2, padding="same", activation="relu")(x)
    x = layers.MaxPooling2D(3, strides=2, padding="same")(x)
    x = layers.Conv2D(64, 1, activation="relu")(x)
    x = layers.Conv2D(192, 3, padding="same", activation="relu")(x)
    x = layers.MaxPooling2D(3, strides=2, padding="same")(x)
    보조 = []
    for 이름, 여섯 in 숫자.items():
        x = inception_block(x, *여섯)
        if 이름 in ("4a", "4d") and aux:
            보조.append(auxiliary_head(x, classes))
        if 이름 in ("3b", "4e"):
            x = layers.MaxPooling2D(3, strides=2, padding="same")(x)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(0.4)(x)
    x = layers.Dense(classes, activation="softmax")(x)
    return keras.Model(입력, [x, *보조] if aux else x)
# %% identity_block
def identity_block(x, filters):
    f1, f2, f3 = filters
    지름길 = x
    x = layers.Conv2D(f1, 1, use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    x = layers.Conv2D(f2, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    x = layers.Conv2D(f3, 1, use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Add()([지름길, x])
    return layers.Activation("relu")(x)
# %% projection_block
def projection_block(x, filters, stride=2):
    f1, f2, f3 = filters
    지름길 = layers.BatchNormalization()(layers.Conv2D(f3, 1, strides=stride, use_bias=False)(x))
    x = layers.Conv2D(f1, 1, strides=stride, use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    x = layers.Conv2D(f2, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    x = layers.Conv2D(f3, 1, use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Add()([지름길, x])
    return layers.Activation("relu")(x)
# %% basic_block
def basic_block(x, filters, stride=1):
    지름길 = x
    if stride != 1 or 지름길.shape[-1] != filters:
        지름길 = layers.Conv2D(filters, 1, strides=stride, use_bias=False)(지름길)
        지름길 = layers.BatchNormalization()(지름길)
    x = layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU()(x)
    x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    return layers.ReLU()(layers.Add()([지름길, x]))
# %% resnet50
def resnet50(input_shape=(224, 224, 3), classes=1000):
    x = inp = keras.Input(input_shape)
    x = layers.ZeroPadding2D(3)(x)
    x = layers.Conv2D(64, 7, strides=2, use_bias=False)(x)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.ZeroPadding2D(1)(x)
    x = layers.MaxPooling2D(3, strides=2)(x)
    for stage, n in enumerate((3, 4, 6, 3)):
        f = 64 * 2**stage
        x = projection_block(x, (f, f, 4 * f), 1 if stage == 0 else 2)
        for _ in range(n - 1):
            x = identity_block(x, (f, f, 4 * f))
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inp, layers.Dense(classes, activation="softmax")(x))
# %% resnet_cifar
def resnet_cifar(n, input_shape=(32, 32, 3), classes=10):
    x = inp = keras.Input(input_shape)
    x = layers.Conv2D(16, 3, padding="same", use_bias=False)(x)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    for stage in range(3):
        for block in range(n):
            x = basic_block(x, 16 * 2**stage, 2 if stage > 0 and block == 0 else 1)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inp, layers.Dense(classes, activation="softmax")(x))
# %% after check_resnet_cifar
(x_train, t_train), (x_test, t_test) = keras.datasets.cifar10.load_data()
model = resnet_cifar(3)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.summary()
model.fit(x_train / 255, t_train, epochs=20, batch_size=128, validation_data=(x_test / 255, t_test))
