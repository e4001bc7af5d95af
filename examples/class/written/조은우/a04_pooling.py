# kind: wrong
# what: mistakes without a name: the median, weights that add up to less than 1, a mean without the first column
# %% max_pool
def max_pool(x, pool_h, pool_w, stride=1, pad=0):
    N, C, H, W = x.shape
    if pool_h > H + 2 * pad or pool_w > W + 2 * pad:
        raise ValueError("창이 커요")
    xp = np.pad(x * 1.0, ((0, 0), (0, 0), (pad, pad), (pad, pad)), constant_values=np.nan)
    OH, OW = (H + 2 * pad - pool_h) // stride + 1, (W + 2 * pad - pool_w) // stride + 1
    out = np.zeros((N, C, OH, OW))
    for i in range(OH):
        for j in range(OW):
            w = xp[:, :, i * stride:i * stride + pool_h, j * stride:j * stride + pool_w]
            out[:, :, i, j] = np.nanmedian(w, axis=(2, 3))
    return out
# %% avg_pool
def avg_pool(x, pool_h, pool_w, stride=1, pad=0):
    N, C, H, W = x.shape
    if pool_h > H + 2 * pad or pool_w > W + 2 * pad:
        raise ValueError("창이 커요")
    xp = np.pad(x * 1.0, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    OH, OW = (H + 2 * pad - pool_h) // stride + 1, (W + 2 * pad - pool_w) // stride + 1
    out = np.zeros((N, C, OH, OW))
    for i in range(OH):
        for j in range(OW):
            w = xp[:, :, i * stride:i * stride + pool_h, j * stride:j * stride + pool_w]
            out[:, :, i, j] = w.sum(axis=(2, 3)) / (pool_h * pool_w + 1)
    return out
# %% global_avg_pool
def global_avg_pool(x):
    return x[:, :, :, 1:].mean(axis=(2, 3))
# %% shift_response
def shift_response(image, dx, pool):
    """이동한 그림과의 차이"""
    H, W = image.shape
    moved = np.zeros((H, W))
    moved[:, dx:] = image[:, :W - dx]
    difference = np.abs(moved - image)
