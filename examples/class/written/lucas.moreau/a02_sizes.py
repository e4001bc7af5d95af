# kind: right
# what: recursion, lambdas, NumPy integers, a table of small functions, lists where tuples are asked for
# language: en
# saved by: vscode
# %% zero_pad
def zero_pad(x, pad):
    rows = np.zeros((*x.shape[:2], pad, x.shape[3]), x.dtype)
    tall = np.concatenate([rows, x, rows], axis=2)
    sides = np.zeros((*tall.shape[:3], pad), x.dtype)
    return np.concatenate([sides, tall, sides], axis=3)
# %% conv_output_size
def conv_output_size(size, filter_size, stride=1, pad=0, strict=False):
    starts = np.arange(-pad, size + pad - filter_size + 1, stride)
    if len(starts) == 0:
        raise ValueError("no window fits")
    if strict and starts[-1] + filter_size != size + pad:
        raise ValueError("cells are left over")
    return np.int64(len(starts))
# %% same_pad
def same_pad(filter_size):
    half, rest = divmod(filter_size - 1, 2)
    if rest:
        raise ValueError(filter_size)
    return half
# %% keras_same_pad
def keras_same_pad(size, filter_size, stride):
    total = max(filter_size - (size % stride or stride), 0)
    return [total // 2, (total + 1) // 2]
# %% conv_params
conv_params = lambda in_channels, filter_h, filter_w, filters, bias=True: (
    filters * (in_channels * filter_h * filter_w + bool(bias)))
# %% conv_macs
from math import prod


def conv_macs(*sizes):
    return prod(sizes)
# %% receptive_field
def receptive_field(layers):
    if not layers:
        return 1, 1
    *before, (k, s) = layers
    size, jump = receptive_field(before)
    return size + (k - 1) * jump, jump * s
# %% layer_table
class Tables:
    def conv(self, shape, filters, k, s, p):
        *sides, c = shape
        if p == "same":
            sides = [(side - 1) // s + 1 for side in sides]
        else:
            sides = [conv_output_size(side, k, s, 0 if p == "valid" else p) for side in sides]
        return (*sides, filters), conv_params(c, k, k, filters)

    def pool(self, shape, k, s):
        return (*(conv_output_size(side, k, s) for side in shape[:2]), shape[2]), 0

    def flatten(self, shape):
        return (prod(shape),), 0

    def dense(self, shape, units):
        return (units,), conv_params(shape[0], 1, 1, units)


def layer_table(input_shape, layers):
    rows, shape = [], input_shape
    for kind, *numbers in layers:
        if not hasattr(Tables, kind):
            raise ValueError(f"unknown layer {kind}")
        shape, params = getattr(Tables(), kind)(shape, *numbers)
        rows.append([list(shape), params])
    return rows
