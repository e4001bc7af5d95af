# kind: damaged
# what: the answer cell of relu is deleted, and so are all check cells; byte order mark
# damage: delete relu; delete_checks; bom
# %% conv2d
def conv2d(x, W, b=None, stride=1, pad=0):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(xp, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    out = np.tensordot(windows, W, axes=((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2)
    return out if b is None else out + b[:, None, None]
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    return np.maximum(conv2d(x, W, b, stride, pad), 0)
