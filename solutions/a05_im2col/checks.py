"""How a05_im2col is graded, and the mistakes we can name.

Most images here depend on i + j only ("diagonals"): an order of rows or columns that is turned round then costs the
points of the order, and not those of the stride or the batch as well.
"""

import numpy as np
from course.inputs import (
    columns,
    columns_by_default,
    convolutions,
    filters_too_large,
    halved,
    only_the_first,
    windowed,
    windows_by_default,
    windows_too_large,
)
from course.pictures import BLUR, HORIZONTAL_EDGES, OUTLINE, VERTICAL_EDGES, filtered, three

from autograder.rubric import Aspect, Check, Speed

ORDER_HIDDEN = {"kinds": ("diagonals",)}
SLIDING = {"size": (2, 3), "stride": (1, 1), "out": (2, 3)}
STEPS = {"size": (1, 3), "stride": (2, 3), "out": (2, 3)}
OBLONG = {"square": False, "square_window": False, "size": (1, 3), "stride": (1, 1), "out": (1, 4)}
EVERYTHING = {
    "batch": (2, 3),
    "channels": (2, 3),
    "size": (1, 3),
    "pad": (0, 2),
    "stride": (1, 3),
    "square": False,
    "square_window": False,
    "dtypes": (np.float64, np.float32, np.int64),
}
# Windows that fit only because of their padding, which is more than 3 and more than the stride.
MOSTLY_PADDING = {"size": (9, 9), "stride": (1, 1), "pad": (4, 4), "out": (2, 2)}

im2col = Check(
    atol=0,  # numbers are copied, never computed
    aspects=[
        Aspect("values", 6, windowed(**SLIDING, **ORDER_HIDDEN), ko="값", cases=10),
        Aspect("row order", 3, windowed(size=(1, 1), out=(2, 3)), ko="행의 순서", cases=5, after="values"),
        Aspect("column order", 3, windowed(size=(2, 3), out=(1, 1)), ko="열의 순서", cases=5, after="values"),
        Aspect("channels", 3, windowed(channels=(2, 4), **SLIDING, **ORDER_HIDDEN), ko="채널", cases=6),
        Aspect("batch", 3, windowed(batch=(2, 4), **SLIDING, **ORDER_HIDDEN), ko="배치", cases=6),
        Aspect("stride", 3, windowed(**STEPS, **ORDER_HIDDEN), ko="스트라이드", cases=8),
        Aspect("pad", 3, windowed(size=(2, 3), stride=(1, 2), pad=(1, 2)), ko="패딩", cases=8),
        Aspect("non-square", 2, windowed(**OBLONG), ko="정사각형이 아닐 때", cases=8),
        Aspect(
            "non-dividing", 2, windowed(left_over=True, **STEPS, **ORDER_HIDDEN), ko="나누어떨어지지 않을 때", cases=6
        ),
        Aspect("together", 2, windowed(**EVERYTHING) | windowed(**MOSTLY_PADDING), ko="한꺼번에", cases=12, layout="F"),
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
        Aspect("errors", 1, windows_too_large(), ko="오류 처리", cases=4, after="values"),
    ],
)

col2im = Check(
    atol=1e-8,
    aspects=[
        Aspect("values", 4, columns(out=(2, 3), size=(1, 3), **ORDER_HIDDEN), ko="값", cases=8),
        Aspect("overlap", 4, columns(**SLIDING, **ORDER_HIDDEN), ko="겹치는 창", cases=8),
        Aspect("order", 2, columns(out=(2, 3)), ko="순서", cases=6),
        Aspect("channels", 2, columns(channels=(2, 4), out=(2, 3), **ORDER_HIDDEN), ko="채널", cases=5),
        Aspect("batch", 2, columns(batch=(2, 4), out=(2, 3), **ORDER_HIDDEN), ko="배치", cases=5),
        Aspect("stride", 2, columns(size=(1, 2), stride=(3, 3), out=(2, 3), **ORDER_HIDDEN), ko="스트라이드", cases=6),
        Aspect("pad", 3, columns(pad=(1, 2), size=(2, 3), out=(2, 3), **ORDER_HIDDEN), ko="패딩", cases=8),
        Aspect("non-square", 2, columns(**OBLONG), ko="정사각형이 아닐 때", cases=8),
        Aspect("non-dividing", 2, columns(left_over=True, **ORDER_HIDDEN), ko="나누어떨어지지 않을 때", cases=6),
        Aspect(
            "together",
            2,
            columns(**(EVERYTHING | {"size": (2, 3), "pad": (1, 2)})) | columns(**MOSTLY_PADDING),
            ko="한꺼번에",
            cases=14,
            layout="F",
        ),
        Aspect("default arguments", 1, columns_by_default(out=(2, 3)), ko="기본값", cases=4, after="values"),
        Aspect(
            "input unchanged",
            1,
            columns(pad=(0, 1), out=(2, 3)),
            ko="입력 보존",
            cases=3,
            judge="unchanged",
            after="values",
            layout="strided",
        ),
    ],
)


def seven_loops(x, W, b, stride, pad):
    """The convolution as it is explained on paper: what the fast version is measured against."""
    N, C, height, width = x.shape
    FN, _, FH, FW = W.shape
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.zeros((N, FN, (height + 2 * pad - FH) // stride + 1, (width + 2 * pad - FW) // stride + 1))
    for n in range(N):
        for f in range(FN):
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    total = b[f]
                    for c in range(C):
                        for u in range(FH):
                            for v in range(FW):
                                total += padded[n, c, i * stride + u, j * stride + v] * W[f, c, u, v]
                    out[n, f, i, j] = total
    return out


def layer(n_images, n_filters):
    """Whole numbers, so that every order of adding gives the same sum."""
    random = np.random.default_rng(7)
    x = random.integers(-3, 4, (n_images, 3, 32, 32)).astype(float)
    W = random.integers(-3, 4, (n_filters, 3, 3, 3)).astype(float)
    return x, W, np.arange(n_filters, dtype=float), 1, 1


conv2d_im2col = Check(
    atol=1e-8,  # exact for most, but an FFT may round
    aspects=[
        Aspect("values", 2, convolutions(out=(2, 3), size=(2, 3)), ko="값", cases=8),
        Aspect("bias", 2, convolutions(filters=(2, 3), out=(2, 2), bias="only"), ko="편향", cases=5),
        Aspect("channels", 2, convolutions(channels=(2, 4), out=(2, 3)), ko="채널", cases=6),
        Aspect("filters", 2, convolutions(filters=(2, 4), out=(2, 3), symmetric=True), ko="필터 여러 장", cases=6),
        Aspect("batch", 2, convolutions(batch=(2, 4), out=(2, 3), symmetric=True), ko="배치", cases=6),
        Aspect("stride", 2, convolutions(stride=(2, 3), out=(2, 3), symmetric=True), ko="스트라이드", cases=6),
        Aspect("pad", 2, convolutions(pad=(1, 2), size=(2, 3), out=(2, 4), symmetric=True), ko="패딩", cases=6),
        Aspect(
            "non-square", 2, convolutions(square=False, out=(1, 4), symmetric=True), ko="정사각형이 아닐 때", cases=7
        ),
        Aspect(
            "non-dividing",
            1,
            convolutions(stride=(2, 3), left_over=True, out=(1, 2), symmetric=True),
            ko="나누어떨어지지 않을 때",
            cases=5,
        ),
        Aspect(
            "together",
            2,
            convolutions(
                batch=(2, 3),
                channels=(2, 3),
                filters=(2, 3),
                stride=(1, 2),
                pad=(0, 1),
                square=False,
                bias="some",
                dtypes=(np.float64, np.float32, np.int64),
            ),
            ko="한꺼번에",
            cases=8,
            layout="F",
            atol=1e-3,  # an FFT of float32 input
        ),
        Aspect(
            "default arguments",  # no bias, stride 1, no padding
            1,
            convolutions(out=(2, 3), size=(2, 2), symmetric=True).map(only_the_first(2)),
            ko="기본값",
            cases=4,
            after="values",
        ),
        Speed(
            "speed",
            6,
            ko="속도",
            example=lambda: layer(32, 16),
            baseline=seven_loops,
            baseline_example=lambda: layer(1, 4),
            share=32 * 16 / 4,  # images times filters: every loop but these two is the same
            at_least=20,  # measured: the lesson's answer is 250 times faster, three loops over images and windows 60
            after="values",
        ),
        Aspect(
            "input unchanged",
            1,
            convolutions(out=(2, 3), pad=(0, 1)),
            ko="입력 보존",
            cases=3,
            judge="unchanged",
            after="values",
            layout="strided",
        ),
        Aspect("errors", 1, filters_too_large(), ko="오류 처리", cases=4, after="values"),
    ],
)

conv2d_im2col.sized("(H + 2 * pad - FH) // stride + 1", axis=2, plain={"pad": 0, "stride": 1}, H=("x", 2), FH=("W", 2))
conv2d_im2col.sized("(W + 2 * pad - FW) // stride + 1", axis=3, plain={"pad": 0, "stride": 1}, W=("x", 3), FW=("W", 3))


@conv2d_im2col.picture(ko="세로 경계")
def vertical_edges():
    return filtered(VERTICAL_EDGES)


@conv2d_im2col.picture(ko="가로 경계")
def horizontal_edges():
    return filtered(HORIZONTAL_EDGES)


@conv2d_im2col.picture(ko="윤곽선")
def outline():
    return filtered(OUTLINE)


@conv2d_im2col.picture(ko="흐리게")
def blur():
    return filtered(BLUR)


@conv2d_im2col.picture(ko="스트라이드 2의 세로 경계")
def vertical_edges_with_stride_2():
    return filtered(VERTICAL_EDGES, stride=2)


ONE_WINDOW = {"out": (1, 1)}
PADDED = {"size": (3, 3), "pad": (1, 1), "out": (2, 2)}  # never an output that equals its input
NOT_NEGATIVE = {"kinds": ("counting", "ramp", "one_hot", "ones")}
ALL_NEGATIVE = {"kinds": ("negative",)}

max_pool_im2col = Check(
    atol=0,  # a maximum is copied, never computed
    aspects=[
        Aspect("values", 2, windowed(out=(2, 3), **NOT_NEGATIVE), ko="값", cases=8),
        Aspect("channels", 2, windowed(channels=(2, 4), **ONE_WINDOW, **NOT_NEGATIVE), ko="채널", cases=5),
        Aspect("windows and channels", 2, windowed(channels=(2, 3), **NOT_NEGATIVE), ko="창과 채널", cases=5),
        Aspect("batch", 1, windowed(batch=(2, 4), **NOT_NEGATIVE), ko="배치", cases=5),
        Aspect("stride", 1, windowed(size=(3, 3), stride=(1, 2), out=(2, 3), **NOT_NEGATIVE), ko="스트라이드", cases=6),
        Aspect("pad", 1, windowed(**PADDED, **NOT_NEGATIVE), ko="패딩", cases=5),
        Aspect("padding never wins", 1, windowed(**PADDED, **ALL_NEGATIVE), ko="음수와 패딩", cases=5),
        Aspect("non-square", 1, windowed(square=False, out=(1, 4), **NOT_NEGATIVE), ko="정사각형이 아닐 때", cases=6),
        Aspect("non-dividing", 1, windowed(left_over=True, **NOT_NEGATIVE), ko="나누어떨어지지 않을 때", cases=5),
        Aspect("integer input", 1, windowed(pad=(0, 1), dtypes=(np.int64,), **NOT_NEGATIVE), ko="정수 입력", cases=4),
        Aspect(
            "together",
            2,
            windowed(**(EVERYTHING | {"size": (2, 4), "dtypes": (np.float64, np.float32)})).map(halved),
            ko="한꺼번에",
            cases=8,
            layout="F",
        ),
        Aspect(
            "default arguments",
            1,
            windows_by_default(out=(2, 3), **NOT_NEGATIVE),
            ko="기본값",
            cases=4,
            after="values",
        ),
        Aspect("errors", 1, windows_too_large(), ko="오류 처리", cases=4, after="values"),
    ],
)

max_pool_im2col.sized("(H + 2 * pad - pool_h) // stride + 1", axis=2, plain={"pad": 0, "stride": 1}, H=("x", 2))
max_pool_im2col.sized("(W + 2 * pad - pool_w) // stride + 1", axis=3, plain={"pad": 0, "stride": 1}, W=("x", 3))


@max_pool_im2col.picture(ko="2x2 창의 최댓값")
def maximum_of_2x2_windows():
    return three(), 2, 2, 2, 0


@max_pool_im2col.picture(ko="패딩을 두고 겹치는 3x3 창의 최댓값")
def maximum_of_3x3_windows_that_overlap():
    return three() - 9, 3, 3, 1, 1


def out_size(x, filter_h, filter_w, stride, pad):
    """OH and OW."""
    return (x.shape[2] + 2 * pad - filter_h) // stride + 1, (x.shape[3] + 2 * pad - filter_w) // stride + 1


def taken_apart(im2col, x, filter_h, filter_w, stride, pad):
    """The right matrix with an axis for everything: (N, OH, OW, C, filter_h, filter_w)."""
    col = np.asarray(im2col(x, filter_h, filter_w, stride, pad))
    out_h, out_w = out_size(x, filter_h, filter_w, stride, pad)
    return col.reshape(len(x), out_h, out_w, x.shape[1], filter_h, filter_w)


def put_together(col, input_shape, filter_h, filter_w, stride, pad, axes):
    """Reorder a matrix as someone believes it to be, given by the axes' order, into the right one."""
    N, C, height, width = input_shape
    out_h, out_w = (height + 2 * pad - filter_h) // stride + 1, (width + 2 * pad - filter_w) // stride + 1
    sizes = (N, out_h, out_w, C, filter_h, filter_w)
    return col.reshape([sizes[axis] for axis in axes]).transpose(np.argsort(axes)).reshape(col.shape)


@im2col.mistake
def columns_before_rows(im2col, x, filter_h, filter_w, stride=1, pad=0):
    """Do your windows run down the image first?
    The numbers of each window are right, but the windows stand in the wrong order: the next window lies to the right.
    - Which window is row 1 of the matrix?
    - For each i, run through all j, and not the other way round.
    - Check that OH stands before OW when you reshape.

    창이 이미지를 아래쪽으로 먼저 훑고 있나요?
    창 안의 숫자는 맞지만 창의 순서가 달라요. 다음 창은 오른쪽에 있는 창이에요.
    - 행렬의 1번 행은 어느 창인가요?
    - i마다 모든 j를 돌아야 해요. 그 반대가 아니에요.
    - reshape할 때 OH가 OW보다 앞에 오는지 확인해 보세요.
    """
    apart = taken_apart(im2col, x, filter_h, filter_w, stride, pad)
    return apart.transpose(0, 2, 1, 3, 4, 5).reshape(-1, apart[0, 0, 0].size)


@im2col.mistake
def windows_before_images(im2col, x, filter_h, filter_w, stride=1, pad=0):
    """Is row 1 taken from the second image?
    All windows of the first image come first, then all windows of the second.
    - Use two images of different brightness and look at row 1.
    - N must be the slowest of the three axes that become rows: N, OH, OW.

    1번 행이 두 번째 이미지에서 왔나요?
    첫 번째 이미지의 창이 모두 나온 다음에 두 번째 이미지의 창이 나와야 해요.
    - 밝기가 다른 이미지 두 장을 넣고 1번 행을 살펴보세요.
    - 행이 되는 세 축 N, OH, OW 가운데 N이 가장 느리게 변해야 해요.
    """
    apart = taken_apart(im2col, x, filter_h, filter_w, stride, pad)
    return apart.transpose(1, 2, 0, 3, 4, 5).reshape(-1, apart[0, 0, 0].size)


@im2col.mistake
def channels_last_inside_row(im2col, x, filter_h, filter_w, stride=1, pad=0):
    """Do the channels alternate inside a row?
    A row holds the whole window of channel 0, then that of channel 1, as W.reshape(FN, -1) does for a filter.
    - Compare one row with W.reshape(FN, -1) for a filter that is itself cut out of the image.
    - C must be the slowest of the three axes that become columns: C, filter_h, filter_w.

    한 행 안에서 채널이 번갈아 나오나요?
    한 행에는 0번 채널의 창 전체, 그다음 1번 채널의 창 전체가 와요. 필터를 W.reshape(FN, -1)로 펼칠 때와 같은 순서예요.
    - 이미지에서 그대로 잘라 낸 필터를 W.reshape(FN, -1)로 펼쳐서 한 행과 비교해 보세요.
    - 열이 되는 세 축 C, filter_h, filter_w 가운데 C가 가장 느리게 변해야 해요.
    """
    apart = taken_apart(im2col, x, filter_h, filter_w, stride, pad)
    return apart.transpose(0, 1, 2, 4, 5, 3).reshape(-1, apart[0, 0, 0].size)


@im2col.mistake
def kernel_axes_swapped(im2col, x, filter_h, filter_w, stride=1, pad=0):
    """Do you read a window column by column?
    Inside a row the window is read like a page: left to right, then the next line.
    - Unfold the window 1 2 / 3 4: the row is 1 2 3 4, not 1 3 2 4.
    - Use a 2x3 filter and print one row.
    - filter_h stands before filter_w.

    창을 세로 방향으로 읽고 있나요?
    한 행 안에서 창은 책을 읽듯이 왼쪽에서 오른쪽으로, 그다음 줄로 읽어요.
    - 창 1 2 / 3 4를 펼치면 1 3 2 4가 아니라 1 2 3 4예요.
    - 2x3 필터로 한 행을 출력해 보세요.
    - filter_h가 filter_w보다 앞에 와야 해요.
    """
    apart = taken_apart(im2col, x, filter_h, filter_w, stride, pad)
    return apart.transpose(0, 1, 2, 3, 5, 4).reshape(-1, apart[0, 0, 0].size)


@im2col.mistake
def transposed(im2col, x, filter_h, filter_w, stride=1, pad=0):
    """Is every window a column?
    Some books put windows in columns. Here each row is a window, so that `col @ W.reshape(FN, -1).T` works.
    - What shape should come out for (1, 3, 7, 7) and a 5x5 filter?
    - (9, 75), not (75, 9).

    창 하나가 열 하나로 되어 있나요?
    창을 열로 놓는 책도 있어요. 여기서는 행 하나가 창 하나여야 col @ W.reshape(FN, -1).T를 계산할 수 있어요.
    - (1, 3, 7, 7) 이미지와 5x5 필터라면 어떤 모양이 나와야 할까요?
    - (75, 9)가 아니라 (9, 75)예요.
    """
    return im2col(x, filter_h, filter_w, stride, pad).T


@im2col.mistake
def reshape_without_transpose(im2col, x, filter_h, filter_w, stride=1, pad=0):
    """Did you reshape without moving the axes first?
    All the numbers are there, but in the wrong places: reshape never reorders memory, it only cuts it anew.
    - In which order do the axes of your array stand just before reshape?
    - They should be N, OH, OW, C, filter_h, filter_w.
    - transpose moves axes; reshape afterwards joins neighbours.

    축을 옮기지 않고 바로 reshape했나요?
    숫자는 모두 있지만 자리가 틀려요. reshape는 메모리의 순서를 바꾸지 않고 새로 나누기만 해요.
    - reshape 바로 앞에서 배열의 축은 어떤 순서인가요?
    - N, OH, OW, C, filter_h, filter_w 순서여야 해요.
    - transpose는 축을 옮기고, 그다음 reshape는 이웃한 축을 합쳐요.
    """
    apart = taken_apart(im2col, x, filter_h, filter_w, stride, pad)
    return apart.transpose(0, 3, 4, 5, 1, 2).reshape(-1, apart[0, 0, 0].size)


@im2col.mistake
def one_row_per_channel(im2col, x, filter_h, filter_w, stride=1, pad=0):
    """Does every channel have rows of its own?
    A filter covers all channels at once, so one window is one row with C * filter_h * filter_w numbers.
    - How many weights does a 5x5 filter on 3 channels have?
    - The channels belong to the columns.

    채널마다 행이 따로 있나요?
    필터는 모든 채널을 한꺼번에 덮어요. 그래서 창 하나가 숫자 C * filter_h * filter_w개짜리 행 하나예요.
    - 채널이 3개일 때 5x5 필터의 가중치는 몇 개인가요?
    - 채널은 열에 들어가야 해요.
    """
    apart = taken_apart(im2col, x, filter_h, filter_w, stride, pad)
    return apart.transpose(0, 3, 1, 2, 4, 5).reshape(-1, filter_h * filter_w)


@im2col.mistake
def default_stride(im2col, x, filter_h, filter_w, stride=2, pad=0):
    """What is the stride when nobody names one?
    Left out, it is 1: every pixel starts a window, as long as the window fits.
    - Call your function with three arguments and count the rows.
    - Read the signature again: stride=1, pad=0.

    스트라이드를 적지 않으면 얼마가 쓰이나요?
    적지 않으면 1이에요. 창이 들어가는 모든 픽셀에서 창이 시작돼요.
    - 인수를 세 개만 넣어 부르고 행의 수를 세어 보세요.
    - 함수의 첫 줄을 다시 읽어 보세요. stride=1, pad=0이에요.
    """
    return im2col(x, filter_h, filter_w, stride, pad)


@im2col.mistake
def stride_ignored(im2col, x, filter_h, filter_w, stride=1, pad=0):
    """Does window (i, j) start at pixel (i, j) instead of (i * stride, j * stride)?
    The matrix has the right shape, but its windows lie as close together as with stride 1.
    - With stride 2, at which row does window 1 start?
    - A slice can take steps: start : stop : step.

    (i, j)번 창이 (i * stride, j * stride)가 아니라 (i, j) 픽셀에서 시작하나요?
    행렬의 모양은 맞지만, 스트라이드가 1일 때처럼 창이 촘촘하게 놓였어요.
    - 스트라이드가 2라면 1번 창은 몇 번째 행에서 시작할까요?
    - 슬라이스에는 간격을 줄 수 있어요. 시작 : 끝 : 간격이에요.
    """
    out_h, out_w = out_size(x, filter_h, filter_w, stride, pad)
    close = taken_apart(im2col, x, filter_h, filter_w, 1, pad)[:, :out_h, :out_w]
    return close.reshape(-1, close[0, 0, 0].size)


@im2col.mistake
def slice_end_forgets_the_stride(im2col, x, filter_h, filter_w, stride=1, pad=0):
    """Where does your slice end?
    OH steps of `stride` pixels reach stride * OH pixels far, not OH. With stride 1 the two are the same.
    - Try stride 2, and print the shapes on both sides of the assignment.
    - From y, the slice has to run to y + stride * OH.

    슬라이스가 어디에서 끝나나요?
    stride픽셀씩 OH번 가면 OH픽셀이 아니라 stride * OH픽셀을 가요. 스트라이드가 1이면 둘이 같아서 드러나지 않아요.
    - 스트라이드 2로 시험하고, 대입문 양쪽의 모양을 출력해 보세요.
    - y에서 시작한 슬라이스는 y + stride * OH까지 가야 해요.
    """
    out_h, out_w = out_size(x, filter_h, filter_w, stride, pad)
    apart = taken_apart(im2col, x, filter_h, filter_w, stride, pad)
    # the slice holds fewer cells than its target; NumPy broadcasts one cell and refuses other numbers
    n_rows, n_columns = -(-out_h // stride), -(-out_w // stride)
    return np.broadcast_to(apart[:, :n_rows, :n_columns], apart.shape).reshape(-1, apart[0, 0, 0].size)


@im2col.mistake
def ceil_output_size(im2col, x, filter_h, filter_w, stride=1, pad=0):
    """Is there a window too many?
    A window that hangs over the edge is dropped, however much of it lies inside.
    - Unfold a 5x5 image with a 2x2 filter and stride 2: 4 rows.
    - OH counts the windows that fit completely: round down, then add 1.

    창이 하나 더 많지 않나요?
    가장자리 밖으로 삐져나가는 창은 조금만 나가도 버려요.
    - 5x5 이미지를 2x2 필터, 스트라이드 2로 펼치면 4행이에요.
    - OH는 완전히 들어가는 창의 수예요. 나눗셈을 내림한 다음 1을 더해요.
    """
    im2col(x, filter_h, filter_w, stride, pad)  # raises where no window fits
    more = [-(side + 2 * pad - f) % stride for side, f in zip(x.shape[2:], (filter_h, filter_w), strict=True)]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad + more[0]), (pad, pad + more[1])))
    return im2col(padded, filter_h, filter_w, stride, 0)


@im2col.mistake
def swaps_filter_h_and_filter_w(im2col, x, filter_h, filter_w, stride=1, pad=0):
    """Is a filter of 2 rows and 3 columns lying on its side?
    `filter_h` counts rows and belongs to axis 2; `filter_w` counts columns and belongs to axis 3.
    - Unfold a 2x3 image with filter_h=2, filter_w=3: one row of six numbers.
    - Look at every place where filter_h meets W or OW.

    행 2개, 열 3개인 필터가 옆으로 누워 있지 않나요?
    filter_h는 행의 수로 2번 축에, filter_w는 열의 수로 3번 축에 쓰여요.
    - 2x3 이미지를 filter_h=2, filter_w=3으로 펼치면 숫자 6개짜리 행 하나가 나와요.
    - filter_h가 W나 OW와 함께 쓰인 곳이 있는지 살펴보세요.
    """
    return im2col(x, filter_w, filter_h, stride, pad)


@im2col.mistake
def ignores_pad(im2col, x, filter_h, filter_w, stride=1, pad=0):
    """Is `pad` used anywhere?
    The matrix is as if no padding had been asked for.
    - For a 3x3 image, a 3x3 filter and pad 1, nine windows fit.
    - Pad first, then cut the windows out of the padded image.

    pad를 어디에서든 쓰고 있나요?
    패딩을 하지 않은 것과 똑같은 행렬이 나왔어요.
    - 3x3 이미지, 3x3 필터, 패딩 1이면 창이 9개 들어가요.
    - 먼저 패딩을 하고, 패딩한 이미지에서 창을 잘라 내세요.
    """
    return im2col(x, filter_h, filter_w, stride, 0)


@im2col.mistake
def pads_bottom_right_only(im2col, x, filter_h, filter_w, stride=1, pad=0):
    """Is all the padding on one side?
    `pad` rows belong above and below the image, `pad` columns to its left and right.
    - Unfold a 1x1 image with pad 1 and a 3x3 filter: the pixel is in the middle.
    - np.pad takes a pair (before, after) for each axis.

    패딩이 한쪽에만 있나요?
    이미지의 위와 아래에 pad행씩, 왼쪽과 오른쪽에 pad열씩 있어야 해요.
    - 1x1 이미지를 패딩 1, 3x3 필터로 펼치면 픽셀이 한가운데에 있어야 해요.
    - np.pad에는 축마다 (앞, 뒤) 쌍을 넣어요.
    """
    return im2col(np.pad(x, ((0, 0), (0, 0), (0, 2 * pad), (0, 2 * pad))), filter_h, filter_w, stride, 0)


@im2col.mistake
def assumes_square_image(im2col, x, filter_h, filter_w, stride=1, pad=0):
    """Is the height used for both axes?
    Images need not be square: OW follows from the width.
    - Use an image that is wider than high, then one that is higher than wide.
    - Each of H and W should appear once in the two formulas for the size.

    두 축에 모두 높이를 썼나요?
    이미지는 정사각형이 아닐 수 있어요. OW는 너비로 구해요.
    - 높이보다 너비가 큰 이미지와 너비보다 높이가 큰 이미지를 넣어 보세요.
    - 크기 공식 두 개에 높이와 너비가 한 번씩 나오는지 살펴보세요.
    """
    im2col(x, filter_h, filter_w, stride, pad)  # what is refused stays refused
    out_h, out_w = (x.shape[2] + 2 * pad - filter_h) // stride + 1, (x.shape[2] + 2 * pad - filter_w) // stride + 1
    framed = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    col = np.zeros((*x.shape[:2], filter_h, filter_w, out_h, out_w))
    for i in range(filter_h):
        for j in range(filter_w):  # stops where a slice is too short, unless it is so short that NumPy stretches it
            col[:, :, i, j] = framed[:, :, i : i + stride * out_h : stride, j : j + stride * out_w : stride]
    return col.transpose(0, 4, 5, 1, 2, 3).reshape(len(x) * out_h * out_w, -1)


@im2col.mistake
def too_large_a_filter_gives_nothing(im2col, x, filter_h, filter_w, stride=1, pad=0):
    """What should happen when the filter is larger than the padded image?
    An empty matrix would surprise somebody many layers later; a ValueError says at once what is wrong.
    - Compare filter_h with H + 2 pad, and filter_w with W + 2 pad, before anything else.
    - Use `raise ValueError(...)` with a sentence that names both sizes.

    필터가 패딩한 이미지보다 크면 어떻게 해야 할까요?
    빈 행렬을 내놓으면 몇 층 뒤에서야 문제가 드러나요. ValueError는 무엇이 잘못됐는지 바로 알려 줘요.
    - 가장 먼저 filter_h를 H + 2 pad와, filter_w를 W + 2 pad와 비교해 보세요.
    - 두 크기를 알려 주는 문장과 함께 raise ValueError(...)를 쓰세요.
    """
    if filter_h > x.shape[2] + 2 * pad or filter_w > x.shape[3] + 2 * pad:
        return np.zeros((0, x.shape[1] * filter_h * filter_w))
    return im2col(x, filter_h, filter_w, stride, pad)


def uncropped(col2im, col, input_shape, filter_h, filter_w, stride, pad):
    """The sum with its padding still around it."""
    N, C, height, width = input_shape
    return col2im(col, (N, C, height + 2 * pad, width + 2 * pad), filter_h, filter_w, stride, 0)


@col2im.mistake
def overwrites(col2im, col, input_shape, filter_h, filter_w, stride=1, pad=0):
    """Does the last window win?
    One pixel sits in several windows, and each of them has something to say about it.
    - Fold a matrix of ones back, with a 2x2 filter on a 3x3 image: the middle must be 4.
    - Is there an = that should be a +=?

    마지막 창의 값만 남나요?
    픽셀 하나는 여러 창에 들어 있고, 그 창들의 값이 모두 반영되어야 해요.
    - 1로 채운 행렬을 2x2 필터로 3x3 이미지에 되돌려 보세요. 가운데는 4여야 해요.
    - +=가 있어야 할 자리에 =가 있지 않은가요?
    """
    N, C, height, width = input_shape
    out_h, out_w = (height + 2 * pad - filter_h) // stride + 1, (width + 2 * pad - filter_w) // stride + 1
    apart = col.reshape(N, out_h, out_w, C, filter_h, filter_w).transpose(0, 3, 4, 5, 1, 2)
    img = np.zeros((N, C, height + 2 * pad, width + 2 * pad))
    for y in range(filter_h):
        for x in range(filter_w):
            img[:, :, y : y + stride * out_h : stride, x : x + stride * out_w : stride] = apart[:, :, y, x]
    return img[:, :, pad : pad + height, pad : pad + width]


@col2im.mistake
def averages(col2im, col, input_shape, filter_h, filter_w, stride=1, pad=0):
    """Do you divide by the number of windows?
    Then you get the image back, but that is not the task: col2im is the transpose of im2col, not its inverse.
    - Fold a matrix of ones back: where windows overlap, the result is larger than 1.
    - In backpropagation, contributions of several windows add up.

    창의 수로 나누고 있나요?
    그러면 원래 이미지가 나오지만, 그것은 이 과제가 아니에요. col2im은 im2col의 역행렬이 아니라 전치예요.
    - 1로 채운 행렬을 되돌려 보세요. 창이 겹치는 곳은 1보다 커야 해요.
    - 역전파에서는 여러 창에서 온 값을 더해요.
    """
    count = col2im(np.ones_like(col), input_shape, filter_h, filter_w, stride, pad)
    return col2im(col, input_shape, filter_h, filter_w, stride, pad) / np.maximum(count, 1)


@col2im.mistake
def crop_pad_minus_pad(col2im, col, input_shape, filter_h, filter_w, stride=1, pad=0):
    """What is x[0:-0]?
    It is empty, because -0 is 0. With pad 0 nothing of your image is left.
    - Try pad 0 and print the shape of the result.
    - Write the end of the slice without a minus sign: how far does the real image reach?

    x[0:-0]은 무엇일까요?
    -0은 0이라서 빈 배열이 돼요. 패딩이 0이면 이미지가 하나도 남지 않아요.
    - 패딩 0으로 시험하고 결과의 모양을 출력해 보세요.
    - 빼기 부호 없이 슬라이스의 끝을 적어 보세요. 진짜 이미지는 어디까지인가요?
    """
    return uncropped(col2im, col, input_shape, filter_h, filter_w, stride, pad)[:, :, pad:-pad, pad:-pad]


@col2im.mistake
def crop_H_minus_pad(col2im, col, input_shape, filter_h, filter_w, stride=1, pad=0):
    """Does the crop end too early?
    The padded image has H + 2 pad rows, and the real ones begin at row `pad`. H of them must remain.
    - How long must the result be, and how long is x[pad:H-pad]?
    - Start at pad and go H rows further.

    너무 일찍 잘라 내지 않았나요?
    패딩한 이미지에는 행이 H + 2 pad개 있고, 진짜 이미지는 pad번 행에서 시작해요. 거기서 H개가 남아야 해요.
    - 결과의 길이는 얼마여야 하고, x[pad:H-pad]의 길이는 얼마인가요?
    - pad에서 시작해 H행만큼 가세요.
    """
    whole = uncropped(col2im, col, input_shape, filter_h, filter_w, stride, pad)
    return whole[:, :, pad : input_shape[2] - pad, pad : input_shape[3] - pad]


@col2im.mistake
def not_cropped(col2im, col, input_shape, filter_h, filter_w, stride=1, pad=0):
    """Is the padding still there?
    What was added before im2col has to go again, so that the result has exactly `input_shape`.
    - Compare the shape of your result with input_shape for pad 1.
    - Cut `pad` rows and columns off on every side.

    패딩이 그대로 남아 있나요?
    im2col 앞에서 붙인 패딩은 다시 떼어 내야 해요. 결과의 모양은 정확히 input_shape여야 해요.
    - 패딩 1로 시험하고, 결과의 모양을 input_shape와 비교해 보세요.
    - 네 변에서 pad행, pad열씩 잘라 내세요.
    """
    return uncropped(col2im, col, input_shape, filter_h, filter_w, stride, pad)


@col2im.mistake
def keeps_the_spare_rows(col2im, col, input_shape, filter_h, filter_w, stride=1, pad=0):
    """Are there stride - 1 rows too many?
    The notes make room for H + 2 pad + stride - 1 rows so that every slice fits. The spare ones have to go again.
    - Compare the shape of your result with input_shape for stride 2.
    - Cut out the rows from pad to pad + H, and no more.

    행이 stride - 1개 더 많지 않나요?
    강의 노트는 슬라이스가 넘치지 않도록 H + 2 pad + stride - 1행을 준비해요. 남는 행은 다시 잘라 내야 해요.
    - 스트라이드 2로 시험하고, 결과의 모양을 input_shape와 비교해 보세요.
    - pad부터 pad + H까지만 남기세요.
    """
    whole = uncropped(col2im, col, input_shape, filter_h, filter_w, stride, pad)
    return np.pad(whole, ((0, 0), (0, 0), (0, stride - 1), (0, stride - 1)))


@col2im.mistake
def covered_part_only(col2im, col, input_shape, filter_h, filter_w, stride=1, pad=0):
    """Is the result smaller than the image?
    Where the sizes do not divide, no window reaches the last rows. They are 0 in the result, but they are there.
    - Fold back to a 5x5 image with a 2x2 filter and stride 2: the last row and column are 0.
    - Take the size from input_shape, not from the windows.

    결과가 이미지보다 작지 않나요?
    나누어떨어지지 않을 때 마지막 행에는 창이 닿지 않아요. 결과에서 그 값은 0이지만, 행 자체는 있어야 해요.
    - 2x2 필터, 스트라이드 2로 5x5 이미지에 되돌려 보세요. 마지막 행과 열이 0이에요.
    - 크기는 창이 아니라 input_shape에서 가져오세요.
    """
    image = col2im(col, input_shape, filter_h, filter_w, stride, pad)
    height, width = input_shape[2] + 2 * pad, input_shape[3] + 2 * pad
    bottom = height - (height - filter_h) % stride - pad
    right = width - (width - filter_w) % stride - pad
    return image[:, :, :bottom, :right]


@col2im.mistake
def fold_without_transpose(col2im, col, input_shape, filter_h, filter_w, stride=1, pad=0):
    """Did you reshape straight to (N, C, filter_h, filter_w, OH, OW)?
    The matrix was made by a transpose and then a reshape. To undo it, undo the reshape first, then the transpose.
    - In which order did the axes stand when im2col joined them?
    - reshape to N, OH, OW, C, filter_h, filter_w, and only then move the axes.

    곧바로 (N, C, filter_h, filter_w, OH, OW)로 reshape했나요?
    행렬은 transpose한 다음 reshape해서 만들었어요. 되돌릴 때는 reshape를 먼저, 그다음 transpose를 되돌려야 해요.
    - im2col이 축을 합칠 때 축은 어떤 순서였나요?
    - 먼저 N, OH, OW, C, filter_h, filter_w로 reshape하고, 그다음에 축을 옮기세요.
    """
    back = put_together(col, input_shape, filter_h, filter_w, stride, pad, (0, 3, 4, 5, 1, 2))
    return col2im(back, input_shape, filter_h, filter_w, stride, pad)


@col2im.mistake
def reads_windows_downwards(col2im, col, input_shape, filter_h, filter_w, stride=1, pad=0):
    """Are the windows put back in another order than im2col took them?
    The rows of the matrix are windows from left to right, then the next line.
    - Fold back a matrix whose rows are 0 0 0 0, 1 1 1 1, ...: where does row 1 land?
    - OH stands before OW when you reshape.

    im2col이 꺼낸 순서와 다른 순서로 창을 되돌려 놓나요?
    행렬의 행은 왼쪽에서 오른쪽으로, 그다음 줄로 이어지는 창이에요.
    - 행이 0 0 0 0, 1 1 1 1, ...인 행렬을 되돌려 보세요. 1번 행은 어디로 가나요?
    - reshape할 때 OH가 OW보다 앞에 와야 해요.
    """
    back = put_together(col, input_shape, filter_h, filter_w, stride, pad, (0, 2, 1, 3, 4, 5))
    return col2im(back, input_shape, filter_h, filter_w, stride, pad)


@col2im.mistake
def reads_filter_downwards(col2im, col, input_shape, filter_h, filter_w, stride=1, pad=0):
    """Is each window put back on its side?
    Inside a row, the window runs from left to right, then the next line.
    - Fold the single row 1 2 3 4 back with a 2x2 filter: 1 2 above 3 4.
    - filter_h stands before filter_w when you reshape.

    창을 옆으로 눕혀서 되돌려 놓나요?
    한 행 안에서 창은 왼쪽에서 오른쪽으로, 그다음 줄로 이어져요.
    - 행 하나 1 2 3 4를 2x2 필터로 되돌려 보세요. 위가 1 2, 아래가 3 4예요.
    - reshape할 때 filter_h가 filter_w보다 앞에 와야 해요.
    """
    back = put_together(col, input_shape, filter_h, filter_w, stride, pad, (0, 1, 2, 3, 5, 4))
    return col2im(back, input_shape, filter_h, filter_w, stride, pad)


@col2im.mistake
def channels_last_in_col(col2im, col, input_shape, filter_h, filter_w, stride=1, pad=0):
    """Do you expect the channels at the end of each row?
    A row holds the whole window of channel 0, then that of channel 1.
    - Use two channels, one of zeros and one of nines.
    - C stands before filter_h and filter_w when you reshape.

    채널이 행의 맨 안쪽에서 번갈아 나온다고 생각했나요?
    한 행에는 0번 채널의 창 전체, 그다음 1번 채널의 창 전체가 와요.
    - 하나는 0, 하나는 9로 채운 두 채널로 시험해 보세요.
    - reshape할 때 C가 filter_h, filter_w보다 앞에 와야 해요.
    """
    back = put_together(col, input_shape, filter_h, filter_w, stride, pad, (0, 1, 2, 4, 5, 3))
    return col2im(back, input_shape, filter_h, filter_w, stride, pad)


@col2im.mistake
def images_last_in_col(col2im, col, input_shape, filter_h, filter_w, stride=1, pad=0):
    """Are the images mixed?
    All windows of the first image come first, then all windows of the second.
    - Use two images, one of zeros and one of nines.
    - N stands before OH and OW when you reshape.

    이미지가 서로 섞였나요?
    첫 번째 이미지의 창이 모두 나온 다음에 두 번째 이미지의 창이 나와요.
    - 하나는 0, 하나는 9로 채운 이미지 두 장으로 시험해 보세요.
    - reshape할 때 N이 OH, OW보다 앞에 와야 해요.
    """
    back = put_together(col, input_shape, filter_h, filter_w, stride, pad, (1, 2, 0, 3, 4, 5))
    return col2im(back, input_shape, filter_h, filter_w, stride, pad)


@col2im.mistake
def windows_too_close(col2im, col, input_shape, filter_h, filter_w, stride=1, pad=0):
    """Is window (i, j) put back at pixel (i, j) instead of (i * stride, j * stride)?
    The windows land as close together as with stride 1.
    - With stride 2, where does window 1 belong?
    - Use the same slice as in im2col, with its step.

    (i, j)번 창을 (i * stride, j * stride)가 아니라 (i, j) 픽셀에 되돌려 놓나요?
    스트라이드가 1일 때처럼 창이 촘촘하게 모여요.
    - 스트라이드가 2라면 1번 창은 어디에 있어야 할까요?
    - im2col과 똑같이 간격이 있는 슬라이스를 쓰세요.
    """
    N, C, height, width = input_shape
    out_h, out_w = (height + 2 * pad - filter_h) // stride + 1, (width + 2 * pad - filter_w) // stride + 1
    close = col2im(col, (N, C, out_h - 1 + filter_h, out_w - 1 + filter_w), filter_h, filter_w, 1, 0)
    whole = np.zeros((N, C, height + 2 * pad, width + 2 * pad))
    whole[:, :, : close.shape[2], : close.shape[3]] = close
    return whole[:, :, pad : pad + height, pad : pad + width]


@col2im.mistake
def out_size_forgets_pad(col2im, col, input_shape, filter_h, filter_w, stride=1, pad=0):
    """Does reshape complain as soon as there is padding?
    The rows of the matrix are the windows of the padded image, so OH and OW must count the padding.
    - How many windows did im2col make with pad 1?
    - In the output size, H must be replaced by H + 2 pad.

    패딩이 있으면 reshape에서 오류가 나나요?
    행렬의 행은 패딩한 이미지의 창이에요. 그래서 OH와 OW에도 패딩이 들어가야 해요.
    - 패딩이 1일 때 im2col은 창을 몇 개 만들었나요?
    - 출력 크기 공식에서 H 자리에는 H + 2 pad가 들어가야 해요.
    """
    N, C, height, width = input_shape
    col.reshape(N, (height - filter_h) // stride + 1, (width - filter_w) // stride + 1, C, filter_h, filter_w)
    return col2im(col, input_shape, filter_h, filter_w, stride, pad)


@conv2d_im2col.mistake
def output_not_transposed(conv2d_im2col, x, W, b=None, stride=1, pad=0):
    """Did you reshape straight to (N, FN, OH, OW)?
    In the product the filters are the last axis. Reshape never reorders memory, so the maps get mixed up.
    - Which axes does each row of `col @ ...` stand for, and which the columns?
    - First reshape to (N, OH, OW, FN), then move FN to its place.

    곧바로 (N, FN, OH, OW)로 reshape했나요?
    행렬 곱의 결과에서는 필터가 마지막 축이에요. reshape는 순서를 바꾸지 않으므로 특징맵이 뒤섞여요.
    - col @ ...의 행은 어떤 축들이고, 열은 어떤 축인가요?
    - 먼저 (N, OH, OW, FN)으로 reshape하고, 그다음 FN을 제자리로 옮기세요.
    """
    out = conv2d_im2col(x, W, b, stride, pad)
    return out.transpose(0, 2, 3, 1).reshape(out.shape)


@conv2d_im2col.mistake
def channels_last_output(conv2d_im2col, x, W, b=None, stride=1, pad=0):
    """Are the feature maps on the last axis?
    After the product the shape is (N, OH, OW, FN); this course wants (N, FN, OH, OW).
    - Print the shape of your result for two filters.
    - One transpose is missing at the end.

    특징맵이 마지막 축에 있나요?
    행렬 곱을 하고 나면 모양이 (N, OH, OW, FN)이에요. 이 과정에서는 (N, FN, OH, OW)로 둬요.
    - 필터 두 장으로 결과의 모양을 출력해 보세요.
    - 마지막에 transpose가 한 번 빠졌어요.
    """
    return conv2d_im2col(x, W, b, stride, pad).transpose(0, 2, 3, 1)


@conv2d_im2col.mistake
def weights_not_transposed(conv2d_im2col, x, W, b=None, stride=1, pad=0):
    """Did you write W.reshape(-1, FN)?
    It has the right shape, but its columns are not the filters: reshape does not transpose.
    - Print column 0 of your weight matrix and W[0].ravel() side by side.
    - First one filter in each row, then transpose.

    W.reshape(-1, FN)이라고 썼나요?
    모양은 맞지만 열 하나가 필터 하나가 아니에요. reshape는 전치가 아니에요.
    - 가중치 행렬의 0번 열과 W[0].ravel()을 나란히 출력해 보세요.
    - 먼저 필터 하나를 행 하나로 펼치고, 그다음 전치하세요.
    """
    FN = len(W)
    return conv2d_im2col(x, W.reshape(-1, FN).T.reshape(W.shape), b, stride, pad)


@conv2d_im2col.mistake
def weights_channels_last(conv2d_im2col, x, W, b=None, stride=1, pad=0):
    """Does a weight meet the pixel of another channel?
    The columns of `col` run through channel, row, column. The weights must be unfolded in the same order.
    - Did you transpose W before reshape, or does your im2col put channels last?
    - Compare W[0].ravel() with one row of col, position by position.

    가중치가 다른 채널의 픽셀과 곱해지나요?
    col의 열은 채널, 행, 열 순서로 이어져요. 가중치도 같은 순서로 펼쳐야 해요.
    - reshape 앞에서 W를 transpose했거나, im2col이 채널을 마지막에 두지 않았나요?
    - W[0].ravel()과 col의 한 행을 한 칸씩 비교해 보세요.
    """
    return conv2d_im2col(x, W.transpose(0, 2, 3, 1).reshape(W.shape), b, stride, pad)


@conv2d_im2col.mistake
def true_convolution_flip(conv2d_im2col, x, W, b=None, stride=1, pad=0):
    """Is the filter being flipped?
    Mathematical convolution flips the filter; a CNN layer slides it unflipped (cross-correlation).
    - Try a filter with a single 1 off the centre.
    - Find the line with [::-1] or np.flip.

    필터를 뒤집고 있나요?
    수학의 합성곱은 필터를 뒤집지만, CNN의 합성곱층은 뒤집지 않고 그대로 옮겨요(교차 상관).
    - 가운데가 아닌 칸 하나만 1인 필터로 시험해 보세요.
    - [::-1]이나 np.flip이 있는 줄을 찾아보세요.
    """
    return conv2d_im2col(x, W[:, :, ::-1, ::-1], b, stride, pad)


@conv2d_im2col.mistake
def no_bias(conv2d_im2col, x, W, b=None, stride=1, pad=0):
    """Is the bias missing?
    Each filter adds one number of its own to every cell of its feature map.
    - Set W to zero: what should come out?
    - While FN is the last axis, `+ b` does it without any reshape.

    편향을 더하지 않았나요?
    필터마다 자기 편향 하나를 특징맵의 모든 칸에 더해요.
    - W를 모두 0으로 두면 무엇이 나와야 할까요?
    - FN이 마지막 축일 때는 reshape 없이 + b만 하면 돼요.
    """
    return conv2d_im2col(x, W, None, stride, pad)


@conv2d_im2col.mistake
def bias_of_first_filter(conv2d_im2col, x, W, b=None, stride=1, pad=0):
    """Do all maps get the same bias?
    There is one bias for each filter, in the order of the filters.
    - Use b = [10, 20] and W = 0: one map of 10 and one of 20.
    - Which axis of your array must b line up with?

    모든 특징맵에 같은 편향을 더하나요?
    편향은 필터마다 하나씩, 필터의 순서대로 있어요.
    - b = [10, 20], W = 0으로 시험해 보세요. 하나는 10, 하나는 20으로 채워져야 해요.
    - b는 배열의 어느 축과 나란해야 할까요?
    """
    return conv2d_im2col(x, W, None if b is None else np.full_like(b, b[0]), stride, pad)


@conv2d_im2col.mistake
def swaps_out_h_and_out_w(conv2d_im2col, x, W, b=None, stride=1, pad=0):
    """Are OH and OW exchanged in the last reshape?
    Square images hide this; a wide image shows it.
    - Use an image of 3 rows and 6 columns and print the shape.
    - OH comes from H and FH, and it stands before OW.

    마지막 reshape에서 OH와 OW가 바뀌지 않았나요?
    정사각형 이미지에서는 드러나지 않지만, 옆으로 긴 이미지에서는 보여요.
    - 3행 6열 이미지를 넣고 결과의 모양을 출력해 보세요.
    - OH는 H와 FH로 구하고, OW보다 앞에 와요.
    """
    out = conv2d_im2col(x, W, b, stride, pad)
    N, FN, out_h, out_w = out.shape
    return out.reshape(N, FN, out_w, out_h)


@conv2d_im2col.mistake
def does_not_pass_the_stride(conv2d_im2col, x, W, b=None, stride=1, pad=0):
    """Does the stride reach im2col?
    The result is that of stride 1.
    - Use stride 2 and print the shape of col.
    - Which arguments do you hand to im2col?

    스트라이드를 im2col에 넘겨주나요?
    스트라이드가 1일 때의 결과가 나왔어요.
    - 스트라이드 2로 시험하고 col의 모양을 출력해 보세요.
    - im2col에 어떤 인수를 넘기고 있나요?
    """
    return conv2d_im2col(x, W, b, 1, pad)


@conv2d_im2col.mistake
def does_not_pass_the_pad(conv2d_im2col, x, W, b=None, stride=1, pad=0):
    """Does the padding reach im2col?
    The result is that of pad 0.
    - Use pad 1 and print the shape of col.
    - Which arguments do you hand to im2col?

    패딩을 im2col에 넘겨주나요?
    패딩이 0일 때의 결과가 나왔어요.
    - 패딩 1로 시험하고 col의 모양을 출력해 보세요.
    - im2col에 어떤 인수를 넘기고 있나요?
    """
    return conv2d_im2col(x, W, b, stride, 0)


@conv2d_im2col.mistake
def reshape_size_forgets_pad(conv2d_im2col, x, W, b=None, stride=1, pad=0):
    """Does the last reshape complain as soon as there is padding?
    im2col made the windows of the padded image, but OH and OW were computed without the padding.
    - How many rows does col have, and what is N * OH * OW?
    - In the output size, H must be replaced by H + 2 pad.

    패딩이 있으면 마지막 reshape에서 오류가 나나요?
    im2col은 패딩한 이미지의 창을 만들었는데, OH와 OW는 패딩 없이 계산했어요.
    - col은 몇 행이고, N * OH * OW는 얼마인가요?
    - 출력 크기 공식에서 H 자리에는 H + 2 pad가 들어가야 해요.
    """
    out = conv2d_im2col(x, W, b, stride, pad)
    size = out_size(x, W.shape[2], W.shape[3], stride, 0)
    return out.transpose(0, 2, 3, 1).reshape(len(x), *size, len(W)).transpose(0, 3, 1, 2)


@max_pool_im2col.mistake
def zero_padding(max_pool_im2col, x, pool_h, pool_w, stride=1, pad=0):
    """Did im2col pad with zeros?
    im2col pads for convolutions, where 0 adds nothing. In a maximum a 0 beats every negative number.
    - Pool an image of -1 everywhere with pad 1: what should the corner be?
    - Pad yourself, with a number that never wins, and let im2col pad nothing.

    im2col이 0으로 패딩하게 두었나요?
    im2col의 패딩은 합성곱을 위한 것이에요. 합성곱에서 0은 아무것도 더하지 않지만, 최댓값에서는 모든 음수를 이겨요.
    - 모든 값이 -1인 이미지를 패딩 1로 풀링해 보세요. 모서리 값은 얼마여야 할까요?
    - 절대 이기지 못하는 수로 직접 패딩하고, im2col은 패딩하지 않게 하세요.
    """
    return max_pool_im2col(np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad))), pool_h, pool_w, stride, 0)


@max_pool_im2col.mistake
def reshape_forgets_pad(max_pool_im2col, x, pool_h, pool_w, stride=1, pad=0):
    """Does reshape complain as soon as there is padding?
    This is the bug of the notes: im2col makes the windows of the padded image, but OH and OW are computed without it.
    - How many windows does a 4x4 image have with a 2x2 window, stride 2 and pad 1?
    - In the output size, H must be replaced by H + 2 pad.

    패딩이 있으면 reshape에서 오류가 나나요?
    강의 노트에 있던 바로 그 버그예요. im2col은 패딩한 이미지의 창을 만드는데, OH와 OW는 패딩 없이 계산해요.
    - 4x4 이미지, 2x2 창, 스트라이드 2, 패딩 1이면 창은 몇 개인가요?
    - 출력 크기 공식에서 H 자리에는 H + 2 pad가 들어가야 해요.
    """
    out = max_pool_im2col(x, pool_h, pool_w, stride, pad)
    size = out_size(x, pool_h, pool_w, stride, 0)
    return out.transpose(0, 2, 3, 1).reshape(len(x), *size, x.shape[1]).transpose(0, 3, 1, 2)


@max_pool_im2col.mistake
def whole_row_at_once(max_pool_im2col, x, pool_h, pool_w, stride=1, pad=0):
    """Do you take one maximum over a whole row of col?
    A row holds the windows of all channels, and pooling must keep the channels apart.
    - How many numbers does a row have for 3 channels and a 2x2 window? How many maxima should it give?
    - Reshape so that every row is one window of one channel.

    col의 한 행 전체에서 최댓값 하나를 구하나요?
    한 행에는 모든 채널의 창이 들어 있어요. 풀링은 채널마다 따로 해야 해요.
    - 채널 3개, 2x2 창이면 한 행에 숫자가 몇 개이고, 최댓값은 몇 개 나와야 할까요?
    - 행 하나가 채널 하나의 창 하나가 되도록 reshape하세요.
    """
    if x.shape[1] > 1:
        raise ValueError("cannot reshape array")  # N * OH * OW maxima for N * OH * OW * C places
    return max_pool_im2col(x, pool_h, pool_w, stride, pad)


@max_pool_im2col.mistake
def pooled_without_transpose(max_pool_im2col, x, pool_h, pool_w, stride=1, pad=0):
    """Did you reshape straight to (N, C, OH, OW)?
    The maxima come out with the channel as the fastest axis. Reshape never reorders memory.
    - In which order do the maxima come: N, OH, OW, C or N, C, OH, OW?
    - First reshape in that order, then move C to its place.

    곧바로 (N, C, OH, OW)로 reshape했나요?
    최댓값은 채널이 가장 빠르게 변하는 순서로 나와요. reshape는 순서를 바꾸지 않아요.
    - 최댓값이 나오는 순서는 N, OH, OW, C인가요, N, C, OH, OW인가요?
    - 먼저 그 순서대로 reshape하고, 그다음 C를 제자리로 옮기세요.
    """
    out = max_pool_im2col(x, pool_h, pool_w, stride, pad)
    return out.transpose(0, 2, 3, 1).reshape(out.shape)


@max_pool_im2col.mistake
def pooled_channels_last(max_pool_im2col, x, pool_h, pool_w, stride=1, pad=0):
    """Are the channels on the last axis?
    The shape is (N, OH, OW, C); this course wants (N, C, OH, OW).
    - Print the shape of your result for two channels.
    - One transpose is missing at the end.

    채널이 마지막 축에 있나요?
    결과의 모양이 (N, OH, OW, C)예요. 이 과정에서는 (N, C, OH, OW)로 둬요.
    - 채널 두 개로 결과의 모양을 출력해 보세요.
    - 마지막에 transpose가 한 번 빠졌어요.
    """
    return max_pool_im2col(x, pool_h, pool_w, stride, pad).transpose(0, 2, 3, 1)


@max_pool_im2col.mistake
def position_of_the_maximum(max_pool_im2col, x, pool_h, pool_w, stride=1, pad=0):
    """Is this where the maximum is, and not how large it is?
    argmax tells the place inside the window. The backward pass will need it; here the number itself is asked for.
    - Pool the window 5, 9, 7, 6: 9 should come out, not 1.
    - Look for argmax in your code.

    최댓값이 아니라 최댓값의 위치를 구했나요?
    argmax는 창 안의 위치를 알려 줘요. 역전파에서는 필요하지만 여기서는 값 자체를 구해요.
    - 5, 9, 7, 6이 든 창에서는 1이 아니라 9가 나와야 해요.
    - 코드에 argmax가 있는지 찾아보세요.
    """
    max_pool_im2col(x, pool_h, pool_w, stride, pad)  # raises where no window fits
    floats = np.pad(x.astype(float), ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=-np.inf)
    windows = np.lib.stride_tricks.sliding_window_view(floats, (pool_h, pool_w), axis=(2, 3))[:, :, ::stride, ::stride]
    return windows.reshape(*windows.shape[:4], -1).argmax(axis=-1)


@max_pool_im2col.mistake
def average_instead(max_pool_im2col, x, pool_h, pool_w, stride=1, pad=0):
    """Is this the average of each window?
    Max pooling keeps one number of each window as it is; an average mixes it with all the others.
    - Pool the window 1, 2, 3, 4: 4 should come out, not 2.5.
    - Which function do you apply to each row?

    창의 평균을 구하고 있나요?
    최대 풀링은 창의 수 하나를 그대로 남기고, 평균은 그 수를 나머지와 섞어요.
    - 1, 2, 3, 4가 든 창에서는 2.5가 아니라 4가 나와야 해요.
    - 행마다 어떤 함수를 쓰고 있나요?
    """
    max_pool_im2col(x, pool_h, pool_w, stride, pad)  # raises where no window fits
    floats = np.pad(x.astype(float), ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=-np.inf)
    windows = np.lib.stride_tricks.sliding_window_view(floats, (pool_h, pool_w), axis=(2, 3))[:, :, ::stride, ::stride]
    return windows.mean(axis=(4, 5))


@max_pool_im2col.mistake
def stride_equals_pool(max_pool_im2col, x, pool_h, pool_w, stride=1, pad=0):
    """Do your windows move by their own size, whatever `stride` is?
    Windows often lie side by side, but they may also overlap or leave gaps: `stride` says how far they move.
    - Try a 3x3 window with stride 1 on a 4x4 image: how many windows are there?
    - Which stride do you hand to im2col?

    stride 값과 상관없이 창이 창 크기만큼 움직이나요?
    창은 나란히 놓일 때가 많지만, 겹치거나 사이가 벌어질 수도 있어요. 얼마나 움직일지는 `stride`가 정해요.
    - 4x4 이미지에 3x3 창을 스트라이드 1로 대 보세요. 창은 몇 개인가요?
    - im2col에 스트라이드로 무엇을 넘기고 있나요?
    """
    return max_pool_im2col(x, pool_h, pool_w, 1, pad)[:, :, ::pool_h, ::pool_w]


@max_pool_im2col.mistake
def swaps_pooled_sides(max_pool_im2col, x, pool_h, pool_w, stride=1, pad=0):
    """Are OH and OW exchanged in the last reshape?
    Where both are equal nothing shows; elsewhere the rows of the result are cut in the wrong places.
    - Pool an image of 2 rows and 6 columns and print the shape.
    - OH comes from H and pool_h, and it stands before OW.

    마지막 reshape에서 OH와 OW가 바뀌지 않았나요?
    둘이 같으면 티가 나지 않지만, 다르면 결과의 행이 엉뚱한 곳에서 나뉘어요.
    - 2행 6열 이미지를 풀링해서 결과의 모양을 출력해 보세요.
    - OH는 H와 pool_h로 구하고, OW보다 앞에 와요.
    """
    out = max_pool_im2col(x, pool_h, pool_w, stride, pad)
    N, C, out_h, out_w = out.shape
    return out.transpose(0, 2, 3, 1).reshape(N, out_w, out_h, C).transpose(0, 3, 1, 2)


@max_pool_im2col.mistake
def infinity_in_an_integer_array(max_pool_im2col, x, pool_h, pool_w, stride=1, pad=0):
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
    return max_pool_im2col(x, pool_h, pool_w, stride, pad)


def left_over(sides, windows, stride, pad):
    return any((side + 2 * pad - size) % stride for side, size in zip(sides, windows, strict=True))


@max_pool_im2col.mistake
@conv2d_im2col.mistake
@im2col.mistake
def rejects_non_integer(right, x, filter_h, filter_w, stride=1, pad=0):
    """Does your function stop when the stride does not divide?
    The size is rounded down, as in every framework; pixels that no window reaches are left out.
    - Call it with a 6x6 image, a 3x3 filter and stride 2.
    - Look for an assert or a raise about the remainder.

    나누어떨어지지 않으면 멈추나요?
    다른 프레임워크와 마찬가지로 크기를 내림해요. 창이 닿지 않는 픽셀은 쓰지 않아요.
    - 6x6 이미지, 3x3 필터, 스트라이드 2로 불러 보세요.
    - 나머지를 확인하는 assert나 raise를 찾아보세요.
    """
    windows = (filter_h, filter_w) if np.ndim(filter_h) == 0 else filter_h.shape[2:]  # else the two are W and b
    if left_over(x.shape[2:], windows, stride, pad):
        raise ValueError("the stride does not divide")
    return right(x, filter_h, filter_w, stride, pad)


@col2im.mistake
def rejects_rows_left_over(col2im, col, input_shape, filter_h, filter_w, stride=1, pad=0):
    """Does your function stop when some rows of the image were in no window?
    Where the stride does not divide, im2col leaves rows or columns over at the edge. Nothing comes back to them: they
    stay 0.
    - Try input_shape = (1, 1, 6, 6), a 3x3 filter and stride 2: four windows, and none of them holds the last row.
    - Look for an assert or a raise about the remainder, or for a reshape that only fits without one.

    어느 창에도 들어가지 않은 행이 있으면 멈추나요?
    스트라이드로 나누어떨어지지 않으면 im2col은 가장자리의 행이나 열을 남겨요. 그 자리로 돌아올 값이 없으니 0으로 두면
    돼요.
    - input_shape = (1, 1, 6, 6), 3x3 필터, 스트라이드 2로 불러 보세요. 창은 네 개이고 마지막 행은 어느 창에도 없어요.
    - 나머지를 확인하는 assert나 raise, 나머지가 없을 때만 맞는 reshape를 찾아보세요.
    """
    if left_over(input_shape[2:], (filter_h, filter_w), stride, pad):
        raise ValueError("the stride does not divide")
    return col2im(col, input_shape, filter_h, filter_w, stride, pad)


@conv2d_im2col.mistake
def assumes_square_kernel(conv2d_im2col, x, W, b=None, stride=1, pad=0):
    """Does your function stop for a filter that is not square?
    Filters need not be square: a window is FH high and FW wide.
    - Use a 2x3 filter.
    - Look at where the window ends, below and to the right.

    정사각형이 아닌 필터에서 멈추나요?
    필터는 정사각형이 아닐 수 있어요. 창의 높이는 FH, 너비는 FW예요.
    - 2x3 필터를 넣어 보세요.
    - 창이 아래쪽과 오른쪽에서 어디까지인지 살펴보세요.
    """
    if W.shape[2] != W.shape[3]:
        raise ValueError("operands could not be broadcast together")
    return conv2d_im2col(x, W, b, stride, pad)


@max_pool_im2col.mistake
def assumes_square_window(max_pool_im2col, x, pool_h, pool_w, stride=1, pad=0):
    """Does your function stop for a window that is not square?
    Windows need not be square: a window is pool_h high and pool_w wide.
    - Use a window of 2 rows and 3 columns.
    - Look for an assert, and at the sizes that you give to im2col.

    정사각형이 아닌 창에서 멈추나요?
    창은 정사각형이 아닐 수 있어요. 창의 높이는 pool_h, 너비는 pool_w예요.
    - 2행 3열인 창을 써 보세요.
    - assert가 있는지, im2col에 어떤 크기를 넘기는지 살펴보세요.
    """
    if pool_h != pool_w:
        raise ValueError("the window is not square")
    return max_pool_im2col(x, pool_h, pool_w, stride, pad)
