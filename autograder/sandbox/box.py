"""Starts and ends one process for student code; promises that closing it, or our own death, leaves nothing behind.

Walls of a bubblewrap box, outermost first: an unprivileged user of the host; its own user, process, network,
mount, IPC, host name and control-group namespaces; a read-only view of interpreter and packages (`mounts`), small
tmpfs, no /proc, four devices; no capability, no new privileges; a list of system calls (`seccomp`); and limits
on time, memory, files and processes, which the child sets itself (`inside/harden`) because a process limit set
out here would make boxes of one user starve each other.

Most boxes are not started but forked, behind the same walls: see `template` and `opening`.

Where namespaces are forbidden, Landlock takes their place (`landlock`, `inside/landlock`): an unprivileged user where
the grader is root, only the files of the view, one folder to write in, the same lists of system calls and limits.

Traps:
- /proc/1/environ of a box is the environment bubblewrap was started with, so it is started with none.
- Arguments travel through a descriptor, because everybody on the host can read a command line.
- --die-with-parent follows the *thread* that started the box: open and use a box in one thread.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import marshal
import os
import platform
import shutil
import signal
import subprocess
from dataclasses import dataclass, field
from functools import cache
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from typing import Any, Literal

from autograder.errors import GraderError
from autograder.sandbox import landlock, mounts, seccomp, staging
from autograder.sandbox.packages import Packages

Isolation = Literal["namespaces+seccomp", "landlock+seccomp", "none"]

UNPRIVILEGED = 60001  # a user that nobody else is
N_USERS = 500  # from there on: without namespaces every box is a user of its own, and counts its own threads only
TMPFS_BYTES = 32 << 20
INSIDE = Path(__file__).with_name("inside")
ENVIRONMENT = {
    "HOME": "/tmp",
    "TMPDIR": "/tmp",
    "LANG": "C.UTF-8",
    "PATH": "/nonexistent",
    "PYTHONHASHSEED": "0",  # sets in the same order in every run; -I would ignore it, hence -s -P in its place
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
FLAGS = ("-s", "-P", "-S", "-B", "-X", "utf8")
START = "import sys; sys.path.insert(0, sys.argv[1]); from inside import {0}; {0}.serve()"


@dataclass
class Box:
    """A running child. The descriptors do not block and belong to this record."""

    isolation: Isolation
    process: subprocess.Popen[bytes]
    requests: int
    replies: int
    output: int
    status: int  # where bubblewrap writes, once, which process is the namespace's first
    init: int = -1  # a descriptor of that process; a number could have been given to another by now
    watch: landlock.Watch | None = None

    def settle(self) -> None:
        """Take hold of the namespace's first process. Call it once, when the child has said hello."""
        if self.watch is not None:
            self.watch.start(self.process.pid)
        if self.isolation != "namespaces+seccomp":
            return
        with contextlib.suppress(BlockingIOError, ValueError, KeyError, ProcessLookupError):
            self.init = os.pidfd_open(json.loads(os.read(self.status, 4096).splitlines()[0])["child-pid"])

    def lost(self) -> bool:
        """Whether it was ended by a fault of ours: nobody can tell."""
        return False

    def exit_status(self) -> int | None:
        """How the child ended, if it has: the end of its pipe reaches us a moment before its status."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.process.wait(0.3)
        return None

    def close(self, *, gently: bool = False) -> None:
        """Kill everything in the box and free what it held.

        Args:
            gently: let an idle child end by itself first, so that its CPU time counts as ours, as any tool expects.

        The order matters: with the namespace's first process all others die, then bubblewrap reports and ends.
        Killed first, bubblewrap would leave them to die later, on their own.
        """
        try:
            if gently:
                if self.requests >= 0:
                    os.close(self.requests)
                self.requests = -1
                self.exit_status()
            if self.init >= 0:
                with contextlib.suppress(ProcessLookupError):
                    signal.pidfd_send_signal(self.init, signal.SIGKILL)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(2.0)
            elif self.isolation != "namespaces+seccomp":
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(self.process.pid, signal.SIGKILL)
        finally:
            self.process.kill()
            self.process.wait()
            if self.watch is not None:
                self.watch.stop()
                self.watch = None
            for descriptor in (self.requests, self.replies, self.output, self.status, self.init):
                if descriptor >= 0:
                    os.close(descriptor)
            self.requests = self.replies = self.output = self.status = self.init = -1


def bubblewrap() -> str:
    """Where bubblewrap is.

    Raises:
        GraderError: it is not installed, or not to be had here.
    """
    if platform.system() != "Linux" or platform.machine() not in seccomp.ARCHITECTURES:
        raise GraderError(
            f"No sandbox for {platform.system()} on {platform.machine()}: grade on Linux (WSL2 will do) on x86_64 or "
            "aarch64, or without isolation: --sandbox none"
        )
    found = shutil.which("bwrap")
    if found is None:
        raise GraderError(
            "No sandbox: bubblewrap is not installed. Type: sudo apt install bubblewrap (dnf and pacman call it the "
            "same), grade behind lower walls: --sandbox landlock, or without isolation: --sandbox none"
        )
    return found


@dataclass(frozen=True)
class Program:
    """What is to run in a box."""

    module: str  # of inside/; it has a function `serve`
    settings: dict[str, Any]
    handed: tuple[int, ...]  # descriptors that it gets beside its output
    packages: Packages = ("numpy",)
    stage: seccomp.Stage = "start"
    environment: dict[str, str] = field(default_factory=dict)
    capabilities: tuple[str, ...] = ()


def open_box(
    isolation: Isolation,
    *,
    memory_bytes: int,
    cpu_s: int,
    packages: Packages = ("numpy",),
    environment: dict[str, str] | None = None,
) -> Box:
    """Start a child; it says hello when it is ready.

    Args:
        packages: of the box, where it is not one of namespaces: those with Keras are forked from a template.
        environment: beside ENVIRONMENT.

    Raises:
        GraderError: bubblewrap, NumPy or a readable interpreter is missing, or we may not start a process.
    """
    with contextlib.ExitStack() as undo, contextlib.ExitStack() as lent:
        requests_in, requests = pipe(lent, undo)
        replies, replies_out = pipe(undo, lent)
        settings: dict[str, Any] = {"requests": requests_in, "replies": replies_out}
        settings |= {"memory_bytes": memory_bytes, "cpu_s": cpu_s}
        settings["processes"] = 0 if isolation == "none" else 16  # it would count all processes of this user
        module = "landlock" if isolation == "landlock+seccomp" else "main"
        program = Program(module, settings, (requests_in, replies_out), packages, environment=environment or {})
        box = start(isolation, program)
        undo.pop_all()
    box.requests, box.replies = requests, replies
    for descriptor in (requests, replies):
        os.set_blocking(descriptor, False)
    return box


def start(isolation: Isolation, program: Program) -> Box:
    """Start a program behind the walls; its box has no requests and replies yet.

    Raises:
        GraderError: as `open_box`.
    """
    with contextlib.ExitStack() as undo, contextlib.ExitStack() as lent:
        output, output_in = pipe(undo, lent)
        status, status_in = pipe(undo, lent)
        for descriptor in (output, status):
            os.set_blocking(descriptor, False)
        handed = [*program.handed]
        owner: dict[str, int | list[int]] = {}
        watch: landlock.Watch | None = None
        environment: dict[str, str] = {}
        code = START.format(program.module)
        if isolation == "none":
            settings = program.settings | {"packages": mounts.host_packages(program.packages)}
            command = [mounts.host_python(), *FLAGS, "-c", code, str(INSIDE.parent), json.dumps(settings)]
            environment = ENVIRONMENT | program.environment
        elif isolation == "landlock+seccomp":
            shared = landlock.common(program.packages, _inside())
            user = UNPRIVILEGED + (os.getpid() + next(_boxes)) % N_USERS if os.geteuid() == 0 else None
            if user is not None:
                owner = {"user": user, "group": user, "extra_groups": []}
            watch = landlock.Watch(user)
            undo.callback(watch.stop)
            settings = program.settings | landlock.settings(program.packages, shared, watch.folder)
            settings["filter"] = seccomp.build(program.stage).hex()
            settings["limits"] = {name: settings[name] for name in ("memory_bytes", "cpu_s")}
            settings["limits"]["processes"] = landlock.THREADS + (0 if user is not None else landlock.busy_with())
            environment = ENVIRONMENT | program.environment | shared.environment
            environment = {name: str(watch.folder) if value == "/tmp" else value for name, value in environment.items()}
            command = [shared.python, *FLAGS, "-c", code, str(shared.folder / "w"), json.dumps(settings)]
        else:
            view = mounts.view(program.packages)
            files = [(_memfd(lent, name, content), f"/w/inside/{name}") for name, content in _inside().items()]
            files.append((_memfd(lent, "cmdline", b"python\0"), "/proc/self/cmdline"))
            filter_file = _memfd(lent, "filter", seccomp.build(program.stage))
            arguments = _arguments(program, view, files, filter_file, status_in)
            arguments_file = _memfd(lent, "arguments", b"".join(os.fsencode(word) + b"\0" for word in arguments))
            settings = program.settings | {"packages": view.packages}
            command = [bubblewrap(), "--args", str(arguments_file), view.python, *FLAGS]
            command += ["-c", code, "/w", json.dumps(settings)]
            handed += [status_in, filter_file, arguments_file, *(file for file, _ in files)]
            if os.geteuid() == 0:
                owner = {"user": UNPRIVILEGED, "group": UNPRIVILEGED, "extra_groups": []}
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output_in,
                stderr=output_in,
                env=environment,
                cwd="/",
                pass_fds=handed,
                start_new_session=True,
                **owner,  # type: ignore[call-overload]
            )
        except OSError as problem:  # also a root that may not become another user, as in a rootless container
            raise GraderError(
                f"No sandbox: {Path(command[0]).name} could not be started ({problem.strerror}). Run the grader as an "
                "ordinary user outside a container, or grade without isolation: --sandbox none"
            ) from problem
        undo.pop_all()
    return Box(isolation, process, -1, -1, output, status, watch=watch)


def _arguments(
    program: Program, view: mounts.View, files: list[tuple[int, str]], filter_file: int, status: int
) -> list[str]:
    """bubblewrap's arguments: the walls, in the order in which they are built."""
    places = staging.stage(host for host, _ in view.binds)
    words = ["--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup"]
    words += ["--uid", "1000", "--gid", "1000", "--hostname", "box", "--cap-drop", "ALL"]
    for capability in program.capabilities:
        words += ["--cap-add", capability]
    words += ["--new-session", "--die-with-parent", "--as-pid-1"]  # monitored by bubblewrap: our child is no orphan
    words += ["--json-status-fd", str(status), "--seccomp", str(filter_file)]
    for name, value in (ENVIRONMENT | program.environment | {"LD_LIBRARY_PATH": view.library_path}).items():
        words += ["--setenv", name, value] if value else []
    words += ["--size", str(1 << 20), "--perms", "0755", "--tmpfs", "/"]
    for host, place in view.binds:
        words += ["--ro-bind", str(places[host]), str(place)]
    for target, place_of_link in view.symlinks:
        words += ["--symlink", target, place_of_link]
    for folder in view.covered:
        words += ["--size", "4096", "--perms", "0555", "--tmpfs", str(folder), "--remount-ro", str(folder)]
    for descriptor, name in files:
        words += ["--perms", "0444", "--ro-bind-data", str(descriptor), name]
    for device in ("null", "zero", "random", "urandom"):
        words += ["--dev-bind", f"/dev/{device}", f"/dev/{device}"]
    words += ["--size", str(TMPFS_BYTES), "--perms", "1777", "--tmpfs", "/tmp"]
    words += ["--symlink", "/tmp", "/dev/shm"]  # one place to write: nothing limits how many empty files it may hold
    words += ["--symlink", view.python, "/proc/self/exe"]  # this and a cmdline is all of /proc that packages ask for
    return [*words, "--remount-ro", "/", "--chdir", "/tmp"]


_boxes = itertools.count()


@cache
def _inside() -> dict[str, bytes]:
    """The child's modules, compiled once: a change on disk in the middle of a class changes no grade, and a box
    starts 20 ms sooner than if it compiled them itself."""
    header = MAGIC_NUMBER + bytes(12)  # no flags, no time, no size: nothing to check against
    return {
        f"{path.stem}.pyc": header + marshal.dumps(compile(path.read_bytes(), f"inside/{path.name}", "exec"))
        for path in sorted(INSIDE.glob("*.py"))
    }


def pipe(reader: contextlib.ExitStack, writer: contextlib.ExitStack) -> tuple[int, int]:
    """A pipe whose ends are closed with these."""
    ends = os.pipe()
    reader.callback(os.close, ends[0])
    writer.callback(os.close, ends[1])
    return ends


def _memfd(closing: contextlib.ExitStack, name: str, content: bytes) -> int:
    descriptor = os.memfd_create(name)
    closing.callback(os.close, descriptor)
    os.write(descriptor, content)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor
