"""The machines of a Dask cluster: which of them may grade, and handing work to them. Promises an answer for each task.

Where a task goes is decided here and not by Dask: so we know who has what, a machine that is not fit gets nothing,
and how often a task was lost does not depend on how somebody configured a scheduler.

A machine that disappears loses what it had in hand. Each of that is tried elsewhere; what was lost twice is tried once
more when nothing else runs, so that it can take nobody with it, and then no more.
"""

from __future__ import annotations

import json
import logging
import time
import uuid
import warnings
from asyncio import CancelledError as TaskCancelled
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from autograder.clustering import parcel, worker
from autograder.errors import CourseError, GraderError, SubmissionError

if TYPE_CHECKING:
    from distributed import Client, Future

    from autograder.sandbox.levels import Choice

CONNECT_S = 15.0
WAIT_S = 60.0  # for a machine that can grade
LOOK_S = 1.0  # between two looks at who is there
FETCH_S = 30.0  # for an answer that is ready
MAX_LOST = 3
MAX_FAULTS = 2

T = TypeVar("T")
Answer = Mapping[str, Any]


@dataclass(frozen=True)
class Machine:
    """One Dask worker that may grade. `name` is for people; `untrained` is why it may not train, or empty."""

    address: str
    name: str
    host: str
    slots: int
    gpus: int
    untrained: str


@dataclass
class Task(Generic[T]):
    """One piece of work. `call` gives the function and its arguments when it is sent, not before: memory stays flat."""

    of: T
    name: str
    call: Callable[[], tuple[Callable[..., str], tuple[Any, ...]]]
    lost: int = 0
    faults: int = 0
    shunned: str = ""  # the address where it went wrong


class Machines:
    """Those of one run.

    Args:
        told: is told of each machine that is not used, and why.
        wait_s: how long to wait while nobody can grade.
    """

    def __init__(self, address: str, *, told: Callable[[str], None], wait_s: float) -> None:
        self.address, self.told, self.wait_s = address, told, wait_s
        self.token = uuid.uuid4().hex
        self.fit: dict[str, Machine] = {}
        self._refused: dict[str, str] = {}
        self._client: Client = connect(address)
        self._course, self._keras = b"", False
        self._isolation: Choice | None = None
        self._here = parcel.facts()
        self._since = self._looked = time.monotonic()

    def open(self, course: bytes = b"", *, keras: bool = False, isolation: Choice | None = None) -> None:
        """Wait until somebody can grade. May be called again, with a course.

        Args:
            course: what a machine needs to grade; see parcel.pack. Nothing where none is to be graded.
            keras: whether networks are to be graded.
            isolation: which sandbox a machine must have.

        Raises:
            GraderError: nobody can, in time.
        """
        if course:
            self._course, self._keras, self._isolation = course, keras, isolation
            self.fit.clear()  # nobody has it
        self._since = time.monotonic()
        self._look_around()
        while not self.fit:
            time.sleep(LOOK_S / 4)
            self._look_around()

    def close(self) -> None:
        """Leave nothing running anywhere."""
        try:
            if self._client.status == "running":
                self._client.run(worker.dismiss, self.token, on_error="ignore")  # also those that were refused
        except OSError:
            pass  # who cannot be reached any more ends by himself
        finally:
            self._client.close(timeout=2)

    def spread(
        self,
        tasks: Iterable[Task[T]],
        room: Callable[[Mapping[str, Machine]], Mapping[str, int]],
        *,
        resources: Mapping[str, float] | None = None,
    ) -> Iterator[tuple[Task[T], Answer | GraderError, str]]:
        """Have every task done somewhere.

        Args:
            room: machines by address -> how many tasks each may have at a time.
            resources: of Dask, such as {"GPU": 1}, that each task takes.

        Yields: the task, its answer or why there is none, and the machine's name.

        Raises:
            CourseError: a machine cannot read the course.
            GraderError: nobody can do anything any more.
        """
        waiting, suspects = deque(tasks), deque[Task[T]]()
        running: dict[Future, tuple[Task[T], str]] = {}
        done: SimpleQueue[Future] = SimpleQueue()
        could = time.monotonic()  # when somebody last could do this kind of work
        try:
            while waiting or suspects or running:
                lost = []
                if time.monotonic() - self._looked > LOOK_S:
                    self._look_around()
                    lost = [future for future, (_, where) in running.items() if where not in self.fit]
                if not (waiting or running):
                    waiting.append(suspects.popleft())
                if places := room(self.fit):
                    could = time.monotonic()
                elif time.monotonic() - could > self.wait_s:  # Dask would wait for ever, without a word
                    raise GraderError(f"no worker of {self.address} that could do the rest is left")
                yield from self._hand_out(waiting, running, done, places, resources)
                try:
                    lost += [done.get(timeout=LOOK_S)] if not lost else []
                except Empty:
                    continue
                for future in lost:
                    if future not in running:  # it was given up before
                        continue
                    task, where = running.pop(future)
                    name = self.fit[where].name if where in self.fit else where
                    answer = self._outcome(future, where) if where in self.fit else None
                    future.release()
                    again = self._again(task, answer, where)
                    if again is not None:
                        (suspects if task.lost == MAX_LOST - 1 else waiting).append(again)
                    elif answer is None:
                        reason = f"{task.name}: {task.lost} machines were lost while they had it. It stays undone"
                        yield task, GraderError(reason), name
                    elif "course" in answer:
                        raise CourseError(f"{name}: {answer['course']}")
                    elif "fault" in answer or "died" in answer:
                        yield task, GraderError(f"{name}: {answer.get('fault') or answer['died']}"), name
                    else:
                        yield task, answer, name
        finally:
            if running and self._client.status == "running":
                self._client.cancel([*running])

    def _hand_out(
        self,
        waiting: deque[Task[T]],
        running: dict[Future, tuple[Task[T], str]],
        done: SimpleQueue[Future],
        room: Mapping[str, int],
        resources: Mapping[str, float] | None,
    ) -> Iterator[tuple[Task[T], Answer, str]]:
        free = dict(room)
        for _, where in running.values():
            if where in free:
                free[where] -= 1
        while waiting and any(places > 0 for places in free.values()):
            task = waiting.popleft()
            where = max(free, key=lambda one: (free[one] > 0, one != task.shunned, free[one]))
            try:
                function, arguments = task.call()
            except SubmissionError:
                yield task, {"here": True}, ""
                continue
            key = f"{function.__name__}-{uuid.uuid4().hex}"
            future = self._client.submit(
                function, self.token, *arguments, key=key, pure=False, workers=[where], resources=resources
            )
            running[future] = task, where
            free[where] -= 1
            future.add_done_callback(done.put)

    def _outcome(self, future: Future, where: str) -> Answer | None:
        """What came back; None where it was lost on the way."""
        try:
            if future.status == "finished":
                answer: Answer = json.loads(self._fetch(future, where))
                if "unknown" not in answer:
                    return answer
                self.fit.pop(where)  # it was started anew: it has to be looked at again
            elif future.status == "error":
                error = future.exception(timeout=FETCH_S)
                if type(error).__name__ != "KilledWorker":
                    return {"fault": f"{type(error).__name__}: {error}"[:500]}
        except (OSError, TimeoutError, CancelledError, TaskCancelled):
            pass
        self._require_scheduler()
        return None

    def _fetch(self, future: Future, where: str) -> str:
        """An answer that is ready, on a machine that may be lost before we have it.

        Raises:
            TimeoutError: it was.
        """
        ends = time.monotonic() + FETCH_S
        while True:
            try:
                said: str = future.result(timeout=LOOK_S)
                return said
            except TimeoutError:
                self._look_around()
                if where not in self.fit or time.monotonic() > ends:
                    raise

    def _again(self, task: Task[T], answer: Answer | None, where: str) -> Task[T] | None:
        """The task, where it is to be tried once more."""
        if answer is None:
            task.lost += 1
            return task if task.lost < MAX_LOST else None
        if "fault" in answer or "died" in answer:
            task.faults += 1
            task.shunned = where
            return task if task.faults < MAX_FAULTS and len(self.fit) > 1 else None
        return None

    def _require_scheduler(self) -> None:
        if self._client.status != "running":
            raise GraderError(f"the scheduler at {self.address} is gone")

    def _look_around(self) -> None:
        """Who has gone, who has come, and who of these may grade.

        Raises:
            GraderError: the scheduler is gone, or nobody can grade.
        """
        self._require_scheduler()
        try:
            there = self._client.scheduler_info(n_workers=-1)["workers"]
        except (OSError, TimeoutError):
            raise GraderError(f"the scheduler at {self.address} is gone") from None
        now = time.monotonic()
        self.fit = {address: machine for address, machine in self.fit.items() if address in there}
        self._refused = {address: why for address, why in self._refused.items() if address in there}
        new = {address: facts for address, facts in there.items() if address not in {*self.fit, *self._refused}}
        if new:
            self._admit(new)
        self._looked = time.monotonic()  # examining takes a while
        if self.fit:
            self._since = now
        elif there and set(there) == set(self._refused):
            raise GraderError(
                f"no worker of {self.address} can grade. " + " ".join(dict.fromkeys(self._refused.values()))
            )
        elif now - self._since > self.wait_s:
            raise GraderError(
                f"no worker of {self.address} is there ({self.wait_s:.0f} s). Start one on each machine: "
                f"dask worker {self.address}"
            )

    def _admit(self, new: Mapping[str, Mapping[str, Any]]) -> None:
        """Examine machines, and give the course to those that are fit."""
        found = self._everywhere(new, worker.examine, self.token, self._isolation)
        fit = {}
        for address, said in found.items():
            there = {} if isinstance(said, BaseException) else json.loads(said)
            machine = _machine(address, new[address], there, self._here)
            reasons = _reasons(said) or parcel.differences(self._here, there, keras=self._keras)
            if reasons:
                self._refused[address] = f"{machine.name} is not used: {'; '.join(reasons)}."
                self.told(self._refused[address])
            else:
                fit[address] = machine
        if fit and self._course:
            came = self._everywhere(fit, worker.admit, self.token, self._course)
            fit = {address: fit[address] for address, said in came.items() if said is None}
        self.fit |= fit

    def _everywhere(self, where: Iterable[str], function: Callable[..., Any], *arguments: Any) -> dict[str, Any]:
        """Call a function on some machines at once: address -> what it answered, or what went wrong there."""
        try:
            found: dict[str, Any] = self._client.run(function, *arguments, workers=[*where], on_error="return")
            return found
        except OSError:
            raise GraderError(f"the scheduler at {self.address} is gone") from None


def _machine(address: str, info: Mapping[str, Any], there: parcel.Facts, here: parcel.Facts) -> Machine:
    label = str(info.get("name", address))
    untrained = "" if there.get("training") == here["training"] else f"it trains with {there.get('training')}"
    return Machine(
        address=address,
        name=address if label == address else f"{label} ({address})",
        host=str(info.get("host", address)),
        slots=int(info.get("nthreads", 1)),
        gpus=int(info.get("resources", {}).get("GPU", 0)),
        untrained=untrained,
    )


def _reasons(said: object) -> list[str]:
    """Why a machine could not even be asked."""
    if isinstance(said, ImportError):
        return [f"cnnkit or a part of it is missing there ({said}). Type there: pip install 'cnnkit[cluster]'"]
    return [f"it does not answer ({type(said).__name__}: {said})"] if isinstance(said, BaseException) else []


def connect(address: str) -> Client:
    """Reach a scheduler.

    Raises:
        GraderError: Dask is not installed, or nobody answers there.
    """
    try:
        from distributed import Client, Security
    except ImportError:
        raise GraderError("--cluster needs Dask. Type: pip install 'cnnkit[cluster]'") from None
    security = Security()  # as Dask's own settings say
    _silence()
    try:
        if address.startswith("tls:") and security.get_connection_args("client")["ssl_context"] is None:
            raise GraderError(
                f"{address} needs certificates, and Dask's settings name none. Set "
                "DASK_DISTRIBUTED__COMM__TLS__CA_FILE, DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT and "
                "DASK_DISTRIBUTED__COMM__TLS__CLIENT__KEY"
            )
        return Client(address, timeout=CONNECT_S, set_as_default=False, name="autograder", security=security)
    except (OSError, TimeoutError, ValueError, RuntimeError) as error:
        said = str(error).splitlines()[0][:300] if str(error) else type(error).__name__
        raise GraderError(f"no scheduler answers at {address} ({said}). Start one: dask scheduler") from None


def _silence() -> None:
    """What matters of Dask's tracebacks we say ourselves, in one line. Several of its loggers have handlers."""
    for name in [*logging.root.manager.loggerDict]:
        if name.partition(".")[0] in ("distributed", "asyncio"):
            logger = logging.getLogger(name)
            logger.handlers[:], logger.propagate = [logging.NullHandler()], False
    warnings.filterwarnings("ignore", module=r"distributed\b")
