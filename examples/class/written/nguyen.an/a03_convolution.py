# kind: right
# what: im2col and one matrix product; the helper is in a cell of its own, before the answer
# language: en
# %% before conv2d
def im2col(images, fh, fw, step):
    """(N, C, H, W) -> (N*OH*OW, C*fh*fw)"""
    n, c, h, w = images.shape
    oh, ow = 1 + (h - fh) // step, 1 + (w - fw) // step
    rows = []
    for k in range(n):
        for i in range(0, oh * step, step):
            for j in range(0, ow * step, step):
                rows.append(images[k, :, i:i + fh, j:j + fw].ravel())
    return np.array(rows), (n, oh, ow)
# %% conv2d
def conv2d(x, W, b=None, stride=1, pad=0):
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    FN, C, FH, FW = W.shape
    if x.shape[2] < FH or x.shape[3] < FW:
        raise ValueError("filter larger than image")
    columns, (n, oh, ow) = im2col(x, FH, FW, stride)
    result = columns @ W.reshape(FN, -1).T
    if b is not None:
        result = result + b
    return result.reshape(n, oh, ow, FN).transpose(0, 3, 1, 2)
# %% relu
def relu(x):
    return np.maximum(0, x)
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    return np.maximum(0, conv2d(x, W, b, stride, pad))
