"""Stage 3: points for a network that a student's own code trains, in a box of its own, on images that we hand in.

What comes back is the scores of test images whose labels never enter the box, so the accuracy is ours to count; the
losses are the student's claim. Where the images are not on this machine the points wait.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.judge.learnt import TOO_LARGE, Record
from autograder.models import data
from autograder.models.phrase import Phrase, phrase
from autograder.models.recipes import RECIPES, ProfileName
from autograder.records import Outcome, Training
from autograder.sandbox.inside.loop import N_LOSSES, Loop

WALL_S = 60.0
PROFILE: ProfileName = "quick"  # the only one: the student's own code does not know of accelerators
IMAGES = ("images", "labels", "new_images")
LAST = f"loop(net, optimizer, {', '.join(IMAGES)})"

Talk = Callable[[Sequence[Any], Sequence[str]], Outcome]
"""Has one talk with objects of the student's: arguments, lines."""


def teach(training: Training, talk: Talk, *, seed: int | None = None) -> Record:
    """Train once, with the recipe's seed or another.

    Returns: what `Result.training` says of it; see `learnt.decided`.
    """
    try:
        args, labels = arguments(training, seed=seed)
    except data.DataMissing:
        return _failed("images", phrase("The images to train with are not on this machine. The points stay open."))
    return _record(talk(args, lines(training)), labels)


def lines(training: Training) -> tuple[str, ...]:
    """What is said in the talk: ours first and last, and between them the lines that make `net` and `optimizer`."""
    return ("loop.begin()", *training.steps, LAST)


def arguments(training: Training, *, seed: int | None = None) -> tuple[tuple[Any, ...], np.ndarray]:
    """The arguments of the talk, and the labels of the test images, which are none of them.

    Raises:
        DataMissing: the images are not on this machine.
    """
    recipe = RECIPES[training.recipe]
    profile = recipe.profiles[PROFILE]
    x, t = data.load(recipe.data, "train", profile.n_train)
    new_x, new_t = data.load(recipe.data, "test", profile.n_test)
    loop = Loop(profile.batch, profile.epochs, recipe.seed if seed is None else seed)
    images = [np.ascontiguousarray(one.transpose(0, 3, 1, 2)) for one in (x, new_x)]  # (N, C, H, W)
    return (loop, *training.args, profile.rate, images[0], t.astype(np.int64), images[1]), np.asarray(new_t)


def reply_bytes(training: Training) -> int:
    """How long the answer may be."""
    recipe = RECIPES[training.recipe]
    return 64 * data.DATA[recipe.data].classes * recipe.profiles[PROFILE].n_test


def _record(outcome: Outcome, labels: np.ndarray) -> Record:
    if outcome.kind == "timeout":
        said = phrase(
            "The training was not done within {seconds} s. Compute with whole arrays where your code has loops.",
            seconds=int(WALL_S),
        )
        return _failed("slow", said)
    if outcome.kind == "raised":
        said = phrase("The training stopped: {error}", error=f"{outcome.error}: {outcome.message}"[:300].strip(": "))
        return _failed("stopped", said)
    if outcome.kind != "value":
        return _failed("stopped", phrase("The training ended the process, or used too much memory."))
    scores, told = _answered(outcome.value)
    wanted = (len(labels), int(labels.max()) + 1)
    if not isinstance(scores, np.ndarray) or scores.shape != wanted:
        got = str(scores.shape) if isinstance(scores, np.ndarray) else "something else"
        said = phrase("Of the test images predict gave {got}; {wanted} is asked for.", got=got, wanted=str(wanted))
        return _failed("scores", said)
    if not np.isfinite(scores).all() or not all(abs(one) < TOO_LARGE for one in told):  # so that NaN is not accepted
        return _failed("not_finite", phrase("The loss or the scores became nan: the steps are too large."))
    accuracy = float((scores.argmax(axis=1) == labels).mean())
    kept = {"seconds": round(outcome.seconds, 1), "device": "CPU", "losses": [round(one, 4) for one in told]}
    return {"status": "trained", "profile": PROFILE, "accuracy": round(accuracy, 4), **kept}


def _answered(value: Any) -> tuple[Any, list[float]]:
    """The scores and the losses in what a loop answers: whatever a box may say, the losses are some numbers."""
    scores, losses = value if isinstance(value, tuple) and len(value) == 2 else (None, None)
    try:
        return scores, np.asarray(losses, float).reshape(-1)[: 2 * N_LOSSES].tolist()
    except (TypeError, ValueError):  # text, or none of the same length
        return scores, []


def _failed(reason: str, said: Phrase) -> Record:
    return {"status": "failed", "reason": reason, "profile": PROFILE, "said": said.to_json()}
