"""What a campaign has in common with the others: its options, a line for each phase, and the file of its results."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results"
MAX_TOLD = 20  # faults of one phase that are told


@dataclass(frozen=True)
class Phase:
    """One part of a campaign: what was tried how often, what was counted, and what was not as it must be."""

    name: str
    tried: int
    seconds: float
    counts: dict[str, Any] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Options:
    """How long, how often, and which of all runs: the same seed takes the same moments and the same submissions."""

    seconds: float
    times: int
    seed: int
    bigger: int = 0  # how often with a larger class, where a campaign has one


class Telling:
    """Takes the time of each phase and tells it as soon as it has ended."""

    def __init__(self, say: Callable[[str], None] = print) -> None:
        self.phases: list[Phase] = []
        self._say = say
        self._started = time.perf_counter()

    def done(self, name: str, tried: int, faults: Sequence[str], **counts: Any) -> Phase:
        """End a phase; the next one begins now."""
        now = time.perf_counter()
        phase = Phase(name, tried, round(now - self._started, 1), counts, tuple(faults))
        self._started = now
        self.phases.append(phase)
        self._say(line(phase))
        for fault in phase.faults[:MAX_TOLD]:
            self._say(f"    {fault}")
        return phase


def line(phase: Phase) -> str:
    """A phase in one line.

    >>> line(Phase("kill -9", 50, 81.2, {"longest to die": "31 ms"}))
    'kill -9: 50 tried, 0 faults, 81.2 s; longest to die 31 ms'
    """
    counted = "".join(f"; {name} {value}" for name, value in phase.counts.items())
    faults = f"{len(phase.faults)} fault{'s' * (len(phase.faults) != 1)}"
    return f"{phase.name}: {phase.tried:,} tried, {faults}, {phase.seconds} s{counted}"


def main(
    name: str, about: str, run: Callable[[Options, Telling], None], *, seconds: float = 600.0, times: int = 1
) -> None:
    """Run a campaign from the command line, and write down what came of it."""
    parser = argparse.ArgumentParser(prog=f"python -m campaigns.{name}", description=about)
    parser.add_argument("--seconds", type=float, default=seconds, help="what may go on for ever ends after so many")
    parser.add_argument("--times", type=int, default=times, help="how often the main thing is tried")
    parser.add_argument("--seed", type=int, default=1, help="which moments, submissions and examples")
    parser.add_argument("--bigger", type=int, default=0, help="how often with a larger class, if there is one")
    parser.add_argument("--out", type=Path, default=RESULTS, help="the folder for the results")
    asked = parser.parse_args()
    telling = Telling(lambda text: print(text, flush=True))
    with contextlib.suppress(KeyboardInterrupt):  # what was tried until then is written down
        run(Options(asked.seconds, asked.times, asked.seed, asked.bigger), telling)
    words = f"python -m campaigns.{name} --seconds {asked.seconds:g} --times {asked.times} --seed {asked.seed}"
    words += f" --bigger {asked.bigger}" if asked.bigger else ""
    write(asked.out, name.replace("-", "_"), about, words, telling.phases)
    sys.exit(1 if total(telling.phases).faults else 0)


def total(phases: Sequence[Phase]) -> Phase:
    """All phases as one."""
    return Phase(
        "total",
        sum(phase.tried for phase in phases),
        round(sum(phase.seconds for phase in phases), 1),
        faults=tuple(fault for phase in phases for fault in phase.faults),
    )


def write(folder: Path, name: str, about: str, command: str, phases: Sequence[Phase]) -> None:
    """Write <name>.json and <name>.md, and tell the total."""
    from benchmarks.machine import machine

    every = total(phases)
    print(line(every))
    document = machine() | {"command": command, "tried": every.tried, "faults": len(every.faults)}
    document |= {"phases": [asdict(phase) for phase in phases]}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (folder / f"{name}.md").write_text(as_markdown(about, document, [*phases, every]), "utf-8")


def as_markdown(about: str, document: dict[str, Any], phases: Sequence[Phase]) -> str:
    """The same for people."""
    lines = [f"# {about.splitlines()[0]}", "", f"{document['date']}. {document['machine']}. {document['versions']}."]
    lines += ["", f"Load at the end: {document['load']}. `{document['command']}`", ""]
    lines += ["| phase | tried | faults | seconds | counted |", "|---|--:|--:|--:|---|"]
    for phase in phases:
        counted = ", ".join(f"{name} {value}" for name, value in phase.counts.items())
        lines.append(f"| {phase.name} | {phase.tried:,} | {len(phase.faults)} | {phase.seconds} | {counted} |")
    told = [f"- {phase.name}: {fault}" for phase in phases[:-1] for fault in phase.faults[:MAX_TOLD]]
    return "\n".join([*lines, *(["", *told] if told else [])]) + "\n"
