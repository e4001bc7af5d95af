# kind: damaged
# what: all metadata lost: cells pasted into a new notebook, in UTF-16, the import cell gone
# language: en
# damage: delete_setup; forget_nbgrader; utf16
# %% conv2d
def conv2d(x, W, b=None, stride=1, pad=0):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(xp, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    out = np.einsum("nchwpq,fcpq->nfhw", windows, W)
    return out if b is None else out + b[:, None, None]
# %% relu
def relu(x):
    return np.maximum(x, 0)
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    return relu(conv2d(x, W, b, stride, pad))
