"""The facts that flow from stage to stage. Frozen; what changes is a new record.

Standard library only: the student's `check` uses them too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

VERSION = 1

ItemStatus = Literal["pass", "partial", "wrong", "error", "timeout", "not_started", "ungraded"]


@dataclass(frozen=True)
class Outcome:
    """What one call of a function came to: the student's, the reference's or a named mistake's.

    kind: "value"; "raised" (an exception of the function); "timeout"; "died" (the process ended or broke
    the protocol); "missing" (no function of that name).
    """

    kind: Literal["value", "raised", "timeout", "died", "missing"]
    value: Any = None
    error: str = ""  # name of the exception's type, such as "IndexError"
    bases: tuple[str, ...] = ()  # names of the built-in exceptions it derives from
    message: str = ""
    trace: tuple[TraceLine, ...] = ()  # the student's own lines only, outermost first
    changed: tuple[int, ...] = ()  # positions of the arguments that the call changed
    seconds: float = field(default=0.0, compare=False)

    @property
    def unwritten(self) -> bool:
        """Did it come to the stub that the function was released with, not to that of another one that it calls?"""
        return self.error == "NotImplementedError" and len(self.trace) <= 1


@dataclass(frozen=True)
class TraceLine:
    """A line of the student's code on the way to an exception."""

    cell: int  # counted from 1, code cells only, as rebuilt
    line: int
    source: str
    around: tuple[str, ...] = ()  # up to two lines before and after, the line itself in the middle


@dataclass(frozen=True)
class Case:
    """One frozen call: arguments, what is right, and what each named mistake answers."""

    aspect: str
    args: tuple[Any, ...]
    layout: str  # memory layout of the arrays: "C", "F" or "strided"
    low: Outcome  # the right outcome; a range of right answers where `high` differs
    high: Outcome
    wrong: dict[str, Outcome]  # mistake -> outcome, only where it is not right
    atol: float
    steps: tuple[str, ...] = ()  # of a class: lines that make an object and talk with it; the last one's answer counts


@dataclass(frozen=True)
class Picture:
    """A call on a small picture, to look at: what a function answers there is worth nothing and costs nothing.

    case: its aspect is the picture's name; in `wrong` are the mistakes that can be seen on it, without their answers.
    """

    labels: dict[str, str]  # language -> what the answer shows, such as "vertical edges"
    case: Case


@dataclass(frozen=True)
class SizeRule:
    """How one side of an answer follows from the arguments: "(H + 2 * pad - FH) // stride + 1".

    formula: Python arithmetic of whole numbers; its names are those of `sides` and of parameters.
    axis: which side of the answer it is.
    sides: name -> parameter and axis of it, such as {"H": ("x", 2)}.
    plain: what a parameter is where it does nothing, and where it is left out, such as {"pad": 0, "stride": 1}.
    """

    formula: str
    axis: int
    sides: dict[str, tuple[str, int]]
    plain: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Hints:
    """What a student may be told about one mistake, in one language."""

    question: str  # "Is the filter being flipped?"
    explanation: str = ""
    hints: tuple[str, ...] = ()  # from "where to look" to "almost the answer"; never the answer


@dataclass(frozen=True)
class Mistake:
    name: str
    hints: dict[str, Hints]  # language -> text
    worked: dict[str, Any] = field(default_factory=dict)  # one cell of the first case it spoils, worked out both ways


@dataclass(frozen=True)
class AspectFacts:
    """A labelled group of cases with points.

    judge: "answer" compares the numbers; "kind" also tells 3 from 3.0; "unchanged" looks only at the
    arguments after the call; "speed" is timed from outside; "model" compares one side of two networks.
    """

    name: str
    labels: dict[str, str]  # language -> what people read
    points: float
    judge: Literal["answer", "kind", "unchanged", "speed", "model"] = "answer"
    after: str | None = None  # earns nothing unless that aspect is right
    part: tuple[int | None, ...] = ()  # which part of the answer it looks at; see rubric.Aspect


@dataclass(frozen=True)
class Measure:
    """What is measured of functions that were put together. labels: language -> what people read."""

    name: str
    labels: dict[str, str]
    points: float
    thresholds: dict[str, float] = field(default_factory=dict)  # profile -> what earns the points


@dataclass(frozen=True)
class Assembly:
    """That the functions of a lesson also work together; see rubric.Assembled."""

    parts: tuple[str, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Training:
    """That a network also learns: trained once, however many submissions built the same one.

    recipe: one of autograder/models/recipes.py. args: the call whose network is trained. thresholds: profile of
    the recipe ("quick", "full") -> test accuracy that earns the points, measured over seeds; a profile
    without one cannot be graded with. beside: name -> the accuracies of another network by the same recipe, to
    be shown beside the student's. steps: where the student's own code trains in the box: the lines that make `net`
    and `optimizer`. assembly: where the course's own code trains with what the lesson's functions answer.
    """

    recipe: str
    points: float
    args: tuple[Any, ...]
    thresholds: dict[str, float] = field(default_factory=dict)
    beside: dict[str, dict[str, float]] = field(default_factory=dict)
    steps: tuple[str, ...] = ()
    assembly: Assembly | None = None


@dataclass(frozen=True)
class CheckFacts:
    """Everything frozen about one function: what its calls are, what is right and what is worth what."""

    name: str
    parameters: tuple[str, ...]
    aspects: tuple[AspectFacts, ...]
    cases: tuple[Case, ...]
    mistakes: tuple[Mistake, ...]
    kind: Literal["function", "model"] = "function"  # a model's outcomes hold the text of `model.to_json()`
    training: Training | None = None
    pictures: tuple[Picture, ...] = ()
    sizes: tuple[SizeRule, ...] = ()

    @property
    def points(self) -> float:
        return sum(aspect.points for aspect in self.aspects)

    def aspect(self, name: str) -> AspectFacts:
        return next(aspect for aspect in self.aspects if aspect.name == name)


@dataclass(frozen=True)
class AspectScore:
    points: float
    max_points: float
    passed: int  # cases
    cases: int


@dataclass(frozen=True)
class Item:
    """One function of one submission, judged."""

    name: str
    points: float
    max_points: float
    status: ItemStatus
    message: str = ""
    aspects: dict[str, AspectScore] = field(default_factory=dict)
    mistake: str | None = None  # "a" or, two at once, "a+b"
    counterexample: dict[str, Any] | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Result:
    """One submission of one assignment, judged. `score` is None where it is ungraded."""

    assignment: str
    student: str
    status: Literal["graded", "ungraded"]
    score: float | None
    max_score: float
    engine: str
    corpus: str
    items: tuple[Item, ...]
    training: dict[str, Any] | None = None
    message: str = ""  # why it is ungraded
    notes: tuple[str, ...] = ()  # what intake repaired
    sandbox: str = ""  # the level of isolation it was graded under
    version: int = VERSION
