# %% [markdown] lang="en" builds_on=["a01_pixels.to_grayscale", "a01_pixels.horizontal_difference", "a04_pooling.avg_pool", "a06_losses.softmax_cross_entropy", "a08_simple_convnet.SGD", "a12_detection.iou", "a12_detection.nms", "a13_rcnn.roi_align"]
# # From pixels to a plate reader
#
# A barrier, a camera, a car. The barrier opens if the plate is on the list. Everything it takes you have already
# built, piece by piece; here you put the pieces together, and at the end a program of yours looks at a picture and says
# **48 오 4822**.
#
# ![A street with a plate, found; the plate alone; its seven characters, framed; seven small pictures; 48 오
# 4822](images/way.png)
#
# | you write | what it does | from |
# |---|---|---|
# | `stroke_map` | where do black and white meet? | differences of a01, pooling of a04 |
# | `fit_frame` | from a rough window to the exact box | |
# | `find_plate` | sliding windows, suppression, a second look | `nms` of a12, the idea of R-CNN |
# | `split_characters` | seven characters out of one plate | |
# | `train_classifier` | learn 42 characters from examples | loss of a06, SGD of a08 |
# | `read_characters` | digits and letters, each in its place | |
# | `read_plate` | all of it | |
#
# The camera is mounted straight, so plates are level, and at most one is in a picture. At the end you measure how
# often your reader is right, and what happens when the camera hangs crooked.

# %% [markdown] lang="ko"
# # 픽셀에서 번호판 읽기까지
#
# 차단기가 있고, 카메라가 있고, 자동차가 한 대 다가와요. 번호판이 목록에 있으면 차단기가 열려요. 여기에 필요한 것은 이미
# 하나씩 다 만들어 봤어요. 이제 그 조각들을 이어 붙여요. 끝나면 여러분의 프로그램이 사진을 보고 **48 오 4822**라고
# 말해요.
#
# ![거리 사진에서 찾은 번호판, 잘라 낸 번호판, 테두리를 친 글자 일곱 개, 작은 그림 일곱 개, 48 오
# 4822](images/way.png)
#
# | 함수 | 하는 일 | 어디에서 왔나요? |
# |---|---|---|
# | `stroke_map` | 검은색과 흰색이 맞닿은 곳은 어디인가요? | a01의 차이, a04의 풀링 |
# | `fit_frame` | 대강 잡은 창에서 정확한 상자로 | |
# | `find_plate` | 슬라이딩 윈도, 비최대 억제, 다시 확인하기 | a12의 `nms`, R-CNN의 생각 |
# | `split_characters` | 번호판 하나에서 글자 일곱 개로 | |
# | `train_classifier` | 글자 42가지를 예시에서 학습해요 | a06의 손실, a08의 SGD |
# | `read_characters` | 숫자와 글자를 제자리에서 읽어요 | |
# | `read_plate` | 모두 한꺼번에 | |
#
# 카메라는 똑바로 달려 있어서 번호판이 기울지 않았고, 사진 한 장에 번호판은 많아야 하나예요. 마지막에는 얼마나 자주
# 맞히는지 재고, 카메라가 비뚤어지면 어떻게 되는지도 살펴봐요.

# %% [markdown] lang="en"
# The functions of earlier assignments are here. Put **your own** in their place: they have the same names, and nothing
# else has to change.

# %% [markdown] lang="ko"
# 지난 과제의 함수들이에요. **여러분이 작성한 함수**로 바꿔 넣어 보세요. 이름이 같아서 다른 곳은 고칠 필요가 없어요.

# %%
import numpy as np

from cnnkit import check, hint

WHITE = 180  # a white pixel has all three colours at this or more
BLACK = 85  # a black one has all three at this or less
ALPHABET = "0123456789가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주"


def to_grayscale(image):
    """Brightness of a colour image, (H, W, 3) to (H, W): a01."""
    return image @ np.array([0.299, 0.587, 0.114])


def horizontal_difference(image):
    """Each pixel subtracted from its right neighbour, (H, W) to (H, W - 1): a01."""
    return np.diff(np.asarray(image, float), axis=1)


def avg_pool(x, pool_h, pool_w, stride=1):
    """The mean of every window, (N, C, H, W) to (N, C, OH, OW): a04."""
    windows = np.lib.stride_tricks.sliding_window_view(x, (pool_h, pool_w), axis=(2, 3))
    return windows[:, :, ::stride, ::stride].mean(axis=(4, 5))


def softmax_cross_entropy(x, t):
    """The loss of scores (N, K) and class numbers (N,), and its gradient (N, K): a06."""
    log_y = x - x.max(axis=1, keepdims=True)
    log_y = log_y - np.log(np.exp(log_y).sum(axis=1, keepdims=True))
    rows = np.arange(len(t))
    dx = np.exp(log_y)
    dx[rows, t] -= 1
    return -log_y[rows, t].mean(), dx / len(t)


def iou(boxes1, boxes2):
    """The overlap of all pairs of boxes, (M, 4) and (N, 4) to (M, N): a12."""
    first, second = np.asarray(boxes1, float)[:, None], np.asarray(boxes2, float)[None]
    corners = np.minimum(first[..., 2:], second[..., 2:]) - np.maximum(first[..., :2], second[..., :2])
    both = corners.clip(0).prod(axis=-1)
    areas = (first[..., 2:] - first[..., :2]).prod(axis=-1) + (second[..., 2:] - second[..., :2]).prod(axis=-1)
    return both / np.maximum(areas - both, 1e-12)


def nms(boxes, scores, iou_threshold=0.5):
    """The indices of the boxes that stay, best first: a12."""
    left, kept = np.argsort(-np.asarray(scores), kind="stable"), []
    while len(left):
        kept.append(left[0])
        left = left[1:][iou(boxes[left[:1]], boxes[left[1:]])[0] <= iou_threshold]
    return np.array(kept, dtype=int)


def roi_align(features, roi, out_h, out_w, sampling=2):
    """A region of a map (C, H, W) as bins (C, out_h, out_w), without rounding: a13."""
    grids = []
    for low, high, bins, side in zip(roi[:2], roi[2:], (out_w, out_h), features.shape[:0:-1], strict=True):
        at = low + (np.arange(bins * sampling) + 0.5) / sampling * (high - low) / bins - 0.5
        at = np.clip(at, 0, side - 1)
        weights = np.maximum(0, 1 - np.abs(at[:, None] - np.arange(side)))  # (bins * sampling, side)
        grids.append(weights.reshape(bins, sampling, side).mean(axis=1))  # (bins, side)
    columns, rows = grids
    return rows @ features @ columns.T  # (C, out_h, out_w)


# %% [markdown] lang="en"
# A camera to try things with. `scene.boxes` and `scene.texts` are the truth, which a real barrier never sees.

# %% [markdown] lang="ko"
# 연습에 쓸 카메라예요. `scene.boxes`와 `scene.texts`는 정답인데, 진짜 차단기는 볼 수 없는 값이에요.

# %% tags=["demo"]
from cnnkit.plates import plates


def camera(n, seed, tilted=False):
    return plates(n, seed=seed, height=112, width=176, most=1, tilted=tilted)


scene = plates(1, seed=4, height=112, width=176, most=1, texts=["48 오 4822"], tilted=False)[0]
print(scene.image.shape, scene.texts, scene.boxes)
try:
    import matplotlib.pyplot as plt

    plt.imshow(scene.image)
    plt.axis("off")
    plt.show()
except ImportError as error:
    print(error)

# %% [markdown] lang="en" concepts=["strokes as features"]
# ## 1. Where do black and white meet?
#
# What has a plate that a wall, a lamp or a shadow has not? **Letters.** Walk along a row of a plate, and white turns to
# black and back to white, again and again. Not grey, not red: a white ground and black strokes.
#
# Give each pixel a *tone*: **1** if it is white (all three colours at least `WHITE`), **-1** if it is black (all three
# at most `BLACK`), else **0**. Where two neighbours in a row differ by 2, black meets white. That is a *stroke*.
#
# | pixels | white | white | black | black | white | red | black |
# |---|---|---|---|---|---|---|---|
# | tone | 1 | 1 | -1 | -1 | 1 | 0 | -1 |
# | difference to the next | 0 | -2 | 0 | 2 | -1 | -1 | |
# | stroke? | 0 | **1** | 0 | **1** | 0 | 0 | |
#
# Two strokes in six places. Average this map with windows, and every window says how dense the strokes are there: here
# 2 / 6 for one window over the whole row.
#
# ![The street in colours, the strokes in it, and their density: brightest on the plate](images/strokes.png)

# %% [markdown] lang="ko" concepts=["특징이 되는 획"]
# ## 1. 검은색과 흰색이 맞닿은 곳
#
# 벽에도 전등에도 그림자에도 없고 번호판에만 있는 것은 무엇일까요? **글자**예요. 번호판의 한 행을 따라가면 흰색이
# 검은색이 되었다가 다시 흰색이 되기를 되풀이해요. 회색도 빨간색도 아니고, 흰 바탕에 검은 획이에요.
#
# 픽셀마다 *톤*을 매겨요. 흰색이면(세 색이 모두 `WHITE` 이상) **1**, 검은색이면(세 색이 모두 `BLACK` 이하) **-1**,
# 나머지는 **0**이에요. 같은 행의 이웃한 두 픽셀이 2만큼 차이 나면 검은색과 흰색이 맞닿은 곳이에요. 이것을 *획*이라고
# 할게요.
#
# | 픽셀 | 흰색 | 흰색 | 검은색 | 검은색 | 흰색 | 빨간색 | 검은색 |
# |---|---|---|---|---|---|---|---|
# | 톤 | 1 | 1 | -1 | -1 | 1 | 0 | -1 |
# | 다음 픽셀과의 차이 | 0 | -2 | 0 | 2 | -1 | -1 | |
# | 획인가요? | 0 | **1** | 0 | **1** | 0 | 0 | |
#
# 여섯 자리 가운데 획이 두 개예요. 이 맵을 창마다 평균 내면 그 창에 획이 얼마나 빽빽한지 알 수 있어요. 행 전체를 덮는 창
# 하나라면 2 / 6이에요.
#
# ![거리 사진, 사진 속의 획, 획의 밀도. 번호판이 가장 밝아요](images/strokes.png)


# %%
def stroke_map(image, pool_h, pool_w, stride=1):
    """Measure how dense strokes are in every window.

    A pixel is white if all of its colours are at least WHITE, black if all are at most BLACK. A stroke is where one of
    two horizontal neighbours is white and the other black. Windows lie on the map of strokes, which is one column
    narrower than the image; where they do not divide it, the rest is dropped. `image` is not changed.

    Args:
        image: colours from 0 to 255, shape (H, W, 3), often uint8.
        pool_h: rows of a window.
        pool_w: columns of a window.
        stride: pixels between neighbouring windows, along both axes.

    Returns:
        Shares from 0 to 1, shape (OH, OW), with OH = floor((H - pool_h) / stride) + 1 and
        OW = floor((W - 1 - pool_w) / stride) + 1.

    >>> white, black, red = [255, 250, 240], [10, 20, 60], [255, 0, 0]
    >>> row = np.array([[white, white, black, black, white, red, black]], np.uint8)
    >>> stroke_map(row, 1, 6).round(3), stroke_map(row, 1, 2, stride=2)
    (array([[0.333]]), array([[0.5, 0.5, 0. ]]))
    """
    ### BEGIN SOLUTION
    tone = (image.min(axis=2) >= WHITE) * 1.0 - (image.max(axis=2) <= BLACK)  # (H, W)
    strokes = np.abs(horizontal_difference(tone)) == 2  # (H, W - 1)
    return avg_pool(strokes[None, None] * 1.0, pool_h, pool_w, stride)[0, 0]  # (OH, OW)
    ### END SOLUTION


# %%
check(stroke_map)

# %% [markdown] lang="en"
# Stuck? Every `hint` says a little more, and never the answer.

# %% [markdown] lang="ko"
# 막혔나요? `hint`를 부를 때마다 조금씩 더 알려 주지만, 답을 그대로 알려 주지는 않아요.

# %% tags=["demo"]
hint(stroke_map)

# %% [markdown] lang="en" concepts=["refining a box"]
# ## 2. From a rough window to the exact box
#
# The densest window lies *somewhere* on the plate. Where does the plate end? Round it runs a black frame. So begin in
# the middle of the window and walk until you bump into it. The row and the column that you stand on do not count:
#
# 1. up and down, to the nearest **row** that is black along the *width of the window* (at least 95 % of it, noise may
#    have its way);
# 2. left and right, to the nearest **column** that is black along the *height just found*, between these two rows.
#
# Why first the rows? The row of a letter is never 95 % black over 40 pixels, there are gaps between letters. But a
# column through a **1** may be black over the whole height of a small window. Between the two frame rows it is not:
# above and below the letters the ground is white.
#
# ![A window inside a plate; from its middle up and down to the frame, then left and right](images/frame.png)
#
# Now you stand on the *inside* of the frame. All plates have the same pattern: 14 units high, of which the frame
# takes 1 above and 1 below. The inside is 12 units, so the frame is **inside height / 12** thick. Add it on all four
# sides. Inside rows 3 to 14 (12 rows) and columns 4 to 51: the box is (4 - 1, 3 - 1, 52 + 1, 15 + 1) = (3, 2, 53, 16).

# %% [markdown] lang="ko" concepts=["상자 다듬기"]
# ## 2. 대강 잡은 창에서 정확한 상자로
#
# 획이 가장 빽빽한 창은 번호판 *어딘가*에 있어요. 그런데 번호판은 어디에서 끝날까요? 둘레에 검은 테두리가 있으니, 창의
# 가운데에서 출발해서 테두리에 부딪힐 때까지 걸어가면 돼요. 출발할 때 서 있는 행과 열은 세지 않아요.
#
# 1. 위와 아래로, *창의 너비*만큼 검은 **행**이 나올 때까지 가요. 노이즈가 있을 수 있으니 95% 이상이면 돼요.
# 2. 왼쪽과 오른쪽으로, *방금 찾은 두 행 사이의 높이*만큼 검은 **열**이 나올 때까지 가요.
#
# 왜 행부터 찾을까요? 글자가 있는 행은 글자 사이에 틈이 있어서 40픽셀의 95%가 검은색일 수 없어요. 하지만 **1**을 지나는
# 열은 작은 창의 높이만큼은 온통 검은색일 수 있어요. 위아래 테두리 사이에서는 그렇지 않아요. 글자 위와 아래는 흰
# 바탕이니까요.
#
# ![번호판 안의 창. 가운데에서 위아래로 테두리까지, 그다음 왼쪽과 오른쪽으로](images/frame.png)
#
# 이제 테두리 *안쪽*에 서 있어요. 번호판은 모두 같은 규격이에요. 높이가 14단위이고, 테두리가 위아래로 1단위씩이에요.
# 안쪽은 12단위니까 테두리의 두께는 **안쪽 높이 / 12**예요. 네 변에 모두 더하세요. 안쪽이 3행부터 14행까지(12행),
# 4열부터 51열까지라면 상자는 (4 - 1, 3 - 1, 52 + 1, 15 + 1) = (3, 2, 53, 16)이에요.


# %%
def fit_frame(black, box):
    """Grow a window inside a plate to the outer edge of the plate's frame.

    From the window's middle row, (y1 + y2) // 2, look up and down for the nearest other row of which at least 95 % are
    black between the columns x1 and x2; then, from its middle column, (x1 + x2) // 2, left and right for the nearest
    other column of which at least 95 % are black between those two rows. What lies between is the inside; the frame is
    a twelfth of its height thick. `black` is not changed.

    Args:
        black: which pixels are black, shape (H, W), bool.
        box: the window, whole numbers (x1, y1, x2, y2); x2 and y2 are not part of it any more.

    Returns:
        The plate's box (x1, y1, x2, y2), floats of shape (4,); of shape (0,) where one of the four is not found.

    >>> black = np.zeros((20, 60), bool)
    >>> black[2:16, 3:53] = True  # a frame one pixel thick,
    >>> black[3:15, 4:52] = False  # white inside,
    >>> black[5:13, 20] = True  # and a stroke
    >>> fit_frame(black, (10, 6, 30, 10))
    array([ 3.,  2., 53., 16.])
    >>> fit_frame(black, (0, 16, 10, 20)).shape
    (0,)
    """
    ### BEGIN SOLUTION
    x1, y1, x2, y2 = box
    rows = np.flatnonzero(black[:, x1:x2].mean(axis=1) >= 0.95)
    top, bottom = around(rows, (y1 + y2) // 2)
    if top is None or bottom is None:
        return np.zeros(0)
    columns = np.flatnonzero(black[top:bottom].mean(axis=0) >= 0.95)
    left, right = around(columns, (x1 + x2) // 2)
    if left is None or right is None:
        return np.zeros(0)
    thick = (bottom - top) / 12
    return np.array([left - thick, top - thick, right + thick, bottom + thick])
    ### END SOLUTION


# %% [markdown] lang="en"
# A helper that you may use: the first place inside, and the first one that is outside again.

# %% [markdown] lang="ko"
# 써도 되는 도우미 함수예요. 안쪽의 첫 자리와, 다시 바깥이 되는 첫 자리를 알려 줘요.


# %%
def around(lines, middle):
    """Behind the last of `lines` before the middle, and the first one after it; None where there is none."""
    before, after = lines[lines < middle], lines[lines > middle]
    return (before[-1] + 1 if len(before) else None), (after[0] if len(after) else None)


# %%
check(fit_frame)

# %% [markdown] lang="en" concepts=["sliding window", "candidates and a second look"]
# ## 3. Slide, suppress, look again
#
# Before networks proposed regions, detectors slid a **window** over the picture and asked at each place: is it here?
# Your `stroke_map` answers for all windows at once. But the densest window need not be the plate: a zebra crossing is
# nothing but black and white. R-CNN's way out is ours: make **candidates**, then look at each of them **a second
# time**.
#
# 1. `stroke_map` with windows of 16x40 pixels, one every 4 pixels: a score for each window.
# 2. Neighbouring windows say the same. `nms` with a threshold of 0.1 leaves one of each neighbourhood, best first.
# 3. Candidate by candidate: `fit_frame`. A zebra crossing has no frame, so nothing comes back. A frame that is not 3 to
#    5 times as wide as high is no plate either (a plate has 53 or 54 units by 14). The first box that passes is the
#    plate.
#
# An empty sign in a black frame has no strokes, so it is tried last, after the plate.
#
# Your own `stroke_map` and `fit_frame` are called here, and at the end `read_plate` calls everything. A score that is a
# little off hardly matters, for every candidate gets its second look. A wrong box does: get `fit_frame` right first.

# %% [markdown] lang="ko" concepts=["슬라이딩 윈도", "후보와 다시 확인하기"]
# ## 3. 훑고, 지우고, 다시 보기
#
# 신경망이 영역을 제안하기 전에는 **창**을 사진 위로 밀면서 자리마다 "여기 있나요?" 하고 물었어요. `stroke_map`은 모든
# 창에 대해 한꺼번에 답해요. 하지만 획이 가장 빽빽한 창이 꼭 번호판은 아니에요. 횡단보도는 온통 검은색과 흰색이니까요.
# R-CNN의 방법을 빌려 와요. **후보**를 만들고, 후보마다 **다시 한번** 살펴보는 거예요.
#
# 1. 16x40 픽셀 창을 4픽셀마다 놓고 `stroke_map`을 불러요. 창마다 점수가 하나씩 나와요.
# 2. 이웃한 창은 같은 말을 해요. 문턱값 0.1로 `nms`를 쓰면 동네마다 하나씩만, 점수가 높은 순서로 남아요.
# 3. 후보마다 차례로 `fit_frame`을 불러요. 횡단보도에는 테두리가 없어서 아무것도 나오지 않아요. 너비가 높이의 3배에서
#    5배 사이가 아닌 테두리도 번호판이 아니에요(번호판은 가로 53이나 54단위, 세로 14단위예요). 처음으로 통과한 상자가
#    번호판이에요.
#
# 검은 테두리를 두른 빈 표지판에는 획이 없어서, 번호판보다 나중에 보게 돼요.
#
# 여기에서는 여러분이 작성한 `stroke_map`과 `fit_frame`을 불러요. 마지막 `read_plate`는 앞의 함수를 모두 불러요.
# 후보마다 다시 한번 살펴보니 점수는 조금 어긋나도 괜찮아요. 하지만 상자가 틀리면 번호판을 찾지 못하니 `fit_frame`부터
# 완성하세요.


# %%
def find_plate(image):
    """Find the number plate in a picture.

    A plate has a black frame, a white ground and black characters; it lies level, is at least 55 pixels wide, and is 3
    to 5 times as wide as high. A zebra crossing and an empty sign in a frame are no plates. `image` is not changed.

    Args:
        image: colours from 0 to 255, shape (H, W, 3), uint8, with one plate or none.

    Returns:
        The box (x1, y1, x2, y2) around the plate's frame, floats of shape (4,), each within 1.5 pixels; of shape (0,)
        where there is no plate.

    Source: Girshick et al., Rich feature hierarchies (R-CNN, 2014), for candidates that are looked at again.

    >>> find_plate(np.zeros((40, 80, 3), np.uint8)).shape
    (0,)
    """
    ### BEGIN SOLUTION
    pool_h, pool_w, stride = 16, 40, 4
    strokes = stroke_map(image, pool_h, pool_w, stride)  # (OH, OW)
    y, x = np.indices(strokes.shape).reshape(2, -1) * stride  # (OH*OW,) each
    boxes = np.stack([x, y, x + pool_w, y + pool_h], axis=1)  # (OH*OW, 4)
    black = image.max(axis=2) <= BLACK
    for k in nms(boxes, strokes.ravel(), 0.1):
        box = fit_frame(black, boxes[k])
        if len(box) and 3 <= (box[2] - box[0]) / (box[3] - box[1]) <= 5:
            return box
    return np.zeros(0)
    ### END SOLUTION


# %%
check(find_plate)

# %% tags=["demo"]
found = [(find_plate(one.image), one) for one in camera(30, seed=7)]
overlaps = [iou(box[None], one.boxes)[0, 0] if len(box) else 0 for box, one in found]
print(f"found with an IoU of 0.8 or more: {sum(overlap >= 0.8 for overlap in overlaps)} of {len(found)}")
print(f"mean IoU {np.mean(overlaps):.3f}, smallest {np.min(overlaps):.3f}")

# %% [markdown] lang="en"
# ## 4. One plate, seven characters
#
# `crop_plate` cuts the plate out with `roi_align`, 28 rows high. So each of its 14 units is 2 pixels: rows 0 and 1 are
# frame, rows 6 to 21 hold the characters.

# %% [markdown] lang="ko"
# ## 4. 번호판 하나에서 글자 일곱 개로
#
# `crop_plate`는 `roi_align`으로 번호판을 28행 높이로 잘라 내요. 번호판은 14단위니까 한 단위가 2픽셀이에요. 0행과 1행은
# 테두리이고, 글자는 6행부터 21행까지 있어요.


# %%
def crop_plate(image, box):
    """The plate alone, in grey, shape (28, columns): two pixels for each of its units."""
    x1, y1, x2, y2 = box
    return roi_align(to_grayscale(image)[None], box, 28, round(28 * (x2 - x1) / (y2 - y1)))[0]


def cut_out(plate, spans):
    """Each character as 8x8 numbers, 1 for ink and 0 for ground, shape (n, 64)."""
    cut = [roi_align(plate[None], (start, 6, end, 22), 8, 8).ravel() for start, end in spans]
    return 1 - np.array(cut).reshape(len(spans), 64) / 255


# %% [markdown] lang="en" concepts=["segmentation by projection"]
# Which columns hold ink? A pixel is *dark* if it is darker than half-way between the darkest and the brightest pixel of
# the plate. Look at rows 6 to 21 only, and leave out 4 columns on the left and on the right (the frame): a column with
# a dark pixel has **ink**. Columns of ink that touch make a *run* from `start` to `end`, where `end` is the first
# column without ink again.
#
# **A trap.** 가 consists of two strokes, ㄱ and ㅏ, with a gap between them, exactly as wide as the gap between two
# digits! Eight runs, not seven. How do you know which belong together? By the **spaces**: between digits the gap is 1
# to 3 pixels, before and after the letter about 6. So a gap of 4 or more is a space, spaces make three groups, and the
# one in the middle is *one* letter, however many runs it has.
#
# ![The plate 12 가 3456, the ink below it: eight runs, two wide gaps, seven characters](images/split.png)
#
# The columns `x.x.....xx.x.....x.x.x.x` without the frame are the runs 0, 2, 8 to 9, 11, 17, 19, 21 and 23. Gaps of 5
# are spaces, so the groups have 2, 2 and 4 runs, and the middle one is a letter from 8 to 12.

# %% [markdown] lang="ko" concepts=["투영으로 글자 나누기"]
# 어느 열에 잉크가 있을까요? 번호판에서 가장 어두운 픽셀과 가장 밝은 픽셀의 한가운데보다 어두우면 *어두운* 픽셀이에요.
# 6행부터 21행까지만 보고, 왼쪽과 오른쪽의 4열씩은 테두리이니 빼요. 어두운 픽셀이 있는 열에는 **잉크**가 있어요. 이어진
# 잉크 열은 `start`부터 `end`까지 한 *덩어리*예요. `end`는 다시 잉크가 없어지는 첫 열이에요.
#
# **함정이 하나 있어요.** 가는 ㄱ과 ㅏ로 되어 있고 그 사이에 틈이 있는데, 두 숫자 사이의 틈과 너비가 똑같아요! 덩어리가
# 일곱 개가 아니라 여덟 개예요. 무엇이 한 글자인지 어떻게 알까요? **띄어쓰기**로 알 수 있어요. 숫자 사이의 틈은
# 1~3픽셀인데 글자 앞뒤의 틈은 6픽셀쯤이에요. 그래서 4픽셀 이상이면 띄어쓰기로 봐요. 띄어쓰기로 나누면 세 묶음이 되고,
# 가운데 묶음은 덩어리가 몇 개든 *한 글자*예요.
#
# ![번호판 12 가 3456과 그 아래의 잉크. 덩어리 여덟 개, 넓은 틈 두 개, 글자 일곱 개](images/split.png)
#
# 테두리를 뺀 열이 `x.x.....xx.x.....x.x.x.x`라면 덩어리는 0, 2, 8~9, 11, 17, 19, 21, 23이에요. 5칸짜리 틈이
# 띄어쓰기니까 묶음의 덩어리는 2개, 2개, 4개이고, 가운데 묶음은 8부터 12까지 한 글자예요.


# %%
def split_characters(plate):
    """Find the columns of the seven characters of a plate.

    Dark is what is darker than half-way between the darkest and the brightest pixel. A column holds ink if a pixel of
    its rows 6 to 21 is dark; the 4 outer columns on either side are left out. A gap of 4 or more columns without ink is
    a space. Two spaces make three groups: 2 digits, one letter of one or more runs, 4 digits. `plate` is not changed.

    Args:
        plate: brightness, shape (28, columns), bright ground and dark characters.

    Returns:
        (start, end) of each character from left to right, whole numbers, shape (7, 2); column `end` is not part of it.
        Shape (0, 2) where the groups are not 2 runs, at least one and 4 runs: then it is not a plate that we can read.

    >>> plate = np.full((28, 32), 200.0)
    >>> plate[:, [0, 1, 30, 31]] = 10  # the frame
    >>> plate[6:22, [4, 6, 12, 13, 15, 21, 23, 25, 27]] = 30
    >>> split_characters(plate).tolist()
    [[4, 5], [6, 7], [12, 16], [21, 22], [23, 24], [25, 26], [27, 28]]
    >>> split_characters(np.full((28, 32), 200.0)).shape
    (0, 2)
    """
    ### BEGIN SOLUTION
    dark = plate < (plate.min() + plate.max()) / 2
    ink = np.zeros(plate.shape[1] + 2, int)  # one empty column before and behind
    ink[5:-5] = dark[6:22, 4:-4].any(axis=0)
    runs = np.flatnonzero(np.diff(ink)).reshape(-1, 2)  # (R, 2): where ink begins, and where it ends
    spaces = np.flatnonzero(runs[1:, 0] - runs[:-1, 1] >= 4) + 1  # the runs before which a space lies
    groups = np.split(runs, spaces)
    if len(groups) != 3 or len(groups[0]) != 2 or len(groups[2]) != 4:
        return np.zeros((0, 2), int)
    letter = [[groups[1][0, 0], groups[1][-1, 1]]]
    return np.concatenate([groups[0], letter, groups[2]])  # (7, 2)
    ### END SOLUTION


# %%
check(split_characters)

# %% tags=["demo"]
plate = crop_plate(scene.image, scene.boxes[0])
print(split_characters(plate).tolist())
for row in cut_out(plate, split_characters(plate))[2].reshape(8, 8):  # the third one, in letters
    print("".join(" .:+#@"[min(5, int(value * 6))] for value in row))

# %% [markdown] lang="en" concepts=["softmax regression"]
# ## 5. Learning 42 characters
#
# Ten digits and 32 letters: 42 classes. A character is a row of 64 numbers. The smallest network there is, one `Affine`
# layer and softmax, has a weight for each pixel and class: a *template* for each character. Is it enough? The
# characters of a plate all have the same font, so let us see.
#
# Train it as in a08, without batches, since all examples fit in one product: begin with zeros, and in every step
#
# $$s = xW + b, \qquad (\text{loss}, ds) = \text{softmax\_cross\_entropy}(s, t), \qquad W \leftarrow W - lr\; x^T ds,
# \qquad b \leftarrow b - lr \sum_n ds_n$$
#
# By hand, with one example x = (1, 0) of class 0, two classes and lr = 1: the scores are 0 0, softmax says .5 .5, so
# ds = (-.5, .5). After one step the first row of W is (.5, -.5), the second one is 0 0, because its pixel was 0, and
# b = (.5, -.5).

# %% [markdown] lang="ko" concepts=["소프트맥스 회귀"]
# ## 5. 글자 42가지 학습하기
#
# 숫자 열 개와 글자 32개, 모두 42클래스예요. 글자 하나는 숫자 64개로 된 행이에요. 가장 작은 신경망, 곧 `Affine` 층
# 하나와 소프트맥스는 픽셀과 클래스의 쌍마다 가중치가 하나씩 있어요. 글자마다 *본보기 그림*이 하나씩 있는 셈이에요.
# 이걸로 충분할까요? 번호판의 글자는 글꼴이 모두 같으니 한번 해 봐요.
#
# a08처럼 학습하는데, 모든 예시를 행렬 곱 한 번으로 계산할 수 있으니 배치는 나누지 않아요. 0에서 시작해서 걸음마다
# 이렇게 해요.
#
# $$s = xW + b, \qquad (\text{loss}, ds) = \text{softmax\_cross\_entropy}(s, t), \qquad W \leftarrow W - lr\; x^T ds,
# \qquad b \leftarrow b - lr \sum_n ds_n$$
#
# 직접 해 볼까요? 클래스 0인 예시 x = (1, 0) 하나, 클래스 두 개, lr = 1이에요. 점수는 0 0이고 소프트맥스는 .5 .5니까 ds
# = (-.5, .5)예요. 한 걸음 뒤 W의 첫 번째 행은 (.5, -.5)이고, 두 번째 행은 픽셀이 0이었으니 0 0이에요. b = (.5,
# -.5)예요.


# %%
def train_classifier(x, t, n_classes, steps, lr):
    """Learn a weight for every pixel and class by gradient descent on all examples at once.

    W and b begin with zeros. `x` and `t` are not changed.

    Args:
        x: examples, shape (N, D).
        t: their classes, whole numbers of shape (N,).
        n_classes: K; not every class need have an example.
        steps: how often W and b are moved.
        lr: how far, as a multiple of the gradient of the mean loss.

    Returns:
        W of shape (D, K) and b of shape (K,).

    >>> W, b = train_classifier(np.array([[1.0, 0.0]]), np.array([0]), 2, 1, 1.0)
    >>> W, b
    (array([[ 0.5, -0.5],
           [ 0. ,  0. ]]), array([ 0.5, -0.5]))
    """
    ### BEGIN SOLUTION
    W, b = np.zeros((x.shape[1], n_classes)), np.zeros(n_classes)
    for _ in range(steps):
        _, ds = softmax_cross_entropy(x @ W + b, t)  # (N, K)
        W = W - lr * x.T @ ds  # (D, N) and (N, K) give (D, K)
        b = b - lr * ds.sum(axis=0)  # (K,)
    return W, b
    ### END SOLUTION


# %%
check(train_classifier)

# %% [markdown] lang="en"
# Draw 300 plates, cut them up with your own functions, and learn. It takes a few seconds. The weights of a class are a
# picture: blue says "ink here speaks for me", red "ink here speaks against me".
#
# ![Learned weights of 0, 1, 4, 8, 가 and 오 as 8x8 pictures in blue and red; each shows its
# character](images/templates.png)

# %% [markdown] lang="ko"
# 번호판 300개를 그리고, 여러분의 함수로 글자를 나눠서 학습해요. 몇 초면 돼요. 한 클래스의 가중치는 그림이기도 해요.
# 파란색은 "여기에 잉크가 있으면 나예요", 빨간색은 "여기에 잉크가 있으면 내가 아니에요"라는 뜻이에요.
#
# ![0, 1, 4, 8, 가, 오의 가중치를 파란색과 빨간색으로 그린 8x8 그림. 저마다 자기 글자 모양이에요](images/templates.png)

# %% tags=["demo"]
x, t = [], []
for one in camera(300, seed=1):
    plate = crop_plate(one.image, one.boxes[0])
    spans = split_characters(plate)
    if len(spans) == 7:
        x.extend(cut_out(plate, spans))
        t.extend(ALPHABET.index(letter) for letter in one.texts[0].replace(" ", ""))
x, t = np.array(x), np.array(t)
W, b = train_classifier(x, t, len(ALPHABET), steps=300, lr=20.0)
print(f"{len(t)} characters, right on those that it learned from: {((x @ W + b).argmax(axis=1) == t).mean():.1%}")
try:
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 6, figsize=(9, 1.6))
    for one, k in zip(axes, (0, 1, 4, 8, 10, 31), strict=True):  # change the classes; 10 is the first letter
        one.imshow(W[:, k].reshape(8, 8), cmap="RdBu")
        one.axis("off")
    plt.show()
except ImportError as error:
    print(error)

# %% [markdown] lang="en" concepts=["using what is known"]
# ## 6. Every character in its place
#
# Your classifier knows nothing about plates. It may well read a 0 where the letter stands, or 어 instead of a 9. But
# *you* know: the third character is a letter (classes 10 to 41), all others are digits (0 to 9). So compare only the
# scores of the classes that may stand there. Scores (2, 1, 0, ..., and 3 for 가): a digit's place gets 0, the letter's
# place gets 가, class 10.

# %% [markdown] lang="ko" concepts=["아는 것을 쓰기"]
# ## 6. 글자마다 제자리가 있어요
#
# 분류기는 번호판이 무엇인지 몰라요. 글자 자리에서 0이라고 하거나 9를 어라고 할 수도 있어요. 하지만 *여러분은* 알아요.
# 세 번째는 글자(클래스 10~41)이고 나머지는 모두 숫자(0~9)예요. 그 자리에 올 수 있는 클래스의 점수끼리만 비교하세요.
# 점수가 (2, 1, 0, ..., 그리고 가가 3)이라면 숫자 자리에서는 0, 글자 자리에서는 가, 곧 클래스 10이에요.


# %%
def read_characters(x, W, b):
    """Classify the seven characters of a plate, each among the classes that may stand in its place.

    The third one is a letter, classes 10 to K - 1; all others are digits, classes 0 to 9. Of equal scores the lower
    class counts. Nothing that is given is changed.

    Args:
        x: the characters from left to right, shape (7, D).
        W: shape (D, K), with K greater than 10.
        b: shape (K,).

    Returns:
        Class numbers, integers of shape (7,).

    >>> W, b = np.zeros((1, 12)), np.array([2.0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 3, 1])
    >>> read_characters(np.ones((7, 1)), W, b)
    array([ 0,  0, 10,  0,  0,  0,  0])
    """
    ### BEGIN SOLUTION
    scores = x @ W + b  # (7, K)
    classes = scores[:, :10].argmax(axis=1)  # (7,)
    classes[2] = 10 + scores[2, 10:].argmax()
    return classes
    ### END SOLUTION


# %%
check(read_characters)

# %% [markdown] lang="en" concepts=["an end-to-end reader"]
# ## 7. Read it
#
# Everything in a row: find, crop, split, cut out, read. If there is no plate, or not seven characters, say so with an
# empty answer instead of guessing: a barrier that stays closed is better than one that opens for anybody.

# %% [markdown] lang="ko" concepts=["처음부터 끝까지 읽기"]
# ## 7. 읽어 봐요
#
# 찾고, 잘라 내고, 나누고, 글자를 오려 내고, 읽어요. 번호판이 없거나 글자가 일곱 개가 아니면 어림짐작하지 말고 빈 답을
# 돌려주세요. 아무에게나 열리는 차단기보다는 닫혀 있는 차단기가 나아요.


# %%
def read_plate(image, W, b):
    """Read the number plate in a picture.

    Args:
        image: colours from 0 to 255, shape (H, W, 3), uint8, with one plate or none.
        W: the classifier's weights, shape (64, K), for characters as `cut_out` makes them.
        b: its biases, shape (K,).

    Returns:
        The classes of the seven characters, integers of shape (7,); of shape (0,) where no plate is found or it cannot
        be split.

    >>> read_plate(np.zeros((40, 80, 3), np.uint8), np.zeros((64, 42)), np.zeros(42)).shape
    (0,)
    """
    ### BEGIN SOLUTION
    box = find_plate(image)
    if not len(box):
        return np.zeros(0, int)
    plate = crop_plate(image, box)
    spans = split_characters(plate)
    if not len(spans):
        return np.zeros(0, int)
    return read_characters(cut_out(plate, spans), W, b)
    ### END SOLUTION


# %%
check(read_plate)


# %% tags=["demo"]
def as_text(classes):
    text = "".join(ALPHABET[k] for k in classes)
    return f"{text[:2]} {text[2]} {text[3:]}" if text else "(nothing)"


print(as_text(read_plate(scene.image, W, b)))

# %% [markdown] lang="en" concepts=["measuring a whole system"]
# ## How good is it?
#
# A hundred plates that neither you nor the classifier has seen. What counts is the whole plate: with 99 % of the
# characters right, 0.99⁷ = 93 % of the plates are. And then the same hundred with a camera that hangs crooked.
#
# ![The share of plates that are read right: level, and by how much they are tilted](images/accuracy.png)
#
# Ours reads 98 of 100. A tilt of a single degree halves that, and beyond two degrees nothing is left: the first thing
# to break is the *frame*, which is no row of pixels any more. Hand-made rules work exactly as far as their author
# thought ahead. That is why detectors are **learned**: the Faster R-CNN of a13 finds tilted plates too, because it was
# shown some.
#
# Ideas for a weekend: find plates with your RPN; turn the plate by its mask before you split it; read with your
# SimpleConvNet of a08; learn from plates that are cut out a little off.

# %% [markdown] lang="ko" concepts=["전체 시스템 재 보기"]
# ## 얼마나 잘 읽을까요?
#
# 여러분도 분류기도 본 적 없는 번호판 100개예요. 번호판 전체가 맞아야 맞힌 거예요. 글자의 99%를 맞히면 번호판은
# 0.99⁷ = 93%를 맞혀요. 그다음에는 비뚤어진 카메라로 찍은 번호판 100개를 읽어 봐요.
#
# ![번호판을 올바로 읽은 비율. 똑바를 때와 기울어진 정도에 따라](images/accuracy.png)
#
# 저희 것은 100개 중 98개를 읽어요. 1도만 기울어도 절반으로 줄고, 2도를 넘으면 하나도 읽지 못해요. 가장 먼저 무너지는
# 것은 *테두리*예요. 더는 픽셀 한 행에 나란히 있지 않으니까요. 사람이 손으로 만든 규칙은 만든 사람이 생각한 데까지만
# 통해요. 그래서 검출기를 **학습**시키는 거예요. a13의 Faster R-CNN은 기울어진 번호판도 보고 배웠기 때문에 찾아낼 수
# 있어요.
#
# 주말에 해 볼 만한 것들이에요. RPN으로 번호판 찾기, 마스크를 보고 번호판을 바로 세운 다음 나누기, a08의
# SimpleConvNet으로 읽기, 조금 어긋나게 자른 번호판으로도 학습하기.


# %% tags=["demo"]
def share_read(scenes):
    read = [as_text(read_plate(one.image, W, b)) for one in scenes]
    return np.mean([text == one.texts[0] for text, one in zip(read, scenes, strict=True)])


print(f"level:  {share_read(camera(100, seed=2)):.0%} of 100 plates read right")
print(f"tilted: {share_read(camera(100, seed=2, tilted=True)):.0%}")
