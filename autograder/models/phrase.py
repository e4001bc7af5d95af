"""Stage 3, models: a sentence as data: written in English, said in any language, kept in a result.

A phrase holds other phrases where it needs them, so that "the third convolution" is said in the reader's language
inside a sentence that is. What is text in a phrase is a name or an expression, and is the same in every language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.i18n import Words, translator

MAX_DEPTH = 24  # a list of six layers takes 8
MAX_TEXT = 500
LONG_NUMBER = 10_000  # from here on digits are grouped
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Phrase:
    """A sentence, or a part of one. Made by `phrase` and `phrases`, where Babel finds it.

    Attributes:
        msgid: in English, with placeholders such as {layer}.
        values: for each placeholder a phrase, a number, or text that is said as it is.
        many: the msgid where {n} is not 1; "" where that makes no difference.
    """

    msgid: str
    values: tuple[tuple[str, Value], ...] = ()
    many: str = ""

    def say(self, words: Words) -> str:
        """The phrase in a language, as text or as markup: whichever `words` make."""
        values = {name: _said(value, words) for name, value in self.values}
        if not self.many:
            return words(self.msgid, **values)
        n = dict(self.values)["n"]
        assert isinstance(n, int)
        return words.plural(self.msgid, self.many, n, **{name: text for name, text in values.items() if name != "n"})

    def english(self) -> str:
        """
        >>> phrase("{n} filters, at least {least}", n=12_000, least=0.5).english()
        '12,000 filters, at least 0.5'
        """
        return self.say(translator("en"))

    __str__ = english

    def to_json(self) -> dict[str, Any]:
        """
        >>> phrases("{n} output", "{n} outputs", 3).to_json()
        {'msgid': '{n} output', 'values': {'n': 3}, 'many': '{n} outputs'}
        """
        values = {name: value.to_json() if isinstance(value, Phrase) else value for name, value in self.values}
        tree: dict[str, Any] = {"msgid": self.msgid, "values": values}
        return tree | {"many": self.many} if self.many else tree


Value = Phrase | str | int | float


def phrase(msgid: str, /, **values: Value) -> Phrase:
    """
    >>> phrase("{layer} has {units}", layer=phrase("the head"), units=phrase("no units")).english()
    'the head has no units'
    """
    return Phrase(msgid, tuple(sorted(values.items())))


def phrases(one: str, many: str, n: int, /, **values: Value) -> Phrase:
    """A phrase about {n} things.

    >>> phrases("{n} output", "{n} outputs", 1).english()
    '1 output'
    """
    return Phrase(one, tuple(sorted({**values, "n": n}.items())), many)


def joined(parts: Sequence[Value]) -> Value:
    """
    >>> str(joined(["a", "b", "c"])), joined(["a"])
    ('a, b and c', 'a')
    """
    last = phrase("{first} and {last}", first=parts[-2], last=parts[-1]) if len(parts) > 1 else parts[0]
    return with_commas([*parts[:-2], last])


def with_commas(parts: Sequence[Value]) -> Value:
    """
    >>> str(with_commas(["3×3", phrase("stride {n}", n=2)]))
    '3×3, stride 2'
    """
    text = parts[-1]
    for part in reversed(parts[:-1]):
        text = phrase("{first}, {rest}", first=part, rest=text)
    return text


def from_json(tree: Any, *, depth: int = 0) -> Phrase:
    """Read what `to_json` wrote, out of a stored result.

    Raises:
        ValueError: it is no phrase.

    >>> from_json({"msgid": "{x.__class__}", "values": {}})
    Traceback (most recent call last):
    ValueError: not a phrase: its placeholders are not its values
    """
    if not isinstance(tree, Mapping) or not tree.keys() <= {"msgid", "values", "many"} or depth > MAX_DEPTH:
        raise ValueError("not a phrase")
    msgid, values, many = tree.get("msgid"), tree.get("values"), tree.get("many", "")
    if not (isinstance(msgid, str) and 0 < len(msgid) <= MAX_TEXT and isinstance(many, str) and len(many) <= MAX_TEXT):
        raise ValueError("not a phrase: its text is missing or too long")
    if not isinstance(values, Mapping) or (many and type(values.get("n")) is not int):
        raise ValueError("not a phrase: its values are missing")
    if not (_filled(msgid, values) and _filled(many, values)):
        raise ValueError("not a phrase: its placeholders are not its values")
    return Phrase(msgid, tuple(sorted((str(name), _value(value, depth)) for name, value in values.items())), many)


def _filled(text: str, values: Mapping[Any, Any]) -> bool:
    """Are the values all that a text asks for, and by name alone? `str.format` would also look into them."""
    return not set("{}") & set(PLACEHOLDER.sub(lambda found: "" if found[1] in values else found[0], text))


def _value(value: Any, depth: int) -> Value:
    if isinstance(value, Mapping):
        return from_json(value, depth=depth + 1)
    if type(value) in (int, float) or (isinstance(value, str) and len(value) <= MAX_TEXT):
        return value
    raise ValueError("not a phrase: a value is neither a phrase nor a number nor text")


def _said(value: Value, words: Words) -> str:
    if isinstance(value, Phrase):
        return value.say(words)
    if isinstance(value, str):
        return words.code(value)
    if isinstance(value, float) and not value.is_integer():
        return f"{value:g}"
    value = int(value)
    return f"{value:,}" if abs(value) >= LONG_NUMBER else str(value)
