"""Where assignments are copied from: a course folder or a zip of one, found without a network."""

from __future__ import annotations

import json
import os
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cnnkit
from autograder.i18n import LANGUAGES, Words
from cnnkit.commands.console import Stop, shown
from cnnkit.public import EXAMPLES

KERAS_IMPORT = re.compile(r"^\s*(?:import|from)\s+keras\b", re.M)
MAX_MEMBERS = 20_000
MAX_BYTES = 64 << 20  # of one file


@dataclass(frozen=True)
class Released:
    """One assignment in one language, not yet read."""

    name: str
    language: str
    read: Callable[[str], bytes]  # file name -> its bytes

    @property
    def notebook(self) -> str:
        return f"{self.name}.ipynb"

    def files(self) -> dict[str, bytes]:
        return {name: self.read(name) for name in (self.notebook, EXAMPLES)}


def find(asked: str, given: str | None, words: Words) -> dict[str, Released]:
    """The assignment of that name: language -> what is released in it ("" where the course does not say).

    Args:
        asked: its name, or a beginning that only one has: "a03".
        given: a folder or zip; else CNNKIT_COURSE, else a folder `assignments` here or above.

    Raises:
        Stop: there is no course, or no single assignment of that name in it.
    """
    found = every(given, words)
    names = sorted({one.name for one in found})
    fitting = [name for name in names if name == asked] or [name for name in names if name.startswith(asked)]
    if len(fitting) != 1:
        listed = " ".join(names)
        raise Stop(words("No single assignment is called {asked}. There are: {names}", asked=asked, names=listed))
    return {one.language: one for one in found if one.name == fitting[0]}


def every(given: str | None, words: Words) -> list[Released]:
    """All assignments of a course, each in the languages that it is released in.

    Args:
        given: a folder or zip; else as in `find`.

    Raises:
        Stop: there is no course, or no assignment in it.
    """
    place = _place(given, words)
    found = list(_in_zip(place, words) if place.is_file() else _in_folder(place))
    if not found:
        raise Stop(
            words(
                "No assignment is in {place}. It should hold assignments/ko/… or assignments/en/…, each with a "
                "notebook and {examples}.",
                place=shown(place),
                examples=EXAMPLES,
            )
        )
    return found


def choose(versions: Mapping[str, Released], language: str) -> Released:
    """In this language if it is there, else in whichever there is."""
    return versions.get(language) or versions.get("") or versions[sorted(versions)[0]]


def _place(given: str | None, words: Words) -> Path:
    named = given or os.environ.get("CNNKIT_COURSE")
    if named:
        if re.match(r"https?://", named):
            raise Stop(words("{place} is an address. Download it first, then name the file or folder.", place=named))
        path = Path(named).expanduser()
        if not path.exists():
            raise Stop(words("There is no file or folder called {place}.", place=named))
        return path
    here = Path.cwd()
    for folder in (here, *here.parents, Path(cnnkit.__file__).parents[1]):  # the last one: cnnkit's own checkout
        if any((folder / "assignments" / language).is_dir() for language in LANGUAGES):
            return folder
    raise Stop(
        words(
            "No course was found: there is no folder assignments/ here or above. Say where the course lies "
            "(a folder or a zip): cnnkit start a03 --from FOLDER"
        )
    )


def _in_folder(place: Path) -> Iterator[Released]:
    """`place` may be the course, its `assignments`, one language of it, or one assignment."""
    here = [place.resolve()] if (place / EXAMPLES).is_file() else []
    for folder in (*here, *_folders(place), *_of_languages(place), *_of_languages(place / "assignments")):
        if (folder / f"{folder.name}.ipynb").is_file() and (folder / EXAMPLES).is_file():
            yield Released(folder.name, _language(folder.parent.name), partial(_read, folder))


def _read(folder: Path, name: str) -> bytes:
    return (folder / name).read_bytes()


def _of_languages(place: Path) -> list[Path]:
    return [folder for language in LANGUAGES for folder in _folders(place / language)]


def _folders(place: Path) -> list[Path]:
    return sorted(path for path in place.iterdir() if path.is_dir()) if place.is_dir() else []


def _language(folder: str) -> str:
    return folder if folder in LANGUAGES else ""


def _in_zip(place: Path, words: Words) -> Iterator[Released]:
    """Like a folder, below any folders that the archive itself has."""
    try:
        with zipfile.ZipFile(place) as archive:
            members = set(archive.namelist()[:MAX_MEMBERS])
    except (zipfile.BadZipFile, OSError):
        raise Stop(words("{place} is no zip that can be opened.", place=shown(place))) from None
    for member in sorted(members):
        found = re.fullmatch(r"(?P<before>(?:.*/)?(?P<name>[^/]+))/(?P=name)\.ipynb", member)
        if found and f"{found['before']}/{EXAMPLES}" in members:
            around = found["before"].split("/")
            language = _language(around[-2]) if len(around) > 1 else ""
            if language or len(around) <= 2:  # not what a class has handed in
                yield Released(found["name"], language, _reader(place, found["before"], words))


def _reader(place: Path, folder: str, words: Words) -> Callable[[str], bytes]:
    def read(name: str) -> bytes:
        try:
            with zipfile.ZipFile(place) as archive:
                info = archive.getinfo(f"{folder}/{name}")
                if info.file_size > MAX_BYTES:
                    raise Stop(words("{name} in {place} is too large.", name=name, place=shown(place)))
                return archive.read(info)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):  # damaged, or with a password
            raise Stop(words("{place} is no zip that can be opened.", place=shown(place))) from None

    return read


def imports_keras(notebook: bytes) -> bool:
    """Whether a released notebook imports Keras."""
    cells = json.loads(notebook)["cells"]
    return any(KERAS_IMPORT.search("".join(cell["source"])) for cell in cells if cell["cell_type"] == "code")
