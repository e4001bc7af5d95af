# kind: wrong
# what: overflows, log of softmax, too few columns, the wrong base, half forgotten, arguments swapped, a sign
# %% softmax
def softmax(x):
    return np.exp(x) / np.sum(np.exp(x), axis=-1, keepdims=True)
# %% log_softmax
def log_softmax(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return np.log(e / e.sum(axis=-1, keepdims=True))
# %% one_hot
def one_hot(labels, num_classes):
    return np.eye(labels.max() + 1)[labels]
# %% cross_entropy_error
def cross_entropy_error(y, t):
    if y.ndim == 1:
        y, t = y[None], t[None]
    if t.size == y.size:
        t = t.argmax(axis=1)
    return -np.mean(np.log2(y[np.arange(len(y)), t] + 1e-7))
# %% mean_squared_error
def mean_squared_error(y, t):
    return np.sum((y - t) ** 2) / len(y)
# %% kl_divergence
def kl_divergence(p, q):
    return np.mean(np.sum(q * np.log(q / p), axis=-1))
# %% softmax_cross_entropy
def softmax_cross_entropy(x, t):
    N, K = x.shape
    shifted = x - x.max(axis=1, keepdims=True)
    log_y = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    if t.ndim == 1:
        t = np.eye(K)[t]
    loss = -(t * log_y).sum() / N
    dx = (t - np.exp(log_y)) / N
    return loss, dx
