"""What a box can see: the interpreter's standard library, the C library, the allowed packages, and nothing else.

Other packages would do the assignment (a borrowed scipy.signal.convolve2d scored full marks once), so every
site-packages and dist-packages folder that a bind brings along is covered with an empty tmpfs.
"""

from __future__ import annotations

import functools
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox import packages
from autograder.sandbox.packages import Packages, Part

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
    packages: dict[str, str]  # what may be imported beside the standard library -> the folder that it is in


@functools.cache
def view(allowed: Packages = ("numpy",)) -> View:
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
    others = packages.keras() if "keras" in allowed else ()
    binds += [(part.host, Path(PACKAGES, part.name)) for part in others]
    covered += [Path(PACKAGES, part.name, folder) for part in others for folder in packages.ready_made(part)]
    library_path = "" if prefix == Path("/usr") else str(PRIVATE_PREFIX / "lib")
    importable = dict.fromkeys(_importable([*packages.numpy(), *others]), PACKAGES)
    return View(str(python), tuple(binds), tuple(symlinks), tuple(covered), library_path, importable)


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
    """Where NumPy goes; a distribution's NumPy stays where it is, and finds its BLAS through links of /etc."""
    parts = packages.numpy()
    if parts[0].host.is_relative_to("/usr/lib"):
        links = Path("/etc/alternatives")
        parts += [Part(links, str(links))] if links.is_dir() else []
    return [(part.host, Path(PACKAGES, part.name)) for part in parts]  # joined to an absolute name it is that name


def _package_folders(host: Path) -> list[Path]:
    if not host.is_dir():
        return []
    names = ("site-packages", "dist-packages")
    patterns = [f"{start}{name}" for name in names for start in ("", "python*/")]
    return sorted(path for pattern in patterns for path in host.glob(pattern) if not path.is_symlink())


def host_python() -> str:
    """The interpreter without its virtual environment, for a child that is not boxed."""
    return getattr(sys, "_base_executable", "") or sys.executable


def host_packages(allowed: Packages = ("numpy",)) -> dict[str, str]:
    """The folders that the packages are in, for a child that is not boxed."""
    parts = [*packages.numpy(), *(packages.keras() if "keras" in allowed else ())]
    folders = {_top(part.name): str(part.host).removesuffix("/" + part.name) for part in parts}
    return {name: folders[name] for name in _importable(parts)}


def _importable(parts: list[Part]) -> list[str]:
    """The names that one can import: not the folders of libraries and metadata, nor hooks into the import itself."""
    return sorted({_top(part.name) for part in parts if _top(part.name).isidentifier()} - {"_distutils_hack"})


def _top(name: str) -> str:
    """
    >>> _top("google/protobuf"), _top("six.py")
    ('google', 'six')
    """
    return name.partition("/")[0].removesuffix(".py")


def _within(path: Path, folders: list[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)
