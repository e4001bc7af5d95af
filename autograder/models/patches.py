"""Stage 5, training: convolutions as patches and one matrix product, for where a device is slow at the usual ones.

The sums are the same, in another order. Under jax.vmap a convolution becomes one in groups, whose gradients are slow
on many devices; a matrix product becomes a batch of matrix products, which no device is slow at.
"""

from __future__ import annotations

from typing import Any


def with_patches(model: Any) -> Any:
    """A copy whose convolutions are patches and a matrix product. Its weights have the same order and shapes."""
    import keras
    from keras import ops

    class Patches(keras.layers.Conv2D):
        def convolution_op(self, inputs: Any, kernel: Any) -> Any:
            kernel_h, kernel_w, channels, filters = kernel.shape
            columns = patches(inputs, (kernel_h, kernel_w), self.strides, self.padding)
            flat = ops.reshape(kernel, (kernel_h * kernel_w * channels, filters))
            return ops.matmul(columns, ops.cast(flat, columns.dtype))

    def copied(layer: Any) -> Any:
        plain = type(layer) is keras.layers.Conv2D and layer.groups == 1 and layer.dilation_rate == (1, 1)
        return (Patches if plain else type(layer)).from_config(layer.get_config())

    return keras.models.clone_model(model, clone_function=copied)


def patches(x: Any, kernel: tuple[int, int], strides: tuple[int, int], padding: str) -> Any:
    """What each place of a convolution sees, as im2col: (N, H, W, C) -> (N, OH, OW, KH*KW*C)."""
    from keras import ops

    if padding == "same":
        around = [_same(side, k, stride) for side, k, stride in zip(x.shape[1:3], kernel, strides, strict=True)]
        x = ops.pad(x, ((0, 0), *around, (0, 0)))
    out_h, out_w = ((side - k) // s + 1 for side, k, s in zip(x.shape[1:3], kernel, strides, strict=True))
    if kernel == (1, 1):
        return x[:, :: strides[0], :: strides[1]]
    down, right = strides
    rows, columns = down * (out_h - 1) + 1, right * (out_w - 1) + 1
    shifted = [
        x[:, row : row + rows : down, column : column + columns : right]
        for row in range(kernel[0])
        for column in range(kernel[1])
    ]
    return ops.concatenate(shifted, axis=-1)


def _same(side: int, kernel: int, stride: int) -> tuple[int, int]:
    """What "same" padding adds before and after: the odd one goes to the end."""
    total = max(0, (-(-side // stride) - 1) * stride + kernel - side)
    return total // 2, total - total // 2
