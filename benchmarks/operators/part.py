"""One contestant in a process of its own: `python -m benchmarks.operators.part NAME SECONDS FOLDER`.

Writes FOLDER/NAME.json with the milliseconds, and for each job the numbers that came out, for the others' sake.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.operators.contestants import CONTESTANTS
from benchmarks.operators.jobs import JOBS, least_s, peak


def main() -> None:
    name, budget_s, folder = sys.argv[1], float(sys.argv[2]), Path(sys.argv[3])
    package = {"ours": "numpy"}.get(name, "torch" if name == "PyTorch" else name.lower())
    rows = []
    for number, job in enumerate(JOBS):
        for place, (call, answer) in CONTESTANTS[name](job).items():
            seconds, runs = least_s(call, budget_s)
            np.save(folder / f"{name}-{place}-{number}.npy", answer(call()))
            rows.append({"job": job.name, "who": name, "lesson": place, "ms": 1000 * seconds, "runs": runs})
    found: dict[str, Any] = {"version": f"{package} {version(package)}", "rows": rows}
    if name == "ours":
        found["peak"] = {dtype: round(peak(dtype, budget_s), 1) for dtype in ("float32", "float64")}
    (folder / f"{name}.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main()
