"""Stage 4, in a CI job: GitHub's workflow commands. Promises that only we speak to the runner, never a student's text.

The runner reads every line that a job prints. `::name key=value::text` at the start of a line, behind spaces too, is
a command; of the older `##[name]text` it looks for anywhere in a line.
"""

from __future__ import annotations

import re

_COMMAND = re.compile(r"^(\s*:):", re.MULTILINE)
_OLD_COMMAND = re.compile(r"##(?=\w*\[)")


def command(name: str, text: str, **properties: object) -> str:
    r"""One command as one line.

    >>> command("error", "100% wrong\n::x::", file="a,b:c.py", line=3)
    '::error file=a%2Cb%3Ac.py,line=3::100%25 wrong%0A::x::'
    """
    given = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value not in ("", None))
    return f"::{name}{' ' if given else ''}{given}::{_data(text)}"


def harmless(text: str) -> str:
    r"""Text to be printed in a job, in which the runner finds no command.

    >>> harmless("fine\n  ::set-output name=x::1\nand ##[add-mask]a")
    'fine\n  : :set-output name=x::1\nand # #[add-mask]a'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _OLD_COMMAND.sub("# #", _COMMAND.sub(r"\1 :", lines))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
