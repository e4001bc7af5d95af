# kind: wrong
# what: as in programs found on the web: plus one, at the threshold removed, later first of equals, no method handed on
# %% iou
def iou(boxes1, boxes2):
    x1 = np.maximum(boxes1[:, None, 0], boxes2[:, 0])
    y1 = np.maximum(boxes1[:, None, 1], boxes2[:, 1])
    x2 = np.minimum(boxes1[:, None, 2], boxes2[:, 2])
    y2 = np.minimum(boxes1[:, None, 3], boxes2[:, 3])
    inter = np.maximum(0, x2 - x1 + 1) * np.maximum(0, y2 - y1 + 1)
    a = (boxes1[:, 2] - boxes1[:, 0] + 1) * (boxes1[:, 3] - boxes1[:, 1] + 1)
    b = (boxes2[:, 2] - boxes2[:, 0] + 1) * (boxes2[:, 3] - boxes2[:, 1] + 1)
    return inter / (a[:, None] + b - inter)
# %% nms
def overlap(boxes1, boxes2):
    lt = np.maximum(boxes1[:, None, :2], boxes2[:, :2])
    rb = np.minimum(boxes1[:, None, 2:], boxes2[:, 2:])
    inter = np.clip(rb - lt, 0, None).prod(axis=2)
    area = lambda b: (b[:, 2:] - b[:, :2]).prod(axis=1)
    union = area(boxes1)[:, None] + area(boxes2) - inter
    return inter / np.where(union > 0, union, 1)

def nms(boxes, scores, iou_threshold=0.5):
    order = scores.argsort()[::-1]
    kept = []
    while order.size > 0:
        i = order[0]
        kept.append(i)
        order = order[1:][overlap(boxes[[i]], boxes[order[1:]])[0] < iou_threshold]
    return np.array(kept, int)
# %% class_nms
def class_nms(boxes, scores, classes, iou_threshold=0.5):
    kept = []
    for c in np.unique(classes):
        mine = np.where(classes == c)[0]
        left = list(mine[np.argsort(-scores[mine], kind="stable")])
        while left:
            i = left.pop(0)
            kept.append(i)
            left = [j for j in left if overlap(boxes[[i]], boxes[[j]])[0, 0] <= iou_threshold]
    return np.array(kept, int)  # 클래스별로 차례대로
# %% match_detections
def match_detections(boxes, scores, truths, iou_threshold=0.5):
    tp = np.zeros(len(boxes), bool)
    for k, i in enumerate(np.argsort(-scores, kind="stable")):
        if len(truths):
            tp[k] = overlap(boxes[[i]], truths).max() >= iou_threshold
    return tp
# %% precision_recall
def precision_recall(tp, num_truths):
    tp = np.asarray(tp, float)
    hits = np.cumsum(tp)
    return hits / np.arange(1, len(tp) + 1), hits / max(len(tp), 1)
# %% average_precision
def average_precision(recall, precision, method="all"):
    if method == "all":
        mrec = np.concatenate(([0.0], recall, [1.0]))
        mpre = np.concatenate(([0.0], precision, [0.0]))
        for i in range(len(mpre) - 1, 0, -1):
            mpre[i - 1] = max(mpre[i - 1], mpre[i])
        i = np.where(mrec[1:] != mrec[:-1])[0]
        return np.sum((mrec[i + 1] - mrec[i]) * mpre[i + 1])
    if method in ("11", "101"):
        n = int(method)
        return sum(np.max(precision[recall >= t], initial=0) for t in np.arange(0, 1 + 0.5 / n, 1 / (n - 1))) / n
    if method == "raw":
        return np.sum(np.diff(recall, prepend=0) * precision)
    raise ValueError(method)
# %% mean_average_precision
def mean_average_precision(detections, truths, iou_threshold=0.5, method="all"):
    aps = []
    for c in np.unique(np.concatenate([k for _, k in truths])):
        score, flag, total = [], [], 0
        for (b, s, k), (tb, tk) in zip(detections, truths):
            mine = np.where(k == c)[0]
            mine = mine[np.argsort(-s[mine], kind="stable")]
            there, taken = tb[tk == c], set()
            total += len(there)
            for i in mine:
                row = overlap(b[[i]], there)[0]
                hit = len(there) > 0 and row.max() >= iou_threshold and int(row.argmax()) not in taken
                if hit:
                    taken.add(int(row.argmax()))
                score.append(s[i])
                flag.append(hit)
        order = np.argsort(-np.array(score), kind="stable")
        hits = np.cumsum(np.array(flag, float)[order])
        aps.append(average_precision(hits / total, hits / np.arange(1, len(hits) + 1)))
    return np.mean(aps) if aps else 0.0
