"""The answers of a02_sizes against Keras and TensorFlow, against counting one by one, and the notes' numbers."""

import doctest
import itertools
import os
import re
import sys
import types
from pathlib import Path

import numpy as np
import pytest

from autograder import lessons

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

COURSE = Path(__file__).parents[1] / "solutions"
LESSON = lessons.lesson(COURSE, "a02_sizes")
ANSWERS = lessons.definitions(LESSON, demos=True)
N_RANDOM = 1000


@pytest.fixture(scope="module")
def tf():
    import tensorflow  # takes seconds, and half of the tests do without

    return tensorflow


@pytest.fixture
def rng():
    return np.random.default_rng(2)


def draws(rng, *bounds, n=N_RANDOM):
    """Rows of random whole numbers, each between its two inclusive bounds."""
    return [tuple(int(rng.integers(low, high + 1)) for low, high in bounds) for _ in range(n)]


# ---------------------------------------------------------------------------------------------------- zero_pad


def test_zero_pad_is_tensorflows(tf, rng):
    for n, c, h, w, pad in draws(rng, (1, 3), (1, 3), (1, 5), (1, 5), (0, 3)):
        x = rng.integers(-9, 9, (n, c, h, w)).astype(rng.choice(["float64", "float32", "int64"]))
        expected = tf.pad(x, [[0, 0], [0, 0], [pad, pad], [pad, pad]]).numpy()
        padded = ANSWERS["zero_pad"](x, pad)
        assert padded.dtype == x.dtype
        np.testing.assert_array_equal(padded, expected)


def test_zero_pad_returns_a_new_array():
    x = np.ones((1, 1, 2, 2))
    ANSWERS["zero_pad"](x, 0)[...] = 7
    assert (x == 1).all()


# ----------------------------------------------------------------------------------------- sizes and same padding


def test_an_output_size_is_the_number_of_places_where_the_filter_fits(rng):
    for size, f, stride, pad in draws(rng, (1, 40), (1, 11), (1, 5), (0, 4)):
        places = [start for start in range(0, size + 2 * pad, stride) if start + f <= size + 2 * pad]
        if places:
            assert ANSWERS["conv_output_size"](size, f, stride, pad) == len(places)
        else:
            with pytest.raises(ValueError, match="does not fit"):
                ANSWERS["conv_output_size"](size, f, stride, pad)


def test_output_sizes_are_kerass(tf, rng):
    keras = tf.keras
    for size, f, stride, pad in draws(rng, (8, 40), (1, 8), (1, 5), (0, 4)):
        layer = keras.layers.Conv1D(1, f, strides=stride)
        expected = layer.compute_output_shape((None, size + 2 * pad, 1))[1]
        assert ANSWERS["conv_output_size"](size, f, stride, pad) == expected


@pytest.mark.parametrize(("stride", "windows"), [(1, 5), (2, 3), (3, 2)])
def test_seven_cells_hold_five_three_and_two_windows_of_three(stride, windows):
    assert ANSWERS["conv_output_size"](7, 3, stride) == windows


def test_strict_refuses_a_stride_that_does_not_divide():
    with pytest.raises(ValueError, match="does not divide"):
        ANSWERS["conv_output_size"](7, 3, 3, strict=True)
    assert ANSWERS["conv_output_size"](7, 3, 2, strict=True) == 3


def test_strict_refuses_exactly_the_sizes_that_leave_cells_over(rng):
    for size, f, stride, pad in draws(rng, (5, 30), (1, 5), (1, 4), (0, 2)):
        windows = ANSWERS["conv_output_size"](size, f, stride, pad)
        covered = (windows - 1) * stride + f
        if covered == size + 2 * pad:
            assert ANSWERS["conv_output_size"](size, f, stride, pad, True) == windows
        else:
            with pytest.raises(ValueError):
                ANSWERS["conv_output_size"](size, f, stride, pad, True)


def test_the_example_of_28_by_31_gives_10_by_11():
    assert [ANSWERS["conv_output_size"](side, 5, 3, 2) for side in (28, 31)] == [10, 11]


def test_alexnet_begins_with_55_and_27():
    assert ANSWERS["conv_output_size"](224, 11, 4, 3) == 55
    assert ANSWERS["conv_output_size"](55, 3, 2) == 27


def same_pad_of_tensorflow(tf, size, f, stride):
    """See which inputs the first and the last window meet: filter t lets only its t-th cell through."""
    x = np.arange(1.0, size + 1).reshape(1, size, 1)
    out = tf.nn.conv1d(x, np.eye(f).reshape(f, 1, f), stride, "SAME").numpy()[0]
    met = (out != 0).astype(int)
    return int(met[0].argmax()), int(met[-1][::-1].argmax())


def test_same_pad_is_the_padding_of_tensorflow_with_stride_1(tf):
    for f in range(1, 51, 2):
        assert same_pad_of_tensorflow(tf, 60, f, 1) == (ANSWERS["same_pad"](f),) * 2


def test_same_pad_keeps_every_size(rng):
    for size, half in draws(rng, (1, 99), (0, 20)):
        f = 2 * half + 1
        assert ANSWERS["conv_output_size"](size, f, 1, ANSWERS["same_pad"](f)) == size


@pytest.mark.parametrize("f", [2, 4, 10])
def test_an_even_filter_has_no_same_pad(f):
    with pytest.raises(ValueError, match="no middle"):
        ANSWERS["same_pad"](f)


def test_keras_same_pad_is_what_tensorflow_pads(tf, rng):
    for size, f, stride in draws(rng, (1, 30), (1, 9), (1, 5)):
        if f <= size:  # so that a window meets the image with more than zeros on both sides
            assert ANSWERS["keras_same_pad"](size, f, stride) == same_pad_of_tensorflow(tf, size, f, stride)


def test_keras_same_pad_gives_the_size_of_keras(tf, rng):
    keras = tf.keras
    for size, f, stride in draws(rng, (1, 60), (1, 11), (1, 5)):
        padded = size + sum(ANSWERS["keras_same_pad"](size, f, stride))
        layer = keras.layers.Conv1D(1, f, strides=stride, padding="same")
        assert ANSWERS["conv_output_size"](padded, f, stride) == layer.compute_output_shape((None, size, 1))[1]


def test_keras_pads_224_with_two_before_and_three_after():
    assert ANSWERS["keras_same_pad"](224, 7, 2) == (2, 3)


# ------------------------------------------------------------------------------------------- weights and their work


def test_parameters_are_kerass(tf, rng):
    keras = tf.keras
    for c, h, w, filters, bias in draws(rng, (1, 4), (1, 5), (1, 5), (1, 6), (0, 1), n=200):
        layer = keras.layers.Conv2D(filters, (h, w), use_bias=bool(bias))
        layer.build((None, 9, 9, c))
        assert ANSWERS["conv_params"](c, h, w, filters, bool(bias)) == layer.count_params()


def test_parameters_are_the_numbers_counted_one_by_one(rng):
    for c, h, w, filters, bias in draws(rng, (1, 4), (1, 5), (1, 5), (1, 6), (0, 1)):
        numbers = list(itertools.product(range(filters), range(c), range(h), range(w))) + list(range(filters * bias))
        assert ANSWERS["conv_params"](c, h, w, filters, bool(bias)) == len(numbers)


def test_ten_5x5_filters_on_a_colour_image_have_760_parameters():
    assert ANSWERS["conv_params"](3, 5, 5, 10) == 760


@pytest.mark.parametrize(("wide", "times", "wide_weights", "narrow_weights"), [(5, 2, 25, 18), (7, 3, 49, 27)])
def test_a_stack_of_3x3_has_fewer_weights_and_sees_as_far(wide, times, wide_weights, narrow_weights):
    assert ANSWERS["conv_params"](1, wide, wide, 1, False) == wide_weights
    assert times * ANSWERS["conv_params"](1, 3, 3, 1, False) == narrow_weights
    assert ANSWERS["receptive_field"](times * [(3, 1)]) == ANSWERS["receptive_field"]([(wide, 1)])


def test_macs_are_the_multiplications_counted_one_by_one(rng):
    for sides in draws(rng, *6 * [(1, 3)]):
        loops = itertools.product(*(range(side) for side in sides))
        assert ANSWERS["conv_macs"](*sides) == sum(1 for _ in loops)


def test_macs_are_half_the_operations_tensorflow_counts(tf):
    c, h, w, filters, out_h, out_w = 3, 5, 4, 7, 6, 8
    x = tf.zeros((1, out_h + h - 1, out_w + w - 1, c))
    graph = tf.function(lambda x: tf.nn.conv2d(x, tf.zeros((h, w, c, filters)), 1, "VALID")).get_concrete_function(x)
    options = tf.compat.v1.profiler.ProfileOptionBuilder.float_operation()
    options["output"] = "none"
    counted = tf.compat.v1.profiler.profile(graph.graph, options=options).total_float_ops
    assert 2 * ANSWERS["conv_macs"](c, h, w, filters, out_h, out_w) == counted


# --------------------------------------------------------------------------------------------- receptive field


def seen_by(layers, cell):
    """The pixels that one output cell is computed from, followed back layer by layer."""
    cells = {cell}
    for k, s in reversed(layers):
        cells = {s * i + offset for i in cells for offset in range(k)}
    return cells


def test_a_receptive_field_spans_the_pixels_followed_back(rng):
    for _ in range(N_RANDOM):
        layers = draws(rng, (1, 5), (1, 3), n=int(rng.integers(0, 6)))
        first, second = seen_by(layers, 0), seen_by(layers, 1)
        span = max(first) - min(first) + 1
        assert ANSWERS["receptive_field"](layers) == (span, min(second) - min(first))


def test_a_receptive_field_is_where_the_gradient_is_not_zero(tf, rng):
    for _ in range(20):
        layers = [(k, min(k, s)) for k, s in draws(rng, (1, 4), (1, 3), n=3)]  # windows that leave no gap
        x = tf.Variable(tf.ones((1, 150, 1)))
        with tf.GradientTape(persistent=True) as tape:
            y = x
            for k, s in layers:
                y = tf.nn.conv1d(y, tf.ones((k, 1, 1)), s, "VALID")
            cells = y[0, 0, 0], y[0, 1, 0]
        first, second = (np.flatnonzero(tape.gradient(cell, x).numpy()) for cell in cells)
        assert ANSWERS["receptive_field"](layers) == (len(first), second[0] - first[0])


@pytest.mark.parametrize(
    ("layers", "expected"),
    [(2 * [(3, 1)], (5, 1)), (3 * [(3, 1)], (7, 1)), ([], (1, 1)), ([(3, 2)], (3, 2))],
)
def test_small_stacks_see_what_the_picture_shows(layers, expected):
    assert ANSWERS["receptive_field"](layers) == expected


def test_alexnet_sees_163_and_vgg16_212():
    assert ANSWERS["receptive_field"](ANSWERS["ALEXNET_CONV5"]) == (163, 16)
    assert ANSWERS["receptive_field"](ANSWERS["VGG16_POOL5"]) == (212, 32)


# ------------------------------------------------------------------------------------------------- layer_table


def random_network(rng):
    """An input shape and layers whose windows fit, poolings and numbers as pads included."""
    shape = tuple(int(side) for side in (*rng.integers(24, 30, 2), rng.integers(1, 4)))
    layers: list[tuple] = []
    for _ in range(rng.integers(1, 3)):
        pad = [0, 1, 2, "same", "valid"][rng.integers(5)]
        layers.append(("conv", int(rng.integers(1, 6)), int(rng.integers(1, 4)), int(rng.integers(1, 3)), pad))
        if rng.integers(2):
            layers.append(("pool", 2, int(rng.integers(1, 3))))
    if rng.integers(2):
        layers += [("flatten",), *(("dense", int(units)) for units in rng.integers(1, 6, rng.integers(0, 3)))]
    return shape, layers


def keras_layers(keras, layer):
    """One of our layers as Keras layers; a number as pad is a layer of its own there."""
    kind, *numbers = layer
    if kind == "flatten":
        return [keras.layers.Flatten()]
    if kind == "dense":
        return [keras.layers.Dense(numbers[0])]
    if kind == "pool":
        return [keras.layers.MaxPooling2D(numbers[0], strides=numbers[1])]
    filters, size, stride, pad = numbers
    if isinstance(pad, int):
        return [keras.layers.ZeroPadding2D(pad), keras.layers.Conv2D(filters, size, strides=stride)]
    return [keras.layers.Conv2D(filters, size, strides=stride, padding=pad)]


def table_of_keras(keras, shape, layers, *, build):
    rows, shape = [], (None, *shape)
    for layer in layers:
        params = 0
        for one in keras_layers(keras, layer):
            if build and layer[0] in ("conv", "dense"):
                one.build(shape)
                params += one.count_params()
            shape = one.compute_output_shape(shape)
        rows.append((tuple(shape[1:]), params))
    return rows


def test_shapes_of_a_table_are_kerass(tf, rng):
    for _ in range(N_RANDOM):
        shape, layers = random_network(rng)
        expected = table_of_keras(tf.keras, shape, layers, build=False)
        assert [row[0] for row in ANSWERS["layer_table"](shape, layers)] == [row[0] for row in expected]


def test_a_table_is_kerass_with_its_parameters(tf, rng):
    for _ in range(60):
        shape, layers = random_network(rng)
        assert ANSWERS["layer_table"](shape, layers) == table_of_keras(tf.keras, shape, layers, build=True)


def test_alexnet_has_62378344_parameters():
    rows = ANSWERS["layer_table"]((224, 224, 3), ANSWERS["ALEXNET"])
    assert sum(params for _, params in rows) == 62_378_344
    assert [shape for shape, _ in rows][:3] == [(55, 55, 96), (27, 27, 96), (27, 27, 256)]
    assert rows[8:10] == [((9216,), 0), ((4096,), 37_752_832)]


def test_alexnet_in_two_groups_has_60965224_parameters():
    conv_params = ANSWERS["conv_params"]
    whole = [(96, 5, 256), (384, 3, 384), (384, 3, 256)]  # conv2, conv4 and conv5: channels, size, filters
    saved = sum(conv_params(c, k, k, n) - conv_params(c // 2, k, k, n) for c, k, n in whole)
    assert 62_378_344 - saved == 60_965_224


@pytest.mark.parametrize(
    "layer",
    [("conv", 1, 5, 1, "valid"), ("pool", 5, 1), ("relu",)],
)
def test_a_layer_that_cannot_be_is_refused(layer):
    with pytest.raises(ValueError):
        ANSWERS["layer_table"]((4, 4, 1), [layer])


# ------------------------------------------------------------------------------------------------ the lesson itself


@pytest.mark.parametrize("name", [name for name, value in ANSWERS.items() if isinstance(value, types.FunctionType)])
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
    for number in (
        "(55, 55, 96)",
        "(27, 27, 96)",
        "760",
        "25",
        "18",
        "49",
        "27",
        "(163, 16)",
        "(212, 32)",
        "62,378,344",
    ):
        assert number in told


WORKED_NUMBERS = (
    "2[.]33",
    "= 10\\D",
    "= 11\\D",
    "54[.]75",
    "[*]760[*]",
    "25\\D{1,9}18|18\\D{1,20}25",
    "49\\D{1,9}27|27\\D{1,20}49",
    "163",
    "212",
    "[*]62,378,344[*]",
    "60,965,224",
)


@pytest.mark.parametrize("number", WORKED_NUMBERS)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_both_languages_tell_the_notes_numbers(language, number):
    cells = LESSON.lesson.read_text("utf-8").split("# %% ")
    text = "".join(cell for cell in cells if cell.startswith(f'[markdown] lang="{language}"'))
    assert re.search(number, text)
