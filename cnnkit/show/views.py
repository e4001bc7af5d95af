"""What one cell of each layer sees of the image: from pairs (window, stride), or from a Keras model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from autograder.models.config import read_model
from autograder.models.network import Layer, Network
from autograder.models.refused import ModelRefused
from autograder.models.shapes import Sizes, measure
from autograder.models.windows import window
from cnnkit.show.given import whole

CALL = "show.receptive_field"
MOST_LAYERS = 1000
MERGES = ("Add", "Subtract", "Multiply", "Average", "Maximum", "Concatenate")


@dataclass(frozen=True)
class View:
    """Of one layer, rows and columns.

    Attributes:
        name: as it is drawn, such as "conv 3×3 /2".
        first: the image row and column where the view of cell (0, 0) begins; negative where that is padding.
        size: pixels that one cell sees.
        step: pixels between the views of neighbouring cells.
        places: cells of the layer; (0, 0) where that is not known.
    """

    name: str
    first: tuple[int, int]
    size: tuple[int, int]
    step: tuple[int, int]
    places: tuple[int, int] = (0, 0)


IMAGE = View("", (0, 0), (1, 1), (1, 1))


def of_layers(layers: Sequence[Any]) -> tuple[list[View], None]:
    """
    >>> [(view.size[0], view.step[0]) for view in of_layers([(11, 4), (3, 2)])[0]]
    [(1, 1), (11, 4), (19, 8)]
    """
    if not 1 <= len(layers) <= MOST_LAYERS:
        raise ValueError(f"{CALL}(layers=...): {len(layers)} layers; expected 1 to {MOST_LAYERS}")
    views = [IMAGE]
    for layer in layers:
        if not isinstance(layer, tuple | list) or len(layer) not in (2, 3):
            raise ValueError(
                f"{CALL}(layers=[..., {layer!r:.40}, ...]): expected (window, stride) or (window, stride, pad)"
            )
        k, stride = whole(CALL, "window", layer[0], 1), whole(CALL, "stride", layer[1], 1)
        pad = whole(CALL, "pad", layer[2], 0) if len(layer) == 3 else 0
        views.append(_looked(views[-1], _name("", (k, k), (stride, stride)), (k, k), (stride, stride), (pad, pad)))
    return views, None


def of_model(model: Any) -> tuple[list[View], tuple[int, int]]:
    """Layers that change what a cell sees, and the size of the image.

    Raises:
        TypeError: it is no Keras model.
        ValueError: it cannot be read, or has no place that could see anything.
    """
    if not callable(getattr(model, "to_json", None)):
        raise TypeError(
            f"{CALL}(layers={model!r:.60}): expected pairs (window, stride), such as [(3, 1), (2, 2)], or a Keras model"
        )
    try:
        network = read_model(model.to_json())
        sizes = measure(network)
    except ModelRefused as refused:
        raise ValueError(f"{CALL}(model): the model cannot be read. {refused}") from None
    if len(network.inputs) != 1 or len(sizes.layers[network.inputs[0]].shape) != 3:
        raise ValueError(f"{CALL}(model): expected a model with one input of shape (height, width, channels)")
    views = _followed(network, sizes)
    seen = [view for i in _path(network, views) if (view := views[i]) is not None]
    kept = [IMAGE, *(b for a, b in pairwise(seen) if (a.size, a.step) != (b.size, b.step))]
    if len(kept) == 1:
        raise ValueError(f"{CALL}(model): no layer of it looks at more than one pixel")
    height, width, _ = sizes.layers[network.inputs[0]].shape
    return kept, (height, width)


def _followed(network: Network, sizes: Sizes) -> list[View | None]:
    """The view of each layer; None from where places have no meaning."""
    views: list[View | None] = []
    for i, layer in enumerate(network.layers):
        shape = sizes.layers[i].shape
        from_ = [views[j] for j in layer.inputs]
        views.append(_next(layer, from_, [sizes.layers[j].shape for j in layer.inputs], shape))
    return views


def _next(layer: Layer, views: list[View | None], shapes: list[tuple[int, ...]], shape: tuple[int, ...]) -> View | None:
    if layer.kind == "Input":
        return View("", (0, 0), (1, 1), (1, 1), (shape[0], shape[1]))
    known = [view for view in views if view is not None]
    if len(known) < len(views) or len(shape) != 3 or layer.kind.startswith("Global"):
        return None
    if layer.kind in ("Reshape", "Conv2DTranspose"):  # places that are no window of the image
        return None
    view, places = known[0], (shape[0], shape[1])
    if layer.kind in MERGES:
        first = tuple(min(one.first[a] for one in known) for a in (0, 1))
        end = [max(one.first[a] + one.size[a] for one in known) for a in (0, 1)]
        return View(layer.kind, (first[0], first[1]), (end[0] - first[0], end[1] - first[1]), view.step, places)
    options = layer.options
    if layer.kind == "ZeroPadding2D":
        top, _, left, _ = options["padding"]
        return _looked(view, view.name, (1, 1), (1, 1), (top, left), places)
    kernel = options.get("kernel_size") or options.get("pool_size")
    if kernel is None:
        return View(view.name, view.first, view.size, view.step, places)
    strides = options["strides"] or kernel
    dilation = options.get("dilation_rate", (1, 1))
    before = tuple(
        window(shapes[0][a], (0, 0), kernel[a], strides[a], dilation[a], options["padding"])[1] for a in (0, 1)
    )
    reach = dilation[0] * (kernel[0] - 1) + 1, dilation[1] * (kernel[1] - 1) + 1
    kind = {"MaxPooling2D": "max", "AveragePooling2D": "mean"}.get(layer.kind, "conv")
    return _looked(view, _name(kind, kernel, strides), reach, strides, (before[0], before[1]), places)


def _path(network: Network, views: list[View | None]) -> list[int]:
    """Of each branch the way that sees furthest, from the image to the last layer that has places."""
    ends = [i for i, view in enumerate(views) if view is not None]
    way = [max(ends)]
    while network.layers[way[-1]].inputs:
        way.append(max(network.layers[way[-1]].inputs, key=lambda i: (views[i].size if views[i] else (0, 0), i)))  # type: ignore[union-attr]
    return way[::-1]


def _looked(
    view: View,
    name: str,
    reach: tuple[int, int],
    strides: tuple[int, int],
    before: tuple[int, int],
    places: tuple[int, int] = (0, 0),
) -> View:
    """What a cell sees that looks at `reach` cells of this view's layer."""
    spans = [((reach[a] - 1) * view.step[a] + view.size[a], view.step[a] * strides[a]) for a in (0, 1)]
    first = [view.first[a] - before[a] * view.step[a] for a in (0, 1)]
    return View(name, (first[0], first[1]), (spans[0][0], spans[1][0]), (spans[0][1], spans[1][1]), places)


def _name(kind: str, kernel: tuple[int, int], strides: tuple[int, int]) -> str:
    both = f"{strides[0]}" if strides[0] == strides[1] else f"{strides[0]}×{strides[1]}"
    return f"{kind} {kernel[0]}×{kernel[1]}{'' if strides == (1, 1) else ' /' + both}".strip()
