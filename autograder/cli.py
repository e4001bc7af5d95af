"""The command line: `autograder new | build | doctor | measure` for authors; `grade | report | export | regrade |
requests | ci | zip` for whoever grades.

Exit codes of grade: 0 graded, whatever the score; 1 the course or a submission could not be read; 2 usage;
3 the grader or its environment failed. Everything heavy is imported by the command that needs it.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from autograder.commands.ci import ci
from autograder.commands.course import CourseOption, chosen_lessons, course_folder, release_of, shown
from autograder.commands.export import export
from autograder.commands.grade import grade
from autograder.commands.new import new
from autograder.commands.options import Isolation, Language, Profile, ProfileOption
from autograder.commands.regrade import regrade
from autograder.commands.report import report
from autograder.commands.requests import requests
from autograder.commands.zip import zip_package
from autograder.errors import CourseError, GraderError

if TYPE_CHECKING:
    from autograder.lessons import Lesson

UNREADABLE, BROKEN, STOPPED = 1, 3, 130  # 2, wrong usage, is typer's own

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Build a course from its lessons, grade notebooks in a sandbox, and report.",
)


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

    folder = course_folder(course)
    chosen = chosen_lessons(folder, assignments)
    stale = 0
    for built in build_all(chosen, release_of(folder), languages=[lang.value] if lang else LANGUAGES, check=check):
        stale += len(built.written)
        verb = "out of date" if check else "wrote"
        for path in built.written:
            print(f"{verb} {shown(path)}")
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

    folder = course_folder(course)
    chosen = chosen_lessons(folder, assignments)
    examined = lint.examine(chosen, release_of(folder), isolation=sandbox.value, report=print, walls=not assignments)
    if table is not None:
        table.write_text(lint.mistake_table(examined), "utf-8")
        print(f"wrote {shown(table)}")
    if mutants is not None:
        _write_mutants(chosen, mutants, others_stay=bool(assignments))
        print(f"wrote {shown(mutants)}")
    if any(one.findings for one in examined):
        sys.exit(UNREADABLE)


def _write_mutants(chosen: list[Lesson], path: Path, *, others_stay: bool) -> None:
    import tomllib

    from autograder import corpus
    from autograder.course.mutant_report import report
    from autograder.course.mutants import mutants

    equivalent = path.with_name("equivalent_mutants.toml")
    reasons = tomllib.loads(equivalent.read_text("utf-8")) if equivalent.is_file() else {}
    found = {one.name: mutants(one, corpus.read(one.corpus).checks) for one in chosen}
    before = path.read_text("utf-8") if others_stay and path.is_file() else ""
    path.write_text(report(found, reasons, before=before), "utf-8")


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
        for lesson in chosen_lessons(course_folder(course), assignments):
            for name, one in lessons.load(lesson).items():
                check = one.check
                if check.trained is None or function not in (None, name):
                    continue
                found += 1
                profile_of_it = "quick" if isinstance(check, Check) else chosen  # NumPy uses no accelerator
                trained.measure(lesson, one, profile_of_it, seeds=seeds, report=print)
                print(f"wrote {shown(trained.runs_file(lesson))}. Now run: autograder build {lesson.name}")
    except KeyboardInterrupt:
        _fail("stopped. What was trained is kept; the same command goes on from there", STOPPED)
    if not found:
        raise CourseError("nothing to measure: no check of these assignments has trained=Trained(...)")


app.command()(grade)
app.command()(report)
app.command()(new)
app.command()(ci)
app.command()(export)
app.command()(regrade)
app.command()(requests)
app.command("zip")(zip_package)
