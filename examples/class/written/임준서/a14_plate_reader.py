# kind: unfinished
# what: stroke_map, train_classifier and read_characters are right, fit_frame is begun, read_plate is written for the day when the rest is
# %% stroke_map
def stroke_map(image, pool_h, pool_w, stride=1):
    white = image.min(axis=2) >= WHITE
    black = image.max(axis=2) <= BLACK
    stroke = (white[:, 1:] & black[:, :-1]) | (black[:, 1:] & white[:, :-1])
    windows = np.lib.stride_tricks.sliding_window_view(stroke, (pool_h, pool_w))
    return windows[::stride, ::stride].mean(axis=(2, 3))
# %% fit_frame
def fit_frame(black, box):
    x1, y1, x2, y2 = box
    rows = black[:, x1:x2].mean(axis=1) >= 0.95
    # 여기서 위아래로...
# %% train_classifier
def train_classifier(x, t, n_classes, steps, lr):
    W, b = np.zeros((x.shape[1], n_classes)), np.zeros(n_classes)
    for _ in range(steps):
        ds = softmax_cross_entropy(x @ W + b, t)[1]
        W, b = W - lr * x.T @ ds, b - lr * ds.sum(axis=0)
    return W, b
# %% read_characters
def read_characters(x, W, b):
    scores = x @ W + b
    classes = np.argmax(scores[:, :10], axis=1)
    classes[2] = 10 + np.argmax(scores[2, 10:])
    return classes
# %% read_plate
def read_plate(image, W, b):
    box = find_plate(image)
    if len(box) == 0:
        return np.zeros(0, int)
    plate = crop_plate(image, box)
    spans = split_characters(plate)
    if len(spans) == 0:
        return np.zeros(0, int)
    return read_characters(cut_out(plate, spans), W, b)
