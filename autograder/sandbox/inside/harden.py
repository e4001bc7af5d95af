"""Limits and walls that a process must put up itself; promises that what is set here cannot be taken back."""

import contextlib
import resource
import struct
import sys

PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 4, 22, 38
SECCOMP_MODE_FILTER = 2
STACK_BYTES, FILE_BYTES = 8 << 20, 8 << 20


def set_limits(*, memory_bytes: int, cpu_s: int, processes: int) -> None:
    """Set soft and hard limits alike. `processes` 0: leave that limit, it would count the user's other processes."""
    limits = {
        "RLIMIT_AS": memory_bytes,
        "RLIMIT_CPU": cpu_s,
        "RLIMIT_FSIZE": FILE_BYTES,
        "RLIMIT_NOFILE": 64,
        "RLIMIT_STACK": STACK_BYTES,
        "RLIMIT_CORE": 0,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_MSGQUEUE": 0,
    }
    if processes:
        limits["RLIMIT_NPROC"] = processes  # threads count; counted in this user namespace alone
    for name, value in limits.items():
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        with contextlib.suppress(ValueError, OSError):  # where somebody has set a lower one already
            resource.setrlimit(kind, (value, value))


def wall_in(program: bytes) -> None:
    """Give up every right that student code does not need, and add the second list of system calls.

    Args:
        program: the compiled filter; empty where there is no sandbox.

    Raises:
        OSError: the kernel refused. The caller must then run no student code.
    """
    if not sys.platform.startswith("linux"):
        return
    import ctypes  # NumPy has imported it already; on its own it would slow down the start

    libc = ctypes.CDLL(None, use_errno=True)
    for option, value in ((PR_SET_NO_NEW_PRIVS, 1), (PR_SET_DUMPABLE, 0)):
        if libc.prctl(option, value, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "prctl")
    if program:
        filter_calls(program)


def filter_calls(program):
    """Add a compiled list of system calls to those that hold already.

    Raises:
        OSError: the kernel refused.
    """
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    instructions = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(instructions))
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.create_string_buffer(head, len(head)), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "seccomp")
