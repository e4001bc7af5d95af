"""Stage 5, training: several networks of one graph at once, each with the result that it would have had alone.

A small network leaves most of an accelerator idle. Where the same graph is trained with several seeds, as for a
threshold, one compiled step trains them all: jax.vmap over the step of train_steps.py, the images shared; weights,
order and dropout each its own. The forms all do the same sums:

    one_by_one   train.train for one network after the other; any backend
    in_turn      one network after the other, by a step that is compiled once for all of them
    grouped      vmap as it is: JAX turns the convolutions of all networks into one convolution in groups
    patches      vmap with each convolution written as patches and a matrix product, see patches.py

Which is fastest depends on the device and the network, so on an accelerator it is measured. On a CPU in_turn wins:
4 ResNet-8 took 0.10 s a step in turn, 0.37 s as patches and 0.60 s grouped.

Different graphs have no step in common: they share a device as several processes, see `share_of_device`.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from autograder.models.data import Arrays
from autograder.models.graph import Graph
from autograder.models.patches import with_patches
from autograder.models.rebuild import rebuild
from autograder.models.recipes import Profile
from autograder.models.train import Epoch, Run, _optimizer, out_of_memory, plan_epoch, train
from autograder.models.train_steps import accelerator, engine

Form = Literal["one_by_one", "in_turn", "grouped", "patches"]
PACKED: tuple[Form, ...] = ("in_turn", "grouped", "patches")
TRIAL_STEPS = 8  # enough to tell the forms apart, which differ by factors
ROOM = 0.9  # of the device's memory, for all processes together


def train_pack(
    graph: Graph,
    train_data: Arrays,
    test_data: Arrays,
    profile: Profile,
    *,
    classes: int,
    seeds: Sequence[int],
    form: Form | None = None,
) -> tuple[Run, ...]:
    """Train one graph once for each seed.

    Args:
        form: None takes the fastest one on this device. A pack that does not fit into memory is split in two.

    Returns: for each seed what train.train says of it alone; the seconds are the pack's, shared out evenly.

    Raises:
        CannotRebuild: see rebuild.rebuild.
        ValueError: a packed form was asked for, and Keras does not run on JAX.
    """
    form = form or quickest(graph, train_data, profile, classes=classes, n=len(seeds))
    shape = train_data[0].shape[1:]
    if form == "one_by_one" or len(seeds) == 1:
        models = (rebuild(graph, classes=classes, input_shape=shape, seed=seed) for seed in seeds)
        return tuple(
            train(model, train_data, test_data, profile, seed=seed) for model, seed in zip(models, seeds, strict=True)
        )
    if (runs := _all_at_once(graph, train_data, test_data, profile, classes, seeds, form)) is not None:
        return runs
    half = len(seeds) // 2
    return tuple(
        run
        for part in (seeds[:half], seeds[half:])
        for run in train_pack(graph, train_data, test_data, profile, classes=classes, seeds=part, form=form)
    )


def _all_at_once(
    graph: Graph,
    train_data: Arrays,
    test_data: Arrays,
    profile: Profile,
    classes: int,
    seeds: Sequence[int],
    form: Form,
) -> tuple[Run, ...] | None:
    """None where they do not fit; what they held is free again when this function has returned."""
    try:
        return Pack(graph, train_data, profile, classes=classes, seeds=seeds, form=form).train(test_data)
    except Exception as error:
        if not out_of_memory(error):
            raise
        return None


def quickest(graph: Graph, train_data: Arrays, profile: Profile, *, classes: int, n: int) -> Form:
    """The fastest form for `n` networks on this device; measured with a few steps where there is an accelerator."""
    import keras

    if n == 1 or keras.backend.backend() != "jax":
        return "one_by_one"
    if accelerator() is None:
        return "in_turn"
    return min(PACKED, key=lambda form: trial_s(graph, train_data, profile, classes=classes, n=n, form=form))


def trial_s(graph: Graph, train_data: Arrays, profile: Profile, *, classes: int, n: int, form: Form) -> float:
    """Seconds of a few steps of `n` networks, compiled before; infinity where they do not fit into memory."""
    try:
        pack = Pack(graph, train_data, profile, classes=classes, seeds=range(n), form=form)
        picks, moves = pack.plan(0)
        few = picks[:, :TRIAL_STEPS], moves[:, :TRIAL_STEPS]
        pack.steps(*few)
        started = time.perf_counter()
        pack.steps(*few)
        return time.perf_counter() - started
    except Exception as error:
        if not out_of_memory(error):
            raise
        return math.inf


class Pack:
    """Networks of one graph on the device, each with weights of its own, and one compiled step for all of them.

    Where they learn together their variables are stacked, (n, ...) each; in turn, each has its own.
    """

    def __init__(
        self, graph: Graph, train_data: Arrays, profile: Profile, *, classes: int, seeds: Sequence[int], form: Form
    ) -> None:
        import keras

        if keras.backend.backend() != "jax":
            raise ValueError(f"networks are packed on JAX, and Keras runs on {keras.backend.backend()}")
        import jax
        import jax.numpy as jnp

        x, y = train_data
        self.seeds, self.profile, self.n_images = tuple(seeds), profile, len(x)
        models = [rebuild(graph, classes=classes, input_shape=x.shape[1:], seed=seed) for seed in seeds]
        model = with_patches(models[0]) if form == "patches" else models[0]
        optimizer = _optimizer(keras, profile)
        optimizer.build(model.trainable_variables)
        states = [
            tuple([one.value for one in group] for group in (m.trainable_variables, m.non_trainable_variables))
            for m in models
        ]
        own = [one.value for one in optimizer.variables]
        self._states: list[Any] = [(*state, own) for state in states]
        run: Any = engine(model, optimizer, x, y, shift=profile.shift)
        self._data, self._together = run._data, form != "in_turn"
        self._at_once = run.at_once if run._scan else 1  # on a CPU a step at a time, as in train_steps.py
        program = run._steps if run._scan else _one(run._step)
        if self._together:
            self._states = [jax.tree.map(lambda *same: jnp.stack(same), *self._states)]
            program = jax.vmap(program, (0, None, 0, 0))
            self._answers = jax.jit(jax.vmap(run._answers, (0, 0, None)))
        else:
            self._answers = run._answers
        self._program = jax.jit(program)

    def plan(self, epoch: int) -> tuple[np.ndarray, np.ndarray]:
        """As train.plan_epoch, for every seed: (n, steps, batch), (n, steps, batch, 3)."""
        plans = [plan_epoch(self.n_images, self.profile, seed, epoch) for seed in self.seeds]
        return np.stack([picks for picks, _ in plans]), np.stack([moves for _, moves in plans])

    def steps(self, picks: np.ndarray, moves: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Train for some steps.

        Returns: the sums of the losses (n,), and how many images each network told right while learning (n,).
        """
        if self._together:
            losses, rights = self._run(0, picks, moves, axis=1)
        else:
            turns = [self._run(i, picks[i], moves[i], axis=0) for i in range(len(self.seeds))]
            losses, rights = (np.stack([turn[part] for turn in turns]) for part in (0, 1))
        return losses.sum(axis=1), rights.sum(axis=1)

    def _run(self, which: int, picks: np.ndarray, moves: np.ndarray, *, axis: int) -> tuple[np.ndarray, np.ndarray]:
        """All steps for one state. axis: which one of the arrays counts the steps."""
        told = []
        for first in range(0, picks.shape[axis], self._at_once):
            part = (slice(None),) * axis + (slice(first, first + self._at_once),)
            self._states[which], one = self._program(self._states[which], self._data, picks[part], moves[part])
            told.append(one)
        losses, rights = (np.concatenate([np.asarray(one[i]) for one in told], axis=axis) for i in (0, 1))
        return losses, rights

    def right(self, x: np.ndarray, y: np.ndarray, *, size: int = 500) -> np.ndarray:
        """How many images each network tells right (n,)."""
        found = np.zeros(len(self.seeds), np.int64)
        for first in range(0, len(x), size):
            part = slice(first, first + size)
            told = [np.asarray(self._answers(state[0], state[1], np.asarray(x[part]))) for state in self._states]
            answers = told[0] if self._together else np.stack(told)
            found += (answers == y[part]).sum(axis=1)
        return found

    def train(self, test_data: Arrays) -> tuple[Run, ...]:
        """All epochs of the profile. A network whose loss is no number ends alone; the others do not notice."""
        started = time.perf_counter()
        curves: list[list[Epoch]] = [[] for _ in self.seeds]
        finite = np.ones(len(self.seeds), bool)
        for epoch in range(self.profile.epochs):
            picks, moves = self.plan(epoch)
            losses, rights = self.steps(picks, moves)
            test = self.right(*test_data) / len(test_data[1])
            finite &= np.isfinite(losses)
            means = losses / picks.shape[1], rights / picks[0].size, test
            for i in np.flatnonzero(finite):
                curves[i].append(Epoch(*(round(float(mean[i]), 5) for mean in means)))
        each_s = (time.perf_counter() - started) / len(self.seeds)
        return tuple(
            Run("", curve[-1].test_accuracy, tuple(curve), each_s) if well else Run("nan", None, tuple(curve), each_s)
            for curve, well in zip(curves, finite, strict=True)
        )


def _one(step: Any) -> Any:
    """A program of one step in the form of one of many: its arguments and results have an axis of steps."""

    def one(state: Any, data: Any, picks: Any, moves: Any) -> Any:
        state, (loss, right) = step(state, data, picks[0], moves[0])
        return state, (loss[None], right[None])

    return one


def share_of_device(n: int) -> dict[str, str]:
    """The environment of each of `n` processes that train different graphs on one device at the same time.

    Without it the first one takes three quarters of the memory for itself (JAX) or all of it (TensorFlow).

    >>> share_of_device(4)["XLA_PYTHON_CLIENT_MEM_FRACTION"]
    '0.225'
    """
    return {"XLA_PYTHON_CLIENT_MEM_FRACTION": f"{ROOM / n:.3f}", "TF_FORCE_GPU_ALLOW_GROWTH": "true"}
