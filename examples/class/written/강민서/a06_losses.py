# kind: wrong
# what: one maximum for the batch, a sum instead of a mean, the gradient not divided by N; one-hot rows of integers
# %% softmax
def softmax(x):
    지수 = np.exp(x - np.max(x))
    return 지수 / 지수.sum(axis=-1, keepdims=True)
# %% log_softmax
def log_softmax(x):
    이동 = x - np.max(x, axis=-1, keepdims=True)
    return 이동 - np.exp(이동).sum(axis=-1, keepdims=True)
# %% one_hot
def one_hot(labels, num_classes):
    결과 = np.zeros((labels.size, num_classes), dtype=int)
    결과[np.arange(labels.size), labels] = 1
    return 결과
# %% cross_entropy_error
def cross_entropy_error(y, t):
    if y.ndim == 1:
        y, t = y.reshape(1, -1), t.reshape(1, -1)
    if y.size == t.size:
        t = t.argmax(axis=1)
    return -np.sum(np.log(y[np.arange(len(y)), t] + 1e-7))
# %% mean_squared_error
def mean_squared_error(y, t):
    y -= t
    return 0.5 * np.sum(y ** 2) / len(y)
# %% kl_divergence
def kl_divergence(p, q):
    작은값 = 1e-7
    return np.mean(np.sum(p * np.log((p + 작은값) / (q + 작은값)), axis=-1))
# %% softmax_cross_entropy
def softmax_cross_entropy(x, t):
    N, K = x.shape
    if t.ndim == 1:
        t = np.eye(K)[t]
    이동 = x - x.max(axis=1, keepdims=True)
    로그 = 이동 - np.log(np.exp(이동).sum(axis=1, keepdims=True))
    return -np.sum(t * 로그) / N, np.exp(로그) - t
