# kind: right
# what: an integral image for the strokes, searchsorted for the frame, groupby and a text of ink, np.add.at, masked scores
# language: en
# saved by: vscode
# %% stroke_map
def stroke_map(image, pool_h, pool_w, stride=1):
    white, black = (image >= WHITE).all(-1), (image <= BLACK).all(-1)
    meets = white[:, :-1] & black[:, 1:] | black[:, :-1] & white[:, 1:]
    total = np.zeros((meets.shape[0] + 1, meets.shape[1] + 1))
    total[1:, 1:] = meets.cumsum(0).cumsum(1)  # an integral image: every window costs four numbers
    window = total[pool_h:, pool_w:] - total[:-pool_h, pool_w:] - total[pool_h:, :-pool_w] + total[:-pool_h, :-pool_w]
    return window[::stride, ::stride] / (pool_h * pool_w)
# %% fit_frame
def between(lines, middle):
    """The gap of `lines` in which the middle lies, as (first inside, first outside)."""
    lines = lines[lines != middle]
    k = np.searchsorted(lines, middle)
    return (lines[k - 1] + 1, lines[k]) if 0 < k < len(lines) else None

def fit_frame(black, box):
    x1, y1, x2, y2 = box
    rows = between(np.flatnonzero((~black[:, x1:x2]).mean(1) <= 0.05), (y1 + y2) // 2)
    if rows is None:
        return np.empty(0)
    columns = between(np.flatnonzero((~black[slice(*rows)]).mean(0) <= 0.05), (x1 + x2) // 2)
    if columns is None:
        return np.empty(0)
    inside = np.array([columns[0], rows[0], columns[1], rows[1]])
    return inside + np.array([-1, -1, 1, 1]) * (rows[1] - rows[0]) / 12
# %% find_plate
from itertools import groupby, product

def find_plate(image):
    density = stroke_map(image, 16, 40, 4)
    order = np.argsort(-density, axis=None, kind="stable")
    tried, black = np.zeros(density.shape, bool), image.max(-1) <= BLACK
    for i, j in zip(*np.unravel_index(order, density.shape)):
        if tried[max(i - 3, 0):i + 4, max(j - 9, 0):j + 10].any():
            continue  # a neighbour with more strokes was here before
        tried[i, j] = True
        box = fit_frame(black, (4 * j, 4 * i, 4 * j + 40, 4 * i + 16))
        if box.size and 3 <= np.divide(*(box[2:] - box[:2])) <= 5:
            return box
    return np.empty(0)
# %% split_characters
def split_characters(plate):
    dark = plate - plate.min() < (plate.max() - plate.min()) / 2
    ink = dark[6:22].any(0)
    ink[:4] = ink[-4:] = False
    text = "".join(".#"[int(one)] for one in ink)
    groups = [[]]
    at = 0
    for kind, run in groupby(text):
        n = len(list(run))
        if kind == "#":
            groups[-1].append((at, at + n))
        elif n >= 4 and groups[-1]:
            groups.append([])
        at += n
    groups = [group for group in groups if group]
    if [len(group) for group in groups[::2]] != [2, 4] or len(groups) != 3:
        return np.empty((0, 2), int)
    first, letter, last = groups
    return np.array(first + [(letter[0][0], letter[-1][1])] + last)
# %% train_classifier
def train_classifier(x, t, n_classes, steps, lr):
    data = np.c_[x, np.ones(len(x))]  # the bias is one more pixel that is always 1
    weights = np.zeros((data.shape[1], n_classes))
    for _ in range(steps):
        scores = data @ weights
        y = np.exp(scores - scores.max(1, keepdims=True))
        y /= y.sum(1, keepdims=True)
        np.add.at(y, (np.arange(len(t)), t), -1)
        weights = weights - lr / len(t) * (data.T @ y)
    return weights[:-1], weights[-1]
# %% read_characters
def read_characters(x, W, b):
    scores = x @ W + b
    places, classes = np.ogrid[:7, :len(b)]
    return np.where((places == 2) == (classes >= 10), scores, -np.inf).argmax(1)
# %% read_plate
def read_plate(image, W, b):
    for step in (find_plate, lambda box: crop_plate(image, box)):
        image_or_plate = step(image if step is find_plate else box)
        if not image_or_plate.size:
            return np.empty(0, int)
        box = image_or_plate
    plate = image_or_plate
    spans = split_characters(plate)
    return read_characters(cut_out(plate, spans), W, b) if spans.size else np.empty(0, int)
