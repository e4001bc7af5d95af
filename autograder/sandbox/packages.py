"""Which packages an assignment may use, as folders to show in a box; promises nothing beside what Keras needs.

Keras' own requirements and those of its backend are followed through the metadata of what is installed. The
ready-made networks of keras.applications are left out: an assignment asks for them.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

from autograder.errors import GraderError

Packages = tuple[str, ...]  # ("numpy",) or ("keras",)

READY_MADE = "applications"


@dataclass(frozen=True)
class Part:
    """A folder or a module of one file, and where it lies below a folder of packages."""

    host: Path
    name: str


def numpy() -> list[Part]:
    """NumPy, found without importing it, and the libraries that its wheel puts beside it."""
    spec = find_spec("numpy")
    if spec is None or not spec.submodule_search_locations:
        raise GraderError("NumPy is not installed for this interpreter. Type: python -m pip install numpy")
    package = Path(spec.submodule_search_locations[0]).resolve()
    return [Part(path, path.name) for path in (package, package.with_name("numpy.libs")) if path.is_dir()]


def backend() -> str:
    """The library that Keras runs on: TensorFlow where it is installed, else JAX.

    Raises:
        GraderError: there is neither, or no Keras.
    """
    if find_spec("keras") is None:
        raise GraderError("Keras is not installed for this interpreter. Type: python -m pip install keras tensorflow")
    for name in ("tensorflow", "jax"):
        if find_spec(name) is not None:
            return name
    raise GraderError("Keras has no TensorFlow to run on here. Type: python -m pip install tensorflow")


@functools.cache
def keras() -> tuple[Part, ...]:
    """Keras, its backend and all that they need, NumPy left out.

    Raises:
        GraderError: one of them is missing; the message says what to type.
    """
    parts: dict[str, Part] = {}
    for found in _closure(["keras", backend()]):
        parts |= {part.name: part for part in _parts(found)}
    if "keras" not in parts or backend() not in parts:  # not installed as a wheel: no list of its files
        raise GraderError(
            "Keras cannot be shown to the sandbox, because its list of files is missing. Type: "
            f"python -m pip install --force-reinstall keras {backend()}"
        )
    return tuple(part for name, part in sorted(parts.items()) if name.partition(".")[0] != "numpy")


def ready_made(part: Part) -> list[Path]:
    """The folders of ready-made networks in a package, from its own folder on."""
    if part.name == "keras":
        return sorted(path.relative_to(part.host) for path in part.host.rglob(READY_MADE) if path.is_dir())
    old = Path("python/keras", READY_MADE)  # TensorFlow once brought a second Keras
    return [old] if part.name == "tensorflow" and (part.host / old).is_dir() else []


def _closure(names: list[str]) -> list[Distribution]:
    """The distributions of these names and all that they require, as far as they are installed."""
    from packaging.requirements import Requirement  # Keras requires it

    waiting, seen, found = list(names), set(), []
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in seen:
            continue
        seen.add(name)
        try:
            one = distribution(name)
        except PackageNotFoundError:
            continue
        found.append(one)
        for requirement in map(Requirement, one.requires or ()):
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name)
    return found


def _parts(one: Distribution) -> list[Part]:
    """What a distribution puts below its folder; of a namespace package its own part only."""
    root = Path(str(one.locate_file("")))
    names = set()
    for file in one.files or ():
        path = PurePosixPath(file)
        top = path.parts[0]
        if top == ".." or path.is_absolute() or top == "__pycache__" or top.endswith(".pth"):
            continue
        shared = len(path.parts) > 2 and "." not in top and not (root / top / "__init__.py").exists()
        names.add(f"{top}/{path.parts[1]}" if shared else top)
    return [Part((root / name).resolve(), name) for name in sorted(names) if (root / name).exists()]
