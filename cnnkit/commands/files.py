"""Writing a student's files: whoever looks finds the old content or the new, on every system, and nothing else."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from autograder.i18n import Words
from cnnkit.commands.console import WRONG, Stop


@contextmanager
def writing(folder: Path, *, instead: str, words: Words) -> Iterator[None]:
    """Around whatever writes into a folder: a full disk or a folder that is not ours ends the command with a sentence.

    Args:
        instead: the command that writes somewhere else.

    Raises:
        Stop: in place of an OSError.
    """
    try:
        yield
    except OSError as error:
        sentence = words(
            "{place} cannot be written ({reason}). Choose another folder: {command}",
            place=folder.resolve(),
            reason=error.strerror,
            command=instead,
        )
        raise Stop(sentence, WRONG) from None


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder that was not there, all of it or nothing.

    Raises:
        OSError: it cannot be made, or somebody else has made it meanwhile.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".writing-"))
    try:
        for name, data in files.items():
            (temporary / name).write_bytes(data)
        os.chmod(temporary, 0o755)
        os.rename(temporary, folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
