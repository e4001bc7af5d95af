# kind: wrong
# what: one named mistake in each: the end rounded down, no half pixel, corners as origin, logs left out, the last pixel, no forced match
# %% roi_pool
def roi_pool(features, roi, out_h, out_w):
    x1, y1 = int(np.floor(roi[0])), int(np.floor(roi[1]))
    x2, y2 = int(np.ceil(roi[2])), int(np.ceil(roi[3]))
    out = np.zeros((len(features), out_h, out_w))
    for i in range(out_h):
        top, bottom = y1 + i * (y2 - y1) // out_h, y1 - (-(i + 1) * (y2 - y1) // out_h)
        for j in range(out_w):
            left, right = x1 + j * (x2 - x1) // out_w, x1 - (-(j + 1) * (x2 - x1) // out_w)
            cells = features[:, max(top, 0):max(bottom, 0), max(left, 0):max(right, 0)]
            if cells.size:
                out[:, i, j] = cells.mean(axis=(1, 2))
    return out
# %% roi_align
def roi_align(features, roi, out_h, out_w, sampling=2):
    C, H, W = features.shape
    x1, y1, x2, y2 = roi
    ys = y1 + (np.arange(out_h * sampling) + 0.5) / sampling * (y2 - y1) / out_h
    xs = x1 + (np.arange(out_w * sampling) + 0.5) / sampling * (x2 - x1) / out_w
    ys, xs = np.clip(ys, 0, H - 1), np.clip(xs, 0, W - 1)
    top, left = ys.astype(int), xs.astype(int)
    bottom, right = np.minimum(top + 1, H - 1), np.minimum(left + 1, W - 1)
    a, b = (ys - top)[:, None], xs - left
    rows = features[:, top] * (1 - a) + features[:, bottom] * a
    samples = rows[:, :, left] * (1 - b) + rows[:, :, right] * b
    return samples.reshape(C, out_h, sampling, out_w, sampling).mean(axis=(2, 4))
# %% generate_anchors
def generate_anchors(feat_h, feat_w, stride, scales, ratios):
    out = []
    for row in range(feat_h):
        for column in range(feat_w):
            for scale in scales:
                for ratio in ratios:
                    w, h = scale / np.sqrt(ratio), scale * np.sqrt(ratio)
                    x, y = column * stride, row * stride
                    out.append([x - w / 2, y - h / 2, x + w / 2, y + h / 2])
    return np.array(out)
# %% encode_boxes
def encode_boxes(anchors, boxes):
    sa, s = anchors[:, 2:] - anchors[:, :2], boxes[:, 2:] - boxes[:, :2]
    shift = (boxes[:, :2] + s / 2 - anchors[:, :2] - sa / 2) / sa
    return np.hstack([shift, s / sa])
# %% decode_boxes
def decode_boxes(anchors, deltas):
    size = anchors[:, 2:] - anchors[:, :2]
    middle = anchors[:, :2] + size / 2 + deltas[:, :2] * size
    size = size * np.exp(deltas[:, 2:])
    return np.hstack([middle - size / 2, middle + size / 2])
# %% clip_boxes
def clip_boxes(boxes, height, width):
    return np.clip(boxes, 0, [width - 1, height - 1, width - 1, height - 1])
# %% rpn_targets
def encoded(anchors, boxes):
    sa, s = anchors[:, 2:] - anchors[:, :2], boxes[:, 2:] - boxes[:, :2]
    return np.hstack([(boxes[:, :2] + s / 2 - anchors[:, :2] - sa / 2) / sa, np.log(s / sa)])

def rpn_targets(anchors, truths, pos=0.7, neg=0.3):
    labels, deltas = np.full(len(anchors), -1), np.zeros((len(anchors), 4))
    overlap = iou(anchors, truths)
    best = overlap.max(axis=1, initial=0)
    labels[best < neg] = 0
    labels[best >= pos] = 1
    if len(truths):
        found = labels == 1
        deltas[found] = encoded(anchors[found], truths[overlap[found].argmax(axis=1)])
    return labels, deltas
# %% rpn_loss
def rpn_loss(logits, deltas, labels, targets):
    used = labels >= 0
    n = max(used.sum(), 1)
    p = 1 / (1 + np.exp(-logits[used]))
    entropy = -np.where(labels[used] == 1, np.log(p), np.log(1 - p))
    d = abs(deltas[labels == 1] - targets[labels == 1])
    return entropy.sum() / n, np.where(d < 1, d**2 / 2, d - 0.5).sum() / n
# %% proposals
def proposals(anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7):
    size = anchors[:, 2:] - anchors[:, :2]
    middle = anchors[:, :2] + size / 2 + deltas[:, :2] * size
    size = size * np.exp(np.minimum(deltas[:, 2:], np.log(1000 / 16)))
    boxes = np.hstack([middle - size / 2, middle + size / 2]).clip(0, [width, height] * 2)
    order = np.argsort(-scores, kind="stable")[:before]
    boxes, scores = boxes[order], scores[order]
    kept = nms(boxes, scores, iou_threshold)[:after]  # 작은 상자도 그대로
    return boxes[kept], scores[kept]
# %% mask_head
def mask_head(x, classes):
    for _ in range(4):
        x = layers.Conv2D(256, 3, padding="same", activation="relu")(x)
    x = layers.Conv2DTranspose(256, 2, strides=2, activation="relu")(x)
    return layers.Conv2D(classes, 1, activation="softmax")(x)
