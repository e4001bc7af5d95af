# kind: unfinished
# what: iou and precision_recall are right, nms is begun and stops, the rest as it was released
# %% iou
def iou(boxes1, boxes2):
    lt = np.maximum(boxes1[:, None, :2], boxes2[None, :, :2])
    rb = np.minimum(boxes1[:, None, 2:], boxes2[None, :, 2:])
    wh = np.maximum(rb - lt, 0)
    inter = wh[..., 0] * wh[..., 1]
    넓이1 = (boxes1[:, 2] - boxes1[:, 0]) * (boxes1[:, 3] - boxes1[:, 1])
    넓이2 = (boxes2[:, 2] - boxes2[:, 0]) * (boxes2[:, 3] - boxes2[:, 1])
    union = 넓이1[:, None] + 넓이2[None] - inter
    return np.divide(inter, union, out=np.zeros(union.shape), where=union > 0)
# %% nms
def nms(boxes, scores, iou_threshold=0.5):
    order = np.argsort(-scores, kind="stable")
    kept = []
    while len(order):
        kept.append(order[0])
        order = order[남은것]
    return np.array(kept)
# %% precision_recall
def precision_recall(tp, num_truths):
    tp = np.cumsum(np.asarray(tp, dtype=float))
    n = np.arange(1, len(tp) + 1)
    return tp / n, (tp / num_truths if num_truths else tp * 0)
