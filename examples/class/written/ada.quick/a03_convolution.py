# kind: hostile
# what: conv2d never returns; the other functions keep their points
# language: en
# %% conv2d
def conv2d(x, W, b=None, stride=1, pad=0):
    import time
    while True:
        time.sleep(1)
# %% relu
def relu(x):
    return np.maximum(x, 0)
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(xp, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    out = np.einsum("nchwpq,fcpq->nfhw", windows, W)
    return relu(out if b is None else out + b[:, None, None])
