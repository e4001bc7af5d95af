"""`autograder export DIR --to canvas|moodle|excel|json`: grades as a learning platform or a spreadsheet reads them."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.commands.options import Language
from autograder.errors import CourseError

if TYPE_CHECKING:
    from decimal import Decimal

    from autograder.exports.roster import Roster
    from autograder.records import Result

UNMATCHED = 1


class To(StrEnum):
    canvas = "canvas"
    moodle = "moodle"
    excel = "excel"
    json = "json"


def export(
    results: Annotated[Path, typer.Argument(help="The folder that `grade -o` wrote.")],
    to: Annotated[To, typer.Option("--to", help="Who reads it.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The file; DIR/grades-….csv by default, - is the terminal.")
    ] = None,
    roster: Annotated[
        Path | None, typer.Option("--roster", help="The gradebook that Canvas or Moodle exported, as CSV.")
    ] = None,
    assignment: Annotated[
        list[str] | None, typer.Option("-a", "--assignment", help="Only this one, such as a03; may be repeated.")
    ] = None,
    column: Annotated[
        list[str] | None, typer.Option("--column", help="Its column there: a03='Homework 3'; may be repeated.")
    ] = None,
    out_of: Annotated[
        str | None, typer.Option("--out-of", help="Write scores as if each assignment counted so many points.")
    ] = None,
    provisional: Annotated[
        bool, typer.Option("--provisional", help="Also scores of which some points are not decided yet.")
    ] = False,
    allow_missing: Annotated[
        bool, typer.Option("--allow-missing", help="Write the file although students are not in the roster.")
    ] = False,
    feedback: Annotated[bool, typer.Option("--feedback", help="Moodle: the points of each function, too.")] = False,
    lang: Annotated[Language | None, typer.Option("--lang", help="Language of headings and feedback.")] = None,
    course: Annotated[
        Path | None, typer.Option("--course", help="The lessons' folder, for titles; ./solutions if any.")
    ] = None,
) -> None:
    """Write grades for Canvas, Moodle, Excel or a program.

    Exit code 0: written. 1: a student is not in the roster, or a column does not fit; nothing is written.
    """
    from autograder import exports
    from autograder.exports.grades import from_results
    from autograder.exports.sheet import Options

    found = _results(results)
    options = Options(
        assignments=tuple(assignment or ()),
        columns=_columns(column or []),
        titles=_titles(found, course),
        out_of=_points(out_of),
        provisional=provisional,
        allow_missing=allow_missing,
        feedback=feedback,
        language=lang.value if lang else None,
    )
    grades = from_results(found, penalties(results, found, course))
    made = exports.export(grades, to.value, _roster(roster), options)
    for line in made.notes:
        print(line, file=sys.stderr)
    if made.faults:
        for line in made.faults:
            print(f"autograder: {line}", file=sys.stderr)
        print("autograder: nothing is written. " + _advice(roster, allow_missing), file=sys.stderr)
        sys.exit(UNMATCHED)
    _write(made.data, output, results / exports.TARGETS[to.value].filename)


def _results(folder: Path) -> list[Result]:
    from autograder.store import Store

    if not folder.is_dir():
        raise CourseError(f"{folder} is no folder of results. Make one: autograder grade submitted/ -o {folder}")
    found = list(Store(folder).results())
    if not found:
        raise CourseError(f"{folder} holds no result. Make some: autograder grade submitted/ -o {folder}")
    return found


def _roster(path: Path | None) -> Roster | None:
    from autograder.exports.roster import parse

    if path is None:
        return None
    try:
        return parse(path.read_bytes(), str(path))
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}") from None


def _columns(asked: list[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in asked]
    for assignment, sign, name in pairs:
        if not (assignment.strip() and sign and name.strip()):
            raise typer.BadParameter("say which assignment goes where, such as --column a03='Homework 3'")
    return {assignment.strip(): name.strip() for assignment, _, name in pairs}


def _points(text: str | None) -> Decimal | None:
    from decimal import Decimal, InvalidOperation

    try:
        points = None if text is None else Decimal(text)
    except InvalidOperation:
        points = Decimal(0)
    if points is not None and not (points.is_finite() and 0 < points <= 100_000):
        raise typer.BadParameter("--out-of takes a number of points, such as 100")
    return points


def _titles(found: list[Result], course: Path | None) -> dict[str, dict[str, str]]:
    """Titles of the assignments, where a course is at hand: a column may be called by them."""
    from autograder import lessons
    from autograder.ci.checks import course_at_hand

    folder = course_at_hand(course, Path.cwd())
    if folder is None:
        return {}
    wanted = {result.assignment for result in found}
    return {one.name: lessons.titles(one) for one in lessons.lessons(folder) if one.name in wanted}


def penalties(folder: Path, found: list[Result], course: Path | None) -> dict[tuple[str, str], float]:
    """What lateness costs each student, by the course's deadlines."""
    from autograder.ci.checks import course_at_hand
    from autograder.ledger import deadlines

    lates = deadlines.lates(folder, found, course_at_hand(course, Path.cwd()))
    for line in deadlines.told(lates):
        print(line, file=sys.stderr)
    return {who: late.penalty for who, late in lates.by.items()}


def _advice(roster: Path | None, allow_missing: bool) -> str:
    if roster is None or allow_missing:
        return "Mend what is said above"
    return f"Mend {roster} or the names of folders, or say --allow-missing"


def _write(data: bytes, output: Path | None, usual: Path) -> None:
    from autograder.files import write_atomically

    if output == Path("-"):
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    path = output or usual
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, data)
    print(f"wrote {path}")
