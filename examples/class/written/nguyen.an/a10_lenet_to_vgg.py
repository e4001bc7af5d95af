# kind: right
# what: tensorflow.keras and Sequential throughout; ReLU layers; vgg_block makes a Sequential and calls it
# language: en
# saved by: colab
# %% first
import tensorflow as tf
from tensorflow.keras import Sequential, layers
from tensorflow.keras.layers import Conv2D, Dense, Dropout, Flatten, Input, MaxPooling2D, ReLU, ZeroPadding2D

print(tf.__version__, tf.config.list_physical_devices("GPU"))
# %% output
2.18.0 [PhysicalDevice(name='/physical_device:GPU:0', device_type='GPU')]
# %% lenet5
def lenet5(input_shape=(28, 28, 1), classes=10):
    model = Sequential(name="LeNet-5")
    model.add(Input(input_shape))
    model.add(Conv2D(6, 5, padding="same"))
    model.add(ReLU())
    model.add(MaxPooling2D(pool_size=2, strides=2))
    model.add(Conv2D(16, 5))
    model.add(ReLU())
    model.add(MaxPooling2D(pool_size=2, strides=2))
    model.add(Flatten())
    model.add(Dense(120, "relu"))
    model.add(Dense(84, "relu"))
    model.add(Dense(classes, "softmax"))
    return model
# %% alexnet
def head(classes):
    return [Flatten(), *[f(a) for f, a in [(relu_dense, 4096), (Dropout, 0.5)] * 2], Dense(classes, "softmax")]

def relu_dense(units):
    return Dense(units, activation="relu")

def same(filters, size=3):
    return Conv2D(filters, size, padding="same", activation=tf.nn.relu)

def alexnet(input_shape=(224, 224, 3), classes=1000):
    return Sequential([
        Input(input_shape), ZeroPadding2D(((3, 3), (3, 3))), Conv2D(96, 11, 4, activation="relu"), MaxPooling2D(3, 2),
        same(256, 5), MaxPooling2D(3, 2), same(384), same(384), same(256), MaxPooling2D(3, 2), *head(classes),
    ])
# %% zfnet
def zfnet(input_shape=(224, 224, 3), classes=1000):
    return Sequential([
        Input(input_shape), ZeroPadding2D((1, 1)), Conv2D(96, 7, 2, activation="relu"), MaxPooling2D(3, 2, "same"),
        Conv2D(256, 5, 2, activation="relu"), MaxPooling2D(3, 2, "same"), same(384), same(384), same(256),
        MaxPooling2D(3, 2), *head(classes),
    ])
# %% vgg_block
def vgg_block(x, filters, repeats):
    return Sequential([*[same(filters) for _ in range(repeats)], MaxPooling2D()])(x)
# %% vgg16
def vgg(input_shape, classes, *blocks):
    model = Sequential([Input(input_shape)])
    for filters, repeats in zip([64, 128, 256, 512, 512], blocks):
        for i in range(repeats):
            model.add(same(filters))
        model.add(MaxPooling2D((2, 2), (2, 2)))
    for layer in (Flatten(), relu_dense(4096), relu_dense(4096), Dense(classes, "softmax")):
        model.add(layer)
    return model

vgg16 = lambda input_shape=(224, 224, 3), classes=1000: vgg(input_shape, classes, 2, 2, 3, 3, 3)
# %% after check_vgg16
!nvidia-smi
model = vgg16()
tf.keras.utils.plot_model(model)
model.save("/content/drive/MyDrive/vgg16.keras")
# %% vgg19
vgg19 = lambda input_shape=(224, 224, 3), classes=1000: vgg(input_shape, classes, 2, 2, 4, 4, 4)
# %% small_vgg
def small_vgg(input_shape, classes):
    return Sequential([
        Input(input_shape), same(32), same(32), MaxPooling2D(), same(64), same(64), MaxPooling2D(),
        Flatten(), relu_dense(128), Dropout(0.5), Dense(classes, "softmax"),
    ])
