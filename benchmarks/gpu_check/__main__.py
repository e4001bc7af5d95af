"""Measure, print and store: `python -m benchmarks.gpu_check [--tiny]`. What was found is written after every part."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from typing import Any

from autograder.errors import GraderError
from autograder.files import write_atomically
from autograder.models.train_child import backend
from benchmarks.gpu_check.run import run_all
from benchmarks.gpu_check.settings import Asked, plan, read_arguments
from benchmarks.gpu_check.table import as_markdown, name_of
from benchmarks.machine import command, machine

PACKAGES = ("keras", "jax", "jaxlib", "tensorflow", "torch", "numpy")


def main() -> None:
    asked = read_arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the part that runs is ended too
    try:
        os.environ["KERAS_BACKEND"] = backend()
    except GraderError as error:
        sys.exit(f"{error}")
    asked_for = f"KERAS_BACKEND={backend()} {command('benchmarks.gpu_check')}"
    found = {"device": "CPU", **machine(PACKAGES), "command": asked_for, "backend": backend(), "rows": []}
    if asked.add:
        earlier = json.loads(asked.add.read_text("utf-8"))
        found |= {"device": earlier["device"], "rows": earlier["rows"]}
        found["command"] = f"{earlier['command']}; {found['command']}"
    for row in run_all(plan(asked.settings, kinds=asked.kinds), asked.settings, budget_s=asked.budget_s):
        found["rows"] = [*(old for old in found["rows"] if which(old) != which(row)), row]
        found["device"] = row.get("device", found["device"])
        print(one_line(row), flush=True)
        store(found, asked)
    print()
    print(as_markdown(found))


def which(row: dict[str, Any]) -> tuple[Any, ...]:
    """What a row is a measurement of."""
    return row["kind"], row["model"], row["order"], row["n"], row["form"]


def store(found: dict[str, Any], asked: Asked) -> None:
    """Write the record and the page. A later run on the same device writes over them."""
    asked.out.mkdir(parents=True, exist_ok=True)
    device = re.sub(r"[^a-z0-9]+", "_", found["device"].lower()).strip("_")
    stem = f"gpu_check_{found['backend']}_{device}{'_tiny' if asked.tiny else ''}"
    write_atomically(asked.out / f"{stem}.json", (json.dumps(found, indent=1) + "\n").encode())
    write_atomically(asked.out / f"{stem}.md", as_markdown(found).encode())


def one_line(row: dict[str, Any]) -> str:
    """A row, as it is printed while the others still run."""
    what = name_of(row)
    if row["status"] != "ok":
        return f"{what}: {row['status']}, {row.get('said', '')}"
    keys = ("tflop_s", "copied_gb_s", "images_s", "epoch_s", "first_epoch_s", "accuracy", "times_as_fast")
    facts = ", ".join(f"{key} {row[key]}" for key in keys if key in row)
    return f"{what} ({row.get('wall_s', 0)} s): {facts}"


if __name__ == "__main__":
    main()
