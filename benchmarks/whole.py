"""Run a command to its end, with all that it starts, and say in one line of JSON what that took.

    python whole.py COMMAND...    {"wall_s", "cpu_s", "peak_mb", "code"}

CPU time is that of every process below the command, also of those that its own children left behind: they come to us.
The peak is that of the largest single process.
"""

import ctypes
import json
import os
import resource
import subprocess
import sys
import time

PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans(yes: bool = True) -> None:
    """Whoever outlives the one that started it becomes our child from now on, so that its time is counted too."""
    if ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, int(yes), 0, 0, 0):
        raise SystemExit("prctl failed")


def main() -> None:
    adopt_orphans()
    started = time.perf_counter()
    code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode
    wall_s = time.perf_counter() - started
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps({
        "wall_s": round(wall_s, 3), "cpu_s": round(used.ru_utime + used.ru_stime, 3),
        "peak_mb": used.ru_maxrss >> 10, "code": code,
    }))  # fmt: skip


if __name__ == "__main__":
    main()
