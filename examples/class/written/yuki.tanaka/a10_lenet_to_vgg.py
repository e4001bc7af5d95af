# kind: odd
# what: compiled and loaded networks, prints and random input inside the functions, TensorBoard, a plot; three functions of seven
# language: en
# saved by: vscode
# %% first
%load_ext tensorboard
%matplotlib inline
import matplotlib.pyplot as plt
import numpy as np

keras.utils.set_random_seed(7)
keras.mixed_precision.set_global_policy("mixed_float16")
# %% lenet5
def lenet5(input_shape=(28, 28, 1), classes=10):
    i = keras.layers.Input(shape=input_shape, name="画像")
    c1 = layers.Conv2D(filters=6, kernel_size=(5, 5), padding="same", activation="relu", name="C1")(i)
    s2 = layers.MaxPool2D(name="S2")(c1)
    c3 = layers.Conv2D(filters=16, kernel_size=(5, 5), activation="relu", name="C3")(s2)
    s4 = layers.MaxPool2D(name="S4")(c3)
    f5 = layers.Dense(120, activation="relu", name="C5")(layers.Reshape((-1,))(s4))
    f6 = layers.Dense(84, activation="relu", name="F6")(f5)
    o = layers.Dense(classes, activation="softmax", dtype="float32", name="出力")(f6)
    model = keras.Model(inputs=i, outputs=o)
    model.compile(optimizer=keras.optimizers.SGD(0.1, momentum=0.9), loss="categorical_crossentropy", metrics=["accuracy"])
    model.summary()
    print("parameters:", model.count_params())
    return model
# %% after check_lenet5
%tensorboard --logdir logs
(x, t), _ = keras.datasets.mnist.load_data()
callbacks = [keras.callbacks.TensorBoard("logs"), keras.callbacks.ModelCheckpoint("best.keras")]
history = lenet5().fit(x[..., None] / 255, keras.utils.to_categorical(t), epochs=10, callbacks=callbacks)
plt.plot(history.history["accuracy"]); plt.show()
# %% plot
# %% vgg_block
def vgg_block(x, filters, repeats):
    """畳み込みを repeats 回、最後にプーリング"""
    if repeats:
        return vgg_block_(layers.Conv2D(filters, 3, padding="same", activation=keras.ops.relu)(x), filters, repeats - 1)
    return layers.MaxPooling2D(2)(x)

vgg_block_ = vgg_block
# %% small_vgg
def small_vgg(input_shape, classes):
    x = inputs = keras.Input(input_shape)
    x = vgg_block(vgg_block(x, 32, 2), 64, 2)
    x = layers.Dense(128, activation="relu", kernel_regularizer=keras.regularizers.L2(1e-4))(layers.Flatten()(x))
    x = layers.Dense(classes, activation="softmax")(layers.Dropout(0.5, seed=1)(x))
    model = keras.Model(inputs, x)
    model.compile("adam", "sparse_categorical_crossentropy")
    return keras.models.clone_model(model)
