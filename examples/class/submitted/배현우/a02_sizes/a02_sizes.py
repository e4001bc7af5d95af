# %% [markdown]
# # 크기 계산: 얼마나 크고, 몇 개이고, 어디까지 보는가
# 
# CNN을 처음 만들 때 만나는 오류는 대부분 학습과 관계가 없어요. `(9, 75)`와 `(64, 10)`이 맞지 않는다는 식의 오류예요.
# CNN은 학습하기 전에 종이 위에서 먼저 설계해요. 설계를 결정하는 질문은 네 가지예요.
# 
# 1. 이 층의 출력은 **얼마나 큰가요**?
# 2. 이 층이 학습하는 가중치는 **몇 개인가요**?
# 3. **곱셈은 몇 번** 하나요?
# 4. 출력의 한 칸은 이미지를 **어디까지** 보나요?
# 
# 답은 모두 한 줄짜리 공식이에요. 작은 함수 여덟 개를 작성하면, 마지막 함수가 2012년에 딥러닝 붐을 일으킨
# AlexNet의 표 전체를 출력해요. 그 과정에서 강의 노트의 숫자 하나가 열 배나 틀렸다는 것도 알게 돼요.
# 
# **먼저 풀어 둘 과제** `a01_pixels` (`calculate`)

# %%
import numpy as np

from cnnkit import check, hint

# %% [markdown]
# ## 1. 0으로 만든 테두리
# 
# 3x3 필터는 이미지의 모서리 픽셀 위에 중심을 맞출 수 없어요. 필터의 일부가 이미지 밖으로 나가니까요. 그래서 층을 지날
# 때마다 이미지가 작아지고, 가장자리 픽셀은 가운데 픽셀보다 덜 쓰여요. 패딩은 두 문제를 한꺼번에 해결해요. 이미지 둘레에
# 0을 `pad`줄씩 두르면 돼요. 강의 노트에서 점선으로 그린 칸이에요.
# 
# ![4x4 이미지가 6x6이 돼요. 네 변에 한 칸 두께로 0이 점선 칸으로 둘러져 있어요](attachment:zero_pad.png)
# 
# 이미지 배치의 축은 `(N, C, H, W)` 네 개예요. 이미지 수, 채널, 높이, 너비 순서예요. 이 중 그림에서 방향을 뜻하는
# 축은 마지막 두 개뿐이에요.
# 
# **할 일.** `zero_pad`를 작성하세요. `x`는 바꾸지 말고 새 배열을 반환하세요.

# %%
def zero_pad(x, pad):
    """Surround every image with zeros.

    The channels and the images of the batch stay apart: only height and width grow. With pad 0 nothing grows.
    `x` itself is not changed.

    Args:
        x: images, shape (N, C, H, W).
        pad: rows and columns of zeros on each side, 0 or more.

    Returns:
        A new array of shape (N, C, H + 2 pad, W + 2 pad) and the dtype of x.

    Source: Dumoulin and Visin, A guide to convolution arithmetic, arXiv:1603.07285, section 2.2.

    >>> zero_pad(np.array([[[[1, 2], [3, 4]]]]), 1)[0, 0]
    array([[0, 0, 0, 0],
           [0, 1, 2, 0],
           [0, 3, 4, 0],
           [0, 0, 0, 0]])
    """
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))

# %%
check(zero_pad)

# %% [markdown]
# 아직 맞지 않는 곳이 있으면 힌트를 요청해 보세요. 부를 때마다 하나씩 더 보여 주고, 답을 그대로 알려 주지는 않아요.

# %%
hint(zero_pad)

# %%
x = np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]]).reshape(1, 1, 4, 4)
print(zero_pad(x, 1)[0, 0])
print("three colour images of 32x32, pad 2:", zero_pad(np.ones((3, 3, 32, 32)), 2).shape)

# %% [markdown]
# ## 2. 창은 몇 번 들어갈까요
# 
# 7칸짜리 줄 위에서 크기가 3인 필터를 밀어 보세요. 놓을 자리는 몇 군데일까요? 첫 창은 0번 칸에서 시작해요. 거기에서
# 오른쪽 끝이 줄 끝에 닿을 때까지 `7 - 3 = 4`칸을 움직일 수 있어요. `stride`칸씩 움직이면 `4 / stride`걸음이고,
# **처음 서 있던 자리 하나를 더해요**.
# 
# ![7칸 줄과 크기 3인 창. 스트라이드 1은 5개, 2는 3개, 3은 2개가 들어가고 한 칸이 남아요](attachment:windows.png)
# 
# - 스트라이드 1: 4 / 1 + 1 = **5**
# - 스트라이드 2: 4 / 2 + 1 = **3**
# - 스트라이드 3: 4 / 3 + 1 = **2.33**. 나누어떨어지지 않아요. 세 번째 창은 줄 밖으로 나가요. 모든 프레임워크는 이런
#   창을 버리므로 답은 **2**이고, 마지막 칸은 한 번도 보지 않아요.
# 
# 패딩을 하면 줄이 `2 pad`만큼 길어져요. 일반적인 공식은 이래요.
# 
# $$\text{out} = \left\lfloor \frac{\text{size} + 2\,\text{pad} - \text{filter}}{\text{stride}} \right\rfloor + 1$$
# 
# 높이와 너비는 각자의 수로 따로 계산해요. 28x31 이미지에 패딩 2, 스트라이드 3, 5x5 필터를 쓰면 높이는
# `(28 + 4 - 5) / 3 + 1 = 10`, 너비는 `(31 + 4 - 5) / 3 + 1 = 11`이에요.
# 
# **할 일.** 축 하나에 대한 `conv_output_size`를 작성하세요. 두 가지를 주의하세요. 필터가 패딩한 줄보다 크면 창이 하나도
# 들어가지 않으므로 `ValueError`를 일으켜요. 또 `strict=True`는 남는 칸이 있으면 알려 달라는 뜻이에요. 이때는
# 나누어떨어지지 않는 스트라이드도 `ValueError`예요. 반환값은 정수여야 해요. 행이 3.0개인 배열은 만들 수 없으니까요.

# %%
def conv_output_size(size, filter_size, stride=1, pad=0, strict=False):
    """Count the places where a filter fits along one axis.

    A window that would hang over the far edge is dropped.

    Args:
        size: cells along this axis of the input, 1 or more.
        filter_size: cells along this axis of the filter, 1 or more.
        stride: cells between neighbouring windows, 1 or more.
        pad: cells of padding on each side, 0 or more.
        strict: refuse sizes that leave cells over.

    Returns:
        An int, floor((size + 2 pad - filter_size) / stride) + 1.

    Raises:
        ValueError: the filter is larger than the padded input; or strict is set and the stride does not divide.

    Source: Dumoulin and Visin, arXiv:1603.07285, relationship 6.

    >>> conv_output_size(7, 3, 1), conv_output_size(7, 3, 2), conv_output_size(7, 3, 3)
    (5, 3, 2)
    >>> conv_output_size(28, 5, 3, 2), conv_output_size(31, 5, 3, 2)
    (10, 11)
    >>> conv_output_size(7, 3, 3, strict=True)
    Traceback (most recent call last):
    ValueError: stride 3 does not divide 4
    """
    room = size + 2 * pad - filter_size
    if room < 0 or strict and room % stride:
        raise ValueError
    return room // stride + 1

# %%
check(conv_output_size)

# %% [markdown]
# AlexNet은 224x224 이미지에 11x11 필터 96개, 패딩 3, 스트라이드 4로 시작해요. `(224 + 6 - 11) / 4`는 54.75이니
# 패딩한 이미지의 마지막 3칸은 쓰이지 않아요. 그다음은 스트라이드 2인 3x3 풀링이에요. 두 크기는 각각 얼마일까요?

# %%
conv1 = conv_output_size(224, 11, stride=4, pad=3)
pool1 = conv_output_size(conv1, 3, stride=2)
print("conv1:", (conv1, conv1, 96), " pool1:", (pool1, pool1, 96))
try:
    conv_output_size(224, 11, stride=4, pad=3, strict=True)
except ValueError as error:
    print("strict:", error)

# %% [markdown]
# 창은 어디에 놓이고, 어느 창도 닿지 않는 칸은 어디일까요? 숫자를 바꾸어 다시 실행해 보세요.

# %%
try:
    from IPython.display import display

    from cnnkit import show

    display(show.output_size(7, 3, stride=[1, 2, 3]))
except ImportError as error:  # Matplotlib is not installed
    print(error)

# %% [markdown]
# ## 3. 들어온 크기 그대로
# 
# 깊은 신경망은 층을 수십 개 쌓아요. 층마다 테두리가 한 줄씩 깎이면 남는 것이 없어요. 스트라이드가 1일 때, 크기를 그대로
# 유지하는 `pad`는 얼마일까요? 위 공식에서 출력 크기와 입력 크기가 같다고 두고 `pad`에 대해 풀어 보세요.
# 
# 필터 크기가 3이면 1, 5이면 2, 7이면 3이에요. 4이면 양쪽에 한 칸 반씩 필요해요. 필터 크기가 보통 홀수인 이유예요.
# 
# **할 일.** `same_pad`를 작성하세요. 짝수 크기 필터에는 답이 없으니 `ValueError`를 일으키세요.

# %%
def same_pad(filter_size):
    """Find the padding that keeps the size when the stride is 1.

    Args:
        filter_size: cells along one axis of the filter, odd.

    Returns:
        An int, (filter_size - 1) / 2: the padding on each side.

    Raises:
        ValueError: the filter is even, so that both sides cannot get the same padding.

    Source: Dumoulin and Visin, arXiv:1603.07285, relationship 3 (half padding).

    >>> same_pad(1), same_pad(3), same_pad(5), same_pad(7)
    (0, 1, 2, 3)
    """
    if filter_size % 2 == 0:
        raise ValueError
    return (filter_size - 1) // 2

# %%
check(same_pad)

# %%
for filter_size in (1, 3, 5, 7, 11):
    pad = same_pad(filter_size)
    print(f"filter {filter_size:2}, pad {pad}: 28 ->", conv_output_size(28, filter_size, 1, pad))

# %% [markdown]
# ## 4. Keras의 `padding="same"`은 무슨 뜻일까요
# 
# 스트라이드가 있으면 "same"이 같은 크기라는 뜻일 수 없어요. Keras에서는 `out = ceil(size / stride)`라는 뜻이고, 이
# 크기가 나오도록 패딩을 정해요. 창 `out`개 중 마지막 창은 `(out - 1) * stride + filter_size`번째 칸에서 끝나요.
# 거기까지 모자라는 칸 수가 전체 패딩이고, 0보다 작아지지는 않아요. 절반을 이미지 앞에 두고, **홀수이면 남는 한 칸을
# 뒤에 둬요**.
# 
# 224칸, 필터 7, 스트라이드 2인 경우를 보세요 (GoogLeNet과 ResNet의 첫 층이에요). out은 112이고 마지막 창은 111 * 2 +
# 7 = 229에서 끝나므로 5칸이 모자라요. **앞에 2칸, 뒤에 3칸**을 둬요. PyTorch에서는 흔히 `padding=3`이라고 써서 양쪽에
# 3칸씩 둬요. 출력 크기는 같지만 모든 창이 한 칸 앞에서 시작해요. 그래서 한 프레임워크의 가중치를 다른 쪽으로 옮기면
# 한 칸 밀린 이미지를 보게 돼요.
# 
# ![8칸, 필터 3, 스트라이드 2. 위는 뒤에만 0이 하나, 아래는 양쪽에 하나씩이라 창이 한 칸 밀려요](attachment:keras_same.png)
# 
# **할 일.** 축 하나에 대한 `keras_same_pad`를 작성하세요. 수 두 개를 반환해요.

# %%
def keras_same_pad(size, filter_size, stride):
    """Find the padding that Keras and TensorFlow use for padding="same".

    Where the total is odd, the extra cell goes after the image. Where the filter is smaller than the stride, there
    may be nothing to pad; padding is never negative.

    Args:
        size: cells along one axis of the input, 1 or more.
        filter_size: cells along that axis of the filter, 1 or more.
        stride: cells between neighbouring windows, 1 or more.

    Returns:
        A tuple of two ints (before, after): with out = ceil(size / stride) their sum is
        max((out - 1) stride + filter_size - size, 0), and after is before or before + 1.

    Source: TensorFlow, documentation of tf.nn, "Notes on padding".

    >>> keras_same_pad(224, 7, 2)
    (2, 3)
    >>> keras_same_pad(28, 5, 1), keras_same_pad(8, 3, 2), keras_same_pad(6, 1, 2)
    ((2, 2), (0, 1), (0, 0))
    """
    total = max((-(-size // stride) - 1) * stride + filter_size - size, 0)
    return total // 2, -(-total // 2)

# %%
check(keras_same_pad)

# %%
for size in (223, 224):
    before, after = keras_same_pad(size, 7, 2)
    padded = before + size + after
    print(f"{size}: {before} before, {after} after ->", conv_output_size(padded, 7, 2), "windows")

# %% [markdown]
# ## 5. 가중치는 몇 개일까요
# 
# 필터의 깊이는 입력의 채널 수와 같아요. 컬러 이미지에서 5x5 필터는 5x5x3 = 75개의 가중치로 된 덩어리예요. 여기에
# 필터마다 편향이 하나 있어요. 이런 필터가 열 개면 10 * (75 + 1) = **760**개의 매개변수예요. 이미지 크기는 식에
# 없어요. 같은 가중치를 모든 자리에서 함께 쓰기 때문이에요. 합성곱의 핵심이 바로 이것이에요.
# 
# ![5x5x3 가중치 덩어리 열 개와 각각의 편향 하나. (75 + 1) 곱하기 10은 760이에요](attachment:parameters.png)
# 
# **할 일.** `conv_params`를 작성하세요. Keras에서는 `count_params()`가 이 수를 알려 줘요.

# %%
def conv_params(in_channels, filter_h, filter_w, filters, bias=True):
    """Count the numbers that a convolution layer learns.

    Args:
        in_channels: channels of the input.
        filter_h: height of the filters.
        filter_w: width of the filters.
        filters: how many filters; this is also the number of output channels.
        bias: whether each filter has a bias.

    Returns:
        An int, filters * (in_channels * filter_h * filter_w + 1), without the 1 if there is no bias.

    Source: LeCun, Bottou, Bengio, Haffner, Gradient-based learning applied to document recognition (1998).

    >>> conv_params(3, 5, 5, 10)
    760
    >>> conv_params(1, 5, 5, 1, bias=False), 2 * conv_params(1, 3, 3, 1, bias=False)
    (25, 18)
    """
    return filters * (in_channels * filter_h * filter_w + int(bias))

# %%
check(conv_params)

# %% [markdown]
# **VGG가 3x3만 쓰는 이유.** 3x3 층 두 개는 5x5 층 하나만큼 넓게 봐요 (7절에서 확인해요). 그런데 채널 한 쌍마다 가중치는
# 25개가 아니라 18개예요. 3x3 층 세 개는 7x7 하나만큼 넓게 보는데, 49개가 아니라 27개예요. 가중치는 줄고, 사이에 ReLU는
# 더 들어가요.

# %%
print("32x32x3, ten 5x5 filters:", conv_params(3, 5, 5, 10), "parameters")
three = conv_params(1, 3, 3, 1, bias=False)
print("one 5x5:", conv_params(1, 5, 5, 1, bias=False), " two 3x3:", 2 * three)
print("one 7x7:", conv_params(1, 7, 7, 1, bias=False), " three 3x3:", 3 * three)

# %% [markdown]
# ## 6. 곱셈은 몇 번일까요
# 
# 가중치는 메모리를 쓰고, 곱셈은 시간과 배터리를 써요. 출력 **한 칸**을 만들 때 필터는 가중치마다 한 번씩 곱하고 그 곱을
# 더해요. 곱셈 한 번과 덧셈 한 번을 묶어 MAC(multiply-accumulate)이라고 해요. 출력 칸은 몇 개일까요? 필터마다
# `out_h * out_w`개씩이에요.
# 
# **할 일.** `conv_macs`를 작성하세요. 곱셈과 그에 딸린 덧셈을 합쳐서 한 번으로 세고, 편향은 세지 마세요.

# %%
def conv_macs(in_channels, filter_h, filter_w, filters, out_h, out_w):
    """Count the multiplications of a convolution layer on one image.

    A multiplication and the addition of its product count as one; biases are not counted.

    Args:
        in_channels: channels of the input.
        filter_h: height of the filters.
        filter_w: width of the filters.
        filters: how many filters.
        out_h: height of the output.
        out_w: width of the output.

    Returns:
        An int, the weights of all filters times the places where they are used:
        in_channels * filter_h * filter_w * filters * out_h * out_w.

    Source: Sze, Chen, Yang, Emer, Efficient Processing of Deep Neural Networks, arXiv:1703.09039, section III.

    >>> conv_macs(3, 5, 5, 10, 28, 28)
    588000
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %%
check(conv_macs)

# %% [markdown]
# AlexNet의 두 층을 비교해 보세요. 첫 합성곱층의 매개변수는 34,944개인데 곱셈은 1억 번이 넘어요. 첫 완전연결층의
# 매개변수는 약 3,780만 개이고, 가중치를 한 번씩만 쓰므로 곱셈은 약 3,770만 번이에요. **합성곱층은 시간을,
# 완전연결층은 메모리를 써요.**

# %%
print(f"conv1: {conv_params(3, 11, 11, 96):12,} parameters {conv_macs(3, 11, 11, 96, 55, 55):12,} multiplications")
# A dense layer is a convolution whose filters are as large as its input.
print(f"fc6:   {conv_params(256, 6, 6, 4096):12,} parameters {conv_macs(256, 6, 6, 4096, 1, 1):12,} multiplications")

# %% [markdown]
# ## 7. 한 칸은 어디까지 볼까요
# 
# 3x3 층을 지난 한 칸은 방향마다 3픽셀을 봐요. 두 번째 3x3 층을 지나면 아래층의 3칸을 보는데, 이 3칸이 보는 영역이 서로
# 겹치므로 모두 합쳐 **5**픽셀이에요. 세 번째 층을 지나면 7픽셀이에요.
# 
# ![한 칸이 아래층의 3칸을 보고, 그 3칸이 5칸을, 그 5칸이 7칸을 봐요](attachment:receptive_field.png)
# 
# 이 영역을 수용 영역(receptive field)이라고 해요. 층을 지나며 두 수를 따라가면 돼요.
# 
# - `size`: 한 칸이 보는 픽셀 수
# - `jump`: 이웃한 두 칸이 보는 영역이 서로 떨어진 픽셀 수
# 
# 이미지 자체는 `size = 1`, `jump = 1`에서 시작해요. 창 크기가 `k`인 층은 `k`칸을 봐요. 한 칸이 보는 영역에,
# jump만큼씩 떨어진 영역 `k - 1`개가 더해져요. 그런 다음 그 층의 스트라이드가 jump에 곱해져요.
# 
# 풀링에도 창과 스트라이드가 있으니 여기서는 층으로 세요. 패딩은 상관없어요.
# 
# **할 일.** `receptive_field`를 작성하세요. `(k, s)` 쌍을 첫 층부터 차례로 받아 `(size, jump)`를 반환해요.

# %%
def receptive_field(layers):
    """Find how many input pixels one output cell sees along one axis, and how far apart two cells look.

    Without layers a cell sees itself: (1, 1).

    Args:
        layers: a list or tuple of pairs (k, s), the first layer first: window size and stride of each
            convolution or pooling.

    Returns:
        A tuple of two ints (size, jump). From (1, 1), each layer adds (k - 1) jump to size, then multiplies
        jump by s.

    Source: Araujo, Norris, Sim, Computing receptive fields of convolutional neural networks, Distill (2019).

    >>> receptive_field([(3, 1), (3, 1)]), receptive_field([(3, 1), (3, 1), (3, 1)])
    ((5, 1), (7, 1))
    >>> receptive_field([(3, 2), (3, 1)])
    (7, 2)
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %%
check(receptive_field)

# %% [markdown]
# AlexNet의 다섯 번째 합성곱층의 한 칸은 224픽셀 중 163픽셀을 보고, VGG16의 마지막 풀링을 지난 한 칸은 212픽셀을 봐요.
# 큰 물체도 한눈에 들어오고, 이웃한 칸의 수용 영역은 16픽셀이나 32픽셀씩 떨어져 있어요.

# %%
ALEXNET_CONV5 = [(11, 4), (3, 2), (5, 1), (3, 2), (3, 1), (3, 1), (3, 1)]
VGG16_POOL5 = 2 * [(3, 1), (3, 1), (2, 2)] + 3 * [(3, 1), (3, 1), (3, 1), (2, 2)]
print("AlexNet conv5:", receptive_field(ALEXNET_CONV5))
print("VGG16 pool5:  ", receptive_field(VGG16_POOL5))

# %% [markdown]
# 층마다 하나씩 보세요. 3x3보다 큰 필터가 없는데도 보는 범위가 점점 빨리 커져요. 무엇 때문일까요?

# %%
try:
    from IPython.display import display

    from cnnkit import show

    display(show.receptive_field(VGG16_POOL5))
except ImportError as error:  # Matplotlib is not installed
    print(error)

# %% [markdown]
# ## 8. AlexNet의 표
# 
# 이제 모두 합칠 차례예요. 신경망을 한 층씩 지나며 출력의 모양과 매개변수 수를 적으세요. Keras의 `model.summary()`가
# 출력하는 표와 같아요. 모양은 Keras처럼 채널이 마지막인 `(H, W, C)`이고, 여기서는 배치 축을 빼요.
# 
# ![AlexNet의 층별 크기. 224, 55, 27, 27, 13, 13, 13, 13, 6, 그다음 9216, 4096, 4096, 1000](attachment:alexnet.png)
# 
# 층은 이름으로 시작하는 튜플이에요.
# 
# | 층 | 출력 | 매개변수 |
# |---|---|---|
# | `("conv", filters, filter_size, stride, pad)` | 2절의 공식, 채널은 `filters`개 | 5절의 공식 |
# | `("pool", size, stride)` | 패딩 없이 같은 공식, 채널 수는 그대로 | 없음 |
# | `("flatten",)` | 세 축을 하나로 펼친 벡터 | 없음 |
# | `("dense", units)` | `(units,)` | 유닛마다 입력 수만큼의 가중치와 편향 하나 |
# 
# `pad`는 수이거나, 0을 뜻하는 `"valid"`이거나, 4절처럼 `ceil(size / stride)`가 되게 하는 `"same"`이에요.
# 
# **할 일.** `layer_table`을 작성하세요. 위에서 작성한 함수를 활용하세요.

# %%
def layer_table(input_shape, layers):
    """List the output shape and the number of parameters of every layer of a network.

    Filters and pooling windows are square, images need not be. A window that would hang over the edge is dropped.
    Every convolution and every dense layer has biases. A dense layer comes after a flatten or another dense layer.

    Args:
        input_shape: a tuple (H, W, C).
        layers: a list of tuples: ("conv", filters, filter_size, stride, pad), ("pool", size, stride), ("flatten",)
            or ("dense", units), where pad is a number, "valid" (0) or "same" (output size ceil(size / stride)).

    Returns:
        A list with one row (shape, params) for each layer: shape is the tuple (H, W, C), or (units,) once
        flattened; params is an int.

    Raises:
        ValueError: a filter or a pooling window does not fit, or a layer has another name.

    Source: Krizhevsky, Sutskever, Hinton, ImageNet classification with deep convolutional neural networks (2012).

    >>> layer_table((32, 32, 3), [("conv", 10, 5, 1, 0), ("pool", 2, 2), ("flatten",), ("dense", 10)])
    [((28, 28, 10), 760), ((14, 14, 10), 0), ((1960,), 0), ((10,), 19610)]
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %%
check(layer_table)

# %% [markdown]
# 강의 노트에는 AlexNet의 가중치가 "약 600만 개"라고 되어 있어요. 정말 그런지 직접 작성한 함수로 확인해 보세요.

# %%
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
table = layer_table((224, 224, 3), ALEXNET)
for (kind, *_), (shape, params) in zip(ALEXNET, table, strict=True):
    print(f"{kind:8} {shape!s:14} {params:12,}")
print(f"{sum(params for _, params in table):36,}")

# %% [markdown]
# **62,378,344**개예요. 600만이 아니라 6,200만이 넘고, 그중 5,860만 개가 완전연결층 세 개에 있어요. (저자들은 합성곱층
# 세 개를 그래픽 카드 두 장에 두 그룹으로 나누었어요. 그러면 필터 하나가 채널의 절반만 보므로 60,965,224개가 돼요.)
# 그래서 GoogLeNet이나 ResNet처럼 뒤에 나온 신경망은 큰 완전연결층 대신 전역 평균 풀링을 써요.
# 
# 같은 표를 그래프로 보세요. 가중치는 어디에 있고, 계산은 어디에서 일어날까요?

# %%
names, weights, work, before = [], [], [], (224, 224, 3)
for (kind, *numbers), (shape, params) in zip(ALEXNET, table, strict=True):
    if params:
        names.append(f"{kind} {shape[-1]}")
        weights.append(params / 1e6)
        if kind == "conv":
            filters, filter_size, *_ = numbers
            work.append(conv_macs(before[2], filter_size, filter_size, filters, shape[0], shape[1]) / 1e6)
        else:
            work.append(before[0] * shape[0] / 1e6)
    before = shape
try:
    import matplotlib.pyplot as plt
except ImportError:
    print(*zip(names, weights, work, strict=True), sep="\n")
else:
    figure, axes = plt.subplots(1, 2, figsize=(9, 3), sharey=True)
    axes[0].barh(range(len(names)), weights, color="#0072B2")
    axes[0].set_title("parameters (millions)")
    axes[0].set_yticks(range(len(names)), names)
    axes[0].invert_yaxis()
    axes[1].barh(range(len(names)), work, color="#E69F00")
    axes[1].set_title("multiplications (millions)")
    plt.show()

# %% [markdown]
# ## 어디에 쓰일까요
# 
# - 학습하기 전에 신경망이 메모리에 들어가는지, 시간은 얼마나 걸리는지, 애초에 만들 수 있는 구조인지 알 수 있어요.
# - 다음 과제에서 `conv2d`를 작성해요. 출력의 행 수는 `conv_output_size`이고, 첫 단계는 `zero_pad`예요.
# - Keras가 예상하지 못한 모양을 출력해도 손으로 계산해서 확인할 수 있어요.
