"""Stage 5, training: many steps at once, on the backend that Keras runs on. The only code that knows the backend.

The images lie on the device as they are read, in uint8; a step gets the numbers of its images, and picks, moves,
mirrors and scales them there. Both engines do the same sums in their own way:

    TensorFlow  a loop of steps inside one tf.function, without XLA, which is 2.5 times slower on a CPU
    JAX         all the steps as one jitted lax.scan where there is an accelerator; on a CPU XLA is many times slower
                at convolutions inside a scan, so a jitted step at a time
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from autograder.errors import GraderError


class Engine(Protocol):
    """A model, an optimizer and the training images, on their device."""

    at_once: int  # steps that are best asked for in one call

    def steps(self, picks: np.ndarray, moves: np.ndarray) -> tuple[float, int]:
        """Train on some batches.

        picks: (steps, batch), the numbers of the images. moves: (steps, batch, 3), for each image how far down and
        to the right it goes, and 1 where it is mirrored.

        Returns: the sum of the losses of all steps; how many images were told right while learning.
        """

    def right(self, x: np.ndarray, y: np.ndarray) -> int:
        """How many images are told right."""


def accelerator() -> str | None:
    """The first device that is no CPU, as the backend calls it; None where there is none."""
    import keras

    if keras.backend.backend() == "jax":
        import jax

        device = jax.devices()[0]
        return None if device.platform == "cpu" else f"{device.device_kind}"
    if keras.backend.backend() != "tensorflow":
        return None  # `engine` says what is wrong with it
    import tensorflow as tf

    found = tf.config.list_physical_devices("GPU") + tf.config.list_physical_devices("TPU")
    if not found:
        return None
    return str(tf.config.experimental.get_device_details(found[0]).get("device_name", found[0].device_type))


def engine(model: Any, optimizer: Any, x: np.ndarray, y: np.ndarray, *, shift: int, scan: bool | None = None) -> Engine:
    """The engine of Keras' backend.

    scan: on JAX, all steps as one program; where there is an accelerator by default.

    Raises:
        GraderError: Keras runs on a backend that is neither TensorFlow nor JAX.
    """
    import keras

    name = keras.backend.backend()
    if name == "tensorflow":
        return _TensorFlow(model, optimizer, x, y, shift)
    if name == "jax":
        return _Jax(model, optimizer, x, y, shift, accelerator() is not None if scan is None else scan)
    raise GraderError(
        f"training runs on Keras with TensorFlow or JAX, and Keras was started with {name!r}. "
        "Set KERAS_BACKEND=tensorflow or KERAS_BACKEND=jax before Keras is imported"
    )


def variables(model: Any, optimizer: Any) -> list[Any]:
    """Everything that training changes: weights, averages, the states of dropout's seeds, the optimizer's own."""
    return [*model.trainable_variables, *model.non_trainable_variables, *optimizer.variables]


def _batch(images: Any, labels: Any, pick: Any, move: Any, shift: int) -> tuple[Any, Any]:
    """The images of a step, moved and mirrored, as numbers from 0 to 1. (batch, H, W, C), (batch,)"""
    from keras import ops

    x, y = ops.take(images, pick, axis=0), ops.take(labels, pick, axis=0)
    height, width = x.shape[1:3]
    mirrored = ops.cast(move[:, 2], "bool")[:, None, None, None]
    x = ops.where(mirrored, ops.flip(x, axis=2), x)
    if shift:
        around = ops.pad(x, ((0, 0), (shift, shift), (shift, shift), (0, 0)))
        rows = move[:, 0, None] + np.arange(height, dtype=np.int32) + shift
        columns = move[:, 1, None] + np.arange(width, dtype=np.int32) + shift
        around = ops.take_along_axis(around, rows[:, :, None, None], axis=1)
        x = ops.take_along_axis(around, columns[:, None, :, None], axis=2)
    return ops.cast(x, "float32") / 255, y


def _loss(output: Any, y: Any, logits: bool) -> tuple[Any, Any]:
    """The mean loss, and how many images were told right."""
    from keras import losses, ops

    each = losses.sparse_categorical_crossentropy(y, ops.cast(output, "float32"), from_logits=logits)
    right = ops.sum(ops.cast(ops.cast(ops.argmax(output, axis=-1), "int32") == y, "int32"))
    return ops.mean(each), right


def puts_out_logits(model: Any) -> bool:
    """Does a model end without a softmax?"""
    import keras

    last = model.layers[-1]
    while isinstance(last, keras.Model):
        last = last.layers[-1]
    return not (
        isinstance(last, keras.layers.Softmax) or getattr(last, "activation", None) is keras.activations.softmax
    )


class _TensorFlow:
    at_once = 25

    def __init__(self, model: Any, optimizer: Any, x: np.ndarray, y: np.ndarray, shift: int) -> None:
        import tensorflow as tf

        images, labels = tf.constant(x), tf.constant(y, tf.int32)
        logits, weights = puts_out_logits(model), model.trainable_variables

        @tf.function(
            input_signature=[tf.TensorSpec([None, None], tf.int32), tf.TensorSpec([None, None, 3], tf.int32)],
            autograph=False,
        )
        def steps(picks: Any, moves: Any) -> Any:
            def step(i: Any, total: Any, n_right: Any) -> Any:
                batch, truth = _batch(images, labels, picks[i], moves[i], shift)
                with tf.GradientTape() as tape:
                    loss, right = _loss(model(batch, training=True), truth, logits)
                    whole = loss + sum(model.losses)
                optimizer.apply(tape.gradient(whole, weights), weights)
                return i + 1, total + loss, n_right + right

            n = tf.shape(picks)[0]
            start = (tf.constant(0), tf.constant(0.0), tf.constant(0))
            return tf.while_loop(lambda i, *_: i < n, step, start, parallel_iterations=1)[1:]

        @tf.function(input_signature=[tf.TensorSpec([None, *x.shape[1:]], tf.uint8)], autograph=False)
        def answers(batch: Any) -> Any:
            return tf.argmax(model(tf.cast(batch, tf.float32) / 255, training=False), -1)

        self._steps, self._answers = steps, answers

    def steps(self, picks: np.ndarray, moves: np.ndarray) -> tuple[float, int]:
        total, n_right = self._steps(picks, moves)
        return float(total), int(n_right)

    def right(self, x: np.ndarray, y: np.ndarray) -> int:
        return sum(
            int(np.sum(self._answers(np.ascontiguousarray(x[part])).numpy() == y[part])) for part in _parts(len(x))
        )


class _Jax:
    def __init__(self, model: Any, optimizer: Any, x: np.ndarray, y: np.ndarray, shift: int, scan: bool) -> None:
        import jax
        import jax.numpy as jnp

        self.at_once = 1_000_000 if scan else 25
        self._variables = (model.trainable_variables, model.non_trainable_variables, optimizer.variables)
        self._data = jnp.asarray(np.asarray(x)), jnp.asarray(np.asarray(y, np.int32))
        self._scan = scan
        logits = puts_out_logits(model)

        def loss_of(learned: Any, other: Any, batch: Any, truth: Any) -> Any:
            output, other, losses = model.stateless_call(learned, other, batch, training=True, return_losses=True)
            loss, right = _loss(output, truth, logits)
            return loss + sum(losses), (other, loss, right)

        gradient = jax.value_and_grad(loss_of, has_aux=True)

        def step(state: Any, data: Any, pick: Any, move: Any) -> Any:
            learned, other, own = state
            images, labels = data
            batch, truth = _batch(images, labels, pick, move, shift)
            (_, (other, loss, right)), slopes = gradient(learned, other, batch, truth)
            learned, own = optimizer.stateless_apply(own, slopes, learned)
            return (learned, other, own), (loss, right)

        def steps(state: Any, data: Any, picks: Any, moves: Any) -> Any:
            return jax.lax.scan(lambda now, io: step(now, data, *io), state, (picks, moves))

        def answers(learned: Any, other: Any, batch: Any) -> Any:
            output, _ = model.stateless_call(learned, other, batch.astype("float32") / 255, training=False)
            return output.argmax(-1)

        self._step, self._steps, self._answers = jax.jit(step), jax.jit(steps), jax.jit(answers)

    def steps(self, picks: np.ndarray, moves: np.ndarray) -> tuple[float, int]:
        state: Any = tuple([variable.value for variable in group] for group in self._variables)
        if self._scan:
            state, (losses, rights) = self._steps(state, self._data, picks, moves)
        else:
            told = []
            for pick, move in zip(picks, moves, strict=True):
                state, one = self._step(state, self._data, pick, move)
                told.append(one)
            losses, rights = (np.array([one[part] for one in told]) for part in (0, 1))
        for group, values in zip(self._variables, state, strict=True):
            for variable, value in zip(group, values, strict=True):
                variable.assign(value)
        return float(np.sum(losses)), int(np.sum(rights))

    def right(self, x: np.ndarray, y: np.ndarray) -> int:
        learned, other = ([variable.value for variable in group] for group in self._variables[:2])
        return sum(
            int(np.sum(np.asarray(self._answers(learned, other, np.asarray(x[part]))) == y[part]))
            for part in _parts(len(x))
        )


def _parts(n: int, size: int = 500) -> Sequence[slice]:
    return [slice(i, i + size) for i in range(0, n, size)]
