# kind: wrong
# what: without a name: the distance of the middles, boxes in threes, a hit by the middle; and small exceptions
# language: en
# %% iou
def iou(boxes1, boxes2):
    middle = lambda b: (b[:, :2] + b[:, 2:]) / 2
    distance = np.linalg.norm(middle(boxes1)[:, None] - middle(boxes2), axis=2)
    return 1 / (1 + distance)
# %% nms
def nms(boxes, scores, iou_threshold=0.5):
    order = np.argsort(-scores)
    return order[::3]
# %% class_nms
def class_nms(boxes, scores, classes, iou_threshold=0.5):
    return [nms(boxes[classes == c], scores[classes == c], iou_threshold) for c in classes.unique()]
# %% match_detections
def match_detections(boxes, scores, truths, iou_threshold=0.5):
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    inside = [((truths[:, 0] < a) & (a < truths[:, 2]) & (truths[:, 1] < b) & (b < truths[:, 3])).any() for a, b in zip(x, y)]
    return np.array(inside, bool)[np.argsort(-scores)]
# %% precision_recall
def precision_recall(tp, num_truths):
    hits = np.cumsum(tp)
    return hits / num_truths, hits / np.arange(1, len(tp) + 1)
# %% average_precision
def average_precision(recall, precision, method="all"):
    return float(np.mean(precision))
# %% mean_average_precision
def mean_average_precision(detections, truths, iou_threshold=0.5, method="all"):
    return sum(len(boxes) for boxes, _, _ in detections) / sum(len(boxes) for boxes, _ in truths)
