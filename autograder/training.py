"""Stage 5: train the networks of a whole class, each different one once, and give the points that wait for it.

Submissions whose networks have the same canonical graph share one training: 300 students with 23 different networks
are 23 trainings. What came of one is kept beside the results under a key of all that it depends on, so that a second
run trains nothing, and a run that is stopped goes on where it was.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

from autograder.errors import GraderError
from autograder.i18n import translator
from autograder.judge.learnt import decided, training_facts
from autograder.judge.waiting import WAITING, settled, training_name
from autograder.models import train_child
from autograder.models.recipes import RECIPES, ProfileName
from autograder.models.train_child import Heard, Job, Record
from autograder.models.train_keys import job_key, recipe_named, refusal
from autograder.progress import training_progress
from autograder.records import CheckFacts, Result
from autograder.store import CACHE, Store

Trainer = Callable[..., Record]
Asked = Literal["auto", "quick", "full"]
Checks = Mapping[str, Mapping[str, CheckFacts]]
"""Assignment -> name -> what is frozen about a function."""


@dataclass(frozen=True)
class Summary:
    """How much work a class was.

    submissions: that hold a network to be trained. networks: different ones among these. trained: in this run.
    known: from an earlier one. left: not trained. failed: came to nothing. seconds: of this run.
    """

    submissions: int = 0
    networks: int = 0
    trained: int = 0
    known: int = 0
    left: int = 0
    failed: int = 0
    seconds: float = 0.0


class Crew(Protocol):
    """What trains networks, wherever that is."""

    def profile(self, asked: Asked) -> ProfileName:
        """What "auto" comes to."""

    def train(self, jobs: Sequence[Job], heard: Callable[[Job], Heard]) -> Iterator[tuple[Job, Record]]:
        """Train every job, in the order in which they finish, and keep what came of each at once: job.record.

        Args:
            heard: a job -> what is told how far its training is.

        Raises:
            GraderError: Keras, the images or a machine with an accelerator is not there.
        """


class OneByOne:
    """One training after the other on this machine: one takes all of it.

    trainer: trains one job; see train_child.run_job.
    """

    def __init__(self, trainer: Trainer = train_child.run_job) -> None:
        self.trainer = trainer

    def profile(self, asked: Asked) -> ProfileName:
        return choose_profile(asked)

    def train(self, jobs: Sequence[Job], heard: Callable[[Job], Heard]) -> Iterator[tuple[Job, Record]]:
        for job in jobs:
            yield job, self.trainer(job, heard=heard(job))


def waiting(results: Sequence[Result]) -> bool:
    """Is there a network to be trained?"""
    return any(facts.get("status") == WAITING for result in results for facts in (result.training or {}).values())


def train_all(
    results: Sequence[Result],
    checks: Checks,
    kept: Store,
    *,
    train: bool = True,
    profile: Asked = "auto",
    language: str = "en",
    crew: Crew | None = None,
    shown: bool = False,
) -> tuple[list[Result], Summary]:
    """Train what waits in some results, each different network once, and write the results with their points.

    Args:
        checks: frozen facts of the assignments, for thresholds.
        kept: where the results, their networks and what was trained lie.
        train: False looks up what is known and trains nothing.
        profile: "auto" is "full" where Keras' backend sees an accelerator, else "quick".
        crew: where; on this machine, one after the other, by default.
        shown: how far it is; see progress.py.

    Returns: the results in the same order, and how much work it was.

    Raises:
        GraderError: Keras or the images are not on this machine, or the disk cannot be written. What was trained
            until then is kept.
    """
    started = time.perf_counter()
    if kept.folder is None or not waiting(results):
        return list(results), Summary()
    crew = crew or OneByOne()
    try:
        chosen = crew.profile(profile)
        jobs = _jobs(results, kept, chosen)
    except GraderError:
        if train:
            raise
        return list(results), Summary()  # nothing can be looked up for a Keras that is not here
    records = {key: record for key, job in jobs.items() if (record := train_child.known(job)) is not None}
    n_known = len(records)
    missing = [job for key, job in jobs.items() if key not in records]
    if train:
        for job, record in _trained(missing, crew, shown=shown, language=language):
            records[job.key] = record
    done = [_with_training(result, checks, jobs, records, chosen, kept, language) for result in results]
    for before, after in zip(results, done, strict=True):
        if after != before:
            kept.keep(after)
    summary = Summary(
        submissions=sum(_waits(result) for result in results),
        networks=len(jobs),
        trained=len(records) - n_known,
        known=n_known,
        left=len(jobs) - len(records),
        failed=sum(record["status"] == "failed" for record in records.values()),
        seconds=time.perf_counter() - started,
    )
    return done, summary


def told(summary: Summary, language: str = "en") -> str:
    """One line on the work: "Networks to train: 23; submissions that hold one: 300 (23 trained now in 4 min)"."""
    words = translator(language)
    head = words(
        "Networks to train: {networks}; submissions that hold one: {submissions}",
        networks=summary.networks,
        submissions=summary.submissions,
    )
    parts = [
        words("{n} trained now in {time}", n=summary.trained, time=_time(summary.seconds)) if summary.trained else "",
        words("{n} known from an earlier run", n=summary.known) if summary.known else "",
        words("{n} not trained yet", n=summary.left) if summary.left else "",
        words("{n} came to nothing", n=summary.failed) if summary.failed else "",
    ]
    return f"{head} ({', '.join(filter(None, parts))})"


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def choose_profile(profile: Asked) -> ProfileName:
    if profile != "auto":
        return profile
    return "full" if train_child.accelerator() else "quick"


def _waits(result: Result) -> bool:
    return any(facts.get("status") == WAITING for facts in (result.training or {}).values())


def _jobs(results: Sequence[Result], kept: Store, profile: ProfileName) -> dict[str, Job]:
    """One job for each different network and recipe, in the order in which they first appear."""
    assert kept.folder is not None
    jobs: dict[str, Job] = {}
    for result in results:
        for facts in (result.training or {}).values():
            if facts.get("status") != WAITING:
                continue
            chosen = _profile_of(facts, profile)
            recipe = recipe_named(facts["recipe"], chosen)
            key = job_key(facts["graph"], facts["recipe"], chosen)
            text = None if key in jobs else kept.network(facts["graph"])
            if text is not None:
                jobs[key] = Job(key, text, facts["recipe"], chosen, recipe.seed, kept.folder / CACHE)
    return jobs


def _profile_of(facts: Mapping[str, Any], profile: ProfileName) -> ProfileName:
    """An assembly is trained by a profile that was measured, on whatever device there is."""
    return profile if profile in facts.get("profiles", (profile,)) else "quick"


def _trained(jobs: Sequence[Job], crew: Crew, *, shown: bool, language: str) -> Iterator[tuple[Job, Record]]:
    worth = []
    for job in jobs:
        refused = refusal(job)
        if refused is None:
            worth.append(job)
        else:
            yield job, refused
    epochs = {job.key: RECIPES[job.recipe].profiles[job.profile].epochs for job in worth}
    with training_progress(epochs, shown=shown, language=language) as heard:
        yield from crew.train(worth, lambda job: heard(job.key))


def _with_training(
    result: Result,
    checks: Checks,
    jobs: Mapping[str, Job],
    records: Mapping[str, Record],
    profile: ProfileName,
    kept: Store,
    language: str,
) -> Result:
    """A result with what is known about its networks now."""
    facts = dict(result.training or {})
    items = list(result.items)
    for name, one in facts.items():
        frozen = checks.get(result.assignment, {}).get(name)
        if one.get("status") != WAITING or frozen is None or frozen.training is None:
            continue
        record = records.get(job_key(one["graph"], one["recipe"], _profile_of(one, profile)))
        if record is None:
            continue
        facts[name] = {**one, **training_facts(record, frozen.training)}
        wanted = training_name(name)
        items = [decided(item, record, frozen.training, language) if item.name == wanted else item for item in items]
    if facts == (result.training or {}):
        return result
    return settled(replace(result, training=facts), items, language)
