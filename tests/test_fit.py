"""`fit` and `load` in a student's notebook: the grader's loop on their own model."""

import sys

import keras
import numpy as np
import pytest
from keras import layers

import cnnkit
from autograder.models.data import DATA
from cnnkit import fit, load


def tiny(shape=(8, 8, 1), classes=4, activation="softmax"):
    x = inputs = keras.Input(shape)
    x = layers.BatchNormalization()(layers.Conv2D(4, 3)(x))
    x = layers.MaxPooling2D(2)(layers.ReLU()(x))
    return keras.Model(inputs, layers.Dense(classes, activation=activation)(layers.Flatten()(x)))


def test_a_students_own_model_learns_in_place():
    model = tiny()
    history = fit(model, "tiny", verbose=False)
    x, y = load("tiny", "test")
    right = np.mean(keras.ops.convert_to_numpy(model(x / 255.0, training=False)).argmax(-1) == y)
    assert history.accuracy == pytest.approx(right, abs=1e-5)
    assert right > 0.8


def test_a_line_is_shown_for_each_epoch(capsys):
    fit(tiny(), "tiny", epochs=2)
    lines = [line.split("\r")[-1] for line in capsys.readouterr().out.rstrip("\n").split("\n")]
    assert [line[:9] for line in lines] == ["epoch 1/2", "epoch 2/2"]
    assert all("test" in line and "loss" in line for line in lines)


def test_nothing_is_shown_where_that_is_asked_for(capsys):
    fit(tiny(), "tiny", epochs=1, verbose=False)
    assert capsys.readouterr().out == ""


def test_a_history_is_one_line():
    assert str(fit(tiny(), "tiny", epochs=1, verbose=False)).endswith(" s")


def test_images_of_ones_own_can_be_used():
    x, y = load("tiny", "train", 64)
    history = fit(tiny(), "tiny", train_data=(x, y), test_data=(x, y), epochs=1, verbose=False)
    assert len(history.epochs) == 1


def test_a_model_for_other_images_is_told_which_there_are():
    with pytest.raises(ValueError, match=r"\(28, 28, 1\).*\(8, 8, 1\)"):
        fit(tiny((28, 28, 1)), "tiny")


def test_a_model_with_too_few_outputs_is_told_how_many_are_needed():
    with pytest.raises(ValueError, match=r"\(None, 4\)"):
        fit(tiny(classes=3), "tiny")


def test_an_unknown_recipe_is_answered_with_those_there_are():
    with pytest.raises(KeyError, match="lenet_fashion"):
        fit(tiny(), "lenet")


def test_without_keras_a_student_is_told_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "keras", None)
    with pytest.raises(ImportError, match="pip install"):
        fit(object(), "tiny")


def test_load_gives_images_and_labels():
    x, y = cnnkit.load("tiny", "test", n=7)
    assert (x.shape, y.shape) == ((7, *DATA["tiny"].shape), (7,))
