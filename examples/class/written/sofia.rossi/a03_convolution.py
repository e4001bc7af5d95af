# kind: odd
# what: returns nested lists instead of arrays
# language: en
# %% conv2d
def conv2d(x, W, b=None, stride=1, pad=0):
    x, W = np.asarray(x, float), np.asarray(W, float)
    n, c, h, w = x.shape
    fn, _, fh, fw = W.shape
    big = np.zeros((n, c, h + 2 * pad, w + 2 * pad))
    big[..., pad:h + pad, pad:w + pad] = x
    oh = (h + 2 * pad - fh) // stride + 1
    ow = (w + 2 * pad - fw) // stride + 1
    if h + 2 * pad < fh or w + 2 * pad < fw:
        raise ValueError("too large")
    bias = [0.0] * fn if b is None else list(b)
    return [[[[float((big[m, :, i * stride:i * stride + fh, j * stride:j * stride + fw] * W[f]).sum() + bias[f])
               for j in range(ow)] for i in range(oh)] for f in range(fn)] for m in range(n)]
# %% relu
def relu(x):
    if isinstance(x, (list, np.ndarray)):
        return [relu(y) for y in x]
    return float(x) if x > 0 else 0.0
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    return relu(conv2d(x, W, b, stride, pad))
