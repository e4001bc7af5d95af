"""How a08_simple_convnet is graded, and the mistakes we can name.

Nearly every talk with a network makes one whose weights are 0, and puts known numbers into its arrays. A network that
computes with copies of them goes on answering what zeros answer, and is known by that.
"""

import pickle

import numpy as np
from course.inputs import counted_labels, signed, some
from hypothesis import assume
from hypothesis import strategies as st

from autograder.rubric import Aspect, Check, NumberFile, Trained

# --- what they are called with ---------------------------------------------------------------------------------------


def settings(filters, size, stride=1, pad=0):
    return {"filter_num": filters, "filter_size": size, "pad": pad, "stride": stride}


@st.composite
def flats(draw, odd=False, stride=(1, 1), pad=(0, 0), square=True, channels=(1, 3), filters=(1, 4)):
    """Arguments (input_dim, conv_param). Unless `odd`, both sides of the feature maps are even."""
    size, s, p = draw(some(2, 5)), draw(some(*stride)), draw(some(*pad))
    h = 2 * draw(some(1, 4)) + odd
    w = h if square else 2 * draw(some(1, 4).filter(lambda half: 2 * half + odd != h)) + odd
    left_over = draw(some(0, s - 1))  # pixels that no window reaches
    high, wide = ((out - 1) * s + size - 2 * p + left_over for out in (h, w))
    assume(high > 0 and wide > 0)
    return (draw(some(*channels)), high, wide), settings(draw(some(*filters)), size, s, p)


def scores_of(params, conv_param, x):
    """The numbers before both ReLUs, the gap between the two largest of each window, and the scores."""
    stride, pad, size = conv_param["stride"], conv_param["pad"], conv_param["filter_size"]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (size, size), axis=(2, 3))[:, :, ::stride, ::stride]
    maps = np.einsum("nchwij,fcij->nfhw", windows, params["W1"]) + params["b1"][:, None, None]
    n, fn, h, w = maps.shape
    tiles = maps[:, :, : h // 2 * 2, : w // 2 * 2].reshape(n, fn, h // 2, 2, w // 2, 2)
    tiles = np.sort(np.maximum(tiles, 0).transpose(0, 1, 2, 4, 3, 5).reshape(n, fn, h // 2, w // 2, 4))
    flat = tiles[..., -1].reshape(n, -1)
    hidden = flat @ params["W2"] + params["b2"]
    gaps = (tiles[..., -1] - tiles[..., -2])[tiles[..., -1] > 0]
    return maps, hidden, gaps, np.maximum(hidden, 0) @ params["W3"] + params["b3"]


def in_eighths(shape, start, least=-8, most=8):
    """Numbers in no order, exact in every kind of float."""
    return np.random.default_rng(start).integers(least, most + 1, shape) / 8


@st.composite
def nets(
    draw,
    batch=(1, 1),
    channels=(1, 1),
    filters=(1, 2),
    maps=((4, 4),),
    stride=(1, 1),
    pad=(0, 0),
    targets=None,
    key=None,
    first=False,
    other=False,
    smooth=False,
    bias=True,
    batch_size=None,
):
    """Arguments (input_dim, conv_param, hidden_size, output_size, params, x ...) of a talk with a network.

    maps: sizes of a feature map to choose from. targets: forms of labels that follow. key: "any" for one of the six
    names at the end. first: another x and t come before. other: other params come last. smooth: no number is so close
    to a corner of a ReLU or of a maximum that a small step crosses it. batch_size: one follows, such that the last
    batch is smaller than the others; the labels are then those that the network tells, all but some.
    """
    c, fn, size, s, p = (draw(some(*one)) for one in (channels, filters, (2, 3), stride, pad))
    h, w = draw(st.sampled_from(maps))
    high, wide = (h - 1) * s + size - 2 * p, (w - 1) * s + size - 2 * p
    assume(high > 0 and wide > 0)
    conv_param, hidden, classes, n = settings(fn, size, s, p), draw(some(2, 3)), draw(some(2, 3)), draw(some(*batch))
    shapes = shapes_of((c, high, wide), conv_param, hidden, classes)
    start = draw(st.integers(0, 40))

    def weights(start):
        found = {name: in_eighths(shape, start + i) for i, (name, shape) in enumerate(shapes.items())}
        found["W1"] = np.where(found["W1"] == 0, 0.5, found["W1"])
        found |= {name: found[name] / 4 for name in ("W2", "W3")}  # so that no score runs far ahead
        if not bias:
            found |= {name: np.zeros(shape) for name, shape in shapes.items() if name[0] == "b"}
        return found

    params, x = weights(start), in_eighths((n, c, high, wide), start + 50, 0, 8)
    before, inside, gaps, scores = scores_of(params, conv_param, x)
    assume((inside < 0).any() and (inside > 0).any() and (before < 0).any() and (before > 0).any())
    assume(np.ptp(scores, axis=1).max() < 5)  # 1e-7 inside a logarithm moves no loss by 1e-4
    if smooth:
        assume(min(np.abs(before).min(), np.abs(inside).min(), gaps.min(initial=1)) > 0.01)
    args = [(c, high, wide), conv_param, hidden, classes, params]
    if first:
        args += [in_eighths(x.shape, start + 90, 0, 8), counted_labels(n, classes, 1)]
    args.append(x)
    if targets:
        labels = counted_labels(n, classes, draw(st.integers(0, classes - 1)))
        if batch_size:
            top = np.sort(scores)
            assume((top[:, -1] - top[:, -2]).min() > 0.01)
            labels = scores.argmax(axis=1)
            labels[:1] = (labels[:1] + draw(st.integers(0, 1))) % classes
        form = draw(st.sampled_from(targets))
        args.append(np.eye(classes)[labels] if form == "one_hot" else labels)
    if batch_size and batch_size != "default":
        args.append(draw(st.sampled_from(batch_size)))
    if key:
        args.append(draw(st.sampled_from(sorted(shapes))))
    if other:
        args.append(weights(start + 200))
    return tuple(args)


def shapes_of(input_dim, conv_param, hidden, classes):
    (c, h, w), fn, size = input_dim, conv_param["filter_num"], conv_param["filter_size"]
    s, p = conv_param["stride"], conv_param["pad"]
    flat = fn * (((h + 2 * p - size) // s + 1) // 2) * (((w + 2 * p - size) // s + 1) // 2)
    weights = {"W1": (fn, c, size, size), "W2": (flat, hidden), "W3": (hidden, classes)}
    biases = {"b1": (fn,), "b2": (hidden,), "b3": (classes,)}
    return weights | biases


def without_x(args):
    return args[:5]


def with_file(args):
    """The same with a file: after params, which is where a talk first names it."""
    return (*args[:5], NumberFile("params.npz"), *args[5:])


names = st.sampled_from(["W1", "W2", "W3", "b1", "b2", "b3"])


@st.composite
def to_be_made(draw, inputs):
    """Arguments (input_dim, conv_param, hidden_size, output_size, key)."""
    return (*draw(inputs), draw(some(2, 6)), draw(some(2, 6)), draw(names))


@st.composite
def large_ones(draw):
    """A network in which every weight array has 3,000 numbers or more, so that their spread is known to 2 %."""
    name, std = draw(st.sampled_from(["W1", "W2", "W3"])), draw(st.sampled_from([0.2, 0.3, 0.5]))
    return (3, 9, 9), settings(40, 5), 100, 30, std, name


@st.composite
def scored_images(draw, batch=(2, 6), targets=("labels",), batch_size=None):
    """Arguments (y, t) and perhaps batch_size of an accuracy; no two scores of a row are equal."""
    n, k = draw(some(*batch)), draw(some(2, 4))
    start = draw(st.integers(0, 30))
    y = np.array([np.random.default_rng(start + i).permutation(k) for i in range(n)]) / 2.0
    labels = y.argmax(axis=1)
    first = draw(st.integers(0, 1))  # at times the very first image is right
    wrong = slice(first, first + n // 2, 2)
    labels[wrong] = (labels[wrong] + 1) % k
    form = draw(st.sampled_from(targets))
    t = np.eye(k)[labels] if form == "one_hot" else labels
    return (y, t, *((draw(st.sampled_from(batch_size)),) if batch_size else ()))


@st.composite
def updates(draw, steps=1, keys=("W1", "b1"), lr=(0.1, 0.5), betas=False, dead=False):
    """Arguments ([lr,] [beta1, beta2,] params, grads, more grads ...); no gradient is near 0, but the first if `dead`.

    lr: to choose from; () for none.
    """
    shape = (draw(some(1, 2)), draw(some(1, 3)))
    start = draw(st.integers(0, 11))

    def arrays(start):
        return {name: signed(shape, start + 3 * i) / 2 for i, name in enumerate(keys)}

    grads = [arrays(start + 7 * i) for i in range(steps)]
    if dead:
        for g in grads[0].values():
            g[0, 0] = 0
    given = [draw(st.sampled_from(lr))] if lr else []
    given += draw(st.sampled_from([(0.9, 0.999), (0.5, 0.9)])) if betas else ()
    return (*given, arrays(start + 5), *grads)


# --- the checks ------------------------------------------------------------------------------------------------------

flat_size = Check(
    atol=0,
    aspects=[
        Aspect("values", 1, flats(), ko="값", cases=6),
        Aspect("odd sizes", 3, flats(odd=True), ko="홀수 크기", cases=8),
        Aspect("stride", 1, flats(stride=(2, 3)), ko="스트라이드", cases=8),
        Aspect("pad", 1, flats(pad=(1, 2)), ko="패딩", cases=6),
        Aspect("non-square", 1, flats(square=False), ko="정사각형이 아닐 때", cases=6),
        Aspect("number type", 1, flats(), ko="수의 종류", cases=3, judge="kind", after="values"),
    ],
)

batched_accuracy = Check(
    atol=1e-6,
    aspects=[
        Aspect("values", 2, scored_images(batch=(4, 4), batch_size=(2, 4)), ko="값", cases=6),
        Aspect("last batch", 3, scored_images(batch=(3, 7), batch_size=(2, 5)), ko="마지막 배치", cases=8),
        Aspect("default batch", 1, scored_images(), ko="기본 배치 크기", cases=4),
        Aspect("one-hot", 1, scored_images(batch=(4, 4), targets=("one_hot",), batch_size=(2,)), ko="원-핫", cases=6),
    ],
)

MADE = "net = SimpleConvNet(input_dim, conv_param, hidden_size, output_size, 0.0)"
FILLED = (MADE, "net.params[...] = params")
OTHER = MADE.replace("net", "other", 1)
SHAPE = ("net = SimpleConvNet(input_dim, conv_param, hidden_size, output_size)", "net.params[key].shape")
LARGE = "net = SimpleConvNet(input_dim, conv_param, hidden_size, output_size, weight_init_std)"
PREDICT, LOSS, GRADIENT = "net.predict(x)", "net.loss(x, t)", "net.gradient(x, t)[key]"
ODD = {"maps": ((5, 5), (3, 3), (5, 4))}
SLIDING = {"stride": (2, 3), "pad": (1, 2), "maps": ((4, 4), (2, 4))}
MANY = {"batch": (2, 3), "channels": (2, 3), "filters": (2, 3)}

SimpleConvNet = Check(
    # every number that goes in is exact in float32, and no probability is tiny
    atol=1e-4,
    trained=Trained(
        recipe="fashion_by_hand",
        points=10,
        args=((1, 28, 28), settings(8, 5), 50),
        steps=("net = SimpleConvNet(input_dim, conv_param, hidden_size)", "optimizer = Adam(rate)"),
    ),
    aspects=[
        Aspect("names and shapes", 2, to_be_made(flats()), ko="이름과 모양", cases=12, steps=SHAPE),
        Aspect("odd sizes", 2, to_be_made(flats(odd=True)), ko="홀수 크기", cases=10, steps=SHAPE),
        Aspect(
            "shapes, stride and pad",
            2,
            to_be_made(flats(stride=(1, 3), pad=(0, 2), square=False)),
            ko="모양, 스트라이드와 패딩",
            cases=10,
            steps=SHAPE,
        ),
        Aspect(
            "default arguments",
            1,
            st.tuples(names),
            ko="기본값",
            cases=6,
            steps=("net = SimpleConvNet()", "net.params[key].shape"),
        ),
        Aspect(
            "weights at the start",
            2,
            large_ones(),
            ko="처음 가중치",
            cases=9,
            # to one decimal: 3,000 numbers of spread 0.5 miss it by 0.05 less than once in 10**13
            steps=(LARGE, "net.params[key].std().round(1)"),
        ),
        Aspect(
            "default spread",
            1,
            st.just(()),
            ko="처음 가중치의 기본 표준편차",
            cases=1,
            # of 432,000 numbers: to three decimals 0.01 is missed once in 10**400
            steps=("net = SimpleConvNet()", "net.params['W2'].std().round(3)"),
        ),
        Aspect(
            "biases at the start",
            1,
            st.sampled_from(["b1", "b2", "b3"]).map(lambda key: ((3, 9, 9), settings(40, 5), 100, 30, 0.5, key)),
            ko="처음 편향",
            cases=3,
            steps=(LARGE, "net.params[key].any()"),
        ),
        Aspect("predict", 4, nets(bias=False), ko="predict", cases=8, steps=(*FILLED, PREDICT)),
        Aspect(
            "predict, two networks",
            1,
            nets(bias=False, other=True).map(lambda args: (*args[:5], args[6], args[5])),
            ko="predict, 신경망이 둘일 때",
            cases=5,
            steps=(MADE, OTHER, FILLED[1], "other.params[...] = later", PREDICT),
        ),
        Aspect("predict, biases", 2, nets(), ko="predict, 편향", cases=6, steps=(*FILLED, PREDICT)),
        Aspect(
            "predict, batch and channels",
            2,
            nets(**MANY),
            ko="predict, 배치와 채널",
            cases=6,
            steps=(*FILLED, PREDICT),
        ),
        Aspect("predict, odd sizes", 2, nets(**ODD), ko="predict, 홀수 크기", cases=6, steps=(*FILLED, PREDICT)),
        Aspect(
            "predict, stride and pad",
            2,
            nets(**SLIDING),
            ko="predict, 스트라이드와 패딩",
            cases=6,
            steps=(*FILLED, PREDICT),
        ),
        Aspect("loss", 3, nets(batch=(1, 3), targets=("labels",)), ko="loss", cases=8, steps=(*FILLED, LOSS)),
        Aspect("loss, one-hot", 1, nets(targets=("one_hot",)), ko="loss, 원-핫", cases=5, steps=(*FILLED, LOSS)),
        Aspect(
            "accuracy",
            2,
            nets(batch=(4, 4), targets=("labels",), batch_size=(2, 4)),
            ko="accuracy",
            cases=6,
            steps=(*FILLED, "net.accuracy(x, t, batch_size)"),
        ),
        Aspect(
            "accuracy, last batch",
            2,
            nets(batch=(5, 5), targets=("labels",), batch_size=(2, 3)),
            ko="accuracy, 마지막 배치",
            cases=6,
            steps=(*FILLED, "net.accuracy(x, t, batch_size)"),
        ),
        Aspect(
            "accuracy, default batch",
            1,
            nets(batch=(2, 3), targets=("labels",), batch_size="default"),
            ko="accuracy, 기본 배치 크기",
            cases=4,
            steps=(*FILLED, "net.accuracy(x, t)"),
        ),
        Aspect(
            "accuracy, one-hot",
            1,
            nets(batch=(4, 4), targets=("one_hot",), batch_size=(2,)),
            ko="accuracy, 원-핫",
            cases=5,
            steps=(*FILLED, "net.accuracy(x, t, batch_size)"),
        ),
        Aspect(
            "gradient",
            6,
            nets(targets=("labels",), key="any", smooth=True),
            ko="gradient",
            cases=14,
            steps=(*FILLED, GRADIENT),
        ),
        Aspect(
            "gradient, batch and channels",
            2,
            nets(targets=("labels", "one_hot"), key="any", smooth=True, **MANY),
            ko="gradient, 배치와 채널",
            cases=10,
            steps=(*FILLED, GRADIENT),
        ),
        Aspect(
            "gradient, odd sizes",
            1,
            nets(targets=("labels",), key="any", smooth=True, **ODD),
            ko="gradient, 홀수 크기",
            cases=8,
            steps=(*FILLED, GRADIENT),
        ),
        Aspect(
            "gradient, stride and pad",
            1,
            nets(targets=("labels",), key="any", smooth=True, **SLIDING),
            ko="gradient, 스트라이드와 패딩",
            cases=8,
            steps=(*FILLED, GRADIENT),
        ),
        Aspect(
            "gradient, newest batch",
            1,
            nets(targets=("labels",), key="any", smooth=True, first=True),
            ko="gradient, 가장 최근 배치",
            cases=6,
            steps=(*FILLED, "net.loss(first, first_t)", GRADIENT),
        ),
        Aspect(
            "numerical gradient",
            3,
            nets(targets=("labels",), key="any", smooth=True),
            ko="수치 기울기",
            cases=10,
            atol=2e-3,  # the rounding of float32 divided by 2 h
            steps=(*FILLED, "net.numerical_gradient(x, t)[key]"),
        ),
        Aspect(
            "weights unchanged",
            1,
            nets(targets=("labels",), key="any", smooth=True),
            ko="가중치 보존",
            cases=6,
            after="numerical gradient",
            steps=(*FILLED, "net.numerical_gradient(x, t)", "net.params[key]"),
        ),
        Aspect(
            "save and load",
            2,
            nets().map(with_file),
            ko="저장하고 불러오기",
            cases=5,
            steps=(
                *FILLED,
                "net.save_params(file)",
                OTHER,
                "other.load_params(file)",
                "other.predict(x)",
            ),
        ),
        Aspect(
            "the saved file",
            1,
            nets(key="any").map(lambda args: (*args[:5], NumberFile("params.npz"), args[-1])),
            ko="저장한 파일",
            cases=6,
            steps=(*FILLED, "net.save_params(file)", "file.arrays()[key]"),
        ),
        Aspect(
            "no pickle",
            1,
            nets().map(lambda args: (*args[:5], NumberFile("params.npz"))),
            ko="pickle이 아닌 파일",
            cases=4,
            steps=(*FILLED, "net.save_params(file)", "file.sizes()"),
        ),
        Aspect(
            "load",
            2,
            nets().map(lambda args: (*args[:4], NumberFile("params.npz"), *args[4:])),
            ko="불러오기",
            cases=5,
            steps=(MADE, "file.put(params)", "net.load_params(file)", PREDICT),
        ),
        Aspect(
            "after loading",
            1,
            nets(other=True).map(lambda args: (*args[:4], NumberFile("params.npz"), args[4], args[6], args[5])),
            ko="불러온 다음",
            cases=5,
            steps=(MADE, "file.put(params)", "net.load_params(file)", "net.params[...] = later", PREDICT),
        ),
    ],
)

ONE_STEP = "optimizer.update(params, grads)"
BOTH = ("W1", "b1")


def steps_of(made, *lines):
    return (f"optimizer = {made}", *lines)


def optimizer(made, *, betas, one, more):
    """The aspects that both optimizers share."""
    kind = {"betas": betas}
    last = 'params["W1"]'
    three = (ONE_STEP, "optimizer.update(params, second)", "optimizer.update(params, third)", last)
    return [
        Aspect("one step", one, updates(**kind), ko="한 걸음", cases=8, steps=steps_of(made, ONE_STEP, last)),
        Aspect(
            "every name", 1, updates(**kind), ko="모든 이름", cases=5, steps=steps_of(made, ONE_STEP, 'params["b1"]')
        ),
        Aspect(
            "several steps",
            more,
            updates(steps=3, **kind),
            ko="여러 걸음",
            cases=8,
            steps=steps_of(made, *three),
        ),
        Aspect(
            "in place",
            1,
            updates(**kind),
            ko="그 자리에서",
            cases=5,
            steps=steps_of(made, "held = params['W1']", ONE_STEP, "held"),
        ),
        Aspect(
            "gradients unchanged",
            1,
            updates(**kind),
            ko="기울기 보존",
            cases=4,
            after="one step",
            steps=steps_of(made, ONE_STEP, "grads['W1']"),
        ),
        Aspect(
            "default arguments",
            1,
            updates(steps=3, lr=()),
            ko="기본값",
            cases=4,
            atol=1e-6,  # Adam's own steps are short: three of them take it 0.003 far
            steps=steps_of(made[: made.index("(")] + "()", *three),
        ),
    ]


SGD = Check(atol=1e-5, aspects=optimizer("SGD(lr)", betas=False, one=2, more=1))

# the epsilon moves a step of 0.5 by less than 1e-6, wherever it stands
Adam = Check(
    atol=1e-5,
    aspects=[
        *optimizer("Adam(lr, beta1, beta2)", betas=True, one=3, more=3),
        Aspect(
            "gradient of 0",  # a weight behind a ReLU that lets nothing through
            1,
            updates(betas=True, dead=True),
            ko="기울기가 0일 때",
            cases=4,
            steps=steps_of("Adam(lr, beta1, beta2)", ONE_STEP, 'params["W1"]'),
        ),
    ],
)


# --- mistakes --------------------------------------------------------------------------------------------------------


def map_size(input_dim, conv_param):
    """Rows and columns after the convolution."""
    _, h, w = input_dim
    size, stride, pad = conv_param["filter_size"], conv_param["stride"], conv_param["pad"]
    return (h + 2 * pad - size) // stride + 1, (w + 2 * pad - size) // stride + 1


@flat_size.mistake
def halves_before_rounding(flat_size, input_dim, conv_param):
    """Is 5 / 2 equal to 2.5 pixels?
    This is the bug of the notes: the sides are halved as real numbers, and only the product is rounded. Pooling drops
    the window that does not fit, along each axis by itself.
    - Which integer does the pooling layer really produce for a map of 25x25?
    - Round each side down before you multiply: // divides so.

    5 / 2가 2.5픽셀일까요?
    강의 노트에 있던 버그예요. 변을 실수로 반씩 나누고, 곱한 다음에야 정수로 바꿔요. 풀링은 들어맞지 않는 창을 축마다
    따로 버려요.
    - 25x25 특징맵을 풀링하면 실제로 몇 x 몇이 나오나요?
    - 곱하기 전에 변마다 내림하세요. //가 그렇게 나눠요.
    """
    flat_size(input_dim, conv_param)
    h, w = map_size(input_dim, conv_param)
    return int(conv_param["filter_num"] * (h / 2) * (w / 2))


def size_in_the_notes(input_dim, conv_param):
    """One side as a real number, squared."""
    padded = input_dim[1] - conv_param["filter_size"] + 2 * conv_param["pad"]
    side = padded / conv_param["stride"] + 1
    return int(conv_param["filter_num"] * (side / 2) * (side / 2))


@flat_size.mistake
def formula_of_the_notes(flat_size, input_dim, conv_param):
    """Are these the two lines of the notes?
    They hold two bugs: sides are real numbers that are rounded too late, and the width is taken for the height.
    - Try a map of 5x5, then an image of 6x10.
    - Round each side down, twice: after the stride and after the pooling. Compute H and W apart.

    강의 노트의 두 줄을 그대로 썼나요?
    버그가 두 개 있어요. 변을 실수로 두었다가 너무 늦게 내림하고, 너비가 높이와 같다고 생각해요.
    - 5x5 특징맵으로, 그다음 6x10 이미지로 시험해 보세요.
    - 변마다 두 번 내림하세요. 스트라이드로 나눈 다음, 그리고 풀링한 다음이에요. H와 W는 따로 구하세요.
    """
    flat_size(input_dim, conv_param)
    return size_in_the_notes(input_dim, conv_param)


@flat_size.mistake
def rounds_up(flat_size, input_dim, conv_param):
    """Do you count a window that hangs over the edge?
    A map of 5x5 has room for 2x2 windows of 2x2; a third one would reach beyond the edge.
    - Draw the windows on 5 pixels.
    - Round down, not up.

    가장자리 밖으로 나간 창도 세고 있나요?
    5x5 특징맵에는 2x2 창이 2x2개 들어가요. 세 번째 창은 가장자리를 넘어가요.
    - 픽셀 5개 위에 창을 그려 보세요.
    - 올림이 아니라 내림이에요.
    """
    flat_size(input_dim, conv_param)
    h, w = map_size(input_dim, conv_param)
    return conv_param["filter_num"] * -(-h // 2) * -(-w // 2)


@flat_size.mistake
def forgets_the_pooling(flat_size, input_dim, conv_param):
    """Is the pooling missing?
    What reaches the affine layer has been pooled: a quarter of what the convolution gives.
    - What is the size after the convolution, and what after 2x2 windows with stride 2?
    - Each side is halved once more.

    풀링을 빠뜨리지 않았나요?
    Affine 층에 들어가는 것은 풀링한 결과예요. 합성곱 출력의 4분의 1이에요.
    - 합성곱 다음의 크기는 얼마이고, 스트라이드 2인 2x2 창을 거치면 얼마인가요?
    - 변마다 한 번 더 반으로 나누어야 해요.
    """
    flat_size(input_dim, conv_param)
    h, w = map_size(input_dim, conv_param)
    return conv_param["filter_num"] * h * w


@flat_size.mistake
def multiplies_by_the_channels(flat_size, input_dim, conv_param):
    """Do the channels of the image still count after the convolution?
    A filter adds up all channels: what comes out has one map for each filter.
    - How many maps do 2 filters make of a colour image?
    - Which number replaces C after the convolution?

    합성곱 다음에도 이미지의 채널을 세고 있나요?
    필터는 모든 채널을 더해요. 그래서 출력에는 필터마다 특징맵이 한 장씩 있어요.
    - 컬러 이미지에 필터 2장을 쓰면 특징맵은 몇 장인가요?
    - 합성곱 다음에는 C 자리에 무엇이 오나요?
    """
    return input_dim[0] * flat_size(input_dim, conv_param)


@flat_size.mistake
def forgets_the_filters(flat_size, input_dim, conv_param):
    """Is this the size of one map only?
    Each filter makes a map of its own, and all of them are flattened together.
    - Compare filter_num 1 and filter_num 2.
    - One factor is missing.

    특징맵 한 장의 크기만 구했나요?
    필터마다 특징맵이 한 장씩 생기고, 모두 함께 펼쳐져요.
    - filter_num이 1일 때와 2일 때를 비교해 보세요.
    - 곱해야 할 수가 하나 빠졌어요.
    """
    return flat_size(input_dim, conv_param) // conv_param["filter_num"]


@flat_size.mistake
def assumes_a_square_image(flat_size, input_dim, conv_param):
    """Do you look at the height only?
    This is a bug of the notes: they compute one side and square it.
    - Use an image of 6x10.
    - OW comes from W as OH comes from H.

    높이만 보고 있나요?
    강의 노트에 있던 버그예요. 한 변만 구해서 제곱해요.
    - 6x10 이미지로 시험해 보세요.
    - OH는 H에서, OW는 W에서 구해요.
    """
    c, h, _ = input_dim
    return flat_size((c, h, h), conv_param)


@flat_size.mistake
def ignores_the_stride(flat_size, input_dim, conv_param):
    """Does the stride of the convolution change your answer?
    With stride 2 there are about half as many windows along each axis.
    - Compute OH for H = 9, F = 3 and S = 2 by hand.
    - Where in your formula is the stride?

    합성곱의 스트라이드를 바꾸면 답이 달라지나요?
    스트라이드가 2이면 축마다 창의 수가 절반쯤으로 줄어요.
    - H = 9, F = 3, S = 2일 때 OH를 손으로 구해 보세요.
    - 공식의 어디에 스트라이드가 있나요?
    """
    return flat_size(input_dim, conv_param | {"stride": 1})


@flat_size.mistake
def ignores_the_pad(flat_size, input_dim, conv_param):
    """Does the padding change your answer?
    The frame of zeros makes the image larger by P on both sides, along each axis.
    - How wide is a 6x6 image with pad 1?
    - Where in your formula is the padding, and how often?

    패딩을 바꾸면 답이 달라지나요?
    0으로 된 테두리 때문에 이미지는 축마다 양쪽으로 P씩 커져요.
    - 6x6 이미지에 패딩 1을 주면 너비가 얼마인가요?
    - 공식의 어디에 패딩이 있고, 몇 번 들어가나요?
    """
    return flat_size(input_dim, conv_param | {"pad": 0})


def as_labels(t):
    return t if t.ndim == 1 else t.argmax(axis=1)


@batched_accuracy.mistake
def drops_the_last_batch(batched_accuracy, y, t, batch_size=100):
    """Does every image get a turn?
    This is the bug of the notes: int(N / batch_size) counts whole batches only, but the sum is divided by all images.
    - Try 50 images with batches of 100.
    - Where does the last batch begin, and may a slice be shorter than you asked for?

    모든 이미지를 다 세고 있나요?
    강의 노트에 있던 버그예요. int(N / batch_size)는 꽉 찬 배치만 세는데, 나눌 때는 전체 이미지 수로 나눠요.
    - 이미지 50장에 배치 크기 100으로 시험해 보세요.
    - 마지막 배치는 어디에서 시작하나요? 슬라이스는 요청한 것보다 짧아도 될까요?
    """
    whole = len(y) // batch_size * batch_size
    hits = (y[:whole].argmax(axis=1) == as_labels(t)[:whole]).sum()
    return hits / len(y)


@batched_accuracy.mistake
def mean_of_the_batches(batched_accuracy, y, t, batch_size=100):
    """Does a small batch count as much as a large one?
    The mean of the batches' accuracies gives each image of a small last batch too much weight.
    - Three images right in a batch of three, none in a batch of one: is it 0.5 or 0.75?
    - Count hits, and divide once at the end.

    작은 배치가 큰 배치와 똑같은 비중을 차지하나요?
    배치마다 정확도를 구해서 평균하면 작은 마지막 배치의 이미지가 너무 큰 비중을 차지해요.
    - 3장짜리 배치는 모두 맞고 1장짜리 배치는 틀렸다면 0.5일까요, 0.75일까요?
    - 맞힌 수를 세고, 마지막에 한 번만 나누세요.
    """
    t = as_labels(t)
    batches = [slice(i, i + batch_size) for i in range(0, len(y), batch_size)]
    return float(np.mean([(y[one].argmax(axis=1) == t[one]).mean() for one in batches]))


@batched_accuracy.mistake
def returns_the_count(batched_accuracy, y, t, batch_size=100):
    """Can an accuracy be larger than 1?
    This is how many images were recognised. The share is asked for.
    - What should come out when everything is right?
    - Divide by the number of images.

    정확도가 1보다 클 수 있나요?
    맞힌 이미지의 수가 나왔어요. 구해야 하는 것은 비율이에요.
    - 모두 맞혔다면 얼마가 나와야 할까요?
    - 이미지의 수로 나누세요.
    """
    return batched_accuracy(y, t, batch_size) * len(y)


@batched_accuracy.mistake
def argmax_over_the_images(batched_accuracy, y, t, batch_size=100):
    """Is it one prediction per image?
    argmax along axis 0 looks for the best image of each class; the best class of each image is asked for.
    - How many numbers does your argmax give for 4 images and 3 classes?
    - Which axis do the classes lie on?

    이미지마다 예측이 하나씩 나오나요?
    axis=0으로 argmax를 하면 클래스마다 가장 좋은 이미지를 찾아요. 구해야 하는 것은 이미지마다 가장 좋은 클래스예요.
    - 이미지 4장, 클래스 3개라면 argmax의 결과는 숫자가 몇 개인가요?
    - 클래스는 어느 축에 놓여 있나요?
    """
    t, hits = as_labels(t), 0
    for i in range(0, len(y), batch_size):
        best = y[i : i + batch_size].argmax(axis=0)
        if len(best) != len(t[i : i + batch_size]):
            raise ValueError("operands could not be broadcast together")
        hits += (best == t[i : i + batch_size]).sum()
    return hits / len(y)


@batched_accuracy.mistake
def takes_one_hot_rows_for_labels(batched_accuracy, y, t, batch_size=100):
    """Which form do the labels have?
    Here t is one row for each image, with a 1 at the right class. Class numbers are compared with whole rows.
    - Print t.ndim.
    - Where t has two axes, the class is the place of the 1.

    레이블은 어떤 모양인가요?
    여기서 t는 이미지마다 한 행이고, 정답 클래스의 자리만 1이에요. 클래스 번호를 행 전체와 비교하고 있어요.
    - t.ndim을 출력해 보세요.
    - t의 축이 둘이면 1이 있는 자리가 클래스예요.
    """
    if t.ndim == 2:
        raise ValueError("operands could not be broadcast together")
    return batched_accuracy(y, t, batch_size)


# --- mistakes of the network; they reach into the layers of the lesson's own ---


@SimpleConvNet.mistake
def pool_size_float(SimpleConvNet):
    """Does your network fail where the feature map has an odd size?
    This is the bug of the notes: 25 pixels are not 12.5 windows. W2 gets more rows than numbers arrive.
    - Which integer does the pooling layer really produce?
    - You have written a function for this.

    특징맵의 크기가 홀수일 때 신경망이 멈추나요?
    강의 노트에 있던 버그예요. 픽셀 25개에 창이 12.5개 들어가지는 않아요. W2의 행이 실제로 들어오는 숫자보다 많아져요.
    - 풀링층은 실제로 몇을 내놓나요?
    - 이 계산을 하는 함수를 이미 작성했어요.
    """

    class Wrong(SimpleConvNet):
        def __init__(self, input_dim=(1, 28, 28), conv_param=None, *rest, **named):
            args = () if conv_param is None else (conv_param,)
            super().__init__(input_dim, *args, *rest, **named)
            conv_param = conv_param or settings(30, 5)
            h, w = map_size(input_dim, conv_param)
            rows = int(conv_param["filter_num"] * (h / 2) * (w / 2))
            if rows != len(self.params["W2"]):
                W2 = self.params["W2"]
                self.params["W2"] = W2.std() * np.random.randn(rows, W2.shape[1])
                self.layers["Affine1"].W = self.params["W2"]

    return Wrong


@SimpleConvNet.mistake
def flat_size_of_the_notes(SimpleConvNet):
    """Does W2 have the rows that the formula of the notes gives?
    It holds two bugs: sides are real numbers that are rounded too late, and the width is taken for the height.
    - Try feature maps of 5x5, then an image of 6x10.
    - You have written a function without both bugs.

    W2의 행 수를 강의 노트의 공식으로 구했나요?
    버그가 두 개 있어요. 변을 실수로 두었다가 너무 늦게 내림하고, 너비가 높이와 같다고 생각해요.
    - 5x5 특징맵으로, 그다음 6x10 이미지로 시험해 보세요.
    - 두 버그가 모두 없는 함수를 이미 작성했어요.
    """

    class Wrong(SimpleConvNet):
        def __init__(self, input_dim=(1, 28, 28), conv_param=None, *rest, **named):
            args = () if conv_param is None else (conv_param,)
            super().__init__(input_dim, *args, *rest, **named)
            rows = size_in_the_notes(input_dim, conv_param or settings(30, 5))
            if rows != len(self.params["W2"]):
                W2 = self.params["W2"]
                self.params["W2"] = W2.std() * np.random.randn(rows, W2.shape[1])
                self.layers["Affine1"].W = self.params["W2"]

    return Wrong


@SimpleConvNet.mistake
def params_not_shared(SimpleConvNet):
    """Does changing params["W1"] change what the network answers?
    The layers compute with arrays of their own. Whatever an optimizer does to params, the answers stay the same.
    - Compare net.params["W1"] and your layer's W with `is`.
    - Hand the arrays of params to the layers, and copy nothing.

    params["W1"]을 바꾸면 신경망의 답도 바뀌나요?
    층이 자기만의 배열로 계산하고 있어요. 옵티마이저가 params를 아무리 바꾸어도 답이 그대로예요.
    - net.params["W1"]과 층의 W를 `is`로 비교해 보세요.
    - params의 배열을 그대로 층에 넘기고 복사하지 마세요.
    """

    class Wrong(SimpleConvNet):
        def __init__(self, *args, **named):
            super().__init__(*args, **named)
            for name in ("Conv1", "Affine1", "Affine2"):
                self.layers[name].W, self.layers[name].b = self.layers[name].W.copy(), self.layers[name].b.copy()

    return Wrong


@SimpleConvNet.mistake
def one_params_for_all_networks(SimpleConvNet):
    """Does every network have a params of its own?
    Two networks share one dictionary, so the second one writes over what the first has learned.
    - Make two networks and compare their params with `is`.
    - Does __init__ make a new dictionary each time, or is it a global variable or a name of the class itself?

    신경망마다 params가 따로 있나요?
    신경망 둘이 딕셔너리 하나를 함께 써서, 두 번째 신경망이 첫 번째 신경망이 배운 것을 덮어써요.
    - 신경망을 두 개 만들고 둘의 params를 `is`로 비교해 보세요.
    - __init__에서 딕셔너리를 매번 새로 만드나요, 아니면 전역 변수나 클래스의 이름에 적었나요?
    """
    common = {}

    class Wrong(SimpleConvNet):
        def __init__(self, *args, **named):
            super().__init__(*args, **named)
            common.update(self.params)
            self.params = common

    return Wrong


@SimpleConvNet.mistake
def no_relu_between_the_affine_layers(SimpleConvNet):
    """Is there a ReLU between the two affine layers?
    Without it they are one: (x W2) W3 is x times a single matrix, and the hidden layer adds nothing.
    - Read the row of layers in the lesson once more, and count.
    - Which layer stands between Affine and Affine?

    두 Affine 층 사이에 ReLU가 있나요?
    없으면 두 층은 하나와 같아요. (x W2) W3은 x에 행렬 하나를 곱한 것이라서 은닉층이 아무 역할도 하지 못해요.
    - 수업에 나온 층의 순서를 다시 읽고 세어 보세요.
    - Affine과 Affine 사이에는 어떤 층이 있나요?
    """

    class Wrong(SimpleConvNet):
        def __init__(self, *args, **named):
            super().__init__(*args, **named)
            self.layers.pop("Relu2", None)

    return Wrong


@SimpleConvNet.mistake
def no_relu_after_the_convolution(SimpleConvNet):
    """Is there a ReLU after the convolution?
    Feature maps keep their negative numbers, and where all of a window is negative, the pooling hands one on.
    - Read the row of layers in the lesson once more, and count.
    - Can a number behind the pooling be negative?

    합성곱 다음에 ReLU가 있나요?
    특징맵에 음수가 그대로 남아 있어서, 창의 값이 모두 음수이면 풀링이 음수를 넘겨요.
    - 수업에 나온 층의 순서를 다시 읽고 세어 보세요.
    - 풀링 다음의 값이 음수일 수 있나요?
    """

    class Wrong(SimpleConvNet):
        def __init__(self, *args, **named):
            super().__init__(*args, **named)
            self.layers.pop("Relu1", None)

    return Wrong


@SimpleConvNet.mistake
def settings_do_not_reach_the_layer(SimpleConvNet):
    """Do stride and pad reach the convolution layer?
    The sizes count on them, but the layer works with stride 1 and no padding.
    - Which arguments does Convolution take after W and b?
    - Try an image of 7x7 with stride 2.

    스트라이드와 패딩을 합성곱층에 넘겨주나요?
    크기는 그 값으로 계산했는데, 층은 스트라이드 1, 패딩 0으로 동작해요.
    - Convolution은 W와 b 다음에 어떤 인수를 받나요?
    - 7x7 이미지를 스트라이드 2로 시험해 보세요.
    """

    class Wrong(SimpleConvNet):
        def __init__(self, *args, **named):
            super().__init__(*args, **named)
            self.layers["Conv1"].stride, self.layers["Conv1"].pad = 1, 0

    return Wrong


@SimpleConvNet.mistake
def ignores_weight_init_std(SimpleConvNet):
    """Does weight_init_std change the weights at the start?
    They are small random numbers, but always equally small.
    - Print net.params["W2"].std() for weight_init_std = 0.5.
    - By what do you multiply the random numbers?

    weight_init_std를 바꾸면 처음 가중치가 달라지나요?
    작은 난수이기는 하지만 언제나 똑같이 작아요.
    - weight_init_std = 0.5일 때 net.params["W2"].std()를 출력해 보세요.
    - 난수에 무엇을 곱하고 있나요?
    """

    class Wrong(SimpleConvNet):
        def __init__(self, *args, **named):
            super().__init__(*args, **named)
            for name in ("W1", "W2", "W3"):
                self.params[name][...] = 0.01 * np.random.randn(*self.params[name].shape)

    return Wrong


@SimpleConvNet.mistake
def uniform_weights(SimpleConvNet):
    """Are the weights at the start drawn from a normal distribution?
    np.random.rand gives numbers from 0 to 1, none of them negative, and their standard deviation is 0.29, not 1.
    - Print the smallest weight.
    - One letter makes another distribution.

    처음 가중치를 정규 분포에서 뽑았나요?
    np.random.rand는 0부터 1까지의 수를 주고 음수가 없어요. 표준편차도 1이 아니라 0.29예요.
    - 가장 작은 가중치를 출력해 보세요.
    - 글자 하나만 다르면 다른 분포가 돼요.
    """

    class Wrong(SimpleConvNet):
        def __init__(self, *args, **named):
            super().__init__(*args, **named)
            std = named.get("weight_init_std", args[4] if len(args) > 4 else 0.01)
            for name in ("W1", "W2", "W3"):
                self.params[name][...] = std * np.random.rand(*self.params[name].shape)

    return Wrong


@SimpleConvNet.mistake
def random_biases(SimpleConvNet):
    """Do the biases start at 0?
    Weights must differ from each other at the start; biases need not, and here they start at 0.
    - Print net.params["b2"] of a new network.
    - np.zeros makes them.

    편향이 0에서 시작하나요?
    가중치는 처음에 서로 달라야 하지만 편향은 그럴 필요가 없어서 0에서 시작해요.
    - 새 신경망의 net.params["b2"]를 출력해 보세요.
    - np.zeros로 만들면 돼요.
    """

    class Wrong(SimpleConvNet):
        def __init__(self, *args, **named):
            super().__init__(*args, **named)
            std = named.get("weight_init_std", args[4] if len(args) > 4 else 0.01)
            for name in ("b1", "b2", "b3"):
                self.params[name][...] = std * np.random.randn(*self.params[name].shape)

    return Wrong


@SimpleConvNet.mistake
def affine_weights_transposed(SimpleConvNet):
    """Is W2 the wrong way round?
    The affine layer computes x W: rows of W stand for what goes in, columns for what comes out.
    - Print net.params["W2"].shape and compare it with the table of the lesson.
    - First the numbers that arrive, then the neurons.

    W2의 행과 열이 바뀌지 않았나요?
    Affine 층은 x W를 계산해요. W의 행은 들어오는 수, 열은 나가는 수예요.
    - net.params["W2"].shape를 수업의 표와 비교해 보세요.
    - 들어오는 숫자의 개수가 먼저, 뉴런의 수가 다음이에요.
    """

    class Wrong(SimpleConvNet):
        def __init__(self, *args, **named):
            super().__init__(*args, **named)
            for name in ("W2", "W3"):
                self.params[name] = self.params[name].T.copy()
            self.layers["Affine1"].W, self.layers["Affine2"].W = self.params["W2"], self.params["W3"]

    return Wrong


def softmax(x):
    exp = np.exp(x - x.max(axis=1, keepdims=True))
    return exp / exp.sum(axis=1, keepdims=True)


@SimpleConvNet.mistake
def predict_returns_probabilities(SimpleConvNet):
    """Does predict apply the softmax?
    Here it returns scores. The softmax belongs to the loss; applied twice it makes every answer look unsure.
    - Do the numbers of each row add up to 1?
    - Which layer is the last one before the softmax?

    predict에서 소프트맥스까지 했나요?
    여기서는 점수를 돌려줘요. 소프트맥스는 손실의 일이고, 두 번 하면 모든 답이 애매해져요.
    - 행마다 더하면 1이 되나요?
    - 소프트맥스 바로 앞의 마지막 층은 무엇인가요?
    """

    class Wrong(SimpleConvNet):
        def predict(self, x):
            return softmax(super().predict(x))

    return Wrong


@SimpleConvNet.mistake
def softmax_twice_in_the_loss(SimpleConvNet):
    """What is the input of SoftmaxWithLoss: scores or probabilities?
    It applies the softmax itself. Whoever hands it probabilities applies it twice.
    - What is the loss of a very sure and right network? It should be near 0.
    - Hand over what predict returns, as it is.

    SoftmaxWithLoss의 입력은 점수인가요, 확률인가요?
    이 층은 스스로 소프트맥스를 해요. 확률을 넘기면 두 번 하게 돼요.
    - 확신을 가지고 맞힌 신경망의 손실은 얼마여야 할까요? 0에 가까워야 해요.
    - predict가 돌려준 값을 그대로 넘기세요.
    """

    class Wrong(SimpleConvNet):
        def loss(self, x, t):
            return self.last_layer.forward(softmax(self.predict(x)), t)

    return Wrong


@SimpleConvNet.mistake
def accuracy_drops_the_last_batch(SimpleConvNet):
    """Does every image get a turn in accuracy?
    This is the bug of the notes: only whole batches are counted, but the sum is divided by all images.
    - Try 50 images with batches of 100.
    - You have mended this once, in batched_accuracy.

    accuracy에서 모든 이미지를 다 세고 있나요?
    강의 노트에 있던 버그예요. 꽉 찬 배치만 세는데, 나눌 때는 전체 이미지 수로 나눠요.
    - 이미지 50장에 배치 크기 100으로 시험해 보세요.
    - batched_accuracy에서 이미 고쳐 본 버그예요.
    """

    class Wrong(SimpleConvNet):
        def accuracy(self, x, t, batch_size=100):
            whole = len(x) // batch_size * batch_size
            return super().accuracy(x[:whole], t[:whole], batch_size) * whole / len(x) if whole else 0.0

    return Wrong


@SimpleConvNet.mistake
def accuracy_needs_labels(SimpleConvNet):
    """Does accuracy understand one-hot rows?
    Class numbers are compared with whole rows.
    - Print t.ndim.
    - Where t has two axes, the class is the place of the 1.

    accuracy가 원-핫 행도 이해하나요?
    클래스 번호를 행 전체와 비교하고 있어요.
    - t.ndim을 출력해 보세요.
    - t의 축이 둘이면 1이 있는 자리가 클래스예요.
    """

    class Wrong(SimpleConvNet):
        def accuracy(self, x, t, batch_size=100):
            if t.ndim == 2:
                raise ValueError("operands could not be broadcast together")
            return super().accuracy(x, t, batch_size)

    return Wrong


@SimpleConvNet.mistake
def accuracy_is_a_count(SimpleConvNet):
    """Can an accuracy be larger than 1?
    This is how many images were recognised. The share is asked for.
    - What should come out when everything is right?
    - Divide by the number of images.

    정확도가 1보다 클 수 있나요?
    맞힌 이미지의 수가 나왔어요. 구해야 하는 것은 비율이에요.
    - 모두 맞혔다면 얼마가 나와야 할까요?
    - 이미지의 수로 나누세요.
    """

    class Wrong(SimpleConvNet):
        def accuracy(self, x, t, batch_size=100):
            return super().accuracy(x, t, batch_size) * len(x)

    return Wrong


@SimpleConvNet.mistake
def no_forward_before_backward(SimpleConvNet):
    """Does gradient go forwards first?
    Layers answer backward with what they remember: of the batch before, or of none at all.
    - Call gradient on a new network, without loss.
    - Which method remembers everything that backward needs?

    gradient에서 먼저 앞으로 가나요?
    층은 기억하는 것으로 backward에 답해요. 이전 배치의 것이거나, 아예 없거나예요.
    - 새 신경망에서 loss 없이 gradient를 불러 보세요.
    - backward에 필요한 것을 모두 기억하게 하는 메서드는 무엇인가요?
    """

    class Wrong(SimpleConvNet):
        def loss(self, x, t):
            self.seen = x, t
            return super().loss(x, t)

        def gradient(self, x, t):
            return super().gradient(*self.seen)  # AttributeError where nothing was seen

    return Wrong


@SimpleConvNet.mistake
def backwards_in_the_order_of_forwards(SimpleConvNet):
    """Do you go backwards from the last layer to the first?
    The gradient begins at the loss. It reaches the last layer first and the convolution last.
    - In which order does your loop take the layers?
    - Turn it round.

    마지막 층에서 첫 층으로 거슬러 가나요?
    기울기는 손실에서 출발해요. 마지막 층에 가장 먼저, 합성곱층에 가장 나중에 도착해요.
    - 반복문이 층을 어떤 순서로 지나가나요?
    - 순서를 뒤집으세요.
    """

    class Wrong(SimpleConvNet):
        def gradient(self, x, t):
            super().gradient(x, t)
            raise ValueError("matmul: Input operand 1 has a mismatch in its core dimension 0")

    return Wrong


@SimpleConvNet.mistake
def gradients_of_weights_only(SimpleConvNet):
    """Are the gradients of the biases there?
    Six arrays learn, and the dictionary needs six names.
    - Print sorted(net.gradient(x, t)).
    - Each layer with weights has dW and db.

    편향의 기울기도 있나요?
    배열 여섯 개가 배우므로 딕셔너리에도 이름이 여섯 개 있어야 해요.
    - sorted(net.gradient(x, t))를 출력해 보세요.
    - 가중치가 있는 층에는 dW와 db가 있어요.
    """

    class Wrong(SimpleConvNet):
        def gradient(self, x, t):
            return {key: value for key, value in super().gradient(x, t).items() if key[0] == "W"}

    return Wrong


@SimpleConvNet.mistake
def gradient_of_the_sum(SimpleConvNet):
    """Is the gradient too large by the size of the batch?
    The loss is a mean over the batch, so its gradient is one, too.
    - Compare gradient and numerical_gradient for a batch of 3.
    - SoftmaxWithLoss divides already; do not multiply again.

    기울기가 배치 크기만큼 크지 않나요?
    손실이 배치의 평균이므로 기울기도 평균이에요.
    - 배치 크기가 3일 때 gradient와 numerical_gradient를 비교해 보세요.
    - SoftmaxWithLoss가 이미 나누었으니 다시 곱하지 마세요.
    """

    class Wrong(SimpleConvNet):
        def gradient(self, x, t):
            return {key: value * len(x) for key, value in super().gradient(x, t).items()}

    return Wrong


@SimpleConvNet.mistake
def moves_a_copy(SimpleConvNet):
    """Are your numerical gradients all 0?
    The numbers that are moved are not those that the network computes with: a copy, or an array that no layer holds.
    - Does the loss change at all while a weight is moved?
    - Move the numbers of params themselves.

    수치 기울기가 모두 0인가요?
    움직이는 숫자와 신경망이 계산에 쓰는 숫자가 달라요. 복사본이거나, 어느 층에도 없는 배열이에요.
    - 가중치를 움직일 때 손실이 조금이라도 변하나요?
    - params의 숫자 자체를 움직이세요.
    """

    class Wrong(SimpleConvNet):
        def numerical_gradient(self, x, t):
            return {key: np.zeros(value.shape) for key, value in self.params.items()}

    return Wrong


@SimpleConvNet.mistake
def leaves_the_weights_moved(SimpleConvNet):
    """Are the weights afterwards what they were before?
    Each of them was moved by h and never put back.
    - Compare net.params["b3"] before and after.
    - Remember the number before you move it.

    끝난 다음 가중치가 원래대로인가요?
    가중치마다 h만큼 움직이고 되돌려 놓지 않았어요.
    - 앞뒤의 net.params["b3"]을 비교해 보세요.
    - 움직이기 전에 원래 값을 기억해 두세요.
    """

    class Wrong(SimpleConvNet):
        def numerical_gradient(self, x, t):
            found = super().numerical_gradient(x, t)
            for value in self.params.values():
                value -= 1e-3  # more than atol, whatever h was
            return found

    return Wrong


@SimpleConvNet.mistake
def saves_with_pickle(SimpleConvNet):
    """Is the file a pickle?
    A pickle can run any code when it is opened, so nobody should open one of a stranger. A .npz file holds arrays only.
    - What is inside your file: np.load("params.npz") must read it without allow_pickle.
    - np.savez writes arrays under names.

    파일이 pickle인가요?
    pickle은 열리면서 아무 코드나 실행할 수 있어서, 모르는 사람의 것은 열면 안 돼요. .npz 파일에는 배열만 들어 있어요.
    - 파일에 무엇이 들어 있나요? np.load("params.npz")가 allow_pickle 없이 읽을 수 있어야 해요.
    - np.savez는 배열을 이름과 함께 저장해요.
    """

    class Wrong(SimpleConvNet):
        def save_params(self, file_name="params.npz"):
            with open(file_name, "wb") as file:
                pickle.dump(self.params, file)

        def load_params(self, file_name="params.npz"):
            with open(file_name, "rb") as file:
                if file.read(2) == b"PK":  # a .npz file is a zip file, which pickle does not read
                    raise pickle.UnpicklingError("invalid load key, 'P'.")
                file.seek(0)
                for key, value in pickle.load(file).items():
                    self.params[key][...] = value

    return Wrong


@SimpleConvNet.mistake
def code_of_the_notes(SimpleConvNet):
    """Is this the code of the notes, as it stands there?
    It has three faults: W2 gets the rows of their size formula, accuracy drops the last batch, and the weights are
    saved as a pickle.
    - Try an image of 7x7, then 50 images with batches of 100.
    - flat_size, batched_accuracy and np.savez mend the three.

    강의 노트의 코드를 그대로 옮겼나요?
    결함이 세 가지 있어요. W2의 행 수를 노트의 크기 공식으로 구하고, accuracy가 마지막 배치를 버리고, 가중치를
    pickle로 저장해요.
    - 7x7 이미지로, 그다음 이미지 50장에 배치 크기 100으로 시험해 보세요.
    - flat_size, batched_accuracy, np.savez를 쓰면 셋 다 고쳐져요.
    """
    return saves_with_pickle(accuracy_drops_the_last_batch(flat_size_of_the_notes(SimpleConvNet)))


@SimpleConvNet.mistake
def saves_without_names(SimpleConvNet):
    """Do the arrays in your file have their names?
    np.savez calls them arr_0, arr_1 ... unless you hand them over by name.
    - Print np.load("params.npz").files.
    - Two stars in front of a dictionary make arguments with names of it.

    파일 속 배열에 이름이 있나요?
    이름과 함께 넘기지 않으면 np.savez가 arr_0, arr_1 ...이라고 불러요.
    - np.load("params.npz").files를 출력해 보세요.
    - 딕셔너리 앞에 별표 두 개를 붙이면 이름이 있는 인수가 돼요.
    """

    class Wrong(SimpleConvNet):
        def save_params(self, file_name="params.npz"):
            np.savez(file_name, *self.params.values())

        def load_params(self, file_name="params.npz"):
            with np.load(file_name) as file:
                for number, key in enumerate(self.params):
                    self.params[key][...] = file[f"arr_{number}"]

    return Wrong


@SimpleConvNet.mistake
def layers_keep_the_old_arrays(SimpleConvNet):
    """Does the network answer otherwise after loading?
    params holds the new arrays, but the layers still compute with the old ones.
    - Compare net.params["W1"] and your layer's W with `is`, after load_params.
    - Fill the arrays that are there, or hand the new ones to the layers as well.

    불러온 다음 신경망의 답이 달라지나요?
    params에는 새 배열이 있지만, 층은 여전히 옛 배열로 계산해요.
    - load_params 다음에 net.params["W1"]과 층의 W를 `is`로 비교해 보세요.
    - 이미 있는 배열을 채우거나, 새 배열을 층에도 넘기세요.
    """

    class Wrong(SimpleConvNet):
        def load_params(self, file_name="params.npz"):
            old = {key: value.copy() for key, value in self.params.items()}
            super().load_params(file_name)
            for key, value in self.params.items():
                new = value.copy()
                value[...] = old[key]
                self.params[key] = new

    return Wrong


@SimpleConvNet.mistake
def params_keep_the_old_arrays(SimpleConvNet):
    """Can the network go on learning after loading?
    The layers got the new arrays, params did not get the same ones: what an optimizer changes is used by nobody.
    - Compare net.params["W1"] and your layer's W with `is`, after load_params.
    - params and the layer must hold one and the same array, after loading as well.

    불러온 다음에도 계속 학습할 수 있나요?
    층은 새 배열을 받았지만 params에 있는 것은 같은 배열이 아니에요. 옵티마이저가 바꾸는 배열을 아무도 쓰지 않아요.
    - load_params 다음에 net.params["W1"]과 층의 W를 `is`로 비교해 보세요.
    - 불러온 다음에도 params와 층이 똑같은 배열 하나를 가져야 해요.
    """

    class Wrong(SimpleConvNet):
        def load_params(self, file_name="params.npz"):
            super().load_params(file_name)
            for key, value in self.params.items():
                self.params[key] = value.copy()

    return Wrong


# --- mistakes of the optimizers --------------------------------------------------------------------------------------


def shared(mistake):
    """A mistake that both optimizers can have."""
    return Adam.mistake(SGD.mistake(mistake))


@shared
def goes_uphill(Optimizer):
    """Does the loss grow?
    The gradient points uphill. To go down, subtract.
    - Let the gradient be positive: should the weight become larger or smaller?
    - Look at the sign of your step.

    손실이 커지나요?
    기울기는 오르막을 가리켜요. 내려가려면 빼야 해요.
    - 기울기가 양수일 때 가중치는 커져야 할까요, 작아져야 할까요?
    - 걸음의 부호를 확인하세요.
    """

    class Wrong(Optimizer):
        def update(self, params, grads):
            before = {key: value.copy() for key, value in params.items()}
            super().update(params, grads)
            for key, value in params.items():
                value[...] = 2 * before[key] - value

    return Wrong


@shared
def puts_new_arrays_into_params(Optimizer):
    """Is it still the same array?
    `params[key] = params[key] - ...` makes a new one. The layers hold the old one and never learn.
    - Let held = params["W1"] and look at held after update.
    - -= changes the numbers where they are.

    여전히 같은 배열인가요?
    `params[key] = params[key] - ...`는 새 배열을 만들어요. 층은 옛 배열을 들고 있어서 배우지 못해요.
    - held = params["W1"]이라고 하고 update 다음에 held를 살펴보세요.
    - -=는 그 자리의 숫자를 바꿔요.
    """

    class Wrong(Optimizer):
        def update(self, params, grads):
            new = {key: value.copy() for key, value in params.items()}
            super().update(new, grads)
            params.update(new)

    return Wrong


@shared
def changes_nothing(Optimizer):
    """Does update change params at all?
    `value = value - ...` gives a name inside the loop another meaning, and the array stays what it was.
    - Print params["W1"] before and after.
    - The dictionary and its arrays must notice.

    update가 params를 바꾸기는 하나요?
    `value = value - ...`는 반복문 안의 이름에 다른 뜻을 줄 뿐이고 배열은 그대로예요.
    - 앞뒤의 params["W1"]을 출력해 보세요.
    - 딕셔너리와 그 안의 배열이 바뀌어야 해요.
    """

    class Wrong(Optimizer):
        def update(self, params, grads):
            super().update({key: value.copy() for key, value in params.items()}, grads)

    return Wrong


@shared
def updates_the_first_name_only(Optimizer):
    """Do all arrays get their step?
    Only the first one changed.
    - Is there a return inside your loop, or no loop at all?
    - Every name of params has a gradient of that name.

    모든 배열이 한 걸음씩 움직이나요?
    첫 번째 배열만 바뀌었어요.
    - 반복문 안에 return이 있거나, 반복문이 아예 없지 않나요?
    - params의 이름마다 같은 이름의 기울기가 있어요.
    """

    class Wrong(Optimizer):
        def update(self, params, grads):
            first = next(iter(params))
            super().update({first: params[first]}, {first: grads[first]})

    return Wrong


@SGD.mistake
def ignores_the_learning_rate(SGD):
    """Does lr change the step?
    The step is the whole gradient.
    - Compare lr = 0.1 and lr = 0.5.
    - By what must the gradient be multiplied?

    lr을 바꾸면 걸음이 달라지나요?
    기울기만큼 그대로 움직여요.
    - lr = 0.1일 때와 lr = 0.5일 때를 비교해 보세요.
    - 기울기에 무엇을 곱해야 할까요?
    """

    class Wrong(SGD):
        def __init__(self, lr=0.01):
            super().__init__(1.0)

    return Wrong


def adam_with(Adam, *, m=None, v=None, corrected=True, root=True, forgets=False, together=False, t=None, small=3e-8):
    """An Adam of which one part is wrong: m(own, old, g), v(own, old, g) are the new means, t(own, n_keys) the step."""

    class Wrong(Adam):
        def __init__(self, lr=0.001, beta1=0.9, beta2=0.999):
            super().__init__(lr, beta1, beta2)
            self.settings, self.calls, self.one, self.two = (lr, beta1, beta2), 0, {}, {}

        def update(self, params, grads):
            lr, beta1, beta2 = self.settings
            if forgets:
                self.one, self.two = {}, {}
            for number, key in enumerate(params):
                self.calls += 1
                step = t(self, number, len(params)) if t else -(-self.calls // len(params))
                g, where = grads[key], "all" if together else key
                old = self.one.get(where, 0 * g), self.two.get(where, 0 * g)
                self.one[where] = m(self, old[0], g) if m else beta1 * old[0] + (1 - beta1) * g
                self.two[where] = v(self, old[1], g) if v else beta2 * old[1] + (1 - beta2) * g**2
                mean, square = self.one[where], self.two[where]
                if corrected:
                    mean, square = mean / (1 - beta1**step), square / (1 - beta2**step)
                # `small` lies between 1e-8 and 1e-7, so that whoever uses either is recognised
                with np.errstate(invalid="ignore"):
                    params[key] -= lr * mean / ((np.sqrt(square) if root else square) + small)

    return Wrong


@Adam.mistake
def no_bias_correction(Adam):
    """Are m and v corrected for starting at 0?
    After one step m is a tenth of the gradient and the root of v a thirtieth of it: the first steps come out wrong.
    - How large is the first step for g = 0.5 by hand?
    - Divide by 1 - beta ** t.

    0에서 시작한 m과 v를 바로잡나요?
    한 걸음 뒤에 m은 기울기의 10분의 1, v의 제곱근은 30분의 1쯤이라서 처음 걸음들이 틀려요.
    - g = 0.5일 때 첫 걸음의 크기를 손으로 구해 보세요.
    - 1 - beta ** t로 나누세요.
    """
    return adam_with(Adam, corrected=False)


@Adam.mistake
def forgets_m_and_v(Adam):
    """Does your Adam remember anything from step to step?
    Every step looks like the first one.
    - Take two opposite gradients: the second step should be much smaller.
    - Where are m and v made: in __init__, or in update?

    Adam이 걸음과 걸음 사이에 무언가를 기억하나요?
    모든 걸음이 첫 걸음처럼 보여요.
    - 서로 반대인 기울기를 두 번 주어 보세요. 두 번째 걸음은 훨씬 작아야 해요.
    - m과 v를 어디에서 만드나요? __init__인가요, update인가요?
    """
    return adam_with(Adam, forgets=True, t=lambda own, number, n: 1)


@Adam.mistake
def one_memory_for_all_names(Adam):
    """Does every array have an m and a v of its own?
    W1 and b1 share one memory, so each is pushed by the other's gradients.
    - How many arrays does self.m hold for two names?
    - Keep m and v in dictionaries, under the names.

    배열마다 m과 v가 따로 있나요?
    W1과 b1이 기억 하나를 함께 써서 서로의 기울기에 밀려요.
    - 이름이 둘일 때 self.m에는 배열이 몇 개 있나요?
    - m과 v를 이름을 키로 하는 딕셔너리에 보관하세요.
    """
    return adam_with(Adam, together=True)


@Adam.mistake
def counts_every_name(Adam):
    """Does t count steps, or arrays?
    t grows once for each name, so that the correction runs ahead.
    - Print t after one update of two arrays.
    - Count before the loop, and not inside it.

    t가 걸음을 세나요, 배열을 세나요?
    이름마다 t가 커져서 바로잡는 값이 앞서 나가요.
    - 배열 두 개로 update를 한 번 한 다음 t를 출력해 보세요.
    - 반복문 안이 아니라 앞에서 세세요.
    """
    return adam_with(Adam, t=lambda own, number, n: own.calls)


@Adam.mistake
def always_the_first_step(Adam):
    """Does t grow?
    The correction is that of the first step for ever, and later steps come out too large.
    - Print t after three updates.
    - It starts at 0 and grows by 1 in every update.

    t가 커지나요?
    언제나 첫 걸음의 값으로 바로잡아서 나중의 걸음이 너무 커요.
    - update를 세 번 한 다음 t를 출력해 보세요.
    - 0에서 시작해서 update마다 1씩 커져요.
    """
    return adam_with(Adam, t=lambda own, number, n: 1)


@Adam.mistake
def begins_with_the_second_step(Adam):
    """Is t equal to 1 in the first step?
    Yours is 2 already: m and v are corrected too little, and the first steps come out wrong.
    - Print t in the first update, at the line that divides by 1 - beta ** t.
    - Begin with 0 if you count before the line, and with 1 if you count after it.

    첫 걸음에서 t가 1인가요?
    이미 2예요. m과 v를 덜 바로잡아서 처음 걸음들이 틀려요.
    - 첫 update에서 1 - beta ** t로 나누는 줄의 t를 출력해 보세요.
    - 그 줄보다 앞에서 센다면 0에서, 뒤에서 센다면 1에서 시작하세요.
    """
    return adam_with(Adam, t=lambda own, number, n: -(-own.calls // n) + 1)


@Adam.mistake
def no_square_root(Adam):
    """Is the step measured in units of the root of v?
    v is a mean of squares; its root has the size of a gradient.
    - Is the first step 0.1 for lr = 0.1, whatever the gradient?
    - One function is missing below the line.

    걸음을 v의 제곱근으로 나누나요?
    v는 제곱의 평균이고, 그 제곱근이 기울기와 같은 크기예요.
    - lr = 0.1이면 기울기와 상관없이 첫 걸음이 0.1인가요?
    - 분모에 함수 하나가 빠졌어요.
    """
    return adam_with(Adam, root=False)


@Adam.mistake
def no_epsilon(Adam):
    """What becomes of a weight whose gradient is 0 from the first step on?
    Its m and its v are 0, and 0 / 0 is not a number. Such weights exist: those behind a ReLU that lets nothing through.
    - Take one step with g = 0: the weight should stay where it is.
    - Add something tiny, such as 1e-7, to the root of v.

    첫 걸음부터 기울기가 0인 가중치는 어떻게 되나요?
    m과 v가 모두 0이고, 0 / 0은 수가 아니에요. ReLU가 아무것도 통과시키지 않으면 이런 가중치가 생겨요.
    - g = 0으로 한 걸음을 가 보세요. 가중치가 그대로 있어야 해요.
    - v의 제곱근에 1e-7처럼 아주 작은 수를 더하세요.
    """
    return adam_with(Adam, small=0)


@Adam.mistake
def no_square_in_v(Adam):
    """Is v the mean of the squares?
    It got the gradients themselves: a negative one makes v negative, and there is no root of that.
    - What is v after one step with g = -0.5?
    - Square the gradient first.

    v가 제곱의 평균인가요?
    기울기를 그대로 넣었어요. 기울기가 음수이면 v도 음수가 되고 제곱근이 없어요.
    - g = -0.5로 한 걸음을 가면 v는 얼마인가요?
    - 먼저 기울기를 제곱하세요.
    """
    return adam_with(Adam, v=lambda own, old, g: own.settings[2] * old + (1 - own.settings[2]) * g)


@Adam.mistake
def adds_up_squares(Adam):
    """Is v a running mean, or a sum?
    A sum of squares only grows, and the steps become smaller and smaller: that is AdaGrad.
    - What is v after ten steps with g = 1?
    - Old and new are mixed with beta2 and 1 - beta2.

    v가 이동 평균인가요, 합인가요?
    제곱의 합은 커지기만 해서 걸음이 점점 작아져요. 그것은 AdaGrad예요.
    - g = 1로 열 걸음을 가면 v는 얼마인가요?
    - 옛 값과 새 값을 beta2와 1 - beta2로 섞어요.
    """
    return adam_with(Adam, v=lambda own, old, g: old + g**2)


@Adam.mistake
def betas_exchanged(Adam):
    """Does beta1 belong to m?
    The two are exchanged: m remembers long and v short.
    - Which of them is the mean of the gradients?
    - beta1 with m, beta2 with v.

    beta1을 m에 쓰나요?
    둘이 바뀌었어요. m이 오래 기억하고 v가 짧게 기억해요.
    - 기울기의 평균은 둘 중 어느 것인가요?
    - beta1은 m, beta2는 v의 것이에요.
    """

    class Wrong(Adam):
        def __init__(self, lr=0.001, beta1=0.9, beta2=0.999):
            super().__init__(lr, beta2, beta1)

    return Wrong


@Adam.mistake
def weights_swapped_in_the_means(Adam):
    """How much of the old mean is kept?
    beta is the share of what was there, 1 - beta that of the new gradient. Here it is the other way round.
    - What is m after one step with g = 1 and beta1 = 0.9?
    - Exchange the two factors.

    옛 평균을 얼마나 남기나요?
    beta가 원래 있던 값의 몫이고 1 - beta가 새 기울기의 몫이에요. 여기서는 반대예요.
    - g = 1, beta1 = 0.9로 한 걸음을 가면 m은 얼마인가요?
    - 두 계수를 바꾸세요.
    """

    class Wrong(adam_with(Adam, m=lambda own, old, g: (1 - own.settings[1]) * old + own.settings[1] * g,
                          v=lambda own, old, g: (1 - own.settings[2]) * old + own.settings[2] * g**2)):  # fmt: skip
        pass

    return Wrong
