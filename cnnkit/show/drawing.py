"""One look for every picture: a sheet of cells, frames and words, in colours that colour-blind readers tell apart.

Colours are Okabe and Ito's; what a colour says is also said by a frame, a hatch, a dash or a word.
"""

from __future__ import annotations

import base64
import functools
import html
import io
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyArrowPatch, Rectangle
from PIL import Image

from cnnkit.show.fonts import families, label_words
from cnnkit.show.given import short

BLUE, ORANGE, GREEN, RED, PURPLE, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#6B737B"
SKY = "#56B4E9"
CYCLE = (BLUE, ORANGE, GREEN, PURPLE, RED, SKY)
INK, PAPER, EMPTY, LINE = "#1b1f24", "#ffffff", "#f5f7f9", "#8A929A"
CELL_INCHES = 0.42
DPI = 160
SHOWN_DPI = 96
NOT_STYLE = ("backend", "interactive", "toolbar", "timezone", "webagg", "docstring", "date", "savefig.directory", "tk")

FONT_LOG = logging.getLogger("matplotlib.font_manager")

P = ParamSpec("P")
R = TypeVar("R")


class Picture(Figure):
    """A Matplotlib figure that a notebook shows by itself, with its content as text.

    Attributes:
        description: what the picture shows, in words and numbers, in the reader's language.
    """

    description = ""

    def png(self, dpi: int = DPI) -> bytes:
        """The picture as a PNG file; the same bytes for the same picture."""
        with plain_style():
            canvas = FigureCanvasAgg(self)
            self.set_dpi(dpi)
            canvas.draw()
            return packed(np.asarray(canvas.buffer_rgba())[..., :3], few=not any(ax.images for ax in self.axes))

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        image = base64.b64encode(self.png()).decode("ascii")
        width = round(self.get_figwidth() * SHOWN_DPI)
        alt = html.escape(self.description, quote=True)
        tag = f'<img alt="{alt}" width="{width}" style="max-width:100%" src="data:image/png;base64,{image}">'
        return {"text/html": tag, "image/png": image, "text/plain": self.description}

    def __repr__(self) -> str:
        return f"<Picture: {self.description}>"


def packed(pixels: np.ndarray, *, few: bool) -> bytes:
    """Pixels (H, W, 3) of uint8 -> PNG. few: there are few colours, so that a palette is enough."""
    image = Image.fromarray(np.ascontiguousarray(pixels))
    out = io.BytesIO()
    (_white(image.quantize(128)) if few else image).save(out, "PNG")
    return out.getvalue()


def packed_frames(frames: Sequence[np.ndarray]) -> tuple[bytes, ...]:
    """Frames (H, W, 3) of uint8 -> PNG files with the palette of the last, which has all the colours."""
    palette = Image.fromarray(np.ascontiguousarray(frames[-1])).quantize(128)
    files = []
    for frame in frames:
        out = io.BytesIO()
        image = Image.fromarray(np.ascontiguousarray(frame))
        _white(image.quantize(palette=palette, dither=Image.Dither.NONE)).save(out, "PNG")
        files.append(out.getvalue())
    return tuple(files)


def _white(image: Image.Image) -> Image.Image:
    """The paper as white as it was: a palette may have mixed it with what is nearly white."""
    colours, paper = image.getpalette() or [], image.getpixel((0, 0))
    if isinstance(paper, int):
        colours[3 * paper : 3 * paper + 3] = [255, 255, 255]
        image.putpalette(colours)
    return image


@contextmanager
def plain_style() -> Iterator[None]:
    """Matplotlib's own settings for a while, whatever style the student chose."""
    defaults = matplotlib.rcParamsDefault
    level = FONT_LOG.level
    FONT_LOG.setLevel(logging.ERROR)  # it warns of a Korean font whose bold is called semibold
    try:
        with matplotlib.rc_context({key: defaults[key] for key in defaults if not key.startswith(NOT_STYLE)}):
            yield
    finally:
        FONT_LOG.setLevel(level)


def drawn(function: Callable[P, R]) -> Callable[P, R]:
    """Draw under Matplotlib's own settings."""

    @functools.wraps(function)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        with plain_style():
            return function(*args, **kwargs)

    return inside


def width_of(text: str, size: float = 11, *, weight: str = "normal") -> float:
    """How many cells wide a text is."""
    font = FontProperties(family=families(), size=size, weight=weight)
    return RendererAgg(1, 1, 72).get_text_width_height_descent(text, font, False)[0] / 72 / CELL_INCHES


def number_size(texts: Iterable[str]) -> float:
    """Of the letters of numbers, so that the longest fits in a cell and all are alike."""
    return (11, 11, 11, 10, 8.5, 7)[min(5, max(map(len, texts), default=0))]


class Sheet:
    """White paper of `width` x `height` cells; one cell is one unit, y grows downwards."""

    def __init__(self, width: float, height: float) -> None:
        self.words = label_words()
        self.fonts = families()
        self.picture = Picture(figsize=(width * CELL_INCHES, height * CELL_INCHES), facecolor=PAPER, dpi=DPI)
        self.axes = self.picture.add_axes((0, 0, 1, 1))
        self.axes.set_xlim(0, width)
        self.axes.set_ylim(height, 0)
        self.axes.axis("off")

    def done(self, description: str) -> Picture:
        self.picture.description = description
        return self.picture

    def cells(
        self,
        values: np.ndarray,
        left: float,
        top: float,
        *,
        side: float = 1.0,
        fill: Mapping[tuple[int, int], str] | None = None,
        padding: np.ndarray | None = None,
        texts: bool = True,
    ) -> None:
        """A matrix (H, W) with its upper left corner at (left, top).

        fill: (row, column) -> colour. padding: (H, W) of bool, drawn dashed and grey. A text stands as it is; a
        number is shortened.
        """
        shown = np.array([[v if isinstance(v, str) else short(v) for v in row] for row in values.tolist()])
        size = number_size(shown.flat) * min(1, side * 1.05)
        for (i, j), text in np.ndenumerate(shown):
            outside = padding is not None and bool(padding[i, j])
            self.cell(left + j * side, top + i * side, side, side, (fill or {}).get((i, j)), dashed=outside)
            if texts:
                colour = GREY if outside else INK
                self.label(str(text), left + (j + 0.5) * side, top + (i + 0.53) * side, size=size, colour=colour)

    def cell(
        self, left: float, top: float, width: float, height: float, colour: str | None = None, *, dashed: bool = False
    ) -> None:
        self.axes.add_patch(
            Rectangle(
                (left, top),
                width,
                height,
                facecolor=colour + "38" if colour else (PAPER if dashed else EMPTY),
                edgecolor=LINE,
                linewidth=0.8 if min(width, height) > 0.45 else 0.4,
                linestyle=(0, (2, 2)) if dashed else "solid",
            )
        )

    def lattice(self, left: float, top: float, rows: int, columns: int, side: float) -> None:
        """An empty matrix of small cells."""
        right, bottom = left + columns * side, top + rows * side
        lines = [[(left, top + i * side), (right, top + i * side)] for i in range(rows + 1)]
        lines += [[(left + j * side, top), (left + j * side, bottom)] for j in range(columns + 1)]
        self.axes.add_collection(LineCollection(lines, colors=LINE, linewidths=0.5))

    def frame(
        self, left: float, top: float, width: float, height: float, colour: str = BLUE, *, line: float = 2.4
    ) -> None:
        """Outline a window of cells."""
        self.axes.add_patch(
            Rectangle((left, top), width, height, fill=False, edgecolor=colour, linewidth=line, zorder=3)
        )

    def hatch(self, left: float, top: float, width: float, height: float, colour: str = RED) -> None:
        """Stripes, so that it shows in grey print as well."""
        self.axes.add_patch(
            Rectangle(
                (left, top), width, height, facecolor=colour + "33", edgecolor=colour, hatch="////", linewidth=0.8
            )
        )

    def label(
        self,
        text: str,
        x: float,
        y: float,
        *,
        size: float = 11,
        colour: str = INK,
        weight: str = "normal",
        align: str = "center",
        ground: bool = False,
    ) -> None:
        """One line of text. ground: white behind it, where it stands on stripes."""
        box = {"facecolor": PAPER, "edgecolor": "none", "boxstyle": "round,pad=0.15"} if ground else None
        self.axes.text(
            x, y, text, ha=align, va="center", size=size, color=colour, weight=weight, family=self.fonts,
            parse_math=False, zorder=5, bbox=box,
        )  # fmt: skip

    def arrow(self, start: tuple[float, float], end: tuple[float, float], colour: str = GREY) -> None:
        self.axes.add_patch(
            FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=14, color=colour, linewidth=1.6)
        )

    def line(self, xs: Sequence[float], ys: Sequence[float], colour: str = INK, *, dashed: bool = False) -> None:
        self.axes.plot(xs, ys, color=colour, linewidth=1.1, linestyle=(0, (3, 3)) if dashed else "solid")

    def notes(self, notes: Sequence[str], left: float, top: float) -> None:
        """What was left out, in small letters, one line each."""
        for k, note in enumerate(notes):
            self.label(note, left, top + 0.75 * k, size=9, colour=GREY, align="left")
