# kind: right
# what: logaddexp.reduce, math.fsum, comprehensions, a class for the last one; no small number in the logarithm
# language: en
# saved by: colab
# %% softmax
def softmax(x):
    return np.exp(log_softmax(x))
# %% log_softmax
def log_softmax(x):
    x = np.asarray(x, np.float64)
    return x - np.logaddexp.reduce(x, axis=-1, keepdims=True)
# %% one_hot
def one_hot(labels, num_classes):
    return (np.arange(num_classes) == np.asarray(labels)[:, None]) * 1.0
# %% cross_entropy_error
import math


def cross_entropy_error(y, t):
    rows = y if y.ndim == 2 else [y]
    targets = t if y.ndim == 2 else [t]
    picked = [row[target] if np.ndim(target) == 0 else row[np.argmax(target)] for row, target in zip(rows, targets)]
    return math.fsum(-math.log(p + 1e-9) for p in picked) / len(picked)
# %% mean_squared_error
def mean_squared_error(y, t):
    d = (np.asarray(y, float) - t).ravel()
    return d @ d / 2 / len(y)
# %% kl_divergence
def kl_divergence(p, q):
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(p > 0, p * (np.log(p) - np.log(q)), 0.0)
    return terms.sum(axis=-1).mean()
# %% softmax_cross_entropy
class Loss:
    def __init__(self, x, t):
        self.log_y = log_softmax(x)
        self.t = one_hot(t, x.shape[1]) if t.ndim == 1 else t

    def value(self):
        return float(-(self.t * self.log_y).sum(axis=1).mean())

    def gradient(self):
        return (np.exp(self.log_y) - self.t) / len(self.t)


def softmax_cross_entropy(x, t):
    loss = Loss(x, t)
    return [loss.value(), loss.gradient()]
