"""Stage 1, in the box: what a code cell is, beside the release's skeleton. Promises to recognise, decides nothing.

A `Release` can be asked for a cell by grade_id, cell id, text or name; a `Piece` is one code cell of the student
with the definitions it holds. Standard library only, before any student code runs.
"""

import ast
from collections import namedtuple

from .magics import parse, to_python
from .submitted import Cell, clean, defined_by_pattern

# Where a name that the assignment asks for gets its meaning at the top of a cell. dump: the definition without its
# comments and layout; None where it is an assignment, an import, nested, or does not parse.
Definition = namedtuple("Definition", "name dump first_line last_line", defaults=(0, 0))


class Release:
    """The skeleton, looked up in every way that a cell may be recognised by. Cells are known by their place."""

    def __init__(self, cells: list[dict]):
        self.cells = cells
        self.by_grade_id = {cell["grade_id"]: i for i, cell in enumerate(cells) if cell["grade_id"]}
        self.by_id = {cell["id"]: i for i, cell in enumerate(cells) if cell["id"]}
        self.by_text: dict[str, list[int]] = {}
        self.owner: dict[str, int] = {}  # name -> the answer that is to define it
        for i, cell in enumerate(cells):
            self.by_text.setdefault(plain(cell["source"]), []).append(i)
            for name in cell["names"] if cell["kind"] == "answer" else ():
                self.owner.setdefault(name, i)
        self.stubs: dict[str, str | None] = {}
        for cell in cells:
            if cell["kind"] == "answer":
                found = definitions(cell["source"], parse(cell["source"]), self.owner)
                self.stubs.update({definition.name: definition.dump for definition in found})

    def kind(self, i: int | None) -> str:
        return "extra" if i is None else self.cells[i]["kind"]

    def grade_id(self, i: int | None) -> str:
        return "" if i is None else self.cells[i]["grade_id"] or ""

    def is_stub(self, definition: Definition) -> bool:
        return definition.dump is not None and definition.dump == self.stubs.get(definition.name)

    def never_runs(self, source: str) -> bool:
        """Whether the text is that of a released demo or check."""
        return any(self.kind(i) in ("demo", "check") for i in self.by_text.get(plain(source), ()))


class Piece:
    """A code cell of the student, on its way through the steps of `notebook`."""

    def __init__(self, cell: Cell, release: Release):
        self.cell, self.release = cell, release
        self.grade = release.by_grade_id.get(cell.grade_id)  # the release's cell of the same grade_id
        self.home: int | None = None  # the release's cell that this one is
        self.anchor = -1  # the release's cell that it follows
        self.rewrite(cell.source)

    def rewrite(self, source: str) -> None:
        self.source = source
        self.python = to_python(source)
        self.tree = parse(self.python)
        self.definitions = definitions(self.python, self.tree, self.release.owner)
        self.answers = {self.release.owner[definition.name] for definition in self.definitions}

    @property
    def answer(self) -> int | None:
        """The answer that this piece is, or is part of."""
        return self.home if self.release.kind(self.home) == "answer" else min(self.answers, default=None)


def filled(release: Release, pieces: list[Piece]) -> set[str]:
    """Names that the student has given a meaning of his own."""
    return {definition.name for piece in pieces for definition in piece.definitions if not release.is_stub(definition)}


def definitions(python: str, tree: ast.Module | None, names: dict[str, int]) -> list[Definition]:
    """Every definition of one of the names, in order."""
    if not any(name in python for name in names):
        return []
    if tree is None:
        return [Definition(name, None) for name in sorted(defined_by_pattern(python) & names.keys())]
    found: list[Definition] = []
    for node in tree.body:
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found += [Definition(name, None) for name in _bound(node) if name in names]
        elif node.name in names:
            first_line = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            found.append(Definition(node.name, ast.dump(node), first_line, node.end_lineno or first_line))
    return found


def _bound(node: ast.stmt) -> list[str]:
    """Names to which a statement other than `def` or `class` gives something to call."""
    if isinstance(node, ast.Assign) and isinstance(node.value, (ast.Lambda, ast.Name, ast.Attribute)):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return [alias.asname or alias.name for alias in node.names]
    if isinstance(node, (ast.If, ast.Try, ast.With)):
        return [inner.name for inner in ast.walk(node) if isinstance(inner, (ast.FunctionDef, ast.ClassDef))]
    return []


def has_code(source: str) -> bool:
    """Whether anything is left but blank lines, comments and `pass`."""
    return any((line := text.strip()) and line != "pass" and line[0] != "#" for text in source.split("\n"))


def plain(source: str) -> str:
    """Without the blanks at the ends of lines and of the cell, in which no one sees a change."""
    return "\n".join(line.rstrip() for line in clean(source).split("\n")).strip("\n")
