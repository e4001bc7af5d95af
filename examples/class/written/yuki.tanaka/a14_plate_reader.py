# kind: odd
# what: prints, type hints, Japanese comments, lists as results; own windows of every place and no nms; shapes of frames instead of scores; a plot
# language: en
# saved by: colab
# %% first
!pip install opencv-python
%matplotlib inline
import cv2
# %% stroke_map
from typing import List

def stroke_map(image: np.ndarray, pool_h: int, pool_w: int, stride: int = 1) -> List[List[float]]:
    # 白は1、黒は-1、ほかは0
    print("stroke_map", image.shape)
    tone = [[1 if min(p) >= WHITE else -1 if max(p) <= BLACK else 0 for p in row] for row in image.tolist()]
    strokes = [[int(abs(a - b) == 2) for a, b in zip(row, row[1:])] for row in tone]
    out = []
    for i in range(0, len(strokes) - pool_h + 1, stride):
        sums = [sum(column) for column in zip(*strokes[i:i + pool_h])]
        out.append([sum(sums[j:j + pool_w]) / (pool_h * pool_w) for j in range(0, len(sums) - pool_w + 1, stride)])
    return out
# %% after check_stroke_map
import matplotlib.pyplot as plt
plt.imshow(stroke_map(scene.image, 16, 40, 4))
plt.show()
# %% fit_frame
def fit_frame(black: np.ndarray, box) -> list:
    x1, y1, x2, y2 = box
    my, mx = (y1 + y2) // 2, (x1 + x2) // 2
    rows = [y for y, row in enumerate(black) if np.mean(row[x1:x2]) >= 0.95 and y != my]
    above, below = [y for y in rows if y < my], [y for y in rows if y > my]
    if not above or not below:
        return []  # 枠がない
    top, bottom = max(above) + 1, min(below)
    columns = [x for x, column in enumerate(black.T) if np.mean(column[top:bottom]) >= 0.95 and x != mx]
    before, after = [x for x in columns if x < mx], [x for x in columns if x > mx]
    if not before or not after:
        return []
    thick = (bottom - top) / 12
    return [max(before) + 1 - thick, top - thick, min(after) + thick, bottom + thick]
# %% find_plate
def find_plate(image):
    # 線の多い順に全部の窓を試す
    black, boxes = image.max(axis=2) <= BLACK, {}
    density = np.array(stroke_map(image, 8, 30, 6))
    for k in np.argsort(-density.ravel(), kind="stable"):
        i, j = divmod(int(k), density.shape[1])
        if density[i, j] < 0.02:
            break
        box = fit_frame(black, (6 * j, 6 * i, 6 * j + 30, 6 * i + 8))
        if box and 3 <= (box[2] - box[0]) / (box[3] - box[1]) <= 5:
            return tuple(box)
    print("no plate")
    return ()
# %% split_characters
def split_characters(plate):
    low, high = float(plate.min()), float(plate.max())
    ink = [min(column) < (low + high) / 2 for column in plate[6:22].T.tolist()]
    ink = [False] * 4 + ink[4:-4] + [False] * 4
    starts = [x for x in range(1, len(ink)) if ink[x] and not ink[x - 1]]
    ends = [x for x in range(1, len(ink)) if ink[x - 1] and not ink[x]]
    spaces = [k for k in range(1, len(starts)) if starts[k] - ends[k - 1] > 3]
    if len(spaces) != 2 or spaces[0] != 2 or len(starts) - spaces[1] != 4:
        return np.zeros((0, 2))
    a, b = spaces
    return list(zip(starts[:a] + [starts[a]] + starts[b:], ends[:a] + [ends[b - 1]] + ends[b:]))
# %% train_classifier
def train_classifier(x, t, n_classes, steps, lr):
    W, b = np.zeros((x.shape[1], n_classes)).tolist(), [0.0] * n_classes
    for step in range(steps):
        loss, ds = softmax_cross_entropy(np.dot(x, W) + b, t)
        if step % 100 == 0:
            print(f"{step}: {loss:.4f}")
        W, b = W - lr * np.dot(ds.T, x).T, b - lr * np.ones(len(x)) @ ds
    return [np.array(W), np.array(b)]
# %% read_characters
def read_characters(x, W, b):
    def best(k):
        scores = x[k] @ W + b
        allowed = range(10, len(b)) if k == 2 else range(10)
        return max(allowed, key=lambda c: scores[c])  # 最初の最大
    return [best(k) for k in range(7)]
# %% read_plate
def read_plate(image, W, b):
    try:
        plate = crop_plate(image, find_plate(image))
        spans = split_characters(plate)
        assert len(spans) == 7
    except (ValueError, AssertionError):
        return []
    return read_characters(cut_out(plate, spans), W, b)
# %% last
for one in camera(3, seed=99):
    print(read_plate(one.image, W, b), one.texts)
input("はい？")
