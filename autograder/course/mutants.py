"""Grade the grader: change the reference answers at random places, and see whether the hidden cases notice.

Every place in an answer where one thing can be changed, dropped or swapped makes a mutant: a function that is right
but for that place. A mutant that passes all hidden cases survives; either it computes the same (an equivalent
mutant, listed with its reason beside the report) or the cases have a hole.
"""

from __future__ import annotations

import ast
import copy
import inspect
import signal
import textwrap
import types
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from autograder import lessons
from autograder.judge.call import outcome_of
from autograder.judge.compare import judge
from autograder.lessons import Lesson
from autograder.records import CheckFacts

MAX_SECONDS = 2.0  # a mutant that takes longer than this on one case is noticed

SWAPS: dict[type[ast.AST], tuple[Any, ...]] = {
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
    "ValueError": "TypeError",
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
    original = ast.unparse(tree)
    seen = {original}
    for changed in _changed(tree):
        text = ast.unparse(changed)
        if text not in seen:
            seen.add(text)
            line, before, after = _difference(original, text)
            yield Mutant(name, line, before, after, _killed_by(text, name, names, facts))


def _difference(original: str, changed: str) -> tuple[int, str, str]:
    """The number and the two texts of the line that differs; every change stays within one line."""
    lines = enumerate(zip(original.split("\n"), changed.split("\n"), strict=True), 1)
    return next((number, before.strip(), after.strip()) for number, (before, after) in lines if before != after)


def _changed(tree: ast.Module) -> Iterator[ast.Module]:
    """The function again and again, each time with one change."""
    nodes = list(ast.walk(tree))
    words = _words(nodes)
    beside = _neighbours(nodes)
    for node in nodes:
        if id(node) not in words:
            for other in _instead(node, beside):
                yield ast.fix_missing_locations(_with(tree, node, other))


def _with(part: Any, old: ast.AST, new: ast.AST) -> Any:
    """A syntax tree with one of its nodes replaced; the tree itself stays as it was."""
    if part is old:
        return new
    if isinstance(part, list):
        return [_with(item, old, new) for item in part]
    if not isinstance(part, ast.AST):
        return part
    whole = copy.copy(part)
    for field, value in ast.iter_fields(part):
        setattr(whole, field, _with(value, old, new))
    return whole


def _words(nodes: Sequence[ast.AST]) -> set[int]:
    """What is written for people and not graded: docstrings, and the message of an error with all that is inside."""
    docstrings = {id(node) for node in nodes if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
    errors = [node.exc for node in nodes if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)]
    messages = {id(part) for error in errors for arg in error.args for part in ast.walk(arg)}
    return docstrings | messages | {id(error) for error in errors}


def _neighbours(nodes: Sequence[ast.AST]) -> dict[str, list[str]]:
    """name -> the names that stand beside it where it gets its value, such as W beside H in N, C, H, W = x.shape."""
    rows = [[arg.arg for arg in node.args.args] for node in nodes if isinstance(node, ast.FunctionDef)]
    for node in nodes:
        if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Store):
            rows.append([part.id for part in ast.walk(node) if isinstance(part, ast.Name)])
    beside: dict[str, list[str]] = {}
    for row in rows:
        for one, other in pairwise(row):
            beside.setdefault(one, []).append(other)
            beside.setdefault(other, []).append(one)
    return beside


def _instead(node: ast.AST, beside: Mapping[str, Sequence[str]]) -> Iterator[ast.AST]:
    """What could stand in the place of a node by a slip."""
    match node:
        case ast.BinOp(left, op, right):
            yield from (ast.BinOp(left, swap(), right) for swap in SWAPS.get(type(op), ()))
            yield from (left, right)
        case ast.BoolOp(op, values):
            yield from (ast.BoolOp(swap(), values) for swap in SWAPS.get(type(op), ()))
            yield from values
        case ast.Compare(left, [op], right):
            yield from (ast.Compare(left, [swap()], right) for swap in SWAPS.get(type(op), ()))
        case ast.AugAssign(target, op, value):
            yield from (ast.AugAssign(target, swap(), value) for swap in SWAPS.get(type(op), ()))
            yield from (ast.Assign([target], value), ast.Pass())
        case ast.Assign() | ast.Expr():
            yield ast.Pass()
        case ast.UnaryOp(_, operand):
            yield operand
        case ast.IfExp(_, body, orelse):
            yield from (body, orelse)
        case ast.If(_, body, orelse):
            yield from (ast.If(ast.Constant(fixed), body, orelse) for fixed in (False, True))
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(int(value) | float(value)):
            yield from (ast.Constant(value + 1), ast.Constant(value - 1))
        case ast.Slice(lower, upper, step):
            yield from (ast.Slice(None, upper, step), ast.Slice(lower, None, step), ast.Slice(lower, upper, None))
        case ast.Tuple(elts, ast.Load()):
            yield from (ast.Tuple(swapped, ast.Load()) for swapped in _swapped(elts))
        case ast.Attribute(value, name):
            yield from (ast.Attribute(value, NAMES[name], ast.Load()) for _ in range(name in NAMES))
            yield from (value for _ in range(name == "T"))
        case ast.Name(name, ast.Load()):
            others = [*beside.get(name, ()), *(NAMES[name] for _ in range(name in NAMES))]
            yield from (ast.Name(other, ast.Load()) for other in others)
        case ast.Call(ast.Name("range") as function, [n]):
            yield ast.Call(function, [ast.Constant(1), n], [])
            yield ast.Call(function, [ast.BinOp(n, ast.Sub(), ast.Constant(1))], [])
        case ast.Call(function, args, keywords):
            yield from (ast.Call(function, swapped, keywords) for swapped in _swapped(args))
            yield from (ast.Call(function, args[:-1], keywords) for _ in args[:1])
            yield from (ast.Call(function, args, [*keywords[:i], *keywords[i + 1 :]]) for i in range(len(keywords)))
            yield from _without_call(function, args)


def _swapped(items: Sequence[ast.expr]) -> Iterator[list[ast.expr]]:
    """The items with two that stand side by side exchanged."""
    for i in range(len(items) - 1):
        yield [*items[:i], items[i + 1], items[i], *items[i + 2 :]]


def _without_call(function: ast.expr, args: Sequence[ast.expr]) -> Iterator[ast.expr]:
    """What a call was made with: x of np.abs(x), and x of x.transpose(1, 0)."""
    if isinstance(function, ast.Attribute) and not (isinstance(function.value, ast.Name) and function.value.id == "np"):
        yield function.value
    else:
        yield from args[:1]


def _killed_by(source: str, name: str, names: Mapping[str, Any], facts: CheckFacts) -> int:
    module = types.ModuleType("mutant")
    vars(module).update(names)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # a mutant may index a list with a tuple
        exec(compile(source, "<mutant>", "exec"), vars(module))
    function = getattr(module, name)
    killed = 0
    for case in facts.cases:
        try:
            with _at_most(MAX_SECONDS), np.errstate(all="ignore"):
                outcome = outcome_of(function, case.args, layout=case.layout)
        except (_TooLong, RecursionError):  # a list may come to hold itself
            killed += 1
            break  # it would hang on the others too
        if not judge(case, facts.aspect(case.aspect), outcome).right:
            killed += 1
    return killed


class _TooLong(BaseException):
    """No Exception, which a mutant or the code that calls it would take for its own."""


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    def stop(number: int, frame: object) -> None:
        raise _TooLong

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
        "Generated by `autograder doctor --mutants docs/mutants.md`: every operator, number, comparison, branch, name,",
        "argument, slice and call of the references changed, dropped or swapped one at a time, and graded on the",
        "hidden cases.",
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
