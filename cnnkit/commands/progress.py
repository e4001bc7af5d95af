"""`cnnkit progress`: the assignments of the course, and how far the checks on this computer have come."""

from __future__ import annotations

from pathlib import Path

from autograder.i18n import Words
from cnnkit import along
from cnnkit.along import Stage
from cnnkit.commands import shelf
from cnnkit.commands.console import FINE, Stop, say, shown


def progress(folder: str | None, words: Words, *, course: str | None) -> int:
    """Run the command.

    Args:
        folder: where the assignments were copied to; the current folder where None.
        course: a folder or zip with the assignments, to know also those that are not begun.
    """
    where = Path(folder or ".").expanduser()
    if not where.is_dir():
        raise Stop(words("There is no file or folder called {place}.", place=where))
    stages = of_course(where, words, course=course)
    if not stages:
        raise Stop(
            words(
                "No assignment is in {place}. To copy one here, type: {command}",
                place=shown(where),
                command="cnnkit start a01",
            )
        )
    say(along.table(stages, words))
    return FINE


def of_course(folder: Path, words: Words, *, course: str | None = None) -> list[Stage]:
    """Every assignment that is released or lies in the folder.

    Raises:
        Stop: a course was named, and there is none.
    """
    verdicts = along.begun(folder)
    stages: dict[str, Stage] = {}
    for notebook in (*_released(words, course), *_here(folder)):
        one = along.stage(notebook, {})
        if one is not None:
            stages[one.name] = along.stage(notebook, verdicts.get(one.name, {})) or one
    return list(stages.values())


def _released(words: Words, course: str | None) -> list[bytes]:
    try:
        found = shelf.every(course, words)
    except Stop:
        if course:
            raise
        return []  # only what lies here is known
    names = dict.fromkeys(one.name for one in found)
    versions = [{one.language: one for one in found if one.name == name} for name in names]
    chosen = [shelf.choose(one, words.language) for one in versions]
    return [one.read(one.notebook) for one in chosen]


def _here(folder: Path) -> list[bytes]:
    """The notebooks of the folder and those one below that are called as their folder."""
    below = [path / f"{path.name}.ipynb" for path in sorted(folder.iterdir()) if path.is_dir()]
    found = []
    for path in (*sorted(folder.glob("*.ipynb")), *below):
        try:
            found.append(path.read_bytes())
        except OSError:
            continue
    return found
