"""Pictures that teach: what is drawn is what NumPy and SciPy say, in every language, and nothing else is touched."""

import base64
import io
import logging
import subprocess
import sys
import warnings

import matplotlib
import numpy as np
import pytest
from matplotlib import font_manager
from matplotlib.text import Text
from PIL import Image
from scipy.signal import correlate

from autograder.i18n import translator
from cnnkit import show
from cnnkit.show import fonts
from cnnkit.show.drawing import CYCLE, Picture

IMAGE = np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]])
FILTER = np.array([[2, 0, 1], [0, 1, 2], [1, 0, 2]])
HISTORY = {
    "loss": [1.2, 0.7, 0.5],
    "accuracy": [0.5, 0.75, 0.9],
    "val_loss": [0.9, 0.6, 0.7],
    "val_accuracy": [0.6, 0.8, 0.7],
}
HITS = np.array([1, 1, 1, 1, 1, 0, 1, 0, 1, 0])  # the notes' 15 plates
RECALL, PRECISION = HITS.cumsum() / 15, HITS.cumsum() / np.arange(1, 11)
PICTURES = {
    "ruler": lambda: show.output_size(7, 3, stride=(1, 2, 3)),
    "step": lambda: show.sliding_window(IMAGE, FILTER, b=1, pad=1, step=5),
    "steps": lambda: show.sliding_window(np.stack([IMAGE] * 4), np.stack([FILTER] * 4), pad=1),
    "pooling": lambda: show.sliding_window(IMAGE, (2, 2), stride=2, pad=1, reduce="max"),
    "rows": lambda: show.unfold(np.stack([IMAGE, IMAGE]), 2, 2, pad=1),
    "pyramid": lambda: show.receptive_field([(3, 2), (3, 1)]),
    "bars": lambda: show.receptive_field([(3, 1), (2, 2)] * 20),
    "frames": lambda: show.receptive_field([(3, 1), (2, 2)], image=IMAGE),
    "maps": lambda: show.feature_maps(np.random.default_rng(0).normal(size=(2, 70, 4, 5)), IMAGE),
    "filters": lambda: show.filters(np.random.default_rng(0).normal(size=(70, 1, 3, 3))),
    "channels": lambda: show.filters(np.random.default_rng(0).normal(size=(4, 20, 3, 3))),
    "curves": lambda: show.learning_curves({"plain": HISTORY, "ResNet": HISTORY}, threshold=0.8),
    "precision": lambda: show.precision_recall(RECALL, PRECISION),
    "points": lambda: show.precision_recall(RECALL, PRECISION, "11"),
}


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("CNNKIT_LANG", "en")


def texts(picture):
    """Every text of a picture, with minus signs as they are typed."""
    return [text.get_text().replace("−", "-") for text in picture.findobj(Text) if text.get_text()]


def numbers(picture):
    """The texts that are whole numbers, in the order they were drawn."""
    return [int(text) for text in texts(picture) if text.lstrip("-").isdigit()]


# --- every picture --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PICTURES)
def test_every_korean_letter_of_a_picture_has_a_glyph(name, monkeypatch, caplog):
    monkeypatch.setenv("CNNKIT_LANG", "ko")
    with warnings.catch_warnings(), caplog.at_level(logging.WARNING):
        warnings.simplefilter("error")
        pixels = np.asarray(Image.open(io.BytesIO(PICTURES[name]().png())).convert("RGB"))
    assert not caplog.records
    assert pixels.shape[0] > 100 and (pixels[0, 0] == 255).all() and pixels.std() > 5


@pytest.mark.parametrize("name", PICTURES)
def test_a_notebook_gets_the_picture_and_its_text_and_nothing_else_changes(name, caplog):
    before, backend = dict(matplotlib.rcParams.copy()), matplotlib.rcParams._get_backend_or_none()
    with warnings.catch_warnings(), caplog.at_level(logging.WARNING):
        warnings.simplefilter("error")
        bundle = PICTURES[name]()._repr_mimebundle_()
    assert not caplog.records
    assert dict(matplotlib.rcParams.copy()) == before and matplotlib.rcParams._get_backend_or_none() == backend
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert len(bundle["image/png"]) < 200_000
    assert bundle["text/html"].startswith('<img alt="') and 'src="data:image/png;base64,' in bundle["text/html"]
    assert len(bundle["text/plain"]) > 30 and "http" not in bundle["text/html"]


def test_no_pyplot_is_imported_and_a_chosen_style_stays():
    code = (
        "import matplotlib, matplotlib.style, sys; matplotlib.style.use('dark_background')\n"
        "matplotlib.rcParams['font.size'] = 33; before = dict(matplotlib.rcParams.copy())\n"
        "from cnnkit import show\n"
        "show.output_size(7, 3).png(); show.learning_curves({'loss': [1.0]}).png()\n"
        "assert dict(matplotlib.rcParams.copy()) == before and 'matplotlib.pyplot' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_picture_looks_the_same_under_every_style():
    plain = PICTURES["curves"]().png()
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "black", "lines.linewidth": 9}):
        assert PICTURES["curves"]().png() == plain


def test_ipython_shows_a_picture_without_pyplot():
    from IPython.core.formatters import DisplayFormatter

    data, _ = DisplayFormatter().format(show.output_size(7, 3))
    assert {"text/html", "image/png"} <= data.keys()
    assert data["text/plain"] == "7 cells, filter 3, stride 1: (7 - 3) / 1 + 1 = 5 windows."


def test_a_description_is_escaped_where_it_stands_in_html():
    picture = show.learning_curves({'<b onload="x">': HISTORY, "other": HISTORY})
    assert "<b onload" not in picture._repr_mimebundle_()["text/html"]


def test_without_a_korean_font_labels_are_english_and_the_text_is_not(monkeypatch):
    only_latin = [font for font in font_manager.fontManager.ttflist if font.name == "DejaVu Sans"]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", only_latin)
    monkeypatch.setenv("CNNKIT_LANG", "ko")
    assert fonts.label_words().language == "en"
    picture = show.output_size(7, 3)
    assert "filter 3, stride 1" in texts(picture)
    assert translator("ko")("filter {filter}, stride {stride}", filter=3, stride=1) in picture.description


def test_with_a_korean_font_labels_are_korean(monkeypatch):
    if len(fonts.families()) == 1:
        pytest.skip("no Korean font is installed here")
    monkeypatch.setenv("CNNKIT_LANG", "ko")
    assert fonts.label_words().language == "ko"
    assert translator("ko")("filter {filter}, stride {stride}", filter=3, stride=1) in texts(show.output_size(7, 3))


def test_a_name_that_no_font_can_draw_becomes_its_number():
    assert {"0", "edges"} <= set(texts(show.feature_maps(np.ones((2, 3, 3)), names=["\U0001f9ff\u2fff", "edges"])))


def test_a_dollar_sign_is_a_dollar_sign():
    show.feature_maps(np.ones((1, 3, 3)), names=["$\\nonsense{$"]).png()
    show.learning_curves({"$\\bad{": HISTORY, "b": HISTORY}).png()


@pytest.mark.parametrize("n", range(2, len(CYCLE) + 1))
def test_neighbouring_colours_differ_for_the_colour_blind(n):
    """Vienot, Brettel, Mollon (1999): how a reader without long-wave cones sees them."""
    seen = [_protanope(CYCLE[n - 2]), _protanope(CYCLE[n - 1])]
    assert np.abs(seen[0] - seen[1]).max() > 25


def _protanope(colour):
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    to_lms = np.array([[17.8824, 43.5161, 4.11935], [3.45565, 27.1554, 3.86714], [0.0299566, 0.184309, 1.46709]])
    lms = to_lms @ rgb**2.2
    lms[0] = 2.02344 * lms[1] - 2.52581 * lms[2]
    return 255 * np.clip(np.linalg.solve(to_lms, lms), 0, 1) ** (1 / 2.2)


def test_cnnkit_imports_no_matplotlib_before_a_picture_is_asked_for():
    code = "import sys, cnnkit; cnnkit.show; from cnnkit import show; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_without_matplotlib_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ImportError, match=r"^cnnkit.show draws with Matplotlib.*pip install matplotlib$"):
        show.output_size  # noqa: B018
    with pytest.raises(ImportError, match="pip install matplotlib"):
        from cnnkit.show import unfold  # noqa: F401


def test_a_picture_that_there_is_not_is_answered_with_those_there_are():
    with pytest.raises(AttributeError, match="sliding_window"):
        show.convolution  # noqa: B018
    assert set(show.__all__) <= set(dir(show))


# --- the sliding window ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pad", [0, 1, 2])
@pytest.mark.parametrize("stride", [1, 2, 3])
def test_the_output_that_is_drawn_is_scipys(pad, stride):
    x = np.random.default_rng(0).integers(-9, 9, (2, 5, 6))
    W = np.random.default_rng(1).integers(-3, 4, (2, 2, 3))
    padded = np.pad(x, ((0, 0), (pad, pad), (pad, pad)))
    expected = correlate(padded, W, "valid")[0, ::stride, ::stride]
    picture = show.sliding_window(x, W, stride=stride, pad=pad)
    rows = picture.description.replace("−", "-").splitlines()[1:]
    assert [[int(n) for n in row.split()] for row in rows] == expected.tolist()


def test_the_example_of_the_notes_is_drawn_with_its_numbers():
    drawn = numbers(show.sliding_window(IMAGE, FILTER, pad=1))
    output = [7, 12, 10, 2, 4, 15, 16, 10, 10, 6, 15, 6, 8, 10, 4, 3]
    assert drawn == [*np.pad(IMAGE, 1).flat, *FILTER.flat, *output, *output]  # once as a matrix, once below the steps


def test_a_step_fills_the_output_up_to_itself():
    picture = show.sliding_window(IMAGE, FILTER, pad=1, step=5)
    assert numbers(picture) == [*np.pad(IMAGE, 1).flat, *FILTER.flat, 7, 12, 10, 2, 4, 15]


def test_a_step_is_worked_out_in_one_line():
    line = show.sliding_window(IMAGE, FILTER, step=0).description.splitlines()[1]
    assert line == "1·2 + 2·0 + 3·1 + 0·0 + 1·1 + 2·2 + 3·1 + 0·0 + 1·2 = 15"
    left, right = line.replace("·", "*").split("=")
    assert eval(left) == int(right)


def test_the_lines_of_a_large_window_and_of_channels_add_up():
    rng = np.random.default_rng(2)
    x, W = rng.integers(-5, 5, (3, 6, 6)), rng.integers(-5, 5, (2, 3, 5, 5))
    for picture, worth in (
        (show.sliding_window(x[0], W[0, 0], b=3, step=3), (x[0, 1:, 1:] * W[0, 0]).sum() + 3),
        (show.sliding_window(x, W, b=[3, 4], step=3), (x[:, 1:, 1:] * W[0]).sum() + 3),
    ):
        lines = [line for line in picture.description.splitlines() if " + " in line]
        sentence = " ".join(lines).split(":")[-1].replace("·", "*").replace("−", "-").replace("(bias)", "")
        left, right = sentence.split("=")
        assert eval(left) == int(right) == worth


def test_rounded_numbers_are_not_called_equal():
    assert "≈" in show.sliding_window(np.full((2, 2), 1 / 3), [[1, 1], [1, 1]], step=0).description


def test_the_padding_of_a_maximum_never_wins():
    description = show.sliding_window(-np.ones((2, 2)), (2, 2), pad=1, reduce="max", step=0).description
    assert description.splitlines()[1].replace("−", "-") == "max(-∞, -∞, -∞, -1) = -1"


def test_the_padding_of_a_mean_is_not_counted():
    lines = show.sliding_window([[3, 9], [5, 7]], (3, 3), pad=1, reduce="mean", step=0).description.splitlines()
    assert lines[1] == "(3 + 9 + 5 + 7) / 4 = 6"


def test_the_window_is_outlined_where_it_lies():
    from matplotlib.colors import same_color

    for step, corner in ((0, (0, 0)), (5, (1, 1)), (15, (3, 3))):
        picture = show.sliding_window(IMAGE, FILTER, pad=1, step=step)
        cells = picture.axes[0].patches
        [frame] = [p for p in cells if not p.get_fill() and same_color(p.get_edgecolor(), CYCLE[0])]
        first = next(p for p in cells if p.get_fill())
        assert (round(frame.get_y() - first.get_y()), round(frame.get_x() - first.get_x())) == corner
        assert (frame.get_height(), frame.get_width()) == (3, 3)


def test_of_a_large_image_the_corner_is_drawn_and_that_is_said():
    x = np.random.default_rng(0).integers(0, 9, (1, 1, 72, 96))
    picture = show.sliding_window(x, np.ones((1, 1, 3, 3)), pad=1, step=0)
    assert any("72 × 96" in text for text in texts(picture))
    assert int(picture.description.splitlines()[3].split()[1]) == x[0, 0, :2, :3].sum()


def test_the_animation_shows_every_step_without_a_network():
    animation = show.sliding_window(IMAGE, FILTER, pad=1, animate=True)
    assert len(animation.frames) == len(set(animation.frames)) == 16
    assert animation.captions[5].endswith("= 15")
    page = animation._repr_mimebundle_()["text/html"]
    assert "http" not in page and page.count("<script>") == 1 and page.count("</script>") == 1


def test_a_long_animation_says_how_much_of_it_there_is(tmp_path):
    animation = show.sliding_window(np.ones((10, 10)), np.ones((2, 2)), animate=True)
    assert len(animation.frames) == 64
    animation.save(tmp_path / "한글 steps.html")
    assert (tmp_path / "한글 steps.html").read_text(encoding="utf-8").startswith("<!doctype html>")


# --- the ruler ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "formula"),
    [
        ((7, 3, 1), "(7 - 3) / 1 + 1 = 5"),
        ((7, 3, 2), "(7 - 3) / 2 + 1 = 3"),
        ((7, 3, 3), "(7 - 3) / 3 + 1 = 2.33 → 2"),
        ((28, 5, 3, 2), "(28 + 2·2 - 5) / 3 + 1 = 10"),
        ((224, 11, 4, 3), "(224 + 2·3 - 11) / 4 + 1 = 55.75 → 55"),
        ((224, 7, 2, (2, 3)), "(224 + 2 + 3 - 7) / 2 + 1 = 112"),
    ],
)
def test_the_ruler_shows_the_formula_with_its_numbers(arguments, formula):
    assert formula in texts(show.output_size(*arguments))


@pytest.mark.parametrize("arguments", [(7, 3, 3), (9, 2, 3), (10, 4, 3), (12, 5, 4, 1), (6, 6, 1)])
def test_as_many_windows_are_drawn_as_fit_and_what_none_covers_is_named(arguments):
    from matplotlib.collections import FillBetweenPolyCollection

    size, k, stride, pad = (*arguments, 0)[:4]
    places = np.lib.stride_tricks.sliding_window_view(np.arange(-pad, size + pad), k)[::stride]
    picture = show.output_size(*arguments)
    assert len(picture.findobj(FillBetweenPolyCollection)) == len(places)
    left = sorted(set(range(size)) - set(places.flat))
    if left:
        assert picture.description.endswith(f" {', '.join(map(str, left))}.")
    else:
        assert "covers" not in picture.description


# --- im2col ---------------------------------------------------------------------------------------------------------


def test_every_window_is_a_row_as_numpy_cuts_it():
    x = np.random.default_rng(0).integers(0, 99, (2, 4, 5))
    views = np.lib.stride_tricks.sliding_window_view(np.pad(x, ((0, 0), (1, 1), (1, 1))), (3, 2), (1, 2))[:, ::2, ::2]
    rows = views.transpose(1, 2, 0, 3, 4).reshape(-1, 12)
    lines = show.unfold(x, 3, 2, stride=2, pad=1).description.splitlines()[1:]
    assert [[int(n) for n in line.split(":")[1].split()] for line in lines] == rows.tolist()


def test_the_row_and_its_window_have_the_same_colour_and_number():
    drawn = numbers(show.unfold(np.arange(10, 19).reshape(3, 3), 2, 2))
    assert sorted(n for n in drawn if n < 10) == [0, 0, 1, 1, 2, 2, 3, 3]


def test_147_numbers_become_675():
    picture = show.unfold(np.zeros((1, 3, 7, 7)), 5, 5)
    assert "3 × 7 × 7 = 147 numbers become 9 × 75 = 675." in texts(picture)


# --- wrong arguments ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: show.output_size(7, 3, stride=0), ValueError, r"output_size\(stride=0\).*at least 1"),
        (lambda: show.output_size(7, 3.0), ValueError, r"filter_size=3\.0"),
        (lambda: show.output_size(True, 1), ValueError, "size=True"),
        (lambda: show.output_size(2, 3), ValueError, "no window fits"),
        (lambda: show.output_size(600, 3), ValueError, "at most 512"),
        (lambda: show.output_size(7, 3, stride=range(1, 9)), ValueError, "1 to 4"),
        (lambda: show.sliding_window("image", FILTER), TypeError, "array of numbers"),
        (lambda: show.sliding_window(IMAGE[0], FILTER), ValueError, r"it has the shape \(4,\)"),
        (lambda: show.sliding_window(IMAGE, np.stack([FILTER] * 2)), ValueError, "1 channels and W"),
        (lambda: show.sliding_window(IMAGE, np.ones((5, 5))), ValueError, "no window fits"),
        (lambda: show.sliding_window(IMAGE, FILTER, step=4), ValueError, "from 0 to 3"),
        (lambda: show.sliding_window(IMAGE, FILTER, [1, 2]), ValueError, "one bias for each"),
        (lambda: show.sliding_window(IMAGE, FILTER, reduce="max"), ValueError, r"\(rows, columns\)"),
        (lambda: show.sliding_window(IMAGE, (2, 2), pad=2, reduce="mean"), ValueError, "padding alone"),
        (lambda: show.sliding_window(IMAGE, FILTER, reduce="median"), ValueError, "'sum', 'max', 'mean'"),
        (lambda: show.sliding_window([[1, 2], [3]], FILTER), TypeError, "numbers"),
        (lambda: show.unfold(IMAGE, 5, 5), ValueError, "no window fits"),
        (lambda: show.unfold(np.ones((5, 9, 9)), 3, 3), ValueError, "at most 4 channels"),
        (lambda: show.unfold(np.ones((0, 9)), 3, 3), ValueError, "empty"),
    ],
)
def test_a_wrong_argument_is_answered_with_what_came_and_what_was_expected(call, error, says):
    with pytest.raises(error, match=says):
        call()


def test_inputs_stay_as_they_are():
    x, W = IMAGE.copy(), FILTER.copy()
    show.sliding_window(x, W, pad=1)
    show.unfold(x, 2, 2)
    assert (x == IMAGE).all() and (W == FILTER).all()


def test_a_picture_can_be_written_like_any_figure(tmp_path):
    picture = show.output_size(7, 3)
    assert isinstance(picture, Picture)
    picture.savefig(tmp_path / "ruler.svg")
    assert (tmp_path / "ruler.svg").read_text().count("<path") > 5
