# kind: wrong
# what: the channels alternate inside a row, and so they do in conv2d_im2col; pooling pads with zeros; the last window wins
# %% im2col
def im2col(input_data, filter_h, filter_w, stride=1, pad=0):
    N, C, H, W = input_data.shape
    img = np.pad(input_data, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    if filter_h > img.shape[2] or filter_w > img.shape[3]:
        raise ValueError("필터가 큼")
    rows = []
    for n in range(N):
        for i in range(0, img.shape[2] - filter_h + 1, stride):
            for j in range(0, img.shape[3] - filter_w + 1, stride):
                rows.append(img[n, :, i:i + filter_h, j:j + filter_w].transpose(1, 2, 0).ravel())
    return np.array(rows)
# %% conv2d_im2col
def conv2d_im2col(x, W, b=None, stride=1, pad=0):
    N, C, H, width = x.shape
    FN, _, FH, FW = W.shape
    OH = (H + 2 * pad - FH) // stride + 1
    OW = (width + 2 * pad - FW) // stride + 1
    col = im2col(x, FH, FW, stride, pad)
    out = col @ W.reshape(FN, -1).T
    if b is not None:
        out = out + b
    return out.reshape(N, OH, OW, FN).transpose(0, 3, 1, 2)
# %% max_pool_im2col
def max_pool_im2col(x, pool_h, pool_w, stride=1, pad=0):
    N, C, H, W = x.shape
    OH = (H + 2 * pad - pool_h) // stride + 1
    OW = (W + 2 * pad - pool_w) // stride + 1
    col = im2col(x * 1.0, pool_h, pool_w, stride, pad)  # 채널이 가장 안쪽
    out = col.reshape(N, OH, OW, pool_h * pool_w, C).max(axis=3)
    return out.transpose(0, 3, 1, 2)
# %% col2im
def col2im(col, input_shape, filter_h, filter_w, stride=1, pad=0):
    N, C, H, W = input_shape
    OH = (H + 2 * pad - filter_h) // stride + 1
    OW = (W + 2 * pad - filter_w) // stride + 1
    col = col.reshape(N, OH, OW, C, filter_h, filter_w).transpose(0, 3, 4, 5, 1, 2)
    img = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    for y in range(filter_h):
        for x in range(filter_w):
            img[:, :, y:y + stride * OH:stride, x:x + stride * OW:stride] = col[:, :, y, x]
    return img[:, :, pad:pad + H, pad:pad + W]
