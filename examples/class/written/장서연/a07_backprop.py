# kind: wrong
# what: a slip in each: one side only, the mask of dout, db not summed, dx overwritten, ties to all, the mean of the scores
# %% numerical_gradient
def numerical_gradient(f, x):
    h = 1e-4
    x = np.asarray(x, float)
    grad = np.zeros(x.shape)
    start = f(x)
    for i in np.ndindex(x.shape):
        keep = x[i]
        x[i] = keep + h
        grad[i] = (f(x) - start) / h
        x[i] = keep
    return grad
# %% Relu
class Relu:
    def forward(self, x):
        return np.maximum(x, 0)

    def backward(self, dout):
        return np.maximum(dout, 0)
# %% Affine
class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.shape, self.x = x.shape, x.reshape(len(x), -1)
        return self.x @ self.W + self.b

    def backward(self, dout):
        self.dW, self.db = self.x.T @ dout, dout  # b는 그대로 더했으니까
        return (dout @ self.W.T).reshape(self.shape)
# %% Convolution
class Convolution:
    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b, self.stride, self.pad = W, b, stride, pad

    def forward(self, x):
        FN, C, FH, FW = self.W.shape
        N, _, H, W = x.shape
        self.x_shape, self.col = x.shape, im2col(x, FH, FW, self.stride, self.pad)
        OH, OW = (H + 2 * self.pad - FH) // self.stride + 1, (W + 2 * self.pad - FW) // self.stride + 1
        out = self.col @ self.W.reshape(FN, -1).T + self.b
        return out.reshape(N, OH, OW, FN).transpose(0, 3, 1, 2)

    def backward(self, dout):
        FN, C, FH, FW = self.W.shape
        N, _, OH, OW = dout.shape
        flat = dout.transpose(0, 2, 3, 1).reshape(-1, FN)
        self.dW, self.db = (flat.T @ self.col).reshape(self.W.shape), flat.sum(axis=0)
        p, s, (_, _, H, W) = self.pad, self.stride, self.x_shape
        dx = np.zeros((N, C, H + 2 * p, W + 2 * p))
        patches = (flat @ self.W.reshape(FN, -1)).reshape(N, OH, OW, C, FH, FW)
        for i in range(OH):
            for j in range(OW):
                dx[:, :, i * s:i * s + FH, j * s:j * s + FW] = patches[:, i, j]
        return dx[:, :, p:p + H, p:p + W]
# %% Pooling
class Pooling:
    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        self.pool_h, self.pool_w, self.stride, self.pad = pool_h, pool_w, stride, pad

    def forward(self, x):
        N, C, H, W = x.shape
        p, s = self.pad, self.stride
        self.x = np.pad(x.astype(float), ((0, 0), (0, 0), (p, p), (p, p)), constant_values=-np.inf)
        OH, OW = (H + 2 * p - self.pool_h) // s + 1, (W + 2 * p - self.pool_w) // s + 1
        return np.array([[[[self.x[n, c, i * s:i * s + self.pool_h, j * s:j * s + self.pool_w].max()
                            for j in range(OW)] for i in range(OH)] for c in range(C)] for n in range(N)])

    def backward(self, dout):
        p, s = self.pad, self.stride
        dx = np.zeros_like(self.x)
        for n, c, i, j in np.ndindex(dout.shape):
            rows, cols = slice(i * s, i * s + self.pool_h), slice(j * s, j * s + self.pool_w)
            window = self.x[n, c, rows, cols]
            dx[n, c, rows, cols] += (window == window.max()) * dout[n, c, i, j]
        return dx[:, :, p:dx.shape[2] - p, p:dx.shape[3] - p]
# %% SoftmaxWithLoss
class SoftmaxWithLoss:
    def forward(self, x, t):
        self.t = np.eye(x.shape[1])[t] if t.ndim == 1 else t
        e = np.exp(x - x.max(axis=1, keepdims=True))
        self.y = e / e.sum(axis=1, keepdims=True)
        return -(self.t * np.log(self.y + 1e-7)).sum() / len(x)

    def backward(self, dout=1):
        return dout * (self.y - self.t)
