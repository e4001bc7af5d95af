"""Stage 5: a lesson's functions put together. The course's assembly.py trains with what they answer, and measures.

While a submission is graded, `order` writes down what is to be put together; it waits, as networks do. `run` is the
process that does it after the class is graded: trusted, with Keras, on whatever device there is. A student's function
answers from a box as ever, and sees the arguments of its calls only: neither what is expected nor how good the result
is. Where it fails, the course's own function stands in for it, and the record says so.

What the engine asks of a lesson's assembly.py:

    CODE                          files that an outcome depends on, beside the lesson itself: paths
    facts(profile) -> dict        what a threshold depends on, as JSON values
    read(name, args, answer)      a part's answer made clean; ValueError where it is none
    assemble(parts, *, profile, seed, folder, told) -> dict
                                  calls parts[name](*args); "measures": name -> 0 to 1, "losses", "scenes"
"""

from __future__ import annotations

import functools
import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from autograder import lessons, store
from autograder.errors import GraderError
from autograder.i18n import translator
from autograder.judge import assembled
from autograder.judge.waiting import NO_NETWORK, WAITING, Network, training_name
from autograder.models.train import Progress, out_of_memory
from autograder.records import CheckFacts, Item, Outcome
from autograder.sandbox.inside.values import FeatureMap
from autograder.sandbox.levels import Choice
from autograder.sandbox.packages import Packages
from autograder.sandbox.session import Limits, Session
from autograder.sandbox.wire import pack

CALL_S = 5.0
PART_S = 20.0  # of all its calls together; after that the course's function does the rest
LIMITS = Limits(load_s=20.0, call_s=CALL_S, total_s=240.0, memory_bytes=4 << 30)
MAX_BODY = 4 << 20  # bytes of one answer


@dataclass(frozen=True)
class Where:
    """Where the code of a lesson lies, and how its students' code runs."""

    course: Path
    lesson: str
    isolation: Choice
    packages: Packages


def order(facts: CheckFacts, items: Sequence[Item], cells: Sequence[Mapping[str, Any]], where: Where) -> Network | None:
    """What is to be put together, as text under a key; None where no part is the student's own."""
    assert facts.training is not None and facts.training.assembly is not None
    status = {item.name: item.status for item in items}
    own = [name for name in facts.training.assembly.parts if status.get(name) == "pass"]
    if not own:
        return None
    plain = [{"number": int(cell["number"]), "source": str(cell["source"])} for cell in cells]
    return _order(facts.training.assembly.parts, own, plain, where)


def order_of_the_course(parts: Sequence[str], where: Where) -> Network:
    """The same with the course's own functions only, to be measured."""
    return _order(parts, [], [], where)


def _order(parts: Sequence[str], own: Sequence[str], cells: list[dict[str, Any]], where: Where) -> Network:
    what = {"parts": list(parts), "own": list(own), "cells": cells, "lesson": where.lesson}
    how = {"course": str(where.course), "isolation": where.isolation, "packages": list(where.packages)}
    code = _code(lessons.lesson(where.course, where.lesson))  # which is the same wherever the course lies
    key = store.key_of([what, where.isolation, list(where.packages), code])
    return Network(key, json.dumps(what | how))


@functools.cache
def _code(lesson: lessons.Lesson) -> str:
    """A digest of the code that an outcome comes from: the lesson's, what it names, and ours."""
    files = [lesson.lesson, lesson.assembly, *map(Path, lessons.assembly(lesson).CODE), Path(__file__)]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:16]


def waiting_item(facts: CheckFacts, items: Sequence[Item], network: Network | None, language: str) -> Item:
    """The item of an assembly that has not been run; where nothing is to be put together, nothing waits."""
    assert facts.training is not None and facts.training.assembly is not None
    words = translator(language)
    name, points = training_name(facts.name), facts.training.points
    if network is not None:
        return Item(name, 0.0, points, "ungraded", message=words("not trained yet"))
    parts = [item for item in items if item.name in facts.training.assembly.parts]
    if all(item.status == "not_started" for item in parts):
        return Item(name, 0.0, points, "not_started", message=parts[0].message if parts else "")
    return Item(name, 0.0, points, "wrong", message=words("Nothing was put together: none of its parts is right yet."))


def waiting_facts(facts: CheckFacts, network: Network | None) -> dict[str, Any]:
    """What `Result.training` says before anything is put together."""
    assert facts.training is not None and facts.training.assembly is not None
    profiles = sorted(facts.training.assembly.measures[0].thresholds) or ["quick"]
    status = WAITING if network else NO_NETWORK
    known = {"recipe": facts.training.recipe, "graph": network.key if network else None, "status": status}
    return known | {"profiles": profiles, "parts": list(facts.training.assembly.parts)}


def run(job: Mapping[str, Any], told: Callable[[Progress], None]) -> dict[str, Any]:
    """Put together what an order says; see train_job.run."""
    what = json.loads(job["network"])
    course = Path(what["course"])
    if not course.is_dir():
        raise GraderError(f"{course} is not there any more. Grade again from where the course lies now")
    lesson = lessons.lesson(course, what["lesson"])
    module, right = lessons.assembly(lesson), lessons.definitions(lesson)

    import keras

    from autograder.models.train_steps import accelerator

    started = time.perf_counter()
    with Session(isolation=what["isolation"], limits=LIMITS, packages=tuple(what["packages"])) as session:
        if what["own"]:
            session.load(what["cells"], what["own"])
        found, parts = _put_together(
            lambda name, own: Part(name, right[name], module, session if own and name in what["own"] else None),
            what["parts"],
            lambda parts: module.assemble(
                parts,
                profile=job["profile"],
                seed=job["seed"],
                folder=Path(job["result"]).parent,
                told=lambda share: told(Progress(0, share, 0.0)),
            ),
        )
    return {
        "status": "trained",
        "profile": job["profile"],
        "device": accelerator() or "CPU",
        "backend": keras.backend.backend(),
        "seconds": round(time.perf_counter() - started, 1),
        "accuracy": next(iter(found["measures"].values())),
        "own": [name for name, part in parts.items() if not part.why],
        "stood_in": {name: part.why for name, part in parts.items() if part.why},
        "late": {
            name: [part.asked, part.calls] for name, part in parts.items() if part.asked < part.calls and not part.why
        },
        **found,
    }


def _put_together(
    part: Callable[[str, bool], Part], names: Sequence[str], assemble: Callable[[dict[str, Part]], dict[str, Any]]
) -> tuple[dict[str, Any], dict[str, Part]]:
    """Run an assembly; where it breaks down, once more without the student's part that has answered last.

    Answers of the right form may still be such that nothing can go on with them: boxes beside the picture. Where it
    breaks down with the course's functions alone, the fault is ours, and is raised.
    """
    without: list[str] = []
    while True:
        parts = {name: part(name, name not in without) for name in names}
        for name in without:
            parts[name].why = [assembled.TOGETHER]
        try:
            return assemble(parts), parts
        except Exception as error:
            theirs = [one for one in parts.values() if one.asked and not one.why]
            if not theirs or isinstance(error, GraderError) or out_of_memory(error):
                raise
            without.append(max(theirs, key=lambda one: one.answered_at).name)


class Part:
    """A function of the student's, asked in the box; once it fails, the course's own stands in for good.

    Attributes:
        why: it does; one of assembled's reasons, and what was said.
        calls: how often it was called; of these `asked` of the student's own. They are fewer where it is slow, which
            is no fault: what it has not answered within PART_S is answered for it.
        answered_at: when it was asked last, on time.monotonic()'s clock.
    """

    def __init__(self, name: str, right: Callable[..., Any], module: ModuleType, session: Session | None) -> None:
        self.name, self._right, self._module, self._session = name, right, module, session
        self.why: list[str] = [] if session else [assembled.NOT_YET]
        self.calls = self.asked = 0
        self.answered_at = self._spent_s = 0.0

    def __call__(self, *args: Any) -> Any:
        self.calls += 1
        if self._session is not None and not self.why and self._spent_s < PART_S:
            outcome = self._ask(self._session, args)
            self._spent_s += outcome.seconds
            self.asked, self.answered_at = self.asked + 1, time.monotonic()
            self.why = _failure(outcome)
            if not self.why and _symbolic(args):
                return self._network(args, outcome)
            if not self.why:
                try:
                    return self._module.read(self.name, args, outcome.value)
                except ValueError as error:
                    self.why = [assembled.OTHER, str(error)[:200]]
        return self._module.read(self.name, args, self._right(*args))

    def _ask(self, session: Session, args: tuple[Any, ...]) -> Outcome:
        if _symbolic(args):
            return session.build(self.name, pack(_maps(args)), wall_s=2 * CALL_S)
        return session.call(self.name, pack(args), max_body=MAX_BODY)

    def _network(self, args: tuple[Any, ...], outcome: Outcome) -> Any:
        """A network is read by the allow-list; where it is the one that is asked for, our own code builds it."""
        from autograder.judge.call_model import call_model
        from autograder.models.config import read_model
        from autograder.models.graph import canonical
        from autograder.models.refused import ModelRefused

        wanted = canonical(read_model(str(call_model(self._right, _maps(args)).value))).key
        try:
            if not isinstance(outcome.value, str) or canonical(read_model(outcome.value)).key != wanted:
                self.why = [assembled.OTHER, "another network"]
        except ModelRefused as error:
            self.why = [assembled.OTHER, error.message[:200]]
        return self._module.read(self.name, args, self._right(*args))


def _failure(outcome: Outcome) -> list[str]:
    """Why an outcome is no answer; nothing where it is one."""
    if outcome.kind == "value":
        return []
    if outcome.kind == "raised":
        return [assembled.RAISED, f"{outcome.error}: {outcome.message}"[:200].strip(": ")]
    return [{"timeout": assembled.SLOW, "died": assembled.DIED, "missing": assembled.MISSING}[outcome.kind]]


def _symbolic(args: Sequence[Any]) -> bool:
    return any(hasattr(arg, "_keras_history") for arg in args)


def _maps(args: Sequence[Any]) -> list[Any]:
    """The arguments as they travel: a symbolic tensor as its shape."""
    return [FeatureMap(arg.shape[1:]) if hasattr(arg, "_keras_history") else arg for arg in args]


if __name__ == "__main__":
    from autograder.models import train_job

    train_job.main(run)
