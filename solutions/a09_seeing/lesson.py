# %% [markdown] lang="en" builds_on=["a03_convolution.conv2d", "a06_losses.softmax", "a07_backprop.Convolution"]
# # Seeing inside: what does a network look at?
#
# A trained network is a few thousand numbers. It says "boot", and is right. But *why*? Did it see the heel, or only
# that boots were photographed on the left? In this assignment you open two small networks, layer by layer, with seven
# tools that people use on the largest ones, too. Each is a few lines long.
#
# | function | question |
# |---|---|
# | `filter_grid` | What do the first filters look for? |
# | `feature_maps` | What does a layer answer to this image? |
# | `top_patches` | Which images does a channel like best, and where? |
# | `saliency` | Which pixels would change the score? |
# | `maximize_activation` | What would a channel like best of all? |
# | `grad_cam` | Which places speak for this class? |
# | `occlusion_map` | What must not be covered? |
#
# ![Ten garments in front of clutter, and below each the places by which the network knows it](images/grad_cam.png)
#
# At the end you will make this picture: above what the network is given, below the places that speak for the right
# class, by Grad-CAM. Nobody ever told it where in the image the garment is.
#
# **The networks.** `network("colour")` looks at 32x32 colour images, garments of Fashion-MNIST in front of clutter;
# `network("fashion")` looks at the plain grey ones, 28x28. We trained them and ship them with cnnkit, so everybody
# looks into the same ones. Both end in ten *scores* without a softmax. Keras counts (H, W, C): channels come **last**
# here, unlike in the NumPy lessons, and filters are (FH, FW, C, FN).

# %% [markdown] lang="ko"
# # 들여다보기: 신경망은 무엇을 보고 있을까?
#
# 학습된 신경망은 숫자 수천 개일 뿐이에요. 그런데도 "부츠"라고 답하고, 그 답이 맞아요. *왜* 그렇게 답했을까요? 굽을
# 본 걸까요, 아니면 부츠가 늘 왼쪽에 찍혀 있었던 걸까요? 이번 과제에서는 작은 신경망 두 개를 열어 층마다 들여다봐요.
# 아주 큰 신경망에도 쓰는 도구 일곱 가지를 만드는데, 하나하나는 몇 줄이면 충분해요.
#
# | 함수 | 질문 |
# |---|---|
# | `filter_grid` | 첫 층의 필터는 무엇을 찾나요? |
# | `feature_maps` | 이 이미지에 한 층은 어떻게 반응하나요? |
# | `top_patches` | 한 채널이 가장 좋아하는 이미지는 무엇이고, 그중 어디인가요? |
# | `saliency` | 어느 픽셀이 점수를 바꾸나요? |
# | `maximize_activation` | 한 채널이 세상에서 가장 좋아할 이미지는 무엇인가요? |
# | `grad_cam` | 이 클래스라고 말해 주는 곳은 어디인가요? |
# | `occlusion_map` | 어디를 가리면 안 되나요? |
#
# ![알록달록한 배경 앞의 옷 열 벌과, 신경망이 무엇을 보고 알아냈는지 빛나게 표시한 그림](images/grad_cam.png)
#
# 과제를 마치면 이 그림을 직접 만들게 돼요. 위는 신경망이 받은 이미지이고, 아래는 정답 클래스라고 말해 주는 곳을
# Grad-CAM으로 찾은 거예요. 옷이 이미지의 어디에 있는지는 아무도 알려 준 적이 없어요.
#
# **신경망.** `network("colour")`는 복잡한 배경 앞에 놓인 Fashion-MNIST 옷을 32x32 컬러로 보고, `network("fashion")`은
# 원래의 28x28 회색 이미지를 봐요. 미리 학습해서 cnnkit에 넣어 두었으니 모두가 똑같은 신경망을 들여다봐요. 둘 다
# 소프트맥스 없이 *점수* 열 개를 내놓아요. Keras의 순서는 (H, W, C)예요. NumPy 과제와 달리 채널이 **마지막**이고,
# 필터는 (FH, FW, C, FN)이에요.

# %%
import keras
import numpy as np
import tensorflow as tf

from cnnkit import check, hint, load
from cnnkit.networks import network

# %% [markdown] lang="en"
# For the examples here is a network so small that you can check it in your head. Its only filter is `[-1 1]`: brighter
# than the pixel on the left? After it comes a ReLU, and the score is the sum of the map.

# %% [markdown] lang="ko"
# 예제에는 암산으로 확인할 수 있을 만큼 작은 신경망을 써요. 필터는 `[-1 1]` 하나뿐이에요. 왼쪽 픽셀보다 밝은지
# 물어보는 필터예요. 그다음에 ReLU가 있고, 점수는 특징맵의 합이에요.


# %%
def edge_network(side=3):
    """A network with one filter, [-1 1], a ReLU, and the sum of its map as the score."""
    image = keras.Input((side, side, 1))
    edges = keras.layers.Conv2D(1, (1, 2), activation="relu", name="edges")(image)  # (side, side - 1, 1)
    mean = keras.layers.GlobalAveragePooling2D()(edges)
    model = keras.Model(image, keras.layers.Dense(1, name="scores")(mean))
    kernel, places = np.reshape([-1.0, 1.0], (1, 2, 1, 1)), side * (side - 1)
    model.set_weights([kernel, np.zeros(1), np.full((1, 1), places), np.zeros(1)])  # mean * places = sum
    return model


# %% [markdown] lang="en" concepts=["pictures of filters"]
# ## 1. The filters
#
# The first layer reads pixels, so its filters are little images themselves. Networks that learn from a million
# photographs all find the same ones: edges of every direction, spots, colours against their opposite (Krizhevsky 2012,
# figure 3). Ours saw 40,000 small images and came halfway: bright above dark, dark beside bright, green against pink.
#
# ![Sixteen 5x5 filters in colour and eight in grey, in rows of eight and four with white margins](images/filters.png)
#
# Left the first layer of `colour`, right that of `fashion`. Weights are positive and negative, and a picture runs from
# 0 to 1: each filter is stretched by itself, x -> (x - min) / (max - min). The weights -1, 0, 1, 3 become
# 0, 0.25, 0.5, 1. A filter's three colours are stretched *together*, or its colour would be lost.
#
# 30 filters, 8 in a row, need 30 / 8 = 3.75, so 4 rows.
#
# **Your task:** `filter_grid`.

# %% [markdown] lang="ko" concepts=["필터 그림"]
# ## 1. 필터
#
# 첫 층은 픽셀을 읽으니까 필터도 작은 이미지예요. 사진 백만 장으로 학습한 신경망은 어느 것이나 비슷한 필터를 찾아내요.
# 여러 방향의 윤곽, 점, 그리고 서로 반대되는 색이에요(Krizhevsky 2012, 그림 3). 우리 신경망은 작은 이미지 4만 장만 봐서
# 절반쯤 왔어요. 위가 밝고 아래가 어두운 필터, 왼쪽이 어둡고 오른쪽이 밝은 필터, 초록과 분홍을 가르는 필터가 보여요.
#
# ![5x5 컬러 필터 16개와 회색 필터 8개를 흰 여백을 두고 한 줄에 8개, 4개씩 놓은 그림](images/filters.png)
#
# 왼쪽은 `colour`의 첫 층, 오른쪽은 `fashion`의 첫 층이에요. 가중치에는 양수와 음수가 있는데 그림의 값은 0부터
# 1까지예요. 그래서 필터마다 따로 x -> (x - min) / (max - min)으로 펴 줘요. 가중치 -1, 0, 1, 3은 0, 0.25, 0.5, 1이
# 돼요. 한 필터의 세 색은 *함께* 펴야 해요. 따로 펴면 색을 잃어버려요.
#
# 필터 30개를 한 줄에 8개씩 놓으면 30 / 8 = 3.75이니 4줄이 필요해요.
#
# **할 일:** `filter_grid`를 작성하세요.


# %%
def filter_grid(filters, nx=8, margin=1):
    """Lay the filters of a layer out as one picture, nx of them in a row, first row by row.

    Every filter is stretched by itself: its smallest number, over its window and all its colours together, becomes 0
    and its largest 1. A filter whose numbers are all the same becomes 0.5. The paper is white (1): a margin around
    every filter, also at the outer border, and the empty places of a row that is not full. The picture is nx filters
    wide even where there are fewer.

    Args:
        filters: weights of a Conv2D layer as Keras keeps them, shape (FH, FW, C, FN), C 1 or 3.
        nx: filters in a row.
        margin: white pixels between neighbours and at the border.

    Returns:
        Picture from 0 to 1, shape (rows * (FH + margin) + margin, nx * (FW + margin) + margin, C), with
        rows = FN / nx, rounded up.

    Raises:
        ValueError: C is neither 1 nor 3.

    Source: Krizhevsky, Sutskever, Hinton (2012), figure 3.

    >>> filters = np.array([[-1.0, 0.0], [1.0, 3.0]]).reshape(2, 2, 1, 1)
    >>> filter_grid(filters, nx=1)[..., 0]
    array([[1.  , 1.  , 1.  , 1.  ],
           [1.  , 0.  , 0.25, 1.  ],
           [1.  , 0.5 , 1.  , 1.  ],
           [1.  , 1.  , 1.  , 1.  ]])
    >>> filter_grid(np.zeros((5, 5, 3, 30))).shape  # 30 filters, 8 in a row: 4 rows
    (25, 49, 3)
    """
    ### BEGIN SOLUTION
    FH, FW, C, FN = filters.shape
    if C not in (1, 3):
        raise ValueError(f"filters of {C} channels have no colour: 1 or 3 can be shown")
    rows = -(-FN // nx)  # rounded up
    grid = np.ones((rows * (FH + margin) + margin, nx * (FW + margin) + margin, C))
    for i in range(FN):
        one = filters[..., i]  # (FH, FW, C)
        low, high = one.min(), one.max()
        top = margin + i // nx * (FH + margin)
        left = margin + i % nx * (FW + margin)
        grid[top : top + FH, left : left + FW] = (one - low) / (high - low) if high > low else 0.5
    return grid
    ### END SOLUTION


# %%
check(filter_grid)

# %% [markdown] lang="en"
# Stuck? Every `hint` says a little more, and never the answer.

# %% [markdown] lang="ko"
# 막혔나요? `hint`는 부를 때마다 조금씩 더 알려 줘요. 답을 그대로 알려 주지는 않아요.

# %% tags=["demo"]
hint(filter_grid)

# %% tags=["demo"]
import matplotlib.pyplot as plt

model = network("colour")
plt.imshow(filter_grid(model.get_layer("conv1").get_weights()[0]))
plt.axis("off")
plt.show()

# %% [markdown] lang="en" concepts=["pictures of feature maps"]
# ## 2. The feature maps
#
# Deeper filters have 16 or 48 channels; nobody can look at those. But you can look at what they *answer*. In 2015 the
# Deep Visualization Toolbox did so live: people held things in front of a camera and watched a network think. One
# channel turned out to find faces, which nobody had taught it.
#
# ![A boot, and eight feature maps each of conv1, conv2 and conv4: ever coarser, ever more certain](images/layers.png)
#
# From top to bottom: `conv1`, `conv2`, `conv4`. First edges and colours, then parts, and at last maps that are dark
# but for the place where the boot is, while the clutter behind it is gone. They get smaller, 32x32, 16x16, 8x8, and
# know more.
#
# In Keras a part of a model is a model, too: from `model.input` to any layer's output. Two things to watch: Keras
# wants a batch, even of one; and batch normalisation must not learn from your image, so call with `training=False`.
#
# In the little network the diagonal `[[1 0 0] [0 1 0] [0 0 1]]` gives `[[0 0] [1 0] [0 1]]`: in row 0 the first pixel
# is bright and nothing lies left of it; in row 1 pixel 1 is brighter than pixel 0.
#
# **Your task:** `feature_maps`.

# %% [markdown] lang="ko" concepts=["특징맵 그림"]
# ## 2. 특징맵
#
# 더 깊은 층의 필터는 채널이 16개, 48개라서 눈으로 볼 수 없어요. 대신 필터가 무엇에 *반응하는지*는 볼 수 있어요.
# 2015년의 Deep Visualization Toolbox는 이것을 실시간으로 보여 줬어요. 카메라 앞에 물건을 들고 신경망이 생각하는 모습을
# 지켜봤는데, 아무도 가르친 적이 없는데도 얼굴을 찾는 채널이 있었어요.
#
# ![부츠 한 짝과 conv1, conv2, conv4의 특징맵 여덟 장씩. 아래로 갈수록 거칠어져요](images/layers.png)
#
# 위에서부터 `conv1`, `conv2`, `conv4`예요. 처음에는 윤곽과 색, 그다음에는 부분, 마지막에는 배경이 사라지고 부츠가
# 있는 곳만 밝은 특징맵이 나와요. 32x32, 16x16, 8x8로 점점 작아지면서 아는 것은 점점 많아져요.
#
# Keras에서는 모델의 일부도 모델이에요. `model.input`에서 어느 층의 출력까지든 모델이 돼요. 두 가지를 조심하세요. 한
# 장이라도 배치로 넣어야 하고, 배치 정규화가 이 이미지에 맞춰 변하면 안 되니 `training=False`로 불러야 해요.
#
# 작은 신경망에 대각선 `[[1 0 0] [0 1 0] [0 0 1]]`을 넣으면 `[[0 0] [1 0] [0 1]]`이 나와요. 0행은 첫 픽셀이 밝지만 그
# 왼쪽에는 아무것도 없고, 1행에서는 픽셀 1이 픽셀 0보다 밝아요.
#
# **할 일:** `feature_maps`를 작성하세요.


# %%
def feature_maps(model, image, layer_name):
    """Return what one layer answers to one image.

    The network only looks and does not learn: batch normalisation and dropout are in inference mode. The output of a
    layer comes after its activation.

    Args:
        model: a keras.Model of images (H, W, C).
        image: one image without a batch axis, shape (H, W, C), from 0 to 1.
        layer_name: the layer's name.

    Returns:
        Output of the layer without a batch axis, a NumPy array: (h, w, channels), or (units,) of a dense layer.

    Raises:
        ValueError: the model has no layer of that name (Keras raises it by itself).

    Source: Zeiler and Fergus, arXiv:1311.2901; Yosinski et al., Deep Visualization Toolbox, arXiv:1506.06579.

    >>> feature_maps(edge_network(), np.eye(3)[..., None], "edges")[..., 0]  # brighter than the pixel on its left?
    array([[0., 0.],
           [1., 0.],
           [0., 1.]], dtype=float32)
    """
    ### BEGIN SOLUTION
    part = keras.Model(model.input, model.get_layer(layer_name).output)
    return part(image[None], training=False).numpy()[0]  # (h, w, channels)
    ### END SOLUTION


# %%
check(feature_maps)

# %% tags=["demo"]
images, labels = load("colour_fashion", "test", 400)
images = images / np.float32(255)
maps = feature_maps(model, images[0], "conv2")  # (16, 16, 32)
figure, axes = plt.subplots(2, 8, figsize=(10, 2.6))
for channel, one in enumerate(axes.flat):
    one.imshow(maps[..., channel], cmap="viridis")
    one.axis("off")

# %% [markdown] lang="en" concepts=["top patches"]
# ## 3. What a channel likes best
#
# Show a channel a few hundred images and keep those that it answers to most strongly (Girshick 2014 did so with ten
# million). No gradient, no trick, and often the clearest picture of all. mNeuron, a tool of 2015, did so for every
# channel of whole networks, and made clear that no single picture of a channel is all of it.
#
# ![Five rows of nine patches: in each row the parts of images that one channel of conv3 answers to](images/top.png)
#
# One row per channel of `conv3`. Each patch is 18x18 pixels around the strongest place. The first row is about the gap
# between two trouser legs, the second about the front of a shoe, the last about a neckline and shoulders, whatever the
# colour. Nobody taught it these words.
#
# An image counts by its strongest place, and comes once. You return *where*: image, row, column. The helper below
# the check cuts the patches out.
#
# **Your task:** `top_patches`.

# %% [markdown] lang="ko" concepts=["반응이 가장 큰 조각"]
# ## 3. 채널이 가장 좋아하는 것
#
# 한 채널에 이미지 수백 장을 보여 주고 가장 세게 반응한 것만 남겨요(Girshick은 2014년에 천만 조각으로 했어요). 기울기도
# 속임수도 없지만 가장 알아보기 쉬운 그림이 나올 때가 많아요. 2015년의 도구 mNeuron은 신경망의 모든 채널을 이렇게
# 보여 주었고, 그림 한 장으로 채널의 전부를 알 수는 없다는 것도 알려 주었어요.
#
# ![아홉 조각씩 다섯 줄. 줄마다 conv3의 한 채널이 세게 반응한 이미지 조각이 놓여 있어요](images/top.png)
#
# 한 줄이 `conv3`의 채널 하나예요. 조각은 가장 센 곳 둘레의 18x18 픽셀이에요. 첫 줄은 바지의 두 다리 사이, 둘째 줄은
# 신발의 앞코, 마지막 줄은 목둘레와 어깨를 찾고, 색은 가리지 않아요. 이런 말을 가르쳐 준 사람은 아무도 없어요.
#
# 이미지의 순위는 가장 센 한 곳으로 정하고, 이미지마다 한 번만 나와요. 돌려줄 것은 *위치*예요. 이미지, 행, 열이에요.
# 조각은 확인 칸 아래의 도우미 함수가 잘라 줘요.
#
# **할 일:** `top_patches`를 작성하세요.


# %%
def top_patches(model, layer_name, channel, images, k):
    """Find the k images that a channel answers to most strongly, and where in them.

    An image counts by its strongest place, and comes once. Of equal places in one image the first in reading order is
    taken; of equal images the one with the smaller number comes first.

    Args:
        model: a keras.Model of images (H, W, C).
        layer_name: a layer whose output is (h, w, channels).
        channel: which of its maps.
        images: shape (N, H, W, C), from 0 to 1.
        k: how many; all N, where k is larger.

    Returns:
        Whole numbers, shape (min(k, N), 3): in each line the image, and row and column of its strongest place in the
        map. The strongest comes first.

    Source: Girshick et al., arXiv:1311.2524, section 3.1; Zeiler and Fergus, arXiv:1311.2901; Wei et al., mNeuron
    (2015).

    >>> images = np.zeros((3, 3, 3, 1))
    >>> images[1, 2, 1], images[2, 0, 1] = 0.5, 1.0
    >>> top_patches(edge_network(), "edges", 0, images, 2)
    array([[2, 0, 0],
           [1, 2, 0]])
    """
    ### BEGIN SOLUTION
    part = keras.Model(model.input, model.get_layer(layer_name).output)
    maps = part(images, training=False).numpy()[..., channel]  # (N, h, w)
    flat = maps.reshape(len(maps), -1)  # (N, h*w)
    order = np.argsort(-flat.max(axis=1), kind="stable")[:k]
    return np.array([(n, *np.unravel_index(flat[n].argmax(), maps[n].shape)) for n in order])
    ### END SOLUTION


# %%
check(top_patches)


# %% tags=["demo"]
def patch_of(image, i, j, cell=4, field=18):
    """The pixels that place (i, j) of conv3 sees, and grey beyond the border."""
    half = field // 2
    padded = np.pad(image, ((half, half), (half, half), (0, 0)), constant_values=0.5)
    return padded[i * cell + cell // 2 :, j * cell + cell // 2 :][:field, :field]


figure, axes = plt.subplots(1, 9, figsize=(10, 1.3))
for one, (n, i, j) in zip(axes, top_patches(model, "conv3", 3, images, 9), strict=True):
    one.imshow(patch_of(images[n], i, j))
    one.axis("off")

# %% [markdown] lang="en" concepts=["saliency"]
# ## 4. Saliency: which pixels matter?
#
# If this pixel became a little brighter, how much would the score of "boot" change? That is a derivative, and the tape
# knows it. You trained networks with d loss / d **weight**; now take d score / d **pixel**. A pixel matters as much
# when it lowers the score, so take the absolute value; of a colour pixel the largest of its three.
#
# ![Ten garments in grey and their saliency: bright specks on the garments](images/saliency.png)
#
# Take the score as the model returns it. Behind a softmax every other class would have a part in it, and where the
# network is sure, the slope of a probability is almost 0: the picture turns black just where it knows best.
#
# In the little network on the 3x3 diagonal: the map has two places above 0, (1, 0) and (2, 1). Each is *pixel minus
# pixel to its left*, so four pixels have slope 1 or -1, all others 0:
#
# $$\begin{bmatrix}0&0&0\\1&1&0\\0&1&1\end{bmatrix}$$
#
# **Your task:** `saliency`. Record with `tf.GradientTape()`, and tell the tape to `watch` the image: it is no weight.

# %% [markdown] lang="ko" concepts=["현저성 지도"]
# ## 4. 살리언시: 어느 픽셀이 중요할까?
#
# 이 픽셀이 조금 밝아지면 "부츠" 점수는 얼마나 달라질까요? 이것은 미분이고, 테이프가 알고 있어요. 학습할 때는
# d 손실 / d **가중치**를 구했지만 이번에는 d 점수 / d **픽셀**을 구해요. 점수를 낮추는 픽셀도 똑같이 중요하니 절댓값을
# 구하고, 컬러 픽셀이라면 셋 중 가장 큰 것을 남겨요.
#
# ![회색 옷 열 벌과 살리언시. 옷 위에 밝은 점이 흩어져 있어요](images/saliency.png)
#
# 점수는 모델이 돌려주는 그대로 쓰세요. 소프트맥스를 거치면 다른 클래스가 모두 섞이고, 신경망이 확신하는 곳에서는
# 확률의 기울기가 거의 0이에요. 가장 잘 아는 이미지에서 그림이 까맣게 돼요.
#
# 작은 신경망에 3x3 대각선을 넣어 볼까요? 특징맵에서 0보다 큰 곳은 (1, 0)과 (2, 1)이에요. 둘 다 *픽셀 빼기 왼쪽
# 픽셀*이니 픽셀 네 개의 기울기가 1 또는 -1이고 나머지는 0이에요.
#
# $$\begin{bmatrix}0&0&0\\1&1&0\\0&1&1\end{bmatrix}$$
#
# **할 일:** `saliency`를 작성하세요. `tf.GradientTape()`로 기록하고, 이미지는 가중치가 아니니 테이프에 `watch`하라고
# 알려 주세요.


# %%
def saliency(model, image, class_index):
    """Say how much the score of a class would change with each pixel.

    The score is number class_index of what the model returns, as it is; our models end without a softmax.

    Args:
        model: a keras.Model from images (H, W, C) to scores (classes,).
        image: shape (H, W, C), from 0 to 1.
        class_index: the class that is asked about, whether or not it has the highest score.

    Returns:
        Shape (H, W): the absolute value of d score / d pixel, the largest of the pixel's channels. It is not scaled.

    Source: Simonyan, Vedaldi, Zisserman, arXiv:1312.6034, section 3.1.

    >>> saliency(edge_network(), np.eye(3)[..., None], 0)  # the score is the sum of the map
    array([[0., 0., 0.],
           [1., 1., 0.],
           [0., 1., 1.]], dtype=float32)
    """
    ### BEGIN SOLUTION
    x = tf.convert_to_tensor(image[None], "float32")  # (1, H, W, C)
    with tf.GradientTape() as tape:
        tape.watch(x)
        score = model(x, training=False)[0, class_index]
    slopes = tape.gradient(score, x).numpy()[0]  # (H, W, C)
    return np.abs(slopes).max(axis=-1)
    ### END SOLUTION


# %%
check(saliency)

# %% tags=["demo"]
grey, kinds = load("fashion_mnist", "test", 8)
grey = grey / np.float32(255)
figure, axes = plt.subplots(2, 8, figsize=(10, 2.6))
for n, (above, below) in enumerate(axes.T):
    above.imshow(grey[n, ..., 0], cmap="gray")
    below.imshow(saliency(network("fashion"), grey[n], int(kinds[n])), cmap="inferno")
    above.axis("off")
    below.axis("off")

# %% [markdown] lang="en" concepts=["activation maximisation"]
# ## 5. The image a channel dreams of
#
# The patches of section 3 exist. But what would a channel like *best of all*? Start from noise and climb: change the
# image a little in the direction in which the channel's answer grows, again and again. That is training turned round:
# the weights stay, the image learns.
#
# ![Three rows of ten dreamed images: channels of conv2, classes of colour, classes of fashion](images/maximised.png)
#
# First row: channels of `conv2`, with stripes of one direction each: that is what they look for. Second row: the ten
# scores of `colour`; third: those of `fashion`. Do you see a boot in the last one? Nobody does, and yet the network is
# surer of it than of any photograph of a boot. Without a rule of what images look like, the climb ends at images that
# fool the network, and such images became a field of their own (Nguyen et al., arXiv:1412.1897).
#
# **The rule of a step.** The gradient is a thousand times larger in one layer than in another, so divide it by the
# root of the mean of its squares. Gradients 3 and 4, say, have the mean square 12.5 and the root 3.54, and become 0.85
# and 1.13. Then one `lr` serves all layers.
#
# **Your task:** `maximize_activation`. The docstring gives every step, so that the same seed makes the same image for
# everybody.

# %% [markdown] lang="ko" concepts=["활성화 최대화"]
# ## 5. 채널이 꿈꾸는 이미지
#
# 3절의 조각은 실제로 있는 것들이에요. 그렇다면 채널이 *세상에서 가장* 좋아할 이미지는 무엇일까요? 잡음에서 시작해서
# 올라가 보세요. 채널의 반응이 커지는 쪽으로 이미지를 조금씩 바꾸기를 되풀이해요. 학습을 뒤집은 것과 같아요. 가중치는
# 그대로 있고 이미지가 배워요.
#
# ![꿈꾼 이미지 열 장씩 세 줄. conv2의 채널, colour의 열 클래스, fashion의 열 클래스](images/maximised.png)
#
# 첫 줄은 `conv2`의 채널이에요. 저마다 한 방향의 줄무늬가 보이는데, 그것이 채널이 찾는 무늬예요. 둘째 줄은 `colour`의
# 점수 열 개, 셋째 줄은 `fashion`의 점수 열 개예요. 마지막 이미지에서 부츠가 보이나요? 사람 눈에는 보이지 않지만
# 신경망은 어떤 부츠 사진보다 이 이미지를 더 굳게 믿어요. 이미지다운 모습을 지키라는 규칙이 없으면 결국 신경망을 속이는
# 이미지에 닿게 되고, 이런 이미지는 그 자체로 하나의 연구 분야가 됐어요(Nguyen 외, arXiv:1412.1897).
#
# **한 걸음의 규칙.** 기울기의 크기는 층마다 천 배씩 다르니 제곱 평균의 제곱근으로 나눠요. 예를 들어 기울기가 3과 4라면
# 제곱의 평균은 12.5, 그 제곱근은 3.54이니 0.85와 1.13이 돼요. 그러면 `lr` 하나로 모든 층에 쓸 수 있어요.
#
# **할 일:** `maximize_activation`을 작성하세요. 같은 시드라면 누구나 같은 이미지를 얻도록 독스트링에 모든 단계를 적어
# 두었어요.


# %%
def maximize_activation(model, layer_name, channel, steps, lr, seed):
    """Climb from noise to an image that a channel answers to strongly.

    Start with np.random.default_rng(seed).uniform(0.4, 0.6, (H, W, C)). Then, `steps` times: let a be the mean of the
    channel over all places of the layer's output (in inference mode) and g the gradient of a with respect to the
    image; divide g by the root of the mean of its squares (plus 1e-8, so that nothing is divided by 0); add lr times
    that to the image; cut the image off below 0 and above 1.

    Args:
        model: a keras.Model of images (H, W, C); model.input_shape tells them.
        layer_name: a layer.
        channel: which of its maps, or of a dense layer which number.
        steps: how many steps; with 0 the noise comes back.
        lr: length of a step.
        seed: of the noise.

    Returns:
        The image, shape (H, W, C), from 0 to 1.

    Source: Erhan et al. (2009), Visualizing higher-layer features of a deep network; Yosinski et al.,
    arXiv:1506.06579.

    >>> maximize_activation(edge_network(2), "edges", 0, 20, 0.1, seed=1)[..., 0]  # as bright as can be on the right
    array([[0., 1.],
           [0., 1.]])
    """
    ### BEGIN SOLUTION
    part = keras.Model(model.input, model.get_layer(layer_name).output)
    image = np.random.default_rng(seed).uniform(0.4, 0.6, model.input_shape[1:])
    for _ in range(steps):
        x = tf.convert_to_tensor(image[None], "float32")
        with tf.GradientTape() as tape:
            tape.watch(x)
            a = tf.reduce_mean(part(x, training=False)[..., channel])
        g = tape.gradient(a, x).numpy()[0]  # (H, W, C)
        image = np.clip(image + lr * g / (np.sqrt((g**2).mean()) + 1e-8), 0, 1)
    return image
    ### END SOLUTION


# %%
check(maximize_activation)

# %% tags=["demo"]
figure, axes = plt.subplots(1, 10, figsize=(11, 1.3))
for c, one in enumerate(axes):
    one.imshow(maximize_activation(network("fashion"), "scores", c, 60, 0.03, 9)[..., 0], cmap="gray")
    one.axis("off")

# %% [markdown] lang="en" concepts=["Grad-CAM"]
# ## 6. Grad-CAM: which places speak for it?
#
# Saliency is sharp, but noisy. Grad-CAM asks a deep layer instead, whose maps are coarse and know a lot. How much is
# each map worth to the class? As much as its mean slope. Add the maps up, each times its worth, and keep what is
# positive: evidence *for* the class.
#
# ![Two 2x2 maps times 2 and -1, added, cut off below 0 and divided by 6](images/by_hand.png)
#
# By hand: maps `[[0 2] [3 1]]` and `[[1 0] [0 4]]` with the weights 2 and -1 give `[[-1 4] [6 -2]]`; without what is
# below 0 `[[0 4] [6 0]]`; divided by the largest `[[0 0.67] [1 0]]`.
#
# The map is as small as its layer, so each cell is repeated until it covers the image. 4 pixels over 2 cells: pixel 3
# shows cell 3 · 2 // 4 = 1.
#
# In 2017 this picture found out why a network took nurses for women and doctors for men: it looked at faces and hair,
# not at the stethoscope (Selvaraju et al., section 6.3). A picture like this is how such things come to light.
#
# **Your task:** `grad_cam`. One model with two outputs, `[layer.output, model.output]`, gives maps and scores in one
# go, so that the tape can link them.

# %% [markdown] lang="ko" concepts=["Grad-CAM"]
# ## 6. Grad-CAM: 어디가 그렇게 말해 줄까?
#
# 살리언시는 또렷하지만 지저분해요. Grad-CAM은 그 대신 깊은 층에 물어봐요. 깊은 층의 특징맵은 거칠지만 아는 것이
# 많아요. 특징맵 한 장은 클래스에 얼마나 중요할까요? 기울기의 평균만큼이에요. 특징맵마다 그 값을 곱해 모두 더하고
# 양수만 남겨요. 클래스를 *뒷받침하는* 근거예요.
#
# ![2x2 특징맵 두 장에 2와 -1을 곱해 더하고, 0보다 작은 값을 버리고, 6으로 나누는 그림](images/by_hand.png)
#
# 손으로 계산해 볼까요? 특징맵 `[[0 2] [3 1]]`과 `[[1 0] [0 4]]`에 가중치 2와 -1을 곱해 더하면 `[[-1 4] [6 -2]]`예요.
# 0보다 작은 값을 버리면 `[[0 4] [6 0]]`, 가장 큰 수로 나누면 `[[0 0.67] [1 0]]`이에요.
#
# 결과는 층의 특징맵만큼 작으니 칸을 반복해서 이미지를 덮어요. 칸 2개로 픽셀 4개를 덮으면 픽셀 3은 칸 3 · 2 // 4 = 1을
# 보여 줘요.
#
# 2017년에 이 그림 덕분에 어떤 신경망이 간호사는 여자로, 의사는 남자로 여긴 이유가 밝혀졌어요. 청진기가 아니라 얼굴과
# 머리 모양을 보고 있었거든요(Selvaraju 외, 6.3절). 이런 그림이 있어야 그런 일이 드러나요.
#
# **할 일:** `grad_cam`을 작성하세요. 출력이 둘인 모델 `[layer.output, model.output]`을 만들면 특징맵과 점수가 한 번에
# 나와서 테이프가 둘을 이을 수 있어요.


# %%
def grad_cam(model, image, class_index, layer_name):
    """Show which places of the image speak for a class.

    1. Every channel of the layer gets one weight: the mean over all places of d score / d map. The score is number
    class_index of what the model returns, as it is.
    2. Add up the maps times their weights, and set what is below 0 to 0.
    3. Divide by the largest number; where that is 0, the map stays 0.
    4. Enlarge from (h, w) to (H, W) without interpolation: pixel (i, j) shows row i * h // H and column j * w // W.

    Args:
        model: a keras.Model from images (H, W, C) to scores (classes,).
        image: shape (H, W, C), from 0 to 1.
        class_index: the class that is asked about.
        layer_name: a layer whose output is (h, w, channels).

    Returns:
        Shape (H, W), from 0 to 1.

    Source: Selvaraju et al., Grad-CAM, arXiv:1610.02391, section 3.

    >>> grad_cam(edge_network(4), np.eye(4)[..., None], 0, "edges")
    array([[0., 0., 0., 0.],
           [1., 1., 0., 0.],
           [0., 0., 1., 0.],
           [0., 0., 0., 1.]], dtype=float32)
    """
    ### BEGIN SOLUTION
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, scores = both(image[None], training=False)
        score = scores[0, class_index]
    weights = tape.gradient(score, maps).numpy()[0].mean(axis=(0, 1))  # (channels,)
    cam = np.maximum((maps.numpy()[0] * weights).sum(axis=-1), 0)  # (h, w)
    if cam.max() > 0:
        cam = cam / cam.max()
    (H, W, _), (h, w) = image.shape, cam.shape
    return cam[np.arange(H)[:, None] * h // H, np.arange(W) * w // W]
    ### END SOLUTION


# %%
check(grad_cam)

# %% tags=["demo"]
figure, axes = plt.subplots(2, 8, figsize=(11, 2.9))
for n, (above, below) in enumerate(axes.T):
    above.imshow(images[n])
    below.imshow(images[n].mean(axis=-1), cmap="gray")
    below.imshow(grad_cam(model, images[n], int(labels[n]), "conv4"), cmap="inferno", alpha=0.6)
    above.axis("off")
    below.axis("off")

# %% [markdown] lang="en" concepts=["occlusion"]
# ## 7. Occlusion: cover it and see
#
# No gradient at all: cover a square with grey, ask again, and write down how far the score fell. It takes one call per
# square (64 squares of 4x4 in a 32x32 image), and it is the honest test of all the others: what was really removed is
# really not used.
#
# ![Ten garments and their occlusion maps: red where covering lowers the score](images/occlusion.png)
#
# Red: the score falls when this square is covered. Blue: it rises, so that this square spoke against the class. Zeiler
# and Fergus covered dogs' faces, and the network did not see the dog any more; it had not just looked at the grass.
#
# A row of 7 pixels needs 3 squares of 3 (7 / 3 = 2.33): the last one covers a single pixel. In the little network the
# score of the diagonal is 2. Cover the upper left 2x2 square with 0.5: row 1 becomes 0.5 0.5 0 and gives nothing; row
# 2 still gives 1. In row 0 nothing is brighter than its left. The score is 1 after, so the drop is 2 - 1 = 1. Cover
# the square to its right instead, the two pixels of column 2, and row 0 becomes 1 0 0.5: the score *rises* by 0.5, the
# drop is -0.5.
#
# **Your task:** `occlusion_map`.

# %% [markdown] lang="ko" concepts=["가림 분석"]
# ## 7. 가려 보기
#
# 기울기는 전혀 필요 없어요. 네모 한 칸을 회색으로 가리고 다시 물어본 다음 점수가 얼마나 떨어졌는지 적어요. 조각마다 한
# 번씩 불러야 하지만(32x32 이미지를 4x4 조각으로 나누면 64번) 다른 모든 방법을 확인해 주는 정직한 시험이에요. 정말로
# 없앤 것은 정말로 쓰이지 않으니까요.
#
# ![옷 열 벌과 가려 보기 결과. 가리면 점수가 떨어지는 곳은 빨강, 올라가는 곳은 파랑](images/occlusion.png)
#
# 빨강은 그 조각을 가리면 점수가 떨어진다는 뜻이에요. 파랑은 점수가 올라간다는 뜻이니 그 조각이 클래스에 반대하고
# 있었던 거예요. Zeiler와 Fergus가 개의 얼굴을 가렸더니 신경망은 더는 개를 알아보지 못했어요. 잔디만 보고 있던 게
# 아니었어요.
#
# 픽셀 7개를 3칸짜리 조각으로 덮으려면 3개가 필요해요(7 / 3 = 2.33). 마지막 조각은 픽셀 하나만 덮어요. 작은 신경망에서
# 대각선의 점수는 2예요. 왼쪽 위 2x2 조각을 0.5로 가리면 1행은 0.5 0.5 0이 되어 아무것도 내놓지 않고, 2행은 그대로 1을
# 내놓아요. 0행에는 왼쪽보다 밝은 픽셀이 없어요. 점수는 1이 되니 떨어진 정도는 2 - 1 = 1이에요. 그 오른쪽 조각(2열의 두
# 픽셀)을 가리면 0행이 1 0 0.5가 되어 점수가 0.5만큼 *올라가요*. 떨어진 정도는 -0.5예요.
#
# **할 일:** `occlusion_map`을 작성하세요.


# %%
def occlusion_map(model, image, class_index, patch):
    """Cover the image square by square, and write down how far the score falls.

    The squares lie side by side from the upper left corner; those at the right and lower border may be smaller. A
    square is covered with 0.5 in all channels, one square at a time; the image itself stays as it is.

    Args:
        model: a keras.Model from images (H, W, C) to scores (classes,).
        image: shape (H, W, C), from 0 to 1.
        class_index: the class that is asked about; its score is what the model returns, as it is.
        patch: pixels along each side of a square.

    Returns:
        Shape (H / patch, W / patch), both rounded up: the score of the whole image minus that of the covered one.
        Positive where the square mattered.

    Source: Zeiler and Fergus, arXiv:1311.2901, section 4.2.

    >>> occlusion_map(edge_network(), np.eye(3)[..., None], 0, 2)
    array([[ 1. , -0.5],
           [ 0.5,  0.5]], dtype=float32)
    """
    ### BEGIN SOLUTION
    H, W, _ = image.shape
    rows, columns = -(-H // patch), -(-W // patch)  # rounded up
    covered = np.repeat(image[None], rows * columns, axis=0)
    for n in range(rows * columns):
        i, j = n // columns * patch, n % columns * patch
        covered[n, i : i + patch, j : j + patch] = 0.5
    score = model(image[None], training=False).numpy()[0, class_index]
    scores = model(covered, training=False).numpy()[:, class_index]
    return (score - scores).reshape(rows, columns)
    ### END SOLUTION


# %%
check(occlusion_map)

# %% tags=["demo"]
drop = occlusion_map(model, images[0], int(labels[0]), 4)
plt.imshow(drop, cmap="RdBu_r", vmin=-abs(drop).max(), vmax=abs(drop).max())
plt.axis("off")
plt.show()

# %% [markdown] lang="en"
# ## To show to a friend
#
# Ask about the *second best* class, too: `grad_cam(model, image, second, "conv4")`. Where does a sneaker look like a
# sandal? Find an image that the network gets wrong, and look at what it was misled by.
#
# Do the three maps agree? Saliency says what would change the score, Grad-CAM what speaks for the class, occlusion
# what is needed. None of them is the truth; where all three point at the same heel, you may believe it.
#
# Sources: Zeiler and Fergus, Visualizing and understanding convolutional networks, arXiv:1311.2901; Simonyan, Vedaldi
# and Zisserman, arXiv:1312.6034; Yosinski et al., Understanding neural networks through deep visualization,
# arXiv:1506.06579; Wei et al., Understanding intra-class knowledge inside CNN, arXiv:1507.02379, whose tool is
# mNeuron; Selvaraju et al., arXiv:1610.02391; Girshick et al., arXiv:1311.2524. Garments: Xiao, Rasul and Vollgraf,
# arXiv:1708.07747.

# %% [markdown] lang="ko"
# ## 친구에게 보여 주기
#
# *두 번째로* 점수가 높은 클래스로도 물어보세요. `grad_cam(model, image, second, "conv4")`이에요. 운동화의 어디가
# 샌들처럼 보일까요? 신경망이 틀린 이미지를 찾아서 무엇에 속았는지 들여다보세요.
#
# 세 그림이 같은 곳을 가리키나요? 살리언시는 무엇이 점수를 바꾸는지, Grad-CAM은 무엇이 클래스를 뒷받침하는지, 가려
# 보기는 무엇이 꼭 필요한지 말해 줘요. 어느 것도 그 자체로 진실은 아니에요. 셋이 모두 같은 굽을 가리킨다면 믿어도
# 좋아요.
#
# 출처: Zeiler와 Fergus, Visualizing and understanding convolutional networks, arXiv:1311.2901. Simonyan, Vedaldi,
# Zisserman, arXiv:1312.6034. Yosinski 외, Understanding neural networks through deep visualization, arXiv:1506.06579.
# Wei 외, Understanding intra-class knowledge inside CNN(mNeuron), arXiv:1507.02379. Selvaraju 외, arXiv:1610.02391.
# Girshick 외, arXiv:1311.2524. 옷 이미지: Xiao, Rasul, Vollgraf, arXiv:1708.07747.
