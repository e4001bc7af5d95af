"""`assemble`: a small Mask R-CNN out of a student's functions, trained on drawn plates and measured on others.

The backbone is a small network that was trained before. Everything between the convolutions is the student's: where
anchors lie, what they learn, which regions are handed on, how a region is read, and the head for masks. The grader
assembles by this very code; a student's functions then answer from a box.

>>> from cnnkit.detector import PARTS, assemble
"""

from __future__ import annotations

import time

from cnnkit.detector.heads import Kept
from cnnkit.detector.parts import PARTS, Part, reading
from cnnkit.detector.records import FULL, QUICK, Detector, Scene, Setting
from cnnkit.detector.stages import Assembly, Told

__all__ = ["FULL", "PARTS", "QUICK", "Detector", "Kept", "Scene", "Setting", "assemble"]


def assemble(
    *functions: Part, seed: int = 0, setting: Setting = QUICK, kept: Kept | None = None, told: Told = lambda _: None
) -> Detector:
    """Put a detector together, train it in two stages, and test it on pictures that it has not seen.

    Args:
        functions: generate_anchors, encode_boxes, decode_boxes, clip_boxes, rpn_targets, rpn_loss, proposals,
            roi_align and mask_head, in any order: each is known by its name.
        seed: of what the heads start with, and of the order of the pictures.
        kept: where weights are found again that were trained from the same numbers.

    Raises:
        ValueError: a function is missing, or answers something else than its docstring says.
        ImportError: Keras is not installed.
    """
    named = {function.__name__: function for function in functions}
    missing = [name for name in PARTS if name not in named]
    if missing:
        raise ValueError(f"assemble() misses {', '.join(missing)}. It takes {', '.join(PARTS)}")
    started = time.perf_counter()
    assembly = Assembly({name: reading(name, named[name]) for name in PARTS}, setting, seed, kept or Kept())
    return assembly.run(told, started)
