"""Which walls a run gets; promises that nothing lower than asked for is taken, and nothing lower than Landlock unasked.

    namespaces+seccomp   a box of its own: no other process, network, file or user to be seen
    landlock+seccomp     the same process limits and system calls, but on the host's own floor: see docs/security.md
    none                 no walls

`auto` takes the first. Where this machine *forbids* namespaces, as containers and Ubuntu 24.04 do, it takes the
second, and every report says so. It does not where bubblewrap is only missing or too old: the higher wall is one
command away then. The choice is made before any student's code runs, once per grader process.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from collections.abc import Iterable
from typing import Literal, get_args

from autograder.errors import GraderError
from autograder.records import Result
from autograder.sandbox import cgroup, diagnosis, landlock
from autograder.sandbox.box import UNPRIVILEGED, Isolation, bubblewrap

Choice = Literal["auto", "namespaces", "landlock", "none"]  # what can be asked for
CHOICES: tuple[Choice, ...] = get_args(Choice)
NAMED: dict[Choice, Isolation] = {
    "namespaces": "namespaces+seccomp",
    "landlock": "landlock+seccomp",
    "none": "none",
}
TRIAL_S = 20.0


def chosen(choice: Choice) -> Isolation:
    """The walls that a run gets.

    Raises:
        GraderError: Landlock was asked for and is not to be had here.
    """
    if choice == "landlock" and (reason := landlock.why_not()):
        raise GraderError(f"No sandbox: {reason}. Type --sandbox auto, or grade without isolation: --sandbox none")
    if choice != "auto":
        return NAMED[choice]
    return "landlock+seccomp" if forbidden() and not landlock.why_not() else "namespaces+seccomp"


def stamp(isolation: Isolation) -> str:
    """The level as results and reports name it."""
    return f"{isolation}+cgroup" if isolation != "none" and cgroup.parent() else isolation


def forbidden() -> str:
    """What bubblewrap says where this machine lets it make no namespaces; empty where it does, or is not to be had."""
    try:
        return _forbidden(bubblewrap())
    except GraderError:
        return ""


@functools.cache
def _forbidden(program: str) -> str:
    """Try it, with the namespaces that a box needs and nothing else in the way."""
    words = ["--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--uid", "1000", "--gid", "1000"]
    owner = {"user": UNPRIVILEGED, "group": UNPRIVILEGED, "extra_groups": []} if os.geteuid() == 0 else {}
    real = shutil.which(program) or program
    try:
        tried = subprocess.run(
            [program, *words, "--ro-bind", "/", "/", real, "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            env={},
            cwd="/",
            timeout=TRIAL_S,
            check=False,
            **owner,  # type: ignore[call-overload]
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return tried.stderr.strip() if tried.returncode and diagnosis.is_forbidden(tried.stderr) else ""


def notices(results: Iterable[Result]) -> list[str]:
    """A line for each wall that somebody may have counted on and that some results were graded without."""
    found = [result.sandbox for result in results]
    lines = [
        f"{found.count(level)} graded behind lower walls ({level}), without namespaces. Type: autograder doctor"
        for level in dict.fromkeys(found)
        if level.startswith("landlock")
    ]
    return [*lines, *([cgroup.why_not()] if cgroup.why_not() else [])]
