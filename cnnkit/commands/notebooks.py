"""Which notebook is meant, and what is in it: a file or a name -> the cells to run, also of a damaged notebook."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from autograder import corpus as corpora
from autograder.corpus import Corpus
from autograder.errors import CourseError
from autograder.i18n import Words
from autograder.intake.reasons import sentence
from autograder.sandbox.inside.notebook import read_and_rebuild
from autograder.sandbox.inside.submitted import Cell, Unreadable, defined_by_pattern, read_cells
from cnnkit.commands.console import USAGE, WRONG, Stop, shown, typed
from cnnkit.public import EXAMPLES, PACKED

MAX_BYTES = 20 << 20  # what the grader reads
SUFFIXES = (".ipynb", ".py")


@dataclass(frozen=True)
class Notebook:
    """A student's file, read once: what is checked is what is handed in."""

    path: Path
    data: bytes
    cells: tuple[dict[str, Any], ...]  # {"number", "source"}: the code cells to run, numbered as in the file
    n_left_out: int  # demo and check cells
    notes: tuple[str, ...]  # what was odd and has been mended
    examples: Path
    corpus: Corpus


def read(asked: str, words: Words) -> Notebook:
    """Find, read and take apart.

    Args:
        asked: a path, or an assignment's name such as "a03" that lies here.

    Raises:
        Stop: no such file, no examples for it, or nothing that can be read.
    """
    path = find(asked, words)
    data = _bytes(path, words)
    assignment = _assignment(data)
    examples, corpus = _examples(path, assignment, words)
    language = _language(words)
    try:
        cells, _ = read_cells(path.name, data, frozenset(corpus.checks))
    except Unreadable as problem:
        raise _unreadable(path, sentence(problem.code, language, detail=problem.detail), words) from None
    except (RecursionError, MemoryError):
        raise _unreadable(path, sentence("too_complex", language), words) from None
    found = read_and_rebuild({"cells": _skeleton(cells, data, corpus)}, path.name, data)
    if refused := found.get("unreadable"):
        raise _unreadable(path, sentence(refused["code"], language, detail=refused["detail"]), words)
    running = tuple({"number": cell["submitted"] or 0, "source": cell["source"]} for cell in found["cells"])
    written = sum(cell.is_code and bool(cell.source.strip()) for cell in cells)
    notes = tuple(sentence(note["code"], language, name=note["name"]) for note in found["notes"])
    return Notebook(path, data, running, max(0, written - len(running)), notes, examples, corpus)


def find(asked: str, words: Words) -> Path:
    """The file of that name, or the only notebook here of the assignment of that name.

    Raises:
        Stop: there is none, or more than one.
    """
    path = Path(asked).expanduser()
    if path.is_file():
        return path
    if path.is_dir():
        found = named(path, path.resolve().name) or sorted(path.glob("*.ipynb"))
    elif len(path.parts) == 1 and not path.suffix:
        found = named(Path(), asked)
    else:
        found = []
    if len(found) == 1:
        return found[0]
    if found:
        lines = "\n".join(f"  cnnkit check {typed(each)}" for each in found)
        raise Stop(words("{asked} may be one of several. Say which:", asked=asked) + "\n" + lines)
    raise Stop(
        words(
            "There is no notebook called {asked} in {place}. Type its path, or go to its folder first.",
            asked=asked,
            place=Path.cwd(),
        )
    )


def named(folder: Path, name: str) -> list[Path]:
    """The notebooks of an assignment in the folder or one below, scripts only where there is none."""
    for suffix in SUFFIXES:
        below = [path for path in sorted(folder.glob(f"*/*{suffix}")) if path.parent.name.startswith(path.stem)]
        found = [path for path in (*sorted(folder.glob(f"*{suffix}")), *below) if path.stem.startswith(name)]
        exact = [path for path in found if path.stem == name]
        if exact or found:
            return exact or found
    return []


def _bytes(path: Path, words: Words) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Stop(words("{place} cannot be read ({reason}).", place=shown(path), reason=error.strerror)) from None
    if len(data) > MAX_BYTES:
        raise _unreadable(path, sentence("too_big", _language(words)), words)
    return data


def _unreadable(path: Path, reason: str, words: Words) -> Stop:
    return Stop(words("{place} cannot be used yet. {reason}", place=shown(path), reason=reason), WRONG)


def _language(words: Words) -> Literal["ko", "en"]:
    return "ko" if words.language == "ko" else "en"


def _json(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data.decode("utf-8-sig"), strict=False)
        return found if isinstance(found, dict) else {}
    except (ValueError, RecursionError):
        return {}


def _inside(item: Any, *path: str) -> Any:
    for key in path:
        item = item.get(key) if isinstance(item, dict) else None
    return item


def _assignment(data: bytes) -> str | None:
    """Which assignment a notebook says it is."""
    found = _inside(_json(data), "metadata", "cnnkit", "assignment")
    return found if isinstance(found, str) else None


def language_of(path: Path) -> str | None:
    """The language that a notebook says it is written in; None also where there is no such file."""
    try:
        found = _inside(_json(path.read_bytes()), "metadata", "cnnkit", "language")
    except OSError:
        return None
    return found if isinstance(found, str) else None


def _examples(path: Path, assignment: str | None, words: Words) -> tuple[Path, Corpus]:
    """The public examples beside the notebook; else those that travel with cnnkit.

    Raises:
        Stop: there are none for this notebook.
    """
    others: list[str] = []
    for place in _places(path):
        try:
            corpus = corpora.read(place)
        except CourseError as error:
            raise Stop(
                words(
                    "{place} is damaged or of another version. Delete it and type: {command}",
                    place=shown(place),
                    command=f"cnnkit start {assignment or path.stem}",
                ),
                WRONG,
            ) from error
        beside = place.parent != PACKED
        if corpus.assignment == assignment or (assignment is None and (beside or corpus.assignment in path.stem)):
            return place, corpus
        if beside:
            others.append(corpus.assignment)
    if others:
        raise Stop(
            words(
                "This is the notebook of {mine}, but the examples beside it belong to {other}. "
                "Put it back into the folder of its own assignment.",
                mine=assignment,
                other=others[0],
            ),
            WRONG,
        )
    name = assignment or path.stem
    raise Stop(
        words(
            "There is no {examples} beside {place}. It comes with the assignment: copy it from where you got the "
            "notebook, or type: {command}",
            examples=EXAMPLES,
            place=shown(path),
            command=f"cnnkit start {name}",
        ),
        USAGE,
    )


def _places(path: Path) -> Iterator[Path]:
    given = os.environ.get("CNNKIT_EXAMPLES")
    named = [Path(given)] if given else []
    yield from (place for place in (path.parent / EXAMPLES, *named) if place.is_file())
    yield from sorted(PACKED.glob("*.safetensors"))


def _skeleton(cells: list[Cell], data: bytes, corpus: Corpus) -> list[dict[str, Any]]:
    """What the release had, as far as the student's own file shows it: the checks, the demos and the answers."""

    def cell(kind: str, grade_id: str | None, names: list[str], source: str) -> dict[str, Any]:
        return {"id": "", "kind": kind, "grade_id": grade_id, "names": names, "source": source}

    demos = [_text(source).strip() for source in _demos(data)]
    found = [(_first(cells, source=source), cell("demo", None, [], source)) for source in demos]
    for name in corpus.checks:
        # the stub is nobody's: what the student did not change raises NotImplementedError by itself
        stub = f"def {name}():\n    'the answer of nobody'"
        found.append((_first(cells, grade_id=name, defines=name), cell("answer", name, [name], stub)))
        for kind, grade_id, source in (("check", f"check_{name}", f"check({name})"), ("demo", None, f"hint({name})")):
            found.append((_first(cells, grade_id=grade_id, source=source), cell(kind, grade_id, [], source)))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]  # in the student's own order


def _first(cells: list[Cell], *, grade_id: str | None = None, source: str = "", defines: str = "") -> int:
    """Where the first cell stands that is meant; behind all of them where there is none."""
    for i, cell in enumerate(cells):
        same = source and cell.source.strip() == source
        is_here = defines and defines in defined_by_pattern(cell.source)
        if cell.grade_id == grade_id or same or is_here:
            return i
    return len(cells)


def _demos(data: bytes) -> list[str]:
    """The text of every cell that carries the tag of a demo."""
    notebook = _json(data)
    if isinstance(notebook.get("cells"), list):
        return [_text(cell.get("source")) for cell in notebook["cells"] if _is_demo(cell)]
    parts = re.split(r"^# ?%%", data.decode("utf-8", "replace").replace("\r\n", "\n"), flags=re.M)[1:]
    headed = [part.partition("\n") for part in parts]
    return [source for head, _, source in headed if re.search(r'tags=\[[^\]]*"demo"', head)]


def _is_demo(cell: Mapping[str, Any] | Any) -> bool:
    tags = _inside(cell, "metadata", "tags")
    return isinstance(tags, list) and "demo" in tags and cell.get("cell_type") == "code"


def _text(source: Any) -> str:
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str))
