"""`precision_recall`: the curve of a detector as it was measured, and the area that average precision counts."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.i18n import translator
from cnnkit.show.charts import chart, finish, legend
from cnnkit.show.drawing import BLUE, GREY, ORANGE, Picture, drawn
from cnnkit.show.fonts import label_words
from cnnkit.show.given import choice, numbers

CALL = "show.precision_recall"
METHODS = ("all", "11", "101", "raw")
MOST = 100_000


@drawn
def precision_recall(recall: Any, precision: Any, method: str = "all") -> Picture:
    """Draw precision over recall, and shade what the average precision is the area or the mean of.

    Args:
        recall: (K,), not falling, from 0 to 1: the share of the objects found by the first k detections, best first.
        precision: (K,), from 0 to 1: the share of these detections that are right.
        method: "all" is the area below the highest precision still to come (Pascal VOC from 2010 on), "raw" the
            area below the measured points, "11" and "101" the mean of it at 0, 0.1, ... and 0, 0.01, ... (VOC 2007
            and COCO).

    Raises:
        TypeError: they hold something else than numbers.
        ValueError: they are no such curve, or there is no such method.

    Source: Everingham et al., The Pascal Visual Object Classes Challenge (2010), section 4.2.

    >>> precision_recall([0, 0.25, 0.25, 0.5, 0.75], [0, 0.5, 1 / 3, 0.5, 0.6]).description
    '5 detections. Recall at the end: 0.75. Average precision (all): 0.45.'
    """
    choice(CALL, "method", method, METHODS)
    r, p = _curve(recall, precision)
    words = label_words()
    picture, [ax] = chart(1, panel=(6.2, 4.4))
    average = _average(r, p, method)
    if method in ("11", "101"):
        _grid_points(ax, r, p, int(method), words("highest precision from here on"))
    else:
        heights = _ahead(p) if method == "all" else p
        name = words("area: average precision")
        ax.fill_between(*_steps(r, heights), color=BLUE, alpha=0.22, lw=0, hatch="//", edgecolor=BLUE, label=name)
        if method == "all":
            ax.plot(*_steps(r, heights), color=BLUE, lw=2.2, label=words("highest precision from here on"))
    ax.plot(
        r, p, color=ORANGE, lw=1.4, linestyle=(0, (3, 2)), marker="o" if len(r) <= 60 else None, markersize=6,
        markerfacecolor="white", markeredgewidth=1.6, label=words("measured, after each detection"), zorder=4,
    )  # fmt: skip
    if len(r) <= 20:
        for k, (x, y) in enumerate(zip(r, p, strict=True), 1):
            ax.annotate(str(k), (x, y), (5, 5), textcoords="offset points", fontsize=8, color=GREY)
    ax.set_xlim(-0.02, 1.02)
    ax.set_ylim(0, 1.08)
    ax.set_xlabel(words("recall"))
    ax.set_ylabel(words("precision"))
    ax.set_title(f"AP ({method}) = {average:.4f}")
    legend(ax)
    words = translator()
    told = words(
        "{n} detections. Recall at the end: {recall}. Average precision ({method}): {average}.",
        n=len(r), recall=f"{r[-1]:.4g}", method=method, average=f"{average:.4g}",
    )  # fmt: skip
    return finish(picture, told)


def _curve(recall: Any, precision: Any) -> tuple[np.ndarray, np.ndarray]:
    r, p = numbers(CALL, "recall", recall, "(K,)", (1,)), numbers(CALL, "precision", precision, "(K,)", (1,))
    if len(r) != len(p):
        raise ValueError(f"{CALL}(...): recall has {len(r)} values and precision {len(p)}; each detection has both")
    if len(r) > MOST:
        raise ValueError(f"{CALL}(...): {len(r)} detections; at most {MOST} are drawn")
    for name, values in (("recall", r), ("precision", p)):
        if not ((values >= 0) & (values <= 1)).all():  # written so that NaN is never accepted
            span = f"they go from {values.min():g} to {values.max():g}"
            raise ValueError(f"{CALL}({name}=...): expected values from 0 to 1; {span}")
    if (np.diff(r) < 0).any():
        where = int(np.argmax(np.diff(r) < 0)) + 1
        raise ValueError(f"{CALL}(recall=...): it falls after detection {where}; sort the detections by score first")
    return r, p


def _ahead(p: np.ndarray) -> np.ndarray:
    """At each point the highest precision there or further on."""
    return np.maximum.accumulate(p[::-1])[::-1]


def _at(r: np.ndarray, p: np.ndarray, places: np.ndarray) -> np.ndarray:
    """The highest precision at each of these recalls or beyond; 0 beyond the last."""
    ahead = np.append(_ahead(p), 0.0)
    return ahead[np.searchsorted(r, places - 1e-12)]  # 0.3 of three tenths and of 3/10 are the same place


def _average(r: np.ndarray, p: np.ndarray, method: str) -> float:
    if method in ("11", "101"):
        return float(_at(r, p, np.linspace(0, 1, int(method))).mean())
    widths = np.diff(r, prepend=0.0)
    return float(widths @ (_ahead(p) if method == "all" else p))


def _steps(r: np.ndarray, heights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Corners of a staircase: the height of each point holds from the recall before it."""
    xs = np.repeat(np.append(0.0, r), 2)[1:-1]
    return xs, np.repeat(heights, 2)


def _grid_points(ax: Any, r: np.ndarray, p: np.ndarray, n: int, name: str) -> None:
    places = np.linspace(0, 1, n)
    heights = _at(r, p, places)
    ax.vlines(places, 0, heights, color=BLUE, alpha=0.5, lw=5 if n == 11 else 1.6)
    ax.plot(places, heights, "s", color=BLUE, markersize=6 if n == 11 else 2.4, label=name)
