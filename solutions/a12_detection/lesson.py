# %% [markdown] lang="en"
# # Finding number plates: how good is a detector?
#
# A classifier answers *what*. A car park needs *what and where*: a camera looks at the entrance, and a **detector**
# draws a box round every number plate it believes to see, each with a **score** that says how sure it is.
#
# ![Two cars, a plate on each, and five boxes with scores: three on one plate, one on the other, one on a
# lamp](images/scene.png)
#
# Green are the plates as a person marked them, orange is what the detector found: three boxes on one plate, a crooked
# one on the other, and one on a lamp. Is that a good detector? One number should tell, and this assignment builds
# it, one question after the other:
#
# 1. `iou`: how good is *one box*?
# 2. `nms` and `class_nms`: which of the boxes on one plate stays?
# 3. `match_detections`: which boxes are hits?
# 4. `precision_recall`: what does trusting more and more boxes cost and bring?
# 5. `average_precision`: the curve as one number, in the four ways that are in use,
# 6. `mean_average_precision`: all images, all classes: **mAP**, the number in the tables of every detection paper.
#
# A box is $(x_1, y_1, x_2, y_2)$: the left upper and the right lower corner, y downwards. Corners lie *between* pixels,
# so a box is $x_2 - x_1$ wide, without any "+ 1". You need nothing but NumPy.

# %% [markdown] lang="ko"
# # 번호판 찾기: 좋은 검출기란 무엇일까요?
#
# 분류기는 *무엇인지* 답해요. 주차장에서는 *무엇이 어디에 있는지* 알아야 해요. 입구의 카메라 영상에서 **검출기**는
# 번호판이라고 생각하는 곳마다 상자를 그리고, 얼마나 확신하는지를 **점수**로 매겨요.
#
# ![자동차 두 대에 번호판이 하나씩 있고, 점수가 붙은 상자 다섯 개가 있어요. 세 개는 한 번호판에, 하나는 다른
# 번호판에, 하나는 전등에 있어요](images/scene.png)
#
# 초록색은 사람이 표시한 번호판이고, 주황색은 검출기가 찾은 상자예요. 한 번호판에는 상자가 세 개나 있고, 다른 번호판의
# 상자는 비뚤어졌고, 하나는 전등을 가리켜요. 이 검출기는 좋은 검출기일까요? 수 하나로 답할 수 있어야 해요. 이번
# 과제에서는 질문을 하나씩 풀면서 그 수를 만들어요.
#
# 1. `iou`: *상자 하나*는 얼마나 좋은가요?
# 2. `nms`와 `class_nms`: 한 번호판에 겹친 상자 중에서 무엇을 남길까요?
# 3. `match_detections`: 어떤 상자가 맞힌 것인가요?
# 4. `precision_recall`: 상자를 점점 더 많이 믿으면 무엇을 얻고 무엇을 잃나요?
# 5. `average_precision`: 곡선을 수 하나로. 실제로 쓰이는 네 가지 방법을 모두 만들어요.
# 6. `mean_average_precision`: 모든 이미지와 모든 클래스를 합친 **mAP**. 검출 논문의 표마다 나오는 바로 그 수예요.
#
# 상자는 $(x_1, y_1, x_2, y_2)$로 적어요. 왼쪽 위 꼭짓점과 오른쪽 아래 꼭짓점이고, y는 아래로 갈수록 커져요.
# 꼭짓점은 픽셀과 픽셀 *사이*에 있어서 상자의 너비는 $x_2 - x_1$이에요. 1을 더하지 않아요. NumPy만 있으면 돼요.

# %%
import numpy as np

from cnnkit import check, hint

# %% [markdown] lang="en" concepts=["IoU"]
# ## 1. iou: how good is one box?
#
# Lay the found box over the true one. What they share is the **intersection**, what either covers is the **union**:
#
# $$\mathrm{IoU}(A, B) = \frac{|A \cap B|}{|A \cup B|} = \frac{|A \cap B|}{|A| + |B| - |A \cap B|}$$
#
# 1 is the same box, 0 is no overlap at all, and the size of the picture does not matter.
#
# ![The boxes (1, 1, 7, 4) and (3, 2, 9, 5): 8 shared cells, 28 covered ones](images/iou.png)
#
# By hand: (1, 1, 7, 4) and (3, 2, 9, 5) both cover $6 \cdot 3 = 18$. They share the part from $x = 3$ to $7$ and from
# $y = 2$ to $4$: it starts at the *larger* of the left sides and ends at the *smaller* of the right ones, so
# $4 \cdot 2 = 8$. The union is $18 + 18 - 8 = 28$, and $\mathrm{IoU} = 8 / 28 = 0.2857$. It looked like a fair guess,
# and yet it is far below the 0.5 that counts as a hit.
#
# **A trap.** With two boxes far apart the intersection "ends before it starts": the width is negative. If the height is
# negative too, their product is *positive*. A side is never shorter than 0.
#
# A detector returns hundreds of boxes, so we compute all pairs at once: M boxes against N boxes, a table (M, N).

# %% [markdown] lang="ko" concepts=["IoU"]
# ## 1. iou: 상자 하나는 얼마나 좋은가요?
#
# 찾은 상자를 정답 상자 위에 겹쳐 놓아요. 둘이 함께 덮은 곳이 **교집합**, 둘 중 하나라도 덮은 곳이 **합집합**이에요.
#
# $$\mathrm{IoU}(A, B) = \frac{|A \cap B|}{|A \cup B|} = \frac{|A \cap B|}{|A| + |B| - |A \cap B|}$$
#
# 똑같은 상자면 1, 전혀 겹치지 않으면 0이고, 이미지의 크기와는 상관이 없어요.
#
# ![상자 (1, 1, 7, 4)와 (3, 2, 9, 5). 함께 덮은 칸이 8개, 덮인 칸이 모두 28개예요](images/iou.png)
#
# 직접 계산해 볼까요? (1, 1, 7, 4)와 (3, 2, 9, 5)의 넓이는 모두 $6 \cdot 3 = 18$이에요. 겹친 부분은 가로로
# $x = 3$부터 $7$까지, 세로로 $y = 2$부터 $4$까지예요. 왼쪽 변 중 *더 큰* 쪽에서 시작해서 오른쪽 변 중 *더 작은* 쪽에서
# 끝나니까요. 그래서 교집합은 $4 \cdot 2 = 8$, 합집합은 $18 + 18 - 8 = 28$, $\mathrm{IoU} = 8 / 28 = 0.2857$이에요.
# 눈으로 보기에는 꽤 괜찮은데, 맞혔다고 인정받는 0.5에는 한참 못 미쳐요.
#
# **함정이 하나 있어요.** 멀리 떨어진 두 상자의 교집합은 시작하기도 전에 끝나서 너비가 음수가 돼요. 높이까지 음수면 둘을
# 곱한 값은 *양수*예요. 변의 길이는 0보다 짧을 수 없어요.
#
# 검출기는 상자를 수백 개씩 내놓으니 모든 쌍을 한꺼번에 계산해요. 상자 M개와 N개를 견주면 (M, N) 표가 나와요.


# %%
def iou(boxes1, boxes2):
    """Compute the intersection over union of every box of one list with every box of another.

    Boxes that only touch share nothing, IoU 0. A box without area has IoU 0 with every box, also with itself. Boxes
    may stick out of the picture, so corners may be negative.

    Args:
        boxes1: shape (M, 4), corners (x1, y1, x2, y2) with x1 <= x2 and y1 <= y2; M may be 0.
        boxes2: shape (N, 4), likewise; N may be 0.

    Returns:
        Array of shape (M, N) with values from 0 to 1, area of the intersection / area of the union. float64 for
        float64 and integer input.

    Source: Everingham et al., The Pascal Visual Object Classes Challenge, IJCV 88 (2010), equation (3); without the
    "+ 1" of its program, as in COCO.

    >>> iou(np.array([[1.0, 1, 7, 4]]), np.array([[3.0, 2, 9, 5], [1, 1, 7, 4], [7, 1, 9, 4]])).round(4)
    array([[0.2857, 1.    , 0.    ]])
    >>> iou(np.zeros((0, 4)), np.zeros((3, 4))).shape
    (0, 3)
    """
    ### BEGIN SOLUTION
    start = np.maximum(boxes1[:, None, :2], boxes2[:, :2])  # (M, 1, 2), (N, 2) -> (M, N, 2)
    end = np.minimum(boxes1[:, None, 2:], boxes2[:, 2:])  # (M, N, 2)
    shared = np.maximum(end - start, 0).prod(axis=2)  # (M, N), no side is shorter than 0
    area1 = (boxes1[:, 2:] - boxes1[:, :2]).prod(axis=1)  # (M,)
    area2 = (boxes2[:, 2:] - boxes2[:, :2]).prod(axis=1)  # (N,)
    union = area1[:, None] + area2 - shared  # (M, N)
    return shared / np.where(union > 0, union, 1)  # 0 / 1 where there is no area
    ### END SOLUTION


# %%
check(iou)

# %% [markdown] lang="en"
# Something is not right yet? Ask for a hint. Each call says a little more, and none of them is the answer.

# %% [markdown] lang="ko"
# 아직 맞지 않는 곳이 있나요? 힌트를 요청해 보세요. 부를 때마다 조금씩 더 알려 주지만, 답을 그대로 알려 주지는 않아요.

# %% tags=["demo"]
hint(iou)

# %% [markdown] lang="en"
# How fast does IoU fall? Move a plate of 44 x 10 pixels to the right. How far may it be off and still count as a hit?

# %% [markdown] lang="ko"
# IoU는 얼마나 빨리 떨어질까요? 44 x 10 픽셀짜리 번호판을 오른쪽으로 옮겨 보세요. 몇 픽셀까지 어긋나도 맞힌 것으로
# 인정받을까요?

# %% tags=["demo"]
plate = np.array([[0.0, 0, 44, 10]])
for dx in (0, 4, 10, 14, 15, 22, 44):
    print(f"{dx:2} pixels to the right: {iou(plate, plate + np.array([dx, 0, dx, 0]))[0, 0]:.3f}")
for dy in (1, 3, 4):
    print(f"{dy:2} pixels down:         {iou(plate, plate + np.array([0, dy, 0, dy]))[0, 0]:.3f}")

# %% [markdown] lang="en" concepts=["non-maximum suppression"]
# ## 2. nms: one box for one plate
#
# A detector looks at every place, and the places beside a plate look much like a plate too. So each plate is found
# many times. **Non-maximum suppression** keeps the best:
#
# > Take the box with the highest score and keep it. Remove the boxes that overlap it too much. Of those that are
# > left, take the best again, until none is left.
#
# ![Before: four boxes with the scores 0.9, 0.8, 0.7, 0.6. After: those with 0.9, 0.7 and 0.6 are left](images/nms.png)
#
# By hand, with a threshold of 0.5: A = (0, 0, 10, 4) has the score 0.9, B = (1, 0, 11, 4) has 0.8, C = (4, 0, 14, 4)
# has 0.7.
#
# | pair | intersection | union | IoU |
# |---|---|---|---|
# | A, B | 36 | 44 | **0.818** |
# | A, C | 24 | 56 | **0.429** |
# | B, C | 28 | 52 | **0.538** |
#
# A is the best and stays. B overlaps it by 0.818 and goes, C by 0.429 and stays. C does overlap B by 0.538, but B is
# gone: **who was removed removes nobody.** The answer is A and C.
#
# Removed is what overlaps by *more* than the threshold; exactly at the threshold a box stays. Among equal scores the
# one that comes first in the list is taken first (`kind="stable"` is worth a look in the manual of `np.argsort`).

# %% [markdown] lang="ko" concepts=["비최대 억제"]
# ## 2. nms: 번호판 하나에 상자 하나
#
# 검출기는 모든 자리를 살펴봐요. 그런데 번호판 바로 옆자리도 번호판과 꽤 비슷해 보여서, 같은 번호판을 여러 번 찾게 돼요.
# **비최대 억제**(non-maximum suppression)는 그중 가장 좋은 것만 남겨요.
#
# > 점수가 가장 높은 상자를 골라 남기세요. 그 상자와 너무 많이 겹치는 상자는 지우세요. 남은 것 중에서 다시 가장 좋은
# > 상자를 고르고, 하나도 남지 않을 때까지 되풀이하세요.
#
# ![전: 점수가 0.9, 0.8, 0.7, 0.6인 상자 네 개. 후: 0.9, 0.7, 0.6인 상자가 남았어요](images/nms.png)
#
# 문턱값 0.5로 직접 해 볼까요? A = (0, 0, 10, 4)의 점수는 0.9, B = (1, 0, 11, 4)는 0.8, C = (4, 0, 14, 4)는 0.7이에요.
#
# | 쌍 | 교집합 | 합집합 | IoU |
# |---|---|---|---|
# | A, B | 36 | 44 | **0.818** |
# | A, C | 24 | 56 | **0.429** |
# | B, C | 28 | 52 | **0.538** |
#
# 점수가 가장 높은 A는 남아요. B는 A와 0.818만큼 겹쳐서 지워지고, C는 0.429만 겹쳐서 남아요. C는 B와도 0.538만큼
# 겹치지만 B는 이미 지워졌어요. **지워진 상자는 다른 상자를 지우지 못해요.** 그래서 답은 A와 C예요.
#
# 문턱값보다 *더 많이* 겹칠 때만 지워요. 정확히 문턱값만큼 겹치면 남아요. 점수가 같으면 목록에서 먼저 나온 상자를 먼저
# 골라요. (`np.argsort` 설명서에서 `kind="stable"`을 찾아보세요.)


# %%
def nms(boxes, scores, iou_threshold=0.5):
    """Keep the best of the boxes that overlap: non-maximum suppression.

    The best box left is kept, and those whose IoU with it is greater than the threshold are removed; a box with an
    IoU of exactly the threshold stays. Of equal scores the earlier index comes first. Without boxes none is kept.

    Args:
        boxes: shape (D, 4), corners (x1, y1, x2, y2); D may be 0.
        scores: shape (D,), any numbers; higher is better.
        iou_threshold: the largest IoU that two kept boxes may have.

    Returns:
        Integer array of shape (K,): the indices of the kept boxes, by falling score.

    Source: Girshick et al., Rich feature hierarchies (R-CNN, 2014), section 2.2; the same rule as in TensorFlow's
    and torchvision's.

    >>> boxes = np.array([[1.0, 0, 11, 4], [0, 0, 10, 4], [4, 0, 14, 4], [30, 0, 40, 4]])
    >>> nms(boxes, np.array([0.8, 0.9, 0.7, 0.6]))
    array([1, 2, 3])
    >>> nms(boxes, np.array([0.8, 0.9, 0.7, 0.6]), 0.4)
    array([1, 3])
    """
    ### BEGIN SOLUTION
    order = np.argsort(-scores, kind="stable")  # (D,) best first; equal scores keep their order
    kept = []
    while len(order):
        best, rest = order[0], order[1:]
        kept.append(best)
        overlap = iou(boxes[[best]], boxes[rest])[0]  # (1, 4), (R, 4) -> (R,)
        order = rest[overlap <= iou_threshold]
    return np.array(kept, dtype=int)  # (K,)
    ### END SOLUTION


# %%
check(nms)

# %% tags=["demo"]
boxes = np.array([[1.0, 0, 11, 4], [0, 0, 10, 4], [4, 0, 14, 4], [30, 0, 40, 4]])
scores = np.array([0.8, 0.9, 0.7, 0.6])
for threshold in (0.3, 0.5, 0.6, 0.9):
    print(f"threshold {threshold}: kept {nms(boxes, scores, threshold).tolist()}")

# %% [markdown] lang="en" concepts=["suppression by class"]
# ## 3. class_nms: a plate does not remove a car
#
# Two objects of different kinds may well lie on each other: a motorcycle stands in front of a car, a person behind a
# bicycle. So suppression happens **within a class only**: each class is a competition of its own. The kept boxes of
# all classes come back in one list, by falling score.
#
# (A neat trick of the libraries: shift the boxes of each class so far to the side that no two classes overlap, and run
# a single `nms`. How far is far enough when corners may be negative?)

# %% [markdown] lang="ko" concepts=["클래스별 억제"]
# ## 3. class_nms: 번호판은 자동차를 지우지 않아요
#
# 종류가 다른 물체는 서로 겹쳐 있을 수 있어요. 자동차 앞에 오토바이가 서 있기도 하고, 자전거 뒤에 사람이 서 있기도
# 하지요. 그래서 **같은 클래스 안에서만** 지워요. 클래스마다 따로 경쟁하는 셈이에요. 모든 클래스에서 남은 상자를 한
# 목록에 모아 점수가 높은 순서로 돌려줘요.
#
# (라이브러리에서는 재미있는 방법을 써요. 클래스마다 상자를 옆으로 멀리 옮겨서 다른 클래스와 겹치지 않게 한 다음
# `nms`를 한 번만 불러요. 좌표가 음수일 수도 있다면 얼마나 멀리 옮겨야 할까요?)


# %%
def class_nms(boxes, scores, classes, iou_threshold=0.5):
    """Keep the best of the boxes that overlap, class by class.

    Boxes of different classes never remove each other. All else is as in `nms`.

    Args:
        boxes: shape (D, 4), corners (x1, y1, x2, y2); D may be 0.
        scores: shape (D,).
        classes: shape (D,), a whole number for each box; class 0 is a class like any other.
        iou_threshold: the largest IoU that two kept boxes of one class may have.

    Returns:
        Integer array of shape (K,): the indices of the kept boxes of all classes together, by falling score; of
        equal scores the earlier index comes first.

    Source: Girshick et al., Rich feature hierarchies (R-CNN, 2014), section 2.2, "for each class independently".

    >>> boxes = np.array([[0.0, 0, 10, 4], [1, 0, 11, 4], [0, 0, 10, 5]])
    >>> class_nms(boxes, np.array([0.7, 0.8, 0.9]), np.array([0, 0, 1]))
    array([2, 1])
    """
    ### BEGIN SOLUTION
    keep = np.zeros(len(boxes), dtype=bool)
    for c in np.unique(classes):
        mine = np.flatnonzero(classes == c)  # where the boxes of this class stand in the whole list
        keep[mine[nms(boxes[mine], scores[mine], iou_threshold)]] = True
    order = np.argsort(-scores, kind="stable")  # (D,)
    return order[keep[order]]  # (K,)
    ### END SOLUTION


# %%
check(class_nms)

# %% [markdown] lang="en" concepts=["hits and false alarms"]
# ## 4. match_detections: hit or not?
#
# Now we have one box for each thing that was found. Which of them are **hits** (true positives)? Best score first, each
# box looks for the plate that it overlaps **most**:
#
# - the IoU is at least the threshold and the plate is still free: a hit, and the plate is taken;
# - the IoU is too small: a false alarm (false positive);
# - the plate is taken already: **a false alarm too**. Finding the same plate twice is an error.
#
# ![Five detections by falling score on two plates: hit, duplicate, hit, too far off, nothing there](images/match.png)
#
# The box looks at one plate only, the one that it overlaps most: where that is taken, it is a false alarm, even if it
# reaches far over the next plate. That is Pascal VOC's rule. COCO lets it try the next best plate that is still free;
# the two differ only where plates lie close to each other.
#
# Exactly at the threshold is a hit here, as in the programs of both VOC and COCO. (VOC's *paper* says "must exceed
# 50 %", its program `>=`.) Note the difference to `nms`, where exactly at the threshold nothing happens.

# %% [markdown] lang="ko" concepts=["맞힌 것과 헛짚은 것"]
# ## 4. match_detections: 맞혔나요?
#
# 이제 찾은 물체마다 상자가 하나씩 있어요. 그중 **맞힌 것**(참 양성, true positive)은 무엇일까요? 점수가 높은 상자부터
# 차례로, 자기와 **가장 많이** 겹치는 번호판을 찾아요.
#
# - IoU가 문턱값 이상이고 그 번호판이 아직 비어 있으면 맞힌 거예요. 그 번호판은 이제 짝이 생겼어요.
# - IoU가 문턱값보다 작으면 헛짚은 거예요(거짓 양성, false positive).
# - 번호판에 이미 짝이 있어도 **헛짚은 거예요**. 같은 번호판을 두 번 찾는 것은 잘못이에요.
#
# ![번호판 두 개와 점수 순서로 놓은 상자 다섯 개. 맞힘, 중복, 맞힘, 너무 어긋남, 아무것도 없음](images/match.png)
#
# 상자는 가장 많이 겹치는 번호판 하나만 봐요. 그 번호판에 이미 짝이 있으면, 옆 번호판과 많이 겹치더라도 헛짚은 것으로
# 쳐요. 이것이 Pascal VOC의 규칙이에요. COCO에서는 아직 비어 있는 번호판 중에서 다음으로 많이 겹치는 것과 짝지을 수
# 있어요. 번호판이 서로 바싹 붙어 있을 때만 둘의 결과가 달라요.
#
# IoU가 정확히 문턱값이면 여기서는 맞힌 것으로 쳐요. VOC와 COCO의 프로그램이 모두 그래요. (VOC *논문*에는 "50%를
# 넘어야 한다"라고 적혀 있지만 프로그램에서는 `>=`를 써요.) `nms`에서는 정확히 문턱값일 때 아무 일도 일어나지 않았다는
# 점과 견주어 보세요.


# %%
def match_detections(boxes, scores, truths, iou_threshold=0.5):
    """Say of each detection, best score first, whether it is a hit.

    Each detection looks only at the truth with which its IoU is greatest (the first of equal ones). It is a hit if
    that IoU is at least the threshold and no earlier detection has taken that truth; else it is a false alarm, so
    each truth is hit once at most. Of equal scores the earlier index comes first. Without truths nothing is a hit.

    Args:
        boxes: detections in one image, shape (D, 4), corners (x1, y1, x2, y2); D may be 0.
        scores: shape (D,).
        truths: the objects that are there, shape (T, 4); T may be 0.
        iou_threshold: the smallest IoU of a hit.

    Returns:
        Boolean array of shape (D,), **by falling score**: tp[k] is about the detection with the k-th highest score.

    Source: Everingham et al., The Pascal Visual Object Classes Challenge, IJCV 88 (2010), section 4.2.2, and the
    program VOCevaldet of its development kit.

    >>> plates = np.array([[0.0, 0, 10, 4], [30, 0, 40, 4]])
    >>> boxes = np.array([[31.0, 0, 41, 4], [0, 0, 10, 5], [0, 0, 10, 4]])
    >>> match_detections(boxes, np.array([0.7, 0.9, 0.8]), plates)  # the plate on the left is found twice
    array([ True, False,  True])
    """
    ### BEGIN SOLUTION
    order = np.argsort(-scores, kind="stable")  # (D,)
    tp, taken = np.zeros(len(boxes), dtype=bool), np.zeros(len(truths), dtype=bool)
    if len(truths):
        for k, overlap in enumerate(iou(boxes[order], truths)):  # overlap is (T,)
            best = overlap.argmax()
            if overlap[best] >= iou_threshold and not taken[best]:
                tp[k] = taken[best] = True
    return tp
    ### END SOLUTION


# %%
check(match_detections)

# %% [markdown] lang="en"
# Take the scene at the top: two plates, five boxes. What happens before and after `nms`? (Without Matplotlib only the
# numbers are printed.)

# %% [markdown] lang="ko"
# 맨 위에서 본 장면이에요. 번호판은 두 개, 상자는 다섯 개예요. `nms`를 쓰기 전과 후에 무엇이 달라지나요? (Matplotlib이
# 없으면 수만 출력해요.)


# %% tags=["demo"]
def draw(title, truths, boxes, scores, hits):
    """Draw plates in green, hits in blue and false alarms in red and dashed."""
    try:
        import matplotlib.pyplot as plt
    except ImportError:
        return
    figure, axes = plt.subplots(figsize=(7, 2.6))
    found = [(box, "red", "--") if not hit else (box, "blue", "-") for box, hit in zip(boxes, hits, strict=True)]
    for (x1, y1, x2, y2), colour, line in [(truth, "green", "-") for truth in truths] + found:
        axes.add_patch(plt.Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, edgecolor=colour, linestyle=line, lw=2))
    for (x1, y1, _, _), score in zip(boxes, scores, strict=True):
        axes.text(x1, y1 - 1, f"{score:.2f}", fontsize=8)
    axes.set(title=title, xlim=(0, 190), ylim=(80, 20), aspect="equal")
    plt.show()


plates = np.array([[24.0, 60, 68, 70], [126, 60, 170, 70]])
boxes = np.array([[26.0, 60, 70, 70], [22, 58, 64, 69], [29, 61, 74, 72], [119, 62, 159, 73], [84, 26, 98, 34]])
scores = np.array([0.95, 0.83, 0.62, 0.74, 0.45])
kept = nms(boxes, scores)
for title, chosen in (("before", np.argsort(-scores)), ("after nms", kept)):
    hits = match_detections(boxes[chosen], scores[chosen], plates)
    print(f"{title}: scores {scores[chosen].tolist()} hits {hits.tolist()}")
    draw(title, plates, boxes[chosen], scores[chosen], hits)
print("IoU of the crooked box with its plate:", iou(boxes[3:4], plates)[0].round(3))

# %% [markdown] lang="en" concepts=["precision and recall = precision_recall"] worked=["15 plates, 10 detections"]
# ## 5. precision_recall: the price of trusting more
#
# The car park has **15 plates**. The detector returned **10 boxes**, and sorted by score those of rank 1 to 5, 7 and 9
# are hits. Whom do you trust? Take the best k boxes only, for k = 1, 2, 3, ...:
#
# $$\text{precision} = \frac{\text{hits among the first } k}{k} \qquad
# \text{recall} = \frac{\text{hits among the first } k}{\text{all plates there are}}$$
#
# | k | hit? | hits so far | precision | recall |
# |---|---|---|---|---|
# | 1 | yes | 1 | 1/1 = 1 | 1/15 = .067 |
# | 2 | yes | 2 | 2/2 = 1 | 2/15 = .133 |
# | 3 | yes | 3 | 3/3 = 1 | 3/15 = .200 |
# | 4 | yes | 4 | 4/4 = 1 | 4/15 = .267 |
# | 5 | yes | 5 | 5/5 = 1 | 5/15 = .333 |
# | 6 | no | 5 | 5/6 = **.833** | 5/15 = .333 |
# | 7 | yes | 6 | 6/7 = **.857** | 6/15 = .400 |
# | 8 | no | 6 | 6/8 = **.75** | 6/15 = .400 |
# | 9 | yes | 7 | 7/9 = **.778** | 7/15 = .467 |
# | 10 | no | 7 | 7/10 = **.7** | 7/15 = .467 |
#
# *Precision* asks: how many of my boxes are plates? *Recall* asks: how many of the plates do I have? Recall never
# falls, precision goes up and down. Plates that nobody found are in no row of the table, but they are in the 15.

# %% [markdown] lang="ko" concepts=["정밀도와 재현율"] worked=["번호판 15개, 검출 10개"]
# ## 5. precision_recall: 더 많이 믿는 값
#
# 주차장에 **번호판이 15개** 있어요. 검출기는 **상자 10개**를 내놓았고, 점수 순서로 1등부터 5등, 7등, 9등이 맞힌
# 상자예요. 어디까지 믿을까요? 점수가 높은 k개만 믿는다고 하고, k를 1, 2, 3, ...으로 늘려 봐요.
#
# $$\text{정밀도(precision)} = \frac{\text{앞의 } k\text{개 중에서 맞힌 수}}{k} \qquad
# \text{재현율(recall)} = \frac{\text{앞의 } k\text{개 중에서 맞힌 수}}{\text{실제로 있는 번호판의 수}}$$
#
# | k | 맞혔나요? | 지금까지 맞힌 수 | 정밀도 | 재현율 |
# |---|---|---|---|---|
# | 1 | 예 | 1 | 1/1 = 1 | 1/15 = .067 |
# | 2 | 예 | 2 | 2/2 = 1 | 2/15 = .133 |
# | 3 | 예 | 3 | 3/3 = 1 | 3/15 = .200 |
# | 4 | 예 | 4 | 4/4 = 1 | 4/15 = .267 |
# | 5 | 예 | 5 | 5/5 = 1 | 5/15 = .333 |
# | 6 | 아니요 | 5 | 5/6 = **.833** | 5/15 = .333 |
# | 7 | 예 | 6 | 6/7 = **.857** | 6/15 = .400 |
# | 8 | 아니요 | 6 | 6/8 = **.75** | 6/15 = .400 |
# | 9 | 예 | 7 | 7/9 = **.778** | 7/15 = .467 |
# | 10 | 아니요 | 7 | 7/10 = **.7** | 7/15 = .467 |
#
# *정밀도*는 '내 상자 중에서 몇 개가 진짜 번호판인가'를, *재현율*은 '번호판 중에서 몇 개를 찾았는가'를 물어요.
# 재현율은 줄지 않고, 정밀도는 오르내려요. 아무도 찾지 못한 번호판은 표의 어느 줄에도 없지만 15개에는 들어 있어요.


# %%
def precision_recall(tp, num_truths):
    """Compute precision and recall of the first 1, 2, 3, ... detections.

    Without detections both are empty. Where there is no truth at all, every recall is 0.

    Args:
        tp: shape (D,), by falling score: True or 1 where the detection is a hit; D may be 0.
        num_truths: how many objects there are, found or not.

    Returns:
        A pair (precision, recall) of float arrays of shape (D,): precision[k - 1] = hits among the first k / k,
        recall[k - 1] = hits among the first k / num_truths.

    Source: Everingham et al., The Pascal Visual Object Classes Challenge, IJCV 88 (2010), section 4.2.1.

    >>> precision, recall = precision_recall(np.array([True, False, True]), 4)
    >>> precision.round(3), recall
    (array([1.   , 0.5  , 0.667]), array([0.25, 0.25, 0.5 ]))
    """
    ### BEGIN SOLUTION
    hits = np.cumsum(tp)  # (D,)
    precision = hits / np.arange(1, len(tp) + 1)
    recall = hits / max(num_truths, 1)  # without truths there are no hits, and 0 / 1 is 0
    return precision, recall
    ### END SOLUTION


# %%
check(precision_recall)

# %% tags=["demo"]
tp = np.array([1, 1, 1, 1, 1, 0, 1, 0, 1, 0])
precision, recall = precision_recall(tp, 15)
print("precision", precision.round(3))
print("recall   ", recall.round(3))

# %% [markdown] lang="en"
# Drawn, with recall to the right and precision upwards. The shaded area is what the next section is about.

# %% [markdown] lang="ko"
# 오른쪽으로 재현율, 위로 정밀도를 그려 보세요. 색칠한 넓이가 다음 절의 주제예요.

# %% tags=["demo"]
try:
    from IPython.display import display

    from cnnkit import show

    display(show.precision_recall(recall, precision))
except ImportError as error:  # Matplotlib is not installed
    print(error)

# %% [markdown] lang="en" concepts=["average precision = average_precision/all points", "conventions of AP = average_precision/11 points"] worked=["AP of the 15 plates", "hits 0, 1, 0, 1, 1 of 4 objects"]
# ## 6. average_precision: the curve as one number
#
# A good detector stays at high precision while recall grows, so the **area under the curve** is a good summary. But the
# curve is a saw: precision falls with each false alarm and recovers with the next hit. So most conventions first ask:
# *what is the best precision I can have at this recall or more?*
#
# $$p_\text{best}(r) = \max_{k:\; r_k \ge r} p_k \qquad\text{and } 0 \text{ where no } r_k \text{ reaches } r$$
#
# Seen from the right it is the highest point so far: a staircase that only goes down.
#
# ![The measured saw of the 15 plates, and the staircase above it](images/curve.png)
#
# Four conventions are in use. Papers say "AP" to all of them:
#
# | method | what is computed | who |
# |---|---|---|
# | `'all'` | area of the staircase: $\sum_k (r_k - r_{k-1})\, p_\text{best}(r_k)$, $r_0 = 0$ | Pascal VOC since 2010 |
# | `'11'` | mean of $p_\text{best}$ at the 11 recalls 0, 0.1, ..., 1 | Pascal VOC until 2009 |
# | `'101'` | mean of $p_\text{best}$ at the 101 recalls 0, 0.01, ..., 1 | COCO |
# | `'raw'` | area under the measured steps: $\sum_k (r_k - r_{k-1})\, p_k$ | scikit-learn |
#
# Our **15 plates** by hand. Five steps of 1/15 at precision 1, one at 6/7, one at 7/9, then nothing:
#
# - `'all'`: $\frac{1}{15}(5 + \frac67 + \frac79) = \frac{418}{945} =$ **.442328**
# - `'11'`: 1 at 0, .1, .2, .3; 6/7 at .4; 0 beyond: $\frac{1}{11}(4 + \frac67) = \frac{34}{77} =$ **.441558**
# - `'101'`: 34 times 1, 7 times 6/7, 6 times 7/9: $\frac{134}{303} =$ **.442244**
# - `'raw'`: **.442328** as well. In this table each hit is the best point from there on, so the staircase changes
#   nothing.
#
# A smaller example tells the two apart. **4 objects, 5 detections, hits 0, 1, 0, 1, 1**: precision 0, 1/2, 1/3, 1/2,
# 3/5 at recall 0, 1/4, 1/4, 1/2, 3/4. The last point is the best, so the staircase is flat at 3/5:
#
# - `'all'`: $\frac34 \cdot \frac35 =$ **.45**
# - `'raw'`: $\frac14 (\frac12 + \frac12 + \frac35) =$ **.40**
# - `'11'`: 0, .1, ..., .7 are 8 recalls: $\frac{8}{11} \cdot \frac35 = \frac{24}{55} =$ **.4364**
# - `'101'`: 0, .01, ..., .75 are 76: $\frac{76}{101} \cdot \frac35 = \frac{228}{505} =$ **.4515**
#
# ![The second example under the four conventions: .45, .4364, .4515, .40](images/conventions.png)
#
# **A trap.** A recall of 3/10 reaches the level 0.3. But `np.arange(0, 1.1, 0.1)[3]` is 0.30000000000000004, and so is
# `np.linspace(0, 1, 11)[3]`: the hit falls out. 3 / 10 is 0.3 exactly as the recall is.

# %% [markdown] lang="ko" concepts=["평균 정밀도", "AP의 여러 규칙"] worked=["번호판 15개의 AP", "물체 4개에 0, 1, 0, 1, 1"]
# ## 6. average_precision: 곡선을 수 하나로
#
# 좋은 검출기는 재현율이 커져도 정밀도가 높아요. 그러니 **곡선 아래의 넓이**로 요약하면 좋겠지요. 그런데 곡선이 톱니
# 모양이에요. 헛짚을 때마다 정밀도가 떨어지고, 맞히면 다시 올라가요. 그래서 대부분의 방법은 먼저 이렇게 물어요.
# *재현율이 이만큼 이상일 때 얻을 수 있는 가장 높은 정밀도는 얼마인가?*
#
# $$p_\text{best}(r) = \max_{k:\; r_k \ge r} p_k \qquad (r_k \ge r \text{인 점이 없으면 } 0)$$
#
# 오른쪽에서부터 보면 '지금까지의 최댓값'이에요. 그래서 내려가기만 하는 계단이 돼요.
#
# ![번호판 15개에서 잰 톱니와 그 위의 계단](images/curve.png)
#
# 실제로 쓰이는 방법은 네 가지인데, 논문에서는 모두 "AP"라고 불러요.
#
# | method | 무엇을 계산하나요? | 어디에서 쓰나요? |
# |---|---|---|
# | `'all'` | 계단 아래의 넓이: $\sum_k (r_k - r_{k-1})\, p_\text{best}(r_k)$, $r_0 = 0$ | 2010년부터의 Pascal VOC |
# | `'11'` | 재현율 0, 0.1, ..., 1의 11곳에서 구한 $p_\text{best}$의 평균 | 2009년까지의 Pascal VOC |
# | `'101'` | 재현율 0, 0.01, ..., 1의 101곳에서 구한 $p_\text{best}$의 평균 | COCO |
# | `'raw'` | 잰 점 그대로의 넓이: $\sum_k (r_k - r_{k-1})\, p_k$ | scikit-learn |
#
# **번호판 15개**로 직접 계산해 볼까요? 너비가 1/15인 칸이 정밀도 1에 다섯 개, 6/7에 하나, 7/9에 하나 있고 그 뒤는
# 0이에요.
#
# - `'all'`: $\frac{1}{15}(5 + \frac67 + \frac79) = \frac{418}{945} =$ **.442328**
# - `'11'`: 0, .1, .2, .3에서 1, .4에서 6/7, 그 뒤는 0이에요. $\frac{1}{11}(4 + \frac67) = \frac{34}{77} =$ **.441558**
# - `'101'`: 1이 34번, 6/7이 7번, 7/9가 6번이에요. $\frac{134}{303} =$ **.442244**
# - `'raw'`: 역시 **.442328**이에요. 이 표에서는 맞힌 점마다 그 뒤에서 가장 높은 점이라, 계단으로 고쳐도 달라지지
#   않아요.
#
# 둘을 구별하려면 더 작은 예가 필요해요. **물체 4개, 상자 5개, 맞힘 0, 1, 0, 1, 1**이면 재현율 0, 1/4, 1/4, 1/2,
# 3/4에서 정밀도가 0, 1/2, 1/3, 1/2, 3/5예요. 마지막 점이 가장 높으니 계단은 3/5에서 평평해요.
#
# - `'all'`: $\frac34 \cdot \frac35 =$ **.45**
# - `'raw'`: $\frac14 (\frac12 + \frac12 + \frac35) =$ **.40**
# - `'11'`: 0, .1, ..., .7의 8곳이에요. $\frac{8}{11} \cdot \frac35 = \frac{24}{55} =$ **.4364**
# - `'101'`: 0, .01, ..., .75의 76곳이에요. $\frac{76}{101} \cdot \frac35 = \frac{228}{505} =$ **.4515**
#
# ![두 번째 예를 네 가지 방법으로 계산했어요. .45, .4364, .4515, .40](images/conventions.png)
#
# **함정이 하나 있어요.** 재현율 3/10은 0.3에 도달했어요. 그런데 `np.arange(0, 1.1, 0.1)[3]`은 0.30000000000000004이고
# `np.linspace(0, 1, 11)[3]`도 그래요. 그러면 맞힌 점이 빠져 버려요. 3 / 10으로 구하면 재현율과 똑같은 0.3이 나와요.


# %%
def average_precision(recall, precision, method="all"):
    """Sum up a precision-recall curve in one number, by one of four conventions.

    Let best(r) be the highest precision among the points with a recall of at least r, and 0 where there is none. A
    recall of k / 10 reaches the level k / 10, whatever the last bit of its float says. Without points the answer is 0.

    Args:
        recall: shape (D,), not falling, from 0 to 1.
        precision: shape (D,), from 0 to 1.
        method: 'all', '11', '101' or 'raw'.

    Returns:
        One number from 0 to 1:
        'all': sum of (recall[k] - recall[k - 1]) * best(recall[k]), with a recall of 0 before the first;
        '11': mean of best(r) at r = 0, 1/10, ..., 1;
        '101': mean of best(r) at r = 0, 1/100, ..., 1;
        'raw': sum of (recall[k] - recall[k - 1]) * precision[k], with a recall of 0 before the first.

    Raises:
        ValueError: there is no such method.

    Source: '11': Everingham et al., The Pascal Visual Object Classes Challenge, IJCV 88 (2010), equations (1) and (2);
    'all': Everingham et al., A Retrospective, IJCV 111 (2015), section 3.2; '101': COCO's program cocoeval; 'raw':
    scikit-learn's average_precision_score.

    >>> precision, recall = precision_recall(np.array([0, 1, 0, 1, 1]), 4)
    >>> [f"{average_precision(recall, precision, method):.4f}" for method in ("all", "raw", "11", "101")]
    ['0.4500', '0.4000', '0.4364', '0.4515']
    >>> precision, recall = precision_recall(np.array([1, 1, 1, 1, 1, 0, 1, 0, 1, 0]), 15)
    >>> [f"{average_precision(recall, precision, method):.6f}" for method in ("all", "raw", "11", "101")]
    ['0.442328', '0.442328', '0.441558', '0.442244']
    """
    ### BEGIN SOLUTION
    if method in ("11", "101"):
        levels = np.arange(int(method)) / (int(method) - 1)  # 3 / 10, and not 3 * 0.1
        return np.mean([precision[recall >= level].max(initial=0) for level in levels])
    if method == "all":
        precision = np.maximum.accumulate(precision[::-1])[::-1]  # (D,) the highest from here on
    elif method != "raw":
        raise ValueError(f"method is {method!r}: expected 'all', '11', '101' or 'raw'")
    return np.sum(np.diff(recall, prepend=0) * precision)  # widths (D,) times heights (D,)
    ### END SOLUTION


# %%
check(average_precision)

# %% tags=["demo"]
for tp, num_truths in (([1, 1, 1, 1, 1, 0, 1, 0, 1, 0], 15), ([0, 1, 0, 1, 1], 4)):
    precision, recall = precision_recall(np.array(tp), num_truths)
    for method in ("all", "raw", "11", "101"):
        print(f"{num_truths:2} objects, method {method:3}: {average_precision(recall, precision, method):.6f}")

# %% [markdown] lang="en"
# The same curve under another convention: change the method and run the cell again.

# %% [markdown] lang="ko"
# 같은 곡선을 다른 방법으로 그려 보세요. method를 바꾸어 다시 실행하면 돼요.

# %% tags=["demo"]
try:
    from IPython.display import display

    from cnnkit import show

    display(show.precision_recall(recall, precision, method="11"))
except ImportError as error:  # Matplotlib is not installed
    print(error)

# %% [markdown] lang="en" concepts=["mean average precision"]
# ## 7. mean_average_precision: all images, all classes
#
# Everything so far was one class in one image. A test set has thousands of images and several classes. The order
# matters:
#
# 1. **Match image by image and class by class**: a box can only hit an object of its own class in its own image.
# 2. **Put the flags of one class from all images into one list**, sorted by score. A score of 0.9 in one image stands
#    before a score of 0.8 in another.
# 3. One curve and one AP **for each class**, with all objects of that class in all images as `num_truths`.
# 4. The **mean over the classes** is the mAP. A class that occurs in no image is left out: nobody can fail to find
#    what is not there.
#
# ![Two images with two flags each, merged by score into one list: AP = .8333](images/map.png)
#
# By hand, one class, two images with one plate each: image 1 has a hit with score 0.9 and a false alarm with 0.3, image
# 2 a false alarm with 0.8 and a hit with 0.7. Merged: hit, false, hit, false; precision 1, 1/2, 2/3, 1/2, recall
# 1/2, 1/2, 1, 1; AP = $\frac12 \cdot 1 + \frac12 \cdot \frac23 = \frac56 =$ **.8333**. The mean of the two images'
# own APs would be $\frac12 (1 + \frac12) = .75$: another number, and not the mAP.
#
# `mAP@0.5` is with an IoU threshold of 0.5, as in Pascal VOC. COCO's AP is the mean of ten such numbers, with the
# thresholds 0.50, 0.55, ..., 0.95, each by the 101 points. (Both also set objects aside that are too hard to judge,
# "difficult" in VOC and "crowd" in COCO; we have none of these.)

# %% [markdown] lang="ko" concepts=["mAP"]
# ## 7. mean_average_precision: 모든 이미지, 모든 클래스
#
# 지금까지는 이미지 하나, 클래스 하나였어요. 시험 데이터에는 이미지가 수천 장이고 클래스도 여러 개예요. 순서가 중요해요.
#
# 1. **이미지마다, 클래스마다 짝을 지어요.** 상자는 같은 이미지에 있는 같은 클래스의 물체만 맞힐 수 있어요.
# 2. **한 클래스의 결과를 모든 이미지에서 모아 한 줄로 세워요.** 점수 순서예요. 어떤 이미지의 0.9는 다른 이미지의
#    0.8보다 앞에 서요.
# 3. **클래스마다** 곡선 하나와 AP 하나를 구해요. `num_truths`는 모든 이미지에 있는 그 클래스의 물체 수예요.
# 4. **클래스에 대한 평균**이 mAP예요. 어느 이미지에도 없는 클래스는 빼요. 없는 것을 못 찾았다고 할 수는 없으니까요.
#
# ![이미지 두 장의 결과를 두 개씩 점수 순서로 한 줄에 합쳤어요. AP = .8333](images/map.png)
#
# 직접 계산해 볼까요? 클래스는 하나, 이미지는 두 장, 번호판은 한 장에 하나씩이에요. 1번 이미지에는 0.9로 맞힌 것과
# 0.3으로 헛짚은 것이, 2번 이미지에는 0.8로 헛짚은 것과 0.7로 맞힌 것이 있어요. 합치면 맞힘, 헛짚음, 맞힘,
# 헛짚음이에요. 정밀도는 1, 1/2, 2/3, 1/2, 재현율은 1/2, 1/2, 1, 1이고, AP = $\frac12 \cdot 1 + \frac12 \cdot \frac23
# = \frac56 =$ **.8333**이에요. 이미지마다 AP를 구해 평균을 내면 $\frac12 (1 + \frac12) = .75$예요. 다른 수이고, mAP가
# 아니에요.
#
# `mAP@0.5`는 IoU 문턱값이 0.5라는 뜻이고 Pascal VOC에서 써요. COCO의 AP는 문턱값을 0.50, 0.55, ..., 0.95로 바꾸며
# 101곳 방법으로 구한 열 개의 평균이에요. (VOC의 "difficult", COCO의 "crowd"처럼 판단하기 어려운 물체를 따로 빼는
# 규칙도 있지만, 여기에는 그런 물체가 없어요.)


# %%
def mean_average_precision(detections, truths, iou_threshold=0.5, method="all"):
    """Compute mAP: the mean of the classes' average precisions over a set of images.

    Detections are matched within one image and one class, as by `match_detections`. The flags of a class are merged
    over all images by falling score (of equal scores the earlier image first, then the order within the image); its
    recall counts all truths of the class in all images. Classes without any truth are left out, whatever was
    detected; a class with truths and no detections counts 0. Where there is no truth at all the answer is 0.

    Args:
        detections: list with one item for each image, at least one: a tuple (boxes, scores, classes) of arrays of
            shapes (D, 4), (D,) and (D,); D differs from image to image and may be 0. Classes are whole numbers.
        truths: list with one item for each image, in the same order: a tuple (boxes, classes) of arrays of shapes
            (T, 4) and (T,).
        iou_threshold: the smallest IoU of a hit.
        method: the convention of `average_precision`.

    Returns:
        One number from 0 to 1, the mean over the classes c that have truths of AP(c).

    Source: Everingham et al., The Pascal Visual Object Classes Challenge, IJCV 88 (2010), section 4.2; Lin et al.,
    Microsoft COCO (2014).

    >>> plate = np.array([[0.0, 0, 10, 4]])
    >>> both = np.array([[0.0, 0, 10, 4], [30, 0, 40, 4]])  # the plate, and nothing
    >>> truths = [(plate, np.array([7])), (plate, np.array([7]))]
    >>> first = both, np.array([0.9, 0.3]), np.array([7, 7])
    >>> second = both, np.array([0.7, 0.8]), np.array([7, 7])
    >>> print(f"{mean_average_precision([first, second], truths):.4f}")  # 5 / 6
    0.8333
    """
    ### BEGIN SOLUTION
    aps = []
    for c in np.unique(np.concatenate([classes for _, classes in truths])):
        tp, ranks, num_truths = [], [], 0
        for (boxes, scores, classes), (truth_boxes, truth_classes) in zip(detections, truths, strict=True):
            mine, true = classes == c, truth_classes == c  # (D,), (T,)
            tp.append(match_detections(boxes[mine], scores[mine], truth_boxes[true], iou_threshold))
            ranks.append(-np.sort(-scores[mine]))  # by falling score, as the flags are
            num_truths += np.sum(true)
        order = np.argsort(-np.concatenate(ranks), kind="stable")  # all images together
        precision, recall = precision_recall(np.concatenate(tp)[order], num_truths)
        aps.append(average_precision(recall, precision, method))
    return np.mean(aps) if aps else 0.0
    ### END SOLUTION


# %%
check(mean_average_precision)

# %% [markdown] lang="en"
# A whole test set: 40 images with plates (class 0) and lamps (class 1), and a made-up detector that is sometimes off,
# sometimes blind and sometimes sees things. How does the mAP change with the threshold, the convention and `class_nms`?

# %% [markdown] lang="ko"
# 시험 데이터를 통째로 만들어 볼까요? 번호판(클래스 0)과 전등(클래스 1)이 있는 이미지 40장, 그리고 때로는 어긋나고
# 때로는 놓치고 때로는 헛것을 보는 가상의 검출기예요. 문턱값과 방법, `class_nms`에 따라 mAP가 어떻게 달라지나요?


# %% tags=["demo"]
def car_park(seed, n_images=40):
    """Made-up images: what is there, and what a made-up detector finds."""
    rng = np.random.default_rng(seed)
    detections, truths = [], []
    size = np.array([44, 10])
    for _ in range(n_images):
        n = rng.integers(1, 4)
        corners = np.stack([60 * np.arange(n) + rng.uniform(0, 10, n), rng.uniform(40, 60, n)], axis=1)
        things, kinds = np.concatenate([corners, corners + size], axis=1), rng.integers(0, 2, n)
        truths.append((things, kinds))
        seen = np.repeat(np.arange(n), rng.integers(0, 4, n))  # each is found up to three times
        found = things[seen] + rng.normal(0, 2.5, (len(seen), 4))
        ghosts = rng.uniform(0, 150, (rng.integers(0, 3), 2))
        found = np.concatenate([found, np.concatenate([ghosts, ghosts + size], axis=1)])
        scores = rng.uniform(0.3, 1, len(found))
        scores[len(seen) :] *= 0.8  # it is less sure of what is not there
        classes = np.concatenate([kinds[seen], rng.integers(0, 2, len(ghosts))])
        detections.append((found, scores, classes))
    return detections, truths


detections, truths = car_park(seed=48)
kept = [class_nms(*found) for found in detections]
cleaned = [tuple(part[keep] for part in found) for found, keep in zip(detections, kept, strict=True)]
print(f"before class_nms: mAP@0.5 {mean_average_precision(detections, truths):.3f}")
print(f"after class_nms:  mAP@0.5 {mean_average_precision(cleaned, truths):.3f}")
for method in ("all", "raw", "11", "101"):
    print(f"  method {method:3}: {mean_average_precision(cleaned, truths, 0.5, method):.4f}")
thresholds = 0.5 + 0.05 * np.arange(10)
aps = [mean_average_precision(cleaned, truths, threshold, "101") for threshold in thresholds]
print("mAP@0.50 ... 0.95:", np.round(aps, 2), "mean", round(float(np.mean(aps)), 3))

# %% [markdown] lang="en"
# ## What it is good for
#
# - You can now read any table of results: which threshold, which convention, mean over what? Two numbers that were
#   computed in two ways must not stand in one column.
# - The duplicates cost precision, which is why every detector ends in `nms`.
# - From 0.5 to 0.95 the mAP fell to almost nothing: the plates were found, but the boxes were loose. For reading the
#   number on the plate the last threshold matters, for counting cars the first.
# - In `a13_rcnn` a network draws the boxes, and your functions judge it.
#
# Questions:
#
# - Can removing detections ever raise the AP? Can it lower it?
# - All scores are halved. What happens to the mAP?
# - Why is a box of the right place and the wrong class worse than none, and for which class?

# %% [markdown] lang="ko"
# ## 어디에 쓰나요?
#
# - 이제 어떤 논문의 결과 표든 읽을 수 있어요. 문턱값은 얼마이고, 어떤 방법이고, 무엇의 평균인가요? 다른 방법으로 구한
#   수를 한 열에 나란히 적으면 안 돼요.
# - 겹친 상자는 정밀도를 깎아요. 그래서 검출기는 거의 다 `nms`로 끝나요.
# - 문턱값을 0.5에서 0.95로 올렸더니 mAP가 거의 0이 되었어요. 번호판은 찾았지만 상자가 헐거웠던 거예요. 번호를
#   읽으려면 높은 문턱값이, 차를 세려면 낮은 문턱값이 중요해요.
# - `a13_rcnn`에서는 신경망이 상자를 그리고, 여기서 만든 함수들이 그 결과를 평가해요.
#
# 더 생각해 볼 질문이에요.
#
# - 상자를 지웠는데 AP가 오를 수 있을까요? 내려갈 수도 있을까요?
# - 모든 점수를 절반으로 줄이면 mAP는 어떻게 될까요?
# - 자리는 맞는데 클래스가 틀린 상자는 왜 없는 것만 못할까요? 어느 클래스에서 그럴까요?
