"""`cnnkit request`: ask for a second look at one function, in one small file that quotes the receipt."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import datetime
from pathlib import Path

from autograder.files import write_atomically
from autograder.i18n import Words
from autograder.ledger.receipts import read_code, receipt_code
from autograder.reports.text import clean
from cnnkit.commands import files, notebooks
from cnnkit.commands.console import FINE, USAGE, Stop, say, shown, typed
from cnnkit.commands.submit import safe

VERSION = 1
MAX_TEXT = 1_000  # characters, as the grader keeps


def request(
    asked: str, function: str, text: str, words: Words, *, code: str | None, student: str | None, folder: str | None
) -> int:
    """Run the command: 0 once the file is written.

    Args:
        asked: the notebook, whose code is computed where none is given.
        code: as the receipt has it; needed where the notebook was changed since it was handed in.
    """
    notebook = notebooks.read(asked, words)
    assignment = notebook.corpus.assignment
    if function not in notebook.corpus.checks:
        raise Stop(
            words(
                "{assignment} has no function {name}. It has: {names}",
                assignment=assignment,
                name=clean(function, 60),
                names=", ".join(notebook.corpus.checks),
            ),
            USAGE,
        )
    said = clean(text.strip(), MAX_TEXT, lines=True)
    if not said:
        raise Stop(words("Say in a sentence what should be looked at again."), USAGE)
    known = read_code(code) if code is not None else receipt_code(assignment, hashlib.sha256(notebook.data).hexdigest())
    if known is None:
        raise Stop(
            words("{code} is no receipt code; one looks like {example}", code=clean(code, 40), example="DXFV-67Q0"),
            USAGE,
        )
    slip = {
        "request": VERSION,
        "code": known,
        "assignment": assignment,
        "function": function,
        "student": clean((student or os.environ.get("CNNKIT_NAME") or "").strip(), 100),
        "time": datetime.now().astimezone().isoformat(timespec="seconds"),
        "text": said,
    }
    path = Path(folder or ".").expanduser() / f"request_{safe(assignment)}_{safe(function)}.json"
    data = (json.dumps(slip, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
    elsewhere = f"cnnkit request {typed(asked)} {typed(function)} ... -o FOLDER"
    with files.writing(path.parent, instead=elsewhere, words=words):
        write_atomically(path, data)
    say(words("Wrote {file}. Hand it in where your course collects requests.", file=shown(path)))
    if code is None:
        say(
            words(
                "It quotes the code {code}. If your receipt says another one, the notebook changed since: add --code.",
                code=known,
            )
        )
    return FINE
