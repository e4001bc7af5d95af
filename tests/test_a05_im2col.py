"""The answers of a05_im2col against TensorFlow's patches, gradients and layers, and the numbers of its lesson."""

import doctest
import math
import os
import sys
import types
from pathlib import Path

import numpy as np
import pytest

from autograder import corpus as corpora
from autograder import lessons
from autograder.rubric import Speed
from tests.slips import demanding, named

LESSON = lessons.lesson(Path(__file__).parents[1] / "solutions", "a05_im2col")
ANSWERS = lessons.definitions(LESSON, demos=True)
im2col, col2im = ANSWERS["im2col"], ANSWERS["col2im"]
conv2d_im2col, max_pool_im2col = ANSWERS["conv2d_im2col"], ANSWERS["max_pool_im2col"]
FILTER = np.array([[2, 0, 1], [0, 1, 2], [1, 0, 2]])[None, None]
NAMES = ["im2col", "conv2d_im2col", "max_pool_im2col", "col2im"]


@pytest.fixture(scope="module")
def tf():
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
    import tensorflow  # here and not above, because it takes seconds

    return tensorflow


def random_windows(seed, n=1000, *, pad_below_window=False):
    """Arguments of the syllabus: N and C 1 to 4, nothing square on purpose, stride 1 to 3, pad 0 to 2."""
    rng = np.random.default_rng(seed)
    for _ in range(n):
        fh, fw = (int(size) for size in rng.integers(1, 5, 2))
        stride, pad = int(rng.integers(1, 4)), int(rng.integers(0, 3))
        if pad_below_window:
            pad = min(pad, fh - 1, fw - 1)
        h, w = (max(1, f - 2 * pad) + int(rng.integers(0, 5)) for f in (fh, fw))
        yield rng, rng.normal(size=(*rng.integers(1, 5, 2), h, w)), fh, fw, stride, pad


def channels_last(tf, x, pad, value=0.0):
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=value)
    return tf.constant(padded.transpose(0, 2, 3, 1))  # a bare array may be turned into float32


def patches(tf, images, fh, fw, stride):
    """TensorFlow's windows, their numbers moved into the order of the notes: channel, row, column."""
    found = tf.image.extract_patches(images, [1, fh, fw, 1], [1, stride, stride, 1], [1, 1, 1, 1], "VALID")
    n, out_h, out_w, _ = found.shape
    c = images.shape[-1]
    ordered = tf.transpose(tf.reshape(found, (n, out_h, out_w, fh, fw, c)), (0, 1, 2, 5, 3, 4))
    return tf.reshape(ordered, (n * out_h * out_w, c * fh * fw))


def test_im2col_is_tensorflows_patches_reordered_on_1000_random_cases(tf):
    for _, x, fh, fw, stride, pad in random_windows(1):
        wanted = patches(tf, channels_last(tf, x, pad), fh, fw, stride).numpy()
        assert np.array_equal(im2col(x, fh, fw, stride, pad), wanted)


def test_col2im_is_the_gradient_of_im2col_on_1000_random_cases(tf):
    for rng, x, fh, fw, stride, pad in random_windows(2, n=200):
        cols = rng.normal(size=(5, *im2col(x, fh, fw, stride, pad).shape))  # five cases share one tape, for speed
        images = tf.zeros((5 * len(x), *x.shape[2:], x.shape[1]), tf.float64)
        with tf.GradientTape() as tape:
            tape.watch(images)
            padded = tf.pad(images, [[0, 0], [pad, pad], [pad, pad], [0, 0]])
            total = tf.reduce_sum(patches(tf, padded, fh, fw, stride) * cols.reshape(-1, cols.shape[2]))
        wanted = tape.gradient(total, images).numpy().transpose(0, 3, 1, 2).reshape(5, *x.shape)
        found = [col2im(col, x.shape, fh, fw, stride, pad) for col in cols]
        np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-12)


def test_col2im_is_the_transpose_of_im2col_exactly_on_1000_random_cases():
    for rng, x, fh, fw, stride, pad in random_windows(3):
        whole = rng.integers(-9, 10, x.shape)  # integers: both sides are exact
        col = im2col(whole, fh, fw, stride, pad)
        other = rng.integers(-9, 10, col.shape)
        assert (col2im(other, x.shape, fh, fw, stride, pad) * whole).sum() == (other * col).sum()


def test_conv2d_im2col_agrees_with_tensorflow_on_1000_random_cases(tf):
    for rng, x, fh, fw, stride, pad in random_windows(4):
        fn = int(rng.integers(1, 5))
        W = rng.normal(size=(fn, x.shape[1], fh, fw))
        b = rng.normal(size=fn) if rng.integers(4) else None
        wanted = tf.nn.conv2d(channels_last(tf, x, pad), W.transpose(2, 3, 1, 0), stride, "VALID").numpy()
        wanted = wanted if b is None else wanted + b
        found = conv2d_im2col(x, W, b, stride, pad)
        np.testing.assert_allclose(found, wanted.transpose(0, 3, 1, 2), rtol=0, atol=1e-10)


def test_max_pool_im2col_agrees_with_tensorflow_on_1000_random_cases(tf):
    for _, x, fh, fw, stride, pad in random_windows(5, pad_below_window=True):
        wanted = tf.nn.max_pool2d(channels_last(tf, x, pad, -np.inf), (fh, fw), stride, "VALID").numpy()
        assert np.array_equal(max_pool_im2col(x, fh, fw, stride, pad), wanted.transpose(0, 3, 1, 2))


def test_147_numbers_become_a_9x75_matrix_of_675():
    x = np.zeros((1, 3, 7, 7))
    col = im2col(x, 5, 5)
    assert (x.size, col.shape, col.size) == (147, (9, 75), 675)


def test_the_four_windows_of_the_first_picture():
    image = np.arange(1, 10).reshape(1, 1, 3, 3)
    assert im2col(image, 2, 2).tolist() == [[1, 2, 4, 5], [2, 3, 5, 6], [4, 5, 7, 8], [5, 6, 8, 9]]


def test_a_row_holds_channel_0_before_channel_1():
    image = np.arange(1, 10).reshape(1, 1, 3, 3)
    both = np.concatenate([image, 10 * image], axis=1)
    assert im2col(both, 2, 2)[0].tolist() == [1, 2, 4, 5, 10, 20, 40, 50]


def test_a_row_lies_in_the_order_of_a_flattened_filter():
    x = np.random.default_rng(6).normal(size=(1, 3, 4, 5))
    W = x[:, :, 1:3, 2:5]  # a filter cut out of the image
    assert np.array_equal(im2col(x, 2, 3)[1 * 3 + 2], W.reshape(-1))


def test_the_4x4_image_of_the_notes():
    image = np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]])[None, None]
    assert conv2d_im2col(image, FILTER)[0, 0].tolist() == [[15, 16], [6, 15]]
    padded = [[7, 12, 10, 2], [4, 15, 16, 10], [10, 6, 15, 6], [8, 10, 4, 3]]
    assert conv2d_im2col(image, FILTER, pad=1)[0, 0].tolist() == padded


def test_the_7x7_image_of_the_notes_and_the_crooked_one_beside_it():
    i, j = np.ogrid[:7, :7]
    notes, crooked = ((j - i + 1) % 4)[None, None], ((7 * i + j) % 10)[None, None]
    assert conv2d_im2col(notes, FILTER, stride=2)[0, 0].tolist() == [[15, 17, 15], [17, 15, 17], [15, 17, 15]]
    assert conv2d_im2col(crooked, FILTER, stride=2)[0, 0].tolist() == [[44, 32, 30], [30, 38, 46], [46, 44, 32]]


def test_ones_folded_back_count_the_windows_of_each_pixel():
    assert col2im(np.ones((4, 4)), (1, 1, 3, 3), 2, 2)[0, 0].tolist() == [[1, 2, 1], [2, 4, 2], [1, 2, 1]]


def test_without_overlap_col2im_undoes_im2col():
    x = np.random.default_rng(7).normal(size=(2, 3, 6, 4))
    assert np.array_equal(col2im(im2col(x, 2, 2, 2), x.shape, 2, 2, 2), x)


def test_the_pooling_of_the_notes_crashes_with_padding_and_ours_does_not():
    of_the_notes = ANSWERS["pool_of_the_notes"]
    x = np.arange(16.0).reshape(1, 1, 4, 4)
    assert np.array_equal(of_the_notes(x, 2, 2, 2, 0), max_pool_im2col(x, 2, 2, 2, 0))
    with pytest.raises(ValueError, match="cannot reshape"):
        of_the_notes(x, 2, 2, 2, 1)
    assert max_pool_im2col(x, 2, 2, 2, 1)[0, 0].tolist() == [[0, 2, 3], [8, 10, 11], [12, 14, 15]]


def test_the_pooling_of_the_notes_lets_zeros_win_and_ours_does_not():
    x = -np.ones((1, 1, 3, 3))
    assert ANSWERS["pool_of_the_notes"](x, 2, 2, 4, 1).item() == 0
    assert max_pool_im2col(x, 2, 2, 4, 1).item() == -1


@pytest.mark.parametrize("size", [(1, 4), (4, 1), (4, 4)])
def test_a_window_larger_than_the_padded_image_is_refused(size):
    x = np.ones((1, 1, 1, 1))
    for refused in (
        lambda: im2col(x, *size, 2, 1),
        lambda: max_pool_im2col(x, *size, 2, 1),
        lambda: conv2d_im2col(x, np.ones((1, 1, *size)), None, 2, 1),
    ):
        with pytest.raises(ValueError, match="does not fit"):
            refused()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_floats_keep_their_type(dtype):
    x, W = np.ones((1, 1, 3, 3), dtype), np.ones((2, 1, 2, 2), dtype)
    col = im2col(x, 2, 2, 1, 1)
    answers = (
        col,
        col2im(col, x.shape, 2, 2, 1, 1),
        conv2d_im2col(x, W, W[:, 0, 0, 0]),
        max_pool_im2col(x, 2, 2, 1, 1),
    )
    assert {answer.dtype for answer in answers} == {np.dtype(dtype)}


def test_no_argument_is_ever_changed():
    x = np.arange(32.0).reshape(1, 2, 4, 4)
    W = np.ones((2, 2, 2, 2))
    col = im2col(x, 2, 2)
    before = [x.copy(), W.copy(), col.copy()]
    conv2d_im2col(x, W, np.ones(2), 1, 0)
    max_pool_im2col(x, 2, 2)
    col2im(col, x.shape, 2, 2)[...] = 7
    im2col(x, 1, 1)[...] = 7
    assert all(np.array_equal(a, b) for a, b in zip(before, [x, W, col], strict=True))


# --- speed: nothing is timed here ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def speed():
    aspects = lessons.load(LESSON)["conv2d_im2col"].check.aspects
    return next(aspect for aspect in aspects if isinstance(aspect, Speed))


def n_products(x, W, b, stride, pad):
    out_h, out_w = ((side + 2 * pad - f) // stride + 1 for side, f in zip(x.shape[2:], W.shape[2:], strict=True))
    return len(x) * W.size * out_h * out_w


def test_the_timed_example_is_the_layer_of_the_syllabus(speed):
    x, W, *_ = speed.example()
    assert (x.shape, W.shape, speed.at_least) == ((32, 3, 32, 32), (16, 3, 3, 3), 20)


def test_the_share_is_the_ratio_of_the_products_to_compute(speed):
    assert math.isclose(n_products(*speed.example()), speed.share * n_products(*speed.baseline_example()))


def test_the_slow_version_is_right(speed):
    x, W, b, stride, pad = speed.baseline_example()
    few = (x[:, :, :9, :8], W[:2], b[:2], stride, pad)
    assert np.array_equal(speed.baseline(*few), conv2d_im2col(*few))


def test_the_timed_example_is_the_same_every_time(speed):
    assert all(np.array_equal(a, b) for a, b in zip(speed.example(), speed.example(), strict=True))


# --- the lesson itself -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_in_the_docstrings_run(name):
    runner = doctest.DocTestRunner(verbose=False)
    for example in doctest.DocTestFinder().find(ANSWERS[name], name, module=False, globs=dict(ANSWERS)):
        runner.run(example)
    assert runner.tries > 0
    assert runner.failures == 0


def test_the_whole_lesson_runs_and_prints_its_numbers(monkeypatch, capsys):
    helpers = types.ModuleType("cnnkit")
    vars(helpers).update(check=lambda function: None, hint=lambda function: None)
    monkeypatch.setitem(sys.modules, "cnnkit", helpers)
    exec(compile(LESSON.lesson.read_text("utf-8"), str(LESSON.lesson), "exec"), {"__name__": "lesson"})
    told = capsys.readouterr().out
    for promised in (
        "(9, 75) 147 -> 675",
        "[17 15 17]",
        "[44 32 30]",
        "same numbers: True",
        "loud:",
        "silent: [[[[0.]]]]",
    ):
        assert promised in told


# --- what frequent slips of public code are called ---------------------------------------------------------------


@pytest.mark.parametrize("name", ["im2col", "conv2d_im2col", "max_pool_im2col"])
def test_who_refuses_sizes_that_the_stride_does_not_divide_is_told_so(name):
    assert named(LESSON, name, demanding(ANSWERS[name], divides=True)) == "rejects_non_integer"


def test_who_refuses_rows_that_are_left_over_on_the_way_back_is_told_what_becomes_of_them():
    checks = corpora.read(LESSON.corpus).checks
    (forth,) = (one for one in checks["im2col"].mistakes if one.name == "rejects_non_integer")
    (back,) = (one for one in checks["col2im"].mistakes if one.name == "rejects_rows_left_over")
    for language in ("en", "ko"):
        assert "0" in back.hints[language].explanation
        assert not set(back.hints[language].hints) & set(forth.hints[language].hints)


@pytest.mark.parametrize(
    ("name", "mistake"), [("conv2d_im2col", "assumes_square_kernel"), ("max_pool_im2col", "assumes_square_window")]
)
def test_who_takes_square_windows_only_is_told_so(name, mistake):
    assert named(LESSON, name, demanding(ANSWERS[name], square=True)) == mistake
