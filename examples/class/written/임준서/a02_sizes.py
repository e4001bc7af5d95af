# kind: wrong
# what: 3.0 instead of 3; the width is never padded; biases per channel; the jump comes first; one exception
# %% zero_pad
def zero_pad(x, pad):
    N, C, H, W = x.shape
    out = np.zeros((N, C, H + 2 * pad, W), x.dtype)
    out[:, :, pad:pad + H] = x
    return out
# %% conv_output_size
def conv_output_size(size, filter_size, stride=1, pad=0, strict=False):
    n = (size + 2 * pad - filter_size) / stride
    if n < 0 or (strict and n != np.floor(n)):
        raise ValueError("크기 오류")
    return np.floor(n) + 1
# %% same_pad
def same_pad(filter_size):
    if filter_size % 2 == 0:
        raise ValueError("짝수 필터")
    return filter_size - 1
# %% keras_same_pad
def keras_same_pad(size, filter_size, stride):
    return filter_size // 2, filter_size // 2
# %% conv_params
def conv_params(in_channels, filter_h, filter_w, filters, bias=True):
    n = filters * in_channels * filter_h * filter_w
    return n + filters * in_channels if bias else n
# %% conv_macs
def conv_macs(in_channels, filter_h, filter_w, filters, out_h, out_w):
    return in_channels * filter_h * filter_w * filters * out_h * out_h
# %% receptive_field
def receptive_field(layers):
    size, jump = 1, 1
    for k, s in layers:
        size += (k - 1) * jump
        jump *= s
    return jump, size
# %% layer_table
def layer_table(input_shape, layers):
    rows = []
    for layer in layers:
        rows.append(layer["shape"])
    return rows
# %% error
TypeError                                 Traceback (most recent call last)
TypeError: tuple indices must be integers or slices, not str
