"""Several networks at once: the same losses as one after another, on whatever backend Keras runs.

Packing needs JAX: KERAS_BACKEND=jax python -m pytest tests/test_pack.py
"""

from dataclasses import replace

import keras
import numpy as np
import pytest
from keras import layers, ops

from autograder.models import pack
from autograder.models.config import read_model
from autograder.models.data import load
from autograder.models.graph import canonical
from autograder.models.pack import Pack, quickest, share_of_device, train_pack
from autograder.models.patches import patches, with_patches
from autograder.models.rebuild import rebuild
from autograder.models.recipes import RECIPES
from autograder.models.train import train

PROFILE = replace(RECIPES["tiny"].profiles["quick"], n_train=96, epochs=2, flip=True, shift=1)
TRAIN, TEST = load("tiny", "train", PROFILE.n_train), load("tiny", "test", 64)
SEEDS = (3, 5, 8)
on_jax = pytest.mark.skipif(
    keras.backend.backend() != "jax", reason="networks are packed on JAX: KERAS_BACKEND=jax, with jax installed"
)


@pytest.fixture(scope="module")
def graph():
    """With all that has a state of its own: weights, a normalisation, dropout; and a stride that pads unevenly."""
    x = inputs = keras.Input((8, 8, 1))
    x = layers.BatchNormalization()(layers.Conv2D(4, 3, padding="same", activation="relu")(x))
    x = layers.Conv2D(6, 3, strides=2, padding="same", activation="relu")(x)
    x = layers.Dropout(0.3)(layers.Flatten()(x))
    model = keras.Model(inputs, layers.Dense(4, activation="softmax")(x))
    return canonical(read_model(model.to_json()))


@pytest.fixture(scope="module")
def alone(graph):
    """What the usual loop says of each seed."""
    models = [rebuild(graph, classes=4, input_shape=(8, 8, 1), seed=seed) for seed in SEEDS]
    return [train(model, TRAIN, TEST, PROFILE, seed=seed) for model, seed in zip(models, SEEDS, strict=True)]


def packed(graph, form, **changes):
    return train_pack(graph, TRAIN, TEST, replace(PROFILE, **changes), classes=4, seeds=SEEDS, form=form)


def losses(runs):
    return [[epoch.loss for epoch in run.curve] for run in runs]


@on_jax
@pytest.mark.parametrize("form", pack.PACKED)
def test_a_packed_network_has_the_losses_that_it_has_alone(graph, alone, form):
    runs = packed(graph, form)
    np.testing.assert_allclose(losses(runs), losses(alone), atol=1e-4)
    assert [run.accuracy for run in runs] == pytest.approx([run.accuracy for run in alone], abs=1.5 / len(TEST[1]))


@on_jax
def test_networks_of_a_pack_differ_by_their_seeds(graph):
    [first, second, third] = losses(packed(graph, "grouped"))
    assert first != second != third != first


@on_jax
def test_a_network_that_diverges_ends_alone(graph, alone, monkeypatch):
    steps = Pack.steps

    def second_is_no_number(self, picks, moves):
        loss, right = steps(self, picks, moves)
        return np.where(np.arange(len(loss)) == 1, np.nan, loss), right

    monkeypatch.setattr(Pack, "steps", second_is_no_number)
    runs = packed(graph, "grouped")
    assert [run.reason for run in runs] == ["", "nan", ""]
    assert (runs[1].accuracy, runs[1].curve) == (None, ())
    np.testing.assert_allclose(losses([runs[0], runs[2]]), losses([alone[0], alone[2]]), atol=1e-4)


@on_jax
def test_a_pack_that_does_not_fit_is_split(graph, alone, monkeypatch):
    sizes = []

    def only_two_fit(self, test_data):
        sizes.append(len(self.seeds))
        if len(self.seeds) > 2:
            raise RuntimeError("RESOURCE_EXHAUSTED: Out of memory while trying to allocate")
        return own(self, test_data)

    own = Pack.train
    monkeypatch.setattr(Pack, "train", only_two_fit)
    runs = packed(graph, "grouped")
    assert sizes == [3, 2]  # a single one is trained by the usual loop
    np.testing.assert_allclose(losses(runs), losses(alone), atol=1e-4)


@on_jax
def test_on_a_cpu_networks_take_turns_in_one_compiled_step(graph):
    assert quickest(graph, TRAIN, PROFILE, classes=4, n=3) == "in_turn"


@on_jax
def test_on_an_accelerator_the_fastest_form_is_taken(graph, monkeypatch):
    monkeypatch.setattr(pack, "accelerator", lambda: "a GPU")
    monkeypatch.setattr(pack, "trial_s", lambda *_, form, **__: {"in_turn": 3.0, "grouped": 2.0, "patches": 1.0}[form])
    assert quickest(graph, TRAIN, PROFILE, classes=4, n=3) == "patches"


@on_jax
def test_a_form_that_does_not_fit_is_never_the_fastest(graph, monkeypatch):
    def no_room(*_, **__):
        raise RuntimeError("RESOURCE_EXHAUSTED")

    monkeypatch.setattr(pack.Pack, "steps", no_room)
    assert pack.trial_s(graph, TRAIN, PROFILE, classes=4, n=3, form="grouped") == float("inf")


def test_without_a_form_every_backend_trains_every_seed(graph, alone):
    np.testing.assert_allclose(losses(packed(graph, None)), losses(alone), atol=1e-4)


@pytest.mark.skipif(keras.backend.backend() == "jax", reason="JAX packs")
def test_packing_on_another_backend_is_refused_by_name(graph):
    with pytest.raises(ValueError, match="packed on JAX, and Keras runs on tensorflow"):
        packed(graph, "grouped")


@pytest.mark.parametrize("strides", [(1, 1), (2, 2), (1, 2)])
@pytest.mark.parametrize("padding", ["same", "valid"])
@pytest.mark.parametrize("kernel", [(1, 1), (3, 3), (2, 5)])
def test_patches_and_a_product_are_kerass_convolution(kernel, padding, strides):
    rng = np.random.default_rng(0)
    x, w = rng.normal(size=(2, 9, 8, 3)).astype("f4"), rng.normal(size=(*kernel, 3, 4)).astype("f4")
    ours = ops.matmul(patches(ops.convert_to_tensor(x), kernel, strides, padding), w.reshape(-1, 4))
    theirs = ops.conv(x, w, strides, padding)
    np.testing.assert_allclose(ops.convert_to_numpy(ours), ops.convert_to_numpy(theirs), atol=1e-5)


def test_a_copy_with_patches_takes_the_weights_in_the_same_order(graph):
    model = rebuild(graph, classes=4, input_shape=(8, 8, 1))
    copy = with_patches(model)
    copy.set_weights(model.get_weights())
    x = TEST[0][:5].astype("f4") / 255
    np.testing.assert_allclose(
        ops.convert_to_numpy(copy(x, training=False)), ops.convert_to_numpy(model(x, training=False)), atol=1e-5
    )
    assert [type(layer).__name__ for layer in copy.layers].count("Patches") == 2


def test_processes_that_share_a_device_leave_each_other_room():
    shares = [float(share_of_device(n)["XLA_PYTHON_CLIENT_MEM_FRACTION"]) * n for n in (1, 2, 3, 16)]
    assert all(0.85 < share <= 0.9 for share in shares)
