"""One grading process on a machine of a cluster, at the end of a pair of sockets: bytes in, bytes out, one at a time.

A Dask worker runs tasks in threads, and a thread is no place to grade in: bubblewrap ends with the thread that started
it, the stage for boxes belongs to a thread, and a course is loaded once per process. So every thread of a worker
talks to a process of its own, whose main thread grades. When one dies, we know exactly which submission it was.

It ends with its worker: the worker's end of the sockets closes, whatever became of the worker.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from threading import Thread

IDLE_S = 600.0  # then nobody will ask it anything any more: its grader was killed
MODULE = "autograder.clustering.member"


class Member:
    """A grading process, seen from outside. Use it in one thread at a time."""

    def __init__(self) -> None:
        self._line, theirs = Pipe()
        root = str(Path(__file__).resolve().parents[2])
        paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
        self._process = subprocess.Popen(
            # -P: what lies in the folder that somebody started a worker in is not imported
            [sys.executable, "-P", "-m", MODULE, str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(),),
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths), "OPENBLAS_NUM_THREADS": "1"},
            start_new_session=True,  # Ctrl+C in the worker's terminal comes to the worker alone
        )
        theirs.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, head: str, data: bytes = b"") -> str:
        """One question and its answer; see parcel.answer.

        Raises:
            EOFError, OSError: the process has died.
        """
        self._line.send_bytes(head.encode("ascii"))
        self._line.send_bytes(data)
        return self._line.recv_bytes().decode("ascii")

    def close(self) -> None:
        """End the process, whatever it is doing. Also from another thread: the one that asks is then told so."""
        self._process.kill()
        self._process.wait()


def main() -> None:
    """Answer questions until nobody is there to ask them."""
    from autograder.clustering import parcel

    line = Connection(int(sys.argv[1]))
    Thread(target=_end_with_the_worker, args=(line.fileno(),), daemon=True).start()
    while line.poll(IDLE_S):
        try:
            head = json.loads(line.recv_bytes())
            data = line.recv_bytes()
        except EOFError:
            break
        line.send_bytes(parcel.answer(head, data).encode("ascii"))


def _end_with_the_worker(descriptor: int) -> None:
    """Also in the middle of a submission: its box ends with us."""
    poll = select.poll()
    poll.register(descriptor, 0)  # nothing but the hang-up, which is always told
    poll.poll()
    os._exit(1)


if __name__ == "__main__":
    main()
