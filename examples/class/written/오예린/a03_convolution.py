# kind: odd
# what: wrong first, then right in a cell added below; global constants; type hints; a cell that raises in between
# %% conv2d
def conv2d(x, W, b=None, stride=1, pad=0):
    return x * W  # 이렇게는 안 되네
# %% after check_conv2d
conv2d(np.ones((1, 1, 4, 4)), np.ones((1, 1, 3, 3)))
undefined_name + 1
# %% error
NameError                                 Traceback (most recent call last)
NameError: name 'undefined_name' is not defined
# %% after check_conv2d
IMAGE_AXES: tuple[int, int] = (2, 3)
STRIDE = 1
NO_PADDING: int = 0


def conv2d(x: np.ndarray, filters: np.ndarray, bias: "np.ndarray | None" = None,
           stride: int = STRIDE, padding: int = NO_PADDING) -> np.ndarray:
    def pad_axis(axis: int) -> tuple[int, int]:
        return (padding, padding) if axis in IMAGE_AXES else (0, 0)

    def size(axis: int) -> int:
        room = padded.shape[axis] - filters.shape[axis]
        if room < 0:
            raise ValueError(f"{room=}")
        return room // stride + 1

    padded = np.pad(x, [pad_axis(axis) for axis in range(4)])
    out = np.zeros((len(x), len(filters), size(2), size(3)), np.float64)
    for n, f, i, j in np.ndindex(*out.shape):
        window = padded[n, :, i * stride:, j * stride:][:, :filters.shape[2], :filters.shape[3]]
        out[n, f, i, j] = np.vdot(window, filters[f])
    return out if bias is None else out + bias.reshape(1, -1, 1, 1)
# %% relu
def relu(x):
    def one(v: float) -> float:
        return v if v > 0 else 0.0
    return np.vectorize(one, otypes=[float])(x)
# %% conv_relu
def conv_relu(*inputs):
    return relu(conv2d(*inputs))
