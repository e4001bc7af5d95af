# kind: damaged
# what: handed in as a Python script, with Windows line ends
# saved by: script
# damage: windows_lines
# %% zero_pad
def zero_pad(x, pad):
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
# %% conv_output_size
def conv_output_size(size, filter_size, stride=1, pad=0, strict=False):
    room = size + 2 * pad - filter_size
    if room < 0 or strict and room % stride:
        raise ValueError
    return room // stride + 1
# %% same_pad
def same_pad(filter_size):
    if filter_size % 2 == 0:
        raise ValueError
    return (filter_size - 1) // 2
# %% keras_same_pad
def keras_same_pad(size, filter_size, stride):
    total = max((-(-size // stride) - 1) * stride + filter_size - size, 0)
    return total // 2, -(-total // 2)
# %% conv_params
def conv_params(in_channels, filter_h, filter_w, filters, bias=True):
    return filters * (in_channels * filter_h * filter_w + int(bias))
