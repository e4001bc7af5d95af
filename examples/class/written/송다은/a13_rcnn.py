# kind: damaged
# what: right, but rpn_targets is split at a blank line and in the middle of a loop, the cells come in reverse order, with a byte order mark
# damage: split rpn_targets 40; reverse; bom
# %% roi_pool
import math

def roi_pool(features, roi, out_h, out_w):
    C, H, W = features.shape
    x1, y1 = math.floor(roi[0]), math.floor(roi[1])
    x2, y2 = math.ceil(roi[2]), math.ceil(roi[3])
    h, w = y2 - y1, x2 - x1
    out = np.zeros((C, out_h, out_w))
    for i in range(out_h):
        for j in range(out_w):
            rows = range(y1 + i * h // out_h, y1 + -(-(i + 1) * h // out_h))
            cols = range(x1 + j * w // out_w, x1 + -(-(j + 1) * w // out_w))
            cells = [features[:, r, c] for r in rows for c in cols if 0 <= r < H and 0 <= c < W]
            if cells:  # 칸이 하나도 없으면 0
                out[:, i, j] = np.max(cells, axis=0)
    return out
# %% roi_align
def bilinear(features, y, x):
    C, H, W = features.shape
    y, x = min(max(y, 0), H - 1), min(max(x, 0), W - 1)
    r, c = int(y), int(x)
    r2, c2 = min(r + 1, H - 1), min(c + 1, W - 1)
    a, b = y - r, x - c
    위 = (1 - b) * features[:, r, c] + b * features[:, r, c2]
    아래 = (1 - b) * features[:, r2, c] + b * features[:, r2, c2]
    return (1 - a) * 위 + a * 아래

def roi_align(features, roi, out_h, out_w, sampling=2):
    x1, y1, x2, y2 = roi
    bin_h, bin_w = (y2 - y1) / out_h, (x2 - x1) / out_w
    out = np.zeros((len(features), out_h, out_w))
    for i in range(out_h):
        for j in range(out_w):
            for k in range(sampling):
                for l in range(sampling):
                    y = y1 + (i + (k + 0.5) / sampling) * bin_h - 0.5
                    x = x1 + (j + (l + 0.5) / sampling) * bin_w - 0.5
                    out[:, i, j] += bilinear(features, y, x) / sampling**2
    return out
# %% generate_anchors
def generate_anchors(feat_h, feat_w, stride, scales, ratios):
    anchors = []
    for row in range(feat_h):
        for column in range(feat_w):
            x, y = (column + 0.5) * stride, (row + 0.5) * stride
            for scale in scales:
                for ratio in ratios:
                    w, h = scale / ratio**0.5, scale * ratio**0.5
                    anchors.append([x - w / 2, y - h / 2, x + w / 2, y + h / 2])
    return np.array(anchors, dtype=float)
# %% encode_boxes
def encode_boxes(anchors, boxes):
    deltas = np.zeros((len(anchors), 4))
    for n, (a, b) in enumerate(zip(anchors, boxes)):
        wa, ha, w, h = a[2] - a[0], a[3] - a[1], b[2] - b[0], b[3] - b[1]
        deltas[n, 0] = ((b[0] + b[2]) / 2 - (a[0] + a[2]) / 2) / wa
        deltas[n, 1] = ((b[1] + b[3]) / 2 - (a[1] + a[3]) / 2) / ha
        deltas[n, 2] = math.log(w / wa)
        deltas[n, 3] = math.log(h / ha)
    return deltas
# %% decode_boxes
def decode_boxes(anchors, deltas):
    limit = math.log(1000 / 16)
    boxes = np.zeros((len(anchors), 4))
    for n, (a, d) in enumerate(zip(anchors, deltas)):
        wa, ha = a[2] - a[0], a[3] - a[1]
        x, y = (a[0] + a[2]) / 2 + d[0] * wa, (a[1] + a[3]) / 2 + d[1] * ha
        w, h = wa * math.exp(min(d[2], limit)), ha * math.exp(min(d[3], limit))
        boxes[n] = x - w / 2, y - h / 2, x + w / 2, y + h / 2
    return boxes
# %% clip_boxes
def clip_boxes(boxes, height, width):
    out = boxes.copy()
    for n in range(len(boxes)):
        for k, edge in enumerate((width, height, width, height)):
            out[n, k] = min(max(boxes[n, k], 0), edge)
    return out
# %% rpn_targets
def rpn_targets(anchors, truths, pos=0.7, neg=0.3):
    A, K = len(anchors), len(truths)
    labels, deltas = np.zeros(A, dtype=int), np.zeros((A, 4))
    if K == 0:
        return np.where(neg > 0, labels, -1), deltas
    overlap = iou(anchors, truths)
    for a in range(A):
        best = overlap[a].max()
        labels[a] = 1 if best >= pos else 0 if best < neg else -1
    for t in range(K):
        best = overlap[:, t].max()
        for a in range(A):
            if best > 0 and overlap[a, t] == best:
                labels[a] = 1  # 이 번호판에는 이 앵커가 최선이에요
    for a in range(A):
        if labels[a] == 1:
            deltas[a] = encode_boxes(anchors[a:a + 1], truths[overlap[a].argmax()][None])[0]
    return labels, deltas
# %% rpn_loss
def rpn_loss(logits, deltas, labels, targets):
    n = max(sum(1 for label in labels if label >= 0), 1)
    classification = box = 0.0
    for z, d, label, target in zip(logits, deltas, labels, targets):
        if label < 0:
            continue
        classification += max(z, 0) - z * label + math.log1p(math.exp(-abs(z)))
        if label == 1:
            for difference in np.abs(d - target):
                box += difference**2 / 2 if difference < 1 else difference - 0.5
    return classification / n, box / n
# %% proposals
def proposals(anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7):
    boxes = clip_boxes(decode_boxes(anchors, deltas), height, width)
    good = [i for i, (x1, y1, x2, y2) in enumerate(boxes) if x2 - x1 >= min_size and y2 - y1 >= min_size]
    good.sort(key=lambda i: -scores[i])
    good = np.array(good[:before], dtype=int)
    kept = good[nms(boxes[good], scores[good], iou_threshold)][:after]
    return boxes[kept], scores[kept]
# %% mask_head
def mask_head(x, classes):
    for _ in range(4):
        x = layers.Conv2D(256, (3, 3), padding="same", activation="relu")(x)
    x = layers.Conv2DTranspose(256, (2, 2), strides=(2, 2), activation="relu")(x)
    return layers.Conv2D(classes, (1, 1), activation="sigmoid")(x)
