"""Stage 3, models: which canonical nodes put out nothing negative, whatever the image. ReLU does nothing to these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

POSITIVE = frozenset(("sigmoid", "softmax", "softplus", "hard_sigmoid"))
PASS_ON = frozenset(
    (
        "max_pool",
        "average_pool",
        "global_max",
        "global_average",
        "reshape",
        "pad",
        "dropout",
        "spatial_dropout",
        "concat",
        "multiply",
    )
)


def never_negative(op: str, facts: Mapping[str, Any], inputs: Sequence[bool]) -> bool:
    """
    inputs: the same of what the node reads.

    >>> never_negative("sum", {"weights": (0.5, 0.5), "offset": 0.0}, [True, True])
    True
    >>> never_negative("sum", {"weights": (1.0, -1.0), "offset": 0.0}, [True, True])
    False
    """
    if op == "activation":
        act = facts["activation"]
        return act.name in POSITIVE or (act.name == "relu" and act.negative_slope == 0)
    if op == "constant":
        return facts["value"] is not None and facts["value"] >= 0
    if op == "sum":
        return all(inputs) and min(facts["weights"]) >= 0 and facts["offset"] >= 0
    if op == "maximum":
        return any(inputs)
    return op in PASS_ON and all(inputs)
