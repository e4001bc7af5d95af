# kind: wrong
# what: nearly right: the bias goes along the width; conv_relu forgets stride and pad
# %% conv2d
def conv2d(x, W, b=None, stride=1, pad=0):
    img = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    N, C, H, W_ = img.shape
    FN, _, FH, FW = W.shape
    if FH > H or FW > W_:
        raise ValueError("filter > image")
    OH, OW = (H - FH) // stride + 1, (W_ - FW) // stride + 1
    out = np.zeros((N, FN, OH, OW))
    for n in range(N):
        for f in range(FN):
            for i in range(OH):
                for j in range(OW):
                    out[n, f, i, j] = np.sum(img[n, :, i*stride:i*stride+FH, j*stride:j*stride+FW] * W[f])
    if b is not None:
        out = out + b
    return out
# %% relu
def relu(x):
    mask = (x > 0)
    return x * mask
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    return relu(conv2d(x, W, b))
