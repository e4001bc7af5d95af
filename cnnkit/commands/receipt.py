"""What a student keeps of a submission: when, what, and what the public checks said. Promises the code for the bytes.

The code says which notebook was handed in: whoever has the notebook can compute it again, so that a request for a
regrade needs nothing else. It proves nothing about the time, which the student's own clock has told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from autograder.ledger.receipts import receipt_code
from cnnkit.commands.notebooks import Notebook
from cnnkit.commands.running import Ran

VERSION = 1


def receipt(
    notebook: Notebook, ran: Ran, *, student: str, file: str, now: datetime, versions: Mapping[str, str]
) -> dict[str, Any]:
    """The receipt as plain JSON.

    Args:
        student: the name or number, as typed.
        file: the notebook's name in the zip.
        now: with its zone.
    """
    sha256 = hashlib.sha256(notebook.data).hexdigest()
    assignment = notebook.corpus.assignment
    return {
        "receipt": VERSION,
        "code": receipt_code(assignment, sha256),
        "assignment": assignment,
        "student": student,
        "time": now.isoformat(timespec="seconds"),
        "notebook": {"file": file, "bytes": len(notebook.data), "sha256": sha256},
        "versions": dict(sorted(versions.items())),
        "public_checks": {
            "examples": notebook.corpus.digest,
            "not_run": ran.fault,
            "points": sum(one.points for one in ran.checked),
            "max_points": sum(one.max_points for one in ran.checked),
            "functions": [
                {"name": one.name, "status": one.status, "points": one.points, "max_points": one.max_points}
                for one in ran.checked
            ],
        },
        "cells": {
            "run": len(notebook.cells),
            "failed": [{"cell": one.cell, "kind": one.kind, "error": one.error} for one in ran.failures],
        },
    }
