"""Talking to a student's terminal: any encoding, any path, and one exception for whatever ends a command."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from autograder.reports.text_card import for_console

FINE, WRONG, USAGE, OURS = 0, 1, 2, 3  # exit codes
STOPPED = 130  # Ctrl+C, as a shell has it


class Stop(Exception):
    """Ends a command with a sentence and an exit code."""

    def __init__(self, sentence: str, code: int = USAGE):
        super().__init__(sentence)
        self.code = code


def say(text: str = "", *, error: bool = False) -> None:
    """Print, in plainer letters where the console has no better ones."""
    stream = sys.stderr if error else sys.stdout
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:  # a console such as cp949, or half a letter in a file name
        text = for_console(text).encode(encoding, "replace").decode(encoding)
    print(text, file=stream, flush=True)


def typed(word: Path | str) -> str:
    r"""A path or a name as it has to be typed.

    >>> typed("a03.ipynb"), typed("my work/a03.ipynb")
    ('a03.ipynb', '"my work/a03.ipynb"')
    """
    text = str(word)
    return text if re.fullmatch(r"[\w./\\:~+@=-]+", text) else f'"{text}"'


def shown(path: Path) -> str:
    """A path, from here where that is shorter."""
    try:
        return str(path.resolve().relative_to(Path.cwd())) or "."
    except (ValueError, OSError):
        return str(path)
