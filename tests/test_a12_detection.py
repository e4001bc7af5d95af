"""a12_detection: the answers against Keras, TensorFlow, pycocotools and fractions, and the worked numbers."""

import contextlib
import doctest
import io
import re
from fractions import Fraction
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from autograder import corpus as corpora
from autograder.judge.call import outcome_of
from autograder.judge.compare import judge
from autograder.lessons import definitions, lesson, load
from cnnkit import show
from tests.processors import PROCESSORS, said_on
from tests.slips import named

SOLUTIONS = Path(__file__).parents[1] / "solutions"
A12 = lesson(SOLUTIONS, "a12_detection")
ANSWERS = definitions(A12)
METHODS = ("all", "raw", "11", "101")
FIFTEEN = [1, 1, 1, 1, 1, 0, 1, 0, 1, 0], 15  # the notes' plates
FOUR = [0, 1, 0, 1, 1], 4
N_CASES = 1000


def answer(name):
    return ANSWERS[name]


def curve(tp, num_truths):
    precision, recall = answer("precision_recall")(np.array(tp), num_truths)
    return recall, precision


def average(tp, num_truths, method="all"):
    return answer("average_precision")(*curve(tp, num_truths), method)


def boxes(rng, n, *, size=60, side=(4, 30)):
    corner = rng.uniform(0, size, (n, 2))
    return np.concatenate([corner, corner + rng.uniform(*side, (n, 2))], axis=1)


# --- against what is not ours ---------------------------------------------------------------------------------------


def test_iou_agrees_with_keras():
    rng = np.random.default_rng(1)
    compute = tf.function(lambda a, b: keras.utils.bounding_boxes.compute_iou(a, b, "xyxy"))
    for i in range(N_CASES):
        a, b = boxes(rng, 1 + i % 3), boxes(rng, 1 + i % 4)
        wanted = compute(tf.constant(a, tf.float32), tf.constant(b, tf.float32)).numpy()
        np.testing.assert_allclose(answer("iou")(a, b), wanted, rtol=0, atol=1e-5)


def test_iou_agrees_with_exact_fractions_also_where_boxes_touch_or_have_no_area():
    rng = np.random.default_rng(2)
    for _ in range(N_CASES):
        a, b = (np.sort(rng.integers(-3, 5, (n, 2, 2)), axis=1).reshape(n, 4) for n in rng.integers(0, 4, 2))
        table = answer("iou")(a, b)
        assert table.shape == (len(a), len(b))
        for (i, j), value in np.ndenumerate(table):
            assert value == pytest.approx(float(exact_iou(a[i], b[j])), abs=1e-15)


def exact_iou(a, b):
    """By counting the unit cells that a box of whole numbers covers."""
    cells = [{(x, y) for x in range(box[0], box[2]) for y in range(box[1], box[3])} for box in (a, b)]
    return Fraction(len(cells[0] & cells[1]), max(len(cells[0] | cells[1]), 1))


def test_nms_agrees_with_tensorflow():
    rng = np.random.default_rng(3)
    for i in range(N_CASES):
        found, scores = boxes(rng, 1 + i % 12), rng.permutation(1 + i % 12) / 12
        threshold = (0.2, 0.5, 0.7)[i % 3]
        swapped = tf.constant(found[:, [1, 0, 3, 2]], tf.float32)  # TensorFlow writes y first
        wanted = tf.image.non_max_suppression(swapped, tf.constant(scores, tf.float32), len(found), threshold)
        assert answer("nms")(found, scores, threshold).tolist() == wanted.numpy().tolist()


def test_class_nms_agrees_with_tensorflow_on_classes_that_are_moved_far_apart():
    rng = np.random.default_rng(4)
    for i in range(N_CASES):
        found, scores = boxes(rng, 1 + i % 12), rng.permutation(1 + i % 12) / 12
        classes = rng.integers(0, 3, len(found))
        apart = found + 1000 * classes[:, None]
        wanted = tf.image.non_max_suppression(
            tf.constant(apart[:, [1, 0, 3, 2]], tf.float32), tf.constant(scores, tf.float32), len(found), 0.4
        )
        assert answer("class_nms")(found, scores, classes, 0.4).tolist() == wanted.numpy().tolist()


def test_matching_agrees_with_a_matching_in_fractions():
    rng = np.random.default_rng(5)
    for _ in range(N_CASES):
        there, found = (whole_boxes(rng, n) for n in rng.integers(0, 6, 2))
        scores = rng.integers(0, 4, len(found)) / 4  # many are equal
        threshold = Fraction(int(rng.integers(1, 4)), 4)
        tp = answer("match_detections")(found / 1, scores, there / 1, float(threshold))
        assert tp.tolist() == exact_matches(found, scores, there, threshold)


def whole_boxes(rng, n):
    corner = rng.integers(0, 4, (n, 2))
    return np.concatenate([corner, corner + rng.integers(1, 5, (n, 2))], axis=1)


def exact_matches(found, scores, there, threshold):
    free, tp = list(range(len(there))), []
    for k in sorted(range(len(found)), key=lambda k: (-scores[k], k)):
        ious = [exact_iou(found[k], truth) for truth in there]
        best = ious.index(max(ious)) if ious else None
        tp.append(best in free and ious[best] >= threshold)
        if tp[-1]:
            free.remove(best)
    return tp


@pytest.mark.parametrize("method", METHODS)
def test_average_precision_agrees_with_exact_fractions(method):
    rng = np.random.default_rng(6)
    for _ in range(N_CASES // 4):
        tp = rng.integers(0, 2, rng.integers(0, 12)).tolist()
        num_truths = sum(tp) + int(rng.integers(0, 6)) or 1
        assert average(np.array(tp, int), num_truths, method) == pytest.approx(
            float(exact_average(tp, num_truths, method)), abs=1e-14
        )


def exact_average(tp, num_truths, method):
    hits = [sum(tp[: k + 1]) for k in range(len(tp))]
    points = [(Fraction(h, num_truths), Fraction(h, k)) for k, h in enumerate(hits, 1)]
    if method in ("11", "101"):
        levels = [Fraction(k, int(method) - 1) for k in range(int(method))]
        return sum(max((p for r, p in points if r >= level), default=0) for level in levels) / int(method)
    area, before = Fraction(0), Fraction(0)
    for k, (r, p) in enumerate(points):
        area += (r - before) * (max(q for _, q in points[k:]) if method == "all" else p)
        before = r
    return area


def test_the_raw_area_agrees_with_scikit_learns_definition_on_a_curve_with_every_threshold():
    recall, precision = curve([1, 0, 0, 1], 2)
    assert answer("average_precision")(recall, precision, "raw") == pytest.approx(0.5 * 1 + 0.5 * 0.5)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("threshold", [0.5, 0.75])
def test_map_agrees_with_pycocotools(seed, threshold):
    detections, truths = scattered(np.random.default_rng(seed))
    ours = answer("mean_average_precision")(detections, truths, threshold, "101")
    assert ours == pytest.approx(coco(detections, truths, threshold), abs=1e-9)


def scattered(rng, n_images=4, n_classes=3):
    """Objects that do not meet, where VOC and COCO match alike; 7 truths a class, where no level is off by a bit."""
    truths, detections = [], []
    places = [(int(image), c) for c in range(n_classes) for image in rng.integers(0, n_images, 7)]
    for image in range(n_images):
        kinds = np.array([c for i, c in places if i == image], int)
        corner = 100.0 * np.stack([np.arange(len(kinds)), np.zeros(len(kinds))], axis=1)
        there = np.concatenate([corner, corner + np.array([40, 20])], axis=1)
        seen = np.repeat(np.arange(len(kinds)), rng.integers(0, 4, len(kinds)))
        found = there[seen] + rng.normal(0, 3, (len(seen), 4))
        classes = np.where(rng.random(len(seen)) < 0.85, kinds[seen], rng.integers(0, n_classes, len(seen)))
        truths.append((there, kinds))
        detections.append((found, rng.random(len(seen)), classes))
    return detections, truths


def coco(detections, truths, threshold):
    """What COCO's own program makes of it, at one threshold and with no limit that would bite."""
    wide = [100_000.0, 100_000.0]
    annotations = [
        {"id": 0, "image_id": i, "category_id": int(c), "bbox": as_xywh(box), "area": float(area(box)), "iscrowd": 0}
        for i, (there, classes) in enumerate(truths)
        for box, c in zip(there, classes, strict=True)
    ]
    for k, one in enumerate(annotations, 1):
        one["id"] = k  # 0 means "not matched" to that program
    found = [
        {"image_id": i, "category_id": int(c), "bbox": as_xywh(box), "score": float(score)}
        for i, (boxes_, scores, classes) in enumerate(detections)
        for box, score, c in zip(boxes_, scores, classes, strict=True)
    ]
    with contextlib.redirect_stdout(io.StringIO()):
        data = COCO()
        data.dataset = {
            "images": [{"id": i, "width": wide[0], "height": wide[1]} for i in range(len(truths))],
            "categories": [{"id": int(c)} for c in np.unique(np.concatenate([c for _, c in truths]))],
            "annotations": annotations,
        }
        data.createIndex()
        evaluation = COCOeval(data, data.loadRes(found), "bbox")
        evaluation.params.iouThrs = np.array([threshold])
        evaluation.evaluate()
        evaluation.accumulate()
    return evaluation.eval["precision"][0, :, :, 0, -1].mean()  # all areas, 100 detections


def as_xywh(box):
    return [float(box[0]), float(box[1]), float(box[2] - box[0]), float(box[3] - box[1])]


def area(box):
    return (box[2] - box[0]) * (box[3] - box[1])


# --- worked numbers -------------------------------------------------------------------------------------------------


def test_the_precisions_of_the_fifteen_plates():
    recall, precision = curve(*FIFTEEN)
    wanted = [Fraction(a, b) for a, b in zip((1, 2, 3, 4, 5, 5, 6, 6, 7, 7), range(1, 11), strict=True)]
    np.testing.assert_allclose(precision, [float(value) for value in wanted], rtol=1e-15)
    np.testing.assert_allclose(precision.round(3), [1, 1, 1, 1, 1, 0.833, 0.857, 0.75, 0.778, 0.7])
    np.testing.assert_allclose(recall * 15, [1, 2, 3, 4, 5, 5, 6, 6, 7, 7], rtol=1e-15)


@pytest.mark.parametrize(
    ("example", "method", "wanted"),
    [
        (FIFTEEN, "all", Fraction(418, 945)),
        (FIFTEEN, "raw", Fraction(418, 945)),
        (FIFTEEN, "11", Fraction(34, 77)),
        (FIFTEEN, "101", Fraction(134, 303)),
        (FOUR, "all", Fraction(9, 20)),
        (FOUR, "raw", Fraction(2, 5)),
        (FOUR, "11", Fraction(24, 55)),
        (FOUR, "101", Fraction(228, 505)),
    ],
)
def test_the_average_precisions_of_the_text(example, method, wanted):
    assert average(*example, method) == pytest.approx(float(wanted), abs=1e-15)
    assert exact_average(*example, method) == wanted


def test_two_images_give_five_sixths_and_their_own_averages_three_quarters():
    plate = np.array([[0.0, 0, 10, 4]])
    both, classes = np.array([[0.0, 0, 10, 4], [30, 0, 40, 4]]), np.array([7, 7])
    found = [(both, np.array([0.9, 0.3]), classes), (both, np.array([0.7, 0.8]), classes)]
    truths = [(plate, np.array([7]))] * 2
    mean = answer("mean_average_precision")
    assert mean(found, truths) == pytest.approx(5 / 6)
    assert np.mean([mean([one], truths[:1]) for one in found]) == pytest.approx(3 / 4)


def test_the_three_boxes_of_the_text():
    row = np.array([[0.0, 0, 10, 4], [1, 0, 11, 4], [4, 0, 14, 4]])
    np.testing.assert_allclose(answer("iou")(row, row)[[0, 0, 1], [1, 2, 2]], [36 / 44, 24 / 56, 28 / 52])
    assert answer("nms")(row, np.array([0.9, 0.8, 0.7])).tolist() == [0, 2]


WRITTEN = ("0.2857", "0.818", "0.429", "0.538", "418", "945", ".442328", ".441558", ".442244", ".8333")


@pytest.mark.parametrize("number", [*WRITTEN, ".833", ".857", ".75", ".778", ".7", ".45", ".40", ".4364", ".4515"])
def test_both_languages_of_the_lesson_give_the_worked_number(number):
    for language in ("en", "ko"):
        cell = re.compile(rf'# %% \[markdown\] lang="{language}"[^\n]*\n(.*?)(?=\n# %%)', re.S)
        assert any(number in text for text in cell.findall(A12.lesson.read_text("utf-8"))), language


def test_the_examples_of_the_docstrings_run():
    finder, runner = doctest.DocTestFinder(), doctest.DocTestRunner()
    for name in load(A12):
        for test in finder.find(answer(name), name, globs=dict(ANSWERS)):
            runner.run(test)
    assert runner.tries >= 20
    assert runner.failures == 0


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("example", [FIFTEEN, FOUR])
def test_the_drawing_of_a_curve_says_the_same_number(example, method):
    said = show.precision_recall(*curve(*example), method=method).description
    assert f"{average(*example, method):.4g}" in said


# --- edges ----------------------------------------------------------------------------------------------------------


def test_boxes_that_touch_share_nothing():
    assert answer("iou")(np.array([[0.0, 0, 2, 2]]), np.array([[2.0, 0, 4, 2], [2, 2, 4, 4]])).tolist() == [[0, 0]]


def test_a_box_without_area_has_an_iou_of_zero_with_itself():
    line = np.array([[1.0, 1, 1, 5]])
    assert answer("iou")(line, line).tolist() == [[0]]


@pytest.mark.parametrize("dtype, wanted", [(np.float32, np.float32), (np.float64, np.float64), (np.int64, np.float64)])
def test_what_comes_out_has_the_type_of_what_went_in(dtype, wanted):
    assert answer("iou")(np.array([[0, 0, 2, 2]], dtype), np.array([[0, 0, 1, 2]], dtype)).dtype == wanted


def test_exactly_at_the_threshold_a_box_survives_suppression_and_a_detection_is_a_hit():
    pair, scores = np.array([[0.0, 0, 9, 4], [3, 0, 12, 4]]), np.array([0.9, 0.8])
    assert answer("iou")(pair, pair)[0, 1] == 0.5
    assert answer("nms")(pair, scores, 0.5).tolist() == [0, 1]
    assert answer("match_detections")(pair[1:], scores[1:], pair[:1], 0.5).tolist() == [True]


def test_equal_scores_keep_their_order_however_many_there_are():
    apart = np.stack([100.0 * np.arange(200), np.zeros(200), 100.0 * np.arange(200) + 9, np.full(200, 9)], axis=1)
    classes = np.arange(200) % 3
    assert answer("nms")(apart, np.zeros(200)).tolist() == list(range(200))
    assert answer("class_nms")(apart, np.zeros(200), classes).tolist() == list(range(200))
    assert answer("match_detections")(apart, np.zeros(200), apart[1::2]).tolist() == [False, True] * 100


def test_a_recall_of_three_tenths_reaches_the_level_of_three_tenths():
    assert average([1, 1, 1], 10, "11") == pytest.approx(4 / 11)
    assert average([1] * 7, 10, "101") == pytest.approx(71 / 101)


def test_without_anything_there_is_an_answer_all_the_same():
    nothing, none = np.zeros((0, 4)), np.zeros(0)
    kinds = np.zeros(0, int)
    one = np.array([[0.0, 0, 1, 1]])
    assert answer("nms")(nothing, none).tolist() == []
    assert answer("class_nms")(nothing, none, kinds).tolist() == []
    assert answer("match_detections")(nothing, none, one).tolist() == []
    assert answer("match_detections")(one, np.ones(1), nothing).tolist() == [False]
    assert [part.tolist() for part in answer("precision_recall")(none, 3)] == [[], []]
    assert [answer("average_precision")(none, none, method) for method in METHODS] == [0, 0, 0, 0]
    assert answer("mean_average_precision")([(nothing, none, kinds)], [(nothing, kinds)]) == 0


def test_a_method_that_does_not_exist_is_refused_by_its_name():
    with pytest.raises(ValueError, match="'voc'"):
        answer("average_precision")(np.ones(1), np.ones(1), "voc")


def test_a_class_that_is_nowhere_is_left_out_and_one_never_found_counts_zero():
    plate = np.array([[0.0, 0, 10, 4]])
    mean = answer("mean_average_precision")
    found = np.concatenate([plate, plate]), np.array([0.9, 0.8]), np.array([7, 3])
    assert mean([found], [(plate, np.array([7]))]) == 1
    assert mean([found], [(np.concatenate([plate, plate]), np.array([7, 9]))]) == 0.5


# --- equal scores on another machine --------------------------------------------------------------------------------

GRADE = """
import json, sys
from pathlib import Path
from autograder import corpus
from autograder.judge.call import outcome_of
from autograder.judge.compare import judge
from autograder.judge.recognise import Answer, recognise
from autograder.lessons import definitions, lesson

a12 = lesson(Path(sys.argv[1]), "a12_detection")
student = definitions(a12)
text = a12.lesson.read_text("utf-8")
for name in ("iou", "nms", "class_nms", "match_detections", "mean_average_precision"):
    source = text[text.index(f"def {name}("):].split("# %%")[0]
    exec(source.replace('np.argsort(-scores, kind="stable")', sys.argv[2]).replace(', kind="stable"', ""), student)
told = {}
for name, facts in corpus.read(a12.corpus).checks.items():
    answers = []
    for case in facts.cases:
        outcome = outcome_of(student[name], case.args, layout=case.layout)
        aspect = facts.aspect(case.aspect)
        answers.append(Answer(case, aspect, outcome, judge(case, aspect, outcome)))
    lost = sorted({one.aspect.name for one in answers if not one.verdict.right})
    told[name] = [lost, recognise(facts, answers)]
print(json.dumps(told))
"""


@pytest.mark.parametrize("processor", PROCESSORS)
@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("np.argsort(-scores)", {"nms": "ties_as_they_come", "match_detections": "detections_on_ties_as_they_come"}),
        (
            "np.argsort(scores)[::-1]",
            {
                "nms": "later_first_on_ties",
                "class_nms": "later_first_on_ties_of_classes",
                "match_detections": "later_detection_first_on_ties",
            },
        ),
    ],
)
def test_a_sort_that_does_not_keep_ties_costs_the_same_on_every_processor(processor, sort, names):
    wanted = {name: [[], None] for name in load(A12)}
    wanted.update({name: [["equal scores"], mistake] for name, mistake in names.items()})
    assert said_on(processor, GRADE, SOLUTIONS, sort) == wanted


def one_nms_for_all(boxes, scores, classes, iou_threshold=0.5):
    """As in torchvision: the boxes of a class are moved by the largest corner and one more, along both axes."""
    moved = boxes + classes[:, None] * (np.max(boxes, initial=0) + 1)
    return answer("nms")(moved, scores, iou_threshold)


def collected(boxes, scores, classes, iou_threshold=0.5):
    kept = []
    for c in np.unique(classes):
        mine = np.flatnonzero(classes == c)
        kept.extend(mine[answer("nms")(boxes[mine], scores[mine], iou_threshold)])
    return np.array(kept, dtype=int)


def by_score_as_collected(boxes, scores, *rest):
    kept = collected(boxes, scores, *rest)
    return kept[np.argsort(-scores[kept], kind="stable")]


def by_score_turned_round(boxes, scores, *rest):
    kept = collected(boxes, scores, *rest)
    return kept[np.argsort(scores[kept])[::-1]]


def by_score_turned_round_in_the_order_of_the_list(boxes, scores, *rest):
    kept = np.sort(collected(boxes, scores, *rest))
    return kept[np.argsort(scores[kept])[::-1]]


@pytest.mark.parametrize(
    ("function", "mistake"),
    [
        (one_nms_for_all, "moved_by_the_largest_corner"),
        (by_score_as_collected, "lower_class_first_on_ties"),
        (by_score_turned_round, "higher_class_first_on_ties"),
        (by_score_turned_round_in_the_order_of_the_list, "later_first_on_ties_of_classes"),
    ],
)
def test_suppression_by_class_as_it_is_often_written_is_told_its_slip(function, mistake):
    assert named(A12, "class_nms", function) == mistake


def test_only_the_cases_about_ties_have_equal_scores():
    facts = corpora.read(A12.corpus).checks
    for name in ("nms", "class_nms", "match_detections"):
        for case in facts[name].cases:
            scores = case.args[1]
            assert case.aspect == "equal scores" or len(np.unique(scores)) == len(scores), (name, case.aspect)
    for case in facts["mean_average_precision"].cases:
        scores = np.concatenate([one[1] for one in case.args[0]])
        assert len(np.unique(scores)) == len(scores), case.aspect


# --- what the rubric is worth ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("iou", lambda boxes1, boxes2: np.zeros((len(boxes1), len(boxes2)))),
        ("class_nms", lambda boxes, *_: np.zeros(len(boxes), int)),
        ("class_nms", lambda *_: np.zeros(1, int)),
    ],
)
def test_zeros_earn_nothing_but_where_there_are_no_boxes(name, function):
    facts = corpora.read(A12.corpus).checks[name]
    wrong = {
        case.aspect
        for case in facts.cases
        if not judge(case, facts.aspect(case.aspect), outcome_of(function, case.args)).right
    }
    earned = {aspect.name for aspect in facts.aspects if not {aspect.name, aspect.after} & wrong}
    assert earned <= {"no boxes"}


def test_the_rubric_is_worth_100_points():
    assert sum(code.check.points for code in load(A12).values()) == 100
