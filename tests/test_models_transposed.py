"""A transposed convolution is read, measured, compared, named and rebuilt as Keras has it."""

import keras
import numpy as np
import pytest
from keras import layers

from autograder.models.config import read_model
from autograder.models.difference import compare
from autograder.models.drawn import drawn
from autograder.models.graph import canonical
from autograder.models.rebuild import rebuild
from autograder.models.shapes import measure


def sequence(*parts, shape=(6, 5, 4)):
    return keras.Sequential([keras.Input(shape), *parts])


def graph(model):
    return canonical(read_model(model.to_json()))


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("kernel", [1, 2, (3, 4)])
@pytest.mark.parametrize("bias", [True, False])
def test_its_shape_and_parameters_are_those_of_keras(kernel, stride, padding, bias):
    model = sequence(layers.Conv2DTranspose(7, kernel, stride, padding, use_bias=bias))
    sizes = measure(read_model(model.to_json()))
    assert (None, *sizes.outputs[0]) == model.output_shape
    assert sizes.parameters == model.count_params()


def test_a_dilated_one_has_the_shape_of_keras():
    model = sequence(layers.Conv2DTranspose(3, 3, dilation_rate=2))
    assert (None, *measure(read_model(model.to_json())).outputs[0]) == model.output_shape


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (layers.Conv2DTranspose(3, 2, 2), layers.Conv2DTranspose(3, 2, 2, "same")),
        (layers.Conv2DTranspose(3, 2, 3), layers.Conv2DTranspose(3, 2, 3, "same")),
        (layers.Conv2DTranspose(3, 1), layers.Conv2D(3, 1)),
    ],
)
def test_equal_ones_have_the_same_key(one, other):
    assert graph(sequence(one)).key == graph(sequence(other)).key


def test_a_bias_before_a_normalisation_makes_no_difference():
    with_bias, without = (
        sequence(layers.Conv2DTranspose(3, 2, 2, use_bias=bias), layers.BatchNormalization()) for bias in (True, False)
    )
    assert graph(with_bias).key == graph(without).key


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (layers.Conv2DTranspose(3, 2, 2), "filters"),
        (layers.Conv2DTranspose(8, 3, 2, "same"), "2×2"),
        (layers.Conv2DTranspose(8, 2, 2, use_bias=False), "bias"),
        (layers.Conv2D(8, 2, 2), "transposed convolution"),
        (layers.Identity(), "transposed convolution"),
    ],
)
def test_another_one_is_told_in_words(wrong, said):
    right = graph(sequence(layers.Conv2DTranspose(8, 2, 2), layers.Conv2D(2, 1)))
    found = compare(right, graph(sequence(wrong, layers.Conv2D(2, 1))))
    assert not found.equal
    assert said in " ".join(difference.sentence for difference in found.differences)


def test_it_is_labelled_and_counted_in_the_picture():
    model = sequence(layers.Conv2DTranspose(8, 2, 2))
    read = graph(model)
    rows = drawn(compare(read, read))["yours"]
    assert rows[-1]["label"] == "ConvTranspose 2×2, 8, /2" and rows[-1]["params"] == model.count_params()


def test_it_answers_as_the_original_did_when_it_is_rebuilt():
    model = sequence(layers.Conv2DTranspose(4, 3, 2, "same"), layers.GlobalAveragePooling2D(), layers.Dense(3))
    again = rebuild(graph(model), classes=3, input_shape=(6, 5, 4))
    again.set_weights(model.get_weights())
    x = np.random.default_rng(0).normal(size=(2, 6, 5, 4))
    np.testing.assert_allclose(again(x), model(x), atol=1e-5)
