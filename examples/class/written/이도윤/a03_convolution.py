# kind: right
# what: two loops over the filter: shifts the whole image once for each weight and adds up
# saved by: vscode
# %% conv2d
def conv2d(x, W, b=None, stride=1, pad=0):
    FN, C, FH, FW = W.shape
    xp = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    OH, OW = (xp.shape[2] - FH) // stride + 1, (xp.shape[3] - FW) // stride + 1
    if FH > xp.shape[2] or FW > xp.shape[3]:
        raise ValueError(f"filter {W.shape} is larger than {xp.shape}")
    total = 0
    for p in range(FH):
        for q in range(FW):
            # all places that weight (p, q) meets
            part = xp[:, :, p : p + stride * (OH - 1) + 1 : stride, q : q + stride * (OW - 1) + 1 : stride]
            total = total + np.einsum("nchw,fc->nfhw", part, W[:, :, p, q])
    if b is not None:
        total = total + np.reshape(b, (1, FN, 1, 1))
    return total
# %% relu
def relu(x):
    return x * (x > 0)
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    return relu(conv2d(x, W, b=b, stride=stride, pad=pad))
