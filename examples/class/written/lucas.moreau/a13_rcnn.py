# kind: wrong
# what: without a name: medians, random anchors, sums, arguments in another order, a dense head, and three that stop
# language: en
# %% roi_pool
def roi_pool(features, roi, out_h, out_w):
    x1, y1, x2, y2 = [int(round(v)) for v in roi]
    crop = features[:, y1:y2, x1:x2]
    return np.median(crop, axis=(1, 2))[:, None, None] * np.ones((1, out_h, out_w))
# %% roi_align
def roi_align(features, roi, out_h, out_w, sampling=2):
    return roi_pool(features, roi, out_h, out_w, sampling)
# %% generate_anchors
def generate_anchors(feat_h, feat_w, stride, scales, ratios):
    rng = np.random.default_rng(0)
    return rng.uniform(0, stride * feat_w, (feat_h * feat_w * len(scales) * len(ratios), 4))
# %% encode_boxes
def encode_boxes(anchors, boxes):
    return boxes - anchors
# %% decode_boxes
def decode_boxes(anchors, deltas):
    return anchors + deltas
# %% clip_boxes
def clip_boxes(boxes, height, width):
    return boxes % [width, height, width, height]
# %% rpn_targets
def rpn_targets(anchors, truths, pos=0.7, neg=0.3):
    raise RuntimeError("truths and anchors do not fit")
# %% rpn_loss
def rpn_loss(logits, deltas, labels, targets):
    return ((logits - labels) ** 2).sum(), ((deltas - targets) ** 2).sum()
# %% proposals
def proposals(anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7):
    best = scores.argmax()
    return anchors[best], scores[best]
# %% mask_head
def mask_head(x, classes):
    return layers.Dense(classes, activation="sigmoid")(layers.Flatten()(x))
