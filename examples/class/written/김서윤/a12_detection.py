# kind: right
# what: pairs of boxes one by one, lists and sorted() everywhere
# %% iou
def iou_of_two(a, b):
    가로 = min(a[2], b[2]) - max(a[0], b[0])
    세로 = min(a[3], b[3]) - max(a[1], b[1])
    if 가로 <= 0 or 세로 <= 0:
        return 0.0  # 맞닿기만 한 상자는 겹치지 않아요
    inter = 가로 * 세로
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - inter
    return inter / union

def iou(boxes1, boxes2):
    out = np.zeros((len(boxes1), len(boxes2)))
    for i in range(len(boxes1)):
        for j in range(len(boxes2)):
            out[i, j] = iou_of_two(boxes1[i], boxes2[j])
    return out
# %% nms
def nms(boxes, scores, iou_threshold=0.5):
    order = sorted(range(len(boxes)), key=lambda i: -scores[i])  # 점수가 같으면 앞의 것이 먼저
    kept = []
    for i in order:
        if all(iou_of_two(boxes[i], boxes[k]) <= iou_threshold for k in kept):
            kept.append(i)
    return np.array(kept, dtype=int)
# %% class_nms
def class_nms(boxes, scores, classes, iou_threshold=0.5):
    order = sorted(range(len(boxes)), key=lambda i: -scores[i])
    kept = []
    for i in order:
        same = [k for k in kept if classes[k] == classes[i]]
        if all(iou_of_two(boxes[i], boxes[k]) <= iou_threshold for k in same):
            kept.append(i)
    return np.array(kept, dtype=int)
# %% match_detections
def match_detections(boxes, scores, truths, iou_threshold=0.5):
    taken = set()
    tp = []
    for i in sorted(range(len(boxes)), key=lambda i: -scores[i]):
        best, which = -1.0, None
        for t in range(len(truths)):
            overlap = iou_of_two(boxes[i], truths[t])
            if overlap > best:
                best, which = overlap, t
        hit = which is not None and best >= iou_threshold and which not in taken
        if hit:
            taken.add(which)
        tp.append(hit)
    return np.array(tp, dtype=bool)
# %% precision_recall
def precision_recall(tp, num_truths):
    hits, precision, recall = 0, [], []
    for k, one in enumerate(tp, 1):
        hits += int(one)
        precision.append(hits / k)
        recall.append(hits / num_truths if num_truths else 0.0)
    return np.array(precision, dtype=float), np.array(recall, dtype=float)
# %% average_precision
def average_precision(recall, precision, method="all"):
    def best(level):
        return max((p for r, p in zip(recall, precision) if r >= level - 1e-9), default=0.0)
    if method == "11":
        return sum(best(k / 10) for k in range(11)) / 11
    if method == "101":
        return sum(best(k / 100) for k in range(101)) / 101
    if method not in ("all", "raw"):
        raise ValueError(f"모르는 방법이에요: {method}")
    area, before = 0.0, 0.0
    for k in range(len(recall)):
        height = best(recall[k]) if method == "all" else precision[k]
        area += (recall[k] - before) * height
        before = recall[k]
    return area
# %% mean_average_precision
def mean_average_precision(detections, truths, iou_threshold=0.5, method="all"):
    classes = sorted({int(c) for _, cs in truths for c in cs})
    aps = []
    for c in classes:
        flags, total = [], 0
        for (boxes, scores, cs), (true_boxes, true_cs) in zip(detections, truths):
            mine = cs == c
            found = true_boxes[true_cs == c]
            total += len(found)
            tp = match_detections(boxes[mine], scores[mine], found, iou_threshold)
            flags += list(zip(sorted(scores[mine], reverse=True), tp))
        flags.sort(key=lambda pair: -pair[0])
        precision, recall = precision_recall([hit for _, hit in flags], total)
        aps.append(average_precision(recall, precision, method))
    return float(np.mean(aps)) if aps else 0.0
