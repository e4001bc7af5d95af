"""Stage 3, models: how a student's model is turned away, and how hostile text may be shown."""

from __future__ import annotations

import re
from typing import Any

from autograder.models.phrase import Phrase, Value, phrase

PLAIN_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")


class ModelRefused(Exception):
    """A student's model that cannot be taken; `said` tells why and what to do instead.

    reason: one word or two for programs, such as "lambda" or "too_big".
    """

    def __init__(self, reason: str, said: Phrase) -> None:
        super().__init__(reason, said)
        self.reason = reason
        self.said = said

    @property
    def message(self) -> str:
        """In English."""
        return self.said.english()

    def __str__(self) -> str:
        return self.message


def word(text: Any) -> Value:
    """Show a name from outside only where it is a short plain identifier.

    >>> word("MyBlock"), str(word("<img src=x>"))
    ('MyBlock', 'a name that cannot be shown')
    """
    return text if isinstance(text, str) and PLAIN_WORD.fullmatch(text) else phrase("a name that cannot be shown")


def shown(value: Any) -> Value:
    """Show a value from outside in a few harmless characters.

    >>> shown(True), shown("same"), shown([3, 3]), str(shown("x" * 99)), str(shown(10**30))
    ('True', '"same"', '[3, 3]', 'a text', 'a very large number')
    """
    if value is None or isinstance(value, bool):
        return repr(value)  # as a student writes it, not as JSON does
    if isinstance(value, int | float):
        return str(value) if abs(value) < 10**12 else phrase("a very large number")
    if isinstance(value, str):
        return f'"{value}"' if PLAIN_WORD.fullmatch(value) else phrase("a text")
    if isinstance(value, list):
        few = len(value) <= 4 and all(_short(entry) for entry in value)
        return f"[{', '.join(map(str, value))}]" if few else phrase("a list")
    return phrase("another kind of value")


def _short(value: Any) -> bool:
    return value is None or (type(value) in (int, float) and abs(value) < 10**12)
