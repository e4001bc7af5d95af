"""Stage 4: a package for Gradescope. Promises a zip that holds everything but what pip installs, the same for the same
course and engine.

Gradescope unpacks it into /autograder/source and runs setup.sh once, as root. For every submission it runs
run_autograder, which it copies to /autograder, and reads /autograder/results/results.json.

Trap: its containers may forbid namespaces, and then there is no box. The package fails closed: nothing is graded, no
points are lost, and the log says why. Without a box a submission could read the hidden cases that lie beside it, so
that has to be asked for; with `public` there are none.
"""

from __future__ import annotations

import io
import re
import shlex
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import autograder
from autograder import corpus as corpora
from autograder import lessons
from autograder.errors import CourseError, GraderError
from autograder.sandbox.levels import Choice

DISTRIBUTION = "cnnkit"
NEEDED = ("numpy", "jinja2", "safetensors")
EPOCH = (1980, 1, 1, 0, 0, 0)
_ENGINE_FILES = (".py", ".j2", ".css", ".js", ".mo")

SETUP = """\
#!/usr/bin/env bash
# Gradescope runs this once, when its image is built.
set -euo pipefail
root="${GRADESCOPE_ROOT:-/autograder}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends bubblewrap python3 python3-venv
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo 'This package needs Python 3.11 or later: choose Ubuntu 24.04 as the base image.' >&2
    exit 1
}
python3 -m venv "$root/venv"
"$root/venv/bin/pip" install --quiet --requirement "$root/source/requirements.txt"
"""

RUN = """\
#!/usr/bin/env bash
# Gradescope runs this for every submission. What it reads is results/results.json.
root="${{GRADESCOPE_ROOT:-/autograder}}"
export GRADESCOPE_ROOT="$root" PYTHONPATH="$root/source/engine" PYTHONDONTWRITEBYTECODE=1 CNNKIT_LANG={language}
python="${{AUTOGRADER_PYTHON:-$root/venv/bin/python}}"
cd "$root/source" || exit 3
"$python" -P -m autograder ci "$root/submission" -a {assignment} {checks} \\
    --on gradescope --sandbox {sandbox} --exit-zero --jobs 1
code=$?
# 1: a submission that could not be read. Its reason is in results.json, and Gradescope shows it.
[ "$code" -le 1 ] || exit "$code"
"""


def package(
    course: Path,
    name: str,
    *,
    language: Literal["en", "ko"] = "en",
    sandbox: Choice = "auto",
    public: bool = False,
) -> bytes:
    """The zip to be uploaded.

    Args:
        name: the assignment; a beginning of its name will do.
        public: only the public examples travel, and no answer, no hidden case and no other assignment.

    Raises:
        CourseError: the assignment does not exist, or is not built.
        GraderError: what the package needs cannot be told from what is installed here.
    """
    lesson = lessons.lesson(course, name)
    release = course.parent / "assignments"
    files = dict(_engine())
    if public:
        files["examples.safetensors"] = _read(release / language / lesson.name / "examples.safetensors", lesson.name)
    else:
        files |= dict(_course(course, lesson))
        files |= _released(release, lesson.name)
    files["requirements.txt"] = requirements(keras=_builds_networks(lesson)).encode()
    files["setup.sh"] = SETUP.encode()
    files["run_autograder"] = _run(lesson.name, language, sandbox, public).encode()
    return _zipped(files)


def requirements(*, keras: bool = False) -> str:
    """What pip has to install, in the versions that are here, so that Gradescope grades as this machine does."""
    try:
        asked = [one for one in distribution(DISTRIBUTION).requires or [] if _wanted(one, keras)]
        names = dict.fromkeys([*NEEDED, *(re.match(r"[\w.-]+", one)[0] for one in asked)])  # type: ignore[index]
        return "".join(f"{name}=={version(name)}\n" for name in sorted(names, key=str.lower))
    except PackageNotFoundError as error:
        raise GraderError(f"{error.name} is not installed here. Type: pip install 'cnnkit[grader]'") from None


def _wanted(requirement: str, keras: bool) -> bool:
    extras = re.findall(r"extra == [\"'](\w+)[\"']", requirement)
    return any(extra == "grader" or (keras and extra == "keras") for extra in extras)


def _run(name: str, language: str, sandbox: str, public: bool) -> str:
    checks = "--public --examples examples.safetensors" if public else "--course solutions"
    return RUN.format(language=language, assignment=shlex.quote(name), sandbox=sandbox, checks=checks)


def _builds_networks(lesson: lessons.Lesson) -> bool:
    return any(facts.kind == "model" for facts in corpora.read(lesson.corpus).checks.values())


def _engine() -> Iterator[tuple[str, bytes]]:
    """The grader's own files, from wherever they are imported; and what lessons may import from beside it."""
    spec = find_spec(DISTRIBUTION)
    beside = [Path(folder) for folder in (spec.submodule_search_locations or ())] if spec else []
    for root in [Path(autograder.__file__).parent, *beside]:
        for path in sorted(root.rglob("*")):
            inside = path.relative_to(root)
            if path.is_file() and path.suffix in _ENGINE_FILES and "__pycache__" not in inside.parts:
                yield f"engine/{root.name}/{inside.as_posix()}", path.read_bytes()


def _course(course: Path, lesson: lessons.Lesson) -> Iterator[tuple[str, bytes]]:
    """One lesson with its rubric and hidden cases, and the modules that lessons share."""
    for path in sorted(course.glob("*.py")):
        yield f"solutions/{path.name}", path.read_bytes()
    for path in (lesson.lesson, lesson.checks, lesson.corpus):
        yield f"solutions/{lesson.name}/{path.name}", _read(path, lesson.name)


def _released(release: Path, name: str) -> dict[str, bytes]:
    found = [release / language / name / f"{name}.ipynb" for language in ("en", "ko")]
    files = {f"assignments/{path.parts[-3]}/{name}/{path.name}": path.read_bytes() for path in found if path.is_file()}
    if not files:
        raise CourseError(f"{found[0]} is missing. Run: autograder build {name}")
    return files


def _read(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CourseError(f"{path} cannot be read ({error.strerror}). Run: autograder build {name}") from None


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EPOCH)  # no date of today: two builds are equal
            entry.external_attr = (0o755 if name in ("setup.sh", "run_autograder") else 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return out.getvalue()
