"""Lint a course as if it were code: what an instructor promises must hold before a student meets it.

Each check below is one function from an opened lesson to the findings it has. A finding says what is wrong,
where, and what to do about it.
"""

from __future__ import annotations

import doctest
import inspect
import io
import json
import re
import types
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from autograder import lessons, pipeline
from autograder.course import build, outline
from autograder.course.models import built
from autograder.errors import CourseError, GraderError
from autograder.judge.call import answer_to
from autograder.judge.call_model import nothing_allocated
from autograder.judge.compare import judge
from autograder.judge.models import examine_models, recognised
from autograder.judge.recognise import Answer, recognise
from autograder.judge.waiting import training_name
from autograder.lessons import CheckCode, Lesson
from autograder.pipeline import Assignment, Settings
from autograder.records import CheckFacts, Mistake, Result
from autograder.rubric import ModelCheck
from autograder.sandbox.levels import Choice
from autograder.sandbox.packages import Packages
from autograder.store import Store

TIMES = 10  # how often a solution must get full marks
TIMES_WITH_MODELS = 3  # each takes as long as building, or training, every network of the assignment
MIN_HINTS = 2
REACH = {
    "function": "Draw inputs that reach it",
    "model": "It builds the right network; add a call in which it does not",
}
TELL_APART = {
    "function": "Draw inputs that tell them apart",
    "model": "Add a call that tells them apart, and build again",
}
FILES = {
    "lesson.py",
    "checks.py",
    "reference.safetensors",
    "training.json",
    "train.py",
    "assembly.py",
    "images",
    "__pycache__",
}


@dataclass(frozen=True)
class MistakeRow:
    """What the hidden cases know of one named mistake."""

    check: str
    mistake: str
    killed_by: int
    cases: int
    recognised_as: str | None

    @property
    def told_apart(self) -> bool:
        return self.recognised_as == self.mistake


@dataclass(frozen=True)
class Examined:
    """One lesson with everything that was found in it."""

    lesson: str
    findings: tuple[str, ...]
    mistakes: tuple[MistakeRow, ...] = ()
    times: int = 0  # full marks were seen
    packages: tuple[str, ...] = ()  # what its box holds


@dataclass(frozen=True)
class Patient:
    """An opened lesson."""

    lesson: Lesson
    release: Path
    code: dict[str, CheckCode]
    task: Assignment
    isolation: Choice
    mistakes: list[MistakeRow] = field(default_factory=list)

    @property
    def times(self) -> int:
        trained = any(facts.training for facts in self.task.corpus.checks.values())
        return min(TIMES, TIMES_WITH_MODELS) if trained or self.task.packages != ("numpy",) else TIMES


def examine(
    chosen: Sequence[Lesson],
    release: Path,
    *,
    isolation: Choice = "auto",
    report: Callable[[str], None] = print,
    walls: bool = False,
) -> list[Examined]:
    """Lint lessons; report one line each, and one for every finding.

    Args:
        walls: also a line for every wall of the sandbox.
    """
    report(sandbox_line(isolation, walls=walls))
    probed = {(), ("numpy",)}
    examined = []
    for lesson in chosen:
        one = _examine_one(lesson, release, isolation)
        if one.packages not in probed:
            probed.add(one.packages)
            report(sandbox_line(isolation, packages=one.packages))
        n_mistakes = len(one.mistakes)
        if one.findings:
            report(f"✗ {lesson.name}: {len(one.findings)} findings")
            for finding in one.findings:
                report(f"    {finding}")
        else:
            report(f"✓ {lesson.name}: full marks {one.times} times over, {n_mistakes} mistakes caught and told apart")
        examined.append(one)
    return examined


def sandbox_line(isolation: Choice, *, packages: Packages = ("numpy",), walls: bool = False) -> str:
    """The level of isolation here, with every wall tried from inside, and what to do where it is not the highest.

    Raises:
        GraderError: there is no sandbox, or one of its walls does not hold.
    """
    if isolation == "none":
        return "! sandbox: none. Students' code would run unprotected"
    from autograder.sandbox.probe import probe, why_lower

    found = probe(isolation=isolation, packages=packages)
    if not found.ok:
        raise GraderError("; ".join(finding.detail for finding in found.findings if not finding.ok))
    inside = "" if packages == ("numpy",) else f" with {', '.join(packages)}"
    lower = why_lower(found.level)
    lines = [f"{'!' if lower else '✓'} sandbox{inside}: {found.level}, {found.n_walls} walls tried from inside"]
    lines += [f"    {line}" for line in found.lines()] if walls else []
    return "\n".join([*lines, *(f"    {line}" for line in lower)])


def _examine_one(lesson: Lesson, release: Path, isolation: Choice) -> Examined:
    try:
        code = lessons.load(lesson)
        stale = build.build(lesson, release, check=True).written
        if stale:
            names = ", ".join(path.name for path in stale)
            return Examined(lesson.name, (f"out of date: {names}. Run: autograder build {lesson.name}",))
        task = pipeline.assignment(lesson.folder.parent, release, lesson.name)
        outline.outline(lesson)
    except CourseError as error:
        return Examined(lesson.name, (str(error),))
    patient = Patient(lesson, release, code, task, isolation)
    findings = tuple(finding for check in CHECKS for finding in check(patient))
    return Examined(lesson.name, findings, tuple(patient.mistakes), patient.times, task.packages)


def solution_gets_full_marks(patient: Patient) -> Iterator[str]:
    notebook = build.source_notebook(patient.lesson, patient.code, "en")
    for n in range(1, patient.times + 1):
        result = _grade(patient, notebook)
        for item in result.items:
            waits = item.status == "ungraded" and item.name in map(training_name, result.training or {})
            if item.status != "pass" and not waits:
                yield f"the solution of {item.name} gets {item.points:g} of {item.max_points:g}: {item.message}"
        if result.score != result.max_score:
            yield f"run {n} of the solution came to {result.score} of {result.max_score}"
            return


def unsolved_notebook_gets_nothing(patient: Patient) -> Iterator[str]:
    for language in build.LANGUAGES:
        result = _grade(patient, build.notebook(patient.lesson, patient.code, language))
        for item in result.items:
            if item.status != "not_started" or item.points:
                yield f"{item.name} without an answer is {item.status!r} with {item.points:g} points, not 'not_started'"


def _grade(patient: Patient, notebook: bytes) -> Result:
    name = f"{patient.lesson.name}.ipynb"
    settings = Settings(isolation=patient.isolation)
    return pipeline.grade_file("doctor", name, notebook, patient.task, settings, Store(None))


def mistakes_are_caught_and_told_apart(patient: Patient) -> Iterator[str]:
    for name, facts in patient.task.corpus.checks.items():
        for mistake in facts.mistakes:
            row = _row(facts, patient.code[name], mistake)
            patient.mistakes.append(row)
            if not row.killed_by:
                yield f"{name}: no hidden case is wrong for {row.mistake}. {REACH[facts.kind]}"
            elif not row.told_apart:
                yield f"{name}: {row.mistake} is taken for {row.recognised_as}. {TELL_APART[facts.kind]}"


def _row(facts: CheckFacts, code: CheckCode, mistake: Mistake) -> MistakeRow:
    """Grade the mistake itself, as a student's function that behaves so in every case."""
    if facts.kind == "model":
        wrong = code.wrong(code.mistake(mistake.name))
        found = examine_models(facts, lambda case: built(wrong, case.args))
        killed_by = sum(bool(one.difference) for one in found)
        return MistakeRow(facts.name, mistake.name, killed_by, len(facts.cases), recognised(facts, found))
    answers = []
    for case in facts.cases:
        aspect = facts.aspect(case.aspect)
        outcome = case.wrong.get(mistake.name) or answer_to(case, code.right)
        answers.append(Answer(case, aspect, outcome, judge(case, aspect, outcome)))
    killed_by = sum(mistake.name in case.wrong for case in facts.cases)
    return MistakeRow(facts.name, mistake.name, killed_by, len(facts.cases), recognise(facts, answers))


def documented_errors_are_reached(patient: Patient) -> Iterator[str]:
    for name, facts in patient.task.corpus.checks.items():
        if facts.kind == "model":
            continue  # only networks are judged
        section = re.search(r"^Raises:\n((?: .*\n?)+)", inspect.getdoc(patient.code[name].right) or "", re.M)
        for error in re.findall(r"^ {4}(\w+):", section[1] if section else "", re.M):
            if not any(case.low.error == error for case in facts.cases):
                yield f"{name} promises a {error}, which no hidden case provokes. Add an aspect `errors`"


def mistakes_have_hints(patient: Patient) -> Iterator[str]:
    for name, facts in patient.task.corpus.checks.items():
        for mistake in facts.mistakes:
            for language, hints in mistake.hints.items():
                if len(hints.hints) < MIN_HINTS or not hints.question or not hints.explanation:
                    yield f"{name}: {mistake.name} lacks a question, explanation or {MIN_HINTS} hints in {language!r}"
                if language == "ko" and not re.search(r"[가-힣]", hints.question):
                    yield f"{name}: the second half of the hint of {mistake.name} is not Korean"


def folder_holds_only_known_files(patient: Patient) -> Iterator[str]:
    for path in patient.lesson.folder.iterdir():
        if path.name not in FILES:
            yield f"{path} is no part of a lesson. Move it, or delete it"
    used = set(re.findall(r"\(images/([\w.-]+)\)", patient.lesson.lesson.read_text("utf-8")))
    for path in patient.lesson.images.glob("*.png"):
        if path.name not in used:
            yield f"{path} is shown nowhere in {patient.lesson.lesson.name}"


def release_holds_no_answer(patient: Patient) -> Iterator[str]:
    answers = _answer_lines(patient.lesson)
    for language in build.LANGUAGES:
        folder = patient.release / language / patient.lesson.name
        allowed = {name.format(name=patient.lesson.name) for name in build.RELEASE_FILES}
        for path in folder.iterdir():
            if path.name not in allowed:
                yield f"{path} must not be released. Delete it"
        notebook = json.loads((folder / f"{patient.lesson.name}.ipynb").read_text("utf-8"))
        text = "\n".join("".join(cell["source"]) for cell in notebook["cells"])
        examples = (folder / "examples.safetensors").read_bytes()
        for line in answers:
            if line.strip() in text or line.strip().encode() in examples:
                yield f"{folder} gives an answer away: {line.strip()}"


def _answer_lines(lesson: Lesson) -> list[str]:
    """Lines of answers that stand nowhere else in the lesson, long enough to give something away."""
    text = lesson.lesson.read_text("utf-8")
    marked = rf"{build.BEGIN}[^\n]*\n(.*?)^[ \t]*{build.END}"
    answers = [line for body in re.findall(marked, text, re.M | re.S) for line in body.split("\n")]
    elsewhere = re.sub(marked, "", text, flags=re.M | re.S)
    return [line for line in answers if len(line.strip()) > 20 and line.strip() not in elsewhere]


def languages_say_the_same(patient: Patient) -> Iterator[str]:
    counts = {}
    for language in build.LANGUAGES:
        node = build.with_metadata(patient.lesson, patient.code, language)
        counts[language] = sum(cell.cell_type == "markdown" for cell in node.cells)
    if len(set(counts.values())) > 1:
        yield f"{patient.lesson.lesson} has {counts} text cells: each needs its twin in the other language"


def builds_on_what_came_before(patient: Patient) -> Iterator[str]:
    course = lessons.lessons(patient.lesson.folder.parent, hidden=True)
    names = [one.name for one in course]
    for one in outline.of_lesson(patient.lesson):
        where = f"{patient.lesson.lesson} builds on {one.assignment}{f'.{one.function}' * bool(one.function)}"
        if one.assignment not in names:
            yield f"{where}, but the course has no such assignment: {', '.join(names)}"
        elif names.index(one.assignment) >= names.index(patient.lesson.name):
            yield f"{where}, which does not come before it. Take it off builds_on, or change the order in course.toml"
        elif one.function and one.function not in _tasks(course[names.index(one.assignment)]):
            there = ", ".join(sorted(_tasks(course[names.index(one.assignment)])))
            yield f"{where}, but that assignment has only: {there}"


def _tasks(lesson: Lesson) -> set[str]:
    return set(re.findall(r"^check\((\w+)\)$", lesson.lesson.read_text("utf-8"), re.M))


def concepts_are_looked_at(patient: Patient) -> Iterator[str]:
    found = outline.outline(patient.lesson)
    tasks = {task.name: task for task in found.tasks}
    for one in found.concepts:
        if one.check not in tasks:
            yield f"the concept {one.names['en']!r} is looked at by {one.check!r}, which is no check of this lesson"
        elif one.aspect and one.aspect not in tasks[one.check].aspects:
            there = ", ".join(tasks[one.check].aspects)
            yield f"the concept {one.names['en']!r} names the aspect {one.aspect!r} of {one.check}, which has: {there}"


def examples_run(patient: Patient) -> Iterator[str]:
    names = lessons.definitions(patient.lesson)
    module = types.ModuleType("lesson")
    vars(module).update(names)
    runner = doctest.DocTestRunner(verbose=False)
    finder = doctest.DocTestFinder(exclude_empty=True)
    for name in patient.code:
        for test in finder.find(names[name], name, module=False, globs=dict(names)):
            told = io.StringIO()
            with redirect_stdout(told), _around(patient.code[name]):
                failed = runner.run(test).failed
            if failed:
                yield f"the example in the docstring of {name} does not come out as written:\n{told.getvalue()}"


def _around(one: CheckCode) -> AbstractContextManager[object]:
    return nothing_allocated() if isinstance(one.check, ModelCheck) else nullcontext()


CHECKS: tuple[Callable[[Patient], Iterator[str]], ...] = (
    folder_holds_only_known_files,
    languages_say_the_same,
    builds_on_what_came_before,
    concepts_are_looked_at,
    mistakes_have_hints,
    examples_run,
    documented_errors_are_reached,
    release_holds_no_answer,
    mistakes_are_caught_and_told_apart,
    unsolved_notebook_gets_nothing,
    solution_gets_full_marks,
)


def mistake_table(examined: Sequence[Examined]) -> str:
    """The table of every named mistake, as Markdown."""
    rows = [(one.lesson, row) for one in examined for row in one.mistakes]
    killed = sum(row.killed_by > 0 for _, row in rows)
    recognised = sum(row.told_apart for _, row in rows)
    lines = [
        "# Every named mistake",
        "",
        "Generated by `autograder doctor --table docs/mistakes.md`. Each mistake is graded as if it were a student's",
        "function: how many hidden cases it fails, and whether it is then called by its own name.",
        "",
        f"**{len(rows)} mistakes: {killed} killed, {recognised} recognised and told apart.**",
        "",
        "| assignment | function | mistake | killed by | of cases | recognised | told apart |",
        "|---|---|---|--:|--:|:-:|:-:|",
    ]
    for lesson, row in rows:
        known = "✓" if row.recognised_as else "✗"
        apart = "✓" if row.told_apart else f"✗ ({row.recognised_as})"
        lines.append(
            f"| {lesson} | `{row.check}` | {row.mistake} | {row.killed_by} | {row.cases} | {known} | {apart} |"
        )
    return "\n".join(lines) + "\n"
