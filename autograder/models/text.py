"""Stage 3, models, first step: bytes from the box -> a JSON tree. Nothing large or deep is ever built."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, NoReturn

from autograder.models.phrase import phrase
from autograder.models.refused import ModelRefused

MAX_BYTES = 1 << 20  # ResNet-152 takes 495 kB
MAX_DEPTH = 64  # a functional model takes 11, each model nested in it 4 more
MAX_DIGITS = 20

# Possessive, and the closing quote is optional, so that no text at all makes this slower than linear.
STRINGS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
BRACKETS = b"[]{}"
NOT_BRACKETS = bytes(set(range(256)) - set(BRACKETS))


def read_json(text: str | bytes) -> Any:
    """Parse the text of `model.to_json()`.

    Raises:
        ModelRefused: it is too long, too deep, no JSON, or has a duplicate key, NaN or a number of many digits.
    """
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else bytes(text)
    if len(data) > MAX_BYTES:
        raise ModelRefused(
            "too_long",
            # The box cuts it, so that how long it really is is not known.
            phrase(
                "The description of the model takes more than {most} bytes; longer ones are not read.", most=MAX_BYTES
            ),
        )
    if _depth(data) > MAX_DEPTH:
        raise ModelRefused("too_deep", phrase("The description of the model is nested too deeply. Nest fewer models."))
    try:
        return json.loads(
            data.decode("utf-8"), object_pairs_hook=_no_duplicates, parse_constant=_no_nan, parse_int=_short
        )
    except (ValueError, RecursionError):
        raise _unreadable() from None


def _depth(data: bytes) -> int:
    """How deep brackets nest; checked on the bytes, before any parser recurses."""
    depth = deepest = 0
    for bracket in STRINGS.sub(b"", data).translate(None, NOT_BRACKETS):
        if bracket in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
    return deepest


def _no_duplicates(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    tree = dict(pairs)
    if len(tree) != len(pairs):
        raise _unreadable()
    return tree


def _no_nan(_: str) -> NoReturn:
    raise ModelRefused("not_finite", phrase("The model holds NaN or infinity where a number is expected."))


def _short(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ModelRefused("too_big", phrase("The model holds a number of {n} digits.", n=len(digits)))
    return int(digits)


def _unreadable() -> ModelRefused:
    return ModelRefused(
        "not_json",
        phrase(
            "What came back is not the description of a Keras model. Return the model itself: keras.Model or "
            "keras.Sequential."
        ),
    )
