"""First: an assignment of the course as an instructor would write it for nbgrader or Otter-Grader, asserts and all.

Promises that the tests really test: every public example and every hidden case of the course is one assertion, each
aspect is worth what it is worth to us, and what earns nothing without another aspect asks for that aspect first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder import corpus, lessons
from autograder.records import Case, CheckFacts

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


@dataclass(frozen=True)
class Question:
    """One aspect of one function: lines of Python that fail where it is wrong."""

    function: str
    aspect: str
    points: float
    public: str
    hidden: str

    @property
    def name(self) -> str:
        return f"{self.function}_{self.aspect}".replace(" ", "_").replace("-", "_")


@dataclass(frozen=True)
class Assignment:
    """What both tools are given. answers: function -> the instructor's own cell, without marks."""

    name: str
    texts: tuple[str, ...]
    answers: dict[str, str]
    questions: tuple[Question, ...]

    def of(self, function: str) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.function == function)


def assignment(solutions: Path, assignments: Path, name: str) -> Assignment:
    """The lesson `name` of a course that is built."""
    from autograder.course.build import source_notebook

    lesson = lessons.lesson(solutions, name)
    hidden = corpus.read(lesson.corpus).checks
    public = corpus.read(assignments / "en" / name / "examples.safetensors").checks
    cells = json.loads(source_notebook(lesson, lessons.load(lesson), "en"))["cells"]
    own = [_source(cell) for cell in cells if cell["metadata"].get("nbgrader", {}).get("solution")]
    answers = {
        function: next(text for text in own if f"def {function}(" in text or f"class {function}" in text)
        for function in hidden
    }
    answers = {
        function: "\n".join(line for line in text.splitlines() if line.strip()[:3] != "###")
        for function, text in answers.items()
    }
    questions = [one for facts in hidden.values() for one in _questions(facts, public[facts.name])]
    texts = tuple(_source(cell) for cell in cells if cell["cell_type"] == "markdown")
    return Assignment(name, texts, answers, tuple(questions))


def _source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def _questions(hidden: CheckFacts, public: CheckFacts) -> Iterable[Question]:
    for aspect in hidden.aspects:
        shown, kept = (
            [_assertion(case, facts.name, aspect.judge) for case in facts.cases if case.aspect == aspect.name]
            for facts in (public, hidden)
        )
        if aspect.after:
            first = next(case for case in hidden.cases if case.aspect == aspect.after)
            kept.insert(0, _assertion(first, hidden.name, "answer"))
        yield Question(hidden.name, aspect.name, aspect.points, "\n".join(shown), "\n".join(kept))


def _assertion(case: Case, function: str, judge: str) -> str:
    """Lines that raise AssertionError unless the function is right in this case."""
    args = [literal(value, case.layout) for value in case.args]
    names = [f"a{number}" for number in range(len(args))]
    given = "\n".join(f"{name} = {value}" for name, value in zip(names, args, strict=True))
    call = f"{function}({', '.join(names)})"
    if judge == "unchanged":
        arrays = [name for name, value in zip(names, case.args, strict=True) if isinstance(value, np.ndarray | list)]
        kept = "\n".join(f"k_{name} = np.array({name})" for name in arrays)
        same = "\n".join(f"np.testing.assert_array_equal({name}, k_{name})" for name in arrays)
        return f"{given}\n{kept}\n{call}\n{same}"
    if case.low.kind == "raised":
        said = f"{function} should raise {case.low.error}"
        return (
            f"{given}\ntry:\n    {call}\nexcept {case.low.error}:\n    pass\nelse:\n    raise AssertionError({said!r})"
        )
    if case.low != case.high:
        raise ValueError(f"{function}, {case.aspect}: a range of right answers has no plain assertion")
    shape = np.shape(case.low.value)
    return (
        f"{given}\ngot = {call}\nassert np.shape(got) == {shape}, np.shape(got)\n"
        f"np.testing.assert_allclose(got, {literal(case.low.value)}, rtol=0, atol={case.atol!r})"
    )


def literal(value: Any, layout: str = "C") -> str:
    """A value as Python, arrays in the memory layout that the course hands them in.

    >>> literal(np.array([[1.0, 2.0]]), "F")
    "np.asfortranarray(np.array([[1.0, 2.0]], 'float64'))"
    >>> eval(literal((1, None, [np.inf])), {"np": np})
    (1, None, [inf])
    """
    if isinstance(value, np.ndarray):
        numbers = literal(value.tolist())
        text = f"np.array({numbers}, {value.dtype.name!r})" + ("" if value.size else f".reshape({value.shape})")
        if layout == "F" and value.ndim > 1:
            return f"np.asfortranarray({text})"
        if layout == "strided" and value.ndim:
            return f"np.repeat({text}, 2, axis=-1)[..., ::2]"
        return text
    if isinstance(value, float) and not np.isfinite(value):
        return "np.nan" if np.isnan(value) else "np.inf" if value > 0 else "-np.inf"
    if isinstance(value, tuple):
        return "(" + "".join(literal(part, layout) + ", " for part in value) + ")"
    if isinstance(value, list):
        return "[" + ", ".join(literal(part, layout) for part in value) + "]"
    if isinstance(value, np.generic):
        return f"np.{value.dtype.name}({literal(value.item())})"
    return repr(value)


def notebook(cells: Sequence[tuple[str, str, dict[str, Any]]]) -> bytes:
    """A notebook of (type, source, metadata)."""
    made: list[dict[str, Any]] = []
    for kind, source, metadata in cells:
        code: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
        made.append({"cell_type": kind, "metadata": metadata, "source": source, **code})
    return json.dumps({"cells": made, "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 4}).encode()


def filled(released: bytes, answers: dict[str, str]) -> bytes:
    """A released notebook with a student's answers in the cells named after the functions."""
    found = json.loads(released)
    for cell in found["cells"]:
        name = cell["metadata"].get("nbgrader", cell["metadata"].get("otter_answer", {})).get("grade_id")
        if name in answers:
            cell["source"] = answers[name]
    return json.dumps(found).encode()
