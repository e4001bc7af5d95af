"""Every reader of what may be hostile or damaged: it answers or refuses, soon and in little memory."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded

from autograder.course.kill import TooLong, at_most
from campaigns import record
from campaigns.readers import BY_NAME, READERS, Reader
from campaigns.record import ROOT, Options, Telling

MOST_S = 10.0  # for one example, on a machine that does other work too
MOST_BYTES = 1 << 30  # of addresses, beyond what a reader's process has before its first example
A_ROUND = 200  # examples between two looks at the clock


def feed(reader: Reader, *, seed: int, seconds: float = 0.0, examples: int = A_ROUND) -> tuple[int, str, float]:
    """Feed a reader.

    Args:
        seconds: how long; one round of examples at least.

    Returns: how many examples, what was wrong with the smallest of them or "", and the slowest one's seconds.
    """
    fed, slowest, until, failing = 0, 0.0, time.monotonic() + seconds, ""

    def examine(example: Any) -> None:
        nonlocal fed, slowest, failing
        fed += 1
        started = time.perf_counter()
        try:
            with at_most(MOST_S):
                reader.examine(example)
        except (Exception, TooLong):
            failing = repr(example)[:600]  # the last one that fails is the smallest
            raise
        slowest = max(slowest, time.perf_counter() - started)

    profile = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    number = 0
    while True:
        try:
            seeded(seed + number)(profile(given(reader.examples())(examine)))()
        except (Exception, TooLong) as error:
            return fed, f"{type(error).__name__}: {str(error)[:200]!r} for {failing}", slowest
        number += 1000
        if time.monotonic() >= until:
            return fed, "", slowest


def alone(name: str, seconds: float, seed: int) -> tuple[int, str, float]:
    """Feed a reader in a process of its own, whose memory is limited."""
    command = [sys.executable, "-m", "campaigns.fuzz", "--reader", name, str(seconds), str(seed)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=seconds + 600, check=False)
    try:
        fed, fault, slowest = json.loads(ended.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        return 0, f"its process ended with {ended.returncode}: {ended.stderr[-500:]}", 0.0
    return fed, fault, slowest


def serve(name: str, seconds: float, seed: int) -> None:
    """In that process."""
    reader = BY_NAME[name]
    reader.examples()
    now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + MOST_BYTES, now + MOST_BYTES))
    print(json.dumps(feed(reader, seed=seed, seconds=seconds)))


def main() -> None:
    def work(options: Options, telling: Telling) -> None:
        for reader in READERS:
            fed, fault, slowest = alone(reader.name, options.seconds / len(READERS), options.seed)
            telling.done(reader.name, fed, [fault] if fault else [], slowest=f"{1000 * slowest:.0f} ms")

    if sys.argv[1:2] == ["--reader"]:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        tempfile.tempdir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # every result waits for its disk
        serve(sys.argv[2], float(sys.argv[3]), int(sys.argv[4]))
        return
    record.main("fuzz", str(__doc__), work)


if __name__ == "__main__":
    main()
