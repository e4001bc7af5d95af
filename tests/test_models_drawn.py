"""The picture of two networks: what differs is marked, what is far from it is folded, and nothing is lost."""

import json
from dataclasses import replace
from functools import cache

import keras
import pytest
from keras import layers

from autograder.models.difference import compare
from autograder.models.drawn import MOST, drawn
from autograder.models.labels import label
from autograder.models.nodes import Node
from tests.model_samples import (
    alexnet_without_padding,
    resnet50_stays_large,
    resnet50_without_normalisation,
    vgg16_with_average_pooling,
)
from tests.test_models_difference import (
    inception_3a,
    joined,
    joins_instead_of_adding,
    no_shortcut,
    one,
    one_branch_out_of_another,
    relu_before_normalisation,
    relu_on_both_sides_of_the_addition,
    shared_reduction,
    shortcut_from_the_middle,
    two_reductions,
)
from tests.test_models_networks import (
    NETWORKS,
    alexnet,
    applications,
    basic_block,
    free,
    googlenet,
    graph,
    lenet5,
    resnet50,
)


def block(wrong):
    return lambda: one(basic_block), lambda: one(wrong)


PAIRS = {
    "a ReLU too many": block(relu_on_both_sides_of_the_addition),
    "no shortcut": block(no_shortcut),
    "another order": block(relu_before_normalisation),
    "joined": block(joins_instead_of_adding),
    "another source": block(shortcut_from_the_middle),
    "shared": (two_reductions, shared_reduction),
    "no padding": (lenet5, lambda: lenet5(padding="valid")),
    "another network": (lenet5, alexnet),
    "strides": (resnet50, resnet50_stays_large),
    "no normalisation": (resnet50, resnet50_without_normalisation),
    "without heads": (googlenet, lambda: googlenet(aux=False)),
    "another head": (applications("VGG16"), vgg16_with_average_pooling),
    "no padding in AlexNet": (alexnet, alexnet_without_padding),
    "equal": (resnet50, applications("ResNet50")),
}


@cache
def pictured(name):
    with free():
        graphs = [graph(make()) for make in PAIRS[name]]
    comparison = compare(*graphs)
    return comparison.graphs, drawn(comparison)


def marked(name, side):
    return [(row["label"], row["mark"]) for row in pictured(name)[1][side] if row["mark"]]


@pytest.fixture(params=PAIRS)
def picture(request):
    return pictured(request.param)


def test_a_picture_is_json_and_small(picture):
    _, facts = picture
    assert json.loads(json.dumps(facts)) == facts and len(json.dumps(facts)) < 12_000
    assert facts["lines"] <= MOST


def test_every_row_stands_on_a_line_of_its_own_below_what_it_reads(picture):
    _, facts = picture
    for side in ("expected", "yours"):
        lines = {row["id"]: row["line"] for row in facts[side]}
        assert len(set(lines.values())) == len(facts[side]) and list(lines.values()) == sorted(lines.values())
        assert max(lines.values()) < facts["lines"]
        assert all(lines[x] < row["line"] for row in facts[side] for x in row["inputs"])


def test_all_layers_are_there_alone_or_in_a_fold(picture):
    graphs, facts = picture
    for whole, side in zip(graphs, ("expected", "yours"), strict=True):
        assert sum(row["folded"] or 1 for row in facts[side]) == len(whole.nodes)


def test_the_parameters_of_the_rows_are_those_of_the_whole(picture):
    graphs, facts = picture
    for whole, side in zip(graphs, ("expected", "yours"), strict=True):
        assert sum(row["params"] for row in facts[side]) == whole.parameters


def test_every_layer_but_the_input_reads_something(picture):
    _, facts = picture
    for side in ("expected", "yours"):
        assert [row["label"] for row in facts[side] if not row["inputs"]] == ["Input"]


@pytest.mark.parametrize("name", ["equal", "strides", "without heads", "shared"])
def test_what_is_not_marked_is_the_same_on_both_sides(name):
    _, facts = pictured(name)
    sides = [{row["line"]: row for row in facts[side]} for side in ("expected", "yours")]
    for line in sides[0].keys() & sides[1].keys():
        rows = [side[line] for side in sides]
        assert bool(rows[0]["mark"]) == bool(rows[1]["mark"])
        if not rows[0]["mark"]:
            assert rows[0]["label"] == rows[1]["label"] and rows[0]["folded"] == rows[1]["folded"]


@pytest.mark.parametrize("name", set(PAIRS) - {"equal"})
def test_a_difference_is_always_marked(name):
    assert marked(name, "expected") or marked(name, "yours")


def test_equal_networks_have_no_mark_and_one_fold():
    _, facts = pictured("equal")
    assert not marked("equal", "expected") and not marked("equal", "yours")
    assert [row["folded"] > 0 for row in facts["yours"]] == [False, True, False]


def test_a_layer_too_many_has_nothing_beside_it():
    _, facts = pictured("a ReLU too many")
    assert marked("a ReLU too many", "yours") == [("ReLU", "extra")] and not marked("a ReLU too many", "expected")
    line = next(row["line"] for row in facts["yours"] if row["mark"])
    assert line not in {row["line"] for row in facts["expected"]}


def test_a_missing_addition_is_marked_on_the_expected_side():
    assert marked("no shortcut", "expected") == [("Add", "missing")] and not marked("no shortcut", "yours")


def test_a_layer_in_another_place_is_marked_in_both():
    assert marked("another order", "expected") == [("ReLU", "moved")] == marked("another order", "yours")


def test_a_layer_that_reads_something_else_is_marked_on_both_sides():
    assert ("Add", "changed") in marked("another source", "expected")
    assert ("Add", "changed") in marked("another source", "yours")


def test_the_argument_that_differs_is_spelled_out():
    assert marked("no padding", "expected") == [("Conv 5×5, 6, same", "changed")]
    assert marked("no padding", "yours") == [("Conv 5×5, 6, valid", "changed")]


def test_of_two_kinds_of_layer_no_argument_is_spelled_out():
    assert marked("joined", "expected") == [("Add", "changed")]
    assert marked("joined", "yours") == [("Concatenate", "changed")]


def test_a_stride_of_one_is_said_only_beside_another_one():
    assert ("Conv 1×1, 256, /1", "changed") in marked("strides", "yours")
    assert all("/1" not in row["label"] for row in pictured("a ReLU too many")[1]["yours"])


def test_of_blocks_that_differ_alike_one_is_shown_and_the_others_are_counted():
    _, facts = pictured("no normalisation")
    shown = len(marked("no normalisation", "expected"))
    assert shown + sum(row.get("marked", 0) for row in facts["expected"]) == 52  # the stem keeps its own
    assert [row["label"] for row in facts["yours"]].count("Add") == 2  # with a projection and without
    assert not any(row["same"] for row in facts["yours"] if row["folded"])


def test_a_block_that_differs_is_shown_whole():
    labels = [row["label"] for row in pictured("strides")[1]["yours"] if not row["folded"]]
    assert labels.count("Add") == 1 and "Conv 3×3, 256" in labels


def test_it_is_the_same_every_time():
    (reference, student), facts = pictured("shared")
    assert drawn(compare(reference, student)) == facts


@pytest.mark.parametrize("name", ["googlenet", "resnet-20", "groups", "separable", "layer normalisation"])
def test_parameters_of_single_layers_add_up_to_those_of_keras(name):
    with free():
        model = NETWORKS[name][0]()
    read = graph(model)
    facts = drawn(compare(read, read))
    assert sum(row["params"] for row in facts["yours"]) == model.count_params()


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (layers.Conv2D(8, 3), "Conv 3×3, 8"),
        (layers.Conv2D(8, (1, 7), strides=(1, 2)), "Conv 1×7, 8, /1×2"),
        (layers.Conv2D(8, 3, dilation_rate=2), "Conv 3×3, 8, dilation 2"),
        (layers.Conv2D(8, 3, groups=2), "Conv 3×3, 8, groups 2"),
        (layers.DepthwiseConv2D(3), "Depthwise 3×3, 4"),
        (layers.MaxPooling2D(3, 2), "MaxPool 3×3, /2"),
        (layers.GlobalAveragePooling2D(), "GlobalAvgPool"),
        (layers.Dropout(0.25), "Dropout 0.25"),
        (layers.LeakyReLU(0.1), "LeakyReLU 0.1"),
        (layers.ReLU(6), "ReLU ≤ 6"),
        (layers.Activation("softmax"), "Softmax"),
        (layers.Rescaling(0.5), "Rescale ×0.5"),
        (layers.ZeroPadding2D(3), "ZeroPad, pad 3"),
        (layers.Flatten(), "Flatten"),
        (layers.BatchNormalization(), "BatchNorm"),
    ],
)
def test_a_layer_is_labelled_with_the_arguments_that_matter(layer, expected):
    with free():
        model = keras.Sequential([keras.Input((16, 16, 4)), layer])
    assert label(graph(model).nodes[-1]) == expected


def test_a_frozen_layer_says_so_beside_one_that_is_not():
    facts = (("bias", True), ("frozen", True), ("units", 3))
    assert label(Node("dense", facts, (0,), (3,), 1), {"frozen"}) == "Dense 3, frozen"


def head(*ending):
    x = y = keras.Input((6, 6, 4))
    for layer in ending:
        y = layer(y)
    return keras.Model(x, layers.Dense(3)(y))


def flattens_first():
    return head(layers.Conv2D(8, 3), layers.ReLU(), layers.Flatten(), layers.Dropout(0.4))


def drops_first():
    return head(layers.Conv2D(8, 3), layers.ReLU(), layers.Dropout(0.4), layers.Flatten())


def averages_first():
    return head(layers.Conv2D(8, 3), layers.ReLU(), layers.GlobalAveragePooling2D(), layers.Dropout(0.4))


def pools_first():
    return head(layers.Conv2D(8, 3), layers.MaxPooling2D(), layers.ReLU(), layers.Flatten())


def activates_first(filters=8):
    return head(layers.Conv2D(filters, 3), layers.ReLU(), layers.MaxPooling2D(), layers.Flatten())


def rows(right, wrong):
    """label, shape and mark line by line, of both sides."""
    with free():
        graphs = [graph(make()) for make in (right, wrong)]
    facts = drawn(compare(*graphs))
    sides = [{row["line"]: row for row in facts[side]} for side in ("expected", "yours")]
    return facts, [tuple(side.get(line, {}).get("label", "") for side in sides) for line in range(facts["lines"])]


def test_layers_stand_in_the_order_the_student_wrote_them_in():
    facts, lines = rows(averages_first, flattens_first)
    assert lines[3:5] == [("GlobalAvgPool", "Flatten"), ("Dropout 0.4", "Dropout 0.4")]
    assert [row["mark"] for row in facts["yours"]] == ["", "", "", "changed", "", ""]
    assert [row["shape"] for row in facts["yours"]] == [[6, 6, 4], [4, 4, 8], [4, 4, 8], [128], [128], [3]]
    assert [row["inputs"] for row in facts["yours"][1:]] == [[row["id"]] for row in facts["yours"][:-1]]
    assert sum(row["params"] for row in facts["yours"]) == flattens_first().count_params()


@pytest.mark.parametrize("wrong", [flattens_first, drops_first])
def test_where_the_order_makes_no_difference_the_reference_is_drawn_in_the_students(wrong):
    for right in (flattens_first, drops_first):
        facts, lines = rows(right, wrong)
        second, third = ("Flatten", "Dropout 0.4") if wrong is flattens_first else ("Dropout 0.4", "Flatten")
        assert lines[3:5] == [(second, second), (third, third)]
        assert not any(row["mark"] for side in ("expected", "yours") for row in facts[side])


def test_a_relu_behind_a_max_pooling_stays_there_and_is_no_difference():
    facts, lines = rows(lambda: activates_first(4), pools_first)
    assert lines[2:4] == [("MaxPool 2×2, /2", "MaxPool 2×2, /2"), ("ReLU", "ReLU")]
    assert [row["mark"] for row in facts["yours"]] == ["", "changed", "", "", "", ""]


def test_the_picture_pairs_layers_as_the_differences_do():
    """By the order of the layers alone, a convolution would be too many in one place and missing in another."""
    facts, _ = rows(inception_3a, one_branch_out_of_another)
    marks = [[(row["label"], row["mark"]) for row in facts[side] if row["mark"]] for side in ("expected", "yours")]
    assert marks == [[("Conv 1×1, 96", "changed")]] * 2


def test_layers_that_cannot_stand_side_by_side_are_in_another_place():
    """Paired by what they do, two convolutions the other way round: no line can hold one of the pairs."""
    with free():
        right, wrong = (graph(head(*turn(layers.Conv2D(8, 1), layers.Conv2D(6, 3)))) for turn in (forth, back))
    crossed = [(0, 0), (1, 2), (2, 1), *((i, i) for i in range(3, len(right.nodes)))]
    comparison = replace(compare(right, wrong), pairs=tuple(crossed), differences=())
    facts = drawn(comparison)
    for side in ("expected", "yours"):
        assert [row["mark"] for row in facts[side]].count("moved") == 1
        lines = {row["id"]: row["line"] for row in facts[side]}
        assert all(lines[x] < row["line"] for row in facts[side] for x in row["inputs"])


def forth(*layers):
    return layers


def back(*layers):
    return layers[::-1]


def test_maps_that_are_joined_along_the_rows_are_marked_with_both_axes():
    facts, _ = rows(lambda: joined(-1), lambda: joined(1))
    marks = [[row["label"] for row in facts[side] if row["mark"]] for side in ("expected", "yours")]
    assert marks == [["Concatenate, axis -1"], ["Concatenate, axis 1"]]
