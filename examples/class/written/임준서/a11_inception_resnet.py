# kind: wrong
# what: a model instead of a tensor, a tuple of tensors, a network on an input of its own, None, a NumPy array, a stride on one path only
# %% inception_block
def inception_block(x, f1, f3r, f3, f5r, f5, fp):
    conv = lambda x, f, k: layers.Conv2D(f, k, padding="same", activation="relu")(x)
    pool = layers.MaxPooling2D(3, 1, "same")(x)
    return conv(x, f1, 1), conv(conv(x, f3r, 1), f3, 3), conv(conv(x, f5r, 1), f5, 5), conv(pool, fp, 1)
# %% auxiliary_head
def auxiliary_head(x, classes):
    inp = keras.Input((14, 14, 512))
    y = layers.AveragePooling2D(5, 3)(inp)
    y = layers.Conv2D(128, 1, activation="relu")(y)
    y = layers.Dense(1024, activation="relu")(layers.Flatten()(y))
    return layers.Dense(classes, activation="softmax")(layers.Dropout(0.7)(y))
# %% googlenet
import numpy as np

def googlenet(input_shape=(224, 224, 3), classes=1000, aux=True):
    return np.zeros((1, classes))
# %% identity_block
def identity_block(x, filters):
    f1, f2, f3 = filters
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(f1, 1, use_bias=False)(x)))
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(f2, 3, padding="same", use_bias=False)(y)))
    y = layers.BatchNormalization()(layers.Conv2D(f3, 1, use_bias=False)(y))
    return keras.Model(x, layers.ReLU()(layers.Add()([x, y])))
# %% projection_block
def projection_block(x, filters, stride=2):
    f1, f2, f3 = filters
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(f1, 1, strides=stride, use_bias=False)(x)))
    y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(f2, 3, padding="same", use_bias=False)(y)))
    y = layers.BatchNormalization()(layers.Conv2D(f3, 1, use_bias=False)(y))
    x = layers.BatchNormalization()(layers.Conv2D(f3, 1, use_bias=False)(x))
    return layers.ReLU()(layers.Add()([x, y]))
# %% basic_block
def basic_block(x, filters, stride=1):
    y = layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)(x)
    y = layers.ReLU()(layers.BatchNormalization()(y))
    y = layers.BatchNormalization()(layers.Conv2D(filters, 3, padding="same", use_bias=False)(y))
    layers.ReLU()(layers.Add()([x, y]))
# %% resnet50
def resnet50(input_shape=(224, 224, 3), classes=1000):
    model = keras.applications.ResNet50(weights=None, input_shape=input_shape, classes=classes)
    model.trainable = False
    return model
# %% resnet_cifar
def resnet_cifar(n, input_shape=(32, 32, 3), classes=10):
    x = inp = keras.Input(input_shape)
    x = layers.Conv2D(16, 3, padding="same")(x)
    for filters in (16, 32, 64):
        for i in range(n):
            x = identity_block(x, (filters, filters, filters))
    return inp, layers.Dense(classes, activation="softmax")(layers.GlobalAveragePooling2D()(x))
