"""Stage 4, json: the result as it is, versioned. Written so that it is read back as the same record."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from autograder.errors import GraderError
from autograder.messages import message
from autograder.records import VERSION, Result
from autograder.reports.course_text import CourseText
from autograder.reports.text import clean

if TYPE_CHECKING:
    from pydantic import TypeAdapter


def render(results: Sequence[Result], course: CourseText, language: str | None = None) -> str:
    """One document for one result, a list of them for several. Items without a message get theirs."""
    documents = [to_dict(_with_messages(result, course, language)) for result in results]
    return _dump(documents[0] if len(documents) == 1 else documents) + "\n"


def to_json(result: Result) -> str:
    """One result, exactly as it is, for the file that is kept."""
    return _dump(to_dict(result)) + "\n"


def to_dict(result: Result) -> dict[str, Any]:
    """The contract's keys in the contract's order; no number in it is infinite or NaN."""
    _check_numbers(result, f"the result of {clean(result.student, 40)}")
    plain = asdict(result)
    keys = ("version", "assignment", "student", "status", "score", "max_score", "engine", "corpus", "items", "training")
    return _finite({key: plain.pop(key) for key in keys} | plain)


def from_json(text: str | bytes, *, source: str = "this result file") -> Result:
    """Read a result back.

    Raises:
        GraderError: it is no result of ours, or not a whole one.
    """
    from pydantic import ValidationError

    try:
        result = _adapter().validate_json(text)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the document"
        raise GraderError(
            f"{source} is damaged: {place}: {clean(first['msg'])}. Delete it and run `autograder grade` again."
        ) from None
    if result.version != VERSION:
        raise GraderError(
            f"{source} has version {result.version}, but this program reads {VERSION}. Run `autograder grade` again."
        )
    _check_numbers(result, source)
    return result


@cache
def _adapter() -> TypeAdapter[Result]:
    from pydantic import TypeAdapter

    return TypeAdapter(Result)


def _check_numbers(result: Result, source: str) -> None:
    points = [(item.points, item.max_points) for item in result.items]
    points += [(score.points, score.max_points) for item in result.items for score in item.aspects.values()]
    points += [(result.score, result.max_score)] if result.score is not None else []
    # written so that NaN is never accepted
    if not all(0 <= score <= most < math.inf for score, most in points):
        raise GraderError(f"{source} holds points that cannot be. Delete it and run `autograder grade` again.")


def _with_messages(result: Result, course: CourseText, language: str | None) -> Result:
    items = tuple(
        replace(item, message=message(item, course.check(result.assignment, item.name), language))
        if not item.message
        else item
        for item in result.items
    )
    return replace(result, items=items)


def _dump(document: Any) -> str:
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    return text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair cannot be written


def _finite(value: Any) -> Any:
    """The same with "nan" and "inf" as text, which is what a counterexample's numbers may be."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return value
