# kind: wrong
# what: mistakes without a name, an exception, a missing return, and a loss that comes back as text
# language: en
# %% softmax
def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    y = e / e.sum(axis=-1, keepdims=True)
    return np.round(y, 2)
# %% log_softmax
def log_softmax(x):
    y = np.log(softmax(x) + 1e-3)
# %% one_hot
def one_hot(labels, num_classes):
    out = np.zeros((len(labels), num_classes))
    for row, label in enumerate(labels):
        out[row][label - 1] = 1
        out[row][0] = 0
    return out
# %% cross_entropy_error
def cross_entropy_error(y, t):
    loss = -np.log(y[range(len(y)), t] + 1e-7).mean()
    return f"{loss:.4f}"
# %% mean_squared_error
def mean_squared_error(y, t):
    return 0.5 * ((y - t) ** 2).sum() / (len(y) + 1)
# %% kl_divergence
def kl_divergence(p, q):
    return np.dot(p, np.log(p / q))
# %% softmax_cross_entropy
def softmax_cross_entropy(x, t):
    y = softmax(x)
    return cross_entropy_error(y, t), (y - t) / len(x)
