# kind: right
# what: sliding_window_view and einsum
# language: en
# saved by: colab
# %% conv2d
from numpy.lib.stride_tricks import sliding_window_view

def conv2d(x, W, b=None, stride=1, pad=0):
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    maps = np.einsum("nchwpq,fcpq->nfhw", windows, W, optimize=True)
    return maps if b is None else maps + b[:, None, None]
# %% relu
def relu(x):
    return np.clip(x, 0, None)
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    return relu(conv2d(x, W, b, stride, pad))
