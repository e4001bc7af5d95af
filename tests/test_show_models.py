"""Pictures of networks, trainings and detectors: their numbers are Keras' and NumPy's."""

import numpy as np
import pytest
from matplotlib.text import Text

from cnnkit import show
from cnnkit.fit import History
from cnnkit.show.detections import _average
from cnnkit.show.views import of_layers, of_model

keras = pytest.importorskip("keras")
layers = keras.layers

HITS = np.array([1, 1, 1, 1, 1, 0, 1, 0, 1, 0])  # the notes' 15 plates
RECALL, PRECISION = HITS.cumsum() / 15, HITS.cumsum() / np.arange(1, 11)


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("CNNKIT_LANG", "en")


def texts(picture):
    return [text.get_text().replace("−", "-") for text in picture.findobj(Text) if text.get_text()]


def residual(side=21):
    """Stride 2, "same" and "valid", a shortcut, a pooling: what the followers of views can get wrong."""
    x = inputs = keras.Input((side, side, 2))
    x = layers.ReLU()(layers.Conv2D(3, 3, strides=2, padding="same", use_bias=False)(x))
    y = layers.Conv2D(3, 3, padding="same", use_bias=False)(x)
    x = layers.Add()([x, y])
    x = layers.ZeroPadding2D(1)(x)
    x = layers.AveragePooling2D(3, strides=1)(x)
    x = layers.Conv2D(2, (1, 3), strides=(1, 2), dilation_rate=1, padding="valid", use_bias=False)(x)
    return keras.Model(inputs, layers.Dense(2)(layers.GlobalAveragePooling2D()(x)))


def rows_and_columns_that_matter(model, at):
    """Where a change of the image changes the cell, found by changing each pixel."""
    last = next(layer for layer in reversed(model.layers) if len(layer.output.shape) == 4)
    part = keras.Model(model.inputs, last.output)
    for weight in part.weights:
        weight.assign(np.abs(np.random.default_rng(0).normal(size=weight.shape)) + 0.1)
    h, w, c = model.input_shape[1:]
    pixels = np.zeros((h * w + 1, h, w, c), "float32")
    pixels[np.arange(h * w), np.arange(h * w) // w, np.arange(h * w) % w] = 1
    out = np.array(part.predict(pixels, verbose=0))[:, at[0], at[1]].sum(-1)
    changed = np.argwhere((out[:-1] != out[-1]).reshape(h, w))
    return *changed.min(0).tolist(), *changed.max(0).tolist()


@pytest.mark.parametrize("at", [(0, 0), (4, 2), (10, 4)])
def test_the_view_that_is_drawn_is_where_a_pixel_changes_the_cell(at):
    model = residual()
    views, side = of_model(model)
    y0, x0, y1, x1 = rows_and_columns_that_matter(model, at)
    starts = [at[a] * views[-1].step[a] + views[-1].first[a] for a in (0, 1)]
    ends = [start + size - 1 for start, size in zip(starts, views[-1].size, strict=True)]
    assert side == (21, 21)
    assert [max(0, start) for start in starts] == [y0, x0]
    assert [min(20, end) for end in ends] == [y1, x1]


def test_a_model_is_asked_about_the_cell_that_was_named():
    description = show.receptive_field(residual(), at=(4, 2), image=np.zeros((21, 21))).description
    y0, x0, y1, x1 = rows_and_columns_that_matter(residual(), (4, 2))
    assert description.endswith(f"sees rows {y0} to {y1} and columns {x0} to {x1} of the image.")


@pytest.mark.parametrize(
    ("pairs", "size", "jump"),
    [
        ([(3, 1)] * 2, 5, 1),
        ([(3, 1)] * 3, 7, 1),
        ([(11, 4), (3, 2), (5, 1), (3, 2), (3, 1), (3, 1), (3, 1)], 163, 16),  # AlexNet, conv5
        ([(3, 1), (3, 1), (2, 2)] * 2 + [(3, 1), (3, 1), (3, 1), (2, 2)] * 3, 212, 32),  # VGG16, pool5
    ],
)
def test_fields_that_the_literature_names(pairs, size, jump):
    last = of_layers(pairs)[0][-1]
    assert (last.size, last.step) == ((size, size), (jump, jump))
    assert show.receptive_field(pairs).description.endswith(f"{size} pixels, neighbours are {jump} apart")


def test_the_pyramid_counts_the_cells_that_are_seen():
    drawn = texts(show.receptive_field([(3, 2), (3, 1), (2, 2)]))
    assert [text for text in drawn if text.endswith(("cell", "cells"))] == ["1 cell", "2 cells", "4 cells", "9 cells"][
        :: 1 if drawn.index("1 cell") < drawn.index("9 cells") else -1
    ]


def test_feature_maps_are_what_keras_computes():
    model = residual()
    x = np.random.default_rng(0).normal(size=(21, 21, 2)).astype("float32")
    name = next(layer.name for layer in model.layers if isinstance(layer, layers.Add))
    maps = np.array(keras.Model(model.inputs, model.get_layer(name).output)([x[None]]))[0]
    picture = show.feature_maps(model, x, layer=name)
    drawn = [np.asarray(image.get_array()) for image in picture.axes[0].images]
    assert any("11 × 11 × 3" in text for text in texts(picture))
    for channel in range(3):
        assert any(one.shape == (11, 11) and np.allclose(one, maps[..., channel], atol=1e-5) for one in drawn)


def test_all_maps_share_one_scale():
    picture = show.feature_maps(np.stack([np.eye(3), 5 * np.eye(3), -np.eye(3)]))
    assert {image.get_clim() for image in picture.axes[0].images if image.get_array().shape == (3, 3)} == {(-1.0, 5.0)}


def test_each_map_can_have_a_scale_of_its_own():
    picture = show.feature_maps(np.stack([np.eye(3), 5 * np.eye(3)]), shared=False)
    assert [image.get_clim() for image in picture.axes[0].images] == [(0.0, 1.0), (0.0, 5.0)]


def test_filters_of_a_layer_are_its_weights():
    layer = layers.Conv2D(2, (2, 3))
    layer.build((None, 8, 8, 1))
    kernel = np.arange(12.0).reshape(2, 3, 1, 2)
    layer.set_weights([kernel, np.zeros(2)])
    drawn = [int(text) for text in texts(show.filters(layer))]
    assert drawn == [0, *kernel[..., 0, 0].astype(int).flat, 1, *kernel[..., 0, 1].astype(int).flat]


def test_filters_of_three_channels_are_drawn_in_colour():
    picture = show.filters(np.random.default_rng(0).normal(size=(5, 3, 4, 4)))
    assert [image.get_array().shape for image in picture.axes[0].images] == [(4, 4, 3)] * 5


def test_more_than_256_filters_are_said_to_be_more():
    picture = show.filters(np.ones((257, 1, 2, 2)), nx=32)
    assert len(picture.axes[0].images) == 256
    assert "The first 256 of 257 filters are drawn." in texts(picture)


@pytest.mark.parametrize(
    ("method", "value"), [("all", 418 / 945), ("raw", 418 / 945), ("11", 0.441558), ("101", 0.442244)]
)
def test_the_notes_plates_have_the_average_precision_of_the_syllabus(method, value):
    assert f"AP ({method}) = {value:.4f}" in texts(show.precision_recall(RECALL, PRECISION, method))
    assert _average(RECALL, PRECISION, method) == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize(("method", "value"), [("all", 0.45), ("raw", 0.4), ("11", 4.8 / 11)])
def test_an_example_tells_the_methods_apart(method, value):
    hits = np.array([0, 1, 0, 1, 1])
    r, p = hits.cumsum() / 4, hits.cumsum() / np.arange(1, 6)
    assert _average(r, p, method) == pytest.approx(value)


def test_the_shaded_area_is_the_average_precision():
    """Measured on the polygon that is drawn, by the shoelace formula."""
    from matplotlib.collections import FillBetweenPolyCollection

    for method in ("all", "raw"):
        [area] = show.precision_recall(RECALL, PRECISION, method).findobj(FillBetweenPolyCollection)
        [path] = area.get_paths()
        x, y = path.vertices[:-1].T
        assert abs(x @ np.roll(y, 1) - y @ np.roll(x, 1)) / 2 == pytest.approx(418 / 945)


def test_the_curves_are_the_history():
    history = {
        "loss": [3.0, 2.0],
        "sparse_categorical_accuracy": [0.2, 0.4],
        "val_sparse_categorical_accuracy": [0.3, 0.2],
    }
    picture = show.learning_curves(history, threshold=0.35)
    loss, accuracy = picture.axes
    assert [line.get_ydata().tolist() for line in loss.lines] == [[3.0, 2.0]]
    assert [0.2, 0.4] in [list(line.get_ydata()) for line in accuracy.lines]
    styles = {line.get_label(): line.get_linestyle() for line in accuracy.lines}
    assert styles["training"] != styles["test"]
    [star] = [line for line in accuracy.lines if line.get_marker() == "*"]
    assert (star.get_xdata(), star.get_ydata()) == ([1], [0.3])
    assert "threshold 35%" in [text.get_text() for text in accuracy.get_legend().get_texts()]


def test_what_fit_and_keras_return_is_taken():
    epoch = type("Epoch", (), {"loss": 1.0, "accuracy": 0.5, "test_accuracy": 0.6})
    ours = show.learning_curves(History(0.6, (epoch, epoch), 1.0)).description
    theirs = keras.callbacks.History()
    theirs.history = {"loss": [1.0, 1.0], "accuracy": [0.5, 0.5], "val_accuracy": [0.6, 0.6]}
    assert show.learning_curves(theirs).description == ours
    assert ours.startswith("Best epoch: 1, test accuracy 60.0 %.")


def test_a_loss_that_became_nan_is_said_so():
    description = show.learning_curves({"loss": [1.0, float("nan")], "accuracy": [0.5, 0.1]}).description
    assert "The loss is no number from epoch 2 on." in description


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: show.receptive_field([(3,)]), ValueError, r"\(window, stride\)"),
        (lambda: show.receptive_field([]), ValueError, "0 layers"),
        (lambda: show.receptive_field([(3, 0)]), ValueError, "stride=0"),
        (lambda: show.receptive_field("conv"), TypeError, "Keras model"),
        (lambda: show.receptive_field(residual(), at=99, image=np.zeros((21, 21))), ValueError, "11 x 5 cells"),
        (lambda: show.receptive_field([(3, 1)], image=np.zeros((4, 4, 2))), ValueError, r"\(H, W, 3\)"),
        (lambda: show.feature_maps(residual()), ValueError, "for which image"),
        (lambda: show.feature_maps(residual(), np.zeros((8, 8, 2))), ValueError, r"\(21, 21, 2\)"),
        (lambda: show.feature_maps(residual(), np.zeros((21, 21, 2)), layer="nope"), ValueError, "There are: input"),
        (lambda: show.feature_maps(residual(), np.zeros((21, 21, 2)), layer=-1), ValueError, "no feature map"),
        (lambda: show.feature_maps(np.ones(3)), ValueError, "expected the shape"),
        (lambda: show.feature_maps(np.ones((2, 3, 3)), names=["one"]), ValueError, "1 names for 2 maps"),
        (lambda: show.filters(layers.ReLU()), ValueError, "no filters"),
        (lambda: show.filters([[float("nan")]]), ValueError, "nan"),
        (lambda: show.filters(np.ones((3, 3)), nx=0), ValueError, "nx=0"),
        (lambda: show.learning_curves({}), ValueError, "no epoch"),
        (lambda: show.learning_curves({"lr": [1.0]}), ValueError, "it has lr"),
        (lambda: show.learning_curves(3), TypeError, "what fit"),
        (lambda: show.learning_curves({"loss": [1.0]}, threshold=80), ValueError, "from 0 to 1"),
        (lambda: show.precision_recall([0.2, 0.1], [1, 1]), ValueError, "falls after detection 1"),
        (lambda: show.precision_recall([0.2], [1.5]), ValueError, "precision=.*from 0 to 1"),
        (lambda: show.precision_recall([0.2], [float("nan")]), ValueError, "precision="),
        (lambda: show.precision_recall([0.2], [1, 1]), ValueError, "1 values and precision 2"),
        (lambda: show.precision_recall([0.2], [1], "voc"), ValueError, "'all', '11', '101', 'raw'"),
    ],
)
def test_a_wrong_argument_is_answered_with_what_came_and_what_was_expected(call, error, says):
    with pytest.raises(error, match=says):
        call()
