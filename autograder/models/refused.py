"""Stage 3, models: how a student's model is turned away, and how hostile text may be shown."""

from __future__ import annotations

import re
from typing import Any

PLAIN_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")


class ModelRefused(Exception):
    """A student's model that cannot be taken; `message` says why and what to do instead.

    reason: one word or two for programs and translators, such as "lambda" or "too_big".
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


def word(text: Any, *, otherwise: str = "a name that cannot be shown") -> str:
    """Show a name from outside only where it is a short plain identifier.

    >>> word("MyBlock"), word("<img src=x>"), word(None, otherwise="nothing")
    ('MyBlock', 'a name that cannot be shown', 'nothing')
    """
    return text if isinstance(text, str) and PLAIN_WORD.fullmatch(text) else otherwise


def shown(value: Any) -> str:
    """Show a value from outside in a few harmless characters.

    >>> shown(True), shown("same"), shown([3, 3]), shown("x" * 99), shown(10**30)
    ('true', '"same"', '[3, 3]', 'a text', 'a very large number')
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value}" if abs(value) < 10**12 else "a very large number"
    if isinstance(value, str):
        return f'"{value}"' if PLAIN_WORD.fullmatch(value) else "a text"
    if isinstance(value, list):
        numbers = len(value) <= 4 and all(type(entry) in (int, float) for entry in value)
        return f"[{', '.join(shown(entry) for entry in value)}]" if numbers else "a list"
    return "something else"
