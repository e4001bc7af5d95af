"""`autograder grade`: submissions in, results out. Stopped by whatever it may be, it says how far it came."""

from __future__ import annotations

import os
import re
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from autograder.commands.course import (
    CourseOption,
    LangOption,
    course_folder,
    course_text,
    find_submissions,
    language_of,
    release_of,
    shown,
)
from autograder.commands.late import tell as tell_late
from autograder.commands.options import Isolation, Profile, ProfileOption
from autograder.errors import GraderError

if TYPE_CHECKING:
    from autograder.fleet import Fleet
    from autograder.i18n import Words
    from autograder.jobs import Job
    from autograder.records import Result

UNREADABLE, BROKEN, STOPPED = 1, 3, 130


class Format(StrEnum):
    json = "json"
    junit = "junit"
    markdown = "markdown"
    html = "html"
    gradescope = "gradescope"
    csv = "csv"


def grade(
    paths: Annotated[list[Path], typer.Argument(help="Notebooks, percent scripts, folders of submissions, zips.")],
    assignment: Annotated[str | None, typer.Option("-a", "--assignment", help="Which assignment it is.")] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Keep results here; a second run resumes.")
    ] = None,
    format: Annotated[Format | None, typer.Option("--format", help="What to print, or to write into -o.")] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="How many at once; all cores by default.")] = os.cpu_count()
    or 1,
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster",
            metavar="ADDRESS",
            help="Grade on the machines behind this Dask scheduler, such as tcp://host:8786, and not here.",
        ),
    ] = None,
    sandbox: Annotated[
        Isolation, typer.Option("--sandbox", help="`none` runs students' code unprotected.")
    ] = Isolation.auto,
    train: Annotated[
        bool | None,
        typer.Option("--train/--no-train", help="Train the networks too, each once; with -o that is the default."),
    ] = None,
    profile: ProfileOption = Profile.auto,
    lang: LangOption = None,
    course: CourseOption = None,
) -> None:
    """Grade submissions."""
    from autograder import fleet
    from autograder.i18n import translator
    from autograder.jobs import Job
    from autograder.pipeline import Settings
    from autograder.reports.text import clean
    from autograder.sandbox import levels

    _require_address(cluster, sandbox)
    folder = course_folder(course)
    settings = Settings(isolation=sandbox.value, language=language_of(lang))
    submissions = find_submissions(paths, assignment, folder)
    training = output is not None if train is None else train
    quiet = output is None and format is not None
    results: list[Result] = []
    faults: list[GraderError] = []

    def so_far() -> str:
        done = len(results) + len(faults)
        return _so_far(done, len(submissions), translator(settings.language), kept=output is not None)

    with _ended_as_by_the_keyboard(), _results_folder(output, needed=training) as kept:
        tasks = [Job(one, folder, release_of(folder), settings, kept) for one in submissions]
        with fleet.open_fleet(n_workers=jobs, cluster=cluster, told=_tell) as at_work:
            try:
                _run(at_work, tasks, results, faults, quiet=quiet, language=settings.language)
                try:
                    results = _train(at_work, results, kept, folder, settings.language, training, profile, quiet=quiet)
                except GraderError as error:  # what is graded is told all the same
                    faults.append(error)
            except GraderError as error:
                _fail(f"{clean(str(error), 2000)}. {so_far()}" if results else error, BROKEN)
            except KeyboardInterrupt:  # here, because typer ends without a word
                _fail(so_far(), STOPPED)
    results.sort(key=lambda result: (result.student, result.assignment))
    if results:
        _deliver(results, output, format, folder, settings.language)
    dated = output is None or tell_late(output, folder, settings.language, listed=format is None)
    for said in (*levels.notices(results), *dict.fromkeys(map(str, faults))):
        _tell(said)
    if faults:
        sys.exit(BROKEN)
    if not dated or any(result.status == "ungraded" for result in results):
        sys.exit(UNREADABLE)


def _require_address(cluster: str | None, sandbox: Isolation) -> None:
    if cluster is None:
        return
    if not re.fullmatch(r"(tcp|tls)://[^/\s]+:\d+", cluster):
        raise typer.BadParameter("a scheduler's address looks like tcp://host:8786", param_hint="'--cluster'")
    if sandbox is Isolation.none:
        raise typer.BadParameter(
            "a student's code without a sandbox could reach the scheduler, and through it every machine",
            param_hint="'--sandbox' none with '--cluster'",
        )


def _tell(line: object) -> None:
    from autograder.reports.text import clean

    print(f"autograder: {clean(str(line), 2000)}", file=sys.stderr)  # a student's path may be in it


def _fail(why: object, code: int) -> NoReturn:
    print(f"autograder: {why}", file=sys.stderr)
    sys.exit(code)


def _so_far(done: int, total: int, words: Words, *, kept: bool) -> str:
    if kept:
        return words(
            "{done} of {total} graded; the same command goes on from here", done=f"{done:,}", total=f"{total:,}"
        )
    return words(
        "{done} of {total} graded, and none of it is kept. With -o DIR the same command goes on where it was stopped",
        done=f"{done:,}",
        total=f"{total:,}",
    )


@contextmanager
def _ended_as_by_the_keyboard() -> Iterator[None]:
    """SIGTERM, which a machine that shuts down or a scheduler of jobs sends, stops a run as Ctrl+C does."""

    def stop(number: int, frame: object) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _results_folder(output: Path | None, *, needed: bool) -> Iterator[Path | None]:
    """Where results lie while we work: where -o says, else a folder that is gone afterwards if one is needed at all."""
    if output is not None or not needed:
        yield output
        return
    with tempfile.TemporaryDirectory(prefix="autograder-") as folder:
        yield Path(folder)


def _run(
    at_work: Fleet, tasks: list[Job], results: list[Result], faults: list[GraderError], *, quiet: bool, language: str
) -> None:
    """Grade, and put what comes of it into the two lists at once: whoever stops us wants to know."""
    from autograder.progress import progress

    with progress(len(tasks), shown=not quiet and len(tasks) > 1, language=language) as advance:
        for job, outcome in at_work.grade(tasks):
            if isinstance(outcome, GraderError):
                faults.append(outcome)
            else:
                results.append(outcome)
            advance(job.submission.student)


def _train(
    at_work: Fleet,
    results: list[Result],
    kept: Path | None,
    course: Path,
    language: str,
    train: bool,
    profile: Profile,
    *,
    quiet: bool,
) -> list[Result]:
    """The results with the points for networks that learn; they are as they were where no network waits."""
    if kept is None or not any(result.training for result in results):
        return results
    from autograder import training
    from autograder.store import Store

    results, summary = training.train_all(
        results,
        course_text(results, course).facts,
        Store(kept),
        train=train,
        profile=profile.value,
        language=language,
        crew=at_work.crew,
        shown=not quiet,
    )
    if summary.networks and not quiet:
        print(training.told(summary, language), file=sys.stderr)
    return results


def _deliver(results: list[Result], output: Path | None, format: Format | None, course: Path, language: str) -> None:
    from autograder.files import write_atomically
    from autograder.reports import FORMATS

    told = course_text(results, course)
    if format is None:
        from autograder.reports import as_text

        print(as_text.render(results, told, language))
        if output is not None:
            print(f"results in {shown(output)}; the class report: autograder report {shown(output)}")
        return
    text = FORMATS[format.value].render(results, told, language)
    data = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    if output is not None:
        path = output / f"report{FORMATS[format.value].suffix}"
        write_atomically(path, data)
        print(f"wrote {shown(path)}")
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
