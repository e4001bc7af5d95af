"""Grade the grader: change the reference answers at random places, and see whether the hidden cases notice.

Every place in an answer where one operator, number, comparison, argument or statement can be changed makes one
mutant: a function that is right but for that place. A mutant that passes all hidden cases survives; either it
computes the same (an equivalent mutant, listed with its reason beside the report) or the cases have a hole.
"""

from __future__ import annotations

import ast
import copy
import inspect
import signal
import textwrap
import types
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder import lessons
from autograder.judge.call import outcome_of
from autograder.judge.compare import judge
from autograder.lessons import Lesson
from autograder.records import CheckFacts

MAX_SECONDS = 2.0  # a mutant that takes longer than this on one case is noticed

SWAPS: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Add, ast.FloorDiv),
    ast.FloorDiv: (ast.Div, ast.Mult),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
NAMES = {
    "max": "min",
    "min": "max",
    "maximum": "minimum",
    "minimum": "maximum",
    "sum": "mean",
    "mean": "sum",
    "zeros": "ones",
    "ones": "zeros",
    "empty": "ones",
    "argmax": "argmin",
    "exp": "exp2",
    "log": "log2",
    "floor": "ceil",
    "all": "any",
    "any": "all",
}


@dataclass(frozen=True)
class Mutant:
    """One changed place in an answer, and whether the hidden cases noticed."""

    check: str
    line: int
    before: str
    after: str
    killed_by: int

    @property
    def name(self) -> str:
        return f"{self.check}: {self.before} -> {self.after}"


def mutants(lesson: Lesson, facts: Mapping[str, CheckFacts]) -> list[Mutant]:
    """Make and grade every mutant of a lesson's answers."""
    code = lessons.load(lesson)
    names = lessons.definitions(lesson)
    return [
        mutant
        for name, check in facts.items()
        for mutant in _of_function(name, inspect.getsource(code[name].right), names, check)
    ]


def _of_function(name: str, source: str, names: Mapping[str, Any], facts: CheckFacts) -> Iterator[Mutant]:
    tree = ast.parse(textwrap.dedent(source))
    original = ast.unparse(tree).split("\n")
    for changed in _changed(tree):
        lines = ast.unparse(ast.fix_missing_locations(changed)).split("\n")
        line, before, after = _difference(original, lines)
        yield Mutant(name, line, before, after, _killed_by(changed, name, names, facts))


def _difference(original: Sequence[str], changed: Sequence[str]) -> tuple[int, str, str]:
    for number, (before, after) in enumerate(zip(original, changed, strict=False), 1):
        if before != after:
            return number, before.strip(), after.strip() if len(original) == len(changed) else "(deleted)"
    return len(changed), original[-1].strip(), "(deleted)"


def _changed(tree: ast.Module) -> Iterator[ast.Module]:
    """Copies of the function, each with one change."""
    nodes = list(ast.walk(tree))
    words = {id(first.value) for first in _firsts(nodes)} | _words_of_errors(nodes)
    for i, node in enumerate(nodes):
        if id(node) in words or (isinstance(node, ast.Expr) and id(node.value) in words):
            continue
        for n in range(_n_changes(node)):
            changed = copy.deepcopy(tree)
            if _change(list(ast.walk(changed))[i], n):
                yield changed


def _firsts(nodes: Sequence[ast.AST]) -> Iterator[ast.Expr]:
    """Docstrings: first statements of functions that are nothing but a constant."""
    for node in nodes:
        first = node.body[0] if isinstance(node, ast.FunctionDef) else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            yield first


def _words_of_errors(nodes: Sequence[ast.AST]) -> set[int]:
    """Everything inside an error's message: what it says is for people, and not graded."""
    return {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}


def _n_changes(node: ast.AST) -> int:
    if isinstance(node, ast.BinOp | ast.AugAssign | ast.BoolOp):
        return len(SWAPS.get(type(node.op), ()))
    if isinstance(node, ast.Compare):
        return len(SWAPS.get(type(node.ops[0]), ()))
    if isinstance(node, ast.UnaryOp | ast.IfExp):
        return 1
    if isinstance(node, ast.Constant):
        return 2 if type(node.value) in (int, float) else int(type(node.value) is bool)
    if isinstance(node, ast.Attribute | ast.Name):
        return int((node.attr if isinstance(node, ast.Attribute) else node.id) in NAMES)
    if isinstance(node, ast.If):
        return 2
    return int(isinstance(node, ast.AugAssign | ast.Expr))


def _change(node: ast.AST, n: int) -> bool:
    """Make the n-th change of a node in place."""
    if isinstance(node, ast.BinOp | ast.AugAssign | ast.BoolOp):
        node.op = SWAPS[type(node.op)][n]()  # type: ignore[assignment]
    elif isinstance(node, ast.Compare):
        node.ops[0] = SWAPS[type(node.ops[0])][n]()  # type: ignore[call-overload]
    elif isinstance(node, ast.UnaryOp):
        node.op = ast.UAdd() if isinstance(node.op, ast.USub) else ast.USub()
    elif isinstance(node, ast.IfExp):
        node.body, node.orelse = node.orelse, node.body
    elif isinstance(node, ast.Constant):
        value = node.value
        node.value = (not value) if type(value) is bool else value + (1, -1)[n]  # type: ignore[operator]
    elif isinstance(node, ast.Attribute):
        node.attr = NAMES[node.attr]
    elif isinstance(node, ast.Name):
        node.id = NAMES[node.id]
    elif isinstance(node, ast.If):
        node.test = ast.Constant(bool(n))
    elif isinstance(node, ast.Expr):
        node.value = ast.Constant(None)
    else:
        return False
    return True


def _killed_by(tree: ast.Module, name: str, names: Mapping[str, Any], facts: CheckFacts) -> int:
    module = types.ModuleType("mutant")
    vars(module).update(names)
    exec(compile(tree, "<mutant>", "exec"), vars(module))
    function = getattr(module, name)
    killed = 0
    for case in facts.cases:
        try:
            with _at_most(MAX_SECONDS), np.errstate(all="ignore"):
                outcome = outcome_of(function, case.args, layout=case.layout)
        except TimeoutError:
            killed += 1
            break  # it would hang on the others too
        if not judge(case, facts.aspect(case.aspect), outcome).right:
            killed += 1
    return killed


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    def stop(number: int, frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def report(found: Mapping[str, Sequence[Mutant]], equivalent: Mapping[str, str]) -> str:
    """The run as Markdown.

    Args:
        found: assignment -> its mutants.
        equivalent: name of a surviving mutant -> why it computes the same.
    """
    total = sum(map(len, found.values()))
    survivors = [(lesson, mutant) for lesson, some in found.items() for mutant in some if not mutant.killed_by]
    holes = [(lesson, mutant) for lesson, mutant in survivors if mutant.name not in equivalent]
    lines = [
        "# Mutants of the reference answers",
        "",
        "Generated by `autograder doctor --mutants docs/mutants.md`: every operator, number, comparison, branch and",
        "reduction of the references changed one at a time, and graded on the hidden cases.",
        "",
        f"**{total} mutants: {total - len(survivors)} killed, {len(survivors) - len(holes)} equivalent, "
        f"{len(holes)} surviving.**",
        "",
        "| assignment | mutants | killed | equivalent | surviving |",
        "|---|--:|--:|--:|--:|",
    ]
    for lesson, some in found.items():
        mine = [mutant for mutant in some if not mutant.killed_by]
        same = sum(mutant.name in equivalent for mutant in mine)
        lines.append(f"| {lesson} | {len(some)} | {len(some) - len(mine)} | {same} | {len(mine) - same} |")
    if survivors:
        lines += [
            "",
            "| assignment | function | line | before | after | why it survives |",
            "|---|---|--:|---|---|---|",
        ]
    for lesson, mutant in survivors:
        why = equivalent.get(mutant.name, "**a hole in the hidden cases**")
        before, after = (text.replace("|", "\\|") for text in (mutant.before, mutant.after))
        lines.append(f"| {lesson} | `{mutant.check}` | {mutant.line} | `{before}` | `{after}` | {why} |")
    return "\n".join(lines) + "\n"
