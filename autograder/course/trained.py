"""What a trained network has to reach: measured with the course's own networks, and read back.

`autograder measure` trains the reference of a check, the networks that are to be shown beside it, and a single
Dense layer, each from several seeds, and writes every run into the lesson's training.json. A threshold is not stored:
it is worked out from the runs, as their mean minus three standard deviations.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean, stdev
from typing import Any

from autograder import lessons
from autograder.course.models import built
from autograder.errors import CourseError, GraderError
from autograder.files import write_atomically
from autograder.judge.call import outcome_of
from autograder.judge.learnt import FLOOR
from autograder.lessons import CheckCode, Lesson, definitions
from autograder.models import train_child
from autograder.models.config import read_model
from autograder.models.data import DATA, cache_folder
from autograder.models.graph import canonical
from autograder.models.phrase import from_json
from autograder.models.recipes import ProfileName
from autograder.models.train_child import Job
from autograder.models.train_keys import job_key, recipe_named, refusal, versions
from autograder.records import Assembly, CheckFacts, Measure, Outcome, Training
from autograder.rubric import Assembled, Check, ModelCheck, Trained
from autograder.sandbox.inside.talk import classes

LEAST_SEEDS = 5
SIGMAS = 3

Tree = dict[str, Any]


def runs_file(lesson: Lesson) -> Path:
    return lesson.folder / "training.json"


def training(lesson: Lesson, function: str, trained: Trained | Assembled) -> Training:
    """The facts of a training for the corpus, with what was measured for it where it was.

    Runs of a recipe that has changed since are passed over, and so are fewer than LEAST_SEEDS.

    Raises:
        CourseError: the recipe is unknown, or training.json is damaged.
    """
    if isinstance(trained, Assembled):
        return _assembled(lesson, function, trained)
    recipe = recipe_named(trained.recipe, "quick")
    thresholds: dict[str, float] = {}
    beside: dict[str, dict[str, float]] = {}
    for profile in recipe.profiles:
        runs = _runs(lesson, function, _facts(trained.recipe, profile), profile)
        if len(runs.get("", ())) < LEAST_SEEDS:
            continue
        thresholds[profile] = threshold([run["accuracy"] for run in runs.pop("")])
        for name, others in runs.items():
            if name == FLOOR or name in trained.beside:
                beside.setdefault(name, {})[profile] = round(mean(run["accuracy"] for run in others), 4)
    return Training(trained.recipe, float(trained.points), tuple(trained.args), thresholds, beside, trained.steps)


def _assembled(lesson: Lesson, function: str, trained: Assembled) -> Training:
    """The facts of an assembly: each of its measures has thresholds of its own."""
    thresholds: dict[str, dict[str, float]] = {measure.name: {} for measure in trained.measures}
    for profile in recipe_named(trained.recipe, "quick").profiles:
        runs = _runs(lesson, function, _facts_of(lesson, trained, profile), profile).get("", [])
        for name, found in thresholds.items() if len(runs) >= LEAST_SEEDS else ():
            found[profile] = threshold([run["measures"][name] for run in runs])
    measures = tuple(
        Measure(one.name, {"en": one.name, "ko": one.ko}, float(one.points), thresholds[one.name])
        for one in trained.measures
    )
    return Training(trained.recipe, float(trained.points), (), assembly=Assembly(trained.parts, measures))


def with_training(lesson: Lesson, one: CheckCode, facts: CheckFacts) -> CheckFacts:
    """The same facts, with those of the training of what also learns."""
    if one.check.trained is None:
        return facts
    return replace(facts, training=training(lesson, one.name, one.check.trained))


def threshold(accuracies: Sequence[float]) -> float:
    """What a right network reaches also with an unlucky seed: mean minus three standard deviations.

    >>> threshold([0.88, 0.89, 0.88, 0.89, 0.885])
    0.87
    """
    return round(mean(accuracies) - SIGMAS * stdev(accuracies), 4)


def _runs(lesson: Lesson, function: str, facts: Tree, profile: ProfileName) -> dict[str, list[Tree]]:
    """The runs of the reference, under "", and of each network beside it."""
    try:
        stored = _read(lesson).get(function, {}).get(profile, {})
        if stored.get("recipe") != facts:
            return {}
        return {"": list(stored["runs"]), **{name: list(runs) for name, runs in stored["beside"].items()}}
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise CourseError(
            f"{runs_file(lesson)} is damaged ({error!r}). Delete it and run: autograder measure {lesson.name}"
        ) from None


def _facts(recipe: str, profile: ProfileName) -> Tree:
    found = recipe_named(recipe, profile)
    return {"name": recipe, **found.facts(profile), "version": DATA[found.data].version}


def _facts_of(lesson: Lesson, trained: Trained | Assembled, profile: ProfileName) -> Tree:
    if isinstance(trained, Assembled):
        told: Tree = json.loads(json.dumps(lessons.assembly(lesson).facts(profile)))  # as it reads back
        return {"name": trained.recipe, "seed": 0, **told}
    return _facts(trained.recipe, profile)


def _read(lesson: Lesson) -> Tree:
    path = runs_file(lesson)
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}


def measure(
    lesson: Lesson,
    one: CheckCode,
    profile: ProfileName,
    *,
    seeds: int = LEAST_SEEDS,
    only: Sequence[str] | None = None,
    trainer: Callable[..., Tree] = train_child.run_job,
    report: Callable[[str], None] = lambda _: None,
) -> None:
    """Train a check's networks from several seeds and write the runs down.

    What was trained before with the same code is not trained again, so that a run that was stopped goes on.

    Args:
        seeds: from 0 on. only: names of networks beside the reference that are to be trained; all by default.
        report: is told a line for each training.

    Raises:
        CourseError: the check trains nothing, or a network cannot be built or trained.
    """
    check = one.check
    if check.trained is None:
        raise CourseError(f"{lesson.checks}: {one.name} has no trained=Trained(...), so there is nothing to measure")
    trained = check.trained
    facts = _facts_of(lesson, trained, profile)
    measured: dict[str, list[Tree]] = {}
    if isinstance(trained, Assembled):
        measured[""] = [_put_together(lesson, one, trained, profile, seed, trainer, report) for seed in range(seeds)]
    elif isinstance(check, Check):
        measured[""] = [_taught(lesson, one, seed, report) for seed in range(seeds)]
    for name, text in _networks(one, trained) if isinstance(check, ModelCheck) else ():
        if name and only is not None and name not in only:
            continue
        n = seeds if name in ("", *_beside(trained)) else 1  # a single layer hardly depends on its seed
        measured[name] = [
            _run(f"{one.name}{f', {name}' if name else ''}", text, trained.recipe, profile, seed, trainer, report)
            for seed in range(n)
        ]
    stored = _read(lesson)
    stored.setdefault(one.name, {})[profile] = {
        "recipe": facts,
        "versions": versions(),
        "runs": measured.pop(""),
        "beside": measured,
    }
    write_atomically(runs_file(lesson), (json.dumps(stored, indent=1, ensure_ascii=False) + "\n").encode())
    accuracies = [run["accuracy"] for run in stored[one.name][profile]["runs"]]
    if len(accuracies) >= LEAST_SEEDS:
        report(f"{one.name}, {profile}: threshold {threshold(accuracies)}, mean {mean(accuracies):.4f}")


def _beside(trained: Trained | Assembled) -> Mapping[str, Any]:
    return trained.beside if isinstance(trained, Trained) else {}


def _put_together(
    lesson: Lesson,
    one: CheckCode,
    trained: Assembled,
    profile: ProfileName,
    seed: int,
    trainer: Callable[..., Tree],
    report: Callable[[str], None],
) -> Tree:
    """One run of an assembly of the course's own functions."""
    from autograder import assembling  # not for those who only read

    where = assembling.Where(lesson.folder.parent, lesson.name, "none", ("keras",))
    order = assembling.order_of_the_course(trained.parts, where)
    folder = cache_folder() / "measured"
    folder.mkdir(parents=True, exist_ok=True)
    job = Job(job_key(order.key, trained.recipe, profile, seed=seed), order.text, trained.recipe, profile, seed, folder)
    record = train_child.known(job) or trainer(job)
    if record["status"] != "trained":
        why = record.get("detail") or record["reason"]
        raise GraderError(f"{one.name} of {lesson.name} cannot be put together, {profile}: {why}")
    run = {"seed": seed, **{name: record[name] for name in ("accuracy", "measures", "seconds", "device", "backend")}}
    told = ", ".join(f"{name} {value:.4f}" for name, value in record["measures"].items())
    report(f"{one.name}, {profile}, seed {seed}: {told} in {run['seconds']:.1f} s on {run['device']}")
    return run


def _taught(lesson: Lesson, one: CheckCode, seed: int, report: Callable[[str], None]) -> Tree:
    """One run of a class that is trained by its own code, here and not in a box."""
    from autograder.judge import taught  # not for those who only read

    code = definitions(lesson)
    training_facts = with_training(lesson, one, CheckFacts(one.name, (), (), (), ())).training
    assert training_facts is not None
    started = time.perf_counter()

    def talk_here(args: Sequence[Any], steps: Sequence[str]) -> Outcome:
        made = {name: code.get(name) for name in classes(steps)}
        return replace(outcome_of(made, args, steps=steps), seconds=time.perf_counter() - started)  # type: ignore[arg-type]

    record = taught.teach(training_facts, talk_here, seed=seed)
    if record["status"] != "trained":
        raise CourseError(f"{one.name} cannot be trained: {from_json(record['said']).english()}")
    run = {"seed": seed, **{name: record[name] for name in ("accuracy", "seconds", "device")}, "backend": "numpy"}
    report(f"{one.name}, seed {seed}: {run['accuracy']:.4f} in {run['seconds']:.1f} s")
    return run


def _networks(one: CheckCode, trained: Trained | Assembled) -> Iterator[tuple[str, str]]:
    """The reference, under "", then what is shown beside it, then the single Dense layer; none for an assembly."""
    if isinstance(trained, Assembled):
        return
    facts = DATA[recipe_named(trained.recipe, "quick").data]
    makers: Mapping[str, Callable[..., Any]] = {"": one.right, **trained.beside, FLOOR: _dense(facts)}
    for name, make in makers.items():
        outcome = built(make, trained.args)
        if not isinstance(outcome.value, str):
            raise CourseError(
                f"{one.name}: {name or 'the reference'} gives no model: {outcome.error or outcome.message}"
            )
        yield name, outcome.value


def _dense(facts: Any) -> Callable[..., Any]:
    def make(*_: Any) -> Any:
        import keras

        inputs = keras.Input(facts.shape)
        return keras.Model(inputs, keras.layers.Dense(facts.classes)(keras.layers.Flatten()(inputs)))

    return make


def _run(
    who: str,
    text: str,
    recipe: str,
    profile: ProfileName,
    seed: int,
    trainer: Callable[..., Tree],
    report: Callable[[str], None],
) -> Tree:
    folder = cache_folder() / "measured"
    folder.mkdir(parents=True, exist_ok=True)
    key = job_key(canonical(read_model(text)).key, recipe, profile, seed=seed)
    job = Job(key, text, recipe, profile, seed, folder)
    record = refusal(job) or train_child.known(job) or trainer(job)
    if record["status"] != "trained":
        why = record.get("detail") or record["reason"]
        error = GraderError if record["reason"] in ("memory", "time", "error") else CourseError
        raise error(f"{who} cannot be trained by {recipe}, {profile}: {why}")
    run = {"seed": seed, **{name: record[name] for name in ("accuracy", "seconds", "device", "backend")}}
    report(f"{who}, {profile}, seed {seed}: {run['accuracy']:.4f} in {run['seconds']:.1f} s on {run['device']}")
    return run
