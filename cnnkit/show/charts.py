"""Axes with scales, in the look of the other pictures: for curves."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.layout_engine import ConstrainedLayoutEngine

from cnnkit.show.drawing import DPI, GREY, INK, LINE, PAPER, Picture
from cnnkit.show.fonts import families

PANEL = (5.0, 3.6)  # inches


def chart(panels: int, *, panel: tuple[float, float] = PANEL) -> tuple[Picture, list[Axes]]:
    """An empty picture with so many panels side by side."""
    picture = Picture(
        figsize=(panel[0] * panels, panel[1]),
        facecolor=PAPER,
        dpi=DPI,
        layout=ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.12),
    )
    axes = [picture.add_subplot(1, panels, k + 1) for k in range(panels)]
    for ax in axes:
        ax.set_facecolor(PAPER)
        ax.grid(color="#e3e6e9", linewidth=0.8)
        ax.set_axisbelow(True)
        for side in ("top", "right"):
            ax.spines[side].set_visible(False)
        for side in ("left", "bottom"):
            ax.spines[side].set_color(LINE)
    return picture, axes


def legend(ax: Axes) -> None:
    if ax.get_legend_handles_labels()[1]:
        ax.legend(frameon=True, framealpha=0.9, edgecolor="none", prop={"family": families(), "size": 9})


def finish(picture: Picture, description: str) -> Picture:
    """Every word in a font that has its letters; nothing read as a formula."""
    fonts = families()
    for ax in picture.axes:
        ax.tick_params(labelsize=9, colors=GREY, labelcolor=INK)
        ax.tick_params(labelfontfamily=fonts)
        for text in (ax.title, ax.xaxis.label, ax.yaxis.label, *ax.texts):
            text.set_fontfamily(fonts)
            text.set_parse_math(False)
            text.set_color(INK)
        ax.title.set_fontsize(11)
        ax.title.set_fontweight("bold")
        drawn_legend = ax.get_legend()
        for text in drawn_legend.get_texts() if drawn_legend else ():
            text.set_parse_math(False)
    picture.description = description
    return picture
