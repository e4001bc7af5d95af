# kind: damaged
# what: no metadata at all, answers in another order, one pasted twice, two stubs left standing below the answers
# damage: duplicate softmax; move_to_end log_softmax; move_to_end one_hot; no_metadata
# %% softmax
def softmax(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
# %% log_softmax
def log_softmax(x):
    shifted = x - np.max(x, axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
# %% one_hot
def one_hot(labels, num_classes):
    return np.eye(num_classes)[labels]
# %% before mean_squared_error
def mean_squared_error(y, t):
    return 0.5 * np.sum((y - t) ** 2) / len(y)
# %% before kl_divergence
def kl_divergence(p, q):
    ratio = np.where(p > 0, p, 1) / np.where(p > 0, q, 1)
    return np.mean(np.sum(p * np.log(ratio), axis=-1))
