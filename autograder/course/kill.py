"""Run one mutant of an answer on the hidden cases, and count those that notice. It may do anything but never end."""

from __future__ import annotations

import signal
import types
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np

from autograder.judge.call import answer_to
from autograder.judge.call_model import call_model
from autograder.judge.compare import judge
from autograder.judge.models import reference
from autograder.models import frozen
from autograder.models.config import read_model
from autograder.models.graph import canonical
from autograder.models.refused import ModelRefused
from autograder.records import CheckFacts

MAX_SECONDS = 2.0  # a mutant that takes longer than this on one case is noticed
MAX_SECONDS_OF_A_NETWORK = 20.0


def _function(source: str, name: str, names: Mapping[str, Any]) -> Callable[..., Any]:
    module = types.ModuleType("mutant")
    vars(module).update(names)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # a mutant may index a list with a tuple
        exec(compile(source, "<mutant>", "exec"), vars(module))
    function: Callable[..., Any] = getattr(module, name)
    return function


def killed_by(source: str, name: str, names: Mapping[str, Any], facts: CheckFacts) -> int:
    """How many frozen cases notice that a function was changed."""
    function = _function(source, name, names)
    killed = 0
    for case in facts.cases:
        try:
            with at_most(MAX_SECONDS), np.errstate(all="ignore"):
                outcome = answer_to(case, function)
        except (TooLong, RecursionError):  # a list may come to hold itself
            killed += 1
            break  # it would hang on the others too
        if not judge(case, facts.aspect(case.aspect), outcome).right:
            killed += 1
    return killed


def network_killed_by(source: str, name: str, names: Mapping[str, Any], facts: CheckFacts) -> tuple[int, bool]:
    """How many calls build another network, or none; and whether a network is written otherwise."""
    function = _function(source, name, names)
    killed, otherwise = 0, False
    for case in facts.cases:
        try:
            with at_most(MAX_SECONDS_OF_A_NETWORK):
                outcome = call_model(function, case.args)
            network = read_model(outcome.value) if isinstance(outcome.value, str) else None
            if network is None or canonical(network).key != reference(case.low.value).key:
                killed += 1
            elif frozen.to_text(network) != case.low.value:
                otherwise = True
        except (TooLong, RecursionError, ModelRefused):
            killed += 1
    return killed, otherwise and not killed


class TooLong(BaseException):
    """No Exception, which a mutant or the code that calls it would take for its own."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raises TooLong where the time is up."""

    def stop(number: int, frame: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
