"""The stages of the detector, one behind the other: anchors and their targets, the RPN, regions, heads, a look at all.

Between two stages lie arrays of numbers. What a part answers was read by parts.py before it comes here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cnnkit.detector import heads
from cnnkit.detector.heads import Kept, Trained, settled
from cnnkit.detector.parts import Part
from cnnkit.detector.records import Detector, Scene, Setting
from cnnkit.detector.score import SURE, average_precision, best_apart, mask_iou, matched, overlaps, pasted
from cnnkit.networks import network
from cnnkit.plates import Plates, plates

STRIDE, SCALES, RATIOS = 8, (32, 44), (0.28, 0.42)  # pixels; plates are about three times as wide as high
BINS = (5, 10)  # rows and columns that roi_align makes of a region; its mask has twice as many
MIN_SIZE, BEFORE, NMS = 8, 100, 0.7  # of proposals
TRAIN_SEED, TEST_SEED = 1310, 1320
PROBES = 6  # training pictures on which rpn_loss is asked after each epoch
LEAST = 0.05  # detections with a lower score are dropped

Told = Callable[[float], None]
"""Is told how much is done, from 0 to 1."""


@dataclass(frozen=True, eq=False)
class _Chosen:
    """Regions of all training pictures that train the heads."""

    picture: np.ndarray  # (R,)
    boxes: np.ndarray  # (R, 4)
    labels: np.ndarray  # (R,), 1 or 0
    deltas: np.ndarray  # (R, 4)
    plate: np.ndarray  # (R,), which plate of the picture


@dataclass(frozen=True, eq=False)
class Assembly:
    parts: Mapping[str, Part]
    setting: Setting
    seed: int
    kept: Kept

    def run(self, told: Told, started: float) -> Detector:
        setting = self.setting
        train, test = plates(setting.n_train, seed=TRAIN_SEED), plates(setting.n_test, seed=TEST_SEED)
        backbone = network("plates")
        maps, test_maps = (_maps(backbone, scenes) for scenes in (train, test))
        told(0.05)
        grid = (maps.shape[1], maps.shape[2], STRIDE, list(SCALES), list(RATIOS))
        anchors = settled(self.parts["generate_anchors"](*grid)).astype(float)
        labels, deltas = self.targets(anchors, train)
        told(0.1)
        common: dict[str, Any] = {"seed": self.seed, "kept": self.kept}
        rpn = heads.rpn(maps, labels, deltas, probes=PROBES, epochs=setting.rpn_epochs, **common)
        told(0.3)
        chosen = self.choose(rpn.said(maps), anchors, train)
        crops = self.crops(maps, chosen.picture, chosen.boxes)
        objects = _first_of_each(chosen.picture, np.flatnonzero(chosen.labels), setting.drawn)
        wanted = np.array([self.mask_of(train[chosen.picture[i]], chosen.plate[i], chosen.boxes[i]) for i in objects])
        told(0.5)
        regions = heads.regions(crops, chosen.labels, chosen.deltas, epochs=setting.region_epochs, **common)
        told(0.6)
        masks = heads.masks(self.parts["mask_head"], crops[objects], wanted, epochs=setting.mask_epochs, **common)
        told(0.85)
        scenes = self.look(test, test_maps, anchors, rpn, regions, masks)
        told(1.0)
        losses = {"rpn": self.rpn_losses(rpn, labels, deltas), "regions": regions.losses, "masks": masks.losses}
        return _measured(scenes, test, losses, time.perf_counter() - started)

    def targets(self, anchors: np.ndarray, scenes: Sequence[Plates]) -> tuple[np.ndarray, np.ndarray]:
        """(N, A) and (N, A, 4): anchors that leave the picture are ignored."""
        height, width = scenes[0].image.shape[:2]
        inside = (anchors[:, :2] >= 0).all(axis=1) & (anchors[:, 2:] <= (width, height)).all(axis=1)
        labels, deltas = np.full((len(scenes), len(anchors)), -1), np.zeros((len(scenes), len(anchors), 4))
        for i, scene in enumerate(scenes):
            labels[i, inside], deltas[i, inside] = self.parts["rpn_targets"](anchors[inside], scene.boxes)
        return labels, deltas

    def rpn_losses(self, rpn: Trained, labels: np.ndarray, deltas: np.ndarray) -> list[float]:
        """What rpn_loss says after each epoch, both losses together, a mean over some training pictures."""
        ask = self.parts["rpn_loss"]
        told = [
            [sum(ask(*_split(one), labels[i], deltas[i])) for i, one in enumerate(said.astype(float))]
            for said in rpn.probed
        ]
        return [round(float(np.mean(one)), 4) for one in told]

    def proposed(self, said: np.ndarray, anchors: np.ndarray, size: tuple[int, int]) -> np.ndarray:
        """The regions of one picture, (K, 4)."""
        scores, deltas = _split(settled(said).astype(float))
        args = anchors, deltas, scores, *size, MIN_SIZE, BEFORE, self.setting.regions, NMS
        return settled(self.parts["proposals"](*args)[0]).astype(float)

    def choose(self, said: np.ndarray, anchors: np.ndarray, scenes: Sequence[Plates]) -> _Chosen:
        """Regions that the RPN proposes, and the plates themselves; half of them plates where there are so many."""
        random = np.random.default_rng(self.seed)
        found: list[list[np.ndarray]] = [[], [], [], [], []]
        for i, scene in enumerate(scenes):
            boxes = np.concatenate([scene.boxes, self.proposed(said[i], anchors, scene.image.shape[:2])])
            boxes = boxes[(boxes[:, 2:] - boxes[:, :2] >= 1).all(axis=1)]
            common = overlaps(boxes, scene.boxes)
            right = common.max(axis=1) >= 0.5
            plates_, others = (random.permutation(np.flatnonzero(one)) for one in (right, ~right))
            plates_ = plates_[: self.setting.sampled // 2]
            picked = np.concatenate([plates_, others[: self.setting.sampled - len(plates_)]])
            plate, deltas = common[picked].argmax(axis=1), np.zeros((len(picked), 4))
            if len(plates_):
                truths = scene.boxes[plate[: len(plates_)]]
                deltas[: len(plates_)] = self.parts["encode_boxes"](boxes[plates_], truths)
            for rows, more in zip(
                found, (np.full(len(picked), i), boxes[picked], right[picked], deltas, plate), strict=True
            ):
                rows.append(more)
        picture, boxes, labels, deltas, plate = map(np.concatenate, found)
        return _Chosen(picture, boxes, labels.astype(int), deltas, plate)

    def crops(self, maps: np.ndarray, picture: np.ndarray, boxes: np.ndarray) -> np.ndarray:
        """What roi_align reads of each region, (R, *BINS, C)."""
        planes = np.ascontiguousarray(maps.transpose(0, 3, 1, 2)).astype(float)  # (N, C, H, W)
        read = [self.parts["roi_align"](planes[i], box / STRIDE, *BINS) for i, box in zip(picture, boxes, strict=True)]
        return np.array(read).reshape(-1, maps.shape[3], *BINS).transpose(0, 2, 3, 1)

    def mask_of(self, scene: Plates, plate: int, box: np.ndarray) -> np.ndarray:
        """What the mask head should draw for a region."""
        rows, columns = (2 * n for n in BINS)
        return self.parts["roi_align"](scene.masks[plate][None].astype(float), box, rows, columns)[0]

    def look(
        self,
        scenes: Sequence[Plates],
        maps: np.ndarray,
        anchors: np.ndarray,
        rpn: Trained,
        regions: Trained,
        masks: Trained,
    ) -> tuple[Scene, ...]:
        """Find plates on pictures that nothing was trained with."""
        height, width = scenes[0].image.shape[:2]
        proposed = [self.proposed(said, anchors, (height, width)) for said in rpn.said(maps)]
        picture = np.repeat(np.arange(len(scenes)), [len(one) for one in proposed])
        said = regions.said(self.crops(maps, picture, np.concatenate(proposed)))
        said = said.reshape(-1, 5)
        boxes, scores = [], []
        for i, one in enumerate(proposed):
            logits, deltas = _split(said[picture == i])
            moved = self.parts["decode_boxes"](one, deltas / heads.REGION_WEIGHTS)
            moved, chances = self.parts["clip_boxes"](moved, height, width), 1 / (1 + np.exp(-logits))
            sure = (chances >= LEAST) & (moved[:, 2:] - moved[:, :2] >= 1).all(axis=1)
            moved, chances = moved[sure], chances[sure]
            best = best_apart(moved, chances)
            boxes.append(moved[best])
            scores.append(chances[best])
        picture = np.repeat(np.arange(len(scenes)), [len(one) for one in boxes])
        drawn = masks.said(self.crops(maps, picture, np.concatenate(boxes)))
        return tuple(
            Scene(
                scene.image,
                scene.boxes,
                boxes[i],
                scores[i],
                np.array(
                    [
                        pasted(mask[..., 0], box, height, width)
                        for mask, box in zip(drawn[picture == i], boxes[i], strict=True)
                    ],
                    bool,
                ).reshape(-1, height, width),
            )
            for i, scene in enumerate(scenes)
        )


def _maps(backbone: Any, scenes: Sequence[Plates]) -> np.ndarray:
    """The maps of the backbone, (N, H, W, C)."""
    images = np.stack([scene.image for scene in scenes]) / np.float32(255)
    return settled(backbone.predict(images, batch_size=32, verbose=0))


def _first_of_each(picture: np.ndarray, rows: np.ndarray, n: int) -> np.ndarray:
    """The first n rows of each picture."""
    return np.concatenate([rows[picture[rows] == i][:n] for i in np.unique(picture)])


def _split(said: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scores and deltas."""
    return said[:, 0], said[:, 1:]


def _measured(
    scenes: tuple[Scene, ...], test: Sequence[Plates], losses: dict[str, list[float]], seconds: float
) -> Detector:
    plate = [matched(scene.boxes, scene.truths) for scene in scenes]
    scores, hits = np.concatenate([scene.scores for scene in scenes]), np.concatenate(plate) >= 0
    masks = [
        mask_iou(scene.masks[k], one.masks[which])
        for scene, one, found in zip(scenes, test, plate, strict=True)
        for k, which in enumerate(found)
        if which >= 0
    ]
    n_truths = sum(len(scene.truths) for scene in scenes)
    ap50 = average_precision(scores, hits, n_truths)
    found, alarms = int((hits & (scores >= SURE)).sum()), int((~hits & (scores >= SURE)).sum())
    mean_iou = round(float(np.mean(masks)), 4) if masks else 0.0
    return Detector(round(ap50, 4), mean_iou, found, n_truths, alarms, losses, scenes, seconds)
