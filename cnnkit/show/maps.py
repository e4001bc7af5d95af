"""`feature_maps`: the channels of a layer as pictures, all on one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autograder.i18n import Words, translator
from cnnkit.show.drawing import GREY, LINE, Picture, Sheet, drawn, width_of
from cnnkit.show.fonts import can_draw, label_words
from cnnkit.show.given import numbers, short

CALL = "show.feature_maps"
MOST = 64
MOST_PIXELS = 1024
PER_ROW = 8


@drawn
def feature_maps(
    maps: Any,
    image: Any = None,
    *,
    layer: str | int | None = None,
    names: Sequence[str] | Mapping[str, Any] | None = None,
    shared: bool = True,
) -> Picture:
    """Draw each channel of a feature map as a picture: bright is high.

    Args:
        maps: feature maps (H, W), (C, H, W) or the first of (N, C, H, W); or a Keras model, whose maps are
            channels last.
        image: beside maps, a picture (H, W), (H, W, 1) or (H, W, 3) to draw first; for a model what it is asked
            about, as it takes it, with or without the batch axis.
        layer: of a model: the layer's name or number; the first convolution where None.
        names: what to write above the maps; their numbers where None.
        shared: all maps on one scale; else each from its own least to its own greatest value.

    Returns:
        a picture of at most 64 maps.

    Raises:
        TypeError: maps is neither.
        ValueError: shapes that do not fit, or no such layer.

    >>> feature_maps([[[0, 1], [2, 3]], [[0, 0], [0, 6]]]).description
    '2 feature maps of 2 × 2. 0: from 0 to 3. 1: from 0 to 6.'
    """
    title = ""
    if callable(getattr(maps, "get_layer", None)):
        maps, title = _of_model(maps, image, layer)
        image = image if np.shape(image)[-1] in (1, 3) else None  # of other channels there is no picture
    elif layer is not None:
        raise TypeError(
            f"{CALL}(layer={layer!r:.40}): only a Keras model has layers; the maps are {type(maps).__name__}"
        )
    array = numbers(CALL, "maps", maps, "(H, W), (C, H, W) or (N, C, H, W)", (2, 3, 4))
    array = array.reshape((1,) * (4 - array.ndim) + array.shape)
    words = label_words()
    notes = [words("Only the first of {n} images is drawn.", n=len(array))] if len(array) > 1 else []
    shown = array[0, :MOST]
    if len(array[0]) > MOST:
        notes.append(words("{n} of {all} maps are drawn.", n=MOST, all=len(array[0])))
    if max(shown.shape[1:]) > MOST_PIXELS:
        raise ValueError(
            f"{CALL}(maps=...): maps of {shown.shape[1]} x {shown.shape[2]}; at most {MOST_PIXELS} wide and high"
        )
    if not shared:
        notes.append(words("Each map from its least value (dark) to its greatest (bright)."))
    sheet = _draw(shown, _picture(image), _named(names, len(shown)), title, notes, shared=shared)
    return sheet.done(_told(shown, notes))


def _draw(
    shown: np.ndarray, image: np.ndarray | None, names: list[str], title: str, notes: list[str], *, shared: bool
) -> Sheet:
    n, h, w = shown.shape
    tiles = n + (image is not None)
    most = PER_ROW if tiles > PER_ROW else PER_ROW // 2
    columns = -(-tiles // -(-tiles // most))  # rows of nearly the same length
    side = 5.2 if columns <= 4 else 4.2 if columns <= 6 else 3.2
    tile_w, tile_h = (side, max(0.6, side * h / w)) if w >= h else (max(0.6, side * w / h), side)
    cell_w = max(tile_w, *(width_of(name, 9) for name in names)) + 0.5
    rows, top = -(-tiles // columns), 1.3 if title else 0.4
    key = 0.5 + columns * cell_w + 0.3
    width = max(key + (3.2 if shared else 0.4), *(width_of(line, 10) + 1.4 for line in (title, *notes)))
    sheet = Sheet(width, top + rows * (tile_h + 1.1) + 0.2 + 0.75 * len(notes))
    pictures = [(sheet.words("image"), image)] if image is not None else []
    for k, (name, pixels) in enumerate([*pictures, *zip(names, shown, strict=True)]):
        i, j = divmod(k, columns)
        x, y = 0.5 + j * cell_w + (cell_w - tile_w) / 2, top + i * (tile_h + 1.1) + 0.7
        sheet.label(name, x + tile_w / 2, y - 0.36, size=9)
        is_image = image is not None and k == 0
        limits = None if is_image else _range(shown if shared else pixels)
        _tile(sheet, pixels, (x, y, tile_w, tile_h), limits)
    sheet.label(title, 0.7, 0.7, size=10, colour=GREY, align="left")
    if shared:
        _scale(sheet, key, top + 0.7, min(rows * (tile_h + 1.1) - 1.1, 6.0), *_range(shown))
    sheet.notes(notes, 0.7, top + rows * (tile_h + 1.1) + 0.3)
    sheet.axes.set_xlim(0, width)
    sheet.axes.set_ylim(sheet.picture.get_figheight() / 0.42, 0)
    return sheet


def _tile(
    sheet: Sheet, pixels: Any, place: tuple[float, float, float, float], limits: tuple[float, float] | None
) -> None:
    x, y, w, h = place
    low, high = limits or (None, None)
    sheet.axes.imshow(
        pixels, cmap="viridis" if limits else "gray", vmin=low, vmax=high, interpolation="nearest", aspect="auto",
        extent=(x, x + w, y + h, y),
    )  # fmt: skip
    sheet.frame(x, y, w, h, LINE, line=0.8)


def _scale(sheet: Sheet, left: float, top: float, height: float, low: float, high: float) -> None:
    """The colours and what they stand for; 0 is marked where it lies between."""
    sheet.axes.imshow(
        np.linspace(1, 0, 128)[:, None], cmap="viridis", aspect="auto", extent=(left, left + 0.5, top + height, top)
    )
    sheet.frame(left, top, 0.5, height, LINE, line=0.8)
    marks = {low, high} | ({0.0} if low < 0 < high else set())
    for value in marks:
        y = top + height * (1 - (value - low) / (high - low)) if high > low else top + height / 2
        sheet.line([left + 0.5, left + 0.7], [y, y], GREY)
        sheet.label(short(value), left + 0.85, y, size=9, align="left")


def _range(shown: np.ndarray) -> tuple[float, float]:
    finite = shown[np.isfinite(shown)]
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)


def _named(names: Any, n: int) -> list[str]:
    if names is None:
        return [str(k) for k in range(n)]
    given = [str(name) for name in names]
    if len(given) < n:
        raise ValueError(f"{CALL}(names=...): {len(given)} names for {n} maps")
    return [name[:24] if can_draw(name) else str(k) for k, name in enumerate(given[:n])]


def _picture(image: Any) -> np.ndarray | None:
    if image is None:
        return None
    pixels = numbers(CALL, "image", image, "(H, W), (H, W, 1) or (H, W, 3)", (2, 3, 4))
    if pixels.ndim == 4:
        pixels = pixels[0]
    if pixels.ndim == 3 and pixels.shape[2] == 1:
        pixels = pixels[..., 0]
    if pixels.ndim == 3 and pixels.shape[2] != 3:
        raise ValueError(
            f"{CALL}(image=...): expected the shape (H, W), (H, W, 1) or (H, W, 3); it has {np.shape(image)}"
        )
    return np.clip(pixels / (255.0 if pixels.max() > 1 else 1.0), 0, 1) if pixels.ndim == 3 else pixels


def _of_model(model: Any, image: Any, layer: Any) -> tuple[np.ndarray, str]:
    """Maps (C, H, W) of a layer, and its name."""
    if image is None:
        raise ValueError(f"{CALL}(model): for which image? Give one as the model takes it: feature_maps(model, x[0])")
    import keras

    found = _layer(model, layer)
    x = np.asarray(image)
    x = x[None] if x.ndim == len(model.input_shape) - 1 else x
    wanted = tuple(model.input_shape[1:])
    if x.ndim != len(wanted) + 1 or any(a is not None and a != b for a, b in zip(wanted, x.shape[1:], strict=True)):
        raise ValueError(
            f"{CALL}(model, image): the model takes images of shape {wanted}; this one has {np.shape(image)}"
        )
    out = keras.ops.convert_to_numpy(keras.Model(model.inputs, found.output)([x[:1]], training=False))
    if out.ndim != 4:
        raise ValueError(f"{CALL}(model, layer={found.name!r}): it puts out {out.shape[1:]}, which is no feature map")
    return np.moveaxis(out[0], -1, 0), f"{found.name}  {out.shape[1]} × {out.shape[2]} × {out.shape[3]}"


def _layer(model: Any, layer: Any) -> Any:
    layers = list(model.layers)
    if layer is None:
        return next((one for one in layers if type(one).__name__ == "Conv2D"), layers[0])
    names = [one.name for one in layers]
    if isinstance(layer, str) and layer in names:
        return layers[names.index(layer)]
    if isinstance(layer, int) and not isinstance(layer, bool) and -len(layers) <= layer < len(layers):
        return layers[layer]
    few = ", ".join(names[:20]) + (", ..." if len(names) > 20 else "")
    raise ValueError(f"{CALL}(model, layer={layer!r:.40}): there is no such layer. There are: {few}")


def _told(shown: np.ndarray, notes: list[str]) -> str:
    words: Words = translator()
    n, h, w = shown.shape
    lines = [words.plural("{n} feature map of {h} × {w}.", "{n} feature maps of {h} × {w}.", n, h=h, w=w)]
    for k, one in enumerate(shown[:12]):
        low, high = _range(one[None])
        lines.append(f"{k}: " + words("from {low} to {high}.", low=short(low), high=short(high)))
    return " ".join([*lines, *notes])
