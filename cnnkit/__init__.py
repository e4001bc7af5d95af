"""What a student's notebook imports: instant checks and hints, images, and a training loop. It holds no answers.

>>> from cnnkit import check, fit, hint, load, show
"""

from typing import Any

from cnnkit.checking import check, counterexample, hint, progress
from cnnkit.fit import fit
from cnnkit.load import load

__all__ = ["check", "counterexample", "fit", "hint", "load", "progress", "show"]


def __getattr__(name: str) -> Any:
    """`cnnkit.show` is there without an import of its own, and costs nothing before it is used."""
    if name == "show":
        from importlib import import_module

        return import_module("cnnkit.show")
    raise AttributeError(f"module 'cnnkit' has no attribute {name!r}")
