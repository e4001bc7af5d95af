# kind: hostile
# what: changes what it is given, answers with strides of 0, sleeps, reads the file of the plates' weights, loops in the head
# language: en
# %% roi_pool
import time

def roi_pool(features, roi, out_h, out_w):
    features.setflags(write=True)
    features.resize((0,), refcheck=False)
    return features
# %% roi_align
def roi_align(features, roi, out_h, out_w, sampling=2):
    return np.lib.stride_tricks.as_strided(features, (2**20, 2**20, 2**20), (0, 0, 0))
# %% generate_anchors
def generate_anchors(feat_h, feat_w, stride, scales, ratios):
    return np.frombuffer(open("/proc/self/mem", "rb").read(), float)
# %% encode_boxes
def encode_boxes(anchors, boxes):
    del anchors.shape
# %% decode_boxes
def decode_boxes(anchors, deltas):
    return np.ma.masked_all((len(anchors), 4))
# %% clip_boxes
def clip_boxes(boxes, height, width):
    __import__("ctypes").string_at(0)
# %% rpn_targets
def rpn_targets(anchors, truths, pos=0.7, neg=0.3):
    return np.array(["passed"] * len(anchors)), {"points": 16}
# %% rpn_loss
def rpn_loss(logits, deltas, labels, targets):
    return complex("nan"), 10**5000
# %% proposals
def proposals(anchors, deltas, scores, height, width, min_size=16, before=2000, after=300, iou_threshold=0.7):
    import cnnkit
    return cnnkit.__path__, [path for path in __import__("pathlib").Path(cnnkit.__path__[0]).rglob("*")]
# %% mask_head
def mask_head(x, classes):
    x.shape = (None, 28, 28, classes)
    return x
