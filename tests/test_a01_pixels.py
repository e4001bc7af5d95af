"""The answers of a01_pixels against SciPy and TensorFlow, the numbers of its lesson, and what its points are worth."""

import doctest
import itertools
import os
import re
import sys
import types
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import signal

from autograder import corpus as corpora
from autograder import lessons
from autograder.judge.compare import judge
from autograder.judge.reference import outcome_of

LESSON = lessons.lesson(Path(__file__).parents[1] / "solutions", "a01_pixels")
ANSWERS = lessons.definitions(LESSON, demos=True)
calculate, convolve, learn_kernel = (ANSWERS[name] for name in ("calculate", "convolve", "learn_kernel"))
IMAGE = np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]])
N_RANDOM = 1000


@pytest.fixture
def rng():
    return np.random.default_rng(1)


def image_and_filter(rng):
    """A filter of 1 to 4 rows and columns, and an image in which it fits; neither is square on purpose."""
    sides = rng.integers(1, 5, 2)
    return rng.normal(size=sides + rng.integers(0, 6, 2)), rng.normal(size=sides)


# --- bytes ------------------------------------------------------------------------------------------------------


def test_a_photograph_of_1800_by_1600_has_8_64_megabytes():
    assert ANSWERS["image_bytes"](1600, 1800) == 8_640_000


def test_a_minute_at_30_frames_has_15_55_gigabytes():
    assert ANSWERS["video_bytes"](1600, 1800, 30, 60) == 15_552_000_000


def test_bytes_are_exact_fractions_rounded_up(rng):
    for height, width, bits in rng.integers(1, 5000, (N_RANDOM, 3)).tolist():
        exact = Fraction(height * width * bits, 8)
        assert ANSWERS["image_bytes"](height, width, bits) == -(-exact.numerator // exact.denominator)


def test_an_image_in_memory_has_as_many_bytes(rng):
    for height, width in rng.integers(1, 40, (N_RANDOM, 2)).tolist():
        assert ANSWERS["image_bytes"](height, width) == np.zeros((height, width, 3), np.uint8).nbytes
        assert ANSWERS["image_bytes"](height, width, 8) == np.zeros((height, width), np.uint8).nbytes
        assert ANSWERS["image_bytes"](height, width, 1) == len(np.packbits(np.zeros((height, width), bool)))


def test_a_film_in_memory_has_as_many_bytes(rng):
    for height, width, fps, seconds in rng.integers(1, 9, (N_RANDOM, 4)).tolist():
        film = np.zeros((seconds, fps, height, width, 3), np.uint8)
        assert ANSWERS["video_bytes"](height, width, fps, seconds) == film.nbytes


# --- channels ---------------------------------------------------------------------------------------------------


def test_grey_is_tensorflows_brightness(rng):
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import tensorflow as tf  # here and not above, because it takes seconds

    for _ in range(N_RANDOM):
        image = rng.random((*rng.integers(1, 5, 2), 3))
        y = tf.image.rgb_to_yuv(image.astype(np.float32)).numpy()[..., 0]  # Y of YUV is the brightness of BT.601
        np.testing.assert_allclose(ANSWERS["to_grayscale"](image), y, rtol=0, atol=1e-5)


def test_grey_is_the_exact_sum_of_thousandths(rng):
    for _ in range(N_RANDOM):
        image = rng.integers(0, 256, (*rng.integers(1, 4, 2), 3)).astype(rng.choice(["uint8", "int64", "float64"]))
        grey = ANSWERS["to_grayscale"](image)
        assert grey.shape == image.shape[:2]
        for at in np.ndindex(grey.shape):
            red, green, blue = (int(number) for number in image[at])
            assert abs(Fraction(grey[at]) - Fraction(299 * red + 587 * green + 114 * blue, 1000)) < Fraction(1, 10**12)


@pytest.mark.parametrize(
    ("pixel", "grey"),
    [((100, 100, 100), 100), ((255, 0, 0), 76.245), ((0, 255, 0), 149.685), ((0, 0, 255), 29.07)],
)
def test_pure_colours_are_as_grey_as_the_text_says(pixel, grey):
    assert ANSWERS["to_grayscale"](np.array([[pixel]], np.uint8)) == pytest.approx(np.array([[grey]]), abs=1e-9)


def test_channels_first_keeps_every_pixel_in_its_place(rng):
    for _ in range(N_RANDOM):
        image = rng.integers(0, 256, rng.integers(1, 5, 3), dtype=np.uint8)
        out = ANSWERS["to_channels_first"](image)
        assert out.shape == (image.shape[2], *image.shape[:2])
        assert out.dtype == image.dtype
        assert all(out[c, i, j] == image[i, j, c] for i, j, c in np.ndindex(image.shape))


# --- filters ----------------------------------------------------------------------------------------------------


def test_calculate_is_scipys_correlation(rng):
    for _ in range(N_RANDOM):
        image, kernel = image_and_filter(rng)
        bias = rng.normal()
        wanted = signal.correlate2d(image, kernel, "valid") + bias
        np.testing.assert_allclose(calculate(image, kernel, bias), wanted, rtol=0, atol=1e-12)


def test_convolve_is_scipys_convolution(rng):
    for _ in range(N_RANDOM):
        image, kernel = image_and_filter(rng)
        np.testing.assert_allclose(
            convolve(image, kernel), signal.convolve2d(image, kernel, "valid"), rtol=0, atol=1e-12
        )


def test_the_difference_is_scipys_correlation_with_minus_one_and_one(rng):
    for _ in range(N_RANDOM):
        image = rng.integers(0, 256, (rng.integers(1, 5), rng.integers(2, 7))).astype(rng.choice(["uint8", "float64"]))
        wanted = signal.correlate2d(image.astype(float), [[-1.0, 1.0]], "valid")
        assert np.array_equal(ANSWERS["horizontal_difference"](image), wanted)


def test_the_example_of_the_notes_gives_15_16_6_15():
    assert calculate(IMAGE, ANSWERS["FILTER"]).tolist() == [[15, 16], [6, 15]]
    assert calculate(IMAGE, ANSWERS["FILTER"], 3).tolist() == [[18, 19], [9, 18]]


def test_the_example_of_the_notes_with_a_frame_of_zeros():
    framed = [[7, 12, 10, 2], [4, 15, 16, 10], [10, 6, 15, 6], [8, 10, 4, 3]]
    assert calculate(np.pad(IMAGE, 1), ANSWERS["FILTER"]).tolist() == framed


def test_the_true_convolution_of_the_example_gives_11_12_10_11():
    assert convolve(IMAGE, ANSWERS["FILTER"]).tolist() == [[11, 12], [10, 11]]


def test_a_single_pixel_shows_the_filter_turned_or_as_it_is():
    drop, kernel = np.pad([[1]], 2), ANSWERS["FILTER"]
    assert np.array_equal(convolve(drop, kernel), kernel)
    assert np.array_equal(calculate(drop, kernel), np.rot90(kernel, 2))


def test_an_edge_from_0_to_100():
    step = np.repeat([[0, 0, 0, 100, 100, 100]], 3, axis=0)
    assert calculate(step, np.array([[-1, 0, 1]] * 3)).tolist() == [[0, 300, 300, 0]]
    assert ANSWERS["horizontal_difference"](step)[0].tolist() == [0, 0, 100, 0, 0]
    assert ANSWERS["horizontal_difference"](step[:, ::-1].astype(np.uint8))[0].tolist() == [0, 0, -100, 0, 0]


@pytest.mark.parametrize("slide", [calculate, convolve])
@pytest.mark.parametrize("shape", [(3, 1), (1, 3), (3, 3)])
def test_a_filter_larger_than_the_image_is_refused(slide, shape):
    with pytest.raises(ValueError, match="does not fit"):
        slide(np.ones((2, 2)), np.ones(shape))


# --- connections ------------------------------------------------------------------------------------------------


def test_connections_are_those_counted_one_by_one(rng):
    for n_out, k in rng.integers(1, 9, (N_RANDOM, 2)).tolist():
        n_in = n_out + k - 1  # a filter of k inputs slides over a row
        every = [(m, n) for n in range(n_out) for m in range(n_in)]
        window = [(m, n) for m, n in every if 0 <= m - n < k]
        assert ANSWERS["interaction_counts"](n_in, n_out, k) == (len(every), len(window))


def test_the_edges_of_a_photograph_need_2_weights_instead_of_8_billion():
    assert ANSWERS["interaction_counts"](320 * 280, 319 * 280, 2) == (8_003_072_000, 178_640)
    assert ANSWERS["interaction_counts"](6, 5, 2) == (30, 10)


# --- learning ---------------------------------------------------------------------------------------------------


def test_one_step_is_the_step_that_automatic_differentiation_takes(rng):
    import tensorflow as tf

    for _ in range(100):
        image, kernel = image_and_filter(rng)
        y = signal.correlate2d(image, kernel, "valid")
        w = tf.Variable(tf.zeros(kernel.shape, tf.float64))
        with tf.GradientTape() as tape:
            made = tf.nn.conv2d(image[None, :, :, None], w[:, :, None, None], 1, "VALID")[0, :, :, 0]
            error = tf.reduce_mean((made - y) ** 2)
        step = -0.1 * tape.gradient(error, w).numpy()
        np.testing.assert_allclose(learn_kernel(image, y, kernel.shape, 1, 0.1), step, rtol=0, atol=1e-12)


def test_the_filter_that_is_learned_is_the_one_that_least_squares_finds(rng):
    for _ in range(N_RANDOM):
        kernel = rng.normal(size=rng.integers(1, 3, 2))
        image = rng.normal(size=(5, 6))
        y = signal.correlate2d(image, kernel, "valid") + 0.1 * rng.normal(size=np.subtract((6, 7), kernel.shape))
        windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape).reshape(y.size, kernel.size)
        lr = y.size / np.linalg.eigvalsh(windows.T @ windows)[-1] / 2
        best = np.linalg.lstsq(windows, y.ravel(), rcond=None)[0].reshape(kernel.shape)
        found = learn_kernel(image, y, kernel.shape, 100, lr)
        spread = np.linalg.cond(windows) ** 2
        assert np.abs(found - best).max() <= np.linalg.norm(best) * (1 - 1 / spread) ** 100 + 1e-9


def test_sobels_filter_is_found_to_three_digits_in_100_steps(rng):
    x = rng.normal(size=(12, 12))
    found = learn_kernel(x, calculate(x, ANSWERS["SOBEL"]), (3, 3), 100, 0.2)
    np.testing.assert_allclose(found, ANSWERS["SOBEL"], rtol=0, atol=1e-3)


# --- what the points are worth ----------------------------------------------------------------------------------

CORPUS = corpora.read(LESSON.corpus).checks


def share(name, function):
    """The share of a check's points that a function earns."""
    facts, wrong = CORPUS[name], set()
    for case in facts.cases:
        aspect = facts.aspect(case.aspect)
        if not judge(case, aspect, outcome_of(function, case.args)).right:
            wrong.add(case.aspect)
    earned = [a.points for a in facts.aspects if a.name not in wrong and a.after not in wrong]
    return sum(earned) / facts.points


def gradient(x, y, kernel):
    """The sum over all windows, without a factor: 2 X'd would be that of the squared differences."""
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)  # (OH, OW, FH, FW)
    return np.einsum("ijpq,ij->pq", windows, (windows * kernel).sum(axis=(2, 3)) - y)


def descent(scale, *, start=None, momentum=0.0):
    """A way to learn a filter: the gradient's factor for n places, and where the search begins."""

    def learn(x, y, kernel_shape, steps, lr):
        kernel = np.zeros(kernel_shape) if start is None else start(kernel_shape)
        speed = np.zeros(kernel_shape)
        for _ in range(steps):
            speed = momentum * speed - lr * scale(y.size) * gradient(x, y, kernel)
            kernel = kernel + speed
        return kernel

    return learn


def noise(shape):
    return np.random.default_rng(7).normal(size=shape)


def window_by_window(x, y, kernel_shape, steps, lr):
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel_shape).reshape(y.size, *kernel_shape)
    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        for window, wanted in zip(windows, y.ravel(), strict=True):
            kernel -= lr * 2 * ((window * kernel).sum() - wanted) * window
    return kernel.tolist()


def adam(x, y, kernel_shape, steps, lr):
    kernel, m, v = np.zeros(kernel_shape), 0, 0
    for t in range(1, steps + 1):
        g = 2 * gradient(x, y, kernel) / y.size
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        kernel = kernel - lr * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return kernel


def by_trial(x, y, kernel_shape, steps, lr):
    """The derivative of each cell from two errors, a little apart."""
    kernel = np.ones(kernel_shape)
    for _ in range(steps):
        slopes = np.zeros(kernel_shape)
        for at in np.ndindex(*kernel_shape):
            for h in (1e-4, -1e-4):
                kernel[at] += h
                slopes[at] += ((signal.correlate2d(x, kernel, "valid") - y) ** 2).mean() / (2 * h)
                kernel[at] -= h
        kernel -= lr * slopes
    return kernel


LEARNERS = {
    "mean": descent(lambda n: 2 / n),
    "sum": descent(lambda n: 2),
    "half the mean": descent(lambda n: 1 / n),
    "half the sum": descent(lambda n: 1),
    "random start": descent(lambda n: 2 / n, start=noise),
    "random start and half the mean": descent(lambda n: 1 / n, start=noise),
    "starts at ones": descent(lambda n: 2, start=np.ones),
    "momentum": descent(lambda n: 2 / n, momentum=0.9),
    "momentum and sum": descent(lambda n: 2, momentum=0.5),
    "window by window": window_by_window,
    "adam": adam,
    "numerical": by_trial,
}


@pytest.mark.parametrize("learner", LEARNERS.values(), ids=LEARNERS.keys())
def test_every_rule_that_converges_earns_full_marks(learner):
    assert share("learn_kernel", learner) == 1


def loops(arrayA, arrayB, bias=0.0):
    H, W, h, w = len(arrayA), len(arrayA[0]), len(arrayB), len(arrayB[0])
    if h > H or w > W:
        raise ValueError("too large")
    return [
        [sum(arrayA[i + p][j + q] * arrayB[p][q] for p in range(h) for q in range(w)) + bias for j in range(W - w + 1)]
        for i in range(H - h + 1)
    ]


def fourier(arrayA, arrayB, bias=0.0):
    if np.greater(arrayB.shape, arrayA.shape).any():
        raise ValueError("too large")
    sides = np.add(arrayA.shape, arrayB.shape) - 1
    product = np.fft.rfft2(arrayA, sides) * np.fft.rfft2(arrayB[::-1, ::-1], sides)
    h, w = arrayB.shape
    return np.fft.irfft2(product, sides)[h - 1 : arrayA.shape[0], w - 1 : arrayA.shape[1]] + bias


def matrix_product(arrayA, arrayB, bias=0.0):
    windows = np.lib.stride_tricks.sliding_window_view(arrayA, arrayB.shape)  # raises a ValueError of its own
    return (windows.reshape(-1, arrayB.size) @ arrayB.ravel() + bias).reshape(windows.shape[:2])


@pytest.mark.parametrize("slide", [loops, fourier, matrix_product])
def test_every_right_way_to_slide_a_filter_earns_full_marks(slide):
    assert share("calculate", slide) == 1
    assert share("convolve", lambda a, b: slide(a, np.rot90(b, 2))) == 1


RIGHT: dict[str, list[Callable[..., Any]]] = {
    "image_bytes": [lambda h, w, bits=24: int(np.ceil(h * w * bits / 8)), lambda h, w, bits=24: -(-h * w * bits // 8)],
    "video_bytes": [lambda h, w, fps, seconds, bits=24: np.int64(-(-h * w * bits // 8) * fps * seconds)],
    "to_grayscale": [
        lambda x: np.einsum("hwc,c->hw", x.astype(np.float32), np.array([0.299, 0.587, 0.114], np.float32)),
        lambda x: [[0.299 * r + 0.587 * g + 0.114 * b for r, g, b in row] for row in x.tolist()],
        lambda x: (299.0 * x[..., 0] + 587.0 * x[..., 1] + 114.0 * x[..., 2]) / 1000,
    ],
    "to_channels_first": [
        lambda x: np.moveaxis(x, -1, 0),
        lambda x: np.rollaxis(x, 2),
        lambda x: np.stack([x[:, :, c] for c in range(x.shape[2])]),
        lambda x: [[[pixel[c] for pixel in row] for row in x.tolist()] for c in range(x.shape[2])],
        lambda x: np.swapaxes(x, 0, 2).swapaxes(1, 2),
    ],
    "horizontal_difference": [
        lambda x: np.diff(x.astype(int), axis=1),
        lambda x: x[:, 1:].astype(float) - x[:, :-1],
        lambda x: [[right - left for left, right in itertools.pairwise(row)] for row in x.tolist()],
    ],
    "interaction_counts": [lambda m, n, k: [m * n, k * n], lambda m, n, k: np.array([m, k]) * n],
}


@pytest.mark.parametrize(("name", "right"), [(name, right) for name, ways in RIGHT.items() for right in ways])
def test_other_right_ways_earn_full_marks(name, right):
    assert share(name, right) == 1


def test_a_film_that_is_rounded_as_a_whole_loses_points():
    assert share("video_bytes", lambda h, w, fps, seconds, bits=24: (h * w * bits * fps * seconds + 7) // 8) < 1


NEARLY = {
    "calculate": lambda a, b, bias=0.0: calculate(a, b[::-1, ::-1], bias),
    "image_bytes": lambda h, w, bits=24: h * w * bits // 8,
    "to_grayscale": lambda x: x @ np.array([0.2989, 0.587, 0.114]),
    "to_channels_first": lambda x: np.stack([x[..., 0], x[..., 1], x[..., 2]]),
    "horizontal_difference": lambda x: x[:, 1:] - x[:, :-1],
    "convolve": lambda a, b: calculate(a, b[::-1, ::-1].copy()).astype(a.dtype),
}


@pytest.mark.parametrize(("name", "nearly"), NEARLY.items())
def test_a_function_with_one_flaw_keeps_most_of_its_points(name, nearly):
    assert 0.6 <= share(name, nearly) < 1


@pytest.mark.parametrize("name", ["calculate", "convolve"])
def test_sums_kept_in_float32_earn_full_marks(name):
    assert share(name, lambda *args: ANSWERS[name](*args).astype(np.float32)) == 1


@pytest.mark.parametrize("name", CORPUS)
@pytest.mark.parametrize("empty", [lambda *_: None, lambda x, *_: x, lambda *_: 0, lambda *_: np.zeros((1, 1))])
def test_an_empty_function_earns_nothing(name, empty):
    assert share(name, empty) == 0


@pytest.mark.parametrize("name", CORPUS)
def test_zeros_of_the_right_shape_earn_nothing(name):
    assert share(name, lambda *args: np.zeros(np.shape(ANSWERS[name](*args)))) == 0


# --- the lesson itself ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CORPUS)
def test_the_examples_in_the_docstring_come_out(name):
    tests = doctest.DocTestFinder(exclude_empty=True).find(ANSWERS[name], name, module=False, globs=dict(ANSWERS))
    runner = doctest.DocTestRunner(verbose=False)
    assert sum(runner.run(test).attempted for test in tests) > 0
    assert runner.failures == 0


def test_the_whole_lesson_runs_and_prints_the_notes_numbers(monkeypatch, capsys):
    helpers = types.ModuleType("cnnkit")
    vars(helpers).update(check=lambda function: None, hint=lambda function: None)
    monkeypatch.setitem(sys.modules, "cnnkit", helpers)
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)  # as where Matplotlib is not installed
    exec(compile(LESSON.lesson.read_text("utf-8"), str(LESSON.lesson), "exec"), {"__name__": "lesson"})
    told = capsys.readouterr().out
    for number in ("8.64 MB", "15.55 GB", "[15. 16.]", "[11. 12.]", "300. 300.", "[156]", "8,003,072,000", "178,640"):
        assert number in told


WORKED_NUMBERS = (
    r"8\.64",
    r"15\.55",
    "15[{],[}]552[{],[}]000",
    r"76\.245",
    "15 16 / 6 15",
    "18 19 / 9 18",
    "11 12 / 10 11",
    "0 300 300 0",
    "-100",
    "8,003,072,000",
    "178,640",
    r"O\(MN\)",
    r"O\(NK\)",
    "-8/3",
)


@pytest.mark.parametrize("number", WORKED_NUMBERS)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_both_languages_tell_the_notes_numbers(language, number):
    cells = LESSON.lesson.read_text("utf-8").split("# %% ")
    text = "".join(cell for cell in cells if cell.startswith(f'[markdown] lang="{language}"'))
    assert re.search(number, text)
