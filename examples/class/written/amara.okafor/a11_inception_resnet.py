# kind: right
# what: tf.keras, He's initial weights and weight decay as in the paper; a Sequential of blocks that are models; three functions of eight
# language: en
# saved by: colab
# %% first
import tensorflow as tf
from tensorflow.keras.regularizers import l2
# %% inception_block
def inception_block(x, f1, f3r, f3, f5r, f5, fp):
    def conv(y, *pairs):
        for filters, size in pairs:
            y = tf.keras.layers.Conv2D(filters, size, padding="SAME", activation="relu")(y)
        return y
    pool = tf.keras.layers.MaxPool2D(3, 1, padding="same")(x)
    return layers.Concatenate()((conv(x, (f1, 1)), conv(x, (f3r, 1), (f3, 3)), conv(x, (f5r, 1), (f5, 5)), conv(pool, (fp, 1))))
# %% basic_block
def conv_bn(filters, size, stride, relu):
    how = {"padding": "same", "use_bias": False, "kernel_initializer": "he_normal", "kernel_regularizer": l2(1e-4)}
    return [layers.Conv2D(filters, size, stride, **how), layers.BatchNormalization(momentum=0.9), *[layers.ReLU()] * relu]

def basic_block(x, filters, stride=1):
    y = tf.keras.Sequential(conv_bn(filters, 3, stride, True) + conv_bn(filters, 3, 1, False))(x)
    if stride != 1 or x.shape[-1] != filters:
        x = tf.keras.Sequential(conv_bn(filters, 1, stride, False))(x)
    return tf.keras.layers.Activation(tf.nn.relu)(tf.keras.layers.Add()([x, y]))
# %% resnet_cifar
def as_model(shape, filters, stride):
    x = tf.keras.Input(shape)
    return tf.keras.Model(x, basic_block(x, filters, stride))

def resnet_cifar(n, input_shape=(32, 32, 3), classes=10):
    model = tf.keras.Sequential([tf.keras.Input(input_shape), *conv_bn(16, 3, 1, True)])
    for filters in 16, 32, 64:
        for i in range(n):
            model.add(as_model(model.output_shape[1:], filters, 2 if i == 0 and filters != 16 else 1))
    model.add(tf.keras.layers.GlobalAveragePooling2D())
    model.add(tf.keras.layers.Dense(classes, activation="softmax"))
    return model
