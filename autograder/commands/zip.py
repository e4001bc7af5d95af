"""`autograder zip --gradescope A -o FILE`: a package for a host that grades on its own machines."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.options import Isolation, Language
from autograder.errors import CourseError


def zip_package(
    gradescope: Annotated[str, typer.Option("--gradescope", help="The assignment, such as a03.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The zip to write.")],
    public: Annotated[
        bool, typer.Option("--public", help="Pack the public examples only: nothing secret leaves this machine.")
    ] = False,
    sandbox: Annotated[
        Isolation, typer.Option("--sandbox", help="`none`: grade unprotected where containers forbid a sandbox.")
    ] = Isolation.auto,
    lang: Annotated[Language | None, typer.Option("--lang", help="What students read.")] = None,
    course: Annotated[
        Path | None, typer.Option("--course", help="The lessons' folder; ./solutions by default.")
    ] = None,
) -> None:
    """Write the package that Gradescope runs: setup.sh, run_autograder, the grader and one assignment."""
    from autograder.ci import checks
    from autograder.ci.gradescope import package
    from autograder.files import write_atomically
    from autograder.i18n import default_language

    folder = checks.course_at_hand(course, Path.cwd())
    if folder is None:
        raise CourseError("no folder `solutions` with lessons here or above. Name the course: --course DIR")
    korean = (lang or default_language()) == "ko"
    data = package(folder, gradescope, language="ko" if korean else "en", sandbox=sandbox.value, public=public)
    output.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(output, data)
    print(f"wrote {output}. Upload it at Gradescope: Configure Autograder, base image Ubuntu 24.04")
    if sandbox is Isolation.none and not public:
        print("Without a sandbox a submission can read the hidden cases that are in this package.")
