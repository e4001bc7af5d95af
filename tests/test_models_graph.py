"""What computes the same is the same graph; Keras' own numbers are asked wherever weights can be carried over."""

import json

import keras
import numpy as np
import pytest
from keras import layers

from autograder.models.config import read_model
from autograder.models.graph import canonical
from tests.test_models_networks import NETWORKS, applications, basic_block, free, graph, inception_3a, resnet50

IMAGE = (8, 8, 4)


def sequence(*stack, shape=IMAGE):
    return keras.Sequential([keras.Input(shape), *stack])


def function(build, shape=IMAGE):
    x = keras.Input(shape)
    return keras.Model(x, build(x))


def two(first, second, merge):
    """Two convolutions of one image, merged."""
    return function(lambda x: merge([first(x), second(x)]))


# Each pair is written twice, by hand: name -> one model, and another that computes the same.
SAME_NUMBERS = {
    "activation argument or layer": lambda: (
        sequence(layers.Conv2D(3, 3, activation="relu")),
        sequence(layers.Conv2D(3, 3), layers.ReLU()),
    ),
    "sequential or functional": lambda: (
        sequence(layers.Conv2D(3, 3), layers.Flatten(), layers.Dense(2)),
        function(lambda x: layers.Dense(2)(layers.Flatten()(layers.Conv2D(3, 3)(x)))),
    ),
    "nested models": lambda: (
        sequence(layers.Conv2D(3, 3), layers.ReLU(), layers.Conv2D(2, 3)),
        sequence(keras.Sequential([layers.Conv2D(3, 3), layers.ReLU()]), function(layers.Conv2D(2, 3), (6, 6, 3))),
    ),
    "1x1 has no border": lambda: (
        sequence(layers.Conv2D(3, 1, strides=2, padding="same")),
        sequence(layers.Conv2D(3, 1, strides=2)),
    ),
    "zero padding, then valid": lambda: (
        sequence(layers.Conv2D(3, 3, padding="same")),
        sequence(layers.ZeroPadding2D(1), layers.Conv2D(3, 3)),
    ),
    "same with stride 2 pads below and right": lambda: (
        sequence(layers.Conv2D(3, 7, strides=2, padding="same")),
        sequence(layers.ZeroPadding2D(((2, 3), (2, 3))), layers.Conv2D(3, 7, strides=2)),
    ),
    "padding that no window reaches": lambda: (
        sequence(layers.ZeroPadding2D(((1, 0), (1, 0))), layers.Conv2D(3, 3, strides=2)),
        sequence(layers.ZeroPadding2D(1), layers.Conv2D(3, 3, strides=2)),
    ),
    "padding in two steps, around a ReLU": lambda: (
        sequence(layers.ReLU(), layers.ZeroPadding2D(2), layers.Conv2D(3, 3)),
        sequence(layers.ZeroPadding2D(1), layers.ReLU(), layers.ZeroPadding2D(1), layers.Conv2D(3, 3)),
    ),
    "zeros do not win over what is not negative": lambda: (
        sequence(layers.ReLU(), layers.MaxPooling2D(3, 1, padding="same")),
        sequence(layers.ReLU(), layers.ZeroPadding2D(1), layers.MaxPooling2D(3, 1)),
    ),
    "channels are axis 3 and -1": lambda: (
        sequence(layers.BatchNormalization(axis=3)),
        sequence(layers.BatchNormalization()),
    ),
    "average over the whole map": lambda: (
        sequence(layers.AveragePooling2D(8), layers.Flatten(), layers.Dense(2)),
        sequence(layers.GlobalAveragePooling2D(), layers.Dense(2)),
    ),
    "average over the whole map, kept as a map": lambda: (
        sequence(layers.AveragePooling2D(8), layers.Reshape((4,))),
        sequence(layers.GlobalAveragePooling2D(keepdims=True), layers.Flatten()),
    ),
    "a 1x1 convolution as the classifier": lambda: (
        sequence(layers.GlobalAveragePooling2D(keepdims=True), layers.Conv2D(5, 1), layers.Flatten(), layers.Softmax()),
        sequence(layers.GlobalAveragePooling2D(), layers.Dense(5, activation="softmax")),
    ),
    "a filter as large as the map": lambda: (
        sequence(layers.Conv2D(5, 8, activation="tanh"), layers.Flatten(), layers.Dense(2)),
        sequence(layers.Flatten(), layers.Dense(5, activation="tanh"), layers.Dense(2)),
    ),
    "Dense at every pixel": lambda: (sequence(layers.Dense(3)), sequence(layers.Conv2D(3, 1))),
    "ReLU before or after max pooling": lambda: (
        sequence(layers.ReLU(), layers.MaxPooling2D()),
        sequence(layers.MaxPooling2D(), layers.ReLU()),
    ),
    "ReLU before or after Flatten": lambda: (
        sequence(layers.Conv2D(3, 3, activation="relu"), layers.Flatten()),
        sequence(layers.Conv2D(3, 3), layers.Flatten(), layers.ReLU()),
    ),
    "ReLU twice": lambda: (
        sequence(layers.Conv2D(3, 3, activation="relu"), layers.ReLU()),
        sequence(layers.Conv2D(3, 3, activation="relu")),
    ),
    "ReLU6 by name": lambda: (sequence(layers.ReLU(6)), sequence(layers.Activation("relu6"))),
    "a slope of 0.2": lambda: (sequence(layers.LeakyReLU(0.2)), sequence(layers.Activation("leaky_relu"))),
    "layers that do nothing": lambda: (
        sequence(layers.Identity(), layers.Dropout(0), layers.Conv2D(3, 3, activation="linear")),
        sequence(layers.Conv2D(3, 3), layers.Rescaling(1.0)),
    ),
    "depthwise is as many groups as channels": lambda: (
        sequence(layers.DepthwiseConv2D(3, depth_multiplier=2)),
        sequence(layers.Conv2D(8, 3, groups=4)),
    ),
    "separable is depthwise, then 1x1": lambda: (
        sequence(layers.SeparableConv2D(5, 3, strides=2, padding="same")),
        sequence(layers.DepthwiseConv2D(3, strides=2, padding="same", use_bias=False), layers.Conv2D(5, 1)),
    ),
    "adding in any order": lambda: (
        two(layers.Conv2D(4, 3), layers.Conv2D(4, 3), layers.Add()),
        two(layers.Conv2D(4, 3), layers.Conv2D(4, 3), lambda pair: layers.Add()(pair[::-1])),
    ),
    "plus": lambda: (
        two(layers.Conv2D(4, 3), layers.Conv2D(4, 3), layers.Add()),
        two(layers.Conv2D(4, 3), layers.Conv2D(4, 3), lambda pair: pair[0] + pair[1]),
    ),
    "an average is half a sum": lambda: (
        two(layers.Conv2D(4, 3), layers.Conv2D(4, 3), layers.Average()),
        two(layers.Conv2D(4, 3), layers.Conv2D(4, 3), lambda pair: layers.Rescaling(0.5)(layers.Add()(pair))),
    ),
    "three summands at once": lambda: (
        function(lambda x: layers.Add()([x, layers.ReLU()(x), layers.Activation("tanh")(x)])),
        function(lambda x: layers.Add()([layers.Add()([x, layers.ReLU()(x)]), layers.Activation("tanh")(x)])),
    ),
    "joined in two steps": lambda: (
        function(lambda x: layers.Concatenate()([x, layers.ReLU()(x), layers.Activation("tanh")(x)])),
        function(
            lambda x: layers.Concatenate(axis=3)([layers.Concatenate()([x, layers.ReLU()(x)]), keras.ops.tanh(x)])
        ),
    ),
    "an activation of keras.ops": lambda: (
        function(lambda x: keras.ops.softmax(layers.Dense(3)(keras.ops.relu(layers.Flatten()(x))))),
        function(lambda x: layers.Dense(3, "softmax")(layers.Flatten()(keras.activations.relu(x)))),
    ),
    "mean over the image": lambda: (
        function(lambda x: keras.ops.mean(x, axis=(1, 2))),
        sequence(layers.GlobalAveragePooling2D()),
    ),
    "what is subtracted from itself is nothing": lambda: (
        function(lambda x: layers.ReLU()(x)),
        function(lambda x: layers.ReLU()(layers.Add()([x, layers.Subtract()([x, x])]))),
    ),
    "joined nothing is nothing": lambda: (
        function(lambda x: layers.ReLU()(layers.Conv2D(8, 1)(x))),
        function(lambda x: layers.ReLU()(layers.Add()([layers.Conv2D(8, 1)(x), layers.Concatenate()([0 * x, 0 * x])]))),
    ),
    "what is multiplied by nothing is nothing": lambda: (
        function(lambda x: layers.ReLU()(x)),
        function(lambda x: layers.ReLU()(layers.Add()([x, layers.Multiply()([x, layers.Rescaling(0.0)(x)])]))),
    ),
    "augmentation is for training": lambda: (
        sequence(layers.RandomFlip(), layers.RandomRotation(0.1), layers.Conv2D(3, 3)),
        sequence(layers.Conv2D(3, 3)),
    ),
    "every second pixel, by a slice": lambda: (
        function(lambda x: layers.Conv2D(3, 3)(x[:, ::2, ::2, :])),
        sequence(layers.MaxPooling2D(1, 2), layers.Conv2D(3, 3)),
    ),
    "every second pixel, then 1x1": lambda: (
        sequence(layers.MaxPooling2D(1, 2), layers.Conv2D(3, 1)),
        sequence(layers.Conv2D(3, 1, strides=2)),
    ),
    "a shortcut without weights": lambda: (
        function(lambda x: keras.ops.pad(x[:, ::2, ::2], [[0, 0], [0, 0], [0, 0], [0, 4]])),
        function(lambda x: layers.Concatenate()([layers.MaxPooling2D(1, 2)(x), 0 * layers.MaxPooling2D(1, 2)(x)])),
    ),
    "zeros around a map": lambda: (
        function(lambda x: keras.ops.pad(x, [[0, 0], [1, 2], [3, 4], [0, 0]])),
        sequence(layers.ZeroPadding2D(((1, 2), (3, 4)))),
    ),
    "numbers beside a map": lambda: (
        function(lambda x: keras.ops.maximum((x / 4 - 1) * 2 + 3, 0)),
        sequence(layers.Rescaling(0.5, offset=1.0), layers.ReLU()),
    ),
    "ELU": lambda: (sequence(layers.ELU()), sequence(layers.Activation("elu"))),
    "the largest of a map": lambda: (
        function(lambda x: keras.ops.max(-x, axis=[1, 2])),
        sequence(layers.Rescaling(-1.0), layers.GlobalMaxPooling2D()),
    ),
    "ReLU of what is joined, or of each": lambda: (
        two(layers.Conv2D(4, 3), layers.Conv2D(3, 3), lambda pair: layers.ReLU()(layers.Concatenate()(pair))),
        two(layers.Conv2D(4, 3, activation="relu"), layers.Conv2D(3, 3, activation="relu"), layers.Concatenate()),
    ),
    "tanh of what is joined and pooled, or of each": lambda: (
        two(layers.Conv2D(4, 3), layers.MaxPooling2D(3, 1), lambda pair: keras.ops.tanh(layers.Concatenate()(pair))),
        function(
            lambda x: layers.Concatenate()(
                [layers.Conv2D(4, 3, activation="tanh")(x), layers.MaxPooling2D(3, 1)(keras.ops.tanh(x))]
            )
        ),
    ),
    "ReLU of what is joined below each other": lambda: (
        two(layers.Conv2D(4, 3), layers.Conv2D(4, 3), lambda pair: layers.ReLU()(layers.Concatenate(axis=1)(pair))),
        two(layers.Conv2D(4, 3, activation="relu"), layers.Conv2D(4, 3, activation="relu"), layers.Concatenate(1)),
    ),
    "ReLU of joined ReLUs": lambda: (
        two(layers.ReLU(), layers.Activation("sigmoid"), lambda pair: layers.ReLU()(layers.Concatenate()(pair))),
        two(layers.ReLU(), layers.Activation("sigmoid"), layers.Concatenate()),
    ),
    "ReLU of a sum of ReLUs, pooled, padded, dropped": lambda: (
        two(
            layers.ReLU(),
            layers.ReLU(6),
            lambda pair: layers.ReLU()(
                layers.ZeroPadding2D(1)(layers.Dropout(0.5)(layers.AveragePooling2D(2)(layers.Average()(pair))))
            ),
        ),
        two(
            layers.ReLU(),
            layers.ReLU(6),
            lambda pair: layers.ZeroPadding2D(1)(
                layers.Dropout(0.5)(layers.AveragePooling2D(2)(0.5 * (pair[0] + pair[1])))
            ),
        ),
    ),
    "LeakyReLU of what is never negative": lambda: (
        sequence(layers.ReLU(), layers.GlobalAveragePooling2D(), layers.LeakyReLU(0.2)),
        sequence(layers.ReLU(), layers.GlobalAveragePooling2D()),
    ),
    "zeros do not win over joined ReLUs": lambda: (
        two(
            layers.Conv2D(4, 3, activation="relu"),
            layers.Conv2D(4, 3, activation="relu"),
            lambda pair: layers.MaxPooling2D(3, 1, padding="same")(layers.Concatenate()(pair)),
        ),
        two(
            layers.Conv2D(4, 3, activation="relu"),
            layers.Conv2D(4, 3, activation="relu"),
            lambda pair: layers.MaxPooling2D(3, 1)(layers.ZeroPadding2D(1)(layers.Concatenate()(pair))),
        ),
    ),
    "zeros around joined maps, then pooling, then ReLU": lambda: (
        two(
            layers.Conv2D(4, 3),
            layers.Conv2D(4, 3),
            lambda pair: layers.ReLU()(layers.MaxPooling2D(3, 1)(layers.ZeroPadding2D(1)(layers.Concatenate()(pair)))),
        ),
        two(
            layers.Conv2D(4, 3, activation="relu"),
            layers.Conv2D(4, 3, activation="relu"),
            lambda pair: layers.MaxPooling2D(3, 1, padding="same")(layers.Concatenate()(pair)),
        ),
    ),
    "every second pixel": lambda: (
        sequence(layers.AveragePooling2D(1, 2)),
        sequence(layers.MaxPooling2D(1, 2)),
    ),
}


@pytest.fixture(scope="module", params=SAME_NUMBERS)
def pair(request):
    return SAME_NUMBERS[request.param]()


def test_two_ways_to_write_it_are_the_same_graph(pair):
    one, other = pair
    assert graph(one).key == graph(other).key


def test_two_ways_to_write_it_give_the_same_numbers(pair):
    """Asks Keras: if the graphs are held to be equal, so must be what they compute."""
    one, other = pair
    rng = np.random.default_rng(0)
    weights = [rng.normal(size=weight.shape) ** 2 for weight in one.get_weights()]  # variances are not negative
    one.set_weights(weights)
    shapes = [weight.shape for weight in other.get_weights()]
    other.set_weights([weight.reshape(shape) for weight, shape in zip(weights, shapes, strict=True)])
    x = rng.normal(size=(2, *one.input_shape[1:])).astype("float32")
    np.testing.assert_allclose(one(x, training=False), other(x, training=False), rtol=1e-4, atol=1e-4)


DIFFERENT_NUMBERS = {
    "a padding of 1 is not same, with stride 2": lambda: (
        sequence(layers.Conv2D(3, 3, strides=2, padding="same")),
        sequence(layers.ZeroPadding2D(1), layers.Conv2D(3, 3, strides=2)),
    ),
    "zeros win over what is negative": lambda: (
        sequence(layers.MaxPooling2D(3, 1, padding="same")),
        sequence(layers.ZeroPadding2D(1), layers.MaxPooling2D(3, 1)),
    ),
    "an average counts the zeros of ZeroPadding2D": lambda: (
        sequence(layers.ReLU(), layers.AveragePooling2D(3, 1, padding="same")),
        sequence(layers.ReLU(), layers.ZeroPadding2D(1), layers.AveragePooling2D(3, 1)),
    ),
    "ReLU before or after average pooling": lambda: (
        sequence(layers.ReLU(), layers.AveragePooling2D(2)),
        sequence(layers.AveragePooling2D(2), layers.ReLU()),
    ),
    "softmax before or after Flatten": lambda: (
        sequence(layers.Softmax(), layers.Flatten()),
        sequence(layers.Flatten(), layers.Softmax()),
    ),
    "softmax twice": lambda: (sequence(layers.Softmax()), sequence(layers.Softmax(), layers.Softmax())),
    "a sum of two is not one": lambda: (
        function(lambda x: layers.Add()([x, x])),
        function(lambda x: layers.Maximum()([x, x])),
    ),
    "what is subtracted, and from what": lambda: (
        function(lambda x: layers.Subtract()([layers.ReLU()(x), x])),
        function(lambda x: layers.Subtract()([x, layers.ReLU()(x)])),
    ),
    "the largest of four pixels is not the first of them": lambda: (
        sequence(layers.MaxPooling2D(2), layers.Conv2D(3, 1)),
        sequence(layers.Conv2D(3, 1, strides=2)),
    ),
    "the negative half": lambda: (sequence(layers.ReLU()), sequence(layers.LeakyReLU(0.01))),
    "softmax of what is joined, or of each": lambda: (
        two(layers.Identity(), layers.Activation("tanh"), lambda pair: layers.Softmax()(layers.Concatenate()(pair))),
        two(
            layers.Softmax(),
            layers.Activation("tanh"),
            lambda pair: layers.Concatenate()([pair[0], keras.ops.softmax(pair[1])]),
        ),
    ),
    "ReLU of a difference of ReLUs": lambda: (
        two(layers.ReLU(), layers.Activation("sigmoid"), lambda pair: layers.ReLU()(layers.Subtract()(pair))),
        two(layers.ReLU(), layers.Activation("sigmoid"), layers.Subtract()),
    ),
    "ReLU of ReLUs and one that is none": lambda: (
        two(layers.ReLU(), layers.Activation("tanh"), lambda pair: layers.ReLU()(layers.Concatenate()(pair))),
        two(layers.ReLU(), layers.Activation("tanh"), layers.Concatenate()),
    ),
    "ReLU of a sum less 1": lambda: (
        sequence(layers.ReLU(), layers.Rescaling(1.0, offset=-1.0), layers.ReLU()),
        sequence(layers.ReLU(), layers.Rescaling(1.0, offset=-1.0)),
    ),
    "ReLU6 of what is never negative": lambda: (
        sequence(layers.ReLU(), layers.Rescaling(9.0), layers.ReLU(6)),
        sequence(layers.ReLU(), layers.Rescaling(9.0)),
    ),
    "zeros win over what is joined and negative": lambda: (
        two(
            layers.ReLU(),
            layers.Identity(),
            lambda pair: layers.MaxPooling2D(3, 1, padding="same")(layers.Concatenate()(pair)),
        ),
        two(
            layers.ReLU(),
            layers.Identity(),
            lambda pair: layers.MaxPooling2D(3, 1)(layers.ZeroPadding2D(1)(layers.Concatenate()(pair))),
        ),
    ),
    "ReLU before or after padding with a bias of 1": lambda: (
        sequence(layers.Rescaling(1.0, offset=1.0), layers.ZeroPadding2D(1)),
        sequence(layers.ZeroPadding2D(1), layers.Rescaling(1.0, offset=1.0)),
    ),
}


@pytest.fixture(scope="module", params=DIFFERENT_NUMBERS)
def unlike(request):
    return DIFFERENT_NUMBERS[request.param]()


def test_what_computes_something_else_is_another_graph(unlike):
    one, other = unlike
    assert graph(one).key != graph(other).key


def test_what_is_another_graph_gives_other_numbers(unlike):
    one, other = unlike
    other.set_weights(one.get_weights())
    x = np.random.default_rng(0).normal(size=(2, *IMAGE)).astype("float32")
    assert not np.allclose(one(x, training=False), other(x, training=False), atol=1e-4)


def block(build, *, shape=(8, 8, 16)):
    with free():
        return graph(function(build, shape))


def test_names_do_not_matter():
    with free():
        plain, named = sequence(layers.Conv2D(3, 3)), sequence(layers.Conv2D(3, 3, name="<script>"))
    assert graph(plain).key == graph(named).key


def test_a_layer_without_weights_may_be_used_again():
    relu = layers.ReLU()
    again = block(lambda x: relu(layers.Conv2D(2, 3)(relu(layers.Conv2D(2, 3)(x)))))
    each = block(lambda x: layers.ReLU()(layers.Conv2D(2, 3)(layers.ReLU()(layers.Conv2D(2, 3)(x)))))
    assert again.key == each.key


def test_groups_as_large_as_the_map_are_no_dense_layer():
    whole = block(lambda x: layers.Flatten()(layers.Conv2D(16, 8, groups=2)(x)))
    assert [node.op for node in whole.nodes] == ["input", "conv", "reshape"]


def test_inputs_keep_their_order():
    def subtracts(turn):
        with free():
            inputs = [keras.Input((4,)), keras.Input((4,))]
            return graph(keras.Model(inputs[::turn], layers.Subtract()(inputs)))

    assert subtracts(1).key != subtracts(-1).key


def test_one_layer_used_twice_is_not_two_equal_layers():
    def shared(x):
        narrow = layers.Conv2D(4, 1)(x)
        return layers.Add()([layers.Conv2D(8, 3, padding="same")(narrow), layers.Conv2D(8, 5, padding="same")(narrow)])

    def separate(x):
        narrow = [layers.Conv2D(4, 1)(x), layers.Conv2D(4, 1)(x)]
        return layers.Add()(
            [layers.Conv2D(8, 3, padding="same")(narrow[0]), layers.Conv2D(8, 5, padding="same")(narrow[1])]
        )

    assert block(shared).key != block(separate).key


def test_a_bias_before_a_normalisation_does_nothing_and_is_noted():
    with_bias = block(lambda x: layers.BatchNormalization()(layers.Conv2D(4, 3)(x)))
    without = block(lambda x: layers.BatchNormalization()(layers.Conv2D(4, 3, use_bias=False)(x)))
    assert with_bias.key == without.key
    assert (len(with_bias.idle_biases), len(without.idle_biases)) == (1, 0)


def joined(*tail, norm=True, **bias):
    """Three branches, one of them pooled, with a normalisation behind the place where they meet, or one in each."""

    def build(x):
        maps = [
            layers.Conv2D(4, 3, padding="same", **bias)(x),
            layers.Conv2D(6, 1, **bias)(x),
            layers.MaxPooling2D(3, 1, padding="same")(x),
        ]
        maps = maps if norm else [keras.Sequential([layers.BatchNormalization(), *tail])(y) for y in maps]
        together = layers.Concatenate()(maps)
        for layer in [layers.BatchNormalization(), *tail] if norm else ():
            together = layer(together)
        return together

    return build


def test_a_normalisation_of_what_is_joined_is_one_in_each_branch():
    for tail in ((), (layers.ReLU(),), (layers.Activation("tanh"), layers.Dropout(0))):
        assert block(joined(*tail)).key == block(joined(*tail, norm=False)).key


def test_a_normalisation_of_what_is_joined_gives_the_numbers_of_one_in_each_branch():
    """Asks Keras, outside training and in it: every channel has its own parameters, mean and variance."""
    one, other = function(joined(layers.ReLU())), function(joined(layers.ReLU(), norm=False))
    rng = np.random.default_rng(1)
    *convolutions, gamma, beta, mean, variance = [rng.normal(size=w.shape) ** 2 for w in one.get_weights()]
    at = np.cumsum([4, 6])
    split = [np.split(values, at) for values in (gamma, beta, mean, variance)]
    one.set_weights([*convolutions, gamma, beta, mean, variance])
    other.set_weights([*convolutions, *(values[i] for i in range(3) for values in split)])
    x = rng.normal(size=(3, *IMAGE)).astype("float32")
    np.testing.assert_allclose(one(x), other(x), rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(one(x, training=True), other(x, training=True), rtol=1e-4, atol=1e-4)


def test_a_bias_before_a_normalisation_of_what_is_joined_does_nothing():
    with_bias, without = block(joined()), block(joined(use_bias=False))
    assert with_bias.key == without.key
    assert len(with_bias.idle_biases) == 2
    assert with_bias.parameters == without.parameters


def test_a_normalisation_of_the_rows_of_what_is_joined_stays_where_it_is():
    def build(x):
        maps = layers.Concatenate()([layers.Conv2D(4, 3)(x), layers.Conv2D(4, 3)(x)])
        return layers.BatchNormalization(axis=1)(maps)

    assert [node.op for node in block(build).nodes].count("batch_norm") == 1


def test_a_normalisation_of_maps_below_each_other_stays_where_it_is():
    """Its channels are those of both maps together, with one mean."""

    def build(x):
        return layers.BatchNormalization()(layers.Concatenate(axis=1)([layers.Conv2D(4, 3)(x), layers.Conv2D(4, 3)(x)]))

    assert [node.op for node in block(build).nodes].count("batch_norm") == 1


def test_what_else_reads_a_concatenation_keeps_its_normalisation_in_one_piece():
    """In a DenseNet every layer normalises all maps before it: in pieces they would be hundreds."""

    def build(x):
        for _ in range(3):
            y = layers.ReLU()(layers.BatchNormalization()(x))
            x = layers.Concatenate()([x, layers.Conv2D(4, 3, padding="same")(y)])
        return layers.BatchNormalization()(x)

    assert [node.op for node in block(build).nodes].count("batch_norm") == 4


def test_a_bias_that_something_else_reads_as_well_counts():
    def build(bias):
        def both(x):
            y = layers.Conv2D(16, 3, padding="same", use_bias=bias)(x)
            return layers.Add()([y, layers.BatchNormalization()(y)])

        return both

    assert block(build(True)).key != block(build(False)).key


def test_a_bias_before_a_frozen_normalisation_counts():
    with_bias = block(lambda x: layers.BatchNormalization(trainable=False)(layers.Conv2D(4, 3)(x)))
    without = block(lambda x: layers.BatchNormalization(trainable=False)(layers.Conv2D(4, 3, use_bias=False)(x)))
    assert with_bias.key != without.key


def test_a_bias_before_a_normalisation_of_rows_counts():
    with_bias = block(lambda x: layers.BatchNormalization(axis=1)(layers.Conv2D(4, 3)(x)))
    without = block(lambda x: layers.BatchNormalization(axis=1)(layers.Conv2D(4, 3, use_bias=False)(x)))
    assert with_bias.key != without.key


def test_a_block_that_is_multiplied_by_zero_is_not_present():
    def neutralised(x):
        return layers.Add()([x, layers.Rescaling(0.0)(basic_block(x, 16))])

    found = block(neutralised)
    assert [node.op for node in found.nodes] == ["input"]
    assert len(found.unused) == 4  # two convolutions and two normalisations


def test_a_block_whose_frozen_weights_are_zero_is_not_present():
    def neutralised(x):
        y = layers.Conv2D(16, 3, padding="same", kernel_initializer="zeros", trainable=False)(x)
        return layers.Add()([x, y])

    assert "conv" not in [node.op for node in block(neutralised).nodes]


def test_the_softmax_of_one_number_does_not_depend_on_the_image():
    found = block(lambda x: layers.Dense(1, activation="softmax")(layers.Flatten()(x)))
    assert [node.op for node in found.nodes] == ["constant"]


def test_the_order_of_branches_is_kept_beside():
    def ordered(first, second):
        return block(lambda x: layers.Concatenate()([layers.Conv2D(f, 1)(x) for f in (first, second)]))

    assert ordered(2, 3).key == ordered(3, 2).key
    assert ordered(2, 3).key_in_order != ordered(3, 2).key_in_order


def test_channels_of_zeros_may_come_before_and_behind():
    half = keras.layers.Conv2D(2, 1)
    both = block(lambda x: layers.Concatenate()([0 * half(x), keras.ops.pad(x, [[0, 0], [0, 0], [0, 0], [1, 1]])]))
    behind = block(lambda x: layers.Concatenate()([x, keras.ops.zeros_like(layers.Conv2D(4, 1)(x))]))
    assert both.key == behind.key


def test_starting_values_do_not_matter_but_frozen_layers_do():
    plain = block(lambda x: layers.Conv2D(2, 3)(x))
    started = block(lambda x: layers.Conv2D(2, 3, kernel_initializer="he_normal", kernel_regularizer="l2")(x))
    frozen = block(lambda x: layers.Conv2D(2, 3, trainable=False)(x))
    assert plain.key == started.key != frozen.key


def test_our_resnet50_is_the_one_of_keras_applications():
    with free():
        ours, theirs = graph(resnet50()), graph(applications("ResNet50")())
    assert ours.key == theirs.key
    assert len(theirs.idle_biases) == 53


def test_all_the_networks_are_different():
    with free():
        keys = [graph(make()).key for name, (make, _) in NETWORKS.items() if name != "ResNet50"]
    assert len(set(keys)) == len(keys)


def test_a_graph_does_not_depend_on_the_order_of_layers_in_the_description():
    with free():
        tree = json.loads(inception_3a().to_json())
    straight = canonical(read_model(json.dumps(tree)))
    tree["config"]["layers"].reverse()
    assert canonical(read_model(json.dumps(tree))).key == straight.key
