"""Stage 4: what only a student's own notebook can add to a card: maps just made, how far one has come, a beginning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Progress:
    """The tasks of the notebook that are right so far."""

    right: int
    of: int
    next: str = ""  # the next one that is not; "" where none is left


@dataclass(frozen=True)
class Beside:
    """All of it is public: it comes from the examples beside the notebook, and from the student's own function.

    maps: what a right function made of the pictures, see judge/pictures.py; seconds: how long that took.
    first: the first example of a function that is not written yet, without an answer of the student's.
    """

    maps: tuple[Mapping[str, Any], ...] = ()
    seconds: float = 0.0
    progress: Progress | None = None
    first: Mapping[str, Any] | None = None


NOTHING = Beside()
