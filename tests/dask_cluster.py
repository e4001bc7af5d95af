"""Real Dask schedulers and workers as processes of their own, on this machine."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DASK = [sys.executable, "-m", "dask"]


class DaskCluster:
    """One scheduler, and workers that are started and killed by name."""

    def __init__(self, folder, *words):
        self.folder, self.processes = folder, {}
        file = folder / "scheduler.json"
        self.words = words
        self._start("scheduler", "--port", "0", "--host", "127.0.0.1", "--scheduler-file", file)
        until(file.is_file)
        self.address = json.loads(file.read_text())["address"]

    def _start(self, name, *words, env=None):
        kind = "scheduler" if name == "scheduler" else "worker"
        command = [*DASK, kind, "--no-dashboard", *self.words, *map(str, words)]
        paths = {"PYTHONPATH": str(ROOT), "DASK_TEMPORARY_DIRECTORY": str(self.folder)}
        with open(self.folder / f"{name}.log", "wb") as log:
            self.processes[name] = subprocess.Popen(
                command, stdout=log, stderr=log, env=os.environ | paths | (env or {}), cwd="/", start_new_session=True
            )

    def worker(self, name, *words, env=None, wait=True):
        """A worker of two threads. It is restarted where it dies only if `words` say so."""
        nanny = () if "--nanny" in words else ("--no-nanny",)
        threads = () if "--nthreads" in words else ("--nthreads", "2")
        self._start(name, self.address, "--host", "127.0.0.1", "--name", name, *nanny, *threads, *words, env=env)
        if wait:
            until(lambda: "Registered to" in (self.folder / f"{name}.log").read_text())

    def kill(self, name):
        process = self.processes.pop(name)
        process.kill()
        process.wait()

    def members(self, name):
        """The grading processes of a worker."""
        return grading(self.processes[name].pid)

    def close(self):
        for process in self.processes.values():
            for pid in in_session(process.pid):
                kill(pid)
            process.wait()


@contextmanager
def started(folder, *workers, words=()):
    """A scheduler with workers of these names."""
    folder.mkdir(parents=True, exist_ok=True)
    cluster = DaskCluster(folder, *words)
    try:
        for name in workers:
            cluster.worker(name, wait=False)
        until(lambda: all("Registered to" in (folder / f"{name}.log").read_text() for name in workers))
        yield cluster
    finally:
        cluster.close()


def kill(pid):
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def until(condition, wait_s=60.0):
    end = time.monotonic() + wait_s
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def _stats():
    """Of every process that is not dead: its number, its parent's and its session's."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            yield int(path.parent.name), int(fields[1]), int(fields[3])


def in_session(leader):
    return [pid for pid, _, session in _stats() if session == leader]


def grading(parent):
    """Grading processes that a process has started."""
    found = []
    for pid, above, _ in _stats():
        try:
            if above == parent and b"autograder.clustering.member" in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.append(pid)
        except OSError:
            continue
    return found
