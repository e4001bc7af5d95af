"""What an instructor writes in checks.py: checks, their aspects, and the mistakes with a name.

A rubric is read top to bottom. Inputs are Hypothesis strategies that draw the tuple of arguments.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from autograder.errors import CourseError
from autograder.models.findings import ASPECTS, LABELS
from autograder.models.recipes import ASSEMBLED
from autograder.records import AspectFacts, Hints, Mistake, SizeRule
from autograder.sandbox.inside.talk import check_line
from autograder.sandbox.inside.values import Bowl, FeatureMap, Network, NumberFile

LANGUAGES = ("en", "ko")

__all__ = [
    "Aspect",
    "Assembled",
    "Bowl",
    "Check",
    "FeatureMap",
    "Measured",
    "ModelCheck",
    "Network",
    "NumberFile",
    "Speed",
    "Trained",
]


@dataclass(frozen=True)
class Aspect:
    """One thing a function can get right or wrong by itself, with its points.

    Args:
        name: what English readers see, such as "stride".
        points: what it is worth; all its cases must be right.
        inputs: a Hypothesis strategy of tuples of arguments. Keep every other difficulty out of it.
        ko: what Korean readers see.
        cases: how many hidden cases are drawn.
        judge: "answer" (numbers), "kind" (also 3 against 3.0), "unchanged" (only the arguments afterwards).
        after: earns nothing unless the aspect of that name is right, so that an empty function earns nothing.
        atol: largest difference that still counts as equal; the check's own where None.
        layout: memory layout of the arrays, "C", "F" or "strided".
        part: which part of the answer is compared, so that a slip in the other costs nothing here: (1,) is the
            second item of a tuple, (None, 0) the first item of every row.
        steps: of a class: the lines that make an object and talk with it, such as ("affine = Affine(W, b)",
            "affine.forward(x)", "affine.backward(dout)", "affine.dW"); sandbox/inside/talk.py has their grammar.
            `inputs` draws the arguments in the order in which they are first named; the last line's answer is
            compared.
    """

    name: str
    points: float
    inputs: Any
    ko: str
    cases: int = 10
    judge: str = "answer"
    after: str | None = None
    atol: float | None = None
    layout: str = "C"
    part: tuple[int | None, ...] = ()
    steps: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for line in self.steps:
            try:
                check_line(line)
            except (SyntaxError, ValueError) as error:
                raise CourseError(f"aspect {self.name!r} has the step {line!r}: {error}") from None


@dataclass(frozen=True)
class Speed:
    """An aspect that is timed from outside, as a ratio to a slow version in the same run.

    Args:
        example: makes the arguments of the timed call; the numbers of its arrays are shuffled before each call.
        baseline: the slow version, called in the grader on `baseline_example()`.
        share: how many times more work `example` is than `baseline_example`.
        at_least: the student's call must be this many times faster.
    """

    name: str
    points: float
    ko: str
    example: Callable[[], tuple[Any, ...]]
    baseline: Callable[..., Any]
    baseline_example: Callable[[], tuple[Any, ...]]
    share: float
    at_least: float
    after: str | None = None
    judge: str = "speed"


@dataclass(frozen=True)
class PictureCode:
    """A call on a small picture: what the answer shows, and a function that makes the arguments."""

    name: str
    labels: dict[str, str]
    make: Callable[[], tuple[Any, ...]]


@dataclass(frozen=True)
class Trained:
    """That a network also learns.

    Args:
        recipe: one of autograder/models/recipes.py.
        points: for a test accuracy that reaches the threshold in the lesson's training.json.
        args: the arguments of the call whose network is trained; one of the check's `calls`.
        beside: other networks, by name, whose accuracy is shown beside the student's: functions of the same arguments.
        steps: of a class that the student's own code trains, in the box: lines that make `net` and `optimizer`, such
            as ("net = Net(sizes)", "optimizer = Adam(rate)"); `args` are their arguments, the recipe's rate the last.
    """

    recipe: str
    points: float
    args: tuple[Any, ...] = ()
    beside: dict[str, Callable[..., Any]] = field(default_factory=dict)
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measured:
    """One number that an assembly is measured by, from 0 to 1; its threshold is in training.json."""

    name: str
    points: float
    ko: str


@dataclass(frozen=True)
class Assembled:
    """That the functions of a lesson also work together: its assembly.py puts them together, trains and measures.

    Args:
        parts: their names. One that has all its points is the student's own, in the box; for another the course's
            stands in. The points are given in proportion to one's own.
        measures: what is measured; the first is shown as the result.
    """

    parts: tuple[str, ...]
    measures: tuple[Measured, ...]
    recipe: str = ASSEMBLED

    @property
    def points(self) -> float:
        return sum(measure.points for measure in self.measures)


@dataclass
class Check:
    """How one function is graded.

    Args:
        aspects: what is worth what; points are theirs.
        atol: largest absolute difference that counts as equal, for every aspect without one of its own.
        trained: where it is a class whose objects also learn.

    >>> from hypothesis import strategies as st
    >>> double = Check(aspects=[Aspect("values", 5, st.tuples(st.integers(1, 9)), ko="값")], atol=0)
    >>> @double.mistake
    ... def squares(double, x):
    ...     '''Did you square the number?
    ...
    ...     수를 제곱했나요?
    ...     '''
    ...     return x * x
    >>> double.points, [mistake.__name__ for mistake in double.mistakes]
    (5, ['squares'])
    """

    aspects: list[Aspect | Speed]
    atol: float = 1e-8
    mistakes: list[Callable[..., Any]] = field(default_factory=list)
    accepted: Callable[..., tuple[Any, Any]] | None = None
    pictures: list[PictureCode] = field(default_factory=list)
    sizes: list[SizeRule] = field(default_factory=list)
    trained: Trained | Assembled | None = None

    def __post_init__(self) -> None:
        names = [aspect.name for aspect in self.aspects]
        if len(set(names)) != len(names):
            raise CourseError(f"two aspects of one check share a name: {names}")
        for i, aspect in enumerate(self.aspects):
            if aspect.after is not None and aspect.after not in names[:i]:
                raise CourseError(
                    f"aspect {aspect.name!r} comes after {aspect.after!r}, which is not among {names[:i]} before it"
                )

    @property
    def points(self) -> float:
        return sum(aspect.points for aspect in self.aspects)

    def mistake(self, wrong: Callable[..., Any]) -> Callable[..., Any]:
        """Register a mistake: its name says what went wrong, its docstring is the hint, its body does it.

        The first parameter is the right function, so that mistakes combine; the others are the arguments. Of a
        class it is the right class alone, and the wrong class comes back.
        """
        hints_of(wrong)
        self.mistakes.append(wrong)
        return wrong

    def picture(self, *, ko: str) -> Callable[[Callable[[], tuple[Any, ...]]], Callable[[], tuple[Any, ...]]]:
        """Register a call on a small picture, on which a mistake is shown: no case, and worth no points.

        The function makes the arguments, the picture first; its name says what the answer shows. The first picture
        that shows a mistake is shown with it; all of them where the function is right.

        Args:
            ko: the name as Korean readers see it.
        """

        def register(make: Callable[[], tuple[Any, ...]]) -> Callable[[], tuple[Any, ...]]:
            name = make.__name__
            self.pictures.append(PictureCode(name, {"en": name.replace("_", " "), "ko": ko}, make))
            return make

        return register

    def sized(self, formula: str, *, axis: int, plain: dict[str, int] | None = None, **sides: tuple[str, int]) -> None:
        """Say how one side of the answer follows from the arguments, for whoever gets another shape.

        Args:
            formula: arithmetic of whole numbers, such as "(H + 2 * pad - FH) // stride + 1".
            axis: which side of the answer.
            plain: what a parameter is where it does nothing or is left out, such as {"pad": 0}.
            sides: the names in the formula that are no parameters: H=("x", 2) is x.shape[2].
        """
        self.sizes.append(SizeRule(formula, axis, sides, plain or {}))

    def accepts(self, bounds: Callable[..., tuple[Any, Any]]) -> Callable[..., tuple[Any, Any]]:
        """Register a function `(right, *args) -> (low, high)`: every answer between the two is right."""
        self.accepted = bounds
        return bounds


@dataclass
class ModelCheck:
    """How one function that returns a Keras model, or the output of a block, is graded: by its graph.

    Args:
        worth: the points of each aspect, in the order in which people read them; names of models/findings.ASPECTS.
        calls: arguments of the hidden calls; every aspect must be right in all of them. A `FeatureMap` stands for
            a symbolic input.
        public: arguments of the calls that a student's own `check` makes.
        trained: where the network is also trained, or put together with the lesson's other functions.

    >>> block = ModelCheck(worth={"output_shape": 1, "wiring": 3}, calls=[(FeatureMap((8, 8, 3)), 4)], public=[])
    >>> block.points, [aspect.ko for aspect in block.aspects]
    (4, ['출력 모양', '연결'])
    """

    worth: dict[str, float]
    calls: list[tuple[Any, ...]]
    public: list[tuple[Any, ...]]
    trained: Trained | Assembled | None = None
    mistakes: list[Callable[..., Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        unknown = [name for name in self.worth if name not in ASPECTS]
        if unknown:
            raise CourseError(f"a network has no aspect {unknown}; those it has: {', '.join(ASPECTS)}")
        if not self.calls:
            raise CourseError("a ModelCheck has no calls: give at least one tuple of arguments, such as calls=[()]")
        if isinstance(self.trained, Trained) and tuple(self.trained.args) not in [tuple(args) for args in self.calls]:
            raise CourseError(f"the arguments of Trained, {self.trained.args!r}, are not among calls: add them there")

    @property
    def aspects(self) -> list[Aspect]:
        return [
            Aspect(name, points, None, LABELS[name]["ko"], cases=len(self.calls), judge="model")
            for name, points in self.worth.items()
        ]

    @property
    def points(self) -> float:
        return sum(self.worth.values())

    mistake = Check.mistake


def hints_of(wrong: Callable[..., Any]) -> dict[str, Hints]:
    """Read a mistake's docstring: English first, then after an empty line Korean.

    Each half is a question in its first line, an explanation, and hints that begin with "- ".
    """
    halves = [half for half in (inspect.getdoc(wrong) or "").split("\n\n") if half.strip()]
    if len(halves) != len(LANGUAGES):
        raise CourseError(
            f"{wrong.__module__}.{wrong.__name__}: the docstring is the hint. It needs two halves, English and "
            f"Korean, with one empty line between them; it has {len(halves)}."
        )
    return {language: _hints(half) for language, half in zip(LANGUAGES, halves, strict=True)}


def _hints(half: str) -> Hints:
    question, *rest = half.split("\n")
    explanation: list[str] = []
    hints: list[str] = []
    for line in rest:
        if line.startswith("- "):
            hints.append(line[2:].strip())
        elif hints:
            hints[-1] += " " + line.strip()
        else:
            explanation.append(line.strip())
    return Hints(question.strip(), " ".join(explanation), tuple(hints))


def mistake_facts(wrong: Callable[..., Any]) -> Mistake:
    return Mistake(wrong.__name__, hints_of(wrong))


def aspect_facts(aspect: Aspect | Speed) -> AspectFacts:
    labels = LABELS[aspect.name] if aspect.judge == "model" else {"en": aspect.name, "ko": aspect.ko}
    part = aspect.part if isinstance(aspect, Aspect) else ()
    return AspectFacts(aspect.name, labels, aspect.points, aspect.judge, aspect.after, part)  # type: ignore[arg-type]
