"""What a box can see: the interpreter's standard library, the C library, NumPy, and nothing else of the host.

Packages beside NumPy would do the assignment (a borrowed scipy.signal.convolve2d scored full marks once), so
every site-packages and dist-packages folder that a bind brings along is covered with an empty tmpfs.
"""

from __future__ import annotations

import functools
import sys
import sysconfig
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from autograder.errors import GraderError

PACKAGES = "/sp"
PRIVATE_PREFIX = Path("/py")  # where an interpreter of its own appears, so that the box shows no host path


@dataclass(frozen=True)
class View:
    """The host folders and files a box needs, and where they appear in it."""

    python: str  # the interpreter, as the box sees it
    binds: tuple[tuple[Path, Path], ...]  # host -> box, read-only
    symlinks: tuple[tuple[str, str], ...]  # target, place in the box
    covered: tuple[Path, ...]  # in the box, hidden under an empty folder
    library_path: str


@functools.cache
def view() -> View:
    """The view for the interpreter that runs now; looked up once per grader process."""
    executable = Path(getattr(sys, "_base_executable", "") or sys.executable).resolve()
    prefix = Path(sys.base_prefix).resolve()
    binds, symlinks = _system()
    if prefix == Path("/usr"):
        stdlib = {Path(sysconfig.get_path(name)).resolve() for name in ("stdlib", "platstdlib")}
        own = [(executable, executable), *((path, path) for path in sorted(stdlib))]
        python = executable
    else:
        folders = [path for path in (prefix / "lib", prefix / "lib64") if path.is_dir() and not path.is_symlink()]
        python = PRIVATE_PREFIX / "bin" / executable.name
        own = [(executable, python), *((path, PRIVATE_PREFIX / path.name) for path in folders)]
    binds = [*own, *(bind for bind in binds if not _within(bind[0], [host for host, _ in own])), *_numpy()]
    covered = [place / found.relative_to(host) for host, place in binds for found in _package_folders(host)]
    library_path = "" if prefix == Path("/usr") else str(PRIVATE_PREFIX / "lib")
    return View(str(python), tuple(binds), tuple(symlinks), tuple(covered), library_path)


def _system() -> tuple[list[tuple[Path, Path]], list[tuple[str, str]]]:
    """The C library and its neighbours: just the folder of this machine's kind where there is one (Debian)."""
    binds, symlinks = [], []
    multiarch = sysconfig.get_config_var("MULTIARCH") or ""
    for folder in map(Path, ("/usr/lib", "/usr/lib64", "/lib", "/lib64")):
        if folder.is_symlink():
            symlinks.append((str(folder.readlink()), str(folder)))
        elif multiarch and (folder / multiarch).is_dir():
            binds += [(path, path) for path in (folder / multiarch, *folder.glob("ld-linux*"))]
        elif folder.is_dir():
            binds.append((folder, folder))
    binds += [(path, path) for path in (Path("/etc/ld.so.cache"),) if path.exists()]
    return binds, symlinks


def _numpy() -> list[tuple[Path, Path]]:
    """NumPy, found without importing it, and the libraries that its wheel puts beside it."""
    spec = find_spec("numpy")
    if spec is None or not spec.submodule_search_locations:
        raise GraderError("NumPy is not installed for this interpreter. Type: python -m pip install numpy")
    package = Path(spec.submodule_search_locations[0]).resolve()
    found = [path for path in (package, package.with_name("numpy.libs")) if path.is_dir()]
    if package.is_relative_to("/usr/lib"):  # a distribution's NumPy finds its BLAS through these links
        found += [path for path in (Path("/etc/alternatives"),) if path.is_dir()]
    return [(path, Path(PACKAGES, path.name) if path.parent == package.parent else path) for path in found]


def _package_folders(host: Path) -> list[Path]:
    if not host.is_dir():
        return []
    names = ("site-packages", "dist-packages")
    patterns = [f"{start}{name}" for name in names for start in ("", "python*/")]
    return sorted(path for pattern in patterns for path in host.glob(pattern) if not path.is_symlink())


def host_python() -> str:
    """The interpreter without its virtual environment, for a child that is not boxed."""
    return getattr(sys, "_base_executable", "") or sys.executable


def host_packages() -> str:
    """The folder that NumPy is in, for a child that is not boxed."""
    return str(_numpy()[0][0].parent)


def _within(path: Path, folders: list[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)
