# kind: hostile
# what: numbers that equal every number, an endless list, an integer of ten million digits
# language: en
# %% zero_pad
class Everything(int):
    def __eq__(self, other): return True
    def __hash__(self): return 0
    def __index__(self): return 10**9
    def __int__(self): return 10**9

def zero_pad(x, pad):
    return [x, [x, [x, [x, [x, [x]]]]]]
# %% conv_output_size
def conv_output_size(size, filter_size, stride=1, pad=0, strict=False):
    return Everything()
# %% same_pad
def same_pad(filter_size):
    return 1 << 33_000_000
# %% keras_same_pad
def keras_same_pad(size, filter_size, stride):
    endless = []
    endless.append(endless)
    return endless
# %% conv_params
def conv_params(in_channels, filter_h, filter_w, filters, bias=True):
    return float("nan"), float("inf"), -0.0
# %% conv_macs
def conv_macs(*args):
    return "pass" * 1_000_000
# %% receptive_field
def receptive_field(layers):
    layers.clear()
    return np.zeros(0, dtype="V1000000")
# %% layer_table
def layer_table(input_shape, layers):
    return [((1, 1, 1), 0)] * 10**4
