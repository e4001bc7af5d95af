"""Stage 4: a small map of numbers as a PNG in a data URI, in grey or in two colours. Standard library only.

Purple for what is below zero and orange for what is above: ColorBrewer's PuOr, which colour-blind readers can tell
apart. Pixels are drawn large, because a notebook's sanitiser drops the style that would keep them sharp.
"""

from __future__ import annotations

import base64
import math
import struct
import zlib
from collections.abc import Sequence
from functools import cache

SIDE = 168  # pixels of the longer side
PURPLE_TO_ORANGE = (
    (45, 0, 75),
    (84, 39, 136),
    (128, 115, 172),
    (178, 171, 210),
    (216, 218, 235),
    (247, 247, 247),
    (254, 224, 182),
    (253, 184, 99),
    (224, 130, 20),
    (179, 88, 6),
    (127, 59, 8),
)
NO_NUMBER = (110, 118, 129)
STEPS = 100  # shades on either side of zero

Colour = tuple[int, int, int]


def data_uri(rows: Sequence[Sequence[float]], most: float, *, grey: bool = False) -> tuple[str, int, int]:
    """A map as a picture.

    Args:
        rows: its numbers; what is no finite number becomes a grey that no other cell has.
        most: the number of the strongest colour; what lies beyond has it too.
        grey: from black (0) to white; else from purple over white (0) to orange.

    Returns:
        the address of the picture, its width and its height in pixels.
    """
    scale = max(1, SIDE // max(len(rows), len(rows[0])))
    lines = [bytes(index for number in row for index in [_index(number, most)] * scale) for row in rows]
    data = png([line for line in lines for _ in range(scale)], _palette(grey))
    return "data:image/png;base64," + base64.b64encode(data).decode(), len(rows[0]) * scale, len(rows) * scale


@cache
def legend() -> tuple[str, int, int]:
    """The two colours side by side, weakest in the middle."""
    line = bytes(range(2 * STEPS + 1))
    data = png([line] * 10, _palette(False))
    return "data:image/png;base64," + base64.b64encode(data).decode(), len(line), 10


def _index(number: float, most: float) -> int:
    """The place of a number in the palette; the last place is for what is none."""
    if not math.isfinite(number):
        return 2 * STEPS + 1
    part = number / most if most else 0.0
    return STEPS + round(STEPS * max(-1.0, min(1.0, part)))


@cache
def _palette(grey: bool) -> bytes:
    places = [i / STEPS for i in range(-STEPS, STEPS + 1)]
    colours = [_grey(place) if grey else _diverging(place) for place in places]
    return bytes(part for colour in [*colours, NO_NUMBER] for part in colour)


def _grey(place: float) -> Colour:
    shade = round(255 * max(0.0, place))
    return shade, shade, shade


def _diverging(place: float) -> Colour:
    at = (place + 1) / 2 * (len(PURPLE_TO_ORANGE) - 1)
    i = min(int(at), len(PURPLE_TO_ORANGE) - 2)
    low, high = PURPLE_TO_ORANGE[i : i + 2]
    red, green, blue = (round(a + (b - a) * (at - i)) for a, b in zip(low, high, strict=True))
    return red, green, blue


def png(lines: Sequence[bytes], palette: bytes) -> bytes:
    """A picture with a palette: eight bits a pixel, each the place of its colour. https://www.w3.org/TR/png-3/"""
    head = struct.pack(">2I5B", len(lines[0]), len(lines), 8, 3, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + line for line in lines), 9)
    chunks = (b"IHDR", head), (b"PLTE", palette), (b"IDAT", pixels), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
