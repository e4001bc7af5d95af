"""`cnnkit start`: copy an assignment, look at the versions, open it. Promises that no work of a student is replaced."""

from __future__ import annotations

import itertools
import subprocess
import sys
from importlib import util
from pathlib import Path

from autograder.files import write_atomically
from autograder.i18n import Words
from cnnkit import along
from cnnkit.commands import files, notebooks, shelf, versions
from cnnkit.commands.console import FINE, WRONG, say, shown, typed
from cnnkit.public import EXAMPLES


def start(asked: str, folder: str | None, words: Words, *, course: str | None, copy: bool, open_it: bool) -> int:
    """Run the command.

    Args:
        asked: the assignment, such as "a03".
        folder: where to; the current folder where None.
        course: a folder or zip with the assignments.
        copy: make a fresh, numbered copy where the assignment is already there.
        open_it: open JupyterLab if it is installed and we are on a terminal.
    """
    released = shelf.choose(found := shelf.find(asked, course, words), words.language)
    target = Path(folder or ".").expanduser() / released.name
    if not copy and (begun := notebooks.language_of(target / released.notebook)):
        released = shelf.choose(found, begun)  # a second start goes on in the language of the first
    wanted = released.files()
    if copy and target.exists():
        target = next(
            path for n in itertools.count(2) if not (path := target.with_name(f"{released.name}_{n}")).exists()
        )
    with files.writing(target.parent, instead=f"cnnkit start {typed(asked)} FOLDER", words=words):
        notebook = _put(target, released.notebook, wanted, words)
    _builds_on(target, wanted[released.notebook], words)
    looked = versions.look(keras=shelf.imports_keras(wanted[released.notebook]))
    ready = not any(one.install for one in looked)
    say()
    say(words("Everything it needs is installed:") if ready else words("Something is missing or too old:"))
    say("\n".join(versions.table(looked, words)))
    say()
    short = notebooks.named(Path(), released.name) == [notebook]
    _next(notebook, released.name if short else typed(shown(notebook)), words)
    if open_it and ready and sys.stdin.isatty() and sys.stdout.isatty() and util.find_spec("jupyterlab"):
        say(words("Opening JupyterLab. Ctrl+C here ends it."))
        subprocess.run([sys.executable, "-m", "jupyterlab", str(notebook)], check=False)
    return FINE if ready else WRONG


def _put(target: Path, name: str, wanted: dict[str, bytes], words: Words) -> Path:
    """The assignment in its folder; a notebook that is there stays as it is."""
    notebook = target / name
    if not target.exists():
        files.write_folder(target, wanted)
        say(words("Copied {name} to {place}", name=name, place=shown(target)))
        return notebook
    if not notebook.exists():
        write_atomically(notebook, wanted[name])
        say(words("Copied {name} to {place}", name=name, place=shown(target)))
    elif notebook.read_bytes() == wanted[name]:
        say(words("{place} is there already, and nothing in it has been changed yet.", place=shown(notebook)))
    else:
        say(words("Your work is in {place}. It stays as it is.", place=shown(notebook)))
        say(words("For a fresh copy beside it, type: {command}", command=f"cnnkit start {target.name} --copy"))
    examples = target / EXAMPLES
    if not examples.is_file() or examples.read_bytes() != wanted[EXAMPLES]:  # the course's, and no work of a student
        write_atomically(examples, wanted[EXAMPLES])
        say(words("{name} is up to date again.", name=EXAMPLES))
    return notebook


def _builds_on(target: Path, notebook: bytes, words: Words) -> None:
    """What this assignment builds on, and how much of it is right already by the checks on this computer."""
    one = along.stage(notebook, {})
    for line in along.builds_on(one, along.begun(target.parent), words) if one else []:
        say(line)


def _next(notebook: Path, name: str, words: Words) -> None:
    say(words("Next:"))
    commands = {
        f"jupyter lab {typed(shown(notebook))}": words("work on it (VS Code and Colab open it too)"),
        f"cnnkit check {name}": words("see which functions are right"),
        f"cnnkit submit {name}": words("pack it for handing in"),
    }
    for command, what in commands.items():
        say(f"  {command}\n      {what}")
