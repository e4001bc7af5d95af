"""Grade on many machines: `autograder grade ... --cluster tcp://host:8786`. The same as fleet.Local, on a Dask cluster.

The grader finds submissions, answers those that it knows, and alone writes results. The machines get the course's
code and hidden cases, one submission at a time, and networks to train; they need no file of ours, only the same engine,
Python and packages, which is compared before anything is sent. Students' code runs in boxes there as it does here.

A Dask cluster trusts everybody who can reach it: see docs/instructors/cluster.md.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial

from autograder import pipeline
from autograder.clustering import parcel, worker
from autograder.clustering.machines import WAIT_S, Answer, Machine, Machines, Task
from autograder.errors import GraderError, SubmissionError
from autograder.files import write_atomically
from autograder.intake.find import read
from autograder.jobs import Job, Outcome, guarded, needs_no_box, run
from autograder.models.recipes import ASSEMBLED, ProfileName
from autograder.models.train_child import Heard, Record
from autograder.models.train_child import Job as Network
from autograder.sandbox.levels import Choice
from autograder.training import Asked, OneByOne


class Cluster(AbstractContextManager["Cluster"]):
    """The machines behind one scheduler. Connects when there is something to do."""

    def __init__(
        self, address: str, *, told: Callable[[str], None] = lambda line: None, wait_s: float | None = None
    ) -> None:
        self._address, self._told = address, told
        self._wait_s = WAIT_S if wait_s is None else wait_s
        self._machines: Machines | None = None

    def __exit__(self, *_: object) -> None:
        if self._machines is not None:
            self._machines.close()

    @property
    def crew(self) -> Cluster:
        return self

    def _opened(self, course: bytes = b"", *, keras: bool = False, isolation: Choice | None = None) -> Machines:
        if self._machines is None:
            self._machines = Machines(self._address, told=self._told, wait_s=self._wait_s)
        self._machines.open(course, keras=keras, isolation=isolation)
        return self._machines

    # ------------------------------------------------------------------------------------------------------- grading

    def grade(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, Outcome]]:
        """See fleet.Fleet. Equal files are sent once."""
        same: dict[str, list[Job]] = {}
        for job in jobs:
            if needs_no_box(job):
                yield job, run(job)
            else:
                try:
                    same.setdefault(parcel.file_key(job, read(job.submission)), []).append(job)
                except SubmissionError:  # it has changed within a moment
                    yield job, run(job)
        if not same:
            return
        first = next(iter(same.values()))[0]
        names = sorted({group[0].submission.assignment for group in same.values()})
        keras = any("keras" in pipeline.assignment(first.course, first.release, name).packages for name in names)
        course = parcel.pack(first.course, first.release, names)
        machines = self._opened(course, keras=keras, isolation=first.settings.isolation)
        sent = [_Sent(group) for group in same.values()]
        tasks = [Task(one, one.jobs[0].submission.path, one.call) for one in sent]
        for task, answer, machine in machines.spread(tasks, _room_to_grade):
            for job in task.of.jobs:
                yield job, task.of.outcome(job, answer, machine)
            task.of.data = b""

    # ------------------------------------------------------------------------------------------------------ training

    def profile(self, asked: Asked) -> ProfileName:
        """Full where a machine says that it has a GPU."""
        if asked != "auto":
            return asked
        return "full" if any(machine.gpus for machine in self._opened().fit.values()) else "quick"

    def train(self, jobs: Sequence[Network], heard: Callable[[Network], Heard]) -> Iterator[tuple[Network, Record]]:
        """See training.Crew. What can be trained is trained before a fault is raised.

        An assembly asks the student's functions, in a box and with the course's code: it is trained on this machine.
        """
        yield from OneByOne().train([job for job in jobs if job.recipe == ASSEMBLED], heard)
        jobs = [job for job in jobs if job.recipe != ASSEMBLED]
        if not jobs:
            return
        machines = self._opened()
        on_gpus = self._choose_trainers(machines, full=any(job.profile == "full" for job in jobs))
        room, resources = (_room_on_gpus, {"GPU": 1.0}) if on_gpus else (_room_on_cpus, None)
        tasks = [Task(job, f"the network {job.key}", partial(_network, job)) for job in jobs]
        faults = []
        for task, answer, _ in machines.spread(tasks, room, resources=resources):
            if isinstance(answer, GraderError):
                faults.append(answer)
                continue
            job, record = task.of, answer["record"]
            if answer["keep"]:
                _keep(job, record)
            heard(job)(math.inf)
            yield job, record
        if faults:
            raise faults[0]

    def _choose_trainers(self, machines: Machines, *, full: bool) -> bool:
        """Whether networks are trained on GPUs. A resource that nobody has would be waited for without a word.

        Raises:
            GraderError: nobody can train, or not so long.
        """
        able = [machine for machine in machines.fit.values() if not machine.untrained]
        if not able:
            reasons = "; ".join(f"{one.name}: {one.untrained}" for one in machines.fit.values())
            raise GraderError(f"no worker of {self._address} can train as this machine would. {reasons}")
        on_gpus = any(machine.gpus for machine in able)
        if full and not on_gpus:
            raise GraderError(
                f"no worker of {self._address} says that it has a GPU, which --profile full needs. Start one for each "
                f"GPU: CUDA_VISIBLE_DEVICES=0 dask worker {self._address} --resources GPU=1"
            )
        return on_gpus


class _Sent:
    """Submissions of the same bytes. One of them travels."""

    def __init__(self, jobs: list[Job]) -> None:
        self.jobs, self.data = jobs, b""

    def call(self) -> tuple[Callable[..., str], tuple[str, bytes]]:
        """
        Raises:
            SubmissionError: the file is there no longer.
        """
        self.data = read(self.jobs[0].submission)
        return worker.grade, (json.dumps(parcel.order(self.jobs[0])), self.data)

    def outcome(self, job: Job, answer: Answer | GraderError, machine: str) -> Outcome:
        if isinstance(answer, GraderError):
            return answer
        if "here" in answer:
            return run(job)
        return guarded(job, lambda: parcel.receive(job, answer, self.data, machine))


def _network(job: Network) -> tuple[Callable[..., str], tuple[str]]:
    facts = {"key": job.key, "network": job.network, "recipe": job.recipe, "profile": job.profile, "seed": job.seed}
    return worker.train, (json.dumps(facts),)


def _keep(job: Network, record: Record) -> None:
    try:
        write_atomically(job.record, json.dumps(record).encode())
    except OSError as error:
        raise GraderError(f"{job.record} cannot be written ({error.strerror}). Every result is safe") from error


def _room_to_grade(machines: Mapping[str, Machine]) -> dict[str, int]:
    """One more than a machine can do at a time, so that it never waits for us."""
    return {address: machine.slots + 1 for address, machine in machines.items()}


def _room_on_gpus(machines: Mapping[str, Machine]) -> dict[str, int]:
    return {address: machine.gpus for address, machine in machines.items() if machine.gpus and not machine.untrained}


def _room_on_cpus(machines: Mapping[str, Machine]) -> dict[str, int]:
    """One training takes all cores of a host, however many workers there are on it."""
    able = {machine.host: address for address, machine in machines.items() if not machine.untrained}
    return dict.fromkeys(able.values(), 1)
