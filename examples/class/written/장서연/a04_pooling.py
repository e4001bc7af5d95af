# kind: wrong
# what: the maximum starts from 0; padding counts in the average; two axes left over; the image rolls round
# %% max_pool
def max_pool(x, pool_h, pool_w, stride=1, pad=0):
    N, C, H, W = x.shape
    if pool_h > H + 2 * pad or pool_w > W + 2 * pad:
        raise ValueError("창이 커요")
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    OH, OW = (H + 2 * pad - pool_h) // stride + 1, (W + 2 * pad - pool_w) // stride + 1
    out = np.zeros((N, C, OH, OW))
    for i in range(OH):
        for j in range(OW):
            for p in range(pool_h):
                for q in range(pool_w):
                    out[:, :, i, j] = np.maximum(out[:, :, i, j], xp[:, :, i * stride + p, j * stride + q])
    return out
# %% avg_pool
def avg_pool(x, pool_h, pool_w, stride=1, pad=0):
    N, C, H, W = x.shape
    if pool_h > H + 2 * pad or pool_w > W + 2 * pad:
        raise ValueError("창이 커요")
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    OH, OW = (H + 2 * pad - pool_h) // stride + 1, (W + 2 * pad - pool_w) // stride + 1
    out = np.zeros((N, C, OH, OW))
    for i in range(OH):
        for j in range(OW):
            out[:, :, i, j] = xp[:, :, i * stride:i * stride + pool_h, j * stride:j * stride + pool_w].mean(axis=(2, 3))
    return out
# %% global_avg_pool
def global_avg_pool(x):
    return x.mean(axis=(2, 3), keepdims=True)
# %% shift_response
def shift_response(image, dx, pool):
    image = image - image.min() + 1.0  # 양수로
    moved = np.roll(image, dx, axis=1)
    a = max_pool(image[None, None], pool, pool, pool)
    b = max_pool(moved[None, None], pool, pool, pool)
    return np.abs(a - b).mean()
