"""The images: what they are, that they are the same everywhere, and what is said where they are missing."""

import hashlib

import keras
import numpy as np
import pytest

from autograder.models import colour, data
from autograder.models.colour import BLOCK, colour_block
from autograder.models.data import DATA, DataMissing, load


@pytest.fixture
def empty_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("CNNKIT_CACHE", str(tmp_path))
    return tmp_path


@pytest.fixture
def no_fashion(empty_cache, monkeypatch):
    monkeypatch.setattr(data, "DEBIAN", empty_cache / "nowhere")
    monkeypatch.setenv("KERAS_HOME", str(empty_cache / "nowhere"))


def garments(n):
    """Something in the place of garments: a disc of grey on black."""
    y, x = np.mgrid[:28, :28] - 13.5
    return np.broadcast_to(np.where(x**2 + y**2 < 120, 200, 0).astype(np.uint8)[None, :, :, None], (n, 28, 28, 1))


def test_images_and_labels_have_the_shapes_that_are_promised(empty_cache):
    x, y = load("tiny", "train", 100)
    assert (x.shape, x.dtype, y.shape, y.dtype) == ((100, *DATA["tiny"].shape), np.uint8, (100,), np.uint8)


def test_the_first_images_are_the_same_whatever_their_number(empty_cache):
    np.testing.assert_array_equal(load("tiny", "train", 10)[0], load("tiny", "train")[0][:10])


def test_training_and_test_images_differ(empty_cache):
    assert not np.array_equal(load("tiny", "train", 256)[0], load("tiny", "test", 256)[0])


@pytest.fixture
def cifar(empty_cache, monkeypatch):
    """A set that is fetched, and how often it was."""
    fetched = []
    x, y = np.arange(5 * 32 * 32 * 3).astype(np.uint8).reshape(5, 32, 32, 3), np.arange(5)[:, None]

    def load_data():
        fetched.append(1)
        return (x, y), (x, y)

    monkeypatch.setattr(keras.datasets.cifar10, "load_data", load_data)
    return fetched


def test_cifar_labels_lose_the_axis_that_keras_gives_them(cifar):
    assert load("cifar10", "train")[1].shape == (5,)


def test_what_was_fetched_is_read_from_the_cache_the_second_time(cifar):
    first, second = load("cifar10", "train"), load("cifar10", "train")
    np.testing.assert_array_equal(first[0], second[0])
    assert len(cifar) == 1


def test_a_damaged_cache_is_made_anew(cifar, empty_cache):
    first = np.array(load("cifar10", "train")[0])
    for path in empty_cache.glob("*.npy"):
        path.write_bytes(path.read_bytes()[:100])
    np.testing.assert_array_equal(load("cifar10", "train")[0], first)
    assert len(cifar) == 2


def test_a_cache_that_cannot_be_written_is_done_without(cifar, tmp_path, monkeypatch):
    file = tmp_path / "a file"
    file.write_text("")
    monkeypatch.setenv("CNNKIT_CACHE", str(file / "cache"))
    assert len(load("cifar10", "train")[0]) == 5


def test_an_unknown_name_is_answered_with_those_there_are():
    with pytest.raises(KeyError, match="fashion_mnist"):
        load("mnist", "train")


def test_missing_images_are_told_with_both_ways_to_get_them(no_fashion, monkeypatch):
    def no_network():
        raise Exception("URL fetch failure")

    monkeypatch.setattr(keras.datasets.fashion_mnist, "load_data", no_network)
    with pytest.raises(DataMissing, match=r"keras\.datasets\.fashion_mnist.*apt install dataset-fashion-mnist"):
        load("fashion_mnist", "test")


def test_fashion_mnist_through_keras_has_the_same_form(no_fashion, monkeypatch):
    x, y = np.zeros((5, 28, 28), np.uint8), np.arange(5, dtype=np.int64)
    monkeypatch.setattr(keras.datasets.fashion_mnist, "load_data", lambda: ((x, y), (x, y)))
    images, labels = load("fashion_mnist", "test")
    assert images.shape == (5, 28, 28, 1) and labels.dtype == np.uint8


@pytest.mark.skipif(not data.DEBIAN.is_dir(), reason="needs Debian's dataset-fashion-mnist")
def test_fashion_mnist_is_balanced(empty_cache):
    _, y = load("fashion_mnist", "test")
    assert np.bincount(y).tolist() == [1000] * 10


def test_coloured_images_are_the_same_on_every_machine():
    digest = hashlib.sha256(colour_block(garments(20), "train", 0).tobytes()).hexdigest()
    assert digest[:16] == "dfac46dd97a2e90a"


def test_the_background_of_a_test_image_is_in_no_training_image():
    assert not np.array_equal(colour.picture("train"), colour.picture("test"))


def test_blocks_have_backgrounds_of_their_own():
    first, second = (colour_block(garments(4), "train", block) for block in (0, 1))
    assert not np.array_equal(first, second)


def test_an_image_does_not_depend_on_how_many_are_made():
    np.testing.assert_array_equal(colour_block(garments(3), "train", 0), colour_block(garments(9), "train", 0)[:3])


def test_a_garment_keeps_its_outline_and_gets_one_tint():
    x = colour_block(garments(8), "train", 0).astype(float)
    inside = x[:, 14:18, 14:18]  # wherever it was moved to, the disc covers the middle
    assert (inside.std(axis=(1, 2)) < 1).all()
    assert len({tuple(pixel) for pixel in inside[:, 0, 0]}) == 8


def test_a_block_holds_as_many_images_as_are_promised():
    assert DATA["colour_fashion"].n_train % BLOCK == DATA["colour_fashion"].n_test % BLOCK == 0
