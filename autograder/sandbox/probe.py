"""Tries to break out of a box and says what happened; promises that a level is only named after it held.

`require_sandbox` is the quick form that a grading run starts with; `probe` is the doctor's. Run this module to see it.
"""

from __future__ import annotations

import os
import secrets
import sys
import time
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import Literal

from autograder.errors import GraderError
from autograder.records import Outcome
from autograder.sandbox.box import Isolation
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
    return sum(os.path.exists(place) for place in ("/home", "/root", "/etc/passwd", @HERE@))

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
    "writable": "nothing outside /tmp can be written",
    "homes": "no home, course or password file is visible",
    "connection": "no socket can be opened",
    "fork": "no process can be started",
    "program": "no program can be run",
    "signals": "no process can be signalled",
    "packages": "no other package can be imported",
    "memory": "memory is limited",
    "endless": "an endless loop is ended in time",
}


@dataclass(frozen=True)
class Finding:
    name: str
    ok: bool
    detail: str


@dataclass(frozen=True)
class Probe:
    """The level that grading would run at, "unavailable" where there is no sandbox, and what each attempt came to."""

    level: Isolation | Literal["unavailable"]
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        return all(finding.ok for finding in self.findings)


def probe(*, packages: Packages = ("numpy",)) -> Probe:
    """Try every wall from inside. Takes about a second; with Keras as long as importing it."""
    canary = secrets.token_hex(8)
    os.environ[CANARY] = canary
    try:
        limits = Limits.for_models() if "keras" in packages else Limits()
        with Session(limits=replace(limits, total_s=30.0), packages=packages) as session:
            return _try_everything(session, canary)
    except GraderError as problem:
        return Probe("unavailable", (Finding("start", False, str(problem)),))
    finally:
        del os.environ[CANARY]


def _try_everything(session: Session, canary: str) -> Probe:
    forbidden = () if "keras" in session.packages else ("tensorflow", "keras")
    values = {"@CANARY@": canary, "@HERE@": repr(os.path.abspath(__file__)), "@FORBIDDEN@": repr(forbidden)}
    values["@MEMORY@"] = str(session.limits.memory_bytes)
    source = ATTEMPTS
    for word, value in values.items():
        source = source.replace(word, value)
    errors = session.load([{"number": 1, "source": source}], list(CLAIMS))
    if errors:
        raise GraderError(f"The probe itself failed in the sandbox: {errors[0]}")
    findings = [Finding("start", True, "a box starts")]
    for name, claim in CLAIMS.items():
        started = time.monotonic()
        outcome = session.call(name, pack(()), wall_s=KILL_AFTER_S if name == "endless" else 5.0)
        findings.append(_judge(name, claim, outcome, time.monotonic() - started))
    return Probe(session.level, tuple(findings))


def _judge(name: str, claim: str, outcome: Outcome, took_s: float) -> Finding:
    if name == "endless":
        return Finding(name, outcome.kind == "timeout" and took_s < KILL_AFTER_S + 5, f"{claim}: {took_s:.2f} s")
    if outcome.kind == "value" and outcome.value == 0:
        return Finding(name, True, claim)
    got = outcome.value if outcome.kind == "value" else f"{outcome.kind}: {outcome.error} {outcome.message}"
    return Finding(name, False, f"NOT TRUE: {claim} (got {got})")


def require_sandbox() -> None:
    """Start and end one box.

    Raises:
        GraderError: in one line, why there is no sandbox here and what to type.
    """
    with Session() as session:
        session.start()


def main() -> int:
    """Print the probe; exit status 3 where a wall does not hold."""
    kinds: list[Packages] = [("numpy",)]
    kinds += [("keras",)] if find_spec("keras") else []
    results = [probe(packages=packages) for packages in kinds]
    for packages, result in zip(kinds, results, strict=True):
        print(f"sandbox with {packages[0]}: {result.level}")
        for finding in result.findings:
            print(f"  {'ok  ' if finding.ok else 'FAIL'} {finding.name}: {finding.detail}")
    return 0 if all(result.ok for result in results) else 3


if __name__ == "__main__":
    sys.exit(main())
