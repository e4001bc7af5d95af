"""Stage 4, in a job of GitHub Actions: its summary, at most ten annotations, its outputs, and the score for Classroom.

Promises that the summary stays below the megabyte from which on GitHub shows none of it, and that nothing a student
wrote is read as a command, as markup or as a line of its own.

GitHub Classroom reads two notices of a job: one titled "Autograding complete" for people, and one titled
"Autograding report" with the points as JSON. The layout is that of its own reporter,
https://github.com/classroom-resources/autograding-grading-reporter.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from autograder.ci.checks import Graded
from autograder.ci.runner import command, harmless
from autograder.ci.score import Score, score
from autograder.ci.words import about_checks
from autograder.errors import GraderError
from autograder.i18n import Words, translator
from autograder.messages import message, title
from autograder.records import Item, Result
from autograder.reports import as_markdown
from autograder.reports.text import clean, name
from autograder.reports.trained import function_of, waits, with_training

SUMMARY_BYTES = (1 << 20) - 4096  # GitHub's limit, with room for our last line and for what counts bytes otherwise
MAX_ANNOTATIONS = 10
MESSAGE_CAP = 1000
MAX_SOURCE_BYTES = 20 << 20


def write(graded: Graded, languages: Sequence[str], environment: Mapping[str, str]) -> list[str]:
    """Append the summary and the outputs to the files that the runner names.

    Returns:
        the lines to be printed for the runner: annotations and notices.
    """
    whole = score(graded.results)
    if file := environment.get("GITHUB_STEP_SUMMARY"):
        used = Path(file).stat().st_size if Path(file).is_file() else 0
        _append(Path(file), summary(graded, languages, limit=SUMMARY_BYTES - used))
    if file := environment.get("GITHUB_OUTPUT"):
        _append(Path(file), outputs(graded, whole))
    root = Path(environment.get("GITHUB_WORKSPACE") or ".").resolve()
    told = notices(whole)
    return [*annotate(graded, languages[0], root, most=MAX_ANNOTATIONS - len(told)), *told]


def summary(graded: Graded, languages: Sequence[str], *, limit: int = SUMMARY_BYTES) -> str:
    """What was graded in every language asked for, cut between submissions where it would be too long."""
    parts: list[str] = []
    for language in languages:
        words = translator(language)
        share = limit // len(languages)
        parts.append("\n\n".join(_within(list(_pieces(graded, words)), share, words)))
    return "\n\n---\n\n".join(parts) + "\n"


def _pieces(graded: Graded, words: Words) -> Iterator[str]:
    yield f"> {about_checks(graded.kind, words)}"
    for fault in graded.faults:
        yield as_markdown.escape(clean(fault))
    for result in graded.results:
        yield as_markdown.render([result], graded.course, words.language)


def _within(pieces: Sequence[str], limit: int, words: Words) -> list[str]:
    shown: list[str] = []
    left = limit - 1024
    for i, piece in enumerate(pieces):
        left -= len(piece.encode("utf-8", "replace")) + 8
        if left < 0:
            n = len(pieces) - i
            rest = words.plural(
                "{n} more is too long for this page; it is in the log.",
                "{n} more are too long for this page; they are in the log.",
                n,
            )
            return [*shown, rest]
        shown.append(piece)
    return shown


def outputs(graded: Graded, whole: Score) -> str:
    """Lines of GITHUB_OUTPUT: numbers and words of ours only."""
    values = {
        "score": whole.points_text,
        "max_score": whole.max_text,
        "full_marks": str(whole.full and not graded.faults).lower(),
        "checks": graded.kind,
    }
    return "".join(f"{key}={value}\n" for key, value in values.items())


def notices(whole: Score) -> list[str]:
    """The two that GitHub Classroom reads; none where there is no score, because it would count as zero."""
    if whole.points is None or not whole.max_points:
        return []
    report = json.dumps({"totalPoints": float(whole.points_text), "maxPoints": float(whole.max_text)})
    return [
        command("notice", f"Points {whole.points_text}/{whole.max_text}", title="Autograding complete"),
        command("notice", re.sub(r"\.0(?=[,}])", "", report), title="Autograding report"),
    ]


def annotate(graded: Graded, language: str, root: Path, *, most: int = MAX_ANNOTATIONS) -> list[str]:
    """One line for the runner for each function that is not right; the last says how many more there are."""
    words = translator(language)
    found = [
        _annotation(with_training(result), item, graded, file, root, words)
        for result, file in zip(graded.results, graded.files, strict=True)
        for item in with_training(result).items
        if item.status != "pass" and not waits(item)
    ]
    for result, file in zip(graded.results, graded.files, strict=True):
        if result.score is None and not result.items:
            said = harmless(clean(result.message, MESSAGE_CAP))
            found.append(command("warning", said, title=words("not graded"), file=_shown(file, root)))
    if len(found) <= most:
        return found
    n = len(found) - most + 1
    more = words.plural("{n} more is in the summary.", "{n} more are in the summary.", n)
    return [*found[: most - 1], command("notice", more, title="autograder")]


def fault(error: GraderError | Exception) -> str:
    """The annotation of an error of ours."""
    return command("error", harmless(clean(error, MESSAGE_CAP)), title="autograder")


def _annotation(result: Result, item: Item, graded: Graded, file: Path, root: Path, words: Words) -> str:
    facts = graded.course.check(result.assignment, function_of(item) or item.name)
    said = harmless(clean(message(item, facts, words.language), MESSAGE_CAP))
    level = {"not_started": "notice", "ungraded": "warning"}.get(item.status, "error")
    line = defined_at(file, function_of(item) or item.name)
    heading = harmless(name(title(item, words.language)))
    return command(level, said, file=_shown(file, root), line=line, title=heading)


def defined_at(file: Path, function: str) -> int:
    """The line of the file on which a function is defined, also inside a notebook's JSON; 1 where none is found."""
    try:
        if file.stat().st_size > MAX_SOURCE_BYTES:
            return 1
        lines = file.read_bytes().decode("utf-8", "replace").split("\n")
    except OSError:
        return 1
    wanted = re.compile(rf'^\s*(?:"source": *\[?)?"?(?:async +)?(?:def|class) +{re.escape(function)}\b')
    return next((number for number, line in enumerate(lines, 1) if wanted.match(line[:1000])), 1)


def _shown(file: Path, root: Path) -> str:
    """The path as GitHub knows it; nothing where the file is outside of the repository."""
    try:
        return file.resolve().relative_to(root).as_posix()
    except (ValueError, OSError):
        return ""


def _append(file: Path, text: str) -> None:
    with file.open("a", encoding="utf-8", errors="replace", newline="\n") as stream:
        stream.write(text)
