"""Stage 1, in the box: a submitted file + the release's skeleton -> the cells to run and each answer.

Promises: a dict of plain JSON for any bytes, never an exception; nothing that a student wrote is dropped unless it
is an unchanged part of the release. Cells come in the skeleton's order and extra cells keep their neighbours.
Standard library only, before any student code runs.
"""

import ast
import itertools
import json

from .magics import parse, starts_indented, to_python
from .pieces import Piece, Release, filled, has_code, plain
from .submitted import MAX_PROSE, Cell, Unreadable, clean, defined_by_pattern, read_cells, without_checks

MAX_NOTES = 100
MAX_JOINS = 100  # attempts in one submission to make one cell of several; each costs a parse
LOOK_AHEAD = 6  # pieces that the rest of a split cell may lie in

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

Notes = list[tuple[str, str]]  # (code of intake/reasons.py, grade_id or "")


def read_and_rebuild(skeleton: dict, filename: str, data: bytes) -> dict:
    """Find the student's answers in whatever was submitted.

    Args:
        skeleton: {"cells": [{"id", "kind", "grade_id", "names", "source"}, ...]}, the code cells of the release;
            kind is "setup", "demo", "answer" or "check", names are what an answer's stub defines.
        filename: as submitted.
        data: its bytes, at most 20 MB.

    Returns:
        {"cells": [{"number", "submitted", "source", "origin"}], "answers": {grade_id: source or None},
        "untouched": [grade_id], "notes": [{"code", "name"}]}. A cell's number counts from 1 as rebuilt, `submitted`
        counts the code cells of the student's own file (None: not one of them), its source is plain Python, its
        origin is a grade_id, "setup" or "extra". Answers are as the student wrote them.
        Or {"unreadable": {"code", "detail"}}.
    """
    release = Release(skeleton["cells"])
    try:
        cells, odd = read_cells(filename, data, frozenset(release.owner))
        return _rebuild(release, cells, [(code, "") for code in odd])
    except Unreadable as problem:
        return {"unreadable": {"code": problem.code, "detail": problem.detail}}
    except (RecursionError, MemoryError):  # code or JSON that is deep or huge
        return {"unreadable": {"code": "too_complex", "detail": ""}}


def canonical(cells: list[dict]) -> str:
    r"""The text that stands for the rebuilt cells in a content key: comments count, line ends do not.

    >>> canonical([{"source": "x = 1  \r\n", "origin": "extra"}]) == canonical([{"source": "x = 1", "origin": "extra"}])
    True
    """
    return json.dumps([[cell["origin"], plain(cell["source"])] for cell in cells])


def _rebuild(release: Release, cells: list[Cell], notes: Notes) -> dict:
    pieces = _join_split([Piece(cell, release) for cell in cells if cell.is_code], notes)
    pieces = _with_recovered(release, pieces, cells, notes)
    _find_homes(release, pieces, notes)
    _place(pieces, notes)
    running = [piece for piece in pieces if not release.never_runs(piece.source)]
    own = filled(release, running)
    for piece in running:
        _leave_out_checks(piece, notes)
        _leave_out_stubs(piece, own, notes)
    answers, untouched = _answers(release, running, own, notes)
    if not any(answers.values()):
        if any(cell.grade_id and cell.grade_id not in release.by_grade_id for cell in cells):
            raise Unreadable("other_assignment")
        notes.append(("no_answers", ""))
    return {
        "cells": _emit(release, running, notes),
        "answers": answers,
        "untouched": untouched,
        "notes": [{"code": code, "name": name} for code, name in dict.fromkeys(notes)][:MAX_NOTES],
    }


def _join_split(pieces: list[Piece], notes: Notes) -> list[Piece]:
    """Make one cell of an answer that was split, where its parts only make sense together."""
    gone: set[int] = set()
    tries = 0
    for i, piece in enumerate(pieces):
        is_answer = i not in gone and (piece.release.kind(piece.grade) == "answer" or piece.answers)
        rests = _rests(pieces, i, gone) if is_answer else []
        while rests and tries < MAX_JOINS:
            rest = rests.pop(0)
            if piece.tree is not None and not _goes_on(piece.tree, pieces[rest[0]]):
                continue
            tries += 1
            whole = "\n".join([piece.source, *(pieces[j].source for j in rest)])
            if parse(to_python(whole)) is not None:
                piece.rewrite(whole)
                gone.update(rest)
                notes.append(("joined", piece.release.grade_id(piece.answer if piece.grade is None else piece.grade)))
                rests = _rests(pieces, i, gone)
    return [piece for i, piece in enumerate(pieces) if i not in gone]


def _rests(pieces: list[Piece], i: int, gone: set[int]) -> list[list[int]]:
    """What may be the rest of a cell, one piece or more: those of the same grade_id, or right behind without one."""
    grade = pieces[i].grade
    left = [j for j in range(i + 1, len(pieces)) if j not in gone and pieces[j].source.strip()]
    same = [j for j in left if grade is not None and pieces[j].grade == grade]
    behind = itertools.takewhile(
        lambda j: pieces[j].grade == grade or (pieces[j].grade is None and not pieces[j].answers), left
    )
    return [found[:n] for found in (same, list(behind)) for n in range(1, min(len(found), LOOK_AHEAD) + 1)]


def _goes_on(tree: ast.Module, rest: Piece) -> bool:
    """Whether a cell that parses goes on in the next: that one is indented, and this one has not returned."""
    body = getattr(tree.body[-1], "body", []) if tree.body else []
    return starts_indented(rest.source) and bool(body) and not isinstance(body[-1], ast.Return)


def _with_recovered(release: Release, pieces: list[Piece], cells: list[Cell], notes: Notes) -> list[Piece]:
    """Bring back answers whose cell was turned into Markdown or raw text, where no code answers instead."""
    own = filled(release, pieces)
    found: list[Piece] = []
    for cell in cells:
        if cell.is_code or len(cell.source) > MAX_PROSE:
            continue
        names = defined_by_pattern(cell.source) & release.owner.keys()
        is_answer = release.kind(release.by_grade_id.get(cell.grade_id)) == "answer"  # prose has no id of nbgrader's
        if names and not names <= own and (is_answer or parse(to_python(cell.source)) is not None):
            found.append(Piece(cell, release))
            notes.append(("recovered_from_text", release.grade_id(found[-1].answer)))
    by_cell = {id(piece.cell): piece for piece in [*pieces, *found]}
    return [by_cell[id(cell)] for cell in cells if id(cell) in by_cell]  # in the order of the file again


def _find_homes(release: Release, pieces: list[Piece], notes: Notes) -> None:
    """Match by grade_id, by unchanged text, by cell id; then, for answers still without a cell, by name."""
    taken: set[int] = set()
    for piece in pieces:
        same_text = [i for i in release.by_text.get(plain(piece.source), ()) if i not in taken]
        same_id = release.by_id.get(piece.cell.id) if not piece.cell.grade_id else None  # ids recur over assignments
        for i in (piece.grade, *same_text, same_id):
            elsewhere = bool(piece.answers) and i not in piece.answers and release.kind(i) in ("answer", "check")
            if i is None or elsewhere or (i in taken and i != piece.grade):
                continue  # an answer written into another answer's cell, or its check, is found by its name
            piece.home = i
            taken.add(i)
            break
    for piece in pieces:
        free = sorted(piece.answers - taken) if piece.home is None else []
        if free:
            piece.home = free[0]
            taken.add(free[0])
            if piece.cell.is_code:
                notes.append(("matched_by_name", release.grade_id(piece.home)))


def _place(pieces: list[Piece], notes: Notes) -> None:
    """Put the pieces in the skeleton's order, each extra one behind the cell that it followed.

    A second definition of an answer stays among its neighbours too, but never moves to the other side of the first:
    the later one wins, as in Jupyter.
    """
    first = {piece.home: n for n, piece in reversed(list(enumerate(pieces))) if piece.home is not None}
    previous = -1
    for n, piece in enumerate(pieces):
        if piece.home is not None and first[piece.home] == n:
            piece.anchor = piece.home
            if piece.home < previous:
                notes.append(("reordered", ""))
        else:
            mains = [i for i in {piece.home, *piece.answers} if i is not None and i in first]
            piece.anchor = max([previous, *(i for i in mains if first[i] < n)])
            piece.anchor = min([piece.anchor, *(i for i in mains if first[i] > n)])
        previous = piece.anchor
    pieces.sort(key=lambda piece: piece.anchor)  # stable: the file's order among neighbours


def _leave_out_checks(piece: Piece, notes: Notes) -> None:
    """In a changed check cell keep the student's own lines."""
    for i in (piece.home, piece.grade):
        if piece.release.kind(i) == "check":
            piece.python = without_checks(piece.python)
            notes.append(("check_changed", piece.release.grade_id(i)))


def _leave_out_stubs(piece: Piece, own: set[str], notes: Notes) -> None:
    """An unchanged stub, copied or left standing, must not replace a definition that the student wrote."""
    lines = piece.python.split("\n")
    for definition in piece.definitions:
        if definition.name in own and piece.release.is_stub(definition):
            first, last = definition.first_line, definition.last_line
            lines[first - 1 : last] = [""] * (last - first + 1)
            notes.append(("stub_left_out", definition.name))
            piece.python = "\n".join(lines)
            piece.source = piece.source if has_code(piece.python) else ""


def _answers(
    release: Release, pieces: list[Piece], own: set[str], notes: Notes
) -> tuple[dict[str, str | None], list[str]]:
    """The source of every answer as the student wrote it, and which of them were never started."""
    answers: dict[str, str | None] = {}
    untouched: list[str] = []
    for i, cell in enumerate(release.cells):
        if cell["kind"] != "answer":
            continue
        mine = [piece for piece in pieces if piece.home == i or i in piece.answers]
        sources = [piece.source.strip("\n") for piece in mine if has_code(piece.source)]
        answers[cell["grade_id"]] = "\n\n".join(sources) if sources else None
        stubs = {definition.name for piece in mine for definition in piece.definitions} - own
        if not sources:
            notes.append(("emptied" if mine else "missing", cell["grade_id"]))
        elif stubs.issuperset(cell["names"]):
            untouched.append(cell["grade_id"])
    return answers, untouched


def _emit(release: Release, pieces: list[Piece], notes: Notes) -> list[dict]:
    """The cells to run, in order; a setup cell that the student deleted comes back."""
    kept = [piece for piece in pieces if has_code(piece.python)]
    own = {node.name for piece in kept if piece.tree for node in piece.tree.body if isinstance(node, _DEFINITIONS)}
    rows: list[tuple[float, int | None, str, str]] = []
    for piece in kept:
        origin = "setup" if release.kind(piece.home) == "setup" else release.grade_id(piece.answer) or "extra"
        rows.append((piece.anchor, piece.cell.number or None, piece.python, origin))
    for i, cell in enumerate(release.cells):
        if cell["kind"] == "setup" and has_code(cell["source"]) and all(piece.home != i for piece in kept):
            source = _without(to_python(clean(cell["source"])), own)
            if has_code(source):
                rows.append((i - 0.5, None, source, "setup"))  # before all that follows it
                notes.append(("setup_restored", ""))
    rows.sort(key=lambda row: row[0])
    return [
        {"number": number, "submitted": submitted, "source": source, "origin": origin}
        for number, (_, submitted, source, origin) in enumerate(rows, 1)
    ]


def _without(setup: str, own: set[str]) -> str:
    """A setup cell less the functions and classes that the student replaced by their own of the same name."""
    lines = setup.split("\n")
    for node in getattr(parse(setup), "body", ()):
        if isinstance(node, _DEFINITIONS) and node.name in own:
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            lines[first - 1 : node.end_lineno] = [""] * ((node.end_lineno or first) - first + 1)
    return "\n".join(lines)
