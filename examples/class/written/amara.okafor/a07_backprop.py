# kind: right
# what: views of all windows, einsum, np.add.at; the convolution goes back as a convolution with the flipped filters
# language: en
# %% first
from numpy.lib.stride_tricks import sliding_window_view
# %% numerical_gradient
def numerical_gradient(f, x, h=1e-4):
    moved = np.array(x, dtype=float)
    flat, slopes = moved.reshape(-1), []
    for i in range(flat.size):
        values = []
        for sign in (1, -1):
            flat[i] += sign * h
            values.append(f(moved))
            flat[i] = np.ravel(x)[i]
        slopes.append((values[0] - values[1]) / (2 * h))
    return np.reshape(slopes, x.shape)
# %% Relu
class Relu:
    def forward(self, x):
        self.x = x.copy()
        return np.maximum(0, x)

    def backward(self, dout):
        return np.heaviside(self.x, 0) * dout
# %% Affine
class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.x = x
        return np.einsum("nd,dm->nm", x.reshape(x.shape[0], -1), self.W) + self.b

    def backward(self, dout):
        flat = self.x.reshape(self.x.shape[0], -1)
        self.dW, self.db = np.einsum("nd,nm->dm", flat, dout), np.einsum("nm->m", dout)
        return np.einsum("nm,dm->nd", dout, self.W).reshape(self.x.shape)
# %% Convolution
class Convolution:
    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b, self.stride, self.pad = W, b, stride, pad

    def windows(self, image):
        frame = (self.pad, self.pad)
        padded = np.pad(image, ((0, 0), (0, 0), frame, frame))
        return sliding_window_view(padded, self.W.shape[2:], axis=(2, 3))[:, :, ::self.stride, ::self.stride]

    def forward(self, x):
        self.shape, self.seen = x.shape, self.windows(x)
        return np.einsum("nchwij,fcij->nfhw", self.seen, self.W) + self.b[:, None, None]

    def backward(self, dout):
        self.dW = np.einsum("nchwij,nfhw->fcij", self.seen, dout)
        self.db = dout.sum(axis=(0, 2, 3))
        (N, C, H, W), (FN, _, FH, FW), s, p = self.shape, self.W.shape, self.stride, self.pad
        spread = np.zeros((N, FN, H + 2 * p + FH - 1, W + 2 * p + FW - 1))
        OH, OW = dout.shape[2:]
        spread[:, :, FH - 1:FH - 1 + OH * s:s, FW - 1:FW - 1 + OW * s:s] = dout
        full = np.einsum("nfhwij,fcij->nchw", sliding_window_view(spread, (FH, FW), axis=(2, 3)), self.W[:, :, ::-1, ::-1])
        return full[:, :, p:p + H, p:p + W]
# %% Pooling
class Pooling:
    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        self.size, self.stride, self.pad = (pool_h, pool_w), stride, pad

    def forward(self, x):
        s, frame = self.stride, (self.pad, self.pad)
        padded = np.pad(x + 0.0, ((0, 0), (0, 0), frame, frame), constant_values=-np.inf)
        view = sliding_window_view(padded, self.size, axis=(2, 3))[:, :, ::s, ::s]
        flat = view.reshape(*view.shape[:4], -1)
        self.shape, self.padded, self.first = x.shape, padded.shape, flat.argmax(axis=-1)
        return np.take_along_axis(flat, self.first[..., None], axis=-1)[..., 0]

    def backward(self, dout):
        n, c, i, j = np.indices(dout.shape)
        y, x = np.divmod(self.first, self.size[1])
        dx = np.zeros(self.padded)
        np.add.at(dx, (n, c, i * self.stride + y, j * self.stride + x), dout)
        return dx[:, :, self.pad:self.pad + self.shape[2], self.pad:self.pad + self.shape[3]]
# %% SoftmaxWithLoss
class SoftmaxWithLoss:
    def forward(self, x, t):
        self.t = np.eye(x.shape[1])[t] if t.ndim == 1 else t
        log_y = x - x.max(axis=1, keepdims=True)
        log_y = log_y - np.logaddexp.reduce(log_y, axis=1, keepdims=True)
        self.y = np.exp(log_y)
        return -np.einsum("nk,nk->", self.t, log_y) / len(x)

    def backward(self, dout=1):
        return (self.y - self.t) * (dout / self.t.shape[0])
