"""Draw the frozen cases of a check: once, with Hypothesis, and with every mistake's answer beside the right one.

What Hypothesis draws is not stable across its versions, so the drawn inputs are stored and never drawn again
while the rubric stays the same. Of many candidates we keep, for every aspect, the smallest cases that between
them expose each mistake several times, and fill up with cases spread over all sizes.
"""

from __future__ import annotations

import ast
import hashlib
import json
import math
from collections import Counter
from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable

from autograder.corpus import Corpus
from autograder.errors import CourseError
from autograder.judge.reference import answered, facts_of, weight
from autograder.lessons import CheckCode, Lesson
from autograder.plan import plan_of
from autograder.records import Case, CheckFacts, Outcome
from autograder.rubric import Aspect, Check, ModelCheck
from autograder.sandbox.inside import values

CANDIDATES_PER_CASE = 8
MIN_CANDIDATES = 60
TIMES_EXPOSED = 3  # how many cases of one aspect should expose a mistake, where that many can be found
PUBLIC_CHOICE = 2  # another number where _choose takes other public cases, so that they are drawn anew
HIDDEN_SEED, PUBLIC_SEED = 20, 10  # the hidden one where course.toml names no seed of its own


def draw(lesson: Lesson, code: dict[str, CheckCode], *, public: bool = False, hidden: Corpus | None = None) -> Corpus:
    """Draw a corpus for every check of a lesson that has inputs to draw.

    Args:
        public: the examples beside the notebook: half as many cases, none of them a hidden one where others exist.
        hidden: the hidden corpus whose inputs the public one must avoid.
    """
    checks: dict[str, CheckFacts] = {}
    number = PUBLIC_SEED if public else _own_seed(lesson) or HIDDEN_SEED
    for name, one in code.items():
        if isinstance(one.check, ModelCheck):
            continue  # its calls are written down; see course/models.py
        avoid = {key(case.args) for case in hidden.checks[name].cases} if hidden else set()
        cases = [case for aspect in one.check.aspects for case in _cases(one, aspect, number, public, avoid)]
        checks[name] = facts_of(one, cases, work_out=public)
    return Corpus(lesson.name, fingerprint(lesson, public=public), checks)


def _cases(one: CheckCode, aspect: Any, number: int, public: bool, avoid: Collection[str]) -> list[Case]:
    if not isinstance(aspect, Aspect) or not isinstance(one.check, Check):
        return []  # a timed aspect makes its own input
    wanted = max(3, math.ceil(aspect.cases / 2)) if public else aspect.cases
    atol = one.check.atol if aspect.atol is None else aspect.atol
    empty = Outcome("value")
    drawn = _examples(aspect.inputs, max(MIN_CANDIDATES, wanted * CANDIDATES_PER_CASE), number)
    if not drawn:
        raise CourseError(f"aspect {aspect.name!r} of {one.name}: its strategy draws no input")
    # where so few inputs exist that the hidden cases hold them all, they are no secret
    chosen = [args for args in drawn if key(args) not in avoid] or drawn
    candidates = [
        answered(one, Case(aspect.name, args, aspect.layout, empty, empty, {}, atol, aspect.steps))
        for args in sorted(chosen, key=weight)
    ]
    return _choose(candidates, wanted, large=math.ceil(wanted / 3) if public else 0)


def _examples(strategy: Any, n: int, number: int) -> list[tuple[Any, ...]]:
    found: dict[str, tuple[Any, ...]] = {}

    @seed(number)
    @settings(
        max_examples=n,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(args: tuple[Any, ...]) -> None:
        with suppress(values.Malformed):  # what the wire refuses, such as a function of too many numbers, is no case
            found.setdefault(key(args), args)

    with suppress(Unsatisfiable):  # then there is none, which the caller tells in words of the course
        collect()
    return list(found.values())


def _choose(candidates: Sequence[Case], wanted: int, *, large: int = 0) -> list[Case]:
    """The smallest cases that expose each mistake often enough, then a spread over the rest.

    large: so many places are kept for larger cases, whatever the small ones expose. Of few cases all would be small:
        one window, one image, one filter, and who returns inside the loop would be right.
    """
    chosen = [round(i) for i in np.linspace(len(candidates) - 1, 0, min(large, len(candidates)), endpoint=False)]
    exposed = Counter(name for i in chosen for name in candidates[i].wrong)
    for i, case in enumerate(candidates):
        if i not in chosen and len(chosen) < wanted and any(exposed[name] < TIMES_EXPOSED for name in case.wrong):
            chosen.append(i)
            exposed.update(list(case.wrong))
    rest = [i for i in range(len(candidates)) if i not in chosen]
    missing = min(wanted - len(chosen), len(rest))
    spread = [rest[round(i)] for i in np.linspace(0, len(rest) - 1, missing)] if missing > 0 else []
    return [candidates[i] for i in sorted({*chosen, *spread})]


def key(args: Sequence[Any]) -> str:
    """The same text for the same arguments, and no other; raises Malformed where they could not be read again."""
    buffers: list[bytes] = []
    head = values.encode(tuple(args), buffers, max_bytes=1 << 30, exact=True)
    values.decode(head, b"".join(buffers))
    return hashlib.sha256(json.dumps(head).encode() + b"".join(buffers)).hexdigest()


def _own_seed(lesson: Lesson) -> int:
    return plan_of(lesson.folder.parent, [lesson.name]).seed


def fingerprint(lesson: Lesson, *, public: bool = False) -> str:
    """A digest of everything that decides which inputs are drawn.

    That is the rubric without its mistakes, pictures and rules of size, and of the shared inputs.py only what the
    rubric uses: what another lesson adds there leaves this one's cases alone.
    """
    tree = ast.parse(lesson.checks.read_text("utf-8"))
    tree.body = [node for node in tree.body if not (_registers(node) or _serves_pictures(node))]
    shared = lesson.folder.parent / "inputs.py"
    used = _used(tree, ast.parse(shared.read_text("utf-8"))) if shared.is_file() else []
    text = "\n".join([ast.dump(tree), *(ast.dump(node) for node in used)])
    # an own seed is no part of the public digest: students have that, and could try out seeds
    if number := PUBLIC_CHOICE if public else _own_seed(lesson):
        text += f"\n{number}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _used(rubric: ast.Module, shared: ast.Module) -> list[ast.stmt]:
    """The definitions of `shared` that the rubric names, and those that these name in turn."""
    wanted = {name for node in rubric.body for name in names(node)}
    used: list[ast.stmt] = []
    left = list(shared.body)
    while found := [node for node in left if wanted & defined(node)]:
        used += found
        left = [node for node in left if node not in found]
        wanted |= {name for node in found for name in names(node)}
    return [node for node in shared.body if node in used]


def names(node: ast.AST) -> set[str]:
    """What a piece of code names."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def defined(node: ast.stmt) -> set[str]:
    """What a statement gives a name to."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    return {target.id for target in getattr(node, "targets", []) if isinstance(target, ast.Name)}


def _registers(node: ast.stmt) -> bool:
    """Does a statement add to a check what draws no input: `@f.mistake`, `@f.picture(...)` or `f.sized(...)`?"""
    marks: list[ast.expr] = list(getattr(node, "decorator_list", []))
    if isinstance(node, ast.Expr):
        marks.append(node.value)
    called = [mark.func if isinstance(mark, ast.Call) else mark for mark in marks]
    return any(isinstance(mark, ast.Attribute) and mark.attr in ("mistake", "picture", "sized") for mark in called)


def _serves_pictures(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "course.pictures"
