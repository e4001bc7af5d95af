"""What several commands let one choose from."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    en = "en"
    ko = "ko"


class Isolation(StrEnum):
    auto = "auto"
    none = "none"
