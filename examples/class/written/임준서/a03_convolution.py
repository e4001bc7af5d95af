# kind: wrong
# what: an IndexError for every input; relu forgets its return; conv_relu depends on both
# %% conv2d
def conv2d(x, W, b=None, stride=1, pad=0):
    H, width = x.shape[0], x.shape[1]
    OH = (H + 2 * pad - W.shape[4]) // stride + 1
    out = np.zeros((OH, OH))
    return out
# %% error
IndexError                                Traceback (most recent call last)
IndexError: tuple index out of range
# %% relu
def relu(x):
    result = x.copy()
    result[result < 0] = 0
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    return relu(conv2d(x, W, b, stride, pad))
