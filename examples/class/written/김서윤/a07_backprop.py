# kind: right
# what: loops over windows in every layer, forwards and backwards
# %% numerical_gradient
def numerical_gradient(f, x):
    h = 1e-4
    x = x if x.dtype.kind == "f" else x.astype(float)  # 정수 배열에는 x + h를 담을 수 없어요
    grad = np.zeros(x.shape)
    it = np.nditer(x, flags=["multi_index"])
    while not it.finished:
        i = it.multi_index
        keep = x[i]
        x[i] = keep + h
        up = f(x)
        x[i] = keep - h
        down = f(x)
        x[i] = keep
        grad[i] = (up - down) / (2 * h)
        it.iternext()
    return grad
# %% Relu
class Relu:
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, dout):
        return dout * self.mask
# %% Affine
class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.shape = x.shape
        self.x = x.reshape(len(x), -1)
        return self.x.dot(self.W) + self.b

    def backward(self, dout):
        self.dW = self.x.T.dot(dout)
        self.db = dout.sum(axis=0)
        return dout.dot(self.W.T).reshape(self.shape)
# %% Convolution
class Convolution:
    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b = W, b
        self.stride, self.pad = stride, pad

    def forward(self, x):
        p, s = self.pad, self.stride
        N, C, H, W = x.shape
        FN, _, FH, FW = self.W.shape
        OH, OW = (H + 2 * p - FH) // s + 1, (W + 2 * p - FW) // s + 1
        self.x = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        out = np.zeros((N, FN, OH, OW))
        for i in range(OH):
            for j in range(OW):
                window = self.x[:, None, :, i * s:i * s + FH, j * s:j * s + FW]
                out[:, :, i, j] = (window * self.W).sum(axis=(2, 3, 4)) + self.b
        return out

    def backward(self, dout):
        p, s = self.pad, self.stride
        FN, _, FH, FW = self.W.shape
        N, _, OH, OW = dout.shape
        dx = np.zeros(self.x.shape)
        self.dW, self.db = np.zeros(self.W.shape), np.zeros(FN)
        for n in range(N):
            for k in range(FN):
                for i in range(OH):
                    for j in range(OW):
                        d = dout[n, k, i, j]
                        rows, cols = slice(i * s, i * s + FH), slice(j * s, j * s + FW)
                        dx[n, :, rows, cols] += d * self.W[k]  # 겹치는 자리는 더해요
                        self.dW[k] += d * self.x[n, :, rows, cols]
                        self.db[k] += d
        return dx[:, :, p:dx.shape[2] - p, p:dx.shape[3] - p]
# %% Pooling
class Pooling:
    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        self.pool_h, self.pool_w = pool_h, pool_w
        self.stride, self.pad = stride, pad

    def forward(self, x):
        p, s = self.pad, self.stride
        N, C, H, W = x.shape
        OH, OW = (H + 2 * p - self.pool_h) // s + 1, (W + 2 * p - self.pool_w) // s + 1
        self.x = np.pad(x.astype(float), ((0, 0), (0, 0), (p, p), (p, p)), constant_values=-np.inf)
        out = np.zeros((N, C, OH, OW))
        for i in range(OH):
            for j in range(OW):
                out[:, :, i, j] = self.x[:, :, i * s:i * s + self.pool_h, j * s:j * s + self.pool_w].max(axis=(2, 3))
        return out

    def backward(self, dout):
        p, s = self.pad, self.stride
        dx = np.zeros(self.x.shape)
        for n, c, i, j in np.ndindex(dout.shape):
            window = self.x[n, c, i * s:i * s + self.pool_h, j * s:j * s + self.pool_w]
            y, x = np.unravel_index(window.argmax(), window.shape)  # 동점이면 맨 처음 것
            dx[n, c, i * s + y, j * s + x] += dout[n, c, i, j]
        return dx[:, :, p:dx.shape[2] - p, p:dx.shape[3] - p]
# %% SoftmaxWithLoss
class SoftmaxWithLoss:
    def forward(self, x, t):
        if t.ndim == 2:
            t = t.argmax(axis=1)
        self.t = t
        e = np.exp(x - x.max(axis=1, keepdims=True))
        self.y = e / e.sum(axis=1, keepdims=True)
        return -np.mean(np.log(self.y[np.arange(len(t)), t] + 1e-7))

    def backward(self, dout=1):
        dx = self.y.copy()
        dx[np.arange(len(self.t)), self.t] -= 1
        return dout * dx / len(self.t)
