# kind: right
# what: a class with helper methods, and `conv2d = Convolution().forward`
# language: en
# %% before conv2d
from dataclasses import dataclass


@dataclass
class Size:
    h: int
    w: int

    def __sub__(self, other):
        return Size(self.h - other.h, self.w - other.w)

    def fits(self):
        return self.h >= 0 and self.w >= 0
# %% conv2d
class Convolution:
    def frame(self, x, p):
        n, c, h, w = x.shape
        out = np.zeros((n, c, h + 2 * p, w + 2 * p), dtype=x.dtype)
        out[:, :, p:h + p, p:w + p] = x
        return out

    def window(self, x, i, j, size, step):
        return x[:, :, i * step:i * step + size.h, j * step:j * step + size.w]

    def forward(self, x, W, b=None, stride=1, pad=0):
        x = self.frame(x, pad)
        filters, size = W.reshape(len(W), -1), Size(*W.shape[2:])
        room = Size(*x.shape[2:]) - size
        if not room.fits():
            raise ValueError("the filter does not fit")
        rows = []
        for i in range(room.h // stride + 1):
            row = [self.window(x, i, j, size, stride).reshape(len(x), -1) @ filters.T
                   for j in range(room.w // stride + 1)]
            rows.append(row)
        out = np.array(rows).transpose(2, 3, 0, 1)
        return out if b is None else out + b.reshape(-1, 1, 1)


conv2d = Convolution().forward
# %% relu
class Relu:
    def __call__(self, x):
        return np.maximum(x, np.zeros_like(x))

relu = Relu().__call__
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    return relu(conv2d(x, W, b, stride, pad))
