"""Stage 3, models: the rules of rewrite.py for what merges: sums, products, maxima, concatenations."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from autograder.models.nodes import Table
from autograder.models.phrase import phrase
from autograder.models.refused import ModelRefused
from autograder.models.rewrite import constant, reshape
from autograder.models.shape_rules import Shape

NEGLIGIBLE = 1e-6  # a branch scaled by less has no influence; 1/65535 is more


LARGEST = 1e12


def weigh(
    table: Table, terms: Sequence[tuple[float, int]], offset: float, shape: Shape, source: int, open_up: frozenset[int]
) -> int:
    """A weighted sum plus an offset: additions, subtractions, averages and Rescaling are all this.

    open_up: sums among the terms that nothing else reads; theirs become terms of this one.
    """
    weights: dict[int, float] = {}
    for weight, x in terms:
        node = table[x]
        if node.op == "constant" and node["value"] is not None:
            offset += weight * node["value"]
        elif node.op == "sum" and (x in open_up or len(node.inputs) == 1) and node.shape == shape:
            offset += weight * node["offset"]
            for inner, inner_weight in zip(node.inputs, node["weights"], strict=True):
                weights[inner] = weights.get(inner, 0.0) + weight * inner_weight
        else:
            weights[x] = weights.get(x, 0.0) + weight
    if any(not abs(weight) < LARGEST for weight in (offset, *weights.values())):
        raise ModelRefused(
            "too_big", phrase("Rescaling multiplies to numbers that are too large. Use smaller factors.")
        )
    kept = {x: float(f"{weight:.12g}") for x, weight in weights.items() if abs(weight) >= NEGLIGIBLE}
    if kept and _spread({table[x].shape for x in kept}) != shape:
        kept = weights  # what has no influence still makes the others spread to this shape
    if not kept:
        return constant(table, offset, shape, source)
    offset = float(f"{offset:.12g}")
    if offset == 0 and list(kept.values()) == [1.0]:
        return next(iter(kept))
    inner_shapes = {table[table[x].inputs[0]].shape if table[x].op == "reshape" else None for x in kept}
    if len(kept) > 1 and len(inner_shapes) == 1 and None not in inner_shapes:
        inside = [(weight, table[x].inputs[0]) for x, weight in kept.items()]
        inner = weigh(table, inside, offset, table[inside[0][1]].shape, source, frozenset())
        return reshape(table, inner, shape, source)
    order = sorted(kept)
    return table.add("sum", order, shape, source, weights=tuple(kept[x] for x in order), offset=offset)


def multiply(table: Table, inputs: Sequence[int], shape: Shape, source: int) -> int:
    factor = math.prod(table[x]["value"] for x in inputs if _number(table, x))
    rest = sorted(x for x in inputs if not _number(table, x))
    if factor == 0 or not rest:
        return constant(table, factor, shape, source)
    product = rest[0] if len(rest) == 1 else table.add("multiply", rest, shape, source)
    if table[product].shape != shape:
        return table.add("multiply", sorted(inputs), shape, source)
    return weigh(table, [(factor, product)], 0.0, shape, source, frozenset())


def maximum(table: Table, inputs: Sequence[int], shape: Shape, source: int) -> int:
    different = sorted(set(inputs))
    if len(different) == 1:
        return different[0]
    return table.add("maximum", different, shape, source)


def concat(table: Table, inputs: Sequence[int], axis: int, shape: Shape, source: int, open_up: frozenset[int]) -> int:
    """axis: with the batch as axis 0. open_up: concatenations among the inputs that nothing else reads."""
    named = "channels" if axis == len(shape) else axis
    flat: list[int] = []
    for x in inputs:
        joined = table[x].op == "concat" and x in open_up and table[x]["axis"] == named
        flat.extend(table[x].inputs if joined else (x,))
    zeros = [x for x in flat if table[x].op == "constant" and table[x]["value"] == 0]
    if len(zeros) == len(flat):
        return constant(table, 0.0, shape, source)
    if named == "channels" and len(zeros) > 1:
        together = (*shape[:-1], sum(table[x].shape[-1] for x in zeros))
        flat = [*(x for x in flat if x not in zeros), constant(table, 0.0, together, source)]
    return table.add("concat", flat, shape, source, axis=named)


def _number(table: Table, x: int) -> bool:
    return table[x].op == "constant" and table[x]["value"] is not None


def _spread(shapes: Collection[Shape]) -> Shape:
    return tuple(max(sides) for sides in zip(*shapes, strict=True))
