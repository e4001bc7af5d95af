# kind: damaged
# what: right, but a zip of a notebook without any metadata, nms pasted twice, average_precision moved to the end
# damage: duplicate nms; move_to_end average_precision; forget_nbgrader; zipped
# %% iou
def iou(boxes1, boxes2):
    a, b = np.asarray(boxes1, float)[:, None], np.asarray(boxes2, float)[None]
    sides = np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2])
    shared = np.clip(sides, 0, None).prod(axis=-1)
    areas = (a[..., 2:] - a[..., :2]).prod(-1) + (b[..., 2:] - b[..., :2]).prod(-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.nan_to_num(shared / (areas - shared))
# %% nms
def nms(boxes, scores, iou_threshold=0.5):
    order = np.lexsort((np.arange(len(scores)), -scores))
    overlapping = np.triu(iou(boxes[order], boxes[order]) > iou_threshold, 1)
    alive = np.ones(len(order), bool)
    for k in range(len(order)):
        alive &= ~(alive[k] & overlapping[k])
    return order[alive]
# %% class_nms
def class_nms(boxes, scores, classes, iou_threshold=0.5):
    if not len(boxes):
        return np.zeros(0, int)
    apart = np.unique(classes, return_inverse=True)[1] * 2 * (np.abs(boxes).max() + 1)
    return nms(boxes + apart[:, None], scores, iou_threshold)
# %% match_detections
def match_detections(boxes, scores, truths, iou_threshold=0.5):
    order = np.argsort(-scores, kind="stable")
    if not len(truths) or not len(order):
        return np.zeros(len(order), bool)
    overlap = iou(boxes, truths)[order]
    which, good = overlap.argmax(axis=1), overlap.max(axis=1) >= iou_threshold
    tp = np.zeros(len(order), bool)
    tp[np.flatnonzero(good)[np.unique(which[good], return_index=True)[1]]] = True
    return tp
# %% precision_recall
def precision_recall(tp, num_truths):
    hits = np.asarray(tp, float).cumsum()
    return hits / (1 + np.arange(hits.size)), hits / np.maximum(num_truths, 1)
# %% average_precision
def average_precision(recall, precision, method="all"):
    recall, precision = np.r_[0.0, recall], np.r_[0.0, precision]
    envelope = np.flip(np.maximum.accumulate(np.flip(precision)))
    if method in ("11", "101"):
        levels = np.linspace(0, 1, int(method))
        place = np.searchsorted(np.round(recall, 12), np.round(levels, 12))
        return np.r_[envelope, 0.0][place].mean()
    heights = {"all": envelope, "raw": precision}.get(method)
    if heights is None:
        raise ValueError(method)
    return np.diff(recall) @ heights[1:]
# %% mean_average_precision
def mean_average_precision(detections, truths, iou_threshold=0.5, method="all"):
    def ap(c):
        parts = [(match_detections(b[k == c], s[k == c], t[q == c], iou_threshold), -np.sort(-s[k == c]))
                 for (b, s, k), (t, q) in zip(detections, truths)]
        tp, score = map(np.concatenate, zip(*parts))
        total = sum((q == c).sum() for _, q in truths)
        precision, recall = precision_recall(tp[np.argsort(-score, kind="stable")], total)
        return average_precision(recall, precision, method)
    every = np.unique(np.concatenate([q for _, q in truths]))
    return np.mean([ap(c) for c in every]) if every.size else 0.0
