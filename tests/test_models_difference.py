"""Different networks are told apart, and the words say what differs and where. Each variant is written by hand."""

import json

import keras
import pytest
from keras import layers

from autograder.models.config import read_model
from autograder.models.difference import compare
from autograder.models.graph import canonical
from tests import test_models_networks
from tests.test_models_networks import (
    alexnet,
    applications,
    basic_block,
    bottleneck,
    conv,
    free,
    googlenet,
    graph,
    inception_3a,
    lenet5,
    naive_inception,
    resnet50,
    resnet_cifar,
)


def lenet(*, first=None, k=5, pool=layers.MaxPooling2D, hidden=(120, 84), head="softmax", middle=(), filters=16):
    """LeNet-5 with something changed."""
    x = inputs = keras.Input((28, 28, 1))
    x = (first or layers.Conv2D(6, 5, padding="same", activation="relu"))(x)
    x = pool(2)(x)
    x = layers.Conv2D(filters, k, activation="relu")(x)
    for layer in middle:
        x = layer(x)
    x = layers.Flatten()(pool(2)(x))
    for units in hidden:
        x = layers.Dense(units, activation="relu")(x)
    return keras.Model(inputs, layers.Dense(10, activation=head)(x))


def normalised(y, activation="relu"):
    y = layers.BatchNormalization()(y)
    return layers.Activation(activation)(y) if activation else y


def wide(x, filters, k=3, stride=1):
    return layers.Conv2D(filters, k, strides=stride, padding="same", use_bias=False)(x)


def relu_before_normalisation(x, filters, stride=1):
    y = layers.BatchNormalization()(layers.ReLU()(wide(x, filters, 3, stride)))
    y = layers.BatchNormalization()(wide(y, filters))
    x = normalised(wide(x, filters, 1, stride), None) if stride != 1 else x
    return layers.ReLU()(layers.Add()([y, x]))


def relu_before_the_addition(x, filters, stride=1):
    y = normalised(wide(normalised(wide(x, filters, 3, stride)), filters))
    x = normalised(wide(x, filters, 1, stride), None) if stride != 1 else x
    return layers.Add()([x, y])


def relu_on_both_sides_of_the_addition(x, filters, stride=1):
    y = normalised(wide(normalised(wide(x, filters, 3, stride)), filters))
    x = normalised(wide(x, filters, 1, stride), None) if stride != 1 else x
    return layers.ReLU()(x + y)


def no_shortcut(x, filters, stride=1):
    y = normalised(wide(x, filters, 3, stride))
    return normalised(wide(y, filters))


def joins_instead_of_adding(x, filters, stride=1):
    y = normalised(wide(normalised(wide(x, filters, 3, stride)), filters), None)
    x = normalised(wide(x, filters, 1, stride), None) if stride != 1 else x
    joined = layers.Concatenate()([x, y])
    return layers.ReLU()(joined)


def shortcut_from_the_middle(x, filters, stride=1):
    middle = normalised(wide(x, filters, 3, stride))
    y = normalised(wide(middle, filters), None)
    if stride != 1:
        middle = normalised(wide(x, filters, 1, stride), None)
    return layers.ReLU()(layers.Add()([middle, y]))


def strides_in_the_second_convolution(x, filters, stride=1):
    y = normalised(wide(normalised(wide(x, filters)), filters, 3, stride), None)
    x = normalised(wide(x, filters, 1, stride), None) if stride != 1 else x
    return layers.ReLU()(layers.Add()([x, y]))


def projection_without_normalisation(x, filters, stride=1):
    y = normalised(wide(normalised(wide(x, filters, 3, stride)), filters), None)
    x = wide(x, filters, 1, stride) if stride != 1 else x
    return layers.ReLU()(layers.Add()([x, y]))


def no_normalisation(x, filters, stride=1):
    y = layers.ReLU()(wide(x, filters, 3, stride))
    y = wide(y, filters)
    x = wide(x, filters, 1, stride) if stride != 1 else x
    return layers.ReLU()(layers.Add()([x, y]))


def normalised_along_the_rows(x, filters, stride=1):
    y = layers.ReLU()(layers.BatchNormalization(axis=1)(wide(x, filters, 3, stride)))
    y = normalised(wide(y, filters), None)
    x = normalised(wide(x, filters, 1, stride), None) if stride != 1 else x
    return layers.ReLU()(layers.Add()([x, y]))


def subtracts(x, filters, stride=1):
    y = normalised(wide(normalised(wide(x, filters, 3, stride)), filters), None)
    x = normalised(wide(x, filters, 1, stride), None) if stride != 1 else x
    return layers.ReLU()(y - x)


def scaled_to_nothing(x, filters, stride=1):
    """The block is there, but nothing of it reaches the output."""
    if stride != 1:
        return basic_block(x, filters, stride)
    return layers.Add()([x, layers.Rescaling(0.0)(basic_block(x, filters))])


def added_to_itself(x, filters, stride=1):
    y = normalised(wide(normalised(wide(x, filters, 3, stride)), filters), None)
    return layers.ReLU()(layers.Add()([y, y]))


def normalised_once_more(x, filters, stride=1):
    y = normalised(wide(normalised(wide(x, filters, 3, stride)), filters), None)
    return normalised(layers.Add()([x, y]))


def one_convolution_of_a_single_pixel(x, filters, stride=1):
    y = normalised(wide(normalised(wide(x, filters, 1, stride)), filters), None)
    return layers.ReLU()(layers.Add()([x, y]))


def without_normalisation_but_with_biases(x, filters, stride=1):
    y = layers.ReLU()(layers.Conv2D(filters, 3, padding="same")(x))
    y = layers.Conv2D(filters, 3, padding="same")(y)
    return layers.ReLU()(layers.Add()([x, y]))


def projects_everywhere(x, filters, stride=1, *, project=False):
    return bottleneck(x, filters, stride, project=True)


def vgg(repeats=(2, 2, 3, 3, 3), *, normalise=False, last_pooling=True, width=1):
    x = inputs = keras.Input((224, 224, 3))
    for i, (filters, n) in enumerate(zip((64, 128, 256, 512, 512), repeats, strict=False)):
        for _ in range(n):
            x = layers.Conv2D(filters // width, 3, padding="same")(x)
            x = layers.ReLU()(layers.BatchNormalization()(x) if normalise else x)
        if last_pooling or i < 4:
            x = layers.MaxPooling2D(2)(x)
    x = layers.Flatten()(x)
    for _ in range(2):
        x = layers.Dense(4096, activation="relu")(x)
    return keras.Model(inputs, layers.Dense(1000, activation="softmax")(x))


def classifier(*head):
    """The end of a network: what turns the last map into classes."""
    x = keras.Input((7, 7, 64))
    y = layers.Conv2D(128, 3, padding="same", activation="relu")(x)
    for layer in head:
        y = layer(y)
    return keras.Model(x, layers.Dense(10, activation="softmax")(y))


def one(block, **how):
    """A network of a single block, as a student's function is called on an Input."""
    x = keras.Input((16, 16, 16))
    return keras.Model(x, block(x, 16, **how))


def inception(branches):
    x = keras.Input((28, 28, 192))
    made = {
        "1": lambda: conv(x, 64, 1),
        "3": lambda: conv(conv(x, 96, 1), 128, 3),
        "5": lambda: conv(conv(x, 16, 1), 32, 5),
        "p": lambda: conv(layers.MaxPooling2D(3, 1, padding="same")(x), 32, 1),
        "5 as 3": lambda: conv(conv(x, 16, 1), 32, 3),
        "5 unreduced": lambda: conv(x, 32, 5),
        "p average": lambda: conv(layers.AveragePooling2D(3, 1, padding="same")(x), 32, 1),
        "p raw": lambda: layers.MaxPooling2D(3, 1, padding="same")(x),
        "3 linear": lambda: layers.Conv2D(128, 3, padding="same")(conv(x, 96, 1)),
        "extra": lambda: conv(x, 8, 1),
    }
    return keras.Model(x, layers.Concatenate()([made[name]() for name in branches]))


def one_branch_out_of_another():
    """The 3x3 branch begins at the 1x1 branch, where it should begin at the input."""
    x = keras.Input((28, 28, 192))
    ones = conv(x, 64, 1)
    pooled = conv(layers.MaxPooling2D(3, 1, padding="same")(x), 32, 1)
    return keras.Model(
        x, layers.Concatenate()([ones, conv(conv(ones, 96, 1), 128, 3), conv(conv(x, 16, 1), 32, 5), pooled])
    )


def one_branch_after_the_other():
    x = keras.Input((28, 28, 192))
    ones = conv(x, 64, 1)
    threes = conv(conv(ones, 96, 1), 128, 3)
    fives = conv(conv(threes, 16, 1), 32, 5)
    pooled = conv(layers.MaxPooling2D(3, 1, padding="same")(fives), 32, 1)
    return keras.Model(x, layers.Concatenate()([ones, threes, fives, pooled]))


def with_the_reductions_exchanged():
    x = keras.Input((28, 28, 192))
    pooled = conv(layers.MaxPooling2D(3, 1, padding="same")(x), 32, 1)
    threes, fives = conv(conv(x, 16, 1), 128, 3), conv(conv(x, 96, 1), 32, 5)
    return keras.Model(x, layers.Concatenate()([conv(x, 64, 1), threes, fives, pooled]))


def shared_reduction():
    """One 1x1 convolution in front of both large filters, where there should be two."""
    x = keras.Input((28, 28, 192))
    narrow = conv(x, 16, 1)
    return keras.Model(x, layers.Concatenate()([conv(narrow, 32, 3), conv(narrow, 32, 5)]))


def two_reductions():
    x = keras.Input((28, 28, 192))
    return keras.Model(x, layers.Concatenate()([conv(conv(x, 16, 1), 32, 3), conv(conv(x, 16, 1), 32, 5)]))


def joined(axis):
    x = keras.Input((8, 8, 4))
    return keras.Model(x, layers.Concatenate(axis=axis)([conv(x, 16, 1), conv(x, 16, 3)]))


def stem(padding):
    x = keras.Input((32, 32, 3))
    y = layers.Conv2D(8, 7, strides=2, padding="same")(x) if padding == "same" else None
    return keras.Model(x, layers.Conv2D(8, 7, strides=2)(layers.ZeroPadding2D(3)(x)) if y is None else y)


def heads(*order):
    x = keras.Input((8,))
    y = layers.Dense(4, activation="relu")(x)
    made = {"main": layers.Dense(3)(layers.Dense(5)(y)), "aux": layers.Dense(3)(y)}
    return keras.Model(x, [made[name] for name in order])


# name: reference, student, kind, aspect, and words that the first sentence holds
TOLD = {
    "smaller kernel": (lenet, lambda: lenet(k=3), "changed", "parameters", "second convolution has a 3×3 kernel"),
    "fewer filters": (lenet, lambda: lenet(filters=12), "changed", "parameters", "has 12 filters; expected: 16"),
    "valid for same": (
        lenet,
        lambda: lenet(first=layers.Conv2D(6, 5, activation="relu")),
        "changed",
        "strides_padding",
        "first convolution has padding='valid'; expected: padding='same'",
    ),
    "no bias": (
        lenet,
        lambda: lenet(first=layers.Conv2D(6, 5, padding="same", activation="relu", use_bias=False)),
        "changed",
        "parameters",
        "first convolution has no bias",
    ),
    "tanh for ReLU": (
        lenet,
        lambda: lenet(first=layers.Conv2D(6, 5, padding="same", activation="tanh")),
        "changed",
        "activation",
        "activation after the first convolution is tanh; expected: ReLU",
    ),
    "a slope": (
        lenet,
        lambda: lenet(first=keras.Sequential([layers.Conv2D(6, 5, padding="same"), layers.LeakyReLU(0.1)])),
        "changed",
        "activation",
        "is LeakyReLU (slope 0.1); expected: ReLU",
    ),
    "no activation": (
        lenet,
        lambda: lenet(first=layers.Conv2D(6, 5, padding="same")),
        "missing",
        "activation",
        "Missing: a ReLU, after the first convolution and before the first max pooling",
    ),
    "dilated": (
        lenet,
        lambda: lenet(first=layers.Conv2D(6, 5, padding="same", activation="relu", dilation_rate=2)),
        "changed",
        "strides_padding",
        "has dilation 2",
    ),
    "frozen": (
        lenet,
        lambda: lenet(first=layers.Conv2D(6, 5, padding="same", activation="relu", trainable=False)),
        "changed",
        "parameters",
        "trainable=False",
    ),
    "average pooling": (
        lenet,
        lambda: lenet(pool=layers.AveragePooling2D),
        "replaced",
        "wiring",
        "After the first convolution comes average pooling (2×2, stride 2); expected: max pooling",
    ),
    "an activation too many": (
        lenet,
        lambda: lenet(middle=[layers.Activation("tanh")]),
        "extra",
        "activation",
        "One tanh too many, after the second convolution and before the second max pooling",
    ),
    "dropout too many": (
        lenet,
        lambda: lenet(middle=[layers.Dropout(0.2)]),
        "extra",
        "dropout",
        "One Dropout too many",
    ),
    "a Dense layer too few": (
        lenet,
        lambda: lenet(hidden=(84,)),
        "missing",
        "wiring",
        "Missing: a Dense layer (120 units) and a ReLU",
    ),
    "fewer units": (lenet, lambda: lenet(hidden=(120, 80)), "changed", "parameters", "80 units; expected: 84 units"),
    "no softmax": (lenet, lambda: lenet(head=None), "missing", "head", "Missing: a softmax, after the third Dense"),
    "sigmoid for softmax": (lenet, lambda: lenet(head="sigmoid"), "changed", "head", "is sigmoid; expected: softmax"),
    "more classes": (lenet5, lambda: lenet5(classes=11), "changed", "head", "has 11 units; expected: 10 units"),
    "another input": (
        lenet5,
        lambda: lenet5(input_shape=(32, 32, 1)),
        "input",
        "output_shape",
        "The input has shape (32, 32, 1); expected: shape (28, 28, 1)",
    ),
    "less dropout": (alexnet, lambda: alexnet(0.3), "changed", "dropout", "has rate 0.3; expected: rate 0.5"),
    "a convolution too few": (
        applications("VGG19"),
        applications("VGG16"),
        "missing",
        "wiring",
        "Missing: a convolution (256 filters, 3×3) and a ReLU",
    ),
    "ReLU, then normalisation": (
        lambda: one(basic_block),
        lambda: one(relu_before_normalisation),
        "order",
        "normalisation",
        "After the first convolution comes ReLU, then BatchNormalization; expected: BatchNormalization, then ReLU",
    ),
    "ReLU before the addition": (
        lambda: one(basic_block),
        lambda: one(relu_before_the_addition),
        "order",
        "activation",
        "comes ReLU, then addition; expected: addition, then ReLU",
    ),
    "ReLU before and after the addition": (
        lambda: one(basic_block),
        lambda: one(relu_on_both_sides_of_the_addition),
        "extra",
        "activation",
        "One ReLU too many, after the second convolution and before the addition.",
    ),
    "no shortcut": (lambda: one(basic_block), lambda: one(no_shortcut), "shortcut", "wiring", "shortcut is missing"),
    "joined, not added": (
        lambda: one(basic_block),
        lambda: one(joins_instead_of_adding),
        "replaced",
        "wiring",
        "After the second convolution comes concatenation; expected: addition",
    ),
    "subtracted": (
        lambda: one(basic_block),
        lambda: one(subtracts),
        "changed",
        "wiring",
        "subtraction; expected: addition",
    ),
    "shortcut from the middle": (
        lambda: one(basic_block),
        lambda: one(shortcut_from_the_middle),
        "wiring",
        "wiring",
        "The addition reads the ReLU after the first convolution; expected: the input",
    ),
    "stride in the wrong place": (
        lambda: one(basic_block, stride=2),
        lambda: one(strides_in_the_second_convolution, stride=2),
        "changed",
        "strides_padding",
        "The first convolution has stride 1, and the third convolution has stride 2; expected: the other way round",
    ),
    "projection as it is": (
        lambda: one(basic_block, stride=2),
        lambda: one(projection_without_normalisation, stride=2),
        "missing",
        "normalisation",
        "Missing: a BatchNormalization",
    ),
    "no normalisation": (
        lambda: one(basic_block),
        lambda: one(no_normalisation),
        "missing",
        "normalisation",
        "Missing: a BatchNormalization, after the first convolution",
    ),
    "normalised along the rows": (
        lambda: one(basic_block),
        lambda: one(normalised_along_the_rows),
        "changed",
        "normalisation",
        "has axis=1; expected: axis=-1",
    ),
    "neutralised": (
        lambda: one(basic_block),
        lambda: one(scaled_to_nothing),
        "missing",
        "wiring",
        "Missing: a block of 2 × convolution, 2 × BatchNormalization, 2 × ReLU and an addition",
    ),
    "a block too few": (
        lambda: resnet_cifar(2),
        lambda: resnet_cifar(1),
        "missing",
        "wiring",
        "2 × ReLU and an addition, after the first addition",
    ),
    "bottleneck for basic": (
        lambda: one(bottleneck, project=True),
        lambda: one(bottleneck, project=True, stride=2),
        "changed",
        "strides_padding",
        "has stride 2; expected: stride 1",
    ),
    "padding of 3 for same": (
        lambda: stem("same"),
        lambda: stem(3),
        "changed",
        "strides_padding",
        "has a padding of 3 above and left, 2 below and right; expected: padding='same' (2 above and left, 3 below",
    ),
    "3x3 for 5x5": (
        inception_3a,
        lambda: inception(["1", "3", "5 as 3", "p"]),
        "changed",
        "parameters",
        "3×3 kernel; expected: a 5×5 kernel",
    ),
    "no 1x1 in front": (
        inception_3a,
        lambda: inception(["1", "3", "5 unreduced", "p"]),
        "missing",
        "wiring",
        "Missing: a convolution (16 filters, 1×1) and a ReLU",
    ),
    "average in the branch": (
        inception_3a,
        lambda: inception(["p average", "1", "3", "5"]),
        "replaced",
        "wiring",
        "After the input comes average pooling (3×3); expected: max pooling (3×3)",
    ),
    "pooling without 1x1": (
        inception_3a,
        lambda: inception(["1", "3", "5", "p raw"]),
        "missing",
        "wiring",
        "Missing: a convolution (32 filters, 1×1) and a ReLU, after the max pooling and before the concatenation",
    ),
    "a linear branch": (
        inception_3a,
        lambda: inception(["1", "3 linear", "5", "p"]),
        "missing",
        "activation",
        "Missing: a ReLU",
    ),
    "a branch too few": (
        inception_3a,
        lambda: inception("13p"),
        "branch",
        "wiring",
        "joins 3 branches; expected: 4 branches. The one with a convolution (16 filters, 1×1), a ReLU, a convolution "
        "(32 filters, 5×5) and a ReLU is missing",
    ),
    "a branch too many": (
        inception_3a,
        lambda: inception(["1", "3", "5", "p", "extra"]),
        "extra",
        "wiring",
        "Too many: a convolution (8 filters, 1×1) and a ReLU",
    ),
    "naive": (inception_3a, naive_inception, "missing", "wiring", "Missing: a convolution (96 filters, 1×1)"),
    "joined along the rows": (
        lambda: joined(-1),
        lambda: joined(1),
        "changed",
        "wiring",
        "The concatenation has axis=1; expected: axis=-1",
    ),
    "one reduction for two": (
        two_reductions,
        shared_reduction,
        "missing",
        "wiring",
        "Missing: a convolution (16 filters",
    ),
    "no auxiliary heads": (
        googlenet,
        lambda: googlenet(aux=False),
        "outputs",
        "head",
        "The network has 1 output; expected: 3 outputs. An auxiliary head is a further output",
    ),
    "added to itself": (
        lambda: one(basic_block),
        lambda: one(added_to_itself),
        "wiring",
        "wiring",
        "The addition reads the BatchNormalization after the second convolution twice; expected: once, and the input.",
    ),
    "normalised once more": (
        lambda: one(basic_block),
        lambda: one(normalised_once_more),
        "extra",
        "normalisation",
        "One BatchNormalization too many, after the addition and before the ReLU.",
    ),
    "a single pixel": (
        lambda: one(basic_block),
        lambda: one(one_convolution_of_a_single_pixel),
        "changed",
        "parameters",
        "The first convolution has a 1×1 kernel; expected: a 3×3 kernel.",
    ),
    "biases in place of normalisation": (
        lambda: one(basic_block),
        lambda: one(without_normalisation_but_with_biases),
        "missing",
        "normalisation",
        "Missing: a BatchNormalization, after the first convolution and before the second convolution.",
    ),
    "a projection in every block": (
        resnet50,
        lambda: resnet50(projects_everywhere),
        "extra",
        "wiring",
        "Too many: a convolution (256 filters, 1×1) and a BatchNormalization, after the first addition and before the "
        "second addition. Likewise in 11 other places.",
    ),
    "units exchanged": (
        lenet,
        lambda: lenet(hidden=(84, 120)),
        "changed",
        "parameters",
        "The first Dense layer has 84 units, and the second Dense layer has 120 units; expected: the other way round.",
    ),
    "larger windows": (
        lenet,
        lambda: lenet(pool=lambda _: layers.MaxPooling2D(3)),
        "changed",
        "strides_padding",
        "The first max pooling has a 3×3 window and stride 3; expected: a 2×2 window and stride 2. The same in one",
    ),
    "a VGG with normalisation": (
        vgg,
        lambda: vgg(normalise=True),
        "extra",
        "normalisation",
        "One BatchNormalization too many, after the first convolution and before the second convolution. The same",
    ),
    "a VGG without its last pooling": (
        vgg,
        lambda: vgg(last_pooling=False),
        "missing",
        "wiring",
        "Missing: a max pooling (2×2, stride 2), after the 13th convolution and before the first Dense layer.",
    ),
    "a VGG of four blocks": (
        vgg,
        lambda: vgg((2, 2, 3, 3)),
        "missing",
        "wiring",
        "Missing: a block of 3 × convolution, 3 × ReLU and a max pooling, after the fourth max pooling",
    ),
    "flattened, not averaged": (
        lambda: classifier(layers.GlobalAveragePooling2D(), layers.Dropout(0.4)),
        lambda: classifier(layers.Flatten(), layers.Dropout(0.4)),
        "replaced",
        "head",
        "After the convolution comes Flatten; expected: global average pooling.",
    ),
    "one branch out of another": (
        inception_3a,
        one_branch_out_of_another,
        "wiring",
        "wiring",
        "The second convolution reads the ReLU after the first convolution; expected: the input.",
    ),
    "one branch after the other": (
        inception_3a,
        one_branch_after_the_other,
        "wiring",
        "wiring",
        "reads the ReLU after the",
    ),
    "reductions exchanged": (
        inception_3a,
        with_the_reductions_exchanged,
        "changed",
        "parameters",
        "16 filters, and the",
    ),
    "heads the other way round": (
        lambda: heads("main", "aux"),
        lambda: heads("aux", "main"),
        "wiring",
        "head",
        "outputs are the right ones in another order",
    ),
}


@pytest.fixture(scope="module", params=TOLD)
def told(request):
    reference, student, *expected = TOLD[request.param]
    with free():
        return compare(graph(reference()), graph(student())), *expected


def test_the_first_difference_is_the_one(told):
    found, kind, aspect, _ = told
    first = found.differences[0]
    assert (found.equal, first.kind, first.aspect) == (False, kind, aspect), [d.sentence for d in found.differences]


def test_the_words_say_what_and_where(told):
    found, _, _, words = told
    assert words in found.differences[0].sentence


def test_the_aspect_of_every_difference_is_wrong(told):
    found, *_ = told
    assert not any(found.aspects[difference.aspect] for difference in found.differences)


def test_every_difference_can_be_marked_in_a_picture(told):
    found, *_ = told
    assert all(difference.reference_nodes or difference.student_nodes for difference in found.differences)


SMALL = [
    "smaller kernel",
    "no shortcut",
    "ReLU before and after the addition",
    "subtracted",
    "a branch too few",
    "a branch too many",
    "added to itself",
    "a single pixel",
    "biases in place of normalisation",
    "a projection in every block",
    "units exchanged",
    "larger windows",
    "a VGG with normalisation",
    "flattened, not averaged",
    "one branch out of another",
    "one reduction for two",
    "reductions exchanged",
]


@pytest.mark.parametrize("name", SMALL)
def test_one_slip_is_one_difference(name):
    reference, student, *_ = TOLD[name]
    with free():
        assert len(compare(graph(reference()), graph(student())).differences) == 1


@pytest.mark.parametrize("name", SMALL)
def test_the_other_way_round_they_differ_as_well(name):
    reference, student, *_ = TOLD[name]
    with free():
        found = compare(graph(student()), graph(reference()))
    assert not found.equal and found.sentence


def test_one_argument_in_layers_of_many_sizes_is_told_once():
    with free():
        found = compare(graph(vgg()), graph(vgg(width=2)))
    assert [(one.kind, one.places) for one in found.differences] == [("changed", 13)]
    assert found.sentence.endswith("has 32 filters; expected: 64 filters. Likewise in 12 other places.")


def test_layers_of_two_branches_are_told_apart():
    with free():
        found = compare(graph(inception("135p")), graph(inception(["1", "p"])))
    assert sorted(one.kind for one in found.differences) == ["branch", "missing"]


def test_a_row_of_branches_is_three_arrows_from_the_wrong_place():
    reference, student, *_ = TOLD["one branch after the other"]
    with free():
        found = compare(graph(reference()), graph(student()))
    assert [one.kind for one in found.differences] == ["wiring"] * 3


def test_the_same_slip_in_every_block_is_told_once():
    with free():
        found = compare(graph(resnet_cifar(3)), graph(resnet_cifar(3, no_shortcut)))
    assert [(one.kind, one.places) for one in found.differences] == [("shortcut", 9)]
    assert found.sentence.endswith("The same in 8 other places.")


def test_the_same_slip_throughout_a_deep_network_is_told_once():
    def slip(x, filters, stride=1, *, project=False):
        y = layers.BatchNormalization()(layers.ReLU()(wide(x, filters, 1, stride)))
        y = layers.BatchNormalization()(layers.ReLU()(wide(y, filters)))
        y = normalised(wide(y, 4 * filters, 1), None)
        x = normalised(wide(x, 4 * filters, 1, stride), None) if project else x
        return layers.ReLU()(layers.Add()([x, y]))

    with free():
        found = compare(graph(resnet50()), graph(resnet50(slip)))
    assert [(one.kind, one.aspect, one.places) for one in found.differences] == [("order", "normalisation", 32)]


def test_several_slips_in_a_deep_network_are_told_apart():
    def plain(x, filters, stride=1, *, project=False):
        y = layers.ReLU()(layers.Conv2D(filters, 1, strides=stride)(x))
        y = layers.ReLU()(layers.Conv2D(filters, 3, padding="same")(y))
        return layers.ReLU()(layers.Conv2D(4 * filters, 1)(y))

    with free():
        found = compare(graph(resnet50()), graph(resnet50(plain)))
    assert [(one.kind, str(one.what), one.places) for one in found.differences] == [
        ("missing", "a BatchNormalization", 48),
        ("shortcut", "addition", 16),
    ]


@pytest.mark.parametrize(("ours", "theirs", "kind"), [(2, 1, "missing"), (1, 3, "extra")])
def test_a_block_too_few_or_too_many_in_each_stage_is_told_once(ours, theirs, kind):
    with free():
        found = compare(graph(resnet_cifar(ours)), graph(resnet_cifar(theirs)))
    assert [(one.kind, one.places) for one in found.differences] == [(kind, 3)]


def test_a_larger_stride_is_wrong_in_the_output_shape():
    def rows(stride):
        x = keras.Input((8, 8, 3))
        return graph(keras.Model(x, layers.Conv2D(4, 3, strides=stride)(x)))

    with free():
        found = compare(rows(1), rows(2))
    assert [name for name, right in found.aspects.items() if not right] == ["output_shape", "strides_padding"]


def test_a_dense_layer_on_a_larger_map_is_wrong_in_parameters():
    def classified(stride):
        x = keras.Input((8, 8, 3))
        return graph(keras.Model(x, layers.Dense(2)(layers.Flatten()(layers.Conv2D(4, 3, strides=stride)(x)))))

    with free():
        found = compare(classified(2), classified(1))
    assert [name for name, right in found.aspects.items() if not right] == ["parameters", "strides_padding"]


def test_biases_that_do_nothing_do_not_make_the_parameters_wrong():
    def normal(bias, activation):
        x = keras.Input((8, 8, 3))
        return graph(keras.Model(x, normalised(layers.Conv2D(4, 3, use_bias=bias)(x), activation)))

    with free():
        found = compare(normal(False, "relu"), normal(True, "tanh"))
    assert [name for name, right in found.aspects.items() if not right] == ["activation"]


@pytest.mark.parametrize("bias", [True, False])
def test_a_normalisation_too_many_is_told_and_the_bias_before_it_is_not(bias):
    def network(*norms):
        x = inputs = keras.Input((28, 28, 1))
        for i, layer in enumerate((layers.Conv2D(6, 5, use_bias=bias), layers.Conv2D(8, 5), layers.Dense(10))):
            x = layer(layers.Flatten()(x) if i == 2 else x)
            x = layers.ReLU()(normalised(x, None) if i in norms else x)
        return keras.Model(inputs, x)

    with free():
        right, once, everywhere = graph(network()), graph(network(0)), graph(network(0, 1, 2))
    for wrong in (once, everywhere):
        comparison = compare(right, wrong)
        assert [each.kind for each in comparison.differences] == ["extra"]
        assert "bias" not in comparison.sentence


def test_parameters_are_right_where_a_normalisation_in_another_place_leaves_their_number():
    """A bias that does nothing in one of the networks only is no parameter too many."""

    def network(*tail):
        return keras.Sequential([keras.Input((8, 8, 3)), layers.Conv2D(4, 3), *tail])

    with free():
        right = network(layers.BatchNormalization(), layers.ReLU())
        wrong = network(layers.ReLU(), layers.BatchNormalization())
        assert right.count_params() == wrong.count_params()
        comparison = compare(graph(right), graph(wrong))
    assert not comparison.aspects["normalisation"]
    assert comparison.aspects["parameters"]


def test_a_convolution_in_two_groups_is_not_depthwise():
    def network(**arguments):
        return keras.Sequential([keras.Input((8, 8, 4)), layers.Conv2D(8, 3, **arguments), layers.ReLU()])

    with free():
        plain, pairs, each = (graph(network(groups=groups)) for groups in (1, 2, 4))
        depthwise = keras.Sequential([keras.Input((8, 8, 4)), layers.DepthwiseConv2D(3, depth_multiplier=2)])
        assert graph(depthwise).nodes[1] == each.nodes[1]
    assert compare(plain, pairs).sentence == "The grouped convolution has groups=2; expected: groups=1."
    assert compare(plain, each).sentence == "The depthwise convolution has groups=4; expected: groups=1."


def residual(merge, *, project=False, blocks=1):
    x = inputs = keras.Input((16, 16, 8))
    for _ in range(blocks):
        y = normalised(wide(normalised(wide(x, 8)), 8), None)
        x = normalised(wide(x, 8, 1), None) if project else x
        x = layers.ReLU()(merge(x, y))
    return keras.Model(inputs, x)


def both_the_same(merge, **arguments):
    with free():
        right = graph(residual(lambda x, y: layers.Add()([x, y]), **arguments))
        return compare(right, graph(residual(merge, **arguments)))


@pytest.mark.parametrize(("project", "blocks"), [(True, 1), (False, 1), (True, 3), (False, 2)])
@pytest.mark.parametrize(
    "merge", [lambda x, y: layers.Add()([y, y]), lambda x, y: layers.Add()([x, x]), lambda x, y: y + y]
)
def test_what_is_added_to_itself_is_called_an_addition_of_that(merge, blocks, project):
    comparison = both_the_same(merge, blocks=blocks, project=project)
    told = " ".join(each.sentence for each in comparison.differences)
    assert "Rescaling" not in told and "1 branch" not in told
    assert "twice; expected: once" in told or "adds the same map to itself" in told
    assert not comparison.aspects["wiring"]


def test_a_factor_in_the_place_of_an_addition_is_a_rescaling():
    told = both_the_same(lambda x, y: layers.Rescaling(0.5)(y)).differences
    assert "Rescaling" in told[0].sentence and "branch" not in told[0].sentence


def test_a_relu_before_an_addition_is_one_too_many_although_the_one_behind_it_does_nothing_then():
    with free():
        right = graph(residual(lambda x, y: layers.Add()([layers.ReLU()(x), y])))
        wrong = graph(residual(lambda x, y: layers.Add()([layers.ReLU()(x), layers.ReLU()(y)])))
    comparison = compare(right, wrong)
    assert comparison.sentence == "One ReLU too many, after the second convolution and before the addition."
    (difference,) = comparison.differences
    assert [comparison.graphs[1].nodes[j].op for j in difference.student_nodes] == ["activation"]


@pytest.mark.parametrize("block", range(9))
def test_any_block_left_out_of_googlenet_is_one_difference(block, monkeypatch):
    """Branches of other blocks must not be taken for each other; 4e and 5a are even equal but for what they read."""
    whole = test_models_networks.inception_block
    built = []

    def all_but_one(x, *filters):
        built.append(filters)
        return x if len(built) == block + 1 else whole(x, *filters)

    with free():
        right = graph(googlenet())
        monkeypatch.setattr(test_models_networks, "inception_block", all_but_one)
        told = compare(right, graph(googlenet())).differences
    assert [each.kind for each in told] == ["missing"], [each.sentence for each in told]
    assert told[0].sentence.startswith("Missing: a block of 6 × convolution, 6 × ReLU, a max pooling and a concat")


def test_max_pooling_before_the_activation_is_a_note():
    x = keras.Input((8, 8, 3))
    with free():
        before = keras.Model(x, layers.MaxPooling2D(2)(layers.ReLU()(x)))
        after = keras.Model(x, layers.ReLU()(layers.MaxPooling2D(2)(x)))
        found = compare(graph(before), graph(after))
    assert found.equal
    assert tuple(map(str, found.notes)) == (
        "Activations stand after max pooling; before it gives the same numbers, and costs more.",
    )


def test_a_slip_in_one_of_many_blocks_is_found_there():
    blocks = iter([basic_block] * 4 + [relu_before_the_addition] + [basic_block] * 4)
    with free():
        found = compare(graph(resnet_cifar(3)), graph(resnet_cifar(3, lambda *how: next(blocks)(*how))))
    assert [one.kind for one in found.differences] == ["order"]
    assert "After the 12th convolution" in found.sentence


def test_equal_networks_have_no_difference_and_every_aspect():
    with free():
        found = compare(graph(lenet5()), graph(lenet()))
    assert (found.equal, found.differences, found.sentence) == (True, (), "")
    assert all(found.aspects.values())


def test_branches_in_another_order_are_a_note():
    with free():
        found = compare(graph(inception_3a()), graph(inception("p531")))
    assert found.equal
    assert str(found.notes[0]).startswith("Branches are concatenated in another order")


def test_what_has_no_influence_is_noted():
    with free():
        found = compare(graph(one(basic_block)), graph(one(scaled_to_nothing)))
    assert "4 layers with weights (Conv2D and BatchNormalization) have no influence on the output" in str(
        found.notes[-1]
    )


def test_biases_before_a_normalisation_are_noted():
    with free():
        found = compare(graph(resnet50()), graph(applications("ResNet50")()))
    assert found.equal
    assert str(found.notes[0]).startswith("53 biases stand right before BatchNormalization")


def test_unrelated_networks_are_compared_as_well():
    with free():
        found = compare(graph(applications("ResNet50")()), graph(lenet5()))
    assert not found.equal
    assert not any(found.aspects[name] for name in ("output_shape", "parameters", "wiring", "normalisation"))


def test_the_same_comparison_gives_the_same_words():
    with free():
        pair = graph(resnet_cifar(2)), graph(resnet_cifar(3, shortcut_from_the_middle))
    assert compare(*pair) == compare(*pair)


def test_the_order_of_layers_in_the_description_does_not_change_the_words():
    with free():
        tree = json.loads(inception(["1", "3", "5 unreduced", "p"]).to_json())
        reference = graph(inception_3a())
    straight = compare(reference, canonical(read_model(json.dumps(tree))))
    order = {layer["name"]: i for i, layer in enumerate(tree["config"]["layers"])}
    tree["config"]["layers"].sort(key=lambda layer: (layer["class_name"] != "InputLayer", -order[layer["name"]]))
    other = compare(reference, canonical(read_model(json.dumps(tree))))
    assert [one.kind for one in straight.differences] == [one.kind for one in other.differences]


def test_a_lost_head_costs_its_dropout_too():
    def upto(n):
        x = inputs = keras.Input((16, 16, 3))
        steps = [
            layers.Conv2D(4, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(8, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(6, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(3, activation="softmax"),
        ]
        for step in steps[:n]:
            x = step(x)
        return graph(keras.Model(inputs, x))

    aspects = compare(upto(8), upto(3)).aspects
    assert not any(aspects[name] for name in ("wiring", "dropout", "head", "parameters", "output_shape"))
    assert aspects["activation"] and aspects["strides_padding"] and aspects["normalisation"]


def test_a_dense_layer_on_a_map_of_one_pixel_is_told_as_a_missing_flatten():
    x = keras.Input((7, 7, 8))
    right = graph(keras.Model(x, layers.Dense(5, activation="softmax")(layers.GlobalAveragePooling2D()(x))))
    wrong = graph(keras.Model(x, layers.Dense(5, activation="softmax")(layers.AveragePooling2D(7)(x))))
    (difference,) = compare(right, wrong).differences
    assert difference.sentence == (
        "A map goes into the Dense layer, so a map comes out: a Flatten or GlobalAveragePooling2D is missing."
    )
