"""Stages 1 to 3 where no course is at hand: one submission and the public examples in, one result out.

The submission runs in the same box and is judged by the same comparison as in real grading. What needs the course's
own code is left out: no smaller counterexample, no pairs of mistakes beyond the frozen ones, nothing timed, nothing
trained.
"""

from __future__ import annotations

import functools
import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from autograder import messages, pipeline, store
from autograder.corpus import Corpus
from autograder.errors import SubmissionError
from autograder.intake import reasons
from autograder.intake.find import Submission, read
from autograder.judge import public, waiting
from autograder.judge.examine import examine
from autograder.judge.models import examine_models, judged
from autograder.pipeline import Settings
from autograder.records import Case, CheckFacts, Item, Outcome, Result
from autograder.sandbox.session import Session
from autograder.sandbox.wire import pack

MAX_CELLS = 2000
MAX_REPLY_BYTES = 8 << 20  # a public answer has a few hundred numbers


def grade(submission: Submission, examples: Corpus, settings: Settings) -> Result:
    """Grade one submission with what lies beside it.

    Raises:
        GraderError: our fault, or our environment's.
    """
    packages = pipeline.packages_for(examples.checks.values())
    try:
        data = read(submission)
        with Session(isolation=settings.isolation, packages=packages) as session:
            reading = session.read(skeleton(examples, data), submission.filename, data)
            problems = session.load(reading["cells"], list(examples.checks))
            items = []
            for facts in examples.checks.values():
                told = pipeline.teller(facts.name, reading, problems)
                items.append(_item(facts, session, told, settings.language))
            level = session.level
    except SubmissionError as error:
        return _ungraded(submission, examples, reasons.sentence(error.args[0], settings.language, detail=error.args[1]))
    result = Result(
        assignment=examples.assignment,
        student=submission.student,
        status="graded",
        score=0.0,
        max_score=0.0,
        engine=store.engine(),
        corpus=examples.digest,
        items=(),
        notes=tuple(
            reasons.sentence(one["code"], settings.language, name=one.get("name", "")) for one in reading["notes"]
        ),
        sandbox=level,
    )
    return waiting.settled(result, items, settings.language)


def skeleton(examples: Corpus, data: bytes) -> dict[str, Any]:
    """The cells of a release as far as they can be known without it, in the order of the student's own file.

    The examples name each answer and its check. Which cells only demonstrate, the notebook itself says by their tags:
    some take longer with plain loops than a box may run, and nothing is judged by them.
    """
    rest = {cell["grade_id"]: cell for name in examples.checks for cell in _released(name)}
    cells = []
    for cell in _code_cells(data):
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if isinstance(grade_id, str) and grade_id in rest:
            cells.append(rest.pop(grade_id))
        elif "demo" in cell["metadata"].get("tags", ()):
            source = "".join(cell["source"])
            cells.append({"id": "", "kind": "demo", "grade_id": None, "names": [], "source": source})
    return {"cells": [*cells, *rest.values()]}


def _released(name: str) -> list[dict[str, Any]]:
    stub = f"def {name}(*not_written):\n    raise NotImplementedError"
    answer = {"id": "", "kind": "answer", "grade_id": name, "names": [name], "source": stub}
    return [answer, {"id": "", "kind": "check", "grade_id": f"check_{name}", "names": [], "source": f"check({name})"}]


def _code_cells(data: bytes) -> list[dict[str, Any]]:
    """Of a notebook whose cells are as they should be; none of any other file, which the reader in the box can tell."""
    try:
        cells = [cell for cell in json.loads(data)["cells"] if cell["cell_type"] == "code"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return []
    return [cell for cell in cells[:MAX_CELLS] if _is_plain(cell)]


def _is_plain(cell: dict[str, Any]) -> bool:
    metadata, source = cell.get("metadata"), cell.get("source")
    lines = [source] if isinstance(source, str) else source
    return (
        isinstance(metadata, dict)
        and isinstance(metadata.get("nbgrader", {}), dict)
        and isinstance(metadata.get("tags", []), list)
        and isinstance(lines, list)
        and all(isinstance(line, str) for line in lines)
    )


def _item(facts: CheckFacts, session: Session, told: Callable[[Outcome], Outcome], language: str) -> Item:
    start = time.perf_counter()
    if facts.kind == "model":
        found = examine_models(facts, lambda case: told(session.build(facts.name, pack(case.args))))
        item = judged(facts, found)
    else:
        call = functools.partial(_call, session, facts.name, told)
        item = public.judged(facts, examine(facts, call), call=call)
    item = replace(item, seconds=round(time.perf_counter() - start, 3))
    return replace(item, message=messages.message(item, facts, language))


def _call(session: Session, name: str, told: Callable[[Outcome], Outcome], case: Case, return_args: bool) -> Outcome:
    packed = pack(case.args, case.layout, case.steps)
    return told(session.call(name, packed, max_body=MAX_REPLY_BYTES, return_args=return_args))


def _ungraded(submission: Submission, examples: Corpus, why: str) -> Result:
    points = {name: facts.points for name, facts in examples.checks.items()}
    return Result(
        assignment=examples.assignment,
        student=submission.student,
        status="ungraded",
        score=None,
        max_score=sum(points.values()),
        engine=store.engine(),
        corpus=examples.digest,
        items=tuple(Item(name, 0.0, worth, "ungraded", message=why) for name, worth in points.items()),
        message=why,
    )
