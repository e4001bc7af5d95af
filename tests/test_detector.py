"""The assembled detector: its measures against the lessons' own functions, its parts' answers, and what it learns."""

import io
import json
from pathlib import Path

import numpy as np
import pytest

from autograder import assembling, lessons
from autograder.sandbox.session import Session
from cnnkit.detector import PARTS, Kept, Scene, Setting, assemble, heads
from cnnkit.detector.paint import painted, png
from cnnkit.detector.parts import read
from cnnkit.detector.score import average_precision, best_apart, mask_iou, matched, overlaps, pasted
from cnnkit.networks import network

ROOT = Path(__file__).resolve().parents[1]
LESSON = lessons.lesson(ROOT / "solutions", "a13_rcnn")
TINY = Setting(n_train=24, n_test=16, rpn_epochs=12, region_epochs=8, mask_epochs=1, regions=8, sampled=6, drawn=1)


@pytest.fixture(scope="module")
def right():
    return lessons.definitions(LESSON)


@pytest.fixture(scope="module")
def twelve():
    return lessons.definitions(lessons.lesson(ROOT / "solutions", "a12_detection"))


def boxes(seed, n):
    random = np.random.default_rng(seed)
    corner = random.uniform(0, 20, (n, 2))
    return np.hstack([corner, corner + random.uniform(1, 12, (n, 2))])


@pytest.mark.parametrize("seed", range(8))
def test_overlaps_matches_and_precision_are_those_of_the_lesson_on_detection(twelve, seed):
    random = np.random.default_rng(seed)
    truths = boxes(seed, 4)
    found = np.concatenate([truths[:3] + random.normal(0, 0.7, (3, 4)), boxes(seed + 100, 6)])
    scores = random.permutation(9) / 9
    order = np.argsort(-scores)
    found, scores = found[order], scores[order]
    assert np.allclose(overlaps(found, truths), twelve["iou"](found, truths))
    assert best_apart(found, scores).tolist() == list(twelve["nms"](found, scores))
    hits = matched(found, truths) >= 0
    assert hits.tolist() == list(twelve["match_detections"](found, scores, truths))
    precision, recall = twelve["precision_recall"](hits, len(truths))
    assert average_precision(scores, hits, 4) == pytest.approx(twelve["average_precision"](recall, precision, "all"))


def test_a_detector_that_finds_nothing_has_precision_0():
    assert average_precision(np.zeros(0), np.zeros(0, bool), 3) == 0
    assert len(best_apart(np.zeros((0, 4)), np.zeros(0))) == len(matched(np.zeros((0, 4)), boxes(0, 2))) == 0


def test_a_mask_is_pasted_where_its_box_lies():
    mask = np.zeros((4, 6))
    mask[:, 3:] = 1
    whole = pasted(mask, (10, 20, 22, 28), 40, 50)
    assert mask_iou(whole, np.pad(np.ones((8, 6), bool), ((20, 12), (16, 28)))) == 1
    assert not pasted(np.zeros((4, 6)), (10, 20, 22, 28), 40, 50).any()


BOX = np.array([[0.0, 0, 4, 4], [1, 1, 9, 5]])
WRONG = {
    "nan": ("encode_boxes", (BOX, BOX), BOX * np.nan),
    "another shape": ("decode_boxes", (BOX, BOX), BOX[0]),
    "text": ("clip_boxes", (BOX, 5, 5), "boxes"),
    "ragged": ("clip_boxes", (BOX, 5, 5), [[1], [1, 2]]),
    "no area": ("generate_anchors", (1, 1, 8, [32], [1]), np.zeros((1, 4))),
    "one thing": ("rpn_targets", (BOX, BOX), np.zeros(2)),
    "other labels": ("rpn_targets", (BOX, BOX), (np.array([2, 0]), np.zeros((2, 4)))),
    "one loss": ("rpn_loss", (0, 0, 0, 0), 0.5),
    "endless loss": ("rpn_loss", (0, 0, 0, 0), (0.5, np.inf)),
    "too many": ("proposals", (BOX, BOX, BOX[:, 0], 9, 9, 1, 9, 1, 0.7), (BOX, BOX[:, 0])),
    "no scores": ("proposals", (BOX, BOX, BOX[:, 0], 9, 9, 1, 9, 9, 0.7), (BOX, 1.0)),
    "region": ("roi_align", (np.zeros((3, 5, 5)), BOX[0], 2, 4), np.zeros((3, 4, 2))),
    "no tensor": ("mask_head", (np.zeros((1, 2, 2, 3)), 1), None),
}


@pytest.mark.parametrize(("name", "args", "answer"), WRONG.values(), ids=WRONG)
def test_an_answer_of_another_form_is_refused_with_its_name(name, args, answer):
    with pytest.raises(ValueError, match=f"^{name} gave "):
        read(name, args, answer)


def test_no_proposals_are_an_answer_too():
    found, scores = read("proposals", (BOX, BOX, BOX[:, 0], 9, 9, 1, 9, 9, 0.7), ([], []))
    assert found.shape == (0, 4) and scores.shape == (0,)


def test_what_is_missing_is_named():
    with pytest.raises(ValueError, match=r"assemble\(\) misses generate_anchors, .*mask_head\. It takes generate_anch"):
        assemble()


def test_numbers_that_differ_by_a_rounding_error_are_the_same_to_a_training():
    numbers = np.array([0.5, 1 / 64, -3.125, 1e-9, 2 / 3, 70.1])
    for error in (1e-12, -1e-12):
        assert np.array_equal(heads.settled(numbers), heads.settled(numbers * (1 + error)))
    assert not np.array_equal(heads.settled(numbers), heads.settled(numbers + 3e-5))


def test_weights_are_found_again_by_the_numbers_they_came_from(tmp_path):
    made = []

    def make():
        made.append(1)
        return [np.arange(3.0), np.eye(2)]

    kept = Kept(tmp_path, about="here")
    for _ in range(2):
        assert np.array_equal(kept.found("rpn", [np.zeros(3)], make)[1], np.eye(2))
    assert len(made) == 1
    kept.found("rpn", [np.ones(3)], make)
    Kept(tmp_path, about="elsewhere").found("rpn", [np.zeros(3)], make)
    assert len(made) == 3


@pytest.mark.parametrize("damage", [lambda data: b"damaged", lambda data: data[:-9], lambda data: b""])
def test_weights_in_a_damaged_file_are_made_again(tmp_path, damage):
    kept = Kept(tmp_path)
    kept.found("rpn", [np.zeros(3)], lambda: [np.ones(2)])
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    for _ in range(2):
        assert np.array_equal(kept.found("rpn", [np.zeros(3)], lambda: [np.eye(2)])[0], np.eye(2))


def test_the_picture_shows_masks_boxes_and_scores():
    from matplotlib.image import imread

    image = np.full((48, 64, 3), 200, np.uint8)
    masks = np.zeros((2, 48, 64), bool)
    masks[0, 22:28, 12:40] = masks[1, 2:6, 2:6] = True
    scene = Scene(image, np.array([[10.0, 20, 42, 30]]), np.array([[11.0, 21, 41, 29], [0, 0, 8, 8]]),
                  np.array([0.93, 0.2]), masks)  # fmt: skip
    drawn = painted(scene)
    assert drawn.shape == (96, 128, 3)
    assert drawn[42, 60].tolist() == [230, 159, 0] and drawn[40, 70].tolist() == [0, 158, 115]
    inside, outside, unsure = (drawn[row, column].astype(int) for row, column in ((50, 60), (80, 100), (8, 8)))
    assert inside[2] > inside[0] and outside[0] == outside[2] and unsure[0] == unsure[2]
    assert np.array_equal((255 * imread(io.BytesIO(png(scene)))[..., :3]).round().astype(int), drawn)
    assert len(png(scene)) < 3000


@pytest.fixture(scope="module")
def assembled(right, tmp_path_factory):
    """Put together in a box: `assembled(name, old, new)` with one line of a function changed."""
    folder = tmp_path_factory.mktemp("assembled")
    module = lessons.assembly(LESSON)
    cells = [
        {"number": i, "source": text}
        for i, text in enumerate(LESSON.lesson.read_text("utf-8").split("\n# %%\n"), 1)
        if i > 1 and not text.startswith("check(")
    ]

    def run(old="", new=""):
        changed = [
            {**cell, "source": _code(cell["source"]).replace(old, new) if old else _code(cell["source"])}
            for cell in cells
        ]
        where = {"course": str(LESSON.folder.parent), "lesson": LESSON.name, "isolation": "auto", "packages": ["keras"]}
        order = {"parts": list(PARTS), "own": list(PARTS), "cells": changed} | where
        job = {"network": json.dumps(order), "profile": "quick", "seed": 0, "result": str(folder / "x.training")}
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(module.SETTINGS, "quick", TINY)
            return assembling.run(job, lambda _: None)

    return run


def _code(cell):
    """Without the text cells behind it."""
    return cell.split("\n# %% ")[0]


@pytest.fixture(scope="module")
def tiny(assembled):
    return assembled()


def test_the_lessons_functions_find_plates_even_in_a_tiny_training(tiny):
    assert tiny["own"] == list(PARTS) and not tiny["late"]
    assert tiny["measures"]["AP50"] > 0.8 and tiny["measures"]["mask IoU"] > 0.4
    rpn, regions, masks = (one["values"] for one in tiny["losses"])
    assert rpn[-1] < rpn[0] / 2 and regions[-1] < regions[0] / 1.5 and len(masks) == TINY.mask_epochs
    assert [set(scene) for scene in tiny["scenes"]] == [{"png", "alt"}] * 3


def test_the_same_answers_come_to_the_same_detector(assembled, tiny):
    def told(record):
        return {key: value for key, value in record.items() if key != "seconds"}

    assert told(assembled()) == told(tiny)


def test_deltas_in_another_order_find_fewer_plates(assembled, tiny):
    new = "[:, [1, 0, 3, 2]]  # (N, 4)\n"
    wrong = assembled("np.log(size / anchor_size)])  # (N, 4)\n", f"np.log(size / anchor_size)]){new}")
    assert wrong["own"] == list(PARTS)
    assert wrong["measures"]["AP50"] < tiny["measures"]["AP50"] - 0.1


def test_another_network_is_not_trained(assembled, tiny):
    wrong = assembled('activation="sigmoid")(x)', 'activation="tanh")(x)')
    assert wrong["stood_in"] == {"mask_head": ["other", "another network"]}
    assert wrong["measures"] == tiny["measures"]


def test_a_call_is_made_in_the_box(right, monkeypatch):
    with Session(packages=("numpy",)) as session:
        session.load([{"number": 1, "source": "def clip_boxes(boxes, height, width):\n    return boxes + height"}],
                     ["clip_boxes"])  # fmt: skip
        part = assembling.Part("clip_boxes", right["clip_boxes"], lessons.assembly(LESSON), session)
        assert np.array_equal(part(BOX, 3, 4), BOX + 3)


def test_the_backbone_is_small_and_of_the_size_of_the_pictures():
    model = network("plates")
    assert model.output_shape == (None, 12, 16, 48) and model.count_params() < 50_000
