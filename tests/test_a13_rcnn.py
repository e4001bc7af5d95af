"""The answers of a13_rcnn against Keras, TensorFlow, exact fractions and brute force, and what its rubric is worth."""

import doctest
import itertools
import math
import os
import types
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from autograder import lessons
from autograder.corpus import read
from autograder.judge.call import answer_to
from autograder.judge.examine import examine
from autograder.judge.public import judged
from tests.processors import PROCESSORS, said_on

LESSON = lessons.lesson(Path(__file__).parents[1] / "solutions", "a13_rcnn")
ANSWERS = lessons.definitions(LESSON)
roi_pool, roi_align, generate_anchors = (ANSWERS[name] for name in ("roi_pool", "roi_align", "generate_anchors"))
encode_boxes, decode_boxes, clip_boxes = (ANSWERS[name] for name in ("encode_boxes", "decode_boxes", "clip_boxes"))
rpn_targets, rpn_loss, proposals = (ANSWERS[name] for name in ("rpn_targets", "rpn_loss", "proposals"))
iou, nms, mask_head = (ANSWERS[name] for name in ("iou", "nms", "mask_head"))
NAMES = [
    "roi_pool", "roi_align", "generate_anchors", "encode_boxes", "decode_boxes", "clip_boxes", "rpn_targets",
    "rpn_loss", "proposals", "mask_head",
]  # fmt: skip


@pytest.fixture(scope="module")
def tf():
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
    import tensorflow  # here and not above, because it takes seconds

    return tensorflow


def random_boxes(rng, n, side=60):
    corner = rng.uniform(-10, side, (n, 2))
    return np.hstack([corner, corner + rng.uniform(1, 40, (n, 2))])


def random_region(rng, H, W, step=8, beyond=0):
    x = np.sort(rng.choice(np.arange(-beyond * step, (W + beyond) * step + 1), 2, replace=False)) / step
    y = np.sort(rng.choice(np.arange(-beyond * step, (H + beyond) * step + 1), 2, replace=False)) / step
    return x[0], y[0], x[1], y[1]


# --- RoI pooling and alignment ------------------------------------------------------------------------------


def cells_of(low, high, i, n, side):
    """Which cells a bin touches, cell by cell: those that its exact interval overlaps."""
    low, high = Fraction(math.floor(low)), Fraction(math.ceil(high))
    first, last = low + (high - low) * i / n, low + (high - low) * (i + 1) / n
    return [cell for cell in range(side) if cell < last and cell + 1 > first and first < last]


def test_roi_pool_takes_the_cells_that_each_exact_bin_touches_on_1000_random_cases():
    rng = np.random.default_rng(0)
    for _ in range(1000):
        features = rng.normal(size=(int(rng.integers(1, 4)), *rng.integers(2, 9, 2)))
        _, H, W = features.shape
        roi = random_region(rng, H, W, beyond=3)
        out_h, out_w = (int(n) for n in rng.integers(1, 5, 2))
        found = roi_pool(features, roi, out_h, out_w)
        for i, j in np.ndindex(out_h, out_w):
            rows, columns = cells_of(roi[1], roi[3], i, out_h, H), cells_of(roi[0], roi[2], j, out_w, W)
            for c, channel in enumerate(features):
                wanted = max((channel[y, x] for y in rows for x in columns), default=0.0)
                assert found[c, i, j] == wanted


def test_roi_pool_of_whole_windows_is_max_pooling(tf):
    rng = np.random.default_rng(1)
    features = rng.normal(size=(3, 12, 18))
    images = tf.constant(features.transpose(1, 2, 0)[None])  # a bare array may be turned into float32
    wanted = tf.nn.max_pool2d(images, (3, 6), (3, 6), "VALID").numpy()[0].transpose(2, 0, 1)
    assert np.array_equal(roi_pool(features, (0, 0, 18, 12), 4, 3), wanted)


def test_roi_align_with_one_sample_is_crop_and_resize_where_conventions_meet(tf):
    rng = np.random.default_rng(2)
    for _ in range(250):
        features = rng.normal(size=(2, *rng.integers(4, 9, 2)))
        _, H, W = features.shape
        x1, x2 = np.sort(rng.choice(np.arange(4, 8 * W - 4), 2, replace=False)) / 8
        y1, y2 = np.sort(rng.choice(np.arange(4, 8 * H - 4), 2, replace=False)) / 8
        out_h, out_w = (int(n) for n in rng.integers(2, 5, 2))
        # it puts the first and the last sample on the corners of its box, in indices over H - 1: ours are half a bin in
        in_y, in_x = (y2 - y1) / out_h / 2, (x2 - x1) / out_w / 2
        box = (y1 + in_y - 0.5) / (H - 1), (x1 + in_x - 0.5) / (W - 1), (y2 - in_y - 0.5) / (H - 1)
        box = [[*box, (x2 - in_x - 0.5) / (W - 1)]]
        images = tf.constant(features.transpose(1, 2, 0)[None], tf.float32)
        wanted = tf.image.crop_and_resize(images, box, [0], (out_h, out_w)).numpy()[0].transpose(2, 0, 1)
        np.testing.assert_allclose(roi_align(features, (x1, y1, x2, y2), out_h, out_w, 1), wanted, atol=1e-4)


def tent(at, n):
    """Weights of n cells at an index: 1 - distance, the border's cell for what lies beyond."""
    at = min(max(at, Fraction(0)), Fraction(n - 1))
    return [max(Fraction(0), 1 - abs(at - cell)) for cell in range(n)]


def test_roi_align_is_the_exact_mean_of_exact_weights_on_1000_random_cases():
    rng = np.random.default_rng(3)
    for _ in range(1000):
        features = rng.integers(-9, 10, (1, *rng.integers(1, 6, 2))).astype(float)
        _, H, W = features.shape
        roi = [Fraction(at).limit_denominator(8) for at in random_region(rng, H, W, beyond=2)]
        out_h, out_w, sampling = (int(n) for n in rng.integers(1, 4, 3))

        def weights(low, high, n, side, sampling=sampling):
            half = Fraction(1, 2)
            places = [low + (k + half) * (high - low) / (n * sampling) - half for k in range(n * sampling)]
            every = [tent(at, side) for at in places]
            bins = [every[i * sampling : (i + 1) * sampling] for i in range(n)]
            return [[sum(column) / sampling for column in zip(*rows, strict=True)] for rows in bins]

        rows, columns = weights(roi[1], roi[3], out_h, H), weights(roi[0], roi[2], out_w, W)
        wanted = np.array(rows, float) @ features[0] @ np.array(columns, float).T
        found = roi_align(features, tuple(map(float, roi)), out_h, out_w, sampling)[0]
        np.testing.assert_allclose(found, wanted, atol=1e-12)


def test_roi_align_sees_a_shift_of_a_quarter_that_roi_pool_does_not():
    slope = np.arange(16.0).reshape(1, 4, 4)
    before, after = (0.5, 1, 3.5, 3), (0.75, 1, 3.75, 3)
    assert roi_align(slope, before, 2, 2)[0].tolist() == [[4.75, 6.25], [8.75, 10.25]]
    assert (roi_align(slope, after, 2, 2) - roi_align(slope, before, 2, 2) == 0.25).all()
    assert roi_pool(slope, before, 2, 2)[0].tolist() == roi_pool(slope, after, 2, 2)[0].tolist() == [[5, 7], [9, 11]]


def test_without_the_half_the_first_bin_would_be_seven_and_a_quarter():
    slope = np.arange(16.0).reshape(1, 4, 4)
    assert roi_align(slope, (1, 1.5, 4, 3.5), 2, 2)[0, 0, 0] == 7.25


# --- anchors and boxes --------------------------------------------------------------------------------------


def test_anchors_are_those_of_four_plain_loops_on_200_random_cases():
    rng = np.random.default_rng(4)
    for _ in range(200):
        feat_h, feat_w, stride = (int(n) for n in rng.integers(1, 6, 3))
        scales, ratios = (
            rng.uniform(4, 99, rng.integers(1, 4)).tolist(),
            rng.uniform(0.1, 9, rng.integers(1, 4)).tolist(),
        )
        wanted = []
        for row in range(feat_h):
            for column in range(feat_w):
                for scale in scales:
                    for ratio in ratios:
                        h = math.sqrt(scale * scale * ratio)
                        w = h / ratio
                        x, y = stride * (2 * column + 1) / 2, stride * (2 * row + 1) / 2
                        wanted.append([x - w / 2, y - h / 2, x + w / 2, y + h / 2])
        np.testing.assert_allclose(generate_anchors(feat_h, feat_w, stride, scales, ratios), wanted, atol=1e-9)


def test_all_anchors_of_one_scale_have_the_same_area_and_the_ratio_is_height_over_width():
    boxes = generate_anchors(1, 1, 16, [32], [0.25, 1, 4])
    w, h = (boxes[:, 2:] - boxes[:, :2]).T
    assert (w * h == 1024).all() and (h / w).tolist() == [0.25, 1, 4]


def test_a_map_of_6x8_has_432_anchors():
    assert len(generate_anchors(6, 8, 16, [24, 36, 48], [0.25, 0.5, 1])) == 432


def test_encoding_and_decoding_are_those_of_keras_but_for_the_order():
    from keras.utils import bounding_boxes

    rng = np.random.default_rng(5)
    anchors, boxes = random_boxes(rng, 1000), random_boxes(rng, 1000)
    options = {"anchor_format": "xyxy", "box_format": "xyxy"}
    wanted = np.asarray(
        bounding_boxes.encode_box_to_deltas(
            anchors.astype("float32"), boxes.astype("float32"), encoding_format="center_xywh", **options
        )
    )
    np.testing.assert_allclose(encode_boxes(anchors, boxes), wanted, rtol=1e-4, atol=1e-4)
    default = np.asarray(
        bounding_boxes.encode_box_to_deltas(anchors.astype("float32"), boxes.astype("float32"), **options)
    )
    np.testing.assert_allclose(encode_boxes(anchors, boxes)[:, [1, 0, 3, 2]], default, rtol=1e-4, atol=1e-4)


def test_decoding_undoes_encoding_on_1000_boxes():
    rng = np.random.default_rng(6)
    anchors, boxes = random_boxes(rng, 1000), random_boxes(rng, 1000)
    np.testing.assert_allclose(decode_boxes(anchors, encode_boxes(anchors, boxes)), boxes, atol=1e-9)


def test_twice_the_anchor_and_twice_the_shift_are_the_same_deltas():
    rng = np.random.default_rng(7)
    anchors, boxes = random_boxes(rng, 50), random_boxes(rng, 50)
    np.testing.assert_allclose(encode_boxes(2 * anchors, 2 * boxes), encode_boxes(anchors, boxes), atol=1e-12)


def test_the_worked_example_of_the_deltas():
    found = encode_boxes(np.array([[0, 0, 32, 16]]), np.array([[8, 4, 72, 20]]))
    np.testing.assert_allclose(found, [[0.75, 0.25, math.log(2), 0]], atol=1e-15)


def test_a_wild_delta_makes_a_box_62_and_a_half_times_as_wide_and_a_small_one_is_not_cut():
    found = decode_boxes(np.array([[0.0, 0, 32, 16]]), np.array([[0, 0, 800, -9.0]]))[0]
    assert found[2] - found[0] == pytest.approx(2000) and found[3] - found[1] == pytest.approx(16 * math.exp(-9))


def test_clipped_boxes_are_those_of_keras():
    from keras.utils import bounding_boxes

    boxes = random_boxes(np.random.default_rng(8), 200)
    image = {"boxes": boxes[None].astype("float32"), "labels": np.zeros((1, 200))}
    wanted = np.asarray(bounding_boxes.clip_to_image_size(image, 40, 50, "xyxy")["boxes"])[0]
    kept = (wanted[:, 2:] > wanted[:, :2]).all(axis=1)  # Keras empties boxes without area
    np.testing.assert_allclose(clip_boxes(boxes, 40, 50)[kept], wanted[kept], atol=1e-5)


# --- the RPN ------------------------------------------------------------------------------------------------


def exact_iou(a, b):
    a, b = ([Fraction(float(at)) for at in box] for box in (a, b))
    w, h = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    both = max(w, 0) * max(h, 0)
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)


def test_labels_and_deltas_are_those_of_exact_fractions_on_300_random_cases():
    rng = np.random.default_rng(9)
    for _ in range(300):
        A, K = int(rng.integers(1, 9)), int(rng.integers(0, 4))
        corner, sides = rng.integers(0, 12, (A + K, 2)), rng.integers(1, 9, (A + K, 2))
        boxes = np.hstack([corner, corner + sides]).astype(float)
        anchors, truths = boxes[:A], boxes[A:]
        labels, deltas = rpn_targets(anchors, truths, 0.5, 0.25)
        table = [[exact_iou(anchor, truth) for truth in truths] for anchor in anchors]
        for a, row in enumerate(table):
            largest = max(row, default=0)
            best = any(x > 0 and x == max(other[k] for other in table) for k, x in enumerate(row))
            assert labels[a] == (1 if largest >= 0.5 or best else 0 if largest < 0.25 else -1)
            if labels[a] == 1:
                truth = truths[row.index(largest)][None]
                np.testing.assert_allclose(decode_boxes(anchors[a][None], deltas[a][None]), truth, atol=1e-9)
            else:
                assert not deltas[a].any()


def test_an_overlap_of_just_pos_is_an_object_and_one_of_just_neg_is_ignored():
    anchors = np.array([[0.0, 0, 16, 8], [0, 0, 8, 8], [0, 6, 16, 8]])  # IoU 1, 1/2 and 1/4
    labels, _ = rpn_targets(anchors, anchors[:1], 0.5, 0.25)
    assert labels.tolist() == [1, 1, -1]


def test_iou_and_nms_that_are_given_are_right(tf):
    rng = np.random.default_rng(10)
    boxes, scores = random_boxes(rng, 40), rng.permutation(40) / 40
    for a, b in ((0, 1), (2, 3), (4, 4)):
        assert iou(boxes, boxes)[a, b] == pytest.approx(float(exact_iou(boxes[a], boxes[b])))
    for threshold in (0.2, 0.5, 0.7):
        wanted = tf.image.non_max_suppression(boxes.astype("float32"), scores.astype("float32"), 40, threshold).numpy()
        assert nms(boxes, scores, threshold).tolist() == wanted.tolist()


def test_the_loss_is_that_of_keras_on_200_random_cases():
    import keras

    rng = np.random.default_rng(11)
    entropy = keras.losses.BinaryCrossentropy(from_logits=True, reduction="sum")
    huber = keras.losses.Huber(delta=1.0, reduction="sum")
    for _ in range(200):
        n = int(rng.integers(2, 12))
        labels = rng.integers(-1, 2, n)
        labels[0] = 1
        logits, said, targets = rng.normal(0, 3, n), rng.normal(0, 2, (n, 4)), rng.normal(0, 1, (n, 4))
        counted, objects = labels >= 0, labels == 1
        wanted = float(entropy(labels[counted, None].astype(float), logits[counted, None])) / counted.sum()
        boxes = float(huber(targets[objects].reshape(-1, 1), said[objects].reshape(-1, 1))) / counted.sum()
        np.testing.assert_allclose(rpn_loss(logits, said, labels, targets), (wanted, boxes), rtol=1e-5)


def test_the_worked_example_of_the_loss():
    said = np.array([[0.5, 0, 3, 0], [7, 7, 7, 7], [7, 7, 7, 7]])
    classification, box = rpn_loss(np.zeros(3), said, np.array([1, 0, -1]), np.zeros((3, 4)))
    assert classification == pytest.approx(math.log(2)) and box == 1.3125


def test_a_logit_of_1000_costs_1000_and_nothing_counted_costs_nothing():
    classification, _ = rpn_loss(np.array([1000.0, -1000.0]), np.zeros((2, 4)), np.array([0, 1]), np.zeros((2, 4)))
    assert classification == 1000
    assert rpn_loss(np.ones(2), np.ones((2, 4)), np.array([-1, -1]), np.zeros((2, 4))) == (0, 0)


def test_proposals_are_those_of_one_box_after_the_other_on_200_random_cases():
    rng = np.random.default_rng(12)
    for _ in range(200):
        anchors, deltas = random_boxes(rng, 12), rng.normal(0, 0.3, (12, 4))
        scores = rng.integers(0, 9, 12) / 8
        before, after = (int(n) for n in rng.integers(1, 12, 2))
        boxes = clip_boxes(decode_boxes(anchors, deltas), 50, 60)
        left = [k for k in range(12) if min(boxes[k, 2] - boxes[k, 0], boxes[k, 3] - boxes[k, 1]) >= 8]
        left = sorted(left, key=lambda k: (-scores[k], k))[:before]
        kept = []
        for k in left:
            if all(exact_iou(boxes[k], boxes[other]) <= 0.4 for other in kept):
                kept.append(k)
        found, best = proposals(anchors, deltas, scores, 50, 60, 8, before, after, 0.4)
        assert np.array_equal(found, boxes[kept[:after]].reshape(-1, 4)) and np.array_equal(best, scores[kept[:after]])


# --- what the rubric is worth -------------------------------------------------------------------------------

FACTS = read(LESSON.corpus).checks


def graded(name, function):
    """The item of a student's function, on the hidden cases."""
    with np.errstate(all="ignore"):
        return judged(FACTS[name], examine(FACTS[name], lambda case, _: answer_to(case, function)))


def lost(item):
    return {name for name, aspect in item.aspects.items() if aspect.points < aspect.max_points}


def in_float32(function):
    """The same function of one who keeps every array in float32."""

    def rounded(value):
        if isinstance(value, tuple):
            return tuple(map(rounded, value))
        return value.astype(np.float32) if isinstance(value, np.ndarray) and value.dtype == float else value

    return lambda *args: rounded(function(*map(rounded, args)))


def decode_in_float32(anchors, deltas):
    anchors, deltas = anchors.astype(np.float32), deltas.astype(np.float32)
    size = anchors[:, 2:] - anchors[:, :2]
    middle = (anchors[:, :2] + anchors[:, 2:]) * np.float32(0.5) + deltas[:, :2] * size
    size = np.exp(np.minimum(deltas[:, 2:], np.float32(math.log(62.5)))) * size
    found = np.hstack([middle - np.float32(0.5) * size, middle + np.float32(0.5) * size])
    assert found.dtype == np.float32
    return found


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("rpn_loss", "mask_head")])
def test_float32_is_exact_enough_for_full_marks(name):
    item = graded(name, in_float32(ANSWERS[name]))
    assert lost(item) == set()


def test_boxes_that_are_decoded_in_float32_throughout_get_full_marks():
    assert lost(graded("decode_boxes", decode_in_float32)) == set()


def test_a_loss_in_float32_gets_full_marks():
    def loss(logits, deltas, labels, targets):
        logits, deltas, targets = (array.astype(np.float32) for array in (logits, deltas, targets))
        return tuple(np.float32(part) for part in rpn_loss(logits, deltas, labels, targets))

    assert lost(graded("rpn_loss", loss)) == set()


DEFAULTS = [
    ("rpn_targets", {"pos": 0.7}, 0.02, {"default arguments"}),
    ("rpn_targets", {"neg": 0.3}, 0.02, {"default arguments"}),
    ("proposals", {"min_size": 16}, 0.5, {"default arguments"}),
    ("proposals", {"iou_threshold": 0.7}, 0.02, {"default arguments"}),
    ("proposals", {"before": 2000}, 1, {"many boxes"}),
    ("proposals", {"after": 300}, 1, {"many boxes"}),
]


@pytest.mark.parametrize("sign", [-1, 1])
@pytest.mark.parametrize(("name", "default", "step", "aspects"), DEFAULTS, ids=[str(row[1]) for row in DEFAULTS])
def test_another_default_costs_its_own_aspect_and_nothing_else(name, default, step, aspects, sign):
    other = {key: value + sign * step for key, value in default.items()}
    n_plain = {"rpn_targets": 2, "proposals": 5}[name]

    def function(*args):
        return ANSWERS[name](*args, **(other if len(args) == n_plain else {}))

    assert lost(graded(name, function)) == aspects


@pytest.mark.parametrize(
    ("name", "default", "value"),
    [
        ("rpn_targets", "pos", 0.6),
        ("rpn_targets", "neg", 0.4),
        ("proposals", "before", 12000),
        ("proposals", "after", 1000),
    ],
)
def test_a_default_that_is_off_is_called_by_its_name(name, default, value):
    n_plain = {"rpn_targets": 2, "proposals": 5}[name]

    def function(*args):
        return ANSWERS[name](*args, **({default: value} if len(args) == n_plain else {}))

    assert graded(name, function).mistake == f"other_default_of_{default}"


def loss_with(entropy):
    """A loss of the RPN whose cross-entropy takes the sigmoid before the logarithm."""

    def function(logits, deltas, labels, targets):
        counted = labels >= 0
        t, p = labels[counted], 1 / (1 + np.exp(-logits[counted]))
        return entropy(t, p).sum() / max(len(t), 1), rpn_loss(logits, deltas, labels, targets)[1]

    return function


def both_terms(t, p):
    return -(t * np.log(p) + (1 - t) * np.log(1 - p))


def chosen_term(t, p):
    return -np.where(t == 1, np.log(p), np.log(1 - p))


@pytest.mark.parametrize("entropy", [both_terms, chosen_term])
def test_a_sigmoid_before_a_logarithm_has_one_name_however_the_terms_are_chosen(entropy):
    item = graded("rpn_loss", loss_with(entropy))
    assert (lost(item), item.mistake) == ({"large logits"}, "overflows")


def encode_of_py_faster_rcnn(anchors, boxes):
    size, new = (part[:, 2:] - part[:, :2] + 1.0 for part in (anchors, boxes))
    shift = (boxes[:, :2] + 0.5 * new) - (anchors[:, :2] + 0.5 * size)
    return np.hstack([shift / size, np.log(new / size)])


def decode_of_py_faster_rcnn(anchors, deltas):
    size = anchors[:, 2:] - anchors[:, :2] + 1.0
    middle, new = anchors[:, :2] + 0.5 * size + deltas[:, :2] * size, np.exp(deltas[:, 2:]) * size
    return np.hstack([middle - 0.5 * new, middle + 0.5 * new])


def decode_of_detectron(anchors, deltas):
    size = anchors[:, 2:] - anchors[:, :2] + 1.0
    middle = anchors[:, :2] + 0.5 * size + deltas[:, :2] * size
    new = np.exp(np.minimum(deltas[:, 2:], math.log(1000 / 16))) * size
    return np.hstack([middle - 0.5 * new, middle + 0.5 * new - 1])


def encode_with_whole_middles(anchors, boxes):
    shift = (boxes[:, :2] + boxes[:, 2:]) // 2 - (anchors[:, :2] + anchors[:, 2:]) // 2
    return np.hstack([shift / (anchors[:, 2:] - anchors[:, :2]), encode_boxes(anchors, boxes)[:, 2:]])


def pooling_with_int(features, roi, out_h, out_w):
    x1, y1, x2, y2 = roi
    return roi_pool(features, (int(x1), int(y1), math.ceil(x2), math.ceil(y2)), out_h, out_w)


def pooling_of_caffe(features, roi, out_h, out_w):
    x1, y1, x2, y2 = (round(float(at)) for at in roi)
    _, H, W = features.shape
    h, w = max(y2 - y1 + 1, 1) / out_h, max(x2 - x1 + 1, 1) / out_w
    out = np.zeros((len(features), out_h, out_w))
    for i, j in np.ndindex(out_h, out_w):
        top, bottom = (min(max(edge, 0), H) for edge in (y1 + math.floor(i * h), y1 + math.ceil((i + 1) * h)))
        left, right = (min(max(edge, 0), W) for edge in (x1 + math.floor(j * w), x1 + math.ceil((j + 1) * w)))
        if bottom > top and right > left:
            out[:, i, j] = features[:, top:bottom, left:right].max(axis=(1, 2))
    return out


def pooling_with_a_width_of_one_at_least(features, roi, out_h, out_w):
    x1, y1, x2, y2 = (*map(math.floor, roi[:2]), *map(math.ceil, roi[2:]))
    return pooling_of_caffe(features, (x1, y1, x2 - 1, y2 - 1), out_h, out_w)


def pooling_of_a_cut(features, roi, out_h, out_w):
    x1, y1, x2, y2 = (max(at, 0) for at in (*map(math.floor, roi[:2]), *map(math.ceil, roi[2:])))
    cut = features[:, y1:y2, x1:x2]
    h, w = cut.shape[1] // out_h, cut.shape[2] // out_w
    rows = [[cut[:, i * h : (i + 1) * h, j * w : (j + 1) * w] for j in range(out_w)] for i in range(out_h)]
    return np.array([[cells.max(axis=(1, 2)) for cells in row] for row in rows]).transpose(2, 0, 1)


def anchors_of_py_faster_rcnn(feat_h, feat_w, stride, scales, ratios):
    found = []
    for y, x, scale, ratio in itertools.product(range(feat_h), range(feat_w), scales, ratios):
        w = round(math.sqrt(stride * stride / ratio))
        w, h = w * scale / stride, round(w * ratio) * scale / stride
        x, y = x * stride + (stride - 1) / 2, y * stride + (stride - 1) / 2
        found.append([x - (w - 1) / 2, y - (h - 1) / 2, x + (w - 1) / 2, y + (h - 1) / 2])
    return np.array(found)


def anchors_of_matterport(feat_h, feat_w, stride, scales, ratios):
    places = itertools.product(range(feat_h), range(feat_w), ratios, scales)
    sides = [(x * stride, y * stride, scale * ratio**0.5, scale / ratio**0.5) for y, x, ratio, scale in places]
    return np.array([[x - w / 2, y - h / 2, x + w / 2, y + h / 2] for x, y, w, h in sides])


def wide_anchors_around_corners(feat_h, feat_w, stride, scales, ratios):
    return generate_anchors(feat_h, feat_w, stride, scales, [1 / ratio for ratio in ratios]) - stride / 2


def proposals_of_py_faster_rcnn(
    anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7
):
    boxes = decode_of_py_faster_rcnn(anchors, deltas)
    boxes = np.stack([np.clip(boxes[:, k], 0, (width, height)[k % 2] - 1) for k in range(4)], axis=1)
    big = np.flatnonzero(((boxes[:, 2:] - boxes[:, :2] + 1) >= min_size).all(axis=1))
    order = big[scores[big].argsort()[::-1][:before]]
    boxes, scores = boxes[order], scores[order]
    kept = nms(np.add(boxes, [0, 0, 1, 1]), -np.arange(len(scores)), iou_threshold)[:after]
    return boxes[kept], scores[kept]


def pooling_without_a_look_at_the_map(features, roi, out_h, out_w):
    x1, y1, x2, y2 = (*map(math.floor, roi[:2]), *map(math.ceil, roi[2:]))
    h, w = (y2 - y1) / out_h, (x2 - x1) / out_w
    out = np.zeros((len(features), out_h, out_w))
    for c, i, j in np.ndindex(*out.shape):
        rows = slice(y1 + math.floor(i * h), y1 + math.ceil((i + 1) * h))
        out[c, i, j] = features[c, rows, x1 + math.floor(j * w) : x1 + math.ceil((j + 1) * w)].max()
    return out


def pooling_of_exact_bins(features, roi, out_h, out_w):
    x1, y1, x2, y2 = (float(at) for at in roi)
    h, w = (y2 - y1) / out_h, (x2 - x1) / out_w
    out = np.zeros((len(features), out_h, out_w))
    for i, j in np.ndindex(out_h, out_w):
        top, bottom = (max(edge, 0) for edge in (math.floor(y1 + i * h), math.ceil(y1 + (i + 1) * h)))
        left, right = (max(edge, 0) for edge in (math.floor(x1 + j * w), math.ceil(x1 + (j + 1) * w)))
        cells = features[:, top:bottom, left:right]
        out[:, i, j] = cells.max(axis=(1, 2)) if cells.size else 0
    return out


def pooling_of_array_split(features, roi, out_h, out_w):
    x1, y1, x2, y2 = (*map(math.floor, roi[:2]), *map(math.ceil, roi[2:]))
    rows, columns = np.arange(len(features[0]))[y1:y2], np.arange(features.shape[2])[x1:x2]
    shares = [np.array_split(rows, out_h), np.array_split(columns, out_w)]
    return np.array([[[one[np.ix_(y, x)].max() for x in shares[1]] for y in shares[0]] for one in features])


def pooling_with_a_large_last_bin(features, roi, out_h, out_w):
    _, H, W = features.shape
    x1, y1, x2, y2 = (*map(math.floor, roi[:2]), *map(math.ceil, roi[2:]))
    h, w = (y2 - y1) // out_h, (x2 - x1) // out_w
    out = np.zeros((len(features), out_h, out_w))
    for i, j in np.ndindex(out_h, out_w):
        rows = range(y1 + i * h, y2 if i == out_h - 1 else y1 + (i + 1) * h)
        columns = range(x1 + j * w, x2 if j == out_w - 1 else x1 + (j + 1) * w)
        cells = [features[:, y, x] for y in rows for x in columns if 0 <= y < H and 0 <= x < W]
        out[:, i, j] = np.max(cells, axis=0) if cells else 0
    return out


def anchors_of_linspace(feat_h, feat_w, stride, scales, ratios):
    found = []
    for y in np.linspace(0, feat_h * stride, feat_h + 2)[1:-1]:
        for x in np.linspace(0, feat_w * stride, feat_w + 2)[1:-1]:
            for scale, ratio in itertools.product(scales, ratios):
                w, h = scale / ratio**0.5, scale * ratio**0.5
                found.append([x - w / 2, y - h / 2, x + w / 2, y + h / 2])
    return np.array(found)


def anchors_for_vgg16(feat_h, feat_w, stride, scales, ratios):
    around = [(scale / ratio**0.5 / 2, scale * ratio**0.5 / 2) for scale in scales for ratio in ratios]
    cell = np.array([[8 - w, 8 - h, 8 + w, 8 + h] for w, h in around])
    y, x = np.mgrid[:feat_h, :feat_w].reshape(2, -1, 1) * stride
    return (cell + np.stack([x, y, x, y], axis=2)).reshape(-1, 4)


def encode_of_retinanet(anchors, boxes):
    w, h = (anchors[:, 2:] - anchors[:, :2]).T
    return np.stack([(boxes[:, k] - anchors[:, k]) / (w, h)[k % 2] for k in range(4)], axis=1)


def encode_with_an_epsilon_of_its_type(anchors, boxes):
    size = np.maximum(anchors[:, 2:] - anchors[:, :2], np.finfo(anchors.dtype).eps)
    shift = (boxes[:, :2] + boxes[:, 2:]) / 2 - (anchors[:, :2] + anchors[:, 2:]) / 2
    return np.hstack([shift / size, np.log((boxes[:, 2:] - boxes[:, :2]) / size)])


def encode_into_zeros_like(anchors, boxes):
    out = np.zeros_like(anchors)
    out[:] = encode_boxes(anchors, boxes)
    return out


def decode_into_zeros_like(anchors, deltas):
    out = np.zeros_like(anchors)
    out[:] = decode_boxes(anchors, deltas)
    return out


def decode_without_a_limit(anchors, deltas):
    anchors, deltas = anchors.astype(np.float32), deltas.astype(np.float32)
    size = anchors[:, 2:] - anchors[:, :2]
    new = size * np.exp(deltas[:, 2:])
    corner = anchors[:, :2] + np.float32(0.5) * size + deltas[:, :2] * size - np.float32(0.5) * new
    return np.hstack([corner, corner + new])


def targets_with_background_last(anchors, truths, pos=0.7, neg=0.3):
    labels, deltas = rpn_targets(anchors, truths, pos, neg)
    labels[iou(anchors, truths).max(axis=1, initial=0) < neg] = 0
    return labels, np.where(labels[:, None] == 1, deltas, 0)


def targets_of_py_faster_rcnn(anchors, truths, pos=0.7, neg=0.3):
    if not len(truths):
        return np.zeros(len(anchors), int), np.zeros((len(anchors), 4))
    overlap = iou(np.add(anchors, [0, 0, 1, 1]), np.add(truths, [0, 0, 1, 1]))
    labels = np.full(len(anchors), -1)
    labels[overlap.max(axis=1) < neg] = 0
    labels[np.where(overlap == overlap.max(axis=0))[0]] = 1
    labels[overlap.max(axis=1) >= pos] = 1
    return labels, (labels == 1)[:, None] * encode_of_py_faster_rcnn(anchors, truths[overlap.argmax(axis=1)])


def proposals_cut_first(anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7):
    best = np.argsort(-scores, kind="stable")[:before]
    boxes, scores = clip_boxes(decode_boxes(anchors[best], deltas[best]), height, width), scores[best]
    large = ((boxes[:, 2:] - boxes[:, :2]) >= min_size).all(axis=1)
    boxes, scores = boxes[large], scores[large]
    kept = nms(boxes, scores, iou_threshold)[:after]
    return boxes[kept], scores[kept]


PUBLIC = [
    ("roi_pool", pooling_of_caffe, "rounded_corners_and_the_last_cell"),
    ("roi_pool", pooling_with_a_width_of_one_at_least, "one_cell_at_least"),
    ("roi_pool", pooling_of_a_cut, "no_cells_where_bins_outnumber_them"),
    ("generate_anchors", anchors_of_py_faster_rcnn, "sides_in_whole_pixels"),
    ("generate_anchors", anchors_of_matterport, "anchors_of_matterport"),
    ("generate_anchors", wide_anchors_around_corners, "wide_around_the_corners"),
    ("proposals", proposals_of_py_faster_rcnn, "boxes_that_end_at_their_last_pixel"),
    ("encode_boxes", encode_of_py_faster_rcnn, "sizes_plus_one"),
    ("decode_boxes", decode_of_py_faster_rcnn, "anchor_plus_one"),
    ("decode_boxes", decode_of_detectron, "last_pixel_of_the_box"),
    ("encode_boxes", encode_with_whole_middles, "halves_cut_off"),
    ("roi_pool", pooling_with_int, "int_rounds_towards_zero"),
    ("roi_pool", pooling_without_a_look_at_the_map, "slices_as_they_are"),
    ("roi_pool", pooling_of_exact_bins, "divides_before_rounding"),
    ("roi_pool", pooling_of_array_split, "every_cell_in_one_bin"),
    ("roi_pool", pooling_with_a_large_last_bin, "last_bin_takes_the_rest"),
    ("generate_anchors", anchors_of_linspace, "spread_between_the_edges"),
    ("generate_anchors", anchors_for_vgg16, "half_of_a_stride_of_16"),
    ("encode_boxes", encode_of_retinanet, "deltas_of_the_corners"),
    ("encode_boxes", encode_with_an_epsilon_of_its_type, "refuses_whole_numbers"),
    ("encode_boxes", encode_into_zeros_like, "as_whole_as_the_anchors"),
    ("decode_boxes", decode_into_zeros_like, "as_whole_as_the_anchors"),
    ("decode_boxes", decode_without_a_limit, "infinite_size_added_to_its_corner"),
    ("rpn_targets", targets_with_background_last, "background_has_the_last_word"),
    ("rpn_targets", targets_of_py_faster_rcnn, "last_pixels_and_untouched_objects"),
    ("proposals", proposals_cut_first, "drops_after_cutting"),
]


@pytest.mark.parametrize(("name", "function", "mistake"), PUBLIC, ids=[row[1].__name__ for row in PUBLIC])
def test_habits_of_public_code_are_called_by_their_names(name, function, mistake):
    assert graded(name, function).mistake == mistake


@pytest.mark.parametrize("behind", [np.greater, np.greater_equal])
@pytest.mark.parametrize(("half", "mistake"), [(0.5, "zero_far_outside"), (0, "aligned_false")])
def test_a_library_that_answers_0_far_outside_has_its_name_whether_the_limit_belongs_to_it_or_not(
    half, mistake, behind
):
    def function(features, roi, out_h, out_w, sampling=2):
        (x1, y1, x2, y2), (_, H, W) = roi, features.shape
        n_rows, n_columns = out_h * sampling, out_w * sampling
        out = np.zeros((len(features), n_rows, n_columns))
        for i, j in np.ndindex(n_rows, n_columns):
            y, x = y1 + (i + 0.5) * (y2 - y1) / n_rows - half, x1 + (j + 0.5) * (x2 - x1) / n_columns - half
            if not (behind(-1, y) or behind(y, H) or behind(-1, x) or behind(x, W)):
                rows, columns = tent(Fraction(y), H), tent(Fraction(x), W)
                out[:, i, j] = np.array(rows, float) @ features @ np.array(columns, float)
        return out.reshape(len(features), out_h, sampling, out_w, sampling).mean(axis=(2, 4))

    assert graded("roi_align", function).mistake == mistake


def cropped(tf, features, box, size):
    images = tf.constant(features.transpose(1, 2, 0)[None], tf.float32)
    return tf.image.crop_and_resize(images, [box], [0], size).numpy()[0].transpose(2, 0, 1)


def test_crop_and_resize_is_called_by_its_name_however_its_corners_are_reckoned(tf):
    def to_the_last_cell(features, roi, out_h, out_w, sampling=2):
        _, H, W = features.shape
        x1, y1, x2, y2 = roi
        box = y1 / (H - 1), x1 / (W - 1), (y2 - 1) / (H - 1), (x2 - 1) / (W - 1)
        return cropped(tf, features, box, (out_h, out_w))

    def shares(features, roi, out_h, out_w, sampling=2):
        _, H, W = features.shape
        x1, y1, x2, y2 = roi
        return cropped(tf, features, (y1 / H, x1 / W, y2 / H, x2 / W), (out_h, out_w))

    assert graded("roi_align", to_the_last_cell).mistake == "samples_from_corner_to_corner"
    assert graded("roi_align", shares).mistake == "corners_as_shares_of_the_map"


# --- the mask head, and the lesson --------------------------------------------------------------------------


def test_the_mask_head_has_the_parameters_of_the_table():
    import keras

    with keras.StatelessScope(initialize_variables=False):
        region = keras.Input((14, 14, 256))
        head = keras.Model(region, mask_head(region, 80))
    counts = [layer.count_params() for layer in head.layers]
    assert counts == [0, *[590_080] * 4, 262_400, 20_560] and sum(counts) == 2_643_280
    assert head.output_shape == (None, 28, 28, 80)


def test_2000_crops_are_166_and_two_thirds_times_the_work_of_one_image():
    multiplications = lessons.definitions(LESSON, demos=True)["multiplications"]
    crops, once = multiplications(32, 32, 3, 8, 2000), multiplications(96, 128, 3, 8)
    assert (crops, once) == (442_368_000, 2_654_208) and Fraction(crops, once) == Fraction(500, 3)


def test_the_convolution_of_the_demonstration_is_a_convolution(tf):
    convolve = lessons.definitions(LESSON, demos=True)["convolve"]
    rng = np.random.default_rng(13)
    x, W = rng.normal(size=(2, 3, 7, 5)), rng.normal(size=(4, 3, 3, 3))
    wanted = tf.nn.conv2d(tf.constant(x.transpose(0, 2, 3, 1)), W.transpose(2, 3, 1, 0), 1, "SAME").numpy()
    np.testing.assert_allclose(convolve(x, W), wanted.transpose(0, 3, 1, 2), atol=1e-10)


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_of_the_docstrings_are_right(name):
    module = types.ModuleType("answers")
    vars(module).update(ANSWERS)
    runner = doctest.DocTestRunner()
    for test in doctest.DocTestFinder(recurse=False).find(ANSWERS[name], name, module=False, globs=dict(vars(module))):
        runner.run(test)
    assert runner.failures == 0 and runner.tries > 0


# --- the same on every processor --------------------------------------------------------------------------------------

GRADE = """
import json, sys
from pathlib import Path
from autograder import corpus
from autograder.judge.call import outcome_of
from autograder.judge.compare import judge
from autograder.judge.recognise import Answer, recognise
from autograder.lessons import definitions, lesson
a13 = lesson(Path(sys.argv[1]), "a13_rcnn")
student = definitions(a13)
text = a13.lesson.read_text("utf-8")
source = text[text.index("def proposals("):].split("# %%")[0]
assert 'np.argsort(-scores, kind="stable")' in source
exec(source.replace('np.argsort(-scores, kind="stable")', sys.argv[2]), student)
facts = corpus.read(a13.corpus).checks["proposals"]
answers = []
for case in facts.cases:
    outcome = outcome_of(student["proposals"], case.args, layout=case.layout)
    aspect = facts.aspect(case.aspect)
    answers.append(Answer(case, aspect, outcome, judge(case, aspect, outcome)))
lost = sorted({one.aspect.name for one in answers if not one.verdict.right})
print(json.dumps([lost, recognise(facts, answers)]))
"""


@pytest.mark.parametrize("processor", PROCESSORS)
@pytest.mark.parametrize(
    ("sort", "mistake"),
    [("np.argsort(-scores)", "equals_as_they_come"), ("np.argsort(scores)[::-1]", "later_of_equals_first")],
)
def test_a_sort_that_does_not_keep_ties_has_the_same_price_and_name_on_every_processor(processor, sort, mistake):
    assert said_on(processor, GRADE, LESSON.folder.parent, sort) == [["equal scores"], mistake]


def test_only_the_cases_about_ties_have_equal_scores():
    for case in FACTS["proposals"].cases:
        scores = case.args[2]
        assert (len(np.unique(scores)) < len(scores)) == (case.aspect == "equal scores"), case.aspect
