# kind: odd
# what: everything through tiny lambdas and partial, lists as results, float32 labels, tf.keras, prints, a helper class in a late cell
# language: en
# saved by: colab
# %% roi_pool
def roi_pool(features, roi, out_h, out_w):
    C, H, W = features.shape
    low, high = np.floor(roi[:2]).astype(int), np.ceil(roi[2:]).astype(int)

    def members(start, size, bins, n):
        i, cell = np.arange(bins)[:, None], np.arange(n)
        return (cell >= start + i * size // bins) & (cell < start - (-(i + 1) * size // bins))

    rows, cols = members(low[1], high[1] - low[1], out_h, H), members(low[0], high[0] - low[0], out_w, W)
    inside = rows[:, None, :, None] & cols[None, :, None, :]
    best = np.where(inside, features[:, None, None], -np.inf).max(axis=(3, 4))
    return np.where(inside.any(axis=(2, 3)), best, 0)
# %% roi_align
def roi_align(features, roi, out_h, out_w, sampling=2):
    def weights(start, end, bins, n):
        place = start + (np.arange(bins * sampling) + 0.5) * (end - start) / (bins * sampling) - 0.5
        place = np.clip(place, 0, n - 1)
        tent = np.maximum(0, 1 - np.abs(place[:, None] - np.arange(n)))
        return tent.reshape(bins, sampling, n).mean(axis=1)
    _, H, W = features.shape
    return weights(roi[1], roi[3], out_h, H) @ features @ weights(roi[0], roi[2], out_w, W).T
# %% generate_anchors
def generate_anchors(feat_h, feat_w, stride, scales, ratios):
    y, x, scale, ratio = np.meshgrid(np.arange(feat_h) + 0.5, np.arange(feat_w) + 0.5, scales, ratios, indexing="ij")
    half_w, half_h = scale / np.sqrt(ratio) / 2, scale * np.sqrt(ratio) / 2
    x, y = x * stride, y * stride
    return np.stack([x - half_w, y - half_h, x + half_w, y + half_h], -1).reshape(-1, 4)
# %% encode_boxes
def centred(boxes):
    size = (boxes[:, 2:] - boxes[:, :2]).astype(float)
    return boxes[:, :2] + size / 2, size

def encode_boxes(anchors, boxes):
    (ma, sa), (m, s) = centred(anchors), centred(boxes)
    return np.c_[(m - ma) / sa, np.log(s) - np.log(sa)]
# %% decode_boxes
def decode_boxes(anchors, deltas):
    middle, size = centred(anchors)
    middle = middle + deltas[:, :2] * size
    size = size * np.minimum(np.exp(np.minimum(deltas[:, 2:], 10)), 62.5)
    return np.c_[middle - size / 2, middle + size / 2]
# %% clip_boxes
clip_boxes = lambda boxes, height, width: np.clip(boxes, 0, np.tile([width, height], 2)).tolist()
# %% rpn_targets
def rpn_targets(anchors, truths, pos=0.7, neg=0.3):
    overlap = iou(anchors, truths)
    best = overlap.max(axis=1, initial=0.0)
    labels = np.select([best >= pos, best < neg], [1, 0], -1)
    forced = (overlap == overlap.max(axis=0, keepdims=True, initial=0)) & (overlap > 0)
    labels = np.where(forced.any(axis=1), 1, labels)
    deltas = np.zeros((len(anchors), 4))
    if len(truths):
        every = encode_boxes(anchors, truths[overlap.argmax(axis=1)])
        deltas = np.where((labels == 1)[:, None], every, 0)
    print(labels)
    return [labels.tolist(), deltas.tolist()]
# %% rpn_loss
def rpn_loss(logits, deltas, labels, targets):
    used, n = labels != -1, max(np.count_nonzero(labels != -1), 1)
    entropy = np.logaddexp(0, logits) - logits * labels
    d = np.abs(deltas - targets)
    smooth = np.where(d < 1, 0.5 * d**2, d - 0.5).sum(axis=1)
    return entropy[used].sum() / n, smooth[labels == 1].sum() / n
# %% proposals
def proposals(anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7):
    boxes = Late.clipped(decode_boxes(anchors, deltas), height, width)
    keep = np.flatnonzero(np.min(boxes[:, 2:] - boxes[:, :2], axis=1) >= min_size)
    keep = keep[np.argsort(-scores[keep], kind="stable")][:before]
    keep = keep[nms(boxes[keep], scores[keep], iou_threshold)[:after]]
    return boxes[keep], scores[keep]
# %% after proposals
class Late:
    clipped = staticmethod(lambda *args: np.array(clip_boxes(*args)))
# %% mask_head
import tensorflow as tf

def mask_head(x, classes):
    for n in range(4):
        x = tf.keras.layers.Conv2D(256, 3, padding="SAME", activation=tf.nn.relu)(x)
    x = layers.ReLU()(layers.Conv2DTranspose(256, 2, 2)(x))
    return layers.Activation("sigmoid")(layers.Conv2D(classes, 1)(x))
