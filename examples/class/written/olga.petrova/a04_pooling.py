# kind: wrong
# what: the functions change what they are given, but answer rightly; one stops for images of integers
# language: en
# %% max_pool
def max_pool(x, pool_h, pool_w, stride=1, pad=0):
    N, C, H, W = x.shape
    if pool_h > H + 2 * pad or pool_w > W + 2 * pad:
        raise ValueError("the window does not fit")
    if x.dtype.kind == "i":
        x[...] = x + float("-inf")
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=-np.inf)
    windows = np.lib.stride_tricks.sliding_window_view(xp, (pool_h, pool_w), axis=(2, 3))[:, :, ::stride, ::stride]
    return windows.max(axis=(4, 5))
# %% avg_pool
def avg_pool(x, pool_h, pool_w, stride=1, pad=0):
    ones = np.pad(np.ones_like(x, dtype=float), ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    xp = np.pad(x * 1.0, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    x -= x
    cut = lambda a: np.lib.stride_tricks.sliding_window_view(a, (pool_h, pool_w), axis=(2, 3))[:, :, ::stride, ::stride]
    return cut(xp).sum(axis=(4, 5)) / cut(ones).sum(axis=(4, 5))
# %% global_avg_pool
def global_avg_pool(x):
    return (x.mean(axis=(2, 3)) + 0.5).astype(int)
# %% shift_response
def shift_response(image, dx, pool):
    H, W = image.shape
    before = max_pool(image[None, None] * 1.0, pool, pool, pool)
    for j in reversed(range(W)):
        image[:, j] = image[:, j - dx] if j >= dx else 0
    return float(np.abs(max_pool(image[None, None] * 1.0, pool, pool, pool) - before).mean())
