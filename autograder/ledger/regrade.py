"""Grade a folder of results again, with today's course and engine. Promises that no published result is ever lost.

Everything is graded into a folder of its own first (`DIR/.regrade`, whose cache is the one of DIR, so that a run which
was stopped goes on where it was); republish.py then puts all of it in its place.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from autograder import corpus, fleet, lessons
from autograder.errors import CourseError, GraderError, SubmissionError
from autograder.i18n import Words, translator
from autograder.intake import find, reasons
from autograder.intake.find import Submission
from autograder.intake.reasons import Language
from autograder.jobs import Job, needs_no_box
from autograder.ledger import changes, republish, submitted
from autograder.ledger.changes import Change
from autograder.pipeline import Settings
from autograder.progress import progress
from autograder.records import Result
from autograder.reports.text import clean
from autograder.sandbox.levels import Choice
from autograder.store import CACHE, Store, folder_name, results_in

Who = tuple[str, str]
"""A student and an assignment."""


@dataclass(frozen=True)
class Left:
    """A result that stays as it is because its submission could not be graded again."""

    student: str
    assignment: str
    why: str


@dataclass(frozen=True)
class Regraded:
    """What a regrade came to.

    changes: one for each submission that was graded again, also where nothing changed. after: today's judgements.
    finished: an earlier regrade that had been stopped was published first. recorded: in DIR/regrade.json.
    """

    changes: tuple[Change, ...] = ()
    left: tuple[Left, ...] = ()
    faults: tuple[str, ...] = ()
    after: Mapping[Who, Result] | None = None
    finished: bool = False
    recorded: bool = False


@dataclass(frozen=True)
class Order:
    """What is to be graded again, and how."""

    folder: Path
    course: Path
    words: Words
    submitted: Path | None = None
    assignment: str | None = None
    only: Collection[Who] | None = None
    isolation: Choice = "auto"
    language: Language | None = None  # that of the results, where None
    never_lower: bool = False
    dry_run: bool = False
    train: bool = True
    jobs: int = 1
    shown: bool = False

    @property
    def release(self) -> Path:
        return self.course.parent / "assignments"


def regrade(order: Order) -> Regraded:
    """Grade again, compare, and publish unless it is a dry run.

    Raises:
        CourseError: there are no results, or the course cannot be read.
        GraderError: our fault, or our environment's; every published result is as it was.
    """
    finished = recorded = False
    with _alone(order.folder) if not order.dry_run else _nobody():
        if not order.dry_run:
            finished = republish.finish(order.folder)
        before = _before(order)
        with _scratch(order) as scratch:
            jobs, left = _jobs(order, before, scratch)
            after, faults = _graded(order, jobs, scratch)
            compared = {
                who: changes.change(before[who], one, order.words, never_lower=order.never_lower)
                for who, one in after.items()
            }
            if not order.dry_run:
                recorded = _publish(order, before, after, compared, scratch)
    return Regraded(tuple(compared.values()), tuple(left), tuple(faults), after, finished, recorded)


def _before(order: Order) -> dict[Who, Result]:
    if not order.folder.is_dir():
        raise CourseError(f"{order.folder} is no folder of results. Make one: autograder grade submitted/ -o DIR")
    wanted = lessons.lesson(order.course, order.assignment).name if order.assignment else None
    found = {
        (one.student, one.assignment): one
        for one in results_in(order.folder)
        if wanted in (None, one.assignment) and (order.only is None or (one.student, one.assignment) in order.only)
    }
    if not found:
        of = f" of {wanted}" if wanted else ""
        raise CourseError(f"{order.folder} holds no result{of}. Make some: autograder grade submitted/ -o DIR")
    return found


@contextmanager
def _scratch(order: Order) -> Iterator[Path]:
    """Where is graded: beside the results, with their cache; in a dry run elsewhere, with a view of their cache."""
    if order.dry_run:
        with tempfile.TemporaryDirectory(prefix="autograder-") as name:
            cache = Path(name, CACHE)
            cache.mkdir()
            if (order.folder / CACHE).is_dir():
                for path in (order.folder / CACHE).resolve().iterdir():
                    (cache / path.name).symlink_to(path)  # the store replaces files and never writes into one
            yield Path(name)
        return
    scratch = order.folder / republish.SCRATCH
    scratch.mkdir()
    (order.folder / CACHE).mkdir(exist_ok=True)
    (scratch / CACHE).symlink_to(Path("..", CACHE))
    try:
        yield scratch
    finally:
        if not (scratch / republish.JOURNAL).is_file():
            shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep a second regrade of the same folder away; a killed one keeps nobody away."""
    if not folder.is_dir():
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise GraderError(f"{folder} is being regraded by another process. Wait until it has ended") from None
    try:
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _nobody() -> Iterator[None]:
    yield


def _jobs(order: Order, before: Mapping[Who, Result], scratch: Path) -> tuple[list[Job], list[Left]]:
    """A job for every result whose submission is at hand and unchanged."""
    known = {one.name for one in lessons.lessons(order.course)}
    given = None
    if order.submitted is not None:
        found = find.find([order.submitted], None, known=sorted(known))
        given = {(one.student, one.assignment): one for one in found}
    jobs: list[Job] = []
    left: list[Left] = []
    for who, result in before.items():
        source = submitted.recall(order.folder, *who)
        language = _language(order, source)
        try:
            if result.assignment and result.assignment not in known:
                raise _Stays(order.words("the course has no such assignment"))
            submission = _submission(who, source, given, language, order.words)
        except _Stays as why:
            left.append(Left(*who, str(why)))
            continue
        jobs.append(Job(submission, order.course, order.release, Settings(order.isolation, language), scratch))
    return jobs, left


def _language(order: Order, source: submitted.Source | None) -> Language:
    """A result stays in the language in which the student read it."""
    return order.language or ("ko" if source is not None and source.language == "ko" else "en")


class _Stays(Exception):
    """Why a result stays as it is."""


def _submission(
    who: Who,
    source: submitted.Source | None,
    given: Mapping[Who, Submission] | None,
    language: Language,
    words: Words,
) -> Submission:
    if given is not None and who not in given:
        raise _Stays(words("no such submission is in the folder that was named"))
    if given is None and source is None:
        raise _Stays(
            words("which file it came from is not known; name the folder: {command}", command="regrade DIR SUBMITTED")
        )
    submission = given[who] if given is not None else source.submission  # type: ignore[union-attr]
    if source is None or not source.sha256:
        return submission  # nothing to compare with; where the file could not be read, perhaps now it can
    try:
        data = find.read(submission)
    except SubmissionError as error:
        reason = reasons.sentence(error.args[0], language, detail=error.args[1])
        raise _Stays(words("its file cannot be read: {path}. {reason}", path=submission.path, reason=reason)) from None
    if hashlib.sha256(data).hexdigest() != source.sha256:
        raise _Stays(
            words(
                "its file changed since it was graded: {path}. `autograder grade` takes the new one",
                path=submission.path,
            )
        )
    return submission


def _graded(order: Order, jobs: Sequence[Job], scratch: Path) -> tuple[dict[Who, Result], list[str]]:
    results: list[Result] = []
    faults: list[str] = []
    if order.isolation != "none" and len(jobs) > 1 and not all(map(needs_no_box, jobs)):
        from autograder.sandbox.probe import require_sandbox

        require_sandbox(order.isolation)
    with progress(len(jobs), shown=order.shown and len(jobs) > 1) as advance:
        for job, outcome in fleet.grade_all(jobs, n_workers=order.jobs):
            if isinstance(outcome, GraderError):
                faults.append(str(outcome))
            else:
                results.append(outcome)
            advance(job.submission.student)
    if any(result.training for result in results):
        results = _trained(order, results, scratch)
    ordered = sorted(results, key=lambda one: (one.student, one.assignment))
    return {(one.student, one.assignment): one for one in ordered}, list(dict.fromkeys(faults))


def _trained(order: Order, results: list[Result], scratch: Path) -> list[Result]:
    """With the points for networks; a dry run looks up what was trained before, and trains nothing."""
    from autograder import training

    named = {one.assignment for one in results}
    checks = {one.name: corpus.read(one.corpus).checks for one in lessons.lessons(order.course) if one.name in named}
    train = order.train and not order.dry_run
    return training.train_all(
        results, checks, Store(scratch), train=train, language=order.words.language, shown=order.shown
    )[0]


def _publish(
    order: Order,
    before: Mapping[Who, Result],
    after: Mapping[Who, Result],
    compared: Mapping[Who, Change],
    scratch: Path,
) -> bool:
    """Lay out what is to stand in DIR, and publish it."""
    kept = Store(scratch)
    names: list[Path] = []
    for who, one in compared.items():
        words = translator(_language(order, submitted.recall(order.folder, *who)))
        kept.keep(changes.with_note(before[who], one, words) if one.kept else after[who])
        names.append(Path(folder_name(who[0]), f"{folder_name(who[1])}.json"))
    sources = [Path(submitted.FOLDER) / name for name in names]
    told = [one.to_dict() for one in compared.values() if one.way in ("up", "down", "moved", "graded")]
    return republish.publish(order.folder, scratch, names, sources, told)


def document(done: Regraded, order: Order) -> dict[str, Any]:
    """A regrade as JSON: everybody whose score changes, and everybody who could not be graded again."""
    told = [one.to_dict() for one in done.changes if one.way != "same"]
    return {
        "version": republish.VERSION,
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "dry_run": order.dry_run,
        "never_lower": order.never_lower,
        "changes": told,
        "unchanged": len(done.changes) - len(told),
        "left": [{"student": one.student, "assignment": one.assignment, "why": one.why} for one in done.left],
        "faults": [clean(fault, 2000) for fault in done.faults],
    }
