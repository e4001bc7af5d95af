"""The answers of a09_seeing against derivatives by hand, NumPy and brute force, and the numbers of its lesson."""

import doctest
import inspect
import os
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from autograder import corpus, lessons
from autograder.course.kill import killed_by
from autograder.judge.call import answer_to
from autograder.judge.compare import judge
from autograder.judge.recognise import Answer, recognise
from autograder.models import data
from autograder.rubric import Network
from cnnkit.networks import network

LESSON = lessons.lesson(Path(__file__).parents[1] / "solutions", "a09_seeing")
DIAGONAL = np.eye(3)[..., None]


@pytest.fixture(scope="module")
def answers():
    return lessons.definitions(LESSON)


@pytest.fixture(scope="module")
def images():
    try:
        x, labels = data.load("colour_fashion", "test", 100)
    except data.DataMissing as missing:
        pytest.skip(str(missing))
    return x / np.float32(255), labels


def random_network(rng, side=5, filters=3, colours=2, head="flat"):
    """conv 3x3 "valid", ReLU, and one dense layer behind all places or behind the averages."""
    w, b = rng.normal(size=(3, 3, colours, filters)), rng.normal(size=filters)
    places = side - 2
    dense, bias = rng.normal(size=(places * places * filters if head == "flat" else filters, 4)), rng.normal(size=4)
    between = ("Flatten", "flat") if head == "flat" else ("GlobalAveragePooling2D", "average")
    layers = [("Conv2D", "conv", filters, 3, "valid", "relu"), between, ("Dense", "scores", 4, "linear")]
    return Network((side, side, colours), layers, [w, b, dense, bias])


def maps_by_hand(w, b, image):
    """Sums before the ReLU, (h, w, filters), by four loops."""
    h, wide = image.shape[0] - 2, image.shape[1] - 2
    sums = np.zeros((h, wide, w.shape[-1]))
    for i, j in np.ndindex(h, wide):
        for n in range(w.shape[-1]):
            sums[i, j, n] = (image[i : i + 3, j : j + 3] * w[..., n]).sum() + b[n]
    return sums


def slopes_of_the_map(made, class_index):
    """d score / d map of a "flat" network: its own row of weights."""
    w, _, dense, _ = made.weights
    side = made.shape[0] - 2
    return dense[:, class_index].reshape(side, side, w.shape[-1])


def cases(n, **like):
    for seed in range(n):
        rng = np.random.default_rng(seed)
        made = random_network(rng, **like)
        yield rng, made, made.model(), rng.random(made.shape)


def test_the_docstrings_show_what_comes_out(answers):
    finder, runner = doctest.DocTestFinder(exclude_empty=True), doctest.DocTestRunner()
    for name in [name for name in answers if callable(answers[name]) and getattr(answers[name], "__doc__", None)]:
        if getattr(answers[name], "__module__", "").startswith("course."):
            for test in finder.find(answers[name], name, module=False, globs=dict(answers)):
                assert runner.run(test).failed == 0


def test_the_grid_holds_every_filter_stretched_where_it_belongs(answers):
    rng = np.random.default_rng(1)
    for _ in range(1000):
        fh, fw, n, nx, margin = (int(side) for side in rng.integers(1, 5, 5))
        c = int(rng.choice([1, 3]))
        filters = rng.normal(size=(fh, fw, c, n))
        grid = answers["filter_grid"](filters, nx, margin)
        white = grid.copy()
        for i in range(n):
            rows = slice(margin + i // nx * (fh + margin), margin + i // nx * (fh + margin) + fh)
            columns = slice(margin + i % nx * (fw + margin), margin + i % nx * (fw + margin) + fw)
            spread = np.ptp(filters[..., i])
            wanted = (filters[..., i] - filters[..., i].min()) / spread if spread else np.full((fh, fw, c), 0.5)
            np.testing.assert_allclose(grid[rows, columns], wanted, rtol=0, atol=1e-12)
            white[rows, columns] = 1
        assert (white == 1).all()


def test_thirty_filters_need_four_rows_of_eight(answers):
    assert answers["filter_grid"](np.zeros((5, 5, 1, 30)), nx=8, margin=0).shape == (4 * 5, 8 * 5, 1)


def test_the_weights_of_the_lesson_become_quarters(answers):
    grid = answers["filter_grid"](np.array([-1.0, 0, 1, 3]).reshape(1, 4, 1, 1), nx=1, margin=0)
    assert grid.ravel().tolist() == [0, 0.25, 0.5, 1]


def test_feature_maps_agree_with_four_loops(answers):
    for _, made, model, image in cases(25):
        wanted = np.maximum(maps_by_hand(*made.weights[:2], image), 0)
        np.testing.assert_allclose(answers["feature_maps"](model, image, "conv"), wanted, rtol=0, atol=1e-4)


def test_the_best_places_agree_with_a_search_through_all(answers):
    for rng, made, model, _ in cases(25):
        images = rng.random((5, *made.shape))
        found = []
        for n, image in enumerate(images):
            maps = np.maximum(maps_by_hand(*made.weights[:2], image), 0)[..., 1].astype(np.float32)
            i, j = max(np.ndindex(*maps.shape), key=lambda at, maps=maps: (round(float(maps[at]), 4), [-k for k in at]))
            found.append((-round(float(maps[i, j]), 4), n, i, j))
        wanted = [line[1:] for line in sorted(found, key=lambda line: line[:2])[:3]]
        assert answers["top_patches"](model, "conv", 1, images, 3).tolist() == [list(line) for line in wanted]


def test_saliency_agrees_with_the_chain_rule_by_hand(answers):
    for rng, made, model, image in cases(25):
        chosen = int(rng.integers(4))
        w, b, *_ = made.weights
        back = slopes_of_the_map(made, chosen) * (maps_by_hand(w, b, image) > 0)  # through the ReLU
        slopes = np.zeros(made.shape)
        for i, j in np.ndindex(*back.shape[:2]):
            slopes[i : i + 3, j : j + 3] += w @ back[i, j]
        found = answers["saliency"](model, image, chosen)
        np.testing.assert_allclose(found, np.abs(slopes).max(axis=-1), rtol=0, atol=1e-4)


def test_saliency_is_zero_outside_the_receptive_field(answers):
    rng = np.random.default_rng(3)
    made = random_network(rng, side=9)
    w, b, dense, bias = made.weights
    only = np.zeros((7, 7, 3, 4), np.float32)
    only[2, 4] = np.abs(dense.reshape(7, 7, 3, 4)[2, 4]) + 0.1  # one place of the map reaches the scores
    model = Network(made.shape, made.layers, [np.abs(w), np.abs(b), only.reshape(-1, 4), bias]).model()
    found = answers["saliency"](model, rng.random(made.shape), 2)
    assert (found[2:5, 4:7] > 0).all()
    found[2:5, 4:7] = 0
    assert (found == 0).all()


def test_the_climb_starts_from_the_seeds_noise_and_ends_higher(answers):
    for seed, made, model, _ in ((seed, *rest) for seed, (_, *rest) in enumerate(cases(5))):
        climb = answers["maximize_activation"]
        start, end = (climb(model, "conv", 0, steps, 0.05, seed) for steps in (0, 15))
        assert np.array_equal(start, np.random.default_rng(seed).uniform(0.4, 0.6, made.shape))
        heights = [answers["feature_maps"](model, image, "conv")[..., 0].mean() for image in (start, end)]
        assert heights[1] > heights[0] or heights == [0, 0]
        assert end.min() >= 0 and end.max() <= 1


def test_one_step_of_the_climb_is_one_root_mean_square_long(answers):
    for seed, made, model, _ in ((seed, *rest) for seed, (_, *rest) in enumerate(cases(5))):
        start, end = (answers["maximize_activation"](model, "conv", 1, steps, 0.01, seed) for steps in (0, 1))
        sums = maps_by_hand(*made.weights[:2], start)[..., 1]
        back = (sums > 0) / sums.size
        slopes = np.zeros(made.shape)
        for i, j in np.ndindex(*back.shape):
            slopes[i : i + 3, j : j + 3] += made.weights[0][..., 1] * back[i, j]
        size = np.sqrt((slopes**2).mean())
        np.testing.assert_allclose(end - start, 0.01 * slopes / (size + 1e-8), rtol=0, atol=1e-5)


def test_the_gradients_three_and_four_of_the_lesson_become_085_and_113():
    g = np.array([3.0, 4.0])
    assert (g / np.sqrt((g**2).mean())).round(2).tolist() == [0.85, 1.13]


def test_grad_cam_agrees_with_numpy(answers):
    for rng, made, model, image in cases(25):
        chosen = int(rng.integers(4))
        maps = np.maximum(maps_by_hand(*made.weights[:2], image), 0)
        small = np.maximum((maps * slopes_of_the_map(made, chosen).mean(axis=(0, 1))).sum(axis=-1), 0)
        small = small / small.max() if small.max() else small
        found = answers["grad_cam"](model, image, chosen, "conv")
        wanted = [[small[i * 3 // 5, j * 3 // 5] for j in range(5)] for i in range(5)]
        np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-4)


def test_the_two_maps_of_the_lesson_give_a_third_and_two():
    total = 2 * np.array([[0, 2], [3, 1]]) - np.array([[1, 0], [0, 4]])
    assert total.tolist() == [[-1, 4], [6, -2]]
    assert (np.maximum(total, 0) / 6).round(2).tolist() == [[0, 0.67], [1, 0]]


def test_occlusion_agrees_with_brute_force(answers):
    for rng, _, model, image in cases(15):
        chosen, patch = int(rng.integers(4)), int(rng.integers(1, 5))
        before = image.copy()
        found = answers["occlusion_map"](model, image, chosen, patch)
        assert np.array_equal(image, before)
        whole = model(image[None]).numpy()[0, chosen]
        for (i, j), drop in np.ndenumerate(found):
            grey = image.copy()
            for y, x in np.ndindex(*image.shape[:2]):
                if y // patch == i and x // patch == j:
                    grey[y, x] = 0.5
            assert abs(whole - model(grey[None]).numpy()[0, chosen] - drop) < 1e-4
        assert found.shape == (-(-5 // patch),) * 2


def test_the_little_network_says_what_the_lesson_says(answers):
    model = answers["edge_network"]()
    assert answers["feature_maps"](model, DIAGONAL, "edges")[..., 0].tolist() == [[0, 0], [1, 0], [0, 1]]
    assert model(DIAGONAL[None]).numpy().tolist() == [[2]]
    assert answers["saliency"](model, DIAGONAL, 0).tolist() == [[0, 0, 0], [1, 1, 0], [0, 1, 1]]
    assert answers["occlusion_map"](model, DIAGONAL, 0, 2).tolist() == [[1, -0.5], [0.5, 0.5]]


def test_the_networks_that_are_shipped_know_garments(images):
    x, labels = images
    assert (network("colour")(x).numpy().argmax(axis=1) == labels).mean() > 0.75


def test_grad_cam_finds_the_garment_and_not_the_clutter(answers, images):
    """What Grad-CAM marks is what must not be covered: the score falls more there than elsewhere."""
    x, labels = images
    model = network("colour")
    agree = []
    for image, label in zip(x[:12], labels[:12], strict=True):
        marked = answers["grad_cam"](model, image, int(label), "conv4")[2::4, 2::4] > 0.5
        drop = answers["occlusion_map"](model, image, int(label), 4)
        agree.append(bool(marked.any()) and drop[marked].mean() > drop[~marked].mean())
    assert sum(agree) >= 9


def test_the_dreamed_boot_is_surer_than_any_photograph(answers):
    try:
        x, _ = data.load("fashion_mnist", "test", 1000)
    except data.DataMissing as missing:
        pytest.skip(str(missing))
    model = network("fashion")
    dreamed = answers["maximize_activation"](model, "scores", 9, 60, 0.03, 9)
    assert model(dreamed[None]).numpy()[0, 9] > model(x / np.float32(255)).numpy()[:, 9].max()


@pytest.mark.parametrize(
    ("name", "right", "slip"),
    [
        (
            "feature_maps",
            "model.get_layer(layer_name).output",
            "model.layers[:8][[n.name for n in model.layers].index(layer_name)].output",
        ),
        ("top_patches", "model.get_layer(layer_name).output", "model.output"),
        ("top_patches", "training=False", "training=True"),
        ("top_patches", ', kind="stable"', ""),
        ("maximize_activation", " + 1e-8", ""),
        ("maximize_activation", "0, 1)", "-1, 1)"),
        ("grad_cam", "training=False", "training=True"),
        ("occlusion_map", "training=False", "training=True"),
    ],
)
def test_a_slip_that_hardly_shows_is_noticed_by_the_hidden_cases(answers, name, right, slip):
    source = inspect.getsource(lessons.load(LESSON)[name].right)
    assert right in source
    assert killed_by(source.replace(right, slip), name, answers, corpus.read(LESSON.corpus).checks[name])


def name_of(function, name):
    """The mistake that the hidden cases see in a function."""
    facts, code = corpus.read(LESSON.corpus).checks[name], lessons.load(LESSON)[name]
    answers = []
    for case in facts.cases:
        aspect = facts.aspect(case.aspect)
        with np.errstate(all="ignore"):
            outcome = answer_to(case, function)
        answers.append(Answer(case, aspect, outcome, judge(case, aspect, outcome)))

    def combine(one, other, case):
        orders = permutations([code.mistake(one), code.mistake(other)])
        return [answer_to(case, code.both(*order)) for order in orders]

    return recognise(facts, answers, combine=combine)


def slopes_of(model, image, class_index):
    import tensorflow as tf

    x = tf.Variable(image[None], dtype="float32")
    with tf.GradientTape() as tape:
        scores = model(x)[0]
        score = scores[tf.argmax(scores) if class_index is None else class_index]
    return tape.gradient(score, x).numpy()[0]


@pytest.mark.parametrize(
    ("map_of", "named"),
    [
        (lambda *asked: abs(slopes_of(*asked)).max(axis=-1), "stretched_from_0_to_1"),
        (lambda *asked: slopes_of(*asked).max(axis=-1), "signed+stretched_from_0_to_1"),
        (lambda m, x, _: abs(slopes_of(m, x, None)).max(axis=-1), "wrong_class+stretched_from_0_to_1"),
    ],
)
def test_a_stretched_saliency_is_named_with_what_else_is_wrong_in_it(map_of, named):
    def saliency(model, image, class_index):
        found = map_of(model, image, class_index)
        return (found - found.min()) / (found.max() - found.min() + 1e-8)

    assert name_of(saliency, "saliency") == named


def test_a_stretched_saliency_that_divides_by_zero_is_named():
    def saliency(model, image, class_index):
        found = abs(slopes_of(model, image, class_index)).max(axis=-1)
        return (found - found.min()) / (found.max() - found.min())

    assert name_of(saliency, "saliency") == "stretched_from_0_to_1+zero_divided_by_zero"


@pytest.mark.parametrize(
    ("right", "slip", "named"),
    [
        (
            "+ 1e-8), 0, 1)\n    return image",
            "+ 1e-8), -9e9, 9e9)\n    return np.clip(image, 0, 1)",
            "clipped_at_the_end",
        ),
        ("np.random.default_rng(seed)", "np.random.RandomState(seed)", "noise_of_the_old_generator"),
    ],
)
def test_a_climb_that_leaves_the_image_or_starts_elsewhere_is_named(answers, right, slip, named):
    source = inspect.getsource(lessons.load(LESSON)["maximize_activation"].right)
    source = source.replace("    ### END SOLUTION\n", "").rstrip()
    assert right in source
    mine = dict(answers)
    exec(source.replace(right, slip), mine)
    assert name_of(mine["maximize_activation"], "maximize_activation") == named


def covering(kept, grey, *, exchanged=False, of_the_best=False):
    """An occlusion map square by square: kept(score, score under the cover) is written down."""

    def occlusion_map(model, image, class_index, patch):
        H, W, _ = image.shape
        found = np.zeros((-(-H // patch), -(-W // patch)))
        for j in range(0, H if exchanged else W, patch):
            for i in range(0, W if exchanged else H, patch):
                if i < H and j < W:
                    other = image.copy()
                    other[i : i + patch, j : j + patch] = grey
                    before, after = model(np.stack([image, other])).numpy()
                    at = after.argmax() if of_the_best else class_index
                    found[i // patch, j // patch] = kept(before[at], after[at])
        return found

    return occlusion_map


def drop(before, after):
    return before - after


def left(before, after):
    return after


def one_minus(before, after):
    return 1 - after


@pytest.mark.parametrize(
    ("function", "named"),
    [
        (covering(drop, 0.5), None),
        (covering(drop, 127.5), "covered_with_127"),
        (covering(left, 0.5), "score_not_drop"),
        (covering(left, 0), "score_under_black"),
        (covering(left, 127.5), "score_under_127"),
        (covering(one_minus, 127.5), "one_minus_the_score_under_127"),
        (covering(drop, 0.5, exchanged=True), "sides_exchanged"),
        (covering(one_minus, 127.5, exchanged=True), "one_minus_the_score_under_127+sides_exchanged"),
        (covering(left, 0, exchanged=True), "score_under_black+sides_exchanged"),
        (covering(left, 0, of_the_best=True), "score_under_black+best_class_instead"),
    ],
)
def test_other_ways_to_cover_an_image_have_their_names(function, named):
    assert name_of(function, "occlusion_map") == named


def test_scores_in_another_order_than_the_squares_are_named():
    def occlusion_map(model, image, class_index, patch):
        rows, columns = -(-image.shape[0] // patch), -(-image.shape[1] // patch)
        found, scores = np.zeros((rows, columns)), []
        for j in range(rows):
            for i in range(columns):
                other = image.copy()
                other[i * patch : (i + 1) * patch, j * patch : (j + 1) * patch] = 127.5
                scores.append(model(other[None]).numpy()[0, class_index])
        for j in range(columns):
            for i in range(rows):
                found[i, j] = 1 - scores.pop(0)
        return found

    assert name_of(occlusion_map, "occlusion_map") == "one_minus_the_score_under_127+squares_in_another_order"


def test_the_hidden_images_have_few_squares_as_some_call_the_network_for_each():
    cases = corpus.read(LESSON.corpus).checks["occlusion_map"].cases
    assert sum(case.low.value.size for case in cases) < 120


def test_there_is_no_network_of_another_name():
    with pytest.raises(KeyError, match="colour, fashion"):
        network("resnet")
