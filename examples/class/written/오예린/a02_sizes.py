# kind: unfinished
# what: two functions of eight, one of them wrong in a way without a name
# %% zero_pad
def zero_pad(x, pad):
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=0)
# %% conv_output_size
def conv_output_size(size, filter_size, stride=1, pad=0, strict=False):
    # TODO strict
    return (size - filter_size + pad * pad) // stride + 1
