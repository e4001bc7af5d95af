# kind: wrong
# what: first filter for all maps, and padding below and to the right only: two mistakes at once; relu is the mask
# language: en
# %% conv2d
def conv2d(x, W, b=None, stride=1, pad=0):
    x = np.pad(x, ((0, 0), (0, 0), (0, 2 * pad), (0, 2 * pad)))
    n, c, h, w = x.shape
    fn, _, fh, fw = W.shape
    if fh > h or fw > w:
        raise ValueError("filter does not fit")
    out = np.zeros((n, fn, (h - fh) // stride + 1, (w - fw) // stride + 1))
    for f in range(fn):
        for i in range(out.shape[2]):
            for j in range(out.shape[3]):
                out[:, f, i, j] = (x[:, :, i*stride:i*stride+fh, j*stride:j*stride+fw] * W[0]).sum(axis=(1, 2, 3))
        if b is not None:
            out[:, f] += b[f]
    return out
# %% relu
def relu(x):
    return (x > 0) * 1.0
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    z = conv2d(x, W, b, stride, pad)
    return z * relu(z)
