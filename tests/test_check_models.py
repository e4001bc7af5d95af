"""`check`, `hint` and `counterexample` of a function that builds networks, in the student's own Keras."""

import shutil
import subprocess
import sys
from pathlib import Path

import keras
import pytest
from keras import layers

from cnnkit import calling, check, checking, counterexample, hint
from tests.small_models_course import NAME

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def notebook(networks, tmp_path, monkeypatch):
    """We are in the folder of a student who took the English notebook home."""
    home = shutil.copytree(networks.parent / "assignments" / "en" / NAME, tmp_path / "home")
    monkeypatch.chdir(home)
    monkeypatch.delenv("CNNKIT_LANG", raising=False)
    monkeypatch.delenv("CNNKIT_EXAMPLES", raising=False)
    checking._last.clear()
    return home


@pytest.fixture
def told(capsys):
    """What was printed since the last time."""
    return lambda: capsys.readouterr().out


def block(x, filters):
    y = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    return layers.ReLU()(layers.BatchNormalization()(y) + x)


def forgetful(x, filters):
    y = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    return layers.ReLU()(layers.BatchNormalization()(y))


def item(name="block"):
    return checking._last[name].item


def test_the_right_network_passes_with_all_its_points(told):
    check(block)
    assert (item().status, item().points) == ("pass", 5)
    assert "block" in told()


def test_a_mistake_is_told_in_words_with_its_hints(told):
    check(forgetful, "block")
    assert item().mistake == "no_shortcut" and item().points == 3
    assert "Does x still reach the output?" in told()
    hint("block")
    assert "How many inputs has the addition?" in told()


def test_a_counterexample_can_be_called_at_once():
    check(forgetful, "block")
    x, filters = counterexample("block")
    assert isinstance(x, keras.KerasTensor)
    assert tuple(block(x, filters).shape) == (None, 4, 4, 3)


def test_a_network_that_is_right_has_no_counterexample():
    check(block)
    with pytest.raises(LookupError, match="no wrong answer"):
        counterexample(block)


def test_an_exception_shows_the_students_own_line_and_none_of_keras(told):
    def stops(x, filters):
        return layers.Conv2D(filters, 9)(x)

    check(stops, "block")
    assert [line["source"] for line in item().counterexample["got"]["trace"]] == ["return layers.Conv2D(filters, 9)(x)"]
    assert "ValueError" in told()


def test_what_a_function_prints_is_not_shown_again(told):
    def tiny(input_shape=(10, 10, 1), classes=3):
        model = keras.Sequential([keras.Input(input_shape), layers.Flatten(), layers.Dense(classes)])
        model.summary()
        print("here I am")
        return model

    check(tiny)
    assert "here I am" not in told() and item("tiny").status == "wrong"


def test_a_check_allocates_no_weight():
    made = []

    def tiny(input_shape=(10, 10, 1), classes=3):
        made.append(layers.Dense(10**9))
        inputs = keras.Input(input_shape)
        return keras.Model(inputs, made[-1](layers.Flatten()(inputs)))

    check(tiny)
    assert item("tiny").counterexample["difference"] == "refused"
    assert made[-1].kernel._value is None


def test_a_student_may_stop_a_check():
    calls = []

    def stopped(x, filters):
        calls.append(x)
        if len(calls) == 1:
            raise KeyboardInterrupt
        return block(x, filters)

    with pytest.raises(KeyboardInterrupt):
        check(stopped, "block")
    assert len(calls) == 1


def test_a_function_beside_networks_is_checked_as_ever(told):
    def pooled(size, window):
        return size // window

    check(pooled)
    assert item("pooled").status == "pass"


def test_without_keras_one_line_says_what_to_type(monkeypatch):
    monkeypatch.setitem(sys.modules, "keras", None)
    with pytest.raises(ImportError, match="pip install keras"):
        check(block)


def test_cnnkit_itself_does_not_import_keras():
    code = "import sys, cnnkit; sys.exit('keras' in sys.modules or 'tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_the_trace_of_an_installed_package_is_not_the_students_own():
    def outside():
        import numpy as np

        return np.linalg.inv([[0.0]])

    with pytest.raises(ValueError) as caught:
        outside()
    assert [line.source for line in calling.own_lines(caught.tb)] == ["outside()", "return np.linalg.inv([[0.0]])"]
