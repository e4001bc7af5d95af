"""The system calls that a box may make, compiled for the kernel; promises that what is not listed is refused.

Two stages. `start` is on while our own code reads the notebook: it may still exec, because bubblewrap starts
Python under it. `student` is added just before the first student line. `template` is for the process that forks
boxes with Keras and runs our code only: its children put up `start` before they say hello. A call that is not in
the table answers ENOSYS (libc then tries another way) or, where students meet it, EPERM: "Operation not permitted".

What is missing on purpose: sockets, fork, kill, ptrace, io_uring, keyrings, shared memory of System V, message
queues, flock, inotify, memfd_create (memory that no limit counts), and every new call of a later kernel.
"""

from __future__ import annotations

import functools
import platform
import struct
from typing import Literal

Stage = Literal["start", "student", "template"]

EPERM, EINVAL, ENOTTY, ENOSYS = 1, 22, 25, 38
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column of the tables, AUDIT_ARCH

# name: (number on x86_64, number on aarch64); None where the machine has no such call
ALLOWED: dict[str, tuple[int | None, int | None]] = {
    # files: what can be opened is decided by the mounts
    "read": (0, 63), "write": (1, 64), "open": (2, None), "close": (3, 57), "openat": (257, 56),
    "creat": (85, None), "readv": (19, 65), "writev": (20, 66), "pread64": (17, 67), "pwrite64": (18, 68),
    "lseek": (8, 62), "sendfile": (40, 71), "copy_file_range": (326, 285), "fsync": (74, 82), "fdatasync": (75, 83),
    "truncate": (76, 45), "ftruncate": (77, 46), "fallocate": (285, 47), "fadvise64": (221, 223),
    "stat": (4, None), "fstat": (5, 80), "lstat": (6, None), "newfstatat": (262, 79), "statx": (332, 291),
    "statfs": (137, 43), "fstatfs": (138, 44), "access": (21, None), "faccessat": (269, 48), "faccessat2": (439, 439),
    "getdents": (78, None), "getdents64": (217, 61), "getcwd": (79, 17), "chdir": (80, 49), "fchdir": (81, 50),
    "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276), "mkdir": (83, None), "mkdirat": (258, 34),
    "rmdir": (84, None), "unlink": (87, None), "unlinkat": (263, 35), "symlink": (88, None), "symlinkat": (266, 36),
    "readlink": (89, None), "readlinkat": (267, 78), "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53),
    "umask": (95, 166), "utimensat": (280, 88), "listxattr": (194, 11), "llistxattr": (195, 12),
    "flistxattr": (196, 13), "dup": (32, 23), "dup2": (33, None), "dup3": (292, 24), "pipe": (22, None),
    "pipe2": (293, 59), "close_range": (436, 436), "eventfd2": (290, 19),
    # waiting
    "poll": (7, None), "ppoll": (271, 73), "select": (23, None), "pselect6": (270, 72), "epoll_create1": (291, 20),
    "epoll_ctl": (233, 21), "epoll_wait": (232, None), "epoll_pwait": (281, 22), "pause": (34, None),
    "nanosleep": (35, 101), "clock_nanosleep": (230, 115), "restart_syscall": (219, 128),
    # memory: RLIMIT_AS counts it
    "mmap": (9, 222), "mprotect": (10, 226), "munmap": (11, 215), "brk": (12, 214), "mremap": (25, 216),
    "msync": (26, 227), "mincore": (27, 232), "madvise": (28, 233),
    # threads
    "futex": (202, 98), "set_robust_list": (273, 99), "get_robust_list": (274, 100), "set_tid_address": (218, 96),
    "rseq": (334, 293), "membarrier": (324, 283), "sched_yield": (24, 124), "sched_getaffinity": (204, 123),
    "sched_getparam": (143, 121), "sched_getscheduler": (145, 120), "getcpu": (309, 168), "arch_prctl": (158, None),
    "exit": (60, 93), "exit_group": (231, 94), "wait4": (61, 260),
    # signals: to itself only; a pid namespace has nobody else worth one
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "rt_sigpending": (127, 136),
    "rt_sigtimedwait": (128, 137), "rt_sigsuspend": (130, 133), "sigaltstack": (131, 132), "tgkill": (234, 131),
    "alarm": (37, None), "getitimer": (36, 102), "setitimer": (38, 103),
    # who and when
    "getpid": (39, 172), "getppid": (110, 173), "gettid": (186, 178), "getpgrp": (111, None), "getpgid": (121, 155),
    "getsid": (124, 156), "getuid": (102, 174), "geteuid": (107, 175), "getgid": (104, 176), "getegid": (108, 177),
    "getgroups": (115, 158), "getresuid": (118, 148), "getresgid": (120, 150), "uname": (63, 160),
    "sysinfo": (99, 179), "times": (100, 153), "time": (201, None), "gettimeofday": (96, 169),
    "clock_gettime": (228, 113), "clock_getres": (229, 114), "getrandom": (318, 278), "getrusage": (98, 165),
    "getrlimit": (97, 163), "setrlimit": (160, 164), "prlimit64": (302, 261),  # soft = hard: nothing can be raised
}  # fmt: skip
ALLOWED_TO_START: dict[str, tuple[int | None, int | None]] = {"execve": (59, 221), "prctl": (157, 167)}
ALLOWED_TO_FORK: dict[str, tuple[int | None, int | None]] = {
    "clone": (56, 220), "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "capset": (126, 91),
    "capget": (125, 90), "sendmsg": (46, 211), "recvmsg": (47, 212), "sendto": (44, 206), "recvfrom": (45, 207),
    "getsockname": (51, 204), "getsockopt": (55, 209), "pidfd_open": (434, 434), "setsid": (112, 157),
}  # fmt: skip
REFUSED: dict[str, tuple[int | None, int | None]] = {
    "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281), "kill": (62, 129),
    "tkill": (200, 130), "socket": (41, 198), "socketpair": (53, 199), "ptrace": (101, 117), "mount": (165, 40),
    "prctl": (157, 167), "setsid": (112, 157), "sched_setaffinity": (203, 122),
}  # fmt: skip

# Calls whose first or second argument decides: name -> (numbers, argument, values let through, else).
CLONE, CLONE_THREAD = (56, 220), 0x00010000
FCNTL, FCNTL_COMMANDS = (72, 25), (0, 1, 2, 3, 4, 5, 6, 7, 1030)  # dup, flags, own locks; no leases, no dnotify
IOCTL, IOCTL_REQUESTS = (16, 29), (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)  # is it a terminal?, close on exec
PR_SET_NAME = 15

# Without namespaces, "itself only" must be said in numbers, and what belongs to this user is not only the box's.
TO_ITSELF: dict[str, tuple[int | None, int | None]] = {"tgkill": (234, 131), "prlimit64": (302, 261)}
PRETENDED: dict[str, tuple[int | None, int | None]] = {  # Landlock does not ask about these; copying a file calls them
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "utimensat": (280, 88),
}  # fmt: skip

LOAD, IF_EQUAL, IF_AT_LEAST, IF_BITS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL_PROCESS, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
AT_NUMBER, AT_ARCH = 0, 4

Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, operand


@functools.lru_cache(maxsize=16)
def build(stage: Stage, *, machine: str = "", own: int = 0) -> bytes:
    """Compile the filter of one stage for the kernel of `machine` (this one, where empty).

    Args:
        own: the number of the process that this is for, where it has no process namespace: it may signal and limit
            itself alone, and changes no file's mode or time, though it is told that it did.

    Raises:
        KeyError: a machine whose numbers we do not know.

    >>> len(build("student", machine="aarch64")) % 8
    0
    """
    column, arch = ARCHITECTURES[machine or platform.machine()]
    program: list[Instruction] = [
        (LOAD, 0, 0, AT_ARCH), (IF_EQUAL, 1, 0, arch), (RETURN, 0, 0, KILL_PROCESS),  # 32-bit calls have other numbers
        (LOAD, 0, 0, AT_NUMBER), (IF_AT_LEAST, 0, 1, 0x40000000), (RETURN, 0, 0, KILL_PROCESS),  # so do x32 calls
    ]  # fmt: skip
    allowed = ALLOWED if stage == "student" else ALLOWED | ALLOWED_TO_START
    allowed |= ALLOWED_TO_FORK if stage == "template" else {}
    if own:
        allowed = {name: numbers for name, numbers in allowed.items() if name not in TO_ITSELF | PRETENDED}
        for numbers in TO_ITSELF.values():
            program += _if_argument(numbers[column], 0, IF_EQUAL, (0, own), EPERM)
        for numbers in PRETENDED.values():
            program += _answer(numbers[column], ERRNO)
    for numbers in allowed.values():
        program += _answer(numbers[column], ALLOW)
    program += _if_argument(CLONE[column], 0, IF_BITS, (CLONE_THREAD,), EPERM)
    program += _if_argument(FCNTL[column], 1, IF_EQUAL, FCNTL_COMMANDS, EINVAL)
    program += _if_argument(IOCTL[column], 1, IF_EQUAL, IOCTL_REQUESTS, ENOTTY)
    if stage == "student":
        program += _if_argument(ALLOWED_TO_START["prctl"][column], 0, IF_EQUAL, (PR_SET_NAME,), EPERM)
    for name, numbers in REFUSED.items():
        if name not in allowed:
            program += _answer(numbers[column], ERRNO | EPERM)
    program.append((RETURN, 0, 0, ERRNO | ENOSYS))
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in program)


def _answer(number: int | None, verdict: int) -> list[Instruction]:
    return [] if number is None else [(IF_EQUAL, 0, 1, number), (RETURN, 0, 0, verdict)]


def _if_argument(
    number: int | None, position: int, test: int, values: tuple[int, ...], otherwise: int
) -> list[Instruction]:
    """Let one call through where the low half of an argument passes the test for one of the values."""
    if number is None:
        return []
    body: list[Instruction] = [(LOAD, 0, 0, 16 + 8 * position)]  # little-endian: the low half comes first
    for value in values:
        body += [(test, 0, 1, value), (RETURN, 0, 0, ALLOW)]
    body.append((RETURN, 0, 0, ERRNO | otherwise))
    return [(IF_EQUAL, 0, len(body), number), *body]
