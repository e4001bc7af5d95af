# kind: wrong
# what: two mistakes at once: every window starts at i instead of i * stride, and the bias is missing; relu leaks
# %% conv2d
def conv2d(x, W, b=None, stride=1, pad=0):
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    N, C, H, Wd = x_pad.shape
    FN, C, FH, FW = W.shape
    if FH > H or FW > Wd:
        raise ValueError("필터가 이미지보다 큽니다.")
    OH = (H - FH) // stride + 1
    OW = (Wd - FW) // stride + 1
    out = np.zeros((N, FN, OH, OW))
    for i in range(OH):
        for j in range(OW):
            window = x_pad[:, :, i:i + FH, j:j + FW]
            for f in range(FN):
                out[:, f, i, j] = np.sum(window * W[f], axis=(1, 2, 3))
    return out
# %% relu
def relu(x):
    return np.where(x > 0, x, 0.01 * x)
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    return relu(conv2d(x, W, b, stride, pad))
