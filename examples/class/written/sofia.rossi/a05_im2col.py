# kind: damaged
# what: nbformat 3; col2im was turned into Markdown; the answers return lists
# language: en
# damage: to_markdown col2im; nbformat3
# %% im2col
def im2col(input_data, filter_h, filter_w, stride=1, pad=0):
    x = np.pad(input_data, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    n, c, h, w = x.shape
    if filter_h > h or filter_w > w:
        raise ValueError("filter too large")
    return [[x[k, m, i + p, j + q] for m in range(c) for p in range(filter_h) for q in range(filter_w)]
            for k in range(n) for i in range(0, h - filter_h + 1, stride) for j in range(0, w - filter_w + 1, stride)]
# %% conv2d_im2col
def conv2d_im2col(x, W, b=None, stride=1, pad=0):
    windows = np.lib.stride_tricks.sliding_window_view(
        np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad))), W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    out = np.tensordot(windows, W, axes=((1, 4, 5), (1, 2, 3)))
    if b is not None:
        out = out + b
    return out.transpose(0, 3, 1, 2)
# %% max_pool_im2col
def max_pool_im2col(x, pool_h, pool_w, stride=1, pad=0):
    n, c, h, w = x.shape
    big = np.pad(x * 1.0, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=-np.inf)
    oh, ow = (h + 2 * pad - pool_h) // stride + 1, (w + 2 * pad - pool_w) // stride + 1
    rows = np.array(im2col(big, pool_h, pool_w, stride)).reshape(n, oh, ow, c, -1)
    return rows.max(axis=-1).transpose(0, 3, 1, 2).tolist()
# %% col2im
def col2im(col, input_shape, filter_h, filter_w, stride=1, pad=0):
    n, c, h, w = input_shape
    image = np.zeros((n, c, h + 2 * pad, w + 2 * pad))
    oh, ow = (h + 2 * pad - filter_h) // stride + 1, (w + 2 * pad - filter_w) // stride + 1
    col = col.reshape(n, oh, ow, c, filter_h, filter_w)
    for k, i, j in np.ndindex(n, oh, ow):
        image[k, :, i * stride:i * stride + filter_h, j * stride:j * stride + filter_w] += col[k, i, j]
    return image[:, :, pad:pad + h, pad:pad + w]
