# kind: right
# what: everything by the formulas of the lesson
# %% zero_pad
def zero_pad(x, pad):
    N, C, H, W = x.shape
    out = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dtype=x.dtype)
    for n in range(N):
        for c in range(C):
            for i in range(H):
                for j in range(W):
                    out[n, c, i + pad, j + pad] = x[n, c, i, j]
    return out
# %% conv_output_size
def conv_output_size(size, filter_size, stride=1, pad=0, strict=False):
    total = size + 2 * pad
    if filter_size > total:
        raise ValueError("필터가 너무 커요")
    if strict and (total - filter_size) % stride != 0:
        raise ValueError("나누어떨어지지 않아요")
    return (total - filter_size) // stride + 1
# %% same_pad
def same_pad(filter_size):
    if filter_size % 2 == 0:
        raise ValueError("홀수만 가능해요")
    return filter_size // 2
# %% keras_same_pad
def keras_same_pad(size, filter_size, stride):
    out = (size + stride - 1) // stride
    total = (out - 1) * stride + filter_size - size
    if total < 0:
        total = 0
    before = total // 2
    return before, total - before
# %% conv_params
def conv_params(in_channels, filter_h, filter_w, filters, bias=True):
    n = in_channels * filter_h * filter_w * filters
    if bias:
        n += filters
    return n
# %% conv_macs
def conv_macs(in_channels, filter_h, filter_w, filters, out_h, out_w):
    return in_channels * filter_h * filter_w * filters * out_h * out_w
# %% receptive_field
def receptive_field(layers):
    size = 1
    jump = 1
    for k, s in layers:
        size = size + (k - 1) * jump
        jump = jump * s
    return (size, jump)
# %% layer_table
def layer_table(input_shape, layers):
    shape = input_shape
    table = []
    for layer in layers:
        if layer[0] == "conv":
            _, filters, k, s, p = layer
            h, w, c = shape
            if p == "same":
                h, w = math.ceil(h / s), math.ceil(w / s)
            else:
                if p == "valid":
                    p = 0
                h, w = conv_output_size(h, k, s, p), conv_output_size(w, k, s, p)
            shape = (h, w, filters)
            params = conv_params(c, k, k, filters)
        elif layer[0] == "pool":
            _, k, s = layer
            h, w, c = shape
            shape = (conv_output_size(h, k, s), conv_output_size(w, k, s), c)
            params = 0
        elif layer[0] == "flatten":
            shape = (int(np.prod(shape)),)
            params = 0
        elif layer[0] == "dense":
            params = shape[0] * layer[1] + layer[1]
            shape = (layer[1],)
        else:
            raise ValueError("모르는 층: " + layer[0])
        table.append((shape, params))
    return table
# %% before layer_table
import math
