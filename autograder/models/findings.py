"""Stage 3, models: the record of one difference between two networks, and the aspects that points are given for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from autograder.models.nodes import Node

Kind = Literal[
    "input", "outputs", "extra", "missing", "changed", "replaced", "order", "shortcut", "branch", "wiring", "idle"
]
Aspect = Literal[
    "output_shape", "parameters", "wiring", "normalisation", "activation", "strides_padding", "head", "dropout"
]
ASPECTS: tuple[Aspect, ...] = (
    "output_shape",
    "parameters",
    "wiring",
    "normalisation",
    "activation",
    "strides_padding",
    "head",
    "dropout",
)


@dataclass(frozen=True)
class Difference:
    """One way in which a student's network differs from the reference.

    Attributes:
        sentence: the whole of it, in English.
        what: the layer or layers, such as "ReLU".
        after, before: where, as landmarks of the student's network; "" where it is told otherwise.
        expected, received: what stands there in the reference and in the student's, where both are something.
        places: how often the same occurs.
        reference_nodes, student_nodes: to be marked in a picture.
    """

    kind: Kind
    aspect: Aspect
    sentence: str
    what: str = ""
    after: str = ""
    before: str = ""
    expected: str = ""
    received: str = ""
    places: int = 1
    reference_nodes: tuple[int, ...] = ()
    student_nodes: tuple[int, ...] = ()


OP_ASPECTS: Mapping[str, Aspect] = {
    "activation": "activation",
    "batch_norm": "normalisation",
    "layer_norm": "normalisation",
    "dropout": "dropout",
    "spatial_dropout": "dropout",
    "noise": "dropout",
    "pad": "strides_padding",
    "global_average": "head",
    "global_max": "head",
    "reshape": "head",
}
FACT_ASPECTS: Mapping[str, Aspect] = {
    "stride": "strides_padding",
    "padding": "strides_padding",
    "size": "strides_padding",
    "sides": "strides_padding",
    "activation": "activation",
    "axis": "normalisation",
    "center": "normalisation",
    "scale": "normalisation",
    "amount": "dropout",
}


def aspect_of(node: Node) -> Aspect:
    """The aspect that a layer too many or too few counts for."""
    return OP_ASPECTS.get(node.op, "wiring")
