"""Why a box does not start on this machine; promises one line that ends in what to type."""

from __future__ import annotations

from pathlib import Path

SYSCTLS = (  # what a machine may have set, and what we need
    ("kernel/apparmor_restrict_unprivileged_userns", "1", "0"),
    ("kernel/unprivileged_userns_clone", "0", "1"),
    ("user/max_user_namespaces", "0", "10000"),
)
NOT_ALLOWED = ("namespace", "uid map", "gid map", "No permissions", "RTM_NEWADDR", "make / slave")


def is_forbidden(said: str) -> bool:
    """Whether this is what bubblewrap says where a machine lets it make no namespaces.

    >>> is_forbidden("bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted"), is_forbidden("Unknown option")
    (True, False)
    """
    return any(hint in said for hint in NOT_ALLOWED)


def mend(said: str, *, sysctls: Path = Path("/proc/sys")) -> str:
    """What would let bubblewrap make namespaces here, as a sentence that begins with what to do.

    Args:
        said: what bubblewrap wrote.
        sysctls: the kernel's settings.
    """
    for name, bad, good in SYSCTLS:
        path = sysctls / name
        if path.exists() and path.read_text().strip() == bad:
            return f"Type: sudo sysctl -w {name.replace('/', '.')}={good}"
    return "Grade outside the container (or start it as docs/instructors/sandbox.md says)"


def explain(said: str, *, sysctls: Path = Path("/proc/sys")) -> str:
    """The message for a box that ended before it said hello.

    Args:
        said: what bubblewrap or the interpreter wrote.
        sysctls: the kernel's settings.

    >>> explain("bwrap: Creating new namespace failed: Operation not permitted", sysctls=Path("/nowhere"))[-42:]
    'or grade without isolation: --sandbox none'
    """
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    reason = lines[-1][:300] if lines else "it ended without a word"
    what = mend(said, sysctls=sysctls)
    if what.startswith("Type: "):
        return f"No sandbox: this machine lets no ordinary program make namespaces ({reason}). {what}"
    if is_forbidden(reason):
        return (
            f"No sandbox: this machine lets bubblewrap make no namespaces ({reason}). {what}, behind lower walls: "
            "--sandbox landlock, or grade without isolation: --sandbox none"
        )
    if "nknown option" in reason:
        return (
            f"No sandbox: bubblewrap is too old ({reason}); install 0.8 or later, or type --sandbox landlock for lower "
            "walls, --sandbox none for no walls"
        )
    return f"No sandbox: the box did not start ({reason}). To see more, type: python -m autograder.sandbox.probe"
