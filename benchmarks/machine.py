"""Which machine and which versions a figure belongs to, and an environment in which bytecode is warm."""

import datetime
import importlib.metadata
import os
import platform
import shlex
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

PACKAGES = ("numpy", "hypothesis", "pydantic", "safetensors", "typer")


def machine(packages: Sequence[str] = PACKAGES) -> dict[str, Any]:
    """Date, machine, versions and load, each as a line for people. A package that is not installed is left out."""
    cpu = next((line.split(":")[1].strip() for line in _cpuinfo() if line.startswith("model name")), platform.machine())
    versions = ", ".join(f"{name} {found}" for name in packages if (found := _version(name)))
    return {
        "date": datetime.date.today().isoformat(),
        "machine": f"{cpu}, {len(os.sched_getaffinity(0))} cores, {platform.system()} {platform.release()}",
        "versions": f"Python {platform.python_version()}, {versions}",
        "load": " ".join(f"{load:.1f}" for load in os.getloadavg()),
    }


def command(module: str) -> str:
    """What was asked for, without the files and folders of this machine."""
    words = ["python", "-m", module]
    rest = iter(sys.argv[1:])
    for word in rest:
        if word in ("--out", "--add"):
            next(rest, None)
        elif not word.startswith(("--out=", "--add=")):
            words.append(word)
    return shlex.join(words)


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.is_file() else []


@cache
def warm_environment() -> dict[str, str]:
    """The environment, with bytecode in a folder of our own whatever the environment says of it."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return environment | {"PYTHONPYCACHEPREFIX": tempfile.mkdtemp(prefix="bench-bytecode-")}
