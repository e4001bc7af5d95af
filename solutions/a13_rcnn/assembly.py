"""The detector of this lesson, put together by cnnkit.detector: as at home, but a student's parts answer from a box."""

import base64
import hashlib
from dataclasses import asdict
from pathlib import Path

from cnnkit import detector, networks, plates
from cnnkit.detector import FULL, QUICK, Kept, heads, stages
from cnnkit.detector.paint import png
from cnnkit.detector.parts import read
from cnnkit.detector.score import SURE

__all__ = ["CODE", "assemble", "facts", "read"]

SETTINGS = {"quick": QUICK, "full": FULL}
BACKBONE = networks.TRAINED / "plates.safetensors"
CODE = [*sorted(Path(detector.__file__).parent.glob("*.py")), Path(plates.__file__), BACKBONE]
SHOWN = 3  # test pictures
LOSSES = {
    "rpn": {"en": "loss of the RPN, by rpn_loss", "ko": "RPN의 손실(rpn_loss)"},
    "regions": {"en": "loss of the box head", "ko": "상자 헤드의 손실"},
    "masks": {"en": "loss of the mask head", "ko": "마스크 헤드의 손실"},
}


def facts(profile):
    return {**asdict(SETTINGS[profile]), "pictures": [stages.TRAIN_SEED, stages.TEST_SEED]}


def assemble(parts, *, profile, seed, folder, told):
    kept = Kept(folder, about=f"{heads.backend()} {_digest(Path(heads.__file__), BACKBONE)}")
    found = detector.assemble(*[_named(name, part) for name, part in parts.items()], seed=seed,
                              setting=SETTINGS[profile], kept=kept, told=told)  # fmt: skip
    return {
        "measures": {"AP50": found.ap50, "mask IoU": found.mask_iou},
        "losses": [{"labels": LOSSES[name], "values": values} for name, values in found.losses.items()],
        "scenes": [_shown(scene) for scene in found.scenes[:SHOWN]],
    }


def _digest(*files):
    """Weights of another network, or from another backbone, are others."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:16]


def _named(name, part):
    """The part as a function of that name."""

    def ask(*args):
        return part(*args)

    ask.__name__ = name
    return ask


def _shown(scene):
    sure = [f"{round(100 * score)} %" for score in scene.scores if score >= SURE]
    found = ", ".join(sure)
    there = len(scene.truths)
    return {
        "png": base64.b64encode(png(scene)).decode(),
        "alt": {
            "en": f"A street with {there} plate{'s' * (there != 1)}. Found: {found or 'nothing'}.",
            "ko": f"번호판이 {there}개 있는 거리. 찾은 것: {found or '없음'}.",
        },
    }
