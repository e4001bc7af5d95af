"""The training loop: what a step sees, a training that is interrupted and goes on, losses that are no number."""

import math
from dataclasses import replace

import keras
import numpy as np
import pytest
from keras import layers, ops

from autograder.models import train as training
from autograder.models.config import read_model
from autograder.models.data import load
from autograder.models.graph import canonical
from autograder.models.rebuild import rebuild
from autograder.models.recipes import RECIPES
from autograder.models.train import plan_epoch, train
from autograder.models.train_steps import _batch, engine, puts_out_logits

QUICK = RECIPES["tiny"].profiles["quick"]
TRAIN, TEST = load("tiny", "train", QUICK.n_train), load("tiny", "test", QUICK.n_test)


def tiny(*, activation="relu", dropout=0.0):
    """A network as the grader rebuilds it: with a normalisation and a dropout, so that all kinds of state change."""
    x = inputs = keras.Input((8, 8, 1))
    x = layers.BatchNormalization()(layers.Conv2D(4, 3, activation=activation)(x))
    x = layers.Dropout(dropout)(layers.MaxPooling2D(2)(x))
    model = keras.Model(inputs, layers.Dense(4, activation="softmax")(layers.Flatten()(x)))
    return rebuild(canonical(read_model(model.to_json())), classes=4, input_shape=(8, 8, 1))


def weights(model):
    return [ops.convert_to_numpy(variable.value) for variable in model.variables]


def assert_same(ours, theirs):
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_network_learns_what_a_child_could_tell_apart():
    run = train(tiny(), TRAIN, TEST, QUICK)
    assert run.accuracy > 0.9 and run.reason == ""
    assert [epoch.test_accuracy for epoch in run.curve][-1] == run.accuracy


def test_the_same_seed_gives_the_same_curve():
    assert train(tiny(dropout=0.3), TRAIN, TEST, QUICK).curve == train(tiny(dropout=0.3), TRAIN, TEST, QUICK).curve


def test_the_accuracy_is_what_the_model_answers_on_the_test_images():
    model = tiny()
    run = train(model, TRAIN, TEST, replace(QUICK, epochs=1))
    answers = ops.convert_to_numpy(model(TEST[0].astype("float32") / 255, training=False)).argmax(-1)
    assert run.accuracy == pytest.approx(np.mean(answers == TEST[1]), abs=1e-5)


class Stopped(Exception):
    pass


def stop_after(n):
    def told(progress):
        if progress.done is not None and progress.epoch == n:
            raise Stopped

    return told


def test_a_training_that_was_interrupted_ends_as_if_it_had_not_been(tmp_path):
    whole = tiny(dropout=0.3)
    profile = replace(QUICK, flip=True, shift=1)
    expected = train(whole, TRAIN, TEST, profile)
    for n in (1, 2):
        with pytest.raises(Stopped):
            train(tiny(dropout=0.3), TRAIN, TEST, profile, checkpoint=tmp_path / "kept", told=stop_after(n))
    resumed = tiny(dropout=0.3)
    run = train(resumed, TRAIN, TEST, profile, checkpoint=tmp_path / "kept")
    assert run.curve == expected.curve
    assert_same(weights(resumed), weights(whole))


def test_a_training_goes_on_where_it_was_rather_than_from_the_start(tmp_path):
    with pytest.raises(Stopped):
        train(tiny(), TRAIN, TEST, QUICK, checkpoint=tmp_path / "kept", told=stop_after(2))
    epochs = []
    train(tiny(), TRAIN, TEST, QUICK, checkpoint=tmp_path / "kept", told=lambda p: epochs.append(p.epoch))
    assert min(epochs) == 2


@pytest.mark.parametrize("damage", [b"", b"no checkpoint", None], ids=["empty", "text", "of another seed"])
def test_a_checkpoint_that_is_of_no_use_is_passed_over(tmp_path, damage):
    path = tmp_path / "kept"
    if damage is None:
        train(tiny(), TRAIN, TEST, replace(QUICK, epochs=1), seed=7, checkpoint=path)
    else:
        path.write_bytes(damage)
    profile = replace(QUICK, epochs=1)
    assert train(tiny(), TRAIN, TEST, profile, checkpoint=path).curve == train(tiny(), TRAIN, TEST, profile).curve


def test_a_loss_that_is_no_number_ends_the_training_with_a_reason():
    model = tiny()
    model.trainable_variables[-1].assign(model.trainable_variables[-1] * math.nan)
    run = train(model, TRAIN, TEST, QUICK)
    assert (run.reason, run.accuracy, run.curve) == ("nan", None, ())


def test_a_device_without_room_is_a_reason_and_no_crash(monkeypatch):
    class Full:
        at_once = 1

        def steps(self, picks, moves):
            raise RuntimeError("RESOURCE_EXHAUSTED: Out of memory allocating 99 bytes")

    monkeypatch.setattr(training, "engine", lambda *args, **kwargs: Full())
    assert train(tiny(), TRAIN, TEST, QUICK).reason == "memory"


def test_another_error_is_not_taken_for_a_lack_of_memory(monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("a bug of ours")

    monkeypatch.setattr(training, "engine", broken)
    with pytest.raises(RuntimeError, match="a bug"):
        train(tiny(), TRAIN, TEST, QUICK)


def test_every_epoch_takes_each_image_at_most_once_and_in_an_order_of_its_own():
    orders = [plan_epoch(100, replace(QUICK, batch=32), 0, epoch)[0] for epoch in (0, 1)]
    assert [order.shape for order in orders] == [(3, 32)] * 2
    assert all(len(set(order.ravel())) == 96 for order in orders)
    assert not np.array_equal(*orders)


def moved(image, down, right, mirrored, shift=2):
    x, _ = _batch(
        ops.convert_to_tensor(image[None]),
        ops.convert_to_tensor(np.zeros(1, np.int32)),
        ops.convert_to_tensor(np.zeros(1, np.int32)),
        ops.convert_to_tensor(np.array([[down, right, mirrored]], np.int32)),
        shift,
    )
    return np.round(ops.convert_to_numpy(x)[0, :, :, 0] * 255)


def test_an_image_is_moved_and_zeros_come_in():
    image = np.arange(1, 17, dtype=np.uint8).reshape(4, 4, 1)
    expected = np.zeros((4, 4))
    expected[:3, 2:] = image[1:, :2, 0]
    np.testing.assert_array_equal(moved(image, 1, -2, 0), expected)


def test_an_image_is_mirrored_before_it_is_moved():
    image = np.arange(1, 17, dtype=np.uint8).reshape(4, 4, 1)
    np.testing.assert_array_equal(moved(image, 0, 0, 1), image[:, ::-1, 0])


def test_probabilities_and_logits_are_told_apart():
    def ending(**last):
        return keras.Sequential([keras.Input((4,)), layers.Dense(3, **last)])

    assert puts_out_logits(ending())
    assert not puts_out_logits(ending(activation="softmax"))
    assert not puts_out_logits(keras.Sequential([ending(), layers.Softmax()]))
    assert not puts_out_logits(keras.Sequential([keras.Input((4,)), ending(activation="softmax")]))


def one_step(model):
    """A step of our engine, with plain gradient descent."""
    optimizer = keras.optimizers.SGD(0.1)
    optimizer.build(model.trainable_variables)
    x, y = (array[:8] for array in TRAIN)
    run = engine(model, optimizer, x, y, shift=0)
    return run.steps(np.arange(8, dtype=np.int32)[None], np.zeros((1, 8, 3), np.int32))


def linear(activation):
    model = keras.Sequential([keras.Input((8, 8, 1)), layers.Flatten(), layers.Dense(4, activation=activation)])
    kernel = np.random.default_rng(0).normal(0, 0.1, (64, 4)).astype("float32")
    model.layers[-1].set_weights([kernel, np.zeros(4, "float32")])
    return model, kernel


@pytest.mark.parametrize("activation", [None, "softmax"])
def test_a_step_is_the_one_that_the_formula_gives(activation):
    model, kernel = linear(activation)
    loss, right = one_step(model)
    x, y = TRAIN[0][:8].reshape(8, 64) / 255.0, TRAIN[1][:8]
    logits = x @ kernel
    p = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    assert loss == pytest.approx(-np.log(p[np.arange(8), y]).mean(), rel=1e-4)
    assert right == (logits.argmax(1) == y).sum()
    slope = x.T @ (p - np.eye(4)[y]) / 8
    np.testing.assert_allclose(model.layers[-1].get_weights()[0], kernel - 0.1 * slope, atol=1e-5)


def test_all_steps_as_one_program_come_to_the_same():
    """On JAX, where there is an accelerator; elsewhere the argument changes nothing."""
    profile = replace(QUICK, epochs=1)
    one, other = tiny(), tiny()
    curves = [train(m, TRAIN, TEST, profile, scan=scan).curve[0].loss for m, scan in ((one, True), (other, False))]
    assert curves[0] == pytest.approx(curves[1], rel=1e-3)
