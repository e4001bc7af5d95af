"""What a student types: `cnnkit start | check | progress | submit | request`.

Every ending has a sentence and an exit code.

Exit codes: 0 all right, 1 something is not right yet, 2 not understood, 3 our own fault, 130 stopped with Ctrl+C.
Commands are imported when they are called.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from typing import NoReturn

from autograder.errors import CourseError, GraderError
from autograder.i18n import LANGUAGES, Words, translator
from cnnkit.commands import pages
from cnnkit.commands.console import FINE, OURS, STOPPED, USAGE, WRONG, Stop, say

COMMANDS = ("start", "check", "progress", "submit", "request")


class _NotUnderstood(Exception):
    """argparse's own sentence stays inside: it is English only."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _NotUnderstood(message)


def run(argv: Sequence[str]) -> int:
    """Run one command line and return its exit code."""
    language = _asked_language(argv)
    if language in LANGUAGES:
        os.environ["CNNKIT_LANG"] = language  # for the process that runs the notebook, too
    words = translator(language if language in LANGUAGES else None)
    command = next((word for word in argv if word in COMMANDS), "")
    if not argv or "-h" in argv or "--help" in argv:
        say(pages.page(command, words))
        return FINE if argv else USAGE
    if "--version" in argv:
        from cnnkit.commands.versions import installed

        say(f"cnnkit {installed('cnnkit')}")
        return FINE
    try:
        return _command(_parser().parse_args(list(argv)), words)
    except _NotUnderstood:
        say(words("This was not understood: {typed}", typed=" ".join(["cnnkit", *argv])), error=True)
        say(pages.USAGE_LINES[command], error=True)
        say(words("More: {command}", command=" ".join(filter(None, ["cnnkit", command, "--help"]))), error=True)
        return USAGE
    except Stop as stop:
        say(str(stop), error=True)
        return stop.code
    except KeyboardInterrupt:
        say("\n" + words("Stopped."), error=True)
        return STOPPED
    except BrokenPipeError:  # `cnnkit check a03 | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return FINE
    except ModuleNotFoundError as missing:
        from cnnkit.commands.versions import Found, table

        name = (missing.name or "").partition(".")[0]
        say("\n".join(table([Found(name, "", name)], words)), error=True)
        return WRONG
    except (CourseError, GraderError) as error:
        say(f"cnnkit: {error}", error=True)
        return OURS
    except Exception as error:
        if os.environ.get("CNNKIT_DEBUG"):
            raise
        fault = f"{type(error).__name__}: {error}"
        say(words("A fault of cnnkit, not of your code: {fault}. CNNKIT_DEBUG=1 shows where.", fault=fault), error=True)
        return OURS


def _command(asked: argparse.Namespace, words: Words) -> int:
    if asked.command == "start":
        from cnnkit.commands.start import start

        return start(asked.assignment, asked.folder, words, course=asked.course, copy=asked.copy, open_it=asked.open_it)
    if asked.command == "check":
        from cnnkit.commands.check import check

        return check(asked.notebook, words, cell_s=asked.timeout)
    if asked.command == "progress":
        from cnnkit.commands.progress import progress

        return progress(asked.folder, words, course=asked.course)
    if asked.command == "request":
        from cnnkit.commands.request import request

        said = asked.notebook, asked.function, " ".join(asked.text)
        return request(*said, words, code=asked.code, student=asked.name, folder=asked.output)
    from cnnkit.commands.submit import submit

    return submit(asked.notebook, words, student=asked.name, folder=asked.output, cell_s=asked.timeout)


def _parser() -> _Parser:
    language = argparse.ArgumentParser(add_help=False)
    language.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS)
    parser = _Parser(prog="cnnkit", add_help=False, allow_abbrev=False, parents=[language])
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    plain = {"add_help": False, "allow_abbrev": False, "parents": [language]}
    start, check, progress, submit, request = (commands.add_parser(name, **plain) for name in COMMANDS)  # type: ignore[arg-type]
    start.add_argument("assignment")
    start.add_argument("folder", nargs="?")
    progress.add_argument("folder", nargs="?")
    for command in (start, progress):
        command.add_argument("--from", dest="course")
    start.add_argument("--copy", action="store_true")
    start.add_argument("--no-open", dest="open_it", action="store_false")
    for command in (check, submit):
        command.add_argument("notebook")
        command.add_argument("--timeout", type=_seconds, default=60.0)
    for name in ("notebook", "function"):
        request.add_argument(name)
    request.add_argument("text", nargs="+")
    request.add_argument("--code")
    for command in (submit, request):
        command.add_argument("--name")
        command.add_argument("-o", "--output")
    return parser


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds <= 86_400:  # NaN is refused as well
        raise ValueError
    return seconds


def _asked_language(argv: Sequence[str]) -> str | None:
    """What --lang says, before anything is parsed: the help and the complaints are in that language, too."""
    for word, following in zip(argv, [*argv[1:], ""], strict=False):
        if word == "--lang":
            return following
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return None
