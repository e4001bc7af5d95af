"""Words in the reader's language, from the catalogues in locale/. Standard library only: a student's `check` uses it.

Sentences are written in English in the code, inside `_( )` or `plural( )`, and found by Babel. A placeholder
is never glued to a Korean particle, because the right particle depends on what stands in the placeholder.
"""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "ko")
CATALOGUES = Path(__file__).parent / "locale"


@dataclass(frozen=True)
class Words:
    """One language as plain text: `words("{n} cases", n=3)`.

    Subclasses say the same sentences in HTML.
    """

    language: str
    catalogue: gettext.NullTranslations

    def __call__(self, msgid: str, /, **values: Any) -> str:
        return self.catalogue.gettext(msgid).format(**values)

    def plural(self, one: str, many: str, n: int, /, **values: Any) -> str:
        """The form for `n` things; `{n}` stands for the number itself.

        >>> translator("en").plural("{n} case", "{n} cases", 2)
        '2 cases'
        """
        return self.catalogue.ngettext(one, many, n).format(n=n, **values)

    def pick(self, texts: Mapping[str, str]) -> str:
        """What a course wrote in this language, else in English, else in whichever it has."""
        return texts.get(self.language) or texts.get("en") or next(iter(texts.values()), "")

    def code(self, text: str) -> str:
        """A name or an expression inside a sentence."""
        return text


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The catalogue of a language; English is what the code says."""
    if language not in LANGUAGES or language == "en":
        return gettext.NullTranslations()
    return gettext.translation("autograder", CATALOGUES, [language])


def translator(language: str | None = None) -> Words:
    """Words in this language, or in the reader's own. A language that is not ours is answered in English.

    >>> translator("ko")("expected")
    '기대한 값'
    """
    known = language if language in LANGUAGES else "en" if language else default_language()
    return Words(known, catalogue(known))


def default_language() -> str:
    """What CNNKIT_LANG asks for, else what the system speaks, else English."""
    asked = [os.environ.get(name) for name in ("CNNKIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG")]
    asked.append(locale.getlocale()[0])  # the only one that Windows has: "Korean_Korea"
    spoken = next((language for language in asked if language), "en").lower()
    return "ko" if spoken.startswith("ko") else "en"
