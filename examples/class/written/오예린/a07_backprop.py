# kind: unfinished
# what: two of six done, Convolution goes forwards, the rest as it was released
# %% numerical_gradient
def numerical_gradient(f, x):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in np.ndindex(*x.shape):
        old = x[i]
        x[i] = old + 1e-4
        a = f(x)
        x[i] = old - 1e-4
        b = f(x)
        grad[i], x[i] = (a - b) / 2e-4, old
    return grad
# %% Relu
class Relu:
    def forward(self, x):
        self.양수 = x > 0
        return np.where(self.양수, x, 0)

    def backward(self, dout):
        return np.where(self.양수, dout, 0)
# %% Convolution
class Convolution:
    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b = W, b
        self.stride, self.pad = stride, pad

    def forward(self, x):
        FN, C, FH, FW = self.W.shape
        N, C, H, W = x.shape
        OH = (H + 2 * self.pad - FH) // self.stride + 1
        OW = (W + 2 * self.pad - FW) // self.stride + 1
        out = im2col(x, FH, FW, self.stride, self.pad) @ self.W.reshape(FN, -1).T + self.b
        return out.reshape(N, OH, OW, FN).transpose(0, 3, 1, 2)
