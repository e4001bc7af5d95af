# kind: wrong
# what: the output array is of integers, so that halves are cut off; relu returns text; conv_relu adds the bias last
# %% conv2d
def conv2d(x, W, b=None, stride=1, pad=0):
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    OH = (x.shape[2] - W.shape[2]) // stride + 1
    OW = (x.shape[3] - W.shape[3]) // stride + 1
    if W.shape[2] > x.shape[2] or W.shape[3] > x.shape[3]:
        raise ValueError("필터 크기 오류")
    out = np.zeros((x.shape[0], W.shape[0], OH, OW), dtype=int)
    for f in range(W.shape[0]):
        for i in range(OH):
            for j in range(OW):
                w = x[:, :, i * stride:i * stride + W.shape[2], j * stride:j * stride + W.shape[3]]
                out[:, f, i, j] = (w * W[f]).sum(axis=(1, 2, 3)) + (0 if b is None else b[f])
    return out
# %% relu
def relu(x):
    return np.maximum(x, 0).astype(str)
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    out = np.maximum(conv2d(x * 1.0, W, None, stride, pad), 0)
    return out if b is None else out + b[None, :, None, None]
