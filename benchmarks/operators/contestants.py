"""Who computes: for each contestant and job a call without arguments, its numbers laid out as it likes them best.

What has to be turned round for that is turned round outside the call. `answer` brings what comes out into our order.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.operators.jobs import Job

ROOT = Path(__file__).parents[2]
Call = tuple[Callable[[], Any], Callable[[Any], np.ndarray]]


def same(answer: Any) -> np.ndarray:
    return np.asarray(answer)


def lessons(job: Job) -> dict[str, Call]:
    """The course's own answers, by lesson; one operator may be written in several."""
    from autograder.lessons import definitions, lesson

    def of(name: str) -> dict[str, Any]:
        return definitions(lesson(ROOT / "solutions", name))

    x, how = job.x(), (job.side, job.side, job.stride, job.pad)
    if job.operator == "conv2d":
        W, b = job.W(), job.b()
        loops, columns = of("a03_convolution")["conv2d"], of("a05_im2col")["conv2d_im2col"]
        return {
            "a03": (lambda: loops(x, W, b, job.stride, job.pad), same),
            "a05": (lambda: columns(x, W, b, job.stride, job.pad), same),
        }
    if job.operator == "conv2d, way back":
        layer, dout = of("a07_backprop")["Convolution"](job.W(), job.b(), job.stride, job.pad), job.dout()
        layer.forward(x)
        return {"a07": (lambda: layer.backward(dout), same)}
    if job.operator in ("im2col", "col2im"):
        found, columns = of("a05_im2col")[job.operator], job.columns()
        given = (x,) if job.operator == "im2col" else (columns, x.shape)
        return {"a05": (lambda: found(*given, *how), same)}
    if job.operator in ("max_pool", "avg_pool"):
        pools = {"a04": of("a04_pooling")[job.operator]}
        if job.operator == "max_pool":
            pools["a05"] = of("a05_im2col")["max_pool_im2col"]
        return {name: (partial(pool, x, *how), same) for name, pool in pools.items()}
    place = "a04" if job.operator == "global_avg_pool" else "a06"
    found = of("a04_pooling" if place == "a04" else "a06_losses")[job.operator]
    return {place: (lambda: found(x), same)}


def tensorflow(job: Job) -> dict[str, Call]:
    """Channels last, the only order that its convolution knows on a CPU; eager calls, waited for."""
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    frame = [[0, 0], [job.pad] * 2, [job.pad] * 2, [0, 0]]
    steps, x = [1, job.stride, job.stride, 1], tf.constant(job.x())
    last = tf.transpose(x, (0, 2, 3, 1)) if x.ndim == 4 else x

    def first(answer: Any) -> np.ndarray:
        return np.transpose(answer, (0, 3, 1, 2))

    if job.filters:
        W, b = tf.constant(job.W().transpose(2, 3, 1, 0)), tf.constant(job.b())
        dout = tf.constant(job.dout().transpose(0, 2, 3, 1))
        explicit = {
            "strides": steps,
            "padding": "EXPLICIT",
            "explicit_paddings": [side for pair in frame for side in pair],
        }

    def back() -> Any:
        tf.raw_ops.Conv2DBackpropFilter(input=last, filter_sizes=W.shape, out_backprop=dout, **explicit)
        tf.reduce_sum(dout, (0, 1, 2))
        return tf.raw_ops.Conv2DBackpropInput(input_sizes=last.shape, filter=W, out_backprop=dout, **explicit)

    def patches() -> Any:
        return tf.image.extract_patches(last, [1, job.side, job.side, 1], steps, [1] * 4, "SAME")

    calls: dict[str, Call] = {
        "conv2d": (lambda: tf.nn.bias_add(tf.nn.conv2d(last, W, steps, frame), b), first),
        "conv2d, way back": (back, first),
        "im2col": (patches, lambda answer: _columns_of(answer, job)),
        "max_pool": (lambda: tf.nn.max_pool2d(last, job.side, job.stride, "VALID"), first),
        "avg_pool": (lambda: tf.nn.avg_pool2d(last, job.side, job.stride, "VALID"), first),
        "global_avg_pool": (lambda: tf.reduce_mean(last, (1, 2)), same),
        "softmax": (lambda: tf.nn.softmax(x), same),
        "log_softmax": (lambda: tf.nn.log_softmax(x), same),
    }
    if job.operator not in calls:
        return {}
    call, answer = calls[job.operator]
    return {"": (lambda: call().numpy(), answer)}


def _columns_of(answer: Any, job: Job) -> np.ndarray:
    """TensorFlow's patches go by row, column, channel; ours by channel, row, column."""
    n, rows, columns = answer.shape[:3]
    parts = np.asarray(answer).reshape(n * rows * columns, job.side**2, -1)
    return parts.transpose(0, 2, 1).reshape(n * rows * columns, -1)


def torch(job: Job) -> dict[str, Call]:
    """Channels first, as ours."""
    import torch
    from torch.nn import functional as F

    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    x, how = torch.from_numpy(job.x()), {"stride": job.stride, "padding": job.pad}
    if job.filters:
        W, b, dout = map(torch.from_numpy, (job.W(), job.b(), job.dout()))
    n_windows = job.out[0] * job.out[1] if job.side else 0

    def back() -> Any:
        two = (job.stride,) * 2, (job.pad,) * 2, (1, 1)
        made = torch.ops.aten.convolution_backward(dout, x, W, [job.filters], *two, False, (0, 0), 1, [True] * 3)
        return made[0]

    def in_columns(answer: Any) -> np.ndarray:  # (N, C*FH*FW, OH*OW)
        return answer.permute(0, 2, 1).reshape(-1, answer.shape[1]).numpy()

    columns = torch.from_numpy(job.columns()) if job.operator == "col2im" else None
    if columns is not None:
        columns = columns.reshape(job.shape[0], n_windows, -1).permute(0, 2, 1).contiguous()
    calls: dict[str, Call] = {
        "conv2d": (lambda: F.conv2d(x, W, b, **how), same),
        "conv2d, way back": (back, same),
        "im2col": (lambda: F.unfold(x, job.side, **how), in_columns),
        "col2im": (lambda: F.fold(columns, job.shape[2:], job.side, **how), same),
        "max_pool": (lambda: F.max_pool2d(x, job.side, **how), same),
        "avg_pool": (lambda: F.avg_pool2d(x, job.side, **how), same),
        "global_avg_pool": (lambda: x.mean((2, 3)), same),
        "softmax": (lambda: F.softmax(x, -1), same),
        "log_softmax": (lambda: F.log_softmax(x, -1), same),
    }
    return {"": calls[job.operator]}


def scipy(job: Job) -> dict[str, Call]:
    """What it has of these: correlation of one image with one filter, filters of images, softmax."""
    from scipy import ndimage, signal, special

    x, frame = job.x(), ((0, 0), (0, 0), (job.pad, job.pad), (job.pad, job.pad))

    def convolution() -> np.ndarray:
        padded = np.pad(x, frame)
        pairs = [[signal.correlate(image, kernel, "valid")[0] for kernel in W] for image in padded]
        return np.array(pairs)[:, :, :: job.stride, :: job.stride] + b[:, None, None]

    def pooled(filtered: Any) -> Callable[[], np.ndarray]:
        side, corner = job.side, -(job.side // 2)  # the window begins at its pixel
        return lambda: filtered(x, (1, 1, side, side), origin=(0, 0, corner, corner))[..., :: job.stride, :: job.stride]

    if job.operator == "conv2d" and job.shape[0] * job.filters <= 512:  # pair by pair it takes minutes otherwise
        W, b = job.W(), job.b()
        return {"": (convolution, same)}
    if job.operator in ("max_pool", "avg_pool"):
        filtered = ndimage.maximum_filter if job.operator == "max_pool" else ndimage.uniform_filter
        return {"": (pooled(filtered), same)}
    if job.operator in ("softmax", "log_softmax"):
        found = getattr(special, job.operator)
        return {"": (lambda: found(x, axis=-1), same)}
    return {}


CONTESTANTS = {"ours": lessons, "TensorFlow": tensorflow, "PyTorch": torch, "SciPy": scipy}
