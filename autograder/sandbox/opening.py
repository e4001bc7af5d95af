"""Gets the next box of a submission, which has said hello; promises the same walls whichever way it came about.

A box is forked from a template (`template`) or started (`box`). A template costs as much as a box that is started,
once; each further box then takes a twentieth. So the first box with NumPy of a grader process is started, which is
all that a lone `grade` needs, and the others are forked. Boxes with Keras are always forked.

Where no template is to be had, as on a kernel without process descriptors, boxes with NumPy are all started. Without
namespaces every box is started, those with Keras too: forks of one process would be one user.
"""

from __future__ import annotations

import contextlib
import itertools
import time
from pathlib import Path
from typing import Literal

from autograder.errors import GraderError
from autograder.sandbox import box, cgroup, diagnosis, seccomp, template
from autograder.sandbox.box import Box, Isolation
from autograder.sandbox.cgroup import Cage
from autograder.sandbox.packages import Packages
from autograder.sandbox.template import Forked
from autograder.sandbox.wire import Broken, Channel, Output

Way = Literal["started", "forked"]

_boxes_so_far = itertools.count()
_no_template: set[Isolation] = set()  # where a box with NumPy could be started, but not forked


def open_ready(
    isolation: Isolation,
    packages: Packages,
    *,
    memory_bytes: int,
    cpu_s: int,
    start_s: float,
    way: Way | None = None,
) -> tuple[Box | Forked, Channel]:
    """A box that is ready for its first request. Not to say hello is our fault, so it gets a second chance.

    Args:
        start_s: until hello.
        way: how it is to come about, where a test or the doctor minds.

    Raises:
        GraderError: it does not start; the message says what to type.
    """
    said = ""
    if isolation == "landlock+seccomp":
        way = "started"
        start_s = max(start_s, template.IMPORT_S) if "keras" in packages else start_s
    first = next(_boxes_so_far) == 0
    chosen = way or _way(isolation, packages, first=first)
    other: Way = "started" if way is None and "keras" not in packages else chosen
    for attempt in (chosen, other):
        try:
            opened = _open(attempt, isolation, packages, memory_bytes, cpu_s)
        except (GraderError, OSError):
            if attempt == other:
                raise
            continue
        before_hello = Output()
        channel = Channel(opened, before_hello)
        try:
            channel.hello(time.monotonic() + start_s)
        except Broken:
            with contextlib.suppress(Broken):
                channel.drain()
            said = before_hello.text()
            opened.close()
            continue
        except BaseException:
            opened.close()
            raise
        opened.settle()
        if attempt != chosen:
            _no_template.add(isolation)
        return opened, channel
    raise GraderError(diagnosis.explain(said))


def _way(isolation: Isolation, packages: Packages, *, first: bool) -> Way:
    if "keras" in packages:
        return "forked"
    return "started" if first or isolation in _no_template else "forked"


def _open(way: Way, isolation: Isolation, packages: Packages, memory_bytes: int, cpu_s: int) -> Box | Forked:
    if way == "started":
        environment = template.environment(packages)
        return box.open_box(
            isolation, memory_bytes=memory_bytes, cpu_s=cpu_s, packages=packages, environment=environment
        )
    return template.open_forked(isolation, packages, memory_bytes=memory_bytes, cpu_s=cpu_s)


def last_wall(opened: Box | Forked | None) -> bytes:
    """The list of system calls for student code in this box; empty where there is no sandbox."""
    assert opened is not None
    isolation = opened.isolation if isinstance(opened, Box) else opened.template.isolation
    if isolation == "none":
        return b""
    if isinstance(opened, Box) and isolation == "landlock+seccomp":
        return seccomp.build("student", own=opened.process.pid)
    return seccomp.build("student")


def cage(opened: Box | Forked, memory_bytes: int) -> Cage | None:
    """A control group around a box that has said hello, where one is asked for and to be had.

    Raises:
        GraderError: the box could not be moved into it.
    """
    isolation = opened.isolation if isinstance(opened, Box) else opened.template.isolation
    place = cgroup.parent() if isolation != "none" else None
    if place is None:
        return None
    made = None
    try:
        made = Cage(place, memory_bytes)
        made.take_in(_host_pid(opened))
    except OSError as problem:
        if made is not None:
            made.close()
        raise GraderError(
            f"The sandbox could not be put into a control group ({problem.strerror or problem}). Unset "
            f"{cgroup.VARIABLE} to grade without one"
        ) from problem
    return made


def _host_pid(opened: Box | Forked) -> int:
    """The box's own process: all others are its children. A child of a template only knows its number in there."""
    if opened.init < 0 and isinstance(opened, Box):
        return opened.process.pid
    lines = Path(f"/proc/self/fdinfo/{opened.init}").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("Pid:")).split()[1])
