"""Frozen facts on disk: the hidden corpus of the grader and the public examples beside a notebook.

One safetensors file holds, for each check, one block of bytes and an index: the cases, what is right, what
each named mistake answers, and the hints. Reading it runs no course code and needs only NumPy, so the
grader and a student's `check` read it alike. This is the one place that knows the format.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from autograder.errors import CourseError
from autograder.records import (
    AspectFacts,
    Assembly,
    Case,
    CheckFacts,
    Hints,
    Measure,
    Mistake,
    Outcome,
    Picture,
    SizeRule,
    Training,
)
from autograder.sandbox.inside import values

FORMAT = "1"
MAX_BYTES = 64 << 20


@dataclass(frozen=True)
class Corpus:
    """All that is frozen about one assignment."""

    assignment: str
    fingerprint: str  # of the rubric the inputs were drawn for
    checks: dict[str, CheckFacts]
    language: str = ""  # of the notebook that public examples lie beside
    models: dict[str, str] = field(default_factory=dict)  # of the code of each model check; see course/models.py
    digest: str = ""  # of the file


def to_bytes(corpus: Corpus) -> bytes:
    """A corpus as a file's content; the same corpus always gives the same bytes."""
    from safetensors.numpy import save

    tensors = {}
    index: dict[str, dict[str, Any]] = {}
    for name, facts in corpus.checks.items():
        block = bytearray()
        index[name] = {
            "parameters": facts.parameters,
            "aspects": [asdict(aspect) for aspect in facts.aspects],
            "mistakes": [asdict(mistake) for mistake in facts.mistakes],
            "cases": [_case_to_json(case, block) for case in facts.cases],
        }
        if facts.pictures:
            index[name]["pictures"] = [
                {"labels": one.labels, "case": _case_to_json(one.case, block)} for one in facts.pictures
            ]
        if facts.sizes:
            index[name]["sizes"] = [asdict(size) for size in facts.sizes]
        if facts.kind == "model" or facts.training:
            index[name] |= {"kind": facts.kind, "training": _training_to_json(facts.training, block)}
        tensors[name] = np.frombuffer(bytes(block), np.uint8)
    metadata = {
        "format": FORMAT,
        "assignment": corpus.assignment,
        "fingerprint": corpus.fingerprint,
        "language": corpus.language,
        "index": json.dumps(index, ensure_ascii=False, separators=(",", ":")),
    }
    if corpus.models:
        metadata["models"] = json.dumps(corpus.models)
    return save(tensors, _ordered(metadata))


def _ordered(metadata: Mapping[str, str]) -> dict[str, str]:
    """safetensors keeps metadata in a hash map whose order varies: one key holds all, so that bytes are stable."""
    return {"cnnkit": json.dumps(metadata, ensure_ascii=False, sort_keys=True)}


def read(path: Path) -> Corpus:
    """Load a corpus.

    Raises:
        CourseError: no such file, or not one of ours; says which command makes it.
    """
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    except OSError as error:
        raise CourseError(f"{path} cannot be read ({error.strerror}). Run: autograder build") from None
    return _parsed(path, digest)


@functools.lru_cache(maxsize=8)
def _parsed(path: Path, digest: str) -> Corpus:
    """Parsed once for each content: a run asks for it when it judges and again when it reports."""
    from safetensors import SafetensorError

    try:
        blocks, metadata = _open(path)
        index = json.loads(metadata["index"])
        checks = {name: _check_from_json(name, facts, blocks[name]) for name, facts in index.items()}
        models = json.loads(metadata.get("models", "{}"))
        return Corpus(metadata["assignment"], metadata["fingerprint"], checks, metadata["language"], models, digest)
    except (SafetensorError, ValueError, LookupError, TypeError, AttributeError, values.Malformed) as error:
        raise CourseError(f"{path} is not a corpus of this version ({error!r}). Run: autograder build") from error


def _open(path: Path) -> tuple[dict[str, memoryview], dict[str, str]]:
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as file:
        metadata = json.loads(file.metadata()["cnnkit"])
        if metadata["format"] != FORMAT:
            raise ValueError(f"format {metadata['format']}")
        # read-only: what is frozen is the same for every submission
        return {name: memoryview(file.get_tensor(name)).toreadonly() for name in file.keys()}, metadata  # noqa: SIM118


def _case_to_json(case: Case, block: bytearray) -> dict[str, Any]:
    stored: dict[str, Any] = {"aspect": case.aspect, "layout": case.layout, "atol": case.atol}
    stored["args"] = _values_to_json(case.args, block)
    if case.steps:
        stored["steps"] = case.steps
    stored["low"] = _outcome_to_json(case.low, block)
    if case.high is not case.low:
        stored["high"] = _outcome_to_json(case.high, block)
    stored["wrong"] = {name: _wrong_to_json(outcome, block) for name, outcome in case.wrong.items()}
    return stored


def _wrong_to_json(outcome: Outcome, block: bytearray) -> dict[str, Any] | str:
    return outcome.value if _is_key(outcome.value) else _outcome_to_json(outcome, block)


def _is_key(value: Any) -> bool:
    """The key of a graph, which stands for the network of a mistake?"""
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{32}", value) is not None


def _values_to_json(value: Any, block: bytearray) -> dict[str, Any]:
    buffers: list[bytes] = []
    head = values.encode(value, buffers, max_bytes=MAX_BYTES, exact=True)
    start = len(block)
    for buffer in buffers:
        block += buffer
    return {"head": head, "at": [start, len(block)]}


def _outcome_to_json(outcome: Outcome, block: bytearray) -> dict[str, Any]:
    stored: dict[str, Any] = {"kind": outcome.kind}
    if isinstance(outcome.value, str) and len(outcome.value) > values.MAX_TEXT:  # a network
        stored["text"] = [len(block), len(block) + len(outcome.value.encode())]
        block += outcome.value.encode()
    elif outcome.kind == "value":
        stored |= _values_to_json(outcome.value, block)
    else:
        stored |= {"error": outcome.error, "bases": outcome.bases, "message": outcome.message}
    if outcome.changed:
        stored["changed"] = outcome.changed
    return stored


def _check_from_json(name: str, facts: dict[str, Any], block: memoryview) -> CheckFacts:
    return CheckFacts(
        name=name,
        parameters=tuple(facts["parameters"]),
        aspects=tuple(map(_aspect_from_json, facts["aspects"])),
        cases=tuple(_case_from_json(case, block) for case in facts["cases"]),
        mistakes=tuple(map(_mistake_from_json, facts["mistakes"])),
        kind=facts.get("kind", "function"),
        training=_training_from_json(facts.get("training"), block),
        pictures=tuple(
            Picture(one["labels"], _case_from_json(one["case"], block)) for one in facts.get("pictures", ())
        ),
        sizes=tuple(_size_from_json(size) for size in facts.get("sizes", ())),
    )


def _size_from_json(size: dict[str, Any]) -> SizeRule:
    sides = {name: (str(parameter), int(axis)) for name, (parameter, axis) in size["sides"].items()}
    return SizeRule(str(size["formula"]), int(size["axis"]), sides, size["plain"])


def _training_to_json(training: Training | None, block: bytearray) -> dict[str, Any] | None:
    if training is None:
        return None
    stored = asdict(training) | {"args": _values_to_json(training.args, block)}
    return {key: value for key, value in stored.items() if value or key not in ("steps", "assembly")}


def _training_from_json(stored: dict[str, Any] | None, block: memoryview) -> Training | None:
    if stored is None:
        return None
    points, args = float(stored["points"]), _values_from_json(stored["args"], block)
    more = {"steps": tuple(stored.get("steps", ())), "assembly": _assembly_from_json(stored.get("assembly"))}
    return Training(**stored | {"points": points, "args": args} | more)


def _assembly_from_json(stored: dict[str, Any] | None) -> Assembly | None:
    if stored is None:
        return None
    measures = (Measure(**one | {"points": float(one["points"])}) for one in stored["measures"])
    return Assembly(tuple(stored["parts"]), tuple(measures))


def _aspect_from_json(aspect: dict[str, Any]) -> AspectFacts:
    # points are floats from here on, so that a result reads back as it was written, to the byte
    return AspectFacts(**aspect | {"points": float(aspect["points"]), "part": tuple(aspect["part"])})


def _mistake_from_json(mistake: dict[str, Any]) -> Mistake:
    hints = {language: _hints_from_json(text) for language, text in mistake["hints"].items()}
    return Mistake(mistake["name"], hints, mistake["worked"])


def _hints_from_json(text: dict[str, Any]) -> Hints:
    return Hints(text["question"], text["explanation"], tuple(text["hints"]))


def _case_from_json(case: dict[str, Any], block: memoryview) -> Case:
    low = _outcome_from_json(case["low"], block)
    return Case(
        aspect=case["aspect"],
        args=_values_from_json(case["args"], block),
        layout=case["layout"],
        low=low,
        high=_outcome_from_json(case["high"], block) if "high" in case else low,
        wrong={name: _outcome_from_json(outcome, block) for name, outcome in case["wrong"].items()},
        atol=case["atol"],
        steps=tuple(case.get("steps", ())),
    )


def _values_from_json(stored: dict[str, Any], block: memoryview) -> Any:
    start, end = stored["at"]
    return values.decode(stored["head"], block[start:end])


def _outcome_from_json(stored: dict[str, Any] | str, block: memoryview) -> Outcome:
    if isinstance(stored, str):
        return Outcome("value", value=stored)
    changed = tuple(stored.get("changed", ()))
    if "text" in stored:
        start, end = stored["text"]
        return Outcome("value", value=bytes(block[start:end]).decode())
    if stored["kind"] == "value":
        return Outcome("value", value=_values_from_json(stored, block), changed=changed)
    return Outcome(
        stored["kind"],
        error=stored["error"],
        bases=tuple(stored["bases"]),
        message=stored["message"],
        changed=changed,
    )
