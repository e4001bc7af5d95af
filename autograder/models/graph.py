"""Stage 3, models, fourth step: a network -> its canonical graph, in which only what influences the output is left.

Two networks that compute the same have the same key, whatever they are called, in whatever order and style they
are written: as far as the rules of rewrite.py go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from autograder.models import rewrite
from autograder.models.allowed import WITH_WEIGHTS
from autograder.models.keys import graph_key
from autograder.models.network import Network
from autograder.models.nodes import Node, Table
from autograder.models.rules import Place, node_of
from autograder.models.shapes import Sizes, measure


@dataclass(frozen=True)
class Graph:
    """What a network computes.

    Attributes:
        nodes: each after its inputs; nothing that does not reach an output.
        outputs: in their order.
        key: equal for equal networks.
        key_in_order: equal only where branches are concatenated in the same order too.
        kinds: for each layer of the network, what it was written as.
        unused: layers with weights that have no influence on any output.
        idle_biases: layers whose bias does nothing, because a normalisation follows that subtracts it.
        swapped: activations written after the max pooling that they could as well come before.
        sizes: of the network as written.
        gathered: the same graph without looking through merges, closer to what was written, where that is another:
            with what comes after a concatenation left there, and with a ReLU of a sum that is never negative.
    """

    nodes: tuple[Node, ...]
    outputs: tuple[int, ...]
    key: str
    key_in_order: str
    kinds: tuple[str, ...]
    unused: tuple[int, ...]
    idle_biases: tuple[int, ...]
    swapped: tuple[int, ...]
    sizes: Sizes
    gathered: Graph | None = None

    @property
    def parameters(self) -> int:
        """Parameters, less the biases that do nothing."""
        idle = sum(self.sizes.layers[i].shape[-1] for i in self.idle_biases)
        return self.sizes.parameters - idle


def canonical(network: Network, *, sizes: Sizes | None = None) -> Graph:
    """Put a network in canonical form.

    Raises:
        ModelRefused: shapes that do not fit, or factors that multiply to absurd numbers.
    """
    sizes = sizes or measure(network)
    graph, opened = _canonical(network, sizes, spread=True)
    return replace(graph, gathered=_canonical(network, sizes, spread=False)[0]) if opened else graph


def _canonical(network: Network, sizes: Sizes, *, spread: bool) -> tuple[Graph, bool]:
    readers = [0] * len(network.layers)
    for layer in network.layers:
        for i in layer.inputs:
            readers[i] += 1
    for i in network.outputs:
        readers[i] += 1
    table = Table(spread)
    made: list[int] = []
    for source, layer in enumerate(network.layers):
        inputs = [made[i] for i in layer.inputs]
        alone = frozenset(made[i] for i in layer.inputs if readers[i] == 1)
        shapes = tuple(sizes.layers[i].shape for i in layer.inputs)
        place = Place(table, source, shapes, sizes.layers[source].shape, alone)
        made.append(node_of(layer, inputs, place, network))
    return _finish(table, [made[i] for i in network.outputs], network, sizes), table.opened > 0


def _finish(table: Table, outputs: list[int], network: Network, sizes: Sizes) -> Graph:
    live = set(outputs)
    for i in range(len(table.nodes) - 1, -1, -1):
        if i in live:
            live.update(table[i].inputs)
    order = sorted(live)
    new = {old: i for i, old in enumerate(order)}
    nodes = [replace(table[i], inputs=tuple(new[x] for x in table[i].inputs)) for i in order]
    ends = tuple(new[i] for i in outputs)
    idle = _drop_idle_biases(nodes, ends)
    sources = {node.source for node in nodes}
    unused = (i for i, layer in enumerate(network.layers) if layer.kind in WITH_WEIGHTS and i not in sources)
    return Graph(
        tuple(nodes),
        ends,
        graph_key(nodes, ends),
        graph_key(nodes, ends, in_order=True),
        tuple(layer.kind for layer in network.layers),
        tuple(unused),
        idle,
        _swapped(nodes),
        sizes,
    )


def _drop_idle_biases(nodes: list[Node], outputs: Sequence[int]) -> tuple[int, ...]:
    """A bias that only normalisations read is subtracted again with the mean: it does nothing.

    A frozen normalisation subtracts the mean that it started with, not this one.
    """
    readers: dict[int, set[bool]] = {i: {False} for i in outputs}
    for node in nodes:
        normalises = node.op == "batch_norm" and node["axis"] == "channels" and "frozen" not in dict(node.facts)
        for i in node.inputs:
            readers.setdefault(i, set()).add(normalises)
    idle: list[int] = []
    for i, node in enumerate(nodes):
        if node.op in ("conv", "conv_transpose", "dense") and node["bias"] and readers.get(i) == {True}:
            rewrite.without_bias(nodes, i)
            idle.append(node.source)
    return tuple(idle)


def _swapped(nodes: Sequence[Node]) -> tuple[int, ...]:
    return tuple(
        nodes[node.inputs[0]].source
        for node in nodes
        if node.op in ("max_pool", "global_max")
        and nodes[node.inputs[0]].op == "activation"
        and nodes[node.inputs[0]].source > node.source
    )
