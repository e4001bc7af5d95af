# kind: odd
# what: layers that share a base class, closures in place of attributes, properties, __call__, float32 inside; Convolution pools its own helper
# language: en
# %% first
class Layer:
    """What all layers can do."""

    calls = 0

    def __call__(self, *args):
        return self.forward(*args)

    def forward(self, *args):
        Layer.calls += 1
        out, self._back = self.run(*args)
        return out

    def backward(self, dout=1):
        return self._back(dout)
# %% numerical_gradient
def numerical_gradient(f, x):
    def slope(i):
        up, down = x.astype(float), x.astype(float)
        up[i] += 1e-4
        down[i] -= 1e-4
        return (f(up) - f(down)) / 2e-4
    return np.vectorize(lambda *i: slope(i))(*np.indices(x.shape))
# %% Relu
class Relu(Layer):
    def run(self, x):
        on = x > 0
        return np.where(on, x, 0), lambda dout: np.where(on, dout, 0)
# %% Affine
class Affine(Layer):
    def __init__(self, W, b):
        self.W, self.b = W, b

    def run(self, x):
        flat = x.reshape(x.shape[0], -1)

        def back(dout):
            self.grads = {"W": flat.T @ dout, "b": dout.sum(0)}
            return (dout @ self.W.T).reshape(x.shape)
        return flat @ self.W + self.b, back

    @property
    def dW(self):
        return self.grads["W"]

    @property
    def db(self):
        return self.grads["b"]
# %% Convolution
class Convolution(Layer):
    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b, self.stride, self.pad = W, b, stride, pad

    def run(self, x):
        FN, C, FH, FW = self.W.shape
        how = FH, FW, self.stride, self.pad
        inner = Affine(self.W.reshape(FN, -1).T, self.b)
        rows = inner(im2col(x, *how))
        N, _, H, W = x.shape
        OH, OW = ((side + 2 * self.pad - f) // self.stride + 1 for side, f in ((H, FH), (W, FW)))

        def back(dout):
            dcol = inner.backward(dout.transpose(0, 2, 3, 1).reshape(-1, FN))
            self.dW, self.db = inner.dW.T.reshape(self.W.shape), inner.db
            return col2im(dcol, x.shape, *how)
        return rows.reshape(N, OH, OW, FN).transpose(0, 3, 1, 2), back
# %% Pooling
class Pooling(Layer):
    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        self.how = pool_h, pool_w, stride
        self.pad = pad

    def run(self, x):
        h, w, s = self.how
        p, (N, C, H, W) = self.pad, x.shape
        wide = np.pad(x.astype("float32"), ((0, 0), (0, 0), (p, p), (p, p)), constant_values=-np.inf)  # exact for these
        OH, OW = (H + 2 * p - h) // s + 1, (W + 2 * p - w) // s + 1
        col = im2col(wide, h, w, s).reshape(-1, h * w)
        best = col.argmax(axis=1)

        def back(dout):
            dcol = np.eye(h * w)[best] * dout.transpose(0, 2, 3, 1).reshape(-1, 1)
            return col2im(dcol, x.shape, h, w, s, p)
        return col[np.arange(len(col)), best].reshape(N, OH, OW, C).transpose(0, 3, 1, 2), back
# %% SoftmaxWithLoss
class SoftmaxWithLoss(Layer):
    def run(self, x, t):
        rows = t if t.ndim == 2 else np.eye(x.shape[1])[t]
        z = x - x.max(axis=1, keepdims=True)
        self.y = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        loss = float((rows * (np.log(np.exp(z).sum(axis=1, keepdims=True)) - z)).sum() / len(x))
        return loss, lambda dout: dout * (self.y - rows) / len(rows)
