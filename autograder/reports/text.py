"""Stage 4: text that is safe to print, and scores that never flatter. Everything a report shows passes here.

What comes from a student is capped and holds no control character, no bidirectional override and no half of a
surrogate pair. Escaping is the business of each format.
"""

from __future__ import annotations

import math
import unicodedata

NAME_CAP = 100
MESSAGE_CAP = 500
LINE_CAP = 160

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})
_JOINERS = frozenset("\u200c\u200d")  # part of names in some scripts, and harmless


def clean(text: object, cap: int = MESSAGE_CAP, *, lines: bool = False) -> str:
    """One line of visible text, at most `cap` characters; with `lines`, newlines stay.

    >>> clean("a\\x1b[31m\\u202eb\\ud800")
    'a\\ufffd[31m\\ufffdb\\ufffd'
    """
    text = str(text)[: cap + 1].replace("\r\n", "\n").replace("\t", "    ")
    if not lines:
        text = text.replace("\n", " ")
    if not text.isascii() or not text.isprintable():
        text = "".join(_visible(letter) for letter in text)
    return text if len(text) <= cap else text[: cap - 1] + "…"


def _visible(letter: str) -> str:
    hidden = unicodedata.category(letter) in _HIDDEN and letter != "\n" and letter not in _JOINERS
    return "\N{REPLACEMENT CHARACTER}" if hidden else letter


def name(text: object) -> str:
    """A student's or a function's name."""
    return clean(text, NAME_CAP)


def score_text(score: float, max_score: float, *, digits: int = 1) -> str:
    """A score that never rounds up to full marks or down to zero.

    >>> score_text(99.96, 100), score_text(0.01, 100), score_text(7.0, 10), score_text(6.666, 10)
    ('99.9', '0.1', '7', '6.7')
    """
    step = 10**-digits
    shown = round(score, digits)
    if score < max_score and shown >= max_score:
        shown = (math.ceil(max_score / step - 1e-9) - 1) * step
    if score > 0 and shown <= 0:
        shown = step
    if 0 < score < max_score and not 0 < shown < max_score:  # a step is too coarse for so few points
        return score_text(score, max_score, digits=digits + 1)
    text = f"{shown:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent_text(part: float, whole: float) -> str:
    """A whole percentage; 100 only if truly all, 0 only if truly none.

    >>> percent_text(999, 1000), percent_text(1, 1000), percent_text(0, 0)
    ('99%', '1%', '0%')
    """
    return score_text(100 * part / whole, 100, digits=0) + "%" if whole else "0%"
