# kind: right
# what: walks to the frame with while, splits with a state and lists, one character at a time
# %% stroke_map
def stroke_map(image, pool_h, pool_w, stride=1):
    H, W, _ = image.shape
    tone = np.zeros((H, W))
    tone[(image >= WHITE).all(axis=2)] = 1
    tone[(image <= BLACK).all(axis=2)] = -1
    획 = np.abs(horizontal_difference(tone)) == 2
    out_h, out_w = (H - pool_h) // stride + 1, (W - 1 - pool_w) // stride + 1
    밀도 = np.zeros((out_h, out_w))
    for i in range(out_h):
        for j in range(out_w):
            밀도[i, j] = 획[i * stride:i * stride + pool_h, j * stride:j * stride + pool_w].sum() / (pool_h * pool_w)
    return 밀도
# %% fit_frame
def fit_frame(black, box):
    x1, y1, x2, y2 = [int(v) for v in box]
    H, W = black.shape

    def 행이_검은가(y):
        return black[y, x1:x2].sum() >= 0.95 * (x2 - x1)

    위 = (y1 + y2) // 2 - 1
    while 위 >= 0 and not 행이_검은가(위):
        위 -= 1
    아래 = (y1 + y2) // 2 + 1
    while 아래 < H and not 행이_검은가(아래):
        아래 += 1
    if 위 < 0 or 아래 >= H:
        return np.zeros(0)

    높이 = 아래 - 위 - 1

    def 열이_검은가(x):
        return black[위 + 1:아래, x].sum() >= 0.95 * 높이

    왼쪽 = (x1 + x2) // 2 - 1
    while 왼쪽 >= 0 and not 열이_검은가(왼쪽):
        왼쪽 -= 1
    오른쪽 = (x1 + x2) // 2 + 1
    while 오른쪽 < W and not 열이_검은가(오른쪽):
        오른쪽 += 1
    if 왼쪽 < 0 or 오른쪽 >= W:
        return np.zeros(0)
    두께 = 높이 / 12
    return np.array([왼쪽 + 1 - 두께, 위 + 1 - 두께, 오른쪽 + 두께, 아래 + 두께])
# %% find_plate
def find_plate(image):
    밀도 = stroke_map(image, 16, 40, 4)
    창들, 점수 = [], []
    for i in range(밀도.shape[0]):
        for j in range(밀도.shape[1]):
            창들.append([j * 4, i * 4, j * 4 + 40, i * 4 + 16])
            점수.append(밀도[i, j])
    창들 = np.array(창들)
    black = (image <= BLACK).all(axis=2)
    for k in nms(창들, np.array(점수), 0.1):
        box = fit_frame(black, 창들[k])
        if len(box) == 0:
            continue
        비율 = (box[2] - box[0]) / (box[3] - box[1])
        if 3 <= 비율 <= 5:
            return box
    return np.array([])
# %% split_characters
def split_characters(plate):
    기준 = (plate.min() + plate.max()) / 2
    덩어리, 시작 = [], None
    for x in range(4, plate.shape[1] - 4):
        잉크 = (plate[6:22, x] < 기준).any()
        if 잉크 and 시작 is None:
            시작 = x
        if not 잉크 and 시작 is not None:
            덩어리.append((시작, x))
            시작 = None
    if 시작 is not None:
        덩어리.append((시작, plate.shape[1] - 4))
    묶음 = []
    for 하나 in 덩어리:
        if not 묶음 or 하나[0] - 묶음[-1][-1][1] >= 4:
            묶음.append([])
        묶음[-1].append(하나)
    if len(묶음) != 3 or len(묶음[0]) != 2 or len(묶음[2]) != 4:
        return np.zeros((0, 2), dtype=int)
    글자 = (묶음[1][0][0], 묶음[1][-1][1])
    return np.array([*묶음[0], 글자, *묶음[2]])
# %% train_classifier
def train_classifier(x, t, n_classes, steps, lr):
    W = np.zeros((x.shape[1], n_classes))
    b = np.zeros(n_classes)
    for step in range(steps):
        loss, ds = softmax_cross_entropy(x @ W + b, t)
        W -= lr * (x.T @ ds)
        b -= lr * ds.sum(axis=0)
    return W, b
# %% read_characters
def read_characters(x, W, b):
    classes = []
    for place in range(7):
        scores = x[place] @ W + b
        if place == 2:
            classes.append(int(np.argmax(scores[10:])) + 10)
        else:
            classes.append(int(np.argmax(scores[:10])))
    return np.array(classes)
# %% read_plate
def read_plate(image, W, b):
    box = find_plate(image)
    if len(box) == 0:
        return np.array([], dtype=int)
    plate = crop_plate(image, box)
    spans = split_characters(plate)
    if len(spans) != 7:
        return np.array([], dtype=int)
    return read_characters(cut_out(plate, spans), W, b)
