"""How a07_backprop is graded, and the mistakes we can name.

A talk with a layer ends in one answer: the output, dx, dW or db. So each of them has its points, and a layer that
only goes forwards keeps those of its forward. No aspect but "ties" has two equal numbers in a window, none but
"exactly 0" has a 0 that a ReLU meets, and only "dx" and "dW" of a convolution use filters that a flip would change.
"""

import numpy as np
from course.inputs import (
    affines,
    all_but_the_last,
    bowls,
    few,
    layers_of_filters,
    layers_of_windows,
    losses,
    passing,
)

from autograder.rubric import Aspect, Check

# --- the checks ------------------------------------------------------------------------------------------------------

numerical_gradient = Check(
    # wide enough for one side only (off by 0.0004 here), whose points are those of "both sides"
    atol=0.05,
    aspects=[
        Aspect("values", 3, bowls(axes=(1, 1), cubic=(0, 1)), ko="값", cases=8),  # cubes notice an h from 0.25 on
        Aspect(
            "both sides",
            2,
            bowls(axes=(1, 1), bend=(40, 60), tied=(0, 0)),
            ko="양쪽 차분",
            cases=8,
            atol=1e-4,  # one side is off by 0.004; both sides by rounding only, with any h from 1e-8 to 0.1
        ),
        Aspect("many axes", 3, bowls(axes=(2, 4)), ko="여러 축", cases=8),
        Aspect("integer input", 1, bowls(axes=(1, 1), whole=True, tied=(0, 0)), ko="정수 입력", cases=5),
        Aspect("input unchanged", 1, bowls(axes=(1, 1)), ko="입력 보존", cases=4, judge="unchanged", after="values"),
    ],
)


def talk(name, made):
    """The lines of talks with one layer, by what they ask for at the end."""
    forward, backward = f"{name}.forward(x)", f"{name}.backward(dout)"
    first = (made, f"{name}.forward(first)", forward, backward)
    two = (made, made.replace(f"{name} =", "other ="), forward, "other.forward(first)")  # as in any network
    return {
        "forward": (made, forward),
        "dx": (made, forward, backward),
        "dW": (made, forward, backward, f"{name}.dW"),
        "db": (made, forward, backward, f"{name}.db"),
        "newest dx": first,
        "newest dW": (*first, f"{name}.dW"),
        "dx again": (made, forward, backward, backward),
        "dW again": (made, forward, backward, backward, f"{name}.dW"),
        "two dx": (*two, backward),
        "two dW": (*two, backward, f"{name}.dW"),
    }


RELU = talk("relu", "relu = Relu()")

Relu = Check(
    atol=0,  # numbers are copied or dropped, never computed
    aspects=[
        Aspect("forward", 2, passing().map(all_but_the_last), ko="순전파", cases=8, steps=RELU["forward"]),
        Aspect("dx", 2, passing(), ko="dx", cases=10, steps=RELU["dx"]),
        Aspect("images", 1, passing(axes=(4, 4)), ko="네 축의 이미지", cases=4, layout="F", steps=RELU["dx"]),
        Aspect("exactly 0", 1, passing(zeros=True), ko="정확히 0인 곳", cases=6, steps=RELU["dx"]),
        Aspect("newest input", 1, passing(first=True), ko="가장 최근 입력", cases=6, steps=RELU["newest dx"]),
        Aspect("two layers", 1, passing(first=True), ko="층이 둘일 때", cases=6, steps=RELU["two dx"]),
        Aspect("backward twice", 1, passing(), ko="backward를 두 번", cases=4, steps=RELU["dx again"]),
        Aspect(
            "input unchanged",  # x only: the notes' own ReLU writes into dout
            1,
            passing().map(all_but_the_last),
            ko="입력 보존",
            cases=4,
            judge="unchanged",
            after="forward",
            steps=RELU["forward"],
        ),
    ],
)

AFFINE = talk("affine", "affine = Affine(W, b)")
BATCH = {"batch": (2, 3)}

Affine = Check(
    aspects=[
        Aspect("forward", 2, affines(**BATCH).map(all_but_the_last), ko="순전파", cases=8, steps=AFFINE["forward"]),
        Aspect(
            "bias",
            1,
            affines(only_bias=True, **BATCH).map(all_but_the_last),
            ko="편향",
            cases=4,
            steps=AFFINE["forward"],
        ),
        Aspect("dx", 3, affines(batch=(1, 3), bias=True), ko="dx", cases=10, steps=AFFINE["dx"]),
        Aspect("dW", 1, affines(inputs=(2, 3)), ko="dW", cases=8, steps=AFFINE["dW"]),
        Aspect("dW, batch", 1, affines(**BATCH), ko="dW, 배치", cases=8, steps=AFFINE["dW"]),
        Aspect("db", 1, affines(outputs=(2, 3)), ko="db", cases=5, steps=AFFINE["db"]),
        Aspect("db, batch", 1, affines(outputs=(2, 3), **BATCH), ko="db, 배치", cases=6, steps=AFFINE["db"]),
        Aspect(
            "images, forward",
            1,
            affines(image=True, batch=(1, 2)).map(all_but_the_last),
            ko="이미지, 순전파",
            cases=5,
            steps=AFFINE["forward"],
        ),
        Aspect("images, dx", 2, affines(image=True, batch=(1, 2)), ko="이미지, dx", cases=6, steps=AFFINE["dx"]),
        Aspect(
            "images, dW",
            1,
            affines(image=True, batch=(1, 1)),
            ko="이미지, dW",
            cases=5,
            layout="strided",
            steps=AFFINE["dW"],
        ),
        Aspect(
            "newest input",
            1,
            affines(first=True, inputs=(2, 3)),
            ko="가장 최근 입력",
            cases=6,
            steps=AFFINE["newest dW"],
        ),
        Aspect("two layers", 1, affines(first=True, inputs=(2, 3)), ko="층이 둘일 때", cases=6, steps=AFFINE["two dW"]),
        Aspect("backward twice", 1, affines(inputs=(2, 3)), ko="backward를 두 번", cases=4, steps=AFFINE["dW again"]),
        Aspect(
            "input unchanged",
            1,
            affines(batch=(1, 2), bias=True),
            ko="입력 보존",
            cases=4,
            judge="unchanged",
            after="dx",
            steps=AFFINE["dx"],
        ),
    ],
)

CONVOLUTION = talk("conv", "conv = Convolution(W, b, stride, pad)")
PLAIN = talk("conv", "conv = Convolution(W, b)")
SLIDING = {"out": (2, 3), "size": (2, 3)}
ALIKE = {"symmetric": True} | SLIDING  # filters that a flip leaves as they are

Convolution = Check(
    aspects=[
        Aspect(
            "forward",
            3,
            layers_of_filters(channels=(1, 2), filters=(1, 2), bias="some", **SLIDING).map(all_but_the_last),
            ko="순전파",
            cases=8,
            steps=CONVOLUTION["forward"],
        ),
        Aspect(
            "forward, stride and pad",
            2,
            layers_of_filters(stride=(2, 3), pad=(1, 2), batch=(1, 2), square=False, **ALIKE).map(all_but_the_last),
            ko="순전파, 스트라이드와 패딩",
            cases=6,
            steps=CONVOLUTION["forward"],
        ),
        Aspect("dx", 3, layers_of_filters(**SLIDING), ko="dx", cases=10, steps=CONVOLUTION["dx"]),
        Aspect(
            "dx, filters",
            2,
            layers_of_filters(filters=(2, 3), **ALIKE),
            ko="dx, 필터 여러 장",
            cases=6,
            steps=CONVOLUTION["dx"],
        ),
        Aspect(
            "dx, batch and channels",
            2,
            layers_of_filters(batch=(2, 3), channels=(2, 3), **ALIKE),
            ko="dx, 배치와 채널",
            cases=6,
            layout="F",
            steps=CONVOLUTION["dx"],
        ),
        Aspect(
            "dx, stride",
            2,
            layers_of_filters(stride=(2, 3), **ALIKE) | layers_of_filters(stride=(2, 3), left_over=True, **ALIKE),
            ko="dx, 스트라이드",
            cases=9,
            steps=CONVOLUTION["dx"],
        ),
        Aspect(
            "dx, pad",
            2,
            layers_of_filters(pad=(1, 2), symmetric=True, out=(3, 4), size=(2, 3)),
            ko="dx, 패딩",
            cases=7,
            steps=CONVOLUTION["dx"],
        ),
        Aspect("dW", 3, layers_of_filters(**SLIDING), ko="dW", cases=10, steps=CONVOLUTION["dW"]),
        Aspect(
            "dW, filters and channels",
            1,
            layers_of_filters(filters=(2, 3), channels=(2, 3), **SLIDING),
            ko="dW, 필터와 채널",
            cases=7,
            steps=CONVOLUTION["dW"],
        ),
        Aspect(
            "dW, batch", 1, layers_of_filters(batch=(2, 3), **SLIDING), ko="dW, 배치", cases=6, steps=CONVOLUTION["dW"]
        ),
        Aspect(
            "dW, stride and pad",
            1,
            layers_of_filters(stride=(1, 3), pad=(1, 2), **SLIDING),
            ko="dW, 스트라이드와 패딩",
            cases=7,
            layout="strided",
            steps=CONVOLUTION["dW"],
        ),
        Aspect("db", 1, layers_of_filters(filters=(2, 3), **SLIDING), ko="db", cases=6, steps=CONVOLUTION["db"]),
        Aspect(
            "db, batch",
            1,
            layers_of_filters(filters=(2, 3), batch=(2, 3), **SLIDING),
            ko="db, 배치",
            cases=6,
            steps=CONVOLUTION["db"],
        ),
        Aspect(
            "non-square",
            1,
            layers_of_filters(square=False, symmetric=True, out=(1, 4), size=(2, 4)),
            ko="정사각형이 아닐 때",
            cases=6,
            steps=CONVOLUTION["dx"],
        ),
        Aspect(
            "default arguments",
            1,
            layers_of_filters(defaults=True, **ALIKE),
            ko="기본값",
            cases=4,
            steps=PLAIN["dx"],
        ),
        Aspect(
            "newest input",
            1,
            layers_of_filters(first=True, **SLIDING),
            ko="가장 최근 입력",
            cases=5,
            steps=CONVOLUTION["newest dW"],
        ),
        Aspect(
            "backward twice",
            1,
            layers_of_filters(**SLIDING),
            ko="backward를 두 번",
            cases=4,
            steps=CONVOLUTION["dW again"],
        ),
        Aspect(
            "input unchanged",
            1,
            layers_of_filters(bias="some", pad=(0, 1), **ALIKE),
            ko="입력 보존",
            cases=4,
            judge="unchanged",
            after="dx",
            steps=CONVOLUTION["dx"],
        ),
    ],
)

POOLING = talk("pooling", "pooling = Pooling(pool_h, pool_w, stride, pad)")
BY_DEFAULT = talk("pooling", "pooling = Pooling(pool_h, pool_w)")
TILES = {"out": (1, 3)}
PADDED = {"size": (2, 3), "stride": (1, 2), "pad": (1, 1), "out": (4, 5)}
OVERLAPPING = {"size": (2, 3), "stride": (1, 1), "out": (2, 3)}

Pooling = Check(
    atol=0,  # maxima are copied; gradients are small whole numbers
    aspects=[
        Aspect(
            "forward",
            2,
            layers_of_windows(square=False, channels=(1, 2), **TILES).map(all_but_the_last),
            ko="순전파",
            cases=7,
            steps=POOLING["forward"],
        ),
        Aspect("dx", 3, layers_of_windows(**TILES), ko="dx", cases=10, steps=POOLING["dx"]),
        Aspect("overlap", 2, layers_of_windows(**OVERLAPPING), ko="겹치는 창", cases=9, steps=POOLING["dx"]),
        Aspect(
            "batch and channels",
            1,
            layers_of_windows(batch=(2, 3), channels=(2, 3), out=(2, 2)),
            ko="배치와 채널",
            cases=7,
            layout="F",
            steps=POOLING["dx"],
        ),
        Aspect(
            "stride",
            2,
            layers_of_windows(size=(2, 2), stride=(3, 3), out=(2, 3))
            | layers_of_windows(size=(3, 3), stride=(2, 2), out=(2, 3))
            | layers_of_windows(size=(2, 2), stride=(2, 3), out=(1, 2), left_over=True),
            ko="스트라이드",
            cases=9,
            steps=POOLING["dx"],
        ),
        Aspect(
            "pad",
            2,
            layers_of_windows(**PADDED),
            ko="패딩",
            cases=7,
            steps=POOLING["dx"],
        ),
        Aspect(
            "padding never wins",
            1,
            layers_of_windows(**PADDED, sign=-1),
            ko="음수와 패딩",
            cases=5,
            steps=POOLING["dx"],
        ),
        Aspect(
            "integer input",
            1,
            layers_of_windows(sign=1, dtype=np.int64, **TILES),
            ko="정수 입력",
            cases=4,
            steps=POOLING["dx"],
        ),
        Aspect(
            "non-square",
            1,
            layers_of_windows(square=False, square_window=False, size=(1, 3), out=(1, 4)),
            ko="정사각형이 아닐 때",
            cases=6,
            steps=POOLING["dx"],
        ),
        Aspect(
            "ties",  # at most 15 % of the layer: most public solutions are right but for these
            2,
            layers_of_windows(size=(2, 3), out=(1, 2), values=few)
            | layers_of_windows(size=(2, 2), stride=(1, 1), out=(2, 3), values=few),
            ko="동점",
            cases=10,
            steps=POOLING["dx"],
        ),
        Aspect(
            "default arguments",
            1,
            layers_of_windows(defaults=True, size=(2, 2), stride=(1, 1), out=(2, 2)),
            ko="기본값",
            cases=3,
            steps=BY_DEFAULT["forward"][:1] + BY_DEFAULT["dx"][1:],
        ),
        Aspect(
            "newest input",
            1,
            layers_of_windows(first=True, **TILES),
            ko="가장 최근 입력",
            cases=5,
            steps=POOLING["newest dx"],
        ),
        Aspect(
            "backward twice", 1, layers_of_windows(**TILES), ko="backward를 두 번", cases=4, steps=POOLING["dx again"]
        ),
    ],
)

MADE, FORWARD = "last = SoftmaxWithLoss()", "last.forward(x, t)"
ROWS, LABELS = {"targets": ("one_hot",)}, {"targets": ("labels",)}
MANY = {"batch": (2, 3), "classes": (2, 4)}
BACKWARD = "last.backward()"

SoftmaxWithLoss = Check(
    # every probability here is above 0.01: 1e-7 inside the logarithm moves the loss by less than 1e-5, float32 too
    atol=1e-5,
    aspects=[
        Aspect("forward", 2, losses(**ROWS), ko="순전파", cases=8, steps=(MADE, FORWARD)),
        Aspect("forward, batch", 1, losses(**ROWS, **MANY), ko="순전파, 배치", cases=6, steps=(MADE, FORWARD)),
        Aspect("forward, labels", 1, losses(**LABELS, **MANY), ko="순전파, 레이블", cases=6, steps=(MADE, FORWARD)),
        Aspect("y", 1, losses(**LABELS, **MANY), ko="y", cases=5, steps=(MADE, FORWARD, "last.y")),
        Aspect("dx", 2, losses(**ROWS), ko="dx", cases=8, steps=(MADE, FORWARD, BACKWARD)),
        Aspect("dx, batch", 1, losses(**ROWS, **MANY), ko="dx, 배치", cases=6, steps=(MADE, FORWARD, BACKWARD)),
        Aspect("dx, labels", 1, losses(**LABELS, **MANY), ko="dx, 레이블", cases=6, steps=(MADE, FORWARD, BACKWARD)),
        Aspect(
            "dout",
            1,
            losses(**LABELS, dout=(3, 2, 0.5, -1)),
            ko="dout",
            cases=5,
            steps=(MADE, FORWARD, "last.backward(dout)"),
        ),
        Aspect(
            "large scores",
            1,
            losses(**LABELS, **MANY, base=(1000, 10_000, -10_000), kept=2, apart=3000),
            ko="큰 점수",
            cases=5,
            steps=(MADE, FORWARD, "last.y"),
        ),
        Aspect(
            "newest input",
            1,
            losses(**LABELS, **MANY, first=True),
            ko="가장 최근 입력",
            cases=5,
            steps=(MADE, "last.forward(first, first_t)", FORWARD, BACKWARD),
        ),
        Aspect(
            "backward twice",
            1,
            losses(**LABELS),
            ko="backward를 두 번",
            cases=4,
            steps=(MADE, FORWARD, BACKWARD, BACKWARD),
        ),
    ],
)

# --- numerical_gradient ----------------------------------------------------------------------------------------------


def differences(x, slope):
    """An array of what `slope(x, i)` says for each place i; x is a copy that may be moved."""
    x = x.astype(float)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        grad[i] = slope(x.copy(), i)
    return grad


def moved(x, i, h):
    """x with one number moved; in an array of integers what lies behind the point is cut off."""
    x = x.copy()
    x[i] = x[i] + h
    return x


@numerical_gradient.mistake
def forward_difference(numerical_gradient, f, x):
    """Did you look to one side only?
    (f(x + h) - f(x)) / h is off by about h times the curvature; with both sides that error cancels.
    - Try f(x) = x**3 at 1: is it 3.0003 or 3.00000001?
    - Evaluate f on the left of x, too, and mind how far apart the two points are now.

    한쪽만 보았나요?
    (f(x + h) - f(x)) / h는 곡률에 h를 곱한 만큼 틀려요. 양쪽을 보면 그 오차가 상쇄돼요.
    - f(x) = x**3을 1에서 구해 보세요. 3.0003인가요, 3.00000001인가요?
    - x의 왼쪽에서도 f를 구하고, 두 점이 얼마나 떨어져 있는지 생각해 보세요.
    """
    return differences(x, lambda x, i: (f(moved(x, i, 1e-4)) - f(x)) / 1e-4)


@numerical_gradient.mistake
def forgets_the_two(numerical_gradient, f, x):
    """Is every slope twice as large as it should be?
    From x - h to x + h it is 2h, not h.
    - Try f(x) = x: the slope is 1 everywhere.
    - By what must the difference be divided?

    기울기가 모두 두 배인가요?
    x - h에서 x + h까지의 거리는 h가 아니라 2h예요.
    - f(x) = x로 시험해 보세요. 기울기는 어디에서나 1이에요.
    - 차이를 무엇으로 나누어야 할까요?
    """
    return 2 * numerical_gradient(f, x)


@numerical_gradient.mistake
def left_minus_right(numerical_gradient, f, x):
    """Does every slope have the wrong sign?
    A function that grows to the right has a positive slope.
    - Try f(x) = x: is it 1 or -1?
    - Which of the two values do you subtract from which?

    기울기의 부호가 모두 반대인가요?
    오른쪽으로 갈수록 커지는 함수의 기울기는 양수예요.
    - f(x) = x로 시험해 보세요. 1인가요, -1인가요?
    - 두 값 중에서 어느 것에서 어느 것을 빼나요?
    """
    return -numerical_gradient(f, x)


@numerical_gradient.mistake
def not_restored(numerical_gradient, f, x):
    """Is x the same afterwards?
    You moved each number and left it there. The next weights, and the network that owns x, see the moved one.
    - Print x before and after the call.
    - Keep the number before you move it, and put it back when both values are known.

    끝난 뒤에 x가 그대로인가요?
    숫자를 움직인 뒤 되돌려 놓지 않았어요. 다음 가중치도, x를 가진 신경망도 움직인 값을 보게 돼요.
    - 부르기 전과 후에 x를 출력해 보세요.
    - 움직이기 전에 값을 보관했다가, 두 값을 구한 다음 되돌려 놓으세요.
    """
    if x.dtype.kind != "f":
        return numerical_gradient(f, x)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        grad[i] = (f(moved(x, i, 1e-4)) - f(moved(x, i, -1e-4))) / 2e-4
        x[i] -= 1e-4
    return grad


@numerical_gradient.mistake
def h_too_small(numerical_gradient, f, x):
    """Is h so small that the digits are lost?
    f(x + h) and f(x - h) agree in nearly all their digits, and what is left of the difference is mostly rounding.
    - Try h = 1e-4 and h = 1e-12 on f(x) = x**3 at 1.
    - Floats hold about 16 digits. How many of them remain?

    h가 너무 작아서 자릿수가 사라지지 않나요?
    f(x + h)와 f(x - h)는 거의 모든 자리가 같아서, 빼고 나면 대부분 반올림 오차만 남아요.
    - f(x) = x**3의 1에서 h = 1e-4와 h = 1e-12를 비교해 보세요.
    - 실수는 16자리쯤 담아요. 그중에서 몇 자리가 남을까요?
    """
    h = 1e-12
    return differences(x, lambda x, i: (f(moved(x, i, h)) - f(moved(x, i, -h))) / (2 * h))


@numerical_gradient.mistake
def h_too_large(numerical_gradient, f, x):
    """Is h so large that the function bends in between?
    Between x - 1 and x + 1 much can happen; the slope at x is what is left when both points come close to it.
    - Try h = 1 and h = 1e-4 on f(x) = x**3 at 1. The slope is 3.
    - Which h is small, but leaves enough digits of the difference?

    h가 너무 커서 그 사이에서 함수가 휘지 않나요?
    x - 1과 x + 1 사이에서는 함수가 많이 변할 수 있어요. x에서의 기울기는 두 점이 x에 가까워질 때의 값이에요.
    - f(x) = x**3의 1에서 h = 1과 h = 1e-4를 비교해 보세요. 기울기는 3이에요.
    - 충분히 작으면서도 뺄셈 뒤에 자릿수가 남는 h는 얼마일까요?
    """
    return differences(x, lambda x, i: (f(moved(x, i, 1)) - f(moved(x, i, -1))) / 2)


@numerical_gradient.mistake
def h_vanishes(numerical_gradient, f, x):
    """Is every slope 0?
    With an h such as 1e-50, x + h is rounded to x: both values are the same.
    - Print 1.0 + 1e-50 == 1.0.
    - Which h is still seen beside a number of the size of 1?

    기울기가 모두 0인가요?
    h가 1e-50처럼 작으면 x + h가 x로 반올림돼요. 두 값이 똑같아져요.
    - 1.0 + 1e-50 == 1.0을 출력해 보세요.
    - 1쯤 되는 수에 더했을 때 티가 나려면 h가 얼마여야 할까요?
    """
    return np.zeros(x.shape)


def slopes_of_moved_integers(numerical_gradient, f, x, h):
    if x.dtype.kind == "f":
        return numerical_gradient(f, x)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        grad[i] = (f(moved(x, i, h)) - f(moved(x, i, -h))) / (2 * h)
    return grad


@numerical_gradient.mistake
def moves_integers(numerical_gradient, f, x):
    """Can an array of integers hold x + h?
    It cuts 3.0001 off to 3, and 2.9999 to 2: your x does not move at all on one side, and by 1 on the other.
    - Print what x[0] = 3.0001 makes of np.array([3]).
    - Turn x into real numbers first.

    정수 배열에 x + h를 담을 수 있나요?
    3.0001은 3으로, 2.9999는 2로 잘려요. 한쪽은 움직이지 않고 다른 쪽은 1이나 움직여요.
    - np.array([3])에 x[0] = 3.0001을 넣으면 무엇이 되는지 출력해 보세요.
    - 먼저 x를 실수로 바꾸세요.
    """
    return slopes_of_moved_integers(numerical_gradient, f, x, 1e-4)


@numerical_gradient.mistake
def moves_integers_by_less(numerical_gradient, f, x):
    """Can an array of integers hold x + h?
    It cuts 3.00001 off to 3, and 2.99999 to 2: your x does not move at all on one side, and by 1 on the other.
    - Print what x[0] = 3.00001 makes of np.array([3]).
    - Turn x into real numbers first, and take h = 0.0001.

    정수 배열에 x + h를 담을 수 있나요?
    3.00001은 3으로, 2.99999는 2로 잘려요. 한쪽은 움직이지 않고 다른 쪽은 1이나 움직여요.
    - np.array([3])에 x[0] = 3.00001을 넣으면 무엇이 되는지 출력해 보세요.
    - 먼저 x를 실수로 바꾸고, h는 0.0001로 하세요.
    """
    return slopes_of_moved_integers(numerical_gradient, f, x, 1e-5)


@numerical_gradient.mistake
def slopes_in_integers(numerical_gradient, f, x):
    """Are your slopes whole numbers as soon as x is?
    np.zeros_like(x) has the type of x. An array of integers cuts every slope off.
    - Print the dtype of your result for an x of integers.
    - Say np.zeros(x.shape), or give the type.

    x가 정수이면 기울기도 정수가 되나요?
    np.zeros_like(x)의 자료형은 x와 같아요. 정수 배열에 넣으면 기울기의 소수점 아래가 잘려요.
    - x가 정수일 때 결과의 dtype을 출력해 보세요.
    - np.zeros(x.shape)를 쓰거나 자료형을 정해 주세요.
    """
    grad = numerical_gradient(f, x)
    return grad.astype(x.dtype) if x.dtype.kind != "f" else grad


@numerical_gradient.mistake
def moves_whole_rows(numerical_gradient, f, x):
    """Does a whole row move at once?
    x[i] of an array with two axes is a row. All its numbers get the same slope then, that of all of them together.
    - A weight of four axes, (2, 3, 3, 3): how many slopes does it have?
    - np.ndindex or np.nditer goes to every single number.

    한 행 전체가 한꺼번에 움직이나요?
    축이 두 개인 배열에서 x[i]는 행이에요. 그러면 한 행의 숫자가 모두 같은 기울기를 갖게 돼요.
    - (2, 3, 3, 3) 모양의 가중치에는 기울기가 몇 개 있을까요?
    - np.ndindex나 np.nditer를 쓰면 숫자 하나하나를 모두 지나갈 수 있어요.
    """
    grad = numerical_gradient(f, x)
    others = tuple(range(1, x.ndim))
    return grad + (grad.sum(axis=others, keepdims=True) - grad)


@numerical_gradient.mistake
def counts_along_one_axis(numerical_gradient, f, x):
    """Does your function stop at an array with two axes?
    x.size counts all numbers, but x[i] counts rows: there are fewer of them.
    - Call it with np.ones((2, 3)) and read the error.
    - np.ndindex(x.shape) gives an index with as many numbers as x has axes.

    축이 두 개인 배열에서 함수가 멈추나요?
    x.size는 숫자의 개수이지만 x[i]는 행을 세요. 행은 그보다 적어요.
    - np.ones((2, 3))을 넣고 오류를 읽어 보세요.
    - np.ndindex(x.shape)는 축의 수만큼의 숫자로 된 인덱스를 줘요.
    """
    if x.ndim > 1:
        raise IndexError("index is out of bounds for axis 0")
    return numerical_gradient(f, x)


@numerical_gradient.mistake
def hands_f_a_single_row(numerical_gradient, f, x):
    """Does f get the whole x, or only one of its rows?
    A slope asks how f of all numbers changes. A row alone makes another function of it.
    - Print x.shape inside of f, for an x of shape (2, 3).
    - Move one number of x, then call f(x) with all of it.

    f에 x 전체를 넣나요, 아니면 한 행만 넣나요?
    기울기는 모든 숫자로 구한 f가 얼마나 변하는지를 물어요. 한 행만 넣으면 다른 함수가 돼요.
    - (2, 3) 모양의 x를 넣고 f 안에서 x.shape를 출력해 보세요.
    - x의 숫자 하나를 움직인 다음 x 전체로 f(x)를 부르세요.
    """
    if x.ndim > 2:
        raise TypeError("only 0-dimensional arrays can be converted to Python scalars")
    if x.ndim == 2:
        return np.array([numerical_gradient(f, row) for row in x])
    return numerical_gradient(f, x)


@numerical_gradient.mistake
def moves_everything_at_once(numerical_gradient, f, x):
    """Do all numbers move at the same time?
    f(x + h) moves every number of x. That is one slope in one slanting direction, and not one for each number.
    - How often is f called for an x of 6 numbers? It should be 12 times.
    - Only one number may differ from x in each call.

    모든 숫자가 동시에 움직이나요?
    f(x + h)는 x의 모든 숫자를 움직여요. 그러면 비스듬한 방향의 기울기 하나만 나와요.
    - x의 숫자가 6개이면 f를 몇 번 부르나요? 12번이어야 해요.
    - 부를 때마다 x와 다른 숫자는 하나뿐이어야 해요.
    """
    return np.full(x.shape, (f(x + 1e-4) - f(x - 1e-4)) / 2e-4)


# --- what any layer can get wrong ------------------------------------------------------------------------------------


def changed(Layer, **methods):
    """A class with some methods changed: each is called as `method(right, self, *args)`; `right` is that of Layer."""

    def replaced(name, method):
        return lambda self, *args: method(getattr(super(Wrong, self), name), self, *args)

    Wrong = type("Wrong", (Layer,), {})
    for name, method in methods.items():
        setattr(Wrong, name, replaced(name, method))
    return Wrong


def remembering(Layer, backward):
    """A class whose backward also gets the last x: `backward(right, self, x, dout)`."""

    def forward(right, self, x):
        self.seen = x
        return right(x)

    return changed(Layer, forward=forward, backward=lambda right, self, dout: backward(right, self, self.seen, dout))


def another(Layer, self):
    """A layer with the same weights."""
    return Layer(self.W, self.b, *((self.stride, self.pad) if hasattr(self, "stride") else ()))


@Relu.mistake
@Affine.mistake
@Convolution.mistake
@Pooling.mistake
@SoftmaxWithLoss.mistake
def keeps_the_first_input(Layer):
    """Does the layer remember its newest input?
    backward belongs to the forward just before it; yours still uses what the very first forward saw.
    - Call forward twice with different inputs, then backward.
    - forward must write what it remembers anew each time, not only where there is nothing yet.

    가장 최근 입력을 기억하나요?
    backward는 바로 앞의 forward와 짝이에요. 지금은 맨 처음 forward에서 본 것을 쓰고 있어요.
    - 서로 다른 입력으로 forward를 두 번 부른 다음 backward를 불러 보세요.
    - forward는 기억할 것을 매번 새로 적어야 해요. 비어 있을 때만 적으면 안 돼요.
    """

    def forward(right, self, *args):
        kept = dict(vars(self)) if getattr(self, "called", False) else None
        out = right(*args)
        if kept is None:
            self.called = True
        else:
            vars(self).update(kept)
        return out

    return changed(Layer, forward=forward)


@Relu.mistake
@Affine.mistake
def one_memory_for_all_layers(Layer):
    """Does every layer have a memory of its own?
    Two layers of one kind share what is remembered, so the second forward writes over what the first one saw.
    - Make two layers, call forward of both with different inputs, then backward of the first.
    - Is it self.x = ..., or a global variable or a name of the class itself?

    층마다 따로 기억하고 있나요?
    같은 종류의 층 둘이 기억을 함께 써서, 두 번째 층의 forward가 첫 번째 층이 본 것을 덮어써요.
    - 층을 두 개 만들어서 서로 다른 입력으로 forward를 부른 다음 첫 번째 층의 backward를 불러 보세요.
    - self.x = ...라고 썼나요, 아니면 전역 변수나 클래스의 이름에 적었나요?
    """
    newest = {}

    def forward(right, self, *args):
        out = right(*args)
        newest.update(vars(self))
        return out

    def backward(right, self, *args):
        vars(self).update(newest)
        return right(*args)

    return changed(Layer, forward=forward, backward=backward)


@Relu.mistake
@Affine.mistake
@Convolution.mistake
@Pooling.mistake
@SoftmaxWithLoss.mistake
def forgets_after_backward(Layer):
    """Does a second backward fail?
    backward used up what forward had remembered. Nothing is gained by it, and whoever checks gradients calls it twice.
    - Call forward once and backward twice.
    - Look for pop(), del or a None in backward.

    backward를 두 번째로 부르면 실패하나요?
    backward가 forward의 기억을 없애 버려요. 얻는 것은 없고, 기울기를 확인하는 사람은 두 번 부르기도 해요.
    - forward를 한 번, backward를 두 번 불러 보세요.
    - backward에 pop(), del, None이 있는지 찾아보세요.
    """

    def backward(right, self, *args):
        if getattr(self, "used", False):
            raise TypeError("'NoneType' object is not subscriptable")
        self.used = True
        return right(*args)

    return changed(Layer, backward=backward)


@Relu.mistake
@Affine.mistake
@Convolution.mistake
@Pooling.mistake
def ignores_dout(Layer):
    """Scale dout by 2: does your gradient double?
    backward multiplies the layer's own slope by what arrives from behind. Yours gives the slope alone.
    - Call backward with dout and with 2 * dout, and compare.
    - Where does dout stand in your formula?

    dout을 두 배로 하면 기울기도 두 배가 되나요?
    backward는 층의 기울기에 뒤에서 온 값을 곱해요. 지금은 층의 기울기만 돌려주고 있어요.
    - dout과 2 * dout으로 backward를 불러서 비교해 보세요.
    - 식의 어디에 dout이 있나요?
    """
    return changed(Layer, backward=lambda right, self, dout: right(np.ones_like(dout)))


@Affine.mistake
@Convolution.mistake
def adds_up_over_calls(Layer):
    """Do dW and db grow with every backward?
    They belong to one backward; `+=` on what the last call left keeps adding.
    - Call backward twice and print dW after each.
    - Let every backward begin with fresh zeros, or assign.

    backward를 부를 때마다 dW와 db가 커지나요?
    dW와 db는 그 backward 한 번의 것이에요. 지난번에 남은 값에 `+=`을 하면 계속 쌓여요.
    - backward를 두 번 부르면서 그때마다 dW를 출력해 보세요.
    - backward마다 0에서 새로 시작하거나, 더하지 말고 대입하세요.
    """

    def backward(right, self, dout):
        before = [getattr(self, name, 0) for name in ("dW", "db")]
        dx = right(dout)
        self.dW, self.db = self.dW + before[0], self.db + before[1]
        return dx

    return changed(Layer, backward=backward)


@Affine.mistake
@Convolution.mistake
def does_not_keep_the_gradients(Layer):
    """Are dW and db found in the layer afterwards?
    An optimizer asks the layer for `.dW` and `.db`, with exactly these names.
    - After backward, print layer.dW.
    - A plain dW = ... is forgotten when backward ends; self.dW = ... stays.

    끝난 뒤에 층에 dW와 db가 남아 있나요?
    옵티마이저는 층에서 `.dW`와 `.db`를 정확히 이 이름으로 찾아요.
    - backward를 부른 다음 layer.dW를 출력해 보세요.
    - dW = ...라고만 쓰면 backward가 끝날 때 사라져요. self.dW = ...는 남아요.
    """

    def backward(right, self, dout):
        dx = right(dout)
        del self.dW, self.db
        return dx

    return changed(Layer, backward=backward)


@Affine.mistake
@Convolution.mistake
def returns_all_three(Layer):
    """Does backward return dx alone?
    The layer before this one wants one array, its dout. The gradients of the weights stay in the layer.
    - What is type(layer.backward(dout))?
    - Return dx, and put the other two into self.dW and self.db.

    backward가 dx만 돌려주나요?
    앞의 층은 배열 하나, 곧 자기의 dout을 기다려요. 가중치의 기울기는 층에 남겨 두어요.
    - type(layer.backward(dout))은 무엇인가요?
    - dx를 돌려주고, 나머지 둘은 self.dW와 self.db에 넣으세요.
    """

    def backward(right, self, dout):
        answer = right(dout), self.dW, self.db
        del self.dW, self.db
        return answer

    return changed(Layer, backward=backward)


@Affine.mistake
@Convolution.mistake
def updates_the_weights(Layer):
    """Does backward change the weights?
    It only finds gradients. Taking the step is the optimizer's task, after all layers have been through.
    - Print W before and after backward.
    - Look for `self.W -=` in backward.

    backward가 가중치를 바꾸나요?
    backward는 기울기만 구해요. 가중치를 바꾸는 것은 모든 층이 끝난 뒤 옵티마이저가 할 일이에요.
    - backward 전과 후에 W를 출력해 보세요.
    - backward에 `self.W -=`가 있는지 찾아보세요.
    """

    def backward(right, self, dout):
        dx = right(dout)
        self.W -= 0.01 * self.dW
        self.b -= 0.01 * self.db
        return dx

    return changed(Layer, backward=backward)


@Affine.mistake
@Convolution.mistake
def mean_over_batch(Layer):
    """Who divides by N: this layer or the loss?
    The loss is a mean over the batch, so the dout that arrives here is divided already.
    - Compare dW with your numerical gradient for a batch of 2.
    - Sum over the batch, and divide by nothing.

    N으로 나누는 것은 이 층인가요, 손실인가요?
    손실이 배치의 평균이므로 여기에 도착한 dout은 이미 나눈 값이에요.
    - 배치 크기가 2일 때 dW를 수치 미분과 견주어 보세요.
    - 배치에 대해 더하기만 하고 나누지 마세요.
    """

    def backward(right, self, dout):
        dx = right(dout)
        self.dW, self.db = self.dW / len(dout), self.db / len(dout)
        return dx

    return changed(Layer, backward=backward)


@Affine.mistake
@Convolution.mistake
def no_bias(Layer):
    """Is the bias missing on the way forward?
    Each unit, or filter, adds one number of its own.
    - Set W to zero: what should come out?
    - db can be right all the same: look at forward.

    순전파에서 편향을 빠뜨렸나요?
    유닛이나 필터마다 자기 편향 하나를 더해요.
    - W를 모두 0으로 두면 무엇이 나와야 할까요?
    - db는 맞더라도 forward를 살펴보세요.
    """

    def forward(right, self, x):
        b, self.b = self.b, np.zeros_like(self.b)
        out = right(x)
        self.b = b
        return out

    return changed(Layer, forward=forward)


@Affine.mistake
@Convolution.mistake
def db_is_one_number(Layer):
    """Is db a single number?
    There is one bias for each unit, or filter, so there is one gradient for each.
    - Print the shapes of b and db.
    - np.sum without an axis adds up everything.

    db가 수 하나인가요?
    편향은 유닛이나 필터마다 하나씩 있으니 기울기도 하나씩 있어야 해요.
    - b와 db의 모양을 출력해 보세요.
    - 축을 정하지 않은 np.sum은 모두 더해 버려요.
    """

    def backward(right, self, dout):
        dx = right(dout)
        self.db = dout.sum()
        return dx

    return changed(Layer, backward=backward)


@Convolution.mistake
@Pooling.mistake
def crop_pad_minus_pad(Layer):
    """What is x[0:-0]?
    It is empty: -0 is 0, and from 0 to 0 there is nothing. Without padding your dx has lost everything.
    - Call backward of a layer with pad 0 and print the shape of dx.
    - Say where the crop ends in terms of H, not from the end.

    x[0:-0]은 무엇일까요?
    비어 있어요. -0은 0이고, 0부터 0까지에는 아무것도 없거든요. 패딩이 없으면 dx가 통째로 사라져요.
    - pad가 0인 층의 backward를 부르고 dx의 모양을 출력해 보세요.
    - 자르는 끝을 뒤에서 세지 말고 H로 나타내 보세요.
    """

    def backward(right, self, dout):
        dx = right(dout)
        return dx if self.pad else dx[:, :, :0, :0]

    return changed(Layer, backward=backward)


@Convolution.mistake
@Pooling.mistake
def dx_not_unpadded(Layer):
    """Does dx still have the frame?
    Gradients of the padding belong to nobody: dx has the shape of x.
    - Print the shapes of x and dx for pad 1.
    - Cut `pad` rows and columns off at each side before you return dx.

    dx에 테두리가 남아 있나요?
    패딩의 기울기는 주인이 없어요. dx의 모양은 x와 같아야 해요.
    - pad가 1일 때 x와 dx의 모양을 출력해 보세요.
    - dx를 돌려주기 전에 사방에서 `pad`만큼 잘라 내세요.
    """

    def backward(right, self, dout):
        pad, shape = self.pad, self.x_shape
        self.pad, self.x_shape = 0, (*shape[:2], shape[2] + 2 * pad, shape[3] + 2 * pad)  # the frame is a part of it
        dx = right(dout)
        self.pad, self.x_shape = pad, shape
        return dx

    return changed(Layer, backward=backward)


@Convolution.mistake
@Pooling.mistake
def swaps_out_h_and_out_w(Layer):
    """Are OH and OW exchanged in the last reshape of forward?
    Square images hide this; a wide image shows it.
    - Use an image of 3 rows and 6 columns and print the shape.
    - OH comes from H, and it stands before OW.

    forward의 마지막 reshape에서 OH와 OW가 바뀌지 않았나요?
    정사각형 이미지에서는 드러나지 않지만, 옆으로 긴 이미지에서는 보여요.
    - 3행 6열 이미지를 넣고 결과의 모양을 출력해 보세요.
    - OH는 H로 구하고, OW보다 앞에 와요.
    """

    def forward(right, self, x):
        out = right(x)
        N, maps, out_h, out_w = out.shape
        return out.transpose(0, 2, 3, 1).reshape(N, out_w, out_h, maps).transpose(0, 3, 1, 2)

    return changed(Layer, forward=forward)


@Convolution.mistake
@Pooling.mistake
def size_forgets_the_pad(Layer):
    """Does your size formula use the same pad as im2col?
    The windows are those of the padded image, but OH and OW were computed without it, so reshape does not fit.
    - How many rows does col have, and what is N * OH * OW?
    - In the output size, H must be replaced by H + 2 pad.

    크기 공식에서도 im2col과 같은 pad를 쓰나요?
    창은 패딩한 이미지의 것인데 OH와 OW는 패딩 없이 계산해서 reshape가 맞지 않아요.
    - col은 몇 행이고, N * OH * OW는 얼마인가요?
    - 출력 크기 공식에서 H 자리에는 H + 2 pad가 들어가야 해요.
    """

    def forward(right, self, x):
        if self.pad:
            raise ValueError("cannot reshape array")
        return right(x)

    return changed(Layer, forward=forward)


@Convolution.mistake
@Pooling.mistake
def demands_that_the_stride_divides(Layer):
    """Does your layer refuse sizes that the stride does not divide?
    Rows and columns that no window reaches are left over; they are no error, and their gradient is 0.
    - Use a 5x5 image, a 2x2 window and stride 2: the output is 2x2.
    - Look for an assert, a raise or a % in forward, and round down instead.

    스트라이드로 나누어떨어지지 않는 크기를 거부하나요?
    어느 창에도 들지 않는 행과 열은 그냥 남아요. 오류가 아니고, 기울기는 0이에요.
    - 5x5 이미지, 2x2 창, 스트라이드 2를 넣어 보세요. 출력은 2x2예요.
    - forward에 assert, raise, %가 있는지 찾아보고, 그 대신 내림하세요.
    """

    def forward(right, self, x):
        fh, fw = self.W.shape[2:] if hasattr(self, "W") else (self.pool_h, self.pool_w)
        for side, window in zip(x.shape[2:], (fh, fw), strict=True):
            if (side + 2 * self.pad - window) % self.stride:
                raise ValueError("Invalid output dimension!")
        return right(x)

    return changed(Layer, forward=forward)


@Convolution.mistake
@Pooling.mistake
def dx_as_large_as_the_windows(Layer):
    """Is dx smaller than x where the stride does not divide?
    Pixels that no window reached have a gradient, too: 0. dx has the shape of x.
    - Use a 5x5 image, a 2x2 window and stride 2, and print the shape of dx.
    - Begin with zeros in the shape of x, not in the size that the windows need.

    스트라이드로 나누어떨어지지 않을 때 dx가 x보다 작은가요?
    어느 창에도 들지 않은 픽셀에도 기울기가 있어요. 0이에요. dx의 모양은 x와 같아요.
    - 5x5 이미지, 2x2 창, 스트라이드 2로 dx의 모양을 출력해 보세요.
    - 창에 필요한 크기가 아니라 x의 모양으로 0을 만들고 시작하세요.
    """

    def backward(right, self, dout):
        dx = right(dout)
        fh, fw = self.W.shape[2:] if hasattr(self, "W") else (self.pool_h, self.pool_w)
        height = (dout.shape[2] - 1) * self.stride + fh - self.pad
        width = (dout.shape[3] - 1) * self.stride + fw - self.pad
        return dx[:, :, :height, :width]

    return changed(Layer, backward=backward)


# --- Relu ------------------------------------------------------------------------------------------------------------


@Relu.mistake
def mask_of_dout(Relu):
    """Which tensor decides what passes?
    Your layer lets positive gradients through. But x decides: a gradient of -8 passes where x was positive.
    - Try x = (1, -1) and dout = (-8, 8): dx is (-8, 0).
    - Remember in forward where x was positive.

    무엇이 통과할지를 어느 배열이 정하나요?
    지금은 양수인 기울기를 통과시켜요. 하지만 정하는 것은 x예요. x가 양수였던 곳이면 -8도 통과해요.
    - x = (1, -1), dout = (-8, 8)로 시험해 보세요. dx는 (-8, 0)이에요.
    - forward에서 x가 어디에서 양수였는지 기억해 두세요.
    """
    return changed(Relu, backward=lambda right, self, dout: np.maximum(right(np.ones_like(dout)) * 0 + dout, 0))


@Relu.mistake
def lets_zero_pass(Relu):
    """What do Keras and TensorFlow do at exactly 0?
    They take the slope 0 there. Yours is 1.
    - Try x = 0 with dout = 7: dx is 0.
    - Is it > or >= in your mask?

    정확히 0인 곳에서 Keras와 TensorFlow는 어떻게 하나요?
    그곳의 기울기를 0으로 정했어요. 지금은 1로 하고 있어요.
    - x = 0, dout = 7로 시험해 보세요. dx는 0이에요.
    - 마스크에 >를 썼나요, >=를 썼나요?
    """
    return remembering(Relu, lambda right, self, x, dout: right(dout) + np.where(x == 0, dout, 0))


@Relu.mistake
def changes_x(Relu):
    """Is the input the same afterwards?
    Another layer may still need x. `out = x` gives the same array a second name and copies nothing.
    - Print x before and after forward.
    - Make a copy, or use a function that makes a new array.

    forward 뒤에 입력이 그대로인가요?
    다른 층이 x를 아직 쓸 수 있어요. `out = x`는 같은 배열에 이름을 하나 더 붙일 뿐 복사하지 않아요.
    - forward 전과 후에 x를 출력해 보세요.
    - 복사본을 만들거나, 새 배열을 만드는 함수를 쓰세요.
    """

    def forward(right, self, x):
        out = right(x)
        x[x <= 0] = 0
        return out

    return changed(Relu, forward=forward)


@Relu.mistake
def absolute_value(Relu):
    """What comes out for -1?
    ReLU gives 0 there. Yours turns the sign round, which is |x|.
    - Draw both on paper, from -2 to 2.
    - Backwards nothing passes where x was negative.

    -1을 넣으면 무엇이 나오나요?
    ReLU는 0을 내놓아요. 지금은 부호를 뒤집고 있어요. 그것은 |x|예요.
    - -2부터 2까지 두 그래프를 종이에 그려 보세요.
    - x가 음수였던 곳에서는 뒤로 아무것도 통과하지 않아요.
    """

    def forward(right, self, x):
        right(x)
        self.sign = np.sign(x)
        return np.abs(x)

    return changed(Relu, forward=forward, backward=lambda right, self, dout: dout * self.sign)


@Relu.mistake
def leaky(Relu):
    """Does a little of the negative numbers come through?
    That is a leaky ReLU, a relative. The plain one gives exactly 0 there, forwards and backwards.
    - What comes out for -100?
    - Look for a factor such as 0.01.

    음수가 조금씩 새어 나오나요?
    그것은 친척인 Leaky ReLU예요. 보통 ReLU는 앞으로든 뒤로든 그곳에서 정확히 0이에요.
    - -100을 넣으면 무엇이 나오나요?
    - 0.01 같은 수를 곱하는 곳을 찾아보세요.
    """

    def forward(right, self, x):
        right(x)
        self.slope = np.where(x > 0, 1, 0.01)
        return x * self.slope

    return changed(Relu, forward=forward, backward=lambda right, self, dout: dout * self.slope)


@Relu.mistake
def hands_dout_on(Relu):
    """Does everything pass on the way back?
    Where x was negative the output was 0 whatever x was: nothing there has any influence.
    - Try x = -1: wiggle it a little. Does the output change?
    - Let dout through only where x was positive.

    뒤로 갈 때 모두 통과하나요?
    x가 음수였던 곳에서는 x가 얼마든 출력이 0이었어요. 아무런 영향도 주지 못해요.
    - x = -1을 조금 움직여 보세요. 출력이 달라지나요?
    - x가 양수였던 곳에서만 dout을 통과시키세요.
    """
    return changed(Relu, backward=lambda right, self, dout: right(dout) * 0 + dout)


@Relu.mistake
def multiplies_by_the_output(Relu):
    """Is dout multiplied by the output instead of the slope?
    Where x is positive the output is x, but its slope is 1.
    - Try x = 3 and dout = 10: dx is 10, not 30.
    - Remember a mask of 0 and 1.

    dout에 기울기가 아니라 출력을 곱하나요?
    x가 양수이면 출력은 x이지만 기울기는 1이에요.
    - x = 3, dout = 10으로 시험해 보세요. dx는 30이 아니라 10이에요.
    - 0과 1로 된 마스크를 기억해 두세요.
    """
    return remembering(Relu, lambda right, self, x, dout: right(dout) * x)


@Relu.mistake
def blocks_the_positive(Relu):
    """Is your mask the wrong way round?
    The gradient passes where x was positive and stops elsewhere; yours does the opposite.
    - Try x = (2, -2) and dout = (5, 6): dx is (5, 0).
    - Does your mask say what passes, or what is blocked?

    마스크가 거꾸로인가요?
    기울기는 x가 양수였던 곳에서 통과하고 나머지에서 막혀요. 지금은 반대예요.
    - x = (2, -2), dout = (5, 6)으로 시험해 보세요. dx는 (5, 0)이에요.
    - 마스크가 통과할 곳을 말하나요, 막을 곳을 말하나요?
    """
    return changed(Relu, backward=lambda right, self, dout: dout - right(dout))


# --- Affine ----------------------------------------------------------------------------------------------------------


@Affine.mistake
def dx_without_transpose(Affine):
    """Did you multiply dout by W as it is?
    dout is (N, M) and W is (D, M): the M must meet. Only a square W lets this pass without an error.
    - Write the two shapes side by side.
    - Which of the two must be transposed, so that (N, D) comes out?

    dout에 W를 그대로 곱했나요?
    dout은 (N, M), W는 (D, M)이에요. M끼리 만나야 해요. W가 정사각형일 때만 오류 없이 지나가요.
    - 두 모양을 나란히 적어 보세요.
    - (N, D)가 나오려면 어느 것을 전치해야 할까요?
    """

    def backward(right, self, dout):
        shape = right(dout).shape
        return (dout @ self.W).reshape(shape)

    return changed(Affine, backward=backward)


@Affine.mistake
def dW_without_transpose(Affine):
    """Check the shapes of dW and W: are they the same?
    x is (N, D) and dout is (N, M): the N must meet, and disappear.
    - Write the two shapes side by side.
    - Which of the two must be transposed, so that (D, M) comes out?

    dW와 W의 모양을 확인해 보세요. 같은가요?
    x는 (N, D), dout은 (N, M)이에요. N끼리 만나서 사라져야 해요.
    - 두 모양을 나란히 적어 보세요.
    - (D, M)이 나오려면 어느 것을 전치해야 할까요?
    """

    def backward(right, self, x, dout):
        dx = right(dout)
        self.dW = x.reshape(len(x), -1) @ dout
        return dx

    return remembering(Affine, backward)


@Affine.mistake
def dW_transposed(Affine):
    """Is dW lying on its side?
    dW has the shape of W, (D, M); yours is (M, D).
    - Print both shapes for D = 2 and M = 3.
    - dout transposed times x, or x transposed times dout?

    dW가 옆으로 누워 있나요?
    dW의 모양은 W와 같은 (D, M)이에요. 지금은 (M, D)예요.
    - D = 2, M = 3일 때 두 모양을 출력해 보세요.
    - dout의 전치에 x를 곱할까요, x의 전치에 dout을 곱할까요?
    """

    def backward(right, self, dout):
        dx = right(dout)
        self.dW = self.dW.T
        return dx

    return changed(Affine, backward=backward)


@Affine.mistake
def db_not_summed(Affine):
    """One bias serves the whole batch: is db one number for each unit?
    Yours still has the batch axis. What comes back from several places adds up.
    - Print the shapes of b and db.
    - Along which axis must dout be summed?

    편향 하나가 배치 전체에 쓰여요. db가 유닛마다 하나인가요?
    지금은 배치 축이 남아 있어요. 여러 곳에서 돌아온 기울기는 더해야 해요.
    - b와 db의 모양을 출력해 보세요.
    - dout을 어느 축으로 더해야 할까요?
    """

    def backward(right, self, dout):
        dx = right(dout)
        self.db = dout
        return dx

    return changed(Affine, backward=backward)


@Affine.mistake
def db_keeps_the_batch_axis(Affine):
    """Is db (1, M) where b is (M,)?
    The numbers are right; keepdims left an axis of length 1 behind.
    - Print the shapes of b and db.
    - Sum without keepdims, or reshape.

    b는 (M,)인데 db는 (1, M)인가요?
    숫자는 맞지만 keepdims 때문에 길이가 1인 축이 남았어요.
    - b와 db의 모양을 출력해 보세요.
    - keepdims 없이 더하거나 reshape하세요.
    """

    def backward(right, self, dout):
        dx = right(dout)
        self.db = dout.sum(axis=0, keepdims=True)
        return dx

    return changed(Affine, backward=backward)


@Affine.mistake
def db_over_the_units(Affine):
    """Is db summed along the wrong axis?
    axis=1 adds up the units of each sample. One number for each unit is asked for, over all samples.
    - Use a batch of 2 and 3 units: how many numbers has db?
    - Axis 0 is the batch.

    db를 다른 축으로 더했나요?
    axis=1은 샘플마다 유닛을 모두 더해요. 유닛마다 하나씩, 모든 샘플에 대해 더해야 해요.
    - 배치 크기 2, 유닛 3개로 시험해 보세요. db에 수가 몇 개 있나요?
    - 0번 축이 배치예요.
    """

    def backward(right, self, dout):
        dx = right(dout)
        self.db = dout.sum(axis=1)
        return dx

    return changed(Affine, backward=backward)


@Affine.mistake
def forgets_reshape(Affine):
    """Has dx the shape of x?
    You flattened images on the way forward. On the way back dx must get their four axes again.
    - Print x.shape and dx.shape for images (2, 3, 4, 4).
    - Remember the shape in forward.

    dx의 모양이 x와 같은가요?
    앞으로 갈 때 이미지를 펼쳤지요. 뒤로 갈 때 dx를 다시 네 축으로 되돌려야 해요.
    - (2, 3, 4, 4) 이미지로 x.shape와 dx.shape를 출력해 보세요.
    - forward에서 모양을 기억해 두세요.
    """
    return changed(Affine, backward=lambda right, self, dout: right(dout).reshape(len(dout), -1))


@Affine.mistake
def does_not_flatten(Affine):
    """Does your layer fail on images?
    Behind a convolution x has four axes, and W has one row for each of the C * H * W numbers of an image.
    - Call forward with images (2, 1, 2, 2) and W (4, 3).
    - Flatten everything but the batch axis first.

    이미지를 넣으면 층이 멈추나요?
    합성곱층 다음에는 x의 축이 네 개예요. W에는 이미지의 숫자 C * H * W개마다 행이 하나씩 있어요.
    - (2, 1, 2, 2) 이미지와 (4, 3) 모양의 W로 forward를 불러 보세요.
    - 먼저 배치 축만 남기고 펼치세요.
    """

    def forward(right, self, x):
        self.seen = x
        return np.dot(x, self.W) + self.b  # fits by accident where an image is 1 pixel high and W meets its last axis

    def backward(right, self, dout):
        self.dW, self.db = np.dot(self.seen.T, dout), dout.sum(axis=0)
        return np.dot(dout, self.W.T)

    return changed(Affine, forward=forward, backward=backward)


# --- Convolution -----------------------------------------------------------------------------------------------------


def scattered(patches, x_shape, stride, pad, put):
    """Go through the windows, image by image and row by row, and put each patch (C, FH, FW) into its place."""
    N, C, H, W = x_shape
    _, OH, OW, _, FH, FW = patches.shape
    img = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    for n, i, j in np.ndindex(N, OH, OW):
        top, left = i * stride, j * stride
        put(img[n, :, top : top + FH, left : left + FW], patches[n, i, j])
    return img[:, :, pad : pad + H, pad : pad + W]


def patches_of(dout, W):
    """What each window scatters: (N, OH, OW, C, FH, FW)."""
    return np.einsum("nfij,fcuv->nijcuv", dout, W)


def overwrite(place, patch):
    place[...] = patch


def add(place, patch):
    place += patch


def overwritten_cell_by_cell(patches, x_shape, stride, pad):
    """col2im with = in place of +=: the last cell of the window that reaches a pixel wins."""
    N, C, H, W = x_shape
    _, OH, OW, _, FH, FW = patches.shape
    img = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    for u, v in np.ndindex(FH, FW):
        part = patches[..., u, v].transpose(0, 3, 1, 2)  # (N, C, OH, OW)
        img[:, :, u : u + stride * OH : stride, v : v + stride * OW : stride] = part
    return img[:, :, pad : pad + H, pad : pad + W]


@Convolution.mistake
def dx_overwrites(Convolution):
    """A pixel belongs to several windows: does it get something from each?
    With = the last window wins, and what the others gave is lost. What comes back from several places adds up.
    - Use a 3x3 image, a 2x2 filter of ones and dout of ones: dx is 1 2 1 / 2 4 2 / 1 2 1.
    - Look at the line that writes into dx.

    픽셀 하나는 여러 창에 들어 있어요. 창마다 하나씩 받나요?
    =를 쓰면 마지막 창의 값만 남고 나머지는 사라져요. 여러 곳에서 돌아온 기울기는 더해야 해요.
    - 3x3 이미지, 1로 채운 2x2 필터, 1로 채운 dout이면 dx는 1 2 1 / 2 4 2 / 1 2 1이에요.
    - dx에 값을 쓰는 줄을 살펴보세요.
    """

    def backward(right, self, x, dout):
        right(dout)
        return scattered(patches_of(dout, self.W), x.shape, self.stride, self.pad, overwrite)

    return remembering(Convolution, backward)


@Convolution.mistake
def dx_keeps_the_last_term(Convolution):
    """Every window and every filter sends something to a pixel: is it added up?
    With = in the innermost loop only the last filter of the last window counts.
    - Use two filters and a 3x3 image: how many terms does the pixel in the middle get?
    - Look for an = in the innermost loop that should be a +=.

    픽셀은 창마다, 필터마다 무언가를 받아요. 모두 더하나요?
    가장 안쪽 반복문에 =를 쓰면 마지막 창의 마지막 필터가 준 값만 남아요.
    - 필터 두 장과 3x3 이미지로 시험해 보세요. 가운데 픽셀은 항을 몇 개 받나요?
    - 가장 안쪽 반복문에 +=이어야 할 =가 있는지 찾아보세요.
    """

    def backward(right, self, x, dout):
        right(dout)
        return scattered(patches_of(dout[:, -1:], self.W[-1:]), x.shape, self.stride, self.pad, overwrite)

    return remembering(Convolution, backward)


@Convolution.mistake
def col2im_overwrites(Convolution):
    """Does your col2im add up where windows overlap?
    With = in col2im only the last filter cell that reaches a pixel counts.
    - Fold a matrix of ones back with a 2x2 filter: 1 2 1 / 2 4 2 / 1 2 1 must come out.
    - Use the col2im of this notebook, or look for the = that should be a +=.

    col2im에서 창이 겹치는 곳을 더하나요?
    col2im에 =를 쓰면 픽셀에 마지막으로 닿은 필터 칸의 값만 남아요.
    - 1로 채운 행렬을 2x2 필터로 되돌려 보세요. 1 2 1 / 2 4 2 / 1 2 1이 나와야 해요.
    - 이 노트북의 col2im을 쓰거나, +=이어야 할 =를 찾아보세요.
    """

    def backward(right, self, x, dout):
        right(dout)
        return overwritten_cell_by_cell(patches_of(dout, self.W), x.shape, self.stride, self.pad)

    return remembering(Convolution, backward)


@Convolution.mistake
def dx_rotated_again(Convolution):
    """Is the filter turned round on the way back?
    You scatter with the same weights you gathered with. A flip is only needed where one gathers a second time.
    - Use dout with a single 1: dx must show the filter as it is.
    - Find the [::-1] or np.flip.

    뒤로 갈 때 필터를 뒤집나요?
    모을 때 쓴 가중치를 그대로 써서 뿌려요. 뒤집는 것은 뿌리지 않고 다시 모을 때만 필요해요.
    - 한 칸만 1인 dout을 넣어 보세요. dx에 필터가 그대로 보여야 해요.
    - [::-1]이나 np.flip을 찾아보세요.
    """

    def backward(right, self, dout):
        W, self.W = self.W, self.W[:, :, ::-1, ::-1]
        dx = right(dout)
        self.W = W
        return dx

    return changed(Convolution, backward=backward)


@Convolution.mistake
def dW_rotated(Convolution):
    """Is dW upside down?
    A weight's gradient stands where the weight stands. Yours is turned by 180 degrees.
    - Use dout with a single 1: dW must show the window as it is.
    - Find the [::-1] or np.flip.

    dW가 뒤집혀 있나요?
    가중치의 기울기는 그 가중치의 자리에 있어야 해요. 지금은 180도 돌아가 있어요.
    - 한 칸만 1인 dout을 넣어 보세요. dW에 그 창이 그대로 보여야 해요.
    - [::-1]이나 np.flip을 찾아보세요.
    """

    def backward(right, self, dout):
        dx = right(dout)
        self.dW = self.dW[:, :, ::-1, ::-1]
        return dx

    return changed(Convolution, backward=backward)


@Convolution.mistake
def flips_the_filter(Convolution):
    """Is the filter flipped, forwards and backwards?
    That is the convolution of mathematics. The layers of a CNN slide the filter as it is.
    - Use a filter with a single 1 in a corner and look which pixel comes out.
    - Your three gradients may fit together all the same; begin with forward.

    앞으로도 뒤로도 필터를 뒤집나요?
    수학의 합성곱이 그래요. CNN의 합성곱층은 필터를 그대로 옮겨요.
    - 구석 한 칸만 1인 필터를 넣고 어느 픽셀이 나오는지 보세요.
    - 세 기울기가 서로 맞더라도 forward부터 고치세요.
    """

    def forward(right, self, x):
        W, self.W = self.W, self.W[:, :, ::-1, ::-1]
        out = right(x)
        self.W = W
        return out

    def backward(right, self, dout):
        W, self.W = self.W, self.W[:, :, ::-1, ::-1]
        dx = right(dout)
        self.W, self.dW = W, self.dW[:, :, ::-1, ::-1]
        return dx

    return changed(Convolution, forward=forward, backward=backward)


@Convolution.mistake
def dW_last_image(Convolution):
    """Does every image contribute to dW?
    Your dW is that of the last image alone.
    - Use a batch of two and change the first image: does dW change?
    - Look for an = in the loop over images that should be a +=.

    모든 이미지가 dW에 들어가나요?
    지금 dW는 마지막 이미지의 것뿐이에요.
    - 배치 크기를 2로 하고 첫 번째 이미지를 바꿔 보세요. dW가 달라지나요?
    - 이미지를 도는 반복문에 +=이어야 할 =가 있는지 찾아보세요.
    """

    def backward(right, self, x, dout):
        dx = right(dout)
        last = another(Convolution, self)
        last.forward(x[-1:])
        last.backward(dout[-1:])
        self.dW = last.dW
        return dx

    return remembering(Convolution, backward)


@Convolution.mistake
def dW_last_window(Convolution):
    """Does every window contribute to dW?
    A weight was used in every window. Your dW is that of the last window alone.
    - Use dout of ones: dW must be the sum of all windows.
    - Look for an = in the innermost loop that should be a +=.

    모든 창이 dW에 들어가나요?
    가중치는 창마다 쓰였어요. 지금 dW는 마지막 창의 것뿐이에요.
    - 1로 채운 dout을 넣어 보세요. dW는 모든 창의 합이어야 해요.
    - 가장 안쪽 반복문에 +=이어야 할 =가 있는지 찾아보세요.
    """

    def backward(right, self, dout):
        only = np.zeros_like(dout)
        only[-1, :, -1, -1] = dout[-1, :, -1, -1]
        right(only)
        dW = self.dW
        dx = right(dout)
        self.dW = dW
        return dx

    return changed(Convolution, backward=backward)


@Convolution.mistake
def dW_reshaped_without_transpose(Convolution):
    """Did you reshape dW without turning it first?
    col transposed times dout is (C*FH*FW, FN): the filters are its last axis. reshape never moves a number.
    - Print the shape before your reshape.
    - Transpose first, so that each row is one filter.

    전치하지 않고 dW를 reshape했나요?
    col의 전치에 dout을 곱하면 (C*FH*FW, FN)이에요. 필터가 마지막 축이지요. reshape는 숫자를 옮기지 않아요.
    - reshape하기 전의 모양을 출력해 보세요.
    - 먼저 전치해서 행 하나가 필터 하나가 되게 하세요.
    """

    def backward(right, self, dout):
        dx = right(dout)
        self.dW = self.dW.reshape(len(self.W), -1).T.reshape(self.W.shape)
        return dx

    return changed(Convolution, backward=backward)


@Convolution.mistake
def dout_reshaped_without_transpose(Convolution):
    """Did you reshape dout without moving its axes first?
    dout is (N, FN, OH, OW). Its rows should be windows and its columns filters: (N*OH*OW, FN).
    - With one filter nothing shows; use two.
    - Move FN to the end, then reshape.

    축을 옮기지 않고 dout을 reshape했나요?
    dout은 (N, FN, OH, OW)예요. 행은 창, 열은 필터인 (N*OH*OW, FN)이 되어야 해요.
    - 필터가 하나면 티가 나지 않아요. 두 장으로 시험해 보세요.
    - FN을 맨 뒤로 옮긴 다음 reshape하세요.
    """

    def backward(right, self, dout):
        N, FN, OH, OW = dout.shape
        return right(dout.reshape(N, OH, OW, FN).transpose(0, 3, 1, 2))

    return changed(Convolution, backward=backward)


@Convolution.mistake
def dx_per_filter_overwritten(Convolution):
    """Each filter sends gradient back to the same input: do they all arrive?
    Your dx is that of the last filter alone.
    - Use two filters and change the first: does dx change?
    - Look for an = in the loop over filters that should be a +=.

    필터마다 같은 입력으로 기울기를 보내요. 모두 도착하나요?
    지금 dx는 마지막 필터의 것뿐이에요.
    - 필터를 두 장 쓰고 첫 번째 필터를 바꿔 보세요. dx가 달라지나요?
    - 필터를 도는 반복문에 +=이어야 할 =가 있는지 찾아보세요.
    """

    def backward(right, self, x, dout):
        only = np.zeros_like(dout)
        only[:, -1] = dout[:, -1]
        dx = right(only)
        right(dout)
        return dx

    return remembering(Convolution, backward)


@Convolution.mistake
def backward_ignores_the_stride(Convolution):
    """Do the windows stand where they stood on the way forward?
    Window (i, j) began at row i * stride. Backwards yours begin at row i.
    - Use stride 2 and a dout with a single 1 in its last cell: where in dx does the filter appear?
    - Both dx and dW need the stride.

    창이 앞으로 갈 때와 같은 자리에 있나요?
    창 (i, j)는 i * stride행에서 시작했어요. 뒤로 갈 때는 i행에서 시작하고 있어요.
    - 스트라이드를 2로 하고 마지막 칸만 1인 dout을 넣어 보세요. 필터가 dx의 어디에 나타나나요?
    - dx와 dW에 모두 스트라이드가 필요해요.
    """

    def backward(right, self, x, dout):
        right(dout)
        db = self.db
        close = Convolution(self.W, self.b, 1, self.pad)
        near = np.zeros_like(close.forward(x))
        near[:, :, : dout.shape[2], : dout.shape[3]] = dout
        dx = close.backward(near)
        self.dW, self.db = close.dW, db
        return dx

    return remembering(Convolution, backward)


@Convolution.mistake
def pads_one_too_many(Convolution):
    """For a 3x3 filter, how many zeros keep the size?
    One on each side. Your frame is one pixel wider than `pad` says.
    - Print the shape of the padded image for pad 1.
    - Use the pad you are given; do not compute one.

    3x3 필터라면 0을 몇 줄 둘러야 크기가 그대로일까요?
    사방에 한 줄씩이에요. 지금은 테두리가 `pad`보다 한 픽셀 넓어요.
    - pad가 1일 때 패딩한 이미지의 모양을 출력해 보세요.
    - 받은 pad를 그대로 쓰세요. 따로 계산하지 않아도 돼요.
    """

    class Wrong(Convolution):
        def __init__(self, W, b, stride=1, pad=0):
            super().__init__(W, b, stride, pad + 1 if pad else 0)

    return Wrong


@Convolution.mistake
def db_mean(Convolution):
    """Is db a mean?
    Each cell of the map added the bias once, so each cell sends its whole gradient back: they are summed.
    - Use dout of ones with 4 cells: db is 4.
    - Which function do you use over the batch, the rows and the columns?

    db가 평균인가요?
    특징맵의 칸마다 편향을 한 번씩 더했으니, 칸마다 기울기를 통째로 돌려보내요. 그것을 모두 더해요.
    - 네 칸이 모두 1인 dout이면 db는 4예요.
    - 배치, 행, 열에 대해 어떤 함수를 쓰나요?
    """

    def backward(right, self, dout):
        dx = right(dout)
        self.db = self.db * len(self.db) / dout.size
        return dx

    return changed(Convolution, backward=backward)


@Convolution.mistake
def db_of_each_image(Convolution):
    """Has db still the batch axis?
    There is one bias for each filter, not one for each image.
    - Print the shapes of b and db.
    - The batch is one of the axes to sum over.

    db에 배치 축이 남아 있나요?
    편향은 필터마다 하나예요. 이미지마다 하나가 아니에요.
    - b와 db의 모양을 출력해 보세요.
    - 배치 축도 함께 더해야 해요.
    """

    def backward(right, self, dout):
        dx = right(dout)
        self.db = dout.sum(axis=(2, 3))
        return dx

    return changed(Convolution, backward=backward)


@Convolution.mistake
def db_summed_over_the_batch_only(Convolution):
    """Has db still rows and columns?
    One bias is added in every cell of a map, so all cells of the map are summed, too.
    - Print the shapes of b and db.
    - dout has four axes. Which one must remain?

    db에 행과 열이 남아 있나요?
    편향 하나를 특징맵의 모든 칸에 더하니, 특징맵의 칸도 모두 더해야 해요.
    - b와 db의 모양을 출력해 보세요.
    - dout의 축은 네 개예요. 어느 것이 남아야 할까요?
    """

    def backward(right, self, dout):
        dx = right(dout)
        self.db = dout.sum(axis=0)
        return dx

    return changed(Convolution, backward=backward)


@Convolution.mistake
def db_keeps_the_axes(Convolution):
    """Is db (1, FN, 1, 1) where b is (FN,)?
    The numbers are right; keepdims left axes of length 1 behind.
    - Print the shapes of b and db.
    - Sum without keepdims, or reshape.

    b는 (FN,)인데 db는 (1, FN, 1, 1)인가요?
    숫자는 맞지만 keepdims 때문에 길이가 1인 축이 남았어요.
    - b와 db의 모양을 출력해 보세요.
    - keepdims 없이 더하거나 reshape하세요.
    """

    def backward(right, self, dout):
        dx = right(dout)
        self.db = dout.sum(axis=(0, 2, 3), keepdims=True)
        return dx

    return changed(Convolution, backward=backward)


# --- Pooling ---------------------------------------------------------------------------------------------------------


def windows_of(self, x):
    """(N, OH, OW, C, pool_h, pool_w), padded with minus infinity."""
    frame = (self.pad, self.pad)
    padded = np.pad(x.astype(float), ((0, 0), (0, 0), frame, frame), constant_values=-np.inf)
    found = np.lib.stride_tricks.sliding_window_view(padded, (self.pool_h, self.pool_w), axis=(2, 3))
    return found[:, :, :: self.stride, :: self.stride].transpose(0, 2, 3, 1, 4, 5)


def shared_out(Pooling, share, put=add):
    """A pooling that gives each cell of a window its share of the gradient; `share(windows)` has their shape."""

    def backward(right, self, x, dout):
        right(dout)
        arriving = dout.transpose(0, 2, 3, 1)[..., None, None]  # (N, OH, OW, C, 1, 1)
        patches = share(windows_of(self, x)) * arriving
        return scattered(patches, x.shape, self.stride, self.pad, put)

    return remembering(Pooling, backward)


def is_maximum(windows):
    return windows == windows.max(axis=(4, 5), keepdims=True)


def first_of(mask):
    """Only the first True of each window, in row-major order."""
    flat = mask.reshape(*mask.shape[:4], -1)
    return (np.arange(flat.shape[-1]) == flat.argmax(axis=-1)[..., None]).reshape(mask.shape)


@Pooling.mistake
def ties_to_all(Pooling):
    """Two equal maxima: how much gradient went in, how much came out?
    Every cell that equals the maximum gets the whole gradient in yours: 1 comes in, 2 go out.
    - Try the window 5 5 / 3 1 with dout = 1.
    - Remember in forward which cell won: one, the first.

    최댓값이 둘이면 기울기가 얼마 들어와서 얼마 나가나요?
    지금은 최댓값과 같은 칸이 모두 기울기를 통째로 받아요. 1이 들어왔는데 2가 나가요.
    - 창 5 5 / 3 1에 dout = 1을 넣어 보세요.
    - forward에서 이긴 칸 하나, 곧 맨 처음 칸을 기억해 두세요.
    """
    return shared_out(Pooling, is_maximum)


@Pooling.mistake
def ties_split(Pooling):
    """Do equal maxima share the gradient?
    It would be a valid choice, but our forward picked one winner, as TensorFlow does.
    - Try the window 5 5 / 3 1 with dout = 1: the first 5 gets 1.
    - argmax picks the first of equal numbers.

    같은 최댓값끼리 기울기를 나누어 갖나요?
    그렇게 정할 수도 있어요. 하지만 우리 forward는 TensorFlow처럼 하나만 골랐어요.
    - 창 5 5 / 3 1에 dout = 1을 넣어 보세요. 첫 번째 5가 1을 받아요.
    - argmax는 같은 수 중에서 맨 처음 것을 골라요.
    """
    return shared_out(Pooling, lambda found: is_maximum(found) / is_maximum(found).sum(axis=(4, 5), keepdims=True))


@Pooling.mistake
def ties_to_the_last(Pooling):
    """Does the last of equal maxima win?
    The first one in reading order should.
    - Try the window 5 5 / 3 1 with dout = 1.
    - Is it > or >= where you compare?

    같은 최댓값 중에서 마지막 것이 이기나요?
    글을 읽는 순서로 맨 처음 것이 이겨야 해요.
    - 창 5 5 / 3 1에 dout = 1을 넣어 보세요.
    - 비교할 때 >를 썼나요, >=를 썼나요?
    """
    return shared_out(Pooling, lambda found: first_of(is_maximum(found)[..., ::-1, ::-1])[..., ::-1, ::-1])


@Pooling.mistake
def ties_column_by_column(Pooling):
    """In which order do you look through a window?
    Of equal maxima the first in reading order wins: row by row, not column by column.
    - Try the window 1 5 / 5 1 with dout = 1: the 5 in the first row gets it.
    - The loop over rows must be the outer one.

    창을 어떤 순서로 살펴보나요?
    같은 최댓값 중에서 글을 읽는 순서로 맨 처음 것이 이겨요. 열이 아니라 행을 따라가요.
    - 창 1 5 / 5 1에 dout = 1을 넣어 보세요. 첫 행의 5가 받아요.
    - 행을 도는 반복문이 바깥에 있어야 해요.
    """

    def by_columns(found):
        return first_of(is_maximum(found).swapaxes(4, 5)).swapaxes(4, 5)

    return shared_out(Pooling, by_columns)


@Pooling.mistake
def overwrites(Pooling):
    """Does a pixel that wins several windows get the gradient of each?
    With = it keeps only that of the last window.
    - Use a 2x2 window, stride 1 on 1 2 1 / 2 9 3 / 1 2 1 and dout = 1 2 / 3 4: the 9 gets 10, not 4.
    - Look at the line that writes into dx.

    여러 창에서 이긴 픽셀이 창마다 기울기를 받나요?
    =를 쓰면 마지막 창의 기울기만 남아요.
    - 1 2 1 / 2 9 3 / 1 2 1에 2x2 창, 스트라이드 1, dout = 1 2 / 3 4를 써 보세요. 9는 4가 아니라 10을 받아요.
    - dx에 값을 쓰는 줄을 살펴보세요.
    """

    def put(place, patch):
        place[patch != 0] = patch[patch != 0]

    return shared_out(Pooling, lambda found: first_of(is_maximum(found)), put)


@Pooling.mistake
def overwrites_the_window(Pooling):
    """Does a window wipe out what another one gave?
    You write a whole window into dx, zeros and all, over the gradients of the windows before it.
    - Use a 3x3 window with stride 1.
    - Add to what is there.

    창 하나가 다른 창이 준 것을 지우나요?
    창 전체를 0까지 dx에 그대로 써서, 앞의 창이 준 기울기를 덮어써요.
    - 3x3 창을 스트라이드 1로 시험해 보세요.
    - 이미 있는 값에 더하세요.
    """
    return shared_out(Pooling, lambda found: first_of(is_maximum(found)), overwrite)


@Pooling.mistake
def col2im_overwrites_the_winner(Pooling):
    """Does your col2im add up where windows overlap?
    With = in col2im the zeros of a later cell wipe out what a winner got.
    - Use a 3x3 window with stride 1: some gradients are gone.
    - Use the col2im of this notebook, or look for the = that should be a +=.

    col2im에서 창이 겹치는 곳을 더하나요?
    col2im에 =를 쓰면 나중 칸의 0이 이긴 픽셀의 기울기를 지워요.
    - 3x3 창을 스트라이드 1로 시험해 보세요. 사라진 기울기가 있어요.
    - 이 노트북의 col2im을 쓰거나, +=이어야 할 =를 찾아보세요.
    """

    def backward(right, self, x, dout):
        right(dout)
        patches = first_of(is_maximum(windows_of(self, x))) * dout.transpose(0, 2, 3, 1)[..., None, None]
        return overwritten_cell_by_cell(patches, x.shape, self.stride, self.pad)

    return remembering(Pooling, backward)


@Pooling.mistake
def compares_with_the_whole_image(Pooling):
    """Does another window's maximum receive this window's gradient?
    You look for the maximum in the whole image: an equal number in another window gets the gradient, too.
    - Try 5 1 5 1 in windows of 1x2 with dout = 1 10: dx is 1 0 10 0, not 11 0 11 0.
    - Compare only inside the window.

    다른 창의 최댓값이 이 창의 기울기를 받나요?
    이미지 전체에서 최댓값을 찾고 있어요. 그래서 다른 창에 있는 같은 수도 기울기를 받아요.
    - 5 1 5 1을 1x2 창으로 나누고 dout = 1 10을 넣어 보세요. dx는 11 0 11 0이 아니라 1 0 10 0이에요.
    - 창 안에서만 비교하세요.
    """

    def backward(right, self, x, dout):
        right(dout)
        largest = windows_of(self, x).max(axis=(4, 5)).transpose(0, 3, 1, 2)  # (N, C, OH, OW)
        everywhere = x[:, :, None, None] == largest[..., None, None]  # (N, C, OH, OW, H, W)
        return (everywhere * dout[..., None, None]).sum(axis=(2, 3))

    return remembering(Pooling, backward)


@Pooling.mistake
def one_winner_for_all(Pooling):
    """Has every window a winner of its own?
    Yours remembers the place of one window's maximum and uses it for all.
    - Use two windows whose maxima lie in different corners.
    - How many places must forward remember? N * C * OH * OW.

    창마다 이긴 자리가 따로 있나요?
    지금은 한 창의 최댓값 자리만 기억해서 모든 창에 써요.
    - 최댓값이 서로 다른 구석에 있는 창 두 개로 시험해 보세요.
    - forward가 기억해야 하는 자리는 몇 개일까요? N * C * OH * OW개예요.
    """

    def of_the_last(found):
        winners = first_of(is_maximum(found))
        return np.broadcast_to(winners[-1, -1, -1, -1], winners.shape)

    return shared_out(Pooling, of_the_last)


@Pooling.mistake
def row_col_argmax(Pooling):
    """Is that cell really the maximum?
    You looked for the best row and the best column apart from each other; where they cross there may be anything.
    - Try the window 3 1 / 2 9: which cell do you get?
    - argmax over all cells of the window gives one number; np.unravel_index makes row and column of it.

    그 칸이 정말 최댓값인가요?
    행과 열을 따로따로 찾았어요. 그 둘이 만나는 칸에는 다른 수가 있을 수도 있어요.
    - 창 3 1 / 2 9로 시험해 보세요. 어느 칸이 나오나요?
    - 창의 모든 칸에 대한 argmax는 수 하나예요. np.unravel_index로 행과 열을 구할 수 있어요.
    """

    def crossing(found):
        rows, columns = found.argmax(axis=4)[..., :1], found.argmax(axis=5)[..., :1]  # of column 0, and of row 0
        at = rows * found.shape[5] + columns  # (N, OH, OW, C, 1)
        return (np.arange(found.shape[4] * found.shape[5]) == at).reshape(found.shape)

    return shared_out(Pooling, crossing)


@Pooling.mistake
def avg_style(Pooling):
    """Which inputs influenced the maximum?
    Only the winner. Yours spreads the gradient evenly, as average pooling does.
    - Wiggle a number that is not the maximum: does the output change?
    - The winner gets everything, the others 0.

    어떤 입력이 최댓값에 영향을 주었나요?
    이긴 픽셀뿐이에요. 지금은 평균 풀링처럼 기울기를 고르게 나누고 있어요.
    - 최댓값이 아닌 수를 조금 움직여 보세요. 출력이 달라지나요?
    - 이긴 픽셀이 모두 받고 나머지는 0이에요.
    """
    return shared_out(Pooling, lambda found: np.full(found.shape, 1 / found[0, 0, 0, 0].size))


@Pooling.mistake
def copies_to_all_cells(Pooling):
    """Does every cell of the window get the whole gradient?
    That is enlarging dout, not going back through a maximum. Only the winner had any influence.
    - Window of 2x2, dout = 1: how much comes out of the backward pass in all?
    - Look for np.repeat or np.kron.

    창의 모든 칸이 기울기를 통째로 받나요?
    그것은 dout을 확대한 것이지 최댓값을 거슬러 올라간 것이 아니에요. 영향을 준 것은 이긴 픽셀뿐이에요.
    - 2x2 창에 dout = 1이면 모두 얼마가 나오나요?
    - np.repeat이나 np.kron이 있는지 찾아보세요.
    """
    return shared_out(Pooling, lambda found: np.ones(found.shape))


@Pooling.mistake
def unpools_the_maxima(Pooling):
    """Is this the maximum, and not its gradient?
    The winner's place is right, but you put the winner itself there, times or instead of dout.
    - The window 1 9 / 2 3 with dout = 1: dx is 0 1 / 0 0, not 0 9 / 0 0.
    - The slope of a maximum for its winner is 1.

    기울기가 아니라 최댓값을 넣었나요?
    이긴 자리는 맞지만, 그 자리에 이긴 값을 곱하거나 그대로 넣었어요.
    - 창 1 9 / 2 3에 dout = 1이면 dx는 0 9 / 0 0이 아니라 0 1 / 0 0이에요.
    - 이긴 수에 대한 최댓값의 기울기는 1이에요.
    """
    return shared_out(Pooling, lambda found: np.where(first_of(is_maximum(found)), found, 0))


@Pooling.mistake
def zero_padding(Pooling):
    """Is the padding 0?
    In a maximum 0 beats every negative number, and the winner's gradient is then lost in the frame.
    - Pool an image of negative numbers with pad 1, and look at the edges of dx.
    - Pad with a number that never wins, or let im2col pad nothing and pad yourself.

    0으로 패딩했나요?
    최댓값에서는 0이 모든 음수를 이겨요. 그러면 이긴 칸의 기울기가 테두리에서 사라져요.
    - 음수만 있는 이미지를 패딩 1로 풀링하고 dx의 가장자리를 보세요.
    - 절대 이기지 못하는 수로 패딩하세요. im2col은 패딩하지 않게 하고 직접 패딩해도 돼요.
    """

    class Wrong(Pooling):
        def __init__(self, pool_h, pool_w, stride=1, pad=0):
            super().__init__(pool_h, pool_w, stride, 0)
            self.frame = pad

        def forward(self, x):
            self.sides = x.shape[2:]
            return super().forward(np.pad(x, ((0, 0), (0, 0), (self.frame, self.frame), (self.frame, self.frame))))

        def backward(self, dout):
            P, (H, W) = self.frame, self.sides
            return super().backward(dout)[:, :, P : P + H, P : P + W]

    return Wrong


@Pooling.mistake
def stride_equals_pool(Pooling):
    """Do your windows move by their own size, whatever `stride` is?
    Windows often lie side by side, but they may also overlap or leave gaps.
    - Use a 2x2 window with stride 1 on a 3x3 image: how many windows are there?
    - Where does self.stride occur in forward and in backward?

    stride 값과 상관없이 창이 창 크기만큼 움직이나요?
    창은 나란히 놓일 때가 많지만, 겹치거나 사이가 벌어질 수도 있어요.
    - 3x3 이미지에 2x2 창을 스트라이드 1로 대 보세요. 창은 몇 개인가요?
    - forward와 backward의 어디에 self.stride가 있나요?
    """

    class Wrong(Pooling):
        def __init__(self, pool_h, pool_w, stride=1, pad=0):
            super().__init__(pool_h, pool_w, pool_h, pad)

    return Wrong


@Pooling.mistake
def infinity_in_an_integer_array(Pooling):
    """Does your layer fail on images of integers?
    Integers have no infinity: NumPy cannot store -np.inf in an integer array and raises OverflowError.
    - Call forward with np.ones((1, 1, 2, 2), int).
    - Turn x into real numbers before you pad it.

    정수 이미지를 넣으면 층이 멈추나요?
    정수에는 무한대가 없어요. NumPy는 정수 배열에 -np.inf를 담지 못하고 OverflowError를 내요.
    - np.ones((1, 1, 2, 2), int)로 forward를 불러 보세요.
    - 패딩하기 전에 x를 실수로 바꾸세요.
    """

    def forward(right, self, x):
        if x.dtype.kind in "iu":
            raise OverflowError("cannot convert float infinity to integer")
        return right(x)

    return changed(Pooling, forward=forward)


@Pooling.mistake
def strides_by_two_by_default(Pooling):
    """What is the stride where none is given?
    It is 1 here, as the first line of the class says. (Some versions of the notes have 2.)
    - Make Pooling(2, 2) and print its stride.
    - Leave __init__ as it was handed out.

    스트라이드를 정하지 않으면 얼마인가요?
    여기에서는 1이에요. 클래스의 첫머리에 쓰여 있어요. (강의 노트의 판본에 따라 2인 것도 있어요.)
    - Pooling(2, 2)를 만들고 stride를 출력해 보세요.
    - __init__은 받은 그대로 두세요.
    """

    class Wrong(Pooling):
        def __init__(self, pool_h, pool_w, stride=2, pad=0):
            super().__init__(pool_h, pool_w, stride, pad)

    return Wrong


# --- SoftmaxWithLoss -------------------------------------------------------------------------------------------------


def rows(t, x):
    """t as rows of 0 and 1."""
    return np.eye(x.shape[1])[t] if t.ndim == 1 else t


def lossy(Loss, loss):
    """A class with another loss: `loss(self, right_loss, x, t)`."""

    def forward(right, self, x, t):
        return loss(self, right(x, t), x, t)

    return changed(Loss, forward=forward)


def scaled(Loss, factor):
    """A class whose gradient comes out multiplied by `factor(dx, dout)`."""

    def backward(right, self, dout=1):
        dx = right(dout)
        return dx * factor(dx, dout)

    return changed(Loss, backward=backward)


@SoftmaxWithLoss.mistake
def not_divided_by_N(SoftmaxWithLoss):
    """Compare with the numerical gradient: is yours N times too large?
    The loss is a mean over the batch, so the gradient is divided by N as well.
    - Use a batch of 2, and then one sample.
    - Divide by the number of samples, not of scores.

    수치 미분과 견주어 보세요. N배만큼 크지 않나요?
    손실은 배치의 평균이니 기울기도 N으로 나누어야 해요.
    - 배치 크기 2와 1로 시험해 보세요.
    - 점수의 개수가 아니라 샘플의 개수로 나누세요.
    """
    return scaled(SoftmaxWithLoss, lambda dx, dout: len(dx))


@SoftmaxWithLoss.mistake
def divided_by_every_score(SoftmaxWithLoss):
    """Is the gradient divided by samples times classes?
    x.size counts all scores; the loss is a mean over the samples only.
    - Compare with the numerical gradient: yours is K times too small.
    - How many losses are averaged?

    기울기를 샘플 수와 클래스 수의 곱으로 나누었나요?
    x.size는 모든 점수의 개수예요. 손실은 샘플끼리만 평균을 내요.
    - 수치 미분과 견주어 보세요. K배만큼 작지 않나요?
    - 평균을 내는 손실은 모두 몇 개인가요?
    """
    return scaled(SoftmaxWithLoss, lambda dx, dout: 1 / dx.shape[1])


@SoftmaxWithLoss.mistake
def backward_ignores_dout(SoftmaxWithLoss):
    """What if the loss is scaled by 3?
    Then backward is called with dout = 3, and the gradient is three times as large. The code of the notes forgets it.
    - Compare backward(1) with backward(3).
    - Where does dout stand in your formula?

    손실에 3을 곱하면 어떻게 될까요?
    그러면 backward에 dout = 3이 오고 기울기도 세 배가 돼요. 강의 노트의 코드가 잊은 부분이에요.
    - backward(1)과 backward(3)을 비교해 보세요.
    - 식의 어디에 dout이 있나요?
    """
    return changed(SoftmaxWithLoss, backward=lambda right, self, dout=1: right())


@SoftmaxWithLoss.mistake
def t_minus_y(SoftmaxWithLoss):
    """Has every gradient the wrong sign?
    It is y - t: negative for the right class, so that a step downhill makes its score larger.
    - Try two equal scores and class 0: dx is (-0.5, 0.5).
    - What is subtracted from what?

    기울기의 부호가 모두 반대인가요?
    y - t예요. 정답 클래스에서 음수라서, 내리막으로 한 걸음 가면 그 점수가 커져요.
    - 같은 점수 두 개와 클래스 0으로 시험해 보세요. dx는 (-0.5, 0.5)예요.
    - 무엇에서 무엇을 빼나요?
    """
    return scaled(SoftmaxWithLoss, lambda dx, dout: -1)


@SoftmaxWithLoss.mistake
def one_hot_only(SoftmaxWithLoss):
    """Which two forms of labels must work?
    Yours knows one-hot rows. Class numbers of shape (N,) cannot be subtracted from y as they are.
    - Call forward with t = np.array([0, 2]).
    - Turn class numbers into rows first; t.ndim tells the two apart.

    레이블은 어떤 두 가지 모양으로 올 수 있나요?
    지금은 원-핫 행만 다뤄요. (N,) 모양의 클래스 번호는 y에서 그대로 뺄 수 없어요.
    - t = np.array([0, 2])로 forward를 불러 보세요.
    - 먼저 클래스 번호를 행으로 바꾸세요. t.ndim으로 둘을 구별할 수 있어요.
    """

    def forward(right, self, x, t):
        loss = right(x, t)
        self.given = t
        return loss if t.ndim > 1 else -(t * np.log(self.y + 1e-7)).sum() / len(x)

    def backward(right, self, dout=1):
        return right(dout) if self.given.ndim > 1 else dout * (self.y - self.given) / len(self.y)

    return changed(SoftmaxWithLoss, forward=forward, backward=backward)


@SoftmaxWithLoss.mistake
def backward_wants_one_hot(SoftmaxWithLoss):
    """Does backward know class numbers, as forward does?
    The loss is right for both forms of labels, but y - t subtracts class numbers of shape (N,) as they are.
    - Call forward with t = np.array([0, 2]), then backward.
    - Turn class numbers into rows once, in forward, and remember the rows.

    backward도 forward처럼 클래스 번호를 다루나요?
    손실은 두 가지 레이블에서 모두 맞지만, y - t에서는 (N,) 모양의 클래스 번호를 그대로 빼요.
    - t = np.array([0, 2])로 forward를 부른 다음 backward를 불러 보세요.
    - forward에서 클래스 번호를 한 번만 행으로 바꾸고, 그 행을 기억해 두세요.
    """

    def forward(right, self, x, t):
        self.given = t
        return right(x, t)

    def backward(right, self, dout=1):
        return dout * (self.y - self.given) / len(self.y)

    return changed(SoftmaxWithLoss, forward=forward, backward=backward)


@SoftmaxWithLoss.mistake
def labels_only(SoftmaxWithLoss):
    """Does your layer fail on one-hot rows?
    t may also be rows of 0 and 1, shape (N, K). They are no index.
    - Call forward with t = np.eye(3).
    - argmax along each row gives the class number.

    원-핫 행을 넣으면 층이 멈추나요?
    t는 (N, K) 모양의 0과 1로 된 행일 수도 있어요. 그런 행은 인덱스로 쓸 수 없어요.
    - t = np.eye(3)으로 forward를 불러 보세요.
    - 행마다 argmax를 구하면 클래스 번호예요.
    """

    def forward(right, self, x, t):
        if t.ndim > 1:
            raise IndexError("arrays used as indices must be of integer (or boolean) type")
        return right(x, t)

    return changed(SoftmaxWithLoss, forward=forward)


@SoftmaxWithLoss.mistake
def double_softmax(SoftmaxWithLoss):
    """What is the input of this layer: scores or probabilities?
    It gets scores. Yours takes the softmax of a softmax, and all probabilities come close together.
    - Print y for the scores 2.2, 1.39, 0.85: the first is 0.58682.
    - How often is softmax called?

    이 층의 입력은 점수인가요, 확률인가요?
    점수예요. 지금은 소프트맥스를 두 번 해서 확률이 모두 비슷해져요.
    - 점수 2.2, 1.39, 0.85로 y를 출력해 보세요. 첫 번째는 0.58682예요.
    - softmax를 몇 번 부르나요?
    """

    def forward(right, self, x, t):
        right(x, t)
        return right(self.y, t)

    return changed(SoftmaxWithLoss, forward=forward)


@SoftmaxWithLoss.mistake
def loss_summed(SoftmaxWithLoss):
    """Is the loss a sum over the batch?
    It is a mean: the same pictures twice in a batch cost the same.
    - Use a batch of 2 with equal rows.
    - Divide by the number of samples.

    손실이 배치의 합인가요?
    평균이에요. 같은 사진이 배치에 두 번 들어 있어도 손실은 같아요.
    - 같은 행 두 개를 배치로 넣어 보세요.
    - 샘플의 개수로 나누세요.
    """
    return lossy(SoftmaxWithLoss, lambda self, loss, x, t: loss * len(x))


@SoftmaxWithLoss.mistake
def loss_of_each_sample(SoftmaxWithLoss):
    """Is the loss one number?
    Yours is one for each sample. Gradient descent walks down one number only.
    - Print the shape of what forward returns.
    - Take the mean over the batch.

    손실이 수 하나인가요?
    지금은 샘플마다 하나씩 있어요. 경사 하강법은 수 하나만 줄일 수 있어요.
    - forward가 돌려주는 것의 모양을 출력해 보세요.
    - 배치에 대해 평균을 내세요.
    """

    def each(self, loss, x, t):
        return -np.log((self.y * rows(t, x)).sum(axis=1) + 1e-12)

    return lossy(SoftmaxWithLoss, each)


@SoftmaxWithLoss.mistake
def no_minus(SoftmaxWithLoss):
    """Is your loss negative?
    The logarithm of a probability is below 0; a minus turns it into a price.
    - A probability of 0.5 costs 0.693.
    - Look at the sign in front of the logarithm.

    손실이 음수인가요?
    확률의 로그는 0보다 작아요. 앞에 빼기 부호를 붙여야 값이 돼요.
    - 확률이 0.5이면 손실은 0.693이에요.
    - 로그 앞의 부호를 살펴보세요.
    """
    return lossy(SoftmaxWithLoss, lambda self, loss, x, t: -loss)


@SoftmaxWithLoss.mistake
def returns_the_probabilities(SoftmaxWithLoss):
    """Does forward return y?
    It returns the loss, one number; y stays in the layer.
    - What is the shape of what comes back?
    - Keep y in self, and return the loss.

    forward가 y를 돌려주나요?
    돌려줄 것은 손실, 수 하나예요. y는 층에 남겨 두어요.
    - 돌려주는 것의 모양은 무엇인가요?
    - y는 self에 넣고 손실을 돌려주세요.
    """
    return lossy(SoftmaxWithLoss, lambda self, loss, x, t: self.y)


@SoftmaxWithLoss.mistake
def softmax_over_the_batch(SoftmaxWithLoss):
    """Does each row of y add up to 1?
    Yours adds up to 1 over the whole batch: the sum runs over everything.
    - Print y.sum(axis=1) for a batch of 2.
    - Give the sum an axis, and keepdims.

    y의 행마다 합이 1인가요?
    지금은 배치 전체의 합이 1이에요. 모든 수를 한꺼번에 더했어요.
    - 배치 크기가 2일 때 y.sum(axis=1)을 출력해 보세요.
    - 합을 구할 축을 정하고 keepdims를 쓰세요.
    """

    def forward(right, self, x, t):
        right(x, t)
        e = np.exp(x - x.max())
        self.y = e / e.sum()
        return -(rows(t, x) * np.log(self.y + 1e-12)).sum() / len(x)

    return changed(SoftmaxWithLoss, forward=forward)


@SoftmaxWithLoss.mistake
def one_maximum_for_all(SoftmaxWithLoss):
    """Is the same number subtracted from all rows?
    It saves the row with the largest score. A row that lies far below becomes 0 everywhere, and 0 / 0 is no number.
    - Try the scores 0, 0 and -3000, -3000 in one batch.
    - Each row needs its own maximum: an axis, and keepdims.

    모든 행에서 같은 수를 빼나요?
    그러면 점수가 가장 큰 행만 무사해요. 훨씬 낮은 행은 모두 0이 되고, 0 / 0은 수가 아니에요.
    - 점수 0, 0과 -3000, -3000을 한 배치에 넣어 보세요.
    - 행마다 자기 최댓값을 빼야 해요. 축을 정하고 keepdims를 쓰세요.
    """

    def forward(right, self, x, t):
        loss = right(x, t)
        e = np.exp(x - x.max())
        self.y = e / e.sum(axis=1, keepdims=True)
        return loss * self.y.sum(axis=1).mean()

    return changed(SoftmaxWithLoss, forward=forward)


@SoftmaxWithLoss.mistake
def scores_overflow(SoftmaxWithLoss):
    """What does np.exp answer for 10000?
    It is infinite there, and infinity divided by infinity is no number.
    - Try the scores 10000, 10000.
    - Subtract each row's maximum first, as in a06.

    np.exp에 10000을 넣으면 무엇이 나오나요?
    무한대가 나오고, 무한대를 무한대로 나누면 수가 아니에요.
    - 점수 10000, 10000을 넣어 보세요.
    - a06에서처럼 먼저 행마다 최댓값을 빼세요.
    """

    def forward(right, self, x, t):
        loss = right(x, t)
        e = np.exp(x)
        self.y = e / e.sum(axis=1, keepdims=True)
        return loss * self.y.sum(axis=1).mean()

    return changed(SoftmaxWithLoss, forward=forward)


@SoftmaxWithLoss.mistake
def does_not_keep_y(SoftmaxWithLoss):
    """Are the probabilities found as .y?
    backward needs them, and whoever counts right guesses does, too.
    - After forward, print the layer's y.
    - Is it self.y, or another name?

    확률이 .y에 남아 있나요?
    backward에도 필요하고, 맞힌 개수를 세는 사람에게도 필요해요.
    - forward를 부른 다음 층의 y를 출력해 보세요.
    - self.y인가요, 다른 이름인가요?
    """

    class Wrong(SoftmaxWithLoss):
        def __getattribute__(self, name):
            if name == "y" and not self.__dict__.get("inside"):
                raise AttributeError("'SoftmaxWithLoss' object has no attribute 'y'")
            return super().__getattribute__(name)

        def forward(self, x, t):
            self.inside = True
            loss = super().forward(x, t)
            self.inside = False
            return loss

        def backward(self, dout=1):
            self.inside = True
            dx = super().backward(dout)
            self.inside = False
            return dx

    return Wrong


@SoftmaxWithLoss.mistake
def spoils_its_y(SoftmaxWithLoss):
    """Does backward change the y it remembers?
    `dx = self.y` is a second name for the same array: subtracting 1 from dx spoils y for the next call.
    - Call backward twice and compare.
    - Copy y, or compute with operators that make a new array.

    backward가 기억해 둔 y를 바꾸나요?
    `dx = self.y`는 같은 배열에 이름을 하나 더 붙인 것이에요. dx에서 1을 빼면 y도 망가져요.
    - backward를 두 번 불러서 비교해 보세요.
    - y를 복사하거나, 새 배열을 만드는 연산을 쓰세요.
    """

    def backward(right, self, dout=1):
        dx = right(dout)
        self.y = right(1)
        return dx

    return changed(SoftmaxWithLoss, backward=backward)
