"""Tries to break out of a box and says what happened; promises that a level is only named after it held.

`require_sandbox` is the quick form that a grading run starts with; `probe` is the doctor's. Run this module to see it.
"""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from importlib.util import find_spec

from autograder.errors import GraderError
from autograder.records import Outcome
from autograder.sandbox import cgroup, diagnosis, levels
from autograder.sandbox.levels import Choice
from autograder.sandbox.opening import Way
from autograder.sandbox.packages import Packages
from autograder.sandbox.session import Limits, Session
from autograder.sandbox.wire import pack

CANARY = "AUTOGRADER_CANARY"
KILL_AFTER_S = 0.3

# What a student might try. Each returns what it got; the wall holds where that is what HELD says.
ATTEMPTS = """
import os, sys

def environment():
    found = list(os.environ.values())
    for number in ("self", "1", os.getppid()):
        try:
            found.append(open(f"/proc/{number}/environ").read())
        except OSError:
            pass
    return "\\n".join(found).count("@CANARY@")

def processes():
    try:
        return sum(name.isdigit() for name in os.listdir("/proc"))
    except OSError:
        return 0

def writable():
    places = ["/", "/dev", "/proc", "/usr", "/etc", "/home", "/root", "/w", "/w/inside", "/sp", "/sp/numpy", sys.prefix]
    places += ["/var/tmp", "/dev/shm" if os.path.realpath("/dev/shm") != "/tmp" else "/run"]
    places += [] if os.environ["TMPDIR"] == "/tmp" else ["/tmp", os.path.dirname(os.environ["TMPDIR"])]
    done = 0
    for place in places:
        try:
            open(place + "/autograder-probe", "x").close()
            done += 1
            os.remove(place + "/autograder-probe")
        except OSError:
            pass
    return done

def homes():
    done = 0
    for place in ("/home", "/root", "/etc/passwd", "/etc/hostname", "/sys", @HERE@, @COURSE@):
        try:
            os.listdir(place) if os.path.isdir(place) else open(place).close()
            done += 1
        except OSError:
            pass
    return done

def names():
    return sum(os.path.lexists(place) for place in ("/home", "/root", "/etc/passwd", @HERE@, @COURSE@))

def connection():
    import socket
    try:
        socket.socket().close()
    except OSError:
        return 0
    return 1

def fork():
    try:
        child = os.fork()
    except OSError:
        return 0
    if child == 0:
        os._exit(0)
    return 1

def program():
    try:
        os.execv(sys.executable or "/bin/true", ["true"])
    except OSError:
        return 0
    return 1

def signals():
    done = 0
    for number in (os.getppid(), 1, -1):
        try:
            os.kill(number, 0)
            done += 1
        except OSError:
            pass
    return done

def packages():
    import importlib.util
    others = ("scipy", "torch", "pip", "autograder", "jinja2", *@FORBIDDEN@)
    return sum(importlib.util.find_spec(name) is not None for name in others)

def memory():
    try:
        return len(bytearray(@MEMORY@)) >> 20
    except MemoryError:
        return 0

def endless():
    while True:
        pass
"""
CLAIMS = {
    "environment": "the grader's environment is not visible",
    "processes": "no other process is visible",
    "writable": "nothing outside its own folder can be written",
    "homes": "no home, course or password file can be read",
    "names": "no home, course or password file is even visible",
    "connection": "no socket can be opened",
    "fork": "no process can be started",
    "program": "no program can be run",
    "signals": "no process can be signalled",
    "packages": "no other package can be imported",
    "memory": "memory is limited",
    "account": "what the kernel keeps for it is limited too",
    "endless": "an endless loop is ended in time",
}
NOT_OF = {"landlock+seccomp": {"names": "names and sizes of files are visible, though not what is in them"}}
OUTSIDE = ("account",)  # seen from out here

# What to do where a wall does not hold; the others depend on nothing that could be set.
ADVICE = {
    "names": "Only namespaces hide them: docs/instructors/sandbox.md",
    "account": f"Set {cgroup.VARIABLE}=1 where one can be made: docs/instructors/sandbox.md",
}
LOWER = (
    "Landlock in their place: a submission reads no file of yours and reaches no network and no process, but it sees "
    "names of files and writes to the disk of TMPDIR. Reports say at which level each submission was graded."
)
BROKEN = "do not grade here; report it with the output of `python -m autograder.sandbox.probe`"


@dataclass(frozen=True)
class Finding:
    """One wall: whether it stands, or is not one of this level's."""

    name: str
    ok: bool
    detail: str
    missing: bool = False  # not promised at this level: no fault, but said

    def line(self) -> str:
        mark = "-" if self.missing else "✓" if self.ok else "✗"
        return f"{mark} {self.name}: {self.detail}"


@dataclass(frozen=True)
class Probe:
    """The level that grading would run at, "unavailable" where there is no sandbox, and what each attempt came to."""

    level: str
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        return all(finding.ok for finding in self.findings)

    @property
    def n_walls(self) -> int:
        return sum(not finding.missing for finding in self.findings)

    def lines(self) -> list[str]:
        return [finding.line() for finding in self.findings]


def probe(*, isolation: Choice = "auto", packages: Packages = ("numpy",), way: Way | None = None) -> Probe:
    """Try every wall from inside. Takes about a second; with Keras as long as importing it.

    Args:
        way: started or forked, where a box can be either; a wall holds where it holds both ways.
    """
    canary = secrets.token_hex(8)
    os.environ[CANARY] = canary
    try:
        one_way = way or "keras" in packages or levels.chosen(isolation) == "landlock+seccomp"
        ways: list[Way | None] = [way] if one_way else ["started", "forked"]
        with tempfile.NamedTemporaryFile(prefix="course-", suffix=".py") as course:
            os.chmod(course.name, 0o644)  # anybody may read it
            found = [_one_way(isolation, packages, each, canary, course.name) for each in ways]
    except GraderError as problem:
        return Probe("unavailable", (Finding("start", False, str(problem)),))
    finally:
        del os.environ[CANARY]
    each_wall = zip(*(one.findings for one in found), strict=True)
    return Probe(found[0].level, tuple(min(both, key=lambda one: one.ok) for both in each_wall))


def _one_way(isolation: Choice, packages: Packages, way: Way | None, canary: str, course: str) -> Probe:
    limits = replace(Limits.for_models() if "keras" in packages else Limits(), total_s=30.0)
    with Session(isolation=isolation, limits=limits, packages=packages, way=way) as session:
        return _try_everything(session, canary, course)


def levels_here(*, packages: Packages = ("numpy",)) -> list[Probe]:
    """What each kind of wall comes to on this machine, the highest first."""
    return [probe(isolation=choice, packages=packages) for choice in ("namespaces", "landlock")]


def why_lower(level: str) -> list[str]:
    """Why this is not the highest level, what that means, and what to do about it; empty where it is."""
    lines = [cgroup.why_not()] if cgroup.why_not() else []
    if not level.startswith("landlock"):
        return lines
    said = levels.forbidden()
    why = f"No namespaces here: {said.splitlines()[-1]}" if said else "Namespaces would be to be had: --sandbox auto"
    return [*lines, why, LOWER, *([diagnosis.mend(said)] if said else [])]


def _try_everything(session: Session, canary: str, course: str) -> Probe:
    forbidden = () if "keras" in session.packages else ("tensorflow", "keras")
    values = {"@CANARY@": canary, "@HERE@": repr(os.path.abspath(__file__)), "@FORBIDDEN@": repr(forbidden)}
    values |= {"@MEMORY@": str(session.limits.memory_bytes), "@COURSE@": repr(course)}
    source = ATTEMPTS
    for word, value in values.items():
        source = source.replace(word, value)
    inside = [name for name in CLAIMS if name not in OUTSIDE]
    errors = session.load([{"number": 1, "source": source}], inside)
    if errors:
        raise GraderError(f"The probe itself failed in the sandbox: {errors[0]}")
    findings = [Finding("start", True, "a box starts")]
    level = session.level.removesuffix("+cgroup")
    for name, claim in CLAIMS.items():
        if name == "account":
            findings.append(_account(session))
            continue
        if name in NOT_OF.get(level, ()):
            findings.append(Finding(name, True, f"{NOT_OF[level][name]}. {ADVICE[name]}", missing=True))
            continue
        started = time.monotonic()
        outcome = session.call(name, pack(()), wall_s=KILL_AFTER_S if name == "endless" else 5.0)
        findings.append(_judge(name, claim, outcome, time.monotonic() - started))
    return Probe(session.level, tuple(findings))


def _account(session: Session) -> Finding:
    """The control group: whether there is one, not whether it was filled."""
    if session.level.endswith("+cgroup"):
        return Finding("account", True, f"{CLAIMS['account']}, and the memory of all in the box together")
    return Finding("account", True, cgroup.why_not() or f"no control group. {ADVICE['account']}", missing=True)


def _judge(name: str, claim: str, outcome: Outcome, took_s: float) -> Finding:
    if name == "endless":
        return Finding(name, outcome.kind == "timeout" and took_s < KILL_AFTER_S + 5, f"{claim}: {took_s:.2f} s")
    if outcome.kind == "value" and outcome.value == 0:
        return Finding(name, True, claim)
    got = outcome.value if outcome.kind == "value" else f"{outcome.kind}: {outcome.error} {outcome.message}"
    return Finding(name, False, f"NOT TRUE: {claim} (got {got}). {BROKEN}")


def require_sandbox(isolation: Choice = "auto") -> None:
    """Start and end one box.

    Raises:
        GraderError: in one line, why there is no sandbox here and what to type.
    """
    with Session(isolation=isolation, way="started") as session:  # no template of before can hide what is missing
        session.start()


def main() -> int:
    """Print the probe of every level; exit status 3 where there is none, or a wall of one does not hold."""
    kinds: list[Packages] = [("numpy",)]
    kinds += [("keras",)] if find_spec("keras") else []
    found = [(packages, result) for packages in kinds for result in levels_here(packages=packages)]
    for packages, result in found:
        print(f"sandbox with {packages[0]}: {result.level}")
        for line in result.lines():
            print(f"  {line}")
    standing = [result for _, result in found if result.level != "unavailable"]
    return 0 if standing and all(result.ok for result in standing) else 3


if __name__ == "__main__":
    sys.exit(main())
