"""Stage 4, in a CI job: the sentences that are the same at every host."""

from __future__ import annotations

from typing import Literal

from autograder.i18n import Words


def about_checks(kind: Literal["hidden", "public"], words: Words) -> str:
    """What the work was checked against, in one line."""
    if kind == "hidden":
        return words("Graded with the hidden cases of the course.")
    return words("Checked with the public examples only. The grade itself is made by the course, with other cases.")
