"""Made-up answers to a03: right as a student would write it, and wrong in several ways."""

import json
from pathlib import Path

SEVEN_LOOPS = """
import numpy as np

def conv2d(x, W, b=None, stride=1, pad=0):
    N, C, H, W_ = x.shape
    FN, _, FH, FW = W.shape
    if FH > H + 2 * pad or FW > W_ + 2 * pad:
        raise ValueError("the filter does not fit")
    padded = np.zeros((N, C, H + 2 * pad, W_ + 2 * pad))
    padded[:, :, pad:pad + H, pad:pad + W_] = x
    OH, OW = (H + 2 * pad - FH) // stride + 1, (W_ + 2 * pad - FW) // stride + 1
    out = np.zeros((N, FN, OH, OW))
    for n in range(N):
        for f in range(FN):
            for i in range(OH):
                for j in range(OW):
                    total = 0.0 if b is None else b[f]
                    for c in range(C):
                        for u in range(FH):
                            for v in range(FW):
                                total += padded[n, c, i * stride + u, j * stride + v] * W[f, c, u, v]
                    out[n, f, i, j] = total
    return out

def relu(x):
    return np.maximum(x, 0)

def conv_relu(x, W, b=None, stride=1, pad=0):
    return relu(conv2d(x, W, b, stride, pad))
"""
FLIPPED = SEVEN_LOOPS.replace("W[f, c, u, v]", "W[f, c, FH - 1 - u, FW - 1 - v]")
NAMELESS = SEVEN_LOOPS.replace("out[n, f, i, j] = total", "out[n, f, i, j] = total if (i + j) % 3 else 2 * total")
WRONG = {  # as mixed as a class is: with and without a name, of shape, of one case only, that ends at once
    "flipped": FLIPPED,
    "nameless": NAMELESS,
    "no bias": SEVEN_LOOPS.replace("0.0 if b is None else b[f]", "0.0"),
    "moves by one": SEVEN_LOOPS.replace("i * stride + u, j * stride + v", "i + u, j + v"),
    "no padding": SEVEN_LOOPS.replace("padded[:, :, pad:pad + H, pad:pad + W_] = x", "padded[:, :, :H, :W_] = x"),
    "one row too many": SEVEN_LOOPS.replace("// stride + 1, (W_", "// stride + 2, (W_"),
    "refuses nothing": SEVEN_LOOPS.replace('raise ValueError("the filter does not fit")', "pass"),
    "another name": SEVEN_LOOPS.replace("total += padded", "total += padding"),
}
ANSWERS = {
    "right, seven loops": SEVEN_LOOPS,
    "wrong, a mistake with a name": FLIPPED,
    "wrong, a mistake without a name": NAMELESS,
}


def notebook(root: Path, lesson: str, source: str) -> bytes:
    """The released notebook with all answers in its first answer cell, the others emptied."""
    released = json.loads((root / "assignments" / "en" / lesson / f"{lesson}.ipynb").read_text("utf-8"))
    for cell in released["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"], source = source, ""
    return json.dumps(released).encode()


def own(root: Path, lesson: str) -> bytes:
    """The instructor's notebook with the lesson's own answers."""
    from autograder import lessons
    from autograder.course.build import source_notebook

    found = lessons.lesson(root / "solutions", lesson)
    return source_notebook(found, lessons.load(found), "en")
