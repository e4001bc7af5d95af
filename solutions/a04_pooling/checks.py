"""How a04_pooling is graded, and the mistakes we can name.

Windows are 2x2 and lie side by side (stride 2) unless an aspect is about something else, so that each difficulty
costs its own points only.
"""

import numpy as np
from course.inputs import arrays, halved, shifts, windowed, windows_by_default, windows_too_large
from course.pictures import three
from hypothesis import strategies as st

from autograder.rubric import Aspect, Check

NOT_NEGATIVE = {"kinds": ("counting", "ramp", "one_hot", "ones")}  # a maximum that starts from 0 is right on these
ALL_NEGATIVE = {"kinds": ("negative",)}
SMALL = {"kinds": ("ramp", "mixed", "negative")}  # numbers up to 10, so that float32 is good to 1e-6
ONE_WINDOW = {"out": (1, 1)}  # so that a wrong stride costs nothing here
INTEGERS = {"dtypes": (np.int64,)}
EVERYTHING = {
    "batch": (2, 3),
    "channels": (2, 3),
    "size": (2, 4),
    "pad": (0, 2),
    "stride": (1, 3),
    "square": False,
    "square_window": False,
    "dtypes": (np.float64, np.float32),
}


def other_strides(**like):
    """Windows that overlap and windows with gaps between them."""
    return windowed(size=(3, 4), stride=(2, 2), out=(2, 3), **like) | windowed(
        size=(1, 2), stride=(3, 3), out=(2, 3), **like
    )


def padded(**like):
    """Windows with one, two, four or nine real pixels; never an output that equals its input."""
    return (
        windowed(size=(2, 2), pad=(1, 1), out=(3, 3), **like)
        | windowed(size=(3, 3), pad=(1, 1), out=(2, 2), **like)
        | windowed(size=(3, 3), pad=(2, 2), out=(3, 3), **like)
    )


def not_square(**like):
    """Wide or high images of square tiles, and single windows that are not square: there no stride can matter."""
    return windowed(square=False, out=(1, 4), **like) | windowed(
        square=False, square_window=False, size=(1, 4), out=(1, 1), stride=(1, 2), **like
    )


max_pool = Check(
    atol=0,  # a maximum is copied, never computed
    aspects=[
        Aspect("values", 6, windowed(**NOT_NEGATIVE), ko="값", cases=10),
        Aspect("negative numbers", 3, windowed(size=(2, 3), **ONE_WINDOW, **ALL_NEGATIVE), ko="음수", cases=5),
        Aspect("channels", 4, windowed(channels=(2, 4), **ONE_WINDOW, **NOT_NEGATIVE), ko="채널", cases=6),
        Aspect("batch", 3, windowed(batch=(2, 4), **ONE_WINDOW, **NOT_NEGATIVE), ko="배치", cases=5),
        Aspect("window sizes", 4, windowed(size=(1, 4), **NOT_NEGATIVE), ko="창 크기", cases=7),
        Aspect("overlap", 3, windowed(size=(2, 3), stride=(1, 1), out=(2, 4), **NOT_NEGATIVE), ko="겹치는 창", cases=6),
        Aspect("stride", 4, other_strides(**NOT_NEGATIVE), ko="스트라이드", cases=8),
        Aspect("pad", 3, padded(**NOT_NEGATIVE), ko="패딩", cases=6),
        Aspect("padding never wins", 3, padded(**ALL_NEGATIVE), ko="음수와 패딩", cases=6),
        Aspect("non-square", 4, not_square(**NOT_NEGATIVE), ko="정사각형이 아닐 때", cases=9),
        Aspect("non-dividing", 3, windowed(left_over=True, **NOT_NEGATIVE), ko="나누어떨어지지 않을 때", cases=6),
        Aspect("integer input", 2, windowed(pad=(0, 1), **INTEGERS, **NOT_NEGATIVE), ko="정수 입력", cases=4),
        Aspect("together", 4, windowed(**EVERYTHING).map(halved), ko="한꺼번에", cases=8, layout="F"),
        Aspect(
            "default arguments", 1, windows_by_default(size=(2, 3), out=(2, 3)), ko="기본값", cases=4, after="values"
        ),
        Aspect(
            "input unchanged",
            1,
            windowed(pad=(0, 1), out=(2, 3)),
            ko="입력 보존",
            cases=3,
            judge="unchanged",
            after="values",
            layout="strided",
        ),
        Aspect("errors", 2, windows_too_large(), ko="오류 처리", cases=8, after="values"),
    ],
)

max_pool.sized("(H + 2 * pad - pool_h) // stride + 1", axis=2, plain={"pad": 0, "stride": 1}, H=("x", 2))
max_pool.sized("(W + 2 * pad - pool_w) // stride + 1", axis=3, plain={"pad": 0, "stride": 1}, W=("x", 3))


@max_pool.picture(ko="2x2 창의 최댓값")
def maximum_of_2x2_windows():
    return three(), 2, 2, 2, 0


@max_pool.picture(ko="패딩을 두고 겹치는 3x3 창의 최댓값")
def maximum_of_3x3_windows_that_overlap():
    return three() - 9, 3, 3, 1, 1


avg_pool = Check(
    atol=1e-8,
    aspects=[
        Aspect("values", 5, windowed(), ko="값", cases=8),
        Aspect("channels", 2, windowed(channels=(2, 4), **ONE_WINDOW), ko="채널", cases=5),
        Aspect("batch", 2, windowed(batch=(2, 4), **ONE_WINDOW), ko="배치", cases=5),
        Aspect("window sizes", 3, windowed(size=(1, 4)), ko="창 크기", cases=7),
        Aspect("overlap", 2, windowed(stride=(1, 1), out=(2, 4)), ko="겹치는 창", cases=5),
        Aspect("stride", 2, other_strides(), ko="스트라이드", cases=7),
        Aspect("pad", 4, padded(), ko="패딩", cases=8),
        Aspect("non-square", 3, not_square(), ko="정사각형이 아닐 때", cases=9),
        Aspect("non-dividing", 2, windowed(left_over=True), ko="나누어떨어지지 않을 때", cases=5),
        Aspect("integer input", 2, windowed(**ONE_WINDOW, **INTEGERS), ko="정수 입력", cases=5),
        # float32 input: arithmetic in float32 is right, too
        Aspect(
            "together",
            3,
            windowed(**EVERYTHING, **SMALL).map(halved),
            ko="한꺼번에",
            cases=8,
            layout="F",
            atol=1e-5,
        ),
        Aspect("default arguments", 1, windows_by_default(out=(2, 3)), ko="기본값", cases=4, after="values"),
        Aspect(
            "input unchanged",
            1,
            windowed(pad=(0, 1), out=(2, 3)),
            ko="입력 보존",
            cases=3,
            judge="unchanged",
            after="values",
            layout="strided",
        ),
        Aspect("errors", 1, windows_too_large(), ko="오류 처리", cases=8, after="values"),
    ],
)

avg_pool.sized("(H + 2 * pad - pool_h) // stride + 1", axis=2, plain={"pad": 0, "stride": 1}, H=("x", 2))
avg_pool.sized("(W + 2 * pad - pool_w) // stride + 1", axis=3, plain={"pad": 0, "stride": 1}, W=("x", 3))


@avg_pool.picture(ko="2x2 창의 평균")
def average_of_2x2_windows():
    return three(), 2, 2, 2, 0


@avg_pool.picture(ko="패딩을 두고 겹치는 3x3 창의 평균")
def average_of_3x3_windows_that_overlap():
    return three(), 3, 3, 1, 1


def cut(x, pool_h, pool_w, stride, pad, fill):
    """Every window of the images and their padding, shape (N, C, OH, OW, pool_h, pool_w)."""
    framed = np.pad(x.astype(float), ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=fill)
    windows = np.lib.stride_tricks.sliding_window_view(framed, (pool_h, pool_w), axis=(2, 3))
    return windows[:, :, ::stride, ::stride]


def clipped(pool, x, pool_h, pool_w, stride, pad, out_h, out_w):
    """Pool out_h x out_w windows, cut off at the image's edges, as slices past the end of an array are."""
    out = np.zeros((*x.shape[:2], out_h, out_w))
    for i in range(out_h):
        for j in range(out_w):
            top, left = i * stride - pad, j * stride - pad
            window = x[:, :, max(top, 0) : top + pool_h, max(left, 0) : left + pool_w]
            out[:, :, i, j] = pool(window, *window.shape[2:])[:, :, 0, 0]
    return out


@avg_pool.mistake
@max_pool.mistake
def stride_equals_pool(pool, x, pool_h, pool_w, stride=1, pad=0):
    """Do your windows move by their own size, whatever `stride` is?
    Tiles that touch are only the special case stride = pool size. AlexNet pools 3x3 windows every 2 pixels.
    - Try a 3x3 window with stride 1 on a 4x4 image: how many windows are there?
    - Look at the numbers you multiply i and j by.
    - The window is pool_h high, but the next one starts `stride` rows further down.

    stride 값과 상관없이 창이 창 크기만큼 움직이나요?
    창이 겹치지 않고 맞닿는 것은 stride가 창 크기와 같은 특별한 경우예요. AlexNet은 3x3 창을 2픽셀씩 옮겨요.
    - 4x4 이미지에 3x3 창을 스트라이드 1로 대 보세요. 창은 몇 개인가요?
    - i와 j에 무엇을 곱하는지 살펴보세요.
    - 창의 높이는 pool_h지만, 다음 창은 stride 행만큼 아래에서 시작해요.
    """
    return pool(x, pool_h, pool_w, 1, pad)[:, :, ::pool_h, ::pool_w]


@avg_pool.mistake
@max_pool.mistake
def stride_ignored_in_window(pool, x, pool_h, pool_w, stride=1, pad=0):
    """Does window (i, j) start at pixel (i, j) instead of (i * stride, j * stride)?
    The output has the right size, but its windows lie too close together, as if the stride were 1.
    - With stride 2, at which row does window 1 start?
    - Look at the slice that cuts a window out of x.
    - The start of the slice needs the stride; its length stays pool_h and pool_w.

    (i, j)번 창이 (i * stride, j * stride)가 아니라 (i, j) 픽셀에서 시작하나요?
    출력 크기는 맞지만, 스트라이드가 1인 것처럼 창이 너무 촘촘하게 놓였어요.
    - 스트라이드가 2라면 1번 창은 몇 번째 행에서 시작할까요?
    - x에서 창을 잘라 내는 슬라이스를 살펴보세요.
    - 슬라이스의 시작에는 stride를 곱해야 하고, 길이는 그대로 pool_h, pool_w예요.
    """
    out_h, out_w = pool(x, pool_h, pool_w, stride, pad).shape[2:]
    return pool(x, pool_h, pool_w, 1, pad)[:, :, :out_h, :out_w]


@avg_pool.mistake
@max_pool.mistake
def ceil_output_size(pool, x, pool_h, pool_w, stride=1, pad=0):
    """Do you also pool a window that hangs over the edge?
    Where the sizes do not divide, the last rows and columns that fill no whole window are dropped.
    - Pool a 5x5 image with a 2x2 window and stride 2: is there a full window left for column 4?
    - Do you round the output size up anywhere?
    - OH is the number of windows that fit completely: round down, then add 1.

    가장자리 밖으로 삐져나가는 창까지 풀링하나요?
    나누어떨어지지 않을 때, 온전한 창을 채우지 못하는 마지막 행과 열은 버려요.
    - 5x5 이미지를 2x2 창, 스트라이드 2로 풀링해 보세요. 4번 열에 온전한 창이 들어가나요?
    - 출력 크기를 올림하는 곳이 있는지 살펴보세요.
    - OH는 완전히 들어가는 창의 수예요. 나눗셈을 내림한 다음 1을 더해요.
    """
    pool(x, pool_h, pool_w, stride, pad)  # raises where no window fits
    height, width = x.shape[2] + 2 * pad, x.shape[3] + 2 * pad
    out_h, out_w = -(-(height - pool_h) // stride) + 1, -(-(width - pool_w) // stride) + 1
    return clipped(pool, x, pool_h, pool_w, stride, pad, out_h, out_w)


@avg_pool.mistake
@max_pool.mistake
def even_only_plus_one(pool, x, pool_h, pool_w, stride=1, pad=0):
    """Is the last window missing when the window size is odd?
    The "+ 1" in the output size counts the first window. It belongs there for every window size.
    - Count the windows by hand for size 7, pool 3, stride 2.
    - What does your formula give for size 3, pool 3?
    - Steps between windows: (H + 2 pad - pool_h) // stride. Windows: one more than steps, always.

    창 크기가 홀수일 때 마지막 창이 빠지나요?
    출력 크기 공식의 "+ 1"은 첫 번째 창을 세는 값이라 창 크기와 상관없이 늘 필요해요.
    - 크기 7, 창 3, 스트라이드 2일 때 창의 수를 손으로 세어 보세요.
    - 크기 3, 창 3이면 여러분의 공식은 얼마를 내놓나요?
    - (H + 2 pad - pool_h) // stride는 창을 옮긴 횟수예요. 창의 수는 언제나 그보다 하나 많아요.
    """
    out = pool(x, pool_h, pool_w, stride, pad)
    return out[:, :, : out.shape[2] - pool_h % 2, : out.shape[3] - pool_w % 2]


@avg_pool.mistake
@max_pool.mistake
def swaps_pool_h_and_pool_w(pool, x, pool_h, pool_w, stride=1, pad=0):
    """Is a window of 2 rows and 3 columns lying on its side?
    `pool_h` counts rows and belongs to axis 2; `pool_w` counts columns and belongs to axis 3.
    - Pool a 2x3 image with pool_h=2, pool_w=3: one window, one number.
    - Look at every place where pool_h meets j or W.

    행 2개, 열 3개인 창이 옆으로 누워 있지 않나요?
    pool_h는 행의 수로 2번 축에, pool_w는 열의 수로 3번 축에 쓰여요.
    - 2x3 이미지를 pool_h=2, pool_w=3으로 풀링해 보세요. 창 하나, 숫자 하나가 나와야 해요.
    - pool_h가 j나 W와 함께 쓰인 곳이 있는지 살펴보세요.
    """
    return pool(x, pool_w, pool_h, stride, pad)


@avg_pool.mistake
@max_pool.mistake
def swaps_out_h_and_out_w(pool, x, pool_h, pool_w, stride=1, pad=0):
    """Are the height and the width of the output exchanged?
    Square images hide this; a wide image shows it.
    - Pool a 2x6 image with a 2x2 window and stride 2: the output is 1 high and 3 wide.
    - From which axis of x.shape do you compute OH, and from which OW?
    - Check the order in the shape of `out` and in your two loops.

    출력의 높이와 너비가 서로 바뀌지 않았나요?
    정사각형 이미지에서는 드러나지 않지만, 옆으로 긴 이미지에서는 바로 보여요.
    - 2x6 이미지를 2x2 창, 스트라이드 2로 풀링하면 출력은 높이 1, 너비 3이에요.
    - OH와 OW를 각각 x.shape의 어느 축으로 계산하나요?
    - out의 모양과 두 반복문에서 순서를 확인해 보세요.
    """
    out_h, out_w = pool(x, pool_h, pool_w, stride, pad).shape[2:]
    return clipped(pool, x, pool_h, pool_w, stride, pad, out_w, out_h)


@avg_pool.mistake
@max_pool.mistake
def assumes_square_image(pool, x, pool_h, pool_w, stride=1, pad=0):
    """Do you use the height for both axes?
    Images and windows need not be square: OH comes from H and pool_h, OW from W and pool_w.
    - Try an image of 2 rows and 6 columns.
    - Do you compute two output sizes or only one?

    높이를 두 축에 모두 쓰고 있나요?
    이미지와 창은 정사각형이 아닐 수 있어요. OH는 H와 pool_h로, OW는 W와 pool_w로 구해요.
    - 2행 6열 이미지로 시험해 보세요.
    - 출력 크기를 두 개 계산하나요, 하나만 계산하나요?
    """
    out_h = pool(x, pool_h, pool_w, stride, pad).shape[2]
    return clipped(pool, x, pool_h, pool_w, stride, pad, out_h, out_h)


@avg_pool.mistake
@max_pool.mistake
def assumes_square_window(pool, x, pool_h, pool_w, stride=1, pad=0):
    """Does your function stop for a window that is not square?
    Windows need not be square: a window is pool_h high and pool_w wide.
    - Use a window of 2 rows and 3 columns.
    - Look for an assert, and at where the window ends, below and to the right.

    정사각형이 아닌 창에서 멈추나요?
    창은 정사각형이 아닐 수 있어요. 창의 높이는 pool_h, 너비는 pool_w예요.
    - 2행 3열인 창을 써 보세요.
    - assert가 있는지, 창이 아래쪽과 오른쪽에서 어디까지인지 살펴보세요.
    """
    if pool_h != pool_w:
        raise ValueError("the window is not square")
    return pool(x, pool_h, pool_w, stride, pad)


@avg_pool.mistake
@max_pool.mistake
def rejects_non_integer(pool, x, pool_h, pool_w, stride=1, pad=0):
    """Does your function stop when the stride does not divide?
    The size is rounded down, as in every framework; pixels that no window reaches are left out.
    - Call it with a 5x5 image, a 2x2 window and stride 2: the output is 2x2.
    - Look for an assert or a raise about the remainder.

    나누어떨어지지 않으면 멈추나요?
    다른 프레임워크와 마찬가지로 크기를 내림해요. 창이 닿지 않는 픽셀은 쓰지 않아요.
    - 5x5 이미지, 2x2 창, 스트라이드 2로 불러 보세요. 출력은 2x2예요.
    - 나머지를 확인하는 assert나 raise를 찾아보세요.
    """
    if any((side + 2 * pad - size) % stride for side, size in zip(x.shape[2:], (pool_h, pool_w), strict=True)):
        raise ValueError("the stride does not divide")
    return pool(x, pool_h, pool_w, stride, pad)


@avg_pool.mistake
@max_pool.mistake
def ignores_pad(pool, x, pool_h, pool_w, stride=1, pad=0):
    """Is `pad` used anywhere?
    The output is as if no padding had been asked for.
    - For a 3x3 image, a 2x2 window, stride 1 and pad 1, the output is 4x4.
    - Pad first, then cut the windows out of the padded image.

    pad를 어디에서든 쓰고 있나요?
    패딩을 하지 않은 것과 똑같은 출력이 나왔어요.
    - 3x3 이미지, 2x2 창, 스트라이드 1, 패딩 1이면 출력은 4x4예요.
    - 먼저 패딩을 하고, 패딩한 이미지에서 창을 잘라 내세요.
    """
    return pool(x, pool_h, pool_w, stride, 0)


@avg_pool.mistake
@max_pool.mistake
def output_size_ignores_pad(pool, x, pool_h, pool_w, stride=1, pad=0):
    """Is the output too small once there is padding?
    The image is padded, but the number of windows is counted on the image without its padding.
    - How high is the image after padding?
    - In the output size, H must be replaced by H + 2 pad.

    패딩이 있으면 출력이 너무 작게 나오나요?
    이미지는 패딩했지만, 창의 수는 패딩하기 전 크기로 세고 있어요.
    - 패딩한 뒤 이미지의 높이는 얼마인가요?
    - 출력 크기 공식에서 H 자리에는 H + 2 pad가 들어가야 해요.
    """
    out_h, out_w = (x.shape[2] - pool_h) // stride + 1, (x.shape[3] - pool_w) // stride + 1
    return pool(x, pool_h, pool_w, stride, pad)[:, :, : max(out_h, 0), : max(out_w, 0)]


@avg_pool.mistake
@max_pool.mistake
def too_large_a_window_gives_nothing(pool, x, pool_h, pool_w, stride=1, pad=0):
    """What should happen when the window is larger than the padded image?
    An empty array would surprise somebody many layers later; a ValueError says at once what is wrong.
    - Compare pool_h with H + 2 pad, and pool_w with W + 2 pad, before anything else.
    - Use `raise ValueError(...)` with a sentence that names both sizes.

    창이 패딩한 이미지보다 크면 어떻게 해야 할까요?
    빈 배열을 내놓으면 몇 층 뒤에서야 문제가 드러나요. ValueError는 무엇이 잘못됐는지 바로 알려 줘요.
    - 가장 먼저 pool_h를 H + 2 pad와, pool_w를 W + 2 pad와 비교해 보세요.
    - 두 크기를 알려 주는 문장과 함께 raise ValueError(...)를 쓰세요.
    """
    sizes = [(side + 2 * pad - size) // stride + 1 for side, size in zip(x.shape[2:], (pool_h, pool_w), strict=True)]
    return pool(x, pool_h, pool_w, stride, pad) if min(sizes) > 0 else np.zeros((*x.shape[:2], *sizes))


@max_pool.mistake
def reshape_forgets_pad(pool, x, pool_h, pool_w, stride=1, pad=0):
    """Does reshape complain as soon as there is padding?
    This is the bug of the notes: im2col makes the windows of the padded image, but OH and OW are computed without it.
    - How many windows does a 4x4 image have with a 2x2 window, stride 2 and pad 1?
    - In the output size, H must be replaced by H + 2 pad.

    패딩이 있으면 reshape에서 오류가 나나요?
    강의 노트에 있던 바로 그 버그예요. im2col은 패딩한 이미지의 창을 만드는데, OH와 OW는 패딩 없이 계산해요.
    - 4x4 이미지, 2x2 창, 스트라이드 2, 패딩 1이면 창은 몇 개인가요?
    - 출력 크기 공식에서 H 자리에는 H + 2 pad가 들어가야 해요.
    """
    out = pool(x, pool_h, pool_w, stride, pad)
    out_h, out_w = (int(1 + (side - size) / stride) for side, size in zip(x.shape[2:], (pool_h, pool_w), strict=True))
    return out.transpose(0, 2, 3, 1).reshape(len(x), out_h, out_w, x.shape[1]).transpose(0, 3, 1, 2)


@avg_pool.mistake
@max_pool.mistake
def writes_into_x(pool, x, pool_h, pool_w, stride=1, pad=0):
    """Is x different after the call?
    Whoever called your function still needs the image: the backward pass, for one.
    - Compare x before and after with np.array_equal.
    - Write the results into a new array, not into x or a slice of it.

    함수를 부른 뒤에 x가 달라져 있나요?
    함수를 부른 쪽은 이미지를 계속 써야 해요. 역전파가 그 예예요.
    - 부르기 전과 후의 x를 np.array_equal로 비교해 보세요.
    - 결과는 x나 x의 슬라이스가 아니라 새 배열에 쓰세요.
    """
    out = pool(x, pool_h, pool_w, stride, pad)
    x[:, :, : out.shape[2], : out.shape[3]] = out[:, :, : x.shape[2], : x.shape[3]]
    return out


@max_pool.mistake
def starts_from_zero(max_pool, x, pool_h, pool_w, stride=1, pad=0):
    """Does your maximum start from 0?
    In a window of negative numbers the 0 you start from wins, although it is no pixel.
    - Pool a window that holds only negative numbers.
    - Which starting value can never win a maximum?
    - np.max over the window needs no starting value at all.

    최댓값을 0에서 시작해 찾고 있나요?
    음수만 있는 창에서는 픽셀도 아닌 시작값 0이 이겨 버려요.
    - 음수만 있는 창을 풀링해 보세요.
    - 최댓값에서 절대 이길 수 없는 시작값은 무엇일까요?
    - 창 전체에 np.max를 쓰면 시작값이 아예 필요 없어요.
    """
    return np.maximum(max_pool(x, pool_h, pool_w, stride, pad), 0)


@max_pool.mistake
def zero_padding(max_pool, x, pool_h, pool_w, stride=1, pad=0):
    """Do you pad with zeros?
    At the border of a negative image the padding then wins the maximum, and an edge appears that is not there.
    - Pool an image of -1 everywhere with pad 1: what should the corner be?
    - What padding value can never win a maximum?
    - np.pad takes constant_values.

    0으로 패딩하고 있나요?
    음수로 된 이미지의 가장자리에서는 패딩이 최댓값이 되어, 없던 윤곽이 생겨요.
    - 모든 값이 -1인 이미지를 패딩 1로 풀링해 보세요. 모서리 값은 얼마여야 할까요?
    - 최댓값에서 절대 이길 수 없는 패딩 값은 무엇일까요?
    - np.pad에는 constant_values라는 인수가 있어요.
    """
    return max_pool(np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad))), pool_h, pool_w, stride, 0)


@max_pool.mistake
def infinity_in_an_integer_array(max_pool, x, pool_h, pool_w, stride=1, pad=0):
    """Does your function fail on images of integers?
    Integers have no infinity: NumPy cannot store -np.inf in an integer array and raises OverflowError.
    - Call it with np.ones((1, 1, 2, 2), int).
    - Turn an integer image into floats before you pad it.

    정수 이미지에서 함수가 멈추나요?
    정수에는 무한대가 없어요. NumPy는 정수 배열에 -np.inf를 담지 못하고 OverflowError를 내요.
    - np.ones((1, 1, 2, 2), int)를 넣어 보세요.
    - 패딩하기 전에 정수 이미지를 실수로 바꾸세요.
    """
    if x.dtype.kind in "iu":
        raise OverflowError("cannot convert float infinity to integer")
    return max_pool(x, pool_h, pool_w, stride, pad)


@max_pool.mistake
def max_over_channels(max_pool, x, pool_h, pool_w, stride=1, pad=0):
    """Do all channels come out the same?
    Pooling works on every channel by itself: C channels go in, C channels come out.
    - Pool two channels, one of zeros and one of nines.
    - Over which axes does your np.max run?
    - A window has shape (N, C, pool_h, pool_w), and only the last two axes may disappear.

    모든 채널이 똑같은 값으로 나오나요?
    풀링은 채널마다 따로 해요. 채널 C개가 들어가면 C개가 나와요.
    - 하나는 0, 하나는 9로 채운 두 채널을 풀링해 보세요.
    - np.max를 어느 축에 대해 구하고 있나요?
    - 창의 모양은 (N, C, pool_h, pool_w)이고, 마지막 두 축만 사라져야 해요.
    """
    out = max_pool(x, pool_h, pool_w, stride, pad)
    return np.broadcast_to(out.max(axis=1, keepdims=True), out.shape)


@max_pool.mistake
def max_over_everything(max_pool, x, pool_h, pool_w, stride=1, pad=0):
    """Do all images and all channels share one maximum?
    `window.max()` without an axis takes the maximum over the batch and the channels, too.
    - Pool a batch of two images, one of zeros and one of nines.
    - Which axes of a window (N, C, pool_h, pool_w) may disappear?

    모든 이미지와 채널이 최댓값 하나를 함께 쓰나요?
    축을 정하지 않은 window.max()는 배치와 채널까지 합쳐서 최댓값을 구해요.
    - 하나는 0, 하나는 9로 채운 이미지 두 장을 한 배치로 풀링해 보세요.
    - 모양이 (N, C, pool_h, pool_w)인 창에서 사라져도 되는 축은 무엇인가요?
    """
    out = max_pool(x, pool_h, pool_w, stride, pad)
    return np.broadcast_to(out.max(axis=(0, 1), keepdims=True), out.shape)


@max_pool.mistake
def average_instead(max_pool, x, pool_h, pool_w, stride=1, pad=0):
    """Is this the average of the window?
    Max pooling keeps the strongest response and forgets the others.
    - Pool the window 1, 2, 3, 4: 4 should come out, not 2.5.
    - Look at the function you apply to each window.

    창의 평균을 구하고 있나요?
    최대 풀링은 가장 강한 반응만 남기고 나머지는 버려요.
    - 1, 2, 3, 4가 든 창에서는 2.5가 아니라 4가 나와야 해요.
    - 창마다 어떤 함수를 쓰는지 살펴보세요.
    """
    max_pool(x, pool_h, pool_w, stride, pad)  # raises where no window fits
    return cut(x, pool_h, pool_w, stride, pad, -np.inf).mean(axis=(4, 5))


@max_pool.mistake
def min_instead_of_max(max_pool, x, pool_h, pool_w, stride=1, pad=0):
    """Is this the smallest number of the window?
    Max pooling keeps the strongest response of each window; the smallest number says where there was least.
    - Pool the window 1, 2, 3, 4: 4 should come out.
    - Look for np.min, or for a comparison that points the wrong way.

    창에서 가장 작은 값을 고르고 있나요?
    최대 풀링은 창마다 가장 강한 반응을 남겨요. 가장 작은 값은 반응이 가장 약한 곳을 알려 줄 뿐이에요.
    - 1, 2, 3, 4가 든 창에서는 4가 나와야 해요.
    - np.min을 썼거나 부등호 방향이 거꾸로인 곳을 찾아보세요.
    """
    max_pool(x, pool_h, pool_w, stride, pad)  # raises where no window fits
    return cut(x, pool_h, pool_w, stride, pad, -np.inf).min(axis=(4, 5))


@max_pool.mistake
def largest_magnitude(max_pool, x, pool_h, pool_w, stride=1, pad=0):
    """Did you take absolute values before the maximum?
    -7 is smaller than 2, however far it lies from 0.
    - Pool the window -7, 2, 0, 1: 2 should come out.
    - Look for abs in your code.

    최댓값을 찾기 전에 절댓값을 취했나요?
    0에서 아무리 멀어도 -7은 2보다 작아요.
    - -7, 2, 0, 1이 든 창에서는 2가 나와야 해요.
    - 코드에 abs가 있는지 찾아보세요.
    """
    return max_pool(np.abs(x), pool_h, pool_w, stride, pad)


@avg_pool.mistake
def counts_padding(avg_pool, x, pool_h, pool_w, stride=1, pad=0):
    """Does the padding count as pixels?
    Divided by pool_h * pool_w, border cells come out too small: their windows hold fewer real pixels.
    - Average an image of ones with pad 1: every cell should be 1, the corner, too.
    - How many real pixels are in the corner window?
    - The sum over a padded image of ones tells how many pixels are real.

    패딩까지 픽셀로 세고 있나요?
    늘 pool_h * pool_w로 나누면 가장자리 값이 작아져요. 그 창에는 진짜 픽셀이 더 적게 들어 있어요.
    - 1로 채운 이미지를 패딩 1로 평균 풀링해 보세요. 모서리까지 모두 1이어야 해요.
    - 모서리 창에는 진짜 픽셀이 몇 개 있나요?
    - 1로 채운 이미지를 똑같이 패딩해서 더하면 진짜 픽셀의 수를 알 수 있어요.
    """
    return avg_pool(np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad))), pool_h, pool_w, stride, 0)


@avg_pool.mistake
def sum_instead_of_average(avg_pool, x, pool_h, pool_w, stride=1, pad=0):
    """Is the division missing?
    The sum of a window grows with the window; the average does not.
    - Pool a constant image: the same constant should come out.
    - Divide by the number of real pixels in the window.

    나누는 것을 빠뜨렸나요?
    합은 창이 커지면 함께 커지지만, 평균은 그렇지 않아요.
    - 값이 모두 같은 이미지를 풀링해 보세요. 같은 값이 그대로 나와야 해요.
    - 창 안에 있는 진짜 픽셀의 수로 나누세요.
    """
    avg_pool(x, pool_h, pool_w, stride, pad)  # raises where no window fits
    return cut(x, pool_h, pool_w, stride, pad, 0).sum(axis=(4, 5))


@avg_pool.mistake
def max_instead(avg_pool, x, pool_h, pool_w, stride=1, pad=0):
    """Is this still the maximum?
    Average pooling lets every pixel of the window have a say.
    - Compare both poolings on the window 1, 2, 3, 4.
    - Did you copy max_pool and leave its .max behind?

    아직도 최댓값을 구하고 있나요?
    평균 풀링은 창 안의 모든 픽셀을 똑같이 반영해요.
    - 1, 2, 3, 4가 든 창에서 두 풀링을 비교해 보세요.
    - max_pool을 복사하고 .max를 그대로 두지 않았나요?
    """
    avg_pool(x, pool_h, pool_w, stride, pad)  # raises where no window fits
    return cut(x, pool_h, pool_w, stride, pad, -np.inf).max(axis=(4, 5))


@avg_pool.mistake
def divides_by_pool_h_squared(avg_pool, x, pool_h, pool_w, stride=1, pad=0):
    """Do you divide by the height of the window twice?
    A window of 2 rows and 3 columns holds 6 numbers, neither 4 nor 9.
    - Average an image of ones with a 1x3 window.
    - Count the numbers of a window that is not square.

    창의 높이로 두 번 나누고 있나요?
    2행 3열인 창에는 숫자가 6개 들어 있어요. 4개도 9개도 아니에요.
    - 1로 채운 이미지를 1x3 창으로 평균 풀링해 보세요.
    - 정사각형이 아닌 창에 숫자가 몇 개 있는지 세어 보세요.
    """
    return avg_pool(x, pool_h, pool_w, stride, pad) * pool_w / pool_h


@avg_pool.mistake
def whole_numbers_only(avg_pool, x, pool_h, pool_w, stride=1, pad=0):
    """Where did the fraction go?
    The average of integers is seldom an integer; // or an integer output array cuts the fraction off.
    - Average the window 1, 2, 2, 2 as integers: 1.75.
    - Is there a // in your code, or an output array with the dtype of x?

    소수 부분이 사라지지 않았나요?
    정수의 평균은 대개 정수가 아니에요. //나 정수형 출력 배열은 소수 부분을 잘라 버려요.
    - 정수 1, 2, 2, 2가 든 창의 평균은 1.75예요.
    - 코드에 //가 있거나, 출력 배열의 dtype이 x와 같지 않은가요?
    """
    out = avg_pool(x, pool_h, pool_w, stride, pad)
    return np.trunc(out) if x.dtype.kind in "iu" else out


@avg_pool.mistake
def average_over_channels(avg_pool, x, pool_h, pool_w, stride=1, pad=0):
    """Do all channels come out the same?
    Pooling works on every channel by itself: C channels go in, C channels come out.
    - Pool two channels, one of zeros and one of nines.
    - Over which axes does your mean or sum run?

    모든 채널이 똑같은 값으로 나오나요?
    풀링은 채널마다 따로 해요. 채널 C개가 들어가면 C개가 나와요.
    - 하나는 0, 하나는 9로 채운 두 채널을 풀링해 보세요.
    - 평균이나 합을 어느 축에 대해 구하고 있나요?
    """
    out = avg_pool(x, pool_h, pool_w, stride, pad)
    return np.broadcast_to(out.mean(axis=1, keepdims=True), out.shape)


@avg_pool.mistake
def average_over_everything(avg_pool, x, pool_h, pool_w, stride=1, pad=0):
    """Do all images and all channels share one average?
    `window.mean()` without an axis averages over the batch and the channels, too.
    - Pool a batch of two images, one of zeros and one of nines.
    - Which axes of a window (N, C, pool_h, pool_w) may disappear?

    모든 이미지와 채널이 평균 하나를 함께 쓰나요?
    축을 정하지 않은 window.mean()은 배치와 채널까지 합쳐서 평균을 구해요.
    - 하나는 0, 하나는 9로 채운 이미지 두 장을 한 배치로 풀링해 보세요.
    - 모양이 (N, C, pool_h, pool_w)인 창에서 사라져도 되는 축은 무엇인가요?
    """
    out = avg_pool(x, pool_h, pool_w, stride, pad)
    return np.broadcast_to(out.mean(axis=(0, 1), keepdims=True), out.shape)


FEATURE_MAPS = (st.integers(1, 3), st.integers(2, 4))  # N and C: a batch of one as well, channels always several

global_avg_pool = Check(
    atol=1e-8,
    aspects=[
        Aspect("values", 4, st.tuples(arrays((1, FEATURE_MAPS[1], 2, 2))), ko="값", cases=8),
        Aspect("batch", 2, st.tuples(arrays((st.integers(2, 4), FEATURE_MAPS[1], 2, 2))), ko="배치", cases=6),
        Aspect(
            "non-square",
            2,
            st.tuples(arrays((*FEATURE_MAPS, st.integers(1, 2), st.integers(3, 4)))),
            ko="정사각형이 아닐 때",
            cases=6,
            layout="F",
        ),
        Aspect(
            "integer input", 1, st.tuples(arrays((*FEATURE_MAPS, 2, 2), dtypes=(np.int64,))), ko="정수 입력", cases=4
        ),
    ],
)


@global_avg_pool.mistake
def keeps_spatial(global_avg_pool, x):
    """Are two axes of length 1 left over?
    The result has shape (N, C, 1, 1), but the next layer wants a table of (N, C).
    - How many numbers remain for each channel?
    - Did you pass keepdims=True, or pool with avg_pool and stop there?

    길이가 1인 축 두 개가 남았나요?
    결과의 모양이 (N, C, 1, 1)이에요. 다음 층은 (N, C) 모양의 표를 기다려요.
    - 채널마다 숫자가 몇 개 남아야 하나요?
    - keepdims=True를 썼거나, avg_pool의 결과를 그대로 돌려주지 않았나요?
    """
    return global_avg_pool(x)[:, :, None, None]


@global_avg_pool.mistake
def over_batch(global_avg_pool, x):
    """Do two images still give two rows?
    The average ran over the batch as well, so that the images are mixed.
    - Call it with a batch of two images, one of zeros and one of nines.
    - "Global" means the whole map, axes 2 and 3, and not the whole batch.

    이미지 두 장을 넣으면 결과도 두 행인가요?
    배치까지 함께 평균을 내서 서로 다른 이미지가 섞였어요.
    - 하나는 0, 하나는 9로 채운 이미지 두 장을 넣어 보세요.
    - "전역"은 특징맵 전체(2번과 3번 축)를 뜻해요. 배치 전체가 아니에요.
    """
    return global_avg_pool(x).mean(axis=0)


@global_avg_pool.mistake
def over_channels(global_avg_pool, x):
    """Are the channels gone?
    The average runs over axis 1. That mixes what the filters have found and keeps the places.
    - What should come out for a channel of zeros and a channel of nines?
    - Which axes are "global"? Number them: N is 0, C is 1.

    채널이 사라졌나요?
    1번 축을 따라 평균을 내고 있어요. 그러면 필터들이 찾은 것은 섞이고 위치만 남아요.
    - 0으로 채운 채널과 9로 채운 채널을 넣으면 무엇이 나와야 할까요?
    - "전역"은 어느 축일까요? N이 0번, C가 1번이에요.
    """
    return x.mean(axis=1)


@global_avg_pool.mistake
def channels_last(global_avg_pool, x):
    """Do you expect the channels on the last axis?
    Keras stores images as (N, H, W, C); this course stores them as (N, C, H, W).
    - Print x.shape and write the name of each axis below it.
    - Average over H and W, wherever they are.

    채널이 마지막 축에 있다고 생각했나요?
    Keras는 이미지를 (N, H, W, C)로 두지만 이 과정에서는 (N, C, H, W)로 둬요.
    - x.shape를 출력하고 축마다 이름을 적어 보세요.
    - H와 W가 있는 축에 대해 평균을 내세요.
    """
    return x.mean(axis=(1, 2))


@global_avg_pool.mistake
def over_everything(global_avg_pool, x):
    """Does a single number come out?
    One number for each image and each channel should remain.
    - x.mean() without an axis averages everything.
    - The result has shape (N, C).

    숫자 하나만 나오나요?
    이미지마다, 채널마다 숫자가 하나씩 남아야 해요.
    - 축을 정하지 않은 x.mean()은 모든 값을 한꺼번에 평균해요.
    - 결과의 모양은 (N, C)예요.
    """
    return x.mean()


@global_avg_pool.mistake
def flatten(global_avg_pool, x):
    """Are all pixels still there?
    Flattening keeps every number, and the layer after it would then fit one image size only.
    - What should happen when the image is larger?
    - One number for each channel must remain, however large the map is.

    픽셀이 모두 그대로 남아 있나요?
    펼치기만 하면 숫자가 줄지 않고, 다음 층은 한 가지 이미지 크기에만 맞게 돼요.
    - 이미지가 더 커지면 어떻게 되어야 할까요?
    - 특징맵이 아무리 커도 채널마다 숫자 하나만 남아야 해요.
    """
    return x.reshape(len(x), -1)


@global_avg_pool.mistake
def global_max(global_avg_pool, x):
    """Is this the largest number of each map?
    Here the average is asked for: it says how much of the map responds, not how strongly one cell does.
    - Try the map 1, 2, 3, 4: 2.5 should come out.
    - Look for max in your code.

    특징맵마다 가장 큰 값을 고르고 있나요?
    여기서 구하는 것은 평균이에요. 한 칸이 아니라 특징맵 전체가 얼마나 반응했는지를 나타내요.
    - 1, 2, 3, 4가 든 특징맵을 넣어 보세요. 2.5가 나와야 해요.
    - 코드에 max가 있는지 찾아보세요.
    """
    return x.max(axis=(2, 3))


@global_avg_pool.mistake
def total_of_each_map(global_avg_pool, x):
    """Is the division missing?
    A sum grows with the image; an average does not.
    - Try a constant map: the same constant should come out.
    - Divide by the number of cells, H times W.

    나누는 것을 빠뜨렸나요?
    합은 이미지가 커지면 함께 커지지만, 평균은 그렇지 않아요.
    - 값이 모두 같은 특징맵을 넣어 보세요. 같은 값이 나와야 해요.
    - 칸의 수, 곧 H 곱하기 W로 나누세요.
    """
    return x.sum(axis=(2, 3))


@global_avg_pool.mistake
def divides_by_height_squared(global_avg_pool, x):
    """Do you divide by the height twice?
    A map of H rows and W columns has H * W cells, and it need not be square.
    - Try a map of ones that is 1 high and 3 wide.
    - Read H and W from x.shape apart, or let NumPy count the cells.

    높이로 두 번 나누고 있나요?
    H행 W열인 특징맵의 칸은 H * W개이고, 정사각형이 아닐 수도 있어요.
    - 높이 1, 너비 3이고 값이 모두 1인 특징맵을 넣어 보세요.
    - H와 W를 x.shape에서 따로 읽거나, 칸을 세는 일을 NumPy에 맡기세요.
    """
    return x.sum(axis=(2, 3)) / x.shape[2] ** 2


@global_avg_pool.mistake
def cuts_off_the_fraction(global_avg_pool, x):
    """Where did the fraction go?
    The average of integers is seldom an integer.
    - Average the integers 1, 2, 2, 2: 1.75.
    - Is there a // in your code, or an output array of integers?

    소수 부분이 사라지지 않았나요?
    정수의 평균은 대개 정수가 아니에요.
    - 정수 1, 2, 2, 2의 평균은 1.75예요.
    - 코드에 //나 정수형 출력 배열이 있는지 살펴보세요.
    """
    out = global_avg_pool(x)
    return np.trunc(out) if x.dtype.kind in "iu" else out


shift_response = Check(
    atol=1e-8,
    aspects=[
        Aspect("values", 6, shifts(pool=(2, 3), out=(2, 3)), ko="값", cases=14),
        Aspect("no shift", 1, shifts(dx=(0, 0), pool=(1, 2)), ko="이동 없음", cases=3, after="values"),
        Aspect("non-square", 2, shifts(pool=(1, 2), square=False, out=(1, 4)), ko="정사각형이 아닐 때", cases=6),
        Aspect("non-dividing", 2, shifts(pool=(2, 3), left_over=True), ko="나누어떨어지지 않을 때", cases=6),
        Aspect("integer input", 1, shifts(pool=(2, 2), dtypes=(np.int64,)), ko="정수 입력", cases=4),
        Aspect(
            "input unchanged",
            1,
            shifts(dx=(1, 1)),
            ko="입력 보존",
            cases=3,
            judge="unchanged",
            after="values",
            layout="strided",
        ),
    ],
)


def pooled(image, pool):
    """The maxima of the tiles that fit."""
    return cut(image[None, None], pool, pool, pool, 0, 0).max(axis=(4, 5))[0, 0]


def moved(image, dx):
    """The image dx pixels further to the right."""
    return np.pad(image, ((0, 0), (dx, 0)))[:, : image.shape[1]]


@shift_response.mistake
def rolls_around(shift_response, image, dx, pool):
    """Do the pixels that leave on the right come back on the left?
    np.roll moves in a circle; a camera that turns sees something new at the edge, and here that is 0.
    - Shift [1, 2, 3] by one: [0, 1, 2].
    - After np.roll, which columns must be set to 0?

    오른쪽으로 나간 픽셀이 왼쪽으로 다시 들어오나요?
    np.roll은 빙 돌아서 옮겨요. 카메라를 돌리면 가장자리에는 새로운 것이 보이고, 여기서는 그 값이 0이에요.
    - [1, 2, 3]을 한 칸 옮기면 [0, 1, 2]예요.
    - np.roll을 쓴 다음 어느 열을 0으로 만들어야 할까요?
    """
    return np.abs(pooled(np.roll(image, dx, axis=1), pool) - pooled(image, pool)).mean()


@shift_response.mistake
def shifts_left(shift_response, image, dx, pool):
    """Does the image move to the left?
    To the right means that the pixel of column j is found in column j + dx.
    - Shift [1, 2, 3] by one: [0, 1, 2], not [2, 3, 0].
    - Which side of your assignment needs [:, dx:]?

    이미지가 왼쪽으로 움직이나요?
    오른쪽으로 옮기면 j번 열의 픽셀이 j + dx번 열로 가요.
    - [1, 2, 3]을 한 칸 옮기면 [2, 3, 0]이 아니라 [0, 1, 2]예요.
    - 대입문의 어느 쪽에 [:, dx:]가 있어야 할까요?
    """
    return np.abs(pooled(moved(image[:, ::-1], dx)[:, ::-1], pool) - pooled(image, pool)).mean()


@shift_response.mistake
def shifts_down(shift_response, image, dx, pool):
    """Does the image move down instead of to the right?
    `dx` moves along the columns, and that is axis 1 of an image (H, W).
    - Shift an image that has a single 1 and print it.
    - Check the axis you slice or roll along.

    이미지가 오른쪽이 아니라 아래로 움직이나요?
    dx는 열 방향, 곧 (H, W) 이미지의 1번 축을 따라 옮기는 거리예요.
    - 한 칸만 1인 이미지를 옮겨서 출력해 보세요.
    - 어느 축을 따라 자르거나 옮기는지 확인해 보세요.
    """
    return shift_response(image.T, min(dx, len(image)), pool)


@shift_response.mistake
def edge_repeats(shift_response, image, dx, pool):
    """Does the left column repeat itself?
    What comes in on the left is 0, not a copy of the edge.
    - Shift [5, 2, 3] by one: [0, 5, 2].
    - Start from an image of zeros and copy the shifted pixels into it.

    왼쪽 열이 되풀이되나요?
    왼쪽에서 새로 들어오는 값은 가장자리의 복사본이 아니라 0이에요.
    - [5, 2, 3]을 한 칸 옮기면 [0, 5, 2]예요.
    - 0으로 채운 이미지를 만들고, 옮긴 픽셀을 그 안에 복사하세요.
    """
    shifted = np.pad(image, ((0, 0), (dx, 0)), mode="edge")[:, : image.shape[1]]
    return np.abs(pooled(shifted, pool) - pooled(image, pool)).mean()


@shift_response.mistake
def minus_zero_slice(shift_response, image, dx, pool):
    """What is image[:, :-0]?
    It is empty, because -0 is 0. A slice that ends at -dx breaks as soon as dx is 0.
    - Call your function with dx = 0: nothing moves, so 0.0 should come out.
    - Write the end of the slice without a minus sign: how many columns remain?

    image[:, :-0]은 무엇일까요?
    -0은 0이라서 빈 배열이 돼요. -dx에서 끝나는 슬라이스는 dx가 0이면 바로 탈이 나요.
    - dx = 0으로 불러 보세요. 아무것도 움직이지 않으니 0.0이 나와야 해요.
    - 빼기 부호 없이 슬라이스의 끝을 적어 보세요. 남는 열은 몇 개인가요?
    """
    if dx == 0:
        raise ValueError("could not broadcast input array")
    return shift_response(image, dx, pool)


@shift_response.mistake
def forgets_the_absolute_value(shift_response, image, dx, pool):
    """Can your answer be negative?
    Without the absolute value, a cell that rises and a cell that falls cancel each other.
    - Move one bright pixel from one tile to the next: something changed, yet your answer is 0.
    - Take the absolute value of every cell before the mean.

    답이 음수가 되기도 하나요?
    절댓값을 취하지 않으면 커진 칸과 작아진 칸이 서로 상쇄돼요.
    - 밝은 픽셀 하나를 옆 창으로 옮겨 보세요. 분명 달라졌는데 답은 0이에요.
    - 평균을 내기 전에 칸마다 절댓값을 취하세요.
    """
    return (pooled(moved(image, dx), pool) - pooled(image, pool)).mean()


@shift_response.mistake
def absolute_value_after_the_mean(shift_response, image, dx, pool):
    """Is the absolute value taken too late?
    In the mean of signed differences, a rise and a fall have already cancelled each other.
    - Move one bright pixel from one tile to the next.
    - First abs, then mean.

    절댓값을 너무 늦게 취하지 않았나요?
    부호가 있는 차이를 먼저 평균하면 커진 칸과 작아진 칸이 이미 상쇄돼 버려요.
    - 밝은 픽셀 하나를 옆 창으로 옮겨 보세요.
    - 절댓값이 먼저, 평균이 나중이에요.
    """
    return abs((pooled(moved(image, dx), pool) - pooled(image, pool)).mean())


@shift_response.mistake
def sum_of_differences(shift_response, image, dx, pool):
    """Did you add the differences instead of averaging them?
    A sum would call large maps more restless than small ones.
    - How many cells does the pooled map have?
    - Use the mean over all its cells.

    차이를 평균하지 않고 더했나요?
    합으로 재면 큰 특징맵이 작은 것보다 더 많이 흔들린 것처럼 보여요.
    - 풀링한 맵은 모두 몇 칸인가요?
    - 모든 칸에 대한 평균을 구하세요.
    """
    return np.abs(pooled(moved(image, dx), pool) - pooled(image, pool)).sum()


@shift_response.mistake
def squared_differences(shift_response, image, dx, pool):
    """Did you square the differences?
    The absolute difference is asked for, in the units of the pixels.
    - A map that changes by 3 everywhere has the response 3, not 9.
    - Look for ** 2 or np.square, and ask for the size of the difference instead.

    차이를 제곱했나요?
    여기서 구하는 것은 픽셀과 단위가 같은 절대 차이예요.
    - 모든 칸이 3씩 달라졌다면 답은 9가 아니라 3이에요.
    - ** 2나 np.square가 있는 곳을 찾아, 차이의 크기를 구하도록 바꿔 보세요.
    """
    return np.square(pooled(moved(image, dx), pool) - pooled(image, pool)).mean()


@shift_response.mistake
def windows_overlap(shift_response, image, dx, pool):
    """Is the stride of the pooling 1?
    The windows should be tiles: the next one starts where the last one ends.
    - Which stride does max_pool use when you do not say so?
    - Pass the size of the window as the stride, too.

    풀링의 스트라이드가 1인가요?
    창은 타일처럼 맞닿아야 해요. 앞 창이 끝나는 곳에서 다음 창이 시작해요.
    - max_pool에 스트라이드를 적지 않으면 얼마가 쓰이나요?
    - 창의 크기를 스트라이드로도 넘겨주세요.
    """
    return np.abs(
        cut(moved(image, dx)[None, None], pool, pool, 1, 0, 0).max(axis=(4, 5))
        - cut(image[None, None], pool, pool, 1, 0, 0).max(axis=(4, 5))
    ).mean()


@shift_response.mistake
def compares_the_images(shift_response, image, dx, pool):
    """Did you forget to pool?
    This is how much the image changes. The question is how much of that is left after pooling.
    - Which two arrays do you subtract?
    - Pool both images first, then compare.

    풀링을 빠뜨렸나요?
    이 값은 이미지가 달라진 정도예요. 알고 싶은 것은 풀링한 뒤에 그 변화가 얼마나 남는가예요.
    - 어떤 두 배열을 빼고 있나요?
    - 두 이미지를 먼저 풀링하고 나서 비교하세요.
    """
    return shift_response(image, dx, 1)


@shift_response.mistake
def shifts_the_pooled_map(shift_response, image, dx, pool):
    """Do you pool first and shift afterwards?
    Then the map moves by dx whole cells. In a network it is the image that moves.
    - How many pixels of the image lie under one cell of the pooled map?
    - The order is: shift the image, pool both, compare.

    풀링을 먼저 하고 나서 옮기고 있나요?
    그러면 풀링한 맵이 통째로 dx칸 움직여요. 실제 신경망에서 움직이는 것은 이미지예요.
    - 풀링한 맵의 한 칸은 이미지에서 몇 픽셀인가요?
    - 이미지를 옮기고, 두 이미지를 풀링하고, 비교하는 순서예요.
    """
    before = pooled(image, pool)
    return np.abs(moved(before, min(dx, before.shape[1])) - before).mean()


@shift_response.mistake
def averages_the_tiles(shift_response, image, dx, pool):
    """Did you use average pooling?
    Here the maximum of each tile is asked for.
    - Which of your two poolings do you call?
    - A tile with 0, 0, 0, 8 counts as 8 here, not as 2.

    평균 풀링을 썼나요?
    여기서는 창마다 최댓값을 구해요.
    - 두 풀링 함수 가운데 어느 것을 부르고 있나요?
    - 여기서 0, 0, 0, 8이 든 창의 값은 2가 아니라 8이에요.
    """
    before, after = (
        cut(one[None, None], pool, pool, pool, 0, 0).mean(axis=(4, 5)) for one in (image, moved(image, dx))
    )
    return np.abs(after - before).mean()


@shift_response.mistake
def shifts_the_callers_image(shift_response, image, dx, pool):
    """Is the image different after the call?
    Whoever called your function still needs the image as it was.
    - Compare it before and after with np.array_equal.
    - Copy before you write: image.copy() or np.zeros_like(image).

    함수를 부른 뒤에 이미지가 달라져 있나요?
    함수를 부른 쪽에는 원래 이미지가 그대로 필요해요.
    - 부르기 전과 후의 이미지를 np.array_equal로 비교해 보세요.
    - 값을 쓰기 전에 image.copy()나 np.zeros_like(image)로 새 배열을 만드세요.
    """
    response = shift_response(image, dx, pool)
    image[:] = moved(image, dx)
    return response
