"""Is everything installed that an assignment needs? Looks only; imports nothing heavy and changes nothing."""

from __future__ import annotations

import json
import os
import re
import sys
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path

from autograder.i18n import Words

PYTHON = (3, 11)
NEEDED = {"numpy": "1.26", "jinja2": "", "safetensors": ""}
KERAS = "3.5"
BACKENDS = {"tensorflow": "tensorflow", "jax": "jax", "torch": "torch"}


@dataclass(frozen=True)
class Found:
    """One thing that an assignment needs. `install` is what pip is to be asked for where it is missing or old."""

    name: str
    version: str  # "" where it is missing
    install: str = ""


def look(*, keras: bool) -> list[Found]:
    """What is there, and what is missing or too old."""
    python = ".".join(map(str, sys.version_info[:3]))
    found = [Found("Python", python, "" if sys.version_info >= PYTHON else "python")]
    found += [_package(name, least) for name, least in NEEDED.items()]
    if keras:
        backend = keras_backend()
        found += [_package("keras", KERAS), _package(BACKENDS.get(backend, backend), "")]
    return found


def keras_backend() -> str:
    """The backend that Keras would take, without importing it."""
    if asked := os.environ.get("KERAS_BACKEND"):
        return asked
    home = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras")
    try:
        return str(json.loads((home / "keras.json").read_text("utf-8"))["backend"])
    except (OSError, ValueError, LookupError, TypeError):
        return "tensorflow"


def versions(*, keras: bool) -> dict[str, str]:
    """Name -> version of what is there; for a receipt."""
    found = {one.name: one.version for one in look(keras=keras) if one.version}
    return found | {"cnnkit": installed("cnnkit") or "0"}


def installed(name: str) -> str:
    """A package's version; "" where it is not installed, "?" where it does not say."""
    try:
        return metadata.version(name) or "?"
    except metadata.PackageNotFoundError:
        return "?" if util.find_spec(name) else ""


def table(found: list[Found], words: Words) -> list[str]:
    """One line for each, and what to type where something is missing."""
    missing = [one for one in found if one.install]
    good = "   ".join(f"{one.name} {one.version}" for one in found if one.version and not one.install)
    lines = [f"  {good}"] if good else []
    for one in missing:
        if one.version:
            told = words("{name} {version} is too old for this course.", name=one.name, version=one.version)
        else:
            told = words("{name} is not installed.", name=one.name)
        lines.append(f"  {told}")
    wanted = [one.install for one in missing if one.install != "python"]
    if len(wanted) < len(missing):
        lines.append("  " + words("Install Python {version} or newer from your usual source.", version="3.11"))
    if wanted:
        lines.append("  " + words("Type this; nothing is installed for you:"))
        lines.append(f"    {_python()} -m pip install {' '.join(wanted)}")
    return lines


def _package(name: str, least: str) -> Found:
    version = installed(name)
    good = version == "?" or (version and _numbers(version) >= _numbers(least))
    quote = '"' if least else ""  # the shell would take > for a file
    return Found(name, version, "" if good else f"{quote}{name}{'>=' + least if least else ''}{quote}")


def _numbers(version: str) -> tuple[int, ...]:
    """
    >>> _numbers("2.1.0rc1") > _numbers("1.26")
    True
    """
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def _python() -> str:
    from cnnkit.commands.console import typed

    return typed(sys.executable or "python")
