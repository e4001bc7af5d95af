"""How a12_detection is graded, and the mistakes we can name.

Boxes that meet are 10 wide and shifted by whole numbers, so that an IoU never lies near a threshold unless an aspect
asks for just that; a slip in `iou` then seldom costs points of the functions that call it.
"""

import numpy as np
from course.inputs import (
    areas,
    box_lists,
    box_pairs,
    classed_suppressions,
    curves,
    flags,
    image_sets,
    matches,
    neighbours,
    only_the_first,
    overlaps,
    plate,
    suppressions,
)
from hypothesis import strategies as st

from autograder.rubric import Aspect, Check

NO_BOXES = np.zeros((0, 4))
NO_NUMBERS = np.zeros(0)


def by_score(scores):
    """Best first; equal scores keep their order."""
    return np.argsort(-scores, kind="stable")


# With equal scores, NumPy's default sort keeps up to 16 numbers in order on one processor, and no more than three on
# another (AVX-512 and AVX2), so that ties stand only where they are asked for: in cases of three at most, which every
# sort keeps, and in crowds. In the crowds written down here every sort goes wrong, and in the same way: what is named
# beside the scores (in tenths) comes out as if equal scores were turned round. tests/test_a12_detection.py tries it.
SWAPPED = (  # scores of which one is the best, and two places with equal scores that change places
    ("56566555664456445647", 0, 2),
    ("56566555664456445647", 2, 12),
    ("64564564465565544657", 1, 7),
    ("64564564465565544657", 4, 15),
    ("465445455654464676", 3, 11),
    ("465445455654464676", 9, 13),
)
ASTRAY = (  # scores, and a place that comes out where it would stand if all of its score were turned round
    ("544454555455455555", 3),
    ("445444555444555545", 3),
    ("454445455554555555", 3),
    ("554544555555545455", 8),
    ("445445454444555455", 13),
    ("444444455444455454", 14),
    ("545445455555555555", 3),
    ("444445445555555555", 7),
    ("444554555455455555", 2),
    ("554454545555545455", 8),
)
KEPT_IN_ORDER = 16


def tenths(digits):
    return np.array([int(digit) / 10 for digit in digits])


def now_and_then(few, crowd):
    """Mostly crowds: of what is drawn the smallest is taken first, and nothing else would be left."""
    return st.sampled_from((True, *[False] * 11)).flatmap(lambda small: few if small else crowd)


def by_score_unstably(scores):
    """Best first, as a sort leaves them that does not keep equal scores in order: those of a crowd are turned round."""
    if len(scores) <= KEPT_IN_ORDER:
        return by_score(scores)
    return np.lexsort((-np.arange(len(scores)), -scores))


# --- iou ------------------------------------------------------------------------------------------------------------


def without_width(args):
    """Boxes that are lines, against themselves and a box that has an area, which is in both lists: not all is 0."""
    boxes1, boxes2 = args
    lines = boxes1.copy()
    lines[:, 2] = lines[:, 0]
    return np.concatenate([lines, boxes2[:1]]), np.concatenate([lines[:1], boxes2[:1]])


def as_shares(args):
    """Corners as shares of a picture 100 wide."""
    return tuple(boxes / 100 for boxes in args)


def halved(args):
    return tuple(boxes / 2 for boxes in args)


def emptied(args, which):
    """No boxes in the first list, in the second, or in both."""
    return tuple(NO_BOXES if k in which else boxes for k, boxes in enumerate(args))


CROSSING = (("cross", "cross"), ("cross", "same"), ("same", "cross"))
SEPARATE = (("apart", "cross"), ("cross", "apart"), ("apart", "apart"), ("touch", "cross"), ("touch", "touch"))
EQUAL = (("same", "same"),)  # 1 by nearly every formula, and not by one that answers 0 whatever comes
CONTAINED = (("inside", "inside"), ("same", "same"), ("inside", "same"), ("same", "inside"))
FORGIVEN = 5e-5  # what 1e-7 added to a union of 0.0025 comes to, the smallest here; 1e-6 shows

iou = Check(
    atol=1e-6,
    aspects=[
        Aspect("values", 3, box_pairs(kinds=CROSSING), ko="값", cases=10),
        Aspect("no overlap, or all", 3, box_pairs(kinds=SEPARATE + EQUAL), ko="겹치지 않거나 똑같을 때", cases=16),
        Aspect("one inside the other", 1, box_pairs(kinds=CONTAINED), ko="한쪽이 안에 있을 때", cases=8),
        Aspect("all pairs", 4, box_lists(), ko="모든 쌍", cases=10),
        Aspect(
            "fractions",
            1,
            box_lists(m=(1, 2), n=(1, 2)).map(as_shares) | box_lists(m=(1, 2), n=(1, 2)).map(halved),
            ko="소수로 된 좌표",
            cases=8,
            atol=FORGIVEN,
        ),
        Aspect("integer input", 1, box_lists(m=(1, 3), dtypes=(np.int64,)), ko="정수 입력", cases=5),
        Aspect(
            "boxes without area", 1, box_lists(m=(1, 2), n=(1, 2)).map(without_width), ko="넓이가 없는 상자", cases=6
        ),
        Aspect(
            "no boxes",
            1,
            st.builds(emptied, box_lists(m=(1, 3), n=(1, 3)), st.sampled_from(((0,), (1,), (0, 1)))),
            ko="상자가 없을 때",
            cases=6,
        ),
        Aspect(
            "together",
            1,
            box_lists(m=(2, 5), n=(2, 5), common=False, negative=True, dtypes=(np.float64, np.float32)),
            ko="한꺼번에",
            cases=8,
            layout="strided",
        ),
        Aspect("input unchanged", 1, box_lists(), ko="입력 보존", cases=4, judge="unchanged", after="values"),
    ],
)
iou.sized("M", axis=0, M=("boxes1", 0))
iou.sized("N", axis=1, N=("boxes2", 0))


def meeting(boxes1, boxes2):
    """How long the intersections are along x and y, (M, N, 2); negative where there is none."""
    return np.minimum(boxes1[:, None, 2:], boxes2[:, 2:]) - np.maximum(boxes1[:, None, :2], boxes2[:, :2])


def hulls(boxes1, boxes2):
    """Areas of the smallest boxes round each pair, (M, N)."""
    spans = np.maximum(boxes1[:, None, 2:], boxes2[:, 2:]) - np.minimum(boxes1[:, None, :2], boxes2[:, :2])
    return spans.prod(axis=2)


def ratio(shared, boxes1, boxes2):
    """IoU of whatever was taken for the intersection; 0 where there is no union."""
    union = areas(boxes1)[:, None] + areas(boxes2) - shared
    return shared / np.where(union == 0, 1, union)


def shared_area(boxes1, boxes2):
    return np.clip(meeting(boxes1, boxes2), 0, None).prod(axis=2)


@iou.mistake
def no_clamp(iou, boxes1, boxes2):
    """What is the intersection of two boxes that are far apart?
    Its sides come out negative. One negative side makes the area negative, two make it positive again.
    - Take two boxes far apart in both directions, such as (0, 0, 1, 1) and (5, 5, 6, 6).
    - Print the width and the height of their intersection.
    - No side is shorter than 0: say so before you multiply.

    멀리 떨어진 두 상자의 교집합은 얼마인가요?
    변의 길이가 음수로 나와요. 하나만 음수면 넓이가 음수가 되고, 둘 다 음수면 다시 양수가 돼요.
    - (0, 0, 1, 1)과 (5, 5, 6, 6)처럼 두 방향으로 모두 떨어진 상자를 넣어 보세요.
    - 교집합의 너비와 높이를 출력해 보세요.
    - 변은 0보다 짧을 수 없어요. 곱하기 전에 확인하세요.
    """
    return ratio(meeting(boxes1, boxes2).prod(axis=2), boxes1, boxes2)


@iou.mistake
def neither_clamps_nor_guards(iou, boxes1, boxes2):
    """What is the intersection of two boxes that are far apart, and what is 0 divided by 0?
    Two things are missing. The sides of the intersection may come out negative, and a union may be 0.
    - Take (0, 0, 1, 1) and (5, 5, 6, 6): print the width and the height of their intersection.
    - Then take the box (1, 1, 1, 5) and itself.
    - No side is shorter than 0; where there is no union, the answer is 0.

    멀리 떨어진 두 상자의 교집합은 얼마이고, 0을 0으로 나누면 무엇이 되나요?
    두 가지가 빠졌어요. 교집합의 변이 음수로 나올 수 있고, 합집합이 0일 수 있어요.
    - (0, 0, 1, 1)과 (5, 5, 6, 6)을 넣고 교집합의 너비와 높이를 출력해 보세요.
    - 그다음 상자 (1, 1, 1, 5)를 자기 자신과 견주어 보세요.
    - 변은 0보다 짧을 수 없어요. 합집합이 없으면 답은 0이에요.
    """
    shared = meeting(boxes1, boxes2).prod(axis=2)
    return shared / (areas(boxes1)[:, None] + areas(boxes2) - shared)


@iou.mistake
def clamps_the_product(iou, boxes1, boxes2):
    """Is the area kept from being negative, and not its two sides?
    Two negative sides have a positive product, which no clamp notices any more.
    - Take two boxes that are apart to the right and also below.
    - Clamp the width and the height, each by itself, then multiply.

    넓이만 0 이상으로 자르고, 두 변은 자르지 않았나요?
    두 변이 모두 음수면 곱이 양수예요. 그러면 나중에 잘라도 소용이 없어요.
    - 오른쪽으로도 아래로도 떨어진 두 상자를 넣어 보세요.
    - 너비와 높이를 따로따로 0 이상으로 만든 다음에 곱하세요.
    """
    return ratio(np.clip(meeting(boxes1, boxes2).prod(axis=2), 0, None), boxes1, boxes2)


@iou.mistake
def clamps_the_width_only(iou, boxes1, boxes2):
    """Is the height allowed to be negative?
    Only one of the two sides of the intersection is kept at 0 or more.
    - Take two boxes above each other that do not meet.
    - What you do for the width, the height needs too.

    높이는 음수가 되어도 괜찮은가요?
    교집합의 두 변 중에서 하나만 0 이상으로 만들었어요.
    - 위아래로 떨어진 두 상자를 넣어 보세요.
    - 너비에 한 일을 높이에도 해야 해요.
    """
    sides = meeting(boxes1, boxes2)
    return ratio(np.clip(sides[..., 0], 0, None) * sides[..., 1], boxes1, boxes2)


@iou.mistake
def takes_the_absolute_value(iou, boxes1, boxes2):
    """Does a gap between two boxes count as an overlap?
    The absolute value turns a negative side into a positive one, so the gap becomes an area.
    - Two boxes that are apart by 3: which width has their intersection in your code?
    - A side that would be negative is 0.

    두 상자 사이의 틈을 겹친 것으로 세고 있나요?
    절댓값을 취하면 음수인 변이 양수가 되어서, 틈이 넓이가 돼요.
    - 3만큼 떨어진 두 상자를 넣어 보세요. 교집합의 너비가 얼마로 나오나요?
    - 음수가 될 변은 0이에요.
    """
    return ratio(np.abs(meeting(boxes1, boxes2)).prod(axis=2), boxes1, boxes2)


@iou.mistake
def plus_one(iou, boxes1, boxes2):
    """Is 1 added to the widths?
    Pascal VOC's program counts pixels from x1 to x2, both included. Here corners lie between the pixels.
    - The box (0, 0, 1, 1) has the area 1.
    - Two boxes that touch share nothing. What does your function answer?

    너비에 1을 더하나요?
    Pascal VOC의 프로그램은 x1부터 x2까지 양 끝 픽셀을 모두 세요. 여기서는 꼭짓점이 픽셀 사이에 있어요.
    - 상자 (0, 0, 1, 1)의 넓이는 1이에요.
    - 맞닿기만 한 두 상자는 겹친 곳이 없어요. 어떤 값이 나오나요?
    """
    wider = np.array([0, 0, 1, 1])
    return ratio(shared_area(boxes1 + wider, boxes2 + wider), boxes1 + wider, boxes2 + wider)


@iou.mistake
def union_without_minus(iou, boxes1, boxes2):
    """What is the IoU of a box with itself?
    It should be 1. The sum of both areas counts the shared part twice.
    - Compare your union with the area that is really covered.
    - What has to be subtracted once?

    상자를 자기 자신과 견주면 IoU가 얼마인가요?
    1이어야 해요. 두 넓이를 그냥 더하면 겹친 부분을 두 번 세게 돼요.
    - 합집합을 실제로 덮인 넓이와 견주어 보세요.
    - 무엇을 한 번 빼야 할까요?
    """
    total = areas(boxes1)[:, None] + areas(boxes2)
    return shared_area(boxes1, boxes2) / np.where(total == 0, 1, total)


@iou.mistake
def dice_instead(iou, boxes1, boxes2):
    """Is this twice the intersection over the sum of the areas?
    That is the Dice coefficient. It is 1 and 0 where IoU is, but larger in between.
    - Two boxes of area 2 that share 1: IoU is 1/3.
    - Divide by the union.

    교집합의 두 배를 넓이의 합으로 나누었나요?
    그것은 다이스 계수예요. 0과 1에서는 IoU와 같지만 그 사이에서는 더 커요.
    - 넓이가 2인 상자 두 개가 1만큼 겹치면 IoU는 1/3이에요.
    - 합집합으로 나누세요.
    """
    total = areas(boxes1)[:, None] + areas(boxes2)
    return 2 * shared_area(boxes1, boxes2) / np.where(total == 0, 1, total)


@iou.mistake
def over_the_smaller_box(iou, boxes1, boxes2):
    """Does a small box inside a large one get an IoU of 1?
    You divide by the smaller area, so whoever lies inside looks perfect.
    - A box that covers the whole picture would match everything.
    - The U is for union: all that either box covers.

    큰 상자 안에 든 작은 상자의 IoU가 1인가요?
    더 작은 넓이로 나누면 안에 들기만 해도 완벽해 보여요.
    - 그러면 이미지 전체를 덮는 상자가 무엇이든 맞힌 셈이 돼요.
    - U는 합집합(union)이에요. 둘 중 하나라도 덮은 곳 전부예요.
    """
    smaller = np.minimum(areas(boxes1)[:, None], areas(boxes2))
    return shared_area(boxes1, boxes2) / np.where(smaller == 0, 1, smaller)


@iou.mistake
def over_the_first_box(iou, boxes1, boxes2):
    """Does your answer change when the two boxes change places?
    You divide by the area of the first box alone.
    - Compare iou(a, b) with iou(b, a) for boxes of different sizes.
    - The union belongs to both.

    두 상자를 바꾸어 넣으면 값이 달라지나요?
    첫 번째 상자의 넓이로만 나누고 있어요.
    - 크기가 다른 상자로 iou(a, b)와 iou(b, a)를 견주어 보세요.
    - 합집합은 두 상자 모두의 것이에요.
    """
    first = areas(boxes1)[:, None]
    return shared_area(boxes1, boxes2) / np.where(first == 0, 1, first)


@iou.mistake
def union_is_the_box_round_both(iou, boxes1, boxes2):
    """Is your union the smallest box round both?
    That box has corners which neither of the two covers.
    - Draw two boxes that overlap at a corner, and shade the union. Is it a rectangle?
    - The union's area follows from three areas that you have.

    두 상자를 둘러싸는 가장 작은 상자를 합집합으로 썼나요?
    그 상자의 귀퉁이에는 두 상자가 모두 덮지 않는 곳이 있어요.
    - 모서리에서 겹친 두 상자를 그리고 합집합을 칠해 보세요. 직사각형인가요?
    - 합집합의 넓이는 이미 구한 세 넓이로 알 수 있어요.
    """
    hull = hulls(boxes1, boxes2)
    return shared_area(boxes1, boxes2) / np.where(hull == 0, 1, hull)


@iou.mistake
def minimum_and_maximum_swapped(iou, boxes1, boxes2):
    """Is your intersection larger than the boxes themselves?
    With the smaller of the left sides and the larger of the right ones you get the box round both.
    - Where does the shared part of 1..7 and 3..9 start, and where does it end?
    - Which of the two starts is it: the smaller or the larger?

    교집합이 상자보다 더 큰가요?
    왼쪽 변 중 작은 쪽과 오른쪽 변 중 큰 쪽을 고르면 둘을 둘러싸는 상자가 돼요.
    - 1~7과 3~9가 함께 덮는 곳은 어디에서 시작해서 어디에서 끝나나요?
    - 시작점은 둘 중 작은 쪽인가요, 큰 쪽인가요?
    """
    return ratio(hulls(boxes1, boxes2), boxes1, boxes2)


@iou.mistake
def generalised(iou, boxes1, boxes2):
    """Can your answer be negative?
    This is the generalised IoU, which also subtracts the empty part of the box round both. It is meant for training.
    - Boxes that do not overlap have IoU 0, however far they are apart.
    - Leave out the part with the enclosing box.

    값이 음수가 되기도 하나요?
    이것은 둘러싸는 상자의 빈 곳까지 빼는 일반화 IoU(GIoU)예요. 학습할 때 쓰는 값이에요.
    - 겹치지 않는 상자의 IoU는 아무리 멀어도 0이에요.
    - 둘러싸는 상자와 관련된 부분을 빼 보세요.
    """
    hull, shared = hulls(boxes1, boxes2), shared_area(boxes1, boxes2)
    union = areas(boxes1)[:, None] + areas(boxes2) - shared
    return iou(boxes1, boxes2) - (hull - union) / np.where(hull == 0, 1, hull)


@iou.mistake
def returns_the_intersection(iou, boxes1, boxes2):
    """Did the division get lost?
    This is the area of the intersection. It grows with the size of the picture; IoU does not.
    - What is the IoU of a box with itself?
    - Intersection *over* union: over is a fraction bar.

    나누는 것을 잊지 않았나요?
    이 값은 교집합의 넓이예요. 이미지가 커지면 함께 커지지만, IoU는 그렇지 않아요.
    - 상자를 자기 자신과 견주면 IoU가 얼마여야 하나요?
    - intersection *over* union에서 over는 분수의 줄이에요.
    """
    return shared_area(boxes1, boxes2) * 1.0


@iou.mistake
def reads_xywh(iou, boxes1, boxes2):
    """Which two corners does our format give?
    You read the last two numbers as width and height. Here they are the right lower corner.
    - What is the width of the box (3, 2, 9, 5)?
    - Keras calls our format "xyxy" and the other one "xywh".

    상자의 네 수는 어느 두 꼭짓점인가요?
    뒤의 두 수를 너비와 높이로 읽었어요. 여기서는 오른쪽 아래 꼭짓점이에요.
    - 상자 (3, 2, 9, 5)의 너비는 얼마인가요?
    - Keras에서는 우리 형식을 "xyxy", 다른 형식을 "xywh"라고 불러요.
    """
    return iou(*(np.concatenate([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]], axis=1) for boxes in (boxes1, boxes2)))


@iou.mistake
def reads_centre_and_size(iou, boxes1, boxes2):
    """Do you read a box as its centre and its size?
    YOLO writes boxes like that. Here the four numbers are two corners.
    - What is the width of the box (3, 2, 9, 5)?
    - x1 and y1 are the left upper corner itself.

    상자를 중심과 크기로 읽었나요?
    YOLO는 그렇게 적어요. 여기서는 네 수가 두 꼭짓점이에요.
    - 상자 (3, 2, 9, 5)의 너비는 얼마인가요?
    - x1과 y1은 바로 왼쪽 위 꼭짓점이에요.
    """

    def corners(boxes):
        return np.concatenate([boxes[:, :2] - boxes[:, 2:] / 2, boxes[:, :2] + boxes[:, 2:] / 2], axis=1)

    return iou(corners(boxes1), corners(boxes2))


@iou.mistake
def transposed_matrix(iou, boxes1, boxes2):
    """Do the rows belong to the first argument?
    With M boxes in the first list and N in the second, the table has M rows and N columns.
    - Try two boxes against three: which shape comes out?
    - On which of the two lists do you put the new axis?

    행이 첫 번째 인수와 맞나요?
    첫 목록에 상자가 M개, 둘째 목록에 N개 있으면 표는 M행 N열이에요.
    - 상자 두 개와 세 개를 넣어 보세요. 모양이 어떻게 나오나요?
    - 두 목록 중에서 어느 쪽에 새 축을 넣었나요?
    """
    return iou(boxes2, boxes1)


@iou.mistake
def row_by_row(iou, boxes1, boxes2):
    """Is each box compared with one other box only?
    You pair the first with the first, the second with the second. The table holds all M times N pairs.
    - How many numbers should two boxes against three give?
    - A new axis, or a loop inside a loop, brings every box of one list to every box of the other.

    상자마다 다른 상자 하나하고만 견주나요?
    첫째는 첫째와, 둘째는 둘째와 짝을 지었어요. 표에는 M 곱하기 N개의 쌍이 모두 있어야 해요.
    - 상자 두 개와 세 개를 견주면 수가 몇 개 나와야 하나요?
    - 새 축을 넣거나 반복문을 두 겹으로 쓰면 모든 쌍을 만들 수 있어요.
    """
    return np.diagonal(iou(boxes1, boxes2))


@iou.mistake
def first_box_only(iou, boxes1, boxes2):
    """Does only the first box of the first list get a row?
    The table has a row for every box of boxes1.
    - Try two boxes against one.
    - Where do you use boxes1[0], or the first row?

    첫 목록의 첫 상자만 견주나요?
    boxes1의 상자마다 한 행씩 있어야 해요.
    - 상자 두 개와 한 개를 넣어 보세요.
    - boxes1[0]이나 첫 행만 쓰는 곳이 있나요?
    """
    return iou(boxes1[:1], boxes2)


@iou.mistake
def clip_to_one(iou, boxes1, boxes2):
    """Do your boxes end at 1?
    Corners may be pixels, such as 44 or 170, and not only shares of the picture between 0 and 1.
    - Try boxes in pixels.
    - Which line limits the corners, and what should it limit?

    상자의 좌표가 1에서 잘리나요?
    좌표는 0과 1 사이의 비율일 수도 있지만 44나 170 같은 픽셀일 수도 있어요.
    - 픽셀 좌표로 된 상자를 넣어 보세요.
    - 어느 줄에서 꼭짓점을 자르나요? 정말로 잘라야 할 것은 무엇인가요?
    """
    return iou(np.clip(boxes1, 0, 1), np.clip(boxes2, 0, 1))


@iou.mistake
def cuts_at_the_edge_of_the_picture(iou, boxes1, boxes2):
    """What happens to a box that sticks out of the picture?
    Negative corners are set to 0 in your code, which makes the box smaller.
    - Try boxes with negative corners.
    - Cutting boxes at the edge is another function's task.

    이미지 밖으로 나간 상자는 어떻게 되나요?
    음수인 좌표를 0으로 바꾸어서 상자가 작아졌어요.
    - 음수 좌표가 있는 상자를 넣어 보세요.
    - 상자를 이미지 경계에서 자르는 것은 다른 함수가 할 일이에요.
    """
    return iou(np.clip(boxes1, 0, None), np.clip(boxes2, 0, None))


@iou.mistake
def rounds_to_pixels(iou, boxes1, boxes2):
    """Are the corners turned into whole numbers?
    Corners may lie anywhere, and shares of a picture all become 0.
    - Try boxes with corners such as 0.25.
    - Look for int, round and integer arrays in your code.

    좌표를 정수로 바꾸고 있나요?
    꼭짓점은 어디에든 있을 수 있고, 비율로 적은 좌표는 모두 0이 돼요.
    - 0.25 같은 좌표가 있는 상자를 넣어 보세요.
    - 코드에서 int, round, 정수 배열을 찾아보세요.
    """
    return iou(np.floor(boxes1), np.floor(boxes2))


@iou.mistake
def adds_an_epsilon(iou, boxes1, boxes2):
    """Is a small number added to the union?
    It keeps 0 / 0 away, but where boxes are shares of the picture, areas are small themselves.
    - What is the area of a plate of 0.04 x 0.01?
    - Divide by something else only where the union is 0.

    합집합에 작은 수를 더하나요?
    0 / 0은 피할 수 있지만, 좌표가 비율이면 넓이도 아주 작아요.
    - 0.04 x 0.01인 번호판의 넓이는 얼마인가요?
    - 합집합이 0인 곳에서만 다른 수로 나누세요.
    """
    shared = shared_area(boxes1, boxes2)
    return shared / (areas(boxes1)[:, None] + areas(boxes2) - shared + 1e-6)


@iou.mistake
def nan_without_area(iou, boxes1, boxes2):
    """What is 0 divided by 0?
    Two boxes without area have no union, and the quotient is no number.
    - Try the box (1, 1, 1, 5) against itself.
    - The docstring says what the answer is there.

    0을 0으로 나누면 무엇이 되나요?
    넓이가 없는 상자끼리는 합집합도 0이라서, 나누면 수가 아니게 돼요.
    - 상자 (1, 1, 1, 5)를 자기 자신과 견주어 보세요.
    - 그때 답이 무엇인지 독스트링에 적혀 있어요.
    """
    shared = shared_area(boxes1, boxes2)
    return shared / (areas(boxes1)[:, None] + areas(boxes2) - shared)


@iou.mistake
def without_boxes_no_table(iou, boxes1, boxes2):
    """Which shape has a table without rows?
    No boxes against three are a table of shape (0, 3), and not an empty list of shape (0,).
    - Print the shape for np.zeros((0, 4)).
    - Start from an array of shape (M, N), or turn the list into that shape in the end.

    행이 없는 표의 모양은 무엇인가요?
    상자 0개와 3개를 견주면 모양이 (0, 3)인 표예요. 모양이 (0,)인 빈 목록이 아니에요.
    - np.zeros((0, 4))를 넣고 결과의 모양을 출력해 보세요.
    - 모양이 (M, N)인 배열에서 시작하거나, 마지막에 그 모양으로 바꾸세요.
    """
    table = iou(boxes1, boxes2)
    return table if len(table) else np.zeros(0)


@iou.mistake
def changes_the_boxes(iou, boxes1, boxes2):
    """Does your function change the boxes it was given?
    Something like `boxes1[:, 2:] -= boxes1[:, :2]` writes into the caller's array.
    - Print boxes1 before and after the call.
    - Put widths and heights into a new array.

    받은 상자를 바꾸고 있나요?
    `boxes1[:, 2:] -= boxes1[:, :2]` 같은 줄은 부른 쪽의 배열에 그대로 써요.
    - 부르기 전과 후에 boxes1을 출력해 보세요.
    - 너비와 높이는 새 배열에 담으세요.
    """
    table = iou(boxes1, boxes2)
    boxes1[:, 2:] -= boxes1[:, :2]
    return table


# --- nms ------------------------------------------------------------------------------------------------------------

UNEQUAL = (0.3, 0.4, 0.6, 0.7)  # no distance in whole numbers gives exactly one of them
EXACTLY = {"kinds": ("exact",), "places": (1, 1)}


# without boxes the threshold is all that can differ, and the public examples must not be the hidden ones
ANY_THRESHOLD = {"places": (1, 1), "threshold": tuple(k / 20 for k in range(1, 20)), "kinds": ("near",)}


def without_boxes(args):
    *arrays, threshold = args
    return *(array[:0] for array in arrays), threshold


def over(boxes, threshold):
    """A table: does one box overlap the other by more than the threshold?"""
    return overlaps(boxes, boxes) > threshold


def scores_alternate(args):
    """Is a box removed by another than the one that was kept last?"""
    boxes, scores, threshold = args
    too_much, kept = over(boxes, threshold), []
    for k in by_score(scores):
        if not too_much[k, kept].any():
            kept.append(k)
        elif not too_much[k, kept[-1]]:
            return True
    return False


def first_of_ties_matters(args):
    """Is another box kept, or in another place, when of equal scores the later one comes first?"""
    boxes, scores, threshold = args
    too_much = over(boxes, threshold)
    back = len(scores) - 1 - by_score(scores[::-1])
    one, other = (greedy(order, lambda j, k: too_much[j, k]) for order in (by_score(scores), back))
    return len(one) != len(other) or (one != other).any()


@st.composite
def crowded_suppressions(draw):
    """The best box removes a crowd; of two boxes elsewhere with equal scores the first removes the other."""
    digits, first, second = draw(st.sampled_from(SWAPPED))
    scores = tenths(digits)
    look = {"top": draw(st.integers(0, 2)), "height": draw(st.integers(2, 5))}
    boxes = [plate(0 if k == scores.argmax() else draw(st.integers(0, 3)), **look) for k in range(len(scores))]
    boxes[first], boxes[second] = (plate(at, place=1, **look) for at in draw(st.permutations((0, 1, 2)))[:2])
    return np.array(boxes, float), scores, 0.5


FEW_TIED = {"scores": "tied", "places": (1, 1), "kinds": ("near", "near", "far")}

nms = Check(
    atol=0,  # indices
    aspects=[
        Aspect("values", 5, suppressions().map(only_the_first(2)), ko="값", cases=12),
        Aspect("chains", 3, suppressions(kinds=("chain",), places=(1, 2)), ko="이어진 상자", cases=8),
        Aspect("threshold", 2, suppressions(kinds=("pair",), threshold=UNEQUAL), ko="문턱값", cases=8),
        Aspect("exactly at the threshold", 1, suppressions(**EXACTLY), ko="정확히 문턱값일 때", cases=5),
        Aspect(
            "equal scores",
            1,
            now_and_then(suppressions(**FEW_TIED).filter(first_of_ties_matters), crowded_suppressions()),
            ko="점수가 같을 때",
            cases=12,
        ),
        Aspect("low scores", 1, suppressions(scores="low", places=(1, 2)), ko="낮은 점수", cases=5),
        Aspect("no boxes", 1, suppressions(**ANY_THRESHOLD).map(without_boxes), ko="상자가 없을 때", cases=3),
        Aspect(
            "together",
            1,
            suppressions(kinds=("near", "far", "one"), places=(2, 4), threshold=(0.5, 0.3)).filter(scores_alternate),
            ko="한꺼번에",
            cases=8,
            layout="strided",
        ),
        Aspect("input unchanged", 1, suppressions(), ko="입력 보존", cases=4, judge="unchanged", after="values"),
    ],
)


def greedy(order, removes):
    """Keep, in this order, what no kept one removes; `removes(j, k)` says whether j removes k."""
    kept = []
    for k in order:
        if not any(removes(j, k) for j in kept):
            kept.append(k)
    return np.array(kept, dtype=int)


@nms.mistake
def ascending(nms, boxes, scores, iou_threshold):
    """Whom do you trust most?
    Your function starts with the lowest score, so the worst of each group is kept.
    - np.argsort sorts from small to large.
    - Which box should be the first in the answer?

    어느 상자를 가장 믿나요?
    점수가 가장 낮은 상자부터 시작해서, 겹친 것 중 가장 나쁜 상자가 남아요.
    - np.argsort는 작은 것부터 늘어놓아요.
    - 답의 맨 앞에는 어느 상자가 와야 하나요?
    """
    return nms(boxes, -scores, iou_threshold)


@nms.mistake
def by_index_instead_of_by_score(nms, boxes, scores, iou_threshold):
    """Do the scores play a part at all?
    The boxes are taken in the order of the list, so the first one of each group wins.
    - Give the best score to the last box: is it kept?
    - Sort by score before the loop, or look for the best in each round.

    점수를 쓰고 있나요?
    목록에 나온 순서대로 상자를 골라서, 겹친 것 중 맨 앞의 상자가 남아요.
    - 마지막 상자에 가장 높은 점수를 주어 보세요. 그 상자가 남나요?
    - 반복하기 전에 점수로 정렬하거나, 매번 가장 좋은 상자를 찾으세요.
    """
    return nms(boxes, -np.arange(len(scores)), iou_threshold)


@nms.mistake
def keeps_input_order(nms, boxes, scores, iou_threshold):
    """In which order do the indices come back?
    The right boxes are kept, but by falling index and not by falling score.
    - The first index should be that of the best score of all.
    - Append an index to the answer in the moment in which its box is kept.

    인덱스를 어떤 순서로 돌려주나요?
    남긴 상자는 맞지만, 점수 순서가 아니라 인덱스 순서로 나와요.
    - 첫 번째 인덱스는 점수가 가장 높은 상자의 것이어야 해요.
    - 상자를 남기기로 한 순간에 그 인덱스를 답에 덧붙이세요.
    """
    return np.sort(nms(boxes, scores, iou_threshold))


@nms.mistake
def suppressed_still_suppress(nms, boxes, scores, iou_threshold):
    """Can a removed box remove another?
    Each box is compared with all better ones, also with those that are gone.
    - Take three in a row: A removes B. Does C, which overlaps B only, have to go?
    - Compare with the boxes that were kept.

    지워진 상자가 다른 상자를 지울 수 있나요?
    상자를 자기보다 점수가 높은 모든 상자와 견주고 있어요. 이미 지워진 것까지요.
    - 상자 셋이 나란히 있고 A가 B를 지웠어요. B하고만 겹치는 C도 지워야 할까요?
    - 남기기로 한 상자하고만 견주세요.
    """
    order, too_much = by_score(scores), over(boxes, iou_threshold)
    return np.array([k for i, k in enumerate(order) if not too_much[k, order[:i]].any()], dtype=int)


@nms.mistake
def compares_with_the_next_only(nms, boxes, scores, iou_threshold):
    """Is each box compared only with the one before it in the order of the scores?
    Boxes of two plates alternate in that order, and then duplicates are overlooked.
    - Try four boxes on two plates whose scores alternate.
    - A kept box removes any of the boxes left, however far behind it comes.

    점수 순서에서 바로 앞의 상자하고만 견주나요?
    두 번호판의 상자가 번갈아 나오면 겹친 상자를 놓쳐요.
    - 번호판 두 개에 상자를 두 개씩 놓고, 점수가 번갈아 나오게 해 보세요.
    - 남은 상자라면 순서가 아무리 뒤여도 지울 수 있어야 해요.
    """
    order, too_much = by_score(scores), over(boxes, iou_threshold)
    return np.array([k for i, k in enumerate(order) if not i or not too_much[k, order[i - 1]]], dtype=int)


@nms.mistake
def compares_with_the_last_kept_only(nms, boxes, scores, iou_threshold):
    """Is each box compared only with the one that was kept last?
    All kept boxes remove what overlaps them, also the first.
    - Try four boxes on two plates whose scores alternate.
    - One kept box that overlaps too much is enough.

    마지막으로 남긴 상자하고만 견주나요?
    남긴 상자는 모두, 맨 처음 것까지도 겹치는 상자를 지워야 해요.
    - 번호판 두 개에 상자를 두 개씩 놓고, 점수가 번갈아 나오게 해 보세요.
    - 남긴 상자 중 하나라도 너무 많이 겹치면 지우세요.
    """
    too_much, kept = over(boxes, iou_threshold), []
    for k in by_score(scores):
        if not kept or not too_much[k, kept[-1]]:
            kept.append(k)
    return np.array(kept, dtype=int)


@nms.mistake
def inverted_test(nms, boxes, scores, iou_threshold):
    """Do the boxes that overlap stay, and the others go?
    Read the sentence again: remove where the overlap is large.
    - Two plates far apart: how many boxes should be left?
    - Does your comparison pick those to keep or those to remove?

    겹치는 상자가 남고 나머지가 지워지나요?
    문장을 다시 읽어 보세요. 많이 겹치는 상자를 지워야 해요.
    - 번호판 두 개가 멀리 떨어져 있으면 상자가 몇 개 남아야 하나요?
    - 비교식은 남길 것을 고르나요, 지울 것을 고르나요?
    """
    order, too_much, kept = by_score(scores), over(boxes, iou_threshold), []
    while len(order):
        kept.append(order[0])
        order = order[1:][too_much[order[0], order[1:]]]
    return np.array(kept, dtype=int)


@nms.mistake
def removes_at_the_threshold(nms, boxes, scores, iou_threshold):
    """What happens at an IoU of exactly the threshold?
    Your function removes such a box. It should stay: only what is greater goes.
    - Boxes 9 wide and 3 apart have an IoU of exactly 0.5.
    - Is it < or <= that should keep a box?

    IoU가 정확히 문턱값이면 어떻게 되나요?
    그런 상자를 지우고 있어요. 문턱값보다 클 때만 지우고, 같으면 남겨야 해요.
    - 너비가 9인 상자 두 개가 3만큼 어긋나면 IoU가 정확히 0.5예요.
    - 상자를 남기는 조건은 < 인가요, <= 인가요?
    """
    table = overlaps(boxes, boxes) >= iou_threshold
    return greedy(by_score(scores), lambda j, k: table[j, k])


@nms.mistake
def ignores_the_threshold(nms, boxes, scores, iou_threshold):
    """Does the argument iou_threshold change anything?
    Your function behaves as if it were always 0.5.
    - Call it with 0.3 and with 0.7.
    - Look for a 0.5 inside the function.

    인수 iou_threshold에 따라 결과가 달라지나요?
    언제나 0.5인 것처럼 동작해요.
    - 0.3과 0.7로 불러 보세요.
    - 함수 안에 0.5라고 적힌 곳이 있나요?
    """
    return nms(boxes, scores, 0.5)


@nms.mistake
def over_the_other_box(nms, boxes, scores, iou_threshold):
    """Is the overlap divided by the area of one box?
    An old and much copied program does that. The rule here is intersection over *union*.
    - Boxes 10 wide and 4 apart: 6 / 10 is not 6 / 14.
    - You have a function for it.

    겹친 넓이를 상자 하나의 넓이로 나누나요?
    널리 베껴 쓰는 오래된 프로그램이 그렇게 해요. 여기서는 교집합을 *합집합*으로 나눠요.
    - 너비가 10인 상자 두 개가 4만큼 어긋났을 때 6 / 10과 6 / 14는 달라요.
    - 이미 만들어 둔 함수가 있어요.
    """
    table = shared_area(boxes, boxes) / areas(boxes)  # (D, D), a column for each removed box
    return greedy(by_score(scores), lambda j, k: table[j, k] > iou_threshold)


@nms.mistake
def later_first_on_ties(nms, boxes, scores, iou_threshold):
    """Of two equal scores, which comes first?
    The earlier index should. Sorting upwards and turning the order round brings the later one to the front.
    - Try two equal scores.
    - Sort the negative scores, in a way that keeps the order of equal ones.

    점수가 같으면 누가 먼저인가요?
    인덱스가 앞선 상자가 먼저예요. 오름차순으로 정렬한 다음 뒤집으면 뒤의 것이 앞으로 와요.
    - 같은 점수 두 개를 넣어 보세요.
    - 점수의 부호를 바꾸어, 같은 것의 순서를 지키는 방법으로 정렬하세요.
    """
    back = nms(boxes[::-1], scores[::-1], iou_threshold)
    return len(boxes) - 1 - back


@nms.mistake
def ties_as_they_come(nms, boxes, scores, iou_threshold):
    """Does your sort keep equal scores in their order?
    Two or three of them, perhaps, but not many. By default np.argsort promises no order among equal numbers.
    - Sort 20 scores, most of them equal, and print the indices.
    - Which `kind` of np.argsort keeps the order of equal ones?

    정렬할 때 점수가 같은 것끼리의 순서가 지켜지나요?
    두세 개일 때는 지켜질지 몰라도 많아지면 그렇지 않아요. np.argsort는 기본값으로는 같은 수의 순서를 보장하지 않아요.
    - 대부분 같은 점수 20개를 정렬해서 인덱스를 출력해 보세요.
    - np.argsort에서 어떤 `kind`를 쓰면 같은 것의 순서가 지켜질까요?
    """
    order = by_score_unstably(scores)
    return order[nms(boxes[order], -np.arange(len(order)), iou_threshold)]


@nms.mistake
def score_must_be_positive(nms, boxes, scores, iou_threshold):
    """What happens to a box whose score is 0 or less?
    Scores may be any numbers, such as logits. Yours are compared with 0 or -1 somewhere, or set to 0 when removed.
    - Try scores that are all negative.
    - Remember what is left in another way than by its score.

    점수가 0 이하인 상자는 어떻게 되나요?
    점수는 로짓처럼 어떤 수든 될 수 있어요. 어딘가에서 0이나 -1과 견주거나, 지운 상자의 점수를 0으로 바꾸고 있어요.
    - 점수를 모두 음수로 넣어 보세요.
    - 무엇이 남았는지를 점수가 아닌 다른 방법으로 기억하세요.
    """
    kept = nms(boxes, scores, iou_threshold)
    return kept[scores[kept] > 0]


@nms.mistake
def keeps_only_the_best(nms, boxes, scores, iou_threshold):
    """Does the search end after the first box?
    The best box is kept, but so are all others that do not overlap a kept one too much.
    - Two plates far apart need two boxes.
    - Look at the indentation of your return.

    상자 하나를 남기고 끝나나요?
    가장 좋은 상자뿐 아니라, 남긴 상자와 많이 겹치지 않는 다른 상자도 모두 남아야 해요.
    - 멀리 떨어진 번호판 두 개에는 상자도 두 개 필요해요.
    - return의 들여쓰기를 확인해 보세요.
    """
    return nms(boxes, scores, iou_threshold)[:1]


@nms.mistake
def returns_boxes(nms, boxes, scores, iou_threshold):
    """What does the signature return?
    The boxes themselves come back here. Asked for are their indices in the list that was given.
    - With indices the caller can pick the scores and the classes too.
    - The answer has one whole number for each kept box.

    무엇을 돌려주어야 하나요?
    상자 자체를 돌려주었어요. 받은 목록에서의 인덱스를 돌려주어야 해요.
    - 인덱스가 있으면 점수와 클래스도 골라낼 수 있어요.
    - 답에는 남긴 상자마다 정수가 하나씩 있어요.
    """
    return boxes[nms(boxes, scores, iou_threshold)]


@nms.mistake
def returns_scores(nms, boxes, scores, iou_threshold):
    """Are these the scores of the kept boxes?
    Asked for are their indices.
    - What is the type of an index?
    - Append the number of the box, and not its score.

    남긴 상자의 점수를 돌려주었나요?
    인덱스를 돌려주어야 해요.
    - 인덱스는 어떤 종류의 수인가요?
    - 점수가 아니라 상자의 번호를 덧붙이세요.
    """
    return scores[nms(boxes, scores, iou_threshold)]


@nms.mistake
def returns_a_mask(nms, boxes, scores, iou_threshold):
    """Is there a True or False for each box?
    A mask tells which boxes stay, but not in which order.
    - The answer has K whole numbers, by falling score.
    - np.flatnonzero gives indices, but by what are they sorted?

    상자마다 True나 False를 돌려주었나요?
    마스크로는 어떤 상자가 남았는지 알 수 있지만 순서는 알 수 없어요.
    - 답은 점수가 높은 순서로 늘어놓은 정수 K개예요.
    - np.flatnonzero로 인덱스를 얻을 수 있어요. 그런데 어떤 순서로 나올까요?
    """
    mask = np.zeros(len(boxes), dtype=bool)
    mask[nms(boxes, scores, iou_threshold)] = True
    return mask


@nms.mistake
def returns_the_removed(nms, boxes, scores, iou_threshold):
    """Are these the boxes that were removed?
    The others are asked for.
    - One box alone: what should come back?
    - Which of your two lists grows in which branch?

    지운 상자의 인덱스를 돌려주었나요?
    남긴 상자의 인덱스를 돌려주어야 해요.
    - 상자가 하나뿐이면 무엇이 나와야 하나요?
    - 어느 가지에서 어느 목록이 늘어나나요?
    """
    kept = nms(boxes, scores, iou_threshold)
    return np.array([k for k in by_score(scores) if k not in kept], dtype=int)


@nms.mistake
def places_in_the_sorted_list(nms, boxes, scores, iou_threshold):
    """Do your indices count in the sorted list?
    After sorting, box 0 is the best one, and no longer the first one that was given.
    - Give the best score to the last box of three: its index is 2.
    - Translate back: which array says where the sorted boxes came from?

    정렬한 목록에서의 번호를 돌려주었나요?
    정렬한 뒤의 0번은 가장 좋은 상자예요. 처음에 받은 목록의 0번이 아니에요.
    - 상자 셋 중 마지막에 가장 높은 점수를 주세요. 그 인덱스는 2예요.
    - 되돌려 보세요. 정렬한 상자가 어디에서 왔는지는 어느 배열에 적혀 있나요?
    """
    place = np.argsort(by_score(scores))  # where each box stands in the sorted list
    return place[nms(boxes, scores, iou_threshold)]


@nms.mistake
def expects_a_box(nms, boxes, scores, iou_threshold):
    """What if nothing was found?
    A picture without plates gives an empty list of boxes, and then nothing is kept. Yours raises an error.
    - Call it with np.zeros((0, 4)) and np.zeros(0).
    - Which line takes an item for granted?

    아무것도 찾지 못했다면요?
    번호판이 없는 이미지에서는 상자 목록이 비어 있고, 남는 상자도 없어요. 그런데 오류가 나요.
    - np.zeros((0, 4))와 np.zeros(0)으로 불러 보세요.
    - 항목이 있다고 여기는 줄은 어디인가요?
    """
    if not len(boxes):
        raise IndexError("index 0 is out of bounds for axis 0 with size 0")
    return nms(boxes, scores, iou_threshold)


@nms.mistake
def changes_the_scores(nms, boxes, scores, iou_threshold):
    """Does your function change the scores it was given?
    Marking removed boxes in the caller's array leaves the caller with other scores.
    - Print scores before and after the call.
    - Mark in an array of your own.

    받은 점수를 바꾸고 있나요?
    지운 상자를 받은 배열에 표시하면, 부른 쪽의 점수가 달라져요.
    - 부르기 전과 후에 scores를 출력해 보세요.
    - 새로 만든 배열에 표시하세요.
    """
    kept = nms(boxes, scores, iou_threshold)
    scores[:] = 0
    return kept


# --- class_nms ------------------------------------------------------------------------------------------------------


@st.composite
def across_the_edge(draw):
    """Two boxes of different classes, one beyond the left upper corner of the picture, one in the opposite corner.

    Whoever moves class 1 by the largest corner, or by one more as libraries do, brings the two together: they are so
    large that a pixel to the side does not matter.
    """
    w, h, end, off = (
        draw(st.integers(8, 12)),
        draw(st.integers(6, 8)),
        draw(st.integers(14, 22)),
        draw(st.integers(-1, 0)),
    )
    boxes = np.array([[end - w, end - h, end, end], [off - w, -h, off, 0]], float)
    scores = np.array(draw(st.permutations((0.9, 0.8))))
    return boxes, scores, np.array([0, 1]), 0.5


RANKED = {"mixed": "ranked", "kinds": ("near", "near", "far")}


def nms_threshold_matters(args):
    """Is there a pair of one class whose IoU lies between 0.5 and the threshold?"""
    boxes, _, classes, threshold = args
    table = overlaps(boxes, boxes)[classes[:, None] == classes]
    return ((table > threshold) != (table > 0.5)).any()


def tie_of_classes_stays(args):
    """Do two boxes of different classes with equal scores stay, and has no class a tie of its own, which is for nms?"""
    boxes, scores, classes, threshold = args
    table = over(boxes, threshold) & (classes[:, None] == classes)
    kept = greedy(by_score(scores), lambda j, k: table[j, k])
    different = len({*zip(scores, classes, strict=True)}) == len(scores)
    return different and len(np.unique(scores[kept])) < len(kept)


def best_is_not_the_first(args):
    """Is the answer another than that of who answers 0 whatever comes?"""
    return args[1].argmax() > 0


class_nms = Check(
    atol=0,
    aspects=[
        Aspect(
            "one class",
            1,
            classed_suppressions(mixed="same", kinds=("near",), places=(1, 1)).filter(best_is_not_the_first),
            ko="클래스가 하나일 때",
            cases=6,
        ),
        Aspect("classes", 2, classed_suppressions(**RANKED).map(only_the_first(3)), ko="클래스", cases=8),
        Aspect(
            "order", 1, classed_suppressions(classes=(2, 3), kinds=("near", "one"), places=(2, 3)), ko="순서", cases=8
        ),
        Aspect(
            "equal scores",
            1,
            classed_suppressions(**FEW_TIED).filter(tie_of_classes_stays),
            ko="점수가 같을 때",
            cases=8,
        ),
        Aspect(
            "threshold",
            1,
            classed_suppressions(mixed="ranked", kinds=("pair",), threshold=UNEQUAL, places=(2, 3)).filter(
                nms_threshold_matters
            ),
            ko="문턱값",
            cases=7,
        ),
        Aspect(
            "exactly at the threshold",  # also of those who wrote this function without nms
            1,
            classed_suppressions(mixed="same", **EXACTLY),
            ko="정확히 문턱값일 때",
            cases=5,
        ),
        Aspect("outside the picture", 1, across_the_edge(), ko="이미지 밖의 상자", cases=5),
        Aspect(
            "no boxes",
            1,
            classed_suppressions(**ANY_THRESHOLD).map(without_boxes),
            ko="상자가 없을 때",
            cases=3,
        ),
        Aspect(
            "input unchanged", 1, classed_suppressions(), ko="입력 보존", cases=4, judge="unchanged", after="one class"
        ),
    ],
)


@class_nms.mistake
def across_classes(class_nms, boxes, scores, classes, iou_threshold):
    """May a plate remove a car?
    All boxes compete with each other here, whatever their class.
    - Put a box of class 0 and one of class 1 on the same place: both should stay.
    - Run nms for each class by itself.

    번호판이 자동차를 지워도 될까요?
    클래스와 상관없이 모든 상자가 서로 경쟁하고 있어요.
    - 같은 자리에 클래스 0과 클래스 1의 상자를 놓아 보세요. 둘 다 남아야 해요.
    - 클래스마다 따로 nms를 실행하세요.
    """
    return class_nms(boxes, scores, np.zeros_like(classes), iou_threshold)


@class_nms.mistake
def other_classes_only(class_nms, boxes, scores, classes, iou_threshold):
    """Do boxes of the same class leave each other alone?
    The comparison of the classes is the wrong way round: only boxes of other classes are removed.
    - Put two boxes of one class on the same place: one should stay.
    - Should a box of another class be skipped or removed?

    같은 클래스의 상자끼리 서로 지우지 않나요?
    클래스를 견주는 조건이 뒤바뀌어서, 다른 클래스의 상자만 지우고 있어요.
    - 같은 자리에 같은 클래스의 상자 두 개를 놓아 보세요. 하나만 남아야 해요.
    - 클래스가 다른 상자는 건너뛰어야 하나요, 지워야 하나요?
    """
    table = over(boxes, iou_threshold)
    return greedy(by_score(scores), lambda j, k: table[j, k] and classes[j] != classes[k])


@class_nms.mistake
def grouped_by_class(class_nms, boxes, scores, classes, iou_threshold):
    """Do all boxes of class 0 come before those of class 1?
    The answers of the classes are put one behind the other. The whole list should go by falling score.
    - Are the scores of your answer falling from the first to the last?
    - Sort once more in the end.

    클래스 0의 상자가 모두 클래스 1의 상자보다 앞에 나오나요?
    클래스마다 나온 결과를 그냥 이어 붙였어요. 전체가 점수 순서여야 해요.
    - 답의 점수가 처음부터 끝까지 작아지나요?
    - 마지막에 한 번 더 정렬하세요.
    """
    kept = class_nms(boxes, scores, classes, iou_threshold)
    return kept[np.argsort(classes[kept], kind="stable")]


@class_nms.mistake
def classes_in_input_order(class_nms, boxes, scores, classes, iou_threshold):
    """In which order do the indices come back?
    The right boxes are kept, but they are listed by index.
    - The first index should be that of the best score of all.
    - np.flatnonzero and sorted() go by index, not by score.

    인덱스를 어떤 순서로 돌려주나요?
    남긴 상자는 맞지만 인덱스 순서로 늘어놓았어요.
    - 첫 번째 인덱스는 점수가 가장 높은 상자의 것이어야 해요.
    - np.flatnonzero와 sorted()는 점수가 아니라 인덱스 순서예요.
    """
    return np.sort(class_nms(boxes, scores, classes, iou_threshold))


@class_nms.mistake
def indices_within_the_class(class_nms, boxes, scores, classes, iou_threshold):
    """Do your indices count within a class?
    nms answers with places in the list that it was given, which holds the boxes of one class only.
    - Two boxes of classes 0 and 1, far apart: the answer has a 0 and a 1.
    - Which array says where the boxes of this class stand in the whole list?

    클래스 안에서의 번호를 돌려주었나요?
    nms는 받은 목록에서의 번호를 돌려줘요. 그 목록에는 한 클래스의 상자만 들어 있었어요.
    - 클래스가 0과 1인 상자 두 개가 멀리 떨어져 있으면 답에는 0과 1이 있어야 해요.
    - 이 클래스의 상자가 전체 목록의 어디에 있는지는 어느 배열에 적혀 있나요?
    """
    kept = class_nms(boxes, scores, classes, iou_threshold)
    return np.array([np.flatnonzero(classes == classes[k]).tolist().index(k) for k in kept], dtype=int)


@class_nms.mistake
def counts_classes_from_zero(class_nms, boxes, scores, classes, iou_threshold):
    """Are the class numbers 0, 1, 2, ... without a gap?
    A loop over range(number of classes) overlooks class 4 where it is the only one.
    - Try boxes that are all of class 3.
    - Loop over the numbers that occur.

    클래스 번호가 0, 1, 2, ...처럼 빠짐없이 나오나요?
    range(클래스 수)로 반복하면 클래스 4 하나만 있을 때 그것을 놓쳐요.
    - 모두 클래스 3인 상자를 넣어 보세요.
    - 실제로 나오는 번호로 반복하세요.
    """
    kept = class_nms(boxes, scores, classes, iou_threshold)
    return kept[classes[kept] < len(np.unique(classes))]


@class_nms.mistake
def class_0_is_background(class_nms, boxes, scores, classes, iou_threshold):
    """Where are the boxes of class 0?
    In some programs class 0 means background. Here it is a class like any other.
    - Try boxes that are all of class 0.
    - Where does your loop over the classes start?

    클래스 0의 상자는 어디로 갔나요?
    클래스 0을 배경으로 쓰는 프로그램도 있지만, 여기서는 다른 클래스와 똑같아요.
    - 모두 클래스 0인 상자를 넣어 보세요.
    - 클래스 반복문은 어디에서 시작하나요?
    """
    kept = class_nms(boxes, scores, classes, iou_threshold)
    return kept[classes[kept] != 0]


@class_nms.mistake
def moved_by_the_class_number(class_nms, boxes, scores, classes, iou_threshold):
    """How far are the classes moved apart?
    Moving the boxes by their class number, one or two pixels, leaves them on top of each other.
    - Two boxes 10 wide and 1 apart have an IoU of 0.8.
    - They must be farther apart than any two corners of the picture.

    클래스마다 얼마나 멀리 옮기나요?
    클래스 번호만큼, 그러니까 한두 픽셀만 옮기면 여전히 겹쳐 있어요.
    - 너비가 10인 상자 두 개가 1만큼 어긋나면 IoU가 0.8이에요.
    - 어떤 두 꼭짓점 사이의 거리보다도 멀리 옮겨야 해요.
    """
    return class_nms(boxes + classes[:, None], scores, np.zeros_like(classes), iou_threshold)


@class_nms.mistake
def moved_by_the_largest_corner(class_nms, boxes, scores, classes, iou_threshold):
    """Is the largest corner far enough when others are negative?
    A box that sticks out on the left is moved right onto a box of the class before.
    - Try corners such as -8.
    - How far apart can the smallest and the largest corner be?

    가장 큰 좌표만큼 옮기면 충분한가요? 음수인 좌표가 있다면요?
    왼쪽으로 삐져나온 상자가 앞 클래스의 상자 위로 옮겨져요.
    - -8 같은 좌표를 넣어 보세요.
    - 가장 작은 좌표와 가장 큰 좌표는 얼마나 떨어져 있나요?
    """
    moved = boxes + classes[:, None] * np.max(boxes, initial=0)
    return class_nms(moved, scores, np.zeros_like(classes), iou_threshold)


@class_nms.mistake
def later_first_on_ties_of_classes(class_nms, boxes, scores, classes, iou_threshold):
    """Of two equal scores in different classes, which comes first?
    The earlier index should. Sorting upwards and turning the order round brings the later one to the front.
    - Give two boxes of different classes the same score.
    - Sort the negative scores, in a way that keeps the order of equal ones.

    클래스가 다른 두 상자의 점수가 같으면 누가 먼저인가요?
    인덱스가 앞선 상자가 먼저예요. 오름차순으로 정렬한 다음 뒤집으면 뒤의 것이 앞으로 와요.
    - 클래스가 다른 상자 두 개에 같은 점수를 주어 보세요.
    - 점수의 부호를 바꾸어, 같은 것의 순서를 지키는 방법으로 정렬하세요.
    """
    kept = np.sort(class_nms(boxes, scores, classes, iou_threshold))[::-1]
    return kept[by_score(scores[kept])]


@class_nms.mistake
def lower_class_first_on_ties(class_nms, boxes, scores, classes, iou_threshold):
    """Do equal scores stand in the order of the list, or in that of the classes?
    The boxes were collected class by class, and a stable sort leaves equal scores as they were collected.
    - Give a box of class 1 and, after it in the list, a box of class 0 the same score.
    - Put the kept indices into the order of the list before you sort by score.

    점수가 같을 때 목록의 순서대로인가요, 클래스의 순서대로인가요?
    클래스마다 차례로 모은 다음 정렬하면, 점수가 같은 상자는 모은 순서 그대로 남아요.
    - 클래스 1인 상자와 그 뒤에 오는 클래스 0인 상자에 같은 점수를 주어 보세요.
    - 남은 인덱스를 목록의 순서로 늘어놓은 다음에 점수로 정렬하세요.
    """
    kept = np.sort(class_nms(boxes, scores, classes, iou_threshold))
    kept = kept[np.argsort(classes[kept], kind="stable")]
    return kept[by_score(scores[kept])]


@class_nms.mistake
def higher_class_first_on_ties(class_nms, boxes, scores, classes, iou_threshold):
    """Does the last class that was collected come first where scores are equal?
    The boxes were collected class by class, sorted upwards, and then the order was turned round.
    - Give a box of class 0 and a box of class 1 the same score, in both orders.
    - Put the kept indices into the order of the list, and sort the negative scores so that equal ones stay in order.

    점수가 같으면 나중에 모은 클래스가 앞에 오나요?
    클래스마다 차례로 모아서 오름차순으로 정렬한 다음 순서를 뒤집었기 때문이에요.
    - 클래스 0과 클래스 1의 상자에 같은 점수를 주고, 목록의 순서를 바꾸어 가며 불러 보세요.
    - 남은 인덱스를 목록의 순서로 늘어놓고, 점수의 부호를 바꾸어 같은 것의 순서를 지키는 방법으로 정렬하세요.
    """
    kept = np.sort(class_nms(boxes, scores, classes, iou_threshold))
    kept = kept[np.argsort(classes[kept], kind="stable")][::-1]
    return kept[by_score(scores[kept])]


@class_nms.mistake
def one_box_for_each_class(class_nms, boxes, scores, classes, iou_threshold):
    """Can a picture hold two plates?
    Only the best box of each class is left here.
    - Two boxes of one class, far apart: both should stay.
    - Within a class the rule is that of nms.

    한 이미지에 번호판이 두 개일 수도 있지 않나요?
    클래스마다 가장 좋은 상자 하나만 남았어요.
    - 멀리 떨어진 같은 클래스의 상자 두 개를 넣어 보세요. 둘 다 남아야 해요.
    - 클래스 안에서의 규칙은 nms와 같아요.
    """
    return class_nms(boxes, scores, classes, -1.0)


@class_nms.mistake
def does_not_pass_the_threshold_on(class_nms, boxes, scores, classes, iou_threshold):
    """Does nms get the threshold?
    It falls back on its default of 0.5 where you do not hand it on.
    - Call class_nms with 0.3 and with 0.7.
    - Count the arguments in your call of nms.

    nms에 문턱값을 넘겨주었나요?
    넘겨주지 않으면 nms는 기본값 0.5를 써요.
    - class_nms를 0.3과 0.7로 불러 보세요.
    - nms를 부를 때 인수를 몇 개 넘기는지 세어 보세요.
    """
    return class_nms(boxes, scores, classes, 0.5)


@class_nms.mistake
def classes_remove_at_the_threshold(class_nms, boxes, scores, classes, iou_threshold):
    """What happens at an IoU of exactly the threshold?
    Within a class such a box stays, as in nms: only what is greater goes.
    - Take two boxes of one class, 9 wide and 3 apart: their IoU is exactly 0.5.
    - Is it < or <= that should keep a box?

    IoU가 정확히 문턱값이면 어떻게 되나요?
    nms에서처럼 같은 클래스 안에서도 그런 상자는 남아요. 문턱값보다 클 때만 지워요.
    - 같은 클래스의 너비 9인 상자 두 개를 3만큼 어긋나게 놓아 보세요. IoU가 정확히 0.5예요.
    - 상자를 남기는 조건은 < 인가요, <= 인가요?
    """
    table = (overlaps(boxes, boxes) >= iou_threshold) & (classes[:, None] == classes)
    return greedy(by_score(scores), lambda j, k: table[j, k])


@class_nms.mistake
def classes_expect_a_box(class_nms, boxes, scores, classes, iou_threshold):
    """What if nothing was found?
    Without boxes there is no class, and nothing to put together: np.concatenate of an empty list raises an error.
    - Call it with np.zeros((0, 4)), np.zeros(0) and an empty array of classes.
    - The answer is an array without items.

    아무것도 찾지 못했다면요?
    상자가 없으면 클래스도 없고 이어 붙일 것도 없어요. np.concatenate에 빈 목록을 넣으면 오류가 나요.
    - np.zeros((0, 4)), np.zeros(0), 빈 클래스 배열로 불러 보세요.
    - 답은 항목이 없는 배열이에요.
    """
    if not len(boxes):
        raise ValueError("need at least one array to concatenate")
    return class_nms(boxes, scores, classes, iou_threshold)


@class_nms.mistake
def moves_the_boxes(class_nms, boxes, scores, classes, iou_threshold):
    """Are the caller's boxes moved?
    `boxes += ...` writes into the array that was given.
    - Print boxes before and after the call.
    - Add with + instead of +=.

    받은 상자를 옮기고 있나요?
    `boxes += ...`는 받은 배열에 그대로 써요.
    - 부르기 전과 후에 boxes를 출력해 보세요.
    - += 대신 +로 더하세요.
    """
    kept = class_nms(boxes, scores, classes, iou_threshold)
    boxes += 100.0
    return kept


# --- match_detections -----------------------------------------------------------------------------------------------


def nothing_there(args, which):
    """No detections, no truths, or neither."""
    boxes, scores, truths, threshold = args
    if "found" in which:
        boxes, scores = NO_BOXES, NO_NUMBERS
    return boxes, scores, NO_BOXES if "there" in which else truths, threshold


def matched(boxes, scores, truths, hit):
    """Go through the detections best first; `hit(row, taken)` chooses a truth or None, and marks what it takes."""
    taken = np.zeros(len(truths), dtype=bool)
    return np.array([hit(row, taken) for row in overlaps(boxes[by_score(scores)], truths)], dtype=bool)


def hits_of(boxes, scores, truths, iou_threshold):
    """Flags by falling score, as the right match_detections gives them."""

    def hit(row, taken):
        if not len(row) or row.max() < iou_threshold or taken[row.argmax()]:
            return False
        taken[row.argmax()] = True
        return True

    return matched(boxes, scores, truths, hit)


def order_matters(args):
    """Is another answer right when the detections are taken as they come?"""
    boxes, scores, truths, threshold = args
    tp = hits_of(boxes, scores, truths, threshold)
    return (tp != hits_of(boxes, -np.arange(len(scores)), truths, threshold)).any() and (
        tp != tp[np.argsort(by_score(scores))]
    ).any()


def who_chooses_first_matters(args):
    """Does it show who chooses first, and not only in which order the flags stand?"""
    boxes, scores, truths, threshold = args
    as_given = hits_of(boxes, -np.arange(len(scores)), truths, threshold)
    return (as_given != hits_of(*args)[np.argsort(by_score(scores))]).any()


def threshold_matters(args):
    boxes, scores, truths, threshold = args
    return (hits_of(boxes, scores, truths, threshold) != hits_of(boxes, scores, truths, 0.5)).any()


@st.composite
def late_hits(draw):
    """A plate that a surer box overlaps too little, and the next one well; another plate may be hit too."""
    look = {"top": draw(st.integers(0, 3)), "height": draw(st.integers(2, 5))}
    boxes = [plate(draw(st.integers(4, 7)), **look), plate(draw(st.integers(0, 3)), **look)]
    there = [plate(0, place=k, **look) for k in range(draw(st.integers(1, 2)))]
    boxes += there[1:]
    return np.array(boxes, float), np.array([0.95, 0.9, 0.85])[: len(boxes)], np.array(there, float), 0.5


FEW_TIED_FLAGS = (("55", 0), ("55", 1), ("585", 0), ("585", 2), ("588", 1), ("855", 2), ("555", 0), ("555", 2))


@st.composite
def lone_hits(draw, patterns):
    """Detections of which a single one hits: scores in tenths, and which it is. Some have its score too."""
    digits, hit = draw(st.sampled_from(patterns))
    look = {"top": draw(st.integers(0, 2)), "height": draw(st.integers(2, 5))}
    boxes = [plate(15, place=draw(st.integers(0, 2)), **look) for _ in digits]
    boxes[hit] = plate(draw(st.integers(0, 3)), **look)
    there = [plate(0, place=k, **look) for k in range(draw(st.integers(1, 2)))]
    return np.array(boxes, float), tenths(digits), np.array(there, float), 0.5


SOME_LOOK_TWICE = {"kinds": ("hit", "hit", "pair"), "repeats": (2, 3), "truths": (1, 2)}

match_detections = Check(
    atol=0,
    aspects=[
        Aspect("values", 2, matches(truths=(2, 4)).map(only_the_first(3)), ko="값", cases=10),
        Aspect(
            "order of the scores",
            2,
            matches(truths=(2, 4), scores="shuffled").filter(order_matters),
            ko="점수 순서",
            cases=8,
        ),
        Aspect("found twice", 3, matches(**SOME_LOOK_TWICE) | late_hits(), ko="두 번 찾았을 때", cases=12),
        Aspect(
            "threshold",
            1,
            matches(kinds=("pair",), threshold=UNEQUAL).filter(threshold_matters),
            ko="문턱값",
            cases=8,
        ),
        Aspect(
            "exactly at the threshold",
            1,
            matches(kinds=("exact",), truths=(1, 1), repeats=(1, 1)),
            ko="정확히 문턱값일 때",
            cases=4,
        ),
        Aspect("nearest plate", 1, neighbours(), ko="가장 가까운 번호판", cases=6),
        Aspect("plate already taken", 1, neighbours(taken=True), ko="이미 짝이 있는 번호판", cases=6),
        Aspect(
            "equal scores",
            1,
            now_and_then(lone_hits(FEW_TIED_FLAGS), lone_hits(ASTRAY)),
            ko="점수가 같을 때",
            cases=12,
        ),
        Aspect(
            "nothing there",
            1,
            st.builds(nothing_there, matches(), st.sampled_from((("found",), ("there",), ("found", "there")))),
            ko="아무것도 없을 때",
            cases=5,
        ),
        Aspect(
            "together",
            1,
            matches(kinds=("hit", "pair"), repeats=(2, 3), threshold=(0.5, 0.3), scores="shuffled").filter(
                who_chooses_first_matters
            ),
            ko="한꺼번에",
            cases=8,
            layout="strided",
        ),
        Aspect("number type", 1, matches(), ko="수의 종류", cases=3, judge="kind", after="values"),
        Aspect("input unchanged", 1, matches(), ko="입력 보존", cases=4, judge="unchanged", after="values"),
    ],
)


def flags_by_index(match_detections, boxes, scores, truths, iou_threshold):
    """The right flags, each at the place of its detection in the list that was given."""
    tp = match_detections(boxes, scores, truths, iou_threshold)
    return tp[np.argsort(by_score(scores))]


@match_detections.mistake
def many_to_one(match_detections, boxes, scores, truths, iou_threshold):
    """Does every box on a plate count as a hit?
    A second box on the same plate is an error: there is one plate only.
    - Put three boxes on one plate: one True, two False.
    - Remember which plates are taken.

    한 번호판 위의 상자가 모두 맞힌 것으로 나오나요?
    같은 번호판을 두 번째로 찾은 상자는 잘못이에요. 번호판은 하나뿐이니까요.
    - 번호판 하나에 상자를 세 개 놓아 보세요. True는 하나, False는 두 개여야 해요.
    - 어느 번호판에 이미 짝이 있는지 기억해 두세요.
    """
    return (overlaps(boxes[by_score(scores)], truths) >= iou_threshold).any(axis=1)


@match_detections.mistake
def duplicates_left_out(match_detections, boxes, scores, truths, iou_threshold):
    """Is there a flag for every detection?
    A second box on the same plate is skipped here; it should appear as False, because it costs precision.
    - Compare the length of your answer with the number of boxes.
    - Every branch of the loop should write a flag.

    상자마다 결과가 하나씩 있나요?
    같은 번호판의 두 번째 상자를 건너뛰었어요. 정밀도를 깎으니 False로 남아 있어야 해요.
    - 답의 길이를 상자의 수와 견주어 보세요.
    - 반복문의 모든 가지에서 결과를 하나씩 적어야 해요.
    """
    tp = match_detections(boxes, scores, truths, iou_threshold)
    near = (overlaps(boxes[by_score(scores)], truths) >= iou_threshold).any(axis=1)
    return tp[tp | ~near]


@match_detections.mistake
def unsorted(match_detections, boxes, scores, truths, iou_threshold):
    """Who may choose first?
    Your boxes choose in the order of the list. The best score should choose first, and come first in the answer.
    - Give the best score to the last box.
    - Sort boxes by score before anything else.

    누가 먼저 고르나요?
    목록에 나온 순서대로 고르고 있어요. 점수가 가장 높은 상자가 먼저 고르고, 답에서도 먼저 나와야 해요.
    - 마지막 상자에 가장 높은 점수를 주어 보세요.
    - 무엇보다 먼저 상자를 점수 순서로 정렬하세요.
    """
    return match_detections(boxes, -np.arange(len(scores)), truths, iou_threshold)


@match_detections.mistake
def flags_in_input_order(match_detections, boxes, scores, truths, iou_threshold):
    """Which detection does the first flag belong to?
    The flags stand where the boxes stood in the list. Asked for is the order of falling scores.
    - tp[0] is about the detection with the best score.
    - Do you write tp[i] with the index of the box, or with its rank?

    첫 번째 결과는 어느 상자의 것인가요?
    상자가 목록에 있던 자리에 결과를 적었어요. 점수 순서로 적어야 해요.
    - tp[0]은 점수가 가장 높은 상자의 결과예요.
    - tp[i]의 i는 상자의 인덱스인가요, 등수인가요?
    """
    return flags_by_index(match_detections, boxes, scores, truths, iou_threshold)


@match_detections.mistake
def worst_first(match_detections, boxes, scores, truths, iou_threshold):
    """Does the lowest score choose first?
    np.argsort sorts from small to large, so the worst box takes the plate.
    - Two boxes on one plate: which of them should be the hit?
    - Which detection belongs to tp[0]?

    점수가 가장 낮은 상자가 먼저 고르나요?
    np.argsort는 작은 것부터 늘어놓아서, 가장 나쁜 상자가 번호판을 차지해요.
    - 번호판 하나에 상자가 두 개면 어느 쪽이 맞힌 것이어야 하나요?
    - tp[0]은 어느 상자의 결과인가요?
    """
    return match_detections(boxes, -scores, truths, iou_threshold)


@match_detections.mistake
def later_detection_first_on_ties(match_detections, boxes, scores, truths, iou_threshold):
    """Of two equal scores, which comes first?
    The earlier index should. Sorting upwards and turning the order round brings the later one to the front.
    - Try two equal scores, of which only the first is a hit.
    - Sort the negative scores, in a way that keeps the order of equal ones.

    점수가 같으면 누가 먼저인가요?
    인덱스가 앞선 상자가 먼저예요. 오름차순으로 정렬한 다음 뒤집으면 뒤의 것이 앞으로 와요.
    - 점수가 같고 첫 번째만 맞힌 상자 두 개를 넣어 보세요.
    - 점수의 부호를 바꾸어, 같은 것의 순서를 지키는 방법으로 정렬하세요.
    """
    return match_detections(boxes[::-1], scores[::-1], truths, iou_threshold)


@match_detections.mistake
def detections_on_ties_as_they_come(match_detections, boxes, scores, truths, iou_threshold):
    """Does your sort keep detections with equal scores in their order?
    Two or three of them, perhaps, but not many. By default np.argsort promises no order among equal numbers.
    - Sort 20 scores, most of them equal, and print the indices.
    - Which `kind` of np.argsort keeps the order of equal ones?

    정렬할 때 점수가 같은 상자끼리의 순서가 지켜지나요?
    두세 개일 때는 지켜질지 몰라도 많아지면 그렇지 않아요. np.argsort는 기본값으로는 같은 수의 순서를 보장하지 않아요.
    - 대부분 같은 점수 20개를 정렬해서 인덱스를 출력해 보세요.
    - np.argsort에서 어떤 `kind`를 쓰면 같은 것의 순서가 지켜질까요?
    """
    order = by_score_unstably(scores)
    return match_detections(boxes[order], -np.arange(len(order)), truths, iou_threshold)


@match_detections.mistake
def threshold_strict(match_detections, boxes, scores, truths, iou_threshold):
    """Is an IoU of exactly 0.5 a hit?
    Here it is, as in the programs of Pascal VOC and COCO. Your comparison leaves it out.
    - A box 9 wide that is 3 off has an IoU of exactly 0.5.
    - > or >=?
    - It is >= already? Then print that IoU: a small number added to the union makes it 0.4999999.

    IoU가 정확히 0.5면 맞힌 것인가요?
    여기서는 맞힌 거예요. Pascal VOC와 COCO의 프로그램도 그래요. 비교식에서 빠졌어요.
    - 너비가 9인 상자가 3만큼 어긋나면 IoU가 정확히 0.5예요.
    - > 인가요, >= 인가요?
    - 이미 >= 인가요? 그렇다면 그 IoU를 출력해 보세요. 합집합에 작은 수를 더하면 0.4999999가 돼요.
    """
    return match_detections(boxes, scores, truths, np.nextafter(iou_threshold, 1))


@match_detections.mistake
def threshold_is_always_a_half(match_detections, boxes, scores, truths, iou_threshold):
    """Does the argument iou_threshold change anything?
    Your function behaves as if it were always 0.5.
    - Call it with 0.3 and with 0.7.
    - Look for a 0.5 inside the function.

    인수 iou_threshold에 따라 결과가 달라지나요?
    언제나 0.5인 것처럼 동작해요.
    - 0.3과 0.7로 불러 보세요.
    - 함수 안에 0.5라고 적힌 곳이 있나요?
    """
    return match_detections(boxes, scores, truths, 0.5)


@match_detections.mistake
def any_overlap_will_do(match_detections, boxes, scores, truths, iou_threshold):
    """Is a box that only grazes a plate a hit?
    The IoU is never compared with the threshold; any overlap counts.
    - A box 7 pixels off, IoU 0.18, should be False.
    - Where does iou_threshold appear in your function?

    번호판을 스치기만 해도 맞힌 것인가요?
    IoU를 문턱값과 견주지 않아서, 조금만 겹쳐도 맞힌 것이 돼요.
    - 7픽셀 어긋난 상자는 IoU가 0.18이니 False여야 해요.
    - 함수의 어디에 iou_threshold가 나오나요?
    """
    return match_detections(boxes, scores, truths, 1e-9)


@match_detections.mistake
def best_taken_by_other(match_detections, boxes, scores, truths, iou_threshold):
    """Does a box try the next plate when its own is taken?
    COCO lets it. Pascal VOC's rule, which is asked for, looks only at the plate that it overlaps most.
    - Two plates close together, two boxes on the first: the second box is a false alarm.
    - Choose the plate before you ask whether it is free.

    자기 번호판에 짝이 있으면 다음 번호판을 찾아보나요?
    COCO에서는 그래도 돼요. 여기서 쓰는 Pascal VOC의 규칙은 가장 많이 겹치는 번호판만 봐요.
    - 번호판 두 개가 가까이 있고 상자 두 개가 첫 번호판에 있으면, 두 번째 상자는 헛짚은 거예요.
    - 비어 있는지 묻기 전에 번호판부터 고르세요.
    """

    def hit(row, taken):
        free = np.where(taken, -1, row)
        if not len(row) or free.max() < iou_threshold:
            return False
        taken[free.argmax()] = True
        return True

    return matched(boxes, scores, truths, hit)


@match_detections.mistake
def first_over_the_threshold(match_detections, boxes, scores, truths, iou_threshold):
    """Does a box take the first plate that is good enough?
    It should take the one that it overlaps most, wherever that stands in the list.
    - Two plates close together: swap them in the list. Does the answer change?
    - Look at all plates before you decide.

    문턱값을 넘는 첫 번째 번호판을 고르나요?
    목록의 어디에 있든 가장 많이 겹치는 번호판을 골라야 해요.
    - 가까이 있는 번호판 두 개의 순서를 바꾸어 보세요. 답이 달라지나요?
    - 모든 번호판을 살펴본 다음에 정하세요.
    """

    def hit(row, taken):
        good = np.flatnonzero(row >= iou_threshold)
        if not len(good) or taken[good[0]]:
            return False
        taken[good[0]] = True
        return True

    return matched(boxes, scores, truths, hit)


@match_detections.mistake
def first_free_over_the_threshold(match_detections, boxes, scores, truths, iou_threshold):
    """Does a box take the first free plate that is good enough?
    Plates are not compared with each other, and a box may take one that belongs to another box.
    - Two plates close together: swap them in the list. Does the answer change?
    - Choose the plate with the greatest IoU first; then ask whether it is free.

    문턱값을 넘고 비어 있는 첫 번째 번호판을 고르나요?
    번호판끼리 견주지 않아서, 다른 상자의 번호판을 차지하기도 해요.
    - 가까이 있는 번호판 두 개의 순서를 바꾸어 보세요. 답이 달라지나요?
    - 먼저 IoU가 가장 큰 번호판을 고르고, 그다음에 비어 있는지 확인하세요.
    """

    def hit(row, taken):
        good = np.flatnonzero((row >= iou_threshold) & ~taken)
        if not len(good):
            return False
        taken[good[0]] = True
        return True

    return matched(boxes, scores, truths, hit)


@match_detections.mistake
def a_miss_takes_the_plate(match_detections, boxes, scores, truths, iou_threshold):
    """Can a miss take a plate?
    A box below the threshold marks its plate as taken here, and the good box that follows goes away empty.
    - A bad box with 0.9, a good one with 0.8, one plate: False, True.
    - Mark the plate in the branch of the hit only.

    빗나간 상자가 번호판을 차지해도 되나요?
    문턱값보다 작은 상자도 번호판에 표시를 해서, 뒤따르는 좋은 상자가 짝을 찾지 못해요.
    - 번호판 하나에 점수가 0.9인 나쁜 상자와 0.8인 좋은 상자를 놓아 보세요. False, True여야 해요.
    - 맞혔을 때만 번호판에 표시하세요.
    """

    def hit(row, taken):
        if not len(row) or taken[row.argmax()]:
            return False
        taken[row.argmax()] = row.max() > 0
        return row.max() >= iou_threshold

    return matched(boxes, scores, truths, hit)


@match_detections.mistake
def plates_choose(match_detections, boxes, scores, truths, iou_threshold):
    """Do the plates choose their boxes?
    Each plate takes the box with the greatest IoU here. It should be the box with the best score that is good enough.
    - One plate, a box with IoU 0.8 and score 0.9, another with IoU 1 and score 0.5: True, False.
    - Loop over the detections, best score first.

    번호판이 상자를 고르고 있나요?
    번호판마다 IoU가 가장 큰 상자를 골랐어요. 문턱값을 넘는 상자 중에서 점수가 가장 높은 것이어야 해요.
    - 번호판 하나에 IoU 0.8, 점수 0.9인 상자와 IoU 1, 점수 0.5인 상자를 놓아 보세요. True, False여야 해요.
    - 점수가 높은 상자부터 반복하세요.
    """
    table = overlaps(boxes[by_score(scores)], truths)
    tp = np.zeros(len(boxes), dtype=bool)
    if len(boxes):
        for column in table.T:
            tp[column.argmax()] |= column.max() >= iou_threshold
    return tp


@match_detections.mistake
def flags_of_the_truths(match_detections, boxes, scores, truths, iou_threshold):
    """Is there a flag for each plate instead of each detection?
    The answer has as many flags as there are boxes: a precision needs the false alarms too.
    - Three boxes, one plate: three flags.
    - Two arrays are needed, one for the boxes and one for the plates. Which of them do you return?

    상자가 아니라 번호판마다 결과를 돌려주었나요?
    답에는 상자의 수만큼 결과가 있어야 해요. 정밀도를 구하려면 헛짚은 것도 알아야 하니까요.
    - 상자 세 개, 번호판 하나면 결과는 세 개예요.
    - 배열이 두 개 필요해요. 상자용과 번호판용 중에서 어느 것을 돌려주나요?
    """
    taken = np.zeros(len(truths), dtype=bool)
    if len(truths):
        rows = overlaps(boxes[by_score(scores)], truths)
        taken[rows.argmax(axis=1)[match_detections(boxes, scores, truths, iou_threshold)]] = True
    return taken


@match_detections.mistake
def flags_the_false_alarms(match_detections, boxes, scores, truths, iou_threshold):
    """Is True a false alarm in your answer?
    tp stands for true positive: True is a hit.
    - One box that lies exactly on a plate: True.
    - Which of the two lists do you return, tp or fp?

    True가 헛짚은 것을 뜻하나요?
    tp는 참 양성(true positive)이에요. True가 맞힌 거예요.
    - 번호판과 똑같은 상자 하나를 넣어 보세요. True가 나와야 해요.
    - tp와 fp 중에서 무엇을 돌려주나요?
    """
    return ~match_detections(boxes, scores, truths, iou_threshold)


@match_detections.mistake
def counts_the_hits(match_detections, boxes, scores, truths, iou_threshold):
    """Is this the number of hits?
    The next step needs to know *which* of the detections are hits.
    - The answer has one flag for each detection.
    - Write down True or False in each round instead of adding 1.

    맞힌 수를 돌려주었나요?
    다음 단계에서는 *어느* 상자가 맞혔는지 알아야 해요.
    - 답에는 상자마다 결과가 하나씩 있어요.
    - 1을 더하는 대신 매번 True나 False를 적으세요.
    """
    return int(np.sum(match_detections(boxes, scores, truths, iou_threshold)))


@match_detections.mistake
def expects_a_truth(match_detections, boxes, scores, truths, iou_threshold):
    """What if there is no plate in the picture?
    The largest of no numbers does not exist, and argmax raises an error. All detections are false alarms then.
    - Call it with np.zeros((0, 4)) as truths.
    - Treat that case before the loop.

    이미지에 번호판이 하나도 없다면요?
    수가 하나도 없으면 최댓값도 없어서 argmax가 오류를 내요. 이때는 모든 상자가 헛짚은 거예요.
    - truths에 np.zeros((0, 4))를 넣어 보세요.
    - 반복하기 전에 이 경우를 따로 다루세요.
    """
    if len(boxes) and not len(truths):
        raise ValueError("attempt to get argmax of an empty sequence")
    return match_detections(boxes, scores, truths, iou_threshold)


@match_detections.mistake
def flags_as_numbers(match_detections, boxes, scores, truths, iou_threshold):
    """Are the flags 1 and 0?
    They mean the same, but an index of 1 and 0 picks other things than a mask of True and False.
    - Compare x[np.array([1, 0])] with x[np.array([True, False])].
    - np.zeros takes a dtype.

    결과가 1과 0으로 되어 있나요?
    뜻은 같지만, 1과 0으로 인덱싱하면 True와 False로 된 마스크와 다른 것이 골라져요.
    - x[np.array([1, 0])]과 x[np.array([True, False])]를 견주어 보세요.
    - np.zeros에는 dtype을 정해 줄 수 있어요.
    """
    return match_detections(boxes, scores, truths, iou_threshold).astype(float)


@match_detections.mistake
def crosses_out_the_truths(match_detections, boxes, scores, truths, iou_threshold):
    """Are the plates that were taken crossed out in the caller's array?
    Setting their corners to 0 marks them, but the caller still needs them.
    - Print truths before and after the call.
    - Remember the taken plates in an array of your own.

    짝이 생긴 번호판을 받은 배열에서 지우나요?
    좌표를 0으로 바꾸면 표시는 되지만, 부른 쪽에서는 그 번호판이 아직 필요해요.
    - 부르기 전과 후에 truths를 출력해 보세요.
    - 짝이 생긴 번호판은 새로 만든 배열에 적어 두세요.
    """
    tp = match_detections(boxes, scores, truths, iou_threshold)
    truths[:] = 0
    return tp


# --- precision_recall -----------------------------------------------------------------------------------------------

PRECISION, RECALL = (0,), (1,)
WHOLE = {"dtype": np.int64}

precision_recall = Check(
    atol=1e-8,
    aspects=[
        Aspect("precision", 3, flags(n=(2, 8)), ko="정밀도", cases=10, part=PRECISION),
        Aspect("recall", 2, flags(), ko="재현율", cases=10, part=RECALL),
        Aspect("ones and zeros", 1, flags(**WHOLE) | flags(dtype=float), ko="1과 0으로 된 결과", cases=6),
        Aspect("no detections", 1, flags().map(lambda args: (args[0][:0], args[1])), ko="상자가 없을 때", cases=2),
        Aspect(
            "nothing to find", 1, flags().map(lambda args: (np.zeros_like(args[0]), 0)), ko="찾을 것이 없을 때", cases=4
        ),
        Aspect(
            "input unchanged", 1, flags(**WHOLE), ko="입력 보존", cases=4, judge="unchanged", after="precision"
        ),
    ],
)  # fmt: skip


@precision_recall.mistake
def recall_denominator(precision_recall, tp, num_truths):
    """Is recall divided by the number of detections?
    15 plates exist, however many you found. Recall is a share of these.
    - What is the recall when 7 of 15 plates were found?
    - Which argument have you not used?

    재현율을 상자의 수로 나누었나요?
    몇 개를 찾았든 번호판은 15개예요. 재현율은 그중에서 찾은 비율이에요.
    - 번호판 15개 중에서 7개를 찾았다면 재현율은 얼마인가요?
    - 쓰지 않은 인수가 있나요?
    """
    precision, _ = precision_recall(tp, num_truths)
    return precision, np.cumsum(tp) / max(len(tp), 1)


@precision_recall.mistake
def recall_of_what_was_found(precision_recall, tp, num_truths):
    """Does recall always end at 1?
    You divide by the number of hits, so plates that nobody found are forgotten.
    - 7 hits, 15 plates: the last recall is 7/15.
    - How many plates there are is an argument.

    재현율이 언제나 1로 끝나나요?
    맞힌 수로 나누어서, 아무도 찾지 못한 번호판이 빠졌어요.
    - 7개를 맞혔고 번호판이 15개면 마지막 재현율은 7/15예요.
    - 번호판이 몇 개인지는 인수로 받아요.
    """
    precision, _ = precision_recall(tp, num_truths)
    return precision, np.cumsum(tp) / max(np.sum(tp), 1)


@precision_recall.mistake
def misses_of_the_whole_list(precision_recall, tp, num_truths):
    """Which plates count as missed in row k?
    You add the plates that the *whole* list misses to the hits so far. A plate that is found later is missed still.
    - Hits plus misses should be the same number in every row.
    - That number is an argument.

    k번째 줄에서 놓친 번호판은 몇 개인가요?
    지금까지 맞힌 수에, *전체* 목록이 놓친 수를 더했어요. 나중에 찾을 번호판도 이 줄에서는 아직 놓친 거예요.
    - 맞힌 수와 놓친 수의 합은 모든 줄에서 같아야 해요.
    - 그 수는 인수로 받아요.
    """
    precision, _ = precision_recall(tp, num_truths)
    hits = np.cumsum(tp)
    return precision, hits / np.maximum(hits + num_truths - np.sum(tp), 1)


@precision_recall.mistake
def not_cumulative(precision_recall, tp, num_truths):
    """Does row k look at detection k alone?
    Row k uses the first k rows: all boxes that are at least as sure.
    - The notes' table counts the hits so far: 1, 2, 3, 4, 5, 5, 6, ...
    - Which NumPy function adds up and keeps what is in between?

    k번째 줄에서 k번째 상자만 보나요?
    k번째 줄에서는 앞의 k개를 모두 봐요. 점수가 그 이상인 상자 전부요.
    - 표에서는 지금까지 맞힌 수를 세요. 1, 2, 3, 4, 5, 5, 6, ...
    - 더해 나가면서 중간 결과를 모두 남기는 NumPy 함수는 무엇인가요?
    """
    return tp / np.arange(1, len(tp) + 1), tp / max(num_truths, 1)


@precision_recall.mistake
def swapped(precision_recall, tp, num_truths):
    """Which one can fall?
    Precision goes up and down, recall never falls. They come back in the other order here.
    - The name of the function says the order.
    - Look at the line with return.

    둘 중에서 줄어들 수 있는 것은 무엇인가요?
    정밀도는 오르내리고, 재현율은 줄지 않아요. 순서를 바꾸어 돌려주었어요.
    - 함수의 이름이 순서를 알려 줘요.
    - return이 있는 줄을 보세요.
    """
    precision, recall = precision_recall(tp, num_truths)
    return recall, precision


@precision_recall.mistake
def reversed_sort(precision_recall, tp, num_truths):
    """Does your table begin with the lowest score?
    The flags are given by falling score already; the first row of the notes' table is the surest box.
    - Precision of the first row is 1 if the first box is a hit.
    - Nothing has to be sorted or turned round.

    표가 점수가 가장 낮은 상자에서 시작하나요?
    결과는 이미 점수가 높은 순서로 들어와요. 표의 첫 줄은 가장 확신하는 상자예요.
    - 첫 상자가 맞혔으면 첫 줄의 정밀도는 1이에요.
    - 정렬하거나 뒤집을 필요가 없어요.
    """
    return precision_recall(tp[::-1], num_truths)


@precision_recall.mistake
def precision_of_the_whole_list(precision_recall, tp, num_truths):
    """Is every row divided by the number of all detections?
    In row k only k boxes are trusted, so k is the number below the line.
    - The precision after one hit is 1/1, even if nine boxes follow.
    - np.arange(1, D + 1) counts the boxes so far.

    모든 줄을 전체 상자의 수로 나누나요?
    k번째 줄에서는 상자 k개만 믿으니 분모는 k예요.
    - 뒤에 상자가 아홉 개 더 있어도, 하나를 맞힌 뒤의 정밀도는 1/1이에요.
    - np.arange(1, D + 1)이 지금까지의 상자를 세요.
    """
    _, recall = precision_recall(tp, num_truths)
    return np.cumsum(tp) / max(len(tp), 1), recall


@precision_recall.mistake
def both_over_the_truths(precision_recall, tp, num_truths):
    """Is precision the same as recall?
    Both are divided by the number of plates. Precision asks: of my *boxes*, how many are right?
    - After the first hit precision is 1.
    - What stands below the line is the only difference between the two.

    정밀도와 재현율이 같은 값인가요?
    둘 다 번호판의 수로 나누었어요. 정밀도는 '내 *상자* 중에서 맞힌 것이 몇 개인가'예요.
    - 첫 상자가 맞혔으면 정밀도는 1이에요.
    - 둘은 분모만 달라요.
    """
    _, recall = precision_recall(tp, num_truths)
    return recall, recall


@precision_recall.mistake
def counts_from_zero(precision_recall, tp, num_truths):
    """Is the first box number 0?
    Dividing by 0 boxes gives infinity or no number; after the first box there is one.
    - Print what you divide by.
    - Ranks go from 1 to D.

    첫 상자가 0번째인가요?
    0으로 나누면 무한대나 수가 아닌 값이 나와요. 첫 상자까지의 상자 수는 1이에요.
    - 무엇으로 나누는지 출력해 보세요.
    - 등수는 1부터 D까지예요.
    """
    _, recall = precision_recall(tp, num_truths)
    return np.cumsum(tp) / np.arange(len(tp)), recall


@precision_recall.mistake
def counts_false_alarms(precision_recall, tp, num_truths):
    """Do you count the false alarms?
    What grows with each False is the number of errors, not of hits.
    - All flags True: the precision should be 1 everywhere.
    - True is a hit.

    헛짚은 것을 세고 있나요?
    False마다 늘어나는 것은 틀린 수예요. 맞힌 수를 세야 해요.
    - 모두 True면 정밀도가 언제나 1이어야 해요.
    - True가 맞힌 거예요.
    """
    return precision_recall(1 - tp, num_truths)


@precision_recall.mistake
def inverts_the_bits(precision_recall, tp, num_truths):
    """What is ~1?
    For True and False ~ means "not". For the whole numbers 1 and 0 it gives -2 and -1.
    - Print ~np.array([1, 0]).
    - Precision needs no false alarms: what follows from the number of boxes so far?

    ~1은 얼마인가요?
    True와 False에 ~를 붙이면 '아니다'라는 뜻이에요. 하지만 정수 1과 0에 붙이면 -2와 -1이 돼요.
    - ~np.array([1, 0])을 출력해 보세요.
    - 정밀도를 구할 때 헛짚은 수는 필요 없어요. 지금까지의 상자 수만 알면 돼요.
    """
    _, recall = precision_recall(tp, num_truths)
    return np.cumsum(tp) / (np.cumsum(tp) + np.cumsum(~tp)), recall


@precision_recall.mistake
def only_the_last_row(precision_recall, tp, num_truths):
    """Are these two numbers?
    They are those of the whole list. The curve needs a row for every k.
    - 10 detections: 10 precisions and 10 recalls.
    - np.sum keeps the last total only; another function keeps all of them.

    수 두 개만 돌려주었나요?
    전체 목록의 정밀도와 재현율이에요. 곡선을 그리려면 k마다 한 줄씩 있어야 해요.
    - 상자가 10개면 정밀도도 재현율도 10개예요.
    - np.sum은 마지막 합만 남겨요. 중간 합을 모두 남기는 함수가 있어요.
    """
    precision, recall = precision_recall(tp, num_truths)
    return precision[-1], recall[-1]


@precision_recall.mistake
def starts_with_a_point(precision_recall, tp, num_truths):
    """Is there one row more than there are detections?
    A starting point with precision 1 and recall 0 is put in front. scikit-learn does that; here each row is a box.
    - 10 detections: 10 rows.
    - What stands before the first box is the business of average_precision.

    상자보다 한 줄이 더 많나요?
    정밀도 1, 재현율 0인 시작점을 앞에 붙였어요. scikit-learn은 그렇게 하지만, 여기서는 한 줄이 상자 하나예요.
    - 상자가 10개면 10줄이에요.
    - 첫 상자보다 앞의 일은 average_precision에서 다뤄요.
    """
    precision, recall = precision_recall(tp, num_truths)
    return np.concatenate([[1.0], precision]), np.concatenate([[0.0], recall])


@precision_recall.mistake
def pairs_in_rows(precision_recall, tp, num_truths):
    """Does each row hold a precision and a recall?
    That is one array of shape (D, 2). Asked for are two arrays of shape (D,).
    - `precision, recall = ...` should work for any number of boxes.
    - Return the two with a comma between them.

    한 줄에 정밀도와 재현율이 함께 들어 있나요?
    모양이 (D, 2)인 배열 하나예요. 모양이 (D,)인 배열 두 개를 돌려주어야 해요.
    - 상자가 몇 개든 `precision, recall = ...`이 되어야 해요.
    - 두 배열을 쉼표로 이어 돌려주세요.
    """
    return np.stack(precision_recall(tp, num_truths), axis=1)


@precision_recall.mistake
def staircase_too_early(precision_recall, tp, num_truths):
    """Does your precision never rise?
    The staircase of the best precision still to come belongs to average_precision. Here the saw is asked for.
    - In the notes' table the precision rises from .833 to .857.
    - Return what was measured.

    정밀도가 한 번도 오르지 않나요?
    앞으로 얻을 가장 높은 정밀도로 만든 계단은 average_precision에서 다뤄요. 여기서는 톱니 그대로여야 해요.
    - 표에서 정밀도가 .833에서 .857로 올라요.
    - 잰 값을 그대로 돌려주세요.
    """
    precision, recall = precision_recall(tp, num_truths)
    return np.maximum.accumulate(precision[::-1])[::-1], recall


@precision_recall.mistake
def no_number_without_truths(precision_recall, tp, num_truths):
    """What is the recall when there is nothing to find?
    0 divided by 0 is no number. The docstring says what is wanted there.
    - Call it with num_truths = 0.
    - Divide by something else in that case; the hits are 0 anyway.

    찾을 것이 하나도 없으면 재현율은 얼마인가요?
    0을 0으로 나누면 수가 아니게 돼요. 그때의 답은 독스트링에 적혀 있어요.
    - num_truths = 0으로 불러 보세요.
    - 이때는 다른 수로 나누세요. 맞힌 수는 어차피 0이에요.
    """
    precision, _ = precision_recall(tp, num_truths)
    return precision, np.cumsum(tp) / np.float64(num_truths)


@precision_recall.mistake
def expects_a_detection(precision_recall, tp, num_truths):
    """What if nothing was detected?
    Then both answers are arrays without items, and not an error.
    - Call it with np.zeros(0).
    - Which line takes a first or a last item for granted?

    검출한 것이 하나도 없다면요?
    그러면 답은 둘 다 항목이 없는 배열이에요. 오류가 나면 안 돼요.
    - np.zeros(0)으로 불러 보세요.
    - 첫 항목이나 마지막 항목이 있다고 여기는 줄은 어디인가요?
    """
    if not len(tp):
        raise IndexError("index -1 is out of bounds for axis 0 with size 0")
    return precision_recall(tp, num_truths)


@precision_recall.mistake
def adds_up_in_place(precision_recall, tp, num_truths):
    """Does your function change the flags it was given?
    `tp[k] += tp[k - 1]` writes into the caller's array.
    - Print tp before and after the call.
    - Add up in a new array or a number of your own.

    받은 결과를 바꾸고 있나요?
    `tp[k] += tp[k - 1]`은 받은 배열에 그대로 써요.
    - 부르기 전과 후에 tp를 출력해 보세요.
    - 새 배열이나 변수에 더해 나가세요.
    """
    rows = precision_recall(tp, num_truths)
    tp[:] = 7
    return rows


# --- average_precision ----------------------------------------------------------------------------------------------

METHODS = ("all", "raw", "11", "101")
ALL_THREE_FOUND = {"truths": (3,), "hits": (3, 3), "n": (3, 6)}  # only a recall of 1 shows the level 1
TENTHS_REACHED = {"truths": (10,), "hits": (3, 10), "n": (4, 9)}  # recalls of 0.3, 0.6 and 0.7


def no_points(method, dtype):
    return np.zeros(0, dtype), np.zeros(0, dtype), method


average_precision = Check(
    atol=1e-8,
    aspects=[
        Aspect("all points", 4, curves(), ko="모든 점", cases=12),
        Aspect("raw", 3, curves(method=("raw",)), ko="잰 점 그대로", cases=9),
        Aspect(
            "11 points",
            2,
            curves(method=("11",)) | curves(**ALL_THREE_FOUND, method=("11",)),
            ko="11곳",
            cases=9,
        ),
        Aspect(
            "101 points",
            2,
            curves(method=("101",)) | curves(**ALL_THREE_FOUND, method=("101",)),
            ko="101곳",
            cases=8,
        ),
        Aspect("default argument", 1, curves().map(only_the_first(2)), ko="기본값", cases=4),
        Aspect("last bit", 1, curves(**TENTHS_REACHED, method=("11",)), ko="마지막 비트", cases=8),
        Aspect(
            "no detections",
            1,
            st.builds(no_points, st.sampled_from(METHODS), st.sampled_from((np.float64, np.float32))),
            ko="상자가 없을 때",
            cases=4,
        ),
        Aspect(
            "input unchanged", 1, curves(method=METHODS), ko="입력 보존", cases=6, judge="unchanged", after="all points"
        ),
        Aspect("errors", 1, curves(method=("voc", "10", "")), ko="오류 처리", cases=4, after="all points"),
    ],
)


def staircase(precision):
    return np.maximum.accumulate(precision[::-1])[::-1]


def heights(precision, method):
    return staircase(precision) if method == "all" else precision


def levels_of(method, *, start=0):
    return np.arange(start, int(method)) / (int(method) - 1)


def at_levels(recall, precision, levels, *, reaches=np.greater_equal):
    """The mean over some levels of the best precision with a recall that reaches them."""
    return np.mean([precision[reaches(recall, level)].max(initial=0) for level in levels])


@average_precision.mistake
def raw_rectangle(average_precision, recall, precision, method):
    """What happens when a later precision is higher?
    'all' first replaces each precision by the best one from there on. Yours adds up the measured ones.
    - In the notes' table both give .442328. Try the hits 0, 1, 0, 1, 1 of 4: .45 is right.
    - Go through the precisions from the right, and keep the highest so far.

    뒤의 정밀도가 더 높으면 어떻게 되나요?
    'all'에서는 먼저 정밀도를 그 뒤의 최댓값으로 바꾸어요. 잰 값을 그대로 더했어요.
    - 번호판 15개의 표에서는 둘 다 .442328이에요. 4개 중 0, 1, 0, 1, 1이면 .45가 맞아요.
    - 오른쪽에서부터 보면서 지금까지의 최댓값을 남기세요.
    """
    return average_precision(recall, precision, "raw" if method == "all" else method)


@average_precision.mistake
def raw_takes_the_staircase(average_precision, recall, precision, method):
    """Is 'raw' the same as 'all'?
    'raw' takes the measured precisions as they are, without the staircase.
    - Try the hits 0, 1, 0, 1, 1 of 4: 'raw' is .40.
    - In which of the branches do you take the maximum?

    'raw'가 'all'과 같은 값인가요?
    'raw'에서는 계단으로 고치지 않고 잰 정밀도를 그대로 써요.
    - 4개 중 0, 1, 0, 1, 1이면 'raw'는 .40이에요.
    - 어느 가지에서 최댓값을 취하나요?
    """
    return average_precision(recall, precision, "all" if method == "raw" else method)


@average_precision.mistake
def always_all(average_precision, recall, precision, method):
    """Which convention does the argument ask for?
    The answer is the area at all points, whatever the method is.
    - Call it with '11' and with 'all'.
    - Does your function look at method?

    인수는 어느 방법을 말하나요?
    method가 무엇이든 언제나 모든 점으로 구한 넓이예요.
    - '11'과 'all'로 불러 보세요.
    - 함수 안에서 method를 보고 있나요?
    """
    return average_precision(recall, precision, "all")


@average_precision.mistake
def always_eleven(average_precision, recall, precision, method):
    """Is this always the mean at 11 levels?
    That is Pascal VOC's convention until 2009. The argument may ask for another.
    - Call it with 'all': 15 plates give .442328, and 11 points .441558.
    - Does your function look at method?

    언제나 11곳의 평균인가요?
    2009년까지 Pascal VOC에서 쓰던 방법이에요. 인수가 다른 방법을 말할 수도 있어요.
    - 'all'로 불러 보세요. 번호판 15개에서 .442328이 나와야 하고, 11곳은 .441558이에요.
    - 함수 안에서 method를 보고 있나요?
    """
    return average_precision(recall, precision, "11")


@average_precision.mistake
def eleven_by_default(average_precision, recall, precision, method="11"):
    """What is computed when no method is given?
    Your default is '11'. It should be 'all'.
    - Call it with two arguments.
    - Look at the line with def.

    방법을 정해 주지 않으면 무엇을 계산하나요?
    기본값이 '11'로 되어 있어요. 'all'이어야 해요.
    - 인수 두 개만 넣어 불러 보세요.
    - def가 있는 줄을 보세요.
    """
    return average_precision(recall, precision, method)


@average_precision.mistake
def eleven_for_101(average_precision, recall, precision, method):
    """How many levels has '101'?
    It is computed at 11 levels like '11'. COCO takes 0, 0.01, ..., 1.
    - Count your levels.
    - The method's name is the number of levels.

    '101'에서는 몇 곳을 보나요?
    '11'처럼 11곳만 보고 있어요. COCO는 0, 0.01, ..., 1을 봐요.
    - 몇 곳인지 세어 보세요.
    - 방법의 이름이 곧 그 수예요.
    """
    return average_precision(recall, precision, "11" if method == "101" else method)


@average_precision.mistake
def divides_by_hits(average_precision, recall, precision, method):
    """Must plates that nobody found not cost anything?
    You take the mean over the hits, or stretch the curve to recall 1. A detector with one sure hit would be perfect.
    - One hit, 15 plates: AP is 1/15.
    - The widths add up to the last recall, and not to 1.

    아무도 찾지 못한 번호판은 손해가 없나요?
    맞힌 것들의 평균을 냈거나 곡선을 재현율 1까지 늘렸어요. 그러면 하나만 확실히 맞혀도 완벽한 검출기가 돼요.
    - 하나를 맞혔고 번호판이 15개면 AP는 1/15이에요.
    - 너비를 모두 더하면 1이 아니라 마지막 재현율이에요.
    """
    answer = average_precision(recall, precision, method)
    return answer / recall[-1] if method in ("all", "raw") and len(recall) and recall[-1] else answer


@average_precision.mistake
def arange_float(average_precision, recall, precision, method):
    """Is 0.30000000000000004 <= 0.3?
    np.arange(0, 1.1, 0.1) and np.linspace(0, 1, 11) hold 3 * 0.1, which is a last bit too large. The hit falls out.
    - Print np.linspace(0, 1, 11)[3] with repr.
    - 3 / 10 is the same float as a recall of 3/10.

    0.30000000000000004 <= 0.3은 참인가요?
    np.arange(0, 1.1, 0.1)과 np.linspace(0, 1, 11)의 3 * 0.1은 마지막 비트만큼 커요. 그래서 맞힌 점이 빠져요.
    - np.linspace(0, 1, 11)[3]을 repr로 출력해 보세요.
    - 3 / 10은 재현율 3/10과 똑같은 수예요.
    """
    if method not in ("11", "101"):
        return average_precision(recall, precision, method)
    return at_levels(recall, precision, np.linspace(0, 1, int(method)))


@average_precision.mistake
def trapezoid(average_precision, recall, precision, method):
    """Are the points joined by slopes?
    Between two points nothing was measured: the area is made of steps, not of slopes. 15 plates give .4406 like that.
    - np.trapezoid takes the mean of two neighbouring heights.
    - Each width is multiplied by the height at its right end.

    점과 점을 비스듬히 이었나요?
    두 점 사이에서는 아무것도 재지 않았어요. 넓이는 비탈이 아니라 계단으로 이루어져요. 번호판 15개라면 .4406이 나와요.
    - np.trapezoid는 이웃한 두 높이의 평균을 써요.
    - 너비마다 오른쪽 끝의 높이를 곱하세요.
    """
    if method not in ("all", "raw"):
        return average_precision(recall, precision, method)
    high = np.concatenate([precision[:1], heights(precision, method)])
    return np.sum(np.diff(recall, prepend=0) * (high[1:] + high[:-1]) / 2)


@average_precision.mistake
def trapezoid_without_the_start(average_precision, recall, precision, method):
    """Does your area begin at the first point, and go up and down in slopes?
    np.trapezoid joins the points by slopes and knows nothing before the first of them.
    - One hit at once, one plate: AP is 1. What is the area of a single point?
    - Add up widths times heights, with a recall of 0 before the first point.

    넓이가 첫 점에서 시작하고, 점 사이를 비스듬히 이었나요?
    np.trapezoid는 점 사이를 비스듬히 잇고, 첫 점보다 앞은 세지 않아요.
    - 번호판 하나를 바로 맞히면 AP는 1이에요. 점 하나의 넓이는 얼마로 나오나요?
    - 첫 점 앞의 재현율을 0으로 두고, 너비와 높이의 곱을 더하세요.
    """
    if method not in ("all", "raw"):
        return average_precision(recall, precision, method)
    high = heights(precision, method)
    return np.sum(np.diff(recall) * (high[1:] + high[:-1]) / 2)


@average_precision.mistake
def forgets_the_first_step(average_precision, recall, precision, method):
    """Where does the first step begin?
    np.diff gives one number less than there are points: the width from recall 0 to the first point is missing.
    - One hit at once, one plate: AP is 1.
    - Put a recall of 0 in front.

    첫 계단은 어디에서 시작하나요?
    np.diff의 결과는 점보다 하나 적어요. 재현율 0에서 첫 점까지의 너비가 빠졌어요.
    - 번호판 하나를 바로 맞히면 AP는 1이에요.
    - 맨 앞에 재현율 0을 넣으세요.
    """
    if method not in ("all", "raw"):
        return average_precision(recall, precision, method)
    return np.sum(np.diff(recall) * heights(precision, method)[1:])


@average_precision.mistake
def height_of_the_point_before(average_precision, recall, precision, method):
    """Which height belongs to which width?
    The width up to point k is multiplied by the precision of the point before: the rectangles are off by one.
    - A false alarm and then a hit: the step of the hit has the height 1/2, and not 0.
    - Write the widths below the precisions and draw the pairs.

    어느 너비에 어느 높이를 곱해야 하나요?
    k번째 점까지의 너비에 하나 앞 점의 정밀도를 곱했어요. 직사각형이 한 칸씩 밀렸어요.
    - 헛짚고 나서 맞혔다면, 그 계단의 높이는 0이 아니라 1/2이에요.
    - 정밀도 아래에 너비를 적고 짝을 이어 보세요.
    """
    if method not in ("all", "raw"):
        return average_precision(recall, precision, method)
    high = heights(precision, method)
    return np.sum(np.diff(recall, prepend=0) * np.concatenate([high[:1], high[:-1]]))


@average_precision.mistake
def looks_back(average_precision, recall, precision, method):
    """From which side is your staircase built?
    You take the best precision *so far*. It should be the best one still to come.
    - The staircase goes down from left to right. Does yours?
    - Turn the array round before and after the running maximum.

    계단을 어느 쪽에서부터 만들었나요?
    *지금까지* 가장 높은 정밀도를 썼어요. *앞으로* 얻을 가장 높은 정밀도여야 해요.
    - 계단은 왼쪽에서 오른쪽으로 내려가요. 여러분의 계단도 그런가요?
    - 누적 최댓값을 구하기 전과 후에 배열을 뒤집으세요.
    """
    if method == "all":
        return average_precision(recall, np.maximum.accumulate(precision), "raw")
    return average_precision(recall, precision, method)


@average_precision.mistake
def takes_the_first_point(average_precision, recall, precision, method):
    """Is it the best point that reaches the level, or the first?
    At each level you take the precision of the first point that reaches it. A later one may be higher.
    - Try the hits 0, 1, 0, 1, 1 of 4: at level 0 the best is 3/5.
    - All points with a recall of at least the level compete.

    그 수준에 도달한 점 중에서 첫 번째 것을 썼나요?
    수준마다 처음으로 도달한 점의 정밀도를 썼어요. 뒤에 더 높은 점이 있을 수 있어요.
    - 4개 중 0, 1, 0, 1, 1을 넣어 보세요. 수준 0에서 가장 높은 값은 3/5이에요.
    - 재현율이 그 수준 이상인 점이 모두 후보예요.
    """
    if method not in ("11", "101"):
        return average_precision(recall, precision, method)
    return np.mean([next(iter(precision[recall >= level]), 0.0) for level in levels_of(method)])


@average_precision.mistake
def strictly_above_the_level(average_precision, recall, precision, method):
    """Does a recall of exactly 0.5 reach the level 0.5?
    It does: the recall must be at least the level, and not more than it.
    - With all plates found the level 1 is reached.
    - > or >=?

    재현율이 정확히 0.5면 수준 0.5에 도달한 것인가요?
    도달한 거예요. 그 수준을 넘지 않아도, 그 이상이기만 하면 돼요.
    - 번호판을 모두 찾았으면 수준 1에도 도달해요.
    - > 인가요, >= 인가요?
    """
    if method not in ("11", "101"):
        return average_precision(recall, precision, method)
    return at_levels(recall, precision, levels_of(method), reaches=np.greater)


@average_precision.mistake
def divides_by_ten(average_precision, recall, precision, method):
    """How many levels are there from 0 to 1 in steps of 0.1?
    Eleven: both ends count. You divide by 10, or by 100 for the 101.
    - A perfect detector has an AP of 1.
    - Count 0, 0.1, ..., 1 on your fingers: you need one more.

    0부터 1까지 0.1 간격이면 모두 몇 곳인가요?
    양 끝을 모두 세면 11곳이에요. 10으로(101곳은 100으로) 나누었어요.
    - 완벽한 검출기의 AP는 1이에요.
    - 0, 0.1, ..., 1을 손가락으로 세어 보세요. 하나가 모자라요.
    """
    answer = average_precision(recall, precision, method)
    return answer * int(method) / (int(method) - 1) if method in ("11", "101") else answer


@average_precision.mistake
def level_0_left_out(average_precision, recall, precision, method):
    """Does your first level lie above 0?
    The levels begin with 0, where every point competes.
    - 11 levels: 0, 0.1, ..., 1.
    - Where does your range start?

    첫 번째 수준이 0보다 큰가요?
    수준은 0부터 시작하고, 0에서는 모든 점이 후보예요.
    - 11곳은 0, 0.1, ..., 1이에요.
    - 범위가 어디에서 시작하나요?
    """
    if method not in ("11", "101"):
        return average_precision(recall, precision, method)
    return at_levels(recall, precision, levels_of(method, start=1))


@average_precision.mistake
def level_1_left_out(average_precision, recall, precision, method):
    """Does your last level lie below 1?
    np.arange leaves its end out. The levels end with 1, which only those reach who found everything.
    - Print the last level.
    - 11 levels: 0, 0.1, ..., 1.

    마지막 수준이 1보다 작은가요?
    np.arange는 끝값을 빼요. 수준은 1에서 끝나고, 모두 찾아야 도달해요.
    - 마지막 수준을 출력해 보세요.
    - 11곳은 0, 0.1, ..., 1이에요.
    """
    if method not in ("11", "101"):
        return average_precision(recall, precision, method)
    return at_levels(recall, precision, levels_of(method)[:-1])


@average_precision.mistake
def carries_on_to_one(average_precision, recall, precision, method):
    """What is the precision where the detector never got?
    Beyond the last recall it is 0. Yours goes on with the last precision.
    - One of 15 plates found: AP is 1/15, and not 1.
    - What does no point reach?

    검출기가 도달하지 못한 곳의 정밀도는 얼마인가요?
    마지막 재현율 뒤에서는 0이에요. 그런데 마지막 정밀도가 이어지고 있어요.
    - 번호판 15개 중 하나를 찾으면 AP는 1이 아니라 1/15이에요.
    - 어느 점도 도달하지 못하는 곳은 어디인가요?
    """
    if not len(recall):
        return average_precision(recall, precision, method)
    return average_precision(np.append(recall, 1.0), np.append(precision, precision[-1]), method)


@average_precision.mistake
def arguments_swapped(average_precision, recall, precision, method):
    """Which one is the width, and which the height?
    Recall comes first and is the width. It seems that the two have changed places.
    - precision_recall answers precision first; average_precision wants recall first.
    - Look at the order in the line with def.

    너비는 무엇이고 높이는 무엇인가요?
    재현율이 먼저이고, 그것이 너비예요. 둘이 바뀐 것 같아요.
    - precision_recall은 정밀도를 먼저 돌려주지만, average_precision은 재현율을 먼저 받아요.
    - def가 있는 줄의 순서를 보세요.
    """
    return average_precision(precision, recall, method)


@average_precision.mistake
def mean_of_the_precisions(average_precision, recall, precision, method):
    """Is this the mean of all precisions?
    False alarms have a precision too, but no width: recall does not grow there.
    - Try hits 1, 0, 0, 0 of one plate: AP is 1.
    - Multiply each precision by the growth of the recall.

    모든 정밀도의 평균을 냈나요?
    헛짚은 곳에도 정밀도는 있지만 너비가 없어요. 재현율이 늘지 않으니까요.
    - 번호판이 하나이고 결과가 1, 0, 0, 0이면 AP는 1이에요.
    - 정밀도마다 재현율이 늘어난 만큼을 곱하세요.
    """
    return (
        precision.mean()
        if method in ("all", "raw") and len(precision)
        else average_precision(recall, precision, method)
    )


@average_precision.mistake
def accepts_any_method(average_precision, recall, precision, method):
    """What does your function do with a method that does not exist?
    It computes something without a word. A typing mistake would then give a wrong number.
    - Call it with 'voc'.
    - End the chain of branches with an error.

    없는 방법을 넣으면 어떻게 되나요?
    아무 말 없이 무언가를 계산해요. 그러면 잘못 적었을 때 틀린 수가 나와요.
    - 'voc'로 불러 보세요.
    - 조건문의 마지막에서 오류를 내세요.
    """
    return average_precision(recall, precision, method if method in METHODS else "all")


@average_precision.mistake
def expects_a_point(average_precision, recall, precision, method):
    """What if nothing was detected?
    Then there is no point, and the AP is 0. Yours raises an error.
    - Call it with two arrays without items.
    - max takes an `initial`, and a sum of nothing is 0.

    검출한 것이 하나도 없다면요?
    그러면 점이 하나도 없고 AP는 0이에요. 그런데 오류가 나요.
    - 항목이 없는 배열 두 개를 넣어 보세요.
    - max에는 `initial`을 줄 수 있고, 아무것도 없는 합은 0이에요.
    """
    if not len(recall):
        raise IndexError("index -1 is out of bounds for axis 0 with size 0")
    return average_precision(recall, precision, method)


@average_precision.mistake
def builds_the_staircase_in_place(average_precision, recall, precision, method):
    """Is the staircase written into the caller's array?
    `precision[k] = max(...)` changes what the caller will draw afterwards.
    - Print precision before and after the call.
    - Work on a copy.

    받은 배열에 계단을 써 넣고 있나요?
    `precision[k] = max(...)`는 부른 쪽에서 나중에 그릴 값을 바꾸어요.
    - 부르기 전과 후에 precision을 출력해 보세요.
    - 복사본에서 계산하세요.
    """
    answer = average_precision(recall, precision, method)
    precision[:] = 0.5
    return answer


# --- mean_average_precision -----------------------------------------------------------------------------------------


def merging_matters(args):
    """Is the area under the staircase another when the images of one class stand one behind the other?"""
    detections, truths, threshold, _ = args
    pairs = zip(detections, truths, strict=True)
    tp = np.concatenate([hits_of(boxes, scores, there, threshold) for (boxes, scores, _), (there, _) in pairs])
    ranks = np.concatenate([-np.sort(-scores) for _, scores, _ in detections])
    one, other = (
        staircase(np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits].sum() for hits in (tp, tp[by_score(ranks)])
    )
    return abs(one - other) > 1e-3


ONE_IMAGE_EACH = {"classes": (0, 7), "truths": (2, 4)}

mean_average_precision = Check(
    atol=1e-8,
    aspects=[
        Aspect(
            "one class", 3, image_sets(truths=(2, 4), scores="sorted").map(only_the_first(2)), ko="클래스 하나", cases=8
        ),
        Aspect("images", 3, image_sets(images=(2, 3)).filter(merging_matters), ko="이미지 여러 장", cases=10),
        Aspect("classes", 3, image_sets(classes=(1, 4), truths=(2, 4)), ko="클래스 여러 개", cases=9),
        Aspect(
            "class that is nowhere",
            1,
            image_sets(truths=(1, 3), absent=3, scores="sorted"),
            ko="어디에도 없는 클래스",
            cases=5,
        ),
        Aspect(
            "class never found",
            1,
            image_sets(truths=(2, 3), unseen=9, scores="sorted"),
            ko="한 번도 못 찾은 클래스",
            cases=5,
        ),
        Aspect("threshold", 1, image_sets(kinds=("pair",), threshold=UNEQUAL, scores="sorted"), ko="문턱값", cases=6),
        Aspect(
            "method", 1, image_sets(truths=(2, 4), method=("raw", "11", "101"), scores="sorted"), ko="방법", cases=8
        ),
        Aspect(
            "nothing there",
            1,
            image_sets().map(lambda args: (args[0], [(NO_BOXES, np.zeros(0, int))], *args[2:])),
            ko="아무것도 없을 때",
            cases=3,
            after="one class",
        ),
        Aspect(
            "together",
            1,
            image_sets(images=(2, 3), **ONE_IMAGE_EACH, absent=3, threshold=(0.5, 0.3), method=METHODS),
            ko="한꺼번에",
            cases=8,
            layout="strided",
        ),
        Aspect(
            "input unchanged",
            1,
            image_sets(images=(1, 2)),
            ko="입력 보존",
            cases=4,
            judge="unchanged",
            after="one class",
        ),
    ],
)


def class_numbers(lists):
    """The classes that occur in some detections or truths, in order."""
    return np.unique(np.concatenate([item[-1] for item in lists]))


def without(lists, unwanted):
    """Some detections or truths without those for which `unwanted(image, class)` holds."""
    kept = []
    for i, item in enumerate(lists):
        keep = np.array([not unwanted(i, c) for c in item[-1]], dtype=bool)
        kept.append(tuple(part[keep] for part in item))
    return kept


def relabelled(lists, to):
    return [(*item[:-1], to(item[-1])) for item in lists]


def each_class(mean_average_precision, detections, truths, iou_threshold, method):
    """The classes that have truths, with their average precisions and how many truths they have."""
    rows = []
    for c in class_numbers(truths):
        mine = [without(lists, lambda _, other, c=c: other != c) for lists in (detections, truths)]
        rows.append((c, mean_average_precision(*mine, iou_threshold, method), sum(len(item[-1]) for item in mine[1])))
    return rows


def of_flags(mean_average_precision, tp, num_truths, method):
    """The right answer for one class whose detections, best first, are these hits and false alarms."""
    n = max(len(tp), num_truths)
    at = [plate(0 if k < len(tp) and tp[k] else 15, place=k) for k in range(n)]
    order = [k for k in range(len(tp)) if tp[k]] + [k for k in range(n) if k >= len(tp) or not tp[k]]
    there = [plate(0, place=k) for k in order[:num_truths]]
    for row, k in enumerate(order[:num_truths]):
        if not (k < len(tp) and tp[k]):
            there[row] = plate(0, place=n + row)  # one that nobody finds
    boxes = np.array(at[: len(tp)], float).reshape(-1, 4)
    found = boxes, np.arange(len(tp), 0, -1.0), np.zeros(len(tp), int)
    truth = np.array(there, float).reshape(-1, 4), np.zeros(num_truths, int)
    return mean_average_precision([found], [truth], 0.5, method)


@mean_average_precision.mistake
def per_image(mean_average_precision, detections, truths, iou_threshold, method):
    """m in mAP averages over what?
    Over the classes. You compute a number for each image and take the mean of these.
    - The notes' example with two images: 5/6 is right, and the mean over the images .75.
    - Merge the flags of all images by score before you draw a curve.

    mAP의 m은 무엇에 대한 평균인가요?
    클래스에 대한 평균이에요. 이미지마다 값을 구해서 평균을 냈어요.
    - 이미지 두 장의 예에서 5/6이 맞고, 이미지에 대한 평균은 .75예요.
    - 곡선을 그리기 전에 모든 이미지의 결과를 점수 순서로 합치세요.
    """
    pairs = zip(detections, truths, strict=True)
    return np.mean([mean_average_precision([one], [truth], iou_threshold, method) for one, truth in pairs])


@mean_average_precision.mistake
def absent_class_zero(mean_average_precision, detections, truths, iou_threshold, method):
    """Can you fail to find what is not there?
    A class that has no truth in any image counts 0 here and lowers the mean. It should be left out.
    - Detections of class 3, and truths of class 7 only: the mean is over class 7.
    - From which of the two lists do you take the classes?

    없는 것을 못 찾았다고 할 수 있을까요?
    어느 이미지에도 없는 클래스를 0으로 세어서 평균이 낮아졌어요. 그런 클래스는 빼야 해요.
    - 클래스 3을 검출했는데 정답은 클래스 7뿐이라면 클래스 7만으로 평균을 내요.
    - 클래스의 목록을 둘 중 어디에서 가져오나요?
    """
    right = mean_average_precision(detections, truths, iou_threshold, method)
    there, found = class_numbers(truths), class_numbers(detections)
    return right * len(there) / max(len(np.union1d(there, found)), 1)


@mean_average_precision.mistake
def skips_classes_never_found(mean_average_precision, detections, truths, iou_threshold, method):
    """Does a class that the detector never found cost nothing?
    It is left out of the mean here. It should count 0: all its objects were missed.
    - Truths of classes 7 and 9, detections of class 7 only: the mean is over two classes.
    - From which of the two lists do you take the classes?

    한 번도 찾지 못한 클래스는 손해가 없나요?
    그런 클래스를 평균에서 뺐어요. 물체를 모두 놓쳤으니 0으로 세어야 해요.
    - 정답은 클래스 7과 9인데 클래스 7만 검출했다면, 두 클래스로 평균을 내요.
    - 클래스의 목록을 둘 중 어디에서 가져오나요?
    """
    found = class_numbers(detections)
    return mean_average_precision(detections, without(truths, lambda _, c: c not in found), iou_threshold, method)


@mean_average_precision.mistake
def pooled(mean_average_precision, detections, truths, iou_threshold, method):
    """Do all classes share one list?
    Each class is ranked by itself and has a curve of its own. A plate that is called a lamp is no hit.
    - Put the class of one detection wrong: does the answer change?
    - A loop over the classes comes first.

    모든 클래스를 한 줄로 세웠나요?
    클래스마다 따로 줄을 세우고 곡선도 따로 그려요. 번호판을 전등이라고 하면 맞힌 것이 아니에요.
    - 상자 하나의 클래스를 틀리게 바꾸어 보세요. 답이 달라지나요?
    - 클래스에 대한 반복문이 맨 처음에 와야 해요.
    """
    lists = [relabelled(one, np.zeros_like) for one in (detections, truths)]
    return mean_average_precision(*lists, iou_threshold, method)


@mean_average_precision.mistake
def sum_instead_of_mean(mean_average_precision, detections, truths, iou_threshold, method):
    """Can the answer be above 1?
    The classes' average precisions are added up and not divided by their number.
    - Two classes, both perfect: the mean is 1.
    - What does m stand for?

    답이 1보다 커질 수 있나요?
    클래스마다 구한 AP를 더하기만 하고 나누지 않았어요.
    - 두 클래스가 모두 완벽하면 평균은 1이에요.
    - m은 무엇의 머리글자인가요?
    """
    return mean_average_precision(detections, truths, iou_threshold, method) * len(class_numbers(truths))


@mean_average_precision.mistake
def divides_by_the_largest_class(mean_average_precision, detections, truths, iou_threshold, method):
    """Is the largest class number taken for the number of classes?
    Class numbers may have gaps: where only class 7 occurs there is one class, and not eight.
    - Count the classes that have truths.
    - np.unique tells which numbers occur.

    가장 큰 클래스 번호를 클래스의 수로 썼나요?
    번호는 건너뛸 수 있어요. 클래스 7만 있으면 클래스는 여덟 개가 아니라 하나예요.
    - 정답이 있는 클래스를 세어 보세요.
    - np.unique가 어떤 번호가 나오는지 알려 줘요.
    """
    there = class_numbers(truths)
    total = mean_average_precision(detections, truths, iou_threshold, method) * len(there)
    return total / (np.max(there, initial=0) + 1)


@mean_average_precision.mistake
def weighted_by_the_truths(mean_average_precision, detections, truths, iou_threshold, method):
    """Does a class with many objects count more?
    In mAP all classes have the same weight, however often they occur.
    - 9 plates all found, 1 lamp missed: mAP is .5, and not .9.
    - Take the plain mean of the average precisions.

    물체가 많은 클래스가 더 크게 반영되나요?
    mAP에서는 얼마나 자주 나오든 모든 클래스의 무게가 같아요.
    - 번호판 9개를 모두 찾고 전등 1개를 놓치면 mAP는 .9가 아니라 .5예요.
    - AP를 그냥 평균 내세요.
    """
    rows = each_class(mean_average_precision, detections, truths, iou_threshold, method)
    return sum(ap * n for _, ap, n in rows) / max(sum(n for *_, n in rows), 1)


@mean_average_precision.mistake
def background_is_left_out(mean_average_precision, detections, truths, iou_threshold, method):
    """Where is class 0?
    In some programs it means background. Here it is a class like any other.
    - Where does your loop over the classes start?
    - Try truths of class 0 only.

    클래스 0은 어디로 갔나요?
    클래스 0을 배경으로 쓰는 프로그램도 있지만, 여기서는 다른 클래스와 똑같아요.
    - 클래스 반복문은 어디에서 시작하나요?
    - 정답이 클래스 0뿐인 경우를 넣어 보세요.
    """
    return mean_average_precision(detections, without(truths, lambda _, c: c == 0), iou_threshold, method)


@mean_average_precision.mistake
def forgets_the_image(mean_average_precision, detections, truths, iou_threshold, method):
    """Can a box hit a plate in another image?
    All images are laid over each other here, so a box in one finds the plate of another.
    - Two images, a plate in the first, a box in the second, both at the same place: no hit.
    - Match image by image; merge only the flags.

    다른 이미지에 있는 번호판을 맞힐 수 있나요?
    모든 이미지를 겹쳐 놓아서, 한 이미지의 상자가 다른 이미지의 번호판을 맞히고 있어요.
    - 이미지 두 장에서 번호판은 첫 장에, 상자는 둘째 장의 같은 자리에 놓아 보세요. 맞힌 것이 아니에요.
    - 짝은 이미지마다 짓고, 그 결과만 합치세요.
    """
    merged = [[tuple(np.concatenate(parts) for parts in zip(*one, strict=True))] for one in (detections, truths)]
    return mean_average_precision(*merged, iou_threshold, method)


@mean_average_precision.mistake
def not_sorted_across_images(mean_average_precision, detections, truths, iou_threshold, method):
    """Is the merged list still sorted by score?
    The flags of image 2 come behind those of image 1, whatever their scores are.
    - Two images: 0.9 and 0.3 in the first, 0.8 and 0.7 in the second. In which order should they stand?
    - Sort once more after merging.

    합친 목록이 점수 순서인가요?
    점수와 상관없이 1번 이미지의 결과 뒤에 2번 이미지의 결과가 이어져요.
    - 첫 이미지에 0.9와 0.3, 둘째 이미지에 0.8과 0.7이 있으면 어떤 순서여야 하나요?
    - 합친 다음에 한 번 더 정렬하세요.
    """
    kept = [(boxes, scores - 100 * i, classes) for i, (boxes, scores, classes) in enumerate(detections)]
    return mean_average_precision(kept, truths, iou_threshold, method)


@mean_average_precision.mistake
def scores_do_not_follow_the_flags(mean_average_precision, detections, truths, iou_threshold, method):
    """Does each score still belong to its flag?
    match_detections answers by falling score. The scores beside the flags are still in the order of the list.
    - Give the best score to the last box of an image, and print flags and scores side by side.
    - Sort the scores of each image as the flags are sorted.

    점수와 결과의 짝이 맞나요?
    match_detections는 점수 순서로 답해요. 그런데 옆에 둔 점수는 아직 목록의 순서 그대로예요.
    - 이미지의 마지막 상자에 가장 높은 점수를 주고, 결과와 점수를 나란히 출력해 보세요.
    - 이미지마다 점수도 결과와 같은 순서로 정렬하세요.
    """
    aps = []
    for c in class_numbers(truths):
        tp, ranks, num_truths = [], [], 0
        for (boxes, scores, classes), (there, kinds) in zip(detections, truths, strict=True):
            mine = classes == c
            tp.append(hits_of(boxes[mine], scores[mine], there[kinds == c], iou_threshold))
            ranks.append(scores[mine])
            num_truths += int(np.sum(kinds == c))
        flags = np.concatenate(tp)[by_score(np.concatenate(ranks))]
        aps.append(of_flags(mean_average_precision, flags, num_truths, method))
    return np.mean(aps) if aps else 0.0


@mean_average_precision.mistake
def truths_of_images_with_detections(mean_average_precision, detections, truths, iou_threshold, method):
    """Do plates count in images where nothing was found?
    An image without detections of a class is skipped here, and its plates are missing from num_truths.
    - Two plates in two images, one found: the recall is 1/2.
    - Count the truths before you ask whether there is anything to match.

    아무것도 찾지 못한 이미지의 번호판도 세고 있나요?
    그 클래스의 상자가 없는 이미지를 건너뛰어서, 거기 있는 번호판이 num_truths에서 빠졌어요.
    - 이미지 두 장에 번호판이 하나씩 있고 하나만 찾았다면 재현율은 1/2이에요.
    - 짝지을 것이 있는지 확인하기 전에 정답부터 세세요.
    """

    def unseen(i, c):
        return c not in detections[i][-1] and any(c in item[-1] for item in detections)

    return mean_average_precision(detections, without(truths, unseen), iou_threshold, method)


@mean_average_precision.mistake
def always_half_in_the_end(mean_average_precision, detections, truths, iou_threshold, method):
    """Does match_detections get the threshold?
    It falls back on its default of 0.5 where you do not hand it on.
    - Call it with 0.3 and with 0.7.
    - Count the arguments in your call of match_detections.

    match_detections에 문턱값을 넘겨주었나요?
    넘겨주지 않으면 기본값 0.5를 써요.
    - 0.3과 0.7로 불러 보세요.
    - match_detections를 부를 때 인수를 몇 개 넘기는지 세어 보세요.
    """
    return mean_average_precision(detections, truths, 0.5, method)


@mean_average_precision.mistake
def does_not_pass_the_method_on(mean_average_precision, detections, truths, iou_threshold, method):
    """Does average_precision get the method?
    It falls back on 'all' where you do not hand it on.
    - Call it with '11' and with 'all'.
    - Count the arguments in your call of average_precision.

    average_precision에 방법을 넘겨주었나요?
    넘겨주지 않으면 'all'을 써요.
    - '11'과 'all'로 불러 보세요.
    - average_precision을 부를 때 인수를 몇 개 넘기는지 세어 보세요.
    """
    return mean_average_precision(detections, truths, iou_threshold, "all")


@mean_average_precision.mistake
def precision_for_recall(mean_average_precision, detections, truths, iou_threshold, method):
    """In which order does average_precision take its arguments?
    precision_recall answers (precision, recall), average_precision wants (recall, precision). Handing the pair on as
    it is swaps them.
    - Print what you hand on: which one never falls?
    - Give both a name before the call.

    average_precision은 인수를 어떤 순서로 받나요?
    precision_recall은 (정밀도, 재현율)로 답해요. average_precision에 그대로 넘기면 둘이 뒤바뀌어요.
    - 넘기는 값을 출력해 보세요. 줄지 않는 쪽은 어느 것인가요?
    - 부르기 전에 둘에 이름을 붙이세요.
    """
    aps = []
    for c in class_numbers(truths):
        tp, ranks, num_truths = [], [], 0
        for (boxes, scores, classes), (there, kinds) in zip(detections, truths, strict=True):
            mine = classes == c
            tp.append(hits_of(boxes[mine], scores[mine], there[kinds == c], iou_threshold))
            ranks.append(-np.sort(-scores[mine]))
            num_truths += int(np.sum(kinds == c))
        hits = np.cumsum(np.concatenate(tp)[by_score(np.concatenate(ranks))])
        widths, high = hits / np.arange(1, len(hits) + 1), hits / num_truths
        if method in ("11", "101"):
            aps.append(at_levels(widths, high, levels_of(method)))
        else:
            aps.append(np.sum(np.diff(widths, prepend=0) * heights(high, method)))
    return np.mean(aps) if aps else 0.0


@mean_average_precision.mistake
def no_number_without_classes(mean_average_precision, detections, truths, iou_threshold, method):
    """What is the mean of no numbers?
    Without any truth there is no class, and np.mean of nothing is no number. The docstring says what is wanted.
    - Call it with one image without truths.
    - Treat the empty list before the mean.

    수가 하나도 없으면 평균은 얼마인가요?
    정답이 전혀 없으면 클래스도 없고, 빈 목록의 np.mean은 수가 아니에요. 그때의 답은 독스트링에 적혀 있어요.
    - 정답이 없는 이미지 한 장으로 불러 보세요.
    - 평균을 내기 전에 빈 목록을 따로 다루세요.
    """
    if not len(class_numbers(truths)):
        return float("nan")
    return mean_average_precision(detections, truths, iou_threshold, method)


@mean_average_precision.mistake
def returns_a_number_for_each_class(mean_average_precision, detections, truths, iou_threshold, method):
    """Is this a list with one number for each class?
    These are the average precisions. The answer is their mean, one number.
    - What does m stand for?
    - One step is left to do.

    클래스마다 수를 하나씩 돌려주었나요?
    그것은 AP예요. 답은 그 평균, 수 하나예요.
    - m은 무엇의 머리글자인가요?
    - 한 단계가 남았어요.
    """
    rows = each_class(mean_average_precision, detections, truths, iou_threshold, method)
    return np.array([ap for _, ap, _ in rows])


@mean_average_precision.mistake
def spoils_the_test_set(mean_average_precision, detections, truths, iou_threshold, method):
    """Does your function change the lists it was given?
    The next evaluation, with another threshold, would see other boxes.
    - Print detections before and after the call.
    - Sort and mark in arrays of your own.

    받은 목록을 바꾸고 있나요?
    문턱값을 바꾸어 다시 평가하면 다른 상자를 보게 돼요.
    - 부르기 전과 후에 detections를 출력해 보세요.
    - 새로 만든 배열에서 정렬하고 표시하세요.
    """
    answer = mean_average_precision(detections, truths, iou_threshold, method)
    for _, scores, _ in detections:
        scores[:] = 0
    return answer
