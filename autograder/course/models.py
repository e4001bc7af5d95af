"""Model checks frozen: the right network of every call, and by what key each named mistake is known.

Networks are built once, by the course's own code with the real Keras; after that the corpus holds them as short
texts, and nothing here imports Keras until the code that they come from has changed.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from autograder.course.draw import defined, names
from autograder.errors import CourseError
from autograder.judge.call_model import call_model
from autograder.judge.models import call_text
from autograder.lessons import CheckCode, Lesson, without_demos
from autograder.models import frozen, graph
from autograder.models.config import read_model
from autograder.models.graph import Graph, canonical
from autograder.models.network import Network
from autograder.models.refused import ModelRefused
from autograder.records import Case, CheckFacts, Outcome
from autograder.rubric import ModelCheck, aspect_facts, mistake_facts

WORDS_ONLY = ("phrase", "refused")  # what is said of a network, not how it is compared


def facts_of(lesson: Lesson, one: CheckCode, *, public: bool, stored: CheckFacts | None = None) -> CheckFacts:
    """Freeze a model check.

    Args:
        public: the calls of a student's own `check`, not the grader's.
        stored: what was frozen before from the same code: its networks are kept, and nothing is built.

    Raises:
        CourseError: the course's own function cannot be called, or our reader refuses what it returns.
    """
    assert isinstance(one.check, ModelCheck)
    calls = one.check.public if public else one.check.calls
    if not calls:
        raise CourseError(f"{lesson.checks}: {one.name} has no public calls; a student's check needs at least one")
    return CheckFacts(
        name=one.name,
        parameters=one.parameters,
        aspects=tuple(aspect_facts(aspect) for aspect in one.check.aspects),
        cases=stored.cases if stored else tuple(_case(one, tuple(args)) for args in calls),
        mistakes=tuple(mistake_facts(mistake) for mistake in one.check.mistakes),
        kind="model",
    )


def _case(one: CheckCode, args: tuple[Any, ...]) -> Case:
    outcome = built(one.right, args)
    network, right = _read(outcome, f"{one.name}, called as {call_text(one.name, args)},")
    low = Outcome("value", value=frozen.to_text(network))
    if canonical(frozen.from_text(low.value)).key != right.key:
        raise CourseError(f"{one.name}: the network of {call_text(one.name, args)} cannot be frozen; this is our bug")
    wrong = {}
    for mistake in one.check.mistakes:
        found = mistaken(one, mistake, args)
        if found.value != right.key:
            wrong[mistake.__name__] = found
    return Case("", args, "C", low, low, wrong, 0.0)


def mistaken(one: CheckCode, mistake: Callable[..., Any], args: Sequence[Any]) -> Outcome:
    """What a mistake comes to on one call: the key of its network, or that Keras cannot even build it."""
    outcome = built(one.wrong(mistake), args)
    who = f"the mistake {mistake.__name__} of {one.name}, called as {call_text(one.name, args)},"
    if outcome.kind == "raised":
        if "ValueError" not in (outcome.error, *outcome.bases):  # which is what layers that do not fit raise
            raise CourseError(f"{who} raises {outcome.error}: {outcome.message}")
        return Outcome("raised", error=outcome.error, bases=outcome.bases)
    return Outcome("value", value=_read(outcome, who)[1].key)


def built(function: Callable[..., Any], args: Sequence[Any]) -> Outcome:
    """Call the course's own code.

    Raises:
        CourseError: there is no Keras here.
    """
    try:
        return call_model(function, args)
    except ImportError as error:
        raise CourseError(f"models are built with Keras: {error}. Run: pip install 'cnnkit[keras]'") from None


def _read(outcome: Outcome, who: str) -> tuple[Network, Graph]:
    if outcome.kind == "raised":
        raise CourseError(f"{who} raises {outcome.error}: {outcome.message}")
    if outcome.value is None:
        raise CourseError(f"{who} returns {outcome.message or None}; expected a Keras model, or the output of a block")
    try:
        network = read_model(outcome.value)
        return network, canonical(network)
    except ModelRefused as refused:
        raise CourseError(f"{who} is refused by the grader's own reader: {refused.message}") from None


def fingerprint(lesson: Lesson, facts: CheckFacts) -> str:
    """A digest of the code that the networks of one check come from, and of the rules that keys are made by.

    Of the lesson, the rubric and the shared inputs.py that is what the check, its answer and its mistakes name, and
    what these name in turn. Words for people are no part of it.
    """
    shared = lesson.folder.parent / "inputs.py"
    texts = [without_demos(lesson.lesson.read_text("utf-8")), lesson.checks.read_text("utf-8")]
    texts += [shared.read_text("utf-8")] if shared.is_file() else []
    left = [part for text in texts for part in _parts(text)]
    wanted, used = {facts.name}, list[str]()
    while found := [part for part in left if part.imports or facts.name in part.spoils or wanted & part.defines]:
        left = [part for part in left if part not in found]
        wanted |= {name for part in found for name in part.names}
        used += [part.code for part in found]
    return hashlib.sha256("\n".join([*sorted(used), _rules()]).encode()).hexdigest()[:16]


@cache
def _rules() -> str:
    """The code of all modules that a network's key depends on, without comments: mistakes are frozen as keys alone."""
    folder = Path(graph.__file__).parent
    left, seen = ["graph", "config"], dict[str, str]()
    while left:
        name = left.pop()
        if name and name not in seen:
            text = (folder / f"{name}.py").read_text("utf-8")
            seen[name] = "\n".join(part.code for part in _parts(text))
            left += re.findall(r"^from autograder\.models\.(\w+) import", text, re.M)
            left += ", ".join(re.findall(r"^from autograder\.models import (.+)$", text, re.M)).split(", ")
    return "\n".join(seen[name] for name in sorted(seen) if name not in WORDS_ONLY)


@dataclass(frozen=True)
class _Part:
    """A statement at the top of a file. spoils: the checks that it is a mistake of."""

    imports: bool
    spoils: set[str]
    defines: set[str]
    names: set[str]
    code: str  # without comments and docstrings


@cache
def _parts(text: str) -> list[_Part]:
    return [
        _Part(isinstance(node, ast.Import | ast.ImportFrom), _spoils(node), defined(node), names(node), _code(node))
        for node in ast.parse(text).body
    ]


def _spoils(node: ast.stmt) -> set[str]:
    marks = [ast.unparse(mark) for mark in node.decorator_list] if isinstance(node, ast.FunctionDef) else []
    return {mark.removesuffix(".mistake") for mark in marks if mark.endswith(".mistake")}


def _code(node: ast.stmt) -> str:
    for part in ast.walk(node):
        if isinstance(part, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(part) is not None:
            part.body = part.body[1:]
    return ast.dump(node)
