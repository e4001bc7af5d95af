# %% [markdown] lang="en" builds_on=["a01_pixels.calculate", "a02_sizes.zero_pad", "a02_sizes.conv_output_size"]
# # Convolution: one small question, asked everywhere
#
# What does a photograph look like to a network that has to find a house in it? The first layer does not look for
# houses. It asks a small question, such as *is it dark on the left and bright on the right here?*, and asks it at
# every place of the image. The answers form a new picture, the **feature map**. The question itself is a handful of
# numbers, the **filter**.
#
# ![a landscape, and four feature maps made from it with four 3x3 filters](images/gallery.png)
#
# In this assignment you write the layer that asks these questions:
#
# 1. `conv2d`, the convolution of a whole batch of images with many filters, stride and padding,
# 2. `relu`, which keeps the answer "yes" and drops "no",
# 3. `conv_relu`, the two together: the block that every network from AlexNet to ResNet repeats.
#
# You need nothing but NumPy.

# %% [markdown] lang="ko"
# # 합성곱: 작은 질문 하나를 모든 자리에서
#
# 사진에서 집을 찾아야 하는 신경망은 사진을 어떻게 볼까요? 첫 번째 층은 집을 찾지 않아요. *여기는 왼쪽이 어둡고
# 오른쪽이 밝은가?* 같은 작은 질문을 이미지의 모든 자리에서 던질 뿐이에요. 그 대답을 모으면 새로운 그림이 되는데,
# 이것을 **특징맵**이라고 해요. 질문은 숫자 몇 개로 이루어져 있고, 이것을 **필터**라고 해요.
#
# ![풍경 그림 하나와, 3x3 필터 네 개로 만든 특징맵 네 장](images/gallery.png)
#
# 이번 과제에서는 이런 질문을 던지는 층을 직접 만들어요.
#
# 1. `conv2d`: 이미지 배치 전체에 여러 필터를 적용하는 합성곱. 스트라이드와 패딩도 다뤄요.
# 2. `relu`: "그렇다"는 대답은 남기고 "아니다"는 버려요.
# 3. `conv_relu`: 둘을 이어 붙인 것. AlexNet부터 ResNet까지 모든 신경망이 되풀이해서 쓰는 블록이에요.
#
# NumPy만 있으면 돼요.

# %%
import numpy as np

from cnnkit import check, hint

# %% [markdown] lang="en" concepts=["window", "feature map"]
# ## 1. One window, one number
#
# Lay the 3x3 filter on the upper left corner of the image, multiply the cells that lie on each other, and add the
# nine products:
#
# $$1\cdot2 + 2\cdot0 + 3\cdot1 \;+\; 0\cdot0 + 1\cdot1 + 2\cdot2 \;+\; 3\cdot1 + 0\cdot0 + 1\cdot2 = 15$$
#
# Then move the window one pixel to the right and do it again: 16. Two windows fit side by side and two below each
# other, so the feature map is 2x2: **15 16 / 6 15**.
#
# ![a 4x4 image, a 3x3 filter and the 2x2 feature map 15 16 / 6 15; the first window is framed](images/window.png)
#
# Cell (i, j) of the window always meets cell (i, j) of the filter. In mathematics this is called
# *cross-correlation*; a mathematical convolution would turn the filter by 180 degrees first. Networks learn their
# filters, so they do not mind which way round they are, and every framework slides the filter as it is. So do we.

# %% [markdown] lang="ko" concepts=["창", "특징맵"]
# ## 1. 창 하나에서 숫자 하나
#
# 3x3 필터를 이미지의 왼쪽 위 모서리에 올려놓고, 겹친 칸끼리 곱한 다음 아홉 개를 모두 더해요.
#
# $$1\cdot2 + 2\cdot0 + 3\cdot1 \;+\; 0\cdot0 + 1\cdot1 + 2\cdot2 \;+\; 3\cdot1 + 0\cdot0 + 1\cdot2 = 15$$
#
# 창을 오른쪽으로 한 칸 옮겨서 다시 계산하면 16이에요. 창은 가로로 두 번, 세로로 두 번 놓을 수 있으니 특징맵은
# 2x2가 되고, 값은 **15 16 / 6 15**예요.
#
# ![4x4 이미지, 3x3 필터, 2x2 특징맵 15 16 / 6 15. 첫 번째 창에 테두리를 둘렀다](images/window.png)
#
# 창의 (i, j) 칸은 언제나 필터의 (i, j) 칸과 만나요. 수학에서는 이 계산을 *교차 상관*이라고 불러요. 수학에서
# 말하는 합성곱은 필터를 먼저 180도 돌려요. 신경망은 필터를 스스로 학습하기 때문에 어느 쪽이든 상관이 없고, 모든
# 프레임워크가 필터를 돌리지 않고 그대로 써요. 우리도 그렇게 해요.

# %% [markdown] lang="en" concepts=["padding in a layer = conv2d/pad"] worked=["4x4 image, pad 1"]
# ## 2. Padding: the border counts too
#
# The map above is smaller than the image, and the pixels in the corners were looked at only once. With `pad=1` a
# frame of zeros is laid round the image first. The same image and the same filter now give as many numbers as there
# are pixels:
#
# | | | | |
# |--|--|--|--|
# | 7 | 12 | 10 | 2 |
# | 4 | **15** | **16** | 10 |
# | 10 | **6** | **15** | 6 |
# | 8 | 10 | 4 | 3 |
#
# The four numbers in the middle are the ones from before. Check the 7 by hand: only four cells of the first window
# lie on the image, 1·1 + 2·2 + 0·0 + 1·2 = 7.
#
# ![the 4x4 image in a frame of zeros, the filter and the 4x4 feature map](images/pad.png)

# %% [markdown] lang="ko" concepts=["층의 패딩"] worked=["4x4 이미지, 패딩 1"]
# ## 2. 패딩: 가장자리도 빠짐없이
#
# 위의 특징맵은 이미지보다 작고, 모서리 픽셀은 한 번밖에 쓰이지 않았어요. `pad=1`이면 이미지 둘레에 0을 한 줄 먼저
# 둘러요. 같은 이미지와 같은 필터에서 이제는 픽셀 수만큼 숫자가 나와요.
#
# | | | | |
# |--|--|--|--|
# | 7 | 12 | 10 | 2 |
# | 4 | **15** | **16** | 10 |
# | 10 | **6** | **15** | 6 |
# | 8 | 10 | 4 | 3 |
#
# 가운데 네 개는 앞에서 구한 값 그대로예요. 7은 손으로 확인해 보세요. 첫 번째 창에서 이미지와 겹치는 칸은 네
# 개뿐이라 1·1 + 2·2 + 0·0 + 1·2 = 7이에요.
#
# ![0을 한 줄 두른 4x4 이미지, 필터, 4x4 특징맵](images/pad.png)

# %% [markdown] lang="en" concepts=["stride in a layer = conv2d/stride"] worked=["7x7, stride 2"]
# ## 3. Stride: bigger steps
#
# With `stride=2` the window jumps two pixels at a time. On the 7x7 image below, the same filter gives
# **15 17 15 / 17 15 17 / 15 17 15**.
#
# ![a 7x7 image with the windows of stride 2 framed, and the 3x3 feature map](images/stride.png)
#
# Look closely at this image: each row is the row above, moved by one. The result is its own transpose, so a function
# that confuses rows and columns of its output gets it right! **An example that looks the same from every side proves
# little.** Here is one that does not: write the digits 0 1 2 ... 9 0 1 ... line by line into the 7x7 image. The same
# filter with stride 2 gives **44 32 30 / 30 38 46 / 46 44 32**. Always test with something crooked.
#
# The sizes are those of `a02_sizes`:
#
# $$OH = \left\lfloor \frac{H + 2\,pad - FH}{stride} \right\rfloor + 1 \qquad
# OW = \left\lfloor \frac{W + 2\,pad - FW}{stride} \right\rfloor + 1$$
#
# 7 pixels and a filter of 3 give 5 windows at stride 1, 3 at stride 2, and at stride 3 the division leaves a rest:
# 4/3 + 1 = 2.33. A third of a window is no window, so the size is rounded down to 2 and the last pixel is not used.

# %% [markdown] lang="ko" concepts=["층의 스트라이드"] worked=["7x7, 스트라이드 2"]
# ## 3. 스트라이드: 성큼성큼
#
# `stride=2`이면 창이 한 번에 두 칸씩 움직여요. 아래 7x7 이미지에 같은 필터를 쓰면 **15 17 15 / 17 15 17 / 15 17
# 15**가 나와요.
#
# ![스트라이드 2인 창들에 테두리를 두른 7x7 이미지와 3x3 특징맵](images/stride.png)
#
# 이 이미지를 자세히 보세요. 각 행은 바로 위 행을 한 칸씩 민 것이에요. 그래서 결과가 자기 전치와 같고, 출력의 행과
# 열을 뒤바꾼 함수도 정답을 내요! **어느 쪽에서 봐도 똑같은 예제로는 확인되는 것이 거의 없어요.** 그렇지 않은
# 예제도 하나 볼게요. 7x7 이미지에 숫자 0 1 2 ... 9 0 1 ... 을 한 줄씩 차례로 적어 보세요. 같은 필터와 스트라이드
# 2로 계산하면 **44 32 30 / 30 38 46 / 46 44 32**가 나와요. 시험할 때는 언제나 대칭이 아닌 예제를 쓰세요.
#
# 출력 크기는 `a02_sizes`에서 배운 대로예요.
#
# $$OH = \left\lfloor \frac{H + 2\,pad - FH}{stride} \right\rfloor + 1 \qquad
# OW = \left\lfloor \frac{W + 2\,pad - FW}{stride} \right\rfloor + 1$$
#
# 7픽셀에 크기 3인 필터를 쓰면 창은 스트라이드 1에서 5개, 스트라이드 2에서 3개예요. 스트라이드 3에서는 4/3 + 1 =
# 2.33으로 나누어떨어지지 않아요. 3분의 1짜리 창은 창이 아니므로 2로 내림하고, 마지막 픽셀 하나는 쓰지 않아요.

# %% [markdown] lang="en" concepts=["3-D convolution = conv2d/channels", "batch = conv2d/batch", "block view = conv2d/filters", "bias = conv2d/bias"]
# ## 4. Channels, filters, batches
#
# A colour image has three channels, and a filter is always **as deep as its input**: one slice of weights for each
# channel. All products of all slices are added into one number, and the filter's own **bias** is added to it. So one
# filter makes one feature map, however many channels go in. Ten filters make ten maps.
#
# ![32x32 image of 3 channels, ten 5x5 filters of 3 channels, ten 28x28 feature maps](images/channels.png)
#
# How many numbers does this layer have to learn? Each filter has 5·5·3 = 75 weights and 1 bias, and there are ten of
# them: 10·(75 + 1) = **760 parameters**, whether the image is 32x32 or as large as a poster.
#
# Images come in batches. These are the shapes, and their order never changes in this course:
#
# | | shape | 32x32 colour image, ten 5x5 filters |
# |---|---|---|
# | images `x` | (N, C, H, W) | (1, 3, 32, 32) |
# | filters `W` | (FN, C, FH, FW) | (10, 3, 5, 5) |
# | bias `b` | (FN,) | (10,) |
# | feature maps | (N, FN, OH, OW) | (1, 10, 28, 28) |
#
# ### Your turn
#
# Write `conv2d`. Any way that works is right: seven loops are a fine start. A good order is: pad, work out OH and OW,
# make an empty output, then fill it window by window. `check` tells you at once which aspects are right.

# %% [markdown] lang="ko" concepts=["3차원 합성곱", "배치", "블록으로 보기", "편향"]
# ## 4. 채널, 필터, 배치
#
# 컬러 이미지에는 채널이 세 개 있고, 필터는 언제나 **입력만큼 깊어요**. 채널마다 가중치가 한 층씩 있는 거예요.
# 모든 층의 곱을 다 더해 숫자 하나로 만들고, 거기에 그 필터의 **편향**을 더해요. 그래서 채널이 몇 개든 필터 하나는
# 특징맵 한 장을 만들고, 필터 10개는 특징맵 10장을 만들어요.
#
# ![채널이 3개인 32x32 이미지, 채널이 3개인 5x5 필터 10개, 28x28 특징맵 10장](images/channels.png)
#
# 이 층이 학습해야 하는 숫자는 몇 개일까요? 필터마다 가중치가 5·5·3 = 75개, 편향이 1개 있고 그런 필터가 10개이니
# 10·(75 + 1) = **760개**예요. 이미지가 32x32이든 포스터만큼 크든 매개변수 수는 그대로예요.
#
# 이미지는 여러 장을 묶은 배치로 들어와요. 각 배열의 모양은 다음과 같고, 축의 순서는 이 수업에서 바뀌지 않아요.
#
# | | 모양 | 32x32 컬러 이미지, 5x5 필터 10개 |
# |---|---|---|
# | 이미지 `x` | (N, C, H, W) | (1, 3, 32, 32) |
# | 필터 `W` | (FN, C, FH, FW) | (10, 3, 5, 5) |
# | 편향 `b` | (FN,) | (10,) |
# | 특징맵 | (N, FN, OH, OW) | (1, 10, 28, 28) |
#
# ### 직접 해 보기
#
# `conv2d`를 작성하세요. 어떤 방법이든 결과가 맞으면 정답이에요. 반복문 일곱 개로 시작해도 좋아요. 패딩을 두르고,
# OH와 OW를 구하고, 빈 출력을 만든 다음, 창마다 값을 채우는 순서를 권해요. 어느 부분이 맞았는지 `check`가 바로
# 알려 줘요.


# %%
def conv2d(x, W, b=None, stride=1, pad=0):
    """Slide every filter over every image.

    A window that would hang over the right or bottom edge is dropped. The filter is not flipped. No argument is
    changed.

    Args:
        x: images, shape (N, C, H, W).
        W: filters, shape (FN, C, FH, FW).
        b: one bias for each filter, shape (FN,); none if None.
        stride: pixels from one window to the next, along both axes.
        pad: rows and columns of zeros added on each side.

    Returns:
        Feature maps, shape (N, FN, OH, OW), with OH = floor((H + 2 pad - FH) / stride) + 1 and OW likewise.

    Raises:
        ValueError: the filter is larger than the padded image.

    Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 9.1; Dumoulin and Visin, arXiv:1603.07285.

    >>> conv2d(np.arange(9.0).reshape(1, 1, 3, 3), np.ones((1, 1, 2, 2)))[0, 0]  # the first is 0 + 1 + 3 + 4
    array([[ 8., 12.],
           [20., 24.]])
    """
    ### BEGIN SOLUTION
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))  # (N, C, H + 2 pad, W + 2 pad)
    N, _, height, width = padded.shape
    FN, _, FH, FW = W.shape
    if FH > height or FW > width:
        raise ValueError(f"a {FH}x{FW} filter does not fit in an image that is {height}x{width} with its padding")
    OH, OW = (height - FH) // stride + 1, (width - FW) // stride + 1
    out = np.zeros((N, FN, OH, OW), np.result_type(x, W))
    for i in range(OH):
        for j in range(OW):
            top, left = i * stride, j * stride
            window = padded[:, :, top : top + FH, left : left + FW]  # (N, C, FH, FW)
            # each image with each filter: multiply cell by cell and add up over C, FH and FW
            out[:, :, i, j] = np.tensordot(window, W, axes=([1, 2, 3], [1, 2, 3]))  # (N, FN)
    return out if b is None else out + b.reshape(FN, 1, 1)
    ### END SOLUTION


# %%
check(conv2d)

# %% [markdown] lang="en"
# Stuck? `hint` looks at how your function goes wrong and asks you a question about it. Run it again for the next
# hint.

# %% [markdown] lang="ko"
# 막혔나요? `hint`는 함수가 어떻게 틀렸는지 보고 질문을 하나 던져요. 다시 실행하면 다음 힌트가 나와요.

# %% tags=["demo"]
hint(conv2d)

# %% [markdown] lang="en"
# The numbers from above, by your own function:

# %% [markdown] lang="ko"
# 위에서 본 숫자를 내 함수로 다시 구해 보세요.

# %% tags=["demo"]
FILTER = np.array([[[[2, 0, 1], [0, 1, 2], [1, 0, 2]]]])
image = np.array([[[[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]]]])
rows, columns = np.indices((7, 7))
circulant = ((1 + columns - rows) % 4)[None, None]  # (1, 1, 7, 7), each row is the one above, moved by one
crooked = ((7 * rows + columns) % 10)[None, None]  # (1, 1, 7, 7), 0 1 2 ... 9 0 1 ... line by line

print(conv2d(image, FILTER)[0, 0])  # 15 16 / 6 15
print(conv2d(image, FILTER, pad=1)[0, 0])  # 7 12 10 2 / 4 15 16 10 / 10 6 15 6 / 8 10 4 3
print(conv2d(circulant, FILTER, stride=2)[0, 0])  # 15 17 15 / 17 15 17 / 15 17 15
print(conv2d(crooked, FILTER, stride=2)[0, 0])  # 44 32 30 / 30 38 46 / 46 44 32
print([conv2d(circulant, FILTER, stride=stride).shape[2:] for stride in (1, 2, 3)])  # (5, 5), (3, 3), (2, 2)

weights, biases = np.zeros((10, 3, 5, 5)), np.zeros(10)
print(conv2d(np.zeros((1, 3, 32, 32)), weights, biases).shape, weights.size + biases.size)  # (1, 10, 28, 28) 760

# %% [markdown] lang="en"
# Every place of the window at once. `step=5` instead works one output cell out, `animate=True` lets the window
# slide. Try `stride=2`, or a filter of your own.

# %% [markdown] lang="ko"
# 창이 놓이는 자리를 한꺼번에 그렸어요. `step=5`를 넣으면 출력 한 칸의 계산을, `animate=True`를 넣으면 창이 움직이는
# 모습을 볼 수 있어요. `stride=2`나 내가 만든 필터도 넣어 보세요.

# %% tags=["demo"]
try:
    from IPython.display import display

    from cnnkit.show import sliding_window

    display(sliding_window(image, FILTER, pad=1))
except ImportError as error:  # Matplotlib is not installed
    print(error)

# %% [markdown] lang="en" concepts=["edge filters = conv2d"] worked=["vertical edge filter = conv2d"]
# ## 5. A filter that finds edges
#
# The filter below subtracts the left column of each window from the right one. Where the image is even, nothing is
# left; where dark turns to bright, the answer is large. On an image that jumps from 0 to 100, each row of the map is
# **0 300 300 0**: 3 rows times a jump of 100, seen by the two windows that straddle it.
#
# ![a 5x6 image of 0 and 100, the filter -1 0 1, and the feature map 0 300 300 0](images/edge.png)
#
# The smallest edge filter has two numbers, `[-1, 1]`: the difference of two neighbours. On a step it answers with
# **one spike of 100**, exactly at the step. From bright to dark the answer is negative, -100: the sign says which way
# the light changes.

# %% [markdown] lang="ko" concepts=["경계 필터"] worked=["세로 경계 필터"]
# ## 5. 경계를 찾는 필터
#
# 아래 필터는 창의 오른쪽 열에서 왼쪽 열을 빼요. 밝기가 고르면 0이 되고, 어두운 곳에서 밝은 곳으로 바뀌면 큰 값이
# 나와요. 0에서 100으로 뛰는 이미지에서는 특징맵의 모든 행이 **0 300 300 0**이 돼요. 100만큼 뛰는 행이 3개이고,
# 경계에 걸친 창이 두 개이기 때문이에요.
#
# ![0과 100으로 된 5x6 이미지, 필터 -1 0 1, 특징맵 0 300 300 0](images/edge.png)
#
# 가장 작은 경계 필터는 숫자가 두 개뿐인 `[-1, 1]`이에요. 이웃한 두 픽셀의 차이를 구하죠. 밝기가 한 번 뛰는
# 이미지에서는 바로 그 자리에서 **100 하나가 뾰족하게** 나와요. 밝은 곳에서 어두운 곳으로 바뀌면 -100이 나와요.
# 부호는 밝기가 어느 쪽으로 바뀌는지 알려 줘요.

# %% tags=["demo"]
step = np.zeros((1, 1, 5, 6))
step[:, :, :, 3:] = 100
print(conv2d(step, np.array([[[[-1, 0, 1]] * 3]]))[0, 0])  # 0 300 300 0 in every row
print(conv2d(step, np.array([[[[-1, 1]]]]))[0, 0, 0])  # 0 0 100 0 0
print(conv2d(step[:, :, :, ::-1], np.array([[[[-1, 1]]]]))[0, 0, 0])  # 0 0 -100 0 0

# %% [markdown] lang="en" concepts=["filters as questions = conv2d/filters"]
# ## 6. A gallery of filters
#
# Eight filters of nine numbers each, and what they make of one picture. Guess first: which filter answers to the
# walls of the house, which to the shore of the lake, and which only makes the picture soft? Then change a number and
# run the cell again. It works with a photograph of your own, too: any array of shape (H, W) will do. The thin frame
# round some maps is the padding: to a filter, the step from the picture to the zeros outside is an edge as well.

# %% [markdown] lang="ko" concepts=["필터의 뜻"]
# ## 6. 필터 전시회
#
# 숫자 아홉 개짜리 필터 여덟 개이 그림 하나를 어떻게 바꾸는지 보세요. 먼저 짐작해 보세요. 집의 벽에 반응하는
# 필터는 어느 것이고, 호숫가에 반응하는 필터는 어느 것이고, 그림을 부드럽게 만들기만 하는 필터는 어느 것일까요?
# 숫자를 바꾸어 다시 실행해 보세요. 직접 찍은 사진도 돼요. 모양이 (H, W)인 배열이면 무엇이든 괜찮아요. 몇몇
# 특징맵의 가는 테두리는 패딩 때문에 생겼어요. 필터가 보기에는 그림과 바깥의 0이 만나는 자리도 경계거든요.

# %% tags=["demo"]
GALLERY = {
    "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
    "vertical": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],  # Sobel's filters
    "horizontal": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    "diagonal": [[0, 1, 2], [-1, 0, 1], [-2, -1, 0]],
    "outline": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "blur": [[1 / 9] * 3] * 3,
    "emboss": [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
}


# %% tags=["demo"]
def landscape(height=72, width=96):
    """A view of hills, a lake and a house, brightness 0 to 255, shape (height, width)."""
    y, x = np.mgrid[0:height, 0:width] / (height, width)[0]  # both in heights, so that the sun is round
    light = 150 + 70 * y  # the sky, brighter towards the horizon
    light = np.where((x - 1.02) ** 2 + (y - 0.2) ** 2 < 0.012, 250, light)
    far = 0.42 - 0.12 * np.sin(5 * x + 1) - 0.04 * np.sin(17 * x)
    near = 0.56 - 0.07 * np.sin(7 * x + 4) - 0.02 * np.sin(29 * x)
    light = np.where(y > far, 120 - 60 * (y - far), light)
    light = np.where(y > near, 70 + 12 * np.sin(40 * x + 25 * y), light)
    shore = 0.72 + 0.015 * np.sin(9 * x)
    light = np.where(y > shore, 175 + 25 * np.sin(90 * y + 3 * np.sin(6 * x)) * (y - shore + 0.2), light)
    roof, left, right, floor = 0.42, 0.2, 0.52, 0.76  # the house
    light = np.where((y > 0.54) & (y < floor) & (x > left) & (x < right), 215, light)
    light = np.where((y <= 0.54) & (y - roof > 0.75 * abs(x - (left + right) / 2)), 45, light)
    for window in (0.25, 0.41):
        light = np.where((abs(y - 0.62) < 0.035) & (x > window) & (x < window + 0.07), 30, light)
    light = np.where((y > 0.64) & (y < floor) & (abs(x - 0.365) < 0.03), 60, light)
    grain = np.random.default_rng(3).normal(0, 2, (height, width))  # no photograph is without it
    return np.clip(light + grain, 0, 255)


def show(pictures):
    """Draw feature maps side by side, each with its name; without Matplotlib, print their ranges."""
    try:
        import matplotlib.pyplot as plt
    except ImportError:
        for name, picture in pictures.items():
            print(f"{name:12} {picture.shape} from {picture.min():7.1f} to {picture.max():7.1f}")
        return
    per_row = 3
    figure, axes = plt.subplots(-(-len(pictures) // per_row), per_row, figsize=(9, 2.5 * -(-len(pictures) // per_row)))
    for axis in axes.flat:
        axis.axis("off")
    for axis, (name, picture) in zip(axes.flat, pictures.items(), strict=False):
        axis.imshow(picture, cmap="gray")
        axis.set_title(name, fontsize=10)
    figure.tight_layout()
    plt.show()


photo = landscape()[None, None]  # (1, 1, 72, 96)
filters = np.array(list(GALLERY.values()), float)[:, None]  # (8, 1, 3, 3)
maps = conv2d(photo, filters, pad=1)  # (1, 8, 72, 96): one call, eight maps
show({"image": photo[0, 0], **dict(zip(GALLERY, maps[0], strict=True))})

# %% [markdown] lang="en" concepts=["ReLU"]
# Nobody chose these filters for AlexNet: its first layer learned 96 of them from photographs, and many turned out to
# be edges at all angles, just like the ones above.
#
# ## 7. ReLU: keep the yes
#
# A convolution only multiplies and adds, and two of them in a row are again only multiplications and additions: the
# second layer would bring nothing new. Something in between has to bend the line. The simplest thing that works is
# the rectified linear unit:
#
# $$\mathrm{relu}(x) = \max(0, x)$$
#
# ![the graph of ReLU: 0 up to 0, then rising with slope 1; and a map before and after](images/relu.png)
#
# A map of the vertical edge filter is positive where dark turns to bright and negative where bright turns to dark.
# ReLU keeps the first kind and drops the second.
#
# ### Your turn
#
# Write `relu`. It must work for an array of any shape, and must not change the array that it is given.

# %% [markdown] lang="ko" concepts=["ReLU"]
# AlexNet의 필터는 사람이 고른 것이 아니에요. 첫 번째 층이 사진을 보고 필터 96개를 스스로 학습했는데, 그중 많은
# 것이 바로 위에서 본 것 같은 여러 방향의 경계 필터였어요.
#
# ## 7. ReLU: "그렇다"만 남기기
#
# 합성곱은 곱하고 더하는 것이 전부라서, 두 번 이어도 결국 곱하고 더하는 것뿐이에요. 그러면 두 번째 층을 쌓는
# 보람이 없어요. 그래서 사이에 직선을 꺾어 주는 것이 필요해요. 제대로 통하는 것 가운데 가장 간단한 것이 ReLU예요.
#
# $$\mathrm{relu}(x) = \max(0, x)$$
#
# ![ReLU의 그래프: 0까지는 0이고 그 뒤로는 기울기 1로 커진다. 그리고 ReLU를 거치기 전과 후의 특징맵](images/relu.png)
#
# 세로 경계 필터의 특징맵은 어두운 곳에서 밝은 곳으로 바뀌면 양수, 밝은 곳에서 어두운 곳으로 바뀌면 음수예요.
# ReLU는 앞의 것만 남기고 뒤의 것은 버려요.
#
# ### 직접 해 보기
#
# `relu`를 작성하세요. 어떤 모양의 배열에도 쓸 수 있어야 하고, 받은 배열을 바꾸면 안 돼요.


# %%
def relu(x):
    """Keep what is positive, turn the rest into 0.

    Args:
        x: numbers, an array of any shape; it is not changed.

    Returns:
        max(0, x) for each number, an array of the same shape.

    Source: Nair and Hinton, Rectified linear units improve restricted Boltzmann machines (2010).

    >>> relu(np.array([-1.0, 0.0, 2.0]))
    array([0., 0., 2.])
    """
    ### BEGIN SOLUTION
    return np.maximum(x, 0)
    ### END SOLUTION


# %%
check(relu)

# %% [markdown] lang="en" concepts=["convolution and ReLU"]
# ## 8. Convolution and ReLU
#
# Convolution, bias, ReLU, in this order: the bias decides how large a sum has to be before anything comes out. With
# b = -150 the edge filter of section 5 answers 0 150 150 0, and edges half as strong are no longer seen at all.
#
# ### Your turn
#
# Write `conv_relu` with the two functions you have. It is a single line.

# %% [markdown] lang="ko" concepts=["합성곱과 ReLU"]
# ## 8. 합성곱 다음에 ReLU
#
# 합성곱, 편향, ReLU 순서예요. 편향은 합이 얼마나 커야 값이 나오기 시작하는지 정해요. b = -150이면 5절의 경계
# 필터는 0 150 150 0을 내놓고, 세기가 절반인 경계는 아예 보이지 않게 돼요.
#
# ### 직접 해 보기
#
# 앞에서 만든 두 함수로 `conv_relu`를 작성하세요. 한 줄이면 돼요.


# %%
def conv_relu(x, W, b=None, stride=1, pad=0):
    """Convolve, add the bias, then keep what is positive.

    Sizes, edges and errors are those of `conv2d`.

    Args:
        x: images, shape (N, C, H, W).
        W: filters, shape (FN, C, FH, FW).
        b: one bias for each filter, shape (FN,); none if None.
        stride: pixels from one window to the next, along both axes.
        pad: rows and columns of zeros added on each side.

    Returns:
        relu(conv2d(x, W, b, stride, pad)), shape (N, FN, OH, OW).

    Raises:
        ValueError: the filter is larger than the padded image.

    Source: Krizhevsky, Sutskever, Hinton, ImageNet classification with deep convolutional neural networks (2012).

    >>> conv_relu(np.array([[[[1.0, 3.0, 2.0]]]]), np.array([[[[-1.0, 1.0]]]]))[0, 0]  # the differences are 2, -1
    array([[2., 0.]])
    """
    ### BEGIN SOLUTION
    return relu(conv2d(x, W, b, stride, pad))
    ### END SOLUTION


# %%
check(conv_relu)

# %% [markdown] lang="en"
# A filter and its negative share the work after ReLU: one sees the edges where the light comes on, the other those
# where it goes off. In each picture the house keeps one of its walls.

# %% [markdown] lang="ko"
# ReLU를 거치면 필터와 부호를 바꾼 필터가 일을 나누어 맡아요. 하나는 밝아지는 경계를, 다른 하나는 어두워지는
# 경계를 봐요. 두 그림에서 집의 벽이 한쪽씩 남는지 확인해 보세요.

# %% tags=["demo"]
vertical = np.array([[GALLERY["vertical"]]], float)  # (1, 1, 3, 3)
both = np.concatenate([vertical, -vertical])  # (2, 1, 3, 3)
brighter, darker = conv_relu(photo, both, np.array([-60.0, -60.0]), pad=1)[0]
show({"image": photo[0, 0], "brighter": brighter, "darker": darker})
print(conv_relu(step, np.array([[[[-1, 0, 1]] * 3]]), np.array([-150.0]))[0, 0, 0])  # 0 150 150 0

# %% [markdown] lang="en"
# ## What it is good for
#
# You have written the layer that does most of the work in every network of this course. Next, `a04_pooling` makes
# the maps smaller and the answer steadier. And if you had to wait for the gallery: `a05_im2col` turns the loops into
# one matrix product, and the same layer becomes many times faster.

# %% [markdown] lang="ko"
# ## 어디에 쓰일까요
#
# 이 수업에 나오는 모든 신경망에서 일을 가장 많이 하는 층을 직접 만들었어요. 다음 과제 `a04_pooling`에서는
# 특징맵을 줄이고 답을 더 안정되게 만들어요. 전시회 셀이 느려서 기다렸나요? `a05_im2col`에서는 반복문을 행렬 곱 한
# 번으로 바꾸어 같은 층을 몇 배나 빠르게 만들어요.
