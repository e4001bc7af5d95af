"""How far a run is: a bar with an estimate on a terminal, elsewhere a line now and then; never on stdout."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from autograder.i18n import Words, translator

PARTS, EVERY_S = 10, 10.0  # a log gets nine lines at most, and a run of seconds none
FEW = 20  # submissions: of fewer nobody wants to read how far they are

Said = Callable[[str], None]
Heard = Callable[[float], None]


@contextmanager
def progress(total: int, *, shown: bool, language: str | None = None) -> Iterator[Said]:
    """Count up to `total`; the function that is given takes the name of what was just done."""
    if not shown:
        yield lambda name: None
        return
    if not sys.stderr.isatty():
        lines, done = Lines(total, language), 0

        def count(name: str) -> None:
            nonlocal done
            done += 1
            if total >= FEW:
                lines.reached(done)

        yield count
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)

        def advance(name: str) -> None:
            bar.update(task, advance=1, description=escape(name[:40]))

        yield advance


@contextmanager
def training_progress(
    epochs: Mapping[str, float], *, shown: bool, language: str | None = None
) -> Iterator[Callable[[str], Heard]]:
    """Count the epochs of several trainings, which may run at the same time.

    Args:
        epochs: key of a training -> how many it has.

    Yields: a key -> a function that is told how many of these are done, as a number such as 2.4.
    """
    done = dict.fromkeys(epochs, 0.0)
    total = sum(epochs.values())
    if not shown or not epochs:
        yield lambda key: lambda reached: None
        return

    def reached(key: str, epoch: float) -> tuple[float, int]:
        done[key] = min(epoch, epochs[key])
        return sum(done.values()), sum(done[one] >= epochs[one] for one in epochs)

    if not sys.stderr.isatty():
        lines = Lines(len(epochs), language)

        def hear(key: str, epoch: float) -> None:
            so_far, whole = reached(key, epoch)
            lines.reached(whole, share=so_far / total)

        yield lambda key: lambda epoch: hear(key, epoch)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"training 0/{len(epochs)}", total=total)

        def show(key: str, epoch: float) -> None:
            so_far, whole = reached(key, epoch)
            bar.update(task, completed=so_far, description=f"training {whole}/{len(epochs)}")

        yield lambda key: lambda epoch: show(key, epoch)


class Lines:
    """Where there is no terminal: "500 of 1,000 done, about 2 min left", at every tenth and not too often."""

    def __init__(self, total: int, language: str | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.total, self.words, self.clock = total, translator(language), clock
        self.started = self.said_at = clock()
        self.said = 0  # tenths

    def reached(self, done: int, *, share: float | None = None) -> None:
        """Say how far it is, if that is worth a line.

        Args:
            share: of the work, where parts of the next one are done too.
        """
        share = done / self.total if share is None else share
        now = self.clock()
        part = int(share * PARTS + 1e-9)
        if share >= 1 or part <= self.said or now - self.said_at < EVERY_S:
            return
        self.said, self.said_at = part, now
        left = (now - self.started) * (1 - share) / share
        told = self.words(
            "{done} of {total} done, about {time} left",
            done=f"{done:,}",
            total=f"{self.total:,}",
            time=_time(left, self.words),
        )
        print(f"autograder: {told}", file=sys.stderr, flush=True)


def _time(seconds: float, words: Words) -> str:
    return words("{n} s", n=round(seconds)) if seconds < 90 else words("{n} min", n=round(seconds / 60))
