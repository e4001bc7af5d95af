"""Runs a notebook's cells in one namespace, statement by statement; promises that a failing one loses only itself."""

import __future__

import ast
import builtins
import linecache
import sys
import types

from . import report
from .standins import NAMES, StandIn

MAX_ERRORS = 20
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


def fresh_namespace():
    """The `__main__` of a notebook.

    Students get a copy of `builtins`: who assigns `builtins.len` changes his own cells and not this program.
    """
    copied = types.ModuleType("builtins")
    copied.__dict__.update(vars(builtins))
    sys.modules["builtins"] = copied
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module  # dataclasses and typing look a class's module up there
    namespace = module.__dict__
    namespace.update({"__builtins__": copied} | {name: StandIn() for name in NAMES})
    return namespace


def run_cells(cells, namespace, *, definitions_only=False):
    """Run the cells in order and return what went wrong: [{"cell", "line", "error", "message"}].

    Args:
        cells: [{"number": int, "source": str}].
        namespace: changed.
        definitions_only: leave out all that could hang: loops, calls of the student's own functions, plots.

    >>> namespace = {}
    >>> run_cells([{"number": 1, "source": "1 / 0\\nx = 2"}], namespace)
    [{'cell': 1, 'line': 1, 'error': 'ZeroDivisionError', 'message': 'division by zero'}]
    >>> namespace["x"]
    2
    """
    errors = []
    flags = 0
    for cell in cells:
        number, source = cell["number"], cell["source"]
        name = report.file_of(number)
        try:
            tree = _parse(source, name, flags)
        except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
            errors.append(report.of_load(error, number, getattr(error, "lineno", None)))
            continue
        linecache.cache[name] = (len(source), None, source.splitlines(True), name)  # for the student's own traceback
        for statement in tree.body:
            if definitions_only and not _only_defines(statement):
                continue
            try:
                code = compile(ast.Module([statement], []), name, "exec", flags, dont_inherit=True)
                flags |= code.co_flags & _FUTURES  # `from __future__ import` holds for what follows
                exec(code, namespace)
            except BaseException as error:  # also sys.exit() and whatever the student made up
                errors.append(report.of_load(error, number, statement.lineno))
    return errors[:MAX_ERRORS]


_FUTURES = sum({getattr(__future__, name).compiler_flag for name in __future__.all_feature_names})


def _parse(source, name, flags):
    try:
        return compile(source, name, "exec", flags | ast.PyCF_ONLY_AST, dont_inherit=True)
    except SyntaxError:
        from . import magics  # few cells need it

        return compile(magics.to_python(source), name, "exec", flags | ast.PyCF_ONLY_AST, dont_inherit=True)


def _only_defines(statement):
    if isinstance(statement, DEFINITIONS):
        return True
    if not isinstance(statement, (ast.Assign, ast.AnnAssign)):
        return False
    calls = [node.func for node in ast.walk(statement) if isinstance(node, ast.Call)]
    return not any(isinstance(called, ast.Name) and called.id not in vars(builtins) for called in calls)
