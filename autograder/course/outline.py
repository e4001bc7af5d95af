"""A lesson in outline: what it builds on, what it teaches, and which check looks at each concept. Reads, runs nothing.

Authors write it where the text is, on the line that opens a text cell:

    # %% [markdown] lang="en" builds_on=["a02_sizes.zero_pad"]
    # %% [markdown] lang="en" concepts=["padding = conv2d/pad", "stride"] worked=["7x7, stride 2"]
    # %% [markdown] lang="ko" concepts=["패딩", "스트라이드"] worked=["7x7, 스트라이드 2"]

`builds_on` stands once, on the first cell. A concept is looked at by the next check of the lesson, or by the one
behind "=", of which an aspect may be named. The Korean cell names the same ones in the same order. `worked`
names the worked examples whose numbers stand in the cell or, up to the next section, below it; "=" works there too.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder import corpus as corpora
from autograder.errors import CourseError
from autograder.lessons import Lesson, titles

MARKS = ("builds_on", "concepts", "worked")  # what the builder takes off a cell again
HEAD = re.compile(r"^# %%(?P<kind> \[markdown\])?(?P<marks>[^\n]*)\n", re.M)
MARK = re.compile(r'(\w+)=(\[(?:"[^"]*"|[^\]"])*\]|"[^"]*")')


@dataclass(frozen=True)
class Cell:
    """One cell of a lesson, with what its first line says of it."""

    is_text: bool
    language: str
    text: str
    builds_on: tuple[str, ...]
    concepts: tuple[str, ...]
    worked: tuple[str, ...]


@dataclass(frozen=True)
class Needed:
    """What a lesson builds on: another assignment, or a function of it."""

    assignment: str
    function: str = ""


@dataclass(frozen=True)
class Concept:
    names: dict[str, str]  # language -> "padding"
    headings: dict[str, str]  # language -> the heading that it stands under
    check: str
    aspect: str = ""  # of that check; all of them where it is empty


@dataclass(frozen=True)
class Worked:
    """A worked example, and the text of its section: words, code and docstrings."""

    names: dict[str, str]
    headings: dict[str, str]
    check: str
    text: str


@dataclass(frozen=True)
class Task:
    """One graded function."""

    name: str
    signature: str
    points: float
    for_training: float  # points more, for how well it learns
    aspects: dict[str, dict[str, str]]  # name -> language -> label
    n_mistakes: int


@dataclass(frozen=True)
class Outline:
    lesson: str
    titles: dict[str, str]
    stories: dict[str, str]  # language -> the first sentences
    pictures: dict[str, tuple[str, str]]  # language -> what the first picture shows, and its file in images/
    tasks: tuple[Task, ...]
    builds_on: tuple[Needed, ...]
    concepts: tuple[Concept, ...]
    worked: tuple[Worked, ...]

    @property
    def points(self) -> float:
        return sum(task.points + task.for_training for task in self.tasks)

    @property
    def n_mistakes(self) -> int:
        return sum(task.n_mistakes for task in self.tasks)


def outline(lesson: Lesson) -> Outline:
    """Read a lesson and what was built of it.

    Raises:
        CourseError: a first line of a cell cannot be read, or the lesson was not built yet.
    """
    text = lesson.lesson.read_text("utf-8")
    cells = list(cells_of(text, lesson.lesson))
    facts = corpora.read(lesson.corpus).checks
    signatures = _signatures(text)
    tasks = tuple(
        Task(
            name,
            signatures.get(name, f"{name}(...)"),
            one.points,
            one.training.points if one.training else 0,
            {aspect.name: aspect.labels for aspect in one.aspects},
            len(one.mistakes),
        )
        for name, one in facts.items()
    )
    in_order = {name: i for i, name in enumerate(re.findall(r"^check\((\w+)\)$", text, re.M))}
    return Outline(
        lesson.name,
        titles(lesson),
        {language: _story(cells, language) for language in ("en", "ko")},
        {language: found for language in ("en", "ko") if (found := _picture(cells, language))},
        tuple(sorted(tasks, key=lambda task: in_order.get(task.name, len(in_order)))),
        builds_on(cells),
        tuple(_concepts(cells, lesson.lesson)),
        tuple(_worked(cells, lesson.lesson)),
    )


def cells_of(text: str, where: Path) -> Iterator[Cell]:
    """The cells of a lesson, in order.

    Raises:
        CourseError: what stands behind `builds_on`, `concepts` or `worked` is no list of texts.
    """
    heads = list(HEAD.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    for head, end in zip(heads, ends, strict=True):
        marks = dict(MARK.findall(head["marks"]))
        try:
            lists = {name: tuple(map(_text, json.loads(marks.get(name, "[]")))) for name in MARKS}
            language = json.loads(marks.get("lang", '""'))
        except (ValueError, TypeError):
            line = text.count("\n", 0, head.start()) + 1
            raise CourseError(
                f'{where}, line {line}: expected lists of texts such as concepts=["padding"], got {head["marks"]!r}'
            ) from None
        body = text[head.end() : end]
        yield Cell(bool(head["kind"]), language, _unquoted(body) if head["kind"] else body, **lists)


def builds_on(cells: Sequence[Cell]) -> tuple[Needed, ...]:
    return tuple(Needed(*one.partition(".")[::2]) for cell in cells for one in cell.builds_on)


def of_lesson(lesson: Lesson) -> tuple[Needed, ...]:
    """What a lesson builds on; nothing where it cannot be read."""
    if not lesson.lesson.is_file():
        return ()
    return builds_on(list(cells_of(lesson.lesson.read_text("utf-8"), lesson.lesson)))


def by_assignment(needed: Sequence[Needed]) -> dict[str, list[str]]:
    """Assignment -> the functions of it that are named.

    >>> by_assignment([Needed("a01", "f"), Needed("a02"), Needed("a01", "g")])
    {'a01': ['f', 'g'], 'a02': []}
    """
    found: dict[str, list[str]] = {}
    for one in needed:
        found.setdefault(one.assignment, []).extend([one.function] if one.function else [])
    return found


def _text(found: object) -> str:
    if not isinstance(found, str):
        raise TypeError
    return found


def _unquoted(body: str) -> str:
    return re.sub(r"^# ?", "", body, flags=re.M).strip()


def _story(cells: Sequence[Cell], language: str) -> str:
    """The first paragraph below the title, without pictures and tables."""
    first = next((cell.text for cell in cells if cell.is_text and cell.language == language), "")
    for paragraph in re.split(r"\n\s*\n", first):
        line = " ".join(paragraph.split())
        if line and not re.match(r"[#!|>\-]|\d+\.", line):
            return line
    return ""


def _picture(cells: Sequence[Cell], language: str) -> tuple[str, str] | None:
    for cell in cells:
        if cell.is_text and cell.language == language:
            found = re.search(r"!\[([^\]]*)\]\(images/([\w.-]+\.png)\)", cell.text)
            if found:
                return " ".join(found[1].split()), found[2]
    return None


def _signatures(text: str) -> dict[str, str]:
    """Name -> `name(arguments)`, of a class those that make an object."""
    found = {}
    for node in ast.parse(text).body:
        made = node
        if isinstance(node, ast.ClassDef):
            inits = [one for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "__init__"]
            made = inits[0] if inits else node
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            given = ast.unparse(made.args) if isinstance(made, ast.FunctionDef) else ""
            found[node.name] = f"{node.name}({re.sub(r'^self(, )?', '', given)})"
    return found


def _check_after(cells: Sequence[Cell], position: int) -> str:
    """The next check, or the last one where none follows."""
    checks = [
        (i, found[1]) for i, cell in enumerate(cells) if (found := re.fullmatch(r"check\((\w+)\)", cell.text.strip()))
    ]
    after = [name for i, name in checks if i > position]
    return after[0] if after else checks[-1][1] if checks else ""


def _heading(cells: Sequence[Cell], position: int, language: str) -> str:
    """The last heading that stands in the cell, or above it."""
    for cell in reversed(cells[: position + 1]):
        if cell.is_text and cell.language == language:
            headings = re.findall(r"^#+ (.+)$", cell.text, re.M)
            if headings:
                return str(headings[0])
    return ""


def _twin(cells: Sequence[Cell], position: int) -> int | None:
    """The Korean cell that says what this English one says: the next text cell."""
    after = [i for i in range(position + 1, len(cells)) if cells[i].is_text]
    return after[0] if after and cells[after[0]].language == "ko" else None


def _concepts(cells: Sequence[Cell], where: Path) -> Iterator[Concept]:
    for i, cell in enumerate(cells):
        if cell.language == "en":
            for names, check, aspect, headings in _pairs(cells, i, "concepts", where):
                yield Concept(names, headings, check, aspect)


def _pairs(
    cells: Sequence[Cell], position: int, mark: str, where: Path
) -> Iterator[tuple[dict[str, str], str, str, dict[str, str]]]:
    """What an English cell and its Korean twin name: names, check, aspect, headings.

    Raises:
        CourseError: they do not name as many.
    """
    twin = _twin(cells, position)
    english = getattr(cells[position], mark)
    korean = getattr(cells[twin], mark) if twin is not None else ()
    heading = _heading(cells, position, "en")
    if len(korean) != len(english):
        raise CourseError(
            f"{where}: the cell {heading!r} says {mark}={list(english)}, and its Korean twin {list(korean)}. Name the "
            "same ones, in the same order"
        )
    headings = {"en": heading, "ko": _heading(cells, twin or position, "ko")}
    for one, other in zip(english, korean, strict=True):
        name, _, target = (part.strip() for part in one.partition("="))
        check, _, aspect = target.partition("/")
        yield {"en": name, "ko": other.strip()}, check or _check_after(cells, position), aspect, headings


def _worked(cells: Sequence[Cell], where: Path) -> Iterator[Worked]:
    for i, cell in enumerate(cells):
        if cell.language != "en" or not cell.worked:
            continue
        after = [j for j in range(i + 1, len(cells)) if cells[j].is_text and re.search(r"^## ", cells[j].text, re.M)]
        after = [j for j in after if cells[j].language == "en"] or [len(cells)]
        text = "\n".join(one.text for one in cells[i : after[0]])
        for names, check, _, headings in _pairs(cells, i, "worked", where):
            yield Worked(names, headings, check, text)
