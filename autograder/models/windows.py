"""Stage 3, models: how far windows reach beyond a map, so that padding is compared by what it does."""

from __future__ import annotations

from collections.abc import Sequence

Sides = tuple[int, int, int, int]  # top, bottom, left, right


NONE: Sides = (0, 0, 0, 0)


def plus(one: Sides, other: Sides) -> Sides:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3]


def window(side: int, added: Sequence[int], k: int, stride: int, dilation: int, padding: str) -> tuple[int, int, int]:
    """Places along one side, and how far the outermost windows really reach beyond it, before and after.

    Padding that no window touches is not counted: with stride 2, 'same' and a padding of 1 differ, as they should.
    """
    reach = dilation * (k - 1) + 1
    before, padded = added[0], side + added[0] + added[1]
    if padding == "same":
        places = -(-padded // stride)
        before += max(0, (places - 1) * stride + reach - padded) // 2
    else:
        places = (padded - reach) // stride + 1
    return places, before, max(0, (places - 1) * stride + reach - side - before)


def name_padding(
    side: tuple[int, int],
    places: tuple[int, int],
    kernel: tuple[int, int],
    stride: tuple[int, int],
    dilation: tuple[int, ...],
    around: Sides,
) -> str | Sides:
    """ "valid" or "same" where that is what it comes to; so the name does not change with the size of the map."""
    if around == NONE:
        return "valid"
    same = [window(side[i], (0, 0), kernel[i], stride[i], dilation[i], "same") for i in (0, 1)]
    return "same" if [(places[i], *around[2 * i : 2 * i + 2]) for i in (0, 1)] == same else around
