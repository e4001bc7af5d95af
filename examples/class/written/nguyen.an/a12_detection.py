# kind: odd
# what: a named tuple for boxes, a generator, recursion for the suppression, fractions instead of floats, lists and tuples as results
# language: en
# saved by: vscode
# %% first
from collections import namedtuple
from fractions import Fraction

Box = namedtuple("Box", "x1 y1 x2 y2")
# %% iou
def area(box):
    return max(box.x2 - box.x1, 0) * max(box.y2 - box.y1, 0)

def ratio(a, b):
    a, b = Box(*a), Box(*b)
    inter = area(Box(max(a.x1, b.x1), max(a.y1, b.y1), min(a.x2, b.x2), min(a.y2, b.y2)))
    union = area(a) + area(b) - inter
    return float(Fraction(inter) / Fraction(union)) if union else 0.0

def iou(boxes1, boxes2):
    rows = [[ratio(a, b) for b in boxes2.tolist()] for a in boxes1.tolist()]
    return np.array(rows).reshape(len(boxes1), len(boxes2))
# %% nms
def nms(boxes, scores, iou_threshold=0.5):
    def best_of(left):
        if not left:
            return
        best = max(left, key=lambda i: (scores[i], -i))
        yield best
        yield from best_of([i for i in left if i != best and ratio(boxes[best].tolist(), boxes[i].tolist()) <= iou_threshold])
    return np.array([*best_of(list(range(len(boxes))))], dtype="int32")
# %% class_nms
def class_nms(boxes, scores, classes, iou_threshold=0.5):
    every = [np.flatnonzero(classes == c) for c in set(classes.tolist())]
    kept = [i for mine in every for i in mine[nms(boxes[mine], scores[mine], iou_threshold)]]
    return np.array(sorted(kept, key=lambda i: (-scores[i], i)), int)
# %% match_detections
def match_detections(boxes, scores, truths, iou_threshold=0.5):
    free = [True] * len(truths)
    tp = []
    print("detections:", len(boxes), "truths:", len(truths))
    for i in np.argsort(-scores, kind="mergesort"):
        row = iou(boxes[i:i + 1], truths)[0]
        t = int(row.argmax()) if row.size else None
        tp.append(t is not None and row[t] >= iou_threshold and free[t])
        if tp[-1]:
            free[t] = False
    return np.array(tp, bool)
# %% precision_recall
def precision_recall(tp, num_truths):
    seen = [sum(map(bool, tp[:k])) for k in range(1, len(tp) + 1)]
    return [n / k for k, n in enumerate(seen, 1)], [n / (num_truths or 1) for n in seen]
# %% average_precision
def average_precision(recall, precision, method="all"):
    points = list(zip(recall.tolist(), precision.tolist()))
    match method:
        case "11" | "101":
            n = int(method) - 1
            return sum(max((p for r, p in points if round(r * n, 9) >= k), default=0) for k in range(n + 1)) / (n + 1)
        case "all" | "raw":
            heights = [max(p for _, p in points[k:]) if method == "all" else points[k][1] for k in range(len(points))]
            return sum((r - b) * h for (r, _), b, h in zip(points, [0] + recall.tolist(), heights))
    raise ValueError("unknown method")
# %% mean_average_precision
def mean_average_precision(detections, truths, iou_threshold=0.5, method="all"):
    aps = {}
    for c in sorted({c for _, classes in truths for c in classes.tolist()}):
        found = []
        for n, ((boxes, scores, classes), (there, kinds)) in enumerate(zip(detections, truths)):
            mine = classes == c
            hits = match_detections(boxes[mine], scores[mine], there[kinds == c], iou_threshold)
            found += [(-s, n, k, hit) for k, (s, hit) in enumerate(zip(sorted(scores[mine].tolist(), reverse=True), hits))]
        total = sum(int((kinds == c).sum()) for _, kinds in truths)
        precision, recall = precision_recall([hit for *_, hit in sorted(found)], total)
        aps[c] = average_precision(np.array(recall), np.array(precision), method)
    return sum(aps.values()) / len(aps) if aps else 0
