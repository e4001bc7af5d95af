"""A grader that is killed, at random moments and at every write: files are old or new, and no grade is lost.

kill -9 of a whole class run, then the same command again: the final results are byte-equal, apart from durations, to
those of a run that nobody disturbed. And each command that writes is killed at every single system call that changes
its folder (with strace; without it at every change that Python makes).
"""

from __future__ import annotations

import random
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import processes
from campaigns import course, folders, record, submissions
from campaigns.course import Place
from campaigns.record import Options, Telling
from campaigns.works import Work, by_chance, named, works

N_CLASS = 12
MOST_S = 10.0  # that anything of a killed run may live on; on a busy machine even to die takes its time
CALLS = (
    "?open,openat,write,pwrite64,fsync,fdatasync,?rename,?renameat,?renameat2,?mkdir,?mkdirat,?unlink,?unlinkat,"
    "?rmdir,?chmod,?fchmodat,?symlink,?symlinkat,ftruncate"
)
_CREATES = re.compile(r"O_(WRONLY|RDWR|CREAT)")


# --- at random moments ----------------------------------------------------------------------------------------------


def a_class(place: Place, folder: Path, n: int, *, seed: int) -> Path:
    declared = submissions.a_class(place.course, n, hostile_share=0.15, seed=seed, patient=False)
    return submissions.hand_in(folder, declared)


def at_random_moments(folder: Path, times: int, telling: Telling, *, seed: int, n: int = N_CLASS) -> None:
    """Kill a class run, each time at another moment, and go on with the same command."""
    place = course.make(folder)
    submitted, results, rng = a_class(place, folder / "class", n, seed=seed), folder / "results", random.Random(seed)
    command = place.command("grade", submitted, "-o", results, "--course", place.course, "--jobs", 2)
    started = time.monotonic()
    course.run(command, place)
    took, wanted = time.monotonic() - started, folders.content(results)
    faults: list[str] = []
    died: list[float] = []
    in_time = left_over = 0
    try:
        for number in range(times):
            shutil.rmtree(results, ignore_errors=True)
            moment = rng.uniform(0.02, took)
            ended, seconds, left = killed(command, place, moment)
            died.append(seconds)
            in_time += not ended
            found = [f"still there: {line[:120]}" for line in left.values()]
            if results.is_dir():
                found += folders.unreadable(results) + folders.neither(folders.content(results), {}, wanted)
            left_over += folders.unfinished(results)
            again = course.run(command, place)
            if again.returncode not in (0, 1) or "Traceback" in again.stderr:
                found.append(f"the same command then ended with {again.returncode}: {again.stderr[-300:]}")
            found += folders.differences(folders.content(results), wanted)
            faults += [f"kill {number} at {moment:.2f} s: {fault}" for fault in found]
    except KeyboardInterrupt:
        times = len(died)  # as many as there were time for
    counts = {
        "submissions": n,
        "while it ran": in_time,
        "all processes gone within": f"{1000 * max(died, default=0):.0f} ms",
        "half-written files under another name": left_over,
    }
    telling.done("kill -9 of a class run, then the same command", times, faults, **counts)


def killed(command: Sequence[str], place: Place, moment: float) -> tuple[bool, float, dict[int, str]]:
    """Start a command and kill it.

    Returns: whether it had ended before; how long the last process of it lived on; which live on for ever.
    """
    known = set(processes.below())
    with processes.orphans_come_to_us():
        run = subprocess.Popen(
            command,
            env=place.environment,
            cwd=place.folder / "cwd",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            run.wait(moment)
            ended = True
        except subprocess.TimeoutExpired:
            ended = False
            run.send_signal(signal.SIGKILL)
            run.wait()
        seconds, left = processes.gone_after(known=known, most_s=MOST_S)
    shutil.rmtree(place.temporary)  # a killed process cannot tidy up
    place.temporary.mkdir()
    return ended, seconds, left


# --- at every write -------------------------------------------------------------------------------------------------


def can_trace() -> bool:
    """Is strace here, and may it trace?"""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode == 0


def traced_points(work: Work, folder: Path, place: Place) -> list[list[str]]:
    """Runs a command once. Returns: for each system call that changes the folder, what to write before the command
    to have it killed there."""
    log = place.folder / "log"
    course.run(["strace", "-y", "-o", str(log), "-e", f"trace={CALLS}", *work.command(folder)], place)
    counts: dict[str, int] = {}
    points = []
    for text in log.read_text("utf-8", "replace").splitlines():
        call = text.partition("(")[0]
        if not call.isidentifier():
            continue  # a signal, or the exit code
        counts[call] = counts.get(call, 0) + 1
        if str(folder) in text and (call not in ("open", "openat") or _CREATES.search(text)):
            inject = f"inject={call}:signal=SIGKILL:when={counts[call]}"
            points.append(["strace", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject])
    return points


def hooked(work: Work, folder: Path, mode: str, how: object) -> list[str]:
    """The command with something happening at one of its writes; see last_words."""
    python, _, _, *words = work.command(folder)
    return [python, "-m", "campaigns.last_words", str(folder), mode, str(how), "--", *words]


def counted_points(work: Work, folder: Path, place: Place) -> int:
    """How many changes of the folder a command makes, as Python sees them."""
    course.run(hooked(work, folder, "count", place.folder / "count"), place)
    return int((place.folder / "count").read_text())


def commands_to_die(work: Work, folder: Path, place: Place, *, traced: bool) -> list[list[str]]:
    """The command as often as it changes the folder, each time ending at another change."""
    work.before(folder)
    if traced:
        return [[*point, *work.command(folder)] for point in traced_points(work, folder, place)]
    return [hooked(work, folder, "kill", 1 + n) for n in range(counted_points(work, folder, place))]


def at_every_write(
    folder: Path,
    telling: Telling,
    *,
    traced: bool,
    seconds: float,
    most: int | None = None,
    names: Sequence[str] = (),
    seed: int = 1,
) -> None:
    """Kill each command at each of its writes, and let it go on.

    Args:
        seconds: for all commands together; where that is too little, some of the writes are taken by chance.
        most: writes of each command.
        names: of the commands; all where none is named.
    """
    place = course.make(folder)
    how = "strace" if traced else "Python's own hooks"
    chosen = named(works(place, folder), names)
    for work in chosen:
        at = folder / "at"
        work.before(at)
        old = folders.content(at)
        new = work.whole(at, place)
        commands = commands_to_die(work, at, place, traced=traced)
        faults: list[str] = []
        n_killed = n_tried = 0
        points = list(enumerate(commands))
        for number, command in by_chance(points, seed=seed, most=most, seconds=seconds / len(chosen)):
            n_tried += 1
            work.before(at)
            ended = course.run(command, place)
            n_killed += ended.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL)
            found = folders.neither(folders.content(at), old, new)
            found += folders.unreadable(at) if work.on_results else []
            found += [work.finish(at, place)]
            found += folders.differences(folders.content(at), new)
            faults += [f"{work.name}, point {number}: {fault}" for fault in found if fault]
        telling.done(
            f"{work.name}, killed at every write ({how})", n_tried, faults, writes=len(commands), killed=n_killed
        )


def tried(options: Options) -> Iterator[Path]:
    """A new scratch folder for each part."""
    while True:
        with tempfile.TemporaryDirectory(prefix="kill-") as name:
            Path(name).chmod(0o755)
            yield Path(name)


def main() -> None:
    def work(options: Options, telling: Telling) -> None:
        scratch = tried(options)
        at_random_moments(next(scratch), options.times, telling, seed=options.seed)
        traced = can_trace()
        if traced:
            at_every_write(next(scratch), telling, traced=True, seconds=options.seconds)
        at_every_write(next(scratch), telling, traced=False, seconds=options.seconds, most=5 if traced else None)

    record.main("kill", str(__doc__), work, times=50)


if __name__ == "__main__":
    main()
