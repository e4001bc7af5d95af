# kind: wrong
# what: flips the filter as mathematicians do; relu takes the absolute value; conv_relu is right in itself
# language: en
# saved by: vscode
# %% conv2d
def conv2d(x, W, b=None, stride=1, pad=0):
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    kernel = W[:, :, ::-1, ::-1]  # convolution flips the kernel
    N, C, H, width = x.shape
    FN, _, FH, FW = kernel.shape
    if H < FH or width < FW:
        raise ValueError("kernel too large")
    out = np.zeros((N, FN, (H - FH) // stride + 1, (width - FW) // stride + 1))
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            patch = x[:, None, :, i * stride:i * stride + FH, j * stride:j * stride + FW]
            out[:, :, i, j] = (patch * kernel[None]).sum(axis=(2, 3, 4))
    if b is not None:
        out += b[None, :, None, None]
    return out
# %% relu
def relu(x):
    return abs(x)
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    return np.maximum(conv2d(x, W, b, stride, pad), 0)
