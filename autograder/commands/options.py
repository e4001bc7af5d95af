"""What several commands let one choose from."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Language(StrEnum):
    en = "en"
    ko = "ko"


class Isolation(StrEnum):
    """What can be asked of the sandbox; see sandbox/levels.py."""

    auto = "auto"
    namespaces = "namespaces"
    landlock = "landlock"
    none = "none"


class Profile(StrEnum):
    """How long networks are trained; see models/recipes.py."""

    auto = "auto"
    quick = "quick"
    full = "full"


ProfileOption = Annotated[
    Profile, typer.Option("--profile", help="How long to train; `auto` is full where there is an accelerator.")
]
