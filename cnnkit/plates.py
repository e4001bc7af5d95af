"""`plates`: drawn photographs of number plates with their boxes and masks, the same ones for the same seed.

NumPy alone, and no font: digits and Hangul are small bitmaps of our own. Letters are put together of a consonant and
a vowel, as Hangul is, so that nine and four drawings make all 32 letters of private cars.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_CONSONANTS = {
    "ㄱ": "##### ....# ....# ....#",
    "ㄴ": "#.... #.... #.... #####",
    "ㄷ": "##### #.... #.... #####",
    "ㄹ": "##### ##### #.... #####",
    "ㅁ": "##### #...# #...# #####",
    "ㅂ": "#...# ##### #...# #####",
    "ㅅ": "..#.. ..#.. .#.#. #...#",
    "ㅇ": ".###. #...# #...# .###.",
    "ㅈ": "##### ..#.. .#.#. #...#",
}
_BESIDE = {"ㅏ": "#. #. #. #. ## #. #. #.", "ㅓ": ".# .# .# .# ## .# .# .#"}
_BELOW = {"ㅗ": "...#... ...#... #######", "ㅜ": "####### ...#... ...#..."}
_DIGITS = {
    "0": ".###. #...# #...# #...# #...# #...# #...# .###.",
    "1": "..#.. .##.. #.#.. ..#.. ..#.. ..#.. ..#.. #####",
    "2": ".###. #...# ....# ....# ..##. .#... #.... #####",
    "3": ".###. #...# ....# ..##. ....# ....# #...# .###.",
    "4": "...#. ..##. .#.#. #..#. #..#. ##### ...#. ...#.",
    "5": "##### #.... #.... ####. ....# ....# #...# .###.",
    "6": ".###. #...# #.... ####. #...# #...# #...# .###.",
    "7": "##### ....# ....# ...#. ...#. ..#.. ..#.. ..#..",
    "8": ".###. #...# #...# .###. #...# #...# #...# .###.",
    "9": ".###. #...# #...# #...# .#### ....# #...# .###.",
}
_ROWS = 8  # of every glyph
_SYLLABLES, _VOWELS, _ENDINGS = 0xAC00, "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ", 28
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
LETTERS = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주"
"""The letters that plates of private cars carry."""

_TRIES = 40  # places tried for a plate before it is left out: two plates never overlap


@dataclass(frozen=True, eq=False)
class Plates:
    """One picture and the plates in it.

    Attributes:
        image: (height, width, 3), uint8.
        boxes: (K, 4), float64: x1, y1, x2, y2 in pixels, the smallest box around all pixels of a plate. A pixel in
            row i and column j covers [j, j + 1] x [i, i + 1], so that x2 - x1 is the width, without a "+ 1".
        masks: (K, height, width), bool: the pixels of each plate, which is a little tilted.
        texts: K texts such as "48 오 4822".
    """

    image: np.ndarray
    boxes: np.ndarray
    masks: np.ndarray
    texts: tuple[str, ...]


def plates(
    n: int,
    *,
    seed: int = 0,
    height: int = 96,
    width: int = 128,
    most: int = 2,
    texts: Sequence[str] = (),
    tilted: bool = True,
) -> list[Plates]:
    """Draw pictures of cluttered streets with 1 to `most` number plates each.

    Args:
        n: how many pictures. The first ones are the same for every n.
        seed: another one gives other pictures.
        height, width: in pixels, at least 48 and 64.
        most: plates in one picture at most; where one finds no free place, there are fewer.
        texts: what the first plates say; the others say something drawn by lot.
        tilted: a little, one way or the other; else they are level, as where a camera is mounted above a barrier.

    Raises:
        ValueError: the picture is too small, `most` is below 1, or a text holds a letter that we have no glyph for.

    >>> [scene] = plates(1, texts=["48 오 4822"], most=1)
    >>> scene.image.shape, scene.boxes.shape, scene.masks.shape, scene.texts
    ((96, 128, 3), (1, 4), (1, 96, 128), ('48 오 4822',))
    """
    if height < 48 or width < 64:
        raise ValueError(f"plates(height={height}, width={width}): a plate needs a picture of at least 48 x 64")
    if most < 1:
        raise ValueError(f"plates(most={most}): expected at least 1")
    wanted = list(texts)
    for text in wanted:
        plate(text)  # a text that cannot be drawn is told now
    return [_scene(np.random.default_rng([seed, i]), height, width, most, wanted, tilted) for i in range(n)]


def plate_text(random: np.random.Generator) -> str:
    """A text as on a private car: two digits, a letter, four digits.

    >>> plate_text(np.random.default_rng(0))
    '86 다 5230'
    """
    digits = random.integers(0, 10, 6)
    front, back = "".join(map(str, digits[:2])), "".join(map(str, digits[2:]))
    return f"{front} {LETTERS[int(random.integers(len(LETTERS)))]} {back}"


def plate(text: str) -> np.ndarray:
    """Draw a plate, flat and in its smallest size.

    Returns:
        (rows, columns) of int: 0 the white ground, 1 the black frame and letters.

    Raises:
        ValueError: we have no glyph for a letter of the text.

    >>> plate("48 오 4822").shape
    (14, 53)
    """
    columns: list[np.ndarray] = []
    for letter in text:
        columns += [np.zeros((_ROWS, 2), int)] if letter == " " else [glyph(letter), np.zeros((_ROWS, 1), int)]
    letters = np.hstack(columns)[:, :-1] if columns else np.zeros((_ROWS, 1), int)
    return np.pad(np.pad(letters, 2), 1, constant_values=1)


def glyph(letter: str) -> np.ndarray:
    """The bitmap of a digit, or of a syllable of one of our consonants and vowels.

    >>> for row in glyph("오"):
    ...     print("".join(".#"[dot] for dot in row))
    ..###..
    .#...#.
    .#...#.
    ..###..
    .......
    ...#...
    ...#...
    #######
    """
    if letter in _DIGITS:
        return _bitmap(_DIGITS[letter])
    initial, rest = divmod(ord(letter) - _SYLLABLES, len(_VOWELS) * _ENDINGS) if len(letter) == 1 else (-1, 0)
    vowel, ending = divmod(rest, _ENDINGS)
    consonant = _INITIALS[initial] if 0 <= initial < len(_INITIALS) else ""
    if consonant not in _CONSONANTS or ending or _VOWELS[vowel] not in {**_BESIDE, **_BELOW}:
        raise ValueError(f"no glyph for {letter!r}: plates hold digits, spaces and the letters {LETTERS}")
    top = _bitmap(_CONSONANTS[consonant])
    if _VOWELS[vowel] in _BESIDE:
        return np.hstack([np.pad(top, ((2, 2), (0, 1))), _bitmap(_BESIDE[_VOWELS[vowel]])])
    return np.vstack([np.pad(top, ((0, 1), (1, 1))), _bitmap(_BELOW[_VOWELS[vowel]])])


def _bitmap(drawing: str) -> np.ndarray:
    return np.array([[dot == "#" for dot in row] for row in drawing.split()]).astype(int)


def _scene(random: np.random.Generator, height: int, width: int, most: int, wanted: list[str], tilted: bool) -> Plates:
    image = _clutter(random, height, width)
    masks: list[np.ndarray] = []
    texts: list[str] = []
    for _ in range(int(random.integers(1, most + 1))):
        drawn = plate_text(random)
        text = wanted[0] if wanted else drawn
        mask = _place(random, image, text, masks, tilted)
        if mask is not None:
            masks.append(mask)
            texts.append(text)
            wanted[:1] = []
    noise = random.integers(-12, 13, image.shape)
    image = np.clip(image + noise, 0, 255).astype(np.uint8)
    return Plates(image, np.array([_around(mask) for mask in masks]), np.array(masks), tuple(texts))


def _clutter(random: np.random.Generator, height: int, width: int) -> np.ndarray:
    """A ground of one colour into another, boxes, discs and stripes; some boxes are as white and as wide as a plate."""
    rows, columns = np.ogrid[:height, :width]
    fade = (rows / height)[..., None]
    image = (1 - fade) * random.integers(30, 226, 3) + fade * random.integers(30, 226, 3)
    image = np.broadcast_to(image, (height, width, 3)).copy()
    for _ in range(int(random.integers(10, 18))):
        y, x = int(random.integers(-10, height)), int(random.integers(-10, width))
        h, w = int(random.integers(4, height // 3)), int(random.integers(4, width // 3))
        kind, colour = int(random.integers(4)), random.integers(0, 256, 3)
        inside = (rows >= y) & (rows < y + h) & (columns >= x) & (columns < x + w)
        if kind == 1:
            inside = ((rows - y) / h) ** 2 + ((columns - x) / w) ** 2 < 0.25
        elif kind == 2:
            inside &= (rows + columns) % int(random.integers(3, 7)) < 2
        elif kind == 3:
            inside &= rows < y + w // 4  # a sign without letters
            colour = random.integers(190, 256, 3)
        image[inside] = colour
    return image


def _place(
    random: np.random.Generator, image: np.ndarray, text: str, others: list[np.ndarray], tilted: bool
) -> np.ndarray | None:
    """Draw a plate where none is yet; None where no free place was found."""
    bitmap = plate(text)
    white, black = random.integers(205, 256, 3), random.integers(0, 60, 3)
    height, width = image.shape[:2]
    for _ in range(_TRIES):
        wide = int(random.integers(width * 2 // 5, width * 5 // 8))
        slope = int(random.integers(-14, 15)) / 64  # no sine: a square root is the same on every machine
        slope = slope if tilted else 0.0
        centre = int(random.integers(0, height)), int(random.integers(0, width))
        u, v = _on_the_plate(image.shape[:2], centre, slope, bitmap.shape[1] / wide)
        mask = (abs(u) < bitmap.shape[0] / 2) & (abs(v) < bitmap.shape[1] / 2)
        cut = mask[[0, -1]].any() or mask[:, [0, -1]].any() or not mask.any()
        if cut or any((mask & other).any() for other in others):
            continue
        i = (u[mask] + bitmap.shape[0] / 2).astype(int)
        j = (v[mask] + bitmap.shape[1] / 2).astype(int).clip(max=bitmap.shape[1] - 1)  # a hair's breadth may round up
        image[mask] = np.where(bitmap[i, j, None] == 1, black, white)
        return mask
    return None


def _on_the_plate(
    shape: tuple[int, int], centre: tuple[int, int], slope: float, scale: float
) -> tuple[np.ndarray, np.ndarray]:
    """Row and column on the plate, seen from its middle, of the middle of each pixel."""
    y = np.arange(shape[0])[:, None] + 0.5 - centre[0]
    x = np.arange(shape[1])[None] + 0.5 - centre[1]
    length = np.sqrt(1 + slope * slope)
    return (y - slope * x) / length * scale, (x + slope * y) / length * scale


def _around(mask: np.ndarray) -> list[float]:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return [float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1)]
