"""Stage 4: how the size of an answer is worked out, with the numbers of the call: as lines that people read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from autograder.i18n import Words

_NAME = re.compile(r"[A-Za-z_]\w*")


def size_rows(example: Mapping[str, Any] | None, words: Words) -> list[tuple[str, str]]:
    """Label and line: the formula, the formula with numbers, the received size. Empty where no rule was broken."""
    size = (example or {}).get("size")
    if not isinstance(size, Mapping):
        return []
    formula, numbers = str(size["formula"]), size["numbers"]
    without, axis = size.get("without"), int(size["axis"])
    filled = _NAME.sub(lambda found: str(numbers.get(found[0], found[0])), formula)
    rows = [
        (words("size of axis {axis}", axis=axis), written(formula)),
        (words("expected"), f"{written(filled)} = {size['expected']}"),
        (words("yours"), str(size["got"])),
    ]
    if without:
        left = _NAME.sub(lambda found: found[0] if found[0] == without else str(numbers.get(found[0])), formula)
        said = words("this comes out where {name} is left out of {formula}", name=without, formula=written(left))
        rows[-1] = (rows[-1][0], f"{size['got']} · {said}")
    return rows


def written(formula: str) -> str:
    """Python's whole division as the lecture notes write it.

    >>> written("(H + 2 * pad - FH) // stride + 1")
    '⌊(H + 2·pad − FH) / stride⌋ + 1'
    """
    found = re.fullmatch(r"(\(.*\)) // (\w+)(.*)", formula)
    text = f"⌊{found[1]} / {found[2]}⌋{found[3]}" if found else formula
    return text.replace(" * ", "·").replace(" - ", " − ")
