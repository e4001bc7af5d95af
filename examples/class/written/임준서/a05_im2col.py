# kind: wrong
# what: every window is a column; col2im crops x[pad:-pad]; one maximum for a whole row; W.reshape(-1, FN)
# %% im2col
def im2col(input_data, filter_h, filter_w, stride=1, pad=0):
    N, C, H, W = input_data.shape
    img = np.pad(input_data, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    if filter_h > img.shape[2] or filter_w > img.shape[3]:
        raise ValueError("필터가 큼")
    OH = (H + 2 * pad - filter_h) // stride + 1
    OW = (W + 2 * pad - filter_w) // stride + 1
    columns = [img[n, :, i * stride:i * stride + filter_h, j * stride:j * stride + filter_w].reshape(-1)
               for n in range(N) for i in range(OH) for j in range(OW)]
    return np.array(columns).T
# %% conv2d_im2col
def conv2d_im2col(x, W, b=None, stride=1, pad=0):
    N, C, H, width = x.shape
    FN, _, FH, FW = W.shape
    OH = (H + 2 * pad - FH) // stride + 1
    OW = (width + 2 * pad - FW) // stride + 1
    out = im2col(x, FH, FW, stride, pad).T @ W.reshape(-1, FN)
    if b is not None:
        out = out + b
    return out.reshape(N, OH, OW, FN).transpose(0, 3, 1, 2)
# %% max_pool_im2col
def max_pool_im2col(x, pool_h, pool_w, stride=1, pad=0):
    N, C, H, W = x.shape
    img = np.pad(x * 1.0, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=-np.inf)
    OH = (H + 2 * pad - pool_h) // stride + 1
    OW = (W + 2 * pad - pool_w) // stride + 1
    return im2col(img, pool_h, pool_w, stride).T.max(axis=1).reshape(N, C, OH, OW)
# %% col2im
def col2im(col, input_shape, filter_h, filter_w, stride=1, pad=0):
    N, C, H, W = input_shape
    OH = (H + 2 * pad - filter_h) // stride + 1
    OW = (W + 2 * pad - filter_w) // stride + 1
    img = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    for n, block in enumerate(col.reshape(N, OH, OW, C, filter_h, filter_w)):
        for i in range(OH):
            for j in range(OW):
                img[n, :, i * stride:i * stride + filter_h, j * stride:j * stride + filter_w] += block[i, j]
    return img[:, :, pad:-pad, pad:-pad]
