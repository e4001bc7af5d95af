"""`autograder requests FOLDER DIR`: what students asked, verified, and what a regrade would change."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.commands.options import Isolation, Language
from autograder.commands.regrade import course_folder
from autograder.errors import CourseError

if TYPE_CHECKING:
    from autograder.i18n import Words
    from autograder.ledger.regrade import Regraded
    from autograder.ledger.regrade_requests import Request
    from autograder.records import CheckFacts, Result

REFUSED, BROKEN = 1, 3


def requests(
    folder: Annotated[Path, typer.Argument(help="The files that `cnnkit request` wrote: one, or a folder of them.")],
    results: Annotated[Path, typer.Argument(metavar="DIR", help="The folder that `grade -o` wrote.")],
    answer: Annotated[
        tuple[str, str] | None, typer.Option("--answer", metavar="ID TEXT", help="Answer one, and keep the answer.")
    ] = None,
    sandbox: Annotated[
        Isolation, typer.Option("--sandbox", help="`none` runs students' code unprotected.")
    ] = Isolation.auto,
    lang: Annotated[Language | None, typer.Option("--lang", help="Language of messages.")] = None,
    course: Annotated[
        Path | None, typer.Option("--course", help="The lessons' folder; ./solutions by default.")
    ] = None,
) -> None:
    """List regrade requests: the card of what was asked about, and whether grading again changes it.

    Exit code 0: done. 1: a request was refused, or something could not be read. 2: wrong usage. 3: our own fault.
    """
    from autograder.i18n import translator
    from autograder.ledger import regrade_requests as asked
    from autograder.reports.text import clean
    from autograder.store import results_in

    words = translator(lang.value if lang else None)
    if not results.is_dir():
        raise CourseError(f"{results} is no folder of results. Make one: autograder grade submitted/ -o {results}")
    graded = list(results_in(results))
    kept, refused = asked.take_in(folder, results, graded)
    for line in refused:
        print(f"autograder: {line}", file=sys.stderr)
    if answer is not None:
        done = asked.answer(results, *answer)
        print(words("{id} is answered: {text}", id=done.id, text=done.answer))
    else:
        home = course_folder(course)
        by = {(one.student, one.assignment): one for one in graded}
        waiting = [one for one in kept if one.open and (one.student, one.assignment) in by]
        again = _again(waiting, results, home, sandbox, words)
        facts = _facts({one.assignment for one in waiting}, home)
        for one in waiting:
            print(_shown(one, by[one.student, one.assignment], facts, again, words) + "\n")
        print(words("{n} open, {answered} answered", n=len(waiting), answered=sum(not one.open for one in kept)))
        for fault in again.faults if again else ():
            print(f"autograder: {clean(fault, 2000)}", file=sys.stderr)
        if again and again.faults:
            sys.exit(BROKEN)
    if refused:
        sys.exit(REFUSED)


def _again(waiting: list[Request], results: Path, course: Path, sandbox: Isolation, words: Words) -> Regraded | None:
    from autograder.ledger.regrade import Order, regrade

    if not waiting:
        return None
    only = {(one.student, one.assignment) for one in waiting}
    return regrade(Order(results, course, words, only=only, isolation=sandbox.value, dry_run=True))


def _facts(assignments: set[str], course: Path) -> dict[str, dict[str, CheckFacts]]:
    from autograder import corpus, lessons

    return {one.name: corpus.read(one.corpus).checks for one in lessons.lessons(course) if one.name in assignments}


def _shown(
    one: Request,
    result: Result,
    facts: dict[str, dict[str, CheckFacts]],
    again: Regraded | None,
    words: Words,
) -> str:
    from autograder.ledger import regrade_requests as asked
    from autograder.messages import text_card
    from autograder.reports.text import clean

    item = asked.item_of(one, result)
    lines = [f"{one.id}  {clean(one.student, 100)}  {clean(one.assignment, 100)}  {clean(one.function, 100)}"]
    lines += [f"  > {line}" for line in one.text.split("\n")]
    told = words("receipt code {code}: it belongs to the file that was graded", code=one.code)
    if one.asked_by and one.asked_by != one.student:
        told += "; " + words("asked as {name}", name=clean(one.asked_by, 100))
    lines.append(f"  {told}")
    if item is not None:
        card = text_card(item, facts.get(one.assignment, {}).get(one.function), words.language)
        lines += [f"  {line}".rstrip() for line in card.split("\n")]
    lines.append(f"  {_today(one, result, again, words)}")
    return "\n".join(lines)


def _today(one: Request, result: Result, again: Regraded | None, words: Words) -> str:
    """What grading the file again would change for the function that was asked about."""
    from autograder.ledger import regrade_requests as asked
    from autograder.reports.text import clean, score_text

    who = one.student, one.assignment
    for left in again.left if again else ():
        if (left.student, left.assignment) == who:
            return words("It could not be graded again: {why}", why=clean(left.why, 300))
    judged = (again.after or {}).get(who) if again else None
    now = asked.item_of(one, judged) if judged else None
    then = asked.item_of(one, result)
    if now is None or then is None:
        return words("It could not be graded again.")
    if abs(now.points - then.points) <= 1e-9:
        return words("Graded again today, nothing changes.")
    before, after = (
        f"{score_text(x.points, x.max_points)}/{score_text(x.max_points, x.max_points)}" for x in (then, now)
    )
    return words(
        "Graded again today it gets {after} points instead of {before}: autograder regrade", after=after, before=before
    )
