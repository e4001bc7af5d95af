"""Makes host folders reachable for a box that does not run as root; promises to leave the host's mounts as they are.

As root we start bubblewrap as an unprivileged user, who cannot walk into a 0700 home such as ~/.pyenv of root. So
the folders are bound once per grader process to short paths that everybody can reach, in a mount namespace
that only this process sees and that vanishes with it. An ordinary user needs none of this.
"""

from __future__ import annotations

import ctypes
import os
import stat
import threading
from collections.abc import Iterable
from pathlib import Path

from autograder.errors import GraderError

STAGE = Path("/run/autograder-stage")  # an empty folder on the host, a tmpfs in our namespace

CLONE_NEWNS = 0x00020000
MS_BIND, MS_REC, MS_SLAVE = 0x1000, 0x4000, 1 << 19

_staged: dict[Path, Path] = {}
_lock = threading.Lock()


def reachable(path: Path) -> bool:
    """Can a user without any rights of his own read this file or folder?

    >>> reachable(Path("/usr/lib"))
    True
    """
    wanted = stat.S_IROTH | (stat.S_IXOTH if path.is_dir() else 0)
    if path.stat().st_mode & wanted != wanted:
        return False
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in path.resolve().parents)


def stage(paths: Iterable[Path]) -> dict[Path, Path]:
    """Where to bind each path from: the path itself, or its place on the stage where it cannot be reached."""
    places = {path: path for path in paths}
    hidden = [path for path in places if os.geteuid() == 0 and not reachable(path)]
    if hidden:
        with _lock:
            # A mount namespace belongs to a thread: one that started before we staged still sees the old mounts.
            if not all(path in _staged and _staged[path].exists() for path in hidden):
                _build([*_staged, *(path for path in hidden if path not in _staged)])
        places |= {path: _staged[path] for path in hidden}
    return places


def _build(paths: list[Path]) -> None:
    """Unshare this thread's mounts and bind every path under STAGE.

    Unsharing also unties the thread's working directory from the other threads'. MS_SLAVE: what the host mounts
    later still arrives here, what we mount never goes back.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    STAGE.mkdir(mode=0o755, exist_ok=True)
    _check(libc.unshare(CLONE_NEWNS), "unshare the mounts")
    _check(libc.mount(None, b"/", None, MS_REC | MS_SLAVE, None), "make the mounts private")
    _check(libc.mount(b"tmpfs", bytes(STAGE), b"tmpfs", 0, b"size=64k,mode=0755"), f"mount {STAGE}")
    for number, path in enumerate(paths):
        place = STAGE / str(number)
        if path.is_dir():
            place.mkdir(mode=0o755)
        else:
            place.touch(mode=0o444)
        _check(libc.mount(bytes(path), bytes(place), None, MS_BIND | MS_REC, None), f"bind {path}")
        _staged[path] = place


def _check(result: int, what: str) -> None:
    if result != 0:
        reason = os.strerror(ctypes.get_errno())
        raise GraderError(
            f"The sandbox could not {what}: {reason}. The interpreter or NumPy lies in a folder that only root may "
            "enter. Install them where everybody can read them (a virtual environment of /usr/bin/python3 under "
            "/opt), run the grader as an ordinary user, or type --sandbox none."
        )
