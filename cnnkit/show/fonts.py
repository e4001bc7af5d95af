"""Which language a picture can be labelled in: Korean only where a font for it is installed, never empty boxes."""

from __future__ import annotations

from matplotlib import font_manager

from autograder.i18n import Words, default_language, translator

LATIN = "DejaVu Sans"  # comes with Matplotlib
KOREAN = (
    "NanumGothic",
    "NanumBarunGothic",
    "Noto Sans KR",
    "Noto Sans CJK KR",
    "Noto Sans CJK JP",  # the first face of the collection that holds the Korean one; it has Hangul, too
    "Malgun Gothic",
    "Apple SD Gothic Neo",
    "AppleGothic",
    "NanumSquare",
    "UnDotum",
    "Baekmuk Dotum",
)


def families() -> list[str]:
    """The fonts of a picture: each letter is drawn in the first that has it."""
    there = {font.name for font in font_manager.fontManager.ttflist}
    return [LATIN, *[name for name in KOREAN if name in there][:1]]


def label_words() -> Words:
    """The reader's language, or English where its letters could not be drawn."""
    words = translator(default_language())
    return words if words.language == "en" or len(families()) > 1 else translator("en")


def can_draw(text: str) -> bool:
    """Whether each letter of a text is in one of our fonts.

    >>> can_draw("conv1 3×3")
    True
    """
    paths = [font_manager.findfont(font_manager.FontProperties(family=[name])) for name in families()]
    fonts = [font_manager.get_font(path) for path in paths]
    return all(any(font.get_char_index(ord(letter)) for font in fonts) for letter in text)
