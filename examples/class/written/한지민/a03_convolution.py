# kind: wrong
# what: a mistake without a name: every second row of windows is mirrored; relu cuts off at 6; conv_relu without relu
# %% conv2d
def conv2d(x, W, b=None, stride=1, pad=0):
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    FN, C, FH, FW = W.shape
    OH, OW = (x.shape[2] - FH) // stride + 1, (x.shape[3] - FW) // stride + 1
    if FH > x.shape[2] or FW > x.shape[3]:
        raise ValueError("too large")
    out = np.zeros((len(x), FN, OH, OW))
    for i in range(OH):
        for j in range(OW):
            column = j if i % 2 == 0 else OW - 1 - j  # 지그재그로 훑기
            w = x[:, :, i * stride:i * stride + FH, column * stride:column * stride + FW]
            out[:, :, i, j] = np.tensordot(w, W, axes=([1, 2, 3], [1, 2, 3]))
    return out if b is None else out + b[:, None, None]
# %% relu
def relu(x):
    return np.minimum(np.maximum(x, 0), 6)
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    return conv2d(x, W, b, stride, pad)
