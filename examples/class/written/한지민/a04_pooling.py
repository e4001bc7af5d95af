# kind: damaged
# what: a zip of the notebook, the answer of max_pool split at a blank line, avg_pool pasted twice, checks deleted
# damage: split max_pool 37; duplicate avg_pool; delete_checks; zipped
# %% max_pool
def max_pool(x, pool_h, pool_w, stride=1, pad=0):
    N, C, H, W = x.shape
    OH = (H + 2 * pad - pool_h) // stride + 1
    OW = (W + 2 * pad - pool_w) // stride + 1
    if pool_h > H + 2 * pad or pool_w > W + 2 * pad:
        raise ValueError("창이 커요")
    out = np.full((N, C, OH, OW), -np.inf)

    for i in range(OH):
        for j in range(OW):
            top, left = i * stride - pad, j * stride - pad
            w = x[:, :, max(0, top):top + pool_h, max(0, left):left + pool_w]
            out[:, :, i, j] = w.max(axis=(2, 3))
    return out
# %% avg_pool
def avg_pool(x, pool_h, pool_w, stride=1, pad=0):
    N, C, H, W = x.shape
    OH = (H + 2 * pad - pool_h) // stride + 1
    OW = (W + 2 * pad - pool_w) // stride + 1
    if pool_h > H + 2 * pad or pool_w > W + 2 * pad:
        raise ValueError("창이 커요")
    out = np.zeros((N, C, OH, OW))
    for i in range(OH):
        for j in range(OW):
            top, left = i * stride - pad, j * stride - pad
            w = x[:, :, max(0, top):top + pool_h, max(0, left):left + pool_w]
            out[:, :, i, j] = w.mean(axis=(2, 3))
    return out
