"""Lessons to assignments: one notebook a language, public examples beside it, and the hidden corpus.

Everything here is derived. Two builds of the same lesson are byte-identical, so that CI can tell whether
`assignments/` is current. Hidden inputs are drawn once and kept for as long as the rubric stays the same;
right answers and the answers of mistakes follow the code.
"""

from __future__ import annotations

import ast
import base64
import functools
import json
import os
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder import corpus as corpora
from autograder.corpus import Corpus
from autograder.course import outline
from autograder.errors import CourseError
from autograder.files import write_atomically
from autograder.judge import reference
from autograder.lessons import CheckCode, Lesson, load
from autograder.plan import plan_of
from autograder.rubric import ModelCheck

if TYPE_CHECKING:
    from nbformat import NotebookNode

LANGUAGES = ("en", "ko")
RELEASE_FILES = ("{name}.ipynb", "examples.safetensors")
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
BUILDS_ON = {"en": "Builds on", "ko": "먼저 풀어 둘 과제"}
STUB = "# YOUR CODE HERE\nraise NotImplementedError()"


@dataclass(frozen=True)
class Built:
    """What one build came to: files that were (or, when only checked, would be) written."""

    lesson: str
    written: tuple[Path, ...]
    redrawn: bool


def build(lesson: Lesson, release: Path, *, languages: Iterable[str] = LANGUAGES, check: bool = False) -> Built:
    """Build one lesson.

    Beside `assignments`, `.build/source/<a>/` gets the notebook with its answers, alone, for `nbgrader
    generate_assignment`: whatever else lay in nbgrader's source folder would go to the students.

    Args:
        release: the folder `assignments`.
        check: write nothing, and report what would change.
    """
    languages = tuple(languages)
    code = load(lesson)
    wanted: dict[Path, bytes] = {}
    hidden, redrawn = refreshed(lesson, code, lesson.corpus, public=False)
    wanted[lesson.corpus] = corpora.to_bytes(hidden)
    public: Corpus | None = None
    for language in languages:
        folder = release / language / lesson.name
        path = folder / "examples.safetensors"
        if public is None:
            # new hidden inputs might be public ones: draw these anew as well
            public, _ = refreshed(lesson, code, path, public=True, hidden=hidden, anew=redrawn)
        wanted[path] = corpora.to_bytes(replace(public, language=language))
        wanted[folder / f"{lesson.name}.ipynb"] = notebook(lesson, code, language)
    stale = tuple(path for path, data in wanted.items() if not path.is_file() or path.read_bytes() != data)
    if not check:
        for path in stale:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, wanted[path])
        _write_source(lesson, code, release.parent / ".build" / "source" / lesson.name, languages)
    return Built(lesson.name, stale, redrawn)


def _write_source(lesson: Lesson, code: dict[str, CheckCode], folder: Path, languages: Sequence[str]) -> None:
    """nbgrader's source holds one language: that of the build, and of two the one it has had; else the first."""
    path = folder / f"{lesson.name}.ipynb"
    try:
        before = json.loads(path.read_bytes())["metadata"]["cnnkit"]["language"]
    except (OSError, ValueError, KeyError, TypeError):
        before = None
    data = source_notebook(lesson, code, before if before in languages else languages[0])
    if not path.is_file() or path.read_bytes() != data:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(path, data)


def build_all(
    chosen: Sequence[Lesson], release: Path, *, languages: Iterable[str] = LANGUAGES, check: bool = False
) -> Iterator[Built]:
    """Build lessons side by side, a process each; in order."""
    one = functools.partial(build, release=release, languages=tuple(languages), check=check)
    if len(chosen) == 1:
        yield one(chosen[0])
        return
    with ProcessPoolExecutor(min(len(chosen), os.cpu_count() or 1), mp_context=get_context("spawn")) as pool:
        yield from pool.map(one, chosen)


def refreshed(
    lesson: Lesson,
    code: dict[str, CheckCode],
    path: Path,
    *,
    public: bool,
    hidden: Corpus | None = None,
    anew: bool = False,
) -> tuple[Corpus, bool]:
    """The corpus at `path` with today's answers; drawn anew where there is none for this rubric."""
    from autograder.course import draw

    stored = _stored(path)
    same_rubric = stored is not None and stored.fingerprint == draw.fingerprint(lesson, public=public)
    if stored is None or anew or not same_rubric or stored.checks.keys() != code.keys():
        corpus, anew = draw.draw(lesson, code, public=public, hidden=hidden), True
    else:
        corpus = replace(stored, checks={}, models={})
        for name, one in code.items():
            if isinstance(one.check, ModelCheck):
                continue
            old = stored.checks[name].cases
            new = [reference.answered(one, case) for case in old]
            # a matrix product may differ in its last bit from machine to machine: keep what was frozen then
            kept = [a if reference.same_answers(a, b) else b for a, b in zip(old, new, strict=True)]
            corpus.checks[name] = reference.facts_of(one, kept, work_out=public)
    drawn = anew and bool(corpus.checks)
    corpus = _with_models(lesson, code, corpus, stored, public)
    if any(one.check.trained for one in code.values()):
        from autograder.course.trained import with_training

        corpus.checks.update({name: with_training(lesson, code[name], facts) for name, facts in corpus.checks.items()})
    return corpus, drawn


def _with_models(
    lesson: Lesson, code: dict[str, CheckCode], corpus: Corpus, stored: Corpus | None, public: bool
) -> Corpus:
    """The corpus with its model checks too: what was stored of the same code is kept, so that nothing is built."""
    if not any(isinstance(one.check, ModelCheck) for one in code.values()):
        return corpus
    from autograder.course import models

    known = {
        name: facts
        for name, facts in (stored.checks if stored else {}).items()
        if facts.kind == "model" and stored and stored.models.get(name) == models.fingerprint(lesson, facts)
    }
    checks = {
        name: corpus.checks.get(name) or models.facts_of(lesson, one, public=public, stored=known.get(name))
        for name, one in code.items()
    }
    digests = {name: models.fingerprint(lesson, facts) for name, facts in checks.items() if facts.kind == "model"}
    return replace(corpus, checks=checks, models=digests)


def _stored(path: Path) -> Corpus | None:
    try:
        return corpora.read(path)
    except CourseError:
        return None


def notebook(lesson: Lesson, code: dict[str, CheckCode], language: str) -> bytes:
    """The student's notebook: one language, answers taken out, nbgrader's metadata put in."""
    node = with_metadata(lesson, code, language)
    for cell in node.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = without_answer(cell.source, str(lesson.lesson))
    return _to_json(node)


def source_notebook(lesson: Lesson, code: dict[str, CheckCode], language: str) -> bytes:
    """The instructor's notebook, answers and all, as nbgrader's source directory wants it."""
    return _to_json(with_metadata(lesson, code, language))


def with_metadata(lesson: Lesson, code: dict[str, CheckCode], language: str) -> NotebookNode:
    import jupytext

    node = jupytext.read(lesson.lesson, fmt="py:percent")
    node.cells = [cell for cell in node.cells if cell.metadata.get("lang", language) == language]
    graded: set[str] = set()
    needed = outline.of_lesson(lesson)
    for number, cell in enumerate(node.cells):
        cell["id"] = f"{lesson.name}-{number:03}".replace("_", "-")  # jupytext draws random ids
        for mark in ("lang", *outline.MARKS):
            cell.metadata.pop(mark, None)
        if cell.cell_type == "markdown":
            if number == 0:
                cell.source += _builds_on(needed, language)
            _embed_images(cell, lesson)
            continue
        cell.source = cell.source.rstrip()
        kind = _nbgrader(cell.source, code, lesson)
        if kind:
            graded.add(kind["grade_id"])
            cell.metadata["nbgrader"] = kind
    _refuse_gaps(lesson, code, graded)
    node.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "cnnkit": {"assignment": lesson.name, "language": language},
    }
    if needed:
        named = [one.assignment + f".{one.function}" * bool(one.function) for one in needed]
        node.metadata["cnnkit"]["builds_on"] = named
    order = plan_of(lesson.folder.parent, [lesson.name]).order
    if lesson.name in order:  # else it is that of the names, for whoever lists assignments
        node.metadata["cnnkit"]["place"] = order.index(lesson.name) - len(order)
    node.nbformat, node.nbformat_minor = 4, 5
    return node


def _builds_on(needed: Sequence[outline.Needed], language: str) -> str:
    """A line for the head of the notebook; nothing where the lesson builds on nothing."""
    if not needed:
        return ""
    listed = [
        f"`{assignment}`" + (f" ({', '.join(f'`{name}`' for name in names)})" if names else "")
        for assignment, names in outline.by_assignment(needed).items()
    ]
    return f"\n\n**{BUILDS_ON[language]}** {' · '.join(listed)}"


def _nbgrader(source: str, code: dict[str, CheckCode], lesson: Lesson) -> dict[str, Any]:
    common = {"schema_version": 3, "task": False}
    if BEGIN in source:
        name = re.search(r"^(?:def|class) (\w+)", source, re.M)
        if name is None:
            raise CourseError(f"{lesson.lesson}: a cell with {BEGIN} defines no function or class:\n{source[:200]}")
        return common | {"grade_id": name[1], "solution": True, "grade": False, "locked": False}
    check = re.fullmatch(r"check\((\w+)\)", source.strip())
    if check is None:
        return {}
    if check[1] not in code:
        raise CourseError(f"{lesson.lesson} says check({check[1]}), but {lesson.checks} grades no such function")
    rubric = code[check[1]].check
    trained = rubric.trained.points if rubric.trained else 0
    points = rubric.points + trained  # what waits for a network to be trained is given in the same cell
    return common | {
        "grade_id": f"check_{check[1]}",
        "solution": False,
        "grade": True,
        "locked": True,
        "points": int(points) if points == int(points) else points,
    }


def _refuse_gaps(lesson: Lesson, code: dict[str, CheckCode], graded: set[str]) -> None:
    for name in code:
        for grade_id, what in ((name, f"an answer cell with {BEGIN}"), (f"check_{name}", f"a cell `check({name})`")):
            if grade_id not in graded:
                raise CourseError(f"{lesson.checks} grades {name!r}, but {lesson.lesson} has no {what}")


def without_answer(source: str, where: str = "lesson.py") -> str:
    """Replace each marked answer by a stub, at the answer's own indentation.

    >>> print(without_answer("def f(x):\\n    ### BEGIN SOLUTION\\n    return x\\n    ### END SOLUTION"))
    def f(x):
        # YOUR CODE HERE
        raise NotImplementedError()
    """
    pattern = re.compile(rf"^([ \t]*){BEGIN}[^\n]*\n.*?^[ \t]*{END}[^\n]*$", re.M | re.S)
    cleared = pattern.sub(lambda found: textwrap.indent(STUB, found[1]), source)
    if BEGIN in cleared or END in cleared or cleared == source:
        raise CourseError(f"{where}: {BEGIN} and {END} do not pair up in:\n{source[:200]}")
    try:
        ast.parse(cleared)
    except SyntaxError as error:
        raise CourseError(f"{where}: without its answer this cell is no Python ({error}):\n{cleared[:200]}") from None
    return cleared


def _embed_images(cell: NotebookNode, lesson: Lesson) -> None:
    """Put pictures into the cell itself, so that the notebook may travel alone."""

    def embed(found: re.Match[str]) -> str:
        path = lesson.images / found[2]
        if not path.is_file():
            raise CourseError(f"{lesson.lesson} shows images/{found[2]}, which {lesson.images} does not hold")
        data = base64.b64encode(path.read_bytes()).decode()
        cell.setdefault("attachments", {})[path.name] = {"image/png": data}
        return f"![{found[1]}](attachment:{path.name})"

    cell.source = re.sub(r"!\[([^\]]*)\]\(images/([\w.-]+\.png)\)", embed, cell.source)


def _to_json(node: NotebookNode) -> bytes:
    import nbformat

    nbformat.validate(node)
    return (json.dumps(node, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
