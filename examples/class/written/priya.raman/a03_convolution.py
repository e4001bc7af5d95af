# kind: odd
# what: computes in float32, which is exact for these numbers; an answer behind `if` and `try`
# language: en
# %% conv2d
try:
    import cupy as xp
except ImportError:
    xp = np

if xp is np:
    def conv2d(x, W, b=None, stride=1, pad=0):
        x, W = x.astype("float32"), W.astype("float32")
        FH, FW = W.shape[-2:]
        x = xp.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
        if FH > x.shape[2] or FW > x.shape[3]:
            raise ValueError
        starts = [range(0, side - f + 1, stride) for side, f in zip(x.shape[2:], (FH, FW))]
        out = xp.stack([xp.stack([(x[:, None, :, i:i+FH, j:j+FW] * W).sum((2, 3, 4)) for j in starts[1]], -1)
                        for i in starts[0]], -2)
        if b is not None:
            out = out + b.astype("float32")[:, None, None]
        return out
# %% relu
def relu(x):
    return xp.maximum(x, xp.float32(0))
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    return relu(conv2d(x, W, b, stride, pad))
