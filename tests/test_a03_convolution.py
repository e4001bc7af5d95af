"""The answers of a03_convolution against Keras, the numbers of its lesson, and what its points are worth."""

import doctest
import os
import re
import sys
import types
from pathlib import Path

import numpy as np
import pytest

from autograder import lessons
from autograder.course.draw import draw
from autograder.judge.compare import judge
from autograder.judge.reference import outcome_of
from tests.slips import demanding, named

LESSON = lessons.lesson(Path(__file__).parents[1] / "solutions", "a03_convolution")
ANSWERS = lessons.definitions(LESSON)
conv2d, relu, conv_relu = ANSWERS["conv2d"], ANSWERS["relu"], ANSWERS["conv_relu"]
FILTER = [[2, 0, 1], [0, 1, 2], [1, 0, 2]]


def one(image, kernel, **how):
    """Convolve one image of one channel with one filter, all given as lists."""
    return conv2d(np.array(image)[None, None], np.array(kernel)[None, None], **how)[0, 0].tolist()


def random_arguments(rng):
    """Sizes of the syllabus: N, C, FN 1 to 4, nothing square on purpose, pad 0 to 2, stride 1 to 3."""
    n, c, fn, fh, fw = rng.integers(1, 5, 5)
    stride, pad = int(rng.integers(1, 4)), int(rng.integers(0, 3))
    h, w = (max(1, f - 2 * pad) + rng.integers(0, 6) for f in (fh, fw))
    b = rng.normal(size=fn) if rng.integers(4) else None
    return rng.normal(size=(n, c, h, w)), rng.normal(size=(fn, c, fh, fw)), b, stride, pad


@pytest.fixture(scope="module")
def ops():
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
    import keras  # here and not above, because it takes seconds

    return keras.ops


def keras_conv(ops, x, W, b, stride, pad):
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    channels_last = ops.convert_to_tensor(padded.transpose(0, 2, 3, 1), dtype="float64")
    kernel = ops.convert_to_tensor(W.transpose(2, 3, 1, 0), dtype="float64")
    out = ops.conv(channels_last, kernel, strides=stride, padding="valid", data_format="channels_last")
    out = ops.convert_to_numpy(out).transpose(0, 3, 1, 2)
    return out if b is None else out + b[None, :, None, None]


def test_conv2d_and_conv_relu_agree_with_keras_on_1000_random_cases(ops):
    rng = np.random.default_rng(3)
    for _ in range(1000):
        args = random_arguments(rng)
        wanted = keras_conv(ops, *args)
        np.testing.assert_allclose(conv2d(*args), wanted, rtol=0, atol=1e-10)
        np.testing.assert_allclose(conv_relu(*args), ops.convert_to_numpy(ops.relu(wanted)), rtol=0, atol=1e-10)


def test_relu_agrees_with_keras_on_1000_random_arrays(ops):
    rng = np.random.default_rng(4)
    for _ in range(1000):
        x = rng.integers(-3, 4, rng.integers(1, 4, rng.integers(1, 5))) / 2
        assert np.array_equal(relu(x), ops.convert_to_numpy(ops.relu(x)))


def test_4x4_image_without_padding():
    image = [[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]]
    assert one(image, FILTER) == [[15, 16], [6, 15]]


def test_4x4_image_with_padding():
    image = [[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]]
    assert one(image, FILTER, pad=1) == [[7, 12, 10, 2], [4, 15, 16, 10], [10, 6, 15, 6], [8, 10, 4, 3]]


def test_7x7_image_with_stride_2_hides_a_transposed_output():
    image = [[(1 + j - i) % 4 for j in range(7)] for i in range(7)]
    out = one(image, FILTER, stride=2)
    assert out == [[15, 17, 15], [17, 15, 17], [15, 17, 15]]
    assert out == np.transpose(out).tolist()


def test_the_crooked_7x7_image_shows_a_transposed_output_and_a_flipped_filter():
    image = [[(7 * i + j) % 10 for j in range(7)] for i in range(7)]
    out = one(image, FILTER, stride=2)
    assert out == [[44, 32, 30], [30, 38, 46], [46, 44, 32]]
    assert out != np.transpose(out).tolist()
    assert out != one(image, np.transpose(FILTER), stride=2)
    assert out != one(image, np.flip(FILTER), stride=2)


@pytest.mark.parametrize(("stride", "windows"), [(1, 5), (2, 3), (3, 2)])
def test_7_pixels_and_a_filter_of_3(stride, windows):
    assert np.shape(one(np.ones((7, 7)), np.ones((3, 3)), stride=stride)) == (windows, windows)


def test_ten_5x5_filters_on_a_32x32_colour_image_have_760_parameters():
    W, b = np.zeros((10, 3, 5, 5)), np.zeros(10)
    assert conv2d(np.zeros((1, 3, 32, 32)), W, b).shape == (1, 10, 28, 28)
    assert W.size + b.size == 760


def test_the_vertical_edge_filter_answers_0_300_300_0():
    assert one([[0, 0, 0, 100, 100, 100]] * 5, [[-1, 0, 1]] * 3) == [[0, 300, 300, 0]] * 3


def test_a_difference_of_neighbours_answers_a_step_with_one_spike():
    assert one([[0, 0, 0, 100, 100, 100]], [[-1, 1]]) == [[0, 0, 100, 0, 0]]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_output_has_the_dtype_of_a_float_image(dtype):
    x, W, b = np.ones((1, 1, 3, 3), dtype), np.ones((2, 1, 2, 2), dtype), np.ones(2, dtype)
    assert conv2d(x, W, b).dtype == relu(x).dtype == conv_relu(x, W, b, 2, 1).dtype == dtype


@pytest.mark.parametrize("size", [(1, 4), (4, 1), (4, 4)])
@pytest.mark.parametrize("function", [conv2d, conv_relu])
def test_a_filter_larger_than_the_padded_image_is_refused(function, size):
    with pytest.raises(ValueError, match="does not fit"):
        function(np.ones((1, 1, 1, 1)), np.ones((1, 1, *size)), None, 2, 1)


def test_the_examples_in_the_docstrings_run():
    finder, runner = doctest.DocTestFinder(), doctest.DocTestRunner()
    for name in ("conv2d", "relu", "conv_relu"):
        for example in finder.find(ANSWERS[name], name, globs=dict(ANSWERS)):
            runner.run(example)
    assert (runner.tries, runner.failures) == (3, 0)


def test_the_demonstrations_print_what_their_comments_say(monkeypatch):
    companion = types.ModuleType("cnnkit")
    companion.check = companion.hint = lambda function: None
    monkeypatch.setitem(sys.modules, "cnnkit", companion)
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)  # a student may not have it
    code = LESSON.lesson.read_text("utf-8")
    names = {}
    exec(compile(code, str(LESSON.lesson), "exec"), names)
    promises = re.findall(r"^print\((.+)\)  # (.+)$", code, re.M)
    assert len(promises) == 10
    for expression, comment in promises:
        promised, printed = numbers(comment), numbers(str(eval(expression, names)))
        assert printed[: len(promised)] == promised, expression


def numbers(text):
    return [int(number) for number in re.findall(r"-?\d+", text)]


# --- what the points are worth ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def corpus():
    return draw(LESSON, lessons.load(LESSON)).checks


def share(facts, function):
    """The share of a check's points that a function earns."""
    right = {aspect.name: True for aspect in facts.aspects}
    for case in facts.cases:
        aspect = facts.aspect(case.aspect)
        outcome = outcome_of(function, case.args, layout=case.layout)
        right[aspect.name] &= judge(case, aspect, outcome).right
    earned = [a.points for a in facts.aspects if right[a.name] and (a.after is None or right[a.after])]
    return sum(earned) / facts.points


def refused(x, W, pad):
    if W.shape[2] > x.shape[2] + 2 * pad or W.shape[3] > x.shape[3] + 2 * pad:
        raise ValueError("too large")
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))


def seven_loops(x, W, b=None, stride=1, pad=0):
    padded = refused(x, W, pad)
    out = []
    for image in padded:
        maps = []
        for f, kernel in enumerate(W):
            rows = []
            for i in range(0, padded.shape[2] - W.shape[2] + 1, stride):
                row = []
                for j in range(0, padded.shape[3] - W.shape[3] + 1, stride):
                    total = 0.0 if b is None else float(b[f])
                    for c, p, q in np.ndindex(kernel.shape):
                        total += float(image[c, i + p, j + q]) * float(kernel[c, p, q])
                    row.append(total)
                rows.append(row)
            maps.append(rows)
        out.append(maps)
    return out  # lists, not an array


def strides_and_einsum(x, W, b=None, stride=1, pad=0):
    windows = np.lib.stride_tricks.sliding_window_view(refused(x, W, pad), W.shape[2:], axis=(2, 3))
    out = np.einsum("nchwpq,fcpq->nfhw", windows[:, :, ::stride, ::stride], W)
    return out if b is None else out + np.reshape(b, (1, -1, 1, 1))


def fourier(x, W, b=None, stride=1, pad=0):
    padded = refused(x, W, pad)
    size = padded.shape[2:]
    product = np.fft.rfft2(padded)[:, None] * np.conj(np.fft.rfft2(W, size))[None]
    whole = np.fft.irfft2(product.sum(axis=2), size)  # wraps round behind the last window
    out = whole[:, :, : size[0] - W.shape[2] + 1 : stride, : size[1] - W.shape[3] + 1 : stride]
    return out if b is None else out + b[:, None, None]


def matrix_product(x, W, b=None, stride=1, pad=0):
    padded = refused(x, W, pad)
    FN, _, FH, FW = W.shape
    starts = [range(0, side - f + 1, stride) for side, f in zip(padded.shape[2:], (FH, FW), strict=True)]
    col = [padded[:, :, i : i + FH, j : j + FW].reshape(len(x), -1) for i in starts[0] for j in starts[1]]
    out = np.stack(col, 1) @ W.reshape(FN, -1).T  # (N, OH*OW, FN)
    return (out + (0 if b is None else b)).transpose(0, 2, 1).reshape(len(x), FN, len(starts[0]), len(starts[1]))


def shifted_pictures(x, W, b=None, stride=1, pad=0):
    padded, out = refused(x, W, pad), 0
    OH, OW = ((side - f) // stride + 1 for side, f in zip(padded.shape[2:], W.shape[2:], strict=True))
    for p, q in np.ndindex(W.shape[2:]):
        part = padded[:, :, p : p + stride * OH : stride, q : q + stride * OW : stride]
        out = out + (part[:, None] * W[None, :, :, p, q, None, None]).sum(axis=2)
    out = out if b is None else out + b[None, :, None, None]
    return out.astype(np.float32)


@pytest.mark.parametrize("odd", [seven_loops, strides_and_einsum, fourier, matrix_product, shifted_pictures])
def test_every_right_way_to_convolve_earns_full_marks(corpus, odd):
    assert share(corpus["conv2d"], odd) == 1
    assert share(corpus["conv_relu"], lambda *args: np.maximum(np.array(odd(*args)), 0)) == 1


@pytest.mark.parametrize(
    "relu",
    [
        lambda x: x * (x > 0),
        lambda x: np.where(x < 0, 0, x),
        lambda x: (x + abs(x)) / 2,
        np.vectorize(lambda v: max(v, 0.0)),
        lambda x: np.clip(x, 0, None).tolist(),
    ],
)
def test_every_right_way_to_rectify_earns_full_marks(corpus, relu):
    assert share(corpus["relu"], relu) == 1


HALF_RIGHT = {
    "flipped": lambda x, W, b, stride, pad: conv2d(x, W[:, :, ::-1, ::-1], b, stride, pad),
    "one image only": lambda x, W, b, stride, pad: conv2d(x[:1], W, b, stride, pad),
    "no bias": lambda x, W, b, stride, pad: conv2d(x, W, None, stride, pad),
    "no stride": lambda x, W, b, stride, pad: conv2d(x, W, b, 1, pad),
    "no padding": lambda x, W, b, stride, pad: conv2d(x, W, b, stride, 0),
    "one channel only": lambda x, W, b, stride, pad: conv2d(x[:, :1], W[:, :1], b, stride, pad),
    "always needs a bias": lambda x, W, b, stride, pad: conv2d(x, W, b + 0, stride, pad),
}


@pytest.mark.parametrize("nearly", HALF_RIGHT.values(), ids=HALF_RIGHT.keys())
def test_a_function_with_one_flaw_keeps_most_of_its_points(corpus, nearly):
    assert 0.6 <= share(corpus["conv2d"], nearly) < 1


@pytest.mark.parametrize("name", ["conv2d", "relu", "conv_relu"])
@pytest.mark.parametrize("empty", [lambda x, *_: None, lambda x, *_: x, lambda x, *_: 0 * x, lambda x, *_: np.zeros(1)])
def test_an_empty_function_earns_nothing(corpus, name, empty):
    assert share(corpus[name], empty) == 0


@pytest.mark.parametrize("name", ["conv2d", "conv_relu"])
def test_zeros_of_the_right_shape_earn_nothing(corpus, name):
    assert share(corpus[name], lambda *args: 0 * conv2d(*args)) == 0


# --- what frequent slips of public code are called ---------------------------------------------------------------


@pytest.mark.parametrize("name", ["conv_relu"])
def test_who_refuses_sizes_that_the_stride_does_not_divide_is_told_so(name):
    assert named(LESSON, name, demanding(ANSWERS[name], divides=True)) == "rejects_non_integer"


@pytest.mark.parametrize(("name", "mistake"), [("conv_relu", "assumes_square_kernel")])
def test_who_takes_square_windows_only_is_told_so(name, mistake):
    assert named(LESSON, name, demanding(ANSWERS[name], square=True)) == mistake
