# %% [markdown] lang="en" builds_on=["a05_im2col.im2col", "a05_im2col.col2im", "a06_losses.softmax_cross_entropy", "a07_backprop.Affine", "a07_backprop.Convolution", "a07_backprop.Pooling"]
# # A network of your own that learns to see
#
# In `a07` you wrote layers. Here you put them together into the network of the notes, let it look at photos of clothes,
# and after a few seconds it tells shirts from shoes. No library does it for you: not one line of Keras, only NumPy and
# your own layers.
#
# | you write | what it does |
# |---|---|
# | `flat_size` | find a bug of the notes: how many numbers reach the fully connected layer? |
# | `batched_accuracy` | find a second one: the batch that nobody counted |
# | `SimpleConvNet` | six layers, six arrays of weights, a loss, gradients, saving and loading |
# | `SGD` | the plainest way to learn |
# | `Adam` | the way most networks learn today |
#
# At the end the grader trains your network with your own `Adam` on real images and looks at how many new ones it
# recognises.

# %% [markdown] lang="ko"
# # 스스로 배워서 보는 나만의 신경망
#
# `a07`에서는 층을 만들었어요. 이번에는 층을 모아 강의 노트의 신경망을 완성하고, 옷 사진을 보여 줘요. 몇 초만 지나면
# 신경망이 셔츠와 신발을 구별해요. 라이브러리가 대신해 주는 것은 없어요. Keras는 한 줄도 쓰지 않고 NumPy와 여러분이 만든
# 층만 써요.
#
# | 작성할 것 | 하는 일 |
# |---|---|
# | `flat_size` | 강의 노트의 버그 찾기: 완전연결층에는 숫자가 몇 개 들어갈까요? |
# | `batched_accuracy` | 두 번째 버그 찾기: 아무도 세지 않은 배치 |
# | `SimpleConvNet` | 층 여섯 개, 가중치 배열 여섯 개, 손실, 기울기, 저장과 불러오기 |
# | `SGD` | 가장 단순한 학습 방법 |
# | `Adam` | 요즘 신경망 대부분이 쓰는 학습 방법 |
#
# 마지막에는 채점기가 여러분의 신경망을 여러분의 `Adam`으로 실제 이미지에 학습시키고, 처음 보는 이미지를 얼마나
# 알아보는지 확인해요.

# %%
import numpy as np

from cnnkit import check, hint

# %% [markdown] lang="en"
# ## 1. The layers are given
#
# These are the layers of `a07`. Use them as they are, or paste your own over them: the grader only looks at what your
# network answers.

# %% [markdown] lang="ko"
# ## 1. 층은 이미 있어요
#
# `a07`의 층이에요. 그대로 써도 되고, 여러분이 작성한 층을 붙여 넣어도 돼요. 채점기는 신경망이 내놓는 답만 봐요.


# %%
def im2col(input_data, filter_h, filter_w, stride=1, pad=0):
    """Copy every window into a row: (N, C, H, W) becomes (N*OH*OW, C*filter_h*filter_w). From a05."""
    N, C, H, W = input_data.shape
    OH, OW = (H + 2 * pad - filter_h) // stride + 1, (W + 2 * pad - filter_w) // stride + 1
    img = np.pad(input_data, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    col = np.empty((N, C, filter_h, filter_w, OH, OW), img.dtype)
    for y in range(filter_h):
        for x in range(filter_w):
            col[:, :, y, x] = img[:, :, y : y + stride * OH : stride, x : x + stride * OW : stride]
    return col.transpose(0, 4, 5, 1, 2, 3).reshape(N * OH * OW, -1)


def col2im(col, input_shape, filter_h, filter_w, stride=1, pad=0):
    """Add every row back to the window it was copied from; input_shape is (N, C, H, W). From a05."""
    N, C, H, W = input_shape
    OH, OW = (H + 2 * pad - filter_h) // stride + 1, (W + 2 * pad - filter_w) // stride + 1
    col = col.reshape(N, OH, OW, C, filter_h, filter_w).transpose(0, 3, 4, 5, 1, 2)
    img = np.zeros((N, C, H + 2 * pad, W + 2 * pad), col.dtype)
    for y in range(filter_h):
        for x in range(filter_w):
            img[:, :, y : y + stride * OH : stride, x : x + stride * OW : stride] += col[:, :, y, x]
    return img[:, :, pad : pad + H, pad : pad + W]


class Relu:
    def forward(self, x):
        self.passes = x > 0
        return np.maximum(x, 0)

    def backward(self, dout):
        return np.where(self.passes, dout, 0)


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.shape, self.x = x.shape, x.reshape(len(x), -1)
        return self.x @ self.W + self.b

    def backward(self, dout):
        self.dW, self.db = self.x.T @ dout, dout.sum(axis=0)
        return (dout @ self.W.T).reshape(self.shape)


class Convolution:
    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b = W, b
        self.stride, self.pad = stride, pad

    def forward(self, x):
        FN, C, FH, FW = self.W.shape
        OH = (x.shape[2] + 2 * self.pad - FH) // self.stride + 1
        OW = (x.shape[3] + 2 * self.pad - FW) // self.stride + 1
        self.x_shape, self.col = x.shape, im2col(x, FH, FW, self.stride, self.pad)
        out = self.col @ self.W.reshape(FN, -1).T + self.b
        return out.reshape(len(x), OH, OW, FN).transpose(0, 3, 1, 2)

    def backward(self, dout):
        FN, C, FH, FW = self.W.shape
        dout = dout.transpose(0, 2, 3, 1).reshape(-1, FN)
        self.dW, self.db = (dout.T @ self.col).reshape(self.W.shape), dout.sum(axis=0)
        return col2im(dout @ self.W.reshape(FN, -1), self.x_shape, FH, FW, self.stride, self.pad)


class Pooling:
    def __init__(self, pool_h, pool_w, stride=1):
        self.pool_h, self.pool_w, self.stride = pool_h, pool_w, stride

    def forward(self, x):
        N, C, H, W = x.shape
        OH, OW = (H - self.pool_h) // self.stride + 1, (W - self.pool_w) // self.stride + 1
        col = im2col(x, self.pool_h, self.pool_w, self.stride).reshape(-1, self.pool_h * self.pool_w)
        self.x_shape, self.winner = x.shape, col.argmax(axis=1)
        return col.max(axis=1).reshape(N, OH, OW, C).transpose(0, 3, 1, 2)

    def backward(self, dout):
        dcol = np.zeros((dout.size, self.pool_h * self.pool_w))
        dcol[np.arange(dout.size), self.winner] = dout.transpose(0, 2, 3, 1).reshape(-1)
        return col2im(dcol, self.x_shape, self.pool_h, self.pool_w, self.stride)


class SoftmaxWithLoss:
    def forward(self, x, t):
        self.t = np.eye(x.shape[1])[t] if t.ndim == 1 else t
        shifted = x - x.max(axis=1, keepdims=True)
        log_y = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.y = np.exp(log_y)
        return -(self.t * log_y).sum() / len(x)

    def backward(self, dout=1):
        return dout * (self.y - self.t) / len(self.y)


def slopes(f, x):
    """The numerical gradient of a07: move each number of x up and down, and see what f(x) does. x is moved itself."""
    h, grad = 1e-4, np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        before = x[i]
        x[i] = before + h
        above = f(x)
        x[i] = before - h
        below = f(x)
        x[i] = before
        grad[i] = (above - below) / (2 * h)
    return grad


# %% [markdown] lang="en" concepts=["size of the flat layer"]
# ## 2. The network of the notes, and a bug to find
#
# ![1x28x28, 30x24x24, 30x12x12, 4320, 100, 10; between them W1 and b1, the maximum of 2x2, W2 and b2, W3 and
# b3](images/network.png)
#
# convolution - ReLU - pooling (2x2, stride 2) - affine - ReLU - affine - softmax. For images of 28x28 with 30 filters
# of 5x5 the sizes are:
#
# | layer | what comes out | weights | how many |
# |---|---|---|---|
# | image | 1 x 28 x 28 = 784 | | |
# | convolution | 30 x 24 x 24 = 17,280 | W1 (30, 1, 5, 5), b1 (30,) | 750 + 30 |
# | pooling | 30 x 12 x 12 = **4,320** | | |
# | affine | 100 | W2 (4320, 100), b2 (100,) | 432,000 + 100 |
# | affine | 10 | W3 (100, 10), b3 (10,) | 1,000 + 10 |
#
# Together **433,890** numbers to learn, and all but 1,890 of them sit in W2. (That is why later networks
# replaced this layer; see `a11`.)
#
# ![Shares of the parameters: 780, 432,100 and 1,010](images/parameters.png)
#
# How many numbers reach the first affine layer? The notes compute it so:
#
# ```python
# conv_output_size = (input_size - filter_size + 2 * filter_pad) / filter_stride + 1
# pool_output_size = int(filter_num * (conv_output_size / 2) * (conv_output_size / 2))
# ```
#
# For the example it comes to 30 x 12 x 12 = 4,320: right. Now take filters of 4x4. The convolution gives 25 x 25, and
# pooling makes 12 x 12 of it, because a window that does not fit is dropped. The two lines say
# int(30 x 12.5 x 12.5) = **4,687**, but 30 x 12 x 12 = **4,320** numbers arrive, and the product of matrices fails.
#
# ![A 5x5 map and four windows of 2x2: the last row and the last column reach no window; 2x2 remain, not
# 2.5x2.5](images/odd.png)
#
# **Your task:** `flat_size`, without this bug, and without a second one: the notes also believe that every image is
# square.

# %% [markdown] lang="ko" concepts=["펼친 층의 크기"]
# ## 2. 강의 노트의 신경망, 그리고 버그 찾기
#
# ![1x28x28, 30x24x24, 30x12x12, 4320, 100, 10. 사이에는 W1과 b1, 2x2의 최댓값, W2와 b2, W3과 b3이
# 있어요](images/network.png)
#
# 합성곱 - ReLU - 풀링(2x2, 스트라이드 2) - Affine - ReLU - Affine - 소프트맥스예요. 28x28 이미지에 5x5 필터 30장이라면
# 크기는 이렇게 돼요.
#
# | 층 | 출력 | 가중치 | 개수 |
# |---|---|---|---|
# | 이미지 | 1 x 28 x 28 = 784 | | |
# | 합성곱 | 30 x 24 x 24 = 17,280 | W1 (30, 1, 5, 5), b1 (30,) | 750 + 30 |
# | 풀링 | 30 x 12 x 12 = **4,320** | | |
# | Affine | 100 | W2 (4320, 100), b2 (100,) | 432,000 + 100 |
# | Affine | 10 | W3 (100, 10), b3 (10,) | 1,000 + 10 |
#
# 배워야 할 숫자가 모두 **433,890**개이고, 그중 1,890개를 뺀 나머지가 W2에 있어요. (그래서 나중에 나온 신경망은 이 층을
# 다른 것으로 바꾸었어요. `a11`에서 볼 수 있어요.)
#
# ![매개변수의 비율. 780, 432,100, 1,010](images/parameters.png)
#
# 첫 번째 Affine 층에는 숫자가 몇 개 들어갈까요? 강의 노트는 이렇게 계산해요.
#
# ```python
# conv_output_size = (input_size - filter_size + 2 * filter_pad) / filter_stride + 1
# pool_output_size = int(filter_num * (conv_output_size / 2) * (conv_output_size / 2))
# ```
#
# 위의 예에서는 30 x 12 x 12 = 4,320이 나와요. 맞는 값이에요. 이번에는 4x4 필터를 써 볼까요? 합성곱의 출력은 25 x
# 25이고, 들어맞지 않는 창은 버리므로 풀링하면 12 x 12가 돼요. 위의 두 줄대로라면 int(30 x 12.5 x 12.5) =
# **4,687**인데, 실제로는 30 x 12 x 12 = **4,320**개가 들어와서 행렬 곱이 실패해요.
#
# ![5x5 특징맵과 2x2 창 네 개. 마지막 행과 마지막 열은 어느 창에도 들지 못해요. 2.5x2.5가 아니라 2x2가
# 남아요](images/odd.png)
#
# **할 일:** 이 버그가 없는 `flat_size`를 작성하세요. 버그가 하나 더 있어요. 강의 노트는 이미지가 언제나 정사각형이라고
# 생각해요.


# %%
def flat_size(input_dim, conv_param):
    """Count the numbers of one image that reach the first affine layer.

    A window that does not fit is dropped, by the convolution and by the pooling (2x2, stride 2).

    Args:
        input_dim: (C, H, W) of an image; H and W may differ.
        conv_param: {"filter_num": FN, "filter_size": F, "pad": P, "stride": S}; the filters are F x F.

    Returns:
        A whole number, FN * floor(OH / 2) * floor(OW / 2) with OH = floor((H + 2 P - F) / S) + 1, OW likewise.

    >>> flat_size((1, 28, 28), {"filter_num": 30, "filter_size": 5, "pad": 0, "stride": 1})
    4320
    >>> flat_size((1, 28, 28), {"filter_num": 30, "filter_size": 4, "pad": 0, "stride": 1})
    4320
    >>> flat_size((3, 9, 6), {"filter_num": 2, "filter_size": 3, "pad": 1, "stride": 2})
    4
    """
    ### BEGIN SOLUTION
    C, H, W = input_dim
    F, P, S = conv_param["filter_size"], conv_param["pad"], conv_param["stride"]
    OH, OW = (H + 2 * P - F) // S + 1, (W + 2 * P - F) // S + 1
    return conv_param["filter_num"] * (OH // 2) * (OW // 2)
    ### END SOLUTION


# %%
check(flat_size)

# %% [markdown] lang="en"
# Stuck? Every `hint` says a little more, and never the answer.

# %% [markdown] lang="ko"
# 막혔나요? `hint`는 부를 때마다 조금씩 더 알려 줘요. 답을 그대로 알려 주지는 않아요.

# %% tags=["demo"]
hint(flat_size)

# %% tags=["demo"]
for size in (3, 4, 5, 6):
    conv = 28 - size + 1
    right = flat_size((1, 28, 28), {"filter_num": 30, "filter_size": size, "pad": 0, "stride": 1})
    notes = int(30 * (conv / 2) * (conv / 2))
    print(f"filters of {size}x{size}: maps of {conv}x{conv}, flat size {right}, in the notes {notes}")

# %% [markdown] lang="en" concepts=["accuracy"]
# ## 3. Accuracy, and the batch that nobody counted
#
# The accuracy is the share of images whose highest score belongs to the right class. The windows of 10,000 test images
# alone take more than a gigabyte, so one goes through the images in batches. The notes do:
#
# ```python
# acc = 0.0
# for i in range(int(x.shape[0] / batch_size)):
#     tx = x[i * batch_size:(i + 1) * batch_size]
#     tt = t[i * batch_size:(i + 1) * batch_size]
#     y = np.argmax(self.predict(tx), axis=1)
#     acc += np.sum(y == tt)
# return acc / x.shape[0]
# ```
#
# Take 250 images, all of them recognised, and batches of 100. Two batches fit, so 200 hits are divided by 250: **0.8**
# in place of 1. With 50 images no batch fits at all: **0.0**. A network without a fault, and a zero for it!
#
# ![250 images in batches of 100: 100, 100 and the last 50, which the notes drop: 200/250 = 0.8](images/batches.png)
#
# **Your task:** `batched_accuracy`. To look at this one thing alone, the scores are given.

# %% [markdown] lang="ko" concepts=["정확도"]
# ## 3. 정확도, 그리고 아무도 세지 않은 배치
#
# 정확도는 점수가 가장 높은 클래스가 정답인 이미지의 비율이에요. 테스트 이미지 10,000장은 창만 모아도 메모리를 1GB
# 넘게 차지해서, 배치로 나누어 계산해요. 강의 노트는 이렇게 해요.
#
# ```python
# acc = 0.0
# for i in range(int(x.shape[0] / batch_size)):
#     tx = x[i * batch_size:(i + 1) * batch_size]
#     tt = t[i * batch_size:(i + 1) * batch_size]
#     y = np.argmax(self.predict(tx), axis=1)
#     acc += np.sum(y == tt)
# return acc / x.shape[0]
# ```
#
# 이미지 250장을 모두 알아보았고 배치 크기가 100이라고 해 봐요. 배치는 두 개만 들어가므로 맞힌 200장을 250으로 나누어
# 1이 아니라 **0.8**이 나와요. 50장이라면 배치가 하나도 없어서 **0.0**이에요. 잘못이 하나도 없는 신경망이 0점을 받은
# 셈이에요!
#
# ![이미지 250장을 100장씩 나누면 100, 100, 그리고 마지막 50장. 강의 노트는 50장을 버려서 200/250 =
# 0.8이에요](images/batches.png)
#
# **할 일:** `batched_accuracy`를 작성하세요. 이 문제 하나에만 집중하도록 점수는 이미 주어져요.


# %%
def batched_accuracy(y, t, batch_size=100):
    """Find the share of images that are recognised, batch by batch. The last batch may be smaller.

    Args:
        y: scores, shape (N, K).
        t: what is right: class numbers, shape (N,), or one-hot rows, shape (N, K).
        batch_size: images in a batch.

    Returns:
        One number from 0 to 1: images whose highest score belongs to the right class, divided by N.

    >>> y = np.array([[0.1, 0.9], [0.8, 0.2], [0.3, 0.7]])
    >>> float(batched_accuracy(y, np.array([1, 0, 1]), batch_size=2))
    1.0
    >>> float(batched_accuracy(y, np.array([[0, 1], [1, 0], [0, 1]])))
    1.0
    """
    ### BEGIN SOLUTION
    t = t if t.ndim == 1 else t.argmax(axis=1)  # (N,)
    hits = 0
    for i in range(0, len(y), batch_size):  # slices end where the array ends
        hits += (y[i : i + batch_size].argmax(axis=1) == t[i : i + batch_size]).sum()
    return hits / len(y)
    ### END SOLUTION


# %%
check(batched_accuracy)

# %% tags=["demo"]
everything_right = np.eye(10)[np.arange(250) % 10]
for n in (250, 50):
    print(f"{n} images, all right: {batched_accuracy(everything_right[:n], np.arange(n) % 10)}")

# %% [markdown] lang="en" concepts=["a CNN from scratch", "initial weights = SimpleConvNet/weights at the start"]
# ## 4. The network
#
# Now the layers become one object. What it must know:
#
# - `params`: a dictionary of six arrays, `W1`, `b1`, `W2`, `b2`, `W3`, `b3`. Weights start as small random numbers with
#   the standard deviation `weight_init_std`, biases as 0. (If all weights started equal, all filters would get equal
#   gradients and stay equal for ever.)
# - `predict`: scores, **before** the softmax. `loss`: softmax and cross-entropy of them.
# - `gradient`: forwards once, backwards once, then collect `dW` and `db` of the layers into a dictionary with the same
#   six names. `numerical_gradient`: the same, slowly, to check it.
# - `save_params`, `load_params`: into a file and back.
#
# **One array, two owners.** `params["W1"]` and the W of the convolution layer must be *the same array*. An optimizer
# changes `params`, and the layer computes with its W: if the layer holds a copy, the loss never moves, and no error
# tells you. The same trap waits in `load_params`.
#
# ![params and the layer point at one array: learning works; a copy in the layer: the change never
# arrives](images/shared.png)
#
# **Never pickle.** A pickle file can run any code when it is opened. `np.savez("params.npz", **arrays)` writes arrays
# with names, and `np.load` reads them and nothing else.
#
# **Your task:** `SimpleConvNet`. (The names of the layers and how you keep them are yours.)

# %% [markdown] lang="ko" concepts=["직접 만드는 CNN", "가중치 초깃값"]
# ## 4. 신경망
#
# 이제 층을 객체 하나로 묶어요. 객체가 할 줄 알아야 하는 것은 다음과 같아요.
#
# - `params`: 배열 여섯 개 `W1`, `b1`, `W2`, `b2`, `W3`, `b3`이 든 딕셔너리예요. 가중치는 표준편차가
#   `weight_init_std`인 작은 난수로, 편향은 0으로 시작해요. (가중치가 모두 같은 수에서 시작하면 모든 필터가 같은
#   기울기를 받아서 영원히 똑같아요.)
# - `predict`: 소프트맥스를 거치기 **전**의 점수예요. `loss`: 그 점수의 소프트맥스와 교차 엔트로피예요.
# - `gradient`: 앞으로 한 번, 뒤로 한 번 가고 나서 층의 `dW`와 `db`를 같은 여섯 이름의 딕셔너리에 모아요.
#   `numerical_gradient`: 같은 것을 느리게 구해서 확인할 때 써요.
# - `save_params`, `load_params`: 파일에 저장하고 다시 불러와요.
#
# **배열은 하나, 주인은 둘이에요.** `params["W1"]`과 합성곱층의 W는 *같은 배열*이어야 해요. 옵티마이저는 `params`를
# 바꾸고 층은 자기 W로 계산해요. 층이 복사본을 들고 있으면 손실이 전혀 변하지 않는데 오류도 나지 않아요.
# `load_params`에도 같은 함정이 있어요.
#
# ![params와 층이 같은 배열을 가리키면 학습이 돼요. 층에 복사본이 있으면 바뀐 값이 전해지지 않아요](images/shared.png)
#
# **pickle은 쓰지 마세요.** pickle 파일은 열리면서 아무 코드나 실행할 수 있어요. `np.savez("params.npz", **arrays)`는
# 배열을 이름과 함께 저장하고, `np.load`는 배열만 읽어요.
#
# **할 일:** `SimpleConvNet`을 작성하세요. (층의 이름과 보관하는 방법은 자유예요.)

# %%
CONV_PARAM = {"filter_num": 30, "filter_size": 5, "pad": 0, "stride": 1}


# %%
class SimpleConvNet:
    """convolution - relu - pooling (2x2, stride 2) - affine - relu - affine - softmax.

    self.params holds W1 (FN, C, F, F), b1 (FN,), W2 (flat_size, hidden_size), b2 (hidden_size,), W3 (hidden_size,
    output_size), b3 (output_size,). Whoever changes the numbers in these arrays changes what the network answers.

    Args:
        input_dim: (C, H, W) of an image.
        conv_param: filter_num, filter_size, pad and stride of the convolution.
        hidden_size: neurons of the hidden layer.
        output_size: classes.
        weight_init_std: standard deviation of the weights at the start, around 0. Biases start at 0.

    Source: Saito, Deep Learning from Scratch (2016), section 7.5, with its faults mended.

    >>> net = SimpleConvNet((1, 6, 6), {"filter_num": 2, "filter_size": 3, "pad": 0, "stride": 1}, 5, 3)
    >>> net.predict(np.zeros((4, 1, 6, 6))).shape
    (4, 3)
    >>> print(f"{net.loss(np.zeros((4, 1, 6, 6)), np.array([0, 1, 2, 0])):.4f}")
    1.0986
    >>> sorted(net.params), net.params["W2"].shape
    (['W1', 'W2', 'W3', 'b1', 'b2', 'b3'], (8, 5))
    """

    def __init__(
        self, input_dim=(1, 28, 28), conv_param=CONV_PARAM, hidden_size=100, output_size=10, weight_init_std=0.01
    ):
        ### BEGIN SOLUTION
        FN, F = conv_param["filter_num"], conv_param["filter_size"]
        flat = flat_size(input_dim, conv_param)
        self.params = {
            "W1": weight_init_std * np.random.randn(FN, input_dim[0], F, F),
            "b1": np.zeros(FN),
            "W2": weight_init_std * np.random.randn(flat, hidden_size),
            "b2": np.zeros(hidden_size),
            "W3": weight_init_std * np.random.randn(hidden_size, output_size),
            "b3": np.zeros(output_size),
        }
        p = self.params
        self.layers = {
            "Conv1": Convolution(p["W1"], p["b1"], conv_param["stride"], conv_param["pad"]),
            "Relu1": Relu(),
            "Pool1": Pooling(2, 2, stride=2),
            "Affine1": Affine(p["W2"], p["b2"]),
            "Relu2": Relu(),
            "Affine2": Affine(p["W3"], p["b3"]),
        }
        self.last_layer = SoftmaxWithLoss()
        ### END SOLUTION

    def predict(self, x):
        """Compute scores; the softmax is no part of them.

        Args:
            x: images, shape (N, C, H, W).

        Returns:
            Scores, shape (N, output_size).
        """
        ### BEGIN SOLUTION
        for layer in self.layers.values():
            x = layer.forward(x)
        return x
        ### END SOLUTION

    def loss(self, x, t):
        """Compute the cross-entropy, the mean over the batch.

        Args:
            x: images, shape (N, C, H, W).
            t: class numbers, shape (N,), or one-hot rows, shape (N, output_size).
        """
        ### BEGIN SOLUTION
        return self.last_layer.forward(self.predict(x), t)
        ### END SOLUTION

    def accuracy(self, x, t, batch_size=100):
        """Find the share of images that are recognised. Only batch_size images go through the network at a time.

        Args:
            x: images, shape (N, C, H, W).
            t: class numbers, shape (N,), or one-hot rows, shape (N, output_size).
            batch_size: images in a batch; the last one may be smaller.
        """
        ### BEGIN SOLUTION
        y = [self.predict(x[i : i + batch_size]) for i in range(0, len(x), batch_size)]
        return batched_accuracy(np.concatenate(y), t)
        ### END SOLUTION

    def gradient(self, x, t):
        """Find the gradients of the loss by backpropagation.

        Returns:
            A dictionary: "W1", "b1", "W2", "b2", "W3", "b3", each in the shape of the array of that name.
        """
        ### BEGIN SOLUTION
        self.loss(x, t)
        dout = self.last_layer.backward()
        for layer in reversed(self.layers.values()):
            dout = layer.backward(dout)
        grads = {}
        for number, name in enumerate(["Conv1", "Affine1", "Affine2"], 1):
            grads[f"W{number}"], grads[f"b{number}"] = self.layers[name].dW, self.layers[name].db
        return grads
        ### END SOLUTION

    def numerical_gradient(self, x, t):
        """Find the same gradients by moving each weight a little up and down: slow, to check the fast ones.

        Afterwards the weights are what they were before.
        """
        ### BEGIN SOLUTION
        return {key: slopes(lambda _: self.loss(x, t), values) for key, values in self.params.items()}
        ### END SOLUTION

    def save_params(self, file_name="params.npz"):
        """Write the six arrays into a .npz file, under their names."""
        ### BEGIN SOLUTION
        np.savez(file_name, **self.params)
        ### END SOLUTION

    def load_params(self, file_name="params.npz"):
        """Read the six arrays from a .npz file; from then on the network computes with them."""
        ### BEGIN SOLUTION
        with np.load(file_name) as file:
            for key in self.params:
                self.params[key][...] = file[key]  # into the arrays that the layers hold, too
        ### END SOLUTION


# %%
check(SimpleConvNet)

# %% [markdown] lang="en"
# Before a network is trained, three questions are worth asking. Is the loss at the start what guessing gives,
# $-\log\frac{1}{10} = 2.3026$? Do both gradients agree? And do the arrays have the sizes of the table?

# %% [markdown] lang="ko"
# 신경망을 학습시키기 전에 확인할 만한 것이 세 가지 있어요. 처음의 손실은 찍을 때의 값 $-\log\frac{1}{10} = 2.3026$과
# 비슷한가요? 두 기울기가 같은가요? 배열의 크기는 위의 표와 같은가요?

# %% tags=["demo"]
rng = np.random.default_rng(1)
x, t = rng.normal(size=(3, 1, 8, 8)), np.array([2, 0, 1])
two_filters = {"filter_num": 2, "filter_size": 3, "pad": 0, "stride": 1}
small = SimpleConvNet((1, 8, 8), two_filters, hidden_size=4, output_size=3)
fast, slow = small.gradient(x, t), small.numerical_gradient(x, t)
for key in small.params:
    print(f"{key}: largest difference {np.abs(fast[key] - slow[key]).max():.0e}")

large = SimpleConvNet()
for key, values in large.params.items():
    print(f"{key:3} {values.shape!s:16} {values.size:>8,}")
print(f"together {sum(values.size for values in large.params.values()):,}")
print(f"loss at the start {large.loss(rng.normal(size=(5, 1, 28, 28)), np.arange(5)):.4f}, guessing {np.log(10):.4f}")

# %% [markdown] lang="en" concepts=["SGD"]
# ## 5. SGD: downhill
#
# The gradient says in which direction the loss rises. So take a small step the other way:
#
# $$W \leftarrow W - \eta\, \frac{\partial L}{\partial W}$$
#
# With W = 1, a gradient of 0.5 and the learning rate $\eta = 0.1$ the new W is 1 - 0.1 · 0.5 = **0.95**.
#
# Mind the two owners: the array itself must change. `params[key] = params[key] - ...` makes a **new** array, and the
# layer keeps the old one. `params[key] -= ...` changes the numbers where they are.
#
# **Your task:** `SGD`.

# %% [markdown] lang="ko" concepts=["SGD"]
# ## 5. SGD: 내리막으로
#
# 기울기는 손실이 커지는 쪽을 알려 줘요. 그러니 반대쪽으로 조금 움직이면 돼요.
#
# $$W \leftarrow W - \eta\, \frac{\partial L}{\partial W}$$
#
# W = 1, 기울기 0.5, 학습률 $\eta = 0.1$이면 새로운 W는 1 - 0.1 · 0.5 = **0.95**예요.
#
# 주인이 둘이라는 것을 잊지 마세요. 배열 자체가 바뀌어야 해요. `params[key] = params[key] - ...`는 **새** 배열을 만들고
# 층은 옛 배열을 그대로 들고 있어요. `params[key] -= ...`는 그 자리의 숫자를 바꿔요.
#
# **할 일:** `SGD`를 작성하세요.


# %%
class SGD:
    """Take a step against the gradient.

    Args:
        lr: the learning rate.

    >>> params = {"W": np.array([1.0, -2.0])}
    >>> SGD(lr=0.1).update(params, {"W": np.array([0.5, 0.0])})
    >>> params["W"]
    array([ 0.95, -2.  ])
    """

    def __init__(self, lr=0.01):
        self.lr = lr

    def update(self, params, grads):
        """Change the arrays of params themselves: each becomes itself minus lr times the gradient of its name.

        Args:
            params: names and arrays; changed.
            grads: the same names and arrays of the same shapes; not changed.
        """
        ### BEGIN SOLUTION
        for key in params:
            params[key] -= self.lr * grads[key]
        ### END SOLUTION


# %%
check(SGD)

# %% [markdown] lang="en" concepts=["Adam"]
# ## 6. Adam: every weight at its own pace
#
# One learning rate for all weights is a compromise: too small for the weights with tiny gradients, too large for the
# others. Adam (2014) remembers two running means for **each** weight: of the gradient, m, and of its square, v. It
# steps by m, measured in units of $\sqrt v$.
#
# $$m \leftarrow \beta_1 m + (1 - \beta_1) g, \qquad v \leftarrow \beta_2 v + (1 - \beta_2) g^2$$
#
# Both start at 0, so at first they are too small: after one step m is only a tenth of the gradient. In step t (1, 2, 3
# ...) this is put right by
#
# $$\hat m = \frac{m}{1 - \beta_1^t}, \qquad \hat v = \frac{v}{1 - \beta_2^t}, \qquad
# W \leftarrow W - \eta\, \frac{\hat m}{\sqrt{\hat v} + 10^{-7}}$$
#
# By hand, with $\eta = 0.1$, W = 1 and g = 0.5: m = 0.05, v = 0.00025; corrected 0.5 and 0.25; the step is 0.1 · 0.5 /
# 0.5 = 0.1, so W = **0.9**. With g = 50 the first step would be 0.1 as well. Now g = -0.5: m = -0.005, corrected
# -0.005 / 0.19 = -0.02632; v is corrected to 0.25 again; W = 0.9 + 0.1 · 0.02632 / 0.5 = **0.90526**. It hardly moved:
# the two gradients disagreed.
#
# ![Two ways down a long narrow valley: SGD swings from side to side, Adam goes along](images/valley.png)
#
# The notes write the same with a corrected learning rate, $\eta_t = \eta \sqrt{1 - \beta_2^t} / (1 - \beta_1^t)$. So
# does Keras. All of these are right here; only the place of the $10^{-7}$ differs.
#
# **Your task:** `Adam`.

# %% [markdown] lang="ko" concepts=["Adam"]
# ## 6. Adam: 가중치마다 자기 걸음으로
#
# 모든 가중치에 학습률 하나를 쓰는 것은 타협이에요. 기울기가 아주 작은 가중치에는 너무 작고, 다른 가중치에는 너무 커요.
# Adam(2014)은 **가중치마다** 두 가지 이동 평균을 기억해요. 기울기의 평균 m과 기울기 제곱의 평균 v예요. 그리고 $\sqrt
# v$를 단위로 삼아 m만큼 움직여요.
#
# $$m \leftarrow \beta_1 m + (1 - \beta_1) g, \qquad v \leftarrow \beta_2 v + (1 - \beta_2) g^2$$
#
# 둘 다 0에서 시작하므로 처음에는 너무 작아요. 한 걸음 뒤에 m은 기울기의 10분의 1일 뿐이에요. 그래서 t번째 걸음(1, 2, 3
# ...)에 다음과 같이 바로잡아요.
#
# $$\hat m = \frac{m}{1 - \beta_1^t}, \qquad \hat v = \frac{v}{1 - \beta_2^t}, \qquad
# W \leftarrow W - \eta\, \frac{\hat m}{\sqrt{\hat v} + 10^{-7}}$$
#
# 손으로 해 볼까요? $\eta = 0.1$, W = 1, g = 0.5라면 m = 0.05, v = 0.00025이고 바로잡으면 0.5와 0.25예요. 걸음은 0.1 ·
# 0.5 / 0.5 = 0.1이어서 W = **0.9**예요. g = 50이어도 첫 걸음은 똑같이 0.1이에요. 다음에 g = -0.5라면 m = -0.005이고
# 바로잡으면 -0.005 / 0.19 = -0.02632예요. v는 바로잡으면 다시 0.25예요. W = 0.9 + 0.1 · 0.02632 / 0.5 =
# **0.90526**이에요. 두 기울기가 서로 반대여서 거의 움직이지 않았어요.
#
# ![길고 좁은 골짜기를 내려가는 두 길. SGD는 좌우로 흔들리고 Adam은 골짜기를 따라가요](images/valley.png)
#
# 강의 노트는 같은 것을 학습률을 바로잡는 식 $\eta_t = \eta \sqrt{1 - \beta_2^t} / (1 - \beta_1^t)$으로 써요. Keras도
# 그래요. 어느 쪽이든 맞아요. $10^{-7}$의 자리만 달라요.
#
# **할 일:** `Adam`을 작성하세요.


# %%
class Adam:
    """Step by the mean of the gradients, in units of the root of the mean of their squares.

    Args:
        lr: the learning rate.
        beta1: how much of m is kept in each step.
        beta2: how much of v is kept in each step.

    Source: Kingma and Ba, Adam: A Method for Stochastic Optimization, arXiv:1412.6980, algorithm 1.

    >>> params, adam = {"W": np.array([1.0])}, Adam(lr=0.1)
    >>> adam.update(params, {"W": np.array([0.5])})
    >>> print(params["W"].round(5))
    [0.9]
    >>> adam.update(params, {"W": np.array([-0.5])})
    >>> print(params["W"].round(5))
    [0.90526]
    """

    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999):
        self.lr, self.beta1, self.beta2 = lr, beta1, beta2
        self.t = 0
        self.m, self.v = {}, {}

    def update(self, params, grads):
        """Take one step; the arrays of params themselves are changed.

        Args:
            params: names and arrays; changed. The same names in every call.
            grads: the same names and arrays of the same shapes; not changed.
        """
        ### BEGIN SOLUTION
        self.t += 1
        for key, g in grads.items():
            self.m[key] = self.beta1 * self.m.get(key, 0) + (1 - self.beta1) * g
            self.v[key] = self.beta2 * self.v.get(key, 0) + (1 - self.beta2) * g**2
            m = self.m[key] / (1 - self.beta1**self.t)
            v = self.v[key] / (1 - self.beta2**self.t)
            params[key] -= self.lr * m / (np.sqrt(v) + 1e-7)
        ### END SOLUTION


# %%
check(Adam)

# %% [markdown] lang="en" concepts=["training = SimpleConvNet"]
# ## 7. Let it learn
#
# Fashion-MNIST: photos of ten kinds of clothes, 28x28 pixels. 6,000 of them twice, 20 at a time: 600 steps of a network
# with 8 filters. You wrote all of it.

# %% [markdown] lang="ko" concepts=["학습"]
# ## 7. 이제 배울 차례예요
#
# Fashion-MNIST는 열 가지 옷을 찍은 28x28 사진이에요. 그중 6,000장을 두 번씩, 한 번에 20장 보여 줘요. 필터가 8장인
# 신경망이 600걸음을 걸어요. 모두 여러분이 작성한 코드예요.


# %% tags=["demo"]
def pictures():
    """Training and test images (N, 1, 28, 28) from 0 to 1, and their labels; bars where Fashion-MNIST is not here."""
    try:
        from cnnkit import load

        parts = [load("fashion_mnist", "train", 6000), load("fashion_mnist", "test", 1000)]
        return [array for x, t in parts for array in (x.transpose(0, 3, 1, 2) / 255.0, t.astype(int))]
    except Exception as error:  # no file, and no network to fetch it
        print(error)
    t = np.arange(7000) % 10
    x = np.random.default_rng(0).random((7000, 1, 28, 28)) * 0.8
    for image, label in zip(x, t, strict=True):
        image[0, 2 * label + 2 : 2 * label + 6] += 0.2
    return x[:6000], t[:6000], x[6000:], t[6000:]


x_train, t_train, x_test, t_test = pictures()
np.random.seed(0)
net = SimpleConvNet(conv_param={"filter_num": 8, "filter_size": 5, "pad": 0, "stride": 1}, hidden_size=50)
before = net.params["W1"].copy()
optimizer, losses = Adam(lr=0.002), []
for epoch in range(2):
    order = np.random.permutation(len(x_train))
    for i in range(0, len(x_train), 20):
        batch = order[i : i + 20]
        optimizer.update(net.params, net.gradient(x_train[batch], t_train[batch]))
        losses.append(net.loss(x_train[batch], t_train[batch]))
    print(f"epoch {epoch + 1}: loss {np.mean(losses[-100:]):.3f}, test accuracy {net.accuracy(x_test, t_test):.1%}")

# %% [markdown] lang="en"
# A loss curve that falls steeply, then slowly, with a little noise: that is how learning looks. (The noise comes from
# the batches; every one is a bit different.) Below, the eight filters before and after.

# %% [markdown] lang="ko"
# 처음에는 가파르게, 나중에는 천천히, 조금씩 흔들리며 내려가는 손실 곡선. 학습은 이렇게 생겼어요. (배치마다 조금씩
# 달라서 흔들려요.) 그 아래는 학습 전과 학습 후의 필터 여덟 장이에요.

# %% tags=["demo"]
try:
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(6, 2.4))
    axes.plot(losses)
    axes.set_xlabel("step")
    axes.set_ylabel("loss")
    figure, axes = plt.subplots(2, 8, figsize=(6, 1.7))
    for row, filters in zip(axes, (before, net.params["W1"]), strict=True):
        for cell, f in zip(row, filters, strict=True):
            cell.imshow(f[0], cmap="gray")
            cell.axis("off")
    plt.show()
except ImportError as error:  # Matplotlib is not installed
    print(error)

# %% [markdown] lang="en"
# Ours, after twice as many steps (1,200): noise has become edges and spots, bright on one side and dark on the other.
# Nobody wrote them down; the gradients found them. `a09` looks deeper.
#
# ![Upper row: eight filters of noise. Lower row: after training most of them have a bright and a dark
# side](images/filters.png)
#
# ![The loss of 1,200 steps: from 2.3 down to about 0.4](images/loss.png)
#
# Save what was learnt, and give it to a network that never saw an image:

# %% [markdown] lang="ko"
# 아래는 저희가 두 배인 1,200걸음을 학습시킨 결과예요. 잡음이 한쪽은 밝고 한쪽은 어두운 가장자리와 점이 되었어요.
# 아무도 적어 넣지 않았어요. 기울기가 찾아낸 거예요. `a09`에서 더 깊이 들여다봐요.
#
# ![윗줄은 잡음뿐인 필터 여덟 장. 아랫줄은 학습한 뒤의 필터. 대부분 밝은 쪽과 어두운 쪽이 있어요](images/filters.png)
#
# ![1,200걸음 동안의 손실. 2.3에서 0.4쯤까지 내려가요](images/loss.png)
#
# 배운 것을 저장했다가, 이미지를 한 번도 본 적 없는 신경망에 줘 볼까요?

# %% tags=["demo"]
import os
import tempfile

newborn = SimpleConvNet(conv_param={"filter_num": 8, "filter_size": 5, "pad": 0, "stride": 1}, hidden_size=50)
print(f"before loading {newborn.accuracy(x_test, t_test):.1%}")
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "params.npz")
    net.save_params(path)
    newborn.load_params(path)
print(f"after loading  {newborn.accuracy(x_test, t_test):.1%}")

# %% [markdown] lang="en"
# ## 8. What the grader does now
#
# It makes your network as above, with 8 filters and 50 hidden neurons, and your `Adam`. It hands both 6,000 training
# images in a fixed order of batches of 20, twice, and asks for `predict` on 1,000 test images whose labels your code
# never sees. 73 % or more of them must be right (ours reaches 77 %), and all of it has to be done within a
# minute; with products of matrices it takes a few seconds.
#
# Questions to take along:
#
# - What happens with `weight_init_std=0`? With 1?
# - SGD with lr = 0.002 in place of Adam: how many steps does it need to the same loss?
# - The loss of the training images falls on and on. Why does the test accuracy stop at some point?

# %% [markdown] lang="ko"
# ## 8. 채점기가 할 일
#
# 채점기는 위에서처럼 필터 8장, 은닉층 뉴런 50개인 신경망과 여러분의 `Adam`을 만들어요. 그리고 학습 이미지 6,000장을
# 정해진 순서로 20장씩 두 번 보여 준 다음, 테스트 이미지 1,000장에 대해 `predict`를 불러요. 테스트 이미지의 레이블은
# 여러분의 코드에 전혀 들어가지 않아요. 그중 73% 이상을 맞혀야 하고(저희 신경망은 77%를 맞혀요), 모두 1분 안에 끝나야
# 해요. 행렬의 곱으로 계산하면 몇 초면 돼요.
#
# 더 생각해 볼 질문이에요.
#
# - `weight_init_std=0`이면 어떻게 될까요? 1이면요?
# - Adam 대신 lr = 0.002인 SGD를 쓰면 같은 손실까지 몇 걸음이 필요할까요?
# - 학습 이미지의 손실은 계속 줄어드는데, 테스트 정확도는 왜 어느 순간 멈출까요?
