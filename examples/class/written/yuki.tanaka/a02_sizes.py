# kind: odd
# what: parameters renamed, global constants, nested functions, Japanese comments, own tests, a plot
# language: en
# saved by: colab
# %% first
# 準備
!nvidia-smi
from google.colab import drive
drive.mount("/content/drive")
EPSILON, ONE, TWO = 1e-9, 1, 2
# %% zero_pad
def zero_pad(images, width=ONE):
    """画像の周りにゼロを置く"""
    frame = [(0, 0)] * TWO + [(width, width)] * TWO
    return np.pad(images, frame, "constant")
# %% after check_zero_pad
assert zero_pad(np.ones((1, 1, 1, 1))).sum() == 1
assert zero_pad(np.ones((1, 1, 1, 1)), 2).shape == (1, 1, 5, 5)
print("zero_pad OK")
# %% output
zero_pad OK
# %% conv_output_size
def conv_output_size(n, f, s=ONE, p=0, strict=False):
    def room():
        return n + TWO * p - f
    if room() < 0 or (strict and room() % s):
        raise ValueError
    return ONE + room() // s
# %% same_pad
def same_pad(f):
    if not f % TWO:
        raise ValueError("even")
    return (f - ONE) >> 1
# %% keras_same_pad
def keras_same_pad(size, filter_size, stride):
    import math
    out = math.ceil(size / stride - EPSILON)
    total = max((out - ONE) * stride + filter_size - size, 0)
    return np.array([math.floor(total / 2), math.ceil(total / 2)])
# %% conv_params
def conv_params(in_channels, filter_h, filter_w, filters, bias=True):
    total = 0
    for _ in range(filters):
        total += in_channels * filter_h * filter_w
        total += 1 if bias else 0
    return total
# %% conv_macs
def conv_macs(c, fh, fw, n, oh, ow):
    return conv_params(c, fh, fw, n, bias=False) * oh * ow
# %% receptive_field
def receptive_field(layers, size=ONE, jump=ONE):
    if len(layers) == 0:
        return size, jump
    (k, s), rest = layers[0], layers[1:]
    return receptive_field(rest, size + (k - 1) * jump, jump * s)
# %% after receptive_field
import matplotlib.pyplot as plt
plt.bar(range(3), [receptive_field([(3, 1)] * n)[0] for n in range(3)])
plt.title("受容野")
plt.savefig("receptive.png")
# %% plot
<Figure size 640x480 with 1 Axes>
# %% layer_table
def layer_table(input_shape, layers):
    def after(shape, layer):
        match layer:
            case ("conv", n, k, s, "same"):
                return (-(-shape[0] // s), -(-shape[1] // s), n), conv_params(shape[2], k, k, n)
            case ("conv", n, k, s, "valid"):
                return after(shape, ("conv", n, k, s, 0))
            case ("conv", n, k, s, p):
                return tuple(conv_output_size(v, k, s, p) for v in shape[:2]) + (n,), conv_params(shape[2], k, k, n)
            case ("pool", k, s):
                return tuple(conv_output_size(v, k, s) for v in shape[:2]) + shape[2:], 0
            case ("flatten",):
                return (shape[0] * shape[1] * shape[2],), 0
            case ("dense", n):
                return (n,), n * shape[0] + n
        raise ValueError(layer)

    rows, shape = [], tuple(input_shape)
    for layer in layers:
        row = after(shape, tuple(layer))
        rows.append(row)
        shape = row[0]
    return rows
