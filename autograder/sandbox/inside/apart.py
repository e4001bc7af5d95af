"""Puts a forked child into namespaces of its own and takes every right from it; promises to raise where that fails.

The template holds two capabilities in the box's own user namespace, to make process and mount namespaces with. Its
children need them until their /tmp is mounted; then they are gone for good: from the child's sets and from the
bounding set, with no new privileges.
"""

import contextlib
import ctypes
import os
import struct

with contextlib.suppress(ImportError):  # Windows, where nobody forks
    from fcntl import F_DUPFD, fcntl

CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x02000000, 0x04000000, 0x08000000
CLONE_NEWPID, CLONE_NEWNET = 0x20000000, 0x40000000
MS_NOSUID, MS_NODEV, MS_REC, MS_PRIVATE = 2, 4, 0x4000, 1 << 18
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_READ, PR_CAPBSET_DROP, PR_CAP_AMBIENT = 1, 4, 23, 24, 47
PR_CAP_AMBIENT_CLEAR_ALL = 4
CAPABILITY_VERSION_3 = 0x20080522
SIGKILL = 9
TMPFS_OPTIONS = b"size=32m,nr_inodes=4k,mode=1777"

_libc = ctypes.CDLL(None, use_errno=True)


def fork_into_new_processes(own):
    """Fork; the child is the first process of a new process namespace. Returns what os.fork does.

    Args:
        own: a descriptor of this process, by which it finds back to the namespace that it is in itself.
    """
    _check(_libc.unshare(CLONE_NEWPID), "unshare the processes")
    pid = os.fork()
    if pid:
        _check(_libc.setns(own, CLONE_NEWPID), "return to its own processes")
    return pid


def leave():
    """In the child: everything else of its own, an empty /tmp too; then no rights any more."""
    _check(_libc.unshare(CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWNET | CLONE_NEWCGROUP), "unshare")
    _check(_libc.mount(None, b"/", None, MS_REC | MS_PRIVATE, None), "make the mounts private")
    _check(_libc.mount(b"tmpfs", b"/tmp", b"tmpfs", MS_NOSUID | MS_NODEV, TMPFS_OPTIONS), "mount /tmp")
    os.chdir("/tmp")
    _check(_libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0), "clear the ambient capabilities")
    capability = 0
    while (held := _libc.prctl(PR_CAPBSET_READ, capability, 0, 0, 0)) >= 0:  # an error says: there are no more
        if held:
            _check(_libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0), "drop a capability")
        capability += 1
    _check(_libc.capset(struct.pack("<Ii", CAPABILITY_VERSION_3, 0), bytes(24)), "drop the capabilities")


def hide():
    """Let no process of this user look into this one, nor into those that it forks."""
    _check(_libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "prctl")


def die_with_the_parent():
    _check(_libc.prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0), "prctl")


def keep_only(wanted):
    """Move these descriptors to 3, 4, ... in this order and close all others but 0, 1 and 2."""
    above = [fcntl(descriptor, F_DUPFD, 64) for descriptor in wanted]  # out of each other's way
    for place, descriptor in enumerate(above, 3):
        os.dup2(descriptor, place, inheritable=False)
    os.closerange(3 + len(wanted), 1 << 16)


def _check(result, what):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"could not {what}: {os.strerror(number)}")
