"""The parts of the detector that a student writes, and what each of them has to answer; promises clean arrays.

An answer that is right here may still be wrong: it only has the form that its docstring names.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

PARTS = (
    "generate_anchors",
    "encode_boxes",
    "decode_boxes",
    "clip_boxes",
    "rpn_targets",
    "rpn_loss",
    "proposals",
    "roi_align",
    "mask_head",
)

Part = Callable[..., Any]


def read(name: str, args: tuple[Any, ...], answer: Any) -> Any:
    """Take what a part has answered.

    Returns: arrays of float64 (labels as integers), one or a tuple, each of its right shape and finite.

    Raises:
        ValueError: it is something else; says what was expected.
    """
    return _READERS[name](name, args, answer)


def reading(name: str, function: Part) -> Part:
    """The same function, whose answers are read."""
    return lambda *args: read(name, args, function(*args))


def _floats(name: str, answer: Any, shape: tuple[int, ...]) -> np.ndarray:
    try:
        array = np.asarray(answer, float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} gave {type(answer).__name__}; expected an array of shape {shape}") from None
    if array.shape != shape:
        raise ValueError(f"{name} gave an array of shape {array.shape}; expected {shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} gave numbers that are not finite")
    return array


def _two(name: str, answer: Any) -> tuple[Any, Any]:
    if not isinstance(answer, tuple | list) or len(answer) != 2:
        raise ValueError(f"{name} gave {type(answer).__name__}; expected two things, as its docstring says")
    return answer[0], answer[1]


def _anchors(name: str, args: tuple[Any, ...], answer: Any) -> np.ndarray:
    feat_h, feat_w, _, scales, ratios = args
    boxes = _floats(name, answer, (feat_h * feat_w * len(scales) * len(ratios), 4))
    if not (boxes[:, 2:] > boxes[:, :2]).all():
        raise ValueError(f"{name} gave boxes without area: x1 < x2 and y1 < y2 are expected")
    return boxes


def _as_many_boxes(name: str, args: tuple[Any, ...], answer: Any) -> np.ndarray:
    return _floats(name, answer, (len(args[0]), 4))


def _targets(name: str, args: tuple[Any, ...], answer: Any) -> tuple[np.ndarray, np.ndarray]:
    labels, deltas = _two(name, answer)
    labels = _floats(name, labels, (len(args[0]),))
    if not np.isin(labels, (-1, 0, 1)).all():
        raise ValueError(f"{name} gave labels other than 1, 0 and -1")
    return labels.astype(int), _floats(name, deltas, (len(args[0]), 4))


def _losses(name: str, args: tuple[Any, ...], answer: Any) -> tuple[float, float]:
    first, second = _two(name, answer)
    return float(_floats(name, first, ())), float(_floats(name, second, ()))


def _proposals(name: str, args: tuple[Any, ...], answer: Any) -> tuple[np.ndarray, np.ndarray]:
    after = args[7]
    boxes, scores = _two(name, answer)
    n = min(len(scores) if np.ndim(scores) == 1 else 0, after)  # an array of 0 axes has no length
    scores = _floats(name, scores, (n,))
    return _floats(name, np.reshape(boxes, (0, 4)) if n == 0 == np.size(boxes) else boxes, (n, 4)), scores


def _region(name: str, args: tuple[Any, ...], answer: Any) -> np.ndarray:
    features, _, out_h, out_w, *_ = args
    return _floats(name, answer, (len(features), out_h, out_w))


def _masks(name: str, args: tuple[Any, ...], answer: Any) -> Any:
    (n, height, width, _), classes = args[0].shape, args[1]
    expected = (n, 2 * height, 2 * width, classes)
    shape = getattr(answer, "shape", type(answer).__name__)
    if shape != expected:
        raise ValueError(f"{name} gave {shape}; expected a Keras tensor of shape {expected}")
    return answer


_READERS: dict[str, Callable[[str, tuple[Any, ...], Any], Any]] = {
    "generate_anchors": _anchors,
    "encode_boxes": _as_many_boxes,
    "decode_boxes": _as_many_boxes,
    "clip_boxes": _as_many_boxes,
    "rpn_targets": _targets,
    "rpn_loss": _losses,
    "proposals": _proposals,
    "roi_align": _region,
    "mask_head": _masks,
}
