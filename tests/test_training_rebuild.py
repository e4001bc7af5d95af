"""Canonical graphs rebuilt as Keras models: the same network as the original, and the same model however written."""

import keras
import numpy as np
import pytest
from keras import layers

from autograder.models.config import read_model
from autograder.models.graph import canonical
from autograder.models.rebuild import (
    DEARER,
    MOMENTUM,
    CannotRebuild,
    multiplications,
    plan_of,
    rebuild,
    require_trainable,
)
from tests.test_models_networks import basic_block, inception_block, lenet5, resnet_cifar


def graph(model):
    return canonical(read_model(model.to_json()))


def small_vgg(shape=(12, 12, 1)):
    x = inputs = keras.Input(shape)
    for filters in (4, 6):
        for _ in range(2):
            x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
        x = layers.MaxPooling2D(2)(x)
    x = layers.Dropout(0.5)(layers.Dense(8, activation="relu")(layers.Flatten()(x)))
    return keras.Model(inputs, layers.Dense(3, activation="softmax")(x))


def inception(order=(0, 1, 2, 3)):
    inputs = keras.Input((8, 8, 3))
    branches = [
        layers.Conv2D(2, 1, activation="relu")(inputs),
        layers.Conv2D(4, 3, padding="same", activation="relu")(layers.Conv2D(2, 1, activation="relu")(inputs)),
        layers.Conv2D(3, 5, padding="same", activation="relu")(layers.Conv2D(2, 1, activation="relu")(inputs)),
        layers.Conv2D(2, 1, activation="relu")(layers.MaxPooling2D(3, 1, padding="same")(inputs)),
    ]
    return keras.Model(inputs, layers.Concatenate()([branches[i] for i in order]))


def made_again(model):
    """The rebuilt model with the weights of the original, layer by layer as the graph says who came from whom."""
    found = graph(model)
    plan = plan_of(found)
    # any number of classes and any shape: what is asked here is whether it computes the same
    classes = int(np.prod(plan.nodes[plan.output].shape))
    again = rebuild(found, classes=classes, input_shape=model.input_shape[1:])
    for i, node in enumerate(plan.nodes):
        if node.op in ("conv", "dense", "batch_norm", "layer_norm"):
            weights = model.layers[node.source].get_weights()
            target = again.get_layer(f"{node.op}_{i}")
            if not target.get_config().get("use_bias", True) and len(weights) == 2:
                weights = weights[:1]  # a bias that a normalisation subtracts again
            target.set_weights([w.reshape(t.shape) for w, t in zip(weights, target.get_weights(), strict=True)])
    return again


def shaken(model):
    """Normalisations that have learned something, so that a wrong order shows."""
    rng = np.random.default_rng(3)
    for layer in model.layers:
        if isinstance(layer, layers.BatchNormalization):
            layer.set_weights([rng.uniform(0.5, 1.5, w.shape).astype("float32") for w in layer.get_weights()])
    return model


def images(model, n=4):
    return np.random.default_rng(0).random((n, *model.input_shape[1:])).astype("float32")


def answers(model, x):
    return keras.ops.convert_to_numpy(model(x, training=False))


def softmax(logits):
    e = np.exp(logits - logits.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


@pytest.mark.parametrize("make", [lenet5, small_vgg, lambda: resnet_cifar(1)], ids=["lenet", "vgg", "resnet"])
def test_a_rebuilt_network_answers_as_the_original_did(make):
    model = shaken(make())
    x = images(model)
    again = made_again(model)
    assert again.count_params() == model.count_params()
    np.testing.assert_allclose(softmax(answers(again, x)), answers(model, x), atol=1e-5)


def every_second(x):
    return x[:, ::2, ::2, :]


SHORTCUTS_OF_ZEROS = {
    "keras.ops.pad": lambda x: keras.ops.pad(every_second(x), [[0, 0], [0, 0], [0, 0], [0, 4]]),
    "joined with itself times zero": lambda x: layers.Concatenate()([every_second(x), 0 * every_second(x)]),
    "more zeros than channels": lambda x: keras.ops.pad(
        layers.Conv2D(2, 1, strides=2)(x), [[0, 0], [0, 0], [0, 0], [0, 6]]
    ),
}


def option_a(shortcut, *, shape=(8, 8, 3)):
    """A small ResNet whose shortcuts have channels of zeros in the place of weights."""
    x = inputs = keras.Input(shape)
    x = layers.Conv2D(4, 3, padding="same", activation="relu")(x)
    y = layers.BatchNormalization()(layers.Conv2D(8, 3, strides=2, padding="same", use_bias=False)(x))
    x = layers.ReLU()(layers.Add()([shortcut(x), y]))
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(3, activation="softmax")(x))


@pytest.mark.parametrize("shortcut", SHORTCUTS_OF_ZEROS.values(), ids=SHORTCUTS_OF_ZEROS)
def test_shortcuts_of_zeros_answer_as_the_original_did(shortcut):
    model = shaken(option_a(shortcut))
    require_trainable(graph(model), classes=3, input_shape=(8, 8, 3), macs=graph(model).sizes.macs)
    again, x = rebuild(graph(model), classes=3, input_shape=(8, 8, 3)), images(model)
    assert again.count_params() == model.count_params()
    weights = {weight.shape[-2:]: layer.get_weights() for layer in model.layers for weight in layer.weights[:1]}
    for layer in again.layers:
        for weight in layer.weights[:1]:  # no two layers of this network have weights of one shape
            layer.set_weights(weights[weight.shape[-2:]])
    np.testing.assert_allclose(softmax(answers(again, x)), answers(model, x), atol=1e-5)


def test_a_rebuilt_inception_block_answers_as_the_original_did_but_for_the_order_of_its_channels():
    model = inception((2, 0, 3, 1))
    x = images(model)
    again, flat = made_again(model), answers(model, x)
    channels = answers(again, x).reshape(flat.shape)
    np.testing.assert_allclose(np.sort(channels, -1), np.sort(flat, -1), atol=1e-5)


def test_the_layers_of_an_inception_block_of_the_lessons_are_all_there():
    inputs = keras.Input((8, 8, 6))
    model = keras.Model(inputs, inception_block(inputs, 2, 3, 4, 2, 3, 2))
    assert made_again(model).count_params() == model.count_params()


def odd(x):
    x = layers.ZeroPadding2D(((2, 0), (1, 0)))(x)
    x = layers.Conv2D(4, 3, strides=2)(x)
    x = layers.DepthwiseConv2D(3, depth_multiplier=2, padding="same")(x)
    x = layers.LeakyReLU(negative_slope=0.1)(x)
    y = layers.Rescaling(0.5, offset=0.25)(x)
    x = layers.Average()([layers.Conv2D(8, 1)(x), y])
    x = layers.Multiply()([x, layers.Activation("sigmoid")(x)])
    x = layers.Maximum()([x, layers.Conv2D(8, 1)(x)])
    x = layers.Subtract()([x, layers.LayerNormalization()(x)])
    x = layers.AveragePooling2D(2, padding="same")(layers.SpatialDropout2D(0.1)(x))
    return layers.Dense(5)(layers.GlobalMaxPooling2D()(layers.Reshape((2, 2, -1))(x)))


def test_rarer_layers_answer_as_the_original_did():
    inputs = keras.Input((7, 7, 3))
    model = keras.Model(inputs, odd(inputs))
    x = images(model)
    np.testing.assert_allclose(answers(made_again(model), x), answers(model, x), atol=1e-5)


def weights(model, seed=0, shape=(8, 8, 3), classes=8):
    return rebuild(graph(model), classes=classes, input_shape=shape, seed=seed).get_weights()


def head(block):
    inputs = keras.Input((8, 8, 3))
    x = block(inputs)
    return keras.Model(inputs, layers.Dense(8)(layers.GlobalAveragePooling2D()(x)))


def test_the_same_graph_written_in_two_ways_gives_the_same_model():
    one = head(lambda x: inception((0, 1, 2, 3))(x))
    other = head(lambda x: inception((3, 1, 0, 2))(x))
    assert graph(one).key == graph(other).key
    for ours, theirs in zip(weights(one), weights(other), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_another_seed_gives_other_weights():
    model = head(lambda x: layers.Conv2D(4, 3)(x))
    assert not np.array_equal(weights(model, seed=0)[0], weights(model, seed=1)[0])


def test_two_branches_that_are_alike_do_not_start_with_equal_weights():
    model = head(lambda x: layers.Add()([layers.Conv2D(4, 3)(x), layers.Conv2D(4, 3)(x)]))
    first, second = (w for w in weights(model) if w.ndim == 4)
    assert not np.array_equal(first, second)


def test_normalisations_average_over_fewer_steps_than_keras_would():
    model = rebuild(graph(resnet_cifar(1)), classes=10, input_shape=(32, 32, 3))
    momenta = {layer.momentum for layer in model.layers if isinstance(layer, layers.BatchNormalization)}
    assert momenta == {MOMENTUM} == {0.9}


def test_only_the_main_output_is_rebuilt():
    x = inputs = keras.Input((8, 8, 3))
    x = layers.Conv2D(4, 3)(x)
    side = layers.Dense(8)(layers.Flatten()(x))
    model = keras.Model(inputs, [layers.Dense(8)(layers.GlobalAveragePooling2D()(x)), side])
    assert len(weights(model)) == 4


def test_a_frozen_layer_stays_frozen():
    model = head(lambda x: layers.Conv2D(4, 3, trainable=False)(x))
    assert len(rebuild(graph(model), classes=8, input_shape=(8, 8, 3)).trainable_variables) == 2


def test_a_depthwise_convolution_is_rebuilt_as_one():
    model = head(lambda x: layers.Conv2D(6, 3, groups=3)(x))
    rebuilt = rebuild(graph(model), classes=8, input_shape=(8, 8, 3))
    assert [type(layer) for layer in rebuilt.layers if layer.weights] == [layers.DepthwiseConv2D, layers.Dense]


def refusal(model, **asked):
    with pytest.raises(CannotRebuild) as caught:
        require_trainable(graph(model), **({"classes": 8, "input_shape": (8, 8, 3), "macs": 10**9} | asked))
    return caught.value


def test_a_network_for_other_images_is_refused():
    said = refusal(head(lambda x: layers.Conv2D(4, 3)(x)), input_shape=(28, 28, 1))
    assert said.reason == "shape" and "(8, 8, 3)" in str(said) and "(28, 28, 1)" in str(said)


def test_a_network_with_too_few_outputs_is_refused():
    assert "8 numbers" in str(refusal(head(lambda x: layers.Conv2D(4, 3)(x)), classes=10))


def test_a_network_that_does_not_look_at_the_image_is_refused():
    assert refusal(head(lambda x: layers.Rescaling(0.0)(x))).reason == "stuck"


@pytest.mark.parametrize(
    "build",
    [
        lambda x: layers.Concatenate()([0 * x, 0 * x]),
        lambda x: layers.Concatenate()([x, 0 * x + 1]),
        lambda x: layers.Concatenate(axis=1)([x, 0 * x]),
    ],
    ids=["zeros alone", "ones", "rows of zeros"],
)
def test_only_channels_of_zeros_beside_a_map_are_rebuilt(build):
    assert refusal(head(build)).reason == "stuck"


def test_a_network_that_takes_many_times_the_multiplications_is_refused():
    model = head(lambda x: basic_block(layers.Conv2D(16, 3)(x), 16))
    macs = graph(model).sizes.macs
    require_trainable(graph(model), classes=8, input_shape=(8, 8, 3), macs=macs / DEARER)
    assert refusal(model, macs=macs / DEARER - 1).reason == "too_dear"


def test_what_has_no_influence_is_not_built_and_costs_nothing():
    def plain(x):
        return layers.Conv2D(4, 3)(x)

    def weighed_down(x):
        heavy = layers.Conv2D(x.shape[-1], 7, padding="same")(layers.Conv2D(256, 7, padding="same")(x))
        return plain(layers.Add()([x, layers.Rescaling(0.0)(heavy)]))

    light, heavy = graph(head(plain)), graph(head(weighed_down))
    assert light.key == heavy.key and heavy.sizes.macs > 100 * light.sizes.macs
    for one in (light, heavy):
        require_trainable(one, classes=8, input_shape=(8, 8, 3), macs=light.sizes.macs / DEARER)


@pytest.mark.parametrize(
    "layer",
    [
        layers.Conv2D(6, (3, 2), strides=2, padding="same", groups=3),
        layers.SeparableConv2D(5, 3, depth_multiplier=2),
        layers.Conv2DTranspose(4, 3, strides=2),
        layers.Dense(7),
    ],
    ids=["in groups", "separable", "transposed", "at each place"],
)
def test_the_multiplications_of_what_is_built_are_those_that_were_written(layer):
    found = graph(head(lambda x: layer(layers.Conv2D(6, 3, dilation_rate=2, padding="same")(x))))
    assert multiplications(plan_of(found)) == found.sizes.macs


def test_a_network_whose_maps_take_all_memory_is_refused():
    def padded(x):
        x = layers.Conv2D(4, 3)(x)
        for _ in range(10):
            x = layers.ReLU()(layers.ZeroPadding2D(64)(x))
        return layers.MaxPooling2D(200)(x)

    found = graph(head(padded))
    assert found.sizes.macs < 10_000
    with pytest.raises(CannotRebuild, match="padding and strides") as refused:
        require_trainable(found, classes=8, input_shape=(8, 8, 3), macs=10**9)
    assert refused.value.reason == "too_dear"
