# kind: wrong
# what: without a name: gradients instead of tones, the brightest rectangle, cuts at fixed places, Adam, softmax first; two that stop
# language: en
# %% stroke_map
def stroke_map(image, pool_h, pool_w, stride=1):
    edges = np.abs(horizontal_difference(to_grayscale(image))) / 255
    return avg_pool(edges[None, None], pool_h, pool_w, stride)[0, 0]
# %% fit_frame
def fit_frame(black, box):
    ys, xs = np.where(black)
    return np.array([xs.min(), ys.min(), xs.max(), ys.max()], float)
# %% find_plate
def find_plate(image):
    white = image.min(axis=2) >= WHITE
    rows, columns = np.flatnonzero(white.any(axis=1)), np.flatnonzero(white.any(axis=0))
    if len(rows) == 0:
        return np.zeros(0)
    return np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1], float)
# %% split_characters
def split_characters(plate):
    edges = np.linspace(4, plate.shape[1] - 4, 8).round().astype(int)
    return np.stack([edges[:-1], edges[1:]], axis=1)
# %% train_classifier
def train_classifier(x, t, n_classes, steps, lr):
    rng = np.random.default_rng(0)
    W, b = rng.normal(0, 0.01, (x.shape[1], n_classes)), np.zeros(n_classes)
    for _ in range(steps):
        _, ds = softmax_cross_entropy(x @ W + b, t)
        g = x.T @ ds
        W -= lr * g / (np.abs(g) + 1e-8)
        b -= lr * ds.sum(axis=0)
    return W, b
# %% read_characters
def read_characters(x, W, b):
    scores = x @ W + b
    return np.array([s.index(max(s)) for s in scores])
# %% read_plate
def read_plate(image, W, b):
    plate = crop_plate(image)
    spans = split_characters(plate)
    return read_characters(cut_out(plate, spans), W, b)
