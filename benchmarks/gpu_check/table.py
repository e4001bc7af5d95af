"""Rows of measurements -> a page of Markdown. Plain functions of the record; nothing is measured here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks.gpu_check.settings import LOOPS

Row = dict[str, Any]
SAID = {
    "ours": "ours",
    "fit": "plain Keras `fit`",
    "torch": "PyTorch, eager",
    "torch-compiled": "PyTorch, `torch.compile`",
    "torch-graphs": "PyTorch, `torch.compile` with CUDA graphs",
}
TWICE = 2.0  # how much faster than plain Keras our loop is meant to be


def as_markdown(found: Row) -> str:
    """The whole page."""
    rows = found["rows"]
    peaks = peak_of(rows)
    lines = [
        "# Training on an accelerator" if found["device"] != "CPU" else "# Training, tried on a CPU",
        "",
        f"{found['date']}. {found['device']}; {found['machine']}. {found['versions']}. Load before: {found['load']}.",
        "",
        f"`{found['command']}`",
        "",
    ]
    if found["device"] == "CPU":
        lines += ["No accelerator was at hand: this shows that every part runs, and says nothing about a GPU.", ""]
    lines += [*_ceilings(rows), *_loops(rows, peaks), *_goals(rows, found["device"]), *_recipes(rows)]
    lines += [*_packed(rows), *_processes(rows), *_without(rows)]
    walls, cpus = (sum(row.get(key, 0) for row in rows) for key in ("wall_s", "cpu_s"))
    lines += ["", f"All of it took {walls:,.0f} s, and {cpus:,.0f} s of CPU."]
    return "\n".join(lines).rstrip() + "\n"


def peak_of(rows: Iterable[Row]) -> dict[str, float]:
    """The fastest matrix product that was seen, in TFLOP/s, by type of number."""
    peaks: dict[str, float] = {}
    for row in rows:
        if row["kind"] == "peak" and row["status"] == "ok":
            peaks = dict(row["tflop_s"])
            if "torch_tflop_s" in row:
                peaks["bfloat16"] = max(peaks.get("bfloat16", 0.0), row["torch_tflop_s"])
    return peaks


def best(rows: Iterable[Row], kind: str, model: str) -> Row | None:
    """The faster of the two orders, with the speed of both."""
    mine = [row for row in rows if (row["kind"], row["model"], row["status"]) == (kind, model, "ok")]
    if not mine:
        return None
    fastest = max(mine, key=lambda row: row["images_s"])
    return fastest | {"orders": [row["images_s"] for row in sorted(mine, key=lambda row: row["order"])]}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table of Markdown, its first two columns text and the others numbers.

    >>> table(["a", "b", "c"], [["x", "y", "1"]])
    ['| a | b | c |', '|---|---|--:|', '| x | y | 1 |', '']
    """
    ruler = ["---" if column < 2 else "--:" for column in range(len(head))]
    return [
        f"| {' | '.join(head)} |",
        f"|{'|'.join(ruler)}|",
        *(f"| {' | '.join(cells)} |" for cells in rows),
        "",
    ]


def _ceilings(rows: Sequence[Row]) -> list[str]:
    for row in rows:
        if row["kind"] == "peak" and row["status"] == "ok":
            side = row["matrix"]
            peaks = ", ".join(f"{value:,.4g} TFLOP/s in {dtype}" for dtype, value in row["tflop_s"].items())
            through = f", {row['torch_tflop_s']:,.4g} in bfloat16 through PyTorch" if "torch_tflop_s" in row else ""
            copied = f"{row['copied_gb_s']:,} GB/s read and written"
            return [f"Ceilings measured in this run: {side}x{side} matrix product {peaks}{through}; copy {copied}.", ""]
    return ["The matrix peak could not be measured, so that there is no utilisation.", ""]


def _loops(rows: Sequence[Row], peaks: dict[str, float]) -> list[str]:
    cells = []
    for model in models_in(rows):
        plain = best(rows, "fit", model)
        for kind in LOOPS:
            row = best(rows, kind, model)
            if row is None:
                continue
            peak = peaks.get(row["dtype"])
            cells.append(
                [
                    model,
                    SAID[kind],
                    f"{row['images_s']:,.0f}",
                    " / ".join(f"{speed:,.0f}" for speed in row["orders"]),
                    f"{row['epoch_s']:.3g}",
                    f"{row['first_epoch_s']:.3g}",
                    f"{row['accuracy']:.3f}",
                    f"{row['tflop_s']:.3g}",
                    f"{row['tflop_s'] / peak:.1%}" if peak else "",
                    f"{row['images_s'] / plain['images_s']:.2f}" if plain else "",
                ]
            )
    if not cells:
        return []
    head = ["network", "loop", "images/s", "first order / second", "s an epoch", "s the first epoch", "accuracy"]
    lines = table([*head, "TFLOP/s", "of the peak", "times `fit`"], cells)
    sizes = [(model, best(rows, "ours", model)) for model in models_in(rows)]
    said = [
        f"{model}: {row['images']:,} images an epoch in batches of {row['batch']}, {row['epochs']} epochs, "
        f"{row['dtype']}, {row['flop_per_image'] / 1e6:,.2f} MFLOP an image; {row['about']}."
        for model, row in sizes
        if row
    ]
    return [
        "## The same network in every loop",
        "",
        *lines,
        "The first epoch compiles, in the second order from a warm cache; the other figures are of the fastest epoch "
        "after it. All loops see the images unmoved, so that all do the same. Accuracies are after these few epochs.",
        "",
        *(f"- {line}" for line in said),
        "",
    ]


def _goals(rows: Sequence[Row], device: str) -> list[str]:
    cells = []
    for model in models_in(rows):
        mine = best(rows, "ours", model)
        for kind, wanted in (("fit", TWICE), ("torch-compiled", 1.0)):
            other = best(rows, kind, model)
            if mine is None or other is None:
                cells.append([model, f"at least {wanted:g} times {SAID[kind]}", "", "not measured"])
                continue
            times = mine["images_s"] / other["images_s"]
            met = "met" if times >= wanted else "**not met**"
            cells.append([model, f"at least {wanted:g} times {SAID[kind]}", f"{times:.2f}", met])
    where = "" if device != "CPU" else " They are goals for a GPU; here a CPU ran with small settings."
    return ["## Goals", "", f"Our loop's images/s.{where}", "", *table(["network", "goal", "is", ""], cells)]


def _recipes(rows: Sequence[Row]) -> list[str]:
    cells = [
        [
            row["model"],
            row["about"],
            f"{row['images']:,}",
            str(row["epochs"]),
            f"{row['accuracy']:.4f}",
            f"{row['all_s']:.1f}",
            f"{row['images_s']:,.0f}",
        ]
        for row in rows
        if row["kind"] == "recipe" and row["status"] == "ok"
    ]
    if not cells:
        return []
    head = ["network", "written in", "images", "epochs", "accuracy", "s in all", "images/s"]
    return ["## The grader's whole recipe, images moved and mirrored", "", *table(head, cells)]


def _packed(rows: Sequence[Row]) -> list[str]:
    mine = [row for row in rows if row["kind"] == "packed" and row["status"] == "ok"]
    cells = []
    for row in mine:
        same = [other for other in mine if (other["model"], other["n"]) == (row["model"], row["n"])]
        turn = next((other for other in same if other["form"] == "in_turn"), None)
        times = f"{row['images_s'] / turn['images_s']:.2f}" if turn else ""
        apart = max(abs(a - b) for a, b in zip(row["losses"], turn["losses"], strict=True)) if turn else None
        speeds = [f"{row['first_epoch_s']:.3g}", f"{row['epoch_s']:.3g}", f"{row['images_s']:,.0f}"]
        name = f"{row['n']} x {row['model']}, {row['images']:,} images"
        cells.append([name, row["form"], *speeds, times, "" if apart is None else f"{apart:.0e}"])
    if not cells:
        return []
    head = ["networks", "form", "s the first epoch", "s an epoch of all", "images/s", "times in_turn", "losses apart"]
    said = "Networks of one graph with different seeds; the forms are those of autograder/models/pack.py."
    return ["## Packed into one step", "", said, "", *table(head, cells)]


def _processes(rows: Sequence[Row]) -> list[str]:
    cells = [
        [
            f"{row['n']} x {row['model']}",
            "",
            *(f"{wall:.1f}" for wall in row["walls_s"].values()),
            f"{row['times_as_fast']:.2f}",
        ]
        for row in rows
        if row["kind"] == "processes" and row["status"] == "ok"
    ]
    if not cells:
        return []
    head = ["processes", "", "s one after another", "s at the same time", "times as fast"]
    return ["## Several processes on one device, their starts included", "", *table(head, cells)]


def _without(rows: Sequence[Row]) -> list[str]:
    said = [
        f"- {name_of(row)}, order {row['order']}: {row['status']}, {row.get('said', '')}"
        for row in rows
        if row["status"] != "ok"
    ]
    return ["## Without a figure", "", *said] if said else []


def name_of(row: Row) -> str:
    """A part, for people: "packed lenet5 x 4 grouped"."""
    n = f" x {row['n']}" if row["n"] > 1 else ""
    return f"{row['kind']} {row['model']}{n} {row['form']}".strip()


def models_in(rows: Iterable[Row]) -> list[str]:
    """The networks of the rows, in their order."""
    return list(dict.fromkeys(row["model"] for row in rows if row["model"]))
