"""`learning_curves`: loss and accuracy by epoch; training solid, test dashed, the best epoch marked."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from autograder.i18n import Words, translator
from cnnkit.show.charts import chart, finish, legend
from cnnkit.show.drawing import CYCLE, GREY, INK, Picture, drawn
from cnnkit.show.fonts import can_draw, label_words

CALL = "show.learning_curves"
MOST = 6  # trainings
MARKERS = ("o", "s", "^", "D", "v", "P")
ACCURACY = ("accuracy", "acc", "sparse_categorical_accuracy", "categorical_accuracy", "binary_accuracy")


@dataclass(frozen=True)
class Curves:
    """One training: a number for each epoch, or nothing where it was not measured."""

    name: str
    loss: tuple[float, ...]
    accuracy: tuple[float, ...]
    test_loss: tuple[float, ...]
    test_accuracy: tuple[float, ...]

    @property
    def epochs(self) -> int:
        return max(map(len, (self.loss, self.accuracy, self.test_loss, self.test_accuracy)))

    @property
    def best(self) -> tuple[int, float] | None:
        """The epoch, counted from 1, with the highest test accuracy, and that; the first where several are equal."""
        values = self.test_accuracy or self.accuracy
        finite = [(value, -i) for i, value in enumerate(values, 1) if math.isfinite(value)]
        return (-max(finite)[1], max(finite)[0]) if finite else None


@drawn
def learning_curves(history: Any, *, threshold: float | None = None) -> Picture:
    """Draw what came of a training, or of several.

    Args:
        history: what `cnnkit.fit` or Keras' `model.fit` returned, or its dict of "loss", "accuracy", "val_loss" and
            "val_accuracy", one number for each epoch; or a dict of at most 6 such, each under its name.
        threshold: an accuracy from 0 to 1, drawn as a line.

    Raises:
        TypeError: history is none of these.
        ValueError: it has no epoch, or threshold is no share.

    >>> history = {"loss": [1.2, 0.6], "accuracy": [0.5, 0.8], "val_accuracy": [0.6, 0.75]}
    >>> learning_curves(history).description
    'Best epoch: 2, test accuracy 75.0 %. Last epoch: 2, loss 0.6, training accuracy 80.0 %.'
    """
    trainings = _taken(history)
    if threshold is not None and not (isinstance(threshold, int | float) and 0 <= threshold <= 1):
        raise ValueError(f"{CALL}(threshold={threshold!r:.40}): expected an accuracy from 0 to 1")
    with_loss = any(one.loss or one.test_loss for one in trainings)
    with_accuracy = any(one.accuracy or one.test_accuracy for one in trainings)
    words = label_words()
    picture, axes = chart(with_loss + with_accuracy)
    left = list(axes)
    if with_loss:
        ax = left.pop(0)
        _panel(ax, trainings, "loss", words("loss"))
        ax.set_ylim(bottom=0)
    if with_accuracy:
        ax = left.pop(0)
        _panel(ax, trainings, "accuracy", words("accuracy"))
        low = min([v for one in trainings for v in (*one.accuracy, *one.test_accuracy) if math.isfinite(v)], default=0)
        low = min(low, threshold if threshold is not None else 1)
        ax.set_ylim(max(0.0, low - 0.06), 1.0 if low > 0.5 else 1.02)
        ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        _marks(ax, trainings, threshold, words)
    for ax in axes:
        ax.set_xlabel(words("epoch"))
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.set_xlim(0.7, max(one.epochs for one in trainings) + 0.3)
        legend(ax)
    return finish(picture, " ".join(_told(one, translator(), len(trainings) > 1) for one in trainings))


def _panel(ax: Axes, trainings: list[Curves], what: str, title: str) -> None:
    words = label_words()
    for k, one in enumerate(trainings):
        for values, style, of, filled in (
            (getattr(one, what), "-", words("training"), CYCLE[k]),
            (getattr(one, "test_" + what), (0, (4, 2)), words("test"), "white"),
        ):
            if values:
                name = f"{one.name}, {of}" if one.name else of
                # One training: two colours as well; several: a colour for each.
                colour = CYCLE[k] if len(trainings) > 1 or filled != "white" else CYCLE[1]
                face = "white" if filled == "white" else colour
                ax.plot(
                    range(1, len(values) + 1), values, linestyle=style, color=colour, marker=MARKERS[k], markersize=5,
                    markerfacecolor=face, label=name, linewidth=1.8, markevery=max(1, len(values) // 12),
                )  # fmt: skip
    ax.set_title(title)


def _marks(ax: Axes, trainings: list[Curves], threshold: float | None, words: Words) -> None:
    if threshold is not None:
        text = words("threshold {share}", share=f"{threshold:.0%}")
        ax.axhline(threshold, color=GREY, linestyle=":", linewidth=1.6, label=text)
    highest = max((one.best[1] for one in trainings if one.best), default=0)
    for one in trainings:
        if one.best and one.epochs > 1:
            epoch, value = one.best
            above = value == highest and value < 0.97
            ax.plot([epoch], [value], marker="*", markersize=15, color=INK, linestyle="none", zorder=5,
                    label=words("best epoch") if one is trainings[0] else None)  # fmt: skip
            ax.annotate(
                f"{value:.1%}", (epoch, value), (0, 14 if above else -20), textcoords="offset points",
                ha="center", color=INK, weight="bold",
                bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 1},
            )  # fmt: skip


def _taken(history: Any) -> list[Curves]:
    history = getattr(history, "history", history)  # Keras' History
    if isinstance(history, Mapping) and history and not any(_numbers(value) is not None for value in history.values()):
        if len(history) > MOST:
            raise ValueError(f"{CALL}(history=...): {len(history)} trainings; at most {MOST} can be told apart")
        names = [str(name) for name in history]
        drawn_names = [name if can_draw(name) else str(k + 1) for k, name in enumerate(names)]
        return [_one(value, name) for name, value in zip(drawn_names, history.values(), strict=True)]
    return [_one(history, "")]


def _one(history: Any, name: str) -> Curves:
    history = getattr(history, "history", history)
    if isinstance(history, Mapping):
        known = {key: _numbers(value) for key, value in history.items()}
        metric = next((key for key in ACCURACY if known.get(key) or known.get("val_" + key)), "accuracy")
        keys = ("loss", metric, "val_loss", "val_" + metric)
        found = Curves(name, *(known.get(key) or () for key in keys))
    elif isinstance(epochs := getattr(history, "epochs", None), tuple | list):
        columns = [
            tuple(float(getattr(epoch, key)) for epoch in epochs) for key in ("loss", "accuracy", "test_accuracy")
        ]
        found = Curves(name, columns[0], columns[1], (), columns[2])
    else:
        raise TypeError(
            f"{CALL}(history={history!r:.60}): expected what fit() returned, or a dict such as "
            '{"loss": [...], "accuracy": [...], "val_accuracy": [...]}'
        )
    if not found.epochs:
        keys_there = f"; it has {', '.join(map(str, history))}" if isinstance(history, Mapping) and history else ""
        raise ValueError(f'{CALL}(history=...): no epoch of "loss" or "accuracy" in it{keys_there}')
    return found


def _numbers(value: Any) -> tuple[float, ...] | None:
    if isinstance(value, Mapping | str):
        return None
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        return None
    return tuple(array.tolist()) if array.ndim == 1 else None


def _told(one: Curves, words: Words, several: bool) -> str:
    parts = [f"{one.name}:"] if several else []
    test = one.test_accuracy or ()
    if one.best and test:
        parts.append(words("Best epoch: {n}, test accuracy {share}.", n=one.best[0], share=_percent(one.best[1])))
    if one.loss:
        last = words("Last epoch: {n}, loss {loss}", n=one.epochs, loss=f"{one.loss[-1]:.3g}")
        if one.accuracy:
            last += ", " + words("training accuracy {share}", share=_percent(one.accuracy[-1]))
        parts.append(last + ".")
    elif one.accuracy:
        parts.append(words("training accuracy {share}", share=_percent(one.accuracy[-1])) + ".")
    bad = next((i for i, value in enumerate(one.loss, 1) if not math.isfinite(value)), None)
    if bad:
        parts.append(words("The loss is no number from epoch {n} on.", n=bad))
    return " ".join(parts)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
