# kind: right
# what: window by window into the rows of a matrix, then one product
# %% im2col
def im2col(input_data, filter_h, filter_w, stride=1, pad=0):
    N, C, H, W = input_data.shape
    if filter_h > H + 2 * pad or filter_w > W + 2 * pad:
        raise ValueError("필터가 이미지보다 커요")
    OH = (H + 2 * pad - filter_h) // stride + 1
    OW = (W + 2 * pad - filter_w) // stride + 1
    img = np.pad(input_data, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    col = np.zeros((N, OH, OW, C * filter_h * filter_w), dtype=input_data.dtype)
    for i in range(OH):
        for j in range(OW):
            window = img[:, :, i * stride:i * stride + filter_h, j * stride:j * stride + filter_w]
            col[:, i, j] = window.reshape(N, -1)
    return col.reshape(N * OH * OW, -1)
# %% conv2d_im2col
def conv2d_im2col(x, W, b=None, stride=1, pad=0):
    N, C, H, width = x.shape
    FN, _, FH, FW = W.shape
    OH = (H + 2 * pad - FH) // stride + 1
    OW = (width + 2 * pad - FW) // stride + 1
    col = im2col(x, FH, FW, stride, pad)
    out = np.dot(col, W.reshape(FN, -1).T)
    if b is not None:
        out = out + b
    return out.reshape(N, OH, OW, FN).transpose(0, 3, 1, 2)
# %% max_pool_im2col
def max_pool_im2col(x, pool_h, pool_w, stride=1, pad=0):
    N, C, H, W = x.shape
    padded = np.pad(x.astype(float), ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=-np.inf)
    OH = (H + 2 * pad - pool_h) // stride + 1
    OW = (W + 2 * pad - pool_w) // stride + 1
    col = im2col(padded, pool_h, pool_w, stride)
    out = col.reshape(N, OH, OW, C, pool_h * pool_w).max(axis=4)
    return out.transpose(0, 3, 1, 2)
# %% col2im
def col2im(col, input_shape, filter_h, filter_w, stride=1, pad=0):
    N, C, H, W = input_shape
    OH = (H + 2 * pad - filter_h) // stride + 1
    OW = (W + 2 * pad - filter_w) // stride + 1
    img = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    col = col.reshape(N, OH, OW, C, filter_h, filter_w)
    for i in range(OH):
        for j in range(OW):
            img[:, :, i * stride:i * stride + filter_h, j * stride:j * stride + filter_w] += col[:, i, j]
    return img[:, :, pad:pad + H, pad:pad + W]
