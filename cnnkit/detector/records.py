"""How much is trained, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Setting:
    """How much is trained.

    regions: of one picture, from the RPN; `sampled` of them train the head for boxes, of these `drawn` that for masks.
    """

    n_train: int = 120
    n_test: int = 60
    rpn_epochs: int = 20
    region_epochs: int = 15
    mask_epochs: int = 6
    regions: int = 12
    sampled: int = 8
    drawn: int = 2


QUICK = Setting()
FULL = Setting(
    n_train=600, n_test=200, rpn_epochs=30, region_epochs=30, mask_epochs=20, regions=24, sampled=16, drawn=4
)


@dataclass(frozen=True, eq=False)
class Scene:
    """One test picture, what is there, and what was found, best first.

    Attributes:
        image: (height, width, 3), uint8.
        truths: (K, 4), boxes of the plates.
        boxes, scores, masks: (N, 4), (N,) and (N, height, width).
    """

    image: np.ndarray
    truths: np.ndarray
    boxes: np.ndarray
    scores: np.ndarray
    masks: np.ndarray


@dataclass(frozen=True, eq=False)
class Detector:
    """What came of it.

    Attributes:
        ap50: average precision on the test pictures at IoU 0.5; with one class that is the mAP.
        mask_iou: mean IoU of the masks of the plates that were found.
        found, truths, alarms: plates found, plates there, and detections that are none, with scores of 0.5 or more.
        losses: "rpn", "regions" and "masks", one number for each epoch; those of the RPN are rpn_loss's.
        scenes: every test picture.
        seconds: of it all.
    """

    ap50: float
    mask_iou: float
    found: int
    truths: int
    alarms: int
    losses: dict[str, list[float]]
    scenes: tuple[Scene, ...]
    seconds: float

    def __repr__(self) -> str:
        return (
            f"AP50 {self.ap50:.3f}, mask IoU {self.mask_iou:.3f}; {self.found} of {self.truths} plates found, "
            f"{self.alarms} false alarms; {self.seconds:.0f} s"
        )
