# kind: right
# what: fancy indexing for im2col, np.add.at for col2im, a view of all windows for the pooling
# language: en
# saved by: vscode
# %% first
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
# %% before im2col
def indices(shape, fh, fw, stride, pad):
    """Row, column and channel of every number in the matrix (of one image)."""
    _, c, h, w = shape
    oh, ow = (h + 2 * pad - fh) // stride + 1, (w + 2 * pad - fw) // stride + 1
    if h + 2 * pad < fh or w + 2 * pad < fw:
        raise ValueError("the filter is larger than the padded image")
    top, left = np.meshgrid(stride * np.arange(oh), stride * np.arange(ow), indexing="ij")
    channel, row, column = np.meshgrid(np.arange(c), np.arange(fh), np.arange(fw), indexing="ij")
    return channel.ravel()[None], top.ravel()[:, None] + row.ravel(), left.ravel()[:, None] + column.ravel()
# %% im2col
def im2col(input_data, filter_h, filter_w, stride=1, pad=0):
    channel, row, column = indices(input_data.shape, filter_h, filter_w, stride, pad)
    padded = np.pad(input_data, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    picked = padded[:, channel, row, column]
    return picked.reshape(-1, picked.shape[-1])
# %% conv2d_im2col
def conv2d_im2col(x, W, b=None, stride=1, pad=0):
    FN, C, FH, FW = W.shape
    maps = W.reshape(FN, -1) @ im2col(x, FH, FW, stride, pad).T
    if b is not None:
        maps = maps + np.asarray(b)[:, None]
    OH = (x.shape[2] + 2 * pad - FH) // stride + 1
    return np.swapaxes(maps.reshape(FN, len(x), OH, -1), 0, 1)
# %% max_pool_im2col
def max_pool_im2col(x, pool_h, pool_w, stride=1, pad=0):
    padded = np.pad(x * 1.0, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=-np.inf)
    return sliding_window_view(padded, (pool_h, pool_w), (2, 3))[:, :, ::stride, ::stride].max((4, 5))
# %% col2im
def col2im(col, input_shape, filter_h, filter_w, stride=1, pad=0):
    N, C, H, W = input_shape
    channel, row, column = indices(input_shape, filter_h, filter_w, stride, pad)
    out = np.zeros((N, C, H + 2 * pad, W + 2 * pad), col.dtype)
    np.add.at(out, (slice(None), channel, row, column), col.reshape(N, *row.shape))
    return out[:, :, pad:H + pad, pad:W + pad]
