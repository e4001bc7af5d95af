"""Stage 3, models: the record of one difference between two networks, and the aspects that points are given for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from autograder.models.nodes import Node
from autograder.models.phrase import Phrase, Value

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

LABELS: Mapping[str, dict[str, str]] = {
    "output_shape": {"en": "output shape", "ko": "출력 모양"},
    "parameters": {"en": "parameters", "ko": "매개변수"},
    "wiring": {"en": "wiring", "ko": "연결"},
    "normalisation": {"en": "normalisation", "ko": "정규화"},
    "activation": {"en": "activations", "ko": "활성화 함수"},
    "strides_padding": {"en": "strides and padding", "ko": "스트라이드와 패딩"},
    "head": {"en": "head", "ko": "출력부"},
    "dropout": {"en": "dropout", "ko": "드롭아웃"},
}


@dataclass(frozen=True)
class Difference:
    """One way in which a student's network differs from the reference.

    Attributes:
        said: the whole of it; `sentence` is the same in English.
        what: the layer or layers, such as "ReLU".
        spot: where, in the student's network; None where it is told otherwise.
        expected, received: what stands there in the reference and in the student's, where both are something.
        places: how often the same occurs.
        reference_nodes, student_nodes: to be marked in a picture.
    """

    kind: Kind
    aspect: Aspect
    said: Phrase
    what: Value = ""
    spot: Phrase | None = None
    expected: Value = ""
    received: Value = ""
    places: int = 1
    reference_nodes: tuple[int, ...] = ()
    student_nodes: tuple[int, ...] = ()

    @property
    def sentence(self) -> str:
        return self.said.english()


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
    "dilation": "strides_padding",
    "activation": "activation",
    "axis": "normalisation",
    "center": "normalisation",
    "scale": "normalisation",
    "amount": "dropout",
}


def aspect_of(node: Node) -> Aspect:
    """The aspect that a layer too many or too few counts for."""
    return OP_ASPECTS.get(node.op, "wiring")
