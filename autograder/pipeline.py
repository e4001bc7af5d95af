"""The stages in order: one submission in, one result out. The only module that imports every stage."""

from __future__ import annotations

import functools
import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from autograder import assembling, lessons, messages, store
from autograder import corpus as corpora
from autograder.corpus import Corpus
from autograder.errors import CourseError, SubmissionError
from autograder.intake import reasons
from autograder.intake.find import Submission, read
from autograder.intake.reasons import Language
from autograder.intake.skeleton import skeleton
from autograder.judge import taught, waiting
from autograder.judge.item import judge_function
from autograder.judge.learnt import decided, training_facts
from autograder.judge.models import examine_models, judged
from autograder.ledger import submitted
from autograder.lessons import CheckCode
from autograder.records import Case, CheckFacts, Item, Outcome, Result, TraceLine
from autograder.sandbox.inside.values import Network
from autograder.sandbox.levels import Choice
from autograder.sandbox.packages import Packages
from autograder.sandbox.session import Call, Limits, Session
from autograder.sandbox.wire import PackedArgs, pack


@dataclass(frozen=True)
class Assignment:
    """What is needed to grade one assignment: frozen facts, the released cells, and where its code lies."""

    name: str
    corpus: Corpus
    cells: dict[str, Any]  # the released notebook's code cells, see intake/skeleton.py
    course: Path

    @property
    def max_score(self) -> float:
        """Without what waits for a network to be trained."""
        return sum(facts.points for facts in self.corpus.checks.values())

    @functools.cached_property
    def packages(self) -> Packages:
        """What its students' code needs in the box."""
        return packages_for(self.corpus.checks.values())

    @functools.cached_property
    def released(self) -> str:
        """A digest of the released cells."""
        return store.key_of([self.cells])

    def code(self, check: str) -> CheckCode:
        return _code(self.course, self.name)[check]

    def packed(self, args: Sequence[Any], layout: str, steps: Sequence[str]) -> PackedArgs:
        """Arguments as they travel: those of a frozen case are packed once for the whole class."""
        found = self._frozen.get((id(args), layout))
        if found is None or found[0] is not args:
            return pack(args, layout, steps)
        packed = found[1] or pack(args, layout, steps)
        self._frozen[id(args), layout] = args, packed
        return packed

    @functools.cached_property
    def _frozen(self) -> dict[tuple[int, str], tuple[Sequence[Any], PackedArgs | None]]:
        """By identity, which arrays do not mind; each with its arguments, for a copy of this would hold others."""
        checks = self.corpus.checks.values()
        cases = [case for facts in checks for case in (*facts.cases, *(one.case for one in facts.pictures))]
        return {(id(case.args), case.layout): (case.args, None) for case in cases}


def packages_for(checks: Iterable[CheckFacts]) -> Packages:
    """Keras, where a function makes a network or is given one; else NumPy alone."""
    needed = any(
        facts.kind == "model" or any(isinstance(arg, Network) for case in facts.cases for arg in case.args)
        for facts in checks
    )
    return ("keras",) if needed else ("numpy",)


@functools.cache
def _code(course: Path, name: str) -> dict[str, CheckCode]:
    return lessons.load(lessons.lesson(course, name))


@functools.cache
def assignment(course: Path, release: Path, name: str) -> Assignment:
    """Open an assignment that has been built.

    Raises:
        CourseError: it does not exist, or was never built.
    """
    lesson = lessons.lesson(course, name)
    corpus = corpora.read(lesson.corpus)
    released = [release / language / lesson.name / f"{lesson.name}.ipynb" for language in ("en", "ko")]
    notebook = next((path for path in released if path.is_file()), None)
    if notebook is None:
        raise CourseError(f"{released[0]} is missing. Run: autograder build {lesson.name}")
    return Assignment(lesson.name, corpus, skeleton(notebook), course)


@dataclass(frozen=True)
class Settings:
    """How a run grades."""

    isolation: Choice = "auto"
    language: Language = "en"
    limits: Limits = field(default_factory=Limits)


def grade(submission: Submission, task: Assignment | None, settings: Settings, kept: store.Store) -> Result:
    """Grade one submission, or find that its answers were graded before.

    Args:
        task: its assignment; None where nobody can tell which one it is.

    Raises:
        GraderError: our fault, or our environment's.
    """
    data = None
    try:
        data = read(submission)
        if task is None:
            raise SubmissionError("unknown_assignment", "")
        result = grade_file(submission.student, submission.filename, data, task, settings, kept)
    except SubmissionError as error:
        result = ungraded(submission.student, submission.assignment, task, _reason(error, settings))
        kept.keep(result)
    if kept.folder is not None:
        submitted.remember(kept.folder, submission, data, settings.language)
    return result


def grade_file(
    student: str, filename: str, data: bytes, task: Assignment, settings: Settings, kept: store.Store
) -> Result:
    """Grade the content of one submitted file; what is no notebook stays ungraded.

    Raises:
        GraderError: our fault, or our environment's.
    """
    as_submitted = file_key(filename, data, task, settings)
    key = kept.alias(as_submitted)
    result = kept.find(key) if key else None
    if result is None:
        limits = settings.limits if settings.limits != Limits() else None  # else those that the packages need
        with Session(isolation=settings.isolation, limits=limits, packages=task.packages) as session:
            try:
                reading = session.read(task.cells, filename, data)
            except SubmissionError as error:
                result = ungraded(student, task.name, task, _reason(error, settings))
                slow = error.args[0] == "too_slow_to_read"
                key = None if slow else as_submitted  # a busy machine may be less so later
            else:
                key = store.key_of([reading, *_common(task, settings)])
                result = kept.find(key) or _judge(student, task, settings, session, reading, kept)
                if any(one.get("reason") == "images" for one in (result.training or {}).values()):
                    key = None  # another day they may be here
    result = replace(result, student=student)
    kept.keep(result, key=key, file_key=as_submitted)
    return result


def _reason(error: SubmissionError, settings: Settings) -> str:
    code, detail = error.args
    return reasons.sentence(code, settings.language, detail=detail)


def known(submission: Submission, task: Assignment, settings: Settings, kept: store.Store) -> bool:
    """Has this very file been graded before, or can it not even be opened?"""
    try:
        key = kept.alias(file_key(submission.filename, read(submission), task, settings))
    except SubmissionError:
        return True
    return key is not None and kept.find(key) is not None


def _common(task: Assignment, settings: Settings) -> list[Any]:
    """What every result of a run depends on, apart from the answers."""
    common = [task.corpus.digest, task.released, store.engine(), settings.isolation, settings.language]
    return [*common, _keras()] if "keras" in task.packages else common


@functools.cache
def _keras() -> str:
    """Another version may describe a model otherwise."""
    try:
        return version("keras")
    except PackageNotFoundError:  # the box will tell
        return ""


def file_key(filename: str, data: bytes, task: Assignment, settings: Settings) -> str:
    """All that the result of a submitted file depends on, before it is opened."""
    return store.key_of([hashlib.sha256(data).hexdigest(), filename, *_common(task, settings)])


def _judge(
    student: str,
    task: Assignment,
    settings: Settings,
    session: Session,
    reading: Mapping[str, Any],
    kept: store.Store,
) -> Result:
    problems = session.load(reading["cells"], list(task.corpus.checks))
    items: list[Item] = []
    training: dict[str, Any] = {}
    assembled: list[tuple[int, CheckFacts]] = []
    for name, facts in task.corpus.checks.items():
        told = teller(name, reading, problems)
        if facts.kind == "model":
            item, network = _judge_model(facts, session, told)
        else:
            ask = _Asker(task, session, name, told)
            item = judge_function(facts, ask.once, functools.partial(task.code, name), ask_all=ask.all)
            network = None
        items.append(replace(item, message=messages.message(item, facts, settings.language)))
        if facts.training is not None and facts.training.assembly is not None:
            assembled.append((len(items), facts))
        elif facts.training is not None and facts.kind == "function":
            one, training[name] = _taught(facts, items[-1], task, settings, reading)
            items.append(one)
        elif facts.training is not None:
            items.append(waiting.waiting_item(facts, item, network, settings.language))
            training[name] = waiting.waiting_facts(facts, network)
        if network is not None:
            kept.keep_network(network.key, network.text)
    for place, facts in reversed(assembled):  # its parts are judged now
        where = assembling.Where(task.course, task.name, settings.isolation, task.packages)
        order = assembling.order(facts, items, reading["cells"], where)
        items.insert(place, assembling.waiting_item(facts, items, order, settings.language))
        training[facts.name] = assembling.waiting_facts(facts, order)
        if order is not None:
            kept.keep_network(order.key, order.text)
    result = Result(
        assignment=task.name,
        student=student,
        status="graded",
        score=0.0,
        max_score=0.0,
        engine=store.engine(),
        corpus=task.corpus.digest,
        items=(),
        training=training or None,
        notes=tuple(
            reasons.sentence(note["code"], settings.language, name=note.get("name", "")) for note in reading["notes"]
        ),
        sandbox=session.level,
    )
    return waiting.settled(result, items, settings.language)


def _judge_model(
    facts: CheckFacts, session: Session, told: Callable[[Outcome], Outcome]
) -> tuple[Item, waiting.Network | None]:
    """A function that builds networks, and the one of them that is to be trained."""
    start = time.perf_counter()
    found = examine_models(facts, lambda case: told(session.build(facts.name, pack(case.args))))
    return judged(facts, found, seconds=time.perf_counter() - start), waiting.to_train(facts, found)


def _taught(
    facts: CheckFacts, item: Item, task: Assignment, settings: Settings, reading: Mapping[str, Any]
) -> tuple[Item, dict[str, Any]]:
    """A network that the student's own code trains, in a box of its own: what it costs is not taken from the others."""
    assert facts.training is not None
    if item.status not in ("pass", "partial"):
        unbuilt = {"recipe": facts.training.recipe, "status": waiting.NO_NETWORK}
        return waiting.waiting_item(facts, item, None, settings.language), unbuilt
    limits = Limits.for_training(taught.WALL_S)
    with Session(isolation=settings.isolation, limits=limits, packages=task.packages) as session:
        session.load(reading["cells"], list(task.corpus.checks))
        max_body = taught.reply_bytes(facts.training)

        def talk(args: Sequence[Any], steps: Sequence[str]) -> Outcome:
            return session.call(facts.name, pack(args, steps=steps), max_body=max_body)

        record = taught.teach(facts.training, talk)
    known = {"recipe": facts.training.recipe, **training_facts(record, facts.training)}
    open_item = Item(waiting.training_name(facts.name), 0.0, facts.training.points, "ungraded")
    return decided(open_item, record, facts.training, settings.language), known


@dataclass(frozen=True)
class _Asker:
    """Calls one function of one submission."""

    task: Assignment
    session: Session
    name: str
    told: Callable[[Outcome], Outcome]

    def once(
        self,
        args: Sequence[Any],
        layout: str,
        *,
        steps: Sequence[str] = (),
        max_body: int,
        wall_s: float | None = None,
        return_args: bool = False,
    ) -> Outcome:
        packed = self.task.packed(args, layout, steps)
        outcome = self.session.call(self.name, packed, wall_s=wall_s, max_body=max_body, return_args=return_args)
        return self.told(outcome)

    def all(self, wanted: Sequence[tuple[Case, int, bool]]) -> Iterator[Outcome]:
        calls = [
            Call(self.task.packed(case.args, case.layout, case.steps), max_body, return_args)
            for case, max_body, return_args in wanted
        ]
        return map(self.told, self.session.calls(self.name, calls))


def teller(
    name: str, reading: Mapping[str, Any], problems: Sequence[Mapping[str, Any]]
) -> Callable[[Outcome], Outcome]:
    """What came of a call in the words of the submission: why a function is missing, and in which of its own cells."""
    unwritten = name in reading["untouched"] or reading["answers"].get(name) is None
    theirs = {cell["number"]: cell["submitted"] for cell in reading["cells"] if cell["submitted"]}

    def told(outcome: Outcome) -> Outcome:
        if outcome.kind == "missing":
            outcome = _why_missing(name, reading, problems, unwritten)
        if not outcome.trace:
            return outcome
        return replace(outcome, trace=tuple(replace(line, cell=theirs.get(line.cell, 0)) for line in outcome.trace))

    return told


def _why_missing(
    name: str, reading: Mapping[str, Any], problems: Sequence[Mapping[str, Any]], unwritten: bool
) -> Outcome:
    """A function that is not there: not written yet, or its cell stopped before it was defined."""
    if unwritten:
        return Outcome("raised", error="NotImplementedError")
    cells = {cell["number"] for cell in reading["cells"] if cell["origin"] == name}
    problem = next((problem for problem in problems if problem["cell"] in cells), None)
    if problem is None:
        return Outcome("missing")
    line = TraceLine(problem["cell"], problem["line"], problem.get("source", ""))
    return Outcome("raised", error=problem["error"], message=problem["message"], trace=(line,))


def ungraded(student: str, assignment: str, task: Assignment | None, why: str) -> Result:
    """A submission that nobody could grade: no points, and no zero either."""
    checks = task.corpus.checks if task else {}
    return Result(
        assignment=assignment,
        student=student,
        status="ungraded",
        score=None,
        max_score=task.max_score if task else 0.0,
        engine=store.engine(),
        corpus=task.corpus.digest if task else "",
        items=tuple(Item(name, 0.0, facts.points, "ungraded", message=why) for name, facts in checks.items()),
        message=why,
    )
