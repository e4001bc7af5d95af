"""Stage 3: call trusted code, and record what came of it as an `Outcome` like any other."""

from __future__ import annotations

import builtins
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.records import Case, Outcome
from autograder.sandbox.inside.talk import talk
from autograder.sandbox.inside.values import Network, NumberFile, Unsupported, arrange


def answer_to(case: Case, function: Callable[..., Any]) -> Outcome:
    """What a function answers to a case; of a class, what the last step of the talk does."""
    return outcome_of(function, case.args, layout=case.layout, steps=case.steps)


def outcome_of(
    function: Callable[..., Any], args: Sequence[Any], *, layout: str = "C", steps: Sequence[str] = ()
) -> Outcome:
    """Call a function on fresh copies of the arguments, or talk with what a class makes.

    Returns:
        its value, or the exception it raised; and the positions of the arguments that it changed.
    """
    given = [fresh(arg, layout) for arg in args]
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            value = carry_out(function, given, steps)
        except Exception as error:  # a mistake may raise anything; that is its behaviour
            return raised(error, changed=changed_arguments(args, given))
    return Outcome("value", value=plain(value), changed=changed_arguments(args, given))


def carry_out(function: Callable[..., Any], args: Sequence[Any], steps: Sequence[str]) -> Any:
    """One call, or one talk, with nothing around it; a file that it wrote is deleted again."""
    try:
        return talk(function, args, steps) if steps else function(*args)
    finally:
        for arg in args:
            if isinstance(arg, NumberFile):
                arg.remove()


def fresh(arg: Any, layout: str) -> Any:
    """A copy that a function may spoil."""
    if isinstance(arg, Network):
        return arg.model()
    if isinstance(arg, np.ndarray) and arg.ndim:
        return arrange(arg, layout)
    if isinstance(arg, dict):
        return {key: fresh(item, layout) for key, item in arg.items()}
    return type(arg)(fresh(item, layout) for item in arg) if isinstance(arg, list | tuple) else arg


def plain(value: Any) -> Any:
    """NumPy scalars as Python numbers, so that what is stored is what was meant; an array of objects is no answer."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray) and value.dtype.kind not in "biuf":
        return Unsupported(f"array of {value.dtype.name}")  # as on the wire
    if isinstance(value, tuple | list):
        return type(value)(plain(item) for item in value)
    return value


def raised(error: BaseException, *, changed: tuple[int, ...] = ()) -> Outcome:
    bases = tuple(base.__name__ for base in type(error).__mro__ if getattr(builtins, base.__name__, None) is base)
    try:
        message = str(error)[:500]
    except Exception:  # a student's own exception class may not even print
        message = ""
    return Outcome("raised", error=type(error).__name__, bases=bases, message=message, changed=changed)


def changed_arguments(before: Sequence[Any], after: Sequence[Any]) -> tuple[int, ...]:
    return tuple(i for i, (old, new) in enumerate(zip(before, after, strict=True)) if _changed(old, new))


def _changed(old: Any, new: Any) -> bool:
    if isinstance(old, Network):  # what became of its model is not looked at
        return False
    if type(old) is not type(new):  # something else was put into a list
        return True
    if isinstance(old, np.ndarray):
        return not np.array_equal(old, new, equal_nan=True)
    if isinstance(old, dict):
        return old.keys() != new.keys() or any(_changed(old[key], new[key]) for key in old)
    if isinstance(old, list | tuple):
        return len(old) != len(new) or any(_changed(*pair) for pair in zip(old, new, strict=True))
    return old is not new and bool(old != new)  # a NaN that stayed the same object stayed what it was
