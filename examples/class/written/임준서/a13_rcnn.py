# kind: unfinished
# what: the four short ones are right, roi_pool is begun, the rest as it was released
# %% roi_pool
def roi_pool(features, roi, out_h, out_w):
    x1, y1, x2, y2 = roi
    # 반올림을 어느 쪽으로 하지?
# %% encode_boxes
def encode_boxes(anchors, boxes):
    wa, ha = anchors[:, 2] - anchors[:, 0], anchors[:, 3] - anchors[:, 1]
    w, h = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    dx = (boxes[:, 0] + w / 2 - anchors[:, 0] - wa / 2) / wa
    dy = (boxes[:, 1] + h / 2 - anchors[:, 1] - ha / 2) / ha
    return np.stack([dx, dy, np.log(w / wa), np.log(h / ha)], axis=1)
# %% decode_boxes
def decode_boxes(anchors, deltas):
    wa, ha = anchors[:, 2] - anchors[:, 0], anchors[:, 3] - anchors[:, 1]
    x = anchors[:, 0] + wa / 2 + deltas[:, 0] * wa
    y = anchors[:, 1] + ha / 2 + deltas[:, 1] * ha
    w = wa * np.exp(np.minimum(deltas[:, 2], np.log(1000 / 16)))
    h = ha * np.exp(np.minimum(deltas[:, 3], np.log(1000 / 16)))
    return np.stack([x - w / 2, y - h / 2, x + w / 2, y + h / 2], axis=1)
# %% clip_boxes
def clip_boxes(boxes, height, width):
    x = np.clip(boxes[:, 0::2], 0, width)
    y = np.clip(boxes[:, 1::2], 0, height)
    return np.stack([x[:, 0], y[:, 0], x[:, 1], y[:, 1]], axis=1)
# %% generate_anchors
def generate_anchors(feat_h, feat_w, stride, scales, ratios):
    크기 = np.array([[s / r**0.5, s * r**0.5] for s in scales for r in ratios])
    anchors = []
    for i in range(feat_h):
        for j in range(feat_w):
            중심 = np.array([(j + 0.5) * stride, (i + 0.5) * stride])
            anchors.append(np.hstack([중심 - 크기 / 2, 중심 + 크기 / 2]))
    return np.concatenate(anchors)
