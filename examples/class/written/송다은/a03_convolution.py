# kind: damaged
# what: the answer of conv2d is split in the middle of a loop, relu is there twice, once at the end
# damage: split conv2d 38; duplicate relu; move_to_end relu
# %% conv2d
def conv2d(x, W, b=None, stride=1, pad=0):
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    FN, C, FH, FW = W.shape
    if FH > x.shape[2] or FW > x.shape[3]:
        raise ValueError("too large")
    OH, OW = (x.shape[2] - FH) // stride + 1, (x.shape[3] - FW) // stride + 1
    out = np.zeros((len(x), FN, OH, OW))
    for i in range(OH):
        for j in range(OW):
            w = x[:, :, i * stride:i * stride + FH, j * stride:j * stride + FW]
            for f in range(FN):
                out[:, f, i, j] = (w * W[f]).sum(axis=(1, 2, 3))
    if b is not None:
        out += b[:, None, None]
    return out
# %% relu
def relu(x):
    return np.maximum(x, 0)
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    return relu(conv2d(x, W, b, stride, pad))
