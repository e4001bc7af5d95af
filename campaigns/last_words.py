"""Runs the command line and has it fail at one of its writes: killed, or told that the disk is full.

    python -m campaigns.last_words FOLDER kill 17 -- grade ...     dies at its 17th change below FOLDER
    python -m campaigns.last_words FOLDER full 4096 -- grade ...   no space left once 4096 bytes are written below it
    python -m campaigns.last_words FOLDER count FILE -- grade ...  writes down how many changes there are

For machines without strace, or where nobody may mount; it sees what Python does and not what a library does.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from pathlib import Path
from typing import Any

EVENTS = ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "os.symlink", "os.truncate", "fsync")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def changes(event: str, args: tuple[Any, ...], folder: str) -> bool:
    """Is this an event that changes something below the folder?"""
    if event not in EVENTS or not args:
        return False
    if event == "fsync":
        return str(args[0]).startswith(folder)
    if event == "open" and not (isinstance(args[2], int) and args[2] & WRITING):
        return False
    paths = [os.fsdecode(arg) for arg in args[:2] if isinstance(arg, str | bytes | os.PathLike)]
    return any(os.path.abspath(path).startswith(folder) for path in paths)


def main() -> None:
    folder, mode, how = sys.argv[1:4]
    folder = os.path.realpath(folder)
    seen = 0

    def happens(event: str, args: tuple[Any, ...]) -> None:
        nonlocal seen
        if changes(event, args, folder):
            seen += 1
            if mode == "kill" and seen == int(how):
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(happens)
    fsync, left = os.fsync, int(how) if mode == "full" else 0

    def counted_fsync(descriptor: int) -> None:
        nonlocal left
        where = os.readlink(f"/proc/self/fd/{descriptor}")
        happens("fsync", (where,))
        if mode == "full" and where.startswith(folder) and Path(where).is_file():
            left -= os.fstat(descriptor).st_size
            if left < 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fsync(descriptor)

    os.fsync = counted_fsync  # type: ignore[assignment]
    sys.argv = ["autograder", *sys.argv[5:]]
    from autograder.cli import main as run

    try:
        run()
    finally:
        if mode == "count":
            Path(how).write_text(str(seen))


if __name__ == "__main__":
    main()
