"""How fast the lessons' own operators are, beside TensorFlow, PyTorch and SciPy on a CPU and the matrix peak.

Writes results/operators.json and results/operators.md beside this file. One thread each, every contestant in a process
of its own, in both orders. PyTorch is not among the course's requirements: it is taken from build/bench/torch or from
this Python, and left out where there is none.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from machine import machine, warm_environment

sys.path.append(str(Path(__file__).parents[1]))
from benchmarks.operators.jobs import JOBS

ROOT = Path(__file__).parents[1]
TORCH = ROOT / "build" / "bench" / "torch" / "bin" / "python"
MISSING = (
    "PyTorch is not here and left out. To have it: python -m venv build/bench/torch, then build/bench/torch/bin/pip "
    "install numpy torch --index-url https://download.pytorch.org/whl/cpu"
)
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
RTOL = 1e-3  # of the largest number; sums of 576 float32 products, in another order for everybody

Row = dict[str, Any]


def pythons() -> dict[str, str]:
    """Contestant -> the Python it runs in."""
    found = {"ours": sys.executable}
    for name, package in (("TensorFlow", "tensorflow"), ("PyTorch", "torch"), ("SciPy", "scipy")):
        if package == "torch" and TORCH.is_file():
            found[name] = str(TORCH)
        elif find_spec(package):
            found[name] = sys.executable
    return found


def part(name: str, python: str, budget_s: float, folder: Path) -> Row:
    environment = warm_environment() | ONE_THREAD | {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "benchmarks")])
    command = [python, "-m", "benchmarks.operators.part", name, str(budget_s), str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name} failed: {done.stderr[-2000:]}")
    found: Row = json.loads((folder / f"{name}.json").read_text())
    return found


def agree(folder: Path) -> None:
    """Everybody must have computed the same numbers, or the times mean nothing."""
    for number, job in enumerate(JOBS):
        first, *others = sorted(folder.glob(f"*-{number}.npy"), key=lambda path: not path.name.startswith("ours"))
        wanted = np.load(first)
        for path in others:
            atol, said = RTOL * float(np.abs(wanted).max()), f"{job.name}: {path.name}"
            np.testing.assert_allclose(np.load(path), wanted, rtol=0, atol=atol, err_msg=said)


def best(rows: list[Row], job: str, who: str) -> Row | None:
    """The fastest of both orders and of the lessons that have the operator."""
    return min((row for row in rows if (row["job"], row["who"]) == (job, who)), key=lambda row: row["ms"], default=None)


def as_markdown(found: Row) -> str:
    others = [name for name in found["contestants"] if name != "ours"]
    lines = ["# The lessons' operators beside others", ""]
    lines += [f"{found['date']}. {found['machine']}. {found['versions']}.", ""]
    lines += [
        f"Load while measuring: {found['load']}. Milliseconds, float32, one thread, the least of many calls in both "
        f"orders. Matrix product of NumPy: {found['peak']['float32']:.0f} GFLOP/s in float32, "
        f"{found['peak']['float64']:.0f} in float64. TensorFlow's images have their channels last, everybody else's "
        "first. All of them computed the same numbers.",
        "",
        f"| | ours | of the peak | {' | '.join(others)} | ours beside the fastest |",
        f"|---|--:|--:|{'--:|' * len(others)}--:|",
    ]
    for job in JOBS:
        own = best(found["rows"], job.name, "ours")
        assert own
        share = f"{job.flop / own['ms'] / 1e6 / found['peak']['float32']:.0%}" if job.flop else ""
        times = [row["ms"] if (row := best(found["rows"], job.name, name)) else None for name in others]
        slower = own["ms"] / min(time for time in times if time)
        cells = [share, *("" if time is None else _ms(time) for time in times), f"{slower:.1f}x"]
        lines.append(f"| {job.name} ({own['lesson']}) | {_ms(own['ms'])} | {' | '.join(cells)} |")
    lines += ["", "In brackets: the lesson whose answer it is, the faster one where two have it.", ""]
    return "\n".join(lines + ([found["missing"], ""] if found["missing"] else []))


def _ms(time: float) -> str:
    return f"{time:.0f}" if time >= 100 else f"{time:.3g}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    budget_s = 0.05 if parser.parse_args().quick else 0.5
    contestants = pythons()
    found = machine(()) | {"contestants": list(contestants), "rows": [], "peak": {}, "missing": ""}
    found["missing"] = "" if "PyTorch" in contestants else MISSING
    versions = {}
    with tempfile.TemporaryDirectory() as place:
        for order in (1, 2):
            for name in list(contestants)[:: 3 - 2 * order]:
                said = part(name, contestants[name], budget_s, Path(place))
                found["rows"] += [row | {"ms": round(row["ms"], 4), "order": order} for row in said["rows"]]
                for dtype, speed in said.get("peak", {}).items():
                    found["peak"][dtype] = max(speed, found["peak"].get(dtype, 0))
                versions[name] = said["version"]
        agree(Path(place))
    found["versions"] += ", ".join(versions.values())
    results = Path(__file__).with_name("results")
    (results / "operators.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    (results / "operators.md").write_text(as_markdown(found), "utf-8")
    print(as_markdown(found))


if __name__ == "__main__":
    main()
