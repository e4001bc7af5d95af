"""Stage 5, training: what an accuracy depends on, as a key; and which networks are not worth training at all."""

from __future__ import annotations

import functools
import hashlib
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from autograder.errors import CourseError
from autograder.models import train_child
from autograder.models.config import read_model
from autograder.models.data import DATA
from autograder.models.graph import canonical
from autograder.models.rebuild import CannotRebuild, require_trainable
from autograder.models.recipes import ASSEMBLED, RECIPES, ProfileName, Recipe
from autograder.models.refused import ModelRefused
from autograder.models.train_child import Job, Record
from autograder.store import key_of

# The code that an accuracy comes from: a change in it trains anew, a change elsewhere does not.
CODE = ("colour", "data", "rebuild", "train", "train_steps")


def recipe_named(name: str, profile: ProfileName) -> Recipe:
    """
    Raises:
        CourseError: there is no such recipe, or it has no such profile.
    """
    if name not in RECIPES:
        raise CourseError(f"a check is trained by the recipe {name!r}; there are: {', '.join(sorted(RECIPES))}")
    if profile not in RECIPES[name].profiles:
        raise CourseError(
            f"the recipe {name} has no profile {profile!r}: --profile {' | '.join(RECIPES[name].profiles)}"
        )
    return RECIPES[name]


def job_key(graph: str, recipe: str, profile: ProfileName, *, seed: int | None = None) -> str:
    """All that an accuracy depends on, apart from the machine."""
    found = RECIPES[recipe]
    facts = found.facts(profile) | ({} if seed is None else {"seed": seed})
    if recipe == ASSEMBLED:
        return key_of([graph, facts, profile, versions()])  # of its code the order knows: judge/assembled.py
    return key_of([graph, facts, DATA[found.data].version, versions(), _code()])


def versions() -> dict[str, str]:
    """The packages that train. Another version may come to another accuracy."""
    name = train_child.backend()
    return {package: _version(package) for package in ("keras", name)}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:  # tensorflow-cpu and its like
        return "installed" if find_spec(package) else ""


@functools.cache
def _code() -> str:
    folder = Path(train_child.__file__).parent
    return hashlib.sha256(b"\0".join((folder / f"{name}.py").read_bytes() for name in CODE)).hexdigest()[:12]


def refusal(job: Job) -> Record | None:
    """The record of a network that is not worth a process: found in milliseconds, without Keras."""
    if job.recipe == ASSEMBLED:
        return None
    recipe = RECIPES[job.recipe]
    facts = DATA[recipe.data]
    failed: Record = {"status": "failed", "profile": job.profile, "curve": []}
    try:
        graph = canonical(read_model(job.network))
        require_trainable(graph, classes=facts.classes, input_shape=facts.shape, macs=recipe.macs)
    except CannotRebuild as error:
        return failed | {"reason": error.reason, "said": error.said.to_json()}
    except ModelRefused as error:  # it was read when it was kept
        return failed | {"reason": "error", "detail": error.message}
    return None
