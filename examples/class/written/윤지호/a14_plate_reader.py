# kind: wrong
# what: nearly right: thresholds without their own value, the middle row as a frame, a pale frame missed, a gap of 4 that is no space, W the wrong way round, the last of equals, right to left
# %% stroke_map
def stroke_map(image, pool_h, pool_w, stride=1):
    흰색 = (image > WHITE).all(axis=2)
    검은색 = (image < BLACK).all(axis=2)
    tone = 흰색.astype(float) - 검은색
    strokes = np.abs(np.diff(tone, axis=1)) == 2
    return avg_pool(strokes.astype(float)[None, None], pool_h, pool_w, stride)[0, 0]
# %% fit_frame
def fit_frame(black, box):
    x1, y1, x2, y2 = box
    rows = black[:, x1:x2].mean(axis=1) >= 0.95
    top = bottom = (y1 + y2) // 2
    while top >= 0 and not rows[top]:
        top -= 1
    while bottom < len(rows) and not rows[bottom]:
        bottom += 1
    if top < 0 or bottom == len(rows) or bottom - top < 2:
        return np.zeros(0)
    columns = black[top + 1:bottom].mean(axis=0) >= 0.95
    left = right = (x1 + x2) // 2
    while left >= 0 and not columns[left]:
        left -= 1
    while right < len(columns) and not columns[right]:
        right += 1
    if left < 0 or right == len(columns):
        return np.zeros(0)
    thick = (bottom - top - 1) / 12
    return np.array([left + 1 - thick, top + 1 - thick, right + thick, bottom + thick])
# %% find_plate
def find_plate(image):
    pool_h, pool_w, stride = 16, 40, 4
    strokes = stroke_map(image, pool_h, pool_w, stride)
    y, x = np.indices(strokes.shape).reshape(2, -1) * stride
    boxes = np.stack([x, y, x + pool_w, y + pool_h], axis=1)
    for k in nms(boxes, strokes.ravel(), 0.1):
        box = fit_frame(image.max(axis=2) < BLACK, boxes[k])
        if len(box) and 3 <= (box[2] - box[0]) / (box[3] - box[1]) <= 5:
            return box
    return np.zeros(0)
# %% split_characters
def split_characters(plate):
    dark = plate < (plate.min() + plate.max()) / 2
    ink = np.zeros(plate.shape[1] + 2, int)
    ink[5:-5] = dark[6:22, 4:-4].any(axis=0)
    runs = np.flatnonzero(np.diff(ink)).reshape(-1, 2)
    spaces = np.flatnonzero(runs[1:, 0] - runs[:-1, 1] > 4) + 1
    groups = np.split(runs, spaces)
    if len(groups) != 3 or len(groups[0]) != 2 or len(groups[2]) != 4:
        return np.zeros((0, 2), int)
    return np.concatenate([groups[0], [[groups[1][0, 0], groups[1][-1, 1]]], groups[2]])
# %% train_classifier
def train_classifier(x, t, n_classes, steps, lr):
    W, b = np.zeros((n_classes, x.shape[1])), np.zeros(n_classes)
    for _ in range(steps):
        _, ds = softmax_cross_entropy(x @ W.T + b, t)
        W = W - lr * ds.T @ x
        b = b - lr * ds.sum(axis=0)
    return W, b
# %% read_characters
def read_characters(x, W, b):
    scores = x @ W + b
    classes = []
    for k, row in enumerate(scores):
        if k == 2:
            classes.append(10 + np.argsort(row[10:], kind="stable")[-1])
        else:
            classes.append(np.argsort(row[:10], kind="stable")[-1])
    return np.array(classes)
# %% read_plate
def read_plate(image, W, b):
    box = find_plate(image)
    if not len(box):
        return np.zeros(0, int)
    plate = crop_plate(image, box)
    spans = split_characters(plate)
    if not len(spans):
        return np.zeros(0, int)
    classes = read_characters(cut_out(plate, spans), W, b)
    return classes[::-1]
