# kind: right
# what: the maximum subtracted; both forms of targets by cases
# %% softmax
def softmax(x):
    m = np.max(x, axis=-1, keepdims=True)
    e = np.exp(x - m)
    return e / np.sum(e, axis=-1, keepdims=True)
# %% log_softmax
def log_softmax(x):
    m = np.max(x, axis=-1, keepdims=True)
    s = np.sum(np.exp(x - m), axis=-1, keepdims=True)
    return x - m - np.log(s)
# %% one_hot
def one_hot(labels, num_classes):
    out = np.zeros((len(labels), num_classes))
    for i in range(len(labels)):
        out[i, labels[i]] = 1
    return out
# %% cross_entropy_error
def cross_entropy_error(y, t):
    if y.ndim == 1:
        y = y.reshape(1, y.size)
        t = np.asarray(t).reshape(1, -1)
        if t.size == 1:
            t = t.reshape(1)
    if t.ndim == 2:
        t = t.argmax(axis=1)
    n = y.shape[0]
    return -np.sum(np.log(y[np.arange(n), t] + 1e-7)) / n
# %% mean_squared_error
def mean_squared_error(y, t):
    return 0.5 * np.sum((y - t) ** 2) / y.shape[0]
# %% kl_divergence
def kl_divergence(p, q):
    p = np.atleast_2d(p)
    q = np.atleast_2d(q)
    total = 0.0
    for i in range(p.shape[0]):
        for k in range(p.shape[1]):
            if p[i, k] > 0:
                total += p[i, k] * np.log(p[i, k] / q[i, k])
    return total / p.shape[0]
# %% softmax_cross_entropy
def softmax_cross_entropy(x, t):
    N, K = x.shape
    if t.ndim == 1:
        t = one_hot(t, K)
    loss = -np.sum(t * log_softmax(x)) / N
    dx = (softmax(x) - t) / N
    return loss, dx
