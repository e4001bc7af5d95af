"""What `check` hands back: the card it has shown, as text and as HTML, to be printed, kept or shown once more."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import Any

from autograder import messages
from autograder.records import CheckFacts, Item
from autograder.reports.beside import Beside
from autograder.reports.text import score_text


def cell_number() -> int | None:
    """Which cell is running; None where IPython runs none."""
    shell = sys.modules.get("IPython")
    running = shell.get_ipython() if shell else None
    return getattr(running, "execution_count", None)


@dataclass(frozen=True)
class Card:
    """A verdict that was shown when the check ran. `print(card)` is the complete text."""

    item: Item
    facts: CheckFacts
    language: str
    beside: Beside
    shown_in: int | None = field(default_factory=cell_number)

    @property
    def text(self) -> str:
        return messages.text_card(self.item, self.facts, self.language, beside=self.beside)

    @property
    def plain_text(self) -> str:
        """For a console such as cp949 that lacks some signs."""
        return messages.text_card(self.item, self.facts, self.language, beside=self.beside, plain=True)

    @property
    def html(self) -> str:
        from autograder.reports.card import card_html

        return card_html(self.item, self.facts, self.language, beside=self.beside)

    def __str__(self) -> str:
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        try:
            self.text.encode(encoding)
        except UnicodeEncodeError:
            return self.plain_text.encode(encoding, "replace").decode(encoding)
        return self.text

    def __repr__(self) -> str:
        points = score_text(self.item.points, self.item.max_points)
        return (
            f"<check of {self.item.name}: {points} / {score_text(self.item.max_points, self.item.max_points)} points>"
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.text}

    def _ipython_display_(self) -> None:
        """As the value of the very cell that ran the check, it is on the screen already."""
        if self.shown_in is not None and self.shown_in == cell_number():
            return
        from IPython.display import display

        display(self._repr_mimebundle_(), raw=True)
