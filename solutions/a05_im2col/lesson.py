# %% [markdown] lang="en" builds_on=["a02_sizes.conv_output_size", "a03_convolution.conv2d", "a04_pooling.max_pool"]
# # im2col: a convolution is one matrix product
#
# Seven nested loops: image, filter, row, column, channel, filter row, filter column. That is a convolution as we
# explain it on paper, and Python needs seconds for one small layer. Yet the libraries do it in a millisecond, and
# their trick fits in ten lines: **copy every window into a row of a matrix, then multiply matrices.**
#
# Computers multiply matrices faster than they do anything else; decades of work went into that one operation. Caffe
# (2014), in which the famous networks of those years were trained, computed every convolution in this way.
#
# | function | what it does |
# |---|---|
# | `im2col` | image to columns: every window becomes a row |
# | `conv2d_im2col` | convolution as one product |
# | `max_pool_im2col` | max pooling with the same matrix |
# | `col2im` | the way back, which learning needs |

# %% [markdown] lang="ko"
# # im2col: 합성곱을 행렬 곱 한 번으로
#
# 이미지, 필터, 행, 열, 채널, 필터의 행, 필터의 열. 종이 위에서 설명하는 합성곱은 일곱 겹의 반복문이에요. 파이썬으로
# 그대로 돌리면 작은 층 하나에도 몇 초가 걸려요. 그런데 라이브러리는 1밀리초 정도면 끝내요. 비결은 열 줄이면 쓸 수
# 있어요. **모든 창을 행렬의 행으로 복사한 다음 행렬을 곱하는 거예요.**
#
# 컴퓨터가 가장 빠르게 하는 일이 행렬 곱이에요. 수십 년 동안 이 연산 하나를 빠르게 만들어 왔거든요. 당시의 유명한
# 신경망들을 학습시킨 Caffe(2014)도 모든 합성곱을 이렇게 계산했어요.
#
# | 함수 | 하는 일 |
# |---|---|
# | `im2col` | 이미지를 행렬로: 창 하나가 행 하나가 돼요 |
# | `conv2d_im2col` | 합성곱을 행렬 곱 한 번으로 계산해요 |
# | `max_pool_im2col` | 같은 행렬로 최대 풀링을 해요 |
# | `col2im` | 되돌아오는 길이에요. 학습할 때 필요해요 |

# %%
import numpy as np

from cnnkit import check, hint

# %% [markdown] lang="en"
# ## 1. How slow is slow?
#
# Here is the convolution of the paper, and how long it takes for **one** 32x32 colour image and **four** filters. A
# layer of 16 filters on a batch of 32 images is 128 times more work.

# %% [markdown] lang="ko"
# ## 1. 얼마나 느릴까요?
#
# 종이 위의 합성곱을 그대로 옮긴 코드예요. 32x32 컬러 이미지 **한 장**에 필터 **네 장**을 쓸 때 걸리는 시간을 재
# 봐요. 필터 16장을 이미지 32장에 쓰는 층이라면 일이 128배예요.


# %% tags=["demo"]
def seven_loops(x, W, pad):
    N, C, H, width = x.shape
    FN, _, FH, FW = W.shape
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.zeros((N, FN, H + 2 * pad - FH + 1, width + 2 * pad - FW + 1))
    for n in range(N):
        for f in range(FN):
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    for c in range(C):
                        for u in range(FH):
                            for v in range(FW):
                                out[n, f, i, j] += padded[n, c, i + u, j + v] * W[f, c, u, v]
    return out


# %% tags=["demo"]
import time

random = np.random.default_rng(0)
one_image = random.normal(size=(1, 3, 32, 32))
four_filters = random.normal(size=(4, 3, 3, 3))
start = time.perf_counter()
slow = seven_loops(one_image, four_filters, 1)
loops_s = time.perf_counter() - start
print(f"one image, 4 filters: {1000 * loops_s:.0f} ms; 32 images, 16 filters: about {128 * loops_s:.0f} s")

# %% [markdown] lang="en" concepts=["im2col"] worked=["im2col (1, 3, 7, 7), 5x5"]
# ## 2. Every window becomes a row
#
# Take a 3x3 image and a 2x2 filter. Four windows fit. Read each of them like a page (left to right, then the next
# line) and write it down as one row:
#
# ![A 3x3 image of 1 to 9 and its matrix: rows 1 2 4 5, 2 3 5 6, 4 5 7 8 and 5 6 8 9](images/im2col.png)
#
# The 5 sits in all four windows, so it is copied four times. That is the price: memory for speed.
#
# With channels and a batch we need an agreement about the order. Ours is that of the notes:
#
# - **rows**: image, then window row, then window column: `N, OH, OW`
# - **columns**: channel, then filter row, then filter column: `C, filter_h, filter_w`
#
# ![A row for two channels: the four numbers of channel 0, then the four of channel 1](images/channels.png)
#
# So the matrix has N * OH * OW rows and C * filter_h * filter_w columns. Say it for the example of the notes before
# you read on: one 7x7 image with 3 channels, filter 5x5.
#
# It is **(9, 75)**: 3 x 3 windows, 3 x 5 x 5 numbers in each. 147 numbers have become 675.
#
# ![147 numbers, three maps of 7x7, become 675, a matrix of 9 rows and 75 columns](images/cost.png)
#
# **How to do it fast.** Looping over windows is easy but slow. Loop over the *filter's* cells instead, there are
# only a few: the numbers that meet filter cell (y, x) in all windows are one slice of the image, taken in steps of
# `stride`. Collect them in an array with six axes, then move the axes into order with `transpose`, and join them
# with `reshape`. Mind the order of the two: reshape never moves a number, it only cuts memory anew.
#
# **Your task:** `im2col`.

# %% [markdown] lang="ko" concepts=["im2col"] worked=["im2col (1, 3, 7, 7), 5x5"]
# ## 2. 창 하나가 행 하나로
#
# 3x3 이미지와 2x2 필터를 생각해 봐요. 창은 네 개 들어가요. 창마다 책을 읽듯이(왼쪽에서 오른쪽으로, 그다음 줄로)
# 읽어서 한 행으로 적어요.
#
# ![1부터 9까지 든 3x3 이미지와 그 행렬. 행은 1 2 4 5, 2 3 5 6, 4 5 7 8, 5 6 8 9](images/im2col.png)
#
# 5는 네 창에 모두 들어 있어서 네 번 복사돼요. 속도를 얻는 대신 메모리를 더 쓰는 거예요.
#
# 채널과 배치가 있으면 순서를 약속해야 해요. 강의 노트의 순서를 그대로 써요.
#
# - **행**: 이미지, 창의 행, 창의 열 순서예요. `N, OH, OW`
# - **열**: 채널, 필터의 행, 필터의 열 순서예요. `C, filter_h, filter_w`
#
# ![채널이 두 개일 때 행렬의 한 행. 먼저 0번 채널의 숫자 네 개, 그다음 1번 채널의 네 개](images/channels.png)
#
# 그래서 행렬은 N * OH * OW행, C * filter_h * filter_w열이에요. 강의 노트의 예로 먼저 계산해 보세요. 채널이 3개인 7x7
# 이미지 한 장에 5x5 필터라면 어떤 모양일까요?
#
# 답은 **(9, 75)** 예요. 창이 3 x 3개, 창마다 숫자가 3 x 5 x 5개예요. 숫자 147개가 675개로 늘었어요.
#
# ![7x7 세 장, 숫자 147개가 9행 75열, 숫자 675개인 행렬이 돼요](images/cost.png)
#
# **어떻게 하면 빠를까요?** 창마다 반복하면 쉽지만 느려요. 대신 *필터의 칸*마다 반복하세요. 필터의 칸은 몇
# 개뿐이에요. 모든 창에서 필터의 (y, x) 칸과 만나는 숫자들은 이미지를 `stride` 간격으로 자른 슬라이스 하나예요.
# 이것을 축이 여섯 개인 배열에 모으고, `transpose`로 축의 순서를 맞춘 다음, `reshape`로 합치세요. 두 함수의 순서가
# 중요해요. reshape는 숫자를 옮기지 않고 메모리를 새로 나누기만 해요.
#
# **할 일:** `im2col`을 작성하세요.


# %%
def im2col(input_data, filter_h, filter_w, stride=1, pad=0):
    """Copy every window of every image into a row of a matrix.

    A window that would hang over the right or bottom edge is dropped. The padding is zeros.

    Args:
        input_data: images, shape (N, C, H, W).
        filter_h: rows of a window.
        filter_w: columns of a window.
        stride: pixels between neighbouring windows, along both axes.
        pad: rows and columns of zeros added on each side.

    Returns:
        A matrix of shape (N * OH * OW, C * filter_h * filter_w), with
        OH = floor((H + 2 pad - filter_h) / stride) + 1, OW likewise. Rows go by image, window row, window column;
        columns by channel, filter row, filter column.

    Raises:
        ValueError: the filter is larger than the padded image.

    Source: Chellapilla, Puri, Simard, High Performance Convolutional Neural Networks for Document Processing (2006).

    >>> im2col(np.arange(1, 10).reshape(1, 1, 3, 3), 2, 2)
    array([[1, 2, 4, 5],
           [2, 3, 5, 6],
           [4, 5, 7, 8],
           [5, 6, 8, 9]])
    >>> im2col(np.zeros((1, 3, 7, 7)), 5, 5).shape
    (9, 75)
    """
    ### BEGIN SOLUTION
    N, C, H, W = input_data.shape
    if filter_h > H + 2 * pad or filter_w > W + 2 * pad:
        raise ValueError(f"a {filter_h}x{filter_w} filter does not fit in a {H + 2 * pad}x{W + 2 * pad} padded image")
    OH = (H + 2 * pad - filter_h) // stride + 1
    OW = (W + 2 * pad - filter_w) // stride + 1
    img = np.pad(input_data, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    col = np.empty((N, C, filter_h, filter_w, OH, OW), img.dtype)
    for y in range(filter_h):
        for x in range(filter_w):
            # what meets filter cell (y, x), in all windows at once
            col[:, :, y, x] = img[:, :, y : y + stride * OH : stride, x : x + stride * OW : stride]  # (N, C, OH, OW)
    return col.transpose(0, 4, 5, 1, 2, 3).reshape(N * OH * OW, -1)  # (N*OH*OW, C*FH*FW)
    ### END SOLUTION


# %%
check(im2col)

# %% [markdown] lang="en"
# Stuck? Every `hint` says a little more, and never the answer.

# %% [markdown] lang="ko"
# 막혔나요? `hint`는 부를 때마다 조금씩 더 알려 줘요. 답을 그대로 알려 주지는 않아요.

# %% tags=["demo"]
hint(im2col)

# %% tags=["demo"]
small = np.arange(1, 10).reshape(1, 1, 3, 3)
print(im2col(small, 2, 2))

col = im2col(np.zeros((1, 3, 7, 7)), 5, 5)
print(col.shape, 1 * 3 * 7 * 7, "->", col.size)  # (9, 75) 147 -> 675

two_channels = np.concatenate([small, 10 * small], axis=1)
print(im2col(two_channels, 2, 2)[0])  # 1 2 4 5 10 20 40 50

# %% [markdown] lang="en"
# Which pixel goes where? Window and row have the same number and colour; above each column stand the filter row and
# column it belongs to.

# %% [markdown] lang="ko"
# 어느 픽셀이 어디로 갈까요? 창과 그 창의 행은 번호와 색이 같아요. 열 위의 두 수는 그 열이 필터의 몇 행 몇 열인지
# 알려 줘요.

# %% tags=["demo"]
try:
    from IPython.display import display

    from cnnkit import show

    display(show.unfold(two_channels, 2, 2))
except ImportError as error:  # Matplotlib is not installed
    print(error)

# %% [markdown] lang="en" concepts=["convolution as a product"]
# ## 3. Convolution is a product
#
# Every row of `col` is a window. Write every filter as a column, in the same order of channel, row, column. Then row
# times column is exactly what a convolution does at one place: multiply and add up.
#
# ![The 4x4 matrix times a filter column 1 0 0 1 gives 6 8 12 14, which is reshaped to 2x2](images/product.png)
#
# `col @ W_col` has the shape (N*OH*OW, FN). One product, and every window has met every filter. What remains is to
# bring the result into the shape (N, FN, OH, OW). Think about which axis is the fastest in memory: the filters. So
# first reshape to (N, OH, OW, FN), then move the axis.
#
# Two examples from the notes, with the filter 2 0 1 / 0 1 2 / 1 0 2:
#
# - a 4x4 image, pad 1: 7 12 10 2 / 4 15 16 10 / 10 6 15 6 / 8 10 4 3, and 15 16 / 6 15 without padding
# - a 7x7 image, stride 2: 15 17 15 / 17 15 17 / 15 17 15
#
# Do not trust the second one alone: it looks the same when rows and columns of the output are exchanged. A crooked
# image, with (7 i + j) % 10 in row i and column j, gives it away: 44 32 30 / 30 38 46 / 46 44 32.
#
# **Your task:** `conv2d_im2col`, with your `im2col` and no loop at all. A part of the points is for **speed**: the
# grader takes 32 images of 32x32 with 3 channels and 16 filters of 3x3, and your function must be at least **20
# times** faster than the seven loops on the same machine.

# %% [markdown] lang="ko" concepts=["행렬 곱으로 하는 합성곱"]
# ## 3. 합성곱은 행렬 곱
#
# `col`의 한 행은 창 하나예요. 필터도 하나씩 열로 적어요. 순서는 똑같이 채널, 행, 열이에요. 그러면 행과 열의 곱이
# 바로 합성곱이 한 자리에서 하는 일이 돼요. 곱해서 모두 더하는 거예요.
#
# ![4x4 행렬에 필터 열 1 0 0 1을 곱하면 6 8 12 14이고, 이것을 2x2로 바꿔요](images/product.png)
#
# `col @ W_col`의 모양은 (N*OH*OW, FN)이에요. 곱셈 한 번으로 모든 창이 모든 필터와 만났어요. 이제 결과를 (N, FN, OH,
# OW) 모양으로 바꾸면 돼요. 메모리에서 가장 빠르게 변하는 축이 무엇인지 생각해 보세요. 바로 필터예요. 그러니 먼저 (N,
# OH, OW, FN)으로 reshape한 다음 축을 옮겨야 해요.
#
# 강의 노트의 예 두 가지예요. 필터는 2 0 1 / 0 1 2 / 1 0 2예요.
#
# - 4x4 이미지, 패딩 1: 7 12 10 2 / 4 15 16 10 / 10 6 15 6 / 8 10 4 3이고, 패딩이 없으면 15 16 / 6 15예요.
# - 7x7 이미지, 스트라이드 2: 15 17 15 / 17 15 17 / 15 17 15예요.
#
# 두 번째 예만 믿으면 안 돼요. 출력의 행과 열이 바뀌어도 똑같아 보이거든요. i행 j열의 값이 (7 i + j) % 10인 비대칭
# 이미지를 쓰면 바로 드러나요. 이때는 44 32 30 / 30 38 46 / 46 44 32가 나와야 해요.
#
# **할 일:** 여러분의 `im2col`을 써서, 반복문 없이 `conv2d_im2col`을 작성하세요. 점수의 일부는 **속도**예요. 채널이
# 3개인 32x32 이미지 32장에 3x3 필터 16장을 쓸 때, 같은 컴퓨터에서 일곱 겹 반복문보다 **20배** 이상 빨라야 해요.


# %%
def conv2d_im2col(x, W, b=None, stride=1, pad=0):
    """Slide every filter over every image, as one matrix product.

    A window that would hang over the right or bottom edge is dropped. The filter is not flipped.

    Args:
        x: images, shape (N, C, H, W).
        W: filters, shape (FN, C, FH, FW).
        b: one bias for each filter, shape (FN,); none if None.
        stride: pixels between neighbouring windows, along both axes.
        pad: rows and columns of zeros added on each side.

    Returns:
        Feature maps, shape (N, FN, OH, OW), with OH = floor((H + 2 pad - FH) / stride) + 1, OW likewise.

    Raises:
        ValueError: a filter is larger than the padded image.

    Source: Jia et al., Caffe: Convolutional Architecture for Fast Feature Embedding, arXiv:1408.5093.

    >>> x = np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]]).reshape(1, 1, 4, 4)
    >>> W = np.array([[2, 0, 1], [0, 1, 2], [1, 0, 2]]).reshape(1, 1, 3, 3)
    >>> conv2d_im2col(x, W)[0, 0]
    array([[15, 16],
           [ 6, 15]])
    >>> conv2d_im2col(x, W, b=np.array([3]), pad=1)[0, 0]
    array([[10, 15, 13,  5],
           [ 7, 18, 19, 13],
           [13,  9, 18,  9],
           [11, 13,  7,  6]])
    """
    ### BEGIN SOLUTION
    N, C, H, width = x.shape
    FN, C, FH, FW = W.shape
    OH = (H + 2 * pad - FH) // stride + 1
    OW = (width + 2 * pad - FW) // stride + 1
    col = im2col(x, FH, FW, stride, pad)  # (N*OH*OW, C*FH*FW)
    out = col @ W.reshape(FN, -1).T  # (N*OH*OW, FN)
    if b is not None:
        out = out + b
    return out.reshape(N, OH, OW, FN).transpose(0, 3, 1, 2)  # (N, FN, OH, OW)
    ### END SOLUTION


# %%
check(conv2d_im2col)

# %% tags=["demo"]
kernel = np.array([[2, 0, 1], [0, 1, 2], [1, 0, 2]]).reshape(1, 1, 3, 3)
four = np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]])
print(conv2d_im2col(four[None, None], kernel, pad=1)[0, 0])
print(conv2d_im2col(four[None, None], kernel)[0, 0])
seven = np.tile(four, (2, 2))[:7, :7]
print(conv2d_im2col(seven[None, None], kernel, stride=2)[0, 0])
crooked = np.arange(7)[:, None] * 7 + np.arange(7)
print(conv2d_im2col(crooked[None, None] % 10, kernel, stride=2)[0, 0])

# %% [markdown] lang="en"
# Now the race. `check` does not measure time; this cell does.

# %% [markdown] lang="ko"
# 이제 속도를 겨뤄 볼까요? `check`는 시간을 재지 않으니 이 셀에서 직접 재 보세요.

# %% tags=["demo"]
batch = random.normal(size=(32, 3, 32, 32))
filters = random.normal(size=(16, 3, 3, 3))
start = time.perf_counter()
conv2d_im2col(batch, filters, pad=1)
fast_s = time.perf_counter() - start
print(f"loops (estimated) {128 * loops_s:.2f} s, im2col {fast_s:.4f} s: {128 * loops_s / fast_s:.0f} times faster")
print("same numbers:", np.allclose(slow, conv2d_im2col(one_image, four_filters, pad=1)))

# %% [markdown] lang="en" concepts=["pooling by im2col = max_pool_im2col"]
# ## 4. Pooling with the same matrix, and a bug to find
#
# If the maximum of a window is wanted, `im2col` has already cut the windows out. Only, a row holds the windows of
# all channels, and pooling keeps channels apart. So reshape until every row is **one window of one channel**, and
# take the maximum of each row.
#
# ![A row of 8 numbers from two channels becomes two rows of 4, and their maxima 5 and 50](images/pool_rows.png)
#
# The notes do just that. But two things are wrong with this code when `pad` is not 0. Can you find both?
#
# ```python
# N, C, H, W = x.shape
# out_h = int(1 + (H - pool_h) / stride)
# out_w = int(1 + (W - pool_w) / stride)
# col = im2col(x, pool_h, pool_w, stride, pad)
# col = col.reshape(-1, pool_h * pool_w)
# out = np.max(col, axis=1)
# out = out.reshape(N, out_h, out_w, C).transpose(0, 3, 1, 2)
# ```
#
# Run the next cell. The first bug is loud, the second one silent: the worse kind.

# %% [markdown] lang="ko" concepts=["im2col로 하는 풀링"]
# ## 4. 같은 행렬로 하는 풀링, 그리고 버그 찾기
#
# 창의 최댓값을 구하고 싶다면 `im2col`이 이미 창을 잘라 놓았어요. 다만 한 행에 모든 채널의 창이 들어 있고, 풀링은
# 채널마다 따로 해야 해요. 그러니 **행 하나가 채널 하나의 창 하나**가 되도록 reshape하고, 행마다 최댓값을 구하세요.
#
# ![2x2 창의 두 채널이 든 숫자 8개짜리 행이 4개짜리 두 행이 되고, 최댓값은 5와 50이에요](images/pool_rows.png)
#
# 강의 노트의 코드도 이렇게 해요. 하지만 `pad`가 0이 아니면 두 가지가 잘못돼요. 둘 다 찾을 수 있나요?
#
# ```python
# N, C, H, W = x.shape
# out_h = int(1 + (H - pool_h) / stride)
# out_w = int(1 + (W - pool_w) / stride)
# col = im2col(x, pool_h, pool_w, stride, pad)
# col = col.reshape(-1, pool_h * pool_w)
# out = np.max(col, axis=1)
# out = out.reshape(N, out_h, out_w, C).transpose(0, 3, 1, 2)
# ```
#
# 다음 셀을 실행해 보세요. 첫 번째 버그는 오류를 내며 요란하게 드러나지만 두 번째는 조용해요. 조용한 버그가 더
# 나빠요.


# %% tags=["demo"]
def pool_of_the_notes(x, pool_h, pool_w, stride=1, pad=0):
    N, C, H, W = x.shape
    out_h = int(1 + (H - pool_h) / stride)
    out_w = int(1 + (W - pool_w) / stride)
    col = im2col(x, pool_h, pool_w, stride, pad)
    col = col.reshape(-1, pool_h * pool_w)
    out = np.max(col, axis=1)
    return out.reshape(N, out_h, out_w, C).transpose(0, 3, 1, 2)


# %% tags=["demo"]
try:
    pool_of_the_notes(np.ones((1, 1, 4, 4)), 2, 2, stride=2, pad=1)
except ValueError as error:
    print("loud:", error)

minus_ones = -np.ones((1, 1, 3, 3))
print("silent:", pool_of_the_notes(minus_ones, 2, 2, stride=4, pad=1))  # an image of -1 has no 0 in it

# %% [markdown] lang="en"
# **Your task:** `max_pool_im2col`. It does what `max_pool` did in the last assignment, padding and all, without a
# loop of its own.

# %% [markdown] lang="ko"
# **할 일:** `max_pool_im2col`을 작성하세요. 지난 과제의 `max_pool`과 하는 일이 같아요(패딩까지요). 다만 반복문을
# 직접 쓰지 않아요.


# %%
def max_pool_im2col(x, pool_h, pool_w, stride=1, pad=0):
    """Take the maximum of every window, with im2col.

    A window that would hang over the right or bottom edge is dropped. The padding is never the maximum; every window
    holds at least one real pixel. Integer images are welcome.

    Args:
        x: images, shape (N, C, H, W).
        pool_h: rows of a window.
        pool_w: columns of a window.
        stride: pixels between neighbouring windows, along both axes.
        pad: rows and columns added on each side, fewer than the window has.

    Returns:
        Maxima, shape (N, C, OH, OW), with OH = floor((H + 2 pad - pool_h) / stride) + 1, OW likewise.

    Raises:
        ValueError: the window is larger than the padded image.

    Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 9.3.

    >>> x = np.array([[1, 2, 1, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 4, 0, 1]]).reshape(1, 1, 4, 4)
    >>> max_pool_im2col(x, 2, 2, stride=2)[0, 0]
    array([[2., 3.],
           [4., 2.]])
    >>> max_pool_im2col(-np.ones((1, 1, 3, 3)), 2, 2, stride=4, pad=1)[0, 0]  # the padding does not win
    array([[-1.]])
    """
    ### BEGIN SOLUTION
    N, C, H, W = x.shape
    OH = (H + 2 * pad - pool_h) // stride + 1
    OW = (W + 2 * pad - pool_w) // stride + 1
    floats = x * 1.0  # integers have no infinity
    padded = np.pad(floats, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=-np.inf)
    col = im2col(padded, pool_h, pool_w, stride)  # (N*OH*OW, C*pool_h*pool_w)
    out = col.reshape(-1, pool_h * pool_w).max(axis=1)  # (N*OH*OW*C,)
    return out.reshape(N, OH, OW, C).transpose(0, 3, 1, 2)  # (N, C, OH, OW)
    ### END SOLUTION


# %%
check(max_pool_im2col)

# %% [markdown] lang="en"
# The two bugs: `out_h` counts the windows without the padding, so that reshape finds more numbers than places; and
# `im2col` pads with zeros, which beat every negative number. Where the number of windows happens to agree, nothing
# crashes, and the wrong answer goes on into the network.

# %% [markdown] lang="ko"
# 두 버그는 이래요. 첫째, `out_h`가 패딩을 빼고 창을 세서 reshape할 때 숫자가 자리보다 많아져요. 둘째, `im2col`이
# 0으로 패딩해서 0이 모든 음수를 이겨요. 우연히 창의 수가 같으면 오류도 나지 않고, 틀린 답이 그대로 신경망 안으로
# 흘러가요.

# %% [markdown] lang="en" concepts=["col2im"]
# ## 5. The way back
#
# When the network learns, a gradient arrives for every number of `col`, and must go back to the pixel it was copied
# from. A pixel that was copied into four windows receives four gradients. They **add up**, since each copy had its
# own effect on the loss.
#
# Fold a matrix of ones back, and you see how often each pixel was copied:
#
# ![A 4x4 matrix of ones, folded back with a 2x2 filter to a 3x3 image: 1 2 1, 2 4 2, 1 2 1](images/col2im.png)
#
# So `col2im` is **not** the inverse of `im2col`: `col2im(im2col(x))` is `x` times these numbers. It is its
# *transpose* (its adjoint). Copying is a linear map; write it as a large matrix of zeros and ones, and `col2im` is
# that matrix transposed. It has a precise test, which our tests use, too: for every x and every y of the right shape
#
# $$\langle \text{col2im}(y),\, x \rangle = \langle y,\, \text{im2col}(x) \rangle$$
#
# where the brackets mean: multiply number by number and add everything up.
#
# **Your task:** `col2im`. Go through your `im2col` from its last line to its first and undo each step: reshape,
# transpose, the slices (now with `+=`), and finally the padding. Mind the crop: with `pad = 0`, what is
# `img[pad:-pad]`?

# %% [markdown] lang="ko" concepts=["col2im"]
# ## 5. 되돌아오는 길
#
# 신경망이 학습할 때는 `col`의 숫자마다 기울기가 도착하고, 이 값은 복사해 온 원래 픽셀로 돌아가야 해요. 네 창에
# 복사된 픽셀은 기울기를 네 개 받아요. 복사본마다 손실에 따로 영향을 주었으므로 이 값들을 **모두 더해요**.
#
# 1로 채운 행렬을 되돌려 보면 픽셀마다 몇 번 복사됐는지 알 수 있어요.
#
# ![1로 채운 4x4 행렬을 2x2 필터로 3x3 이미지에 되돌리면 1 2 1, 2 4 2, 1 2 1](images/col2im.png)
#
# 그러니 `col2im`은 `im2col`의 역함수가 **아니에요**. `col2im(im2col(x))`는 `x`에 이 횟수를 곱한 값이에요. `col2im`은
# *전치*(수반 연산)예요. 복사는 선형 변환이라서 0과 1로 된 큰 행렬로 쓸 수 있고, 그 행렬을 전치한 것이
# `col2im`이에요. 이것을 정확히 확인하는 방법이 있어요. 모양이 맞는 모든 x와 y에 대해 다음이 성립해요.
#
# $$\langle \text{col2im}(y),\, x \rangle = \langle y,\, \text{im2col}(x) \rangle$$
#
# 괄호는 같은 자리의 숫자끼리 곱해서 모두 더한다는 뜻이에요.
#
# **할 일:** `col2im`을 작성하세요. 여러분의 `im2col`을 마지막 줄부터 첫 줄까지 거꾸로 따라가며 한 단계씩 되돌리면
# 돼요. reshape, transpose, 슬라이스(이번에는 `+=`), 마지막으로 패딩이에요. 잘라 낼 때 조심하세요. `pad = 0`이면
# `img[pad:-pad]`는 무엇일까요?


# %%
def col2im(col, input_shape, filter_h, filter_w, stride=1, pad=0):
    """Add every row of a matrix back to the window it was copied from.

    Where windows overlap, their numbers add up; pixels that no window reached are 0. What falls on the padding is
    dropped. This is the transpose of im2col, not its inverse.

    Args:
        col: a matrix as im2col makes it, shape (N * OH * OW, C * filter_h * filter_w).
        input_shape: the shape of the images, (N, C, H, W).
        filter_h: rows of a window.
        filter_w: columns of a window.
        stride: pixels between neighbouring windows, along both axes.
        pad: rows and columns that were added on each side.

    Returns:
        Images of shape input_shape: each pixel is the sum of all its copies.

    Source: Dumoulin and Visin, A guide to convolution arithmetic for deep learning, arXiv:1603.07285, section 4.1.

    >>> col2im(np.ones((4, 4)), (1, 1, 3, 3), 2, 2)[0, 0]
    array([[1., 2., 1.],
           [2., 4., 2.],
           [1., 2., 1.]])
    >>> col2im(np.array([[1, 2, 3, 4]]), (1, 1, 3, 3), 2, 2, stride=2)[0, 0]
    array([[1, 2, 0],
           [3, 4, 0],
           [0, 0, 0]])
    """
    ### BEGIN SOLUTION
    N, C, H, W = input_shape
    OH = (H + 2 * pad - filter_h) // stride + 1
    OW = (W + 2 * pad - filter_w) // stride + 1
    col = col.reshape(N, OH, OW, C, filter_h, filter_w).transpose(0, 3, 4, 5, 1, 2)  # (N, C, FH, FW, OH, OW)
    img = np.zeros((N, C, H + 2 * pad, W + 2 * pad), col.dtype)
    for y in range(filter_h):
        for x in range(filter_w):
            img[:, :, y : y + stride * OH : stride, x : x + stride * OW : stride] += col[:, :, y, x]  # (N, C, OH, OW)
    return img[:, :, pad : pad + H, pad : pad + W]  # (N, C, H, W)
    ### END SOLUTION


# %%
check(col2im)

# %% tags=["demo"]
print(col2im(np.ones((4, 4)), (1, 1, 3, 3), 2, 2)[0, 0])  # 1 2 1 / 2 4 2 / 1 2 1

images = random.normal(size=(2, 3, 7, 6))
unfolded = im2col(images, 3, 2, stride=2, pad=1)
y = random.normal(size=unfolded.shape)
left = (col2im(y, images.shape, 3, 2, stride=2, pad=1) * images).sum()
right = (y * unfolded).sum()
print(left, right, "equal:", np.isclose(left, right))

# %% [markdown] lang="en"
# **What it is good for.** In the assignment on backpropagation your `Convolution` layer will multiply `col`
# forwards, and send the gradient home with `col2im`. And the idea is larger than these functions: when a program is
# slow, look for the matrix product in it.
#
# Questions to take along:
#
# - How much memory does `col` need for 32 images of 64x32x32 and a 3x3 filter in float32? (75 MB. The images
#   themselves: 8 MB.) What could you do if that does not fit?
# - A 1x1 convolution: what is `im2col` then, and could you do without it?
# - With stride = filter size no window overlaps. What is `col2im(im2col(x))` then?

# %% [markdown] lang="ko"
# **어디에 좋을까요?** 역전파 과제에서 만들 `Convolution` 계층은 순전파에서 `col`을 곱하고, 역전파에서 `col2im`으로
# 기울기를 돌려보내요. 이 생각은 다른 곳에서도 쓸모가 있어요. 프로그램이 느리다면 그 안에서 행렬 곱을 찾아보세요.
#
# 더 생각해 볼 질문이에요.
#
# - 64x32x32 이미지 32장에 3x3 필터를 쓸 때, float32라면 `col`에 메모리가 얼마나 필요할까요? (75 MB예요. 이미지
#   자체는 8 MB예요.) 메모리에 다 들어가지 않으면 어떻게 하면 좋을까요?
# - 1x1 합성곱에서 `im2col`은 무엇이 되나요? `im2col` 없이도 할 수 있을까요?
# - 스트라이드가 필터 크기와 같으면 창이 겹치지 않아요. 이때 `col2im(im2col(x))`는 무엇일까요?
