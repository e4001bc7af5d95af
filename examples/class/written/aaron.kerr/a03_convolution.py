# kind: hostile
# what: an endless loop outside of any function: what a plain def defines keeps its points, relu made inside a loop does not
# language: en
# %% conv2d
def conv2d(x, W, b=None, stride=1, pad=0):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(xp, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    out = np.einsum("nchwpq,fcpq->nfhw", windows, W)
    return out if b is None else out + b[:, None, None]
# %% after check_conv2d
while True:
    pass
# %% relu
for name in ["relu"]:
    def relu(x):
        return np.maximum(x, 0)
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    return np.maximum(conv2d(x, W, b, stride, pad), 0)
