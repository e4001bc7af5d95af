"""How a13_rcnn is graded, and the mistakes we can name.

Corners are mostly whole numbers, halves and quarters, on which means and differences are exact in whatever order they
are worked out; what goes through exp, log, a root or a division is compared so loosely that float32 is right, too.
"""

from itertools import pairwise

import numpy as np
from course.inputs import distinct, some
from hypothesis import strategies as st
from keras import layers

from autograder.rubric import Aspect, Assembled, Check, FeatureMap, Measured, ModelCheck


@st.composite
def regions(
    draw, channels=(1, 1), size=(2, 6), bins=(1, 3), step=1, fits=False, edge=0, sign=None, slope=False, sampling=None
):
    """Arguments (features, roi, out_h, out_w) of the RoI functions; with `sampling` a fifth.

    `step` is what the corners are multiples of; with `fits` each side is a multiple of its bins; with `edge` the region
    reaches so many cells beyond the map, on one side or on two, and bins of whole cells have two of them. No two
    numbers of the map are equal. A `slope`, on which one bilinear sample is as good as four, has a cell more all round,
    so that no sample lies beyond the outermost middles.
    """
    out_h, out_w = draw(some(*bins)), draw(some(*bins))
    sides = []
    for n in (out_w, out_h):
        whole = st.integers(2 if edge else 1, 2).map(lambda cells, n=n: n * cells)
        free = st.integers(round(1.5 / step), round(4 / step)).map(lambda steps: steps * step)
        sides.append(draw(whole if fits else free))
    cells = [int(np.ceil(side)) + draw(some(*size)) - 1 for side in sides]  # columns, rows
    starts = []
    for side, n in zip(sides, cells, strict=True):
        last = int((n - side) / step)
        starts.append(draw(st.integers(0, last)) * step)
    if edge:
        moves = draw(st.sampled_from([(-1, 0), (0, -1), (1, 0), (0, 1), (-1, -1), (1, 1)]))
        for axis, move in enumerate(moves):
            if move:
                beyond = draw(st.integers(1, edge))
                starts[axis] = -beyond if move < 0 else cells[axis] - sides[axis] + beyond
    if slope:
        cells, starts = [n + 2 for n in cells], [at + 1 for at in starts]
    shape = (draw(some(*channels)), cells[1], cells[0])
    start = draw(st.integers(0, 20))
    features = distinct(shape, start).astype(float)
    if sign is not None:
        features = sign * (1 + features - features.min())
    if slope:
        c, i, j = np.ogrid[: shape[0], : shape[1], : shape[2]]
        features = (1 + c) * (4.0 * i + j) + start
    roi = tuple(float(at) for at in (*starts, starts[0] + sides[0], starts[1] + sides[1]))
    more = () if sampling is None else (draw(some(*sampling)),)
    return (features, roi, out_h, out_w, *more)


@st.composite
def regions_without_cells(draw):
    """Regions of which some bins, or all, hold no cell of a map of negative numbers."""
    features, _, out_h, out_w = draw(regions(size=(2, 3), sign=-1))
    _, H, W = features.shape
    before = (-4, -4, 2, 2)  # of 3 bins the first ends at row or column -2, which NumPy counts from the end
    beyond = [(W, 0, W + 2, 2), (0, H + 1, 2, H + 3), (-3, -4, -1, 0)]
    roi = draw(st.sampled_from([before, *beyond, (1, 1, 1, 2), (0, 0, 2 * W, H)]))
    out_h, out_w = (3, 3) if roi == before else (out_h, max(out_w, 2))
    return features, tuple(float(at) for at in roi), out_h, out_w


def over_the_first_border(args):
    """The region moved to the upper left, half a cell beyond the map; two bins a side have a cell each, also then."""
    features, (x1, y1, x2, y2), out_h, out_w = args
    return features, (-0.5, -0.5, x2 - x1 + 0.5, y2 - y1 + 0.5), out_h, out_w


def as_array(args):
    """The region as an array, as a loop over many regions hands it on."""
    features, roi, *rest = args
    return (features, np.array(roi), *rest)


def off_the_limits(args):
    """No sample lies exactly where libraries begin to answer 0: of those some do so there, and some just behind."""
    features, (x1, y1, x2, y2), out_h, out_w, sampling = args
    _, H, W = features.shape
    for low, high, n, side in ((y1, y2, out_h * sampling, H), (x1, x2, out_w * sampling, W)):
        places = low + (np.arange(n) + 0.5) * (high - low) / n
        if np.isin(places, [-1, -0.5, side, side + 0.5]).any():
            return False
    return True


def alone(args):
    """No sampling is given: it is left to its default."""
    return args[:4]


roi_pool = Check(
    aspects=[
        Aspect("values", 2, regions(fits=True), ko="값", cases=8),
        Aspect("channels", 1, regions(channels=(2, 4), fits=True), ko="채널", cases=5),
        Aspect("overlapping bins", 2, regions(bins=(2, 3)), ko="겹치는 칸", cases=8),
        Aspect("fractions", 2, regions(step=0.25, bins=(1, 2)), ko="분수 좌표", cases=10),
        Aspect("over the edge", 1, regions(fits=True, bins=(1, 2), edge=1), ko="맵 밖으로 나갈 때", cases=12),
        Aspect("bins without a cell", 1, regions_without_cells(), ko="셀이 없는 칸", cases=9, after="values"),
        Aspect("negative numbers", 1, regions(fits=True, sign=-1), ko="음수", cases=4),
        Aspect(
            "together", 1,
            (
                regions(channels=(2, 3), bins=(2, 4), step=0.25)
                | regions(channels=(2, 3), bins=(2, 2), step=0.25).map(over_the_first_border)
            ).map(as_array),
            ko="한꺼번에", cases=10, layout="strided",
        ),
        Aspect("input unchanged", 1, regions(), ko="입력 보존", cases=3, judge="unchanged", after="values"),
    ],
    atol=0,  # a maximum copies a number
)  # fmt: skip

roi_align = Check(
    aspects=[
        # on a slope it makes no difference how many samples there are, and what lies outside is not asked for
        Aspect("values", 2, regions(fits=True, slope=True, sampling=(2, 2)), ko="값", cases=8),
        Aspect("channels", 1, regions(channels=(2, 4), fits=True, slope=True, sampling=(2, 2)), ko="채널", cases=5),
        Aspect("fractions", 2, regions(step=0.25, slope=True, sampling=(2, 2)), ko="분수 좌표", cases=9),
        Aspect("sampling", 2, regions(fits=True, size=(3, 4), sampling=(1, 4)), ko="표본 수", cases=9),
        Aspect("default arguments", 1, regions(fits=True, size=(3, 4)).map(alone), ko="기본값", cases=4),
        Aspect(
            "at the edge", 2, regions(step=0.5, bins=(1, 2), edge=2, sampling=(2, 2)).filter(off_the_limits),
            ko="맵 가장자리", cases=10,
        ),
        Aspect(
            "together", 1, regions(channels=(2, 3), step=0.25, bins=(2, 4), sampling=(1, 3)).map(as_array),
            ko="한꺼번에", cases=8, layout="F",
        ),
        Aspect(
            "input unchanged", 1, regions(size=(3, 4), sampling=(2, 2)), ko="입력 보존", cases=3, judge="unchanged",
            after="values",
        ),
    ],
    atol=1e-3,  # float32 is off by 1e-4 where the map is steep
)  # fmt: skip

# Squares of fractions, so that width and height are short numbers; 0.5 and 2 have roots that are not
RATIOS = st.sampled_from([0.25, 0.5, 2.0, 4.0, 0.0625])


@st.composite
def anchor_grids(draw, rows=(1, 1), columns=(1, 1), scales=(1, 1), ratios=0):
    """Arguments (feat_h, feat_w, stride, scales, ratios); the ratio is 1 where `ratios` is 0."""
    stride = draw(st.sampled_from([4, 8, 16]))
    sizes = draw(st.lists(st.sampled_from([8, 16, 24, 32, 64]), min_size=scales[0], max_size=scales[1], unique=True))
    shapes = draw(st.lists(RATIOS, min_size=ratios, max_size=ratios, unique=True)) if ratios else [1.0]
    return draw(some(*rows)), draw(some(*columns)), stride, sizes, shapes


generate_anchors = Check(
    aspects=[
        Aspect("one anchor", 2, anchor_grids(), ko="앵커 하나", cases=5),
        Aspect("places", 2, anchor_grids(rows=(1, 3), columns=(2, 4)), ko="자리", cases=7),
        Aspect("ratios", 2, anchor_grids(ratios=1) | anchor_grids(ratios=2), ko="가로세로비", cases=7),
        Aspect("scales", 1, anchor_grids(scales=(2, 3)), ko="크기", cases=5),
        Aspect("order", 2, anchor_grids(rows=(2, 2), columns=(2, 3), scales=(2, 2), ratios=2), ko="순서", cases=6),
        Aspect(
            "together", 2, anchor_grids(rows=(1, 3), columns=(1, 3), scales=(2, 3), ratios=3), ko="한꺼번에", cases=6
        ),
    ],
    atol=1e-4,
)


def corners(x, y, w, h):
    return [x, y, x + w, y + h]


SIZES = st.sampled_from([8, 16, 32, 64])


@st.composite
def paired_boxes(draw, n=(1, 1), moved=True, resized=True, whole=False):
    """Arguments (anchors, boxes), as many of each; an anchor is never square, so that x and y differ.

    Without `resized` the box is as large as its anchor, without `moved` they share their middle.
    """
    anchors, boxes = [], []
    for _ in range(draw(some(*n))):
        w, h = draw(SIZES), draw(SIZES)
        h = h if h != w else (2 * h if h < 64 else 8)
        x, y = draw(st.integers(-9, 60)), draw(st.integers(-9, 60))
        other = (draw(st.sampled_from([2, 4, 8, 0.5])), draw(st.sampled_from([2, 4, 0.25]))) if resized else (1, 1)
        new_w, new_h = w * other[0], h * other[1]
        dx, dy = (draw(st.integers(1, 20)), -draw(st.integers(1, 20))) if moved else (0, 0)
        anchors.append(corners(x, y, w, h))
        boxes.append(corners(x + w / 2 + dx - new_w / 2, y + h / 2 + dy - new_h / 2, new_w, new_h))
    return np.array(anchors, int if whole else float), np.array(boxes, int if whole else float)


@st.composite
def odd_boxes(draw, n=(1, 3)):
    """Arguments (anchors, boxes) of whole numbers: a middle lies on a half where a side is odd."""
    pairs = []
    for _ in range(draw(some(*n))):
        w, h = draw(st.sampled_from([(9, 15), (15, 8), (8, 15), (25, 9)]))
        new = draw(st.sampled_from([(8, 15), (9, 16), (24, 8), (7, 9)]))
        x, y = draw(st.integers(-9, 60)), draw(st.integers(-9, 60))
        pairs.append((corners(x, y, w, h), corners(x + draw(st.integers(1, 9)), y - draw(st.integers(1, 9)), *new)))
    anchors, boxes = zip(*pairs, strict=True)
    return np.array(anchors, float), np.array(boxes, float)


encode_boxes = Check(
    aspects=[
        Aspect("shift to the right", 2, paired_boxes(resized=False), ko="오른쪽으로 이동", cases=6, part=(None, 0)),
        Aspect("shift down", 1, paired_boxes(resized=False), ko="아래로 이동", cases=5, part=(None, 1)),
        Aspect("width", 2, paired_boxes(moved=False), ko="너비", cases=6, part=(None, 2)),
        Aspect("height", 1, paired_boxes(moved=False), ko="높이", cases=5, part=(None, 3)),
        Aspect("several boxes", 1, paired_boxes(n=(2, 4), resized=False), ko="상자 여러 개", cases=5),
        Aspect("integer input", 1, paired_boxes(resized=False, whole=True), ko="정수 입력", cases=4),
        Aspect("together", 2, paired_boxes(n=(1, 4)) | odd_boxes(), ko="한꺼번에", cases=10, layout="strided"),
        Aspect(
            "input unchanged",
            1,
            paired_boxes(n=(2, 3)),
            ko="입력 보존",
            cases=3,
            judge="unchanged",
            after="shift to the right",
        ),
    ],
    atol=1e-5,
)


@st.composite
def moved_anchors(draw, n=(1, 1), moved=True, resized=True, wild=False, whole=False, odd=False):
    """Arguments (anchors, deltas); `wild` deltas of the size lie far beyond log(1000 / 16), or far below zero."""
    anchors, _ = draw(odd_boxes(n=n) if odd else paired_boxes(n=n))
    deltas = np.zeros(anchors.shape)
    for row in deltas:
        if moved:
            row[:2] = draw(st.integers(1, 8)) / 8, -draw(st.integers(1, 8)) / 4
        if resized:
            row[2:] = draw(st.integers(1, 8)) / 4, -draw(st.integers(1, 8)) / 8
        if whole:
            row[:2] /= 3  # or all corners would be whole
        if wild:
            row[:2] = draw(st.sampled_from([(6.0, -5.0), (-1.0, 8.0)]))
            row[2:] = draw(st.sampled_from([(5.0, 0.0), (0.0, 6.0), (800.0, 800.0), (-6.0, 5.0), (8.0, -7.0)]))
    return anchors.astype(int) if whole else anchors, deltas


decode_boxes = Check(
    aspects=[
        Aspect("shift", 2, moved_anchors(resized=False), ko="이동", cases=6),
        Aspect("size", 2, moved_anchors(moved=False), ko="크기", cases=6),
        Aspect("several boxes", 1, moved_anchors(n=(2, 4), resized=False), ko="상자 여러 개", cases=5),
        Aspect(
            "wild deltas", 1, moved_anchors(n=(1, 2), wild=True), ko="엉뚱한 델타", cases=8, after="shift",
            atol=1e-2,  # of up to 64 * 62.5 = 4000 pixels
        ),
        Aspect("integer input", 1, moved_anchors(resized=False, whole=True), ko="정수 입력", cases=4),
        Aspect(
            "together", 2, moved_anchors(n=(1, 4)) | moved_anchors(n=(1, 3), odd=True), ko="한꺼번에", cases=10,
            layout="strided",
        ),
        Aspect(
            "input unchanged", 1, moved_anchors(n=(2, 3)), ko="입력 보존", cases=3, judge="unchanged", after="shift"
        ),
    ],
    atol=1e-4,
)  # fmt: skip


@st.composite
def loose_boxes(draw, n=(1, 3), low=True, high=True, outside=False, dtype=float):
    """Arguments (boxes, height, width) of boxes that leave a picture which is not square.

    `low`: on the left and at the top; `high`: on the right and at the bottom; `outside`: one more lies wholly beyond.
    """
    height, width = draw(st.integers(20, 40)), draw(st.integers(50, 90))
    boxes = []
    for _ in range(draw(some(*n))):
        spans = []
        for side in (width, height):
            choices = [(-7, side - 4), (-3, side - 6)] if low else []
            choices += [(5, side + 6), (3, side + 2)] if high else []
            spans.append(draw(st.sampled_from(choices)))
        boxes.append([spans[0][0], spans[1][0], spans[0][1], spans[1][1]])
    if outside:
        beyond = [[-30, 2, -8, 9], [width + 3, 2, width + 9, 9], [4, height + 2, 9, height + 7]]
        boxes.append(draw(st.sampled_from(beyond)))
    return np.array(boxes, dtype), height, width


clip_boxes = Check(
    aspects=[
        Aspect("left and top", 2, loose_boxes(high=False), ko="왼쪽과 위", cases=6),
        Aspect("right and bottom", 2, loose_boxes(low=False), ko="오른쪽과 아래", cases=6),
        Aspect("wholly outside", 1, loose_boxes(n=(1, 2), outside=True), ko="완전히 밖에 있을 때", cases=8),
        Aspect("integer input", 1, loose_boxes(dtype=int), ko="정수 입력", cases=4),
        Aspect("input unchanged", 1, loose_boxes(), ko="입력 보존", cases=3, judge="unchanged", after="left and top"),
    ],
    atol=0,
)


def beside(box, share):
    """A box that has such an IoU with another; the share 0 is none, and far away."""
    x1, y1, x2, y2 = box
    w, h = x2 - x1, y2 - y1
    return {
        "1": [x1, y1, x2, y2],
        "1/2": [x1, y1, x1 + w / 2, y2],
        "1/4": [x1, y1 + h * 3 / 4, x2, y2],
        "1/3": [x1 + w / 2, y1, x2 + w / 2, y2],
        "1/3 left": [x1 - w / 2, y1, x2 - w / 2, y2],
        "3/4": [x1, y1, x2, y2 - h / 4],
        "0.71": [x1, y1, x2, y1 + h * 0.71],
        "0.69": [x1, y1, x1 + w * 0.69, y2],
        "0.31": [x1, y2 - h * 0.31, x2, y2],
        "0.29": [x2 - w * 0.29, y1, x2, y2],
        "1/8": [x1, y1, x1 + w / 4, y1 + h / 2],
        "0": [x1 + 300, y1 + 300, x2 + 320, y2 + 310],
    }[share]


@st.composite
def anchored(
    draw, truths=(1, 1), shares=("1", "1/2", "1/8", "0"), each=(2, 3), near=False, sure=True, limits=(0.7, 0.3)
):
    """Arguments (anchors, truths, pos, neg): around each truth anchors that overlap it by such shares.

    Truths lie apart, unless `near`: then an anchor overlaps two of them. With `sure` each has an anchor with an IoU of
    3/4 or 1, so that nobody needs the rule of the best anchor.
    """
    objects, anchors = [], []
    for k in range(draw(some(*truths))):
        w, h = draw(st.sampled_from([(16, 8), (32, 8), (8, 16), (32, 16)]))
        x, y = 100 * k + draw(st.integers(0, 9)), draw(st.integers(0, 30))
        objects.append(corners(x, y, w, h))
        if near and k % 2 == 0:
            objects.append(corners(x + w / 4, y, w, h))
        chosen = draw(st.lists(st.sampled_from(shares), min_size=each[0], max_size=each[1], unique=True))
        if sure and not {"1", "3/4"} & set(chosen):
            chosen.append("1" if near else draw(st.sampled_from(["1", "3/4"])))
        anchors += [beside(objects[-1], share) for share in chosen]
    order = draw(st.permutations(range(len(anchors))))
    return np.array(anchors, float)[list(order)], np.array(objects, float), *limits


def without_truths(args):
    anchors, _, *limits = args
    return (anchors, np.zeros((0, 4)), *limits)


def with_an_untouched_truth(args):
    """One more truth, which no anchor overlaps."""
    anchors, truths, *limits = args
    return (anchors, np.vstack([truths, [[-90, -90, -70, -80]]]), *limits)


BETWEEN = ("1", "1/2", "3/4", "0")
rpn_targets = Check(
    aspects=[
        Aspect("objects", 2, anchored(shares=("1", "3/4", "1/8", "0")), ko="물체", cases=6, part=(0,)),
        Aspect("ignored", 2, anchored(shares=BETWEEN, each=(3, 4)), ko="무시", cases=6, part=(0,)),
        Aspect(
            "best anchor", 2, anchored(shares=("1/2", "1/4", "1/8", "0"), sure=False), ko="가장 좋은 앵커", cases=8,
            part=(0,),
        ),
        Aspect(
            "equally good anchors", 1, anchored(shares=("1/3", "1/3 left", "0"), each=(3, 3), sure=False),
            ko="똑같이 좋은 앵커", cases=4, part=(0,), after="objects",
        ),
        Aspect("deltas", 2, anchored(shares=("3/4", "1/8", "0")), ko="델타", cases=8, part=(1,), after="objects"),
        Aspect(
            "several objects", 2, anchored(truths=(2, 3), shares=("3/4", "1/2", "1/4", "0")) | anchored(near=True),
            ko="물체 여러 개", cases=10,
        ),
        Aspect(
            "thresholds", 1,
            anchored(shares=("1", "1/2", "1/4", "1/8"), each=(3, 4), limits=(0.5, 0.25))
            | anchored(shares=("1", "3/4", "1/2", "1/4"), each=(3, 4), limits=(0.75, 0.5)),
            ko="기준값", cases=8, part=(0,), after="objects",
        ),
        Aspect(
            "default arguments", 1,
            anchored(shares=("1", "0.71", "0.69", "0.31", "0.29"), each=(5, 5)).map(lambda args: args[:2]),
            ko="기본값", cases=3, after="objects",
        ),
        Aspect("no object", 1, anchored().map(without_truths), ko="물체가 없을 때", cases=3, after="objects"),
        Aspect(
            "object without an anchor", 1,
            anchored(shares=("3/4", "1/8", "0"), each=(3, 3)).map(with_an_untouched_truth),
            ko="앵커가 닿지 않는 물체", cases=4, after="objects",
        ),
        Aspect("input unchanged", 1, anchored(), ko="입력 보존", cases=3, judge="unchanged", after="objects"),
    ],
    atol=1e-5,
)  # fmt: skip


@st.composite
def said(draw, labels=((1, 0, 1), (0, 0, 1, 1)), logits=(-3, 3), far=(0,), wrong_elsewhere=False):
    """Arguments (logits, deltas, labels, targets) of the RPN's loss.

    `far`: by how much the deltas of the objects are off; `wrong_elsewhere`: those of all others are off by 7.
    """
    kinds = np.array(draw(st.permutations(draw(st.sampled_from(labels)))))
    z = np.array([draw(st.integers(*logits)) / 2 + 0.25 for _ in kinds])
    targets = np.array([[draw(st.integers(-4, 4)) / 4 for _ in range(4)] for _ in kinds])
    targets[kinds != 1] = 0
    off = np.array([[draw(st.sampled_from(far)) * draw(st.sampled_from([1, -1])) for _ in range(4)] for _ in kinds])
    off[kinds != 1] = 7 if wrong_elsewhere else 0
    return z, targets + off, kinds, targets


def sure_and_wrong(args):
    """Every logit far on the wrong side: log(p), log(1 - p) and 0 times either are then all infinite, and never nan."""
    z, deltas, labels, targets = args
    return np.where(labels == 1, -z, z), deltas, labels, targets


NEAR, FAR = (0.25, 0.5, 0.75), (1.5, 2.0, 3.0)
WITH_IGNORED = ((1, 0, -1), (1, 0, 0, -1, -1), (1, 1, -1, 0))
BALANCED = ((1,), (1, 1))  # as many objects as anchors that are counted: the divisors agree
rpn_loss = Check(
    aspects=[
        Aspect("classification", 2, said(), ko="분류", cases=8, part=(0,)),
        Aspect("boxes", 2, said(labels=BALANCED, far=NEAR), ko="상자", cases=6, part=(1,)),
        Aspect("far boxes", 2, said(labels=BALANCED, far=FAR), ko="멀리 벗어난 상자", cases=5, part=(1,)),
        Aspect("ignored anchors", 2, said(labels=WITH_IGNORED), ko="무시할 앵커", cases=6, part=(0,)),
        Aspect(
            "boxes of the background", 1, said(labels=((1, 0), (0, 1, 0)), far=NEAR, wrong_elsewhere=True),
            ko="배경의 상자", cases=5, part=(1,), after="boxes",
        ),
        Aspect("divisor", 2, said(labels=WITH_IGNORED, far=NEAR), ko="나누는 수", cases=6, part=(1,)),
        Aspect("large logits", 1, said(logits=(1500, 1900)).map(sure_and_wrong), ko="큰 로짓", cases=5, part=(0,),
               after="classification", atol=1e-3),
        Aspect("nothing counted", 1, said(labels=((-1, -1),)), ko="셀 앵커가 없을 때", cases=2,
               after="classification"),
        Aspect("together", 1, said(labels=WITH_IGNORED, far=NEAR + FAR, wrong_elsewhere=True), ko="한꺼번에", cases=8),
        Aspect("input unchanged", 1, said(far=NEAR), ko="입력 보존", cases=3, judge="unchanged",
               after="classification"),
    ],
    atol=1e-5,
)  # fmt: skip


@st.composite
def proposed(draw, n=(3, 5), crowded=False, small=False, loose=False, moved=False, few=(), after=99, threshold=0.7):
    """Arguments of proposals. `crowded`: some boxes overlap; `small`: some are; `loose`: some leave the picture.

    `few` is how many go into NMS; the picture is 60 x 200, the smallest box that is kept 8.
    """
    count = draw(some(*n))
    anchors = []
    for k in range(count):
        w, h = draw(st.sampled_from([(20, 10), (12, 24), (16, 16)]))
        anchors.append(corners(30 * k + 4, 15 + draw(st.integers(0, 5)), w, h))
    if crowded:  # IoU 9/11, 2/3 and 1/3 with another box
        for share in draw(st.lists(st.sampled_from([0.1, 0.2, 0.5]), min_size=2, max_size=3)):
            x1, y1, x2, y2 = anchors[draw(st.integers(0, count - 1))]
            step = (x2 - x1) * share
            anchors.append([x1 + step, y1, x2 + step, y2])
    if small:
        anchors += [[2, 40, 9, 56], [30, 45, 50, 50], [60, 45, 68, 53], [90, 45, 94, 48]]
    if loose:
        anchors += [[-6, 40, 12, 56], [190, 45, 214, 57], [100, 50, 120, 75], [-20, 40, 4, 56], [150, 54, 170, 70]]
    order = list(draw(st.permutations(range(len(anchors)))))
    anchors = np.array(anchors, float)[order]
    deltas = np.zeros(anchors.shape)
    if moved:
        deltas[:, :2] = [[draw(st.integers(-2, 2)) / 8 for _ in range(2)] for _ in anchors]
        deltas[:, 2:] = [[draw(st.integers(-1, 2)) / 8 for _ in range(2)] for _ in anchors]
    scores = np.array(draw(st.permutations([k / 8 - 1 for k in range(len(anchors))])))
    before = draw(some(*few)) if few else 99
    return anchors, deltas, scores, 60, 200, 8, before, after, threshold


@st.composite
def tied(draw):
    """Two of two or three anchors have the same score: so few every sort keeps in order."""
    anchors, deltas, scores, *rest = draw(proposed(n=(2, 3)))
    return anchors, deltas, np.floor(scores * 4) / 4, *rest


# Scores in tenths, and two places with equal ones. Each sort that does not keep equal numbers in order goes wrong in
# its own way, but these two change places in all of them, on every processor; tests/test_a13_rcnn.py tries it. Of up
# to 16 numbers some processors keep equal ones in order even so.
CROWDS = (
    ("56566555664456445647", 0, 2),
    ("56566555664456445647", 2, 12),
    ("64564564465565544657", 1, 7),
    ("64564564465565544657", 4, 15),
    ("465445455654464676", 3, 11),
    ("465445455654464676", 9, 13),
)
KEPT_IN_ORDER = 16


@st.composite
def tied_crowd(draw):
    """The best box removes a crowd; of two boxes elsewhere with equal scores the first removes the other."""
    digits, first, second = draw(st.sampled_from(CROWDS))
    scores = np.array([int(digit) for digit in digits]) / 10
    w, h = draw(st.sampled_from([(20, 10), (24, 12), (16, 16)]))
    anchors = np.tile(np.array(corners(10, 20, w, h), float), (len(scores), 1))
    beside = draw(st.integers(1, 4))  # IoU at least 12/20
    anchors[first], anchors[second] = (corners(90 + step, 20, w, h) for step in draw(st.permutations([0, beside])))
    return anchors, np.zeros_like(anchors), scores, 60, 200, 8, 50, 50, 0.5


# mostly crowds: of what is drawn the smallest is taken first, and nothing else would be left
TIES = st.sampled_from((True, *[False] * 11)).flatmap(lambda few: tied() if few else tied_crowd())


def hopeless(args):
    """No box is large enough."""
    return (*args[:5], 150, *args[6:])


@st.composite
def near_the_defaults(draw):
    """Arguments without the last four: sides just below and above 16, overlaps just below and above 0.7."""
    anchors = []
    for k, (w, h) in enumerate(draw(st.permutations([(15.75, 24), (24, 15.75), (16.25, 24), (24, 16.25), (20, 20)]))):
        anchors.append(corners(36 * k + draw(st.integers(0, 6)), draw(st.integers(0, 30)), w, h))
        if (w, h) == (20, 20):
            x1, y1, x2, y2 = anchors[-1]
            anchors += [[x1, y1, x2 + 20 / 0.69 - 20, y2], [x1, y1, x2, y2 + 20 / 0.71 - 20]]
    scores = draw(st.permutations([k / 8 for k in range(len(anchors))]))
    return np.array(anchors, float), np.zeros((len(anchors), 4)), np.array(scores), 60, 200


def in_rows(n, side=20, columns=20):
    """So many boxes that touch and do not overlap."""
    y, x = np.divmod(np.arange(n), columns)
    return np.stack([x, y, x + 1, y + 1], axis=1) * float(side)


def scored(anchors):
    """Arguments without the last four, on a picture of 400 x 400; each anchor is a little worse than the next one."""
    anchors = anchors.astype(np.float32)  # half the bytes, and every number is whole
    return anchors, np.zeros_like(anchors), np.arange(len(anchors), dtype=np.float32) / 4, 400, 400


def more_than_go_into_nms():
    """2,001 boxes. The best 1,999 are the same one, so that the last two show where the list is cut."""
    last, before, best = in_rows(3)
    return scored(np.vstack([last, before, np.tile(best, (1999, 1))]))


def more_than_come_back():
    """301 boxes, none of which overlaps another."""
    return scored(in_rows(301))


proposals = Check(
    aspects=[
        Aspect("best first", 2, proposed(), ko="좋은 것부터", cases=6),
        Aspect("deltas", 1, proposed(n=(1, 1), moved=True), ko="델타", cases=6),
        Aspect("clipping", 2, proposed(loose=True), ko="사진에 맞추기", cases=8),
        Aspect("small boxes", 2, proposed(small=True), ko="작은 상자", cases=8),
        Aspect("NMS", 2, proposed(crowded=True), ko="NMS", cases=8),
        Aspect("threshold", 1, proposed(crowded=True, threshold=0.5) | proposed(crowded=True, threshold=0.25),
               ko="기준값", cases=8),
        Aspect("before", 1, proposed(n=(4, 6), crowded=True, few=(2, 4)), ko="NMS 전의 수", cases=6),
        Aspect("after", 1, proposed(n=(4, 6), crowded=True, after=2), ko="NMS 후의 수", cases=6),
        Aspect("equal scores", 1, TIES, ko="같은 점수", cases=10, after="best first"),
        Aspect("default arguments", 1, near_the_defaults(), ko="기본값", cases=4, after="best first"),
        Aspect("many boxes", 1, st.sampled_from([more_than_go_into_nms(), more_than_come_back()]), ko="상자가 많을 때",
               cases=2, after="best first"),
        Aspect("nothing left", 1, proposed().map(hopeless), ko="남는 상자가 없을 때", cases=2, after="best first"),
        Aspect("together", 2, proposed(crowded=True, small=True, loose=True, moved=True, few=(4, 8), after=4),
               ko="한꺼번에", cases=8),
        Aspect("input unchanged", 1, proposed(loose=True), ko="입력 보존", cases=3, judge="unchanged",
               after="best first"),
    ],
    atol=1e-4,
)  # fmt: skip

mask_head = ModelCheck(
    worth={
        "output_shape": 1,
        "parameters": 1,
        "wiring": 2,
        "strides_padding": 1,
        "activation": 2,
        "head": 1,
        "normalisation": 1,
        "dropout": 1,
    },
    calls=[(FeatureMap((14, 14, 256)), 80), (FeatureMap((7, 10, 64)), 3)],
    public=[(FeatureMap((14, 14, 256)), 2), (FeatureMap((8, 6, 32)), 5)],
    # roi_pool is the one that a Mask R-CNN no longer needs
    trained=Assembled(
        parts=(
            "generate_anchors", "encode_boxes", "decode_boxes", "clip_boxes", "rpn_targets", "rpn_loss", "proposals",
            "roi_align", "mask_head",
        ),
        measures=(Measured("AP50", 15, ko="AP50"), Measured("mask IoU", 5, ko="마스크 IoU")),
    ),
)  # fmt: skip


# --- roi_pool -----------------------------------------------------------------------------------------------


def binned(features, roi, out_h, out_w, first, last, join, empty=0.0):
    """RoI pooling with other rules: `first` and `last` (exclusive) of bin i of n on a side, `join` of the cells."""
    x1, y1, x2, y2 = (float(at) for at in roi)
    out = np.full((len(features), out_h, out_w), empty, float)
    for i in range(out_h):
        for j in range(out_w):
            rows = slice(max(first(y1, y2, i, out_h), 0), max(last(y1, y2, i, out_h), 0))
            columns = slice(max(first(x1, x2, j, out_w), 0), max(last(x1, x2, j, out_w), 0))
            cells = features[:, rows, columns]
            if cells.size:
                out[:, i, j] = join(cells)
    return out


def outwards(low, high):
    return int(np.floor(low)), int(np.ceil(high))


def first_cell(low, high, i, n):
    low, high = outwards(low, high)
    return low + i * (high - low) // n


def end_cell(low, high, i, n):
    low, high = outwards(low, high)
    return low - (-(i + 1) * (high - low) // n)


def largest(cells):
    return cells.max(axis=(1, 2))


@roi_pool.mistake
def floor_end(roi_pool, features, roi, out_h, out_w):
    """Do some cells lie in no bin?
    The end of each bin is rounded down, so that rows between two bins, or at the end of the region, are lost.
    - Three rows in two bins: which rows does each bin of yours hold?
    - A bin begins with the cell in which its edge lies, and ends behind the cell in which its other edge lies.

    어느 칸에도 들어가지 않는 셀이 있나요?
    칸의 끝을 내림해서 칸 사이나 영역 끝의 행이 빠져요.
    - 3행을 두 칸으로 나누면 칸마다 어느 행이 들어가나요?
    - 칸은 첫 경계가 놓인 셀에서 시작해 끝 경계가 놓인 셀 뒤에서 끝나요.
    """

    def end(low, high, i, n):
        low, high = outwards(low, high)
        return low + (i + 1) * (high - low) // n

    return binned(features, roi, out_h, out_w, first_cell, end, largest)


@roi_pool.mistake
def equal_cuts_of_whole_cells(roi_pool, features, roi, out_h, out_w):
    """Does every bin have the same whole number of rows?
    The height of a bin is rounded down once, and the last bin, or nothing, gets the rest.
    - Five rows in three bins: 5 // 3 is 1. Where are the other two rows?
    - Work out the edges of each bin from i, and round those.

    모든 칸의 행 수가 같나요?
    칸의 높이를 한 번 내림해 두어서 나머지 행이 빠져요.
    - 5행을 세 칸으로 나누면 5 // 3은 1이에요. 나머지 두 행은 어디로 갔나요?
    - 칸마다 i에서 경계를 구하고, 그 경계를 반올림하세요.
    """

    def first(low, high, i, n):
        low, high = outwards(low, high)
        return low + i * max((high - low) // n, 1)

    def end(low, high, i, n):
        low, high = outwards(low, high)
        return first(low, high, i, n) + max((high - low) // n, 1) if high > low else low

    return binned(features, roi, out_h, out_w, first, end, largest)


@roi_pool.mistake
def last_bin_takes_the_rest(roi_pool, features, roi, out_h, out_w):
    """Is the last bin larger than the others?
    The height of a bin is rounded down once, and the last one gets all that is left.
    - Five rows in three bins: 5 // 3 is 1. Are three rows in the last bin?
    - Work out the edges of each bin from i, first edge down, last edge up. Neighbours may share a row.

    마지막 칸만 더 큰가요?
    칸의 높이를 한 번 내림해 두고 나머지를 모두 마지막 칸에 넣었어요.
    - 5행을 세 칸으로 나누면 5 // 3은 1이에요. 마지막 칸에 3행이 들어가나요?
    - 칸마다 i에서 경계를 구해서 첫 경계는 내리고 끝 경계는 올리세요. 이웃한 칸이 한 행을 함께 가질 수 있어요.
    """
    (x1, x2), (y1, y2) = outwards(roi[0], roi[2]), outwards(roi[1], roi[3])
    rows = [*(y1 + i * ((y2 - y1) // out_h) for i in range(out_h)), y2]
    columns = [*(x1 + j * ((x2 - x1) // out_w) for j in range(out_w)), x2]
    bins = [
        [roi_pool(features, (left, top, right, bottom), 1, 1)[:, 0, 0] for left, right in pairwise(columns)]
        for top, bottom in pairwise(rows)
    ]
    return np.array(bins).transpose(2, 0, 1)


@roi_pool.mistake
def every_cell_in_one_bin(roi_pool, features, roi, out_h, out_w):
    """Does every row lie in one bin only?
    np.array_split shares rows out like that, and max stops where none is left for a bin. Here a row on which an edge
    falls belongs to both bins.
    - Three rows in two bins: the edge lies in the middle of the second row. Which bins hold it?
    - Work out the edges of each bin from i, first edge down, last edge up.

    행마다 한 칸에만 들어가나요?
    np.array_split이 그렇게 나누고, 칸에 돌아갈 행이 없으면 max가 멈춰요. 여기서는 경계가 지나가는 행이 양쪽 칸에 모두
    들어가요.
    - 3행을 두 칸으로 나누면 경계가 둘째 행의 한가운데에 있어요. 그 행은 어느 칸에 들어가나요?
    - 칸마다 i에서 경계를 구해서 첫 경계는 내리고 끝 경계는 올리세요.
    """
    (x1, x2), (y1, y2) = outwards(roi[0], roi[2]), outwards(roi[1], roi[3])
    rows = np.array_split(features[:, y1:y2, x1:x2], out_h, axis=1)
    bins = [[largest(cells) for cells in np.array_split(row, out_w, axis=2)] for row in rows]
    return np.array(bins).transpose(2, 0, 1)


@roi_pool.mistake
def divides_before_rounding(roi_pool, features, roi, out_h, out_w):
    """What is divided into bins?
    The region with its fractions. It must grow to whole cells first.
    - From 0.75 to 2.25, in two bins: is cell 0 in the first bin, and cell 1 in both? From 0 to 3 they are.
    - Round the four corners, then work out h and w.

    무엇을 칸으로 나눴나요?
    소수가 있는 영역을 그대로 나눴어요. 먼저 정수 셀까지 넓혀야 해요.
    - 0.75에서 2.25까지를 두 칸으로 나눌 때 0번 셀은 첫 칸에, 1번 셀은 두 칸에 모두 들어가나요? 0에서 3까지라면 그래요.
    - 네 꼭짓점을 먼저 반올림한 다음 h와 w를 구하세요.
    """

    def first(low, high, i, n):
        return int(np.floor(low + i * (high - low) / n))

    def end(low, high, i, n):
        return int(np.ceil(low + (i + 1) * (high - low) / n))

    return binned(features, roi, out_h, out_w, first, end, largest)


@roi_pool.mistake
def exclusive_inclusive(roi_pool, features, roi, out_h, out_w):
    """Does the region hold one row and one column too many?
    x2 and y2 are where the region ends: cell x2 is not inside any more.
    - How many columns has the region from x1 = 0 to x2 = 2?
    - Look for a + 1.

    영역에 행과 열이 하나씩 더 들어갔나요?
    x2와 y2는 영역이 끝나는 자리예요. x2번 셀은 들어가지 않아요.
    - x1 = 0, x2 = 2인 영역에는 열이 몇 개인가요?
    - + 1이 있는지 찾아보세요.
    """
    x1, y1, x2, y2 = roi
    return roi_pool(features, (x1, y1, np.ceil(x2) + 1, np.ceil(y2) + 1), out_h, out_w)


@roi_pool.mistake
def mean(roi_pool, features, roi, out_h, out_w):
    """Is it the mean of each bin?
    RoI pooling is a max pooling.
    - Is there a number in your answer that does not stand in the map?
    - Look at the line that makes one number of the cells of a bin.

    칸마다 평균을 냈나요?
    RoI 풀링은 최대 풀링이에요.
    - 특징맵에 없는 숫자가 답에 나오지 않나요?
    - 칸의 셀들을 숫자 하나로 줄이는 줄을 살펴보세요.
    """
    return binned(features, roi, out_h, out_w, first_cell, end_cell, lambda cells: cells.mean(axis=(1, 2)))


@roi_pool.mistake
def resize(roi_pool, features, roi, out_h, out_w):
    """Do you read one point in each bin?
    That is resizing. All cells of a bin must have their say.
    - Change the largest number of a bin that is not in its middle: does your answer change?
    - RoI pooling makes no new numbers; each comes from the map.

    칸마다 한 점만 읽고 있나요?
    그것은 크기 바꾸기예요. 칸 안의 모든 셀을 봐야 해요.
    - 칸 가운데에 있지 않은 가장 큰 숫자를 바꾸면 답도 바뀌나요?
    - RoI 풀링은 새로운 숫자를 만들지 않아요. 모두 특징맵에 있는 숫자예요.
    """
    return read(features, roi, out_h, out_w, 1)[:, :, 0, :, 0]


@roi_pool.mistake
def rounds_to_nearest(roi_pool, features, roi, out_h, out_w):
    """Are the corners rounded to the nearest cell?
    Caffe does that. Here the region grows outwards: x1 and y1 down, x2 and y2 up.
    - From 0.75 to 2.25: which cells does the region touch?
    - Compare with the first rule of the text.

    꼭짓점을 가까운 셀로 반올림했나요?
    Caffe는 그렇게 하지만, 여기서는 영역을 바깥쪽으로 넓혀요. x1, y1은 내리고 x2, y2는 올려요.
    - 0.75에서 2.25까지라면 영역이 닿는 셀은 어느 것인가요?
    - 본문의 첫 번째 규칙과 비교해 보세요.
    """
    return roi_pool(features, np.floor(np.asarray(roi) + 0.5), out_h, out_w)


@roi_pool.mistake
def cuts_off_the_fractions(roi_pool, features, roi, out_h, out_w):
    """Are all four corners rounded down?
    int() cuts x2 and y2 off as well: the last cells that the region touches are missing.
    - From 0 to 2.25: is cell 2 inside?
    - x1 and y1 are rounded down. And x2 and y2?

    네 꼭짓점을 모두 내림했나요?
    int()는 x2와 y2의 소수 부분도 잘라서 영역이 닿는 마지막 셀이 빠져요.
    - 0에서 2.25까지라면 2번 셀도 영역에 닿나요?
    - x1과 y1은 내려요. x2와 y2는요?
    """
    return roi_pool(features, np.floor(roi), out_h, out_w)


@roi_pool.mistake
def clips_the_region_first(roi_pool, features, roi, out_h, out_w):
    """Is the region cut to the map before it is divided?
    Then its bins get smaller, and none is empty. The bins belong to the whole region.
    - A region of which one half lies outside: what do the bins over that half give?
    - First divide, then leave out the cells that do not exist.

    영역을 나누기 전에 맵에 맞게 잘랐나요?
    그러면 칸이 작아지고 빈 칸도 없어져요. 칸은 영역 전체를 나눈 거예요.
    - 절반이 맵 밖에 있는 영역이라면 그 절반의 칸은 무엇이 되나요?
    - 먼저 나누고, 그다음 없는 셀을 빼세요.
    """
    _, H, W = features.shape
    return roi_pool(features, np.clip(roi, 0, [W, H, W, H]), out_h, out_w)


def sliced(features, roi, out_h, out_w, start=int, checked=True):
    """RoI pooling of one who leaves the ends of slices as they are; `start` is what becomes of their first cells."""
    x1, y1, x2, y2 = (float(at) for at in roi)
    out = np.zeros((len(features), out_h, out_w))
    for i, j in np.ndindex(out_h, out_w):
        rows = slice(start(first_cell(y1, y2, i, out_h)), end_cell(y1, y2, i, out_h))
        cells = features[:, rows, start(first_cell(x1, x2, j, out_w)) : end_cell(x1, x2, j, out_w)]
        if cells.size or not checked:
            out[:, i, j] = largest(cells)
    return out


@roi_pool.mistake
def negative_indices_count_from_the_end(roi_pool, features, roi, out_h, out_w):
    """What is row -1 in NumPy?
    It is the last one. Cells before the map do not exist; Python takes them from the other side, or none at all.
    - What is features[:, -1:2] of a map of four rows?
    - Which number should be the smallest start of a slice?

    NumPy에서 -1행은 무엇인가요?
    마지막 행이에요. 맵보다 앞에 있는 셀은 없는 셀인데, 파이썬은 반대쪽에서 가져오거나 아무것도 가져오지 않아요.
    - 4행인 맵에서 features[:, -1:2]는 무엇인가요?
    - 슬라이스의 시작은 아무리 작아도 얼마여야 할까요?
    """
    return sliced(features, roi, out_h, out_w)


@roi_pool.mistake
def ends_before_the_map(roi_pool, features, roi, out_h, out_w):
    """Where does a bin end that lies before the map?
    Its start is moved to 0, and its end stays at -1; NumPy takes all cells but the last one.
    - What is features[:, 0:-1] of a map of four rows?
    - Which number should be the smallest end of a slice?

    맵보다 앞에 있는 칸은 어디에서 끝나나요?
    시작은 0으로 옮겼지만 끝은 -1 그대로예요. NumPy는 마지막 하나를 뺀 모든 셀을 가져와요.
    - 4행인 맵에서 features[:, 0:-1]은 무엇인가요?
    - 슬라이스의 끝은 아무리 작아도 얼마여야 할까요?
    """
    return sliced(features, roi, out_h, out_w, start=lambda cell: max(cell, 0))


@roi_pool.mistake
def slices_as_they_are(roi_pool, features, roi, out_h, out_w):
    """What becomes of cells that do not exist?
    A bin is taken from the map as it is. A negative index counts from the end, and the maximum of no cells is an error.
    - What are features[:, -1:2] and features[:, 5:6] of a map of four rows?
    - Move both ends of a slice to 0 at least, and look whether a cell is left before you take the maximum.

    없는 셀은 어떻게 되나요?
    칸을 맵에서 그대로 잘라요. 음수 인덱스는 끝에서부터 세고, 셀이 하나도 없으면 max가 오류를 내요.
    - 4행인 맵에서 features[:, -1:2]와 features[:, 5:6]은 무엇인가요?
    - 슬라이스의 양 끝을 0 이상으로 옮기고, 최댓값을 구하기 전에 셀이 남아 있는지 확인하세요.
    """
    return sliced(features, roi, out_h, out_w, checked=False)


@roi_pool.mistake
def int_rounds_towards_zero(roi_pool, features, roi, out_h, out_w):
    """What is int(-0.5)?
    It is 0: int() cuts off what comes behind the point. Rounded down it is -1.
    - Try a region that begins half a cell before the map.
    - Which function of NumPy rounds down on both sides of 0?

    int(-0.5)는 얼마인가요?
    0이에요. int()는 소수점 아래를 잘라 버려요. 내림하면 -1이에요.
    - 맵보다 반 셀 앞에서 시작하는 영역을 넣어 보세요.
    - 0의 양쪽에서 모두 내림하는 NumPy 함수는 무엇인가요?
    """
    x1, y1, x2, y2 = roi
    return roi_pool(features, (np.trunc(x1), np.trunc(y1), x2, y2), out_h, out_w)


@roi_pool.mistake
def zero_wins(roi_pool, features, roi, out_h, out_w):
    """What is the maximum of negative numbers?
    Your maximum begins at 0, so that it is never below.
    - A map of nothing but -1: what is right for a bin with cells, and what for one without?
    - 0 stands only where a bin holds no cell.

    음수만 있으면 최댓값은 무엇인가요?
    최댓값을 0에서 시작해서 0보다 작아지지 않아요.
    - 모두 -1인 맵에서 셀이 있는 칸과 없는 칸의 답은 각각 무엇인가요?
    - 0은 셀이 하나도 없는 칸에만 들어가요.
    """
    return np.maximum(roi_pool(features, roi, out_h, out_w), 0)


@roi_pool.mistake
def empty_bins_are_minus_infinity(roi_pool, features, roi, out_h, out_w):
    """What comes out of a bin without a cell?
    Yours gives minus infinity, and the network behind gets nan.
    - Look at a region beyond the map.
    - What does the text say about a bin that holds no cell?

    셀이 없는 칸에서 무엇이 나오나요?
    음의 무한대가 나오고 있어요. 뒤의 신경망은 nan이 돼요.
    - 맵 밖에 있는 영역을 넣어 보세요.
    - 셀이 하나도 없는 칸에 대해 본문에는 뭐라고 적혀 있나요?
    """
    return binned(features, roi, out_h, out_w, first_cell, end_cell, largest, empty=-np.inf)


@roi_pool.mistake
def rounded_corners_and_the_last_cell(roi_pool, features, roi, out_h, out_w):
    """Is x2 the last cell of the region?
    Caffe rounds the corners and takes cell x2 as well. Here the region ends at x2, and its corners go outwards.
    - How many columns has the region from x1 = 0 to x2 = 2?
    - Look for round, and for a + 1 in the height and width.

    x2가 영역의 마지막 셀인가요?
    Caffe는 꼭짓점을 반올림하고 x2번 셀까지 넣어요. 여기서는 영역이 x2에서 끝나고, 꼭짓점은 바깥쪽으로 넓혀요.
    - x1 = 0, x2 = 2인 영역에는 열이 몇 개인가요?
    - round를 쓰는 곳과 높이, 너비에 + 1을 하는 곳을 찾아보세요.
    """
    x1, y1, x2, y2 = np.round(roi)
    return roi_pool(features, (x1, y1, x2 + 1, y2 + 1), out_h, out_w)


@roi_pool.mistake
def one_cell_at_least(roi_pool, features, roi, out_h, out_w):
    """How many columns has a region without width?
    None, and its bins are 0. You make it one cell wide.
    - Look for max(..., 1).
    - Which cells lie between x1 = 1 and x2 = 1?

    너비가 없는 영역에는 열이 몇 개인가요?
    하나도 없으니 칸은 0이에요. 지금은 너비를 한 셀로 늘리고 있어요.
    - max(..., 1)을 찾아보세요.
    - x1 = 1과 x2 = 1 사이에는 어떤 셀이 있나요?
    """
    low, high = np.floor(roi[:2]), np.ceil(roi[2:])
    return roi_pool(features, (*low, *np.maximum(high, low + 1)), out_h, out_w)


def cut_out(features, roi, out_h, out_w, edge):
    """RoI pooling of one who cuts the region out first and takes any maximum; bins lie between edges i and i + 1."""
    (x1, x2), (y1, y2) = (np.maximum(outwards(*side), 0) for side in (roi[::2], roi[1::2]))
    cut = features[:, y1:y2, x1:x2]
    out = np.zeros((len(features), out_h, out_w))
    for i, j in np.ndindex(out_h, out_w):
        rows = slice(edge(i, cut.shape[1], out_h), edge(i + 1, cut.shape[1], out_h))
        out[:, i, j] = largest(cut[:, rows, edge(j, cut.shape[2], out_w) : edge(j + 1, cut.shape[2], out_w)])
    return out


@roi_pool.mistake
def no_cells_where_bins_outnumber_them(roi_pool, features, roi, out_h, out_w):
    """What is 2 // 3?
    It is 0: bins of h // out_h rows hold nothing where the region has fewer rows than bins, and max stops. Elsewhere
    the rest of the rows is lost.
    - Two rows in three bins: which rows should each bin hold?
    - Work out the edges of each bin from i, first edge down, last edge up.

    2 // 3은 얼마인가요?
    0이에요. 칸의 높이를 h // out_h로 정하면 영역의 행이 칸보다 적을 때 칸이 비어서 max가 멈춰요.
    다른 때에는 나머지 행이 빠져요.
    - 2행을 세 칸으로 나누면 칸마다 어느 행이 들어가야 하나요?
    - 칸마다 i에서 경계를 구해서 첫 경계는 내리고 끝 경계는 올리세요.
    """
    return cut_out(features, roi, out_h, out_w, lambda i, cells, n: i * (cells // n))


@roi_pool.mistake
def floor_end_of_too_few_cells(roi_pool, features, roi, out_h, out_w):
    """Can a bin begin and end in the same row?
    Both edges are rounded down. With fewer rows than bins some bins hold none, and max stops.
    - Two rows in three bins: what are int(i * h / 3) and int((i + 1) * h / 3) for i = 0?
    - A bin ends behind the cell in which its last edge lies: round it up.

    칸이 같은 행에서 시작하고 끝날 수 있나요?
    두 경계를 모두 내림했어요. 행이 칸보다 적으면 빈 칸이 생겨서 max가 멈춰요.
    - 2행을 세 칸으로 나누면 i = 0일 때 int(i * h / 3)과 int((i + 1) * h / 3)은 얼마인가요?
    - 칸은 끝 경계가 놓인 셀 뒤에서 끝나요. 끝 경계는 올리세요.
    """
    return cut_out(features, roi, out_h, out_w, lambda i, cells, n: i * cells // n)


@roi_pool.mistake
def maximum_of_nothing(roi_pool, features, roi, out_h, out_w):
    """What is the maximum of no cells?
    np.max stops with an error where a bin holds no cell.
    - Try a region beyond the map.
    - Look at the size of a bin before you take its maximum; without a cell the answer is 0.

    셀이 하나도 없으면 최댓값은 무엇인가요?
    셀이 없는 칸에서 np.max가 오류를 내며 멈춰요.
    - 맵 밖에 있는 영역을 넣어 보세요.
    - 최댓값을 구하기 전에 칸의 크기를 확인하세요. 셀이 없으면 답은 0이에요.
    """
    if (binned(features, roi, out_h, out_w, first_cell, end_cell, largest, empty=-np.inf) == -np.inf).any():
        return largest(features[:, :0])
    return roi_pool(features, roi, out_h, out_w)


@roi_align.mistake
@roi_pool.mistake
def xy_swapped(function, features, roi, *others):
    """Have x and y changed places?
    A region is (x1, y1, x2, y2): x counts columns. The map is (C, H, W): rows come before columns.
    - Try a region that is wide and flat.
    - Which axis of features do x1 and x2 belong to?

    x와 y가 바뀌었나요?
    영역은 (x1, y1, x2, y2)이고 x는 열을 세요. 맵은 (C, H, W)라서 행이 열보다 먼저예요.
    - 옆으로 길고 납작한 영역을 넣어 보세요.
    - x1과 x2는 features의 어느 축에 속하나요?
    """
    x1, y1, x2, y2 = roi
    return function(features, (y1, x1, y2, x2), *others)


@roi_align.mistake
@roi_pool.mistake
def bins_swapped(function, features, roi, out_h, out_w, *others):
    """Have out_h and out_w changed places?
    out_h is the number of rows of bins, out_w that of columns.
    - Ask for 1 row and 3 columns: what shape comes back?
    - Which of the two divides the height?

    out_h와 out_w가 바뀌었나요?
    out_h는 칸의 행 수, out_w는 열 수예요.
    - 1행 3열을 요청하면 어떤 모양이 나오나요?
    - 높이를 나누는 것은 둘 중 어느 것인가요?
    """
    return function(features, roi, out_w, out_h, *others)


@roi_align.mistake
@roi_pool.mistake
def first_channel_for_all(function, features, *others):
    """Is every channel the same?
    Each channel is pooled by itself; the bins are the same for all.
    - Are the channels of your answer equal although those of the map differ?
    - Look for an index 0 on the channel axis, or for a max over all axes.

    채널이 모두 똑같나요?
    칸은 모든 채널이 같지만 값은 채널마다 따로 구해요.
    - 맵의 채널은 서로 다른데 답의 채널은 똑같지 않나요?
    - 채널 축에 인덱스 0이 있는지, 모든 축에서 max를 구하지 않는지 살펴보세요.
    """
    return function(np.repeat(features[:1], len(features), axis=0), *others)


# --- roi_align ----------------------------------------------------------------------------------------------


def read(features, roi, out_h, out_w, sampling, nearest=False, outside="border"):
    """All samples, shape (C, out_h, sampling, out_w, sampling), one by one."""
    C, H, W = features.shape
    x1, y1, x2, y2 = (float(at) for at in roi)
    found = np.zeros((C, out_h, sampling, out_w, sampling))
    for i, k, j, m in np.ndindex(out_h, sampling, out_w, sampling):
        y = y1 + (i + (k + 0.5) / sampling) * (y2 - y1) / out_h - 0.5
        x = x1 + (j + (m + 0.5) / sampling) * (x2 - x1) / out_w - 0.5
        beyond = {"border": np.inf, "zero": 1e-9, "zero far out": 1}[outside]  # a rounding error is not beyond
        if not (-beyond <= y <= H - 1 + beyond and -beyond <= x <= W - 1 + beyond):
            continue
        y, x = min(max(y, 0), H - 1), min(max(x, 0), W - 1)
        if nearest:
            y, x = np.floor(y + 0.5), np.floor(x + 0.5)
        top, left = int(y), int(x)
        bottom, right = min(top + 1, H - 1), min(left + 1, W - 1)
        upper = features[:, top, left] * (1 - x + left) + features[:, top, right] * (x - left)
        lower = features[:, bottom, left] * (1 - x + left) + features[:, bottom, right] * (x - left)
        found[:, i, k, j, m] = upper * (1 - y + top) + lower * (y - top)
    return found


@roi_align.mistake
def quantised(roi_align, features, roi, out_h, out_w, sampling=2):
    """Is the region rounded to whole cells?
    The whole point of RoI align is not to round.
    - Move the region by a quarter of a cell: does your answer change?
    - Look for int, round, floor or // before the samples are placed.

    영역을 정수 셀로 반올림했나요?
    반올림하지 않는 것이 RoI 정렬의 핵심이에요.
    - 영역을 셀의 4분의 1만큼 옮기면 답이 바뀌나요?
    - 표본점을 정하기 전에 int, round, floor, //가 있는지 찾아보세요.
    """
    return roi_align(features, np.floor(np.asarray(roi) + 0.5), out_h, out_w, sampling)


@roi_align.mistake
def rounds_outwards_like_roi_pool(roi_align, features, roi, out_h, out_w, sampling=2):
    """Does the region grow to whole cells, as in roi_pool?
    Here its corners stay as they are.
    - How wide is one bin of a region that is 1.5 cells wide, cut into two?
    - Look for floor and ceil on the corners.

    roi_pool처럼 영역을 정수 셀까지 넓혔나요?
    여기서는 꼭짓점을 그대로 둬요.
    - 너비가 1.5셀인 영역을 둘로 나누면 칸의 너비는 얼마인가요?
    - 꼭짓점에 floor와 ceil을 쓰는 곳을 찾아보세요.
    """
    roi = [*np.floor(roi[:2]), *np.ceil(roi[2:])]
    return roi_align(features, roi, out_h, out_w, sampling)


@roi_align.mistake
def half_pixel(roi_align, features, roi, out_h, out_w, sampling=2):
    """Where does the number of cell 0 sit?
    In its middle, at 0.5. Your samples are half a cell too far to the right and down.
    - Read the map at x = 0.5, y = 0.5: which number must come out?
    - What must be subtracted from a coordinate to get an index?

    0번 셀의 값은 어디에 있나요?
    셀의 가운데, 0.5에 있어요. 표본점이 오른쪽 아래로 반 셀씩 밀렸어요.
    - x = 0.5, y = 0.5에서 맵을 읽으면 어떤 숫자가 나와야 하나요?
    - 좌표에서 인덱스를 구하려면 얼마를 빼야 할까요?
    """
    return roi_align(features, np.asarray(roi) + 0.5, out_h, out_w, sampling)


@roi_align.mistake
def one_sample(roi_align, features, roi, out_h, out_w, sampling=2):
    """How many samples has each bin?
    Yours is read once, in its middle.
    - With sampling = 2 a bin has four samples, and their mean is the answer.
    - On a slope one sample is as good as four. Try a map with a single 1.

    칸마다 표본이 몇 개인가요?
    가운데에서 한 번만 읽고 있어요.
    - sampling = 2라면 칸마다 표본이 네 개이고 그 평균이 답이에요.
    - 비탈에서는 표본 하나나 넷이나 같아요. 한 셀만 1인 맵으로 해 보세요.
    """
    return roi_align(features, roi, out_h, out_w, 1)


@roi_align.mistake
def always_two_samples(roi_align, features, roi, out_h, out_w, sampling=2):
    """Are there always two samples along an axis?
    The argument sampling says how many.
    - Call your function with sampling=1 and sampling=3: does anything change?
    - Look for a 2 that should be a name.

    표본이 축마다 늘 두 개인가요?
    몇 개인지는 sampling이 정해요.
    - sampling=1과 sampling=3으로 불러 보세요. 답이 달라지나요?
    - 이름이어야 할 자리에 2가 적혀 있지 않은지 찾아보세요.
    """
    return roi_align(features, roi, out_h, out_w, 2)


@roi_align.mistake
def samples_at_the_corners(roi_align, features, roi, out_h, out_w, sampling=2):
    """Do the samples of a bin begin at its edge?
    They lie in the middles of sampling x sampling small boxes, so the first one is half a small box inside.
    - A bin from 0 to 1 with two samples: at 0 and 0.5, or at 0.25 and 0.75?
    - What is added to k before it is divided by sampling?

    칸의 첫 표본이 칸의 경계에 있나요?
    표본은 칸을 sampling x sampling개의 작은 상자로 나눈 가운데에 있어요. 첫 표본은 작은 상자의 절반만큼 안쪽이에요.
    - 0에서 1까지인 칸에 표본이 두 개라면 0과 0.5일까요, 0.25와 0.75일까요?
    - k를 sampling으로 나누기 전에 무엇을 더하나요?
    """
    x1, y1, x2, y2 = roi
    half = (x2 - x1) / out_w / sampling / 2, (y2 - y1) / out_h / sampling / 2
    return roi_align(features, np.asarray(roi) - [*half, *half], out_h, out_w, sampling)


@roi_align.mistake
def nearest_cell(roi_align, features, roi, out_h, out_w, sampling=2):
    """Does each sample read one cell?
    Bilinear reading mixes the four cells around a point.
    - A point in the middle between 0 and 10: which number is there?
    - How far is the sample from the cell to its left? That is the share of the cell to its right.

    표본마다 셀 하나만 읽나요?
    이중 선형 보간은 점을 둘러싼 네 셀을 섞어요.
    - 0과 10의 한가운데에 있는 점의 값은 얼마인가요?
    - 표본이 왼쪽 셀에서 떨어진 거리가 바로 오른쪽 셀의 몫이에요.
    """
    return read(features, roi, out_h, out_w, sampling, nearest=True).mean(axis=(2, 4))


@roi_align.mistake
def maximum_of_the_samples(roi_align, features, roi, out_h, out_w, sampling=2):
    """Is it the maximum of the samples?
    A bin is the mean of its samples here.
    - With one sample both are the same. And with four?
    - Look at the last step.

    표본의 최댓값을 구했나요?
    여기서 칸의 값은 표본들의 평균이에요.
    - 표본이 하나면 둘이 같아요. 네 개라면요?
    - 마지막 단계를 살펴보세요.
    """
    return read(features, roi, out_h, out_w, sampling).max(axis=(2, 4))


@roi_align.mistake
def sum_of_the_samples(roi_align, features, roi, out_h, out_w, sampling=2):
    """Are the samples only added up?
    On a map of ones every bin must be 1, however many samples it has.
    - Try a map of ones.
    - Divide by the number of samples of a bin.

    표본을 더하기만 했나요?
    모두 1인 맵에서는 표본이 몇 개든 칸의 값이 1이어야 해요.
    - 모두 1인 맵을 넣어 보세요.
    - 칸의 표본 수로 나누었나요?
    """
    return roi_align(features, roi, out_h, out_w, sampling) * sampling**2


@roi_align.mistake
def zero_outside(roi_align, features, roi, out_h, out_w, sampling=2):
    """Is a sample beyond the outermost middles 0?
    Other libraries do that. Here such an index is moved to the border.
    - A region in the corner of a map of ones: what must come out?
    - Move the index into 0 ... W - 1 before you read.

    가장 바깥 셀의 가운데를 벗어난 표본을 0으로 두었나요?
    그렇게 하는 라이브러리도 있지만, 여기서는 인덱스를 경계로 옮겨요.
    - 모두 1인 맵의 모서리에 있는 영역이라면 무엇이 나와야 하나요?
    - 읽기 전에 인덱스를 0 ... W - 1 안으로 옮기세요.
    """
    return read(features, roi, out_h, out_w, sampling, outside="zero").mean(axis=(2, 4))


@roi_align.mistake
def zero_far_outside(roi_align, features, roi, out_h, out_w, sampling=2):
    """Is a sample far beyond the map 0?
    torchvision and Detectron do that from one cell on. Here an index is moved to the border, however far out it is.
    - A region two cells to the right of a map of ones: what must come out?
    - Look for a comparison with -1, or with H and W, that makes a sample 0.

    맵에서 멀리 벗어난 표본을 0으로 두었나요?
    torchvision이나 Detectron은 한 셀 넘게 벗어나면 0으로 두지만, 여기서는 아무리 멀어도 인덱스를 경계로 옮겨요.
    - 모두 1인 맵에서 오른쪽으로 두 셀 벗어난 영역이라면 무엇이 나와야 하나요?
    - -1이나 H, W와 비교해서 표본을 0으로 만드는 곳을 찾아보세요.
    """
    return read(features, roi, out_h, out_w, sampling, outside="zero far out").mean(axis=(2, 4))


@roi_align.mistake
def aligned_false(roi_align, features, roi, out_h, out_w, sampling=2):
    """Half a cell too far, and 0 beyond the map?
    That is RoI align with aligned=False, as torchvision, ONNX and others had it at first.
    - Where does the number of cell 0 sit? In its middle: subtract 0.5 from a coordinate to get an index.
    - Move the index into 0 ... W - 1, however far out it is.

    반 셀씩 밀리고, 맵 밖은 0인가요?
    torchvision, ONNX 등에서 처음에 쓰던 aligned=False의 RoI 정렬이에요.
    - 0번 셀의 값은 셀의 가운데에 있어요. 좌표에서 0.5를 빼야 인덱스가 돼요.
    - 아무리 멀어도 인덱스를 0 ... W - 1 안으로 옮기세요.
    """
    return read(features, np.add(roi, 0.5), out_h, out_w, sampling, outside="zero far out").mean(axis=(2, 4))


def crop_and_resize(features, low, high, out_h, out_w):
    """TensorFlow's: one sample a bin, from corner to corner (x, y) in indices, and 0 beyond the outermost middles."""
    low, high, bins = np.array(low), np.array(high), np.array([out_w, out_h])
    half = np.where(bins > 1, (high - low) / np.maximum(bins - 1, 1), high - low) / 2
    grown = [*np.where(bins > 1, low - half, low), *np.where(bins > 1, high + half, high)]
    return read(features, np.add(grown, 0.5), out_h, out_w, 1, outside="zero")[:, :, 0, :, 0]


@roi_align.mistake
def samples_from_corner_to_corner(roi_align, features, roi, out_h, out_w, sampling=2):
    """Does one sample stand for each bin?
    tf.image.crop_and_resize puts the first sample on the first cell of the region and the last one on the last cell.
    - With sampling = 2 a bin has four samples, inside of it, and their mean is the answer.
    - A region of four cells in two bins: where is the middle of the first bin?

    칸마다 표본 하나만 읽나요?
    tf.image.crop_and_resize는 첫 표본을 영역의 첫 셀에, 마지막 표본을 마지막 셀에 놓아요.
    - sampling = 2라면 칸 안에 표본이 네 개 있고 그 평균이 답이에요.
    - 네 셀인 영역을 두 칸으로 나누면 첫 칸의 가운데는 어디인가요?
    """
    return crop_and_resize(features, roi[:2], np.subtract(roi[2:], 1), out_h, out_w)


@roi_align.mistake
def corners_as_shares_of_the_map(roi_align, features, roi, out_h, out_w, sampling=2):
    """Are the corners divided by the height and width of the map?
    tf.image.crop_and_resize multiplies them by H - 1 and W - 1 and reads one sample a bin, from corner to corner.
    - An index is a coordinate minus 0.5; nothing needs to be divided.
    - With sampling = 2 a bin has four samples, inside of it.

    꼭짓점을 맵의 높이와 너비로 나눴나요?
    tf.image.crop_and_resize는 거기에 H - 1과 W - 1을 곱하고, 꼭짓점에서 꼭짓점까지 칸마다 표본 하나만 읽어요.
    - 인덱스는 좌표에서 0.5를 뺀 값이에요. 나눌 필요가 없어요.
    - sampling = 2라면 칸 안에 표본이 네 개 있어요.
    """
    _, H, W = features.shape
    x1, y1, x2, y2 = roi * np.array([(W - 1) / W, (H - 1) / H] * 2)
    return crop_and_resize(features, (x1, y1), (x2, y2), out_h, out_w)


@roi_align.mistake
def four_samples_from_corner_to_corner(roi_align, features, roi, out_h, out_w, sampling=2):
    """Do the outermost samples lie on the corners of the region?
    tf.image.crop_and_resize to twice as many points puts them there. Each sample belongs inside its bin.
    - A bin from 0 to 1 with two samples: they lie at 0.25 and 0.75.
    - An index is a coordinate minus 0.5.

    바깥쪽 표본이 영역의 꼭짓점에 놓였나요?
    tf.image.crop_and_resize로 점을 두 배로 뽑으면 그렇게 돼요. 표본은 저마다 자기 칸 안에 있어야 해요.
    - 0에서 1까지인 칸에 표본이 두 개라면 0.25와 0.75에 있어요.
    - 인덱스는 좌표에서 0.5를 뺀 값이에요.
    """
    found = crop_and_resize(features, roi[:2], roi[2:], 2 * out_h, 2 * out_w)
    return found.reshape(len(features), out_h, 2, out_w, 2).mean(axis=(2, 4))


# --- generate_anchors ---------------------------------------------------------------------------------------


@generate_anchors.mistake
def corner_origin(generate_anchors, feat_h, feat_w, stride, scales, ratios):
    """Where is the middle of a cell?
    Your anchors stand around the upper left corner of each cell.
    - The first cell goes from 0 to stride. What is its middle?
    - Add the half before you multiply by stride.

    셀의 가운데는 어디인가요?
    앵커가 셀의 왼쪽 위 꼭짓점을 중심으로 놓여 있어요.
    - 첫 셀은 0에서 stride까지예요. 가운데는 어디인가요?
    - stride를 곱하기 전에 절반을 더하세요.
    """
    return generate_anchors(feat_h, feat_w, stride, scales, ratios) - stride / 2


@generate_anchors.mistake
def half_a_pixel_not_half_a_cell(generate_anchors, feat_h, feat_w, stride, scales, ratios):
    """Half of what do you add?
    Half a pixel is added, and not half a cell.
    - With stride 16, where is the middle of the first cell?
    - Compare (x + 0.5) * stride with x * stride + 0.5.

    무엇의 절반을 더했나요?
    셀의 절반이 아니라 픽셀의 절반을 더했어요.
    - stride가 16이면 첫 셀의 가운데는 어디인가요?
    - (x + 0.5) * stride와 x * stride + 0.5를 비교해 보세요.
    """
    return generate_anchors(feat_h, feat_w, stride, scales, ratios) - stride / 2 + 0.5


@generate_anchors.mistake
def half_of_a_stride_of_16(generate_anchors, feat_h, feat_w, stride, scales, ratios):
    """Where is the middle of a cell if stride is 8?
    Your anchors stand 8 pixels from the corner of their cell, whatever the stride is. That is the middle for 16 only.
    - The first cell goes from 0 to stride. What is its middle?
    - Look for an 8 or a 16 that should be made of stride.

    stride가 8이면 셀의 가운데는 어디인가요?
    stride가 얼마든 앵커가 셀의 꼭짓점에서 8픽셀 떨어져 있어요. 그것은 stride가 16일 때만 가운데예요.
    - 첫 셀은 0에서 stride까지예요. 가운데는 어디인가요?
    - stride로 구해야 할 자리에 8이나 16이 적혀 있지 않은지 찾아보세요.
    """
    return generate_anchors(feat_h, feat_w, stride, scales, ratios) - stride / 2 + 8


@generate_anchors.mistake
def spread_between_the_edges(generate_anchors, feat_h, feat_w, stride, scales, ratios):
    """How far is it from the edge of the picture to the first middle?
    As far as from one middle to the next in yours, as np.linspace makes it. It is half a stride.
    - Two cells of 16: their middles lie at 8 and 24, and not at 10.7 and 21.3.
    - Neighbouring middles are one stride apart.

    사진 가장자리에서 첫 중심까지는 얼마나 떨어져 있나요?
    np.linspace로 나눠서 중심과 중심 사이만큼 떨어져 있어요. stride의 절반이어야 해요.
    - 크기가 16인 셀 두 개의 가운데는 8과 24예요. 10.7과 21.3이 아니에요.
    - 이웃한 중심은 stride만큼 떨어져 있어요.
    """
    y, x = ((np.arange(n) + 1) * n / (n + 1) - np.arange(n) - 0.5 for n in (feat_h, feat_w))
    moved = np.stack(np.broadcast_arrays(x[None], y[:, None]), axis=-1)[:, :, None, None] * stride
    found = in_axes(generate_anchors(feat_h, feat_w, stride, scales, ratios), feat_h, feat_w, scales, ratios)
    return (found + np.concatenate([moved, moved], axis=-1)).reshape(-1, 4)


@generate_anchors.mistake
def ratio_inverted(generate_anchors, feat_h, feat_w, stride, scales, ratios):
    """Is ratio 4 tall or wide?
    A ratio is height / width here, so 4 is tall. Yours is wide.
    - Which side do you multiply by the root of the ratio?
    - Divide the height of an anchor by its width: the ratio must come out.

    ratio 4는 세로로 긴가요, 가로로 긴가요?
    여기서 ratio는 높이 / 너비라서 4는 세로로 길어요. 지금은 가로로 길어요.
    - ratio의 제곱근을 곱하는 변은 어느 쪽인가요?
    - 높이를 너비로 나눠 보세요. ratio가 나와야 해요.
    """
    return generate_anchors(feat_h, feat_w, stride, scales, [1 / ratio for ratio in ratios])


@generate_anchors.mistake
def area_not_kept(generate_anchors, feat_h, feat_w, stride, scales, ratios):
    """Have all anchors of one scale the same area?
    One side is multiplied by the ratio, and the other stays: the area grows with the ratio.
    - Multiply width and height of your anchors: is it scale * scale?
    - If the height gets twice as large, what must the width do?

    scale이 같은 앵커는 넓이도 같나요?
    한 변에만 ratio를 곱하고 다른 변은 그대로라서 넓이가 ratio만큼 커져요.
    - 앵커의 너비와 높이를 곱해 보세요. scale * scale인가요?
    - 높이가 두 배가 되면 너비는 어떻게 되어야 할까요?
    """
    found = generate_anchors(feat_h, feat_w, stride, scales, ratios).reshape(-1, len(ratios), 4)
    return about(found, np.array(ratios) ** 0.5).reshape(-1, 4)


def about(boxes, times):
    """The boxes, so many times as large around their middles."""
    middle = (boxes[..., :2] + boxes[..., 2:]) / 2
    half = (boxes[..., 2:] - boxes[..., :2]) / 2 * np.asarray(times, float)[..., None]
    return np.concatenate([middle - half, middle + half], axis=-1)


@generate_anchors.mistake
def no_square_root(generate_anchors, feat_h, feat_w, stride, scales, ratios):
    """Is the ratio applied to both sides?
    Width / ratio and height * ratio keep the area, but their quotient is the ratio squared.
    - Divide height by width of an anchor with ratio 4.
    - Which number times itself is the ratio?

    두 변에 모두 ratio를 그대로 썼나요?
    너비 / ratio, 높이 * ratio면 넓이는 같지만 높이 / 너비는 ratio의 제곱이 돼요.
    - ratio가 4인 앵커의 높이를 너비로 나눠 보세요.
    - 두 번 곱해서 ratio가 되는 수는 무엇인가요?
    """
    return generate_anchors(feat_h, feat_w, stride, scales, [ratio * ratio for ratio in ratios])


def in_axes(found, feat_h, feat_w, scales, ratios):
    return found.reshape(feat_h, feat_w, len(scales), len(ratios), 4)


@generate_anchors.mistake
def order(generate_anchors, feat_h, feat_w, stride, scales, ratios):
    """Which index runs fastest?
    Your list goes place by place for each shape. It must go shape by shape at each place.
    - In the first len(scales) * len(ratios) rows, all anchors have the same middle.
    - Which loop is the outermost?

    어느 번호가 가장 빨리 바뀌나요?
    모양마다 모든 자리를 돌고 있어요. 자리마다 모든 모양을 돌아야 해요.
    - 처음 len(scales) * len(ratios)행은 모두 중심이 같아야 해요.
    - 가장 바깥 반복문은 무엇인가요?
    """
    found = in_axes(generate_anchors(feat_h, feat_w, stride, scales, ratios), feat_h, feat_w, scales, ratios)
    return found.transpose(2, 3, 0, 1, 4).reshape(-1, 4)


@generate_anchors.mistake
def ratio_before_scale(generate_anchors, feat_h, feat_w, stride, scales, ratios):
    """Do the scales run fastest?
    For each scale come all ratios, and not the other way round.
    - The first two anchors of a place have the same area.
    - Exchange the two inner loops in your mind.

    scale이 가장 빨리 바뀌나요?
    scale마다 모든 ratio가 나와야 해요. 그 반대가 아니에요.
    - 한 자리의 처음 두 앵커는 넓이가 같아야 해요.
    - 안쪽의 두 반복문을 바꿔 생각해 보세요.
    """
    found = in_axes(generate_anchors(feat_h, feat_w, stride, scales, ratios), feat_h, feat_w, scales, ratios)
    return found.transpose(0, 1, 3, 2, 4).reshape(-1, 4)


@generate_anchors.mistake
def column_by_column(generate_anchors, feat_h, feat_w, stride, scales, ratios):
    """Do you go down before you go right?
    A map is read like a page: row by row, and from left to right in each row.
    - The second place of a map lies to the right of the first one.
    - np.meshgrid gives columns first; look at what you flatten.

    오른쪽보다 아래로 먼저 가나요?
    맵은 책처럼 읽어요. 한 행씩, 행 안에서는 왼쪽에서 오른쪽으로요.
    - 두 번째 자리는 첫 번째 자리의 오른쪽이에요.
    - np.meshgrid와 flatten을 쓴다면 순서를 확인해 보세요.
    """
    found = in_axes(generate_anchors(feat_h, feat_w, stride, scales, ratios), feat_h, feat_w, scales, ratios)
    return found.transpose(1, 0, 2, 3, 4).reshape(-1, 4)


@generate_anchors.mistake
def clips_the_anchors(generate_anchors, feat_h, feat_w, stride, scales, ratios):
    """Are anchors cut at the edge of the picture?
    Anchors may reach beyond it; cut they would be other boxes than those that the network moves.
    - Are there negative numbers in your answer? There should be.
    - Look for clip, or for max(0, ...).

    앵커를 사진 가장자리에서 잘랐나요?
    앵커는 사진 밖으로 나가도 돼요. 자르면 신경망이 옮길 상자와 다른 상자가 돼요.
    - 답에 음수가 있나요? 있어야 해요.
    - clip이나 max(0, ...)가 있는지 찾아보세요.
    """
    side = [feat_w * stride, feat_h * stride] * 2
    return np.clip(generate_anchors(feat_h, feat_w, stride, scales, ratios), 0, side)


@generate_anchors.mistake
def scale_times_stride(generate_anchors, feat_h, feat_w, stride, scales, ratios):
    """Are scales counted in cells?
    They are sides in pixels here. Other libraries multiply them by the stride.
    - How wide is your square anchor of scale 32?
    - The stride belongs to the middles only.

    scale을 셀 단위로 세었나요?
    여기서 scale은 픽셀로 잰 한 변이에요. stride를 곱하는 라이브러리도 있지만 우리는 곱하지 않아요.
    - scale이 32인 정사각형 앵커의 너비는 얼마인가요?
    - stride는 중심에만 쓰여요.
    """
    return generate_anchors(feat_h, feat_w, stride, [scale * stride for scale in scales], ratios)


@generate_anchors.mistake
def middle_and_size(generate_anchors, feat_h, feat_w, stride, scales, ratios):
    """Which four numbers describe your anchors?
    You give middle, width and height; the corners (x1, y1, x2, y2) are asked for.
    - How far is the left edge from the middle?
    - Subtract half the width from the middle, and add it.

    앵커를 어떤 숫자 네 개로 나타냈나요?
    중심, 너비, 높이를 돌려주고 있어요. 꼭짓점 (x1, y1, x2, y2)이 필요해요.
    - 왼쪽 변은 중심에서 얼마나 떨어져 있나요?
    - 중심에서 너비의 절반을 빼고, 더하세요.
    """
    found = generate_anchors(feat_h, feat_w, stride, scales, ratios)
    return np.hstack([(found[:, :2] + found[:, 2:]) / 2, found[:, 2:] - found[:, :2]])


@generate_anchors.mistake
def sides_in_whole_pixels(generate_anchors, feat_h, feat_w, stride, scales, ratios):
    """Are the sides rounded, and is x2 the last pixel?
    py-faster-rcnn does both: its square anchor of 16 goes from 0 to 15. Here it goes from 0 to 16.
    - Subtract x1 from x2 in a square anchor: it must be the scale.
    - Look for round, and for a - 1.

    변을 반올림하고 x2를 마지막 픽셀로 썼나요?
    py-faster-rcnn이 그렇게 해서, 크기가 16인 정사각형 앵커가 0에서 15까지예요. 여기서는 0에서 16까지예요.
    - 정사각형 앵커에서 x2 - x1은 scale과 같아야 해요.
    - round와 - 1을 쓰는 곳을 찾아보세요.
    """
    middle = middles(generate_anchors(feat_h, feat_w, stride, scales, ratios)) - 0.5
    w = np.round(stride / np.sqrt(ratios))
    cell = np.stack([w, np.round(w * ratios)], axis=1)
    half = (np.array(scales)[:, None, None] * cell / stride - 1).reshape(-1, 2) / 2
    half = np.tile(half, (feat_h * feat_w, 1))
    return np.hstack([middle - half, middle + half])


@generate_anchors.mistake
def wide_around_the_corners(generate_anchors, feat_h, feat_w, stride, scales, ratios):
    """Is ratio 4 wide, and do your anchors stand around the corners of the cells?
    A ratio is height / width here, and the middle of a cell lies half a stride from its corner.
    - Divide the height of an anchor by its width: the ratio must come out.
    - The first cell goes from 0 to stride. What is its middle?

    ratio 4가 가로로 길고, 앵커의 중심이 셀의 꼭짓점에 있나요?
    여기서 ratio는 높이 / 너비이고, 셀의 가운데는 꼭짓점에서 stride의 절반만큼 떨어져 있어요.
    - 높이를 너비로 나눠 보세요. ratio가 나와야 해요.
    - 첫 셀은 0에서 stride까지예요. 가운데는 어디인가요?
    """
    return ratio_inverted(lambda *args: generate_anchors(*args) - stride / 2, feat_h, feat_w, stride, scales, ratios)


@generate_anchors.mistake
def anchors_of_matterport(generate_anchors, feat_h, feat_w, stride, scales, ratios):
    """Is ratio 4 wide, do your anchors stand around the corners of the cells, and do the scales run fastest?
    Matterport's Mask R-CNN does so. Here a ratio is height / width, an anchor stands around the middle of its cell, and
    for each scale come all ratios.
    - The first two anchors of a place have the same area.
    - The first cell goes from 0 to stride. What is its middle?

    ratio 4가 가로로 길고, 앵커의 중심이 셀의 꼭짓점에 있고, scale이 가장 빨리 바뀌나요?
    Matterport의 Mask R-CNN이 그렇게 해요. 여기서 ratio는 높이 / 너비이고, 앵커의 중심은 셀의 가운데이고,
    scale마다 모든 ratio가 나와요.
    - 한 자리의 처음 두 앵커는 넓이가 같아야 해요.
    - 첫 셀은 0에서 stride까지예요. 가운데는 어디인가요?
    """
    found = wide_around_the_corners(generate_anchors, feat_h, feat_w, stride, scales, ratios)
    return in_axes(found, feat_h, feat_w, scales, ratios).transpose(0, 1, 3, 2, 4).reshape(-1, 4)


# --- encode_boxes -------------------------------------------------------------------------------------------


def sizes(boxes):
    return boxes[:, 2:] - boxes[:, :2]


def middles(boxes):
    return (boxes[:, :2] + boxes[:, 2:]) / 2


def one_longer(boxes):
    """Boxes as one sees them who takes x2 and y2 for the last pixel."""
    return np.add(boxes, [0, 0, 1, 1])


@encode_boxes.mistake
def divides_by_gt_size(encode_boxes, anchors, boxes):
    """By whose size do you divide the shift?
    By the box's. At test time nobody knows the box; only the anchor is known.
    - Which of the two sizes does decode_boxes have?
    - Look at what dx and dy are divided by.

    이동을 무엇의 크기로 나눴나요?
    상자의 크기로 나눴어요. 시험할 때는 상자를 아무도 몰라요. 아는 것은 앵커뿐이에요.
    - decode_boxes는 둘 중 어느 크기를 알고 있나요?
    - dx와 dy를 나누는 수를 살펴보세요.
    """
    right = encode_boxes(anchors, boxes)
    return np.hstack([right[:, :2] / np.exp(right[:, 2:]), right[:, 2:]])


@encode_boxes.mistake
def no_log(encode_boxes, anchors, boxes):
    """What undoes exp?
    dw and dh are the quotients themselves. decode_boxes uses exp, so that a width is always positive.
    - An unchanged width must give dw = 0. What does yours give?
    - Which function must be taken of the quotient?

    exp를 되돌리는 것은 무엇인가요?
    dw와 dh에 비율을 그대로 넣었어요. decode_boxes는 너비가 늘 양수가 되도록 exp를 써요.
    - 너비가 그대로면 dw = 0이어야 해요. 지금은 얼마인가요?
    - 비율에 어떤 함수를 써야 할까요?
    """
    right = encode_boxes(anchors, boxes)
    return np.hstack([right[:, :2], np.exp(right[:, 2:])])


@encode_boxes.mistake
def size_minus_one(encode_boxes, anchors, boxes):
    """Is dw the quotient minus 1?
    For small changes that is nearly the logarithm, but it can ask for a negative width.
    - Twice as wide must be log 2 = 0.693, half as wide -0.693.
    - Which function stands in the text in place of (w - wa) / wa?

    dw가 비율에서 1을 뺀 값인가요?
    조금 변할 때는 로그와 비슷하지만, 너비가 음수가 될 수도 있어요.
    - 두 배 넓으면 log 2 = 0.693, 절반이면 -0.693이어야 해요.
    - (w - wa) / wa 대신 어떤 함수가 필요할까요?
    """
    right = encode_boxes(anchors, boxes)
    return np.hstack([right[:, :2], np.exp(right[:, 2:]) - 1])


@encode_boxes.mistake
def top_left(encode_boxes, anchors, boxes):
    """Between which points do you measure the shift?
    Between the upper left corners. dx and dy are shifts of the middle.
    - Make a box twice as wide around the same middle: dx must be 0.
    - The middle lies half a size from the corner.

    어느 점의 이동을 쟀나요?
    왼쪽 위 꼭짓점의 이동을 쟀어요. dx와 dy는 중심의 이동이에요.
    - 중심은 그대로 두고 상자를 두 배로 넓혀 보세요. dx는 0이어야 해요.
    - 중심은 꼭짓점에서 크기의 절반만큼 떨어져 있어요.
    """
    right = encode_boxes(anchors, boxes)
    return np.hstack([(boxes[:, :2] - anchors[:, :2]) / sizes(anchors), right[:, 2:]])


@encode_boxes.mistake
def yx_order(encode_boxes, anchors, boxes):
    """Does y come first?
    Keras says dy, dx, dh, dw for boxes that begin with y; ours is dx, dy, dw, dh.
    - Move a box to the right: which column of your answer changes?
    - Only the order of the columns is to be changed.

    y가 먼저 나오나요?
    Keras는 y로 시작하는 상자에서 dy, dx, dh, dw 순서로 말해요. 우리 순서는 dx, dy, dw, dh예요.
    - 상자를 오른쪽으로 옮기면 답의 몇 번째 열이 바뀌나요?
    - 열의 순서만 맞추면 돼요.
    """
    return encode_boxes(anchors, boxes)[:, [1, 0, 3, 2]]


@encode_boxes.mistake
def unnormalised_offset(encode_boxes, anchors, boxes):
    """Is the shift in pixels?
    It must be in anchors: twice the shift of an anchor twice as large is the same number.
    - Double all numbers of both boxes: your answer must not change.
    - What must dx be divided by?

    이동이 픽셀 단위인가요?
    앵커의 크기를 단위로 재야 해요. 앵커가 두 배 크고 이동도 두 배면 같은 숫자예요.
    - 두 상자의 모든 숫자를 두 배로 해 보세요. 답이 바뀌지 않아야 해요.
    - dx는 무엇으로 나눠야 할까요?
    """
    right = encode_boxes(anchors, boxes)
    return np.hstack([right[:, :2] * sizes(anchors), right[:, 2:]])


@encode_boxes.mistake
def anchor_and_box_exchanged(encode_boxes, anchors, boxes):
    """Which box is the starting point?
    Your deltas lead from the box to the anchor.
    - The box lies to the right of the anchor: what is the sign of dx?
    - The first argument is the starting point.

    출발점은 어느 상자인가요?
    상자에서 앵커로 가는 델타를 구했어요.
    - 상자가 앵커보다 오른쪽에 있으면 dx의 부호는 무엇인가요?
    - 첫 번째 인수가 출발점이에요.
    """
    return encode_boxes(boxes, anchors)


@encode_boxes.mistake
def both_by_the_width(encode_boxes, anchors, boxes):
    """By what is dy divided?
    By the width. x belongs to widths, y to heights.
    - Try an anchor that is not square.
    - Does w stand twice in the line that divides the shift?

    dy를 무엇으로 나눴나요?
    너비로 나눴어요. x는 너비, y는 높이와 짝이에요.
    - 정사각형이 아닌 앵커로 해 보세요.
    - 이동을 나누는 줄에서 w가 두 번 나오지 않나요?
    """
    right = encode_boxes(anchors, boxes)
    size = sizes(anchors)
    return np.hstack([right[:, :1], right[:, 1:2] * size[:, 1:] / size[:, :1], right[:, 2:]])


@encode_boxes.mistake
def weights_10_10_5_5(encode_boxes, anchors, boxes):
    """Are the deltas multiplied by 10, 10, 5, 5?
    Detectron does that to balance its losses. Here they stay as they are.
    - One width to the right: dx must be 1.
    - Look for weights, and leave them out.

    델타에 10, 10, 5, 5를 곱했나요?
    Detectron은 손실의 균형을 맞추려고 그렇게 하지만 여기서는 그대로 둬요.
    - 앵커 너비만큼 오른쪽으로 가면 dx는 1이어야 해요.
    - 곱하는 가중치를 찾아 지우세요.
    """
    return encode_boxes(anchors, boxes) * [10, 10, 5, 5]


@encode_boxes.mistake
def sizes_plus_one(encode_boxes, anchors, boxes):
    """Is a box from 0 to 16 seventeen wide?
    Older code adds 1, as its x2 is the last pixel of the box. Here the box ends at x2: the width is x2 - x1.
    - Double all numbers of both boxes: your answer must not change.
    - Look for a + 1.

    0에서 16까지인 상자의 너비가 17인가요?
    x2를 상자의 마지막 픽셀로 보던 옛 코드는 1을 더해요. 여기서는 상자가 x2에서 끝나니 너비는 x2 - x1이에요.
    - 두 상자의 모든 숫자를 두 배로 해 보세요. 답이 바뀌지 않아야 해요.
    - + 1이 있는지 찾아보세요.
    """
    return encode_boxes(one_longer(anchors), one_longer(boxes))


@encode_boxes.mistake
def halves_cut_off(encode_boxes, anchors, boxes):
    """Is the middle of a box always a whole number?
    // rounds down: the middle between 0 and 9 is 4.5, and not 4.
    - Try an anchor whose width is odd.
    - Look for // in the line of the middles.

    상자의 중심이 늘 정수인가요?
    //는 내림해요. 0과 9의 가운데는 4가 아니라 4.5예요.
    - 너비가 홀수인 앵커로 해 보세요.
    - 중심을 구하는 줄에 //가 있는지 찾아보세요.
    """
    shift = (np.floor(middles(boxes)) - np.floor(middles(anchors))) / sizes(anchors)
    return np.hstack([shift, encode_boxes(anchors, boxes)[:, 2:]])


@encode_boxes.mistake
def deltas_of_the_corners(encode_boxes, anchors, boxes):
    """Are the last two deltas shifts of a corner?
    RetinaNet's code measures how far both corners move. Here the deltas are those of the middle and of the size.
    - Move a box without changing its size: dw and dh must be 0.
    - Which function must be taken of the quotient of two widths?

    뒤의 두 델타가 꼭짓점의 이동인가요?
    RetinaNet의 코드는 두 꼭짓점이 얼마나 움직이는지를 재요. 여기서 델타는 중심의 이동과 크기의 변화예요.
    - 상자를 크기 그대로 옮겨 보세요. dw와 dh는 0이어야 해요.
    - 두 너비의 비율에 어떤 함수를 써야 할까요?
    """
    return (boxes - anchors) / np.tile(sizes(anchors), 2)


@encode_boxes.mistake
def refuses_whole_numbers(encode_boxes, anchors, boxes):
    """What if the corners are integers?
    Your function stops with an error. np.finfo, for one, knows no integers.
    - Call it with np.array([[0, 0, 32, 16]]).
    - Turn what comes in into floats, or leave out what needs them.

    꼭짓점이 정수이면 어떻게 되나요?
    오류가 나며 멈춰요. 예를 들어 np.finfo는 정수를 받지 않아요.
    - np.array([[0, 0, 32, 16]])으로 불러 보세요.
    - 받은 값을 실수로 바꾸거나, 실수가 필요한 줄을 빼세요.
    """
    np.finfo(anchors.dtype)
    return encode_boxes(anchors, boxes)


# --- decode_boxes -------------------------------------------------------------------------------------------

MOST = np.log(1000 / 16)


def around(middle, size):
    return np.hstack([middle - size / 2, middle + size / 2])


@decode_boxes.mistake
def no_exp(decode_boxes, anchors, deltas):
    """What undoes the logarithm?
    The size is multiplied by dw itself; dw = 0 gives a box without width.
    - Deltas of zeros must give the anchor back.
    - What undoes the function that encode_boxes uses?

    로그를 되돌리는 것은 무엇인가요?
    크기에 dw를 그대로 곱해서 dw = 0이면 너비가 0이 돼요.
    - 델타가 모두 0이면 앵커가 그대로 나와야 해요.
    - encode_boxes에서 쓴 함수의 역함수는 무엇인가요?
    """
    right = decode_boxes(anchors, deltas)
    return around(middles(right), sizes(anchors) * deltas[:, 2:])


@decode_boxes.mistake
@encode_boxes.mistake
def as_whole_as_the_anchors(function, anchors, others):
    """Which numbers does an array hold that is made like the anchors?
    zeros_like and empty_like of integers hold integers: what stands behind the point is cut off.
    - Call your function with np.array([[0, 0, 32, 16]]): does a fraction come out?
    - Make the array for the answer of floats.

    앵커를 본떠 만든 배열에는 어떤 수가 들어가나요?
    정수 배열에 zeros_like나 empty_like를 쓰면 정수 배열이 나와서 소수점 아래가 잘려요.
    - np.array([[0, 0, 32, 16]])으로 불러 보세요. 소수가 나오나요?
    - 답을 담을 배열은 실수로 만드세요.
    """
    return function(anchors, others).astype(anchors.dtype)


@decode_boxes.mistake
def linear_size(decode_boxes, anchors, deltas):
    """Is the size multiplied by 1 + dw?
    That fits small numbers only, and a large negative dw turns the box inside out.
    - dw = log 2 must make the box twice as wide, and not 1.69 times.
    - What undoes the function that encode_boxes uses?

    크기에 1 + dw를 곱했나요?
    작은 값에서만 비슷하고, dw가 크게 음수면 상자가 뒤집혀요.
    - dw = log 2면 1.69배가 아니라 두 배가 되어야 해요.
    - encode_boxes에서 쓴 함수의 역함수는 무엇인가요?
    """
    right = decode_boxes(anchors, deltas)
    return around(middles(right), sizes(anchors) * (1 + deltas[:, 2:]))


@decode_boxes.mistake
def size_from_corner(decode_boxes, anchors, deltas):
    """Where does the box begin?
    The moved middle is taken as its upper left corner.
    - Deltas of zeros must give the anchor back, and not one that lies further right.
    - You have a middle and a size: how far is each edge from the middle?

    상자는 어디에서 시작하나요?
    옮긴 중심을 왼쪽 위 꼭짓점으로 썼어요.
    - 델타가 모두 0이면 앵커가 그 자리에 나와야 해요. 더 오른쪽이 아니에요.
    - 중심과 크기를 알고 있어요. 변은 중심에서 얼마나 떨어져 있나요?
    """
    right = decode_boxes(anchors, deltas)
    return np.hstack([middles(right), middles(right) + sizes(right)])


@decode_boxes.mistake
def moves_the_corner(decode_boxes, anchors, deltas):
    """Which point of the anchor is moved?
    The upper left corner stays where it is when the box grows. The middle should.
    - dx = dy = 0 and dw = log 2: does the box grow to both sides?
    - Work out the middle of the anchor before you add the shift.

    앵커의 어느 점을 옮기나요?
    상자가 커질 때 왼쪽 위 꼭짓점이 제자리에 있어요. 제자리에 있어야 하는 것은 중심이에요.
    - dx = dy = 0이고 dw = log 2일 때 상자가 양쪽으로 커지나요?
    - 이동을 더하기 전에 앵커의 중심을 구하세요.
    """
    right = decode_boxes(anchors, deltas)
    corner = anchors[:, :2] + deltas[:, :2] * sizes(anchors)
    return np.hstack([corner, corner + sizes(right)])


@decode_boxes.mistake
def no_clip_exp(decode_boxes, anchors, deltas):
    """What is exp(800)?
    Infinite, and one wild output of the network spoils everything behind it.
    - Which size do dw = 5 and dw = 800 give?
    - The text names a number above which dw and dh are cut.

    exp(800)은 얼마인가요?
    무한대예요. 신경망이 한 번 엉뚱한 값을 내면 뒤가 모두 망가져요.
    - dw = 5와 dw = 800은 어떤 크기가 되나요?
    - 본문에 dw와 dh를 자르는 값이 나와요.
    """
    right = decode_boxes(anchors, deltas)
    with np.errstate(over="ignore", invalid="ignore"):
        return around(middles(right), sizes(anchors) * np.exp(deltas[:, 2:]))


@decode_boxes.mistake
def infinite_size_added_to_its_corner(decode_boxes, anchors, deltas):
    """What is -inf + inf?
    It is nan: exp(800) is infinite, x1 lies infinitely far to the left, and x2 is x1 plus the width.
    - Which box do dw = 5 and dw = 800 give?
    - The text names a number above which dw and dh are cut.

    -inf + inf는 얼마인가요?
    nan이에요. exp(800)이 무한대라서 x1이 왼쪽으로 무한히 멀어지고, x2는 거기에 너비를 더한 값이에요.
    - dw = 5와 dw = 800은 어떤 상자가 되나요?
    - 본문에 dw와 dh를 자르는 값이 나와요.
    """
    middle = middles(decode_boxes(anchors, deltas))
    with np.errstate(over="ignore", invalid="ignore"):
        size = sizes(anchors) * np.exp(deltas[:, 2:])
        return np.hstack([middle - size / 2, middle - size / 2 + size])


@decode_boxes.mistake
def clips_below_as_well(decode_boxes, anchors, deltas):
    """Are small dw cut, too?
    Only what is too large is cut: exp of a very negative number is harmless.
    - Which of minimum, maximum and clip do you need?
    - How many times as wide is a box with dw = -6?

    작은 dw도 잘랐나요?
    너무 큰 값만 잘라요. 아주 작은 음수의 exp는 아무 문제가 없어요.
    - minimum, maximum, clip 가운데 무엇이 필요한가요?
    - dw = -6이면 너비는 몇 배가 되어야 하나요?
    """
    return decode_boxes(anchors, np.hstack([deltas[:, :2], np.maximum(deltas[:, 2:], -MOST)]))


@decode_boxes.mistake
def clips_the_shift_as_well(decode_boxes, anchors, deltas):
    """Is the whole row of deltas cut?
    Only dw and dh go through exp; dx and dy may be anything.
    - Which columns do you cut?
    - Try a box that is moved far.

    델타를 통째로 잘랐나요?
    exp를 거치는 것은 dw와 dh뿐이에요. dx와 dy는 무엇이든 될 수 있어요.
    - 어느 열을 자르고 있나요?
    - 이동이 큰 상자를 넣어 보세요.
    """
    return decode_boxes(anchors, np.minimum(deltas, MOST))


@decode_boxes.mistake
def cuts_the_size_at_1000_16ths(decode_boxes, anchors, deltas):
    """Is dw cut at 62.5, before exp?
    exp(62.5) is a number of 28 digits. The limit of dw is the logarithm of 62.5.
    - How wide may a box become, compared with its anchor?
    - Is the limit one of what goes into exp, or of what comes out?

    exp를 하기 전에 dw를 62.5에서 잘랐나요?
    exp(62.5)는 28자리 수예요. dw의 한계는 62.5의 로그예요.
    - 상자는 앵커의 몇 배까지 넓어질 수 있나요?
    - 한계가 exp 앞의 값인지 뒤의 값인지 살펴보세요.
    """
    right = decode_boxes(anchors, deltas)
    return around(middles(right), sizes(anchors) * np.exp(np.minimum(deltas[:, 2:], 62.5)))


@decode_boxes.mistake
def deltas_in_yx_order(decode_boxes, anchors, deltas):
    """Do you read dy before dx?
    Keras' order begins with y; ours is dx, dy, dw, dh.
    - With dx = 1 and all else 0: does the box move to the right?
    - Look at the line that takes the columns apart.

    dx보다 dy를 먼저 읽나요?
    Keras는 y부터 시작하지만 우리 순서는 dx, dy, dw, dh예요.
    - dx = 1이고 나머지가 0이면 상자가 오른쪽으로 움직이나요?
    - 열을 꺼내는 줄을 살펴보세요.
    """
    return decode_boxes(anchors, deltas[:, [1, 0, 3, 2]])


@decode_boxes.mistake
def shift_in_pixels(decode_boxes, anchors, deltas):
    """Is dx added as it is?
    dx counts widths of the anchor, and not pixels.
    - With dx = 0.5 an anchor 32 wide moves by 16.
    - What encode_boxes divides by must be multiplied here.

    dx를 그대로 더했나요?
    dx의 단위는 픽셀이 아니라 앵커의 너비예요.
    - 너비가 32인 앵커는 dx = 0.5면 16만큼 움직여요.
    - encode_boxes에서 나눈 수를 여기서는 곱해야 해요.
    """
    size = sizes(decode_boxes(anchors, deltas))
    return around(middles(anchors) + deltas[:, :2], size)


@decode_boxes.mistake
def shift_by_the_new_size(decode_boxes, anchors, deltas):
    """Is the shift multiplied by the size of the new box?
    It is measured in the anchor's size; work it out before the size changes.
    - dx = 1 and dw = log 2: how far does an anchor 32 wide move?
    - Keep the size of the anchor under a name of its own.

    이동에 새 상자의 크기를 곱했나요?
    이동의 단위는 앵커의 크기예요. 크기를 바꾸기 전에 구하세요.
    - dx = 1, dw = log 2라면 너비가 32인 앵커는 얼마나 움직이나요?
    - 앵커의 크기를 다른 이름으로 남겨 두세요.
    """
    size = sizes(decode_boxes(anchors, deltas))
    return around(middles(anchors) + deltas[:, :2] * size, size)


@decode_boxes.mistake
def swapped_anchor(decode_boxes, anchors, deltas):
    """Which box is being moved?
    The deltas are taken as the box, and the box as the deltas.
    - Which argument comes first, and what stands in it?
    - Compare the order of the arguments with the docstring.

    어느 상자를 옮기나요?
    델타를 상자로, 상자를 델타로 썼어요.
    - 첫 번째 인수에는 무엇이 들어 있나요?
    - 인수의 순서를 docstring과 비교해 보세요.
    """
    with np.errstate(all="ignore"):
        return decode_boxes(deltas, anchors)


@decode_boxes.mistake
def full_size_to_both_sides(decode_boxes, anchors, deltas):
    """How far is the left edge from the middle?
    Half a width. Your boxes reach a whole width to each side.
    - Deltas of zeros must give the anchor back, and not one twice as large.
    - Look at what is subtracted from the middle, and added to it.

    왼쪽 변은 중심에서 얼마나 떨어져 있나요?
    너비의 절반이에요. 지금은 양쪽으로 너비만큼 뻗어 있어요.
    - 델타가 모두 0이면 앵커가 그대로 나와야 해요. 두 배가 아니에요.
    - 중심에서 빼고 더하는 값을 살펴보세요.
    """
    right = decode_boxes(anchors, deltas)
    return around(middles(right), 2 * sizes(right))


@decode_boxes.mistake
def anchor_plus_one(decode_boxes, anchors, deltas):
    """Is an anchor from 0 to 16 seventeen wide?
    Older code adds 1, as its x2 is the last pixel of the box. Here the box ends at x2: the width is x2 - x1.
    - Deltas of zeros must give the anchor back, and not one that is larger.
    - Look for a + 1.

    0에서 16까지인 앵커의 너비가 17인가요?
    x2를 상자의 마지막 픽셀로 보던 옛 코드는 1을 더해요. 여기서는 상자가 x2에서 끝나니 너비는 x2 - x1이에요.
    - 델타가 모두 0이면 앵커가 그대로 나와야 해요. 더 커지면 안 돼요.
    - + 1이 있는지 찾아보세요.
    """
    return decode_boxes(one_longer(anchors), deltas)


@decode_boxes.mistake
def last_pixel_of_the_box(decode_boxes, anchors, deltas):
    """Is x2 the last pixel of a box?
    You add 1 to the sizes and take it away again at the end. Deltas of zeros give the anchor back, and all others
    move too far: here the width is x2 - x1.
    - dx = 1 moves an anchor 16 wide by 16, and not by 17.
    - Look for a + 1 and a - 1.

    x2가 상자의 마지막 픽셀인가요?
    크기에 1을 더했다가 끝에서 다시 뺐어요. 델타가 0이면 앵커가 그대로 나오지만 나머지는 너무 멀리 움직여요.
    여기서 너비는 x2 - x1이에요.
    - 너비가 16인 앵커는 dx = 1이면 17이 아니라 16만큼 움직여요.
    - + 1과 - 1이 있는지 찾아보세요.
    """
    return np.subtract(decode_boxes(one_longer(anchors), deltas), [0, 0, 1, 1])


@decode_boxes.mistake
def half_of_the_middle_cut_off(decode_boxes, anchors, deltas):
    """Is the middle of an anchor always a whole number?
    // rounds down: the middle between 0 and 9 is 4.5, and not 4.
    - Try an anchor whose width is odd.
    - Look for // in the line of the middle.

    앵커의 중심이 늘 정수인가요?
    //는 내림해요. 0과 9의 가운데는 4가 아니라 4.5예요.
    - 너비가 홀수인 앵커로 해 보세요.
    - 중심을 구하는 줄에 //가 있는지 찾아보세요.
    """
    cut = middles(anchors) - np.floor(middles(anchors))
    return decode_boxes(anchors, deltas) - np.hstack([cut, cut])


# --- clip_boxes ---------------------------------------------------------------------------------------------


@clip_boxes.mistake
def last_pixel_cut(clip_boxes, boxes, height, width):
    """Where does the last pixel end?
    At width. width - 1 is where it begins, which is right only for boxes that count pixels.
    - How wide is a box over a whole picture 128 wide?
    - Look for a - 1.

    마지막 픽셀은 어디에서 끝나나요?
    width에서 끝나요. width - 1은 마지막 픽셀이 시작하는 자리예요.
    - 너비가 128인 사진 전체를 덮는 상자의 너비는 얼마인가요?
    - - 1이 있는지 찾아보세요.
    """
    return clip_boxes(boxes, height - 1, width - 1)


@clip_boxes.mistake
def height_and_width_exchanged(clip_boxes, boxes, height, width):
    """Which side limits x?
    x lies between 0 and the width, y between 0 and the height.
    - Try a picture that is not square.
    - Check the order of height and width.

    x의 한계는 어느 쪽인가요?
    x는 0과 너비 사이, y는 0과 높이 사이예요.
    - 정사각형이 아닌 사진으로 해 보세요.
    - height와 width의 순서를 확인해 보세요.
    """
    return clip_boxes(boxes, width, height)


@clip_boxes.mistake
def only_from_below(clip_boxes, boxes, height, width):
    """What about the right and the lower edge?
    Negative numbers become 0, but nothing is cut on the other side.
    - Try a box that reaches beyond the right edge.
    - There is an upper limit, too.

    오른쪽과 아래쪽은요?
    음수는 0이 되지만 반대쪽은 자르지 않아요.
    - 오른쪽 가장자리를 넘는 상자를 넣어 보세요.
    - 위쪽 한계도 필요해요.
    """
    return np.maximum(boxes, 0)


@clip_boxes.mistake
def only_from_above(clip_boxes, boxes, height, width):
    """What about the left and the upper edge?
    Large numbers are cut, but negative ones stay.
    - Try a box that begins at -5.
    - There is a lower limit, too.

    왼쪽과 위쪽은요?
    큰 수는 자르지만 음수는 그대로예요.
    - -5에서 시작하는 상자를 넣어 보세요.
    - 아래쪽 한계도 필요해요.
    """
    return np.minimum(boxes, [width, height, width, height])


@clip_boxes.mistake
def each_corner_by_its_own_edge(clip_boxes, boxes, height, width):
    """What becomes of a box wholly outside?
    x1 is only kept above 0, and x2 below the width. Beyond the right edge x1 then lies behind x2.
    - A box from 140 to 150 in a picture 128 wide: what are x1 and x2?
    - All four numbers need both limits.

    완전히 밖에 있는 상자는 어떻게 되나요?
    x1은 0보다 크게, x2는 너비보다 작게만 했어요. 오른쪽 밖에 있는 상자라면 x1이 x2보다 뒤에 와요.
    - 너비가 128인 사진에서 140부터 150까지인 상자의 x1과 x2는 얼마인가요?
    - 네 숫자 모두 양쪽 한계가 필요해요.
    """
    return np.hstack([np.maximum(boxes[:, :2], 0), np.minimum(boxes[:, 2:], [width, height])])


@clip_boxes.mistake
def drops_boxes_outside(clip_boxes, boxes, height, width):
    """How many boxes come back?
    As many as went in: box k must stay in row k, as its score does.
    - A box wholly outside becomes one without area; it is dropped later.
    - Look for a line that chooses rows.

    상자가 몇 개 나오나요?
    들어간 만큼 나와야 해요. k번 상자는 점수와 마찬가지로 k번 행에 있어야 해요.
    - 완전히 밖에 있는 상자는 넓이가 없는 상자가 돼요. 버리는 것은 나중이에요.
    - 행을 고르는 줄이 있는지 찾아보세요.
    """
    right = clip_boxes(boxes, height, width)
    return right[(sizes(right) > 0).all(axis=1)]


@clip_boxes.mistake
def clips_in_place(clip_boxes, boxes, height, width):
    """Whose array do you change?
    The boxes of the caller are cut as well. Who called may still need them as they were.
    - Print the boxes before and after the call.
    - Look for out=, or for an assignment to columns of boxes.

    누구의 배열을 바꾸고 있나요?
    부른 쪽의 상자까지 잘렸어요. 원래 상자가 아직 필요할 수 있어요.
    - 함수를 부르기 전과 후에 상자를 출력해 보세요.
    - out=이나 boxes의 열에 값을 넣는 줄을 찾아보세요.
    """
    boxes[:] = clip_boxes(boxes, height, width)
    return boxes


# --- rpn_targets --------------------------------------------------------------------------------------------


def overlaps(boxes, others):
    """IoU of each with each, written once more."""
    a, b = boxes[:, None], others[None]
    w = np.minimum(a[..., 2], b[..., 2]) - np.maximum(a[..., 0], b[..., 0])
    h = np.minimum(a[..., 3], b[..., 3]) - np.maximum(a[..., 1], b[..., 1])
    both = np.maximum(w, 0) * np.maximum(h, 0)
    areas = (a[..., 2] - a[..., 0]) * (a[..., 3] - a[..., 1]) + (b[..., 2] - b[..., 0]) * (b[..., 3] - b[..., 1])
    return both / (areas - both)


def moves(anchors, boxes):
    """Deltas, written once more."""
    size, new = sizes(anchors), sizes(boxes)
    return np.hstack([(middles(boxes) - middles(anchors)) / size, np.log(new / size)])


def relabelled(answer, changed, label):
    """Other labels where `changed`; what is no object has no deltas."""
    labels, deltas = np.array(answer[0]), np.array(answer[1])
    labels[changed] = np.broadcast_to(label, labels.shape)[changed]
    deltas[labels != 1] = 0
    return labels, deltas


@rpn_targets.mistake
def no_forced_match(rpn_targets, anchors, truths, pos=0.7, neg=0.3):
    """Has every object an anchor?
    An object that no anchor overlaps by `pos` has none, and will never be learnt.
    - A small plate whose best anchor has the IoU 0.5: which label has that anchor?
    - Look at the matrix of overlaps column by column, too.

    물체마다 앵커가 있나요?
    IoU가 `pos` 이상인 앵커가 없는 물체는 앵커를 얻지 못해 아무도 배우지 못해요.
    - 가장 좋은 앵커의 IoU가 0.5인 작은 번호판이라면 그 앵커의 레이블은 무엇인가요?
    - 겹침 행렬을 열마다도 살펴보세요.
    """
    largest = overlaps(anchors, truths).max(axis=1, initial=0)
    answer = rpn_targets(anchors, truths, pos, neg)
    return relabelled(answer, (answer[0] == 1) & (largest < pos), np.where(largest < neg, 0, -1))


@rpn_targets.mistake
def background_has_the_last_word(rpn_targets, anchors, truths, pos=0.7, neg=0.3):
    """What is the best anchor of an object if its IoU is below neg?
    It is made background again, after it was chosen. It must stay an object.
    - A small plate whose best anchor has the IoU 1/4: which label has that anchor?
    - In which order do you write 0 and 1 into the labels?

    물체와 가장 많이 겹치는 앵커의 IoU가 neg보다 작으면 레이블은 무엇인가요?
    물체로 정한 앵커가 다시 배경이 됐어요. 물체로 남아야 해요.
    - 가장 좋은 앵커의 IoU가 1/4인 작은 번호판이라면 그 앵커의 레이블은 무엇인가요?
    - 레이블에 0과 1을 어떤 순서로 쓰고 있나요?
    """
    largest = overlaps(anchors, truths).max(axis=1, initial=0)
    return relabelled(rpn_targets(anchors, truths, pos, neg), largest < neg, 0)


@rpn_targets.mistake
def only_one_of_equals(rpn_targets, anchors, truths, pos=0.7, neg=0.3):
    """What if two anchors are equally good for an object?
    argmax finds the first one only. All that tie get the label 1.
    - Two anchors, one to the left, one to the right, with the IoU 1/3 each.
    - Compare each overlap with the largest one of its column.

    두 앵커가 물체와 똑같이 겹치면 어떻게 하나요?
    argmax는 첫 번째만 찾아요. 똑같이 좋은 앵커는 모두 레이블이 1이에요.
    - 왼쪽과 오른쪽에 IoU가 1/3인 앵커를 하나씩 놓아 보세요.
    - 열마다 겹침을 그 열의 최댓값과 비교하세요.
    """
    overlap = overlaps(anchors, truths)
    largest = overlap.max(axis=1, initial=0)
    first = np.isin(np.arange(len(anchors)), overlap.argmax(axis=0)) if len(truths) else largest > 2
    answer = rpn_targets(anchors, truths, pos, neg)
    return relabelled(answer, (answer[0] == 1) & (largest < pos) & ~first, np.where(largest < neg, 0, -1))


@rpn_targets.mistake
def anchors_for_an_object_that_none_touches(rpn_targets, anchors, truths, pos=0.7, neg=0.3):
    """What is the best anchor of an object that no anchor touches?
    Its largest IoU is 0, and every anchor that does not touch it "ties". All become objects.
    - Put one object far away from all anchors: how many labels are 1?
    - An IoU of 0 is not a match, even where it is the largest.

    어떤 앵커도 닿지 않는 물체에게 가장 좋은 앵커는 무엇인가요?
    가장 큰 IoU가 0이라서 닿지 않는 앵커가 모두 "똑같이 좋은" 앵커가 되어 버려요.
    - 물체 하나를 모든 앵커에서 멀리 두어 보세요. 1이 몇 개인가요?
    - IoU 0은 가장 크더라도 짝이 아니에요.
    """
    labels, deltas = (np.array(part) for part in rpn_targets(anchors, truths, pos, neg))
    overlap = overlaps(anchors, truths)
    forced = (overlap == overlap.max(axis=0, initial=0)).any(axis=1) & (labels != 1)
    labels[forced] = 1
    if forced.any():
        deltas[forced] = moves(anchors[forced], truths[overlap[forced].argmax(axis=1)])
    return labels, deltas


@rpn_targets.mistake
def ignore_as_background(rpn_targets, anchors, truths, pos=0.7, neg=0.3):
    """How many kinds of anchors are there?
    Three. Anchors that overlap a plate half are counted as background, and the network learns that half a plate is
    none.
    - Which label has an anchor with the IoU 0.5?
    - Between neg and pos lies -1.

    앵커는 몇 종류인가요?
    세 종류예요. 번호판과 절반쯤 겹치는 앵커를 배경으로 세면 신경망이 번호판 절반을 배경으로 배워요.
    - IoU가 0.5인 앵커의 레이블은 무엇인가요?
    - neg와 pos 사이는 -1이에요.
    """
    labels, deltas = rpn_targets(anchors, truths, pos, neg)
    return np.where(labels == -1, 0, labels), deltas


@rpn_targets.mistake
def threshold_swapped(rpn_targets, anchors, truths, pos=0.7, neg=0.3):
    """Which overlap is surely an object?
    Anchors are objects from neg on.
    - Is an IoU of 0.5 an object, with 0.7 and 0.3?
    - Which of the two is compared with >=?

    얼마나 겹쳐야 확실히 물체인가요?
    neg부터 물체로 세고 있어요.
    - 기준이 0.7과 0.3이라면 IoU가 0.5인 앵커는 물체인가요?
    - 둘 중 >=로 비교하는 것은 어느 것인가요?
    """
    return rpn_targets(anchors, truths, neg, neg)


@rpn_targets.mistake
def more_than_pos(rpn_targets, anchors, truths, pos=0.7, neg=0.3):
    """What is an anchor whose IoU is exactly pos?
    An object: at least pos is asked for, and not more.
    - Look at the sign of your comparison.
    - Try pos = 0.5 and an IoU of 0.5.

    IoU가 정확히 pos인 앵커는 무엇인가요?
    물체예요. pos보다 클 때가 아니라 pos 이상일 때예요.
    - 비교 기호를 살펴보세요.
    - pos = 0.5, IoU = 0.5로 해 보세요.
    """
    return rpn_targets(anchors, truths, np.nextafter(pos, 1), neg)


@rpn_targets.mistake
def up_to_neg(rpn_targets, anchors, truths, pos=0.7, neg=0.3):
    """What is an anchor whose IoU is exactly neg?
    It is ignored: background lies below neg.
    - Look at the sign of your comparison.
    - Try neg = 0.25 and an IoU of 0.25.

    IoU가 정확히 neg인 앵커는 무엇인가요?
    무시해요. neg보다 작아야 배경이에요.
    - 비교 기호를 살펴보세요.
    - neg = 0.25, IoU = 0.25로 해 보세요.
    """
    return rpn_targets(anchors, truths, pos, np.nextafter(neg, 1))


@rpn_targets.mistake
def always_70_and_30(rpn_targets, anchors, truths, pos=0.7, neg=0.3):
    """Do the arguments pos and neg change anything?
    0.7 and 0.3 are written in by hand.
    - Call your function with pos=0.5 and an anchor with the IoU 0.5.
    - Write the names in the place of the numbers.

    인수 pos와 neg를 바꾸면 답이 바뀌나요?
    0.7과 0.3이 숫자로 적혀 있어요.
    - pos=0.5로 IoU가 0.5인 앵커를 넣어 보세요.
    - 숫자 대신 이름을 쓰세요.
    """
    return rpn_targets(anchors, truths, 0.7, 0.3)


@rpn_targets.mistake
def all_to_the_first_object(rpn_targets, anchors, truths, pos=0.7, neg=0.3):
    """To which object does each anchor move?
    All move to the first one. Each should move to the object that it overlaps most.
    - Two objects and an anchor on each: look at both rows of deltas.
    - Which index picks the truth?

    앵커마다 어느 물체로 움직이나요?
    모두 첫 번째 물체로 움직여요. 자기가 가장 많이 겹치는 물체로 움직여야 해요.
    - 물체 둘과 그 위의 앵커 둘로 델타 두 행을 살펴보세요.
    - 정답 상자를 고르는 인덱스는 무엇인가요?
    """
    labels, deltas = (np.array(part) for part in rpn_targets(anchors, truths, pos, neg))
    objects = labels == 1
    if objects.any():
        deltas[objects] = moves(anchors[objects], np.repeat(truths[:1], objects.sum(), axis=0))
    return labels, deltas


@rpn_targets.mistake
def deltas_lead_back(rpn_targets, anchors, truths, pos=0.7, neg=0.3):
    """From where to where do the deltas lead?
    They lead from the truth to the anchor; the network moves the anchor.
    - Has encode_boxes its arguments in the right order?
    - A truth to the right of its anchor has a positive dx.

    델타는 어디에서 어디로 가나요?
    정답 상자에서 앵커로 가고 있어요. 움직이는 것은 앵커예요.
    - encode_boxes에 넣는 인수의 순서가 맞나요?
    - 정답이 앵커보다 오른쪽에 있으면 dx는 양수여야 해요.
    """
    labels, deltas = (np.array(part) for part in rpn_targets(anchors, truths, pos, neg))
    objects = labels == 1
    if objects.any():
        matched = truths[overlaps(anchors, truths)[objects].argmax(axis=1)]
        deltas[objects] = moves(matched, anchors[objects])
    return labels, deltas


@rpn_targets.mistake
def boxes_instead_of_deltas(rpn_targets, anchors, truths, pos=0.7, neg=0.3):
    """Do you return boxes?
    The second part is the way from anchor to box, in four numbers.
    - Which of your functions makes deltas of two boxes?
    - An anchor that is its truth has four zeros.

    상자를 돌려주었나요?
    두 번째 값은 앵커에서 상자로 가는 길, 숫자 네 개예요.
    - 여러분의 함수 가운데 상자 두 개로 델타를 구하는 것은 무엇인가요?
    - 앵커와 정답이 같으면 네 숫자가 모두 0이어야 해요.
    """
    labels, deltas = (np.array(part) for part in rpn_targets(anchors, truths, pos, neg))
    objects = labels == 1
    if objects.any():
        deltas[objects] = truths[overlaps(anchors, truths)[objects].argmax(axis=1)]
    return labels, deltas


@rpn_targets.mistake
def deltas_for_every_anchor(rpn_targets, anchors, truths, pos=0.7, neg=0.3):
    """Where should background move to?
    Nowhere: rows without the label 1 are 0.
    - Look at the row of an anchor that touches no object.
    - Which rows do you fill?

    배경은 어디로 움직여야 하나요?
    어디로도 움직이지 않아요. 레이블이 1이 아닌 행은 0이에요.
    - 어떤 물체와도 겹치지 않는 앵커의 행을 살펴보세요.
    - 어느 행을 채우고 있나요?
    """
    labels, deltas = rpn_targets(anchors, truths, pos, neg)
    if len(truths):
        deltas = moves(anchors, truths[overlaps(anchors, truths).argmax(axis=1)])
    return labels, deltas


@rpn_targets.mistake
def keras_frcnn(rpn_targets, anchors, truths, pos=0.7, neg=0.3):
    """What happens at exactly pos, and where two anchors are equally good?
    keras-frcnn adds a little to the union, so that an IoU of just pos or just neg falls below, and of equals it keeps
    the first one only.
    - Try pos = 0.5 and an IoU of 0.5: it must be an object.
    - Two anchors with the same largest IoU of an object both have the label 1.

    IoU가 정확히 pos일 때, 그리고 두 앵커가 똑같이 좋을 때 어떻게 하나요?
    keras-frcnn은 합집합에 작은 수를 더해서 IoU가 정확히 pos나 neg일 때 기준에 못 미치고, 똑같이 좋은 앵커는
    첫 번째만 남겨요.
    - pos = 0.5, IoU = 0.5로 해 보세요. 물체여야 해요.
    - 한 물체와 겹치는 정도가 똑같이 가장 큰 두 앵커는 모두 레이블이 1이에요.
    """
    if not len(truths):
        return rpn_targets(anchors, truths, pos, neg)
    overlap = overlaps(anchors, truths) * (1 - 1e-9)
    largest, matched, deltas = overlap.max(axis=1), overlap.argmax(axis=1), np.zeros(anchors.shape)
    labels = np.where(largest > pos, 1, np.where(largest > neg, -1, 0))
    for k, share in enumerate(overlap.T):
        if 0 < share.max() <= pos:
            labels[share.argmax()], matched[share.argmax()] = 1, k
    deltas[labels == 1] = moves(anchors, truths[matched])[labels == 1]
    return labels, deltas


@rpn_targets.mistake
def last_pixels_and_untouched_objects(rpn_targets, anchors, truths, pos=0.7, neg=0.3):
    """Is a box from 0 to 16 seventeen wide, and has an object that no anchor touches a best anchor?
    py-faster-rcnn adds 1 to widths in IoU and deltas, and where the largest IoU of an object is 0 all anchors "tie".
    - Double all numbers of all boxes: neither labels nor deltas must change.
    - Look for + 1, or call iou and encode_boxes.

    0에서 16까지인 상자의 너비가 17이고, 어떤 앵커도 닿지 않는 물체에게 가장 좋은 앵커가 있나요?
    py-faster-rcnn은 IoU와 델타를 구할 때 너비에 1을 더하고, 물체의 가장 큰 IoU가 0이면 모든 앵커를 고르게 돼요.
    - 모든 상자의 숫자를 두 배로 해 보세요. 레이블도 델타도 바뀌지 않아야 해요.
    - + 1이 있는지 찾아보세요. iou와 encode_boxes를 불러도 돼요.
    """
    if not len(truths):
        return rpn_targets(anchors, truths, pos, neg)
    anchors, truths = one_longer(anchors), one_longer(truths)
    overlap, deltas = overlaps(anchors, truths), np.zeros(anchors.shape)
    largest = overlap.max(axis=1)
    labels = np.where(largest < neg, 0, -1)
    labels[(largest >= pos) | (overlap == overlap.max(axis=0)).any(axis=1)] = 1
    deltas[labels == 1] = moves(anchors, truths[overlap.argmax(axis=1)])[labels == 1]
    return labels, deltas


@rpn_targets.mistake
def other_default_of_pos(rpn_targets, anchors, truths, pos=0.5, neg=0.3):
    """What is pos if nobody says?
    Yours is smaller than 0.7, so that anchors with an IoU of 0.69 are objects.
    - Compare the first line of your function with the one that was given.
    - Which number stands behind pos=?

    pos를 정하지 않으면 얼마인가요?
    0.7보다 작아서 IoU가 0.69인 앵커가 물체가 됐어요.
    - 함수의 첫 줄을 처음에 받은 것과 비교해 보세요.
    - pos= 뒤에 어떤 수가 있나요?
    """
    return rpn_targets(anchors, truths, pos, neg)


@rpn_targets.mistake
def other_default_of_neg(rpn_targets, anchors, truths, pos=0.7, neg=0.5):
    """What is neg if nobody says?
    Yours is larger than 0.3, so that anchors with an IoU of 0.31 are background.
    - Compare the first line of your function with the one that was given.
    - Which number stands behind neg=?

    neg를 정하지 않으면 얼마인가요?
    0.3보다 커서 IoU가 0.31인 앵커가 배경이 됐어요.
    - 함수의 첫 줄을 처음에 받은 것과 비교해 보세요.
    - neg= 뒤에 어떤 수가 있나요?
    """
    return rpn_targets(anchors, truths, pos, neg)


# --- rpn_loss -----------------------------------------------------------------------------------------------


@rpn_loss.mistake
def box_loss_on_negatives(rpn_loss, logits, deltas, labels, targets):
    """Where should a background anchor move to?
    Nowhere, but its deltas are counted in the loss of the boxes.
    - Change the deltas of an anchor with label 0: does your loss change?
    - The boxes are counted where the label is 1.

    배경 앵커는 어디로 움직여야 하나요?
    어디로도 움직이지 않는데 배경의 델타를 상자 손실에 세고 있어요.
    - 레이블이 0인 앵커의 델타를 바꾸면 손실이 바뀌나요?
    - 상자는 레이블이 1인 곳에서만 세요.
    """
    right = rpn_loss(logits, deltas, labels, targets)
    return right[0], rpn_loss(logits, deltas, np.where(labels == 0, 1, labels), targets)[1]


@rpn_loss.mistake
def box_loss_on_all(rpn_loss, logits, deltas, labels, targets):
    """Are the boxes of ignored anchors counted?
    Only anchors with label 1 have a place to go to.
    - Change the deltas of an anchor with label -1: does your loss change?
    - Choose the rows before you add up.

    무시할 앵커의 상자도 세고 있나요?
    갈 곳이 있는 앵커는 레이블이 1인 것뿐이에요.
    - 레이블이 -1인 앵커의 델타를 바꾸면 손실이 바뀌나요?
    - 더하기 전에 행을 고르세요.
    """
    right = rpn_loss(logits, deltas, labels, targets)
    counted = max((labels >= 0).sum(), 1)
    return right[0], rpn_loss(logits, deltas, np.ones_like(labels), targets)[1] * len(labels) / counted


def box_with(loss, labels, deltas, targets, n=None):
    """The loss of the boxes with another function of the differences, or another divisor."""
    d = np.abs(deltas - targets)[labels == 1]
    return loss(d).sum() / (max((labels >= 0).sum(), 1) if n is None else n)


def smooth(d):
    return np.where(d < 1, d * d / 2, d - 0.5)


@rpn_loss.mistake
def l2(rpn_loss, logits, deltas, labels, targets):
    """How much does a box cost that is off by 10?
    You square it: 50. Smooth L1 is a straight line from 1 on: 9.5.
    - Below 1 your loss is right. And above?
    - One of two formulas must be chosen for each difference.

    10만큼 벗어난 상자의 손실은 얼마인가요?
    제곱해서 50이 되고 있어요. smooth L1은 1부터 직선이라 9.5예요.
    - 1보다 작을 때는 맞아요. 1보다 클 때는요?
    - 차이에 따라 두 식 가운데 하나를 골라야 해요.
    """
    return rpn_loss(logits, deltas, labels, targets)[0], box_with(lambda d: d * d / 2, labels, deltas, targets)


@rpn_loss.mistake
def l1(rpn_loss, logits, deltas, labels, targets):
    """Is it the plain absolute difference?
    Below 1 smooth L1 is d * d / 2, so that the slope fades near the goal; above it 1/2 is subtracted.
    - How much is smooth L1 of 0.5?
    - Both formulas give the same at d = 1.

    차이의 절댓값을 그대로 썼나요?
    smooth L1은 1보다 작으면 d * d / 2라서 목표 가까이에서 기울기가 줄어들고, 1보다 크면 1/2을 빼요.
    - 0.5의 smooth L1은 얼마인가요?
    - 두 식은 d = 1에서 같은 값이어야 해요.
    """
    return rpn_loss(logits, deltas, labels, targets)[0], box_with(lambda d: d, labels, deltas, targets)


@rpn_loss.mistake
def no_half(rpn_loss, logits, deltas, labels, targets):
    """Is the half missing below 1?
    d * d and d - 1/2 do not meet at 1: one gives 1, the other 1/2.
    - What must the curve give at d = 1, seen from both sides?
    - Look at the factor of the square.

    1보다 작을 때 절반이 빠졌나요?
    d * d와 d - 1/2은 d = 1에서 만나지 않아요. 하나는 1, 하나는 1/2이에요.
    - 양쪽에서 다가가면 d = 1에서 값이 얼마여야 하나요?
    - 제곱에 곱하는 수를 살펴보세요.
    """
    loss = rpn_loss(logits, deltas, labels, targets)[0]
    return loss, box_with(lambda d: np.where(d < 1, d * d, d - 0.5), labels, deltas, targets)


@rpn_loss.mistake
def beta_one_ninth(rpn_loss, logits, deltas, labels, targets):
    """Where does the curve turn into a line?
    At 1/9, as in torchvision and Detectron. Here it is at 1.
    - How much is smooth L1 of 0.5? Here it is 0.125.
    - Look for beta.

    곡선이 직선으로 바뀌는 곳은 어디인가요?
    torchvision이나 Detectron처럼 1/9에서 바뀌고 있어요. 여기서는 1이에요.
    - 0.5의 smooth L1은 얼마인가요? 여기서는 0.125예요.
    - beta를 찾아보세요.
    """

    def loss(d):
        return np.where(d < 1 / 9, d * d * 4.5, d - 1 / 18)

    return rpn_loss(logits, deltas, labels, targets)[0], box_with(loss, labels, deltas, targets)


@rpn_loss.mistake
def normaliser(rpn_loss, logits, deltas, labels, targets):
    """By what is the loss of the boxes divided?
    By the number of objects. Both losses have the same divisor here: all anchors with label 1 or 0.
    - One object and nine background anchors: by how much do you divide?
    - Take a sum, not a mean, and divide it yourself.

    상자 손실을 무엇으로 나눴나요?
    물체의 수로 나눴어요. 여기서는 두 손실 모두 레이블이 1이거나 0인 앵커의 수로 나눠요.
    - 물체가 하나이고 배경이 아홉이면 얼마로 나누나요?
    - mean 대신 sum을 구하고 직접 나눠 보세요.
    """
    n = max((labels == 1).sum(), 1)
    return rpn_loss(logits, deltas, labels, targets)[0], box_with(smooth, labels, deltas, targets, n)


@rpn_loss.mistake
def mean_of_the_four(rpn_loss, logits, deltas, labels, targets):
    """Are the four differences of a box averaged?
    They are added up; np.mean over all numbers divides by four too much.
    - One anchor, off by (0.5, 0, 3, 0): the sum is 2.625.
    - Count what you divide by.

    상자의 네 차이를 평균했나요?
    네 차이는 더해요. 모든 숫자에 np.mean을 쓰면 4로 한 번 더 나누게 돼요.
    - 앵커 하나가 (0.5, 0, 3, 0)만큼 벗어나면 합은 2.625예요.
    - 나누는 수를 세어 보세요.
    """
    right = rpn_loss(logits, deltas, labels, targets)
    return right[0], right[1] / 4


@rpn_loss.mistake
def plain_mean_of_the_boxes(rpn_loss, logits, deltas, labels, targets):
    """How many numbers are in your mean of the boxes?
    Four for each object. The divisor is the number of anchors with label 1 or 0, as for the classification.
    - One object and one background anchor: divide by 2, and not by 4.
    - Take a sum, and divide it yourself; then nothing is nan when there is no object.

    상자 손실의 평균은 숫자 몇 개의 평균인가요?
    물체마다 네 개씩이에요. 나누는 수는 분류와 같이 레이블이 1이거나 0인 앵커의 수예요.
    - 물체 하나와 배경 하나라면 4가 아니라 2로 나눠요.
    - 합을 구해서 직접 나누세요. 그러면 물체가 없을 때도 nan이 되지 않아요.
    """
    if not (labels >= 0).any():
        return np.nan, np.nan
    return rpn_loss(logits, deltas, labels, targets)[0], box_with(
        smooth, labels, deltas, targets, 4 * (labels == 1).sum()
    )


@rpn_loss.mistake
def nothing_divided(rpn_loss, logits, deltas, labels, targets):
    """Are the losses only added up?
    Both are divided by the number of anchors with label 1 or 0.
    - Give the same anchors twice: the loss must not change.
    - You need to know how many were counted.

    손실을 더하기만 했나요?
    둘 다 레이블이 1이거나 0인 앵커의 수로 나눠요.
    - 같은 앵커를 두 번씩 넣어 보세요. 손실이 바뀌지 않아야 해요.
    - 몇 개를 세었는지 알아야 해요.
    """
    n = max((labels >= 0).sum(), 1)
    classification, box = rpn_loss(logits, deltas, labels, targets)
    return classification * n, box * n


@rpn_loss.mistake
def divided_by_all_anchors(rpn_loss, logits, deltas, labels, targets):
    """Are ignored anchors counted in the divisor?
    Only those with label 1 or 0 are.
    - Add anchors with label -1: your loss must not change.
    - Do you divide by len(labels)?

    나누는 수에 무시할 앵커도 넣었나요?
    레이블이 1이거나 0인 앵커만 세요.
    - 레이블이 -1인 앵커를 더 넣어 보세요. 손실이 바뀌지 않아야 해요.
    - len(labels)로 나누고 있지 않나요?
    """
    n = max((labels >= 0).sum(), 1) / len(labels)
    classification, box = rpn_loss(logits, deltas, labels, targets)
    return classification * n, box * n


@rpn_loss.mistake
def logits_vs_probs(rpn_loss, logits, deltas, labels, targets):
    """Is the sigmoid taken twice?
    A sigmoid comes before a cross-entropy that takes logits: it has one inside.
    - Logit 0 with label 1 must cost log 2 = 0.6931.
    - The logits go into the formula as they are.

    시그모이드를 두 번 썼나요?
    로짓을 받는 교차 엔트로피 안에 시그모이드가 이미 들어 있어요.
    - 로짓 0, 레이블 1의 손실은 log 2 = 0.6931이어야 해요.
    - 로짓이 그대로 식에 들어가는지 살펴보세요.
    """
    with np.errstate(over="ignore"):
        return rpn_loss(1 / (1 + np.exp(-logits)), deltas, labels, targets)


@rpn_loss.mistake
def ignored_counted_as_background(rpn_loss, logits, deltas, labels, targets):
    """Are ignored anchors background?
    Label -1 means: leave it out of both losses and of the divisor.
    - Change the logit of an anchor with label -1: does your loss change?
    - labels != 1 is not the same as labels == 0.

    무시할 앵커를 배경으로 세었나요?
    레이블 -1은 두 손실과 나누는 수에서 모두 빼라는 뜻이에요.
    - 레이블이 -1인 앵커의 로짓을 바꾸면 손실이 바뀌나요?
    - labels != 1과 labels == 0은 달라요.
    """
    return rpn_loss(logits, deltas, np.maximum(labels, 0), targets)


@rpn_loss.mistake
def minus_one_as_a_target(rpn_loss, logits, deltas, labels, targets):
    """Is -1 used as a target of the cross-entropy?
    A target is 0 or 1; z * t with t = -1 rewards nonsense.
    - Choose the anchors with label 1 or 0 before you work out the entropy.
    - Print the labels that go into it: is there a -1?

    -1을 교차 엔트로피의 정답으로 썼나요?
    정답은 0이나 1이에요. t = -1이면 z * t가 엉뚱한 값이 돼요.
    - 엔트로피를 구하기 전에 레이블이 1이거나 0인 앵커를 고르세요.
    - labels에 -1이 남아 있지 않은지 출력해 보세요.
    """
    entropy = np.maximum(logits, 0) - logits * labels + np.log1p(np.exp(-np.abs(logits)))
    box = rpn_loss(logits, deltas, labels, targets)[1] * max((labels >= 0).sum(), 1) / len(labels)
    return entropy.sum() / len(labels), box


@rpn_loss.mistake
def only_objects_classified(rpn_loss, logits, deltas, labels, targets):
    """Does background cost anything?
    The term of the label 0 is missing: a network that says "object" everywhere would be perfect.
    - A logit of 3 with label 0 must cost about 3.05.
    - A cross-entropy has two terms: that of t and that of 1 - t.

    배경에도 손실이 있나요?
    레이블 0의 항이 빠졌어요. 모두 "물체"라고 말하는 신경망이 만점을 받게 돼요.
    - 로짓 3, 레이블 0의 손실은 약 3.05여야 해요.
    - 교차 엔트로피에는 항이 두 개 있어요. t의 항과 1 - t의 항이에요.
    """
    n = max((labels >= 0).sum(), 1)
    t = labels == 1
    return np.logaddexp(0, -logits[t]).sum() / n, rpn_loss(logits, deltas, labels, targets)[1]


@rpn_loss.mistake
def overflows(rpn_loss, logits, deltas, labels, targets):
    """What is log(sigmoid(-900))?
    The sigmoid is 0 there, and its logarithm minus infinity. The loss is 900.
    - The text has a formula that never takes the logarithm of 0.
    - Does exp ever get a large positive number?

    log(sigmoid(-900))은 얼마인가요?
    시그모이드가 0이 되고 로그는 음의 무한대가 돼요. 손실은 900이어야 해요.
    - 본문에 0의 로그를 구하지 않는 식이 나와요.
    - exp에 큰 양수가 들어가지 않나요?
    """
    counted = labels >= 0
    z, t = logits[counted], labels[counted]
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-z))
        entropy = -t * np.log(p) - (1 - t) * np.log(1 - p)  # with where(t, log p, log(1 - p)) as infinite: the same
    return entropy.sum() / max(len(t), 1), rpn_loss(logits, deltas, labels, targets)[1]


@rpn_loss.mistake
def epsilon_in_the_log(rpn_loss, logits, deltas, labels, targets):
    """How much does a logit of -900 with label 1 cost?
    900. With a small number inside the logarithm nothing costs more than 16.
    - The text has a formula that needs no such number.
    - Do not work out sigmoid and logarithm one after the other.

    로짓 -900, 레이블 1의 손실은 얼마인가요?
    900이에요. 로그 안에 작은 수를 더하면 손실이 16을 넘지 못해요.
    - 본문에 그런 수가 필요 없는 식이 나와요.
    - 시그모이드와 로그를 따로 구하지 마세요.
    """
    counted = labels >= 0
    z, t = logits[counted], labels[counted]
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-z))
    entropy = -t * np.log(p + 1e-7) - (1 - t) * np.log(1 - p + 1e-7)
    return entropy.sum() / max(len(t), 1), rpn_loss(logits, deltas, labels, targets)[1]


@rpn_loss.mistake
def divides_by_zero(rpn_loss, logits, deltas, labels, targets):
    """What if no anchor is counted?
    0 / 0 is nan, and one nan spoils all weights.
    - The divisor is at least 1.
    - Try labels that are all -1.

    셀 앵커가 하나도 없으면 어떻게 되나요?
    0 / 0은 nan이고, nan 하나가 모든 가중치를 망가뜨려요.
    - 나누는 수는 적어도 1이에요.
    - 레이블이 모두 -1인 경우를 넣어 보세요.
    """
    if (labels >= 0).any():
        return rpn_loss(logits, deltas, labels, targets)
    return np.nan, np.nan


@rpn_loss.mistake
def one_number(rpn_loss, logits, deltas, labels, targets):
    """How many numbers come back?
    Two: the classification and the boxes. You add them up.
    - Whoever trains wants to see both.
    - Return a tuple instead of a sum.

    숫자를 몇 개 돌려주나요?
    분류와 상자, 두 개예요. 지금은 더해서 하나예요.
    - 학습하는 사람은 두 값을 모두 보고 싶어 해요.
    - 더하지 말고 튜플로 돌려주세요.
    """
    return sum(rpn_loss(logits, deltas, labels, targets))


# --- proposals ----------------------------------------------------------------------------------------------

FAR_AWAY = 1e6  # shifted so far into a picture so large that nothing is clipped


@proposals.mistake
def ignores_the_deltas(
    proposals, anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7
):
    """Are the anchors moved at all?
    The boxes are the anchors themselves.
    - Where do you call decode_boxes, and what do you do with its answer?
    - Other deltas must give other boxes.

    앵커를 옮겼나요?
    앵커가 그대로 나와요.
    - decode_boxes를 어디에서 부르고, 그 답을 어디에 쓰나요?
    - 델타를 바꾸면 상자가 바뀌어야 해요.
    """
    return proposals(anchors, 0 * deltas, scores, height, width, min_size, before, after, iou_threshold)


@proposals.mistake
def nothing_clipped(
    proposals, anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7
):
    """Do boxes reach beyond the picture?
    They must be clipped after they are decoded.
    - Are there negative numbers in your answer?
    - Where do you call clip_boxes?

    상자가 사진 밖으로 나가나요?
    디코딩한 다음 사진에 맞게 잘라야 해요.
    - 답에 음수가 있나요?
    - clip_boxes는 어디에서 부르나요?
    """
    far = proposals(
        anchors + FAR_AWAY, deltas, scores, 2 * FAR_AWAY, 2 * FAR_AWAY, min_size, before, after, iou_threshold
    )
    return far[0] - FAR_AWAY, far[1]


@proposals.mistake
def clips_after_dropping(
    proposals, anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7
):
    """Which comes first, clipping or dropping?
    A box at the edge is large before it is clipped, and small after: it must go.
    - Look at a box of which only a corner lies in the picture.
    - Exchange two steps.

    자르기와 버리기 가운데 무엇이 먼저인가요?
    가장자리의 상자는 자르기 전에는 크고 자른 뒤에는 작아요. 버려야 해요.
    - 한 귀퉁이만 사진에 들어온 상자를 살펴보세요.
    - 두 단계의 순서를 바꾸세요.
    """
    big = (sizes(anchors) * np.exp(np.minimum(deltas[:, 2:], MOST)) >= min_size).all(axis=1)
    return proposals(anchors[big], deltas[big], scores[big], height, width, 0, before, after, iou_threshold)


@proposals.mistake
def keeps_small_boxes(
    proposals, anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7
):
    """Are small boxes dropped?
    Boxes with a side shorter than min_size are still there.
    - Where is min_size used?
    - The same rows must go from the scores.

    작은 상자를 버렸나요?
    한 변이 min_size보다 짧은 상자가 남아 있어요.
    - min_size를 어디에서 쓰나요?
    - 점수에서도 같은 행을 버려야 해요.
    """
    return proposals(anchors, deltas, scores, height, width, 0, before, after, iou_threshold)


@proposals.mistake
def keeps_a_box_with_one_long_side(
    proposals, anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7
):
    """Is a box kept if only one of its sides is long enough?
    Both must be: a line is no plate.
    - A box of 20 x 5 with min_size 8: what becomes of it?
    - Is it "and" or "or"?

    한 변만 길어도 상자를 남기나요?
    두 변 모두 길어야 해요.
    - min_size가 8이면 20 x 5인 상자는 어떻게 되나요?
    - "그리고"인가요, "또는"인가요?
    """
    decoded = around(middles(anchors) + deltas[:, :2] * sizes(anchors), sizes(anchors) * np.exp(deltas[:, 2:]))
    big = (sizes(np.clip(decoded, 0, [width, height] * 2)) >= min_size).any(axis=1)
    return proposals(anchors[big], deltas[big], scores[big], height, width, 0, before, after, iou_threshold)


@proposals.mistake
def drops_boxes_of_just_that_size(
    proposals, anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7
):
    """What becomes of a box whose side is exactly min_size?
    It stays: boxes that are shorter are dropped.
    - Look at the sign of your comparison.
    - Try a box of 8 x 8 with min_size 8.

    한 변이 정확히 min_size인 상자는 어떻게 되나요?
    남아요. 그보다 짧은 상자를 버려요.
    - 비교 기호를 살펴보세요.
    - min_size가 8일 때 8 x 8인 상자를 넣어 보세요.
    """
    return proposals(anchors, deltas, scores, height, width, min_size + 1e-9, before, after, iou_threshold)


@proposals.mistake
def worst_first(
    proposals, anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7
):
    """Which box comes first?
    The one with the lowest score; argsort sorts upwards.
    - Whom do you trust most?
    - Print the scores in your order.

    어느 상자가 먼저 나오나요?
    점수가 가장 낮은 상자가 먼저예요. argsort는 작은 것부터 정렬해요.
    - 가장 믿을 만한 상자는 어느 것인가요?
    - 정렬한 순서로 점수를 출력해 보세요.
    """
    boxes, found = proposals(anchors, deltas, -scores, height, width, min_size, before, after, iou_threshold)
    return boxes, -found


@proposals.mistake
def order_of_the_anchors(
    proposals, anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7
):
    """In which order do the boxes come back?
    In that of the anchors. The best come first.
    - Do your scores fall from row to row?
    - nms gives indices, best first: keep their order.

    상자가 어떤 순서로 나오나요?
    앵커의 순서예요. 점수가 높은 것이 먼저 나와야 해요.
    - 점수가 행마다 낮아지나요?
    - nms는 좋은 것부터 인덱스를 줘요. 그 순서를 지키세요.
    """
    boxes, found = proposals(anchors, deltas, scores, height, width, min_size, before, after, iou_threshold)
    place = np.argsort([list(scores).index(score) for score in found], kind="stable")
    return boxes[place], found[place]


@proposals.mistake
def no_nms(proposals, anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7):
    """How often is one plate proposed?
    Boxes that overlap a better one are still there.
    - Where do you call nms, and what do you do with its answer?
    - nms gives the indices of the boxes that stay.

    번호판 하나를 몇 번 제안하나요?
    더 좋은 상자와 겹치는 상자가 남아 있어요.
    - nms를 어디에서 부르고, 그 답을 어디에 쓰나요?
    - nms가 돌려주는 것은 남는 상자의 인덱스예요.
    """
    return proposals(anchors, deltas, scores, height, width, min_size, before, after, 1.0)


@proposals.mistake
def always_the_same_threshold(
    proposals, anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7
):
    """Does iou_threshold change anything?
    NMS always works with 0.5, which is its default.
    - Do you hand iou_threshold on to nms?
    - Look at the third argument of nms.

    iou_threshold를 바꾸면 답이 바뀌나요?
    NMS가 늘 기본값 0.5로 일해요.
    - iou_threshold를 nms에 넘기나요?
    - nms의 세 번째 인수를 확인해 보세요.
    """
    return proposals(anchors, deltas, scores, height, width, min_size, before, after, 0.5)


@proposals.mistake
def all_of_them_into_nms(
    proposals, anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7
):
    """How many boxes go into NMS?
    All of them. Only the `before` best should: NMS costs the square of their number.
    - Where is before used?
    - Sort, then cut the list.

    NMS에 상자가 몇 개 들어가나요?
    모두 들어가고 있어요. 점수가 높은 `before`개만 들어가야 해요. NMS의 비용은 상자 수의 제곱이에요.
    - before를 어디에서 쓰나요?
    - 정렬한 다음 앞에서부터 잘라 보세요.
    """
    return proposals(anchors, deltas, scores, height, width, min_size, len(anchors), after, iou_threshold)


@proposals.mistake
def all_of_them_back(
    proposals, anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7
):
    """How many boxes come back?
    All that NMS keeps; at most `after` should.
    - Where is after used?
    - Cut what NMS gives.

    상자가 몇 개 나오나요?
    NMS가 남긴 것이 모두 나와요. 많아야 `after`개여야 해요.
    - after를 어디에서 쓰나요?
    - NMS의 답을 앞에서부터 잘라 보세요.
    """
    return proposals(anchors, deltas, scores, height, width, min_size, before, len(anchors), iou_threshold)


@proposals.mistake
def cuts_to_after_before_nms(
    proposals, anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7
):
    """When is the list cut to `after`?
    Before NMS; then doubles take the places of other plates.
    - First NMS, then the first `after` of what it keeps.
    - Compare the places at which before and after are used.

    언제 `after`개로 자르나요?
    NMS 전에 자르고 있어요. 그러면 겹치는 상자가 다른 번호판의 자리를 차지해요.
    - 먼저 NMS를 하고, 남은 것에서 앞의 `after`개를 고르세요.
    - before와 after를 쓰는 자리를 비교해 보세요.
    """
    return proposals(anchors, deltas, scores, height, width, min_size, min(before, after), after, iou_threshold)


@proposals.mistake
def cuts_before_sorting(
    proposals, anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7
):
    """Which `before` boxes go into NMS?
    The first ones of the list, and not the best.
    - Sort by score, then cut.
    - What if the best box is the last of the list?

    어떤 상자 `before`개가 NMS에 들어가나요?
    점수가 높은 것이 아니라 목록의 앞에 있는 것이 들어가요.
    - 점수로 정렬한 다음 자르세요.
    - 점수가 가장 높은 상자가 목록의 끝에 있으면 어떻게 되나요?
    """
    decoded = around(middles(anchors) + deltas[:, :2] * sizes(anchors), sizes(anchors) * np.exp(deltas[:, 2:]))
    big = np.flatnonzero((sizes(np.clip(decoded, 0, [width, height] * 2)) >= min_size).all(axis=1))[:before]
    return proposals(anchors[big], deltas[big], scores[big], height, width, min_size, before, after, iou_threshold)


@proposals.mistake
def later_of_equals_first(
    proposals, anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7
):
    """Which of two equal scores comes first?
    The later one: a list that is sorted upwards and turned round is turned round among equals, too.
    - Sort by the negative score, with a sort that is stable.
    - Look at the argument kind of argsort.

    점수가 같으면 어느 것이 먼저인가요?
    뒤의 것이 먼저 나와요. 작은 것부터 정렬해 뒤집으면 같은 점수끼리도 뒤집혀요.
    - 점수에 음수를 붙여서 안정 정렬을 해 보세요.
    - argsort의 kind를 찾아보세요.
    """
    return proposals(anchors[::-1], deltas[::-1], scores[::-1], height, width, min_size, before, after, iou_threshold)


@proposals.mistake
def equals_as_they_come(
    proposals, anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7
):
    """Does your sort keep equal scores in their order?
    Two or three of them, perhaps, but not many. By default np.argsort promises no order among equal numbers.
    - Sort 20 scores, most of them equal, and print the indices.
    - Which `kind` of np.argsort keeps the order of equal ones?

    정렬할 때 점수가 같은 것끼리의 순서가 지켜지나요?
    두세 개일 때는 지켜질지 몰라도 많아지면 그렇지 않아요. np.argsort는 기본값으로는 같은 수의 순서를 보장하지 않아요.
    - 대부분 같은 점수 20개를 정렬해서 인덱스를 출력해 보세요.
    - np.argsort에서 어떤 `kind`를 쓰면 같은 것의 순서가 지켜질까요?
    """
    order = np.arange(len(scores))
    if len(scores) > KEPT_IN_ORDER:
        order = np.lexsort((-order, -scores))
    return proposals(
        anchors[order], deltas[order], scores[order], height, width, min_size, before, after, iou_threshold
    )


@proposals.mistake
def drops_after_cutting(
    proposals, anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7
):
    """When are small boxes dropped?
    After the list was cut to `before`: small boxes take places that large ones should have.
    - Let the best boxes be small, and before=2: how many go into NMS?
    - Decode, clip, drop, sort, cut: in this order.

    작은 상자를 언제 버리나요?
    `before`개로 자른 다음에 버려요. 그러면 작은 상자가 큰 상자의 자리를 차지해요.
    - 점수가 가장 높은 상자들이 작고 before=2라면 NMS에 몇 개가 들어가나요?
    - 디코딩하고, 사진에 맞추고, 작은 것을 버리고, 정렬하고, 자르는 순서예요.
    """
    best = np.sort(np.argsort(-scores, kind="stable")[:before])
    return proposals(anchors[best], deltas[best], scores[best], height, width, min_size, before, after, iou_threshold)


@proposals.mistake
def only_the_boxes(
    proposals, anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7
):
    """Where are the scores?
    Two things are asked for: the boxes and their scores.
    - What does "Returns" say in the docstring?
    - The indices that choose the boxes choose the scores, too.

    점수는 어디에 있나요?
    상자와 그 점수, 두 가지를 돌려줘야 해요.
    - docstring의 Returns를 다시 읽어 보세요.
    - 상자를 고른 인덱스로 점수도 고르세요.
    """
    return proposals(anchors, deltas, scores, height, width, min_size, before, after, iou_threshold)[0]


@proposals.mistake
def picture_turned(
    proposals, anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7
):
    """In which order does clip_boxes take the sides?
    Height first, then width. Yours have changed places.
    - Try a picture that is much wider than high.
    - Look at the arguments of the line that clips.

    clip_boxes는 두 변을 어떤 순서로 받나요?
    높이가 먼저, 너비가 다음이에요. 지금은 바뀌었어요.
    - 높이보다 너비가 훨씬 큰 사진으로 해 보세요.
    - 상자를 자르는 줄의 인수를 살펴보세요.
    """
    return proposals(anchors, deltas, scores, width, height, min_size, before, after, iou_threshold)


@proposals.mistake
def other_default_of_before(
    proposals, anchors, deltas, scores, height, width, min_size=16, before=6000, after=300, iou_threshold=0.7
):
    """What is before if nobody says?
    Yours is larger than 2000, so that more boxes go into NMS.
    - Compare the first line of your function with the one that was given.
    - Which number stands behind before=?

    before를 정하지 않으면 얼마인가요?
    2000보다 커서 NMS에 상자가 더 많이 들어가요.
    - 함수의 첫 줄을 처음에 받은 것과 비교해 보세요.
    - before= 뒤에 어떤 수가 있나요?
    """
    return proposals(anchors, deltas, scores, height, width, min_size, before, after, iou_threshold)


@proposals.mistake
def other_default_of_after(
    proposals, anchors, deltas, scores, height, width, min_size=16, before=2000, after=2000, iou_threshold=0.7
):
    """What is after if nobody says?
    Yours is larger than 300, so that more boxes come back.
    - Compare the first line of your function with the one that was given.
    - Which number stands behind after=?

    after를 정하지 않으면 얼마인가요?
    300보다 커서 상자가 더 많이 나와요.
    - 함수의 첫 줄을 처음에 받은 것과 비교해 보세요.
    - after= 뒤에 어떤 수가 있나요?
    """
    return proposals(anchors, deltas, scores, height, width, min_size, before, after, iou_threshold)


def in_pixels(anchors, deltas, scores, height, width, min_size, before, after, iou_threshold, last=0):
    """Proposals of one for whom x2 is the last pixel of a box; `last` is what decoding takes off x2 and y2 again."""
    size = sizes(one_longer(anchors))
    boxes = around(middles(one_longer(anchors)) + deltas[:, :2] * size, size * np.exp(deltas[:, 2:])) - [
        0,
        0,
        last,
        last,
    ]
    boxes = np.clip(boxes, 0, [width - 1, height - 1] * 2)
    big = (sizes(one_longer(boxes)) >= min_size).all(axis=1)
    order = np.flatnonzero(big)[np.argsort(scores[big])[::-1][:before]]
    kept = []
    while len(order):
        best, order = order[:1], order[1:]
        kept.extend(best)
        order = order[overlaps(one_longer(boxes[best]), one_longer(boxes[order]))[0] <= iou_threshold]
    return boxes[kept[:after]], scores[kept[:after]]


@proposals.mistake
def boxes_that_end_at_their_last_pixel(
    proposals, anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7
):
    """Is a box from 0 to 16 seventeen wide?
    py-faster-rcnn adds 1 to widths when it decodes, drops and in NMS, and clips at width - 1. Here a box ends at x2.
    - Deltas of zeros must give the anchors back.
    - Look for + 1 and - 1, or call decode_boxes, clip_boxes and nms.

    0에서 16까지인 상자의 너비가 17인가요?
    py-faster-rcnn은 디코딩할 때, 작은 상자를 버릴 때, NMS에서 너비에 1을 더하고 width - 1에서 잘라요.
    여기서는 상자가 x2에서 끝나요.
    - 델타가 모두 0이면 앵커가 그대로 나와야 해요.
    - + 1과 - 1이 있는지 찾아보세요. decode_boxes, clip_boxes, nms를 불러도 돼요.
    """
    return in_pixels(anchors, deltas, scores, height, width, min_size, before, after, iou_threshold)


@proposals.mistake
def last_pixels_and_small_boxes(
    proposals, anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7
):
    """Is a box from 0 to 16 seventeen wide, and are small boxes kept?
    tf-faster-rcnn adds 1 to widths, clips at width - 1 and drops nothing. Here a box ends at x2, and min_size counts.
    - Deltas of zeros must give the anchors back.
    - Where is min_size used?

    0에서 16까지인 상자의 너비가 17이고, 작은 상자도 남아 있나요?
    tf-faster-rcnn은 너비에 1을 더하고 width - 1에서 자르며 아무것도 버리지 않아요. 여기서는 상자가 x2에서 끝나고,
    min_size보다 작으면 버려요.
    - 델타가 모두 0이면 앵커가 그대로 나와야 해요.
    - min_size를 어디에서 쓰나요?
    """
    return in_pixels(anchors, deltas, scores, height, width, 0, before, after, iou_threshold)


@proposals.mistake
def last_pixels_taken_off_again(
    proposals, anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7
):
    """Is x2 the last pixel of a box, and are small boxes kept?
    mx-rcnn adds 1 to widths and takes it off again, clips at width - 1, and drops and cuts nothing before NMS.
    - dx = 1 moves an anchor 16 wide by 16, and not by 17.
    - Where are min_size and before used?

    x2가 상자의 마지막 픽셀이고, 작은 상자도 남아 있나요?
    mx-rcnn은 너비에 1을 더했다가 다시 빼고 width - 1에서 자르며, NMS 전에 아무것도 버리지 않아요.
    - 너비가 16인 앵커는 dx = 1이면 17이 아니라 16만큼 움직여요.
    - min_size와 before를 어디에서 쓰나요?
    """
    return in_pixels(anchors, deltas, scores, height, width, 0, len(anchors), after, iou_threshold, last=1)


# --- mask_head ----------------------------------------------------------------------------------------------


def four(x, filters=256, n=4, size=3, padding="same", activation="relu"):
    for _ in range(n):
        x = layers.Conv2D(filters, size, padding=padding, activation=activation)(x)
    return x


def up(x, filters=256, size=2, activation="relu"):
    return layers.Conv2DTranspose(filters, size, 2, "same" if size > 2 else "valid", activation=activation)(x)


def masks(x, classes, size=1, activation="sigmoid"):
    return layers.Conv2D(classes, size, padding="same", activation=activation)(x)


@mask_head.mistake
def softmax_over_classes(mask_head, x, classes):
    """Do the classes compete for each pixel?
    Softmax makes them. Mask R-CNN lets the other branch choose the class; each mask is a yes or no.
    - May two masks be 0.9 at the same pixel? They may.
    - Which activation answers each question by itself?

    픽셀마다 클래스끼리 경쟁하나요?
    소프트맥스를 쓰면 경쟁해요. Mask R-CNN에서는 다른 가지가 클래스를 고르고, 마스크는 예, 아니요만 답해요.
    - 한 픽셀에서 두 마스크가 모두 0.9여도 될까요? 돼요.
    - 질문마다 따로 답하는 활성화 함수는 무엇인가요?
    """
    return masks(up(four(x)), classes, activation="softmax")


@mask_head.mistake
def scores_not_probabilities(mask_head, x, classes):
    """Are the masks between 0 and 1?
    The last layer has no activation, so that scores of any size come out.
    - Which activation makes a probability of each number by itself?
    - Read the last line of the table again.

    마스크의 값이 0과 1 사이인가요?
    마지막 층에 활성화 함수가 없어서 아무 값이나 나와요.
    - 숫자마다 따로 확률로 바꾸는 활성화 함수는 무엇인가요?
    - 표의 마지막 층을 다시 보세요.
    """
    return masks(up(four(x)), classes, activation=None)


@mask_head.mistake
def no_upsampling(mask_head, x, classes):
    """How large is the mask?
    As large as the map that goes in; it must be twice as high and wide.
    - Which layer of the table makes 28 of 14?
    - Look at output_shape.

    마스크의 크기는 얼마인가요?
    들어온 맵과 같아요. 높이와 너비가 두 배여야 해요.
    - 표에서 14를 28로 만드는 층은 무엇인가요?
    - output_shape을 확인해 보세요.
    """
    return masks(four(x), classes)


@mask_head.mistake
def convolution_for_the_transposed_one(mask_head, x, classes):
    """Does the map shrink?
    A convolution with stride 2 halves it. The transposed one goes the other way.
    - 14 must become 28, and not 7.
    - What does Keras call a transposed convolution?

    맵이 작아지나요?
    스트라이드 2인 합성곱은 크기를 절반으로 줄여요. 전치 합성곱은 반대로 가요.
    - 14가 7이 아니라 28이 되어야 해요.
    - Keras에서 전치 합성곱 층의 이름은 무엇인가요?
    """
    return masks(layers.Conv2D(256, 2, strides=2, activation="relu")(four(x)), classes)


@mask_head.mistake
def fc_head(mask_head, x, classes):
    """Is there a Flatten?
    A mask is a picture; Flatten and Dense forget which numbers lie side by side.
    - Keep height and width until the end.
    - The table has convolutions only.

    Flatten이 있나요?
    마스크는 그림이에요. Flatten과 Dense는 어떤 숫자가 나란히 있는지 잊어버려요.
    - 끝까지 높이와 너비를 지키세요.
    - 표에는 합성곱만 있어요.
    """
    _, height, width, _ = x.shape
    y = layers.Dense(64, activation="relu")(layers.Flatten()(four(x)))
    y = layers.Dense(4 * height * width * classes, activation="sigmoid")(y)
    return layers.Reshape((2 * height, 2 * width, classes))(y)


@mask_head.mistake
def no_relu_after_upsampling(mask_head, x, classes):
    """What comes after the transposed convolution?
    A ReLU. Without it the last two layers are one linear map.
    - Keras uses no activation where you name none.
    - Read the line of Conv2DTranspose in the table again.

    전치 합성곱 다음에는 무엇이 오나요?
    ReLU예요. 없으면 마지막 두 층이 선형 변환 하나와 같아요.
    - Keras는 활성화 함수를 따로 적지 않으면 아무것도 적용하지 않아요.
    - 표의 Conv2DTranspose 줄을 다시 보세요.
    """
    return masks(up(four(x), activation=None), classes)


@mask_head.mistake
def convolutions_without_relu(mask_head, x, classes):
    """What comes after each of the four convolutions?
    Without an activation they are no more than one convolution.
    - Keras uses no activation where you name none.
    - Every one of them has a ReLU in the table.

    네 합성곱 다음에는 무엇이 오나요?
    활성화 함수가 없으면 합성곱을 여러 번 해도 한 번 한 것과 다르지 않아요.
    - Keras는 활성화 함수를 따로 적지 않으면 아무것도 적용하지 않아요.
    - 표를 보면 합성곱마다 ReLU가 있어요.
    """
    return masks(up(four(x, activation=None)), classes)


@mask_head.mistake
def padding_valid(mask_head, x, classes):
    """Do the maps shrink by two at each convolution?
    "valid" is what Keras does if you say nothing. The mask must fit its box.
    - 14 must stay 14 until the transposed convolution.
    - Which padding keeps the size?

    합성곱을 할 때마다 맵이 2씩 줄어드나요?
    패딩을 적지 않으면 Keras는 "valid"를 써요. 마스크는 상자에 맞아야 해요.
    - 전치 합성곱 전까지 14는 14로 남아야 해요.
    - 어떤 패딩이 크기를 지키나요?
    """
    return masks(up(four(x, padding="valid")), classes)


@mask_head.mistake
def three_convolutions(mask_head, x, classes):
    """How many convolutions of 3x3 are there?
    Three of yours; the table has four.
    - Count, or use a loop.
    - Compare the parameters with the table.

    3x3 합성곱이 몇 개인가요?
    세 개예요. 표에는 네 개예요.
    - 세어 보거나 반복문을 쓰세요.
    - 매개변수를 표와 비교해 보세요.
    """
    return masks(up(four(x, n=3)), classes)


@mask_head.mistake
def one_mask_for_all(mask_head, x, classes):
    """How many masks come out?
    One, whatever classes is. There must be one for each class.
    - Call your function with classes=5 and look at the shape.
    - How many filters has the last layer?

    마스크가 몇 개 나오나요?
    classes와 상관없이 하나예요. 클래스마다 하나여야 해요.
    - classes=5로 불러서 모양을 확인해 보세요.
    - 마지막 층의 필터는 몇 개인가요?
    """
    return masks(up(four(x)), 1)


@mask_head.mistake
def one_more_for_the_background(mask_head, x, classes):
    """Has the background a mask?
    There is one mask too many. Background is where the sigmoid says no.
    - How many filters has the last layer?
    - Do you add 1 to classes?

    배경에도 마스크가 있나요?
    마스크가 하나 더 많아요. 시그모이드가 아니라고 말하는 곳이 배경이에요.
    - 마지막 층의 필터는 몇 개인가요?
    - classes에 1을 더하지 않았나요?
    """
    return masks(up(four(x)), classes + 1)


@mask_head.mistake
def last_layer_3x3(mask_head, x, classes):
    """How large is the filter of the last layer?
    1x1: at each pixel it only mixes the channels.
    - Compare the parameters with the table: 256 * 80 + 80.
    - Look at kernel_size of the last layer.

    마지막 층의 필터는 얼마나 큰가요?
    1x1이에요. 픽셀마다 채널만 섞어요.
    - 매개변수를 표와 비교해 보세요. 256 * 80 + 80이에요.
    - 마지막 층의 kernel_size를 살펴보세요.
    """
    return masks(up(four(x)), classes, size=3)


@mask_head.mistake
def overlapping_patches(mask_head, x, classes):
    """Do the patches of the transposed convolution overlap?
    With a filter larger than the stride they do. Here both are 2.
    - How large is the filter in the table?
    - Is it 3x3, as before?

    전치 합성곱의 조각이 서로 겹치나요?
    필터가 스트라이드보다 크면 겹쳐요. 여기서는 둘 다 2예요.
    - 표에서 필터의 크기는 얼마인가요?
    - 3x3을 그대로 쓰지 않았나요?
    """
    return masks(up(four(x), size=3), classes)


@mask_head.mistake
def as_many_filters_as_channels(mask_head, x, classes):
    """How many filters have the convolutions?
    256, whatever comes in.
    - Call your function with a map of 64 channels.
    - Do you use x.shape[-1]?

    합성곱의 필터는 몇 개인가요?
    들어오는 채널이 몇 개든 256개예요.
    - 채널이 64개인 맵으로 불러 보세요.
    - x.shape[-1]을 쓰고 있지 않나요?
    """
    return masks(up(four(x, filters=x.shape[-1]), filters=x.shape[-1]), classes)


@mask_head.mistake
def upsamples_first(mask_head, x, classes):
    """When does the map get larger?
    Before the four convolutions; they then cost four times as much.
    - In which order are the lines of the table?
    - The four convolutions work on 14x14.

    맵이 언제 커지나요?
    네 합성곱 전에 커져서 합성곱의 비용이 네 배가 돼요.
    - 표의 줄은 어떤 순서인가요?
    - 합성곱 네 개가 14x14에서 일어나야 해요.
    """
    return masks(four(up(x)), classes)
