"""How a02_sizes is graded, and the mistakes we can name.

Each aspect keeps every other difficulty out of its inputs: a size that is right but for its rounding loses the
points of sizes that do not divide, and no others. All answers are whole numbers, so every comparison is exact.
"""

import math

import numpy as np
from course.inputs import images, only_the_first, some
from course.pictures import three
from hypothesis import assume
from hypothesis import strategies as st

from autograder.rubric import Aspect, Check

INTEGERS_AND_SINGLES = (np.int64, np.float32)

# ---------------------------------------------------------------------------------------------------- zero_pad

RIM = ("counting", "ramp", "negative")  # patterns without a zero in every corner: a lost or copied rim shows

zero_pad = Check(
    atol=0,
    aspects=[
        Aspect("values", 4, st.tuples(images(square=True, kinds=RIM), st.just(1)), ko="값", cases=8),
        Aspect("pad", 2, st.tuples(images(square=True, kinds=RIM), some(2, 3)), ko="패딩", cases=6),
        Aspect(
            "channels", 1, st.tuples(images(channels=(2, 4), square=True), st.just(1)), ko="채널", cases=5, layout="F"
        ),
        Aspect(
            "batch", 1, st.tuples(images(batch=(2, 4), square=True), st.just(1)), ko="배치", cases=5, layout="strided"
        ),
        Aspect(
            "non-square",
            1,
            st.tuples(images(kinds=RIM).filter(lambda x: x.shape[2] != x.shape[3]), st.just(1)),
            ko="정사각형이 아닐 때",
            cases=6,
        ),
        Aspect(
            "together",
            1,
            st.tuples(images(batch=(2, 3), channels=(2, 3), side=(1, 4), dtypes=INTEGERS_AND_SINGLES), some(1, 2)),
            ko="한꺼번에",
            cases=6,
        ),
        Aspect("no padding", 1, st.tuples(images(), st.just(0)), ko="패딩이 0일 때", cases=4, after="values"),
        Aspect(
            "input unchanged",
            1,
            st.tuples(images(kinds=RIM), some(1, 2)),
            ko="입력 보존",
            cases=4,
            judge="unchanged",
            after="values",
        ),
    ],
)

zero_pad.sized("H + 2 * pad", axis=2, plain={"pad": 0}, H=("x", 2))
zero_pad.sized("W + 2 * pad", axis=3, plain={"pad": 0}, W=("x", 3))


@zero_pad.picture(ko="0으로 두른 테두리")
def frame_of_zeros():
    return three(), 2


@zero_pad.mistake
def one_side_only(zero_pad, x, pad):
    """Is all the padding on one side?
    The size is right, but every zero is below and to the right of the image.
    - Print the first row of your padded array. Is it all zeros?
    - Each axis needs its zeros in two parts: before the image and after it.

    패딩이 한쪽에만 있나요?
    크기는 맞지만 0이 모두 이미지의 아래와 오른쪽에 있어요.
    - 패딩한 배열의 첫 행을 출력해 보세요. 모두 0인가요?
    - 축마다 0을 이미지 앞과 뒤, 두 부분으로 나누어 넣어야 해요.
    """
    return np.pad(x, ((0, 0), (0, 0), (0, 2 * pad), (0, 2 * pad)))


@zero_pad.mistake
def top_left_only(zero_pad, x, pad):
    """Did the image slide into the lower right corner?
    The size is right, but every zero is above and to the left of the image.
    - Print the last row of your padded array. Is it all zeros?
    - If you copy x into an array of zeros: at which row does it start, and at which must it end?

    이미지가 오른쪽 아래 구석으로 밀려났나요?
    크기는 맞지만 0이 모두 이미지의 위와 왼쪽에 있어요.
    - 패딩한 배열의 마지막 행을 출력해 보세요. 모두 0인가요?
    - 0으로 채운 배열에 x를 복사했다면, 몇 번째 행에서 시작하고 몇 번째 행에서 끝나야 할까요?
    """
    return np.pad(x, ((0, 0), (0, 0), (2 * pad, 0), (2 * pad, 0)))


@zero_pad.mistake
def pads_batch_or_channel(zero_pad, x, pad):
    """Did all four axes grow?
    Padding surrounds each image. It adds no image to the batch and no channel.
    - Compare the shape before and after: which of the four axes should grow?
    - A single number as the width of `np.pad` is used for every axis.

    네 축이 모두 커졌나요?
    패딩은 이미지 하나하나의 둘레에 둘러요. 이미지나 채널이 늘어나지는 않아요.
    - 앞뒤의 모양을 비교해 보세요. 네 축 중 어느 축이 커져야 할까요?
    - `np.pad`에 너비를 수 하나로 주면 모든 축에 적용돼요.
    """
    return np.pad(x, pad)


@zero_pad.mistake
def edge_value(zero_pad, x, pad):
    """Is the frame made of the pixels at the edge?
    Your frame repeats the outermost pixels; this padding is made of zeros.
    - Which number do the notes draw in the dashed cells?
    - Look at the `mode` you give to `np.pad`.

    테두리가 가장자리 픽셀로 채워져 있나요?
    지금은 가장 바깥 픽셀이 반복돼요. 여기서는 0으로 채워야 해요.
    - 강의 노트의 점선 칸에는 어떤 수가 있나요?
    - `np.pad`에 넘긴 `mode`를 확인해 보세요.
    """
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode="edge")


@zero_pad.mistake
def mirrored_frame(zero_pad, x, pad):
    """Is the frame a mirror image?
    Your frame reflects the pixels inside; this padding is made of zeros.
    - Pad an image of ones. Which numbers should stand around it?
    - Look at the `mode` you give to `np.pad`.

    테두리가 거울에 비친 것처럼 채워져 있나요?
    지금은 안쪽 픽셀이 뒤집혀 나타나요. 여기서는 0으로 채워야 해요.
    - 1로만 된 이미지에 패딩을 해 보세요. 둘레에는 어떤 수가 있어야 할까요?
    - `np.pad`에 넘긴 `mode`를 확인해 보세요.
    """
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode="reflect")


@zero_pad.mistake
def height_only(zero_pad, x, pad):
    """Did only the height grow?
    There are zeros above and below, but none to the left and right.
    - Compare both spatial sizes before and after.
    - The width is the last of the four axes.

    높이만 커졌나요?
    위아래에는 0이 있는데 왼쪽과 오른쪽에는 없어요.
    - 높이와 너비를 앞뒤로 비교해 보세요.
    - 너비는 네 축 중 마지막 축이에요.
    """
    return zero_pad(x, pad)[:, :, :, pad : pad + x.shape[3]]


@zero_pad.mistake
def width_only(zero_pad, x, pad):
    """Did only the width grow?
    There are zeros to the left and right, but none above and below.
    - Compare both spatial sizes before and after.
    - The height is the last but one of the four axes.

    너비만 커졌나요?
    왼쪽과 오른쪽에는 0이 있는데 위아래에는 없어요.
    - 높이와 너비를 앞뒤로 비교해 보세요.
    - 높이는 네 축 중 끝에서 두 번째 축이에요.
    """
    return zero_pad(x, pad)[:, :, pad : pad + x.shape[2], :]


@zero_pad.mistake
def always_one_cell(zero_pad, x, pad):
    """Is the frame always one cell wide?
    With `pad` 1 all is well; with 2 the frame is still one cell wide.
    - Try the same image with pad 0, 1 and 2 and compare the shapes.
    - Is there a 1 in your code where `pad` belongs?

    테두리가 늘 한 칸 두께인가요?
    `pad`가 1이면 맞지만, 2여도 테두리가 한 칸뿐이에요.
    - 같은 이미지에 pad를 0, 1, 2로 바꾸어 가며 모양을 비교해 보세요.
    - `pad`를 써야 할 자리에 1이 있지 않나요?
    """
    return zero_pad(x, 1)


@zero_pad.mistake
def fails_without_padding(zero_pad, x, pad):
    """What happens when `pad` is 0?
    Everything is right until pad is 0: then an empty part of the array is filled.
    - What does the slice `[0:-0]` hold?
    - Name the last cell by counting from the front: where it starts, plus how long it is.

    `pad`가 0이면 어떻게 되나요?
    다른 값에서는 모두 맞지만, pad가 0이면 배열의 빈 부분에 값을 넣으려고 해요.
    - 슬라이스 `[0:-0]`에는 무엇이 들어 있을까요?
    - 끝 위치를 앞에서부터 세어 보세요. 시작 위치에 길이를 더하면 돼요.
    """
    out = np.zeros_like(zero_pad(x, pad))
    out[:, :, pad:-pad, pad:-pad] = x
    return out


@zero_pad.mistake
def square_images_only(zero_pad, x, pad):
    """Do you use the height for the width too?
    Square images come out right, others do not fit or get too many columns.
    - Try an image of 2 rows and 4 columns.
    - How many columns does your new array have? Which axis of x says so?

    너비에도 높이를 쓰고 있나요?
    정사각형 이미지는 맞지만, 그렇지 않으면 들어가지 않거나 열이 남아요.
    - 2행 4열짜리 이미지로 시험해 보세요.
    - 새 배열의 열은 몇 개인가요? x의 어느 축에서 알 수 있을까요?
    """
    right = zero_pad(x, pad)
    out = np.zeros((*right.shape[:2], right.shape[2], right.shape[2]), right.dtype)
    out[..., pad : pad + x.shape[2], pad : pad + x.shape[3]] = x
    return out


@zero_pad.mistake
def zeros_over_the_rim(zero_pad, x, pad):
    """Did the zeros replace pixels?
    The image kept its size: its own rim was overwritten with zeros.
    - Which shape should a 4x4 image have after padding with 1?
    - Make a larger array first, then put the image inside it.

    0이 원래 픽셀을 덮어썼나요?
    이미지 크기는 그대로인데 가장자리 픽셀이 0으로 바뀌었어요.
    - 4x4 이미지에 패딩을 1만큼 하면 모양이 어떻게 되어야 할까요?
    - 먼저 더 큰 배열을 만들고 그 안에 이미지를 넣으세요.
    """
    out = np.zeros_like(x)
    inside = (..., slice(pad, max(pad, x.shape[2] - pad)), slice(pad, max(pad, x.shape[3] - pad)))
    out[inside] = x[inside]
    return out


@zero_pad.mistake
def changes_the_image(zero_pad, x, pad):
    """Is `x` itself changed by your function?
    Your answer is right, but the caller's array is no longer what it was.
    - Print x before and after the call.
    - Find the line that assigns into x, such as `x[...] =` or `x *=`.

    함수가 `x` 자체를 바꾸고 있나요?
    반환값은 맞지만, 호출한 쪽의 배열이 달라져 있어요.
    - 호출하기 전과 후에 x를 출력해 보세요.
    - `x[...] =`나 `x *=`처럼 x에 값을 넣는 줄을 찾아보세요.
    """
    out = zero_pad(x, pad)
    x[...] = 0
    return out


# -------------------------------------------------------------------------------------------- conv_output_size


@st.composite
def axes(draw, out=(1, 6), size=(1, 5), stride=(1, 1), pad=(0, 0), left_over=False, strict=False):
    """Arguments (size, filter_size, stride, pad) for a filter that fits; `strict` is passed only where it is asked for.

    Drawn backwards from the number of windows; `left_over` adds cells that no window reaches.
    """
    o, f, s, p = (draw(some(*bounds)) for bounds in (out, size, stride, pad))
    extra = draw(st.integers(1, s - 1)) if left_over else 0
    cells = (o - 1) * s + f + extra - 2 * p
    assume(cells >= 1)
    return (cells, f, s, p, True) if strict else (cells, f, s, p)


@st.composite
def axes_too_short(draw):
    """A filter larger than the padded input. Strides above the gap reach what rounding towards zero does."""
    size, pad, too_long = draw(st.integers(1, 5)), draw(st.integers(0, 2)), draw(st.integers(1, 3))
    return size, size + 2 * pad + too_long, draw(st.integers(1, 4)), pad


conv_output_size = Check(
    atol=0,
    aspects=[
        Aspect("values", 4, axes(), ko="값"),
        Aspect("stride", 4, axes(stride=(2, 4), out=(2, 6)), ko="스트라이드"),
        Aspect("pad", 3, axes(pad=(1, 3), size=(2, 7)), ko="패딩"),
        Aspect("non-dividing", 3, axes(stride=(2, 5), left_over=True), ko="나누어떨어지지 않을 때", cases=12),
        Aspect(
            "together", 1, axes(stride=(2, 4), pad=(1, 3), left_over=True, size=(2, 11), out=(2, 60)), ko="한꺼번에"
        ),
        Aspect(
            "number type", 1, axes(stride=(1, 2)), ko="수의 종류", cases=4, judge="kind", after="values"
        ),  # 3.0 equals 3, but no array has 3.0 rows
        Aspect(
            "strict",
            1,
            axes(stride=(2, 4), left_over=True, strict=True) | axes(stride=(1, 3), out=(2, 6), strict=True),
            ko="엄격 모드",
            cases=10,
            after="values",
        ),
        Aspect(
            "default arguments",  # stride 1, no padding, not strict
            1,
            axes(out=(2, 6)).map(only_the_first(2)) | axes(stride=(2, 3), left_over=True).map(only_the_first(4)),
            ko="기본값",
            cases=6,
            after="values",
        ),
        Aspect("errors", 1, axes_too_short(), ko="오류 처리", cases=8, after="values"),
    ],
)


def _windows(right, size, filter_size, stride, pad, strict, count):
    """Another count of the windows; what the right answer refuses stays refused."""
    right(size, filter_size, stride, pad, strict)
    return count((size + 2 * pad - filter_size) / stride)


@conv_output_size.mistake
def rounds_up(conv_output_size, size, filter_size, stride, pad, strict):
    """Do you round up?
    When the stride does not divide, your answer has one window too many.
    - Would the last window still fit inside the padded image? Draw 8 cells, filter 3, stride 2.
    - A window that hangs over the edge is dropped.

    올림을 하고 있나요?
    스트라이드로 나누어떨어지지 않으면 창이 하나 많아져요.
    - 마지막 창이 패딩한 이미지 안에 들어가나요? 8칸, 필터 3, 스트라이드 2를 그려 보세요.
    - 밖으로 나가는 창은 버려요.
    """
    return _windows(conv_output_size, size, filter_size, stride, pad, strict, lambda steps: math.ceil(steps) + 1)


@conv_output_size.mistake
def rounds_to_nearest(conv_output_size, size, filter_size, stride, pad, strict):
    """Do you round to the nearest number?
    Half a window is no window: some of your sizes are one too large, others are right.
    - Slide a window of 3 by 2 over 8 cells and count.
    - Which rounding never lets a window hang over the edge?

    반올림을 하고 있나요?
    창의 절반은 창이 아니에요. 그래서 크기가 어떤 때는 맞고 어떤 때는 하나 커요.
    - 8칸 위에서 크기 3인 창을 2칸씩 밀면서 세어 보세요.
    - 창이 절대 밖으로 나가지 않게 하려면 어느 쪽으로 어림해야 할까요?
    """
    return _windows(conv_output_size, size, filter_size, stride, pad, strict, lambda n: math.floor(n + 0.5) + 1)


@conv_output_size.mistake
def missing_plus_one(conv_output_size, size, filter_size, stride, pad, strict):
    """Did you count the first window?
    You count the steps between windows; there is one window more than there are steps.
    - How many windows are there when the filter is as large as the image?
    - Count fence posts, not the gaps between them.

    첫 번째 창을 세었나요?
    지금은 창 사이의 걸음 수를 세고 있어요. 창은 걸음 수보다 하나 많아요.
    - 필터가 이미지와 같은 크기이면 창은 몇 개일까요?
    - 울타리의 간격이 아니라 말뚝을 세어야 해요.
    """
    return conv_output_size(size, filter_size, stride, pad, strict) - 1


@conv_output_size.mistake
def plus_one_too_early(conv_output_size, size, filter_size, stride, pad, strict):
    """Do you add the 1 before you divide?
    With stride 1 that is the same. With larger strides, the first window gets divided too.
    - Work out 7 cells, filter 3, stride 2 by hand: first the division, then the 1.
    - Check where the closing bracket is.

    나누기 전에 1을 더했나요?
    스트라이드가 1이면 같지만, 더 크면 첫 번째 창까지 나누게 돼요.
    - 7칸, 필터 3, 스트라이드 2를 손으로 계산해 보세요. 먼저 나누고, 그다음에 1을 더해요.
    - 닫는 괄호의 위치를 확인해 보세요.
    """
    return _windows(
        conv_output_size, size, filter_size, stride, pad, strict, lambda n: (round(n * stride) + 1) // stride
    )


@conv_output_size.mistake
def pad_once(conv_output_size, size, filter_size, stride, pad, strict):
    """Do you add the padding once?
    The input grows by `pad` on each side.
    - Padding is added on how many sides?
    - A row of 7 with pad 1: draw it and count its cells.

    패딩을 한 번만 더했나요?
    입력은 양쪽으로 각각 `pad`만큼 커져요.
    - 패딩은 몇 군데에 붙나요?
    - 7칸짜리 줄에 패딩을 1만큼 하고, 칸을 세어 보세요.
    """
    return conv_output_size(size + pad, filter_size, stride, 0, strict)


@conv_output_size.mistake
def forgets_the_padding(conv_output_size, size, filter_size, stride, pad, strict):
    """Is `pad` unused?
    Your answer is the same for every padding.
    - Call it with pad 0 and with pad 1. What should change?
    - How many cells long is the padded row?

    `pad`를 쓰지 않았나요?
    패딩이 얼마이든 답이 같아요.
    - pad를 0과 1로 바꾸어 호출해 보세요. 무엇이 달라져야 할까요?
    - 패딩한 줄은 몇 칸일까요?
    """
    return conv_output_size(size, filter_size, stride, 0, strict)


@conv_output_size.mistake
def forgets_the_stride(conv_output_size, size, filter_size, stride, pad, strict):
    """Is `stride` unused?
    Your windows always move by one cell.
    - Call it with stride 1 and with stride 2. What should change?
    - How many steps of `stride` cells fit into the room that is left?

    `stride`를 쓰지 않았나요?
    창이 늘 한 칸씩만 움직여요.
    - stride를 1과 2로 바꾸어 호출해 보세요. 무엇이 달라져야 할까요?
    - 남은 공간에 `stride`칸짜리 걸음이 몇 번 들어갈까요?
    """
    return conv_output_size(size, filter_size, 1, pad, strict)


@conv_output_size.mistake
def float_result(conv_output_size, size, filter_size, stride, pad, strict):
    """Is your answer 3.0 instead of 3?
    The value is right, but its type is float.
    - Can an array have 3.0 rows? Try np.zeros(3.0).
    - `/` and np.floor give floats. Which operator divides whole numbers?

    답이 3이 아니라 3.0인가요?
    값은 맞지만 실수(float)예요.
    - 행이 3.0개인 배열을 만들 수 있을까요? np.zeros(3.0)을 실행해 보세요.
    - `/`와 np.floor의 결과는 실수예요. 정수끼리 나누는 연산자는 무엇일까요?
    """
    return float(conv_output_size(size, filter_size, stride, pad, strict))


@conv_output_size.mistake
def forgets_strict(conv_output_size, size, filter_size, stride, pad, strict):
    """Is `strict` unused?
    With strict=True the caller wants an error when cells are left over.
    - Call it with 7, 3, 3 and strict=True. What should happen?
    - What is the remainder of the division, and what does it say when it is not 0?

    `strict`를 쓰지 않았나요?
    strict=True는 남는 칸이 있으면 오류로 알려 달라는 뜻이에요.
    - 7, 3, 3과 strict=True로 호출해 보세요. 어떻게 되어야 할까요?
    - 나눗셈의 나머지는 얼마인가요? 0이 아니면 무엇을 뜻할까요?
    """
    return conv_output_size(size, filter_size, stride, pad, False)


@conv_output_size.mistake
def always_strict(conv_output_size, size, filter_size, stride, pad, strict):
    """Do you refuse sizes that do not divide even if nobody asked?
    Only strict=True refuses them. Otherwise the window that does not fit is dropped.
    - Call it with 7, 3, 3 alone: the answer is 2.
    - Look at the condition before your `raise`. Does it ask for `strict`?

    요청하지 않았는데도 나누어떨어지지 않는 크기를 거부하나요?
    strict=True일 때만 거부해요. 그렇지 않으면 들어가지 않는 창을 버려요.
    - 7, 3, 3만 넣어 호출해 보세요. 답은 2예요.
    - `raise` 앞의 조건을 확인해 보세요. `strict`를 보고 있나요?
    """
    return conv_output_size(size, filter_size, stride, pad, True)


@conv_output_size.mistake
def int_truncation(conv_output_size, size, filter_size, stride, pad, strict):
    """What comes out when the filter does not fit at all?
    int() cuts towards zero, so minus a half becomes 0, and a window appears where there is none.
    - Call it with 2, 3, 2: how many windows of 3 fit into 2 cells?
    - Ask before you divide: is there any room at all?

    필터가 아예 들어가지 않으면 답이 얼마인가요?
    int()는 0 쪽으로 버려서 -0.5가 0이 되고, 없는 창이 하나 생겨요.
    - 2, 3, 2로 호출해 보세요. 2칸에 크기 3인 창이 몇 번 들어갈까요?
    - 나누기 전에 공간이 남아 있는지부터 확인하세요.
    """
    room = size + 2 * pad - filter_size
    return int(room / stride) + 1 if room < 0 else conv_output_size(size, filter_size, stride, pad, strict)


@conv_output_size.mistake
def accepts_a_filter_too_large(conv_output_size, size, filter_size, stride, pad, strict):
    """Should a size be 0 or negative?
    When the filter is larger than the padded input, there is no output: that is an error.
    - Call it with 3, 5. What comes back, and could an array have that size?
    - `raise ValueError` with a sentence that says which filter does not fit where.

    크기가 0이거나 음수여도 괜찮을까요?
    필터가 패딩한 입력보다 크면 출력이 없으므로 오류예요.
    - 3, 5로 호출해 보세요. 무엇이 나오나요? 그런 크기의 배열이 있을까요?
    - 어떤 필터가 어디에 들어가지 않는지 알려 주는 문장으로 `raise ValueError`를 하세요.
    """
    room = size + 2 * pad - filter_size
    return room // stride + 1 if room < 0 else conv_output_size(size, filter_size, stride, pad, strict)


# ---------------------------------------------------------------------------------------------------- same_pad

ODD = st.integers(0, 25).map(lambda half: (2 * half + 1,))
EVEN = st.integers(1, 25).map(lambda half: (2 * half,))

same_pad = Check(
    atol=0,
    aspects=[
        Aspect("values", 4, ODD, ko="값", cases=8),
        Aspect("number type", 1, ODD, ko="수의 종류", cases=4, judge="kind", after="values"),
        Aspect("errors", 1, EVEN, ko="오류 처리", cases=5, after="values"),
    ],
)


@same_pad.mistake
def padding_of_both_sides(same_pad, filter_size):
    """Is this the padding of both sides together?
    A filter of 3 takes 2 cells away in all, and they are shared between two sides.
    - Put your answer into the formula of section 2. Is the size kept?
    - How much of it belongs to one side?

    양쪽 패딩을 합한 값인가요?
    크기 3인 필터는 모두 2칸을 줄이고, 이것을 양쪽이 나누어 가져요.
    - 답을 2절의 공식에 넣어 보세요. 크기가 유지되나요?
    - 그중 한쪽의 몫은 얼마일까요?
    """
    return 2 * same_pad(filter_size)


@same_pad.mistake
def rounds_the_half_up(same_pad, filter_size):
    """Is your padding one too large?
    A filter of 3 reaches one cell to each side of its middle, not two.
    - A filter of 1 needs no padding. What do you return for it?
    - The cell in the middle needs no padding.

    패딩이 1만큼 큰가요?
    크기 3인 필터는 가운데에서 양쪽으로 두 칸이 아니라 한 칸씩 뻗어요.
    - 크기 1인 필터에는 패딩이 필요 없어요. 지금은 무엇을 반환하나요?
    - 가운데 칸의 몫은 빼야 해요.
    """
    return same_pad(filter_size) + 1


@same_pad.mistake
def ignores_the_filter(same_pad, filter_size):
    """Is your padding the same for every filter?
    Padding 1 keeps the size for a filter of 3 only.
    - How much does a 5x5 filter take away on each side?
    - Solve size + 2 pad - filter + 1 = size for pad.

    어떤 필터에도 패딩이 같은가요?
    패딩 1은 크기 3인 필터에서만 크기를 유지해요.
    - 5x5 필터는 한쪽에서 몇 칸을 줄이나요?
    - size + 2 pad - filter + 1 = size 를 pad에 대해 풀어 보세요.
    """
    return 0 * same_pad(filter_size) + 1


@same_pad.mistake
def float_padding(same_pad, filter_size):
    """Is your answer 1.0 instead of 1?
    The value is right, but its type is float.
    - Can an image have 1.0 rows of zeros?
    - Which operator divides whole numbers?

    답이 1이 아니라 1.0인가요?
    값은 맞지만 실수(float)예요.
    - 0을 1.0줄 두를 수 있을까요?
    - 정수끼리 나누는 연산자는 무엇일까요?
    """
    return float(same_pad(filter_size))


@same_pad.mistake
def even_filter_grows(same_pad, filter_size):
    """Which padding keeps the size for a filter of 4?
    Yours makes the output one cell larger than the input. No whole number does it.
    - Put your answer for 4 into the formula of section 2.
    - Refuse even filters with a ValueError.

    크기 4인 필터에서 크기를 유지하는 패딩이 있을까요?
    지금 값을 쓰면 출력이 입력보다 한 칸 커져요. 맞는 정수가 없어요.
    - 4를 넣은 답을 2절의 공식에 넣어 보세요.
    - 짝수 크기의 필터는 ValueError로 거부하세요.
    """
    return filter_size // 2 if filter_size % 2 == 0 else same_pad(filter_size)


@same_pad.mistake
def even_filter_shrinks(same_pad, filter_size):
    """Does the size stay for a filter of 4?
    Your padding makes the output one cell smaller than the input. No whole number does it.
    - Put your answer for 4 into the formula of section 2.
    - Refuse even filters with a ValueError.

    크기 4인 필터에서 크기가 유지되나요?
    지금 값을 쓰면 출력이 입력보다 한 칸 작아져요. 맞는 정수가 없어요.
    - 4를 넣은 답을 2절의 공식에 넣어 보세요.
    - 짝수 크기의 필터는 ValueError로 거부하세요.
    """
    return (filter_size - 1) // 2 if filter_size % 2 == 0 else same_pad(filter_size)


@same_pad.mistake
def even_filter_gets_a_half(same_pad, filter_size):
    """Can an image get one and a half rows of zeros?
    For an even filter your answer is not a whole number.
    - Call it with 4. What should a caller do with the answer?
    - Refuse even filters with a ValueError.

    0을 한 줄 반 두를 수 있을까요?
    짝수 크기의 필터에서 답이 정수가 아니에요.
    - 4로 호출해 보세요. 이 값을 받아서 어떻게 쓸 수 있을까요?
    - 짝수 크기의 필터는 ValueError로 거부하세요.
    """
    return (filter_size - 1) / 2 if filter_size % 2 == 0 else same_pad(filter_size)


# ---------------------------------------------------------------------------------------------- keras_same_pad


@st.composite
def same_axes(draw, stride=(1, 1), filters=(1, 7), dividing=None, odd=None):
    """Arguments (size, filter_size, stride); None lets the size divide or not, the total be odd or even."""
    size, f, s = draw(st.integers(3, 30)), draw(some(*filters)), draw(some(*stride))
    total = (-(-size // s) - 1) * s + f - size
    assume(dividing is None or (size % s == 0) == dividing)
    assume(odd is None or (total >= 0 and (total % 2 == 1) == odd))
    return size, f, s


@st.composite
def small_filters(draw):
    """Filters smaller than the stride: some cells are left over, so that nothing is missing."""
    s = draw(st.integers(2, 5))
    size, f = draw(st.integers(2, 16)), draw(st.integers(1, s - 1))
    assume((-(-size // s) - 1) * s + f <= size)
    return size, f, s


keras_same_pad = Check(
    atol=0,
    aspects=[
        # totals are even up to "odd total": whoever puts the extra cell on the wrong side loses it there
        Aspect("values", 4, same_axes(odd=False), ko="값", cases=8),
        Aspect("stride", 2, same_axes(stride=(2, 3), dividing=True, odd=False), ko="스트라이드"),
        Aspect("non-dividing", 2, same_axes(stride=(2, 4), dividing=False, odd=False), ko="나누어떨어지지 않을 때"),
        Aspect("odd total", 2, same_axes(stride=(1, 2), odd=True), ko="전체 패딩이 홀수일 때"),
        Aspect("small filter", 1, small_filters(), ko="필터가 스트라이드보다 작을 때", after="values"),
        Aspect("together", 1, st.just((224, 7, 2)) | same_axes(stride=(1, 4), filters=(1, 11)), ko="한꺼번에"),
    ],
)


def _total(keras_same_pad, size, filter_size, stride):
    return sum(keras_same_pad(size, filter_size, stride))


@keras_same_pad.mistake
def same_on_both_sides(keras_same_pad, size, filter_size, stride):
    """Is your padding the same on both sides?
    That is PyTorch's `padding=filter // 2`. Keras pads no more than it needs, and its two sides may differ.
    - 224 with filter 7 and stride 2: where does the last window end, and how many cells are missing?
    - Work out the total first. Then share it out.

    양쪽 패딩이 늘 같은가요?
    그것은 PyTorch의 `padding=filter // 2`예요. Keras는 필요한 만큼만 패딩하므로 양쪽이 다를 수 있어요.
    - 224, 필터 7, 스트라이드 2에서 마지막 창은 어디에서 끝나고, 몇 칸이 모자라나요?
    - 전체 패딩을 먼저 구하고, 그다음에 나누세요.
    """
    return filter_size // 2, filter_size // 2


@keras_same_pad.mistake
def forgets_the_stride_of_same(keras_same_pad, size, filter_size, stride):
    """Does the stride change your answer?
    Yours is always `filter_size - 1` cells in all, which is right for stride 1 only.
    - How many windows are there with stride 2?
    - The last window starts at (out - 1) * stride.

    스트라이드가 달라지면 답도 달라지나요?
    지금은 전체 패딩이 늘 `filter_size - 1`이에요. 스트라이드가 1일 때만 맞아요.
    - 스트라이드가 2이면 창이 몇 개인가요?
    - 마지막 창은 (out - 1) * stride에서 시작해요.
    """
    return keras_same_pad(size, filter_size, 1)


@keras_same_pad.mistake
def extra_cell_before(keras_same_pad, size, filter_size, stride):
    """On which side is the extra cell?
    The total is right. When it is odd, Keras puts the extra cell after the image.
    - A filter of 2 with stride 1 needs one cell: before or after?
    - Which of your two numbers should be the larger one?

    남는 한 칸이 어느 쪽에 있나요?
    전체 패딩은 맞아요. 홀수이면 Keras는 남는 한 칸을 이미지 뒤에 둬요.
    - 스트라이드 1에서 크기 2인 필터에는 한 칸이 필요해요. 앞일까요, 뒤일까요?
    - 두 수 중 어느 쪽이 더 커야 할까요?
    """
    before, after = keras_same_pad(size, filter_size, stride)
    return after, before


@keras_same_pad.mistake
def loses_the_odd_cell(keras_same_pad, size, filter_size, stride):
    """Do both sides round down?
    When the total is odd, one cell is lost between your two halves.
    - Add your two numbers. Do they come to the total?
    - One side is half the total, rounded down. The other side is what remains.

    양쪽 모두 내림을 했나요?
    전체 패딩이 홀수이면 둘로 나눌 때 한 칸이 사라져요.
    - 두 수를 더해 보세요. 전체 패딩과 같나요?
    - 한쪽은 전체의 절반을 내림한 값이고, 다른 쪽은 나머지예요.
    """
    half = _total(keras_same_pad, size, filter_size, stride) // 2
    return half, half


@keras_same_pad.mistake
def doubles_the_odd_cell(keras_same_pad, size, filter_size, stride):
    """Do both sides round up?
    When the total is odd, your two halves come to one cell too many.
    - Add your two numbers. Do they come to the total?
    - One side is half the total, rounded down. The other side is what remains.

    양쪽 모두 올림을 했나요?
    전체 패딩이 홀수이면 두 수의 합이 한 칸 많아져요.
    - 두 수를 더해 보세요. 전체 패딩과 같나요?
    - 한쪽은 전체의 절반을 내림한 값이고, 다른 쪽은 나머지예요.
    """
    half = -(-_total(keras_same_pad, size, filter_size, stride) // 2)
    return half, half


@keras_same_pad.mistake
def total_on_each_side(keras_same_pad, size, filter_size, stride):
    """Does each side get the whole padding?
    The missing cells are shared between the two sides.
    - A filter of 3 with stride 1 takes 2 cells away in all.
    - Your two numbers together should be the total.

    양쪽에 전체 패딩을 모두 주었나요?
    모자라는 칸은 양쪽이 나누어 가져요.
    - 스트라이드 1에서 크기 3인 필터는 모두 2칸을 줄여요.
    - 두 수를 합하면 전체 패딩이 되어야 해요.
    """
    total = _total(keras_same_pad, size, filter_size, stride)
    return total, total


@keras_same_pad.mistake
def rounds_the_windows_down(keras_same_pad, size, filter_size, stride):
    """How many windows does "same" make?
    You round size / stride down. Keras rounds it up, so that no cell is left over.
    - Three windows or four for 7 cells and stride 2?
    - Without math.ceil: -(-7 // 2).

    "same"이면 창이 몇 개일까요?
    지금은 size / stride를 내림해요. Keras는 올림을 해서 남는 칸이 없어요.
    - 7칸, 스트라이드 2이면 창이 세 개일까요, 네 개일까요?
    - math.ceil 없이도 -(-7 // 2)로 올림할 수 있어요.
    """
    total = max((size // stride - 1) * stride + filter_size - size, 0)
    return total // 2, total - total // 2


@keras_same_pad.mistake
def negative_padding(keras_same_pad, size, filter_size, stride):
    """Can padding be negative?
    When the filter is smaller than the stride, the last window may end before the image does.
    - 6 cells, filter 1, stride 2: is any cell missing?
    - The total is never less than 0.

    패딩이 음수일 수 있나요?
    필터가 스트라이드보다 작으면 마지막 창이 이미지보다 먼저 끝날 수 있어요.
    - 6칸, 필터 1, 스트라이드 2에서 모자라는 칸이 있나요?
    - 전체 패딩은 0보다 작아지지 않아요.
    """
    total = (-(-size // stride) - 1) * stride + filter_size - size
    return (total // 2, total - total // 2) if total < 0 else keras_same_pad(size, filter_size, stride)


# ------------------------------------------------------------------------------------------------- conv_params


def counts(*bounds):
    """Tuples of whole numbers; a bound is a pair (low, high), one number, or True and False."""
    return st.tuples(*(st.just(one) if isinstance(one, bool | int) else some(*one) for one in bounds))


def uneven(args):
    return args[1] != args[2]


conv_params = Check(
    atol=0,
    aspects=[
        # half of the points with biases, half without: neither slip with the bias costs more than the other
        Aspect("values", 3, counts(1, (1, 11), 1, (1, 9), True).map(lambda a: (1, a[1], a[1], *a[3:])), ko="값"),
        Aspect("channels", 3, counts((2, 9), (1, 7), 1, (1, 9), True).map(lambda a: (*a[:2], a[1], *a[3:])), ko="채널"),
        Aspect(
            "without bias",
            3,
            counts(1, (1, 11), 1, (1, 9), False).map(lambda a: (1, a[1], a[1], *a[3:])),
            ko="편향 없이",
        ),
        Aspect(
            "non-square",
            1,
            counts((1, 3), (1, 7), (1, 7), (1, 4), False).filter(uneven),
            ko="정사각형이 아닐 때",
            cases=8,
        ),
        Aspect(
            "default arguments",  # with biases
            1,
            counts(1, (1, 7), 1, (2, 4), True).map(lambda a: (1, a[1], a[1], a[3])),
            ko="기본값",
            cases=4,
            after="values",
        ),
    ],
)


@conv_params.mistake
def no_bias(conv_params, in_channels, filter_h, filter_w, filters, bias):
    """Where are the biases?
    You count the weights. Each filter learns one more number.
    - One filter of 5x5 on one channel: 25 weights, and how many numbers in all?
    - Look at what `bias` says.

    편향은 어디에 있나요?
    지금은 가중치만 세고 있어요. 필터마다 학습하는 수가 하나 더 있어요.
    - 채널이 하나이고 5x5 필터가 하나이면 가중치는 25개예요. 모두 몇 개일까요?
    - `bias`가 무엇을 뜻하는지 보세요.
    """
    return conv_params(in_channels, filter_h, filter_w, filters, False)


@conv_params.mistake
def always_a_bias(conv_params, in_channels, filter_h, filter_w, filters, bias):
    """Is `bias` unused?
    With bias=False a layer has nothing but its weights.
    - Call it with bias=True and bias=False and compare.
    - By how much should the two answers differ?

    `bias`를 쓰지 않았나요?
    bias=False이면 층에는 가중치만 있어요.
    - bias=True와 bias=False로 호출해서 비교해 보세요.
    - 두 답은 얼마나 달라야 할까요?
    """
    return conv_params(in_channels, filter_h, filter_w, filters, True)


@conv_params.mistake
def bias_per_channel(conv_params, in_channels, filter_h, filter_w, filters, bias):
    """Does the bias depend on the number of input channels?
    You give each filter one bias for each channel. A filter sums over all channels and adds one bias.
    - Ten 5x5 filters on a colour image: how many numbers come out for each window?
    - A feature map gets one bias.

    편향의 수가 입력 채널 수에 따라 달라지나요?
    지금은 필터마다 채널 수만큼 편향을 두었어요. 필터는 모든 채널을 합한 다음 편향 하나를 더해요.
    - 컬러 이미지에 5x5 필터 열 개를 쓰면 창마다 수가 몇 개 나오나요?
    - 특징맵 하나에 편향도 하나예요.
    """
    weights = conv_params(in_channels, filter_h, filter_w, filters, False)
    biases = conv_params(in_channels, filter_h, filter_w, filters, bias) - weights
    return weights + biases * in_channels


@conv_params.mistake
def one_bias_in_all(conv_params, in_channels, filter_h, filter_w, filters, bias):
    """Do all filters share one bias?
    You add 1 at the end. Each filter has a bias of its own.
    - How many biases do ten filters have?
    - Is the 1 inside the bracket that is multiplied by the number of filters?

    모든 필터가 편향 하나를 함께 쓰나요?
    지금은 마지막에 1을 더했어요. 필터마다 자기 편향이 있어요.
    - 필터 열 개에는 편향이 몇 개 있을까요?
    - 1이 필터 수를 곱하는 괄호 안에 있나요?
    """
    weights = conv_params(in_channels, filter_h, filter_w, filters, False)
    return weights + (conv_params(in_channels, filter_h, filter_w, filters, bias) > weights)


@conv_params.mistake
def forgets_channels(conv_params, in_channels, filter_h, filter_w, filters, bias):
    """Is a filter as deep as its input?
    You count flat filters. On a colour image a 5x5 filter has 5x5x3 weights.
    - Does `in_channels` appear in your formula?
    - How many numbers of the image does one window hold?

    필터의 깊이가 입력 채널 수와 같은가요?
    지금은 납작한 필터로 세었어요. 컬러 이미지에서 5x5 필터의 가중치는 5x5x3개예요.
    - 식에 `in_channels`가 들어 있나요?
    - 창 하나에는 이미지의 수가 몇 개 들어 있나요?
    """
    return conv_params(1, filter_h, filter_w, filters, bias)


@conv_params.mistake
def one_filter_only(conv_params, in_channels, filter_h, filter_w, filters, bias):
    """How many filters did you count?
    This is the number of parameters of one filter.
    - Call it with 1 filter and with 10. What should change?
    - Each filter has weights and a bias of its own.

    필터를 몇 개 세었나요?
    지금 답은 필터 하나의 매개변수 수예요.
    - 필터를 1개와 10개로 바꾸어 호출해 보세요. 무엇이 달라져야 할까요?
    - 필터마다 가중치와 편향이 따로 있어요.
    """
    return conv_params(in_channels, filter_h, filter_w, 1, bias)


@conv_params.mistake
def square_filters_only(conv_params, in_channels, filter_h, filter_w, filters, bias):
    """Is one side of the filter used twice?
    Square filters come out right, others do not.
    - How many cells does a filter of 1 row and 7 columns have?
    - Both `filter_h` and `filter_w` should appear.

    필터의 한 변을 두 번 썼나요?
    정사각형 필터는 맞지만 다른 필터는 맞지 않아요.
    - 1행 7열 필터의 칸은 몇 개인가요?
    - `filter_h`와 `filter_w`가 모두 들어가야 해요.
    """
    return conv_params(in_channels, filter_h, filter_h, filters, bias)


# --------------------------------------------------------------------------------------------------- conv_macs


def square_both(a):
    return (a[0], a[1], a[1], a[3], a[4], a[4])


conv_macs = Check(
    atol=0,
    aspects=[
        Aspect("values", 3, counts(1, (1, 7), 1, 1, (1, 9), 1).map(square_both), ko="값"),
        Aspect("channels", 2, counts((2, 9), (1, 5), 1, 1, (1, 9), 1).map(square_both), ko="채널", cases=6),
        Aspect("filters", 2, counts(1, (1, 5), 1, (2, 12), (1, 9), 1).map(square_both), ko="필터 여러 장", cases=6),
        Aspect(
            "non-square",
            1,
            counts((1, 3), (1, 5), (1, 5), (1, 3), (1, 9), (1, 9)).filter(lambda a: a[1] != a[2] and a[4] != a[5]),
            ko="정사각형이 아닐 때",
            cases=8,
        ),
    ],
)


@conv_macs.mistake
def counts_additions_too(conv_macs, in_channels, filter_h, filter_w, filters, out_h, out_w):
    """Did you count the additions as well?
    Your number is twice as large: those are FLOPs. One MAC is a multiplication with its addition.
    - A 1x1 filter on one pixel: how many multiplications?
    - Leave out the factor of 2.

    덧셈까지 세었나요?
    답이 두 배인데, 그것은 FLOPs예요. MAC 하나는 곱셈 한 번과 그에 딸린 덧셈을 묶은 것이에요.
    - 픽셀 하나에 1x1 필터를 쓰면 곱셈은 몇 번인가요?
    - 2를 곱한 부분을 빼세요.
    """
    return 2 * conv_macs(in_channels, filter_h, filter_w, filters, out_h, out_w)


@conv_macs.mistake
def counts_the_bias(conv_macs, in_channels, filter_h, filter_w, filters, out_h, out_w):
    """Is the bias counted as a multiplication?
    A bias is added, not multiplied, and is left out of this number.
    - How many weights does one window meet?
    - Can you use the number of parameters here as it is?

    편향도 곱셈으로 세었나요?
    편향은 곱하지 않고 더하기만 하므로 여기서는 세지 않아요.
    - 창 하나가 만나는 가중치는 몇 개인가요?
    - 매개변수 수를 여기에 그대로 써도 될까요?
    """
    return conv_macs(in_channels, filter_h, filter_w, filters, out_h, out_w) + filters * out_h * out_w


@conv_macs.mistake
def macs_of_one_channel(conv_macs, in_channels, filter_h, filter_w, filters, out_h, out_w):
    """Did you count one channel only?
    A window covers all input channels, and each of its numbers is multiplied.
    - Does `in_channels` appear in your formula?
    - How many numbers does a 3x3 window of a colour image hold?

    채널 하나만 세었나요?
    창은 모든 입력 채널을 덮고, 그 안의 모든 수를 곱해요.
    - 식에 `in_channels`가 들어 있나요?
    - 컬러 이미지의 3x3 창에는 수가 몇 개 들어 있나요?
    """
    return conv_macs(1, filter_h, filter_w, filters, out_h, out_w)


@conv_macs.mistake
def macs_of_one_filter(conv_macs, in_channels, filter_h, filter_w, filters, out_h, out_w):
    """Did you count one filter only?
    Each filter slides over the whole image and makes a feature map of its own.
    - Does `filters` appear in your formula?
    - What does a second filter cost?

    필터 하나만 세었나요?
    필터마다 이미지 전체를 지나며 자기 특징맵을 만들어요.
    - 식에 `filters`가 들어 있나요?
    - 필터가 하나 늘면 곱셈이 얼마나 늘까요?
    """
    return conv_macs(in_channels, filter_h, filter_w, 1, out_h, out_w)


@conv_macs.mistake
def macs_of_one_window(conv_macs, in_channels, filter_h, filter_w, filters, out_h, out_w):
    """Did you count one window only?
    This is the number of weights. Each weight is used again at every place of the output.
    - How many cells does a feature map have?
    - Do `out_h` and `out_w` appear in your formula?

    창 하나만 세었나요?
    지금 답은 가중치의 수예요. 가중치는 출력의 모든 자리에서 다시 쓰여요.
    - 특징맵 하나에는 칸이 몇 개 있나요?
    - 식에 `out_h`와 `out_w`가 들어 있나요?
    """
    return conv_macs(in_channels, filter_h, filter_w, filters, 1, 1)


@conv_macs.mistake
def macs_of_square_filters(conv_macs, in_channels, filter_h, filter_w, filters, out_h, out_w):
    """Is one side of the filter used twice?
    Square filters come out right, others do not.
    - How many cells does a filter of 1 row and 7 columns have?
    - Both `filter_h` and `filter_w` should appear.

    필터의 한 변을 두 번 썼나요?
    정사각형 필터는 맞지만 다른 필터는 맞지 않아요.
    - 1행 7열 필터의 칸은 몇 개인가요?
    - `filter_h`와 `filter_w`가 모두 들어가야 해요.
    """
    return conv_macs(in_channels, filter_h, filter_h, filters, out_h, out_w)


@conv_macs.mistake
def macs_of_square_outputs(conv_macs, in_channels, filter_h, filter_w, filters, out_h, out_w):
    """Is one side of the output used twice?
    Square outputs come out right, others do not.
    - How many cells does an output of 2 rows and 9 columns have?
    - Both `out_h` and `out_w` should appear.

    출력의 한 변을 두 번 썼나요?
    정사각형 출력은 맞지만 다른 출력은 맞지 않아요.
    - 2행 9열 출력의 칸은 몇 개인가요?
    - `out_h`와 `out_w`가 모두 들어가야 해요.
    """
    return conv_macs(in_channels, filter_h, filter_w, filters, out_h, out_h)


# --------------------------------------------------------------------------------------------- receptive_field


def stacks(n_layers, size=(1, 5), stride=(1, 1)):
    """Arguments (layers,): a list of pairs (k, s)."""
    pairs = st.tuples(some(*size), some(*stride))
    return st.lists(pairs, min_size=n_layers[0], max_size=n_layers[1]).map(lambda layers: (list(layers),))


def has_a_stride_inside(args):
    return any(s > 1 for _, s in args[0][:-1])


ALEXNET_CONV5 = ((11, 4), (3, 2), (5, 1), (3, 2), (3, 1), (3, 1), (3, 1))
VGG16_POOL5 = 2 * ((3, 1), (3, 1), (2, 2)) + 3 * ((3, 1), (3, 1), (3, 1), (2, 2))

receptive_field = Check(
    atol=0,
    aspects=[
        Aspect("values", 4, stacks((2, 4), size=(2, 7)), ko="값"),
        Aspect("one layer", 2, stacks((1, 1), size=(1, 11), stride=(1, 4)), ko="한 층", cases=8),
        Aspect(
            "stride",
            4,
            stacks((2, 4), size=(2, 5), stride=(1, 3)).filter(has_a_stride_inside),
            ko="스트라이드",
            cases=12,
        ),
        Aspect(
            "together",
            1,
            st.sampled_from([(ALEXNET_CONV5,), (VGG16_POOL5,)]) | stacks((4, 10), size=(1, 7), stride=(1, 2)),
            ko="한꺼번에",
            cases=8,
        ),
        Aspect("no layer", 1, st.just(((),)), ko="층이 없을 때", cases=1, after="values"),
    ],
)


def _walk(layers, size, jump, grow, leap):
    """The recursion of the receptive field with another step."""
    for k, s in layers:
        size, jump = grow(size, jump, k, s), leap(jump, s)
    return size, jump


@receptive_field.mistake
def adds_k(receptive_field, layers):
    """Does each layer add its whole window?
    Two 3x3 layers see 5 pixels, not 6: neighbouring views overlap.
    - Draw one cell, the 3 cells it sees, and the 5 pixels these see. How many are new?
    - The first of the k cells is already counted.

    층마다 창 크기를 통째로 더하나요?
    3x3 층 두 개는 6픽셀이 아니라 5픽셀을 봐요. 이웃한 영역이 서로 겹치기 때문이에요.
    - 한 칸, 그 칸이 보는 3칸, 그 3칸이 보는 5픽셀을 그려 보세요. 새로 늘어난 것은 몇 개인가요?
    - k칸 중 첫 칸은 이미 세었어요.
    """
    size = _walk(layers, 0, 1, lambda size, jump, k, s: size + k * jump, lambda jump, s: jump * s)[0]
    return (size if layers else 1), receptive_field(layers)[1]


@receptive_field.mistake
def starts_at_zero(receptive_field, layers):
    """What does a cell see before any layer?
    All your sizes are one too small: a pixel sees itself.
    - How many pixels does a 1x1 layer see?
    - Check the first value of `size`.

    층을 하나도 지나지 않은 칸은 무엇을 볼까요?
    크기가 모두 1씩 작아요. 픽셀은 자기 자신을 봐요.
    - 1x1 층은 몇 픽셀을 볼까요?
    - `size`의 첫 값을 확인해 보세요.
    """
    size, jump = receptive_field(layers)
    return size - 1, jump


@receptive_field.mistake
def ignores_stride(receptive_field, layers):
    """After stride 2, one step equals how many input pixels?
    You count steps of one pixel in every layer, and the jump stays 1.
    - Take (3, 2) and then (3, 1), and draw which pixels the last cell sees.
    - What happens to the distance between neighbouring cells when a layer skips every other one?

    스트라이드가 2인 층을 지나면 한 걸음은 몇 픽셀일까요?
    지금은 모든 층에서 한 걸음이 한 픽셀이고 jump가 늘 1이에요.
    - (3, 2) 다음에 (3, 1)을 두고, 마지막 칸이 어떤 픽셀을 보는지 그려 보세요.
    - 층이 하나씩 건너뛰면 이웃한 칸 사이의 거리는 어떻게 될까요?
    """
    return receptive_field([(k, 1) for k, _ in layers])


@receptive_field.mistake
def jump_in_the_size_missing(receptive_field, layers):
    """Is the jump right, but not used?
    You follow the jump from layer to layer, but each layer still adds k - 1 single pixels.
    - After stride 2, how far apart are the cells that the next filter looks at?
    - What must k - 1 be multiplied by?

    jump는 맞는데 쓰지 않고 있나요?
    jump를 층마다 구하고 있지만, size에는 여전히 k - 1픽셀만 더하고 있어요.
    - 스트라이드 2를 지나면 다음 필터가 보는 칸들은 서로 얼마나 떨어져 있나요?
    - k - 1에 무엇을 곱해야 할까요?
    """
    return receptive_field([(k, 1) for k, _ in layers])[0], receptive_field(layers)[1]


@receptive_field.mistake
def jump_after(receptive_field, layers):
    """Does a layer's own stride change what one of its cells sees?
    You multiply the jump before you use it. The stride of a layer moves its windows, it does not stretch them.
    - One layer (3, 2): its cell sees 3 pixels, not 5.
    - Look at the order of the two lines in your loop.

    층 자신의 스트라이드가 그 층의 한 칸이 보는 크기를 바꿀까요?
    지금은 jump를 쓰기 전에 먼저 곱하고 있어요. 스트라이드는 창을 옮길 뿐, 늘리지 않아요.
    - (3, 2) 층 하나에서 한 칸은 5픽셀이 아니라 3픽셀을 봐요.
    - 반복문 안의 두 줄의 순서를 확인해 보세요.
    """
    size = _walk(layers, 1, 1, lambda size, jump, k, s: size + (k - 1) * jump * s, lambda jump, s: jump * s)[0]
    return size, receptive_field(layers)[1]


@receptive_field.mistake
def product(receptive_field, layers):
    """Do you multiply the window sizes?
    Two 3x3 layers would then see 9 pixels. The views of neighbours overlap.
    - Draw the picture of two 3x3 layers and count the lowest row.
    - Each layer adds to the size.

    창 크기를 곱하고 있나요?
    그러면 3x3 층 두 개가 9픽셀을 보게 돼요. 이웃한 영역은 서로 겹쳐요.
    - 3x3 층 두 개를 그리고 맨 아랫줄을 세어 보세요.
    - 크기는 층마다 더해져요.
    """
    return math.prod(k for k, _ in layers), receptive_field(layers)[1]


@receptive_field.mistake
def last_layer_first(receptive_field, layers):
    """From which end do you start?
    You go through the layers from the last to the first. This recursion starts at the image.
    - Swap (3, 2), (3, 1) with (3, 1), (3, 2): which of the two should see more?
    - The first pair is the layer next to the image.

    어느 쪽 끝에서 시작하나요?
    지금은 마지막 층부터 첫 층으로 가고 있어요. 이 계산은 이미지에서 시작해요.
    - (3, 2), (3, 1)과 (3, 1), (3, 2)를 비교해 보세요. 어느 쪽이 더 넓게 보아야 할까요?
    - 첫 번째 쌍이 이미지 바로 다음 층이에요.
    """
    return receptive_field(list(layers)[::-1])


@receptive_field.mistake
def jump_without_the_last_layer(receptive_field, layers):
    """Is the stride of the last layer missing from the jump?
    The size is right. The jump you return is the one before the last layer.
    - One layer (3, 2): how far apart do two neighbouring output cells look?
    - Multiply the jump for every layer, the last one too.

    jump에 마지막 층의 스트라이드가 빠졌나요?
    크기는 맞아요. 지금 반환하는 jump는 마지막 층을 지나기 전의 값이에요.
    - (3, 2) 층 하나에서 이웃한 두 출력 칸은 서로 얼마나 떨어진 곳을 볼까요?
    - 마지막 층까지 모든 층에서 jump에 곱해야 해요.
    """
    return receptive_field(layers)[0], receptive_field(layers[:-1])[1]


@receptive_field.mistake
def adds_strides(receptive_field, layers):
    """Do strides add up or multiply?
    After two layers of stride 2, neighbouring cells are 4 pixels apart. After three they are 8, not 6.
    - Every other one of every other one: how many are left?
    - Start the jump at 1, and multiply.

    스트라이드는 더해질까요, 곱해질까요?
    스트라이드 2인 층을 두 번 지나면 이웃한 칸은 4픽셀 떨어져요. 세 번이면 6이 아니라 8이에요.
    - 하나 걸러 하나를, 다시 하나 걸러 하나를 고르면 몇 개가 남을까요?
    - jump는 1에서 시작해서 곱해 나가요.
    """
    return _walk(layers, 1, 1, lambda size, jump, k, s: size + (k - 1) * jump, lambda jump, s: jump + s - 1)


@receptive_field.mistake
def jump_comes_first(receptive_field, layers):
    """In which order do you return the two numbers?
    Both are right, but the size comes first.
    - Look at the first line of "Returns" in the docstring.
    - Swap them.

    두 수를 어떤 순서로 반환하나요?
    두 값은 모두 맞지만, 크기가 먼저예요.
    - 설명문의 Returns를 확인해 보세요.
    - 두 수의 자리를 바꾸세요.
    """
    size, jump = receptive_field(layers)
    return jump, size


@receptive_field.mistake
def only_the_size(receptive_field, layers):
    """Did you return the jump as well?
    Your answer is one number. The function returns two, size and jump.
    - Which second number does your loop keep track of?
    - `return a, b` returns a tuple of two.

    jump도 반환했나요?
    지금은 수 하나만 반환해요. 이 함수는 size와 jump, 두 수를 반환해요.
    - 반복문에서 함께 구하고 있는 두 번째 수는 무엇인가요?
    - `return a, b`로 쓰면 두 수의 튜플을 반환해요.
    """
    return receptive_field(layers)[0]


# ------------------------------------------------------------------------------------------------- layer_table

ALEXNET = [
    ("conv", 96, 11, 4, 3),
    ("pool", 3, 2),
    ("conv", 256, 5, 1, "same"),
    ("pool", 3, 2),
    ("conv", 384, 3, 1, "same"),
    ("conv", 384, 3, 1, "same"),
    ("conv", 256, 3, 1, "same"),
    ("pool", 3, 2),
    ("flatten",),
    ("dense", 4096),
    ("dense", 4096),
    ("dense", 1000),
]
CHANNELS = st.integers(1, 4)


@st.composite
def one_window(draw, kind="conv", pads=(0,), out=(2, 5), size=(1, 4), stride=(1, 1), left_over=False, square=True):
    """Arguments (input_shape, layers) of one convolution or pooling; `left_over` as in `axes`."""
    f, s, pad = draw(some(*size)), draw(some(*stride)), draw(st.sampled_from(pads))
    sides = []
    for _ in range(2):
        extra = draw(st.integers(1, s - 1)) if left_over else 0
        cells = (draw(some(*out)) - 1) * s + f + extra - 2 * (pad if isinstance(pad, int) else 0)
        assume(cells >= 1)
        sides.append(cells)
    if square:
        sides[1] = sides[0]
    assume(square or sides[0] != sides[1])
    layer = ("conv", draw(st.integers(1, 8)), f, s, pad) if kind == "conv" else ("pool", f, s)
    return (*sides, draw(CHANNELS)), [layer]


@st.composite
def same_window(draw, stride=(1, 1)):
    """One convolution with pad "same", filters odd and even."""
    side, s = draw(st.integers(4, 9)), draw(some(*stride))
    return (side, side, draw(CHANNELS)), [("conv", draw(st.integers(1, 8)), draw(st.integers(max(s, 2), 5)), s, "same")]


@st.composite
def dense_layers(draw):
    shape = (draw(st.integers(1, 4)), draw(st.integers(1, 4)), draw(st.integers(2, 4)))
    units = draw(st.lists(st.integers(1, 12), min_size=1, max_size=3))
    return shape, [("flatten",), *(("dense", n) for n in units)]


@st.composite
def several_layers(draw):
    """Convolutions and poolings in a row, as many channels as the filters before."""
    layer = st.one_of(
        st.tuples(st.just("conv"), st.integers(1, 8), some(1, 3), st.just(1), st.sampled_from(["valid", "same", 0])),
        st.just(("pool", 2, 2)),
    )
    layers = draw(st.lists(layer, min_size=2, max_size=3))
    assume(sum(one[0] == "conv" for one in layers) >= 1 and layers[0][0] == "conv")
    return (16, 16, draw(CHANNELS)), layers  # 16 is halved at most twice and shortened by 2 at most thrice


@st.composite
def networks(draw):
    """A small network from image to classes; 20 rows are enough for all windows below to fit."""
    h, w = draw(st.integers(20, 40)), draw(st.integers(20, 40))
    pads = st.sampled_from([1, "same", "valid", 0, 2])
    layers = [
        ("conv", draw(st.integers(2, 8)), draw(some(1, 4)), draw(some(1, 2)), draw(pads)),
        ("pool", draw(some(2, 3)), 2),
        ("conv", draw(st.integers(2, 8)), draw(some(1, 3)), 1, draw(pads)),
        ("pool", 2, 2),
        ("flatten",),
        *[("dense", n) for n in draw(st.lists(st.integers(2, 30), min_size=1, max_size=3))],
    ]
    return (h, w, draw(CHANNELS)), layers


@st.composite
def impossible_layers(draw):
    """A window larger than the image, or a layer that does not exist."""
    h, w = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    too_large = max(h, w) + draw(st.integers(1, 2))
    bad = [("conv", 2, too_large, 1, "valid"), ("pool", too_large, 1), ("dropout", 2), ("relu",)]
    return (h, w, draw(CHANNELS)), [("conv", 3, 1, 1, 0), draw(st.sampled_from(bad))]


SHAPES, PARAMETERS = (None, 0), (None, 1)  # of every row

layer_table = Check(
    atol=0,
    aspects=[
        Aspect("shapes", 2, one_window(), ko="모양", cases=8, part=SHAPES),
        Aspect("parameters", 2, one_window(), ko="파라미터 수", cases=8, part=PARAMETERS),
        Aspect("stride", 1, one_window(stride=(2, 3)), ko="스트라이드", cases=6, part=SHAPES),
        Aspect("pad", 2, one_window(pads=(1, 2, "valid"), size=(2, 5)), ko="패딩", cases=8, part=SHAPES),
        Aspect("same", 2, same_window(), ko='"same" 패딩', cases=6, part=SHAPES),
        Aspect("same with a stride", 1, same_window(stride=(2, 3)), ko='"same"과 스트라이드', cases=6, part=SHAPES),
        Aspect("pooling", 2, one_window("pool", size=(2, 3), stride=(1, 3)), ko="풀링", cases=8),
        Aspect(
            "non-dividing",
            1,
            one_window(stride=(2, 3), left_over=True) | one_window("pool", size=(2, 3), stride=(2, 3), left_over=True),
            ko="나누어떨어지지 않을 때",
            cases=10,
            part=SHAPES,
        ),
        Aspect("dense, shapes", 1, dense_layers(), ko="완전연결층의 모양", cases=8, part=SHAPES),
        Aspect("dense, parameters", 2, dense_layers(), ko="완전연결층의 파라미터", cases=8, part=PARAMETERS),
        Aspect("several layers", 1, several_layers(), ko="여러 층", cases=8),
        Aspect("non-square", 1, one_window(square=False), ko="정사각형이 아닐 때", cases=6, part=SHAPES),
        Aspect("together", 1, st.just(((224, 224, 3), ALEXNET)) | networks(), ko="한꺼번에", cases=6),
        Aspect("errors", 1, impossible_layers(), ko="오류 처리", cases=16, after="shapes"),
    ],
)


def _rows(layer_table, shape, layers, change):
    """Go layer by layer; `change(shape, layer, row)` may alter a row before the next layer sees its shape."""
    rows = []
    for layer in layers:
        rows.append(change(shape, layer, layer_table(shape, [layer])[0]))
        shape = rows[-1][0]
    return rows


def _replace(layers, kind, change):
    """The same layers, those of one kind changed."""
    return [change(*layer) if layer[0] == kind else layer for layer in layers]


@layer_table.mistake
def ceil_pool(layer_table, input_shape, layers):
    """Does pooling drop what does not fit?
    You round the size of a pooled map up. Keras drops the rest, as in a convolution.
    - 8 cells, window 3, stride 2: does a fourth window fit?
    - Use the same formula for pooling and for convolution.

    풀링이 들어가지 않는 창을 버리나요?
    지금은 풀링한 크기를 올림하고 있어요. Keras는 합성곱에서와 같이 나머지를 버려요.
    - 8칸, 창 3, 스트라이드 2이면 네 번째 창이 들어갈까요?
    - 풀링과 합성곱에 같은 공식을 쓰세요.
    """

    def change(shape, layer, row):
        if layer[0] != "pool":
            return row
        H, W, C = shape
        OH, OW = (math.ceil((side - layer[1]) / layer[2]) + 1 for side in (H, W))
        return (OH, OW, C), row[1]

    return _rows(layer_table, input_shape, layers, change)


@layer_table.mistake
def valid_for_same(layer_table, input_shape, layers):
    """Which layers keep their spatial size?
    You treat "same" like "valid": the map shrinks.
    - A 3x3 convolution with stride 1 and "same" on 13x13: what comes out?
    - Does your code look at `pad` when it is a word?

    어떤 층이 크기를 유지하나요?
    지금은 "same"을 "valid"처럼 다루어서 특징맵이 작아져요.
    - 13x13에 스트라이드 1, "same"인 3x3 합성곱을 하면 무엇이 나오나요?
    - `pad`가 단어일 때를 코드에서 확인하고 있나요?
    """
    return layer_table(input_shape, _replace(layers, "conv", lambda *a: (*a[:4], "valid" if a[4] == "same" else a[4])))


@layer_table.mistake
def same_by_half_the_filter(layer_table, input_shape, layers):
    """What does "same" do with an even filter?
    You pad (filter - 1) // 2 on both sides. For an even filter that is one cell short.
    - A filter of 2 with stride 1 and "same" on 5 cells: Keras gives 5.
    - The size is ceil(size / stride). You need no padding to work it out.

    "same"이면 짝수 크기 필터에서는 어떻게 될까요?
    지금은 양쪽에 (filter - 1) // 2씩 패딩해요. 짝수 크기 필터에서는 한 칸이 모자라요.
    - 5칸에 스트라이드 1, "same"인 크기 2 필터를 쓰면 Keras의 출력은 5예요.
    - 크기는 ceil(size / stride)예요. 패딩을 구하지 않아도 알 수 있어요.
    """
    return layer_table(
        input_shape, _replace(layers, "conv", lambda *a: (*a[:4], (a[2] - 1) // 2 if a[4] == "same" else a[4]))
    )


@layer_table.mistake
def same_keeps_the_size_always(layer_table, input_shape, layers):
    """Does "same" keep the size even with a stride?
    With stride 2 a "same" convolution halves the size, rounded up.
    - What is ceil(7 / 2)?
    - "same" refers to stride 1 only. Look at section 4.

    스트라이드가 있어도 "same"이 크기를 유지할까요?
    스트라이드가 2이면 "same" 합성곱의 크기는 절반을 올림한 값이에요.
    - ceil(7 / 2)는 얼마인가요?
    - "same"이 같은 크기라는 뜻인 것은 스트라이드가 1일 때뿐이에요. 4절을 보세요.
    """
    return layer_table(input_shape, _replace(layers, "conv", lambda *a: (*a[:3], 1, "same") if a[4] == "same" else a))


@layer_table.mistake
def forgets_number_pads(layer_table, input_shape, layers):
    """Is a pad that is a number used?
    Your convolutions do not grow with padding.
    - Compare ("conv", 1, 3, 1, 0) and ("conv", 1, 3, 1, 1) on an 8x8 image.
    - Does the padding reach your call of conv_output_size?

    수로 준 pad를 쓰고 있나요?
    패딩을 해도 합성곱의 출력이 커지지 않아요.
    - 8x8 이미지에서 ("conv", 1, 3, 1, 0)과 ("conv", 1, 3, 1, 1)을 비교해 보세요.
    - conv_output_size를 부를 때 패딩을 넘겼나요?
    """
    return layer_table(input_shape, _replace(layers, "conv", lambda *a: (*a[:4], 0 if a[4] != "same" else a[4])))


@layer_table.mistake
def pools_by_the_window(layer_table, input_shape, layers):
    """Is the stride of the pooling used?
    Your pooling windows move by their own size whatever the stride is.
    - AlexNet pools with windows of 3 and stride 2: 55 becomes 27, not 18.
    - A pooling layer is ("pool", size, stride).

    풀링의 스트라이드를 쓰고 있나요?
    지금은 스트라이드가 얼마이든 창이 자기 크기만큼 움직여요.
    - AlexNet은 크기 3, 스트라이드 2로 풀링해요. 55는 18이 아니라 27이 돼요.
    - 풀링층은 ("pool", size, stride)예요.
    """
    return layer_table(input_shape, _replace(layers, "pool", lambda kind, size, stride: (kind, size, size)))


@layer_table.mistake
def flattens_without_channels(layer_table, input_shape, layers):
    """How many numbers does a flattened map hold?
    You multiply height and width, but not the channels.
    - How many numbers are in a map of shape (6, 6, 256)?
    - Multiply all three axes of the last feature map.

    펼친 특징맵에는 수가 몇 개 있나요?
    지금은 높이와 너비만 곱하고 채널은 곱하지 않았어요.
    - 모양이 (6, 6, 256)인 특징맵에는 수가 몇 개 들어 있나요?
    - 마지막 특징맵의 세 축을 모두 곱하세요.
    """

    def change(shape, layer, row):
        return ((shape[0] * shape[1],), 0) if layer[0] == "flatten" else row

    return _rows(layer_table, input_shape, layers, change)


@layer_table.mistake
def pool_params(layer_table, input_shape, layers):
    """What does a pooling layer learn?
    You give it parameters as if it were a convolution. It takes maxima and learns nothing.
    - Which numbers in a pooling layer could training change?
    - A window has a size, but no weights.

    풀링층은 무엇을 학습할까요?
    지금은 합성곱처럼 매개변수를 세었어요. 풀링은 최댓값을 고를 뿐 학습하는 것이 없어요.
    - 풀링층에서 학습으로 바뀔 수 있는 수가 있나요?
    - 창에는 크기만 있고 가중치는 없어요.
    """

    def change(shape, layer, row):
        return (row[0], (layer[1] * layer[1] * shape[2] + 1) * shape[2]) if layer[0] == "pool" else row

    return _rows(layer_table, input_shape, layers, change)


@layer_table.mistake
def uses_image_size(layer_table, input_shape, layers):
    """Does each place have weights of its own?
    You multiply the parameters of a convolution by the size of its output.
    - What does sharing weights over all places save?
    - Does the number of parameters change when the image is twice as large?

    자리마다 가중치가 따로 있나요?
    지금은 합성곱의 매개변수 수에 출력 크기를 곱했어요.
    - 모든 자리에서 가중치를 함께 쓰면 무엇을 아낄 수 있나요?
    - 이미지가 두 배로 커지면 매개변수 수가 달라질까요?
    """

    def change(shape, layer, row):
        return (row[0], row[1] * row[0][0] * row[0][1]) if layer[0] == "conv" else row

    return _rows(layer_table, input_shape, layers, change)


@layer_table.mistake
def channels_of_the_input(layer_table, input_shape, layers):
    """How many channels does the second convolution see?
    You count all filters as deep as the input image. Each layer sees the output of the layer before.
    - After ten filters, how many feature maps are there?
    - Keep the current shape in a variable, and take the channels from there.

    두 번째 합성곱층은 채널을 몇 개 볼까요?
    지금은 모든 필터의 깊이를 입력 이미지의 채널 수로 세었어요. 층은 바로 앞 층의 출력을 봐요.
    - 필터 열 개를 지나면 특징맵이 몇 장인가요?
    - 현재 모양을 변수에 두고 거기에서 채널 수를 꺼내세요.
    """

    def change(shape, layer, row):
        return layer_table((*shape[:2], input_shape[2]), [layer])[0] if layer[0] == "conv" else row

    return _rows(layer_table, input_shape, layers, change)


@layer_table.mistake
def pooling_loses_channels(layer_table, input_shape, layers):
    """What happens to the channels in a pooling layer?
    Your pooled map has a single channel. Pooling works on every channel by itself.
    - Pool an image of 4 channels. How many feature maps come out?
    - The last number of the shape stays as it was.

    풀링층에서 채널은 어떻게 될까요?
    지금은 풀링한 특징맵의 채널이 하나예요. 풀링은 채널마다 따로 해요.
    - 채널이 4개인 이미지를 풀링하면 특징맵이 몇 장 나오나요?
    - 모양의 마지막 수는 그대로예요.
    """

    def change(shape, layer, row):
        return ((*row[0][:2], 1), 0) if layer[0] == "pool" else row

    return _rows(layer_table, input_shape, layers, change)


@layer_table.mistake
def conv_without_biases(layer_table, input_shape, layers):
    """Do your convolutions have biases?
    You count their weights only. Each filter has one bias.
    - ("conv", 10, 5, 1, 0) on a colour image has 760 parameters.
    - Which value of `bias` did you use?

    합성곱층에 편향이 있나요?
    지금은 가중치만 세었어요. 필터마다 편향이 하나씩 있어요.
    - 컬러 이미지에서 ("conv", 10, 5, 1, 0)의 매개변수는 760개예요.
    - `bias`의 값을 무엇으로 두었나요?
    """
    return _rows(
        layer_table, input_shape, layers, lambda _, layer, row: (row[0], row[1] - layer[1] * (layer[0] == "conv"))
    )


@layer_table.mistake
def dense_without_biases(layer_table, input_shape, layers):
    """Do your dense layers have biases?
    You count one weight for each pair of input and unit. Each unit has a bias, too.
    - 9216 inputs and 4096 units: 37,752,832 parameters.
    - How many biases does a layer of 10 units have?

    완전연결층에 편향이 있나요?
    지금은 입력과 유닛의 쌍마다 가중치 하나만 세었어요. 유닛마다 편향도 하나 있어요.
    - 입력 9216개, 유닛 4096개이면 매개변수는 37,752,832개예요.
    - 유닛이 10개인 층에는 편향이 몇 개 있나요?
    """
    return _rows(
        layer_table, input_shape, layers, lambda _, layer, row: (row[0], row[1] - layer[1] * (layer[0] == "dense"))
    )


@layer_table.mistake
def channels_first(layer_table, input_shape, layers):
    """Where in the shape are the channels?
    Your shapes are (C, H, W). Keras prints (H, W, C), and so does this table.
    - Where are the channels in `input_shape`?
    - Put them last in every row.

    모양에서 채널은 어디에 있나요?
    지금은 (C, H, W) 순서예요. Keras는 (H, W, C)로 출력하고, 이 표도 그래요.
    - `input_shape`에서 채널은 어디에 있나요?
    - 모든 행에서 채널을 마지막에 두세요.
    """
    rows = layer_table(input_shape, layers)
    return [((shape[-1], *shape[:-1]) if len(shape) == 3 else shape, params) for shape, params in rows]


@layer_table.mistake
def height_for_both(layer_table, input_shape, layers):
    """Is the width worked out on its own?
    You use the height for both. Square images come out right, others do not.
    - Try an input of shape (4, 9, 1).
    - The formula is for one axis. Call it twice, with two sizes.

    너비를 따로 계산하고 있나요?
    지금은 둘 다 높이를 써요. 정사각형 이미지는 맞지만 다른 이미지는 맞지 않아요.
    - 모양이 (4, 9, 1)인 입력으로 시험해 보세요.
    - 공식은 축 하나에 대한 것이에요. 두 크기로 두 번 계산하세요.
    """
    H, _, C = input_shape
    return layer_table((H, H, C), layers)


@layer_table.mistake
def batch_axis_in_front(layer_table, input_shape, layers):
    """Does each shape begin with the batch?
    `model.summary()` prints (None, H, W, C). This table leaves the batch out.
    - How many numbers does `input_shape` have?
    - Give every row the same form as `input_shape`.

    모양이 배치로 시작하나요?
    `model.summary()`는 (None, H, W, C)를 출력해요. 이 표에서는 배치를 빼요.
    - `input_shape`에는 수가 몇 개 있나요?
    - 모든 행을 `input_shape`과 같은 형식으로 쓰세요.
    """
    return [((None, *shape), params) for shape, params in layer_table(input_shape, layers)]


@layer_table.mistake
def running_total(layer_table, input_shape, layers):
    """Are parameters summed up from row to row?
    Each row of yours holds the total so far. It should hold its own layer's number.
    - How many parameters does a pooling layer have?
    - Set the number to 0 at the start of every layer.

    매개변수 수가 행마다 누적되나요?
    지금은 각 행에 그때까지의 합계가 있어요. 그 층의 수만 있어야 해요.
    - 풀링층의 매개변수는 몇 개인가요?
    - 층을 시작할 때마다 수를 0으로 두세요.
    """
    rows, total = [], 0
    for shape, params in layer_table(input_shape, layers):
        total += params
        rows.append((shape, total))
    return rows


@layer_table.mistake
def leaves_out_layers_without_weights(layer_table, input_shape, layers):
    """Is there a row for every layer?
    Pooling and flatten are missing. They change the shape, so they have a row with 0 parameters.
    - Compare the number of your rows with the number of layers.
    - Add a row at the end of every turn of your loop.

    모든 층에 행이 있나요?
    풀링과 flatten이 빠졌어요. 모양을 바꾸는 층이니 매개변수가 0인 행이 있어야 해요.
    - 행의 수와 층의 수를 비교해 보세요.
    - 반복문을 한 번 돌 때마다 끝에서 행을 하나 더하세요.
    """
    rows = layer_table(input_shape, layers)
    return [row for row, layer in zip(rows, layers, strict=True) if layer[0] in ("conv", "dense")]


@layer_table.mistake
def begins_with_the_input(layer_table, input_shape, layers):
    """Is the input a layer?
    Your table has one row too many: it begins with the image itself.
    - Compare the number of your rows with the number of layers.
    - The first row is the output of the first layer.

    입력도 층인가요?
    표에 행이 하나 많아요. 이미지 자체로 시작하고 있어요.
    - 행의 수와 층의 수를 비교해 보세요.
    - 첫 행은 첫 층의 출력이에요.
    """
    return [(tuple(input_shape), 0), *layer_table(input_shape, layers)]


@layer_table.mistake
def accepts_any_layer(layer_table, input_shape, layers):
    """What happens with a layer you do not know?
    Yours passes it by in silence. A misspelt name would give a wrong table, and nobody would notice.
    - Try [("relu",)].
    - End your chain of `elif` with an `else`.

    모르는 층이 있으면 어떻게 되나요?
    지금은 말없이 지나가요. 이름에 오타가 있으면 표가 틀려도 아무도 알아차리지 못해요.
    - [("relu",)]로 시험해 보세요.
    - `elif` 뒤에 `else`를 두세요.
    """
    known = [layer for layer in layers if layer[0] in ("conv", "pool", "flatten", "dense")]
    rows = layer_table(input_shape, known)
    at, shape, out = 0, input_shape, []
    for layer in layers:
        if layer[0] in ("conv", "pool", "flatten", "dense"):
            shape, params = rows[at]
            at += 1
        else:
            params = 0
        out.append((shape, params))
    return out


@layer_table.mistake
def accepts_a_window_too_large(layer_table, input_shape, layers):
    """Can a shape hold 0 or a negative number?
    When a filter or a pooling window is larger than the image, there is no output: that is an error.
    - Try a 5x5 filter with "valid" on a 4x4 image.
    - The function of section 2 raises that error for you.

    모양에 0이나 음수가 있어도 될까요?
    필터나 풀링 창이 이미지보다 크면 출력이 없으므로 오류예요.
    - 4x4 이미지에 "valid"인 5x5 필터로 시험해 보세요.
    - 2절의 함수가 이 오류를 대신 일으켜 줘요.
    """
    rows, shape = [], input_shape
    for layer in layers:
        if layer[0] in ("conv", "pool") and layer[-1] != "same":
            size, stride = layer[-3:-1] if layer[0] == "conv" else layer[1:]
            pad = layer[-1] if layer[0] == "conv" and layer[-1] != "valid" else 0
            sides = [(side + 2 * pad - size) // stride + 1 for side in shape[:2]]
            roomy = tuple(max(side, size) for side in shape[:2])  # here the right answer has the right last numbers
            (*_, channels), params = layer_table((*roomy, shape[2]), [layer])[0]
            rows.append(((*sides, channels), params))
        else:
            rows.append(layer_table(shape, [layer])[0])
        shape = rows[-1][0]
    return rows
