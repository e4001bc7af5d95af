"""The template: imports NumPy, or Keras, once and forks a child for every submission; runs none of their code.

Asked on its control socket, it forks a child, which goes behind walls of its own (`apart`) and then serves as
`main` does. It never runs an operation of Keras' backend: its threads would be missing in the children, which would
wait for them for ever. It ends when the socket closes, and all its children with it.
"""

import contextlib
import gc
import linecache
import os
import select
import signal
import socket
import struct
import sys

from . import apart, harden, main, standins

REHEARSED = "def f(x):\n    return x + 1\n"
N_PIPES = 4  # requests, replies, output, and where the child's exit status goes


def serve():
    """Import, say ready, fork as often as asked."""
    settings = main._decode(sys.argv[2])
    sys.argv = [""]
    control = socket.socket(fileno=settings["control"])
    apart.hide()
    load(settings["packages"])
    rehearse()
    gc.collect()
    gc.freeze()
    control.send(b"ready")
    Template(control, settings).run()


def load(packages):
    """Import all that boxes with these packages have."""
    sys.meta_path.append(standins.Allowed(packages))
    main.preload()
    if "keras" in packages:
        sys.meta_path.insert(0, standins.NothingReadyMade())
        from . import models, weightless  # noqa: F401

        weightless.prepare()


def rehearse():
    """Do once what every child does, on a notebook of ours, so that none of them is the first to do it."""
    from . import calls, notebook, run

    skeleton = {"cells": [{"id": "", "kind": "answer", "grade_id": "f", "names": ["f"], "source": REHEARSED}]}
    found = notebook.read_and_rebuild(skeleton, "f.py", REHEARSED.encode())
    namespace: dict = {}
    run.run_cells(found["cells"], namespace)
    array = {"k": "array", "dtype": "<f8", "shape": [1], "n": 8}
    head = {"name": "f", "args": [array], "layout": "C", "steps": [], "max_bytes": 8, "return_args": False}
    calls.call(namespace, head, bytes(8))
    linecache.clearcache()


class Template:
    """The children that are alive: a descriptor of each -> its number, and where to say how it ended."""

    def __init__(self, control, settings):
        self.control, self.settings = control, settings
        self.own = os.pidfd_open(os.getpid())
        self.children = {}
        self.poll = select.poll()
        self.poll.register(control, select.POLLIN)

    def run(self):
        while True:
            for descriptor, _ in self.poll.poll():
                if descriptor in self.children:
                    self.bury(descriptor)
                else:
                    self.fork()

    def fork(self):
        request, pipes, _, _ = socket.recv_fds(self.control, 4096, N_PIPES)
        if not request:
            main.leave(0)  # the grader is done, or gone
        limits = main._decode(request.decode())
        pid = apart.fork_into_new_processes(self.own) if self.settings["walls"] else os.fork()
        if pid == 0:
            self.become_a_box(limits, pipes)
        *lent, status = pipes
        for descriptor in lent:
            os.close(descriptor)
        child = os.pidfd_open(pid)
        self.children[child] = pid, status
        self.poll.register(child, select.POLLIN)
        socket.send_fds(self.control, [str(pid).encode()], [child])

    def bury(self, child):
        """Say how a child ended, to whoever still listens."""
        pid, status = self.children.pop(child)
        self.poll.unregister(child)
        os.close(child)
        _, how = os.waitpid(pid, 0)
        with contextlib.suppress(BrokenPipeError):
            os.write(status, struct.pack("<i", os.waitstatus_to_exitcode(how)))
        os.close(status)

    def become_a_box(self, limits, pipes):
        """In the child; never returns."""
        try:
            requests, replies, output, _ = pipes
            os.dup2(output, 1)
            os.dup2(output, 2)
            self.control.detach()  # or it would close, when it is collected, whatever has its number by then
            signal.set_wakeup_fd(-1)
            apart.keep_only([requests, replies])
            if self.settings["walls"]:
                apart.leave()
                harden.filter_calls(bytes.fromhex(self.settings["filter"]))
            else:
                os.setsid()
                apart.die_with_the_parent()
            harden.set_limits(**limits)
            main.attend(main.Child(self.settings["packages"]), 3, 4)
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            main.leave(1)
