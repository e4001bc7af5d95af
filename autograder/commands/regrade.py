"""`autograder regrade DIR`: grade a folder of results again, and say who goes up or down and why."""

from __future__ import annotations

import json
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.commands.late import tell as tell_late
from autograder.commands.options import Isolation, Language
from autograder.errors import CourseError

if TYPE_CHECKING:
    from autograder.i18n import Words
    from autograder.ledger.regrade import Order, Regraded

UNREADABLE, BROKEN = 1, 3


class Format(StrEnum):
    json = "json"


def regrade(
    results: Annotated[Path, typer.Argument(metavar="DIR", help="The folder that `grade -o` wrote.")],
    submitted: Annotated[
        Path | None, typer.Argument(help="Where the submissions are now; where they were when graded, by default.")
    ] = None,
    assignment: Annotated[str | None, typer.Option("-a", "--assignment", help="Only this assignment.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change; write nothing.")] = False,
    never_lower: Annotated[
        bool, typer.Option("--never-lower", help="A submission keeps its result where today's is lower.")
    ] = False,
    format: Annotated[Format | None, typer.Option("--format", help="Print one JSON document instead.")] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="How many at once; all cores by default.")] = os.cpu_count()
    or 1,
    train: Annotated[bool, typer.Option("--train/--no-train", help="Train new networks; a dry run never does.")] = True,
    sandbox: Annotated[
        Isolation, typer.Option("--sandbox", help="`none` runs students' code unprotected.")
    ] = Isolation.auto,
    lang: Annotated[
        Language | None, typer.Option("--lang", help="Language of messages. That of each result by default.")
    ] = None,
    course: Annotated[
        Path | None, typer.Option("--course", help="The lessons' folder; ./solutions by default.")
    ] = None,
) -> None:
    """Grade submissions again after a check or the grader changed: who goes up or down, and why.

    Exit code 0: done. 1: the course could not be read, or a submission could not be graded again and keeps its result.
    2: wrong usage. 3: the grader or its environment failed.
    """
    from autograder.i18n import translator
    from autograder.ledger import regrade as again
    from autograder.reports.text import clean

    words = translator(lang.value if lang else None)
    order = again.Order(
        folder=results,
        course=course_folder(course),
        words=words,
        submitted=submitted,
        assignment=assignment,
        isolation=sandbox.value,
        language=lang.value if lang else None,
        never_lower=never_lower,
        dry_run=dry_run,
        train=train,
        jobs=jobs,
        shown=format is None,
    )
    done = again.regrade(order)
    if format is Format.json:
        print(json.dumps(again.document(done, order), ensure_ascii=False, indent=1, allow_nan=False))
    else:
        print(_told(done, order, words))
    for fault in done.faults:
        print(f"autograder: {clean(fault, 2000)}", file=sys.stderr)
    if done.faults:
        sys.exit(BROKEN)
    dated = dry_run or tell_late(results, order.course, words.language, listed=format is None)
    if done.left or not dated:
        sys.exit(UNREADABLE)


def course_folder(given: Path | None) -> Path:
    """The course that is named, or `solutions` here or above.

    Raises:
        CourseError: there is none.
    """
    from autograder.ci.checks import course_at_hand

    folder = course_at_hand(given, Path.cwd())
    if folder is None:
        raise CourseError("no folder `solutions` with lessons here or above. Name the course: --course DIR")
    return folder.resolve()


def _told(done: Regraded, order: Order, words: Words) -> str:
    from autograder.ledger import changes, republish
    from autograder.reports.text import clean

    lines = []
    if done.finished:
        lines += [words("A regrade that had been stopped was finished first; see {file}.", file=republish.RECORD), ""]
    if order.dry_run and (order.folder / republish.SCRATCH / republish.JOURNAL).is_file():
        lines += [words("A regrade of this folder was stopped while it was published; the next one finishes it."), ""]
    lines.append(changes.table(done.changes, words))
    for one in done.left:
        who = f"{clean(one.student, 100)}  {clean(one.assignment, 100)}"
        lines.append(words("{who}  keeps its result: {why}", who=who, why=clean(one.why, 500)))
    return "\n".join([*lines, "", *_summary(done, order, words)])


def _summary(done: Regraded, order: Order, words: Words) -> list[str]:
    from autograder.ledger import republish

    ways = [one.way for one in done.changes]
    counted = words(
        "{n} graded again: {up} up, {down} down, {same} the same",
        n=len(ways),
        up=ways.count("up") + ways.count("graded"),
        down=ways.count("down"),
        same=ways.count("same") + ways.count("moved"),
    )
    kept = sum(one.kept for one in done.changes)
    parts = [
        counted,
        words("{n} kept from before", n=kept) if kept else "",
        words("{n} not graded again", n=len(done.left)) if done.left else "",
    ]
    lines = [", ".join(filter(None, parts))]
    if order.dry_run:
        lines.append(words("A dry run: nothing was written."))
    elif done.recorded:
        file, folder = order.folder / republish.RECORD, order.folder
        lines.append(
            words("recorded in {file}; the class report: {command}", file=file, command=f"autograder report {folder}")
        )
    return lines
