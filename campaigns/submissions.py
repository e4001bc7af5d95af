"""A made-up class of any size: right, wrong in known ways, odd, damaged and hostile, each with the verdict it must get.

No two are alike, so that each of them is judged and none is looked up.
"""

from __future__ import annotations

import itertools
import json
import random
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from autograder.records import Result
from campaigns.course import A
from tests import small_course
from tests.attacks import answers, bombs, host, loot, notebooks, patches, reports, wire
from tests.attacks.names import STUDENTS
from tests.small_course import BOTH_MISTAKES, SCALE, TOTAL

Points = tuple[float | None, float | None]
"""Of scale and of total; None where any will do."""


@dataclass(frozen=True)
class Declared:
    """One submission and what it must come to. points: None where it must stay ungraded."""

    student: str
    kind: str
    data: bytes
    points: Points | None
    status: tuple[str, ...] = ()  # one of these for `scale`; any where empty
    suffix: str = ".ipynb"

    def fault(self, result: Result | None) -> str:
        """What is wrong with its result; "" where it is the declared one."""
        if result is None:
            return f"{self.kind} {self.student!a:.60} has no result"
        found = None if result.score is None else tuple(item.points for item in result.items)
        right = (
            found is None
            if self.points is None
            else found is not None
            and all(wanted in (None, one) for wanted, one in zip(self.points, found, strict=True))
        )
        if right and (not self.status or result.items[0].status in self.status):
            return ""
        states = "/".join(item.status for item in result.items)
        return f"{self.kind} {self.student!a:.60} got {found} ({states}), not {self.points} {'/'.join(self.status)}"


def function(body: str) -> str:
    return "def scale(x, factor, shift):\n" + textwrap.indent(textwrap.dedent(body).strip("\n"), "    ")


LARGE = 100_000  # bytes
CHECKED = 'if len(x) == 0:\n    raise ValueError("no number")\n'
STUB = "raise NotImplementedError()"
HONEST: dict[str, tuple[str, str, Points]] = {  # kind -> scale, total, points
    "right": (SCALE, TOTAL, (9, 3)),
    "right, in one line": (function(CHECKED + "return factor * x + shift"), TOTAL, (9, 3)),
    "right, with a loop of its own": (
        function(CHECKED + "y = np.empty(len(x))\nfor i in range(len(x)): y[i] = factor * x[i] + shift\nreturn y"),
        "def total(values):\n    return values[0] + (total(values[1:]) if values[1:] else 0)",
        (9, 3),
    ),
    "right, between noise": ("%matplotlib inline\n!pip list\n" + SCALE + '\nprint("done" * 99)', TOTAL, (9, 3)),
    "ignores the shift": (function("return x * factor"), TOTAL, (5, 3)),
    "ignores the factor": (function("return x + shift"), TOTAL, (2, 3)),
    "both mistakes": (BOTH_MISTAKES, TOTAL, (0, 3)),
    "works in place": (function(CHECKED + "x *= factor\nx += shift\nreturn x"), TOTAL, (8, 3)),
    "skips the first": (SCALE, "def total(values):\n    return sum(values[1:])", (9, 0)),
    "lets nothing through": (function("return x * factor + shift"), TOTAL, (8, 3)),
    "divides by zero": (function("return x / 0 if shift else 1 // 0"), TOTAL, (0, 3)),
    "half done": (SCALE, f"def total(values):\n    {STUB}", (9, 0)),
    "not begun": (function(STUB), f"def total(values):\n    {STUB}", (0, 0)),
    "no Python": (f"{SCALE}\n    return return", TOTAL, (0, 3)),
    "a cell that stops": (f'{SCALE}\nraise KeyError("later")', TOTAL, (9, 3)),
    "another name": (SCALE.replace("scale", "skale"), TOTAL, (0, 3)),
}


def written(course: Path, number: int, scale: str, total: str) -> bytes:
    """A notebook with these answers; the number makes it another one than all others, for the grader too."""
    mark = f"\nNUMBER = {number}\n"
    magic, _, rest = scale.rpartition("\n!pip list\n")
    first = f"{magic}\n!pip list\n{mark}{rest}" if magic else mark + scale
    return small_course.submission(course, scale=first, total=total)


def damaged(course: Path, number: int, rng: random.Random) -> tuple[str, bytes, Points | None, str]:
    """A file that something happened to on its way: kind, content, points, suffix."""
    whole = written(course, number, SCALE, TOTAL)
    kind = rng.choice(("cut", "picture", "marked", "cell lost", "metadata lost", "script", "empty", "indented"))
    notebook = json.loads(whole)
    if kind == "cut":
        return kind, whole[: rng.randrange(1, len(whole) - 5)], None, ".ipynb"
    if kind == "picture":
        return kind, b"\x89PNG\r\n\x1a\n" + rng.randbytes(200), None, ".ipynb"
    if kind == "empty":
        return kind, b"", None, ".ipynb"
    if kind == "marked":
        return kind, b"\xef\xbb\xbf" + whole, (9, 3), ".ipynb"
    if kind == "script":
        script = f"# %%\nimport numpy as np\nNUMBER = {number}\n\n# %%\n{SCALE}\n\n# %%\n{TOTAL}"
        return kind, script.encode(), (9, 3), ".py"
    if kind == "cell lost":
        notebook["cells"] = [cell for cell in notebook["cells"] if "def total" not in "".join(cell["source"])]
        return kind, json.dumps(notebook).encode(), (9, 0), ".ipynb"
    if kind == "metadata lost":
        for cell in notebook["cells"]:
            cell["metadata"] = {}
    return kind, json.dumps(notebook, indent=rng.randrange(5)).encode(), (9, 3), ".ipynb"


def hostile(course: Path, *, patient: bool) -> Iterator[partial[Declared]]:
    """Every attack of the collection, for ever; who hands it in is still to be said.

    patient: also those that wait for a limit of time.
    """
    kinds = (answers, patches, wire, loot, host, bombs, reports)
    attacks = [attack for kind in kinds for attack in kind.ATTACKS if patient or attack not in bombs.HANGING]
    number = 0
    while True:
        for attack in attacks:
            number += 1
            mark = f"\nNUMBER_OF_THE_ATTACK = {number}" if number > len(attacks) else ""
            data = small_course.submission(course, scale=attack.scale + mark, total=attack.total)
            points = attack.points, attack.total_points
            yield partial(Declared, kind=f"attack {attack.name}", data=data, points=points, status=attack.status)
        for file in notebooks.FILES:
            yield partial(Declared, kind=f"file {file.name}", data=file.data, points=file.points, suffix=file.suffix)


def a_class(
    course: Path, size: int, *, hostile_share: float, seed: int, patient: bool = True, attacks_before: int = 0
) -> list[Declared]:
    """A class in an order of chance, the largest files first: what they cost is then seen before anything is compared.

    Args:
        hostile_share: of attacks; a tenth of the others is damaged.
        patient: with attacks that wait for a limit of time.
        attacks_before: how many of the collection another class has had.
    """
    rng = random.Random(seed)
    n_hostile = round(size * hostile_share)
    made = list(itertools.islice(hostile(course, patient=patient), attacks_before, attacks_before + n_hostile))
    for number in range(n_hostile, size):
        if rng.random() < 0.1:
            kind, data, points, suffix = damaged(course, number, rng)
            made.append(partial(Declared, kind=f"damaged, {kind}", data=data, points=points, suffix=suffix))
        else:
            kind = rng.choice(list(HONEST))
            scale, total, points = HONEST[kind]
            made.append(partial(Declared, kind=kind, data=written(course, number, scale, total), points=points))
    rng.shuffle(made)
    made.sort(key=lambda one: len(one.keywords["data"]) < LARGE)
    return [one(f"s{number:04}") for number, one in enumerate(made)]


def hostile_names(course: Path) -> list[Declared]:
    """Right work of students whose names hurt."""
    return [
        Declared(name, "hostile name", written(course, 10**6 + number, SCALE, TOTAL), (9, 3))
        for number, name in enumerate(STUDENTS)
    ]


def hand_in(folder: Path, declared: list[Declared]) -> Path:
    """Put them where nbgrader collects them."""
    for one in declared:
        path = folder / one.student / A / f"{A}{one.suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(one.data)
    return folder
