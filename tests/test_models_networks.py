"""Networks that the tests of autograder/models share, written plainly; and their counts, against Keras' own."""

import math

import keras
import pytest
from keras import layers

from autograder.models.config import read_model
from autograder.models.graph import canonical
from autograder.models.shapes import measure


def graph(model):
    return canonical(read_model(model.to_json()))


def free():
    """Build models without any weights."""
    return keras.StatelessScope(initialize_variables=False)


def lenet5(input_shape=(28, 28, 1), classes=10, padding="same"):
    x = inputs = keras.Input(input_shape)
    x = layers.Conv2D(6, 5, padding=padding, activation="relu")(x)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(16, 5, activation="relu")(x)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Flatten()(x)
    x = layers.Dense(120, activation="relu")(x)
    x = layers.Dense(84, activation="relu")(x)
    return keras.Model(inputs, layers.Dense(classes, activation="softmax")(x))


def alexnet(dropout=0.5):
    x = inputs = keras.Input((227, 227, 3))
    x = layers.Conv2D(96, 11, strides=4, activation="relu")(x)
    x = layers.MaxPooling2D(3, 2)(x)
    x = layers.Conv2D(256, 5, padding="same", activation="relu")(x)
    x = layers.MaxPooling2D(3, 2)(x)
    x = layers.Conv2D(384, 3, padding="same", activation="relu")(x)
    x = layers.Conv2D(384, 3, padding="same", activation="relu")(x)
    x = layers.Conv2D(256, 3, padding="same", activation="relu")(x)
    x = layers.MaxPooling2D(3, 2)(x)
    x = layers.Flatten()(x)
    for _ in range(2):
        x = layers.Dense(4096, activation="relu")(x)
        x = layers.Dropout(dropout)(x)
    return keras.Model(inputs, layers.Dense(1000, activation="softmax")(x))


def conv(x, filters, k, strides=1, padding="same"):
    return layers.Conv2D(filters, k, strides=strides, padding=padding, activation="relu")(x)


def inception_block(x, f1, f3r, f3, f5r, f5, fp):
    return layers.Concatenate()(
        [
            conv(x, f1, 1),
            conv(conv(x, f3r, 1), f3, 3),
            conv(conv(x, f5r, 1), f5, 5),
            conv(layers.MaxPooling2D(3, 1, padding="same")(x), fp, 1),
        ]
    )


def inception_3a():
    inputs = keras.Input((28, 28, 192))
    return keras.Model(inputs, inception_block(inputs, 64, 96, 128, 16, 32, 32))


def auxiliary_head(x, classes):
    x = layers.AveragePooling2D(5, 3)(x)
    x = layers.Flatten()(conv(x, 128, 1))
    x = layers.Dropout(0.7)(layers.Dense(1024, activation="relu")(x))
    return layers.Dense(classes, activation="softmax")(x)


def googlenet(aux=True):
    inputs = keras.Input((224, 224, 3))
    x = layers.MaxPooling2D(3, 2, padding="same")(conv(inputs, 64, 7, 2))
    x = layers.MaxPooling2D(3, 2, padding="same")(conv(conv(x, 64, 1), 192, 3))
    x = inception_block(x, 64, 96, 128, 16, 32, 32)
    x = inception_block(x, 128, 128, 192, 32, 96, 64)
    x = layers.MaxPooling2D(3, 2, padding="same")(x)
    x = first = inception_block(x, 192, 96, 208, 16, 48, 64)
    x = inception_block(x, 160, 112, 224, 24, 64, 64)
    x = inception_block(x, 128, 128, 256, 24, 64, 64)
    x = second = inception_block(x, 112, 144, 288, 32, 64, 64)
    x = inception_block(x, 256, 160, 320, 32, 128, 128)
    x = layers.MaxPooling2D(3, 2, padding="same")(x)
    x = inception_block(x, 256, 160, 320, 32, 128, 128)
    x = inception_block(x, 384, 192, 384, 48, 128, 128)
    x = layers.Dropout(0.4)(layers.GlobalAveragePooling2D()(x))
    outputs = [layers.Dense(1000, activation="softmax")(x)]
    if aux:
        outputs += [auxiliary_head(first, 1000), auxiliary_head(second, 1000)]
    return keras.Model(inputs, outputs)


def basic_block(x, filters, stride=1):
    shortcut = x
    y = layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)(x)
    y = layers.ReLU()(layers.BatchNormalization()(y))
    y = layers.Conv2D(filters, 3, padding="same", use_bias=False)(y)
    y = layers.BatchNormalization()(y)
    if stride != 1:
        shortcut = layers.Conv2D(filters, 1, strides=stride, use_bias=False)(x)
        shortcut = layers.BatchNormalization()(shortcut)
    return layers.ReLU()(layers.Add()([y, shortcut]))


def resnet_cifar(n=1, block=basic_block):
    """CIFAR ResNet of 6n + 2 layers with projections ("option B")."""
    inputs = keras.Input((32, 32, 3))
    x = layers.Conv2D(16, 3, padding="same", use_bias=False)(inputs)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    for filters in (16, 32, 64):
        for i in range(n):
            x = block(x, filters, 2 if filters > 16 and i == 0 else 1)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x))


def bottleneck(x, filters, stride=1, *, project=False):
    y = layers.BatchNormalization()(layers.Conv2D(filters, 1, strides=stride, use_bias=False)(x))
    y = layers.Activation("relu")(y)
    y = layers.BatchNormalization()(layers.Conv2D(filters, 3, padding="same", use_bias=False)(y))
    y = layers.Activation("relu")(y)
    y = layers.BatchNormalization()(layers.Conv2D(4 * filters, 1, use_bias=False)(y))
    if project:
        x = layers.BatchNormalization()(layers.Conv2D(4 * filters, 1, strides=stride, use_bias=False)(x))
    return layers.Activation("relu")(x + y)


def resnet50(block=bottleneck):
    inputs = keras.Input((224, 224, 3))
    x = layers.Conv2D(64, 7, strides=2, use_bias=False)(layers.ZeroPadding2D(3)(inputs))
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.MaxPooling2D(3, 2)(layers.ZeroPadding2D(1)(x))
    for stage, (filters, repeats) in enumerate(((64, 3), (128, 4), (256, 6), (512, 3))):
        for i in range(repeats):
            x = block(x, filters, 2 if stage and i == 0 else 1, project=i == 0)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(1000, activation="softmax")(x))


def naive_inception():
    x = keras.Input((28, 28, 192))
    pooled = layers.MaxPooling2D(3, 1, padding="same")(x)
    return keras.Model(x, layers.Concatenate()([conv(x, 64, 1), conv(x, 128, 3), conv(x, 32, 5), pooled]))


def applications(name):
    return lambda: getattr(keras.applications, name)(weights=None)


NETWORKS = {
    "lenet5": (lenet5, 61_706),
    "lenet5 valid": (lambda: lenet5(padding="valid"), 44_426),
    "alexnet": (alexnet, 62_378_344),
    "inception 3a": (inception_3a, 163_696),
    "naive inception": (naive_inception, 387_296),
    "googlenet": (lambda: googlenet(aux=False), 6_998_552),
    "googlenet with heads": (googlenet, 13_378_280),
    "resnet-20": (lambda: resnet_cifar(3), 274_042),
    "resnet-50": (resnet50, 25_610_152),
    "VGG16": (applications("VGG16"), 138_357_544),
    "VGG19": (applications("VGG19"), 143_667_240),
    "ResNet50": (applications("ResNet50"), 25_636_712),
    "ResNet152": (applications("ResNet152"), 60_419_944),
    "MobileNet's depthwise": (
        lambda: keras.Sequential([keras.Input((9, 9, 4)), layers.DepthwiseConv2D(3, depth_multiplier=2)]),
        80,
    ),
    "groups": (lambda: keras.Sequential([keras.Input((9, 9, 4)), layers.Conv2D(6, 3, groups=2)]), 114),
    "separable": (lambda: keras.Sequential([keras.Input((9, 9, 4)), layers.SeparableConv2D(5, 3)]), 61),
    "layer normalisation": (lambda: keras.Sequential([keras.Input((4, 4, 6)), layers.LayerNormalization()]), 12),
}


@pytest.fixture(scope="module", params=NETWORKS)
def built(request):
    make, total = NETWORKS[request.param]
    with free():
        model = make()
    return model, total, measure(read_model(model.to_json()))


def test_parameters_are_counted_as_keras_counts_them(built):
    model, total, sizes = built
    assert sizes.parameters == model.count_params() == total


def test_trainable_parameters_are_counted_as_keras_counts_them(built):
    model, _, sizes = built
    assert sizes.trainable == sum(math.prod(weight.shape) for weight in model.trainable_variables)


def test_output_shapes_are_those_of_keras(built):
    model, _, sizes = built
    shapes = model.output_shape if isinstance(model.output_shape, list) else [model.output_shape]
    assert list(sizes.outputs) == [tuple(shape[1:]) for shape in shapes]


def test_every_layer_has_the_shape_that_keras_gives_it():
    with free():
        model = keras.applications.ResNet50(weights=None)
    sizes = measure(read_model(model.to_json())).layers
    assert [size.shape for size in sizes] == [tuple(layer.output.shape[1:]) for layer in model.layers]


def test_vgg19_takes_19_point_6_billion_multiplications():
    with free():
        model = keras.applications.VGG19(weights=None)
    assert measure(read_model(model.to_json())).macs == 19_632_062_464


def field(*stack):
    with free():
        model = keras.Sequential([keras.Input((64, 64, 1)), *stack])
    return measure(read_model(model.to_json())).layers[-1].field.size


def test_two_3x3_filters_see_what_one_5x5_sees():
    assert field(layers.Conv2D(1, 3), layers.Conv2D(1, 3)) == field(layers.Conv2D(1, 5)) == (5, 5)


def test_three_3x3_filters_see_what_one_7x7_sees():
    assert field(*(layers.Conv2D(1, 3) for _ in range(3))) == (7, 7)


def test_pooling_widens_what_later_filters_see():
    assert field(layers.Conv2D(1, 3), layers.MaxPooling2D(2), layers.Conv2D(1, (3, 1))) == (8, 4)


def test_frozen_layers_count_as_not_trainable():
    with free():
        model = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.Dense(2)])
        model.layers[0].trainable = False
    sizes = measure(read_model(model.to_json()))
    assert (sizes.trainable, sizes.parameters) == (8, 23)
