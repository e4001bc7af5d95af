# kind: wrong
# what: one slip in every function, each with a name: mean colours, a frame of one pixel, any frame, 128 as threshold, divided twice, no bias, guesses
# %% stroke_map
def stroke_map(image, pool_h, pool_w, stride=1):
    밝기 = image.mean(axis=2)  # 세 색의 평균
    tone = (밝기 >= WHITE) * 1.0 - (밝기 <= BLACK)
    strokes = np.abs(horizontal_difference(tone)) == 2
    return avg_pool(strokes[None, None] * 1.0, pool_h, pool_w, stride)[0, 0]
# %% fit_frame
def fit_frame(black, box):
    x1, y1, x2, y2 = box
    rows = np.where(black[:, x1:x2].mean(axis=1) >= 0.95)[0]
    위, 아래 = rows[rows < (y1 + y2) // 2], rows[rows > (y1 + y2) // 2]
    if len(위) == 0 or len(아래) == 0:
        return np.zeros(0)
    top, bottom = 위[-1] + 1, 아래[0]
    columns = np.where(black[top:bottom].mean(axis=0) >= 0.95)[0]
    왼쪽, 오른쪽 = columns[columns < (x1 + x2) // 2], columns[columns > (x1 + x2) // 2]
    if len(왼쪽) == 0 or len(오른쪽) == 0:
        return np.zeros(0)
    두께 = 1  # 한 픽셀
    return np.array([왼쪽[-1] + 1 - 두께, top - 두께, 오른쪽[0] + 두께, bottom + 두께])
# %% find_plate
def find_plate(image):
    strokes = stroke_map(image, 16, 40, 4)
    boxes = np.array([[j * 4, i * 4, j * 4 + 40, i * 4 + 16] for i in range(len(strokes)) for j in range(len(strokes[0]))])
    for k in nms(boxes, strokes.ravel(), 0.1):
        box = fit_frame(image.max(axis=2) <= BLACK, boxes[k])
        if len(box):  # 테두리가 있으면 번호판
            return box
    return np.zeros(0)
# %% split_characters
def split_characters(plate):
    어두움 = plate < 128
    ink = np.zeros(plate.shape[1] + 2, int)
    ink[5:-5] = 어두움[6:22, 4:-4].any(axis=0)
    runs = np.where(np.diff(ink))[0].reshape(-1, 2)
    groups = np.split(runs, np.where(runs[1:, 0] - runs[:-1, 1] >= 4)[0] + 1)
    if len(groups) != 3 or len(groups[0]) != 2 or len(groups[2]) != 4:
        return np.zeros((0, 2), int)
    return np.vstack([groups[0], [[groups[1][0, 0], groups[1][-1, 1]]], groups[2]])
# %% train_classifier
def train_classifier(x, t, n_classes, steps, lr):
    W, b = np.zeros((x.shape[1], n_classes)), np.zeros(n_classes)
    for _ in range(steps):
        _, ds = softmax_cross_entropy(x @ W + b, t)
        ds = ds / len(x)  # 평균
        W -= lr * x.T @ ds
        b -= lr * ds.sum(axis=0)
    return W, b
# %% read_characters
def read_characters(x, W, b):
    scores = x @ W
    classes = scores[:, :10].argmax(axis=1)
    classes[2] = 10 + scores[2, 10:].argmax()
    return classes
# %% read_plate
def read_plate(image, W, b):
    box = find_plate(image)
    if len(box) == 0:
        return np.zeros(7, int)  # 아무거나
    plate = crop_plate(image, box)
    spans = split_characters(plate)
    if len(spans) == 0:
        return np.zeros(7, int)
    return read_characters(cut_out(plate, spans), W, b)
