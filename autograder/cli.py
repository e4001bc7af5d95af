"""The command line: `autograder new | build | doctor | measure` for authors; `grade | report | export | regrade |
requests | ci | zip` for whoever grades.

Exit codes of grade: 0 graded, whatever the score; 1 the course or a submission could not be read; 2 usage;
3 the grader or its environment failed. Everything heavy is imported by the command that needs it.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from autograder.commands.ci import ci
from autograder.commands.export import export
from autograder.commands.late import tell as tell_late
from autograder.commands.new import new
from autograder.commands.options import Isolation, Language
from autograder.commands.regrade import regrade
from autograder.commands.report import report
from autograder.commands.requests import requests
from autograder.commands.zip import zip_package
from autograder.errors import CourseError, GraderError

if TYPE_CHECKING:
    from autograder.fleet import Job
    from autograder.intake.find import Submission
    from autograder.lessons import Lesson
    from autograder.records import Result
    from autograder.reports.course_text import CourseText

UNREADABLE, BROKEN, STOPPED = 1, 3, 130  # 2, wrong usage, is typer's own

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Build a course from its lessons, grade notebooks in a sandbox, and report.",
)


class Format(StrEnum):
    json = "json"
    junit = "junit"
    markdown = "markdown"
    html = "html"
    gradescope = "gradescope"
    csv = "csv"


class Profile(StrEnum):
    auto = "auto"
    quick = "quick"
    full = "full"


CourseOption = Annotated[
    Path | None,
    typer.Option("--course", help="The instructor's folder of lessons. Found upwards from here as `solutions`."),
]
ProfileOption = Annotated[
    Profile, typer.Option("--profile", help="How long to train; `auto` is full where there is an accelerator.")
]
LangOption = Annotated[Language | None, typer.Option("--lang", help="Language of messages. The system's by default.")]


def main() -> None:
    """Run the command line; every error of a known kind is one clear line and an exit code."""
    # a tenth of what grading one notebook costs was NumPy starting threads for matrix products that are never large
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a name that this console cannot show must not end the run
    try:
        app()
    except CourseError as error:
        _fail(error, UNREADABLE)
    except GraderError as error:
        _fail(error, BROKEN)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        _fail(f"{error.filename or 'the output'} cannot be used: {error.strerror}", BROKEN)
    except Exception as error:
        if os.environ.get("AUTOGRADER_DEBUG"):
            raise
        _fail(f"a fault of the grader: {type(error).__name__}: {error}. AUTOGRADER_DEBUG=1 shows where", BROKEN)


def _fail(why: object, code: int) -> NoReturn:
    print(f"autograder: {why}", file=sys.stderr)
    sys.exit(code)


@app.command()
def build(
    assignments: Annotated[
        list[str] | None, typer.Argument(help="Assignments such as a03; all of them by default.")
    ] = None,
    lang: Annotated[Language | None, typer.Option("--lang", help="Build one language only.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if anything is out of date.")] = False,
    course: CourseOption = None,
) -> None:
    """Turn lessons into students' notebooks, public examples and the hidden corpus."""
    from autograder.course.build import LANGUAGES, build_all

    folder = _course(course)
    chosen = _chosen(folder, assignments)
    stale = 0
    for built in build_all(chosen, _release(folder), languages=[lang.value] if lang else LANGUAGES, check=check):
        stale += len(built.written)
        verb = "out of date" if check else "wrote"
        for path in built.written:
            print(f"{verb} {_shown(path)}")
        if built.redrawn and not check:
            print(f"drew new hidden cases for {built.lesson}: its rubric changed")
    if not stale:
        print(f"{len(chosen)} assignments are current")
    elif check:
        _fail("assignments/ is out of date. Run: autograder build", UNREADABLE)


@app.command()
def doctor(
    assignments: Annotated[
        list[str] | None, typer.Argument(help="Assignments such as a03; all of them by default.")
    ] = None,
    course: CourseOption = None,
    table: Annotated[Path | None, typer.Option("--table", help="Also write the table of mistakes here.")] = None,
    mutants: Annotated[Path | None, typer.Option("--mutants", help="Also mutate the answers; report here.")] = None,
    sandbox: Annotated[Isolation, typer.Option("--sandbox", help="Where solutions are run.")] = Isolation.auto,
) -> None:
    """Lint the course and the sandbox: full marks for solutions, none for stubs, every mistake told apart."""
    from autograder.course import doctor as lint

    folder = _course(course)
    chosen = _chosen(folder, assignments)
    examined = lint.examine(chosen, _release(folder), isolation=sandbox.value, report=print)
    if table is not None:
        table.write_text(lint.mistake_table(examined), "utf-8")
        print(f"wrote {_shown(table)}")
    if mutants is not None:
        mutants.write_text(_mutant_report(chosen, mutants.with_name("equivalent_mutants.toml")), "utf-8")
        print(f"wrote {_shown(mutants)}")
    if any(one.findings for one in examined):
        sys.exit(UNREADABLE)


def _mutant_report(chosen: list[Lesson], equivalent: Path) -> str:
    import tomllib

    from autograder import corpus
    from autograder.course import mutants

    reasons = tomllib.loads(equivalent.read_text("utf-8")) if equivalent.is_file() else {}
    found = {one.name: mutants.mutants(one, corpus.read(one.corpus).checks) for one in chosen}
    return mutants.report(found, reasons)


@app.command()
def grade(
    paths: Annotated[list[Path], typer.Argument(help="Notebooks, percent scripts, folders of submissions, zips.")],
    assignment: Annotated[str | None, typer.Option("-a", "--assignment", help="Which assignment it is.")] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Keep results here; a second run resumes.")
    ] = None,
    format: Annotated[Format | None, typer.Option("--format", help="What to print, or to write into -o.")] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="How many at once; all cores by default.")] = os.cpu_count()
    or 1,
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
    from autograder.pipeline import Settings
    from autograder.reports.text import clean

    folder = _course(course)
    settings = Settings(isolation=sandbox.value, language=_language(lang))
    submissions = _find(paths, assignment, folder)
    training = output is not None if train is None else train
    quiet = output is None and format is not None
    with _results_folder(output, needed=training) as kept:
        tasks = [fleet.Job(one, folder, _release(folder), settings, kept) for one in submissions]
        if sandbox is Isolation.auto and len(tasks) > 1 and not all(map(fleet.needs_no_box, tasks)):
            from autograder.sandbox.probe import require_sandbox

            require_sandbox()  # one line now rather than one for each student
        try:
            results, faults = _run(tasks, jobs, quiet=quiet)
            try:
                results = _train(results, kept, folder, settings.language, training, profile, quiet=quiet)
            except GraderError as error:  # what is graded is told all the same
                faults.append(error)
        except KeyboardInterrupt:  # here, because typer ends without a word
            _fail("stopped. What is graded is stored where -o says; the same command goes on from there", STOPPED)
    if results:
        _deliver(results, output, format, folder, settings.language)
    dated = output is None or tell_late(output, folder, settings.language, listed=format is None)
    for fault in dict.fromkeys(map(str, faults)):
        print(f"autograder: {clean(fault, 2000)}", file=sys.stderr)  # a student's path may be in it
    if faults:
        sys.exit(BROKEN)
    if not dated or any(result.status == "ungraded" for result in results):
        sys.exit(UNREADABLE)


@contextmanager
def _results_folder(output: Path | None, *, needed: bool) -> Iterator[Path | None]:
    """Where results lie while we work: where -o says, else a folder that is gone afterwards if one is needed at all."""
    if output is not None or not needed:
        yield output
        return
    with tempfile.TemporaryDirectory(prefix="autograder-") as folder:
        yield Path(folder)


@app.command()
def measure(
    assignments: Annotated[
        list[str] | None, typer.Argument(help="Assignments such as a10; all that train networks by default.")
    ] = None,
    profile: ProfileOption = Profile.auto,
    seeds: Annotated[int, typer.Option("--seeds", min=5, help="How often each network is trained.")] = 5,
    function: Annotated[str | None, typer.Option("--function", help="Only this function.")] = None,
    course: CourseOption = None,
) -> None:
    """Train the course's own networks, and write down what a student's has to reach."""
    from autograder import lessons
    from autograder.course import trained
    from autograder.rubric import Check
    from autograder.training import choose_profile

    chosen = choose_profile(profile.value)
    found = 0
    try:
        for lesson in _chosen(_course(course), assignments):
            for name, one in lessons.load(lesson).items():
                check = one.check
                if check.trained is None or function not in (None, name):
                    continue
                found += 1
                profile_of_it = "quick" if isinstance(check, Check) else chosen  # NumPy uses no accelerator
                trained.measure(lesson, one, profile_of_it, seeds=seeds, report=print)
                print(f"wrote {_shown(trained.runs_file(lesson))}. Now run: autograder build {lesson.name}")
    except KeyboardInterrupt:
        _fail("stopped. What was trained is kept; the same command goes on from there", STOPPED)
    if not found:
        raise CourseError("nothing to measure: no check of these assignments has trained=Trained(...)")


app.command()(report)
app.command()(new)
app.command()(ci)
app.command()(export)
app.command()(regrade)
app.command()(requests)
app.command("zip")(zip_package)


def _course(given: Path | None) -> Path:
    """The course folder: the one named, or `solutions` here or in a folder above."""
    if given is not None:
        if not given.is_dir():
            raise CourseError(f"{given} is no folder. --course names the folder that holds the lessons")
        return given.resolve()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "solutions").is_dir():
            return folder / "solutions"
    raise CourseError(f"no folder `solutions` in {here} or above. Name the course: --course DIR")


def _chosen(course: Path, names: list[str] | None) -> list[Lesson]:
    from autograder import lessons

    return [lessons.lesson(course, name) for name in names or []] or lessons.lessons(course)


def _language(given: Language | None) -> Literal["en", "ko"]:
    from autograder.i18n import default_language

    return "ko" if (given or default_language()) == "ko" else "en"


def _release(course: Path) -> Path:
    return course.parent / "assignments"


def _find(paths: list[Path], assignment: str | None, course: Path) -> list[Submission]:
    from autograder import lessons
    from autograder.intake.find import find

    known = [one.name for one in lessons.lessons(course)]
    name = lessons.lesson(course, assignment).name if assignment else None
    found = find(paths, name, known=known)
    if not found:
        raise CourseError(f"nothing to grade in {', '.join(map(str, paths))}: no notebook, script or zip is there")
    return found


def _run(tasks: list[Job], jobs: int, *, quiet: bool) -> tuple[list[Result], list[GraderError]]:
    from autograder import fleet
    from autograder.progress import progress

    results: list[Result] = []
    faults: list[GraderError] = []
    with progress(len(tasks), shown=not quiet and len(tasks) > 1) as advance:
        for job, outcome in fleet.grade_all(tasks, n_workers=jobs):
            if isinstance(outcome, GraderError):
                faults.append(outcome)
            else:
                results.append(outcome)
            advance(job.submission.student)
    return sorted(results, key=lambda result: (result.student, result.assignment)), faults


def _train(
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
        _course_text(results, course).facts,
        Store(kept),
        train=train,
        profile=profile.value,
        language=language,
        shown=not quiet,
    )
    if summary.networks and not quiet:
        print(training.told(summary, language), file=sys.stderr)
    return results


def _deliver(results: list[Result], output: Path | None, format: Format | None, course: Path, language: str) -> None:
    from autograder.files import write_atomically
    from autograder.reports import FORMATS

    told = _course_text(results, course)
    if format is None:
        from autograder.reports import as_text

        print(as_text.render(results, told, language))
        if output is not None:
            print(f"results in {_shown(output)}; the class report: autograder report {_shown(output)}")
        return
    text = FORMATS[format.value].render(results, told, language)
    data = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    if output is not None:
        path = output / f"report{FORMATS[format.value].suffix}"
        write_atomically(path, data)
        print(f"wrote {_shown(path)}")
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()


def _course_text(results: list[Result], course: Path) -> CourseText:
    """Titles and facts of the assignments that some results are of."""
    from autograder import corpus, lessons
    from autograder.reports.course_text import CourseText

    wanted = {result.assignment for result in results}
    found = [one for one in lessons.lessons(course) if one.name in wanted]
    return CourseText(
        titles={one.name: lessons.titles(one) for one in found},
        facts={one.name: corpus.read(one.corpus).checks for one in found},
    )


def _shown(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
