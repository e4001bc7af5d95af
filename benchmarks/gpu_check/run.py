"""Every part in a process of its own, within a time of its own: whatever happens to it is a row, and the next one runs.

A part is `python -m benchmarks.gpu_check.part ASKED FOUND`, two files of JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.gpu_check.settings import Part, Settings

ROOT = Path(__file__).parents[2]
LAST_WORDS = 400
LEAST_S = 5.0  # with less time left no part is begun

Row = dict[str, Any]


def run_all(parts: Iterable[Part], settings: Settings, *, budget_s: float) -> Iterator[Row]:
    """Run the parts one after another; those for which no time is left are rows too."""
    end = time.monotonic() + budget_s
    with tempfile.TemporaryDirectory(prefix="gpu-check-") as cache:
        for part in parts:
            left = end - time.monotonic()
            if left < LEAST_S:
                yield {**asdict(part), "status": "not run", "said": "no time was left for it"}
            else:
                yield run(part, settings, limit_s=min(left, settings.part_s), cache=Path(cache))


def run(part: Part, settings: Settings, *, limit_s: float, cache: Path) -> Row:
    """Run one part.

    cache: where compiled programs are kept, so that the second order shows what a warm cache is worth.
    """
    asked = {"part": asdict(part), "settings": asdict(settings)}
    question, answer = cache / "asked.json", cache / "found.json"
    question.write_text(json.dumps(asked), "utf-8")
    answer.unlink(missing_ok=True)
    began, cpu_before = time.perf_counter(), _cpu_s()
    command = [sys.executable, "-m", "benchmarks.gpu_check.part", str(question), str(answer)]
    status, said = _run(command, environment(cache), limit_s)
    taken = {"wall_s": round(time.perf_counter() - began, 1), "cpu_s": round(_cpu_s() - cpu_before, 1)}
    row: Row = {**asdict(part), "status": status, **taken}
    if status != "ok":
        return row | {"said": said}
    if not answer.is_file():
        return row | {"status": "failed", "said": "it ended without a result"}
    return row | json.loads(answer.read_text("utf-8"))


def environment(cache: Path) -> dict[str, str]:
    """The parts' environment: programs that were compiled once are kept for the run, and TensorFlow is quiet."""
    return os.environ | {
        "JAX_COMPILATION_CACHE_DIR": str(cache / "jax"),
        "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
        "TORCHINDUCTOR_CACHE_DIR": str(cache / "torch"),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "OMP_WAIT_POLICY": "PASSIVE",  # threads that wait by spinning starve each other on a CPU with other work
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
    }


def _run(command: list[str], environment: Mapping[str, str], limit_s: float) -> tuple[str, str]:
    """Run a command.

    Returns: "ok", "failed" or "too slow", and its last words.
    """
    with tempfile.TemporaryFile() as words:
        child = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=words, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            code = child.wait(limit_s)
        except subprocess.TimeoutExpired:
            return "too slow", f"stopped after {limit_s:.0f} s"
        finally:
            _end(child)
        words.seek(0)
        text = words.read().decode("utf-8", "replace").replace(f"{ROOT}{os.sep}", "").strip()
    if code == 0:
        return "ok", ""
    lines = [line for line in text.splitlines() if line.strip()]
    return "failed", (lines[-1] if lines else f"it ended with {code}")[-LAST_WORDS:]


def _cpu_s() -> float:
    """Of all parts so far, and of what they started: on a machine that has other work, wall time says little."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _end(child: subprocess.Popen[bytes]) -> None:
    """The part and whatever it started: all are in the session that was made for it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
