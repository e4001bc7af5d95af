# kind: hostile
# what: numbers that are NaN where it pays, a flood of warnings, an endless iterator, deep recursion, writes beside itself
# language: en
# %% iou
import itertools
import warnings

def iou(boxes1, boxes2):
    warnings.simplefilter("always")
    for n in range(50):
        warnings.warn(f"{n} " * 100)
    return np.full((1, 1), np.nan)
# %% nms
def nms(boxes, scores, iou_threshold=0.5):
    return itertools.count()
# %% class_nms
def class_nms(boxes, scores, classes, iou_threshold=0.5):
    class Index(np.int64):
        def __index__(self):
            return 0
    return [Index(i) for i in range(10**4)]
# %% match_detections
def match_detections(boxes, scores, truths, iou_threshold=0.5):
    return memoryview(bytearray(2**20))
# %% precision_recall
def precision_recall(tp, num_truths):
    class Both(tuple):
        __slots__ = ()

        def __getitem__(self, i):
            return np.ones(len(tp))
    return Both()
# %% average_precision
def average_precision(recall, precision, method="all"):
    with open("/tmp/cnnkit-was-here", "w") as file:
        file.write(method)
    globals()["average_precision"] = lambda *args: 1.0
    return float("inf")
# %% mean_average_precision
def mean_average_precision(detections, truths, iou_threshold=0.5, method="all"):
    detections[:] = truths[:] = []
    return 1.0
