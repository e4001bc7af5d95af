# kind: wrong
# what: sizes rounded up, padding on one side, the extra cell of Keras before, strides ignored by the receptive field
# %% zero_pad
def zero_pad(x, pad):
    return np.pad(x, ((0, 0), (0, 0), (0, 2 * pad), (0, 2 * pad)))
# %% conv_output_size
def conv_output_size(size, filter_size, stride=1, pad=0, strict=False):
    room = size + 2 * pad - filter_size
    if room < 0:
        raise ValueError("필터가 더 큼")
    if strict and room % stride:
        raise ValueError("나머지가 있음")
    return int(np.ceil(room / stride)) + 1
# %% same_pad
def same_pad(filter_size):
    return (filter_size - 1) // 2
# %% keras_same_pad
def keras_same_pad(size, filter_size, stride):
    out = int(np.ceil(size / stride))
    total = max((out - 1) * stride + filter_size - size, 0)
    return total - total // 2, total // 2
# %% conv_params
def conv_params(in_channels, filter_h, filter_w, filters, bias=True):
    return in_channels * filter_h * filter_w * filters
# %% conv_macs
def conv_macs(in_channels, filter_h, filter_w, filters, out_h, out_w):
    return 2 * in_channels * filter_h * filter_w * filters * out_h * out_w
# %% receptive_field
def receptive_field(layers):
    size = 1
    for k, s in layers:
        size += k - 1
    return size, 1
# %% layer_table
def layer_table(input_shape, layers):
    rows, shape, c0 = [], input_shape, input_shape[2]
    for kind, *numbers in layers:
        params = 0
        if kind == "conv":
            n, k, s, p = numbers
            if p == "same":
                shape = (-(-shape[0] // s), -(-shape[1] // s), n)
            else:
                p = 0 if p == "valid" else p
                if k > min(shape[:2]) + 2 * p:
                    raise ValueError("안 맞음")
                shape = tuple((v + 2 * p - k) // s + 1 for v in shape[:2]) + (n,)
            params = n * (k * k * c0 + 1)
        elif kind == "pool":
            k, s = numbers
            if k > min(shape[:2]):
                raise ValueError("안 맞음")
            shape = tuple((v - k) // s + 1 for v in shape[:2]) + (shape[2],)
        elif kind == "flatten":
            shape = (shape[0] * shape[1] * shape[2],)
        elif kind == "dense":
            params = (shape[0] + 1) * numbers[0]
            shape = (numbers[0],)
        else:
            raise ValueError(kind)
        rows.append((shape, params))
    return rows
