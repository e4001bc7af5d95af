"""Stage 4: the same sentences as HTML, in one language or in both at once. What stands in a placeholder is escaped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from autograder.i18n import LANGUAGES, Words, catalogue, translator


@dataclass(frozen=True)
class HtmlWords(Words):
    """One language as markup."""

    def __call__(self, msgid: str, /, **values: Any) -> Markup:
        return escape(self.catalogue.gettext(msgid)).format(**values)

    def plural(self, one: str, many: str, n: int, /, **values: Any) -> Markup:
        return escape(self.catalogue.ngettext(one, many, n)).format(n=n, **values)

    def pick(self, texts: Mapping[str, str]) -> Markup:
        return escape(super().pick(texts))

    def code(self, text: str) -> Markup:
        return Markup("<code>{}</code>").format(text)


@dataclass(frozen=True)
class BothWords(HtmlWords):
    """Every language side by side; the page shows one of them."""

    def __call__(self, msgid: str, /, **values: Any) -> Markup:
        return _side_by_side([_in(language)(msgid, **_of(language, values)) for language in LANGUAGES])

    def plural(self, one: str, many: str, n: int, /, **values: Any) -> Markup:
        return _side_by_side([_in(language).plural(one, many, n, **_of(language, values)) for language in LANGUAGES])

    def pick(self, texts: Mapping[str, str]) -> Markup:
        return _side_by_side([_in(language).pick(texts) for language in LANGUAGES])


def html_words(language: str | None) -> HtmlWords:
    """Markup in one language, or in both where it is "both"."""
    if language == "both":
        return BothWords("both", catalogue("en"))
    known = translator(language).language
    return HtmlWords(known, catalogue(known))


def in_both(say: Callable[[HtmlWords], str]) -> Markup:
    """What somebody says in each language, side by side."""
    return _side_by_side([escape(say(_in(language))) for language in LANGUAGES])


def _in(language: str) -> HtmlWords:
    return HtmlWords(language, catalogue(language))


class Bilingual(Markup):
    """Markup that knows its parts, so that one sentence inside another does not nest its languages."""

    parts: tuple[Markup, ...]


def _side_by_side(texts: list[Markup]) -> Markup:
    if len(set(texts)) == 1:
        return texts[0]
    spans = [Markup('<span lang="{}">{}</span>').format(*pair) for pair in zip(LANGUAGES, texts, strict=True)]
    both = Bilingual(Markup("").join(spans))
    both.parts = tuple(texts)
    return both


def _of(language: str, values: Mapping[str, Any]) -> dict[str, Any]:
    at = LANGUAGES.index(language)
    return {key: value.parts[at] if isinstance(value, Bilingual) else value for key, value in values.items()}
