"""Networks for a10_lenet_to_vgg as people write them: right ones in many styles, and wrong ones, all by hand.

A wrong network is one line of text, read by `chain`: every word is a layer, so that a slip is seen beside its like.
"""

from collections import OrderedDict
from functools import reduce

import keras
from keras import Sequential, layers
from keras.layers import (
    Activation,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    MaxPool2D,
    MaxPooling2D,
    ReLU,
    Reshape,
    Softmax,
    ZeroPadding2D,
)

WORDS = {  # the first letter of a word
    "c": "convolution with ReLU and padding same: c6x5 has 6 filters 5x5",
    "m": "max pooling: m3/2 has a window of 3x3 and stride 2, m alone 2x2 and 2",
    "a": "average pooling",
    "z": "zero padding",
    "d": "Dense with ReLU",
    "x": "dropout, in per cent",
    "F": "Flatten",
    "G": "global average pooling",
    "b": "BatchNormalization",
    "r": "ReLU",
    "o": "the classes: os with softmax, oi with sigmoid, ol with nothing, or with relu",
}
# After the numbers: /2 stride, v padding valid, s padding same, l linear, t tanh, n no bias, g2 groups


def chain(shape, text, classes):
    """The network that a line of words says."""
    x = inputs = keras.Input(shape)
    for word in text.split():
        x = layer_of(word, classes)(x)
    return keras.Model(inputs, x)


def layer_of(word, classes):
    kind, rest = word[0], word[1:]
    if kind in "FGbr":
        return {
            "F": layers.Flatten,
            "G": layers.GlobalAveragePooling2D,
            "b": layers.BatchNormalization,
            "r": layers.ReLU,
        }[kind]()
    if kind == "o":
        return layers.Dense(classes, {"s": "softmax", "i": "sigmoid", "l": None, "r": "relu"}[rest])
    rest, groups = rest.split("g") if "g" in rest else (rest, 1)
    signs = {sign for sign in rest if sign in "vsltn"}
    sizes, _, stride = rest.rstrip("vsltn").partition("/")
    act = "tanh" if "t" in signs else None if "l" in signs else "relu"
    numbers = [int(number) for number in (sizes or "2").split("x")]
    if kind == "c":
        return layers.Conv2D(
            numbers[0],
            numbers[1] if len(numbers) > 1 else 3,
            strides=int(stride or 1),
            padding="valid" if "v" in signs else "same",
            activation=act,
            use_bias="n" not in signs,
            groups=int(groups),
        )
    if kind in "ma":
        pooling = layers.MaxPooling2D if kind == "m" else layers.AveragePooling2D
        return pooling(numbers[0], int(stride or 2), "same" if "s" in signs else "valid")
    if kind == "z":
        return layers.ZeroPadding2D(numbers[0])
    if kind == "d":
        return layers.Dense(numbers[0], act)
    assert kind == "x", word
    return layers.Dropout(numbers[0] / 100)


# Each: what is wrong, the words, the aspect that it costs, and what the sentences say: received | expected

WRONG = {
    "lenet5": [
        ("no padding", "c6x5v m2/2 c16x5v m2/2 F d120 d84 os", "strides_padding", "first convolution"),
        ("padding twice", "c6x5 m2/2 c16x5 m2/2 F d120 d84 os", "strides_padding", "second convolution"),
        ("8 filters", "c8x5 m2/2 c16x5v m2/2 F d120 d84 os", "parameters", "8 filters | 6"),
        ("3x3", "c6x3 m2/2 c16x5v m2/2 F d120 d84 os", "parameters", "3×3 kernel | a 5×5"),
        ("linear convolution", "c6x5l m2/2 c16x5v m2/2 F d120 d84 os", "activation", "Missing: a ReLU"),
        ("tanh", "c6x5t m2/2 c16x5vt m2/2 F d120t d84t os", "activation", "tanh | ReLU"),
        ("average pooling", "c6x5 a2/2 c16x5v a2/2 F d120 d84 os", "wiring", "average pooling"),
        ("slow pooling", "c6x5 m2/1 c16x5v m2/2 F d120 d84 os", "strides_padding", "stride 1 | stride 2"),
        ("strides, no pooling", "c6x5/2 c16x5/2v F d120 d84 os", "wiring", "max pooling"),
        ("one pooling", "c6x5 m2/2 c16x5v F d120 d84 os", "wiring", "Missing: a max pooling"),
        ("averaged maps", "c6x5 m2/2 c16x5v m2/2 G d120 d84 os", "head", "global average pooling"),
        ("no 84", "c6x5 m2/2 c16x5v m2/2 F d120 os", "wiring", "Missing: a Dense layer (84 units)"),
        ("100 units", "c6x5 m2/2 c16x5v m2/2 F d100 d84 os", "parameters", "100 units | 120"),
        ("scores", "c6x5 m2/2 c16x5v m2/2 F d120 d84 ol", "head", "Missing: a softmax"),
        ("sigmoid", "c6x5 m2/2 c16x5v m2/2 F d120 d84 oi", "head", "sigmoid | softmax"),
        ("ReLU at the end", "c6x5 m2/2 c16x5v m2/2 F d120 d84 or", "head", "ReLU | softmax"),
        ("no biases", "c6x5n m2/2 c16x5vn m2/2 F d120 d84 os", "parameters", "no bias | a bias"),
        ("dropout", "c6x5 m2/2 c16x5v m2/2 F d120 x50 d84 os", "dropout", "One Dropout too many"),
        ("normalised", "c6x5l b r m2/2 c16x5v m2/2 F d120 d84 os", "normalisation", "BatchNormalization too many"),
        ("third convolution", "c6x5 m2/2 c16x5v c16x5 m2/2 F d120 d84 os", "wiring", "a convolution (16 filters"),
    ],
    "alexnet": [
        (
            "no padding",
            "c96x11/4v m3/2 c256x5 m3/2 c384 c384 c256 m3/2 F d4096 x50 d4096 x50 os",
            "strides_padding",
            "first convolution",
        ),
        (
            "same",
            "c96x11/4 m3/2 c256x5 m3/2 c384 c384 c256 m3/2 F d4096 x50 d4096 x50 os",
            "strides_padding",
            "first convolution",
        ),
        (
            "padding of 2",
            "z2 c96x11/4v m3/2 c256x5 m3/2 c384 c384 c256 m3/2 F d4096 x50 d4096 x50 os",
            "strides_padding",
            "a padding of 2",
        ),
        (
            "stride 5",
            "z3 c96x11/5v m3/2 c256x5 m3/2 c384 c384 c256 m3/2 F d4096 x50 d4096 x50 os",
            "strides_padding",
            "stride 5 | stride 4",
        ),
        (
            "2x2 pooling",
            "z3 c96x11/4v m2/2 c256x5 m2/2 c384 c384 c256 m2/2 F d4096 x50 d4096 x50 os",
            "strides_padding",
            "2×2 window | a 3×3",
        ),
        (
            "average",
            "z3 c96x11/4v a3/2 c256x5 m3/2 c384 c384 c256 m3/2 F d4096 x50 d4096 x50 os",
            "wiring",
            "average pooling",
        ),
        (
            "no dropout",
            "z3 c96x11/4v m3/2 c256x5 m3/2 c384 c384 c256 m3/2 F d4096 d4096 os",
            "dropout",
            "Missing: a Dropout",
        ),
        (
            "less dropout",
            "z3 c96x11/4v m3/2 c256x5 m3/2 c384 c384 c256 m3/2 F d4096 x25 d4096 x25 os",
            "dropout",
            "0.25; expected:",
        ),
        (
            "dropout before",
            "z3 c96x11/4v m3/2 c256x5 m3/2 c384 c384 c256 m3/2 F x50 d4096 x50 d4096 os",
            "dropout",
            "Dropout",
        ),
        (
            "order of the convolutions",
            "z3 c96x11/4v m3/2 c256x5 m3/2 c256 c384 c384 m3/2 F d4096 x50 d4096 x50 os",
            "parameters",
            "third convolution has 256 filters",
        ),
        (
            "a convolution too few",
            "z3 c96x11/4v m3/2 c256x5 m3/2 c384 c256 m3/2 F d4096 x50 d4096 x50 os",
            "wiring",
            "Missing: a convolution (384 filters",
        ),
        (
            "second convolution valid",
            "z3 c96x11/4v m3/2 c256x5v m3/2 c384 c384 c256 m3/2 F d4096 x50 d4096 x50 os",
            "strides_padding",
            "second convolution",
        ),
        (
            "second convolution 3x3",
            "z3 c96x11/4v m3/2 c256x3 m3/2 c384 c384 c256 m3/2 F d4096 x50 d4096 x50 os",
            "parameters",
            "3×3 kernel | a 5×5",
        ),
        (
            "one large layer",
            "z3 c96x11/4v m3/2 c256x5 m3/2 c384 c384 c256 m3/2 F d4096 x50 os",
            "wiring",
            "Missing: a Dense layer (4096 units)",
        ),
        (
            "averaged maps",
            "z3 c96x11/4v m3/2 c256x5 m3/2 c384 c384 c256 m3/2 G d4096 x50 d4096 x50 os",
            "head",
            "global average pooling",
        ),
        (
            "scores",
            "z3 c96x11/4v m3/2 c256x5 m3/2 c384 c384 c256 m3/2 F d4096 x50 d4096 x50 ol",
            "head",
            "Missing: a softmax",
        ),
        (
            "a linear convolution",
            "z3 c96x11/4v m3/2 c256x5 m3/2 c384 c384l c256 m3/2 F d4096 x50 d4096 x50 os",
            "activation",
            "Missing: a ReLU, after the fourth convolution",
        ),
        (
            "tanh",
            "z3 c96x11/4vt m3/2 c256x5 m3/2 c384 c384 c256 m3/2 F d4096 x50 d4096 x50 os",
            "activation",
            "tanh | ReLU",
        ),
        (
            "two halves",
            "z3 c96x11/4v m3/2 c256x5g2 m3/2 c384 c384g2 c256g2 m3/2 F d4096 x50 d4096 x50 os",
            "parameters",
            "groups=2",
        ),
        (
            "a pooling too many",
            "z3 c96x11/4v m3/2 c256x5 m3/2 c384 m3/2 c384 c256 m3/2 F d4096 x50 d4096 x50 os",
            "wiring",
            "One max pooling too many",
        ),
    ],
    "zfnet": [
        (
            "AlexNet's stem",
            "z3 c96x11/4v m3/2s c256x5/2v m3/2s c384 c384 c256 m3/2 F d4096 x50 d4096 x50 os",
            "strides_padding",
            "11×11 kernel | a 7×7",
        ),
        (
            "no padding",
            "c96x7/2v m3/2s c256x5/2v m3/2s c384 c384 c256 m3/2 F d4096 x50 d4096 x50 os",
            "strides_padding",
            "first convolution",
        ),
        (
            "same",
            "c96x7/2 m3/2s c256x5/2v m3/2s c384 c384 c256 m3/2 F d4096 x50 d4096 x50 os",
            "strides_padding",
            "first convolution",
        ),
        (
            "second convolution same",
            "z1 c96x7/2v m3/2s c256x5/2 m3/2s c384 c384 c256 m3/2 F d4096 x50 d4096 x50 os",
            "strides_padding",
            "second convolution",
        ),
        (
            "second convolution slow",
            "z1 c96x7/2v m3/2s c256x5v m3/2s c384 c384 c256 m3/2 F d4096 x50 d4096 x50 os",
            "strides_padding",
            "stride 1 | stride 2",
        ),
        (
            "first pooling valid",
            "z1 c96x7/2v m3/2 c256x5/2v m3/2s c384 c384 c256 m3/2 F d4096 x50 d4096 x50 os",
            "strides_padding",
            "first max pooling",
        ),
        (
            "last pooling same",
            "z1 c96x7/2v m3/2s c256x5/2v m3/2s c384 c384 c256 m3/2s F d4096 x50 d4096 x50 os",
            "strides_padding",
            "third max pooling",
        ),
        (
            "7x7 with stride 4",
            "z1 c96x7/4v m3/2s c256x5/2v m3/2s c384 c384 c256 m3/2 F d4096 x50 d4096 x50 os",
            "strides_padding",
            "stride 4 | stride 2",
        ),
        (
            "a wider middle",
            "z1 c96x7/2v m3/2s c256x5/2v m3/2s c512 c1024 c512 m3/2 F d4096 x50 d4096 x50 os",
            "parameters",
            "512 filters | 384",
        ),
        (
            "a convolution too many",
            "z1 c96x7/2v m3/2s c256x5/2v m3/2s c384 c384 c384 c256 m3/2 F d4096 x50 d4096 x50 os",
            "wiring",
            "Too many: a convolution (384 filters",
        ),
        (
            "no dropout",
            "z1 c96x7/2v m3/2s c256x5/2v m3/2s c384 c384 c256 m3/2 F d4096 d4096 os",
            "dropout",
            "Missing: a Dropout",
        ),
        (
            "linear head",
            "z1 c96x7/2v m3/2s c256x5/2v m3/2s c384 c384 c256 m3/2 F d4096 x50 d4096 x50 ol",
            "head",
            "Missing: a softmax",
        ),
        (
            "linear convolution",
            "z1 c96x7/2vl m3/2s c256x5/2v m3/2s c384 c384 c256 m3/2 F d4096 x50 d4096 x50 os",
            "activation",
            "Missing: a ReLU, after the first convolution",
        ),
        (
            "no bias",
            "z1 c96x7/2vn m3/2s c256x5/2v m3/2s c384 c384 c256 m3/2 F d4096 x50 d4096 x50 os",
            "parameters",
            "no bias | a bias",
        ),
        (
            "normalised",
            "z1 c96x7/2v b m3/2s c256x5/2v m3/2s c384 c384 c256 m3/2 F d4096 x50 d4096 x50 os",
            "normalisation",
            "BatchNormalization too many",
        ),
        (
            "linear Dense layer",
            "z1 c96x7/2v m3/2s c256x5/2v m3/2s c384 c384 c256 m3/2 F d4096l x50 d4096 x50 os",
            "activation",
            "Missing: a ReLU, after the first Dense layer",
        ),
    ],
    "vgg_block": [  # with 32 filters and 2 repeats
        ("valid", "c32v c32v m2/2", "strides_padding", "first convolution"),
        ("no ReLU", "c32l c32l m2/2", "activation", "Missing: a ReLU"),
        ("ReLU once", "c32l c32 m2/2", "activation", "Missing: a ReLU, after the first convolution"),
        ("one convolution", "c32 m2/2", "wiring", "Missing: a convolution (32 filters"),
        ("three convolutions", "c32 c32 c32 m2/2", "wiring", "Too many: a convolution (32 filters"),
        ("no pooling", "c32 c32", "wiring", "Missing: a max pooling"),
        ("pooling twice", "c32 m2/2 c32 m2/2", "wiring", "One max pooling too many"),
        ("pooling first", "m2/2 c32 c32", "wiring", "max pooling"),
        ("average", "c32 c32 a2/2", "wiring", "average pooling"),
        ("stride 1", "c32 c32 m2/1", "strides_padding", "stride 1 | stride 2"),
        ("3x3 pooling", "c32 c32 m3/2", "strides_padding", "3×3 window | a 2×2"),
        ("5x5", "c32x5 c32 m2/2", "parameters", "5×5 kernel | a 3×3"),
        ("64 after 32", "c32 c64 m2/2", "parameters", "64 filters | 32"),
        ("strided", "c32 c32/2", "wiring", "max pooling"),
        ("no bias", "c32n c32n m2/2", "parameters", "no bias | a bias"),
        ("tanh", "c32t c32t m2/2", "activation", "tanh | ReLU"),
        ("dropout", "c32 c32 m2/2 x25", "dropout", "One Dropout too many"),
        ("normalised", "c32 c32 b m2/2", "normalisation", "BatchNormalization too many"),
    ],
    "vgg16": [
        (
            "VGG13",
            "c64 c64 m c128 c128 m c256 c256 m c512 c512 m c512 c512 m F d4096 d4096 os",
            "wiring",
            "Missing: a convolution (256 filters",
        ),
        (
            "VGG19",
            "c64 c64 m c128 c128 m c256 c256 c256 c256 m c512 c512 c512 c512 m c512 c512 c512 c512 m F d4096 d4096 os",
            "wiring",
            "Too many: a convolution (256 filters",
        ),
        (
            "1x1 as in column C",
            "c64 c64 m c128 c128 m c256 c256 c256x1 m c512 c512 c512x1 m c512 c512 c512x1 m F d4096 d4096 os",
            "parameters",
            "1×1 kernel | a 3×3",
        ),
        (
            "averaged maps",
            "c64 c64 m c128 c128 m c256 c256 c256 m c512 c512 c512 m c512 c512 c512 m G d4096 d4096 os",
            "head",
            "global average pooling",
        ),
        (
            "averaged maps and nothing else",
            "c64 c64 m c128 c128 m c256 c256 c256 m c512 c512 c512 m c512 c512 c512 m G os",
            "head",
            "Dense layer (4096 units)",
        ),
        (
            "narrow head",
            "c64 c64 m c128 c128 m c256 c256 c256 m c512 c512 c512 m c512 c512 c512 m F d1024 d4096 os",
            "parameters",
            "1024 units | 4096",
        ),
        (
            "dropout",
            "c64 c64 m c128 c128 m c256 c256 c256 m c512 c512 c512 m c512 c512 c512 m F d4096 x50 d4096 x50 os",
            "dropout",
            "One Dropout too many",
        ),
        (
            "normalised",
            "c64 b c64 b m c128 c128 m c256 c256 c256 m c512 c512 c512 m c512 c512 c512 m F d4096 d4096 os",
            "normalisation",
            "BatchNormalization too many",
        ),
        (
            "scores",
            "c64 c64 m c128 c128 m c256 c256 c256 m c512 c512 c512 m c512 c512 c512 m F d4096 d4096 ol",
            "head",
            "Missing: a softmax",
        ),
        (
            "a linear convolution in the middle",
            "c64 c64 m c128 c128 m c256 c256 c256 m c512 c512l c512 m c512 c512 c512 m F d4096 d4096 os",
            "activation",
            "Missing: a ReLU, after the ninth convolution",
        ),
        (
            "linear Dense layers",
            "c64 c64 m c128 c128 m c256 c256 c256 m c512 c512 c512 m c512 c512 c512 m F d4096l d4096l os",
            "activation",
            "Missing: a ReLU, after the first Dense layer",
        ),
        (
            "a 5x5",
            "c64x5 c64 m c128 c128 m c256 c256 c256 m c512 c512 c512 m c512 c512 c512 m F d4096 d4096 os",
            "parameters",
            "5×5 kernel | a 3×3",
        ),
        (
            "a stride for a pooling",
            "c64 c64/2 c128 c128 m c256 c256 c256 m c512 c512 c512 m c512 c512 c512 m F d4096 d4096 os",
            "wiring",
            "Missing: a max pooling",
        ),
        (
            "a pooling of 3x3",
            "c64 c64 m3/2s c128 c128 m c256 c256 c256 m c512 c512 c512 m c512 c512 c512 m F d4096 d4096 os",
            "strides_padding",
            "3×3 window | a 2×2",
        ),
        (
            "no last pooling",  # with images of 224 too large to be taken
            "c64 c64 m c128 c128 m c256 c256 c256 m c512 c512 c512 m c512 c512 c512 F d4096 d4096 os",
            "wiring",
            "Missing: a max pooling",
        ),
        (
            "256 in the fourth block",
            "c64 c64 m c128 c128 m c256 c256 c256 m c256 c256 c256 m c512 c512 c512 m F d4096 d4096 os",
            "parameters",
            "256 filters | 512",
        ),
    ],
    "vgg19": [
        (
            "VGG16",
            "c64 c64 m c128 c128 m c256 c256 c256 m c512 c512 c512 m c512 c512 c512 m F d4096 d4096 os",
            "wiring",
            "Missing: a convolution (256 filters",
        ),
        (
            "three in the last block",
            "c64 c64 m c128 c128 m c256 c256 c256 c256 m c512 c512 c512 c512 m c512 c512 c512 m F d4096 d4096 os",
            "wiring",
            "Missing: a convolution (512 filters",
        ),
        (
            "three in the second block",
            "c64 c64 m c128 c128 c128 m c256 c256 c256 c256 m c512 c512 c512 c512 m c512 c512 c512 c512 m "
            "F d4096 d4096 os",
            "wiring",
            "Too many: a convolution (128 filters",
        ),
        (
            "moved from the fifth block to the fourth",
            "c64 c64 m c128 c128 m c256 c256 c256 c256 m c512 c512 c512 c512 c512 m c512 c512 c512 m F d4096 d4096 os",
            "wiring",
            "max pooling",
        ),
        (
            "valid once",
            "c64v c64 m c128 c128 m c256 c256 c256 c256 m c512 c512 c512 c512 m c512 c512 c512 c512 m F d4096 d4096 os",
            "strides_padding",
            "first convolution",
        ),
        (
            "average once",
            "c64 c64 m c128 c128 m c256 c256 c256 c256 m c512 c512 c512 c512 a2/2 c512 c512 c512 c512 m "
            "F d4096 d4096 os",
            "wiring",
            "average pooling",
        ),
        (
            "no ReLU at the very last convolution",
            "c64 c64 m c128 c128 m c256 c256 c256 c256 m c512 c512 c512 c512 m c512 c512 c512 c512l m F d4096 d4096 os",
            "activation",
            "Missing: a ReLU, after the 16th convolution",
        ),
        (
            "sigmoid",
            "c64 c64 m c128 c128 m c256 c256 c256 c256 m c512 c512 c512 c512 m c512 c512 c512 c512 m F d4096 d4096 oi",
            "head",
            "sigmoid | softmax",
        ),
        (
            "a third large layer",
            "c64 c64 m c128 c128 m c256 c256 c256 c256 m c512 c512 c512 c512 m c512 c512 c512 c512 m "
            "F d4096 d4096 d4096 os",
            "wiring",
            "Too many: a Dense layer (4096 units)",
        ),
        (
            "no large layer",
            "c64 c64 m c128 c128 m c256 c256 c256 c256 m c512 c512 c512 c512 m c512 c512 c512 c512 m F os",
            "wiring",
            "Dense layer (4096 units)",
        ),
        (
            "averaged maps",
            "c64 c64 m c128 c128 m c256 c256 c256 c256 m c512 c512 c512 c512 m c512 c512 c512 c512 m G d4096 d4096 os",
            "head",
            "global average pooling",
        ),
        (
            "no biases in the fifth block",
            "c64 c64 m c128 c128 m c256 c256 c256 c256 m c512 c512 c512 c512 m c512n c512n c512n c512n m "
            "F d4096 d4096 os",
            "parameters",
            "no bias | a bias",
        ),
        (
            "dropout in the middle",
            "c64 c64 m c128 c128 m x20 c256 c256 c256 c256 m c512 c512 c512 c512 m c512 c512 c512 c512 m "
            "F d4096 d4096 os",
            "dropout",
            "One Dropout too many",
        ),
        (
            "normalised before the end",
            "c64 c64 m c128 c128 m c256 c256 c256 c256 m c512 c512 c512 c512 m c512 c512 c512 c512 m "
            "F d4096 b d4096 os",
            "normalisation",
            "BatchNormalization too many",
        ),
    ],
    "small_vgg": [
        ("one block", "c32 c32 m F d128 x50 os", "wiring", "max pooling"),
        ("three blocks", "c32 c32 m c64 c64 m c128 c128 m F d128 x50 os", "wiring", "Too many"),
        ("one convolution each", "c32 m c64 m F d128 x50 os", "wiring", "Missing: a convolution (32 filters"),
        ("64 and 128", "c64 c64 m c128 c128 m F d128 x50 os", "parameters", "64 filters | 32"),
        ("32 and 32", "c32 c32 m c32 c32 m F d128 x50 os", "parameters", "32 filters | 64"),
        ("valid", "c32v c32 m c64 c64 m F d128 x50 os", "strides_padding", "first convolution"),
        ("5x5", "c32x5 c32 m c64 c64 m F d128 x50 os", "parameters", "5×5 kernel | a 3×3"),
        ("averaged", "c32 c32 m c64 c64 m G d128 x50 os", "head", "global average pooling"),
        ("no dropout", "c32 c32 m c64 c64 m F d128 os", "dropout", "Missing: a Dropout"),
        ("early dropout", "c32 c32 m x50 c64 c64 m F d128 os", "dropout", "Dropout"),
        ("256 units", "c32 c32 m c64 c64 m F d256 x50 os", "parameters", "256 units | 128"),
        ("no hidden layer", "c32 c32 m c64 c64 m F x50 os", "wiring", "Dense layer (128 units)"),
        ("linear hidden layer", "c32 c32 m c64 c64 m F d128l x50 os", "activation", "Missing: a ReLU"),
        ("scores", "c32 c32 m c64 c64 m F d128 x50 ol", "head", "Missing: a softmax"),
        ("tanh", "c32 c32 m c64t c64 m F d128 x50 os", "activation", "tanh | ReLU"),
        ("no bias", "c32n c32 m c64 c64 m F d128 x50 os", "parameters", "no bias | a bias"),
        ("average", "c32 c32 a2/2 c64 c64 m F d128 x50 os", "wiring", "average pooling"),
    ],
}


# Right ones: LeNet-5


def lenet_sequential(input_shape=(28, 28, 1), classes=10):
    return Sequential(
        [
            keras.Input(input_shape),
            Conv2D(6, (5, 5), padding="same", activation="relu"),
            MaxPooling2D(),
            Conv2D(16, (5, 5), activation="relu"),
            MaxPooling2D(),
            Flatten(),
            Dense(120, activation="relu"),
            Dense(84, activation="relu"),
            Dense(classes, activation="softmax"),
        ]
    )


def lenet_by_add(input_shape=(28, 28, 1), classes=10):
    model = Sequential(name="LeNet-5")
    model.add(keras.Input(shape=input_shape))
    for filters, padding in ((6, "same"), (16, "valid")):
        model.add(Conv2D(filters, kernel_size=5, padding=padding))
        model.add(Activation("relu"))
        model.add(MaxPooling2D(pool_size=(2, 2), strides=(2, 2)))
    model.add(Flatten())
    for units in (120, 84):
        model.add(Dense(units))
        model.add(ReLU())
    model.add(Dense(classes))
    model.add(Softmax())
    return model


def lenet_padded_by_hand(input_shape=(28, 28, 1), classes=10):
    image = keras.Input(input_shape)
    c1 = Conv2D(6, 5, activation="relu")(ZeroPadding2D(2)(image))
    s2 = MaxPool2D((2, 2))(c1)
    c3 = Conv2D(16, 5, activation="relu")(s2)
    s4 = MaxPool2D((2, 2))(c3)
    f6 = Dense(84, "relu")(Dense(120, "relu")(Flatten()(s4)))
    return keras.Model(image, Dense(classes, "softmax")(f6))


def lenet_two_models(input_shape=(28, 28, 1), classes=10):
    eyes = Sequential([keras.Input(input_shape), Conv2D(6, 5, padding="same", activation="relu"), MaxPooling2D(2)])
    eyes.add(Conv2D(16, 5, activation="relu"))
    eyes.add(MaxPooling2D(2))
    mind = Sequential([Flatten(), Dense(120, "relu"), Dense(84, "relu"), Dense(classes, "softmax")])
    image = keras.Input(input_shape)
    return keras.Model(image, mind(eyes(image)))


def lenet_relu_after_pooling(input_shape=(28, 28, 1), classes=10):
    x = image = keras.Input(input_shape)
    x = ReLU()(MaxPooling2D(2)(Conv2D(6, 5, padding="same")(x)))
    x = ReLU()(MaxPooling2D(2)(Conv2D(16, 5)(x)))
    x = Flatten()(x)
    x = keras.activations.relu(Dense(120)(x))
    x = ReLU()(Dense(84)(x))
    return keras.Model(image, Activation("softmax")(Dense(classes)(x)))


def lenet_layers_first(input_shape=(28, 28, 1), classes=10):
    out, f6, c5 = Dense(classes, activation="softmax"), Dense(84, activation="relu"), Dense(120, activation="relu")
    c3, c1 = Conv2D(16, 5, activation="relu"), Conv2D(6, 5, padding="same", activation="relu")
    s4, s2 = MaxPooling2D(2), MaxPooling2D(2)
    image = keras.Input(input_shape)
    return keras.Model(image, out(f6(c5(Flatten()(s4(c3(s2(c1(image)))))))))


class LeNetMaker:
    """Not a subclass of keras.Model: only a place for the layers."""

    def __init__(self, classes):
        self.steps = OrderedDict(c1=Conv2D(6, 5, padding="same", activation="relu"), s2=MaxPooling2D(2))
        self.steps.update(c3=Conv2D(16, 5, activation="relu"), s4=MaxPooling2D(2), flat=Reshape((-1,)))
        self.steps.update(c5=Dense(120, "relu"), f6=Dense(84, "relu"), out=Dense(classes, "softmax"))

    def __call__(self, image):
        return reduce(lambda x, step: step(x), self.steps.values(), image)


def lenet_from_a_class(input_shape=(28, 28, 1), classes=10):
    image = keras.Input(input_shape, name="digit")
    return keras.Model(image, LeNetMaker(classes)(image), name="digits")


def lenet_with_nothing_added(input_shape=(28, 28, 1), classes=10):
    x = image = keras.Input(input_shape)
    for filters, padding in zip((6, 16), ("same", "valid"), strict=True):
        x = layers.Identity()(x)
        x = Conv2D(filters, 5, padding=padding, activation="relu", kernel_initializer="he_normal")(x)
        x = Dropout(0.0)(MaxPooling2D(2, padding="valid")(x))
    x = Activation("linear")(Flatten()(x))
    for units, act in ((120, "relu"), (84, "relu"), (classes, "softmax")):
        x = Dense(units, act)(x)
    return keras.Model(image, x)


def lenet_augmented(input_shape=(28, 28, 1), classes=10):
    x = image = keras.Input(input_shape)
    x = layers.RandomTranslation(0.1, 0.1)(x)
    x = MaxPooling2D(2)(Conv2D(6, 5, 1, "same", activation=keras.activations.relu)(x))
    x = MaxPooling2D(2)(Conv2D(16, 5, 1, "valid", activation=keras.activations.relu)(x))
    x = Dense(120, keras.activations.relu)(Flatten()(x))
    x = Dense(84, keras.activations.relu)(x)
    return keras.Model(inputs=[image], outputs=[Dense(classes, keras.activations.softmax)(x)])


# AlexNet


def alexnet_sequential(input_shape=(224, 224, 3), classes=1000):
    return Sequential(
        [
            keras.Input(input_shape),
            ZeroPadding2D(3),
            Conv2D(96, 11, strides=4, activation="relu"),
            MaxPooling2D(3, 2),
            Conv2D(256, 5, padding="same", activation="relu"),
            MaxPooling2D(3, 2),
            Conv2D(384, 3, padding="same", activation="relu"),
            Conv2D(384, 3, padding="same", activation="relu"),
            Conv2D(256, 3, padding="same", activation="relu"),
            MaxPooling2D(3, 2),
            Flatten(),
            Dense(4096, "relu"),
            Dropout(0.5),
            Dense(4096, "relu"),
            Dropout(0.5),
            Dense(classes, "softmax"),
        ]
    )


def alexnet_activation_layers(input_shape=(224, 224, 3), classes=1000):
    x = inputs = keras.Input(input_shape)
    x = Activation("relu")(Conv2D(96, (11, 11), strides=(4, 4), padding="valid")(ZeroPadding2D((3, 3))(x)))
    x = MaxPool2D(pool_size=(3, 3), strides=(2, 2))(x)
    x = Activation("relu")(Conv2D(256, (5, 5), padding="same")(x))
    x = MaxPool2D(pool_size=(3, 3), strides=(2, 2))(x)
    for filters in (384, 384, 256):
        x = Activation("relu")(Conv2D(filters, (3, 3), padding="same")(x))
    x = Flatten()(MaxPool2D(pool_size=(3, 3), strides=(2, 2))(x))
    for _ in "67":
        x = Dropout(rate=0.5)(Activation("relu")(Dense(4096)(x)))
    return keras.Model(inputs, Activation("softmax")(Dense(classes)(x)))


def alexnet_every_padding_by_hand(input_shape=(224, 224, 3), classes=1000):
    x = inputs = keras.Input(input_shape)
    for filters, size, stride, pad, pooled in (
        (96, 11, 4, 3, True),
        (256, 5, 1, 2, True),
        (384, 3, 1, 1, False),
        (384, 3, 1, 1, False),
        (256, 3, 1, 1, True),
    ):
        x = Conv2D(filters, size, stride, activation="relu")(ZeroPadding2D(pad)(x))
        x = MaxPooling2D(3, 2)(x) if pooled else x
    x = Dropout(0.5)(Dense(4096, "relu")(Flatten()(x)))
    x = Dropout(0.5)(Dense(4096, "relu")(x))
    return keras.Model(inputs, Dense(classes, "softmax")(x))


def alexnet_two_parts(input_shape=(224, 224, 3), classes=1000):
    inputs = keras.Input(input_shape)
    x = MaxPooling2D(3, 2)(Conv2D(96, 11, strides=4, activation="relu")(ZeroPadding2D(3)(inputs)))
    x = MaxPooling2D(3, 2)(Conv2D(256, 5, padding="same", activation="relu")(x))
    x = Conv2D(384, 3, padding="same", activation="relu")(x)
    x = Conv2D(384, 3, padding="same", activation="relu")(x)
    features = keras.Model(inputs, MaxPooling2D(3, 2)(Conv2D(256, 3, padding="same", activation="relu")(x)))
    large = [layer for _ in range(2) for layer in (Dense(4096, "relu"), Dropout(0.5))]
    return Sequential([keras.Input(input_shape), features, Flatten(), *large, Dense(classes, "softmax")])


def alexnet_stages(input_shape=(224, 224, 3), classes=1000):
    def stage(*inside):
        return Sequential([*inside, MaxPooling2D(3, strides=2)])

    def convolution(filters, size, **how):
        return Conv2D(filters, size, activation="relu", **how)

    x = inputs = keras.Input(input_shape)
    x = stage(ZeroPadding2D(3), convolution(96, 11, strides=4))(x)
    x = stage(convolution(256, 5, padding="same"))(x)
    x = stage(*(convolution(filters, 3, padding="same") for filters in (384, 384, 256)))(x)
    x = Sequential([Flatten(), Dense(4096, "relu"), Dropout(0.5), Dense(4096, "relu"), Dropout(0.5)])(x)
    return keras.Model(inputs, Softmax()(Dense(classes)(x)))


def alexnet_relu_after_pooling(input_shape=(224, 224, 3), classes=1000):
    x = inputs = keras.Input(input_shape)
    x = ReLU()(MaxPooling2D(3, 2)(Conv2D(96, 11, 4)(ZeroPadding2D(((3, 3), (3, 3)))(x))))
    x = ReLU()(MaxPooling2D(3, 2)(Conv2D(256, 5, padding="same")(x)))
    x = ReLU()(Conv2D(384, 3, padding="same")(x))
    x = ReLU()(Conv2D(384, 3, padding="same")(x))
    x = ReLU()(MaxPooling2D(3, 2)(Conv2D(256, 3, padding="same")(x)))
    x = Flatten()(x)
    x = ReLU()(Dropout(0.5)(Dense(4096)(x)))  # half of the units are 0 either way
    x = ReLU()(Dropout(0.5)(Dense(4096)(x)))
    return keras.Model(inputs, Dense(classes, "softmax")(x))


def alexnet_padded_where_it_counts(input_shape=(224, 224, 3), classes=1000):
    """3 above and left; below and right what the last window needs: the rest of the 3 touches no window."""
    rest = [max(0, ((side + 6 - 11) // 4) * 4 + 11 - 3 - side) for side in input_shape[:2]]
    x = inputs = keras.Input(input_shape)
    x = ZeroPadding2D(((3, rest[0]), (3, rest[1])))(x)
    x = MaxPooling2D(3, 2)(Conv2D(96, 11, 4, activation="relu")(x))
    x = MaxPooling2D(3, 2)(Conv2D(256, 5, 1, "same", activation="relu")(x))
    for filters in (384, 384, 256):
        x = Conv2D(filters, 3, 1, "same", activation="relu")(x)
    x = Flatten()(MaxPooling2D(3, 2)(x))
    for units in (4096, 4096):
        x = Dropout(0.5)(Dense(units, "relu")(x))
    return keras.Model(inputs, Dense(classes, "softmax")(x))


def alexnet_with_names(input_shape=(224, 224, 3), classes=1000):
    names = iter(["conv2", "conv3", "conv4", "conv5"])
    x = keras.Input(input_shape, name="image")
    image = x
    x = ZeroPadding2D(3, name="border")(x)
    x = Conv2D(96, 11, strides=4, activation="relu", name="conv1")(x)
    for pooled, (filters, size) in enumerate([(256, 5), (384, 3), (384, 3), (256, 3)]):
        if pooled in (0, 1):
            x = MaxPooling2D(3, 2, name=f"pool{pooled + 1}")(x)
        x = Conv2D(filters, size, padding="same", activation="relu", name=next(names))(x)
    x = MaxPooling2D(3, 2, name="pool5")(x)
    x = Reshape((-1,), name="fc5")(x)
    x = Dropout(0.5, name="drop6")(Dense(4096, "relu", name="fc6")(x))
    x = Dropout(0.5, name="drop7")(Dense(4096, "relu", name="fc7")(x))
    return keras.Model(image, Dense(classes, "softmax", name="fc8")(x), name="alexnet")


# ZFNet


def zfnet_sequential(input_shape=(224, 224, 3), classes=1000):
    model = Sequential([keras.Input(input_shape), ZeroPadding2D(1)])
    model.add(Conv2D(96, 7, strides=2, activation="relu"))
    model.add(MaxPooling2D(3, strides=2, padding="same"))
    model.add(Conv2D(256, 5, strides=2, activation="relu"))
    model.add(MaxPooling2D(3, strides=2, padding="same"))
    for filters in (384, 384, 256):
        model.add(Conv2D(filters, 3, padding="same", activation="relu"))
    model.add(MaxPooling2D(3, strides=2))
    model.add(Flatten())
    for _ in range(2):
        model.add(Dense(4096, activation="relu"))
        model.add(Dropout(0.5))
    model.add(Dense(classes, activation="softmax"))
    return model


def zfnet_activation_layers(input_shape=(224, 224, 3), classes=1000):
    x = inputs = keras.Input(input_shape)
    x = ReLU()(Conv2D(96, 7, 2)(ZeroPadding2D(1)(x)))
    x = ReLU()(Conv2D(256, 5, 2)(MaxPooling2D(3, 2, "same")(x)))
    x = ReLU()(Conv2D(384, 3, padding="same")(MaxPooling2D(3, 2, "same")(x)))
    x = ReLU()(Conv2D(384, 3, padding="same")(x))
    x = ReLU()(Conv2D(256, 3, padding="same")(x))
    x = Flatten()(MaxPooling2D(3, 2)(x))
    x = Dropout(0.5)(ReLU()(Dense(4096)(x)))
    x = Dropout(0.5)(ReLU()(Dense(4096)(x)))
    return keras.Model(inputs, Softmax()(Dense(classes)(x)))


def zfnet_pads_the_middle_by_hand(input_shape=(224, 224, 3), classes=1000):
    x = inputs = keras.Input(input_shape)
    x = Conv2D(96, (7, 7), (2, 2), activation="relu")(ZeroPadding2D(((1, 1), (1, 1)))(x))
    x = MaxPooling2D((3, 3), (2, 2), padding="same")(x)
    x = Conv2D(256, (5, 5), (2, 2), activation="relu")(x)
    x = MaxPooling2D((3, 3), (2, 2), padding="same")(x)
    x = Conv2D(384, (3, 3), activation="relu")(ZeroPadding2D()(x))
    x = Conv2D(384, (3, 3), activation="relu")(ZeroPadding2D()(x))
    x = Conv2D(256, (3, 3), activation="relu")(ZeroPadding2D()(x))
    x = MaxPooling2D((3, 3), (2, 2))(x)
    x = Dropout(0.5)(Dense(4096, activation="relu")(Flatten()(x)))
    x = Dropout(0.5)(Dense(4096, activation="relu")(x))
    return keras.Model(inputs, Dense(classes, activation="softmax")(x))


def zfnet_nested(input_shape=(224, 224, 3), classes=1000):
    stem = Sequential([ZeroPadding2D(1), Conv2D(96, 7, 2, activation="relu"), MaxPooling2D(3, 2, "same")])
    second = Sequential([Conv2D(256, 5, 2, activation="relu"), MaxPooling2D(3, 2, "same")])
    third = Sequential([Conv2D(n, 3, padding="same", activation="relu") for n in (384, 384, 256)])
    head = Sequential([Flatten(), Dense(4096, "relu"), Dropout(0.5), Dense(4096, "relu"), Dropout(0.5)])
    return Sequential(
        [keras.Input(input_shape), stem, second, third, MaxPooling2D(3, 2), head, Dense(classes, "softmax")]
    )


def zfnet_from_a_table(input_shape=(224, 224, 3), classes=1000):
    table = [
        (ZeroPadding2D, {"padding": 1}),
        (Conv2D, {"filters": 96, "kernel_size": 7, "strides": 2, "activation": "relu"}),
        (MaxPooling2D, {"pool_size": 3, "strides": 2, "padding": "same"}),
        (Conv2D, {"filters": 256, "kernel_size": 5, "strides": 2, "activation": "relu"}),
        (MaxPooling2D, {"pool_size": 3, "strides": 2, "padding": "same"}),
        (Conv2D, {"filters": 384, "kernel_size": 3, "padding": "same", "activation": "relu"}),
        (Conv2D, {"filters": 384, "kernel_size": 3, "padding": "same", "activation": "relu"}),
        (Conv2D, {"filters": 256, "kernel_size": 3, "padding": "same", "activation": "relu"}),
        (MaxPooling2D, {"pool_size": 3, "strides": 2}),
        (Flatten, {}),
        (Dense, {"units": 4096, "activation": "relu"}),
        (Dropout, {"rate": 0.5}),
        (Dense, {"units": 4096, "activation": "relu"}),
        (Dropout, {"rate": 0.5}),
        (Dense, {"units": classes, "activation": "softmax"}),
    ]
    inputs = keras.Input(input_shape)
    return keras.Model(inputs, reduce(lambda x, row: row[0](**row[1])(x), table, inputs))


def zfnet_relu_after_pooling(input_shape=(224, 224, 3), classes=1000):
    x = inputs = keras.Input(input_shape)
    x = Conv2D(96, 7, strides=2)(ZeroPadding2D(1)(x))
    x = Activation("relu")(MaxPooling2D(3, 2, padding="same")(x))
    x = Conv2D(256, 5, strides=2)(x)
    x = Activation("relu")(MaxPooling2D(3, 2, padding="same")(x))
    x = Conv2D(384, 3, padding="same", activation="relu")(x)
    x = Conv2D(384, 3, padding="same", activation="relu")(x)
    x = Activation("relu")(MaxPooling2D(3, 2)(Conv2D(256, 3, padding="same")(x)))
    x = Dropout(0.5)(Dense(4096, "relu")(Flatten()(x)))
    x = Dropout(0.5)(Dense(4096, "relu")(x))
    return keras.Model(inputs, Dense(classes, "softmax")(x))


def zfnet_ends_first(input_shape=(224, 224, 3), classes=1000):
    """The head is made before the features."""
    head = [Flatten(), Dense(4096, "relu"), Dropout(0.5), Dense(4096, "relu"), Dropout(0.5), Dense(classes, "softmax")]
    body = [Conv2D(n, 3, 1, "same", activation="relu") for n in (384, 384, 256)] + [MaxPooling2D(3, 2)]
    neck = [Conv2D(256, 5, 2, activation="relu"), MaxPooling2D(3, 2, "same")]
    stem = [ZeroPadding2D(1), Conv2D(96, 7, 2, activation="relu"), MaxPooling2D(3, 2, "same")]
    x = inputs = keras.Input(input_shape)
    for layer in stem + neck + body + head:
        x = layer(x)
    return keras.Model(inputs, x)


def zfnet_turned_at_random(input_shape=(224, 224, 3), classes=1000):
    """Pictures turned at random in training, dropouts of nothing, and layers that do nothing."""
    x = inputs = keras.Input(input_shape)
    x = layers.RandomFlip("horizontal")(x)
    x = layers.Identity()(ZeroPadding2D(1)(x))
    x = MaxPooling2D(3, 2, padding="same")(Conv2D(96, 7, strides=2, activation="relu")(x))
    x = Dropout(0)(x)
    x = MaxPooling2D(3, 2, padding="same")(Conv2D(256, 5, strides=2, activation="relu")(x))
    x = Conv2D(384, 3, padding="same", activation="relu")(x)
    x = Conv2D(384, 3, padding="same", activation="relu")(x)
    x = MaxPooling2D(3, 2)(Conv2D(256, 3, padding="same", activation="relu")(x))
    x = Flatten()(x)
    for _ in (6, 7):
        x = Dropout(0.5)(Dense(4096, "relu")(x))
    return keras.Model(inputs, Activation("softmax")(Dense(classes, "linear")(x)))


# A block of VGG


def block_recursive(x, filters, repeats):
    if repeats == 0:
        return MaxPooling2D(2)(x)
    return block_recursive(Conv2D(filters, 3, padding="same", activation="relu")(x), filters, repeats - 1)


def block_sequential(x, filters, repeats):
    stack = [Conv2D(filters, (3, 3), padding="same", activation="relu") for _ in range(repeats)]
    return Sequential([*stack, MaxPooling2D((2, 2), strides=(2, 2))])(x)


def block_activation_layer(x, filters, repeats):
    for i in range(repeats):
        x = Conv2D(filters, 3, padding="same", name=f"conv_{i}")(x)
        x = Activation("relu", name=f"relu_{i}")(x)
    return MaxPool2D(pool_size=2, strides=2)(x)


def block_padded_by_hand(x, filters, repeats):
    for _ in range(repeats):
        x = ZeroPadding2D(1)(x)
        x = Conv2D(filters, 3, activation="relu")(x)
    return MaxPooling2D()(x)


def block_pools_before_the_last_relu(x, filters, repeats):
    for _ in range(repeats - 1):
        x = ReLU()(Conv2D(filters, 3, padding="same")(x))
    x = Conv2D(filters, 3, padding="same")(x)
    return ReLU()(MaxPooling2D(2)(x))


def block_while(x, filters, repeats):
    done = 0
    while done < repeats:
        x = Conv2D(filters=filters, kernel_size=3, strides=1, padding="SAME", activation=keras.activations.relu)(x)
        done += 1
    return MaxPooling2D(pool_size=2, strides=2, padding="valid")(x)


def block_reduce(x, filters, repeats):
    convolutions = [Conv2D(filters, 3, padding="same", activation="relu") for _ in range(repeats)]
    return MaxPooling2D(2)(reduce(lambda tensor, layer: layer(tensor), convolutions, x))


def block_as_a_model(x, filters, repeats):
    inner = y = keras.Input(x.shape[1:])
    for _ in range(repeats):
        y = Conv2D(filters, 3, padding="same", activation="relu")(y)
    return keras.Model(inner, MaxPooling2D(2)(y), name="block")(x)


def block_relu_twice(x, filters, repeats):
    """A ReLU after a ReLU changes nothing."""
    for _ in range(repeats):
        x = ReLU()(Conv2D(filters, 3, padding="same", activation="relu")(x))
    return ReLU()(MaxPooling2D(2)(x))


# VGG16 and VGG19


def vgg16_of_keras(input_shape=(224, 224, 3), classes=1000):
    return keras.applications.VGG16(weights=None, input_shape=input_shape, classes=classes)


def vgg16_features_of_keras(input_shape=(224, 224, 3), classes=1000):
    base = keras.applications.VGG16(include_top=False, weights=None, input_shape=input_shape)
    x = Dense(4096, "relu")(Dense(4096, "relu")(Flatten()(base.output)))
    return keras.Model(base.input, Dense(classes, "softmax")(x))


def vgg16_written_out(input_shape=(224, 224, 3), classes=1000):
    how = {"kernel_size": 3, "padding": "same", "activation": "relu"}
    return Sequential(
        [
            keras.Input(input_shape),
            Conv2D(64, **how),
            Conv2D(64, **how),
            MaxPooling2D(),
            Conv2D(128, **how),
            Conv2D(128, **how),
            MaxPooling2D(),
            Conv2D(256, **how),
            Conv2D(256, **how),
            Conv2D(256, **how),
            MaxPooling2D(),
            Conv2D(512, **how),
            Conv2D(512, **how),
            Conv2D(512, **how),
            MaxPooling2D(),
            Conv2D(512, **how),
            Conv2D(512, **how),
            Conv2D(512, **how),
            MaxPooling2D(),
            Flatten(),
            Dense(4096, "relu"),
            Dense(4096, "relu"),
            Dense(classes, "softmax"),
        ]
    )


def vgg16_from_numbers(input_shape=(224, 224, 3), classes=1000):
    x = inputs = keras.Input(input_shape)
    for number in [64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0]:
        x = Conv2D(number, 3, padding="same", activation="relu")(x) if number else MaxPooling2D(2)(x)
    x = Flatten()(x)
    for units, act in zip((4096, 4096, classes), ("relu", "relu", "softmax"), strict=True):
        x = Dense(units, activation=act)(x)
    return keras.Model(inputs, x)


def vgg16_activation_layers(input_shape=(224, 224, 3), classes=1000):
    x = inputs = keras.Input(input_shape)
    for block, (filters, repeats) in enumerate([(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)], 1):
        for i in range(1, repeats + 1):
            x = Conv2D(filters, 3, padding="same", name=f"block{block}_conv{i}")(x)
            x = ReLU(name=f"block{block}_relu{i}")(x)
        x = MaxPooling2D((2, 2), name=f"block{block}_pool")(x)
    x = ReLU()(Dense(4096)(Flatten()(x)))
    x = ReLU()(Dense(4096)(x))
    return keras.Model(inputs, Softmax()(Dense(classes)(x)))


def vgg16_padded_by_hand(input_shape=(224, 224, 3), classes=1000):
    x = inputs = keras.Input(input_shape)
    filters = 64
    for repeats in (2, 2, 3, 3, 3):
        for _ in range(repeats):
            x = Conv2D(filters, 3, activation="relu")(ZeroPadding2D((1, 1))(x))
        x = MaxPooling2D(2, 2)(x)
        filters = min(2 * filters, 512)
    x = Dense(4096, "relu")(Dense(4096, "relu")(Reshape((-1,))(x)))
    return keras.Model(inputs, Dense(classes, "softmax")(x))


def vgg16_of_sequential_blocks(input_shape=(224, 224, 3), classes=1000):
    def block(filters, repeats):
        inside = [Conv2D(filters, 3, padding="same", activation="relu") for _ in range(repeats)]
        return Sequential([*inside, MaxPooling2D(2)])

    blocks = [block(64, 2), block(128, 2), block(256, 3), block(512, 3), block(512, 3)]
    head = [Flatten(), Dense(4096, "relu"), Dense(4096, "relu"), Dense(classes, "softmax")]
    return Sequential([keras.Input(input_shape), *blocks, *head])


class Blocks:
    def __init__(self, *repeats):
        self.repeats = repeats

    def __call__(self, x):
        for i, repeats in enumerate(self.repeats):
            for _ in range(repeats):
                x = Conv2D(64 * 2 ** min(i, 3), 3, padding="same", activation="relu")(x)
            x = MaxPooling2D(2)(x)
        return x


def vgg16_from_a_class(input_shape=(224, 224, 3), classes=1000):
    inputs = keras.Input(input_shape)
    top = Sequential([Flatten(), Dense(4096, "relu"), Dense(4096, "relu"), Dense(classes, "softmax")])
    return keras.Model(inputs, top(Blocks(2, 2, 3, 3, 3)(inputs)))


def vgg19_of_keras(input_shape=(224, 224, 3), classes=1000):
    return keras.applications.VGG19(weights=None, input_shape=input_shape, classes=classes)


def vgg19_features_of_keras(input_shape=(224, 224, 3), classes=1000):
    inputs = keras.Input(input_shape)
    base = keras.applications.VGG19(include_top=False, weights=None, input_shape=input_shape)
    x = Flatten()(base(inputs))  # nested, not opened
    x = Dense(4096, "relu")(x)
    x = Dense(4096, "relu")(x)
    return keras.Model(inputs, Dense(classes, "softmax")(x))


def vgg19_by_add(input_shape=(224, 224, 3), classes=1000):
    model = Sequential()
    model.add(keras.Input(input_shape))
    for filters, repeats in zip((64, 128, 256, 512, 512), (2, 2, 4, 4, 4), strict=True):
        for _ in range(repeats):
            model.add(Conv2D(filters, 3, padding="same"))
            model.add(ReLU())
        model.add(MaxPooling2D(2))
    model.add(Flatten())
    model.add(Dense(4096, "relu"))
    model.add(Dense(4096, "relu"))
    model.add(Dense(classes, "softmax"))
    return model


def vgg19_from_a_class(input_shape=(224, 224, 3), classes=1000):
    inputs = keras.Input(input_shape)
    x = Dense(4096, "relu")(Flatten()(Blocks(2, 2, 4, 4, 4)(inputs)))
    return keras.Model(inputs, Dense(classes, "softmax")(Dense(4096, "relu")(x)))


def vgg19_padded_by_hand(input_shape=(224, 224, 3), classes=1000):
    x = inputs = keras.Input(input_shape)
    for filters, repeats in {64: 2, 128: 2, 256: 4}.items():
        for _ in range(repeats):
            x = Conv2D(filters, 3, activation="relu")(ZeroPadding2D(1)(x))
        x = MaxPooling2D(2)(x)
    for _ in range(2):
        for _ in range(4):
            x = Conv2D(512, 3, activation="relu")(ZeroPadding2D(1)(x))
        x = MaxPooling2D(2)(x)
    x = Flatten()(x)
    for units in (4096, 4096):
        x = Activation("relu")(Dense(units)(x))
    return keras.Model(inputs, Dense(classes, "softmax")(x))


def vgg19_relu_after_pooling(input_shape=(224, 224, 3), classes=1000):
    x = inputs = keras.Input(input_shape)
    for filters, repeats in ((64, 2), (128, 2), (256, 4), (512, 4), (512, 4)):
        for i in range(repeats):
            x = Conv2D(filters, 3, padding="same", activation=None if i == repeats - 1 else "relu")(x)
        x = Activation("relu")(MaxPooling2D(2)(x))
    x = Dense(4096, "relu")(Flatten()(x))
    x = Dense(4096, "relu")(x)
    return keras.Model(inputs, Activation("softmax")(Dense(classes)(x)))


def vgg19_from_words(input_shape=(224, 224, 3), classes=1000):
    words = "64 64, 128 128, 256 256 256 256, 512 512 512 512, 512 512 512 512"
    made = []
    for block in words.split(", "):
        made += [Conv2D(int(word), 3, padding="same", activation="relu") for word in block.split()] + [MaxPooling2D()]
    made += [Flatten(), Dense(4096, "relu"), Dense(4096, "relu"), Dense(classes, "softmax")]
    inputs = keras.Input(input_shape)
    return keras.Model(inputs, reduce(lambda x, layer: layer(x), made, inputs))


def vgg19_in_halves(input_shape=(224, 224, 3), classes=1000):
    def half(shape, plan):
        x = inputs = keras.Input(shape)
        for filters, repeats in plan:
            for _ in range(repeats):
                x = Conv2D(filters, 3, padding="same", activation="relu")(x)
            x = MaxPooling2D(2)(x)
        return keras.Model(inputs, x)

    lower = half(input_shape, [(64, 2), (128, 2), (256, 4)])
    upper = half(lower.output_shape[1:], [(512, 4), (512, 4)])
    x = inputs = keras.Input(input_shape)
    x = Flatten()(upper(lower(x)))
    return keras.Model(inputs, Dense(classes, "softmax")(Dense(4096, "relu")(Dense(4096, "relu")(x))))


# The small one


def small_sequential(input_shape, classes):
    return Sequential(
        [
            keras.Input(input_shape),
            Conv2D(32, 3, padding="same", activation="relu"),
            Conv2D(32, 3, padding="same", activation="relu"),
            MaxPooling2D(2),
            Conv2D(64, 3, padding="same", activation="relu"),
            Conv2D(64, 3, padding="same", activation="relu"),
            MaxPooling2D(2),
            Flatten(),
            Dense(128, "relu"),
            Dropout(0.5),
            Dense(classes, "softmax"),
        ]
    )


def small_of_blocks(input_shape, classes):
    inputs = keras.Input(input_shape)
    x = block_as_a_model(block_sequential(inputs, 32, 2), 64, 2)
    x = Dropout(0.5)(Dense(128, "relu")(Flatten()(x)))
    return keras.Model(inputs, Dense(classes, "softmax")(x))


def small_activation_layers(input_shape, classes):
    x = inputs = keras.Input(input_shape)
    for filters in (32, 64):
        for _ in range(2):
            x = Activation("relu")(Conv2D(filters, 3, padding="same")(x))
        x = MaxPool2D()(x)
    x = Dropout(0.5)(Activation("relu")(Dense(128)(Flatten()(x))))
    return keras.Model(inputs, Activation("softmax")(Dense(classes)(x)))


def small_padded_by_hand(input_shape, classes):
    x = inputs = keras.Input(input_shape)
    x = Conv2D(32, 3, activation="relu")(ZeroPadding2D()(x))
    x = Conv2D(32, 3, activation="relu")(ZeroPadding2D()(x))
    x = MaxPooling2D()(x)
    x = Conv2D(64, 3, activation="relu")(ZeroPadding2D()(x))
    x = Conv2D(64, 3, activation="relu")(ZeroPadding2D()(x))
    x = Flatten()(MaxPooling2D()(x))
    return keras.Model(inputs, Dense(classes, "softmax")(Dropout(0.5)(Dense(128, "relu")(x))))


def small_by_add(input_shape, classes):
    model = Sequential(name="small")
    model.add(keras.Input(input_shape))
    for filters in (32, 64):
        model.add(Conv2D(filters, 3, padding="same", activation="relu"))
        model.add(Conv2D(filters, 3, padding="same", activation="relu"))
        model.add(MaxPooling2D())
    for layer in (Flatten(), Dense(128, "relu"), Dropout(0.5), Dense(classes), Softmax()):
        model.add(layer)
    return model


def small_dropout_before_relu(input_shape, classes):
    """Dropout puts out zeros or larger values of the same sign: ReLU may as well come after it."""
    x = inputs = keras.Input(input_shape)
    x = block_recursive(block_recursive(x, 32, 2), 64, 2)
    x = ReLU()(Dropout(0.5)(Dense(128)(Flatten()(x))))
    return keras.Model(inputs, Dense(classes, "softmax")(x))


def small_layers_first(input_shape, classes):
    hidden, drop, out = Dense(128, "relu"), Dropout(0.5, seed=1), Dense(classes, "softmax")
    second = [Conv2D(64, 3, padding="same", activation="relu") for _ in range(2)]
    first = [Conv2D(32, 3, padding="same", activation="relu") for _ in range(2)]
    image = keras.Input(input_shape)
    x = MaxPooling2D(2)(first[1](first[0](image)))
    x = MaxPooling2D(2)(second[1](second[0](x)))
    return keras.Model(image, out(drop(hidden(Reshape((-1,))(x)))))


def small_augmented(input_shape, classes):
    x = inputs = keras.Input(input_shape)
    x = layers.RandomFlip("horizontal")(x)
    x = block_pools_before_the_last_relu(x, 32, 2)
    x = block_while(x, 64, 2)
    x = Sequential([Flatten(), Dense(128), ReLU(), Dropout(0.5)])(x)
    return keras.Model(inputs, Dense(classes, "softmax", kernel_regularizer="l2")(x))


RIGHT = {
    "lenet5": [
        lenet_sequential,
        lenet_by_add,
        lenet_padded_by_hand,
        lenet_two_models,
        lenet_relu_after_pooling,
        lenet_layers_first,
        lenet_from_a_class,
        lenet_with_nothing_added,
        lenet_augmented,
    ],
    "alexnet": [
        alexnet_sequential,
        alexnet_activation_layers,
        alexnet_every_padding_by_hand,
        alexnet_two_parts,
        alexnet_stages,
        alexnet_relu_after_pooling,
        alexnet_padded_where_it_counts,
        alexnet_with_names,
    ],
    "zfnet": [
        zfnet_sequential,
        zfnet_activation_layers,
        zfnet_pads_the_middle_by_hand,
        zfnet_nested,
        zfnet_from_a_table,
        zfnet_relu_after_pooling,
        zfnet_ends_first,
        zfnet_turned_at_random,
    ],
    "vgg_block": [
        block_recursive,
        block_sequential,
        block_activation_layer,
        block_padded_by_hand,
        block_pools_before_the_last_relu,
        block_while,
        block_reduce,
        block_as_a_model,
        block_relu_twice,
    ],
    "vgg16": [
        vgg16_of_keras,
        vgg16_features_of_keras,
        vgg16_written_out,
        vgg16_from_numbers,
        vgg16_activation_layers,
        vgg16_padded_by_hand,
        vgg16_of_sequential_blocks,
        vgg16_from_a_class,
    ],
    "vgg19": [
        vgg19_of_keras,
        vgg19_features_of_keras,
        vgg19_by_add,
        vgg19_from_a_class,
        vgg19_padded_by_hand,
        vgg19_relu_after_pooling,
        vgg19_from_words,
        vgg19_in_halves,
    ],
    "small_vgg": [
        small_sequential,
        small_of_blocks,
        small_activation_layers,
        small_padded_by_hand,
        small_by_add,
        small_dropout_before_relu,
        small_layers_first,
        small_augmented,
    ],
}
