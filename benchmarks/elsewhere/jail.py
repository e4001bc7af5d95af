"""Around it all: a strong jail for a whole grader and what it grades, so that nothing of either reaches this machine.

Promises: no network, no process outside, no file outside but what is needed to run, read-only; limits on time, memory,
processes and files. What the grader may do to the course folder and the home inside is the experiment.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

USER = 60003  # a user of the host that nobody else is
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc")
COURSE, HOME, REPORT = "/course", "/home/instructor", "/report"
INSIDE = Path(__file__).with_name("jailed.py")
START_S = 60


@dataclass(frozen=True)
class Ran:
    """What came of it. codes: of each command, None where it was ended by us. left: processes that outlived them."""

    codes: tuple[int | None, ...]
    left: int
    heard: bool  # did anybody call from the grader?
    said: str


class JailError(Exception):
    """The jail could not be made."""


def run(
    folder: Path,
    commands: Sequence[Sequence[str]],
    environment: Mapping[str, str],
    *,
    limit_s: float,
    see: Sequence[Path],
) -> Ran:
    """Run the commands one after another in folder/course, with folder/home for a home.

    limit_s: for each command. see: folders that may be read too.
    """
    report = folder / "report"
    report.mkdir(exist_ok=True)
    asked = {"commands": [list(command) for command in commands], "limit_s": limit_s}
    (report / "asked.json").write_text(json.dumps(asked))
    root = os.getuid() == 0
    for own in (folder / "course", folder / "home", report):
        own.mkdir(exist_ok=True)
        if root:
            subprocess.run(["chown", "-R", f"{USER}:{USER}", own], check=True)
    words = [_bubblewrap(), "--die-with-parent", "--new-session", "--unshare-pid", "--unshare-net", "--unshare-ipc"]
    words += ["--unshare-uts", "--clearenv", "--cap-drop", "ALL"]
    words += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"] if root else ["--unshare-user"]
    words += ["--proc", "/proc", "--dev", "/dev", "--size", str(256 << 20), "--perms", "1777", "--tmpfs", "/tmp"]
    for place in (*SYSTEM, sys.base_prefix, *map(str, see)):
        if os.path.exists(place):
            words += [*_way_to(place), "--ro-bind", place, place]
    words += [*_way_to(HOME), "--ro-bind", str(INSIDE), "/jailed.py", "--bind", str(report), REPORT]
    words += ["--bind", str(folder / "course"), COURSE, "--bind", str(folder / "home"), HOME, "--chdir", COURSE]
    for name, value in {**environment, "HOME": HOME, "PWD": COURSE, "TMPDIR": "/tmp"}.items():
        words += ["--setenv", name, value]
    drop = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", "--no-new-privs"] if root else []
    words += ["--", *drop, os.path.realpath(sys.executable), "-I", "/jailed.py"]
    try:
        done = subprocess.run(
            words, capture_output=True, text=True, timeout=len(commands) * limit_s + START_S, check=False
        )
        said = done.stderr[-2000:]
    except subprocess.TimeoutExpired:
        said = "it ran out of time"
    answer = report / "ran.json"
    if not answer.is_file():
        if not (report / "began").exists():
            raise JailError(said)
        return Ran((None,) * len(commands), 0, (report / "heard").exists(), said)
    found = json.loads(answer.read_text())
    return Ran(tuple(found["codes"]), found["left"], (report / "heard").exists(), found["said"])


def _way_to(place: str) -> list[str]:
    """Folders on the way that everybody may pass, though the host's may be root's alone."""
    above = [str(folder) for folder in reversed(Path(place).parents) if str(folder) != "/"]
    return [word for folder in above for word in ("--perms", "0755", "--dir", folder)]


def _bubblewrap() -> str:
    found = shutil.which("bwrap")
    if found is None:
        raise JailError("bubblewrap is not installed; nothing hostile is run without it")
    return found


def holds(folder: Path) -> None:
    """Try the walls with a harmless program before anything hostile is let in.

    Raises:
        JailError: one of them does not hold.
    """
    folder.mkdir()
    (folder / "course").mkdir()
    (folder / "course" / "try.py").write_text(TRIES)
    ran = run(folder, [[os.path.realpath(sys.executable), "-I", "try.py"]], {}, limit_s=30, see=())
    if ran.codes != (0,):
        raise JailError(f"the jail does not hold: {ran.said}")


TRIES = """
import os, resource, socket, subprocess, sys
assert os.getuid() and os.geteuid(), "still root"
children = []
try:
    while len(children) < 400: children.append(subprocess.Popen(["sleep", "20"]))
    sys.exit("no limit on processes")
except OSError: pass
finally: [child.kill() for child in children]
try: bytearray(12 << 30)
except MemoryError: pass
else: sys.exit("no limit on memory")
try: socket.create_connection(("192.0.2.1", 80), 2)
except OSError: pass
else: sys.exit("a network")
for place in ("/root/x", "/usr/x", "/etc/x", "/var/x", "/x"):
    try: open(place, "w")
    except OSError: continue
    sys.exit("writes to " + place)
try: os.setuid(0)
except OSError: pass
else: sys.exit("root again")
"""
