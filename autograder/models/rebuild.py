"""Stage 5, training: a canonical graph -> a Keras model, built by our own code from facts that were checked.

Keras never sees what a student's process sent. What a network starts with, and how its normalisations average, are
the recipe's. The same canonical graph gives the same model, to the last bit, whichever way it was written: layers are
made in an order, and with seeds, that depend on the graph alone.

Keras is imported by the functions that need it.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

from autograder.models.arguments import RELU, SOFTMAX, Activation
from autograder.models.graph import Graph
from autograder.models.keys import from_inputs, to_outputs
from autograder.models.nodes import ANY_ORDER, OWN, Node
from autograder.models.phrase import Phrase, phrase

DEARER = 4  # a network that takes more times the reference's multiplications is not trained
MOST_VALUES = 4_000_000  # between its layers, for one image: six times those of a ResNet-20; a batch of them takes 4 GB
MOMENTUM = 0.9  # Keras' 0.99 has not settled after a short training: 10 % of the test images right, with 0.9 81 %


class CannotRebuild(Exception):
    """A network that cannot be trained by a recipe; `said` says why.

    reason: "shape" (not the recipe's images or classes), "stuck" (a part does not depend on the image), "axes",
    "too_dear".
    """

    def __init__(self, reason: str, said: Phrase) -> None:
        super().__init__(said.english())
        self.reason = reason
        self.said = said


@dataclass(frozen=True)
class Plan:
    """A graph made ready to be built.

    nodes: only what the first output needs, each after its inputs, in an order that the graph alone decides.
    names: a hash of each; no two nodes with weights share one.
    output: the node that puts out logits.
    """

    nodes: tuple[Node, ...]
    names: tuple[str, ...]
    output: int


def require_trainable(graph: Graph, *, classes: int, input_shape: tuple[int, ...], macs: int) -> None:
    """Find out without Keras whether a network can be built and is worth it.

    macs: multiplications of the reference for one image.

    Raises:
        CannotRebuild: see `rebuild`; or it takes many times the reference's multiplications, or all memory.
    """
    plan = plan_of(graph)
    _require(plan, classes, input_shape)
    _require_room(plan)
    found = multiplications(plan)
    if found > DEARER * macs:
        raise CannotRebuild(
            "too_dear",
            phrase(
                "The network takes {times} times the multiplications of the one that is asked for; up to {most} times "
                "are trained. Compare its filters, units and strides.",
                times=round(found / macs, 1),
                most=DEARER,
            ),
        )


def _require_room(plan: Plan) -> None:
    """A picture that is padded to many times its size takes no multiplications, and all memory."""
    values = sum(math.prod(node.shape) for node in plan.nodes)
    if values > MOST_VALUES:
        raise CannotRebuild(
            "too_dear",
            phrase(
                "The network holds {n} numbers between its layers for one image; up to {most} are trained. Compare its "
                "padding and strides.",
                n=values,
                most=MOST_VALUES,
            ),
        )


def multiplications(plan: Plan) -> int:
    """Those of one image in what is built. `graph.sizes` also counts layers that were written and do nothing.

    Others share what comes of a graph; so nothing that is not part of it may decide whether it is trained.
    """
    total = 0
    for node in plan.nodes:
        facts, read = dict(node.facts), plan.nodes[node.inputs[0]].shape if node.inputs else ()
        if node.op == "conv":
            total += math.prod(node.shape) * math.prod(facts["kernel"]) * (read[-1] // facts["groups"])
        elif node.op == "conv_transpose":
            total += math.prod(read) * math.prod(facts["kernel"]) * facts["filters"]
        elif node.op == "dense":
            total += math.prod(read) * facts["units"]
    return total


def rebuild(graph: Graph, *, classes: int, input_shape: tuple[int, ...], seed: int = 0) -> Any:
    """Build a model whose output is (N, classes) logits in float32, without the softmax that the network ends with.

    Only the first output is built: auxiliary ones have served their purpose when the graphs were compared.

    Raises:
        CannotRebuild: it does not take such images or does not tell so many classes apart, or a part of it does
            not depend on the image.
    """
    import keras

    plan = plan_of(graph)
    _require(plan, classes, input_shape)
    made: list[Any] = []
    for i, (node, name) in enumerate(zip(plan.nodes, plan.names, strict=True)):
        if node.op == "input":
            made.append(keras.Input(node.shape, name="image"))
        else:
            made.append(_layer(node, [made[x] for x in node.inputs], f"{node.op}_{i}", _seed(name, seed)))
    logits = made[plan.output]
    if len(plan.nodes[plan.output].shape) > 1:
        logits = keras.layers.Flatten(name="flat")(logits)
    # The softmax and the loss need float32 also where everything before is computed in bfloat16.
    logits = keras.layers.Activation("linear", dtype="float32", name="logits")(logits)
    return keras.Model(made[0], logits, name="rebuilt")


def plan_of(graph: Graph) -> Plan:
    """Keep what the first output needs, without its softmax, in an order of our own."""
    output = graph.outputs[0]
    shape_only = []
    while graph.nodes[output].op == "reshape":
        shape_only.append(output)
        output = graph.nodes[output].inputs[0]
    last = graph.nodes[output]
    stripped = last.op == "activation" and last["activation"] == SOFTMAX
    if stripped:
        output = last.inputs[0]
    elif shape_only:
        output = shape_only[0]
    needed = {output}
    for i in range(output, -1, -1):
        if i in needed:
            needed.update(graph.nodes[i].inputs)
    kept = sorted(needed)
    new = {old: i for i, old in enumerate(kept)}
    nodes = [replace(graph.nodes[i], inputs=tuple(new[x] for x in graph.nodes[i].inputs)) for i in kept]
    return _ordered(nodes, new[output])


def _ordered(nodes: list[Node], output: int) -> Plan:
    names = _names(nodes, output)
    followers: list[list[int]] = [[] for _ in nodes]
    for i, node in enumerate(nodes):
        for x in set(node.inputs):
            followers[x].append(i)
    missing = [len(set(node.inputs)) for node in nodes]
    ready = [(node.op != "input", names[i], i) for i, node in enumerate(nodes) if not missing[i]]
    heapq.heapify(ready)
    order: list[int] = []
    while ready:
        *_, i = heapq.heappop(ready)
        order.append(i)
        for j in followers[i]:
            missing[j] -= 1
            if not missing[j]:
                heapq.heappush(ready, (nodes[j].op != "input", names[j], j))
    new = {old: i for i, old in enumerate(order)}
    return Plan(tuple(_renumbered(nodes[i], new) for i in order), tuple(names[i] for i in order), new[output])


def _renumbered(node: Node, new: dict[int, int]) -> Node:
    """A node in the new numbering. Inputs whose order means nothing come in ours; a sum's weights go with them."""
    inputs = [new[x] for x in node.inputs]
    if node.op not in ANY_ORDER:
        return replace(node, inputs=tuple(inputs))
    if node.op != "sum":
        return replace(node, inputs=tuple(sorted(inputs)))
    pairs = sorted(zip(inputs, node["weights"], strict=True))
    facts = tuple((key, tuple(w for _, w in pairs) if key == "weights" else value) for key, value in node.facts)
    return replace(node, inputs=tuple(x for x, _ in pairs), facts=facts)


def _names(nodes: list[Node], output: int) -> list[str]:
    """A hash for each node of all that it is connected with, the same however the network was written.

    Two equal branches have equal hashes, and must not start with equal weights. One node of such a pair is marked
    and everything is hashed again, until no two nodes with weights or a mask of their own are alike.
    """
    marked = list(nodes)
    while True:
        names = to_outputs(marked, [output], from_inputs(marked))
        seen: dict[str, int] = {}
        alike = []
        for i, node in enumerate(nodes):
            if node.op in OWN and seen.setdefault(names[i], i) != i:
                alike.append((names[i], i))
        if not alike:
            return names
        _, i = min(alike)
        marked[i] = replace(marked[i], facts=(*marked[i].facts, ("twin", len(alike))))


def _require(plan: Plan, classes: int, input_shape: tuple[int, ...]) -> None:
    inputs = [node.shape for node in plan.nodes if node.op == "input"]
    # op "constant" stands for whatever is the same for every image; a shortcut without weights adds channels of zeros
    stuck = {i for i, node in enumerate(plan.nodes) if node.op == "constant"} - _zeros_beside_a_map(plan)
    if stuck or not inputs:
        raise CannotRebuild(
            "stuck", phrase("A part of the network does not depend on the image, so that there is nothing to train.")
        )
    if inputs != [input_shape]:
        raise CannotRebuild(
            "shape",
            phrase(
                "The network takes images of shape {received}; the training images have shape {expected}.",
                received=" and ".join(map(str, inputs)),
                expected=str(input_shape),
            ),
        )
    n_out = math.prod(plan.nodes[plan.output].shape)
    if n_out != classes:
        raise CannotRebuild(
            "shape",
            phrase(
                "The network puts out {received} numbers for an image; {expected} classes are to be told apart.",
                received=n_out,
                expected=classes,
            ),
        )


def _zeros_beside_a_map(plan: Plan) -> set[int]:
    """Constant nodes that are nothing but channels of zeros joined to a map."""
    zeros = {i for i, node in enumerate(plan.nodes) if node.op == "constant" and node["value"] == 0} - {plan.output}
    for node in plan.nodes:
        if node.op != "concat" or node["axis"] != "channels" or len(node.shape) != 3:
            zeros -= set(node.inputs)
    return zeros


def _seed(name: str, seed: int) -> int:
    return int.from_bytes(blake2b(f"{name}/{seed}".encode(), digest_size=4).digest()) >> 1


def _layer(node: Node, inputs: Sequence[Any], name: str, seed: int) -> Any:
    from keras import layers

    x, facts = inputs[0] if inputs else None, dict(node.facts)
    match node.op:
        case "constant":
            return None  # channels of zeros, see "concat"
        case "conv":
            return _conv(node, x, name, seed)
        case "conv_transpose":
            kernel = {"kernel_initializer": _start(seed), "use_bias": facts["bias"], "trainable": "frozen" not in facts}
            window = facts["filters"], facts["kernel"], facts["stride"], facts["padding"]
            return layers.Conv2DTranspose(*window, dilation_rate=facts["dilation"], name=name, **kernel)(x)
        case "dense":
            own = {"kernel_initializer": _start(seed), "trainable": "frozen" not in facts, "name": name}
            return layers.Dense(facts["units"], use_bias=facts["bias"], **own)(x)
        case "max_pool" | "average_pool":
            kind = layers.MaxPooling2D if node.op == "max_pool" else layers.AveragePooling2D
            x, padding = _padded(x, facts["padding"], name)
            return kind(facts["size"], facts["stride"], padding, name=name)(x)
        case "global_max":
            return layers.GlobalMaxPooling2D(name=name)(x)
        case "global_average":
            return layers.GlobalAveragePooling2D(name=name)(x)
        case "reshape":
            return (layers.Flatten(name=name) if len(node.shape) == 1 else layers.Reshape(node.shape, name=name))(x)
        case "pad":
            return _padded(x, facts["sides"], name)[0]
        case "batch_norm" | "layer_norm":
            return _normalisation(node, name)(x)
        case "activation":
            return _activation(facts["activation"], name)(x)
        case "dropout":
            return layers.Dropout(facts["amount"], seed=seed, name=name)(x)
        case "spatial_dropout":
            return layers.SpatialDropout2D(facts["amount"], seed=seed, name=name)(x)
        case "noise":
            return layers.GaussianNoise(facts["amount"], seed=seed, name=name)(x)
        case "sum":
            return _sum(inputs, facts["weights"], facts["offset"], name)
        case "multiply":
            return layers.Multiply(name=name)(list(inputs))
        case "maximum":
            return layers.Maximum(name=name)(list(inputs))
        case "concat":
            axis = -1 if facts["axis"] == "channels" else facts["axis"]
            maps = [y for y in inputs if y is not None]
            joined = maps[0] if len(maps) == 1 else layers.Concatenate(axis, name=name)(maps)
            return joined if len(maps) == len(inputs) else _with_zeros(joined, node.shape[-1], name)
    raise AssertionError(f"no rule builds {node.op}")


def _start(seed: int) -> Any:
    """What layers with weights start with, from our seed: He normal, made for networks of ReLU (He et al. 2015)."""
    import keras

    return keras.initializers.HeNormal(seed=seed)


def _conv(node: Node, x: Any, name: str, seed: int) -> Any:
    from keras import layers

    facts, channels = dict(node.facts), x.shape[-1]
    x, padding = _padded(x, facts["padding"], name)
    window = {"strides": facts["stride"], "padding": padding, "dilation_rate": facts["dilation"]}
    own = {"use_bias": facts["bias"], "trainable": "frozen" not in facts, "name": name}
    if facts["groups"] == channels > 1:  # on a CPU TensorFlow is 80 times slower at the same convolution in groups
        each = facts["filters"] // channels
        depthwise = layers.DepthwiseConv2D(
            facts["kernel"], depth_multiplier=each, depthwise_initializer=_start(seed), **window, **own
        )
        return depthwise(x)
    plain = layers.Conv2D(
        facts["filters"], facts["kernel"], groups=facts["groups"], kernel_initializer=_start(seed), **window, **own
    )
    return plain(x)


def _padded(x: Any, padding: str | tuple[int, int, int, int], name: str) -> tuple[Any, str]:
    """A padding that is neither "valid" nor "same" is done by a layer before."""
    from keras import layers

    if isinstance(padding, str):
        return x, padding
    top, bottom, left, right = padding
    return layers.ZeroPadding2D(((top, bottom), (left, right)), name=f"{name}_around")(x), "valid"


def _with_zeros(x: Any, channels: int, name: str) -> Any:
    """Channels of zeros behind those of a map: to this layer the last axis is the columns, and the padding is there."""
    from keras import layers

    more = ((0, 0), (0, channels - x.shape[-1]))
    return layers.ZeroPadding2D(more, data_format="channels_first", name=f"{name}_zeros")(x)


def _normalisation(node: Node, name: str) -> Any:
    from keras import layers

    facts = dict(node.facts)
    axes = (-1,) if facts["axis"] == "channels" else facts["axis"]
    own = {"center": facts["center"], "scale": facts["scale"], "trainable": "frozen" not in facts, "name": name}
    if node.op == "layer_norm":
        return layers.LayerNormalization(axis=list(axes), **own)
    if len(axes) != 1:
        raise CannotRebuild("axes", phrase("Keras trains no BatchNormalization over several axes at once."))
    return layers.BatchNormalization(axis=axes[0], momentum=MOMENTUM, **own)


def _activation(act: Activation, name: str) -> Any:
    from keras import layers

    if act.name != "relu" or act == RELU:
        return layers.Activation(act.name, name=name)
    return layers.ReLU(act.max_value, act.negative_slope, act.threshold, name=name)


def _sum(inputs: Sequence[Any], weights: Sequence[float], offset: float, name: str) -> Any:
    from keras import layers

    terms = [
        x if weight == 1 else layers.Rescaling(weight, name=f"{name}_times_{i}")(x)
        for i, (x, weight) in enumerate(zip(inputs, weights, strict=True))
    ]
    total = terms[0] if len(terms) == 1 else layers.Add(name=name)(terms)
    return layers.Rescaling(1.0, offset, name=f"{name}_plus")(total) if offset else total
