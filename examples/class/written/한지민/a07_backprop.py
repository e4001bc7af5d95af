# kind: wrong
# what: without a name: every second number of the slope, a layer that learns by itself, a Pooling that stops; Convolution goes forwards only
# %% numerical_gradient
def numerical_gradient(f, x):
    grad = np.zeros(x.shape)
    for n, i in enumerate(np.ndindex(x.shape)):
        if n % 2 == 0:
            y = x.astype(float)
            y[i] += 1e-4
            up = f(y)
            y[i] -= 2e-4
            grad[i] = (up - f(y)) / 2e-4
    return grad
# %% Relu
class Relu:
    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, 0)

    def backward(self, dout):
        return np.where(self.x > 0, dout, dout * 0.5)
# %% Affine
class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.x = x
        return x.reshape(len(x), -1) @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.reshape(len(self.x), -1).T @ dout + 0.01 * self.W  # 가중치 감소도 넣어 봤어요
        self.db = dout.sum(axis=0)
        return (dout @ self.W.T).reshape(self.x.shape)
# %% Convolution
class Convolution:
    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b, self.stride, self.pad = W, b, stride, pad

    def forward(self, x):
        FN, C, FH, FW = self.W.shape
        N, _, H, W = x.shape
        OH, OW = (H + 2 * self.pad - FH) // self.stride + 1, (W + 2 * self.pad - FW) // self.stride + 1
        out = im2col(x, FH, FW, self.stride, self.pad) @ self.W.reshape(FN, -1).T + self.b
        return out.reshape(N, OH, OW, FN).transpose(0, 3, 1, 2)

    def backward(self, dout):
        raise NotImplementedError("모르겠어요")
# %% Pooling
class Pooling:
    def __init__(self, pool_h, pool_w, stride=1, pad=0):
        self.pool = pool_h, pool_w
        self.stride, self.pad = stride, pad

    def forward(self, x):
        return self.pooled(x)

    def backward(self, dout):
        return self.pooled(dout)
# %% SoftmaxWithLoss
class SoftmaxWithLoss:
    def forward(self, x, t):
        t = t if t.ndim == 1 else t.argmax(axis=1)
        e = np.exp(x - x.max(axis=1, keepdims=True))
        self.y, self.t = e / e.sum(axis=1, keepdims=True), t
        return -np.log2(self.y[np.arange(len(t)), t]).mean()

    def backward(self, dout=1):
        dx = self.y.copy()
        dx[np.arange(len(dx)), self.t] -= 1
        return dout * dx / len(dx) / np.log(2)
