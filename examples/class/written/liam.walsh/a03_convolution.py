# kind: wrong
# what: nearly right: filters that are too large are let through; relu works in place
# language: en
# %% conv2d
def conv2d(x, W, b=None, stride=1, pad=0):
    N, C, H, Wi = x.shape
    FN, _, FH, FW = W.shape
    OH = (H + 2*pad - FH)//stride + 1
    OW = (Wi + 2*pad - FW)//stride + 1
    xp = np.zeros((N, C, H + 2*pad, Wi + 2*pad))
    xp[:, :, pad:pad+H, pad:pad+Wi] = x
    out = np.zeros((N, FN, OH, OW))
    for i in range(OH):
        for j in range(OW):
            for f in range(FN):
                out[:, f, i, j] = (xp[:, :, i*stride:i*stride+FH, j*stride:j*stride+FW]*W[f]).sum((1, 2, 3))
                if b is not None:
                    out[:, f, i, j] += b[f]
    return out
# %% relu
def relu(x):
    x[x < 0] = 0
    return x
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    return relu(conv2d(x, W, b, stride, pad))
