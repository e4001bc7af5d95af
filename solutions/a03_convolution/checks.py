"""How a03_convolution is graded, and the mistakes we can name.

Each aspect keeps every other difficulty out of its inputs: a function that is right but for its stride loses
the points of the stride and no others. Only "values" and "together" use filters that look different when they
are flipped, and only "bias" and "together" a bias that is not zero.
"""

import math

import numpy as np
from course.inputs import (
    arrays,
    convolutions,
    filters_too_large,
    half_weights,
    integer_image,
    integer_weights,
    oblong_convolutions,
    only_the_first,
    some,
    zero_bias,
)
from course.pictures import BLUR, HORIZONTAL_EDGES, OUTLINE, VERTICAL_EDGES, edge_map, filtered
from hypothesis import strategies as st

from autograder.rubric import Aspect, Check


def plain(**bounds):
    """Convolutions in which neither the bias nor a flip of the filter matters.

    A symmetric 1x1 filter is [[1]], which gives the image back: keep `size` above 1, or doing nothing is right.
    """
    return convolutions(symmetric=True, **bounds).map(zero_bias)


MANY = {"batch": (1, 3), "channels": (2, 3), "filters": (2, 3), "size": (2, 3), "pad": (0, 2), "bias": "some"}
MANY["dtypes"] = (np.float64, np.float32)
FLOAT32_ATOL = 1e-4  # an FFT in float32 is off by about 1e-6; the right answers are whole or half numbers
NOT_WHOLE = {"size": (2, 2), "kinds": ("ramp", "mixed")}
ALL_AT_ONCE = st.one_of(
    convolutions(**MANY, stride=(1, 3), square=False, out=(1, 3)),
    convolutions(**MANY, stride=(2, 3), square=False, out=(1, 2), left_over=True),
).map(half_weights)

conv2d = Check(
    # small integers and halves are exact in every order of summing; the tolerance is there for solutions by FFT
    atol=1e-8,
    aspects=[
        Aspect("values", 14, convolutions(size=(1, 3)).map(zero_bias), ko="값", cases=12),
        Aspect("channels", 8, plain(channels=(2, 4), size=(2, 2)), ko="채널", cases=7),
        Aspect("filters", 5, plain(filters=(2, 4), size=(2, 2)), ko="필터 여러 장", cases=6),
        Aspect("batch", 6, plain(batch=(2, 4), size=(2, 2)), ko="배치", cases=5),
        Aspect("bias", 6, convolutions(filters=(2, 4), channels=(2, 3), bias="only"), ko="편향", cases=8),
        Aspect(
            "default arguments",  # no bias, stride 1, no padding
            3,
            convolutions(size=(2, 2), symmetric=True).map(only_the_first(2)),
            ko="기본값",
            cases=4,
        ),
        Aspect("stride", 7, plain(stride=(2, 3), out=(2, 3)), ko="스트라이드", cases=7),
        Aspect("pad", 7, plain(pad=(1, 2), size=(2, 3), out=(3, 5)), ko="패딩", cases=9),
        Aspect("non-square", 5, oblong_convolutions(), ko="정사각형이 아닐 때", cases=9),
        Aspect(
            "non-dividing", 3, plain(stride=(2, 3), left_over=True, out=(1, 2)), ko="나누어떨어지지 않을 때", cases=6
        ),
        Aspect(
            "integer input",
            2,
            plain(channels=(1, 2), **NOT_WHOLE).map(half_weights).map(integer_image)
            | plain(channels=(2, 2), **NOT_WHOLE).map(integer_weights),
            ko="정수 입력",
            cases=10,
            layout="F",
        ),
        Aspect(
            "together",
            6,
            ALL_AT_ONCE,
            ko="한꺼번에",
            cases=10,
            layout="strided",
            atol=FLOAT32_ATOL,
        ),
        Aspect(
            "input unchanged",
            3,
            plain(pad=(0, 1), size=(2, 2)),
            ko="입력 보존",
            cases=4,
            judge="unchanged",
            after="values",
        ),
        Aspect("errors", 3, filters_too_large().map(zero_bias), ko="오류 처리", cases=8, after="values"),
    ],
)

conv2d.sized("(H + 2 * pad - FH) // stride + 1", axis=2, plain={"pad": 0, "stride": 1}, H=("x", 2), FH=("W", 2))
conv2d.sized("(W + 2 * pad - FW) // stride + 1", axis=3, plain={"pad": 0, "stride": 1}, W=("x", 3), FW=("W", 3))


@conv2d.picture(ko="세로 경계")
def vertical_edges():
    return filtered(VERTICAL_EDGES)


@conv2d.picture(ko="가로 경계")
def horizontal_edges():
    return filtered(HORIZONTAL_EDGES)


@conv2d.picture(ko="윤곽선")
def outline():
    return filtered(OUTLINE)


@conv2d.picture(ko="흐리게")
def blur():
    return filtered(BLUR)


@conv2d.picture(ko="스트라이드 2의 세로 경계")
def vertical_edges_with_stride_2():
    return filtered(VERTICAL_EDGES, stride=2)


def padded_to(conv2d, x, W, b, stride, pads, mode="constant"):
    """Convolve an image that was padded by hand: `pads` are (top, bottom), (left, right)."""
    return conv2d(np.pad(x, ((0, 0), (0, 0), *pads), mode=mode), W, b, stride, 0)


def rounded_size(conv2d, x, W, b, stride, pad, rounding):
    """The size is rounded by another rule; a window that hangs over the edge meets zeros there."""
    pads = []
    for side, size in zip(x.shape[2:], W.shape[2:], strict=True):
        last = rounding((side + 2 * pad - size) / stride) * stride
        pads.append((pad, pad + max(0, last + size - side - 2 * pad)))
    return padded_to(conv2d, x, W, b, stride, pads)


# --- values -------------------------------------------------------------------------------------------------


@conv2d.mistake
def true_convolution_flip(conv2d, x, W, b, stride, pad):
    """Is the filter being flipped?
    Mathematical convolution flips the filter; a CNN layer slides it unflipped (cross-correlation).
    - Try a filter with a single 1 off the centre: which pixel comes out?
    - Find the line with [::-1], np.flip or np.rot90.
    - Cell (i, j) of the window must meet cell (i, j) of the filter.

    필터를 뒤집고 있나요?
    수학의 합성곱은 필터를 뒤집지만, CNN의 합성곱은 뒤집지 않고 그대로 겹쳐 곱해요 (교차 상관).
    - 가운데가 아닌 칸 하나만 1인 필터를 넣어 보세요. 어느 픽셀이 나오나요?
    - [::-1], np.flip, np.rot90 이 있는 줄을 찾아보세요.
    - 창의 (i, j) 칸은 필터의 (i, j) 칸과 만나야 해요.
    """
    return conv2d(x, W[:, :, ::-1, ::-1], b, stride, pad)


@conv2d.mistake
def flip_left_right(conv2d, x, W, b, stride, pad):
    """Is the filter mirrored left to right?
    Its rows are read from right to left, so left and right edges change places.
    - Try the filter [[1, 0]]: does the left pixel of each window come out?
    - Follow the column index from the window to the filter.
    - Column j of the window must meet column j of the filter.

    필터의 왼쪽과 오른쪽이 바뀌었나요?
    필터의 행을 오른쪽에서 왼쪽으로 읽고 있어서 왼쪽 경계와 오른쪽 경계가 뒤바뀌어요.
    - 필터 [[1, 0]] 을 넣어 보세요. 창의 왼쪽 픽셀이 나오나요?
    - 창의 열 번호가 필터의 열 번호로 어떻게 이어지는지 따라가 보세요.
    - 창의 j번 열은 필터의 j번 열과 만나야 해요.
    """
    return conv2d(x, W[:, :, :, ::-1], b, stride, pad)


@conv2d.mistake
def flip_up_down(conv2d, x, W, b, stride, pad):
    """Is the filter upside down?
    Its rows are read from the bottom, so upper and lower edges change places.
    - Try the filter [[1], [0]]: does the upper pixel of each window come out?
    - On a matrix, [::-1] turns the order of the rows round.
    - Row i of the window must meet row i of the filter.

    필터의 위아래가 바뀌었나요?
    필터의 행을 아래에서부터 읽고 있어서 위쪽 경계와 아래쪽 경계가 뒤바뀌어요.
    - 필터 [[1], [0]] 을 넣어 보세요. 창의 위쪽 픽셀이 나오나요?
    - 2차원 배열에 [::-1] 을 쓰면 행의 순서가 거꾸로 돼요.
    - 창의 i번 행은 필터의 i번 행과 만나야 해요.
    """
    return conv2d(x, W[:, :, ::-1], b, stride, pad)


@conv2d.mistake
def kernel_transposed(conv2d, x, W, b, stride, pad):
    """Have the rows and columns of the filter changed places?
    W has the axes (FN, C, FH, FW): the height comes before the width.
    - Try a filter that differs from its transpose, such as [[0, 1], [0, 0]].
    - Look for .T, transpose or a pair of indices in the wrong order.
    - Row p, column q of the filter belongs to row p, column q of the window.

    필터의 행과 열이 바뀌었나요?
    W의 축은 (FN, C, FH, FW) 순서예요. 높이가 너비보다 먼저 와요.
    - [[0, 1], [0, 0]] 처럼 전치하면 달라지는 필터를 넣어 보세요.
    - .T 나 transpose, 또는 순서가 바뀐 인덱스 두 개를 찾아보세요.
    - 필터의 p행 q열은 창의 p행 q열과 짝이에요.
    """
    return conv2d(x, W.transpose(0, 1, 3, 2), b, stride, pad)


@conv2d.mistake
def output_transposed(conv2d, x, W, b, stride, pad):
    """Are rows and columns of the feature map exchanged?
    A window further down belongs in a lower row of the map, one further right in a later column.
    - Try a 3x3 image with a single 1 in its upper right corner and the filter [[1]].
    - Compare the order of the indices where you cut the window and where you store the sum.
    - The row index of the output moves the window down, the column index moves it right.

    특징맵의 행과 열이 바뀌었나요?
    아래쪽 창의 값은 특징맵의 아래쪽 행에, 오른쪽 창의 값은 뒤쪽 열에 들어가야 해요.
    - 오른쪽 위 칸만 1인 3x3 이미지에 필터 [[1]] 을 써 보세요.
    - 창을 자르는 인덱스와 결과를 저장하는 인덱스의 순서를 비교해 보세요.
    - 출력의 행 번호는 창을 아래로, 열 번호는 창을 오른쪽으로 옮겨요.
    """
    return conv2d(x, W, b, stride, pad).transpose(0, 1, 3, 2)


@conv2d.mistake
def mean_over_window(conv2d, x, W, b, stride, pad):
    """Is it an average instead of a sum?
    Convolution adds the products up; nothing is divided by how many there are.
    - Put ones everywhere, with a 2x2 filter: how much is 1 + 1 + 1 + 1?
    - Look for mean or for a division.

    더하지 않고 평균을 냈나요?
    합성곱은 곱한 값을 모두 더하기만 해요. 개수로 나누지 않아요.
    - 이미지도 2x2 필터도 모두 1이라면 1 + 1 + 1 + 1 은 얼마인가요?
    - mean 이나 나눗셈이 있는 줄을 찾아보세요.
    """
    return conv2d(x, W / W[0].size, b, stride, pad)


@conv2d.mistake
def drops_the_last_window(conv2d, x, W, b, stride, pad):
    """Is the last row and the last column of windows missing?
    A filter as large as the image still fits once: 0 steps are 1 window.
    - How many windows are there when the filter is as large as the image?
    - Count by hand: 4 pixels, a filter of 3.
    - Compare your size with the formula floor((H + 2P - FH) / S) + 1, term by term.

    마지막 행과 마지막 열의 창이 빠졌나요?
    필터가 이미지와 같은 크기여도 창은 하나 있어요. 한 번도 옮기지 않은 자리도 세야 해요.
    - 필터와 이미지의 크기가 같으면 창은 몇 개인가요?
    - 4픽셀에 크기 3인 필터를 놓고 손으로 세어 보세요.
    - 공식 floor((H + 2P - FH) / S) + 1 과 한 항씩 비교해 보세요.
    """
    return conv2d(x, W, b, stride, pad)[:, :, :-1, :-1]


# --- channels and filters -----------------------------------------------------------------------------------


@conv2d.mistake
def channels_reversed(conv2d, x, W, b, stride, pad):
    """Do the channels of image and filter meet in opposite order?
    Slice c of the filter belongs to channel c of the image, as red belongs to red.
    - Set all channels of the image but the first to zero: which slice of the filter answers?
    - Look for a channel axis that is reversed, such as a conversion from BGR to RGB.

    이미지와 필터의 채널 순서가 서로 거꾸로인가요?
    필터의 c번 층은 이미지의 c번 채널과 짝이에요. 빨강은 빨강과 만나야 해요.
    - 이미지에서 첫 채널만 남기고 모두 0으로 두면 필터의 어느 층이 답하나요?
    - BGR을 RGB로 바꾸듯이 채널 축을 뒤집는 줄이 있는지 찾아보세요.
    """
    return conv2d(x, W[:, ::-1], b, stride, pad)


@conv2d.mistake
def first_channel_only(conv2d, x, W, b, stride, pad):
    """Is only the first channel used?
    A filter is as deep as its input, and every channel adds to the sum.
    - Change a pixel of channel 1: does your result change?
    - Look for an index 0 on the channel axis.
    - The sum runs over three axes: channels, rows and columns.

    첫 번째 채널만 쓰고 있나요?
    필터는 입력만큼 깊고, 모든 채널이 합에 들어가요.
    - 1번 채널의 픽셀 하나를 바꾸면 결과도 바뀌나요?
    - 채널 축에 인덱스 0이 있는지 찾아보세요.
    - 합은 채널, 행, 열 세 축을 모두 지나가요.
    """
    return conv2d(x[:, :1], W[:, :1], b, stride, pad)


@conv2d.mistake
def overwrites_channel_by_channel(conv2d, x, W, b, stride, pad):
    """Does each channel overwrite the sum of the one before?
    Only the last channel is left in the result.
    - Change a pixel of channel 0: does your result change?
    - Look at the line inside the loop over channels: does it store or does it add?

    채널을 돌 때마다 앞 채널의 합을 덮어쓰나요?
    결과에 마지막 채널만 남았어요.
    - 0번 채널의 픽셀 하나를 바꾸면 결과도 바뀌나요?
    - 채널 반복문 안의 줄을 보세요. 값을 새로 넣나요, 더하나요?
    """
    return conv2d(x[:, -1:], W[:, -1:], b, stride, pad)


@conv2d.mistake
def mean_over_channels(conv2d, x, W, b, stride, pad):
    """Are the channels averaged?
    The channels are added up like the cells of the window; nothing is divided by C.
    - Compare an image of one channel with one that holds this channel twice.
    - Look for mean over the channel axis or a division by C.

    채널의 평균을 냈나요?
    채널도 창 안의 칸처럼 더하기만 해요. C로 나누지 않아요.
    - 채널이 하나인 이미지와 같은 채널을 두 번 쌓은 이미지의 결과를 비교해 보세요.
    - 채널 축의 mean 이나 C로 나누는 줄을 찾아보세요.
    """
    return conv2d(x, W / x.shape[1], b, stride, pad)


@conv2d.mistake
def one_slice_for_all_channels(conv2d, x, W, b, stride, pad):
    """Does every channel meet the same slice of the filter?
    A filter holds weights of its own for every channel.
    - Set W[:, 1] to zero: does your result change?
    - Look at the channel index of W.

    모든 채널에 필터의 같은 층을 쓰나요?
    필터는 채널마다 다른 가중치를 가져요.
    - W[:, 1] 을 0으로 바꾸면 결과도 바뀌나요?
    - W의 채널 인덱스를 살펴보세요.
    """
    return conv2d(x, np.repeat(W[:, :1], x.shape[1], axis=1), b, stride, pad)


@conv2d.mistake
def first_filter_for_all(conv2d, x, W, b, stride, pad):
    """Are all feature maps made with the first filter?
    Filter f makes map f.
    - Are two maps of your output equal although their filters differ?
    - Look at the first index of W inside the loops.

    모든 특징맵을 첫 번째 필터로 만드나요?
    f번 특징맵은 f번 필터로 만들어요.
    - 필터가 서로 다른데 특징맵 두 장이 똑같이 나오지 않나요?
    - 반복문 안에서 W의 첫 번째 인덱스를 살펴보세요.
    """
    return conv2d(x, np.repeat(W[:1], len(W), axis=0), b, stride, pad)


@conv2d.mistake
def input_channels_as_filters(conv2d, x, W, b, stride, pad):
    """Is the number of feature maps taken from the image?
    C channels go in, FN maps come out: each filter sums over all channels and gives one map.
    - What decides how many maps come out, the image or W?
    - Look at where the shape of the output is made.
    - An image (1, 3, 8, 8) with ten filters gives ten maps.

    특징맵의 수를 이미지에서 가져왔나요?
    채널 C개가 들어가고 특징맵 FN장이 나와요. 필터 하나가 모든 채널을 더해 특징맵 한 장을 만들어요.
    - 특징맵이 몇 장 나올지 정하는 것은 이미지인가요, W인가요?
    - 출력의 모양을 만드는 줄을 살펴보세요.
    - 이미지 (1, 3, 8, 8)에 필터 10개를 쓰면 특징맵도 10장이에요.
    """
    if x.shape[1] > len(W):
        raise IndexError("no such filter")
    return conv2d(x, W, b, stride, pad)[:, : x.shape[1]]


@conv2d.mistake
def first_image_for_all(conv2d, x, W, b, stride, pad):
    """Is the first image used for the whole batch?
    Every image of the batch has maps of its own.
    - Are your outputs equal for two different images?
    - Look for x[0], or for a loop over images whose index is never used.

    배치 전체에 첫 번째 이미지를 쓰나요?
    배치의 이미지마다 자기 특징맵이 나와야 해요.
    - 서로 다른 이미지 두 장의 결과가 똑같이 나오지 않나요?
    - x[0] 이 있는지, 이미지 반복문의 인덱스를 정말 쓰고 있는지 살펴보세요.
    """
    return conv2d(np.repeat(x[:1], len(x), axis=0), W, b, stride, pad)


@conv2d.mistake
def only_the_first_image(conv2d, x, W, b, stride, pad):
    """Does only one image come back?
    N images go in, and N come out.
    - What is the shape of your result for x of shape (3, 1, 4, 4)?
    - Where does N enter the shape of the output?

    이미지가 한 장만 나오나요?
    이미지 N장이 들어가면 결과도 N장이어야 해요.
    - x의 모양이 (3, 1, 4, 4)일 때 결과의 모양은 무엇인가요?
    - 출력의 모양 어디에 N이 들어가나요?
    """
    return conv2d(x[:1], W, b, stride, pad)


# --- bias ---------------------------------------------------------------------------------------------------


@conv2d.mistake
def no_bias(conv2d, x, W, b, stride, pad):
    """Is the bias missing?
    Each filter adds one number of its own to every cell of its feature map.
    - Set W to zero: what should come out?
    - `b` has shape (FN,); the output has shape (N, FN, OH, OW).

    편향을 더하지 않았나요?
    필터마다 자기 편향 하나를 특징맵의 모든 칸에 더해요.
    - W를 모두 0으로 두면 무엇이 나와야 할까요?
    - b의 모양은 (FN,), 출력의 모양은 (N, FN, OH, OW)예요.
    """
    return conv2d(x, W, None, stride, pad)


@conv2d.mistake
def bias_per_channel(conv2d, x, W, b, stride, pad):
    """Is the bias added once for every channel?
    One filter has one bias, however deep it is.
    - Set W to zero and give the image three channels: does three times the bias come out?
    - Is the bias added inside the loop over channels?

    편향을 채널마다 한 번씩 더했나요?
    필터가 아무리 깊어도 필터 하나에 편향은 하나예요.
    - W를 모두 0으로 두고 채널이 3개인 이미지를 넣어 보세요. 편향의 3배가 나오나요?
    - 채널 반복문 안에서 편향을 더하고 있지 않나요?
    """
    return conv2d(x, W, b if b is None else b * x.shape[1], stride, pad)


@conv2d.mistake
def bias_per_product(conv2d, x, W, b, stride, pad):
    """Is the bias added to every single product?
    The bias is added once, after all products of a window are summed.
    - Set W to zero: how often does the bias appear in each cell?
    - Compare sum(products + bias) with sum(products) + bias.

    곱할 때마다 편향을 더했나요?
    편향은 창의 곱을 모두 더한 뒤에 한 번만 더해요.
    - W를 모두 0으로 두면 한 칸에 편향이 몇 번 들어가나요?
    - sum(곱 + 편향) 과 sum(곱) + 편향 을 비교해 보세요.
    """
    return conv2d(x, W, b if b is None else b * W[0].size, stride, pad)


@conv2d.mistake
def bias_of_first_filter(conv2d, x, W, b, stride, pad):
    """Does every map get the bias of the first filter?
    Map f gets b[f].
    - Give every filter a different bias and set W to zero.
    - Look for b[0].

    모든 특징맵에 첫 번째 필터의 편향을 더했나요?
    f번 특징맵에는 b[f]를 더해요.
    - W를 모두 0으로 두고 필터마다 다른 편향을 넣어 보세요.
    - b[0] 이 있는지 찾아보세요.
    """
    return conv2d(x, W, b if b is None else np.full_like(b, b[0]), stride, pad)


@conv2d.mistake
def bias_summed_over_filters(conv2d, x, W, b, stride, pad):
    """Does every map get the sum of all biases?
    Map f gets b[f] and no other.
    - Set W to zero and b to [1, 10]: what does each map hold?
    - Look at what is inside your sum: is the whole of b in it?

    모든 특징맵에 편향을 전부 더했나요?
    f번 특징맵에는 b[f] 하나만 더해요.
    - W를 모두 0으로, b를 [1, 10] 으로 두면 각 특징맵은 얼마인가요?
    - sum 안에 무엇이 있는지 보세요. b 전체가 들어 있지 않나요?
    """
    return conv2d(x, W, b if b is None else np.full_like(b, b.sum()), stride, pad)


@conv2d.mistake
def bias_along_the_width(conv2d, x, W, b, stride, pad):
    """Is the bias added along the width?
    NumPy lines shapes up from the right, so (FN,) meets OW, not FN.
    - Which axes does NumPy match when it adds (N, FN, OH, OW) and (FN,)?
    - Print b.shape just before the addition.
    - Two more axes of length 1 behind FN would bring it under the right axis.

    편향이 너비 방향으로 더해졌나요?
    NumPy는 모양을 오른쪽부터 맞추기 때문에 (FN,)은 FN이 아니라 OW와 짝이 돼요.
    - (N, FN, OH, OW)와 (FN,)을 더하면 NumPy는 어느 축끼리 맞출까요?
    - 더하기 바로 앞에서 b.shape을 출력해 보세요.
    - FN 뒤에 길이 1인 축이 두 개 더 있으면 자리가 맞아요.
    """
    out = conv2d(x, W, None, stride, pad)
    return out if b is None else out + b


@conv2d.mistake
def needs_a_bias(conv2d, x, W, b, stride, pad):
    """What happens when b is None?
    Without a bias the sum is already the answer.
    - Call conv2d(x, W) without b.
    - Nothing can be added to None: that case needs a branch of its own.

    b가 None이면 어떻게 되나요?
    편향이 없으면 곱해서 더한 값이 바로 답이에요.
    - b 없이 conv2d(x, W)를 불러 보세요.
    - None에는 아무것도 더할 수 없어요. 따로 나누어 처리해야 해요.
    """
    if b is None:
        raise TypeError("cannot add None")
    return conv2d(x, W, b, stride, pad)


@conv2d.mistake
def size1_array_as_scalar(conv2d, x, W, b, stride, pad):
    """Is an array used where one number is needed?
    float(b) or storing b in one cell works for a single filter and stops for two.
    - Try two filters, with b = np.array([1.0, 2.0]).
    - Print the shape of what you store in one cell of the output.

    숫자 하나가 필요한 자리에 배열을 썼나요?
    float(b) 나 칸 하나에 b를 넣는 코드는 필터가 하나일 때만 돌아가고 둘이면 멈춰요.
    - 필터 두 개에 b = np.array([1.0, 2.0]) 을 넣어 보세요.
    - 출력의 칸 하나에 넣는 값의 모양을 출력해 보세요.
    """
    if b is not None and len(b) > 1:
        raise TypeError("only arrays of size 1 can be converted to a number")
    return conv2d(x, W, b, stride, pad)


# --- stride -------------------------------------------------------------------------------------------------


@conv2d.mistake
def stride_ignored_in_window(conv2d, x, W, b, stride, pad):
    """Does each window start at i instead of i * stride?
    The output has the right size, but its windows overlap as if the stride were 1.
    - Where does window 1 start when the stride is 2?
    - Look at the index with which you cut the window out of x.

    창이 i * stride 가 아니라 i 에서 시작하나요?
    출력 크기는 맞지만 스트라이드가 1인 것처럼 창이 겹쳐요.
    - 스트라이드가 2일 때 1번 창은 어디에서 시작하나요?
    - x에서 창을 잘라 내는 인덱스를 살펴보세요.
    """
    out_h, out_w = conv2d(x, W, b, stride, pad).shape[2:]
    return conv2d(x, W, b, 1, pad)[:, :, :out_h, :out_w]


@conv2d.mistake
def stride_ignored_on_width(conv2d, x, W, b, stride, pad):
    """Does the window move by `stride` downwards but by 1 to the right?
    The stride is the same along both axes.
    - Where does the second window of the first row start when the stride is 2?
    - Compare the lines for rows and for columns side by side.

    창이 아래로는 stride만큼, 오른쪽으로는 1칸씩 움직이나요?
    스트라이드는 두 축에서 같아요.
    - 스트라이드가 2일 때 첫 행의 두 번째 창은 어디에서 시작하나요?
    - 행을 다루는 줄과 열을 다루는 줄을 나란히 비교해 보세요.
    """
    out_h, out_w = conv2d(x, W, b, stride, pad).shape[2:]
    return conv2d(x, W, b, 1, pad)[:, :, ::stride, :out_w][:, :, :out_h]


@conv2d.mistake
def ignores_the_stride(conv2d, x, W, b, stride, pad):
    """Is the stride used at all?
    The output is as large as with stride 1.
    - What is the shape of your result for a 5x5 image, a 3x3 filter and stride 2?
    - `stride` should appear twice: in the size, and where a window starts.

    스트라이드를 쓰고 있나요?
    출력이 스트라이드가 1일 때와 같은 크기예요.
    - 5x5 이미지, 3x3 필터, 스트라이드 2이면 결과의 모양은 무엇인가요?
    - stride는 두 곳에 나와야 해요. 출력 크기와 창이 시작하는 자리예요.
    """
    return conv2d(x, W, b, 1, pad)


# --- padding ------------------------------------------------------------------------------------------------


@conv2d.mistake
def ignores_the_pad(conv2d, x, W, b, stride, pad):
    """Is the padding missing?
    `pad` rows and columns of zeros go round the image before the filter slides.
    - A 3x3 image with pad 1: how many rows does the padded image have?
    - Print the shape of the array out of which you cut the windows.

    패딩이 빠졌나요?
    필터를 움직이기 전에 이미지 둘레에 0을 pad줄씩 둘러요.
    - 3x3 이미지에 패딩 1을 두르면 몇 행이 되나요?
    - 창을 잘라 내는 배열의 모양을 출력해 보세요.
    """
    return conv2d(x, W, b, stride, 0)


@conv2d.mistake
def output_size_ignores_pad(conv2d, x, W, b, stride, pad):
    """Was the padding left out of the size?
    The image is padded, but OH and OW are those of the image without its padding.
    - Padding is added on how many sides?
    - Take the height and width after padding, or put 2P into the formula.

    출력 크기를 구할 때 패딩을 빼먹었나요?
    이미지에는 패딩을 둘렀지만 OH와 OW는 패딩이 없을 때의 크기예요.
    - 패딩은 몇 군데에 붙나요?
    - 높이와 너비를 패딩한 다음에 구하거나, 공식에 2P를 넣어 보세요.
    """
    out_h, out_w = ((side - size) // stride + 1 for side, size in zip(x.shape[2:], W.shape[2:], strict=True))
    if out_h < 0 or out_w < 0:
        raise ValueError("negative dimensions are not allowed")
    return conv2d(x, W, b, stride, pad)[:, :, :out_h, :out_w]


@conv2d.mistake
def pad_bottom_right_only(conv2d, x, W, b, stride, pad):
    """Are all the zeros below and to the right of the image?
    Half of them belong above and to the left.
    - Pad a single 1 by one and print it: where does the 1 lie?
    - The 1 should lie in the middle of 3x3.

    0이 모두 아래쪽과 오른쪽에만 붙었나요?
    절반은 위쪽과 왼쪽에 있어야 해요.
    - 1 하나에 패딩 1을 두르고 출력해 보세요. 1이 어디에 있나요?
    - 3x3의 한가운데에 있어야 해요.
    """
    return padded_to(conv2d, x, W, b, stride, [(0, 2 * pad)] * 2)


@conv2d.mistake
def pad_top_left_only(conv2d, x, W, b, stride, pad):
    """Are all the zeros above and to the left of the image?
    Half of them belong below and to the right.
    - Pad a single 1 by one and print it: where does the 1 lie?
    - The 1 should lie in the middle of 3x3.

    0이 모두 위쪽과 왼쪽에만 붙었나요?
    절반은 아래쪽과 오른쪽에 있어야 해요.
    - 1 하나에 패딩 1을 두르고 출력해 보세요. 1이 어디에 있나요?
    - 3x3의 한가운데에 있어야 해요.
    """
    return padded_to(conv2d, x, W, b, stride, [(2 * pad, 0)] * 2)


@conv2d.mistake
def pads_the_height_only(conv2d, x, W, b, stride, pad):
    """Are only the rows padded?
    Zeros go above, below, left and right.
    - What is the shape of a 3x3 image with pad 1?
    - Look at the last pair of np.pad's widths.

    행에만 패딩을 둘렀나요?
    0은 위, 아래, 왼쪽, 오른쪽에 모두 있어야 해요.
    - 3x3 이미지에 패딩 1을 두르면 어떤 모양이 되나요?
    - np.pad에 넘긴 마지막 쌍을 살펴보세요.
    """
    return padded_to(conv2d, x, W, b, stride, [(pad, pad), (0, 0)])


@conv2d.mistake
def pads_every_axis(conv2d, x, W, b, stride, pad):
    """Are images and channels padded too?
    One number in np.pad pads every axis: empty images and empty channels appear.
    - Print the shape before and after padding.
    - np.pad takes one pair for each axis: which two axes should stay as they are?

    이미지 축과 채널 축에도 패딩이 붙었나요?
    np.pad에 숫자 하나만 주면 모든 축에 붙어서 빈 이미지와 빈 채널이 생겨요.
    - 패딩 전후의 모양을 출력해 보세요.
    - np.pad는 축마다 쌍을 하나씩 받아요. 그대로 두어야 할 축 두 개는 무엇인가요?
    """
    if x.shape[1] > 1 and pad:
        raise ValueError("the channels of image and filter differ")
    around = np.pad(x, pad)[: len(x)].sum(axis=1, keepdims=True) if pad else x  # one filter slice meets all channels
    return conv2d(around, W, b, stride, 0)


@conv2d.mistake
def pad_with_edge_value(conv2d, x, W, b, stride, pad):
    """Are the border pixels repeated?
    The padding of this course is zeros.
    - Put ones everywhere, with pad 1: is the corner of your result as large as its middle?
    - Look at the mode of np.pad.

    가장자리 픽셀을 되풀이해서 채웠나요?
    이 수업의 패딩은 0이에요.
    - 모두 1인 이미지에 패딩 1을 쓰면 결과의 모서리와 가운데가 같나요?
    - np.pad의 mode를 살펴보세요.
    """
    return padded_to(conv2d, x, W, b, stride, [(pad, pad)] * 2, mode="edge")


@conv2d.mistake
def pad_with_mirror_image(conv2d, x, W, b, stride, pad):
    """Is the image mirrored at its border?
    The padding of this course is zeros.
    - Pad a small image and print it: what stands round it?
    - Look at the mode of np.pad.

    가장자리를 거울처럼 비추어 채웠나요?
    이 수업의 패딩은 0이에요.
    - 작은 이미지에 패딩을 두르고 출력해 보세요. 둘레에 무엇이 있나요?
    - np.pad의 mode를 살펴보세요.
    """
    return padded_to(conv2d, x, W, b, stride, [(pad, pad)] * 2, mode="reflect")


@conv2d.mistake
def stops_without_padding(conv2d, x, W, b, stride, pad):
    """What is a slice [pad:-pad] when pad is 0?
    -0 is 0, so the slice ends where it starts, and nothing fits into it.
    - Try np.arange(5)[0:-0].
    - Name the end of the slice by counting from the start: pad + H.

    pad가 0이면 [pad:-pad] 는 무엇이 되나요?
    -0은 0이라서 시작한 곳에서 끝나는 빈 조각이 돼요.
    - np.arange(5)[0:-0] 을 실행해 보세요.
    - 조각의 끝을 앞에서부터 세어 pad + H 로 적어 보세요.
    """
    if pad == 0:
        raise ValueError("could not broadcast the image into an empty slice")
    return conv2d(x, W, b, stride, pad)


# --- sizes --------------------------------------------------------------------------------------------------


@conv2d.mistake
def ceil_output_size(conv2d, x, W, b, stride, pad):
    """Is the size rounded up?
    A window that hangs over the edge is dropped.
    - Would your last window still fit inside the padded image?
    - Look at how the division is rounded.

    출력 크기를 올림했나요?
    가장자리를 벗어나는 창은 버려요.
    - 마지막 창이 패딩한 이미지 안에 다 들어가나요?
    - 나눗셈을 어떻게 어림하는지 살펴보세요.
    """
    return rounded_size(conv2d, x, W, b, stride, pad, math.ceil)


@conv2d.mistake
def round_output_size(conv2d, x, W, b, stride, pad):
    """Is the size rounded to the nearest number?
    Two thirds of a step are no window: the size is rounded down.
    - Slide a window of 3 by 3 over 8 pixels and count.
    - Look for round.

    출력 크기를 반올림했나요?
    3분의 2걸음은 창이 되지 못해요. 크기는 내림해요.
    - 8픽셀 위에서 크기 3인 창을 3칸씩 옮기며 세어 보세요.
    - round 가 있는 줄을 찾아보세요.
    """
    return rounded_size(conv2d, x, W, b, stride, pad, round)


@conv2d.mistake
def rejects_non_integer(conv2d, x, W, b, stride, pad):
    """Does your function stop when the stride does not divide?
    The size is rounded down, as in every framework; pixels that no window reaches are left out.
    - Call it with a 6x6 image, a 3x3 filter and stride 2.
    - Look for an assert or a raise about the remainder.

    나누어떨어지지 않으면 멈추나요?
    다른 프레임워크와 마찬가지로 크기를 내림해요. 창이 닿지 않는 픽셀은 쓰지 않아요.
    - 6x6 이미지, 3x3 필터, 스트라이드 2로 불러 보세요.
    - 나머지를 확인하는 assert 나 raise 를 찾아보세요.
    """
    if any((side + 2 * pad - size) % stride for side, size in zip(x.shape[2:], W.shape[2:], strict=True)):
        raise ValueError("the stride does not divide")
    return conv2d(x, W, b, stride, pad)


@conv2d.mistake
def swapped_out_h_out_w(conv2d, x, W, b, stride, pad):
    """Have OH and OW changed places?
    The output has OH rows and OW columns; for square images nobody notices when they are swapped.
    - Use an image that is wider than high.
    - Compare the shape of your output array with the ranges of the loops that fill it.

    OH와 OW가 바뀌었나요?
    출력은 OH행 OW열이에요. 정사각형 이미지에서는 바뀌어도 티가 나지 않아요.
    - 높이보다 너비가 큰 이미지를 넣어 보세요.
    - 출력 배열의 모양과 그 배열을 채우는 반복문의 범위를 비교해 보세요.
    """
    out = conv2d(x, W, b, stride, pad)
    if out.shape[2] != out.shape[3]:
        raise IndexError("index is out of bounds")
    return out


@conv2d.mistake
def assumes_square_image(conv2d, x, W, b, stride, pad):
    """Is the height used for both axes?
    Images need not be square: OW follows from the width.
    - Use an image that is wider than high.
    - Each of H and W should appear once in the two formulas for the size.

    두 축에 모두 높이를 썼나요?
    이미지는 정사각형이 아닐 수 있어요. OW는 너비로 구해요.
    - 높이보다 너비가 큰 이미지를 넣어 보세요.
    - 크기 공식 두 개에 높이와 너비가 한 번씩 나오는지 살펴보세요.
    """
    out = conv2d(x, W, b, stride, pad)
    out_w = (x.shape[2] + 2 * pad - W.shape[3]) // stride + 1
    if out_w > out.shape[3]:
        raise ValueError("a window hangs over the edge")
    return out[:, :, :, : max(out_w, 0)]


@conv2d.mistake
def assumes_square_kernel(conv2d, x, W, b, stride, pad):
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
    return conv2d(x, W, b, stride, pad)


@conv2d.mistake
def cuts_the_filter_square(conv2d, x, W, b, stride, pad):
    """Does FH count the columns of the filter too?
    A loop over range(FH) for both axes reads a square part of the filter, or runs out of it.
    - Use a 2x3 filter whose last column holds large numbers: do they matter?
    - Compare the ranges of the two innermost loops.

    필터의 열도 FH개로 세고 있나요?
    두 축을 모두 range(FH)로 돌면 필터의 일부만 읽거나 필터를 벗어나요.
    - 마지막 열에 큰 수가 있는 2x3 필터를 넣어 보세요. 그 수가 결과에 들어가나요?
    - 가장 안쪽 반복문 두 개의 범위를 비교해 보세요.
    """
    if W.shape[3] < W.shape[2]:
        raise IndexError("index is out of bounds")
    return conv2d(x, W[:, :, :, : W.shape[2]], b, stride, pad)


# --- kinds of numbers, inputs and errors --------------------------------------------------------------------


@conv2d.mistake
def output_inherits_input_dtype(conv2d, x, W, b, stride, pad):
    """Is the output an array of integers when the image is one?
    An array of integers cuts off what is behind the point, and weights are seldom whole.
    - Use an image of integers and the filter [[0.5]].
    - Look at the dtype with which the output array is made.

    이미지가 정수이면 출력도 정수 배열이 되나요?
    정수 배열에 넣으면 소수점 아래가 잘려요. 가중치는 정수가 아닐 때가 많아요.
    - 정수 이미지에 필터 [[0.5]] 를 써 보세요.
    - 출력 배열을 만들 때의 dtype을 살펴보세요.
    """
    return conv2d(x, W, b, stride, pad).astype(x.dtype)


@conv2d.mistake
def integer_output(conv2d, x, W, b, stride, pad):
    """Is the output always an array of integers?
    An array of integers cuts off what is behind the point.
    - Use the filter [[0.5]] on an image of ones.
    - Look for dtype=int or int(...).

    출력이 언제나 정수인가요?
    정수 배열에 넣으면 소수점 아래가 잘려요.
    - 모두 1인 이미지에 필터 [[0.5]] 를 써 보세요.
    - dtype=int 나 int(...) 가 있는지 찾아보세요.
    """
    return conv2d(x, W, b, stride, pad).astype(int)


@conv2d.mistake
def mutates_input(conv2d, x, W, b, stride, pad):
    """Is x different after the call?
    The next layer, or the next cell, still needs the image as it was.
    - Print x before and after the call.
    - Look for x += ..., x *= ... or x[...] = ...

    함수를 부르고 나면 x가 달라지나요?
    다음 층이나 다음 셀에서 원래 이미지를 다시 써야 해요.
    - 함수를 부르기 전과 후에 x를 출력해 보세요.
    - x += ..., x *= ..., x[...] = ... 같은 줄을 찾아보세요.
    """
    out = conv2d(x, W, b, stride, pad)
    x += 1
    return out


@conv2d.mistake
def accepts_filters_too_large(conv2d, x, W, b, stride, pad):
    """What happens when the filter is larger than the padded image?
    An empty array goes on silently and makes trouble far away; a ValueError says at once what is wrong.
    - Call it with a 2x2 image and a 3x3 filter.
    - Compare the filter with the padded image before anything else, in both axes.

    필터가 패딩한 이미지보다 크면 어떻게 되나요?
    빈 배열은 조용히 넘어갔다가 먼 곳에서 문제를 일으켜요. ValueError는 무엇이 잘못되었는지 바로 알려 줘요.
    - 2x2 이미지와 3x3 필터로 불러 보세요.
    - 가장 먼저 필터와 패딩한 이미지의 크기를 두 축에서 비교해 보세요.
    """
    sizes = [(side + 2 * pad - size) // stride + 1 for side, size in zip(x.shape[2:], W.shape[2:], strict=True)]
    return conv2d(x, W, b, stride, pad) if min(sizes) > 0 else np.zeros((len(x), len(W), *sizes))


@conv2d.mistake
def int_instead_of_floor(conv2d, x, W, b, stride, pad):
    """Is int(...) used as floor?
    int(-0.5) is 0 and floor(-0.5) is -1: a filter that does not fit seems to fit once.
    - Call it with a 1x1 image, a 2x1 filter and stride 2.
    - Before you divide, ask whether the filter fits at all; if not, raise a ValueError.

    floor 대신 int(...)를 썼나요?
    int(-0.5)는 0이고 floor(-0.5)는 -1이에요. 들어가지 않는 필터가 한 번 들어가는 것처럼 보여요.
    - 1x1 이미지, 2x1 필터, 스트라이드 2로 불러 보세요.
    - 나누기 전에 필터가 들어가는지 먼저 확인하고, 들어가지 않으면 ValueError를 일으키세요.
    """
    sizes = [int((side + 2 * pad - size) / stride) + 1 for side, size in zip(x.shape[2:], W.shape[2:], strict=True)]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    if padded.shape[2] >= W.shape[2] and padded.shape[3] >= W.shape[3]:
        return conv2d(x, W, b, stride, pad)
    out = np.zeros((len(x), len(W), *sizes))
    for f, i, j in np.ndindex(out.shape[1:]):
        top, left = i * stride, j * stride
        window = padded[:, :, top : top + W.shape[2], left : left + W.shape[3]]
        out[:, f, i, j] = (window * W[f]).sum(axis=(1, 2, 3)) + (0 if b is None else b[f])
    return out


# --- relu ---------------------------------------------------------------------------------------------------

relu = Check(
    atol=0,  # numbers are kept or become 0
    aspects=[
        Aspect("values", 5, st.tuples(arrays((some(1, 3), some(1, 5)))), ko="값"),  # counts to 15: a cut at 6 shows
        Aspect(
            "feature maps",
            1,
            st.tuples(arrays((some(1, 2), some(2, 3), some(1, 3), some(1, 3)), kinds=("mixed", "negative", "ramp"))),
            ko="특징맵",
            cases=4,
            layout="strided",
        ),
        Aspect(
            "input unchanged",
            2,
            st.tuples(arrays((some(1, 2), some(1, 3)), kinds=("mixed", "negative"))),
            ko="입력 보존",
            cases=4,
            judge="unchanged",
            after="values",
        ),
    ],
)


@relu.picture(ko="ReLU를 지난 경계")
def edges_after_relu():
    return (edge_map(),)


@relu.mistake
def absolute_value(relu, x):
    """Did you take the absolute value?
    ReLU turns a negative number into 0, it does not turn it round.
    - What should come out for -3?
    - Plot your function from -3 to 3.

    절댓값을 취했나요?
    ReLU는 음수를 0으로 만들 뿐, 부호를 뒤집지 않아요.
    - -3을 넣으면 무엇이 나와야 할까요?
    - -3부터 3까지 그래프를 그려 보세요.
    """
    return np.abs(x)


@relu.mistake
def leaky(relu, x):
    """Does a little of the negative numbers leak through?
    That is Leaky ReLU; ReLU gives exactly 0 for every negative number.
    - What should come out for -100?
    - Look for a small factor such as 0.01.

    음수가 조금 새어 나오나요?
    그것은 Leaky ReLU예요. ReLU는 음수를 정확히 0으로 만들어요.
    - -100을 넣으면 무엇이 나와야 할까요?
    - 0.01 같은 작은 수를 곱하는 곳을 찾아보세요.
    """
    return np.where(x > 0, x, 0.01 * x)


@relu.mistake
def keeps_the_negatives(relu, x):
    """Do the negative numbers stay and the positive ones go?
    It is the other way round: what is positive stays.
    - What should come out for 2, and what for -2?
    - Look at the direction of the comparison, or at minimum and maximum.

    음수가 남고 양수가 사라지나요?
    반대예요. 양수가 남아야 해요.
    - 2를 넣으면, -2를 넣으면 각각 무엇이 나와야 할까요?
    - 부등호의 방향이나 minimum과 maximum을 살펴보세요.
    """
    return np.minimum(x, 0)


@relu.mistake
def returns_the_mask(relu, x):
    """Does 1 come out for every positive number?
    A comparison says where x is positive, not how large it is there.
    - What should come out for 5?
    - The mask is half the way: what happens when it meets x?

    양수마다 1이 나오나요?
    비교한 결과는 x가 어디에서 양수인지만 알려 주고, 얼마인지는 알려 주지 않아요.
    - 5를 넣으면 무엇이 나와야 할까요?
    - 마스크는 절반만 온 거예요. 마스크가 x와 만나면 어떻게 될까요?
    """
    return (x > 0).astype(float)


@relu.mistake
def drops_the_negatives(relu, x):
    """Are the negative numbers left out?
    They become 0 and keep their place: the shape stays the same.
    - Print the shape before and after.
    - x[x > 0] picks out; what you want is to replace.

    음수를 빼 버렸나요?
    음수는 0이 되어 제자리에 남아요. 모양은 그대로예요.
    - 함수를 쓰기 전과 후의 모양을 출력해 보세요.
    - x[x > 0] 은 골라내는 코드예요. 필요한 것은 바꾸어 넣는 일이에요.
    """
    return x[x > 0]


@relu.mistake
def relu_in_place(relu, x):
    """Is x different after the call?
    x[x < 0] = 0 changes the array of whoever called you.
    - Print x before and after the call.
    - Write the result into a new array.

    함수를 부르고 나면 x가 달라지나요?
    x[x < 0] = 0 은 함수를 부른 쪽의 배열까지 바꿔요.
    - 함수를 부르기 전과 후에 x를 출력해 보세요.
    - 결과를 새 배열에 담아 보세요.
    """
    x[x < 0] = 0
    return x


# --- conv_relu ----------------------------------------------------------------------------------------------

SIGNS = ("mixed", "negative", "counting")  # symmetric filters are positive, so the image must bring the signs

conv_relu = Check(
    atol=1e-8,  # as for conv2d
    aspects=[
        Aspect("values", 3, plain(size=(2, 2), kinds=SIGNS), ko="값", cases=8),
        Aspect(
            "default arguments",
            1,
            plain(size=(2, 2), out=(2, 3), kinds=SIGNS).map(only_the_first(2)),
            ko="기본값",
            cases=3,
        ),
        Aspect(
            "bias", 3, convolutions(size=(2, 2), filters=(1, 3), bias="some", symmetric=True, kinds=SIGNS), ko="편향"
        ),
        Aspect(
            "stride and pad",
            3,
            plain(size=(2, 3), stride=(2, 3), pad=(0, 2), out=(2, 3), kinds=SIGNS),
            ko="스트라이드와 패딩",
            cases=7,
        ),
        Aspect(
            "together",
            2,
            convolutions(**MANY, stride=(1, 2), out=(1, 3), square=False, symmetric=True, kinds=SIGNS),
            ko="한꺼번에",
            cases=5,
            layout="strided",
            atol=FLOAT32_ATOL,
        ),
        Aspect(
            "input unchanged",
            1,
            plain(size=(2, 2), kinds=("mixed",)),
            ko="입력 보존",
            cases=3,
            judge="unchanged",
            after="values",
        ),
        Aspect("errors", 1, filters_too_large().map(zero_bias), ko="오류 처리", cases=5, after="values"),
    ],
)

conv_relu.sized("(H + 2 * pad - FH) // stride + 1", axis=2, plain={"pad": 0, "stride": 1}, H=("x", 2), FH=("W", 2))
conv_relu.sized("(W + 2 * pad - FW) // stride + 1", axis=3, plain={"pad": 0, "stride": 1}, W=("x", 3), FW=("W", 3))


@conv_relu.picture(ko="밝아지는 경계")
def edges_where_it_gets_brighter():
    return filtered(VERTICAL_EDGES)


@conv_relu.picture(ko="스트라이드 2로 본 밝아지는 경계")
def edges_where_it_gets_brighter_with_stride_2():
    return filtered(VERTICAL_EDGES, stride=2)


def before_relu(conv_relu, x, W, b, stride, pad):
    """What a right conv_relu had before its ReLU: relu(v) - relu(-v) is v."""
    return conv_relu(x, W, b, stride, pad) - conv_relu(x, -W, None if b is None else -b, stride, pad)


@conv_relu.mistake
def no_relu(conv_relu, x, W, b, stride, pad):
    """Are there negative numbers in the result?
    Convolution comes first, ReLU second; here the second step is missing.
    - What is the smallest number that can come out?
    - Is relu called on what conv2d returns?

    결과에 음수가 있나요?
    합성곱 다음에 ReLU를 거쳐야 하는데 두 번째 단계가 빠졌어요.
    - 나올 수 있는 가장 작은 수는 얼마인가요?
    - conv2d가 돌려준 값에 relu를 쓰고 있나요?
    """
    return before_relu(conv_relu, x, W, b, stride, pad)


@conv_relu.mistake
def relu_on_the_image(conv_relu, x, W, b, stride, pad):
    """Is ReLU applied to the image instead of the feature map?
    The order is convolution, bias, ReLU.
    - Use an image of negative numbers and a filter of -1: what should come out?
    - Which of the two functions gets x?

    특징맵이 아니라 이미지에 ReLU를 썼나요?
    순서는 합성곱, 편향, ReLU예요.
    - 음수로 된 이미지에 값이 -1인 필터를 쓰면 무엇이 나와야 할까요?
    - 두 함수 가운데 x를 받는 것은 어느 쪽인가요?
    """
    return before_relu(conv_relu, np.maximum(x, 0), W, b, stride, pad)


@conv_relu.mistake
def relu_before_the_bias(conv_relu, x, W, b, stride, pad):
    """Is the bias added after ReLU?
    The bias decides how large a sum must be to pass, so it comes before ReLU.
    - Set W to zero and b to -1: what should come out?
    - Let conv2d add the bias.

    ReLU를 거친 다음에 편향을 더했나요?
    편향은 합이 얼마나 커야 통과하는지를 정하므로 ReLU보다 먼저 더해요.
    - W를 모두 0으로, b를 -1로 두면 무엇이 나와야 할까요?
    - 편향은 conv2d가 더하게 해 보세요.
    """
    out = conv_relu(x, W, None, stride, pad)
    return out if b is None else out + b[:, None, None]


@conv_relu.mistake
def forgets_the_bias(conv_relu, x, W, b, stride, pad):
    """Is b passed on?
    conv2d adds no bias when it is not given one.
    - Set W to zero and b to 5: what should come out?
    - Compare the arguments of conv_relu with those of your call of conv2d.

    b를 넘겨주었나요?
    conv2d는 b를 받지 않으면 편향을 더하지 않아요.
    - W를 모두 0으로, b를 5로 두면 무엇이 나와야 할까요?
    - conv_relu가 받은 인수와 conv2d에 넘긴 인수를 비교해 보세요.
    """
    return conv_relu(x, W, None, stride, pad)


@conv_relu.mistake
def forgets_stride_and_pad(conv_relu, x, W, b, stride, pad):
    """Are stride and pad passed on?
    conv2d uses 1 and 0 when it is not given any.
    - Print the shape of your result for stride 2.
    - Compare the arguments of conv_relu with those of your call of conv2d.

    stride와 pad를 넘겨주었나요?
    conv2d는 받지 않으면 1과 0을 써요.
    - 스트라이드를 2로 두고 결과의 모양을 출력해 보세요.
    - conv_relu가 받은 인수와 conv2d에 넘긴 인수를 비교해 보세요.
    """
    return conv_relu(x, W, b, 1, 0)


@conv_relu.mistake
def absolute_value_of_the_map(conv_relu, x, W, b, stride, pad):
    """Did you take the absolute value?
    ReLU turns a negative number into 0, it does not turn it round.
    - What should come out where conv2d gives -3?
    - Check relu by itself first.

    절댓값을 취했나요?
    ReLU는 음수를 0으로 만들 뿐, 부호를 뒤집지 않아요.
    - conv2d가 -3을 준 칸에서는 무엇이 나와야 할까요?
    - relu부터 따로 확인해 보세요.
    """
    return np.abs(before_relu(conv_relu, x, W, b, stride, pad))


@conv_relu.mistake
def empty_map_for_filters_too_large(conv_relu, x, W, b, stride, pad):
    """What happens when the filter is larger than the padded image?
    ReLU of an empty array is an empty array: nobody notices that there was no window.
    - Call it with a 2x2 image and a 3x3 filter: a ValueError should come.
    - Does your conv2d raise it, and do you call your conv2d?

    필터가 패딩한 이미지보다 크면 어떻게 되나요?
    빈 배열은 ReLU를 거쳐도 빈 배열이라서, 창이 하나도 없었다는 것을 아무도 알아채지 못해요.
    - 2x2 이미지와 3x3 필터로 불러 보세요. ValueError가 나와야 해요.
    - conv2d가 이 오류를 내나요? 그리고 그 conv2d를 부르고 있나요?
    """
    sizes = [(side + 2 * pad - size) // stride + 1 for side, size in zip(x.shape[2:], W.shape[2:], strict=True)]
    return conv_relu(x, W, b, stride, pad) if min(sizes) > 0 else np.zeros((len(x), len(W), *sizes))


conv_relu.mistake(rejects_non_integer)
conv_relu.mistake(assumes_square_kernel)
