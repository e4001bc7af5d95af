"""How much is measured: all of it on an accelerator, or so little that it ends on two cores in minutes."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, get_args

from autograder.models.pack import PACKED
from autograder.models.recipes import ProfileName
from benchmarks.gpu_check.networks import MODELS

LOOPS = ("ours", "fit", "torch", "torch-compiled", "torch-graphs")
KINDS = ("peak", "recipe", *LOOPS, "packed", "processes")
RESULTS = Path(__file__).parents[1] / "results"


@dataclass(frozen=True)
class Part:
    """One measurement.

    kind: one of KINDS; "recipe" is our loop as the grader runs it, with moved images and all epochs.
    order: 1, or 2 for the second time, when the loops come the other way round. n: networks at once, packed in `form`.
    """

    kind: str
    model: str = ""
    order: int = 1
    n: int = 1
    form: str = ""


@dataclass(frozen=True)
class Settings:
    """What is asked of every part.

    Attributes:
        profile: of our recipes.
        compiled: the networks for which torch.compile is tried.
        recipes, packed, again: the networks that are also trained by their whole recipe, several at once, and a
            second time with the loops in the other order.
        images: of a network's set, at most. test_images: of every set; None: as many as the profile has.
        epochs: of every loop; the first one compiles and is told apart.
        matrix: side of the matrices of the peak.
        packs, pack_images: how many networks are trained at once, each with so many images.
        part_s: seconds that one part may take.
    """

    profile: ProfileName = "full"
    models: tuple[str, ...] = MODELS
    recipes: tuple[str, ...] = MODELS
    packed: tuple[str, ...] = ("lenet5", "resnet_cifar")  # the small ones, which leave a device idle
    again: tuple[str, ...] = MODELS
    compiled: tuple[str, ...] = MODELS
    images: dict[str, int] = field(default_factory=dict)
    test_images: int | None = None
    epochs: int = 4
    matrix: int = 8192
    packs: tuple[int, ...] = (16,)
    pack_images: int = 12_800
    processes: tuple[int, ...] = (4,)
    part_s: float = 150.0


FULL = Settings()
TINY = Settings(
    profile="quick",
    recipes=("lenet5",),
    packed=("lenet5",),
    again=("lenet5",),
    compiled=("lenet5",),  # on a CPU it takes longer than all the rest
    images={"lenet5": 1024, "small_vgg": 128, "resnet_cifar": 128},
    test_images=250,
    epochs=3,
    matrix=1024,
    packs=(4,),
    pack_images=512,
    processes=(2,),
    part_s=75.0,
)


def settings_from(facts: dict[str, Any]) -> Settings:
    """A `Settings` that went through JSON."""
    lists = {name: tuple(value) for name, value in facts.items() if isinstance(value, list)}
    return Settings(**(facts | lists))


def plan(settings: Settings, *, kinds: Sequence[str] = KINDS) -> Iterator[Part]:
    """The parts in the order in which they are run: everything once, then the loops of each network the other way."""
    if "peak" in kinds:
        yield Part("peak")
    for model in settings.models:
        yield from (Part(loop, model) for loop in _loops(settings, model) if loop in kinds)
    if "recipe" in kinds:
        yield from (Part("recipe", model) for model in settings.recipes if model in settings.models)
    for model in (model for model in settings.packed if model in settings.models):
        if "packed" in kinds:
            yield from (Part("packed", model, n=n, form=form) for n in settings.packs for form in PACKED)
        if "processes" in kinds:
            yield from (Part("processes", model, n=n) for n in settings.processes)
    for model in (model for model in settings.again if model in settings.models):
        again = [loop for loop in _loops(settings, model) if loop in kinds and loop != "torch-graphs"]
        yield from (Part(loop, model, order=2) for loop in reversed(again))


def _loops(settings: Settings, model: str) -> Sequence[str]:
    return LOOPS if model in settings.compiled else LOOPS[:3]


@dataclass(frozen=True)
class Asked:
    """What the command line asks for."""

    settings: Settings
    kinds: tuple[str, ...]
    budget_s: float
    out: Path
    tiny: bool
    add: Path | None


def read_arguments(words: Sequence[str] | None = None) -> Asked:
    """Read the command line.

    >>> asked = read_arguments(["--tiny", "--models", "lenet5", "--parts", "peak,fit"])
    >>> asked.settings.models, asked.kinds, asked.budget_s
    (('lenet5',), ('peak', 'fit'), 290.0)
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gpu_check", description=__doc__)
    parser.add_argument("--tiny", action="store_true", help="small settings, for a machine without an accelerator")
    parser.add_argument("--models", type=_some_of(MODELS), default=MODELS, metavar="A,B", help=", ".join(MODELS))
    parser.add_argument("--parts", type=_some_of(KINDS), default=KINDS, metavar="A,B", help=", ".join(KINDS))
    parser.add_argument("--epochs", type=int, help="of every loop")
    parser.add_argument("--profile", choices=get_args(ProfileName), help="of the recipes")
    parser.add_argument("--part-s", type=float, help="seconds that one part may take")
    parser.add_argument("--budget", type=float, metavar="S", help="seconds that all of it may take; 560, tiny 290")
    parser.add_argument("--add", type=Path, metavar="FILE.json", help="keep the rows of an earlier record")
    parser.add_argument("--out", type=Path, default=RESULTS, help="the folder of the results")
    said = parser.parse_args(words)
    asked = {name: getattr(said, name) for name in ("epochs", "profile", "part_s")}
    settings = replace(
        TINY if said.tiny else FULL,
        models=said.models,
        **{name: value for name, value in asked.items() if value is not None},
    )
    budget_s = said.budget or (290.0 if said.tiny else 560.0)
    return Asked(settings, said.parts, budget_s, said.out, said.tiny, said.add)


def _some_of(names: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    def read(text: str) -> tuple[str, ...]:
        asked = tuple(part.strip() for part in text.split(","))
        if unknown := [name for name in asked if name not in names]:
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: there are {', '.join(names)}")
        return asked

    return read
