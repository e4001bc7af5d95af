"""The answers of a04_pooling against TensorFlow and exact fractions, and the numbers of its lesson."""

import doctest
import os
import sys
import types
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from autograder import lessons
from tests.slips import demanding, named

LESSON = lessons.lesson(Path(__file__).parents[1] / "solutions", "a04_pooling")
ANSWERS = lessons.definitions(LESSON)
max_pool, avg_pool = ANSWERS["max_pool"], ANSWERS["avg_pool"]
global_avg_pool, shift_response = ANSWERS["global_avg_pool"], ANSWERS["shift_response"]
IMAGE = np.array([[1, 2, 1, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 4, 0, 1]]).reshape(1, 1, 4, 4)


@pytest.fixture(scope="module")
def tf():
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
    import tensorflow  # here and not above, because it takes seconds

    return tensorflow


def random_poolings(seed, n=1000):
    """Arguments of the syllabus: N and C 1 to 4, nothing square on purpose, stride 1 to 3, every pad that fits."""
    rng = np.random.default_rng(seed)
    for _ in range(n):
        pool_h, pool_w, stride = (int(size) for size in rng.integers(1, 5, 3))
        stride = min(stride, 3)
        pad = int(rng.integers(0, min(pool_h, pool_w, 3)))
        h, w = (max(1, pool - 2 * pad) + int(rng.integers(0, 6)) for pool in (pool_h, pool_w))
        yield rng.normal(size=(*rng.integers(1, 5, 2), h, w)), pool_h, pool_w, stride, pad


def padded_channels_last(tf, x, pad, value):
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=value)
    return tf.constant(padded.transpose(0, 2, 3, 1))  # a bare array would be turned into float32


def test_max_pool_agrees_with_tensorflow_on_1000_random_cases(tf):
    for x, pool_h, pool_w, stride, pad in random_poolings(1):
        images = padded_channels_last(tf, x, pad, -np.inf)
        wanted = tf.nn.max_pool2d(images, (pool_h, pool_w), stride, "VALID").numpy().transpose(0, 3, 1, 2)
        assert np.array_equal(max_pool(x, pool_h, pool_w, stride, pad), wanted)


def test_avg_pool_agrees_with_tensorflow_on_1000_random_cases(tf):
    for x, pool_h, pool_w, stride, pad in random_poolings(2):
        images, real = (padded_channels_last(tf, one, pad, 0) for one in (x, np.ones_like(x)))
        total, share = (tf.nn.avg_pool2d(one, (pool_h, pool_w), stride, "VALID").numpy() for one in (images, real))
        np.testing.assert_allclose(
            avg_pool(x, pool_h, pool_w, stride, pad), (total / share).transpose(0, 3, 1, 2), rtol=0, atol=1e-12
        )


def test_avg_pool_does_not_count_the_padding_just_as_tensorflows_same_padding(tf):
    x = np.random.default_rng(3).normal(size=(2, 3, 6, 7))
    same = tf.nn.avg_pool2d(tf.constant(x.transpose(0, 2, 3, 1)), 3, 1, "SAME").numpy().transpose(0, 3, 1, 2)
    np.testing.assert_allclose(avg_pool(x, 3, 3, 1, 1), same, rtol=0, atol=1e-12)


def test_global_avg_pool_agrees_with_tensorflow_on_1000_random_cases(tf):
    rng = np.random.default_rng(4)
    for _ in range(1000):
        x = rng.normal(size=rng.integers(1, 6, 4))
        np.testing.assert_allclose(global_avg_pool(x), tf.reduce_mean(x, (2, 3)).numpy(), rtol=0, atol=1e-12)


def test_shift_response_agrees_with_exact_fractions_on_1000_random_cases():
    rng = np.random.default_rng(5)
    for _ in range(1000):
        pool = int(rng.integers(1, 4))
        h, w = (int(side) for side in rng.integers(pool, 8, 2))
        dx = int(rng.integers(0, w + 1))
        image = rng.integers(-5, 6, (h, w))
        wanted = exact_response(image.tolist(), dx, pool)
        assert shift_response(image.astype(float), dx, pool) == pytest.approx(float(wanted), abs=1e-12)
        assert shift_response(image, dx, pool) == pytest.approx(float(wanted), abs=1e-12)


def exact_response(rows, dx, pool):
    moved = [[0] * dx + row[: len(row) - dx] for row in rows]
    changes = []
    for top in range(0, len(rows) - pool + 1, pool):
        for left in range(0, len(rows[0]) - pool + 1, pool):
            tops = [max(max(row[left : left + pool]) for row in one[top : top + pool]) for one in (rows, moved)]
            changes.append(Fraction(abs(tops[1] - tops[0])))
    return sum(changes) / len(changes)


def test_the_maxima_and_averages_of_the_first_picture():
    assert max_pool(IMAGE, 2, 2, 2)[0, 0].tolist() == [[2, 3], [4, 2]]
    assert avg_pool(IMAGE, 2, 2, 2)[0, 0].tolist() == [[1, 1.5], [2.25, 1]]


@pytest.mark.parametrize("pool", [max_pool, avg_pool])
@pytest.mark.parametrize(("stride", "windows"), [(1, 5), (2, 3), (3, 2)])
def test_7_pixels_under_a_window_of_3(pool, stride, windows):
    assert pool(np.zeros((1, 1, 7, 7)), 3, 3, stride).shape == (1, 1, windows, windows)


def test_the_first_pooling_of_alexnet_leaves_27x27x96():
    out = max_pool(np.zeros((1, 96, 55, 55)), 3, 3, 2)
    assert out.shape == (1, 96, 27, 27)
    assert (55 * 55 * 96, out.size) == (290_400, 69_984)


def test_the_padding_is_never_the_maximum():
    assert (max_pool(-np.ones((1, 1, 3, 3)), 3, 3, 1, 1) == -1).all()
    corner = np.array([[-3, -5, -4], [-6, -8, -7], [-4, -9, -5]])[None, None]
    assert max_pool(corner, 2, 2, 1, 1)[0, 0, 0, 0] == -3


def test_an_image_of_ones_stays_an_image_of_ones():
    assert (avg_pool(np.ones((1, 2, 4, 5)), 3, 3, 1, 2) == 1).all()


def test_the_corner_window_divides_by_its_4_real_pixels():
    corner = np.array([[3, 9, 1], [5, 7, 1], [1, 1, 1]])[None, None]
    assert avg_pool(corner, 3, 3, 1, 1)[0, 0, 0, 0] == 24 / 4


def test_global_average_of_three_maps():
    maps = np.array([[[[1, 2], [3, 4]], [[0, 4], [0, 0]], [[6, 6], [6, 6]]]])
    assert global_avg_pool(maps).tolist() == [[2.5, 1, 6]]


def test_a_pixel_goes_unnoticed_inside_its_tile_and_is_noticed_beyond():
    image = np.zeros((4, 6))
    image[1, 2] = 8
    assert shift_response(image, 1, 1) == pytest.approx(16 / 24)
    assert shift_response(image, 1, 2) == 0
    assert shift_response(image, 2, 2) == pytest.approx(16 / 6)


def test_stripes_change_everywhere_and_2x2_tiles_notice_nothing():
    stripes = np.tile([1, 0], (8, 4))
    assert [shift_response(stripes, 1, pool) for pool in (1, 2)] == [1, 0]


@pytest.mark.parametrize(("pool", "unnoticed"), [(1, 0), (2, 4), (4, 6)])
def test_a_tile_of_width_p_hides_p_minus_1_of_p_moves(pool, unnoticed):
    dots = np.eye(8, 16)[:, None, :] * np.ones((1, 16, 1))  # dot k: a line in column k
    assert sum(shift_response(dot, 1, pool) == 0 for dot in dots) == unnoticed


@pytest.mark.parametrize("pool", [max_pool, avg_pool])
@pytest.mark.parametrize("size", [(1, 4), (4, 1), (4, 4)])
def test_a_window_larger_than_the_padded_image_is_refused(pool, size):
    with pytest.raises(ValueError, match="does not fit"):
        pool(np.ones((1, 1, 1, 1)), *size, 2, 1)


@pytest.mark.parametrize(("given", "expected"), [("float32", "float32"), ("float64", "float64"), ("int64", "float64")])
def test_floats_keep_their_type_and_integers_become_float64(given, expected):
    x = np.arange(16).reshape(1, 1, 4, 4).astype(given)
    assert max_pool(x, 2, 2, 1, 1).dtype == avg_pool(x, 2, 2, 1, 1).dtype == global_avg_pool(x).dtype == expected


@pytest.mark.parametrize("pool", [max_pool, avg_pool])
def test_the_image_is_never_changed(pool):
    x = IMAGE.astype(float)
    pool(x, 2, 2, 2, 1)
    shift_response(x[0, 0], 1, 2)
    assert np.array_equal(x, IMAGE)


@pytest.mark.parametrize("name", ["max_pool", "avg_pool", "global_avg_pool", "shift_response"])
def test_the_examples_in_the_docstrings_run(name):
    runner = doctest.DocTestRunner(verbose=False)
    for example in doctest.DocTestFinder().find(ANSWERS[name], name, module=False, globs=dict(ANSWERS)):
        runner.run(example)
    assert runner.tries > 0
    assert runner.failures == 0


def test_the_whole_lesson_runs_without_matplotlib_and_prints_its_numbers(monkeypatch, capsys):
    helpers = types.ModuleType("cnnkit")
    vars(helpers).update(check=lambda function: None, hint=lambda function: None)
    monkeypatch.setitem(sys.modules, "cnnkit", helpers)
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)  # as where Matplotlib is not installed
    exec(compile(LESSON.lesson.read_text("utf-8"), str(LESSON.lesson), "exec"), {"__name__": "lesson"})
    told = capsys.readouterr().out
    for promised in ("[5, 3, 2]", "(1, 96, 27, 27)", "50,176,000", "pool 4: 6 of 8", "[0.0, 2.67]", "[1.0, 0.0]"):
        assert promised in told


# --- what frequent slips of public code are called ---------------------------------------------------------------


@pytest.mark.parametrize("name", ["max_pool", "avg_pool"])
def test_who_refuses_sizes_that_the_stride_does_not_divide_is_told_so(name):
    assert named(LESSON, name, demanding(ANSWERS[name], divides=True)) == "rejects_non_integer"


@pytest.mark.parametrize(
    ("name", "mistake"), [("max_pool", "assumes_square_window"), ("avg_pool", "assumes_square_window")]
)
def test_who_takes_square_windows_only_is_told_so(name, mistake):
    assert named(LESSON, name, demanding(ANSWERS[name], square=True)) == mistake
