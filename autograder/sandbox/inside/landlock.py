"""A box without namespaces: this process shuts itself in before it says hello; promises to end where a wall fails.

Landlock decides which files may be opened, the two lists of system calls do the rest. Nothing here can be undone:
a domain of Landlock is for life, and only ever gets narrower.

    python -c "from inside import landlock; landlock.serve()" FOLDER SETTINGS
"""

import ctypes
import os
import signal
import struct
import sys

from . import harden, main

MIN_ABI = 3  # Linux 6.2; before, a file that may only be read could be truncated

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same numbers on every machine
CREATE_RULESET_VERSION, RULE_PATH_BENEATH = 1, 1
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_CHAR, MAKE_DIR, MAKE_REG, MAKE_SOCK, MAKE_FIFO, MAKE_BLOCK, MAKE_SYM = (1 << bit for bit in range(6, 13))
REFER, TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
ALL = {3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}  # rights over files, by version; later ones as 5
OF_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
RIGHTS = {
    "list": READ_DIR,
    "read": READ_FILE | READ_DIR,
    "device": READ_FILE | WRITE_FILE,
    "write": READ_FILE | READ_DIR | WRITE_FILE | TRUNCATE | REFER
    | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | MAKE_SYM,
}  # fmt: skip
TCP_BIND_AND_CONNECT, ABSTRACT_SOCKETS_AND_SIGNALS = 3, 3


def serve():
    """Put up the walls, import what a forked box would have, say hello, answer requests for ever."""
    settings = main._decode(sys.argv[2])
    sys.argv = [""]
    os.environ.pop("PYTHONHOME", None)  # it was for the interpreter's start
    end_with(settings["grader"])
    shut_in(settings["rules"])
    harden.filter_calls(bytes.fromhex(settings["filter"]))
    harden.set_limits(**settings["limits"])
    os.chdir(os.environ["TMPDIR"])
    if "keras" in settings["packages"]:
        from . import template

        template.load(settings["packages"])
    main.attend(main.Child(settings["packages"]), settings["requests"], settings["replies"])


def end_with(grader):
    """End when the grader's thread does.

    Args:
        grader: its process; it may have ended before we could ask.
    """
    _check(ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0), "follow the grader")
    if os.getppid() != grader:
        os._exit(1)


def abi():
    """The version of Landlock that the kernel has; 0 where it has none, or where it is switched off."""
    return max(0, _libc().syscall(CREATE_RULESET, None, ctypes.c_size_t(0), CREATE_RULESET_VERSION))


def shut_in(rules):
    """Open no file but these from now on; no TCP, and no signal or abstract socket to the outside, if the kernel can.

    Args:
        rules: (what may be done: a key of RIGHTS, a path). What lies below a folder is meant, too.

    Raises:
        OSError: the kernel refused, or a path is missing.
    """
    version = abi()
    if version < MIN_ABI:
        raise OSError(f"this kernel's Landlock has version {version}, and {MIN_ABI} is needed")
    handled = ALL[min(version, max(ALL))]
    attributes = struct.pack("<Q", handled)
    attributes += struct.pack("<Q", TCP_BIND_AND_CONNECT) if version >= 4 else b""
    attributes += struct.pack("<Q", ABSTRACT_SOCKETS_AND_SIGNALS) if version >= 6 else b""
    ruleset = _call(CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0)
    for what, path in rules:
        beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rights = RIGHTS[what] & handled & (-1 if os.path.isdir(path) else OF_A_FILE)
        _call(ADD_RULE, ruleset, RULE_PATH_BENEATH, struct.pack("<Qi", rights, beneath), 0)
        os.close(beneath)
    _check(_libc().prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "give up new privileges")
    _call(RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _call(number, *args):
    answer = _libc().syscall(number, *args)
    _check(0 if answer >= 0 else -1, "put up Landlock")
    return answer


def _check(result, what):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"could not {what}: {os.strerror(number)}")


def _libc():
    return ctypes.CDLL(None, use_errno=True)
