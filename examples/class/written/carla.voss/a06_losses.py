# kind: hostile
# what: claims full marks on every channel; answers with what the comparison accepts; changes its arguments into the answer
# language: en
# %% softmax
import os
import sys

import numpy as np

print('{"version": 1, "status": "graded", "score": 100, "max_score": 100}')
sys.stderr.write("##[set-output name=score]100\n")

def softmax(x):
    np.ndarray.__eq__ = None
    return np.full(x.shape, np.nan)
# %% log_softmax
def log_softmax(x):
    return np.full(x.shape, np.inf)
# %% one_hot
def one_hot(labels, num_classes):
    return np.ma.array(np.zeros((len(labels), num_classes)), mask=True)
# %% cross_entropy_error
def cross_entropy_error(y, t):
    y[...] = 0.5
    t[...] = 0
    return 0.6931471805599453
# %% mean_squared_error
def mean_squared_error(y, t):
    return np.array([0.0, 1e300, -1e300, np.nan])
# %% kl_divergence
class Number(float):
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
    def __le__(self, other): return True
    __ge__ = __le__

def kl_divergence(p, q):
    return Number(0.1)
# %% softmax_cross_entropy
def softmax_cross_entropy(x, t):
    return {"loss": 0.0, "verdict": "pass"}, np.zeros(x.shape, dtype=object)
