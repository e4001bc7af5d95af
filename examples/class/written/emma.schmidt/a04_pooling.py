# kind: damaged
# what: right, but the cells are in reverse order, with a byte order mark and the kernel of another language
# language: en
# damage: reverse; wrong_kernel; bom
# %% max_pool
def max_pool(x, pool_h, pool_w, stride=1, pad=0):
    return pooled(x, pool_h, pool_w, stride, pad).max(axis=4)
# %% after max_pool
def pooled(x, pool_h, pool_w, stride, pad, fill=-np.inf):
    x = np.pad(x * 1.0, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=fill)
    windows = np.lib.stride_tricks.sliding_window_view(x, (pool_h, pool_w), axis=(2, 3))
    return windows[:, :, ::stride, ::stride].reshape(*windows[:, :, ::stride, ::stride].shape[:4], -1)
# %% avg_pool
def avg_pool(x, pool_h, pool_w, stride=1, pad=0):
    cells = pooled(x, pool_h, pool_w, stride, pad)
    real = cells > -np.inf
    return np.where(real, cells, 0).sum(axis=4) / real.sum(axis=4)
# %% global_avg_pool
def global_avg_pool(x):
    return np.array([[channel.mean() for channel in image] for image in x])
# %% shift_response
def shift_response(image, dx, pool):
    moved = np.hstack([np.zeros((len(image), dx)), image[:, :image.shape[1] - dx]])
    a, b = (max_pool(one[np.newaxis, np.newaxis], pool, pool, pool) for one in (image, moved))
    return np.abs(a - b).sum() / a.size
