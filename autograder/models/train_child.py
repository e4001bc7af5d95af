"""Stage 5, training: start the process that trains one network, listen to it, and end it where it must be ended.

Whatever happens in there, a record comes back: a process that dies, hangs or runs out of memory is a record too.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from autograder.errors import GraderError
from autograder.models.data import cache_folder
from autograder.models.recipes import ASSEMBLED, ProfileName

Record = dict[str, Any]
Heard = Callable[[float], None]
"""Is told how many epochs are done, as a number such as 2.4."""

BACKENDS = ("tensorflow", "jax")
DRIVERS = ("/dev/nvidia0", "/dev/nvidiactl", "/dev/kfd", "/dev/dxg", "/dev/accel0", "/dev/accel/accel0")
TAIL = 2000  # bytes of what a process that failed has printed


@dataclass(frozen=True)
class Limits:
    """wall_s: for one training in all, from the start of its process. address_space: bytes, on a CPU only."""

    wall_s: float
    address_space: int = 12 << 30  # TensorFlow alone maps 1.5 GB, and its threads 64 MB each


LIMITS: Mapping[ProfileName, Limits] = {"quick": Limits(900), "full": Limits(6 * 3600)}


@dataclass(frozen=True)
class Job:
    """One network to be trained. `folder` holds its record and its checkpoint, under `key`."""

    key: str
    network: str  # text of a model.to_json() that was read; of an assembly its order
    recipe: str
    profile: ProfileName
    seed: int
    folder: Path

    @property
    def module(self) -> str:
        """What runs in the process."""
        return "autograder.assembling" if self.recipe == ASSEMBLED else "autograder.models.train_job"

    @property
    def record(self) -> Path:
        return self.folder / f"{self.key}.training"

    @property
    def checkpoint(self) -> Path:
        return self.folder / f"{self.key}.checkpoint"


def run_job(job: Job, *, heard: Heard = lambda _: None, limits: Limits | None = None) -> Record:
    """Train one network in a process of its own.

    A training that did not come to its end leaves its checkpoint, from which the next call goes on.

    Returns: the record; see train_job.run. "reason" is "nan", "memory", "time", "error" or one of CannotRebuild's.

    Raises:
        GraderError: Keras or the images are not on this machine.
    """
    limits = limits or LIMITS[job.profile]
    order = {
        "network": job.network,
        "recipe": job.recipe,
        "profile": job.profile,
        "seed": job.seed,
        "checkpoint": str(job.checkpoint),
        "result": str(job.record),
        "address_space": 0 if may_have_accelerator() else limits.address_space,
    }
    ended, said = _run(order, limits.wall_s, heard, module=job.module)
    record = _read(job.record)
    if record is not None:
        job.checkpoint.unlink(missing_ok=True)
        if record.get("reason") == "memory":
            job.record.unlink(missing_ok=True)  # another time there may be more
        return record
    failed: Record = {"status": "failed", "profile": job.profile, "curve": []}
    if ended is None:
        return failed | {"reason": "time"}
    if ended == -signal.SIGKILL or any(sign in said for sign in ("bad_alloc", "MemoryError", "RESOURCE_EXHAUSTED")):
        return failed | {"reason": "memory"}  # the kernel kills whoever takes the last of it
    if "DataMissing" in said:
        raise GraderError(said.split("DataMissing:")[-1].strip().splitlines()[0])
    return failed | {"reason": "error", "detail": (said.strip().splitlines() or [f"exit code {ended}"])[-1][:300]}


def known(job: Job) -> Record | None:
    """What came of the same training before; None where it never came to its end."""
    return _read(job.record)


def _read(path: Path) -> Record | None:
    try:
        record = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) and _is_whole(record) else None


def _is_whole(record: Record) -> bool:
    """Is this a record, and not what a disk has made of one?"""
    accuracy, status = record.get("accuracy"), record.get("status")
    if accuracy is not None and not (isinstance(accuracy, int | float) and 0 <= accuracy <= 1):
        return False
    if not isinstance(record.get("profile"), str):
        return False
    if status == "trained" and isinstance(record.get("measures"), dict):
        return True
    curve = record.get("curve")
    if not isinstance(curve, list) or not all(isinstance(one, int | float) for one in curve):
        return False
    return accuracy is not None if status == "trained" else status == "failed" and isinstance(record.get("reason"), str)


def _run(
    order: Record, wall_s: float, heard: Heard, *, module: str = "autograder.models.train_job"
) -> tuple[int | None, str]:
    """Run a process to its end. Returns: its exit status, None where it was ended for the time; what it printed."""
    deadline = time.monotonic() + wall_s
    with tempfile.TemporaryFile() as printed:
        process = subprocess.Popen(
            # -P: what lies in the folder that somebody grades from is not imported
            [sys.executable, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=printed,
            env=_environment(),
            start_new_session=True,  # Ctrl-C comes to us alone
        )
        assert process.stdin is not None and process.stdout is not None
        try:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(json.dumps(order).encode() + b"\n")
                process.stdin.flush()
            in_time = _listen(process.stdout, deadline, heard)
            ended = process.wait(max(0.1, deadline - time.monotonic()) if in_time else 0.1)
        except subprocess.TimeoutExpired:
            ended = None
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            process.stdout.close()
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
        printed.seek(max(0, printed.seek(0, os.SEEK_END) - TAIL))
        return ended, printed.read().decode("utf-8", "replace")


def _listen(pipe: IO[bytes], deadline: float, heard: Heard) -> bool:
    """Pass on the lines of progress until the pipe ends. False where the time ends first."""
    waiting = b""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while (left := deadline - time.monotonic()) > 0:
            if not selector.select(left):
                return False
            data = os.read(pipe.fileno(), 1 << 16)
            if not data:
                return True
            *lines, waiting = (waiting + data).split(b"\n")
            for line in lines:
                with contextlib.suppress(ValueError, KeyError, TypeError):
                    progress = json.loads(line)
                    heard(float(progress["epoch"]) + float(progress["share"]))
    return False


def _environment() -> dict[str, str]:
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    defaults = {
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "JAX_COMPILATION_CACHE_DIR": str(cache_folder() / "jax"),  # the same class compiles the same steps
        "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0.5",
    }
    return defaults | dict(os.environ) | {"PYTHONPATH": os.pathsep.join(paths), "KERAS_BACKEND": backend()}


def backend() -> str:
    """What Keras is to run on: what is asked for, else what is installed.

    Raises:
        GraderError: neither Keras nor a backend that trains is installed.
    """
    if find_spec("keras") is None:
        raise GraderError("training needs Keras: pip install 'cnnkit[keras]'. --no-train grades without it")
    home = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras")
    try:
        configured = json.loads((home / "keras.json").read_text("utf-8")).get("backend")
    except (OSError, ValueError, AttributeError):
        configured = None
    asked = os.environ.get("KERAS_BACKEND")
    candidates = [asked] if asked else [configured, *BACKENDS]
    found = next((name for name in candidates if name in BACKENDS and find_spec(name) is not None), None)
    if found is None:
        raise GraderError(
            f"training runs on Keras with TensorFlow or JAX{f', not {asked}' if asked else ''}: "
            "pip install 'cnnkit[keras]', or set KERAS_BACKEND. --no-train grades without it"
        )
    return found


def may_have_accelerator() -> bool:
    """Is there a driver of one? Asking Keras itself takes seconds; on most machines the answer is no at once."""
    return sys.platform == "darwin" or any(Path(driver).exists() for driver in DRIVERS)


def accelerator() -> str | None:
    """The accelerator that Keras would train on, asked in a process of its own; None where there is none."""
    if not may_have_accelerator():
        return None
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "device"
        _run({"describe": True, "result": str(answer)}, 120, lambda _: None)
        try:
            return json.loads(answer.read_bytes())["accelerator"]
        except (OSError, ValueError, KeyError):
            return None
