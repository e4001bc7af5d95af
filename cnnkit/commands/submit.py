"""`cnnkit submit`: check once more, then one zip with the notebook and a receipt. Unfinished work is packed too."""

from __future__ import annotations

import io
import json
import os
import re
import sys
import unicodedata
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.files import write_atomically
from autograder.i18n import Words
from autograder.reports.columns import pad, width
from autograder.reports.text import clean
from cnnkit.commands import files, notebooks, versions
from cnnkit.commands.check import all_right, announce_and_run, summary, uses_keras
from cnnkit.commands.console import FINE, Stop, say, shown, typed
from cnnkit.commands.notebooks import Notebook
from cnnkit.commands.receipt import receipt

RECEIPT = "receipt.json"
MAX_NAME = 60  # characters of a name in a file's name
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first date that a zip can hold: the same work gives the same bytes


def submit(asked: str, words: Words, *, student: str | None, folder: str | None, cell_s: float) -> int:
    """Run the command: 0 once the zip is written, whatever the checks said."""
    notebook = notebooks.read(asked, words)
    named = _student(student, asked, words)
    ran = announce_and_run(notebook, words, cell_s=cell_s)
    if not ran.fault:
        say()
        summary(notebook, ran, words)
    if ran.fault:
        say(words("It was not checked. It is packed all the same, and the grader will run it."))
    elif not all_right(ran):
        say(
            words("Not all of it is right yet. It is packed all the same, and you can submit again until the deadline.")
        )
    assignment = notebook.corpus.assignment
    file = assignment + notebook.path.suffix.lower()
    slip = receipt(
        notebook,
        ran,
        student=named,
        file=file,
        now=datetime.now().astimezone(),
        versions=versions.versions(keras=uses_keras(notebook)),
    )
    path = Path(folder or ".").expanduser() / f"{assignment}_{safe(named)}.zip"
    again = path.exists()
    data = packed(notebook, slip, safe(named), file)
    with files.writing(path.parent, instead=f"cnnkit submit {typed(asked)} -o FOLDER", words=words):
        write_atomically(path, data)
    say()
    say("\n".join(_printed(slip, path, words)))
    if again:
        say(words("The earlier file of this name was replaced."))
    say()
    say(words("Hand in this one file where your course collects work, and keep the receipt code."))
    return FINE


def packed(notebook: Notebook, slip: dict[str, Any], name: str, file: str) -> bytes:
    """The zip: `<student>/<assignment>/`, as nbgrader and the grader take it."""
    text = json.dumps(slip, ensure_ascii=False, indent=1) + "\n"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in ((file, notebook.data), (RECEIPT, text.encode("utf-8", "replace"))):
            info = zipfile.ZipInfo(f"{name}/{notebook.corpus.assignment}/{member}", LONG_AGO)
            info.create_system, info.external_attr = 3, 0o100644 << 16  # the same on every system
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


def safe(name: str) -> str:
    r"""A name as part of a file's name on every system; never empty, never a path.

    >>> safe("AC/DC 홍길동"), safe("../.."), safe(" a:b\\c. ")
    ('AC-DC 홍길동', 'unnamed', 'a-b-c')
    """
    letters = unicodedata.normalize("NFC", name)
    letters = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in letters)
    letters = re.sub(r'[/\\:*?"<>|]+', "-", letters)
    return " ".join(letters.split())[:MAX_NAME].strip(" .-_") or "unnamed"


def _student(given: str | None, asked: str, words: Words) -> str:
    """The name that was typed with the command, is set in CNNKIT_NAME, or is typed now."""
    named = (given or os.environ.get("CNNKIT_NAME") or "").strip()
    if not named and sys.stdin.isatty() and sys.stdout.isatty():
        say(words("Your name or student number:"))
        named = sys.stdin.readline().strip()
    if not named:
        raise Stop(words("Say whose work it is: {command}", command=f"cnnkit submit {typed(asked)} --name 20261234"))
    return clean(named, 100)


def _printed(slip: dict[str, Any], path: Path, words: Words) -> list[str]:
    checks = slip["public_checks"]
    rows = [
        (words("receipt code"), slip["code"]),
        (words("file"), shown(path)),
        (words("student"), slip["student"]),
        (words("time"), slip["time"]),
        ("sha256", slip["notebook"]["sha256"]),
        (words("versions"), ", ".join(f"{name} {version}" for name, version in slip["versions"].items())),
        (words("public checks"), f"{checks['points']:g} / {checks['max_points']:g}" if checks["functions"] else "-"),
    ]
    wide = max(width(label) for label, _ in rows)
    lines = [f"  {pad(label, wide, left=True)}  {text}" for label, text in rows]
    return [words("Packed. This is your receipt:"), *lines]
