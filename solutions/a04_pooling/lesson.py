# %% [markdown] lang="en" builds_on=["a02_sizes.conv_output_size", "a03_convolution.conv2d"]
# # Pooling: keep what matters, forget exactly where
#
# A convolution answers the question *where is this pattern?* with a map as large as the image. To say "there is a
# cat" we need to know *that* an ear was found, and only roughly where. **Pooling** makes the map smaller and keeps
# its strongest answers.
#
# In AlexNet the first pooling turns 55x55x96 = 290,400 numbers into 27x27x96 = 69,984: a quarter remains, and every
# layer after it has only a quarter of the work. There is nothing to learn in it: no weight, no bias.
#
# You will write four functions of a few lines:
#
# | function | what it does |
# |---|---|
# | `max_pool` | keeps the largest number of every window |
# | `avg_pool` | keeps the average of every window |
# | `global_avg_pool` | one number for a whole map |
# | `shift_response` | measures how much a pooled map changes when the image moves |

# %% [markdown] lang="ko"
# # 풀링: 중요한 것은 남기고 정확한 위치는 잊기
#
# 합성곱은 *이 무늬가 어디에 있는가?* 라는 질문에 이미지만큼 큰 특징맵으로 답해요. 하지만 "고양이가 있다"고 말하려면
# 귀가 *있다는 것*만 알면 되고, 위치는 대강만 알아도 충분해요. **풀링**은 특징맵을 줄이면서 가장 강한 반응을 남겨요.
#
# AlexNet의 첫 번째 풀링은 55x55x96 = 290,400개의 숫자를 27x27x96 = 69,984개로 줄여요. 약 4분의 1만 남으니 다음 층이
# 할 일도 약 4분의 1이 돼요. 게다가 학습할 것이 없어요. 가중치도 편향도 없거든요.
#
# 이번 과제에서는 몇 줄짜리 함수 네 개를 작성해요.
#
# | 함수 | 하는 일 |
# |---|---|
# | `max_pool` | 창마다 가장 큰 수를 남겨요 |
# | `avg_pool` | 창마다 평균을 남겨요 |
# | `global_avg_pool` | 특징맵 전체를 숫자 하나로 줄여요 |
# | `shift_response` | 이미지가 움직일 때 풀링한 특징맵이 얼마나 달라지는지 재요 |

# %%
import numpy as np

from cnnkit import check, hint

# %% [markdown] lang="en" concepts=["max pooling"]
# ## 1. Max pooling
#
# Lay windows over the image and write down the largest number of each.
#
# ![A 4x4 image in four 2x2 windows, and the map of their maxima: 2 3 above 4 2](images/max_pool.png)
#
# How many windows are there? The same formula as for a convolution, with the window in the filter's place:
#
# $$OH = \left\lfloor \frac{H + 2\,\text{pad} - \text{pool\_h}}{\text{stride}} \right\rfloor + 1$$
#
# A row of 7 pixels under a window of 3 gives 5 windows with stride 1 and 3 windows with stride 2. With stride 3 the
# division leaves a rest, (7 - 3) / 3 + 1 = 2.33: **2** windows fit, and the last pixel is dropped.
#
# ![Seven pixels, windows of three: five with stride 1, three with stride 2, two with stride 3](images/strides.png)
#
# Windows may overlap. AlexNet pools 3x3 windows with stride 2: (55 - 3) / 2 + 1 = 27.
#
# **Channels never mix.** A convolution adds up all channels; pooling treats each of them alone. C channels go in, C
# channels come out.
#
# **Padding must never win.** Feature maps hold negative numbers, too. If the padding were 0, it would beat them all
# at the border and draw an edge that is not in the image. What number can never be the larger of two?
#
# ![Negative numbers, padded: with 0 the corner becomes 0, with minus infinity it becomes -3](images/padding.png)
#
# **Your task:** `max_pool`. Two loops over the output are enough, because NumPy can take the maximum of one window
# of all images and all channels at once.

# %% [markdown] lang="ko" concepts=["최대 풀링"]
# ## 1. 최대 풀링
#
# 이미지 위에 창을 놓고, 창마다 가장 큰 수를 적어요.
#
# ![4x4 이미지의 2x2 창 네 개와 그 최댓값: 위는 2 3, 아래는 4 2](images/max_pool.png)
#
# 창은 모두 몇 개일까요? 합성곱과 같은 공식에서 필터 자리에 창을 넣으면 돼요.
#
# $$OH = \left\lfloor \frac{H + 2\,\text{pad} - \text{pool\_h}}{\text{stride}} \right\rfloor + 1$$
#
# 픽셀 7개에 크기가 3인 창을 놓으면 스트라이드 1일 때 5개, 스트라이드 2일 때 3개가 들어가요. 스트라이드가 3이면
# (7 - 3) / 3 + 1 = 2.33으로 나누어떨어지지 않아요. 이때는 창이 **2개** 들어가고 마지막 픽셀은 버려요.
#
# ![픽셀 7개와 크기가 3인 창: 스트라이드 1이면 5개, 2이면 3개, 3이면 2개](images/strides.png)
#
# 창은 겹쳐도 돼요. AlexNet은 3x3 창을 스트라이드 2로 풀링해요. (55 - 3) / 2 + 1 = 27이에요.
#
# **채널은 섞이지 않아요.** 합성곱은 모든 채널을 더하지만 풀링은 채널마다 따로 해요. 채널 C개가 들어가면 C개가
# 나와요.
#
# **패딩이 이기면 안 돼요.** 특징맵에는 음수도 있어요. 패딩이 0이라면 가장자리에서 음수를 모두 이기고, 이미지에 없던
# 윤곽을 그려요. 어떤 수와 비교해도 절대 더 크지 않은 수는 무엇일까요?
#
# ![음수에 패딩한 그림: 0이면 모서리가 0이 되고, 음의 무한대이면 -3이 돼요](images/padding.png)
#
# **할 일:** `max_pool`을 작성하세요. NumPy는 모든 이미지와 모든 채널의 같은 창에서 최댓값을 한꺼번에 구할 수 있으니,
# 출력 위치를 도는 반복문 두 개면 충분해요.


# %%
def max_pool(x, pool_h, pool_w, stride=1, pad=0):
    """Take the maximum of every window.

    A window that would hang over the right or bottom edge is dropped. The padding is minus infinity, so that it is
    never the maximum; every window holds at least one real pixel. Integer images are welcome.

    Args:
        x: images, shape (N, C, H, W).
        pool_h: rows of a window.
        pool_w: columns of a window.
        stride: pixels between neighbouring windows, along both axes.
        pad: rows and columns added on each side, fewer than the window has.

    Returns:
        Maxima, shape (N, C, OH, OW), floats, with OH = floor((H + 2 pad - pool_h) / stride) + 1, OW likewise.

    Raises:
        ValueError: the window is larger than the padded image.

    Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 9.3.

    >>> x = np.array([[1, 2, 1, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 4, 0, 1]]).reshape(1, 1, 4, 4)
    >>> max_pool(x, 2, 2, stride=2)[0, 0]
    array([[2., 3.],
           [4., 2.]])
    >>> max_pool(-np.ones((1, 1, 2, 2)), 2, 2, stride=2, pad=1)[0, 0]  # the padding does not win
    array([[-1., -1.],
           [-1., -1.]])
    """
    ### BEGIN SOLUTION
    N, C, H, W = x.shape
    if pool_h > H + 2 * pad or pool_w > W + 2 * pad:
        raise ValueError(f"a {pool_h}x{pool_w} window does not fit in a {H + 2 * pad}x{W + 2 * pad} padded image")
    OH = (H + 2 * pad - pool_h) // stride + 1
    OW = (W + 2 * pad - pool_w) // stride + 1
    floats = x * 1.0  # integers have no infinity
    padded = np.pad(floats, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=-np.inf)
    out = np.empty((N, C, OH, OW), padded.dtype)
    for i in range(OH):
        for j in range(OW):
            top, left = i * stride, j * stride
            window = padded[:, :, top : top + pool_h, left : left + pool_w]  # (N, C, pool_h, pool_w)
            out[:, :, i, j] = window.max(axis=(2, 3))  # (N, C)
    return out
    ### END SOLUTION


# %%
check(max_pool)

# %% [markdown] lang="en"
# Stuck? Every `hint` says a little more, and never the answer.

# %% [markdown] lang="ko"
# 막혔나요? `hint`는 부를 때마다 조금씩 더 알려 줘요. 답을 그대로 알려 주지는 않아요.

# %% tags=["demo"]
hint(max_pool)

# %% [markdown] lang="en"
# Try your function on the picture above, and on the sizes of AlexNet. Before you run the cell, say what it will
# print.

# %% [markdown] lang="ko"
# 위 그림과 AlexNet의 크기로 함수를 시험해 보세요. 셀을 실행하기 전에 무엇이 출력될지 먼저 말해 보세요.

# %% tags=["demo"]
x = np.array([[1, 2, 1, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 4, 0, 1]]).reshape(1, 1, 4, 4)
print(max_pool(x, 2, 2, stride=2)[0, 0])  # 2 3 / 4 2

row = np.arange(7.0).reshape(1, 1, 1, 7)
print([max_pool(row, 1, 3, stride).shape[3] for stride in (1, 2, 3)])  # 5, 3, 2

print(max_pool(np.zeros((1, 96, 55, 55)), 3, 3, stride=2).shape)  # (1, 96, 27, 27)

minus_ones = -np.ones((1, 1, 3, 3))
print(max_pool(minus_ones, 3, 3, stride=1, pad=1)[0, 0])  # -1 everywhere: the padding never wins

# %% [markdown] lang="en"
# The same window as a picture. With `pad=1` you see what the padding is; `reduce="mean"` is for the next task.

# %% [markdown] lang="ko"
# 같은 창을 그림으로 보세요. `pad=1`을 넣으면 패딩에 무엇이 있는지 보여요. `reduce="mean"`은 다음 할 일에서 써 보세요.

# %% tags=["demo"]
try:
    from IPython.display import display

    from cnnkit import show

    display(show.sliding_window(x, (2, 2), stride=2, reduce="max"))
except ImportError as error:  # Matplotlib is not installed
    print(error)

# %% [markdown] lang="en" concepts=["average pooling"]
# ## 2. Average pooling
#
# Instead of the strongest answer, keep the mean of all. On the same image:
#
# ![The same 4x4 image and the 2x2 map of its averages: 1 and 1.5 above 2.25 and 1](images/avg_pool.png)
#
# Maximum says *was it found anywhere in here?*, average says *how much of this region responds?* LeNet-5 (1998)
# averaged; since AlexNet most networks take the maximum between their convolutions, and average only at the end.
#
# **Padding is not counted.** The corner window of a padded image holds only a few real pixels. Their sum must be
# divided by how many they are, and not by the size of the window; else every border cell comes out too dark.
#
# ![A corner window with 4 real pixels: 24 / 4 = 6, while 24 / 9 would be 2.67](images/real_pixels.png)
#
# A good test: an image of ones must stay an image of ones, up to its corners.
#
# **Your task:** `avg_pool`, with the arguments of `max_pool`.

# %% [markdown] lang="ko" concepts=["평균 풀링"]
# ## 2. 평균 풀링
#
# 가장 강한 반응 대신 모든 반응의 평균을 남겨요. 같은 이미지라면 이렇게 돼요.
#
# ![같은 4x4 이미지와 평균으로 만든 2x2 특징맵: 위는 1과 1.5, 아래는 2.25와 1](images/avg_pool.png)
#
# 최댓값은 *이 안 어딘가에 있었는가?* 를, 평균은 *이 영역이 얼마나 반응했는가?* 를 말해 줘요. LeNet-5(1998)는 평균을
# 썼어요. AlexNet 이후로는 합성곱 사이에서 대개 최댓값을 쓰고, 평균은 맨 끝에서만 써요.
#
# **패딩은 세지 않아요.** 패딩한 이미지의 모서리 창에는 진짜 픽셀이 몇 개뿐이에요. 합을 창의 크기가 아니라 진짜
# 픽셀의 수로 나눠야 해요. 그러지 않으면 가장자리가 모두 어두워져요.
#
# ![진짜 픽셀이 4개인 모서리 창: 24 / 4 = 6이지만 24 / 9 = 2.67이에요](images/real_pixels.png)
#
# 좋은 시험이 하나 있어요. 1로 채운 이미지는 풀링해도 모서리까지 모두 1이어야 해요.
#
# **할 일:** `avg_pool`을 작성하세요. 인수는 `max_pool`과 같아요.


# %%
def avg_pool(x, pool_h, pool_w, stride=1, pad=0):
    """Take the average of the real pixels of every window.

    A window that would hang over the right or bottom edge is dropped. Padding is not counted: at the border the sum
    is divided by the number of pixels that belong to the image, and there is always at least one.

    Args:
        x: images, shape (N, C, H, W).
        pool_h: rows of a window.
        pool_w: columns of a window.
        stride: pixels between neighbouring windows, along both axes.
        pad: rows and columns added on each side, fewer than the window has.

    Returns:
        Averages, shape (N, C, OH, OW), floats, with OH = floor((H + 2 pad - pool_h) / stride) + 1, OW likewise.

    Raises:
        ValueError: the window is larger than the padded image.

    Source: LeCun, Bottou, Bengio, Haffner, Gradient-Based Learning Applied to Document Recognition (1998), section II.

    >>> x = np.array([[1, 2, 1, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 4, 0, 1]]).reshape(1, 1, 4, 4)
    >>> avg_pool(x, 2, 2, stride=2)[0, 0]
    array([[1.  , 1.5 ],
           [2.25, 1.  ]])
    >>> avg_pool(np.ones((1, 1, 2, 2)), 3, 3, stride=1, pad=1)[0, 0]  # ones stay ones
    array([[1., 1.],
           [1., 1.]])
    """
    ### BEGIN SOLUTION
    N, C, H, W = x.shape
    if pool_h > H + 2 * pad or pool_w > W + 2 * pad:
        raise ValueError(f"a {pool_h}x{pool_w} window does not fit in a {H + 2 * pad}x{W + 2 * pad} padded image")
    OH = (H + 2 * pad - pool_h) // stride + 1
    OW = (W + 2 * pad - pool_w) // stride + 1
    padded = np.pad(x * 1.0, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    real = np.pad(np.ones((H, W)), pad)  # 1 where a pixel is, 0 where padding is
    out = np.empty((N, C, OH, OW), padded.dtype)
    for i in range(OH):
        for j in range(OW):
            rows = slice(i * stride, i * stride + pool_h)
            columns = slice(j * stride, j * stride + pool_w)
            total = padded[:, :, rows, columns].sum(axis=(2, 3))  # (N, C)
            out[:, :, i, j] = total / real[rows, columns].sum()
    return out
    ### END SOLUTION


# %%
check(avg_pool)

# %% tags=["demo"]
print(avg_pool(x, 2, 2, stride=2)[0, 0])  # 1 1.5 / 2.25 1
print(avg_pool(np.ones((1, 1, 4, 4)), 3, 3, stride=1, pad=1)[0, 0])  # ones stay ones

corner = np.array([[3, 9, 1], [5, 7, 1], [1, 1, 1]]).reshape(1, 1, 3, 3)
print(avg_pool(corner, 3, 3, stride=1, pad=1)[0, 0, 0, 0])  # (3 + 9 + 5 + 7) / 4 = 6

# %% [markdown] lang="en"
# See both at work. The image below has one thin bright line on a dark, noisy ground. Which pooling keeps the line?
# Which one keeps the ground calm?

# %% [markdown] lang="ko"
# 두 풀링을 그림으로 비교해 보세요. 아래 이미지는 어둡고 잡음이 있는 배경에 밝고 가는 선이 하나 있어요. 어느 풀링에서
# 선이 잘 살아남나요? 배경이 차분해지는 것은 어느 쪽인가요?

# %% tags=["demo"]
image = np.random.default_rng(0).uniform(0, 0.4, (24, 24))
np.fill_diagonal(image, 1.0)
maps = {
    "image": image,
    "max_pool 3x3": max_pool(image[None, None], 3, 3, stride=3)[0, 0],
    "avg_pool 3x3": avg_pool(image[None, None], 3, 3, stride=3)[0, 0],
}
try:
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 3, figsize=(9, 3))
    for axis, (title, numbers) in zip(axes, maps.items(), strict=True):
        axis.imshow(numbers, cmap="gray", vmin=0, vmax=1)
        axis.set_title(title)
        axis.axis("off")
    plt.show()
except ImportError:
    for title, numbers in maps.items():
        print(title, numbers.round(1), sep="\n")

# %% [markdown] lang="en" concepts=["global average pooling"]
# ## 3. Global average pooling
#
# At the end of a network, how do we get from maps to a decision? AlexNet and VGG flatten the last maps and connect
# every cell with every class. GoogLeNet and ResNet do something simpler: they average each map as a whole, **one
# number for each channel**.
#
# ![Three 2x2 maps become three numbers: 2.5, 1 and 6](images/global_avg_pool.png)
#
# What is saved? GoogLeNet ends with 1024 maps of 7x7. Flattened, 1000 classes would need
# 7 x 7 x 1024 x 1000 = **50,176,000** weights; after global average pooling it is 1024 x 1000 = **1,024,000**. And
# the network now takes images of any size, since an average is one number however large the map is.
#
# **Your task:** `global_avg_pool`. One line will do; the question is which axes.

# %% [markdown] lang="ko" concepts=["전역 평균 풀링"]
# ## 3. 전역 평균 풀링
#
# 신경망의 끝에서 특징맵을 어떻게 판단으로 바꿀까요? AlexNet과 VGG는 마지막 특징맵을 한 줄로 펼쳐서 모든 칸을 모든
# 클래스와 연결해요. GoogLeNet과 ResNet은 더 간단해요. 특징맵 하나를 통째로 평균해서 **채널마다 숫자 하나**로
# 만들어요.
#
# ![2x2 특징맵 세 개가 숫자 세 개가 돼요: 2.5, 1, 6](images/global_avg_pool.png)
#
# 얼마나 절약될까요? GoogLeNet의 마지막은 7x7 특징맵 1024개예요. 펼쳐서 클래스 1000개와 연결하면 가중치가
# 7 x 7 x 1024 x 1000 = **50,176,000**개 필요하지만, 전역 평균 풀링을 거치면 1024 x 1000 = **1,024,000**개면 돼요.
# 특징맵이 아무리 커도 평균은 숫자 하나이므로, 이제 어떤 크기의 이미지도 넣을 수 있어요.
#
# **할 일:** `global_avg_pool`을 작성하세요. 한 줄이면 충분해요. 문제는 어느 축인가예요.


# %%
def global_avg_pool(x):
    """Average each feature map as a whole.

    Images and channels are not mixed; the maps may have any height and width.

    Args:
        x: feature maps, shape (N, C, H, W).

    Returns:
        One number for each image and channel, shape (N, C), floats: the sum of a map divided by H * W.

    Source: Lin, Chen, Yan, Network In Network, arXiv:1312.4400, section 3.2.

    >>> global_avg_pool(np.array([[[[1, 2], [3, 4]], [[0, 4], [0, 0]], [[6, 6], [6, 6]]]]))
    array([[2.5, 1. , 6. ]])
    """
    ### BEGIN SOLUTION
    return x.mean(axis=(2, 3))  # (N, C)
    ### END SOLUTION


# %%
check(global_avg_pool)

# %% tags=["demo"]
print(global_avg_pool(np.zeros((2, 1024, 7, 7))).shape)  # (2, 1024)
print(global_avg_pool(np.zeros((2, 1024, 9, 12))).shape)  # (2, 1024): any size will do
print(f"{7 * 7 * 1024 * 1000:,} weights become {1024 * 1000:,}")

# %% [markdown] lang="en" concepts=["shift invariance = shift_response"]
# ## 4. Does it matter where it is?
#
# They say that pooling makes a network *invariant to small translations*: move the image a little, and the pooled
# map stays the same. Let us not believe it, but measure it.
#
# Take an image, move it `dx` pixels to the right (zeros come in on the left, what leaves on the right is lost), pool
# both images with tiles of `pool` x `pool`, and compare:
#
# $$\text{response} = \text{mean of } \big|\,\text{max\_pool}(\text{moved}) - \text{max\_pool}(\text{image})\,\big|$$
#
# 0 means: the pooled map noticed nothing. With `pool = 1` there is no pooling at all, and the response says how much
# the image itself changed.
#
# ![A pixel moves inside its tile: the map stays. It moves into the next tile: the map changes](images/shift.png)
#
# The pixel of 8 moves from column 2 to column 3, within its tile. The image changes by (8 + 8) / 24 = 0.67 per
# pixel, yet the response of the 2x2 pooling is **0**. One step further it crosses into the next tile, and then two
# of six cells change: (8 + 8) / 6 = **2.67**.
#
# Stripes are the extreme: `1 0 1 0 1 0 1 0` moved by one is `0 1 0 1 0 1 0 1`. *Every* pixel changes (response 1),
# while 2x2 tiles see a 1 before and after (response 0).
#
# **Your task:** `shift_response`. Use your `max_pool`.

# %% [markdown] lang="ko" concepts=["이동 불변성"]
# ## 4. 어디에 있는지가 중요할까요?
#
# 풀링을 하면 신경망이 *작은 이동에 불변*이라고들 해요. 이미지를 조금 옮겨도 풀링한 특징맵은 그대로라는 뜻이에요.
# 그대로 믿지 말고 직접 재 보세요.
#
# 이미지를 오른쪽으로 `dx`픽셀 옮겨요. 왼쪽에는 0이 들어오고 오른쪽으로 나간 픽셀은 사라져요. 두 이미지를
# `pool` x `pool` 타일로 풀링해서 비교해요.
#
# $$\text{response} = \text{mean of } \big|\,\text{max\_pool}(\text{moved}) - \text{max\_pool}(\text{image})\,\big|$$
#
# 0이면 풀링한 특징맵은 아무것도 눈치채지 못한 거예요. `pool = 1`이면 풀링을 하지 않은 것과 같아서, 이미지 자체가
# 얼마나 달라졌는지를 알려 줘요.
#
# ![픽셀이 타일 안에서 움직이면 특징맵은 그대로이고, 옆 타일로 넘어가면 달라져요](images/shift.png)
#
# 값이 8인 픽셀이 2번 열에서 3번 열로, 같은 타일 안에서 움직였어요. 이미지는 픽셀마다 평균 (8 + 8) / 24 = 0.67만큼
# 달라졌지만 2x2 풀링의 반응은 **0**이에요. 한 칸 더 가면 옆 타일로 넘어가고, 여섯 칸 가운데 두 칸이 달라져서 반응은
# (8 + 8) / 6 = **2.67**이에요.
#
# 줄무늬는 가장 극단적인 예예요. `1 0 1 0 1 0 1 0`을 한 칸 옮기면 `0 1 0 1 0 1 0 1`이에요. *모든* 픽셀이 달라지지만
# (반응 1), 2x2 타일은 옮기기 전에도 뒤에도 1을 봐요(반응 0).
#
# **할 일:** `shift_response`를 작성하세요. 여러분의 `max_pool`을 쓰면 돼요.


# %%
def shift_response(image, dx, pool):
    """Measure how much the max-pooled map changes when the image moves to the right.

    Zeros come in on the left, and what leaves on the right is lost. The windows are tiles: their stride is their own
    size, and rows and columns that fill no tile are dropped.

    Args:
        image: one image of one channel, shape (H, W).
        dx: pixels to the right, from 0 to W.
        pool: height and width of a window, at most H and W.

    Returns:
        The mean of abs(pooled moved image - pooled image) over all cells of the pooled map, a float.

    Source: Zhang, Making Convolutional Networks Shift-Invariant Again, arXiv:1904.11486, section 3.

    >>> image = np.zeros((4, 4))
    >>> image[1, 2] = 8
    >>> shift_response(image, 1, 1)  # no pooling: two pixels of 16 change by 8
    1.0
    >>> shift_response(image, 1, 2)  # still in the same tile
    0.0
    >>> shift_response(image, 2, 2)  # out of the image: one tile of 4 loses its 8
    2.0
    """
    ### BEGIN SOLUTION
    H, W = image.shape
    moved = np.zeros_like(image)
    moved[:, dx:] = image[:, : W - dx]
    both = np.stack([image, moved])[:, None]  # (2, 1, H, W)
    before, after = max_pool(both, pool, pool, stride=pool)
    return float(np.abs(after - before).mean())
    ### END SOLUTION


# %%
check(shift_response)

# %% [markdown] lang="en"
# Now the measurement. A bright dot stands at each of 8 places in turn, and each time the image moves by one pixel.
# How often does the pooled map notice nothing? And the stripes?

# %% [markdown] lang="ko"
# 이제 재 볼까요? 밝은 점을 여덟 곳에 차례로 놓고, 그때마다 이미지를 한 픽셀 옮겨요. 풀링한 특징맵이 전혀 눈치채지
# 못하는 경우는 몇 번인가요? 줄무늬는 어떤가요?

# %% tags=["demo"]
for pool in (1, 2, 4):
    unnoticed = 0
    for column in range(8):
        dot = np.zeros((16, 16))
        dot[5, column] = 1
        unnoticed += shift_response(dot, 1, pool) == 0
    print(f"pool {pool}: {unnoticed} of 8 moves go unnoticed")  # 0, 4, 6

picture = np.zeros((4, 6))
picture[1, 2] = 8
moved = np.roll(picture, 1, axis=1)
print([round(shift_response(one, 1, 2), 2) for one in (picture, moved)])  # [0.0, 2.67]

stripes = np.tile([1, 0], (8, 4))
print([shift_response(stripes, 1, pool) for pool in (1, 2)])  # [1.0, 0.0]

# %% [markdown] lang="en"
# 0, 4 and 6 of 8: with tiles of width p, a move by one pixel stays in its tile p - 1 times out of p. So the saying
# is **half true**. Inside a tile the position is forgotten; at its border the map jumps. Stack several poolings and
# the tiles grow, which is how a deep network comes to ignore where the cat sits.
#
# **What it is good for, and what it costs.** Classification gains: fewer numbers, larger view, less dependence on
# the place. Detection and segmentation need the place, and later assignments will have to work for it (RoI Align
# exists because of pooling's rounding). ResNet mostly lets its convolutions take steps of 2 instead.
#
# Questions to take along:
#
# - Why is the maximum of a maximum (2x2, then 2x2, stride 2) the same as one 4x4 maximum? Is it so for averages,
#   too? And with padding?
# - A max-pooled map is pooled after ReLU. Would it matter to swap the two?
# - In the demonstration, move the dot by 2 instead of 1. What do you expect for tiles of 4?

# %% [markdown] lang="ko"
# 8번 가운데 0번, 4번, 6번이에요. 너비가 p인 타일에서 한 픽셀을 옮기면 p번 중 p - 1번은 같은 타일 안에 머물러요.
# 그러니 풀링이 이동에 불변이라는 말은 **반만 맞아요**. 타일 안에서는 위치를 잊지만 경계에서는 특징맵이 갑자기
# 달라져요. 풀링을 여러 번 쌓으면 타일이 점점 커지고, 그래서 깊은 신경망은 고양이가 어디에 앉아 있는지에 덜
# 민감해져요.
#
# **어디에 좋고, 무엇을 잃을까요?** 분류에는 도움이 돼요. 숫자가 줄고, 더 넓게 보고, 위치에 덜 의존하니까요. 하지만
# 검출과 분할에는 위치가 필요해서, 뒤의 과제에서는 이 문제를 따로 해결해야 해요(RoI Align은 풀링의 반올림 때문에
# 생겼어요). ResNet은 대부분 풀링 대신 합성곱의 스트라이드를 2로 해서 크기를 줄여요.
#
# 더 생각해 볼 질문이에요.
#
# - 최댓값의 최댓값(2x2를 스트라이드 2로 두 번)은 왜 4x4 최댓값 한 번과 같을까요? 평균도 그럴까요? 패딩이 있다면요?
# - 보통 ReLU 다음에 최대 풀링을 해요. 둘의 순서를 바꾸면 결과가 달라질까요?
# - 위 실험에서 점을 1이 아니라 2만큼 옮겨 보세요. 크기가 4인 타일에서는 어떻게 될까요?
