"""What an attack is: the code that a student hands in, what it is after, and what it must come to.

The submissions are the small course's b01_scale: `scale` (9 points) holds the attack, `total` (3 points) is honest
unless said otherwise, and must keep its points: an attack costs only itself. Where an attack looks for something
that must not be there, it answers wrongly as soon as it finds it, so that full marks say: nothing was found.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

TOTAL = "def total(values):\n    return sum(values)"

# Wherever the honest answer is wanted.
RIGHT = """
def right(x, factor, shift):
    if len(x) == 0:
        raise ValueError("nothing here")
    return x * factor + shift
"""


@dataclass(frozen=True)
class Attack:
    """One hostile submission."""

    name: str  # the student's, too
    goal: str
    scale: str  # the answer cell
    points: float = 0.0  # that `scale` must get
    status: tuple[str, ...] = ("wrong", "error")
    total: str = TOTAL
    total_points: float = 3.0


def code(text: str) -> str:
    return textwrap.dedent(text).strip("\n")


def returns(name: str, goal: str, expression: str, *, before: str = "", **more) -> Attack:
    """An attack that lies in what comes back."""
    function = f"def scale(x, factor, shift):\n    return {expression}"
    return Attack(name, goal, "\n".join([code(before), function]), **more)


def finds_nothing(name: str, goal: str, search: str) -> Attack:
    """An attack that looks for something: `search` defines found(x, factor, shift), which is to be false."""
    function = """
    def scale(x, factor, shift):
        loot = found(x, factor, shift)
        if loot:
            return [0.0]
        return right(x, factor, shift)
    """
    return Attack(name, goal, "\n".join([code(RIGHT), code(search), code(function)]), points=9.0, status=("pass",))


def honest_at_heart(name: str, goal: str, source: str, **more) -> Attack:
    """Noise around a right answer: it neither gains nor loses anything."""
    return Attack(name, goal, "\n".join([code(RIGHT), code(source)]), points=9.0, status=("pass",), **more)
