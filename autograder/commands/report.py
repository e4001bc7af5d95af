"""`autograder report DIR`: the class report, and a page for every student."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.commands.options import Isolation, Language
from autograder.errors import CourseError

if TYPE_CHECKING:
    from autograder.records import Result
    from autograder.reports.class_health import Doctored
    from autograder.similarity.similar import Similar


def report(
    results: Annotated[Path, typer.Argument(help="The folder that `grade -o` wrote.")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The page; DIR/report.html by default.")] = None,
    students: Annotated[
        Path | None, typer.Option("--students", help="Also write a page for each student into this folder.")
    ] = None,
    similar: Annotated[
        bool, typer.Option("--similar", help="Show which submissions' code looks alike, for a person to read.")
    ] = False,
    submitted: Annotated[
        list[Path] | None,
        typer.Option("--submitted", help="With --similar: where the submissions lie now, if they were moved."),
    ] = None,
    doctor: Annotated[bool, typer.Option("--doctor", help="Run the reference answers and show their health.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="How many to open at once.")] = os.cpu_count() or 1,
    sandbox: Annotated[
        Isolation, typer.Option("--sandbox", help="`none` opens submissions unprotected.")
    ] = Isolation.auto,
    lang: Annotated[Language | None, typer.Option("--lang", help="What the page opens in.")] = None,
    course: Annotated[
        Path | None, typer.Option("--course", help="The lessons' folder; ./solutions by default.")
    ] = None,
) -> None:
    """Write the class report, one self-contained HTML page."""
    from autograder import exports
    from autograder.commands.course import course_folder, course_text, shown
    from autograder.files import write_atomically
    from autograder.i18n import translator
    from autograder.ledger import deadlines, regrade_requests
    from autograder.reports import class_report, student_page
    from autograder.reports.class_changes import read_changes
    from autograder.reports.class_extras import Extras
    from autograder.reports.text import name
    from autograder.store import Store

    if not results.is_dir():
        raise CourseError(f"{results} is no folder of results. Make one: autograder grade submitted/ -o {results}")
    found = list(Store(results).results())
    if not found:
        raise CourseError(f"{results} holds no result. Make some: autograder grade submitted/ -o {results}")
    folder, language = course_folder(course), translator(lang).language
    told = course_text(found, folder)
    page = output or results / "report.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    pages = student_page.addresses(found, students, page) if students is not None else {}
    lates = deadlines.lates(results, found, folder)
    for line in deadlines.told(lates):
        print(line, file=sys.stderr)
    penalties = {who: late.penalty for who, late in lates.by.items()}
    requests = regrade_requests.requests(results)
    asked = {(one.student, one.assignment) for one in requests if one.open}
    extras = Extras(
        downloads=tuple(exports.downloads(found, language=language, penalties=penalties)),
        flags={"requested": asked, "late": {who for who, late in lates.by.items() if late.seconds_late > 0}},
        lates={(name(student), name(assignment)): late for (student, assignment), late in lates.by.items()},
        changes=read_changes(results),
        similar=_similar(found, submitted or [], results, folder, jobs, sandbox) if similar or submitted else None,
        doctored=_doctored(found, folder, sandbox) if doctor else {},
        pages=pages,
        command=_command(results, similar=bool(similar or submitted), students=students, doctor=doctor),
    )
    if students is not None:
        for result, path in student_page.files(found, students):
            who = result.student, result.assignment
            mine = tuple(one for one in requests if (one.student, one.assignment) == who)
            known = student_page.Known(lates.by.get(who), mine)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, student_page.render(result, told, language, known).encode("utf-8", "replace"))
        print(f"wrote {len(found)} pages into {shown(students)}")
    text = class_report.render(found, told, language, extras=extras)
    write_atomically(page, text.encode("utf-8", "replace"))
    print(f"wrote {shown(page)}")


def _similar(
    found: list[Result], moved: list[Path], kept: Path, course: Path, jobs: int, sandbox: Isolation
) -> Similar | None:
    """Which submissions' code looks alike; None, and a line that says so, where it cannot be compared."""
    from dataclasses import replace
    from importlib.util import find_spec

    from autograder.commands.course import find_submissions
    from autograder.ledger import submitted
    from autograder.progress import progress
    from autograder.similarity import similar, sources

    if find_spec("copydetect") is None:
        print("not compared: looking for similar code needs copydetect. Run: pip install 'cnnkit[similarity]'")
        return None
    names = sorted({result.assignment for result in found if result.items})
    tasks = sources.tasks_of(names, course, course.parent / "assignments")
    submissions = find_submissions(moved, None, course) if moved else [one.submission for one in submitted.every(kept)]
    if not submissions:
        raise CourseError(f"{kept} does not say where the submissions lie. Name their folder: --submitted DIR")
    with progress(len(submissions), shown=True) as advance:
        written, n_unread = sources.sources(
            submissions, tasks, kept, n_workers=jobs, isolation=sandbox.value, advance=advance
        )
    return replace(similar.look_alike(written, sources.starters(tasks)), n_unread=n_unread)


def _doctored(found: list[Result], course: Path, sandbox: Isolation) -> dict[str, Doctored]:
    from autograder import lessons
    from autograder.course import doctor
    from autograder.reports.class_health import Doctored

    names = {result.assignment for result in found}
    chosen = [lesson for lesson in lessons.lessons(course) if lesson.name in names]
    examined = doctor.examine(chosen, course.parent / "assignments", isolation=sandbox.value, report=lambda line: None)
    return {one.lesson: Doctored(one.times, one.findings) for one in examined}


def _command(results: Path, *, similar: bool, students: Path | None, doctor: bool) -> str:
    """What to type again, without the folders that these lie in: a page is handed on."""
    words = ["autograder", "report", results.resolve().name]
    words += ["--students", students.resolve().name] if students is not None else []
    return shlex.join([*words, *(["--similar"] if similar else []), *(["--doctor"] if doctor else [])])
