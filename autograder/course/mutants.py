"""Grade the grader: change the reference answers at every place, and see whether the hidden cases notice.

Every place in an answer where one thing can be changed, dropped or swapped makes a mutant: a function that is right
but for that place. A mutant that passes all hidden cases survives; either it computes the same (an equivalent
mutant, listed with its reason beside the report) or the cases have a hole. One that builds its network in another way
to the same canonical graph is equivalent by itself.
"""

from __future__ import annotations

import ast
import copy
import inspect
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from autograder import lessons
from autograder.course.kill import killed_by, network_killed_by
from autograder.lessons import Lesson
from autograder.records import CheckFacts

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
# What one may take for another in a network: arguments, layers, and functions that make a block.
NETWORK_NAMES = {
    "same": "valid",
    "valid": "same",
    "relu": "tanh",
    "softmax": "sigmoid",
    "MaxPooling2D": "AveragePooling2D",
    "AveragePooling2D": "MaxPooling2D",
    "GlobalAveragePooling2D": "Flatten",
    "Flatten": "GlobalAveragePooling2D",
    "Add": "Concatenate",
    "Concatenate": "Maximum",
    "BatchNormalization": "LayerNormalization",
    "ReLU": "Softmax",
    "Dropout": "SpatialDropout2D",
}


@dataclass(frozen=True)
class Mutant:
    """One changed place in an answer, and whether the hidden cases noticed."""

    check: str
    line: int
    before: str
    after: str
    killed_by: int
    same: bool = False  # it wrote a network otherwise that is the same network

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
    if facts.kind == "model":
        yield from _of_network(name, tree, names, facts)
        return
    for text, place in _texts(tree):
        yield Mutant(name, *place, killed_by(text, name, names, facts))


def _of_network(name: str, tree: ast.Module, names: Mapping[str, Any], facts: CheckFacts) -> Iterator[Mutant]:
    for text, place in _texts(tree, NETWORK_NAMES):
        yield Mutant(name, *place, *network_killed_by(text, name, names, facts))


def _texts(tree: ast.Module, names: Mapping[str, str] | None = None) -> Iterator[tuple[str, tuple[int, str, str]]]:
    """Every mutant once: its text, and where it differs."""
    original = ast.unparse(tree)
    seen = {original}
    for changed in _changed(tree, names):
        text = ast.unparse(changed)
        if text not in seen:
            seen.add(text)
            yield text, _difference(original, text)


def _difference(original: str, changed: str) -> tuple[int, str, str]:
    """The number and the two texts of the line that differs; every change stays within one line."""
    lines = enumerate(zip(original.split("\n"), changed.split("\n"), strict=True), 1)
    return next((number, before.strip(), after.strip()) for number, (before, after) in lines if before != after)


def _changed(tree: ast.Module, names: Mapping[str, str] | None = None) -> Iterator[ast.Module]:
    """The function again and again, each time with one change.

    Args:
        names: what else, beside NAMES, may stand for what; also as text.
    """
    nodes = list(ast.walk(tree))
    words = _words(nodes)
    beside = _neighbours(nodes)
    for node in nodes:
        if id(node) not in words:
            for other in [*_instead(node, beside), *_renamed(node, names or {})]:
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


def _renamed(node: ast.AST, names: Mapping[str, str]) -> Iterator[ast.AST]:
    """What else could stand there in a network."""
    match node:
        case ast.List(elts, ast.Load()) if names:
            yield from (ast.List(swapped, ast.Load()) for swapped in _swapped(elts))
        case ast.Constant(str(value)) if value in names:
            yield ast.Constant(names[value])
        case ast.Attribute(value, name) if name in names:
            yield ast.Attribute(value, names[name], ast.Load())


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
