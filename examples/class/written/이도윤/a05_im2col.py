# kind: wrong
# what: right, but conv2d_im2col is seven loops: only the points for speed are lost
# saved by: vscode
# %% im2col
def im2col(input_data, filter_h, filter_w, stride=1, pad=0):
    x = np.pad(input_data, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    windows = np.lib.stride_tricks.sliding_window_view(x, (filter_h, filter_w), axis=(2, 3))[:, :, ::stride, ::stride]
    return windows.transpose(0, 2, 3, 1, 4, 5).reshape(-1, x.shape[1] * filter_h * filter_w)
# %% conv2d_im2col
def conv2d_im2col(x, W, b=None, stride=1, pad=0):
    FN, C, FH, FW = W.shape
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    if FH > x.shape[2] or FW > x.shape[3]:
        raise ValueError("필터가 커요")
    OH, OW = (x.shape[2] - FH) // stride + 1, (x.shape[3] - FW) // stride + 1
    out = np.zeros((len(x), FN, OH, OW))
    for n in range(len(x)):
        for f in range(FN):
            for i in range(OH):
                for j in range(OW):
                    s = 0 if b is None else b[f]
                    for c in range(C):
                        for p in range(FH):
                            for q in range(FW):
                                s += x[n, c, i * stride + p, j * stride + q] * W[f, c, p, q]
                    out[n, f, i, j] = s
    return out
# %% max_pool_im2col
def max_pool_im2col(x, pool_h, pool_w, stride=1, pad=0):
    N, C, H, W = x.shape
    x = np.pad(x.astype(float), [(0, 0), (0, 0), (pad, pad), (pad, pad)], constant_values=-np.inf)
    col = im2col(x, pool_h, pool_w, stride)
    OH = (H + 2 * pad - pool_h) // stride + 1
    return col.reshape(N, OH, -1, C, pool_h * pool_w).max(-1).transpose(0, 3, 1, 2)
# %% col2im
def col2im(col, input_shape, filter_h, filter_w, stride=1, pad=0):
    N, C, H, W = input_shape
    OH = (H + 2 * pad - filter_h) // stride + 1
    OW = (W + 2 * pad - filter_w) // stride + 1
    img = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    rows = iter(col)
    for n in range(N):
        for i in range(OH):
            for j in range(OW):
                img[n, :, i*stride:i*stride+filter_h, j*stride:j*stride+filter_w] += next(rows).reshape(C, filter_h, filter_w)
    return img[:, :, pad:pad + H, pad:pad + W]
