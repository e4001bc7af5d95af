"""Stage 3: call trusted code, or a student's in their own notebook, that builds a network: exactly as the box would.

The network comes back as the text of its `to_json()`, and nothing of it is allocated: VGG16 takes milliseconds.
Keras is imported by the first call.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from autograder.judge.call import fresh, raised
from autograder.records import Outcome
from autograder.sandbox.inside import values
from autograder.sandbox.inside.values import FeatureMap

MAX_BYTES = 64 << 20


def call_model(
    function: Callable[..., Any], args: Sequence[Any], *, raised: Callable[[Exception], Outcome] = raised
) -> Outcome:
    """Call a function that returns a model, or the output of a block.

    Args:
        args: a `FeatureMap` becomes a `keras.Input`.
        raised: what to make of an exception of the function.

    Raises:
        ImportError: there is no Keras here.
    """
    from autograder.sandbox.inside import models as box

    errors: list[BaseException] = []

    def watched(*given: Any) -> Any:
        try:
            return function(*given)
        except BaseException as error:
            errors.append(error)
            raise

    buffers: list[bytes] = []
    heads = [values.encode(arg, buffers, max_bytes=MAX_BYTES, exact=True) for arg in args]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reply, text = box.build({"f": watched}, {"name": "f", "args": heads}, b"".join(buffers))
    if reply["ok"]:
        return Outcome("value", value=text.decode()) if reply["model"] else Outcome("value", message=reply["what"])
    error = errors[-1]
    if not isinstance(error, Exception):
        raise error  # somebody pressed Ctrl+C
    return raised(error)


def nothing_allocated() -> AbstractContextManager[Any]:
    """Within it layers have shapes and no weights."""
    from autograder.sandbox.inside import models as box

    return box.shapes_only()


def inputs_for(args: Sequence[Any]) -> list[Any]:
    """The arguments as somebody types them: a `keras.Input` for each feature map."""
    import keras

    return [keras.Input(arg.shape) if isinstance(arg, FeatureMap) else fresh(arg, "C") for arg in args]
