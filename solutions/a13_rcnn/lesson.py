# %% [markdown] lang="en" builds_on=["a04_pooling.max_pool", "a06_losses.cross_entropy_error", "a12_detection.iou", "a12_detection.nms"]
# # From R-CNN to Mask R-CNN: look once, use it two thousand times
#
# A network that classifies says *what* is in a picture. A detector also says *where*, and nobody tells it how many
# things there are. The four networks of this assignment answer that step by step, and each step is the same thought:
# **what is being computed again and again? Compute it once, and share it.**
#
# ![Four rows: R-CNN, Fast, Faster and Mask R-CNN, from image to regions, network and result](images/four.png)
#
# | network | what it shares | what it adds | one image | mAP |
# |---|---|---|---|---|
# | R-CNN (2014) | nothing: about 2,000 crops, 2,000 runs of the network | | 47 s | 66.0 |
# | Fast R-CNN (2015) | one feature map for all regions | RoI pooling | 1.8 s, of which 1.5 s look for regions | 66.9 |
# | Faster R-CNN (2015) | the same map also proposes the regions | anchors, the RPN | 0.2 s | 69.9 |
# | Mask R-CNN (2017) | the same regions also get a mask | RoI align, the mask head | 0.2 s | |
#
# Times and mAP are those of the papers, on the GPUs of their years: VGG16, Pascal VOC 2007 (Mask R-CNN:
# ResNet-101-FPN, COCO). Sources: Girshick et al., arXiv:1311.2524; Girshick, arXiv:1504.08083; Ren et al.,
# arXiv:1506.01497; He et al., arXiv:1703.06870.
#
# You write the parts that hold these networks together:
#
# | function | what it does | network |
# |---|---|---|
# | `roi_pool` | any region becomes a map of fixed size | Fast |
# | `roi_align` | the same without rounding | Mask |
# | `generate_anchors` | boxes of many shapes at every place | Faster |
# | `encode_boxes`, `decode_boxes`, `clip_boxes` | move and stretch a box by four numbers | all |
# | `rpn_targets`, `rpn_loss` | what the RPN learns | Faster |
# | `proposals` | the best regions out of thousands | Faster |
# | `mask_head` | a mask for each class, in Keras | Mask |
#
# Boxes are `(x1, y1, x2, y2)` as in the last assignment: floats, x to the right, y down, the width is `x2 - x1`.

# %% [markdown] lang="ko"
# # R-CNN에서 Mask R-CNN까지: 한 번 계산해서 이천 번 쓰기
#
# 분류 신경망은 사진에 *무엇이* 있는지 말해요. 검출기는 *어디에* 있는지도 말해야 하고, 물체가 몇 개인지는 아무도 알려
# 주지 않아요. 이번 과제의 네 신경망은 이 문제를 한 걸음씩 풀어 가는데, 걸음마다 생각은 같아요. **똑같은 계산을 자꾸
# 되풀이하고 있지 않은가? 한 번만 계산해서 함께 쓰자.**
#
# ![네 줄 그림. R-CNN, Fast, Faster, Mask R-CNN이 이미지에서 영역과 신경망을 거쳐 결과에 이르는 길](images/four.png)
#
# | 신경망 | 함께 쓰는 것 | 새로 더한 것 | 이미지 한 장 | mAP |
# |---|---|---|---|---|
# | R-CNN (2014) | 없어요. 약 2,000조각을 잘라 신경망을 2,000번 돌려요 | | 47초 | 66.0 |
# | Fast R-CNN (2015) | 모든 영역이 특징맵 하나를 함께 써요 | RoI 풀링 | 1.8초, 그중 1.5초는 영역 찾기 | 66.9 |
# | Faster R-CNN (2015) | 영역도 같은 특징맵에서 제안해요 | 앵커, RPN | 0.2초 | 69.9 |
# | Mask R-CNN (2017) | 같은 영역으로 마스크도 만들어요 | RoI 정렬, 마스크 헤드 | 0.2초 | |
#
# 시간과 mAP는 논문의 값이에요. VGG16을 당시의 GPU에서 돌렸고, 데이터는 Pascal VOC 2007이에요(Mask R-CNN은
# ResNet-101-FPN, COCO). 출처: Girshick 외, arXiv:1311.2524, Girshick, arXiv:1504.08083, Ren 외, arXiv:1506.01497,
# He 외, arXiv:1703.06870.
#
# 여러분은 이 신경망들을 이어 주는 부품을 만들어요.
#
# | 함수 | 하는 일 | 신경망 |
# |---|---|---|
# | `roi_pool` | 어떤 영역이든 정해진 크기의 맵으로 바꿔요 | Fast |
# | `roi_align` | 같은 일을 반올림 없이 해요 | Mask |
# | `generate_anchors` | 자리마다 여러 모양의 상자를 놓아요 | Faster |
# | `encode_boxes`, `decode_boxes`, `clip_boxes` | 숫자 네 개로 상자를 옮기고 늘려요 | 모두 |
# | `rpn_targets`, `rpn_loss` | RPN이 배울 것을 정해요 | Faster |
# | `proposals` | 수천 개 가운데 가장 좋은 영역을 골라요 | Faster |
# | `mask_head` | 클래스마다 마스크를 그려요(Keras) | Mask |
#
# 상자는 지난 과제와 같이 `(x1, y1, x2, y2)`예요. 실수이고, x는 오른쪽, y는 아래로 커지며, 너비는 `x2 - x1`이에요.

# %% [markdown] lang="en"
# `iou` and `nms` of the last assignment are given: use them as they are.

# %% [markdown] lang="ko"
# 지난 과제의 `iou`와 `nms`는 완성된 것을 드려요. 그대로 쓰세요.

# %%
import keras
import numpy as np
from keras import layers

from cnnkit import check, hint


def iou(boxes1, boxes2):
    """The overlap of every box of the first list with every box of the second, shape (M, N)."""
    first, second = np.asarray(boxes1, float)[:, None], np.asarray(boxes2, float)[None]  # (M, 1, 4), (1, N, 4)
    corners = np.minimum(first[..., 2:], second[..., 2:]) - np.maximum(first[..., :2], second[..., :2])
    both = corners.clip(0).prod(axis=-1)  # (M, N)
    areas = (first[..., 2:] - first[..., :2]).prod(axis=-1) + (second[..., 2:] - second[..., :2]).prod(axis=-1)
    return both / np.maximum(areas - both, 1e-12)


def nms(boxes, scores, iou_threshold=0.5):
    """Indices of the boxes that stay, best first: a box goes if it overlaps a better one by more than the threshold."""
    order = list(np.argsort(-np.asarray(scores), kind="stable"))
    kept = []
    while order:
        best = order.pop(0)
        kept.append(best)
        overlaps = iou(boxes[[best]], boxes[order])[0]
        order = [i for i, overlap in zip(order, overlaps, strict=True) if overlap <= iou_threshold]
    return np.array(kept, dtype=int)


# %% [markdown] lang="en" concepts=["selective search = proposals", "R-CNN = roi_pool"]
# ## 1. Why R-CNN is slow
#
# R-CNN takes a classic program, Selective Search, that suggests about 2,000 regions in which *something* might be. It
# cuts each of them out, resizes it, and runs a whole CNN on it.
#
# Our task is the one of the notes: find number plates such as `48 오 4822`. The pictures are drawn by `plates`.

# %% [markdown] lang="ko" concepts=["선택적 탐색", "R-CNN"]
# ## 1. R-CNN은 왜 느릴까요?
#
# R-CNN은 먼저 선택적 탐색(Selective Search)이라는 고전 프로그램으로 *무언가* 있을 만한 영역을 2,000개쯤 제안받아요.
# 그리고 영역마다 잘라 내고, 크기를 바꾸고, CNN 전체를 한 번씩 돌려요.
#
# 우리가 풀 문제는 강의 노트의 예예요. `48 오 4822` 같은 번호판을 찾아요. 사진은 `plates`가 그려 줘요.

# %% tags=["demo"]
from cnnkit.plates import plates

street = plates(1, seed=43, texts=["48 오 4822"], most=1)[0]
print(street.image.shape, street.texts, street.boxes)
try:
    import matplotlib.pyplot as plt

    plt.imshow(street.image)
    plt.axis("off")
    plt.show()
except ImportError as error:  # Matplotlib is not installed
    print(error)

# %% [markdown] lang="en"
# Count before you measure. Take one small layer: 8 filters of 3x3 on 3 channels, so 27 x 8 = 216 multiplications for
# each pixel of the map.
#
# | | pixels | multiplications |
# |---|---|---|
# | R-CNN: 2,000 crops of 32x32 | 2,000 x 1,024 = 2,048,000 | 442,368,000 |
# | Fast R-CNN: the image of 96x128, once | 12,288 | 2,654,208 |
#
# That is 2,048,000 / 12,288 = **166.7 times** the work, for the same picture: the crops overlap, and every pixel is
# convolved again and again.

# %% [markdown] lang="ko"
# 재기 전에 먼저 세어 봐요. 작은 층 하나면 충분해요. 채널이 3개이고 3x3 필터가 8개라면 특징맵의 픽셀 하나에 곱셈이
# 27 x 8 = 216번 필요해요.
#
# | | 픽셀 | 곱셈 |
# |---|---|---|
# | R-CNN: 32x32 조각 2,000개 | 2,000 x 1,024 = 2,048,000 | 442,368,000 |
# | Fast R-CNN: 96x128 이미지 한 번 | 12,288 | 2,654,208 |
#
# 2,048,000 / 12,288 = **166.7배**예요. 같은 사진인데 말이에요. 조각들이 서로 겹쳐서 같은 픽셀을 자꾸 다시
# 합성곱하기 때문이에요.

# %% tags=["demo"]
import time


def convolve(x, W):
    """A convolution as in the assignment on im2col: x (N, C, H, W), filters (FN, C, 3, 3), padding 1."""
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(2, 3))  # (N, C, H, W, 3, 3)
    return np.tensordot(windows, W, axes=((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2)  # (N, FN, H, W)


def resized(x, box, side):
    """Cut a box out of x (C, H, W) and make it side x side, by taking the nearest pixels."""
    x1, y1, x2, y2 = box
    rows = (y1 + (np.arange(side) + 0.5) * (y2 - y1) / side).astype(int)
    columns = (x1 + (np.arange(side) + 0.5) * (x2 - x1) / side).astype(int)
    return x[:, rows[:, None], columns]


def two_layers(x):
    return convolve(np.maximum(convolve(x, filters), 0), more_filters)


def multiplications(height, width, channels, filters, n=1):
    return n * height * width * channels * 9 * filters


random = np.random.default_rng(0)
x = street.image.transpose(2, 0, 1) / 255  # (3, 96, 128)
filters, more_filters = random.normal(size=(8, 3, 3, 3)), random.normal(size=(16, 8, 3, 3))
corner = random.uniform(0, 1, (2000, 2)) * [88, 56]
regions = np.hstack([corner, corner + random.uniform(16, 40, (2000, 2))])

start = time.perf_counter()
for region in regions[:100]:
    two_layers(resized(x, region, 32)[None])
crops_s = 20 * (time.perf_counter() - start)
start = time.perf_counter()
features = two_layers(x[None])[0]  # (16, 96, 128)
once_s = time.perf_counter() - start
counts = multiplications(32, 32, 3, 8, 2000), multiplications(96, 128, 3, 8)
print("multiplications in the first layer: {:,} and {:,}".format(*counts))
print(f"two layers, 2,000 crops: about {crops_s:.2f} s; the image once: {once_s:.4f} s")

# %% [markdown] lang="en" concepts=["Fast R-CNN", "RoI pooling"]
# ## 2. Fast R-CNN: convolve once, pool every region
#
# So convolve the whole image, and cut the regions out of the **feature map**. But the fully connected layers behind
# want a fixed size, say 7x7, and regions have all sizes. RoI pooling lays a grid of `out_h x out_w` bins over the
# region and takes the maximum of each bin.
#
# Here is a map of 4x4 and the region (0, 0, 3, 3) for 2x2 bins. The region holds 3x3 cells, and half of 3 is 1.5. So a
# bin begins at the cell in which its first edge lies (floor) and ends behind the cell in which its last edge lies
# (ceil): rows 0 to 1 and rows 1 to 2. **Every cell is in some bin; a cell may be in two.**
#
# ![The 4x4 map, the region of 3x3 cells, its four overlapping bins, and their maxima 5 6 9 10](images/pool.png)
#
# The rules, exactly. In units of cells, cell (i, j) covers [j, j + 1] x [i, i + 1].
#
# 1. The region grows outwards to whole cells: `x1, y1` are rounded down, `x2, y2` up. It then has
#    `w = x2 - x1` columns and `h = y2 - y1` rows; `x2` itself is not inside.
# 2. Bin i holds the rows from `y1 + floor(i h / out_h)` to just before `y1 + ceil((i + 1) h / out_h)`, columns alike.
# 3. Cells outside the map do not exist. A bin that holds no cell gives 0.
#
# (Caffe's first version rounds to the nearest cell and counts `x2` as inside. Other code, other convention: read the
# rule before you trust a number.)
#
# **Your task:** `roi_pool`.

# %% [markdown] lang="ko" concepts=["Fast R-CNN", "RoI 풀링"]
# ## 2. Fast R-CNN: 합성곱은 한 번, 풀링은 영역마다
#
# 그래서 이미지 전체를 한 번만 합성곱하고, 영역은 **특징맵**에서 잘라 내요. 그런데 뒤의 완전연결층은 7x7처럼 정해진
# 크기를 원하고, 영역의 크기는 제각각이에요. RoI 풀링은 영역 위에 `out_h x out_w`칸의 격자를 놓고 칸마다 최댓값을
# 구해요.
#
# 4x4 특징맵에서 영역 (0, 0, 3, 3)을 2x2칸으로 나눠 봐요. 영역은 3x3셀이고 3의 절반은 1.5예요. 그래서 칸은 첫 경계가
# 놓인 셀에서 시작해(내림) 마지막 경계가 놓인 셀 뒤에서 끝나요(올림). 0~1행과 1~2행이 돼요. **모든 셀이 어느 칸엔가
# 들어가고, 두 칸에 들어가는 셀도 있어요.**
#
# ![4x4 특징맵, 3x3셀 영역, 겹치는 칸 네 개, 최댓값 5 6 9 10](images/pool.png)
#
# 규칙을 정확히 적을게요. 단위는 셀이고, (i, j) 셀은 [j, j + 1] x [i, i + 1]을 덮어요.
#
# 1. 영역을 바깥쪽으로 정수 셀까지 넓혀요. `x1, y1`은 내리고 `x2, y2`는 올려요. 그러면 열이 `w = x2 - x1`개, 행이
#    `h = y2 - y1`개이고, `x2`번 셀은 들어가지 않아요.
# 2. i번 칸은 `y1 + floor(i h / out_h)`행부터 `y1 + ceil((i + 1) h / out_h)`행 바로 앞까지예요. 열도 같아요.
# 3. 특징맵 바깥의 셀은 없는 셀이에요. 셀이 하나도 없는 칸은 0이에요.
#
# (Caffe의 첫 구현은 가까운 셀로 반올림하고 `x2`도 안에 넣어요. 코드마다 약속이 다르니 규칙부터 읽으세요.)
#
# **할 일:** `roi_pool`을 작성하세요.


# %%
def roi_pool(features, roi, out_h, out_w):
    """Take the maximum of every bin of a region of interest.

    The region is rounded outwards to whole cells. Bins overlap where its size is not a multiple of out_h or out_w.
    Cells outside the map do not exist; a bin without any cell gives 0.

    Args:
        features: one feature map, shape (C, H, W).
        roi: the region (x1, y1, x2, y2) in cells of the map; cell (i, j) covers [j, j + 1] x [i, i + 1]. Its corners
            may be fractions, and may lie outside the map.
        out_h: rows of bins.
        out_w: columns of bins.

    Returns:
        Maxima, shape (C, out_h, out_w). With y1 rounded down, y2 rounded up and h = y2 - y1, bin i holds the rows
        y1 + floor(i h / out_h) <= row < y1 + ceil((i + 1) h / out_h); columns likewise.

    Source: Girshick, Fast R-CNN, arXiv:1504.08083, section 2.1.

    >>> features = np.arange(16.0).reshape(1, 4, 4)
    >>> roi_pool(features, (0, 0, 3, 3), 2, 2)[0]
    array([[ 5.,  6.],
           [ 9., 10.]])
    >>> roi_pool(features, (2.5, 0, 6, 1), 1, 2)[0]  # columns 2 to 5, of which 4 and 5 do not exist
    array([[3., 0.]])
    """
    ### BEGIN SOLUTION
    x1, y1 = int(np.floor(roi[0])), int(np.floor(roi[1]))
    x2, y2 = int(np.ceil(roi[2])), int(np.ceil(roi[3]))
    out = np.zeros((len(features), out_h, out_w), features.dtype)
    for i in range(out_h):
        top, bottom = y1 + i * (y2 - y1) // out_h, y1 - (-(i + 1) * (y2 - y1) // out_h)  # -(-a // b) rounds up
        for j in range(out_w):
            left, right = x1 + j * (x2 - x1) // out_w, x1 - (-(j + 1) * (x2 - x1) // out_w)
            cells = features[:, max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]  # (C, rows, columns)
            if cells.size:
                out[:, i, j] = cells.max(axis=(1, 2))
    return out  # (C, out_h, out_w)
    ### END SOLUTION


# %%
check(roi_pool)

# %% [markdown] lang="en"
# Stuck? Every `hint` says a little more, and never the answer.

# %% [markdown] lang="ko"
# 막혔나요? `hint`는 부를 때마다 조금씩 더 알려 줘요. 답을 그대로 알려 주지는 않아요.

# %% tags=["demo"]
hint(roi_pool)

# %% [markdown] lang="en"
# Now the race: 2,000 crops through two layers, against the image once through them and 2,000 poolings.

# %% [markdown] lang="ko"
# 이제 겨뤄 볼까요? 조각 2,000개를 두 층에 통과시키는 것과, 이미지를 한 번 통과시키고 2,000번 풀링하는 것이에요.

# %% tags=["demo"]
start = time.perf_counter()
pooled = [roi_pool(features, region, 4, 4) for region in regions[:500]]
pool_s = 4 * (time.perf_counter() - start)
print(f"R-CNN: about {crops_s:.2f} s; Fast R-CNN: {once_s:.4f} + {pool_s:.2f} s = {once_s + pool_s:.2f} s")
print("and these are two layers; VGG16 has 13 of them, and RoI pooling is still done once")

# %% [markdown] lang="en" concepts=["RoI align"]
# Nearly all the time of Fast R-CNN is now our own pooling, in Python loops. That is honest, and it is the point:
# pooling does not grow with the depth of the network. VGG16 needs 15.3 billion multiplications for the convolutions of
# one image of 224x224. R-CNN pays that 2,000 times.
#
# ## 3. RoI align: do not round
#
# RoI pooling rounds twice, and a cell of a deep map is 16 pixels wide. For "is it a plate?" that hardly matters. For a
# mask, which must fit to the pixel, it does. So Mask R-CNN never rounds: it reads the map **between** the cells.
#
# ![A region with corners that are fractions, its bins, four samples in each, and bilinear weights](images/align.png)
#
# 1. Cut the region as it is into bins of `(y2 - y1) / out_h` by `(x2 - x1) / out_w`.
# 2. In each bin take `sampling x sampling` points on a regular grid: the middles of as many small boxes.
# 3. Read the map at each point, bilinearly. The number of cell (i, j) sits in its middle, at x = j + 0.5 and
#    y = i + 0.5. **So index = coordinate - 0.5.** Indices outside [0, W - 1] and [0, H - 1] are moved to that border.
# 4. The bin is the mean of its points.
#
# By hand: in cell (i, j) of a 4x4 map stands 4 i + j. On such a slope, bilinear reading is exact. The region
# (0.5, 1, 3.5, 3) in 2x2 bins: a bin is 1.5 wide, the samples of the first are at x = 0.875 and 1.625, their indices
# 0.375 and 1.125, the mean 0.75. The rows: indices 0.75 and 1.25, mean 1. So the first bin is 4 x 1 + 0.75 = **4.75**,
# and all four are 4.75 6.25 / 8.75 10.25. Move the region by a quarter of a cell to the right, and all of them grow by
# exactly 0.25. `roi_pool` gives 5 7 / 9 11 both times: it cannot see the shift.
#
# (Without the 0.5, as in the first Detectron, everything is half a cell off: 7.25 and not 4.75.)
#
# **Your task:** `roi_align`.

# %% [markdown] lang="ko" concepts=["RoI 정렬"]
# Fast R-CNN에 걸린 시간은 거의 다 파이썬 반복문으로 한 풀링이에요. 바로 이것이 요점이에요. 풀링의 비용은 신경망이
# 깊어져도 늘지 않아요. VGG16은 224x224 이미지 한 장의 합성곱에 곱셈이 153억 번 필요하고, R-CNN은 이
# 값을 2,000번 치러요.
#
# ## 3. RoI 정렬: 반올림하지 않기
#
# RoI 풀링은 두 번 반올림하는데, 깊은 특징맵의 셀 하나는 16픽셀이에요. "번호판인가?"라는 질문에는 별문제가 없지만,
# 픽셀까지 맞아야 하는 마스크에는 문제가 돼요. 그래서 Mask R-CNN은 반올림하지 않고 셀과 셀 **사이**의 값을 읽어요.
#
# ![꼭짓점이 분수인 영역과 칸, 칸마다 표본점 네 개, 이중 선형 보간의 가중치](images/align.png)
#
# 1. 영역을 그대로 `(y2 - y1) / out_h` x `(x2 - x1) / out_w` 크기의 칸으로 나눠요.
# 2. 칸마다 점을 `sampling x sampling`개 골고루 찍어요. 칸을 그만큼 작은 상자로 나눈 가운데 점들이에요.
# 3. 점마다 특징맵을 이중 선형 보간으로 읽어요. (i, j) 셀의 값은 셀의 가운데, 곧 x = j + 0.5, y = i + 0.5에 있어요.
#    **그래서 인덱스 = 좌표 - 0.5예요.** [0, W - 1]과 [0, H - 1]을 벗어난 인덱스는 그 경계로 옮겨요.
# 4. 칸의 값은 점들의 평균이에요.
#
# 손으로 해 봐요. 4x4 특징맵의 (i, j) 셀에 4 i + j가 있어요. 이런 비탈에서는 이중 선형 보간이 정확해요. 영역
# (0.5, 1, 3.5, 3)을 2x2칸으로 나누면 칸의 너비는 1.5예요. 첫 칸의 표본은 x = 0.875와 1.625, 인덱스로는 0.375와 1.125,
# 평균은 0.75예요. 행은 인덱스 0.75와 1.25, 평균 1이에요. 그래서 첫 칸은 4 x 1 + 0.75 = **4.75**이고, 네 칸은 4.75
# 6.25 / 8.75 10.25예요. 영역을 오른쪽으로 셀의 4분의 1만큼 옮기면 모두 정확히 0.25씩 커져요. `roi_pool`은 두 번 다
# 5 7 / 9 11이에요. 움직임을 보지 못해요.
#
# (Detectron의 첫 구현처럼 0.5를 빼지 않으면 모두 반 셀씩 밀려요. 4.75가 아니라 7.25가 돼요.)
#
# **할 일:** `roi_align`을 작성하세요.


# %%
def roi_align(features, roi, out_h, out_w, sampling=2):
    """Average bilinear samples of every bin of a region, without rounding.

    Args:
        features: one feature map, shape (C, H, W); the number of cell (i, j) sits at x = j + 0.5, y = i + 0.5.
        roi: the region (x1, y1, x2, y2) in cells of the map, as it is: fractions are not rounded.
        out_h: rows of bins.
        out_w: columns of bins.
        sampling: samples along each axis of a bin, sampling * sampling in all.

    Returns:
        Means, shape (C, out_h, out_w). Sample k of bin i lies at
        y = y1 + (i + (k + 0.5) / sampling) * (y2 - y1) / out_h, which is the row index y - 0.5; an index below 0 counts
        as 0 and one above H - 1 as H - 1. Columns likewise.

    Source: He et al., Mask R-CNN, arXiv:1703.06870, section 3.

    >>> features = np.arange(16.0).reshape(1, 4, 4)  # 4 i + j
    >>> roi_align(features, (0.5, 1, 3.5, 3), 2, 2)[0]
    array([[ 4.75,  6.25],
           [ 8.75, 10.25]])
    >>> roi_align(features, (0.75, 1, 3.75, 3), 2, 2)[0]
    array([[ 5. ,  6.5],
           [ 9. , 10.5]])
    """
    ### BEGIN SOLUTION
    C, H, W = features.shape
    x1, y1, x2, y2 = roi
    ys = y1 + (np.arange(out_h * sampling) + 0.5) / sampling * (y2 - y1) / out_h - 0.5  # (out_h*sampling,)
    xs = x1 + (np.arange(out_w * sampling) + 0.5) / sampling * (x2 - x1) / out_w - 0.5  # (out_w*sampling,)
    ys, xs = np.clip(ys, 0, H - 1), np.clip(xs, 0, W - 1)
    top, left = ys.astype(int), xs.astype(int)
    bottom, right = np.minimum(top + 1, H - 1), np.minimum(left + 1, W - 1)
    down, along = (ys - top)[:, None], xs - left  # how far from the upper row, from the left column
    rows = features[:, top] * (1 - down) + features[:, bottom] * down  # (C, out_h*sampling, W)
    samples = rows[:, :, left] * (1 - along) + rows[:, :, right] * along  # (C, out_h*sampling, out_w*sampling)
    return samples.reshape(C, out_h, sampling, out_w, sampling).mean(axis=(2, 4))  # (C, out_h, out_w)
    ### END SOLUTION


# %%
check(roi_align)

# %% tags=["demo"]
slope = np.arange(16.0).reshape(1, 4, 4)
for shift in (0, 0.25, 0.5):
    region = (0.5 + shift, 1, 3.5 + shift, 3)
    print(shift, "pool:", roi_pool(slope, region, 2, 2)[0, 0], "align:", roi_align(slope, region, 2, 2)[0, 0])

# %% [markdown] lang="en" concepts=["anchors", "Faster R-CNN"]
# ## 4. Faster R-CNN: anchors
#
# Now Selective Search takes most of the time. The idea of Faster R-CNN: let a small network, the RPN, look at the map
# that is there anyway, and propose the regions. It cannot invent boxes out of nothing, so at each cell of the map lie
# **anchors**, boxes of a few sizes and shapes. For each the RPN says two things: is something here? And how must the
# anchor move and stretch to fit?
#
# ![A street with a plate; at one cell of the grid nine anchors of three sizes and shapes](images/anchors.png)
#
# Our anchors, exactly:
#
# - Their middle is the middle of the cell, in pixels: x = (column + 0.5) * stride, y = (row + 0.5) * stride.
# - A ratio is **h / w**: 0.25 is wide like a plate, 4 is tall.
# - A scale s is the side of the square: **all anchors of one scale have the area s²**. So w = s / sqrt(ratio) and
#   h = s * sqrt(ratio).
# - The order: row by row, in a row column by column, at each cell scale by scale, for each scale ratio by ratio. The
#   ratio runs fastest.
# - Nothing is clipped or rounded.
#
# By hand, with stride 16, scale 32 and the ratios 0.25, 1 and 4: the anchors are 64x16, 32x32 and 16x64, all with 1,024
# pixels, and in the first cell, whose middle is (8, 8), they are (-24, 0, 40, 16), (-8, -8, 24, 24) and
# (0, -24, 16, 40).
#
# A map of 6x8 with 3 scales and 3 ratios has 6 x 8 x 9 = 432 anchors. The paper has 9 at each cell of a map of about
# 60x40: some 20,000.
#
# **Your task:** `generate_anchors`.

# %% [markdown] lang="ko" concepts=["앵커", "Faster R-CNN"]
# ## 4. Faster R-CNN: 앵커
#
# 이제는 선택적 탐색이 시간을 거의 다 써요. Faster R-CNN의 생각은 이래요. 어차피 있는 특징맵을 작은 신경망 RPN이 보고
# 영역을 제안하게 해요. RPN이 아무것도 없는 데서 상자를 만들 수는 없으니, 특징맵의 셀마다 크기와 모양이 다른 상자 몇
# 개를 미리 놓아둬요. 이것이 **앵커**예요. RPN은 앵커마다 두 가지를 말해요. 여기에 무언가 있는가? 앵커를 어떻게 옮기고
# 늘려야 꼭 맞는가?
#
# ![번호판이 있는 거리. 16픽셀 격자의 한 셀에 크기 세 가지, 모양 세 가지인 앵커 아홉 개](images/anchors.png)
#
# 우리 앵커를 정확히 정할게요.
#
# - 앵커의 중심은 셀의 가운데예요. 픽셀로 x = (열 + 0.5) * stride, y = (행 + 0.5) * stride예요.
# - ratio는 **h / w**예요. 0.25는 번호판처럼 옆으로 길고, 4는 세로로 길어요.
# - scale s는 정사각형일 때의 한 변이에요. **scale이 같은 앵커는 넓이가 모두 s²예요.** 그래서 w = s / sqrt(ratio),
#   h = s * sqrt(ratio)예요.
# - 순서: 행, 그 안에서 열, 셀마다 scale, scale마다 ratio예요. ratio가 가장 빨리 바뀌어요.
# - 자르거나 반올림하지 않아요.
#
# 손으로 해 봐요. stride 16, scale 32, ratio 0.25, 1, 4라면 앵커는 64x16, 32x32, 16x64이고 넓이는 모두 1,024픽셀이에요.
# 첫 셀의 중심은 (8, 8)이니 앵커는 (-24, 0, 40, 16), (-8, -8, 24, 24), (0, -24, 16, 40)이에요.
#
# 6x8 특징맵에 scale 3개, ratio 3개라면 앵커는 6 x 8 x 9 = 432개예요. 논문에서는 60x40쯤 되는 맵의 셀마다 9개씩, 약
# 20,000개를 써요.
#
# **할 일:** `generate_anchors`를 작성하세요.


# %%
def generate_anchors(feat_h, feat_w, stride, scales, ratios):
    """Lay boxes of several sizes and shapes around the middle of every cell of a map.

    Nothing is clipped or rounded.

    Args:
        feat_h: rows of the feature map.
        feat_w: columns of the feature map.
        stride: pixels of the image for each cell, along both axes.
        scales: sides of the squares, in pixels.
        ratios: height / width of the boxes.

    Returns:
        Boxes (x1, y1, x2, y2) in pixels of the image, shape (feat_h * feat_w * len(scales) * len(ratios), 4), float.
        The middle of cell (row, column) is x = (column + 0.5) stride, y = (row + 0.5) stride; a box has the width
        scale / sqrt(ratio) and the height scale * sqrt(ratio), so that its area is scale². The order is row, column,
        scale, ratio; the ratio changes fastest.

    Source: Ren et al., Faster R-CNN, arXiv:1506.01497, section 3.1.1.

    >>> generate_anchors(1, 2, 16, [32], [0.25, 1, 4])
    array([[-24.,   0.,  40.,  16.],
           [ -8.,  -8.,  24.,  24.],
           [  0., -24.,  16.,  40.],
           [ -8.,   0.,  56.,  16.],
           [  8.,  -8.,  40.,  24.],
           [ 16., -24.,  32.,  40.]])
    """
    ### BEGIN SOLUTION
    root = np.sqrt(ratios)  # (R,)
    w = np.divide.outer(scales, root).ravel()  # (S*R,)
    h = np.multiply.outer(scales, root).ravel()
    row, column = np.mgrid[:feat_h, :feat_w].reshape(2, -1, 1)  # (FH*FW, 1) each
    x, y = (column + 0.5) * stride, (row + 0.5) * stride
    corners = np.stack([x - w / 2, y - h / 2, x + w / 2, y + h / 2], axis=-1)  # (FH*FW, S*R, 4)
    return corners.reshape(-1, 4)  # (FH*FW*S*R, 4)
    ### END SOLUTION


# %%
check(generate_anchors)

# %% tags=["demo"]
anchors = generate_anchors(6, 8, 16, [24, 36, 48], [0.25, 0.5, 1])
overlap = iou(anchors, street.boxes)
print(len(anchors), "anchors; the best overlaps the plate by", overlap.max().round(2))
try:
    import matplotlib.pyplot as plt

    plt.imshow(street.image)
    middle = 9 * (2 * 8 + 3)  # the first anchor of row 2, column 3
    for x1, y1, x2, y2 in anchors[middle : middle + 9]:
        plt.plot([x1, x2, x2, x1, x1], [y1, y1, y2, y2, y1], color="white", lw=1)
    x1, y1, x2, y2 = anchors[overlap[:, 0].argmax()]
    plt.plot([x1, x2, x2, x1, x1], [y1, y1, y2, y2, y1], color="#009E73", lw=3)
    plt.axis("off")
    plt.show()
except ImportError as error:
    print(error)

# %% [markdown] lang="en" concepts=["box encoding"]
# ## 5. Four numbers move a box
#
# The RPN does not say corners. It says how an **anchor** must change: how far its middle moves, *measured in anchors*,
# and how many times wider and higher it gets, as a logarithm.
#
# ![An anchor and a box: dx is the shift in widths of the anchor, dw the logarithm of a quotient](images/deltas.png)
#
# $$d_x = \frac{x - x_a}{w_a} \quad d_y = \frac{y - y_a}{h_a}
# \quad d_w = \log\frac{w}{w_a} \quad d_h = \log\frac{h}{h_a}$$
#
# x, y are middles, w, h sizes; those with an a belong to the anchor. Why so? An anchor twice as large with a shift
# twice as large gives the same number, so that one filter serves all sizes. And whatever number the network says for
# dw, the width exp(dw) * w_a is positive.
#
# By hand: the anchor (0, 0, 32, 16) and the box (8, 4, 72, 20). Middles (16, 8) and (40, 12), sizes 32x16 and 64x16.
# dx = 24 / 32 = 0.75, dy = 4 / 16 = 0.25, dw = log 2 = 0.6931, dh = 0.
#
# The way back must survive a wild network: exp(800) is infinite. So dw and dh are cut at **log(1000 / 16) = 4.135**
# from above: no box gets more than 62.5 times as wide as its anchor. From below nothing is cut. dx and dy stay free.
#
# (The order is **dx, dy, dw, dh**. Keras' own `encode_box_to_deltas` says dy, dx, dh, dw unless it is told otherwise:
# the same numbers in other places are a silent mistake. Detectron also multiplies them by
# weights such as 10, 10, 5, 5; we do not.)
#
# **Your task:** `encode_boxes`, `decode_boxes` and, as boxes may not leave the picture, `clip_boxes`.

# %% [markdown] lang="ko" concepts=["상자 부호화"]
# ## 5. 숫자 네 개로 상자 옮기기
#
# RPN은 꼭짓점을 말하지 않아요. **앵커**를 어떻게 바꿔야 하는지 말해요. 중심을 얼마나 옮길지는 *앵커의 크기를 단위로*,
# 너비와 높이를 몇 배로 늘릴지는 로그로 말해요.
#
# ![앵커와 상자. dx는 앵커 너비를 단위로 한 이동, dw는 몇 배 넓어졌는지의 로그](images/deltas.png)
#
# $$d_x = \frac{x - x_a}{w_a} \quad d_y = \frac{y - y_a}{h_a}
# \quad d_w = \log\frac{w}{w_a} \quad d_h = \log\frac{h}{h_a}$$
#
# x, y는 중심, w, h는 크기이고, a가 붙은 것은 앵커의 값이에요. 왜 이렇게 할까요? 앵커가 두 배 크고 이동도 두 배 크면
# 같은 숫자가 나와서 필터 하나로 모든 크기를 다룰 수 있어요. 그리고 신경망이 dw로 무슨 값을 말하든 너비 exp(dw) * w_a는
# 양수예요.
#
# 손으로 해 봐요. 앵커 (0, 0, 32, 16)과 상자 (8, 4, 72, 20)이에요. 중심은 (16, 8)과 (40, 12), 크기는 32x16과
# 64x16이에요. dx = 24 / 32 = 0.75, dy = 4 / 16 = 0.25, dw = log 2 = 0.6931, dh = 0이에요.
#
# 되돌릴 때는 신경망이 엉뚱한 값을 말해도 견뎌야 해요. exp(800)은 무한대예요. 그래서 dw와 dh는 위쪽을 **log(1000 / 16)
# = 4.135**에서 잘라요. 어떤 상자도 앵커보다 62.5배 넘게 넓어지지 않아요. 아래쪽은 자르지 않고, dx와 dy도 그대로 둬요.
#
# (순서는 **dx, dy, dw, dh**예요. Keras의 `encode_box_to_deltas`는 따로 정하지 않으면 dy, dx, dh, dw 순서로 말해요. 같은
# 숫자라도 자리가 다르면 오류 없이 틀려요. Detectron은 여기에 10, 10, 5, 5 같은 가중치도 곱하지만 우리는 곱하지 않아요.)
#
# **할 일:** `encode_boxes`, `decode_boxes`, 그리고 상자가 사진을 벗어나지 않게 하는 `clip_boxes`를 작성하세요.


# %%
def encode_boxes(anchors, boxes):
    """Say how each anchor must move and stretch to become its box.

    Args:
        anchors: shape (N, 4), (x1, y1, x2, y2), each wider and higher than 0.
        boxes: the box for each anchor, shape (N, 4), likewise.

    Returns:
        Deltas (dx, dy, dw, dh), shape (N, 4), float: dx = (x - xa) / wa, dy = (y - ya) / ha, dw = log(w / wa),
        dh = log(h / ha), where x, y are the middles, w, h the sizes, and those of the anchor end in a.

    Source: Girshick et al., R-CNN, arXiv:1311.2524, appendix C.

    >>> encode_boxes(np.array([[0, 0, 32, 16]]), np.array([[8, 4, 72, 20]])).round(4)
    array([[0.75  , 0.25  , 0.6931, 0.    ]])
    """
    ### BEGIN SOLUTION
    anchor_size, size = anchors[:, 2:] - anchors[:, :2], boxes[:, 2:] - boxes[:, :2]  # (N, 2) each
    anchor_middle, middle = anchors[:, :2] + anchor_size / 2, boxes[:, :2] + size / 2
    return np.hstack([(middle - anchor_middle) / anchor_size, np.log(size / anchor_size)])  # (N, 4)
    ### END SOLUTION


# %%
check(encode_boxes)


# %%
def decode_boxes(anchors, deltas):
    """Move and stretch each anchor by its deltas: the way back from encode_boxes.

    dw and dh larger than log(1000 / 16) count as log(1000 / 16), so that no output of a network overflows.

    Args:
        anchors: shape (N, 4), (x1, y1, x2, y2).
        deltas: (dx, dy, dw, dh) for each, shape (N, 4).

    Returns:
        Boxes (x1, y1, x2, y2), shape (N, 4), float, with the middle x = xa + dx wa, y = ya + dy ha and the size
        w = wa exp(min(dw, log(1000 / 16))), h = ha exp(min(dh, log(1000 / 16))).

    Source: Girshick et al., R-CNN, arXiv:1311.2524, appendix C.

    >>> decode_boxes(np.array([[0, 0, 32, 16]]), np.array([[0.75, 0.25, np.log(2), 0]]))
    array([[ 8.,  4., 72., 20.]])
    >>> decode_boxes(np.array([[0, 0, 32, 16]]), np.array([[0, 0, 800, 0]])).round(6)  # 62.5 x 32 = 2000 wide
    array([[-984.,    0., 1016.,   16.]])
    """
    ### BEGIN SOLUTION
    anchor_size = anchors[:, 2:] - anchors[:, :2]  # (N, 2)
    middle = anchors[:, :2] + anchor_size / 2 + deltas[:, :2] * anchor_size
    size = anchor_size * np.exp(np.minimum(deltas[:, 2:], np.log(1000 / 16)))
    return np.hstack([middle - size / 2, middle + size / 2])  # (N, 4)
    ### END SOLUTION


# %%
check(decode_boxes)


# %%
def clip_boxes(boxes, height, width):
    """Cut off what lies outside the picture.

    A box that lies wholly outside becomes a box without area on the border.

    Args:
        boxes: shape (N, 4), (x1, y1, x2, y2) in pixels.
        height: of the picture, in pixels.
        width: of the picture, in pixels.

    Returns:
        Boxes, shape (N, 4): x1 and x2 between 0 and width, y1 and y2 between 0 and height, both ends included. The
        last pixel ends at width, not at width - 1.

    Source: Ren et al., Faster R-CNN, arXiv:1506.01497, section 3.3.

    >>> clip_boxes(np.array([[-24, 0, 40, 16], [90, 60, 140, 100]]), 96, 128)
    array([[  0,   0,  40,  16],
           [ 90,  60, 128,  96]])
    """
    ### BEGIN SOLUTION
    return np.clip(boxes, 0, [width, height, width, height])  # (N, 4)
    ### END SOLUTION


# %%
check(clip_boxes)

# %% tags=["demo"]
best = anchors[overlap[:, 0].argmax()][None]
deltas = encode_boxes(best, street.boxes)
print("anchor", best[0], "deltas", deltas.round(3)[0])
print("back again:", decode_boxes(best, deltas)[0], "plate:", street.boxes[0])

# %% [markdown] lang="en" concepts=["RPN"]
# ## 6. What the RPN learns
#
# Which anchors are right? Not "yes or no": **three kinds**.
#
# | label | anchor |
# |---|---|
# | 1, object | its overlap (IoU) with some truth is at least `pos`, or it is the best anchor of some truth |
# | 0, background | its largest overlap is below `neg` |
# | -1, ignored | all others: half a plate is neither a plate nor background |
#
# The second half of the first line matters: a small plate may have no anchor with IoU 0.7, and without it nobody would
# ever learn that plate. The best anchor of a truth is the one that overlaps it most; if several overlap it equally,
# **all of them** are labelled 1; a truth that no anchor touches (IoU 0) gets none.
#
# An anchor labelled 1 shall move to the truth that *it* overlaps most, the first one if several are equal.
#
# By hand, with the truths A = (0, 0, 10, 10) and B = (40, 0, 50, 10):
#
# ![Four anchors over two truths, with IoU 1, 1/2, 0 and 1/3, and their labels 1, -1, 0, 1](images/targets.png)
#
# | anchor | IoU with A | with B | label |
# |---|---|---|---|
# | (0, 0, 10, 10) | 1 | 0 | 1 |
# | (0, 0, 10, 5) | 1/2 | 0 | -1 |
# | (20, 20, 30, 30) | 0 | 0 | 0 |
# | (45, 0, 55, 10) | 0 | 1/3 | 1, as B has no better one; dx = -0.5 |
#
# (While training, Faster R-CNN leaves out anchors that reach over the edge of the picture, whatever they overlap. That
# is done before this function is called, and they are *left out*, not clipped: a clipped anchor is another box than the
# one the network moves.)
#
# **Your task:** `rpn_targets`.

# %% [markdown] lang="ko" concepts=["RPN"]
# ## 6. RPN은 무엇을 배울까요?
#
# 어떤 앵커가 정답일까요? "맞다, 아니다" 둘이 아니라 **세 종류**예요.
#
# | 레이블 | 앵커 |
# |---|---|
# | 1, 물체 | 어떤 정답 상자와 겹치는 정도(IoU)가 `pos` 이상이거나, 어떤 정답 상자에게 가장 좋은 앵커 |
# | 0, 배경 | 가장 큰 IoU가 `neg`보다 작은 앵커 |
# | -1, 무시 | 나머지 모두. 번호판의 절반은 번호판도 배경도 아니에요 |
#
# 첫 줄의 뒷부분이 중요해요. 작은 번호판은 IoU가 0.7인 앵커가 하나도 없을 수 있는데, 그러면 아무도 그 번호판을 배우지
# 못해요. 정답 상자에게 가장 좋은 앵커란 그 상자와 가장 많이 겹치는 앵커예요. 똑같이 겹치는 앵커가 여럿이면 **모두**
# 1이에요. 어떤 앵커도 닿지 않는(IoU 0) 정답 상자에는 앵커가 없어요.
#
# 레이블이 1인 앵커는 *자기가* 가장 많이 겹치는 정답 상자로 움직여야 해요. 여럿이 같으면 첫 번째 상자예요.
#
# 손으로 해 봐요. 정답 상자는 A = (0, 0, 10, 10)과 B = (40, 0, 50, 10)이에요.
#
# ![정답 상자 둘과 앵커 넷. IoU는 1, 1/2, 0, 1/3이고 레이블은 1, -1, 0, 1](images/targets.png)
#
# | 앵커 | A와의 IoU | B와의 IoU | 레이블 |
# |---|---|---|---|
# | (0, 0, 10, 10) | 1 | 0 | 1 |
# | (0, 0, 10, 5) | 1/2 | 0 | -1 |
# | (20, 20, 30, 30) | 0 | 0 | 0 |
# | (45, 0, 55, 10) | 0 | 1/3 | 1. B에게 더 좋은 앵커가 없어요. dx = -0.5 |
#
# (Faster R-CNN은 학습할 때 사진 밖으로 나가는 앵커를 무엇과 겹치든 빼요. 이 함수를 부르기 전에 하는 일이고, 잘라
# 내는 것이 아니라 *빼는* 거예요. 잘라 낸 앵커는 신경망이 옮길 앵커와 다른 상자니까요.)
#
# **할 일:** `rpn_targets`를 작성하세요.


# %%
def rpn_targets(anchors, truths, pos=0.7, neg=0.3):
    """Say for every anchor whether it is object, background or neither, and where it should move.

    Args:
        anchors: shape (A, 4).
        truths: the boxes of the objects, shape (K, 4); K may be 0.
        pos: an anchor with an IoU of at least this with some truth is an object.
        neg: an anchor whose largest IoU is below this is background.

    Returns:
        labels, shape (A,): 1 where the largest IoU is >= pos, or where no anchor has a larger IoU with some truth
        (all that tie; IoU 0 does not count); else 0 where the largest IoU is < neg; else -1.
        deltas, shape (A, 4), float: where the label is 1, those of encode_boxes from the anchor to the truth with
        which it has the largest IoU (the first of equals); 0 everywhere else.

    Source: Ren et al., Faster R-CNN, arXiv:1506.01497, section 3.1.2.

    >>> anchors = np.array([[0, 0, 10, 10], [0, 0, 10, 5], [20, 20, 30, 30], [45, 0, 55, 10]])
    >>> labels, deltas = rpn_targets(anchors, np.array([[0, 0, 10, 10], [40, 0, 50, 10]]))
    >>> labels.tolist(), deltas[3].tolist()
    ([1, -1, 0, 1], [-0.5, 0.0, 0.0, 0.0])
    """
    ### BEGIN SOLUTION
    labels, deltas = np.full(len(anchors), -1), np.zeros((len(anchors), 4))
    overlap = iou(anchors, truths)  # (A, K)
    largest = overlap.max(axis=1, initial=0)  # (A,)
    labels[largest < neg] = 0
    labels[largest >= pos] = 1
    most = overlap.max(axis=0)  # (K,)
    labels[((overlap == most) & (most > 0)).any(axis=1)] = 1
    objects = labels == 1
    if objects.any():
        deltas[objects] = encode_boxes(anchors[objects], truths[overlap[objects].argmax(axis=1)])
    return labels, deltas
    ### END SOLUTION


# %%
check(rpn_targets)

# %% tags=["demo"]
labels, targets = rpn_targets(anchors, street.boxes)
print({label: int((labels == label).sum()) for label in (1, 0, -1)}, "objects, background, ignored")

# %% [markdown] lang="en" concepts=["loss of the RPN"]
# ### The loss
#
# Two questions, two losses. "Is something here?" is a binary cross-entropy. It takes **logits**, the numbers before
# the sigmoid: `max(z, 0) - z t + log(1 + exp(-|z|))` is the same as sigmoid and logarithm, and does not overflow.
#
# "Where?" is the smooth L1 of each of the four differences d: d² / 2 below 1, |d| - 1/2 from there on. A squared error
# would let one wild box shout down all others: for d = 10 it is 50, smooth L1 is 9.5.
#
# ![The curves of d² / 2, |d| and smooth L1, a parabola below 1 and a line above](images/smooth_l1.png)
#
# What is counted, and by what is it divided? In papers this differs; ours is:
#
# - the classification over the anchors labelled 1 or 0; those with -1 are not counted at all;
# - the boxes over the anchors labelled 1 only: where should background move to?
# - **both** are sums divided by the number of anchors labelled 1 or 0 (by 1 if there is none). Dividing the boxes by
#   the number of objects would make a picture with one plate as loud as one with ten.
#
# By hand: logits 0, 0, 0, labels 1, 0, -1. The classification is log 2 = 0.6931. The first anchor is off by
# (0.5, 0, 3, 0): 0.125 + 2.5 = 2.625, divided by 2: **1.3125**.
#
# **Your task:** `rpn_loss`.

# %% [markdown] lang="ko" concepts=["RPN의 손실"]
# ### 손실
#
# 질문이 두 개이니 손실도 두 개예요. "여기에 무언가 있는가?"는 이진 교차 엔트로피예요. 시그모이드에 넣기 전의 값인
# **로짓**을 받아요. `max(z, 0) - z t + log(1 + exp(-|z|))`는 시그모이드와 로그를 차례로 쓴 것과 같고, 오버플로도
# 없어요.
#
# "어디에?"는 차이 d 네 개의 smooth L1이에요. 1보다 작으면 d² / 2, 1부터는 |d| - 1/2이에요. 제곱 오차라면 엉뚱한 상자
# 하나가 나머지를 모두 눌러 버려요. d = 10이면 제곱 오차는 50이지만 smooth L1은 9.5예요.
#
# ![d² / 2, |d|, smooth L1의 곡선. smooth L1은 1보다 작으면 포물선, 크면 직선](images/smooth_l1.png)
#
# 무엇을 세고 무엇으로 나눌까요? 논문마다 달라서 여기서는 이렇게 정해요.
#
# - 분류는 레이블이 1이거나 0인 앵커에서 구해요. -1은 아예 세지 않아요.
# - 상자는 레이블이 1인 앵커에서만 구해요. 배경은 어디로도 움직일 필요가 없어요.
# - **둘 다** 합을 레이블이 1이거나 0인 앵커의 수로 나눠요(하나도 없으면 1로). 상자 손실을 물체의 수로 나누면 번호판이
#   하나뿐인 사진도 열 개인 사진도 손실에 똑같이 크게 들어가요.
#
# 손으로 해 봐요. 로짓은 0, 0, 0, 레이블은 1, 0, -1이에요. 분류 손실은 log 2 = 0.6931이에요. 첫 앵커의 차이는
# (0.5, 0, 3, 0)이에요. 0.125 + 2.5 = 2.625를 2로 나누면 **1.3125**예요.
#
# **할 일:** `rpn_loss`를 작성하세요.


# %%
def rpn_loss(logits, deltas, labels, targets):
    """Measure how wrong the RPN is: about what is an object, and about where it lies.

    Args:
        logits: one for each anchor, before the sigmoid, shape (A,); may be as large as 1000.
        deltas: what the network says, shape (A, 4).
        labels: 1 object, 0 background, -1 ignored, shape (A,).
        targets: where each object is, as rpn_targets says it, shape (A, 4); rows without label 1 mean nothing.

    Returns:
        (classification, box), two numbers. With n = the number of labels that are 1 or 0, but at least 1:
        classification = sum over labels 1 and 0 of the binary cross-entropy of sigmoid(logit), divided by n;
        box = sum over labels 1 and over the four differences d of smooth L1, divided by n too. Smooth L1 is d² / 2
        where |d| < 1, else |d| - 1/2.

    Source: Ren et al., Faster R-CNN, arXiv:1506.01497, section 3.1.2, with one divisor for both.

    >>> said = np.array([[0.5, 0, 3, 0], [7, 7, 7, 7], [7, 7, 7, 7]])
    >>> classification, box = rpn_loss(np.zeros(3), said, np.array([1, 0, -1]), np.zeros((3, 4)))
    >>> round(float(classification), 4), float(box)
    (0.6931, 1.3125)
    """
    ### BEGIN SOLUTION
    counted, objects = labels >= 0, labels == 1
    n = max(counted.sum(), 1)
    z, t = logits[counted], labels[counted]
    entropy = np.maximum(z, 0) - z * t + np.log1p(np.exp(-abs(z)))  # (n,)
    d = abs(deltas[objects] - targets[objects])  # (objects, 4)
    smooth_l1 = np.where(d < 1, d * d / 2, d - 0.5)
    return entropy.sum() / n, smooth_l1.sum() / n
    ### END SOLUTION


# %%
check(rpn_loss)

# %% tags=["demo"]
untrained = rpn_loss(np.zeros(len(anchors)), np.zeros((len(anchors), 4)), labels, targets)
print("a network that knows nothing:", np.round(untrained, 4), "log 2 =", round(np.log(2), 4))

# %% [markdown] lang="en" concepts=["region proposals"]
# ## 7. From thousands of anchors to a few regions
#
# At test time the RPN has a score and four deltas for every anchor. What is handed on:
#
# 1. decode the anchors, clip the boxes to the picture;
# 2. drop boxes with a side shorter than `min_size`;
# 3. keep the `before` boxes with the best scores (equal scores: the earlier one first);
# 4. NMS, so that one plate is not proposed fifty times;
# 5. keep the first `after` of them.
#
# The order matters: NMS costs the square of the number of boxes, so it comes after the cut; and clipping can make a box
# small, so it comes before the smallest are dropped.
#
# ![Many boxes around a plate, then those after the cut of small ones, then those that NMS leaves](images/proposals.png)
#
# **Your task:** `proposals`, with your own functions and the given `nms`.

# %% [markdown] lang="ko" concepts=["영역 제안"]
# ## 7. 앵커 수천 개에서 영역 몇 개로
#
# 시험할 때 RPN은 앵커마다 점수 하나와 델타 네 개를 내요. 다음 단계로 넘길 것을 이렇게 골라요.
#
# 1. 앵커를 디코딩하고, 상자를 사진에 맞게 잘라요.
# 2. 한 변이라도 `min_size`보다 짧은 상자는 버려요.
# 3. 점수가 높은 순서로 `before`개를 남겨요. 점수가 같으면 앞의 것이 먼저예요.
# 4. NMS를 해요. 번호판 하나를 오십 번 제안하지 않게요.
# 5. 앞에서부터 `after`개를 남겨요.
#
# 순서가 중요해요. NMS의 비용은 상자 수의 제곱이라 수를 줄인 다음에 해요. 그리고 잘라 내면 상자가 작아질 수 있으니 작은
# 상자를 버리기 전에 잘라요.
#
# ![번호판 주위의 많은 상자, 작은 것을 버린 다음, NMS 다음에 남은 것](images/proposals.png)
#
# **할 일:** 여러분의 함수와 주어진 `nms`로 `proposals`를 작성하세요.


# %%
def proposals(anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7):
    """Choose the regions that the RPN hands on: decode, clip, drop small ones, keep the best, suppress doubles.

    Args:
        anchors: shape (A, 4).
        deltas: shape (A, 4).
        scores: shape (A,), of any range: the larger the better.
        height: of the picture, in pixels.
        width: of the picture, in pixels.
        min_size: boxes whose width or height, after clipping, is less than this are dropped.
        before: so many of the best scores go into NMS; of equal scores the earlier anchor comes first.
        after: so many of what NMS keeps are returned.
        iou_threshold: of nms.

    Returns:
        boxes, shape (K, 4), and their scores, shape (K,), by falling score; K may be 0.

    Source: Ren et al., Faster R-CNN, arXiv:1506.01497, section 3.3.

    >>> anchors = np.array([[0, 0, 20, 20], [2, 0, 22, 20], [40, 40, 60, 60], [0, 0, 4, 4]])
    >>> scores = np.array([0.9, 0.8, 0.7, 0.95])
    >>> boxes, best = proposals(anchors, np.zeros((4, 4)), scores, 50, 50, min_size=8)
    >>> boxes.tolist(), best.tolist()
    ([[0.0, 0.0, 20.0, 20.0], [40.0, 40.0, 50.0, 50.0]], [0.9, 0.7])
    """
    ### BEGIN SOLUTION
    boxes = clip_boxes(decode_boxes(anchors, deltas), height, width)  # (A, 4)
    large = (boxes[:, 2:] - boxes[:, :2] >= min_size).all(axis=1)  # (A,)
    boxes, scores = boxes[large], scores[large]
    best = np.argsort(-scores, kind="stable")[:before]
    boxes, scores = boxes[best], scores[best]
    kept = nms(boxes, scores, iou_threshold)[:after]
    return boxes[kept], scores[kept]
    ### END SOLUTION


# %%
check(proposals)

# %% tags=["demo"]
noisy = overlap[:, 0] + random.normal(0, 0.05, len(anchors))  # as if the RPN had learnt to guess the overlap
found, found_scores = proposals(anchors, random.normal(0, 0.05, (len(anchors), 4)), noisy, 96, 128, after=20)
print(len(anchors), "anchors become", len(found), "regions; the best overlaps the plate by",
      iou(found, street.boxes).max().round(2))  # fmt: skip

# %% [markdown] lang="en" concepts=["Mask R-CNN"]
# ## 8. Mask R-CNN: which pixels
#
# A tilted plate does not fill its box. Mask R-CNN adds a third branch beside class and box: RoI align gives a map of
# 14x14 for each region, and a small convolutional head draws a mask of 28x28, **one for each class**.
#
# ![A tilted plate, its box, and its mask of 28x28 in the frame of the box](images/mask.png)
#
# | layer | arguments | output | parameters |
# |---|---|---|---|
# | input | | 14x14x256 | |
# | Conv2D, four times | 256 filters 3x3, padding "same", ReLU | 14x14x256 | 4 x (3·3·256·256 + 256) = 2,360,320 |
# | Conv2DTranspose | 256 filters 2x2, stride 2, ReLU | 28x28x256 | 2·2·256·256 + 256 = 262,400 |
# | Conv2D | `classes` filters 1x1, **sigmoid** | 28x28x`classes` | 80 classes: 256·80 + 80 = 20,560 |
# | | | | **2,643,280** |
#
# - **Why a transposed convolution?** It is the way back of a convolution with stride 2, and doubles both sides: each
#   number of the small map paints a 2x2 patch. Padding "valid" and "same" are the same here.
# - **Why sigmoid and not softmax?** With softmax the classes compete for each pixel. Here the class is decided by the
#   other branch, and each mask only answers "is this pixel part of it?". In the paper this is worth 5.5 points of AP.
# - **Why no Dense layer?** A mask is a picture. Flatten forgets where each number was.
# - **And the loss?** A binary cross-entropy per pixel on the mask of the *true* class only; the masks of the other
#   classes do not count for that region. That is done in training, not in this network.
#
# `x` may have any size and number of channels; the four convolutions make 256 of them. Every layer has biases.
#
# **Your task:** `mask_head`. It is called with a Keras tensor and returns one.

# %% [markdown] lang="ko" concepts=["Mask R-CNN"]
# ## 8. Mask R-CNN: 어느 픽셀일까요?
#
# 기울어진 번호판은 상자를 꽉 채우지 않아요. Mask R-CNN은 클래스와 상자 옆에 세 번째 가지를 더해요. RoI 정렬이 영역마다
# 14x14 맵을 주면, 작은 합성곱 헤드가 28x28 마스크를 **클래스마다 하나씩** 그려요.
#
# ![기울어진 번호판과 상자, 상자를 틀로 삼은 28x28 마스크](images/mask.png)
#
# | 층 | 인수 | 출력 | 매개변수 |
# |---|---|---|---|
# | 입력 | | 14x14x256 | |
# | Conv2D 네 번 | 3x3 필터 256개, 패딩 "same", ReLU | 14x14x256 | 4 x (3·3·256·256 + 256) = 2,360,320 |
# | Conv2DTranspose | 2x2 필터 256개, 스트라이드 2, ReLU | 28x28x256 | 2·2·256·256 + 256 = 262,400 |
# | Conv2D | 1x1 필터 `classes`개, **시그모이드** | 28x28x`classes` | 클래스 80개: 256·80 + 80 = 20,560 |
# | | | | **2,643,280** |
#
# - **왜 전치 합성곱인가요?** 스트라이드 2인 합성곱을 거꾸로 가는 길이라서 두 변이 두 배가 돼요. 작은 맵의 숫자 하나가
#   2x2 조각을 칠해요. 여기서는 패딩 "valid"와 "same"이 같아요.
# - **왜 소프트맥스가 아니라 시그모이드인가요?** 소프트맥스를 쓰면 픽셀마다 클래스끼리 경쟁해요. 여기서는 클래스를 다른
#   가지가 정하고, 마스크는 "이 픽셀이 물체에 속하는가?"만 답해요. 논문에서는 이 차이가 AP 5.5점이에요.
# - **왜 Dense 층이 없나요?** 마스크는 그림이에요. Flatten을 하면 숫자가 어디에 있었는지 잊어버려요.
# - **손실은요?** *정답* 클래스의 마스크에서만 픽셀마다 이진 교차 엔트로피를 구해요. 다른 클래스의 마스크는 그 영역에서
#   세지 않아요. 이것은 학습할 때 하는 일이라 이 신경망에는 나타나지 않아요.
#
# `x`의 크기와 채널 수는 무엇이든 될 수 있어요. 합성곱 네 개를 지나면 채널이 256개가 돼요. 모든 층에 편향이 있어요.
#
# **할 일:** `mask_head`를 작성하세요. Keras 텐서를 받아서 Keras 텐서를 돌려줘요.


# %%
def mask_head(x, classes):
    """Draw a mask of twice the size for every class.

    Args:
        x: the maps of a region as roi_align gives them, a Keras tensor of shape (None, H, W, C), for example
            (None, 14, 14, 256).
        classes: how many masks.

    Returns:
        A Keras tensor of shape (None, 2 H, 2 W, classes), each number between 0 and 1: four Conv2D (256 filters 3x3,
        padding "same", ReLU), one Conv2DTranspose (256 filters 2x2, stride 2, ReLU), one Conv2D (classes filters 1x1,
        sigmoid), all with biases.

    Source: He et al., Mask R-CNN, arXiv:1703.06870, figure 4 (right).

    >>> mask_head(keras.Input((14, 14, 256)), 80).shape
    (None, 28, 28, 80)
    """
    ### BEGIN SOLUTION
    for _ in range(4):
        x = layers.Conv2D(256, 3, padding="same", activation="relu")(x)  # (None, H, W, 256)
    x = layers.Conv2DTranspose(256, 2, strides=2, activation="relu")(x)  # (None, 2H, 2W, 256)
    return layers.Conv2D(classes, 1, activation="sigmoid")(x)  # (None, 2H, 2W, classes)
    ### END SOLUTION


# %%
check(mask_head)

# %% tags=["demo"]
region = keras.Input((14, 14, 256))
head = keras.Model(region, mask_head(region, 80))
print(head.output_shape, f"{head.count_params():,}")

mask = street.masks[0].astype(float)[None]  # (1, 96, 128)
small = roi_align(mask, street.boxes[0], 28, 28)[0]  # what the mask head should draw for this box
print("\n".join("".join(" .#"[round(2 * number)] for number in row) for row in small[::2]))

# %% [markdown] lang="en"
# ## 9. Put it together
#
# Nine of your ten functions are the parts of a Mask R-CNN; `roi_pool` is the one that it no longer needs. `assemble`
# puts them around a small backbone, which was trained before and stays as it is:
#
# | | what happens | your functions |
# |---|---|---|
# | 1 | the backbone makes one map, 12x16x48, of each picture | |
# | 2 | 4 anchors at each cell, 768 in all, get labels and deltas | `generate_anchors`, `rpn_targets` |
# | 3 | the RPN learns them: 120 pictures, 20 epochs | `rpn_loss`, asked after each epoch |
# | 4 | the RPN proposes up to 12 regions a picture | `proposals` |
# | 5 | each region is read from the map, 5x10 cells | `roi_align` |
# | 6 | one head learns "is it a plate?" and how to move the region, another its mask | `encode_boxes`, `mask_head` |
# | 7 | on 60 new pictures: propose, read, move, clip, NMS, draw the mask | all of these, `decode_boxes`, `clip_boxes` |
#
# It takes less than a minute on a CPU, and uses a GPU where Keras sees one. In the pictures a plate that is there is
# green, one that was found is orange with its score in percent, and its mask is blue.

# %% [markdown] lang="ko"
# ## 9. 합쳐 보기
#
# 함수 열 개 가운데 아홉 개가 Mask R-CNN의 부품이에요. 더는 쓰지 않는 하나는 `roi_pool`이에요. `assemble`은 미리 학습해
# 둔 작은 뼈대 신경망에 여러분의 부품을 이어 붙여요. 뼈대는 바꾸지 않아요.
#
# | | 하는 일 | 여러분의 함수 |
# |---|---|---|
# | 1 | 뼈대가 사진마다 12x16x48 특징맵을 하나 만들어요 | |
# | 2 | 셀마다 앵커 4개, 모두 768개에 레이블과 델타를 붙여요 | `generate_anchors`, `rpn_targets` |
# | 3 | RPN이 그것을 배워요. 사진 120장, 20에포크 | 에포크마다 `rpn_loss`로 재요 |
# | 4 | RPN이 사진마다 영역을 12개까지 제안해요 | `proposals` |
# | 5 | 영역마다 특징맵을 5x10칸으로 읽어요 | `roi_align` |
# | 6 | 헤드 하나는 "번호판인가?"와 영역을 옮기는 법을, 다른 하나는 마스크를 배워요 | `encode_boxes`, `mask_head` |
# | 7 | 새 사진 60장에서 제안, 읽기, 옮기기, 자르기, NMS, 마스크까지 해요 | 위의 모두와 `decode_boxes`, `clip_boxes` |
#
# CPU에서도 1분이 걸리지 않고, Keras가 GPU를 찾으면 GPU를 써요. 그림에서 실제 번호판은 초록색, 찾은 번호판은 주황색이고
# 점수는 퍼센트예요. 마스크는 파란색이에요.

# %% tags=["demo"]
from cnnkit.detector import assemble
from cnnkit.detector.paint import painted

detector = assemble(
    generate_anchors, encode_boxes, decode_boxes, clip_boxes, rpn_targets, rpn_loss, proposals, roi_align, mask_head
)
print(detector)
try:
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(2, 2, figsize=(10, 7.5), layout="constrained")
    for place, scene in zip(axes.flat, detector.scenes, strict=False):
        place.imshow(painted(scene))
        place.axis("off")
    plt.show()
    figure, axes = plt.subplots(1, 3, figsize=(10, 2.5), layout="constrained")
    for place, (name, losses) in zip(axes, detector.losses.items(), strict=True):
        place.plot(range(1, len(losses) + 1), losses, color="#0072B2")
        place.set(title=f"loss: {name}", xlabel="epoch", ylim=(0, None))
    plt.show()
except ImportError as error:  # Matplotlib is not installed
    print(error)

# %% [markdown] lang="en"
# When you hand in, the grader assembles the same detector. Your functions answer from their box, and Keras trains
# outside of it. A function that has not all its points yet is replaced by the course's own, so that you see a detector
# in any case; the points are given in proportion to your own parts. What AP50 and mask IoU have to reach was measured:
# it is what the course's functions reach also with an unlucky seed.
#
# What does a mistake cost? Each line is one function of ours with a mistake in it, everything else right, measured by
# this very cell:
#
# | mistake | AP50 | mask IoU | found, of 92 | false alarms |
# |---|---|---|---|---|
# | nothing | 0.983 | 0.874 | 88 | 6 |
# | two deltas change places, in `encode_boxes` and so in the targets | 0.570 | 0.773 | 78 | 154 |
# | ratios upside down, in `generate_anchors` | 0.720 | 0.855 | 60 | 6 |
# | no NMS in `proposals` | 0.964 | 0.874 | 86 | 2 |
# | ignored anchors are background, in `rpn_targets` | 0.966 | 0.882 | 88 | 3 |
# | anchors sit at the corner of the cell | 0.974 | 0.870 | 87 | 3 |
# | nothing is forced to match, in `rpn_targets` | 0.985 | 0.870 | 88 | 3 |
# | half a cell off, in `roi_align` | 0.985 | 0.852 | 87 | 4 |
# | rounding to whole cells, in `roi_align` | 0.971 | 0.759 | 90 | 10 |
#
# Nothing crashes, and most of these can hardly be seen in the result: a detector with a wrong part *learns* around it,
# and on other pictures it may fail. That is why each part has tests of its own. (The last line is why RoI align was
# invented: boxes bear rounding, masks do not.)
#
# And now what sharing saves, measured on this network. R-CNN runs the backbone for each region, Fast R-CNN once:

# %% [markdown] lang="ko"
# 제출하면 채점기도 같은 검출기를 조립해요. 여러분의 함수는 격리된 상자 안에서 답하고, 학습은 그 밖에서 Keras가 해요.
# 아직 점수를 다 받지 못한 함수는 과제가 준비한 함수로 바꾸어 끼우니 검출기는 어떤 경우에도 볼 수 있어요. 점수는 여러분
# 부품의 비율만큼 받아요. AP50과 마스크 IoU의 통과 기준은 직접 재서 정했어요. 과제가 준비한 함수가 시드 운이 나쁠 때도
# 넘는 값이에요.
#
# 실수 하나의 값은 얼마일까요? 줄마다 우리 함수 하나에만 실수를 넣고 나머지는 그대로 둔 채, 바로 이 셀로 쟀어요.
#
# | 실수 | AP50 | 마스크 IoU | 찾은 것(92개 중) | 잘못 찾은 것 |
# |---|---|---|---|---|
# | 없음 | 0.983 | 0.874 | 88 | 6 |
# | `encode_boxes`에서, 따라서 학습 목표에서도 델타의 순서가 바뀜 | 0.570 | 0.773 | 78 | 154 |
# | `generate_anchors`의 비율이 거꾸로 | 0.720 | 0.855 | 60 | 6 |
# | `proposals`에 NMS가 없음 | 0.964 | 0.874 | 86 | 2 |
# | `rpn_targets`가 무시할 앵커를 배경으로 | 0.966 | 0.882 | 88 | 3 |
# | 앵커가 셀의 모서리에 놓임 | 0.974 | 0.870 | 87 | 3 |
# | `rpn_targets`가 가장 좋은 앵커를 챙기지 않음 | 0.985 | 0.870 | 88 | 3 |
# | `roi_align`이 반 셀 밀림 | 0.985 | 0.852 | 87 | 4 |
# | `roi_align`이 셀 단위로 반올림함 | 0.971 | 0.759 | 90 | 10 |
#
# 오류도 나지 않고, 대부분은 결과만 봐서는 거의 드러나지 않아요. 부품이 틀린 검출기도 그에 맞춰 *배우기는* 하거든요.
# 하지만 다른 사진에서는 실패할 수 있어요. 그래서 부품마다 따로 시험해야 해요. (마지막 줄이 바로 RoI 정렬이 나온
# 까닭이에요. 상자는 반올림을 견디지만 마스크는 견디지 못해요.)
#
# 이제 함께 쓰면 얼마나 아끼는지 이 신경망으로 재 봐요. R-CNN은 영역마다 뼈대를 돌리고, Fast R-CNN은 한 번만 돌려요.

# %% tags=["demo"]
from cnnkit.networks import network

backbone = network("plates")
picture = street.image[None] / np.float32(255)  # (1, 96, 128, 3)
planes = np.asarray(backbone(picture))[0].transpose(2, 0, 1).astype(float)  # (48, 12, 16)
grid = generate_anchors(12, 16, 8, [32, 44], [0.28, 0.42])
near = iou(grid, street.boxes)[:, 0] + random.normal(0, 0.1, len(grid))
chosen, _ = proposals(grid, np.zeros((768, 4)), near, 96, 128, before=100, after=12)
maps = keras.Input((5, 10, 48))
head = keras.Model(maps, mask_head(maps, 1))


def milliseconds(function, times=3):
    function()  # Keras prepares itself in the first call
    start = time.perf_counter()
    for _ in range(times):
        function()
    return 1000 * (time.perf_counter() - start) / times


def read():
    return np.array([roi_align(planes, box / 8, 5, 10) for box in chosen]).transpose(0, 2, 3, 1)


steps = {
    f"R-CNN: the backbone for each of {len(chosen)} crops": lambda: backbone.predict_on_batch(
        np.repeat(picture, len(chosen), axis=0)
    ),
    "Fast R-CNN: the backbone once": lambda: backbone.predict_on_batch(picture),
    f"            and roi_align for {len(chosen)} regions": read,
    "Faster R-CNN: proposals out of 768 anchors": lambda: proposals(
        grid, np.zeros((768, 4)), near, 96, 128, before=100, after=12
    ),
    f"Mask R-CNN: the masks of {len(chosen)} regions": lambda: head.predict_on_batch(read()),
}
for name, step in steps.items():
    print(f"{milliseconds(step):8.1f} ms  {name}")

# %% [markdown] lang="en"
# (This backbone is tiny and the crops are only twelve. With VGG16 and 2,000 crops the first line grows a hundred
# thousand times, the others far less. The mask head, with its 256 filters, is the largest network of this lesson.)
#
# **What it is good for.** You have now written what lies between the convolutions of every two-stage detector, and seen
# it find plates; the same parts, on GPUs, are in Detectron and torchvision.
#
# Questions to take along:
#
# - Which of the four networks could run while the camera is filming, at 30 pictures a second?
# - The plates are about three times as wide as high. Which anchors would you leave out, and what does that save?
# - RoI align reads 4 points in each bin, however large the bin is. What does it miss in a very large region?

# %% [markdown] lang="ko"
# (이 뼈대는 아주 작고 조각도 열두 개뿐이에요. VGG16과 조각 2,000개라면 첫 줄은 십만 배쯤 커지고, 나머지는 훨씬 덜
# 커져요. 이번 과제에서 가장 큰 신경망은 필터가 256개씩인 마스크 헤드예요.)
#
# **어디에 쓰나요?** 여러분은 두 단계 검출기의 합성곱들 사이에 있는 것을 모두 만들었고, 그것이 번호판을 찾는 것까지
# 봤어요. Detectron과 torchvision에도 같은 부품이 GPU용으로 들어 있어요.
#
# 더 생각해 볼 질문이에요.
#
# - 네 신경망 가운데 카메라가 1초에 30장을 찍는 동안 따라갈 수 있는 것은 무엇일까요?
# - 번호판은 너비가 높이의 세 배쯤이에요. 어떤 앵커를 빼도 될까요? 그러면 무엇을 아낄 수 있을까요?
# - RoI 정렬은 칸이 아무리 커도 점을 네 개만 읽어요. 아주 큰 영역에서는 무엇을 놓칠까요?
